/*
 * figure_target.c: targets as they stand: finding them, their words, what is reached of them.
 */
#include "figure/figure_target.h"

#include "base/text.h"

#include <stdlib.h>

const struct field figure_target_fields[] = {
	F_ID(struct figure_target, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "target"),
	F_ID(struct figure_target, org, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_ID(struct figure_target, giver, M_FIELD_GIVER, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct figure_target, code, M_FIELD_FIGURE, CLASS_INSIDE, 0, 60),
	F_TEXT(struct figure_target, period, M_FIELD_PERIOD, CLASS_INSIDE, 0, 60),
	F_DAY(struct figure_target, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct figure_target, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_CAT(struct figure_target, bound, M_FIELD_BOUND, CLASS_INSIDE, 0, "target_bound"),
	F_INT(struct figure_target, value, M_FIELD_TARGET, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct figure_target, base, M_FIELD_DENOMINATOR, CLASS_INSIDE, 0, 0),
	F_TEXT(struct figure_target, decision_no, M_FIELD_DECISION_NO, CLASS_INSIDE, 0, 60),
	F_DAY(struct figure_target, decided_on, M_FIELD_DECIDED_ON, CLASS_INSIDE, 0),
	F_ID(struct figure_target, txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_INT(struct figure_target, made_ms, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, 0),
	F_ID(struct figure_target, void_txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_END,
};

static day_t day_after(day_t last)
{
	return last == DAY_MAX ? DAY_MAX : day_add(last, 1);
}

enum err target_of(struct ctx *cx, int64_t org, const char *code, struct period period,
	struct figure_target *ret)
{
	enum err e;

	*ret = (struct figure_target){0};
	if (!org)
		return ERR_OK;
	e = db_get(cx->db, cx->a, figure_target_fields, ret, Q_TARGET_OF, org, code, period.from,
		day_after(period.to), cx->known);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* ---- which one answers a question ---- */

static bool fits(const struct figure_target *t, const struct figure_ask *ask, bool open)
{
	if (!text_eq(t->code, ask->figure->code))
		return false;
	if (t->from_day == ask->from && t->to_day == day_after(ask->to))
		return true;
	return open && t->to_day > ask->day && t->from_day <= ask->day &&
	       (!figure_is_span(ask->figure) || t->from_day == ask->from);
}

static bool is_shorter(const struct figure_target *a, const struct figure_target *b)
{
	if (a->to_day != b->to_day)
		return a->to_day < b->to_day;
	return a->from_day != b->from_day ? a->from_day > b->from_day : a->made_ms > b->made_ms;
}

const struct figure_target *target_among(
	struct list targets, const struct figure_ask *ask, int64_t org, bool open)
{
	const struct figure_target *t = targets.rows, *best = NULL;

	for (size_t i = 0; i < targets.n; i++)
		if (t[i].org == org && fits(&t[i], ask, open) && (!best || is_shorter(&t[i], best)))
			best = &t[i];
	return best;
}

/* A state has one day, what happens has its days from the first on. */
static day_t first_day(const struct figure_ask *ask, bool open)
{
	return open && !figure_is_span(ask->figure) ? ask->day : ask->from;
}

static day_t last_day(const struct figure_ask *ask, bool open)
{
	return open ? ask->day : ask->to;
}

enum err target_of_ask(
	struct ctx *cx, const struct figure_ask *ask, bool open, struct figure_target *ret)
{
	const struct figure_target *t;
	struct list rows;

	*ret = (struct figure_target){0};
	if (!ask->org || ask->own != ask->figure->own)
		return ERR_OK;
	TRY(db_list(cx->db, cx->a, figure_target_fields, sizeof(*t), &rows, Q_TARGET_ABOUT,
		ask->org, ask->figure->code, first_day(ask, open), last_day(ask, open), cx->known));
	t = target_among(rows, ask, ask->org, open);
	if (t)
		*ret = *t;
	return ERR_OK;
}

enum err target_of_children(
	struct ctx *cx, const struct figure_ask *ask, bool open, struct list *ret)
{
	const struct figure_target *t;
	struct figure_target *some;
	struct list rows;
	size_t n = 0;

	*ret = (struct list){NULL, 0, sizeof(*t)};
	if (ask->own)
		return ERR_OK;
	TRY(db_list(cx->db, cx->a, figure_target_fields, sizeof(*t), &rows, Q_TARGET_ABOUT_CHILDREN,
		ask->org, ask->figure->code, ask->day, first_day(ask, open), last_day(ask, open),
		cx->known));
	t = rows.rows;
	some = arena_array(cx->a, rows.n + 1, sizeof(*some));
	for (size_t i = 0; i < rows.n; i++)
		if (target_among(rows, ask, t[i].org, open) == &t[i])
			some[n++] = t[i];
	*ret = (struct list){some, n, sizeof(*some)};
	return ERR_OK;
}

enum err target_running(struct ctx *cx, int64_t org, day_t day, struct list *ret)
{
	return db_list(cx->db, cx->a, figure_target_fields, sizeof(struct figure_target), ret,
		Q_TARGET_RUNNING, org, day, cx->known);
}

/* ---- in words ---- */

/* 98 of 100 as "98%", 975 of 1000 as "97,5%". */
static const char *amount_text(struct ctx *cx, const struct figure_target *t)
{
	if (!t->base)
		return number_text(cx->a, cx->say.lang, t->value);
	if (t->value * 100 % t->base == 0)
		return arena_printf(cx->a, "%lld%%", (long long)(t->value * 100 / t->base));
	return percent_text(cx->a, cx->say.lang, t->value, t->base);
}

const char *target_text(struct ctx *cx, const struct figure_target *t)
{
	const char *amount = amount_text(cx, t);

	if (text_eq(t->bound, "least"))
		return msg_say(cx->a, cx->say.lang, M_TARGET_LEAST, amount);
	if (text_eq(t->bound, "most"))
		return msg_say(cx->a, cx->say.lang, M_TARGET_MOST, amount);
	return amount;
}

struct ratio target_rate(const struct figure_target *t, const struct figure_answer *a)
{
	if (!t->base)
		return (struct ratio){a->value, t->value};
	return (struct ratio){a->value * t->base, a->base * t->value};
}

const char *target_rate_text(struct ctx *cx, struct ratio r)
{
	int64_t whole;

	if (r.base <= 0)
		return "–";
	whole = (r.value * 200 + r.base) / (r.base * 2);
	if (whole == 100 && r.value != r.base)
		return ratio_text(cx->a, cx->say.lang, r);
	return arena_printf(cx->a, "%s%%", number_text(cx->a, cx->say.lang, whole));
}

bool target_is_reached(const struct figure_target *t, const struct figure_answer *a)
{
	int64_t got = a->value, want = t->value;

	if (t->base) {
		got = a->value * t->base;
		want = t->value * a->base;
		if (!a->base)
			return false;
	}
	return text_eq(t->bound, "most") ? got <= want : got >= want;
}

/* "đạt, hơn 5,1 điểm": a share of a share says nothing; points that round to none are left out. */
static const char *points_text(
	struct ctx *cx, const struct figure_target *t, const struct figure_answer *a)
{
	static const enum msg said[2][2] = {{M_TARGET_RATE_MISSED, M_TARGET_RATE_SHORT},
		{M_TARGET_RATE_REACHED, M_TARGET_RATE_OVER}};
	bool reached = target_is_reached(t, a);
	int64_t base = a->base * t->base, by = llabs(a->value * t->base - t->value * a->base);
	const char *points = percent_text(cx->a, cx->say.lang, by, base);

	if (base <= 0)
		return "–";
	points = arena_strndup(cx->a, points, strlen(points) - 1);
	return msg_say(cx->a, cx->say.lang, said[reached][by * 2000 >= base], points);
}

const char *target_reach_text(
	struct ctx *cx, const struct figure_target *t, const struct figure_answer *a)
{
	if (t->base && !text_eq(t->bound, "most"))
		return points_text(cx, t, a);
	if (!text_eq(t->bound, "most"))
		return target_rate_text(cx, target_rate(t, a));
	return msg_text(
		cx->say.lang, target_is_reached(t, a) ? M_TARGET_WITHIN : M_TARGET_EXCEEDED);
}

/* Exact ones are plain numbers beside each other; a bound has its word. */
static enum msg aim_said(const struct figure_target *t, bool plain)
{
	if (text_eq(t->bound, "most"))
		return M_TARGET_AIM_MOST;
	if (t->base)
		return M_TARGET_AIM_RATE;
	if (plain)
		return M_TARGET_AIM_PLAIN;
	return text_eq(t->bound, "exact") ? M_TARGET_AIM_EXACT : M_TARGET_AIM_LEAST;
}

const char *target_aim_text(
	struct ctx *cx, const struct figure_target *t, const struct figure_answer *a, bool plain)
{
	const char *said = msg_say(cx->a, cx->say.lang, aim_said(t, plain), figure_text(cx, a),
		target_text(cx, t), target_reach_text(cx, t, a));

	return msg_say(cx->a, cx->say.lang, M_TARGET_AIM, t->period, said);
}

/* ---- reading ---- */

/* What people write around a number, folded or as a mark; the catalogue has the codes. */
struct said {
	const char *said, *bound;
};

static const struct said marks[] = {{">", "least"}, {"≥", "least"}, {"<", "most"}, {"≤", "most"}};
static const struct said words[] = {{"it nhat", "least"}, {"toi thieu", "least"},
	{"at least", "least"}, {"tu", "least"}, {"tro len", "least"}, {"tren", "least"},
	{"khong qua", "most"}, {"toi da", "most"}, {"at most", "most"}, {"duoi", "most"},
	{"tro xuong", "most"}};

/* Words or marks beside the number: none, or one of those. */
static bool read_bound(struct arena *a, struct str s, struct figure_target *t)
{
	const char *raw = arena_strndup(a, s.p, s.n), *said = text_fold(a, raw);

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (strstr(raw, marks[i].said))
			t->bound = marks[i].bound;
	if (text_empty(said))
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (text_eq(said, words[i].said)) {
			t->bound = words[i].bound;
			return true;
		}
	return false;
}

/* "97,5" to 975 of 1000: digits, a comma or point, at most three digits more. */
static bool read_share(struct str s, struct figure_target *t)
{
	int64_t value = 0, base = 100;
	bool after = false;
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		if ((s.p[i] == ',' || s.p[i] == '.') && !after && digits) {
			after = true;
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9' || ++digits > 6)
			return false;
		value = value * 10 + s.p[i] - '0';
		base *= after ? 10 : 1;
	}
	t->value = value;
	t->base = base;
	return digits > 0 && base <= 100000 && s.p[s.n - 1] >= '0';
}

static bool read_number(
	const struct speech *sp, struct arena *a, struct str s, struct figure_target *t)
{
	static const struct field number[] = {
		F_INT(struct figure_target, value, M_FIELD_TARGET, CLASS_INSIDE, FF_REQUIRED,
			1000000000),
		F_END,
	};
	struct fault quiet = {.a = a};

	t->base = 0;
	return !value_read(sp, number, s, t, &quiet);
}

bool target_read(const struct speech *sp, struct arena *a, const char *text, bool rate,
	struct figure_target *t)
{
	size_t from = strcspn(text, "0123456789"), n = strspn(text + from, "0123456789.,");
	struct str number = {text + from, n}, rest = str_trim(str_of(text + from + n));
	bool share = rest.n && rest.p[0] == '%';

	if (share)
		rest = (struct str){rest.p + 1, rest.n - 1};
	if (!n || (share && !rate) || (from && text[from - 1] == '-'))
		return false;
	if (!read_bound(a, (struct str){text, from}, t) || !read_bound(a, rest, t))
		return false;
	return rate ? read_share(number, t) : read_number(sp, a, number, t);
}

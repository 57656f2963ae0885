#include "core/rule.h"

#include "base/die.h"
#include "core/rule_use.h"

#include <stdlib.h>

const struct field rule_fields[] = {
	F_INT(struct rule, local, M_FIELD_RULE_LOCAL, CLASS_PUBLIC, 0, 0),
	F_ID(struct rule, id, M_FIELD_ID, CLASS_PUBLIC, FF_HIDDEN, "rule"),
	F_ID(struct rule, origin, M_FIELD_ID, CLASS_PUBLIC, FF_HIDDEN, "rule"),
	F_TEXT(struct rule, code, M_FIELD_CODE, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct rule, item, M_FIELD_CODE, CLASS_PUBLIC, 0, 0),
	F_DAY(struct rule, from_day, M_FIELD_FROM_DAY, CLASS_PUBLIC, 0),
	F_DAY(struct rule, to_day, M_FIELD_TO_DAY, CLASS_PUBLIC, 0),
	F_INT(struct rule, off, M_FIELD_STATE, CLASS_PUBLIC, 0, 0),
	F_INT(struct rule, value, M_FIELD_VALUE, CLASS_PUBLIC, 0, 0),
	F_INT(struct rule, den, M_FIELD_VALUE, CLASS_PUBLIC, 0, 0),
	F_CAT(struct rule, unit, M_FIELD_RULE_UNIT, CLASS_PUBLIC, 0, "rule_unit"),
	F_TEXT(struct rule, word, M_FIELD_VALUE, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct rule, source, M_FIELD_RULE_SOURCE, CLASS_PUBLIC, 0, 0),
	F_CAT(struct rule, sure, M_FIELD_RULE_SURE, CLASS_PUBLIC, 0, "rule_sure"),
	F_TEXT(struct rule, note, M_FIELD_NOTE, CLASS_PUBLIC, 0, 0),
	F_INT(struct rule, made_ms, M_FIELD_AT, CLASS_PUBLIC, 0, 0),
	F_END,
};

/* ---- rows ---- */

enum err rule_read_known(struct ctx *cx, const char *code, int64_t known, struct rule_set *ret)
{
	must(rule_use_of(code));
	ret->code = code;
	return db_list(cx->db, cx->a, rule_fields, sizeof(struct rule), &ret->rows, Q_RULE_ROWS,
		code, known);
}

enum err rule_read(struct ctx *cx, const char *code, struct rule_set *ret)
{
	return rule_read_known(cx, code, cx->known, ret);
}

/* Rows of our own come first, and of either kind there is one for a day. */
const struct rule *rule_on(const struct rule_set *s, const char *item, day_t day)
{
	const struct rule *r = s->rows.rows;

	for (size_t i = 0; i < s->rows.n; i++)
		if (r[i].from_day <= day && r[i].to_day > day && text_eq(r[i].item, item))
			return r[i].off ? NULL : &r[i];
	return NULL;
}

static int by_value(const void *pa, const void *pb)
{
	const struct rule *a = *(const struct rule *const *)pa,
			  *b = *(const struct rule *const *)pb;

	if (a->value != b->value)
		return a->value < b->value ? -1 : 1;
	return strcmp(a->item, b->item);
}

struct list rule_all_on(struct arena *a, const struct rule_set *s, day_t day)
{
	const struct rule **all = arena_array(a, s->rows.n + 1, sizeof(struct rule *));
	const struct rule *r = s->rows.rows;
	size_t n = 0;

	for (size_t i = 0; i < s->rows.n; i++)
		if (rule_on(s, r[i].item, day) == &r[i])
			all[n++] = &r[i];
	if (n)
		qsort(all, n, sizeof(struct rule *), by_value);
	return (struct list){all, n, sizeof(struct rule *)};
}

static enum err none(struct ctx *cx, const char *code, day_t day)
{
	return cx_fault(cx, ERR_REFUSED, NULL, M_RULE_NONE, rule_title(cx, code), cx_day(cx, day));
}

enum err rule_at(
	struct ctx *cx, const char *code, day_t day, int64_t known, const struct rule **ret)
{
	struct rule_set all;

	TRY(rule_read_known(cx, code, known, &all));
	*ret = rule_on(&all, "", day);
	return *ret ? ERR_OK : none(cx, code, day);
}

/* ---- values ---- */

enum err rule_number(struct ctx *cx, const char *code, day_t day, int64_t *ret)
{
	const struct rule *r;

	TRY(rule_at(cx, code, day, cx->known, &r));
	*ret = r->value;
	return ERR_OK;
}

enum err rule_number_now(struct ctx *cx, const char *code, int64_t *ret)
{
	const struct rule *r;

	TRY(rule_at(cx, code, cx->say.today, KNOWN_NOW, &r));
	*ret = r->value;
	return ERR_OK;
}

enum err rule_numbers(struct ctx *cx, const char *code, day_t day, struct list *ret)
{
	const struct rule *const *r;
	struct rule_set s;
	struct list all;
	int64_t *n;

	TRY(rule_read(cx, code, &s));
	all = rule_all_on(cx->a, &s, day);
	r = all.rows;
	n = arena_array(cx->a, all.n + 1, sizeof(*n));
	for (size_t i = 0; i < all.n; i++)
		n[i] = r[i]->value;
	*ret = (struct list){n, all.n, sizeof(*n)};
	return ERR_OK;
}

enum err rule_words(struct ctx *cx, const char *code, day_t day, struct list *ret)
{
	const struct rule *const *r;
	struct rule_set s;
	struct list all;
	const char **words;

	TRY(rule_read(cx, code, &s));
	all = rule_all_on(cx->a, &s, day);
	r = all.rows;
	words = arena_array(cx->a, all.n + 1, sizeof(*words));
	for (size_t i = 0; i < all.n; i++)
		words[i] = r[i]->word;
	*ret = (struct list){words, all.n, sizeof(*words)};
	return ERR_OK;
}

struct rule_term rule_term_of(const struct rule *r)
{
	static const struct {
		const char *code;
		enum rule_unit unit;
	} units[] = {{"day", RULE_DAYS}, {"workday", RULE_WORKDAYS}, {"month", RULE_MONTHS},
		{"year", RULE_YEARS}};

	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (text_eq(units[i].code, r->unit))
			return (struct rule_term){r->value, units[i].unit};
	die("rule %s: a term in %s", r->code, r->unit);
}

enum err rule_term(struct ctx *cx, const char *code, day_t day, struct rule_term *ret)
{
	const struct rule *r;

	TRY(rule_at(cx, code, day, cx->known, &r));
	*ret = rule_term_of(r);
	return ERR_OK;
}

struct rule_share rule_share_of(const struct rule *r)
{
	return (struct rule_share){r->value, r->den, text_eq(r->unit, "share_over")};
}

enum err rule_share(struct ctx *cx, const char *code, day_t day, struct rule_share *ret)
{
	const struct rule *r;

	TRY(rule_at(cx, code, day, cx->known, &r));
	*ret = rule_share_of(r);
	return ERR_OK;
}

bool rule_share_met(struct rule_share s, int64_t n, int64_t base)
{
	return s.over ? n * s.den > base * s.num : n * s.den >= base * s.num;
}

int64_t rule_share_least(struct rule_share s, int64_t base)
{
	int64_t least = base * s.num / s.den;

	return rule_share_met(s, least, base) ? least : least + 1;
}

enum err rule_word(struct ctx *cx, const char *code, day_t day, const char **ret)
{
	const struct rule *r;

	TRY(rule_at(cx, code, day, cx->known, &r));
	*ret = r->word;
	return ERR_OK;
}

/* ---- terms ---- */

day_t rule_term_end(const struct workdays *w, day_t from, struct rule_term term)
{
	switch (term.unit) {
	case RULE_DAYS:
		return day_add(day_first(from), (int)term.n);
	case RULE_WORKDAYS:
		return workdays_add(w, from, term.n);
	case RULE_MONTHS:
		return day_add_months(day_first(from), (int)term.n);
	case RULE_YEARS:
		return day_add_months(day_first(from), (int)term.n * 12);
	}
	return from;
}

static struct rule_due due_of(const struct rule *r, const struct workdays *w, day_t from)
{
	struct rule_term term = rule_term_of(r);
	struct rule_due due = {.day = rule_term_end(w, from, term), .rule = r};

	if (term.unit == RULE_WORKDAYS)
		due.sure = workdays_sure(w, day_first(from), due.day, &due.year);
	return due;
}

enum err rule_set_due(struct ctx *cx, const struct rule_set *s, const struct workdays *w,
	day_t from, struct rule_due *ret)
{
	const struct rule *r = rule_on(s, "", day_first(from));

	if (!r)
		return none(cx, s->code, from);
	*ret = due_of(r, w, from);
	return ERR_OK;
}

enum err rule_due(struct ctx *cx, const char *code, day_t from, struct rule_due *ret)
{
	struct workdays w = {0};
	const struct rule *r;

	TRY(rule_at(cx, code, day_first(from), cx->known, &r));
	if (text_eq(r->unit, "workday"))
		TRY(workdays_read(cx, &w));
	*ret = due_of(r, &w, from);
	return ERR_OK;
}

/* ---- words ---- */

const char *rule_title(struct ctx *cx, const char *code)
{
	return cat_name(cx->say.cats, cx->say.lang, "rule", code);
}

static const char *unit_name(struct ctx *cx, const struct rule *r)
{
	return cat_name(cx->say.cats, cx->say.lang, "rule_unit", r->unit);
}

/* "trên 85%" of 85/100, "ít nhất 2/3" of 2/3. */
static const char *share_say(struct ctx *cx, const struct rule *r)
{
	const char *part = r->den == 100 ? arena_printf(cx->a, "%lld%%", (long long)r->value)
					 : arena_printf(cx->a, "%lld/%lld", (long long)r->value,
						   (long long)r->den);
	enum msg m = text_eq(r->unit, "share")	      ? M_RULE_SHARE
		     : text_eq(r->unit, "share_most") ? M_RULE_MOST
						      : M_RULE_OVER;

	return msg_say(cx->a, cx->say.lang, m, part);
}

/* "1,5 lần": a factor has tenths at most. */
static const char *factor_say(struct ctx *cx, const struct rule *r)
{
	const char *sep = cx->say.lang == LANG_VI ? "," : ".";
	int64_t tenths = r->value * 10 / r->den;
	const char *n = tenths % 10 ? arena_printf(cx->a, "%lld%s%lld", (long long)(tenths / 10),
					      sep, (long long)(tenths % 10))
				    : number_text(cx->a, cx->say.lang, tenths / 10);

	return arena_printf(cx->a, "%s %s", n, unit_name(cx, r));
}

const char *rule_say(struct ctx *cx, const struct rule *r)
{
	const struct rule_use *use = rule_use_of(r->code);

	if (!use || r->off)
		return msg_text(cx->say.lang, M_RULE_OFF);
	switch (use->kind) {
	case RULE_SHARE:
		return share_say(cx, r);
	case RULE_FACTOR:
		return factor_say(cx, r);
	case RULE_WORD:
		return cat_name(cx->say.cats, cx->say.lang, use->words, r->word);
	case RULE_TEXT:
		return r->word;
	case RULE_DATE:
		return rule_value_text(cx->a, use, r);
	case RULE_NUMBER:
	case RULE_TERM:
		break;
	}
	if (text_eq(r->unit, "calendar_year"))
		return rule_value_text(cx->a, use, r);
	return arena_printf(
		cx->a, "%s %s", number_text(cx->a, cx->say.lang, r->value), unit_name(cx, r));
}

const char *rule_doubt(struct ctx *cx, const struct rule *r)
{
	return text_eq(r->sure, "c") ? msg_text(cx->say.lang, M_RULE_DOUBT) : NULL;
}

const char *rule_due_doubt(struct ctx *cx, const struct rule_due *due)
{
	const char *year = arena_printf(cx->a, "%d", due->year);

	if (due->sure == WORKDAYS_UNKNOWN)
		return msg_say(cx->a, cx->say.lang, M_RULE_YEAR_UNKNOWN, year);
	if (rule_doubt(cx, due->rule))
		return rule_doubt(cx, due->rule);
	if (due->sure == WORKDAYS_DOUBT)
		return msg_say(cx->a, cx->say.lang, M_RULE_YEAR_DOUBT, year);
	return NULL;
}

/*
 * figure_target_set.c: setting a target, handing one down to the organisations below, taking one
 * back.
 */
#include "base/text.h"
#include "core/period.h"
#include "core/tree_find.h"
#include "figure/figure_target.h"
#include "org/org.h"

enum { LINES_MOST = 2000 };

/* ---- one target ---- */

#define PAPER(s)                                                                                   \
	F_TEXT(s, decision_no, M_FIELD_DECISION_NO, CLASS_INSIDE, 0, 60),                          \
		F_DAY(s, decided_on, M_FIELD_DECIDED_ON, CLASS_INSIDE, 0),                         \
		F_LINES(s, reason, M_FIELD_REASON, CLASS_INSIDE, 0, 500)

static const struct field set_fields[] = {
	{"code", FT_TEXT, CLASS_INSIDE, M_FIELD_FIGURE, FF_REQUIRED,
		FIELD_OFF(struct target_set_in, code, const char *), 60, 0, 0, M_HINT_FIGURE, 0},
	{"period", FT_TEXT, CLASS_INSIDE, M_FIELD_PERIOD, FF_REQUIRED,
		FIELD_OFF(struct target_set_in, period, const char *), 60, 0, 0, M_HINT_PERIOD, 0},
	{"value", FT_TEXT, CLASS_INSIDE, M_FIELD_TARGET, FF_REQUIRED,
		FIELD_OFF(struct target_set_in, value, const char *), 60, 0, 0, M_HINT_TARGET, 0},
	F_CAT(struct target_set_in, bound, M_FIELD_BOUND, CLASS_INSIDE, 0, "target_bound"),
	PAPER(struct target_set_in),
	F_END,
};

/* By its code, or by its title in either language. */
const struct figure *figure_named(struct ctx *cx, const char *text)
{
	const struct figure *f = figure_find(text);
	const char *folded = text_fold(cx->a, text);

	for (size_t i = 0; !f && i < figure_count; i++)
		for (enum lang l = LANG_VI; l <= LANG_EN; l++)
			if (text_eq(text_fold(cx->a, msg_text(l, figures[i].title)), folded))
				f = &figures[i];
	return f;
}

/* Whoever is over the one above hands down; others set for themselves. */
static enum err giver_of(struct ctx *cx, int64_t org, int64_t *ret)
{
	struct org_spell s;
	bool above;

	*ret = org;
	TRY(tree_spell_near(cx, org, cx->day, &s));
	if (!s.parent)
		return ERR_OK;
	TRY(grant_is_over(cx, PERM_TARGET_SET, s.parent, &above));
	if (above)
		*ret = s.parent;
	return ERR_OK;
}

static enum err head(struct ctx *cx, struct doc *d, const char *period)
{
	struct org_step org;

	TRY(org_path(cx, d, cx->org, &org));
	d->dated = 0;
	d->lead = org.name;
	doc_path(d, msg_text(cx->say.lang, M_TARGET_LIST),
		org_href(cx, cx->org,
			arena_printf(cx->a, "/targets%s%s", period ? "?period=" : "",
				period ? period : "")));
	return ERR_OK;
}

/* All that may have one: what the program counts, in the order of the list of figures. */
static void offer_figures(struct ctx *cx, struct doc *d)
{
	struct doc_choice *c = arena_array(cx->a, figure_count + 1, sizeof(*c));
	size_t n = 1;

	c[0] = (struct doc_choice){"", msg_text(cx->say.lang, M_FORM_NO_CHOICE), 0};
	for (size_t i = 0; i < figure_count; i++)
		if (figures[i].class != FIGURE_NEVER)
			c[n++] = (struct doc_choice){
				figures[i].code, msg_text(cx->say.lang, figures[i].title), 0};
	doc_offer(d, "code", (struct list){c, n, sizeof(*c)});
}

static enum err set_fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct target_set_in *in = vin;

	in->period = arena_printf(cx->a, "%d", day_year(cx->day));
	in->bound = "exact";
	offer_figures(cx, d);
	return head(cx, d, NULL);
}

static enum err read_target(
	struct ctx *cx, int64_t org, const struct target_set_in *in, struct figure_target *ret)
{
	const struct figure *f = figure_named(cx, in->code);
	struct period p;

	if (!f)
		return cx_fault(cx, ERR_BAD_INPUT, "code", M_TARGET_NO_FIGURE, in->code);
	TRY(period_read(cx, org, in->period, &p));
	*ret = (struct figure_target){.id = id_new(cx->ids),
		.org = org,
		.code = f->code,
		.period = in->period,
		.from_day = p.from,
		.to_day = p.to == DAY_MAX ? DAY_MAX : day_add(p.to, 1),
		.bound = text_empty(in->bound) ? "exact" : in->bound,
		.decision_no = in->decision_no,
		.decided_on = in->decided_on};
	if (!target_read(&cx->say, cx->a, in->value, figure_is_rate(f), ret))
		return cx_fault(cx, ERR_BAD_INPUT, "value",
			figure_is_rate(f) ? M_TARGET_NO_SHARE : M_TARGET_NO_NUMBER, in->value);
	return giver_of(cx, org, &ret->giver);
}

static struct period period_of(const struct figure_target *t)
{
	return (struct period){
		t->from_day, t->to_day == DAY_MAX ? DAY_MAX : day_add(t->to_day, -1)};
}

/* What was handed down is changed by whoever handed it down. */
static enum err check_giver(struct ctx *cx, const struct figure_target *old, int64_t giver)
{
	struct org_spell s;

	if (!old->id || old->giver == old->org || giver != old->org)
		return ERR_OK;
	TRY(tree_spell_near(cx, old->giver, cx->day, &s));
	return cx_fault(cx, ERR_FORBIDDEN, "value", M_TARGET_OF_ABOVE, s.name);
}

static void show_before(struct ctx *cx, struct doc *d, const struct figure_target *old,
	const struct figure_target *now)
{
	if (old->id)
		doc_note(d, DOC_PLAIN,
			doc_say(d, M_TARGET_CHANGES, target_text(cx, old), target_text(cx, now),
				NULL));
}

static enum err set_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct figure_target *t = arena_new_of(cx->a, struct figure_target), old;

	TRY(read_target(cx, cx->org, vin, t));
	TRY(target_of(cx, cx->org, t->code, period_of(t), &old));
	TRY(check_giver(cx, &old, t->giver));
	show_before(cx, d, &old, t);
	*ret_plan = t;
	return ERR_OK;
}

enum err target_write(struct ctx *cx, struct figure_target *t)
{
	t->txn = cx->txn;
	t->made_ms = cx->txn_ms;
	TRY(db_run(cx->db, Q_TARGET_VOID, t->org, t->code, t->from_day, t->to_day, cx->txn,
		cx->txn_ms));
	return db_store(cx->db, Q_TARGET_INSERT, figure_target_fields, t);
}

static const char *location(struct ctx *cx, const struct figure_target *t)
{
	return arena_printf(cx->a, "/org/%lld/targets?period=%s&code=%s", (long long)cx->org,
		t->period, t->code);
}

static enum err set_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct target_set_in *in = vin;
	struct figure_target *t = plan;

	TRY(txn_start(cx, "target_set", in->reason));
	TRY(target_write(cx, t));
	d->location = location(cx, t);
	return ERR_OK;
}

const struct action target_set = {.in = set_fields,
	.in_size = sizeof(struct target_set_in),
	.fill = set_fill,
	.plan = set_plan,
	.apply = set_apply,
	.title = M_TARGET_SET,
	.submit = M_TARGET_SET_DO,
	.preview = true};

/* ---- the live target that the address names ---- */

static enum err get(struct ctx *cx, struct figure_target *ret)
{
	long long id = 0;
	enum err e = ERR_NOT_FOUND;

	if (str_to_int(str_of(cx->item), &id))
		e = db_get(cx->db, cx->a, figure_target_fields, ret, Q_TARGET_GET, id, cx->org);
	if (e == ERR_NOT_FOUND)
		return cx_fault(cx, e, NULL, M_TARGET_NONE);
	TRY(e);
	return ret->void_txn ? cx_fault(cx, ERR_CONFLICT, NULL, M_RECORD_GONE) : ERR_OK;
}

/* ---- handing down ---- */

static const struct field hand_fields[] = {
	{"lines", FT_LINES, CLASS_INSIDE, M_FIELD_TARGET_LINES, FF_REQUIRED,
		FIELD_OFF(struct target_hand_in, lines, const char *), 100000, 0, 0,
		M_HINT_TARGET_LINES, 0},
	F_CAT(struct target_hand_in, bound, M_FIELD_BOUND, CLASS_INSIDE, 0, "target_bound"),
	PAPER(struct target_hand_in),
	F_END,
};

/* A child, what it has, and what it is to have. */
struct child {
	int64_t org;
	const char *code, *name;
	struct figure_target old, now; /* id 0: none; nothing typed */
};

static const struct field child_fields[] = {
	F_ID(struct child, org, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_TEXT(struct child, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),
	F_TEXT(struct child, name, M_FIELD_NAME, CLASS_INSIDE, 0, 200),
	F_END,
};

/* Children are those of the end of the period; while it runs, of today. */
static day_t day_of(const struct ctx *cx, const struct figure_target *t)
{
	day_t last = period_of(t).to;

	return t->from_day <= cx->say.today && last > cx->say.today ? cx->say.today : last;
}

static enum err children_of(struct ctx *cx, const struct figure_target *own, struct list *ret)
{
	const struct figure_target *t;
	struct list rows, targets;
	struct child *c;

	TRY(db_list(cx->db, cx->a, child_fields, sizeof(*c), &rows, Q_FIGURE_CHILDREN, cx->org,
		day_of(cx, own), KNOWN_NOW));
	TRY(db_list(cx->db, cx->a, figure_target_fields, sizeof(*t), &targets, Q_TARGET_BELOW,
		cx->org, day_of(cx, own), own->from_day, own->to_day, KNOWN_NOW));
	c = (struct child *)rows.rows;
	t = targets.rows;
	for (size_t i = 0; i < rows.n; i++)
		for (size_t k = 0; k < targets.n; k++)
			if (t[k].org == c[i].org && text_eq(t[k].code, own->code))
				c[i].old = t[k];
	*ret = rows;
	return ERR_OK;
}

static enum err hand_fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct target_hand_in *in = vin;
	struct figure_target own = {0};
	const struct child *c;
	const char *lines = "";
	struct list rows;

	TRY(get(cx, &own));
	TRY(head(cx, d, own.period));
	d->lead =
		doc_say(d, M_TARGET_HAND_LEAD, msg_text(cx->say.lang, figure_find(own.code)->title),
			own.period, target_text(cx, &own), NULL);
	TRY(children_of(cx, &own, &rows));
	c = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		lines = arena_printf(cx->a, "%s%s; %s; %s\n", lines, c[i].code, c[i].name,
			c[i].old.id ? target_text(cx, &c[i].old) : "");
	in->lines = lines;
	in->bound = own.bound;
	in->decision_no = own.decision_no;
	in->decided_on = own.decided_on;
	return ERR_OK;
}

struct hand {
	struct ctx *cx;
	const struct target_hand_in *in;
	struct figure_target own;
	struct list children;
};

/* The part before the first separator, and that after the last. */
static void split_line(struct str line, struct str *first, struct str *last)
{
	size_t a = 0, b = line.n;

	while (a < line.n && !strchr(";\t|=", line.p[a]))
		a++;
	while (b > a && !strchr(";\t|=", line.p[b - 1]))
		b--;
	*first = str_trim((struct str){line.p, a});
	*last = str_trim((struct str){line.p + b, line.n - b});
	if (a == line.n)
		*last = (struct str){NULL, 0};
}

static struct child *child_of(const struct hand *h, struct str code)
{
	struct child *c = (struct child *)h->children.rows;

	for (size_t i = 0; i < h->children.n; i++)
		if (str_eq(str_of(c[i].code), code))
			return &c[i];
	return NULL;
}

static enum err take_line(struct hand *h, struct str line)
{
	struct ctx *cx = h->cx;
	struct str code, value;
	struct child *c;
	const char *text;

	split_line(line, &code, &value);
	if (!code.n || !value.n || str_eq(value, S("-")))
		return ERR_OK;
	c = child_of(h, code);
	if (!c)
		return cx_fault(cx, ERR_BAD_INPUT, "lines", M_TARGET_NO_CHILD,
			arena_strndup(cx->a, code.p, code.n));
	if (c->now.id)
		return cx_fault(cx, ERR_BAD_INPUT, "lines", M_TARGET_CHILD_TWICE, c->code);
	text = arena_strndup(cx->a, value.p, value.n);
	c->now = h->own;
	c->now.id = id_new(cx->ids);
	c->now.org = c->org;
	c->now.giver = cx->org;
	c->now.bound = text_empty(h->in->bound) ? h->own.bound : h->in->bound;
	c->now.decision_no = h->in->decision_no;
	c->now.decided_on = h->in->decided_on;
	if (target_read(&cx->say, cx->a, text, h->own.base > 0, &c->now))
		return ERR_OK;
	return cx_fault(cx, ERR_BAD_INPUT, "lines", M_TARGET_BAD_LINE, c->code, text);
}

static bool same(const struct figure_target *a, const struct figure_target *b)
{
	return a->id && a->value == b->value && a->base == b->base && a->giver == b->giver &&
	       text_eq(a->bound, b->bound) && text_eq(a->decision_no, b->decision_no) &&
	       a->decided_on == b->decided_on;
}

struct handed {
	const char *name, *before, *after;
};

static const struct field handed_fields[] = {
	F_TEXT(struct handed, name, M_FIELD_ORG, CLASS_INSIDE, FF_KEY, 200),
	F_TEXT(struct handed, before, M_FIELD_OLD, CLASS_INSIDE, 0, 60),
	F_TEXT(struct handed, after, M_FIELD_NEW, CLASS_INSIDE, 0, 60),
	F_END,
};

/* What changes, and what is then left. */
static void show_handed(struct hand *h, struct doc *d)
{
	struct child *c = (struct child *)h->children.rows;
	struct handed *rows = arena_array(h->cx->a, h->children.n + 1, sizeof(*rows));
	int64_t sum = 0;
	size_t n = 0;

	for (size_t i = 0; i < h->children.n; i++) {
		if (same(&c[i].old, &c[i].now))
			c[i].now.id = 0;
		sum += c[i].now.id ? c[i].now.value : c[i].old.value;
		if (c[i].now.id)
			rows[n++] = (struct handed){c[i].name,
				c[i].old.id ? target_text(h->cx, &c[i].old) : NULL,
				target_text(h->cx, &c[i].now)};
	}
	doc_table(
		d, "handed", M_TARGET_HANDED, handed_fields, (struct list){rows, n, sizeof(*rows)});
	if (!h->own.base)
		doc_note(d, sum > h->own.value ? DOC_WARN : DOC_PLAIN,
			target_rest_text(h->cx, &h->own, sum));
}

const char *target_rest_text(struct ctx *cx, const struct figure_target *own, int64_t handed)
{
	int64_t rest = own->value - handed;
	enum lang lang = cx->say.lang;

	if (!rest)
		return msg_say(cx->a, lang, M_TARGET_REST_NONE, number_text(cx->a, lang, handed));
	return msg_say(cx->a, lang, rest > 0 ? M_TARGET_REST : M_TARGET_OVER,
		number_text(cx->a, lang, handed), number_text(cx->a, lang, own->value),
		number_text(cx->a, lang, rest > 0 ? rest : -rest));
}

static enum err hand_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct hand *h = arena_new_of(cx->a, struct hand);
	struct str rest, line;
	int n = 0;

	*h = (struct hand){.cx = cx, .in = vin};
	TRY(get(cx, &h->own));
	TRY(children_of(cx, &h->own, &h->children));
	rest = str_of(h->in->lines);
	while (rest.n && n++ < LINES_MOST) {
		line = str_cut(&rest, '\n');
		TRY(take_line(h, line));
	}
	show_handed(h, d);
	*ret_plan = h;
	return ERR_OK;
}

static enum err hand_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct target_hand_in *in = vin;
	struct hand *h = plan;
	struct child *c = (struct child *)h->children.rows;

	TRY(txn_start(cx, "target_hand", in->reason));
	for (size_t i = 0; i < h->children.n; i++)
		if (c[i].now.id)
			TRY(target_write(cx, &c[i].now));
	d->location = location(cx, &h->own);
	return ERR_OK;
}

const struct action target_hand = {.in = hand_fields,
	.in_size = sizeof(struct target_hand_in),
	.fill = hand_fill,
	.plan = hand_plan,
	.apply = hand_apply,
	.title = M_TARGET_HAND,
	.submit = M_TARGET_HAND_DO,
	.preview = true};

/* ---- taking back ---- */

struct remove_in {
	const char *reason;
};

static const struct field remove_fields[] = {
	F_LINES(struct remove_in, reason, M_FIELD_REASON, CLASS_INSIDE, FF_REQUIRED, 500),
	F_END,
};

static enum err remove_fill(struct ctx *cx, void *in, struct doc *d)
{
	struct figure_target t = {0};

	(void)in;
	TRY(get(cx, &t));
	TRY(head(cx, d, t.period));
	d->lead = doc_say(d, M_TARGET_HAND_LEAD, msg_text(cx->say.lang, figure_find(t.code)->title),
		t.period, target_text(cx, &t), NULL);
	return ERR_OK;
}

static enum err remove_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct figure_target *t = arena_new_of(cx->a, struct figure_target);
	int64_t giver;

	(void)in;
	(void)d;
	TRY(get(cx, t));
	TRY(giver_of(cx, cx->org, &giver));
	TRY(check_giver(cx, t, giver));
	*ret_plan = t;
	return ERR_OK;
}

static enum err remove_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct remove_in *in = vin;
	struct figure_target *t = plan;

	TRY(txn_start(cx, "target_remove", in->reason));
	TRY(db_run(cx->db, Q_TARGET_VOID, t->org, t->code, t->from_day, t->to_day, cx->txn,
		cx->txn_ms));
	d->location =
		arena_printf(cx->a, "/org/%lld/targets?period=%s", (long long)cx->org, t->period);
	return ERR_OK;
}

const struct action target_remove = {.in = remove_fields,
	.in_size = sizeof(struct remove_in),
	.fill = remove_fill,
	.plan = remove_plan,
	.apply = remove_apply,
	.title = M_TARGET_REMOVE,
	.submit = M_TARGET_REMOVE_DO};

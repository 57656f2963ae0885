/*
 * figure_target_page.c: the targets of an organisation for a period: what it has itself, what it
 * has handed down, who has none; and one of them with the organisations below.
 */
#include "base/map.h"
#include "core/filter.h"
#include "core/period.h"
#include "figure/figure_target.h"
#include "http/form.h"
#include "org/org.h"

enum { PERIODS = 12, CONTROLS = 2 };

static const struct field list_fields[] = {
	{"period", FT_TEXT, CLASS_INSIDE, M_FIELD_PERIOD, 0,
		FIELD_OFF(struct target_list_in, period, const char *), 60, 0, 0, M_HINT_PERIOD, 0},
	F_TEXT(struct target_list_in, code, M_FIELD_FIGURE, CLASS_INSIDE, 0, 60),
	F_END,
};

struct page {
	struct ctx *cx;
	struct doc *d;
	const struct target_list_in *in;
	const char *text; /* the period as typed */
	struct period period;
	day_t day;		  /* of the tree below */
	const struct figure *one; /* only this indicator; NULL: all */
	struct org_step org;
	struct list own, below; /* struct figure_target */
	struct list children;	/* struct child */
	bool may;
};

struct child {
	int64_t org;
	const char *code, *name;
};

static const struct field child_fields[] = {
	F_ID(struct child, org, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_TEXT(struct child, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),
	F_TEXT(struct child, name, M_FIELD_NAME, CLASS_INSIDE, 0, 200),
	F_END,
};

/* ---- finding out ---- */

static enum err read_asked(struct page *p)
{
	struct ctx *cx = p->cx;

	p->text = p->in->period;
	if (text_empty(p->text))
		p->text = arena_printf(cx->a, "%d", day_year(cx->day));
	TRY(period_read(cx, cx->org, p->text, &p->period));
	p->day = p->period.to;
	if (p->period.from <= cx->say.today && p->day > cx->say.today)
		p->day = cx->say.today;
	if (text_empty(p->in->code))
		return ERR_OK;
	p->one = figure_named(cx, p->in->code);
	return p->one ? ERR_OK
		      : cx_fault(cx, ERR_BAD_INPUT, "code", M_TARGET_NO_FIGURE, p->in->code);
}

static enum err read_rows(struct page *p)
{
	struct ctx *cx = p->cx;
	day_t to = p->period.to == DAY_MAX ? DAY_MAX : day_add(p->period.to, 1);

	TRY(db_list(cx->db, cx->a, figure_target_fields, sizeof(struct figure_target), &p->own,
		Q_TARGET_LIST, cx->org, p->period.from, to, cx->known));
	TRY(db_list(cx->db, cx->a, figure_target_fields, sizeof(struct figure_target), &p->below,
		Q_TARGET_BELOW, cx->org, p->day, p->period.from, to, cx->known));
	return db_list(cx->db, cx->a, child_fields, sizeof(struct child), &p->children,
		Q_FIGURE_CHILDREN, cx->org, p->day, cx->known);
}

static struct figure_ask ask_of(const struct page *p, const struct figure *f)
{
	return (struct figure_ask){.figure = f,
		.org = p->cx->org,
		.from = p->period.from,
		.to = p->period.to,
		.day = p->day == DAY_MAX ? p->cx->say.today : p->day,
		.own = f->own};
}

static const char *here(const struct page *p, int64_t org, const char *code)
{
	struct arena *a = p->cx->a;

	return arena_printf(a, "/org/%lld/targets?period=%s%s%s", (long long)org,
		form_encode(a, p->text), code ? "&code=" : "", code ? code : "");
}

/* ---- its own ---- */

struct own_row {
	const char *title, *target, *value, *rate, *rest, *giver, *paper, *href;
};

static const struct field own_fields[] = {
	F_TEXT(struct own_row, title, M_FIELD_FIGURE, CLASS_INSIDE, FF_KEY, 200),
	F_TEXT(struct own_row, target, M_FIELD_TARGET, CLASS_INSIDE, FF_NUMBER, 60),
	F_TEXT(struct own_row, value, M_FIELD_REACHED, CLASS_INSIDE, FF_NUMBER, 100),
	F_TEXT(struct own_row, rate, M_FIELD_TARGET_RATE, CLASS_INSIDE, FF_NUMBER, 60),
	F_TEXT(struct own_row, rest, M_FIELD_HANDED, CLASS_INSIDE, 0, 200),
	F_TEXT(struct own_row, giver, M_FIELD_GIVER, CLASS_INSIDE, FF_MORE, 200),
	F_TEXT(struct own_row, paper, M_FIELD_DECISION_NO, CLASS_INSIDE, FF_MORE, 60),
	F_URL(struct own_row, href, M_FIELD_FIGURE, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

/* What children have of an indicator; how many have something. */
static int64_t handed(const struct page *p, const char *code, size_t *ret_with)
{
	const struct figure_target *t = p->below.rows;
	int64_t sum = 0;

	*ret_with = 0;
	for (size_t i = 0; i < p->below.n; i++)
		if (text_eq(t[i].code, code)) {
			sum += t[i].value;
			(*ret_with)++;
		}
	return sum;
}

/* Rates are not shared out: of those it is said how many have theirs. */
static const char *rest_text(struct page *p, const struct figure_target *t)
{
	struct ctx *cx = p->cx;
	size_t with;
	int64_t sum = handed(p, t->code, &with);

	if (!p->children.n)
		return NULL;
	if (!t->base && with)
		return target_rest_text(cx, t, sum);
	return msg_say(cx->a, cx->say.lang, M_TARGET_WITH,
		number_text(cx->a, cx->say.lang, (int64_t)with),
		number_text(cx->a, cx->say.lang, (int64_t)p->children.n));
}

static const char *answer_text(
	struct ctx *cx, const struct figure *f, const struct figure_answer *a)
{
	if (!a->rate)
		return figure_text(cx, a);
	return arena_printf(cx->a, "%s (%s)", figure_text(cx, a), figure_base_text(cx, f, a));
}

static enum err own_row(struct page *p, const struct figure_target *t, struct own_row *ret)
{
	const struct figure *f = figure_find(t->code);
	struct figure_ask ask = ask_of(p, f);
	struct figure_answer a;
	struct org_spell giver;

	TRY(figure_answer(p->cx, &ask, &a));
	TRY(tree_spell_near(p->cx, t->giver, p->cx->day, &giver));
	*ret = (struct own_row){.title = msg_text(p->cx->say.lang, f->title),
		.target = target_text(p->cx, t),
		.value = answer_text(p->cx, f, &a),
		.rate = target_reach_text(p->cx, t, &a),
		.rest = rest_text(p, t),
		.giver = giver.name,
		.paper = t->decision_no,
		.href = here(p, p->cx->org, t->code)};
	return ERR_OK;
}

static enum err show_own(struct page *p)
{
	const struct figure_target *t = p->own.rows;
	struct own_row *rows = arena_array(p->cx->a, p->own.n + 1, sizeof(*rows));
	struct doc_part *part;
	size_t n = 0;

	for (size_t i = 0; i < p->own.n; i++)
		if (figure_find(t[i].code) && (!p->one || text_eq(t[i].code, p->one->code)))
			TRY(own_row(p, &t[i], &rows[n++]));
	part = doc_table(
		p->d, "targets", M_TARGET_OWN, own_fields, (struct list){rows, n, sizeof(*rows)});
	part->empty = msg_text(p->cx->say.lang, M_TARGET_NO_OWN);
	return ERR_OK;
}

/* ---- below ---- */

struct below_row {
	const char *group, *name, *code, *figure, *href, *target, *state;
	int64_t value, base;
	const char *rate;
	struct ratio target_rate;
};

static const struct field below_fields[] = {
	F_TEXT(struct below_row, group, M_FIELD_FIGURE, CLASS_INSIDE, FF_HIDDEN, 200),
	F_TEXT(struct below_row, name, M_FIELD_ORG, CLASS_INSIDE, FF_KEY, 200),
	F_TEXT(struct below_row, code, M_FIELD_ORG_CODE, CLASS_INSIDE, FF_MORE, 60),
	F_TEXT(struct below_row, figure, M_FIELD_CODE, CLASS_INSIDE, FF_MORE, 60),
	F_TEXT(struct below_row, target, M_FIELD_TARGET, CLASS_INSIDE, FF_NUMBER, 60),
	F_INT(struct below_row, value, M_FIELD_REACHED, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct below_row, base, M_FIELD_DENOMINATOR, CLASS_INSIDE, 0, 0),
	F_TEXT(struct below_row, rate, M_FIELD_TARGET_RATE, CLASS_INSIDE, FF_NUMBER, 60),
	F_RATIO(struct below_row, target_rate, M_FIELD_TARGET_RATE, CLASS_INSIDE, FF_MORE),
	F_TEXT(struct below_row, state, M_FIELD_STATE, CLASS_INSIDE, 0, 60),
	F_URL(struct below_row, href, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

static const struct figure_target *target_below(const struct page *p, int64_t org, const char *code)
{
	const struct figure_target *t = p->below.rows;

	for (size_t i = 0; i < p->below.n; i++)
		if (t[i].org == org && text_eq(t[i].code, code))
			return &t[i];
	return NULL;
}

static const struct figure_row *value_below(struct list values, int64_t org)
{
	const struct figure_row *r = values.rows;

	for (size_t i = 0; i < values.n; i++)
		if (r[i].org == org)
			return &r[i];
	return NULL;
}

static struct below_row below_row(struct page *p, const struct figure *f, const struct child *c,
	const struct figure_row *value)
{
	enum lang lang = p->cx->say.lang;
	const struct figure_target *t = target_below(p, c->org, f->code);
	struct figure_answer a = {
		value ? value->value : 0, value ? value->base : 0, figure_is_rate(f)};
	struct below_row row = {.group = msg_text(lang, f->title),
		.name = c->name,
		.code = c->code,
		.figure = f->code,
		.href = here(p, c->org, f->code),
		.value = a.value,
		.base = a.base,
		.state = msg_text(lang, M_TARGET_MISSING)};

	if (!t)
		return row;
	row.target = target_text(p->cx, t);
	row.target_rate = target_rate(t, &a);
	row.rate = target_reach_text(p->cx, t, &a);
	row.state = msg_text(lang, target_is_reached(t, &a) ? M_TARGET_REACHED : M_TARGET_NOT_YET);
	return row;
}

/* Which indicators are looked at below: those of its own, and those that a child has. */
static bool is_shown(const struct page *p, const struct figure *f)
{
	const struct figure_target *own = p->own.rows;
	size_t with;

	if (p->one)
		return f == p->one;
	for (size_t i = 0; i < p->own.n; i++)
		if (text_eq(own[i].code, f->code))
			return true;
	handed(p, f->code, &with);
	return with > 0;
}

static enum err rows_below(
	struct page *p, const struct figure *f, struct below_row *rows, size_t *n)
{
	struct figure_ask ask = ask_of(p, f);
	const struct child *c = p->children.rows;
	struct list values;

	TRY(figure_rows(p->cx, &ask, &(struct figure_cut){BY_ORG, BY_NOTHING}, &values));
	/* who has none is named where one indicator is looked at */
	for (size_t i = 0; i < p->children.n; i++)
		if (p->one || target_below(p, c[i].org, f->code))
			rows[(*n)++] = below_row(p, f, &c[i], value_below(values, c[i].org));
	return ERR_OK;
}

static enum err show_below(struct page *p)
{
	size_t shown = 0, n = 0;
	struct below_row *rows;
	struct doc_part *part;

	if (!p->children.n)
		return ERR_OK;
	for (size_t i = 0; i < figure_count; i++)
		shown += is_shown(p, &figures[i]);
	rows = arena_array(p->cx->a, shown * p->children.n + 1, sizeof(*rows));
	for (size_t i = 0; i < figure_count; i++)
		if (is_shown(p, &figures[i]))
			TRY(rows_below(p, &figures[i], rows, &n));
	part = doc_table(
		p->d, "below", M_TARGET_BELOW, below_fields, (struct list){rows, n, sizeof(*rows)});
	part->empty = msg_text(p->cx->say.lang, M_TARGET_NO_BELOW);
	part->main = n > 0; /* a file has those below; without any, its own */
	return ERR_OK;
}

/* ---- choices and ways ---- */

static struct list figure_choices(struct page *p)
{
	enum lang lang = p->cx->say.lang;
	struct doc_choice *c = arena_array(p->cx->a, figure_count + 1, sizeof(*c));
	size_t n = 0;

	c[n++] = (struct doc_choice){"", msg_text(lang, M_TARGET_ALL), !p->one};
	for (size_t i = 0; i < figure_count; i++)
		c[n++] = (struct doc_choice){
			figures[i].code, msg_text(lang, figures[i].title), &figures[i] == p->one};
	return (struct list){c, n, sizeof(*c)};
}

static void show_form(struct page *p)
{
	struct doc_form *form = arena_new_of(p->cx->a, struct doc_form);
	struct doc_form_field *c = arena_array(p->cx->a, CONTROLS, sizeof(*c));

	c[0] = (struct doc_form_field){.f = &list_fields[0], .value = p->text};
	c[1] = (struct doc_form_field){.f = &list_fields[1],
		.value = p->one ? p->one->code : "",
		.choices = figure_choices(p)};
	*form = (struct doc_form){.action = p->cx->path,
		.get = 1,
		.submit = msg_text(p->cx->say.lang, M_FIGURE_SHOW),
		.fields = {c, CONTROLS, sizeof(*c)}};
	doc_form(p->d, "choices", M_NONE, form);
}

static const struct figure_target *own_of(const struct page *p)
{
	const struct figure_target *t = p->own.rows;

	for (size_t i = 0; p->one && i < p->own.n; i++)
		if (text_eq(t[i].code, p->one->code))
			return &t[i];
	return NULL;
}

static void show_exports(struct page *p)
{
	struct ctx *cx = p->cx;
	const char *query = query_add(cx, cx->query, "period", p->text);

	query = query_add(cx, query, "code", p->one ? p->one->code : NULL);
	doc_link(p->d, DOC_EXPORT, "XLSX", "%s.xlsx%s", cx->path, query);
	doc_link(p->d, DOC_EXPORT, "CSV", "%s.csv%s", cx->path, query);
}

/* Of one indicator what is done with it; of all, the way to a new one. */
static void show_links(struct page *p)
{
	const struct figure_target *own = own_of(p);
	enum lang lang = p->cx->say.lang;
	long long org = p->cx->org;
	struct doc *d = p->d;

	if (p->may)
		doc_link(d, DOC_PRIMARY, msg_text(lang, M_TARGET_SET),
			"/org/%lld/targets/set?period=%s%s%s", org, form_encode(p->cx->a, p->text),
			p->one ? "&code=" : "", p->one ? p->one->code : "");
	if (p->may && own && p->children.n)
		doc_link(d, DOC_ACTION, msg_text(lang, M_TARGET_HAND),
			"/org/%lld/targets/%lld/hand", org, (long long)own->id);
	if (p->may && own)
		doc_link(d, DOC_ACTION, msg_text(lang, M_TARGET_REMOVE),
			"/org/%lld/targets/%lld/remove", org, (long long)own->id);
	if (p->one)
		doc_link(d, DOC_ONWARD, msg_text(lang, M_TARGET_OPEN),
			"/figure/%s?org=%lld&period=%s", p->one->code, org,
			form_encode(p->cx->a, p->text));
}

static enum err show_periods(struct page *p)
{
	struct cursor c;

	TRY(db_query(p->cx->db, &c, Q_TARGET_PERIODS, p->cx->org, p->cx->known, (int64_t)PERIODS));
	while (db_next(&c)) {
		const char *text = arena_strdup(p->cx->a, db_text(&c, 0));
		if (!text_eq(text, p->text))
			doc_link(p->d, DOC_ONWARD, doc_say(p->d, M_TARGET_OF_PERIOD, text, NULL),
				"/org/%lld/targets?period=%s", (long long)p->cx->org,
				form_encode(p->cx->a, text));
	}
	return db_end(&c);
}

static enum err list(struct ctx *cx, const void *in, struct doc *d)
{
	struct page p = {.cx = cx, .d = d, .in = in};

	TRY(org_path(cx, d, cx->org, &p.org));
	d->dated = 0;
	d->title = msg_text(cx->say.lang, M_TARGET_LIST);
	TRY(read_asked(&p));
	d->lead = doc_say(d, M_TARGET_LEAD, p.org.name, p.text, NULL);
	TRY(read_rows(&p));
	TRY(grant_is_over(cx, PERM_TARGET_SET, cx->org, &p.may));
	TRY(show_own(&p));
	TRY(show_below(&p));
	show_form(&p);
	show_links(&p);
	show_exports(&p);
	return show_periods(&p);
}

const struct action target_list = {.in = list_fields,
	.in_size = sizeof(struct target_list_in),
	.read = list,
	.title = M_TARGET_LIST};

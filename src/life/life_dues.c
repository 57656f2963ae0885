/*
 * life_dues.c: who did not pay dues in a month: a cell ticks its members off a list; one month of
 * one member with its reason, or paid later. Above a cell: who has such months this year.
 */
#include "life/life.h"

#include "base/die.h"
#include "base/text.h"
#include "core/filter.h"
#include "core/listing.h"
#include "member/member_act.h"
#include "member/member_dues.h"
#include "org/org.h"
#include "org/org_wide.h"

enum { AT_ONCE = 60 };

/* ---- a month ---- */

static day_t month_end(day_t month)
{
	return day_last(dues_month(month));
}

/* Members of that month are those of its last day; of a running one those of today. */
static day_t day_of_month(const struct ctx *cx, day_t month)
{
	return month_end(month) < cx->say.today ? month_end(month) : cx->say.today;
}

/* Not asked for: the one of the day that is looked at. */
static enum err read_month(struct ctx *cx, day_t *month)
{
	if (!*month)
		*month = dues_month(cx->day < cx->say.today ? cx->day : cx->say.today);
	if (day_precision(*month) == DAY_YEAR)
		return cx_fault(cx, ERR_BAD_INPUT, "month", M_DUES_WHICH_MONTH);
	*month = dues_month(*month);
	if (*month > dues_month(cx->say.today))
		return cx_fault(cx, ERR_BAD_INPUT, "month", M_FLOW_AHEAD);
	return ERR_OK;
}

struct month_row {
	int64_t person, id;
	const char *full_name, *status, *reason, *note;
	day_t first_on, joined_on, paid_on;
	int good;
};

#define R(type, m, label, cls, ...) type(struct month_row, m, label, cls, __VA_ARGS__)

static const struct field month_fields[] = {
	R(F_ID, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	R(F_ID, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "dues"),
	R(F_TEXT, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 0),
	R(F_CAT, status, M_FIELD_MEMBER_STATUS, CLASS_INSIDE, FF_MORE, "member_status"),
	R(F_DAY, first_on, M_FIELD_DAY, CLASS_INSIDE, FF_HIDDEN),
	R(F_DAY, joined_on, M_FIELD_DAY, CLASS_INSIDE, FF_HIDDEN),
	R(F_CAT, reason, M_FIELD_REASON, CLASS_PERSONAL, 0, "dues_reason"),
	R(F_BOOL, good, M_FIELD_DUES_GOOD, CLASS_PERSONAL, 0),
	R(F_DAY, paid_on, M_FIELD_DUES_PAID, CLASS_PERSONAL, 0),
	R(F_LINES, note, M_FIELD_NOTE, CLASS_PERSONAL, FF_MORE, 500),
	F_END,
};

static enum err read_rows(struct ctx *cx, day_t month, int64_t skip, struct list *ret)
{
	return db_list(cx->db, cx->a, month_fields, sizeof(struct month_row), ret,
		Q_LIFE_DUES_MONTH, cx->org, day_of_month(cx, month), cx->known, month,
		cx->page.sink ? INT64_MAX : (int64_t)AT_ONCE, cx->page.sink ? 0 : skip);
}

/* ---- ticks ---- */

struct mark_in {
	day_t month;
	const char *people, *reason; /* people: ids with ';' between, in the order of the boxes */
	int tick[AT_ONCE];
};

#define TICK(n)                                                                                    \
	{                                                                                          \
		"t" #n, FT_BOOL, CLASS_INSIDE, M_FIELD_CHOSEN, FF_HIDDEN,                          \
			offsetof(struct mark_in, tick[n]), 0, 0, 0, M_NONE, 0                      \
	}
#define TEN(n)                                                                                     \
	TICK(n##0), TICK(n##1), TICK(n##2), TICK(n##3), TICK(n##4), TICK(n##5), TICK(n##6),        \
		TICK(n##7), TICK(n##8), TICK(n##9)

static const struct field mark_fields[] = {
	F_DAY(struct mark_in, month, M_FIELD_DUES_MONTH, CLASS_INSIDE, FF_REQUIRED | FF_HIDDEN),
	F_TEXT(struct mark_in, people, M_FIELD_PEOPLE, CLASS_INSIDE, FF_HIDDEN, 2000),
	F_CAT(struct mark_in, reason, M_FIELD_DUES_REASON, CLASS_INSIDE, FF_REQUIRED,
		"dues_reason"),
	TICK(0), TICK(1), TICK(2), TICK(3), TICK(4), TICK(5), TICK(6), TICK(7), TICK(8), TICK(9),
	TEN(1), TEN(2), TEN(3), TEN(4), TEN(5), F_END};
enum { BEFORE_TICKS = 3, BEFORE_BOXES = 2 }; /* in the table; on the page */

static struct doc_form_field box(struct ctx *cx, const struct month_row *r, size_t i)
{
	struct field *f = arena_new_of(cx->a, struct field);

	*f = mark_fields[BEFORE_TICKS + i];
	f->flags = 0;
	return (struct doc_form_field){.f = f, .label = r->full_name, .value = r->id ? "1" : ""};
}

/* Who paid later, or is free by rule, has no box. */
static enum err has_box(struct ctx *cx, const struct month_row *r, day_t month, bool *ret)
{
	bool joined = r->joined_on && r->joined_on < r->first_on, is_free;

	TRY(dues_is_free(cx, r->person, r->status, joined ? r->joined_on : r->first_on,
		month_end(month), &is_free));
	*ret = !is_free && !r->paid_on;
	return ERR_OK;
}

static struct list reasons(struct ctx *cx)
{
	size_t n;
	const struct cat_entry *e = cat_all(cx->say.cats, "dues_reason", &n);
	struct doc_choice *c = arena_array(cx->a, n + 1, sizeof(*c));

	for (size_t i = 0; i < n; i++)
		c[i] = (struct doc_choice){e[i].code, e[i].name[cx->say.lang], i == 0};
	return (struct list){c, n, sizeof(*c)};
}

static enum err put_boxes(struct ctx *cx, struct list rows, day_t month,
	struct doc_form_field *fields, size_t *n, const char **ret_people)
{
	const struct month_row *r = rows.rows;
	size_t boxes = 0;
	bool yes;

	*ret_people = "";
	for (size_t i = 0; i < rows.n; i++) {
		TRY(has_box(cx, &r[i], month, &yes));
		if (!yes)
			continue;
		*ret_people = arena_printf(
			cx->a, "%s%s%lld", *ret_people, boxes ? ";" : "", (long long)r[i].person);
		fields[(*n)++] = box(cx, &r[i], boxes++);
	}
	return ERR_OK;
}

static enum err add_boxes(struct ctx *cx, struct doc *d, day_t month, struct list rows)
{
	struct doc_form_field *fields =
		arena_array(cx->a, rows.n + BEFORE_TICKS + 1, sizeof(*fields));
	struct doc_form *form = arena_new_of(cx->a, struct doc_form);
	char key[KEY_TEXT], iso[DAY_TEXT];
	const char *people;
	size_t n = BEFORE_BOXES;

	TRY(put_boxes(cx, rows, month, fields, &n, &people));
	if (n == BEFORE_BOXES)
		return ERR_OK;
	fields[0] = (struct doc_form_field){
		.f = &mark_fields[0], .value = arena_strdup(cx->a, day_print_iso(iso, month))};
	fields[1] = (struct doc_form_field){.f = &mark_fields[1], .value = people};
	fields[n++] = (struct doc_form_field){
		.f = &mark_fields[2], .value = "no_reason", .choices = reasons(cx)};
	form->action = org_href(cx, cx->org, "/dues-mark");
	form->submit = msg_text(cx->say.lang, M_DUES_MARK_DO);
	form->key = arena_strdup(cx->a, key_new(key));
	form->fields = (struct list){fields, n, sizeof(*fields)};
	doc_form(d, "form", M_DUES_MARK, form);
	d->look.people = (int64_t)rows.n;
	return ERR_OK;
}

/* ---- the page of an organisation ---- */

struct list_in {
	day_t month;
	int64_t from;
};

static const struct field list_fields[] = {
	{"month", FT_DAY, CLASS_INSIDE, M_FIELD_DUES_MONTH, 0,
		FIELD_OFF(struct list_in, month, day_t), 0, 0, 0, M_HINT_DUES_MONTH, 0},
	F_INT(struct list_in, from, M_FIELD_ROW_NO, CLASS_INSIDE, FF_HIDDEN, 100000),
	F_END,
};

static void add_ask(struct ctx *cx, struct doc *d, day_t month)
{
	const struct list_in shown = {.month = month};
	const struct doc_form *form = filter_form(cx, d, list_fields, 1, &shown, M_MEMBER_DUE_SHOW);
	struct doc_form_field *f = (struct doc_form_field *)form->fields.rows;
	char text[DAY_TEXT];

	f->value = arena_strdup(cx->a, day_print(text, month));
}

/* Those of whom something is told. */
static struct list told(struct ctx *cx, struct list rows)
{
	const struct month_row *r = rows.rows;
	struct month_row *some = arena_array(cx->a, rows.n + 1, sizeof(*some));
	size_t n = 0;

	for (size_t i = 0; i < rows.n; i++)
		if (r[i].id)
			some[n++] = r[i];
	return (struct list){some, n, sizeof(*some)};
}

static enum err may_mark(struct ctx *cx, bool *ret)
{
	*ret = false;
	if (!grant_allows(cx->actor, PERM_CASE_STEP) || cx->page.sink)
		return ERR_OK;
	return grant_is_over(cx, PERM_CASE_STEP, cx->org, ret);
}

static enum err add_month(struct ctx *cx, struct doc *d, const struct list_in *in, day_t month)
{
	struct doc_part *p;
	struct list rows;
	int64_t all;
	bool may;

	TRY(db_number(
		cx->db, &all, 0, Q_LIFE_DUES_SIZE, cx->org, day_of_month(cx, month), cx->known));
	TRY(read_rows(cx, month, in->from, &rows));
	TRY(may_mark(cx, &may));
	if (may)
		TRY(add_boxes(cx, d, month, rows));
	p = doc_table(d, "dues", M_DUES_TOLD, month_fields, told(cx, rows));
	p->main = 1;
	p->row_href = "/member/";
	p->row_keep = "/dues";
	p->empty = msg_text(cx->say.lang, M_DUES_ALL_PAID);
	if (in->from + AT_ONCE < all)
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_DUES_NEXT),
			"/org/%lld/dues?month=%d-%02d&from=%lld", (long long)cx->org,
			day_year(month), day_month(month), (long long)in->from + AT_ONCE);
	return ERR_OK;
}

/* The file, piece by piece of a large organisation. */
static enum err stream_year(struct ctx *cx, struct doc *d, day_t month)
{
	const struct list none = {NULL, 0, sizeof(struct dues_over)};
	struct list pieces, rows;

	doc_table(d, "year", M_DUES_YEAR, dues_over_fields, none)->main = 1;
	TRY(org_pieces(cx, cx->org, cx->day, ORG_WIDE_LIST, &pieces));
	TRY(sink_begin(cx->page.sink, msg_text(cx->say.lang, M_DUES_YEAR), dues_over_fields));
	for (size_t i = 0; i < pieces.n; i++) {
		struct arena_mark m = arena_mark(cx->a);
		TRY(dues_over(cx, ((const int64_t *)pieces.rows)[i], day_year(month), 1, &rows));
		for (size_t k = 0; k < rows.n; k++)
			TRY(sink_row(cx->page.sink, (const struct dues_over *)rows.rows + k));
		arena_rewind(cx->a, m);
	}
	return ERR_OK;
}

static enum err add_year(struct ctx *cx, struct doc *d, day_t month)
{
	struct doc_part *p;
	struct list rows;
	bool wide;

	TRY(org_wide(cx, cx->org, cx->day, ORG_WIDE, &wide));
	if (wide)
		return org_wide_show(cx, d, ORG_WIDE, "/dues", cx->query);
	if (cx->page.sink)
		return stream_year(cx, d, month);
	TRY(dues_over(cx, cx->org, day_year(month), 1, &rows));
	p = doc_table(d, "year", M_DUES_YEAR, dues_over_fields, rows);
	p->main = 1;
	p->total = (int64_t)rows.n;
	p->row_href = "/member/";
	p->empty = msg_text(cx->say.lang, M_DUES_ALL_PAID);
	return ERR_OK;
}

static enum err dues_page(struct ctx *cx, const void *vin, struct doc *d)
{
	const struct list_in *in = vin;
	struct org_step org;
	day_t month = in->month;
	bool yes;

	TRY(read_month(cx, &month));
	TRY(org_path(cx, d, cx->org, &org));
	d->title = doc_say(d, M_DUES_OF, org.name, NULL);
	d->lead = doc_say(d, M_DUES_LEAD, cx_day(cx, month), NULL);
	doc_look(d, "list", 0);
	TRY(case_is_cell(cx, cx->org, day_of_month(cx, month), &yes));
	add_ask(cx, d, month);
	TRY(yes ? add_month(cx, d, in, month) : add_year(cx, d, month));
	listing_exports(cx, d, cx->query);
	return ERR_OK;
}

const struct action life_dues_list = {.in = list_fields,
	.in_size = sizeof(struct list_in),
	.read = dues_page,
	.title = M_DUES_TITLE};

/* ---- told for many ---- */

struct marks {
	struct dues_miss rows[AT_ONCE];
	bool on[AT_ONCE];
	size_t n;
};

/* A good reason is one that the catalogue says is good. */
static int is_good(const struct ctx *cx, const char *reason)
{
	const struct cat_entry *e = cat_find(cx->say.cats, "dues_reason", reason);

	return e && text_eq(e->note, "good");
}

static enum err take_mark(struct ctx *cx, const struct mark_in *in, struct str id, struct marks *m)
{
	struct member_spell s = {0};
	struct dues_miss was;
	long long person = 0;
	int tick = in->tick[m->n];

	if (m->n == AT_ONCE || !str_to_int(id, &person))
		return cx_fault(cx, ERR_BAD_INPUT, NULL, M_ACCOUNT_ROSTER_CHANGED);
	TRY(member_spell_on(cx, person, day_of_month(cx, in->month), &s));
	if (!s.counted || s.cell != cx->org)
		return cx_fault(cx, ERR_CONFLICT, NULL, M_ACCOUNT_ROSTER_CHANGED);
	TRY(dues_get(cx, person, in->month, &was));
	m->rows[m->n] = (struct dues_miss){.person = person,
		.month = in->month,
		.cell = cx->org,
		.reason = in->reason,
		.good = is_good(cx, in->reason)};
	/* id: nothing changes */
	m->rows[m->n].id = was.paid_on || !!was.id == !!tick;
	m->on[m->n++] = tick;
	return ERR_OK;
}

static enum err mark_fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct mark_in *in = vin;
	struct org_step org;

	TRY(org_path(cx, d, cx->org, &org));
	in->month = dues_month(cx->say.today);
	in->reason = "no_reason";
	d->lead = org.name;
	return ERR_OK;
}

static enum err mark_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct mark_in *in = arena_memdup(cx->a, vin, sizeof(*in));
	struct marks *m = arena_new_of(cx->a, struct marks);
	struct str rest = str_of(in->people);

	(void)d;
	TRY(read_month(cx, &in->month));
	while (rest.p && rest.n)
		TRY(take_mark(cx, in, str_cut(&rest, ';'), m));
	*ret_plan = m;
	return ERR_OK;
}

static enum err mark_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct mark_in *in = vin;
	struct marks *m = plan;

	TRY(txn_start(cx, "dues_mark", NULL));
	for (size_t i = 0; i < m->n; i++) {
		if (m->rows[i].id)
			continue;
		if (m->on[i])
			TRY(dues_put(cx, &m->rows[i]));
		else
			TRY(dues_take_off(cx, m->rows[i].person, m->rows[i].month));
	}
	d->location = arena_printf(cx->a, "/org/%lld/dues?month=%d-%02d", (long long)cx->org,
		day_year(in->month), day_month(in->month));
	return ERR_OK;
}

const struct action life_dues_mark = {.in = mark_fields,
	.in_size = sizeof(struct mark_in),
	.fill = mark_fill,
	.plan = mark_plan,
	.apply = mark_apply,
	.title = M_DUES_MARK,
	.submit = M_DUES_MARK_DO};

/* ---- one month of one member ---- */

struct one_in {
	day_t month, paid_on;
	const char *reason, *note;
	int mistake;
};

static const struct field one_fields[] = {
	{"month", FT_DAY, CLASS_INSIDE, M_FIELD_DUES_MONTH, FF_REQUIRED,
		FIELD_OFF(struct one_in, month, day_t), 0, 0, 0, M_HINT_DUES_MONTH, 0},
	F_CAT(struct one_in, reason, M_FIELD_REASON, CLASS_INSIDE, FF_REQUIRED, "dues_reason"),
	F_DAY(struct one_in, paid_on, M_FIELD_DUES_PAID, CLASS_INSIDE, 0),
	F_LINES(struct one_in, note, M_FIELD_NOTE, CLASS_PERSONAL, 0, 500),
	F_BOOL(struct one_in, mistake, M_FIELD_DUES_MISTAKE, CLASS_INSIDE, 0),
	F_END,
};

static enum err one_fill(struct ctx *cx, void *vin, struct doc *d)
{
	const struct dues_miss *last;
	struct one_in *in = vin;
	struct list rows;
	int64_t person;

	TRY(member_item(cx, PERM_CASE_STEP, &person));
	TRY(member_head(cx, d, person, NULL));
	d->dated = 0;
	d->title = msg_text(cx->say.lang, M_DUES_ONE);
	TRY(member_act_lead(cx, d, person));
	TRY(dues_of(cx, person, &rows));
	last = rows.rows;
	*in = (struct one_in){.month = dues_month(cx->say.today), .reason = "no_reason"};
	if (rows.n)
		*in = (struct one_in){.month = last->month,
			.reason = last->reason,
			.paid_on = last->paid_on,
			.note = last->note};
	return dues_add(cx, d, person);
}

static enum err one_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct dues_miss *row = arena_new_of(cx->a, struct dues_miss), was;
	const struct one_in *in = vin;
	struct member_spell s = {0};
	day_t month = in->month;
	int64_t person;
	enum err e;

	(void)d;
	TRY(member_item(cx, PERM_CASE_STEP, &person));
	TRY(read_month(cx, &month));
	e = member_spell_on(cx, person, day_of_month(cx, month), &s);
	if (e == ERR_NOT_FOUND || (!e && !s.counted))
		return cx_fault(cx, ERR_REFUSED, "month", M_LIFE_NO_MEMBER,
			cx_day(cx, day_of_month(cx, month)));
	TRY(e);
	if (in->paid_on && in->paid_on > cx->say.today)
		return cx_fault(cx, ERR_BAD_INPUT, "paid_on", M_FLOW_AHEAD);
	TRY(dues_get(cx, person, month, &was));
	if (in->mistake && !was.id)
		return cx_fault(cx, ERR_REFUSED, "mistake", M_DUES_NOT_TOLD);
	*row = (struct dues_miss){.person = person,
		.month = month,
		.cell = s.cell,
		.reason = in->reason,
		.good = is_good(cx, in->reason),
		.paid_on = in->paid_on,
		.note = in->note};
	*ret_plan = row;
	return ERR_OK;
}

static enum err one_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct one_in *in = vin;
	struct dues_miss *row = plan;

	TRY(txn_start(cx, "dues_one", NULL));
	TRY(in->mistake ? dues_take_off(cx, row->person, row->month) : dues_put(cx, row));
	d->location = member_href(cx, row->person, "");
	return ERR_OK;
}

const struct action life_dues_one = {.in = one_fields,
	.in_size = sizeof(struct one_in),
	.fill = one_fill,
	.plan = one_plan,
	.apply = one_apply,
	.title = M_DUES_ONE,
	.submit = M_ACT_SAVE};

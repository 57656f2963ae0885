/*
 * subject_looks.c: the log of looks for the data auditor: who, what kind, how many people, when;
 * not whom. And decisions by which the person learns of a look later.
 */
#include "account/account.h"
#include "base/text.h"
#include "core/filter.h"
#include "core/rules.h"
#include "member/member_file.h"
#include "subject/subject.h"

enum { SHOWN = 100, SUMMED = 200, DAYS = 30, DELAYS = 100, ALL_ROWS = 1000000 };

/* ---- what is asked ---- */

struct asked {
	const char *account, *kind;
	day_t from_day, last_day;
};

static const struct field asked_fields[] = {
	F_DAY(struct asked, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct asked, last_day, M_FIELD_LAST_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct asked, account, M_FIELD_ACCOUNT, CLASS_INSIDE, 0, 60),
	F_CAT(struct asked, kind, M_FIELD_LOOK_KIND, CLASS_INSIDE, 0, "look_kind"),
	F_END,
};

struct range {
	int64_t from_ms, to_ms, account; /* account -1: everybody's */
	const char *kind;
	day_t from_day, last_day;
};

static enum err read_range(struct ctx *cx, const struct asked *in, struct range *ret)
{
	*ret = (struct range){.account = -1,
		.kind = text_empty(in->kind) ? "" : in->kind,
		.last_day =
			in->last_day ? day_last(in->last_day) : day_of_ms(clock_now(cx->clock))};
	ret->from_day =
		in->from_day ? day_first(in->from_day) : day_add(ret->last_day, -(DAYS - 1));
	ret->from_ms = ms_of_day(ret->from_day);
	ret->to_ms = ms_of_day(day_add(ret->last_day, 1));
	if (!text_empty(in->account))
		TRY(account_find(cx, in->account, "account", &ret->account));
	return ERR_OK;
}

static void add_form(struct ctx *cx, struct doc *d, const struct asked *in, const struct range *r)
{
	struct asked shown = *in;

	if (cx->uid >= 0)
		return;
	shown.from_day = r->from_day;
	shown.last_day = r->last_day;
	filter_form(cx, d, asked_fields, field_count(asked_fields), &shown, M_LOOK_SEE);
}

/* ---- rows ---- */

struct sum_row {
	int64_t account, uid, times, people, last_ms;
	const char *kind, *who;
};

static const struct field sum_fields[] = {
	F_TEXT(struct sum_row, who, M_FIELD_LOOKER, CLASS_INSIDE, FF_KEY, 300),
	F_CAT(struct sum_row, kind, M_FIELD_LOOK_KIND, CLASS_INSIDE, 0, "look_kind"),
	F_INT(struct sum_row, times, M_FIELD_LOOK_TIMES, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct sum_row, people, M_FIELD_LOOK_PEOPLE, CLASS_INSIDE, FF_ZERO, 0),
	F_INSTANT(struct sum_row, last_ms, M_FIELD_LOOK_LAST, CLASS_INSIDE, 0),
	F_INT(struct sum_row, account, M_FIELD_ACCOUNT, CLASS_INSIDE, FF_HIDDEN, 0),
	F_INT(struct sum_row, uid, M_FIELD_UID, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

struct row {
	int64_t at_ms, account, uid, org, people, class, person;
	const char *who, *funcs, *via, *kind, *format, *org_name, *columns, *purpose;
};

/* Whose file it was does not stand here: who checks the lookers learns nothing of the looked at. */
static const struct field row_fields[] = {
	F_INSTANT(struct row, at_ms, M_FIELD_AT, CLASS_INSIDE, FF_KEY),
	F_TEXT(struct row, who, M_FIELD_LOOKER, CLASS_INSIDE, 0, 300),
	F_CAT(struct row, kind, M_FIELD_LOOK_KIND, CLASS_INSIDE, 0, "look_kind"),
	F_TEXT(struct row, org_name, M_FIELD_ORG, CLASS_INSIDE, 0, 200),
	F_INT(struct row, people, M_FIELD_LOOK_PEOPLE, CLASS_INSIDE, 0, 0),
	F_TEXT(struct row, purpose, M_FIELD_PURPOSE, CLASS_INSIDE, 0, 300),
	F_CAT(struct row, via, M_FIELD_VIA, CLASS_INSIDE, FF_MORE, "via"),
	F_TEXT(struct row, format, M_FIELD_LOOK_FORMAT, CLASS_INSIDE, FF_MORE, 20),
	F_TEXT(struct row, columns, M_FIELD_LOOK_COLUMNS, CLASS_INSIDE, FF_MORE, 1000),
	F_TEXT(struct row, funcs, M_FIELD_FUNC, CLASS_INSIDE, FF_HIDDEN, 200),
	F_END,
};

/* Read, and never shown. */
static const struct field unseen_fields[] = {
	F_INT(struct row, account, M_FIELD_ACCOUNT, CLASS_INSIDE, FF_HIDDEN, 0),
	F_INT(struct row, uid, M_FIELD_UID, CLASS_INSIDE, FF_HIDDEN, 0),
	F_INT(struct row, org, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, 0),
	F_INT(struct row, person, M_FIELD_PERSON, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

static const struct field *read_fields(struct ctx *cx)
{
	size_t n = field_count(row_fields), k = field_count(unseen_fields);
	struct field *all = arena_array(cx->a, n + k + 1, sizeof(*all));

	memcpy(all, row_fields, n * sizeof(*all));
	memcpy(all + n, unseen_fields, k * sizeof(*all));
	return all;
}

static enum err read_rows(struct ctx *cx, const struct range *r, struct list *ret)
{
	long long after = 0;
	int64_t most = cx->page.sink ? ALL_ROWS : SHOWN + 1;
	enum err e;

	*ret = (struct list){0};
	if (cx->page.after && !cx->page.sink && !str_to_int(str_of(cx->page.after), &after))
		return cx_fault(cx, ERR_BAD_REQUEST, "after", M_ERR_BAD_REQUEST);
	TRY(db_begin(cx->side, DB_READ));
	e = db_list(cx->side, cx->a, read_fields(cx), sizeof(struct row), ret, Q_LOOKS_BETWEEN,
		r->from_ms, r->to_ms, r->account, r->kind, after ? (int64_t)after : MS_MAX, most);
	db_rollback(cx->side);
	return e;
}

static enum err name_row(struct ctx *cx, struct lookers *who, struct row *l)
{
	TRY(looker_name(who, l->account, l->uid, l->funcs, &l->who));
	if (l->person)
		return ERR_OK;
	TRY(member_org_name(cx, l->org, cx->say.today, &l->org_name));
	if (!l->org_name)
		l->org_name = msg_text(cx->say.lang, M_LOOK_ALL_ORGS);
	return ERR_OK;
}

static const char *query_of(struct ctx *cx, const struct range *r, const struct asked *in)
{
	char from[DAY_TEXT], last[DAY_TEXT];

	return arena_printf(cx->a, "?from_day=%s&last_day=%s%s%s%s%s",
		day_print_iso(from, r->from_day), day_print_iso(last, r->last_day),
		text_empty(in->account) ? "" : "&account=",
		text_empty(in->account) ? "" : in->account, *r->kind ? "&kind=" : "", r->kind);
}

static enum err add_rows(struct ctx *cx, struct doc *d, const struct range *r,
	const struct asked *in, struct lookers *who)
{
	struct doc_part *p;
	struct list rows;
	struct row *l;
	bool more;

	TRY(read_rows(cx, r, &rows));
	more = !cx->page.sink && rows.n > SHOWN;
	rows.n = more ? SHOWN : rows.n;
	l = (struct row *)rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		TRY(name_row(cx, who, &l[i]));
	p = doc_table(d, "looks", M_LOOK_ROWS, row_fields, rows);
	p->main = 1;
	p->empty = msg_text(cx->say.lang, M_LOOK_NONE);
	if (more)
		p->next_href = arena_printf(cx->a, "/looks%s&after=%lld#looks", query_of(cx, r, in),
			(long long)l[SHOWN - 1].at_ms);
	return ERR_OK;
}

static enum err add_sums(struct ctx *cx, struct doc *d, const struct range *r, struct lookers *who)
{
	struct sum_row *s;
	struct list rows;
	enum err e;

	TRY(db_begin(cx->side, DB_READ));
	e = db_list(cx->side, cx->a, sum_fields, sizeof(*s), &rows, Q_LOOKS_SUMMED, r->from_ms,
		r->to_ms, r->account, r->kind, (int64_t)SUMMED);
	db_rollback(cx->side);
	TRY(e);
	s = (struct sum_row *)rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		TRY(looker_name(who, s[i].account, s[i].uid, NULL, &s[i].who));
	if (rows.n)
		doc_table(d, "sums", M_LOOK_SUMS, sum_fields, rows);
	return ERR_OK;
}

/* ---- delays ---- */

struct delay_row {
	int64_t id, account;
	const char *name, *number;
	day_t from_day, to_day;
};

static const struct field delay_row_fields[] = {
	F_ID(struct delay_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "delay"),
	F_ID(struct delay_row, account, M_FIELD_ACCOUNT, CLASS_INSIDE, FF_HIDDEN, "account"),
	F_TEXT(struct delay_row, name, M_FIELD_LOOKER, CLASS_INSIDE, FF_KEY, 200),
	F_TEXT(struct delay_row, number, M_FIELD_DECISION_NO, CLASS_INSIDE, 0, 60),
	F_DAY(struct delay_row, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct delay_row, to_day, M_FIELD_LOOK_TOLD_FROM, CLASS_INSIDE, 0),
	F_END,
};

static enum err add_delays(struct ctx *cx, struct doc *d)
{
	struct list rows;

	TRY(db_list(cx->db, cx->a, delay_row_fields, sizeof(struct delay_row), &rows, Q_LOOK_DELAYS,
		cx->say.today, (int64_t)DELAYS));
	if (rows.n)
		doc_table(d, "delays", M_LOOK_DELAYS, delay_row_fields, rows);
	return ERR_OK;
}

static enum err show(struct ctx *cx, const void *vin, struct doc *d)
{
	struct lookers who = {.cx = cx};
	const struct asked *in = vin;
	struct range r;

	d->title = msg_text(cx->say.lang, M_LOOK_LOG);
	TRY(read_range(cx, in, &r));
	d->lead = doc_say(d, M_LOOK_LOG_LEAD, cx_day(cx, r.from_day), cx_day(cx, r.last_day), NULL);
	add_form(cx, d, in, &r);
	if (!cx->page.after)
		TRY(add_sums(cx, d, &r, &who));
	TRY(add_rows(cx, d, &r, in, &who));
	doc_link(d, DOC_EXPORT, "XLSX", "/looks.xlsx%s", query_of(cx, &r, in));
	doc_link(d, DOC_EXPORT, "CSV", "/looks.csv%s", query_of(cx, &r, in));
	return add_delays(cx, d);
}

const struct action looks_list = {
	.in = asked_fields, .in_size = sizeof(struct asked), .read = show, .title = M_LOOK_LOG};

/* ---- a decision to tell later ---- */

struct delay_in {
	const char *account, *number, *reason;
	day_t last_day;
};

static const struct field delay_in_fields[] = {
	F_TEXT(struct delay_in, account, M_FIELD_LOOKER_LOGIN, CLASS_INSIDE, FF_REQUIRED, 60),
	{"last_day", FT_DAY, CLASS_INSIDE, M_FIELD_LAST_DAY, FF_REQUIRED,
		FIELD_OFF(struct delay_in, last_day, day_t), 0, 0, 0, M_HINT_LOOK_DELAY, 0},
	F_TEXT(struct delay_in, number, M_FIELD_DECISION_NO, CLASS_INSIDE, FF_REQUIRED, 60),
	F_LINES(struct delay_in, reason, M_FIELD_REASON, CLASS_PERSONAL, 0, 500),
	F_END,
};

struct delay_plan {
	int64_t account, person;
	day_t to_day;
};

static enum err delay_fill(struct ctx *cx, void *in, struct doc *d)
{
	int64_t person;

	(void)in;
	TRY(member_item(cx, PERM_LOOK_DELAY, &person));
	TRY(member_head(cx, d, person, NULL));
	d->dated = 0;
	d->title = msg_text(cx->say.lang, M_LOOK_DELAY);
	d->lead = msg_text(cx->say.lang, M_LOOK_DELAY_LEAD);
	return ERR_OK;
}

/* Nobody delays their own looks, and only those of an inspector can be delayed. */
static enum err check_inspector(struct ctx *cx, int64_t account)
{
	struct actor inspector = {0};
	const struct grant *g;
	bool inspects = false;

	if (account == cx->actor->account)
		return cx_fault(cx, ERR_FORBIDDEN, "account", M_LOOK_DELAY_OWN);
	TRY(account_actor(cx, account, &inspector));
	g = inspector.grants.rows;
	for (size_t i = 0; i < inspector.grants.n; i++)
		inspects = inspects || text_eq(g[i].func, "inspection");
	return inspects ? ERR_OK : cx_fault(cx, ERR_REFUSED, "account", M_LOOK_DELAY_WHO);
}

static enum err delay_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct delay_plan *p = arena_new_of(cx->a, struct delay_plan);
	const struct delay_in *in = vin;
	int64_t most;

	(void)d;
	TRY(member_item(cx, PERM_LOOK_DELAY, &p->person));
	TRY(account_find(cx, in->account, "account", &p->account));
	TRY(check_inspector(cx, p->account));
	TRY(rule_number_now(cx, "look.delay_days", &most));
	p->to_day = day_add(in->last_day, 1);
	if (day_precision(in->last_day) != DAY_EXACT || in->last_day < cx->say.today ||
		p->to_day > day_add(cx->say.today, (int)most))
		return cx_fault(cx, ERR_REFUSED, "last_day", M_LOOK_DELAY_MOST,
			number_text(cx->a, cx->say.lang, most));
	*ret_plan = p;
	return ERR_OK;
}

static enum err delay_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct delay_in *in = vin;
	const struct delay_plan *p = plan;

	TRY(txn_start(cx, "look_delay", in->reason));
	d->location = member_href(cx, p->person, "");
	return db_run(cx->db, Q_LOOK_DELAY_INSERT, id_new(cx->ids), p->account, p->person,
		cx->say.today, p->to_day, in->number, in->reason, cx->txn, cx->txn_ms);
}

const struct action look_delay = {.in = delay_in_fields,
	.in_size = sizeof(struct delay_in),
	.fill = delay_fill,
	.plan = delay_plan,
	.apply = delay_apply,
	.title = M_LOOK_DELAY,
	.submit = M_LOOK_DELAY_RECORD};

/*
 * figure_closing.c: which closing holds for a question; closing a period and opening it again.
 */
#include "figure/figure_closing.h"

#include "core/period.h"
#include "figure/figure_lineage.h"
#include "org/org.h"

const struct field figure_closing_fields[] = {
	F_ID(struct figure_closing, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "closing"),
	F_ID(struct figure_closing, org, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct figure_closing, period, M_FIELD_PERIOD, CLASS_INSIDE, 0, 60),
	F_DAY(struct figure_closing, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct figure_closing, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct figure_closing, note, M_FIELD_NOTE, CLASS_INSIDE, 0, 500),
	F_ID(struct figure_closing, txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_INT(struct figure_closing, made_ms, M_FIELD_CLOSED_AT, CLASS_INSIDE, FF_HIDDEN, 0),
	F_ID(struct figure_closing, void_txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_INT(struct figure_closing, void_ms, M_FIELD_OPENED_AT, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

/* A stock is of one day; its period may reach beyond that. */
enum err closing_of_ask(struct ctx *cx, const struct figure_ask *ask, struct figure_closing *ret)
{
	bool span = figure_is_span(ask->figure);
	day_t from = span ? ask->from : ask->day, last = span ? ask->to : ask->day;
	enum err e;

	*ret = (struct figure_closing){0};
	if (!ask->org || last == DAY_MAX)
		return ERR_OK;
	e = db_get(cx->db, cx->a, figure_closing_fields, ret, Q_CLOSING_OF, ask->org, ask->day,
		from, day_add(last, 1), cx->known);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err closing_answer(
	struct ctx *cx, const struct figure_ask *ask, int64_t known, struct figure_answer *ret)
{
	struct figure_ask then = *ask;
	int64_t now = cx->known;
	enum err e = ERR_OK;

	cx->known = known;
	if (ask->lineage)
		e = figure_lineage_of(cx, ask->org, &then.lineage);
	if (!e)
		e = figure_answer(cx, &then, ret);
	cx->known = now;
	return e;
}

enum err closing_get(struct ctx *cx, struct figure_closing *ret)
{
	long long id = 0;
	enum err e = ERR_NOT_FOUND;

	if (str_to_int(str_of(cx->item), &id))
		e = db_get(cx->db, cx->a, figure_closing_fields, ret, Q_CLOSING_GET, id, cx->org);
	return e == ERR_NOT_FOUND ? cx_fault(cx, e, NULL, M_CLOSING_NONE) : e;
}

enum err closing_head(struct ctx *cx, struct doc *d)
{
	struct org_step org;

	TRY(org_path(cx, d, cx->org, &org));
	doc_path(d, msg_text(cx->say.lang, M_CLOSING_LIST), org_href(cx, cx->org, "/closings"));
	d->dated = 0;
	d->lead = org.name;
	return ERR_OK;
}

/* ---- closing ---- */

static const struct field add_fields[] = {
	{"period", FT_TEXT, CLASS_INSIDE, M_FIELD_PERIOD, FF_REQUIRED,
		FIELD_OFF(struct closing_add_in, period, const char *), 60, 0, 0, M_HINT_PERIOD, 0},
	F_LINES(struct closing_add_in, note, M_FIELD_NOTE, CLASS_INSIDE, 0, 500),
	F_END,
};

static enum err add_fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct closing_add_in *in = vin;

	in->period = arena_printf(cx->a, "%d", day_year(cx->say.today) - 1);
	return closing_head(cx, d);
}

/* A period that still runs cannot be closed, nor one that is closed already. */
static enum err check_period(struct ctx *cx, struct period p)
{
	int64_t id = 0, at = 0;
	struct cursor c;

	if (p.to >= cx->say.today)
		return cx_fault(cx, ERR_REFUSED, "period", M_CLOSING_RUNS, cx_day(cx, p.to));
	TRY(db_query(cx->db, &c, Q_CLOSING_SAME, cx->org, p.from, day_add(p.to, 1)));
	if (db_next(&c)) {
		id = db_int(&c, 0);
		at = db_int(&c, 1);
	}
	TRY(db_end(&c));
	return id ? cx_fault(cx, ERR_REFUSED, "period", M_CLOSING_CLOSED,
			    instant_text(cx->a, cx->say.lang, at))
		  : ERR_OK;
}

static enum err add_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct figure_closing *k = arena_new_of(cx->a, struct figure_closing);
	const struct closing_add_in *in = vin;
	struct period p;

	(void)d;
	TRY(period_read(cx, cx->org, in->period, &p));
	TRY(check_period(cx, p));
	*k = (struct figure_closing){.id = id_new(cx->ids),
		.org = cx->org,
		.period = in->period,
		.note = in->note,
		.from_day = p.from,
		.to_day = day_add(p.to, 1)};
	*ret_plan = k;
	return ERR_OK;
}

static enum err add_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct closing_add_in *in = vin;
	struct figure_closing *k = plan;

	TRY(txn_start(cx, "closing_add", in->note));
	k->txn = cx->txn;
	k->made_ms = cx->txn_ms;
	TRY(db_store(cx->db, Q_CLOSING_INSERT, figure_closing_fields, k));
	d->location =
		org_href(cx, cx->org, arena_printf(cx->a, "/closings/%lld", (long long)k->id));
	return ERR_OK;
}

const struct action closing_add = {.in = add_fields,
	.in_size = sizeof(struct closing_add_in),
	.fill = add_fill,
	.plan = add_plan,
	.apply = add_apply,
	.title = M_CLOSING_ADD,
	.submit = M_CLOSING_ADD_DO};

/* ---- opening again ---- */

static const struct field reopen_fields[] = {
	F_LINES(struct closing_reopen_in, reason, M_FIELD_REASON, CLASS_INSIDE, FF_REQUIRED, 500),
	F_END,
};

static enum err get_closed(struct ctx *cx, struct figure_closing *ret)
{
	*ret = (struct figure_closing){0};
	TRY(closing_get(cx, ret));
	return ret->void_txn ? cx_fault(cx, ERR_CONFLICT, NULL, M_CLOSING_IS_OPEN) : ERR_OK;
}

static enum err reopen_fill(struct ctx *cx, void *in, struct doc *d)
{
	struct figure_closing k;

	(void)in;
	TRY(closing_head(cx, d));
	TRY(get_closed(cx, &k));
	d->lead = doc_say(d, M_CLOSING_REOPEN_LEAD, k.period,
		instant_text(cx->a, cx->say.lang, k.made_ms), NULL);
	return ERR_OK;
}

static enum err reopen_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct figure_closing *k = arena_new_of(cx->a, struct figure_closing);

	(void)in;
	(void)d;
	*ret_plan = k;
	return get_closed(cx, k);
}

static enum err reopen_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct closing_reopen_in *in = vin;
	const struct figure_closing *k = plan;
	int64_t n;

	TRY(txn_start(cx, "closing_reopen", in->reason));
	TRY(db_run_count(cx->db, &n, Q_CLOSING_VOID, k->id, cx->org, cx->txn, cx->txn_ms));
	if (n != 1)
		return cx_fault(cx, ERR_CONFLICT, NULL, M_CLOSING_IS_OPEN);
	d->location = org_href(cx, cx->org, "/closings");
	return ERR_OK;
}

const struct action closing_reopen = {.in = reopen_fields,
	.in_size = sizeof(struct closing_reopen_in),
	.fill = reopen_fill,
	.plan = reopen_plan,
	.apply = reopen_apply,
	.title = M_CLOSING_REOPEN,
	.submit = M_CLOSING_REOPEN_DO};

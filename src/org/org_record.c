#include "org/org_record.h"
#include "core/watch.h"

const struct field org_record_columns[] = {
	F_ID(struct org_record, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "record"),
	F_ID(struct org_record, org, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_ID(struct org_record, body, M_FIELD_BODY, CLASS_INSIDE, FF_HIDDEN, "body"),
	F_ID(struct org_record, over_org, M_FIELD_OVER, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct org_record, number, M_FIELD_TERM_NUMBER, CLASS_INSIDE, 0, 20),
	F_DAY(struct org_record, congress_day, M_FIELD_CONGRESS_DAY, CLASS_INSIDE, 0),
	F_CAT(struct org_record, kind, M_FIELD_BODY_KIND, CLASS_INSIDE, 0, "body_kind"),
	F_TEXT(struct org_record, name, M_FIELD_NAME, CLASS_INSIDE, 0, 200),
	F_CAT(struct org_record, post, M_FIELD_POST, CLASS_INSIDE, 0, "post"),
	F_TEXT(struct org_record, holder, M_FIELD_HOLDER, CLASS_INSIDE, 0, 200),
	F_TEXT(struct org_record, member_no, M_FIELD_MEMBER_NO, CLASS_INSIDE, 0, 40),
	F_TEXT(struct org_record, field, M_FIELD_CHARGE, CLASS_INSIDE, 0, 200),
	F_DAY(struct org_record, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct org_record, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct org_record, decision_no, M_FIELD_DECISION_NO, CLASS_INSIDE, 0, 60),
	F_TEXT(struct org_record, note, M_FIELD_NOTE, CLASS_INSIDE, 0, 500),
	F_ID(struct org_record, txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_INT(struct org_record, made_ms, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, 0),
	F_ID(struct org_record, void_txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_END,
};

/* Which row goes, which ones come. */
struct plan {
	struct org_record old, rows[2];
	bool voids;
	int n;
};

static const struct record_act *act_of(const struct ctx *cx)
{
	return cx->action->arg;
}

day_t org_record_last(day_t to_day)
{
	return to_day == DAY_MAX ? DAY_MAX : day_add(to_day, -1);
}

enum err org_record_get(struct ctx *cx, const struct dated *t, struct org_record *ret)
{
	long long id = 0;
	enum err e = ERR_NOT_FOUND;

	if (str_to_int(str_of(cx->item), &id))
		e = db_get(cx->db, cx->a, org_record_columns, ret, t->get, id, cx->org);
	if (e == ERR_NOT_FOUND)
		return cx_fault(cx, e, NULL, M_RECORD_NONE);
	TRY(e);
	if (ret->void_txn)
		return cx_fault(cx, ERR_CONFLICT, NULL, M_RECORD_GONE);
	return t->words ? t->words(cx, ret) : ERR_OK;
}

/* ---- forms ---- */

enum err org_record_fill(struct ctx *cx, void *vin, struct doc *d)
{
	const struct record_act *act = act_of(cx);
	struct org_record *in = vin;
	struct org_step org;

	TRY(org_path(cx, d, cx->org, &org));
	doc_path(d, msg_text(cx->say.lang, M_ORG_STAFF), org_href(cx, cx->org, "/staff"));
	d->dated = 0;
	d->lead = org.name;
	if (act->op == RECORD_NEW) {
		in->from_day = cx->day;
		return ERR_OK;
	}
	TRY(org_record_get(cx, act->dated, in));
	in->from_day = act->op == RECORD_CHANGE ? cx->day : in->from_day;
	in->to_day = act->op == RECORD_END ? cx->day : org_record_last(in->to_day);
	if (in->to_day == DAY_MAX)
		in->to_day = 0;
	return ERR_OK;
}

/* ---- plans ---- */

static enum err check_days(struct ctx *cx, const struct org_record *r)
{
	struct org_spell s;
	enum err e;

	if (r->to_day <= day_first(r->from_day))
		return cx_fault(cx, ERR_BAD_INPUT, "to", M_RECORD_ENDS_BEFORE);
	if (r->from_day == DAY_MIN)
		return ERR_OK;
	e = tree_spell(cx, cx->org, day_last(r->from_day), &s);
	if (e == ERR_NOT_FOUND)
		return cx_fault(cx, ERR_REFUSED, "from", M_TREE_NOT_THEN, cx_day(cx, r->from_day));
	return e;
}

/* The row that the form describes, complete and checked. `old` is the one it stands for. */
static enum err row_of(struct ctx *cx, const struct org_record *in, const struct org_record *old,
	struct doc *d, struct org_record *ret)
{
	*ret = *in;
	ret->id = id_new(cx->ids);
	ret->org = cx->org;
	ret->void_txn = 0;
	ret->from_day = in->from_day ? in->from_day : DAY_MIN;
	ret->to_day = in->to_day ? day_add(day_last(in->to_day), 1) : DAY_MAX;
	ret->body = old ? old->body : 0;
	TRY(check_days(cx, ret));
	return act_of(cx)->dated->check(cx, ret, old ? old->id : 0, d);
}

static enum err plan_change(
	struct ctx *cx, const struct org_record *in, struct plan *p, struct doc *d)
{
	struct org_record kept = p->old, next = *in;

	if (day_precision(in->from_day) != DAY_EXACT)
		return cx_fault(cx, ERR_BAD_INPUT, "from", M_VALUE_NO_DAY);
	if (in->from_day <= day_first(p->old.from_day) || in->from_day >= p->old.to_day)
		return cx_fault(cx, ERR_REFUSED, "from", M_RECORD_CHANGE_WITHIN);
	kept.id = id_new(cx->ids);
	kept.to_day = in->from_day;
	next.to_day = p->old.to_day == DAY_MAX ? 0 : org_record_last(p->old.to_day);
	p->rows[p->n++] = kept;
	return row_of(cx, &next, &p->old, d, &p->rows[p->n++]);
}

static enum err plan_end(struct ctx *cx, const struct org_record *in, struct plan *p)
{
	struct org_record kept = p->old;
	day_t end = day_add(day_last(in->to_day), 1);

	if (end <= day_first(p->old.from_day))
		return cx_fault(cx, ERR_BAD_INPUT, "to", M_RECORD_ENDS_BEFORE);
	if (p->old.to_day != DAY_MAX && end > p->old.to_day)
		return cx_fault(cx, ERR_REFUSED, "to", M_RECORD_ENDED,
			cx_day(cx, org_record_last(p->old.to_day)));
	kept.id = id_new(cx->ids);
	kept.to_day = end;
	p->rows[p->n++] = kept;
	return ERR_OK;
}

static enum err plan_op(struct ctx *cx, const struct org_record *in, struct plan *p, struct doc *d)
{
	const struct record_act *act = act_of(cx);

	switch (act->op) {
	case RECORD_NEW:
		return row_of(cx, in, NULL, d, &p->rows[p->n++]);
	case RECORD_CHANGE:
		return plan_change(cx, in, p, d);
	case RECORD_CORRECT:
		return row_of(cx, in, &p->old, d, &p->rows[p->n++]);
	case RECORD_END:
		TRY(plan_end(cx, in, p));
		break;
	default:
		break;
	}
	if (!act->dated->leave)
		return ERR_OK;
	return act->dated->leave(cx, &p->old, act->op, p->n ? p->rows[0].to_day : 0, d);
}

enum err org_record_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct plan *p = arena_new_of(cx->a, struct plan);

	p->voids = act_of(cx)->op != RECORD_NEW;
	if (p->voids)
		TRY(org_record_get(cx, act_of(cx)->dated, &p->old));
	*ret_plan = p;
	return plan_op(cx, vin, p, d);
}

/* ---- writing ---- */

static const char *op_name(enum record_op op)
{
	static const char *const names[] = {[RECORD_NEW] = "new",
		[RECORD_CHANGE] = "change",
		[RECORD_CORRECT] = "correct",
		[RECORD_END] = "end",
		[RECORD_REMOVE] = "remove"};

	return names[op];
}

static enum err void_old(struct ctx *cx, const struct dated *t, const struct plan *p)
{
	int64_t n;

	TRY(db_run_count(cx->db, &n, t->void_row, p->old.id, cx->org, cx->txn, cx->txn_ms));
	if (n != 1)
		return cx_fault(cx, ERR_CONFLICT, NULL, M_RECORD_GONE);
	return ERR_OK;
}

enum err org_record_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct record_act *act = act_of(cx);
	const struct org_record *in = vin;
	struct plan *p = plan;

	TRY(txn_start(
		cx, arena_printf(cx->a, "%s_%s", act->dated->name, op_name(act->op)), in->reason));
	if (p->voids)
		TRY(void_old(cx, act->dated, p));
	for (int i = 0; i < p->n; i++) {
		p->rows[i].txn = cx->txn;
		p->rows[i].made_ms = cx->txn_ms;
		TRY(db_store(cx->db, act->dated->insert, org_record_columns, &p->rows[i]));
	}
	d->location = org_href(cx, cx->org, "/staff");
	return act->dated == &org_posts ? watch_posts(cx) : ERR_OK;
}

/* ---- the page of one record ---- */

static void show_links(struct ctx *cx, struct doc *d, const struct dated *t, int64_t id)
{
	static const struct {
		enum record_op op;
		enum msg label;
	} ops[] = {{RECORD_CHANGE, M_RECORD_CHANGE}, {RECORD_END, M_RECORD_END},
		{RECORD_CORRECT, M_RECORD_CORRECT}, {RECORD_REMOVE, M_RECORD_REMOVE}};

	if (!grant_allows(cx->actor, PERM_ORG_RECORD))
		return;
	for (size_t i = 0; i < sizeof(ops) / sizeof(*ops); i++)
		doc_link(d, i ? DOC_ACTION : DOC_PRIMARY, msg_text(cx->say.lang, ops[i].label),
			"/org/%lld/%s/%lld/%s%s", (long long)cx->org, t->name, (long long)id,
			op_name(ops[i].op), cx->query);
}

enum err org_record_show(struct ctx *cx, const void *in, struct doc *d)
{
	const struct dated *t = act_of(cx)->dated;
	struct org_record *r = arena_new_of(cx->a, struct org_record);
	struct org_step org;

	(void)in;
	TRY(org_path(cx, d, cx->org, &org));
	doc_path(d, msg_text(cx->say.lang, M_ORG_STAFF), org_href(cx, cx->org, "/staff"));
	d->dated = 0;
	d->title = msg_text(cx->say.lang, t->title);
	d->lead = org.name;
	TRY(org_record_get(cx, t, r));
	r->to_day = org_record_last(r->to_day);
	doc_record(d, t->name, M_NONE, t->facts, r);
	show_links(cx, d, t, r->id);
	return ERR_OK;
}

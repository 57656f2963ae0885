/*
 * audit_erasure.c: erasing is asked for by the office, and done by the data auditor, who sees what
 * is asked and why, but not what it is about.
 */
#include "audit/audit.h"
#include "audit/audit_erase.h"
#include "core/listing.h"

struct erasure {
	int64_t id, target, txn, made_ms, asker, records, ended_ms;
	const char *rule, *reason, *asked_by, *outcome, *ended_by;
};

static const struct field fields[] = {
	F_ID(struct erasure, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "erasure"),
	F_ID(struct erasure, target, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_ID(struct erasure, txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_ID(struct erasure, asker, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "account"),
	F_INSTANT(struct erasure, made_ms, M_FIELD_ERASURE_ASKED_AT, CLASS_INSIDE, FF_KEY),
	F_TEXT(struct erasure, asked_by, M_FIELD_ERASURE_ASKED_BY, CLASS_INSIDE, 0, 0),
	F_CAT(struct erasure, rule, M_FIELD_ERASURE_RULE, CLASS_INSIDE, 0, "erasure_rule"),
	F_LINES(struct erasure, reason, M_FIELD_REASON, CLASS_INSIDE, FF_MORE, 0),
	F_CAT(struct erasure, outcome, M_FIELD_STATE, CLASS_INSIDE, 0, "erasure_outcome"),
	F_INSTANT(struct erasure, ended_ms, M_FIELD_ERASURE_ENDED_AT, CLASS_INSIDE, 0),
	F_TEXT(struct erasure, ended_by, M_FIELD_ERASURE_ENDED_BY, CLASS_INSIDE, 0, 0),
	F_INT(struct erasure, records, M_FIELD_ERASURE_RECORDS, CLASS_INSIDE, 0, 0),
	F_END,
};

/* ---- reading ---- */

/* The auditor sees all, the office what it has asked for. */
static int64_t whose(struct ctx *cx)
{
	return grant_allows(cx->actor, PERM_AUDIT_READ) ? -1 : cx->actor->account;
}

static const struct listing erasures = {.name = "erasures",
	.empty = M_ERASURE_NONE,
	.fields = fields,
	.size = sizeof(struct erasure),
	.first = Q_ERASURE_FIRST,
	.after = Q_ERASURE_NEXT,
	.row_href = "/erasure/"};

static enum err list(struct ctx *cx, const void *in, struct doc *d)
{
	struct doc_part *p;

	(void)in;
	if (grant_allows(cx->actor, PERM_AUDIT_READ))
		audit_path(cx, d);
	d->title = msg_text(cx->say.lang, M_ERASURE_LIST);
	d->lead = msg_text(cx->say.lang, M_ERASURE_LEAD);
	listing_exports(cx, d, "");
	return listing_add(cx, d, &erasures, (const struct db_val[]){DB_ARGS(whose(cx))}, 1, &p);
}

const struct action erasure_list = {.read = list, .title = M_ERASURE_LIST};

/* The one that the address names, if the actor may see it. */
static enum err pick(struct ctx *cx, struct erasure *ret)
{
	long long id = 0;
	enum err e = ERR_NOT_FOUND;

	*ret = (struct erasure){0};
	if (str_to_int(str_of(cx->item), &id))
		e = db_get(cx->db, cx->a, fields, ret, Q_ERASURE_GET, (int64_t)id);
	if (!e && whose(cx) != -1 && whose(cx) != ret->asker)
		e = ERR_NOT_FOUND;
	return e == ERR_NOT_FOUND ? cx_fault(cx, e, NULL, M_ERR_NOT_FOUND) : e;
}

static enum err pick_open(struct ctx *cx, struct erasure *ret)
{
	TRY(pick(cx, ret));
	return text_eq(ret->outcome, "open") ? ERR_OK
					     : cx_fault(cx, ERR_CONFLICT, NULL, M_ERASURE_ENDED);
}

static const char *href_of(struct ctx *cx, int64_t id)
{
	return arena_printf(cx->a, "/erasure/%lld", (long long)id);
}

static void show_path(struct ctx *cx, struct doc *d)
{
	if (grant_allows(cx->actor, PERM_AUDIT_READ))
		audit_path(cx, d);
	doc_path(d, msg_text(cx->say.lang, M_ERASURE_LIST), "/erasure");
}

static void show_links(struct ctx *cx, struct doc *d, const struct erasure *e)
{
	enum lang lang = cx->say.lang;
	const char *href = href_of(cx, e->id);

	if (!text_eq(e->outcome, "open"))
		return;
	if (grant_allows(cx->actor, PERM_ERASE)) {
		doc_link(d, DOC_PRIMARY, msg_text(lang, M_ERASURE_DO), "%s/confirm", href);
		doc_link(d, DOC_ACTION, msg_text(lang, M_ERASURE_DECLINE), "%s/decline", href);
	} else if (e->asker == cx->actor->account) {
		doc_link(d, DOC_ACTION, msg_text(lang, M_ERASURE_WITHDRAW), "%s/withdraw", href);
	}
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct erasure *e = arena_new_of(cx->a, struct erasure);

	(void)in;
	TRY(pick(cx, e));
	show_path(cx, d);
	d->title = doc_say(d, M_ERASURE_ONE, instant_text(cx->a, cx->say.lang, e->made_ms), NULL);
	doc_record(d, "erasure", M_NONE, fields, e);
	show_links(cx, d, e);
	return ERR_OK;
}

const struct action erasure_show = {.read = show, .title = M_ERASURE_SHOW};

/* ---- asking ---- */

struct ask_in {
	const char *rule, *reason;
};

static const struct field ask_fields[] = {
	F_CAT(struct ask_in, rule, M_FIELD_ERASURE_RULE, CLASS_INSIDE, FF_REQUIRED, "erasure_rule"),
	{"reason", FT_LINES, CLASS_INSIDE, M_FIELD_REASON, FF_REQUIRED,
		FIELD_OFF(struct ask_in, reason, const char *), 500, 0, 0, M_HINT_ERASURE_REASON,
		0},
	F_END,
};

/* Over the cell that the records of the person named last, since they are in none any more. */
static enum err person_of(struct ctx *cx, int64_t *ret)
{
	int64_t cell, known;
	long long id = 0;

	*ret = 0;
	if (!str_to_int(str_of(cx->item), &id))
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_ERASE_NOBODY);
	*ret = id;
	TRY(db_number(cx->db, &known, 0, Q_ERASURE_KNOWN, *ret));
	TRY(db_number(cx->db, &cell, 0, Q_ERASURE_LAST_CELL, *ret));
	TRY(grant_over(cx, PERM_ERASE_ASK, cell));
	return known ? ERR_OK : cx_fault(cx, ERR_NOT_FOUND, NULL, M_ERASE_NOBODY);
}

static enum err ask_fill(struct ctx *cx, void *in, struct doc *d)
{
	int64_t person;

	(void)in;
	TRY(person_of(cx, &person));
	doc_path(d, msg_text(cx->say.lang, M_ERASURE_LIST), "/erasure");
	d->lead = msg_text(cx->say.lang, M_ERASURE_ASK_LEAD);
	return erase_allowed(cx, person);
}

static enum err ask_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct erasure *e = arena_new_of(cx->a, struct erasure);
	int64_t open;

	(void)in, (void)d;
	*ret_plan = e;
	TRY(person_of(cx, &e->target));
	TRY(db_number(cx->db, &open, 0, Q_ERASURE_OPEN_OF, e->target));
	if (open)
		return cx_fault(cx, ERR_REFUSED, NULL, M_ERASURE_OPEN);
	return erase_allowed(cx, e->target);
}

static enum err ask_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct ask_in *in = vin;
	const struct erasure *e = plan;
	int64_t id = id_new(cx->ids);

	TRY(txn_start(cx, "erase_ask", NULL));
	TRY(db_run(cx->db, Q_ERASURE_INSERT, id, "person", e->target, in->rule, in->reason, cx->txn,
		cx->txn_ms));
	d->location = href_of(cx, id);
	return ERR_OK;
}

const struct action erasure_ask = {.in = ask_fields,
	.in_size = sizeof(struct ask_in),
	.fill = ask_fill,
	.plan = ask_plan,
	.apply = ask_apply,
	.title = M_ERASURE_ASK,
	.submit = M_ERASURE_ASK};

/* ---- the end of it ---- */

static enum err end(struct ctx *cx, struct doc *d, int64_t id, const char *outcome, int64_t rows)
{
	d->location = href_of(cx, id);
	return db_run(cx->db, Q_ERASURE_END, id, outcome, rows, cx->txn, cx->txn_ms);
}

static enum err end_fill(struct ctx *cx, void *in, struct doc *d)
{
	struct erasure *e = arena_new_of(cx->a, struct erasure);

	(void)in;
	TRY(pick_open(cx, e));
	show_path(cx, d);
	doc_record(d, "erasure", M_NONE, fields, e);
	return ERR_OK;
}

static enum err do_fill(struct ctx *cx, void *in, struct doc *d)
{
	d->lead = msg_text(cx->say.lang, M_ERASURE_DO_LEAD);
	return end_fill(cx, in, d);
}

struct do_plan {
	struct erasure erasure;
	struct erase_plan *plan;
};

/* Nobody says yes to what they have asked for. */
static enum err do_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct do_plan *p = arena_new_of(cx->a, struct do_plan);

	(void)in, (void)d;
	TRY(pick_open(cx, &p->erasure));
	if (p->erasure.asker == cx->actor->account)
		return cx_fault(cx, ERR_FORBIDDEN, NULL, M_ERASURE_OWN);
	*ret_plan = p;
	return erase_plan(cx, p->erasure.target, &p->plan);
}

static enum err do_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	struct do_plan *p = plan;
	int64_t rows;

	(void)in;
	TRY(txn_start(cx, "erase", NULL));
	TRY(erase_apply(cx, p->plan, p->erasure.id, &rows));
	return end(cx, d, p->erasure.id, "erased", rows);
}

const struct action erasure_do = {.fill = do_fill,
	.plan = do_plan,
	.apply = do_apply,
	.title = M_ERASURE_DO,
	.submit = M_ERASURE_DO};

static const struct field why_fields[] = {
	{"reason", FT_LINES, CLASS_INSIDE, M_FIELD_REASON, FF_REQUIRED,
		FIELD_OFF(struct audit_why, reason, const char *), 500, 0, 0, M_HINT_ERASURE_REASON,
		0},
	F_END,
};

static enum err decline_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct erasure *e = arena_new_of(cx->a, struct erasure);

	(void)in, (void)d;
	*ret_plan = e;
	return pick_open(cx, e);
}

static enum err decline_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct audit_why *in = vin;
	const struct erasure *e = plan;

	TRY(txn_start(cx, "erase_decline", in->reason));
	return end(cx, d, e->id, "declined", 0);
}

const struct action erasure_decline = {.in = why_fields,
	.in_size = sizeof(struct audit_why),
	.fill = end_fill,
	.plan = decline_plan,
	.apply = decline_apply,
	.title = M_ERASURE_DECLINE,
	.submit = M_ERASURE_DECLINE};

static enum err withdraw_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct erasure *e = arena_new_of(cx->a, struct erasure);

	(void)in, (void)d;
	*ret_plan = e;
	TRY(pick_open(cx, e));
	return e->asker == cx->actor->account
		       ? ERR_OK
		       : cx_fault(cx, ERR_FORBIDDEN, NULL, M_ERASURE_NOT_OWN);
}

static enum err withdraw_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	const struct erasure *e = plan;

	(void)in;
	TRY(txn_start(cx, "erase_withdraw", NULL));
	return end(cx, d, e->id, "withdrawn", 0);
}

const struct action erasure_withdraw = {.fill = end_fill,
	.plan = withdraw_plan,
	.apply = withdraw_apply,
	.title = M_ERASURE_WITHDRAW,
	.submit = M_ERASURE_WITHDRAW};

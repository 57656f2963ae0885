/*
 * org_history.c: what was done to an organisation, and correcting what was entered wrongly. An act
 * is never erased: it is taken back, with a reason, and another stands for it.
 */
#include "core/tree_find.h"
#include "core/tree_plan.h"
#include "org/org.h"

enum { CORRECTIONS = 200, DIFFS = 100 };

struct history_row {
	int64_t id;
	day_t day;
	const char *act, *name, *code, *kind, *sector, *parent, *other, *decision_no, *reason,
		*href;
};

static const struct field history_fields[] = {
	F_ID(struct history_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "act"),
	F_DAY(struct history_row, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	F_CAT(struct history_row, act, M_FIELD_ACT, CLASS_INSIDE, FF_KEY, "org_act"),
	F_TEXT(struct history_row, name, M_FIELD_NAME, CLASS_INSIDE, 0, 200),
	F_TEXT(struct history_row, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),
	F_CAT(struct history_row, kind, M_FIELD_KIND, CLASS_INSIDE, 0, "org_kind"),
	F_CAT(struct history_row, sector, M_FIELD_SECTOR, CLASS_INSIDE, 0, "sector"),
	F_TEXT(struct history_row, parent, M_FIELD_PARENT, CLASS_INSIDE, 0, 200),
	F_TEXT(struct history_row, other, M_FIELD_PARTNER, CLASS_INSIDE, 0, 200),
	F_TEXT(struct history_row, decision_no, M_FIELD_DECISION_NO, CLASS_INSIDE, 0, 60),
	F_TEXT(struct history_row, reason, M_FIELD_REASON, CLASS_INSIDE, 0, 500),
	F_URL(struct history_row, href, M_FIELD_NAME, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

static enum err name_on(struct ctx *cx, int64_t org, day_t day, const char **ret)
{
	struct org_spell s;
	enum err e;

	*ret = NULL;
	if (!org)
		return ERR_OK;
	e = tree_spell_near(cx, org, day, &s);
	if (!e)
		*ret = s.name;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err row_of(struct ctx *cx, const struct org_act *a, bool may, struct history_row *ret)
{
	*ret = (struct history_row){.id = a->id,
		.day = a->day,
		.act = a->act,
		.name = a->name,
		.code = a->code,
		.kind = a->kind,
		.sector = a->sector,
		.decision_no = a->decision_no,
		.reason = a->reason};
	if (may)
		ret->href = arena_printf(cx->a, "/org/%lld/act/%lld%s", (long long)a->org,
			(long long)a->id, cx->query);
	TRY(name_on(cx, a->parent, a->day, &ret->parent));
	return name_on(cx, a->other, a->day, &ret->other);
}

struct correction_row {
	int64_t id, void_ms;
	day_t day;
	const char *act, *name, *login, *reason, *href;
};

static const struct field correction_fields[] = {
	F_ID(struct correction_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "act"),
	F_INSTANT(struct correction_row, void_ms, M_FIELD_CORRECTED_AT, CLASS_INSIDE, FF_KEY),
	F_CAT(struct correction_row, act, M_FIELD_ACT, CLASS_INSIDE, 0, "org_act"),
	F_DAY(struct correction_row, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct correction_row, name, M_FIELD_NAME, CLASS_INSIDE, 0, 200),
	F_TEXT(struct correction_row, login, M_FIELD_ACCOUNT, CLASS_INSIDE, 0, 60),
	F_TEXT(struct correction_row, reason, M_FIELD_REASON, CLASS_INSIDE, 0, 500),
	F_URL(struct correction_row, href, M_FIELD_NAME, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

/* What was taken back, each leading to the page as it was known the moment before. */
static enum err add_corrections(struct ctx *cx, struct doc *d)
{
	struct correction_row *row;
	char instant[MS_TEXT];
	struct list rows;

	TRY(db_list(cx->db, cx->a, correction_fields, sizeof(*row), &rows, Q_ORG_CORRECTIONS,
		cx->org, (int64_t)CORRECTIONS));
	if (!rows.n)
		return ERR_OK;
	row = (struct correction_row *)rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		row[i].href = arena_printf(cx->a, "/org/%lld/history?known=%s", (long long)cx->org,
			ms_print_iso(instant, row[i].void_ms - 1));
	doc_table(d, "corrections", M_ORG_CORRECTIONS, correction_fields, rows);
	return ERR_OK;
}

static enum err history(struct ctx *cx, const void *in, struct doc *d)
{
	bool may = grant_allows(cx->actor, PERM_ORG_CHANGE);
	const struct org_act *a;
	struct history_row *rows;
	struct doc_part *p;
	struct org_step org;
	struct list acts;

	(void)in;
	TRY(org_path(cx, d, cx->org, &org));
	d->title = doc_say(d, M_ORG_HISTORY_OF, org.name, NULL);
	d->lead = may ? msg_text(cx->say.lang, M_ORG_HISTORY_LEAD) : NULL;
	TRY(tree_acts(cx, cx->org, &acts));
	a = acts.rows;
	rows = arena_array(cx->a, acts.n + 1, sizeof(*rows));
	for (size_t i = 0; i < acts.n; i++)
		TRY(row_of(cx, &a[acts.n - 1 - i], may, &rows[i]));
	p = doc_timeline(
		d, "history", M_NONE, history_fields, (struct list){rows, acts.n, sizeof(*rows)});
	p->empty = msg_text(cx->say.lang, M_ORG_NO_ACTS);
	return add_corrections(cx, d);
}

const struct action org_history = {.read = history, .title = M_ORG_HISTORY};

struct correct_in {
	day_t day;
	const char *code, *name, *kind, *sector, *parent, *successor, *decision_no, *reason;
};

#define TEXT_FIELD(m, label, max) F_TEXT(struct correct_in, m, label, CLASS_INSIDE, 0, max)

static const struct field correct_fields[] = {
	F_DAY(struct correct_in, day, M_FIELD_ACT_DAY, CLASS_INSIDE, FF_REQUIRED),
	TEXT_FIELD(name, M_FIELD_NAME, 200),
	TEXT_FIELD(code, M_FIELD_CODE, 60),
	F_CAT(struct correct_in, kind, M_FIELD_KIND, CLASS_INSIDE, 0, "org_kind"),
	F_CAT(struct correct_in, sector, M_FIELD_SECTOR, CLASS_INSIDE, 0, "sector"),
	{"parent", FT_TEXT, CLASS_INSIDE, M_FIELD_PARENT, 0,
		FIELD_OFF(struct correct_in, parent, const char *), 200, 0, 0, M_HINT_ORG, 0},
	{"successor", FT_TEXT, CLASS_INSIDE, M_FIELD_PARTNER, 0,
		FIELD_OFF(struct correct_in, successor, const char *), 200, 0, 0, M_HINT_ORG, 0},
	TEXT_FIELD(decision_no, M_FIELD_DECISION_NO, 60),
	F_LINES(struct correct_in, reason, M_FIELD_REASON, CLASS_INSIDE, FF_REQUIRED, 500),
	F_END,
};

static const struct field undo_fields[] = {
	F_LINES(struct correct_in, reason, M_FIELD_REASON, CLASS_INSIDE, FF_REQUIRED, 500),
	F_END,
};

/* The act that the address names, among those of the organisation. */
static enum err act_of(struct ctx *cx, const char *id_text, struct org_act *ret)
{
	const struct org_act *a;
	long long id = 0;
	struct list acts;

	TRY(tree_acts(cx, cx->org, &acts));
	a = acts.rows;
	if (str_to_int(str_of(id_text), &id))
		for (size_t i = 0; i < acts.n; i++)
			if (a[i].id == id) {
				*ret = a[i];
				return ERR_OK;
			}
	return cx_fault(cx, ERR_NOT_FOUND, NULL, M_ORG_NO_SUCH_ACT);
}

static enum err code_on(struct ctx *cx, int64_t org, day_t day, const char **ret)
{
	struct org_spell s;
	enum err e;

	*ret = NULL;
	if (!org)
		return ERR_OK;
	e = tree_spell_near(cx, org, day, &s);
	if (!e)
		*ret = s.code;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err head(struct ctx *cx, struct doc *d, const struct org_act *a)
{
	struct org_step org;

	TRY(org_path(cx, d, cx->org, &org));
	d->dated = 0;
	d->lead =
		doc_say(d, M_ORG_ACT_LEAD, cat_name(cx->say.cats, cx->say.lang, "org_act", a->act),
			cx_day(cx, a->day), org.name, NULL);
	return ERR_OK;
}

static enum err correct_fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct correct_in *in = vin;
	struct org_act a;

	TRY(act_of(cx, cx->item, &a));
	TRY(head(cx, d, &a));
	in->day = a.day;
	in->code = a.code;
	in->name = a.name;
	in->kind = a.kind;
	in->sector = a.sector;
	in->decision_no = a.decision_no;
	TRY(code_on(cx, a.parent, a.day, &in->parent));
	doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_ORG_UNDO), "%s/undo%s", cx->path,
		cx->query);
	return code_on(cx, a.other, a.day, &in->successor);
}

static enum err undo_fill(struct ctx *cx, void *in, struct doc *d)
{
	struct org_act a;

	(void)in;
	TRY(act_of(cx, cx->item, &a));
	return head(cx, d, &a);
}

static enum err show_plan(struct ctx *cx, struct tree_plan *p, struct doc *d)
{
	struct doc_part *part;
	struct list diffs;

	TRY(tree_plan_check(p));
	TRY(tree_plan_diffs(p, DIFFS, &diffs));
	part = doc_table(d, "changes", M_ORG_CHANGES_TITLE, tree_diff_fields, diffs);
	part->empty = msg_text(cx->say.lang, M_ORG_NO_CHANGE);
	return ERR_OK;
}

static enum err corrected(
	struct ctx *cx, const struct correct_in *in, const struct org_act *old, struct org_act *ret)
{
	*ret = *old;
	ret->id = 0;
	ret->day = in->day;
	ret->seq = in->day == old->day ? old->seq : 0;
	ret->code = in->code;
	ret->name = in->name;
	ret->kind = in->kind;
	ret->sector = in->sector;
	ret->decision_no = in->decision_no;
	ret->parent = ret->other = 0;
	if (!text_empty(in->parent))
		TRY(tree_pick(cx, in->parent, in->day, "parent", &ret->parent));
	if (!text_empty(in->successor))
		TRY(tree_pick(cx, in->successor, in->day, "successor", &ret->other));
	if (ret->parent != old->parent)
		TRY(grant_over_end(cx, PERM_ORG_CHANGE, ret->parent));
	if (ret->other && ret->other != old->other)
		TRY(grant_over_end(cx, PERM_ORG_CHANGE, ret->other));
	return ERR_OK;
}

/* Two ends: where a correction puts an organisation must be within reach, as with a move. */
static enum err check_ends(struct ctx *cx, struct tree_plan *p, const struct org_act *old)
{
	const struct org_spell *after;
	struct org_spell before = {0};
	enum err e = tree_spell(cx, cx->org, old->day, &before);

	if (e == ERR_NOT_FOUND)
		return ERR_OK;
	TRY(e);
	TRY(tree_plan_spell(p, cx->org, old->day, &after));
	if (after && after->parent != before.parent)
		return grant_over_end(cx, PERM_ORG_CHANGE, after->parent);
	return ERR_OK;
}

static enum err correct_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct correct_in *in = vin;
	struct org_act old = {0}, new;
	struct tree_plan *p;

	TRY(act_of(cx, cx->item, &old));
	if (day_precision(in->day) != DAY_EXACT && in->day != DAY_MIN)
		return cx_fault(cx, ERR_BAD_INPUT, "day", M_VALUE_NO_DAY);
	TRY(corrected(cx, in, &old, &new));
	TRY(tree_plan_new(cx, &p));
	TRY(tree_plan_void(p, &old));
	TRY(tree_plan_act(p, &new));
	*ret_plan = p;
	TRY(show_plan(cx, p, d));
	return check_ends(cx, p, &old);
}

static enum err undo_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct org_act old = {0};
	struct tree_plan *p;

	(void)vin;
	TRY(act_of(cx, cx->item, &old));
	TRY(tree_plan_new(cx, &p));
	TRY(tree_plan_void(p, &old));
	*ret_plan = p;
	TRY(show_plan(cx, p, d));
	return check_ends(cx, p, &old);
}

static enum err apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct correct_in *in = vin;

	TRY(txn_start(cx, cx->action->arg, in->reason));
	TRY(tree_plan_apply(plan));
	d->location = org_href(cx, cx->org, "/history");
	return ERR_OK;
}

const struct action org_correct = {.in = correct_fields,
	.in_size = sizeof(struct correct_in),
	.fill = correct_fill,
	.plan = correct_plan,
	.apply = apply,
	.title = M_ORG_CORRECT,
	.submit = M_ORG_CORRECT_DO,
	.preview = true,
	.arg = "org_correct"};

const struct action org_undo = {.in = undo_fields,
	.in_size = sizeof(struct correct_in),
	.fill = undo_fill,
	.plan = undo_plan,
	.apply = apply,
	.title = M_ORG_UNDO,
	.submit = M_ORG_UNDO_DO,
	.preview = true,
	.arg = "org_undo"};

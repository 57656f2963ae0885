/*
 * org_act.c: what is done to organisations: found, open, rename, code, kind, move, split, merge,
 * dissolve. One input struct; each act has its own field table, so its form asks only what it
 * needs.
 */
#include "core/tree_find.h"
#include "core/tree_plan.h"
#include "org/org.h"

enum { DIFFS = 100 };

struct act_in {
	day_t day;
	const char *code, *name, *kind, *sector, *parent, *successor, *children, *decision_no,
		*reason;
};

#define DAY_FIELD                                                                                  \
	{                                                                                          \
		"day", FT_DAY, CLASS_INSIDE, M_FIELD_ACT_DAY, FF_REQUIRED,                         \
			offsetof(struct act_in, day), 0, 0, 0, M_HINT_ACT_DAY, 0                   \
	}
#define WHY_FIELDS                                                                                 \
	F_TEXT(struct act_in, decision_no, M_FIELD_DECISION_NO, CLASS_INSIDE, 0, 60),              \
		F_LINES(struct act_in, reason, M_FIELD_REASON, CLASS_INSIDE, 0, 500), F_END
#define NAME_FIELD(label) F_TEXT(struct act_in, name, label, CLASS_INSIDE, FF_REQUIRED, 200)
#define CODE_FIELD(label)                                                                          \
	{                                                                                          \
		"code", FT_TEXT, CLASS_INSIDE, label, FF_REQUIRED,                                 \
			FIELD_OFF(struct act_in, code, const char *), 60, 0, 0, M_HINT_CODE, 0     \
	}
#define KIND_FIELD   F_CAT(struct act_in, kind, M_FIELD_KIND, CLASS_INSIDE, FF_REQUIRED, "org_kind")
#define SECTOR_FIELD F_CAT(struct act_in, sector, M_FIELD_SECTOR, CLASS_INSIDE, 0, "sector")
#define ORG_FIELD(m, label, flags)                                                                 \
	{                                                                                          \
#m, FT_TEXT, CLASS_INSIDE, label, flags,                                           \
			FIELD_OFF(struct act_in, m, const char *), 200, 0, 0, M_HINT_ORG, 0        \
	}
#define CHILDREN_FIELD                                                                             \
	{                                                                                          \
		"children", FT_LINES, CLASS_INSIDE, M_FIELD_MOVED_CHILDREN, 0,                     \
			FIELD_OFF(struct act_in, children, const char *), 20000, 0, 0,             \
			M_HINT_CHILDREN, 0                                                         \
	}

static const struct field found_fields[] = {DAY_FIELD, NAME_FIELD(M_FIELD_NAME),
	CODE_FIELD(M_FIELD_CODE), KIND_FIELD, SECTOR_FIELD, WHY_FIELDS};
static const struct field open_fields[] = {DAY_FIELD, WHY_FIELDS};
static const struct field rename_fields[] = {DAY_FIELD, NAME_FIELD(M_FIELD_NEW_NAME), WHY_FIELDS};
static const struct field recode_fields[] = {DAY_FIELD, CODE_FIELD(M_FIELD_NEW_CODE), WHY_FIELDS};
static const struct field kind_fields[] = {DAY_FIELD, KIND_FIELD, SECTOR_FIELD, WHY_FIELDS};
static const struct field move_fields[] = {
	DAY_FIELD, ORG_FIELD(parent, M_FIELD_NEW_PARENT, FF_REQUIRED), WHY_FIELDS};
static const struct field split_fields[] = {DAY_FIELD, NAME_FIELD(M_FIELD_SPLIT_NAME),
	CODE_FIELD(M_FIELD_SPLIT_CODE), CHILDREN_FIELD, WHY_FIELDS};
static const struct field merge_fields[] = {
	DAY_FIELD, ORG_FIELD(successor, M_FIELD_SUCCESSOR, FF_REQUIRED), WHY_FIELDS};
static const struct field dissolve_fields[] = {
	DAY_FIELD, ORG_FIELD(successor, M_FIELD_SUCCESSOR, 0), WHY_FIELDS};

/* What stands in the empty form: today, and what the organisation is now. */
static enum err fill(struct ctx *cx, void *vin, struct doc *d)
{
	const char *act = cx->action->arg;
	struct act_in *in = vin;
	struct org_step org;
	struct org_spell now;

	in->day = cx->day;
	if (!cx->org) {
		doc_path(d, msg_text(cx->say.lang, M_MENU_ORG), "/org");
		return ERR_OK;
	}
	TRY(org_path(cx, d, cx->org, &org));
	d->dated = 0;
	d->lead = org.name;
	if (text_eq(act, "found") || text_eq(act, "split"))
		return ERR_OK;
	TRY(tree_spell_near(cx, cx->org, cx->day, &now));
	in->name = now.name;
	in->code = now.code;
	in->kind = now.kind;
	in->sector = now.sector;
	return ERR_OK;
}

static struct org_act act_of(const struct act_in *in, const char *act, int64_t org)
{
	return (struct org_act){.org = org,
		.day = in->day,
		.act = act,
		.code = in->code,
		.name = in->name,
		.kind = in->kind,
		.sector = in->sector,
		.decision_no = in->decision_no,
		.reason = in->reason};
}

static enum err move_child(struct tree_plan *p, const struct act_in *in, int64_t child, int64_t to)
{
	struct org_act move = act_of(in, "move", child);

	move.parent = to;
	move.name = move.code = move.kind = move.sector = NULL;
	return tree_plan_act(p, &move);
}

/* The children of an organisation that ends go to its successor on the same day. */
static enum err move_children(
	struct ctx *cx, struct tree_plan *p, const struct act_in *in, int64_t to)
{
	const struct org_row *r;
	struct list rows;

	TRY(db_list(cx->db, cx->a, org_row_fields, sizeof(*r), &rows, Q_ORG_CHILDREN, cx->org,
		in->day, KNOWN_NOW, INT64_C(1000000)));
	r = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		TRY(move_child(p, in, r[i].id, to));
	return ERR_OK;
}

/* Only what stands directly below the organisation goes over to the one split off from it. */
static enum err check_child(struct ctx *cx, const struct act_in *in, int64_t child)
{
	struct org_spell s;

	TRY(tree_spell_near(cx, child, in->day, &s));
	if (s.parent != cx->org)
		return cx_fault(cx, ERR_REFUSED, "children", M_ORG_NOT_BELOW, s.name);
	return ERR_OK;
}

/* The children named in a form, one a line or with commas between. */
static enum err move_named(struct ctx *cx, struct tree_plan *p, const struct act_in *in, int64_t to)
{
	struct str rest = str_of(in->children);
	int64_t child;

	while (rest.p) {
		struct str line = str_cut(&rest, '\n');
		while (line.p) {
			struct str one = str_trim(str_cut(&line, ','));
			if (!one.n)
				continue;
			TRY(tree_pick(cx, arena_strndup(cx->a, one.p, one.n), in->day, "children",
				&child));
			TRY(check_child(cx, in, child));
			TRY(move_child(p, in, child, to));
		}
	}
	return ERR_OK;
}

/* A new organisation beside the one that is split, of its kind; what is named goes over to it. */
static enum err plan_split(struct ctx *cx, struct tree_plan *p, const struct act_in *in)
{
	struct org_act found, split;
	struct org_spell now;
	enum err e = tree_spell(cx, cx->org, in->day, &now);
	int64_t made;

	if (e == ERR_NOT_FOUND)
		return cx_fault(cx, ERR_REFUSED, "day", M_TREE_NOT_THEN, cx_day(cx, in->day));
	TRY(e);
	/* the new one stands beside the old one: whoever makes it must reach what is above both */
	TRY(grant_over_end(cx, PERM_ORG_CHANGE, now.parent));
	made = tree_plan_org(p);
	found = act_of(in, "found", made);
	found.kind = now.kind;
	found.sector = now.sector;
	found.parent = now.parent;
	split = act_of(in, "split", cx->org);
	split.name = split.code = NULL;
	split.other = made;
	TRY(tree_plan_act(p, &found));
	TRY(tree_plan_act(p, &split));
	return move_named(cx, p, in, made);
}

static enum err plan_end(
	struct ctx *cx, struct tree_plan *p, const struct act_in *in, const char *act)
{
	struct org_act end = act_of(in, act, cx->org);

	end.name = end.code = end.kind = end.sector = NULL;
	if (!text_empty(in->successor)) {
		TRY(tree_pick(cx, in->successor, in->day, "successor", &end.other));
		if (end.other == cx->org)
			return cx_fault(cx, ERR_BAD_INPUT, "successor", M_TREE_OWN_SUCCESSOR);
		TRY(grant_over_end(cx, PERM_ORG_CHANGE, end.other));
		TRY(move_children(cx, p, in, end.other));
	}
	return tree_plan_act(p, &end);
}

/* Two ends: who moves an organisation must reach where it goes to. */
static enum err plan_move(struct ctx *cx, struct tree_plan *p, const struct act_in *in)
{
	struct org_act move = act_of(in, "move", cx->org);

	move.name = move.code = move.kind = move.sector = NULL;
	TRY(tree_pick(cx, in->parent, in->day, "parent", &move.parent));
	TRY(grant_over_end(cx, PERM_ORG_CHANGE, move.parent));
	return tree_plan_act(p, &move);
}

static enum err plan_found(struct ctx *cx, struct tree_plan *p, const struct act_in *in)
{
	struct org_act found = act_of(in, "found", tree_plan_org(p));

	found.parent = cx->org;
	return tree_plan_act(p, &found);
}

static enum err plan_change(
	struct ctx *cx, struct tree_plan *p, const struct act_in *in, const char *act)
{
	struct org_act change = act_of(in, act, cx->org);

	if (!text_eq(act, "rename"))
		change.name = NULL;
	if (!text_eq(act, "code"))
		change.code = NULL;
	if (!text_eq(act, "kind"))
		change.kind = change.sector = NULL;
	return tree_plan_act(p, &change);
}

static enum err plan_act(struct ctx *cx, struct tree_plan *p, const struct act_in *in)
{
	const char *act = cx->action->arg;

	if (text_eq(act, "found"))
		return plan_found(cx, p, in);
	if (text_eq(act, "move"))
		return plan_move(cx, p, in);
	if (text_eq(act, "split"))
		return plan_split(cx, p, in);
	if (text_eq(act, "merge") || text_eq(act, "dissolve"))
		return plan_end(cx, p, in, act);
	return plan_change(cx, p, in, act);
}

static enum err show_diffs(struct ctx *cx, struct tree_plan *p, struct doc *d)
{
	struct doc_part *part;
	struct list diffs;

	TRY(tree_plan_diffs(p, DIFFS, &diffs));
	part = doc_table(d, "changes", M_ORG_CHANGES_TITLE, tree_diff_fields, diffs);
	part->empty = msg_text(cx->say.lang, M_ORG_NO_CHANGE);
	return ERR_OK;
}

static enum err plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct act_in *in = vin;
	struct tree_plan *p;

	if (day_precision(in->day) != DAY_EXACT)
		return cx_fault(cx, ERR_BAD_INPUT, "day", M_VALUE_NO_DAY);
	TRY(tree_plan_new(cx, &p));
	TRY(plan_act(cx, p, in));
	TRY(tree_plan_check(p));
	*ret_plan = p;
	return show_diffs(cx, p, d);
}

static enum err apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct act_in *in = vin;

	TRY(txn_start(
		cx, arena_printf(cx->a, "org_%s", (const char *)cx->action->arg), in->reason));
	TRY(tree_plan_apply(plan));
	d->location = cx->org ? arena_printf(cx->a, "/org/%lld%s", (long long)cx->org, cx->query)
			      : arena_printf(cx->a, "/org%s", cx->query);
	return ERR_OK;
}

#define ACT(var, act_name, fields_, title_, submit_)                                               \
	const struct action var = {.in = fields_,                                                  \
		.in_size = sizeof(struct act_in),                                                  \
		.fill = fill,                                                                      \
		.plan = plan,                                                                      \
		.apply = apply,                                                                    \
		.title = title_,                                                                   \
		.submit = submit_,                                                                 \
		.preview = true,                                                                   \
		.arg = act_name}

ACT(org_found, "found", found_fields, M_ORG_FOUND, M_ORG_FOUND_DO);
ACT(org_open, "open", open_fields, M_ORG_OPEN, M_ORG_OPEN_DO);
ACT(org_rename, "rename", rename_fields, M_ORG_RENAME, M_ORG_RENAME_DO);
ACT(org_recode, "code", recode_fields, M_ORG_RECODE, M_ORG_RECODE_DO);
ACT(org_kind, "kind", kind_fields, M_ORG_KIND, M_ORG_KIND_DO);
ACT(org_move, "move", move_fields, M_ORG_MOVE, M_ORG_MOVE_DO);
ACT(org_split, "split", split_fields, M_ORG_SPLIT, M_ORG_SPLIT_DO);
ACT(org_merge, "merge", merge_fields, M_ORG_MERGE, M_ORG_MERGE_DO);
ACT(org_dissolve, "dissolve", dissolve_fields, M_ORG_DISSOLVE, M_ORG_DISSOLVE_DO);

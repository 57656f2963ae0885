/*
 * reorg_unit.c: the units of a plan by hand: one more, another name or place, one less.
 */
#include "reorg/reorg.h"

struct unit_in {
	int64_t row;
	const char *code, *name, *kind, *parent_code;
};

#define SAID                                                                                       \
	F_TEXT(struct unit_in, name, M_FIELD_NAME, CLASS_INSIDE, FF_REQUIRED, 200),                \
		F_TEXT(struct unit_in, code, M_FIELD_CODE, CLASS_INSIDE, FF_REQUIRED, 60),         \
		F_CAT(struct unit_in, kind, M_FIELD_KIND, CLASS_INSIDE, FF_REQUIRED, "org_kind"),  \
		{"parent_code", FT_TEXT, CLASS_INSIDE, M_FIELD_PARENT_CODE, 0,                     \
			FIELD_OFF(struct unit_in, parent_code, const char *), 60, 0, 0,            \
			M_HINT_REORG_PARENT, 0},                                                   \
		F_END

static const struct field add_fields[] = {SAID};
static const struct field change_fields[] = {
	F_ID(struct unit_in, row, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN | FF_FRESH, "reorg_unit"),
	SAID};
static const struct field remove_fields[] = {F_END};

struct unit_plan {
	struct reorg r;
	struct reorg_unit u;
};

static void say(struct reorg_unit *u, const struct unit_in *in)
{
	u->code = in->code;
	u->name = in->name;
	u->kind = in->kind;
	u->parent_code = in->parent_code;
}

static enum err check_code(struct ctx *cx, const struct unit_plan *p)
{
	const struct reorg_unit *u;
	struct list units;

	TRY(reorg_units(cx, p->r.id, &units));
	u = units.rows;
	for (size_t i = 0; i < units.n; i++)
		if (u[i].unit != p->u.unit && text_eq(u[i].code, p->u.code))
			return cx_fault(
				cx, ERR_REFUSED, "code", M_TREE_CODE_TAKEN, p->u.code, u[i].name);
	return ERR_OK;
}

static enum err apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	const char *what = cx->action->arg;
	struct unit_plan *p = plan;

	(void)in;
	TRY(txn_start(cx, what, NULL));
	if (text_eq(what, "reorg_unit_remove"))
		TRY(db_run(cx->db, Q_REORG_UNIT_VOID, p->u.id, cx->txn, cx->txn_ms));
	else
		TRY(reorg_unit_write(cx, p->r.id, &p->u));
	TRY(reorg_bump(cx, p->r.id));
	d->location = reorg_href(cx, p->r.id, "/unit");
	return ERR_OK;
}

/* ---- one more ---- */

static enum err add_fill(struct ctx *cx, void *in, struct doc *d)
{
	struct reorg r;

	(void)in;
	TRY(reorg_get_draft(cx, cx->item, &r));
	reorg_path(cx, d, &r);
	d->lead = msg_text(cx->say.lang, M_REORG_UNIT_LEAD);
	return ERR_OK;
}

static enum err add_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct unit_plan *p = arena_new_of(cx->a, struct unit_plan);
	struct cursor c;

	(void)d;
	*ret_plan = p;
	TRY(reorg_get_draft(cx, cx->item, &p->r));
	TRY(db_query(cx->db, &c, Q_REORG_UNIT_COUNTS, p->r.id));
	p->u.unit = db_next(&c) ? db_int(&c, 1) + 1 : 1;
	TRY(db_end(&c));
	say(&p->u, in);
	return check_code(cx, p);
}

/* ---- another name or place, one less ---- */

static enum err read_unit(struct ctx *cx, struct unit_plan *p)
{
	TRY(reorg_unit_of(cx, cx->item, &p->u));
	return reorg_get_draft(cx, arena_printf(cx->a, "%lld", (long long)p->u.reorg), &p->r);
}

static enum err fill(struct ctx *cx, void *vin, struct doc *d)
{
	bool remove = text_eq(cx->action->arg, "reorg_unit_remove");
	struct unit_in *in = vin;
	struct unit_plan p = {0};

	TRY(read_unit(cx, &p));
	reorg_path(cx, d, &p.r);
	doc_path(d, msg_text(cx->say.lang, M_REORG_UNITS), reorg_href(cx, p.r.id, "/unit"));
	d->lead = arena_printf(cx->a, "%s (%s)", p.u.name, p.u.code);
	if (remove)
		return ERR_OK;
	*in = (struct unit_in){p.u.id, p.u.code, p.u.name, p.u.kind, p.u.parent_code};
	doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_REORG_UNIT_REMOVE),
		"/reorg-unit/%lld/remove", (long long)p.u.id);
	return ERR_OK;
}

static enum err change_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct unit_plan *p = arena_new_of(cx->a, struct unit_plan);
	const struct unit_in *in = vin;

	(void)d;
	*ret_plan = p;
	TRY(read_unit(cx, p));
	if (in->row && in->row != p->u.id)
		return cx_fault(cx, ERR_CONFLICT, NULL, M_REORG_ANSWERED);
	say(&p->u, in);
	return check_code(cx, p);
}

/* Lines that lead to it come first: they would lead nowhere. */
static enum err remove_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct unit_plan *p = arena_new_of(cx->a, struct unit_plan);
	int64_t lines;

	(void)in;
	(void)d;
	*ret_plan = p;
	TRY(read_unit(cx, p));
	TRY(db_number(cx->db, &lines, 0, Q_REORG_UNIT_LINES, p->r.id, p->u.unit));
	return lines ? cx_fault(cx, ERR_REFUSED, NULL, M_REORG_UNIT_MEANT,
			       number_text(cx->a, cx->say.lang, lines))
		     : ERR_OK;
}

#define UNIT(var, fields, fill_, plan_, title_, submit_, arg_)                                     \
	const struct action var = {.in = fields,                                                   \
		.in_size = sizeof(struct unit_in),                                                 \
		.fill = fill_,                                                                     \
		.plan = plan_,                                                                     \
		.apply = apply,                                                                    \
		.title = title_,                                                                   \
		.submit = submit_,                                                                 \
		.arg = arg_}

UNIT(reorg_unit_add, add_fields, add_fill, add_plan, M_REORG_UNIT_ADD, M_REORG_UNIT_DO,
	"reorg_unit");
UNIT(reorg_unit_show, change_fields, fill, change_plan, M_REORG_UNIT_CHANGE, M_REORG_UNIT_CHANGE_DO,
	"reorg_unit_change");
UNIT(reorg_unit_remove, remove_fields, fill, remove_plan, M_REORG_UNIT_REMOVE, M_REORG_UNIT_REMOVE,
	"reorg_unit_remove");

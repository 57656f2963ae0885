/*
 * reorg_act.c: a plan begins, from two files or empty, is named otherwise, is dropped.
 */
#include "core/tree_find.h"
#include "reorg/reorg.h"

struct head_in {
	const char *name, *under, *decision_no, *reason;
	day_t day;
	struct reorg_files files;
};

#define TEXT(m, label, flags, most, hint)                                                          \
	{                                                                                          \
#m, FT_TEXT, CLASS_INSIDE, label, flags,                                           \
			FIELD_OFF(struct head_in, m, const char *), most, 0, 0, hint, 0            \
	}
#define DAY                                                                                        \
	{                                                                                          \
		"day", FT_DAY, CLASS_INSIDE, M_FIELD_REORG_DAY, FF_REQUIRED,                       \
			offsetof(struct head_in, day), 0, 0, 0, M_HINT_REORG_DAY, 0                \
	}
static const struct field new_fields[] = {
	TEXT(name, M_FIELD_REORG_NAME, FF_REQUIRED, 200, M_NONE),
	DAY,
	TEXT(under, M_FIELD_REORG_UNDER, 0, 200, M_HINT_REORG_UNDER),
	TEXT(decision_no, M_FIELD_DECISION_NO, 0, 60, M_NONE),
	REORG_FILE(struct head_in, "map", files.map, M_FIELD_REORG_MAP, M_HINT_REORG_MAP),
	REORG_FILE(struct head_in, "units", files.units, M_FIELD_REORG_UNITS, M_HINT_REORG_UNITS),
	F_END,
};

static const struct field change_fields[] = {
	TEXT(name, M_FIELD_REORG_NAME, FF_REQUIRED, 200, M_NONE),
	TEXT(decision_no, M_FIELD_DECISION_NO, 0, 60, M_NONE),
	F_LINES(struct head_in, reason, M_FIELD_REASON, CLASS_INSIDE, 0, 500),
	F_END,
};

static const struct field drop_fields[] = {
	F_LINES(struct head_in, reason, M_FIELD_REASON, CLASS_INSIDE, FF_REQUIRED, 500),
	F_END,
};

/* ---- a new plan ---- */

struct new_plan {
	struct reorg r;
	struct reorg_load load;
};

static enum err new_fill(struct ctx *cx, void *in, struct doc *d)
{
	(void)in;
	reorg_path(cx, d, NULL);
	d->lead = msg_text(cx->say.lang, M_REORG_NEW_LEAD);
	return ERR_OK;
}

static enum err read_head(struct ctx *cx, const struct head_in *in, struct reorg *ret)
{
	*ret = (struct reorg){
		.name = in->name, .day = in->day, .decision_no = in->decision_no, .state = "draft"};
	if (day_precision(in->day) != DAY_EXACT)
		return cx_fault(cx, ERR_BAD_INPUT, "day", M_VALUE_NO_DAY);
	if (!text_empty(in->under))
		TRY(tree_pick(cx, in->under, day_add(in->day, -1), "under", &ret->org));
	return reorg_over(cx, PERM_REORG_CHANGE, ret->org);
}

static void tell_read(struct ctx *cx, struct doc *d, const struct reorg_load *load)
{
	const struct reorg_line *l = load->lines.rows;
	int64_t sure = 0;

	for (size_t i = 0; i < load->lines.n; i++)
		sure += l[i].decided;
	doc_note(d, DOC_PLAIN,
		doc_say(d, M_REORG_READ, number_text(cx->a, d->lang, (int64_t)load->units.n),
			number_text(cx->a, d->lang, (int64_t)load->lines.n),
			number_text(cx->a, d->lang, sure), NULL));
	if (load->left_out)
		doc_note(d, DOC_WARN,
			doc_say(d, M_REORG_LEFT_OUT,
				number_text(cx->a, d->lang, (int64_t)load->left_out), NULL));
}

/* Over the web the plan comes first, and its files are read beside it. */
static enum err new_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct new_plan *p = arena_new_of(cx->a, struct new_plan);
	const struct head_in *in = vin;

	*ret_plan = p;
	TRY(read_head(cx, in, &p->r));
	TRY(reorg_files_check(cx, &in->files));
	if (reorg_job_waits(cx))
		return ERR_OK;
	TRY(reorg_load_read(cx, &p->r, &in->files, &p->load));
	tell_read(cx, d, &p->load);
	return ERR_OK;
}

/* Whoever has no place gets a question, by the plan as it stands in this transaction. */
enum err reorg_gather_now(struct ctx *cx, const struct reorg *r)
{
	struct reorg_missing m;
	struct reorg_work *w;

	TRY(reorg_work_new(cx, r, &w));
	TRY(reorg_gather(w, &m));
	return reorg_gather_write(w, &m);
}

static enum err new_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct head_in *in = vin;
	struct new_plan *p = plan;

	TRY(txn_start(cx, "reorg_new", NULL));
	p->r.id = id_new(cx->ids);
	TRY(db_run(cx->db, Q_REORG_MAKE, p->r.id, cx->txn));
	TRY(reorg_head_write(cx, &p->r));
	d->location = reorg_href(cx, p->r.id, "");
	if (reorg_job_waits(cx))
		return reorg_load_order(
			cx, arena_printf(cx->a, "%lld", (long long)p->r.id), &in->files);
	return reorg_load_write(cx, &p->r, &p->load);
}

const struct action reorg_new = {.in = new_fields,
	.in_size = sizeof(struct head_in),
	.fill = new_fill,
	.plan = new_plan,
	.apply = new_apply,
	.title = M_REORG_NEW,
	.submit = M_REORG_NEW_DO};

/* ---- its head ---- */

static enum err head_fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct head_in *in = vin;
	struct reorg r;

	TRY(reorg_get_draft(cx, cx->item, &r));
	reorg_path(cx, d, &r);
	d->lead = r.name;
	in->name = r.name;
	in->decision_no = r.decision_no;
	return ERR_OK;
}

static enum err head_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct reorg *r = arena_new_of(cx->a, struct reorg);

	(void)in;
	(void)d;
	*ret_plan = r;
	return reorg_get_draft(cx, cx->item, r);
}

static enum err head_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	bool drop = text_eq(cx->action->arg, "drop");
	const struct head_in *in = vin;
	struct reorg *r = plan;

	TRY(txn_start(cx, drop ? "reorg_drop" : "reorg_change", in->reason));
	if (drop) {
		TRY(db_run(cx->db, Q_REORG_FILES_DELETE, r->id));
		r->state = "dropped";
	} else {
		r->name = in->name;
		r->decision_no = in->decision_no;
	}
	TRY(reorg_head_write(cx, r));
	d->location = drop ? "/reorg" : reorg_href(cx, r->id, "");
	return ERR_OK;
}

#define HEAD_ACTION(var, fields, title_, submit_, arg_)                                            \
	const struct action var = {.in = fields,                                                   \
		.in_size = sizeof(struct head_in),                                                 \
		.fill = head_fill,                                                                 \
		.plan = head_plan,                                                                 \
		.apply = head_apply,                                                               \
		.title = title_,                                                                   \
		.submit = submit_,                                                                 \
		.arg = arg_}

HEAD_ACTION(reorg_change, change_fields, M_REORG_CHANGE, M_REORG_CHANGE_DO, "change");
HEAD_ACTION(reorg_drop, drop_fields, M_REORG_DROP, M_REORG_DROP_DO, "drop");

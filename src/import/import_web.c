/*
 * import_web.c: pages: what was taken in, and the forms to send a file.
 */
#include "core/listing.h"
#include "import/import_impl.h"

enum { JOBS = 20 };

const struct field job_row_fields[] = {
	F_ID(struct job_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "job"),
	F_INSTANT(struct job_row, made_ms, M_FIELD_AT, CLASS_INSIDE, 0),
	F_TEXT(struct job_row, file, M_FIELD_FILE, CLASS_INSIDE, FF_KEY, 200),
	F_CAT(struct job_row, state, M_FIELD_STATE, CLASS_INSIDE, 0, "job_state"),
	F_ID(struct job_row, upload, M_FIELD_FILE, CLASS_INSIDE, FF_HIDDEN, "upload"),
	F_INT(struct job_row, progress, M_FIELD_PROGRESS, CLASS_INSIDE, FF_HIDDEN, 0),
	F_TEXT(struct job_row, params, M_FIELD_NOTE, CLASS_INSIDE, FF_HIDDEN, 0),
	F_TEXT(struct job_row, result, M_FIELD_NOTE, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

void import_web_path(struct ctx *cx, struct doc *d)
{
	doc_path(d, msg_text(cx->say.lang, M_MENU_IMPORT), "/import");
}

static void kind_links(struct ctx *cx, struct doc *d)
{
	for (int i = 0; import_kinds[i]; i++)
		doc_link(d, i ? DOC_ACTION : DOC_PRIMARY,
			msg_text(cx->say.lang, import_kinds[i]->title), "/import/%s",
			import_kinds[i]->name);
}

static const struct listing done_listing = {.name = "imports",
	.title = M_IMPORT_DONE_LIST,
	.empty = M_IMPORT_NO_DONE,
	.fields = import_done_fields,
	.size = sizeof(struct import_done),
	.first = Q_IMPORT_LIST,
	.after = Q_IMPORT_LIST_AFTER,
	.row_href = "/import-done/"};

static enum err home(struct ctx *cx, const void *in, struct doc *d)
{
	struct doc_part *p;
	struct list jobs;
	enum err e;

	(void)in;
	d->title = msg_text(cx->say.lang, M_IMPORT_TITLE);
	d->lead = msg_text(cx->say.lang, M_IMPORT_LEAD);
	kind_links(cx, d);
	side_read(cx, e,
		db_list(cx->side, cx->a, job_row_fields, sizeof(struct job_row), &jobs, Q_JOB_LIST,
			cx->actor->account, (int64_t)JOBS));
	TRY(e);
	if (jobs.n) {
		p = doc_table(d, "jobs", M_IMPORT_JOBS, job_row_fields, jobs);
		p->row_href = "/import-job/";
	}
	return listing_add(cx, d, &done_listing,
		(const struct db_val[]){DB_ARGS(import_sees_all(cx), cx->actor->account)}, 2, &p);
}

const struct action import_home = {.read = home, .title = M_IMPORT_TITLE};

/* A form for each kind. */

static enum err form_fill(struct ctx *cx, void *in, struct doc *d)
{
	const struct import_kind *kind = cx->action->arg;

	(void)in;
	import_web_path(cx, d);
	d->lead = msg_text(cx->say.lang, kind->about);
	return ERR_OK;
}

static enum err form_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	(void)ret_plan;
	(void)d;
	return import_options_check(cx, in);
}

static enum err order(struct ctx *cx, const struct import_options *opt, int64_t *ret_job)
{
	const struct import_kind *kind = cx->action->arg;
	struct import_order o = {kind->name, *opt, cx->say.lang, false};
	int64_t upload = id_new(cx->ids), now = clock_now(cx->clock);
	const char *name = opt->file.name, *slash = strrchr(name, '/');

	/* sent again because its answer was lost: the same order, promised once more */
	TRY(db_number(cx->side, ret_job, 0, Q_JOB_BY_KEY, cx->actor->account, cx->request_key));
	if (*ret_job)
		return db_run(cx->side, Q_JOB_PROMISE, *ret_job);
	*ret_job = id_new(cx->ids);
	TRY(db_run(cx->side, Q_UPLOAD_INSERT, upload, cx->actor->account, slash ? slash + 1 : name,
		opt->file.bytes, now));
	return db_run(cx->side, Q_JOB_INSERT, *ret_job, "import", cx->actor->account, upload,
		import_order_json(cx->a, &o), now, cx->request_key);
}

enum err import_side_write(struct ctx *cx,
	enum err (*work)(struct ctx *cx, const void *p, int64_t *n), const void *p, int64_t *n)
{
	enum err e;

	TRY(db_begin(cx->side, DB_WRITE));
	e = work(cx, p, n);
	if (!e)
		e = db_commit(cx->side);
	if (e)
		db_rollback(cx->side);
	return e;
}

static enum err order_work(struct ctx *cx, const void *opt, int64_t *ret_job)
{
	return order(cx, opt, ret_job);
}

static enum err form_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	int64_t job;

	(void)plan;
	TRY(import_side_write(cx, order_work, in, &job));
	d->location = arena_printf(cx->a, "/import-job/%lld", (long long)job);
	return ERR_OK;
}

#define FORM(var, kind, fields, form_title)                                                        \
	const struct action var = {.in = fields,                                                   \
		.in_size = sizeof(struct import_options),                                          \
		.fill = form_fill,                                                                 \
		.plan = form_plan,                                                                 \
		.apply = form_apply,                                                               \
		.title = form_title,                                                               \
		.submit = M_IMPORT_SEND,                                                           \
		.no_txn = true,                                                                    \
		.arg = &(kind)}

FORM(import_orgs, org_import_orgs, import_plain_options, M_IMPORT_ORGS);
FORM(import_units, org_import_units, import_unit_options, M_IMPORT_UNITS);
FORM(import_org_changes, org_import_changes, import_plain_options, M_IMPORT_ORG_CHANGES);
FORM(import_members, member_import_members, import_member_options, M_IMPORT_MEMBERS);
FORM(import_transfers, member_import_transfers, import_event_options, M_IMPORT_TRANSFERS);
FORM(import_leavings, member_import_leavings, import_event_options, M_IMPORT_LEAVINGS);
FORM(import_villages, village_import_villages, import_again_options, M_IMPORT_VILLAGES);
FORM(import_posts, org_import_posts, import_plain_options, M_IMPORT_POSTS);
FORM(import_targets, figure_import_targets, import_plain_options, M_IMPORT_TARGETS);

/* Imports that were carried out. */

static enum err done_show(struct ctx *cx, const void *in, struct doc *d)
{
	struct import_done *done = arena_new_of(cx->a, struct import_done);
	const struct import_kind *kind;

	(void)in;
	TRY(import_done_get(cx, cx->item, done));
	kind = import_kind_find(done->kind);
	import_web_path(cx, d);
	d->title = doc_say(d, M_IMPORT_OF, done->file, NULL);
	doc_record(d, "import", M_NONE, import_done_fields, done);
	if (kind && kind->location)
		doc_link(
			d, DOC_ONWARD, msg_text(cx->say.lang, M_IMPORT_LOOK), "%s", kind->location);
	if (!done->undone)
		doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_IMPORT_UNDO),
			"/import-done/%lld/undo", (long long)done->id);
	return ERR_OK;
}

const struct action import_done_show = {.read = done_show, .title = M_IMPORT_DONE_PAGE};

struct undo {
	struct import_done done;
	void *plan;
};

static enum err undo_fill(struct ctx *cx, void *in, struct doc *d)
{
	struct import_done *done = arena_new_of(cx->a, struct import_done);

	(void)in;
	TRY(import_done_get(cx, cx->item, done));
	import_web_path(cx, d);
	doc_path(d, done->file, arena_printf(cx->a, "/import-done/%lld", (long long)done->id));
	d->lead = doc_say(d, M_IMPORT_UNDO_LEAD, done->file,
		number_text(cx->a, cx->say.lang, done->rows_new), NULL);
	return ERR_OK;
}

static enum err undo_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct undo *u = arena_new_of(cx->a, struct undo);

	(void)in;
	(void)d;
	TRY(import_done_get(cx, cx->item, &u->done));
	*ret_plan = u;
	return import_undo_plan(cx, &u->done, &u->plan);
}

static enum err undo_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	struct undo *u = plan;

	(void)in;
	TRY(import_undo_apply(cx, &u->done, u->plan));
	d->location = arena_printf(cx->a, "/import-done/%lld", (long long)u->done.id);
	return ERR_OK;
}

const struct action import_done_undo = {.fill = undo_fill,
	.plan = undo_plan,
	.apply = undo_apply,
	.title = M_IMPORT_UNDO,
	.submit = M_IMPORT_UNDO_DO};

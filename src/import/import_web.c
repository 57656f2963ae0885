/*
 * import_web.c: pages: what was taken in, the forms to send a file, the job and what came of it.
 */
#include "core/listing.h"
#include "import/import_impl.h"

enum { REFRESH_S = 1, JOBS = 20 };

struct job_row {
	int64_t id, upload, progress, made_ms;
	const char *file, *params, *state, *result;
};

static const struct field job_row_fields[] = {
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

/* Jobs and uploads: the side database, each question in a transaction of its own. */
#define side_read(cx, e, question)                                                                 \
	do {                                                                                       \
		TRY(db_begin((cx)->side, DB_READ));                                                \
		(e) = (question);                                                                  \
		db_rollback((cx)->side);                                                           \
	} while (0)

static void import_path(struct ctx *cx, struct doc *d)
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
	return listing_add(cx, d, &done_listing, (const struct db_val[1]){{0}}, 0, &p);
}

const struct action import_home = {.read = home, .title = M_IMPORT_TITLE};

/* A form for each kind. */

static enum err form_fill(struct ctx *cx, void *in, struct doc *d)
{
	const struct import_kind *kind = cx->action->arg;

	(void)in;
	import_path(cx, d);
	d->lead = msg_text(cx->say.lang, kind->about);
	return ERR_OK;
}

static enum err form_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	(void)cx;
	(void)in;
	(void)ret_plan;
	(void)d;
	return ERR_OK;
}

static enum err order(struct ctx *cx, const struct import_options *opt, int64_t *ret_job)
{
	const struct import_kind *kind = cx->action->arg;
	struct import_order o = {kind->name, *opt, cx->say.lang, false};
	int64_t upload = id_new(cx->ids), now = clock_now(cx->clock);
	const char *name = opt->file.name, *slash = strrchr(name, '/');

	*ret_job = id_new(cx->ids);
	TRY(db_run(cx->side, Q_UPLOAD_INSERT, upload, cx->actor->account, slash ? slash + 1 : name,
		opt->file.bytes, now));
	return db_run(cx->side, Q_JOB_INSERT, *ret_job, "import", cx->actor->account, upload,
		import_order_json(cx->a, &o), now);
}

static enum err side_write(struct ctx *cx,
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
	TRY(side_write(cx, order_work, in, &job));
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
FORM(import_posts, org_import_posts, import_plain_options, M_IMPORT_POSTS);

/* The job. */

static enum err job_get(struct ctx *cx, struct job_row *ret)
{
	long long id;
	enum err e = ERR_NOT_FOUND;

	if (str_to_int(str_of(cx->item), &id))
		side_read(cx, e,
			db_get(cx->side, cx->a, job_row_fields, ret, Q_JOB_GET, (int64_t)id,
				cx->actor->account));
	if (e == ERR_NOT_FOUND)
		return cx_fault(cx, e, NULL, M_JOB_NONE);
	return e;
}

struct problem_row {
	int64_t id, row_no;
	const char *col, *value, *what, *arg1, *arg2, *arg3, *reason;
	int warning;
};

/* Read as stored; `reason` is made of the key and its arguments in the reader's language. */
static const struct field problem_row_fields[] = {
	F_ID(struct problem_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "problem"),
	F_INT(struct problem_row, row_no, M_FIELD_ROW, CLASS_INSIDE, 0, 0),
	F_TEXT(struct problem_row, col, M_FIELD_COLUMN, CLASS_INSIDE, 0, 200),
	F_TEXT(struct problem_row, value, M_FIELD_VALUE, CLASS_INSIDE, 0, 1000),
	F_TEXT(struct problem_row, reason, M_FIELD_WRONG, CLASS_INSIDE, FF_KEY, 1000),
	F_BOOL(struct problem_row, warning, M_FIELD_WARNING, CLASS_INSIDE, 0),
	F_TEXT(struct problem_row, what, M_FIELD_WRONG, CLASS_INSIDE, FF_HIDDEN, 100),
	F_TEXT(struct problem_row, arg1, M_FIELD_WRONG, CLASS_INSIDE, FF_HIDDEN, 1000),
	F_TEXT(struct problem_row, arg2, M_FIELD_WRONG, CLASS_INSIDE, FF_HIDDEN, 1000),
	F_TEXT(struct problem_row, arg3, M_FIELD_WRONG, CLASS_INSIDE, FF_HIDDEN, 1000),
	F_END,
};

static enum err say_problem(struct ctx *cx, void *vrow)
{
	struct problem_row *row = vrow;
	enum msg what;

	row->reason = msg_find(row->what, &what)
			      ? msg_fill(cx->a, cx->say.lang, what,
					(const char *const[]){row->arg1, row->arg2, row->arg3}, 3)
			      : row->what;
	return ERR_OK;
}

static const struct listing problem_listing = {.name = "problems",
	.title = M_IMPORT_BAD_TITLE,
	.fields = problem_row_fields,
	.size = sizeof(struct problem_row),
	.first = Q_JOB_PROBLEMS,
	.after = Q_JOB_PROBLEMS_AFTER,
	.complete = say_problem};

/* A list of the side database: for as long as it is read, that one is "the" database. */
static enum err add_problems(struct ctx *cx, struct doc *d, int64_t job, struct doc_part **ret)
{
	struct ctx side = *cx;
	enum err e;

	side.db = cx->side;
	side.page.limit = IMPORT_SHOWN;
	side_read(cx, e,
		listing_add(
			&side, d, &problem_listing, (const struct db_val[]){DB_ARGS(job)}, 1, ret));
	return e;
}

static void small_form(
	struct ctx *cx, struct doc *d, const char *name, enum msg submit, const char *action)
{
	struct doc_form *form = arena_new_of(cx->a, struct doc_form);
	char key[KEY_TEXT];

	form->action = action;
	form->submit = msg_text(cx->say.lang, submit);
	form->key = arena_strdup(cx->a, key_new(key));
	form->fields.size = sizeof(struct doc_form_field);
	doc_form(d, name, M_NONE, form);
}

static void show_waiting(struct ctx *cx, const struct job_row *job, struct doc *d)
{
	bool queued = text_eq(job->state, "queued");

	d->refresh = REFRESH_S;
	d->lead = queued ? msg_text(cx->say.lang, M_JOB_QUEUED)
			 : doc_say(d, M_JOB_RUNNING,
				   percent_text(cx->a, cx->say.lang, job->progress, 1000), NULL);
}

static void result_links(struct ctx *cx, const struct import_result *res, struct doc *d)
{
	if (!res->import)
		return;
	if (res->location)
		doc_link(
			d, DOC_PRIMARY, msg_text(cx->say.lang, M_IMPORT_LOOK), "%s", res->location);
	doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_IMPORT_UNDO), "/import-done/%lld/undo",
		(long long)res->import);
}

static enum err show_problems(struct ctx *cx, const struct job_row *job, struct doc *d)
{
	struct doc_part *p;

	TRY(add_problems(cx, d, job->id, &p));
	if (!p->rows.n)
		return ERR_OK;
	p->next_href = NULL; /* the page shows the first ones; the files have all */
	doc_part_link(d, p, DOC_EXPORT, "XLSX", "/import-job/%lld/bad.xlsx", (long long)job->id);
	doc_part_link(d, p, DOC_EXPORT, "CSV", "/import-job/%lld/bad.csv", (long long)job->id);
	return ERR_OK;
}

static enum err show_done(struct ctx *cx, const struct job_row *job, struct doc *d)
{
	const char *address = arena_printf(cx->a, "/import-job/%lld", (long long)job->id);
	struct import_result res;

	if (import_result_read(cx->a, job->result, &res))
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_JOB_NONE);
	if (text_eq(job->state, "failed"))
		doc_note(d, DOC_ERROR, msg_text(cx->say.lang, M_JOB_FAILED));
	else
		import_show(cx, &res, d);
	if (res.bad || res.warnings || text_eq(job->state, "failed"))
		TRY(show_problems(cx, job, d));
	result_links(cx, &res, d);
	if (!res.import && text_eq(job->state, "done") && res.fresh && !res.bad && !res.held)
		small_form(cx, d, "commit", M_IMPORT_COMMIT,
			arena_printf(cx->a, "%s/commit", address));
	if (!res.import)
		small_form(cx, d, "drop", M_IMPORT_DROP, arena_printf(cx->a, "%s/drop", address));
	return ERR_OK;
}

static enum err job_show(struct ctx *cx, const void *in, struct doc *d)
{
	struct job_row job = {0};

	(void)in;
	TRY(job_get(cx, &job));
	import_path(cx, d);
	d->title = doc_say(d, M_IMPORT_OF, job.file ? job.file : "", NULL);
	if (text_eq(job.state, "queued") || text_eq(job.state, "running")) {
		show_waiting(cx, &job, d);
		return ERR_OK;
	}
	return show_done(cx, &job, d);
}

const struct action import_job_show = {.read = job_show, .title = M_IMPORT_JOB};

static enum err job_bad(struct ctx *cx, const void *in, struct doc *d)
{
	struct doc_part *p;
	struct job_row job = {0};

	(void)in;
	TRY(job_get(cx, &job));
	import_path(cx, d);
	d->title = msg_text(cx->say.lang, M_IMPORT_BAD_TITLE);
	return add_problems(cx, d, job.id, &p);
}

const struct action import_job_bad = {.read = job_bad, .title = M_IMPORT_BAD_TITLE};

static enum err job_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct job_row *job = arena_new_of(cx->a, struct job_row);

	(void)in;
	import_path(cx, d);
	*ret_plan = job;
	return job_get(cx, job);
}

static enum err commit_work(struct ctx *cx, const void *p, int64_t *ret)
{
	const struct job_row *job = p;
	struct import_order o;

	TRY(import_order_read(cx->a, job->params, &o));
	o.commit = true;
	return db_run_count(cx->side, ret, Q_JOB_AGAIN, job->id, cx->actor->account,
		import_order_json(cx->a, &o));
}

static enum err job_commit(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	int64_t unused;

	(void)in;
	TRY(side_write(cx, commit_work, plan, &unused));
	d->location = arena_printf(cx->a, "/import-job/%s", cx->item);
	return ERR_OK;
}

static enum err drop_work(struct ctx *cx, const void *p, int64_t *ret)
{
	const struct job_row *job = p;

	TRY(db_run_count(cx->side, ret, Q_JOB_DELETE, job->id, cx->actor->account));
	if (!*ret)
		return ERR_OK;
	TRY(db_run(cx->side, Q_JOB_PROBLEMS_DELETE, job->id));
	return db_run(cx->side, Q_UPLOAD_DELETE, job->upload);
}

static enum err job_drop(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	int64_t unused;

	(void)in;
	TRY(side_write(cx, drop_work, plan, &unused));
	d->location = "/import";
	return ERR_OK;
}

const struct action import_job_commit = {.plan = job_plan,
	.apply = job_commit,
	.title = M_IMPORT_COMMIT,
	.submit = M_IMPORT_COMMIT,
	.no_txn = true};
const struct action import_job_drop = {.plan = job_plan,
	.apply = job_drop,
	.title = M_IMPORT_DROP,
	.submit = M_IMPORT_DROP,
	.no_txn = true};

/* Imports that were carried out. */

static enum err done_show(struct ctx *cx, const void *in, struct doc *d)
{
	struct import_done *done = arena_new_of(cx->a, struct import_done);
	const struct import_kind *kind;

	(void)in;
	TRY(import_done_get(cx, cx->item, done));
	kind = import_kind_find(done->kind);
	import_path(cx, d);
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
	import_path(cx, d);
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

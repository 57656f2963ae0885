/*
 * import_job_web.c: the page of a job: how far it is, what came of the file, what its columns were
 * taken for, and what can be done with it: read again, write, drop.
 */
#include "base/text.h"
#include "core/listing.h"
#include "core/look.h"
#include "import/import_impl.h"

enum { REFRESH_S = 1, COLUMNS = 100 };

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

/* ---- problems and differences ---- */

struct problem_row {
	int64_t id, row_no;
	const char *sheet, *col, *value, *what, *arg1, *arg2, *arg3, *reason;
	int warning, doubt;
};

/* Read as stored; `reason` is made of the key and its arguments in the reader's language. */
static const struct field problem_row_fields[] = {
	F_ID(struct problem_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "problem"),
	F_TEXT(struct problem_row, sheet, M_FIELD_SHEET, CLASS_INSIDE, 0, 200),
	F_INT(struct problem_row, row_no, M_FIELD_ROW, CLASS_INSIDE, 0, 0),
	F_TEXT(struct problem_row, col, M_FIELD_COLUMN, CLASS_INSIDE, 0, 200),
	F_TEXT(struct problem_row, value, M_FIELD_VALUE, CLASS_INSIDE, 0, 1000),
	F_TEXT(struct problem_row, reason, M_FIELD_WRONG, CLASS_INSIDE, FF_KEY, 1000),
	F_BOOL(struct problem_row, warning, M_FIELD_WARNING, CLASS_INSIDE, 0),
	F_BOOL(struct problem_row, doubt, M_FIELD_DOUBT, CLASS_INSIDE, 0),
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

static const struct listing change_listing = {.name = "changes",
	.title = M_IMPORT_CHANGES,
	.empty = M_IMPORT_NO_CHANGES,
	.fields = import_change_fields,
	.size = sizeof(struct import_change),
	.first = Q_JOB_CHANGES,
	.after = Q_JOB_CHANGES_AFTER};

/* Rows about members show them, though by names alone. */
static void say_look(struct ctx *cx, const struct job_row *job, struct doc *d)
{
	const struct import_kind *kind = NULL;
	struct import_order o;

	if (job->params && !import_order_read(cx->a, job->params, &o))
		kind = import_kind_find(o.kind);
	if (kind && field_find(kind->fields, "full_name"))
		look_reach(cx, d, "import", PERM_IMPORT);
}

/* A list of the side database: for as long as it is read, that one is "the" database. */
static enum err add_list(
	struct ctx *cx, struct doc *d, const struct listing *l, int64_t job, struct doc_part **ret)
{
	struct ctx side = *cx;
	enum err e;

	side.db = cx->side;
	side.page.limit = IMPORT_SHOWN;
	side_read(cx, e, listing_add(&side, d, l, (const struct db_val[]){DB_ARGS(job)}, 1, ret));
	d->look.people += !e && d->look.kind ? (int64_t)(*ret)->rows.n : 0;
	return e;
}

static enum err show_problems(struct ctx *cx, const struct job_row *job, struct doc *d)
{
	long long id = job->id;
	struct doc_part *p;

	TRY(add_list(cx, d, &problem_listing, job->id, &p));
	if (!p->rows.n)
		return ERR_OK;
	p->main = 0;
	if (p->next_href) /* the page shows the first ones */
		doc_part_link(d, p, DOC_ONWARD, msg_text(cx->say.lang, M_IMPORT_ALL_PROBLEMS),
			"/import-job/%lld/bad", id);
	p->next_href = NULL;
	/* the rows themselves, to be mended and sent again */
	doc_part_link(d, p, DOC_EXPORT, msg_text(cx->say.lang, M_IMPORT_ROWS_XLSX),
		"/import-job/%lld/rows.xlsx", id);
	doc_part_link(d, p, DOC_EXPORT, msg_text(cx->say.lang, M_IMPORT_ROWS_CSV),
		"/import-job/%lld/rows.csv", id);
	return ERR_OK;
}

static enum err show_changes(struct ctx *cx, const struct job_row *job, struct doc *d)
{
	long long id = job->id;
	struct doc_part *p;

	TRY(add_list(cx, d, &change_listing, job->id, &p));
	if (p->next_href)
		doc_part_link(d, p, DOC_ONWARD, msg_text(cx->say.lang, M_IMPORT_ALL_CHANGES),
			"/import-job/%lld/changes", id);
	p->main = 0;
	p->next_href = NULL;
	doc_part_link(d, p, DOC_EXPORT, "XLSX", "/import-job/%lld/changes.xlsx", id);
	doc_part_link(d, p, DOC_EXPORT, "CSV", "/import-job/%lld/changes.csv", id);
	return ERR_OK;
}

static enum err list_page(struct ctx *cx, struct doc *d, const struct listing *l)
{
	struct doc_part *p;
	struct job_row job = {0};

	TRY(job_get(cx, &job));
	say_look(cx, &job, d);
	import_web_path(cx, d);
	doc_path(d, job.file ? job.file : "",
		arena_printf(cx->a, "/import-job/%lld", (long long)job.id));
	d->title = msg_text(cx->say.lang, l->title);
	return add_list(cx, d, l, job.id, &p);
}

static enum err job_bad(struct ctx *cx, const void *in, struct doc *d)
{
	(void)in;
	return list_page(cx, d, &problem_listing);
}

static enum err job_changes(struct ctx *cx, const void *in, struct doc *d)
{
	(void)in;
	return list_page(cx, d, &change_listing);
}

const struct action import_job_bad = {.read = job_bad, .title = M_IMPORT_BAD_TITLE};
const struct action import_job_changes = {.read = job_changes, .title = M_IMPORT_CHANGES};

/* ---- bad rows as they stood in the file ---- */

static enum err rows_out(struct ctx *cx, struct cursor *c)
{
	struct import_bad_row head = {0};
	enum err e = ERR_OK;

	if (db_next(c)) {
		head = import_texts_read(cx->a, db_text(c, 0));
		e = sink_begin(cx->page.sink, msg_text(cx->say.lang, M_IMPORT_BAD_TITLE),
			import_bad_fields(cx->a, head.cells, head.n));
	}
	while (!e && db_next(c)) {
		struct arena_mark m = arena_mark(cx->a);
		struct import_bad_row row = import_texts_read(cx->a, db_text(c, 0));
		e = row.n == head.n ? sink_row(cx->page.sink, row.cells) : ERR_FILE;
		arena_rewind(cx->a, m);
	}
	return e ? e : db_end(c);
}

static enum err rows_read(struct ctx *cx, int64_t job)
{
	struct cursor c;

	TRY(db_query(cx->side, &c, Q_JOB_BAD_ROWS, job));
	return rows_out(cx, &c);
}

/* As a file; a page shows what is wrong with them. */
static enum err job_rows(struct ctx *cx, const void *in, struct doc *d)
{
	struct job_row job = {0};
	enum err e;

	(void)in;
	if (!cx->page.sink)
		return list_page(cx, d, &problem_listing);
	TRY(job_get(cx, &job));
	say_look(cx, &job, d);
	d->title = msg_text(cx->say.lang, M_IMPORT_BAD_TITLE);
	side_read(cx, e, rows_read(cx, job.id));
	/* the list that has left, as with any other */
	doc_table(d, "rows", M_IMPORT_BAD_TITLE, problem_row_fields,
		(struct list){.size = sizeof(struct problem_row)})
		->main = 1;
	return e;
}

const struct action import_job_rows = {.read = job_rows, .title = M_IMPORT_ROWS_TITLE};

/* ---- forms of the page ---- */

static struct doc_form *form_new(struct ctx *cx, enum msg submit, const char *action, size_t room)
{
	struct doc_form *form = arena_new_of(cx->a, struct doc_form);
	char key[KEY_TEXT];

	form->action = action;
	form->submit = msg_text(cx->say.lang, submit);
	form->key = arena_strdup(cx->a, key_new(key));
	form->fields = (struct list){arena_array(cx->a, room, sizeof(struct doc_form_field)), 0,
		sizeof(struct doc_form_field)};
	return form;
}

static struct doc_form_field *field_add(struct doc_form *form)
{
	return (struct doc_form_field *)form->fields.rows + form->fields.n++;
}

/* Doubts are accepted by a tick, where the reasons stand above it. */
struct commit_in {
	int accept_warnings;
};

static const struct field commit_fields[] = {
	F_BOOL(struct commit_in, accept_warnings, M_FIELD_ACCEPT_WARNINGS, CLASS_INSIDE, 0),
	F_END,
};

static void commit_form(
	struct ctx *cx, const char *address, const struct import_result *res, struct doc *d)
{
	struct doc_form *form =
		form_new(cx, M_IMPORT_COMMIT, arena_printf(cx->a, "%s/commit", address), 1);

	if (res->doubts)
		*field_add(form) = (struct doc_form_field){.f = commit_fields,
			.hint = doc_say(d, M_IMPORT_ACCEPT_HINT,
				number_text(cx->a, cx->say.lang, res->doubts), NULL)};
	doc_form(d, "commit", M_NONE, form);
}

/* Everything that may be asked for on the page: the options, and what each column is taken for. */
struct again {
	struct import_options opt;
	const char *column[COLUMNS];
};

#define C1(n)                                                                                      \
	{                                                                                          \
		"c" #n, FT_TEXT, CLASS_INSIDE, M_NONE, FF_HIDDEN,                                  \
			offsetof(struct again, column) + (n) * sizeof(char *), 60, 0, 0, M_NONE, 0 \
	}
#define C10(t)                                                                                     \
	C1(t##0), C1(t##1), C1(t##2), C1(t##3), C1(t##4), C1(t##5), C1(t##6), C1(t##7), C1(t##8),  \
		C1(t##9)

static const struct field again_fields[] = {C1(0), C1(1), C1(2), C1(3), C1(4), C1(5), C1(6), C1(7),
	C1(8), C1(9), C10(1), C10(2), C10(3), C10(4), C10(5), C10(6), C10(7), C10(8), C10(9),
	OPTION(FT_DAY, from, M_FIELD_UNITS_FROM, 0, 0), OPTION(FT_DAY, to, M_FIELD_UNITS_TO, 0, 0),
	UNDER_OPTION, MEMBER_OPTIONS, TABLE_OPTIONS};

/* Fields a column can be taken for; nothing: it is ignored. */
static struct list column_choices(
	struct ctx *cx, const struct import_kind *kind, const char *chosen)
{
	struct doc_choice *all = arena_array(cx->a, field_count(kind->fields) + 1, sizeof(*all));
	size_t n = 0;

	all[n++] = (struct doc_choice){
		"", msg_text(cx->say.lang, M_IMPORT_COLUMN_IGNORE), text_empty(chosen)};
	field_each (f, kind->fields)
		all[n++] = (struct doc_choice){
			f->name, msg_text(cx->say.lang, f->label), text_eq(f->name, chosen)};
	return (struct list){all, n, sizeof(*all)};
}

static const char *column_hint(struct doc *d, const struct import_column *c)
{
	enum msg what = !c->known  ? M_IMPORT_COLUMN_UNKNOWN
			: !c->sure ? M_IMPORT_COLUMN_UNSURE
			: c->field ? M_IMPORT_COLUMN_SURE
				   : M_IMPORT_COLUMN_IGNORED;

	return doc_say(d, what, text_empty(c->sample) ? "–" : c->sample, NULL);
}

static void add_columns(struct ctx *cx, const struct import_kind *kind,
	const struct import_result *res, struct doc *d, struct doc_form *form)
{
	const struct import_column *c = res->columns.rows;

	for (size_t i = 0; i < res->columns.n && i < COLUMNS; i++) {
		struct field *f = arena_memdup(cx->a, &again_fields[i], sizeof(*f));
		f->flags = FF_REQUIRED; /* one of the choices always is */
		*field_add(form) = (struct doc_form_field){.f = f,
			.label = doc_say(d, M_IMPORT_COLUMN_LABEL, c[i].header, NULL),
			.value = c[i].field ? c[i].field : "",
			.choices = column_choices(cx, kind, c[i].field),
			.hint = column_hint(d, &c[i])};
	}
}

static void add_options(struct ctx *cx, const struct import_kind *kind,
	const struct import_options *opt, struct doc_form *form)
{
	field_each (f, kind->options)
		if (f->type != FT_FILE && !(f->flags & FF_HIDDEN))
			*field_add(form) = (struct doc_form_field){.f = f,
				.value = value_raw(cx->a, f, opt),
				.hint = f->hint ? msg_text(cx->say.lang, f->hint) : NULL};
}

/* The columns that are not clear come with the page; otherwise the form waits further down. */
static void again_form(struct ctx *cx, const char *address, const struct import_order *o,
	const struct import_result *res, struct doc *d)
{
	const struct import_kind *kind = import_kind_find(o->kind);
	struct doc_form *form;

	if (!kind)
		return;
	form = form_new(cx, M_IMPORT_AGAIN, arena_printf(cx->a, "%s/again", address),
		COLUMNS + field_count(kind->options));
	add_columns(cx, kind, res, d, form);
	add_options(cx, kind, &o->opt, form);
	doc_form(d, "again", M_IMPORT_AGAIN_TITLE, form);
}

/* ---- the page ---- */

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

static bool may_commit(
	const struct job_row *job, const struct import_order *o, const struct import_result *res)
{
	return !res->import && text_eq(job->state, "done") && !o->opt.compare && !res->bad &&
	       !res->held && (res->fresh || res->updated);
}

static void show_forms(struct ctx *cx, const struct job_row *job, const struct import_order *o,
	const struct import_result *res, struct doc *d)
{
	const char *address = arena_printf(cx->a, "/import-job/%lld", (long long)job->id);

	if (may_commit(job, o, res))
		commit_form(cx, address, res, d);
	if (res->import)
		return;
	again_form(cx, address, o, res, d);
	doc_form(d, "drop", M_NONE,
		form_new(cx, M_IMPORT_DROP, arena_printf(cx->a, "%s/drop", address), 1));
}

static enum err show_done(struct ctx *cx, const struct job_row *job, struct doc *d)
{
	bool failed = text_eq(job->state, "failed");
	struct import_result res;
	struct import_order o;

	if (import_result_read(cx->a, job->result, &res) ||
		import_order_read(cx->a, job->params, &o))
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_JOB_NONE);
	if (failed)
		doc_note(d, DOC_ERROR, msg_text(cx->say.lang, M_JOB_FAILED));
	else
		import_show(cx, &res, d);
	if (res.bad || res.warnings || res.doubts || failed)
		TRY(show_problems(cx, job, d));
	if (res.changed || res.moved || res.missing || o.opt.compare)
		TRY(show_changes(cx, job, d));
	result_links(cx, &res, d);
	show_forms(cx, job, &o, &res, d);
	return ERR_OK;
}

static enum err job_show(struct ctx *cx, const void *in, struct doc *d)
{
	struct job_row job = {0};

	(void)in;
	TRY(job_get(cx, &job));
	say_look(cx, &job, d);
	import_web_path(cx, d);
	d->title = doc_say(d, M_IMPORT_OF, job.file ? job.file : "", NULL);
	if (text_eq(job.state, "queued") || text_eq(job.state, "running")) {
		show_waiting(cx, &job, d);
		return ERR_OK;
	}
	return show_done(cx, &job, d);
}

const struct action import_job_show = {.read = job_show, .title = M_IMPORT_JOB};

/* ---- what is done with it ---- */

static enum err job_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct job_row *job = arena_new_of(cx->a, struct job_row);

	(void)in;
	import_web_path(cx, d);
	*ret_plan = job;
	return job_get(cx, job);
}

/* A job and what it is to do now. */
struct next {
	struct job_row job;
	struct import_order order;
};

static enum err next_get(
	struct ctx *cx, struct next *ret, struct import_result *res, bool done, struct doc *d)
{
	import_web_path(cx, d);
	TRY(job_get(cx, &ret->job));
	if (import_order_read(cx->a, ret->job.params, &ret->order))
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_JOB_NONE);
	if (ret->job.result)
		(void)!import_result_read(cx->a, ret->job.result, res);
	if (res->import && !done)
		return cx_fault(cx, ERR_CONFLICT, NULL, M_JOB_DONE_ALREADY);
	return ERR_OK;
}

static enum err again_work(struct ctx *cx, const void *p, int64_t *ret)
{
	const struct next *n = p;

	return db_run_count(cx->side, ret, Q_JOB_AGAIN, n->job.id, cx->actor->account,
		import_order_json(cx->a, &n->order));
}

static enum err next_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	int64_t unused;

	(void)in;
	if (plan)
		TRY(import_side_write(cx, again_work, plan, &unused));
	d->location = arena_printf(cx->a, "/import-job/%s", cx->item);
	return ERR_OK;
}

static enum err commit_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct commit_in *in = vin;
	struct next *n = arena_new_of(cx->a, struct next);
	struct import_result res = {0};

	TRY(next_get(cx, n, &res, true, d));
	/* sent again because its answer was lost: it stands where the first one said */
	if (res.import)
		return ERR_OK;
	if (res.doubts && !in->accept_warnings)
		return cx_fault(cx, ERR_REFUSED, "accept_warnings", M_IMPORT_DOUBTS,
			number_text(cx->a, cx->say.lang, res.doubts));
	n->order.commit = true;
	n->order.opt.accept_warnings = in->accept_warnings;
	*ret_plan = n;
	return ERR_OK;
}

/* The choices of the form as corrections: all of them, so that nothing is guessed any more. */
static const char *corrections(
	struct ctx *cx, const struct again *in, const struct import_result *res)
{
	const struct import_column *c = res->columns.rows;
	const char *text = "";

	for (size_t i = 0; i < res->columns.n && i < COLUMNS; i++)
		text = arena_printf(cx->a, "%s%s=%s;", text, import_plain_key(cx->a, c[i].header),
			in->column[i] ? in->column[i] : "");
	return text;
}

static enum err again_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct again *in = vin;
	struct next *n = arena_new_of(cx->a, struct next);
	struct import_result res = {0};

	TRY(next_get(cx, n, &res, false, d));
	TRY(import_options_check(cx, &in->opt));
	n->order.commit = false;
	n->order.lang = cx->say.lang;
	n->order.opt = in->opt;
	n->order.opt.accept_warnings = 0;
	if (text_empty(in->opt.columns))
		n->order.opt.columns = corrections(cx, in, &res);
	*ret_plan = n;
	return ERR_OK;
}

static enum err again_fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct again *in = vin;
	struct next n = {0};
	struct import_result res = {0};
	const struct import_column *c;

	TRY(next_get(cx, &n, &res, false, d));
	in->opt = n.order.opt;
	in->opt.columns = NULL;
	c = res.columns.rows;
	for (size_t i = 0; i < res.columns.n && i < COLUMNS; i++)
		in->column[i] = c[i].field;
	return ERR_OK;
}

static enum err drop_work(struct ctx *cx, const void *p, int64_t *ret)
{
	const struct job_row *job = p;

	TRY(db_run_count(cx->side, ret, Q_JOB_DELETE, job->id, cx->actor->account));
	if (!*ret)
		return ERR_OK;
	TRY(db_run(cx->side, Q_JOB_PROBLEMS_DELETE, job->id));
	TRY(db_run(cx->side, Q_JOB_CHANGES_DELETE, job->id));
	TRY(db_run(cx->side, Q_JOB_BAD_DELETE, job->id));
	return db_run(cx->side, Q_UPLOAD_DELETE, job->upload);
}

static enum err job_drop(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	int64_t unused;

	(void)in;
	TRY(import_side_write(cx, drop_work, plan, &unused));
	d->location = "/import";
	return ERR_OK;
}

const struct action import_job_commit = {.in = commit_fields,
	.in_size = sizeof(struct commit_in),
	.plan = commit_plan,
	.apply = next_apply,
	.title = M_IMPORT_COMMIT,
	.submit = M_IMPORT_COMMIT,
	.no_txn = true};
const struct action import_job_again = {.in = again_fields,
	.in_size = sizeof(struct again),
	.fill = again_fill,
	.plan = again_plan,
	.apply = next_apply,
	.title = M_IMPORT_AGAIN_TITLE,
	.submit = M_IMPORT_AGAIN,
	.no_txn = true};
const struct action import_job_drop = {.plan = job_plan,
	.apply = job_drop,
	.title = M_IMPORT_DROP,
	.submit = M_IMPORT_DROP,
	.no_txn = true};

/*
 * import_job.c: reading and writing a large file takes longer than a page may: the page leaves an
 * order in the side database, a process of its own takes it, under a lease that it renews while it
 * works. If that process dies, the next one begins the order again; a commit that had gone through
 * by then is recognised by its request key.
 */
#include "base/text.h"
#include "import/import_impl.h"

enum { LEASE_MS = 60000, TELL_MS = 500, RESULT_MAX = 4 << 20 };

static const struct field job_fields[] = {
	F_ID(struct import_job, id, M_FIELD_ID, CLASS_INSIDE, 0, "job"),
	F_ID(struct import_job, account, M_FIELD_ACCOUNT, CLASS_INSIDE, 0, "account"),
	F_ID(struct import_job, upload, M_FIELD_FILE, CLASS_INSIDE, 0, "upload"),
	F_TEXT(struct import_job, kind, M_FIELD_KIND, CLASS_INSIDE, 0, 0),
	F_TEXT(struct import_job, params, M_FIELD_NOTE, CLASS_INSIDE, 0, 0),
	F_END,
};

static enum err take(struct ctx *cx, struct import_job *ret, bool *ret_found)
{
	int64_t now = clock_now(cx->clock), taken;
	enum err e = db_get(cx->side, cx->a, job_fields, ret, Q_JOB_NEXT, now);

	*ret_found = false;
	if (e == ERR_NOT_FOUND)
		return ERR_OK;
	TRY(e);
	TRY(db_run_count(cx->side, &taken, Q_JOB_TAKE, ret->id, now, now + LEASE_MS));
	*ret_found = taken == 1;
	return ERR_OK;
}

static enum err waits(struct ctx *cx, bool *ret)
{
	struct import_job job;
	enum err e;

	TRY(db_begin(cx->side, DB_READ));
	e = db_get(cx->side, cx->a, job_fields, &job, Q_JOB_NEXT, clock_now(cx->clock));
	db_rollback(cx->side);
	*ret = !e;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* Looks without writing first: most of the time nothing waits. */
enum err import_job_next(struct ctx *cx, struct import_job *ret, bool *ret_found)
{
	enum err e;

	*ret_found = false;
	TRY(waits(cx, ret_found));
	if (!*ret_found)
		return ERR_OK;
	*ret_found = false;
	TRY(db_begin(cx->side, DB_WRITE));
	e = take(cx, ret, ret_found);
	if (!e)
		e = db_commit(cx->side);
	if (e)
		db_rollback(cx->side);
	return e;
}

/* Progress that cannot be written is no reason to stop: the lease is long. */
void import_tell(void *p, int permille)
{
	struct import_telling *t = p;
	struct db *side = t->cx->side;
	int64_t now = clock_us();

	if (now - t->last_us < TELL_MS * 1000)
		return;
	t->last_us = now;
	if (db_begin(side, DB_WRITE))
		return;
	if (!db_run(side, Q_JOB_GO_ON, t->job, (int64_t)permille,
		    clock_now(t->cx->clock) + LEASE_MS))
		(void)!db_commit(side);
	db_rollback(side);
}

static enum err upload_get(
	struct ctx *cx, const struct import_job *job, const char **ret_name, struct str *ret_bytes)
{
	struct cursor c;
	bool there;

	TRY(db_query(cx->side, &c, Q_UPLOAD_GET, job->upload, job->account));
	there = db_next(&c);
	if (there) {
		struct str bytes = db_bytes(&c, 1);
		char *own = import_room(cx, bytes.n);
		*ret_name = arena_strdup(cx->a, db_text(&c, 0));
		if (bytes.n)
			memcpy(own, bytes.p, bytes.n);
		*ret_bytes = (struct str){own, bytes.n};
	}
	TRY(db_end(&c));
	return there ? ERR_OK : cx_fault(cx, ERR_NOT_FOUND, "file", M_JOB_NO_FILE);
}

static enum err fetch(
	struct ctx *cx, const struct import_job *job, const char **ret_name, struct str *ret_bytes)
{
	enum err e;

	TRY(db_begin(cx->side, DB_READ));
	e = upload_get(cx, job, ret_name, ret_bytes);
	db_rollback(cx->side);
	return e;
}

/* Did a commit of this job go through before its process died? */
static enum err done_before(struct ctx *cx, const char *key, struct import_result *res)
{
	const char *location, *slash;
	long long id;
	enum err e;

	TRY(db_begin(cx->db, DB_READ));
	e = txn_replayed(cx, key, &location);
	db_rollback(cx->db);
	TRY(e);
	slash = location ? strrchr(location, '/') : NULL;
	if (slash && str_to_int(str_of(slash + 1), &id))
		res->import = id;
	return ERR_OK;
}

static enum err carry_out(struct ctx *cx, const struct import_job *job,
	const struct import_order *order, struct import_result *res, struct import **ret)
{
	const struct import_kind *kind = import_kind_find(order->kind);
	const char *name = "";
	struct str bytes = {0};

	if (!kind)
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_IMPORT_NO_KIND, order->kind);
	if (!grant_allows(cx->actor, PERM_IMPORT))
		return cx_fault(cx, ERR_FORBIDDEN, NULL, M_ERR_FORBIDDEN);
	if (order->commit) {
		cx->request_key = arena_printf(cx->a, "job-%lld", (long long)job->id);
		TRY(done_before(cx, cx->request_key, res));
		res->location = kind->location;
		if (res->import)
			return ERR_OK;
	}
	TRY(fetch(cx, job, &name, &bytes));
	TRY(import_open(cx, kind, &order->opt, name, bytes, ret));
	if (!order->commit)
		return import_preview(*ret);
	return import_commit(*ret);
}

/* ---- what came of it ---- */

/* Bad rows on their way into the side database: they are read before it is locked. */
struct bad_rows {
	struct arena *a;
	struct bad_row {
		struct bad_row *next;
		const char *cells;
	} * first, **end;
};

static enum err keep_bad(void *p, const struct import_bad_row *row)
{
	struct bad_rows *all = p;
	struct bad_row *own = arena_new_of(all->a, struct bad_row);

	own->cells = import_texts_json(all->a, row->cells, row->n);
	*all->end = own;
	all->end = &own->next;
	return ERR_OK;
}

static enum err bad_rows_of(struct import *im, struct bad_rows *ret)
{
	struct import_bad_row head = import_bad_head(im);

	*ret = (struct bad_rows){.a = im->cx->a, .end = &ret->first};
	TRY(keep_bad(ret, &head));
	return import_bad_each(im, keep_bad, ret);
}

static enum err store_problem(
	struct ctx *cx, int64_t job, int64_t n, const struct import_problem *p)
{
	return db_run(cx->side, Q_JOB_PROBLEM_INSERT, job, n, p->sheet, (int64_t)p->row, p->column,
		p->value, msg_key(p->what), p->arg[0], p->arg[1], p->arg[2], p->warning ? 1 : 0,
		p->doubt ? 1 : 0);
}

/* Refusals that the page says in its own way. */
static bool said_anyway(enum msg what)
{
	return what == M_IMPORT_BAD_ROWS || what == M_IMPORT_NOTHING_NEW ||
	       what == M_IMPORT_DOUBTS || what == M_IMPORT_ONLY_COMPARED;
}

static enum err store_problems(struct ctx *cx, int64_t job, const struct import *im)
{
	struct list all = im ? import_problems(im) : (struct list){0};
	const struct import_problem *row = all.rows;
	int64_t n = 0;

	TRY(db_run(cx->side, Q_JOB_PROBLEMS_DELETE, job));
	for (size_t i = 0; i < all.n; i++)
		TRY(store_problem(cx, job, ++n, &row[i]));
	/* what was wrong with the file as a whole */
	problem_each (f, cx->f) {
		struct import_problem p = {
			.what = f->what, .arg = {f->arg[0], f->arg[1], f->arg[2]}};
		if (!said_anyway(f->what))
			TRY(store_problem(cx, job, ++n, &p));
	}
	return ERR_OK;
}

static enum err store_changes(struct ctx *cx, int64_t job, const struct import *im)
{
	struct list all = im ? import_changes(im) : (struct list){0};
	const struct import_change *c = all.rows;

	TRY(db_run(cx->side, Q_JOB_CHANGES_DELETE, job));
	for (size_t i = 0; i < all.n; i++)
		TRY(db_run(cx->side, Q_JOB_CHANGE_INSERT, job, c[i].id, c[i].row_no, c[i].sheet,
			c[i].name, c[i].what, c[i].col, c[i].old, c[i].fresh));
	return ERR_OK;
}

static enum err store_bad(struct ctx *cx, int64_t job, const struct bad_rows *bad)
{
	int64_t n = 0;

	TRY(db_run(cx->side, Q_JOB_BAD_DELETE, job));
	for (const struct bad_row *row = bad->first; row; row = row->next)
		TRY(db_run(cx->side, Q_JOB_BAD_INSERT, job, n++, row->cells));
	return ERR_OK;
}

struct outcome {
	struct import *im; /* NULL: there was nothing to read */
	const char *state, *result;
	struct bad_rows bad;
};

static enum err store_all(struct ctx *cx, int64_t job, const struct outcome *o)
{
	TRY(db_batch_begin(cx->side));
	TRY(store_problems(cx, job, o->im));
	TRY(store_changes(cx, job, o->im));
	TRY(store_bad(cx, job, &o->bad));
	TRY(db_run(cx->side, Q_JOB_FINISH, job, o->state, o->result));
	return db_batch_end(cx->side);
}

static enum err store(struct ctx *cx, const struct import_job *job, const struct outcome *o)
{
	enum err e;

	TRY(import_begin(cx->side));
	e = store_all(cx, job->id, o);
	if (!e)
		e = db_commit(cx->side);
	if (e)
		db_rollback(cx->side);
	return e;
}

static const char *result_text(struct ctx *cx, const struct import_result *res)
{
	const char *text;
	struct buf b;

	buf_init(&b, RESULT_MAX);
	import_result_json(res, &b);
	text = arena_strndup(cx->a, b.p, b.n);
	buf_done(&b);
	return text;
}

enum err import_job_run(struct ctx *cx, const struct import_job *job)
{
	struct import_telling t = {cx, job->id, clock_us()};
	struct outcome o = {.state = "failed", .result = "{}"};
	struct import_result res = {0};
	struct import_order order;
	bool failed;
	enum err e;

	if (import_order_read(cx->a, job->params, &order))
		return store(cx, job, &o);
	cx->say.lang = order.lang;
	cx->progress = import_tell;
	cx->progress_p = &t;
	e = carry_out(cx, job, &order, &res, &o.im);
	if (err_http(e) == 503 || e == ERR_DB || (e == ERR_IO && !cx->f->first))
		return e; /* nothing is known: the lease runs out and it is tried again */
	if (o.im)
		import_result(o.im, &res);
	failed = e && e != ERR_REFUSED;
	if (failed)
		fault_tell(cx->f, e);
	if (!failed && o.im && o.im->problems)
		TRY(bad_rows_of(o.im, &o.bad));
	o.result = result_text(cx, &res);
	o.state = failed ? "failed" : "done";
	return store(cx, job, &o);
}

static enum err tidy(struct ctx *cx)
{
	TRY(db_run(cx->side, Q_JOB_PROBLEMS_DELETE_LOST));
	TRY(db_run(cx->side, Q_JOB_CHANGES_DELETE_LOST));
	return db_run(cx->side, Q_JOB_BAD_DELETE_LOST);
}

enum err import_job_tidy(struct ctx *cx)
{
	enum err e;

	TRY(db_begin(cx->side, DB_WRITE));
	e = tidy(cx);
	if (!e)
		e = db_commit(cx->side);
	if (e)
		db_rollback(cx->side);
	return e;
}

/* ---- what belongs to nothing ---- */

enum { TOLD = 20 };

static const char *number(struct ctx *cx, int64_t n)
{
	return arena_printf(cx->a, "%lld", (long long)n);
}

static enum err check_lost(struct ctx *cx, enum stmt stmt, enum msg what,
	void (*found)(void *p, const char *text), void *p)
{
	struct cursor c;

	TRY(db_query(cx->side, &c, stmt, (int64_t)TOLD));
	while (db_next(&c))
		found(p, msg_say(cx->a, cx->say.lang, what, number(cx, db_int(&c, 0)),
				 db_text(&c, 1)));
	return db_end(&c);
}

enum err import_job_check(struct ctx *cx, void (*found)(void *p, const char *text), void *p)
{
	TRY(check_lost(cx, Q_JOB_WITHOUT_UPLOAD, M_CHECK_NO_UPLOAD, found, p));
	return check_lost(cx, Q_UPLOAD_WITHOUT_JOB, M_CHECK_UPLOAD, found, p);
}

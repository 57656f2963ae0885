/*
 * import_job.c: reading and writing a large file takes longer than a page may: the page leaves an
 * order in the side database, a process of its own takes it, under a lease that it renews while it
 * works. If that process dies, the next one begins the order again; a commit that had gone through
 * by then is recognised by its request key.
 */
#include "base/text.h"
#include "import/import_impl.h"

enum { LEASE_MS = 60000, TELL_MS = 500, DAY_MS = 86400000, RESULT_MAX = 4 << 20 };

static const struct field job_fields[] = {
	F_ID(struct import_job, id, M_FIELD_ID, CLASS_INSIDE, 0, "job"),
	F_ID(struct import_job, account, M_FIELD_ACCOUNT, CLASS_INSIDE, 0, "account"),
	F_ID(struct import_job, upload, M_FIELD_FILE, CLASS_INSIDE, 0, "upload"),
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

struct telling {
	struct ctx *cx;
	int64_t job, last_us;
};

/* Progress that cannot be written is no reason to stop: the lease is long. */
static void tell(void *p, int permille)
{
	struct telling *t = p;
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
		*ret_name = arena_strdup(cx->a, db_text(&c, 0));
		*ret_bytes = (struct str){arena_memdup(cx->a, bytes.p, bytes.n), bytes.n};
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

static enum err store_problem(
	struct ctx *cx, int64_t job, int64_t n, const struct import_problem *p)
{
	return db_run(cx->side, Q_JOB_PROBLEM_INSERT, job, n, (int64_t)p->row, p->column, p->value,
		msg_key(p->what), p->arg[0], p->arg[1], p->arg[2], p->warning ? 1 : 0);
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
		if (f->what != M_IMPORT_BAD_ROWS && f->what != M_IMPORT_NOTHING_NEW)
			TRY(store_problem(cx, job, ++n, &p));
	}
	return ERR_OK;
}

static enum err store(struct ctx *cx, const struct import_job *job, const struct import *im,
	const char *state, const char *result)
{
	enum err e;

	TRY(db_begin(cx->side, DB_WRITE));
	e = db_batch_begin(cx->side);
	if (!e)
		e = store_problems(cx, job->id, im);
	if (!e)
		e = db_run(cx->side, Q_JOB_FINISH, job->id, state, result);
	if (!e)
		e = db_batch_end(cx->side);
	if (!e)
		e = db_commit(cx->side);
	if (e)
		db_rollback(cx->side);
	return e;
}

enum err import_job_run(struct ctx *cx, const struct import_job *job)
{
	struct telling t = {cx, job->id, clock_us()};
	struct import_result res = {0};
	struct import_order order;
	struct import *im = NULL;
	const char *result;
	struct buf b;
	enum err e;

	if (import_order_read(cx->a, job->params, &order))
		return store(cx, job, NULL, "failed", "{}");
	cx->say.lang = order.lang;
	cx->progress = tell;
	cx->progress_p = &t;
	e = carry_out(cx, job, &order, &res, &im);
	if (e == ERR_DB || e == ERR_IO || e == ERR_UNSURE)
		return e; /* nothing is known: the lease runs out and it is tried again */
	if (im)
		import_result(im, &res);
	buf_init(&b, RESULT_MAX);
	import_result_json(&res, &b);
	result = arena_strndup(cx->a, b.p, b.n);
	buf_done(&b);
	return store(cx, job, im, e && !res.bad && !res.rows ? "failed" : "done", result);
}

static enum err tidy(struct ctx *cx)
{
	int64_t before = clock_now(cx->clock) - DAY_MS;

	TRY(db_run(cx->side, Q_UPLOAD_DELETE_OLD, before));
	TRY(db_run(cx->side, Q_JOB_DELETE_OLD, before));
	return db_run(cx->side, Q_JOB_PROBLEMS_DELETE_LOST);
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

/*
 * import_task.c: orders of other rooms: work that is too long for a page and reads no file.
 */
#include "import/import_impl.h"

static const struct field task_fields[] = {
	F_ID(struct import_task, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "job"),
	F_INT(struct import_task, progress, M_FIELD_PROGRESS, CLASS_INSIDE, FF_HIDDEN, 0),
	F_TEXT(struct import_task, params, M_FIELD_NOTE, CLASS_INSIDE, FF_HIDDEN, 0),
	F_TEXT(struct import_task, state, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, 0),
	F_TEXT(struct import_task, result, M_FIELD_NOTE, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

static enum err get(struct ctx *cx, const char *key, struct import_task *ret)
{
	return db_get(cx->side, cx->a, task_fields, ret, Q_JOB_TASK, cx->actor->account, key);
}

enum err import_task_get(struct ctx *cx, const char *key, struct import_task *ret)
{
	enum err e;

	side_read(cx, e, get(cx, key, ret));
	return e;
}

struct order {
	const char *kind, *key, *params;
};

static enum err order(struct ctx *cx, const void *p, int64_t *n)
{
	const struct order *o = p;
	struct import_task old = {0};
	enum err e = get(cx, o->key, &old);

	*n = 1;
	if (!e)
		return db_run(cx->side, Q_JOB_AGAIN, old.id, cx->actor->account, o->params);
	if (e != ERR_NOT_FOUND)
		return e;
	return db_run(cx->side, Q_JOB_INSERT, id_new(cx->ids), o->kind, cx->actor->account,
		(int64_t)0, o->params, clock_now(cx->clock), o->key);
}

enum err import_task_order(struct ctx *cx, const char *kind, const char *key, const char *params)
{
	struct order o = {kind, key, params};
	int64_t n;

	return import_side_write(cx, order, &o, &n);
}

void import_task_begin(struct ctx *cx, const struct import_job *job)
{
	struct import_telling *t = arena_new_of(cx->a, struct import_telling);

	*t = (struct import_telling){cx, job->id, clock_us()};
	cx->progress = import_tell;
	cx->progress_p = t;
}

struct end {
	int64_t job;
	const char *state, *result;
};

static enum err end(struct ctx *cx, const void *p, int64_t *n)
{
	const struct end *o = p;

	return db_run_count(cx->side, n, Q_JOB_FINISH, o->job, o->state, o->result);
}

enum err import_task_end(
	struct ctx *cx, const struct import_job *job, bool failed, const char *result)
{
	struct end o = {job->id, failed ? "failed" : "done", result};
	int64_t n;

	return import_side_write(cx, end, &o, &n);
}

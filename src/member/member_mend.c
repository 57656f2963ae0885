#include "member/member_mend.h"

#include "member/member_plan_impl.h"

enum { CHUNK = 500 };

/* Some people at a time; a tag is an index. */
struct chunk {
	struct list ids, astray;
	bool wrong[CHUNK]; /* their facts contradict each other */
};

static void report(
	void *vchunk, long tag, const char *field, enum msg what, const char *const arg[ERR_ARGS])
{
	struct chunk *c = vchunk;

	(void)field;
	(void)what;
	(void)arg;
	c->wrong[tag] = true;
}

static enum err plan_of(
	struct ctx *cx, struct list ids, struct chunk *told, struct member_plan **ret)
{
	const int64_t *id = ids.rows;
	enum err e;

	TRY(member_plan_new(cx, ret));
	if (told)
		member_plan_report(*ret, report, told);
	for (size_t i = 0; i < ids.n; i++) {
		member_plan_tag(*ret, (long)i);
		TRY(member_plan_refold(*ret, id[i]));
	}
	e = member_plan_check(*ret);
	return told && e == ERR_REFUSED ? ERR_OK : e;
}

/* The next people, and which of them can be mended. */
static enum err look(struct ctx *cx, int64_t after, struct chunk *ret)
{
	struct member_plan *p;
	int64_t *astray;

	*ret = (struct chunk){.astray.size = sizeof(*astray)};
	TRY(plan_ids_after(cx, after, CHUNK, &ret->ids));
	TRY(plan_of(cx, ret->ids, ret, &p));
	astray = arena_array(cx->a, ret->ids.n + 1, sizeof(*astray));
	for (const struct plan_person *pp = p->people; pp; pp = pp->next)
		if (pp->touched && !ret->wrong[pp->tag] && !plan_person_stands(pp))
			astray[ret->astray.n++] = pp->id;
	ret->astray.rows = astray;
	return ERR_OK;
}

static enum err find(struct ctx *cx, int64_t after, struct chunk *ret)
{
	enum err e;

	TRY(db_begin(cx->db, DB_READ));
	e = look(cx, after, ret);
	db_rollback(cx->db);
	return e;
}

static enum err write(struct ctx *cx, const char *action, struct list ids)
{
	struct member_plan *p;
	enum err e;

	cx->txn = 0;
	TRY(db_begin(cx->db, DB_WRITE));
	e = plan_of(cx, ids, NULL, &p);
	if (!e)
		e = txn_start(cx, action, NULL);
	if (!e)
		e = member_plan_apply(p);
	if (!e)
		e = db_commit(cx->db);
	if (e)
		db_rollback(cx->db);
	return e;
}

enum err member_mend(struct ctx *cx, const char *action, int64_t *ret_persons)
{
	struct chunk *c = arena_new_of(cx->a, struct chunk);
	int64_t after = 0;

	*ret_persons = 0;
	do {
		struct arena_mark m = arena_mark(cx->a);
		enum err e = find(cx, after, c);
		if (!e && c->astray.n)
			e = write(cx, action, c->astray);
		if (!e && c->ids.n)
			after = ((const int64_t *)c->ids.rows)[c->ids.n - 1];
		arena_rewind(cx->a, m);
		TRY(e);
		*ret_persons += (int64_t)c->astray.n;
	} while (c->ids.n == CHUNK);
	return ERR_OK;
}

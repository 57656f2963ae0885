#include "member/member_verify.h"

#include "member/member_plan_impl.h"

enum { CHUNK = 500 };

struct verify {
	struct ctx *cx;
	tree_found *found;
	void *found_arg;
	const int64_t *ids; /* of the chunk; a tag is an index */
};

static void tell(struct verify *v, int64_t id, const char *name, const char *what)
{
	v->found(v->found_arg, msg_say(v->cx->a, v->cx->say.lang, M_CHECK_ORG, name ? name : "?",
				       arena_printf(v->cx->a, "%lld", (long long)id), what));
}

static void report(
	void *p, long tag, const char *field, enum msg what, const char *const arg[ERR_ARGS])
{
	struct verify *v = p;

	(void)field;
	tell(v, v->ids[tag], NULL, msg_fill(v->cx->a, v->cx->say.lang, what, arg, ERR_ARGS));
}

static void compare(struct verify *v, const struct plan_person *pp)
{
	if (plan_person_stands(pp))
		return;
	tell(v, pp->id, pp->row_count ? pp->rows[pp->row_count - 1].full_name : NULL,
		msg_text(v->cx->say.lang, M_CHECK_MEMBER));
}

static enum err verify_chunk(struct verify *v, size_t n)
{
	struct member_plan *p;
	enum err e;

	TRY(member_plan_new(v->cx, &p));
	member_plan_report(p, report, v);
	for (size_t i = 0; i < n; i++) {
		member_plan_tag(p, (long)i);
		TRY(member_plan_refold(p, v->ids[i]));
	}
	e = member_plan_check(p);
	for (const struct plan_person *pp = p->people; pp; pp = pp->next)
		if (pp->touched)
			compare(v, pp);
	return e == ERR_REFUSED ? ERR_OK : e;
}

enum err member_verify(struct ctx *cx, tree_found *found, void *p, int64_t *ret_persons)
{
	struct verify v = {.cx = cx, .found = found, .found_arg = p};
	struct list ids;
	int64_t after = 0;

	*ret_persons = 0;
	do {
		struct arena_mark m = arena_mark(cx->a);
		enum err e;
		TRY(plan_ids_after(cx, after, CHUNK, &ids));
		v.ids = ids.rows;
		e = ids.n ? verify_chunk(&v, ids.n) : ERR_OK;
		after = ids.n ? v.ids[ids.n - 1] : after;
		arena_rewind(cx->a, m);
		TRY(e);
		*ret_persons += (int64_t)ids.n;
	} while (ids.n == CHUNK);
	return ERR_OK;
}

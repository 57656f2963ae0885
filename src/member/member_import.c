#include "member/member_import.h"

enum err member_import_version(struct ctx *cx, int64_t *ret)
{
	return db_number(cx->db, ret, 0, Q_MEMBER_IMPORT_VERSION);
}

enum err member_import_apply(struct import *im)
{
	return member_plan_apply(im->plan);
}

enum err member_import_ahead(struct import *im, bool *ret_more)
{
	return member_plan_words(im->plan, ret_more);
}

/* Posts name people by their numbers: without the person the number leads nowhere. */
static enum err refuse_posts(struct ctx *cx, int64_t txn)
{
	struct cursor c;

	TRY(db_query(cx->db, &c, Q_MEMBER_IMPORT_POSTS_ON, txn));
	while (db_next(&c))
		cx_fault(cx, ERR_REFUSED, NULL, M_IMPORT_POST_ON,
			arena_strdup(cx->a, db_text(&c, 0)), cx_day(cx, (day_t)db_int(&c, 1)));
	return db_end(&c);
}

enum err member_import_undo_plan(struct ctx *cx, int64_t txn, void **ret_plan)
{
	struct member_plan *p;

	TRY(refuse_posts(cx, txn));
	TRY(member_plan_new(cx, &p));
	TRY(member_plan_undo(p, txn));
	TRY(member_plan_check(p));
	if (cx->f->code)
		return cx->f->code;
	*ret_plan = p;
	return ERR_OK;
}

enum err member_import_undo_apply(struct ctx *cx, void *plan)
{
	(void)cx;
	return member_plan_apply(plan);
}

#include "account/account.h"
#include "base/crypto.h"

static const char *text_at(struct ctx *cx, const struct cursor *c, int column)
{
	return db_null(c, column) ? NULL : arena_strdup(cx->a, db_text(c, column));
}

static enum err read_session(struct ctx *cx, struct session *ret)
{
	struct cursor c;

	TRY(db_query(cx->side, &c, Q_SESSION_BY_DIGEST, ret->digest, clock_now(cx->clock)));
	if (db_next(&c)) {
		ret->account = db_int(&c, 0);
		ret->secret = text_at(cx, &c, 1);
		ret->factor = db_int(&c, 2) > 0;
		ret->lang = text_at(cx, &c, 3);
		ret->size = text_at(cx, &c, 4);
	}
	return db_end(&c);
}

enum err account_session(struct ctx *cx, const char *token, struct session *ret)
{
	char *digest = arena_alloc(cx->a, DIGEST_TEXT);
	enum err e;

	*ret = (struct session){.digest = digest_hex(digest, str_of(token))};
	TRY(db_begin(cx->side, DB_READ));
	e = read_session(cx, ret);
	db_rollback(cx->side);
	if (!ret->account)
		*ret = (struct session){0};
	return e;
}

enum err account_end_all(struct ctx *cx)
{
	enum err e;

	TRY(db_begin(cx->side, DB_WRITE));
	e = db_run(cx->side, Q_SESSION_DELETE_OLD, MS_MAX);
	if (!e)
		return db_commit(cx->side);
	db_rollback(cx->side);
	return e;
}

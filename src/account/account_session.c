#include "account/account.h"
#include "base/crypto.h"

static enum err read_session(
	struct ctx *cx, const char *digest, int64_t *ret_account, const char **ret_secret)
{
	struct cursor c;

	TRY(db_query(cx->side, &c, Q_SESSION_BY_DIGEST, digest, clock_now(cx->clock)));
	if (db_next(&c)) {
		*ret_account = db_int(&c, 0);
		*ret_secret = arena_strdup(cx->a, db_text(&c, 1));
	}
	return db_end(&c);
}

enum err account_session(struct ctx *cx, const char *token, int64_t *ret_account,
	const char **ret_digest, const char **ret_secret)
{
	char *digest = arena_alloc(cx->a, DIGEST_TEXT);
	enum err e;

	digest_hex(digest, str_of(token));
	*ret_account = 0;
	TRY(db_begin(cx->side, DB_READ));
	e = read_session(cx, digest, ret_account, ret_secret);
	db_rollback(cx->side);
	if (*ret_account)
		*ret_digest = digest;
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

#include "account/account_throttle.h"

#include "account/account.h"
#include "base/crypto.h"

static const int64_t device_s = 180LL * 24 * 3600;

struct bucket {
	int64_t free_tries, longest_s, drain_s; /* drain: one try is forgiven after that time */
};

static const struct bucket of_name = {3, 900, 600}, of_peer = {10, 60, 60};

static enum err level(struct ctx *cx, const char *name, const struct bucket *b, int64_t now,
	int64_t *ret_fails, int64_t *ret_not_before)
{
	struct cursor c;
	int64_t forgiven;

	*ret_fails = *ret_not_before = 0;
	TRY(db_query(cx->side, &c, Q_THROTTLE_GET, name));
	if (db_next(&c)) {
		forgiven = (now - db_int(&c, 2)) / (b->drain_s * 1000);
		*ret_fails = db_int(&c, 0) > forgiven ? db_int(&c, 0) - forgiven : 0;
		*ret_not_before = db_int(&c, 1);
	}
	return db_end(&c);
}

static enum err fill_bucket(struct ctx *cx, const char *name, const struct bucket *b, int64_t now)
{
	int64_t fails, not_before, over, wait = 0;

	TRY(level(cx, name, b, now, &fails, &not_before));
	over = ++fails - b->free_tries;
	if (over > 0)
		wait = over < 10 ? INT64_C(1) << over : b->longest_s;
	if (wait > b->longest_s)
		wait = b->longest_s;
	return db_run(cx->side, Q_THROTTLE_PUT, name, fails, now + wait * 1000, now);
}

static enum err wait_of(
	struct ctx *cx, const char *name, const struct bucket *b, int64_t now, int64_t *ret_ms)
{
	int64_t fails, not_before;

	TRY(level(cx, name, b, now, &fails, &not_before));
	if (not_before - now > *ret_ms)
		*ret_ms = not_before - now;
	return ERR_OK;
}

/* A token that we never gave counts as none: it may have been put there by somebody else. */
static enum err find_device(struct ctx *cx, struct attempt *t)
{
	char digest[DIGEST_TEXT];
	struct cursor c;

	if (!cx->device)
		return ERR_OK;
	digest_hex(digest, str_of(cx->device));
	TRY(db_query(cx->side, &c, Q_DEVICE_ACCOUNTS, (const char *)digest, t->now));
	while (db_next(&c)) {
		t->device = cx->device;
		t->known = t->known || db_int(&c, 0) == t->account;
	}
	return db_end(&c);
}

enum err throttle_attempt(struct ctx *cx, const char *login, int64_t account, struct attempt *ret)
{
	char digest[DIGEST_TEXT];

	*ret = (struct attempt){.account = account, .now = clock_now(cx->clock)};
	TRY(find_device(cx, ret));
	ret->peer = arena_printf(cx->a, "peer:%s", cx->peer ? cx->peer : "");
	ret->key = arena_printf(cx->a, "login:%s", login);
	if (ret->known)
		ret->key = arena_printf(cx->a, "device:%s:%lld",
			digest_hex(digest, str_of(ret->device)), (long long)account);
	return ERR_OK;
}

void throttle_attempt_code(struct ctx *cx, int64_t account, struct attempt *ret)
{
	*ret = (struct attempt){.account = account, .now = clock_now(cx->clock)};
	ret->peer = arena_printf(cx->a, "peer:%s", cx->peer ? cx->peer : "");
	ret->key = arena_printf(cx->a, "code:%lld", (long long)account);
}

enum err throttle_wait(struct ctx *cx, const struct attempt *t, int64_t *ret_ms)
{
	*ret_ms = 0;
	TRY(wait_of(cx, t->key, &of_name, t->now, ret_ms));
	return t->known ? ERR_OK : wait_of(cx, t->peer, &of_peer, t->now, ret_ms);
}

enum err throttle_wrong(struct ctx *cx, const struct attempt *t)
{
	TRY(fill_bucket(cx, t->key, &of_name, t->now));
	return t->known ? ERR_OK : fill_bucket(cx, t->peer, &of_peer, t->now);
}

static void set_cookie(struct ctx *cx, const char *token)
{
	struct cookie *c = arena_new_of(cx->a, struct cookie);

	*c = (struct cookie){cx->cookies, ACCOUNT_DEVICE_COOKIE, token, (long)device_s, false};
	cx->cookies = c;
}

/* The browser keeps its token: several accounts may share it. */
static enum err remember(struct ctx *cx, const struct attempt *t)
{
	char key[KEY_TEXT], digest[DIGEST_TEXT];
	const char *token = t->device ? t->device : arena_strdup(cx->a, key_new(key));

	set_cookie(cx, token);
	return db_run(cx->side, Q_DEVICE_PUT, (const char *)digest_hex(digest, str_of(token)),
		t->account, t->now, t->now + device_s * 1000);
}

enum err throttle_clear(struct ctx *cx, const struct attempt *t)
{
	return db_run(cx->side, Q_THROTTLE_CLEAR, t->key);
}

enum err throttle_right(struct ctx *cx, const struct attempt *t)
{
	TRY(throttle_clear(cx, t));
	return remember(cx, t);
}

enum err account_tidy(struct ctx *cx)
{
	int64_t now = clock_now(cx->clock), day = INT64_C(24) * 3600 * 1000;
	enum err e;

	TRY(db_begin(cx->side, DB_WRITE));
	e = db_run(cx->side, Q_THROTTLE_DELETE_OLD, now - day);
	if (!e)
		e = db_run(cx->side, Q_DEVICE_DELETE_OLD, now);
	if (!e)
		return db_commit(cx->side);
	db_rollback(cx->side);
	return e;
}

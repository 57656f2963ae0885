#include "core/seal.h"

#include "base/crypto.h"
#include "base/die.h"
#include "core/gate.h"
#include "core/seal_impl.h"

static const char session_purpose[] = "key of a session";

/* A row of seal_account_key. */
struct account_key {
	int64_t id;
	struct str public_key, wrapped;
};

static struct str copied(struct arena *a, struct str s)
{
	return (struct str){arena_strndup(a, s.p, s.n), s.n};
}

static enum err key_of(struct ctx *cx, int64_t account, struct account_key *ret)
{
	struct cursor c;

	*ret = (struct account_key){0};
	TRY(db_query(cx->db, &c, Q_SEAL_ACCOUNT_KEY, account));
	if (db_next(&c)) {
		ret->id = db_int(&c, 0);
		ret->public_key = copied(cx->a, db_bytes(&c, 1));
		ret->wrapped = copied(cx->a, db_bytes(&c, 2));
	}
	return db_end(&c);
}

/* Whose key it is, bound into what holds it: it cannot be put to another account. */
static struct str bound_of(struct ctx *cx, int64_t account)
{
	return str_of(arena_printf(cx->a, "account %lld", (long long)account));
}

/* The pair in a box; the copy that the arena holds is wiped. */
static bool open_pair(struct ctx *cx, const unsigned char key[BOX_KEY], struct str box,
	int64_t account, struct box_pair *ret)
{
	struct str secret;
	bool right;

	if (!box.n || !box_unclose(cx->a, key, box, bound_of(cx, account), &secret))
		return false;
	right = box_pair_of(ret, secret);
	secret_forget((char *)secret.p, secret.n);
	return right;
}

/* ---- whoever is signed in ---- */

static enum err session_box(struct ctx *cx, struct str *ret)
{
	struct cursor c;

	*ret = (struct str){0};
	TRY(db_query(cx->side, &c, Q_SESSION_SEAL, cx->session));
	if (db_next(&c) && !db_null(&c, 0))
		*ret = copied(cx->a, db_bytes(&c, 0));
	return db_end(&c);
}

/* In whatever transaction of the side database is under way, or one of its own. */
static enum err read_box(struct ctx *cx, struct str *ret)
{
	enum err e;

	if (db_in_transaction(cx->side))
		return session_box(cx, ret);
	TRY(db_begin(cx->side, DB_READ));
	e = session_box(cx, ret);
	db_rollback(cx->side);
	return e;
}

enum err seal_me(struct ctx *cx, struct seal_me *ret)
{
	unsigned char key[BOX_KEY];
	struct account_key mine;
	struct str box;

	*ret = (struct seal_me){0};
	if (!cx->session || !cx->token || !cx->actor->account)
		return ERR_OK;
	TRY(key_of(cx, cx->actor->account, &mine));
	if (!mine.id)
		return ERR_OK;
	TRY(read_box(cx, &box));
	box_key_of(key, str_of(cx->token), session_purpose);
	if (open_pair(cx, key, box, cx->actor->account, &ret->pair) &&
		str_eq(box_str(ret->pair.public, BOX_KEY), mine.public_key))
		ret->key = mine.id;
	secret_forget(key, sizeof(key));
	return ERR_OK;
}

void seal_me_end(struct seal_me *me)
{
	secret_forget(me, sizeof(*me));
}

/* ---- sessions ---- */

/* With the key that was made beside the workers: of a sign-in, not of a password just set. */
static bool pair_from_gate(
	struct ctx *cx, int64_t account, struct str wrapped, struct box_pair *ret)
{
	unsigned char key[BOX_KEY];
	bool right = false;

	_Static_assert((int)PASSWORD_KEY == (int)BOX_KEY, "one is the other");
	if (cx->gate && gate_key(cx->gate, cx->request, key))
		right = open_pair(cx, key, wrapped, account, ret);
	secret_forget(key, sizeof(key));
	return right;
}

static enum err pair_from_hash(struct ctx *cx, int64_t account, struct str wrapped,
	const char *password, struct box_pair *ret, bool *ret_right)
{
	unsigned char key[BOX_KEY];
	const char *hash = "";
	struct cursor c;

	TRY(db_query(cx->db, &c, Q_SEAL_ACCOUNT_HASH, account));
	if (db_next(&c))
		hash = arena_strdup(cx->a, db_text(&c, 0));
	TRY(db_end(&c));
	password_key(hash, password, key);
	*ret_right = open_pair(cx, key, wrapped, account, ret);
	secret_forget(key, sizeof(key));
	return ERR_OK;
}

static enum err pair_by_password(
	struct ctx *cx, int64_t account, const char *password, struct seal_me *ret)
{
	struct account_key own;
	bool right;

	TRY(key_of(cx, account, &own));
	if (!own.id || !own.wrapped.n)
		return ERR_OK;
	right = pair_from_gate(cx, account, own.wrapped, &ret->pair);
	if (!right)
		TRY(pair_from_hash(cx, account, own.wrapped, password, &ret->pair, &right));
	ret->key = right ? own.id : 0;
	return ERR_OK;
}

/* From the session that goes on in the new one: after the second factor. */
static enum err pair_by_session(struct ctx *cx, int64_t account, struct seal_me *ret)
{
	if (!cx->actor || cx->actor->account != account)
		return ERR_OK;
	return seal_me(cx, ret);
}

static enum err put_pair(struct ctx *cx, int64_t account, const struct seal_me *me,
	const char *token, const char *digest)
{
	unsigned char key[BOX_KEY];
	struct str box;

	if (!me->key)
		return ERR_OK;
	box_key_of(key, str_of(token), session_purpose);
	box = box_close(cx->a, key, box_str(me->pair.secret, BOX_KEY), bound_of(cx, account));
	secret_forget(key, sizeof(key));
	return db_run(cx->side, Q_SESSION_SEAL_PUT, digest, box);
}

enum err seal_session_begin(struct ctx *cx, int64_t account, const char *password,
	const char *token, const char *digest)
{
	struct seal_me me = {0};
	enum err e = password ? pair_by_password(cx, account, password, &me)
			      : pair_by_session(cx, account, &me);

	if (!e)
		e = put_pair(cx, account, &me, token, digest);
	seal_me_end(&me);
	return e;
}

/* ---- passwords ---- */

static struct str wrapped(struct ctx *cx, int64_t account, const struct box_pair *pair,
	const char *hash, const char *password)
{
	unsigned char key[BOX_KEY];
	struct str box;

	password_key(hash, password, key);
	box = box_close(cx->a, key, box_str(pair->secret, BOX_KEY), bound_of(cx, account));
	secret_forget(key, sizeof(key));
	return box;
}

static enum err new_pair(struct ctx *cx, int64_t account, const char *hash, const char *password)
{
	const char *no_func = NULL;
	struct box_pair pair;
	enum err e;

	TRY(seal_password_lost(cx, account));
	box_pair(&pair);
	e = db_run(cx->db, Q_SEAL_KEY_INSERT, id_new(cx->ids), "account", account, no_func,
		(int64_t)0, box_str(pair.public, BOX_KEY),
		wrapped(cx, account, &pair, hash, password), cx->txn, cx->txn_ms);
	box_forget(&pair);
	return e;
}

enum err seal_password_set(struct ctx *cx, int64_t account, const char *hash, const char *password)
{
	struct seal_me me = {0};
	enum err e = ERR_OK;

	if (cx->actor->account == account)
		TRY(seal_me(cx, &me));
	if (!me.key)
		return new_pair(cx, account, hash, password);
	e = db_run(cx->db, Q_SEAL_KEY_WRAP, me.key, wrapped(cx, account, &me.pair, hash, password));
	seal_me_end(&me);
	return e;
}

enum err seal_password_lost(struct ctx *cx, int64_t account)
{
	struct account_key own;

	TRY(key_of(cx, account, &own));
	if (!own.id)
		return ERR_OK;
	TRY(db_run(cx->db, Q_SEAL_HOLDS_DROP_OF, own.id, cx->txn, cx->txn_ms));
	TRY(db_run(cx->db, Q_SEAL_TEXT_KEYS_DROP_OF, own.id, cx->txn, cx->txn_ms));
	TRY(db_run(cx->db, Q_SEAL_SHARES_DROP_OF, own.id, cx->txn, cx->txn_ms));
	return db_run(cx->db, Q_SEAL_KEY_VOID, own.id, cx->txn, cx->txn_ms);
}

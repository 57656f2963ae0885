/*
 * seal_recovery.c: two officers together open what nobody else does any more.
 *
 * The private key of recovery exists while it is split and while it is joined, in the memory of one
 * process, and nowhere else. Of n officers each two have a pair of halves of their own, so any two
 * will do and one alone has nothing but random bytes.
 */
#include "base/crypto.h"
#include "base/die.h"
#include "core/seal_impl.h"

enum { PAGE = 200 };

/* ---- setting up ---- */

struct officer {
	int64_t key;
	unsigned char public[BOX_KEY];
};

static enum err officer_of(struct ctx *cx, int64_t account, struct officer *ret)
{
	struct cursor c;
	bool found;

	*ret = (struct officer){0};
	TRY(db_query(cx->db, &c, Q_SEAL_ACCOUNT_KEY, account));
	found = db_next(&c);
	if (found) {
		ret->key = db_int(&c, 0);
		seal_public(db_bytes(&c, 1), ret->public);
	}
	TRY(db_end(&c));
	return found ? ERR_OK : cx_fault(cx, ERR_REFUSED, "officers", M_SEAL_OFFICER_NO_KEY);
}

static enum err put_share(struct ctx *cx, int64_t key, const struct officer *mine,
	const struct officer *theirs, const unsigned char half[BOX_KEY])
{
	unsigned char sealed[BOX_SEALED];

	box_seal(sealed, half, mine->public);
	return db_run(cx->db, Q_SEAL_SHARE_INSERT, id_new(cx->ids), key, mine->key, theirs->key,
		box_str(sealed, sizeof(sealed)), cx->txn, cx->txn_ms);
}

static enum err put_halves(struct ctx *cx, int64_t key, const struct officer *one,
	const struct officer *other, const unsigned char secret[BOX_KEY])
{
	unsigned char a[BOX_KEY], b[BOX_KEY];
	enum err e;

	box_split(a, b, secret);
	e = put_share(cx, key, one, other, a);
	if (!e)
		e = put_share(cx, key, other, one, b);
	secret_forget(a, sizeof(a));
	secret_forget(b, sizeof(b));
	return e;
}

static enum err put_key(struct ctx *cx, int64_t key, const struct box_pair *pair)
{
	const char *no_func = NULL;
	struct str old_public, unwrapped = {0};
	int64_t old;

	TRY(seal_recovery_key(cx, &old, &old_public));
	if (old) {
		TRY(db_run(cx->db, Q_SEAL_KEY_VOID, old, cx->txn, cx->txn_ms));
		TRY(db_run(cx->db, Q_SEAL_RECOVERY_CLOSE, old, cx->txn, cx->txn_ms));
	}
	return db_run(cx->db, Q_SEAL_KEY_INSERT, key, "recovery", (int64_t)0, no_func, (int64_t)0,
		box_str(pair->public, BOX_KEY), unwrapped, cx->txn, cx->txn_ms);
}

static enum err put_all(
	struct ctx *cx, const struct officer *o, size_t n, const struct box_pair *pair)
{
	int64_t key = id_new(cx->ids);

	TRY(put_key(cx, key, pair));
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++)
			TRY(put_halves(cx, key, &o[i], &o[k], pair->secret));
	return ERR_OK;
}

enum err seal_recovery_new(struct ctx *cx, const int64_t *accounts, size_t n)
{
	struct officer officers[SEAL_OFFICERS_MOST];
	struct box_pair pair;
	enum err e;

	must(n >= 2 && n <= SEAL_OFFICERS_MOST);
	for (size_t i = 0; i < n; i++)
		TRY(officer_of(cx, accounts[i], &officers[i]));
	box_pair(&pair);
	e = put_all(cx, officers, n, &pair);
	box_forget(&pair);
	return e;
}

/* ---- the first one ---- */

static enum err shares_of(struct ctx *cx, int64_t key, int64_t mine, struct list *ret)
{
	/* only three columns of a hold are there: the other officer, their public key, my half */
	static const struct field fields[] = {
		{"theirs", FT_ID, CLASS_INSIDE, M_FIELD_ID, 0,
			FIELD_OFF(struct seal_hold, holder, int64_t), 0, "key", 0, M_NONE, 0},
		F_END,
	};
	static const struct seal_bytes bytes[] = {{1, offsetof(struct seal_hold, public_key)},
		{2, offsetof(struct seal_hold, sealed)}, {-1, 0}};

	return seal_list(cx, fields, sizeof(struct seal_hold), bytes, ret, Q_SEAL_SHARES_OF,
		SEAL_ARGS(key, mine));
}

static enum err mine(struct ctx *cx, const struct seal_me *me, int64_t *ret_key, struct list *ret)
{
	struct str public_key;

	*ret = (struct list){0};
	TRY(seal_recovery_key(cx, ret_key, &public_key));
	if (*ret_key && me->key)
		TRY(shares_of(cx, *ret_key, me->key, ret));
	if (!ret->n)
		*ret_key = 0;
	return ERR_OK;
}

enum err seal_recovery_mine(struct ctx *cx, int64_t *ret_key)
{
	struct list shares;
	struct seal_me me;
	enum err e;

	TRY(seal_me(cx, &me));
	e = mine(cx, &me, ret_key, &shares);
	seal_me_end(&me);
	return e;
}

static enum err hand_half(struct ctx *cx, int64_t key, const struct seal_me *me,
	const struct seal_hold *share, const char *reason)
{
	unsigned char half[BOX_KEY], to[BOX_KEY], sealed[BOX_SEALED];

	if (!box_open(half, share->sealed, &me->pair))
		return ERR_OK;
	seal_public(share->public_key, to);
	box_seal(sealed, half, to);
	secret_forget(half, sizeof(half));
	return db_run(cx->db, Q_SEAL_RECOVERY_INSERT, id_new(cx->ids), key, me->key, share->holder,
		box_str(sealed, sizeof(sealed)), reason, cx->txn, cx->txn_ms);
}

static enum err agree(struct ctx *cx, const struct seal_me *me, const char *reason)
{
	const struct seal_hold *h;
	struct list shares;
	int64_t key;

	TRY(mine(cx, me, &key, &shares));
	if (!key)
		return cx_fault(cx, ERR_FORBIDDEN, NULL, M_SEAL_NOT_OFFICER);
	h = shares.rows;
	for (size_t i = 0; i < shares.n; i++)
		TRY(hand_half(cx, key, me, &h[i], reason));
	return ERR_OK;
}

enum err seal_recovery_agree(struct ctx *cx, const char *reason)
{
	struct seal_me me;
	enum err e;

	TRY(seal_me(cx, &me));
	e = agree(cx, &me, reason);
	seal_me_end(&me);
	return e;
}

/* ---- the second one ---- */

static enum err my_half(struct ctx *cx, int64_t key, const struct seal_me *me, int64_t theirs,
	unsigned char ret[BOX_KEY], bool *ret_right)
{
	struct cursor c;

	*ret_right = false;
	TRY(db_query(cx->db, &c, Q_SEAL_SHARE_WITH, key, me->key, theirs));
	if (db_next(&c))
		*ret_right = box_open(ret, db_bytes(&c, 0), &me->pair);
	return db_end(&c);
}

/* Their half as they handed it on, newest first; the id of the other officer's key. */
static enum err their_half(struct ctx *cx, int64_t key, const struct seal_me *me,
	unsigned char ret[BOX_KEY], int64_t *ret_theirs)
{
	struct cursor c;

	*ret_theirs = 0;
	TRY(db_query(cx->db, &c, Q_SEAL_RECOVERY_ASKED, key, me->key, seal_recovery_since(cx)));
	while (db_next(&c))
		if (box_open(ret, db_bytes(&c, 5), &me->pair))
			*ret_theirs = db_int(&c, 1);
	return db_end(&c);
}

static enum err join(struct ctx *cx, int64_t key, const struct seal_me *me, struct box_pair *ret)
{
	unsigned char one[BOX_KEY], other[BOX_KEY], secret[BOX_KEY];
	bool right = false;
	int64_t theirs;
	enum err e = their_half(cx, key, me, one, &theirs);

	if (!e && theirs)
		e = my_half(cx, key, me, theirs, other, &right);
	if (!e && right) {
		box_join(secret, one, other);
		right = box_pair_of(ret, box_str(secret, sizeof(secret)));
	}
	secret_forget(one, sizeof(one));
	secret_forget(other, sizeof(other));
	secret_forget(secret, sizeof(secret));
	if (!e && !right)
		e = cx_fault(cx, ERR_REFUSED, NULL, M_SEAL_NOBODY_AGREED);
	return e;
}

static enum err give_one(struct ctx *cx, int64_t key, const struct box_pair *pair,
	const struct seal_hold *rows, size_t n, int64_t *ret_n)
{
	unsigned char secret[BOX_KEY];
	struct seal_pass p = {0};
	struct list over;
	enum err e;

	TRY(seal_over(cx, rows->org, &over));
	p.over = &over;
	for (size_t i = 0; i < n; i++)
		if (rows[i].holder == key && box_open(secret, rows[i].sealed, pair))
			p.secret = secret;
	e = seal_pass_key(cx, &p, rows, n);
	secret_forget(secret, sizeof(secret));
	*ret_n += p.done;
	return e;
}

static enum err give_all(struct ctx *cx, int64_t key, const struct box_pair *pair, int64_t *ret_n)
{
	const struct seal_hold *h;
	int64_t after = 0;
	struct list holds;

	do {
		TRY(seal_holds(cx, &holds, Q_SEAL_HOLDS_OF_RECOVERY,
			SEAL_ARGS(key, after, (int64_t)PAGE)));
		h = holds.rows;
		for (size_t i = 0, n; i < holds.n; i += n) {
			n = seal_rows_of(&holds, i);
			TRY(give_one(cx, key, pair, &h[i], n, ret_n));
			after = h[i].id;
		}
	} while (holds.n);
	return ERR_OK;
}

static enum err complete(struct ctx *cx, const struct seal_me *me, int64_t *ret_n)
{
	struct box_pair pair;
	struct list shares;
	int64_t key;
	enum err e;

	TRY(mine(cx, me, &key, &shares));
	if (!key)
		return cx_fault(cx, ERR_FORBIDDEN, NULL, M_SEAL_NOT_OFFICER);
	TRY(join(cx, key, me, &pair));
	e = give_all(cx, key, &pair, ret_n);
	box_forget(&pair);
	if (!e)
		e = db_run(cx->db, Q_SEAL_RECOVERY_CLOSE, key, cx->txn, cx->txn_ms);
	return e;
}

enum err seal_recovery_complete(struct ctx *cx, int64_t *ret_n)
{
	struct seal_me me;
	enum err e;

	*ret_n = 0;
	TRY(seal_me(cx, &me));
	e = complete(cx, &me, ret_n);
	seal_me_end(&me);
	return e;
}

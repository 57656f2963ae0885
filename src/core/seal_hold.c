/*
 * seal_hold.c: keys of functions: made for all who hold them, handed on to who holds them now.
 */
#include "base/crypto.h"
#include "core/seal_impl.h"
#include "core/tree.h"

/* ---- rows ---- */

enum err seal_list(struct ctx *cx, const struct field *fields, size_t size,
	const struct seal_bytes *bytes, struct list *ret, enum stmt stmt, const struct db_val *args,
	int n)
{
	struct cursor c;
	size_t room = 0;

	*ret = (struct list){.size = size};
	TRY(db_query_(cx->db, &c, stmt, args, n));
	while (db_next(&c)) {
		char *rec = db_list_more(cx->a, ret, &room);
		db_row(&c, cx->a, fields, rec);
		for (const struct seal_bytes *b = bytes; b->col >= 0; b++) {
			struct str s = db_bytes(&c, b->col);
			*(struct str *)(rec + b->offset) =
				(struct str){arena_strndup(cx->a, s.p, s.n), s.n};
		}
	}
	return db_end(&c);
}

enum err seal_over(struct ctx *cx, int64_t org, struct list *ret)
{
	static const struct field fields[] = {
		F_CAT(struct seal_holder, func, M_FIELD_FUNC, CLASS_INSIDE, 0, "func"),
		F_ID(struct seal_holder, org, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
		F_INT(struct seal_holder, depth, M_FIELD_ID, CLASS_INSIDE, 0, 0),
		F_ID(struct seal_holder, account, M_FIELD_ACCOUNT, CLASS_INSIDE, 0, "account"),
		F_ID(struct seal_holder, key, M_FIELD_ID, CLASS_INSIDE, 0, "key"),
		F_END,
	};
	static const struct seal_bytes bytes[] = {
		{5, offsetof(struct seal_holder, public_key)}, {-1, 0}};
	day_t at = cx->say.today;

	if (org)
		TRY(tree_day_of_reach(cx, org, &at));
	return seal_list(cx, fields, sizeof(struct seal_holder), bytes, ret, Q_SEAL_OVER,
		SEAL_ARGS(org, at, cx->say.today));
}

enum err seal_holds(
	struct ctx *cx, struct list *ret, enum stmt stmt, const struct db_val *args, int n)
{
	static const struct field fields[] = {
		F_ID(struct seal_hold, id, M_FIELD_ID, CLASS_INSIDE, 0, "key"),
		F_CAT(struct seal_hold, func, M_FIELD_FUNC, CLASS_INSIDE, 0, "func"),
		F_ID(struct seal_hold, org, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
		F_BOOL(struct seal_hold, live, M_FIELD_ID, CLASS_INSIDE, 0),
		F_ID(struct seal_hold, hold, M_FIELD_ID, CLASS_INSIDE, 0, "hold"),
		F_ID(struct seal_hold, holder, M_FIELD_ID, CLASS_INSIDE, 0, "key"),
		F_ID(struct seal_hold, account, M_FIELD_ACCOUNT, CLASS_INSIDE, 0, "account"),
		F_END,
	};
	static const struct seal_bytes bytes[] = {{4, offsetof(struct seal_hold, public_key)},
		{8, offsetof(struct seal_hold, sealed)}, {-1, 0}};

	return seal_list(cx, fields, sizeof(struct seal_hold), bytes, ret, stmt, args, n);
}

size_t seal_rows_of(const struct list *holds, size_t i)
{
	const struct seal_hold *h = holds->rows;
	size_t n = i;

	while (n < holds->n && h[n].id == h[i].id)
		n++;
	return n - i;
}

bool seal_holds_func(const struct list *over, const char *func, int64_t account_key)
{
	const struct seal_holder *h = over->rows;

	for (size_t i = 0; i < over->n; i++)
		if (h[i].key == account_key && text_eq(h[i].func, func))
			return true;
	return false;
}

void seal_public(struct str public_key, unsigned char ret[BOX_KEY])
{
	memset(ret, 0, BOX_KEY);
	if (public_key.n == BOX_KEY)
		memcpy(ret, public_key.p, BOX_KEY);
}

enum err seal_recovery_key(struct ctx *cx, int64_t *ret, struct str *ret_public)
{
	struct cursor c;

	*ret = 0;
	TRY(db_query(cx->db, &c, Q_SEAL_RECOVERY_KEY));
	if (db_next(&c)) {
		*ret = db_int(&c, 0);
		*ret_public =
			(struct str){arena_strndup(cx->a, db_bytes(&c, 1).p, db_bytes(&c, 1).n),
				db_bytes(&c, 1).n};
	}
	return db_end(&c);
}

/* ---- making and handing on ---- */

enum err seal_hold_put(struct ctx *cx, int64_t held, int64_t holder, struct str public_key,
	const unsigned char secret[BOX_KEY])
{
	unsigned char to[BOX_KEY], sealed[BOX_SEALED];

	seal_public(public_key, to);
	box_seal(sealed, secret, to);
	return db_run(cx->db, Q_SEAL_HOLD_INSERT, id_new(cx->ids), held, holder,
		box_str(sealed, sizeof(sealed)), cx->txn, cx->txn_ms);
}

/* An account may hold a function in several ways; its key is sealed to once. */
static bool is_first(const struct list *over, size_t i)
{
	const struct seal_holder *h = over->rows;

	for (size_t k = 0; k < i; k++)
		if (h[k].key == h[i].key && text_eq(h[k].func, h[i].func))
			return false;
	return h[i].key != 0;
}

static enum err put_new(struct ctx *cx, const struct seal_reader *r, const struct list *over,
	const struct box_pair *pair)
{
	const struct seal_holder *h = over->rows;
	const char *of = r->func;
	struct str unwrapped = {0};
	int64_t nobody = 0;

	TRY(db_run(cx->db, Q_SEAL_KEY_INSERT, r->key, "func", nobody, of, r->org, r->public_key,
		unwrapped, cx->txn, cx->txn_ms));
	for (size_t i = 0; i < over->n; i++)
		if (text_eq(h[i].func, r->func) && is_first(over, i))
			TRY(seal_hold_put(cx, r->key, h[i].key, h[i].public_key, pair->secret));
	return ERR_OK;
}

enum err seal_func_new(struct ctx *cx, struct seal_reader *r, const struct list *over,
	int64_t recovery, struct str recovery_key)
{
	struct box_pair pair;
	enum err e;

	box_pair(&pair);
	r->key = id_new(cx->ids);
	r->public_key =
		(struct str){arena_strndup(cx->a, (const char *)pair.public, BOX_KEY), BOX_KEY};
	e = put_new(cx, r, over, &pair);
	if (!e && recovery)
		e = seal_hold_put(cx, r->key, recovery, recovery_key, pair.secret);
	box_forget(&pair);
	return e;
}

static bool has_hold(const struct seal_hold *rows, size_t n, int64_t holder)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].hold && rows[i].holder == holder)
			return true;
	return false;
}

static enum err give(struct ctx *cx, struct seal_pass *p, const struct seal_hold *key,
	int64_t holder, struct str public_key)
{
	if (!p->secret)
		return ERR_OK;
	p->done++;
	return p->dry ? ERR_OK : seal_hold_put(cx, key->id, holder, public_key, p->secret);
}

static enum err drop(struct ctx *cx, struct seal_pass *p, const struct seal_hold *h)
{
	p->done++;
	return p->dry ? ERR_OK : db_run(cx->db, Q_SEAL_HOLD_DROP, h->hold, cx->txn, cx->txn_ms);
}

/*
 * A hold goes only while somebody who holds the function has one: the last one is kept, so that it
 * can still be handed on to who comes next.
 */
static enum err drop_left(
	struct ctx *cx, struct seal_pass *p, const struct seal_hold *rows, size_t n)
{
	bool kept = false;

	for (size_t i = 0; i < n; i++)
		kept = kept ||
		       (rows[i].account && seal_holds_func(p->over, rows->func, rows[i].holder));
	for (size_t i = 0; kept && i < n; i++) {
		if (!rows[i].account || seal_holds_func(p->over, rows->func, rows[i].holder))
			continue;
		TRY(drop(cx, p, &rows[i]));
		p->left = true;
	}
	return ERR_OK;
}

/* Recovery that was set up anew takes over from the one before it. */
static enum err to_recovery(
	struct ctx *cx, struct seal_pass *p, const struct seal_hold *rows, size_t n)
{
	if (!p->recovery || has_hold(rows, n, p->recovery) || !p->secret)
		return ERR_OK;
	TRY(give(cx, p, rows, p->recovery, p->recovery_key));
	for (size_t i = 0; i < n; i++)
		if (rows[i].hold && !rows[i].account)
			TRY(drop(cx, p, &rows[i]));
	return ERR_OK;
}

enum err seal_pass_key(struct ctx *cx, struct seal_pass *p, const struct seal_hold *rows, size_t n)
{
	const struct seal_holder *h = p->over->rows;

	for (size_t i = 0; i < p->over->n; i++)
		if (text_eq(h[i].func, rows->func) && is_first(p->over, i) &&
			!has_hold(rows, n, h[i].key))
			TRY(give(cx, p, rows, h[i].key, h[i].public_key));
	TRY(to_recovery(cx, p, rows, n));
	TRY(drop_left(cx, p, rows, n));
	if (p->left && rows->live && !p->dry)
		return seal_rotate(cx, rows->id);
	return ERR_OK;
}

enum err seal_rotate(struct ctx *cx, int64_t key)
{
	return db_run(cx->db, Q_SEAL_KEY_VOID, key, cx->txn, cx->txn_ms);
}

/* ---- all that one account holds ---- */

static enum err pass_one(struct ctx *cx, const struct seal_me *me, struct seal_pass *p,
	const struct seal_hold *rows, size_t n)
{
	unsigned char secret[BOX_KEY];
	struct list over;
	enum err e;

	TRY(seal_over(cx, rows->org, &over));
	p->over = &over;
	p->secret = NULL;
	p->left = false;
	for (size_t i = 0; i < n; i++)
		if (rows[i].holder == me->key && box_open(secret, rows[i].sealed, &me->pair))
			p->secret = secret;
	e = seal_pass_key(cx, p, rows, n);
	p->over = NULL;
	p->secret = NULL;
	secret_forget(secret, sizeof(secret));
	return e;
}

static enum err pass_all(struct ctx *cx, const struct seal_me *me, int64_t *ret_n)
{
	struct seal_pass p = {0};
	const struct seal_hold *h;
	struct list holds;

	TRY(seal_holds(cx, &holds, Q_SEAL_HOLDS_OF, SEAL_ARGS(me->key)));
	TRY(seal_recovery_key(cx, &p.recovery, &p.recovery_key));
	h = holds.rows;
	for (size_t i = 0; i < holds.n; i += seal_rows_of(&holds, i))
		TRY(pass_one(cx, me, &p, &h[i], seal_rows_of(&holds, i)));
	*ret_n = p.done;
	return ERR_OK;
}

enum err seal_pass_all(struct ctx *cx, int64_t *ret_n)
{
	struct seal_me me;
	enum err e;

	*ret_n = 0;
	TRY(seal_me(cx, &me));
	e = me.key ? pass_all(cx, &me, ret_n) : ERR_OK;
	seal_me_end(&me);
	return e;
}

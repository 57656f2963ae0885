#include "account/account_factor.h"

#include "account/account_code.h"
#include "account/account_prove.h"
#include "base/cipher.h"
#include "base/crypto.h"
#include "base/keyring.h"
#include "core/rules.h"

#include <liboath/oath.h>

enum { SEALED = CIPHER_HEAD + FACTOR_SEED + CIPHER_MORE };

/* ---- codes ---- */

void factor_code(const unsigned char seed[FACTOR_SEED], int64_t step, char ret[FACTOR_DIGITS + 1])
{
	char out[FACTOR_DIGITS + 2] = "";

	/* it fails only for a wrong number of digits; then no code fits */
	(void)!oath_hotp_generate((const char *)seed, FACTOR_SEED, (uint64_t)step, FACTOR_DIGITS,
		false, OATH_HOTP_DYNAMIC_TRUNCATION, out);
	memcpy(ret, out, FACTOR_DIGITS + 1);
	ret[FACTOR_DIGITS] = 0;
}

static const char *base32(struct arena *a, const unsigned char *p, size_t n, bool grouped)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	char *out = arena_alloc(a, n * 3 + 1);
	unsigned held = 0, bits = 0;
	size_t k = 0, count = 0;

	for (size_t i = 0; i < n; i++) {
		held = held << 8 | p[i];
		bits += 8;
		for (; bits >= 5; bits -= 5, count++) {
			if (grouped && count && count % 4 == 0)
				out[k++] = ' ';
			out[k++] = digits[held >> (bits - 5) & 31];
		}
	}
	out[k] = 0;
	return out;
}

const char *factor_seed_text(struct arena *a, const unsigned char seed[FACTOR_SEED])
{
	return base32(a, seed, FACTOR_SEED, true);
}

const char *factor_address(struct ctx *cx, const unsigned char seed[FACTOR_SEED])
{
	return arena_printf(cx->a, "otpauth://totp/Guong:%s?secret=%s&issuer=Guong",
		cx->actor->login, base32(cx->a, seed, FACTOR_SEED, false));
}

/* ---- storing ---- */

static struct str bound_to(struct arena *a, int64_t account)
{
	return str_of(arena_printf(a, "account:%lld", (long long)account));
}

static void seal(struct ctx *cx, const struct key *k, const unsigned char seed[FACTOR_SEED],
	unsigned char ret[SEALED])
{
	unsigned char key[CIPHER_KEY];
	struct cipher c;

	key_derive(k, "totp", key, sizeof(key));
	cipher_write_start(&c, ret, key);
	(void)cipher_write(&c, ret + CIPHER_HEAD, seed, FACTOR_SEED,
		bound_to(cx->a, cx->actor->account), true);
	secret_forget(key, sizeof(key));
	secret_forget(&c, sizeof(c));
}

static bool open_sealed(struct ctx *cx, const struct key *k, int64_t account, struct str sealed,
	unsigned char ret[FACTOR_SEED])
{
	const unsigned char *p = (const unsigned char *)sealed.p;
	unsigned char key[CIPHER_KEY];
	struct cipher c;
	bool right, last = false;

	if (sealed.n != SEALED)
		return false;
	key_derive(k, "totp", key, sizeof(key));
	right = cipher_read_start(&c, p, key) &&
		cipher_read(&c, ret, p + CIPHER_HEAD, SEALED - CIPHER_HEAD,
			bound_to(cx->a, account), &last);
	secret_forget(key, sizeof(key));
	secret_forget(&c, sizeof(c));
	return right && last;
}

static enum err read_factor(struct ctx *cx, int64_t account, struct factor *ret,
	const char **ret_key, struct str *ret_sealed)
{
	struct cursor c;

	*ret = (struct factor){0};
	TRY(db_query(cx->db, &c, Q_FACTOR_OF, account));
	if (db_next(&c)) {
		struct str sealed = db_bytes(&c, 2);
		*ret = (struct factor){
			.id = db_int(&c, 0), .made_ms = db_int(&c, 3), .slips = db_int(&c, 4)};
		*ret_key = arena_strdup(cx->a, db_text(&c, 1));
		*ret_sealed = (struct str){arena_strndup(cx->a, sealed.p, sealed.n), sealed.n};
	}
	return db_end(&c);
}

enum err factor_find(struct ctx *cx, int64_t account, struct factor *ret)
{
	const char *key;
	struct str sealed;

	return read_factor(cx, account, ret, &key, &sealed);
}

enum err factor_get(struct ctx *cx, int64_t account, struct factor *ret)
{
	const struct key *k;
	const char *key = NULL;
	struct str sealed = {0};

	TRY(read_factor(cx, account, ret, &key, &sealed));
	if (!ret->id)
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_FACTOR_NONE);
	k = cx->keys ? keyring_find(cx->keys, key) : NULL;
	if (!k || !open_sealed(cx, k, account, sealed, ret->seed))
		return cx_fault(cx, ERR_REFUSED, NULL, M_FACTOR_NO_KEY);
	return ERR_OK;
}

enum err factor_offer(struct ctx *cx, unsigned char ret_seed[FACTOR_SEED])
{
	unsigned char key[DIGEST_BYTES];
	struct digest d;
	int64_t n, id = cx->actor->account;

	if (!cx->keys || !cx->session)
		return cx_fault(cx, ERR_REFUSED, NULL, M_FACTOR_NO_KEY);
	TRY(db_number(cx->db, &n, 0, Q_FACTOR_COUNT, id));
	key_derive(keyring_newest(cx->keys), "totp-new", key, sizeof(key));
	digest_start(&d);
	digest_add(&d, key, sizeof(key));
	digest_add(&d, cx->session, strlen(cx->session));
	digest_add(&d, &id, sizeof(id));
	digest_add(&d, &n, sizeof(n));
	digest_end(&d, key);
	memcpy(ret_seed, key, FACTOR_SEED);
	secret_forget(key, sizeof(key));
	return ERR_OK;
}

enum err factor_store(
	struct ctx *cx, const unsigned char seed[FACTOR_SEED], const char *ret_codes[FACTOR_SLIPS])
{
	const struct key *k = keyring_newest(cx->keys);
	int64_t id = id_new(cx->ids);
	unsigned char sealed[SEALED];
	struct str sealed_text = {(const char *)sealed, SEALED};
	char code[SLIP_TEXT];

	seal(cx, k, seed, sealed);
	TRY(db_run(cx->db, Q_FACTOR_INSERT, id, cx->actor->account, (const char *)k->id,
		sealed_text, cx->txn, cx->txn_ms));
	for (int i = 0; i < FACTOR_SLIPS; i++) {
		account_code_new(code);
		ret_codes[i] = arena_strdup(cx->a, code);
		TRY(db_run(cx->db, Q_RECOVERY_INSERT, id_new(cx->ids), id,
			(const char *)code_hash(cx->a, account_code_plain(cx->a, code)), cx->txn,
			cx->txn_ms));
	}
	return ERR_OK;
}

enum err factor_end(struct ctx *cx, int64_t account)
{
	struct factor f;

	TRY(factor_find(cx, account, &f));
	TRY(db_run(cx->db, Q_FACTOR_VOID, account, cx->txn, cx->txn_ms));
	return db_run(cx->db, Q_RECOVERY_VOID_OF, f.id, cx->txn, cx->txn_ms);
}

/* ---- proving ---- */

/* The step whose code was typed; 0: none of now. */
static int64_t step_of(const struct factor *f, const char *typed, int64_t now)
{
	int64_t step = now / 1000 / FACTOR_STEP_S, found = 0;
	char code[FACTOR_DIGITS + 1];

	for (int64_t s = step - 1; s <= step + 1; s++) {
		factor_code(f->seed, s, code);
		if (secret_eq(code, typed))
			found = s;
	}
	return found;
}

/* Each step once; the request that used it may be tried again. */
static enum err is_fresh(struct ctx *cx, int64_t account, int64_t step, bool *ret)
{
	int64_t last = 0, request = 0;
	struct cursor c;

	TRY(db_query(cx->side, &c, Q_FACTOR_STEP_OF, account));
	if (db_next(&c)) {
		last = db_int(&c, 0);
		request = db_int(&c, 1);
	}
	TRY(db_end(&c));
	*ret = step > last || (step == last && cx->request && request == (int64_t)cx->request);
	return ERR_OK;
}

static enum err prove_code(struct ctx *cx, const struct factor *f, const struct attempt *t,
	const char *typed, bool *ret_right)
{
	int64_t step;

	TRY(account_check_wait(cx, t));
	step = step_of(f, account_code_plain(cx->a, typed), t->now);
	*ret_right = false;
	if (step)
		TRY(is_fresh(cx, t->account, step, ret_right));
	if (!*ret_right)
		return throttle_wrong(cx, t);
	TRY(throttle_clear(cx, t));
	return db_run(cx->side, Q_FACTOR_STEP_PUT, t->account, step, (int64_t)cx->request);
}

enum err factor_prove(
	struct ctx *cx, const struct factor *f, int64_t account, const char *typed, bool *ret_right)
{
	struct attempt t;
	enum err e;

	throttle_attempt_code(cx, account, &t);
	TRY(db_begin(cx->side, DB_WRITE));
	e = prove_code(cx, f, &t, typed, ret_right);
	if (!e)
		return db_commit(cx->side);
	db_rollback(cx->side);
	return e;
}

static enum err find_slip(struct ctx *cx, const struct factor *f, const char *plain, int64_t *ret)
{
	struct cursor c;

	*ret = 0;
	TRY(db_query(cx->db, &c, Q_RECOVERY_OF, f->id));
	while (db_next(&c))
		if (!*ret && password_right(db_text(&c, 1), plain))
			*ret = db_int(&c, 0);
	return db_end(&c);
}

static enum err prove_slip(struct ctx *cx, const struct factor *f, const struct attempt *t,
	const char *typed, int64_t *ret)
{
	TRY(account_check_wait(cx, t));
	TRY(find_slip(cx, f, account_code_plain(cx->a, typed), ret));
	return *ret ? throttle_clear(cx, t) : throttle_wrong(cx, t);
}

enum err factor_prove_slip(
	struct ctx *cx, const struct factor *f, int64_t account, const char *typed, int64_t *ret)
{
	struct attempt t;
	enum err e;

	throttle_attempt_code(cx, account, &t);
	TRY(db_begin(cx->side, DB_WRITE));
	e = prove_slip(cx, f, &t, typed, ret);
	if (!e)
		return db_commit(cx->side);
	db_rollback(cx->side);
	return e;
}

enum err factor_use_slip(struct ctx *cx, int64_t slip)
{
	int64_t n;

	TRY(db_run_count(cx->db, &n, Q_RECOVERY_VOID, slip, cx->txn, cx->txn_ms));
	return n == 1 ? ERR_OK : cx_fault(cx, ERR_CONFLICT, "slip", M_FACTOR_SLIP_WRONG);
}

/* ---- who needs one ---- */

bool factor_needed(struct ctx *cx, const char *func)
{
	const struct cat_entry *e = cat_find(cx->say.cats, "func", func);

	return e && text_eq(e->note, "second_factor");
}

/* From which day on it counts: of a post written down later, from when there was an account. */
static enum err began(struct ctx *cx, const struct grant *g, day_t *ret)
{
	int64_t ms;
	day_t made;

	if (g->id)
		TRY(db_number(cx->db, &ms, 0, Q_GRANT_MADE, g->id));
	else
		TRY(db_number(cx->db, &ms, 0, Q_ACCOUNT_MADE, cx->actor->account));
	made = day_of_ms(ms);
	*ret = g->from_day > made ? g->from_day : made;
	return ERR_OK;
}

enum err factor_due(struct ctx *cx, day_t *ret)
{
	const struct grant *g = cx->actor->grants.rows;
	int64_t grace = 0;
	day_t from;

	*ret = DAY_MAX;
	for (size_t i = 0; i < cx->actor->grants.n; i++) {
		if (!factor_needed(cx, g[i].func))
			continue;
		if (!grace)
			TRY(rule_number_now(cx, "factor.grace_days", &grace));
		TRY(began(cx, &g[i], &from));
		from = day_add(from, (int)grace);
		if (from < *ret)
			*ret = from;
	}
	return ERR_OK;
}

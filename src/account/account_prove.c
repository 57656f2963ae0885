#include "account/account_prove.h"

#include "account/account_code.h"
#include "base/crypto.h"
#include "core/gate.h"

enum { CROWDED_MS = 1000, MINUTE_MS = 60000, SECONDS_TOLD_MS = 90000 };

/* The account that a name stands for, and what its password must give. */
struct claim {
	int64_t account; /* 0: nobody's name */
	const char *hash, *slip;
	day_t slip_last_day;
	bool closed;
};

static enum err find_claim(struct ctx *cx, const char *login, struct claim *ret)
{
	struct cursor c;

	*ret = (struct claim){0};
	TRY(db_query(cx->db, &c, Q_ACCOUNT_CLAIM, login));
	if (db_next(&c)) {
		ret->account = db_int(&c, 0);
		ret->hash = arena_strdup(cx->a, db_text(&c, 1));
		ret->closed = db_int(&c, 2);
		ret->slip = db_null(&c, 3) ? NULL : arena_strdup(cx->a, db_text(&c, 3));
		ret->slip_last_day = db_null(&c, 4) ? 0 : (day_t)db_int(&c, 4);
	}
	return db_end(&c);
}

static enum err too_many(struct ctx *cx, enum msg what, int64_t ms, int64_t n)
{
	cx->again_ms = (int)ms;
	return cx_fault(cx, ERR_TOO_MANY, NULL, what, number_text(cx->a, cx->say.lang, n));
}

enum err account_check_wait(struct ctx *cx, const struct attempt *t)
{
	int64_t ms;

	TRY(throttle_wait(cx, t, &ms));
	if (ms <= 0)
		return ERR_OK;
	if (ms > SECONDS_TOLD_MS)
		return too_many(cx, M_ACCOUNT_WAIT_MINUTES, ms, (ms + MINUTE_MS - 1) / MINUTE_MS);
	return too_many(cx, M_ACCOUNT_WAIT, ms, ms / 1000 + 1);
}

/* Without a process for it the check is made here; as slow for a name that does not exist. */
static enum gate_state check_here(const char *hash, const char *password)
{
	bool right = hash ? password_right(hash, password) : password_waste(password);

	return right ? GATE_RIGHT : GATE_WRONG;
}

static enum gate_state ask_gate(
	struct ctx *cx, const char *password, const struct attempt *t, const char *hash)
{
	struct gate_question q = {.request = cx->request,
		.key = t->key,
		.peer = t->peer,
		.known = t->known,
		.hash = hash,
		.password = password};

	return gate_ask(cx->gate, &q, &cx->again_ms);
}

static enum err ask(
	struct ctx *cx, const char *hash, const char *password, const struct attempt *t, bool *ret)
{
	enum gate_state state = GATE_NONE;

	if (cx->gate)
		state = gate_look(cx->gate, cx->request, &cx->again_ms);
	if (state == GATE_NONE) {
		TRY(account_check_wait(cx, t));
		state = cx->gate ? ask_gate(cx, password, t, hash) : check_here(hash, password);
	}
	if (state == GATE_FULL)
		return too_many(cx, M_ACCOUNT_CROWDED, CROWDED_MS, CROWDED_MS / 1000 + 1);
	if (state == GATE_WAIT)
		return ERR_BUSY;
	*ret = state == GATE_RIGHT;
	return ERR_OK;
}

/* An account has a slip or a password, never both. */
static enum err check(struct ctx *cx, const char *login, const char *password,
	const struct claim *claim, struct proof *ret)
{
	/* an account without a password is as good as none */
	const char *hash = text_empty(claim->hash) ? NULL : claim->hash;
	bool right = false;

	ret->slip = claim->slip != NULL;
	if (ret->slip) {
		hash = claim->slip;
		password = account_code_plain(cx->a, password);
	}
	TRY(throttle_attempt(cx, login, claim->account, &ret->t));
	TRY(ask(cx, hash, password, &ret->t, &right));
	ret->right = right && !claim->closed;
	ret->over = ret->slip && cx->say.today > claim->slip_last_day;
	return ERR_OK;
}

static enum err note_wrong(struct ctx *cx, const struct attempt *t)
{
	/* when the power fails, some wrong passwords are forgotten */
	TRY(db_begin_lazy(cx->side));
	return account_prove_settle(cx, throttle_wrong(cx, t));
}

/* One after the other: reading ends before writing begins. */
enum err account_prove(
	struct ctx *cx, const char *login, const char *password, bool may_slip, struct proof *ret)
{
	struct claim claim;
	enum err e;

	*ret = (struct proof){0};
	TRY(find_claim(cx, login, &claim));
	if (!may_slip)
		claim.slip = NULL;
	TRY(db_begin(cx->side, DB_READ));
	e = check(cx, login, password, &claim, ret);
	db_rollback(cx->side);
	if (e)
		return e;
	return ret->right ? ERR_OK : note_wrong(cx, &ret->t);
}

void account_prove_end(struct ctx *cx)
{
	if (cx->gate)
		gate_forget(cx->gate, cx->request);
}

enum err account_prove_settle(struct ctx *cx, enum err e)
{
	if (!e)
		e = db_commit(cx->side);
	if (e)
		db_rollback(cx->side);
	else
		account_prove_end(cx);
	return e;
}

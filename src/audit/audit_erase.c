#include "audit/audit_erase.h"

#include "audit/audit_content.h"

/* One transaction about the person. */
struct touch {
	int64_t txn, persons;
	struct audit_salts salts;
	struct audit_content content;
};

static const struct field touch_fields[] = {
	F_ID(struct touch, txn, M_FIELD_TXN, CLASS_INSIDE, 0, "txn"),
	F_INT(struct touch, persons, M_FIELD_VALUE, CLASS_INSIDE, 0, 0),
	F_END,
};

struct erase_plan {
	int64_t person;
	struct list touches;
};

/* In an order in which nothing refers to what has gone. */
static const enum stmt removals[] = {Q_ERASE_TEXT_KEYS, Q_ERASE_NOTES, Q_ERASE_TEXTS,
	Q_ERASE_REQUESTS, Q_ERASE_DELAYS, Q_ERASE_VILLAGE_FACTS, Q_ERASE_VILLAGE_FLOWS,
	Q_ERASE_CASE_CLOCKS, Q_ERASE_CASE_SPELLS, Q_ERASE_CASE_STEPS, Q_ERASE_CASES, Q_ERASE_SPELLS,
	Q_ERASE_FACTS, Q_ERASE_MEMBER_SPELLS, Q_ERASE_FLOWS, Q_ERASE_JOINS, Q_ERASE_WORDS,
	Q_ERASE_TOUCHES, Q_ERASE_PERSON};

/* ---- what stands in the way ---- */

struct hindrances {
	int64_t facts, joins, accounts, villages;
};

static const struct field hindrance_fields[] = {
	F_INT(struct hindrances, facts, M_FIELD_VALUE, CLASS_INSIDE, 0, 0),
	F_INT(struct hindrances, joins, M_FIELD_VALUE, CLASS_INSIDE, 0, 0),
	F_INT(struct hindrances, accounts, M_FIELD_VALUE, CLASS_INSIDE, 0, 0),
	F_INT(struct hindrances, villages, M_FIELD_VALUE, CLASS_INSIDE, 0, 0),
	F_END,
};

enum err erase_allowed(struct ctx *cx, int64_t person)
{
	struct hindrances h = {0};

	TRY(db_get(cx->db, cx->a, hindrance_fields, &h, Q_ERASURE_HINDRANCES, person));
	if (h.facts)
		return cx_fault(cx, ERR_REFUSED, NULL, M_ERASE_FACTS,
			number_text(cx->a, cx->say.lang, h.facts));
	if (h.joins)
		return cx_fault(cx, ERR_REFUSED, NULL, M_ERASE_JOINED);
	if (h.accounts)
		return cx_fault(cx, ERR_REFUSED, NULL, M_ERASE_ACCOUNT);
	if (h.villages)
		return cx_fault(cx, ERR_REFUSED, NULL, M_ERASE_VILLAGE);
	return ERR_OK;
}

/* Sealed, and as it was sealed? */
static enum err check_sealed(struct ctx *cx, struct touch *t)
{
	unsigned char digest[DIGEST_BYTES];
	bool right = false;
	struct cursor c;

	TRY(audit_content(cx, t->txn, &t->content));
	TRY(audit_salts(cx, t->txn, &t->salts));
	TRY(db_query(cx->db, &c, Q_AUDIT_ENTRY_OF, t->txn));
	if (!db_next(&c)) {
		TRY(db_end(&c));
		return cx_fault(cx, ERR_REFUSED, NULL, M_ERASE_UNSEALED);
	}
	if (audit_entry_digest(&t->content, &t->salts, digest))
		right = str_eq((struct str){(const char *)digest, DIGEST_BYTES}, db_bytes(&c, 1));
	TRY(db_end(&c));
	if (!right)
		return cx_fault(cx, ERR_REFUSED, NULL, M_ERASE_CHANGED,
			arena_printf(cx->a, "%lld", (long long)t->txn));
	return ERR_OK;
}

enum err erase_plan(struct ctx *cx, int64_t person, struct erase_plan **ret)
{
	struct erase_plan *p = arena_new_of(cx->a, struct erase_plan);
	struct touch *t;

	p->person = person;
	TRY(erase_allowed(cx, person));
	TRY(db_list(cx->db, cx->a, touch_fields, sizeof(*t), &p->touches, Q_ERASURE_TXNS, person));
	if (!p->touches.n)
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_ERASE_NOBODY);
	t = (struct touch *)p->touches.rows;
	for (size_t i = 0; i < p->touches.n; i++)
		TRY(check_sealed(cx, &t[i]));
	*ret = p;
	return ERR_OK;
}

/* ---- the chain ---- */

static bool goes(const struct erase_plan *p, const struct touch *t, int64_t unit)
{
	return unit == p->person || (unit == UNIT_WORDS && t->persons == 1);
}

static enum err keep_digest(
	struct ctx *cx, const struct touch *t, const struct audit_unit *u, int64_t erasure)
{
	unsigned char salt[SALT_BYTES], digest[DIGEST_BYTES];

	if (!audit_salt_of(&t->salts, u->id, salt))
		return ERR_DB;
	audit_unit_end(u, salt, digest);
	if (!t->salts.whole)
		TRY(db_run(cx->db, Q_ERASURE_SALT_DELETE, t->txn, u->id));
	return db_run(cx->db, Q_ERASURE_KEPT_INSERT, t->txn, u->id,
		((struct str){(const char *)digest, DIGEST_BYTES}), erasure, cx->txn);
}

static enum err keep_salt(struct ctx *cx, const struct touch *t, int64_t unit)
{
	unsigned char salt[SALT_BYTES];

	if (!t->salts.whole)
		return ERR_OK;
	audit_unit_salt(t->salts.salt, unit, salt);
	return db_run(cx->db, Q_AUDIT_SALT_INSERT, t->txn, unit,
		((struct str){(const char *)salt, SALT_BYTES}));
}

static enum err puncture(
	struct ctx *cx, const struct erase_plan *p, const struct touch *t, int64_t erasure)
{
	for (size_t i = 0; i < t->content.n; i++) {
		const struct audit_unit *u = &t->content.units[i];
		if (goes(p, t, u->id))
			TRY(keep_digest(cx, t, u, erasure));
		else
			TRY(keep_salt(cx, t, u->id));
	}
	TRY(db_run(cx->db, Q_ERASURE_SALT_DELETE, t->txn, (int64_t)UNIT_SALT));
	return t->persons == 1 ? db_run(cx->db, Q_ERASURE_WORDS, t->txn) : ERR_OK;
}

enum err erase_apply(struct ctx *cx, struct erase_plan *p, int64_t erasure, int64_t *ret_rows)
{
	const struct touch *t = p->touches.rows;
	int64_t n;

	*ret_rows = 0;
	for (size_t i = 0; i < p->touches.n; i++)
		TRY(puncture(cx, p, &t[i], erasure));
	for (size_t i = 0; i < sizeof(removals) / sizeof(*removals); i++) {
		TRY(db_run_count(cx->db, &n, removals[i], p->person));
		*ret_rows += n;
	}
	return ERR_OK;
}

enum err erase_count(struct ctx *cx, int64_t *ret)
{
	return db_number(cx->db, ret, 0, Q_ERASURE_COUNT);
}

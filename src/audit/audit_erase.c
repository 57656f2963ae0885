#include "audit/audit_erase.h"

#include "audit/audit_puncture.h"

/* One transaction about the person. */
struct touch {
	int64_t txn, persons;
	struct puncture had;
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
	Q_ERASE_REQUESTS, Q_ERASE_DELAYS, Q_ERASE_DUES, Q_ERASE_VILLAGE_FACTS,
	Q_ERASE_VILLAGE_FLOWS, Q_ERASE_CASE_CLOCKS, Q_ERASE_CASE_SPELLS, Q_ERASE_CASE_STEPS,
	Q_ERASE_CASES, Q_ERASE_SPELLS, Q_ERASE_FACTS, Q_ERASE_MEMBER_SPELLS, Q_ERASE_FLOWS,
	Q_ERASE_JOINS, Q_ERASE_WORDS, Q_ERASE_TOUCHES, Q_ERASE_PERSON};

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
	enum puncture_state state;

	TRY(puncture_read(cx, t->txn, &t->had, &state));
	if (state == PUNCTURE_UNSEALED)
		return cx_fault(cx, ERR_REFUSED, NULL, M_ERASE_UNSEALED);
	if (state == PUNCTURE_CHANGED)
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

/* What is said of the person, and the reason of a transaction about nobody else. */
struct going {
	int64_t person;
	bool words;
};

static bool goes(const void *arg, int64_t unit)
{
	const struct going *g = arg;

	return unit == g->person || (unit == UNIT_WORDS && g->words);
}

static enum err puncture(
	struct ctx *cx, const struct erase_plan *p, const struct touch *t, int64_t erasure)
{
	struct going g = {p->person, t->persons == 1};

	TRY(puncture_apply(cx, &t->had, goes, &g, erasure));
	return g.words ? db_run(cx->db, Q_ERASURE_WORDS, t->txn) : ERR_OK;
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

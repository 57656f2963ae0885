#include "audit/audit_term.h"

#include "audit/audit_puncture.h"
#include "base/log.h"
#include "core/rule.h"

#include <stdio.h>

enum { AT_ONCE = 400 };

#define STATEMENTS(...)                                                                            \
	(const enum stmt[]){__VA_ARGS__},                                                          \
		sizeof((const enum stmt[]){__VA_ARGS__}) / sizeof(enum stmt)

const struct term terms[] = {
#define BESIDE(kind, rule, due, ...)	   {#kind, rule, false, due, due, STATEMENTS(__VA_ARGS__)},
#define SEALED(kind, rule, due, soon, ...) {#kind, rule, true, due, soon, STATEMENTS(__VA_ARGS__)},
#include "audit/term.def"
#undef BESIDE
#undef SEALED
};

const size_t term_count = sizeof(terms) / sizeof(*terms);

enum err term_before(struct ctx *cx, const struct term *t, int ahead, day_t *ret)
{
	day_t day = day_add(cx->say.today, ahead);
	const struct rule *rule;
	struct rule_term term;

	TRY(rule_at(cx, t->rule, cx->say.today, KNOWN_NOW, &rule));
	term = rule_term_of(rule);
	if (term.unit == RULE_DAYS)
		*ret = day_add(day, -(int)term.n);
	else
		*ret = day_add_months(day, -(int)term.n * (term.unit == RULE_YEARS ? 12 : 1));
	return ERR_OK;
}

enum err term_older(struct ctx *cx, const struct term *t, day_t before, int64_t *ret)
{
	if (t->sealed)
		return db_number(cx->db, ret, 0, t->soon, before);
	return db_number(cx->side, ret, 0, t->due, ms_of_day(before));
}

/* ---- noting ---- */

static enum err note(struct ctx *cx, const struct term *t, int64_t id, day_t before, int64_t rows)
{
	return db_run(
		cx->db, Q_TERM_END_INSERT, id, t->kind, t->rule, before, rows, cx->txn, cx->txn_ms);
}

/* A write of its own; what failed leaves nothing. */
static enum err in_write(struct ctx *cx, enum err (*work)(struct ctx *cx, void *p), void *p)
{
	enum err e = db_begin(cx->db, DB_WRITE);

	cx->txn = 0;
	if (!e)
		e = work(cx, p);
	if (!e)
		e = db_commit(cx->db);
	db_rollback(cx->db);
	cx->txn = 0;
	return e;
}

/* ---- beside the register ---- */

struct beside {
	const struct term *t;
	day_t before;
	int64_t rows;
};

static enum err note_beside(struct ctx *cx, void *p)
{
	const struct beside *b = p;

	TRY(txn_start(cx, "erase_term", NULL));
	return note(cx, b->t, id_new(cx->ids), b->before, b->rows);
}

static enum err count_beside(struct ctx *cx, struct beside *b)
{
	enum err e = db_begin(cx->side, DB_READ);

	if (!e)
		e = term_older(cx, b->t, b->before, &b->rows);
	db_rollback(cx->side);
	return e;
}

static enum err remove_beside(struct ctx *cx, const struct beside *b)
{
	enum err e = db_begin(cx->side, DB_WRITE);

	for (size_t i = 0; !e && i < b->t->n; i++)
		e = db_run(cx->side, b->t->remove[i], ms_of_day(b->before));
	if (!e)
		e = db_commit(cx->side);
	db_rollback(cx->side);
	return e;
}

/* Noted first: what is noted and still there goes the next time; what has gone unnoted would not
 * be known. */
static enum err run_beside(struct ctx *cx, const struct term *t, day_t before, int64_t *ret_rows)
{
	struct beside b = {t, before, 0};

	TRY(count_beside(cx, &b));
	if (!b.rows)
		return ERR_OK;
	TRY(in_write(cx, note_beside, &b));
	*ret_rows += b.rows;
	return remove_beside(cx, &b);
}

/* ---- in the register ---- */

struct touch {
	int64_t id, unit, txn;
};

static const struct field touch_fields[] = {
	F_ID(struct touch, id, M_FIELD_ID, CLASS_INSIDE, 0, ""),
	F_ID(struct touch, unit, M_FIELD_ID, CLASS_INSIDE, 0, ""),
	F_ID(struct touch, txn, M_FIELD_TXN, CLASS_INSIDE, 0, "txn"),
	F_END,
};

struct record {
	const struct term *t;
	day_t before;
	const struct touch *touch; /* of one record */
	size_t n;
	int64_t rows;
	bool held; /* it cannot go yet */
};

/* What is said of the record, and the reason of a write in which nothing else is left. */
struct going {
	int64_t unit;
	bool words;
};

static bool goes(const void *arg, int64_t unit)
{
	const struct going *g = arg;

	return unit == g->unit || (unit == UNIT_WORDS && g->words);
}

static enum err read_touches(struct ctx *cx, struct record *r, struct puncture *p)
{
	enum puncture_state state;

	for (size_t i = 0; i < r->n && !r->held; i++) {
		TRY(puncture_read(cx, r->touch[i].txn, &p[i], &state));
		r->held = state != PUNCTURE_FINE;
	}
	return ERR_OK;
}

static enum err remove_rows(struct ctx *cx, struct record *r)
{
	int64_t n;

	for (size_t i = 0; i < r->t->n; i++) {
		TRY(db_run_count(cx->db, &n, r->t->remove[i], r->touch->id));
		r->rows += n;
	}
	return ERR_OK;
}

/* What is left of the write: the unit must have gone whole, or its digest would say too much. */
static enum err left_over(struct ctx *cx, struct record *r, size_t i, bool *ret_alone)
{
	struct audit_content left;

	*ret_alone = true;
	TRY(audit_content(cx, r->touch[i].txn, &left));
	for (size_t k = 0; k < left.n; k++) {
		r->held = r->held || left.units[k].id == r->touch[i].unit;
		*ret_alone =
			*ret_alone && (left.units[k].id == 0 || left.units[k].id == UNIT_WORDS);
	}
	*ret_alone = *ret_alone && left.rows <= 2;
	return ERR_OK;
}

static enum err puncture_one(
	struct ctx *cx, struct record *r, size_t i, const struct puncture *p, int64_t end)
{
	struct going g = {.unit = r->touch[i].unit};

	TRY(left_over(cx, r, i, &g.words));
	if (r->held)
		return ERR_REFUSED;
	TRY(puncture_apply(cx, p, goes, &g, end));
	return g.words ? db_run(cx->db, Q_ERASURE_WORDS, p->txn) : ERR_OK;
}

static enum err remove_record(struct ctx *cx, void *p)
{
	struct record *r = p;
	struct puncture *had = arena_array(cx->a, r->n, sizeof(*had));
	int64_t end = id_new(cx->ids);

	TRY(read_touches(cx, r, had));
	if (r->held)
		return ERR_REFUSED;
	TRY(txn_start(cx, "erase_term", NULL));
	TRY(remove_rows(cx, r));
	for (size_t i = 0; i < r->n; i++)
		TRY(puncture_one(cx, r, i, &had[i], end));
	return note(cx, r->t, end, r->before, r->rows);
}

static enum err run_record(struct ctx *cx, struct record *r, int64_t *ret_rows)
{
	struct arena_mark m = arena_mark(cx->a);
	char id[24];
	enum err e = in_write(cx, remove_record, r);

	arena_rewind(cx->a, m);
	if (r->held) {
		snprintf(id, sizeof(id), "%lld", (long long)r->touch->id);
		log_line("term", "kind", r->t->kind, "held", id, NULL);
		return ERR_OK;
	}
	TRY(e);
	*ret_rows += r->rows;
	return ERR_OK;
}

static enum err read_due(struct ctx *cx, const struct term *t, day_t before, struct list *ret)
{
	enum err e = db_begin(cx->db, DB_READ);

	if (!e)
		e = db_list(cx->db, cx->a, touch_fields, sizeof(struct touch), ret, t->due, before,
			(int64_t)AT_ONCE);
	db_rollback(cx->db);
	return e;
}

/* The rest goes the next day. A record whose writes were cut off by the limit does too. */
static enum err run_sealed(struct ctx *cx, const struct term *t, day_t before, int64_t *ret_rows)
{
	const struct touch *touch;
	struct list due;

	TRY(read_due(cx, t, before, &due));
	touch = due.rows;
	for (size_t i = 0, n; i < due.n; i += n) {
		struct record r = {.t = t, .before = before, .touch = &touch[i]};
		for (n = 1; i + n < due.n && touch[i + n].id == touch[i].id; n++)
			;
		if (i + n == AT_ONCE && i)
			break;
		r.n = n;
		TRY(run_record(cx, &r, ret_rows));
	}
	return ERR_OK;
}

static enum err before_of(struct ctx *cx, const struct term *t, day_t *ret)
{
	enum err e = db_begin(cx->db, DB_READ);

	if (!e)
		e = term_before(cx, t, 0, ret);
	db_rollback(cx->db);
	return e;
}

enum err terms_run(struct ctx *cx, int64_t *ret_rows)
{
	*ret_rows = 0;
	for (size_t i = 0; i < term_count; i++) {
		day_t before;
		TRY(before_of(cx, &terms[i], &before));
		if (terms[i].sealed)
			TRY(run_sealed(cx, &terms[i], before, ret_rows));
		else
			TRY(run_beside(cx, &terms[i], before, ret_rows));
	}
	return ERR_OK;
}

/*
 * member_undo.c: taking back everything that a transaction did to persons.
 */
#include "member/member_plan_impl.h"

/* Was anything recorded about the person afterwards? Nothing that stands may be lost by an undo. */
static enum err check_alone(struct member_plan *p, const struct plan_person *pp, int64_t at_ms)
{
	const struct person *rows = pp->old_rows.rows;
	struct ctx *cx = p->cx;
	int64_t later;

	TRY(db_number(cx->db, &later, 0, Q_MEMBER_CHANGED_AFTER, pp->id, at_ms));
	if (later)
		plan_problem_of(p, pp->tag, NULL, M_MEMBER_BUILT_ON,
			pp->old_rows.n ? rows[pp->old_rows.n - 1].full_name : "?",
			cx_day(cx, day_of_ms(later)));
	return ERR_OK;
}

/*
 * What stood just before: not what this transaction voided, for an undo of a later one may have
 * written the same anew, under its own number.
 */
static enum err undo_rows(struct member_plan *p, struct plan_person *pp, int64_t at_ms)
{
	struct list before;

	TRY(db_list(p->cx->db, p->cx->a, person_fields, sizeof(*pp->rows), &before,
		Q_MEMBER_PERSON_ROWS, pp->id, at_ms - 1));
	pp->rows = arena_array(p->cx->a, before.n + 1, sizeof(*pp->rows));
	if (before.n)
		memcpy(pp->rows, before.rows, before.n * sizeof(*pp->rows));
	pp->row_count = before.n;
	return ERR_OK;
}

static bool stands(const struct plan_person *pp, int64_t fact)
{
	for (const struct plan_fact *pf = pp->facts; pf; pf = pf->next)
		if (pf->f.id == fact)
			return true;
	return false;
}

static bool stood(const struct list *before, int64_t fact)
{
	const struct member_fact *f = before->rows;

	for (size_t i = 0; i < before->n; i++)
		if (f[i].id == fact)
			return true;
	return false;
}

static enum err undo_facts(struct member_plan *p, struct plan_person *pp, int64_t at_ms)
{
	const struct member_fact *f;
	struct list before;

	TRY(db_list(p->cx->db, p->cx->a, member_fact_fields, sizeof(*f), &before,
		Q_MEMBER_FACT_ROWS, pp->id, at_ms - 1));
	for (struct plan_fact *pf = pp->facts; pf; pf = pf->next)
		if (!stood(&before, pf->f.id))
			pf->voided = true;
	f = before.rows;
	for (size_t i = 0; i < before.n; i++)
		if (!stands(pp, f[i].id))
			TRY(member_plan_fact(p, &f[i]));
	return ERR_OK;
}

static enum err undo_join(struct member_plan *p, struct plan_person *pp, int64_t txn)
{
	struct cursor c;
	int64_t into = 0;
	const char *history = NULL;

	if (pp->join.person && pp->join.txn == txn)
		return member_plan_part(p, pp->id);
	TRY(db_query(p->cx->db, &c, Q_MEMBER_JOINS_VOIDED_BY, pp->id, txn));
	if (db_next(&c)) {
		into = db_int(&c, 1);
		history = arena_strdup(p->cx->a, db_text(&c, 2));
	}
	TRY(db_end(&c));
	return into ? member_plan_join(p, pp->id, into, history) : ERR_OK;
}

static enum err undo_person(struct member_plan *p, int64_t person, int64_t txn, int64_t at_ms)
{
	struct plan_person *pp;

	TRY(plan_person(p, person, &pp));
	plan_touch(p, pp);
	TRY(check_alone(p, pp, at_ms));
	TRY(undo_join(p, pp, txn));
	TRY(undo_rows(p, pp, at_ms));
	return undo_facts(p, pp, at_ms);
}

enum err member_plan_undo(struct member_plan *p, int64_t txn)
{
	struct ctx *cx = p->cx;
	const int64_t *ids;
	struct list people;
	int64_t at_ms;

	TRY(db_number(cx->db, &at_ms, 0, Q_MEMBER_TXN_MS, txn));
	TRY(plan_ids(cx, Q_MEMBER_OF_TXN, txn, &people));
	ids = people.rows;
	for (size_t i = 0; i < people.n; i++)
		TRY(undo_person(p, ids[i], txn, at_ms));
	return ERR_OK;
}

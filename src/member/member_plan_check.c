/*
 * member_plan_check.c: what follows from what is planned, and what is wrong with it.
 */
#include "base/text.h"
#include "member/member_card.h"
#include "member/member_plan_impl.h"

static bool same_fact(const struct member_fact *a, const struct member_fact *b)
{
	return text_eq(a->kind, b->kind) && a->day == b->day && a->other == b->other &&
	       (a->cell == b->cell || !a->cell || !b->cell);
}

/* Two records of one person tell the same twice; the one that names the cell says more. */
static bool told(struct member_fact *facts, size_t n, const struct member_fact *f)
{
	for (size_t i = 0; i < n; i++)
		if (same_fact(&facts[i], f)) {
			if (!facts[i].cell && f->cell)
				facts[i] = *f;
			return true;
		}
	return false;
}

static size_t count_facts(const struct plan_person *pp)
{
	size_t n = 0;

	for (const struct plan_fact *pf = pp->facts; pf; pf = pf->next)
		n += !pf->voided;
	return n;
}

static void take_facts(
	const struct plan_person *pp, struct member_fact *facts, size_t *n, bool guest)
{
	for (const struct plan_fact *pf = pp->facts; pf; pf = pf->next)
		if (!pf->voided && !(guest && told(facts, *n, &pf->f)))
			facts[(*n)++] = pf->f;
}

static void gather_facts(struct member_plan *p, const struct plan_person *pp, struct fold_in *in)
{
	size_t room = count_facts(pp);

	for (const struct plan_person *g = pp->guests; g; g = g->next_guest)
		room += count_facts(g);
	in->facts = arena_array(p->cx->a, room + 1, sizeof(*in->facts));
	take_facts(pp, in->facts, &in->fact_count, false);
	for (const struct plan_person *g = pp->guests; g; g = g->next_guest)
		if (text_eq(g->join.history, "both"))
			take_facts(g, in->facts, &in->fact_count, true);
}

static void gather_names(struct member_plan *p, const struct plan_person *pp, struct fold_in *in)
{
	struct fold_name *names = arena_array(p->cx->a, pp->row_count, sizeof(*names));

	for (size_t i = 0; i < pp->row_count; i++) {
		const struct person *r = &pp->rows[i];
		if (i && text_eq(r->full_name, r[-1].full_name))
			continue;
		names[in->name_count++] =
			(struct fold_name){r->from_day, text_key_person(p->cx->a, r->full_name)};
	}
	in->names = names;
}

static const struct plan_fact *fact_of(const struct plan_person *pp, int64_t id)
{
	for (const struct plan_fact *pf = pp->facts; pf; pf = pf->next)
		if (pf->f.id == id)
			return pf;
	for (const struct plan_person *g = pp->guests; g; g = g->next_guest)
		for (const struct plan_fact *pf = g->facts; pf; pf = pf->next)
			if (pf->f.id == id)
				return pf;
	return NULL;
}

static void tell(struct member_plan *p, const struct plan_person *pp, const struct fold_problem *fp)
{
	const struct plan_fact *pf = fp->fact ? fact_of(pp, fp->fact->id) : NULL;
	long tag = pf && pf->added ? pf->tag : pp->tag;

	plan_problem_of(p, tag, fp->field, fp->what, fp->arg[0], fp->arg[1]);
}

/* What stands in the database just so keeps its row; each row is kept for one. */
static void match_spells(struct member_plan *p, struct plan_person *pp)
{
	const struct member_spell *old = pp->old_spells.rows;
	struct member_spell *now = (struct member_spell *)pp->spells.rows;

	pp->spell_kept = arena_array(p->cx->a, pp->spells.n + 1, sizeof(bool));
	for (size_t i = 0; i < pp->spells.n; i++)
		for (size_t k = 0; k < pp->old_spells.n && !pp->spell_kept[i]; k++)
			if (member_spell_same(&now[i], &old[k])) {
				now[i].txn = old[k].txn;
				pp->spell_kept[i] = true;
			}
}

static void match_flows(struct member_plan *p, struct plan_person *pp)
{
	const struct member_flow *old = pp->old_flows.rows;
	struct member_flow *now = (struct member_flow *)pp->flows.rows;

	pp->flow_kept = arena_array(p->cx->a, pp->flows.n + 1, sizeof(bool));
	for (size_t i = 0; i < pp->flows.n; i++)
		for (size_t k = 0; k < pp->old_flows.n && !pp->flow_kept[i]; k++)
			if (member_flow_same(&now[i], &old[k])) {
				now[i].txn = old[k].txn;
				pp->flow_kept[i] = true;
			}
}

static void match_rows(struct member_plan *p, struct plan_person *pp)
{
	const struct person *old = pp->old_rows.rows;

	pp->row_kept = arena_array(p->cx->a, pp->row_count + 1, sizeof(bool));
	for (size_t i = 0; i < pp->row_count; i++)
		for (size_t k = 0; k < pp->old_rows.n && !pp->row_kept[i]; k++)
			if (pp->rows[i].from_day == old[k].from_day &&
				pp->rows[i].to_day == old[k].to_day &&
				person_same(&pp->rows[i], &old[k])) {
				pp->rows[i].txn = old[k].txn;
				pp->row_kept[i] = true;
			}
}

static bool all_kept(const bool *kept, size_t n, size_t old)
{
	for (size_t i = 0; i < n; i++)
		if (!kept[i])
			return false;
	return n == old;
}

bool plan_person_stands(const struct plan_person *pp)
{
	return all_kept(pp->spell_kept, pp->spells.n, pp->old_spells.n) &&
	       all_kept(pp->flow_kept, pp->flows.n, pp->old_flows.n);
}

static enum err fold(struct member_plan *p, struct plan_person *pp)
{
	struct fold_in in = {.person = pp->id, .lives = p->lives};
	struct fold_out out = {0};

	if (pp->row_count && !pp->join.person) {
		gather_facts(p, pp, &in);
		gather_names(p, pp, &in);
		TRY(member_fold(p->cx, &in, &out));
	}
	pp->spells = out.spells;
	pp->flows = out.flows;
	for (const struct fold_problem *fp = out.problems; fp; fp = fp->next)
		tell(p, pp, fp);
	match_rows(p, pp);
	match_spells(p, pp);
	match_flows(p, pp);
	return ERR_OK;
}

enum err member_plan_check(struct member_plan *p)
{
	size_t done = 0;

	for (struct plan_person *pp = p->people; pp; pp = pp->next) {
		if (!pp->stale)
			continue;
		TRY(fold(p, pp));
		pp->stale = false;
		if (++done % 512 == 0)
			cx_progress(p->cx, (int64_t)done, (int64_t)p->touched);
	}
	TRY(member_card_check(p));
	if (done)
		plan_sort(p);
	return p->problems ? ERR_REFUSED : ERR_OK;
}

const struct member_spell *member_plan_spell(struct member_plan *p, int64_t person, day_t day)
{
	const struct plan_person *pp = map_get(p->by_id, map_id(&person));
	const struct member_spell *s = pp ? pp->spells.rows : NULL;

	for (size_t i = 0; pp && i < pp->spells.n; i++)
		if (s[i].from_day <= day && day < s[i].to_day)
			return &s[i];
	return NULL;
}

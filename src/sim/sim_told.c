#include "sim/sim_told.h"

#include "base/die.h"
#include "base/text.h"
#include "member/member_fold.h"
#include "member/member_sum.h"

#include <stdlib.h>

enum { ROWS = 2 * SIM_CHANGES + 4, STEPS = 2 * SIM_FACTS + SIM_CHANGES + SIM_BATCHES };

/* One transaction that concerns the person: of a district, or on the tree. */
struct step {
	int64_t ms, txn;
	int month, batch; /* -1: the other kind */
};

struct attributes {
	struct person p;
	int64_t txn, ms; /* txn 0: of the step under way */
};

struct stood {
	struct member_spell s;
	int64_t ms;
	bool stays;
};

struct flowed {
	struct member_flow f;
	int64_t ms;
	bool stays;
};

struct telling {
	struct sim_teller *w;
	struct sim_story *s;
	struct step steps[STEPS];
	int step_count, version;
	int64_t records; /* the version of the person's record */
	struct attributes rows[ROWS];
	int row_count;
	struct stood *spells;
	struct flowed *flows;
	size_t spell_count, flow_count;
	const struct step *now;
	const char *words[ROWS * NAME_WORDS];
	int word_count;
};

static void put(struct telling *g, enum sim_table which, const struct db_val *row)
{
	g->w->row(g->w->p, which, row, g->w->n[which]);
}

/* ---- when ---- */

static int by_ms(const void *va, const void *vb)
{
	const struct step *a = va, *b = vb;

	return (a->ms > b->ms) - (a->ms < b->ms);
}

/* Does a fact that is known then name a cell that changes in the batch? */
static bool concerned(const struct telling *g, int batch)
{
	const struct sim_tree *t = g->w->t;
	const struct sim_story *s = g->s;

	for (int i = 0; i < s->fact_count; i++) {
		const struct sim_fact *f = &s->facts[i];
		bool named = (f->cell_at >= 0 && t->cells[f->cell_at].merged == batch) ||
			     (f->other_at >= 0 && t->cells[f->other_at].merged == batch);
		if (named &&
			sim_entered_ms(t, s->unit[f->month], f->month) < t->batches[batch].ms &&
			(f->voided == SIM_NEVER || sim_entered_ms(t, s->unit[f->voided],
							   f->voided) > t->batches[batch].ms))
			return true;
	}
	return false;
}

static void plan_steps(struct telling *g)
{
	const struct sim_tree *t = g->w->t;

	g->step_count = 0;
	for (int m = 0; m < sim_months(t); m++)
		if (g->s->unit[m] >= 0)
			g->steps[g->step_count++] =
				(struct step){sim_entered_ms(t, g->s->unit[m], m),
					sim_entered_txn(t, g->s->unit[m], m), m, -1};
	for (int b = 0; b < t->batch_count; b++)
		if (concerned(g, b))
			g->steps[g->step_count++] =
				(struct step){t->batches[b].ms, t->batches[b].txn, -1, b};
	must(g->step_count && g->step_count <= STEPS);
	qsort(g->steps, (size_t)g->step_count, sizeof(*g->steps), by_ms);
}

/* ---- attributes ---- */

static void put_row(
	struct telling *g, const struct attributes *r, int64_t void_txn, int64_t void_ms)
{
	const struct person *p = &r->p;
	const struct db_val row[] = {
		DB_ARGS(p->person, p->from_day, p->to_day, r->txn, p->full_name, p->birth_date,
			p->sex, p->ethnicity, p->religion, p->native_place, p->residence, p->phone,
			p->citizen_no, p->schooling, p->degree, p->theory_level),
		DB_ARGS(p->occupation, p->youth_union, p->village_code, p->member_no, r->ms,
			void_txn, void_ms)};

	put(g, SIM_PERSON_SPELL, row);
}

static void add_words(struct telling *g, const char *name)
{
	const char *words[NAME_WORDS];
	int n = member_name_words(g->w->cx->a, name, words);

	for (int i = 0; i < n; i++) {
		int k = 0;
		while (k < g->word_count && strcmp(g->words[k], words[i]) != 0)
			k++;
		if (k == g->word_count)
			g->words[g->word_count++] = words[i];
	}
}

/* The row becomes another one: as it stood it is voided. */
static void renew(struct telling *g, struct attributes *r)
{
	if (r->txn)
		put_row(g, r, g->now->txn, g->now->ms);
	r->txn = 0;
}

static void set_fields(struct person *p, const struct sim_change *c)
{
	for (int i = 0; i < 4 && c->fields[i]; i++) {
		const struct field *f = field_find(person_attributes, c->fields[i]);
		if (f->type == FT_DAY)
			field_set_int(f, p, field_get_int(f, &c->to));
		else
			field_set_text(f, p, field_get_text(f, &c->to));
	}
}

static void change(struct telling *g, const struct sim_change *c)
{
	struct attributes *last = &g->rows[g->row_count - 1];

	if (c->correct) {
		for (int i = 0; i < g->row_count; i++) {
			renew(g, &g->rows[i]);
			set_fields(&g->rows[i].p, c);
		}
		return;
	}
	must(g->row_count < ROWS && c->day > last->p.from_day);
	renew(g, last);
	last[1] = *last;
	last->p.to_day = last[1].p.from_day = c->day;
	set_fields(&last[1].p, c);
	g->row_count++;
}

static void change_attributes(struct telling *g)
{
	for (int i = 0; i < g->s->change_count; i++)
		if (g->s->changes[i].month == g->now->month)
			change(g, &g->s->changes[i]);
	for (int i = 0; i < g->row_count; i++)
		if (!g->rows[i].txn) {
			g->rows[i].txn = g->now->txn;
			g->rows[i].ms = g->now->ms;
			add_words(g, g->rows[i].p.full_name);
		}
}

/* ---- facts ---- */

static int by_fact_id(const void *va, const void *vb)
{
	const struct sim_fact *a = va, *b = vb;

	return (a->f.id > b->f.id) - (a->f.id < b->f.id);
}

static void put_fact(struct telling *g, const struct sim_fact *sf)
{
	const struct sim_tree *t = g->w->t;
	const struct member_fact *f = &sf->f;
	bool gone = sf->voided != SIM_NEVER;
	int unit = g->s->unit[sf->month];
	const struct db_val row[] = {DB_ARGS(f->person, f->id, f->day, f->seq, f->kind, f->cell,
					     f->other, f->place, f->second_day, f->until_day,
					     f->number, f->years, f->status, f->reason, f->assumed),
		DB_ARGS(sim_entered_txn(t, unit, sf->month), sim_entered_ms(t, unit, sf->month),
			gone ? sim_entered_txn(t, g->s->unit[sf->voided], sf->voided) : 0,
			gone ? sim_entered_ms(t, g->s->unit[sf->voided], sf->voided) : MS_MAX)};

	put(g, SIM_FACT, row);
}

static void put_facts(struct telling *g)
{
	struct sim_story *s = g->s;

	qsort(s->facts, (size_t)s->fact_count, sizeof(*s->facts), by_fact_id);
	for (int i = 0; i < s->fact_count; i++)
		put_fact(g, &s->facts[i]);
}

/* ---- what follows ---- */

static void put_spell(struct telling *g, const struct stood *k, int64_t void_txn, int64_t void_ms)
{
	const struct member_spell *s = &k->s;
	const struct db_val row[] = {
		DB_ARGS(s->cell, s->counted, s->to_day, s->sort_key, s->person, s->from_day, s->txn,
			s->status, s->admitted_on, s->official_on, s->cardless_to, s->pieced,
			s->host, s->transit, s->exempt, s->away, s->suspended),
		DB_ARGS(k->ms, void_txn, void_ms)};

	put(g, SIM_SPELL, row);
}

static void put_flow(struct telling *g, const struct flowed *k, int64_t void_txn, int64_t void_ms)
{
	const struct member_flow *f = &k->f;
	const struct db_val row[] = {DB_ARGS(f->cell, f->day, f->person, f->kind, f->fact, f->txn,
		f->other, k->ms, void_txn, void_ms)};

	put(g, SIM_FLOW, row);
}

static void match_spells(struct telling *g, struct list now)
{
	const struct member_spell *s = now.rows;
	struct stood *all = arena_array(g->w->cx->a, now.n + 1, sizeof(*all));

	for (size_t i = 0; i < now.n; i++) {
		all[i] = (struct stood){.s = s[i], .ms = g->now->ms};
		all[i].s.txn = g->now->txn;
		for (size_t k = 0; k < g->spell_count; k++)
			if (!g->spells[k].stays && member_spell_same(&g->spells[k].s, &s[i])) {
				g->spells[k].stays = true;
				all[i] = g->spells[k];
				break;
			}
		all[i].stays = false;
	}
	for (size_t k = 0; k < g->spell_count; k++)
		if (!g->spells[k].stays)
			put_spell(g, &g->spells[k], g->now->txn, g->now->ms);
	g->spells = all;
	g->spell_count = now.n;
}

static void match_flows(struct telling *g, struct list now)
{
	const struct member_flow *f = now.rows;
	struct flowed *all = arena_array(g->w->cx->a, now.n + 1, sizeof(*all));

	for (size_t i = 0; i < now.n; i++) {
		all[i] = (struct flowed){.f = f[i], .ms = g->now->ms};
		all[i].f.txn = g->now->txn;
		for (size_t k = 0; k < g->flow_count; k++)
			if (!g->flows[k].stays && member_flow_same(&g->flows[k].f, &f[i])) {
				g->flows[k].stays = true;
				all[i] = g->flows[k];
				break;
			}
		all[i].stays = false;
	}
	for (size_t k = 0; k < g->flow_count; k++)
		if (!g->flows[k].stays)
			put_flow(g, &g->flows[k], g->now->txn, g->now->ms);
	g->flows = all;
	g->flow_count = now.n;
}

/* The step in which a month was entered is as late as this one, or earlier. */
static bool known(const struct telling *g, int month)
{
	return month != SIM_NEVER &&
	       sim_entered_ms(g->w->t, g->s->unit[month], month) <= g->now->ms;
}

static enum err fold(struct telling *g)
{
	struct ctx *cx = g->w->cx;
	struct member_fact facts[SIM_FACTS];
	struct fold_name names[ROWS];
	struct fold_in in = {.person = g->s->person,
		.facts = facts,
		.names = names,
		.lives = g->w->t->lives[g->version]};
	struct fold_out out;

	for (int i = 0; i < g->s->fact_count; i++)
		if (known(g, g->s->facts[i].month) && !known(g, g->s->facts[i].voided))
			facts[in.fact_count++] = g->s->facts[i].f;
	for (int i = 0; i < g->row_count; i++)
		if (!i || !text_eq(g->rows[i].p.full_name, g->rows[i - 1].p.full_name))
			names[in.name_count++] = (struct fold_name){g->rows[i].p.from_day,
				text_key_person(cx->a, g->rows[i].p.full_name)};
	TRY(member_fold(cx, &in, &out));
	if (out.problems)
		return fault_detail(cx->f, ERR_CHECK, "person %lld, %s: %s",
			(long long)g->s->person, out.problems->fact ? out.problems->fact->kind : "",
			msg_say(cx->a, LANG_EN, out.problems->what, out.problems->arg[0],
				out.problems->arg[1], ""));
	match_spells(g, out.spells);
	match_flows(g, out.flows);
	return ERR_OK;
}

/* ---- one after the other ---- */

static void touch(struct telling *g)
{
	g->records++;
	if (g->now->month >= 0)
		g->w->used(g->w->p, g->s->unit[g->now->month], g->now->month);
	if (g->now == g->steps)
		return;
	put(g, SIM_TXN_PERSON, (const struct db_val[]){DB_ARGS(g->now->txn, g->s->person)});
}

static enum err take_step(struct telling *g, const struct step *now)
{
	const struct sim_tree *t = g->w->t;

	g->now = now;
	while (g->version < t->batch_count && t->batches[g->version].ms <= now->ms)
		g->version++;
	touch(g);
	change_attributes(g);
	return fold(g);
}

static void put_what_stands(struct telling *g)
{
	for (int i = 0; i < g->row_count; i++)
		put_row(g, &g->rows[i], 0, MS_MAX);
	for (size_t i = 0; i < g->spell_count; i++)
		put_spell(g, &g->spells[i], 0, MS_MAX);
	for (size_t i = 0; i < g->flow_count; i++)
		put_flow(g, &g->flows[i], 0, MS_MAX);
	for (int i = 0; i < g->word_count; i++)
		put(g, SIM_WORD, (const struct db_val[]){DB_ARGS(g->words[i], g->s->person)});
	put(g, SIM_PERSON,
		(const struct db_val[]){DB_ARGS(g->s->person, g->records, g->steps[0].txn)});
}

/* In the summaries, too: nobody need read it all again for them. */
static enum err count(struct telling *g)
{
	struct arena *a = g->w->cx->a;
	struct person *rows = arena_array(a, (size_t)g->row_count, sizeof(*rows));
	struct member_spell *spells = arena_array(a, g->spell_count + 1, sizeof(*spells));
	struct member_flow *flows = arena_array(a, g->flow_count + 1, sizeof(*flows));

	for (int i = 0; i < g->row_count; i++)
		rows[i] = g->rows[i].p;
	for (size_t i = 0; i < g->spell_count; i++)
		spells[i] = g->spells[i].s;
	for (size_t i = 0; i < g->flow_count; i++)
		flows[i] = g->flows[i].f;
	return member_sum_count(g->w->sums,
		&(struct member_sum_record){{rows, (size_t)g->row_count, sizeof(*rows)},
			{spells, g->spell_count, sizeof(*spells)},
			{flows, g->flow_count, sizeof(*flows)}},
		1);
}

enum err sim_tell(struct sim_teller *w, struct sim_story *s)
{
	struct telling *g = arena_new_of(w->cx->a, struct telling);

	g->w = w;
	g->s = s;
	plan_steps(g);
	g->rows[0].p = s->first;
	g->rows[0].p.from_day = DAY_MIN;
	g->rows[0].p.to_day = DAY_MAX;
	g->row_count = 1;
	for (int i = 0; i < g->step_count; i++)
		TRY(take_step(g, &g->steps[i]));
	put_facts(g);
	put_what_stands(g);
	return w->sums ? count(g) : ERR_OK;
}

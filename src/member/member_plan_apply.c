/*
 * member_plan_apply.c: a checked plan becomes rows, table by table, each in the order of its keys:
 * that is what makes a hundred thousand rows a matter of seconds.
 */
#include "base/text.h"
#include "core/watch.h"
#include "member/member_plan_impl.h"
#include "member/member_sum.h"

#include <stdlib.h>

enum { WORDS_AT_ONCE = 20000 };

static int key_cmp(struct str a, struct str b)
{
	int c = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return c ? c : a.n < b.n ? -1 : a.n > b.n;
}

static int by_id(const void *va, const void *vb)
{
	const struct plan_person *const *a = va, *const *b = vb;

	return (*a)->id < (*b)->id ? -1 : (*a)->id > (*b)->id;
}

static int by_spell_key(const void *va, const void *vb)
{
	const struct member_spell *a = *(const struct member_spell *const *)va;
	const struct member_spell *b = *(const struct member_spell *const *)vb;
	int c;

	if (a->cell != b->cell)
		return a->cell < b->cell ? -1 : 1;
	if (a->to_day != b->to_day)
		return a->to_day < b->to_day ? -1 : 1;
	c = key_cmp(a->sort_key, b->sort_key);
	if (c)
		return c;
	return a->person < b->person ? -1 : a->person > b->person;
}

static int by_flow_key(const void *va, const void *vb)
{
	const struct member_flow *a = *(const struct member_flow *const *)va;
	const struct member_flow *b = *(const struct member_flow *const *)vb;

	if (a->cell != b->cell)
		return a->cell < b->cell ? -1 : 1;
	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	return a->person < b->person ? -1 : a->person > b->person;
}

static int by_word(const void *va, const void *vb)
{
	const struct plan_word *a = va, *b = vb;
	int c = strcmp(a->word, b->word);

	return c ? c : a->person < b->person ? -1 : a->person > b->person;
}

struct words {
	struct member_plan *p;
	struct plan_word *at;
	size_t n, room;
};

static void word_add(struct words *w, const char *word, int64_t person)
{
	if (w->n == w->room) {
		struct plan_word *more = arena_array(
			w->p->cx->a, w->room = w->room ? w->room * 2 : 64, sizeof(*more));
		if (w->n)
			memcpy(more, w->at, w->n * sizeof(*more));
		w->at = more;
	}
	w->at[w->n++] = (struct plan_word){word, person};
}

static void words_of(struct words *w, const char *name, int64_t person)
{
	const char *words[NAME_WORDS];
	int n = member_name_words(w->p->cx->a, name, words);

	for (int i = 0; i < n; i++)
		word_add(w, words[i], person);
}

static void words_of_row(struct words *w, const struct person *r, int64_t person)
{
	words_of(w, r->full_name, person);
	words_of(w, r->other_name, person);
}

/* What a record joined into another is called finds the other too. */
static void words_of_person(struct words *w, const struct plan_person *pp)
{
	for (size_t i = 0; i < pp->row_count; i++)
		if (!pp->row_kept[i])
			words_of_row(w, &pp->rows[i], pp->id);
	for (const struct plan_person *g = pp->guests; g; g = g->next_guest)
		for (size_t i = 0; !g->old_join.person && i < g->row_count; i++)
			words_of_row(w, &g->rows[i], pp->id);
}

static struct list unique_words(struct words *w)
{
	size_t n = 0;

	if (w->n)
		qsort(w->at, w->n, sizeof(*w->at), by_word);
	for (size_t i = 0; i < w->n; i++)
		if (!n || by_word(&w->at[n - 1], &w->at[i]))
			w->at[n++] = w->at[i];
	return (struct list){w->at, n, sizeof(*w->at)};
}

static void sort_people(struct member_plan *p)
{
	size_t n = 0;

	p->sorted = arena_array(p->cx->a, p->touched + 1, sizeof(*p->sorted));
	for (struct plan_person *pp = p->people; pp; pp = pp->next)
		if (pp->touched)
			p->sorted[n++] = pp;
	qsort(p->sorted, n, sizeof(*p->sorted), by_id);
}

static void sort_spells(struct member_plan *p)
{
	const struct member_spell **all;
	size_t room = 0, n = 0;

	for (size_t i = 0; i < p->touched; i++)
		room += p->sorted[i]->spells.n;
	all = arena_array(p->cx->a, room + 1, sizeof(*all));
	for (size_t i = 0; i < p->touched; i++) {
		const struct plan_person *pp = p->sorted[i];
		const struct member_spell *s = pp->spells.rows;
		for (size_t k = 0; k < pp->spells.n; k++)
			if (!pp->spell_kept[k])
				all[n++] = &s[k];
	}
	qsort(all, n, sizeof(*all), by_spell_key);
	p->spells = (struct list){all, n, sizeof(*all)};
}

static void sort_flows(struct member_plan *p)
{
	const struct member_flow **all;
	size_t room = 0, n = 0;

	for (size_t i = 0; i < p->touched; i++)
		room += p->sorted[i]->flows.n;
	all = arena_array(p->cx->a, room + 1, sizeof(*all));
	for (size_t i = 0; i < p->touched; i++) {
		const struct plan_person *pp = p->sorted[i];
		const struct member_flow *f = pp->flows.rows;
		for (size_t k = 0; k < pp->flows.n; k++)
			if (!pp->flow_kept[k])
				all[n++] = &f[k];
	}
	qsort(all, n, sizeof(*all), by_flow_key);
	p->flows = (struct list){all, n, sizeof(*all)};
}

void plan_sort(struct member_plan *p)
{
	struct words w = {.p = p};

	sort_people(p);
	sort_spells(p);
	sort_flows(p);
	for (size_t i = 0; i < p->touched; i++)
		words_of_person(&w, p->sorted[i]);
	p->words = unique_words(&w);
	p->words_done = 0;
}

static void step(struct member_plan *p, size_t *done)
{
	size_t all = p->touched * 4 + p->spells.n + p->flows.n + p->words.n;

	if (++*done % 512 == 0)
		cx_progress(p->cx, (int64_t)*done, (int64_t)all);
}

static enum err write_record(struct member_plan *p, const struct plan_person *pp)
{
	struct ctx *cx = p->cx;

	if (pp->made)
		return db_run(cx->db, Q_PERSON_INSERT, pp->id, cx->txn);
	TRY(db_run(cx->db, Q_PERSON_BUMP, pp->id));
	return db_run(cx->db, Q_TXN_PERSON_INSERT, cx->txn, pp->id);
}

static bool row_stays(const struct plan_person *pp, const struct person *old)
{
	for (size_t i = 0; i < pp->row_count; i++)
		if (pp->row_kept[i] && pp->rows[i].from_day == old->from_day)
			return true;
	return false;
}

static enum err write_row(struct member_plan *p, const struct person *r)
{
	struct ctx *cx = p->cx;

	return db_run(cx->db, Q_PERSON_SPELL_INSERT, r->person, r->from_day, r->to_day, cx->txn,
		r->full_name, r->other_name, r->birth_date, r->sex, r->ethnicity, r->religion,
		r->native_place, r->residence, r->phone, r->citizen_no, r->schooling, r->degree,
		r->theory_level, r->occupation, r->youth_union, r->village_code, r->member_no,
		r->note, cx->txn_ms);
}

static enum err write_rows(struct member_plan *p, const struct plan_person *pp)
{
	const struct person *old = pp->old_rows.rows;
	struct ctx *cx = p->cx;

	for (size_t i = 0; i < pp->old_rows.n; i++)
		if (!row_stays(pp, &old[i]))
			TRY(db_run(cx->db, Q_PERSON_SPELL_VOID, pp->id, old[i].from_day, old[i].txn,
				cx->txn, cx->txn_ms));
	for (size_t i = 0; i < pp->row_count; i++)
		if (!pp->row_kept[i])
			TRY(write_row(p, &pp->rows[i]));
	return ERR_OK;
}

static enum err write_fact(struct member_plan *p, const struct plan_fact *pf)
{
	const struct member_fact *f = &pf->f;
	struct ctx *cx = p->cx;

	if (pf->voided)
		return pf->added ? ERR_OK
				 : db_run(cx->db, Q_MEMBER_FACT_VOID, f->person, f->id, cx->txn,
					   cx->txn_ms);
	if (!pf->added)
		return ERR_OK;
	return db_run(cx->db, Q_MEMBER_FACT_INSERT, f->person, f->id, f->day, f->seq, f->kind,
		f->cell, f->other, f->place, f->second_day, f->until_day, f->number, f->years,
		f->status, f->reason, f->assumed, cx->txn, cx->txn_ms);
}

static enum err write_join(struct member_plan *p, const struct plan_person *pp)
{
	const struct plan_join *old = &pp->old_join, *now = &pp->join;
	struct ctx *cx = p->cx;

	if (old->person == now->person && old->into_person == now->into_person &&
		text_eq(old->history, now->history))
		return ERR_OK;
	if (old->person)
		TRY(db_run(cx->db, Q_PERSON_JOIN_VOID, old->person, old->txn, cx->txn, cx->txn_ms));
	if (!now->person)
		return ERR_OK;
	return db_run(cx->db, Q_PERSON_JOIN_INSERT, now->person, now->into_person, now->history,
		cx->txn, cx->txn_ms);
}

static bool spell_stays(const struct plan_person *pp, const struct member_spell *old)
{
	const struct member_spell *s = pp->spells.rows;

	for (size_t i = 0; i < pp->spells.n; i++)
		if (pp->spell_kept[i] && s[i].from_day == old->from_day && s[i].txn == old->txn)
			return true;
	return false;
}

static enum err void_spells(struct member_plan *p, const struct plan_person *pp)
{
	const struct member_spell *old = pp->old_spells.rows;
	struct ctx *cx = p->cx;

	for (size_t i = 0; i < pp->old_spells.n; i++)
		if (!spell_stays(pp, &old[i]))
			TRY(db_run(cx->db, Q_MEMBER_SPELL_VOID, old[i].cell, old[i].counted,
				old[i].to_day, old[i].sort_key, pp->id, old[i].from_day, old[i].txn,
				cx->txn, cx->txn_ms));
	return ERR_OK;
}

static bool flow_stays(const struct plan_person *pp, const struct member_flow *old)
{
	const struct member_flow *f = pp->flows.rows;

	for (size_t i = 0; i < pp->flows.n; i++)
		if (pp->flow_kept[i] && f[i].cell == old->cell && f[i].day == old->day &&
			f[i].fact == old->fact && text_eq(f[i].kind, old->kind) &&
			f[i].txn == old->txn)
			return true;
	return false;
}

static enum err void_flows(struct member_plan *p, const struct plan_person *pp)
{
	const struct member_flow *old = pp->old_flows.rows;
	struct ctx *cx = p->cx;

	for (size_t i = 0; i < pp->old_flows.n; i++)
		if (!flow_stays(pp, &old[i]))
			TRY(db_run(cx->db, Q_MEMBER_FLOW_VOID, old[i].cell, old[i].day, pp->id,
				old[i].kind, old[i].fact, old[i].txn, cx->txn, cx->txn_ms));
	return ERR_OK;
}

/* Voids come before what takes their place. */
static enum err write_people(struct member_plan *p, size_t *done)
{
	for (size_t i = 0; i < p->touched; i++, step(p, done))
		TRY(write_record(p, p->sorted[i]));
	for (size_t i = 0; i < p->touched; i++, step(p, done))
		TRY(write_rows(p, p->sorted[i]));
	for (size_t i = 0; i < p->touched; i++, step(p, done))
		for (const struct plan_fact *pf = p->sorted[i]->facts; pf; pf = pf->next)
			TRY(write_fact(p, pf));
	for (size_t i = 0; i < p->touched; i++, step(p, done)) {
		TRY(write_join(p, p->sorted[i]));
		TRY(void_spells(p, p->sorted[i]));
		TRY(void_flows(p, p->sorted[i]));
	}
	return ERR_OK;
}

static enum err write_spells(struct member_plan *p, size_t *done)
{
	const struct member_spell *const *all = p->spells.rows;
	struct ctx *cx = p->cx;

	for (size_t i = 0; i < p->spells.n; i++, step(p, done)) {
		const struct member_spell *s = all[i];
		TRY(db_run(cx->db, Q_MEMBER_SPELL_INSERT, s->cell, s->sort_key, s->person,
			s->from_day, cx->txn, s->to_day, s->counted, s->status, s->admitted_on,
			s->official_on, s->cardless_to, s->pieced, s->host, s->transit, s->exempt,
			s->away, s->suspended, cx->txn_ms));
	}
	return ERR_OK;
}

static enum err write_flows(struct member_plan *p, size_t *done)
{
	const struct member_flow *const *all = p->flows.rows;
	struct ctx *cx = p->cx;

	for (size_t i = 0; i < p->flows.n; i++, step(p, done)) {
		const struct member_flow *f = all[i];
		TRY(db_run(cx->db, Q_MEMBER_FLOW_INSERT, f->cell, f->day, f->person, f->kind,
			f->fact, cx->txn, f->other, cx->txn_ms));
	}
	return ERR_OK;
}

static enum err write_words(struct member_plan *p, size_t *done)
{
	const struct plan_word *all = p->words.rows;

	for (size_t i = p->words_done; i < p->words.n; i++, step(p, done))
		TRY(db_run(p->cx->db, Q_NAME_WORD_INSERT, all[i].word, all[i].person));
	return ERR_OK;
}

enum err member_plan_words(struct member_plan *p, bool *ret_more)
{
	const struct plan_word *all = p->words.rows;
	size_t end = p->words_done + WORDS_AT_ONCE;

	*ret_more = p->words.n > end;
	if (p->words.n <= WORDS_AT_ONCE)
		return ERR_OK;
	end = *ret_more ? end : p->words.n;
	TRY(db_batch_begin(p->cx->db));
	for (size_t i = p->words_done; i < end; i++)
		TRY(db_run(p->cx->db, Q_NAME_WORD_INSERT, all[i].word, all[i].person));
	p->words_done = end;
	return db_batch_end(p->cx->db);
}

enum err member_plan_apply(struct member_plan *p)
{
	size_t done = 0;

	if (!p->touched)
		return ERR_OK;
	TRY(db_batch_begin(p->cx->db));
	TRY(write_people(p, &done));
	TRY(write_spells(p, &done));
	TRY(write_flows(p, &done));
	TRY(write_words(p, &done));
	TRY(db_batch_end(p->cx->db));
	TRY(member_sum_plan(p));
	return watch_persons(p->cx);
}

const struct field member_diff_fields[] = {
	F_ID(struct member_diff, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_TEXT(struct member_diff, when, M_FIELD_WHEN, CLASS_INSIDE, 0, 20),
	F_TEXT(struct member_diff, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, 0, 100),
	F_TEXT(struct member_diff, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 200),
	F_CAT(struct member_diff, status, M_FIELD_MEMBER_STATUS, CLASS_INSIDE, 0, "member_status"),
	F_BOOL(struct member_diff, exempt, M_FIELD_EXEMPT, CLASS_INSIDE, 0),
	F_BOOL(struct member_diff, away, M_FIELD_AWAY, CLASS_INSIDE, 0),
	F_DAY(struct member_diff, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct member_diff, last_day, M_FIELD_LAST_DAY, CLASS_INSIDE, 0),
	F_END,
};

static enum err diff_add(struct member_plan *p, struct member_diff *d, const struct plan_person *pp,
	const struct member_spell *s, enum msg when)
{
	const struct org_life *life;
	const struct org_spell *o;

	TRY(lives_get(p->lives, s->cell, &life));
	o = life->spells.rows;
	*d = (struct member_diff){.person = pp->id,
		.when = msg_text(p->cx->say.lang, when),
		.full_name = pp->row_count ? pp->rows[pp->row_count - 1].full_name : NULL,
		.cell_name = life->spells.n ? o[life->spells.n - 1].name : NULL,
		.status = s->status,
		.from_day = s->from_day,
		.last_day = s->to_day == DAY_MAX ? DAY_MAX : day_add(s->to_day, -1),
		.exempt = s->exempt,
		.away = s->away};
	return ERR_OK;
}

enum err member_plan_diffs(struct member_plan *p, size_t max, struct list *ret)
{
	struct member_diff *rows = arena_array(p->cx->a, max + 1, sizeof(*rows));
	size_t n = 0;

	for (const struct plan_person *pp = p->people; pp; pp = pp->next) {
		const struct member_spell *old = pp->old_spells.rows, *now = pp->spells.rows;
		for (size_t i = 0; pp->touched && i < pp->old_spells.n && n < max; i++)
			if (!spell_stays(pp, &old[i]))
				TRY(diff_add(p, &rows[n++], pp, &old[i], M_TREE_BEFORE));
		for (size_t i = 0; pp->touched && i < pp->spells.n && n < max; i++)
			if (!pp->spell_kept[i])
				TRY(diff_add(p, &rows[n++], pp, &now[i], M_TREE_AFTER));
	}
	*ret = (struct list){rows, n, sizeof(*rows)};
	return ERR_OK;
}

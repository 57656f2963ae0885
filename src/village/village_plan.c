#include "village/village_plan_impl.h"

#include "base/die.h"
#include "base/text.h"

struct village_plan *village_plan_new(struct ctx *cx)
{
	struct village_plan *p = arena_new_of(cx->a, struct village_plan);

	*p = (struct village_plan){.cx = cx, .by_id = map_new(cx->a, 64)};
	p->by_code = map_new(cx->a, 64);
	p->last = &p->villages;
	return p;
}

void village_plan_report(struct village_plan *p, tree_report *report, void *arg)
{
	p->report = report;
	p->report_arg = arg;
}

void village_plan_tag(struct village_plan *p, long tag)
{
	p->tag = tag;
}

void village_plan_lives(struct village_plan *p, struct lives *l)
{
	p->lives = l;
}

size_t village_plan_count(const struct village_plan *p)
{
	return p->touched;
}

void village_problem(struct village_plan *p, long tag, const char *field, enum msg what,
	const char *a1, const char *a2)
{
	p->problems++;
	if (p->report)
		p->report(p->report_arg, tag, field, what, (const char *const[ERR_ARGS]){a1, a2});
	else
		fault(p->cx->f, ERR_REFUSED, field, what, a1, a2);
}

static struct plan_village *put(struct village_plan *p, int64_t id)
{
	struct plan_village *v = arena_new_of(p->cx->a, struct plan_village);

	v->id = id;
	v->facts_end = &v->facts;
	v->tag = p->tag;
	*p->last = v;
	p->last = &v->next;
	map_put(p->by_id, map_id(&v->id), v);
	return v;
}

static struct plan_fact *put_fact(
	struct village_plan *p, struct plan_village *v, const struct village_fact *f)
{
	struct plan_fact *pf = arena_new_of(p->cx->a, struct plan_fact);

	pf->f = *f;
	pf->tag = p->tag;
	*v->facts_end = pf;
	v->facts_end = &pf->next;
	return pf;
}

/* The village in the plan, read if need be. */
static enum err get(struct village_plan *p, int64_t id, struct plan_village **ret)
{
	const struct village_fact *f;
	struct list facts;

	*ret = map_get(p->by_id, map_id(&id));
	if (*ret)
		return ERR_OK;
	*ret = put(p, id);
	TRY(db_list(p->cx->db, p->cx->a, village_fact_fields, sizeof(*f), &facts,
		Q_VILLAGE_FACT_ROWS, id, KNOWN_NOW));
	f = facts.rows;
	for (size_t i = 0; i < facts.n; i++)
		put_fact(p, *ret, &f[i]);
	return ERR_OK;
}

static void touch(struct village_plan *p, struct plan_village *v)
{
	p->touched += !v->touched;
	v->touched = true;
	v->tag = p->tag;
}

int64_t village_plan_found(struct village_plan *p)
{
	struct plan_village *v = put(p, id_new(p->cx->ids));

	v->made = true;
	touch(p, v);
	return v->id;
}

static struct plan_fact *add(
	struct village_plan *p, struct plan_village *v, const struct village_fact *f)
{
	struct plan_fact *pf = put_fact(p, v, f);

	pf->f.village = v->id;
	pf->f.id = id_new(p->cx->ids);
	pf->added = true;
	touch(p, v);
	return pf;
}

enum err village_plan_add(struct village_plan *p, const struct village_fact *f)
{
	struct plan_village *v;

	TRY(get(p, f->village, &v));
	add(p, v, f);
	return ERR_OK;
}

/* What is voided here and stood before stays, voided; what the plan itself had added is as if it
 * had never been said. */
static void take_away(struct village_plan *p, struct plan_village *v, struct plan_fact *pf)
{
	pf->voided = true;
	touch(p, v);
}

static struct plan_fact *holding(
	struct plan_village *v, const char *aspect, day_t day, day_t *ret_next)
{
	struct plan_fact *hit = NULL;

	*ret_next = DAY_MAX;
	for (struct plan_fact *pf = v->facts; pf; pf = pf->next) {
		day_t from = day_first(pf->f.from_day);
		if (pf->voided || !text_eq(pf->f.aspect, aspect))
			continue;
		if (from <= day && day < pf->f.to_day)
			hit = pf;
		else if (from > day && from < *ret_next)
			*ret_next = from;
	}
	return hit;
}

enum err village_plan_set(struct village_plan *p, const struct village_fact *f)
{
	struct village_fact fresh = *f;
	struct plan_village *v;
	struct plan_fact *old;
	day_t next;

	TRY(get(p, f->village, &v));
	fresh.to_day = DAY_MAX;
	if (village_aspect_of(f->aspect) == VILLAGE_CHARGE) {
		add(p, v, &fresh);
		return ERR_OK;
	}
	old = holding(v, f->aspect, day_first(f->from_day), &next);
	fresh.to_day = old ? old->f.to_day : next;
	if (old) {
		struct village_fact kept = old->f;
		kept.to_day = day_first(f->from_day);
		kept.other = 0;
		fresh.other = old->f.other;
		take_away(p, v, old);
		if (day_first(kept.from_day) < kept.to_day)
			add(p, v, &kept);
	}
	add(p, v, &fresh);
	return ERR_OK;
}

static enum err find(struct village_plan *p, int64_t village, int64_t id, struct plan_village **ret,
	struct plan_fact **ret_fact)
{
	TRY(get(p, village, ret));
	for (struct plan_fact *pf = (*ret)->facts; pf; pf = pf->next)
		if (pf->f.id == id && !pf->voided) {
			*ret_fact = pf;
			return ERR_OK;
		}
	return cx_fault(p->cx, ERR_CONFLICT, NULL, M_RECORD_GONE);
}

enum err village_plan_void(struct village_plan *p, int64_t village, int64_t id)
{
	struct plan_village *v;
	struct plan_fact *pf = NULL;

	TRY(find(p, village, id, &v, &pf));
	must(pf);
	take_away(p, v, pf);
	return ERR_OK;
}

enum err village_plan_end(
	struct village_plan *p, int64_t village, int64_t id, day_t to_day, int64_t other)
{
	struct village_fact kept;
	struct plan_village *v;
	struct plan_fact *pf = NULL;

	TRY(find(p, village, id, &v, &pf));
	must(pf);
	kept = pf->f;
	kept.to_day = to_day;
	kept.other = other;
	take_away(p, v, pf);
	add(p, v, &kept);
	return ERR_OK;
}

enum err village_plan_fact(struct village_plan *p, int64_t village, enum village_aspect aspect,
	day_t day, const struct village_fact **ret)
{
	struct plan_village *v;
	struct plan_fact *pf;
	day_t next;

	TRY(get(p, village, &v));
	pf = holding(v, village_aspect_code(aspect), day, &next);
	*ret = pf ? &pf->f : NULL;
	return ERR_OK;
}

/* ---- taking back ---- */

static bool stands(const struct plan_village *v, int64_t id)
{
	for (const struct plan_fact *pf = v->facts; pf; pf = pf->next)
		if (pf->f.id == id)
			return true;
	return false;
}

/* What stood just before, written anew where the transaction had voided it. */
static enum err undo_one(struct village_plan *p, int64_t village, int64_t txn, int64_t at_ms)
{
	const struct village_fact *f;
	struct plan_village *v;
	struct list before;
	int64_t later;

	TRY(get(p, village, &v));
	touch(p, v);
	TRY(db_number(p->cx->db, &later, 0, Q_VILLAGE_CHANGED_AFTER, village, at_ms));
	if (later)
		village_problem(p, v->tag, NULL, M_VILLAGE_BUILT_ON,
			v->facts && v->facts->f.name ? v->facts->f.name : "?",
			cx_day(p->cx, day_of_ms(later)));
	for (struct plan_fact *pf = v->facts; pf; pf = pf->next)
		pf->voided = pf->f.txn == txn;
	TRY(db_list(p->cx->db, p->cx->a, village_fact_fields, sizeof(*f), &before,
		Q_VILLAGE_FACT_ROWS, village, at_ms - 1));
	f = before.rows;
	for (size_t i = 0; i < before.n; i++)
		if (!stands(v, f[i].id))
			add(p, v, &f[i]);
	return ERR_OK;
}

enum err village_plan_undo(struct village_plan *p, int64_t txn)
{
	struct list ids = {NULL, 0, sizeof(int64_t)};
	struct cursor c;
	size_t room = 0;
	int64_t at_ms;

	TRY(db_number(p->cx->db, &at_ms, 0, Q_VILLAGE_TXN_MS, txn));
	TRY(db_query(p->cx->db, &c, Q_VILLAGE_OF_TXN, txn));
	while (db_next(&c))
		*(int64_t *)db_list_more(p->cx->a, &ids, &room) = db_int(&c, 0);
	TRY(db_end(&c));
	for (size_t i = 0; i < ids.n; i++)
		TRY(undo_one(p, ((const int64_t *)ids.rows)[i], txn, at_ms));
	return ERR_OK;
}

/* ---- writing ---- */

static enum err write_words(struct ctx *cx, int64_t village, const char *text)
{
	const char *words[16];
	int n = text_words(cx->a, text_fold(cx->a, text), words, 16);

	for (int i = 0; i < n; i++)
		TRY(db_run(cx->db, Q_VILLAGE_WORD_INSERT, words[i], village));
	return ERR_OK;
}

static enum err write_fact(struct ctx *cx, const struct plan_fact *pf)
{
	struct village_fact f = pf->f;

	if (pf->voided)
		return pf->added ? ERR_OK
				 : db_run(cx->db, Q_VILLAGE_FACT_VOID, f.village, f.id, cx->txn,
					   cx->txn_ms);
	if (!pf->added)
		return ERR_OK;
	f.txn = cx->txn;
	f.made_ms = cx->txn_ms;
	TRY(db_store(cx->db, Q_VILLAGE_FACT_INSERT, village_fact_fields, &f));
	if (!text_empty(f.name))
		TRY(write_words(cx, f.village, f.name));
	return text_empty(f.code) ? ERR_OK : write_words(cx, f.village, f.code);
}

static enum err write_village(struct ctx *cx, const struct plan_village *v)
{
	struct arena_mark m = arena_mark(cx->a);

	TRY(v->made ? db_run(cx->db, Q_VILLAGE_INSERT, v->id, cx->txn)
		    : db_run(cx->db, Q_VILLAGE_BUMP, v->id));
	for (const struct plan_fact *pf = v->facts; pf; pf = pf->next)
		TRY(write_fact(cx, pf));
	arena_rewind(cx->a, m);
	return ERR_OK;
}

/* It begins here and became part of no other: nothing that is there follows from it yet. */
static bool is_fresh(const struct plan_village *v)
{
	const struct plan_fact *pf = v->made ? v->facts : NULL;

	while (pf && !pf->f.other)
		pf = pf->next;
	return v->made && !pf;
}

enum err village_plan_apply(struct village_plan *p)
{
	struct list told = {NULL, 0, sizeof(struct village_told)};
	struct ctx *cx = p->cx;
	size_t room = 0;

	TRY(db_batch_begin(cx->db));
	for (const struct plan_village *v = p->villages; v; v = v->next) {
		if (!v->touched)
			continue;
		TRY(write_village(cx, v));
		*(struct village_told *)db_list_more(cx->a, &told, &room) =
			(struct village_told){v->id, is_fresh(v)};
	}
	TRY(db_batch_end(cx->db));
	return village_refold_told(cx, told, p->lives);
}

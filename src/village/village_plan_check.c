/*
 * village_plan_check.c: what is wrong with what is planned.
 */
#include "base/text.h"
#include "village/village_plan_impl.h"

#include <stdlib.h>

struct check {
	struct village_plan *p;
	struct plan_village *v;
	struct lives *lives;
	struct plan_fact **facts; /* live ones, by aspect and day */
	size_t n;
	day_t first, end; /* of the village */
};

static void tell(struct check *k, const struct plan_fact *pf, const char *field, enum msg what,
	const char *a1, const char *a2)
{
	village_problem(k->p, pf && pf->added ? pf->tag : k->v->tag, field, what, a1, a2);
}

static int by_aspect(const void *va, const void *vb)
{
	const struct plan_fact *const *a = va, *const *b = vb;
	enum village_aspect x = village_aspect_of((*a)->f.aspect);
	enum village_aspect y = village_aspect_of((*b)->f.aspect);

	if (x != y)
		return x < y ? -1 : 1;
	if ((*a)->f.from_day != (*b)->f.from_day)
		return (*a)->f.from_day < (*b)->f.from_day ? -1 : 1;
	return 0;
}

static void gather(struct check *k)
{
	size_t n = 0;

	for (const struct plan_fact *pf = k->v->facts; pf; pf = pf->next)
		n++;
	k->facts = arena_array(k->p->cx->a, n + 1, sizeof(struct plan_fact *));
	for (struct plan_fact *pf = k->v->facts; pf; pf = pf->next)
		if (!pf->voided)
			k->facts[k->n++] = pf;
	if (k->n)
		qsort(k->facts, k->n, sizeof(*k->facts), by_aspect);
}

static bool is(const struct plan_fact *pf, enum village_aspect aspect)
{
	return text_eq(pf->f.aspect, village_aspect_code(aspect));
}

/* From its first to its last day a village has one place, and nothing is said of other days. */
static bool check_life(struct check *k)
{
	const struct plan_fact *last = NULL;

	for (size_t i = 0; i < k->n && is(k->facts[i], VILLAGE_PLACE); i++) {
		const struct plan_fact *pf = k->facts[i];
		if (last && day_first(pf->f.from_day) != last->f.to_day) {
			tell(k, pf, "from", M_VILLAGE_GAP, cx_day(k->p->cx, last->f.to_day), NULL);
			return false;
		}
		if (!last)
			k->first = day_first(pf->f.from_day);
		k->end = pf->f.to_day;
		last = pf;
	}
	if (!last && k->n)
		tell(k, NULL, NULL, M_VILLAGE_NO_PLACE, NULL, NULL);
	return last != NULL;
}

static void check_days(struct check *k, const struct plan_fact *pf)
{
	struct ctx *cx = k->p->cx;
	day_t from = day_first(pf->f.from_day);

	if (pf->f.to_day <= from)
		tell(k, pf, "to", M_RECORD_ENDS_BEFORE, NULL, NULL);
	else if (from < k->first && pf->f.from_day != DAY_MIN)
		tell(k, pf, "from", M_VILLAGE_NOT_YET, cx_day(cx, k->first), NULL);
	else if (from >= k->end)
		tell(k, pf, "from", M_VILLAGE_ENDED, cx_day(cx, day_add(k->end, -1)), NULL);
}

static void check_overlaps(struct check *k)
{
	for (size_t i = 1; i < k->n; i++) {
		const struct plan_fact *a = k->facts[i - 1], *b = k->facts[i];
		if (is(b, VILLAGE_PLACE) || is(b, VILLAGE_CHARGE) ||
			!text_eq(a->f.aspect, b->f.aspect))
			continue;
		if (day_first(b->f.from_day) < a->f.to_day)
			tell(k, b->added ? b : a, "from", M_VILLAGE_OVERLAP,
				cx_day(k->p->cx, a->f.from_day),
				a->f.to_day == DAY_MAX
					? "…"
					: cx_day(k->p->cx, day_add(a->f.to_day, -1)));
	}
}

/* ---- organisations ---- */

/* The first day on which the fact and the organisation may meet. */
static day_t meeting_day(const struct check *k, const struct plan_fact *pf)
{
	day_t from = day_first(pf->f.from_day);

	return from > k->first ? from : k->first;
}

/* Villages of one commune come together: what was asked last is mostly asked again. */
static enum err may_have_villages(struct village_plan *p, const char *kind, day_t day, bool *ret)
{
	if (!text_eq(p->commune_kind, kind) || p->commune_day != day)
		TRY(db_number(p->cx->db, &p->is_commune, 0, Q_VILLAGE_COMMUNE_KIND, kind, day));
	p->commune_kind = kind;
	p->commune_day = day;
	*ret = p->is_commune;
	return ERR_OK;
}

static enum err check_commune(struct check *k, const struct plan_fact *pf)
{
	struct ctx *cx = k->p->cx;
	const struct org_life *life;
	const struct org_spell *s;
	day_t day = day_first(pf->f.from_day);
	const char *kind = NULL;
	bool good;

	TRY(lives_get(k->lives, pf->f.org, &life));
	s = life->spells.rows;
	for (size_t i = 0; i < life->spells.n; i++)
		if (s[i].from_day <= day && day < s[i].to_day)
			kind = s[i].kind;
	if (!kind) {
		tell(k, pf, "commune", M_TREE_NOT_THEN, cx_day(cx, pf->f.from_day), NULL);
		return ERR_OK;
	}
	TRY(may_have_villages(k->p, kind, day, &good));
	if (!good)
		tell(k, pf, "commune", M_VILLAGE_NO_COMMUNE,
			arena_strdup(cx->a, cat_name(cx->say.cats, cx->say.lang, "org_kind", kind)),
			NULL);
	return ERR_OK;
}

static enum err check_cell(struct check *k, const struct plan_fact *pf)
{
	const struct org_life *life;
	day_t day = meeting_day(k, pf);
	bool yes;

	TRY(lives_get(k->lives, pf->f.org, &life));
	day = pf->f.from_day == DAY_MIN && life->first > day ? life->first : day;
	TRY(lives_is_cell(k->lives, life, day, &yes));
	if (!yes)
		tell(k, pf, "cell", M_VILLAGE_NOT_A_CELL, cx_day(k->p->cx, day), NULL);
	return ERR_OK;
}

/* ---- codes ---- */

static bool meets(const struct village_fact *a, const struct village_fact *b)
{
	return day_first(a->from_day) < b->to_day && day_first(b->from_day) < a->to_day;
}

/* Is the row of the database taken away by the plan? */
static bool is_gone(struct village_plan *p, const struct village_fact *f)
{
	const struct plan_village *v = map_get(p->by_id, map_id(&f->village));

	for (const struct plan_fact *pf = v ? v->facts : NULL; pf; pf = pf->next)
		if (pf->f.id == f->id)
			return pf->voided;
	return false;
}

static enum err check_code(struct check *k, struct plan_fact *pf)
{
	struct village_plan *p = k->p;
	const struct village_fact *f;
	struct plan_fact *first = map_get(p->by_code, str_of(pf->f.code));
	struct list rows;

	for (const struct plan_fact *o = first; o; o = o->same_code)
		if (o->f.village != pf->f.village && meets(&o->f, &pf->f)) {
			tell(k, pf, "code", M_VILLAGE_CODE_TAKEN, pf->f.code, o->f.name);
			return ERR_OK;
		}
	pf->same_code = first;
	map_put(p->by_code, str_of(pf->f.code), pf);
	TRY(db_list(p->cx->db, p->cx->a, village_fact_fields, sizeof(*f), &rows,
		Q_VILLAGE_FACT_CODED, pf->f.code, KNOWN_NOW));
	f = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		if (f[i].village != pf->f.village && meets(&f[i], &pf->f) && !is_gone(p, &f[i])) {
			tell(k, pf, "code", M_VILLAGE_CODE_TAKEN, pf->f.code, f[i].name);
			return ERR_OK;
		}
	return ERR_OK;
}

/* ---- successors ---- */

static enum err check_other(struct check *k, const struct plan_fact *pf)
{
	const struct village_fact *there;

	if (!pf->f.other)
		return ERR_OK;
	if (pf->f.other == k->v->id) {
		tell(k, pf, "into", M_VILLAGE_INTO_ITSELF, NULL, NULL);
		return ERR_OK;
	}
	TRY(village_plan_fact(k->p, pf->f.other, VILLAGE_PLACE, pf->f.to_day, &there));
	if (!there)
		tell(k, pf, "into", M_VILLAGE_INTO_NOT_THEN, cx_day(k->p->cx, pf->f.to_day), NULL);
	return ERR_OK;
}

/* One that others became part of may not vanish. */
static enum err check_heirs(struct check *k)
{
	int64_t n;

	if (k->v->made)
		return ERR_OK;
	TRY(db_number(k->p->cx->db, &n, 0, Q_VILLAGE_HEIRS, k->v->id));
	if (n)
		tell(k, NULL, NULL, M_VILLAGE_HAS_HEIRS, NULL, NULL);
	return ERR_OK;
}

static enum err check_fact(struct check *k, struct plan_fact *pf)
{
	if (!pf->added)
		return ERR_OK;
	check_days(k, pf);
	if (is(pf, VILLAGE_CELL))
		return check_cell(k, pf);
	if (!is(pf, VILLAGE_PLACE))
		return ERR_OK;
	TRY(check_commune(k, pf));
	TRY(check_code(k, pf));
	return check_other(k, pf);
}

static enum err check_village(struct check *k)
{
	gather(k);
	if (!check_life(k))
		return k->n ? ERR_OK : check_heirs(k);
	check_overlaps(k);
	for (size_t i = 0; i < k->n; i++)
		TRY(check_fact(k, k->facts[i]));
	return ERR_OK;
}

enum err village_plan_check(struct village_plan *p)
{
	struct lives *lives = p->lives ? p->lives : lives_new(p->cx, NULL);

	p->by_code = map_new(p->cx->a, p->touched + 1);
	for (struct plan_village *v = p->villages; v; v = v->next) {
		struct check k = {.p = p, .v = v, .lives = lives};
		if (v->touched)
			TRY(check_village(&k));
	}
	return p->problems ? ERR_REFUSED : ERR_OK;
}

#include "member/member_card.h"

#include "base/text.h"
#include "member/member_plan_impl.h"

enum { DOUBLES = 200, NAMED = 5 };

struct card_hit {
	int64_t person, told_of, id;
};

static const struct field hit_fields[] = {
	F_ID(struct card_hit, person, M_FIELD_ID, CLASS_INSIDE, 0, "person"),
	F_ID(struct card_hit, told_of, M_FIELD_ID, CLASS_INSIDE, 0, "person"),
	F_ID(struct card_hit, id, M_FIELD_ID, CLASS_INSIDE, 0, "fact"),
	F_END,
};

static enum err read_hits(struct ctx *cx, const char *number, struct list *ret)
{
	return db_list(
		cx->db, cx->a, hit_fields, sizeof(struct card_hit), ret, Q_CARD_OF_NUMBER, number);
}

/* ---- whose it is, in words ---- */

/* Their cell of today, or the last one; "" if none is known. */
static enum err cell_name(struct ctx *cx, int64_t person, const char **ret)
{
	struct member_spell s = {0};
	struct org_spell cell = {0};
	enum err e = member_spell_on(cx, person, cx->say.today, &s);

	*ret = "";
	if (!e && s.cell)
		e = tree_spell_near(cx, s.cell, cx->say.today, &cell);
	if (!e && cell.name)
		*ret = cell.name;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err tell_taken(struct member_plan *p, const struct plan_fact *pf, int64_t person)
{
	struct ctx *cx = p->cx;
	struct person who = {0};
	const char *cell;
	bool within;

	TRY(member_allowed(cx, PERM_MEMBER_READ, person, &within));
	if (!within) {
		plan_problem_of(p, pf->tag, "number", M_CARD_TAKEN_ELSEWHERE, NULL, NULL);
		return ERR_OK;
	}
	TRY(member_person(cx, person, cx->say.today, &who));
	TRY(cell_name(cx, person, &cell));
	cx->named++;
	plan_problem_of(p, pf->tag, "number", M_CARD_TAKEN, who.full_name, cell);
	return ERR_OK;
}

/* ---- one card ---- */

static bool is_card(const struct member_fact *f)
{
	return fact_is_card(f) && !text_empty(f->number);
}

/* Taken back by this plan, or of a record that it joins into this one? */
static bool is_gone(struct member_plan *p, const struct plan_person *pp, const struct card_hit *h)
{
	const struct plan_person *other = map_get(p->by_id, map_id(&h->told_of));

	if (!other)
		return false;
	if (other->join.into_person == pp->id)
		return true;
	for (const struct plan_fact *pf = other->facts; pf; pf = pf->next)
		if (pf->f.id == h->id)
			return pf->voided;
	return false;
}

/* Another card of the same plan; each number is remembered with whom it came first. */
static bool is_in_plan(struct member_plan *p, struct plan_person *pp, struct plan_fact *pf)
{
	struct plan_person *first;

	if (!p->cards)
		p->cards = map_new(p->cx->a, 64);
	first = map_get(p->cards, str_of(pf->f.number));
	if (!first)
		map_put(p->cards, str_of(pf->f.number), pp);
	if (!first || first == pp)
		return false;
	plan_problem_of(p, pf->tag, "number", M_CARD_TWICE, first->rows->full_name, NULL);
	return true;
}

static enum err check_one(struct member_plan *p, struct plan_person *pp, struct plan_fact *pf)
{
	const struct card_hit *h;
	struct list hits;

	if (is_in_plan(p, pp, pf))
		return ERR_OK;
	TRY(read_hits(p->cx, pf->f.number, &hits));
	h = hits.rows;
	for (size_t i = 0; i < hits.n; i++)
		if (h[i].person != pp->id && !is_gone(p, pp, &h[i]))
			return tell_taken(p, pf, h[i].person);
	return ERR_OK;
}

enum err member_card_check(struct member_plan *p)
{
	for (struct plan_person *pp = p->people; pp; pp = pp->next)
		for (struct plan_fact *pf = pp->touched ? pp->facts : NULL; pf; pf = pf->next) {
			if (!pf->added || pf->voided || pf->card_seen || !is_card(&pf->f))
				continue;
			pf->card_seen = true;
			TRY(check_one(p, pp, pf));
		}
	return ERR_OK;
}

/* ---- first cards ---- */

/* How often somebody came back up to a day. */
static int times_back(struct list facts, day_t day)
{
	const struct member_fact *f = facts.rows;
	int n = 0;

	for (size_t i = 0; i < facts.n; i++)
		n += text_eq(f[i].kind, "readmitted") && day_first(f[i].day) <= day_first(day);
	return n;
}

const struct member_fact *member_card_before(struct list facts, const struct member_fact *f)
{
	const struct member_fact *old = facts.rows;
	int back = times_back(facts, f->day);

	for (size_t i = 0; i < facts.n; i++)
		if (fact_is_card(&old[i]) && times_back(facts, old[i].day) == back &&
			(text_eq(old[i].kind, "card_issued") ||
				day_first(old[i].day) <= day_first(f->day)))
			return &old[i];
	return NULL;
}

/* ---- doubles of old ---- */

/* "Lò Văn A (17), Lò Văn B (18)"; how many people they are. */
static enum err name_all(struct ctx *cx, struct list hits, const char **ret, int *ret_people)
{
	const struct card_hit *h = hits.rows;
	struct person p;

	*ret = "";
	*ret_people = 0;
	for (size_t i = 0; i < hits.n; i++) {
		bool again = false;
		for (size_t k = 0; k < i; k++)
			again = again || h[k].person == h[i].person;
		if (again || ++*ret_people > NAMED)
			continue;
		TRY(member_person(cx, h[i].person, cx->say.today, &p));
		*ret = arena_printf(cx->a, "%s%s%s (%lld)", *ret, **ret ? ", " : "", p.full_name,
			(long long)h[i].person);
	}
	return ERR_OK;
}

static enum err tell_double(struct ctx *cx, const char *number, tree_found *found, void *p)
{
	struct list hits;
	const char *names;
	int people;

	TRY(read_hits(cx, number, &hits));
	TRY(name_all(cx, hits, &names, &people));
	if (people > 1)
		found(p, msg_say(cx->a, cx->say.lang, M_CARD_DOUBLE, number,
				 number_text(cx->a, cx->say.lang, people), names, NULL));
	return ERR_OK;
}

struct number_row {
	const char *number;
};

static const struct field number_fields[] = {
	F_TEXT(struct number_row, number, M_FIELD_CARD_NO, CLASS_PERSONAL, 0, 60),
	F_END,
};

enum err member_card_verify(struct ctx *cx, tree_found *found, void *p)
{
	const struct number_row *r;
	const char *after = "";
	struct list rows;

	do {
		TRY(db_list(cx->db, cx->a, number_fields, sizeof(*r), &rows, Q_CARD_DOUBLES, after,
			(int64_t)DOUBLES));
		r = rows.rows;
		for (size_t i = 0; i < rows.n; i++)
			TRY(tell_double(cx, r[i].number, found, p));
		after = rows.n ? r[rows.n - 1].number : after;
	} while (rows.n == DOUBLES);
	return ERR_OK;
}

#include "member/member_plan.h"

#include "base/die.h"
#include "member/member_plan_impl.h"

static const struct field join_fields[] = {
	F_ID(struct plan_join, person, M_FIELD_ID, CLASS_INSIDE, 0, "person"),
	F_ID(struct plan_join, into_person, M_FIELD_ID, CLASS_INSIDE, 0, "person"),
	F_ID(struct plan_join, txn, M_FIELD_TXN, CLASS_INSIDE, 0, "txn"),
	F_TEXT(struct plan_join, history, M_FIELD_NAME, CLASS_INSIDE, 0, 10),
	F_END,
};

enum err member_plan_new(struct ctx *cx, struct member_plan **ret)
{
	struct member_plan *p = arena_new_of(cx->a, struct member_plan);

	*p = (struct member_plan){
		.cx = cx, .by_id = map_new(cx->a, 64), .lives = lives_new(cx, NULL)};
	p->people_end = &p->people;
	*ret = p;
	return ERR_OK;
}

void member_plan_tree(struct member_plan *p, struct tree_plan *tree)
{
	p->lives = lives_new(p->cx, tree);
}

void member_plan_report(struct member_plan *p, tree_report *report, void *arg)
{
	p->report = report;
	p->report_arg = arg;
}

void member_plan_tag(struct member_plan *p, long tag)
{
	p->tag = tag;
}

struct lives *member_plan_lives(struct member_plan *p)
{
	return p->lives;
}

void plan_problem_of(struct member_plan *p, long tag, const char *field, enum msg what,
	const char *a1, const char *a2)
{
	p->problems++;
	if (p->report)
		p->report(p->report_arg, tag, field, what, (const char *const[ERR_ARGS]){a1, a2});
	else
		fault(p->cx->f, ERR_REFUSED, field, what, a1, a2);
}

static struct plan_person *person_add(struct member_plan *p, int64_t id)
{
	struct plan_person *pp = arena_new_of(p->cx->a, struct plan_person);

	pp->id = id;
	pp->facts_end = &pp->facts;
	*p->people_end = pp;
	p->people_end = &pp->next;
	p->count++;
	map_put(p->by_id, map_id(&pp->id), pp);
	return pp;
}

void plan_touch(struct member_plan *p, struct plan_person *pp)
{
	if (!pp->touched)
		p->touched++;
	pp->touched = true;
	pp->tag = p->tag;
	if (pp->stale)
		return;
	pp->stale = true;
	/* the history of a joined record is told under the other one */
	if (pp->join.person) {
		struct plan_person *into = map_get(p->by_id, map_id(&pp->join.into_person));
		if (into)
			plan_touch(p, into);
	}
}

static void fact_add(
	struct member_plan *p, struct plan_person *pp, const struct member_fact *f, bool added)
{
	struct plan_fact *pf = arena_new_of(p->cx->a, struct plan_fact);

	*pf = (struct plan_fact){.f = *f, .tag = p->tag, .added = added};
	*pp->facts_end = pf;
	pp->facts_end = &pf->next;
}

static enum err load_joins(struct member_plan *p, struct plan_person *pp)
{
	const struct plan_join *j;
	struct plan_person *other;
	struct list joins;

	TRY(db_list(p->cx->db, p->cx->a, join_fields, sizeof(*j), &joins, Q_MEMBER_JOINS, pp->id,
		KNOWN_NOW));
	j = joins.rows;
	for (size_t i = 0; i < joins.n; i++) {
		if (j[i].person == pp->id)
			pp->join = pp->old_join = j[i];
		TRY(plan_person(p, j[i].person == pp->id ? j[i].into_person : j[i].person, &other));
		if (j[i].person == pp->id)
			continue;
		other->next_guest = pp->guests;
		pp->guests = other;
	}
	return ERR_OK;
}

static void take_rows(struct member_plan *p, struct plan_person *pp, struct list rows)
{
	pp->rows = arena_array(p->cx->a, rows.n + 1, sizeof(*pp->rows));
	if (rows.n)
		memcpy(pp->rows, rows.rows, rows.n * sizeof(*pp->rows));
	pp->row_count = rows.n;
}

/* What stands now is asked for, whatever the page is about. */
static enum err load(struct member_plan *p, struct plan_person *pp)
{
	struct ctx *cx = p->cx;
	const struct member_fact *f;
	struct list facts;
	int64_t version;

	TRY(member_persons(cx, pp->id, &pp->old_rows));
	TRY(member_facts(cx, pp->id, &facts));
	TRY(member_spells(cx, pp->id, &pp->old_spells));
	TRY(db_list(cx->db, cx->a, member_flow_fields, sizeof(struct member_flow), &pp->old_flows,
		Q_MEMBER_FLOW_ROWS, pp->id, cx->known));
	TRY(member_version(cx, pp->id, &version, &pp->made_by));
	take_rows(p, pp, pp->old_rows);
	f = facts.rows;
	for (size_t i = 0; i < facts.n; i++)
		fact_add(p, pp, &f[i], false);
	return load_joins(p, pp);
}

enum err plan_person(struct member_plan *p, int64_t id, struct plan_person **ret)
{
	int64_t known = p->cx->known;
	enum err e;

	*ret = map_get(p->by_id, map_id(&id));
	if (*ret)
		return ERR_OK;
	*ret = person_add(p, id);
	p->cx->known = KNOWN_NOW;
	e = load(p, *ret);
	p->cx->known = known;
	return e;
}

int64_t member_plan_person(struct member_plan *p, const struct person *attributes)
{
	struct plan_person *pp = person_add(p, id_new(p->cx->ids));

	pp->made = true;
	pp->rows = arena_memdup(p->cx->a, attributes, sizeof(*attributes));
	pp->rows->person = pp->id;
	pp->rows->from_day = DAY_MIN;
	pp->rows->to_day = DAY_MAX;
	pp->row_count = 1;
	plan_touch(p, pp);
	return pp->id;
}

/* A new fact comes after those of the same day and kind entered before it. */
static int64_t next_seq(const struct plan_person *pp, const struct member_fact *f)
{
	int64_t last = 0;

	for (const struct plan_fact *pf = pp->facts; pf; pf = pf->next)
		if (pf->f.day == f->day && pf->f.seq > last)
			last = pf->f.seq;
	return last + 1;
}

enum err member_plan_fact(struct member_plan *p, const struct member_fact *f)
{
	struct plan_person *pp;
	struct member_fact own = *f;

	must(fact_kind(f->kind));
	TRY(plan_person(p, f->person, &pp));
	own.id = id_new(p->cx->ids);
	own.seq = f->seq ? f->seq : next_seq(pp, f);
	own.txn = 0;
	plan_touch(p, pp);
	fact_add(p, pp, &own, true);
	return ERR_OK;
}

enum err member_plan_void(struct member_plan *p, const struct member_fact *f)
{
	struct plan_person *pp;

	TRY(plan_person(p, f->person, &pp));
	plan_touch(p, pp);
	for (struct plan_fact *pf = pp->facts; pf; pf = pf->next)
		if (pf->f.id == f->id)
			pf->voided = true;
	return ERR_OK;
}

enum err member_plan_refold(struct member_plan *p, int64_t person)
{
	struct plan_person *pp;

	TRY(plan_person(p, person, &pp));
	plan_touch(p, pp);
	return ERR_OK;
}

static enum err check_join(
	struct member_plan *p, const struct plan_person *pp, const struct plan_person *into)
{
	if (pp == into)
		return cx_fault(p->cx, ERR_REFUSED, "into", M_MEMBER_JOIN_SELF);
	if (pp->join.person || into->join.person || pp->guests)
		return cx_fault(p->cx, ERR_REFUSED, "into", M_MEMBER_JOINED_ALREADY);
	if (!pp->row_count || !into->row_count)
		return cx_fault(p->cx, ERR_NOT_FOUND, "into", M_MEMBER_NO_SUCH);
	return ERR_OK;
}

enum err member_plan_join(struct member_plan *p, int64_t person, int64_t into, const char *history)
{
	struct plan_person *pp, *other;

	TRY(plan_person(p, person, &pp));
	TRY(plan_person(p, into, &other));
	TRY(check_join(p, pp, other));
	pp->join = (struct plan_join){person, into, 0, history};
	pp->next_guest = other->guests;
	other->guests = pp;
	plan_touch(p, pp);
	plan_touch(p, other);
	return ERR_OK;
}

enum err member_plan_part(struct member_plan *p, int64_t person)
{
	struct plan_person *pp, *into, **at;

	TRY(plan_person(p, person, &pp));
	if (!pp->join.person)
		return cx_fault(p->cx, ERR_REFUSED, NULL, M_MEMBER_NOT_JOINED);
	TRY(plan_person(p, pp->join.into_person, &into));
	for (at = &into->guests; *at && *at != pp; at = &(*at)->next_guest)
		;
	if (*at)
		*at = pp->next_guest;
	pp->next_guest = NULL;
	plan_touch(p, pp);
	plan_touch(p, into);
	pp->join = (struct plan_join){0};
	return ERR_OK;
}

static enum err read_ids(struct ctx *cx, struct cursor *c, struct list *ret)
{
	int64_t *ids = NULL;
	size_t n = 0, room = 0;

	while (db_next(c)) {
		if (n == room) {
			int64_t *more =
				arena_array(cx->a, room = room ? room * 2 : 16, sizeof(*more));
			if (n)
				memcpy(more, ids, n * sizeof(*ids));
			ids = more;
		}
		ids[n++] = db_int(c, 0);
	}
	*ret = (struct list){ids, n, sizeof(*ids)};
	return db_end(c);
}

enum err plan_ids(struct ctx *cx, enum stmt stmt, int64_t arg, struct list *ret)
{
	struct cursor c;

	TRY(db_query(cx->db, &c, stmt, arg));
	return read_ids(cx, &c, ret);
}

enum err plan_ids_after(struct ctx *cx, int64_t after, int64_t limit, struct list *ret)
{
	struct cursor c;

	TRY(db_query(cx->db, &c, Q_PERSON_IDS, after, limit));
	return read_ids(cx, &c, ret);
}

size_t member_plan_count(const struct member_plan *p)
{
	return p->touched;
}

#include "demo/demo_case.h"

#include "admission/admission.h"
#include "base/die.h"
#include "member/member_import_find.h"

enum { CASE_ARENA = 64 << 20 };

struct telling {
	struct ctx *cx;
	const struct demo_case *of;
	struct flow_case c;
	struct flow_plan *p;
	int64_t cell;
};

static enum err person_of(struct ctx *cx, const char *member_no, int64_t *ret)
{
	const struct find_ask ask = {.member_no = member_no, .day = cx->say.today};
	struct find_found found;

	TRY(member_meant(cx, &ask, &found));
	*ret = found.person;
	return found.person ? ERR_OK : fault_detail(cx->f, ERR_NOT_FOUND, "member %s", member_no);
}

/* What a form would have asked of a candidate, from the columns of the same names. */
static void attributes(const struct demo_member *m, struct person *ret)
{
	*ret = (struct person){0};
	field_each (from, demo_member_fields) {
		const struct field *to = field_find(person_attributes, from->name);
		const char *rec = (const char *)m + from->offset;
		if (!to)
			continue;
		memcpy((char *)ret + to->offset, rec,
			from->type == FT_DAY ? sizeof(day_t) : sizeof(char *));
	}
}

/* All who have a vote were there. */
static enum err ballots(struct telling *t, const struct demo_step *in, enum flow_level level,
	const struct flow_way *way, struct flow_step *s)
{
	int64_t org = level == FLOW_CELL ? t->cell : way->at[level];

	TRY(t->c.proc->base(t->cx, org, level, in->day, &s->issued));
	s->vote = "secret";
	s->returned = s->valid = s->issued;
	s->against = s->issued > 4 ? in->against : 0;
	s->agree = s->issued - s->against;
	return ERR_OK;
}

static enum err take(struct telling *t, const struct demo_step *in)
{
	const struct flow_kind *kind = flow_kind_of(t->c.proc, in->step);
	struct flow_step s = {.step = in->step,
		.kind = in->kind,
		.number = in->number,
		.place = in->place,
		.day = in->day};
	struct flow_way way;
	bool alone;

	must(kind);
	TRY(flow_way(t->cx, t->cell, in->day, &way));
	if (kind->level != FLOW_CELL && !way.at[kind->level])
		return ERR_OK;
	/* who decides is not in this database: the one below records that its own vote */
	alone = kind->level == FLOW_DECIDER && way.at[FLOW_GRASSROOTS] == way.at[FLOW_DECIDER];
	if (text_eq(in->step, "open")) {
		s.org = t->cell;
		s.kind = t->of->source;
	}
	if (in->who)
		TRY(person_of(t->cx, in->who, &s.who));
	if (in->vote || alone)
		TRY(ballots(t, in, kind->level, &way, &s));
	return flow_plan_step(t->p, &s);
}

static enum err take_steps(struct telling *t, size_t from, size_t to)
{
	TRY(flow_plan_new(t->cx, &t->c, &t->p));
	for (size_t i = from; i < to; i++)
		TRY(take(t, &t->of->steps[i]));
	TRY(flow_plan_check(t->p));
	return flow_plan_apply(t->p);
}

/* A candidate comes into the register with the first step. */
static enum err begin(struct telling *t)
{
	const struct demo_member *m = &t->of->who;
	struct member_plan *people = NULL;
	struct person p;
	int64_t person;

	if (m->member_no) {
		TRY(person_of(t->cx, m->member_no, &person));
	} else {
		attributes(m, &p);
		TRY(member_plan_new(t->cx, &people));
		person = member_plan_person(people, &p);
	}
	flow_begin(t->cx, &admission_proc, person, &t->c);
	t->c.with = people;
	TRY(tree_resolve(t->cx, m->cell_code, t->of->steps[0].day, NULL, &t->cell));
	TRY(take_steps(t, 0, 1));
	return flow_read(t->cx, t->c.id, &t->c);
}

static enum err write_case(struct ctx *cx, const struct demo_case *of)
{
	struct telling t = {.cx = cx, .of = of};

	cx->txn = 0;
	TRY(txn_start(cx, "candidate_new", NULL));
	TRY(begin(&t));
	return take_steps(&t, 1, of->n);
}

/* Says whose case and what about it, for whoever changed the scenario. */
static enum err refused(struct ctx *cx, const struct demo_case *of, enum err e)
{
	const struct problem *p = cx->f->first;

	if (!p || cx->f->detail)
		return e;
	return fault_detail(cx->f, e, "%s, %s: %s", of->who.full_name, of->who.cell_code,
		msg_say(cx->a, LANG_EN, p->what, p->arg[0], p->arg[1], p->arg[2]));
}

/* With memory of its own, for there are hundreds. */
static enum err write_one(struct ctx *cx, const struct demo_case *of)
{
	struct ctx own = *cx;
	enum err e;

	TRY(db_begin(cx->db, DB_WRITE));
	own.a = arena_new(CASE_ARENA);
	e = write_case(&own, of);
	if (!e)
		e = db_commit(own.db);
	if (e)
		db_rollback(own.db);
	arena_free(own.a);
	return e ? refused(cx, of, e) : ERR_OK;
}

enum err demo_cases_write(struct ctx *cx, const struct list *cases)
{
	const struct demo_case *c = cases->rows;

	for (size_t i = 0; i < cases->n; i++)
		if (c[i].n)
			TRY(write_one(cx, &c[i]));
	return ERR_OK;
}

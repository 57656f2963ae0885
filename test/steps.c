/*
 * steps.c: the forms of steps ask for what their checks demand: a note that a step is not taken
 * without is a required field of its form, and nowhere else is it one. All procedures are walked.
 */
#include "app/route.h"
#include "harness.h"
#include "life/life.h"

enum { PEOPLE = 2, LOOKED_AT = 60 };

struct walk {
	struct world w;
	int64_t person[PEOPLE], cell;
};

/* ---- a member, and one who has left ---- */

static int64_t add(struct walk *k, struct member_plan *p, const char *name, bool left)
{
	int64_t person = member_plan_person(p, &(struct person){.full_name = name});
	const struct member_fact in = {
		.person = person, .kind = "admitted", .day = 20200519, .cell = k->cell};
	const struct member_fact out = {.person = person, .kind = "expelled", .day = 20240101};

	ok(member_plan_fact(p, &in));
	if (left)
		ok(member_plan_fact(p, &out));
	return person;
}

static int start(void **state)
{
	static struct walk k;
	struct member_plan *p;
	struct ctx cx;

	world_start(&k.w);
	world_tree(&k.w, "");
	k.cell = world_org(&k.w, "cb-a");
	world_ctx(&k.w, &cx);
	ok(db_begin(cx.db, DB_WRITE));
	ok(member_plan_new(&cx, &p));
	k.person[0] = add(&k, p, "Lò Thị Một", false);
	k.person[1] = add(&k, p, "Lò Thị Hai", true);
	ok(member_plan_check(p));
	ok(txn_start(&cx, "test", NULL));
	ok(member_plan_apply(p));
	ok(db_commit(cx.db));
	*state = &k;
	return 0;
}

static int stop(void **state)
{
	struct walk *k = *state;

	world_stop(&k->w);
	return 0;
}

/* ---- does the check of a step demand a note? ---- */

static bool asks(struct walk *k, const struct flow_proc *proc, const struct flow_kind *kind,
	int64_t person, const char *note)
{
	struct flow_step s = {.step = kind->code,
		.day = WORLD_TODAY,
		.org = k->cell,
		.kind = "",
		.number = "",
		.place = "",
		.note = note};
	struct flow_work work = {.kind = kind, .step = &s, .org = k->cell};
	struct fault said = {0};
	struct flow_case c;
	struct ctx cx;
	bool yes = false;

	world_ctx(&k->w, &cx);
	flow_begin(&cx, proc, person, &c);
	c.org = k->cell;
	said.a = cx.a;
	cx.f = &said;
	work.cx = &cx;
	work.c = &c;
	work.live = c.live;
	ok(db_begin(cx.db, DB_READ));
	ok(flow_way(&cx, k->cell, s.day, &work.way));
	ok(kind->check(&work));
	db_rollback(cx.db);
	problem_each (p, &said)
		yes = yes || (text_eq(p->field, "note") && p->what == M_VALUE_REQUIRED);
	return yes;
}

static bool demands(struct walk *k, const struct flow_proc *proc, const struct flow_kind *kind)
{
	bool yes = false;

	for (int i = 0; kind->check && i < PEOPLE; i++) {
		yes = yes || asks(k, proc, kind, k->person[i], "");
		assert_false(asks(k, proc, kind, k->person[i], "Vì sao"));
	}
	return yes;
}

/* ---- does its form? ---- */

static bool is_form_of(
	const struct action *a, const struct flow_proc *proc, const struct flow_kind *kind)
{
	const struct life_begin *begin = a->arg;

	if (a->fill == case_fill)
		return text_eq(a->arg, kind->code);
	return a->fill == life_begin_fill && begin->proc == proc &&
	       text_eq(begin->step, kind->code);
}

/* 1: required, 0: not, -1: there is no such form. */
static int form_asks(const struct flow_proc *proc, const struct flow_kind *kind)
{
	for (size_t i = 0; i < route_count; i++) {
		const struct action *a = routes[i].action;
		if (!is_form_of(a, proc, kind))
			continue;
		field_each (f, a->in)
			if (text_eq(f->name, "note"))
				return !!(f->flags & FF_REQUIRED);
		return 0;
	}
	return -1;
}

static void forms_ask_for_the_notes_that_checks_demand(void **state)
{
	struct walk *k = *state;
	int forms = 0, demanded = 0;
	struct ctx cx;

	world_ctx(&k->w, &cx);
	for (size_t i = 0; cx.procs[i]; i++)
		for (const struct flow_kind *kind = cx.procs[i]->steps; kind->code; kind++) {
			int form = form_asks(cx.procs[i], kind);
			bool yes = demands(k, cx.procs[i], kind);
			if (form == yes || (form < 0 && !yes)) {
				forms += form >= 0;
				demanded += yes;
				continue;
			}
			fail_msg("%s, %s: the check %s a note, the form %s it", cx.procs[i]->code,
				kind->code, yes ? "demands" : "does not demand",
				form > 0 ? "requires" : "does not require");
		}
	assert_true(forms > LOOKED_AT);
	assert_true(demanded > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_ask_for_the_notes_that_checks_demand)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start, stop);
}

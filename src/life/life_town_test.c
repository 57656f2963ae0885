#include "life/life_annul.h"
#include "life/life_arrival.h"
#include "life/life_test.h"

#include <stdlib.h>

static void admit(struct member_plan *p, int64_t person, int64_t cell, bool full)
{
	ok(member_plan_fact(p, &(struct member_fact){.person = person,
				       .kind = "admitted",
				       .day = 20100519,
				       .cell = cell,
				       .second_day = 20100601}));
	if (full)
		ok(member_plan_fact(
			p, &(struct member_fact){
				   .person = person, .kind = "recognised", .day = 20110601}));
}

int64_t life_member(struct site_test *s, int64_t cell, const char *name, bool full)
{
	struct member_plan *p;
	int64_t id;

	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(member_plan_new(&s->cx, &p));
	id = member_plan_person(p, &(struct person){.full_name = name});
	admit(p, id, cell, full);
	ok(member_plan_check(p));
	ok(txn_start(&s->cx, "test", NULL));
	ok(member_plan_apply(p));
	ok(db_commit(s->db));
	return id;
}

void life_today(struct site_test *s, day_t day)
{
	s->clock.fixed_today = day;
	s->cx.say.today = s->cx.day = day;
}

void life_rights(struct site_test *s, const char *func, int64_t org)
{
	struct grant *g = arena_new_of(s->a, struct grant);

	*g = (struct grant){1, 1, org, func, "below", DAY_MIN, DAY_MAX};
	s->actor = (struct actor){
		.account = 1, .login = "x", .name = "x", .grants = {g, 1, sizeof(*g)}};
	s->cx.end = (struct grant_end){0};
	if (!func)
		s->actor = (struct actor){.is_operator = true};
}

struct life_town life_plant(struct site_test *s)
{
	static const struct tree_follower *const followers[] = {
		&member_follower, &flow_follower, NULL};
	static const struct flow_proc *const procs[] = {&transfer_proc, &stay_proc, &exemption_proc,
		&absence_proc, &suspension_proc, &deletion_proc, &resignation_proc, &expulsion_proc,
		&death_proc, &arrival_proc, &annulment_proc, &restoration_proc, NULL};
	struct life_town t = {0};

	s->cx.followers = followers;
	s->cx.procs = procs;
	t.huyen = site_found(s, 0, "huyen", "district", 20000101);
	t.xa = site_found(s, t.huyen, "xa", "commune", 20000101);
	t.ban = site_found(s, t.xa, "ban", "cell", 20000101);
	t.other_xa = site_found(s, t.huyen, "xa2", "commune", 20000101);
	t.other = site_found(s, t.other_xa, "khac", "cell", 20000101);
	for (int i = 0; i < LIFE_MEMBERS; i++)
		t.other_person = life_member(s, t.ban, arena_printf(s->a, "Đảng viên %d", i), true);
	t.person = life_member(s, t.ban, "Lò Thị Mai", true);
	life_today(s, 20250601);
	return t;
}

/* ---- steps ---- */

enum err life_go(
	struct site_test *s, const struct life_town *t, const struct action *a, struct case_in in)
{
	struct doc d;

	return site_run(s, a, &in, 0, arena_printf(s->a, "%lld", (long long)t->id), &d);
}

enum err life_begin(
	struct site_test *s, struct life_town *t, const struct action *a, struct case_in in)
{
	struct doc d;

	TRY(site_run(s, a, &in, 0, arena_printf(s->a, "%lld", (long long)t->person), &d));
	t->id = strtoll(strrchr(d.location, '/') + 1, NULL, 10);
	return ERR_OK;
}

void life_stands(struct site_test *s, const struct life_town *t, const char *state,
	const char *next, int64_t turn)
{
	struct flow_case c = {0};

	ok(db_begin(s->db, DB_READ));
	ok(flow_read(&s->cx, t->id, &c));
	db_rollback(s->db);
	assert_string_equal(c.state, state);
	if (next)
		assert_string_equal(c.next, next);
	else
		assert_null(c.next);
	assert_int_equal(c.turn, turn);
}

/* ---- the register ---- */

static const char *code_of(struct site_test *s, int64_t org, day_t day)
{
	struct org_spell o = {0};

	if (org <= 0)
		return org ? "outside" : "-";
	ok(tree_spell_near(&s->cx, org, day, &o));
	return o.code;
}

const char *life_spells(struct site_test *s, const struct life_town *t)
{
	const struct member_spell *m;
	const char *out = "";
	struct list all;

	ok(db_begin(s->db, DB_READ));
	ok(member_spells(&s->cx, t->person, &all));
	m = all.rows;
	for (size_t i = 0; i < all.n; i++)
		if (m[i].to_day > 20240101)
			out = arena_printf(s->a, "%s%s%d %s %s%s%s%s%s%s%s", out, *out ? ", " : "",
				m[i].from_day, code_of(s, m[i].cell, 20250101), m[i].status,
				m[i].transit ? " >" : "",
				m[i].transit ? code_of(s, m[i].transit, 20250101) : "",
				m[i].host ? " @" : "",
				m[i].host ? code_of(s, m[i].host, 20250101) : "",
				m[i].exempt ? " exempt"
				: m[i].away ? " away"
					    : "",
				m[i].suspended ? " suspended" : "");
	db_rollback(s->db);
	return out;
}

day_t life_due(struct site_test *s, const struct life_town *t, const char *clock)
{
	const struct flow_clock *c;
	struct list rows;
	day_t due = 0;

	ok(db_begin(s->db, DB_READ));
	ok(db_list(s->db, s->a, flow_clock_fields, sizeof(*c), &rows, Q_FLOW_CLOCKS, t->id,
		s->cx.known));
	db_rollback(s->db);
	c = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		if (text_eq(c[i].code, clock) && c[i].to_day == DAY_MAX)
			due = c[i].due_day;
	return due;
}

#include "core/site_test.h"

#include "base/buf.h"
#include "base/text.h"
#include "core/tree_life.h"
#include "core/tree_verify.h"
#include "db/db_load.h"
#include "member/member_card.h"
#include "member/member_fold.h"
#include "member/member_sum.h"
#include "member/member_verify.h"
#include "sim/sim_child.h"
#include "sim/sim_life.h"
#include "village/village_verify.h"

#include <stdlib.h>

enum { MEMBERS = 2000, YEARS = 10, SEED = 3, TODAY = 20250630, SAMPLE = 120, INSTANTS = 200 };

static const struct sim_in asked = {
	.members = MEMBERS, .years = YEARS, .seed = SEED, .today = TODAY, .dir = "/tmp"};

static struct site_test *filled(void **state, struct sim_sum *ret)
{
	struct site_test *s = site_of(state);
	enum err e;

	s->clock.fixed_today = s->cx.say.today = s->cx.day = TODAY;
	s->cx.via = "demo";
	ok(db_load_begin(s->db));
	ok(db_begin(s->db, DB_WRITE));
	e = sim_fill(&s->cx, &asked, NULL, ret);
	if (e)
		fail_msg("%s: %s", err_name(e), s->f.detail ? s->f.detail : db_error(s->db));
	ok(db_commit(s->db));
	ok(db_load_end(s->db));
	ok(db_begin(s->db, DB_READ));
	return s;
}

/* ---- the check finds nothing ---- */

static void found(void *p, const char *text)
{
	(void)p;
	print_message("%s\n", text);
	fail();
}

static void the_check_finds_nothing(void **state)
{
	struct sim_sum sum;
	struct site_test *s = filled(state, &sum);
	int64_t orgs, persons;

	ok(tree_verify(&s->cx, found, NULL, &orgs));
	ok(member_verify(&s->cx, found, NULL, &persons));
	ok(member_sum_verify(&s->cx, found, NULL));
	ok(member_card_verify(&s->cx, found, NULL));
	ok(village_verify(&s->cx, found, NULL));
	assert_int_equal(orgs, sum.orgs);
	assert_int_equal(persons, sum.persons);
}

/* ---- what was known then follows from what was known then ---- */

/* Calls `take` for each row of a table. */
static void scan(struct site_test *s, const char *name,
	void (*take)(void *p, const struct db_table *t, const struct db_val *row), void *p)
{
	struct db_val row[DB_TABLE_COLS];
	const struct db_table *all;
	struct table_rows r;
	size_t n, i = 0;

	ok(db_tables(s->db, s->a, &all, &n));
	while (strcmp(all[i].name, name) != 0)
		i++;
	ok(db_table_read(&r, s->db, &all[i]));
	while (db_table_next(&r, row))
		take(p, &all[i], row);
	ok(db_table_end(&r));
}

static const struct db_val *column(
	const struct db_table *t, const struct db_val *row, const char *name)
{
	for (int i = 0; i < t->n; i++)
		if (!strcmp(t->col[i].name, name))
			return &row[i];
	fail_msg("no column %s", name);
	return NULL;
}

/* Instants at which something about a person became known. */
struct instants {
	int64_t person, at[INSTANTS];
	size_t n;
};

static void take_person(void *p, const struct db_table *t, const struct db_val *row)
{
	struct instants *all = p;
	size_t i = 0;

	while (i < SAMPLE && all[i].person)
		i++;
	if (i < SAMPLE)
		all[i].person = column(t, row, "id")->i;
}

static void take_instants(void *p, const struct db_table *t, const struct db_val *row)
{
	struct instants *all = p;
	int64_t person = column(t, row, "person")->i, ms[2];

	ms[0] = column(t, row, "made_ms")->i;
	ms[1] = column(t, row, "void_ms")->i;
	for (size_t i = 0; i < SAMPLE; i++)
		for (int k = 0; all[i].person == person && k < 2; k++)
			if (ms[k] != MS_MAX && all[i].n < INSTANTS)
				all[i].at[all[i].n++] = ms[k];
}

static struct fold_out folded(struct site_test *s, int64_t person)
{
	struct ctx *cx = &s->cx;
	struct list facts, rows;
	const struct person *p;
	struct fold_name *names;
	struct fold_in in = {.person = person, .lives = lives_new(cx, NULL)};
	struct fold_out out = {0};

	ok(member_facts(cx, person, &facts));
	ok(member_persons(cx, person, &rows));
	if (!rows.n)
		return out;
	p = rows.rows;
	names = arena_array(cx->a, rows.n, sizeof(*names));
	for (size_t i = 0; i < rows.n; i++)
		if (!i || !text_eq(p[i].full_name, p[i - 1].full_name))
			names[in.name_count++] = (struct fold_name){
				p[i].from_day, text_key_person(cx->a, p[i].full_name)};
	in.names = names;
	in.facts = (struct member_fact *)facts.rows;
	in.fact_count = facts.n;
	ok(member_fold(cx, &in, &out));
	assert_null(out.problems);
	return out;
}

static void assert_same(struct site_test *s, int64_t person)
{
	struct fold_out out = folded(s, person);
	const struct member_spell *now = out.spells.rows, *old;
	struct list spells;

	ok(member_spells(&s->cx, person, &spells));
	old = spells.rows;
	assert_int_equal(spells.n, out.spells.n);
	if (!now || !old)
		return; /* never anywhere, here and there */
	for (size_t i = 0; i < spells.n; i++) {
		assert_int_equal(old[i].cell, now[i].cell);
		assert_int_equal(old[i].from_day, now[i].from_day);
		assert_int_equal(old[i].to_day, now[i].to_day);
		assert_string_equal(old[i].status, now[i].status);
		assert_int_equal(old[i].host, now[i].host);
		assert_int_equal(old[i].exempt, now[i].exempt);
		assert_int_equal(old[i].away, now[i].away);
	}
}

static void what_was_known_then_follows_from_what_was_known_then(void **state)
{
	struct sim_sum sum;
	struct site_test *s = filled(state, &sum);
	struct instants *all = arena_array(s->a, SAMPLE, sizeof(*all));

	scan(s, "person", take_person, all);
	scan(s, "member_fact", take_instants, all);
	scan(s, "person_spell", take_instants, all);
	scan(s, "member_spell", take_instants, all);
	for (size_t i = 0; i < SAMPLE; i++) {
		assert_true(all[i].n > 0);
		for (size_t k = 0; k < 2 * all[i].n; k++) {
			struct arena_mark m = arena_mark(s->cx.a);
			s->cx.known = all[i].at[k / 2] - (int64_t)(k % 2);
			assert_same(s, all[i].person);
			arena_rewind(s->cx.a, m);
		}
	}
	s->cx.known = KNOWN_NOW;
}

/* ---- shapes ---- */

struct shape {
	int64_t members, voided, late, renamed, ended;
	int kinds[32];
};

static void take_spell(void *p, const struct db_table *t, const struct db_val *row)
{
	struct shape *sh = p;

	if (column(t, row, "void_ms")->i == MS_MAX && column(t, row, "counted")->i &&
		column(t, row, "from_day")->i <= TODAY && column(t, row, "to_day")->i > TODAY)
		sh->members++;
}

static void take_fact(void *p, const struct db_table *t, const struct db_val *row)
{
	struct str kind = column(t, row, "kind")->s;
	struct shape *sh = p;
	day_t day = (day_t)column(t, row, "day")->i;

	for (int i = 0; fact_kinds[i].code; i++)
		sh->kinds[i] += str_is(kind, fact_kinds[i].code);
	sh->voided += column(t, row, "void_ms")->i != MS_MAX;
	sh->late += column(t, row, "made_ms")->i > ms_of_day(day_add_months(day_first(day), 2)) &&
		    day > 20160101;
}

static void take_act(void *p, const struct db_table *t, const struct db_val *row)
{
	struct shape *sh = p;

	sh->renamed += str_is(column(t, row, "act")->s, "rename");
	sh->ended += str_is(column(t, row, "act")->s, "merge");
}

static void it_has_the_shapes_asked_for(void **state)
{
	static const char *const never[] = {"restored", "annulled", "hosted_end", "exempt_end",
		"away_end", "suspended_end", "readmitted", "expelled", "badge_deferred",
		"badge_refused"};
	struct shape sh = {0};
	struct sim_sum sum;
	struct site_test *s = filled(state, &sum);

	scan(s, "member_spell", take_spell, &sh);
	scan(s, "member_fact", take_fact, &sh);
	scan(s, "org_act", take_act, &sh);
	assert_in_range(sh.members, MEMBERS * 9 / 10, MEMBERS * 11 / 10);
	for (int i = 0; fact_kinds[i].code; i++) {
		bool rare = false;
		for (size_t k = 0; k < sizeof(never) / sizeof(*never); k++)
			rare = rare || !strcmp(never[k], fact_kinds[i].code);
		if (!rare && !sh.kinds[i])
			fail_msg("nobody was ever %s", fact_kinds[i].code);
	}
	assert_true(sh.voided && sh.late && sh.renamed && sh.ended);
}

/* ---- villages ---- */

struct settled {
	int64_t all, joint, bare, unknown, some, heads, others, admitted;
	uint64_t sum; /* of all that is told: the same each time */
};

static bool is_today(const struct db_table *t, const struct db_val *row)
{
	return column(t, row, "void_ms")->i == MS_MAX && column(t, row, "from_day")->i <= TODAY &&
	       column(t, row, "to_day")->i > TODAY;
}

static void take_state(void *p, const struct db_table *t, const struct db_val *row)
{
	struct settled *v = p;
	struct str cover = column(t, row, "cover")->s, lives = column(t, row, "lives")->s;
	struct str head = column(t, row, "head_is")->s, name = column(t, row, "name")->s;

	for (size_t i = 0; i < name.n; i++)
		v->sum = v->sum * 31 + (unsigned char)name.p[i];
	v->sum = v->sum * 31 + (uint64_t)column(t, row, "from_day")->i;
	v->sum = v->sum * 31 + (uint64_t)column(t, row, "members")->i;
	if (!is_today(t, row))
		return;
	v->all++;
	v->joint += str_is(cover, "joint");
	v->bare += str_is(cover, "none");
	v->unknown += str_is(lives, "unknown");
	v->some += str_is(lives, "some");
	v->heads += str_is(head, "full") || str_is(head, "probationary");
	v->others += str_is(head, "outside");
}

static void take_admission(void *p, const struct db_table *t, const struct db_val *row)
{
	struct settled *v = p;

	(void)t;
	(void)row;
	v->admitted++;
}

static struct settled settled(void **state)
{
	struct settled v = {0};
	struct sim_sum sum;
	struct site_test *s = filled(state, &sum);

	scan(s, "village_state", take_state, &v);
	scan(s, "village_flow", take_admission, &v);
	return v;
}

static uint64_t first_sum;

static void villages_are_of_all_kinds(void **state)
{
	struct settled v = settled(state);

	first_sum = v.sum;
	assert_true(v.all > 20);
	assert_true(v.joint && v.joint < v.all / 3);
	assert_true(v.bare < v.all / 8);
	assert_true(v.some && v.unknown > v.all * 8 / 10);
	assert_true(v.heads > v.others && v.others);
	assert_true(v.heads + v.others < v.all);
	assert_true(v.admitted);
}

/* Of a second database, after the test before this one had made the first. */
static void villages_are_always_the_same(void **state)
{
	assert_true(first_sum && settled(state).sum == first_sum);
}

/* Whoever comes before changes nothing about whoever comes after. */
static void a_life_is_always_the_same(void **state)
{
	struct sim_story *one = calloc(1, sizeof(*one)), *two = calloc(1, sizeof(*two));
	struct site_test *s = site_of(state);
	struct arena *keep = arena_new((size_t)64 << 20);
	struct sim_rates rates;
	struct sim_tree tree;
	struct sim_life *life;

	s->clock.fixed_today = s->cx.say.today = s->cx.day = TODAY;
	s->cx.via = "demo";
	ok(db_begin(s->db, DB_WRITE));
	ok(sim_rates_load(s->a, &rates, &s->f));
	ok(sim_tree_make(&s->cx, keep, &asked, &rates, &tree));
	ok(sim_life_new(&s->cx, s->a, &tree, &life));
	sim_life_make(life, s->a, 17, one);
	for (int i = 0; i < 40; i++)
		sim_life_make(life, s->a, i, two);
	sim_life_make(life, s->a, 17, two);
	assert_int_equal(one->person, two->person);
	assert_string_equal(one->first.full_name, two->first.full_name);
	assert_int_equal(one->fact_count, two->fact_count);
	for (int i = 0; i < one->fact_count; i++) {
		assert_int_equal(one->facts[i].f.id, two->facts[i].f.id);
		assert_int_equal(one->facts[i].f.day, two->facts[i].f.day);
		assert_int_equal(one->facts[i].month, two->facts[i].month);
	}
	arena_free(keep);
	free(one);
	free(two);
}

/* What was taken off a table is there again. */
static void indexes_come_back(void **state)
{
	struct sim_sum sum;
	struct site_test *s = filled(state, &sum);
	const struct db_table *all;
	struct db_bare before, after;
	struct db_table t;
	size_t n, i = 0;

	db_rollback(s->db);
	ok(db_begin(s->db, DB_WRITE));
	ok(db_tables(s->db, s->a, &all, &n));
	while (strcmp(all[i].name, "member_spell") != 0)
		i++;
	t = all[i];
	ok(db_load_strip_whole(s->db, s->a, &t, &before));
	assert_false(t.fresh);
	ok(db_load_strip_whole(s->db, s->a, &t, &after));
	assert_non_null(before.extras);
	assert_null(after.extras);
	ok(db_load_dress(s->db, &before, NULL, NULL));
	ok(db_load_strip_whole(s->db, s->a, &t, &after));
	for (const struct db_extra *x = before.extras, *y = after.extras; x; x = x->next) {
		assert_non_null(y);
		assert_string_equal(x->make, y->make);
		y = y->next;
	}
}

/* ---- what breaks off ---- */

static int tell_half(void *p, int out)
{
	(void)p;
	return sim_child_put(&out, "half", 4) ? 1 : 2;
}

static void a_process_that_breaks_off_is_noticed(void **state)
{
	struct sim_child child;
	struct sim_inflow in = {0};
	char bytes[4];

	(void)state;
	ok(sim_child_start(&child, tell_half, NULL));
	in.fd = child.fd;
	assert_true(sim_inflow_get(&in, bytes, 4));
	assert_memory_equal(bytes, "half", 4);
	assert_false(sim_inflow_get(&in, bytes, 1));
	assert_false(sim_child_end(&child));
	assert_false(sim_child_end(&child));
}

struct bytes {
	struct buf b;
	size_t at;
};

static bool put_bytes(void *p, const void *bytes, size_t n)
{
	struct bytes *to = p;

	buf_put(&to->b, bytes, n);
	return true;
}

static bool get_bytes(void *p, void *bytes, size_t n)
{
	struct bytes *from = p;

	if (from->at + n > from->b.n)
		return false;
	memcpy(bytes, from->b.p + from->at, n);
	from->at += n;
	return true;
}

/* Counted again and sent: all of it is written, or it is told that some is missing. */
static void summaries_that_break_off_are_noticed(void **state)
{
	struct sim_sum sum;
	struct site_test *s = filled(state, &sum);
	struct bytes sent = {0};
	struct sums *sums;

	buf_init(&sent.b, 1 << 24);
	db_rollback(s->db);
	ok(db_begin(s->db, DB_WRITE));
	ok(member_sum_start(&s->cx, &sums));
	sums_orgs(sums);
	assert_true(sums_send_sorted(sums, put_bytes, &sent));
	ok(sums_write_sent(sums, get_bytes, &sent));
	assert_int_equal(sent.at, sent.b.n);
	sent.at = 0;
	sent.b.n--;
	assert_int_equal(sums_write_sent(sums, get_bytes, &sent), ERR_IO);
	buf_done(&sent.b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_site(the_check_finds_nothing),
		on_site(what_was_known_then_follows_from_what_was_known_then),
		on_site(it_has_the_shapes_asked_for),
		on_site(villages_are_of_all_kinds),
		on_site(villages_are_always_the_same),
		on_site(a_life_is_always_the_same),
		on_site(indexes_come_back),
		cmocka_unit_test(a_process_that_breaks_off_is_noticed),
		on_site(summaries_that_break_off_are_noticed),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

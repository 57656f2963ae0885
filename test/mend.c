/*
 * mend.c: sums of villages, and cells of members, that went wrong: `guong check` finds them, `guong
 * check --mend` makes them anew, and the figures that read them are right again.
 */
#include "app/cli.h"
#include "base/die.h"
#include "harness.h"
#include "member/member.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct world w;
static struct visit *central;

static void add(const char *code, const char *name)
{
	struct answer r = visit_form(central, "/org/xa-a/village-new",
		arena_printf(w.ra, "code=%s&name=%s&kind=ban&from=01%%2F01%%2F2020", code, name));

	if (r.status != 303)
		die("%s: %d %.3000s", code, r.status, r.body);
}

static int start(void **state)
{
	(void)state;
	world_start(&w);
	world_tree(&w, "");
	world_accounts(&w);
	central = visit_new(&w, "central");
	add("B1", "Ban+Mot");
	add("B2", "Ban+Hai");
	return 0;
}

static int stop(void **state)
{
	(void)state;
	world_stop(&w);
	return 0;
}

/* What the shell ends with; what it says is not of the TAP that a test speaks. */
static int check(const char *flag)
{
	const char *const given[] = {"guong", "check", "--db", w.where, flag};
	int n = flag ? 5 : 4, said = dup(STDOUT_FILENO), silence = open("/dev/null", O_WRONLY),
	    code;
	char *argv[6] = {NULL};

	for (int i = 0; i < n; i++)
		argv[i] = arena_strdup(w.a, given[i]);
	fflush(stdout);
	assert_int_equal(dup2(silence, STDOUT_FILENO), STDOUT_FILENO);
	code = cli_main(n, argv, &(struct cli_build){"0", "", "x"});
	fflush(stdout);
	assert_int_equal(dup2(said, STDOUT_FILENO), STDOUT_FILENO);
	close(silence);
	close(said);
	return code;
}

static const char *total(const char *figure)
{
	struct answer r = visit_get(
		central, arena_printf(w.ra, "/figure/%s.json?org=tinh&period=2026-03-01", figure));
	const char *value = r.status == 200 ? strstr(r.body, "\"value\":") : NULL;

	if (!value)
		die("%d %.2000s", r.status, r.body);
	return arena_printf(w.a, "%.1s", value + strlen("\"value\":"));
}

/* Past the program: as if a row of the sums had been lost, or counted twice. */
static void spoil(int64_t by)
{
	int64_t org = world_org(&w, "tinh");
	struct ctx cx;

	world_ctx(&w, &cx);
	ok(db_begin(cx.db, DB_WRITE));
	ok(db_run(cx.db, Q_VILLAGE_SUM_ADD, org, "village.total", (day_t)20200101, "ban", by));
	ok(db_commit(cx.db));
}

static void sums_are_found_and_mended(void **state)
{
	(void)state;
	assert_int_equal(check(NULL), 0);
	assert_string_equal(total("village.total"), "2");
	for (int64_t by = -2; by <= 3; by += 5) {
		spoil(by);
		assert_int_equal(check(NULL), err_exit(ERR_CHECK));
		assert_string_not_equal(total("village.total"), "2");
		assert_int_equal(check("--mend"), 0);
		assert_string_equal(total("village.total"), "2");
		assert_int_equal(check(NULL), 0);
	}
}

/* A row that says where somebody is goes, as no plan would do it. */
static void lose_cell(int64_t person)
{
	const struct member_spell *m;
	struct list all;
	struct ctx cx;

	world_ctx(&w, &cx);
	ok(db_begin(cx.db, DB_WRITE));
	ok(member_spells(&cx, person, &all));
	assert_int_equal(all.n, 1);
	m = all.rows;
	ok(db_run(cx.db, Q_MEMBER_SPELL_VOID, m->cell, m->counted, m->to_day, m->sort_key, person,
		m->from_day, m->txn, m->txn, clock_now(cx.clock)));
	ok(db_commit(cx.db));
}

static void cells_are_found_and_mended(void **state)
{
	struct answer r = visit_form(central, "/org/cb-a/member-new",
		"full_name=Qu%C3%A0ng&birth_date=12%2F04%2F1965&how=admitted&day=19%2F05%2F2010");
	const char *to = answer_header(&r, "Location");

	(void)state;
	assert_int_equal(r.status, 303);
	assert_string_equal(total("member.total"), "1");
	lose_cell(strtoll(strrchr(to, '/') + 1, NULL, 10));
	assert_int_equal(check(NULL), err_exit(ERR_CHECK));
	assert_int_equal(check("--mend"), 0);
	assert_string_equal(total("member.total"), "1");
	assert_int_equal(check(NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(sums_are_found_and_mended),
		cmocka_unit_test(cells_are_found_and_mended)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start, stop);
}

/*
 * statements.c: every statement of the program. On both databases: it fits the schema. On SQLite:
 * which tables it reads and writes (golden/statements.txt), and how it finds its rows in a database
 * of the size of the country (golden/plans.txt): whoever reads a table from end to end, or builds a
 * filter over one, must stand in golden/scans.txt with a reason.
 *
 *	statements FOLDER [--update]
 */
#include "base/die.h"
#include "golden.h"
#include "harness.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

/* A country: 343,000 organisations, 5.6 million members. An empty index: the table. */
static const char *const sizes[][3] = {
	{"org", "", "343000"},
	{"org_spell", "org_spell", "1000000 3 1 1"},
	{"org_spell", "org_spell_parent", "1000000 15 2 2 1 1 1 1"},
	{"org_spell", "org_spell_code", "1000000 3 1"},
	{"org_act", "org_act_org", "1200000 4 1 1"},
	{"org_act", "org_act_other", "120000 2"},
	{"org_act", "org_act_txn", "1200000 300"},
	{"org_act", "org_act_void", "10000 50"},
	{"org_word", "org_word", "3400000 600 1"},
	{"org_word", "org_word_org", "3400000 10 1"},
	{"org_reach", "org_reach", "2500000 7 1 1 1"},
	{"org_reach", "org_reach_org", "2500000 6 1"},
	{"person", "person_txn", "5600000 30"},
	{"person_spell", "person_spell", "12000000 2 1 1"},
	{"person_spell", "person_spell_no", "10000000 2"},
	{"person_spell", "person_spell_citizen", "1000000 2"},
	{"name_word", "name_word", "30000000 3000 1"},
	{"person_join", "person_join", "2000 1 1"},
	{"person_join", "person_join_into", "2000 1"},
	{"member_fact", "member_fact", "25000000 4 1"},
	{"member_fact", "member_fact_cell", "8000000 25"},
	{"member_fact", "member_fact_other", "2500000 10"},
	{"member_spell", "member_spell", "12000000 40 20 2 2 1 1"},
	{"member_spell", "member_spell_person", "12000000 2 1"},
	{"member_spell", "member_spell_name", "12000000 6 2 2 1 1 1 1"},
	{"member_spell", "member_spell_host", "100000 5"},
	{"member_spell", "member_spell_transit", "5000 2"},
	{"member_flow", "member_flow", "12000000 40 2 1 1 1 1"},
	{"member_flow", "member_flow_person", "12000000 2 1"},
	{"txn_person", "txn_person", "30000000 100 1"},
	{"txn_person", "txn_person_person", "30000000 6"},
	{"org_term", "org_term_org", "60000 5 1"},
	{"org_body", "org_body_org", "200000 6 1"},
	{"org_post", "org_post_org", "3000000 9 1"},
	{"org_post", "org_post_txn", "3000000 900"},
	{"org_charge", "org_charge_org", "400000 6 1"},
	{"org_charge", "org_charge_over", "300000 2"},
	{"org_post", "org_post_member", "2500000 2"},
	{"org_charge", "org_charge_member", "400000 3"},
	{"function_rule", "function_rule", "62 8 2 2 1 1"},
	{"proposal", "proposal_open", "300 2 1"},
	{"proposal", "proposal_account", "20000 20 1"},
	{"txn", "txn_at", "2000000 1"},
	{"txn", "sqlite_autoindex_txn_1", "2000000 1"},
	{"account", "sqlite_autoindex_account_1", "60000 1"},
	{"account", "account_person", "40000 1"},
	{"account_grant", "account_grant_account", "70000 2"},
	{"account_grant", "account_grant_org", "70000 2 1"},
	{"account_slip", "account_slip_live", "20000 1"},
	{"account_factor", "account_factor_live", "5000 1"},
	{"account_recovery", "account_recovery_factor", "50000 10"},
	{"seal_key", "seal_key_account", "50000 1"},
	{"seal_key", "seal_key_func", "20000 2 1"},
	{"seal_key", "seal_key_live", "20000 2 1"},
	{"seal_key", "seal_key_recovery", "1 1"},
	{"seal_hold", "seal_hold_live", "100000 4 1"},
	{"seal_hold", "seal_hold_holder", "100000 3"},
	{"seal_text", "seal_text_about", "1000000 3 3"},
	{"seal_text_key", "seal_text_key_live", "3000000 3 1"},
	{"seal_text_key", "seal_text_key_reader", "3000000 60"},
	{"seal_share", "seal_share_key", "40 40"},
	{"seal_recovery", "seal_recovery_key", "10 10"},
	{"member_note", "member_note_person", "1000000 3 1"},
	{"audit_entry", "", "2000000"},
	{"audit_salt", "", "8000000"},
	{"audit_link", "audit_link_last", "300000 1"},
	{"person_request", "person_request_person", "20000 2"},
	{"person_request", "person_request_open", "200 3"},
	{"look_delay", "look_delay_person", "500 2"},
	{"holiday", "holiday", "140 1"},
	{"import", "", "20000"},
	{"cat_entry", "cat_entry", "400 20 1"},
	{"org_kind_rule", "org_kind_rule", "9 2 1"},
	{"org_child_rule", "org_child_rule", "22 4 2 1"},
	{"org_figure_rule", "org_figure_rule", "20 2 1 1"},
	{"setting", "setting", "10 1"},
	{"tree_state", "", "1"},
	{"reorg", "reorg_txn", "100 1"},
	{"reorg_head", "reorg_head_reorg", "300 3 1"},
	{"reorg_unit", "reorg_unit_reorg", "10000 3000 1"},
	{"reorg_line", "reorg_line_reorg", "200000 50000 2"},
	{"reorg_line", "reorg_line_org", "200000 2"},
	{"reorg_line", "reorg_line_txn", "200000 300"},
	{"reorg_line", "reorg_line_void", "100000 300"},
	{"village", "village_txn", "100000 100"},
	{"village_fact", "village_fact", "900000 9 1"},
	{"village_fact", "village_fact_code", "120000 1"},
	{"village_fact", "village_fact_org", "300000 3"},
	{"village_fact", "village_fact_other", "20000 1"},
	{"village_fact", "village_fact_person", "150000 2"},
	{"village_fact", "village_fact_txn", "900000 90"},
	{"village_fact", "village_fact_void", "200000 20"},
	{"village_state", "village_state", "1500000 150 100 2 2 1 1"},
	{"village_state", "village_state_village", "1500000 15 1"},
	{"village_state", "village_state_cell", "1400000 18"},
	{"village_state", "village_state_name", "1500000 60 15 1 1 1 1"},
	{"village_flow", "village_flow", "40000 4 1 1 1 1"},
	{"village_flow", "village_flow_village", "40000 1"},
	{"village_sum", "village_sum", "3000000 200 40 2 1"},
	{"village_word", "village_word", "350000 20 1"},
	{"person_spell", "person_spell_village", "6000000 60"},
	{"org_post", "org_post_void", "1000000 300"},
};

struct used {
	struct arena *a;
	const char *reads, *writes;
};

static const char *with(struct arena *a, const char *list, const char *table)
{
	if (strstr(arena_printf(a, " %s ", list), arena_printf(a, " %s ", table)))
		return list;
	return arena_printf(a, "%s%s%s", list, *list ? " " : "", table);
}

static int note(
	void *arg, int what, const char *table, const char *column, const char *db, const char *by)
{
	struct used *u = arg;

	(void)column, (void)db, (void)by;
	if (!table || !strncmp(table, "sqlite_", 7))
		return SQLITE_OK;
	if (what == SQLITE_READ)
		u->reads = with(u->a, u->reads, table);
	else if (what == SQLITE_INSERT || what == SQLITE_UPDATE || what == SQLITE_DELETE)
		u->writes = with(u->a, u->writes, table);
	return SQLITE_OK;
}

static sqlite3 *open_part(struct world *w, const char *part)
{
	const char *file = text_eq(part, "side") ? "x-side.db" : "x.db";
	sqlite3 *h;

	if (sqlite3_open(arena_printf(w->a, "%s/%s", w->dir, file), &h))
		die("%s cannot be opened", file);
	return h;
}

static void tables_of(struct world *w, struct golden *g)
{
	for (int q = 0; q < (int)Q_COUNT; q++) {
		const struct stmt_def *d = &stmt_table[q];
		struct used u = {w->a, "", ""};
		sqlite3 *h = open_part(w, d->part);
		sqlite3_stmt *st = NULL;
		sqlite3_set_authorizer(h, note, &u);
		if (sqlite3_prepare_v2(h, d->sql, -1, &st, NULL))
			golden_case(g, false, d->name, sqlite3_errmsg(h));
		sqlite3_finalize(st);
		sqlite3_close(h);
		golden_line(g, arena_printf(w->a, "%s  %s reads: %s; writes: %s", d->name, d->part,
				       *u.reads ? u.reads : "-", *u.writes ? u.writes : "-"));
		if (!d->write && *u.writes)
			golden_case(g, false, d->name, "a query that writes");
	}
}

/* ---- plans ---- */

static void grow(struct world *w)
{
	sqlite3 *h = open_part(w, "main");

	if (sqlite3_exec(h, "ANALYZE; DELETE FROM sqlite_stat1", NULL, NULL, NULL))
		die("%s", sqlite3_errmsg(h));
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		char *sql =
			sqlite3_mprintf("INSERT INTO sqlite_stat1 VALUES (%Q, nullif(%Q, ''), %Q)",
				sizes[i][0], sizes[i][1], sizes[i][2]);
		if (sqlite3_exec(h, sql, NULL, NULL, NULL))
			die("%s: %s", sql, sqlite3_errmsg(h));
		sqlite3_free(sql);
	}
	sqlite3_close(h);
}

/* The sizes above must be of tables and indexes that there are. */
static void sizes_fit(struct world *w, struct golden *g)
{
	sqlite3 *h = open_part(w, "main");
	sqlite3_stmt *st;
	bool right;

	if (sqlite3_prepare_v2(h,
		    "SELECT count(*) FROM sqlite_stat1 s WHERE NOT EXISTS (SELECT 1 FROM "
		    "sqlite_schema m WHERE m.tbl_name = s.tbl AND m.name IN (s.idx, s.tbl))",
		    -1, &st, NULL))
		die("%s", sqlite3_errmsg(h));
	right = sqlite3_step(st) == SQLITE_ROW && sqlite3_column_int(st, 0) == 0;
	golden_case(g, right, "sizes of tables that there are", "a table or index is no more");
	sqlite3_finalize(st);
	sqlite3_close(h);
}

static char *read_list(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = arena_strdup(a, "\n"), line[400];

	while (f && fgets(line, sizeof(line), f))
		text = arena_printf(a, "%s%s", text, line);
	if (f)
		fclose(f);
	return text;
}

/* "SCAN s", "BLOOM FILTER ON p (...)": what is looked at whole; NULL: nothing. */
static const char *whole_table(struct arena *a, const char *detail)
{
	const char *scan = strstr(detail, "SCAN "), *bloom = strstr(detail, "BLOOM FILTER ON ");
	const char *from = scan ? scan + 5 : bloom ? bloom + 16 : NULL;

	if (!from || str_starts(str_of(from), S("CONSTANT ROW")))
		return NULL;
	return arena_strndup(a, from, strcspn(from, " "));
}

/* The rows of a part of the statement itself are looked at one by one, as they must. */
static bool own_part(struct arena *a, const char *plan, const char *name)
{
	return strstr(plan, arena_printf(a, "CO-ROUTINE %s;", name)) ||
	       strstr(plan, arena_printf(a, "MATERIALIZE %s;", name));
}

static void check_whole(struct world *w, const struct stmt_def *d, const char *plan,
	struct golden *g, const char *allowed)
{
	struct str rest = str_of(plan);

	while (rest.n) {
		struct str step = str_trim(str_cut(&rest, ';'));
		const char *whole = whole_table(w->a, arena_strndup(w->a, step.p, step.n));
		if (whole && !own_part(w->a, plan, whole) &&
			!strstr(allowed, arena_printf(w->a, "\n%s %s  ", d->name, whole)))
			golden_case(g, false, d->name, arena_printf(w->a, "%s: %s", whole, plan));
	}
}

/* With `golden`, the plan is compared with the file, too. */
static void plan_of(struct world *w, sqlite3 *h, const struct stmt_def *d, struct golden *g,
	const char *allowed, bool golden)
{
	const char *plan = "";
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(
		    h, arena_printf(w->a, "EXPLAIN QUERY PLAN %s", d->sql), -1, &st, NULL))
		return;
	while (sqlite3_step(st) == SQLITE_ROW)
		plan = arena_printf(w->a, "%s%s%s", plan, *plan ? "; " : "",
			(const char *)sqlite3_column_text(st, 3));
	sqlite3_finalize(st);
	check_whole(w, d, plan, g, allowed);
	if (*plan && golden)
		golden_line(g, arena_printf(w->a, "%s  %s", d->name, plan));
}

static void plans_of(struct world *w, struct golden *g, const char *allowed, bool golden)
{
	sqlite3 *main_part = open_part(w, "main"), *side = open_part(w, "side");

	for (int q = 0; q < (int)Q_COUNT; q++) {
		const struct stmt_def *d = &stmt_table[q];
		plan_of(w, text_eq(d->part, "side") ? side : main_part, d, g, allowed, golden);
	}
	sqlite3_close(main_part);
	sqlite3_close(side);
}

static void fit(struct golden *g, struct db *db, const char *name)
{
	enum err e = db_begin(db, DB_READ);

	if (!e)
		e = db_prepare_all(db);
	golden_case(g, !e, name, db_error(db));
	db_rollback(db);
}

int main(int argc, char **argv)
{
	bool update = argc > 2 && text_eq(argv[2], "--update");
	struct golden g, plans;
	const char *allowed;
	struct world w;
	int status;

	if (argc < 2)
		return 2;
	world_start(&w);
	if (w.pgsql) {
		golden_start(&g, w.a, "", false);
		fit(&g, w.site.db, "all statements fit the schema");
		fit(&g, w.site.side, "those of the side database too");
		status = golden_end(&g);
		world_stop(&w);
		return status;
	}
	golden_start(&g, w.a, arena_printf(w.a, "%s/statements.txt", argv[1]), update);
	golden_remark(&g, "Which tables each statement reads and writes: test/statements.c.");
	fit(&g, w.site.db, "all statements fit the schema");
	fit(&g, w.site.side, "those of the side database too");
	world_close(&w);
	tables_of(&w, &g);
	/* one plan of TAP for both files */
	golden_start(&plans, w.a, arena_printf(w.a, "%s/plans.txt", argv[1]), update);
	plans.cases = g.cases;
	plans.failed = g.failed;
	golden_remark(
		&plans, "How each statement finds its rows in a database of the country's size.");
	allowed = read_list(w.a, arena_printf(w.a, "%s/scans.txt", argv[1]));
	plans_of(&w, &plans, allowed, false); /* a fresh database has no statistics */
	grow(&w);
	sizes_fit(&w, &plans);
	plans_of(&w, &plans, allowed, true);
	golden_join(&g, &plans);
	status = golden_end(&plans);
	world_open(&w);
	world_stop(&w);
	return status;
}

#include "sim/sim.h"

#include "base/die.h"
#include "db/db_load.h"
#include "member/member_sum.h"
#include "sim/sim_make.h"
#include "sim/sim_village.h"

#include <stdlib.h>

enum { KEPT_MB = 4096, MERGED_MB = 1, SUMS_MB = 16384, TELL_EVERY = 65536 };

struct filling {
	struct ctx *cx;
	struct arena *keep;
	const struct sim_watch *watch;
	struct sim_rates rates;
	struct sim_tree tree;
	struct sim_makers makers;
	struct ctx sums_cx; /* of an arena of its own: makers go on with a copy of it */
	struct sums *sums;
	struct db_table tables[SIM_TABLES], words;
	struct db_bare bare[SIM_TABLES], bare_words;
	int64_t rows[SIM_TABLES];
};

static void tell(void *p, const char *what, int64_t rows)
{
	struct filling *fl = p;

	if (fl->watch)
		fl->watch->tell(fl->watch->p, what, rows);
}

static void tell_index(void *p, const char *name)
{
	tell(p, name, 0);
}

/* ---- tables ---- */

static enum err find_tables(struct filling *fl)
{
	const struct db_table *all;
	size_t n;

	TRY(db_tables(fl->cx->db, fl->keep, &all, &n));
	for (int i = 0; i < SIM_TABLES; i++) {
		db_table_of(fl->keep, all, n, sim_tables[i].name, sim_tables[i].columns,
			&fl->tables[i]);
		TRY(db_load_strip_whole(fl->cx->db, fl->keep, &fl->tables[i], &fl->bare[i]));
	}
	return ERR_OK;
}

struct block_rows {
	struct str rows;
	size_t at;
	enum sim_table which;
	int columns;
	int64_t n;
};

static bool next_of_block(void *p, struct db_val *row)
{
	struct block_rows *b = p;

	if (b->at >= b->rows.n)
		return false;
	b->at += sim_row_get(b->rows.p + b->at, b->which, row, b->columns);
	b->n++;
	return true;
}

static enum err fill_block(struct filling *fl, enum sim_table which, struct str rows)
{
	const struct db_table *t = &fl->tables[which];
	struct block_rows b = {.rows = rows, .which = which, .columns = t->n};

	TRY(db_table_pour(fl->cx->db, t, next_of_block, &b));
	fl->rows[which] += b.n;
	return ERR_OK;
}

static enum err fill_straight(struct filling *fl)
{
	struct sim_block b;
	bool more;

	for (;;) {
		TRY(sim_makers_block(&fl->makers, &b, &more));
		if (!more)
			return ERR_OK;
		for (int i = 0; i < SIM_STRAIGHT; i++)
			TRY(fill_block(fl, (enum sim_table)i, b.rows[i]));
		tell(fl, fl->tables[SIM_PERSON].name, fl->rows[SIM_PERSON]);
	}
}

struct merged_rows {
	struct filling *fl;
	struct sim_merger g;
	enum sim_table which;
};

static bool next_merged(void *p, struct db_val *row)
{
	struct merged_rows *r = p;
	const struct db_table *t = &r->fl->tables[r->which];

	if (!sim_merge_next(r->g.rows, row, t->n))
		return false;
	if (++r->fl->rows[r->which] % TELL_EVERY == 0)
		tell(r->fl, t->name, r->fl->rows[r->which]);
	return true;
}

static enum err fill_sorted(struct filling *fl, enum sim_table which)
{
	const struct db_table *t = &fl->tables[which];
	struct arena *a = arena_new((size_t)MERGED_MB << 20);
	struct merged_rows r = {.fl = fl, .which = which};
	enum err e = sim_merger_start(&r.g, &fl->makers, a, which), done;

	if (!e)
		e = db_table_pour(fl->cx->db, t, next_merged, &r);
	done = sim_merger_end(&r.g);
	arena_free(a);
	sim_makers_forget(&fl->makers, which);
	tell(fl, t->name, fl->rows[which]);
	return e ? e : done;
}

/* ---- organisations ---- */

/* Nobody looks for words of their names meanwhile: their second order is made at the end. */
static enum err fill_tree(struct filling *fl, const struct sim_in *in)
{
	struct ctx *cx = fl->cx;
	const struct db_table *all;
	size_t n;

	TRY(db_tables(cx->db, fl->keep, &all, &n));
	db_table_of(fl->keep, all, n, "org_word", "word org", &fl->words);
	TRY(db_load_strip(cx->db, fl->keep, &fl->words, &fl->bare_words));
	tell(fl, "org", 0);
	TRY(sim_tree_make(cx, fl->keep, in, &fl->rates, &fl->tree));
	tell(fl, "org", fl->tree.orgs);
	return db_load_dress(cx->db, &fl->bare_words, tell_index, fl);
}

/* ---- transactions ---- */

static enum err write_txn(struct filling *fl, int unit, int month)
{
	const struct sim_tree *t = &fl->tree;
	const char *none = NULL;

	return db_run(fl->cx->db, Q_TXN_INSERT, sim_entered_txn(t, unit, month),
		sim_entered_ms(t, unit, month), (int64_t)0, fl->cx->uid, "demo", "demo", none,
		(int64_t)0, (int64_t)0, none, none, none);
}

static enum err write_txns(struct filling *fl)
{
	TRY(db_batch_begin(fl->cx->db));
	for (int u = 0; u < fl->tree.unit_count; u++)
		for (int m = 0; m < sim_months(&fl->tree); m++)
			if (sim_makers_used(&fl->makers, u, m))
				TRY(write_txn(fl, u, m));
	return db_batch_end(fl->cx->db);
}

/* ---- all of it ---- */

static enum err start_makers(struct filling *fl)
{
	struct sim_life *life;
	int columns[SIM_TABLES];

	for (int i = 0; i < SIM_TABLES; i++)
		columns[i] = fl->tables[i].n;
	TRY(sim_life_new(fl->cx, fl->keep, &fl->tree, &life));
	fl->sums_cx = *fl->cx;
	fl->sums_cx.a = arena_new((size_t)SUMS_MB << 20);
	TRY(member_sum_start(&fl->sums_cx, &fl->sums));
	return sim_makers_start(fl->cx, &fl->tree, life, columns, fl->sums, &fl->makers);
}

static enum err dress(struct filling *fl, enum sim_table which)
{
	return db_load_dress(fl->cx->db, &fl->bare[which], tell_index, fl);
}

/* Indexes of a table while it is still in the memory of the system. */
static enum err fill_persons(struct filling *fl)
{
	TRY(fill_straight(fl));
	for (int i = 0; i < SIM_STRAIGHT; i++)
		tell(fl, fl->tables[i].name, fl->rows[i]);
	TRY(write_txns(fl));
	for (int i = 0; i < SIM_STRAIGHT; i++)
		TRY(dress(fl, (enum sim_table)i));
	return ERR_OK;
}

static enum err fill_people(struct filling *fl)
{
	enum err e = start_makers(fl), done;

	if (!e)
		e = fill_persons(fl);
	done = fl->makers.shared ? sim_makers_done(fl->cx, &fl->makers) : ERR_OK;
	TRY(e && e != ERR_IO ? e : done ? done : e);
	for (int i = SIM_STRAIGHT; i < SIM_TABLES; i++) {
		TRY(fill_sorted(fl, (enum sim_table)i));
		TRY(dress(fl, (enum sim_table)i));
	}
	return ERR_OK;
}

/* Villages first: they look for people all over the tables, which are in memory until then. */
static enum err fill_rest(struct filling *fl)
{
	TRY(sim_villages_fill(fl->cx, fl->keep, &fl->tree, tell, fl));
	tell(fl, "figure_sum", 0);
	return sim_makers_sums(&fl->makers);
}

static void sum_up(const struct filling *fl, struct sim_sum *ret)
{
	const struct sim_tree *t = &fl->tree;
	struct arena *a = fl->cx->a;

	*ret = (struct sim_sum){.orgs = t->orgs,
		.cells = t->cell_count,
		.grassroots = t->grassroots,
		.persons = t->people,
		.top = arena_strdup(a, t->top),
		.district = arena_strdup(a, t->district),
		.commune = arena_strdup(a, t->commune),
		.cell = arena_strdup(a, t->cell)};
	for (int i = 0; i < SIM_TABLES; i++)
		ret->rows += fl->rows[i];
}

enum err sim_fill(
	struct ctx *cx, const struct sim_in *in, const struct sim_watch *w, struct sim_sum *ret)
{
	struct filling *fl = arena_new_of(cx->a, struct filling);
	enum err e;

	fl->cx = cx;
	fl->watch = w;
	TRY(sim_rates_load(cx->a, &fl->rates, cx->f));
	fl->keep = arena_new((size_t)KEPT_MB << 20);
	e = fill_tree(fl, in);
	if (!e)
		e = find_tables(fl);
	if (!e)
		e = fill_people(fl);
	if (!e)
		e = fill_rest(fl);
	sim_makers_end(&fl->makers);
	arena_free(fl->sums_cx.a);
	sum_up(fl, ret);
	arena_free(fl->keep);
	cx->txn = 0;
	return e;
}

/*
 * reorg.c: a reorganisation looked at, carried out and taken back by the process of jobs: how long
 * each takes, for how long nobody else can write meanwhile, statements, memory.
 *
 *	bench_reorg DATABASE DAY [CODE]    of a database made by guong simulate: of three cells side
 *	                                   by side two go into the third, or all into a new one
 *	bench_reorg FILES                  the country of June 2025 and the files of July, which
 *	                                   lie in that folder: test/data
 *	bench_reorg DATABASE FILES         the files carried out in such a database
 *
 * The database is changed: a copy.
 */
#include "reorg/reorg.h"
#include "base/die.h"
#include "base/embed.h"
#include "base/map.h"
#include "core/tree.h"
#include "import/import.h"
#include "other.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { SINCE = 20000101, TODAY = 20250801, TOGETHER = 3, ROUNDS = 50 };

struct run {
	struct bench *b;
	const char *plan;
	struct reorg r;
	int64_t line, unit, cells;
};

/* ---- forms, as somebody would send them ---- */

static void send_(struct run *t, const struct action *action, const void *in, const char *via)
{
	struct ctx *cx = bench_ctx(t->b);
	void *plan = NULL;
	struct doc d;

	cx->via = via;
	cx->item = t->plan;
	cx->action = action;
	doc_init(&d, cx->a, LANG_VI);
	bench_must(t->b, db_begin(cx->db, DB_WRITE), "begin");
	bench_must(t->b, action->plan(cx, in, &plan, &d), "plan");
	bench_must(t->b, action->apply(cx, in, plan, &d), "apply");
	bench_must(t->b, db_commit(cx->db), "commit");
	if (!t->plan)
		t->plan = arena_strndup(t->b->a, d.location + 7, strcspn(d.location + 7, "?"));
}

static void begin_plan(
	struct run *t, const char *under, const char *day, struct str map, struct str units)
{
	struct ctx *cx = bench_ctx(t->b);
	void *in = arena_alloc(t->b->a, reorg_new.in_size);
	const struct field *f = reorg_new.in;

	field_set_text(field_find(f, "name"), in, "Đo");
	field_set_text(field_find(f, "under"), in, under);
	bench_must(t->b, value_read(&cx->say, field_find(f, "day"), str_of(day), in, cx->f), "day");
	*(struct upload *)((char *)in + field_find(f, "map")->offset) =
		(struct upload){"map.csv", map};
	*(struct upload *)((char *)in + field_find(f, "units")->offset) =
		(struct upload){"units.csv", units};
	send_(t, &reorg_new, in, "shell");
	cx = bench_ctx(t->b);
	bench_must(t->b, db_begin(cx->db, DB_READ), "begin");
	bench_must(t->b, reorg_get(cx, t->plan, &t->r), "plan");
	db_rollback(cx->db);
}

/* ---- what is measured ---- */

static void collect(struct run *t, struct import_job *job, const char *what)
{
	struct ctx *cx = bench_ctx(t->b);
	bool found;

	cx->via = "job";
	bench_must(t->b, reorg_job_collect(cx), what);
	bench_must(t->b, import_job_next(cx, job, &found), what);
	if (!found)
		die("%s: nothing was ordered", what);
	job->params = arena_strdup(t->b->a, job->params);
	job->kind = arena_strdup(t->b->a, job->kind);
}

static void work_off(struct run *t, const char *what)
{
	struct other o = {0};
	struct import_job job;
	struct phase at;
	struct ctx *cx;
	char name[80];

	collect(t, &job, what);
	other_start(&o, t->b);
	cx = bench_ctx(t->b);
	cx->via = "job";
	at = phase_start(t->b, what);
	bench_must(t->b, reorg_job_run(cx, &job), what);
	phase_end(&at);
	snprintf(name, sizeof(name), "%s: longest wait of another writer", what);
	bench_tell(&(struct measure){name, other_stop(&o) / 1e6, "s", 0, 0});
}

static const char *state(struct run *t)
{
	struct ctx *cx = bench_ctx(t->b);

	bench_must(t->b, db_begin(cx->db, DB_READ), "begin");
	bench_must(t->b, reorg_get(cx, t->plan, &t->r), "plan");
	db_rollback(cx->db);
	return t->r.state;
}

static void tell_memory(struct run *t)
{
	struct rusage used;

	(void)t;
	getrusage(RUSAGE_SELF, &used);
	bench_tell(&(struct measure){
		"resident memory, most", (double)used.ru_maxrss / 1024, "MB", 0, 0});
}

struct reason {
	const char *reason;
};

static void look(struct run *t)
{
	struct ctx *cx = bench_ctx(t->b);

	(void)state(t);
	cx = bench_ctx(t->b);
	bench_must(t->b, db_begin(cx->db, DB_READ), "begin");
	bench_must(t->b, reorg_job_check(cx, &t->r), "check");
	db_rollback(cx->db);
	work_off(t, "check");
}

static void measure_all(struct run *t)
{
	const struct reason why = {"Đo"};

	look(t);
	tell_memory(t);
	send_(t, &reorg_do, &why, "web");
	work_off(t, "carry out");
	if (strcmp(state(t), "done") != 0)
		die("not carried out");
	tell_memory(t);
	send_(t, &reorg_undo, &why, "web");
	work_off(t, "take back");
	if (strcmp(state(t), "draft") != 0)
		die("not taken back");
	tell_memory(t);
}

/* ---- cells side by side ---- */

static void into(
	struct run *t, struct ctx *cx, const struct reorg_node *n, int64_t org, int64_t unit)
{
	t->cells++;
	bench_must(t->b,
		reorg_line_write(cx, &(struct reorg_line){.reorg = t->r.id,
					     .line = ++t->line,
					     .org = n->org,
					     .what = "into",
					     .unit = unit,
					     .to_org = org,
					     .ask = "added",
					     .decided = 1}),
		"line");
}

static int64_t new_cell(struct run *t, struct ctx *cx, const struct reorg_node *like)
{
	struct reorg_unit u = {.unit = ++t->unit,
		.code = arena_printf(cx->a, "moi-%lld", (long long)t->unit),
		.name = arena_printf(cx->a, "Chi bộ Mới %lld", (long long)t->unit),
		.kind = like->kind,
		.parent_code = like->parent->code};

	bench_must(t->b, reorg_unit_write(cx, t->r.id, &u), "unit");
	return t->unit;
}

static void merge_three(struct run *t, struct ctx *cx, const struct reorg_node *const n[TOGETHER])
{
	bool fresh = t->line % 2 == 0;
	int64_t unit = fresh ? new_cell(t, cx, n[0]) : 0;

	for (int i = fresh ? 0 : 1; i < TOGETHER; i++)
		into(t, cx, n[i], fresh ? 0 : n[0]->org, unit);
}

static void merge_children(
	struct run *t, struct ctx *cx, const struct reorg_work *w, const struct reorg_node *up)
{
	const struct reorg_node *three[TOGETHER];
	int n = 0;

	for (const struct reorg_node *c = up->child; c; c = c->next) {
		if (!reorg_is_cell(w, c))
			continue;
		three[n++] = c;
		if (n == TOGETHER)
			merge_three(t, cx, three);
		n %= TOGETHER;
	}
}

static void write_lines(struct run *t)
{
	struct ctx *cx = bench_ctx(t->b);
	struct reorg_work *w;

	bench_must(t->b, db_begin(cx->db, DB_WRITE), "begin");
	bench_must(t->b, txn_start(cx, "reorg_decide", NULL), "begin");
	bench_must(t->b, reorg_work_new(cx, &t->r, &w), "tree");
	for (struct reorg_node *n = reorg_walk(w, NULL); n; n = reorg_walk(w, n))
		merge_children(t, cx, w, n);
	bench_must(t->b, reorg_bump(cx, t->r.id), "plan");
	bench_must(t->b, db_commit(cx->db), "commit");
	bench_tell(&(struct measure){"cells that go into others", (double)t->cells, "", 0, 0});
}

/* Whoever went from one of three to another afterwards: by their papers that cannot be. */
static bool leave_out(struct run *t)
{
	struct ctx *cx = bench_ctx(t->b);
	struct reorg_report found;
	const struct reorg_problem *p;
	struct reorg_line *l;
	struct list lines;

	bench_must(t->b, db_begin(cx->db, DB_WRITE), "begin");
	bench_must(t->b, txn_start(cx, "reorg_decide", NULL), "begin");
	bench_must(t->b, reorg_get(cx, t->plan, &t->r), "plan");
	bench_must(t->b, reorg_report_make(cx, &t->r, &found), "check");
	bench_must(t->b, reorg_lines(cx, t->r.id, &lines), "lines");
	p = found.problems.rows;
	l = (struct reorg_line *)lines.rows;
	for (size_t i = 0; i < found.problems.n; i++)
		for (size_t k = 0; k < lines.n; k++)
			if (l[k].line == p[i].line) {
				l[k].what = "skip";
				bench_must(t->b, reorg_line_write(cx, &l[k]), "line");
			}
	bench_must(t->b, reorg_bump(cx, t->r.id), "plan");
	bench_must(t->b, db_commit(cx->db), "commit");
	cx->f->code = ERR_OK;
	return found.problems.n > 0;
}

static int of_members(const char *where, const char *day, const char *under)
{
	struct run t = {.b = bench_start_on(where)};

	begin_plan(&t, under, day, (struct str){0}, (struct str){0});
	write_lines(&t);
	while (leave_out(&t))
		;
	measure_all(&t);
	return bench_stop(t.b);
}

/* ---- the country ---- */

static struct str file_of(struct run *t, const char *dir, const char *name)
{
	FILE *f = fopen(arena_printf(t->b->a, "%s/%s", dir, name), "r");
	struct str all = {0};
	char *room;

	if (!f || fseek(f, 0, SEEK_END))
		die("no file %s in %s", name, dir);
	all.n = (size_t)ftell(f);
	rewind(f);
	room = arena_alloc(t->b->a, all.n + 1);
	if (fread(room, 1, all.n, f) != all.n)
		die("%s cannot be read", name);
	fclose(f);
	all.p = room;
	return all;
}

static void take_units(struct run *t)
{
	const struct import_options opt = {.from = SINCE};
	struct ctx *cx = bench_ctx(t->b);
	struct import *im;

	bench_must(t->b,
		import_open(cx, &org_import_units, &opt, "units.csv",
			embed_find("test/data/units-before-2025.csv")->bytes, &im),
		"units");
	bench_must(t->b, import_commit(im), "units");
}

/* Of a unit of the country, not of an agency, a school, a village. */
static bool is_unit(struct run *t, struct ctx *cx, int64_t org)
{
	struct org_spell s;

	bench_must(t->b, tree_spell_near(cx, org, t->r.day, &s), "organisation");
	return !strcmp(s.kind, "province") || !strcmp(s.kind, "district") ||
	       !strcmp(s.kind, "commune");
}

/*
 * The hint; where there is none, the unit of the line before: what is measured is how many. What
 * is no unit goes on under it.
 */
static void answer(struct run *t, struct ctx *cx, struct reorg_line *l, int64_t unit)
{
	if (!text_empty(l->hint_what)) {
		l->what = l->hint_what;
		l->kind = l->hint_kind;
		l->org = l->hint_org ? l->hint_org : l->org;
		l->unit = l->hint_unit ? l->hint_unit : l->unit;
	} else if (!l->org) {
		l->what = "skip";
	} else {
		l->what = is_unit(t, cx, l->org) ? "into" : "under";
	}
	if (!l->unit && strcmp(l->what, "skip") != 0 && strcmp(l->what, "end") != 0)
		l->unit = unit;
	l->decided = 1;
}

/* One goes one way, or in parts; a line too many is left out. */
static void settle(struct map *ways, struct reorg_line *l)
{
	const struct reorg_line *other = l->org ? map_get(ways, map_id(&l->org)) : NULL;
	bool parts = other && text_eq(other->what, "part") && text_eq(l->what, "part");

	if (other && other != l && !parts)
		l->what = "skip";
	else if (l->org && !text_eq(l->what, "skip"))
		map_put(ways, map_id(&l->org), l);
}

static int64_t answer_open(struct run *t, struct ctx *cx, struct list lines)
{
	struct map *ways = map_new(cx->a, 1024);
	struct reorg_line *l = (struct reorg_line *)lines.rows;
	int64_t unit = 1, open = 0;

	for (size_t i = 0; i < lines.n; i++)
		if (l[i].decided)
			settle(ways, &l[i]);
	for (size_t i = 0; i < lines.n; i++) {
		unit = l[i].unit ? l[i].unit : unit;
		if (l[i].decided)
			continue;
		open++;
		answer(t, cx, &l[i], unit);
		settle(ways, &l[i]);
		bench_must(t->b, reorg_line_write(cx, &l[i]), "line");
	}
	return open;
}

static bool answer_all(struct run *t)
{
	struct ctx *cx = bench_ctx(t->b);
	struct list lines;
	int64_t open;

	bench_must(t->b, db_begin(cx->db, DB_WRITE), "begin");
	bench_must(t->b, txn_start(cx, "reorg_decide", NULL), "begin");
	bench_must(t->b, reorg_lines(cx, t->r.id, &lines), "lines");
	open = answer_open(t, cx, lines);
	bench_must(t->b, reorg_bump(cx, t->r.id), "plan");
	bench_must(t->b, reorg_gather_now(cx, &t->r), "questions");
	bench_must(t->b, db_commit(cx->db), "commit");
	return open > 0;
}

static int of_files(struct run *t, const char *dir)
{
	struct phase at = phase_start(t->b, "plan of two files");
	int rounds = 0;

	begin_plan(t, NULL, "01/07/2025", file_of(t, dir, "mapping-2025.csv"),
		file_of(t, dir, "units-2025.csv"));
	phase_end(&at);
	while (answer_all(t) && ++rounds < ROUNDS)
		;
	measure_all(t);
	return bench_stop(t->b);
}

static int of_units(const char *dir)
{
	struct run t = {.b = bench_start("reorg", TODAY)};

	take_units(&t);
	return of_files(&t, dir);
}

static bool is_day(const char *text)
{
	day_t day;

	return day_parse(str_of(text), 0, &day);
}

int main(int argc, char **argv)
{
	struct run t = {0};

	if (argc < 3)
		return of_units(argc > 1 ? argv[1] : "test/data");
	if (is_day(argv[2]))
		return of_members(argv[1], argv[2], argc > 3 ? argv[3] : NULL);
	t.b = bench_start_on(argv[1]);
	return of_files(&t, argv[2]);
}

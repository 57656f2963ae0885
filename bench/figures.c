/*
 * figures.c: indicators of a country: value, breakdown and list at each level, from the summaries
 * or from the records, and beside each what the plain computation over the records takes; what one
 * admission costs; what making the summaries anew takes.
 *
 * With GUONG_BENCH_DB (country-figures.db for GUONG_BENCH_DB=country, or an address of PostgreSQL)
 * an existing database is read, whoever made it; otherwise one is made, of as many members as the
 * first argument says.
 * Organisations are drawn at random within their level: ids are random, so the first of a level
 * are a sample of it.
 */
#include "base/date.h"
#include "base/die.h"
#include "base/text.h"
#include "bench.h"
#include "core/sum.h"
#include "core/tree.h"
#include "figure/figure.h"
#include "member/member_plan.h"
#include "member/member_sum.h"

#include <stdio.h>
#include <stdlib.h>

enum { TODAY = 20250601, SINCE = 20000101, FIRST_YEAR = 2015, YEARS = 10, AT_ONCE = 20000 };
enum { MEMBERS = 60000, PER_CELL = 20, CELLS = 27, COMMUNES = 14, DISTRICTS = 11 };
enum { SAMPLES = 200, SLOW = 3, SAMPLE_ORGS = 60, ADMISSIONS = 200 };
enum {
	SLOW_US = 300000,
	VALUE_BAR = 10000,
	BREAKDOWN_BAR = 50000,
	STATEMENT_BAR = 120,
	ADMISSION_BAR = 20000
};

struct build {
	struct bench *b;
	struct ctx *cx;
	int64_t *cells, path[8];
	size_t cell_count, people;
	uint64_t random;
	int made;
};

static uint32_t draw(struct build *bd, uint32_t of)
{
	bd->random = bd->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(bd->random >> 33) % of;
}

static void run(struct build *bd, enum err e)
{
	bench_must(bd->b, e, "insert");
}

/* ---- a country ---- */

static int64_t found(struct build *bd, int depth, const char *kind, const char *name)
{
	struct ctx *cx = bd->cx;
	int64_t org = id_new(cx->ids), parent = depth ? bd->path[depth - 1] : 0;
	const char *code = arena_printf(cx->a, "o%d", bd->made++);

	bd->path[depth] = org;
	run(bd, db_run(cx->db, Q_ORG_MAKE, org, cx->txn));
	run(bd, db_run(cx->db, Q_SPELL_INSERT, org, SINCE, DAY_MAX, cx->txn, parent, kind,
			depth > 3 ? "residential" : NULL, code, name, text_key(cx->a, name),
			cx->txn_ms));
	for (int i = 0; i <= depth; i++)
		run(bd, db_run(cx->db, Q_REACH_INSERT, bd->path[i], org, SINCE, DAY_MAX, cx->txn,
				cx->txn_ms));
	return org;
}

static void commune(struct build *bd)
{
	found(bd, 3, "commune", "Đảng bộ xã");
	for (int i = 0; i < CELLS; i++)
		bd->cells[bd->cell_count++] = found(bd, 4, "cell", "Chi bộ thôn");
}

static void plant(struct build *bd)
{
	size_t all = bd->people / PER_CELL + 1;

	bd->cells = arena_array(bd->b->a, all + CELLS, sizeof(*bd->cells));
	bd->cx = bench_begin(bd->b);
	run(bd, db_batch_begin(bd->cx->db));
	found(bd, 0, "province", "Đảng bộ cả nước");
	for (int i = 0; bd->cell_count < all; i++) {
		if (i % (DISTRICTS * COMMUNES) == 0)
			found(bd, 1, "province", "Đảng bộ tỉnh");
		if (i % COMMUNES == 0)
			found(bd, 2, "district", "Đảng bộ huyện");
		commune(bd);
	}
	run(bd, db_batch_end(bd->cx->db));
	bench_commit(bd->b);
}

#define PICK(bd, list) list[draw(bd, sizeof(list) / sizeof(*list))]

static void put_person(struct build *bd, int64_t id, const char *name)
{
	static const char *const ethnicities[] = {"kinh", "kinh", "kinh", "thai", "hmong", "tay"};
	static const char *const occupations[] = {"farmer", "official", "teacher", "retired"};
	static const char *const theory[] = {"elementary", "intermediate", "advanced"};
	day_t born = (1935 + (day_t)draw(bd, 70)) * 10000 + (1 + (day_t)draw(bd, 12)) * 100 + 1 +
		     (day_t)draw(bd, 28);
	struct ctx *cx = bd->cx;
	const char *none = NULL;

	run(bd, db_run(cx->db, Q_PERSON_INSERT, id, cx->txn));
	run(bd, db_run(cx->db, Q_PERSON_SPELL_INSERT, id, DAY_MIN, DAY_MAX, cx->txn, name, none,
			born, draw(bd, 3) ? "male" : "female", PICK(bd, ethnicities), "none",
			"xã A, huyện B, tỉnh C", "thôn 3, xã A", "0912345678", none,
			"upper_secondary", none, PICK(bd, theory), PICK(bd, occupations), "no",
			none, none, none, cx->txn_ms));
}

static void put_spell(struct build *bd, int64_t id, int64_t cell, day_t from, day_t to,
	bool counted, const char *status)
{
	struct ctx *cx = bd->cx;

	run(bd, db_run(cx->db, Q_MEMBER_SPELL_INSERT, cell, text_key_person(cx->a, "Nguyễn Văn An"),
			id, from, cx->txn, to, counted, status, from, 0, 0, 0, (int64_t)0,
			(int64_t)0, draw(bd, 20) == 0, draw(bd, 20) == 0, 0, cx->txn_ms));
}

static void put_flow(
	struct build *bd, int64_t id, int64_t cell, day_t day, const char *kind, int64_t other)
{
	struct ctx *cx = bd->cx;

	run(bd, db_run(cx->db, Q_MEMBER_FLOW_INSERT, cell, day, id, kind, (int64_t)day, cx->txn,
			other, cx->txn_ms));
}

static day_t any_day(struct build *bd)
{
	return day_add(FIRST_YEAR * 10000 + 101, (int)draw(bd, YEARS * 365));
}

/* In one of three the admission is of these years; one of three moves, one of twelve dies. */
static void put_member(struct build *bd, int i)
{
	int64_t id = id_new(bd->cx->ids), cell = bd->cells[draw(bd, (uint32_t)bd->cell_count)];
	int64_t other = bd->cells[draw(bd, (uint32_t)bd->cell_count)];
	day_t in = i % 3 ? SINCE : any_day(bd), moved = any_day(bd);
	day_t official = day_add_months(in, 12), died = i % 12 ? DAY_MAX : any_day(bd);
	day_t first = official > SINCE && i % 3 == 0 ? official : in;

	put_person(bd, id, "Nguyễn Văn An");
	put_flow(bd, id, cell, in, i % 3 ? "taken_over" : "admitted", 0);
	if (first == official) {
		put_spell(bd, id, cell, in, official, true, "probationary");
		put_flow(bd, id, cell, official, "recognised", 0);
		put_flow(bd, id, cell, official, "card_issued", 0);
	}
	if (i % 3 == 1 && moved > first && moved < died && cell != other) {
		put_spell(bd, id, cell, first, moved, true, "full");
		put_flow(bd, id, cell, moved, "transfer_out", other);
		put_flow(bd, id, other, moved, "transfer_in", cell);
		first = moved;
		cell = other;
	}
	if (died > first && died < DAY_MAX) {
		put_spell(bd, id, cell, first, died, true, "full");
		put_spell(bd, id, cell, died, DAY_MAX, false, "deceased");
		put_flow(bd, id, cell, died, "deceased", 0);
	} else {
		put_spell(bd, id, cell, first, DAY_MAX, true, "full");
	}
}

static void people(struct build *bd)
{
	for (size_t i = 0; i < bd->people;) {
		bd->cx = bench_begin(bd->b);
		run(bd, db_batch_begin(bd->cx->db));
		for (int k = 0; k < AT_ONCE && i < bd->people; k++)
			put_member(bd, (int)i++);
		run(bd, db_batch_end(bd->cx->db));
		bench_commit(bd->b);
	}
}

static void rebuild(struct bench *b)
{
	struct phase at = phase_start(b, "summaries made");
	struct ctx *cx = bench_ctx(b);

	bench_must(b, db_begin(cx->db, DB_WRITE), "begin");
	bench_must(b, member_sum_rebuild(cx), "rebuild");
	bench_must(b, db_commit(cx->db), "commit");
	phase_end(&at);
}

static void build(struct bench *b, size_t people_count)
{
	struct build *bd = arena_new_of(b->a, struct build);
	int64_t began = clock_us();

	*bd = (struct build){.b = b, .random = 7, .people = people_count};
	plant(bd);
	people(bd);
	bench_tell(&(struct measure){"members", (double)people_count, "", 0, 0});
	bench_tell(&(struct measure){"built in", (double)(clock_us() - began) / 1e6, "s", 0, 0});
	rebuild(b);
}

/* ---- what is asked ---- */

static const char *const levels[] = {"root", "province", "district", "commune",
	"grassroots_committee", "grassroots_cell", "cell"};
enum { LEVELS = sizeof(levels) / sizeof(*levels) };

struct sample {
	int64_t org[LEVELS][SAMPLE_ORGS];
	size_t n[LEVELS];
};

static void take(struct sample *s, int level, int64_t org)
{
	if (s->n[level] < SAMPLE_ORGS)
		s->org[level][s->n[level]++] = org;
}

static void choose(struct bench *b, struct sample *s)
{
	struct ctx *cx = bench_ctx(b);
	int64_t org = 0;

	bench_must(b, db_begin(cx->db, DB_READ), "begin");
	for (;;) {
		struct arena_mark m = arena_mark(cx->a);
		struct org_spell o;
		bench_must(b, db_number(cx->db, &org, 0, Q_ORG_IDS, org, (int64_t)1), "org");
		if (!org)
			break;
		if (!tree_spell(cx, org, TODAY, &o))
			for (int i = 0; i < LEVELS; i++)
				if (text_eq(o.parent ? o.kind : "root", levels[i]))
					take(s, i, org);
		arena_rewind(cx->a, m);
	}
	db_rollback(cx->db);
}

static const struct {
	const char *name, *period;
} periods[] = {{"year", "2019"}, {"month", "2021-05"}, {"day", "2022-08-17"}};

static const struct {
	const char *code, *by;
} asked[] = {{"member.total", ""}, {"member.full", ""}, {"member.admitted", ""},
	{"member.transferred_in", ""}, {"card.issued", ""}, {"org.cell", ""}, {"org.total", ""},
	{"member.total", "sex"}, {"member.total", "age"}, {"member.total", "ethnicity"},
	{"member.admitted", "occupation"}, {"member.total", "org"}, {"member.admitted", "org"},
	{"member.transferred_out", "org"}, {"org.cell", "org"}, {"member.total", "sector"},
	{"member.admitted", "month"}, {"member.total", "month"}, {"member.total", "sex,age"}};

/* Wall clock; bench_us() apart, which says more on a machine that is shared. */
static double once(struct bench *b, size_t what, const char *period, int64_t org, bool plainly,
	double *ret_cpu)
{
	struct ctx *cx = bench_ctx(b);
	const struct figure *f = figure_find(asked[what].code);
	struct figure_in in = {
		.org = arena_printf(cx->a, "%lld", (long long)org), .period = period};
	struct figure_cut cut;
	struct figure_ask ask;
	struct list rows;
	int64_t n, began;
	double cpu;

	cx->known = plainly ? KNOWN_NOW - 1 : KNOWN_NOW;
	bench_must(b, db_begin(cx->db, DB_READ), "begin");
	bench_must(b, figure_ask_read(cx, f, &in, &ask), "ask");
	bench_must(b, figure_by_read(cx, f, asked[what].by, NULL, &cut), "by");
	began = clock_us();
	cpu = bench_us(b);
	if (*asked[what].by)
		bench_must(b, figure_rows(cx, &ask, &cut, &rows), "rows");
	else
		bench_must(b, figure_value(cx, &ask, &n), "value");
	began = clock_us() - began;
	*ret_cpu = bench_us(b) - cpu;
	db_rollback(cx->db);
	return (double)began;
}

static double sample_plain(
	struct bench *b, const struct sample *s, size_t what, int level, const char *period)
{
	struct samples cpu;
	double c;

	samples_init(&cpu, b->a, SLOW);
	for (size_t i = 0; i < SLOW && i < s->n[level]; i++) {
		once(b, what, period, s->org[level][i], true, &c);
		samples_add(&cpu, c);
		if (c > SLOW_US)
			break;
	}
	return samples_at(&cpu, 50);
}

static double bar_of(size_t what, int level)
{
	if (strchr(asked[what].by, ','))
		return 0;
	return !*asked[what].by ? VALUE_BAR : level ? 0 : BREAKDOWN_BAR;
}

/* The bars are those of bench_us(). */
static void measure(struct bench *b, const struct sample *s, size_t what, int level, size_t period)
{
	const char *when = periods[period].period;
	struct samples wall, cpu;
	double c, first = once(b, what, when, s->org[level][0], false, &c);

	samples_init(&wall, b->a, SAMPLES);
	samples_init(&cpu, b->a, SAMPLES);
	/* what takes a second is not asked two hundred times */
	for (size_t i = 0, n = c > 100000 ? SLOW : SAMPLES; i < n; i++) {
		samples_add(&wall, once(b, what, when, s->org[level][i % s->n[level]], false, &c));
		samples_add(&cpu, c);
	}
	printf("%-20s %-22s %-10s %-5s first %9.2f  p50 %8.2f  p99 %8.2f  counted p50 %8.3f  p99 "
	       "%8.2f  plainly %9.2f ms\n",
		levels[level], asked[what].code, asked[what].by, periods[period].name, first / 1e3,
		samples_at(&wall, 50) / 1e3, samples_at(&wall, 99) / 1e3,
		samples_at(&cpu, 50) / 1e3, samples_at(&cpu, 99) / 1e3,
		sample_plain(b, s, what, level, when) / 1e3);
	if (bar_of(what, level) && samples_at(&cpu, 99) > bar_of(what, level))
		bench_tell(&(struct measure){
			"  over its bar, p99", samples_at(&cpu, 99), "us", bar_of(what, level), 0});
}

static void measure_all(struct bench *b, const struct sample *s, const char *only)
{
	for (int level = 0; level < LEVELS; level++)
		for (size_t what = 0; what < sizeof(asked) / sizeof(*asked); what++)
			for (size_t p = 0; p < sizeof(periods) / sizeof(*periods); p++)
				if (s->n[level] && (!*only || strstr(levels[level], only)))
					measure(b, s, what, level, p);
}

/* ---- one admission ---- */

static void admit(
	struct bench *b, int64_t cell, struct samples *work, struct samples *sync, uint64_t *most)
{
	struct ctx *cx = bench_begin(b);
	struct person who = {.full_name = "Trần Thị Bình",
		.birth_date = 19970817,
		.sex = "female",
		.ethnicity = "kinh",
		.religion = "none",
		.schooling = "upper_secondary",
		.occupation = "farmer"};
	int64_t began = clock_us();
	uint64_t count = db_count(cx->db);
	struct member_plan *p;
	int64_t id;

	bench_must(b, member_plan_new(cx, &p), "plan");
	id = member_plan_person(p, &who);
	bench_must(b,
		member_plan_fact(p,
			&(struct member_fact){
				.person = id, .kind = "admitted", .day = 20250520, .cell = cell}),
		"fact");
	bench_must(b, member_plan_check(p), "check");
	bench_must(b, member_plan_apply(p), "apply");
	samples_add(work, (double)(clock_us() - began));
	count = db_count(cx->db) - count;
	*most = count > *most ? count : *most;
	began = clock_us();
	bench_commit(b);
	samples_add(sync, (double)(clock_us() - began));
}

static void admissions(struct bench *b, const struct sample *s)
{
	const size_t cells = LEVELS - 1;
	struct samples work, sync;
	uint64_t most = 0;

	samples_init(&work, b->a, ADMISSIONS);
	samples_init(&sync, b->a, ADMISSIONS);
	for (size_t i = 0; i < ADMISSIONS; i++)
		admit(b, s->org[cells][i % s->n[cells]], &work, &sync, &most);
	bench_tell(
		&(struct measure){"one admission: statements", (double)most, "", STATEMENT_BAR, 0});
	bench_tell(&(struct measure){
		"one admission: median", samples_at(&work, 50), "us", ADMISSION_BAR, 0});
	bench_tell(&(struct measure){
		"one admission: p99", samples_at(&work, 99), "us", ADMISSION_BAR, 0});
	bench_tell(&(struct measure){
		"one admission: commit, median", samples_at(&sync, 50), "us", 0, 0});
}

/* figures [MEMBERS [LEVEL]]; MEMBERS 0: summaries are made anew. */
int main(int argc, char **argv)
{
	struct bench *b = bench_start("figures", TODAY);
	struct sample *s = arena_new_of(b->a, struct sample);
	long long n = MEMBERS;

	if (argc > 1)
		str_to_int(str_of(argv[1]), &n);
	if (!b->found)
		build(b, (size_t)n);
	else if (!n)
		rebuild(b);
	choose(b, s);
	measure_all(b, s, argc > 2 ? argv[2] : "");
	admissions(b, s);
	return bench_stop(b);
}

/*
 * members.c: a province of 400,000 members in 16,200 cells, and what its lists, searches, files and
 * pages cost in the server.
 *
 * With GUONG_BENCH_DB the database is built once and stays. The rows are put in as plans would
 * leave them: what is measured is reading.
 */
#include "base/die.h"
#include "base/text.h"
#include "bench.h"
#include "core/look.h"
#include "core/tree_plan.h"
#include "http/form.h"

#include <stdio.h>
#include <stdlib.h>

enum { TODAY = 20250601, SINCE = 20000101, MOVED = 20180301, PEOPLE = 400000, AT_ONCE = 20000 };
enum { DISTRICTS = 4, COMMUNES = 150, CELLS = 27, ALL_CELLS = DISTRICTS * COMMUNES * CELLS };
enum { FIFTY = PEOPLE / 100 }; /* one cell gets a hundred more, of whom some fifty stay */
/* STATEMENTS: of a list, and one more that writes the look at it down */
enum { SAMPLES = 300, PAGE_BAR = 5000, CPU_BAR = 200, STATEMENTS = 6 + 1, LOOKS = 500 };

struct build {
	struct bench *b;
	struct ctx *cx;
	struct tree_plan *plan;
	int64_t cells[ALL_CELLS];
	size_t n;
	uint32_t random;
};

/* The same people every time. */
static uint32_t draw(struct build *bd, uint32_t of)
{
	bd->random = bd->random * 1664525u + 1013904223u;
	return (bd->random >> 8) % of;
}

/* ---- the tree ---- */

static int64_t found(
	struct build *bd, int64_t parent, const char *kind, const char *code, const char *name)
{
	int64_t org = tree_plan_org(bd->plan);

	bench_must(bd->b,
		tree_plan_act(bd->plan, &(struct org_act){.org = org,
						.parent = parent,
						.day = SINCE,
						.act = "found",
						.kind = kind,
						.code = code,
						.name = name}),
		"found");
	return org;
}

static void commune(struct build *bd, int64_t district, const char *code)
{
	struct arena *a = bd->cx->a;
	int64_t org = found(bd, district, "commune", code, arena_printf(a, "Đảng bộ xã %s", code));

	for (int i = 0; i < CELLS; i++)
		bd->cells[bd->n++] = found(bd, org, "cell", arena_printf(a, "%sC%02d", code, i),
			arena_printf(a, "Chi bộ thôn %d", i + 1));
}

static void plant(struct build *bd)
{
	struct arena *a;
	int64_t root, district;

	bd->cx = bench_begin(bd->b);
	a = bd->cx->a;
	bench_must(bd->b, tree_plan_new(bd->cx, &bd->plan), "plan");
	root = found(bd, 0, "province", "T", "Đảng bộ tỉnh");
	for (int h = 0; h < DISTRICTS; h++) {
		const char *code = arena_printf(a, "H%02d", h);
		district =
			found(bd, root, "district", code, arena_printf(a, "Đảng bộ huyện %d", h));
		for (int x = 0; x < COMMUNES; x++)
			commune(bd, district, arena_printf(a, "%sX%02d", code, x));
	}
	bench_must(bd->b, tree_plan_check(bd->plan), "check");
	bench_must(bd->b, tree_plan_apply(bd->plan), "apply");
	bench_commit(bd->b);
}

/* ---- the people ---- */

#define PICK(bd, list) list[draw(bd, sizeof(list) / sizeof(*list))]

static const char *name_of(struct build *bd, bool woman)
{
	static const char *const family[] = {"Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Lê",
		"Phạm", "Hoàng", "Lò", "Quàng", "Vũ", "Đặng", "Bùi", "Vàng"};
	static const char *const men[] = {"Văn", "Văn", "Văn", "Đức", "Hữu", "Xuân", "Đình"};
	static const char *const women[] = {"Thị", "Thị", "Thị", "Ngọc", "Thu"};
	static const char *const given[] = {"An", "Anh", "Ánh", "Bình", "Châu", "Chiến", "Cường",
		"Dũng", "Đạt", "Giang", "Hà", "Hải", "Hạnh", "Hiền", "Hoa", "Hùng", "Hương",
		"Khánh", "Lan", "Linh", "Long", "Mai", "Minh", "Nam", "Nga", "Ngọc", "Phong",
		"Phương", "Quang", "Sơn", "Tâm", "Thái", "Thắng", "Thủy", "Tiến", "Trang", "Tuấn",
		"Tuyết", "Vân", "Việt", "Xuân", "Yến"};
	const char *first = PICK(bd, family);
	const char *middle = woman ? PICK(bd, women) : PICK(bd, men);

	return arena_printf(bd->cx->a, "%s %s %s", first, middle, PICK(bd, given));
}

static void run(struct build *bd, enum err e)
{
	bench_must(bd->b, e, "insert");
}

static void put_person(struct build *bd, int64_t id, const char *name, int i)
{
	static const char *const ethnicities[] = {
		"kinh", "kinh", "kinh", "thai", "hmong", "tay", "muong"};
	static const char *const occupations[] = {
		"farmer", "official", "teacher", "retired", "army"};
	struct ctx *cx = bd->cx;
	const char *none = NULL, *words[8];
	const char *folded = text_fold(cx->a, name);
	int n = text_words(cx->a, folded, words, 8);
	day_t born = (1940 + (day_t)draw(bd, 66)) * 10000 + (1 + (day_t)draw(bd, 12)) * 100 + 15;

	run(bd, db_run(cx->db, Q_PERSON_INSERT, id, cx->txn));
	run(bd, db_run(cx->db, Q_PERSON_SPELL_INSERT, id, DAY_MIN, DAY_MAX, cx->txn, name, none,
			born, i % 3 ? "male" : "female", PICK(bd, ethnicities), "none",
			"xã A, huyện B, tỉnh C", "thôn 3, xã A", "0912345678",
			arena_printf(cx->a, "0110%08d", i), "upper_secondary", none, "intermediate",
			PICK(bd, occupations), "no", none, arena_printf(cx->a, "%08d", i), none,
			cx->txn_ms));
	for (int k = 0; k < n; k++)
		run(bd, db_run(cx->db, Q_NAME_WORD_INSERT, words[k], id));
	run(bd, db_run(cx->db, Q_NAME_WORD_INSERT, arena_printf(cx->a, "=%s", folded), id));
}

static void put_spell(struct build *bd, int64_t id, struct str key, int64_t cell, day_t from,
	day_t to, bool counted, const char *status)
{
	day_t admitted = from, official = text_eq(status, "full") ? from : 0;
	struct ctx *cx = bd->cx;

	run(bd, db_run(cx->db, Q_MEMBER_SPELL_INSERT, cell, key, id, from, cx->txn, to, counted,
			status, admitted, official, 0, 0, (int64_t)0, (int64_t)0, draw(bd, 20) == 0,
			draw(bd, 20) == 0, 0, cx->txn_ms));
}

static void put_fact(
	struct build *bd, int64_t id, int64_t fact, day_t day, const char *kind, int64_t cell)
{
	struct ctx *cx = bd->cx;
	const char *none = NULL;

	run(bd, db_run(cx->db, Q_MEMBER_FACT_INSERT, id, fact, day, fact, kind, cell, (int64_t)0,
			none, 0, 0, arena_printf(cx->a, "%lld-QĐ", (long long)fact), 0, none, none,
			0, cx->txn, cx->txn_ms));
	run(bd, db_run(cx->db, Q_MEMBER_FLOW_INSERT, cell, day, id, kind, fact, cx->txn, (int64_t)0,
			cx->txn_ms));
}

/* Admitted, recognised a year later; one in three moved, one in twelve died. */
static void put_member(struct build *bd, int i)
{
	int64_t id = id_new(bd->cx->ids), cell = bd->cells[i % FIFTY ? draw(bd, ALL_CELLS) : 0];
	int64_t other = bd->cells[draw(bd, ALL_CELLS)];
	day_t admitted = (2000 + (day_t)draw(bd, 17)) * 10000 + 515, official = admitted + 10000;
	const char *name = name_of(bd, i % 3 == 0);
	struct str key = text_key_person(bd->cx->a, name);
	bool moved = i % 3 == 1, died = i % 12 == 0;

	put_person(bd, id, name, i);
	put_fact(bd, id, 1, admitted, "admitted", cell);
	put_fact(bd, id, 2, official, "recognised", cell);
	put_fact(bd, id, 3, official, "card_issued", cell);
	put_spell(bd, id, key, cell, admitted, official, true, "probationary");
	put_spell(bd, id, key, cell, official, moved || died ? MOVED : DAY_MAX, true, "full");
	if (moved)
		put_spell(bd, id, key, other, MOVED, DAY_MAX, true, "full");
	if (died)
		put_spell(bd, id, key, cell, MOVED, DAY_MAX, false, "deceased");
}

static void people(struct build *bd)
{
	for (int i = 0; i < PEOPLE;) {
		bd->cx = bench_begin(bd->b);
		run(bd, db_batch_begin(bd->cx->db));
		for (int k = 0; k < AT_ONCE; k++)
			put_member(bd, i++);
		run(bd, db_batch_end(bd->cx->db));
		bench_commit(bd->b);
	}
}

static void build(struct bench *b)
{
	struct build *bd = arena_new_of(b->a, struct build);
	int64_t began = clock_us();

	*bd = (struct build){.b = b, .random = 7};
	plant(bd);
	people(bd);
	bench_tell(&(struct measure){"members", PEOPLE, "", 0, 0});
	bench_tell(&(struct measure){"built in", (double)(clock_us() - began) / 1e6, "s", 0, 0});
}

/* ---- what is asked ---- */

static const struct {
	const char *name, *path, *query; /* %s in a query: the last person by name */
	double wall, cpu;
} asked[] = {
	{"list: cell of 25", "/org/H03X07C05/members", "", PAGE_BAR, CPU_BAR},
	{"list: 50 of a cell of 75", "/org/H00X00C00/members", "", PAGE_BAR, CPU_BAR},
	{"list: 50 of a commune of 600", "/org/H03X07/members", "", PAGE_BAR, 0},
	{"list: commune, past day", "/org/H03X07/members", "day=2012-05-15", PAGE_BAR, 0},
	{"list: commune, women", "/org/H03X07/members", "sex=female", PAGE_BAR, 0},
	{"list: district, 92,000", "/org/H03/members", "", PAGE_BAR, 0},
	{"list: province", "/org/T/members", "", PAGE_BAR, 0},
	{"list: province, its end", "/org/T/members", "after=%s", PAGE_BAR, 0},
	{"list: province, women", "/org/T/members", "sex=female", 0, 0},
	{"list: province, few of many", "/org/T/members", "sex=female&ethnicity=thai&age_to=20", 0,
		0},
	{"search: nguyen van an", "/member", "q=nguyen+van+an", PAGE_BAR, 0},
	{"search: an nguyen", "/member", "q=an+nguyen", PAGE_BAR, 0},
	{"search: nguyen", "/member", "q=nguyen", PAGE_BAR, 0},
	{"search: n", "/member", "q=n", PAGE_BAR, 0},
	{"search: tuyet thi vang", "/member", "q=tuyet+thi+vang", PAGE_BAR, 0},
	{"search: number", "/member", "q=0012345", PAGE_BAR, 0},
	{"file of a person", "/member/%s", "", PAGE_BAR, 0},
	{"page of a cell", "/org/H03X07C05", "", PAGE_BAR, 0},
	{"page of a commune", "/org/H03X07", "", PAGE_BAR, 0},
	{"page of the province", "/org/T", "", PAGE_BAR, 0},
};

/* The id in the first link to a person of the last answer. */
static const char *person_in(struct bench *b)
{
	const char *at = strstr(b->res.body.p, "/member/");

	if (!at)
		die("no person in the answer");
	return arena_printf(b->a, "%lld", strtoll(at + strlen("/member/"), NULL, 10));
}

static const char *with(struct bench *b, const char *text, const char *person)
{
	const char *at = strstr(text, "%s");

	if (!at)
		return text;
	return arena_printf(b->a, "%.*s%s", (int)(at - text), text, person);
}

static void measure(struct bench *b, size_t i, const char *person)
{
	const char *path = with(b, asked[i].path, person), *query = with(b, asked[i].query, person);
	struct samples wall, cpu;
	struct got got;

	samples_init(&wall, b->a, SAMPLES);
	samples_init(&cpu, b->a, SAMPLES);
	bench_get(b, path, query, &got);
	/* what takes a second is not asked sixty times */
	for (int k = 0; k < (got.wall_us > 100000 ? 2 : SAMPLES); k++) {
		bench_get(b, path, query, &got);
		samples_add(&wall, got.wall_us);
		samples_add(&cpu, got.us);
	}
	bench_tell(&(struct measure){arena_printf(b->a, "%s: wall, median", asked[i].name),
		samples_at(&wall, 50), "us", asked[i].wall, 0});
	bench_tell(&(struct measure){arena_printf(b->a, "%s: processor", asked[i].name),
		samples_at(&cpu, 50), "us", asked[i].cpu, 0});
	bench_tell(&(struct measure){arena_printf(b->a, "%s: statements", asked[i].name),
		(double)got.statements, "", strstr(asked[i].name, "list") ? STATEMENTS : 0, 0});
}

static void export(struct bench *b, const char *suffix)
{
	struct got got;

	bench_get(b, arena_printf(b->a, "/org/H03/members%s", suffix), "purpose=bench", &got);
	bench_tell(&(struct measure){
		arena_printf(b->a, "file of 92,000: %s", suffix), got.wall_us / 1e6, "s", 5, 0});
}

/* What the log adds to a page, and to a file, whose look waits for the disk. */
static void look(struct bench *b, bool whole, const char *name)
{
	static const int64_t org = 1;
	struct look l = {.kind = "list",
		.route = "member_list",
		.format = "html",
		.people = 50,
		.orgs = &org,
		.n = 1,
		.day = TODAY,
		.class = CLASS_PERSONAL,
		.columns = "birth_date,sex",
		.whole = whole};
	struct fault f = {.a = b->a};
	struct samples wall;
	struct ctx cx;

	site_ctx(&b->site, &cx, b->a, &f);
	samples_init(&wall, b->a, LOOKS);
	for (int i = 0; i < LOOKS; i++) {
		int64_t began = clock_us();
		bench_must(b, look_write(&cx, &l), "look");
		samples_add(&wall, (double)(clock_us() - began));
	}
	bench_tell(&(struct measure){name, samples_at(&wall, 50), "us", 0, 0});
}

/* An argument: only what has it in its name. */
int main(int argc, char **argv)
{
	struct bench *b = bench_start("members", TODAY);
	const char *last, *only = argc > 1 ? argv[1] : "";
	struct got got;

	if (!b->found)
		build(b);
	bench_sign_in(b);
	bench_get(b, "/member", "q=vu+van+yen", &got);
	last = person_in(b);
	for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++)
		if (strstr(asked[i].name, only))
			measure(b, i, last);
	if (strstr("look", only)) {
		look(b, false, "look: at a page, median");
		look(b, true, "look: at a file, median");
	}
	if (strstr("file of 92,000", only)) {
		export(b, ".csv");
		export(b, ".xlsx");
	}
	return bench_stop(b);
}

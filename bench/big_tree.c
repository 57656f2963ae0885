/*
 * big_tree.c: the tree of the whole country, some 350,000 organisations with random ids, and what
 * opening any of them costs in the server.
 *
 * With GUONG_BENCH_DB the tree is built once and stays.
 */
#include "base/die.h"
#include "base/text.h"
#include "bench.h"
#include "core/tree_plan.h"
#include "http/form.h"

#include <stdio.h>
#include <sys/stat.h>

enum { TODAY = 20250601, SINCE = 20050101, RENAMED = 20150701, PAST = 20100515 };
enum { PROVINCES = 63, DISTRICTS = 705, COMMUNES = 10599, OTHERS = 41401 };
enum { CELLS_OF_COMMUNE = 20, CELLS_OF_COMMITTEE = 4 };
enum { SAMPLES = 200, LEVELS = 4, OPEN_BAR = 5000 };

static const char *const levels[LEVELS] = {"province", "district", "grassroots", "cell"};

/* ---- building ---- */

struct build {
	struct bench *b;
	struct ctx *cx;
	struct tree_plan *p;
	size_t orgs;
	int grassroots, districts; /* numbered through the country */
};

/* Two or three syllables, different for neighbours, as names of places are. */
static const char *place(struct build *bd, size_t n)
{
	static const char *const syllables[] = {"An", "Ảng", "Bình", "Châu", "Đông", "Giang", "Hải",
		"Hòa", "Hồng", "Khánh", "Lâm", "Lộc", "Long", "Mường", "Nam", "Nghĩa", "Ninh",
		"Phú", "Phước", "Quảng", "Sơn", "Tân", "Tây", "Thạnh", "Thanh", "Thọ", "Thủy",
		"Tiên", "Trung", "Trường", "Vân", "Việt", "Vĩnh", "Xuân", "Yên"};
	const size_t of = sizeof(syllables) / sizeof(*syllables);
	uint32_t mixed = (uint32_t)n * 2654435761u;

	return arena_printf(bd->cx->a, "%s %s", syllables[mixed % of], syllables[mixed / of % of]);
}

static int64_t found(
	struct build *bd, int64_t parent, const char *kind, const char *code, const char *what)
{
	int64_t org = tree_plan_org(bd->p);
	struct org_act act = {.org = org,
		.parent = parent,
		.day = SINCE,
		.act = "found",
		.kind = kind,
		.code = code,
		.name = arena_printf(bd->cx->a, "%s %s", what, place(bd, bd->orgs))};

	bench_must(bd->b, tree_plan_act(bd->p, &act), "found");
	bd->orgs++;
	if (bd->orgs % 10 == 0) {
		act = (struct org_act){.org = org,
			.day = RENAMED,
			.act = "rename",
			.name = arena_printf(bd->cx->a, "%s %s", what, place(bd, bd->orgs * 7))};
		bench_must(bd->b, tree_plan_act(bd->p, &act), "rename");
	}
	return org;
}

static void cells(struct build *bd, int64_t parent, const char *code, int n)
{
	for (int i = 0; i < n; i++)
		found(bd, parent, "cell", arena_printf(bd->cx->a, "%sC%02d", code, i + 1),
			arena_printf(bd->cx->a, "Chi bộ thôn %d", i + 1));
}

/* How many of `all`, dealt evenly to `shares`, the share i gets. */
static int share(int all, int shares, int i)
{
	return (int)((int64_t)all * (i + 1) / shares - (int64_t)all * i / shares);
}

static void district(struct build *bd, int64_t province, int number)
{
	struct arena *a = bd->cx->a;
	const char *code = arena_printf(a, "H%03d", number);
	int64_t org = found(bd, province, "district", code, "Đảng bộ huyện"), base;

	for (int i = 0; i < share(COMMUNES, DISTRICTS, number); i++) {
		const char *c = arena_printf(a, "%sX%02d", code, i + 1);
		base = found(bd, org, "commune", c, "Đảng bộ xã");
		cells(bd, base, c, CELLS_OF_COMMUNE);
	}
	for (int i = 0; i < share(OTHERS, DISTRICTS, number); i++) {
		const char *c = arena_printf(a, "%sK%02d", code, i + 1);
		bool committee = i % 2;
		base = found(bd, org, committee ? "grassroots_committee" : "grassroots_cell", c,
			committee ? "Đảng bộ cơ sở công ty" : "Chi bộ cơ sở trường");
		cells(bd, base, c, committee ? CELLS_OF_COMMITTEE : 0);
	}
}

/* One province is one plan and one transaction. */
static void province(struct build *bd, int i)
{
	int64_t org;

	bd->cx = bench_begin(bd->b);
	bench_must(bd->b, tree_plan_new(bd->cx, &bd->p), "plan");
	org = found(bd, 0, "province", arena_printf(bd->cx->a, "T%02d", i + 1), "Đảng bộ tỉnh");
	for (int k = 0; k < share(DISTRICTS, PROVINCES, i); k++)
		district(bd, org, bd->districts++);
	bench_must(bd->b, tree_plan_check(bd->p), "check");
	bench_must(bd->b, tree_plan_apply(bd->p), "apply");
	bench_commit(bd->b);
}

static void build(struct bench *b)
{
	struct build bd = {.b = b};
	int64_t began = clock_us();
	double cpu = cpu_us(), seconds;
	struct stat st = {0};

	for (int i = 0; i < PROVINCES; i++)
		province(&bd, i);
	seconds = (double)(clock_us() - began) / 1e6;
	bench_tell(&(struct measure){"organisations", (double)bd.orgs, "", 0, 0});
	bench_tell(&(struct measure){"built in", seconds, "s", 0, 0});
	bench_tell(&(struct measure){"built in, processor", (cpu_us() - cpu) / 1e6, "s", 0, 0});
	bench_tell(
		&(struct measure){"organisations a second", (double)bd.orgs / seconds, "", 0, 0});
	if (!b->base && !stat(b->where, &st))
		bench_tell(&(struct measure){"file", (double)st.st_size / 1e6, "MB", 0, 0});
}

/* ---- picking ---- */

struct picked {
	struct org_step orgs[LEVELS][SAMPLES];
	size_t n[LEVELS];
};

static bool pick_known(const struct picked *p, int level, int64_t org)
{
	for (size_t i = 0; i < p->n[level]; i++)
		if (p->orgs[level][i].org == org)
			return true;
	return false;
}

static void pick_one(struct bench *b, struct ctx *cx, struct picked *p, int64_t org)
{
	const struct org_step *step;
	struct list path;

	bench_must(b, tree_path(cx, org, TODAY, &path), "path");
	step = path.rows;
	for (int l = 0; l < (int)path.n && l < LEVELS; l++) {
		struct org_step *to = &p->orgs[l][p->n[l]];
		if (p->n[l] == SAMPLES || pick_known(p, l, step[l].org))
			continue;
		*to = step[l];
		to->name = arena_strdup(b->a, to->name);
		p->n[l]++;
	}
}

/* Organisations at random places among the ids, and those above them; always the same for an id. */
static struct picked *pick(struct bench *b)
{
	struct picked *p = arena_new_of(b->a, struct picked);
	struct ids random;
	struct fault f = {.a = b->work};
	struct ctx cx;

	ids_init(&random, 11);
	arena_reset(b->work);
	site_ctx(&b->site, &cx, b->work, &f);
	bench_must(b, db_begin(cx.db, DB_READ), "begin");
	for (int i = 0; i < SAMPLES * 4; i++) {
		int64_t org;
		bench_must(b, db_number(cx.db, &org, 0, Q_ORG_IDS, id_new(&random), (int64_t)1),
			"ids");
		if (org)
			pick_one(b, &cx, p, org);
	}
	db_rollback(cx.db);
	return p;
}

/* ---- opening ---- */

struct series {
	struct samples wall, cpu;
	uint64_t statements;
};

static void series_start(struct bench *b, struct series *s)
{
	*s = (struct series){0};
	samples_init(&s->wall, b->a, SAMPLES);
	samples_init(&s->cpu, b->a, SAMPLES);
}

static void open_one(struct bench *b, struct series *s, const char *path, const char *query)
{
	struct got got;

	bench_get(b, path, query, &got);
	samples_add(&s->wall, got.wall_us);
	samples_add(&s->cpu, got.us);
	if (got.statements > s->statements)
		s->statements = got.statements;
}

/* What opens a node must stay under the bar, the slowest of them too. */
static void series_tell(struct series *s, const char *name, double bar)
{
	double most = samples_at(&s->cpu, 100);

	printf("%-30s %8.0f %8.0f %8.0f   %8.0f %8.0f   %2d  ", name, samples_at(&s->wall, 50),
		samples_at(&s->wall, 99), samples_at(&s->wall, 100), samples_at(&s->cpu, 50),
		samples_at(&s->cpu, 99), (int)s->statements);
	bench_tell(&(struct measure){"", most, "us", bar, 0});
}

static const struct {
	const char *name, *path, *query; /* %lld: the organisation */
} views[] = {
	{"page", "/org/%lld", ""},
	{"page of a past day", "/org/%lld", "day=2010-05-15"},
	{"tree", "/tree", "at=%lld"},
	{"JSON", "/org/%lld.json", ""},
	{"history", "/org/%lld/history", ""},
};

/* A format of the table above, filled. */
static const char *with(struct bench *b, const char *text, int64_t org)
{
	const char *at = strstr(text, "%lld");

	if (!at)
		return text;
	return arena_printf(b->a, "%.*s%lld%s", (int)(at - text), text, (long long)org, at + 4);
}

static void open_level(struct bench *b, const struct picked *p, int level)
{
	struct series s;

	for (size_t v = 0; v < sizeof(views) / sizeof(*views); v++) {
		series_start(b, &s);
		for (size_t i = 0; i < p->n[level]; i++) {
			int64_t org = p->orgs[level][i].org;
			open_one(b, &s, with(b, views[v].path, org), with(b, views[v].query, org));
		}
		series_tell(
			&s, arena_printf(b->a, "%s: %s", levels[level], views[v].name), OPEN_BAR);
	}
}

/* The second page of the lists that have one. */
static void open_second(struct bench *b, const struct picked *p, int level)
{
	struct series s;
	struct got got;

	series_start(b, &s);
	for (size_t i = 0; i < p->n[level]; i++) {
		const char *path = with(b, "/org/%lld", p->orgs[level][i].org), *after;
		struct str rest;
		bench_get(b, path, "", &got);
		after = strstr(b->res.body.p, "after=");
		if (!after)
			continue;
		rest = str_of(after);
		rest = str_cut(&rest, '#');
		open_one(b, &s, path, arena_strndup(b->a, rest.p, rest.n));
	}
	if (s.wall.n)
		series_tell(&s, arena_printf(b->a, "%s: second page", levels[level]), OPEN_BAR);
}

static void open_top(struct bench *b)
{
	struct series s;

	series_start(b, &s);
	for (int i = 0; i < SAMPLES; i++)
		open_one(b, &s, "/org", "");
	series_tell(&s, "roots", OPEN_BAR);
	series_start(b, &s);
	for (int i = 0; i < SAMPLES; i++)
		open_one(b, &s, "/tree", "");
	series_tell(&s, "tree from the top", OPEN_BAR);
}

/* ---- searching ---- */

/* The last words of a folded name. */
static const char *last_words(struct bench *b, const char *name, int n)
{
	const char *folded = text_fold(b->a, name), *at = folded + strlen(folded);

	while (at > folded && (at[-1] != ' ' || --n > 0))
		at--;
	return arena_printf(b->a, "q=%s", form_encode(b->a, at));
}

static void search(struct bench *b, const struct picked *p)
{
	static const char *const commonest[] = {"q=chi", "q=chi+bo", "q=chi+bo+thon", "q=c"};
	struct series s;

	for (int words = 1; words <= 3; words++) {
		series_start(b, &s);
		for (size_t i = 0; i < p->n[2]; i++)
			open_one(b, &s, "/search", last_words(b, p->orgs[2][i].name, words));
		series_tell(&s, arena_printf(b->a, "search, %d words", words), 0);
	}
	for (size_t i = 0; i < sizeof(commonest) / sizeof(*commonest); i++) {
		series_start(b, &s);
		for (int k = 0; k < 5; k++)
			open_one(b, &s, "/search", commonest[i]);
		series_tell(&s, arena_printf(b->a, "search, %s", commonest[i]), 0);
	}
}

int main(void)
{
	struct bench *b = bench_start("tree", TODAY);
	const struct picked *p;

	if (!b->found)
		build(b);
	bench_sign_in(b);
	p = pick(b);
	printf("%-30s %8s %8s %8s   %8s %8s   %s\n", "microseconds", "median", "99 %", "most",
		"cpu med.", "cpu 99 %", "statements, most processor time");
	open_top(b);
	for (int l = 0; l < LEVELS; l++)
		open_level(b, p, l);
	for (int l = 0; l < LEVELS; l++)
		open_second(b, p, l);
	search(b, p);
	return bench_stop(b);
}

/*
 * country.c: what each page costs in a country of millions, made by `guong simulate`.
 *
 *	bench_country DATABASE [walk|levels|memory|cold|page PATH [QUERY]]
 *
 * walk: every read route once more than once, as an office over everything, as one over a commune,
 * as the secretary of a cell; told are those over their bar. levels: lists, pages, searches and
 * files at organisations drawn at random. memory: what a worker holds after a thousand requests.
 * cold: pages after the file has left the memory of the system as far as it lets itself be asked.
 * page: one page of organisations drawn at random: "/card".
 */
#include "app/route.h"
#include "base/die.h"
#include "bench.h"
#include "core/tree.h"
#include "db/db_table.h"
#include "demo/demo.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { LEVELS = 6, PICKED = 100, PEOPLE = 200, TIMES = 3, REQUESTS = 1000, TARGET = 400 };
enum { LEAST = 20, SLOW = 500000 }; /* what takes half a second is asked once */
enum { ROOT_BAR = 50000, BAR = 10000, MEMORY_BAR = 64 };

struct level {
	const char *kind, *name;
	const char *codes[PICKED]; /* at random: each organisation as likely as any other */
	int n, seen;
};

struct country {
	struct bench *b;
	struct level levels[LEVELS];
	int64_t people[PEOPLE];
	int people_seen;
	uint64_t random;
};

static uint64_t draw(struct country *c, uint64_t of)
{
	c->random = c->random * 6364136223846793005u + 1442695040888963407u;
	return (c->random >> 33) % of;
}

/* ---- what there is ---- */

static const struct db_val *column(
	const struct db_table *t, const struct db_val *row, const char *name)
{
	for (int i = 0; i < t->n; i++)
		if (!strcmp(t->col[i].name, name))
			return &row[i];
	die("no column %s", name);
}

/* Where among `room` the n-th of many goes so that each is as likely to stay; -1: nowhere. */
static int place(struct country *c, int seen, int room)
{
	uint64_t at = seen < room ? (uint64_t)seen : draw(c, (uint64_t)seen + 1);

	return at < (uint64_t)room ? (int)at : -1;
}

static void take_org(struct country *c, const struct db_table *t, const struct db_val *row)
{
	struct str kind = column(t, row, "kind")->s, code = column(t, row, "code")->s;

	if (column(t, row, "to_day")->i != DAY_MAX || column(t, row, "void_ms")->i != MS_MAX)
		return;
	for (struct level *l = c->levels; l < c->levels + LEVELS; l++) {
		int at;
		if (!str_is(kind, l->kind))
			continue;
		at = place(c, l->seen++, PICKED);
		if (at >= 0)
			l->codes[at] = arena_strndup(c->b->a, code.p, code.n);
		l->n = l->seen < PICKED ? l->seen : PICKED;
	}
}

static void take_person(struct country *c, const struct db_table *t, const struct db_val *row)
{
	int at = place(c, c->people_seen++, PEOPLE);

	if (at >= 0)
		c->people[at] = column(t, row, "id")->i;
}

static void scan(struct country *c, const char *name,
	void (*take)(struct country *, const struct db_table *, const struct db_val *))
{
	struct db *db = c->b->site.db;
	struct db_val row[DB_TABLE_COLS];
	const struct db_table *all;
	struct table_rows r;
	size_t n, i = 0;

	bench_must(c->b, db_begin(db, DB_READ), "begin");
	bench_must(c->b, db_tables(db, c->b->a, &all, &n), "tables");
	while (strcmp(all[i].name, name) != 0)
		i++;
	bench_must(c->b, db_table_read(&r, db, &all[i]), name);
	while (db_table_next(&r, row))
		take(c, &all[i], row);
	bench_must(c->b, db_table_end(&r), name);
	db_rollback(db);
}

static struct country *start(const char *where)
{
	static const struct level levels[LEVELS] = {{.kind = "central", .name = "root"},
		{.kind = "province", .name = "province"}, {.kind = "district", .name = "district"},
		{.kind = "commune", .name = "commune"},
		{.kind = "grassroots_committee", .name = "committee"},
		{.kind = "cell", .name = "cell"}};
	struct bench *b = bench_start_on(where);
	struct country *c = arena_new_of(b->a, struct country);

	c->b = b;
	c->random = 7;
	memcpy(c->levels, levels, sizeof(levels));
	scan(c, "org_spell", take_org);
	scan(c, "person", take_person);
	return c;
}

/* ---- every read route ---- */

static const char *item_of(struct country *c, const struct route *r)
{
	if (str_starts(str_of(r->path), S("/member/")))
		return arena_printf(c->b->a, "%lld", (long long)c->people[0]);
	if (str_starts(str_of(r->path), S("/figure/")))
		return "member.total";
	return NULL;
}

/* NULL: an address that needs a record of its own kind. */
static const char *target(struct country *c, const struct route *r, const char *org)
{
	struct arena *a = c->b->a;
	struct params values = {0};
	const char *parts[8];
	int n = route_parts(a, r, parts, 8);

	for (int i = 0; i < n; i++) {
		const char *v = text_eq(parts[i], "org") ? org : item_of(c, r);
		if (!v)
			return NULL;
		params_add(a, &values, (struct param){parts[i], str_of(v), NULL});
	}
	return route_path(a, r, &values);
}

static const char *query_of(struct country *c, const struct route *r, const char *org)
{
	if (text_eq(r->path, "/figure/{item}"))
		return arena_printf(c->b->a, "org=%s", org);
	if (text_eq(r->path, "/member"))
		return "q=nguyen+van";
	return text_eq(r->path, "/search") ? "q=dang+bo" : "";
}

static void walk_one(struct country *c, const char *who, const struct route *r,
	const struct level *l, const char *org, double bar)
{
	const char *path = target(c, r, org);
	double best = 0, first = 0;
	struct got got;

	if (!path || (r->perm == PERM_PUBLIC))
		return;
	for (int i = 0; i < TIMES; i++) {
		bench_ask(c->b, path, query_of(c, r, org), &got);
		if (got.status != 200)
			return;
		if (!i)
			first = got.wall_us;
		best = !i || got.us < best ? got.us : best;
		if (first > SLOW)
			break;
	}
	if (best > bar)
		printf("%-9s %-9s %-22s %10.1f ms, first %10.1f ms  %s\n", who, l->name, r->name,
			best / 1e3, first / 1e3, path);
}

static bool whole_file(const struct route *r)
{
	return text_eq(r->name, "org_export") || text_eq(r->name, "org_export_changes") ||
	       text_eq(r->name, "org_export_posts");
}

static void walk_as(struct country *c, const char *login)
{
	bool everywhere = text_eq(login, "vanphong");

	bench_sign_in_as(c->b, login, DEMO_PASSWORD);
	for (size_t i = 0; i < route_count; i++) {
		const struct route *r = &routes[i];
		bool of_org = strstr(r->path, "{org}") || text_eq(r->path, "/figure/{item}");
		if ((!r->action->read && !r->action->fill) || whole_file(r))
			continue;
		for (int k = 0; k < (of_org ? LEVELS : 1); k++)
			if (c->levels[k].n)
				walk_one(c, login, r, &c->levels[k], c->levels[k].codes[0],
					everywhere && k < 2 ? ROOT_BAR : BAR);
	}
}

static void own_orgs(struct country *c, const char *login)
{
	struct got got;
	const char *at;

	bench_sign_in_as(c->b, login, DEMO_PASSWORD);
	bench_ask(c->b, "/", "", &got);
	at = strstr(c->b->res.body.p, "href=\"/org/");
	if (!at)
		return;
	at += strlen("href=\"/org/");
	for (int i = 0; i < LEVELS; i++)
		c->levels[i].codes[0] = arena_strndup(c->b->a, at, strcspn(at, "\"/?"));
}

static void walk(struct country *c)
{
	printf("# over their bar: 50 ms at the root and a province, 10 ms elsewhere; processor\n");
	walk_as(c, "vanphong");
	own_orgs(c, "xa");
	walk_as(c, "xa");
	own_orgs(c, "bithu");
	walk_as(c, "bithu");
}

/* ---- by level ---- */

static void measure(
	struct country *c, const char *what, struct level *l, const char *path, const char *query)
{
	struct samples wall, cpu;
	struct got got;

	samples_init(&wall, c->b->a, PICKED);
	samples_init(&cpu, c->b->a, PICKED);
	for (int i = 0; i < l->n || (l->n && i < LEAST); i++) {
		const char *to = arena_printf(c->b->a, "/org/%s%s", l->codes[i % l->n], path);
		bench_get(c->b, to, query, &got);
		if (got.us < SLOW)
			bench_get(c->b, to, query, &got);
		samples_add(&wall, got.wall_us);
		samples_add(&cpu, got.us);
		if (got.us > SLOW)
			break;
	}
	if (!wall.n)
		return;
	bench_tell(&(struct measure){arena_printf(c->b->a, "%s, %s: p50", what, l->name),
		samples_at(&cpu, 50), "us", 0, 0});
	bench_tell(&(struct measure){arena_printf(c->b->a, "%s, %s: p99", what, l->name),
		samples_at(&cpu, 99), "us", BAR, 0});
	bench_tell(&(struct measure){arena_printf(c->b->a, "%s, %s: p99, wall", what, l->name),
		samples_at(&wall, 99), "us", 0, 0});
}

static void measure_paths(
	struct country *c, const char *what, const char *path, const char *const *queries, int n)
{
	struct samples cpu;
	struct got got;

	samples_init(&cpu, c->b->a, (size_t)n);
	for (int i = 0; i < n; i++) {
		const char *to =
			queries ? path
				: arena_printf(c->b->a, "%s/%lld", path, (long long)c->people[i]);
		bench_get(c->b, to, queries ? queries[i] : "", &got);
		bench_get(c->b, to, queries ? queries[i] : "", &got);
		samples_add(&cpu, got.us);
		if (queries && got.us > BAR)
			printf("  %s?%s: %.1f ms\n", to, queries[i], got.us / 1e3);
	}
	bench_tell(&(struct measure){
		arena_printf(c->b->a, "%s: p50", what), samples_at(&cpu, 50), "us", 0, 0});
	bench_tell(&(struct measure){
		arena_printf(c->b->a, "%s: p99", what), samples_at(&cpu, 99), "us", BAR, 0});
}

static void levels(struct country *c)
{
	static const struct {
		const char *what, *path, *query;
	} asked[] = {{"list", "/members", ""}, {"list, a past day", "/members", "day=2019-05-15"},
		{"list, women", "/members", "sex=female"}, {"page", "", ""}, {"due", "/due", ""},
		{"changes of a month", "/change", "period=2024-05"}};
	static const char *const searches[] = {"q=nguyen+van+an", "q=nguyen", "q=n", "q=an",
		"q=tran+thi+hoa", "q=giang+a+pao", "q=lo+van", "q=00012345", "q=thi",
		"q=nguyen+thi", "q=y+thuot+nie", "q=hoang+thi+lan"};

	bench_sign_in_as(c->b, "vanphong", DEMO_PASSWORD);
	for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++)
		for (int k = 0; k < LEVELS; k++)
			measure(c, asked[i].what, &c->levels[k], asked[i].path, asked[i].query);
	measure_paths(c, "search", "/member", searches, sizeof(searches) / sizeof(*searches));
	measure_paths(c, "file of a person", "/member", NULL, PEOPLE);
}

/* ---- one page ---- */

static void page(struct country *c, const char *path, const char *query)
{
	bench_sign_in_as(c->b, "vanphong", DEMO_PASSWORD);
	for (int k = 0; k < LEVELS; k++)
		measure(c, path, &c->levels[k], path, query);
}

/* ---- memory ---- */

static double anonymous_mb(void)
{
	FILE *f = fopen("/proc/self/status", "re");
	char line[200];
	long kb = 0;

	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, "RssAnon:", strlen("RssAnon:")))
			kb = strtol(line + strlen("RssAnon:"), NULL, 10);
	if (f)
		fclose(f);
	return (double)kb / 1024;
}

static void memory(struct country *c)
{
	static const char *const paths[] = {"", "/members", "/due", "/change", "/members.json"};
	struct got got;

	bench_sign_in_as(c->b, "vanphong", DEMO_PASSWORD);
	for (int i = 0; i < REQUESTS; i++) {
		const struct level *l = &c->levels[1 + draw(c, LEVELS - 1)];
		char path[TARGET];
		const char *page = paths[draw(c, sizeof(paths) / sizeof(*paths))];
		if (!l->n)
			continue;
		snprintf(path, sizeof(path), "/org/%s%s", l->codes[draw(c, (uint64_t)l->n)], page);
		bench_ask(c->b, path, "", &got);
		snprintf(path, sizeof(path), "/member/%lld", (long long)c->people[draw(c, PEOPLE)]);
		bench_ask(c->b, path, "", &got);
	}
	bench_tell(&(struct measure){"anonymous memory after two thousand requests", anonymous_mb(),
		"MB", MEMORY_BAR, 0});
}

/* ---- cold ---- */

static void cool(struct country *c)
{
	int fd = open(c->b->where, O_RDONLY | O_CLOEXEC);

	bench_close(c->b);
	if (fd < 0 || posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED))
		die("%s does not leave the memory", c->b->where);
	close(fd);
	bench_open(c->b);
}

static void cold(struct country *c)
{
	static const char *const paths[] = {"", "/members", "/due"};
	struct got got;

	bench_sign_in_as(c->b, "vanphong", DEMO_PASSWORD);
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		for (int k = 0; k < LEVELS; k++) {
			char path[TARGET];
			if (!c->levels[k].n)
				continue;
			cool(c);
			snprintf(path, sizeof(path), "/org/%s%s", c->levels[k].codes[0], paths[i]);
			bench_get(c->b, path, "", &got);
			bench_tell(&(struct measure){arena_printf(c->b->a, "cold: %s, %s, wall",
							     paths[i], c->levels[k].name),
				got.wall_us, "us", 0, 0});
		}
}

int main(int argc, char **argv)
{
	const char *only = argc > 2 ? argv[2] : "";
	struct country *c;

	if (argc < 2)
		die("bench_country DATABASE [walk|levels|memory|cold|page PATH [QUERY]]");
	c = start(argv[1]);
	if (text_eq(only, "page") && argc > 3)
		page(c, argv[3], argc > 4 ? argv[4] : "");
	if (strstr("memory", only))
		memory(c);
	if (strstr("levels", only))
		levels(c);
	if (strstr("walk", only))
		walk(c);
	if (strstr("cold", only))
		cold(c);
	return bench_stop(c->b);
}

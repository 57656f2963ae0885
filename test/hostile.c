/*
 * hostile.c: names that want to be more than names. Every page, of every organisation, is made
 * twice: with harmless names and with hostile ones. Both must be pages as html.h wants them, and
 * must have the same elements with the same attributes: data makes text and nothing else.
 */
#include "app/route.h"
#include "harness.h"
#include "html.h"
#include "http/form.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * The first ones are also for a database: quotes, and many bytes for few letters. What makes a page
 * of them is the same on either engine, so that PostgreSQL is tried with these only.
 */
enum { OF_DATABASES = 2 };

static const char *const payloads[] = {
	"\"' onmouseover=\"alert(1)\" x='",
	"ệ̣̣̣̣̣̣̣̣̣̣̣̣̣̣̣̣̣̣̣̣̣ \xe2\x80\xae"
	"evil \xef\xbf\xbd",
	"<script>alert(1)</script>",
	"javascript:alert(1)",
	"</title></textarea></td><img src=x onerror=alert(1)>",
	"{{title}}{{>page}}{{#rows}} %s%n {1}{2}",
	"&lt;b&gt;&amp;&#60;&quot",
	"]]><!-- -->\\u003cscript\\u003e",
	"ThậtDàiThậtDàiThậtDàiThậtDàiThậtDàiThậtDàiThậtDàiThậtDàiThậtDàiThậtDàiThậtDàiThậtDàiThậtDà"
	"i"
	"ThậtDàiThậtDàiThậtDàiThậtDàiThậtDàiThậtDàiThậtDàiThậtDài",
};

static const char *const places[] = {"tinh", "xa-a", "cd-a"};

struct side {
	struct world w;
	struct visit *v;
};

static int cases, failed, wrong_pages, pages;

static void told(bool right, const char *name, const char *why)
{
	pages++;
	if (!right) {
		wrong_pages++;
		printf("# %s: %.1500s\n", name, why);
	}
}

/* One case for all that was looked at since the last one. */
static void end_case(const char *what, const char *payload)
{
	failed += wrong_pages > 0;
	printf("%sok %d - %d %s with %.40s\n", wrong_pages ? "not " : "", ++cases, pages, what,
		payload);
	wrong_pages = pages = 0;
}

static const char *address(struct side *s, const struct route *route, const char *place)
{
	const char *parts[8];
	struct arena *a = s->w.ra;
	struct params values = {0};
	int n = route_parts(a, route, parts, 8);

	for (int i = 0; i < n; i++) {
		const char *v = text_eq(parts[i], "org") ? place : "1";
		if (!text_eq(parts[i], "org") && strstr(route->path, "/act/"))
			v = arena_printf(a, "%lld", (long long)world_act(&s->w, place));
		if (strstr(route->path, "/figure/"))
			v = "org.total";
		params_add(a, &values, (struct param){parts[i], str_of(v), NULL});
	}
	return route_path(a, route, &values);
}

/* What of the page data must not change; NULL when it is no proper page. */
static const char *bones(struct side *s, const struct answer *r, const char **ret_problem)
{
	const char *type = answer_header(r, "Content-Type");
	struct html_tag *tags;
	size_t n;

	*ret_problem = NULL;
	if (!type || !str_starts(str_of(type), S("text/html")))
		return "";
	tags = html_read(s->w.ra, (struct str){r->body, r->n}, &n, ret_problem);
	return html_skeleton(s->w.ra, tags, n);
}

static void same_bones(struct side *plain, struct side *evil, const struct answer *p,
	const struct answer *e, const char *name)
{
	const char *wrong, *in_plain;
	const char *have = bones(evil, e, &wrong), *want = bones(plain, p, &in_plain);
	size_t at = 0;

	if (wrong || in_plain) {
		told(false, name, wrong ? wrong : in_plain);
		return;
	}
	if (p->status != e->status) {
		told(false, name, arena_printf(evil->w.ra, "%d, but %d", p->status, e->status));
		return;
	}
	while (have[at] && have[at] == want[at])
		at++;
	told(!have[at] && !want[at], name,
		arena_printf(evil->w.ra, "%.200s\n# instead of\n# %.200s", have + at, want + at));
}

static void both_get(struct side *plain, struct side *evil, const char *target, const char *name)
{
	struct answer p = visit_get(plain->v, target), e = visit_get(evil->v, target);

	same_bones(plain, evil, &p, &e, name);
}

static void both_send(
	struct side *plain, struct side *evil, const char *target, const char *payload)
{
	static const char *const harmless = "hiền lành";
	const char *forms[] = {"day=1/1/2026&name=X%s&_preview=1", "day=%s&name=X%s",
		"day=1/1/2026&name=X&reason=%s&_preview=1", "khong=%s", "parent=%s&day=1/1/2026"};
	struct arena *a = evil->w.ra;

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		const char *form = forms[i], *bad = "", *good = "";
		struct str rest = str_of(form);
		struct answer p, e;
		while (rest.p) {
			const char *at = memmem(rest.p, rest.n, "%s", 2);
			int n = (int)(at ? (size_t)(at - rest.p) : rest.n);
			bad = arena_printf(
				a, "%s%.*s%s", bad, n, rest.p, at ? form_encode(a, payload) : "");
			good = arena_printf(
				a, "%s%.*s%s", good, n, rest.p, at ? form_encode(a, harmless) : "");
			rest = at ? str_of(at + 2) : (struct str){NULL, 0};
		}
		p = visit_form(plain->v, target, good);
		e = visit_form(evil->v, target, bad);
		same_bones(plain, evil, &p, &e, arena_printf(a, "%s %s", target, form));
	}
}

static void json_stays_json(struct side *s, const char *target)
{
	struct answer r = visit_get(s->v, target);
	json_t *j = json_loadb(r.body, r.n, 0, NULL);

	told(r.status != 200 || j, target, r.body);
	json_decref(j);
}

static void all_pages(struct side *plain, struct side *evil)
{
	for (size_t i = 0; i < route_count; i++)
		for (size_t k = 0; k < sizeof(places) / sizeof(*places); k++) {
			bool placed = strstr(routes[i].path, "{org}") != NULL;
			const char *to = address(evil, &routes[i], places[k]);
			if (k && !placed)
				continue;
			both_get(plain, evil, to, to);
			if (routes[i].action->read)
				json_stays_json(evil, arena_printf(evil->w.ra, "%s.json", to));
			both_get(plain, evil, arena_printf(evil->w.ra, "%s?day=2024-01-01", to),
				"the same of another day");
			world_forget(&plain->w);
			world_forget(&evil->w);
		}
}

/* Both sides begin with the same empty database, so that they draw the same ids. */
static void side_fill(struct side *s, const char *more)
{
	world_back(&s->w);
	s->w.opened = 0;
	world_close(&s->w);
	world_open(&s->w);
	world_tree(&s->w, more);
	world_accounts(&s->w);
	s->v = visit_new(&s->w, "central");
}

static void side_start(struct side *s)
{
	world_start(&s->w);
	world_keep(&s->w);
}

static void try_payload(struct side *plain, struct side *evil, const char *payload)
{
	side_fill(evil, arena_printf(plain->w.a, " %s", payload));
	all_pages(plain, evil);
	both_get(plain, evil, "/tree?at=xa-a", "the tree");
	both_get(plain, evil, "/search?q=an", "a search that finds them");
	end_case("pages", payload);
	both_send(plain, evil, "/org/xa-a/rename", payload);
	both_send(plain, evil, "/org/cb-a/move", payload);
	both_send(plain, evil, "/sign-in", payload);
	end_case("forms", payload);
	world_forget(&plain->w);
	world_forget(&evil->w);
}

int main(void)
{
	size_t n = getenv("GUONG_TEST_PG") ? OF_DATABASES : sizeof(payloads) / sizeof(*payloads);
	struct side plain, evil;

	side_start(&plain);
	side_start(&evil);
	side_fill(&plain, " hiền lành");
	for (size_t i = 0; i < n; i++)
		try_payload(&plain, &evil, payloads[i]);
	printf("1..%d\n", cases);
	world_stop(&plain.w);
	world_stop(&evil.w);
	return failed > 0;
}

/*
 * rights.c: every route, asked for by everybody, about the own organisation, the one above, one
 * below and one beside. What comes back is compared with golden/rights.txt. Whoever is refused
 * learns no name of any organisation, and nothing is written.
 *
 *	rights FILE [--update]
 */
#include "app/route.h"
#include "base/die.h"
#include "golden.h"
#include "harness.h"
#include "html.h"
#include "http/form.h"

#include <stdio.h>
#include <stdlib.h>

enum { PEOPLE = 20 };

static const char *const places[] = {"xa-a", "tinh", "cb-a", "xa-b"};
static const char *const names[] = {
	"xã An", "tỉnh Thử", "thôn Ao", "xã Bình", "thôn Bãi", "khối Ba", "khối Bốn", "trường An"};

struct rights {
	struct world w;
	struct visit *who[PEOPLE];
	const char *login[PEOPLE];
	struct params cookies[PEOPLE];
	const char *token[PEOPLE];
	int n;
	struct golden g;
};

static void come_in(struct rights *r, const char *login)
{
	int i = r->n++;

	r->login[i] = login;
	r->who[i] = visit_new(&r->w, login);
	r->token[i] = visit_token(r->who[i]);
	r->cookies[i] = r->who[i]->cookies;
}

/* The address of a route for a place: ids in the place of its {parts}. */
static const char *address(struct rights *r, const struct route *route, const char *place)
{
	const char *parts[8];
	struct arena *a = r->w.ra;
	struct params values = {0};
	int n = route_parts(a, route, parts, 8);

	for (int i = 0; i < n; i++) {
		const char *v = "1";
		if (text_eq(parts[i], "org"))
			v = place;
		else if (strstr(route->path, "/act/"))
			v = arena_printf(a, "%lld", (long long)world_act(&r->w, place));
		else if (strstr(route->path, "/figure/"))
			v = "org.total";
		else if (strstr(route->path, "/account/"))
			v = arena_printf(a, "%lld", (long long)world_account(&r->w, "member"));
		params_add(a, &values, (struct param){parts[i], str_of(v), NULL});
	}
	return route_path(a, route, &values);
}

static bool names_any(const struct answer *a)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (answer_has(a, names[i]))
			return true;
	return false;
}

static char letter(const struct answer *a)
{
	const char *to = answer_header(a, "Location");

	switch (a->status) {
	case 200:
		return 'y';
	case 303:
		return to && str_starts(str_of(to), S("/sign-in?")) ? 'i' : 'd';
	case 401:
		return 'i';
	case 403:
		return 'f';
	case 404:
		return 'n';
	case 422:
		return 'v';
	default:
		return '!';
	}
}

static char ask(struct rights *r, int who, const struct route *route, bool post, const char *place)
{
	const char *target = address(r, route, place);
	const char *form = arena_printf(r->w.ra, "_token=%s", r->token[who]);
	int64_t before = world_last_write(&r->w);
	struct answer a;
	char c;

	r->who[who]->cookies = r->cookies[who];
	a = visit_send(r->who[who], post ? HTTP_POST : HTTP_GET, target, post ? form : NULL);
	c = letter(&a);
	if (c == '!' || (strchr("if", c) && names_any(&a))) {
		printf("# %s: %s: %d %.2000s\n", r->login[who], target, a.status, a.body);
		c = '!';
	}
	/* what is shown once, a sheet of slips, is the answer itself */
	if (c == 'y' && post && world_last_write(&r->w) != before)
		c = 'd';
	if (c == 'd' && post)
		world_back(&r->w);
	else if (world_last_write(&r->w) != before)
		c = '!';
	world_forget(&r->w);
	return c;
}

static void ask_all(struct rights *r, const struct route *route, bool post)
{
	bool placed = strstr(route->path, "{org}") != NULL;
	char line[400], cell[16], key[80];

	snprintf(key, sizeof(key), "%s %s", post ? "POST" : "GET", route->path);
	snprintf(line, sizeof(line), "%-40s", key);
	for (int i = 0; i < r->n; i++) {
		size_t n = strlen(line);
		for (int p = 0; p < (placed ? 4 : 1); p++) {
			cell[p] = ask(r, i, route, post, places[p]);
			cell[p + 1] = 0;
		}
		snprintf(line + n, sizeof(line) - n, "  %-10s", cell);
	}
	for (size_t n = strlen(line); n && line[n - 1] == ' '; n--)
		line[n - 1] = 0;
	golden_line(&r->g, line);
	if (strchr(line + strlen(key), '!'))
		golden_case(&r->g, false, key, "an answer that nobody should get");
}

static bool seen_before(size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (text_eq(routes[k].path, routes[i].path))
			return true;
	return false;
}

static void head(struct rights *r)
{
	char line[400] = "                                      ";

	golden_remark(&r->g,
		"Who may ask for what: test/rights.c. Reviewed by hand, never only updated.");
	golden_remark(
		&r->g, "Four letters: the own organisation, the one above, one below, one beside.");
	golden_remark(
		&r->g, "y page; v form sent empty, told what is missing; d done; f forbidden;");
	golden_remark(&r->g,
		"i sent to sign in; n not found. An empty form of POST stops at its fields.");
	for (int i = 0; i < r->n; i++)
		snprintf(line + strlen(line), sizeof(line) - strlen(line), "%-12s", r->login[i]);
	golden_remark(&r->g, line);
}

int main(int argc, char **argv)
{
	struct rights *r;
	int status;

	if (argc < 2)
		return 2;
	r = calloc(1, sizeof(*r));
	if (!r)
		return 2;
	world_start(&r->w);
	world_tree(&r->w, "");
	world_accounts(&r->w);
	golden_start(&r->g, r->w.a, argv[1], argc > 2 && text_eq(argv[2], "--update"));
	come_in(r, "nobody");
	for (const struct somebody *p = people; p->login; p++)
		come_in(r, p->login);
	world_keep(&r->w);
	head(r);
	for (size_t i = 0; i < route_count; i++) {
		if (seen_before(i))
			continue;
		ask_all(r, &routes[i], false);
		if (!routes[i].action->read)
			ask_all(r, &routes[i], true);
	}
	status = golden_end(&r->g);
	world_stop(&r->w);
	free(r);
	return status;
}

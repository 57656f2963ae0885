#include "app/route.h"

#include "app/actions.h"
#include "help/help.h"
#include "http/form.h"

const struct route routes[] = {
#define ROUTE(name, path, command, section, perm)                                                  \
	{#name, path, command, section, &name, PERM_##perm},
#include "app/routes.def"
#undef ROUTE
};

const size_t route_count = sizeof(routes) / sizeof(*routes);

static bool is_part(struct str s)
{
	return s.n > 2 && s.p[0] == '{' && s.p[s.n - 1] == '}';
}

static char *part_name(struct arena *a, struct str s)
{
	return arena_strndup(a, s.p + 1, s.n - 2);
}

/* A part in braces stands for what is up to the next stroke, and that is something. */
static bool matches(const char *pattern, const char *path)
{
	while (*pattern && *path) {
		if (*pattern != '{') {
			if (*pattern++ != *path++)
				return false;
			continue;
		}
		if (*path == '/')
			return false;
		pattern = strchr(pattern, '}') + 1;
		path += strcspn(path, "/");
	}
	return !*pattern && !*path;
}

static void take_parts(
	struct arena *a, const char *pattern, const char *path, struct params *ret_parts)
{
	struct str want = str_of(pattern), have = str_of(path);

	while (want.p) {
		struct str w = str_cut(&want, '/'), h = str_cut(&have, '/');
		if (is_part(w))
			params_add(a, ret_parts, (struct param){part_name(a, w), h, NULL});
	}
}

const struct route *route_match(struct arena *a, const char *path, struct params *ret_parts)
{
	*ret_parts = (struct params){0};
	for (size_t i = 0; i < route_count; i++) {
		if (!matches(routes[i].path, path))
			continue;
		take_parts(a, routes[i].path, path, ret_parts);
		return &routes[i];
	}
	return NULL;
}

/* How many words of a command argv begins with, or 0. */
static int words_of(const char *command, int argc, char **argv)
{
	struct str rest = str_of(command);
	int n = 0;

	while (rest.p) {
		struct str w = str_cut(&rest, ' ');
		if (n >= argc || !str_is(w, argv[n]))
			return 0;
		n++;
	}
	return n;
}

const struct route *route_command(int argc, char **argv, int *ret_words)
{
	const struct route *best = NULL;

	*ret_words = 0;
	for (size_t i = 0; i < route_count; i++) {
		int n = routes[i].command ? words_of(routes[i].command, argc, argv) : 0;
		if (n > *ret_words) {
			best = &routes[i];
			*ret_words = n;
		}
	}
	return best;
}

const struct route *route_named(const char *name)
{
	for (size_t i = 0; i < route_count; i++)
		if (text_eq(routes[i].name, name))
			return &routes[i];
	return NULL;
}

const char *route_path(struct arena *a, const struct route *r, const struct params *values)
{
	struct str rest = str_of(r->path + 1);
	const char *path = "";

	while (rest.p) {
		struct str s = str_cut(&rest, '/');
		const char *text = arena_strndup(a, s.p, s.n);
		if (is_part(s)) {
			struct str v = params_get(values, part_name(a, s));
			text = form_encode(a, v.n ? arena_strndup(a, v.p, v.n) : "");
		}
		path = arena_printf(a, "%s/%s", path, text);
	}
	return path;
}

int route_parts(struct arena *a, const struct route *r, const char **ret, int max)
{
	struct str rest = str_of(r->path + 1);
	int n = 0;

	while (rest.p && n < max) {
		struct str s = str_cut(&rest, '/');
		if (is_part(s))
			ret[n++] = part_name(a, s);
	}
	return n;
}

/* ---- pages by their titles ---- */

/* The first organisation over which the reader holds a function; 0: over all, or over none. */
static int64_t own_org(const struct actor *actor)
{
	const struct grant *g = actor->grants.rows;

	for (size_t i = 0; i < actor->grants.n; i++)
		if (g[i].org)
			return g[i].org;
	return 0;
}

static const char *href_of(struct ctx *cx, const struct route *r)
{
	const char *brace = strchr(r->path, '{');
	int64_t org = own_org(cx->actor);
	struct params values = {0};

	if (brace && org && str_starts(str_of(brace), S("{org}")) && !strchr(brace + 1, '{')) {
		params_add(cx->a, &values,
			(struct param){
				"org", str_of(arena_printf(cx->a, "%lld", (long long)org)), NULL});
		return route_path(cx->a, r, &values);
	}
	return brace ? help_href(cx->a, r->name, cx->actor) : r->path;
}

const char *route_page_href(struct ctx *cx, enum msg title)
{
	for (size_t i = 0; i < route_count; i++)
		if (routes[i].action->title == title &&
			(routes[i].perm == PERM_PUBLIC || grant_allows(cx->actor, routes[i].perm)))
			return href_of(cx, &routes[i]);
	return NULL;
}

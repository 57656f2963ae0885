#include "golden.h"

#include "base/die.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_all(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	char *text;
	long n;

	if (!f)
		return arena_strdup(a, "");
	if (fseek(f, 0, SEEK_END) || (n = ftell(f)) < 0 || fseek(f, 0, SEEK_SET))
		die("%s cannot be read", path);
	text = arena_alloc(a, (size_t)n + 1);
	if (fread(text, 1, (size_t)n, f) != (size_t)n)
		die("%s cannot be read", path);
	fclose(f);
	return text;
}

static struct str key_of(struct str line)
{
	const char *end = memmem(line.p, line.n, "  ", 2);

	return (struct str){line.p, end ? (size_t)(end - line.p) : line.n};
}

/* The line of a key; its p is NULL when there is none. */
static struct str find(const char *text, struct str key)
{
	struct str rest = str_of(text);

	while (rest.p && rest.n) {
		struct str line = str_cut(&rest, '\n');
		if (line.n && *line.p != '#' && str_eq(key_of(line), key))
			return line;
	}
	return (struct str){NULL, 0};
}

void golden_start(struct golden *g, struct arena *a, const char *path, bool update)
{
	*g = (struct golden){.a = a, .path = path, .update = update, .old = read_all(a, path)};
	buf_init(&g->now, 4 << 20);
}

void golden_remark(struct golden *g, const char *text)
{
	buf_printf(&g->now, "# %s\n", text);
}

void golden_case(struct golden *g, bool right, const char *name, const char *why)
{
	if (!right) {
		g->failed++;
		printf("# %s\n", why);
	}
	printf("%sok %d - %s\n", right ? "" : "not ", ++g->cases, name);
}

void golden_line(struct golden *g, const char *line)
{
	struct str key = key_of(str_of(line)), old = find(g->old, key);
	bool same = g->update || str_is(old, line);

	buf_printf(&g->now, "%s\n", line);
	golden_case(g, same, arena_strndup(g->a, key.p, key.n),
		old.p ? arena_printf(
				g->a, "expected: %.*s\n# is:       %s", (int)old.n, old.p, line)
		      : arena_printf(g->a, "not in the file: %s", line));
}

static void check_gone(struct golden *g)
{
	struct str rest = str_of(g->old);

	while (rest.p && rest.n) {
		struct str line = str_cut(&rest, '\n'), key = key_of(line);
		if (line.n && *line.p != '#' && !find(g->now.p ? g->now.p : "", key).p)
			golden_case(g, false, arena_strndup(g->a, key.p, key.n),
				"stands in the file, but is no more");
	}
}

static void keep(struct golden *g)
{
	FILE *f = g->update ? fopen(g->path, "wb") : NULL;

	if (!g->update)
		check_gone(g);
	else if (!f || fwrite(g->now.p, 1, g->now.n, f) != g->now.n || fclose(f))
		die("%s cannot be written", g->path);
	buf_done(&g->now);
}

void golden_join(struct golden *g, struct golden *next)
{
	g->cases = next->cases;
	keep(g);
	next->failed += g->cases > next->cases;
	next->cases = g->cases;
}

int golden_end(struct golden *g)
{
	keep(g);
	printf("1..%d\n", g->cases);
	return g->failed > 0;
}

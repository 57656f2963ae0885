/*
 * lint: the rules of the house that no compiler knows. Usage: lint [ROOT]
 *
 * Reads src, tools, test, ui, po, schema and rules under ROOT, prints every breach as
 * "file:line: rule: what", then one line with the lengths of the functions. Exceptions stand in
 * ROOT/tools/lint.allow, each with its reason; one that excepts nothing is itself a breach.
 */
#include "lint.h"

#include <ctype.h>
#include <fnmatch.h>
#include <fts.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct allow {
	char rule[32], subject[200];
	int line;
	bool used;
};

static struct source *sources;
static struct allow *allows;
static int *lengths;
static size_t source_count, allow_count, length_count;
static int breaches;
static char longest[200];

void *grow(void *p, size_t n, size_t size)
{
	/* doubles at powers of two, so that a push is a grow(n + 1) */
	if (n & (n - 1) && p)
		return p;
	p = realloc(p, (n ? n * 2 : 1) * size);
	if (!p)
		exit(2);
	return p;
}

bool starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

bool ends(const char *s, const char *with)
{
	size_t n = strlen(s), m = strlen(with);

	return n >= m && strcmp(s + n - m, with) == 0;
}

bool same(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static bool allowed(const char *rule, const char *subject)
{
	bool found = false;

	for (size_t i = 0; i < allow_count; i++)
		if (same(allows[i].rule, rule) && !fnmatch(allows[i].subject, subject, 0))
			allows[i].used = found = true;
	return found;
}

void complain(const struct source *s, size_t at, const char *rule, const char *subject,
	const char *fmt, ...)
{
	va_list args;
	int line = 1;

	if (allowed(rule, subject ? subject : s->path))
		return;
	for (size_t i = 0; i < at; i++)
		line += s->text[i] == '\n';
	printf("%s:%d: %s: ", s->path, line, rule);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	putchar('\n');
	breaches++;
}

static bool word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

bool word_next(const struct source *s, const char *in, size_t *at, struct word *ret)
{
	size_t i = *at;

	while (i < s->n && !word_char(in[i]))
		i++;
	*ret = (struct word){in + i, 0, i};
	while (i < s->n && word_char(in[i]))
		i++;
	ret->n = i - ret->at;
	*at = i;
	return ret->n > 0;
}

bool word_is(const struct word *w, const char *s)
{
	return strlen(s) == w->n && memcmp(w->p, s, w->n) == 0;
}

bool word_among(const struct word *w, const char *const *list)
{
	for (; *list; list++)
		if (word_is(w, *list))
			return true;
	return false;
}

bool literal_next(const struct source *s, size_t *at, struct word *ret)
{
	const char *from = memchr(s->code + *at, '"', s->n - *at), *to;

	if (!from)
		return false;
	to = memchr(from + 1, '"', s->n - (size_t)(from + 1 - s->code));
	if (!to)
		return false;
	ret->at = (size_t)(from + 1 - s->code);
	ret->p = s->text + ret->at;
	ret->n = (size_t)(to - from - 1);
	*at = ret->at + ret->n + 1;
	return true;
}

int rank_of(const char *room, size_t n)
{
	static const struct {
		const char *room;
		int rank;
	} ranks[] = {{"base", 0}, {"db", 1}, {"http", 1}, {"view", 1}, {"core", 2}, {"app", 4}};

	for (size_t i = 0; i < sizeof(ranks) / sizeof(*ranks); i++)
		if (strlen(ranks[i].room) == n && !memcmp(room, ranks[i].room, n))
			return ranks[i].rank;
	return 3;
}

const struct source *source_find(const char *path)
{
	for (size_t i = 0; i < source_count; i++)
		if (same(sources[i].path, path))
			return &sources[i];
	return NULL;
}

void function_count(const struct source *s, const struct function *f)
{
	static int most;

	lengths = grow(lengths, length_count, sizeof(*lengths));
	lengths[length_count++] = f->lines;
	if (f->lines <= most)
		return;
	most = f->lines;
	snprintf(longest, sizeof(longest), " (%.*s)", (int)strcspn(s->code + f->name, "("),
		s->code + f->name);
}

/* Blanks up to `end`, which stays, as do line ends. */
static char *blank_to(char *p, const char *end)
{
	for (; *p && !starts(p, end); p++) {
		if (*p == '\\' && p[1] && *end != '*')
			*p++ = ' ';
		if (*p != '\n')
			*p = ' ';
	}
	return p;
}

/* A copy in which comments and what stands between quotes are blank. */
static char *code_of(const char *text, size_t n)
{
	char *code = memcpy(grow(NULL, n + 1, 1), text, n + 1);

	for (char *p = code; *p;) {
		char quote[2] = {*p, 0};
		if (starts(p, "/*")) {
			p[0] = p[1] = ' ';
			p = blank_to(p + 2, "*/");
			if (*p)
				p[0] = p[1] = ' ';
		} else if (starts(p, "//")) {
			p = blank_to(p, "\n");
		} else if (*p == '"' || *p == '\'') {
			p = blank_to(p + 1, quote);
		}
		p += *p != 0;
	}
	return code;
}

static void load(const char *path)
{
	struct source s = {.path = strdup(path)};
	FILE *f = fopen(path, "rb");
	long n;

	if (!f || fseek(f, 0, SEEK_END) || (n = ftell(f)) < 0 || fseek(f, 0, SEEK_SET)) {
		perror(path);
		exit(2);
	}
	s.n = (size_t)n;
	s.text = grow(NULL, s.n + 1, 1);
	s.text[fread(s.text, 1, s.n, f)] = 0;
	fclose(f);
	s.base = strrchr(s.path, '/') + 1;
	s.ext = strrchr(s.base, '.') ? strrchr(s.base, '.') + 1 : "";
	s.c = same(s.ext, "c") || same(s.ext, "h");
	s.test = starts(s.path, "test/") || strstr(s.base, "_test.");
	if (starts(s.path, "src/") && strchr(s.path + 4, '/'))
		s.room = strndup(s.path + 4, strcspn(s.path + 4, "/"));
	s.code = s.c || same(s.ext, "def") ? code_of(s.text, s.n) : s.text;
	sources = grow(sources, source_count, sizeof(s));
	sources[source_count++] = s;
}

static int by_path(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void walk(void)
{
	char *const roots[] = {(char[]){"src"}, (char[]){"tools"}, (char[]){"test"}, (char[]){"ui"},
		(char[]){"po"}, (char[]){"schema"}, (char[]){"rules"}, NULL};
	static const char *const kinds = " c h def sql html css js mjs sh po build tsv csv allow ";
	FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_path);
	FTSENT *e;

	while (fts && (e = fts_read(fts))) {
		const char *dot = strrchr(e->fts_name, '.');
		char kind[16];
		if (e->fts_name[0] == '.' || same(e->fts_name, "node_modules") ||
			same(e->fts_name, "corpus") || same(e->fts_path, "test/lint"))
			fts_set(fts, e, FTS_SKIP);
		snprintf(kind, sizeof(kind), " %s ", dot ? dot + 1 : "");
		if (e->fts_info == FTS_F && e->fts_name[0] != '.' && dot && strstr(kinds, kind))
			load(e->fts_path);
	}
	if (fts)
		fts_close(fts);
}

static void allow_read(const struct source *s)
{
	char *text = strdup(s->text), *rest = text;
	int line = 0;

	for (char *row; (row = strsep(&rest, "\n"));) {
		struct allow a = {.line = line + 1};
		int end = 0;
		line++;
		if (!*row || *row == '#')
			continue;
		if (sscanf(row, "%31s %199s %n", a.rule, a.subject, &end) < 2 || !row[end]) {
			printf("%s:%d: allow: rule, subject and reason\n", s->path, line);
			breaches++;
			continue;
		}
		allows = grow(allows, allow_count, sizeof(a));
		allows[allow_count++] = a;
	}
	free(text);
}

static void allow_end(void)
{
	for (size_t i = 0; i < allow_count; i++)
		if (!allows[i].used) {
			printf("tools/lint.allow:%d: allow: excepts nothing: remove it\n",
				allows[i].line);
			breaches++;
		}
}

/* Work that was put off is not left in the text: it is done, or an issue. */
static void check_marks(const struct source *s)
{
	static const char *const marks[] = {"TO"
					    "DO",
		"FIX"
		"ME",
		"XX"
		"X",
		NULL};
	struct word w;

	for (size_t at = 0; word_next(s, s->text, &at, &w);)
		if (word_among(&w, marks))
			complain(s, w.at, "mark", NULL, "%.*s", (int)w.n, w.p);
}

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void summary(void)
{
	int median = 0, p90 = 0, most = 0;

	if (length_count) {
		qsort(lengths, length_count, sizeof(*lengths), by_number);
		median = lengths[length_count / 2];
		p90 = lengths[length_count * 9 / 10];
		most = lengths[length_count - 1];
	}
	printf("lint: %zu files, %zu functions: lines median %d, p90 %d, max %d%s; %d breaches\n",
		source_count, length_count, median, p90, most, longest, breaches);
}

int main(int argc, char **argv)
{
	const struct source *allow;

	if (argc > 2 || (argc == 2 && chdir(argv[1]))) {
		fprintf(stderr, "usage: lint [ROOT]\n");
		return 2;
	}
	walk();
	allow = source_find("tools/lint.allow");
	if (allow)
		allow_read(allow);
	for (size_t i = 0; i < source_count; i++)
		names_read(&sources[i]);
	for (size_t i = 0; i < source_count; i++) {
		check_marks(&sources[i]);
		lint_code(&sources[i]);
		lint_template(&sources[i]);
		names_use(&sources[i]);
	}
	names_end();
	allow_end();
	summary();
	return breaches > 0;
}

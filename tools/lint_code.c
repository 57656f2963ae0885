/* One C file or header at a time; see lint.h. */
#include "lint.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { WIDTH_MAX = 100, FILE_MAX = 600, FUNCTION_MAX = 80, NESTING_MAX = 4, TAB = 8 };

static const char *const banned[] = {"strcpy", "strcat", "sprintf", "vsprintf", "strtok", "gets",
	"localtime", "gmtime", "ctime", "asctime", "atoi", "atol", "atof", "system", "popen",
	"mktemp", "tmpnam", NULL};
static const char *const heap[] = {"malloc", "calloc", "realloc", "reallocarray", "free", "strdup",
	"strndup", "asprintf", "vasprintf", NULL};
static const char *const tags[] = {"a", "article", "aside", "b", "body", "br", "button", "caption",
	"col", "dd", "details", "div", "dl", "dt", "em", "fieldset", "figure", "footer", "form",
	"g", "h1", "h2", "h3", "h4", "head", "header", "hr", "html", "i", "img", "input", "label",
	"legend", "li", "link", "main", "meta", "nav", "ol", "optgroup", "option", "output", "p",
	"path", "pre", "rect", "script", "section", "select", "small", "span", "strong", "style",
	"summary", "svg", "table", "tbody", "td", "text", "textarea", "tfoot", "th", "thead",
	"time", "title", "tr", "ul", NULL};

/* A library behind a seam of ours is included there and nowhere else. */
static const struct {
	const char *header, *where;
} seams[] = {{"microhttpd.h", "src/http/server"}, {"sqlite3.h", "src/db/"},
	{"libpq-fe.h", "src/db/"}, {"xlsxwriter.h", "src/view/"}, {"zip.h", "src/base/"},
	{"expat.h", "src/base/"}, {"utf8proc.h", "src/base/"}, {"sodium.h", "src/base/"}};

static size_t line_end(const struct source *s, size_t at)
{
	const char *end = memchr(s->text + at, '\n', s->n - at);

	return end ? (size_t)(end - s->text) : s->n;
}

static void check_lines(const struct source *s)
{
	int lines = 0;

	for (size_t at = 0, end; at < s->n; at = end + 1) {
		int width = 0;
		end = line_end(s, at);
		lines++;
		for (size_t i = at; i < end; i++)
			if (s->text[i] == '\t')
				width += TAB - width % TAB;
			else if ((s->text[i] & 0xc0) != 0x80)
				width++;
		if (width > WIDTH_MAX)
			complain(s, at, "width", NULL, "%d columns, at most %d", width, WIDTH_MAX);
	}
	if (lines > FILE_MAX)
		complain(s, 0, "file", NULL, "%d lines, at most %d", lines, FILE_MAX);
}

static void check_layer(const struct source *s, size_t at, const char *target)
{
	size_t n = strcspn(target, "/\"");
	int own = rank_of(s->room, strlen(s->room)), other;

	if (starts(target, "messages.h\""))
		target = "base", n = 4;
	else if (starts(target, "statements.h\""))
		target = "db", n = 2;
	else if (target[n] != '/')
		return;
	other = rank_of(target, n);
	if ((strlen(s->room) == n && !memcmp(s->room, target, n)) || other < own)
		return;
	if (own != 3 || other != 3)
		complain(s, at, "layer", NULL, "%s must not include %.*s", s->room, (int)n, target);
}

static void check_seam(const struct source *s, size_t at, const char *target)
{
	for (size_t i = 0; i < sizeof(seams) / sizeof(*seams); i++)
		if (starts(target, seams[i].header) && !starts(s->path, seams[i].where))
			complain(s, at, "seam", NULL, "only %s* includes %s", seams[i].where,
				seams[i].header);
}

static void check_includes(const struct source *s)
{
	for (size_t at = 0; at < s->n; at = line_end(s, at) + 1) {
		const char *p = s->text + at;
		if (!starts(p, "#include ") || !s->room)
			continue;
		if (p[9] == '"')
			check_layer(s, at, p + 10);
		else if (!s->test)
			check_seam(s, at, p + 10);
	}
}

static bool guarded(const struct source *s, const char *path, char *guard, size_t size)
{
	char lines[500];
	size_t n = (size_t)snprintf(guard, size, "GUONG_%s", path);

	for (size_t i = 0; i < n && i < size; i++)
		guard[i] = isalnum((unsigned char)guard[i]) ? (char)toupper((unsigned char)guard[i])
							    : '_';
	snprintf(lines, sizeof(lines), "\n#ifndef %s\n#define %s\n", guard, guard);
	return strstr(s->text, lines);
}

/* The header says what it is for; its guard is made of its path (db_impl.h of db: DB_IMPL_H). */
static void check_header(const struct source *s)
{
	const char *path = starts(s->path, "src/") ? s->path + 4 : s->path;
	char guard[200], opening[200];
	size_t n = s->room ? strlen(s->room) : 0;
	bool twice = n && starts(s->base, s->room) && s->base[n] == '_';

	if (!(twice && guarded(s, s->base, guard, sizeof(guard))) &&
		!guarded(s, path, guard, sizeof(guard)))
		complain(s, 0, "guard", NULL, "the include guard is to be %s", guard);
	snprintf(opening, sizeof(opening), "/*\n * %s: ", s->base);
	if (!starts(s->text, opening))
		complain(s, 0, "teach", NULL, "a header begins with \"%s: \" and what it is for",
			s->base);
}

/* x.c has x.h; x_part.c may share x.h, or x_y.h when it is x_y_part.c. */
static void check_pair(const struct source *s)
{
	char header[300];

	if (!s->room || s->test || same(s->base, "main.c"))
		return;
	for (size_t n = strlen(s->path) - 2; n > (size_t)(s->base - s->path); n--) {
		snprintf(header, sizeof(header), "%.*s.h", (int)n, s->path);
		if ((s->path[n] == '.' || s->path[n] == '_') && source_find(header))
			return;
	}
	complain(s, 0, "pair", NULL, "has no header of its name");
}

static bool heap_room(const struct source *s)
{
	return !s->room || s->test || same(s->room, "base") || same(s->room, "db") ||
	       same(s->path, "src/http/server.c");
}

static void check_calls(const struct source *s)
{
	struct word w;

	for (size_t at = 0; word_next(s, s->code, &at, &w);) {
		char before = w.at ? s->code[w.at - 1] : 0;
		if (s->code[at] != '(' || before == '.' || before == '>')
			continue;
		if (word_among(&w, banned))
			complain(s, w.at, "banned", NULL, "%.*s", (int)w.n, w.p);
		if (!heap_room(s) && word_among(&w, heap))
			complain(s, w.at, "heap", NULL, "%.*s: memory comes from an arena",
				(int)w.n, w.p);
	}
}

static bool is_sql(const struct word *w)
{
	static const char *const begins[] = {"insert into ", "delete from ", "create table ",
		"create index ", "create unique ", "drop table ", "alter table ", "pragma ",
		"begin immediate", "with recursive ", NULL};
	char s[1000];

	snprintf(s, sizeof(s), "%.*s ", (int)w->n, w->p);
	for (int i = 0; begins[i]; i++)
		if (!strncasecmp(s, begins[i], strlen(begins[i])))
			return true;
	if (!strncasecmp(s, "select ", 7))
		return starts(s, "SELECT") || strcasestr(s, " from ");
	return !strncasecmp(s, "update ", 7) && strcasestr(s, " set ");
}

static bool is_html(const struct word *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct word tag = {w->p + i + 1, 0, 0};
		if (w->p[i] != '<')
			continue;
		if (i + 1 < w->n && *tag.p == '/')
			tag.p++;
		while (tag.p + tag.n < w->p + w->n && isalnum((unsigned char)tag.p[tag.n]))
			tag.n++;
		if (tag.n && word_among(&tag, tags))
			return true;
	}
	return false;
}

static void check_literals(const struct source *s)
{
	struct word w;

	if (!s->room || s->test)
		return;
	for (size_t at = 0; literal_next(s, &at, &w);) {
		if (!same(s->room, "db") && is_sql(&w))
			complain(s, w.at, "sql", NULL, "SQL belongs into a .sql file");
		if (is_html(&w))
			complain(s, w.at, "html", NULL, "markup belongs into a template");
	}
}

/* Does a statement begin at this line, whose code so far ended with `last`? */
static bool begins_statement(const char *line, char last)
{
	return strchr(";{}:)", last) && !strchr(" ?:.&|+-=<>,", *line) && *line != '#';
}

static void check_nesting(const struct source *s, const struct function *f)
{
	int round = 0;
	char last = '{';

	for (size_t at = f->open + 1, end; at < f->close; at = end + 1) {
		size_t tabs = strspn(s->code + at, "\t");
		end = line_end(s, at);
		if (at + tabs < end && !round && last && tabs > NESTING_MAX + 1 &&
			begins_statement(s->code + at + tabs, last))
			complain(s, at, "nesting", NULL, "%zu levels, at most %d", tabs - 1,
				NESTING_MAX);
		for (size_t i = at + tabs; i < end; i++) {
			round += (s->code[i] == '(') - (s->code[i] == ')');
			if (!isspace((unsigned char)s->code[i]))
				last = s->code[i];
		}
	}
}

/* goto is for leaving, never for repeating. */
static void check_goto(const struct source *s, const struct function *f)
{
	struct word w, label, seen;

	for (size_t at = f->open; word_next(s, s->code, &at, &w) && at < f->close;) {
		if (!word_is(&w, "goto") || !word_next(s, s->code, &at, &label))
			continue;
		for (size_t i = f->open; word_next(s, s->code, &i, &seen) && i < w.at;)
			if (seen.n == label.n && !memcmp(seen.p, label.p, seen.n) &&
				s->code[i] == ':' && s->code[i + 1] != ':')
				complain(s, w.at, "goto", NULL, "%.*s stands above: use a loop",
					(int)label.n, label.p);
	}
}

static void check_function(const struct source *s, struct function *f)
{
	int round = 0;

	while (s->code[f->name] != ')')
		f->name--;
	f->name++;
	do {
		f->name--;
		round += (s->code[f->name] == ')') - (s->code[f->name] == '(');
	} while (f->name && round);
	while (f->name &&
		(isalnum((unsigned char)s->code[f->name - 1]) || s->code[f->name - 1] == '_'))
		f->name--;
	for (size_t i = f->name; i <= f->close; i++)
		f->lines += s->code[i] == '\n';
	f->lines++;
	if (f->lines > FUNCTION_MAX)
		complain(s, f->name, "length", NULL, "function of %d lines, at most %d", f->lines,
			FUNCTION_MAX);
	if (!s->test)
		function_count(s, f);
	check_nesting(s, f);
	check_goto(s, f);
}

static size_t directive_end(const struct source *s, size_t at)
{
	size_t end = line_end(s, at);

	while (end < s->n && end > at && s->text[end - 1] == '\\')
		end = line_end(s, end + 1);
	return end;
}

/* A function is an opening brace alone in the first column, after a closing parenthesis. */
static void check_functions(const struct source *s)
{
	struct function f = {0};
	int depth = 0;
	char last = 0;

	for (size_t i = 0; i < s->n; i++) {
		char c = s->code[i];
		bool first = i == 0 || s->code[i - 1] == '\n';
		if (c == '#' && first) {
			i = directive_end(s, i);
			continue;
		}
		if (c == '{' && depth++ == 0)
			f = (struct function){.name = i, .open = first && last == ')' ? i : 0};
		if (c == '}' && --depth == 0 && f.open) {
			f.close = i;
			check_function(s, &f);
			f.open = 0;
		}
		if (!isspace((unsigned char)c))
			last = c;
	}
}

void lint_code(const struct source *s)
{
	if (!s->c)
		return;
	check_lines(s);
	check_includes(s);
	check_calls(s);
	check_literals(s);
	check_functions(s);
	if (same(s->ext, "h"))
		check_header(s);
	else
		check_pair(s);
}

/*
 * sqlgen: makes statements.h (enum stmt) and statements.c (stmt_table) of .sql files.
 * Usage: sqlgen OUT.h OUT.c FILE...
 *
 *	-- org_by_code(code text, day day): id id, name text
 *	-- one row
 *	SELECT org AS id, name FROM org_spell WHERE code = $code AND from_day <= $day
 *
 * A signature names a statement, its parameters and columns; it may go on over several lines. After
 * "@part side" comes what belongs to the side database, "both" to both; "@text" begins a piece for
 * many statements (sqlpiece.h), "@each" a block that is read several times (sqleach.h). The text
 * must run on SQLite and PostgreSQL alike: what only one of them knows ends the build, and so do a
 * parameter that is unknown or unused, and a query of several rows without ORDER BY (unless a
 * comment begins with "one row" or "any order"). It reads names and words; it does not parse SQL.
 * The tests prepare all statements on both.
 */
#include "sqleach.h"
#include "sqlpiece.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STMTS = 4000, PARAMS = 64, COLS = 48, NAMES = PARAMS, WORD = 64 };

/* Declared names with their types: the parameters or the columns of a statement. */
struct names {
	int n;
	char letters[NAMES + 1], name[NAMES][WORD];
	bool used[NAMES];
};

struct stmt {
	const char *file;
	char part[WORD], name[WORD];
	int line;
	struct names params, cols;
	bool write, unordered; /* unordered: a comment says that no ORDER BY is needed */
	char *text, *sql;      /* as written, and with $1..$n and without comments */
};

/* What has been seen while going through the text of one statement. */
struct scan {
	struct stmt *s;
	const char *p;
	char *out;
	int depth, likes;
	char last[WORD], verb[WORD];
	bool several, ordered, returning;
};

static struct stmt *stmts[STMTS];
static int count, failed;
static const char letters[] = "0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

static void complain(const struct stmt *s, const char *what, const char *word)
{
	fprintf(stderr, "%s:%d: %s: %s %s\n", s->file, s->line, s->name, what, word);
	failed = 1;
}

static void *checked(void *p, const char *what)
{
	if (p)
		return p;
	perror(what);
	exit(1);
}

static char *join(char *a, const char *b)
{
	size_t n = a ? strlen(a) : 0, m = strlen(b) + 1;

	a = checked(realloc(a, n + m), "sqlgen");
	memcpy(a + n, b, m);
	return a;
}

static void copy(char to[WORD], const char *from)
{
	snprintf(to, WORD, "%s", from);
}

/* Is the word one of the list, which has a blank around each? */
static bool among(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = list; n && (p = strstr(p, word)); p++)
		if (p[-1] == ' ' && p[n] == ' ')
			return true;
	return false;
}

static int find_name(const struct names *l, const char *name)
{
	for (int i = 0; i < l->n; i++)
		if (!strcmp(l->name[i], name))
			return i;
	return -1;
}

static char letter_of(const char *type)
{
	if (among(" id int day bool ", type))
		return 'i';
	return among(" text cat ", type) ? 't' : among(" bytes ", type) ? 'b' : 0;
}

/* Reads "name type, name type" up to `end`. */
static void read_names(struct stmt *s, struct names *l, int max, const char *p, const char *end)
{
	char name[WORD], type[WORD];

	p += strspn(p, " ");
	for (int n = 0; p < end; p += n + 1) {
		if (sscanf(p, " %63[a-z0-9_] %63[a-z] %n", name, type, &n) != 2 ||
			!letter_of(type) || (p + n < end && p[n] != ',') ||
			find_name(l, name) >= 0 || l->n == max) {
			complain(s, "no name (a new one) and type:", p);
			return;
		}
		l->letters[l->n] = letter_of(type);
		copy(l->name[l->n++], name);
	}
}

static void read_signature(struct stmt *s, const char *sig)
{
	const char *close = strchr(sig, ')'), *rest = close + 1;

	read_names(s, &s->params, PARAMS, strchr(sig, '(') + 1, close);
	if (*rest == ':')
		read_names(s, &s->cols, COLS, rest + 1, rest + strlen(rest));
	else if (*rest)
		complain(s, "the signature goes on after its parenthesis:", rest);
	for (int i = 0; i < count; i++)
		if (stmts[i] != s && !strcmp(stmts[i]->name, s->name))
			complain(s, "stands twice, first in", stmts[i]->file);
}

/* Words that one of the two does not know, or knows otherwise. */
static void check_word(const struct scan *c, const char *word)
{
	static const char words[] = " AUTOINCREMENT SERIAL BIGSERIAL ILIKE GLOB REGEXP SIMILAR "
				    "LATERAL ROWID CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP ";
	static const char calls[] = " NOW STRFTIME GROUP_CONCAT STRING_AGG ARRAY_AGG INSTR STRPOS "
				    "GREATEST LEAST IIF IFNULL DATE TIME DATETIME JULIANDAY "
				    "UNIXEPOCH EXTRACT TO_CHAR PRINTF FORMAT LOWER UPPER CONCAT "
				    "TOTAL RANDOM HEX TYPEOF CHANGES LAST_INSERT_ROWID ";

	if (among(words, word) || (*c->p == '(' && among(calls, word)) ||
		!strncmp(word, "JSON", 4) ||
		(!strcmp(word, "OR") && among(" INSERT UPDATE ", c->last)) ||
		(!strcmp(word, "UPDATE") && !strcmp(c->last, "FOR")))
		complain(c->s, "is not portable:", word);
}

/* Remembers what decides about writing and order; only words outside of parentheses do. */
static void note_word(struct scan *c, const char *word)
{
	static const char starts[] = " SELECT INSERT UPDATE DELETE WITH VALUES ";

	if (!*c->last && !among(starts, word))
		complain(c->s, "begins with", word);
	c->likes += !strcmp(word, "LIKE") - !strcmp(word, "ESCAPE");
	if (c->depth)
		return;
	if (!*c->verb && among(starts, word) && strcmp(word, "WITH") != 0)
		copy(c->verb, word);
	c->several |= among(" FROM VALUES UNION EXCEPT INTERSECT ", word);
	c->ordered |= !strcmp(word, "BY") && !strcmp(c->last, "ORDER");
	c->returning |= !strcmp(word, "RETURNING");
}

static void take_word(struct scan *c)
{
	size_t n = strspn(c->p, letters);
	char word[WORD];

	snprintf(word, WORD, "%.*s", (int)n, c->p);
	for (char *p = word; *p; p++)
		*p = (char)toupper((unsigned char)*p);
	c->out = mempcpy(c->out, c->p, n);
	c->p += n;
	check_word(c, word);
	if (!isdigit((unsigned char)*word))
		note_word(c, word);
	copy(c->last, word);
}

static void take_param(struct scan *c)
{
	int n = (int)strspn(c->p + 1, letters), i;
	char name[WORD];

	snprintf(name, WORD, "%.*s", n, c->p + 1);
	i = find_name(&c->s->params, name);
	if (i < 0)
		complain(c->s, "has no parameter", name);
	else
		c->s->params.used[i] = true;
	c->p += n + 1;
	c->out += snprintf(c->out, WORD, "$%d", i + 1);
	copy(c->last, "$");
}

static void take_string(struct scan *c)
{
	size_t n = 1 + strcspn(c->p + 1, "'");

	c->depth += !c->p[n];
	n += c->p[n] != 0;
	c->out = mempcpy(c->out, c->p, n);
	c->p += n;
}

static void take_sign(struct scan *c)
{
	char sign[3] = {c->p[0], c->p[1], 0};

	if (strchr("\"`[]?@#{}\\", *sign) || among(" :: == -> ", sign))
		complain(c->s, "is not portable:", sign);
	if (*sign == '*' && among(" SELECT DISTINCT ALL RETURNING , . ", c->last))
		complain(c->s, "names no columns:", sign);
	c->depth += (*sign == '(') - (*sign == ')');
	if (*sign == ';' && c->p[1 + strspn(c->p + 1, " \t\n")])
		complain(c->s, "goes on after", sign);
	if (*sign != ';')
		*c->out++ = *sign;
	c->p++;
	sign[1] = 0;
	copy(c->last, sign);
}

static void scan_text(struct scan *c)
{
	while (*c->p) {
		if (c->p[0] == '-' && c->p[1] == '-') {
			c->p += strcspn(c->p, "\n");
		} else if (isspace((unsigned char)*c->p)) {
			*c->out++ = *c->p++;
		} else if (*c->p == '\'') {
			take_string(c);
		} else if (*c->p == '$') {
			take_param(c);
		} else if (strchr(letters, *c->p)) {
			take_word(c);
		} else {
			take_sign(c);
		}
	}
}

static void check_statement(struct scan *c)
{
	struct stmt *s = c->s;

	s->write = among(" INSERT UPDATE DELETE ", c->verb);
	for (int i = 0; i < s->params.n; i++)
		if (!s->params.used[i])
			complain(s, "does not use its parameter", s->params.name[i]);
	if (c->depth || c->likes)
		complain(s, "a string or parenthesis has no end, or a LIKE no ESCAPE", "");
	if (!*c->verb)
		complain(s, "has no text", "");
	if (!s->write && c->several && !c->ordered && !s->unordered)
		complain(s, "needs ORDER BY, or a comment:", "-- one row, -- any order");
	if ((!s->write || c->returning) != (s->cols.n > 0))
		complain(s, "declares columns and returns none, or the reverse", "");
}

/* The statement that was being read is complete. */
static void finish(struct stmt *s)
{
	struct scan c = {.s = s};

	if (!s)
		return;
	/* $x becomes $32 at most, and snprintf() asks for WORD */
	s->sql = c.out = checked(calloc(2, strlen(s->text) + WORD), "sqlgen");
	c.p = s->text;
	scan_text(&c);
	while (c.out > s->sql && isspace((unsigned char)c.out[-1]))
		*--c.out = 0;
	check_statement(&c);
}

struct reader {
	struct stmt *now, next; /* next: file, part and line, as they stand */
	char *sig;		/* the signature under way, or NULL */
	struct piece *piece;	/* the piece under way, or NULL */
	struct each *each;	/* the block under way, or NULL */
};

/* What has been read so far is complete. */
static void end(struct reader *r)
{
	finish(r->now);
	r->now = NULL;
	r->piece = NULL;
}

/* A comment that begins with `name(` starts a signature. */
static bool take_start(struct reader *r, const char *p)
{
	char name[WORD], paren[2];

	if (sscanf(p, "@part %63[a-z]", name) == 1) {
		end(r);
		copy(r->next.part, name);
	}
	if (!strncmp(p, "@text", 5)) {
		end(r);
		r->piece = piece_new(p + 5);
		if (!r->piece)
			complain(&r->next, "no name (a new one):", p);
	}
	if (sscanf(p, "%63[a-z0-9_]%1[(]", name, paren) != 2 || count == STMTS)
		return false;
	end(r);
	r->now = stmts[count++] = checked(malloc(sizeof(*r->now)), "sqlgen");
	*r->now = r->next;
	r->now->text = join(NULL, "");
	copy(r->now->name, name);
	return true;
}

static void take_comment(struct reader *r, const char *p)
{
	if (!r->sig && !take_start(r, p)) {
		if (r->now && !*r->now->text)
			r->now->unordered |=
				!strncmp(p, "one row", 7) || !strncmp(p, "any order", 9);
		return;
	}
	r->sig = join(r->sig ? join(r->sig, " ") : NULL, p);
	if (strchr(r->sig, ')') && !strchr(",:", r->sig[strlen(r->sig) - 1])) {
		read_signature(r->now, r->sig);
		free(r->sig);
		r->sig = NULL;
	}
}

static void take_line(struct reader *r, const char *line)
{
	char *text = piece_expand(line);

	if (!text)
		complain(r->now ? r->now : &r->next, "no such piece:", line);
	else if (r->piece)
		piece_add(r->piece, text);
	else if (!r->now || r->sig)
		complain(&r->next, "no complete signature before", line);
	else
		r->now->text = join(join(r->now->text, text), "\n");
	free(text);
}

static void take(void *p, char *line)
{
	if (line[0] == '-' && line[1] == '-')
		take_comment(p, line + 2 + (line[2] == ' '));
	else if (*line)
		take_line(p, line);
}

/* Does the line begin or end a block, or stand in one? */
static bool take_block(struct reader *r, const char *line)
{
	struct each *each = r->each;

	if (!strncmp(line, "-- @each ", 9)) {
		r->each = each ? NULL : each_new(line + 9);
		if (!r->each)
			complain(&r->next, "no words, or a block in a block:", line);
	} else if (!strcmp(line, "-- @end")) {
		r->each = NULL;
		if (each)
			each_end(each, take, r);
		else
			complain(&r->next, "ends no block:", line);
	} else if (each) {
		each_add(each, line);
	} else {
		return false;
	}
	return true;
}

static void read_file(const char *file)
{
	struct reader r = {.next = {.file = file, .part = "main"}};
	FILE *f = checked(fopen(file, "r"), file);
	char *line = NULL;
	size_t size = 0;
	ssize_t n;

	while ((n = getline(&line, &size, f)) >= 0) {
		while (n && isspace((unsigned char)line[n - 1]))
			line[--n] = 0;
		r.next.line++;
		if (!take_block(&r, line))
			take(&r, line);
	}
	if (r.each)
		complain(&r.next, "has no end:", "@each");
	finish(r.now);
	free(line);
	fclose(f);
}

static void write_names(FILE *c, const struct names *l)
{
	fputs(", (const char *const[]){", c);
	for (int i = 0; i < l->n; i++)
		fprintf(c, "\"%s\", ", l->name[i]);
	fputs("0}", c);
}

static void write_statement(FILE *h, FILE *c, const struct stmt *s)
{
	fputs("\tQ_", h);
	for (const char *p = s->name; *p; p++)
		fputc(toupper((unsigned char)*p), h);
	fputs(",\n", h);
	fprintf(c, "\t{\"%s\",\n\t\t\"", s->name);
	for (const char *p = s->sql; *p; p++)
		if (*p == '\n')
			fputs("\\n\"\n\t\t\"", c);
		else
			fprintf(c, strchr("\"\\", *p) ? "\\%c" : "%c", *p);
	fprintf(c, "\",\n\t\t%s, \"%s\", \"%s\", \"%s\"", s->write ? "true" : "false", s->part,
		s->params.letters, s->cols.letters);
	write_names(c, &s->params);
	write_names(c, &s->cols);
	fputs("},\n", c);
}

int main(int argc, char **argv)
{
	FILE *h, *c;

	for (int i = 3; i < argc; i++)
		read_file(argv[i]);
	if (piece_unused())
		complain(&(struct stmt){.file = argv[argc - 1]}, "no statement uses",
			piece_unused());
	if (failed || argc < 4)
		return 1;
	h = checked(fopen(argv[1], "w"), argv[1]);
	c = checked(fopen(argv[2], "w"), argv[2]);
	fputs("/* made by tools/sqlgen; do not edit */\n#ifndef GUONG_STATEMENTS_H\n"
	      "#define GUONG_STATEMENTS_H\n\nenum stmt {\n",
		h);
	fputs("/* made by tools/sqlgen; do not edit */\n#include \"db/db.h\"\n\n"
	      "const struct stmt_def stmt_table[] = {\n",
		c);
	for (int i = 0; i < count; i++)
		write_statement(h, c, stmts[i]);
	fputs("\tQ_COUNT\n};\n\n#endif\n", h);
	fputs("};\n", c);
	return fclose(h) || fclose(c);
}

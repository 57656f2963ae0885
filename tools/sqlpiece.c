#include "sqlpiece.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD = 64 };

struct piece {
	struct piece *next;
	char name[WORD], param[WORD];
	char *text;
	bool used;
};

struct text {
	char *p;
	size_t n;
};

static struct piece *pieces;

static void add(struct text *t, const char *p, size_t n)
{
	t->p = realloc(t->p, t->n + n + 1);
	if (!t->p)
		exit(1);
	memcpy(t->p + t->n, p, n);
	t->n += n;
	t->p[t->n] = 0;
}

static struct piece *find(const char *name)
{
	for (struct piece *p = pieces; p; p = p->next)
		if (!strcmp(p->name, name))
			return p;
	return NULL;
}

struct piece *piece_new(const char *head)
{
	struct piece *p = calloc(1, sizeof(*p));

	if (!p || sscanf(head, " %63[a-z_] ( %63[a-z] )", p->name, p->param) < 1 || find(p->name)) {
		free(p);
		return NULL;
	}
	p->next = pieces;
	pieces = p;
	return p;
}

void piece_add(struct piece *p, const char *line)
{
	struct text t = {p->text, p->text ? strlen(p->text) : 0};

	if (t.n)
		add(&t, "\n", 1);
	add(&t, line, strlen(line));
	p->text = t.p;
}

static bool in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$' || c == '.';
}

/* The text of a piece, with `arg` for its parameter. */
static void put(struct text *t, const struct piece *p, const char *arg)
{
	size_t n = strlen(p->param);

	for (const char *c = p->text; c && *c; c++) {
		bool starts = c == p->text || !in_word(c[-1]);
		if (n && starts && !strncmp(c, p->param, n) && c[n] == '.') {
			add(t, arg, strlen(arg));
			c += n - 1;
		} else {
			add(t, c, 1);
		}
	}
}

char *piece_expand(const char *line)
{
	struct text t = {0};

	add(&t, "", 0);
	for (const char *open; (open = strchr(line, '{')); line = strchr(open, '}') + 1) {
		char name[WORD] = "", arg[WORD] = "", end[2] = "";
		struct piece *p;

		if (sscanf(open, "{%63[a-z_]%1[}]", name, end) < 2)
			(void)!sscanf(open, "{%63[a-z_] %63[a-z]%1[}]", name, arg, end);
		p = *end ? find(name) : NULL;
		if (!p || !*p->param != !*arg) {
			free(t.p);
			return NULL;
		}
		p->used = true;
		add(&t, line, (size_t)(open - line));
		put(&t, p, arg);
	}
	add(&t, line, strlen(line));
	return t.p;
}

const char *piece_unused(void)
{
	for (const struct piece *p = pieces; p; p = p->next)
		if (!p->used)
			return p->name;
	return NULL;
}

#include "sqleach.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 16, LINES = 200, WORD = 64 };

static const char mark[] = "<each>";

struct each {
	char words[WORDS][WORD];
	char *lines[LINES];
	int word_count, line_count;
};

static void *checked(void *p)
{
	if (!p)
		exit(1);
	return p;
}

struct each *each_new(const char *words)
{
	struct each *e = checked(calloc(1, sizeof(*e)));
	int n = 0;

	while (e->word_count < WORDS &&
		sscanf(words, " %63[a-z]%n", e->words[e->word_count], &n) == 1) {
		words += n;
		e->word_count++;
	}
	if (e->word_count)
		return e;
	free(e);
	return NULL;
}

void each_add(struct each *e, const char *line)
{
	if (e->line_count == LINES) {
		fprintf(stderr, "sqlgen: more than %d lines between @each and @end\n", LINES);
		exit(1);
	}
	e->lines[e->line_count++] = checked(strdup(line));
}

/* The line with the word put in, for the caller to free. */
static char *filled(const char *line, const char *word)
{
	size_t room = strlen(line) + 1, n = strlen(word);
	char *all, *to;

	for (const char *p = line; (p = strstr(p, mark)); p++)
		room += n;
	all = to = checked(malloc(room));
	for (const char *at; (at = strstr(line, mark)); line = at + strlen(mark)) {
		to = mempcpy(to, line, (size_t)(at - line));
		to = mempcpy(to, word, n);
	}
	memcpy(to, line, strlen(line) + 1);
	return all;
}

void each_end(struct each *e, void (*take)(void *p, char *line), void *p)
{
	for (int w = 0; w < e->word_count; w++)
		for (int i = 0; i < e->line_count; i++) {
			char *line = filled(e->lines[i], e->words[w]);
			take(p, line);
			free(line);
		}
	for (int i = 0; i < e->line_count; i++)
		free(e->lines[i]);
	free(e);
}

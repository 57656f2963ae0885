/*
 * pogen: makes messages.h (enum msg) and messages.c (the table) of po/vi.po and po/en.po.
 * Usage: pogen vi.po en.po OUT.h OUT.c
 *
 * The msgid is a key ("org.renamed"), the same in both files. A plural is msgid_plural with
 * msgstr[0] and msgstr[1]. A key that stands in one file only, twice, or without text ends the
 * build with its place.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VI, EN, LANGS, MAX = 8000, LINE = 16384 };

struct entry {
	char *key, *one[LANGS], *many[LANGS];
};

static struct entry entries[MAX];
static int count;
static int failed;

static void complain(const char *file, int line, const char *what, const char *key)
{
	fprintf(stderr, "%s:%d: %s: %s\n", file, line, what, key);
	failed = 1;
}

/* Appends the quoted text of a line to *s; it stays in its C form, escapes and all. */
static void append(char **s, const char *line)
{
	const char *from = strchr(line, '"'), *to = strrchr(line, '"');
	size_t old = *s ? strlen(*s) : 0;

	if (!from || to <= from)
		return;
	*s = realloc(*s, old + (size_t)(to - from));
	if (!*s)
		exit(1);
	memcpy(*s + old, from + 1, (size_t)(to - from - 1));
	(*s)[old + (size_t)(to - from) - 1] = 0;
}

static struct entry *entry_of(const char *key, int lang, const char *file, int line)
{
	for (int i = 0; i < count; i++)
		if (!strcmp(entries[i].key, key)) {
			if (entries[i].one[lang])
				complain(file, line, "stands twice", key);
			return &entries[i];
		}
	if (count == MAX)
		exit(1);
	entries[count].key = strdup(key);
	return &entries[count++];
}

static void keep(char **key, char *texts[2], int lang, const char *file, int line)
{
	struct entry *e;

	if (*key && **key) {
		e = entry_of(*key, lang, file, line);
		if (!texts[0] || !*texts[0])
			complain(file, line, "has no text", *key);
		e->one[lang] = texts[0];
		e->many[lang] = texts[1];
	}
	free(*key);
	*key = texts[0] = texts[1] = NULL;
}

static void read_po(const char *file, int lang)
{
	FILE *f = fopen(file, "r");
	char line[LINE], *key = NULL, *plural = NULL, *texts[2] = {NULL, NULL}, **into = NULL;
	int n = 0;

	if (!f) {
		perror(file);
		exit(1);
	}
	while (fgets(line, sizeof(line), f)) {
		n++;
		if (line[0] == '#')
			continue;
		if (!strncmp(line, "msgid ", 6)) {
			keep(&key, texts, lang, file, n - 1);
			into = &key;
		} else if (!strncmp(line, "msgid_plural ", 13)) {
			free(plural);
			plural = NULL;
			into = &plural;
		} else if (!strncmp(line, "msgstr[1]", 9)) {
			into = &texts[1];
		} else if (!strncmp(line, "msgstr", 6)) {
			into = &texts[0];
		} else if (line[0] != '"' || !into) {
			continue;
		}
		append(into, line);
	}
	keep(&key, texts, lang, file, n);
	free(plural);
	fclose(f);
}

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->key, ((const struct entry *)b)->key);
}

static void write_header(const char *path)
{
	FILE *f = fopen(path, "w");

	if (!f)
		exit(1);
	fprintf(f, "/* made by tools/pogen; do not edit */\n#ifndef GUONG_MESSAGES_H\n"
		   "#define GUONG_MESSAGES_H\n\nenum msg {\n");
	for (int i = 0; i < count; i++) {
		fputs("\tM_", f);
		for (const char *s = entries[i].key; *s; s++)
			fputc(isalnum((unsigned char)*s) ? toupper((unsigned char)*s) : '_', f);
		fputs(",\n", f);
	}
	fprintf(f, "\tM_COUNT\n};\n\n#endif\n");
	fclose(f);
}

static void write_text(FILE *f, const char *s)
{
	if (s)
		fprintf(f, "\"%s\"", s);
	else
		fputs("0", f);
}

static void write_table(const char *path)
{
	FILE *f = fopen(path, "w");

	if (!f)
		exit(1);
	fprintf(f, "/* made by tools/pogen; do not edit */\n#include \"base/msg.h\"\n\n"
		   "const struct msg_entry msg_table[] = {\n");
	for (int i = 0; i < count; i++) {
		struct entry *e = &entries[i];
		fprintf(f, "\t{\"%s\", {", e->key);
		write_text(f, e->one[VI]);
		fputs(", ", f);
		write_text(f, e->one[EN]);
		fputs("}, {", f);
		write_text(f, e->many[VI]);
		fputs(", ", f);
		write_text(f, e->many[EN]);
		fputs("}},\n", f);
	}
	fprintf(f, "};\n");
	fclose(f);
}

int main(int argc, char **argv)
{
	if (argc != 5)
		return 1;
	read_po(argv[1], VI);
	read_po(argv[2], EN);
	/* M_NONE is 0 and says nothing: the key sorts first */
	entries[count].key = strdup("!none");
	entries[count].one[VI] = entries[count].one[EN] = strdup("");
	count++;
	qsort(entries, (size_t)count, sizeof(*entries), by_key);
	for (int i = 0; i < count; i++)
		for (int lang = 0; lang < LANGS; lang++)
			if (!entries[i].one[lang])
				complain(argv[1 + lang], 0, "is missing", entries[i].key);
	entries[0].key = strdup("none");
	if (failed)
		return 1;
	write_header(argv[3]);
	write_table(argv[4]);
	return 0;
}

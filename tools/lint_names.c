/* What must agree between files: statements, messages, templates; see lint.h. */
#include "lint.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A statement (Q_ORG_BY_CODE of org_by_code) or a message (M_ORG_NAME of org.name). */
struct name {
	char *word, *said;
	const struct source *s;
	size_t at;
	bool used;
};

static struct name *names;
static size_t count;
static bool sorted, messages;

static char *word_of(const char *prefix, const char *said, size_t n)
{
	size_t m = strlen(prefix);
	char *word = memcpy(grow(NULL, m + n + 1, 1), prefix, m);

	for (size_t i = 0; i < n; i++)
		word[m + i] = isalnum((unsigned char)said[i])
				      ? (char)toupper((unsigned char)said[i])
				      : '_';
	word[m + n] = 0;
	return word;
}

static void name_add(const struct source *s, const char *prefix, const char *said, size_t n)
{
	names = grow(names, count, sizeof(*names));
	names[count++] = (struct name){.word = word_of(prefix, said, n),
		.said = strndup(said, n),
		.s = s,
		.at = (size_t)(said - s->text)};
}

/* "-- org_by_code(code text): id id" in .sql; msgid "org.name" in vi.po, pogen sees to en.po. */
void names_read(const struct source *s)
{
	bool sql = s->room && same(s->ext, "sql"), po = same(s->base, "vi.po");
	const char *mark = sql ? "-- " : "msgid \"";

	if (!sql && !po)
		return;
	messages |= po;
	for (const char *p = s->text; p && (p = strstr(p, mark)); p = strchr(p, '\n')) {
		p += strlen(mark);
		size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz0123456789_.");
		bool first = p - strlen(mark) == s->text || p[-1 - (long)strlen(mark)] == '\n';
		if (first && n && p[n] == (sql ? '(' : '"'))
			name_add(s, sql ? "Q_" : "M_", p, n);
	}
}

static int by_word(const void *a, const void *b)
{
	return strcmp(((const struct name *)a)->word, ((const struct name *)b)->word);
}

static struct name *name_find(const char *word)
{
	struct name key = {.word = (char *)word};

	if (!sorted && count)
		qsort(names, count, sizeof(*names), by_word);
	sorted = true;
	return count ? bsearch(&key, names, count, sizeof(*names), by_word) : NULL;
}

/* M_FIELD_##name may become any of M_FIELD_...: all of them count as used. */
static void use_pasted(const char *prefix)
{
	for (size_t i = 0; i < count; i++)
		if (starts(names[i].word, prefix))
			names[i].used = true;
}

/* A statement is its own room's business; those of lower rooms are for all above them. */
static void check_owner(const struct source *s, const struct word *w, const struct name *name)
{
	const char *owner = name->s->room;

	if (!s->room || same(owner, s->room))
		return;
	if (rank_of(owner, strlen(owner)) >= rank_of(s->room, strlen(s->room)) ||
		rank_of(owner, strlen(owner)) == 3)
		complain(s, w->at, "owner", NULL, "statement %s belongs to %s", name->said, owner);
}

static void use_word(const struct source *s, const struct word *w)
{
	static const char *const ours[] = {"M_NONE", "M_COUNT", NULL};
	char word[200];
	struct name *name;

	snprintf(word, sizeof(word), "%.*s", (int)w->n, w->p);
	name = name_find(word);
	if (name) {
		name->used |= !s->test;
		if (*word == 'Q')
			check_owner(s, w, name);
	} else if (!strncmp(w->p + w->n, "##", 2)) {
		use_pasted(word);
	} else if (*word == 'M' && messages && s->room && !word_among(w, ours) &&
		   !starts(word, "M_PI")) {
		complain(s, w->at, "message", word, "%s stands in no catalogue", word);
	}
}

/* Every "org.name" in a piece of text that is a key of a message uses it. */
static void use_keys(const char *p, size_t n)
{
	static const char *const of_key = "abcdefghijklmnopqrstuvwxyz0123456789_.";

	for (const char *end = p + n; p < end; p++) {
		size_t m = strspn(p, of_key);
		if (m && p + m <= end && memchr(p, '.', m)) {
			char *word = word_of("M_", p, m);
			struct name *name = name_find(word);
			if (name)
				name->used = true;
			free(word);
		}
		p += m;
	}
}

/* {{_ key ...}} */
static void check_sentences(const struct source *s)
{
	for (const char *p = s->text; (p = strstr(p, "{{_"));) {
		p += 3;
		p += strspn(p, " ");
		size_t n = strcspn(p, " }\n");
		char *word = word_of("M_", p, n);
		if (messages && !name_find(word))
			complain(s, (size_t)(p - s->text), "message", NULL,
				"%.*s stands in no catalogue", (int)n, p);
		free(word);
	}
}

void names_use(const struct source *s)
{
	struct word w;

	if (same(s->ext, "html"))
		check_sentences(s);
	if (s->c || same(s->ext, "def")) {
		for (size_t at = 0; word_next(s, s->code, &at, &w);)
			if (w.n > 2 && (w.p[0] == 'M' || w.p[0] == 'Q') && w.p[1] == '_')
				use_word(s, &w);
		for (size_t at = 0; !s->test && literal_next(s, &at, &w);)
			use_keys(w.p, w.n);
	} else if (!s->test && !same(s->ext, "po") && !same(s->ext, "allow")) {
		use_keys(s->text, s->n);
	}
}

void names_end(void)
{
	for (size_t i = 0; i < count; i++)
		if (!names[i].used && !names[i].s->test)
			complain(names[i].s, names[i].at,
				*names[i].word == 'Q' ? "statement" : "message", names[i].said,
				"%s is used nowhere", names[i].said);
}

/* The end of a tag's attribute value, or p itself. */
static const char *value_end(const char *p)
{
	if (*p == '"' || *p == '\'') {
		const char *end = strchr(p + 1, *p);
		return end ? end : p;
	}
	return p;
}

static void check_attribute(const struct source *s, const char *p)
{
	size_t n = strcspn(p, " \t\n=>/");
	size_t at = (size_t)(p - s->text);

	if (n > 2 && starts(p, "on") && p[n] == '=')
		complain(s, at, "inline", NULL, "%.*s: script belongs into ui/*.js", (int)n, p);
	if (n == 5 && starts(p, "style") && p[n] == '=')
		complain(s, at, "inline", NULL, "style: looks belong into ui/*.css");
	if (starts(p + n, "=\"javascript:"))
		complain(s, at, "inline", NULL, "script in an address");
}

/* From behind '<' to its '>'; tells of attributes, and whether a src was among them. */
static const char *check_tag(const struct source *s, const char *p, bool *ret_src)
{
	for (*ret_src = false; *p && *p != '>'; p++) {
		if (isspace((unsigned char)*p) && isalpha((unsigned char)p[1])) {
			check_attribute(s, p + 1);
			*ret_src |= starts(p + 1, "src=");
		}
		p = value_end(p);
	}
	return p;
}

/* The page is to work under a policy that runs and styles nothing written into it. */
void lint_template(const struct source *s)
{
	bool src;

	if (!same(s->ext, "html"))
		return;
	for (const char *p = s->text; (p = strchr(p, '<'));) {
		const char *tag = ++p;
		if (starts(tag, "!--")) {
			const char *end = strstr(tag, "-->");
			p = end ? end : p;
			continue;
		}
		p = check_tag(s, p, &src);
		if (starts(tag, "style"))
			complain(s, (size_t)(tag - s->text), "inline", NULL,
				"<style>: looks belong into ui/*.css");
		if (starts(tag, "script") && !src)
			complain(s, (size_t)(tag - s->text), "inline", NULL,
				"<script>: script belongs into ui/*.js");
	}
}

#include "demo/demo_words.h"

#include "base/die.h"
#include "base/embed.h"
#include "base/map.h"
#include "base/sheet.h"

enum { ROWS = 500, WORDS = 200, KEY = 100 };

struct choice {
	const char **words;
	int *up_to; /* weights added up */
	int n;
};

struct demo_words {
	struct map *rows; /* "what/who" to struct choice */
};

static struct str key_of(char out[KEY], const char *what, const char *who)
{
	size_t n = strlen(what), m = strlen(who);

	must(n + m + 1 < KEY);
	memcpy(out, what, n);
	out[n] = '/';
	memcpy(out + n + 1, who, m);
	return (struct str){out, n + m + 1};
}

static void add_word(struct arena *a, struct choice *c, struct str part)
{
	struct str word = str_cut(&part, ':');
	long long weight = 1;

	must(c->n < WORDS && (!part.p || str_to_int(part, &weight)));
	c->words[c->n] = str_is(word, "-") ? NULL : arena_strndup(a, word.p, word.n);
	c->up_to[c->n] = (c->n ? c->up_to[c->n - 1] : 0) + (int)weight;
	c->n++;
}

static void add_row(struct demo_words *w, struct arena *a, const struct sheet_row *row)
{
	struct choice *c = arena_new_of(a, struct choice);
	const char *what, *who;
	struct str rest, key;
	char at[KEY];

	must(row->n == 3);
	what = arena_strndup(a, row->cells[0].text.p, row->cells[0].text.n);
	who = arena_strndup(a, row->cells[1].text.p, row->cells[1].text.n);
	c->words = arena_array(a, WORDS, sizeof(*c->words));
	c->up_to = arena_array(a, WORDS, sizeof(*c->up_to));
	for (rest = row->cells[2].text; rest.p && rest.n;)
		add_word(a, c, str_cut(&rest, '|'));
	key = key_of(at, what, who);
	must(c->n && !map_get(w->rows, key));
	map_put(w->rows, (struct str){arena_memdup(a, key.p, key.n), key.n}, c);
}

enum err demo_words_load(struct arena *a, struct demo_words **ret, struct fault *f)
{
	const struct embedded *file = embed_find("scenarios/people.csv");
	struct demo_words *w = arena_new_of(a, struct demo_words);
	struct sheet_row row;
	struct sheet *s;

	must(file);
	w->rows = map_new(a, ROWS);
	TRY(sheet_open(&s, a, file->bytes, file->name, NULL, f));
	while (sheet_row(s, &row))
		if (row.number > 1)
			add_row(w, a, &row);
	*ret = w;
	return sheet_end(s);
}

static const struct choice *choice_of(const struct demo_words *w, const char *what, const char *who)
{
	char at[KEY];

	return map_get(w->rows, key_of(at, what, who));
}

bool demo_words_have(const struct demo_words *w, const char *what, const char *who)
{
	return choice_of(w, what, who) != NULL;
}

const char *demo_word(
	const struct demo_words *w, struct demo_dice *d, const char *what, const char *who)
{
	const struct choice *c = choice_of(w, what, who);
	int at, low = 0, high;

	if (!c)
		c = choice_of(w, what, "any");
	must(c);
	at = demo_roll(d, c->up_to[c->n - 1]);
	for (high = c->n - 1; low < high;) {
		int mid = (low + high) / 2;
		if (c->up_to[mid] > at)
			high = mid;
		else
			low = mid + 1;
	}
	return c->words[low];
}

bool demo_words_hold(
	const struct demo_words *w, const char *what, const char *who, const char *word)
{
	const struct choice *c = choice_of(w, what, who);

	for (int i = 0; c && i < c->n; i++)
		if (text_eq(c->words[i], word))
			return true;
	return false;
}

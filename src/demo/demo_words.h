/*
 * demo_words.h: what is drawn by lot: names, occupations, levels, with their weights.
 *
 *	TRY(demo_words_load(a, &words, f));
 *	family = demo_word(words, &dice, "family", "thai");
 *
 * They stand in scenarios/people.csv: a row for each thing (`what`) of each kind of people (`who`),
 * its words divided by '|', each followed by ':' and its weight. "-" is the word for nothing.
 */
#ifndef GUONG_DEMO_WORDS_H
#define GUONG_DEMO_WORDS_H

#include "base/arena.h"
#include "base/err.h"
#include "demo/demo_dice.h"

struct demo_words;

enum err demo_words_load(struct arena *a, struct demo_words **ret, struct fault *f);
bool demo_words_have(const struct demo_words *w, const char *what, const char *who);
/* A word of that kind of people, or else of "any"; NULL for "-". */
const char *demo_word(
	const struct demo_words *w, struct demo_dice *d, const char *what, const char *who);
/* Does this word stand in the row, with whatever weight? */
bool demo_words_hold(
	const struct demo_words *w, const char *what, const char *who, const char *word);

#endif

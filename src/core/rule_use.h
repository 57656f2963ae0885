/*
 * rule_use.h: every code that a rule can have, what its value looks like, and which pages go by it:
 * the rows of rule_uses.def.
 *
 * A test compares them with rules/rules.csv and with the sources: every code has a row, a name in
 * the catalogue "rule", and is asked for somewhere or said to be kept for a part to come.
 */
#ifndef GUONG_CORE_RULE_USE_H
#define GUONG_CORE_RULE_USE_H

#include "core/rule.h"

enum rule_shape {
	RULE_ONE,  /* exactly one value on every day */
	RULE_LATE, /* one from its first day on: before it nothing is known, or it was not ruled */
	RULE_MANY, /* a list */
};

enum rule_kind {
	RULE_NUMBER, /* a count */
	RULE_TERM,   /* days, working days, months, years */
	RULE_SHARE,  /* at least, or more than, a part of a base */
	RULE_FACTOR, /* so many times, also one and a half */
	RULE_DATE,   /* month and day: 203 is 3 February */
	RULE_WORD,   /* a code of a catalogue */
	RULE_TEXT,   /* as it is written */
};

enum { RULE_PAGES = 4 };

struct rule_use {
	const char *code;
	enum rule_shape shape;
	enum rule_kind kind;
	const char *words;	    /* RULE_WORD: which catalogue */
	const char *subject;	    /* catalogue rule_subject */
	enum msg pages[RULE_PAGES]; /* titles of the pages that go by it; none: kept for later */
};
extern const struct rule_use rule_uses[];
extern const size_t rule_use_count;

/* NULL if there is no such code. */
const struct rule_use *rule_use_of(const char *code);
/* May a value of this use have that unit? */
bool rule_unit_fits(const struct rule_use *use, const char *unit);
/*
 * Reads a value as files and forms have it ("30", "2/3", "85%", "03/02", a word) into value, den,
 * word and item; false if it is none.
 */
bool rule_value_parse(
	struct arena *a, const struct rule_use *use, const char *text, struct rule *ret);
/* The other way, so that a form can show it. */
const char *rule_value_text(struct arena *a, const struct rule_use *use, const struct rule *r);

#endif

/*
 * member_fold.h: from facts to where a person stood, and what counts.
 *
 * A pure function: it asks nothing of the database but the lives of the cells named, through a
 * source that the caller gives. What it decides:
 *
 *  - A fact counts on the first exact day it may mean; one known to the month or year is moved up
 *    to the admission if it may have been after it.
 *  - Acts on organisations come before facts of the same day: whoever is in a cell that ends is in
 *    its successor from that day (moved_out, moved_in); a fact of that day or later that names the
 *    old cell means the successor. Whoever takes part in such a cell for a time, or is on the way
 *    to it, does so in the successor.
 *  - A cell's register begins with the cell, or on the day its register or that of the nearest
 *    organisation above it was opened. Who was there before is taken over on that day; what
 *    happened before is history and counts in no period.
 *  - Members are counted from the day of the decision to admit, and are official from the day of
 *    the decision to recognise.
 *  - On the day of leaving they are no longer counted.
 *
 * Source: decisions, "Time" 1, 2, 6; figures, "Days" and "The books always close".
 */
#ifndef GUONG_MEMBER_MEMBER_FOLD_H
#define GUONG_MEMBER_MEMBER_FOLD_H

#include "core/tree_life.h"
#include "member/member.h"

/* A name on some days; they cover all days. */
struct fold_name {
	day_t from_day;
	struct str sort_key;
};

struct fold_in {
	int64_t person;
	struct member_fact *facts; /* sorted in place */
	size_t fact_count;
	const struct fold_name *names; /* by from_day */
	size_t name_count;
	struct lives *lives;
};

/* What is wrong, with which fact (its address in `facts` after sorting). */
struct fold_problem {
	struct fold_problem *next;
	const struct member_fact *fact;
	const char *field;
	enum msg what;
	const char *arg[2];
};

struct fold_out {
	struct list spells; /* struct member_spell, by from_day */
	struct list flows;  /* struct member_flow, in the order in which they happened */
	struct fold_problem *problems;
};

enum err member_fold(struct ctx *cx, const struct fold_in *in, struct fold_out *ret);
/* Do two say the same, whoever made them? What stands in the database just so keeps its row. */
bool member_spell_same(const struct member_spell *a, const struct member_spell *b);
bool member_flow_same(const struct member_flow *a, const struct member_flow *b);
/* What the search finds a name by: its words, folded, and the whole of it with '=' before it. */
enum { NAME_WORDS = 25 };
int member_name_words(struct arena *a, const char *name, const char *ret[NAME_WORDS]);
/* The day on which a fact counts. */
day_t member_fact_day(const struct member_fact *f, day_t admitted);

#endif

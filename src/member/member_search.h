/*
 * member_search.h: from what people type to persons: words of the name without diacritics, the last
 * one only begun, in any order; or the beginning of a member number.
 *
 * Only persons within the actor's reach are found, as things stand today: what somebody is called
 * today is shown, but all names that they ever had lead to them. Who left is found where they were
 * last.
 *
 * The work is bounded. The search goes from the rarest word; where all are common, from whole names
 * that begin with what was typed, and is cut off; where the actor is for few, from them.
 */
#ifndef GUONG_MEMBER_MEMBER_SEARCH_H
#define GUONG_MEMBER_MEMBER_SEARCH_H

#include "core/action.h"

/* Folded words: whole ones, and the beginning of one. Those not given are "". */
struct member_words {
	const char *whole[3], *begin, *beyond;
	const char *all; /* as typed, folded */
};

void member_words_read(struct ctx *cx, const char *text, struct member_words *ret);

struct member_hit {
	int64_t person, cell;
	const char *full_name, *sex, *member_no, *cell_name, *status;
	day_t birth_date;
	int counted;
	const char *tone;
};
extern const struct field member_hit_fields[];

/*
 * At most `limit` hits (struct member_hit): whole names first, then in Vietnamese order. `ret_cut`:
 * there may be more; one word more finds them.
 */
enum err member_find(
	struct ctx *cx, const char *text, int64_t limit, struct list *ret, bool *ret_cut);

/* What the actor reads the members of, one for each grant. */
struct member_over {
	int64_t org; /* 0: everything, and then nothing else */
	bool own;
};
enum { MEMBER_OVERS = 16 };
size_t member_overs(const struct ctx *cx, struct member_over ret[MEMBER_OVERS]);

/* The page of the section, when nothing is searched for: what the actor is for. */
enum err member_home(struct ctx *cx, struct doc *d);

extern const struct action member_search;

#endif

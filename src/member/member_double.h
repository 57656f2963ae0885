/*
 * member_double.h: is this person in the register already?
 *
 *	struct double_ask ask = {.full_name = name, .birth_date = birth, .member_no = no};
 *	TRY(member_doubles(cx, &ask, &hits));           for a form: with cells, reach and words
 *	TRY(member_double_hits(cx, &ask, 20, &hits));   for a row of a file: one statement, no more
 *
 * Probable doubles, the surest first: the same member number; the same citizen number; the same
 * name (folded, as the search folds) with the same birth; its parts in another order with the same
 * birth; the same name with one digit of the birth off or day and month exchanged; the same name
 * and year; the same name where one of the births is not known.
 *
 * All names a person ever had count; births and numbers as they stand today. A record that was
 * joined into another one is told as that one. Everything is asked as known now.
 *
 * What lies outside the actor's reach is a hit with `within` 0: a page says only that the same is
 * in another organisation, and shows none of the rest.
 */
#ifndef GUONG_MEMBER_MEMBER_DOUBLE_H
#define GUONG_MEMBER_MEMBER_DOUBLE_H

#include "member/member.h"

enum double_kind {
	DOUBLE_NONE,
	DOUBLE_NUMBER,
	DOUBLE_CITIZEN,
	DOUBLE_BIRTH,
	DOUBLE_SWAPPED,
	DOUBLE_DIGIT,
	DOUBLE_YEAR,
	DOUBLE_UNKNOWN
};

struct double_ask {
	int64_t person; /* it is no double of itself; 0: a new one */
	const char *full_name;
	day_t birth_date;
	const char *member_no, *citizen_no;
};

/* A name folded: its whole, and the same with its parts in other orders. */
enum { DOUBLE_SWAPS = 3 };
struct double_key {
	const char *whole, *swap[DOUBLE_SWAPS]; /* NULL: fewer words */
};

struct member_double {
	enum double_kind kind;
	int64_t person;
	const char *full_name, *member_no, *citizen_no;
	day_t birth_date;
	/* by member_doubles() only */
	int within;
	const char *cell_name, *why, *href;
};
/* What a page shows of those within reach. */
extern const struct field member_double_fields[];

struct double_key member_double_key(struct arena *a, const char *full_name);
/*
 * How two records resemble each other; keys as made by member_double_key(). Asks nothing of the
 * database: also for two rows of one file.
 */
enum double_kind member_double_compare(const struct double_ask *a, const struct double_key *ka,
	const struct double_ask *b, const struct double_key *kb);

/* Probable doubles (struct member_double), the surest first, at most `max`; no reach, no words. */
enum err member_double_hits(
	struct ctx *cx, const struct double_ask *ask, size_t max, struct list *ret);
/* The same with cell, reach and words: a few statements for each. */
enum err member_doubles(struct ctx *cx, const struct double_ask *ask, struct list *ret);
/* "cùng họ tên và ngày sinh": why it is thought to be one. */
enum msg member_double_why(enum double_kind kind);
/*
 * For a form: shows what was found. ERR_REFUSED on the field `checked` unless there is nothing, or
 * it was looked at.
 */
enum err member_double_warn(
	struct ctx *cx, const struct double_ask *ask, int checked, struct doc *d);

#endif

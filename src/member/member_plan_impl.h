/*
 * member_plan_impl.h: what the files of the plan share; nobody else includes it.
 */
#ifndef GUONG_MEMBER_MEMBER_PLAN_IMPL_H
#define GUONG_MEMBER_MEMBER_PLAN_IMPL_H

#include "base/map.h"
#include "member/member_plan.h"

/* A fact in a plan: of the database, added, or taken back. */
struct plan_fact {
	struct plan_fact *next;
	struct member_fact f;
	long tag;
	bool added, voided, card_seen; /* card_seen: by member_card_check() */
};

struct plan_join {
	int64_t person, into_person, txn;
	const char *history;
};

struct plan_person {
	struct plan_person *next;
	int64_t id, made_by; /* the transaction that made the record */
	bool made, touched, stale;
	long tag;
	struct list old_rows, old_spells, old_flows; /* as they stand: struct person... */
	struct person *rows; /* attributes as they will be, without gaps; none: taken back whole */
	bool *row_kept;
	size_t row_count;
	struct plan_fact *facts, **facts_end;
	struct plan_join old_join, join;	 /* into whom; person 0: into nobody */
	struct plan_person *guests, *next_guest; /* joined into this one */
	struct list spells, flows; /* as they will be; marks for those that stand so already */
	bool *spell_kept, *flow_kept;
};

struct plan_word {
	const char *word;
	int64_t person;
};

struct member_plan {
	struct ctx *cx;
	struct map *by_id;
	struct map *cards; /* numbers that it gives: the person; NULL: none yet */
	struct plan_person *people, **people_end, *stale;
	size_t count, touched, problems;
	struct lives *lives;
	long tag;
	tree_report *report;
	void *report_arg;
	/* rows to be written, in the order of their tables: made by plan_sort() */
	struct plan_person **sorted;
	struct list spells, flows, words; /* pointers to spells and flows; struct plan_word */
	size_t words_done;
};

/* The person in the plan, loaded if need be; ERR_NOT_FOUND if there is none. */
enum err plan_person(struct member_plan *p, int64_t id, struct plan_person **ret);
/* Something about the person changes: it is folded again at the next check. */
void plan_touch(struct member_plan *p, struct plan_person *pp);
void plan_problem_of(struct member_plan *p, long tag, const char *field, enum msg what,
	const char *a1, const char *a2);
/* The numbers that a statement about an id gives, as an array of int64_t. */
enum err plan_ids(struct ctx *cx, enum stmt stmt, int64_t arg, struct list *ret);
/* Persons in the order of their ids. */
enum err plan_ids_after(struct ctx *cx, int64_t after, int64_t limit, struct list *ret);
/* Rows of attributes that touch and say the same become one. */
void plan_rows_tidy(struct plan_person *pp);
/* After the check: do cells and flows that follow stand in the database just so? */
bool plan_person_stands(const struct plan_person *pp);
bool person_same(const struct person *a, const struct person *b);
/* Puts what is to be written into arrays sorted by key, before anything is locked. */
void plan_sort(struct member_plan *p);

#endif

/*
 * member_file.h: the personal file: one person's page, its history, and what forms about a person
 * share.
 *
 * The timeline is the page: everything that happened, newest first, with what was corrected shown
 * as corrected. {item} of an address is the person's id, or a member number of somebody within
 * reach. A record that was joined into another one leads there.
 *
 *	TRY(member_item(cx, PERM_MEMBER_CHANGE, &person));     who, and may I
 *	TRY(member_head(cx, d, person, &p));                   path down to their cell, their name
 *
 * What each file has: member_file.c the page; member_file_line.c its timeline; member_file_head.c
 * what this header promises to forms; member_file_history.c what was recorded when;
 * member_act*.c what is done; member_attr.c attributes; member_enter.c new ones; member_join.c two
 * records of one.
 */
#ifndef GUONG_MEMBER_MEMBER_FILE_H
#define GUONG_MEMBER_MEMBER_FILE_H

#include "member/member_plan.h"

/* A row as it stands in the database, voided ones included. */
struct file_fact {
	struct member_fact f;
	int64_t made_ms, void_ms, void_txn; /* void_ms: MS_MAX while it is live */
};
struct file_person {
	struct person p;
	int64_t made_ms, void_ms, void_txn;
};

/* ---- who ---- */

/*
 * The person that {item} names, and may the actor do it with them? ERR_NOT_FOUND, ERR_FORBIDDEN
 * with a problem. A joined record is given as it is: see member_joined().
 */
enum err member_item(struct ctx *cx, enum perm perm, int64_t *ret);
/* The person on the day, whether or not they were a member then. */
enum err member_who(struct ctx *cx, int64_t person, struct person *ret);
/* The spell of the day; else the last before it; else the first. ERR_NOT_FOUND: never a member. */
enum err member_stand(struct ctx *cx, int64_t person, struct member_spell *ret);
/* From the top through their cell to the person; title and path. `ret` may be NULL. */
enum err member_head(struct ctx *cx, struct doc *d, int64_t person, struct person *ret);
/* The name of an organisation on the day or the nearest to it; NULL for none (0). */
enum err member_org_name(struct ctx *cx, int64_t org, day_t day, const char **ret);

/* ---- what ---- */

/* The ids (int64_t) of records joined into this one; `told`: of those whose history is told here.
 */
enum err member_guests(struct ctx *cx, int64_t person, bool told, struct list *ret);
/* The facts of the person and of records told here (struct member_fact), by day; twice told once.
 */
enum err member_told_facts(struct ctx *cx, int64_t person, struct list *ret);
/* All facts and attributes ever recorded up to cx->known, in the order of recording. */
enum err member_file_facts(struct ctx *cx, int64_t person, struct list *ret);
enum err member_file_persons(struct ctx *cx, int64_t person, struct list *ret);
/* "Nơi ở: Bản Co (trước: Bản Cù); ..."; "" if they are alike. */
const char *member_changes_text(
	struct ctx *cx, const struct person *before, const struct person *after);
/* Do two records of one person tell the same? */
bool member_fact_same(const struct member_fact *a, const struct member_fact *b);
/* "Được kết nạp", for a badge with its years. */
const char *member_fact_words(struct ctx *cx, const struct member_fact *f);
/* Completed months of Party age on a day by the facts; -1 if the admission is not known. */
int member_party_months(struct list facts, day_t day);

/* The attributes, in groups. */
void member_attributes_add(struct ctx *cx, struct doc *d, const struct person *p);
/* The timeline into the document, newest first. */
enum err member_line(struct ctx *cx, struct doc *d, int64_t person);

extern const struct action member_show, member_history;

#endif

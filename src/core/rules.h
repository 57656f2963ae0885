/*
 * rules.h: catalogues and rules, from the files in rules/ into the database and from there to
 * memory. A rule never changes what is past: it gets an end and a successor row.
 *
 * Numbers that a rule sets are asked for by their code, as they were on a day:
 *
 *	TRY(rule_number(cx, "probation.months", day, &months));
 *	TRY(rule_numbers(cx, "badge.years", day, &years));      one row each
 *
 * A code that rules/rules.csv does not have is a bug of ours; one that has no row for the day
 * gives ERR_REFUSED with a problem that names it.
 */
#ifndef GUONG_CORE_RULES_H
#define GUONG_CORE_RULES_H

#include "core/ctx.h"

/* Stores what rules/ says; rows that are there already are brought up to date. In a write. */
enum err rules_store(struct ctx *cx);
/* The catalogues of the database, into an arena that outlives the work. */
enum err rules_cats(struct db *db, struct arena *a, struct cats *ret);

/* Numbers (int64_t), smallest first. */
enum err rule_numbers(struct ctx *cx, const char *code, day_t day, struct list *ret);
enum err rule_number(struct ctx *cx, const char *code, day_t day, int64_t *ret);

#endif

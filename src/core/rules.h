/*
 * rules.h: catalogues and rules, from the files in rules/ into the database and from there to
 * memory. A rule never changes what is past: it gets an end and a successor row.
 */
#ifndef GUONG_CORE_RULES_H
#define GUONG_CORE_RULES_H

#include "core/ctx.h"

/* Stores what rules/ says; rows that are there already are brought up to date. In a write. */
enum err rules_store(struct ctx *cx);
/* The catalogues of the database, into an arena that outlives the work. */
enum err rules_cats(struct db *db, struct arena *a, struct cats *ret);

#endif

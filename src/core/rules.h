/*
 * rules.h: catalogues and rules, from the files in rules/ into the database, and the catalogues
 * from there to memory. What a rule says on a day: rule.h.
 */
#ifndef GUONG_CORE_RULES_H
#define GUONG_CORE_RULES_H

#include "core/rule.h"

/*
 * Stores what rules/ says; rows that are there already are brought up to date, and what was added
 * here stays (rule_file.h). In a write.
 */
enum err rules_store(struct ctx *cx);
/* The catalogues of the database, into an arena that outlives the work. */
enum err rules_cats(struct db *db, struct arena *a, struct cats *ret);

#endif

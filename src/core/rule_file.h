/*
 * rule_file.h: what the files of the program say of rules and holidays, against what the database
 * has of an earlier program.
 *
 *	TRY(rule_files_compare(cx, &diff));	what an upgrade would change
 *	TRY(rule_files_store(cx));		does it; in a write
 *
 * A row that the files no longer have is voided, not deleted, so that a past question finds it. A
 * new row is known from the instant of the upgrade, or always, if nothing was known of its code (of
 * any holiday). What was added here is not touched. A file that cannot be read is a bug of ours.
 */
#ifndef GUONG_CORE_RULE_FILE_H
#define GUONG_CORE_RULE_FILE_H

#include "core/rule.h"

struct rule_files_diff {
	struct list rules_new, rules_old;	/* struct rule: that would come, that would go */
	struct list holidays_new, holidays_old; /* struct holiday */
};

enum err rule_files_compare(struct ctx *cx, struct rule_files_diff *ret);
enum err rule_files_store(struct ctx *cx);
/* The rows of a file of rules/: texts, NULL where a cell is empty. */
struct rule_cells {
	const char *cell[8];
};
enum err rule_file_each(struct ctx *cx, const char *file,
	enum err (*row)(struct ctx *cx, const struct rule_cells *r, void *p), void *p);
day_t rule_file_from(const char *cell);
/* Files name the last day; rows end before the day after it. */
day_t rule_file_to(const char *cell);

#endif

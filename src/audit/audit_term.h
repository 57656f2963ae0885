/*
 * audit_term.h: what goes by itself when its term is over.
 *
 * term.def names the records and the rule that sets their term; the jobs process removes what is
 * over, once a day and when it starts. Nobody decides in the single case: who decided is who set
 * the rule, and the list (/retention) shows the data auditor what goes within the days of the rule
 * term.notice_days, before it goes. Each removal is a transaction of its own (erase_term) with a
 * row of term_end: what kind, by which rule, through which day, how many rows.
 *
 * Records that the audit chain covers leave their digests, as by asking (audit_puncture.h). One
 * that is not sealed yet, or not as it was sealed, or that shares its unit with something that
 * stays, is left alone until the next day.
 *
 * A new kind: its rule, its statements, a row of term.def, a name in the catalogue term_kind.
 */
#ifndef GUONG_AUDIT_AUDIT_TERM_H
#define GUONG_AUDIT_AUDIT_TERM_H

#include "core/ctx.h"

struct term {
	const char *kind, *rule;
	bool sealed;
	enum stmt due, soon;
	const enum stmt *remove;
	size_t n;
};

extern const struct term terms[];
extern const size_t term_count;

/*
 * The first day that is not over yet, of what is `ahead` days from today. In a transaction. The
 * term is that of today, as known now, whatever a page asks about.
 */
enum err term_before(struct ctx *cx, const struct term *t, int ahead, day_t *ret);
/* How many records are older than that. In a transaction on either database. */
enum err term_older(struct ctx *cx, const struct term *t, day_t before, int64_t *ret);

/* Removes what is over of all kinds; how many rows. Begins its transactions itself. */
enum err terms_run(struct ctx *cx, int64_t *ret_rows);

#endif

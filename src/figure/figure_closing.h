/*
 * figure_closing.h: closings of periods, and figures that went out in papers.
 *
 * A committee closes a period: from then on its figures are those known at that instant. Nothing is
 * locked; what is entered later counts, and whoever asks is told both numbers:
 *
 *	TRY(closing_of_ask(cx, &ask, &closing));
 *	if (closing.id) TRY(closing_answer(cx, &ask, closing.made_ms, &then));
 *
 * A closing holds for the organisation and all below it, for its period and every one within. It is
 * taken back by opening the period again, with a reason; both stay on record.
 *
 * An issued figure keeps the question, the answer and the instant. Whether the records give another
 * answer by now is seen each time the list is opened: nothing published changes in silence.
 *
 * Files: figure_closing.c finds, figure_closing_act.c closes and opens, figure_closing_page.c shows
 * what was entered later, figure_issue.c is about issued figures.
 */
#ifndef GUONG_FIGURE_FIGURE_CLOSING_H
#define GUONG_FIGURE_FIGURE_CLOSING_H

#include "core/action.h"
#include "figure/figure.h"

struct figure_closing {
	int64_t id, org, txn, made_ms, void_txn, void_ms; /* id 0: there is none */
	const char *period, *note;
	day_t from_day, to_day; /* half open */
};
extern const struct field figure_closing_fields[];

/* As known at cx->known; without one `id` is 0, which is no failure. */
enum err closing_of_ask(struct ctx *cx, const struct figure_ask *ask, struct figure_closing *ret);
/* The answer as it was known at an instant. */
enum err closing_answer(
	struct ctx *cx, const struct figure_ask *ask, int64_t known, struct figure_answer *ret);
/* The one that the address names, also one that was opened again. */
enum err closing_get(struct ctx *cx, struct figure_closing *ret);
/* What was issued of the organisation, and whether it is still so. */
enum err issue_show(struct ctx *cx, struct doc *d);
/* Of a question that went out in a paper: which paper, and whether the number is still the same. */
enum err issue_tell(struct ctx *cx, struct doc *d, const struct figure_ask *ask,
	const struct figure_answer *now);
/* Title, path and place of a page about closings. */
enum err closing_head(struct ctx *cx, struct doc *d);

/* What the forms hold. */
struct closing_add_in {
	const char *period, *note;
};

struct closing_reopen_in {
	const char *reason;
};

struct figure_issue_in {
	const char *code, *period, *reach, *paper, *note;
	int lineage;
};

extern const struct action closing_list, closing_show, closing_add, closing_reopen;
extern const struct action figure_issue, figure_issue_show, figure_issue_remove;

#endif

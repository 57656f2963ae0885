/*
 * figure_target.h: targets: what an organisation is to reach of an indicator in a period.
 *
 *	TRY(target_of(cx, org, "member.admitted", period, &target));
 *	if (target.id) text = target_text(cx, &target);      "120", "ít nhất 98%"
 *
 * A committee sets targets for itself and hands them down: the target of a child has the committee
 * as its giver, and what is left to be handed out is the committee's own target without those of
 * its children. One target of an organisation, indicator and period stands at a time; set anew, the
 * old one is voided. It is exact (what is planned, more is more), "at least" or "at most".
 *
 * Files: figure_target.c reads, figure_target_set.c sets and hands down, figure_target_page.c is
 * the page of an organisation, figure_target_import.c takes in files.
 */
#ifndef GUONG_FIGURE_FIGURE_TARGET_H
#define GUONG_FIGURE_FIGURE_TARGET_H

#include "core/action.h"
#include "figure/figure.h"

struct figure_target {
	int64_t id, org, giver;		   /* id 0: there is none */
	const char *code, *period, *bound; /* bound: catalogue target_bound */
	day_t from_day, to_day;		   /* half open */
	int64_t value, base;		   /* base: as in figure_answer */
	const char *decision_no;
	day_t decided_on;
	int64_t txn, made_ms, void_txn;
};
extern const struct field figure_target_fields[];

/* As known at cx->known; without one `id` is 0, which is no failure. */
enum err target_of(struct ctx *cx, int64_t org, const char *code, struct period period,
	struct figure_target *ret);
/*
 * The same for what was asked. A question about a period has the target of that very period; one
 * that names none (`open`) that of the shortest period under way: for what happens one that began
 * with it, for what stands one in which the day lies. Asked of another reach there is none.
 */
enum err target_of_ask(
	struct ctx *cx, const struct figure_ask *ask, bool open, struct figure_target *ret);
/* Those of the organisations directly below, at most one each; struct figure_target. */
enum err target_of_children(
	struct ctx *cx, const struct figure_ask *ask, bool open, struct list *ret);
/* All that might hold for open questions of a day, to be asked with target_among(). */
enum err target_running(struct ctx *cx, int64_t org, day_t day, struct list *ret);
/* The one of a list (struct figure_target) that answers the question; NULL: none of them. */
const struct figure_target *target_among(
	struct list targets, const struct figure_ask *ask, int64_t org, bool open);

/* "120", "98%", "ít nhất 98%". */
const char *target_text(struct ctx *cx, const struct figure_target *t);
/* How much of it is reached: 152 of 120 is 152/120; of rates the one over the other. */
struct ratio target_rate(const struct figure_target *t, const struct figure_answer *a);
/* "152 trên 120, đạt 127%"; "ít nhất 98%; được 97,6%, chưa đạt, còn thiếu 0,4 điểm"; under its
 * period. */
const char *target_aim_text(struct ctx *cx, const struct figure_target *t,
	const struct figure_answer *a, bool plain); /* plain: numbers only, where a few are meant */
/* In whole per cent, as offices write it: "127%"; 100% only if it is reached. */
const char *target_rate_text(struct ctx *cx, struct ratio r);
/* The same in words: "127%"; of a rate the points; of "at most" whether it is kept. */
const char *target_reach_text(
	struct ctx *cx, const struct figure_target *t, const struct figure_answer *a);
/* Is it reached? Of "at most": not exceeded. */
bool target_is_reached(const struct figure_target *t, const struct figure_answer *a);

/*
 * Reads "120", "2.128", "98%", "ít nhất 97,5 %", ">= 98%", "không quá 3" into value, base and, if
 * the text names one, bound. Numbers of a rate are per cent. False: it is none of these.
 */
bool target_read(const struct speech *sp, struct arena *a, const char *text, bool rate,
	struct figure_target *t);

/* "Đã giao 115 trong 120, còn phải giao 5." of a target that is a number. */
const char *target_rest_text(struct ctx *cx, const struct figure_target *own, int64_t handed);
/* By its code, or by its title in either language; NULL: there is none. */
const struct figure *figure_named(struct ctx *cx, const char *text);
/* Voids what stood for it and writes it; in a transaction. */
enum err target_write(struct ctx *cx, struct figure_target *t);

/* What the forms hold. */
struct target_set_in {
	const char *code, *period, *value, *bound, *decision_no, *reason;
	day_t decided_on;
};

/* A line for each child: its code first, the number last; ';' or a tab between. */
struct target_hand_in {
	const char *lines, *bound, *decision_no, *reason;
	day_t decided_on;
};

struct target_list_in {
	const char *period, *code;
};

extern const struct action target_list, target_set, target_hand, target_remove;

#endif

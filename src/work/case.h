/*
 * case.h: cases on pages. One step of a procedure as a form: what the forms of all steps share.
 *
 * The action of a step has its name in `arg` and fields of struct case_in; it fills, plans and
 * applies with the three functions below. A procedure of another module needs no code here:
 *
 *	static const struct field vote_fields[] = {CASE_DAY(...), CASE_VOTE, CASE_NOTE, F_END};
 *	CASE_STEP(admission_cell_vote, "cell_vote", vote_fields, M_STEP_CELL_VOTE);
 *
 * {item} is the case. With ?corrects=STEP the form shows a step as it was told, and what is sent
 * stands in its place: the wrong one is taken back by a step that says why.
 */
#ifndef GUONG_WORK_CASE_H
#define GUONG_WORK_CASE_H

#include "core/flow.h"
#include "member/member_plan.h"

struct case_in {
	day_t day, second_day;
	const char *number, *place, *note, *kind, *who, *at, *vote, *team;
	int64_t issued, returned, valid, agree, against, corrects;
	int checked; /* what looks wrong with the count is so on the paper */
};

/* The case of {item}, and may the actor do something with it (PERM_CASE_READ or _STEP over it)? */
enum err case_item(struct ctx *cx, enum perm perm, struct flow_case *ret);
/* Path, title, lead. */
enum err case_head(struct ctx *cx, struct doc *d, const struct flow_case *c, enum msg title);
const char *case_href(struct ctx *cx, int64_t id, const char *rest);
const char *case_step_name(struct ctx *cx, const char *step);
/* What the second day of a step is. */
enum msg case_second(const struct flow_proc *proc, const char *step);

/*
 * A member of the organisation or below it on the day, from what was typed: id, member number or
 * whole name. Problems on `field`.
 */
struct case_member {
	int64_t person, cell;
	const char *full_name, *status;
};
enum err case_pick_member(struct ctx *cx, const char *text, int64_t org, day_t day,
	const char *field, struct case_member *ret);
/* Was the person a member in or below the organisation on the day? */
enum err case_was_member(
	struct ctx *cx, int64_t person, int64_t org, day_t day, struct case_member *ret, bool *yes);

/* Is it of a kind that has members of its own on the day? */
enum err case_is_cell(struct ctx *cx, int64_t org, day_t day, bool *ret);

/* From what was typed to a step. */
enum err case_step_of(struct ctx *cx, const struct flow_case *c, const char *step,
	const struct case_in *in, struct flow_step *ret);
enum err case_fill(struct ctx *cx, void *in, struct doc *d);
enum err case_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d);
enum err case_apply(struct ctx *cx, const void *in, void *plan, struct doc *d);
/* Writes a planned change; the document leads to the case. */
enum err case_write(struct ctx *cx, struct flow_plan *p, const char *action, struct doc *d);

/* ---- facts of membership that follow from steps ---- */

/*
 * For flow_proc.effect, with a `follows` that returns facts (struct member_fact). What goes is
 * voided, what comes is added, what somebody recorded already is left as it stands.
 */
enum err case_facts(
	struct ctx *cx, const struct flow_case *c, struct list was, struct list now, void **ret);
enum err case_facts_apply(struct ctx *cx, void *effect);
/* What it changes in the register, as a table: for the preview. */
enum err case_facts_diffs(struct ctx *cx, void *effect, struct doc *d);
/* Of a plan that has been checked: where it leads, what is to be looked at, and the same table. */
enum err case_preview(struct ctx *cx, const struct flow_plan *p, struct doc *d);
/* More ballots than the register has voters? Either is wrong, and somebody has to see which. */
bool case_vote_doubt(const struct flow_step *s);
/* Such a count is written once it has been said to be that of the paper. */
enum err case_check_doubt(
	struct ctx *cx, const struct flow_case *was, const struct flow_plan *p, int checked);

/* ---- pieces of pages ---- */

/* "còn 12 ngày", "hôm nay", "quá 3 ngày". */
const char *case_days_left(struct ctx *cx, day_t due, const char **ret_tone);
/* The same of a clock; of one whose end makes nobody late (case_waits()) that it is over. */
const char *case_clock_left(struct ctx *cx, const char *code, day_t due, const char **ret_tone);
/* Has it ended without anybody being late: the next step may be taken? */
bool case_waits(const struct ctx *cx, const char *code, day_t due);
/* The papers that the case needs, and those that are there. */
enum err case_papers_add(struct ctx *cx, struct doc *d, const struct flow_case *c);

/* ---- fields ---- */

#define CASE_DAY(label) F_DAY(struct case_in, day, label, CLASS_INSIDE, FF_REQUIRED)
#define CASE_SECOND(label, flags, hint)                                                            \
	{                                                                                          \
		"second_day", FT_DAY, CLASS_INSIDE, label, flags,                                  \
			FIELD_OFF(struct case_in, second_day, day_t), 0, 0, 0, hint, 0             \
	}
#define CASE_TEXT(m, label, flags, max, hint)                                                      \
	{                                                                                          \
#m, FT_TEXT, CLASS_INSIDE, label, flags,                                           \
			FIELD_OFF(struct case_in, m, const char *), max, 0, 0, hint, 0             \
	}
#define CASE_NUMBER(label, flags) CASE_TEXT(number, label, flags, 60, M_NONE)
#define CASE_KIND(label, cat)	  F_CAT(struct case_in, kind, label, CLASS_INSIDE, FF_REQUIRED, cat)
#define CASE_COUNT(m, label, flags, hint)                                                          \
	{                                                                                          \
#m, FT_INT, CLASS_INSIDE, label, flags, FIELD_OFF(struct case_in, m, int64_t),     \
			100000, 0, 0, hint, 0                                                      \
	}
/* `need`: FF_REQUIRED where the step is not taken without a vote. */
#define CASE_VOTE(need)                                                                            \
	F_CAT(struct case_in, vote, M_FIELD_VOTE_FORM, CLASS_INSIDE, need, "vote_way"),            \
		CASE_COUNT(issued, M_FIELD_VOTE_ISSUED, need, M_HINT_VOTE_ISSUED),                 \
		CASE_COUNT(returned, M_FIELD_VOTE_RETURNED, FF_WHEN, M_HINT_VOTE_BALLOTS),         \
		CASE_COUNT(valid, M_FIELD_VOTE_VALID, FF_WHEN, M_HINT_VOTE_BALLOTS),               \
		CASE_COUNT(agree, M_FIELD_VOTE_AGREE, need, M_NONE),                               \
		CASE_COUNT(against, M_FIELD_VOTE_AGAINST, 0, M_NONE),                              \
		CASE_TEXT(team, M_FIELD_VOTE_TEAM, 0, 200, M_NONE),                                \
		F_BOOL(struct case_in, checked, M_FIELD_VOTE_CHECKED, CLASS_INSIDE, FF_ASKED)
#define CASE_NOTE F_LINES(struct case_in, note, M_FIELD_NOTE, CLASS_PERSONAL, 0, 500), CASE_CORRECTS
/* A note that a check asks for in some cases: the hint says in which. */
#define CASE_NOTE_WHEN(hint)                                                                       \
	{                                                                                          \
		"note", FT_LINES, CLASS_PERSONAL, M_FIELD_NOTE, FF_WHEN,                           \
			FIELD_OFF(struct case_in, note, const char *), 500, 0, 0, hint, 0          \
	}
/* The note of a step that is not taken without a reason (its check asks for it). */
#define CASE_WHY                                                                                   \
	F_LINES(struct case_in, note, M_FIELD_REASON, CLASS_PERSONAL, FF_REQUIRED, 500),           \
		CASE_CORRECTS
#define CASE_CORRECTS F_ID(struct case_in, corrects, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "step")

#define CASE_STEP(var, name, fields, title_)                                                       \
	const struct action var = {.in = fields,                                                   \
		.in_size = sizeof(struct case_in),                                                 \
		.fill = case_fill,                                                                 \
		.plan = case_plan,                                                                 \
		.apply = case_apply,                                                               \
		.title = title_,                                                                   \
		.submit = M_CASE_SAVE,                                                             \
		.preview = true,                                                                   \
		.arg = name}

/* A change under way: the case has to live as long as its plan. */
struct case_planned {
	struct flow_case c;
	struct flow_plan *p;
};
/* The live step of an id, or NULL. */
const struct flow_step *case_live_step(const struct flow_case *c, int64_t id);

/* One step, and taking it back (case_step.c); {item} is "CASE.STEP". */
extern const struct action case_step_show, case_undo;
/* The page of a case (case_page.c). */
extern const struct action case_show;

#endif

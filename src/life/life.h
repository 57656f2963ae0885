/*
 * life.h: what happens to a member between the card and the end, as procedures.
 *
 * Each procedure is a table (core/flow.h) about one member; its case belongs to their cell:
 *
 *	life_transfer.c   official transfer: asked, letter, presented, received; two ends
 *	life_stay.c       temporary transfer: counted at home, takes part at the host, comes back
 *	life_relief.c     exemption, absence: the cell decides; suspension: a committee decides
 *	life_leave.c      deletion, with its grounds and the complaint; resignation; expulsion by
 *	                  a decision; death
 *	life_arrival.c    who comes with a letter from outside this database
 *	life_annul.c      an admission annulled later; a membership restored
 *
 * What is told of many at once: life_dues.c months without dues; life_card.c cards; life_badge.c
 * badges of an award day; life_lines.c a line of text for each member.
 *
 * life.c has what they share: a case is begun from the file of a member (life_begin_*), the page
 * that offers what can be begun, head and lead. What steps mean for the register are facts of
 * membership (work/case.h, case_facts): the folds of the register need to know nothing of cases.
 *
 * The acts on the file (member/member_act.h) stay: they are for what happened on paper long ago.
 */
#ifndef GUONG_LIFE_LIFE_H
#define GUONG_LIFE_LIFE_H

#include "org/org_part.h"
#include "work/case.h"

extern const struct flow_proc transfer_proc, stay_proc, exemption_proc, absence_proc,
	suspension_proc, deletion_proc, resignation_proc, expulsion_proc, death_proc;

/* ---- what the procedures share ---- */

/* A first step, taken from the file of a member; the action has it in its arg. */
struct life_begin {
	const struct flow_proc *proc;
	const char *step;
	enum msg lead; /* what it is for, in a sentence */
	bool left;     /* about somebody who has left; else about a member */
};
enum err life_begin_fill(struct ctx *cx, void *in, struct doc *d);
enum err life_begin_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d);
enum err life_begin_apply(struct ctx *cx, const void *in, void *plan, struct doc *d);

#define LIFE_BEGIN(var, proc_, step_, fields, title_, lead_)                                       \
	LIFE_BEGIN_OF(var, proc_, step_, fields, title_, lead_, false)
#define LIFE_BEGIN_LEFT(var, proc_, step_, fields, title_, lead_)                                  \
	LIFE_BEGIN_OF(var, proc_, step_, fields, title_, lead_, true)
#define LIFE_BEGIN_OF(var, proc_, step_, fields, title_, lead_, left_)                             \
	static const struct life_begin var##_begin = {&(proc_), step_, lead_, left_};              \
	const struct action var = {.in = fields,                                                   \
		.in_size = sizeof(struct case_in),                                                 \
		.fill = life_begin_fill,                                                           \
		.plan = life_begin_plan,                                                           \
		.apply = life_begin_apply,                                                         \
		.title = title_,                                                                   \
		.submit = M_CASE_SAVE,                                                             \
		.preview = true,                                                                   \
		.arg = &var##_begin}

/* Title, path, lead; a link to the person for whoever reaches them. */
enum err life_head(struct ctx *cx, struct doc *d, const struct flow_case *c);
enum err life_show(struct ctx *cx, struct doc *d, const struct flow_case *c);

/* A procedure whose steps tell facts of the member (work/case.h, case_facts). */
#define LIFE_PROC(var, name, states_, steps_, facts)                                               \
	const struct flow_proc var = {.code = name,                                                \
		.states = states_,                                                                 \
		.steps = steps_,                                                                   \
		.base = admission_base,                                                            \
		.follows = facts,                                                                  \
		.effect = case_facts,                                                              \
		.effect_apply = case_facts_apply,                                                  \
		.head = life_head,                                                                 \
		.show = life_show}

/* The last day, in a form of a step. */
#define LIFE_UNTIL(flags, hint)                                                                    \
	{                                                                                          \
		"second_day", FT_DAY, CLASS_INSIDE, M_FIELD_UNTIL_DAY, flags,                      \
			FIELD_OFF(struct case_in, second_day, day_t), 0, 0, 0, hint, 0             \
	}

/* Something to be typed; a page that asks what is missing passes over it. */
enum err life_must(struct flow_work *w, const char *field, bool given);
enum err life_check_number(struct flow_work *w);
/* Later than the term of a rule from a day: why is to be said. */
enum err life_check_late(
	struct flow_work *w, const char *rule, day_t from, enum msg late, bool *ret_late);
enum err life_check_note(struct flow_work *w);
/* An extension ends after what it extends; whoever ends it sooner takes the step for that. */
enum err life_check_longer(struct flow_work *w, const char *begin, const char *again);
/* To a cell that is kept here, and not the `same`, or to a place outside: one of both. */
enum err life_check_where(struct flow_work *w, enum msg same);
/* Shown later than a letter lasts, which that step made out. */
enum err life_check_letter(struct flow_work *w, const char *step);
/* Whoever is still on the way of an admission has it ended there; `what` says so. */
enum err life_check_no_admission(struct flow_work *w, enum msg what);
/* Is the person a member in the cell of the case on the day of the step, and how? */
enum err life_member_on(struct flow_work *w, struct member_spell *ret, bool *yes);

/* ---- letters ---- */

/* Number, days and both ends of the letter of a transfer or a stay; false: none was issued. */
struct life_letter {
	const struct flow_step *asked, *issued, *presented, *received;
	day_t until; /* of a stay: the last day */
	day_t valid; /* the letter itself */
	bool temporary;
};
enum err life_letter_of(struct ctx *cx, const struct flow_case *c, struct life_letter *ret);
/* What the page of such a case shows besides: the way to its letter. */
enum err life_show_letter(struct ctx *cx, struct doc *d, const struct flow_case *c);

/* ---- actions ---- */

extern const struct org_part life_org_part; /* the lists below, on its page */
extern const struct action life_ways;
extern const struct action life_transfer_new, life_tr_letter, life_tr_present, life_tr_receive,
	life_tr_confirm, life_tr_refuse, life_tr_withdraw;
extern const struct action life_stay_new, life_st_letter, life_st_present, life_st_start,
	life_st_extend, life_st_return, life_st_withdraw;
extern const struct action life_exemption_new, life_absence_new, life_rl_decide, life_rl_report,
	life_rl_renew, life_rl_end, life_rl_refuse;
extern const struct action life_suspension_new, life_su_decide, life_su_extend, life_su_end,
	life_su_refuse;
extern const struct action life_letter_show;
extern const struct action life_deletion_new, life_de_committee, life_de_decide, life_de_refuse,
	life_de_complain, life_de_keep, life_de_restore, life_de_close;
extern const struct action life_resignation_new, life_re_vote, life_re_committee, life_re_decide,
	life_re_end;
extern const struct action life_expulsion_new, life_death_new;
/* Lists of an organisation: months without dues, cards, badges. */
extern const struct action life_dues_list, life_dues_mark, life_dues_one;
extern const struct action life_card_list, life_card_new;
extern const struct action life_badge_list, life_badge_propose, life_badge_decide;

#endif

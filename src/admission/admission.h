/*
 * admission.h: from the first notice of somebody to the card: the procedure "admission".
 *
 * admission.c is the table of its states and steps and what they mean for the register;
 * admission_check.c the conditions (age, schooling, certificate, introducers, who has a vote);
 * admission_form.c a form for each step; admission_new.c a candidate is entered, today or late
 * with all that happened on paper; admission_list.c the candidates of an organisation;
 * admission_forecast.c who can be admitted in a year, and when; readmission.c the way back, by the
 * same steps.
 *
 * A candidate is a person of the register without membership. From the day of the decision they
 * are a member: the fact "admitted" follows from the step "decide" (and the day of the ceremony
 * from "ceremony"), "recognised" from "recognise", and so on: admission_facts().
 */
#ifndef GUONG_ADMISSION_ADMISSION_H
#define GUONG_ADMISSION_ADMISSION_H

#include "work/case.h"

extern const struct flow_proc admission_proc, readmission_proc;

/* What both procedures share. */
extern const struct flow_state admission_states[];
enum err admission_head(struct ctx *cx, struct doc *d, const struct flow_case *c);
enum err admission_show(struct ctx *cx, struct doc *d, const struct flow_case *c);
/* The steps of the straight way above a cell. */
#define ADMISSION_BEFORE   "cell_voted dept_reported committee_voted"
#define ADMISSION_NO_DEPT  FLOW_HAS(FLOW_DEPARTMENT)
#define ADMISSION_NO_GRASS FLOW_HAS(FLOW_GRASSROOTS)
#define ADMISSION_ON_PROBATION                                                                     \
	{"probation", 0}, {"cell_proposed", 0}, {"dept_agreed", 0},                                \
	{                                                                                          \
		"committee_proposed", 0                                                            \
	}

/* The facts of membership that follow from live steps (struct member_fact). */
struct list admission_facts(struct arena *a, const struct flow_case *c, struct list live);

/* ---- conditions: flow_kind.check, flow_proc.cond and .base ---- */

enum err admission_check_mentor(struct flow_work *w);
enum err admission_check_introduce(struct flow_work *w);
enum err admission_check_verify(struct flow_work *w);
enum err admission_check_class(struct flow_work *w);
enum err admission_check_cell_vote(struct flow_work *w);
enum err admission_check_number(struct flow_work *w);
enum err admission_check_decide(struct flow_work *w);
enum err admission_check_ceremony(struct flow_work *w);
enum err admission_check_probation(struct flow_work *w);
enum err admission_check_recognise(struct flow_work *w);
enum err admission_check_move(struct flow_work *w);
bool admission_cond(struct flow_work *w, const char *cond);
enum err admission_base(
	struct ctx *cx, int64_t org, enum flow_level level, day_t day, int64_t *ret);

/* ---- actions ---- */

/* What the forms of a new candidate ask. */
struct candidate_in {
	struct person p;
	day_t day;
	const char *source, *mentor, *note;
	int checked;
	/* what has happened since; only of the late form */
	day_t outstanding_on, class_on, applied_on, vote_on, report_on, committee_on, decided_on,
		received_on, ceremony_on, recog_vote_on, recog_dept_on, recog_committee_on,
		recognised_on, official_on, card_on;
	const char *class_no, *vote_no, *report_no, *committee_no, *decision_no, *recognition_no,
		*card_no, *file_kept;
	int64_t vote_issued, vote_agree, committee_issued, committee_agree;
};

extern const struct action admission_outstanding, admission_class, admission_mentor,
	admission_schooling, admission_apply, admission_introduce, admission_verify,
	admission_papers, admission_cell_vote, admission_dept_report, admission_committee_vote,
	admission_decide, admission_receive, admission_ceremony, admission_recog_vote,
	admission_recog_dept, admission_recog_committee, admission_recognise, admission_card,
	admission_strike_off, admission_annul, admission_reject, admission_reopen, admission_move;
extern const struct action readmission_new;
extern const struct action admission_new, admission_late, admission_list, admission_forecast;

#endif

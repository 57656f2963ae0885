/*
 * admission_form.c: a form for each step. What they ask stands in tables; what they do is
 * work/case_form.c.
 */
#include "admission/admission.h"

#define AT(label, flags)	CASE_TEXT(at, label, flags, 200, M_HINT_ORG)
#define WHO(label, flags, hint) CASE_TEXT(who, label, flags, 200, hint)
#define RESOLUTION(flags)	CASE_NUMBER(M_FIELD_RESOLUTION_NO, flags)
#define DECISION		CASE_NUMBER(M_FIELD_DECISION_NO, FF_REQUIRED)
#define MEETING			CASE_DAY(M_FIELD_MEETING_DAY)

static const struct field plain_fields[] = {CASE_DAY(M_FIELD_DAY), CASE_NOTE, F_END};
static const struct field outstanding_fields[] = {
	CASE_DAY(M_FIELD_DAY), CASE_NUMBER(M_FIELD_RESOLUTION_NO, 0), CASE_NOTE, F_END};
static const struct field class_fields[] = {CASE_DAY(M_FIELD_CERTIFICATE_DAY),
	CASE_NUMBER(M_FIELD_CERTIFICATE_NO, FF_REQUIRED),
	CASE_TEXT(place, M_FIELD_CERTIFICATE_BY, 0, 200, M_NONE), CASE_NOTE, F_END};
static const struct field mentor_fields[] = {CASE_DAY(M_FIELD_FROM_DAY),
	WHO(M_FIELD_MENTOR, FF_REQUIRED, M_HINT_CASE_WHO), CASE_NOTE, F_END};
static const struct field schooling_fields[] = {CASE_DAY(M_FIELD_DAY),
	CASE_KIND(M_FIELD_SCHOOLING_STEP, "schooling_step"), CASE_NUMBER(M_FIELD_NUMBER, 0),
	CASE_NOTE, F_END};
static const struct field apply_fields[] = {CASE_DAY(M_FIELD_APPLICATION_DAY), CASE_NOTE, F_END};
static const struct field introduce_fields[] = {CASE_DAY(M_FIELD_DAY),
	CASE_KIND(M_FIELD_INTRODUCED_BY, "introduced_by"),
	WHO(M_FIELD_INTRODUCER, FF_WHEN, M_HINT_INTRODUCER),
	CASE_TEXT(number, M_FIELD_UNION_NO, FF_WHEN, 60, M_HINT_UNION_NO), CASE_NOTE, F_END};
static const struct field verify_fields[] = {CASE_DAY(M_FIELD_DAY),
	CASE_KIND(M_FIELD_VERIFY_RESULT, "verify_result"),
	CASE_NUMBER(M_FIELD_VERIFY_NO, FF_REQUIRED),
	F_ID(struct case_in, corrects, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "step"), F_END};
static const struct field vote_fields[] = {
	MEETING, RESOLUTION(FF_REQUIRED), CASE_VOTE(FF_REQUIRED), CASE_NOTE, F_END};
static const struct field report_fields[] = {
	CASE_DAY(M_FIELD_DAY), CASE_NUMBER(M_FIELD_REPORT_NO, FF_REQUIRED), CASE_NOTE, F_END};
static const struct field decide_fields[] = {CASE_DAY(M_FIELD_DECISION_DAY), DECISION,
	CASE_TEXT(place, M_FIELD_DECIDED_BY, 0, 200, M_HINT_DECIDED_BY),
	{"at", FT_TEXT, CLASS_INSIDE, M_FIELD_DECIDER, 0,
		FIELD_OFF(struct case_in, at, const char *), 200, 0, 0, M_HINT_DECIDER, 0},
	CASE_VOTE(0), CASE_NOTE, F_END};
static const struct field receive_fields[] = {CASE_DAY(M_FIELD_RECEIVED_DAY), CASE_NOTE, F_END};
static const struct field ceremony_fields[] = {CASE_DAY(M_FIELD_CEREMONY_DAY),
	CASE_NOTE_WHEN(M_HINT_CASE_NOTE_LATE), CASE_CORRECTS, F_END};
static const struct field recognise_fields[] = {CASE_DAY(M_FIELD_DECISION_DAY), DECISION,
	CASE_SECOND(M_FIELD_OFFICIAL_DAY, 0, M_HINT_OFFICIAL_DAY), CASE_NOTE, F_END};
static const struct field card_fields[] = {
	CASE_DAY(M_FIELD_CARD_ON), CASE_NUMBER(M_FIELD_CARD_NO, FF_REQUIRED), CASE_NOTE, F_END};
static const struct field end_fields[] = {
	CASE_DAY(M_FIELD_DECISION_DAY), DECISION, CASE_NOTE, F_END};
static const struct field reject_fields[] = {CASE_DAY(M_FIELD_DAY),
	CASE_KIND(M_FIELD_REJECT_WHY, "reject_reason"), RESOLUTION(0), CASE_VOTE(0), CASE_NOTE,
	F_END};
static const struct field move_fields[] = {
	CASE_DAY(M_FIELD_DAY), AT(M_FIELD_CELL_TO, FF_REQUIRED), CASE_NOTE, F_END};

/* Official as a rule from the end of the probation, which began with the ceremony. */
static enum err fill_recognise(struct ctx *cx, void *vin, struct doc *d)
{
	struct case_in *in = vin;
	const struct flow_step *ceremony;
	struct flow_case c;

	TRY(case_fill(cx, in, d));
	TRY(case_item(cx, PERM_CASE_READ, &c));
	ceremony = flow_last(&c, "ceremony", NULL);
	return ceremony ? flow_term(cx, "probation.term", ceremony->day, &in->second_day) : ERR_OK;
}

CASE_STEP(admission_outstanding, "outstanding", outstanding_fields, M_STEP_OUTSTANDING);
CASE_STEP(admission_class, "class", class_fields, M_STEP_CLASS);
CASE_STEP(admission_mentor, "mentor", mentor_fields, M_STEP_MENTOR);
CASE_STEP(admission_schooling, "schooling", schooling_fields, M_STEP_SCHOOLING);
CASE_STEP(admission_apply, "apply", apply_fields, M_STEP_APPLY);
CASE_STEP(admission_introduce, "introduce", introduce_fields, M_STEP_INTRODUCE);
CASE_STEP(admission_verify, "verify", verify_fields, M_STEP_VERIFY);
CASE_STEP(admission_cell_vote, "cell_vote", vote_fields, M_STEP_CELL_VOTE);
CASE_STEP(admission_dept_report, "dept_report", report_fields, M_STEP_DEPT_REPORT);
CASE_STEP(admission_committee_vote, "committee_vote", vote_fields, M_STEP_COMMITTEE_VOTE);
CASE_STEP(admission_decide, "decide", decide_fields, M_STEP_DECIDE);
CASE_STEP(admission_receive, "receive", receive_fields, M_STEP_RECEIVE);
CASE_STEP(admission_ceremony, "ceremony", ceremony_fields, M_STEP_CEREMONY);
CASE_STEP(admission_recog_vote, "recog_vote", vote_fields, M_STEP_RECOG_VOTE);
CASE_STEP(admission_recog_dept, "recog_dept", report_fields, M_STEP_RECOG_DEPT);
CASE_STEP(admission_recog_committee, "recog_committee", vote_fields, M_STEP_RECOG_COMMITTEE);
const struct action admission_recognise = {.in = recognise_fields,
	.in_size = sizeof(struct case_in),
	.fill = fill_recognise,
	.plan = case_plan,
	.apply = case_apply,
	.title = M_STEP_RECOGNISE,
	.submit = M_CASE_SAVE,
	.preview = true,
	.arg = "recognise"};
CASE_STEP(admission_card, "card", card_fields, M_STEP_CARD);
CASE_STEP(admission_strike_off, "strike_off", end_fields, M_STEP_STRIKE_OFF);
CASE_STEP(admission_annul, "annul", end_fields, M_STEP_ANNUL);
CASE_STEP(admission_reject, "reject", reject_fields, M_STEP_REJECT);
CASE_STEP(admission_reopen, "reopen", plain_fields, M_STEP_REOPEN);
CASE_STEP(admission_move, "move", move_fields, M_STEP_MOVE);

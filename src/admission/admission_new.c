/*
 * admission_new.c: a candidate is entered: who they are, where they come from. Late, with all that
 * has happened on paper meanwhile in the same form.
 */
#include "admission/admission.h"
#include "member/member_attr.h"
#include "member/member_double.h"
#include "org/org.h"

#define N_DAY(m, label)	      F_DAY(struct candidate_in, m, label, CLASS_INSIDE, 0)
#define N_TEXT(m, label, max) F_TEXT(struct candidate_in, m, label, CLASS_INSIDE, 0, max)
#define N_COUNT(m, label)     F_INT(struct candidate_in, m, label, CLASS_INSIDE, 0, 100000)
#define WHO_THEY_ARE                                                                               \
	MEMBER_ATTRIBUTES(struct candidate_in),                                                    \
		F_CAT(struct candidate_in, source, M_FIELD_SOURCE, CLASS_INSIDE, FF_REQUIRED,      \
			"candidate_source"),                                                       \
		{"day", FT_DAY, CLASS_INSIDE, M_FIELD_FOLLOWED_ON, FF_REQUIRED,                    \
			FIELD_OFF(struct candidate_in, day, day_t), 0, 0, 0, M_HINT_FOLLOWED_ON,   \
			0},                                                                        \
	{                                                                                          \
		"mentor", FT_TEXT, CLASS_INSIDE, M_FIELD_MENTOR, 0,                                \
			FIELD_OFF(struct candidate_in, mentor, const char *), 200, 0, 0,           \
			M_HINT_CASE_WHO, 0                                                         \
	}
#define REST F_BOOL(struct candidate_in, checked, M_FIELD_CHECKED, CLASS_INSIDE, 0), F_END

static const struct field new_fields[] = {WHO_THEY_ARE, REST};

static const struct field late_fields[] = {WHO_THEY_ARE,
	N_DAY(outstanding_on, M_STEP_OUTSTANDING_ON), N_DAY(class_on, M_FIELD_CERTIFICATE_DAY),
	N_TEXT(class_no, M_FIELD_CERTIFICATE_NO, 60), N_DAY(applied_on, M_FIELD_APPLICATION_DAY),
	{"file_kept", FT_TEXT, CLASS_INSIDE, M_FIELD_FILE_KEPT, 0,
		FIELD_OFF(struct candidate_in, file_kept, const char *), 200, 0, 0,
		M_HINT_FILE_KEPT, 0},
	N_DAY(vote_on, M_STEP_CELL_VOTE_ON), N_TEXT(vote_no, M_STEP_CELL_VOTE_NO, 60),
	N_COUNT(vote_issued, M_STEP_CELL_VOTE_ISSUED), N_COUNT(vote_agree, M_STEP_CELL_VOTE_AGREE),
	N_DAY(report_on, M_STEP_DEPT_REPORT_ON), N_TEXT(report_no, M_FIELD_REPORT_NO, 60),
	N_DAY(committee_on, M_STEP_COMMITTEE_ON), N_TEXT(committee_no, M_STEP_COMMITTEE_NO, 60),
	N_COUNT(committee_issued, M_STEP_COMMITTEE_ISSUED),
	N_COUNT(committee_agree, M_STEP_COMMITTEE_AGREE), N_DAY(decided_on, M_STEP_DECIDED_ON),
	N_TEXT(decision_no, M_FIELD_DECISION_NO, 60), N_DAY(received_on, M_FIELD_RECEIVED_DAY),
	N_DAY(ceremony_on, M_FIELD_CEREMONY_DAY), N_DAY(recog_vote_on, M_STEP_RECOG_VOTE_ON),
	N_DAY(recog_dept_on, M_STEP_RECOG_DEPT_ON),
	N_DAY(recog_committee_on, M_STEP_RECOG_COMMITTEE_ON),
	N_DAY(recognised_on, M_STEP_RECOGNISED_ON),
	N_TEXT(recognition_no, M_STEP_RECOGNISED_NO, 60), N_DAY(official_on, M_FIELD_OFFICIAL_DAY),
	N_DAY(card_on, M_FIELD_CARD_ON), N_TEXT(card_no, M_FIELD_CARD_NO, 40), REST};

static bool is_late(const struct ctx *cx)
{
	return cx->action->in == late_fields;
}

static enum err fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct candidate_in *in = vin;
	struct org_step org;

	TRY(org_path(cx, d, cx->org, &org));
	doc_path(d, msg_text(cx->say.lang, M_ADMISSION_LIST),
		arena_printf(cx->a, "/org/%lld/candidate", (long long)cx->org));
	d->section = "/work";
	d->lead = is_late(cx) ? msg_text(cx->say.lang, M_ADMISSION_LATE_LEAD) : org.name;
	in->day = is_late(cx) ? 0 : cx->say.today;
	return ERR_OK;
}

/* ---- what happened, step by step ---- */

struct late {
	const char *step;
	/* where in the form its day, number and count stand */
	const char *at, *number_at, *issued_at, *agree_at, *second_at;
	day_t day;
	const char *number, *kind, *place;
	int64_t issued, agree;
	day_t second;
};

/* What is wrong with a step belongs to its own fields, not to those of the first one. */
static void tell_at(struct problem *told, const struct late *l)
{
	for (; told; told = told->next) {
		if (text_eq(told->field, "number") && l->number_at)
			told->field = l->number_at;
		else if (text_eq(told->field, "issued") && l->issued_at)
			told->field = l->issued_at;
		else if (text_eq(told->field, "agree") && l->agree_at)
			told->field = l->agree_at;
		else if (text_eq(told->field, "second_day") && l->second_at)
			told->field = l->second_at;
		else if (!text_empty(told->field))
			told->field = l->at;
	}
}

static enum err take(struct ctx *cx, struct flow_plan *p, const struct late *l)
{
	struct problem *before = cx->f->last;
	struct flow_step s = {.step = l->step,
		.day = l->day,
		.second_day = l->second,
		.number = l->number,
		.kind = l->kind,
		.place = l->place,
		.issued = l->issued,
		.agree = l->agree,
		.vote = l->issued ? "show" : NULL};
	enum err e;

	if (!l->day)
		return ERR_OK;
	e = flow_plan_step(p, &s);
	tell_at(before ? before->next : cx->f->first, l);
	if (e)
		cx_fault(cx, e, NULL, M_ADMISSION_LATE_AT,
			cat_name(cx->say.cats, cx->say.lang, "flow_step", l->step),
			cx_day(cx, l->day));
	return e;
}

static enum err take_all(struct ctx *cx, struct flow_plan *p, const struct candidate_in *in)
{
	const struct late all[] = {
		{.step = "outstanding", .at = "outstanding_on", .day = in->outstanding_on},
		{.step = "class",
			.at = "class_on",
			.number_at = "class_no",
			.day = in->class_on,
			.number = in->class_no},
		{.step = "apply", .at = "applied_on", .day = in->applied_on},
		{.step = "paper",
			.at = "vote_on",
			.day = text_empty(in->file_kept) ? 0 : in->vote_on,
			.kind = "whole_file",
			.place = in->file_kept},
		{.step = "cell_vote",
			.at = "vote_on",
			.number_at = "vote_no",
			.issued_at = "vote_issued",
			.agree_at = "vote_agree",
			.day = in->vote_on,
			.number = in->vote_no,
			.issued = in->vote_issued,
			.agree = in->vote_agree},
		{.step = "dept_report",
			.at = "report_on",
			.number_at = "report_no",
			.day = in->report_on,
			.number = in->report_no},
		{.step = "committee_vote",
			.at = "committee_on",
			.number_at = "committee_no",
			.issued_at = "committee_issued",
			.agree_at = "committee_agree",
			.day = in->committee_on,
			.number = in->committee_no,
			.issued = in->committee_issued,
			.agree = in->committee_agree},
		{.step = "decide",
			.at = "decided_on",
			.number_at = "decision_no",
			.day = in->decided_on,
			.number = in->decision_no},
		{.step = "receive", .at = "received_on", .day = in->received_on},
		{.step = "ceremony", .at = "ceremony_on", .day = in->ceremony_on},
		{.step = "recog_vote", .at = "recog_vote_on", .day = in->recog_vote_on},
		{.step = "recog_dept", .at = "recog_dept_on", .day = in->recog_dept_on},
		{.step = "recog_committee",
			.at = "recog_committee_on",
			.day = in->recog_committee_on},
		{.step = "recognise",
			.at = "recognised_on",
			.number_at = "recognition_no",
			.second_at = "official_on",
			.day = in->recognised_on,
			.number = in->recognition_no,
			.second = in->official_on},
		{.step = "card",
			.at = "card_on",
			.number_at = "card_no",
			.day = in->card_on,
			.number = in->card_no},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		TRY(take(cx, p, &all[i]));
	return ERR_OK;
}

/* ---- the form is sent ---- */

struct work {
	struct flow_case c;
	struct flow_plan *p;
	struct member_plan *people;
};

static enum err take_mentor(struct ctx *cx, struct flow_plan *p, const struct candidate_in *in)
{
	struct flow_step s = {.step = "mentor", .day = in->day};
	struct case_member m;

	if (text_empty(in->mentor))
		return ERR_OK;
	TRY(case_pick_member(cx, in->mentor, cx->org, in->day, "mentor", &m));
	s.who = m.person;
	return flow_plan_step(p, &s);
}

static enum err check_cell(struct ctx *cx, day_t day)
{
	bool yes;

	TRY(case_is_cell(cx, cx->org, day, &yes));
	return yes ? ERR_OK : cx_fault(cx, ERR_REFUSED, "day", M_ADMISSION_NOT_A_CELL);
}

/* The steps fit: a number that is told now is the only one that the register asks about. */
static void tell_at_card(struct fault *f)
{
	for (struct problem *pr = f->first; pr; pr = pr->next)
		if (text_eq(pr->field, "number"))
			pr->field = "card_no";
}

static enum err plan_case(struct ctx *cx, struct work *w, const struct candidate_in *in)
{
	struct flow_step open = {
		.step = "open", .day = in->day, .kind = in->source, .org = cx->org};
	enum err e;

	TRY(flow_plan_new(cx, &w->c, &w->p));
	if (is_late(cx))
		flow_plan_late(w->p);
	TRY(flow_plan_step(w->p, &open));
	TRY(take_mentor(cx, w->p, in));
	if (is_late(cx))
		TRY(take_all(cx, w->p, in));
	e = flow_plan_check(w->p);
	tell_at_card(cx->f);
	return e;
}

static enum err plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct candidate_in *in = vin;
	struct double_ask ask = {
		0, in->p.full_name, in->p.birth_date, in->p.member_no, in->p.citizen_no};
	struct work *w = arena_new_of(cx->a, struct work);

	TRY(member_attr_check(cx, &in->p, NULL));
	if (day_precision(in->day) != DAY_EXACT)
		return cx_fault(cx, ERR_BAD_INPUT, "day", M_VALUE_NO_DAY);
	TRY(check_cell(cx, in->day));
	TRY(member_double_warn(cx, &ask, in->checked, d));
	TRY(member_plan_new(cx, &w->people));
	flow_begin(cx, &admission_proc, member_plan_person(w->people, &in->p), &w->c);
	w->c.with = w->people;
	TRY(plan_case(cx, w, in));
	*ret_plan = w;
	return is_late(cx) ? case_preview(cx, w->p, d) : ERR_OK;
}

static enum err apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	struct work *w = plan;

	(void)vin;
	return case_write(cx, w->p, "candidate_new", d);
}

const struct action admission_new = {.in = new_fields,
	.in_size = sizeof(struct candidate_in),
	.fill = fill,
	.plan = plan,
	.apply = apply,
	.title = M_ADMISSION_NEW,
	.submit = M_ADMISSION_NEW_DO};

const struct action admission_late = {.in = late_fields,
	.in_size = sizeof(struct candidate_in),
	.fill = fill,
	.plan = plan,
	.apply = apply,
	.title = M_ADMISSION_LATE,
	.submit = M_ADMISSION_NEW_DO,
	.preview = true};

/*
 * life_leave.c: who leaves. Deletion: the cell proposes on one of the grounds, the committee that
 * may decides, the member may complain within a term; it is no discipline. Resignation: asked for,
 * voted, decided. Expulsion is only the result of a decision on discipline, by its number and body.
 * Death is told by the cell.
 */
#include "admission/admission.h"
#include "core/rule.h"
#include "life/life.h"
#include "member/member_dues.h"

#define NO_GRASS FLOW_HAS(FLOW_GRASSROOTS)

static enum err check_member(struct flow_work *w, struct member_spell *ret, bool *yes)
{
	TRY(life_member_on(w, ret, yes));
	return *yes ? ERR_OK
		    : flow_lack(w, "day", M_LIFE_NO_MEMBER, cx_day(w->cx, w->step->day), NULL);
}

static enum err check_there(struct flow_work *w)
{
	struct member_spell s;
	bool yes;

	return check_member(w, &s, &yes);
}

/* ---- the grounds of a deletion ---- */

/* What the records say of dues stands against the rule; another view of it is explained. */
static enum err check_dues(struct flow_work *w)
{
	struct ctx *cx = w->cx;
	struct rule_term least;
	int64_t n;

	TRY(rule_term(cx, "deletion.dues", w->step->day, &least));
	TRY(dues_count(cx, w->c->person, day_year(w->step->day), w->step->day, &n));
	if (n >= least.n || !text_empty(w->step->note))
		return ERR_OK;
	return flow_lack(w, "note", M_LIFE_DUES_FEW, number_text(cx->a, cx->say.lang, n),
		number_text(cx->a, cx->say.lang, least.n));
}

/* So long from the day that is told. */
static enum err check_since(struct flow_work *w, const char *rule)
{
	const struct flow_step *s = w->step;
	day_t end;

	TRY(life_must(w, "second_day", s->second_day != 0));
	if (!s->second_day)
		return ERR_OK;
	TRY(flow_term(w->cx, rule, s->second_day, &end));
	return end > s->day
		       ? flow_lack(w, "second_day", M_LIFE_GROUND_SHORT, cx_day(w->cx, end), NULL)
		       : ERR_OK;
}

static enum err check_ground(struct flow_work *w, const struct member_spell *m)
{
	const char *kind = w->step->kind;

	if (text_eq(kind, "probation_unfit") && !text_eq(m->status, "probationary"))
		return flow_lack(w, "kind", M_LIFE_NOT_ON_PROBATION, NULL, NULL);
	if (text_eq(kind, "dues_unpaid"))
		return check_dues(w);
	if (text_eq(kind, "no_progress"))
		return check_since(w, "deletion.help");
	if (text_eq(kind, "below_standing"))
		return check_since(w, "deletion.standing");
	return life_must(w, "kind", !text_empty(kind));
}

static enum err check_propose(struct flow_work *w)
{
	struct member_spell m;
	bool yes;

	TRY(check_member(w, &m, &yes));
	if (!yes)
		return ERR_OK;
	TRY(life_check_no_admission(w, M_LIFE_HAS_ADMISSION));
	TRY(check_ground(w, &m));
	return life_check_number(w);
}

/* ---- the complaint ---- */

static enum err check_complain(struct flow_work *w)
{
	const struct flow_step *s = flow_live(w->live, "de_decide", NULL);
	bool late;

	return life_check_late(
		w, "deletion.complaint", s ? s->day : 0, M_LIFE_COMPLAINT_LATE, &late);
}

/* Closed when nobody may complain any more. */
static enum err check_close(struct flow_work *w)
{
	const struct flow_step *s = flow_live(w->live, "de_decide", NULL);
	day_t end;

	TRY(flow_term(w->cx, "deletion.complaint", s ? s->day : w->step->day, &end));
	return w->step->day > end
		       ? ERR_OK
		       : flow_lack(w, "day", M_LIFE_COMPLAINT_OPEN, cx_day(w->cx, end), NULL);
}

/* ---- deletion ---- */

static const struct flow_state deletion_states[] = {
	{"de_proposed", true},
	{"de_agreed", true},
	{"de_decided", true},
	{"de_complained", true},
	{"de_final", false},
	{"de_restored", false},
	{"de_refused", false},
	{NULL, false},
};

static const struct flow_kind deletion_steps[] = {
	{.code = "de_propose",
		.from = {{"", 0}},
		.to = "de_proposed",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.vote = "deletion.vote.cell",
		.second = M_FIELD_LIFE_SINCE,
		.check = check_propose},
	{.code = "de_committee",
		.from = {{"de_proposed", 0}},
		.to = "de_agreed",
		.level = FLOW_GRASSROOTS,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.vote = "deletion.vote.committee",
		.check = life_check_number,
		.action = &life_de_committee},
	{.code = "de_decide",
		.from = {{"de_agreed", 0}, {"de_proposed", NO_GRASS}},
		.to = "de_decided",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.flags = FLOW_MAIN | FLOW_MAY_VOTE,
		.vote = "deletion.vote.committee",
		.clock = {{"deletion_complaint", "deletion.complaint", NULL, "de_decided", false}},
		.check = life_check_number,
		.action = &life_de_decide},
	{.code = "de_refuse",
		.from = {{"de_proposed", 0}, {"de_agreed", 0}},
		.to = "de_refused",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.check = life_check_note,
		.action = &life_de_refuse},
	{.code = "de_complain",
		.from = {{"de_decided", 0}},
		.to = "de_complained",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.check = check_complain,
		.action = &life_de_complain},
	{.code = "de_keep",
		.from = {{"de_complained", 0}},
		.to = "de_final",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.flags = FLOW_MAIN,
		.check = life_check_number,
		.action = &life_de_keep},
	{.code = "de_restore",
		.from = {{"de_complained", 0}},
		.to = "de_restored",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.check = life_check_number,
		.action = &life_de_restore},
	{.code = "de_close",
		.from = {{"de_decided", 0}},
		.to = "de_final",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.flags = FLOW_MAIN,
		.check = check_close,
		.action = &life_de_close},
	{.code = NULL},
};

/* ---- resignation ---- */

static const struct flow_state resignation_states[] = {
	{"re_asked", true},
	{"re_voted", true},
	{"re_agreed", true},
	{"re_decided", false},
	{"re_ended", false},
	{NULL, false},
};

static const struct flow_kind resignation_steps[] = {
	{.code = "re_ask",
		.from = {{"", 0}},
		.to = "re_asked",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.check = check_there},
	{.code = "re_vote",
		.from = {{"re_asked", 0}},
		.to = "re_voted",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.vote = "vote.majority",
		.check = life_check_number,
		.action = &life_re_vote},
	{.code = "re_committee",
		.from = {{"re_voted", 0}},
		.to = "re_agreed",
		.level = FLOW_GRASSROOTS,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.vote = "vote.majority",
		.check = life_check_number,
		.action = &life_re_committee},
	{.code = "re_decide",
		.from = {{"re_agreed", 0}, {"re_voted", NO_GRASS}},
		.to = "re_decided",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.flags = FLOW_MAIN,
		.check = life_check_number,
		.action = &life_re_decide},
	{.code = "re_end",
		.from = {{"re_asked", 0}, {"re_voted", 0}, {"re_agreed", 0}},
		.to = "re_ended",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.check = life_check_note,
		.action = &life_re_end},
	{.code = NULL},
};

/* ---- expulsion, death: one step ---- */

static enum err check_expel(struct flow_work *w)
{
	TRY(check_there(w));
	TRY(life_must(w, "place", !text_empty(w->step->place)));
	return life_check_number(w);
}

static const struct flow_state expulsion_states[] = {{"ep_done", false}, {NULL, false}};
static const struct flow_kind expulsion_steps[] = {
	{.code = "ep_record",
		.from = {{"", 0}},
		.to = "ep_done",
		.level = FLOW_CELL,
		.perm = PERM_CASE_DECIDE,
		.check = check_expel},
	{.code = NULL},
};

static const struct flow_state death_states[] = {{"dd_done", false}, {NULL, false}};
static const struct flow_kind death_steps[] = {
	{.code = "dd_record",
		.from = {{"", 0}},
		.to = "dd_done",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.check = check_there},
	{.code = NULL},
};

/* ---- what they mean for the register ---- */

static const struct {
	const char *step, *kind;
} meanings[] = {{"de_decide", "struck_off"}, {"de_restore", "restored"}, {"re_decide", "resigned"},
	{"ep_record", "expelled"}, {"dd_record", "deceased"}};

static struct list facts(struct arena *a, const struct flow_case *c, struct list live)
{
	enum { MOST = sizeof(meanings) / sizeof(*meanings) };
	struct member_fact *f = arena_array(a, MOST, sizeof(*f));
	const struct flow_step *s;
	size_t n = 0;

	for (size_t i = 0; i < MOST; i++) {
		s = flow_live(live, meanings[i].step, NULL);
		if (!s)
			continue;
		f[n++] = (struct member_fact){.person = c->person,
			.kind = meanings[i].kind,
			.day = s->day,
			.number = s->number,
			.place = text_eq(s->step, "ep_record") ? s->place : NULL,
			.cell = text_eq(s->step, "de_restore") ? s->other : 0};
	}
	return (struct list){f, n, sizeof(*f)};
}

LIFE_PROC(deletion_proc, "deletion", deletion_states, deletion_steps, facts);
LIFE_PROC(resignation_proc, "resignation", resignation_states, resignation_steps, facts);
LIFE_PROC(expulsion_proc, "expulsion", expulsion_states, expulsion_steps, facts);
LIFE_PROC(death_proc, "death", death_states, death_steps, facts);

/* ---- forms ---- */

#define RESOLUTION CASE_NUMBER(M_FIELD_RESOLUTION_NO, FF_REQUIRED)
#define DECISION   CASE_NUMBER(M_FIELD_DECISION_NO, FF_REQUIRED)

static const struct field propose_fields[] = {CASE_DAY(M_FIELD_MEETING_DAY),
	CASE_KIND(M_FIELD_LIFE_GROUND, "deletion_ground"),
	CASE_SECOND(M_FIELD_LIFE_SINCE, FF_WHEN, M_HINT_LIFE_SINCE), RESOLUTION,
	CASE_VOTE(FF_REQUIRED), CASE_NOTE_WHEN(M_HINT_LIFE_DUES_NOTE), CASE_CORRECTS, F_END};
static const struct field vote_fields[] = {
	CASE_DAY(M_FIELD_MEETING_DAY), RESOLUTION, CASE_VOTE(FF_REQUIRED), CASE_NOTE, F_END};
static const struct field decide_fields[] = {
	CASE_DAY(M_FIELD_DECISION_DAY), DECISION, CASE_VOTE(0), CASE_NOTE, F_END};
static const struct field plain_decide_fields[] = {
	CASE_DAY(M_FIELD_DECISION_DAY), DECISION, CASE_NOTE, F_END};
static const struct field day_fields[] = {CASE_DAY(M_FIELD_DAY), CASE_NOTE, F_END};
static const struct field refuse_fields[] = {CASE_DAY(M_FIELD_DAY), CASE_WHY, F_END};
static const struct field complain_fields[] = {CASE_DAY(M_FIELD_LIFE_COMPLAINED),
	CASE_NOTE_WHEN(M_HINT_CASE_NOTE_LATE), CASE_CORRECTS, F_END};
static const struct field asked_fields[] = {CASE_DAY(M_FIELD_LIFE_ASKED), CASE_NOTE, F_END};
static const struct field expel_fields[] = {CASE_DAY(M_FIELD_DECISION_DAY), DECISION,
	CASE_TEXT(place, M_FIELD_LIFE_BODY, FF_REQUIRED, 200, M_HINT_LIFE_BODY), CASE_NOTE, F_END};
static const struct field death_fields[] = {CASE_DAY(M_FIELD_DEATH_DAY), CASE_NOTE, F_END};

LIFE_BEGIN(life_deletion_new, deletion_proc, "de_propose", propose_fields, M_LIFE_DELETION_NEW,
	M_LIFE_DELETION_LEAD);
LIFE_BEGIN(life_resignation_new, resignation_proc, "re_ask", asked_fields, M_LIFE_RESIGNATION_NEW,
	M_LIFE_RESIGNATION_LEAD);
LIFE_BEGIN(life_expulsion_new, expulsion_proc, "ep_record", expel_fields, M_LIFE_EXPULSION_NEW,
	M_LIFE_EXPULSION_LEAD);
LIFE_BEGIN(
	life_death_new, death_proc, "dd_record", death_fields, M_LIFE_DEATH_NEW, M_LIFE_DEATH_LEAD);
CASE_STEP(life_de_committee, "de_committee", vote_fields, M_STEP_DE_COMMITTEE);
CASE_STEP(life_de_decide, "de_decide", decide_fields, M_STEP_DE_DECIDE);
CASE_STEP(life_de_refuse, "de_refuse", refuse_fields, M_STEP_DE_REFUSE);
CASE_STEP(life_de_complain, "de_complain", complain_fields, M_STEP_DE_COMPLAIN);
CASE_STEP(life_de_keep, "de_keep", plain_decide_fields, M_STEP_DE_KEEP);
CASE_STEP(life_de_restore, "de_restore", plain_decide_fields, M_STEP_DE_RESTORE);
CASE_STEP(life_de_close, "de_close", day_fields, M_STEP_DE_CLOSE);
CASE_STEP(life_re_vote, "re_vote", vote_fields, M_STEP_RE_VOTE);
CASE_STEP(life_re_committee, "re_committee", vote_fields, M_STEP_RE_COMMITTEE);
CASE_STEP(life_re_decide, "re_decide", plain_decide_fields, M_STEP_RE_DECIDE);
CASE_STEP(life_re_end, "re_end", refuse_fields, M_STEP_RE_END);

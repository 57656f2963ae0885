#include "life/life_annul.h"

#include "admission/admission.h"
#include "member/member_act.h"

/* ---- annulment ---- */

static enum err check_propose(struct flow_work *w)
{
	struct member_spell m;
	bool yes;

	TRY(life_member_on(w, &m, &yes));
	if (!yes)
		return flow_lack(w, "day", M_LIFE_NO_MEMBER, cx_day(w->cx, w->step->day), NULL);
	TRY(life_check_no_admission(w, M_LIFE_AN_ADMISSION));
	TRY(life_check_note(w));
	return life_check_number(w);
}

static const struct flow_state annulment_states[] = {
	{"an_proposed", true}, {"an_done", false}, {"an_refused", false}, {NULL, false}};

static const struct flow_kind annulment_steps[] = {
	{.code = "an_propose",
		.from = {{"", 0}},
		.to = "an_proposed",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.check = check_propose},
	{.code = "an_decide",
		.from = {{"an_proposed", 0}},
		.to = "an_done",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.flags = FLOW_MAIN,
		.check = life_check_number,
		.action = &life_an_decide},
	{.code = "an_refuse",
		.from = {{"an_proposed", 0}},
		.to = "an_refused",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.check = life_check_note,
		.action = &life_an_refuse},
	{.code = NULL},
};

/* ---- restoration ---- */

/* Which wrong decision can have ended a membership in which way. */
static const struct {
	const char *ground, *left;
} wrongs[] = {{"wrong_discipline", "expelled"}, {"wrong_deletion", "struck_off"},
	{"wrong_annulment", "annulled"}};

static bool fits(const char *ground, const char *left)
{
	for (size_t i = 0; i < sizeof(wrongs) / sizeof(*wrongs); i++)
		if (text_eq(wrongs[i].ground, ground))
			return text_eq(wrongs[i].left, left);
	return false;
}

static enum err check_ask(struct flow_work *w)
{
	struct member_spell m;
	unsigned state;

	TRY(member_act_stand(w->cx, w->c->person, w->step->day, &m, &state));
	if (!(state & ACT_LEFT))
		return flow_lack(w, "day", M_LIFE_RS_NOT_LEFT, NULL, NULL);
	if (!fits(w->step->kind, m.status))
		TRY(flow_lack(w, "kind", M_LIFE_RS_GROUND,
			cat_name(w->cx->say.cats, w->cx->say.lang, "member_fact", m.status), NULL));
	return life_check_note(w);
}

/* The cell that is named, or the one they were in, must be there on that day. */
static enum err check_restore(struct flow_work *w)
{
	int64_t cell = w->step->other ? w->step->other : w->org;
	bool yes;

	TRY(life_check_number(w));
	if (w->asked)
		return ERR_OK;
	TRY(case_is_cell(w->cx, cell, w->step->day, &yes));
	return yes ? ERR_OK : flow_lack(w, "at", M_LIFE_AR_NO_CELL, NULL, NULL);
}

static const struct flow_state restoration_states[] = {
	{"rs_asked", true}, {"rs_done", false}, {"rs_refused", false}, {NULL, false}};

static const struct flow_kind restoration_steps[] = {
	{.code = "rs_ask",
		.from = {{"", 0}},
		.to = "rs_asked",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.check = check_ask},
	{.code = "rs_decide",
		.from = {{"rs_asked", 0}},
		.to = "rs_done",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.flags = FLOW_MAIN | FLOW_MOVES,
		.check = check_restore,
		.action = &life_rs_decide},
	{.code = "rs_refuse",
		.from = {{"rs_asked", 0}},
		.to = "rs_refused",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.check = life_check_note,
		.action = &life_rs_refuse},
	{.code = NULL},
};

/* ---- what they mean for the register ---- */

static struct list facts(struct arena *a, const struct flow_case *c, struct list live)
{
	struct member_fact *f = arena_new_of(a, struct member_fact);
	const struct flow_step *annul = flow_live(live, "an_decide", NULL),
			       *restore = flow_live(live, "rs_decide", NULL);
	const struct flow_step *s = annul ? annul : restore;

	if (!s)
		return (struct list){f, 0, sizeof(*f)};
	*f = (struct member_fact){.person = c->person,
		.kind = annul ? "annulled" : "restored",
		.day = s->day,
		.cell = annul ? 0 : s->other,
		.place = s->place,
		.number = s->number};
	return (struct list){f, 1, sizeof(*f)};
}

LIFE_PROC(annulment_proc, "annulment", annulment_states, annulment_steps, facts);
LIFE_PROC(restoration_proc, "restoration", restoration_states, restoration_steps, facts);

/* ---- forms ---- */

#define BODY CASE_TEXT(place, M_FIELD_LIFE_DECIDED_AT, 0, 200, M_HINT_LIFE_DECIDED_AT)

static const struct field propose_fields[] = {CASE_DAY(M_FIELD_MEETING_DAY),
	CASE_KIND(M_FIELD_LIFE_AN_GROUND, "annulment_ground"),
	CASE_NUMBER(M_FIELD_RESOLUTION_NO, FF_REQUIRED), CASE_WHY, F_END};
static const struct field annul_fields[] = {CASE_DAY(M_FIELD_DECISION_DAY),
	CASE_NUMBER(M_FIELD_DECISION_NO, FF_REQUIRED), BODY, CASE_NOTE, F_END};
static const struct field ask_fields[] = {CASE_DAY(M_FIELD_LIFE_ASKED),
	CASE_KIND(M_FIELD_LIFE_RS_GROUND, "restoration_ground"), CASE_WHY, F_END};
static const struct field restore_fields[] = {CASE_DAY(M_FIELD_DECISION_DAY),
	CASE_NUMBER(M_FIELD_DECISION_NO, FF_REQUIRED),
	CASE_TEXT(at, M_FIELD_CELL, 0, 200, M_HINT_LIFE_RS_CELL), BODY, CASE_NOTE, F_END};
static const struct field end_fields[] = {CASE_DAY(M_FIELD_DAY), CASE_WHY, F_END};

LIFE_BEGIN(life_annulment_new, annulment_proc, "an_propose", propose_fields, M_LIFE_ANNULMENT_NEW,
	M_LIFE_ANNULMENT_LEAD);
LIFE_BEGIN_LEFT(life_restoration_new, restoration_proc, "rs_ask", ask_fields,
	M_LIFE_RESTORATION_NEW, M_LIFE_RESTORATION_LEAD);
CASE_STEP(life_an_decide, "an_decide", annul_fields, M_STEP_AN_DECIDE);
CASE_STEP(life_an_refuse, "an_refuse", end_fields, M_STEP_AN_REFUSE);
CASE_STEP(life_rs_decide, "rs_decide", restore_fields, M_STEP_RS_DECIDE);
CASE_STEP(life_rs_refuse, "rs_refuse", end_fields, M_STEP_RS_REFUSE);

/*
 * life_relief.c: who takes no part for a time. Exemption and absence: the member asks, the cell
 * decides and reports upward; until a day, renewed, ended. Suspension: the cell proposes, a
 * committee decides, within the term of the rule and what it can be prolonged to.
 */
#include "admission/admission.h"
#include "core/rule.h"
#include "life/life.h"

static const struct flow_state relief_states[] = {
	{"rl_asked", true},
	{"rl_running", true},
	{"rl_reported", true},
	{"rl_over", false},
	{"rl_refused", false},
	{NULL, false},
};

/* ---- conditions ---- */

static enum err check_member(struct flow_work *w)
{
	struct member_spell s;
	bool yes, already;

	TRY(life_member_on(w, &s, &yes));
	if (!yes)
		return flow_lack(w, "day", M_LIFE_NO_MEMBER, cx_day(w->cx, w->step->day), NULL);
	already = w->c->proc == &exemption_proc ? s.exempt
		  : w->c->proc == &absence_proc ? s.away
						: s.suspended;
	return already ? flow_lack(w, "day", M_LIFE_RELIEVED_ALREADY, NULL, NULL) : ERR_OK;
}

/* Who is away says where, and until when. */
static enum err check_ask(struct flow_work *w)
{
	if (w->c->proc == &absence_proc)
		TRY(life_must(w, "place", !text_empty(w->step->place)));
	return check_member(w);
}

static enum err check_order(struct flow_work *w)
{
	const struct flow_step *s = w->step;

	return s->second_day && s->second_day < s->day
		       ? flow_lack(w, "second_day", M_RECORD_ENDS_BEFORE, NULL, NULL)
		       : ERR_OK;
}

static enum err check_decide(struct flow_work *w)
{
	TRY(life_check_number(w));
	if (w->c->proc == &absence_proc)
		TRY(life_must(w, "second_day", w->step->second_day != 0));
	return check_order(w);
}

static enum err check_renew(struct flow_work *w)
{
	TRY(life_check_number(w));
	TRY(life_must(w, "second_day", w->step->second_day != 0));
	return check_order(w);
}

static enum err check_relief_renew(struct flow_work *w)
{
	TRY(check_renew(w));
	return life_check_longer(w, "rl_decide", "rl_renew");
}

/* ---- exemption, absence ---- */

#define RUNNING                                                                                    \
	{                                                                                          \
		{"rl_running", 0},                                                                 \
		{                                                                                  \
			"rl_reported", 0                                                           \
		}                                                                                  \
	}
#define UNTIL_CLOCK                                                                                \
	{                                                                                          \
		{                                                                                  \
			"relief_end", NULL, NULL, "rl_running rl_reported", true                   \
		}                                                                                  \
	}

static const struct flow_kind relief_steps[] = {
	{.code = "rl_ask",
		.from = {{"", 0}},
		.to = "rl_asked",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.check = check_ask},
	{.code = "rl_decide",
		.from = {{"rl_asked", 0}},
		.to = "rl_running",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN | FLOW_AHEAD | FLOW_MAY_VOTE,
		.vote = "vote.majority",
		.clock = UNTIL_CLOCK,
		.check = check_decide,
		.action = &life_rl_decide},
	{.code = "rl_report",
		.from = {{"rl_running", 0}},
		.to = "rl_reported",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.action = &life_rl_report},
	{.code = "rl_renew",
		.from = RUNNING,
		.to = "rl_running",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_AHEAD | FLOW_MAY_VOTE,
		.vote = "vote.majority",
		.clock = UNTIL_CLOCK,
		.check = check_relief_renew,
		.action = &life_rl_renew},
	{.code = "rl_end",
		.from = RUNNING,
		.to = "rl_over",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.action = &life_rl_end},
	{.code = "rl_refuse",
		.from = {{"rl_asked", 0}},
		.to = "rl_refused",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.check = life_check_note,
		.action = &life_rl_refuse},
	{.code = NULL},
};

/* ---- suspension ---- */

static const struct flow_state suspension_states[] = {
	{"su_proposed", true},
	{"su_running", true},
	{"su_over", false},
	{"su_refused", false},
	{NULL, false},
};

/* Not beyond the term that a rule sets from a day. */
static enum err check_term(struct flow_work *w, const char *rule, day_t from)
{
	day_t most;

	TRY(check_renew(w));
	TRY(flow_term(w->cx, rule, from, &most));
	return w->step->second_day > most
		       ? flow_lack(w, "second_day", M_LIFE_TOO_LONG, cx_day(w->cx, most), NULL)
		       : ERR_OK;
}

static enum err check_suspend(struct flow_work *w)
{
	return check_term(w, "suspension.term", w->step->day);
}

static enum err check_prolong(struct flow_work *w)
{
	const struct flow_step *first = flow_live(w->live, "su_decide", NULL);

	TRY(check_term(w, "suspension.most", first ? first->day : w->step->day));
	return life_check_longer(w, "su_decide", "su_extend");
}

static const struct flow_kind suspension_steps[] = {
	{.code = "su_propose",
		.from = {{"", 0}},
		.to = "su_proposed",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.check = check_member},
	{.code = "su_decide",
		.from = {{"su_proposed", 0}},
		.to = "su_running",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.flags = FLOW_MAIN | FLOW_AHEAD,
		.clock = {{"suspension_end", NULL, NULL, "su_running", true}},
		.check = check_suspend,
		.action = &life_su_decide},
	{.code = "su_end",
		.from = {{"su_running", 0}},
		.to = "su_over",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.flags = FLOW_MAIN,
		.check = life_check_number,
		.action = &life_su_end},
	{.code = "su_extend",
		.from = {{"su_running", 0}},
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.flags = FLOW_AHEAD,
		.clock = {{"suspension_end", NULL, NULL, "su_running", true}},
		.check = check_prolong,
		.action = &life_su_extend},
	{.code = "su_refuse",
		.from = {{"su_proposed", 0}},
		.to = "su_refused",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.check = life_check_note,
		.action = &life_su_refuse},
	{.code = NULL},
};

/* ---- what they mean for the register ---- */

struct meaning {
	const struct flow_proc *proc;
	const char *begin, *renew, *end;     /* steps */
	const char *kind, *kind_end, *asked; /* facts; the step that tells the place */
};

static const struct meaning meanings[] = {
	{&exemption_proc, "rl_decide", "rl_renew", "rl_end", "exempt", "exempt_end", "rl_ask"},
	{&absence_proc, "rl_decide", "rl_renew", "rl_end", "away", "away_end", "rl_ask"},
	{&suspension_proc, "su_decide", "su_extend", "su_end", "suspended", "suspended_end", NULL},
};

static struct list facts(struct arena *a, const struct flow_case *c, struct list live)
{
	struct member_fact *f = arena_array(a, live.n + 1, sizeof(*f));
	const struct flow_step *s = live.rows, *ask;
	const struct meaning *m = meanings;
	size_t n = 0;

	while (m->proc != c->proc)
		m++;
	ask = m->asked ? flow_live(live, m->asked, NULL) : NULL;
	for (size_t i = 0; i < live.n; i++) {
		if (text_eq(s[i].step, m->begin) || text_eq(s[i].step, m->renew))
			f[n++] = (struct member_fact){.person = c->person,
				.kind = m->kind,
				.day = s[i].day,
				.until_day = s[i].second_day,
				.number = s[i].number,
				.place = ask ? ask->place : NULL};
		else if (text_eq(s[i].step, m->end))
			f[n++] = (struct member_fact){.person = c->person,
				.kind = m->kind_end,
				.day = day_add(s[i].day, 1),
				.number = s[i].number};
	}
	return (struct list){f, n, sizeof(*f)};
}

LIFE_PROC(exemption_proc, "exemption", relief_states, relief_steps, facts);
LIFE_PROC(absence_proc, "absence", relief_states, relief_steps, facts);
LIFE_PROC(suspension_proc, "suspension", suspension_states, suspension_steps, facts);

/* ---- forms ---- */

#define LAST                                                                                       \
	{                                                                                          \
		"day", FT_DAY, CLASS_INSIDE, M_FIELD_END_DAY, FF_REQUIRED,                         \
			FIELD_OFF(struct case_in, day, day_t), 0, 0, 0, M_HINT_END_DAY, 0          \
	}
#define RESOLUTION CASE_NUMBER(M_FIELD_RESOLUTION_NO, FF_REQUIRED)
#define DECISION   CASE_NUMBER(M_FIELD_DECISION_NO, FF_REQUIRED)

static const struct field exemption_fields[] = {CASE_DAY(M_FIELD_LIFE_ASKED),
	CASE_KIND(M_FIELD_LIFE_EXEMPT_WHY, "exempt_reason"), CASE_NOTE, F_END};
static const struct field absence_fields[] = {CASE_DAY(M_FIELD_LIFE_ASKED),
	CASE_KIND(M_FIELD_LIFE_ABSENT_WHY, "absent_reason"),
	CASE_TEXT(place, M_FIELD_PLACE_AWAY, FF_REQUIRED, 200, M_NONE), CASE_NOTE, F_END};
static const struct field decide_fields[] = {CASE_DAY(M_FIELD_FROM_DAY), RESOLUTION,
	LIFE_UNTIL(FF_WHEN, M_HINT_LIFE_UNTIL), CASE_VOTE(0), CASE_NOTE, F_END};
static const struct field report_fields[] = {
	CASE_DAY(M_FIELD_DAY), CASE_NUMBER(M_FIELD_REPORT_NO, 0), CASE_NOTE, F_END};
static const struct field renew_fields[] = {CASE_DAY(M_FIELD_FROM_DAY), RESOLUTION,
	LIFE_UNTIL(FF_REQUIRED, M_NONE), CASE_VOTE(0), CASE_NOTE, F_END};
static const struct field end_fields[] = {LAST, CASE_NUMBER(M_FIELD_NUMBER, 0), CASE_NOTE, F_END};
static const struct field refuse_fields[] = {CASE_DAY(M_FIELD_DAY), CASE_WHY, F_END};
static const struct field propose_fields[] = {
	CASE_DAY(M_FIELD_DAY), CASE_NUMBER(M_FIELD_RESOLUTION_NO, 0), CASE_NOTE, F_END};
static const struct field suspend_fields[] = {
	CASE_DAY(M_FIELD_FROM_DAY), DECISION, LIFE_UNTIL(FF_REQUIRED, M_NONE), CASE_NOTE, F_END};
static const struct field lift_fields[] = {LAST, DECISION, CASE_NOTE, F_END};

LIFE_BEGIN(life_exemption_new, exemption_proc, "rl_ask", exemption_fields, M_LIFE_EXEMPTION_NEW,
	M_LIFE_EXEMPTION_LEAD);
LIFE_BEGIN(life_absence_new, absence_proc, "rl_ask", absence_fields, M_LIFE_ABSENCE_NEW,
	M_LIFE_ABSENCE_LEAD);
LIFE_BEGIN(life_suspension_new, suspension_proc, "su_propose", propose_fields,
	M_LIFE_SUSPENSION_NEW, M_LIFE_SUSPENSION_LEAD);
CASE_STEP(life_rl_decide, "rl_decide", decide_fields, M_STEP_RL_DECIDE);
CASE_STEP(life_rl_report, "rl_report", report_fields, M_STEP_RL_REPORT);
CASE_STEP(life_rl_renew, "rl_renew", renew_fields, M_STEP_RL_RENEW);
CASE_STEP(life_rl_end, "rl_end", end_fields, M_STEP_RL_END);
CASE_STEP(life_rl_refuse, "rl_refuse", refuse_fields, M_STEP_RL_REFUSE);
CASE_STEP(life_su_decide, "su_decide", suspend_fields, M_STEP_SU_DECIDE);
CASE_STEP(life_su_extend, "su_extend", suspend_fields, M_STEP_SU_EXTEND);
CASE_STEP(life_su_end, "su_end", lift_fields, M_STEP_SU_END);
CASE_STEP(life_su_refuse, "su_refuse", refuse_fields, M_STEP_SU_REFUSE);

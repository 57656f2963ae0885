/*
 * life_stay.c: temporary transfer. The member stays counted at home, takes part and votes at the
 * host from the day on which the letter is shown there, and comes back by the day in the letter.
 */
#include "core/rule.h"
#include "life/life.h"

static const struct flow_state states[] = {
	{"st_asked", true},
	{"st_letter", true},
	{"st_host", true},
	{"st_over", false},
	{"st_withdrawn", false},
	{NULL, false},
};

/* ---- conditions ---- */

static enum err check_ask(struct flow_work *w)
{
	struct member_spell s;
	bool yes;

	TRY(life_member_on(w, &s, &yes));
	if (!yes)
		return flow_lack(w, "day", M_LIFE_NO_MEMBER, cx_day(w->cx, w->step->day), NULL);
	if (s.host)
		TRY(flow_lack(w, NULL, M_LIFE_GUEST_ALREADY, NULL, NULL));
	return life_check_where(w, M_ACT_HOST_HOME);
}

/* From so many months to so many; another length has a reason. */
static enum err check_until(struct flow_work *w)
{
	const struct flow_step *s = w->step;
	day_t least, most;

	TRY(life_check_number(w));
	TRY(life_must(w, "second_day", s->second_day != 0));
	if (!s->second_day)
		return ERR_OK;
	if (s->second_day < s->day)
		return flow_lack(w, "second_day", M_RECORD_ENDS_BEFORE, NULL, NULL);
	TRY(flow_term(w->cx, "transfer.temporary_from", s->day, &least));
	TRY(flow_term(w->cx, "transfer.temporary_to", s->day, &most));
	if ((s->second_day >= day_add(least, -1) && s->second_day <= most) || !text_empty(s->note))
		return ERR_OK;
	return flow_lack(w, "note", M_LIFE_STAY_TERM, cx_day(w->cx, least), cx_day(w->cx, most));
}

static enum err check_extend(struct flow_work *w)
{
	TRY(check_until(w));
	return life_check_longer(w, "st_letter", "st_extend");
}

static enum err check_present(struct flow_work *w)
{
	const struct flow_step *letter = flow_live(w->live, "st_letter", NULL);
	bool late;

	return life_check_late(
		w, "transfer.letter", letter ? letter->day : 0, M_LIFE_LETTER_LATE, &late);
}

/* ---- the table ---- */

#define STAY_CLOCKS                                                                                \
	{"transfer_letter", "transfer.letter", NULL, "st_letter", false},                          \
	{                                                                                          \
		"stay_end", NULL, NULL, "st_letter st_host", true                                  \
	}

static const struct flow_kind steps[] = {
	{.code = "st_ask",
		.from = {{"", 0}},
		.to = "st_asked",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_POINTS,
		.check = check_ask},
	{.code = "st_letter",
		.from = {{"st_asked", 0}},
		.to = "st_letter",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.flags = FLOW_MAIN | FLOW_AHEAD,
		.clock = {STAY_CLOCKS},
		.check = check_until,
		.action = &life_st_letter},
	{.code = "st_present",
		.from = {{"st_letter", 0}},
		.to = "st_host",
		.level = FLOW_THERE,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.check = check_present,
		.action = &life_st_present},
	{.code = "st_start",
		.from = {{"st_letter", FLOW_HAS(FLOW_THERE)}},
		.to = "st_host",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.check = check_present,
		.action = &life_st_start},
	{.code = "st_return",
		.from = {{"st_host", 0}},
		.to = "st_over",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.action = &life_st_return},
	{.code = "st_extend",
		.from = {{"st_host", 0}},
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.flags = FLOW_AHEAD,
		.clock = {{"stay_end", NULL, NULL, "st_host", true}},
		.check = check_extend,
		.action = &life_st_extend},
	{.code = "st_withdraw",
		.from = {{"st_asked", 0}, {"st_letter", 0}},
		.to = "st_withdrawn",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.check = life_check_note,
		.action = &life_st_withdraw},
	{.code = NULL},
};

/* ---- what it means for the register ---- */

static struct member_fact hosted(const struct flow_case *c, const struct flow_step *ask,
	const struct flow_step *paper, day_t day)
{
	return (struct member_fact){.person = c->person,
		.kind = "hosted",
		.day = day,
		.until_day = paper->second_day,
		.other = ask->other,
		.place = ask->other ? NULL : ask->place,
		.number = paper->number};
}

static struct list facts(struct arena *a, const struct flow_case *c, struct list live)
{
	struct member_fact *f = arena_array(a, live.n + 2, sizeof(*f));
	const struct flow_step *s = live.rows, *ask = flow_live(live, "st_ask", NULL),
			       *letter = flow_live(live, "st_letter", NULL),
			       *there = flow_live(live, "st_present", NULL),
			       *back = flow_live(live, "st_return", NULL);
	size_t n = 0;

	there = there ? there : flow_live(live, "st_start", NULL);
	if (!ask || !letter || !there)
		return (struct list){f, 0, sizeof(*f)};
	f[n++] = hosted(c, ask, letter, there->day);
	for (size_t i = 0; i < live.n; i++)
		if (text_eq(s[i].step, "st_extend"))
			f[n++] = hosted(c, ask, &s[i], s[i].day);
	if (back)
		f[n++] = (struct member_fact){
			.person = c->person, .kind = "hosted_end", .day = day_add(back->day, 1)};
	return (struct list){f, n, sizeof(*f)};
}

const struct flow_proc stay_proc = {.code = "stay",
	.two_ends = true,
	.states = states,
	.steps = steps,
	.follows = facts,
	.effect = case_facts,
	.effect_apply = case_facts_apply,
	.head = life_head,
	.show = life_show_letter};

/* ---- forms ---- */

static const struct field ask_fields[] = {CASE_DAY(M_FIELD_LIFE_ASKED),
	CASE_KIND(M_FIELD_LIFE_STAY_WHY, "stay_reason"),
	CASE_TEXT(at, M_FIELD_HOST, FF_WHEN, 200, M_HINT_LIFE_CELL_TO),
	CASE_TEXT(place, M_FIELD_PLACE_HOST, FF_WHEN, 200, M_HINT_LIFE_PLACE_TO), CASE_NOTE, F_END};
static const struct field letter_fields[] = {CASE_DAY(M_FIELD_LETTER_DAY),
	CASE_NUMBER(M_FIELD_LETTER_NO, FF_REQUIRED), LIFE_UNTIL(FF_REQUIRED, M_NONE),
	CASE_NOTE_WHEN(M_HINT_LIFE_STAY_NOTE), CASE_CORRECTS, F_END};
static const struct field present_fields[] = {CASE_DAY(M_FIELD_LIFE_PRESENTED), CASE_NOTE, F_END};
static const struct field extend_fields[] = {CASE_DAY(M_FIELD_FROM_DAY),
	CASE_NUMBER(M_FIELD_LETTER_NO, FF_REQUIRED), LIFE_UNTIL(FF_REQUIRED, M_NONE), CASE_NOTE,
	F_END};
static const struct field return_fields[] = {
	{"day", FT_DAY, CLASS_INSIDE, M_FIELD_END_DAY, FF_REQUIRED,
		FIELD_OFF(struct case_in, day, day_t), 0, 0, 0, M_HINT_END_DAY, 0},
	CASE_NOTE, F_END};
static const struct field end_fields[] = {CASE_DAY(M_FIELD_DAY), CASE_WHY, F_END};

LIFE_BEGIN(life_stay_new, stay_proc, "st_ask", ask_fields, M_LIFE_STAY_NEW, M_LIFE_STAY_LEAD);
CASE_STEP(life_st_letter, "st_letter", letter_fields, M_STEP_ST_LETTER);
CASE_STEP(life_st_present, "st_present", present_fields, M_STEP_ST_PRESENT);
CASE_STEP(life_st_start, "st_start", present_fields, M_STEP_ST_START);
CASE_STEP(life_st_extend, "st_extend", extend_fields, M_STEP_ST_EXTEND);
CASE_STEP(life_st_return, "st_return", return_fields, M_STEP_ST_RETURN);
CASE_STEP(life_st_withdraw, "st_withdraw", end_fields, M_STEP_ST_WITHDRAW);

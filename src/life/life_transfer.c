/*
 * life_transfer.c: official transfer. The cell asks within its term, the committee that may issues
 * the letter, the other end is shown it within its term, and receives. Until then the member
 * counts where they were; a letter to outside this database ends that on its day.
 */
#include "core/rule.h"
#include "life/life.h"

static const struct flow_state states[] = {
	{"tr_asked", true},
	{"tr_letter", true},
	{"tr_presented", true},
	{"tr_received", false},
	{"tr_refused", false},
	{"tr_withdrawn", false},
	{NULL, false},
};

/* ---- conditions ---- */

static enum err check_ask(struct flow_work *w)
{
	struct member_spell s;
	bool yes, late;

	TRY(life_member_on(w, &s, &yes));
	if (!yes)
		return flow_lack(w, "day", M_LIFE_NO_MEMBER, cx_day(w->cx, w->step->day), NULL);
	if (s.transit)
		TRY(flow_lack(w, NULL, M_LIFE_ON_THE_WAY, NULL, NULL));
	TRY(life_must(w, "second_day", w->step->second_day != 0));
	TRY(life_check_where(w, M_LIFE_SAME_CELL));
	return life_check_late(w, "transfer.start", w->step->second_day, M_LIFE_START_LATE, &late);
}

static enum err check_present(struct flow_work *w)
{
	return life_check_letter(w, "tr_letter");
}

/* ---- the table ---- */

#define NOT_THERE FLOW_HAS(FLOW_THERE)

static const struct flow_kind steps[] = {
	{.code = "tr_ask",
		.from = {{"", 0}},
		.to = "tr_asked",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_POINTS,
		.clock = {{"transfer_start", "transfer.start", NULL, "tr_asked", true}},
		.second = M_FIELD_LIFE_MOVED_ON,
		.check = check_ask},
	{.code = "tr_letter",
		.from = {{"tr_asked", 0}},
		.to = "tr_letter",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.flags = FLOW_MAIN,
		.clock = {{"transfer_letter", "transfer.letter", NULL, "tr_letter", false}},
		.check = life_check_number,
		.action = &life_tr_letter},
	{.code = "tr_present",
		.from = {{"tr_letter", 0}},
		.to = "tr_presented",
		.level = FLOW_THERE,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.check = check_present,
		.action = &life_tr_present},
	{.code = "tr_receive",
		.from = {{"tr_presented", 0}},
		.to = "tr_received",
		.level = FLOW_THERE,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.action = &life_tr_receive},
	{.code = "tr_confirm",
		.from = {{"tr_letter", NOT_THERE}},
		.to = "tr_received",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.action = &life_tr_confirm},
	{.code = "tr_refuse",
		.from = {{"tr_letter", 0}, {"tr_presented", 0}},
		.to = "tr_refused",
		.level = FLOW_THERE,
		.perm = PERM_CASE_STEP,
		.check = life_check_note,
		.action = &life_tr_refuse},
	{.code = "tr_withdraw",
		.from = {{"tr_asked", 0}, {"tr_letter", 0}, {"tr_presented", 0}},
		.to = "tr_withdrawn",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.check = life_check_note,
		.action = &life_tr_withdraw},
	{.code = NULL},
};

/* ---- what it means for the register ---- */

static struct list facts(struct arena *a, const struct flow_case *c, struct list live)
{
	struct member_fact *f = arena_array(a, 2, sizeof(*f));
	const struct flow_step *ask = flow_live(live, "tr_ask", NULL),
			       *letter = flow_live(live, "tr_letter", NULL),
			       *received = flow_live(live, "tr_receive", NULL);
	size_t n = 0;

	if (!ask || !letter || flow_live(live, "tr_withdraw", NULL) ||
		flow_live(live, "tr_refuse", NULL))
		return (struct list){f, 0, sizeof(*f)};
	f[n++] = (struct member_fact){.person = c->person,
		.kind = ask->other ? "transfer_sent" : "transfer_out",
		.day = letter->day,
		.other = ask->other,
		.place = ask->other ? NULL : ask->place,
		.number = letter->number};
	if (received)
		f[n++] = (struct member_fact){.person = c->person,
			.kind = "transfer",
			.day = received->day,
			.second_day = letter->day,
			.other = ask->other,
			.number = letter->number};
	return (struct list){f, n, sizeof(*f)};
}

const struct flow_proc transfer_proc = {.code = "transfer",
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
	CASE_KIND(M_FIELD_LIFE_MOVE_WHY, "move_reason"),
	{"second_day", FT_DAY, CLASS_INSIDE, M_FIELD_LIFE_MOVED_ON, FF_REQUIRED,
		FIELD_OFF(struct case_in, second_day, day_t), 0, 0, 0, M_HINT_LIFE_MOVED_ON, 0},
	CASE_TEXT(at, M_FIELD_CELL_TO, FF_WHEN, 200, M_HINT_LIFE_CELL_TO),
	CASE_TEXT(place, M_FIELD_LIFE_PLACE_TO, FF_WHEN, 200, M_HINT_LIFE_PLACE_TO),
	CASE_NOTE_WHEN(M_HINT_CASE_NOTE_LATE), CASE_CORRECTS, F_END};
static const struct field letter_fields[] = {CASE_DAY(M_FIELD_LETTER_DAY),
	CASE_NUMBER(M_FIELD_LETTER_NO, FF_REQUIRED), CASE_NOTE, F_END};
static const struct field present_fields[] = {CASE_DAY(M_FIELD_LIFE_PRESENTED),
	CASE_NOTE_WHEN(M_HINT_CASE_NOTE_LATE), CASE_CORRECTS, F_END};
static const struct field receive_fields[] = {CASE_DAY(M_FIELD_RECEIVED_DAY), CASE_NOTE, F_END};
static const struct field confirm_fields[] = {
	CASE_DAY(M_FIELD_LIFE_CONFIRMED), CASE_NUMBER(M_FIELD_NUMBER, 0), CASE_NOTE, F_END};
static const struct field end_fields[] = {CASE_DAY(M_FIELD_DAY), CASE_WHY, F_END};

LIFE_BEGIN(life_transfer_new, transfer_proc, "tr_ask", ask_fields, M_LIFE_TRANSFER_NEW,
	M_LIFE_TRANSFER_LEAD);
CASE_STEP(life_tr_letter, "tr_letter", letter_fields, M_STEP_TR_LETTER);
CASE_STEP(life_tr_present, "tr_present", present_fields, M_STEP_TR_PRESENT);
CASE_STEP(life_tr_receive, "tr_receive", receive_fields, M_STEP_TR_RECEIVE);
CASE_STEP(life_tr_confirm, "tr_confirm", confirm_fields, M_STEP_TR_CONFIRM);
CASE_STEP(life_tr_refuse, "tr_refuse", end_fields, M_STEP_TR_REFUSE);
CASE_STEP(life_tr_withdraw, "tr_withdraw", end_fields, M_STEP_TR_WITHDRAW);

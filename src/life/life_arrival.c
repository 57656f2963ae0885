/*
 * life_arrival.c: who comes with a letter from an organisation that is not in this database: the
 * mirror of an official transfer. The committee has the letter, is shown it, introduces to a cell,
 * the cell takes them in; from that day they count. The case stays with the committee, the cell is
 * its other end: one that does not receive gives the case back to be introduced elsewhere.
 *
 * A letter that a province was shown goes from committee to committee until one knows the cell:
 * each hands the case on to one below, or back to one that had it; the term of the letter runs on.
 */
#include "life/life_arrival.h"
#include "core/tree.h"

static const struct flow_state states[] = {
	{"ar_letter", true},
	{"ar_presented", true},
	{"ar_introduced", true},
	{"ar_received", false},
	{"ar_returned", false},
	{NULL, false},
};

/* ---- conditions ---- */

/* What the other end should have done within its term is explained where it was not. */
static enum err check_letter(struct flow_work *w)
{
	const struct flow_step *s = w->step;
	bool late;

	TRY(life_must(w, "place", !text_empty(s->place)));
	TRY(life_must(w, "second_day", s->second_day != 0));
	TRY(life_check_number(w));
	return life_check_late(w, "transfer.start", s->second_day, M_LIFE_AR_START_LATE, &late);
}

static enum err is_below(struct ctx *cx, int64_t org, int64_t above, day_t day, bool *ret)
{
	const struct org_step *s;
	struct list path;

	*ret = false;
	TRY(tree_path(cx, org, day, &path));
	s = path.rows;
	for (size_t i = 0; i < path.n; i++)
		*ret = *ret || s[i].org == above;
	return ERR_OK;
}

static enum err check_introduce(struct flow_work *w)
{
	const struct flow_step *s = w->step;
	bool yes;

	if (!s->other)
		return life_must(w, "at", false);
	TRY(case_is_cell(w->cx, s->other, s->day, &yes));
	if (!yes)
		return flow_lack(w, "at", M_LIFE_AR_NO_CELL, NULL, NULL);
	TRY(is_below(w->cx, s->other, w->org, s->day, &yes));
	return yes ? ERR_OK : flow_lack(w, "at", M_LIFE_AR_NOT_BELOW, NULL, NULL);
}

/* Has it had the case before: by its letter, or handed on to it? */
static bool had_it(const struct flow_work *w, int64_t org)
{
	const struct flow_step *s = w->live.rows;
	bool had = false;

	for (size_t i = 0; i < w->live.n; i++)
		had = had || (text_eq(s[i].step, "ar_letter") && s[i].org == org) ||
		      (text_eq(s[i].step, "ar_pass") && s[i].other == org);
	return had;
}

static enum err check_pass(struct flow_work *w)
{
	const struct flow_step *s = w->step;
	bool yes;

	if (!s->other)
		return life_must(w, "at", false);
	if (s->other == w->org)
		return flow_lack(w, "at", M_LIFE_AR_HERE, NULL, NULL);
	TRY(case_is_cell(w->cx, s->other, s->day, &yes));
	if (yes)
		return flow_lack(w, "at", M_LIFE_AR_PASS_CELL, NULL, NULL);
	TRY(is_below(w->cx, s->other, w->org, s->day, &yes));
	return yes || had_it(w, s->other) ? ERR_OK
					  : flow_lack(w, "at", M_LIFE_AR_PASS_WHERE, NULL, NULL);
}

/* The term of the letter is that of the new cell. */
static enum err check_receive(struct flow_work *w)
{
	return life_check_letter(w, "ar_letter");
}

/* ---- the table ---- */

static const struct flow_kind steps[] = {
	{.code = "ar_letter",
		.from = {{"", 0}},
		.to = "ar_letter",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.clock = {{"transfer_letter", "transfer.letter", NULL,
			"ar_letter ar_presented ar_introduced", false}},
		.check = check_letter,
		.action = &life_ar_letter},
	{.code = "ar_present",
		.from = {{"ar_letter", 0}},
		.to = "ar_presented",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.action = &life_ar_present},
	{.code = "ar_introduce",
		.from = {{"ar_presented", 0}},
		.to = "ar_introduced",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN | FLOW_POINTS,
		.check = check_introduce,
		.action = &life_ar_introduce},
	{.code = "ar_pass",
		.from = {{"ar_presented", 0}},
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MOVES,
		.check = check_pass,
		.action = &life_ar_pass},
	{.code = "ar_receive",
		.from = {{"ar_introduced", 0}},
		.to = "ar_received",
		.level = FLOW_THERE,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.check = check_receive,
		.action = &life_ar_receive},
	{.code = "ar_refuse",
		.from = {{"ar_introduced", 0}},
		.to = "ar_presented",
		.level = FLOW_THERE,
		.perm = PERM_CASE_STEP,
		.check = life_check_note,
		.action = &life_ar_refuse},
	{.code = "ar_return",
		.from = {{"ar_letter", 0}, {"ar_presented", 0}, {"ar_introduced", 0}},
		.to = "ar_returned",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.check = life_check_note,
		.action = &life_ar_return},
	{.code = NULL},
};

/* ---- what it means for the register ---- */

/* The letter tells where from and its number, whoever showed it what they are. */
static struct list facts(struct arena *a, const struct flow_case *c, struct list live)
{
	struct member_fact *f = arena_new_of(a, struct member_fact);
	const struct flow_step *letter = flow_live(live, "ar_letter", NULL),
			       *shown = flow_live(live, "ar_present", NULL),
			       *cell = flow_live(live, "ar_introduce", NULL),
			       *received = flow_live(live, "ar_receive", NULL);

	if (!letter || !shown || !cell || !received)
		return (struct list){f, 0, sizeof(*f)};
	*f = (struct member_fact){.person = c->person,
		.kind = "transfer_in",
		.day = received->day,
		.cell = cell->other,
		.place = letter->place,
		.number = letter->number,
		.status = shown->kind};
	return (struct list){f, 1, sizeof(*f)};
}

/* From where, and by which letter: whoever receives asks for that first. */
static enum err show(struct ctx *cx, struct doc *d, const struct flow_case *c)
{
	const struct flow_step *letter = flow_last(c, "ar_letter", NULL);

	if (letter)
		doc_text(d, "letter", M_LIFE_AR_LETTER,
			msg_say(cx->a, cx->say.lang, M_LIFE_AR_LETTER_OF, letter->number,
				cx_day(cx, letter->day), letter->place, NULL));
	return life_show(cx, d, c);
}

const struct flow_proc arrival_proc = {.code = "arrival",
	.two_ends = true,
	.states = states,
	.steps = steps,
	.follows = facts,
	.effect = case_facts,
	.effect_apply = case_facts_apply,
	.head = life_head,
	.show = show};

/* ---- forms ---- */

static const struct field letter_fields[] = {CASE_DAY(M_FIELD_LETTER_DAY),
	CASE_NUMBER(M_FIELD_LETTER_NO, FF_REQUIRED),
	CASE_TEXT(place, M_FIELD_PLACE_FROM, FF_REQUIRED, 200, M_NONE),
	CASE_KIND(M_FIELD_LIFE_MOVE_WHY, "move_reason"),
	CASE_SECOND(M_FIELD_LIFE_MOVED_ON, FF_REQUIRED, M_HINT_LIFE_MOVED_ON),
	CASE_NOTE_WHEN(M_HINT_CASE_NOTE_LATE), CASE_CORRECTS, F_END};
static const struct field present_fields[] = {CASE_DAY(M_FIELD_LIFE_PRESENTED),
	CASE_KIND(M_FIELD_MEMBER_STATUS, "entry_status"), CASE_NOTE, F_END};
static const struct field introduce_fields[] = {CASE_DAY(M_FIELD_LIFE_INTRODUCED),
	CASE_TEXT(at, M_FIELD_CELL_TO, FF_REQUIRED, 200, M_HINT_LIFE_AR_CELL),
	CASE_NUMBER(M_FIELD_LETTER_NO, 0), CASE_NOTE, F_END};
static const struct field pass_fields[] = {CASE_DAY(M_FIELD_LIFE_PASSED),
	CASE_TEXT(at, M_FIELD_LIFE_PASS_TO, FF_REQUIRED, 200, M_HINT_LIFE_PASS_TO),
	CASE_NUMBER(M_FIELD_LETTER_NO, 0), CASE_NOTE, F_END};
static const struct field receive_fields[] = {CASE_DAY(M_FIELD_RECEIVED_DAY),
	CASE_NOTE_WHEN(M_HINT_CASE_NOTE_LATE), CASE_CORRECTS, F_END};
static const struct field end_fields[] = {CASE_DAY(M_FIELD_DAY), CASE_WHY, F_END};

CASE_STEP(life_ar_letter, "ar_letter", letter_fields, M_STEP_AR_LETTER);
CASE_STEP(life_ar_present, "ar_present", present_fields, M_STEP_AR_PRESENT);
CASE_STEP(life_ar_introduce, "ar_introduce", introduce_fields, M_STEP_AR_INTRODUCE);
CASE_STEP(life_ar_pass, "ar_pass", pass_fields, M_STEP_AR_PASS);
CASE_STEP(life_ar_receive, "ar_receive", receive_fields, M_STEP_TR_RECEIVE);
CASE_STEP(life_ar_refuse, "ar_refuse", end_fields, M_STEP_AR_REFUSE);
CASE_STEP(life_ar_return, "ar_return", end_fields, M_STEP_AR_RETURN);

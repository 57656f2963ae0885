/*
 * member_act_kinds.c: what differs between the acts: what each asks for, whom it fits, how its fact
 * is completed; and the actions made of them.
 */
#include "core/flow.h"
#include "member/member_act.h"
#include "member/member_badge.h"
#include "member/member_card.h"

enum { PROBATION_MONTHS = 12, BADGE_LAST = 90 };

/* ---- fields ---- */

#define A_DAY(m, label, flags, hint)                                                               \
	{                                                                                          \
#m, FT_DAY, CLASS_INSIDE, label, flags, FIELD_OFF(struct act_in, m, day_t), 0, 0,  \
			0, hint, 0                                                                 \
	}
#define A_TEXT(m, label, flags, max, hint)                                                         \
	{                                                                                          \
#m, FT_TEXT, CLASS_INSIDE, label, flags,                                           \
			FIELD_OFF(struct act_in, m, const char *), max, 0, 0, hint, 0              \
	}

#define A_WHY(flags) F_LINES(struct act_in, reason, M_FIELD_REASON, CLASS_PERSONAL, flags, 500)

#define ON		    A_DAY(day, M_FIELD_DECISION_DAY, FF_REQUIRED, M_NONE)
#define FROM		    A_DAY(day, M_FIELD_FROM_DAY, FF_REQUIRED, M_NONE)
#define LAST		    A_DAY(day, M_FIELD_END_DAY, FF_REQUIRED, M_HINT_END_DAY)
#define NUMBER		    A_TEXT(number, M_FIELD_DECISION_NO, 0, 60, M_NONE)
#define LETTER		    A_TEXT(number, M_FIELD_LETTER_NO, 0, 60, M_NONE)
#define UNTIL		    A_DAY(until_day, M_FIELD_UNTIL_DAY, 0, M_HINT_UNTIL)
#define TO(m, label)	    A_TEXT(m, label, FF_REQUIRED, 200, M_HINT_ORG)
#define PLACE(label, flags) A_TEXT(place, label, flags, 200, M_NONE)
#define KIND(label, cat)    F_CAT(struct act_in, kind, label, CLASS_INSIDE, FF_REQUIRED, cat)
#define WHY		    A_WHY(0), F_END
#define MUST_WHY	    A_WHY(FF_REQUIRED), F_END

static const struct field recognise_fields[] = {
	ON, A_DAY(second_day, M_FIELD_OFFICIAL_DAY, 0, M_HINT_OFFICIAL_DAY), NUMBER, WHY};
static const struct field transfer_fields[] = {
	A_DAY(day, M_FIELD_RECEIVED_DAY, FF_REQUIRED, M_NONE), TO(other, M_FIELD_CELL_TO),
	A_DAY(second_day, M_FIELD_LETTER_DAY, 0, M_NONE), LETTER, WHY};
static const struct field send_fields[] = {A_DAY(day, M_FIELD_LETTER_DAY, FF_REQUIRED, M_NONE),
	TO(other, M_FIELD_CELL_TO), LETTER, WHY};
static const struct field receive_fields[] = {
	A_DAY(day, M_FIELD_RECEIVED_DAY, FF_REQUIRED, M_NONE), LETTER, WHY};
static const struct field unsend_fields[] = {MUST_WHY};
static const struct field out_fields[] = {A_DAY(day, M_FIELD_LETTER_DAY, FF_REQUIRED, M_NONE),
	PLACE(M_FIELD_PLACE_TO, FF_REQUIRED), LETTER, WHY};
static const struct field in_fields[] = {A_DAY(day, M_FIELD_RECEIVED_DAY, FF_REQUIRED, M_NONE),
	TO(cell, M_FIELD_CELL_TO), PLACE(M_FIELD_PLACE_FROM, FF_REQUIRED), LETTER, WHY};
static const struct field host_fields[] = {FROM,
	A_DAY(until_day, M_FIELD_UNTIL_DAY, FF_REQUIRED, M_NONE),
	A_TEXT(other, M_FIELD_HOST, 0, 200, M_HINT_HOST), PLACE(M_FIELD_PLACE_HOST, 0), LETTER,
	WHY};
static const struct field exempt_fields[] = {FROM, UNTIL, NUMBER, WHY};
static const struct field away_fields[] = {FROM, UNTIL, PLACE(M_FIELD_PLACE_AWAY, 0), WHY};
static const struct field end_fields[] = {LAST, NUMBER, WHY};
static const struct field leave_fields[] = {KIND(M_FIELD_LEAVING, "leaving_kind"), ON, NUMBER, WHY};
static const struct field death_fields[] = {
	A_DAY(day, M_FIELD_DEATH_DAY, FF_REQUIRED, M_NONE), WHY};
static const struct field back_fields[] = {ON, TO(cell, M_FIELD_CELL), NUMBER, WHY};
static const struct field card_fields[] = {KIND(M_FIELD_FACT, "card_kind"),
	A_DAY(day, M_FIELD_DAY, FF_REQUIRED, M_NONE),
	A_TEXT(number, M_FIELD_CARD_NO, FF_REQUIRED, 40, M_NONE), WHY};
static const struct field badge_fields[] = {KIND(M_FIELD_FACT, "badge_kind"), ON,
	{"years", FT_INT, CLASS_INSIDE, M_FIELD_BADGE_YEARS, FF_REQUIRED,
		FIELD_OFF(struct act_in, years, int64_t), BADGE_LAST, 0, 0, M_HINT_BADGE, 0},
	NUMBER, WHY};

/* ---- recognising ---- */

static enum err facts_of(struct act_work *w, struct list *ret)
{
	return member_facts(w->cx, w->person, ret);
}

/* Who has a case is recognised by its steps; this form is for history. */
static enum err point_at_case(struct act_work *w)
{
	const struct flow_spell *s;
	struct list cases;

	TRY(flow_cases_of(w->cx, w->person, &cases));
	s = cases.rows;
	for (size_t i = 0; i < cases.n; i++)
		if (s[i].open)
			doc_link(w->d, DOC_ONWARD, msg_text(w->cx->say.lang, M_FLOW_KEPT),
				"/case/%lld", (long long)s[i].flow);
	return ERR_OK;
}

/* Probation is a year from the ceremony; of old papers only the day of the decision is known. */
static enum err recognise_begin(struct act_work *w, struct act_in *in)
{
	const struct member_fact *f;
	struct list facts;

	TRY(point_at_case(w));
	TRY(facts_of(w, &facts));
	f = facts.rows;
	for (size_t i = 0; i < facts.n; i++)
		if (text_eq(f[i].kind, "admitted") || text_eq(f[i].kind, "readmitted"))
			in->second_day = day_add_months(
				day_first(f[i].second_day ? f[i].second_day : f[i].day),
				PROBATION_MONTHS);
	return ERR_OK;
}

/* ---- transfers ---- */

/* Into a cell only by whoever has it in reach; others propose, or send, and it receives. */
static enum err complete_transfer(struct act_work *w)
{
	struct fault quiet = {.a = w->cx->a}, *told = w->cx->f;
	enum err e;

	TRY(member_act_pick(w->cx, w->in->other, w->in->day, "other", &w->fact.other));
	w->cx->f = &quiet;
	e = grant_over_end(w->cx, PERM_MEMBER_CHANGE, w->fact.other);
	w->cx->f = told;
	if (e == ERR_FORBIDDEN)
		return cx_fault(w->cx, ERR_REFUSED, "other", M_ACT_SEND_INSTEAD);
	return e;
}

static enum err complete_send(struct act_work *w)
{
	return member_act_pick(w->cx, w->in->other, w->in->day, "other", &w->fact.other);
}

/* The letter under way: the last that was made out up to the day. */
static enum err letter_of(struct act_work *w, day_t day, struct member_fact *ret)
{
	const struct member_fact *f;
	struct list facts;
	bool found = false;

	TRY(facts_of(w, &facts));
	f = facts.rows;
	for (size_t i = 0; i < facts.n; i++)
		if (text_eq(f[i].kind, "transfer_sent") && day_first(f[i].day) <= day) {
			*ret = f[i];
			found = true;
		}
	return found ? ERR_OK : cx_fault(w->cx, ERR_REFUSED, NULL, M_ACT_NOT_SENT);
}

static enum err receive_begin(struct act_work *w, struct act_in *in)
{
	struct member_fact letter = {0};

	TRY(letter_of(w, w->cx->day, &letter));
	in->number = letter.number;
	return ERR_OK;
}

static enum err complete_receive(struct act_work *w)
{
	struct member_fact letter = {0};

	TRY(letter_of(w, w->in->day, &letter));
	w->fact.second_day = letter.day;
	w->fact.other = w->now.transit;
	return grant_over(w->cx, PERM_MEMBER_CHANGE, w->fact.other);
}

static enum err complete_unsend(struct act_work *w)
{
	struct member_fact letter = {0};

	TRY(letter_of(w, w->cx->day, &letter));
	w->voids = letter.id;
	return ERR_OK;
}

/* In from outside, readmitted, restored: into a cell within reach; the last one is proposed. */
static enum err complete_back(struct act_work *w)
{
	TRY(member_act_pick(w->cx, w->in->cell, w->in->day, "cell", &w->fact.cell));
	return grant_over_end(w->cx, PERM_MEMBER_CHANGE, w->fact.cell);
}

static enum err back_begin(struct act_work *w, struct act_in *in)
{
	struct org_spell cell;
	enum err e = tree_spell(w->cx, w->now.cell, w->cx->day, &cell);

	if (!e)
		in->cell = cell.code;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* ---- what papers alone can say: pointed out, never refused ---- */

static void remark(struct act_work *w, enum msg what, const char *a1, const char *a2)
{
	doc_note(w->d, DOC_WARN, doc_say(w->d, what, a1, a2, NULL));
}

/* So many months must pass after the last leaving. */
static enum err complete_readmit(struct act_work *w)
{
	const struct member_fact *f;
	day_t day = w->in->day, left = 0, from;
	struct list facts;

	TRY(complete_back(w));
	TRY(member_told_facts(w->cx, w->person, &facts));
	f = facts.rows;
	for (size_t i = 0; i < facts.n; i++)
		if (fact_kind(f[i].kind)->effect == FACT_LEAVE && day_first(f[i].day) <= day)
			left = day_first(f[i].day);
	if (!left)
		return ERR_OK;
	TRY(flow_term(w->cx, "readmission.after", left, &from));
	if (day < from)
		remark(w, M_ACT_READMIT_SOON, cx_day(w->cx, left), cx_day(w->cx, from));
	return ERR_OK;
}

static enum err complete_suspend(struct act_work *w)
{
	const struct act_in *in = w->in;
	day_t most;

	TRY(flow_term(w->cx, "suspension.term", in->day, &most));
	if (!in->until_day || day_last(in->until_day) > most)
		remark(w, M_ACT_SUSPEND_LONG, cx_day(w->cx, most), NULL);
	return ERR_OK;
}

/* Who dies needs no decision. */
static enum err complete_leave(struct act_work *w)
{
	if (text_empty(w->in->number) && !text_eq(w->in->kind, "deceased"))
		remark(w, M_ACT_NO_NUMBER, NULL, NULL);
	return ERR_OK;
}

/* ---- guests ---- */

static enum err complete_host(struct act_work *w)
{
	if (text_empty(w->in->other) && text_empty(w->in->place))
		return cx_fault(w->cx, ERR_BAD_INPUT, "other", M_ACT_NO_HOST);
	TRY(member_act_pick(w->cx, w->in->other, w->in->day, "other", &w->fact.other));
	if (w->fact.other && w->fact.other == w->now.cell)
		return cx_fault(w->cx, ERR_REFUSED, "other", M_ACT_HOST_HOME);
	return ERR_OK;
}

/* ---- ends, badges ---- */

/* People tell the last day; the fact is of the day after. */
static enum err complete_end(struct act_work *w)
{
	w->fact.day = day_add(w->in->day, 1);
	return ERR_OK;
}

enum err member_act_once(struct ctx *cx, struct list facts, const struct member_fact *f)
{
	const char *years = number_text(cx->a, cx->say.lang, f->years);
	const struct member_fact *old = NULL;

	if (str_starts(str_of(f->kind), S("badge_")))
		old = badge_awarded_already(facts, f);
	if (old)
		return cx_fault(
			cx, ERR_REFUSED, "years", M_ACT_BADGE_HAS, years, cx_day(cx, old->day));
	if (text_eq(f->kind, "card_issued"))
		old = member_card_before(facts, f);
	return old ? cx_fault(cx, ERR_REFUSED, "kind", M_ACT_CARD_HAS, cx_day(cx, old->day))
		   : ERR_OK;
}

/* Early and posthumous badges exist, by rule; by how much it is early is pointed out. */
static enum err complete_badge(struct act_work *w)
{
	struct ctx *cx = w->cx;
	enum badge_verdict verdict;
	const char *years, *months;
	struct list facts;
	int n;

	TRY(member_told_facts(cx, w->person, &facts));
	TRY(member_act_once(cx, facts, &w->fact));
	TRY(badge_judge(cx, facts, w->in->years, w->in->day, &verdict, &n));
	years = number_text(cx->a, cx->say.lang, n / 12);
	months = number_text(cx->a, cx->say.lang, n % 12);
	if (verdict == BADGE_NO_SUCH)
		return cx_fault(cx, ERR_BAD_INPUT, "years", M_ACT_NO_BADGE);
	if (verdict == BADGE_YOUNG)
		return cx_fault(cx, ERR_REFUSED, "years", M_ACT_BADGE_YOUNG, years, months);
	if (verdict == BADGE_UNKNOWN)
		doc_note(w->d, DOC_WARN, msg_text(cx->say.lang, M_ACT_AGE_UNKNOWN));
	else if (verdict != BADGE_FULL)
		doc_note(w->d, DOC_WARN, doc_say(w->d, M_ACT_BADGE_EARLY, years, months, NULL));
	return ERR_OK;
}

static enum err complete_card(struct act_work *w)
{
	struct list facts;

	TRY(member_told_facts(w->cx, w->person, &facts));
	return member_act_once(w->cx, facts, &w->fact);
}

/* ---- the table ---- */

const struct member_act member_acts[] = {
	{"receive", "transfer", ACT_TRANSIT, ACT_BEYOND, complete_receive, receive_begin,
		END_TRANSIT, &member_receive, true},
	{"recognise", "recognised", ACT_PROBATIONARY, 0, NULL, recognise_begin, END_HOME,
		&member_recognise, true},
	{"badge", NULL, ACT_FULL | ACT_DEAD, 0, complete_badge, NULL, END_HOME, &member_badge},
	{"readmit", "readmitted", ACT_LEFT, 0, complete_readmit, back_begin, END_HOME,
		&member_readmit},
	{"restore", "restored", ACT_LEFT, 0, complete_back, back_begin, END_HOME, &member_restore},
	{"transfer-in", "transfer_in", ACT_GONE, 0, complete_back, back_begin, END_HOME,
		&member_transfer_in, true},
	{"unsend", NULL, ACT_TRANSIT, 0, complete_unsend, NULL, END_EITHER, &member_unsend},
	{"transfer", "transfer", ACT_MEMBER, ACT_TRANSIT, complete_transfer, NULL, END_HOME,
		&member_transfer},
	{"send", "transfer_sent", ACT_MEMBER, ACT_TRANSIT, complete_send, NULL, END_HOME,
		&member_send},
	{"transfer-out", "transfer_out", ACT_MEMBER, ACT_TRANSIT, NULL, NULL, END_HOME,
		&member_transfer_out},
	{"host", "hosted", ACT_MEMBER, ACT_HOSTED, complete_host, NULL, END_HOME, &member_host},
	{"host-end", "hosted_end", ACT_HOSTED, 0, complete_end, NULL, END_HOME, &member_host_end},
	{"exempt", "exempt", ACT_MEMBER, ACT_EXEMPT, NULL, NULL, END_HOME, &member_exempt},
	{"exempt-end", "exempt_end", ACT_EXEMPT, 0, complete_end, NULL, END_HOME,
		&member_exempt_end},
	{"away", "away", ACT_MEMBER, ACT_AWAY, NULL, NULL, END_HOME, &member_away},
	{"away-end", "away_end", ACT_AWAY, 0, complete_end, NULL, END_HOME, &member_away_end},
	{"suspend", "suspended", ACT_MEMBER, ACT_SUSPENDED, complete_suspend, NULL, END_HOME,
		&member_suspend},
	{"suspend-end", "suspended_end", ACT_SUSPENDED, 0, complete_end, NULL, END_HOME,
		&member_suspend_end},
	{"card", NULL, ACT_FULL, 0, complete_card, NULL, END_HOME, &member_card},
	{"leave", NULL, ACT_MEMBER, 0, complete_leave, NULL, END_HOME, &member_leave},
	{"death", "deceased", ACT_LEFT | ACT_GONE, 0, NULL, NULL, END_HOME, &member_death}, {0}};

#define ACT(var, name, fields, title_, submit_)                                                    \
	const struct action var = {.in = fields,                                                   \
		.in_size = sizeof(struct act_in),                                                  \
		.fill = member_act_fill,                                                           \
		.plan = member_act_plan,                                                           \
		.apply = member_act_apply,                                                         \
		.title = title_,                                                                   \
		.submit = submit_,                                                                 \
		.preview = true,                                                                   \
		.arg = name}

ACT(member_receive, "receive", receive_fields, M_ACT_RECEIVE, M_ACT_RECEIVE_DO);
ACT(member_recognise, "recognise", recognise_fields, M_ACT_RECOGNISE, M_ACT_RECOGNISE_DO);
ACT(member_badge, "badge", badge_fields, M_ACT_BADGE, M_ACT_SAVE);
ACT(member_readmit, "readmit", back_fields, M_ACT_READMIT, M_ACT_READMIT_DO);
ACT(member_restore, "restore", back_fields, M_ACT_RESTORE, M_ACT_RESTORE_DO);
ACT(member_transfer_in, "transfer-in", in_fields, M_ACT_TRANSFER_IN, M_ACT_RECEIVE_DO);
ACT(member_unsend, "unsend", unsend_fields, M_ACT_UNSEND, M_ACT_UNSEND_DO);
ACT(member_transfer, "transfer", transfer_fields, M_ACT_TRANSFER, M_ACT_TRANSFER_DO);
ACT(member_send, "send", send_fields, M_ACT_SEND, M_ACT_SEND_DO);
ACT(member_transfer_out, "transfer-out", out_fields, M_ACT_TRANSFER_OUT, M_ACT_TRANSFER_OUT_DO);
ACT(member_host, "host", host_fields, M_ACT_HOST, M_ACT_SAVE);
ACT(member_host_end, "host-end", end_fields, M_ACT_HOST_END, M_ACT_SAVE);
ACT(member_exempt, "exempt", exempt_fields, M_ACT_EXEMPT, M_ACT_SAVE);
ACT(member_exempt_end, "exempt-end", end_fields, M_ACT_EXEMPT_END, M_ACT_SAVE);
ACT(member_away, "away", away_fields, M_ACT_AWAY, M_ACT_SAVE);
ACT(member_away_end, "away-end", end_fields, M_ACT_AWAY_END, M_ACT_SAVE);
ACT(member_suspend, "suspend", exempt_fields, M_ACT_SUSPEND, M_ACT_SAVE);
ACT(member_suspend_end, "suspend-end", end_fields, M_ACT_SUSPEND_END, M_ACT_SAVE);
ACT(member_card, "card", card_fields, M_ACT_CARD, M_ACT_SAVE);
ACT(member_leave, "leave", leave_fields, M_ACT_LEAVE, M_ACT_LEAVE_DO);
ACT(member_death, "death", death_fields, M_ACT_DEATH, M_ACT_SAVE);

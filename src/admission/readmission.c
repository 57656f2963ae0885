#include "admission/readmission.h"

#include "core/rule.h"
#include "member/member_act.h"
#include "org/org.h"

/* ---- conditions ---- */

/* The last leaving up to a day, and how often they came back before. */
struct past {
	day_t left;
	const char *how;
	int64_t times;
};

static enum err read_past(struct ctx *cx, int64_t person, day_t day, struct past *ret)
{
	const struct member_fact *f;
	struct list facts;

	*ret = (struct past){0};
	TRY(member_facts(cx, person, &facts));
	f = facts.rows;
	for (size_t i = 0; i < facts.n && day_first(f[i].day) <= day; i++) {
		const struct fact_kind *k = fact_kind(f[i].kind);
		ret->times += text_eq(f[i].kind, "readmitted");
		if (!k || k->effect != FACT_LEAVE)
			continue;
		ret->left = day_first(f[i].day);
		ret->how = f[i].kind;
	}
	return ERR_OK;
}

enum err readmission_from(
	struct ctx *cx, int64_t person, day_t day, day_t *ret_left, day_t *ret_from)
{
	struct past past;

	TRY(read_past(cx, person, day, &past));
	*ret_left = *ret_from = past.left;
	return past.left ? flow_term(cx, "readmission.after", past.left, ret_from) : ERR_OK;
}

/* Is a kind of leaving among those after which nobody comes back? */
static enum err is_never(struct ctx *cx, const char *how, day_t day, bool *ret)
{
	const char *const *word;
	struct list words;

	*ret = false;
	TRY(rule_words(cx, "readmission.never", day, &words));
	word = words.rows;
	for (size_t i = 0; i < words.n; i++)
		*ret = *ret || text_eq(word[i], how);
	return ERR_OK;
}

static enum err check_past(struct flow_work *w, const struct past *past)
{
	struct ctx *cx = w->cx;
	day_t day = w->step->day, from;
	int64_t most;
	bool never;

	if (!past->left)
		return flow_lack(w, NULL, M_READMISSION_NOT_LEFT, NULL, NULL);
	TRY(flow_term(cx, "readmission.after", past->left, &from));
	if (day < from)
		TRY(flow_lack(w, "day", M_READMISSION_TOO_SOON, cx_day(cx, from), NULL));
	TRY(rule_number(cx, "readmission.times", day, &most));
	if (past->times >= most)
		TRY(flow_lack(w, NULL, M_READMISSION_AGAIN,
			number_text(cx->a, cx->say.lang, past->times),
			number_text(cx->a, cx->say.lang, most)));
	TRY(is_never(cx, past->how, day, &never));
	return never && text_empty(w->step->note)
		       ? flow_lack(w, "note", M_READMISSION_NEVER, NULL, NULL)
		       : ERR_OK;
}

/* Of the day of the vote; what was said when the case was opened stands for it. */
static enum err check_open(struct flow_work *w)
{
	struct past past;

	TRY(read_past(w->cx, w->c->person, w->step->day, &past));
	return check_past(w, &past);
}

static enum err readmission_check_cell_vote(struct flow_work *w)
{
	return admission_check_number(w);
}

/* ---- the table ---- */

#define ANY_OPEN                                                                                   \
	{                                                                                          \
		{                                                                                  \
			"*", 0                                                                     \
		}                                                                                  \
	}

static const struct flow_kind steps[] = {
	{.code = "open",
		.from = {{"", 0}},
		.to = "file",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.check = check_open},
	{.code = "mentor",
		.from = ANY_OPEN,
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_FREE,
		.check = admission_check_mentor,
		.action = &admission_mentor},
	{.code = "paper",
		.from = ANY_OPEN,
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_FREE,
		.action = &admission_papers},
	{.code = "cell_vote",
		.from = {{"file", 0}},
		.to = "cell_voted",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.form = "vote.form.admission",
		.vote = "admission.vote.cell",
		.clock = {{"decide", "admission.decide", NULL, ADMISSION_BEFORE, false}},
		.check = readmission_check_cell_vote,
		.action = &admission_cell_vote},
	{.code = "dept_report",
		.from = {{"cell_voted", 0}},
		.to = "dept_reported",
		.level = FLOW_DEPARTMENT,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.check = admission_check_number,
		.action = &admission_dept_report},
	{.code = "committee_vote",
		.from = {{"dept_reported", 0}, {"cell_voted", ADMISSION_NO_DEPT}},
		.to = "committee_voted",
		.level = FLOW_GRASSROOTS,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.form = "vote.form.admission",
		.vote = "admission.vote.committee",
		.check = admission_check_number,
		.action = &admission_committee_vote},
	{.code = "decide",
		.from = {{"committee_voted", 0}, {"dept_reported", ADMISSION_NO_GRASS},
			{"cell_voted", ADMISSION_NO_DEPT | ADMISSION_NO_GRASS}},
		.to = "decided",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.flags = FLOW_MAIN | FLOW_MAY_VOTE,
		.form = "vote.form.admission",
		.vote = "admission.vote.committee",
		.check = admission_check_decide,
		.action = &admission_decide},
	{.code = "receive",
		.from = {{"decided", 0}},
		.to = "received",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.clock = {{"ceremony", "admission.ceremony", NULL, "received", false}},
		.action = &admission_receive},
	{.code = "ceremony",
		.from = {{"received", 0}},
		.to = "probation",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN | FLOW_PHASE,
		.clock = {{"probation", "probation.term", "probation.review", "probation", false}},
		.check = admission_check_ceremony,
		.action = &admission_ceremony},
	{.code = "recog_vote",
		.from = {{"probation", 0}},
		.to = "cell_proposed",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.form = "vote.form.admission",
		.vote = "recognition.vote.cell",
		.check = admission_check_probation,
		.action = &admission_recog_vote},
	{.code = "recog_dept",
		.from = {{"cell_proposed", 0}},
		.to = "dept_agreed",
		.level = FLOW_DEPARTMENT,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.check = admission_check_number,
		.action = &admission_recog_dept},
	{.code = "recog_committee",
		.from = {{"dept_agreed", 0}, {"cell_proposed", ADMISSION_NO_DEPT}},
		.to = "committee_proposed",
		.level = FLOW_GRASSROOTS,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.form = "vote.form.admission",
		.vote = "recognition.vote.committee",
		.check = admission_check_number,
		.action = &admission_recog_committee},
	{.code = "recognise",
		.from = {{"committee_proposed", 0}, {"dept_agreed", ADMISSION_NO_GRASS},
			{"cell_proposed", ADMISSION_NO_DEPT | ADMISSION_NO_GRASS}},
		.to = "official",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.flags = FLOW_MAIN,
		.check = admission_check_recognise,
		.action = &admission_recognise},
	{.code = "card",
		.from = {{"official", 0}},
		.to = "carded",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.flags = FLOW_MAIN,
		.check = admission_check_number,
		.action = &admission_card},
	{.code = "move",
		.from = ANY_OPEN,
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MOVES,
		.check = admission_check_move,
		.action = &admission_move},
	{.code = "reject",
		.from = {{"file", 0}, {"cell_voted", 0}, {"dept_reported", 0},
			{"committee_voted", 0}},
		.to = "ended",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.action = &admission_reject},
	{.code = "strike_off",
		.from = {ADMISSION_ON_PROBATION},
		.to = "struck_off",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.check = admission_check_number,
		.action = &admission_strike_off},
	{.code = "annul",
		.from = {{"decided", 0}, {"received", 0}, ADMISSION_ON_PROBATION},
		.to = "annulled",
		.level = FLOW_DECIDER,
		.perm = PERM_CASE_DECIDE,
		.check = admission_check_number,
		.action = &admission_annul},
	{.code = "reopen",
		.from = {{"ended", 0}},
		.to = "file",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.action = &admission_reopen},
	{.code = NULL},
};

const struct flow_proc readmission_proc = {.code = "readmission",
	.states = admission_states,
	.steps = steps,
	.cond = admission_cond,
	.base = admission_base,
	.follows = admission_facts,
	.effect = case_facts,
	.effect_apply = case_facts_apply,
	.head = admission_head,
	.show = admission_show};

/* ---- opening ---- */

struct open_in {
	day_t day;
	const char *cell, *note;
};

static const struct field open_fields[] = {
	F_DAY(struct open_in, day, M_FIELD_APPLICATION_DAY, CLASS_INSIDE, FF_REQUIRED),
	{"cell", FT_TEXT, CLASS_INSIDE, M_FIELD_CELL, 0,
		FIELD_OFF(struct open_in, cell, const char *), 200, 0, 0, M_HINT_READMISSION_CELL,
		0},
	{"note", FT_LINES, CLASS_PERSONAL, M_FIELD_NOTE, FF_WHEN,
		FIELD_OFF(struct open_in, note, const char *), 500, 0, 0, M_HINT_READMISSION_NOTE,
		0},
	F_END,
};

static enum err fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct open_in *in = vin;
	struct person p;
	struct past past;
	int64_t person;
	day_t left, from;
	bool never;

	TRY(member_item(cx, PERM_CASE_STEP, &person));
	TRY(member_head(cx, d, person, &p));
	d->dated = 0;
	d->title = msg_text(cx->say.lang, M_READMISSION_NEW);
	TRY(readmission_from(cx, person, cx->say.today, &left, &from));
	TRY(read_past(cx, person, cx->say.today, &past));
	in->day = cx->say.today;
	TRY(is_never(cx, past.how, cx->say.today, &never));
	if (never) {
		d->lead = doc_say(d, M_READMISSION_LEAD_NEVER, p.full_name, cx_day(cx, left), NULL);
		return ERR_OK;
	}
	d->lead = left ? doc_say(d, M_READMISSION_LEAD, p.full_name, cx_day(cx, left),
				 cx_day(cx, from), NULL)
		       : msg_text(cx->say.lang, M_READMISSION_NOT_LEFT);
	return ERR_OK;
}

static enum err check_none(struct ctx *cx, int64_t person)
{
	const struct flow_spell *s;
	struct list cases;

	TRY(flow_cases_of(cx, person, &cases));
	s = cases.rows;
	for (size_t i = 0; i < cases.n; i++)
		if (s[i].open)
			return cx_fault(cx, ERR_REFUSED, NULL, M_READMISSION_OPEN_ALREADY);
	return ERR_OK;
}

/* The cell that was typed, or the one they were in last. */
static enum err cell_of(struct ctx *cx, const struct open_in *in, int64_t person, int64_t *ret)
{
	struct member_spell s;
	unsigned state;
	bool yes;

	TRY(member_act_stand(cx, person, in->day, &s, &state));
	if (!(state & ACT_LEFT))
		return cx_fault(cx, ERR_REFUSED, "day", M_READMISSION_NOT_LEFT);
	*ret = s.cell;
	if (!text_empty(in->cell))
		TRY(member_act_pick(cx, in->cell, in->day, "cell", ret));
	TRY(case_is_cell(cx, *ret, in->day, &yes));
	return yes ? ERR_OK : cx_fault(cx, ERR_REFUSED, "cell", M_ADMISSION_NOT_A_CELL);
}

static enum err plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct case_planned *w = arena_new_of(cx->a, struct case_planned);
	const struct open_in *in = vin;
	struct flow_step open = {.step = "open", .day = in->day, .note = in->note};
	int64_t person;

	(void)d;
	TRY(member_item(cx, PERM_CASE_STEP, &person));
	if (day_precision(in->day) != DAY_EXACT)
		return cx_fault(cx, ERR_BAD_INPUT, "day", M_VALUE_NO_DAY);
	TRY(check_none(cx, person));
	TRY(cell_of(cx, in, person, &open.org));
	flow_begin(cx, &readmission_proc, person, &w->c);
	TRY(flow_plan_new(cx, &w->c, &w->p));
	TRY(flow_plan_step(w->p, &open));
	TRY(flow_plan_check(w->p));
	*ret_plan = w->p;
	return ERR_OK;
}

static enum err apply(struct ctx *cx, const void *vin, void *plan_p, struct doc *d)
{
	(void)vin;
	return case_write(cx, plan_p, "readmission_new", d);
}

const struct action readmission_new = {.in = open_fields,
	.in_size = sizeof(struct open_in),
	.fill = fill,
	.plan = plan,
	.apply = apply,
	.title = M_READMISSION_NEW,
	.submit = M_READMISSION_NEW_DO};

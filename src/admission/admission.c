#include "admission/admission.h"

#include "core/clearance.h"
#include "member/member_file.h"
#include "org/org.h"

/* ---- the table ---- */

const struct flow_state admission_states[] = {
	{"followed", true},
	{"outstanding", true},
	{"aware", true},
	{"file", true},
	{"cell_voted", true},
	{"dept_reported", true},
	{"committee_voted", true},
	{"decided", true},
	{"received", true},
	{"probation", true},
	{"cell_proposed", true},
	{"dept_agreed", true},
	{"committee_proposed", true},
	{"official", true},
	{"carded", false},
	{"ended", false},
	{"struck_off", false},
	{"annulled", false},
	{NULL, false},
};

#define ANY_OPEN                                                                                   \
	{                                                                                          \
		{                                                                                  \
			"*", 0                                                                     \
		}                                                                                  \
	}

static const struct flow_kind steps[] = {
	{.code = "open",
		.from = {{"", 0}},
		.to = "followed",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP},
	{.code = "outstanding",
		.from = {{"followed", 0}},
		.to = "outstanding",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_FREE | FLOW_MAIN,
		.action = &admission_outstanding},
	{.code = "class",
		.from = {{"outstanding", 0}, {"followed", 0}},
		.to = "aware",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_FREE | FLOW_MAIN,
		.clock = {{"certificate", "admission.certificate", NULL,
			"aware file " ADMISSION_BEFORE, false}},
		.check = admission_check_class,
		.action = &admission_class},
	{.code = "apply",
		.from = {{"aware", 0}},
		.to = "file",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.action = &admission_apply},
	{.code = "mentor",
		.from = ANY_OPEN,
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_FREE,
		.check = admission_check_mentor,
		.action = &admission_mentor},
	{.code = "schooling",
		.from = ANY_OPEN,
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_FREE,
		.action = &admission_schooling},
	{.code = "paper",
		.from = ANY_OPEN,
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_FREE,
		.action = &admission_papers},
	{.code = "introduce",
		.from = {{"file", 0}, {"aware", 0}},
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_FREE,
		.check = admission_check_introduce,
		.action = &admission_introduce},
	{.code = "verify",
		.from = {{"file", 0}, {"aware", 0}},
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_FREE,
		.check = admission_check_verify,
		.action = &admission_verify},
	{.code = "cell_vote",
		.from = {{"file", 0}},
		.to = "cell_voted",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.flags = FLOW_MAIN,
		.form = "vote.form.admission",
		.vote = "admission.vote.cell",
		.clock = {{"decide", "admission.decide", NULL, ADMISSION_BEFORE, false}},
		.check = admission_check_cell_vote,
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
		.from = {{"followed", 0}, {"outstanding", 0}, {"aware", 0}, {"file", 0},
			{"cell_voted", 0}, {"dept_reported", 0}, {"committee_voted", 0}},
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
		.to = "followed",
		.level = FLOW_CELL,
		.perm = PERM_CASE_STEP,
		.action = &admission_reopen},
	{.code = NULL},
};

/* ---- what it means for the register ---- */

struct facts {
	struct member_fact *rows;
	size_t n;
	int64_t person;
};

static void add(struct facts *f, const struct flow_step *s, const char *kind, day_t second)
{
	if (s)
		f->rows[f->n++] = (struct member_fact){.person = f->person,
			.kind = kind,
			.day = s->day,
			.second_day = second,
			.number = s->number,
			.cell = text_eq(s->step, "decide") ? s->other : 0};
}

/* Whoever comes back does so by the same steps. */
struct list admission_facts(struct arena *a, const struct flow_case *c, struct list live)
{
	enum { MOST = 8 };
	const char *in = c->proc == &admission_proc ? "admitted" : "readmitted";
	struct facts f = {arena_array(a, MOST, sizeof(*f.rows)), 0, c->person};
	const struct flow_step *ceremony = flow_live(live, "ceremony", NULL),
			       *recognised = flow_live(live, "recognise", NULL);

	add(&f, flow_live(live, "decide", NULL), in, ceremony ? ceremony->day : 0);
	add(&f, recognised, "recognised", recognised ? recognised->second_day : 0);
	add(&f, flow_live(live, "card", NULL), "card_issued", 0);
	add(&f, flow_live(live, "strike_off", NULL), "struck_off", 0);
	add(&f, flow_live(live, "annul", NULL), "annulled", 0);
	return (struct list){f.rows, f.n, sizeof(*f.rows)};
}

/* ---- what looks wrong ---- */

static const char *dated(struct ctx *cx, const struct flow_step *s)
{
	const char *name = text_eq(s->step, "paper")
				   ? cat_name(cx->say.cats, cx->say.lang, "flow_paper", s->kind)
				   : case_step_name(cx, s->step);

	return arena_printf(cx->a, "“%s” (%s)", name, cx_day(cx, s->day));
}

/* Application, life story, verification: the guidance names the order; nobody is held up by it. */
static const char *remark(struct ctx *cx, struct list live)
{
	const struct flow_step *in_order[] = {flow_live(live, "apply", NULL),
		flow_live(live, "paper", "life_story"), flow_live(live, "verify", NULL)};
	enum { N = sizeof(in_order) / sizeof(*in_order) };

	if (flow_live(live, "decide", NULL))
		return NULL;
	for (int i = 0; i < N; i++)
		for (int k = i + 1; k < N; k++)
			if (in_order[i] && in_order[k] && in_order[k]->day < in_order[i]->day)
				return msg_say(cx->a, cx->say.lang, M_ADMISSION_ORDER,
					dated(cx, in_order[k]), dated(cx, in_order[i]), NULL);
	return NULL;
}

/* ---- its pages ---- */

enum err admission_head(struct ctx *cx, struct doc *d, const struct flow_case *c)
{
	struct org_step cell;
	struct person p;

	TRY(org_path(cx, d, c->org, &cell));
	doc_path(d, msg_text(cx->say.lang, M_ADMISSION_LIST),
		arena_printf(cx->a, "/org/%lld/candidate", (long long)c->org));
	TRY(member_who(cx, c->person, &p));
	d->title = doc_say(d, c->proc == &admission_proc ? M_ADMISSION_CASE : M_READMISSION_CASE,
		p.full_name, NULL);
	d->lead = doc_say(d, M_ADMISSION_CASE_LEAD, p.full_name, cell.name,
		cat_name(cx->say.cats, cx->say.lang, "flow_state", c->state), NULL);
	doc_look(d, NULL, c->person);
	return ERR_OK;
}

/* Who they are, as far as it matters here. */
enum err admission_show(struct ctx *cx, struct doc *d, const struct flow_case *c)
{
	const struct flow_step *mentor = flow_last(c, "mentor", NULL);
	struct person *p = arena_new_of(cx->a, struct person), m;

	TRY(member_who(cx, c->person, p));
	if (mentor && mentor->who && !member_person(cx, mentor->who, cx->say.today, &m))
		doc_text(d, "mentor", M_STEP_MENTOR, m.full_name);
	else if (c->open)
		doc_text(d, "mentor", M_STEP_MENTOR, msg_text(cx->say.lang, M_ADMISSION_NO_MENTOR));
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_ADMISSION_PERSON), "/member/%lld",
		(long long)c->person);
	return ERR_OK;
}

const struct flow_proc admission_proc = {.code = "admission",
	.states = admission_states,
	.steps = steps,
	.cond = admission_cond,
	.base = admission_base,
	.follows = admission_facts,
	.effect = case_facts,
	.effect_apply = case_facts_apply,
	.remark = remark,
	.head = admission_head,
	.show = admission_show};

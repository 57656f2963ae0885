#include "life/life.h"

#include "base/die.h"
#include "core/clearance.h"
#include "core/rule.h"
#include "life/life_annul.h"
#include "member/member_act.h"
#include "org/org.h"

/* ---- conditions that several have ---- */

enum err life_must(struct flow_work *w, const char *field, bool given)
{
	return given || w->asked ? ERR_OK : flow_lack(w, field, M_VALUE_REQUIRED, NULL, NULL);
}

enum err life_check_number(struct flow_work *w)
{
	return life_must(w, "number", !text_empty(w->step->number));
}

enum err life_check_late(
	struct flow_work *w, const char *rule, day_t from, enum msg late, bool *ret_late)
{
	day_t end;

	*ret_late = false;
	if (!from)
		return ERR_OK;
	TRY(flow_term(w->cx, rule, from, &end));
	*ret_late = w->step->day > end;
	if (!*ret_late || w->asked || !text_empty(w->step->note))
		return ERR_OK;
	return flow_lack(w, "note", late, cx_day(w->cx, end), NULL);
}

enum err life_member_on(struct flow_work *w, struct member_spell *ret, bool *yes)
{
	enum err e = member_spell_on(w->cx, w->c->person, w->step->day, ret);

	*yes = !e && ret->counted;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err life_check_note(struct flow_work *w)
{
	return life_must(w, "note", !text_empty(w->step->note));
}

enum err life_check_longer(struct flow_work *w, const char *begin, const char *again)
{
	const struct flow_step *last = flow_live(w->live, again, NULL);
	day_t until;

	last = last ? last : flow_live(w->live, begin, NULL);
	until = last ? last->second_day : 0;
	if (!until || !w->step->second_day || w->step->second_day > until)
		return ERR_OK;
	return flow_lack(w, "second_day", M_LIFE_NOT_LONGER, cx_day(w->cx, until), NULL);
}

enum err life_check_where(struct flow_work *w, enum msg same)
{
	const struct flow_step *s = w->step;
	bool yes;

	if (!s->other)
		return life_must(w, "at", !text_empty(s->place));
	if (!text_empty(s->place))
		return flow_lack(w, "place", M_LIFE_ONE_PLACE, NULL, NULL);
	if (s->other == w->org)
		return flow_lack(w, "at", same, NULL, NULL);
	TRY(case_is_cell(w->cx, s->other, s->day, &yes));
	return yes ? ERR_OK : flow_lack(w, "at", M_LIFE_AR_NO_CELL, NULL, NULL);
}

enum err life_check_letter(struct flow_work *w, const char *step)
{
	const struct flow_step *letter = flow_live(w->live, step, NULL);
	bool late;

	return life_check_late(
		w, "transfer.letter", letter ? letter->day : 0, M_LIFE_LETTER_LATE, &late);
}

enum err life_check_no_admission(struct flow_work *w, enum msg what)
{
	const struct flow_spell *s;
	struct list cases;

	TRY(flow_cases_of(w->cx, w->c->person, &cases));
	s = cases.rows;
	for (size_t i = 0; i < cases.n; i++)
		if (s[i].open &&
			(text_eq(s[i].proc, "admission") || text_eq(s[i].proc, "readmission")) &&
			!text_eq(s[i].state, "official"))
			return flow_lack(w, NULL, what, NULL, NULL);
	return ERR_OK;
}

/* ---- pages ---- */

static const char *proc_name(struct ctx *cx, const struct flow_proc *proc)
{
	return cat_name(cx->say.cats, cx->say.lang, "flow_proc", proc->code);
}

enum err life_head(struct ctx *cx, struct doc *d, const struct flow_case *c)
{
	const char *turn = NULL;
	struct org_step cell;
	struct person p;

	TRY(org_path(cx, d, c->org, &cell));
	TRY(member_who(cx, c->person, &p));
	d->title = doc_say(d, M_LIFE_CASE, proc_name(cx, c->proc), p.full_name, NULL);
	d->lead = doc_say(d, M_LIFE_CASE_LEAD, p.full_name, cell.name,
		cat_name(cx->say.cats, cx->say.lang, "flow_state", c->state), NULL);
	doc_look(d, NULL, c->person);
	if (!c->open || !c->turn || c->turn == c->org)
		return ERR_OK;
	/* the step is somebody else's: by whom is not to be guessed */
	TRY(member_org_name(cx, c->turn, cx->say.today, &turn));
	d->lead = doc_say(d, M_LIFE_CASE_TURN, d->lead, turn, NULL);
	return ERR_OK;
}

enum err life_show(struct ctx *cx, struct doc *d, const struct flow_case *c)
{
	bool may;

	TRY(member_allowed(cx, PERM_MEMBER_READ, c->person, &may));
	if (may)
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_ADMISSION_PERSON), "/member/%lld",
			(long long)c->person);
	return ERR_OK;
}

/* ---- beginning ---- */

static const struct life_begin *begin_of(const struct ctx *cx)
{
	return cx->action->arg;
}

enum err life_begin_fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct case_in *in = vin;
	int64_t person;

	TRY(member_item(cx, PERM_CASE_STEP, &person));
	TRY(member_head(cx, d, person, NULL));
	d->dated = 0;
	d->title = msg_text(cx->say.lang, cx->action->title);
	TRY(member_act_lead(cx, d, person));
	d->lead =
		arena_printf(cx->a, "%s. %s", d->lead, msg_text(cx->say.lang, begin_of(cx)->lead));
	in->day = cx->say.today;
	return ERR_OK;
}

/* One of a kind at a time. */
static enum err check_none(struct ctx *cx, const struct flow_proc *proc, int64_t person)
{
	const struct flow_spell *s;
	struct list cases;

	TRY(flow_cases_of(cx, person, &cases));
	s = cases.rows;
	for (size_t i = 0; i < cases.n; i++)
		if (s[i].open && text_eq(s[i].proc, proc->code))
			return cx_fault(
				cx, ERR_REFUSED, NULL, M_LIFE_OPEN_ALREADY, proc_name(cx, proc));
	return ERR_OK;
}

/* Of somebody who has left: the cell that they were in last. */
static enum err cell_of(struct ctx *cx, int64_t person, day_t day, int64_t *ret)
{
	bool left = begin_of(cx)->left;
	struct member_spell s;
	unsigned state;

	TRY(member_act_stand(cx, person, day, &s, &state));
	if (left && !(state & ACT_LEFT))
		return cx_fault(cx, ERR_REFUSED, "day", M_LIFE_RS_NOT_LEFT);
	if (!left && !(state & ACT_MEMBER))
		return cx_fault(cx, ERR_REFUSED, "day", M_LIFE_NO_MEMBER, cx_day(cx, day));
	*ret = s.cell;
	return ERR_OK;
}

enum err life_begin_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct case_planned *w = arena_new_of(cx->a, struct case_planned);
	const struct life_begin *b = begin_of(cx);
	const struct case_in *in = vin;
	struct flow_step step;
	int64_t person, into, cell = 0;

	TRY(member_item(cx, PERM_CASE_STEP, &person));
	TRY(member_joined(cx, person, &into));
	if (into != person)
		return cx_fault(cx, ERR_REFUSED, NULL, M_FILE_JOINED_CLOSED);
	TRY(check_none(cx, b->proc, person));
	flow_begin(cx, b->proc, person, &w->c);
	TRY(case_step_of(cx, &w->c, b->step, in, &step));
	TRY(cell_of(cx, person, in->day, &cell));
	step.org = cell;
	TRY(flow_plan_new(cx, &w->c, &w->p));
	TRY(flow_plan_step(w->p, &step));
	TRY(flow_plan_check(w->p));
	TRY(case_check_doubt(cx, &w->c, w->p, in->checked));
	*ret_plan = w->p;
	return case_preview(cx, w->p, d);
}

enum err life_begin_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	(void)vin;
	return case_write(cx, plan, "life_begin", d);
}

/* ---- what can be begun ---- */

struct way {
	const char *what, *about, *href;
};

static const struct field way_fields[] = {
	F_URL(struct way, href, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN),
	F_TEXT(struct way, what, M_FIELD_LIFE_WAY, CLASS_INSIDE, FF_KEY, 0),
	F_TEXT(struct way, about, M_FIELD_LIFE_ABOUT, CLASS_INSIDE, 0, 0),
	F_END,
};

static const struct {
	const char *rest;
	const struct action *action;
} ways[] = {
	{"transfer-case", &life_transfer_new},
	{"stay-case", &life_stay_new},
	{"exemption-case", &life_exemption_new},
	{"absence-case", &life_absence_new},
	{"suspension-case", &life_suspension_new},
	{"deletion-case", &life_deletion_new},
	{"resignation-case", &life_resignation_new},
	{"annulment-case", &life_annulment_new},
	{"expulsion-case", &life_expulsion_new},
	{"death-case", &life_death_new},
};

/* Those that run lead to their page, the others to the form that begins one. */
static enum err add_way(struct ctx *cx, int64_t person, size_t i, struct way *ret)
{
	const struct life_begin *b = ways[i].action->arg;
	const struct flow_spell *s;
	struct list cases;

	*ret = (struct way){.what = msg_text(cx->say.lang, ways[i].action->title),
		.about = msg_text(cx->say.lang, b->lead),
		.href = arena_printf(cx->a, "/member/%lld/%s", (long long)person, ways[i].rest)};
	TRY(flow_cases_of(cx, person, &cases));
	s = cases.rows;
	for (size_t k = 0; k < cases.n; k++)
		if (s[k].open && text_eq(s[k].proc, b->proc->code)) {
			ret->href = case_href(cx, s[k].flow, "");
			ret->about = msg_say(cx->a, cx->say.lang, M_LIFE_RUNNING,
				cat_name(cx->say.cats, cx->say.lang, "flow_state", s[k].state),
				NULL);
		}
	return ERR_OK;
}

static enum err show_ways(struct ctx *cx, const void *in, struct doc *d)
{
	enum { WAYS = sizeof(ways) / sizeof(*ways) };
	struct way *rows = arena_array(cx->a, WAYS, sizeof(*rows));
	struct person p;
	int64_t person;

	(void)in;
	TRY(member_item(cx, PERM_CASE_STEP, &person));
	TRY(member_head(cx, d, person, &p));
	d->dated = 0;
	d->title = msg_text(cx->say.lang, M_LIFE_WAYS);
	d->lead = doc_say(d, M_LIFE_WAYS_LEAD, p.full_name, NULL);
	for (size_t i = 0; i < WAYS; i++)
		TRY(add_way(cx, person, i, &rows[i]));
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_DUES_ONE), "/member/%lld/dues",
		(long long)person);
	doc_table(d, "ways", M_NONE, way_fields, (struct list){rows, WAYS, sizeof(*rows)});
	return ERR_OK;
}

const struct action life_ways = {.read = show_ways, .title = M_LIFE_WAYS};

/* ---- on the page of an organisation ---- */

static enum err show_links(struct ctx *cx, struct doc *d, const struct org_step *org)
{
	static const struct {
		enum msg label;
		const char *rest;
	} lists[] = {{M_TRANSIT, "/transit"}, {M_DUES_TITLE, "/dues"}, {M_LIFE_CARDS, "/card"},
		{M_LIFE_BADGES, "/badge"}};
	bool may;

	if (cx->page.sink || !grant_allows(cx->actor, PERM_CASE_ACT))
		return ERR_OK;
	TRY(grant_is_over(cx, PERM_CASE_STEP, org->org, &may));
	for (size_t i = 0; may && i < sizeof(lists) / sizeof(*lists); i++)
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, lists[i].label), "%s",
			org_href(cx, org->org, lists[i].rest));
	return ERR_OK;
}

const struct org_part life_org_part = {.show = show_links};

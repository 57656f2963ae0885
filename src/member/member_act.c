#include "member/member_act.h"

#include "core/clearance.h"
#include "core/tree_find.h"
#include "org/org.h"

/* Ids have 18 or 19 digits, very rarely fewer; member numbers are shorter. */
enum { DIFFS = 100, ID_DIGITS = 16 };

static const struct member_act *act_of(const struct ctx *cx)
{
	const struct member_act *act = member_acts;

	while (!text_eq(act->name, cx->action->arg))
		act++;
	return act;
}

/* ---- states ---- */

static unsigned status_state(const struct member_spell *s)
{
	if (s->counted)
		return text_eq(s->status, "probationary") ? ACT_PROBATIONARY : ACT_FULL;
	if (text_eq(s->status, "deceased"))
		return ACT_DEAD;
	return text_eq(s->status, "transferred_out") ? ACT_GONE : ACT_LEFT;
}

unsigned member_act_state(const struct member_spell *s)
{
	if (!s)
		return ACT_NOWHERE;
	return status_state(s) | (s->transit ? ACT_TRANSIT : 0) | (s->host ? ACT_HOSTED : 0) |
	       (s->exempt ? ACT_EXEMPT : 0) | (s->away ? ACT_AWAY : 0) |
	       (s->suspended ? ACT_SUSPENDED : 0);
}

bool member_act_fits(const struct member_act *act, unsigned state)
{
	return (state & act->any) && !(state & act->not );
}

bool member_act_links(struct ctx *cx, struct doc *d, int64_t person, unsigned state)
{
	bool primary = false;

	for (const struct member_act *act = member_acts; act->name; act++) {
		bool first = act->next && !primary;
		if (!member_act_fits(act, state))
			continue;
		doc_link(d, first ? DOC_PRIMARY : DOC_ACTION,
			msg_text(cx->say.lang, act->action->title), "/member/%lld/%s%s",
			(long long)person, act->name, cx->query);
		primary = primary || first;
	}
	return primary;
}

/* The spell of a former member still says how they left. */
static enum err died_since(struct ctx *cx, int64_t person, day_t day, bool *ret)
{
	const struct member_fact *f;
	struct list facts;

	*ret = false;
	TRY(member_told_facts(cx, person, &facts));
	f = facts.rows;
	for (size_t i = 0; i < facts.n; i++)
		if (text_eq(f[i].kind, "deceased") && day_first(f[i].day) <= day)
			*ret = true;
	return ERR_OK;
}

enum err member_act_stand(
	struct ctx *cx, int64_t person, day_t day, struct member_spell *ret, unsigned *ret_state)
{
	bool dead = false;
	enum err e;

	*ret = (struct member_spell){0};
	e = member_spell_on(cx, person, day, ret);
	if (e && e != ERR_NOT_FOUND)
		return e;
	*ret_state = member_act_state(e ? NULL : ret);
	if (*ret_state & (ACT_LEFT | ACT_GONE))
		TRY(died_since(cx, person, day, &dead));
	*ret_state = dead ? ACT_DEAD : *ret_state;
	return ERR_OK;
}

/* ---- who and when ---- */

static enum err spell_of(struct ctx *cx, int64_t person, day_t day, struct act_work *w)
{
	return member_act_stand(cx, person, day, &w->now, &w->state);
}

/* Whoever sends has the person in reach; whoever receives, the cell that the letter names. */
static enum err find_by_end(struct act_work *w, enum perm_end end)
{
	struct ctx *cx = w->cx;
	long long id = 0;
	bool home;

	if (end == END_HOME)
		return member_item(cx, PERM_MEMBER_CHANGE, &w->person);
	if (strlen(cx->item) < ID_DIGITS || !str_to_int(str_of(cx->item), &id))
		return member_item(cx, PERM_MEMBER_CHANGE, &w->person);
	w->person = id;
	TRY(spell_of(cx, id, cx->day, w));
	TRY(member_allowed(cx, PERM_MEMBER_CHANGE, id, &home));
	if (end == END_EITHER && home)
		return member_subject(cx, PERM_MEMBER_CHANGE, id);
	if (!(w->state & ACT_TRANSIT))
		return cx_fault(cx, home ? ERR_REFUSED : ERR_NOT_FOUND, NULL,
			home ? M_ACT_NOT_SENT : M_MEMBER_NO_SUCH);
	TRY(grant_over(cx, PERM_MEMBER_CHANGE, w->now.transit));
	TRY(clearance_take_person(cx, id, w->now.transit));
	clearance_set(cx, CLASS_PERSONAL);
	return ERR_OK;
}

/* A record that was joined into another one is closed. */
static enum err check_joined(struct ctx *cx, int64_t person)
{
	int64_t into;

	TRY(member_joined(cx, person, &into));
	return into == person ? ERR_OK : cx_fault(cx, ERR_REFUSED, NULL, M_FILE_JOINED_CLOSED);
}

static const char *state_words(struct act_work *w)
{
	struct ctx *cx = w->cx;

	if (w->state & ACT_NOWHERE)
		return msg_text(cx->say.lang, M_FILE_NOWHERE);
	return cat_name(cx->say.cats, cx->say.lang, "member_status",
		w->state & ACT_DEAD ? "deceased" : w->now.status);
}

static enum err work_start(
	struct ctx *cx, struct doc *d, const struct act_in *in, struct act_work *w)
{
	const struct member_act *act = act_of(cx);

	*w = (struct act_work){.cx = cx, .d = d, .in = in};
	TRY(find_by_end(w, act->end));
	/* whoever accepts a proposal may not know them by their number */
	cx->item = arena_printf(cx->a, "%lld", (long long)w->person);
	TRY(check_joined(cx, w->person));
	return spell_of(cx, w->person, in->day ? in->day : cx->day, w);
}

/* ---- shared with the other forms ---- */

enum err member_act_pick(
	struct ctx *cx, const char *text, day_t day, const char *field, int64_t *ret)
{
	*ret = 0;
	if (text_empty(text))
		return ERR_OK;
	return tree_pick(cx, text, day_first(day), field, ret);
}

enum err member_act_until(struct ctx *cx, day_t day, day_t until)
{
	if (until && day_last(until) < day_first(day))
		return cx_fault(cx, ERR_BAD_INPUT, "until_day", M_RECORD_ENDS_BEFORE);
	return ERR_OK;
}

enum err member_act_diffs(struct ctx *cx, struct member_plan *p, struct doc *d)
{
	struct doc_part *part;
	struct list diffs;

	TRY(member_plan_diffs(p, DIFFS, &diffs));
	part = doc_table(d, "changes", M_ORG_CHANGES_TITLE, member_diff_fields, diffs);
	part->empty = msg_text(cx->say.lang, M_ACT_NO_DIFF);
	return ERR_OK;
}

enum err member_act_lead(struct ctx *cx, struct doc *d, int64_t person)
{
	struct member_spell s;
	const char *cell;
	struct person p;
	enum err e;

	TRY(member_who(cx, person, &p));
	e = member_stand(cx, person, &s);
	d->lead = p.full_name;
	if (e)
		return e == ERR_NOT_FOUND ? ERR_OK : e;
	TRY(member_org_name(cx, s.cell, cx->day, &cell));
	d->lead = doc_say(d, M_ACT_LEAD, p.full_name,
		cat_name(cx->say.cats, cx->say.lang, "member_status", s.status), cell ? cell : "",
		NULL);
	return ERR_OK;
}

/* ---- the three halves of a form ---- */

static enum err lead_on_the_way(struct ctx *cx, struct doc *d, const struct act_work *w)
{
	const char *to;

	TRY(member_org_name(cx, w->now.transit, cx->day, &to));
	if (to)
		d->lead = arena_printf(
			cx->a, "%s · %s", d->lead, doc_say(d, M_FILE_TRANSIT, to, NULL));
	return ERR_OK;
}

/* Whose file is not yet in reach is told under the cell that the letter names. */
static enum err head(struct ctx *cx, struct doc *d, const struct act_work *w)
{
	struct org_step step;
	bool home;

	TRY(member_allowed(cx, PERM_MEMBER_READ, w->person, &home));
	if (home)
		TRY(member_head(cx, d, w->person, NULL));
	else
		TRY(org_path(cx, d, w->now.transit, &step));
	d->title = msg_text(cx->say.lang, cx->action->title);
	d->dated = 0;
	TRY(member_act_lead(cx, d, w->person));
	return w->state & ACT_TRANSIT ? lead_on_the_way(cx, d, w) : ERR_OK;
}

enum err member_act_fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct act_in *in = vin;
	struct act_work w;

	TRY(work_start(cx, d, &(struct act_in){0}, &w));
	in->day = cx->day;
	TRY(head(cx, d, &w));
	return act_of(cx)->begin ? act_of(cx)->begin(&w, in) : ERR_OK;
}

static struct member_fact fact_of(const struct act_work *w, const struct member_act *act)
{
	const struct act_in *in = w->in;

	return (struct member_fact){.person = w->person,
		.day = in->day,
		.kind = act->kind ? act->kind : in->kind,
		.second_day = in->second_day,
		.until_day = in->until_day,
		.place = in->place,
		.number = in->number,
		.reason = in->reason,
		.years = in->years};
}

static enum err check_state(struct act_work *w, const struct member_act *act)
{
	if (member_act_fits(act, w->state))
		return ERR_OK;
	/* the day is not what is wrong */
	if (w->state & act->not &ACT_TRANSIT && w->state & act->any)
		return cx_fault(w->cx, ERR_REFUSED, NULL, M_LIFE_ON_THE_WAY);
	return cx_fault(w->cx, ERR_REFUSED, act->action->in->name, M_ACT_UNFIT,
		cx_day(w->cx, w->in->day ? w->in->day : w->cx->day), state_words(w));
}

static enum err add_to_plan(struct act_work *w, struct member_plan *p)
{
	if (!w->voids)
		return member_plan_fact(p, &w->fact);
	return member_plan_void(p, &(struct member_fact){.person = w->person, .id = w->voids});
}

enum err member_act_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct member_act *act = act_of(cx);
	const struct act_in *in = vin;
	struct act_work w;
	struct member_plan *p;

	if (in->day && day_precision(in->day) != DAY_EXACT)
		return cx_fault(cx, ERR_BAD_INPUT, "day", M_VALUE_NO_DAY);
	TRY(work_start(cx, d, in, &w));
	TRY(check_state(&w, act));
	TRY(member_act_until(cx, in->day, in->until_day));
	w.fact = fact_of(&w, act);
	if (act->complete)
		TRY(act->complete(&w));
	TRY(member_plan_new(cx, &p));
	TRY(add_to_plan(&w, p));
	TRY(member_plan_check(p));
	*ret_plan = p;
	return member_act_diffs(cx, p, d);
}

enum err member_act_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct act_in *in = vin;
	struct act_work w;

	TRY(work_start(cx, d, in, &w));
	TRY(txn_start(cx, arena_printf(cx->a, "member_%s", act_of(cx)->name), in->reason));
	TRY(member_plan_apply(plan));
	/* whoever took back a letter may not have the person in reach any more */
	d->location = act_of(cx)->end == END_EITHER ? org_href(cx, w.now.transit, "/transit")
						    : member_href(cx, w.person, "");
	return ERR_OK;
}

/*
 * member_act_fact.c: one fact: its page, correcting what was wrong from the start, taking back what
 * never happened. A fact is never erased: it is voided, with a reason, and another stands for it.
 */
#include "core/tree_find.h"
#include "member/member_act.h"

/* What an action of this file has in its arg: which facts its form is for. */
struct fix {
	const char *name; /* the last part of the address */
	unsigned effects; /* bits of enum fact_effect */
	const struct action *action;
};

#define BIT(effect) (1u << (effect))

static const struct fix fixes[] = {
	{"enter", BIT(FACT_ENTER), &member_fix_enter},
	{"recognise", BIT(FACT_RECOGNISE), &member_fix_recognise},
	{"move", BIT(FACT_SEND) | BIT(FACT_MOVE), &member_fix_move},
	{"host", BIT(FACT_HOST), &member_fix_host},
	{"term", BIT(FACT_EXEMPT) | BIT(FACT_AWAY) | BIT(FACT_SUSPEND), &member_fix_term},
	{"plain", BIT(FACT_END) | BIT(FACT_NOTE) | BIT(FACT_LEAVE), &member_fix_plain},
};

/* ---- which fact ---- */

static enum err no_fact(struct ctx *cx)
{
	return cx_fault(cx, ERR_NOT_FOUND, NULL, M_FILE_NO_FACT);
}

/* "PERSON.FACT"; ERR_CONFLICT if it was corrected meanwhile. */
static enum err find(struct ctx *cx, enum perm perm, struct member_fact *ret)
{
	struct str rest = str_of(cx->item), first = str_cut(&rest, '.');
	long long person = 0, fact = 0;
	const struct file_fact *f;
	struct list facts;

	if (!str_to_int(first, &person) || !rest.p || !str_to_int(rest, &fact))
		return no_fact(cx);
	TRY(member_subject(cx, perm, person));
	TRY(member_file_facts(cx, person, &facts));
	f = facts.rows;
	for (size_t i = 0; i < facts.n; i++) {
		if (f[i].f.id != fact)
			continue;
		*ret = f[i].f;
		return f[i].void_ms > cx->known ? ERR_OK
						: cx_fault(cx, ERR_CONFLICT, NULL, M_RECORD_GONE);
	}
	return no_fact(cx);
}

static const struct fix *fix_of(const struct member_fact *f)
{
	const struct fact_kind *kind = fact_kind(f->kind);
	const struct fix *fix = fixes;

	while (kind && !(fix->effects & BIT(kind->effect)))
		fix++;
	return fix;
}

static enum err head(struct ctx *cx, struct doc *d, const struct member_fact *f)
{
	struct person p;

	TRY(member_head(cx, d, f->person, &p));
	d->dated = 0;
	d->title = msg_text(cx->say.lang, cx->action->title);
	d->lead = doc_say(d, M_FILE_FACT_LEAD, member_fact_words(cx, f), cx_day(cx, f->day),
		p.full_name, NULL);
	return ERR_OK;
}

/* ---- its page ---- */

struct shown {
	day_t day, second_day, until_day;
	const char *kind, *cell, *other, *place, *number, *status, *reason, *login, *via;
	int64_t years, at_ms;
	int assumed;
};

static const struct field shown_fields[] = {
	F_CAT(struct shown, kind, M_FIELD_FACT, CLASS_INSIDE, 0, "member_fact"),
	F_DAY(struct shown, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	F_BOOL(struct shown, assumed, M_FIELD_ASSUMED, CLASS_INSIDE, 0),
	F_TEXT(struct shown, cell, M_FIELD_CELL, CLASS_INSIDE, 0, 200),
	F_TEXT(struct shown, other, M_FIELD_CELL_TO, CLASS_INSIDE, 0, 200),
	F_TEXT(struct shown, place, M_FIELD_PLACE, CLASS_INSIDE, 0, 200),
	F_DAY(struct shown, second_day, M_FIELD_SECOND_DAY, CLASS_INSIDE, 0),
	F_DAY(struct shown, until_day, M_FIELD_UNTIL_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct shown, number, M_FIELD_NUMBER, CLASS_INSIDE, 0, 60),
	F_INT(struct shown, years, M_FIELD_YEARS, CLASS_INSIDE, 0, 100),
	F_CAT(struct shown, status, M_FIELD_MEMBER_STATUS, CLASS_INSIDE, 0, "member_status"),
	F_TEXT(struct shown, reason, M_FIELD_REASON, CLASS_PERSONAL, 0, 500),
	F_INSTANT(struct shown, at_ms, M_FIELD_RECORDED_AT, CLASS_INSIDE, 0),
	F_TEXT(struct shown, login, M_FIELD_ACCOUNT, CLASS_INSIDE, 0, 60),
	F_CAT(struct shown, via, M_FIELD_VIA, CLASS_INSIDE, 0, "via"),
	F_END,
};

/* Only what this fact says: a card has no cell, a death no last day. */
static const struct field *said(struct arena *a, const struct shown *s)
{
	struct field *f = arena_array(a, field_count(shown_fields) + 1, sizeof(*f));
	size_t n = 0;

	field_each (all, shown_fields)
		if (!field_empty(all, s))
			f[n++] = *all;
	return f;
}

static enum err read_shown(struct ctx *cx, const struct member_fact *f, struct shown *ret)
{
	*ret = (struct shown){.day = f->day,
		.second_day = f->second_day,
		.until_day = f->until_day,
		.kind = f->kind,
		.place = f->place,
		.number = f->number,
		.status = f->status,
		.reason = f->reason,
		.years = f->years,
		.assumed = f->assumed};
	TRY(member_org_name(cx, f->cell, day_first(f->day), &ret->cell));
	TRY(member_org_name(cx, f->other, day_first(f->day), &ret->other));
	/* the transaction's columns complete it; its reason is that of the recording */
	TRY(db_get(cx->db, cx->a, shown_fields, ret, Q_MEMBER_FILE_TXN, f->txn));
	ret->reason = f->reason;
	return ERR_OK;
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct shown *s = arena_new_of(cx->a, struct shown);
	struct member_fact f = {0};
	bool may;

	(void)in;
	TRY(find(cx, PERM_MEMBER_READ, &f));
	TRY(head(cx, d, &f));
	TRY(read_shown(cx, &f, s));
	doc_record(d, "fact", M_NONE, said(cx->a, s), s);
	if (!grant_allows(cx->actor, PERM_MEMBER_ACT))
		return ERR_OK;
	TRY(member_allowed(cx, PERM_MEMBER_CHANGE, f.person, &may));
	if (!may)
		return ERR_OK;
	doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_FIX_CORRECT), "/member-fact/%s/%s%s",
		cx->item, fix_of(&f)->name, cx->query);
	doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_FIX_UNDO), "/member-fact/%s/undo%s",
		cx->item, cx->query);
	return ERR_OK;
}

const struct action member_fact_show = {.read = show, .title = M_FIX_PAGE};

/* ---- forms ---- */

#define DAY(m, label, flags) F_DAY(struct act_in, m, label, CLASS_INSIDE, flags)
#define TEXT(m, label, max)  F_TEXT(struct act_in, m, label, CLASS_INSIDE, 0, max)
#define ORG(m, label, hint)                                                                        \
	{                                                                                          \
#m, FT_TEXT, CLASS_INSIDE, label, 0, FIELD_OFF(struct act_in, m, const char *),    \
			200, 0, 0, hint, 0                                                         \
	}
#define ON DAY(day, M_FIELD_DAY, FF_REQUIRED)
#define REST                                                                                       \
	TEXT(number, M_FIELD_NUMBER, 60),                                                          \
		F_LINES(struct act_in, reason, M_FIELD_REASON, CLASS_PERSONAL, 0, 500), WHY
#define WHY F_LINES(struct act_in, why, M_FIELD_WHY, CLASS_PERSONAL, FF_REQUIRED, 500), F_END

static const struct field enter_fields[] = {ON, DAY(second_day, M_FIELD_CEREMONY_DAY, 0),
	ORG(cell, M_FIELD_CELL, M_HINT_FACT_CELL), TEXT(place, M_FIELD_PLACE, 200),
	F_CAT(struct act_in, status, M_FIELD_MEMBER_STATUS, CLASS_INSIDE, 0, "entry_status"), REST};
static const struct field recognise_fields[] = {ON, DAY(second_day, M_FIELD_OFFICIAL_DAY, 0), REST};
static const struct field move_fields[] = {ON, ORG(cell, M_FIELD_CELL_FROM, M_HINT_FACT_FROM),
	ORG(other, M_FIELD_CELL_TO, M_HINT_ORG), DAY(second_day, M_FIELD_LETTER_DAY, 0), REST};
static const struct field host_fields[] = {ON, DAY(until_day, M_FIELD_UNTIL_DAY, 0),
	ORG(other, M_FIELD_HOST, M_HINT_HOST), TEXT(place, M_FIELD_PLACE_HOST, 200), REST};
static const struct field term_fields[] = {
	ON, DAY(until_day, M_FIELD_UNTIL_DAY, 0), TEXT(place, M_FIELD_PLACE, 200), REST};
static const struct field plain_fields[] = {ON, TEXT(place, M_FIELD_PLACE, 200),
	F_INT(struct act_in, years, M_FIELD_YEARS, CLASS_INSIDE, 0, 100), REST};
static const struct field undo_fields[] = {WHY};

static enum err code_on(struct ctx *cx, int64_t org, day_t day, const char **ret)
{
	struct org_spell s;
	enum err e;

	if (org <= 0)
		return ERR_OK;
	e = tree_spell_near(cx, org, day_first(day), &s);
	if (!e)
		*ret = s.code;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err find_for(struct ctx *cx, struct member_fact *ret)
{
	TRY(find(cx, PERM_MEMBER_CHANGE, ret));
	return fix_of(ret)->action == cx->action ? ERR_OK : no_fact(cx);
}

static enum err fix_fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct member_fact f = {0};
	struct act_in *in = vin;

	TRY(find_for(cx, &f));
	TRY(head(cx, d, &f));
	*in = (struct act_in){.day = f.day,
		.second_day = f.second_day,
		.until_day = f.until_day,
		.place = f.place,
		.number = f.number,
		.status = f.status,
		.reason = f.reason,
		.years = f.years};
	doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_FIX_UNDO), "/member-fact/%s/undo%s",
		cx->item, cx->query);
	TRY(code_on(cx, f.cell, f.day, &in->cell));
	return code_on(cx, f.other, f.day, &in->other);
}

static enum err undo_fill(struct ctx *cx, void *in, struct doc *d)
{
	struct member_fact f = {0};

	(void)in;
	TRY(find(cx, PERM_MEMBER_CHANGE, &f));
	return head(cx, d, &f);
}

/* Another end than before must be within reach, but for guests and letters, which only point. */
static enum err pick(
	struct ctx *cx, const char *text, day_t day, const char *field, bool reach, int64_t *org)
{
	int64_t old = *org;
	const char *code = NULL;

	TRY(code_on(cx, old, day, &code));
	if (code && text_eq(code, text))
		return ERR_OK;
	TRY(member_act_pick(cx, text, day, field, org));
	if (!reach || !*org || *org == old)
		return ERR_OK;
	return grant_over(cx, PERM_MEMBER_CHANGE, *org);
}

static enum err corrected(struct ctx *cx, const struct act_in *in, const struct member_fact *old,
	struct member_fact *ret)
{
	enum fact_effect effect = fact_kind(old->kind)->effect;

	*ret = *old;
	ret->id = 0;
	ret->seq = in->day == old->day ? old->seq : 0;
	ret->day = in->day;
	ret->number = in->number;
	ret->reason = in->reason;
	ret->assumed = in->day == old->day ? old->assumed : 0;
	if (field_find(cx->action->in, "second_day"))
		ret->second_day = in->second_day;
	if (field_find(cx->action->in, "until_day"))
		ret->until_day = in->until_day;
	if (field_find(cx->action->in, "place"))
		ret->place = in->place;
	if (field_find(cx->action->in, "status"))
		ret->status = in->status;
	if (field_find(cx->action->in, "years"))
		ret->years = in->years;
	if (field_find(cx->action->in, "cell"))
		TRY(pick(cx, in->cell, in->day, "cell", effect == FACT_ENTER, &ret->cell));
	if (field_find(cx->action->in, "other"))
		TRY(pick(cx, in->other, in->day, "other", effect == FACT_MOVE, &ret->other));
	return member_act_until(cx, ret->day, ret->until_day);
}

/* Two ends: where a correction puts somebody must be within reach, as with a transfer. */
static enum err check_ends(struct ctx *cx, struct member_plan *p, int64_t person)
{
	const struct member_spell *after;
	struct member_spell before = {0};
	enum err e;

	TRY(member_joined(cx, person, &person));
	e = member_spell_on(cx, person, cx->say.today, &before);
	if (e && e != ERR_NOT_FOUND)
		return e;
	after = member_plan_spell(p, person, cx->say.today);
	if (!after || after->cell == before.cell)
		return ERR_OK;
	return grant_over(cx, PERM_MEMBER_CHANGE, after->cell);
}

static enum err finish(struct ctx *cx, struct member_plan *p, int64_t person, struct doc *d)
{
	TRY(member_plan_check(p));
	TRY(member_act_diffs(cx, p, d));
	return check_ends(cx, p, person);
}

/* What is corrected does not stand in its own way. */
static enum err check_once(
	struct ctx *cx, const struct member_fact *old, const struct member_fact *new)
{
	struct member_fact *f;
	struct list facts;
	size_t n = 0;

	TRY(member_told_facts(cx, new->person, &facts));
	f = (struct member_fact *)facts.rows;
	for (size_t i = 0; i < facts.n; i++)
		if (f[i].id != old->id)
			f[n++] = f[i];
	facts.n = n;
	return member_act_once(cx, facts, new);
}

static enum err fix_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct act_in *in = vin;
	struct member_fact old = {0}, new;
	struct member_plan *p;

	TRY(find_for(cx, &old));
	TRY(corrected(cx, in, &old, &new));
	TRY(check_once(cx, &old, &new));
	TRY(member_plan_new(cx, &p));
	TRY(member_plan_void(p, &old));
	TRY(member_plan_fact(p, &new));
	*ret_plan = p;
	return finish(cx, p, old.person, d);
}

static enum err undo_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct member_fact old = {0};
	struct member_plan *p;

	(void)vin;
	TRY(find(cx, PERM_MEMBER_CHANGE, &old));
	TRY(member_plan_new(cx, &p));
	TRY(member_plan_void(p, &old));
	*ret_plan = p;
	return finish(cx, p, old.person, d);
}

static enum err apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct act_in *in = vin;
	struct member_fact old = {0};
	int64_t into;

	TRY(find(cx, PERM_MEMBER_CHANGE, &old));
	TRY(member_joined(cx, old.person, &into));
	TRY(txn_start(cx, cx->action->arg, in->why));
	TRY(member_plan_apply(plan));
	d->location = member_href(cx, into, "");
	return ERR_OK;
}

#define FIX(var, fields)                                                                           \
	const struct action var = {.in = fields,                                                   \
		.in_size = sizeof(struct act_in),                                                  \
		.fill = fix_fill,                                                                  \
		.plan = fix_plan,                                                                  \
		.apply = apply,                                                                    \
		.title = M_FIX_CORRECT,                                                            \
		.submit = M_FIX_CORRECT_DO,                                                        \
		.preview = true,                                                                   \
		.arg = "member_correct"}

FIX(member_fix_enter, enter_fields);
FIX(member_fix_recognise, recognise_fields);
FIX(member_fix_move, move_fields);
FIX(member_fix_host, host_fields);
FIX(member_fix_term, term_fields);
FIX(member_fix_plain, plain_fields);

const struct action member_fact_undo = {.in = undo_fields,
	.in_size = sizeof(struct act_in),
	.fill = undo_fill,
	.plan = undo_plan,
	.apply = apply,
	.title = M_FIX_UNDO,
	.submit = M_FIX_UNDO_DO,
	.preview = true,
	.arg = "member_undo"};

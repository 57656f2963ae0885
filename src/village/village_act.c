#include "village/village_act.h"

#include "base/text.h"
#include "core/tree_find.h"
#include "member/member_import_find.h"
#include "org/org.h"

enum { ID_DIGITS = 16 };

/* A plan, and about which village it is. */
struct act_plan {
	struct village_plan *p;
	int64_t village;
};

static const struct village_act *act_of(const struct ctx *cx)
{
	return cx->action->arg;
}

/* ---- what was typed ---- */

static bool same_name(struct ctx *cx, const char *a, const char *b)
{
	return text_eq(text_fold(cx->a, a), text_fold(cx->a, b));
}

/* A record without a number is named by its id, as forms that are filled in show it. */
static enum err find_by_id(struct ctx *cx, const struct village_input *in, day_t day, int64_t *ret)
{
	struct person p;
	long long id = 0;
	enum err e;

	*ret = 0;
	if (strlen(in->member_no) < ID_DIGITS || !str_to_int(str_of(in->member_no), &id))
		return ERR_OK;
	e = member_person(cx, id, day, &p);
	if (!e && same_name(cx, p.full_name, in->holder))
		*ret = id;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/*
 * A number must be somebody's, and the name theirs. A name alone is only a name, whoever has it:
 * that one member is called so is pointed out, and that none is where it must be a member.
 */
static enum err read_holder(struct ctx *cx, const struct village_input *in, day_t day,
	struct doc *d, struct village_fact *f)
{
	struct find_ask ask = {.member_no = in->member_no, .full_name = in->holder, .day = day};
	bool charged = village_aspect_of(f->aspect) == VILLAGE_CHARGE;
	struct find_found found;

	f->holder = in->holder;
	if (text_empty(in->holder))
		return cx_fault(cx, ERR_BAD_INPUT, "holder", M_VALUE_REQUIRED);
	TRY(member_meant(cx, &ask, &found));
	if (text_empty(in->member_no)) {
		if (found.person)
			doc_note(d, DOC_WARN, doc_say(d, M_VILLAGE_NAMESAKE, in->holder, NULL));
		else if (charged && found.why == M_IMPORT_NO_PERSON)
			doc_note(d, DOC_WARN,
				doc_say(d, M_VILLAGE_NO_SUCH_MEMBER, in->holder, NULL));
		return ERR_OK;
	}
	if (found.person && text_eq(found.member_no, in->member_no))
		f->person = found.person;
	else
		TRY(find_by_id(cx, in, day, &f->person));
	return f->person ? ERR_OK
			 : cx_fault(cx, ERR_REFUSED, "member_no", M_VILLAGE_NOBODY, in->member_no,
				   in->holder);
}

static enum err read_cell(
	struct ctx *cx, const struct village_input *in, day_t day, struct village_fact *f)
{
	f->joint = in->joint;
	return tree_pick(cx, in->cell, day, "cell", &f->org);
}

static enum err read_place(
	struct ctx *cx, const struct village_input *in, day_t day, struct village_fact *f)
{
	f->code = in->code;
	f->name = in->name;
	f->kind = in->kind;
	if (text_empty(in->commune)) {
		f->org = cx->org;
		return ERR_OK;
	}
	TRY(tree_pick(cx, in->commune, day, "commune", &f->org));
	return grant_over(cx, PERM_VILLAGE_CHANGE, f->org);
}

enum err village_act_fact(struct ctx *cx, const struct village_input *in, day_t day, struct doc *d,
	struct village_fact *f)
{
	f->number = in->number;
	f->note = in->note;
	switch (village_aspect_of(f->aspect)) {
	case VILLAGE_PLACE:
		return read_place(cx, in, day, f);
	case VILLAGE_CELL:
		return read_cell(cx, in, day, f);
	case VILLAGE_COUNT:
		f->households = in->households;
		f->population = in->population;
		return ERR_OK;
	case VILLAGE_UNSTABLE:
		f->reason = in->cause;
		return ERR_OK;
	case VILLAGE_HEAD:
	case VILLAGE_CHARGE:
		return read_holder(cx, in, day, d, f);
	default:
		return ERR_OK;
	}
}

/* ---- what is known, in words ---- */

static enum err org_code(struct ctx *cx, int64_t org, const char **ret)
{
	struct org_spell s;
	enum err e = org ? tree_spell_near(cx, org, cx->day, &s) : ERR_NOT_FOUND;

	*ret = e ? NULL : s.code;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err person_no(struct ctx *cx, int64_t person, const char **ret)
{
	struct person p;
	enum err e = person ? member_person(cx, person, cx->day, &p) : ERR_NOT_FOUND;

	*ret = NULL;
	if (!e)
		*ret = text_empty(p.member_no) ? arena_printf(cx->a, "%lld", (long long)person)
					       : p.member_no;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err village_act_words(struct ctx *cx, const struct village_fact *f, struct village_input *ret)
{
	*ret = (struct village_input){.code = f->code,
		.name = f->name,
		.kind = f->kind,
		.holder = f->holder,
		.cause = f->reason,
		.number = f->number,
		.note = f->note,
		.joint = f->joint,
		.households = f->households,
		.population = f->population};
	TRY(person_no(cx, f->person, &ret->member_no));
	if (village_aspect_of(f->aspect) == VILLAGE_PLACE)
		return org_code(cx, f->org, &ret->commune);
	return org_code(cx, f->org, &ret->cell);
}

/* ---- changed from a day ---- */

static enum err act_head(struct ctx *cx, struct doc *d, int64_t village)
{
	struct village_state s;

	TRY(village_head(cx, d, village, &s));
	d->title = msg_text(cx->say.lang, cx->action->title);
	d->lead = s.name;
	d->dated = 0;
	return village_may(cx, village);
}

/* The decision and the remark belong to what is known, not to what comes. */
enum err village_set_fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct village_plan *p = village_plan_new(cx);
	struct village_input *in = vin;
	const struct village_fact *f;
	int64_t village;

	TRY(village_item(cx, &village));
	TRY(act_head(cx, d, village));
	TRY(village_plan_fact(p, village, act_of(cx)->aspect, cx->day, &f));
	if (f && act_of(cx)->aspect != VILLAGE_CHARGE)
		TRY(village_act_words(cx, f, in));
	in->number = in->note = NULL;
	in->from = cx->day;
	in->to = 0;
	return ERR_OK;
}

static enum err finish(struct ctx *cx, struct village_plan *p, int64_t village, void **ret)
{
	struct act_plan *plan = arena_new_of(cx->a, struct act_plan);

	*plan = (struct act_plan){p, village};
	*ret = plan;
	return village_plan_check(p);
}

enum err village_set_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct village_plan *p = village_plan_new(cx);
	const struct village_input *in = vin;
	struct village_fact f = {
		.aspect = village_aspect_code(act_of(cx)->aspect), .from_day = in->from};
	struct village_state s;

	if (day_precision(in->from) != DAY_EXACT)
		return cx_fault(cx, ERR_BAD_INPUT, "from", M_VALUE_NO_DAY);
	TRY(village_item(cx, &f.village));
	TRY(act_head(cx, d, f.village));
	TRY(village_near(cx, f.village, in->from, &s));
	cx->org = s.commune;
	TRY(village_act_fact(cx, in, in->from, d, &f));
	TRY(village_plan_set(p, &f));
	return finish(cx, p, f.village, ret_plan);
}

/* ---- was wrong from the start ---- */

/* "17.18": the village and the fact. */
static enum err fact_item(struct ctx *cx, struct village_fact *ret)
{
	struct str rest = str_of(cx->item), first = str_cut(&rest, '.');
	long long village, id;
	enum err e = ERR_NOT_FOUND;

	if (str_to_int(first, &village) && str_to_int(rest, &id))
		e = db_get(cx->db, cx->a, village_fact_fields, ret, Q_VILLAGE_FACT_ONE,
			(int64_t)village, (int64_t)id);
	if (e == ERR_NOT_FOUND)
		return cx_fault(cx, e, NULL, M_RECORD_NONE);
	TRY(e);
	return ret->void_txn ? cx_fault(cx, ERR_CONFLICT, NULL, M_RECORD_GONE) : ERR_OK;
}

static day_t last_day(day_t to_day)
{
	return to_day == DAY_MAX ? 0 : day_add(to_day, -1);
}

enum err village_fix_fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct village_input *in = vin;
	struct village_fact f = {0};

	TRY(fact_item(cx, &f));
	TRY(act_head(cx, d, f.village));
	TRY(village_act_words(cx, &f, in));
	in->from = f.from_day == DAY_MIN ? 0 : f.from_day;
	in->to = last_day(f.to_day);
	return ERR_OK;
}

enum err village_fix_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct village_plan *p = village_plan_new(cx);
	const struct village_input *in = vin;
	struct village_fact old = {0}, f;
	day_t day;

	TRY(fact_item(cx, &old));
	TRY(act_head(cx, d, old.village));
	f = (struct village_fact){.village = old.village,
		.aspect = old.aspect,
		.other = old.other,
		.from_day = in->from ? in->from : DAY_MIN,
		.to_day = in->to ? day_add(day_last(in->to), 1) : DAY_MAX};
	if (village_aspect_of(old.aspect) != act_of(cx)->aspect)
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_RECORD_NONE);
	if (f.to_day <= day_first(f.from_day))
		return cx_fault(cx, ERR_BAD_INPUT, "to", M_RECORD_ENDS_BEFORE);
	day = in->from ? day_first(in->from) : cx->day;
	cx->org = old.org;
	TRY(village_act_fact(cx, in, day, d, &f));
	TRY(village_plan_void(p, old.village, old.id));
	TRY(village_plan_add(p, &f));
	return finish(cx, p, old.village, ret_plan);
}

enum err village_act_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct village_input *in = vin;
	const struct act_plan *a = plan;
	const struct village_act *act = act_of(cx);

	TRY(txn_start(cx,
		arena_printf(cx->a, "village_%s_%s", act->fixes ? "fix" : "set",
			village_aspect_code(act->aspect)),
		in->reason));
	TRY(village_plan_apply(a->p));
	d->location = village_href(cx, a->village, "");
	return ERR_OK;
}

/* ---- what was recorded ends, or never was ---- */

static enum err end_fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct village_input *in = vin;
	struct village_fact f = {0};

	TRY(fact_item(cx, &f));
	in->to = cx->day;
	return act_head(cx, d, f.village);
}

static enum err end_fact(struct ctx *cx, const struct village_fact *f, day_t last, int64_t other,
	const char *field, void **ret)
{
	struct village_plan *p = village_plan_new(cx);
	day_t to = day_add(day_last(last), 1);

	if (to <= day_first(f->from_day))
		return cx_fault(cx, ERR_BAD_INPUT, field, M_RECORD_ENDS_BEFORE);
	if (f->to_day != DAY_MAX && to > f->to_day)
		return cx_fault(
			cx, ERR_REFUSED, field, M_RECORD_ENDED, cx_day(cx, last_day(f->to_day)));
	TRY(village_plan_end(p, f->village, f->id, to, other));
	return finish(cx, p, f->village, ret);
}

static enum err end_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct village_input *in = vin;
	struct village_fact f = {0};

	TRY(fact_item(cx, &f));
	TRY(act_head(cx, d, f.village));
	return end_fact(cx, &f, in->to, f.other, "to", ret_plan);
}

static enum err remove_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct village_plan *p = village_plan_new(cx);
	struct village_fact f = {0};

	(void)vin;
	TRY(fact_item(cx, &f));
	TRY(act_head(cx, d, f.village));
	TRY(village_plan_void(p, f.village, f.id));
	return finish(cx, p, f.village, ret_plan);
}

static enum err plain_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct village_input *in = vin;
	const struct act_plan *a = plan;
	struct village_state s;

	TRY(txn_start(cx, cx->action->arg, in->reason));
	TRY(village_near(cx, a->village, cx->day, &s));
	TRY(village_plan_apply(a->p));
	d->location = village_href(cx, a->village, "");
	/* one that never was has no page */
	if (village_near(cx, a->village, cx->day, &s) == ERR_NOT_FOUND)
		d->location = org_href(cx, s.commune, "/villages");
	return ERR_OK;
}

/* ---- the village itself ends, or becomes part of another one ---- */

static enum err last_place(struct ctx *cx, int64_t village, struct village_fact *ret)
{
	const struct village_fact *f;
	struct list facts;

	ret->id = 0;
	TRY(village_facts(cx, village, false, &facts));
	f = facts.rows;
	for (size_t i = 0; i < facts.n; i++)
		if (text_eq(f[i].aspect, "place"))
			*ret = f[i];
	return ret->id ? ERR_OK : cx_fault(cx, ERR_NOT_FOUND, NULL, M_VILLAGE_GONE);
}

static enum err close_fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct village_input *in = vin;
	int64_t village;

	TRY(village_item(cx, &village));
	in->from = in->to = cx->day;
	return act_head(cx, d, village);
}

static enum err close_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct village_input *in = vin;
	struct village_fact f = {0};
	int64_t village;

	TRY(village_item(cx, &village));
	TRY(act_head(cx, d, village));
	TRY(last_place(cx, village, &f));
	return end_fact(cx, &f, in->to, 0, "to", ret_plan);
}

static enum err merge_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct village_input *in = vin;
	struct village_fact f = {0};
	int64_t village, into;

	if (day_precision(in->from) != DAY_EXACT)
		return cx_fault(cx, ERR_BAD_INPUT, "from", M_VALUE_NO_DAY);
	TRY(village_item(cx, &village));
	TRY(act_head(cx, d, village));
	TRY(village_pick(cx, in->into, in->from, "into", &into));
	TRY(village_may(cx, into));
	TRY(last_place(cx, village, &f));
	return end_fact(cx, &f, day_add(in->from, -1), into, "from", ret_plan);
}

#define IN_TEXT(m, label, flags, max, hint)                                                        \
	{                                                                                          \
#m, FT_TEXT, CLASS_INSIDE, label, flags,                                           \
			FIELD_OFF(struct village_input, m, const char *), max, 0, 0, hint, 0       \
	}
#define IN_DAY(m, label, flags, hint)                                                              \
	{                                                                                          \
#m, FT_DAY, CLASS_INSIDE, label, flags, FIELD_OFF(struct village_input, m, day_t), \
			0, 0, 0, hint, 0                                                           \
	}
#define WHY(flags) F_LINES(struct village_input, reason, M_FIELD_REASON, CLASS_INSIDE, flags, 500)

static const struct field end_fields[] = {
	IN_DAY(to, M_FIELD_LAST_DAY, FF_REQUIRED, M_NONE), WHY(0), F_END};
static const struct field remove_fields[] = {WHY(FF_REQUIRED), F_END};
static const struct field merge_fields[] = {
	IN_DAY(from, M_FIELD_CHANGE_FROM, FF_REQUIRED, M_HINT_RECORD_CHANGE),
	IN_TEXT(into, M_FIELD_VILLAGE_INTO, FF_REQUIRED, 60, M_HINT_VILLAGE), WHY(0), F_END};

#define PLAIN(var, form, fill_, plan_, title_, submit_)                                            \
	const struct action var = {.in = form,                                                     \
		.in_size = sizeof(struct village_input),                                           \
		.fill = fill_,                                                                     \
		.plan = plan_,                                                                     \
		.apply = plain_apply,                                                              \
		.title = title_,                                                                   \
		.submit = submit_,                                                                 \
		.arg = #var}

PLAIN(village_fact_end, end_fields, end_fill, end_plan, M_RECORD_END, M_RECORD_SAVE);
PLAIN(village_fact_remove, remove_fields, end_fill, remove_plan, M_RECORD_REMOVE, M_RECORD_REMOVE);
PLAIN(village_end, end_fields, close_fill, close_plan, M_VILLAGE_END, M_RECORD_SAVE);
PLAIN(village_merge, merge_fields, close_fill, merge_plan, M_VILLAGE_MERGE, M_RECORD_SAVE);

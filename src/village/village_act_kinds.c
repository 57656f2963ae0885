/*
 * village_act_kinds.c: what each form about a village asks for, and the actions made of them; the
 * form of a new village, which asks for all at once.
 */
#include "org/org.h"
#include "village/village_act.h"

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
#define IN_INT(m, label) F_INT(struct village_input, m, label, CLASS_INSIDE, 0, 1000000)

#define IN_CAT(m, label, flags, cat) F_CAT(struct village_input, m, label, CLASS_INSIDE, flags, cat)

#define WHY(flags)		  IN_LINES(reason, M_FIELD_REASON, flags)
#define IN_LINES(m, label, flags) F_LINES(struct village_input, m, label, CLASS_INSIDE, flags, 500)

#define PLACE                                                                                      \
	IN_TEXT(name, M_FIELD_NAME, FF_REQUIRED, 200, M_NONE),                                     \
		IN_CAT(kind, M_FIELD_KIND, FF_REQUIRED, "village_kind"),                           \
		IN_TEXT(code, M_FIELD_CODE, FF_REQUIRED, 60, M_NONE)
#define COMMUNE IN_TEXT(commune, M_FIELD_COMMUNE, 0, 200, M_HINT_ORG)
#define CELL(flags)                                                                                \
	IN_TEXT(cell, M_FIELD_SERVED_BY, flags, 200, M_HINT_ORG),                                  \
		F_BOOL(struct village_input, joint, M_FIELD_JOINT, CLASS_INSIDE, 0)
#define COUNTS IN_INT(households, M_FIELD_HOUSEHOLDS), IN_INT(population, M_FIELD_POPULATION)
#define HOLDER(label, flags)                                                                       \
	IN_TEXT(holder, label, flags, 200, M_NONE),                                                \
		IN_TEXT(member_no, M_FIELD_MEMBER_NO, 0, 40, M_HINT_VILLAGE_MEMBER)
#define UNSTABLE IN_CAT(cause, M_FIELD_UNSTABLE_CAUSE, FF_REQUIRED, "unstable_reason"), NUMBER
#define NUMBER	 IN_TEXT(number, M_FIELD_DECISION_NO, 0, 60, M_NONE)
#define NOTE	 IN_LINES(note, M_FIELD_NOTE, 0)

#define FROM IN_DAY(from, M_FIELD_CHANGE_FROM, FF_REQUIRED, M_NONE)
#define DAYS                                                                                       \
	IN_DAY(from, M_FIELD_FROM_DAY, 0, M_HINT_VILLAGE_FROM),                                    \
		IN_DAY(to, M_FIELD_LAST_DAY, 0, M_HINT_RECORD_TO)

#define FORM(name, aspect_, title_, ...)                                                           \
	static const struct field name##_set_fields[] = {FROM, __VA_ARGS__, WHY(0), F_END};        \
	static const struct field name##_fix_fields[] = {                                          \
		__VA_ARGS__, DAYS, WHY(FF_REQUIRED), F_END};                                       \
	const struct action village_set_##name = {.in = name##_set_fields,                         \
		.in_size = sizeof(struct village_input),                                           \
		.fill = village_set_fill,                                                          \
		.plan = village_set_plan,                                                          \
		.apply = village_act_apply,                                                        \
		.title = title_,                                                                   \
		.submit = M_RECORD_SAVE,                                                           \
		.preview = true,                                                                   \
		.arg = &(const struct village_act){aspect_, false}};                               \
	const struct action village_fix_##name = {.in = name##_fix_fields,                         \
		.in_size = sizeof(struct village_input),                                           \
		.fill = village_fix_fill,                                                          \
		.plan = village_fix_plan,                                                          \
		.apply = village_act_apply,                                                        \
		.title = M_RECORD_CORRECT,                                                         \
		.submit = M_RECORD_SAVE,                                                           \
		.preview = true,                                                                   \
		.arg = &(const struct village_act){aspect_, true}}

FORM(place, VILLAGE_PLACE, M_VILLAGE_SET_PLACE, PLACE, COMMUNE, NUMBER);
FORM(cell, VILLAGE_CELL, M_VILLAGE_SET_CELL, CELL(FF_REQUIRED), NUMBER);
FORM(count, VILLAGE_COUNT, M_VILLAGE_SET_COUNT, COUNTS);
FORM(head, VILLAGE_HEAD, M_VILLAGE_SET_HEAD, HOLDER(M_FIELD_HEAD, FF_REQUIRED), NUMBER);
FORM(charge, VILLAGE_CHARGE, M_VILLAGE_SET_CHARGE, HOLDER(M_FIELD_CHARGED, FF_REQUIRED), NUMBER);
FORM(unstable, VILLAGE_UNSTABLE, M_VILLAGE_SET_UNSTABLE, UNSTABLE, NOTE);
FORM(survey, VILLAGE_SURVEY, M_VILLAGE_SET_SURVEY, NOTE);

/* ---- a new one ---- */

static const struct field new_fields[] = {PLACE,
	IN_DAY(from, M_FIELD_FROM_DAY, 0, M_HINT_VILLAGE_FROM), CELL(0), HOLDER(M_FIELD_HEAD, 0),
	COUNTS, NUMBER, WHY(0), F_END};

struct new_plan {
	struct village_plan *p;
	int64_t village;
};

static enum err new_fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct org_step org;

	(void)vin;
	TRY(org_path(cx, d, cx->org, &org));
	doc_path(d, msg_text(cx->say.lang, M_VILLAGE_LIST), org_href(cx, cx->org, "/villages"));
	d->dated = 0;
	d->lead = org.name;
	return ERR_OK;
}

static enum err add(struct ctx *cx, const struct village_input *in, const struct new_plan *plan,
	enum village_aspect aspect, struct doc *d)
{
	struct village_fact f = {.village = plan->village,
		.aspect = village_aspect_code(aspect),
		.from_day = in->from ? in->from : DAY_MIN,
		.to_day = DAY_MAX};

	TRY(village_act_fact(cx, in, in->from ? day_first(in->from) : cx->day, d, &f));
	if (aspect != VILLAGE_PLACE)
		f.number = NULL;
	return village_plan_add(plan->p, &f);
}

/* Where no day is given it has been as long as its commune. */
static enum err from_the_first(struct ctx *cx, struct village_input *in)
{
	const struct org_spell *s;
	struct list spells;

	if (in->from)
		return ERR_OK;
	TRY(tree_spells(cx, cx->org, &spells));
	s = spells.rows;
	in->from = spells.n && s[0].from_day != DAY_MIN ? s[0].from_day : 0;
	return ERR_OK;
}

static enum err new_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct village_input in = *(const struct village_input *)vin;
	struct new_plan *plan = arena_new_of(cx->a, struct new_plan);

	plan->p = village_plan_new(cx);
	plan->village = village_plan_found(plan->p);
	*ret_plan = plan;
	TRY(from_the_first(cx, &in));
	TRY(add(cx, &in, plan, VILLAGE_PLACE, d));
	if (!text_empty(in.cell))
		TRY(add(cx, &in, plan, VILLAGE_CELL, d));
	if (!text_empty(in.holder) || !text_empty(in.member_no))
		TRY(add(cx, &in, plan, VILLAGE_HEAD, d));
	if (in.households || in.population)
		TRY(add(cx, &in, plan, VILLAGE_COUNT, d));
	return village_plan_check(plan->p);
}

static enum err new_apply(struct ctx *cx, const void *vin, void *vplan, struct doc *d)
{
	const struct village_input *in = vin;
	const struct new_plan *plan = vplan;

	TRY(txn_start(cx, "village_new", in->reason));
	TRY(village_plan_apply(plan->p));
	d->location = village_href(cx, plan->village, "");
	return ERR_OK;
}

const struct action village_new = {.in = new_fields,
	.in_size = sizeof(struct village_input),
	.fill = new_fill,
	.plan = new_plan,
	.apply = new_apply,
	.title = M_VILLAGE_NEW,
	.submit = M_RECORD_SAVE,
	.preview = true};

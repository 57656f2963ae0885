#include "core/tree_find.h"
#include "life/life_arrival.h"
#include "member/member_attr.h"
#include "member/member_double.h"
#include "member/member_enter.h"
#include "org/org.h"

#define A_DAY(m, label, flags, hint)                                                               \
	{                                                                                          \
#m, FT_DAY, CLASS_INSIDE, label, flags, FIELD_OFF(struct arrival_in, m, day_t), 0, \
			0, 0, hint, 0                                                              \
	}
#define A_TEXT(m, label, flags, max, hint)                                                         \
	{                                                                                          \
#m, FT_TEXT, CLASS_INSIDE, label, flags,                                           \
			FIELD_OFF(struct arrival_in, m, const char *), max, 0, 0, hint, 0          \
	}
#define A_CAT(m, label, cat) F_CAT(struct arrival_in, m, label, CLASS_INSIDE, FF_REQUIRED, cat)

static const struct field new_fields[] = {
	MEMBER_ATTRIBUTES(struct arrival_in),
	A_TEXT(letter_no, M_FIELD_LETTER_NO, FF_REQUIRED, 60, M_NONE),
	A_DAY(letter_day, M_FIELD_LETTER_DAY, FF_REQUIRED, M_NONE),
	A_TEXT(place, M_FIELD_PLACE_FROM, FF_REQUIRED, 200, M_HINT_LIFE_AR_FROM),
	A_CAT(kind, M_FIELD_LIFE_MOVE_WHY, "move_reason"),
	A_DAY(moved_on, M_FIELD_LIFE_MOVED_ON, FF_REQUIRED, M_HINT_LIFE_MOVED_ON),
	A_CAT(status, M_FIELD_MEMBER_STATUS, "entry_status"),
	A_DAY(admitted_on, M_FIELD_ADMITTED_ON, 0, M_HINT_ADMITTED_ON),
	A_DAY(ceremony_day, M_FIELD_CEREMONY_DAY, 0, M_NONE),
	A_TEXT(admitted_at, M_FIELD_ADMITTED_AT, 0, 200, M_NONE),
	A_DAY(official_on, M_FIELD_OFFICIAL_DAY, 0, M_HINT_OFFICIAL_ON),
	A_TEXT(card_no, M_FIELD_CARD_NO, 0, 40, M_NONE),
	A_DAY(card_on, M_FIELD_CARD_ON, 0, M_NONE),
	A_DAY(presented_on, M_FIELD_LIFE_PRESENTED, 0, M_HINT_LIFE_AR_PRESENTED),
	A_DAY(introduced_on, M_FIELD_LIFE_INTRODUCED, 0, M_HINT_LIFE_AR_DONE),
	A_TEXT(at, M_FIELD_CELL_TO, 0, 200, M_HINT_LIFE_AR_CELL),
	A_DAY(day, M_FIELD_RECEIVED_DAY, 0, M_HINT_LIFE_AR_DONE),
	{"reason", FT_LINES, CLASS_PERSONAL, M_FIELD_REASON, 0,
		FIELD_OFF(struct arrival_in, reason, const char *), 500, 0, 0, M_HINT_LIFE_AR_LATE,
		0},
	F_BOOL(struct arrival_in, checked, M_FIELD_CHECKED, CLASS_INSIDE, 0),
	F_END,
};

static enum err fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct arrival_in *in = vin;
	struct org_step org;

	TRY(org_path(cx, d, cx->org, &org));
	doc_path(d, msg_text(cx->say.lang, M_TRANSIT),
		arena_printf(cx->a, "/org/%lld/transit", (long long)cx->org));
	d->dated = 0;
	d->lead = doc_say(d, M_LIFE_AR_LEAD, org.name, NULL);
	in->presented_on = cx->say.today;
	return ERR_OK;
}

/* ---- steps, each with the fields in which its problems stand ---- */

struct told {
	struct flow_step step;
	const char *day, *second_day;
};

static const char *field_of(const struct told *t, const char *field)
{
	if (text_eq(field, "day"))
		return t->day;
	if (text_eq(field, "second_day"))
		return t->second_day;
	if (text_eq(field, "note"))
		return "reason";
	return text_eq(field, "number") ? "letter_no" : field;
}

static enum err take(struct ctx *cx, struct flow_plan *p, const struct told *t)
{
	struct fault told = {.a = cx->a}, *outer = cx->f;
	enum err e;

	if (!t->step.day)
		return ERR_OK;
	cx->f = &told;
	e = flow_plan_step(p, &t->step);
	cx->f = outer;
	problem_each (pr, &told)
		cx_fault(cx, e, field_of(t, pr->field), pr->what, pr->arg[0], pr->arg[1],
			pr->arg[2]);
	return e;
}

static enum err pick_cell(struct ctx *cx, const struct arrival_in *in, int64_t *ret)
{
	*ret = 0;
	if (text_empty(in->at))
		return in->introduced_on ? cx_fault(cx, ERR_BAD_INPUT, "at", M_VALUE_REQUIRED)
					 : ERR_OK;
	if (!in->introduced_on)
		return cx_fault(cx, ERR_BAD_INPUT, "introduced_on", M_VALUE_REQUIRED);
	return tree_pick(cx, in->at, in->introduced_on, "at", ret);
}

static enum err take_all(struct ctx *cx, struct flow_plan *p, const struct arrival_in *in)
{
	struct told all[] = {
		{{.step = "ar_letter",
			 .day = in->letter_day,
			 .second_day = in->moved_on,
			 .org = cx->org,
			 .number = in->letter_no,
			 .place = in->place,
			 .kind = in->kind,
			 .note = in->reason},
			"letter_day", "moved_on"},
		{{.step = "ar_present", .day = in->presented_on, .kind = in->status},
			"presented_on", NULL},
		{{.step = "ar_introduce", .day = in->introduced_on}, "introduced_on", NULL},
		{{.step = "ar_receive", .day = in->day, .note = in->reason}, "day", NULL},
	};

	TRY(pick_cell(cx, in, &all[2].step.other));
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		TRY(take(cx, p, &all[i]));
	return ERR_OK;
}

/* ---- the form is sent ---- */

static struct enter_in entry_of(const struct arrival_in *in)
{
	return (struct enter_in){.p = in->p,
		.how = "transfer_in",
		.place = in->place,
		.admitted_at = in->admitted_at,
		.admitted_on = in->admitted_on,
		.ceremony_day = in->ceremony_day,
		.official_on = in->official_on,
		.card_no = in->card_no,
		.card_on = in->card_on};
}

/* A letter goes to the committee first; who is told to be on probation is not official yet. */
static enum err check(struct ctx *cx, const struct arrival_in *in, const struct enter_in *entry)
{
	bool cell;

	TRY(enter_check(cx, entry));
	if (text_eq(in->status, "probationary") && in->official_on)
		cx_fault(cx, ERR_BAD_INPUT, "official_on", M_LIFE_AR_NOT_OFFICIAL);
	TRY(case_is_cell(cx, cx->org, in->letter_day, &cell));
	if (cell)
		cx_fault(cx, ERR_REFUSED, NULL, M_LIFE_AR_AT_COMMITTEE);
	return cx->f->code;
}

struct work {
	struct flow_case c;
	struct flow_plan *p;
	struct member_plan *people;
};

static enum err plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct arrival_in *in = vin;
	struct enter_in *entry = arena_new_of(cx->a, struct enter_in);
	struct double_ask ask = {
		0, in->p.full_name, in->p.birth_date, in->p.member_no, in->p.citizen_no};
	struct work *w = arena_new_of(cx->a, struct work);
	int64_t person;

	*entry = entry_of(in);
	TRY(check(cx, in, entry));
	TRY(member_double_warn(cx, &ask, in->checked, d));
	TRY(member_plan_new(cx, &w->people));
	person = member_plan_person(w->people, &in->p);
	TRY(enter_before(cx, w->people, entry, person));
	flow_begin(cx, &arrival_proc, person, &w->c);
	w->c.with = w->people;
	TRY(flow_plan_new(cx, &w->c, &w->p));
	TRY(take_all(cx, w->p, in));
	TRY(flow_plan_check(w->p));
	*ret_plan = w;
	return case_preview(cx, w->p, d);
}

static enum err apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	struct work *w = plan;

	(void)vin;
	return case_write(cx, w->p, "life_arrival", d);
}

const struct action life_arrival_new = {.in = new_fields,
	.in_size = sizeof(struct arrival_in),
	.fill = fill,
	.plan = plan,
	.apply = apply,
	.title = M_LIFE_AR_NEW,
	.submit = M_CASE_SAVE,
	.preview = true};

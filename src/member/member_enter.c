#include "member/member_enter.h"

#include "core/tree_find.h"
#include "member/member_act.h"
#include "member/member_attr.h"
#include "member/member_double.h"
#include "member/member_roster.h"
#include "org/org.h"

#define DAY(m, label, flags, hint)                                                                 \
	{                                                                                          \
#m, FT_DAY, CLASS_INSIDE, label, flags, FIELD_OFF(struct enter_in, m, day_t), 0,   \
			0, 0, hint, 0                                                              \
	}
#define TEXT(m, label, max, hint)                                                                  \
	{                                                                                          \
#m, FT_TEXT, CLASS_INSIDE, label, 0, FIELD_OFF(struct enter_in, m, const char *),  \
			max, 0, 0, hint, 0                                                         \
	}

static const struct field enter_fields[] = {
	MEMBER_ATTRIBUTES(struct enter_in),
	F_CAT(struct enter_in, how, M_FIELD_HOW, CLASS_INSIDE, FF_REQUIRED, "enter_kind"),
	TEXT(cell, M_FIELD_CELL, 200, M_HINT_ENTER_CELL),
	DAY(day, M_FIELD_ENTER_DAY, FF_REQUIRED, M_HINT_ENTER_DAY),
	TEXT(number, M_FIELD_DECISION_NO, 60, M_NONE),
	TEXT(place, M_FIELD_PLACE_FROM, 200, M_HINT_ENTER_PLACE),
	F_CAT(struct enter_in, status, M_FIELD_MEMBER_STATUS, CLASS_INSIDE, 0, "entry_status"),
	DAY(admitted_on, M_FIELD_ADMITTED_ON, 0, M_HINT_ADMITTED_ON),
	DAY(ceremony_day, M_FIELD_CEREMONY_DAY, 0, M_NONE),
	TEXT(admitted_at, M_FIELD_ADMITTED_AT, 200, M_NONE),
	DAY(official_on, M_FIELD_OFFICIAL_DAY, 0, M_HINT_OFFICIAL_ON),
	TEXT(card_no, M_FIELD_CARD_NO, 40, M_NONE),
	DAY(card_on, M_FIELD_CARD_ON, 0, M_NONE),
	F_LINES(struct enter_in, reason, M_FIELD_REASON, CLASS_PERSONAL, 0, 500),
	F_BOOL(struct enter_in, checked, M_FIELD_CHECKED, CLASS_INSIDE, 0),
	F_END,
};

bool enter_is_cell(struct ctx *cx, int64_t org)
{
	const struct org_life *life;
	bool yes = false;

	return !lives_get(lives_new(cx, NULL), org, &life) && life->spells.n &&
	       !lives_is_cell(lives_new(cx, NULL), life, cx->day, &yes) && yes;
}

static enum err fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct enter_in *in = vin;
	struct org_step org;

	TRY(roster_path(cx, d, &org));
	d->dated = 0;
	d->lead = org.name;
	if (enter_is_cell(cx, cx->org)) {
		in->cell = org.code;
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_ADMISSION_NEW),
			"/org/%lld/candidate-new", (long long)cx->org);
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_ADMISSION_LATE),
			"/org/%lld/candidate-late", (long long)cx->org);
	} else {
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_LIFE_AR_NEW),
			"/org/%lld/arrival-new", (long long)cx->org);
	}
	in->day = cx->day;
	return ERR_OK;
}

/* ---- what becomes of it ---- */

/* Which fact a problem is about: its day stands under another name in the form. */
enum tag { TAG_ENTRY, TAG_ADMITTED, TAG_RECOGNISED, TAG_CARD };

static const char *field_of(long tag, const char *field)
{
	static const char *const days[] = {[TAG_ENTRY] = "day",
		[TAG_ADMITTED] = "admitted_on",
		[TAG_RECOGNISED] = "official_on",
		[TAG_CARD] = "card_on"};

	if (text_eq(field, "day"))
		return days[tag];
	if (tag == TAG_CARD && text_eq(field, "number"))
		return "card_no";
	return text_eq(field, "kind") ? "how" : field;
}

static void report(
	void *p, long tag, const char *field, enum msg what, const char *const arg[ERR_ARGS])
{
	struct ctx *cx = p;

	cx_fault(cx, ERR_REFUSED, field_of(tag, field), what, arg[0], arg[1], arg[2]);
}

static enum err add(struct member_plan *p, enum tag tag, const struct member_fact *f)
{
	member_plan_tag(p, tag);
	return member_plan_fact(p, f);
}

static enum err add_entry(
	struct member_plan *p, const struct enter_in *in, int64_t person, int64_t cell)
{
	bool admitted = text_eq(in->how, "admitted");

	return add(p, TAG_ENTRY,
		&(struct member_fact){.person = person,
			.day = in->day,
			.kind = in->how,
			.cell = cell,
			.second_day = admitted ? in->ceremony_day : 0,
			.place = admitted ? NULL : in->place,
			.status = admitted || in->official_on ? NULL : in->status,
			.number = in->number,
			.reason = in->reason});
}

/* What happened before they came. */
static enum err add_admission(struct member_plan *p, const struct enter_in *in, int64_t person)
{
	if (text_eq(in->how, "admitted") || !in->admitted_on)
		return ERR_OK;
	return add(p, TAG_ADMITTED,
		&(struct member_fact){.person = person,
			.day = in->admitted_on,
			.kind = "admitted",
			.second_day = in->ceremony_day,
			.place = in->admitted_at});
}

static enum err add_more(struct member_plan *p, const struct enter_in *in, int64_t person)
{
	if (in->official_on)
		TRY(add(p, TAG_RECOGNISED,
			&(struct member_fact){
				.person = person, .day = in->official_on, .kind = "recognised"}));
	if (text_empty(in->card_no))
		return ERR_OK;
	return add(p, TAG_CARD,
		&(struct member_fact){.person = person,
			.day = in->card_on,
			.kind = "card_issued",
			.number = in->card_no});
}

enum err enter_before(
	struct ctx *cx, struct member_plan *p, const struct enter_in *in, int64_t person)
{
	member_plan_report(p, report, cx);
	TRY(add_admission(p, in, person));
	TRY(add_more(p, in, person));
	member_plan_tag(p, TAG_ENTRY);
	return ERR_OK;
}

/* ---- checks ---- */

static enum err cell_of(struct ctx *cx, const struct enter_in *in, int64_t *ret)
{
	*ret = cx->org;
	if (text_empty(in->cell))
		return ERR_OK;
	TRY(member_act_pick(cx, in->cell, in->day, "cell", ret));
	return *ret == cx->org ? ERR_OK : grant_over(cx, PERM_MEMBER_CHANGE, *ret);
}

enum err enter_check(struct ctx *cx, const struct enter_in *in)
{
	(void)!member_attr_check(cx, &in->p, NULL);
	if (text_eq(in->how, "admitted") && in->admitted_on && in->admitted_on != in->day)
		cx_fault(cx, ERR_BAD_INPUT, "admitted_on", M_ENTER_TWO_DAYS);
	if (!text_empty(in->card_no) && !in->card_on)
		cx_fault(cx, ERR_BAD_INPUT, "card_on", M_ENTER_CARD_DAY);
	if (text_eq(in->how, "transfer_in") && text_empty(in->place))
		cx_fault(cx, ERR_BAD_INPUT, "place", M_ENTER_NO_PLACE);
	return cx->f->code;
}

struct work {
	struct member_plan *plan;
	int64_t person;
};

static enum err plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct enter_in *in = vin;
	struct double_ask ask = {
		0, in->p.full_name, in->p.birth_date, in->p.member_no, in->p.citizen_no};
	struct work *w = arena_new_of(cx->a, struct work);
	int64_t cell;

	TRY(enter_check(cx, in));
	TRY(cell_of(cx, in, &cell));
	TRY(member_double_warn(cx, &ask, in->checked, d));
	TRY(member_plan_new(cx, &w->plan));
	w->person = member_plan_person(w->plan, &in->p);
	TRY(enter_before(cx, w->plan, in, w->person));
	TRY(add_entry(w->plan, in, w->person, cell));
	TRY(member_plan_check(w->plan));
	*ret_plan = w;
	return member_act_diffs(cx, w->plan, d);
}

static enum err apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct enter_in *in = vin;
	struct work *w = plan;

	TRY(txn_start(cx, "member_new", in->reason));
	TRY(member_plan_apply(w->plan));
	d->location = member_href(cx, w->person, "");
	return ERR_OK;
}

const struct action member_new = {.in = enter_fields,
	.in_size = sizeof(struct enter_in),
	.fill = fill,
	.plan = plan,
	.apply = apply,
	.title = M_ENTER,
	.submit = M_ENTER_DO,
	.preview = true};

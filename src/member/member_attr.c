#include "member/member_attr.h"

#include "member/member_act.h"
#include "member/member_village.h"

enum { ADULT = 18, CITIZEN_DIGITS = 12, CITIZEN_OLD_DIGITS = 9 };

#define A_DAY(label, hint)                                                                         \
	{                                                                                          \
		"day", FT_DAY, CLASS_INSIDE, label, FF_REQUIRED,                                   \
			FIELD_OFF(struct attr_in, day, day_t), 0, 0, 0, hint, 0                    \
	}
#define CARRIED                                                                                    \
	F_INT(struct attr_in, version, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN | FF_FRESH, 0),         \
		F_INT(struct attr_in, seen, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, 0), F_END
#define REASON(flags) F_LINES(struct attr_in, reason, M_FIELD_REASON, CLASS_PERSONAL, flags, 500)

static const struct field change_fields[] = {A_DAY(M_FIELD_CHANGE_FROM, M_HINT_CHANGE_FROM),
	MEMBER_ATTRIBUTES(struct attr_in), REASON(0), CARRIED};
static const struct field correct_fields[] = {A_DAY(M_FIELD_WRONG_ON, M_HINT_WRONG_ON),
	MEMBER_ATTRIBUTES(struct attr_in), REASON(FF_REQUIRED),
	F_ID(struct attr_in, request, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "request"), CARRIED};

/* ---- what cannot be ---- */

static bool all_digits(const char *s)
{
	return strspn(s, "0123456789") == strlen(s);
}

static void check_birth(struct ctx *cx, day_t birth)
{
	if (day_first(birth) > cx->say.today)
		cx_fault(cx, ERR_BAD_INPUT, "birth_date", M_ATTR_BIRTH_AHEAD);
	else if (day_years_between(birth, cx->say.today) < ADULT)
		cx_fault(cx, ERR_BAD_INPUT, "birth_date", M_ATTR_BIRTH_YOUNG);
}

static void check_citizen(struct ctx *cx, const char *no)
{
	size_t n = strlen(no);

	if (!all_digits(no) || (n != CITIZEN_DIGITS && n != CITIZEN_OLD_DIGITS))
		cx_fault(cx, ERR_BAD_INPUT, "citizen_no", M_ATTR_CITIZEN);
}

enum err member_attr_check(struct ctx *cx, const struct person *p, const struct person *was)
{
	if (p->birth_date && (!was || was->birth_date != p->birth_date))
		check_birth(cx, p->birth_date);
	if (!text_empty(p->citizen_no) && !(was && text_eq(was->citizen_no, p->citizen_no)))
		check_citizen(cx, p->citizen_no);
	return cx->f->code;
}

/* ---- the form ---- */

static bool is_change(const struct ctx *cx)
{
	return cx->action == &member_change;
}

static enum err head(struct ctx *cx, struct doc *d, int64_t *ret)
{
	int64_t into;

	TRY(member_item(cx, PERM_MEMBER_CHANGE, ret));
	TRY(member_joined(cx, *ret, &into));
	if (into != *ret)
		return cx_fault(cx, ERR_REFUSED, NULL, M_FILE_JOINED_CLOSED);
	TRY(member_head(cx, d, *ret, NULL));
	d->title = msg_text(cx->say.lang, cx->action->title);
	d->dated = 0;
	return member_act_lead(cx, d, *ret);
}

static void other_way(struct ctx *cx, struct doc *d, int64_t person)
{
	doc_link(d, DOC_ONWARD,
		msg_text(cx->say.lang, is_change(cx) ? M_ATTR_CORRECT : M_ATTR_CHANGE), "%s",
		member_href(cx, person, is_change(cx) ? "/correct" : "/change"));
}

static enum err fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct attr_in *in = vin;
	int64_t person, made_by;

	TRY(head(cx, d, &person));
	TRY(member_who(cx, person, &in->p));
	in->day = cx->day;
	TRY(member_version(cx, person, &in->version, &made_by));
	TRY(db_number(cx->db, &in->seen, 0, Q_MEMBER_FILE_LAST_MS, person));
	other_way(cx, d, person);
	return ERR_OK;
}

/* ---- somebody was there before ---- */

struct both {
	const char *field, *opened, *now, *typed;
};

static const struct field both_fields[] = {
	F_TEXT(struct both, field, M_FIELD_ATTRIBUTE, CLASS_INSIDE, FF_KEY, 100),
	F_TEXT(struct both, opened, M_FIELD_WHEN_OPENED, CLASS_SENSITIVE, 0, 500),
	F_TEXT(struct both, now, M_FIELD_NOW, CLASS_SENSITIVE, 0, 500),
	F_TEXT(struct both, typed, M_FIELD_TYPED, CLASS_SENSITIVE, 0, 500),
	F_END,
};

static bool same(struct ctx *cx, const struct field *f, const void *a, const void *b)
{
	return text_eq(value_raw(cx->a, f, a), value_raw(cx->a, f, b));
}

static const char *shown(struct ctx *cx, const struct field *f, const struct person *p)
{
	const char *text = value_text(&cx->say, cx->a, f, p);

	return text_empty(text) ? msg_text(cx->say.lang, M_FILE_NONE) : text;
}

/* Field by field: what it was when the form was opened, what it is now, what was typed. */
static void show_both(struct ctx *cx, struct doc *d, const struct person *opened,
	const struct person *now, const struct person *typed)
{
	struct both *rows = arena_array(cx->a, field_count(person_attributes), sizeof(*rows));
	struct doc_part *part;
	size_t n = 0;

	field_each (f, person_attributes)
		if (!same(cx, f, opened, now))
			rows[n++] = (struct both){msg_text(cx->say.lang, f->label),
				shown(cx, f, opened), shown(cx, f, now), shown(cx, f, typed)};
	part = doc_table(d, "meanwhile", M_ATTR_MEANWHILE, both_fields,
		(struct list){rows, n, sizeof(*rows)});
	part->empty = msg_text(cx->say.lang, M_ATTR_MEANWHILE_FACTS);
}

/* The person on the day as known when the form was opened. */
static enum err as_opened(
	struct ctx *cx, int64_t person, const struct attr_in *in, struct person *ret)
{
	int64_t known = cx->known;
	enum err e;

	if (in->seen)
		cx->known = in->seen;
	e = member_person(cx, person, cx->day, ret);
	cx->known = known;
	return e;
}

static enum err check_version(struct ctx *cx, int64_t person, const struct attr_in *in,
	const struct person *opened, struct doc *d)
{
	int64_t version, made_by;
	struct person now;

	TRY(member_version(cx, person, &version, &made_by));
	if (!in->version || version == in->version)
		return ERR_OK;
	TRY(member_who(cx, person, &now));
	show_both(cx, d, opened, &now, &in->p);
	return cx_fault(cx, ERR_CONFLICT, NULL, M_ATTR_CONFLICT);
}

/* ---- planning ---- */

/* The names of what the clerk made different. */
static const char **different(
	struct ctx *cx, const struct person *opened, const struct person *typed, size_t *ret_n)
{
	const char **names = arena_array(cx->a, field_count(person_attributes) + 1, sizeof(*names));

	*ret_n = 0;
	field_each (f, person_attributes)
		if (!same(cx, f, opened, typed))
			names[(*ret_n)++] = f->name;
	return names;
}

struct preview {
	const char *field, *before, *after;
};

static const struct field preview_fields[] = {
	F_TEXT(struct preview, field, M_FIELD_ATTRIBUTE, CLASS_INSIDE, FF_KEY, 100),
	F_TEXT(struct preview, before, M_FIELD_BEFORE, CLASS_SENSITIVE, 0, 500),
	F_TEXT(struct preview, after, M_FIELD_AFTER, CLASS_SENSITIVE, 0, 500),
	F_END,
};

static void show_changes(struct ctx *cx, struct doc *d, const struct person *before,
	const struct person *after, const char **names, size_t n)
{
	struct preview *rows = arena_array(cx->a, n + 1, sizeof(*rows));

	for (size_t i = 0; i < n; i++) {
		const struct field *f = field_find(person_attributes, names[i]);
		rows[i] = (struct preview){msg_text(cx->say.lang, f->label), shown(cx, f, before),
			shown(cx, f, after)};
	}
	doc_table(d, "changes", M_ORG_CHANGES_TITLE, preview_fields,
		(struct list){rows, n, sizeof(*rows)});
}

static enum err plan_it(struct ctx *cx, struct member_plan *p, int64_t person,
	const struct attr_in *in, const char **names)
{
	if (is_change(cx))
		TRY(member_plan_change(p, person, in->day, &in->p, names));
	else
		TRY(member_plan_correct(p, person, day_first(in->day), &in->p, names));
	return member_plan_check(p);
}

/* A code may be right although no village has it yet. */
static enum err note_village(struct ctx *cx, const struct attr_in *in, struct doc *d)
{
	bool doubtful;

	TRY(member_village_doubtful(cx, in->p.village_code, day_first(in->day), &doubtful));
	if (doubtful)
		doc_note(d, DOC_WARN, doc_say(d, M_MEMBER_NO_VILLAGE, in->p.village_code, NULL));
	return ERR_OK;
}

static enum err plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct attr_in *in = vin;
	struct member_plan *p;
	struct person opened;
	const char **names;
	int64_t person;
	size_t n;

	if (is_change(cx) && day_precision(in->day) != DAY_EXACT)
		return cx_fault(cx, ERR_BAD_INPUT, "day", M_VALUE_NO_DAY);
	TRY(member_item(cx, PERM_MEMBER_CHANGE, &person));
	TRY(as_opened(cx, person, in, &opened));
	TRY(check_version(cx, person, in, &opened, d));
	TRY(member_attr_check(cx, &in->p, &opened));
	names = different(cx, &opened, &in->p, &n);
	if (!n)
		return cx_fault(cx, ERR_REFUSED, NULL, M_ATTR_NOTHING);
	TRY(member_plan_new(cx, &p));
	TRY(plan_it(cx, p, person, in, names));
	*ret_plan = p;
	show_changes(cx, d, &opened, &in->p, names, n);
	return note_village(cx, in, d);
}

static enum err apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct attr_in *in = vin;
	int64_t person;

	TRY(member_item(cx, PERM_MEMBER_CHANGE, &person));
	TRY(txn_start(cx, cx->action->arg, in->reason));
	TRY(member_plan_apply(plan));
	d->location = in->request
			      ? arena_printf(cx->a, "/request/%lld/answer", (long long)in->request)
			      : member_href(cx, person, "");
	return ERR_OK;
}

const struct action member_change = {.in = change_fields,
	.in_size = sizeof(struct attr_in),
	.fill = fill,
	.plan = plan,
	.apply = apply,
	.title = M_ATTR_CHANGE,
	.submit = M_ATTR_SAVE,
	.preview = true,
	.keeps = true,
	.arg = "member_change"};

const struct action member_correct = {.in = correct_fields,
	.in_size = sizeof(struct attr_in),
	.fill = fill,
	.plan = plan,
	.apply = apply,
	.title = M_ATTR_CORRECT,
	.submit = M_ATTR_SAVE,
	.preview = true,
	.keeps = true,
	.arg = "member_correct_attr"};

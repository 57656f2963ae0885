#include "member/member_join.h"

#include "base/text.h"
#include "member/member_act.h"

enum { SAME_NAMES = 20 };

static const struct field join_fields[] = {
	{"into", FT_TEXT, CLASS_INSIDE, M_FIELD_JOIN_INTO, FF_REQUIRED,
		FIELD_OFF(struct join_in, into, const char *), 100, 0, 0, M_HINT_JOIN_INTO, 0},
	F_CAT(struct join_in, history, M_FIELD_JOIN_HISTORY, CLASS_INSIDE, FF_REQUIRED,
		"join_history"),
	F_LINES(struct join_in, reason, M_FIELD_REASON, CLASS_PERSONAL, FF_REQUIRED, 500),
	F_END,
};

static const struct field part_fields[] = {
	F_LINES(struct join_in, reason, M_FIELD_REASON, CLASS_PERSONAL, FF_REQUIRED, 500),
	F_END,
};

static enum err head(struct ctx *cx, struct doc *d, int64_t *ret)
{
	TRY(member_item(cx, PERM_MEMBER_CHANGE, ret));
	TRY(member_head(cx, d, *ret, NULL));
	d->title = msg_text(cx->say.lang, cx->action->title);
	d->dated = 0;
	return member_act_lead(cx, d, *ret);
}

static enum err fill(struct ctx *cx, void *vin, struct doc *d)
{
	int64_t person;

	(void)vin;
	return head(cx, d, &person);
}

/* ---- the other one ---- */

static enum err none(struct ctx *cx, const char *text)
{
	return cx_fault(cx, ERR_NOT_FOUND, "into", M_JOIN_NONE, text);
}

/* One within reach among those that were found, or what to write instead. */
static enum err one_of(
	struct ctx *cx, struct list found, int64_t person, const char *text, int64_t *ret)
{
	const struct person *p = found.rows;
	size_t n = 0;

	for (size_t i = 0; i < found.n; i++) {
		bool may;
		if (p[i].person == person)
			continue;
		TRY(member_allowed(cx, PERM_MEMBER_CHANGE, p[i].person, &may));
		if (!may)
			continue;
		*ret = p[i].person;
		n++;
	}
	if (n > 1)
		return cx_fault(cx, ERR_BAD_INPUT, "into", M_JOIN_SEVERAL,
			number_text(cx->a, cx->say.lang, (int64_t)n), text);
	return n ? ERR_OK : none(cx, text);
}

static enum err by_name(struct ctx *cx, int64_t person, const char *text, int64_t *ret)
{
	const char *word = arena_printf(cx->a, "=%s", text_fold(cx->a, text));
	struct list rows;

	TRY(db_list(cx->db, cx->a, person_fields, sizeof(struct person), &rows,
		Q_MEMBER_JOIN_BY_NAME, word, (int64_t)SAME_NAMES));
	return one_of(cx, rows, person, text, ret);
}

/* By id, by member number, by the exact name if only one has it. */
static enum err pick(struct ctx *cx, int64_t person, const char *text, int64_t *ret)
{
	int64_t version = 0, made_by;
	long long id = 0;
	struct list rows;

	if (str_to_int(str_of(text), &id))
		TRY(member_version(cx, id, &version, &made_by));
	if (version) {
		*ret = id;
		return member_may(cx, PERM_MEMBER_CHANGE, id);
	}
	TRY(db_list(cx->db, cx->a, person_fields, sizeof(struct person), &rows, Q_MEMBER_FILE_BY_NO,
		text));
	if (rows.n)
		return one_of(cx, rows, person, text, ret);
	return by_name(cx, person, text, ret);
}

/* ---- what becomes of it ---- */

struct step {
	day_t day;
	const char *what, *cell, *other, *place;
};

static const struct field step_fields[] = {
	F_DAY(struct step, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct step, what, M_FIELD_FACT, CLASS_INSIDE, FF_KEY, 200),
	F_TEXT(struct step, cell, M_FIELD_CELL, CLASS_INSIDE, 0, 200),
	F_TEXT(struct step, other, M_FIELD_CELL_TO, CLASS_INSIDE, 0, 200),
	F_TEXT(struct step, place, M_FIELD_PLACE, CLASS_INSIDE, 0, 200),
	F_END,
};

static enum err step_of(struct ctx *cx, const struct member_fact *f, struct step *ret)
{
	*ret = (struct step){.day = f->day, .what = member_fact_words(cx, f), .place = f->place};
	TRY(member_org_name(cx, f->cell, day_first(f->day), &ret->cell));
	return member_org_name(cx, f->other, day_first(f->day), &ret->other);
}

static enum err add_line(struct ctx *cx, struct doc *d, int64_t person, const char *name)
{
	const struct member_fact *f;
	struct doc_part *part;
	struct person p;
	struct step *rows;
	struct list facts;

	TRY(member_who(cx, person, &p));
	TRY(member_facts(cx, person, &facts));
	f = facts.rows;
	rows = arena_array(cx->a, facts.n + 1, sizeof(*rows));
	for (size_t i = 0; i < facts.n; i++)
		TRY(step_of(cx, &f[i], &rows[facts.n - 1 - i]));
	part = doc_timeline(
		d, name, M_NONE, step_fields, (struct list){rows, facts.n, sizeof(*rows)});
	part->title = doc_say(d, M_JOIN_RECORD, p.full_name,
		p.birth_date ? day_text(cx->a, cx->say.lang, p.birth_date) : "–",
		text_empty(p.member_no) ? "–" : p.member_no, NULL);
	part->empty = msg_text(cx->say.lang, M_FILE_LINE_EMPTY);
	if (d->look.person != person)
		d->look.other = person;
	return ERR_OK;
}

static enum err plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct join_in *in = vin;
	struct member_plan *p;
	int64_t person, into = 0;

	TRY(member_item(cx, PERM_MEMBER_CHANGE, &person));
	TRY(pick(cx, person, in->into, &into));
	TRY(member_plan_new(cx, &p));
	TRY(member_plan_join(p, person, into, in->history));
	*ret_plan = p;
	/* both as they are, also when they disagree; what changes shows the joined one */
	TRY(add_line(cx, d, person, "this"));
	TRY(add_line(cx, d, into, "other"));
	TRY(member_plan_check(p));
	return member_act_diffs(cx, p, d);
}

static enum err apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct join_in *in = vin;
	int64_t person;

	TRY(member_item(cx, PERM_MEMBER_CHANGE, &person));
	TRY(txn_start(cx, cx->action->arg, in->reason));
	TRY(member_plan_apply(plan));
	d->location = member_href(cx, person, "");
	return ERR_OK;
}

static enum err part_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct member_plan *p;
	int64_t person;

	(void)vin;
	TRY(member_item(cx, PERM_MEMBER_CHANGE, &person));
	TRY(member_plan_new(cx, &p));
	TRY(member_plan_part(p, person));
	TRY(member_plan_check(p));
	*ret_plan = p;
	return member_act_diffs(cx, p, d);
}

const struct action member_join = {.in = join_fields,
	.in_size = sizeof(struct join_in),
	.fill = fill,
	.plan = plan,
	.apply = apply,
	.title = M_JOIN,
	.submit = M_JOIN_DO,
	.preview = true,
	.arg = "member_join"};

const struct action member_part = {.in = part_fields,
	.in_size = sizeof(struct join_in),
	.fill = fill,
	.plan = part_plan,
	.apply = apply,
	.title = M_PART,
	.submit = M_PART_DO,
	.preview = true,
	.arg = "member_part"};

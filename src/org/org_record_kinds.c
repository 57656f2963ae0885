/*
 * org_record_kinds.c: what differs between terms, bodies, posts and charges: their forms, their
 * checks, and the actions made of them.
 */
#include "base/text.h"
#include "core/tree_find.h"
#include "org/org_record.h"

#define TEXT(m, label, flags, max) F_TEXT(struct org_record, m, label, CLASS_INSIDE, flags, max)
#define HINTED(name, m, label, flags, max, hint)                                                   \
	{                                                                                          \
		name, FT_TEXT, CLASS_INSIDE, label, flags,                                         \
			FIELD_OFF(struct org_record, m, const char *), max, 0, 0, hint, 0          \
	}
#define A_DAY(name, m, label, flags, hint)                                                         \
	{                                                                                          \
		name, FT_DAY, CLASS_INSIDE, label, flags, FIELD_OFF(struct org_record, m, day_t),  \
			0, 0, 0, hint, 0                                                           \
	}

/* The days and reasons that each kind of form asks for. */
#define FROM_TO                                                                                    \
	A_DAY("from", from_day, M_FIELD_FROM_DAY, 0, M_HINT_RECORD_FROM),                          \
		A_DAY("to", to_day, M_FIELD_LAST_DAY, 0, M_HINT_RECORD_TO)
#define CHANGE_FROM A_DAY("from", from_day, M_FIELD_CHANGE_FROM, FF_REQUIRED, M_HINT_RECORD_CHANGE)
#define END_ON	    A_DAY("to", to_day, M_FIELD_LAST_DAY, FF_REQUIRED, M_NONE)
#define WHY(flags)  F_LINES(struct org_record, reason, M_FIELD_REASON, CLASS_INSIDE, flags, 500)

static const struct field end_form[] = {END_ON, WHY(0), F_END};
static const struct field remove_form[] = {WHY(FF_REQUIRED), F_END};

/* ---- terms ---- */

#define TERM                                                                                       \
	HINTED("number", number, M_FIELD_TERM_NUMBER, FF_REQUIRED, 20, M_HINT_TERM),               \
		A_DAY("congress_day", congress_day, M_FIELD_CONGRESS_DAY, 0, M_NONE)
#define NOTE F_LINES(struct org_record, note, M_FIELD_NOTE, CLASS_INSIDE, 0, 500)

static const struct field term_new[] = {TERM, FROM_TO, NOTE, F_END};
static const struct field term_change[] = {CHANGE_FROM, TERM, NOTE, WHY(0), F_END};
static const struct field term_correct[] = {TERM, FROM_TO, NOTE, WHY(FF_REQUIRED), F_END};

static enum err check_term(struct ctx *cx, struct org_record *r, int64_t old, struct doc *d)
{
	(void)cx;
	(void)r;
	(void)old;
	(void)d;
	return ERR_OK;
}

const struct dated org_terms = {.name = "term",
	.insert = Q_ORG_TERM_INSERT,
	.void_row = Q_ORG_TERM_VOID,
	.get = Q_ORG_TERM_GET,
	.title = M_ORG_TERM,
	.facts = term_new,
	.check = check_term};

/* ---- bodies ---- */

#define BODY                                                                                       \
	F_CAT(struct org_record, kind, M_FIELD_BODY_KIND, CLASS_INSIDE, FF_REQUIRED, "body_kind"), \
		TEXT(name, M_FIELD_NAME, FF_REQUIRED, 200)

static const struct field body_new[] = {BODY, FROM_TO, NOTE, F_END};
static const struct field body_change[] = {CHANGE_FROM, BODY, NOTE, WHY(0), F_END};
static const struct field body_correct[] = {BODY, FROM_TO, NOTE, WHY(FF_REQUIRED), F_END};

/* A body begins as its own first row. */
static enum err check_body(struct ctx *cx, struct org_record *r, int64_t old, struct doc *d)
{
	(void)cx;
	(void)old;
	(void)d;
	if (!r->body)
		r->body = r->id;
	return ERR_OK;
}

/* Who sits in a body keeps it from being removed; when it ends, that they are left is pointed out.
 */
static enum err leave_body(
	struct ctx *cx, const struct org_record *r, enum record_op op, day_t end, struct doc *d)
{
	int64_t n;

	TRY(db_number(cx->db, &n, 0, Q_ORG_BODY_POSTS, cx->org, r->body, end));
	if (!n)
		return ERR_OK;
	if (op == RECORD_REMOVE)
		return cx_fault(cx, ERR_REFUSED, NULL, M_RECORD_BODY_POSTS,
			number_text(cx->a, cx->say.lang, n));
	doc_note(d, DOC_WARN,
		doc_say(d, M_RECORD_BODY_LEFT, number_text(cx->a, cx->say.lang, n), NULL));
	return ERR_OK;
}

const struct dated org_bodies = {.name = "body",
	.insert = Q_ORG_BODY_INSERT,
	.void_row = Q_ORG_BODY_VOID,
	.get = Q_ORG_BODY_GET,
	.title = M_ORG_BODY,
	.facts = body_new,
	.check = check_body,
	.leave = leave_body};

/* ---- posts ---- */

#define POST                                                                                       \
	F_CAT(struct org_record, post, M_FIELD_POST, CLASS_INSIDE, FF_REQUIRED, "post"),           \
		TEXT(holder, M_FIELD_HOLDER, FF_REQUIRED, 200),                                    \
		TEXT(member_no, M_FIELD_MEMBER_NO, 0, 40),                                         \
		HINTED("body", body_name, M_FIELD_BODY, 0, 200, M_HINT_BODY)
#define DECISION TEXT(decision_no, M_FIELD_DECISION_NO, 0, 60)

static const struct field post_new[] = {POST, FROM_TO, DECISION, F_END};
static const struct field post_change[] = {CHANGE_FROM, POST, DECISION, WHY(0), F_END};
static const struct field post_correct[] = {POST, FROM_TO, DECISION, WHY(FF_REQUIRED), F_END};

struct body_row {
	int64_t id, body;
	const char *kind, *name;
};

static const struct field body_row_fields[] = {
	F_ID(struct body_row, id, M_FIELD_ID, CLASS_INSIDE, 0, "record"),
	F_ID(struct body_row, body, M_FIELD_BODY, CLASS_INSIDE, 0, "body"),
	F_CAT(struct body_row, kind, M_FIELD_BODY_KIND, CLASS_INSIDE, 0, "body_kind"),
	F_TEXT(struct body_row, name, M_FIELD_NAME, CLASS_INSIDE, 0, 200),
	F_END,
};

static bool is_body(struct ctx *cx, const struct body_row *b, const char *text)
{
	const char *folded = text_fold(cx->a, text);

	return text_eq(text_fold(cx->a, b->name), folded) || text_eq(b->kind, text) ||
	       text_eq(arena_printf(cx->a, "%lld", (long long)b->id), text);
}

/* The body of the organisation that a text names, among those of the day on which the post begins.
 */
static enum err pick_body(struct ctx *cx, struct org_record *r)
{
	day_t day = r->from_day == DAY_MIN ? cx->day : day_last(r->from_day);
	const struct body_row *b;
	const char *names = "";
	struct list rows;

	r->body = 0;
	if (text_empty(r->body_name))
		return ERR_OK;
	TRY(db_list(cx->db, cx->a, body_row_fields, sizeof(*b), &rows, Q_ORG_BODIES, cx->org, day,
		KNOWN_NOW));
	b = rows.rows;
	for (size_t i = 0; i < rows.n; i++) {
		if (is_body(cx, &b[i], r->body_name)) {
			r->body = b[i].body;
			return ERR_OK;
		}
		names = arena_printf(cx->a, "%s%s%s", names, i ? ", " : "", b[i].name);
	}
	if (!rows.n)
		return cx_fault(cx, ERR_NOT_FOUND, "body", M_RECORD_NO_BODIES, cx_day(cx, day));
	return cx_fault(cx, ERR_NOT_FOUND, "body", M_RECORD_NO_BODY, r->body_name, names);
}

/* Two secretaries at a time are possible (a hand-over), and seldom meant. */
static enum err note_others(struct ctx *cx, const struct org_record *r, int64_t old, struct doc *d)
{
	struct cursor c;

	if (!text_eq(r->post, "secretary"))
		return ERR_OK;
	TRY(db_query(cx->db, &c, Q_ORG_POST_OTHERS, cx->org, r->body, r->post, old, r->from_day,
		r->to_day));
	while (db_next(&c))
		doc_note(d, DOC_WARN,
			doc_say(d, M_RECORD_SECRETARIES, arena_strdup(cx->a, db_text(&c, 0)),
				NULL));
	return db_end(&c);
}

static enum err check_full(struct ctx *cx, const struct org_record *r)
{
	const char *name;
	day_t day;

	TRY(org_post_probation(cx, r->post, r->member_no, r->from_day, r->to_day, &name, &day));
	return name ? cx_fault(cx, ERR_REFUSED, "member_no", M_RECORD_PROBATION, name,
			      cx_day(cx, day))
		    : ERR_OK;
}

static enum err check_post(struct ctx *cx, struct org_record *r, int64_t old, struct doc *d)
{
	TRY(pick_body(cx, r));
	TRY(org_post_check(cx, r, "member_no"));
	TRY(check_full(cx, r));
	return note_others(cx, r, old, d);
}

static enum err words_post(struct ctx *cx, struct org_record *r)
{
	struct cursor c;

	r->body_name = NULL;
	if (!r->body)
		return ERR_OK;
	TRY(db_query(cx->db, &c, Q_ORG_BODY_NAME, cx->org, r->body));
	if (db_next(&c))
		r->body_name = arena_strdup(cx->a, db_text(&c, 0));
	return db_end(&c);
}

const struct dated org_posts = {.name = "post",
	.insert = Q_ORG_POST_INSERT,
	.void_row = Q_ORG_POST_VOID,
	.get = Q_ORG_POST_GET,
	.title = M_ORG_POST,
	.facts = post_new,
	.check = check_post,
	.words = words_post};

/* ---- charges ---- */

#define CHARGE                                                                                     \
	TEXT(holder, M_FIELD_HOLDER, FF_REQUIRED, 200), TEXT(member_no, M_FIELD_MEMBER_NO, 0, 40), \
		HINTED("field", field, M_FIELD_CHARGE, 0, 200, M_HINT_CHARGE),                     \
		HINTED("over", over, M_FIELD_OVER, 0, 200, M_HINT_ORG)

static const struct field charge_new[] = {CHARGE, FROM_TO, F_END};
static const struct field charge_change[] = {CHANGE_FROM, CHARGE, WHY(0), F_END};
static const struct field charge_correct[] = {CHARGE, FROM_TO, WHY(FF_REQUIRED), F_END};

static enum err check_over(struct ctx *cx, struct org_record *r)
{
	day_t day = r->from_day == DAY_MIN ? cx->day : day_last(r->from_day);
	bool below;

	TRY(tree_pick(cx, r->over, day, "over", &r->over_org));
	TRY(tree_is_below(cx, r->over_org, cx->org, day, &below));
	if (!below || r->over_org == cx->org)
		return cx_fault(cx, ERR_REFUSED, "over", M_RECORD_NOT_BELOW, cx_day(cx, day));
	return ERR_OK;
}

static enum err check_charge(struct ctx *cx, struct org_record *r, int64_t old, struct doc *d)
{
	(void)old;
	(void)d;
	r->over_org = 0;
	if (text_empty(r->field) && text_empty(r->over))
		return cx_fault(cx, ERR_BAD_INPUT, "field", M_RECORD_NO_CHARGE);
	if (text_empty(r->over))
		return ERR_OK;
	TRY(org_self_check(cx, r->member_no, "member_no"));
	return check_over(cx, r);
}

static enum err words_charge(struct ctx *cx, struct org_record *r)
{
	struct org_spell s;
	enum err e;

	r->over = NULL;
	if (!r->over_org)
		return ERR_OK;
	e = tree_spell_near(cx, r->over_org, cx->day, &s);
	if (!e)
		r->over = s.code;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

const struct dated org_charges = {.name = "charge",
	.insert = Q_ORG_CHARGE_INSERT,
	.void_row = Q_ORG_CHARGE_VOID,
	.get = Q_ORG_CHARGE_GET,
	.title = M_ORG_CHARGE,
	.facts = charge_new,
	.check = check_charge,
	.words = words_charge};

/* ---- actions ---- */

#define ACTION(var, table, op_, form, title_, submit_)                                             \
	const struct action var = {.in = form,                                                     \
		.in_size = sizeof(struct org_record),                                              \
		.fill = org_record_fill,                                                           \
		.plan = org_record_plan,                                                           \
		.apply = org_record_apply,                                                         \
		.title = title_,                                                                   \
		.submit = submit_,                                                                 \
		.arg = &(const struct record_act){&table, op_}}

#define ACTIONS(name, table, add_title)                                                            \
	const struct action org_##name##_show = {.read = org_record_show,                          \
		.title = add_title,                                                                \
		.arg = &(const struct record_act){&table, RECORD_NEW}};                            \
	ACTION(org_##name##_new, table, RECORD_NEW, name##_new, add_title, M_RECORD_SAVE);         \
	ACTION(org_##name##_change, table, RECORD_CHANGE, name##_change, M_RECORD_CHANGE,          \
		M_RECORD_SAVE);                                                                    \
	ACTION(org_##name##_correct, table, RECORD_CORRECT, name##_correct, M_RECORD_CORRECT,      \
		M_RECORD_SAVE);                                                                    \
	ACTION(org_##name##_end, table, RECORD_END, end_form, M_RECORD_END, M_RECORD_SAVE);        \
	ACTION(org_##name##_remove, table, RECORD_REMOVE, remove_form, M_RECORD_REMOVE,            \
		M_RECORD_REMOVE)

ACTIONS(term, org_terms, M_ORG_TERM_NEW);
ACTIONS(body, org_bodies, M_ORG_BODY_NEW);
ACTIONS(post, org_posts, M_ORG_POST_NEW);
ACTIONS(charge, org_charges, M_ORG_CHARGE_NEW);

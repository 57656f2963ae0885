#include "village/village.h"

#include "base/text.h"
#include "org/org.h"

#define FACT_TEXT(m, label, max) F_TEXT(struct village_fact, m, label, CLASS_INSIDE, 0, max)
#define FACT_ID(m, label, kind)	 F_ID(struct village_fact, m, label, CLASS_INSIDE, FF_HIDDEN, kind)
#define FACT_INT(m, label)	 F_INT(struct village_fact, m, label, CLASS_INSIDE, 0, 0)
#define FACT_CAT(m, label, cat)	 F_CAT(struct village_fact, m, label, CLASS_INSIDE, 0, cat)

const struct field village_fact_fields[] = {
	FACT_ID(village, M_FIELD_VILLAGE, "village"),
	FACT_ID(id, M_FIELD_ID, "fact"),
	FACT_CAT(aspect, M_FIELD_VILLAGE_FACT, "village_fact"),
	F_DAY(struct village_fact, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct village_fact, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	FACT_TEXT(code, M_FIELD_CODE, 60),
	FACT_TEXT(name, M_FIELD_NAME, 200),
	FACT_CAT(kind, M_FIELD_KIND, "village_kind"),
	FACT_ID(org, M_FIELD_ORG, "org"),
	F_BOOL(struct village_fact, joint, M_FIELD_JOINT, CLASS_INSIDE, 0),
	FACT_ID(other, M_FIELD_SUCCESSOR, "village"),
	FACT_INT(households, M_FIELD_HOUSEHOLDS),
	FACT_INT(population, M_FIELD_POPULATION),
	FACT_ID(person, M_FIELD_ID, "person"),
	FACT_TEXT(holder, M_FIELD_FULL_NAME, 200),
	FACT_CAT(reason, M_FIELD_REASON, "unstable_reason"),
	FACT_TEXT(number, M_FIELD_DECISION_NO, 60),
	FACT_TEXT(note, M_FIELD_NOTE, 500),
	FACT_ID(txn, M_FIELD_TXN, "txn"),
	F_INT(struct village_fact, made_ms, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, 0),
	FACT_ID(void_txn, M_FIELD_TXN, "txn"),
	F_INT(struct village_fact, void_ms, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

#define STATE_ID(m, label, kind) F_ID(struct village_state, m, label, CLASS_INSIDE, 0, kind)
#define STATE_INT(m, label)	 F_INT(struct village_state, m, label, CLASS_INSIDE, 0, 0)
#define STATE_CAT(m, label, cat) F_CAT(struct village_state, m, label, CLASS_INSIDE, 0, cat)
#define STATE_BOOL(m, label)	 F_BOOL(struct village_state, m, label, CLASS_INSIDE, 0)

const struct field village_state_fields[] = {
	STATE_ID(village, M_FIELD_VILLAGE, "village"),
	STATE_ID(commune, M_FIELD_COMMUNE, "org"),
	F_DAY(struct village_state, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct village_state, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	STATE_ID(txn, M_FIELD_TXN, "txn"),
	F_TEXT(struct village_state, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),
	F_TEXT(struct village_state, name, M_FIELD_NAME, CLASS_INSIDE, 0, 200),
	STATE_CAT(kind, M_FIELD_KIND, "village_kind"),
	STATE_ID(cell, M_FIELD_CELL, "org"),
	STATE_BOOL(joint, M_FIELD_JOINT),
	STATE_CAT(cover, M_FIELD_COVER, "village_cover"),
	STATE_CAT(lives, M_FIELD_LIVES, "village_lives"),
	STATE_INT(members, M_FIELD_MEMBERS_LIVING),
	STATE_INT(official, M_FIELD_MEMBERS_FULL),
	STATE_BOOL(below, M_FIELD_BELOW_MINIMUM),
	STATE_BOOL(unstable, M_FIELD_UNSTABLE),
	STATE_ID(head, M_FIELD_HEAD, "person"),
	STATE_CAT(head_is, M_FIELD_HEAD_IS, "village_head_is"),
	STATE_BOOL(combined, M_FIELD_COMBINED),
	F_END,
};

static const char *const aspects[VILLAGE_ASPECTS] = {[VILLAGE_PLACE] = "place",
	[VILLAGE_CELL] = "cell",
	[VILLAGE_COUNT] = "count",
	[VILLAGE_HEAD] = "head",
	[VILLAGE_CHARGE] = "charge",
	[VILLAGE_UNSTABLE] = "unstable",
	[VILLAGE_SURVEY] = "survey"};

const char *village_aspect_code(enum village_aspect aspect)
{
	return aspects[aspect];
}

enum village_aspect village_aspect_of(const char *code)
{
	enum village_aspect a = VILLAGE_PLACE;

	while (a < VILLAGE_ASPECTS && !text_eq(aspects[a], code))
		a++;
	return a;
}

const char *village_mark_code(enum village_mark mark)
{
	static const char *const codes[MARKS] = {[MARK_TOTAL] = "village.total",
		[MARK_NO_MEMBER] = "village.no_member",
		[MARK_NO_CELL] = "village.no_cell",
		[MARK_UNSTABLE] = "village.unstable",
		[MARK_BELOW] = "village.below_minimum",
		[MARK_COMBINED] = "village.secretary_is_head",
		[MARK_HEAD_NOT_MEMBER] = "village.head_not_member",
		[MARK_HEAD_ADMITTED] = "village.head_admitted"};

	return codes[mark];
}

enum { DIGITS = 4 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

struct str village_key(struct arena *a, const char *name)
{
	char *padded = arena_alloc(a, (DIGITS + 1) * strlen(name) + 1), *to = padded;

	while (*name) {
		size_t n = 0;
		while (is_digit(name[n]))
			n++;
		for (size_t i = n; n && i < DIGITS; i++)
			*to++ = '0';
		n = n ? n : 1;
		memcpy(to, name, n);
		to += n;
		name += n;
	}
	*to = '\0';
	return text_key(a, padded);
}

unsigned village_marks(const struct village_state *s)
{
	return 1u << MARK_TOTAL | (unsigned)text_eq(s->lives, "none") << MARK_NO_MEMBER |
	       (unsigned)!text_eq(s->cover, "own") << MARK_NO_CELL |
	       (unsigned)(s->unstable != 0) << MARK_UNSTABLE |
	       (unsigned)(s->below != 0) << MARK_BELOW |
	       (unsigned)(s->combined != 0) << MARK_COMBINED |
	       (unsigned)text_eq(s->head_is, "outside") << MARK_HEAD_NOT_MEMBER;
}

const char *village_sign(const char *cover, const char *lives, bool unstable, bool below)
{
	if (text_eq(lives, "none"))
		return "no_member";
	if (text_eq(cover, "none"))
		return "no_cell";
	if (unstable)
		return "unstable";
	if (text_eq(cover, "joint"))
		return "joint";
	if (text_eq(lives, "unknown"))
		return "unknown";
	return below ? "below" : "own";
}

bool village_state_same(const struct village_state *a, const struct village_state *b)
{
	return a->commune == b->commune && a->from_day == b->from_day && a->to_day == b->to_day &&
	       a->cell == b->cell && a->members == b->members && a->official == b->official &&
	       a->head == b->head && a->joint == b->joint && a->below == b->below &&
	       a->unstable == b->unstable && a->combined == b->combined &&
	       text_eq(a->code, b->code) && text_eq(a->name, b->name) &&
	       text_eq(a->kind, b->kind) && text_eq(a->cover, b->cover) &&
	       text_eq(a->lives, b->lives) && text_eq(a->head_is, b->head_is);
}

enum err village_facts(struct ctx *cx, int64_t village, bool all, struct list *ret)
{
	return db_list(cx->db, cx->a, village_fact_fields, sizeof(struct village_fact), ret,
		all ? Q_VILLAGE_FACT_ALL : Q_VILLAGE_FACT_ROWS, village, cx->known);
}

enum err village_on(struct ctx *cx, int64_t village, day_t day, struct village_state *ret)
{
	return db_get(cx->db, cx->a, village_state_fields, ret, Q_VILLAGE_STATE_ON, village, day,
		cx->known);
}

enum err village_near(struct ctx *cx, int64_t village, day_t day, struct village_state *ret)
{
	const struct village_state *s;
	struct list states;
	enum err e = village_on(cx, village, day, ret);

	if (e != ERR_NOT_FOUND)
		return e;
	TRY(db_list(cx->db, cx->a, village_state_fields, sizeof(*s), &states, Q_VILLAGE_STATE_ROWS,
		village, cx->known));
	if (!states.n)
		return ERR_NOT_FOUND;
	s = states.rows;
	*ret = day < s[0].from_day ? s[0] : s[states.n - 1];
	return ERR_OK;
}

/* The one village that ever had a code: an address of one that has ended still leads. */
static enum err code_ever(struct ctx *cx, const char *code, int64_t *ret)
{
	struct cursor c;

	TRY(db_query(cx->db, &c, Q_VILLAGE_CODE_EVER, code, cx->known));
	*ret = db_next(&c) ? db_int(&c, 0) : 0;
	if (*ret && db_next(&c))
		*ret = 0;
	return db_end(&c);
}

enum err village_pick(struct ctx *cx, const char *text, day_t day, const char *field, int64_t *ret)
{
	long long id = 0;
	int64_t n = 0;

	TRY(db_number(cx->db, ret, 0, Q_VILLAGE_BY_CODE, text, day, cx->known));
	if (!*ret)
		TRY(code_ever(cx, text, ret));
	if (*ret)
		return ERR_OK;
	if (str_to_int(str_of(text), &id) && id > 0)
		TRY(db_number(cx->db, &n, 0, Q_VILLAGE_EXISTS, (int64_t)id));
	if (!n)
		return cx_fault(cx, ERR_NOT_FOUND, field, M_VILLAGE_NO_SUCH, text, cx_day(cx, day));
	*ret = id;
	return ERR_OK;
}

enum err village_item(struct ctx *cx, int64_t *ret)
{
	return village_pick(cx, cx->item ? cx->item : "", cx->day, NULL, ret);
}

enum err village_may(struct ctx *cx, int64_t village)
{
	struct village_state s;
	enum err e = village_near(cx, village, cx->say.today, &s);

	if (e == ERR_NOT_FOUND)
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_VILLAGE_GONE);
	TRY(e);
	cx->end.home = s.commune;
	return grant_over(cx, PERM_VILLAGE_CHANGE, s.commune);
}

const char *village_href(struct ctx *cx, int64_t village, const char *rest)
{
	return arena_printf(cx->a, "/village/%lld%s%s", (long long)village, rest, cx->query);
}

enum err village_head(struct ctx *cx, struct doc *d, int64_t village, struct village_state *ret)
{
	struct org_step step;
	enum err e = village_near(cx, village, cx->day, ret);

	if (e == ERR_NOT_FOUND)
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_VILLAGE_GONE);
	TRY(e);
	if (ret->commune) {
		TRY(org_path(cx, d, ret->commune, &step));
		doc_path(d, msg_text(cx->say.lang, M_VILLAGE_LIST),
			org_href(cx, ret->commune, "/villages"));
	}
	doc_path(d, ret->name, village_href(cx, village, ""));
	d->dated = 1;
	return ERR_OK;
}

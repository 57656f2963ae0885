/*
 * member_list_ask.c: what was asked of a list of members, as the arguments of its statements.
 */
#include "base/die.h"
#include "core/sum_stock.h"
#include "core/tree_find.h"
#include "member/member_list.h"

/*
 * CHUNK: so many rows of the index are looked at first; nearly always the next page is in them.
 * WALKED_FROM: of so many, one in 250 of a country of six million, walking to fifty of them costs
 * what gathering and sorting them all does. EACH_FROM: of so many, testing whoever is met on the
 * way costs what gathering the organisations below does.
 */
enum { ARGS = 32, CHUNK = 20000, WALKED_FROM = 25000, EACH_FROM = 150000 };

#define CAT(m, label, cls, cat) F_CAT(struct member_asked, m, label, cls, 0, cat)

const struct field member_asked_fields[] = {
	CAT(state, M_FIELD_LIST_STATE, CLASS_INSIDE, "member_listed"),
	{"cell", FT_TEXT, CLASS_INSIDE, M_FIELD_LIST_CELL, 0,
		FIELD_OFF(struct member_asked, cell, const char *), 200, 0, 0, M_HINT_ORG, 0},
	F_TEXT(struct member_asked, name, M_FIELD_LIST_NAME, CLASS_INSIDE, 0, 100),
	CAT(sex, M_FIELD_SEX, CLASS_PERSONAL, "sex"),
	F_INT(struct member_asked, age_from, M_FIELD_AGE_FROM, CLASS_PERSONAL, 0, 150),
	F_INT(struct member_asked, age_to, M_FIELD_AGE_TO, CLASS_PERSONAL, 0, 150),
	CAT(ethnicity, M_FIELD_ETHNICITY, CLASS_SENSITIVE, "ethnicity"),
	CAT(religion, M_FIELD_RELIGION, CLASS_SENSITIVE, "religion"),
	CAT(schooling, M_FIELD_SCHOOLING, CLASS_PERSONAL, "schooling"),
	CAT(theory_level, M_FIELD_THEORY_LEVEL, CLASS_PERSONAL, "theory_level"),
	CAT(occupation, M_FIELD_OCCUPATION, CLASS_PERSONAL, "occupation"),
	CAT(youth_union, M_FIELD_YOUTH_UNION, CLASS_PERSONAL, "yes_no"),
	CAT(sector, M_FIELD_SECTOR, CLASS_INSIDE, "sector"),
	F_DAY(struct member_asked, admitted_from, M_FIELD_ADMITTED_FROM, CLASS_INSIDE, 0),
	F_DAY(struct member_asked, admitted_to, M_FIELD_ADMITTED_TO, CLASS_INSIDE, 0),
	F_END,
};

static const char *or_none(const char *s)
{
	return s ? s : "";
}

/* One organisation below that of the page, by its code, id or name. */
static enum err read_cell(struct ctx *cx, const char *text, struct member_ask *ret)
{
	struct org_spell s;
	bool below;

	if (text_empty(text))
		return ERR_OK;
	TRY(tree_pick(cx, text, cx->day, "cell", &ret->org));
	TRY(tree_is_below(cx, ret->org, cx->org, cx->day, &below));
	if (!below)
		return cx_fault(cx, ERR_BAD_INPUT, "cell", M_MEMBER_LIST_NOT_BELOW);
	TRY(tree_spell_near(cx, ret->org, cx->day, &s));
	ret->org_name = s.name;
	return ERR_OK;
}

static void read_state(const char *state, struct member_ask *ret)
{
	ret->counted = !text_eq(state, "left");
	ret->guests = text_eq(state, "guest");
	ret->exempt = text_eq(state, "exempt");
	ret->away = text_eq(state, "away");
	ret->suspended = text_eq(state, "suspended");
	ret->status = text_eq(state, "full") || text_eq(state, "probationary") ? state : "";
}

/* Ages are completed years on the day; a year of birth alone counts as its 1 July. */
static void read_ages(day_t day, const struct member_asked *in, struct member_ask *ret)
{
	if (!in->age_from && !in->age_to)
		return;
	ret->born_to = day - (day_t)in->age_from * 10000;
	ret->born_from = in->age_to ? day - ((day_t)in->age_to + 1) * 10000 + 1 : 1;
}

/* From the first day of a year on includes who is known to the year only; so with months. */
static void read_admitted(const struct member_asked *in, struct member_ask *ret)
{
	day_t from = in->admitted_from;

	if (!in->admitted_from && !in->admitted_to)
		return;
	if (day_mday(from) == 1)
		from -= 1;
	if (day_month(from) == 1 && !day_mday(from))
		from -= 100;
	ret->admitted_from = from;
	ret->admitted_to = in->admitted_to ? day_last(in->admitted_to) : DAY_MAX;
}

static bool asks_of_person(const struct member_asked *in)
{
	struct member_asked rest = *in;

	rest.state = rest.cell = NULL;
	field_each (f, member_asked_fields)
		if (!field_empty(f, &rest))
			return true;
	return false;
}

enum err member_ask_read(struct ctx *cx, const struct member_asked *in, struct member_ask *ret)
{
	*ret = (struct member_ask){.in = in, .org = cx->org};
	TRY(read_cell(cx, in->cell, ret));
	read_state(or_none(in->state), ret);
	read_ages(cx->day, in, ret);
	read_admitted(in, ret);
	member_words_read(cx, in->name, &ret->words);
	ret->plain = !ret->guests && !asks_of_person(in);
	return ERR_OK;
}

/* ---- arguments ---- */

struct args {
	struct db_val v[ARGS];
	int n;
};

static void add(struct args *a, struct db_val v)
{
	must(a->n < ARGS);
	a->v[a->n++] = v;
}

static void add_text(struct args *a, const char *s)
{
	add(a, db_val_text(or_none(s)));
}

static void add_int(struct args *a, int64_t n)
{
	add(a, db_val_int(n));
}

static void add_standing(struct args *a, struct ctx *cx, const struct member_ask *ask)
{
	add_int(a, ask->org);
	add_int(a, cx->day);
	add_int(a, cx->known);
	add_int(a, ask->counted);
	add_text(a, ask->status);
	add_int(a, ask->exempt);
	add_int(a, ask->away);
	add_int(a, ask->suspended);
}

/* In the order in which all statements with filters have them. */
static void add_filters(struct args *a, const struct member_ask *ask)
{
	const struct member_asked *in = ask->in;

	add_text(a, in->sex);
	add_text(a, in->ethnicity);
	add_text(a, in->religion);
	add_text(a, in->schooling);
	add_text(a, in->theory_level);
	add_text(a, in->occupation);
	add_text(a, in->youth_union);
	add_int(a, ask->born_from);
	add_int(a, ask->born_to);
	add_text(a, in->sector);
	add_int(a, ask->admitted_from);
	add_int(a, ask->admitted_to);
	for (int i = 0; i < 3; i++)
		add_text(a, ask->words.whole[i]);
	add_text(a, ask->words.begin);
	add_text(a, ask->words.beyond);
}

enum { TOTAL_COLUMN = 0 };

static enum err walk(struct ctx *cx, const struct member_ask *ask, int64_t after, int64_t chunk,
	int64_t limit, struct member_rows *rows)
{
	bool each = !rows->exact || rows->total > EACH_FROM;
	bool in_chunks = db_engine(cx->db) == DB_PGSQL;
	struct args a = {.n = 0};

	add_standing(&a, cx, ask);
	add_filters(&a, ask);
	add_int(&a, after);
	add(&a, db_val_bytes(S("")));
	if (in_chunks) {
		add_int(&a, each);
		add_int(&a, chunk);
	}
	add_int(&a, limit);
	return db_query_(
		cx->db, &rows->c, in_chunks ? Q_MEMBER_LIST_CHUNK : Q_MEMBER_LIST_WALK, a.v, a.n);
}

/* Where there are many to choose from, the next fifty by name are soon found. */
static enum err open_walk(struct ctx *cx, const struct member_ask *ask, int64_t after,
	int64_t limit, struct member_rows *ret)
{
	if (!ret->exact)
		ret->total = MEMBER_COUNTED + 1;
	ret->in_chunk = db_engine(cx->db) == DB_PGSQL && limit < CHUNK;
	return walk(cx, ask, after, ret->in_chunk ? CHUNK : INT64_MAX, limit, ret);
}

enum err member_rows_again(struct ctx *cx, const struct member_ask *ask, int64_t after,
	int64_t limit, struct member_rows *ret)
{
	ret->in_chunk = false;
	return walk(cx, ask, after, INT64_MAX, limit, ret);
}

/* Those of a cell, say, are few: read to the end, they are counted too. */
static enum err open_leaf(struct ctx *cx, const struct member_ask *ask, struct member_rows *ret)
{
	struct args a = {.n = 0};

	add_standing(&a, cx, ask);
	TRY(db_query_(cx->db, &ret->c, Q_MEMBER_LIST_BRIEF_LEAF, a.v, a.n));
	ret->waiting = ret->whole = db_next(&ret->c);
	ret->total = ret->whole;
	return ret->whole ? ERR_OK : db_end(&ret->c);
}

/* The summaries of a large organisation say how many members it has. */
static enum err ask_stock(struct ctx *cx, const struct member_ask *ask, struct member_rows *ret)
{
	if (!ask->counted || *ask->status || ask->exempt || ask->away || ask->suspended)
		return ERR_OK;
	return sum_stock(cx, ask->org, cx->day, &ret->exact, &ret->total);
}

static enum err open_all(struct ctx *cx, const struct member_ask *ask, int64_t after, int64_t limit,
	struct member_rows *ret)
{
	struct args count = {.n = 0}, a;

	if (cx->page.brief && !after) {
		TRY(open_leaf(cx, ask, ret));
		if (ret->whole)
			return ERR_OK;
	}
	TRY(ask_stock(cx, ask, ret));
	add_standing(&count, cx, ask);
	a = count;
	add_int(&count, MEMBER_COUNTED + 1);
	if (!ret->exact)
		TRY(db_number_(cx->db, &ret->total, 0, Q_MEMBER_LIST_COUNT_ALL, count.v, count.n));
	if (ret->total > (ret->exact ? WALKED_FROM : MEMBER_COUNTED))
		return open_walk(cx, ask, after, limit, ret);
	add_int(&a, after);
	add(&a, db_val_bytes(S("")));
	add_int(&a, limit);
	return db_query_(cx->db, &ret->c,
		cx->page.brief ? Q_MEMBER_LIST_BRIEF_ALL : Q_MEMBER_LIST_GATHER_ALL, a.v, a.n);
}

/* All who pass are looked for once, and counted with it; if they are too many, it was in vain. */
static enum err open_gather(struct ctx *cx, const struct member_ask *ask, int64_t after,
	int64_t limit, struct member_rows *ret)
{
	struct args a = {.n = 0};

	add_standing(&a, cx, ask);
	add_filters(&a, ask);
	add_int(&a, ask->guests ? INT64_MAX : MEMBER_COUNTED + 1);
	add_int(&a, after);
	add(&a, db_val_bytes(S("")));
	add_int(&a, limit);
	TRY(db_query_(cx->db, &ret->c, ask->guests ? Q_MEMBER_GUEST_GATHER : Q_MEMBER_LIST_GATHER,
		a.v, a.n));
	ret->waiting = db_next(&ret->c);
	ret->total = ret->waiting ? db_int(&ret->c, TOTAL_COLUMN) : 0;
	if (ret->total <= MEMBER_COUNTED || ask->guests)
		return ERR_OK;
	ret->waiting = false;
	TRY(db_end(&ret->c));
	return open_walk(cx, ask, after, limit, ret);
}

enum err member_rows_open(struct ctx *cx, const struct member_ask *ask, int64_t after,
	int64_t limit, struct member_rows *ret)
{
	*ret = (struct member_rows){.total = 0};
	if (ask->plain)
		return open_all(cx, ask, after, limit, ret);
	return open_gather(cx, ask, after, limit, ret);
}

bool member_rows_next(struct member_rows *r)
{
	if (r->waiting) {
		r->waiting = false;
		return true;
	}
	if (!r->c.db || !db_next(&r->c))
		return false;
	r->total += r->whole;
	return true;
}

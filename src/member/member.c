#include "member/member.h"

#include "core/clearance.h"
#include "core/flow.h"

#define TEXT(m, label, cls, max) F_TEXT(struct person, m, label, cls, 0, max)
#define CAT(m, label, cls, cat)	 F_CAT(struct person, m, label, cls, 0, cat)

const struct field person_fields[] = {
	F_ID(struct person, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_ID(struct person, txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_DAY(struct person, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, FF_HIDDEN),
	F_DAY(struct person, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, FF_HIDDEN),
	F_TEXT(struct person, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_REQUIRED, 100),
	TEXT(other_name, M_FIELD_OTHER_NAME, CLASS_PERSONAL, 100),
	F_DAY(struct person, birth_date, M_FIELD_BIRTH_DATE, CLASS_PERSONAL, 0),
	CAT(sex, M_FIELD_SEX, CLASS_PERSONAL, "sex"),
	CAT(ethnicity, M_FIELD_ETHNICITY, CLASS_SENSITIVE, "ethnicity"),
	CAT(religion, M_FIELD_RELIGION, CLASS_SENSITIVE, "religion"),
	TEXT(native_place, M_FIELD_NATIVE_PLACE, CLASS_PERSONAL, 200),
	TEXT(residence, M_FIELD_RESIDENCE, CLASS_PERSONAL, 200),
	TEXT(phone, M_FIELD_PHONE, CLASS_PERSONAL, 30),
	TEXT(citizen_no, M_FIELD_CITIZEN_NO, CLASS_SENSITIVE, 12),
	CAT(schooling, M_FIELD_SCHOOLING, CLASS_PERSONAL, "schooling"),
	TEXT(degree, M_FIELD_DEGREE, CLASS_PERSONAL, 200),
	CAT(theory_level, M_FIELD_THEORY_LEVEL, CLASS_PERSONAL, "theory_level"),
	CAT(occupation, M_FIELD_OCCUPATION, CLASS_PERSONAL, "occupation"),
	CAT(youth_union, M_FIELD_YOUTH_UNION, CLASS_PERSONAL, "yes_no"),
	TEXT(village_code, M_FIELD_VILLAGE_CODE, CLASS_PERSONAL, 60),
	TEXT(member_no, M_FIELD_MEMBER_NO, CLASS_INSIDE, 40),
	TEXT(note, M_FIELD_NOTE, CLASS_PERSONAL, 500),
	F_END,
};

const struct field member_fact_fields[] = {
	F_ID(struct member_fact, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_ID(struct member_fact, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "fact"),
	F_DAY(struct member_fact, day, M_FIELD_FACT_DAY, CLASS_INSIDE, 0),
	F_INT(struct member_fact, seq, M_FIELD_SEQ, CLASS_INSIDE, FF_HIDDEN, 0),
	F_CAT(struct member_fact, kind, M_FIELD_FACT, CLASS_INSIDE, 0, "member_fact"),
	F_ID(struct member_fact, cell, M_FIELD_CELL, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_ID(struct member_fact, other, M_FIELD_CELL_OTHER, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct member_fact, place, M_FIELD_PLACE, CLASS_INSIDE, 0, 200),
	F_DAY(struct member_fact, second_day, M_FIELD_SECOND_DAY, CLASS_INSIDE, 0),
	F_DAY(struct member_fact, until_day, M_FIELD_UNTIL_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct member_fact, number, M_FIELD_NUMBER, CLASS_INSIDE, 0, 60),
	F_INT(struct member_fact, years, M_FIELD_YEARS, CLASS_INSIDE, 0, 100),
	F_CAT(struct member_fact, status, M_FIELD_MEMBER_STATUS, CLASS_INSIDE, 0, "member_status"),
	F_TEXT(struct member_fact, reason, M_FIELD_REASON, CLASS_PERSONAL, 0, 500),
	F_BOOL(struct member_fact, assumed, M_FIELD_ASSUMED, CLASS_INSIDE, 0),
	F_ID(struct member_fact, txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_END,
};

const struct field member_spell_fields[] = {
	F_ID(struct member_spell, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_ID(struct member_spell, cell, M_FIELD_CELL, CLASS_INSIDE, 0, "org"),
	F_ID(struct member_spell, host, M_FIELD_HOST, CLASS_INSIDE, 0, "org"),
	F_ID(struct member_spell, transit, M_FIELD_TRANSIT, CLASS_INSIDE, 0, "org"),
	F_ID(struct member_spell, txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_DAY(struct member_spell, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct member_spell, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_BOOL(struct member_spell, counted, M_FIELD_COUNTED, CLASS_INSIDE, FF_HIDDEN),
	F_CAT(struct member_spell, status, M_FIELD_MEMBER_STATUS, CLASS_INSIDE, 0, "member_status"),
	F_DAY(struct member_spell, admitted_on, M_FIELD_ADMITTED_ON, CLASS_INSIDE, 0),
	F_DAY(struct member_spell, official_on, M_FIELD_RECOGNISED_ON, CLASS_INSIDE, 0),
	F_DAY(struct member_spell, cardless_to, M_FIELD_CARD_ON, CLASS_INSIDE, FF_HIDDEN),
	F_BOOL(struct member_spell, pieced, M_FIELD_COUNTED, CLASS_INSIDE, FF_HIDDEN),
	F_BOOL(struct member_spell, exempt, M_FIELD_EXEMPT, CLASS_INSIDE, 0),
	F_BOOL(struct member_spell, away, M_FIELD_AWAY, CLASS_INSIDE, 0),
	F_BOOL(struct member_spell, suspended, M_FIELD_SUSPENDED, CLASS_INSIDE, 0),
	F_END,
};

const struct field member_flow_fields[] = {
	F_ID(struct member_flow, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_ID(struct member_flow, cell, M_FIELD_CELL, CLASS_INSIDE, 0, "org"),
	F_ID(struct member_flow, other, M_FIELD_CELL_OTHER, CLASS_INSIDE, 0, "org"),
	F_ID(struct member_flow, fact, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "fact"),
	F_ID(struct member_flow, txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_DAY(struct member_flow, day, M_FIELD_FACT_DAY, CLASS_INSIDE, 0),
	F_CAT(struct member_flow, kind, M_FIELD_FACT, CLASS_INSIDE, 0, "member_flow"),
	F_END,
};

const struct fact_kind fact_kinds[] = {
#define FACT(code, effect, rank, ends, flow) {#code, FACT_##effect, rank, ends, flow},
#include "member/member_kinds.def"
#undef FACT
	{0}};

const struct fact_kind *fact_kind(const char *code)
{
	for (const struct fact_kind *k = fact_kinds; k->code; k++)
		if (text_eq(k->code, code))
			return k;
	return NULL;
}

bool fact_is_card(const struct member_fact *f)
{
	return str_starts(str_of(f->kind), S("card_"));
}

enum err member_person(struct ctx *cx, int64_t person, day_t day, struct person *ret)
{
	return db_get(
		cx->db, cx->a, person_fields, ret, Q_MEMBER_PERSON_ON, person, day, cx->known);
}

enum err member_persons(struct ctx *cx, int64_t person, struct list *ret)
{
	return db_list(cx->db, cx->a, person_fields, sizeof(struct person), ret,
		Q_MEMBER_PERSON_ROWS, person, cx->known);
}

enum err member_facts(struct ctx *cx, int64_t person, struct list *ret)
{
	return db_list(cx->db, cx->a, member_fact_fields, sizeof(struct member_fact), ret,
		Q_MEMBER_FACT_ROWS, person, cx->known);
}

enum { SORT_KEY_COLUMN = 16 };

enum err member_spells(struct ctx *cx, int64_t person, struct list *ret)
{
	struct member_spell *rows = NULL;
	size_t n = 0, room = 0;
	struct cursor c;

	TRY(db_query(cx->db, &c, Q_MEMBER_SPELL_ROWS, person, cx->known));
	while (db_next(&c)) {
		struct str key = db_bytes(&c, SORT_KEY_COLUMN);
		if (n == room) {
			struct member_spell *more =
				arena_array(cx->a, room = room ? room * 2 : 8, sizeof(*more));
			if (n)
				memcpy(more, rows, n * sizeof(*rows));
			rows = more;
		}
		db_row(&c, cx->a, member_spell_fields, &rows[n]);
		rows[n++].sort_key = (struct str){arena_memdup(cx->a, key.p, key.n), key.n};
	}
	*ret = (struct list){rows, n, sizeof(*rows)};
	return db_end(&c);
}

enum err member_spell_on(struct ctx *cx, int64_t person, day_t day, struct member_spell *ret)
{
	return db_get(
		cx->db, cx->a, member_spell_fields, ret, Q_MEMBER_SPELL_AT, person, day, cx->known);
}

enum err member_version(struct ctx *cx, int64_t person, int64_t *ret, int64_t *ret_made_by)
{
	struct cursor c;

	*ret = *ret_made_by = 0;
	TRY(db_query(cx->db, &c, Q_MEMBER_MADE, person));
	if (db_next(&c)) {
		*ret = db_int(&c, 0);
		*ret_made_by = db_int(&c, 1);
	}
	return db_end(&c);
}

enum err member_joined(struct ctx *cx, int64_t person, int64_t *ret)
{
	struct cursor c;

	*ret = person;
	TRY(db_query(cx->db, &c, Q_MEMBER_JOINS, person, cx->known));
	while (db_next(&c))
		if (db_int(&c, 0) == person)
			*ret = db_int(&c, 1);
	return db_end(&c);
}

/* Where they are today; those who left, or are still to come: where they were last or will be. */
static enum err cell_of(struct ctx *cx, int64_t person, struct member_spell *ret)
{
	const struct member_spell *s;
	int64_t known = cx->known;
	struct list spells;
	enum err e;

	cx->known = KNOWN_NOW;
	e = member_spells(cx, person, &spells);
	cx->known = known;
	TRY(e);
	s = spells.rows;
	if (!spells.n)
		return ERR_NOT_FOUND;
	*ret = s[0];
	for (size_t i = 0; i < spells.n && s[i].from_day <= cx->say.today; i++)
		*ret = s[i];
	return ERR_OK;
}

/* Who is over everything is not over what is no cell. */
static enum err over_cell(struct ctx *cx, enum perm perm, int64_t cell, bool *ret)
{
	*ret = false;
	return cell > 0 ? grant_is_over(cx, perm, cell, ret) : ERR_OK;
}

/* Through which organisation the person is within reach; `ret_guest`: as a guest there. */
static enum err reach_person(
	struct ctx *cx, enum perm perm, int64_t person, int64_t *ret_org, bool *ret_guest)
{
	struct member_spell s;
	bool yes;
	enum err e = cell_of(cx, person, &s);

	*ret_org = 0;
	*ret_guest = false;
	/* nobody's member yet, or never: where they are followed; else only who is over everything
	 */
	if (e == ERR_NOT_FOUND) {
		TRY(flow_org_of_person(cx, person, ret_org));
		return grant_over(cx, perm, *ret_org);
	}
	TRY(e);
	*ret_org = s.cell;
	TRY(over_cell(cx, perm, s.cell, &yes));
	if (!yes && perm == PERM_MEMBER_READ) {
		TRY(over_cell(cx, perm, s.host, &yes));
		*ret_org = s.host;
		*ret_guest = yes;
	}
	return yes ? ERR_OK : cx_fault(cx, ERR_FORBIDDEN, NULL, M_GRANT_NOT_OVER_PERSON);
}

enum err member_may(struct ctx *cx, enum perm perm, int64_t person)
{
	int64_t org;
	bool guest;

	TRY(member_joined(cx, person, &person));
	return reach_person(cx, perm, person, &org, &guest);
}

enum err member_allowed(struct ctx *cx, enum perm perm, int64_t person, bool *ret)
{
	struct fault quiet = {.a = cx->a}, *told = cx->f;
	enum err e;

	cx->f = &quiet;
	e = member_may(cx, perm, person);
	cx->f = told;
	*ret = !e;
	return e == ERR_FORBIDDEN ? ERR_OK : e;
}

enum err member_subject(struct ctx *cx, enum perm perm, int64_t person)
{
	int64_t org;
	bool guest;

	TRY(member_joined(cx, person, &person));
	TRY(reach_person(cx, perm, person, &org, &guest));
	TRY(clearance_take_person(cx, person, org));
	if (guest)
		clearance_set(cx, CLASS_PERSONAL);
	return ERR_OK;
}

const char *member_href(struct ctx *cx, int64_t person, const char *rest)
{
	return arena_printf(cx->a, "/member/%lld%s%s", (long long)person, rest, cx->query);
}

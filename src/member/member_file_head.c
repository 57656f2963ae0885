/*
 * member_file_head.c: what the pages and forms about a person share: who is meant, the path down
 * to them, names, what was ever recorded.
 */
#include "member/member_file.h"

#include "core/clearance.h"
#include "org/org.h"

#include <stdlib.h>

/* ---- who ---- */

/* A member number counts only if its person is within reach: nothing is told of others. */
static enum err by_number(struct ctx *cx, enum perm perm, int64_t *ret)
{
	const struct person *p;
	struct list rows;
	bool yes = false;

	TRY(db_list(
		cx->db, cx->a, person_fields, sizeof(*p), &rows, Q_MEMBER_FILE_BY_NO, cx->item));
	p = rows.rows;
	for (size_t i = 0; i < rows.n && !yes; i++) {
		TRY(member_allowed(cx, perm, p[i].person, &yes));
		*ret = p[i].person;
	}
	return yes ? member_subject(cx, perm, *ret)
		   : cx_fault(cx, ERR_NOT_FOUND, NULL, M_MEMBER_NO_SUCH);
}

enum err member_item(struct ctx *cx, enum perm perm, int64_t *ret)
{
	int64_t version = 0, made_by;
	long long id = 0;

	if (str_to_int(str_of(cx->item), &id))
		TRY(member_version(cx, id, &version, &made_by));
	if (!version)
		return by_number(cx, perm, ret);
	*ret = id;
	return member_subject(cx, perm, id);
}

enum err member_who(struct ctx *cx, int64_t person, struct person *ret)
{
	enum err e = member_person(cx, person, cx->day, ret);

	return e == ERR_NOT_FOUND ? cx_fault(cx, e, NULL, M_FILE_NOT_KNOWN_THEN) : e;
}

enum err member_stand(struct ctx *cx, int64_t person, struct member_spell *ret)
{
	const struct member_spell *s;
	struct list spells;

	TRY(member_spells(cx, person, &spells));
	s = spells.rows;
	if (!spells.n)
		return ERR_NOT_FOUND;
	*ret = s[0];
	for (size_t i = 0; i < spells.n && s[i].from_day <= cx->day; i++)
		*ret = s[i];
	return ERR_OK;
}

enum err member_head(struct ctx *cx, struct doc *d, int64_t person, struct person *ret)
{
	struct member_spell s;
	struct org_step cell;
	struct person p;
	enum err e = member_stand(cx, person, &s);

	d->dated = 1;
	if (!e)
		TRY(org_path(cx, d, s.cell, &cell));
	else if (e != ERR_NOT_FOUND)
		return e;
	TRY(member_who(cx, person, &p));
	doc_path(d, p.full_name, member_href(cx, person, ""));
	d->title = p.full_name;
	doc_look(d, NULL, person);
	if (ret)
		*ret = p;
	return ERR_OK;
}

enum err member_org_name(struct ctx *cx, int64_t org, day_t day, const char **ret)
{
	struct org_spell s;
	enum err e;

	*ret = NULL;
	if (org <= 0)
		return ERR_OK;
	e = tree_spell_near(cx, org, day, &s);
	if (!e)
		*ret = s.name;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* ---- what ---- */

/* The columns of a record, and when it was made and voided. */
static const struct field *with_times(
	struct arena *a, const struct field *fields, const struct field *times)
{
	size_t n = field_count(fields), k = field_count(times);
	struct field *all = arena_array(a, n + k + 1, sizeof(*all));

	memcpy(all, fields, n * sizeof(*all));
	memcpy(all + n, times, k * sizeof(*all));
	return all;
}

#define TIMES(s)                                                                                   \
	F_INSTANT(s, made_ms, M_FIELD_AT, CLASS_INSIDE, FF_HIDDEN),                                \
		F_INSTANT(s, void_ms, M_FIELD_CORRECTED_AT, CLASS_INSIDE, FF_HIDDEN),              \
		F_ID(s, void_txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"), F_END

enum err member_file_facts(struct ctx *cx, int64_t person, struct list *ret)
{
	static const struct field times[] = {TIMES(struct file_fact)};

	return db_list(cx->db, cx->a, with_times(cx->a, member_fact_fields, times),
		sizeof(struct file_fact), ret, Q_MEMBER_FILE_FACTS, person, cx->known);
}

enum err member_file_persons(struct ctx *cx, int64_t person, struct list *ret)
{
	static const struct field times[] = {TIMES(struct file_person)};

	return db_list(cx->db, cx->a, with_times(cx->a, person_fields, times),
		sizeof(struct file_person), ret, Q_MEMBER_FILE_PERSONS, person, cx->known);
}

static const struct field guest_fields[] = {
	F_ID(struct member_fact, person, M_FIELD_ID, CLASS_INSIDE, 0, "person"),
	F_ID(struct member_fact, other, M_FIELD_ID, CLASS_INSIDE, 0, "person"),
	F_TEXT(struct member_fact, kind, M_FIELD_KIND, CLASS_INSIDE, 0, 10),
	F_END,
};

enum err member_guests(struct ctx *cx, int64_t person, bool told, struct list *ret)
{
	const struct member_fact *j;
	struct list joins;
	int64_t *ids;
	size_t n = 0;

	TRY(db_list(cx->db, cx->a, guest_fields, sizeof(*j), &joins, Q_MEMBER_FILE_GUESTS, person,
		cx->known));
	j = joins.rows;
	ids = arena_array(cx->a, joins.n + 1, sizeof(*ids));
	for (size_t i = 0; i < joins.n; i++)
		if (!told || text_eq(j[i].kind, "both"))
			ids[n++] = j[i].person;
	*ret = (struct list){ids, n, sizeof(*ids)};
	return ERR_OK;
}

static int by_day(const void *va, const void *vb)
{
	const struct member_fact *a = va, *b = vb;

	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	return a->seq < b->seq ? -1 : a->seq > b->seq;
}

bool member_fact_same(const struct member_fact *a, const struct member_fact *b)
{
	return text_eq(a->kind, b->kind) && a->day == b->day && a->other == b->other &&
	       (a->cell == b->cell || !a->cell || !b->cell);
}

static bool is_told(const struct member_fact *rows, size_t n, const struct member_fact *f)
{
	for (size_t i = 0; i < n; i++)
		if (member_fact_same(&rows[i], f))
			return true;
	return false;
}

/* Adds the facts of a joined record that the other one does not tell. */
static enum err add_told(struct ctx *cx, int64_t guest, struct list *all)
{
	struct member_fact *rows;
	const struct member_fact *f;
	struct list facts;
	size_t n = all->n;

	TRY(member_facts(cx, guest, &facts));
	f = facts.rows;
	rows = arena_array(cx->a, n + facts.n + 1, sizeof(*rows));
	if (n)
		memcpy(rows, all->rows, n * sizeof(*rows));
	for (size_t i = 0; i < facts.n; i++)
		if (!is_told(rows, all->n, &f[i]))
			rows[n++] = f[i];
	*all = (struct list){rows, n, sizeof(*rows)};
	return ERR_OK;
}

enum err member_told_facts(struct ctx *cx, int64_t person, struct list *ret)
{
	struct list guests;

	TRY(member_facts(cx, person, ret));
	TRY(member_guests(cx, person, true, &guests));
	for (size_t i = 0; i < guests.n; i++)
		TRY(add_told(cx, ((const int64_t *)guests.rows)[i], ret));
	if (guests.n)
		qsort((void *)ret->rows, ret->n, ret->size, by_day);
	return ERR_OK;
}

static const char *or_none(struct ctx *cx, const char *value)
{
	return text_empty(value) ? msg_text(cx->say.lang, M_FILE_NONE) : value;
}

const char *member_changes_text(
	struct ctx *cx, const struct person *before, const struct person *after)
{
	const char *all = "";

	field_each (f, person_attributes) {
		if (!clearance_has(cx, f->class))
			continue;
		const char *old = value_text(&cx->say, cx->a, f, before);
		const char *new = value_text(&cx->say, cx->a, f, after);
		if (text_eq(old, new))
			continue;
		all = arena_printf(cx->a, "%s%s%s", all, *all ? "; " : "",
			msg_say(cx->a, cx->say.lang, M_FILE_CHANGE,
				msg_text(cx->say.lang, f->label), or_none(cx, new),
				or_none(cx, old)));
	}
	return all;
}

const char *member_fact_words(struct ctx *cx, const struct member_fact *f)
{
	const char *kind = cat_name(cx->say.cats, cx->say.lang, "member_fact", f->kind);

	if (!f->years)
		return kind;
	return msg_say(cx->a, cx->say.lang, M_FILE_BADGE, kind,
		number_text(cx->a, cx->say.lang, f->years));
}

/* ---- Party age ---- */

static bool is_left(const struct member_fact *f)
{
	const struct fact_kind *k = fact_kind(f->kind);

	return k && k->effect == FACT_LEAVE && !text_eq(f->kind, "transfer_out");
}

struct span {
	int months, days;
};

/* Whole months from one day to another, and the days over. */
static void span_add(struct span *sum, day_t from, day_t to)
{
	int months = (day_year(to) - day_year(from)) * 12 + day_month(to) - day_month(from);

	months -= day_mday(to) < day_mday(from);
	sum->months += months;
	sum->days += day_number(to) - day_number(day_add_months(from, months));
}

/*
 * It counts from the decision to admit, without the time between a leaving and a readmission; who
 * is restored never lost it. (Charter, article 5.)
 */
int member_party_months(struct list facts, day_t day)
{
	enum { DAYS_OF_MONTH = 31 }; /* what is left of several spans: never a month too early */
	const struct member_fact *f = facts.rows;
	day_t since = 0, left = 0;
	struct span sum = {0};
	bool ever = false;

	for (size_t i = 0; i < facts.n && day_first(f[i].day) <= day; i++) {
		day_t on = day_first(f[i].day);
		bool again = text_eq(f[i].kind, "readmitted");
		if (again && since && left)
			span_add(&sum, since, left);
		if ((again && left) || (!since && (again || text_eq(f[i].kind, "admitted"))))
			since = on;
		if (is_left(&f[i]))
			left = on;
		else if (again || text_eq(f[i].kind, "restored"))
			left = 0;
		ever = ever || since;
	}
	if (!ever)
		return -1;
	span_add(&sum, since, left ? left : day);
	return sum.months + sum.days / DAYS_OF_MONTH;
}

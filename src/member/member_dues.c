#include "member/member_dues.h"

#include "core/rule.h"
#include "member/member_file.h"

#define MISS(type, m, label, cls, ...) type(struct dues_miss, m, label, cls, __VA_ARGS__)

const struct field dues_miss_fields[] = {
	MISS(F_ID, person, M_FIELD_PERSON, CLASS_INSIDE, FF_HIDDEN, "person"),
	MISS(F_ID, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "dues"),
	MISS(F_ID, cell, M_FIELD_CELL, CLASS_INSIDE, FF_HIDDEN, "org"),
	MISS(F_INT, made_ms, M_FIELD_RECORDED_AT, CLASS_INSIDE, FF_HIDDEN, 0),
	MISS(F_DAY, month, M_FIELD_DUES_MONTH, CLASS_PERSONAL, 0),
	MISS(F_CAT, reason, M_FIELD_REASON, CLASS_PERSONAL, 0, "dues_reason"),
	MISS(F_BOOL, good, M_FIELD_DUES_GOOD, CLASS_PERSONAL, 0),
	MISS(F_DAY, paid_on, M_FIELD_DUES_PAID, CLASS_PERSONAL, 0),
	MISS(F_LINES, note, M_FIELD_NOTE, CLASS_PERSONAL, 0, 500),
	F_END,
};

day_t dues_month(day_t day)
{
	return (day_t)(day / 100 * 100);
}

enum err dues_of(struct ctx *cx, int64_t person, struct list *ret)
{
	return db_list(cx->db, cx->a, dues_miss_fields, sizeof(struct dues_miss), ret, Q_DUES_OF,
		person, cx->known);
}

enum err dues_get(struct ctx *cx, int64_t person, day_t month, struct dues_miss *ret)
{
	enum err e;

	*ret = (struct dues_miss){0};
	e = db_get(cx->db, cx->a, dues_miss_fields, ret, Q_DUES_GET, person, month);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err dues_count(struct ctx *cx, int64_t person, int year, day_t day, int64_t *ret)
{
	return db_number(cx->db, ret, 0, Q_DUES_COUNT, person, (day_t)(year * 10000),
		(day_t)(year * 10000 + 1200), day, cx->known);
}

#define OVER(type, m, label, cls, ...) type(struct dues_over, m, label, cls, __VA_ARGS__)

const struct field dues_over_fields[] = {
	OVER(F_ID, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	OVER(F_TEXT, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 0),
	OVER(F_TEXT, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 0),
	OVER(F_INT, n, M_FIELD_DUES_MONTHS, CLASS_PERSONAL, 0, 0),
	OVER(F_DAY, last, M_FIELD_DUES_LAST, CLASS_PERSONAL, 0),
	F_END,
};

enum err dues_over(struct ctx *cx, int64_t org, int year, int64_t least, struct list *ret)
{
	return db_list(cx->db, cx->a, dues_over_fields, sizeof(struct dues_over), ret, Q_DUES_OVER,
		org, cx->day, cx->known, (day_t)(year * 10000), (day_t)(year * 10000 + 1200),
		least);
}

enum err dues_words(struct ctx *cx, int64_t n, int year, const char **ret)
{
	const struct rule *rule;

	*ret = NULL;
	if (!n)
		return ERR_OK;
	TRY(rule_at(cx, "deletion.dues", (day_t)(year * 10000 + 1231), cx->known, &rule));
	*ret = msg_say(cx->a, cx->say.lang, M_DUES_WORDS, number_text(cx->a, cx->say.lang, n),
		arena_printf(cx->a, "%d", year),
		arena_printf(cx->a, "%s, %s", rule_say(cx, rule), rule->source));
	return ERR_OK;
}

/* No rule on that day: nobody is. */
enum err dues_is_free(
	struct ctx *cx, int64_t person, const char *status, day_t first, day_t day, bool *ret)
{
	const struct rule *rule;
	struct rule_set set;
	struct list facts;
	int months;

	*ret = false;
	TRY(rule_read(cx, "dues.free_from", &set));
	rule = rule_on(&set, "", day);
	if (!rule || !first || !text_eq(status, "full"))
		return ERR_OK;
	months = (int)rule->value * 12;
	if (day_add_months(day_first(first), months) > day)
		return ERR_OK;
	TRY(member_told_facts(cx, person, &facts));
	*ret = member_party_months(facts, day) >= months;
	return ERR_OK;
}

enum err dues_take_off(struct ctx *cx, int64_t person, day_t month)
{
	struct dues_miss was;

	TRY(dues_get(cx, person, month, &was));
	if (!was.id)
		return ERR_OK;
	return db_run(cx->db, Q_DUES_VOID, person, month, was.id, cx->txn, cx->txn_ms);
}

enum err dues_put(struct ctx *cx, struct dues_miss *row)
{
	TRY(dues_take_off(cx, row->person, row->month));
	row->id = id_new(cx->ids);
	return db_run(cx->db, Q_DUES_INSERT, row->person, row->month, row->id, row->cell,
		row->reason, row->good, row->paid_on, row->note, cx->txn, cx->txn_ms);
}

enum err dues_add(struct ctx *cx, struct doc *d, int64_t person)
{
	int year = day_year(cx->day);
	struct doc_part *p;
	const char *words;
	struct list rows;
	int64_t n;

	TRY(dues_of(cx, person, &rows));
	if (!rows.n)
		return ERR_OK;
	TRY(dues_count(cx, person, year, cx->day, &n));
	TRY(dues_words(cx, n, year, &words));
	p = doc_table(d, "dues", M_DUES_PART, dues_miss_fields, rows);
	p->total = (int64_t)rows.n;
	if (words)
		doc_note(d, DOC_PLAIN, words);
	return ERR_OK;
}

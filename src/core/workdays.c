#include "core/workdays.h"

#include "core/rule.h"

const struct field holiday_fields[] = {
	F_INT(struct holiday, local, M_FIELD_RULE_LOCAL, CLASS_PUBLIC, 0, 0),
	F_ID(struct holiday, id, M_FIELD_ID, CLASS_PUBLIC, FF_HIDDEN, "holiday"),
	F_DAY(struct holiday, day, M_FIELD_DAY, CLASS_PUBLIC, 0),
	F_CAT(struct holiday, kind, M_FIELD_HOLIDAY_KIND, CLASS_PUBLIC, 0, "holiday_kind"),
	F_TEXT(struct holiday, name, M_FIELD_HOLIDAY, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct holiday, source, M_FIELD_RULE_SOURCE, CLASS_PUBLIC, 0, 0),
	F_CAT(struct holiday, sure, M_FIELD_RULE_SURE, CLASS_PUBLIC, 0, "rule_sure"),
	F_INT(struct holiday, made_ms, M_FIELD_AT, CLASS_PUBLIC, 0, 0),
	F_END,
};

/* Of a day with a row of the files and one of our own the latter, which comes first. */
static void keep_first(struct list *days)
{
	struct holiday *h = (struct holiday *)days->rows;
	size_t n = 0;

	for (size_t i = 0; i < days->n; i++)
		if (!n || h[n - 1].day != h[i].day)
			h[n++] = h[i];
	days->n = n;
}

enum err workdays_read_known(struct ctx *cx, int64_t known, struct workdays *ret)
{
	struct rule_set fixed, years;

	TRY(rule_read_known(cx, "holiday", known, &fixed));
	TRY(rule_read_known(cx, "holiday.year", known, &years));
	TRY(db_list(cx->db, cx->a, holiday_fields, sizeof(struct holiday), &ret->dated,
		Q_HOLIDAY_ROWS, known));
	keep_first(&ret->dated);
	ret->fixed = fixed.rows;
	ret->years = years.rows;
	return ERR_OK;
}

enum err workdays_read(struct ctx *cx, struct workdays *ret)
{
	return workdays_read_known(cx, cx->known, ret);
}

/* The first dated day on `day` or after it. */
static size_t dated_from(const struct workdays *w, day_t day)
{
	const struct holiday *h = w->dated.rows;
	size_t from = 0, to = w->dated.n;

	while (from < to) {
		size_t at = from + (to - from) / 2;
		if (h[at].day < day)
			from = at + 1;
		else
			to = at;
	}
	return from;
}

/* The row of a list that has this number and holds on the day; one of our own comes first. */
static const struct rule *row_on(struct list rows, int64_t value, day_t day)
{
	const struct rule *r = rows.rows;

	for (size_t i = 0; i < rows.n; i++)
		if (r[i].value == value && r[i].from_day <= day && r[i].to_day > day)
			return r[i].off ? NULL : &r[i];
	return NULL;
}

bool workdays_has(const struct workdays *w, day_t day)
{
	const struct holiday *h = w->dated.rows;
	size_t at = dated_from(w, day);

	if (at < w->dated.n && h[at].day == day && !text_eq(h[at].kind, "usual"))
		return text_eq(h[at].kind, "worked");
	return day_weekday(day) <= 5 && !row_on(w->fixed, day % 10000, day);
}

day_t workdays_add(const struct workdays *w, day_t from, int64_t n)
{
	day_t day = day_first(from);

	while (n > 0) {
		day = day_add(day, 1);
		n -= workdays_has(w, day);
	}
	return day;
}

int64_t workdays_between(const struct workdays *w, day_t from, day_t to)
{
	int64_t n = 0;

	if (to < from)
		return -workdays_between(w, to, from);
	for (day_t day = day_add(from, 1); day <= to; day = day_add(day, 1))
		n += workdays_has(w, day);
	return n;
}

enum workdays_sure workdays_sure(const struct workdays *w, day_t from, day_t to, int *ret_year)
{
	const struct holiday *h = w->dated.rows;

	*ret_year = 0;
	for (int year = day_year(from); year <= day_year(to); year++) {
		*ret_year = year;
		if (!row_on(w->years, year, from))
			return WORKDAYS_UNKNOWN;
	}
	for (size_t i = dated_from(w, day_add(from, 1)); i < w->dated.n && h[i].day <= to; i++) {
		*ret_year = day_year(h[i].day);
		if (text_eq(h[i].sure, "c"))
			return WORKDAYS_DOUBT;
	}
	*ret_year = 0;
	return WORKDAYS_SURE;
}

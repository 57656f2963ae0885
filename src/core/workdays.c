#include "core/workdays.h"

#include "core/rules.h"

static const struct field holiday_fields[] = {
	F_DAY(struct holiday, day, M_FIELD_DAY, CLASS_PUBLIC, 0),
	F_BOOL(struct holiday, off, M_FIELD_STATE, CLASS_PUBLIC, 0),
	F_TEXT(struct holiday, name, M_FIELD_NAME, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct holiday, source, M_FIELD_NOTE, CLASS_PUBLIC, 0, 0),
	F_BOOL(struct holiday, sure, M_FIELD_STATE, CLASS_PUBLIC, 0),
	F_END,
};

enum err workdays_read(struct ctx *cx, day_t day, struct workdays *ret)
{
	TRY(rule_numbers(cx, "holiday", day, &ret->fixed));
	return db_list(
		cx->db, cx->a, holiday_fields, sizeof(struct holiday), &ret->dated, Q_HOLIDAYS);
}

static const struct holiday *dated_at(const struct workdays *w, day_t day)
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
	return from < w->dated.n && h[from].day == day ? &h[from] : NULL;
}

static bool is_fixed(const struct workdays *w, day_t day)
{
	const int64_t *fixed = w->fixed.rows;

	for (size_t i = 0; i < w->fixed.n; i++)
		if (fixed[i] == day % 10000)
			return true;
	return false;
}

bool workdays_has(const struct workdays *w, day_t day)
{
	const struct holiday *h = dated_at(w, day);

	if (h)
		return !h->off;
	return day_weekday(day) <= 5 && !is_fixed(w, day);
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

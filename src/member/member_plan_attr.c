/*
 * member_plan_attr.c: attributes in time: changed from a day, or wrong from the start.
 */
#include "member/member_plan_impl.h"

static bool attr_same(const struct field *f, const struct person *a, const struct person *b)
{
	if (f->type == FT_DAY)
		return field_get_int(f, a) == field_get_int(f, b);
	return text_eq(field_get_text(f, a), field_get_text(f, b)) ||
	       (field_empty(f, a) && field_empty(f, b));
}

static void attr_copy(const struct field *f, struct person *to, const struct person *from)
{
	if (f->type == FT_DAY)
		field_set_int(f, to, field_get_int(f, from));
	else
		field_set_text(f, to, field_empty(f, from) ? NULL : field_get_text(f, from));
}

bool person_same(const struct person *a, const struct person *b)
{
	field_each (f, person_attributes)
		if (!attr_same(f, a, b))
			return false;
	return true;
}

void plan_rows_tidy(struct plan_person *pp)
{
	size_t n = 0;

	for (size_t i = 1; i < pp->row_count; i++)
		if (person_same(&pp->rows[n], &pp->rows[i]))
			pp->rows[n].to_day = pp->rows[i].to_day;
		else
			pp->rows[++n] = pp->rows[i];
	pp->row_count = pp->row_count ? n + 1 : 0;
}

/* The row of a day. */
static size_t row_on(const struct plan_person *pp, day_t day)
{
	size_t i = 0;

	while (i + 1 < pp->row_count && pp->rows[i].to_day <= day)
		i++;
	return i;
}

/* The row that begins on the day, made if there is none. */
static size_t split_at(struct member_plan *p, struct plan_person *pp, day_t day)
{
	size_t i = row_on(pp, day);
	struct person *rows;

	if (pp->rows[i].from_day == day)
		return i;
	rows = arena_array(p->cx->a, pp->row_count + 1, sizeof(*rows));
	memcpy(rows, pp->rows, (i + 1) * sizeof(*rows));
	memcpy(rows + i + 1, pp->rows + i, (pp->row_count - i) * sizeof(*rows));
	rows[i].to_day = rows[i + 1].from_day = day;
	rows[i + 1].txn = 0;
	pp->rows = rows;
	pp->row_count++;
	return i + 1;
}

/* From row i on, as long as the value is that of row i. */
static void set_onward(
	struct plan_person *pp, size_t i, const struct field *f, const struct person *to)
{
	const struct person old = pp->rows[i];

	for (; i < pp->row_count && attr_same(f, &pp->rows[i], &old); i++)
		attr_copy(f, &pp->rows[i], to);
}

static enum err begin(struct member_plan *p, int64_t person, struct plan_person **ret)
{
	TRY(plan_person(p, person, ret));
	if (!(*ret)->row_count)
		return cx_fault(p->cx, ERR_NOT_FOUND, NULL, M_MEMBER_NO_SUCH);
	plan_touch(p, *ret);
	return ERR_OK;
}

enum err member_plan_change(struct member_plan *p, int64_t person, day_t day,
	const struct person *to, const char *const *fields)
{
	struct plan_person *pp;
	size_t i;

	TRY(begin(p, person, &pp));
	i = split_at(p, pp, day);
	for (; *fields; fields++)
		set_onward(pp, i, field_find(person_attributes, *fields), to);
	plan_rows_tidy(pp);
	return ERR_OK;
}

enum err member_plan_correct(struct member_plan *p, int64_t person, day_t day,
	const struct person *to, const char *const *fields)
{
	struct plan_person *pp;

	TRY(begin(p, person, &pp));
	for (; *fields; fields++) {
		const struct field *f = field_find(person_attributes, *fields);
		size_t i = row_on(pp, day);
		while (i && attr_same(f, &pp->rows[i - 1], &pp->rows[i]))
			i--;
		set_onward(pp, i, f, to);
	}
	plan_rows_tidy(pp);
	return ERR_OK;
}

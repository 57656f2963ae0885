#include "base/field.h"

#include "base/die.h"

const struct field *field_find(const struct field *table, const char *name)
{
	field_each (f, table)
		if (!strcmp(f->name, name))
			return f;
	return NULL;
}

size_t field_count(const struct field *table)
{
	size_t n = 0;

	field_each (f, table)
		n++;
	return n;
}

static const void *at(const struct field *f, const void *rec)
{
	return (const char *)rec + f->offset;
}

int64_t field_get_int(const struct field *f, const void *rec)
{
	switch (f->type) {
	case FT_ID:
	case FT_INT:
	case FT_INSTANT:
		return *(const int64_t *)at(f, rec);
	case FT_BOOL:
		return *(const int *)at(f, rec);
	case FT_DAY:
		return *(const day_t *)at(f, rec);
	default:
		die("field %s is no number", f->name);
	}
}

void field_is_no_text(const struct field *f)
{
	die("field %s is no text", f->name);
}

struct list field_get_list(const struct field *f, const void *rec)
{
	must(f->type == FT_LIST);
	return *(const struct list *)at(f, rec);
}

struct ratio field_get_ratio(const struct field *f, const void *rec)
{
	must(f->type == FT_RATIO);
	return *(const struct ratio *)at(f, rec);
}

const void *field_get_rec(const struct field *f, const void *rec)
{
	must(f->type == FT_REC);
	return *(const void *const *)at(f, rec);
}

void field_set_int(const struct field *f, void *rec, int64_t v)
{
	void *p = (char *)rec + f->offset;

	switch (f->type) {
	case FT_ID:
	case FT_INT:
	case FT_INSTANT:
		*(int64_t *)p = v;
		return;
	case FT_BOOL:
		*(int *)p = v != 0;
		return;
	case FT_DAY:
		*(day_t *)p = (day_t)v;
		return;
	default:
		die("field %s is no number", f->name);
	}
}

void field_set_text(const struct field *f, void *rec, const char *s)
{
	(void)field_get_text(f, rec); /* asserts the type */
	*(const char **)((char *)rec + f->offset) = s;
}

bool field_empty_other(const struct field *f, const void *rec)
{
	switch (f->type) {
	case FT_LIST:
		return field_get_list(f, rec).n == 0;
	case FT_RATIO:
		return field_get_ratio(f, rec).base == 0;
	case FT_REC:
		return !field_get_rec(f, rec);
	case FT_FILE:
		return ((const struct upload *)at(f, rec))->bytes.n == 0;
	default:
		return field_get_int(f, rec) == 0;
	}
}

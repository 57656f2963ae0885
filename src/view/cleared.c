#include "view/cleared.h"

bool cleared_is(const struct field *f, enum field_class most)
{
	return f->class != CLASS_NONE && f->class <= most;
}

static bool is_told(const char *names, const char *name)
{
	struct str rest = str_of(names);

	while (rest.p)
		if (str_is(str_trim(str_cut(&rest, ',')), name))
			return true;
	return false;
}

void cleared_note(struct arena *a, struct cleared_hidden *hidden, const struct field *f)
{
	const char *name;

	if (!hidden || f->flags & FF_HIDDEN || f->label == M_NONE)
		return;
	name = msg_text(hidden->lang, f->label);
	if (!hidden->names)
		hidden->names = name;
	else if (!is_told(hidden->names, name))
		hidden->names = arena_printf(a, "%s, %s", hidden->names, name);
}

/* Is all of the table cleared, and all that is within? */
static bool is_whole(const struct field *fields, enum field_class most)
{
	field_each (f, fields) {
		if (!cleared_is(f, most))
			return false;
		if (f->sub && !is_whole(f->sub, most))
			return false;
	}
	return true;
}

const struct field *cleared_fields(struct arena *a, const struct field *fields,
	enum field_class most, struct cleared_hidden *hidden)
{
	struct field *left;
	size_t n = 0;

	if (is_whole(fields, most))
		return fields;
	left = arena_array(a, field_count(fields) + 1, sizeof(*left));
	field_each (f, fields) {
		if (!cleared_is(f, most)) {
			cleared_note(a, hidden, f);
			continue;
		}
		left[n] = *f;
		if (f->sub)
			left[n].sub = cleared_fields(a, f->sub, most, hidden);
		n++;
	}
	return left;
}

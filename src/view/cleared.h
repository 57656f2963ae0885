/*
 * cleared.h: a field table without what is of a higher class than may be shown.
 *
 *	fields = cleared_fields(a, fields, CLASS_PERSONAL, &hidden);
 *
 * The same table comes back when nothing is taken out, which is nearly always; records and lists
 * within a record are gone through too. A field without a class is never shown.
 */
#ifndef GUONG_VIEW_CLEARED_H
#define GUONG_VIEW_CLEARED_H

#include "base/arena.h"
#include "base/field.h"

/* Labels of what was taken out, each once; what nobody would have seen is not counted. */
struct cleared_hidden {
	enum lang lang;
	const char *names; /* "Dân tộc, Tôn giáo"; NULL: nothing */
};

bool cleared_is(const struct field *f, enum field_class most);
/* `hidden` may be NULL. */
const struct field *cleared_fields(struct arena *a, const struct field *fields,
	enum field_class most, struct cleared_hidden *hidden);
/* Notes one more that was taken out. */
void cleared_note(struct arena *a, struct cleared_hidden *hidden, const struct field *f);

#endif

/*
 * field.h: a struct and one table that describes it.
 *
 * Whatever is read, stored, shown or exchanged is a plain struct with a table of its fields. The
 * same table decodes a row of the database, parses a form, a JSON body, flags of the shell and a
 * line of a spreadsheet, names columns, prints. A field that is not in the table does not exist.
 *
 *	struct village { int64_t id; const char *name; day_t from; };
 *	static const struct field village_fields[] = {
 *		F_ID(struct village, id, M_FIELD_ID, CLASS_PUBLIC, 0, "village"),
 *		F_TEXT(struct village, name, M_FIELD_NAME, CLASS_PUBLIC, FF_REQUIRED, 200),
 *		F_DAY(struct village, from, M_FIELD_FROM, CLASS_PUBLIC, 0),
 *		F_END
 *	};
 *
 * The macros do not compile when the member has another C type. Every field has a class, without a
 * default: who may see it, in any format, filter, order or count, follows from the class alone.
 */
#ifndef GUONG_BASE_FIELD_H
#define GUONG_BASE_FIELD_H

#include "base/date.h"
#include "base/msg.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

enum field_type {
	FT_END,
	FT_ID,	    /* int64_t: identity of a record, a string in JSON; `arg`: its kind */
	FT_INT,	    /* int64_t */
	FT_BOOL,    /* int: 0 or 1 */
	FT_TEXT,    /* const char *: one line; NULL means not given */
	FT_LINES,   /* const char *: several lines */
	FT_CAT,	    /* const char *: code of the catalogue `arg`; shown by its name */
	FT_DAY,	    /* day_t: 0 means not given, DAY_MAX no end */
	FT_INSTANT, /* int64_t: UTC milliseconds; 0 means not given */
	FT_URL,	    /* const char *: an address inside this site; printed only if it is one */
	FT_SECRET,  /* const char *: a password; read, never shown */
	FT_FILE,    /* struct upload: a file that came with the form */
	FT_LIST,    /* struct list of records described by `sub` */
	FT_RATIO,   /* struct ratio: a share, never typed; base 0: none */
	FT_REC,	    /* pointer to a record described by `sub`, or NULL */
};

enum field_class { CLASS_NONE, CLASS_PUBLIC, CLASS_INSIDE, CLASS_PERSONAL, CLASS_SENSITIVE };

enum field_flag {
	FF_REQUIRED = 1, /* an input without it is refused */
	FF_HIDDEN = 2,	 /* carried, not shown: keys, versions */
	FF_KEY = 4,	 /* in a list: the column that links to the record's own page */
	FF_MORE = 8,	 /* in a list: left out on the page, present in exports and JSON */
	FF_SEARCH = 16,	 /* an org field: also takes a code or a name, not only an id */
	FF_ZERO = 32,	 /* FT_INT: show a zero, which is otherwise left blank */
	FF_LINK = 64,	 /* in a list: this column too leads to where the row leads */
	FF_MASK = 256,	 /* in a list on a page: its last four characters only; exports have all */
	FF_FRESH = 128,	 /* hidden in a form: as it stands now, also when the form comes again */
	FF_NUMBER = 512, /* FT_TEXT, in a list: a number with words, on the right as those are */
	FF_WHEN = 1024,	 /* in a form: whether it is needed depends, and its hint says on what */
	FF_ASKED = 2048, /* in a form: shown once an answer to it is missing, or given */
};

/* Records of one kind, side by side. */
struct list {
	const void *rows;
	size_t n, size;
};

/* A share with both its numbers, so that nothing is lost by rounding: shown in per cent. */
struct ratio {
	int64_t value, base;
};

/* A file that came with a form: its name as given, and its bytes (they live with the request). */
struct upload {
	const char *name;
	struct str bytes;
};

struct field {
	const char *name; /* column, form field, JSON key, flag, header in English */
	enum field_type type;
	enum field_class class;
	enum msg label;
	unsigned flags;
	size_t offset;
	long long max;		 /* characters of a text, largest number; 0: 1000 / no limit */
	const char *arg;	 /* FT_CAT: catalogue; FT_ID: kind of record */
	const struct field *sub; /* FT_LIST, FT_REC */
	enum msg hint;		 /* a line under the form field; M_NONE: nothing */
	const char *alias;	 /* further headers in files, folded, '|' between them */
};

#define field_each(f, table) for (const struct field *f = (table); f->type != FT_END; f++)

#define FIELD_OFF(s, m, ctype) (offsetof(s, m) + 0 * sizeof(_Generic((((s *)0)->m), ctype : 1)))

/* clang-format off: one row each */
#define F_ID(s, m, label, cls, flags, arg)                                                         \
	{                                                                                          \
#m, FT_ID, cls, label, flags, FIELD_OFF(s, m, int64_t), 0, arg, 0, M_NONE, 0       \
	}
#define F_INT(s, m, label, cls, flags, max)                                                        \
	{                                                                                          \
#m, FT_INT, cls, label, flags, FIELD_OFF(s, m, int64_t), max, 0, 0, M_NONE, 0      \
	}
#define F_BOOL(s, m, label, cls, flags)                                                            \
	{                                                                                          \
#m, FT_BOOL, cls, label, flags, FIELD_OFF(s, m, int), 0, 0, 0, M_NONE, 0           \
	}
#define F_TEXT(s, m, label, cls, flags, max)                                                       \
	{                                                                                          \
#m, FT_TEXT, cls, label, flags, FIELD_OFF(s, m, const char *), max, 0, 0, M_NONE,  \
			0                                                                          \
	}
#define F_LINES(s, m, label, cls, flags, max)                                                      \
	{                                                                                          \
#m, FT_LINES, cls, label, flags, FIELD_OFF(s, m, const char *), max, 0, 0, M_NONE, \
			0                                                                          \
	}
#define F_CAT(s, m, label, cls, flags, arg)                                                        \
	{                                                                                          \
#m, FT_CAT, cls, label, flags, FIELD_OFF(s, m, const char *), 0, arg, 0, M_NONE, 0 \
	}
#define F_DAY(s, m, label, cls, flags)                                                             \
	{                                                                                          \
#m, FT_DAY, cls, label, flags, FIELD_OFF(s, m, day_t), 0, 0, 0, M_NONE, 0          \
	}
#define F_INSTANT(s, m, label, cls, flags)                                                         \
	{                                                                                          \
#m, FT_INSTANT, cls, label, flags, FIELD_OFF(s, m, int64_t), 0, 0, 0, M_NONE, 0    \
	}
#define F_RATIO(s, m, label, cls, flags)                                                           \
	{                                                                                          \
#m, FT_RATIO, cls, label, flags, FIELD_OFF(s, m, struct ratio), 0, 0, 0, M_NONE, 0 \
	}
#define F_URL(s, m, label, cls, flags)                                                             \
	{                                                                                          \
#m, FT_URL, cls, label, flags, FIELD_OFF(s, m, const char *), 0, 0, 0, M_NONE, 0   \
	}
#define F_SECRET(s, m, label, cls, flags, max)                                                     \
	{                                                                                          \
#m, FT_SECRET, cls, label, flags, FIELD_OFF(s, m, const char *), max, 0, 0,        \
			M_NONE, 0                                                                  \
	}
#define F_FILE(s, m, label, cls, flags)                                                            \
	{                                                                                          \
#m, FT_FILE, cls, label, flags, FIELD_OFF(s, m, struct upload), 0, 0, 0, M_NONE, 0 \
	}
#define F_LIST(s, m, label, cls, sub)                                                              \
	{                                                                                          \
#m, FT_LIST, cls, label, 0, FIELD_OFF(s, m, struct list), 0, 0, sub, M_NONE, 0     \
	}
#define F_REC(s, m, label, cls, sub)                                                               \
	{                                                                                          \
#m, FT_REC, cls, label, 0, offsetof(s, m), 0, 0, sub, M_NONE, 0                    \
	}
#define F_END                                                                                      \
	{                                                                                          \
		0                                                                                  \
	}
/* clang-format on */

/* The field of that name, or NULL. */
const struct field *field_find(const struct field *table, const char *name);
/* How many fields the table has. */
size_t field_count(const struct field *table);

/* Held as a const char *. */
static inline bool field_is_text(const struct field *f)
{
	enum { TEXTS = 1 << FT_TEXT | 1 << FT_LINES | 1 << FT_CAT | 1 << FT_URL | 1 << FT_SECRET };

	return 1 << f->type & TEXTS;
}

/* Ends the process. */
_Noreturn void field_is_no_text(const struct field *f);

/* Typed access to a member through its field; the type of the field is asserted. */
int64_t field_get_int(const struct field *f, const void *rec);
static inline const char *field_get_text(const struct field *f, const void *rec)
{
	if (!field_is_text(f))
		field_is_no_text(f);
	return *(const char *const *)((const char *)rec + f->offset);
}
struct list field_get_list(const struct field *f, const void *rec);
struct ratio field_get_ratio(const struct field *f, const void *rec);
const void *field_get_rec(const struct field *f, const void *rec);
void field_set_int(const struct field *f, void *rec, int64_t v);
void field_set_text(const struct field *f, void *rec, const char *s);
/* True when the member holds nothing: 0, NULL, "". */
bool field_empty_other(const struct field *f, const void *rec);
static inline bool field_empty(const struct field *f, const void *rec)
{
	const char *s;

	if (!field_is_text(f))
		return field_empty_other(f, rec);
	s = field_get_text(f, rec);
	return !s || !*s;
}

#endif

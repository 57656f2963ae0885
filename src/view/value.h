/*
 * value.h: one value between text and C, in the reader's language.
 *
 * Reading is the same for forms, JSON, flags and files, and always strict; what is wrong becomes a
 * problem bound to the field, with the way out. Printing knows the language: 2.128 and 62,5% in
 * Vietnamese, 2,128 and 62.5% in English; days as 01/03/2017 (in English: 1 Mar 2017).
 */
#ifndef GUONG_VIEW_VALUE_H
#define GUONG_VIEW_VALUE_H

#include "base/buf.h"
#include "base/cat.h"
#include "base/err.h"
#include "base/field.h"

/* In whose words: language, catalogues, the day that "today" is. */
struct speech {
	enum lang lang;
	const struct cats *cats;
	day_t today;
};

/*
 * Reads `raw` into the member. An empty text empties the member (a problem if FF_REQUIRED).
 * Texts are cleaned (base/text.h) into the arena of the fault. FT_CAT takes a code, or a name in
 * either language. FT_ID takes digits only; resolving codes is the caller's business. FT_INT takes
 * 2128 and, in the reader's grouping, 2.128; below zero only if the field has no largest number.
 */
enum err value_read(const struct speech *sp, const struct field *f, struct str raw, void *rec,
	struct fault *fault);

/* The value as a person reads it; "" for an empty one. May live in the record. */
const char *value_text(
	const struct speech *sp, struct arena *a, const struct field *f, const void *rec);
/* The value as a machine reads it: 2016-12-31, 2128, code of the catalogue. Forms use it too. */
const char *value_raw(struct arena *a, const struct field *f, const void *rec);

/* 2128 as "2.128" or "2,128". */
const char *number_text(struct arena *a, enum lang lang, int64_t n);
/* A share in per cent with one decimal: "62,5%"; "–" when the denominator is 0. */
const char *percent_text(struct arena *a, enum lang lang, int64_t num, int64_t den);
/* The same, but 100% only of all and nothing less: "99,9%" of 9.999 in 10.000. */
const char *ratio_text(struct arena *a, enum lang lang, struct ratio r);
const char *day_text(struct arena *a, enum lang lang, day_t d);
const char *instant_text(struct arena *a, enum lang lang, int64_t ms);
/* The address if it is one of this site ("/x", "?x", "#x"), "" for none, "#" for any other. */
const char *url_text(const char *address);

#endif

/*
 * form.h: parsers of what clients send: queries, forms, cookies, paths. Pure functions over bytes,
 * so that fuzzers reach them. All results live in the arena; values are raw bytes (struct str), to
 * be cleaned by the field table. Limits: FORM_FIELDS names, FORM_NAME bytes a name.
 */
#ifndef GUONG_HTTP_FORM_H
#define GUONG_HTTP_FORM_H

#include "base/err.h"
#include "http/request.h"

enum { FORM_FIELDS = 400, FORM_NAME = 100 };

/* a=1&b=%C3%A0+c. ERR_BAD_REQUEST on a broken escape, ERR_TOO_LARGE past the limits. */
enum err form_urlencoded(struct arena *a, struct str bytes, struct params *ret);
/*
 * multipart/form-data; `content_type` holds the boundary. File contents are not copied. Of a file's
 * name only the last part is kept; a file field left empty is as if it were not there.
 */
enum err form_multipart(
	struct arena *a, struct str content_type, struct str bytes, struct params *ret);
/* Cookie: a=b; c=d. What is no cookie is passed over: other programs may set cookies too. */
enum err form_cookies(struct arena *a, struct str header, struct params *ret);
/*
 * Decodes and checks a request target's path; splits off the query. Refused, besides what
 * request.h promises not to let through: escaped slashes, backslashes, controls, broken UTF-8.
 */
enum err form_path(
	struct arena *a, struct str target, const char **ret_path, struct str *ret_query);
/* Percent-encodes for a query value or a path segment. */
char *form_encode(struct arena *a, const char *s);

#endif

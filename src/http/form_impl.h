/*
 * form_impl.h: what form.c and form_multipart.c share; nobody else includes it.
 */
#ifndef GUONG_HTTP_FORM_IMPL_H
#define GUONG_HTTP_FORM_IMPL_H

#include "http/form.h"

/* Valid UTF-8 without control characters: what may become a name, a path or a file name. */
bool form_text_ok(struct str s);
/* Adds a field, minding the limits of form.h; `name` is checked and copied, the value is not. */
enum err form_add(struct arena *a, struct params *ps, struct str name, struct str value,
	const char *filename);

#endif

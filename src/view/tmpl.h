/*
 * tmpl.h: templates without logic, checked against field tables before anything is shown.
 *
 * A template is HTML with names in it. What the names mean is a record and its field table, so a
 * name that does not exist is found when the program starts, not when a page is opened.
 *
 *	{{name}}            the value, escaped; {{a.b}} goes through a record (FT_REC)
 *	{{#name}}..{{/name}}  a list: once for each row; a record: once, if there is one; another
 *	                    field: if it is not empty. Rows and records become the nearest context.
 *	{{?name}}..{{/name}}  once if it is not empty, whatever it is, in the present context
 *	{{^name}}..{{/name}}  if it is empty
 *	{{>file}}           the file ui/file.html, in the present context
 *	{{_ key.of.message}}  a sentence; {{_ key name name}} a sentence with values as arguments
 *	{{! remark}}
 *
 * Names are looked for in the nearest context, then in the outer ones. There is no raw output. A
 * value may stand in text and in quoted attributes only; in an address (href, src, action...) only
 * an FT_URL, which prints "#" for anything that is not an address of this site. A value in a
 * script, a style, a remark of HTML, an on... attribute or without quotes does not compile; neither
 * does a section that begins in one place of the markup and ends in another.
 *
 * Blanks at the beginning of a line and lines that hold nothing but a section mark are dropped.
 *
 * Ownership: a template lives in the arena it was compiled into and is never changed again.
 * Errors: ERR_CHECK, with "ui/page.html:12: what is wrong" in the detail of the fault.
 */
#ifndef GUONG_VIEW_TMPL_H
#define GUONG_VIEW_TMPL_H

#include "base/buf.h"
#include "base/err.h"
#include "view/value.h"

struct tmpl;

/* `name` as in the embedded table ("ui/page.html"); partials are taken from there too. */
enum err tmpl_compile(struct arena *a, const char *name, struct str text,
	const struct field *fields, struct fault *f, const struct tmpl **ret);
/* Prints; `a` takes what values need while being printed. Cannot fail but for the buffer's limit.
 */
void tmpl_render(const struct tmpl *t, const struct speech *sp, struct arena *a, const void *rec,
	struct buf *out);
/* A text as it stands in HTML: & < > " ' escaped, control characters made visible as U+FFFD. */
void tmpl_escape(struct buf *out, const char *s);

#endif

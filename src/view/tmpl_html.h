/*
 * tmpl_html.h: where in the markup a template stands, byte by byte, and whether a value may be put
 * there. Only the compiler of templates uses it; it reads our own files, so it may be strict.
 *
 *	struct html_at at = {0};
 *	html_feed(&at, c);
 *	why = html_refuses(&at, FT_TEXT);   NULL: it may
 */
#ifndef GUONG_VIEW_TMPL_HTML_H
#define GUONG_VIEW_TMPL_HTML_H

#include "base/field.h"

enum html_state {
	HTML_TEXT,
	HTML_OPEN,    /* after < */
	HTML_TAG,     /* in the name of an element */
	HTML_BETWEEN, /* in a tag, between attributes */
	HTML_ATTR,    /* in the name of an attribute */
	HTML_EQUALS,  /* after = */
	HTML_DOUBLE,  /* in a value with " */
	HTML_SINGLE,  /* in a value with ' */
	HTML_BARE,    /* in a value without quotes */
	HTML_AFTER,   /* in a tag, where a name or a value has just ended */
	HTML_REMARK,  /* in a remark, a doctype */
};

enum { HTML_NAME = 24 };

/* All zero: at the beginning of a text. Two places are alike when they are equal byte by byte. */
struct html_at {
	enum html_state state;
	char tag[HTML_NAME];	/* in a tag: its name */
	char attr[HTML_NAME];	/* in a value: the attribute */
	char inside[HTML_NAME]; /* in an element without markup: script, style, textarea, title */
	int matched;		/* of a remark's end "-->", how much was seen */
	int remark;		/* it is <!-- --> and not <! > */
	int pre;		/* within <pre> */
	int led;		/* in an address: something stands in it already */
};

/* False when the markup is broken beyond what is understood. */
bool html_feed(struct html_at *at, char c);
/* Why a value of that type may not stand here; NULL when it may. */
const char *html_refuses(const struct html_at *at, enum field_type type);
/* A section begins or ends here: the name of an element or attribute at hand is whole. */
void html_settle(struct html_at *at);
/* A value was put here. */
void html_value(struct html_at *at);
/* True where blanks at the beginning of a line mean nothing. */
bool html_blank_is_nothing(const struct html_at *at);

#endif

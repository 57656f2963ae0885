/*
 * html.h: a strict reader of the pages that the program writes. What a browser would mend is an
 * error here: elements that do not nest, attributes without quotes or twice, bare ampersands,
 * elements and attributes that stand in no template, addresses outside of this site.
 */
#ifndef GUONG_TEST_HTML_H
#define GUONG_TEST_HTML_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>

enum { HTML_ATTRS = 24 };

struct html_attr {
	struct str name;
	const char *value; /* decoded; NULL: none was given */
};

struct html_tag {
	struct str name;
	bool closing;
	struct html_attr attrs[HTML_ATTRS];
	int n;
	const char *text; /* decoded text between this tag and the next */
};

/* Reads the whole page. *ret_problem says what is wrong with it first; NULL: nothing. */
struct html_tag *html_read(
	struct arena *a, struct str page, size_t *ret_n, const char **ret_problem);
const char *html_attr(const struct html_tag *t, const char *name);
/* Elements and the names of their attributes, without any text: what data must not change. */
char *html_skeleton(struct arena *a, const struct html_tag *tags, size_t n);
/* The text of the page outside of <script> and <style>, and of attributes that people see. */
char *html_words(struct arena *a, const struct html_tag *tags, size_t n);

#endif

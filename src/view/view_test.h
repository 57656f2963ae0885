/*
 * view_test.h: the parts of test_view. Each X_test.c gives one table of tests; view_test.c runs
 * them as one group. Also the rich document that several of them render.
 */
#ifndef GUONG_VIEW_TEST_H
#define GUONG_VIEW_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "view/render.h"

struct tests {
	const struct CMUnitTest *first;
	size_t n;
};

#define TESTS(name, list) const struct tests name = {list, sizeof(list) / sizeof(*(list))}

extern const struct tests value_tests, doc_tests, tmpl_tests, hostile_tests, render_tests,
	speed_tests, chart_tests;

/* A document with a part of every kind, its frame and its catalogues. */
struct sample {
	struct arena *a;
	struct speech sp;
	struct frame frame;
	struct doc doc;
};

/* With `say`, every text is what it returns for the text of the sample. */
typedef const char *sample_say(struct arena *a, const char *text);
void sample_make(struct sample *s, enum lang lang, sample_say *say);
void sample_done(struct sample *s);

#endif

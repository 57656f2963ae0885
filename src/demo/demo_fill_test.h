/*
 * demo_fill_test.h: a sample in a database of a test, and its figures.
 */
#ifndef GUONG_DEMO_FILL_TEST_H
#define GUONG_DEMO_FILL_TEST_H

#include "core/site_test.h"

#include "demo/demo.h"
#include "demo/demo_test.h"
#include "figure/figure.h"

/* Fills the database as the command does; its last day is today. Open for reading afterwards. */
struct demo_story demo_test_fill(
	struct site_test *s, const char *scenario, const struct demo_life_in *in);
/* The question about an organisation that has this code today. */
struct figure_ask demo_test_ask(
	struct site_test *s, const char *code, const char *org, day_t from, day_t to);
int64_t demo_test_figure(
	struct site_test *s, const char *code, const char *org, day_t from, day_t to);

/* What adds to the members of an organisation, and what takes from them; both end with NULL. */
extern const char *const demo_test_in[], *const demo_test_out[];

#endif

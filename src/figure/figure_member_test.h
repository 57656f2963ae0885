/*
 * figure_member_test.h: a small history, every number of which is worked out by hand, and ways to
 * ask about it. All of it is of 2016 but for how it began:
 *
 *	root > east (cells a, b) and west (cells c, d)
 *
 *	An     f 1975        in a since 1995: taken over with its register on 01/01/2000
 *
 *	Bình   m 15/05/1990  admitted in a 10/03/2015; recognised 10/03; to b 01/06; to c 05/09
 *
 *	Chi    f 01/01/2000  admitted in c 20/11
 *
 *	Dũng   m 01/03/1950  taken over in d 01/01/2000; exempt 01/02 to 31/08; died 15/12
 *	                     and has a badge on 20/12
 *
 *	Em     f 31/12/1985  from outside to b 30/04, probationary; away from 01/10
 *
 *	Giang  m             admitted in c 05/01/2014; struck off 05/05
 *
 *	Hạnh   - -           admitted in a 02/02/2010; to d 10/10
 *
 * The cell b goes from east to west on 01/07, with Bình and Em; d is merged into c on 31/12, with
 * Hạnh.
 *
 * At the end of 2015: a An, Bình, Hạnh; c Giang; d Dũng. At the end of 2016: a An; b Em; c Bình,
 * Chi, Hạnh.
 */
#ifndef GUONG_FIGURE_FIGURE_MEMBER_TEST_H
#define GUONG_FIGURE_FIGURE_MEMBER_TEST_H

#include "figure/figure.h"
#include "member/member_test.h"

struct story {
	struct cells t;
	int64_t an, binh, chi, dung, em, giang, hanh;
	int64_t before_death; /* the instant before Dũng's death was recorded */
};

#define IN(...)	      (&(struct figure_in){__VA_ARGS__})
#define has(text, it) assert_non_null(strstr(text, it))
#define WHO(...)      (&(struct person){__VA_ARGS__})

struct story story_tell(struct site_test *s);
/* Somebody more; something more about somebody. */
int64_t story_person(
	struct site_test *s, const struct person *attributes, const struct member_fact *first);
void story_fact(struct site_test *s, int64_t who, const struct member_fact *f);

int64_t story_value_in(struct site_test *s, const char *code, const struct figure_in *in);
int64_t story_value(struct site_test *s, const char *code, const char *org, const char *period);
/* The rows as "key=value key=value". */
const char *story_rows(struct site_test *s, const char *code, const char *org, const char *period,
	const char *by, const char *reach);
/* The JSON of an action, and of a figure. */
const char *story_run(
	struct site_test *s, const struct action *a, const void *in, const char *item);
const char *story_json(struct site_test *s, const char *code, const struct figure_in *in);

#define is(code, org, period, n) assert_int_equal(story_value(s, code, org, period), n)
#define are(code, org, by, want)                                                                   \
	assert_string_equal(story_rows(s, code, org, "2016", by, NULL), want)
#define was(code, org, day, n) assert_int_equal(story_value(s, code, org, day), n)

#endif

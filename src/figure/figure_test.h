/*
 * figure_test.h: what the files of this room's tests share: the tests of figure_oracle_test.c.
 */
#ifndef GUONG_FIGURE_FIGURE_TEST_H
#define GUONG_FIGURE_FIGURE_TEST_H

#include "core/site_test.h"

/* Each with a tree of its own. */
void agrees_with_the_oracle_1(void **state);
void agrees_with_the_oracle_2(void **state);
void agrees_with_the_oracle_3(void **state);

#endif

/*
 * demo_case.h: cases of admission as the people of a sample went through them, step by step, papers
 * and votes included.
 *
 *	TRY(demo_cases_write(cx, &life.cases));
 *
 * Comes after the files: whoever is on probation is in the register already, and what the file of
 * members said stays as it is. Each case is a transaction of its own, with the checks that a form
 * would make: a step that does not fit is a failure.
 */
#ifndef GUONG_DEMO_DEMO_CASE_H
#define GUONG_DEMO_DEMO_CASE_H

#include "core/action.h"
#include "demo/demo_life.h"

enum err demo_cases_write(struct ctx *cx, const struct list *cases);

#endif

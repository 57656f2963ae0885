/*
 * tree_test.h: the tests of the tree in time. Each test has an empty database of its own with the
 * rules of the program; acts are planned, checked and committed one plan at a time.
 *
 *	int64_t tinh = founded(t, "t", "Tỉnh", "province", 0, 20100101);
 *	refused(t, &(struct org_act){.org = tinh, ...}, "parent", M_TREE_CIRCLE);
 */
#ifndef GUONG_CORE_TREE_TEST_H
#define GUONG_CORE_TREE_TEST_H

#include "core/tree_find.h"
#include "core/tree_plan.h"
#include "harness.h"

struct tree_test {
	struct world w;
	struct ctx cx;
	struct tree_plan *p; /* between plan_begin() and plan_end() */
};

int tree_start(void **state);
int tree_stop(void **state);
#define tree_case(fn)                                                                              \
	{                                                                                          \
#fn, fn, tree_start, tree_stop, NULL                                               \
	}

struct tests {
	const struct CMUnitTest *first;
	size_t n;
};
extern const struct tests tree_rule_tests, tree_time_tests, tree_find_tests, tree_random_tests;

/* Begins a write and a plan; plan_end() checks it and, if it may be, carries it out. */
void plan_begin(struct tree_test *t);
enum err plan_end(struct tree_test *t);
void plan_add(struct tree_test *t, const struct org_act *act);
/* One plan of one act; what came of it. Problems are in t->cx.f. */
enum err act(struct tree_test *t, const struct org_act *act);
void done(struct tree_test *t, const struct org_act *act);
/* It is refused with this problem on this field, and nothing has changed. */
void refused(struct tree_test *t, const struct org_act *act, const char *field, enum msg what);
bool has_problem(const struct tree_test *t, const char *field, enum msg what);
int64_t founded(struct tree_test *t, const char *code, const char *name, const char *kind,
	int64_t parent, day_t day);
struct org_act founding(
	const char *code, const char *name, const char *kind, int64_t parent, day_t day);

/* Reading, each in a transaction of its own; NULL where there is nothing. */
void read_begin(struct tree_test *t);
void read_end(struct tree_test *t);
const struct org_spell *spell_on(struct tree_test *t, int64_t org, day_t day, int64_t known);
const char *name_on(struct tree_test *t, int64_t org, day_t day);
struct list spells_of(struct tree_test *t, int64_t org, int64_t known);
struct list acts_of(struct tree_test *t, int64_t org);
/* "t/h/x": the codes from the top to the organisation on a day. */
const char *path_on(struct tree_test *t, int64_t org, day_t day, int64_t known);

#endif

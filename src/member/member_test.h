/*
 * member_test.h: what the tests of members share: a small tree of cells, people in it, and their
 * history as one line of text.
 */
#ifndef GUONG_MEMBER_MEMBER_TEST_H
#define GUONG_MEMBER_MEMBER_TEST_H

#include "core/site_test.h"
#include "core/tree_follow.h"
#include "member/member_plan.h"

/* A committee and three cells, and a committee beside it with one. */
struct cells {
	int64_t root, east, west, a, b, c, d; /* a, b under east, c under west, d under west */
};

/* The site follows the tree with its members from now on. */
static inline struct cells cells_plant(struct site_test *s)
{
	static const struct tree_follower *const followers[] = {&member_follower, NULL};
	struct cells t;

	s->cx.followers = followers;
	t.root = site_found(s, 0, "root", "district", 20000101);
	t.east = site_found(s, t.root, "east", "commune", 20000101);
	t.west = site_found(s, t.root, "west", "commune", 20000101);
	t.a = site_found(s, t.east, "a", "cell", 20000101);
	t.b = site_found(s, t.east, "b", "cell", 20050101);
	t.c = site_found(s, t.west, "c", "cell", 20000101);
	t.d = site_found(s, t.west, "d", "cell", 20000101);
	return t;
}

#define FACT(...) (&(struct member_fact){__VA_ARGS__})

enum err member_test_write(struct site_test *s, struct member_plan *p);
/* A new person with one fact; the test fails if it is refused. */
int64_t member_test_person(struct site_test *s, const char *name, const struct member_fact *f);
/* One fact more, in a transaction of its own; what came of it. */
enum err member_test_fact(struct site_test *s, int64_t person, const struct member_fact *f);
/* Spells as "20100101 a probationary, 20110101 a full", with "x" for exempt and so on. */
const char *member_test_spells(struct site_test *s, int64_t person);
/* Flows as "20100101 admitted a, 20120101 transfer_out a>b". */
const char *member_test_flows(struct site_test *s, int64_t person);
/* "PERSON.FACT" of the one of that kind that stands, as a path has it. */
const char *member_test_item(struct site_test *s, int64_t person, const char *kind);

#endif

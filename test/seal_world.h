/*
 * seal_world.h: what the tests of sealed notes share: a cell with two members, who may write and
 * read about them, and the one whom it is about.
 */
#ifndef GUONG_TEST_SEAL_WORLD_H
#define GUONG_TEST_SEAL_WORLD_H

#include "harness.h"

/* Words that stand nowhere but in sealed texts. */
#define SECRET_TEXT "Đồng chí đã tự nhận khuyết điểm quệnhnguyệt"
#define SECRET_WORD "quệnhnguyệt"

struct seals {
	struct world w;
	struct visit *office, *organ, *secretary, *self;
	int64_t person, other; /* both in cb-a; the first is "dau" */
};

int seal_start(void **state);
int seal_stop(void **state);
#define sealed(fn) cmocka_unit_test_setup_teardown(fn, seal_start, seal_stop)

/* Into the register, past the program. */
void seal_sql(struct seals *s, const char *sql);
int64_t seal_account(struct seals *s, const char *login, const char *func, const char *reach,
	const char *over, int64_t person);
/* The password set anew by somebody else, to what it was. */
void seal_reset(struct seals *s, const char *login);

/* The address of a person's notes; the status of writing one; the first one's id. */
const char *seal_notes(struct seals *s, int64_t person);
int seal_note(struct seals *s, struct visit *v, int64_t person, const char *text);
const char *seal_first(struct seals *s);
/* Does the page of the first person's notes say that word? */
bool seal_reads(struct seals *s, struct visit *v, const char *word);

#endif

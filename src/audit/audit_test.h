/*
 * audit_test.h: what the tests of the chain share: a site with writes of every kind, a key, sealing
 * and verifying, and the thief, who has the database but not the program.
 */
#ifndef GUONG_AUDIT_AUDIT_TEST_H
#define GUONG_AUDIT_AUDIT_TEST_H

#include "audit/audit.h"
#include "audit/audit_seal.h"
#include "audit/audit_verify.h"
#include "member/member_test.h"

struct audit_test {
	struct site_test *s;
	struct cells t;
	int64_t an, binh; /* members; An was moved and corrected */
	struct keyring ring;
	struct key key;
	struct audit_report r;
	char said[4000]; /* all findings */
};

/* A site with acts of organisations, posts, members, accounts; nothing sealed. */
void audit_test_start(struct audit_test *t, struct site_test *s);
void audit_test_seal(struct audit_test *t);
/* How much is found. */
int64_t audit_test_verify(struct audit_test *t);
/* One write, as any action would make it. */
void audit_test_write(struct audit_test *t, const char *action);

/* SQL text on a connection of its own, past the program; false if the database refuses it. */
bool thief(struct site_test *s, const char *sql);
/* Likewise in the side database; on PostgreSQL its tables are called side.NAME. */
bool thief_side(struct site_test *s, const char *sql);
/* The account with this function acts from now on. */
void audit_test_as(struct audit_test *t, int64_t account, const char *func, int64_t org);

#endif

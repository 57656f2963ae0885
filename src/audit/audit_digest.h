/*
 * audit_digest.h: what the digests of the chain are made of. Pure functions; nothing here asks a
 * database.
 *
 *	row	R, the name of its source, 'm' made or 'v' voided, then each column that holds
 *		something: name, type, value; numbers eight bytes, the low one first, texts and
 *		bytes behind their length. A column that is NULL or 0 leaves nothing, so that one
 *		added to a table later changes no digest.
 *	unit	its rows one after another: state = H(state, row); then H(salt, unit, rows, state)
 *	entry	H(transaction, how many units, each unit and its digest)
 *	link	H(previous head, numbers, key, each entry), in hex: the head of the chain
 *
 * A unit is what can be erased by itself: a person, the words of a reason, all the rest. Each has a
 * salt of its own, derived from that of the entry: without it nobody can try names and dates until
 * one fits the digest that stays.
 */
#ifndef GUONG_AUDIT_AUDIT_DIGEST_H
#define GUONG_AUDIT_AUDIT_DIGEST_H

#include "base/buf.h"
#include "base/crypto.h"
#include "base/keyring.h"
#include "db/db.h"

enum { UNIT_SALT = -2, UNIT_WORDS = -1, UNIT_REST = 0, SALT_BYTES = 32, ROW_MOST = 64 << 20 };

struct audit_unit {
	int64_t id, rows;
	unsigned char state[DIGEST_BYTES];
};

/* A row, as it goes into a digest. */
void audit_row_start(struct buf *b, const char *source, char event);
void audit_row_value(struct buf *b, const char *name, const struct db_val *v);
void audit_row_end(struct buf *b);

void audit_unit_start(struct audit_unit *u, int64_t id);
void audit_unit_row(struct audit_unit *u, struct str row);
void audit_unit_salt(const unsigned char salt[SALT_BYTES], int64_t unit, unsigned char *ret);
void audit_unit_end(const struct audit_unit *u, const unsigned char unit_salt[SALT_BYTES],
	unsigned char ret[DIGEST_BYTES]);

/* Units come in the order of their ids. */
void audit_entry_start(struct digest *d, int64_t txn, size_t units);
void audit_entry_unit(struct digest *d, int64_t unit, const unsigned char digest[DIGEST_BYTES]);

struct audit_link {
	int64_t batch, first_seq, last_seq, through_ms, at_ms;
	const char *previous, *head, *key_id, *mac;
};
extern const struct field audit_link_fields[];

/* What the first link has before it. */
extern const char audit_origin[];

void audit_link_start(struct digest *d, const struct audit_link *l);
void audit_link_entry(struct digest *d, int64_t seq, int64_t txn, struct str digest);
void audit_link_end(struct digest *d, char ret_head[DIGEST_TEXT]);
void audit_link_mac(const struct key *key, const char *head, char ret[DIGEST_TEXT]);

#endif

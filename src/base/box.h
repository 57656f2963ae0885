/*
 * box.h: what only somebody with the right key reads: key pairs, boxes sealed to a public key, and
 * boxes closed with a key of their own. A thin layer over libsodium; crypto_start() comes first.
 *
 *	box_pair(&pair);
 *	box_seal(sealed, key, BOX_KEY, pair.public);	anybody can, and cannot open it again
 *	if (!box_open(key, sealed, sizeof(sealed), &pair)) ...	not for this pair, or damaged
 *
 *	closed = box_close(a, key, text, bound);
 *	if (!box_unclose(a, key, closed, bound, &text)) ...
 *
 * X25519 with XSalsa20-Poly1305 (crypto_box_seal) for pairs, XChaCha20-Poly1305 for texts. `bound`
 * is not written but must be the same at both ends: whose text it is, so that it cannot be put to
 * somebody else. A text is filled up to whole blocks of BOX_BLOCK before it is closed, so that its
 * length tells little.
 *
 * Secrets lie in memory of the caller, who wipes them with secret_forget() or box_forget().
 */
#ifndef GUONG_BASE_BOX_H
#define GUONG_BASE_BOX_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>

enum { BOX_KEY = 32, BOX_SEALED = BOX_KEY + 48, BOX_BLOCK = 64 };

struct box_pair {
	unsigned char public[BOX_KEY], secret[BOX_KEY];
};

static inline struct str box_str(const unsigned char *p, size_t n)
{
	return (struct str){(const char *)p, n};
}

void box_pair(struct box_pair *ret);
/* The pair of a secret key; false if that is not what the bytes are. */
bool box_pair_of(struct box_pair *ret, struct str secret);
void box_forget(struct box_pair *pair);

/* A key (BOX_KEY bytes) sealed to a public one. */
void box_seal(unsigned char ret[BOX_SEALED], const unsigned char key[BOX_KEY],
	const unsigned char public[BOX_KEY]);
bool box_open(unsigned char ret[BOX_KEY], struct str sealed, const struct box_pair *pair);

struct str box_close(
	struct arena *a, const unsigned char key[BOX_KEY], struct str text, struct str bound);
/* With a NUL behind it, which is not counted. The copy in the arena is not wiped. */
bool box_unclose(struct arena *a, const unsigned char key[BOX_KEY], struct str closed,
	struct str bound, struct str *ret);

/* Two halves, of which each alone says nothing; together (in either order) they are the key. */
void box_split(unsigned char ret_one[BOX_KEY], unsigned char ret_other[BOX_KEY],
	const unsigned char key[BOX_KEY]);
void box_join(unsigned char ret[BOX_KEY], const unsigned char one[BOX_KEY],
	const unsigned char other[BOX_KEY]);

/* A key for one purpose from a secret text of full strength (a token, never a password). */
void box_key_of(unsigned char ret[BOX_KEY], struct str secret, const char *purpose);

#endif

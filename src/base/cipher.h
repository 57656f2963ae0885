/*
 * cipher.h: a stream of pieces that nobody without the key can read, change, drop, repeat or put
 * into another order, and whose last piece is known as the last.
 *
 *	cipher_write_start(&c, head, key);	the head goes before the pieces, as it is
 *	n = cipher_write(&c, out, in, n, bound, last);
 *
 *	if (!cipher_read_start(&c, head, key)) ...
 *	if (!cipher_read(&c, out, in, n, bound, &last)) ...	forged, or another key
 *
 * `bound` is not written but must be the same at both ends; mostly it is empty. Small pieces cost
 * CIPHER_MORE bytes each. XChaCha20-Poly1305 of libsodium's secretstream. See keyring.h for keys.
 */
#ifndef GUONG_BASE_CIPHER_H
#define GUONG_BASE_CIPHER_H

#include "base/str.h"

#include <stdbool.h>

enum { CIPHER_KEY = 32, CIPHER_HEAD = 24, CIPHER_MORE = 17 };

struct cipher {
	_Alignas(16) unsigned char state[64];
};

void cipher_write_start(
	struct cipher *c, unsigned char ret_head[CIPHER_HEAD], const unsigned char key[CIPHER_KEY]);
/* Writes n + CIPHER_MORE bytes to `out`, and returns how many those are. */
size_t cipher_write(
	struct cipher *c, void *out, const void *in, size_t n, struct str bound, bool last);
bool cipher_read_start(struct cipher *c, const unsigned char head[CIPHER_HEAD],
	const unsigned char key[CIPHER_KEY]);
/* Writes n - CIPHER_MORE bytes to `out`; false when the piece is not the next one of this key. */
bool cipher_read(
	struct cipher *c, void *out, const void *in, size_t n, struct str bound, bool *ret_last);

#endif

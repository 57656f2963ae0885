/*
 * crypto.h: a thin layer over libsodium: passwords, tokens, digests. crypto_start() comes first.
 *
 * Passwords: Argon2id, 19 MiB, two passes (about 15 ms); the parameters travel in the text.
 */
#ifndef GUONG_BASE_CRYPTO_H
#define GUONG_BASE_CRYPTO_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum { DIGEST_TEXT = 65, DIGEST_BYTES = 32 };

/* Dies if the library cannot start. */
void crypto_start(void);
char *password_hash(struct arena *a, const char *password);
/* The same for a code that the program made up itself: nobody guesses one, so it may be cheap (1
 * ms). */
char *code_hash(struct arena *a, const char *code);
bool password_right(const char *hash, const char *password);
/* As long as password_right() takes, for accounts that do not exist. Always false. */
bool password_waste(const char *password);
/*
 * A key that follows from a right password, as costly to guess as the password itself. It has a
 * salt of its own, which follows from the stored text: another text, another key.
 */
enum { PASSWORD_KEY = 32 };
void password_key(const char *hash, const char *password, unsigned char ret[PASSWORD_KEY]);

/* SHA-256 in hex. */
char *digest_hex(char out[DIGEST_TEXT], struct str bytes);
/* A digest (BLAKE2b) of bytes that come one after another: start, add as often as needed, end. */
struct digest {
	_Alignas(64) unsigned char state[384];
};
void digest_start(struct digest *d);
void digest_add(struct digest *d, const void *p, size_t n);
void digest_end(struct digest *d, unsigned char ret[DIGEST_BYTES]);
/* HMAC-SHA-256 in hex. */
char *mac_hex(char out[DIGEST_TEXT], struct str key, struct str bytes);
/* Comparison whose time does not depend on where they differ. */
bool secret_eq(const char *a, const char *b);
bool bytes_eq(const void *a, const void *b, size_t n);
void random_bytes(void *p, size_t n);
/* Overwrites a secret that is no longer needed; the compiler does not leave it out. */
void secret_forget(void *p, size_t n);
/*
 * Masking: a token that stands in a page (which may be compressed) looks different each time.
 * mask gives 4 x n hex digits, n bytes of mask and n masked ones; unmask gives the bytes back, or
 * false. A token has at most 64 bytes.
 */
char *token_mask(struct arena *a, const unsigned char *token, size_t n);
bool token_unmask(const char *masked, unsigned char *ret, size_t n);

#endif

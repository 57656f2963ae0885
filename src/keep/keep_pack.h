/*
 * keep_pack.h: bytes into a file and back: compressed, then encrypted, in pieces of one size.
 *
 *	"GUONGBAK", a byte with the version of the format, the identifier of the key (16 letters),
 *	CIPHER_HEAD bytes; then pieces of 64 KiB, each CIPHER_MORE bytes longer; the last one is
 *	shorter, or empty, and says that it is the last.
 *
 * What stands before the pieces is bound to the first of them: nothing of the file can be changed
 * without the key. The bytes in the pieces are one deflate stream (zlib).
 *
 * Ownership: a struct pack or unpack lives in an arena and gives back what it took when that ends;
 * the descriptor stays the caller's. Failures are told in the fault with the name of the file.
 */
#ifndef GUONG_KEEP_KEEP_PACK_H
#define GUONG_KEEP_KEEP_PACK_H

#include "base/keyring.h"

struct pack;
struct unpack;

enum { PACK_VERSION = 1, PACK_PIECE = 64 * 1024 };

enum err pack_new(struct pack **ret, struct arena *a, int fd, const char *path,
	const struct key *key, struct fault *f);
enum err pack_put(struct pack *p, const void *bytes, size_t n);
/* Writes what is left. The file is whole, but not yet on the disk. */
enum err pack_end(struct pack *p);

/* Reads the head and finds the key. */
enum err unpack_new(struct unpack **ret, struct arena *a, int fd, const char *path,
	const struct keyring *ring, struct fault *f);
/* The next n bytes, one after another in memory until the next call. */
enum err unpack_take(struct unpack *u, size_t n, struct str *ret);
/* ERR_FILE when anything is left. */
enum err unpack_end(struct unpack *u);

#endif

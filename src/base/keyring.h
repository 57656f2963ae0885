/*
 * keyring.h: the keys of a site: a file beside the program, never in a database or a backup.
 *
 * One key a line, newest first; "#" begins a remark. The identifier is a digest of the key, so a
 * line that was damaged is noticed, and it may be told to anybody:
 *
 *	guong-key-1 3f9c0a5be2d17744 20260701 6d0c...64 hex digits
 *
 * What is new is written with the newest key and says which; what is old is read with the key it
 * names. Changing keys is therefore keyring_add() and nothing else; a key is only taken out of the
 * file when nothing that names it is to be read any more.
 *
 *	TRY(keyring_load(&ring, a, keyring_where(NULL), f));
 *	k = keyring_newest(ring);			or	k = keyring_find(ring, id);
 *	key_derive(k, "backup", bytes, sizeof(bytes));
 *
 * No key is used itself: each purpose has one of its own derived from it, so that what leaks of
 * one tells nothing of the others.
 *
 * The file must be a plain one of the user who runs the program, with no right for anybody else
 * (0600). In $CREDENTIALS_DIRECTORY (systemd) it may be root's, and the service's group may read.
 * Keys are held in locked memory until the arena ends. Faults: ERR_NOT_FOUND no file, ERR_FORBIDDEN
 * owner or mode, ERR_FILE not what it should be.
 */
#ifndef GUONG_BASE_KEYRING_H
#define GUONG_BASE_KEYRING_H

#include "base/date.h"
#include "base/err.h"

enum { KEY_ID = 16, KEY_PURPOSE = 8, KEY_BYTES = 32 };

struct key {
	char id[KEY_ID + 1];
	day_t made;
	unsigned char bytes[KEY_BYTES];
};

struct keyring {
	const struct key *keys; /* newest first, at least one */
	size_t n;
};

/*
 * Where the keys are: `named`, else $GUONG_KEY, else "guong-key" in $CREDENTIALS_DIRECTORY; NULL
 * if nothing says it.
 */
const char *keyring_where(struct arena *a, const char *named);
enum err keyring_load(
	const struct keyring **ret, struct arena *a, const char *path, struct fault *f);
/* Puts a new key first; a missing file is made (0600). Its identifier is returned. */
enum err keyring_add(const char *path, day_t today, char ret_id[KEY_ID + 1], struct fault *f);

const struct key *keyring_newest(const struct keyring *r);
/* The key of that identifier, or NULL. */
const struct key *keyring_find(const struct keyring *r, const char *id);
/* `n` bytes, 16 to 64, for one purpose: a word of at most KEY_PURPOSE letters. */
void key_derive(const struct key *k, const char *purpose, unsigned char *ret, size_t n);

#endif

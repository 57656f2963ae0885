#include "base/keyring.h"

#include "base/die.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MOST = 64 * 1024, KEYS_MOST = 100 };

static const char mark[] = "guong-key-1";

/* ---- the file ---- */

const char *keyring_where(struct arena *a, const char *named)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");
	const char *path = text_empty(named) ? getenv("GUONG_KEY") : named;

	if (!text_empty(path))
		return path;
	return text_empty(dir) ? NULL : arena_printf(a, "%s/guong-key", dir);
}

static bool is_credential(const char *path)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");
	size_t n = dir ? strlen(dir) : 0;

	return n && !strncmp(path, dir, n) && path[n] == '/' && !strchr(path + n + 1, '/');
}

/* What systemd gives belongs to root, who lets the service's user read it as one of the group. */
static enum err check_rights(const char *path, const struct stat *st, struct fault *f)
{
	bool credential = is_credential(path);
	const char *mode;

	if (!S_ISREG(st->st_mode))
		return fault(f, ERR_FILE, NULL, M_KEY_NO_FILE, path);
	if (st->st_uid != geteuid() && !(credential && st->st_uid == 0))
		return fault(f, ERR_FORBIDDEN, NULL, M_KEY_OWNER, path);
	if (!(st->st_mode & (credential ? S_IWGRP | S_IRWXO : S_IRWXG | S_IRWXO)))
		return ERR_OK;
	mode = arena_printf(f->a, "%04o", (unsigned)(st->st_mode & 07777));
	return fault(f, ERR_FORBIDDEN, NULL, M_KEY_MODE, path, mode);
}

/* All of a file of which `most` bytes fit; -1 when it cannot be read or has more. */
static ssize_t read_all(int fd, char *to, size_t most)
{
	size_t n = 0;
	ssize_t got;

	while ((got = read(fd, to + n, most - n)) > 0)
		n += (size_t)got;
	return got < 0 || n == most ? -1 : (ssize_t)n;
}

static enum err read_file(
	const char *path, char *text, size_t most, struct str *ret, struct fault *f)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;
	ssize_t n = -1;
	enum err e;

	if (fd < 0 && errno == ENOENT)
		return fault(f, ERR_NOT_FOUND, NULL, M_KEY_MISSING, path);
	if (fd < 0)
		return fault(f, ERR_FORBIDDEN, NULL, M_KEY_NO_FILE, path);
	e = fstat(fd, &st) ? fault(f, ERR_IO, NULL, M_KEY_NO_FILE, path)
			   : check_rights(path, &st, f);
	if (!e)
		n = read_all(fd, text, most);
	close(fd);
	if (e || n < 0)
		return e ? e : fault(f, ERR_FILE, NULL, M_KEY_NO_FILE, path);
	*ret = (struct str){text, (size_t)n};
	return ERR_OK;
}

/* ---- one key ---- */

void key_derive(const struct key *k, const char *purpose, unsigned char *ret, size_t n)
{
	char context[KEY_PURPOSE] = {0};

	must(strlen(purpose) <= KEY_PURPOSE);
	memcpy(context, purpose, strlen(purpose));
	must(!crypto_kdf_derive_from_key(ret, n, 0, context, k->bytes));
}

static void name_key(struct key *k)
{
	unsigned char id[crypto_kdf_BYTES_MIN];

	key_derive(k, "identity", id, sizeof(id));
	sodium_bin2hex(k->id, sizeof(k->id), id, KEY_ID / 2);
}

static bool read_day(struct str s, day_t *ret)
{
	long long n;

	if (!str_to_int(s, &n) || n < DAY_MIN || n > DAY_MAX || !day_valid((day_t)n))
		return false;
	*ret = (day_t)n;
	return true;
}

static bool read_key(struct str line, struct key *k)
{
	struct str word = str_cut(&line, ' '), id = str_cut(&line, ' '), day = str_cut(&line, ' ');
	size_t n = 0;

	if (!str_is(word, mark) || !read_day(day, &k->made))
		return false;
	if (sodium_hex2bin(
		    k->bytes, sizeof(k->bytes), line.p ? line.p : "", line.n, NULL, &n, NULL) ||
		n != sizeof(k->bytes))
		return false;
	name_key(k);
	return str_is(id, k->id);
}

/* ---- all of them ---- */

static enum err read_keys(
	struct keyring *r, struct key *keys, struct str text, const char *path, struct fault *f)
{
	int number = 0;

	while (text.p) {
		struct str line = str_trim(str_cut(&text, '\n'));
		number++;
		if (!line.n || *line.p == '#')
			continue;
		if (r->n == KEYS_MOST || !read_key(line, &keys[r->n]))
			return fault(f, ERR_FILE, NULL, M_KEY_LINE, path,
				arena_printf(f->a, "%d", number));
		r->n++;
	}
	return r->n ? ERR_OK : fault(f, ERR_FILE, NULL, M_KEY_NONE, path);
}

/* Locked memory between guard pages; wiped when the arena ends. */
static void *secret_room(struct arena *a, size_t n)
{
	void *p = sodium_malloc(n);

	if (!p)
		die("out of memory");
	arena_cleanup(a, sodium_free, p);
	return p;
}

enum err keyring_load(
	const struct keyring **ret, struct arena *a, const char *path, struct fault *f)
{
	struct keyring *r = arena_new_of(a, struct keyring);
	struct key *keys = secret_room(a, KEYS_MOST * sizeof(*keys));
	char *text = secret_room(a, FILE_MOST);
	struct str all = S("");
	enum err e;

	r->keys = keys;
	e = read_file(path, text, FILE_MOST, &all, f);
	if (!e)
		e = read_keys(r, keys, all, path, f);
	sodium_memzero(text, FILE_MOST);
	TRY(e);
	sodium_mprotect_readonly(keys);
	*ret = r;
	return ERR_OK;
}

const struct key *keyring_newest(const struct keyring *r)
{
	return &r->keys[0];
}

const struct key *keyring_find(const struct keyring *r, const char *id)
{
	for (size_t i = 0; i < r->n; i++)
		if (text_eq(r->keys[i].id, id))
			return &r->keys[i];
	return NULL;
}

/* ---- a new one ---- */

/* The new line, then what stood in the file so far. */
static size_t compose(char *to, size_t size, struct key *k, struct str old)
{
	char hex[2 * sizeof(k->bytes) + 1];
	int n;

	randombytes_buf(k->bytes, sizeof(k->bytes));
	name_key(k);
	sodium_bin2hex(hex, sizeof(hex), k->bytes, sizeof(k->bytes));
	n = snprintf(to, size, "%s %s %d %s\n", mark, k->id, (int)k->made, hex);
	sodium_memzero(hex, sizeof(hex));
	must((size_t)n + old.n < size);
	if (old.n)
		memcpy(to + n, old.p, old.n);
	return (size_t)n + old.n;
}

static bool write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t done = write(fd, p, n);
		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return fsync(fd) == 0;
}

static bool sync_dir(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *dir = slash ? arena_strndup(a, path, (size_t)(slash - path) + 1) : ".";
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool done = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return done;
}

/* Whole or not at all: another file takes its place. mkostemp() gives it the mode 0600. */
static enum err replace(const char *path, const char *text, size_t n, struct fault *f)
{
	char *temp = arena_printf(f->a, "%s.XXXXXX", path);
	int fd = mkostemp(temp, O_CLOEXEC);
	bool done = fd >= 0 && write_all(fd, text, n);

	if (fd >= 0)
		close(fd);
	if (done && !rename(temp, path) && sync_dir(f->a, path))
		return ERR_OK;
	fault(f, ERR_IO, NULL, M_KEY_NOT_WRITTEN, path);
	fault_detail(f, ERR_IO, "%s: %s", path, strerror(errno));
	if (fd >= 0)
		unlink(temp);
	return ERR_IO;
}

static enum err add(
	const char *path, char *text, char *old, struct key *k, struct arena *a, struct fault *f)
{
	const struct keyring *ring;
	struct str all = S("");
	bool there = access(path, F_OK) == 0;

	if (there) {
		TRY(keyring_load(&ring, a, path, f)); /* only a good file is added to */
		TRY(read_file(path, old, FILE_MOST, &all, f));
		if (ring->n == KEYS_MOST || all.n > FILE_MOST / 2)
			return fault(f, ERR_TOO_LARGE, NULL, M_KEY_NO_FILE, path);
	}
	return replace(path, text, compose(text, FILE_MOST, k, all), f);
}

enum err keyring_add(const char *path, day_t today, char ret_id[KEY_ID + 1], struct fault *f)
{
	struct arena *a = arena_new(1 << 20);
	struct key *k = secret_room(a, sizeof(*k));
	char *text = secret_room(a, FILE_MOST), *old = secret_room(a, FILE_MOST);
	enum err e;

	k->made = today;
	e = add(path, text, old, k, a, f);
	if (!e)
		memcpy(ret_id, k->id, sizeof(k->id));
	arena_free(a);
	return e;
}

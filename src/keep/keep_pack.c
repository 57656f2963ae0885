#include "keep/keep_pack.h"

#include "base/buf.h"
#include "base/cipher.h"
#include "base/crypto.h"
#include "base/die.h"
#include "keep/keep_pump.h"

#include <errno.h>
#include <unistd.h>
#include <zlib.h>

/* Level 3 takes half the time of the usual 6, and gives a tenth more bytes. */
enum { MAGIC = 8, HEAD = MAGIC + 1 + KEY_ID + CIPHER_HEAD, LEVEL = 3 };

static const char magic[MAGIC + 1] = "GUONGBAK", purpose[] = "backup";

/* What both ways have: the file, the key's stream, and a piece on either side of it. */
struct pipe {
	int fd;
	const char *path;
	struct fault *f;
	struct cipher cipher;
	char head[HEAD];
	struct str bound; /* to the next piece */
	z_stream z;
	unsigned char plain[PACK_PIECE], secret[PACK_PIECE + CIPHER_MORE];
};

struct pack {
	struct pipe pipe;
};

struct unpack {
	struct pipe pipe;
	struct buf taken;
	bool last, over; /* last: no piece comes after this one; over: nor any byte */
};

/* A key for the backups of this site, used for one stream and forgotten. */
static void derive(const struct key *key, unsigned char ret[CIPHER_KEY])
{
	key_derive(key, purpose, ret, CIPHER_KEY);
}

/* ---- writing ---- */

static enum err no_write(struct pipe *p)
{
	fault(p->f, ERR_IO, NULL, M_KEEP_NOT_WRITTEN, p->path);
	return fault_detail(p->f, ERR_IO, "%s: %s", p->path, strerror(errno));
}

static enum err write_all(struct pipe *p, const void *bytes, size_t n)
{
	const char *at = bytes;

	while (n) {
		ssize_t done = write(p->fd, at, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return no_write(p);
		at += done;
		n -= (size_t)done;
	}
	return ERR_OK;
}

static enum err write_piece(struct pipe *p, bool last)
{
	size_t n = sizeof(p->plain) - p->z.avail_out;

	n = cipher_write(&p->cipher, p->secret, p->plain, n, p->bound, last);
	p->bound = S("");
	p->z.next_out = p->plain;
	p->z.avail_out = sizeof(p->plain);
	return write_all(p, p->secret, n);
}

static void end_pack(void *p)
{
	deflateEnd(&((struct pack *)p)->pipe.z);
}

static void write_head(struct pipe *p, const struct key *key)
{
	unsigned char bytes[CIPHER_KEY];

	memcpy(p->head, magic, MAGIC);
	p->head[MAGIC] = PACK_VERSION;
	memcpy(p->head + MAGIC + 1, key->id, KEY_ID);
	derive(key, bytes);
	cipher_write_start(&p->cipher, (unsigned char *)p->head + HEAD - CIPHER_HEAD, bytes);
	secret_forget(bytes, sizeof(bytes));
}

static void start(struct pipe *p, int fd, const char *path, struct fault *f)
{
	p->fd = fd;
	p->path = path;
	p->f = f;
	p->bound = (struct str){p->head, HEAD};
}

enum err pack_new(struct pack **ret, struct arena *a, int fd, const char *path,
	const struct key *key, struct fault *f)
{
	struct pack *pack = arena_new_of(a, struct pack);
	struct pipe *p = &pack->pipe;

	start(p, fd, path, f);
	write_head(p, key);
	if (deflateInit(&p->z, LEVEL) != Z_OK)
		die("out of memory");
	arena_cleanup(a, end_pack, pack);
	p->z.next_out = p->plain;
	p->z.avail_out = sizeof(p->plain);
	*ret = pack;
	return write_all(p, p->head, HEAD);
}

enum err pack_put(struct pack *pack, const void *bytes, size_t n)
{
	struct pipe *p = &pack->pipe;

	must(n <= KEEP_ROW);
	p->z.next_in = (Bytef *)bytes;
	p->z.avail_in = (uInt)n;
	while (p->z.avail_in) {
		must(deflate(&p->z, Z_NO_FLUSH) == Z_OK);
		if (!p->z.avail_out)
			TRY(write_piece(p, false));
	}
	return ERR_OK;
}

/* A piece that is full is never the last one: its length says that another comes. */
enum err pack_end(struct pack *pack)
{
	struct pipe *p = &pack->pipe;
	int rc;

	do {
		rc = deflate(&p->z, Z_FINISH);
		must(rc == Z_OK || rc == Z_BUF_ERROR || rc == Z_STREAM_END);
		if (!p->z.avail_out)
			TRY(write_piece(p, false));
	} while (rc != Z_STREAM_END);
	return write_piece(p, true);
}

/* ---- reading ---- */

static enum err bad(struct pipe *p, enum msg what)
{
	return fault(p->f, ERR_FILE, NULL, what, p->path);
}

/* As many bytes as there are, at most n. */
static enum err read_all(struct pipe *p, void *to, size_t n, size_t *ret)
{
	char *at = to;

	*ret = 0;
	while (*ret < n) {
		ssize_t got = read(p->fd, at + *ret, n - *ret);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			fault(p->f, ERR_IO, NULL, M_KEEP_NOT_READ, p->path);
			return fault_detail(p->f, ERR_IO, "%s: %s", p->path, strerror(errno));
		}
		if (!got)
			break;
		*ret += (size_t)got;
	}
	return ERR_OK;
}

static enum err read_piece(struct unpack *u)
{
	struct pipe *p = &u->pipe;
	bool full;
	size_t n;

	if (u->last)
		return bad(p, M_KEEP_DAMAGED); /* compressed bytes end before they are complete */
	TRY(read_all(p, p->secret, sizeof(p->secret), &n));
	full = n == sizeof(p->secret);
	if (!cipher_read(&p->cipher, p->plain, p->secret, n, p->bound, &u->last))
		return bad(p, full ? M_KEEP_DAMAGED : M_KEEP_CUT);
	if (full == u->last)
		return bad(p, M_KEEP_DAMAGED);
	p->bound = S("");
	p->z.next_in = p->plain;
	p->z.avail_in = (uInt)(n - CIPHER_MORE);
	return ERR_OK;
}

static void end_unpack(void *arg)
{
	struct unpack *u = arg;

	inflateEnd(&u->pipe.z);
	buf_done(&u->taken);
}

static enum err find_key(struct pipe *p, const struct keyring *ring, const struct key **ret)
{
	const char *id = arena_strndup(p->f->a, p->head + MAGIC + 1, KEY_ID);

	if (strspn(id, "0123456789abcdef") != KEY_ID)
		return bad(p, M_KEEP_DAMAGED);
	*ret = keyring_find(ring, id);
	return *ret ? ERR_OK : fault(p->f, ERR_NOT_FOUND, NULL, M_KEY_UNKNOWN, p->path, id);
}

static enum err read_head_of(struct pipe *p, const struct keyring *ring)
{
	unsigned char bytes[CIPHER_KEY];
	const struct key *key = NULL;
	size_t n;
	bool good;

	TRY(read_all(p, p->head, HEAD, &n));
	if (n < MAGIC || memcmp(p->head, magic, MAGIC) != 0)
		return bad(p, M_KEEP_NO_BACKUP);
	if (n > MAGIC && p->head[MAGIC] != PACK_VERSION)
		return bad(p, M_KEEP_VERSION);
	if (n < HEAD)
		return bad(p, M_KEEP_CUT);
	TRY(find_key(p, ring, &key));
	derive(key, bytes);
	good = cipher_read_start(&p->cipher, (unsigned char *)p->head + HEAD - CIPHER_HEAD, bytes);
	secret_forget(bytes, sizeof(bytes));
	return good ? ERR_OK : bad(p, M_KEEP_DAMAGED);
}

enum err unpack_new(struct unpack **ret, struct arena *a, int fd, const char *path,
	const struct keyring *ring, struct fault *f)
{
	struct unpack *u = arena_new_of(a, struct unpack);

	start(&u->pipe, fd, path, f);
	TRY(read_head_of(&u->pipe, ring));
	if (inflateInit(&u->pipe.z) != Z_OK)
		die("out of memory");
	buf_init(&u->taken, KEEP_ROW);
	arena_cleanup(a, end_unpack, u);
	*ret = u;
	return ERR_OK;
}

/* Some more decompressed bytes to the end of `taken`, at most n. */
static enum err more(struct unpack *u, size_t n)
{
	struct pipe *p = &u->pipe;
	unsigned char out[16 * 1024];
	int rc;

	if (u->over)
		return bad(p, M_KEEP_DAMAGED);
	p->z.next_out = out;
	p->z.avail_out = (uInt)(n < sizeof(out) ? n : sizeof(out));
	n = p->z.avail_out;
	rc = inflate(&p->z, Z_NO_FLUSH);
	u->over = rc == Z_STREAM_END;
	buf_put(&u->taken, out, n - p->z.avail_out);
	if (rc == Z_BUF_ERROR || (rc == Z_OK && p->z.avail_out))
		return read_piece(u); /* all of this piece has been used */
	return rc == Z_OK || u->over ? ERR_OK : bad(p, M_KEEP_DAMAGED);
}

enum err unpack_take(struct unpack *u, size_t n, struct str *ret)
{
	buf_reset(&u->taken);
	if (n > KEEP_ROW)
		return bad(&u->pipe, M_KEEP_DAMAGED);
	while (u->taken.n < n)
		TRY(more(u, n - u->taken.n));
	*ret = (struct str){u->taken.p, n};
	return ERR_OK;
}

/* The stream's own end may still have to be read: nothing but that may be there. */
enum err unpack_end(struct unpack *u)
{
	char beyond;
	size_t n;

	buf_reset(&u->taken);
	while (!u->over && !u->taken.n)
		TRY(more(u, 1));
	while (!u->last && !u->pipe.z.avail_in)
		TRY(read_piece(u));
	TRY(read_all(&u->pipe, &beyond, 1, &n));
	if (u->taken.n || u->pipe.z.avail_in || n)
		return bad(&u->pipe, M_KEEP_DAMAGED);
	return ERR_OK;
}

#include "base/cipher.h"

#include "base/die.h"

#include <sodium.h>

enum {
	PLAIN = crypto_secretstream_xchacha20poly1305_TAG_MESSAGE,
	FINAL = crypto_secretstream_xchacha20poly1305_TAG_FINAL
};

_Static_assert(sizeof(crypto_secretstream_xchacha20poly1305_state) <= sizeof(struct cipher), "");
_Static_assert((int)crypto_secretstream_xchacha20poly1305_KEYBYTES == CIPHER_KEY, "key");
_Static_assert((int)crypto_secretstream_xchacha20poly1305_HEADERBYTES == CIPHER_HEAD, "head");
_Static_assert((int)crypto_secretstream_xchacha20poly1305_ABYTES == CIPHER_MORE, "more");

static crypto_secretstream_xchacha20poly1305_state *of(struct cipher *c)
{
	return (crypto_secretstream_xchacha20poly1305_state *)c;
}

static const unsigned char *bytes_of(struct str s)
{
	return (const unsigned char *)s.p;
}

void cipher_write_start(
	struct cipher *c, unsigned char ret_head[CIPHER_HEAD], const unsigned char key[CIPHER_KEY])
{
	must(!crypto_secretstream_xchacha20poly1305_init_push(of(c), ret_head, key));
}

size_t cipher_write(
	struct cipher *c, void *out, const void *in, size_t n, struct str bound, bool last)
{
	unsigned long long done;

	must(!crypto_secretstream_xchacha20poly1305_push(
		of(c), out, &done, in, n, bytes_of(bound), bound.n, last ? FINAL : PLAIN));
	return (size_t)done;
}

bool cipher_read_start(struct cipher *c, const unsigned char head[CIPHER_HEAD],
	const unsigned char key[CIPHER_KEY])
{
	return !crypto_secretstream_xchacha20poly1305_init_pull(of(c), head, key);
}

bool cipher_read(
	struct cipher *c, void *out, const void *in, size_t n, struct str bound, bool *ret_last)
{
	unsigned char tag;

	if (n < CIPHER_MORE || crypto_secretstream_xchacha20poly1305_pull(
				       of(c), out, NULL, &tag, in, n, bytes_of(bound), bound.n))
		return false;
	*ret_last = tag == FINAL;
	return true;
}

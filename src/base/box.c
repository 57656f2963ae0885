#include "base/box.h"

#include "base/crypto.h"
#include "base/die.h"

#include <sodium.h>

enum {
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES
};

_Static_assert((int)crypto_box_PUBLICKEYBYTES == BOX_KEY, "public");
_Static_assert((int)crypto_box_SECRETKEYBYTES == BOX_KEY, "secret");
_Static_assert((int)crypto_box_SEALBYTES + BOX_KEY == BOX_SEALED, "sealed");
_Static_assert((int)crypto_aead_xchacha20poly1305_ietf_KEYBYTES == BOX_KEY, "key");

static const unsigned char *bytes_of(struct str s)
{
	return (const unsigned char *)(s.n ? s.p : "");
}

void box_pair(struct box_pair *ret)
{
	must(!crypto_box_keypair(ret->public, ret->secret));
}

bool box_pair_of(struct box_pair *ret, struct str secret)
{
	if (secret.n != BOX_KEY)
		return false;
	memcpy(ret->secret, secret.p, BOX_KEY);
	return !crypto_scalarmult_base(ret->public, ret->secret);
}

void box_forget(struct box_pair *pair)
{
	sodium_memzero(pair, sizeof(*pair));
}

void box_seal(unsigned char ret[BOX_SEALED], const unsigned char key[BOX_KEY],
	const unsigned char public[BOX_KEY])
{
	/* it fails for the few public keys that are no keys: those nobody may have put there */
	must(!crypto_box_seal(ret, key, BOX_KEY, public));
}

bool box_open(unsigned char ret[BOX_KEY], struct str sealed, const struct box_pair *pair)
{
	return sealed.n == BOX_SEALED &&
	       !crypto_box_seal_open(ret, bytes_of(sealed), sealed.n, pair->public, pair->secret);
}

struct str box_close(
	struct arena *a, const unsigned char key[BOX_KEY], struct str text, struct str bound)
{
	size_t room = (text.n / BOX_BLOCK + 1) * BOX_BLOCK, padded;
	unsigned char *out = arena_alloc(a, NONCE + room + TAG), *filled = out + NONCE;
	unsigned long long n;

	randombytes_buf(out, NONCE);
	memcpy(filled, bytes_of(text), text.n);
	must(!sodium_pad(&padded, filled, text.n, BOX_BLOCK, room));
	/* in place: the text itself is overwritten */
	must(!crypto_aead_xchacha20poly1305_ietf_encrypt(
		filled, &n, filled, padded, bytes_of(bound), bound.n, NULL, out, key));
	return (struct str){(const char *)out, NONCE + (size_t)n};
}

bool box_unclose(struct arena *a, const unsigned char key[BOX_KEY], struct str closed,
	struct str bound, struct str *ret)
{
	const unsigned char *in = bytes_of(closed);
	unsigned char *out;
	unsigned long long n;
	size_t length;

	if (closed.n < NONCE + TAG + BOX_BLOCK)
		return false;
	out = arena_alloc(a, closed.n);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, &n, NULL, in + NONCE, closed.n - NONCE,
		    bytes_of(bound), bound.n, in, key) ||
		sodium_unpad(&length, out, (size_t)n, BOX_BLOCK))
		return false;
	out[length] = 0;
	*ret = (struct str){(const char *)out, length};
	return true;
}

void box_split(unsigned char ret_one[BOX_KEY], unsigned char ret_other[BOX_KEY],
	const unsigned char key[BOX_KEY])
{
	randombytes_buf(ret_one, BOX_KEY);
	box_join(ret_other, ret_one, key);
}

void box_join(unsigned char ret[BOX_KEY], const unsigned char one[BOX_KEY],
	const unsigned char other[BOX_KEY])
{
	for (int i = 0; i < BOX_KEY; i++)
		ret[i] = one[i] ^ other[i];
}

void box_key_of(unsigned char ret[BOX_KEY], struct str secret, const char *purpose)
{
	crypto_generichash_state state;

	must(!crypto_generichash_init(&state, NULL, 0, BOX_KEY));
	must(!crypto_generichash_update(
		&state, (const unsigned char *)purpose, strlen(purpose) + 1));
	must(!crypto_generichash_update(&state, bytes_of(secret), secret.n));
	must(!crypto_generichash_final(&state, ret, BOX_KEY));
	sodium_memzero(&state, sizeof(state));
}

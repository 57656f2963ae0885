#include "base/crypto.h"

#include "base/die.h"

#include <sodium.h>

enum { PASSES = 2, MEMORY = 19 * 1024 * 1024, CODE_MEMORY = 1 << 20, TOKEN_MAX = 64 };

_Static_assert((int)crypto_hash_sha256_BYTES * 2 + 1 == (int)DIGEST_TEXT, "a digest fits");
_Static_assert(sizeof(crypto_generichash_state) <= sizeof(struct digest), "its state fits");

void crypto_start(void)
{
	if (sodium_init() < 0)
		die("libsodium does not start");
}

static char *hash(struct arena *a, const char *text, unsigned long long passes, size_t memory)
{
	char out[crypto_pwhash_STRBYTES];

	if (crypto_pwhash_str_alg(
		    out, text, strlen(text), passes, memory, crypto_pwhash_ALG_ARGON2ID13))
		die("out of memory");
	return arena_strdup(a, out);
}

char *password_hash(struct arena *a, const char *password)
{
	return hash(a, password, PASSES, MEMORY);
}

char *code_hash(struct arena *a, const char *code)
{
	return hash(a, code, 1, CODE_MEMORY);
}

static bool verify(const char *hash, const char *password)
{
	/* the library's word is that it may read this much */
	char text[crypto_pwhash_STRBYTES] = {0};

	if (strlen(hash) >= sizeof(text))
		return false;
	memcpy(text, hash, strlen(hash));
	return crypto_pwhash_str_verify(text, password, strlen(password)) == 0;
}

bool password_right(const char *hash, const char *password)
{
	return text_empty(hash) ? password_waste(password) : verify(hash, password);
}

bool password_waste(const char *password)
{
	/* the parameters of password_hash(), salt and result zero: no password gives this */
	static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
				     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

	must(!verify(nobody, password));
	return false;
}

void password_key(const char *hash, const char *password, unsigned char ret[PASSWORD_KEY])
{
	static const char purpose[] = "key of a password: ";
	unsigned char salt[crypto_pwhash_SALTBYTES];
	crypto_generichash_state state;

	must(!crypto_generichash_init(&state, NULL, 0, sizeof(salt)));
	must(!crypto_generichash_update(&state, (const unsigned char *)purpose, sizeof(purpose)));
	must(!crypto_generichash_update(&state, (const unsigned char *)hash, strlen(hash)));
	must(!crypto_generichash_final(&state, salt, sizeof(salt)));
	if (crypto_pwhash(ret, PASSWORD_KEY, password, strlen(password), salt, PASSES, MEMORY,
		    crypto_pwhash_ALG_ARGON2ID13))
		die("out of memory");
}

static const unsigned char *bytes_of(struct str s)
{
	return (const unsigned char *)(s.n ? s.p : "");
}

char *digest_hex(char out[DIGEST_TEXT], struct str bytes)
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(hash, bytes_of(bytes), bytes.n);
	return sodium_bin2hex(out, DIGEST_TEXT, hash, sizeof(hash));
}

void digest_start(struct digest *d)
{
	must(!crypto_generichash_init((crypto_generichash_state *)d, NULL, 0, DIGEST_BYTES));
}

void digest_add(struct digest *d, const void *p, size_t n)
{
	must(!crypto_generichash_update((crypto_generichash_state *)d, p, n));
}

void digest_end(struct digest *d, unsigned char ret[DIGEST_BYTES])
{
	must(!crypto_generichash_final((crypto_generichash_state *)d, ret, DIGEST_BYTES));
}

char *mac_hex(char out[DIGEST_TEXT], struct str key, struct str bytes)
{
	crypto_auth_hmacsha256_state state;
	unsigned char mac[crypto_auth_hmacsha256_BYTES];

	crypto_auth_hmacsha256_init(&state, bytes_of(key), key.n);
	crypto_auth_hmacsha256_update(&state, bytes_of(bytes), bytes.n);
	crypto_auth_hmacsha256_final(&state, mac);
	sodium_memzero(&state, sizeof(state));
	return sodium_bin2hex(out, DIGEST_TEXT, mac, sizeof(mac));
}

bool secret_eq(const char *a, const char *b)
{
	size_t n;

	if (!a || !b)
		return false;
	n = strlen(a);
	return n == strlen(b) && sodium_memcmp(a, b, n) == 0;
}

void random_bytes(void *p, size_t n)
{
	randombytes_buf(p, n);
}

void secret_forget(void *p, size_t n)
{
	sodium_memzero(p, n);
}

char *token_mask(struct arena *a, const unsigned char *token, size_t n)
{
	unsigned char both[2 * TOKEN_MAX];
	char *out = arena_alloc(a, 4 * n + 1);

	must(n <= TOKEN_MAX);
	randombytes_buf(both, n);
	for (size_t i = 0; i < n; i++)
		both[n + i] = both[i] ^ token[i];
	return sodium_bin2hex(out, 4 * n + 1, both, 2 * n);
}

bool token_unmask(const char *masked, unsigned char *ret, size_t n)
{
	unsigned char both[2 * TOKEN_MAX];
	size_t got = 0;

	must(n <= TOKEN_MAX);
	if (!masked || strlen(masked) != 4 * n)
		return false;
	if (sodium_hex2bin(both, sizeof(both), masked, 4 * n, NULL, &got, NULL) || got != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++)
		ret[i] = both[i] ^ both[n + i];
	return true;
}

bool bytes_eq(const void *a, const void *b, size_t n)
{
	return sodium_memcmp(a, b, n) == 0;
}

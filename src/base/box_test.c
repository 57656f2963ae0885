/* Boxes: who has the key opens, nobody else, and nothing can be put elsewhere. */
#include "base/base_test.h"

#include "base/box.h"
#include "base/crypto.h"

#include <string.h>

static void only_the_pair_opens(void **state)
{
	unsigned char key[BOX_KEY], got[BOX_KEY], sealed[BOX_SEALED];
	struct box_pair one, other, again;
	struct str s = {(char *)sealed, sizeof(sealed)};

	(void)state;
	crypto_start();
	random_bytes(key, sizeof(key));
	box_pair(&one);
	box_pair(&other);
	box_seal(sealed, key, one.public);
	assert_true(box_open(got, s, &one));
	assert_memory_equal(got, key, BOX_KEY);
	assert_false(box_open(got, s, &other));
	assert_true(box_pair_of(&again, (struct str){(char *)one.secret, BOX_KEY}));
	assert_memory_equal(again.public, one.public, BOX_KEY);
	assert_true(box_open(got, s, &again));
	assert_false(box_pair_of(&again, S("short")));
	s.n--;
	assert_false(box_open(got, s, &one));
	sealed[40] ^= 1;
	s.n++;
	assert_false(box_open(got, s, &one));
	box_forget(&one);
	assert_int_equal(one.secret[0] | one.secret[31], 0);
}

static void a_text_belongs_where_it_is_bound(void **state)
{
	struct arena *a = arena_new(1 << 20);
	unsigned char key[BOX_KEY], other[BOX_KEY];
	struct str closed, text;

	(void)state;
	crypto_start();
	random_bytes(key, sizeof(key));
	random_bytes(other, sizeof(other));
	closed = box_close(a, key, S("Đồng chí đã nhận khuyết điểm."), S("note 1 17"));
	assert_true(box_unclose(a, key, closed, S("note 1 17"), &text));
	assert_string_equal(text.p, "Đồng chí đã nhận khuyết điểm.");
	assert_int_equal(text.n, strlen(text.p));
	assert_false(box_unclose(a, key, closed, S("note 1 18"), &text));
	assert_false(box_unclose(a, other, closed, S("note 1 17"), &text));
	((char *)closed.p)[closed.n - 1] ^= 1;
	assert_false(box_unclose(a, key, closed, S("note 1 17"), &text));
	closed.n = 10;
	assert_false(box_unclose(a, key, closed, S("note 1 17"), &text));
	arena_free(a);
}

/* Lengths are told in blocks only; every one of them comes back whole. */
static void lengths_are_filled_up(void **state)
{
	struct arena *a = arena_new(1 << 20);
	unsigned char key[BOX_KEY];
	char long_text[3 * BOX_BLOCK];
	size_t one = box_close(a, (random_bytes(key, sizeof(key)), key), S("a"), S("")).n;

	(void)state;
	memset(long_text, 'x', sizeof(long_text));
	for (size_t n = 0; n < sizeof(long_text); n++) {
		struct str text, closed = box_close(a, key, (struct str){long_text, n}, S(""));
		assert_int_equal((closed.n - one) % BOX_BLOCK, 0);
		assert_true(box_unclose(a, key, closed, S(""), &text));
		assert_int_equal(text.n, n);
		assert_int_equal(strlen(text.p), n);
	}
	assert_int_equal(box_close(a, key, S("abcdefgh"), S("")).n, one);
	arena_free(a);
}

static void halves_say_nothing(void **state)
{
	unsigned char key[BOX_KEY], one[BOX_KEY], other[BOX_KEY], got[BOX_KEY];

	(void)state;
	crypto_start();
	memset(key, 0, sizeof(key));
	box_split(one, other, key);
	assert_memory_not_equal(one, key, BOX_KEY);
	assert_memory_not_equal(other, key, BOX_KEY);
	box_join(got, other, one);
	assert_memory_equal(got, key, BOX_KEY);
}

static void passwords_and_tokens_give_keys(void **state)
{
	struct arena *a = arena_new(1 << 20);
	unsigned char one[BOX_KEY], other[BOX_KEY];
	const char *hash, *again;

	(void)state;
	crypto_start();
	hash = password_hash(a, "mat-khau-dai-1");
	again = password_hash(a, "mat-khau-dai-1");
	password_key(hash, "mat-khau-dai-1", one);
	password_key(hash, "mat-khau-dai-1", other);
	assert_memory_equal(one, other, BOX_KEY);
	password_key(hash, "mat-khau-dai-2", other);
	assert_memory_not_equal(one, other, BOX_KEY);
	password_key(again, "mat-khau-dai-1", other);
	assert_memory_not_equal(one, other, BOX_KEY);
	box_key_of(one, S("token"), "session");
	box_key_of(other, S("token"), "else");
	assert_memory_not_equal(one, other, BOX_KEY);
	arena_free(a);
}

static const struct CMUnitTest list[] = {
	cmocka_unit_test(only_the_pair_opens),
	cmocka_unit_test(a_text_belongs_where_it_is_bound),
	cmocka_unit_test(lengths_are_filled_up),
	cmocka_unit_test(halves_say_nothing),
	cmocka_unit_test(passwords_and_tokens_give_keys),
};
TESTS(box_tests, list);

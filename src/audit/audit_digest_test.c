/*
 * What digests are made of: one value, one form; whatever differs shows.
 */
#include "audit/audit_digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* comes after the four above */
#include <cmocka.h>

static struct str row(
	struct buf *b, const char *source, char event, const char *name, struct db_val v)
{
	audit_row_start(b, source, event);
	audit_row_value(b, name, &v);
	audit_row_end(b);
	return (struct str){b->p, b->n};
}

static void a_row_has_one_form(void **state)
{
	static const char want[] = "Rorg_act\0mname\0t\3\0\0\0\0\0\0\0abc\0";
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	assert_true(str_eq(row(&b, "org_act", 'm', "name", db_val_text("abc")),
		(struct str){want, sizeof(want) - 1}));
	assert_true(str_eq(row(&b, "t", 'v', "n", db_val_int(-2)),
		(struct str){"Rt\0vn\0i\376\377\377\377\377\377\377\377\0", 16}));
	assert_true(str_eq(row(&b, "t", 'm', "b", db_val_bytes(S("\0x"))),
		(struct str){"Rt\0mb\0b\2\0\0\0\0\0\0\0\0x\0", 18}));
	buf_done(&b);
}

/* So that a column added later changes nothing of what was sealed before. */
static void nothing_leaves_nothing(void **state)
{
	struct str none = {"Rt\0m\0", 5};
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	assert_true(str_eq(row(&b, "t", 'm', "n", db_val_int(0)), none));
	assert_true(str_eq(row(&b, "t", 'm', "n", db_val_text(NULL)), none));
	assert_false(str_eq(row(&b, "t", 'm', "n", db_val_text("")), none));
	buf_done(&b);
}

/* The digest of a unit with these two rows. */
static void unit(unsigned char ret[DIGEST_BYTES], int64_t id, const char *salt, const char *one,
	const char *two)
{
	unsigned char own[SALT_BYTES];
	struct audit_unit u;

	audit_unit_start(&u, id);
	audit_unit_row(&u, str_of(one));
	if (two)
		audit_unit_row(&u, str_of(two));
	audit_unit_salt((const unsigned char *)salt, id, own);
	audit_unit_end(&u, own, ret);
}

#define SALT "0123456789abcdef0123456789abcdef"

static void whatever_differs_shows(void **state)
{
	static const struct {
		int64_t id;
		const char *salt, *one, *two;
	} others[] = {{8, SALT, "a", "b"}, {7, "1" SALT, "a", "b"}, {7, SALT, "a", "c"},
		{7, SALT, "b", "a"}, {7, SALT, "ab", NULL}, {7, SALT, "a", NULL},
		{7, SALT, "a", ""}};
	unsigned char want[DIGEST_BYTES], have[DIGEST_BYTES];

	(void)state;
	unit(want, 7, SALT, "a", "b");
	unit(have, 7, SALT, "a", "b");
	assert_memory_equal(want, have, DIGEST_BYTES);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		unit(have, others[i].id, others[i].salt, others[i].one, others[i].two);
		assert_memory_not_equal(want, have, DIGEST_BYTES);
	}
}

static const struct audit_link link_1 = {.batch = 1,
	.first_seq = 1,
	.last_seq = 2,
	.through_ms = 30,
	.at_ms = 40,
	.previous = audit_origin,
	.key_id = "0123456789abcdef"};

static void head_of(const struct audit_link *l, const char *second, char ret[DIGEST_TEXT])
{
	struct digest d;

	audit_link_start(&d, l);
	audit_link_entry(&d, 1, 11, S("one"));
	audit_link_entry(&d, 2, 12, str_of(second));
	audit_link_end(&d, ret);
}

static void a_head_is_over_all_of_a_link(void **state)
{
	struct audit_link other[7];
	char want[DIGEST_TEXT], have[DIGEST_TEXT];

	(void)state;
	for (int i = 0; i < 7; i++)
		other[i] = link_1;
	other[0].batch = 2;
	other[1].first_seq = 0;
	other[2].last_seq = 3;
	other[3].through_ms = 31;
	other[4].at_ms = 41;
	other[5].previous = want;
	other[6].key_id = "0123456789abcdee";
	head_of(&link_1, "two", want);
	assert_int_equal(strlen(want), DIGEST_TEXT - 1);
	head_of(&link_1, "twO", have);
	assert_string_not_equal(want, have);
	for (int i = 0; i < 7; i++) {
		head_of(&other[i], "two", have);
		assert_string_not_equal(want, have);
	}
}

static void a_mac_needs_the_key(void **state)
{
	struct key one = {.id = "0123456789abcdef"}, two = {.id = "0123456789abcdef"};
	char want[DIGEST_TEXT], have[DIGEST_TEXT];

	(void)state;
	two.bytes[31] = 1;
	audit_link_mac(&one, audit_origin, want);
	audit_link_mac(&two, audit_origin, have);
	assert_string_not_equal(want, have);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_has_one_form),
		cmocka_unit_test(nothing_leaves_nothing),
		cmocka_unit_test(whatever_differs_shows),
		cmocka_unit_test(a_head_is_over_all_of_a_link),
		cmocka_unit_test(a_mac_needs_the_key),
	};

	crypto_start();
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The key file, what is derived from a key, and a stream that only its key opens. */
#include "base/keyring.h"

#include "base/base_test.h"
#include "base/cipher.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct ring_test {
	struct arena *a;
	struct fault f;
	char *dir;
	const char *path;
};

static int start(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct ring_test *t = arena_new_of(a, struct ring_test);

	t->a = t->f.a = a;
	t->dir = arena_strdup(a, "/tmp/guong-key-XXXXXX");
	assert_non_null(mkdtemp(t->dir));
	t->path = arena_printf(a, "%s/guong-key", t->dir);
	unsetenv("CREDENTIALS_DIRECTORY");
	unsetenv("GUONG_KEY");
	*state = t;
	return 0;
}

static int stop(void **state)
{
	struct ring_test *t = *state;

	unlink(t->path);
	rmdir(t->dir);
	unsetenv("CREDENTIALS_DIRECTORY");
	unsetenv("GUONG_KEY");
	arena_free(t->a);
	return 0;
}

static const struct keyring *load(struct ring_test *t)
{
	const struct keyring *r;

	assert_int_equal(keyring_load(&r, t->a, t->path, &t->f), ERR_OK);
	return r;
}

static void refused(struct ring_test *t, enum err e, enum msg what)
{
	const struct keyring *r;

	fault_clear(&t->f);
	assert_int_equal(keyring_load(&r, t->a, t->path, &t->f), e);
	assert_non_null(t->f.first);
	assert_int_equal(t->f.first->what, what);
}

static void write_text(struct ring_test *t, const char *text)
{
	int fd = open(t->path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static char *read_text(struct ring_test *t)
{
	char *text = arena_alloc(t->a, 4096);
	int fd = open(t->path, O_RDONLY);

	assert_true(fd >= 0 && read(fd, text, 4095) > 0);
	close(fd);
	return text;
}

static void the_newest_comes_first(void **state)
{
	struct ring_test *t = *state;
	char first[KEY_ID + 1], second[KEY_ID + 1];
	const struct keyring *r;
	struct key kept;
	struct stat st;

	assert_int_equal(keyring_add(t->path, 20260101, first, &t->f), ERR_OK);
	kept = *keyring_newest(load(t));
	assert_int_equal(stat(t->path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(keyring_add(t->path, 20270101, second, &t->f), ERR_OK);
	r = load(t);
	assert_int_equal(r->n, 2);
	assert_string_equal(keyring_newest(r)->id, second);
	assert_int_equal(keyring_newest(r)->made, 20270101);
	assert_string_not_equal(first, second);
	assert_memory_equal(keyring_find(r, first)->bytes, kept.bytes, sizeof(kept.bytes));
	assert_null(keyring_find(r, "0123456789abcdef"));
	assert_null(keyring_find(r, ""));
}

static void remarks_stay(void **state)
{
	struct ring_test *t = *state;
	char id[KEY_ID + 1];
	const char *text;

	assert_int_equal(keyring_add(t->path, 20260101, id, &t->f), ERR_OK);
	write_text(t, arena_printf(t->a, "# của Tỉnh ủy\n\n%s", read_text(t)));
	assert_int_equal(keyring_add(t->path, 20270101, id, &t->f), ERR_OK);
	text = read_text(t);
	assert_non_null(strstr(text, "# của Tỉnh ủy\n"));
	assert_int_equal(load(t)->n, 2);
}

static void others_must_not_reach_it(void **state)
{
	struct ring_test *t = *state;
	char id[KEY_ID + 1];

	refused(t, ERR_NOT_FOUND, M_KEY_MISSING);
	assert_int_equal(keyring_add(t->path, 20260101, id, &t->f), ERR_OK);
	for (int bit = 1; bit <= 040; bit <<= 1) {
		assert_int_equal(chmod(t->path, (mode_t)(0600 | bit)), 0);
		refused(t, ERR_FORBIDDEN, M_KEY_MODE);
		assert_int_equal(keyring_add(t->path, 20260101, id, &t->f), ERR_FORBIDDEN);
	}
	assert_int_equal(chmod(t->path, 0600), 0);
	if (geteuid() == 0) { /* only root can give a file away */
		assert_int_equal(chown(t->path, 1, 1), 0);
		refused(t, ERR_FORBIDDEN, M_KEY_OWNER);
		assert_int_equal(chown(t->path, 0, 0), 0);
	}
	load(t);
	unlink(t->path);
	assert_int_equal(mkfifo(t->path, 0600), 0);
	refused(t, ERR_FILE, M_KEY_NO_FILE); /* and nobody waits for one to write into it */
}

static void a_damaged_line_is_noticed(void **state)
{
	struct ring_test *t = *state;
	char id[KEY_ID + 1], *good;

	assert_int_equal(keyring_add(t->path, 20260101, id, &t->f), ERR_OK);
	good = read_text(t);
	for (size_t i = 0; good[i + 1]; i++) {
		char *bad = arena_strdup(t->a, good);
		if (i >= 29 && i < 37)
			continue; /* the day is for people */
		bad[i] = bad[i] == 'a' ? 'b' : 'a';
		if (!strcmp(bad, good))
			continue;
		write_text(t, bad);
		refused(t, ERR_FILE, M_KEY_LINE);
		assert_string_equal(t->f.first->arg[1], "1");
	}
	write_text(t, "# nothing yet\n");
	refused(t, ERR_FILE, M_KEY_NONE);
	write_text(t, "");
	refused(t, ERR_FILE, M_KEY_NONE);
	assert_int_equal(keyring_add(t->path, 20260101, id, &t->f), ERR_FILE);
}

static void systemd_may_bring_it(void **state)
{
	struct ring_test *t = *state;
	char id[KEY_ID + 1];

	assert_null(keyring_where(t->a, NULL));
	assert_int_equal(keyring_add(t->path, 20260101, id, &t->f), ERR_OK);
	setenv("CREDENTIALS_DIRECTORY", t->dir, 1);
	assert_string_equal(keyring_where(t->a, NULL), t->path);
	assert_int_equal(chmod(t->path, 0440), 0);
	load(t);
	assert_int_equal(chmod(t->path, 0444), 0);
	refused(t, ERR_FORBIDDEN, M_KEY_MODE);
	setenv("GUONG_KEY", "/etc/guong/key", 1);
	assert_string_equal(keyring_where(t->a, NULL), "/etc/guong/key");
	assert_string_equal(keyring_where(t->a, "k"), "k");
}

static void purposes_have_keys_of_their_own(void **state)
{
	struct ring_test *t = *state;
	unsigned char one[32], two[32], again[32];
	const struct key *k;
	char id[KEY_ID + 1];

	assert_int_equal(keyring_add(t->path, 20260101, id, &t->f), ERR_OK);
	k = keyring_newest(load(t));
	key_derive(k, "backup", one, sizeof(one));
	key_derive(k, "audit", two, sizeof(two));
	key_derive(k, "backup", again, sizeof(again));
	assert_memory_equal(one, again, sizeof(one));
	assert_memory_not_equal(one, two, sizeof(one));
	assert_memory_not_equal(one, k->bytes, sizeof(one));
}

static void a_stream_opens_only_as_it_was_written(void **state)
{
	static const unsigned char key[CIPHER_KEY] = "k", other[CIPHER_KEY] = "o";
	unsigned char head[CIPHER_HEAD], out[2][5 + CIPHER_MORE], in[5];
	struct cipher c;
	bool last = true;

	(void)state;
	cipher_write_start(&c, head, key);
	assert_int_equal(cipher_write(&c, out[0], "first", 5, S("x"), false), sizeof(out[0]));
	assert_int_equal(cipher_write(&c, out[1], "last.", 5, S(""), true), sizeof(out[1]));

	assert_true(cipher_read_start(&c, head, key));
	assert_false(cipher_read(&c, in, out[1], sizeof(out[1]), S(""), &last));
	assert_false(cipher_read(&c, in, out[0], sizeof(out[0]), S("y"), &last));
	assert_false(cipher_read(&c, in, out[0], sizeof(out[0]) - 1, S("x"), &last));
	assert_false(cipher_read(&c, in, out[0], 3, S("x"), &last));
	assert_true(cipher_read(&c, in, out[0], sizeof(out[0]), S("x"), &last));
	assert_memory_equal(in, "first", 5);
	assert_false(last);
	assert_false(cipher_read(&c, in, out[0], sizeof(out[0]), S("x"), &last));
	assert_true(cipher_read(&c, in, out[1], sizeof(out[1]), S(""), &last));
	assert_true(last);
	assert_true(cipher_read_start(&c, head, other));
	assert_false(cipher_read(&c, in, out[0], sizeof(out[0]), S("x"), &last));
}

#define with_file(fn) cmocka_unit_test_setup_teardown(fn, start, stop)

static const struct CMUnitTest list[] = {
	with_file(the_newest_comes_first),
	with_file(remarks_stay),
	with_file(others_must_not_reach_it),
	with_file(a_damaged_line_is_noticed),
	with_file(systemd_may_bring_it),
	with_file(purposes_have_keys_of_their_own),
	cmocka_unit_test(a_stream_opens_only_as_it_was_written),
};
TESTS(keyring_tests, list);

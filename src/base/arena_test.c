#include "base/arena.h"

#include "base/base_test.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void memory_is_zeroed_and_aligned(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t n = 0; n < 300; n++) {
		unsigned char *p = arena_alloc(a, n);
		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xA5, n);
	}
	arena_reset(a);
	for (size_t i = 0; i < 300; i++)
		assert_int_equal(((unsigned char *)arena_alloc(a, 300))[i], 0);
	arena_free(a);
	arena_free(NULL);
}

static void copies_are_copies(void **state)
{
	struct arena *a = arena_new(1 << 20);
	char source[] = "Mường Ảng";
	char *s = arena_strdup(a, source), *cut = arena_strndup(a, source, 1);
	char *wide;

	(void)state;
	source[0] = 'X';
	assert_string_equal(s, "Mường Ảng");
	assert_string_equal(cut, "M");
	assert_null(arena_strdup(a, NULL));
	assert_null(arena_strndup(a, NULL, 3));
	assert_memory_equal(arena_memdup(a, "a\0b", 3), "a\0b", 3);
	assert_string_equal(arena_printf(a, "%s/%d", "x", 7), "x/7");
	wide = arena_printf(a, "%0100000d", 5);
	assert_int_equal(strlen(wide), 100000);
	assert_int_equal(wide[99999], '5');
	arena_free(a);
}

static int order[8], calls;

static void note(void *p)
{
	order[calls++] = *(int *)p;
}

static void cleanups_run_in_reverse(void **state)
{
	static int one = 1, two = 2, three = 3;
	struct arena *a = arena_new(1 << 20);
	struct arena_mark mark;

	(void)state;
	calls = 0;
	arena_cleanup(a, note, &one);
	mark = arena_mark(a);
	arena_cleanup(a, note, &two);
	arena_cleanup(a, note, &three);
	arena_rewind(a, mark);
	assert_int_equal(calls, 2);
	assert_int_equal(order[0], 3);
	assert_int_equal(order[1], 2);
	arena_reset(a);
	assert_int_equal(calls, 3);
	assert_int_equal(order[2], 1);
	arena_reset(a);
	assert_int_equal(calls, 3);
	arena_cleanup(a, note, &two);
	arena_free(a);
	assert_int_equal(calls, 4);
}

static void rewinding_gives_back_what_came_after(void **state)
{
	struct arena *a = arena_new(8 << 20);
	struct arena_mark empty = arena_mark(a), mark;
	char *kept = arena_strdup(a, "kept");
	size_t used = arena_used(a);

	(void)state;
	mark = arena_mark(a);
	for (int i = 0; i < 40; i++)
		memset(arena_alloc(a, 50000), 'x', 50000);
	assert_true(arena_used(a) >= used + 40 * 50000);
	arena_rewind(a, mark);
	assert_int_equal(arena_used(a), used);
	assert_string_equal(kept, "kept");
	assert_true(arena_peak(a) >= 40 * 50000);
	assert_int_equal(*(char *)arena_alloc(a, 100), 0);
	arena_rewind(a, empty);
	assert_int_equal(arena_used(a), 0);
	arena_free(a);
}

/* True when a child that does this ends by abort(). */
static int dies(void (*fn)(struct arena *), size_t cap)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		struct arena *a = arena_new(cap);
		struct rlimit none = {0, 0};
		setrlimit(RLIMIT_CORE, &none);
		signal(SIGABRT, SIG_DFL);
		close(STDERR_FILENO);
		fn(a);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void take_all_of_it(struct arena *a)
{
	for (int i = 0; i < 10; i++)
		arena_alloc(a, 10000);
}

static void take_one_too_many(struct arena *a)
{
	for (int i = 0; i < 11; i++)
		arena_alloc(a, 10000);
}

static void take_an_impossible_array(struct arena *a)
{
	arena_array(a, SIZE_MAX / 2, 3);
}

static void the_cap_holds_and_is_reached(void **state)
{
	(void)state;
	/* the rest of the first chunk (64 KiB) is lost when a piece does not fit into it */
	assert_false(dies(take_all_of_it, 110000));
	assert_true(dies(take_one_too_many, 105000));
	assert_true(dies(take_an_impossible_array, 1 << 20));
}

/* ---- in a file ---- */

/* Memory of this process that no file holds, in KiB. */
static long anonymous(void)
{
	FILE *f = fopen("/proc/self/status", "r");
	char line[200];
	long kib = -1;

	assert_non_null(f);
	while (kib < 0 && fgets(line, sizeof(line), f))
		(void)sscanf(line, "RssAnon: %ld", &kib);
	fclose(f);
	return kib;
}

static void a_file_holds_what_would_be_memory(void **state)
{
	struct arena *a = arena_new_in_file(NULL, 100 << 20, 1 << 20);
	long before = anonymous();

	(void)state;
	assert_non_null(a);
	for (int i = 0; i < 640; i++)
		memset(arena_alloc(a, 100000), 'x', 100000);
	/* a sanitizer keeps an eighth beside it */
	assert_true(anonymous() - before < 16 << 10);
	assert_true(arena_in_file(a));
	arena_free(a);
}

static void a_file_is_an_arena_like_others(void **state)
{
	struct arena *a = arena_new_in_file("/tmp", 64 << 20, 0);
	struct arena_mark mark;
	char *kept;

	(void)state;
	assert_non_null(a);
	kept = arena_strdup(a, "kept");
	mark = arena_mark(a);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 30; i++) {
			unsigned char *p = arena_alloc(a, 1 << 20);
			for (size_t k = 0; k < 1 << 20; k += 4096)
				assert_int_equal(p[k], 0);
			memset(p, 'x', 1 << 20);
		}
		arena_rewind(a, mark);
		assert_string_equal(kept, "kept");
	}
	arena_reset(a);
	assert_int_equal(*(char *)arena_alloc(a, 9 << 20), 0);
	assert_true(arena_in_file(a));
	arena_free(a);
	/* as much as was asked for, to the byte */
	a = arena_new_in_file("/tmp", (5 << 20) + 3, (5 << 20) + 3);
	assert_non_null(a);
	assert_int_equal(*(char *)arena_alloc(a, (5 << 20) + 3), 0);
	arena_free(a);
}

static void a_file_that_cannot_be_is_told(void **state)
{
	(void)state;
	assert_null(arena_new_in_file("/nowhere/at/all", 1 << 20, 0));
	assert_int_equal(errno, ENOENT);
}

/* A limit on the size of files stands for a disk that is full. */
static int on_a_full_disk(void)
{
	struct rlimit few = {6 << 20, 6 << 20};
	struct arena *a;
	char *p;

	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &few))
		return 1;
	if (arena_new_in_file("/tmp", 64 << 20, 8 << 20))
		return 2;
	if (errno != EFBIG)
		return 3;
	a = arena_new_in_file("/tmp", 64 << 20, 1 << 20);
	if (!a)
		return 4;
	p = arena_alloc(a, 3 << 20);
	if (!arena_in_file(a))
		return 5;
	memset(p, 'x', 3 << 20);
	p = arena_alloc(a, 20 << 20);
	memset(p, 'x', 20 << 20);
	if (arena_in_file(a))
		return 6;
	arena_reset(a);
	arena_free(a);
	return 0;
}

static void a_full_disk_is_told_or_worked_around(void **state)
{
	int status = 0;
	pid_t child = fork();

	(void)state;
	if (child == 0)
		_exit(on_a_full_disk());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static const struct CMUnitTest list[] = {
	cmocka_unit_test(a_file_holds_what_would_be_memory),
	cmocka_unit_test(a_file_is_an_arena_like_others),
	cmocka_unit_test(a_file_that_cannot_be_is_told),
	cmocka_unit_test(a_full_disk_is_told_or_worked_around),
	cmocka_unit_test(memory_is_zeroed_and_aligned),
	cmocka_unit_test(copies_are_copies),
	cmocka_unit_test(cleanups_run_in_reverse),
	cmocka_unit_test(rewinding_gives_back_what_came_after),
	cmocka_unit_test(the_cap_holds_and_is_reached),
};
TESTS(arena_tests, list);

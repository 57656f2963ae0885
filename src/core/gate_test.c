#include "base/crypto.h"
#include "core/gate.h"

#include "http/tick.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { DEADLINE_MS = 20000 };

static struct arena *a;
static const char *hash;
static pid_t checker;

static int start(void **state)
{
	(void)state;
	crypto_start();
	a = arena_new(1 << 20);
	hash = password_hash(a, "đúng rồi");
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static void check_in_process(struct gate *g)
{
	static const volatile int never;

	checker = fork();
	if (checker)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	gate_run(g, &never);
	_exit(0);
}

static void stop_checking(void)
{
	kill(checker, SIGKILL);
	waitpid(checker, NULL, 0);
}

static enum gate_state ask(
	struct gate *g, uint64_t request, const char *key, const char *peer, const char *password)
{
	struct gate_question q = {
		.request = request, .key = key, .peer = peer, .hash = hash, .password = password};
	int again;

	return gate_ask(g, &q, &again);
}

static enum gate_state answer(struct gate *g, uint64_t request)
{
	int64_t end_ms = tick_ms() + DEADLINE_MS;
	enum gate_state state;
	int again;

	while ((state = gate_look(g, request, &again)) == GATE_WAIT) {
		assert_true(again > 0 && again <= 500);
		assert_true(tick_ms() < end_ms);
		poll(NULL, 0, 5);
	}
	return state;
}

static void right_and_wrong(void **state)
{
	struct gate_question nobody = {.request = 3, .key = "c", .peer = "p", .password = "x"};
	unsigned char key[PASSWORD_KEY], want[PASSWORD_KEY];
	struct gate *g = gate_new();
	int again;

	(void)state;
	check_in_process(g);
	assert_int_equal(gate_look(g, 1, &again), GATE_NONE);
	assert_int_equal(ask(g, 1, "a", "p", "đúng rồi"), GATE_WAIT);
	assert_int_equal(ask(g, 2, "b", "p", "sai rồi"), GATE_WAIT);
	assert_int_equal(gate_ask(g, &nobody, &again), GATE_WAIT);
	assert_int_equal(answer(g, 1), GATE_RIGHT);
	assert_int_equal(answer(g, 2), GATE_WRONG);
	assert_int_equal(answer(g, 3), GATE_WRONG);
	/* the key that the password opens, of a right one only */
	password_key(hash, "đúng rồi", want);
	assert_true(gate_key(g, 1, key));
	assert_memory_equal(key, want, sizeof(want));
	assert_false(gate_key(g, 2, key));
	assert_false(gate_key(g, 3, key));
	assert_false(gate_key(g, 4, key));
	/* an answer stays until it has been acted on */
	assert_int_equal(gate_look(g, 1, &again), GATE_RIGHT);
	gate_forget(g, 1);
	assert_int_equal(gate_look(g, 1, &again), GATE_NONE);
	stop_checking();
}

static void one_of_a_key(void **state)
{
	struct gate *g = gate_new();

	(void)state;
	assert_int_equal(ask(g, 1, "login:lan", "p", "1"), GATE_WAIT);
	assert_int_equal(ask(g, 2, "login:lan", "q", "2"), GATE_FULL);
	assert_int_equal(ask(g, 3, "login:mai", "q", "3"), GATE_WAIT);
	gate_forget(g, 1);
	assert_int_equal(ask(g, 4, "login:lan", "q", "4"), GATE_WAIT);
}

static void some_of_an_address(void **state)
{
	struct gate *g = gate_new();
	char key[16];

	(void)state;
	for (uint64_t i = 1; i <= GATE_OF_PEER + 1; i++) {
		snprintf(key, sizeof(key), "k%d", (int)i);
		assert_int_equal(
			ask(g, i, key, "p", "x"), i <= GATE_OF_PEER ? GATE_WAIT : GATE_FULL);
	}
	assert_int_equal(ask(g, 99, "k99", "q", "x"), GATE_WAIT);
}

/* However many strangers come, a known browser finds a place, and its turn comes first. */
static void room_for_the_known(void **state)
{
	struct gate *g = gate_new();
	struct gate_question q = {
		.request = 1000, .key = "known", .known = true, .hash = hash, .password = "x"};
	int again_stranger, again_known;
	char key[16], peer[16];
	uint64_t i = 1;

	(void)state;
	for (;; i++) {
		snprintf(key, sizeof(key), "k%d", (int)i);
		snprintf(peer, sizeof(peer), "p%d", (int)i);
		if (ask(g, i, key, peer, "x") == GATE_FULL)
			break;
	}
	assert_int_equal(i, GATE_OPEN + 1);
	assert_int_equal(gate_look(g, GATE_OPEN, &again_stranger), GATE_WAIT);
	assert_int_equal(gate_ask(g, &q, &again_known), GATE_WAIT);
	assert_true(again_known < again_stranger);
	check_in_process(g);
	assert_int_equal(answer(g, 1000), GATE_WRONG);
	assert_int_equal(gate_look(g, GATE_OPEN, &again_stranger), GATE_WAIT);
	stop_checking();
}

/* Answers that nobody fetches make room; a checker that died is no loss. */
static void forgotten(void **state)
{
	int64_t end_ms = tick_ms() + DEADLINE_MS;
	struct gate *g = gate_new();
	int again;

	(void)state;
	assert_int_equal(ask(g, 1, "a", "p", "x"), GATE_WAIT);
	check_in_process(g);
	assert_int_equal(answer(g, 1), GATE_WRONG);
	stop_checking();
	check_in_process(g);
	while (gate_look(g, 1, &again) != GATE_NONE) {
		assert_true(tick_ms() < end_ms);
		poll(NULL, 0, 50);
	}
	assert_int_equal(ask(g, 2, "a", "p", "đúng rồi"), GATE_WAIT);
	assert_int_equal(answer(g, 2), GATE_RIGHT);
	stop_checking();
}

static void too_long(void **state)
{
	struct gate *g = gate_new();
	char *password = arena_alloc(a, 2001);

	(void)state;
	memset(password, 'x', 2000);
	assert_int_equal(ask(g, 1, "a", "p", password), GATE_FULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(right_and_wrong),
		cmocka_unit_test(one_of_a_key), cmocka_unit_test(some_of_an_address),
		cmocka_unit_test(room_for_the_known), cmocka_unit_test(forgotten),
		cmocka_unit_test(too_long)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("gate", tests, start, end);
}

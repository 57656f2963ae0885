#include "http/http_test.h"

#include "http/tick.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the processes of a test tell each other. */
struct shared {
	volatile int starts, jobs_starts, jobs_ended;
	volatile pid_t jobs_pid;
};

static struct shared *shared;
static struct http_app app;
static struct http_conf conf;
static char listen_at[32];
static int port;
static pid_t supervisor;

static void *count_start(void *arg)
{
	(void)arg;
	__atomic_add_fetch(&shared->starts, 1, __ATOMIC_SEQ_CST);
	return test_app.worker_start(arg);
}

static void *count_and_fail(void *arg)
{
	(void)arg;
	__atomic_add_fetch(&shared->starts, 1, __ATOMIC_SEQ_CST);
	return NULL;
}

static void jobs(void *arg, const volatile int *stop)
{
	(void)arg;
	shared->jobs_pid = getpid();
	__atomic_add_fetch(&shared->jobs_starts, 1, __ATOMIC_SEQ_CST);
	while (!*stop)
		poll(NULL, 0, 10);
	__atomic_add_fetch(&shared->jobs_ended, 1, __ATOMIC_SEQ_CST);
}

static const struct http_beside jobs_beside = {"jobs", jobs};

/* A port that was free a moment ago. */
static int free_port(void)
{
	struct fault f = {.a = arena_new(1 << 16)};
	int fd = http_bind("127.0.0.1:0", &f), n = http_port(fd);

	assert_true(fd >= 0);
	close(fd);
	arena_free(f.a);
	return n;
}

static int setup(void **state)
{
	(void)state;
	shared = mmap(
		NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(shared != MAP_FAILED);
	port = free_port();
	snprintf(listen_at, sizeof(listen_at), "127.0.0.1:%d", port);
	conf = test_conf();
	conf.listen = listen_at;
	app = test_app;
	app.worker_start = count_start;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	if (supervisor)
		kill(supervisor, SIGKILL);
	supervisor = 0;
	munmap(shared, sizeof(*shared));
	return 0;
}

static void serve(void)
{
	fflush(NULL);
	supervisor = fork();
	assert_true(supervisor >= 0);
	if (supervisor == 0) {
		struct fault f = {.a = arena_new(1 << 16)};
		/* as careless a parent as there may be */
		signal(SIGCHLD, SIG_IGN);
		signal(SIGTERM, SIG_IGN);
		_exit(http_serve(&conf, &app, &f));
	}
}

static bool soon(int64_t end)
{
	if (tick_ms() >= end)
		return false;
	poll(NULL, 0, 2);
	return true;
}

/* The pid of the worker that answers; waits until there is one. */
static pid_t ask_pid(void)
{
	int64_t end = tick_ms() + DEADLINE_MS;
	struct got g;
	pid_t pid;
	int fd;

	while ((fd = client_dial(port)) < 0)
		assert_true(soon(end));
	client_puts(fd, "GET /pid HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
	client_read(fd, &g, false);
	assert_int_equal(g.status, 200);
	pid = (pid_t)strtol(g.body, NULL, 10);
	assert_true(pid > 0);
	close(fd);
	return pid;
}

/* A worker that is neither of two; asks until one answers. */
static pid_t ask_other(pid_t not_a, pid_t not_b)
{
	int64_t end = tick_ms() + DEADLINE_MS;
	pid_t pid;

	while ((pid = ask_pid()) == not_a || pid == not_b)
		assert_true(soon(end));
	return pid;
}

static void until(volatile int *counter, int n)
{
	int64_t end = tick_ms() + DEADLINE_MS;

	while (*counter < n)
		assert_true(soon(end));
}

static bool alive(pid_t pid)
{
	char path[64], state = 'Z';
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	f = fopen(path, "r");
	if (!f)
		return false;
	if (fscanf(f, "%*d (%*[^)]) %c", &state) != 1)
		state = 'Z';
	fclose(f);
	return state != 'Z' && state != 'X';
}

static void until_dead(pid_t pid)
{
	int64_t end = tick_ms() + DEADLINE_MS;

	while (alive(pid))
		assert_true(soon(end));
}

static void ends_well(void)
{
	int status = child_wait(supervisor);

	supervisor = 0;
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_killed_worker_is_replaced(void **state)
{
	pid_t one, two, three;

	(void)state;
	serve();
	one = ask_pid();
	two = ask_other(one, one);
	assert_int_equal(kill(one, SIGKILL), 0);
	/* the other goes on at once, then a new one comes */
	until_dead(one);
	assert_int_equal(ask_pid() == one, 0);
	three = ask_other(one, two);
	assert_int_equal(shared->starts, 3);
	assert_int_equal(kill(supervisor, SIGTERM), 0);
	ends_well();
	assert_false(alive(two) || alive(three));
	assert_int_equal(client_dial(port), -1);
}

static void test_interrupt_ends_too(void **state)
{
	(void)state;
	serve();
	ask_pid();
	assert_int_equal(kill(supervisor, SIGINT), 0);
	ends_well();
}

static void test_hangup_replaces_all(void **state)
{
	pid_t one, two, three, four;

	(void)state;
	app.beside = &jobs_beside;
	app.beside_n = 1;
	serve();
	one = ask_pid();
	two = ask_other(one, one);
	until(&shared->jobs_starts, 1);
	assert_int_equal(kill(supervisor, SIGHUP), 0);
	/* every question on the way is answered: ask_pid() fails the test otherwise */
	three = ask_other(one, two);
	while (alive(one) || alive(two))
		ask_pid();
	four = ask_other(three, three);
	assert_true(four != one && four != two);
	until(&shared->jobs_starts, 2);
	assert_int_equal(shared->starts, 4);
	assert_int_equal(shared->jobs_ended, 1);
	assert_int_equal(kill(supervisor, SIGTERM), 0);
	ends_well();
	assert_int_equal(shared->jobs_ended, 2);
}

static void test_jobs_are_restarted(void **state)
{
	pid_t first;

	(void)state;
	app.beside = &jobs_beside;
	app.beside_n = 1;
	serve();
	until(&shared->jobs_starts, 1);
	first = shared->jobs_pid;
	assert_int_equal(kill(first, SIGKILL), 0);
	until(&shared->jobs_starts, 2);
	assert_true(shared->jobs_pid != first);
	assert_int_equal(kill(supervisor, SIGTERM), 0);
	ends_well();
	assert_int_equal(shared->jobs_ended, 1);
}

/* Pauses of 100 and 200 ms lie between the first three starts, not a busy loop. */
static void test_failing_worker_is_not_hurried(void **state)
{
	int64_t begin = tick_ms();

	(void)state;
	conf.workers = 1;
	app.worker_start = count_and_fail;
	serve();
	until(&shared->starts, 3);
	assert_true(tick_ms() - begin >= 290);
	assert_int_equal(shared->starts, 3);
	assert_int_equal(kill(supervisor, SIGTERM), 0);
	ends_well();
}

static void test_stuck_worker_is_killed(void **state)
{
	int64_t begin;
	pid_t pid;
	int fd;

	(void)state;
	conf.workers = 1;
	conf.grace_s = 1;
	serve();
	pid = ask_pid();
	fd = client_dial(port);
	client_puts(fd, "GET /stuck HTTP/1.1\r\nHost: h\r\n\r\n");
	begin = tick_ms();
	assert_int_equal(kill(supervisor, SIGTERM), 0);
	ends_well();
	assert_true(tick_ms() - begin < 3000);
	assert_false(alive(pid));
	close(fd);
}

static void test_children_die_with_the_supervisor(void **state)
{
	pid_t one, two;

	(void)state;
	app.beside = &jobs_beside;
	app.beside_n = 1;
	serve();
	one = ask_pid();
	two = ask_other(one, one);
	until(&shared->jobs_starts, 1);
	assert_int_equal(kill(supervisor, SIGKILL), 0);
	child_wait(supervisor);
	supervisor = 0;
	until_dead(one);
	until_dead(two);
	until_dead(shared->jobs_pid);
}

static void test_bind(void **state)
{
	static const char *const wrong[] = {"", "8080", ":8080", "localhost:80", "127.0.0.1",
		"127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:x", "1.2.3:80",
		"::1:80", "[::1]", "[127.0.0.1]:80", "[]:80", "*"};
	struct fault f = {.a = arena_new(1 << 16)};
	int one, two;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		fault_clear(&f);
		assert_int_equal(http_bind(wrong[i], &f), -1);
		assert_int_equal(f.code, ERR_BAD_INPUT);
		assert_int_equal(f.first->what, M_HTTP_LISTEN_WRONG);
	}
	fault_clear(&f);
	one = http_bind(listen_at, &f);
	assert_true(one >= 0);
	assert_int_equal(http_port(one), port);
	two = http_bind(listen_at, &f);
	assert_int_equal(two, -1);
	assert_int_equal(f.first->what, M_HTTP_LISTEN_TAKEN);
	assert_string_equal(f.first->arg[0], listen_at);
	/* and the supervisor passes it on */
	fault_clear(&f);
	assert_int_equal(http_serve(&conf, &app, &f), ERR_IO);
	assert_int_equal(f.first->what, M_HTTP_LISTEN_TAKEN);
	close(one);
	arena_free(f.a);
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

static const struct CMUnitTest list[] = {
	T(test_bind),
	T(test_killed_worker_is_replaced),
	T(test_interrupt_ends_too),
	T(test_hangup_replaces_all),
	T(test_jobs_are_restarted),
	T(test_failing_worker_is_not_hurried),
	T(test_stuck_worker_is_killed),
	T(test_children_die_with_the_supervisor),
};

TESTS(supervisor_tests, list);

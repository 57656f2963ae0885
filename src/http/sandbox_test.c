#include "http/http_test.h"

#include "http/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a child that has locked itself in tries; each returns 0 when all was as it should be. */
struct cell {
	const char *dir; /* what it may write */
	struct sandbox_held held;
};

enum { NO_FILTER = 77 };

static char dir[64];

static int setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/guong-sandbox-XXXXXX");
	return mkdtemp(dir) ? 0 : -1;
}

static int teardown(void **state)
{
	char path[96];

	(void)state;
	snprintf(path, sizeof(path), "%s/new", dir);
	unlink(path);
	return rmdir(dir);
}

/* Runs `tries` in a child inside the sandbox; its exit status. */
static int inside(bool network, int (*tries)(const struct cell *c))
{
	struct sandbox_path paths[] = {
		{dir, true}, {"/etc/hostname", false}, {"/nowhere/at/all", true}};
	struct sandbox box = {paths, 3, network};
	struct cell c = {.dir = dir};
	pid_t pid;
	int status;

	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(sandbox_enter(&box, &c.held) ? 99 : tries(&c));
	status = child_wait(pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* An older kernel is no failure: what it cannot do is not tried. */
static bool has_landlock(int version)
{
	struct sandbox_held held;

	sandbox_probe(&held);
	if (held.landlock >= version)
		return true;
	print_message("# not tried: this kernel has no Landlock %d\n", version);
	return false;
}

static bool refused(const char *path, int flags)
{
	int fd = open(path, flags, 0600);

	if (fd >= 0)
		close(fd);
	return fd < 0 && errno == EACCES;
}

static int other_files(const struct cell *c)
{
	(void)c;
	if (!refused("/etc/passwd", O_RDONLY) || !refused("/", O_RDONLY | O_DIRECTORY))
		return 1;
	if (!refused("/tmp/guong-sandbox-outside", O_WRONLY | O_CREAT))
		return 2;
	if (!refused("/proc/self/environ", O_RDONLY) || !refused("/etc/hostname", O_WRONLY))
		return 3;
	return 0;
}

static void test_other_files(void **state)
{
	(void)state;
	if (has_landlock(1))
		assert_int_equal(inside(false, other_files), 0);
}

static int own_files(const struct cell *c)
{
	char path[96];
	int fd;

	snprintf(path, sizeof(path), "%s/new", c->dir);
	fd = open(path, O_RDWR | O_CREAT, 0600);
	if (fd < 0 || write(fd, "abc", 3) != 3 || ftruncate(fd, 1) || close(fd))
		return 1;
	if (unlink(path))
		return 2;
	fd = open(c->dir, O_TMPFILE | O_RDWR, 0600);
	if (fd < 0 || close(fd))
		return 3;
	return access("/etc/hostname", F_OK) == 0 && open("/etc/hostname", O_RDONLY) < 0;
}

static void test_own_files(void **state)
{
	(void)state;
	assert_int_equal(inside(false, own_files), 0);
}

static int programs(const struct cell *c)
{
	char name[] = "true", *argv[] = {name, NULL};

	(void)c;
	execv("/bin/true", argv);
	return errno != EACCES && errno != EPERM;
}

static void test_no_programs(void **state)
{
	(void)state;
	if (has_landlock(1))
		assert_int_equal(inside(false, programs), 0);
}

static int dumps(const struct cell *c)
{
	struct rlimit l;

	(void)c;
	if (prctl(PR_GET_DUMPABLE) != 0 || prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		return 1;
	return getrlimit(RLIMIT_CORE, &l) || l.rlim_max != 0 || getrlimit(RLIMIT_NPROC, &l) ||
	       l.rlim_max != 0;
}

static void test_no_dumps(void **state)
{
	(void)state;
	assert_int_equal(inside(false, dumps), 0);
}

/* Where it listens: a port of this machine that somebody answers at. */
static struct sockaddr_in listening;

static int dials(const struct cell *c)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	(void)c;
	if (fd < 0)
		return errno == EPERM ? 0 : 3;
	if (connect(fd, (struct sockaddr *)&listening, sizeof(listening)) == 0)
		return 2;
	return errno == EACCES || errno == EPERM ? 0 : 3;
}

static void test_network(void **state)
{
	socklen_t n = sizeof(listening);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	(void)state;
	listening =
		(struct sockaddr_in){.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	assert_int_equal(bind(fd, (struct sockaddr *)&listening, n), 0);
	assert_int_equal(listen(fd, 5), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&listening, &n), 0);
	assert_int_equal(inside(true, dials), 2);
	if (has_landlock(4))
		assert_int_equal(inside(false, dials), 0);
	close(fd);
}

static int signals(const struct cell *c)
{
	(void)c;
	return kill(getppid(), 0) == 0 || errno != EPERM;
}

static void test_signals(void **state)
{
	(void)state;
	if (has_landlock(6))
		assert_int_equal(inside(false, signals), 0);
}

static int calls(const struct cell *c)
{
	pid_t pid;

	if (!c->held.filter)
		return NO_FILTER;
	errno = 0;
	pid = fork();
	if (pid == 0)
		_exit(0);
	if (pid > 0 || errno != EPERM)
		return 1;
	if (setuid(getuid()) == 0 || errno != EPERM)
		return 2;
	return prctl(PR_SET_NAME, "still alive") != 0;
}

static void test_calls(void **state)
{
	int status = inside(false, calls);

	(void)state;
	if (status == NO_FILTER)
		print_message("# not tried: this build has no list of system calls\n");
	else
		assert_int_equal(status, 0);
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

static const struct CMUnitTest list[] = {
	T(test_other_files),
	T(test_own_files),
	T(test_no_programs),
	T(test_no_dumps),
	T(test_network),
	T(test_signals),
	T(test_calls),
};

TESTS(sandbox_tests, list);

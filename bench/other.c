#include "other.h"

#include "base/die.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t stop_asked;

static void ask_stop(int sig)
{
	(void)sig;
	stop_asked = 1;
}

/* For how long a write of another process had to wait, at the worst, in microseconds. */
static int64_t longest_wait(struct bench *b)
{
	const struct timespec pause = {0, 2000000};
	int64_t longest = 0;

	while (!stop_asked) {
		int64_t began = clock_us(), took;
		enum err e = db_begin(b->site.db, DB_WRITE);
		while (e == ERR_BUSY && !stop_asked)
			e = db_begin(b->site.db, DB_WRITE);
		db_rollback(b->site.db);
		took = clock_us() - began;
		longest = took > longest ? took : longest;
		nanosleep(&pause, NULL);
	}
	return longest;
}

void other_start(struct other *o, struct bench *b)
{
	int fds[2];
	int64_t longest;

	bench_close(b);
	if (pipe(fds) || (o->pid = fork()) < 0)
		die("no second process");
	if (!o->pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGTERM, ask_stop);
		bench_open(b);
		longest = longest_wait(b);
		_exit(write(fds[1], &longest, sizeof(longest)) != sizeof(longest));
	}
	close(fds[1]);
	o->from = fds[0];
	bench_open(b);
}

double other_stop(struct other *o)
{
	int64_t longest = 0;
	int status;

	kill(o->pid, SIGTERM);
	if (read(o->from, &longest, sizeof(longest)) != sizeof(longest))
		die("the second process says nothing");
	waitpid(o->pid, &status, 0);
	close(o->from);
	return (double)longest;
}

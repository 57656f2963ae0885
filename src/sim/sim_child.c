#include "sim/sim_child.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PIPE = 1 << 20 };

enum err sim_child_start(struct sim_child *c, int (*run)(void *p, int out), void *p)
{
	int ends[2];

	if (pipe(ends))
		return ERR_IO;
	/* no more than the system allows; a small pipe is as good, only slower */
	(void)fcntl(ends[1], F_SETPIPE_SZ, PIPE);
	fflush(NULL);
	*c = (struct sim_child){fork(), ends[0]};
	if (c->pid == 0) {
		close(ends[0]);
		_exit(run(p, ends[1]));
	}
	close(ends[1]);
	if (c->pid > 0)
		return ERR_OK;
	close(ends[0]);
	c->pid = 0;
	return ERR_IO;
}

bool sim_child_end(struct sim_child *c)
{
	int status = 1;

	if (!c->pid)
		return false;
	close(c->fd);
	while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
		;
	c->pid = 0;
	return status == 0;
}

bool sim_child_put(void *out, const void *bytes, size_t n)
{
	const char *at = bytes;
	int fd = *(const int *)out;

	while (n) {
		ssize_t done = write(fd, at, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		at += done;
		n -= (size_t)done;
	}
	return true;
}

bool sim_child_read(int fd, void *bytes, size_t n)
{
	char *at = bytes;

	while (n) {
		ssize_t got = read(fd, at, n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		at += got;
		n -= (size_t)got;
	}
	return true;
}

static bool refill(struct sim_inflow *in)
{
	ssize_t got;

	do
		got = read(in->fd, in->bytes, sizeof(in->bytes));
	while (got < 0 && errno == EINTR);
	in->at = 0;
	in->n = got > 0 ? (size_t)got : 0;
	return got > 0;
}

bool sim_inflow_get(void *inflow, void *bytes, size_t n)
{
	struct sim_inflow *in = inflow;
	char *to = bytes;

	while (n) {
		size_t some = in->n - in->at < n ? in->n - in->at : n;
		memcpy(to, in->bytes + in->at, some);
		in->at += some;
		to += some;
		n -= some;
		if (n && !refill(in))
			return false;
	}
	return true;
}

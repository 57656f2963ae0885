#include "http/http_test.h"

#include "http/tick.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Kept in one place, so that a test that fails half-way leaks nothing into the children's count. */
static struct arena *memory;

void *client_alloc(size_t n)
{
	if (!memory)
		memory = arena_new(256 << 20);
	return arena_alloc(memory, n);
}

void client_reset(void)
{
	arena_free(memory);
	memory = NULL;
}

int client_dial(int port)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	if (connect(fd, (struct sockaddr *)&at, sizeof(at)) == 0)
		return fd;
	close(fd);
	return -1;
}

void client_send(int fd, const void *p, size_t n)
{
	const char *from = p;

	while (n) {
		ssize_t done = send(fd, from, n, MSG_NOSIGNAL);
		if (done < 0 && errno == EINTR)
			continue;
		assert_true(done > 0);
		from += done;
		n -= (size_t)done;
	}
}

void client_puts(int fd, const char *s)
{
	client_send(fd, s, strlen(s));
}

/* At most n bytes; 0 at the end of the connection, however it came. */
static size_t read_some(int fd, char *p, size_t n)
{
	struct pollfd waiting = {.fd = fd, .events = POLLIN};
	ssize_t done;

	assert_int_equal(poll(&waiting, 1, DEADLINE_MS), 1);
	done = recv(fd, p, n, 0);
	return done > 0 ? (size_t)done : 0;
}

void client_read(int fd, struct got *ret, bool head_only)
{
	const char *length;
	size_t n = 0;

	*ret = (struct got){0};
	while (!strstr(ret->head, "\r\n\r\n")) {
		assert_true(n < sizeof(ret->head) - 1);
		/* byte by byte: what follows may be the body or the next answer */
		assert_int_equal(read_some(fd, ret->head + n, 1), 1);
		n++;
	}
	assert_memory_equal(ret->head, "HTTP/1.1 ", 9);
	ret->status = (int)strtol(ret->head + 9, NULL, 10);
	length = got_header(ret, "Content-Length");
	ret->n = length && !head_only ? strtoul(length, NULL, 10) : 0;
	ret->body = client_alloc(ret->n + 1);
	for (n = 0; n < ret->n;) {
		size_t some = read_some(fd, ret->body + n, ret->n - n);
		assert_true(some > 0);
		n += some;
	}
}

void client_ask(int port, const char *request, struct got *ret)
{
	int fd = client_dial(port);

	assert_true(fd >= 0);
	client_puts(fd, request);
	client_read(fd, ret, strncmp(request, "HEAD", 4) == 0);
	close(fd);
}

bool client_closed(int fd)
{
	char waste[4096];
	int64_t end = tick_ms() + DEADLINE_MS;

	while (tick_ms() < end)
		if (!read_some(fd, waste, sizeof(waste)))
			return true;
	return false;
}

const char *got_header(const struct got *g, const char *name)
{
	static char value[1024];
	size_t n = strlen(name);

	for (const char *line = strstr(g->head, "\r\n"); line && line[2];) {
		const char *end = strstr(line + 2, "\r\n");
		if (!end)
			return NULL;
		line += 2;
		if (strncasecmp(line, name, n) == 0 && line[n] == ':') {
			size_t len = (size_t)(end - line) - n - 2;
			assert_true(len < sizeof(value));
			memcpy(value, line + n + 2, len);
			value[len] = 0;
			return value;
		}
		line = end;
	}
	return NULL;
}

int child_wait(pid_t pid)
{
	int64_t end = tick_ms() + DEADLINE_MS;
	int status;

	while (tick_ms() < end) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			return status;
		poll(NULL, 0, 2);
	}
	fail_msg("process %d does not end", (int)pid);
	return -1;
}

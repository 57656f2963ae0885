#include "wire.h"

#include "base/die.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { SILENT_S = 20, ROOM = 1 << 16, MOST = 8 << 20 };

static struct sockaddr_in place(int port)
{
	return (struct sockaddr_in){.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr = {htonl(INADDR_LOOPBACK)}};
}

int wire_free_port(void)
{
	struct sockaddr_in at = place(0);
	socklen_t size = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&at, size) ||
		getsockname(fd, (struct sockaddr *)&at, &size))
		die("no port for the test");
	close(fd);
	return ntohs(at.sin_port);
}

static int dial(int port)
{
	struct timeval patience = {.tv_sec = SILENT_S};
	struct sockaddr_in at = place(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	if (!connect(fd, (struct sockaddr *)&at, sizeof(at)))
		return fd;
	close(fd);
	return -1;
}

static bool send_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t done = send(fd, p, n, MSG_NOSIGNAL);
		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return true;
}

static const char *request_text(struct arena *a, const struct request *req, const char *method,
	const char *target, const char *form)
{
	const struct params *h = &req->headers;
	char *text = arena_printf(a, "%s %s HTTP/1.1\r\nConnection: close\r\n", method, target);

	for (size_t i = 0; i < h->n; i++)
		text = arena_printf(a, "%s%s: %.*s\r\n", text, h->p[i].name, (int)h->p[i].value.n,
			h->p[i].value.p);
	return arena_printf(a, "%s\r\n%s", text, form ? form : "");
}

/* All that comes until the other end closes. */
static struct str read_all(struct arena *a, int fd)
{
	size_t room = ROOM, n = 0;
	char *p = arena_alloc(a, room + 1);
	ssize_t got;

	while ((got = recv(fd, p + n, room - n, 0)) > 0) {
		n += (size_t)got;
		if (n == room && room < MOST) {
			char *more = arena_alloc(a, 2 * room + 1);
			memcpy(more, p, n);
			p = more;
			room *= 2;
		}
	}
	p[n] = 0;
	return (struct str){p, got < 0 ? 0 : n};
}

static void read_headers(struct arena *a, struct answer *r, struct str head)
{
	while (head.n) {
		struct str line = str_cut(&head, '\n'), name = str_cut(&line, ':');
		if (line.n)
			params_add(a, &r->headers,
				(struct param){arena_strndup(a, name.p, name.n),
					str_of(arena_strndup(
						a, str_trim(line).p, str_trim(line).n)),
					NULL});
	}
}

static bool is_whole(const struct answer *r)
{
	for (size_t i = 0; i < r->headers.n; i++)
		if (!strcasecmp(r->headers.p[i].name, "Content-Length"))
			return strtoul(r->headers.p[i].value.p, NULL, 10) == r->n;
	return false;
}

static void understand(struct arena *a, struct str all, struct answer *r)
{
	const char *end = all.n ? strstr(all.p, "\r\n\r\n") : NULL;

	if (!end || !str_starts(all, S("HTTP/1.1 ")))
		return;
	read_headers(a, r, (struct str){all.p, (size_t)(end - all.p)});
	r->body = end + 4;
	r->n = all.n - (size_t)(r->body - all.p);
	if (is_whole(r))
		r->status = (int)strtol(all.p + 9, NULL, 10);
}

struct answer wire_ask(int port, const struct request *req, const char *method, const char *target,
	const char *form)
{
	const char *text = request_text(req->a, req, method, target, form);
	struct answer r = {.body = ""};
	int fd = dial(port);

	if (fd < 0)
		return r;
	if (send_all(fd, text, strlen(text)))
		understand(req->a, read_all(req->a, fd), &r);
	close(fd);
	return r;
}

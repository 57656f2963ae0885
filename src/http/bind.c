#include "http/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

/* Where to listen: both families share one struct. */
struct place {
	union {
		struct sockaddr any;
		struct sockaddr_in four;
		struct sockaddr_in6 six;
	} at;
	socklen_t size;
};

static bool split(struct str s, struct str *host, long long *port)
{
	size_t n = s.n;

	while (n && s.p[n - 1] != ':')
		n--;
	if (!n)
		return false;
	*host = (struct str){s.p, n - 1};
	return str_to_int((struct str){s.p + n, s.n - n}, port) && *port >= 0 && *port <= 65535;
}

static void place_four(struct place *p, struct in_addr addr, long long port)
{
	p->at.four = (struct sockaddr_in){
		.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = addr};
	p->size = sizeof(p->at.four);
}

static void place_six(struct place *p, struct in6_addr addr, long long port)
{
	p->at.six = (struct sockaddr_in6){
		.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port), .sin6_addr = addr};
	p->size = sizeof(p->at.six);
}

/* "1.2.3.4:80" or "[::1]:80"; "*:80" means every address, of both families where there are two. */
static bool place_parse(const char *listen, struct place *ret, bool *ret_all)
{
	char text[INET6_ADDRSTRLEN];
	struct str host;
	struct in_addr four;
	struct in6_addr six;
	long long port;
	bool brackets;

	if (!split(str_of(listen), &host, &port))
		return false;
	*ret_all = str_is(host, "*");
	if (*ret_all) {
		place_six(ret, in6addr_any, port);
		return true;
	}
	brackets = host.n > 2 && host.p[0] == '[' && host.p[host.n - 1] == ']';
	if (brackets)
		host = (struct str){host.p + 1, host.n - 2};
	if (host.n >= sizeof(text))
		return false;
	memcpy(text, host.p, host.n);
	text[host.n] = 0;
	if (brackets && inet_pton(AF_INET6, text, &six) == 1)
		place_six(ret, six, port);
	else if (!brackets && inet_pton(AF_INET, text, &four) == 1)
		place_four(ret, four, port);
	else
		return false;
	return true;
}

/* A socket that listens, or -1 with errno. Accepting never blocks: several workers share it. */
static int open_listening(const struct place *p, bool all)
{
	int yes = 1, only_six = !all, error;
	int fd = socket(p->at.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) == 0 &&
		(p->at.any.sa_family != AF_INET6 || setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY,
							    &only_six, sizeof(only_six)) == 0) &&
		bind(fd, &p->at.any, p->size) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

int http_bind(const char *listen, struct fault *f)
{
	struct place p;
	bool all;
	int fd;

	if (!listen || !place_parse(listen, &p, &all)) {
		fault(f, ERR_BAD_INPUT, "listen", M_HTTP_LISTEN_WRONG, listen);
		return -1;
	}
	fd = open_listening(&p, all);
	if (fd < 0 && all && (errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL)) {
		place_four(&p, (struct in_addr){INADDR_ANY}, ntohs(p.at.six.sin6_port));
		fd = open_listening(&p, all);
	}
	if (fd >= 0)
		return fd;
	if (errno == EADDRINUSE)
		fault(f, ERR_IO, "listen", M_HTTP_LISTEN_TAKEN, arena_strdup(f->a, listen));
	else
		fault(f, ERR_IO, "listen", M_HTTP_LISTEN_FAILED, arena_strdup(f->a, listen),
			arena_strdup(f->a, strerror(errno)));
	return -1;
}

int http_port(int listen_fd)
{
	struct place p = {.size = sizeof(p.at)};

	if (getsockname(listen_fd, &p.at.any, &p.size) != 0)
		return -1;
	return ntohs(p.at.any.sa_family == AF_INET6 ? p.at.six.sin6_port : p.at.four.sin_port);
}

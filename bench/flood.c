/*
 * flood.c: what a flood of sign-ins costs those who read, and those who really want to sign in.
 *
 *	bench_flood [SECONDS]		for each kind of flood; 10
 *
 * The server is the real one: two workers and the process that checks passwords. Addresses come
 * with X-Forwarded-For from a trusted proxy. Readers ask a hundred times a second, and their time
 * counts from when they should have asked, so that a server that stands still is not spared.
 */
#include "account/account.h"
#include "app/web.h"
#include "base/die.h"
#include "bench.h"
#include "core/gate.h"
#include "http/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TODAY = 20250601, SINCE = 20100101, ROOTS = 60 };
enum { SECONDS = 10, FLOOD_US = 5000, READ_US = 10000, READERS = 8, BAR_MS = 20 };
enum { IN_FLIGHT = 600, ANSWER = 1 << 20, USERS = 200, PATIENCE_S = 30, STRANGERS = 5 };

static const char password[] = "mat-khau-thu";

/* ---- the server ---- */

struct served {
	const char *where;
	struct site site;
	struct gate *gate;
};

static void *worker_start(void *arg)
{
	struct served *s = arg;
	struct fault f = {.a = arena_new(1 << 20)};
	enum err e = site_open(&s->site, s->where, &f);

	s->site.gate = s->gate;
	arena_free(f.a);
	return e ? NULL : &s->site;
}

static void worker_stop(void *app)
{
	site_close(app);
}

static void check_passwords(void *arg, const volatile int *stop)
{
	struct served *s = arg;

	gate_run(s->gate, stop);
}

static const struct http_beside beside[] = {{"gate", check_passwords}};

/* A port that was free a moment ago. */
static int free_port(struct bench *b)
{
	int fd = http_bind("127.0.0.1:0", &b->f), port = fd < 0 ? -1 : http_port(fd);

	if (fd < 0)
		die("cannot listen");
	close(fd);
	return port;
}

static pid_t start_server(struct bench *b, int port)
{
	struct served s = {.where = b->where, .gate = gate_new()};
	struct http_conf conf = {.listen = arena_printf(b->a, "127.0.0.1:%d", port),
		.workers = 2,
		.max_connections = 512,
		.timeout_s = 30,
		.grace_s = 1,
		.max_body = 1 << 20,
		.trusted_proxy = "127.0.0.1"};
	struct http_app app = {.worker_start = worker_start,
		.worker_stop = worker_stop,
		.handle = web_handle,
		.beside = beside,
		.beside_n = 1,
		.arg = &s};
	pid_t pid = fork();

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	_exit(http_serve(&conf, &app, &b->f) ? 1 : 0);
}

/* ---- clients ---- */

static int try_dial(int port, int flags)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);

	if (connect(fd, (struct sockaddr *)&at, sizeof(at)) == 0 || errno == EINPROGRESS)
		return fd;
	close(fd);
	return -1;
}

static int dial(int port)
{
	int64_t end = clock_us() + 5000000;
	int fd;

	while ((fd = try_dial(port, 0)) < 0)
		if (clock_us() > end)
			die("nobody listens on port %d", port);
		else
			usleep(10000);
	return fd;
}

static void put(int fd, const char *text)
{
	if (send(fd, text, strlen(text), MSG_NOSIGNAL) != (ssize_t)strlen(text))
		die("the request broke off");
}

/* A sign-in as a program sends it; JSON needs no page before it. */
static void sign_in_text(char *out, size_t room, const char *login, const char *secret,
	const char *peer, const char *cookie)
{
	char body[200];
	int n = snprintf(
		body, sizeof(body), "{\"login\":\"%s\",\"password\":\"%s\"}", login, secret);

	snprintf(out, room,
		"POST /sign-in.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
		"Content-Type: application/json\r\nX-Forwarded-For: %s\r\n%s%s%s"
		"Content-Length: %d\r\n\r\n%s",
		peer, cookie ? "Cookie: " : "", cookie ? cookie : "", cookie ? "\r\n" : "", n,
		body);
}

/* ---- the flood ---- */

enum kind { NONE, MANY, ONE_ADDRESS, ONE_NAME };

/* What the flooding process did, in memory that both see. */
struct tally {
	volatile unsigned sent, wrong, refused, busy, other, unsent;
};

struct flood {
	struct pollfd at[IN_FLIGHT];
	size_t n;
	unsigned serial;
};

static void flood_send(struct flood *fl, int port, enum kind kind, struct tally *t)
{
	char login[40], peer[40], request[600];
	unsigned i = ++fl->serial;
	int fd = fl->n < IN_FLIGHT ? try_dial(port, 0) : -1;

	if (fd < 0) {
		t->unsent++;
		return;
	}
	snprintf(login, sizeof(login), kind == ONE_NAME ? "office" : "nobody%u", i);
	snprintf(peer, sizeof(peer), kind == ONE_ADDRESS ? "203.0.113.9" : "10.%u.%u.%u",
		i >> 16 & 255, i >> 8 & 255, i & 255);
	sign_in_text(request, sizeof(request), login, "sai-mat-khau", peer, NULL);
	put(fd, request);
	fl->at[fl->n++] = (struct pollfd){.fd = fd, .events = POLLIN};
	t->sent++;
}

static void flood_count(struct tally *t, const char *answer)
{
	switch (strtol(answer + 9, NULL, 10)) {
	case 422:
		t->wrong++;
		break;
	case 429:
		t->refused++;
		break;
	case 503:
		t->busy++;
		break;
	default:
		t->other++;
	}
}

static void flood_read(struct flood *fl, struct tally *t)
{
	char answer[65536];

	if (poll(fl->at, fl->n, 0) <= 0)
		return;
	for (size_t i = fl->n; i-- > 0;) {
		ssize_t n;
		if (!fl->at[i].revents)
			continue;
		n = recv(fl->at[i].fd, answer, sizeof(answer) - 1, 0);
		answer[n > 0 ? n : 0] = 0;
		if (n > 12)
			flood_count(t, answer);
		close(fl->at[i].fd);
		fl->at[i] = fl->at[--fl->n];
	}
}

static _Noreturn void flood_run(int port, enum kind kind, struct tally *t)
{
	static struct flood fl;
	int64_t next = clock_us();

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		flood_send(&fl, port, kind, t);
		flood_read(&fl, t);
		next += FLOOD_US;
		while (clock_us() < next)
			usleep((useconds_t)(next - clock_us() > 0 ? next - clock_us() : 1));
	}
}

/* ---- those who mean it ---- */

struct users {
	volatile unsigned next, came, in, tries;
	volatile double ms[USERS];
};

/* Tries until let in, as often as told to; milliseconds, or -1 when patience ended. */
static double come_in(int port, const char *login, const char *peer, const char *cookie,
	char *answer, volatile unsigned *tries)
{
	int64_t began = clock_us();
	char request[600];
	const char *again;

	sign_in_text(request, sizeof(request), login, password, peer, cookie);
	while (clock_us() < began + PATIENCE_S * 1000000LL) {
		int fd = dial(port), status;
		put(fd, request);
		status = bench_answer(fd, answer, ANSWER, NULL);
		close(fd);
		__atomic_fetch_add(tries, 1, __ATOMIC_SEQ_CST);
		if (status < 400)
			return (double)(clock_us() - began) / 1000;
		again = strcasestr(answer, "Retry-After:");
		usleep((useconds_t)(again ? strtoul(again + 12, NULL, 10) : 1) * 1000000);
	}
	return -1;
}

/* One after another, each from an address of its own, known by their browsers or not. */
static _Noreturn void users_run(int port, const char *cookie, struct users *u)
{
	char *answer = malloc(ANSWER), login[40], peer[40];

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (unsigned i; (i = __atomic_fetch_add(&u->next, 1, __ATOMIC_SEQ_CST)) < USERS;) {
		double ms;
		snprintf(login, sizeof(login), cookie ? "office" : "user%u", i);
		snprintf(peer, sizeof(peer), "192.0.2.%u", i % 250 + 1);
		__atomic_fetch_add(&u->came, 1, __ATOMIC_SEQ_CST);
		ms = come_in(port, login, peer, cookie, answer, &u->tries);
		if (ms >= 0)
			u->ms[__atomic_fetch_add(&u->in, 1, __ATOMIC_SEQ_CST)] = ms;
		usleep(500000);
	}
	for (;;)
		pause();
}

/* ---- those who read ---- */

static void read_for(struct bench *b, int port, int seconds, struct samples *ms)
{
	const char *request = arena_printf(
		b->a, "GET /org HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n\r\n", b->cookies);
	char *answer = arena_alloc(b->a, ANSWER);
	int fds[READERS];
	int64_t due, end;

	for (int i = 0; i < READERS; i++)
		fds[i] = dial(port);
	due = clock_us();
	end = due + seconds * 1000000LL;
	for (unsigned i = 0; due < end; i++, due += READ_US) {
		if (clock_us() < due)
			usleep((useconds_t)(due - clock_us() > 0 ? due - clock_us() : 1));
		put(fds[i % READERS], request);
		if (bench_answer(fds[i % READERS], answer, ANSWER, NULL) != 200)
			die("reading: %.200s", answer);
		samples_add(ms, (double)(clock_us() - due) / 1000);
	}
	for (int i = 0; i < READERS; i++)
		close(fds[i]);
}

/* ---- one kind of flood after another ---- */

static void *shared(size_t n)
{
	void *p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		die("out of memory");
	return p;
}

static void tell(struct bench *b, const char *who, const char *what, double figure,
	const char *unit, double bar)
{
	bench_tell(
		&(struct measure){arena_printf(b->a, "%s: %s", who, what), figure, unit, bar, 0});
}

static void tell_users(struct bench *b, const char *who, const char *kind, const struct users *u)
{
	struct samples ms;

	samples_init(&ms, b->a, USERS);
	for (unsigned i = 0; i < u->in; i++)
		samples_add(&ms, u->ms[i]);
	tell(b, who, arena_printf(b->a, "%s who came", kind), u->came, "", 0);
	tell(b, who, arena_printf(b->a, "%s let in", kind), u->in, "", 0);
	tell(b, who, arena_printf(b->a, "%s, tries", kind), u->tries, "", 0);
	tell(b, who, arena_printf(b->a, "%s, median", kind), samples_at(&ms, 50), "ms", 0);
	tell(b, who, arena_printf(b->a, "%s, longest", kind), samples_at(&ms, 100), "ms", 0);
}

static void stop_process(pid_t pid, int sig)
{
	int status;

	kill(pid, sig);
	waitpid(pid, &status, 0);
}

struct scene {
	const char *name;
	enum kind kind;
};

static void play(struct bench *b, const struct scene *scene, int seconds, const char *cookie)
{
	struct tally *t = shared(sizeof(*t));
	struct users *strangers = shared(sizeof(*strangers)), *known = shared(sizeof(*known));
	pid_t flood = 0, users[STRANGERS + 1], server;
	int port = free_port(b);
	struct samples ms;

	bench_close(b);
	server = start_server(b, port);
	close(dial(port));
	if (scene->kind != NONE && !(flood = fork()))
		flood_run(port, scene->kind, t);
	usleep(scene->kind ? 2000000 : 0);
	for (int i = 0; i <= STRANGERS; i++)
		if (!(users[i] = fork()))
			users_run(port, i ? NULL : cookie, i ? strangers : known);
	samples_init(&ms, b->a, (size_t)seconds * 1000000 / READ_US + 1);
	read_for(b, port, seconds, &ms);
	for (int i = 0; i <= STRANGERS; i++)
		stop_process(users[i], SIGKILL);
	if (flood)
		stop_process(flood, SIGKILL);
	stop_process(server, SIGTERM);
	bench_open(b);
	tell(b, scene->name, "reading, median", samples_at(&ms, 50), "ms", 0);
	tell(b, scene->name, "reading, 99 %", samples_at(&ms, 99), "ms", BAR_MS);
	tell(b, scene->name, "reading, longest", samples_at(&ms, 100), "ms", 0);
	if (scene->kind) {
		tell(b, scene->name, "attempts a second", t->sent / (seconds + 2.0), "", 0);
		tell(b, scene->name, "checked and wrong, a second", t->wrong / (seconds + 2.0), "",
			0);
		tell(b, scene->name, "refused unchecked, a second", t->refused / (seconds + 2.0),
			"", 0);
		tell(b, scene->name, "other answers", t->busy + t->other + t->unsent, "", 0);
	}
	tell_users(b, scene->name, "strangers", strangers);
	tell_users(b, scene->name, "known browsers", known);
}

static void make_users(struct bench *b)
{
	struct ctx *cx = bench_begin(b);
	int64_t account;

	for (int i = 0; i < USERS; i++)
		bench_must(b,
			account_make(cx,
				&(struct account_new){.login = arena_printf(b->a, "user%d", i),
					.name = "Cán bộ",
					.password = password,
					.func = "office",
					.reach = "below"},
				&account),
			"account");
	bench_commit(b);
}

int main(int argc, char **argv)
{
	static const struct scene scenes[] = {{"no flood", NONE},
		{"many names, many addresses", MANY}, {"one address", ONE_ADDRESS},
		{"one name, many addresses", ONE_NAME}};
	int seconds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : SECONDS;
	struct bench *b = bench_start("flood", TODAY);
	const char *device;

	for (int i = 0; i < ROOTS; i++)
		bench_found(b, 0, arena_printf(b->a, "T%02d", i),
			arena_printf(b->a, "Đảng bộ tỉnh Hồng Hà %d", i), "province", SINCE);
	make_users(b);
	bench_sign_in(b);
	device = bench_cookie(b, "guong-device");
	for (size_t i = 0; i < sizeof(scenes) / sizeof(*scenes); i++)
		play(b, &scenes[i], seconds, device);
	return bench_stop(b);
}

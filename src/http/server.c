#include "http/server.h"

#include "http/conns.h"
#include "http/gzip.h"
#include "http/intake.h"
#include "http/reply.h"
#include "http/spool.h"
#include "http/tick.h"

#include "base/die.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <poll.h>
#include <signal.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	CONNECTION_MEMORY = 64 * 1024, /* twice the largest header that is let through */
	MOST_TRIES = 100,
	KEPT_BUFFER = 64 * 1024, /* larger ones are given back after the request */
	FRESH_MS = 300,		 /* how long a new connection may bring its request at the end */
	STEP_MS = 250,		 /* how late a stop is seen that no signal announces */
	SPARE_FDS = 64,
};

static const size_t worker_memory = 256u << 20;
static const size_t request_memory = 256u << 20;
static const size_t most_body = 256u << 20;
/* So much of a body that is too large is read and thrown away, so that the answer is read. */
static const size_t most_drain = 64u << 20;

/* One request under way. */
struct job {
	struct job *next; /* among the parked or the idle */
	struct worker *w;
	struct conn *conn;
	struct MHD_Connection *mhd;
	struct arena *a;
	const char *target;
	struct request req;
	struct response res;
	struct spool spool;
	struct buf zipped;
	size_t limit, drained;
	int refused; /* status to refuse it with once the body is through */
	bool begun, whole, parked;
	int64_t due;
};

struct worker {
	const struct http_conf *conf;
	const struct http_app *app;
	void *data;
	struct arena *a;
	struct MHD_Daemon *daemon;
	struct gzip *gzip;
	struct conns conns;
	struct job *parked, *idle;
	unsigned active;
	bool stopping;
	uint64_t last_id;
	sigset_t waiting; /* signals let through while it waits, and only then */
};

/* Connections. */

static void on_connection(void *cls, struct MHD_Connection *mhd, void **context,
	enum MHD_ConnectionNotificationCode what)
{
	struct worker *w = cls;

	if (what == MHD_CONNECTION_NOTIFY_STARTED)
		*context = conn_new(
			&w->conns, MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)
					   ->connect_fd);
	else if (*context)
		conn_end(&w->conns, *context);
}

/* Jobs. */

static struct job *job_new(struct worker *w)
{
	struct job *j = w->idle;

	if (j) {
		w->idle = j->next;
		return j;
	}
	j = arena_new_of(w->a, struct job);
	j->w = w;
	j->a = arena_new(request_memory);
	buf_init(&j->res.body, most_body);
	buf_init(&j->zipped, most_body);
	return j;
}

static struct job *job_start(struct worker *w, struct MHD_Connection *mhd, const char *target)
{
	struct job *j = job_new(w);

	j->next = NULL;
	j->mhd = mhd;
	j->conn = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	j->conn->receiving = true;
	j->conn->fresh = false;
	j->target = arena_strdup(j->a, target ? target : "");
	j->req = (struct request){.a = j->a, .id = ++w->last_id, .https = w->conf->secure};
	j->res = (struct response){.a = j->a, .status = 200, .body = j->res.body, .fd = -1};
	j->limit = j->drained = 0;
	j->refused = 0;
	j->begun = j->whole = j->parked = false;
	spool_init(&j->spool, 0);
	w->active++;
	return j;
}

static void unpark(struct job *j)
{
	struct job **at = &j->w->parked;

	if (!j->parked)
		return;
	while (*at != j)
		at = &(*at)->next;
	*at = j->next;
	j->parked = false;
}

static void keep_small(struct buf *b)
{
	if (b->size > KEPT_BUFFER)
		buf_done(b);
	buf_reset(b);
}

static void job_end(struct job *j)
{
	struct worker *w = j->w;

	unpark(j);
	arena_reset(j->a);
	spool_done(&j->spool);
	if (j->res.fd >= 0)
		close(j->res.fd);
	keep_small(&j->res.body);
	keep_small(&j->zipped);
	conn_expect(&w->conns, j->conn, 0);
	j->conn->receiving = false;
	j->next = w->idle;
	w->idle = j;
	w->active--;
}

/* Answers. */

static struct MHD_Response *response_of(struct job *j, struct str bytes)
{
	struct response *res = &j->res;
	struct MHD_Response *r;

	if (res->fd < 0)
		return MHD_create_response_from_buffer(
			bytes.n, (void *)bytes.p, MHD_RESPMEM_PERSISTENT);
	r = MHD_create_response_from_fd64(res->fd_size, res->fd);
	if (r)
		res->fd = -1; /* the library closes it */
	return r;
}

static enum MHD_Result answer(struct job *j)
{
	struct MHD_Response *r;
	enum MHD_Result done;
	struct str bytes;

	j->conn->working = false;
	if (buf_overflow(&j->res.body))
		reply_refuse(&j->res, 500, 0);
	bytes = reply_finish(&j->req, &j->res, j->w->gzip, &j->zipped);
	must(j->res.status >= 200 && j->res.status <= 599);
	conn_expect(&j->w->conns, j->conn, j->res.fd < 0 ? bytes.n : j->res.fd_size);
	r = response_of(j, bytes);
	if (!r)
		return MHD_NO;
	for (size_t i = 0; i < j->res.headers.n; i++) {
		const struct param *p = &j->res.headers.p[i];
		if (p->value.n)
			must(MHD_add_response_header(r, p->name, p->value.p) == MHD_YES);
	}
	if (j->w->stopping)
		MHD_add_response_header(r, "Connection", "close");
	done = MHD_queue_response(j->mhd, (unsigned)j->res.status, r);
	MHD_destroy_response(r);
	return done;
}

static enum MHD_Result refuse(struct job *j, int status)
{
	reply_refuse(&j->res, status, j->limit);
	return answer(j);
}

static void park(struct job *j, int wait_ms)
{
	j->req.tries++;
	j->due = tick_ms() + wait_ms;
	j->next = j->w->parked;
	j->w->parked = j;
	j->parked = true;
	j->conn->until = INT64_MAX;
	MHD_suspend_connection(j->mhd);
}

static enum MHD_Result handle(struct job *j)
{
	struct arena_mark mark = arena_mark(j->a);
	int wait_ms;

	reply_clear(&j->res);
	wait_ms = j->w->app->handle(j->w->data, &j->req, &j->res);
	if (wait_ms <= 0)
		return answer(j);
	if (j->req.tries >= MOST_TRIES)
		return refuse(j, 503);
	reply_clear(&j->res);
	arena_rewind(j->a, mark);
	park(j, wait_ms);
	return MHD_YES;
}

/* What the library tells about a request, in this order: target, head, body, end, done. */

static void *on_target(void *cls, const char *target, struct MHD_Connection *mhd)
{
	return job_start(cls, mhd, target);
}

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name,
	size_t name_n, const char *value, size_t value_n)
{
	struct job *j = cls;
	char *low = arena_strndup(j->a, name, name_n);

	(void)kind;
	for (char *c = low; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	params_add(j->a, &j->req.headers,
		(struct param){.name = low,
			.value = {value ? arena_strndup(j->a, value, value_n) : "",
				value ? value_n : 0}});
	return j->req.headers.n > INTAKE_HEADERS ? MHD_NO : MHD_YES;
}

static const char *peer_of(struct job *j, char text[INET6_ADDRSTRLEN])
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(j->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *addr = info ? info->client_addr : NULL;

	text[0] = 0;
	if (addr && addr->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)addr)->sin_addr, text,
			INET6_ADDRSTRLEN);
	else if (addr && addr->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)addr)->sin6_addr, text,
			INET6_ADDRSTRLEN);
	return text;
}

static size_t header_size(struct job *j)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(j->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

	return info ? info->header_size : 0;
}

/* Closing on a client that still sends would lose the answer: a little too much is read first. */
static bool worth_draining(struct job *j, int status)
{
	long long length;

	return status == 413 && !params_count(&j->req.headers, "expect") &&
	       intake_has_body(&j->req, &length) && length >= 0 &&
	       (unsigned long long)length <= j->limit + most_drain;
}

static enum MHD_Result on_head(struct job *j, const char *method)
{
	char peer[INET6_ADDRSTRLEN];
	int status;

	j->begun = true;
	MHD_get_connection_values_n(j->mhd, MHD_HEADER_KIND, on_header, j);
	status = intake_head(&j->req, j->w->conf, method, j->target, peer_of(j, peer), &j->limit);
	if (header_size(j) > INTAKE_HEADER_BYTES)
		status = 431;
	if (status && !worth_draining(j, status))
		return refuse(j, status);
	j->refused = status;
	spool_init(&j->spool, j->limit);
	conn_expect(&j->w->conns, j->conn, 0);
	return MHD_YES;
}

static enum MHD_Result on_body(struct job *j, const char *data, size_t n)
{
	enum err e;

	j->conn->until += (int64_t)n;
	if (j->refused) {
		j->drained += n;
		return j->drained > j->limit + most_drain ? MHD_NO : MHD_YES;
	}
	e = spool_put(&j->spool, data, n);
	if (e)
		j->refused = e == ERR_TOO_LARGE ? 413 : 507;
	return MHD_YES;
}

static int read_body(struct job *j)
{
	if (spool_bytes(&j->spool, j->a, &j->req.body))
		return 507;
	return intake_body(&j->req);
}

/* Called when all is there, and again each time a parked request is resumed. */
static enum MHD_Result on_end(struct job *j)
{
	if (!j->whole && !j->refused)
		j->refused = read_body(j);
	j->whole = j->conn->working = true;
	j->conn->receiving = false;
	return j->refused ? refuse(j, j->refused) : handle(j);
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *mhd, const char *url,
	const char *method, const char *version, const char *data, size_t *n, void **context)
{
	struct job *j = *context;
	size_t size = *n;

	(void)cls, (void)mhd, (void)url, (void)version;
	if (!j->begun)
		return on_head(j, method);
	*n = 0;
	return size ? on_body(j, data, size) : on_end(j);
}

static void on_done(
	void *cls, struct MHD_Connection *mhd, void **context, enum MHD_RequestTerminationCode how)
{
	(void)cls, (void)mhd, (void)how;
	if (*context)
		job_end(*context);
	*context = NULL;
}

/* The worker. */

static struct MHD_Daemon *daemon_start(struct worker *w, int listen_fd)
{
	unsigned flags = MHD_USE_EPOLL | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME;

	return MHD_start_daemon(flags, 0, NULL, NULL, on_request, w, MHD_OPTION_LISTEN_SOCKET,
		(MHD_socket)listen_fd, MHD_OPTION_CONNECTION_LIMIT, w->conf->max_connections,
		MHD_OPTION_CONNECTION_TIMEOUT, w->conf->timeout_s,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
		MHD_OPTION_URI_LOG_CALLBACK, on_target, w, MHD_OPTION_NOTIFY_COMPLETED, on_done, w,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, w, MHD_OPTION_END);
}

/* Resumes the parked whose time has come; returns when there is next something to do. */
static int64_t resume_due(struct worker *w, int64_t now)
{
	int64_t next = INT64_MAX;

	for (struct job *j = w->parked, *after; j; j = after) {
		after = j->next;
		if (j->due > now) {
			next = j->due < next ? j->due : next;
			continue;
		}
		unpark(j);
		conn_expect(&j->w->conns, j->conn, 0);
		MHD_resume_connection(j->mhd);
		next = now;
	}
	return next;
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Waits for something to do, at most `wait_ms`, and does it. */
static void step(struct worker *w, int64_t wait_ms)
{
	MHD_UNSIGNED_LONG_LONG library_ms;
	int64_t now = tick_ms();
	struct pollfd p = {.events = POLLIN};
	struct timespec ts;

	wait_ms = least(wait_ms, resume_due(w, now) - now);
	if (MHD_get_timeout(w->daemon, &library_ms) == MHD_YES && library_ms < STEP_MS)
		wait_ms = least(wait_ms, (int64_t)library_ms);
	ts = (struct timespec){wait_ms / 1000, wait_ms % 1000 * 1000000};
	p.fd = MHD_get_daemon_info(w->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
	if (ppoll(&p, 1, &ts, &w->waiting) < 0 && errno != EINTR)
		die("ppoll: %s", strerror(errno));
	MHD_run(w->daemon);
	conns_sweep(&w->conns, tick_ms());
}

/* No new connections; what has begun may end, for three quarters of the grace: then it is cut. */
static void wind_down(struct worker *w)
{
	int64_t now = tick_ms(), fresh = now + FRESH_MS;
	int64_t end = now + 750 * (int64_t)w->conf->grace_s;

	w->stopping = true;
	w->conns.sweep_at = 0;
	MHD_quiesce_daemon(w->daemon);
	do {
		step(w, w->active ? STEP_MS : FRESH_MS / 10);
		now = tick_ms();
	} while (now < end && (w->active || (now < fresh && conns_any_fresh(&w->conns))));
	resume_due(w, INT64_MAX);
	MHD_stop_daemon(w->daemon);
}

static void free_jobs(struct worker *w)
{
	must(w->active == 0);
	for (struct job *j = w->idle; j; j = j->next) {
		buf_done(&j->res.body);
		buf_done(&j->zipped);
		arena_free(j->a);
	}
}

/* One descriptor a connection, one for a spooled body or a file sent, some for the database. */
static void raise_fd_limit(unsigned connections)
{
	rlim_t wanted = 2 * (rlim_t)connections + SPARE_FDS;
	struct rlimit l;

	if (getrlimit(RLIMIT_NOFILE, &l) != 0 || l.rlim_cur >= wanted)
		return;
	l.rlim_cur = wanted < l.rlim_max ? wanted : l.rlim_max;
	setrlimit(RLIMIT_NOFILE, &l);
}

static uint64_t random_id(void)
{
	uint64_t id;

	if (getrandom(&id, sizeof(id), 0) != (ssize_t)sizeof(id))
		die("no random numbers");
	return id;
}

static enum err serve(struct worker *w, int listen_fd, const volatile int *stop)
{
	/* the library's own copy, so that the caller's stays open whatever happens */
	int fd = fcntl(listen_fd, F_DUPFD_CLOEXEC, 0);

	if (fd < 0)
		return ERR_IO;
	w->daemon = daemon_start(w, fd);
	if (!w->daemon) {
		close(fd);
		return ERR_IO;
	}
	while (!*stop)
		step(w, STEP_MS);
	wind_down(w);
	close(fd);
	return ERR_OK;
}

enum err http_worker(const struct http_conf *conf, const struct http_app *app, int listen_fd,
	const volatile int *stop)
{
	struct worker w = {.conf = conf, .app = app, .last_id = random_id()};
	sigset_t ends;
	enum err e;

	signal(SIGPIPE, SIG_IGN);
	raise_fd_limit(conf->max_connections);
	w.data = app->worker_start(app->arg);
	if (!w.data)
		return ERR_IO;
	/* a signal between looking at *stop and going to wait must not be missed */
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	pthread_sigmask(SIG_BLOCK, &ends, &w.waiting);
	w.a = arena_new(worker_memory);
	w.conns = (struct conns){.a = w.a,
		.room = conf->max_connections,
		.silent_ms = 1000 * (int64_t)conf->timeout_s};
	w.gzip = gzip_new(w.a);
	e = serve(&w, listen_fd, stop);
	free_jobs(&w);
	arena_free(w.a);
	if (app->worker_stop)
		app->worker_stop(w.data);
	pthread_sigmask(SIG_SETMASK, &w.waiting, NULL);
	return e;
}

/*
 * server.h: HTTP over a shared listening socket. The only room that knows the HTTP library.
 *
 * A supervisor binds the socket and forks workers; each is single-threaded and calls the handler
 * for one request at a time. A worker that dies is replaced (with a growing pause if it dies at
 * once); on SIGTERM the workers finish what they have begun, within `grace_s`.
 */
#ifndef GUONG_HTTP_SERVER_H
#define GUONG_HTTP_SERVER_H

#include "http/request.h"

#include "base/err.h"

struct http_conf {
	const char *listen; /* "127.0.0.1:8080", "[::1]:8080", "*:8080" */
	int workers;
	unsigned max_connections; /* of one worker */
	unsigned timeout_s;	  /* of a silent connection */
	unsigned grace_s;
	size_t max_body;	   /* of an ordinary form */
	size_t max_upload;	   /* of a multipart body: larger ones answer 413 */
	const char *trusted_proxy; /* address whose X-Forwarded-For and -Proto are believed; NULL:
				      none */
	bool secure;		   /* whatever comes, the browser spoke https to the proxy */
};

/* A process beside the workers, restarted like one; there is never more than one of each. */
struct http_beside {
	const char *name;				  /* "jobs": it becomes guong-jobs */
	void (*run)(void *arg, const volatile int *stop); /* returns when told */
};

/* What runs in the processes that the supervisor starts. */
struct http_app {
	/* Called in each new worker; returns what the handler gets as `app`, NULL to give up. */
	void *(*worker_start)(void *arg);
	void (*worker_stop)(void *app);
	http_handler *handle;
	const struct http_beside *beside;
	size_t beside_n;
	/*
	 * Called first of all in each process: gives up what it does not need (sandbox.h). `what`
	 * is NULL for a worker. What it returns ends the process unless it is 0. NULL: keeps all.
	 */
	enum err (*confine)(void *arg, const struct http_beside *what);
	void *arg;
};

/* Binds, forks, supervises; returns when told to stop. Errors of binding come as a fault. */
enum err http_serve(const struct http_conf *conf, const struct http_app *app, struct fault *f);

/* One worker's loop on a bound socket: what http_serve() runs in each child; tests run it alone. */
enum err http_worker(const struct http_conf *conf, const struct http_app *app, int listen_fd,
	const volatile int *stop);
/* Binds `listen`; the descriptor, or -1 with a fault. Port 0 takes a free one: see http_port(). */
int http_bind(const char *listen, struct fault *f);
int http_port(int listen_fd);

#endif

/*
 * request.h: a request and its response as plain data; no type of the HTTP library.
 *
 * Everything lives in the request's arena. Limits (body, headers, number of fields and files, time)
 * are set by http/server.c, so what stands here has passed them.
 */
#ifndef GUONG_HTTP_REQUEST_H
#define GUONG_HTTP_REQUEST_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/embed.h"
#include "base/field.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_OTHER };

/* One name and value of a query, a form or the headers; or a file of a form. */
struct param {
	const char *name;
	struct str value;
	const char *filename; /* NULL unless it is a file; value then holds its bytes */
};

struct params {
	struct param *p;
	size_t n;
};

struct request {
	struct arena *a;
	uint64_t id; /* for the log and the error page */
	enum http_method method;
	const char *path; /* decoded, starts with '/', no NUL, no "..", no doubled '/' */
	struct params query;
	struct params headers; /* names in lower case */
	struct params cookies;
	struct params form; /* of an urlencoded or multipart body */
	struct str body;    /* the raw body */
	const char *peer;   /* address of the client; of a proxy only if none is trusted */
	bool https;
	int tries; /* how often the handler asked to be called again */
};

struct response {
	struct arena *a;
	int status;
	struct params headers; /* see response_header() */
	struct buf body;       /* owned by the response; freed once sent */
	int fd;		       /* -1, or a file to send instead of the body; closed once sent */
	uint64_t fd_size;
	const struct embedded *file; /* or an embedded file, sent without copying */
};

/* The first value of a name; an empty str with p NULL when there is none. */
struct str params_get(const struct params *ps, const char *name);
/* How many values of that name there are: a doubled one is refused by dispatch. */
size_t params_count(const struct params *ps, const char *name);
void params_add(struct arena *a, struct params *ps, struct param p);

/*
 * Sets a header; an earlier one of that name gives way, but Set-Cookie adds up. Line ends and other
 * control characters are bugs and stop the process, as are the headers that frame the body.
 */
void response_header(struct response *r, const char *name, const char *value);

/*
 * The application's side. Called with a whole request; fills the response. Returns 0, or a number
 * of milliseconds after which it wants to be called again with the same request (the database was
 * busy); the connection waits meanwhile and the worker serves others. What such a try wrote into
 * the response and took from the arena is taken back (cleanups run), so nothing may be kept in the
 * request. After 100 tries the server itself answers 503.
 */
typedef int http_handler(void *app, struct request *req, struct response *res);

#endif

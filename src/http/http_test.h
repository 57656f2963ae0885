/*
 * http_test.h: the parts of test_http, and a small client on raw sockets for them. Each X_test.c
 * gives one table of tests; http_test.c runs them as one group. Nothing here sleeps: every wait
 * ends at an event or fails the test at a deadline.
 */
#ifndef GUONG_HTTP_TEST_H
#define GUONG_HTTP_TEST_H

#include "http/server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/types.h>

#include <cmocka.h>

struct tests {
	const struct CMUnitTest *first;
	size_t n;
};

#define TESTS(name, list) const struct tests name = {list, sizeof(list) / sizeof(*(list))}

extern const struct tests form_tests, multipart_tests, intake_tests, reply_tests, server_tests,
	limits_tests, json_body_tests, sandbox_tests, supervisor_tests;

enum { DEADLINE_MS = 10000 };

/* An answer as it came. */
struct got {
	int status;
	char head[8192];
	char *body; /* ended by a NUL that is not counted; lives until client_reset() */
	size_t n;
};

/* Zeroed memory that lives until client_reset(), which each new server calls. */
void *client_alloc(size_t n);
void client_reset(void);
/* Connects to 127.0.0.1; -1 when nobody listens. */
int client_dial(int port);
void client_send(int fd, const void *p, size_t n);
void client_puts(int fd, const char *s);
/* Reads one answer; its body too unless `head_only`. */
void client_read(int fd, struct got *ret, bool head_only);
/* One request on a connection of its own. */
void client_ask(int port, const char *request, struct got *ret);
/* True when the server has closed, within the deadline. */
bool client_closed(int fd);
/* The value of a header in the answer, or NULL; in a static buffer of the test. */
const char *got_header(const struct got *g, const char *name);

/* Waits for a child's end; its wait status. Fails the test at the deadline. */
int child_wait(pid_t pid);

/* A worker in a process of its own with the handler of http_test.c. */
struct test_server {
	pid_t pid;
	int port;
};

extern const struct http_app test_app;
extern const struct embedded test_file;
struct http_conf test_conf(void);
struct test_server server_start(const struct http_conf *conf);
/* Ends it and checks that it ended well. */
void server_stop(struct test_server *s);

#endif

/*
 * wire.h: a request over a socket, each on a connection of its own: for tests whose server is
 * killed in the midst of it. An answer that does not come whole is none: its status is 0.
 */
#ifndef GUONG_TEST_WIRE_H
#define GUONG_TEST_WIRE_H

#include "harness.h"

/* The headers are those of the request; memory is from its arena. */
struct answer wire_ask(int port, const struct request *req, const char *method, const char *target,
	const char *form);
/* A port of 127.0.0.1 that nobody listens to. */
int wire_free_port(void);

#endif

/*
 * intake.h: from what a client sent to a struct request, or to the reason why not.
 *
 * Pure functions between the library's callbacks and the handler. Both return 0 when all is well,
 * or the HTTP status with which the server itself refuses.
 *
 *	req->headers = ...            names in lower case
 *	status = intake_head(req, conf, method, target, peer, &limit);
 *	req->body = ...               once it is whole
 *	status = intake_body(req);
 */
#ifndef GUONG_HTTP_INTAKE_H
#define GUONG_HTTP_INTAKE_H

#include "http/server.h"

enum {
	INTAKE_HEADERS = 100,		 /* how many */
	INTAKE_HEADER_BYTES = 32 * 1024, /* of all of them, with the request line */
	INTAKE_TARGET = 8 * 1024,
};

/*
 * Checks what the framing of the message hangs on, then fills method, path, query, cookies, peer
 * and https. `ret_limit` is how large the body may be.
 */
int intake_head(struct request *req, const struct http_conf *conf, const char *method,
	const char *target, const char *peer, size_t *ret_limit);
/* Fills the form of an urlencoded or multipart body; others stay raw bytes. */
int intake_body(struct request *req);
/* True when a body is announced: with its length, or in chunks (then *ret_length is -1). */
bool intake_has_body(const struct request *req, long long *ret_length);

#endif

/*
 * reply.h: what the server adds to a response before it goes out, and its own short answers.
 *
 * reply_finish() sets the headers that every response carries unless the handler set them, answers
 * 304 for an embedded file that the client already has, and compresses texts. It returns the bytes
 * to send (of the body, the file or `zipped`); a response with a descriptor is sent from there.
 */
#ifndef GUONG_HTTP_REPLY_H
#define GUONG_HTTP_REPLY_H

#include "http/gzip.h"
#include "http/request.h"

struct str reply_finish(
	const struct request *req, struct response *res, struct gzip *g, struct buf *zipped);

/* Turns the response into a plain text in both languages that says what went wrong. */
void reply_refuse(struct response *res, int status, size_t limit);

/* Empties a response for another try of the handler. */
void reply_clear(struct response *res);

#endif

/*
 * gzip.h: compression of what is sent, and whether the client wants it.
 *
 * One struct gzip serves one worker: its tables (about 260 KB) are set up once.
 *
 *	struct gzip *g = gzip_new(worker_arena);
 *	if (gzip_wanted(accept_encoding) && gzip_bytes(g, body, &out)) ...
 */
#ifndef GUONG_HTTP_GZIP_H
#define GUONG_HTTP_GZIP_H

#include "base/arena.h"
#include "base/buf.h"

/* Less is not worth the header; more would hold up the worker's other clients. */
enum { GZIP_LEAST = 1024, GZIP_MOST = 8 << 20 };

struct gzip;

/* Its tables are given back with the arena. */
struct gzip *gzip_new(struct arena *a);
/* True if an Accept-Encoding header takes gzip. */
bool gzip_wanted(struct str accept_encoding);
/* True for content types that shrink: text, JSON, XML, SVG, scripts. */
bool gzip_helps(struct str content_type);
/* Fills `out` (emptied first); false when that would not make it smaller. */
bool gzip_bytes(struct gzip *g, struct str in, struct buf *out);

#endif

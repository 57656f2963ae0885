/*
 * spool.h: the body of a request while it comes in.
 *
 *	struct spool s;
 *	spool_init(&s, max_upload);
 *	TRY(spool_put(&s, data, n));
 *	TRY(spool_bytes(&s, req->a, &req->body));
 *	spool_done(&s);
 *
 * Small bodies stay in memory. Past SPOOL_MEMORY the bytes go to a file that has no name, in the
 * directory of TMPDIR (or /tmp), and are mapped once they are whole.
 *
 * Ownership: what spool_bytes() gives lives until spool_done() or the end of the arena's work,
 * whichever comes first. Errors: ERR_TOO_LARGE past the limit, ERR_IO when the disk refuses.
 */
#ifndef GUONG_HTTP_SPOOL_H
#define GUONG_HTTP_SPOOL_H

#include "base/buf.h"
#include "base/err.h"

enum { SPOOL_MEMORY = 256 * 1024 };

struct spool {
	struct buf memory;
	int fd; /* -1 while all is in memory */
	size_t n, max;
};

void spool_init(struct spool *s, size_t max);
enum err spool_put(struct spool *s, const void *data, size_t n);
enum err spool_bytes(struct spool *s, struct arena *a, struct str *ret);
void spool_done(struct spool *s);

#endif

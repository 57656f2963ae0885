/*
 * web_export.h: a list that leaves as a file: written at database speed into an unlinked temporary
 * file, then sent from its descriptor.
 */
#ifndef GUONG_APP_WEB_EXPORT_H
#define GUONG_APP_WEB_EXPORT_H

#include "core/ctx.h"
#include "view/render.h"

struct web_export {
	int fd; /* -1: no export */
	enum format format;
	struct sink *sink;     /* while it is being written */
	struct sink_seen seen; /* once it is finished: what went into it */
};

/* The sink of a format (CSV, XLSX, JSON) over a descriptor. */
enum err web_export_sink(struct sink **ret, struct ctx *cx, enum format format, int fd);
/* Makes the file and sets the sink of the ctx. */
enum err web_export_start(struct web_export *x, struct ctx *cx, enum format format);
/* Finishes the file; a table that did not come through the sink is written from the document. */
enum err web_export_end(struct web_export *x, struct ctx *cx, struct doc *d);
/* Copies what is finished to another descriptor. */
enum err web_export_copy(struct web_export *x, struct ctx *cx, int to);
/* Gives everything back. */
void web_export_drop(struct web_export *x);

#endif

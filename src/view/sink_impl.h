/*
 * sink_impl.h: what the sinks share; nobody else includes it.
 *
 * A sink lives in an arena of its own, so that it needs none of the caller's however long the list
 * is: what one row needs is given back after it.
 */
#ifndef GUONG_VIEW_SINK_IMPL_H
#define GUONG_VIEW_SINK_IMPL_H

#include "base/buf.h"
#include "view/doc.h"
#include "view/sink.h"

struct sink_kind {
	enum err (*begin)(struct sink *s, const char *title);
	enum err (*row)(struct sink *s, const void *rec);
	enum err (*end)(struct sink *s);
	/* Gives back what is not of the arena; always called, after end() if that was. */
	void (*close)(struct sink *s);
	bool ids; /* hidden ones too: for machines, that ask further with them */
};

struct sink {
	const struct sink_kind *kind;
	const struct speech *sp;
	struct arena *a;
	struct fault *f;
	int fd;
	const struct field *fields, **cols; /* all; those that are written */
	const struct doc_paper *paper;	    /* NULL: rows only */
	const struct doc_paper *head;	    /* of rows only; NULL: nothing stands above them */
	bool sum;
	const struct field *person; /* the id of whom a row is about; NULL: rows have none */
	int64_t rows, persons;
	const char *title;
	const char *taken; /* who took it and when; NULL: it says nothing */
	size_t n;
	struct buf out;	      /* on its way to the descriptor */
	void *state;	      /* of the kind */
	struct arena *tables; /* of what is left of field tables; NULL: all columns stand */
	enum field_class most;
	bool begun;
	enum err err;
};

struct sink *sink_new(
	const struct sink_kind *kind, const struct speech *sp, int fd, struct fault *f);
/* Writes the buffer out once it is large; sink_flush() in any case. */
enum err sink_push(struct sink *s);
enum err sink_flush(struct sink *s);
enum err sink_write(struct sink *s, const char *p, size_t n);
/* What a person reads; nothing for an end that is not known. */
const char *sink_text(struct sink *s, const struct field *f, const void *rec);
/* The header of a column. */
const char *sink_header(struct sink *s, const struct field *f);
/* True for texts that a spreadsheet would take for a formula. */
bool sink_formula(const char *text);

#endif

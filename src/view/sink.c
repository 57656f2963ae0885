#include "view/sink.h"

#include "base/die.h"
#include "view/cleared.h"
#include "view/label.h"
#include "view/sink_impl.h"

#include <errno.h>
#include <unistd.h>

enum {
	ARENA_MAX = 64 << 20,
	ROW_MAX = 16 << 20, /* bytes of one row */
	FULL = 64 << 10,    /* bytes that are worth a write */
};

struct sink *sink_new(
	const struct sink_kind *kind, const struct speech *sp, int fd, struct fault *f)
{
	struct arena *a = arena_new(ARENA_MAX);
	struct sink *s = arena_new_of(a, struct sink);

	s->kind = kind;
	s->sp = sp;
	s->a = a;
	s->f = f;
	s->fd = fd;
	buf_init(&s->out, FULL + ROW_MAX);
	return s;
}

static bool written(const struct sink *s, const struct field *f)
{
	switch (f->type) {
	case FT_SECRET:
	case FT_LIST:
	case FT_REC:
	case FT_FILE:
		return false;
	default:
		return !(f->flags & FF_HIDDEN) || (s->kind->ids && f->type == FT_ID);
	}
}

void sink_clear(struct sink *s, struct arena *a, enum field_class most)
{
	must(!s->begun);
	s->tables = a;
	s->most = most;
}

void sink_paper(struct sink *s, const struct doc_paper *paper, bool sum)
{
	must(!s->begun);
	s->paper = paper;
	s->sum = sum;
}

void sink_head(struct sink *s, const struct doc_paper *paper)
{
	must(!s->begun);
	s->head = paper;
}

enum err sink_begin(struct sink *s, const char *title, const struct field *fields)
{
	must(!s->begun);
	s->begun = true;
	if (s->tables)
		fields = cleared_fields(s->tables, fields, s->most, NULL);
	s->fields = fields;
	s->title = title ? title : "";
	s->cols = arena_array(s->a, field_count(fields), sizeof(*s->cols));
	field_each (f, fields) {
		if (written(s, f))
			s->cols[s->n++] = f;
		if (!s->person && f->type == FT_ID && text_eq(f->arg, "person"))
			s->person = f;
	}
	s->err = s->kind->begin(s, s->title);
	return s->err;
}

enum err sink_row(struct sink *s, const void *rec)
{
	struct arena_mark m = arena_mark(s->a);

	must(s->begun);
	if (s->err)
		return s->err;
	s->rows++;
	s->persons += s->person && field_get_int(s->person, rec);
	s->err = s->kind->row(s, rec);
	arena_rewind(s->a, m);
	return s->err;
}

enum err sink_end(struct sink *s)
{
	enum err err;

	if (!s->err && s->begun)
		s->err = s->kind->end(s);
	s->kind->close(s);
	err = s->err;
	buf_done(&s->out);
	arena_free(s->a);
	return err;
}

enum err sink_write(struct sink *s, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(s->fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return fault_detail(s->f, ERR_IO, "sink: write: %m");
		p += done;
		n -= (size_t)done;
	}
	return ERR_OK;
}

enum err sink_flush(struct sink *s)
{
	if (buf_overflow(&s->out))
		return fault_detail(s->f, ERR_IO, "sink: a row of more than %d bytes", ROW_MAX);
	TRY(sink_write(s, s->out.p, s->out.n));
	buf_reset(&s->out);
	return ERR_OK;
}

enum err sink_push(struct sink *s)
{
	return s->out.n >= FULL || buf_overflow(&s->out) ? sink_flush(s) : ERR_OK;
}

const char *sink_text(struct sink *s, const struct field *f, const void *rec)
{
	if (f->type == FT_INSTANT && text_empty(value_raw(s->a, f, rec)))
		return "";
	return value_text(s->sp, s->a, f, rec);
}

const char *sink_header(struct sink *s, const struct field *f)
{
	return f->label == M_NONE ? f->name : label_line(s->a, s->sp->lang, f);
}

bool sink_formula(const char *text)
{
	return *text && strchr("=+-@\t\r", *text);
}

bool sink_begun(const struct sink *s)
{
	return s->begun;
}

struct sink_seen sink_seen(const struct sink *s)
{
	return (struct sink_seen){s->fields, s->rows, s->persons};
}

void sink_taken(struct sink *s, const char *text)
{
	s->taken = arena_strdup(s->a, text);
}

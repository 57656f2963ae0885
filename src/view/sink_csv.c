/*
 * CSV for spreadsheets: UTF-8 with a byte order mark (without it Excel reads another encoding),
 * commas, CRLF. Numbers and days stand as machines write them, since every version of Excel reads
 * 2016-12-31 and 2128 alike, but 01/02/2017 and 2.128 according to its own language.
 */
#include "view/sink_impl.h"

static void put_cell(struct buf *b, const char *text)
{
	bool formula = sink_formula(text);
	size_t plain = strcspn(text, ",;\"\t\r\n");

	if (!formula && !text[plain] && *text != ' ') {
		buf_put(b, text, plain);
		return;
	}
	buf_putc(b, '"');
	if (formula)
		buf_putc(b, '\'');
	for (const char *q; (q = strchr(text, '"')); text = q + 1) {
		buf_put(b, text, (size_t)(q - text));
		buf_puts(b, "\"\"");
	}
	buf_puts(b, text);
	buf_putc(b, '"');
}

static enum err csv_begin(struct sink *s, const char *title)
{
	(void)title;
	buf_puts(&s->out, "\xef\xbb\xbf");
	for (size_t i = 0; i < s->n; i++) {
		if (i)
			buf_putc(&s->out, ',');
		put_cell(&s->out, sink_header(s, s->cols[i]));
	}
	buf_puts(&s->out, "\r\n");
	return ERR_OK;
}

static void put_value(struct sink *s, const struct field *f, const void *rec)
{
	switch (f->type) {
	case FT_ID:
	case FT_INT:
	case FT_DAY:
	case FT_RATIO:
		/* a minus sign is no danger here */
		buf_puts(&s->out, value_raw(s->a, f, rec));
		return;
	default:
		put_cell(&s->out, sink_text(s, f, rec));
	}
}

static enum err csv_row(struct sink *s, const void *rec)
{
	for (size_t i = 0; i < s->n; i++) {
		if (i)
			buf_putc(&s->out, ',');
		put_value(s, s->cols[i], rec);
	}
	buf_puts(&s->out, "\r\n");
	return sink_push(s);
}

/* A last line of its own: CSV knows no place beside the rows. */
static enum err csv_end(struct sink *s)
{
	if (s->taken) {
		put_cell(&s->out, s->taken);
		buf_puts(&s->out, "\r\n");
	}
	return sink_flush(s);
}

static void csv_close(struct sink *s)
{
	(void)s;
}

static const struct sink_kind kind = {csv_begin, csv_row, csv_end, csv_close};

enum err sink_csv(struct sink **ret, const struct speech *sp, int fd, struct fault *f)
{
	*ret = sink_new(&kind, sp, fd, f);
	return ERR_OK;
}

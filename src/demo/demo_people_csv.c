#include "base/buf.h"
#include "demo/demo_people.h"

enum { FILE_BYTES = 256 << 20 };

static void put_text(struct buf *b, const char *s)
{
	bool quoted = s && strpbrk(s, ",;\"\n");

	if (quoted)
		buf_putc(b, '"');
	for (; s && *s; s++) {
		if (*s == '"')
			buf_putc(b, '"');
		buf_putc(b, *s);
	}
	if (quoted)
		buf_putc(b, '"');
}

static void put_cell(struct buf *b, const struct field *f, const char *rec)
{
	char day[DAY_TEXT];

	switch (f->type) {
	case FT_DAY:
		buf_puts(b, day_print_iso(day, *(const day_t *)(rec + f->offset)));
		break;
	case FT_INT:
		buf_int(b, *(const int64_t *)(rec + f->offset));
		break;
	default:
		put_text(b, *(const char *const *)(rec + f->offset));
	}
}

static void put_row(struct buf *b, const struct field *fields, const char *rec)
{
	field_each (f, fields) {
		if (f != fields)
			buf_putc(b, ',');
		if (rec)
			put_cell(b, f, rec);
		else
			buf_puts(b, f->name);
	}
	buf_putc(b, '\n');
}

struct str demo_csv(struct arena *a, const struct field *fields, const struct list *rows)
{
	struct str bytes;
	struct buf b;

	buf_init(&b, FILE_BYTES);
	put_row(&b, fields, NULL);
	for (size_t i = 0; i < rows->n; i++)
		put_row(&b, fields, (const char *)rows->rows + i * rows->size);
	bytes = (struct str){arena_memdup(a, b.p, b.n), b.n};
	buf_done(&b);
	return bytes;
}

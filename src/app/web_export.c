#include "app/web_export.h"

#include "core/look.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK = 64 << 10 };

static int temporary_file(void)
{
	const char *dir = getenv("TMPDIR");
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "%s/guong-export-XXXXXX", text_empty(dir) ? "/tmp" : dir);
	fd = mkstemp(path);
	if (fd >= 0)
		unlink(path);
	return fd;
}

enum err web_export_sink(struct sink **ret, struct ctx *cx, enum format format, int fd)
{
	if (format == FORMAT_CSV)
		return sink_csv(ret, &cx->say, fd, cx->f);
	if (format == FORMAT_JSON)
		return sink_json(ret, &cx->say, fd, cx->f);
	return sink_xlsx(ret, &cx->say, fd, cx->f);
}

enum err web_export_start(struct web_export *x, struct ctx *cx, enum format format)
{
	x->format = format;
	x->fd = temporary_file();
	if (x->fd < 0)
		return fault_detail(cx->f, ERR_IO, "no temporary file for an export");
	TRY(web_export_sink(&x->sink, cx, format, x->fd));
	cx->page.sink = x->sink;
	return ERR_OK;
}

static const struct doc_part *main_table(const struct doc *d)
{
	const struct doc_part *first = NULL;

	for (const struct doc_part *p = d->parts; p; p = p->next) {
		if (p->main)
			return p;
		if (!first && p->fields && p->kind != DOC_RECORD)
			first = p;
	}
	return first;
}

static enum err rows_of_document(struct sink *s, const struct doc *d, const struct doc_part *p)
{
	const char *row = p->rows.rows;

	if (d->paper)
		sink_paper(s, d->paper, p->sum);
	TRY(sink_begin(s, p->title, p->fields));
	for (size_t i = 0; i < p->rows.n; i++)
		TRY(sink_row(s, row + i * p->rows.size));
	return ERR_OK;
}

/* CSV of the shell is read by other programs: there the rows stand alone. */
static void say_taken(struct web_export *x, struct ctx *cx, const struct doc *d, struct sink *s)
{
	struct look l;

	x->seen = sink_seen(s);
	look_of(cx, d, &(struct look_frame){.format = "", .seen = &x->seen}, &l);
	if (l.people && (cx->uid < 0 || x->format != FORMAT_CSV))
		sink_taken(s, look_taken(cx));
}

enum err web_export_end(struct web_export *x, struct ctx *cx, struct doc *d)
{
	const struct doc_part *p = main_table(d);
	struct sink *s = x->sink;
	enum err e = ERR_OK;

	if (!p)
		e = cx_fault(cx, ERR_FORMAT, NULL, M_ERR_FORMAT);
	else if (!sink_begun(s))
		e = rows_of_document(s, d, p);
	x->sink = NULL;
	if (e) {
		(void)!sink_end(s);
		return e;
	}
	say_taken(x, cx, d, s);
	return sink_end(s);
}

enum err web_export_copy(struct web_export *x, struct ctx *cx, int to)
{
	char block[BLOCK];
	ssize_t n = 0;

	if (lseek(x->fd, 0, SEEK_SET) < 0)
		return fault_detail(cx->f, ERR_IO, "export: %m");
	while ((n = read(x->fd, block, sizeof(block))) > 0)
		for (ssize_t done = 0, k; done < n; done += k) {
			k = write(to, block + done, (size_t)(n - done));
			if (k < 0)
				return fault_detail(cx->f, ERR_IO, "export: %m");
		}
	return n < 0 ? fault_detail(cx->f, ERR_IO, "export: %m") : ERR_OK;
}

void web_export_drop(struct web_export *x)
{
	if (x->sink)
		(void)!sink_end(x->sink);
	x->sink = NULL;
	if (x->fd >= 0)
		close(x->fd);
	x->fd = -1;
}

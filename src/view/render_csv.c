#include "view/render.h"
#include "view/render_sheet.h"

#include <sys/mman.h>
#include <unistd.h>

enum { PIECE = 64 * 1024 };

static enum err read_back(int fd, struct buf *out)
{
	off_t at = 0;
	ssize_t n;

	for (;;) {
		if (!buf_grow(out, PIECE))
			return ERR_TOO_LARGE;
		n = pread(fd, out->p + out->n, PIECE, at);
		if (n < 0)
			return ERR_IO;
		if (n == 0)
			break;
		out->n += (size_t)n;
		at += n;
	}
	out->p[out->n] = 0;
	return ERR_OK;
}

enum err render_csv(const struct speech *sp, const struct doc *d, const char *part, struct buf *out)
{
	const struct doc_part *p = sheet_part(d, part);
	struct fault f = {.a = d->a};
	struct sink *s;
	enum err e;
	int fd;

	if (!p)
		return ERR_FORMAT;
	/* the sink writes to descriptors, so that long lists need no memory; this one is short */
	fd = memfd_create("csv", MFD_CLOEXEC);
	if (fd < 0)
		return ERR_IO;
	e = sink_csv(&s, sp, fd, &f);
	if (!e)
		e = sheet_write(s, d, p);
	if (!e)
		e = read_back(fd, out);
	close(fd);
	return e;
}

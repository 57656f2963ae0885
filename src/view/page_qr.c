#include "view/page.h"

#include <qrencode.h>

enum { MARGIN = 4, ROOM = 1 << 18 };

/* Dots of one line that touch are one rectangle. */
static void add_row(struct buf *b, const QRcode *qr, int y)
{
	const unsigned char *row = qr->data + (size_t)y * (size_t)qr->width;

	for (int x = 0, from; x < qr->width; x++) {
		if (!(row[x] & 1))
			continue;
		for (from = x; x < qr->width && row[x] & 1; x++)
			;
		buf_printf(b, "M%d %dh%dv1h-%dz", from + MARGIN, y + MARGIN, x - from, x - from);
	}
}

const struct page_qr *page_qr_build(struct arena *a, const char *text, const char *label)
{
	struct page_qr *ret = arena_new_of(a, struct page_qr);
	QRcode *qr = text_empty(text) ? NULL : QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	struct buf b;
	int side;

	if (!qr)
		return NULL;
	side = qr->width + 2 * MARGIN;
	buf_init(&b, ROOM);
	for (int y = 0; y < qr->width; y++)
		add_row(&b, qr, y);
	*ret = (struct page_qr){.label = label,
		.box = arena_printf(a, "0 0 %d %d", side, side),
		.path = arena_strndup(a, b.p, b.n),
		.text = text};
	buf_done(&b);
	QRcode_free(qr);
	return ret;
}

/* Any bytes, read as a table: it ends with rows or with a sentence, never otherwise. */
#include "base/die.h"
#include "base/sheet.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct sheet_limits limits = {1 << 20, 200, 16, 512, 50, 200};

static void check_row(const struct sheet_row *row)
{
	volatile char sink;

	must(row->n > 0 && row->n <= (size_t)limits.max_cols && row->number > 0);
	for (size_t i = 0; i < row->n; i++) {
		const struct cell *c = &row->cells[i];

		must(c->text.n <= limits.max_cell);
		must((c->type == CELL_EMPTY) == (c->text.n == 0));
		for (size_t k = 0; k < c->text.n; k++)
			sink = c->text.p[k];
	}
	(void)sink;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(32 << 20);
	struct fault f = {.a = a};
	struct sheet_row row;
	struct sheet *s;
	/* a copy of its own, so that reading past the end is seen */
	char *copy = malloc(n ? n : 1);
	long rows = 0;

	memcpy(copy, data, n);
	if (!sheet_open(&s, a, (struct str){copy, n}, "x.csv", &limits, &f)) {
		for (; sheet_row(s, &row); rows++)
			check_row(&row);
		must(sheet_progress(s) >= 0 && sheet_progress(s) <= 1000);
		must(sheet_end(s) == f.code);
	}
	must(!f.code == !f.first && rows <= limits.max_rows);
	arena_free(a);
	free(copy);
	return 0;
}

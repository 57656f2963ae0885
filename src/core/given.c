#include "core/given.h"

#include "base/die.h"

#include <stdio.h>

const char *given_text(struct arena *a, const struct given *by, const void *rows, size_t n)
{
	char *text = arena_alloc(a, n * (size_t)by->n * GIVEN_DIGITS + 1), *p = text;

	*p = '\0';
	for (size_t i = 0; i < n; i++)
		for (int k = 0; k < by->n; k++) {
			const char *row = (const char *)rows + i * by->size;
			int64_t id;
			memcpy(&id, row + by->ids[k], sizeof(id));
			p += snprintf(p, GIVEN_DIGITS + 1, "%0*lld", GIVEN_DIGITS, (long long)id);
		}
	return text;
}

static enum err fill(struct ctx *cx, const struct given *by, char *rows, size_t n)
{
	struct cursor c;

	TRY(db_query(cx->db, &c, by->stmt, given_text(cx->a, by, rows, n), cx->day, cx->known));
	while (db_next(&c)) {
		size_t at = (size_t)(db_int(&c, 0) - 1) / ((size_t)by->n * GIVEN_DIGITS);
		must(at < n);
		db_row(&c, cx->a, by->fields, rows + at * by->size);
	}
	return db_end(&c);
}

enum err given_fill(struct ctx *cx, const struct given *by, void *rows, size_t n)
{
	for (size_t i = 0; i < n; i += GIVEN_MOST)
		TRY(fill(cx, by, (char *)rows + i * by->size,
			n - i < GIVEN_MOST ? n - i : GIVEN_MOST));
	return ERR_OK;
}

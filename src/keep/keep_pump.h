/*
 * keep_pump.h: the one movement: all tables of a source into a sink, row by row.
 *
 * A source tells its head, then table after table, each with its rows; a sink takes the same. Both
 * learn at the end of a table what keep_pump() counted on the way: a source that knows already
 * compares, a sink writes it down or compares with what it has.
 */
#ifndef GUONG_KEEP_KEEP_PUMP_H
#define GUONG_KEEP_KEEP_PUMP_H

#include "base/buf.h"
#include "base/crypto.h"
#include "db/db_table.h"
#include "db/migrate.h"
#include "keep/keep.h"

enum { KEEP_PARTS = 2, KEEP_ROW = 256 << 20 };

/* When, and which files of the schema had been applied to each part. */
struct keep_head {
	int64_t made_ms;
	struct keep_files {
		struct migration *list;
		size_t n;
	} files[KEEP_PARTS];
};

struct keep_count {
	int64_t rows;
	unsigned char digest[DIGEST_BYTES];
};

struct keep_source {
	enum err (*head)(struct keep_source *s, struct keep_head *ret);
	/* The next table, or NULL when there is none. */
	enum err (*table)(
		struct keep_source *s, enum db_part *ret_part, const struct db_table **ret);
	enum err (*row)(struct keep_source *s, struct db_val *row, bool *ret);
	enum err (*counted)(struct keep_source *s, const struct keep_count *c);
	enum err (*end)(struct keep_source *s, const struct keep_sum *sum);
};

struct keep_sink {
	enum err (*head)(struct keep_sink *s, const struct keep_head *h);
	enum err (*table)(struct keep_sink *s, enum db_part part, const struct db_table *t);
	/* `bytes` is the row as keep_record.h writes it. */
	enum err (*row)(struct keep_sink *s, const struct db_val *row, struct str bytes);
	enum err (*counted)(struct keep_sink *s, const struct keep_count *c);
	enum err (*end)(struct keep_sink *s, const struct keep_sum *sum);
};

enum err keep_pump(struct keep_source *from, struct keep_sink *to, const struct keep_watch *w,
	struct keep_sum *ret, struct fault *f);

/* The count of one table while its rows pass. */
struct keep_tally {
	const struct db_table *t;
	struct digest digest;
	struct buf row; /* the present one */
	int64_t rows;
};

void keep_tally_start(struct keep_tally *y, const struct db_table *t);
/* False when the row is longer than any may be. */
bool keep_tally_row(struct keep_tally *y, const struct db_val *row);
/* Gives back what the tally held; `ret` may be NULL. */
void keep_tally_end(struct keep_tally *y, struct keep_count *ret);
bool keep_same(const struct keep_count *a, const struct keep_count *b);

#endif

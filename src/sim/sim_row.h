/*
 * sim_row.h: the tables that are filled with people, and their rows as bytes.
 *
 * A row is values in the order of sim_tables; what a table has beside these columns gets what the
 * schema says. In bytes, the columns of the key come first and so that memcmp() orders rows as the
 * primary key does; then the others, as short as they go.
 */
#ifndef GUONG_SIM_SIM_ROW_H
#define GUONG_SIM_SIM_ROW_H

#include "base/buf.h"
#include "db/db_table.h"

enum sim_table {
	SIM_PERSON,	  /* these three come in the order of their keys, */
	SIM_PERSON_SPELL, /* for people come in the order of their ids */
	SIM_FACT,
	SIM_SPELL, /* the others are sorted first */
	SIM_FLOW,
	SIM_WORD,
	SIM_TXN_PERSON,
	SIM_TABLES,
	SIM_STRAIGHT = SIM_SPELL
};

enum { SIM_COLS = 24 };

struct sim_columns {
	const char *name, *columns; /* blanks between */
	const char
		*keys; /* of the first columns: q 8 bytes, d a day, v bytes of any length, once */
};
extern const struct sim_columns sim_tables[SIM_TABLES];

/* Key and row; `b` gets them after what it holds, with their lengths before them. */
void sim_row_put(struct buf *b, enum sim_table which, const struct db_val *row, int n);
/* Reads one back; values point into it. Returns how long it was. */
size_t sim_row_get(const char *p, enum sim_table which, struct db_val *row, int n);
/* How long the row at `p` is; its key. */
size_t sim_row_size(const char *p);
struct str sim_row_key(const char *p);

#endif

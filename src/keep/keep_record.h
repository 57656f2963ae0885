/*
 * keep_record.h: what stands in a backup, once it has been decrypted and decompressed.
 *
 * A row of records, each a letter, four bytes of length (the high one first) and so many bytes:
 *
 *	H	when; the files of the schema of each part: number, name, digest
 *	T	a table: part, name, its columns (type, name), its primary key; then its rows:
 *	R	a row: each value a byte (0 NULL, 1 number, 2 text, 3 bytes) and what it is
 *	E	end of the table: how many rows, their digest
 *	Z	end: how many tables, how many rows; last link and head of the audit chain
 *
 * Numbers are written seven bits a byte, the low ones first, the sign lowest; texts with their
 * length before them. One value has one form only, so that equal rows are equal bytes.
 *
 * keep_record_x() writes the contents of a record, keep_read_x() reads them: false for anything
 * that was not written so. What is read points into the bytes given, or lives in the arena.
 */
#ifndef GUONG_KEEP_KEEP_RECORD_H
#define GUONG_KEEP_KEEP_RECORD_H

#include "keep/keep_pump.h"

enum {
	RECORD_HEAD = 'H',
	RECORD_TABLE = 'T',
	RECORD_ROW = 'R',
	RECORD_COUNT = 'E',
	RECORD_END = 'Z'
};

void keep_record_head(struct buf *b, const struct keep_head *h);
void keep_record_table(struct buf *b, enum db_part part, const struct db_table *t);
void keep_record_row(struct buf *b, const struct db_table *t, const struct db_val *row);
void keep_record_count(struct buf *b, const struct keep_count *c);
void keep_record_end(struct buf *b, const struct keep_sum *s);

bool keep_read_head(struct str in, struct arena *a, struct keep_head *ret);
bool keep_read_table(struct str in, struct arena *a, enum db_part *ret_part, struct db_table *ret);
bool keep_read_row(struct str in, const struct db_table *t, struct db_val *ret);
bool keep_read_count(struct str in, struct keep_count *ret);
bool keep_read_end(struct str in, struct keep_sum *ret);

#endif

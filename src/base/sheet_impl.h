/*
 * sheet_impl.h: what the files of the sheet reader share; nobody else includes it.
 *
 *	sheet.c         the face, the row under construction
 *	sheet_guess.c   what kind of file the bytes are, and the advice for kinds not read
 *	sheet_csv.c     CSV
 *	sheet_part.c    one XML part of a ZIP package, streamed within limits
 *	sheet_xlsx.c    the book: sheets, number formats, shared strings
 *	sheet_grid.c    the cells of one sheet
 *
 * A reader fills the row with line_text() or line_copy(); sheet_row() hands it out. Whatever goes
 * wrong is told once through sheet_fail(), which the others notice by s->err.
 */
#ifndef GUONG_BASE_SHEET_IMPL_H
#define GUONG_BASE_SHEET_IMPL_H

#include "base/buf.h"
#include "base/sheet.h"

#include <expat.h>
#include <zip.h>

/* Limits of the format itself. */
enum { EXCEL_ROWS = 1048576, EXCEL_COLS = 16384 };

struct sheet_reader {
	enum err (*open)(struct sheet *s);
	enum err (*select)(struct sheet *s, size_t i);
	/* Fills s->line; false at the end or at a failure. */
	bool (*row)(struct sheet *s);
	int (*progress)(const struct sheet *s);
	void (*close)(struct sheet *s);
};
extern const struct sheet_reader sheet_csv_reader, sheet_xlsx_reader;

/* The row under construction. Texts that were copied move with their buffer until line_close(). */
struct line {
	long number;
	struct cell *cells;
	size_t *copied; /* 1 + place in `text`; 0: the cell's pointer is right already */
	size_t n, size;
	bool some; /* there is a cell that is not empty */
	struct buf text;
};

struct sheet {
	struct arena *a;
	struct fault *f;
	struct sheet_limits limits;
	struct str bytes;
	const char *filename;
	const char **names;
	size_t count;
	const struct sheet_reader *how;
	void *state; /* of the reader */
	struct line line;
	long rows;
	size_t unpacked_ever; /* bytes, however often sheets were begun again */
	enum err err;
};

/* Tells the first failure; later ones are its consequences and stay silent. */
enum err sheet_fail(struct sheet *s, enum err code, enum msg what, const char *arg);
/* The same for a broken file, with a reason for the log. */
enum err sheet_broken(struct sheet *s, const char *why);

void line_begin(struct sheet *s, long number);
/* Sets a cell to text that stays where it is, or to what line.text holds from `at` on. */
void line_text(struct sheet *s, size_t col, enum cell_type type, struct str text);
void line_copy(struct sheet *s, size_t col, enum cell_type type, size_t at);
struct cell *line_cell(struct sheet *s, size_t col);
/* Fails for a cell that is longer than allowed. */
void line_too_long(struct sheet *s, size_t col);
/* Nothing but blanks. */
bool str_blank(struct str s);

/* The reader for the bytes; NULL after a failure that carries the advice. */
const struct sheet_reader *sheet_guess(struct sheet *s);
/* Says what a ZIP archive without a workbook is. */
enum err sheet_guess_zip(struct sheet *s, zip_t *zip);

/* What happens while a part is read; names come without their prefix. */
struct part_events {
	void (*start)(struct sheet *s, const char *name, const char **attrs);
	void (*end)(struct sheet *s, const char *name);
	void (*text)(struct sheet *s, const char *p, size_t n);
};

struct part {
	struct sheet *s;
	zip_file_t *file;
	XML_Parser xml;
	const struct part_events *on;
	size_t *unpacked;  /* bytes of the whole package so far */
	size_t read, size; /* of this part; the size is only a promise */
	size_t quiet;	   /* bytes since something happened */
	int depth;
	bool paused;
};

enum part_step { PART_MORE, PART_PAUSED, PART_END, PART_FAILED };

enum err part_open(struct part *p, struct sheet *s, zip_t *zip, const char *path,
	const struct part_events *on, size_t *unpacked);
enum part_step part_step(struct part *p);
/* From within an event: part_step() returns after it. */
void part_pause(struct part *p);
/* From within an event, after sheet_fail(): no more events. */
void part_stop(struct part *p);
void part_close(struct part *p);
/* All of a small part, from opening to closing. */
enum err part_read(struct part *p, struct sheet *s, zip_t *zip, const char *path,
	const struct part_events *on, size_t *unpacked);
/* The value of an attribute (its name without prefix), or NULL. */
const char *part_attr(const char **attrs, const char *name);

struct relation {
	const char *id, *type, *target;
};

struct xlsx {
	zip_t *zip;
	struct part part; /* the one being read */
	size_t unpacked, unpacked_book;
	const char *book; /* path of the workbook */
	struct relation *relations;
	size_t relation_count;
	const char **paths; /* of the sheets */
	bool since_1904;
	struct buf strings,
		starts;		/* shared strings: bytes, and a uint32_t for the start of each */
	struct buf day_styles;	/* a byte for each style: it shows a day */
	struct buf day_formats; /* a byte for each number format */
	bool in_styles, in_string, in_phonetic, in_text;
	size_t hidden;
	/* the grid */
	bool in_data, in_row, in_cell;
	size_t col, from;
	char type; /* of the cell: n s b e d t */
	bool day;
};

/* True for a number format that shows a day. */
bool xlsx_format_is_day(const char *code);
/* Decodes _x000D_ and the like in place; returns the new length. */
size_t xlsx_unescape(char *p, size_t n);
struct str xlsx_string(const struct xlsx *x, size_t i);
size_t xlsx_string_count(const struct xlsx *x);
extern const struct part_events grid_events;

#endif

/*
 * sheet.h: tables that people send: CSV or XLSX, read row by row, in bounded memory.
 *
 *	struct sheet *s;
 *	TRY(sheet_open(&s, a, bytes, "roster.xlsx", &limits, f));
 *	while (sheet_row(s, &row))
 *		for (i < row.n) use(row.cells[i]);
 *	TRY(sheet_end(s));
 *
 * CSV: UTF-8 with or without BOM, separator comma, semicolon or tab (guessed from the first lines,
 * or told by a line "sep=;"), quotes as in RFC 4180, line ends of any kind; also the UTF-16 text of
 * Excel. The apostrophe that view/sink.h puts before formulas is taken away. XLSX: shared, inline
 * strings, numbers, booleans (1 or 0), days (recognised by the cell's number format), merged cells
 * (value in the first one). Formulas are not computed: the stored value is taken. Old .xls and Word
 * files are recognised by their first bytes and refused with advice, as are broken ones; nothing
 * outside the limits is unpacked.
 *
 * Memory does not grow with the rows; of an XLSX only its shared strings are held, at most a
 * quarter of max_unpacked.
 */
#ifndef GUONG_BASE_SHEET_H
#define GUONG_BASE_SHEET_H

#include "base/err.h"
#include "base/str.h"

enum cell_type { CELL_EMPTY, CELL_TEXT, CELL_NUMBER, CELL_DAY };

struct cell {
	enum cell_type type;
	/* as it stands in the file; of a number its shortest decimal form, of a day 2016-12-31 */
	struct str text;
	double number; /* CELL_NUMBER: the value */
	int day;       /* CELL_DAY: yyyymmdd */
};

struct sheet_row {
	long number;	    /* as the user sees it: from 1 */
	struct cell *cells; /* live until the next call */
	size_t n;
};

struct sheet_limits {
	size_t max_unpacked; /* bytes of all parts of an XLSX together */
	long max_rows;
	int max_cols;
	size_t max_cell;  /* bytes of one cell */
	int max_entries;  /* files inside the XLSX */
	long max_strings; /* shared strings */
};
extern const struct sheet_limits sheet_limits_default;

struct sheet;

/* `bytes` must outlive the sheet. Takes the first sheet; see sheet_select(). NULL: usual limits. */
enum err sheet_open(struct sheet **ret, struct arena *a, struct str bytes, const char *filename,
	const struct sheet_limits *limits, struct fault *f);
/* Names of the sheets in order, hidden ones last (one, the file's, for CSV). */
size_t sheet_count(const struct sheet *s);
const char *sheet_name(const struct sheet *s, size_t i);
/* Starts reading the sheet of that number from its first row. */
enum err sheet_select(struct sheet *s, size_t i);
/* The next row that is not wholly empty; false at the end or at a failure. */
bool sheet_row(struct sheet *s, struct sheet_row *ret);
/* Ends reading: ok, or why it ended early (fault given at opening). Frees what is not arena. */
enum err sheet_end(struct sheet *s);
/* How far reading has come, 0 to 1000: for progress. */
int sheet_progress(const struct sheet *s);

#endif

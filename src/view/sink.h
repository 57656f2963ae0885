/*
 * sink.h: rows written one after another, in constant memory: how long lists leave.
 *
 *	struct sink *s;
 *	TRY(sink_csv(&s, sp, fd, f));          or sink_xlsx(), sink_json()
 *	TRY(sink_begin(s, "Tổ chức", org_fields));
 *	while (...) TRY(sink_row(s, &org));
 *	TRY(sink_end(s));
 *
 * Cells that a spreadsheet would take for a formula (= + - @ tab CR at the start) are written as
 * text: in CSV with an apostrophe in front, in XLSX as strings. Days and numbers are typed in XLSX,
 * the header is frozen, widths follow the contents of the first rows, a filter is set. A field
 * without a label (M_NONE) is headed by its name: for columns that somebody else named.
 *
 * With sink_paper() an XLSX is the list as it is printed: the head of the office above, the
 * headers in two rows where they stand over each other and on every page, rows of a group under
 * its name, the sum and the signature below; columns with FF_MORE are there but hidden. It is then
 * built in memory: for lists that somebody signs, not for exports of any length. Those get the head
 * of the office by sink_head(), and are rows below it.
 */
#ifndef GUONG_VIEW_SINK_H
#define GUONG_VIEW_SINK_H

#include "base/err.h"
#include "view/value.h"

struct sink;
struct doc_paper;

enum err sink_csv(struct sink **ret, const struct speech *sp, int fd, struct fault *f);
enum err sink_xlsx(struct sink **ret, const struct speech *sp, int fd, struct fault *f);
/* A JSON array of objects; ids that people do not see are in it, as texts. */
enum err sink_json(struct sink **ret, const struct speech *sp, int fd, struct fault *f);
/*
 * Leaves out columns of a higher class; before sink_begin(). Without it all are written. The table
 * that is left lies in `a`, which outlives the sink.
 */
void sink_clear(struct sink *s, struct arena *a, enum field_class most);
/* Before sink_begin(); other formats than XLSX have no use for it. `sum`: see doc_part. */
void sink_paper(struct sink *s, const struct doc_paper *paper, bool sum);
/* The same of its head alone, for a list of any length. `paper` is read by sink_begin() only. */
void sink_head(struct sink *s, const struct doc_paper *paper);
enum err sink_begin(struct sink *s, const char *title, const struct field *fields);
enum err sink_row(struct sink *s, const void *rec);
/* What has gone into it so far. */
struct sink_seen {
	const struct field *fields; /* NULL: nothing has begun */
	int64_t rows, persons;	    /* persons: rows that name one by its id */
};
struct sink_seen sink_seen(const struct sink *s);
/* Says in the file who took it and when, in CSV and XLSX; before sink_end(). */
void sink_taken(struct sink *s, const char *text);
/* Has sink_begin() been called? */
bool sink_begun(const struct sink *s);
/* Finishes the file and frees the sink, also after a failure. The descriptor stays open. */
enum err sink_end(struct sink *s);

#endif

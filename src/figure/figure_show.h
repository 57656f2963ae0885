/*
 * figure_show.h: what the files of the answer to one question about an indicator share.
 *
 * figure_read.c reads the question, asks who may see what, and finds everything out into a struct
 * show; figure_show.c draws the page from it, which is also the text of the shell and the files;
 * figure_data.c makes the JSON, a shape of its own that is promised to programs.
 */
#ifndef GUONG_FIGURE_FIGURE_SHOW_H
#define GUONG_FIGURE_FIGURE_SHOW_H

#include "figure/figure.h"

/* The fields of struct figure_in. */
extern const struct field figure_in_fields[];

/* Everything that is known of the answer; the parts and the data are made from it. */
struct show {
	struct ctx *cx;
	struct doc *d;
	const struct figure_in *in;
	struct figure_ask ask, earlier;
	struct figure_cut cut;
	struct org_spell org;		    /* on the day; without a name: all of the database */
	bool absent;			    /* the organisation did not exist on the day */
	bool assumed;			    /* some days are before the opening of the register */
	bool names;			    /* the reader may see who was counted */
	struct figure_answer value, before; /* before: of the earlier period */
	struct list rows;
	const struct doc_part *records;
};

/* Everything but the records. */
enum err figure_read(struct show *s);
/* The query of this page; with a period, the day of the frame is of no account. */
const char *figure_query(struct ctx *cx, const struct figure_in *in);
/* The address of the same indicator asked otherwise; and about another organisation (0: all). */
const char *figure_href(struct show *s, const struct figure_in *in, const char *suffix);
const char *figure_href_of(struct show *s, int64_t org);

/* How it compares with the earlier period, in words. */
const char *figure_compared_text(struct show *s);
/* The JSON; and the one line that is the file of a figure alone. */
void figure_data(struct show *s);
void figure_line(struct show *s);

#endif

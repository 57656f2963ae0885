/*
 * figure_show.h: what the files of the answer to one question about an indicator share.
 *
 * figure_read.c reads the question, asks who may see what, and finds everything out into a struct
 * show; figure_show.c draws the page from it, which is also the text of the shell and the files;
 * figure_data.c makes the JSON, a shape of its own that is promised to programs.
 */
#ifndef GUONG_FIGURE_FIGURE_SHOW_H
#define GUONG_FIGURE_FIGURE_SHOW_H

#include "figure/figure_closing.h"
#include "figure/figure_target.h"

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
	struct figure_target target;	    /* id 0: none */
	bool open;			    /* no period was named: the target of one under way */
	bool plain;			    /* changes are told without shares */
	bool targets;			    /* some of the rows have one of their own */
	struct figure_closing closing;	    /* of the period; id 0: it is open */
	struct figure_answer closed;	    /* the answer when it was closed */
	const char *lineage;		    /* whom it takes in; "": nobody */
	const char *earlier_lineage;	    /* likewise in the earlier period, asked or not */
	const char *uncompared;		    /* why there is no comparison; NULL: there is one */
	day_t founded;			    /* within the period; 0: it was there before */
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

/* Of what happens, and no period was named: the year of today as far as it has come. */
bool figure_is_year_so_far(const struct show *s);
/* Has the period not begun yet? */
bool figure_is_ahead(const struct show *s);
/* Was a comparison asked for? Nothing and "none" are none. */
bool figure_is_compared(const struct show *s);
/*
 * What the number of a page is compared with: as chosen; if nothing was, the period before of one
 * that has ended, of others the year before. NULL: nothing.
 */
const char *figure_compare_shown(const struct show *s);
/* Finds the earlier period and its answer. */
enum err figure_compare(struct show *s);
/* What is said beside the number, and where that leads. */
enum err figure_told(struct show *s);
enum err figure_told_links(struct show *s);
/* May the list of those under one value of it be asked for? */
bool figure_may_narrow(const struct show *s, const struct figure_cut *cut);
/* Where the rows lead; and the refusal of rows of few people by what is sensitive of them. */
void figure_link_rows(struct show *s);
enum err figure_check_few(const struct show *s, const struct list *rows);

/* How it compares with the earlier period, in words; the change alone: "32 (26,7%)". */
const char *figure_compared_text(struct show *s);
const char *figure_change_text(struct show *s, struct ratio by);
/* The earlier period. */
const char *figure_when_text(struct show *s);

/* figure_draw.c: do the rows add up to the value? */
bool figure_sums(const struct show *s);
/* How it went; the rows asked for; those below, if nothing was asked for (else *ret is NULL). */
enum err figure_draw_trend(struct show *s);
enum err figure_draw_rows(struct show *s, const char *name, struct doc_part **ret);
enum err figure_draw_children(struct show *s, struct doc_part **ret);
/* figure_since.c: who and what came, or went, since the period was closed. */
enum err figure_draw_since(struct show *s);
/* figure_people.c: the list of the members behind a value; NULL: there is no such list. */
const char *figure_people_href(struct show *s, const char *key, const char *key_2);

/* figure_pivot.c: two that are crossed, across and down. */
void figure_draw_pivot(struct show *s);
/* figure_show.c: how a number stands to its target (NULL or id 0: there is none). */
void figure_aim(struct show *s, const struct figure_target *t, struct doc_figure *fig);
/* The columns of its rows. */
const struct field *figure_row_fields(struct show *s);

/* figure_ways.c: the same asked otherwise, above a part. */
void figure_ways_period(struct show *s, struct doc_part *p);
void figure_ways_compare(struct show *s, struct doc_part *p);
/* below: the part shows what is below, which nobody asked for */
void figure_ways_by(struct show *s, struct doc_part *p, bool below);
void figure_ways_across(struct show *s, struct doc_part *p);

/* The JSON; and the one line that is the file of a figure alone. */
void figure_data(struct show *s);
void figure_line(struct show *s);

#endif

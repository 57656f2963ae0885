/*
 * page.h: a document as the templates see it: nothing but names, texts and addresses.
 *
 * render_html turns a struct doc and a struct frame into these structs; the field tables below are
 * what the files of ui/ are checked against: a member here is a name there. Only the files of this
 * room include it.
 *
 *	struct page *page = page_build(sp, a, frame, doc);
 *	tmpl_render(t, sp, a, page, out);
 *
 * Everything lives in the arena given. A pointer to a record that is NULL is a section left out.
 */
#ifndef GUONG_VIEW_PAGE_H
#define GUONG_VIEW_PAGE_H

#include "view/render.h"

struct page_link {
	const char *label, *href;
	int here;
};

struct page_fact {
	const struct field *field; /* not for templates */
	const char *label, *value, *href;
	int lines; /* several lines: kept as they are */
};

struct page_column {
	const char *label;
	int num;
	int64_t cols, rows; /* how many it stands over, where headers stand over each other */
	const char *over;   /* not for templates: the header above */
};

struct page_cell {
	const char *label, *value, *href;
	const char *fit;  /* "n" a number, "lines"; else by its column: "slim", "text", "roomy" */
	const char *heat; /* how much of the largest: "62%" */
	int num, key, lines;
};

struct page_row {
	const char *tone;  /* "ok" "late" "wait" "sum" */
	const char *group; /* instead of cells: what the rows below it have in common */
	int64_t span;
	struct list cells;
};

struct page_table {
	const char *title;
	struct list columns, rows;
	struct list heads, under; /* two rows of headers instead of one; otherwise empty */
	const char *count;	  /* in words */
	const char *next, *empty;
};

struct page_record {
	struct list facts;
	struct list tables; /* struct page_table: lists within the record */
};

struct page_node {
	int64_t depth, level; /* level is depth + 1, as assistive programs count */
	const char *label, *href, *below;
	int here, open, shut;
	struct list facts;
};

struct page_tree {
	struct list nodes;
	const char *empty;
};

struct page_event {
	const char *day, *iso, *title, *href;
	struct list facts;
};

struct page_timeline {
	struct list events;
	const char *count, *next, *empty;
};

/*
 * What a chart is drawn with. Lengths are written as they stand in the attributes: across in per
 * cent, so that it is as wide as there is room; down in em, so that it grows with the text.
 */
struct page_rect {
	const char *tone, *fill; /* fill: a pattern; NULL: the tone says it */
	const char *x, *y, *width, *height;
};

struct page_stroke {
	const char *tone, *x1, *y1, *x2, *y2;
};

struct page_run {
	const char *tone, *points; /* in a box of 1000 by 1000 */
};

struct page_dot {
	const char *tone, *x, *y;
};

struct page_word {
	const char *tone, *x, *y, *text;
};

struct page_plot {
	const char *height, *top, *field; /* of all; where the box of the runs is */
	const char *gutter;		  /* room for the numbers at the left */
	struct list strokes, rects, marks, runs, dots, words; /* marks: over the columns */
};

struct page_bar {
	const char *label, *href, *value, *share, *said; /* said: the parts in words */
	struct list rects, strokes, words;
};

struct page_bars {
	struct list rows;   /* struct page_bar */
	struct list others; /* those put together in the last row */
	const char *fold;   /* how many they are */
};

/* What a mark means. */
struct page_key {
	const char *tone, *fill, *label;
	int line;
};

struct page_chart {
	const char *id, *title_id, *said_id, *title, *said; /* said: what is to be seen */
	const char *remark;
	struct list keys, patterns; /* struct page_key; of a pattern the identifier is the label */
	const struct page_plot *plot;
	const struct page_bars *bars;
	const struct page_table *table;
};

struct page_figure {
	const char *value, *unit, *day, *iso, *definition, *base;
	const char *href, *change, *aim;
	const struct page_bar *meter;
	const struct page_plot *trend;
	const char *trend_said;
};

struct page_choice {
	const char *id, *value, *label;
	int chosen;
};

/* A form field. Of text, lines, select, radio, day, number, check, secret and file, one is set. */
struct page_control {
	const char *id, *name, *label, *value, *hint, *error;
	const char *hint_id, *error_id;
	const char *described; /* both identifiers, as far as they are there */
	const char *autocomplete;
	const char *rows; /* of several lines: as many as there are, from 4 to 20 */
	int required, optional;
	int choose; /* a select needs an entry for "none yet" */
	int text, lines, select, radio, day, number, check, secret, file;
	struct list choices;
};

struct page_hidden {
	const char *name, *value;
};

struct page_error {
	const char *label, *error, *href;
};

struct page_form {
	const char *action, *key, *submit, *preview, *propose, *fold;
	int get, file;
	struct list hidden, controls, errors;
};

struct page_note {
	const char *text, *word, *mark, *tone;
	int alert;
};

/* A piece of running text; one member is set. */
struct page_block {
	const char *head, *subhead, *para, *code;
	struct list items, steps; /* struct page_item */
};

struct page_item {
	const char *text;
};

/* A text as a square of dots: the outline of the dark ones, and the square that it lies in. */
struct page_qr {
	const char *label, *box, *path, *text;
};

struct page_ways {
	const char *label;
	struct list rows; /* struct page_link */
};

/* Small fields side by side. */
struct page_tile {
	const char *label, *sign, *state, *tone, *href;
};

struct page_tiles {
	const char *label, *href;
	struct list tiles;
};

struct page_part {
	const char *name, *title;
	const struct page_qr *qr;
	const struct page_record *record;
	const struct page_table *table;
	const struct page_tree *tree;
	const struct page_timeline *timeline;
	const struct page_chart *chart;
	const struct page_figure *figure;
	struct page_form *form;
	const struct page_note *note;
	struct list ways;  /* struct page_ways */
	const char *more;  /* how many remarks are put away; NULL: none */
	struct list aside; /* struct page_note */
	struct list blocks;
	struct list prose; /* struct doc_block */
	struct list tiles; /* struct page_tiles */
	struct list links, exports;
};

/* The switch for the day that a page is about. */
struct page_day {
	const char *action; /* this page without its query */
	struct list kept;   /* what of its query is about time */
	struct list hidden; /* the rest of it */
	const char *value;  /* as typed; empty: today */
	const char *other;  /* the day, if it is not today */
	const char *known;  /* the moment as known at, if it is not now */
	const char *back;   /* the same page today */
};

struct page_size {
	const char *value;
	int here;
};

struct page {
	const char *lang, *other_lang, *other_name;
	const char *size;
	const char *head; /* what the browser shows as the name of the page */
	const char *title, *lead;
	const char *site, *account, *token, *here, *query;
	const char *help; /* the chapter about this page */
	const char *css, *js, *icon;
	const char *request; /* on error pages */
	int print;	     /* there is something to take away on paper */
	const struct doc_paper *paper;
	struct list sizes;
	struct list menu, crumbs;
	const struct page_day *day;
	struct list primary, actions, onward, exports;
	struct list notes, parts;
};

extern const struct field page_fields[];

/* page.c, and the parts of it that have files of their own. */
struct page *page_build(
	const struct speech *sp, struct arena *a, const struct frame *fr, const struct doc *d);
struct page_form *page_form_build(
	const struct speech *sp, struct arena *a, const char *part, const struct doc_form *form);
const struct page_qr *page_qr_build(struct arena *a, const char *text, const char *label);
struct list page_blocks_build(struct arena *a, const char *text);
const struct page_table *page_table_build(
	const struct speech *sp, struct arena *a, const struct doc_part *p);
const struct page_table *page_grid_build(struct arena *a, const struct doc_grid *g);
const struct page_record *page_record_build(
	const struct speech *sp, struct arena *a, const struct doc_part *p);
const struct page_tree *page_tree_build(
	const struct speech *sp, struct arena *a, const struct doc_part *p);
struct list page_tiles_build(struct arena *a, const struct doc_part *p);
const struct page_timeline *page_timeline_build(
	const struct speech *sp, struct arena *a, const struct doc_part *p);
/* page_chart.c: what stands around the picture; the picture itself is chart.h. */
const struct page_chart *page_chart_build(
	const struct speech *sp, struct arena *a, const struct doc_part *p);
const struct page_figure *page_figure_build(
	const struct speech *sp, struct arena *a, const struct doc_figure *from);
const struct page_day *page_day_build(
	const struct speech *sp, struct arena *a, const struct frame *fr);
/* A form that only asks this page something else keeps the day that it is shown for. */
void page_day_keep(struct arena *a, const struct page_day *day, struct page_form *form);
/* The facts of a record's visible fields but `skip`; empty ones are left out if `brief`. */
struct list page_facts_build(const struct speech *sp, struct arena *a, const struct field *fields,
	const void *rec, const struct field *const skip[], bool brief);

#endif

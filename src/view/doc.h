/*
 * doc.h: what an action answers: a document, not a page.
 *
 * An action says what there is (records, tables, forms, remarks, ways onward); a renderer makes
 * HTML, JSON, CSV, XLSX or terminal text of it. Names of parts are the keys of the JSON. Nothing
 * here knows how anything looks.
 *
 *	doc_title(d, org.name);
 *	doc_record(d, "org", M_ORG, org_fields, &org);
 *	t = doc_table(d, "children", M_ORG_CHILDREN, org_row_fields, &rows);
 *	t->total = n;
 *	doc_link(d, DOC_ACTION, M_ORG_RENAME, "/org/%lld/rename", id);
 */
#ifndef GUONG_VIEW_DOC_H
#define GUONG_VIEW_DOC_H

#include "base/arena.h"
#include "base/err.h"
#include "base/field.h"

enum doc_part_kind {
	DOC_RECORD,   /* one record: facts */
	DOC_TABLE,    /* many */
	DOC_TREE,     /* many, each with a depth (the field "depth") */
	DOC_TILES,    /* many, as small fields in groups: see doc_tiles() */
	DOC_TIMELINE, /* many, each with a day (the first FT_DAY field), newest first */
	DOC_CHART,    /* a table that is drawn: the picture, and the table behind it */
	DOC_GRID,     /* numbers across and down */
	DOC_FIGURE,   /* one large number with unit, day, definition */
	DOC_FORM,
	DOC_TEXT,  /* a paragraph */
	DOC_PROSE, /* running text with headings, lists, tables and pictures */
	DOC_QR,	   /* a text for a telephone's camera */
	DOC_NOTE,  /* a remark: done, warning, error */
};

enum doc_tone { DOC_PLAIN, DOC_DONE, DOC_WARN, DOC_ERROR };

enum doc_link_kind {
	DOC_PRIMARY, /* the one main action of the page */
	DOC_ACTION,  /* another action on the page's subject */
	DOC_ONWARD,  /* a way to read on */
	DOC_EXPORT,  /* the same in another format */
};

/* A link; `label` is text already in the reader's language. */
struct doc_link {
	struct doc_link *next;
	enum doc_link_kind kind;
	const char *label, *href;
};

/* A choice of a form field. */
struct doc_choice {
	const char *value, *label;
	int chosen;
};

/* What a free field of an action's form is chosen from; see doc_offer(). */
struct doc_offer {
	struct doc_offer *next;
	const char *field;
	struct list choices; /* struct doc_choice */
};

/* A field of an action's form that means something else this time; see doc_wording(). */
struct doc_wording {
	struct doc_wording *next;
	const char *field, *label;
};

struct doc_form_field {
	const struct field *f;
	int needed;	     /* not to be left empty, whatever its flags say */
	const char *label;   /* in words; NULL: that of the field */
	const char *value;   /* as to be shown in the control: what was typed, if refused */
	struct list choices; /* struct doc_choice; empty for free fields */
	const char *error;   /* in words, or NULL */
	const char *hint;    /* in words, or NULL */
};

struct doc_form {
	const char *action; /* address that takes it, by POST (GET if `get`) */
	int get;
	int file;	     /* it carries a file */
	const char *submit;  /* the verb on the button */
	const char *preview; /* the verb of the button that shows first; NULL: none */
	const char *propose; /* the verb of the button that asks for another's yes; NULL: none */
	const char *fold;    /* put away behind these words until asked for; NULL: it stands open */
	const char *key;     /* request key; NULL for GET */
	struct list fields;  /* struct doc_form_field */
};

/* How sure a value is: recorded; inferred for days before a register was opened; not there. */
enum doc_known { DOC_RECORDED, DOC_ASSUMED, DOC_MISSING };

enum doc_chart_kind {
	DOC_COLUMNS, /* over time, what happened in each stretch */
	DOC_LINE,    /* over time, what was so at each end */
	DOC_BARS,    /* by category, in the order given */
	DOC_STACKS,  /* by category, each bar cut into parts */
};

struct doc_point {
	const char *label;	/* in full: "tháng 5/2016"; of a bar its name */
	const char *tick, *era; /* over time: "5", "2016"; the era is shown where it changes */
	const char *href;
	int64_t value, earlier;
	enum doc_known known, earlier_known;
	const int64_t *parts; /* DOC_STACKS: as many as the chart has */
	int64_t target;	      /* bars: its own, if `aimed` */
	int aimed;
};

/* What is drawn. Values are whole numbers; of a share they are tenths of a per cent. */
struct doc_chart {
	enum doc_chart_kind kind;
	struct list points;  /* struct doc_point */
	const char *earlier; /* what the points are compared with; NULL: nothing */
	const char *aim;     /* what the line at `target` means; NULL: there is none */
	int64_t target;
	const char *aims; /* what the mark at the target of a point means; NULL: there is none */
	const char *const *parts; /* DOC_STACKS: names */
	size_t part_count;
	int share;   /* of a rate */
	int sums;    /* values add up: "the others" have a sum, each its share of the whole */
	size_t most; /* bars: what comes after so many is put together; 0: nothing is */
};

/* One of several ways to see the same; they stand above the part as a row of words. */
struct doc_way {
	const char *label, *href;
	int here;
};

struct doc_ways {
	struct doc_ways *next;
	const char *label; /* what they differ in: "Kỳ" */
	struct list rows;  /* struct doc_way */
};

/* Numbers by two things at once; every row has as many cells as there are columns. */
struct doc_grid_cell {
	const char *text, *href;
	int heat; /* of a thousand: how much of the largest, shown beside the number */
};

struct doc_grid_row {
	const char *label;
	const struct doc_grid_cell *cells;
	int sum; /* adds up those above */
};

struct doc_grid {
	const char *corner; /* what goes down and what across */
	const char *const *columns;
	size_t count;
	struct list rows; /* struct doc_grid_row */
};

struct doc_figure {
	const char *code, *value, *unit, *definition, *base; /* base: "85 / 136" of a rate */
	day_t day;
	/* Where it stands among others: all in words, all may be NULL. */
	const char *href;   /* of its own page */
	const char *change; /* against an earlier day or period */
	const char *aim;    /* against its target: drawn too, if there is a number */
	int64_t number, target;
	const struct doc_chart *trend; /* drawn small */
};

/* Running text, as the chapters of the guide are: pieces of a line, lines, blocks. */
struct doc_run {
	const char *text, *href; /* href: it is a link; otherwise at most one of: */
	int strong, em, code;
};

/* An item of a list, or a cell of a table, which then has the header above it. */
struct doc_line {
	struct list runs; /* struct doc_run */
	const char *label;
	int key; /* the first cell of a row */
};

struct doc_line_row {
	struct list cells; /* struct doc_line */
};

/* One of them is set; `id` goes with the headings, the rest with the picture. */
struct doc_block {
	const char *head, *subhead, *code;
	struct list para;	  /* struct doc_run */
	struct list items, steps; /* struct doc_line */
	struct list heads, rows;  /* struct doc_line, struct doc_line_row */
	const char *src;
	const char *id, *alt, *width, *height;
	int tall;	   /* a picture higher than wide */
	const char *start; /* number of the first step */
};

struct doc_part {
	struct doc_part *next;
	enum doc_part_kind kind;
	const char *name;  /* key in JSON; anchor of the page */
	const char *title; /* may be NULL */
	/* DOC_RECORD: fields, rec. DOC_TABLE, DOC_TREE, DOC_TIMELINE, DOC_CHART: fields, rows: */
	const struct field *fields;
	const void *rec;
	struct list rows;
	int64_t total;	       /* of all pages; -1: not counted */
	int64_t total_cap;     /* counted up to here only: "more than 10.000"; 0: exact */
	const char *next_href; /* the next page, or NULL */
	const char *empty;     /* what it means that there are none, and the way onward */
	const char *row_href;  /* "/org/": the FF_KEY column links to it plus the row's FT_ID */
	const char *row_keep;  /* what follows the id in those links: "?day=..."; may be NULL */
	int main;	       /* the table that CSV and XLSX carry */
	int whole;	       /* columns in which no row has anything are shown all the same */
	int unmasked; /* shows what FF_MASK hides: a list asked for with it, to be printed */
	int sum;      /* a last line adds up the numbers; only for people, not in JSON, CSV */
	struct doc_form *form;
	struct doc_figure *figure;
	const struct doc_grid *grid;   /* DOC_GRID */
	const struct doc_chart *chart; /* DOC_CHART, beside fields and rows */
	const char *text;   /* DOC_TEXT, DOC_NOTE, DOC_QR; DOC_PROSE: as it was written */
	struct list blocks; /* DOC_PROSE: struct doc_block */
	const char *label;  /* DOC_QR: what it is, for who does not see it */
	enum doc_tone tone;
	struct doc_ways *ways;
	struct doc_link *links; /* of this part */
};

/*
 * A list as an office prints it: who issues it above, who signs below; all of it text as it stands
 * on the paper. With it a document has a second face, ui/paper.html, and its XLSX the same head.
 */
struct doc_paper {
	const char *superior, *org; /* left: whose it is, in capitals; superior may be NULL */
	const char *party, *place;  /* right: the headline; place and date */
	const char *title, *as_of;
	const char *total;			 /* a sentence below the rows, or NULL */
	const char *maker;			 /* left: who made the list */
	const char *sign_for, *sign_as, *signer; /* right: for whom, in which post, the name */
	const char *taken;			 /* who took it and when; NULL: not of persons */
	const char *href;			 /* of the printed face; on it: the way back */
	int wide;				 /* across */
};

/* Whose data an answer shows, as the log of looks has it (core/look.h). */
enum { DOC_LOOK_ORGS = 16 };
struct doc_look {
	const char *kind; /* catalogue look_kind; NULL: what the answer looks like */
	int64_t person;	  /* whose file; 0: several */
	int64_t other;	  /* of two compared the other one */
	int64_t people;	  /* shown in a way that the fields do not tell */
	int64_t orgs[DOC_LOOK_ORGS];
	size_t n;  /* organisations whose members are shown; none: that of the address */
	day_t day; /* of which it tells; 0: the day asked for */
};

struct doc {
	struct arena *a;
	enum lang lang;
	int status;		  /* HTTP status; 0: 200 */
	const char *title, *lead; /* the subject, and one sentence that says what is the matter */
	const char *location;	  /* after a write: where the result stands */
	struct doc_link *path;	  /* from the root to here: the tree */
	struct doc_link *links;
	struct doc_part *parts, *last;
	const char *section;	  /* which entry of the menu is the present one: "org" */
	const char *tmpl;	  /* NULL: ui/page.html */
	struct doc_paper *paper;  /* NULL: it is not one of the lists that are printed */
	int refresh;		  /* seconds until the page is asked for again; 0: not */
	int dated;		  /* the page is about a day: it shows the switch for it */
	struct doc_offer *offers; /* what the free fields of the form are chosen from */
	struct doc_wording *wordings;
	/* What machines get in place of the parts: its members stand at the top of the JSON. */
	const struct field *data_fields;
	const void *data; /* NULL: the parts, each under its name */
	struct doc_look look;
};

void doc_init(struct doc *d, struct arena *a, enum lang lang);

/* Texts given as messages are put into words at once; NULL or M_NONE: nothing. */
const char *doc_say(struct doc *d, enum msg m, ...) __attribute__((sentinel));

struct doc_part *doc_record(struct doc *d, const char *name, enum msg title,
	const struct field *fields, const void *rec);
struct doc_part *doc_table(struct doc *d, const char *name, enum msg title,
	const struct field *fields, struct list rows);
struct doc_part *doc_tree(struct doc *d, const char *name, enum msg title,
	const struct field *fields, struct list rows);
/*
 * An overview of many things, one small field each. Rows have the texts `name`, `sign` (one
 * character), `state` (what the sign means), `tone` (ok, late, wait) and `group`, and the addresses
 * `href` and `group_href`; those of one group follow each other.
 */
struct doc_part *doc_tiles(struct doc *d, const char *name, enum msg title,
	const struct field *fields, struct list rows);
struct doc_part *doc_timeline(struct doc *d, const char *name, enum msg title,
	const struct field *fields, struct list rows);
/* The rows are the table behind the picture, and what machines and the terminal get. */
struct doc_part *doc_chart(struct doc *d, const char *name, enum msg title,
	const struct field *fields, struct list rows, const struct doc_chart *chart);
struct doc_part *doc_grid(
	struct doc *d, const char *name, enum msg title, const struct doc_grid *grid);
struct doc_part *doc_figure(struct doc *d, const char *name, struct doc_figure fig);
struct doc_part *doc_text(struct doc *d, const char *name, enum msg title, const char *text);
/* `source` is what machines and the terminal get. */
struct doc_part *doc_prose(struct doc *d, const char *name, const char *source, struct list blocks);
/* `text` as a square of dots; one too long for it is left out. */
struct doc_part *doc_qr(struct doc *d, const char *name, const char *text, const char *label);
struct doc_part *doc_note(struct doc *d, enum doc_tone tone, const char *text);
/* The same before everything else: what has just been done. */
struct doc_part *doc_note_first(struct doc *d, enum doc_tone tone, const char *text);
struct doc_part *doc_form(struct doc *d, const char *name, enum msg title, struct doc_form *form);

/* From `fill`: the field of that name becomes a list to choose from; what is chosen is marked
 * later. */
void doc_offer(struct doc *d, const char *field, struct list choices);
/* Likewise: the field of that name has another label, and is not to be left empty. */
void doc_wording(struct doc *d, const char *field, const char *label);

/* An answer that the API promises in a shape of its own; see data_fields. */
void doc_data(struct doc *d, const struct field *fields, const void *rec);

/* What the log of looks is to say of the answer; kind and person count when given once. */
void doc_look(struct doc *d, const char *kind, int64_t person);
void doc_look_org(struct doc *d, int64_t org);

void doc_path(struct doc *d, const char *label, const char *href);
void doc_link(struct doc *d, enum doc_link_kind kind, const char *label, const char *href_fmt, ...)
	__attribute__((format(printf, 4, 5)));
void doc_ways(struct doc *d, struct doc_part *p, enum msg label, struct list rows);
void doc_part_link(struct doc *d, struct doc_part *p, enum doc_link_kind kind, const char *label,
	const char *href_fmt, ...) __attribute__((format(printf, 5, 6)));
struct doc_part *doc_find(const struct doc *d, const char *name);

#endif

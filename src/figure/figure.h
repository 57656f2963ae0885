/*
 * figure.h: indicators: what each of them is, and how it is asked for.
 *
 * An indicator is one row of figures.def: code, kind, publication class, default reach, and the
 * source that computes it from the records. Its title and definition are messages. What is asked
 * is a struct figure_ask, made from what people type by figure_ask_read():
 *
 *	struct figure_ask ask;
 *	TRY(figure_ask_read(cx, figure_find("org.grassroots"), &in, &ask));
 *	TRY(figure_answer(cx, &ask, &answer));
 *	TRY(figure_rows(cx, &ask, &(struct figure_cut){BY_ORG}, &rows));
 *
 * A source knows one family of indicators (figure_org.c: organisations; figure_member.c: members)
 * and answers three questions: the value, the value broken down, the records behind it. Value, sum
 * of the rows and number of records agree. Breaking down by time is the same for all and stands in
 * figure_by.c: a stock at the end of each month, quarter or year, a flow within it.
 *
 * A rate is one indicator over another one, its base: RATE rows of figures.def name both, and no
 * source is written for it. Its value is the share of the first in the second, counted apart and
 * never stored; whatever shows it shows both numbers (figure_answer, figure_row).
 *
 * A stock is the state at the end of the last day of the period; if the period is running, today. A
 * flow is what happened on the days of the period; of a running one, up to today.
 */
#ifndef GUONG_FIGURE_FIGURE_H
#define GUONG_FIGURE_FIGURE_H

#include "core/action.h"
#include "core/tree.h"

enum figure_kind { FIGURE_STOCK, FIGURE_FLOW, FIGURE_ROUND, FIGURE_RATE };

/* May it leave the house? Acts and units: as they are; people: small numbers suppressed; never. */
enum figure_class { FIGURE_ACTS, FIGURE_PEOPLE, FIGURE_NEVER };

/* What it can be broken down by; those from BY_MONTH on are stretches of time. */
enum figure_by {
	BY_NOTHING,
	BY_ORG,
	BY_KIND,
	BY_SECTOR,
	BY_STATE,
	BY_SEX,
	BY_AGE,
	BY_ETHNICITY,
	BY_RELIGION,
	BY_SCHOOLING,
	BY_THEORY,
	BY_OCCUPATION,
	BY_YOUTH_UNION,
	BY_MONTH,
	BY_QUARTER,
	BY_YEAR,
	BY_COUNT
};

/* A breakdown: by one thing, or by two that are crossed. */
struct figure_cut {
	enum figure_by by, across; /* across: BY_NOTHING unless crossed */
};

/* One value of a breakdown, to which a list is narrowed: its key, crossed its two. */
struct figure_narrow {
	struct figure_cut cut;
	const char *key, *key_2;
};

struct figure_ask;
struct figure_lineage;
struct figure_sum;

/*
 * What an indicator comes to: of a rate `value` is the numerator and `base` the denominator, which
 * may be 0: then there is no rate. Of all others base is 0.
 */
struct figure_answer {
	int64_t value, base;
	bool rate;
};

/* One value of a breakdown. Crossed, the key is "male,18-30" and the parts are there apart. */
struct figure_row {
	int64_t org;			     /* BY_ORG: the child; 0: the organisation itself */
	const char *key;		     /* as the API has it: code of the child, "2016-05" */
	const char *label;		     /* as people read it */
	const char *href;		     /* the same figure there; NULL: nowhere */
	int64_t value, base;		     /* as in figure_answer */
	struct ratio share;		     /* the same of a rate, to be shown */
	const char *key_1, *key_2, *label_2; /* crossed only; `label` is that of the first */
	int64_t before, before_base;	     /* in the period compared with, if there was one: */
	struct ratio before_share;
	bool had;
	const char *target, *reach; /* BY_ORG: its own target and what of it is reached */
	int64_t aim;		    /* the same to be drawn */
};

struct figure_source {
	enum err (*value)(struct ctx *cx, const struct figure_ask *ask, int64_t *ret);
	/* Of several questions that differ in their days only; ret is nought. NULL: one by one. */
	enum err (*series)(struct ctx *cx, const struct figure_ask *asks, size_t n, int64_t *ret);
	/* Rows (struct figure_row, without href) of dimensions that are no time. */
	enum err (*rows)(struct ctx *cx, const struct figure_ask *ask, const struct figure_cut *cut,
		struct list *ret);
	/* A listing of what was counted, into the document. */
	enum err (*records)(
		struct ctx *cx, const struct figure_ask *ask, struct doc *d, struct doc_part **ret);
	unsigned by;  /* bits of the dimensions it knows, times left out */
	bool lineage; /* looks at ask->lineage itself; if not, pieces are added up, without a list
		       */
	bool crosses; /* any two of them may be crossed */
	bool narrows; /* its list can be narrowed to one value of them */
};

struct figure {
	const char *code;
	enum figure_kind kind;
	enum figure_class class;
	bool own; /* default reach: the organisation's own acts only */
	enum msg title, definition, unit;
	const struct figure_source *source;
	const char *over, *under; /* of a rate: codes of the numerator and of its base */
};

extern const struct figure figures[];
extern const size_t figure_count;
extern const struct figure_source figure_org, figure_member, figure_rate, figure_flow,
	figure_village;

/* NULL if there is none of this code. */
const struct figure *figure_find(const char *code);
bool figure_is_rate(const struct figure *f);
/* What is counted; of a rate, what it is a share of. */
enum msg figure_unit(const struct figure *f);
/* Is it about what happened on the days of a period, rather than about the last of them? */
bool figure_is_span(const struct figure *f);
/* The question about one half of a rate. */
struct figure_ask figure_over(const struct figure_ask *ask);
struct figure_ask figure_under(const struct figure_ask *ask);
/* Codes of the catalogues figure_kind and figure_class. */
const char *figure_kind_code(enum figure_kind kind);
const char *figure_class_code(enum figure_class class);

struct figure_ask {
	const struct figure *figure;
	int64_t org;	/* 0: all organisations of the database */
	day_t from, to; /* the period, both days included */
	day_t day;	/* the last day that counts: `to`, or today while the period runs */
	bool own;
	const struct figure_lineage *lineage; /* with what it was made of; NULL: alone */
	const struct figure_sum *sum;	      /* opened for it already; NULL: not yet */
	const struct figure_narrow
		*narrow;  /* only these records; NULL: all. Values do not change */
	const char *term; /* the period is this term of the organisation; otherwise NULL */
};

/* What is typed, in any of the ways. */
struct figure_in {
	const char *org, *period, *by, *across, *key, *key_2, *reach, *compare;
	int records, lineage;
};

/* The question itself: organisation, period, reach. Problems name their fields. */
enum err figure_ask_read(
	struct ctx *cx, const struct figure *f, const struct figure_in *in, struct figure_ask *ret);
/* The same a period earlier ("previous"), a year earlier ("year"), or in the term before ("term").
 */
enum err figure_ask_earlier(
	struct ctx *cx, const struct figure_ask *ask, const char *compare, struct figure_ask *ret);
/*
 * How much one answer is above another: of numbers the difference over the earlier one, of rates
 * the difference of both, in points. The base is 0 where there is no share.
 */
struct ratio figure_change(const struct figure_answer *now, const struct figure_answer *before);
enum err figure_answer(struct ctx *cx, const struct figure_ask *ask, struct figure_answer *ret);
/* Several at once that differ in their days only: far fewer statements than one by one. */
enum err figure_answers(
	struct ctx *cx, const struct figure_ask *asks, size_t n, struct figure_answer *ret);
/* The value alone; of a rate the numerator. */
enum err figure_value(struct ctx *cx, const struct figure_ask *ask, int64_t *ret);
/* "2.128", "62,5%"; and of a rate the base in words: "85 / 136 tổ chức", otherwise NULL. */
const char *figure_text(struct ctx *cx, const struct figure_answer *a);
const char *figure_base_text(struct ctx *cx, const struct figure *f, const struct figure_answer *a);
/* The records of one page, or all of them to a sink. */
enum err figure_records(
	struct ctx *cx, const struct figure_ask *ask, struct doc *d, struct doc_part **ret);
/* Rows of dimensions that are no time, as the source has them. */
enum err figure_source_rows(struct ctx *cx, const struct figure_ask *ask,
	const struct figure_cut *cut, struct list *ret);
/* Is any of it about days on which a register had not been opened, so that it is assumed? */
enum err figure_assumed(struct ctx *cx, const struct figure_ask *ask, bool *ret);
/* The dimensions of a name ("sex", or "sex,age") that this figure knows; "" is BY_NOTHING. */
enum err figure_by_read(struct ctx *cx, const struct figure *f, const char *name,
	const char *across, struct figure_cut *ret);
/*
 * Two things crossed that are no time are read off each person: of more than `most` members that
 * takes too long for an answer over the web. A stretch of time and one thing are never refused.
 */
enum { FIGURE_CROSS_MOST = 20000 };
enum err figure_check_cross(
	struct ctx *cx, const struct figure_ask *ask, const struct figure_cut *cut, int64_t most);
enum err figure_rows(struct ctx *cx, const struct figure_ask *ask, const struct figure_cut *cut,
	struct list *ret);
/* "org", "month"; and the word for people. */
const char *figure_by_code(enum figure_by by);
enum msg figure_by_label(enum figure_by by);
/* The dimensions that it knows: "org, sex, month". */
const char *figure_by_all(struct ctx *cx, const struct figure *f);
bool figure_by_known(const struct figure *f, enum figure_by by);
/* May any two of its dimensions that are no time be crossed? */
bool figure_crosses(const struct figure *f);
bool figure_may_cross(const struct figure *f, const struct figure_cut *cut);
/* Can the list be narrowed to a value of a breakdown, of which dimensions are attributes? */
bool figure_narrows(const struct figure *f, const struct figure_cut *cut);
/* Up to which class one sees who asks for people by them. */
enum field_class figure_by_class(const struct figure_cut *cut);
/* Does it touch what is sensitive of people (ethnic group, religion)? */
bool figure_by_sensitive(const struct figure_cut *cut);
/* What both parts of a row's key come to. */
void figure_row_cross(
	struct ctx *cx, struct figure_row *row, const char *key_2, const char *label_2);

extern const struct action figure_list, figure_show;

#endif

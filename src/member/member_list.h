/*
 * member_list.h: the members of an organisation and of everything below it on a day, by given name.
 *
 * What is asked for is a struct member_asked, from the query of the page. It is said in one
 * sentence that can be read aloud, whose parts can each be taken away (member_list_say.c), and
 * handed to the statements as their arguments (member_list_ask.c). Each statement has all the
 * filters; one that is '' or 0 lets everybody pass.
 *
 *	TRY(member_ask_read(cx, in, &ask));
 *	TRY(member_rows_open(cx, &ask, 0, 50, &rows));        rows.total: how many
 *	while (member_rows_next(&rows))
 *		member_rows_line(cx, &rows, &line);
 *	TRY(db_end(&rows.c));
 *
 * Few members are gathered by their cells and sorted, many are walked by the index of names: which
 * of the two, their number tells. A list that leaves as a file is the same, in constant memory.
 */
#ifndef GUONG_MEMBER_MEMBER_LIST_H
#define GUONG_MEMBER_MEMBER_LIST_H

#include "member/member.h"
#include "member/member_search.h"
#include "org/org_part.h"

/* Counts are exact up to here. */
enum { MEMBER_COUNTED = 10000 };

/* The query, as it is typed. */
struct member_asked {
	const char *state, *cell, *name, *sex, *ethnicity, *religion, *schooling, *theory_level,
		*occupation, *youth_union, *sector;
	int64_t age_from, age_to;
	day_t admitted_from, admitted_to;
};
extern const struct field member_asked_fields[];

/* The same as the statements take it. */
struct member_ask {
	const struct member_asked *in;
	int64_t org;	      /* that of the page, or the one below it that was asked for */
	const char *org_name; /* of the latter; NULL: that of the page */
	bool guests, plain;   /* plain: nothing is asked but how they stand */
	const char *status;   /* '': any */
	int counted, exempt, away, suspended;
	day_t born_from, born_to, admitted_from, admitted_to;
	struct member_words words;
};

/* A row of the list; files have all of it, the page what people look for first. */
struct member_line {
	int64_t person, cell, host, transit;
	const char *full_name, *other_name, *sex, *ethnicity, *religion, *native_place, *residence,
		*phone, *citizen_no, *schooling, *degree, *theory_level, *occupation, *youth_union,
		*village_code, *member_no, *note, *cell_code, *cell_name, *status, *states,
		*card_no;
	day_t birth_date, admitted_on, recognised_on;
	int exempt, away, suspended;
};
extern const struct field member_line_fields[];

enum err member_ask_read(struct ctx *cx, const struct member_asked *in, struct member_ask *ret);

/* Rows being read, and how many there are of all; MEMBER_COUNTED + 1: more than that. */
struct member_rows {
	struct cursor c;
	int64_t total; /* more than MEMBER_COUNTED: nobody counted them, unless exact */
	bool exact;    /* it comes from the summaries */
	bool whole;    /* all are read, and `total` counts those read */
	bool waiting;  /* the present row has not been asked for yet */
	bool in_chunk; /* if there are fewer than `limit`, more may be found again */
};
/* Those after a person (0: from the beginning), at most `limit`. */
enum err member_rows_open(struct ctx *cx, const struct member_ask *ask, int64_t after,
	int64_t limit, struct member_rows *ret);
/* The same in all the rest of the index, when the chunk did not hold them. */
enum err member_rows_again(struct ctx *cx, const struct member_ask *ask, int64_t after,
	int64_t limit, struct member_rows *ret);
bool member_rows_next(struct member_rows *r);
/* The present row. */
void member_rows_line(struct ctx *cx, struct member_rows *r, struct member_line *ret);

/* "Đảng viên chính thức, nữ, dân tộc Thái của Chi bộ A ngày 31/08/2018" */
const char *member_ask_sentence(struct ctx *cx, const struct member_ask *ask, const char *org_name);
/* The form of the filters, folded away, and a link that takes away each part of the sentence. */
void member_ask_form(struct ctx *cx, struct doc *d, const struct member_ask *ask);
/* "?day=...&sex=female": what the links of the list keep. */
const char *member_ask_query(struct ctx *cx, const struct member_asked *in);

/* "1.234" or "hơn 10.000" */
const char *member_count_text(struct ctx *cx, int64_t n);
/* The ways on from an organisation to what there is of its members; on their list (`p` NULL) the
 * rest. */
void member_org_links(struct ctx *cx, struct doc *d, struct doc_part *p, int64_t org);

/* What the page of an organisation shows of its members. */
extern const struct org_part member_org_part;

extern const struct action member_list;

#endif

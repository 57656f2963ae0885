/*
 * demo_life_impl.h: what the parts of demo_life share: the locality while its years go by.
 *
 * demo_life.c reads the folder, keeps the queue of what is to happen and makes the lists;
 * demo_life_event.c does what happens to people; demo_life_case.c tells how they were admitted;
 * demo_life_post.c elects; demo_life_change.c lets them grow older; demo_life_village.c tells of
 * villages and their heads.
 */
#ifndef GUONG_DEMO_LIFE_IMPL_H
#define GUONG_DEMO_LIFE_IMPL_H

#include "base/sheet.h"
#include "demo/demo_life.h"

struct home_cell {
	const char *code, *circle, *residence;
	int people;	     /* when the register is opened */
	day_t from;	     /* founded later than that; 0: not */
	const char *above;   /* the committee between it and the root; NULL: none */
	const char *village; /* in which its members live; NULL: not told */
	struct one *head;    /* of the village: admitted while being that */
};

/* A row of villages.csv. */
struct home_village {
	const char *code, *name, *kind, *commune;
	struct home_cell *cell;
	bool joint;
	int households, population;
	const char *head;     /* secretary, member, admitted, outside: see demo_life_village.c */
	int share;	      /* members of a joint cell who live here */
	const char *unstable; /* the reason; NULL: it lasts */
	day_t survey;	      /* who lives here is known from then on; 0: nobody said so */
	const char *charge;   /* "yes", or the cell whose secretary is in charge of it; or NULL */
};

struct one {
	struct demo_member m;
	struct home_cell *cell;
	day_t came, left; /* left: 0 while here */
	day_t busy;	  /* nothing more happens until then */
	day_t moved;	  /* last, from one cell to another; 0: never */
	bool later, exempt, away, hosted;
};

struct world;
struct event;
typedef void event_fn(struct world *w, const struct event *e);

struct event {
	struct event *next;
	day_t day;
	event_fn *run;
	struct home_cell *cell, *to; /* cell: NULL is a committee above them: */
	const char *committee;	     /* its code */
	struct one *one;
	const char *post;
};

/* Rows that grow. */
struct rows {
	char *p;
	size_t n, size, room;
};

struct world {
	struct arena *a;
	const struct demo_life_in *in;
	struct demo_people *people;
	struct demo_dice *dice;
	struct home_cell *cells;
	int cell_count;
	struct home_village *villages;
	int village_count;
	const char *committee; /* that which elects */
	struct one **ones;
	size_t n, room;
	struct event *queue;
	struct rows transfers, leavings, posts, facts, changes, village_rows, village_facts, cases,
		candidates;
	int decisions, letters, resolutions, admissions;
};

struct one *world_person(struct world *w, struct home_cell *c, day_t day, bool fresh);
/* Happens in its turn; what has been put down for a day after the last one never does. */
void world_event(struct world *w, const struct event *e);
void *world_row(struct world *w, struct rows *rows);
const char *world_decision(struct world *w);
struct home_cell *world_cell(const struct world *w, const char *code);
/* Cells of a row of a sheet. */
const char *row_text(const struct world *w, const struct sheet_row *row, size_t i);
day_t row_day(const struct sheet_row *row, size_t i);
int row_number(const struct sheet_row *row, size_t i);

bool one_is_full(const struct one *o, day_t day);
int one_age(const struct one *o, day_t day);
bool one_has_post(const struct world *w, const struct one *o);
/* Draws somebody of a cell (NULL: of any) by weight; NULL if nobody weighs anything. */
typedef int weight_fn(const struct world *w, const struct one *o, day_t day);
struct one *one_draw(struct world *w, const struct home_cell *c, day_t day, weight_fn *weight);

/* By the name that plan.csv uses; NULL if there is no such thing. */
event_fn *event_find(const char *name);
/* villages.csv; where somebody lives; what became of the villages, once it is known who stayed. */
void village_take(struct world *w, const struct sheet_row *row);
void village_settle(struct world *w, struct one *o);
void village_tell(struct world *w);
/* Somebody is followed who will not be admitted before the last day. */
void case_candidate(struct world *w, const struct event *e);
/* How those came who are on probation on the last day. */
void case_tell(struct world *w);
/* Badges and new cards, once it is known who stayed. */
void event_honours(struct world *w);
/* Schooling, retirement, the end of youth. */
void life_change(struct world *w);
/* Elections of all cells and of the committee. */
void post_schedule(struct world *w);
/* The posts of somebody end the day before; successors are elected. */
void post_leave(struct world *w, const struct one *o, day_t day);

#endif

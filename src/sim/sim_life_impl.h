/*
 * sim_life_impl.h: what the two halves of a life share: sim_life.c begins and tells it,
 * sim_live.c lets the years go by.
 */
#ifndef GUONG_SIM_SIM_LIFE_IMPL_H
#define GUONG_SIM_SIM_LIFE_IMPL_H

#include "sim/sim_life.h"

enum life_event {
	EV_YEAR, /* what the next year brings is drawn */
	EV_RECOGNISE,
	EV_CARD,
	EV_CARD_AGAIN,
	EV_HOME, /* to a cell that has just been founded */
	EV_TRANSFER,
	EV_HOST,
	EV_EXEMPT,
	EV_AWAY,
	EV_SUSPEND,
	EV_LEARN,
	EV_RETIRE,
	EV_BADGE,
	EV_AWARD,
	EV_STRIKE,
	EV_RESIGN,
	EV_EXPEL,
	EV_GO,
	EV_DIE,
	EV_BACK,
	LIFE_EVENTS
};

enum { LIFE_QUEUE = 48 };

struct sim_life {
	const struct sim_tree *t;
	struct map *people; /* demo_people of each mix */
	const int64_t *badge_years;
	int badge_count;
	/* of the person under way */
	struct arena *a;
	struct sim_story *s;
	struct demo_dice dice;
	struct demo_member m;
	struct person now;
	int home, cell;		 /* of sim_tree.cells */
	day_t start, born, last; /* last: of the last thing that happened */
	day_t exempt_until, away_until, host_until;
	int month; /* nothing is entered before it any more */
	int badge; /* proposed and not awarded: years */
	bool full, gone, dead, retired;
	struct later {
		day_t day;
		enum life_event what;
	} queue[LIFE_QUEUE];
	int queued;
};

int life_month(const struct sim_tree *t, day_t day);
/* Something is entered: in its month, or late; perhaps wrong at first. */
void life_tell(struct sim_life *l, const struct member_fact *f);
void life_tell_at(struct sim_life *l, const struct member_fact *f, int cell, int other);
/* What `now` says of these fields is so from the day on. */
void life_alter(struct sim_life *l, day_t day, const char *field, const char *also);
const char *life_number(struct sim_life *l);
/* A commune in words: their own more often than not, or another one. */
const char *life_commune(struct sim_life *l, bool own);
void life_later(struct sim_life *l, day_t day, enum life_event what);
void life_live(struct sim_life *l);

#endif

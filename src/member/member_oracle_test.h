/*
 * member_oracle_test.h: what the files of the test of random histories share.
 *
 *	member_oracle_wood_test.c   grows a random tree with random people, through the plans
 *	member_oracle_sim_test.c    works out, day by day, from raw acts and facts, who was where
 *	member_oracle_test.c   asks the indicators and compares
 *
 * The simulation shares no code with the fold, the reach of the tree or the statements of the
 * indicators: it is a second opinion, slow and simple.
 */
#ifndef GUONG_MEMBER_MEMBER_ORACLE_TEST_H
#define GUONG_MEMBER_MEMBER_ORACLE_TEST_H

#include "figure/figure.h"
#include "member/member_test.h"

enum {
	ORACLE_FIRST = 20180101,
	ORACLE_DAYS = 900, /* from the first on; 0 is all that was before */
	ORACLE_NEVER = ORACLE_DAYS + 10,
	ORACLE_ORGS = 28,
	ORACLE_PEOPLE = 60,
	ORACLE_WRITES = 400
};

/* ---- the random history ---- */

struct wood {
	struct site_test *s;
	uint64_t random;
	struct {
		int64_t id;
		char level; /* 'd' district, 'c' committee, 'z' cell */
		char code[8];
	} org[ORACLE_ORGS];
	int orgs;
	int64_t person[ORACLE_PEOPLE];
	int people;
	int64_t known[ORACLE_WRITES]; /* the instants of the writes, and what wrote of people */
	int64_t txn[ORACLE_WRITES];
	int times, txns;
	int tried;
};

unsigned wood_draw(struct wood *w, unsigned below);
day_t wood_day(struct wood *w);
/* Writes until there are as many writes as asked for. */
void wood_grow(struct wood *w, int writes);

/* ---- the second opinion ---- */

struct sim_org {
	int64_t id;
	int first, end, opened;	     /* indices of days */
	int successor, founder;	     /* indices of organisations, -1: none */
	int parent[ORACLE_DAYS + 1]; /* -1: a root; -2: not there */
};

struct sim_flow {
	int day, cell, other;
	const char *kind;
};

struct sim_person {
	int64_t id;
	struct member_fact *facts;
	int fact_count;
	struct list rows; /* struct person */
	/* at the end of the day, and at its dawn: after the tree has changed, before anything else
	 */
	int cell[ORACLE_DAYS + 1], dawn[ORACLE_DAYS + 1];
	bool full[ORACLE_DAYS + 1], exempt[ORACLE_DAYS + 1], away[ORACLE_DAYS + 1];
	struct sim_flow *flows;
	int flow_count;
};

struct sim {
	struct site_test *s;
	struct sim_org org[ORACLE_ORGS];
	int orgs;
	struct sim_person person[ORACLE_PEOPLE];
	int people;
};

int sim_index(day_t day);
day_t sim_day(int index);
/* Reads raw records as known at s->cx.known, inside a transaction, and works everything out. */
void sim_make(struct sim *sim, struct wood *w);

/* One thing that an indicator counts. */
struct sim_item {
	const struct sim_person *person;
	int day, cell, place; /* place: the day on which the cell is looked for in the tree */
};
enum { SIM_ITEMS = 4000 };
/* Everything that counts; `org` is an index, -1 all. Returns how many. */
int sim_items(const struct sim *sim, const char *code, int org, bool own, int from, int to,
	struct sim_item *ret);
/* Is an organisation below another (or it itself) on a day? over -1: is it there at all? */
bool sim_below(const struct sim *sim, int org, int over, int day);
const struct person *sim_attributes(const struct sim_person *p, int day);

#endif

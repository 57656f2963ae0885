/*
 * sim.h: a country, or a part of it, that nobody lives in: as large as one likes, with the shapes
 * of a real one.
 *
 *	guong simulate --db DB --members N --years Y --seed S [--root CODE] [--today DAY]
 *
 * The units are the real ones of before July 2025, the rates those of published reports
 * (scenarios/simulate.csv, with their sources), the people made up (demo/demo_people.h). The same
 * input gives the same database, row by row, on both engines.
 *
 * How it goes, and who does what:
 *
 *	sim_place.h	units, and which of them are taken
 *	sim_tree.h	organisations, through plans of the tree: founded, merged, renamed
 *	sim_life.h	what happens to one person: attributes and facts, each with the
 *			transaction in which it became known
 *	sim_told.h	what the program would have stored after each of them: the folds of
 *			member_fold.h, so that nothing derived is invented here
 *	sim_spill.h	rows in bytes, and sorted on the disk
 *	sim_make.h	processes that do it, each every other block of people; they count them
 *			for the summaries, too
 *	sim_tally.h	a process that adds that up, and puts it in order
 *	sim_child.h	what all of these processes have in common
 *	sim_village.h	villages, through plans of them, when the people are there
 *	sim.c		rows into tables, in the order of the keys; indexes of a table after it
 *
 * Nobody waits for anybody's whole life: each person comes from dice of their own, in the order of
 * the ids, so that tables of persons are written as they come. Memory does not grow with the number
 * of members, only with that of organisations.
 */
#ifndef GUONG_SIM_SIM_H
#define GUONG_SIM_SIM_H

#include "core/ctx.h"

struct sim_in {
	int64_t members; /* about so many on the last day */
	int years;
	uint64_t seed;
	const char *root; /* code of a province or a district; NULL: as many as are needed */
	day_t today;
	const char *dir; /* for what does not fit into memory */
};

/* Told of each table and index as it is made; rows 0: it begins. */
struct sim_watch {
	void (*tell)(void *p, const char *what, int64_t rows);
	void *p;
};

struct sim_sum {
	int64_t orgs, cells, grassroots, persons, rows;
	const char *top, *district, *commune, *cell; /* codes of an organisation of each level */
};

/*
 * Fills an empty database, in one transaction that the caller begins and ends, after
 * db_load_begin(). ERR_NOT_FOUND if there is no such root.
 */
enum err sim_fill(
	struct ctx *cx, const struct sim_in *in, const struct sim_watch *w, struct sim_sum *ret);

#endif

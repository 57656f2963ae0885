/*
 * sim_spill.h: rows sorted by their key on the disk: as many as fit are sorted in memory and
 * written out as a run; at the end the runs are merged.
 *
 *	sim_sort_new(&s, &spill, a, SIM_FLOW);	in a maker; the spill is shared with who merges
 *	sim_sort_put(&s, row, n); ... sim_sort_end(&s);
 *
 *	TRY(sim_merge_new(a, spills, n, SIM_FLOW, &m));
 *	sim_merge_pour(m, out);			in a process of its own
 *
 *	sim_merge_piped(a, in, SIM_FLOW, &m);	beside it
 *	while (sim_merge_next(m, row, columns)) ...
 */
#ifndef GUONG_SIM_SIM_SPILL_H
#define GUONG_SIM_SIM_SPILL_H

#include "sim/sim_row.h"

enum { SIM_RUNS = 1024 };

/* A file without a name, and where its runs lie. In memory that processes share. */
struct sim_spill {
	int fd;
	int run_count;
	uint64_t end[SIM_RUNS]; /* of each run; it begins where the one before it ends */
	int64_t rows;
};

/* In `dir`; ERR_IO if it cannot be made. */
enum err sim_spill_open(struct sim_spill *s, const char *dir);
void sim_spill_close(struct sim_spill *s);

struct sim_sort {
	struct sim_spill *spill;
	enum sim_table which;
	struct buf rows, out;
	struct sim_order {
		uint64_t first; /* eight bytes of the key */
		uint32_t at;
	} * order;
	size_t n;
	bool failed;
};

void sim_sort_new(
	struct sim_sort *s, struct sim_spill *spill, struct arena *a, enum sim_table which);
void sim_sort_put(struct sim_sort *s, const struct db_val *row, int n);
/* Writes out what is left; false if the disk did not take something. */
bool sim_sort_end(struct sim_sort *s);

struct sim_merge;
enum err sim_merge_new(struct arena *a, const struct sim_spill *const *spills, int n,
	enum sim_table which, struct sim_merge **ret);
/* Writes all rows to a descriptor; false if they were not taken. */
bool sim_merge_pour(struct sim_merge *m, int out);
/* What another one pours. */
void sim_merge_piped(struct arena *a, int in, enum sim_table which, struct sim_merge **ret);
/* The next row in order; values live until the next one. */
bool sim_merge_next(struct sim_merge *m, struct db_val *row, int n);

#endif

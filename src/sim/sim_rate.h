/*
 * sim_rate.h: how often what happens: the rows of scenarios/simulate.csv, each with its source.
 *
 *	TRY(sim_rates_load(a, &rates, f));
 *	if (demo_chance(&dice, rates->transfer)) ...
 */
#ifndef GUONG_SIM_SIM_RATE_H
#define GUONG_SIM_SIM_RATE_H

#include "base/arena.h"
#include "base/err.h"

#define SIM_RATES(X)                                                                               \
	X(members_per_grassroots)                                                                  \
	X(members_per_cell_x10)                                                                    \
	X(members_per_commune)                                                                     \
	X(committee_share)                                                                         \
	X(growth)                                                                                  \
	X(entry)                                                                                   \
	X(arrived)                                                                                 \
	X(transfer)                                                                                \
	X(transfer_near)                                                                           \
	X(transfer_province)                                                                       \
	X(transfer_letter)                                                                         \
	X(hosted)                                                                                  \
	X(away)                                                                                    \
	X(exempt_old)                                                                              \
	X(exempt_other)                                                                            \
	X(exempt_before)                                                                           \
	X(suspended)                                                                               \
	X(struck_off)                                                                              \
	X(resigned)                                                                                \
	X(expelled_x10)                                                                            \
	X(transfer_out)                                                                            \
	X(back)                                                                                    \
	X(card_again)                                                                              \
	X(badge_late)                                                                              \
	X(badge_posthumous)                                                                        \
	X(attributes)                                                                              \
	X(not_recognised)                                                                          \
	X(late)                                                                                    \
	X(corrected)                                                                               \
	X(attribute_corrected)                                                                     \
	X(die_40)                                                                                  \
	X(die_60)                                                                                  \
	X(die_70)                                                                                  \
	X(die_80)                                                                                  \
	X(cell_later)                                                                              \
	X(cell_merged)                                                                             \
	X(cell_renamed)                                                                            \
	X(village_joint)                                                                           \
	X(village_bare)                                                                            \
	X(village_empty)                                                                           \
	X(village_surveyed)                                                                        \
	X(village_unstable)                                                                        \
	X(village_head_member)                                                                     \
	X(village_head_other)

struct sim_rates {
#define X(name) int name;
	SIM_RATES(X)
#undef X
};

/* A rate without a row, or a row without a rate, ends the process: the file is part of it. */
enum err sim_rates_load(struct arena *a, struct sim_rates *ret, struct fault *f);

#endif

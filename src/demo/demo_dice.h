/*
 * demo_dice.h: chance that comes out the same every time.
 *
 *	struct demo_dice d = demo_dice_of(seed, "binh-lac");
 *	if (demo_chance(&d, 30)) ...                  in 30 of 1000 cases
 *
 * Each thing that is made has dice of its own, thrown from the seed and its name: another cell
 * in a locality changes nothing about the people of the others.
 */
#ifndef GUONG_DEMO_DICE_H
#define GUONG_DEMO_DICE_H

#include "base/date.h"

struct demo_dice {
	uint64_t state;
};

struct demo_dice demo_dice_of(uint64_t seed, const char *name);
uint64_t demo_throw(struct demo_dice *d);
/* 0 to n - 1; 0 if n is less than 2. */
int demo_roll(struct demo_dice *d, int n);
bool demo_chance(struct demo_dice *d, int permille);
/* An exact day, both ends included; `from` if `to` is not after it. */
day_t demo_day(struct demo_dice *d, day_t from, day_t to);

#endif

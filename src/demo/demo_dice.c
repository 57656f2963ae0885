#include "demo/demo_dice.h"

struct demo_dice demo_dice_of(uint64_t seed, const char *name)
{
	uint64_t h = 0xcbf29ce484222325 ^ seed; /* FNV-1a */

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * 0x100000001b3;
	return (struct demo_dice){h};
}

/* SplitMix64: small, and good enough to make people up. */
uint64_t demo_throw(struct demo_dice *d)
{
	uint64_t z = (d->state += 0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

int demo_roll(struct demo_dice *d, int n)
{
	return n < 2 ? 0 : (int)(demo_throw(d) % (unsigned)n);
}

bool demo_chance(struct demo_dice *d, int permille)
{
	return demo_roll(d, 1000) < permille;
}

day_t demo_day(struct demo_dice *d, day_t from, day_t to)
{
	return day_add(from, demo_roll(d, day_number(to) - day_number(from) + 1));
}

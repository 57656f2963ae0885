/*
 * demo_home.h: where people come from: real communes, near ones more often than far ones.
 *
 *	TRY(demo_home_load(a, "08824", &home, f));        of a commune of before July 2025
 *	place = demo_home_native(home, &dice, a);         "xã Hải Lựu, huyện Sông Lô, ..."
 */
#ifndef GUONG_DEMO_HOME_H
#define GUONG_DEMO_HOME_H

#include "base/arena.h"
#include "base/err.h"
#include "demo/demo_dice.h"

struct demo_home;

/* `unit` is a commune or a district of the file of units; ERR_NOT_FOUND if it is not in it. */
enum err demo_home_load(struct arena *a, const char *unit, struct demo_home **ret, struct fault *f);
/* Two thirds from the unit itself, most others from its district and its province. */
const char *demo_home_native(const struct demo_home *h, struct demo_dice *d, struct arena *a);
/* Another commune of the district or the province: where people transfer to and from. */
const char *demo_home_near(const struct demo_home *h, struct demo_dice *d, struct arena *a);

#endif

/*
 * sim_place.h: the units of the country: provinces, their districts, their communes, in an order in
 * which what belongs together lies together; and which of them a simulation takes.
 */
#ifndef GUONG_SIM_SIM_PLACE_H
#define GUONG_SIM_SIM_PLACE_H

#include "demo/demo_dice.h"
#include "sim/sim.h"

enum { SIM_PROVINCE, SIM_DISTRICT, SIM_COMMUNE };

struct sim_place {
	const char *code, *name, *small; /* "Xã Hải Lựu", "xã Hải Lựu" */
	const char *whole;		 /* of a commune: with district and province */
	const char *mix, *land;		 /* of the province: scenarios/regions.csv */
	const struct sim_place *above;
	struct sim_place **below;
	int level, n;
	bool ward, taken; /* ward: phường, thị trấn */
};

struct sim_places {
	struct sim_place **provinces;
	int n;
	int communes; /* taken ones */
};

/*
 * `per_commune` members make it worth to take another commune. The units taken are marked, with all
 * above them. ERR_NOT_FOUND if there is no province or district with the code of the root.
 */
enum err sim_places_load(struct arena *a, const struct sim_in *in, int per_commune,
	struct sim_places *ret, struct fault *f);

#endif

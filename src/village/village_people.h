/*
 * village_people.h: the members who live in a village on a day, as the reader may see them.
 */
#ifndef GUONG_VILLAGE_VILLAGE_PEOPLE_H
#define GUONG_VILLAGE_VILLAGE_PEOPLE_H

#include "village/village.h"

/* Adds the list; who is of a cell that the actor does not read is only counted. */
enum err village_people_add(struct ctx *cx, struct doc *d, const struct village_state *s);

#endif

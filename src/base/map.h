/*
 * map.h: a hash map from bytes to pointers, living in an arena. No removal.
 *
 *	struct map *m = map_new(a, 1000);
 *	map_put(m, map_id(&org->id), org);
 *	org = map_get(m, map_id(&id));
 *
 * Keys are not copied: what they point at must live as long as the map.
 */
#ifndef GUONG_BASE_MAP_H
#define GUONG_BASE_MAP_H

#include "base/arena.h"
#include "base/str.h"

#include <stdint.h>

struct map;

/* Room for `expect` entries to begin with; it grows. */
struct map *map_new(struct arena *a, size_t expect);
/* The value of a key, or NULL. */
void *map_get(const struct map *m, struct str key);
/* Sets the value of a key; an older one is replaced. The value is not NULL. */
void map_put(struct map *m, struct str key, void *value);
size_t map_count(const struct map *m);

/* An identifier as key. */
static inline struct str map_id(const int64_t *id)
{
	return (struct str){(const char *)id, sizeof(*id)};
}

#endif

#include "base/map.h"

#include "base/die.h"

struct slot {
	struct str key;
	void *value;
};

struct map {
	struct arena *a;
	struct slot *slots;
	size_t size, n; /* size is a power of two, at most half of it filled */
};

/* FNV-1a with a final mix: keys are ours or were limited at the edge, so no flooding is feared. */
static uint64_t hash(struct str s)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return h ^ h >> 29;
}

static struct slot *slot_of(struct slot *slots, size_t size, struct str key)
{
	size_t i = hash(key) & (size - 1);

	while (slots[i].value && !str_eq(slots[i].key, key))
		i = (i + 1) & (size - 1);
	return &slots[i];
}

struct map *map_new(struct arena *a, size_t expect)
{
	struct map *m = arena_new_of(a, struct map);

	m->a = a;
	for (m->size = 16; m->size < expect * 2; m->size *= 2)
		;
	m->slots = arena_array(a, m->size, sizeof(*m->slots));
	return m;
}

static void grow(struct map *m)
{
	size_t size = m->size * 2;
	struct slot *slots = arena_array(m->a, size, sizeof(*slots));

	for (size_t i = 0; i < m->size; i++)
		if (m->slots[i].value)
			*slot_of(slots, size, m->slots[i].key) = m->slots[i];
	m->slots = slots;
	m->size = size;
}

void *map_get(const struct map *m, struct str key)
{
	return slot_of(m->slots, m->size, key)->value;
}

void map_put(struct map *m, struct str key, void *value)
{
	struct slot *s;

	must(value);
	if (m->n * 2 >= m->size)
		grow(m);
	s = slot_of(m->slots, m->size, key);
	if (!s->value)
		m->n++;
	*s = (struct slot){key, value};
}

size_t map_count(const struct map *m)
{
	return m->n;
}

#include "base/id.h"

#include <sodium.h>

enum { READY = sizeof(((struct ids *)0)->ready) / sizeof(int64_t), KEY_BYTES = 16 };

_Static_assert(
	sodium_base64_ENCODED_LEN(KEY_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING) <= KEY_TEXT,
	"a key fits");

/* SplitMix64, the generator of Steele, Lea and Flood: every state gives another number. */
static uint64_t next_of(uint64_t *state)
{
	uint64_t z;

	*state += UINT64_C(0x9E3779B97F4A7C15);
	if (!*state) /* 0 would mean the system's numbers */
		*state += UINT64_C(0x9E3779B97F4A7C15);
	z = *state;
	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return z ^ z >> 31;
}

static void draw(struct ids *ids)
{
	if (ids->state)
		for (int i = 0; i < READY; i++)
			ids->ready[i] = (int64_t)next_of(&ids->state);
	else
		randombytes_buf(ids->ready, sizeof(ids->ready));
	ids->left = READY;
}

void ids_init(struct ids *ids, uint64_t seed)
{
	ids->state = seed;
	ids->left = 0;
}

int64_t id_new(struct ids *ids)
{
	int64_t id;

	do {
		if (!ids->left)
			draw(ids);
		id = ids->ready[--ids->left] & INT64_MAX;
	} while (!id);
	return id;
}

char *key_new(char out[KEY_TEXT])
{
	unsigned char bytes[KEY_BYTES];

	randombytes_buf(bytes, sizeof(bytes));
	return sodium_bin2base64(
		out, KEY_TEXT, bytes, sizeof(bytes), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

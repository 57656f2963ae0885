/*
 * id.h: identifiers and request keys from the program, never from the database.
 *
 * Identifiers are random positive 63-bit numbers, so that they tell nothing about order or number.
 * A demo or a test gives a seed and gets the same ones each time. Numbers are drawn ahead: a
 * process that forks calls ids_init() in each child, or parent and child would give the same ones.
 */
#ifndef GUONG_BASE_ID_H
#define GUONG_BASE_ID_H

#include <stdint.h>

struct ids {
	uint64_t state;	   /* of a seeded sequence; 0: the system's random numbers */
	int64_t ready[64]; /* drawn ahead, so that a bulk load does not ask the kernel each time */
	int left;
};

void ids_init(struct ids *ids, uint64_t seed);
int64_t id_new(struct ids *ids);
/* A key of 22 letters and digits for forms and tokens (128 random bits, base64url). */
enum { KEY_TEXT = 24 };
char *key_new(char out[KEY_TEXT]);

#endif

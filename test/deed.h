/*
 * deed.h: things done to a site whose traces can be counted: for tests of what is lost.
 *
 *	struct deed d;
 *	deed_new(a, &d, DEED_MEMBER, 17);
 *	d.done = deed_post(visit, &d);         was it acknowledged?
 *	... something terrible ...
 *	deed_look(&w, a, &kept);
 *	deed_judge(&kept, &d) == DEED_RIGHT
 *
 * Every name that a deed writes begins with a word of its own, and its transaction carries its
 * request key. So one look at the database tells whether all of it is there, nothing, or a part.
 */
#ifndef GUONG_TEST_DEED_H
#define GUONG_TEST_DEED_H

#include "harness.h"

enum deed_kind { DEED_FOUND, DEED_MEMBER, DEED_IMPORT, DEED_KINDS };
enum { DEED_ROWS = 20 }; /* of an import */

struct deed {
	enum deed_kind kind;
	const char *word, *key;
	const char *target, *fields; /* the form, urlencoded; of an import the file */
	int names;		     /* so many it writes */
	bool done;		     /* it was acknowledged */
};

/* A number makes the word and the key: none may be used twice in a database. */
void deed_new(struct arena *a, struct deed *d, enum deed_kind kind, unsigned number);
/* Fills the form and sends it; of an import, the file is taken in as at the shell. */
bool deed_post(struct visit *v, const struct deed *d);

/* All names and request keys of a database, sorted. */
struct kept {
	const char **names, **keys;
	size_t name_count, key_count;
};
/* False: it cannot be read. The site need not be open. */
bool deed_look(struct world *w, struct arena *a, struct kept *ret);

enum deed_verdict { DEED_RIGHT, DEED_LOST, DEED_HALF };
/* LOST: acknowledged and not there. HALF: a part, or twice, or without its transaction. */
enum deed_verdict deed_judge(const struct kept *k, const struct deed *d);
/* What guong check finds; told as comments. */
int64_t deed_check(struct world *w);

#endif

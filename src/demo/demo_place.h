/*
 * demo_place.h: a locality of scenarios/ goes into a database: its files one import each, then what
 * no file tells, then the cases of admission.
 *
 *	TRY(demo_place_write(cx, &in, NULL, &life));
 */
#ifndef GUONG_DEMO_DEMO_PLACE_H
#define GUONG_DEMO_DEMO_PLACE_H

#include "demo/demo_life.h"
#include "import/import.h"

/* `under`: code of the committee above its root; NULL: it is the top. */
enum err demo_place_write(struct ctx *cx, const struct demo_life_in *in, const char *under,
	struct demo_life *ret_life);
/* A file of a kind of import, committed; what it leaves in memory goes with it. */
enum err demo_file_take(struct ctx *cx, const char *kind, const char *file, struct str bytes,
	const struct import_options *opt);

#endif

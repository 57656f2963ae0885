/*
 * keep_file.h: a backup file as a sink and as a source of keep_pump().
 *
 * It is written under a temporary name beside its own, reaches the disk, and then takes its name,
 * unless something has that name already: what has the name of a backup is a whole one. If the
 * arena ends before, the temporary file goes; after a crash it is left as NAME.XXXXXX.
 */
#ifndef GUONG_KEEP_KEEP_FILE_H
#define GUONG_KEEP_KEEP_FILE_H

#include "keep/keep_pump.h"

enum err keep_file_create(struct keep_sink **ret, struct arena *a, const char *path,
	const struct key *key, struct fault *f);
enum err keep_file_open(struct keep_source **ret, struct arena *a, const char *path,
	const struct keyring *ring, struct fault *f);

#endif

/*
 * place_test.h: where the files of a test lie: under $TMPDIR (tools/check.sh sets it), else in
 * memory where there is room. No test needs a disk to learn whether the power may be cut; power.c
 * plays that.
 */
#ifndef GUONG_BASE_PLACE_TEST_H
#define GUONG_BASE_PLACE_TEST_H

#include "base/arena.h"
#include "base/die.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { PLACE_ROOM = 512 << 20 };

/* A container may have a few megabytes of it only. */
static inline bool place_has_room(const char *dir)
{
	struct statvfs fs;

	return !access(dir, W_OK) && !statvfs(dir, &fs) && fs.f_bavail * fs.f_frsize >= PLACE_ROOM;
}

/* A new directory, which whoever asks removes. */
static inline const char *place_make(struct arena *a, const char *what)
{
	const char *tmp = getenv("TMPDIR");
	char *dir;

	if (!tmp || !*tmp)
		tmp = place_has_room("/dev/shm") ? "/dev/shm" : "/tmp";
	dir = arena_printf(a, "%s/guong-%s-XXXXXX", tmp, what);
	if (!mkdtemp(dir))
		die("no directory for the test in %s", tmp);
	return dir;
}

static inline void place_copy(const char *from, const char *to)
{
	FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
	char block[65536];
	size_t n;

	if (!in || !out)
		die("cannot copy %s", from);
	while ((n = fread(block, 1, sizeof(block), in)) > 0)
		if (fwrite(block, 1, n, out) != n)
			die("cannot write %s", to);
	fclose(in);
	if (fclose(out))
		die("cannot write %s", to);
}

#endif

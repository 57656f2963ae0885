/*
 * golden.h: a file of expected lines, each "KEY  value"; a case per line. With --update the file is
 * written anew from what is: its difference must then be read line by line before it is kept.
 */
#ifndef GUONG_TEST_GOLDEN_H
#define GUONG_TEST_GOLDEN_H

#include "base/arena.h"
#include "base/buf.h"

#include <stdbool.h>

struct golden {
	struct arena *a;
	const char *path;
	bool update;
	const char *old; /* the file as it is */
	struct buf now;
	int cases, failed;
};

void golden_start(struct golden *g, struct arena *a, const char *path, bool update);
/* Lines at the top of the file, beginning with '#'. */
void golden_remark(struct golden *g, const char *text);
/* One line, without its end; the key is what stands before two blanks. Prints its case. */
void golden_line(struct golden *g, const char *line);
/* A case of its own beside the file. */
void golden_case(struct golden *g, bool right, const char *name, const char *why);
/* Ends the file of `g`; its cases stand before those of `next`, which golden_end() then ends. */
void golden_join(struct golden *g, struct golden *next);
/* Lines of the file that are no more; the plan. The exit status. */
int golden_end(struct golden *g);

#endif

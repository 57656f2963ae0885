/*
 * reference.h: guong reference: what can be asked for and how, as Markdown, or as a page for man
 * (manual.h).
 *
 * Everything in it is read from the tables that the program itself works by: commands, routes,
 * field tables, permissions, errors, indicators, kinds of files, catalogues. docs/reference.vi.md
 * and docs/reference.en.md are its output; test/reference.sh fails when they differ.
 */
#ifndef GUONG_APP_REFERENCE_H
#define GUONG_APP_REFERENCE_H

#include "app/cli.h"

/* A word and what it means. */
struct term {
	const char *word;
	enum msg meaning;
};

/* The flags that every command of routes.def takes. */
extern const struct term shell_flags[];
extern const size_t shell_flag_count;

int reference_run(struct args *args);

#endif

/*
 * reference.h: guong reference: what can be asked for and how, as Markdown.
 *
 * Everything in it is read from the tables that the program itself works by: commands, routes,
 * field tables, permissions, errors, indicators, kinds of files, catalogues. docs/reference.vi.md
 * and docs/reference.en.md are its output; test/reference.sh fails when they differ.
 */
#ifndef GUONG_APP_REFERENCE_H
#define GUONG_APP_REFERENCE_H

#include "app/cli.h"

int reference_run(struct args *args);

#endif

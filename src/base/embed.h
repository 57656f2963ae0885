/*
 * embed.h: files that are part of the program: style, script, icons, templates, schema, rules.
 * tools/embed makes the table at build time from the files it is given.
 */
#ifndef GUONG_BASE_EMBED_H
#define GUONG_BASE_EMBED_H

#include "base/str.h"

struct embedded {
	const char *name; /* path from the project's root: "ui/app.css" */
	struct str bytes;
	const char *digest; /* first 16 hex digits of SHA-256: its ETag, and part of its address */
};

extern const struct embedded embed_table[]; /* sorted by name */
extern const size_t embed_count;

/* The file of that name, or NULL. */
const struct embedded *embed_find(const char *name);

#endif

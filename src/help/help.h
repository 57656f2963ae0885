/*
 * help.h: the guide for those who work with the program, part of the program, under /help.
 *
 * The chapters are the files of docs/help in both languages, embedded when the program is built;
 * chapters.def lists them, contexts.def says which one the sign "?" of a page leads to. Anybody may
 * read them, also who cannot sign in. What may stand in a chapter is in help_read.h; test/help.c
 * holds the chapters against the program: links, pictures, words on buttons.
 */
#ifndef GUONG_HELP_HELP_H
#define GUONG_HELP_HELP_H

#include "core/action.h"
#include "help/help_read.h"

enum help_reader {
	HELP_EVERYBODY,
	HELP_OFFICE,
	HELP_SECRETARY,
	HELP_MEMBER,
	HELP_ADMIN,
	HELP_READERS
};

struct help_chapter {
	const char *name;
	enum help_reader reader;
};
extern const struct help_chapter help_chapters[];
extern const size_t help_chapter_count;

/* The chapter of that name, or NULL. */
const struct help_chapter *help_find(const char *name);
/* Reads a chapter as it is in a language. That it can be read is tested. */
enum err help_load(struct arena *a, struct fault *f, enum lang lang, const struct help_chapter *c,
	struct help_text *ret);
/* The address of the chapter about a route, as far as it is for this actor; "/help" for others. */
const char *help_href(struct arena *a, const char *route, const struct actor *actor);

extern const struct action help_list, help_show;

#endif

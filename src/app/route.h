/*
 * route.h: the table of everything that can be asked for; see routes.def.
 */
#ifndef GUONG_APP_ROUTE_H
#define GUONG_APP_ROUTE_H

#include "core/action.h"
#include "http/request.h"

struct route {
	const char *name;    /* "org_rename" */
	const char *path;    /* "/org/{org}/rename" */
	const char *command; /* "org rename"; NULL: not in the shell */
	const char *section; /* entry of the menu */
	const struct action *action;
	enum perm perm;
};

extern const struct route routes[];
extern const size_t route_count;

/* The route of an address and the values of its {parts}; NULL if there is none. */
const struct route *route_match(struct arena *a, const char *path, struct params *ret_parts);
/* The route of a command ("org", "rename"), and how many words it took; NULL if there is none. */
const struct route *route_command(int argc, char **argv, int *ret_words);
const struct route *route_named(const char *name);
/* The address of a route with the values of its {parts}. */
const char *route_path(struct arena *a, const struct route *r, const struct params *values);
/*
 * Where the page of that title is for whoever reads: one of an organisation that of their own; one
 * of a record the chapter of the guide about it. NULL: there is none that they may see.
 */
const char *route_page_href(struct ctx *cx, enum msg title);
/* The {parts} of a route's path in order: their names into `ret`, at most `max`. */
int route_parts(struct arena *a, const struct route *r, const char **ret, int max);

#endif

/*
 * grant.h: who acts, with which functions, over which organisations.
 *
 * A function (office, secretary, member, data auditor, administration) is granted over an
 * organisation, "own" or "below", for a period; org 0 is every organisation of the database.
 * permissions.def says which functions may do what. The operator of the machine (the user of the
 * operating system who owns the database) may set up, import, export lists and ask for figures.
 */
#ifndef GUONG_CORE_GRANT_H
#define GUONG_CORE_GRANT_H

#include "base/date.h"
#include "base/field.h"

#include <stdbool.h>
#include <stdint.h>

struct ctx;

enum perm {
#define PERM(name, functions, reach) PERM_##name,
#include "core/permissions.def"
#undef PERM
	PERM_COUNT
};

struct grant {
	int64_t id, account, org;
	const char *func, *reach;
	day_t from_day, to_day;
};
extern const struct field grant_fields[];

struct actor {
	int64_t account; /* 0: nobody, or the operator */
	bool is_operator;
	const char *login, *name;
	struct list grants; /* struct grant, valid today */
};

/* Is there any function of this actor that allows it, over whatever organisation? */
bool grant_allows(const struct actor *actor, enum perm perm);
/* Must the function hold over the organisation in question? */
bool grant_needs_reach(enum perm perm);
/*
 * May the actor do it to this organisation? ERR_FORBIDDEN with a problem if not. What counts is the
 * tree of today, whatever day the page is about (an ended organisation: of its last day), so that
 * nobody reaches what was below them once by asking for a day of the past.
 */
enum err grant_over(struct ctx *cx, enum perm perm, int64_t org);
/* The functions of a permission, by their codes: for golden tables and documents. */
const char *grant_functions(enum perm perm);
const char *perm_name(enum perm perm);
/* "office" to 'o'; 0 if there is no such function. */
char grant_letter(const char *func);

#endif

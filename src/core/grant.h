/*
 * grant.h: who acts, with which functions, over which organisations.
 *
 * A function (functions.def) is held over an organisation, "own" or "below", for a period; org 0 is
 * every organisation of the database. It was either given to the account, or follows from a post
 * (or charge) of the person whose account it is, as rules/functions.csv says for the day: then
 * nothing is stored, and it begins and ends with the post. "Named organisations" are several
 * grants. One with an item is for that one record only, of a case to come: grant_over_item().
 *
 * permissions.def says which functions may do what. The operator of the machine (the user of the
 * operating system who owns the database) may set up, import, export lists and ask for figures.
 *
 * Two ends: an act that leads somewhere else asks grant_over() about what it is done to and
 * grant_over_end() about where it leads. Whoever reaches one end alone may propose it
 * (app/proposal.h): while the proposer plans, the other end counts as granted and is noted; when
 * the other side accepts, what the proposer still holds counts beside what the accepter holds.
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
	int64_t id, account, org; /* id 0: follows from a post; org 0: over all */
	const char *func, *reach; /* reach: own, below; case with an item */
	day_t from_day, to_day;
	const char *post; /* code of the post that gives it, or "charge"; NULL: it was given */
	int64_t item;	  /* the one record it is for; 0: all */
};
extern const struct field grant_fields[];

struct actor {
	int64_t account; /* 0: nobody, or the operator */
	int64_t person;	 /* whose account it is; 0: nobody's of the register */
	bool is_operator;
	const char *login, *name;
	bool any_open;	      /* are there any open proposals at all? */
	bool slip;	      /* came in with a slip: a password must be set */
	bool factor;	      /* has a second factor */
	struct list grants;   /* struct grant, valid today, what is withheld left out */
	struct list withheld; /* struct grant: of posts, incompatible with the others */
};

/* Where an act leads: see above. */
struct grant_end {
	bool proposing;		      /* what is out of reach counts as granted, and is noted: */
	bool missing;		      /* something is out of the actor's reach... */
	enum perm perm;		      /* ... and this is needed there, */
	int64_t org;		      /* over this organisation */
	int64_t home;		      /* whose the record of the address is; 0: it names its own */
	const struct actor *proposer; /* accepting: whose grants count too; NULL: nobody's */
	bool met; /* accepting: it was `org` that was asked about, as when it was proposed */
};

/*
 * Are there no cells below the organisation on the day, so that the people of "it" are all people
 * of "it and below"?
 */
enum err grant_own_is_all(struct ctx *cx, int64_t org, day_t day, bool *ret);
/* Is there any function of this actor that allows it, over whatever organisation? */
bool grant_allows(const struct actor *actor, enum perm perm);
/* Is this one of the functions that may, as far as it reaches? Not one for a single record. */
bool grant_is_for(const struct grant *g, enum perm perm);
/* Must the function hold over the organisation in question? */
bool grant_needs_reach(enum perm perm);
/*
 * May the actor do it to this organisation? ERR_FORBIDDEN with a problem if not. What counts is the
 * tree of today, whatever day the page is about (an ended organisation: of its last day), so that
 * nobody reaches what was below them once by asking for a day of the past.
 */
enum err grant_over(struct ctx *cx, enum perm perm, int64_t org);
/* Has the actor it? Without a word about it if not. */
enum err grant_is_over(struct ctx *cx, enum perm perm, int64_t org, bool *ret);
/* The same about where an act leads. */
enum err grant_over_end(struct ctx *cx, enum perm perm, int64_t org);
/* The same about one record of an organisation: whoever holds a function for that record may too.
 */
enum err grant_over_item(struct ctx *cx, enum perm perm, int64_t org, int64_t item);
/* May the actor, but only by helping: somebody who may otherwise must confirm? */
enum err grant_is_help(struct ctx *cx, enum perm perm, int64_t org, bool *ret);
/*
 * Until when: the first day on which none of the functions that reach it (and, if `below`, what is
 * below it) is held any more.
 */
enum err grant_over_until(struct ctx *cx, enum perm perm, int64_t org, bool below, day_t *ret);

/* Can one account not hold both? Data audit with nothing else, administration not with inspection.
 */
bool grant_clash(const char *func, const char *other);
/*
 * Of the functions of an account (struct grant) the one before which row i gives way, or NULL: of
 * two that clash while both are held, one of a post gives way, and of two of posts that which
 * administers or audits.
 */
const struct grant *grant_withheld_by(const struct list *all, size_t i);
/* All of them sorted into those held and those withheld. */
void grant_sort(
	struct arena *a, const struct list *all, struct list *ret_held, struct list *ret_withheld);

/* The functions that are held, each once: "office,member"; "" if there is none. */
const char *grant_held(struct arena *a, const struct actor *actor);
/* The functions of a permission, by their letters: for golden tables and documents. */
const char *grant_functions(enum perm perm);
const char *perm_name(enum perm perm);
/* PERM_COUNT if there is none of that name. */
enum perm perm_named(const char *name);
/* "office" to 'o'; 0 if there is no such function. */
char grant_letter(const char *func);

#endif

/*
 * village.h: villages (thôn, bản, tiểu khu, tổ dân phố...): what is kept of them, and what can be
 * done.
 *
 * The truth is dated facts (struct village_fact), one aspect of a village each:
 *
 *	place     code, name, kind and commune; from its first to its last day a village has one
 *	cell      the cell that serves it, or shares it with a neighbour (joint)
 *	count     households and population
 *	head      who heads it: a person of the register, or only a name
 *	charge    the member put in charge of it; there may be several
 *	unstable  the committee has found its membership not lasting, and why
 *	survey    who of the members lives there is recorded to the last of them
 *
 * From them, and from the records of organisations, members and posts, follows what a village was
 * on a day (struct village_state): its commune and cell, also after these were merged; how many
 * members live there; whether the head is one of them, and secretary. States are stored and
 * rewritten whenever they come out different (village_follow.h).
 *
 * A person lives where the attribute village_code says: in the village that had this code when the
 * attribute began to hold, and later in what became of it. Where nobody is recorded and no survey
 * holds, it is not known who lives there; that nobody does is said only of a village surveyed.
 *
 * All is written through a plan (village_plan.h). Questions take cx->day and cx->known.
 */
#ifndef GUONG_VILLAGE_VILLAGE_H
#define GUONG_VILLAGE_VILLAGE_H

#include "core/action.h"
#include "core/tree.h"
#include "org/org_part.h"

enum village_aspect {
	VILLAGE_PLACE,
	VILLAGE_CELL,
	VILLAGE_COUNT,
	VILLAGE_HEAD,
	VILLAGE_CHARGE,
	VILLAGE_UNSTABLE,
	VILLAGE_SURVEY,
	VILLAGE_ASPECTS
};

struct village_fact {
	int64_t village, id, org, other, households, population, person, txn, made_ms, void_txn,
		void_ms;
	day_t from_day, to_day;
	int joint;
	const char *aspect, *code, *name, *kind, *holder, *reason, *number, *note;
};
extern const struct field village_fact_fields[];

/* "place"; and back, VILLAGE_ASPECTS if there is none. */
const char *village_aspect_code(enum village_aspect aspect);
enum village_aspect village_aspect_of(const char *code);

struct village_state {
	int64_t commune, village, txn, cell, members, official, head;
	day_t from_day, to_day;
	const char *code, *name, *kind, *cover, *lives, *head_is;
	int joint, below, unstable, combined;
	struct str sort_key;
};
extern const struct field village_state_fields[]; /* without the sort key */

/* Names in Vietnamese order, "Tiểu khu 2" before "Tiểu khu 10". */
struct str village_key(struct arena *a, const char *name);

/* What indicators count; a bit each of village_marks(). The codes are those of figures.def. */
enum village_mark {
	MARK_TOTAL,
	MARK_NO_MEMBER,
	MARK_NO_CELL,
	MARK_UNSTABLE,
	MARK_BELOW,
	MARK_COMBINED,
	MARK_HEAD_NOT_MEMBER,
	MARK_STATES,
	MARK_HEAD_ADMITTED = MARK_STATES, /* the one that is a flow */
	MARKS
};
const char *village_mark_code(enum village_mark mark);
unsigned village_marks(const struct village_state *s);
/* What a village is shown as: the first that holds, a code of the catalogue village_sign. */
const char *village_sign(const char *cover, const char *lives, bool unstable, bool below);
bool village_state_same(const struct village_state *a, const struct village_state *b);

/* Facts as known, by aspect and day. With those voided later or earlier too: `all`. */
enum err village_facts(struct ctx *cx, int64_t village, bool all, struct list *ret);
/* What it was on the day; ERR_NOT_FOUND without a problem if it was not. */
enum err village_on(struct ctx *cx, int64_t village, day_t day, struct village_state *ret);
/* On the day, or on the nearest one on which it was. */
enum err village_near(struct ctx *cx, int64_t village, day_t day, struct village_state *ret);
/* From what people type: a code of the day, or of any day if only one had it; or an id. */
enum err village_pick(struct ctx *cx, const char *text, day_t day, const char *field, int64_t *ret);
/* The village of the address (cx->item). */
enum err village_item(struct ctx *cx, int64_t *ret);
/* May the actor change it? Its commune of today, or the last one, must be within reach. */
enum err village_may(struct ctx *cx, int64_t village);
/* "/village/17/head?day=..." */
const char *village_href(struct ctx *cx, int64_t village, const char *rest);
/* The path to its commune and itself; its state of the day, or of the nearest. */
enum err village_head(struct ctx *cx, struct doc *d, int64_t village, struct village_state *ret);

extern const struct org_part village_org_part;
extern const struct action village_list, village_export, village_new, village_show, village_cover,
	village_heads;
extern const struct action village_merge, village_end, village_fact_show, village_fact_end,
	village_fact_remove;
#define VILLAGE_FORMS(name) extern const struct action village_set_##name, village_fix_##name
VILLAGE_FORMS(place);
VILLAGE_FORMS(cell);
VILLAGE_FORMS(count);
VILLAGE_FORMS(head);
VILLAGE_FORMS(charge);
VILLAGE_FORMS(unstable);
VILLAGE_FORMS(survey);

#endif

/*
 * member.h: persons and their membership: what is kept, and what can be done.
 *
 * Two truths are kept of a person, both dated, neither ever changed in place:
 *
 *	attributes  (struct person, table person_spell): name, birth, schooling... from day to day
 *	facts       (struct member_fact): admitted, transferred, struck off... each on its day
 *
 * From them follows, by member_fold(), where a person stood on any day (struct member_spell: home
 * cell, probationary or full, exempt, away, guest elsewhere) and what counts in a period (struct
 * member_flow). Those two are stored for reading and rewritten whenever they come out different,
 * also when an organisation is merged or its register is opened on another day.
 *
 * Everything is written through a plan (member_plan.h). Questions take cx->day and cx->known.
 */
#ifndef GUONG_MEMBER_MEMBER_H
#define GUONG_MEMBER_MEMBER_H

#include "core/action.h"
#include "core/tree.h"

/* What a person is on some days. One field table serves forms, files, pages and statements. */
struct person {
	int64_t person, txn;
	day_t from_day, to_day;
	const char *full_name, *other_name;
	day_t birth_date;
	const char *sex, *ethnicity, *religion, *native_place, *residence, *phone, *citizen_no,
		*schooling, *degree, *theory_level, *occupation, *youth_union, *village_code,
		*member_no, *note;
};
/* Keys and days first, then the attributes in the order in which people read them. */
extern const struct field person_fields[];
/* The attributes alone: the same table without keys and days. */
enum { PERSON_KEYS = 4 };
#define person_attributes (&person_fields[PERSON_KEYS])

struct member_fact {
	int64_t person, id, seq, cell, other, years, txn;
	day_t day, second_day, until_day;
	const char *kind, *place, *number, *status, *reason;
	int assumed; /* the day was not told but taken from another */
};
extern const struct field member_fact_fields[];

enum fact_effect {
	FACT_ENTER,
	FACT_RECOGNISE,
	FACT_SEND,
	FACT_MOVE,
	FACT_HOST,
	FACT_EXEMPT,
	FACT_AWAY,
	FACT_SUSPEND,
	FACT_END,
	FACT_NOTE,
	FACT_LEAVE
};

struct fact_kind {
	const char *code;
	enum fact_effect effect;
	int rank;
	const char *ends;
	int flow;
};
extern const struct fact_kind fact_kinds[]; /* ends with a NULL code */
const struct fact_kind *fact_kind(const char *code);
/* A card that was issued, exchanged or issued again. */
bool fact_is_card(const struct member_fact *f);

/* The host of a spell that is outside this database. */
enum { MEMBER_HOST_OUTSIDE = -1 };

struct member_spell {
	int64_t person, cell, host, transit, txn;
	day_t from_day, to_day;
	int counted, exempt, away, suspended;
	const char *status;		/* probationary, full; of a leaving its kind */
	day_t admitted_on, official_on; /* the last admission and what followed it; 0: not told */
	day_t cardless_to; /* full, and no card until then; its to_day: all the time; 0: has one */
	int pieced;	   /* came back after leaving, or told by several records */
	struct str sort_key;
};
extern const struct field member_spell_fields[]; /* without the sort key */

struct member_flow {
	int64_t person, cell, other, fact, txn;
	day_t day;
	const char *kind; /* of the fact; transfer_in, transfer_out, moved_in, moved_out */
};
extern const struct field member_flow_fields[];

/* Attributes on a day; ERR_NOT_FOUND if there is no such person. */
enum err member_person(struct ctx *cx, int64_t person, day_t day, struct person *ret);
/* All rows of attributes (struct person), oldest first; facts in the order of their days. */
enum err member_persons(struct ctx *cx, int64_t person, struct list *ret);
enum err member_facts(struct ctx *cx, int64_t person, struct list *ret);
/* All spells (struct member_spell), oldest first; of a day, ERR_NOT_FOUND if there is none. */
enum err member_spells(struct ctx *cx, int64_t person, struct list *ret);
enum err member_spell_on(struct ctx *cx, int64_t person, day_t day, struct member_spell *ret);
/* The version of a record, which grows with every change, and the transaction that made it. */
enum err member_version(struct ctx *cx, int64_t person, int64_t *ret, int64_t *ret_made_by);
/* The record into which this one was joined, or itself. */
enum err member_joined(struct ctx *cx, int64_t person, int64_t *ret);
/*
 * May the actor do it with this person? The cell of today, or the last one, must be within reach;
 * to read also the one in which they are a guest. ERR_FORBIDDEN with a problem otherwise.
 */
enum err member_may(struct ctx *cx, enum perm perm, int64_t person);
/* Asked for its answer alone: nothing is said. */
enum err member_allowed(struct ctx *cx, enum perm perm, int64_t person, bool *ret);
/* The same of whom the answer is about: what may be shown of them is cleared (core/clearance.h). */
enum err member_subject(struct ctx *cx, enum perm perm, int64_t person);
/* "/member/17/exempt?day=..." */
const char *member_href(struct ctx *cx, int64_t person, const char *rest);

#endif

/*
 * tree.h: organisations in time.
 *
 * What was done to an organisation (founded, renamed, moved, merged...) are acts, each with a day,
 * a decision and a reason: the truth. From the acts of an organisation follow its spells: what it
 * was (name, code, kind, sector, parent) from one day to another. Spells are stored, and rewritten
 * whenever acts are added or corrected, so that a question about a day reads one row.
 *
 *	TRY(tree_resolve(cx, "muong-ang", cx->day, &id));
 *	TRY(tree_spell(cx, id, cx->day, &spell));
 *	TRY(tree_path(cx, id, cx->day, &path));
 *
 * Reading is here; changing is in tree_plan.h. Questions take the day and cx->known.
 */
#ifndef GUONG_CORE_TREE_H
#define GUONG_CORE_TREE_H

#include "base/field.h"
#include "core/ctx.h"

struct org_spell {
	int64_t org, txn, parent;
	day_t from_day, to_day;
	const char *kind, *sector, *code, *name;
};
extern const struct field org_spell_fields[];

struct org_act {
	int64_t id, org, seq, parent, other, txn, void_txn;
	day_t day;
	const char *act, *code, *name, *kind, *sector, *decision_no, *reason;
};
extern const struct field org_act_fields[];

/* A step on the way from the top to an organisation. */
struct org_step {
	int64_t org, parent, depth;
	const char *code, *name, *kind;
};
extern const struct field org_step_fields[];

/* What a kind is on some days, and which kind may stand under which (rules/). */
struct kind_rule {
	const char *kind;
	day_t from_day, to_day;
	int64_t level, grassroots, cell;
};
struct child_rule {
	const char *parent_kind, *child_kind;
	day_t from_day, to_day;
};
struct tree_rules {
	struct list kinds, children;
};

/*
 * The organisation that a text means on a day: a code of that day, or an id. ERR_NOT_FOUND with a
 * problem on `field` otherwise.
 */
enum err tree_resolve(struct ctx *cx, const char *text, day_t day, const char *field, int64_t *ret);
/*
 * ERR_NOT_FOUND with that problem. A code of an organisation that was recorded only after cx->known
 * says so, and when that was.
 */
enum err tree_refuse_org(struct ctx *cx, const char *text, day_t day, const char *field);
/*
 * The same together with tree_path(), in one statement: what an address names. A code that only one
 * organisation ever had leads to it on other days too; the path is empty if it did not exist then.
 */
enum err tree_way(struct ctx *cx, const char *text, day_t day, const char *field, int64_t *ret,
	struct list *ret_path);
/* What it was on the day; ERR_NOT_FOUND without a problem if it did not exist. */
enum err tree_spell(struct ctx *cx, int64_t org, day_t day, struct org_spell *ret);
/* On the day, or else on the nearest day on which it existed; ERR_NOT_FOUND if it never did. */
enum err tree_spell_near(struct ctx *cx, int64_t org, day_t day, struct org_spell *ret);
/* All its spells (struct org_spell) or acts (struct org_act), oldest first. */
enum err tree_spells(struct ctx *cx, int64_t org, struct list *ret);
enum err tree_acts(struct ctx *cx, int64_t org, struct list *ret);
/* From the top down to itself (struct org_step); empty if it does not exist on the day. */
enum err tree_path(struct ctx *cx, int64_t org, day_t day, struct list *ret);
/* Is `org` the organisation `over` or below it on the day, as known now? */
enum err tree_is_below(struct ctx *cx, int64_t org, int64_t over, day_t day, bool *ret);
/* Today if it exists today, otherwise its last day, or its first if that is still to come. */
enum err tree_day_of_reach(struct ctx *cx, int64_t org, day_t *ret);
enum err tree_rules_load(struct ctx *cx, struct tree_rules *ret);
/* The rule of a kind on a day, or NULL; and whether a child may stand under a parent ("": top). */
const struct kind_rule *tree_kind_rule(const struct tree_rules *r, const char *kind, day_t day);
bool tree_child_allowed(
	const struct tree_rules *r, const char *parent_kind, const char *child_kind, day_t day);
/* Grows with every act on the tree. */
enum err tree_version(struct ctx *cx, int64_t *ret);

#endif

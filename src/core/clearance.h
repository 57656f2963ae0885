/*
 * clearance.h: up to which class of field an answer may show, and a question may ask.
 *
 * Every field has a class (base/field.h). What is public or inside goes with the permission of the
 * page; what is personal or sensitive needs a function over the organisation whose people are
 * shown (SEE_PERSONAL, SEE_SENSITIVE, SEE_OWN_CELL in permissions.def). Each piece of work says
 * once whose people they are:
 *
 *	TRY(clearance_take(cx, cx->org, cx->day));      dispatch does it for the {org} of an address
 *	TRY(clearance_take_person(cx, person, cell));   member_item() does it for the {item}
 *
 * and from then on nobody thinks of it: dispatch takes fields that are not cleared out of the
 * document and its forms (and says so on the page), sinks leave the columns out, and what was typed
 * into such a field is refused by its name. Until somebody has said whose people they are, nothing
 * personal is cleared; said twice, the lower counts.
 *
 * Words that an action makes of fields itself (what changed, a sum) ask clearance_has().
 *
 * Of a day of the past the people are shown as they were then; where some of the organisations have
 * since gone to others, what is personal is no longer cleared: nobody reaches through the past what
 * is not below them any more.
 */
#ifndef GUONG_CORE_CLEARANCE_H
#define GUONG_CORE_CLEARANCE_H

#include "core/ctx.h"

struct params;

/* At the beginning of a call: nothing personal, but on pages that are about who asks. */
void clearance_start(struct ctx *cx, enum perm perm);
/* What the actor may see of the people who were in or below the organisation on the day. */
enum err clearance_of(struct ctx *cx, int64_t org, day_t day, enum field_class *ret);
/* The answer is about them. */
enum err clearance_take(struct ctx *cx, int64_t org, day_t day);
/* The answer is about one person, whose cell of today it is (0: none); of oneself everything. */
enum err clearance_take_person(struct ctx *cx, int64_t person, int64_t cell);
/* The rows were chosen by a function that may see as much; or: no more than this. */
void clearance_set(struct ctx *cx, enum field_class most);
bool clearance_has(const struct ctx *cx, enum field_class class);
/* Refuses what is given (by name) for fields that are not cleared. */
enum err clearance_inputs(struct ctx *cx, const struct field *fields,
	bool (*given)(const void *p, const char *name), const void *p);
/* Takes what is not cleared out of the document, and says what was taken out. */
void clearance_doc(struct ctx *cx, struct doc *d);

#endif

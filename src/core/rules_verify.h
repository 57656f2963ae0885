/*
 * rules_verify.h: do the rules of the database hold together?
 *
 * Every code is known and its values fit it; rows of one layer do not overlap; a code that must
 * have one value has it on every day, and one that began to be ruled has no hole; rows of the files
 * are those of this program. What is found is told, nothing is mended. Part of `guong check`.
 */
#ifndef GUONG_CORE_RULES_VERIFY_H
#define GUONG_CORE_RULES_VERIFY_H

#include "core/rule_use.h"

/* Told of each thing that is wrong, in the reader's words. */
typedef void rules_found(void *p, const char *text);

enum err rules_verify(struct ctx *cx, rules_found *found, void *p);
/* The rows of one code among all of them, which are ordered by code. */
struct rule_set rule_set_among(struct list all, const char *code);

#endif

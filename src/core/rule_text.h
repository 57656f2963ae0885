/*
 * rule_text.h: a value of a rule as people write it, and several values in one line.
 *
 *	rule_text_read(cx, use, "workday", "45 ngày", &rule)		45, day
 *	rule_text_read(cx, use, "share", "trên 1/2", &rule)		1, 2, share_over
 *
 * What is shown by rule_say() can be typed back, changed; what is left out (the unit, "at least")
 * stays as it is. Words are taken by code or by name, in either language.
 */
#ifndef GUONG_CORE_RULE_TEXT_H
#define GUONG_CORE_RULE_TEXT_H

#include "core/rule_use.h"

/* Fills code, item, value, den, unit, word; false if it is no such value. */
bool rule_text_read(struct ctx *cx, const struct rule_use *use, const char *unit, const char *text,
	struct rule *ret);
/* Of a list (const struct rule *): "30, 40, 45 năm tuổi đảng". */
const char *rule_say_all(struct ctx *cx, const struct rule_use *use, struct list all);

#endif

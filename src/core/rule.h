/*
 * rule.h: rules in time: numbers, terms, shares, words and lists that a document sets, each from a
 * day to a day, with that document and how sure it is.
 *
 *	TRY(rule_number(cx, "deletion.dues", day, &n));			3
 *	TRY(rule_numbers(cx, "badge.years", day, &years));		a list: 30, 40, 45...
 *	TRY(rule_term(cx, "probation.term", day, &term));		12 months
 *	TRY(rule_due(cx, "transfer.letter", from, &due));		30 working days later
 *	TRY(rule_share(cx, "admission.vote.cell", day, &share));	at least 2/3
 *	TRY(rule_word(cx, "vote.base.cell", day, &word));		a code of a catalogue
 *
 * For lists of cases a code is read once:
 *
 *	TRY(rule_read(cx, "transfer.letter", &letter));
 *	TRY(workdays_read(cx, &w));
 *	TRY(rule_set_due(cx, &letter, &w, since, &due));
 *
 * A past case keeps its own rule: nothing is copied into it. A question has a day and an instant:
 * the day of the step, and when the step was recorded (its made_ms). The functions above take the
 * instant from cx->known, so that --known-at goes through; rule_at() takes any. What guards this
 * system itself (terms of slips, of looks) is asked with rule_number_now(), which no question about
 * the past can turn back.
 *
 * Files of the program (rules/rules.csv) say what holds in the country; what an office added here
 * (core/rule_change.h) lies over it, day by day, and an upgrade never touches it. rule_uses.def has
 * every code there may be. A code it does not have is a bug of ours; one without a value on the day
 * is ERR_REFUSED with a problem that names it.
 */
#ifndef GUONG_CORE_RULE_H
#define GUONG_CORE_RULE_H

#include "core/workdays.h"

/* One row: a value from a day to a day. */
struct rule {
	int64_t local;		 /* 1: added here; 0: of the files */
	int64_t id, origin;	 /* added here: its id, and the id of the row it was part of */
	const char *code, *item; /* item: which entry of a list; "" if there is one value */
	day_t from_day, to_day;
	int64_t off; /* 1: there is no such rule in these days */
	int64_t value, den;
	const char *unit, *word; /* unit: catalogue rule_unit */
	const char *source, *sure, *note;
	int64_t made_ms;
};
extern const struct field rule_fields[];

/* All rows of one code, as known at an instant. */
struct rule_set {
	const char *code;
	struct list rows; /* struct rule */
};

enum rule_unit { RULE_DAYS, RULE_WORKDAYS, RULE_MONTHS, RULE_YEARS };

struct rule_term {
	int64_t n;
	enum rule_unit unit;
};

/* Of a base: at least num/den of it, or, if `over`, more than that. */
struct rule_share {
	int64_t num, den;
	bool over;
};

/* The last day of a term. */
struct rule_due {
	day_t day;
	const struct rule *rule;
	enum workdays_sure sure; /* of the holidays in between; only of working days */
	int year;		 /* that is not announced, or to be verified */
};

enum err rule_number(struct ctx *cx, const char *code, day_t day, int64_t *ret);
/* Numbers (int64_t), smallest first; none is no error. */
enum err rule_numbers(struct ctx *cx, const char *code, day_t day, struct list *ret);
enum err rule_term(struct ctx *cx, const char *code, day_t day, struct rule_term *ret);
enum err rule_share(struct ctx *cx, const char *code, day_t day, struct rule_share *ret);
enum err rule_word(struct ctx *cx, const char *code, day_t day, const char **ret);
/* Words (const char *) of a list, as the files order them. */
enum err rule_words(struct ctx *cx, const char *code, day_t day, struct list *ret);
enum err rule_due(struct ctx *cx, const char *code, day_t from, struct rule_due *ret);
/* As it is today and known now, whatever the page asks about. */
enum err rule_number_now(struct ctx *cx, const char *code, int64_t *ret);

/* The row behind a value: with its document and how sure it is. */
enum err rule_at(
	struct ctx *cx, const char *code, day_t day, int64_t known, const struct rule **ret);

enum err rule_read(struct ctx *cx, const char *code, struct rule_set *ret);
enum err rule_read_known(struct ctx *cx, const char *code, int64_t known, struct rule_set *ret);
/* What holds on the day: NULL if nothing does. */
const struct rule *rule_on(const struct rule_set *s, const char *item, day_t day);
/* The same of a list: pointers (const struct rule *), by value. */
struct list rule_all_on(struct arena *a, const struct rule_set *s, day_t day);
enum err rule_set_due(struct ctx *cx, const struct rule_set *s, const struct workdays *w,
	day_t from, struct rule_due *ret);

struct rule_term rule_term_of(const struct rule *r);
struct rule_share rule_share_of(const struct rule *r);
/* The last day of a term that begins on `from`, which does not count itself. */
day_t rule_term_end(const struct workdays *w, day_t from, struct rule_term term);
/* Do n of the base reach the share? */
bool rule_share_met(struct rule_share s, int64_t n, int64_t base);
/* The fewest that reach it. */
int64_t rule_share_least(struct rule_share s, int64_t base);

/* "30 ngày làm việc", "ít nhất 2/3", "trên 85%", the name of a word. */
const char *rule_say(struct ctx *cx, const struct rule *r);
const char *rule_title(struct ctx *cx, const char *code);
/* "cần kiểm chứng", or what is not known of the holidays; NULL: nothing is in doubt. */
const char *rule_doubt(struct ctx *cx, const struct rule *r);
const char *rule_due_doubt(struct ctx *cx, const struct rule_due *due);

#endif

/*
 * subject.h: the person whom data are about, and what they are owed: to read what is kept about
 * them, to know who looked, to ask, and to be answered in time.
 *
 * subject_kept.c gathers all that is kept about one person; subject_me.c shows it to them (/me)
 * and, for people without an account, to the clerk who answers (/member/17/kept).
 * subject_looks_of.c says who looked. subject_request.c keeps the requests and their clock,
 * subject_request_form.c their forms. subject_looks.c is the page of the data auditor, with no
 * person's name on it, and the decisions that delay a look.
 */
#ifndef GUONG_SUBJECT_SUBJECT_H
#define GUONG_SUBJECT_SUBJECT_H

#include "core/action.h"
#include "core/workdays.h"

/* ---- what is kept ---- */

/*
 * Everything about a person into the document: attributes, history, accounts with their functions
 * and sessions, who looked, requests. With `all` nothing is cut off. `person` 0: of an account that
 * is nobody's of the register (`account`) only what belongs to the account.
 */
enum err kept_add(struct ctx *cx, struct doc *d, int64_t person, int64_t account, bool all);

/* ---- who looked ---- */

enum { LOOKS_SHOWN = 20 };
/* Files and lists as two tables; the former at most `most`. */
enum err looks_of_add(struct ctx *cx, struct doc *d, int64_t person, int64_t most);
/* "Nguyễn Thị A (Văn phòng cấp ủy)", or the operator; remembers whom it has asked for. */
struct looker {
	int64_t account;
	const char *name;
};
struct lookers {
	struct ctx *cx;
	struct looker *all;
	size_t n, room;
};
enum err looker_name(
	struct lookers *who, int64_t account, int64_t uid, const char *funcs, const char **ret);

/* ---- requests ---- */

struct request_row {
	int64_t id, person;
	const char *kind, *words, *state, *answer;
	day_t received, answered;
	int own;
};
extern const struct field request_row_fields[];

/* Until when a request is to be answered: working days by the rule request.days. */
enum err request_due(struct ctx *cx, const struct workdays *w, day_t received, day_t *ret);
/* "còn 1 ngày làm việc", "hôm nay là hạn", "quá hạn 2 ngày làm việc" */
const char *request_left(
	struct ctx *cx, const struct workdays *w, day_t due, const char **ret_tone);
/* The requests of a person as a table. */
enum err requests_add(struct ctx *cx, struct doc *d, int64_t person);
/* Open ones within the actor's reach (struct request_open), the oldest first. */
struct request_open {
	int64_t id, person;
	const char *full_name;
	day_t due;
};
enum err requests_open(struct ctx *cx, struct list *ret);
/* The request of {item}, if its person is within the actor's reach. */
enum err request_item(struct ctx *cx, enum perm perm, struct request_row *ret);

/* The person of whoever is signed in: ERR_NOT_FOUND with a problem if there is none. */
enum err me_person(struct ctx *cx, int64_t *ret);

extern const struct action me_show, me_export, me_request;
extern const struct action member_kept, member_request;
extern const struct action request_list, request_show, request_answer;
extern const struct action looks_list, look_delay;

#endif

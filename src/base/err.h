/*
 * err.h: one way to fail.
 *
 * Every function that can fail for a reason outside the program returns an enum err; 0 is success.
 * What the user is told is gathered in the struct fault of the work under way: one problem for the
 * whole, or several, each bound to the field it is about. Only the edges (dispatch, shell, jobs)
 * log and print.
 *
 *	if (!day_valid(in->day))
 *		return fault(f, ERR_BAD_INPUT, "day", M_FIELD_NO_DAY, text);
 *	TRY(db_run(cx->db, Q_ORG_INSERT, id));
 *
 * Messages carry up to three arguments; they are copied into the fault's arena.
 */
#ifndef GUONG_BASE_ERR_H
#define GUONG_BASE_ERR_H

#include "base/arena.h"
#include "base/msg.h"

enum err {
#define ERR(name, http, exit, msg) ERR_##name,
#include "base/errors.def"
#undef ERR
	ERR_COUNT
};

enum { ERR_ARGS = 3 };

/* One thing that is wrong, in words for the user. `field` is NULL when it is about the whole. */
struct problem {
	struct problem *next;
	const char *field;
	enum msg what;
	const char *arg[ERR_ARGS];
};

struct fault {
	struct arena *a;
	enum err code; /* of the first problem */
	struct problem *first, *last;
	const char *detail; /* for the log, never for the user */
};

#define problem_each(p, f) for (const struct problem *p = (f)->first; p; p = p->next)

/* Adds a problem; returns `code`, so that `return fault(...)` reads well. */
#define fault(f, code, field, what, ...)                                                           \
	fault_add((f), (code), (field), (what), (const char *const[ERR_ARGS + 2]){0, ##__VA_ARGS__})
enum err fault_add(struct fault *f, enum err code, const char *field, enum msg what,
	const char *const args[ERR_ARGS + 2]);
/* The same for failures that no user can mend: the technical detail goes to the log only. */
enum err fault_detail(struct fault *f, enum err code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* A failure of which nothing was told yet is told of as what it is. */
void fault_tell(struct fault *f, enum err e);
void fault_clear(struct fault *f);

int err_http(enum err e);
int err_exit(enum err e);
enum msg err_msg(enum err e);
const char *err_name(enum err e);

/* Returns from the calling function when x failed. */
#define TRY(x)                                                                                     \
	do {                                                                                       \
		enum err try_err_ = (x);                                                           \
		if (try_err_)                                                                      \
			return try_err_;                                                           \
	} while (0)

#endif

/*
 * die.h: the end of a process that cannot go on.
 *
 * For bugs of ours and for exhaustion only; a worker that dies is replaced by its supervisor, and
 * its transaction is rolled back by the database. Whatever a user can cause returns an enum err.
 */
#ifndef GUONG_BASE_DIE_H
#define GUONG_BASE_DIE_H

/* Writes one line to standard error and aborts. */
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* An assertion that stays on in release builds. */
#define must(cond)                                                                                 \
	((cond) ? (void)0 : die("%s:%d: %s: %s does not hold", __FILE__, __LINE__, __func__, #cond))

#endif

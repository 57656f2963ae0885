/*
 * bench.h: a site of its own for a measurement, requests in memory, and how figures are told.
 *
 *	struct bench *b = bench_start("pages", 20250601);
 *	bench_sign_in(b);
 *	bench_get(b, "/org", "", &got);
 *	bench_tell(&(struct measure){"org list", got.us, "us", .bar = 200});
 *	return bench_stop(b);
 *
 * The database is temporary: SQLite, or PostgreSQL when GUONG_TEST_PG holds an address whose user
 * may create databases (test/pg.sh). With GUONG_BENCH_DB it is that SQLite file, or the database at
 * that address of PostgreSQL, which stays, so that a large one need not be built again. What fails
 * ends the process with a message.
 */
#ifndef GUONG_BENCH_BENCH_H
#define GUONG_BENCH_BENCH_H

#include "app/site.h"
#include "http/request.h"

#include <sys/types.h>

struct bench {
	struct arena *a;    /* as long as the measurement */
	struct arena *work; /* of one request or one transaction */
	struct fault f;
	struct site site;
	struct actor operator_;
	struct response res; /* of the last request */
	struct ctx cx;	     /* of the transaction under way */
	const char *where, *dir, *base;
	const char *cookies; /* "guong=..." once signed in */
	uint64_t requests;
	bool found; /* the database was there before */
};

struct bench *bench_start(const char *name, day_t today);
/* On a database that is there already, and stays. */
struct bench *bench_start_on(const char *where);
/* Opens and closes the site alone: nothing of a database may be open when a process forks. */
void bench_open(struct bench *b);
void bench_close(struct bench *b);
/* Removes the database; the exit status: 1 if a bar was missed. */
int bench_stop(struct bench *b);
/* Ends the process, saying what was under way and why. */
void bench_must(struct bench *b, enum err e, const char *doing);

/* The operator's ctx, b->cx, with new memory; for what begins its transactions itself. */
struct ctx *bench_ctx(struct bench *b);
/* The same in a write that has begun; its memory is given back at the end. */
struct ctx *bench_begin(struct bench *b);
void bench_commit(struct bench *b);
/* A new organisation in a transaction of its own. */
int64_t bench_found(struct bench *b, int64_t parent, const char *code, const char *name,
	const char *kind, day_t day);

/* An account that may do everything, and a session through the form as a browser would. */
void bench_sign_in(struct bench *b);
/* As an account that is there. */
void bench_sign_in_as(struct bench *b, const char *login, const char *password);

/* A cookie that the last answer sets, as a browser sends it back: "name=value". */
const char *bench_cookie(struct bench *b, const char *name);

/* What came of a request, and what it cost. The body stands in b->res until the next one. */
struct got {
	int status;
	size_t bytes;
	double wall_us, us; /* us: as bench_us() */
	uint64_t statements;
};
void bench_get(struct bench *b, const char *path, const char *query, struct got *ret);
/* The same for any status. */
void bench_ask(struct bench *b, const char *path, const char *query, struct got *ret);

/*
 * Reads one answer with a Content-Length from a connection, into room for it; its status, and how
 * long it is without the head (NULL: of no matter).
 */
int bench_answer(int fd, char *answer, size_t room, size_t *ret_body);

/*
 * What a question costs, in microseconds: processor time of this process where it does all the work
 * (SQLite: what else runs on the machine is none of ours); by the clock where a server does it.
 */
double bench_us(const struct bench *b);
/* Microseconds of processor time of this process, and of another one. */
double cpu_us(void);
double cpu_us_of(pid_t pid);

/* Many figures of the same thing; cut off at its room. */
struct samples {
	double *v;
	size_t n, room;
};
void samples_init(struct samples *s, struct arena *a, size_t room);
void samples_add(struct samples *s, double v);
/* The value that `percent` of them do not exceed: 50 the median, 100 the largest. */
double samples_at(struct samples *s, double percent);

/* A piece of the measured work: its wall clock and processor time, and its statements. */
struct phase {
	struct bench *b;
	const char *name;
	double wall, cpu;
	uint64_t statements;
};
struct phase phase_start(struct bench *b, const char *name);
/* Tells them; the wall clock in seconds. */
double phase_end(const struct phase *at);

/* A line of the report. `ratio`: to what the same costs without the program; 0: none. */
struct measure {
	const char *name;
	double figure;
	const char *unit;
	double bar; /* at most that; 0: none */
	double ratio;
};
void bench_tell(const struct measure *m);

#endif

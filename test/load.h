/*
 * load.h: guong serve on a port of its own, and who works with it at the same time: clerks that
 * post forms, one that sends files for the process of jobs, one at the shell. Whatever happens to
 * the server, each of them insists: a form that was not answered is sent again, under the same
 * request key, until it is.
 *
 *	load_init(&l, &w, "build/guong");      the world is closed
 *	load_serve(&l);
 *	load_begin(&l);
 *	... kill, stop, switch ...
 *	load_end(&l);                          everything under way is answered; the server ends
 *	load_judge(&l, &tally);                opens the world, looks, closes it
 *
 * What they did lies in memory shared with the processes that did it.
 */
#ifndef GUONG_TEST_LOAD_H
#define GUONG_TEST_LOAD_H

#include "deed.h"

#include <sys/types.h>

enum { LOAD_CLERKS = 3, LOAD_HANDS = LOAD_CLERKS + 2, LOAD_DEEDS = 4000 };

/* One of those who work; filled by a process of its own. */
struct hand {
	pid_t pid;
	unsigned first;		/* number of its first deed */
	volatile unsigned n;	/* deeds begun */
	volatile unsigned done; /* of them acknowledged */
	unsigned again;		/* forms that were sent more than once */
	unsigned wrong;		/* answers that must not be; told as comments */
	struct {
		unsigned char kind, done, keyed;
	} deeds[LOAD_DEEDS];
};

struct load {
	struct world *w;
	const char *guong;
	int port;
	pid_t server;
	volatile bool *stop;
	struct hand *hands;
	unsigned rounds;
};

void load_init(struct load *l, struct world *w, const char *guong);
/* Starts the server and waits until it answers. */
void load_serve(struct load *l);
void load_begin(struct load *l);
void load_end(struct load *l);
/* Deeds acknowledged so far. */
unsigned load_done(const struct load *l);
/* Waits until something more was acknowledged; false: nothing was for too long. */
bool load_goes_on(const struct load *l, unsigned since);
void load_rest(int ms);
/*
 * A job whose process died is taken up again when its lease has passed, after a minute. That
 * minute passes here.
 */
void load_pass_minute(struct load *l);
/* Runs a command whose words nobody needs; did it end well? */
bool load_command(const char *const argv[]);

struct tally {
	unsigned deeds, done, again, wrong, lost, half, found;
};
/* Adds up. */
void load_judge(struct load *l, struct tally *t);

#endif

/*
 * failover.c: the primary of two PostgreSQL servers dies under load (load.h), the replica takes its
 * place: what was acknowledged is there, once. Run by failover.sh. Usage: failover GUONG
 */
#include "base/die.h"
#include "load.h"

#include <stdio.h>
#include <stdlib.h>

enum { BEFORE = 12, AFTER = 12, CANCELS = 8, CANCEL_MS = 60 };

struct run {
	struct world w;
	struct load l;
	struct tally t;
	int cases, failed;
};

static void told(struct run *t, bool right, const char *name)
{
	t->failed += !right;
	printf("%sok %d - %s\n", right ? "" : "not ", ++t->cases, name);
	fflush(stdout);
}

static void order(const char *what)
{
	const char *const argv[] = {getenv("GUONG_CLUSTER"), what, NULL};

	must(argv[0]);
	if (!load_command(argv))
		die("the servers do not %s", what);
}

/* So many more are acknowledged; false: it has stopped. */
static bool goes_on(struct run *t, unsigned n)
{
	unsigned end = load_done(&t->l) + n;

	while (load_done(&t->l) < end)
		if (!load_goes_on(&t->l, load_done(&t->l)))
			return false;
	return true;
}

static void tell(struct run *t, bool went_on, const char *name)
{
	const struct tally *y = &t->t;

	printf("# %s: of %u deeds %u were acknowledged, %u sent again; lost %u, by halves %u, "
	       "check found %u, wrong %u\n",
		name, y->deeds, y->done, y->again, y->lost, y->half, y->found, y->wrong);
	told(t, went_on, arena_printf(t->w.a, "%s: work goes on", name));
	told(t, !y->lost, arena_printf(t->w.a, "%s: nothing acknowledged is lost", name));
	told(t, !y->half && !y->found && !y->wrong,
		arena_printf(t->w.a, "%s: nothing is there by halves, or twice", name));
	t->t = (struct tally){0};
}

static void lose_primary(struct run *t)
{
	bool went_on;

	load_serve(&t->l);
	load_begin(&t->l);
	went_on = goes_on(t, BEFORE);
	order("switch");
	load_pass_minute(&t->l);
	went_on = goes_on(t, AFTER) && went_on;
	load_pass_minute(&t->l);
	load_end(&t->l);
	load_judge(&t->l, &t->t);
	tell(t, went_on, "the primary stops");
}

/*
 * The replica is away, and the primary told not to wait for it: what it then says is committed is
 * lost with it, and must not have been acknowledged.
 */
static void lose_what_was_not_awaited(struct run *t)
{
	bool went_on;
	unsigned done;

	order("rejoin");
	load_serve(&t->l);
	load_begin(&t->l);
	went_on = goes_on(t, BEFORE);
	order("pause");
	done = load_done(&t->l);
	for (int i = 0; i < CANCELS; i++) {
		order("cancel");
		load_rest(CANCEL_MS);
	}
	told(t, load_done(&t->l) <= done + LOAD_HANDS,
		"nothing is acknowledged while the replica is away");
	order("bypass");
	load_pass_minute(&t->l);
	went_on = goes_on(t, AFTER) && went_on;
	load_pass_minute(&t->l);
	load_end(&t->l);
	load_judge(&t->l, &t->t);
	tell(t, went_on, "the replica was away");
}

int main(int argc, char **argv)
{
	struct run *t = calloc(1, sizeof(*t));
	int failed;

	must(t && argc > 1);
	world_start(&t->w);
	world_tree(&t->w, "");
	world_accounts(&t->w);
	world_close(&t->w);
	load_init(&t->l, &t->w, argv[1]);
	lose_primary(t);
	lose_what_was_not_awaited(t);
	printf("1..%d\n", t->cases);
	failed = t->failed;
	world_stop(&t->w);
	free(t);
	return failed > 0;
}

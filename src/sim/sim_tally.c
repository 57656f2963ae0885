#include "sim/sim_tally.h"

#include <unistd.h>

enum err sim_tally_open(struct sim_tally *t)
{
	int ends[2];

	*t = (struct sim_tally){0};
	for (int i = 0; i < SIM_MAKERS; i++) {
		if (pipe(ends))
			return ERR_IO;
		t->pipes[i].in = ends[0];
		t->pipes[i].out = ends[1];
	}
	return ERR_OK;
}

static void shut(int *fd)
{
	if (*fd > 0)
		close(*fd);
	*fd = 0;
}

static void shut_all(struct sim_tally *t)
{
	for (int i = 0; i < SIM_MAKERS; i++) {
		shut(&t->pipes[i].in);
		shut(&t->pipes[i].out);
	}
}

/* An end kept open by somebody else would hide that a process is gone. */
void sim_tally_join(struct sim_tally *t, int number)
{
	for (int i = 0; i < SIM_MAKERS; i++) {
		shut(&t->pipes[i].in);
		if (i != number)
			shut(&t->pipes[i].out);
	}
}

bool sim_tally_tell(struct sim_tally *t, int number, struct sums *s)
{
	return sums_send(s, sim_child_put, &t->pipes[number].out);
}

/* ---- adding up ---- */

struct adding {
	struct sim_tally *t;
	struct sums *s;
};

static int be_tally(void *p, int out)
{
	const struct adding *d = p;

	for (int i = 0; i < SIM_MAKERS; i++)
		shut(&d->t->pipes[i].out);
	for (int i = 0; i < SIM_MAKERS; i++) {
		struct sim_inflow in = {.fd = d->t->pipes[i].in};
		if (!sums_receive(d->s, sim_inflow_get, &in))
			return 1;
	}
	sums_orgs(d->s);
	return sums_send_sorted(d->s, sim_child_put, &out) ? 0 : 1;
}

enum err sim_tally_start(struct sim_tally *t, struct sums *s)
{
	struct adding d = {t, s};

	TRY(sim_child_start(&t->child, be_tally, &d));
	shut_all(t);
	return ERR_OK;
}

enum err sim_tally_write(struct sim_tally *t, struct sums *s)
{
	struct sim_inflow in = {.fd = t->child.fd};
	enum err e = sums_write_sent(s, sim_inflow_get, &in);

	return sim_child_end(&t->child) || e ? e : ERR_IO;
}

void sim_tally_end(struct sim_tally *t)
{
	shut_all(t);
	(void)sim_child_end(&t->child);
}

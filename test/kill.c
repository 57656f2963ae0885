/*
 * kill.c: kill -9 at any moment, under load (load.h): a worker, the process of jobs, the whole
 * server. What was acknowledged is there, once; what was not answered is done once when it is sent
 * again. Usage: kill GUONG [KILLS [SEED]]
 */
#include "base/die.h"
#include "load.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KILLS = 15, EACH_ROUND = 50, FEW = 5, MOST_MORE = 100, CHILDREN = 16, PAUSE_MS = 150 };

struct run {
	struct world w;
	struct load l;
	struct tally t;
	uint64_t random;
	unsigned killed[3]; /* workers, processes of jobs, servers */
	unsigned stuck;
	int cases, failed;
};

enum { WORKER, JOBS, SERVER };

static void told(struct run *t, bool right, const char *name)
{
	t->failed += !right;
	printf("%sok %d - %s\n", right ? "" : "not ", ++t->cases, name);
	fflush(stdout);
}

static unsigned draw(struct run *t, unsigned n)
{
	t->random = t->random * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(t->random >> 33) % n;
}

/* ---- whom to kill ---- */

static bool is_jobs(pid_t pid)
{
	char path[40], name[40] = "";
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/comm", (int)pid);
	f = fopen(path, "r");
	if (!f)
		return false;
	if (!fgets(name, sizeof(name), f))
		name[0] = 0;
	fclose(f);
	return !strncmp(name, "guong-jobs", 10);
}

/* Children of the server that are workers, or the process of jobs. */
static int children(const struct run *t, bool jobs, pid_t ret[CHILDREN])
{
	char path[60];
	int pid, n = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)t->l.server,
		(int)t->l.server);
	f = fopen(path, "r");
	while (f && n < CHILDREN && fscanf(f, "%d", &pid) == 1)
		if (is_jobs(pid) == jobs)
			ret[n++] = pid;
	if (f)
		fclose(f);
	return n;
}

static void kill_child(struct run *t, int what)
{
	pid_t pids[CHILDREN];
	int n = children(t, what == JOBS, pids);

	if (!n || kill(pids[draw(t, (unsigned)n)], SIGKILL))
		return;
	t->killed[what]++;
	if (what == JOBS)
		load_pass_minute(&t->l);
}

static void kill_server(struct run *t)
{
	kill(t->l.server, SIGKILL);
	waitpid(t->l.server, NULL, 0);
	t->killed[SERVER]++;
	load_serve(&t->l);
	load_pass_minute(&t->l);
}

static void kill_one(struct run *t)
{
	unsigned what = draw(t, 10), before = load_done(&t->l);

	load_rest((int)draw(t, PAUSE_MS));
	if (what < 6)
		kill_child(t, WORKER);
	else if (what < 8)
		kill_child(t, JOBS);
	else
		kill_server(t);
	t->stuck += !load_goes_on(&t->l, before);
}

static unsigned killed(const struct run *t)
{
	return t->killed[WORKER] + t->killed[JOBS] + t->killed[SERVER];
}

static void round_of(struct run *t, unsigned kills)
{
	unsigned end = killed(t) + kills;

	load_serve(&t->l);
	load_begin(&t->l);
	while (killed(t) < end && !t->stuck)
		kill_one(t);
	load_pass_minute(&t->l);
	load_end(&t->l);
	load_judge(&t->l, &t->t);
}

static void tell(struct run *t)
{
	const struct tally *y = &t->t;

	printf("# killed: %u workers (or the gate), %u processes of jobs, %u servers; of %u deeds "
	       "%u were "
	       "acknowledged, %u sent again; lost %u, by halves %u, check found %u, wrong %u\n",
		t->killed[WORKER], t->killed[JOBS], t->killed[SERVER], y->deeds, y->done, y->again,
		y->lost, y->half, y->found, y->wrong);
	told(t, !t->stuck && y->done > killed(t), "work goes on");
	told(t, !y->lost, "nothing acknowledged is lost");
	told(t, !y->half && !y->found, "nothing is there by halves, or twice");
	told(t, !y->wrong && y->again, "what was not answered is done when it is sent again");
}

/* A kill may meet no request under way: there are more until one has been sent again. */
static bool wants_more(const struct run *t, unsigned kills)
{
	return !t->stuck && (killed(t) < kills || (!t->t.again && killed(t) < kills + MOST_MORE));
}

int main(int argc, char **argv)
{
	unsigned kills = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : KILLS;
	uint64_t seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 4711;
	struct run *t = calloc(1, sizeof(*t));
	int failed;

	must(t && argc > 1);
	printf("# seed %llu\n", (unsigned long long)seed);
	t->random = seed;
	world_start(&t->w);
	world_tree(&t->w, "");
	world_accounts(&t->w);
	world_keep(&t->w);
	world_close(&t->w);
	load_init(&t->l, &t->w, argv[1]);
	while (wants_more(t, kills)) {
		unsigned left = killed(t) < kills ? kills - killed(t) : FEW;
		round_of(t, left < EACH_ROUND ? left : EACH_ROUND);
		world_back(&t->w);
		world_close(&t->w);
	}
	tell(t);
	printf("1..%d\n", t->cases);
	failed = t->failed;
	world_stop(&t->w);
	free(t);
	return failed > 0;
}

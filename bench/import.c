/*
 * import.c: taking in the 11,367 units of the country before July 2025: how long it takes, for how
 * long nobody else can write meanwhile, and how much memory it needs.
 */
#include "import/import.h"

#include "base/die.h"
#include "base/embed.h"
#include "bench.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TODAY = 20250601, SINCE = 20000101, UNITS = 11367, BAR_S = 3 };

static const char units[] = "test/data/units-before-2025.csv";

static volatile sig_atomic_t stop_asked;

static void ask_stop(int sig)
{
	(void)sig;
	stop_asked = 1;
}

/* ---- the other writer ---- */

/* For how long a write of another process had to wait, at the worst, in microseconds. */
static int64_t longest_wait(struct bench *b)
{
	const struct timespec pause = {0, 2000000};
	int64_t longest = 0;

	while (!stop_asked) {
		int64_t began = clock_us(), took;
		enum err e = db_begin(b->site.db, DB_WRITE);
		while (e == ERR_BUSY && !stop_asked)
			e = db_begin(b->site.db, DB_WRITE);
		db_rollback(b->site.db);
		took = clock_us() - began;
		longest = took > longest ? took : longest;
		nanosleep(&pause, NULL);
	}
	return longest;
}

struct other {
	pid_t pid;
	int from;
};

static struct other other_start(struct bench *b)
{
	struct other o;
	int fds[2];
	int64_t longest;

	bench_close(b);
	if (pipe(fds) || (o.pid = fork()) < 0)
		die("no second process");
	if (!o.pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGTERM, ask_stop);
		bench_open(b);
		longest = longest_wait(b);
		_exit(write(fds[1], &longest, sizeof(longest)) != sizeof(longest));
	}
	close(fds[1]);
	o.from = fds[0];
	bench_open(b);
	return o;
}

static double other_stop(struct other *o)
{
	int64_t longest = 0;
	int status;

	kill(o->pid, SIGTERM);
	if (read(o->from, &longest, sizeof(longest)) != sizeof(longest))
		die("the second process says nothing");
	waitpid(o->pid, &status, 0);
	close(o->from);
	return (double)longest;
}

/* ---- the import ---- */

struct phase {
	struct bench *b;
	const char *name;
	double wall, cpu;
	uint64_t statements;
};

static struct phase phase_start(struct bench *b, const char *name)
{
	return (struct phase){b, name, (double)clock_us(), cpu_us(), db_count(b->site.db)};
}

static double phase_end(const struct phase *at)
{
	double wall = ((double)clock_us() - at->wall) / 1e6, cpu = (cpu_us() - at->cpu) / 1e6;
	struct arena *a = at->b->a;

	bench_tell(&(struct measure){at->name, wall, "s", 0, 0});
	bench_tell(&(struct measure){arena_printf(a, "%s, processor", at->name), cpu, "s", 0, 0});
	bench_tell(&(struct measure){arena_printf(a, "%s, statements", at->name),
		(double)(db_count(at->b->site.db) - at->statements), "", 0, 0});
	return wall;
}

static double take_in(struct bench *b)
{
	const struct import_options opt = {.from = SINCE};
	const struct embedded *file = embed_find(units);
	struct ctx *cx = bench_ctx(b);
	struct import_result res;
	struct import *im;
	struct phase at = phase_start(b, "reading");
	double s;

	bench_must(b, import_open(cx, &org_import_units, &opt, "units.csv", file->bytes, &im),
		"reading");
	s = phase_end(&at);
	at = phase_start(b, "preview");
	bench_must(b, import_preview(im), "preview");
	s += phase_end(&at);
	at = phase_start(b, "commit");
	bench_must(b, import_commit(im), "commit");
	s += phase_end(&at);
	import_result(im, &res);
	if (res.fresh != UNITS)
		die("%lld units came in, not %d", (long long)res.fresh, UNITS);
	bench_tell(&(struct measure){
		"memory of the import", (double)arena_peak(cx->a) / 1e6, "MB", 0, 0});
	return s;
}

int main(void)
{
	struct bench *b = bench_start("import", TODAY);
	bool sqlite = db_engine(b->site.db) == DB_SQLITE;
	struct other o = {0};
	struct rusage used;
	double s;

	if (sqlite)
		o = other_start(b);
	s = take_in(b);
	bench_tell(&(struct measure){"import of 11,367 units", s, "s", BAR_S, 0});
	if (sqlite)
		bench_tell(&(struct measure){
			"longest wait of another writer", other_stop(&o) / 1e6, "s", 0, 0});
	getrusage(RUSAGE_SELF, &used);
	bench_tell(&(struct measure){
		"resident memory, most", (double)used.ru_maxrss / 1024, "MB", 0, 0});
	return bench_stop(b);
}

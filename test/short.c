/*
 * short.c: what a machine runs short of: room on the disk, at each write of a deed in turn; memory
 * that SQLite asks for, in turn; memory of a request; room for the files of the program at the
 * shell. Each deed is done or refused, never by halves, and done once when it is sent again after
 * that. Usage: short GUONG [STEP], 1: each write and each piece of memory.
 */
#include "base/die.h"
#include "deed.h"
#include "power_vfs.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STEP = 5, PIECES = 40, ARENA_STEP = 16 << 10, ARENA_MOST = 4 << 20, FILE_STEP = 24 << 10 };
enum { FILE_MOST = 240 << 10, ENOUGH = 4000 };

struct run {
	struct world w;
	struct power p;
	struct params cookies;
	struct visit *v;
	const char *guong;
	unsigned number;
	int step, cases, failed;
};

static void told(struct run *t, bool right, const char *name)
{
	t->failed += !right;
	printf("%sok %d - %s\n", right ? "" : "not ", ++t->cases, name);
	fflush(stdout);
}

/* ---- memory that SQLite asks for ---- */

/* SQLite gives its hooks no pointer of ours. */
static struct {
	sqlite3_mem_methods real;
	long left; /* pieces until one is refused; 0: none is */
} memory;

static bool refused(void)
{
	return memory.left && !--memory.left;
}

static void *get(int n)
{
	return refused() ? NULL : memory.real.xMalloc(n);
}

static void *get_more(void *p, int n)
{
	return refused() ? NULL : memory.real.xRealloc(p, n);
}

static void take_memory(void)
{
	sqlite3_mem_methods mine;

	if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory.real))
		die("SQLite has begun already");
	mine = memory.real;
	mine.xMalloc = get;
	mine.xRealloc = get_more;
	if (sqlite3_config(SQLITE_CONFIG_MALLOC, &mine))
		die("SQLite takes no other memory");
}

/* ---- what came of it ---- */

static void start_over(struct run *t)
{
	world_close(&t->w);
	power_forget(&t->p);
	world_back(&t->w);
	t->v->cookies = t->cookies;
}

/* Not by halves, and there if it was acknowledged. */
static bool whole(struct run *t, const struct deed *d)
{
	struct kept kept;

	return deed_look(&t->w, t->w.ra, &kept) && deed_judge(&kept, d) == DEED_RIGHT;
}

/* Something was short. Now there is enough of it: what was not done is done, and once. */
static bool mended(struct run *t, struct deed *d)
{
	if (!d->done && whole(t, d))
		d->done = deed_post(t->v, d);
	return d->done && whole(t, d);
}

static const char *const names[] = {
	[DEED_FOUND] = "an organisation", [DEED_MEMBER] = "a member", [DEED_IMPORT] = "a file"};

static void new_deed(struct run *t, struct deed *d, enum deed_kind kind)
{
	world_forget(&t->w);
	deed_new(t->w.a, d, kind, ++t->number);
}

/* ---- the disk is full ---- */

/* False: the deed needs no more than that. */
static bool full_at(struct run *t, enum deed_kind kind, int n, bool *right)
{
	struct deed d;
	bool was_full;

	new_deed(t, &d, kind);
	power_stop_at(&t->p, (uint64_t)n, POWER_FULL);
	d.done = deed_post(t->v, &d);
	was_full = t->p.full;
	power_stop_at(&t->p, 0, POWER_FULL);
	*right = *right && mended(t, &d);
	return was_full;
}

static void full(struct run *t, enum deed_kind kind)
{
	bool right = true;
	int n = 1, times = 0;

	start_over(t);
	for (; n < ENOUGH && full_at(t, kind, n, &right); n += t->step)
		times++;
	told(t, right && times > 2 && !deed_check(&t->w),
		arena_printf(
			t->w.a, "%s, the disk full at %d of %d moments", names[kind], times, n));
}

/* ---- memory is short ---- */

static bool starved_at(struct run *t, enum deed_kind kind, long n, bool *right)
{
	struct deed d;
	bool was_short;

	/* what was prepared already needs none */
	world_close(&t->w);
	world_open(&t->w);
	new_deed(t, &d, kind);
	memory.left = n;
	d.done = deed_post(t->v, &d);
	was_short = memory.left == 0;
	memory.left = 0;
	*right = *right && mended(t, &d);
	return was_short;
}

/* How many pieces a deed takes. */
static long pieces(struct run *t, enum deed_kind kind)
{
	struct deed d;

	world_close(&t->w);
	world_open(&t->w);
	new_deed(t, &d, kind);
	memory.left = INT32_MAX;
	must(deed_post(t->v, &d));
	return INT32_MAX - memory.left;
}

static void starved(struct run *t, enum deed_kind kind)
{
	bool right = true;
	long most, step;
	int times = 0;

	start_over(t);
	most = pieces(t, kind);
	step = t->step == 1 || most < PIECES ? 1 : most / PIECES;
	for (long n = 1; n < most && starved_at(t, kind, n, &right); n += step)
		times++;
	told(t, right && times > 2 && !deed_check(&t->w),
		arena_printf(t->w.a, "%s, memory refused at %d of %ld pieces", names[kind], times,
			most));
}

/* A request that needs more than its arena may hold ends its worker. */
static bool cramped_at(struct run *t, const struct deed *d, size_t cap)
{
	int status;
	pid_t pid;

	fflush(stdout);
	world_close(&t->w);
	pid = fork();
	if (!pid) {
		close(STDERR_FILENO);
		world_open(&t->w);
		t->w.ra = arena_new(cap);
		_exit(!deed_post(t->v, d));
	}
	if (waitpid(pid, &status, 0) != pid)
		die("no child");
	power_forget(&t->p);
	world_open(&t->w);
	return WIFEXITED(status) && !WEXITSTATUS(status);
}

static void cramped(struct run *t, enum deed_kind kind)
{
	bool right = true, enough = false;
	int times = 0;

	start_over(t);
	for (size_t cap = ARENA_STEP; cap < ARENA_MOST && right && !enough;
		cap += ARENA_STEP + cap / 6) {
		struct deed d;
		new_deed(t, &d, kind);
		enough = d.done = cramped_at(t, &d, cap);
		times += !enough;
		right = mended(t, &d);
	}
	told(t, right && enough && times && !deed_check(&t->w),
		arena_printf(
			t->w.a, "%s, %d requests too large for their memory", names[kind], times));
}

/* ---- files at the shell may not grow ---- */

/* `sig`: what the system's signal does: it ends the program, or the write fails. */
static bool limited(struct run *t, const struct deed *d, rlim_t most, void (*sig)(int))
{
	struct rlimit limit = {most, most};
	int status;
	pid_t pid = fork();

	if (!pid) {
		int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
		dup2(nowhere, STDOUT_FILENO);
		dup2(nowhere, STDERR_FILENO);
		signal(SIGXFSZ, sig);
		setrlimit(RLIMIT_FSIZE, &limit);
		execl(t->guong, t->guong, "org", "found", "xa-a", "--db", t->w.where, "--name",
			arena_printf(t->w.a, "%s Mới", d->word), "--code", d->word, "--kind",
			"grassroots_committee", "--day", "01/01/2026", (char *)NULL);
		_exit(99);
	}
	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) && !WEXITSTATUS(status);
}

static void limited_files(struct run *t)
{
	bool right = true;
	int done = 0, times = 0;

	start_over(t);
	for (rlim_t most = 4096; most < FILE_MOST; most += FILE_STEP, times++) {
		struct deed d;
		new_deed(t, &d, DEED_FOUND);
		d.key = NULL;
		world_close(&t->w);
		fflush(stdout);
		d.done = limited(t, &d, most, times % 2 ? SIG_IGN : SIG_DFL);
		done += d.done;
		power_forget(&t->p);
		world_open(&t->w);
		right = right && whole(t, &d);
	}
	told(t, right && done > 0 && done < times && !deed_check(&t->w),
		arena_printf(t->w.a, "at the shell, %d of %d commands found no room", times - done,
			times));
}

static void start(struct run *t)
{
	take_memory();
	power_install(&t->p, 1);
	world_start(&t->w);
	world_tree(&t->w, "");
	world_accounts(&t->w);
	t->v = visit_new(&t->w, "central");
	t->cookies = t->v->cookies;
	world_close(&t->w);
	power_forget(&t->p);
	world_open(&t->w);
	world_keep(&t->w);
}

int main(int argc, char **argv)
{
	struct run *t = calloc(1, sizeof(*t));
	int failed;

	must(t && argc > 1);
	t->guong = argv[1];
	t->step = argc > 2 ? (int)strtol(argv[2], NULL, 10) : STEP;
	start(t);
	for (int kind = 0; kind < DEED_KINDS; kind++) {
		full(t, (enum deed_kind)kind);
		starved(t, (enum deed_kind)kind);
	}
	cramped(t, DEED_FOUND);
	cramped(t, DEED_MEMBER);
	limited_files(t);
	printf("1..%d\n", t->cases);
	failed = t->failed;
	world_stop(&t->w);
	power_remove(&t->p);
	free(t);
	return failed > 0;
}

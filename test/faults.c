/*
 * faults.c: the database fails at any moment: each statement of an act in turn, and the whole
 * process by kill -9. What is in the database afterwards is what was there before, or all of what
 * was to be done, never something between.
 */
#include "app/web.h"
#include "base/die.h"
#include "core/tree_plan.h"
#include "db/db_replay.h"
#include "harness.h"

#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_STATEMENTS = 120, KILLS = 20, TOGETHER = 3, IDS = 77 };

struct deed {
	const char *name, *target, *fields, *login;
	enum db_part part; /* whose statements fail */
	int most;	   /* how many of them; 0: all */
};

static const struct deed deeds[] = {
	{"found", "/org/xa-a/found",
		"day=1/1/2026&name=M%E1%BB%9Bi&code=moi&kind=cell&sector=&_key=KEY-1", "central",
		DB_MAIN},
	{"rename", "/org/xa-a/rename", "day=1/1/2026&name=M%E1%BB%9Bi&_key=KEY-2", "central",
		DB_MAIN},
	{"merge", "/org/dc-a/merge", "day=1/1/2026&successor=dc-b&_key=KEY-3", "central", DB_MAIN},
	{"sign in", "/sign-in", "login=member&password=" PASSWORD, NULL, DB_SIDE},
	/* what comes after is the end of a read: a session that nobody has the token of may stay */
	{"sign in, the register failing", "/sign-in", "login=member&password=" PASSWORD, NULL,
		DB_MAIN, 1},
	{"a wrong password", "/sign-in", "login=member&password=sai", NULL, DB_SIDE},
};

struct faults {
	struct world w;
	struct params cookies; /* of the office */
	char *before, *after;
	int cases, failed;
};

static void told(struct faults *t, bool right, const char *name)
{
	t->failed += !right;
	printf("%sok %d - %s\n", right ? "" : "not ", ++t->cases, name);
	fflush(stdout);
}

static bool is_of_id(unsigned char c)
{
	return isalnum(c) || c == '_' || c == '-';
}

/* Numbers that are drawn anew each time, and tokens, say nothing. */
static char *without_ids(struct arena *a, const char *dump)
{
	char *out = arena_alloc(a, strlen(dump) + 1), *to = out;

	while (*dump) {
		size_t n = 0;
		while (is_of_id((unsigned char)dump[n]))
			n++;
		if (n >= 17)
			*to++ = '#';
		else
			memcpy(to, dump, n), to += n;
		dump += n;
		if (*dump)
			*to++ = *dump++;
	}
	return out;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Both databases as sorted lines without what differs between two runs. */
static char *state(struct faults *t)
{
	char *text = without_ids(t->w.a, world_dump(&t->w)), *out;
	size_t n = 1, k = 0, length = strlen(text);
	char **line;

	for (char *p = text; *p; p++)
		n += *p == '\n';
	line = arena_array(t->w.a, n, sizeof(*line));
	for (char *p = strtok_r(text, "\n", &out); p; p = strtok_r(NULL, "\n", &out))
		line[k++] = p;
	qsort(line, k, sizeof(*line), by_text);
	out = arena_alloc(t->w.a, length + 2);
	for (size_t i = 0, at = 0; i < k; i++) {
		memcpy(out + at, line[i], strlen(line[i]));
		at += strlen(line[i]);
		out[at++] = '\n';
	}
	return out;
}

/* The form of a deed, ready to be sent, on a site whose next statements fail as asked. */
static struct visit *ready(struct faults *t, const struct deed *d, char **ret_form)
{
	struct visit *v = visit_new(&t->w, NULL);
	struct answer page;

	v->cookies = d->login ? t->cookies : (struct params){0};
	page = visit_get(v, d->target);
	*ret_form = visit_fill(v, &page, d->fields);
	if (!*ret_form)
		die("no form at %s", d->target);
	v->action = arena_strdup(t->w.a, v->action);
	*ret_form = arena_strdup(t->w.a, *ret_form);
	ids_init(&t->w.site.ids, IDS);
	return v;
}

static void arm(struct faults *t, enum db_part part, int n, enum err e)
{
	struct db **db = part == DB_MAIN ? &t->w.site.db : &t->w.site.side;

	db_close(*db);
	if (db_replay_open(db, t->w.where, part, false, &t->w.f))
		die("%s", t->w.f.detail);
	db_replay_fail(*db, n, e);
}

static void start_over(struct faults *t)
{
	world_back(&t->w);
	world_forget(&t->w);
}

static void learn_states(struct faults *t, const struct deed *d)
{
	struct visit *v;
	char *form;

	start_over(t);
	v = ready(t, d, &form);
	t->before = state(t);
	(void)visit_send(v, HTTP_POST, v->action, form);
	t->after = state(t);
	must(strcmp(t->before, t->after) != 0 || d->part == DB_MAIN);
}

/* The n-th statement fails. True when there was such a statement. */
static bool fail_at(struct faults *t, const struct deed *d, int n, enum err e, bool *ret_right)
{
	struct answer r;
	struct visit *v;
	char *form, *now;
	bool done, bad;

	start_over(t);
	v = ready(t, d, &form);
	v->raw = true;
	arm(t, d->part, n, e);
	r = visit_send(v, HTTP_POST, v->action, form);
	db_replay_fail(d->part == DB_MAIN ? t->w.site.db : t->w.site.side, 0, ERR_OK);
	now = state(t);
	done = !strcmp(now, t->after);
	bad = r.again || r.status >= 500;
	*ret_right = bad ? !strcmp(now, t->before) || (e == ERR_UNSURE && done) : done;
	if (r.again && e != ERR_BUSY)
		*ret_right = false;
	if (e == ERR_BUSY && bad && !r.again)
		*ret_right = false;
	if (e == ERR_RETRY && bad && d->part == DB_MAIN)
		*ret_right = false;
	if (bad) { /* sent once more, it is done, and once only */
		v->raw = false;
		(void)visit_send(v, HTTP_POST, v->action, form);
		*ret_right = *ret_right && !strcmp(state(t), t->after);
	}
	if (!*ret_right)
		printf("# %s: statement %d, %s: status %d, again %d\n", d->name, n, err_name(e),
			r.status, r.again);
	return bad || e == ERR_RETRY; /* which is seen by nobody */
}

/* How many statements the deed has: two in a row that fail nothing are past the last. */
static int try_deed(struct faults *t, const struct deed *d, enum err e, int most)
{
	bool all = true, right;
	int n = 1, quiet = 0;

	learn_states(t, d);
	for (; n <= most && quiet < 2; n++) {
		struct arena_mark m = arena_mark(t->w.a);
		bool failed = fail_at(t, d, n, e, &right);
		arena_rewind(t->w.a, m);
		quiet = failed ? 0 : quiet + 1;
		all = all && right;
	}
	n -= 1 + quiet;
	told(t, all && n > 0,
		arena_printf(t->w.a, "%s: %s at each of %d statements", d->name, err_name(e), n));
	return n;
}

static void try_all(struct faults *t)
{
	for (size_t i = 0; i < sizeof(deeds) / sizeof(*deeds); i++) {
		const struct deed *d = &deeds[i];
		int n = try_deed(t, d, ERR_DB, d->most ? d->most : MOST_STATEMENTS);
		try_deed(t, d, ERR_BUSY, n);
		try_deed(t, d, ERR_RETRY, n);
		if (d->login)
			try_deed(t, d, ERR_UNSURE, n);
	}
}

/* ---- kill -9 ---- */

static const char *const victims[TOGETHER] = {"xa-a", "xa-b", "cb-a"};

static enum err rename_all(struct ctx *cx, const int64_t org[TOGETHER], int i)
{
	struct tree_plan *p;

	TRY(db_begin(cx->db, DB_WRITE));
	TRY(tree_plan_new(cx, &p));
	for (int k = 0; k < TOGETHER; k++)
		TRY(tree_plan_act(p, &(struct org_act){.org = org[k],
					     .act = "rename",
					     .day = day_add(20260101, i),
					     .name = arena_printf(cx->a, "Lần %d", i)}));
	TRY(tree_plan_check(p));
	TRY(txn_start(cx, "test", NULL));
	TRY(tree_plan_apply(p));
	return db_commit(cx->db);
}

/* Renames until it is killed, and says what is done. */
static void busy_child(struct faults *t, const int64_t org[TOGETHER], int from, int fd)
{
	struct ctx cx;

	world_open(&t->w);
	ids_init(&t->w.site.ids, 0);
	for (int i = from;; i++) {
		world_ctx(&t->w, &cx);
		if (rename_all(&cx, org, i) || write(fd, &cx.txn, sizeof(cx.txn)) != sizeof(cx.txn))
			_exit(1);
		world_forget(&t->w);
	}
}

static bool has_txn(struct ctx *cx, int64_t txn)
{
	struct list acts;

	return !db_list(cx->db, cx->a, org_act_fields, sizeof(struct org_act), &acts, Q_ACTS_OF_TXN,
		       txn) &&
	       acts.n == TOGETHER;
}

/* Each of the organisations has as many names as acts, and the last name of the last act. */
static int count_names(struct ctx *cx, int64_t org)
{
	const struct org_spell *s;
	const struct org_act *a;
	struct list spells, acts;
	int renames = 0, names = 0;

	if (tree_spells(cx, org, &spells) || tree_acts(cx, org, &acts))
		return -1;
	s = spells.rows;
	a = acts.rows;
	for (size_t i = 0; i < acts.n; i++)
		renames += text_eq(a[i].act, "rename");
	for (size_t i = 1; i < spells.n; i++)
		names += !text_eq(s[i].name, s[i - 1].name);
	if (renames && !text_eq(a[acts.n - 1].name, s[spells.n - 1].name))
		return -1;
	return renames == names ? renames : -1;
}

static bool whole(
	struct faults *t, const int64_t org[TOGETHER], int64_t first, int fd, int *ret_done)
{
	int64_t txn;
	bool right;
	struct ctx cx;
	int n[TOGETHER];

	world_open(&t->w);
	world_ctx(&t->w, &cx);
	ok(db_begin(cx.db, DB_READ));
	right = has_txn(&cx, first);
	while (read(fd, &txn, sizeof(txn)) == (ssize_t)sizeof(txn))
		right = right && has_txn(&cx, txn);
	for (int k = 0; k < TOGETHER; k++)
		n[k] = count_names(&cx, org[k]);
	db_rollback(cx.db);
	world_close(&t->w);
	*ret_done = n[0];
	return right && n[0] >= 0 && n[0] == n[1] && n[1] == n[2];
}

static bool kill_once(struct faults *t, const int64_t org[TOGETHER], unsigned *seed, int *done)
{
	struct timespec nap = {0, 0};
	int64_t first = 0;
	int fd[2];
	pid_t child;
	bool right;

	if (pipe(fd))
		die("no pipe");
	child = fork();
	if (!child)
		busy_child(t, org, *done, fd[1]);
	close(fd[1]);
	/* however busy the machine is, each has something to lose */
	if (read(fd[0], &first, sizeof(first)) != (ssize_t)sizeof(first))
		die("the process that is to be killed did nothing");
	*seed = *seed * 1103515245u + 12345u;
	nap.tv_nsec = (long)((*seed >> 16) % 90) * 1000000;
	nanosleep(&nap, NULL);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	right = whole(t, org, first, fd[0], done);
	close(fd[0]);
	return right;
}

static void kills(struct faults *t)
{
	int64_t org[TOGETHER];
	unsigned seed = 4711;
	int done = 0;
	bool right = true;

	start_over(t);
	for (int k = 0; k < TOGETHER; k++)
		org[k] = world_org(&t->w, victims[k]);
	world_close(&t->w);
	for (int i = 0; i < KILLS; i++)
		right = kill_once(t, org, &seed, &done) && right;
	printf("# %d killed processes have left %d whole acts\n", KILLS, done);
	told(t, right && done >= KILLS, "what was acknowledged is there, and whole");
	world_open(&t->w);
}

int main(void)
{
	struct faults *t = calloc(1, sizeof(*t));
	int failed;

	must(t);
	world_start(&t->w);
	world_tree(&t->w, "");
	world_accounts(&t->w);
	t->cookies = visit_new(&t->w, "central")->cookies;
	world_keep(&t->w);
	if (!t->w.pgsql)
		try_all(t);
	kills(t);
	printf("1..%d\n", t->cases);
	failed = t->failed;
	world_stop(&t->w);
	free(t);
	return failed > 0;
}

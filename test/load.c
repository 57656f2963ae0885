#include "load.h"

#include "base/die.h"
#include "db/db_impl.h"
#include "wire.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_MS = 60000, JOB_MS = 2 * PATIENCE_MS, AGAIN_MS = 40 };

extern char **environ;

void load_rest(int ms)
{
	struct timespec ts = {ms / 1000, ms % 1000 * 1000000L};

	nanosleep(&ts, NULL);
}

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * INT64_C(1000) + ts.tv_nsec / 1000000;
}

/* ---- programs ---- */

/* Its output goes where nobody looks, or beside the test's. */
static pid_t start(const char *const argv[], bool quiet)
{
	posix_spawn_file_actions_t to;
	pid_t pid;

	posix_spawn_file_actions_init(&to);
	posix_spawn_file_actions_addopen(&to, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&to, 1, "/dev/null", O_WRONLY, 0);
	if (quiet)
		posix_spawn_file_actions_addopen(&to, 2, "/dev/null", O_WRONLY, 0);
	if (posix_spawn(&pid, argv[0], &to, NULL, (char *const *)argv, environ))
		die("%s cannot be started", argv[0]);
	posix_spawn_file_actions_destroy(&to);
	return pid;
}

static bool ends_well(pid_t pid)
{
	int status;

	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) && !WEXITSTATUS(status);
}

bool load_command(const char *const argv[])
{
	return ends_well(start(argv, true));
}

void load_init(struct load *l, struct world *w, const char *guong)
{
	size_t size = LOAD_HANDS * sizeof(*l->hands) + sizeof(long);
	char *shared = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (shared == MAP_FAILED)
		die("no memory to share");
	*l = (struct load){.w = w, .guong = guong, .port = wire_free_port()};
	l->hands = (struct hand *)shared;
	l->stop = (volatile bool *)(shared + LOAD_HANDS * sizeof(*l->hands));
}

void load_serve(struct load *l)
{
	const char *listen = arena_printf(l->w->a, "127.0.0.1:%d", l->port);
	const char *const argv[] = {
		l->guong, "serve", "--db", l->w->where, "--listen", listen, "--workers", "2", NULL};
	struct visit v = {.w = l->w, .port = l->port};
	int64_t end = now_ms() + PATIENCE_MS;

	l->server = start(argv, false);
	while (visit_get(&v, "/healthz").status != 200) {
		if (now_ms() > end)
			die("the server does not answer");
		/* the address may still belong to one that was killed */
		if (waitpid(l->server, NULL, WNOHANG) == l->server)
			l->server = start(argv, false);
		load_rest(AGAIN_MS);
	}
}

/* ---- those who work ---- */

struct work {
	struct load *l;
	struct hand *h;
	struct visit v;
	struct deed d;
	const char *form; /* as it was sent */
	const char *type; /* of what is sent, if it is no ordinary form */
};

static void wrong(struct work *k, const char *what, const struct answer *r)
{
	k->h->wrong++;
	printf("# %s: %s: %d %s\n", k->d.word ? k->d.word : "", what, r->status,
		answer_header(r, "Location") ? answer_header(r, "Location") : "");
	fflush(stdout);
}

static bool answered(const struct answer *r)
{
	return r->status && r->status < 500;
}

/* Sends until there is an answer. */
static struct answer insist(
	struct work *k, enum http_method m, const char *target, const char *form)
{
	int64_t end = now_ms() + PATIENCE_MS;
	struct answer r = visit_send(&k->v, m, target, form);

	for (int i = 0; !answered(&r) && now_ms() < end; i++) {
		k->h->again += !i && form;
		load_rest(AGAIN_MS);
		r = visit_send(&k->v, m, target, form);
	}
	return r;
}

/* Signing in has no request key: what was not answered begins with a new page. */
static void sign_in(struct work *k)
{
	int64_t end = now_ms() + PATIENCE_MS;
	struct answer r = {0};

	while (r.status != 303 && now_ms() < end) {
		const char *form;
		k->v.cookies = (struct params){0};
		r = insist(k, HTTP_GET, "/sign-in", NULL);
		form = visit_fill(&k->v, &r, "login=central&password=" PASSWORD);
		if (form)
			r = visit_send(&k->v, HTTP_POST, k->v.action, form);
		if (r.status != 303)
			load_rest(AGAIN_MS);
	}
	if (r.status != 303)
		wrong(k, "sign in", &r);
}

/*
 * A page as somebody sees it who is signed in. What a sign-in has written may be lost with the
 * server: then one signs in again.
 */
static struct answer get(struct work *k, const char *target)
{
	struct answer r = insist(k, HTTP_GET, target, NULL);

	if (r.status != 303)
		return r;
	sign_in(k);
	return insist(k, HTTP_GET, target, NULL);
}

static struct answer send_form(struct work *k, const char *form)
{
	struct answer r;

	if (k->type)
		params_add(k->l->w->ra, &k->v.headers,
			(struct param){"content-type", str_of(k->type), NULL});
	r = insist(k, HTTP_POST, k->v.action, form);
	k->v.headers = (struct params){0};
	return r;
}

/* Fills the form of a page and sends it; once more, from the page on, by who was signed out. */
static struct answer post(struct work *k, const char *target,
	const char *(*fill)(struct work *, const struct answer *))
{
	struct answer page = get(k, target), r = page;
	const char *form = page.status == 200 ? fill(k, &page) : NULL;

	if (form)
		r = send_form(k, form);
	if (!form || r.status != 403)
		return r;
	page = get(k, target);
	form = page.status == 200 ? fill(k, &page) : NULL;
	return form ? send_form(k, form) : page;
}

/* The same page, whether or not it says that something has just been done. */
static bool same_place(const struct answer *r, const struct answer *r2)
{
	const char *a = answer_header(r, "Location"), *b = answer_header(r2, "Location");

	return a && b && strcspn(a, "?") == strcspn(b, "?") && !strncmp(a, b, strcspn(a, "?"));
}

static const char *fill_form(struct work *k, const struct answer *page)
{
	k->form = visit_fill(&k->v, page, k->d.fields);
	return k->form;
}

/* Sometimes it is sent once more though it was answered: it must be the same answer. */
static bool do_form(struct work *k)
{
	struct answer r = post(k, k->d.target, fill_form), r2;

	if (r.status != 303) {
		wrong(k, "the form", &r);
		return false;
	}
	if (k->h->n % 4)
		return true;
	r2 = insist(k, HTTP_POST, k->v.action, k->form);
	if (r2.status != 403 && (r2.status != 303 || !same_place(&r, &r2)))
		wrong(k, "the form again", &r2);
	return true;
}

#define BOUNDARY "deed-deed-deed"

static const char *fill_file(struct work *k, const struct answer *page)
{
	struct arena *a = k->l->w->ra;
	const char *form = visit_fill(&k->v, page, "");
	struct str rest = str_of(form);
	char *body = arena_strdup(a, "");

	if (!form)
		return NULL;
	while (rest.n) {
		struct str value = str_cut(&rest, '&'), name = str_cut(&value, '=');
		body = arena_printf(a,
			"%s--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"%.*s\"\r\n\r\n"
			"%.*s\r\n",
			body, (int)name.n, name.p, (int)value.n, value.p);
	}
	return arena_printf(a,
		"%s--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"file\"; "
		"filename=\"deed.csv\"\r\nContent-Type: text/csv\r\n\r\n%s\r\n--" BOUNDARY "--\r\n",
		body, k->d.fields);
}

static const char *fill_nothing(struct work *k, const struct answer *page)
{
	return visit_fill(&k->v, page, "");
}

/*
 * Waits until the text stands in the page of a job, for longer than a job takes whose process died:
 * that it never stands there is wrong, for a file and an order each act once, however often sent.
 * `again`: the form of an order that was seen to be taken, but not awaited, and went with the
 * server that had taken it; whoever comes back finds it and sends it again.
 */
static bool await(struct work *k, const char *target, const char *text, const char *again)
{
	int64_t end = now_ms() + JOB_MS;
	struct arena *a = k->l->w->ra;
	struct arena_mark m = arena_mark(a);
	struct answer r = get(k, target);

	/* a lease may have to run out first: a thousand answers, of which one is kept */
	while (r.status == 200 && !answer_has(&r, text) && now_ms() < end) {
		load_rest(AGAIN_MS);
		if (again && answer_has(&r, again))
			post(k, target, fill_nothing);
		arena_rewind(a, m);
		r = get(k, target);
	}
	if (r.status == 200 && answer_has(&r, text))
		return true;
	wrong(k, text, &r);
	return false;
}

/* A file sent through the page, looked at, and taken in by the process of jobs. */
static bool do_file(struct work *k)
{
	struct answer r;
	const char *job;

	k->type = "multipart/form-data; boundary=" BOUNDARY;
	r = post(k, "/import/orgs", fill_file);
	k->type = NULL;
	job = answer_header(&r, "Location");
	if (r.status != 303 || !job) {
		wrong(k, "the file", &r);
		return false;
	}
	if (!await(k, job, "/commit\"", NULL))
		return false;
	/* whoever was signed out meanwhile finds no form there any more: the order was taken */
	post(k, job, fill_nothing);
	return await(k, job, "/import-done/", "/commit\"");
}

/* At the shell: an organisation, or a file. What it says by its exit status counts. */
static bool do_shell(struct work *k)
{
	const struct load *l = k->l;
	const char *file = arena_printf(l->w->ra, "/tmp/guong-load-%d.csv", (int)getpid());
	const char *const found[] = {l->guong, "org", "found", "xa-a", "--db", l->w->where,
		"--name", arena_printf(l->w->ra, "%s Mới", k->d.word), "--code", k->d.word,
		"--kind", "grassroots_committee", "--day", "01/01/2026", NULL};
	const char *const import[] = {
		l->guong, "import", "orgs", file, "--commit", "--db", l->w->where, NULL};
	FILE *out;
	bool done;

	if (k->d.kind != DEED_IMPORT)
		return load_command(found);
	out = fopen(file, "w");
	if (!out || fputs(k->d.fields, out) < 0 || fclose(out))
		die("cannot write %s", file);
	done = load_command(import);
	unlink(file);
	return done;
}

static void work_once(struct work *k, int who)
{
	struct hand *h = k->h;
	unsigned i = h->n;
	enum deed_kind kind = i % 2 ? DEED_MEMBER : DEED_FOUND;

	if (who >= LOAD_CLERKS)
		kind = who == LOAD_CLERKS || i % 2 ? DEED_IMPORT : DEED_FOUND;
	h->deeds[i].kind = (unsigned char)kind;
	h->deeds[i].keyed = who < LOAD_CLERKS;
	h->n = i + 1;
	deed_new(k->l->w->ra, &k->d, kind, h->first + i);
	if (who < LOAD_CLERKS)
		h->deeds[i].done = do_form(k);
	else
		h->deeds[i].done = who == LOAD_CLERKS ? do_file(k) : do_shell(k);
	h->done += h->deeds[i].done;
	world_forget(k->l->w);
}

static _Noreturn void work(struct load *l, int who)
{
	struct work k = {.l = l, .h = &l->hands[who], .v = {.w = l->w, .port = l->port}};

	if (who <= LOAD_CLERKS)
		sign_in(&k);
	while (!*l->stop && k.h->n < LOAD_DEEDS)
		work_once(&k, who);
	fflush(stdout);
	_exit(0);
}

void load_begin(struct load *l)
{
	*l->stop = false;
	l->rounds++;
	fflush(stdout);
	for (int i = 0; i < LOAD_HANDS; i++) {
		struct hand *h = &l->hands[i];
		pid_t pid;
		*h = (struct hand){.first = (l->rounds * LOAD_HANDS + (unsigned)i) * LOAD_DEEDS};
		pid = fork();
		if (!pid)
			work(l, i);
		h->pid = pid; /* in memory that is shared: the child must not set it */
	}
}

unsigned load_done(const struct load *l)
{
	unsigned n = 0;

	for (int i = 0; i < LOAD_HANDS; i++)
		n += l->hands[i].done;
	return n;
}

bool load_goes_on(const struct load *l, unsigned since)
{
	int64_t end = now_ms() + PATIENCE_MS;

	while (load_done(l) <= since && now_ms() < end)
		load_rest(2);
	return load_done(l) > since;
}

void load_pass_minute(struct load *l)
{
	struct fault f = {.a = l->w->ra};
	struct db *side;
	enum err e = db_open(&side, l->w->where, DB_SIDE, false, &f);

	if (e)
		die("side: %s", f.detail);
	do {
		e = db_begin(side, DB_WRITE);
		if (!e)
			e = db_exec(side, "UPDATE job SET lease_ms = 0 WHERE state = 'running'");
		if (!e)
			e = db_commit(side);
		db_rollback(side);
	} while (e == ERR_BUSY || e == ERR_RETRY);
	if (e)
		die("side: %s", db_error(side));
	db_close(side);
}

/* Who waits for a job need not wait a minute. */
static bool hand_ends(struct load *l, const struct hand *h)
{
	int status;
	pid_t pid;

	while (!(pid = waitpid(h->pid, &status, WNOHANG))) {
		load_pass_minute(l);
		load_rest(200);
	}
	return pid == h->pid && WIFEXITED(status) && !WEXITSTATUS(status);
}

void load_end(struct load *l)
{
	*l->stop = true;
	for (int i = 0; i < LOAD_HANDS; i++)
		l->hands[i].wrong += !hand_ends(l, &l->hands[i]);
	kill(l->server, SIGTERM);
	l->hands[0].wrong += !ends_well(l->server);
	l->server = 0;
}

/* ---- what came of it ---- */

static void judge_hand(
	struct load *l, const struct kept *kept, const struct hand *h, struct tally *t)
{
	struct deed d;

	for (unsigned i = 0; i < h->n; i++) {
		enum deed_verdict is;
		deed_new(l->w->ra, &d, (enum deed_kind)h->deeds[i].kind, h->first + i);
		d.done = h->deeds[i].done;
		if (!h->deeds[i].keyed)
			d.key = NULL;
		is = deed_judge(kept, &d);
		if (is != DEED_RIGHT)
			printf("# %s: %s\n", d.word, is == DEED_LOST ? "lost" : "by halves");
		t->lost += is == DEED_LOST;
		t->half += is == DEED_HALF;
	}
	t->deeds += h->n;
	t->done += h->done;
	t->again += h->again;
	t->wrong += h->wrong;
}

void load_judge(struct load *l, struct tally *t)
{
	struct kept kept;

	world_open(l->w);
	if (!deed_look(l->w, l->w->ra, &kept))
		die("the database cannot be read");
	for (int i = 0; i < LOAD_HANDS; i++)
		judge_hand(l, &kept, &l->hands[i], t);
	t->found += (unsigned)deed_check(l->w);
	world_close(l->w);
	world_forget(l->w);
}

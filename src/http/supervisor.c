#include "http/server.h"

#include "http/tick.h"

#include "base/log.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { AT_ONCE_MS = 1000, FIRST_PAUSE_MS = 100, LONGEST_PAUSE_MS = 10000, EXIT_FAILED = 1 };

struct child {
	pid_t pid;			/* 0 while it does not run */
	const struct http_beside *what; /* NULL: a worker */
	int64_t started;
	int64_t start_at; /* when to start it, while it does not run */
	int64_t pause;	  /* before the next start; grows while it dies at once */
};

struct supervisor {
	const struct http_conf *conf;
	const struct http_app *app;
	int listen_fd;
	struct child *children;
	size_t n;
	size_t rolling;	      /* the next one to replace; n when none is */
	struct child leaving; /* one that has been replaced and finishes its work */
	int64_t kill_at;      /* when patience with those told to end is over; 0: none was told */
	bool stopping;
	sigset_t signals, before;
};

/* Set by the signal handler of a child; the supervisor itself takes its signals in order. */
static volatile int stop_asked;

static void ask_stop(int sig)
{
	(void)sig;
	stop_asked = 1;
}

/* Children. */

/* Signals of faults in the program: sanitizers hold them, and nobody can ignore them for good. */
static bool fault_signal(int sig)
{
	return sig == SIGSEGV || sig == SIGBUS || sig == SIGFPE || sig == SIGILL;
}

/* Nothing of how the supervisor or whoever started it treats signals is left. */
static void child_signals(void)
{
	struct sigaction plain = {.sa_handler = SIG_DFL}, ignore = {.sa_handler = SIG_IGN};
	struct sigaction ask = {.sa_handler = ask_stop};
	sigset_t none;

	for (int sig = 1; sig < NSIG; sig++)
		if (sig != SIGKILL && sig != SIGSTOP && !fault_signal(sig))
			sigaction(sig, &plain, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
	/* the supervisor decides what a hangup means */
	sigaction(SIGHUP, &ignore, NULL);
	sigaction(SIGTERM, &ask, NULL);
	sigaction(SIGINT, &ask, NULL);
	stop_asked = 0;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static const char *name_of(const struct child *c)
{
	return c->what ? c->what->name : "worker";
}

static enum err child_work(struct supervisor *s, const struct http_beside *what)
{
	if (what)
		close(s->listen_fd);
	if (s->app->confine)
		TRY(s->app->confine(s->app->arg, what));
	if (!what)
		return http_worker(s->conf, s->app, s->listen_fd, &stop_asked);
	what->run(s->app->arg, &stop_asked);
	return ERR_OK;
}

static _Noreturn void child_run(struct supervisor *s, const struct child *c, pid_t parent)
{
	char name[16];
	enum err e;

	snprintf(name, sizeof(name), "guong-%s", name_of(c));
	prctl(PR_SET_NAME, name);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_FAILED);
	child_signals();
	e = child_work(s, c->what);
	fflush(NULL);
	_exit(e ? EXIT_FAILED : 0);
}

static void child_start(struct supervisor *s, struct child *c)
{
	pid_t parent = getpid(), pid;

	/* what is still in a buffer must not be written twice */
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		child_run(s, c, parent);
	c->started = tick_ms();
	if (pid < 0) {
		log_line("fork_failed", "error", strerror(errno), NULL);
		c->start_at = c->started + AT_ONCE_MS;
		return;
	}
	c->pid = pid;
}

static void start_due(struct supervisor *s)
{
	int64_t now = tick_ms();

	for (size_t i = 0; i < s->n && !s->stopping; i++)
		if (!s->children[i].pid && s->children[i].start_at <= now)
			child_start(s, &s->children[i]);
}

static void signal_all(struct supervisor *s, int sig)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->children[i].pid)
			kill(s->children[i].pid, sig);
	if (s->leaving.pid)
		kill(s->leaving.pid, sig);
}

static size_t running(const struct supervisor *s)
{
	size_t n = s->leaving.pid != 0;

	for (size_t i = 0; i < s->n; i++)
		n += s->children[i].pid != 0;
	return n;
}

/* Ends. */

static void log_end(const struct child *c, int status)
{
	char name[32], pid[16], code[16], pause[24];

	snprintf(name, sizeof(name), "%s_ended", name_of(c));
	snprintf(pid, sizeof(pid), "%d", (int)c->pid);
	snprintf(code, sizeof(code), "%d",
		WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	snprintf(pause, sizeof(pause), "%lld", (long long)c->pause);
	log_line(name, "pid", pid, WIFSIGNALED(status) ? "signal" : "status", code, "pause_ms",
		pause, NULL);
}

/* One that dies at once would die again: each time it is given a longer pause. */
static void child_ended(struct supervisor *s, struct child *c, int status)
{
	int64_t now = tick_ms();

	if (now - c->started >= AT_ONCE_MS)
		c->pause = 0;
	else if (c->pause)
		c->pause = 2 * c->pause < LONGEST_PAUSE_MS ? 2 * c->pause : LONGEST_PAUSE_MS;
	else
		c->pause = FIRST_PAUSE_MS;
	c->start_at = now + c->pause;
	if (!s->stopping)
		log_end(c, status);
	c->pid = 0;
}

static void reap(struct supervisor *s)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid == s->leaving.pid) {
			s->leaving.pid = 0;
			s->kill_at = s->stopping ? s->kill_at : 0;
			continue;
		}
		for (size_t i = 0; i < s->n; i++)
			if (s->children[i].pid == pid)
				child_ended(s, &s->children[i], status);
	}
}

/* Orders. */

static int64_t patience(const struct supervisor *s)
{
	return tick_ms() + 1000 * (int64_t)s->conf->grace_s;
}

static void begin_stop(struct supervisor *s)
{
	if (s->stopping)
		return;
	log_line("stopping", NULL);
	s->stopping = true;
	s->kill_at = patience(s);
	close(s->listen_fd);
	s->listen_fd = -1;
	signal_all(s, SIGTERM);
}

/*
 * Replaces one child after another: the new one first, so that somebody always serves. The next is
 * not touched before the one that leaves has gone.
 */
static void roll_on(struct supervisor *s)
{
	struct child *c;

	if (s->stopping || s->leaving.pid || s->rolling >= s->n)
		return;
	c = &s->children[s->rolling++];
	if (!c->pid)
		return;
	s->leaving = *c;
	c->pid = 0;
	/* of those beside the workers, two of a kind must not run side by side */
	if (!c->what)
		child_start(s, c);
	else
		c->start_at = INT64_MAX;
	kill(s->leaving.pid, SIGTERM);
	s->kill_at = patience(s);
}

static void start_after_leaving(struct supervisor *s)
{
	for (size_t i = 0; i < s->n && !s->leaving.pid; i++)
		if (!s->children[i].pid && s->children[i].start_at == INT64_MAX)
			s->children[i].start_at = 0;
}

static void out_of_patience(struct supervisor *s)
{
	if (!s->kill_at || tick_ms() < s->kill_at)
		return;
	log_line("killing", NULL);
	if (s->stopping)
		signal_all(s, SIGKILL);
	else if (s->leaving.pid)
		kill(s->leaving.pid, SIGKILL);
	/* if even that takes a while, it is not asked for in a tight loop */
	s->kill_at = tick_ms() + AT_ONCE_MS;
}

static int64_t next_event(const struct supervisor *s)
{
	int64_t at = s->kill_at ? s->kill_at : INT64_MAX;

	for (size_t i = 0; i < s->n && !s->stopping; i++)
		if (!s->children[i].pid && s->children[i].start_at < at)
			at = s->children[i].start_at;
	if (s->rolling < s->n && !s->leaving.pid)
		at = 0;
	return at;
}

/* Waits for a signal or the time of the next event. */
static void await(struct supervisor *s)
{
	int64_t ms = next_event(s) - tick_ms();
	struct timespec ts = {0};
	int sig;

	if (ms > 3600 * 1000)
		ms = 3600 * 1000;
	if (ms > 0)
		ts = (struct timespec){ms / 1000, ms % 1000 * 1000000};
	sig = sigtimedwait(&s->signals, NULL, &ts);
	if (sig == SIGTERM || sig == SIGINT)
		begin_stop(s);
	else if (sig == SIGHUP && !s->stopping)
		s->rolling = 0;
}

static void supervise(struct supervisor *s)
{
	while (!s->stopping || running(s)) {
		start_due(s);
		await(s);
		reap(s);
		start_after_leaving(s);
		roll_on(s);
		out_of_patience(s);
	}
}

static void take_signals(struct supervisor *s, struct sigaction *ret_chld)
{
	struct sigaction plain = {.sa_handler = SIG_DFL};

	/* ignored by whoever started us, it would make the children vanish unseen */
	sigaction(SIGCHLD, &plain, ret_chld);
	sigemptyset(&s->signals);
	sigaddset(&s->signals, SIGTERM);
	sigaddset(&s->signals, SIGINT);
	sigaddset(&s->signals, SIGHUP);
	sigaddset(&s->signals, SIGCHLD);
	sigprocmask(SIG_BLOCK, &s->signals, &s->before);
}

enum err http_serve(const struct http_conf *conf, const struct http_app *app, struct fault *f)
{
	struct supervisor s = {.conf = conf, .app = app};
	size_t workers = (size_t)(conf->workers > 0 ? conf->workers : 1);
	struct sigaction chld;

	s.n = workers + app->beside_n;
	s.rolling = s.n;
	s.children = arena_array(f->a, s.n, sizeof(*s.children));
	for (size_t i = 0; i < app->beside_n; i++)
		s.children[workers + i].what = &app->beside[i];
	s.listen_fd = http_bind(conf->listen, f);
	if (s.listen_fd < 0)
		return f->code;
	take_signals(&s, &chld);
	log_line("serving", "listen", conf->listen, NULL);
	supervise(&s);
	log_line("stopped", NULL);
	sigprocmask(SIG_SETMASK, &s.before, NULL);
	sigaction(SIGCHLD, &chld, NULL);
	return ERR_OK;
}

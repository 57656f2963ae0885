#include "app/cli_mail.h"

#include "work/work_mail.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define SENDMAIL "/usr/sbin/sendmail"

static void become(const char *program, int in)
{
	char to[] = "-t", *argv[] = {(char *)program, to, NULL};

	if (dup2(in, STDIN_FILENO) >= 0)
		execv(program, argv);
	_exit(127);
}

static bool write_all(int fd, const char *s)
{
	size_t n = strlen(s);

	while (n) {
		ssize_t k = write(fd, s, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		s += k;
		n -= (size_t)k;
	}
	return true;
}

/* Did the program take the whole message and say that all is well? */
static bool pipe_to(const char *program, const char *text)
{
	int fd[2], status = 0;
	bool written;
	pid_t child;

	if (pipe(fd))
		return false;
	child = fork();
	if (child < 0) {
		close(fd[0]);
		close(fd[1]);
		return false;
	}
	if (!child) {
		close(fd[1]);
		become(program, fd[0]);
	}
	close(fd[0]);
	written = write_all(fd[1], text);
	close(fd[1]);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return written && WIFEXITED(status) && !WEXITSTATUS(status);
}

static enum err send_all(struct ctx *cx, struct args *args, int64_t *sent, int64_t *kept)
{
	const char *program = args_flag(args, "program"), *from = args_flag(args, "from");
	const struct mail_out *m;
	struct list waiting;

	if (text_empty(from) || !work_mail_address(from))
		return cx_fault(cx, ERR_BAD_INPUT, "from", M_WORK_MAIL_BAD);
	TRY(work_mail_waiting(cx, &waiting));
	m = waiting.rows;
	for (size_t i = 0; i < waiting.n; i++) {
		bool ok = pipe_to(
			text_empty(program) ? SENDMAIL : program, work_mail_text(cx, &m[i], from));
		TRY(work_mail_done(cx, &m[i], ok));
		*(ok ? sent : kept) += 1;
	}
	return ERR_OK;
}

int cli_mail_run(struct args *args)
{
	struct fault f = {.a = args->a};
	struct site site = {0};
	int64_t account, sent = 0, kept = 0;
	struct ctx cx;
	enum err e = cli_site(args, &site, &cx, &f, &account);

	/* a program that ends before it has read everything */
	signal(SIGPIPE, SIG_IGN);
	if (!e)
		e = send_all(&cx, args, &sent, &kept);
	site_close(&site);
	if (e)
		return cli_fail(args, &f, e);
	printf("%s\n", msg_say(args->a, args_lang(args), M_CLI_MAIL_SENT,
			       number_text(args->a, args_lang(args), sent),
			       number_text(args->a, args_lang(args), kept)));
	return kept ? err_exit(ERR_IO) : 0;
}

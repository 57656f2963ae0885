/*
 * mail.c: the reminder of the day: made once, with counts and no name, and piped by `guong mail` to
 * a program that plays sendmail; one that fails is tried again.
 */
#include "harness.h"

#include "app/cli.h"
#include "base/die.h"
#include "work/work_mail.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EIGHT_HOURS = 8 * 3600 };

struct post {
	struct world w;
	struct visit *office;
	char dir[64];
};

static const char *in_dir(struct post *p, const char *name)
{
	return arena_printf(p->w.a, "%s/%s", p->dir, name);
}

/* A sendmail that keeps what it reads, unless it is told to fail. */
static void fake_program(struct post *p)
{
	const char *path = in_dir(p, "sendmail");
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fprintf(f,
		"#!/bin/sh\n[ -e %s/broken ] && exit 75\n[ \"$1\" = -t ] || exit 64\ncat "
		">>%s/sent\n",
		p->dir, p->dir);
	fclose(f);
	assert_int_equal(chmod(path, 0700), 0);
}

static int start(void **state)
{
	struct post *p = calloc(1, sizeof(*p));
	struct answer r;

	if (!p)
		return -1;
	world_start(&p->w);
	world_tree(&p->w, "");
	world_accounts(&p->w);
	snprintf(p->dir, sizeof(p->dir), "/tmp/guong-mail-XXXXXX");
	if (!mkdtemp(p->dir))
		return -1;
	fake_program(p);
	p->office = visit_new(&p->w, "central");
	/* decided upon long ago on paper, and nobody has done anything since */
	r = visit_form(p->office, "/org/cb-a/candidate-late",
		"full_name=Lo+Thi+Mai&birth_date=12%2F04%2F1995&source=farmer&day=05%2F01%2F2022"
		"&class_on=01%2F06%2F2022&class_no=1&applied_on=01%2F07%2F2022"
		"&vote_on=01%2F09%2F2022");
	if (r.status != 303)
		die("late: %d %.3000s", r.status, r.body);
	*state = p;
	return 0;
}

static int stop(void **state)
{
	struct post *p = *state;

	unlink(in_dir(p, "sent"));
	unlink(in_dir(p, "broken"));
	unlink(in_dir(p, "sendmail"));
	rmdir(p->dir);
	world_stop(&p->w);
	free(p);
	return 0;
}

static size_t waiting(struct post *p, const struct mail_out **ret)
{
	struct list all;
	struct ctx cx;

	world_ctx(&p->w, &cx);
	ok(work_mail_waiting(&cx, &all));
	*ret = all.rows;
	return all.n;
}

static bool turn(struct post *p)
{
	struct ctx cx;
	bool any;

	world_ctx(&p->w, &cx);
	ok(work_mail_turn(&cx, &any));
	return any;
}

static void tells_once_a_day_and_no_names(void **state)
{
	struct post *p = *state;
	const struct mail_out *m;

	assert_false(turn(p));
	assert_int_equal(visit_form(p->office, "/work/mail", "address=no+address").status, 422);
	assert_int_equal(
		visit_form(p->office, "/work/mail", "address=vp%40example.vn").status, 303);
	for (int i = 0; i < 3 && !turn(p); i++)
		world_wait(&p->w, EIGHT_HOURS);
	assert_int_equal(waiting(p, &m), 1);
	assert_string_equal(m->address, "vp@example.vn");
	assert_null(strstr(m->body, "Mai"));
	assert_non_null(strstr(m->body, "/work"));
	assert_false(turn(p));
	assert_int_equal(waiting(p, &m), 1);
}

static int send(struct post *p)
{
	const char *const given[] = {"guong", "mail", "--db", p->w.where, "--from",
		"guong@example.vn", "--program", in_dir(p, "sendmail")};
	enum { GIVEN = sizeof(given) / sizeof(*given) };
	char *argv[GIVEN + 1] = {NULL};
	int said = dup(STDOUT_FILENO), silence = open("/dev/null", O_WRONLY), code;

	for (size_t i = 0; i < GIVEN; i++)
		argv[i] = arena_strdup(p->w.a, given[i]);
	/* what it tells its user is not of the TAP that a test speaks */
	fflush(stdout);
	assert_int_equal(dup2(silence, STDOUT_FILENO), STDOUT_FILENO);
	code = cli_main(GIVEN, argv, &(struct cli_build){"0", "", "x"});
	fflush(stdout);
	assert_int_equal(dup2(said, STDOUT_FILENO), STDOUT_FILENO);
	close(silence);
	close(said);
	return code;
}

static const char *sent(struct post *p)
{
	char *text = arena_alloc(p->w.a, 8192);
	FILE *f = fopen(in_dir(p, "sent"), "r");

	if (!f)
		return "";
	text[fread(text, 1, 8191, f)] = '\0';
	fclose(f);
	return text;
}

static void is_sent_by_another_program(void **state)
{
	struct post *p = *state;
	const struct mail_out *m;
	FILE *broken = fopen(in_dir(p, "broken"), "w");

	assert_non_null(broken);
	fclose(broken);
	assert_int_not_equal(send(p), 0);
	assert_int_equal(waiting(p, &m), 1);
	assert_int_equal(m->tries, 1);
	unlink(in_dir(p, "broken"));
	assert_int_equal(send(p), 0);
	assert_int_equal(waiting(p, &m), 0);
	assert_non_null(strstr(sent(p), "To: vp@example.vn\n"));
	assert_non_null(strstr(sent(p), "Subject: =?UTF-8?Q?"));
	assert_null(strstr(sent(p), "Mai"));
	/* nothing is sent twice */
	assert_int_equal(send(p), 0);
	assert_null(strstr(strstr(sent(p), "To: ") + 1, "To: "));
}

static void knows_an_address(void **state)
{
	(void)state;
	assert_true(work_mail_address("van.phong-1@tinh.example.vn"));
	assert_false(work_mail_address("a@b.vn\nBcc: c@d.vn"));
	assert_false(work_mail_address("a@b.vn,c@d.vn"));
	assert_false(work_mail_address("-oX@b.vn"));
	assert_false(work_mail_address("a b@c.vn"));
	assert_false(work_mail_address("@b.vn"));
	assert_false(work_mail_address("a@b"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(knows_an_address),
		cmocka_unit_test(tells_once_a_day_and_no_names),
		cmocka_unit_test(is_sent_by_another_program)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start, stop);
}

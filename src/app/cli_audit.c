#include "app/cli_audit.h"

#include "audit/audit_seal.h"
#include "audit/audit_verify.h"
#include "keep/keep.h"

#include <stdio.h>

struct job {
	struct args *args;
	struct ctx *cx;
	const struct keyring *ring;
	int64_t found;
};

#define say(j, ...) printf("%s\n", msg_say((j)->cx->a, (j)->cx->say.lang, __VA_ARGS__))

static const char *number(struct job *j, int64_t n)
{
	return number_text(j->cx->a, j->cx->say.lang, n);
}

enum err cli_audit_keys(struct args *args, const struct keyring **ret, struct fault *f)
{
	const char *named = args_flag(args, "key"), *path = keyring_where(args->a, named);
	struct fault unsaid = {.a = args->a};
	enum err e;

	*ret = NULL;
	if (!path)
		return ERR_OK;
	e = keyring_load(ret, args->a, path, named ? f : &unsaid);
	if (e == ERR_NOT_FOUND && !named) {
		*ret = NULL;
		return ERR_OK;
	}
	return e;
}

static enum err seal(struct job *j)
{
	struct audit_sealed s;

	if (!j->ring)
		return cx_fault(j->cx, ERR_BAD_REQUEST, "key", M_KEY_NOWHERE);
	TRY(audit_seal_all(j->cx, keyring_newest(j->ring), &s));
	if (!s.entries)
		printf("%s\n", msg_text(j->cx->say.lang, M_AUDIT_SEALED_NONE));
	else
		say(j, M_AUDIT_SEALED, number(j, s.entries), number(j, s.batch), s.head);
	return ERR_OK;
}

static void print_found(void *p, const char *text)
{
	((struct job *)p)->found++;
	printf("%s\n", text);
}

static void print_line(void *p, const char *text)
{
	(void)p;
	printf("%s\n", text);
}

/* "12:3f9c..." */
static enum err kept_head(struct job *j)
{
	const char *text = args_flag(j->args, "head");
	struct str head = str_of(text), batch = str_cut(&head, ':');
	long long n;

	if (!text)
		return ERR_OK;
	if (!str_to_int(batch, &n) || n < 1 || head.n != DIGEST_TEXT - 1)
		return cx_fault(j->cx, ERR_BAD_INPUT, "head", M_AUDIT_HEAD_FORM);
	return audit_verify_head(j->cx, n, head.p, print_found, j);
}

static enum err backup_head(struct job *j)
{
	const char *file = args_flag(j->args, "against");
	struct keep_sum sum;

	if (!file)
		return ERR_OK;
	if (!j->ring)
		return cx_fault(j->cx, ERR_BAD_REQUEST, "key", M_KEY_NOWHERE);
	TRY(keep_look(file, j->ring, &sum, j->cx->f));
	return audit_verify_head(j->cx, sum.batch, sum.head, print_found, j);
}

static enum err look(struct job *j)
{
	struct audit_report r;

	TRY(audit_verify(j->cx, j->ring, print_found, j, &r));
	audit_say(j->cx, &r, j->ring != NULL, print_line, NULL);
	TRY(kept_head(j));
	return backup_head(j);
}

static enum err verify(struct job *j)
{
	enum err e;

	TRY(db_begin(j->cx->db, DB_READ));
	e = look(j);
	db_rollback(j->cx->db);
	TRY(e);
	if (!j->found)
		printf("%s\n", msg_text(j->cx->say.lang, M_AUDIT_FINE));
	else
		say(j, M_AUDIT_FOUND_SOME, number(j, j->found));
	return ERR_OK;
}

static enum err sweep(struct job *j)
{
	TRY(db_rewrite(j->cx->db));
	printf("%s\n", msg_text(j->cx->say.lang, M_AUDIT_SWEPT));
	return ERR_OK;
}

static enum err run(struct job *j)
{
	const char *what = args_rest(j->args, 0);

	TRY(cli_audit_keys(j->args, &j->ring, j->cx->f));
	if (text_eq(what, "seal"))
		return seal(j);
	if (text_eq(what, "verify"))
		return verify(j);
	if (text_eq(what, "sweep"))
		return sweep(j);
	return cx_fault(j->cx, ERR_BAD_REQUEST, NULL, M_AUDIT_WHAT);
}

int cli_audit_run(struct args *args)
{
	struct fault f = {.a = args->a};
	struct site site = {0};
	struct ctx cx;
	struct job j = {.args = args, .cx = &cx};
	int64_t account;
	enum err e = cli_site(args, &site, &cx, &f, &account);

	if (!e)
		e = run(&j);
	if (e && !f.detail && site.db && err_http(e) >= 500)
		(void)!fault_detail(&f, e, "%s", db_error(site.db));
	site_close(&site);
	if (e)
		return cli_fail(args, &f, e);
	return j.found ? err_exit(ERR_CHECK) : 0;
}

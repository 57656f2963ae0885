#include "app/check.h"

#include "app/cli_audit.h"
#include "audit/audit_verify.h"
#include "core/flow_verify.h"
#include "core/leftover.h"
#include "core/reach.h"
#include "core/refs.h"
#include "core/rules_verify.h"
#include "core/tree_verify.h"
#include "import/import.h"
#include "member/member_card.h"
#include "member/member_mend.h"
#include "member/member_sum.h"
#include "member/member_verify.h"
#include "org/org_record.h"
#include "village/village_verify.h"

#include <stdio.h>

static void print_found(void *p, const char *text)
{
	int64_t *count = p;

	(*count)++;
	printf("%s\n", text);
}

/* What was looked at, and how much of it is wrong. */
struct tally {
	int64_t orgs, persons, cases, found;
};

/* Said, but not counted: what is not sealed yet, keys that are not at hand. */
static void print_line(void *p, const char *text)
{
	(void)p;
	printf("%s\n", text);
}

static enum err check_chain(struct ctx *cx, const struct keyring *ring, struct tally *ret)
{
	struct audit_report r;

	TRY(audit_verify(cx, ring, print_found, &ret->found, &r));
	audit_say(cx, &r, ring != NULL, print_line, NULL);
	return ERR_OK;
}

/* What names a row that is not there, in either database, and files that belong to nothing. */
static enum err check_whole(struct ctx *cx, struct tally *ret)
{
	enum err e = db_begin(cx->side, DB_READ);

	if (!e)
		e = refs_verify(cx, print_found, &ret->found);
	if (!e)
		e = import_job_check(cx, print_found, &ret->found);
	db_rollback(cx->side);
	return e;
}

struct files {
	struct ctx *cx;
	struct tally *t;
};

/* Beside the database it is wrong; elsewhere it is said, for it may be of another site. */
static void print_file(void *p, const char *path, bool beside)
{
	struct files *f = p;

	f->t->found += beside;
	printf("%s\n", msg_say(f->cx->a, f->cx->say.lang, M_CHECK_FILE, path));
}

static enum err check(struct ctx *cx, const struct keyring *ring, struct tally *ret)
{
	enum err e = db_begin(cx->db, DB_READ);

	if (!e)
		e = check_whole(cx, ret);
	if (!e)
		e = tree_verify(cx, print_found, &ret->found, &ret->orgs);
	if (!e)
		e = rules_verify(cx, print_found, &ret->found);
	if (!e)
		e = member_verify(cx, print_found, &ret->found, &ret->persons);
	if (!e)
		e = member_card_verify(cx, print_found, &ret->found);
	if (!e)
		e = member_sum_verify(cx, print_found, &ret->found);
	if (!e)
		e = flow_verify(cx, print_found, &ret->found, &ret->cases);
	if (!e)
		e = village_verify(cx, print_found, &ret->found);
	if (!e)
		e = org_post_verify(cx, print_found, &ret->found);
	if (!e)
		e = check_chain(cx, ring, ret);
	db_rollback(cx->db);
	return e;
}

/* Who is below whom, derived anew, what stands already stays; and all summaries. */
static enum err mend_tree(struct ctx *cx)
{
	enum err e = db_begin(cx->db, DB_WRITE);

	if (!e)
		e = txn_start(cx, "check", NULL);
	if (!e)
		e = reach_rebuild(cx);
	if (!e)
		e = member_sum_rebuild(cx);
	if (!e)
		e = village_sums_rebuild(cx);
	if (!e)
		e = db_commit(cx->db);
	db_rollback(cx->db);
	return e;
}

/* Summaries follow each member who is mended, so they are right before. */
static enum err mend(struct ctx *cx)
{
	int64_t persons;

	TRY(mend_tree(cx));
	TRY(member_mend(cx, "check", &persons));
	if (persons)
		printf("%s\n", msg_say(cx->a, cx->say.lang, M_CHECK_MENDED,
				       number_text(cx->a, cx->say.lang, persons)));
	return ERR_OK;
}

enum err check_site(struct ctx *cx, const char *where, const struct keyring *ring, int *ret_status)
{
	enum lang lang = cx->say.lang;
	struct tally t = {0};
	struct files files = {cx, &t};

	TRY(check(cx, ring, &t));
	if (where)
		leftover_find(cx->a, where, clock_now(cx->clock) / 1000, print_file, &files);
	printf("%s\n", msg_say(cx->a, lang, t.found ? M_CHECK_FOUND : M_CHECK_FINE,
			       number_text(cx->a, lang, t.orgs), number_text(cx->a, lang, t.found),
			       number_text(cx->a, lang, t.persons)));
	if (t.cases && !t.found)
		printf("%s\n",
			msg_say(cx->a, lang, M_FLOW_CHECK_FINE, number_text(cx->a, lang, t.cases)));
	*ret_status = t.found ? err_exit(ERR_CHECK) : 0;
	return ERR_OK;
}

int check_run(struct args *args)
{
	struct fault f = {.a = args->a};
	const struct keyring *ring = NULL;
	int64_t account;
	int status = 0;
	struct site site = {0};
	struct ctx cx;
	enum err e = cli_site(args, &site, &cx, &f, &account);

	if (!e && args_has(args, "mend"))
		e = mend(&cx);
	if (!e)
		e = cli_audit_keys(args, &ring, &f);
	if (!e)
		e = check_site(&cx, site.where, ring, &status);
	site_close(&site);
	return e ? cli_fail(args, &f, e) : status;
}

#include "app/summaries.h"

#include "base/log.h"
#include "member/member_sum.h"

#include <stdio.h>

enum { TURN_US = 5 * 1000 * 1000 };

static enum err in_write(struct ctx *cx, enum err (*work)(struct ctx *cx, bool *ret), bool *ret)
{
	enum err e = db_begin(cx->db, DB_WRITE);

	if (!e)
		e = work(cx, ret);
	if (!e)
		e = db_commit(cx->db);
	db_rollback(cx->db);
	return e;
}

/* Most of the time there is nothing, and then nobody else is kept waiting. */
static enum err look(struct ctx *cx, bool *ret_waiting, int64_t *ret_dirty)
{
	enum err e = db_begin(cx->db, DB_READ);

	if (!e)
		e = sums_waiting(cx, ret_waiting);
	if (!e)
		e = member_sum_dirty(cx, ret_dirty);
	db_rollback(cx->db);
	return e;
}

enum err summaries_turn(struct summaries *su, struct site *site, struct arena *a)
{
	struct fault f = {.a = a};
	char node[24];
	int64_t dirty;
	struct ctx cx;
	bool more;

	if (su->turn_us && clock_us() - su->turn_us < TURN_US)
		return ERR_OK;
	su->turn_us = clock_us();
	site_ctx(site, &cx, a, &f);
	TRY(look(&cx, &more, &dirty));
	if (more)
		TRY(in_write(&cx, sums_fold, &more));
	if (dirty < 0)
		return ERR_OK;
	TRY(member_sum_clean(&cx, dirty));
	snprintf(node, sizeof(node), "%lld", (long long)dirty);
	log_line("summaries", "made", node, NULL);
	/* the next one does not wait for its time */
	su->turn_us = 0;
	return ERR_OK;
}

static enum err rebuild(struct ctx *cx, bool *ret)
{
	*ret = true;
	return member_sum_rebuild(cx);
}

static enum err mend(struct ctx *cx, bool *ret)
{
	*ret = true;
	return member_sum_mend(cx);
}

enum err summaries_make(struct ctx *cx)
{
	bool done;

	return in_write(cx, rebuild, &done);
}

int summaries_run(struct args *args)
{
	struct fault f = {.a = args->a};
	struct site site = {0};
	int64_t account;
	bool done;
	struct ctx cx;
	enum err e = cli_site(args, &site, &cx, &f, &account);

	if (!e)
		e = args_flag(args, "missing") ? in_write(&cx, mend, &done) : summaries_make(&cx);
	if (!e)
		printf("%s\n", msg_text(cx.say.lang, M_SUMMARIES_MADE));
	site_close(&site);
	return e ? cli_fail(args, &f, e) : 0;
}

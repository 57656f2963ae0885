#include "app/jobs.h"

#include "account/account.h"
#include "app/jobs_audit.h"
#include "app/site.h"
#include "app/summaries.h"
#include "audit/audit_term.h"
#include "base/log.h"
#include "core/look.h"
#include "import/import.h"
#include "reorg/reorg.h"
#include "work/work_mail.h"

#include <stdio.h>
#include <time.h>

enum { PAUSE_MS = 300, TIDY_EACH = 12000, REMIND_EACH = 20, JOB_ARENA = 1 << 30 };

static void rest(void)
{
	struct timespec ts = {0, PAUSE_MS * 1000000L};

	nanosleep(&ts, NULL);
}

static enum err load_actor(struct ctx *cx, int64_t account, struct actor *actor)
{
	enum err e;

	cx->actor = actor;
	TRY(db_begin(cx->db, DB_READ));
	e = account_actor(cx, account, actor);
	db_rollback(cx->db);
	return e;
}

static void log_job(const struct import_job *job, enum err e, const struct ctx *cx)
{
	char id[24];

	snprintf(id, sizeof(id), "%lld", (long long)job->id);
	log_line(e ? "job_failed" : "job_done", "job", id, "error", err_name(e), "detail",
		cx->f->detail, NULL);
}

/* One job, if one waits. */
static enum err work(struct site *site, struct arena *a, bool *ret_found)
{
	struct fault f = {.a = a};
	struct actor actor = {0};
	struct import_job job;
	struct ctx cx;
	enum err e;

	site_ctx(site, &cx, a, &f);
	cx.via = "job";
	TRY(reorg_job_collect(&cx));
	e = import_job_next(&cx, &job, ret_found);
	if (e || !*ret_found)
		return e;
	e = load_actor(&cx, job.account, &actor);
	if (!e)
		e = text_eq(job.kind, REORG_JOB) ? reorg_job_run(&cx, &job)
						 : import_job_run(&cx, &job);
	log_job(&job, e, &cx);
	return e;
}

/* What is over goes once a day. */
static enum err end_terms(struct ctx *cx, day_t *last_day)
{
	int64_t rows;

	if (*last_day == cx->say.today)
		return ERR_OK;
	TRY(terms_run(cx, &rows));
	*last_day = cx->say.today;
	return ERR_OK;
}

static enum err tidy(struct site *site, struct arena *a, day_t *last_day)
{
	struct fault f = {.a = a};
	struct ctx cx;

	site_ctx(site, &cx, a, &f);
	cx.via = "job";
	TRY(account_tidy(&cx));
	TRY(end_terms(&cx, last_day));
	return import_job_tidy(&cx);
}

/* The reminders of the day, one account a turn. */
static enum err remind(struct site *site, struct arena *a)
{
	struct fault f = {.a = a};
	struct ctx cx;
	bool any;

	site_ctx(site, &cx, a, &f);
	cx.via = "job";
	return work_mail_turn(&cx, &any);
}

/* Somebody else was writing: that is no reason to give up. */
static bool passing(enum err e)
{
	return !e || e == ERR_BUSY || e == ERR_RETRY;
}

static void loop(struct site *site, struct arena *a, const volatile int *stop)
{
	struct jobs_audit audit = {0};
	struct summaries sums = {0};
	day_t last_day = 0;
	enum err e = ERR_OK;

	for (unsigned n = 0; !*stop && passing(e); n++) {
		bool found = false;
		e = n % TIDY_EACH ? ERR_OK : tidy(site, a, &last_day);
		if (passing(e))
			e = work(site, a, &found);
		if (passing(e))
			e = jobs_audit_turn(&audit, site, a);
		if (passing(e))
			e = summaries_turn(&sums, site, a);
		if (passing(e) && n % REMIND_EACH == 0)
			e = remind(site, a);
		arena_reset(a);
		if (!found)
			rest();
	}
	if (!passing(e))
		log_line("jobs", "error", err_name(e), NULL);
}

void jobs_run(const char *where, const volatile int *stop)
{
	struct arena *a = arena_new(JOB_ARENA);
	struct fault f = {.a = a};
	struct site site = {0};
	enum err e = site_open(&site, where, &f);

	if (e) {
		log_line("jobs", "error", err_name(e), "detail", f.detail, NULL);
		rest();
	} else {
		loop(&site, a, stop);
		site_close(&site);
	}
	arena_free(a);
}

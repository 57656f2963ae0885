#include "app/site.h"

#include "app/route.h"

#include "account/account.h"
#include "admission/admission.h"
#include "base/keyring.h"
#include "base/log.h"
#include "core/rules.h"
#include "core/tree_follow.h"
#include "dash/dash.h"
#include "db/migrate.h"
#include "life/life_annul.h"
#include "life/life_arrival.h"
#include "member/member_list.h"
#include "member/member_plan.h"
#include "reorg/reorg.h"
#include "village/village_follow.h"
#include "work/work.h"

#include <stdlib.h>

enum { PAGE = 50, SITE_ARENA = 64 << 20 };

static enum err read_settings(struct site *s, struct fault *f)
{
	struct ctx cx;
	const char *today;

	site_ctx(s, &cx, s->a, f);
	TRY(rules_cats(s->db, s->a, &s->cats));
	TRY(setting_get(&cx, "site", &s->name));
	TRY(setting_get(&cx, "today", &today));
	if (today)
		s->clock.fixed_today = (day_t)strtol(today, NULL, 10);
	return ERR_OK;
}

static enum err load(struct site *s, struct fault *f)
{
	enum err e;

	TRY(db_schema_check(s->db, f));
	TRY(db_schema_check(s->side, f));
	TRY(db_begin(s->db, DB_READ));
	e = read_settings(s, f);
	db_rollback(s->db);
	return e;
}

/* Without its keys a site can do all but what is encrypted under them. */
static void load_keys(struct site *s)
{
	const char *path = keyring_where(s->a, NULL);
	struct fault f = {.a = s->a};
	enum err e = path ? keyring_load(&s->keys, s->a, path, &f) : ERR_OK;

	if (!e)
		return;
	s->keys = NULL;
	log_line("keys", "error", err_name(e), "detail", f.detail, NULL);
}

enum err site_open(struct site *s, const char *where, struct fault *f)
{
	enum err e;

	*s = (struct site){.where = where, .a = arena_new(SITE_ARENA)};
	ids_init(&s->ids, 0);
	e = db_open(&s->db, where, DB_MAIN, false, f);
	if (!e)
		e = db_open(&s->side, where, DB_SIDE, false, f);
	if (!e)
		e = load(s, f);
	load_keys(s);
	if (e)
		site_close(s);
	return e;
}

void site_close(struct site *s)
{
	db_close(s->db);
	db_close(s->side);
	arena_free(s->a);
	*s = (struct site){0};
}

void site_ctx(struct site *s, struct ctx *cx, struct arena *a, struct fault *f)
{
	static const struct tree_follower *const followers[] = {
		&village_follower, &member_follower, &flow_follower, NULL};
	static const struct flow_proc *const procs[] = {&admission_proc, &readmission_proc,
		&transfer_proc, &stay_proc, &exemption_proc, &absence_proc, &suspension_proc,
		&deletion_proc, &resignation_proc, &expulsion_proc, &death_proc, &arrival_proc,
		&annulment_proc, &restoration_proc, NULL};
	static const struct org_part *const org_parts[] = {&dash_org_part, &reorg_org_part,
		&member_org_part, &village_org_part, &life_org_part, &account_org_part, NULL};
	static const struct dash_part *const dash_parts[] = {&work_dash_part, NULL};
	static const struct record_watch *const watches[] = {&village_watch, NULL};
	static const struct actor nobody;

	*cx = (struct ctx){.a = a,
		.db = s->db,
		.side = s->side,
		.clock = &s->clock,
		.ids = &s->ids,
		.f = f,
		.actor = &nobody,
		.via = "web",
		.uid = -1,
		.known = KNOWN_NOW,
		.secure = s->secure,
		.gate = s->gate,
		.wide = s->wide,
		.keys = s->keys,
		.followers = followers,
		.org_parts = org_parts,
		.dash_parts = dash_parts,
		.procs = procs,
		.watches = watches,
		.page_href = route_page_href,
		.path = "/",
		.query = ""};
	cx->say = (struct speech){LANG_VI, &s->cats, clock_today(&s->clock)};
	cx->day = cx->say.today;
	cx->page.limit = PAGE;
}

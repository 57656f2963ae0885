#include "demo/demo.h"

#include "base/die.h"
#include "base/embed.h"
#include "core/config.h"
#include "demo/demo_case.h"
#include "import/import.h"
#include "member/member_import_find.h"
#include "member/member_plan.h"
#include "village/village_plan.h"

enum { COUNTRY_FROM = 19900101, FILE_ARENA = 512 << 20 };

#define UNITS "test/data/units-before-2025.csv"

/* ---- files ---- */

/* What the file did wrong, for whoever changed the scenario. */
static enum err refused(struct import *im, enum err e)
{
	const struct import_problem *p = im->problems;

	if (e == ERR_REFUSED && p)
		return fault_detail(im->cx->f, e, "%s, row %ld, column %s, value %s: %s", im->file,
			p->row, p->column ? p->column : "", p->value ? p->value : "",
			msg_say(im->cx->a, LANG_EN, p->what, p->arg[0], p->arg[1], p->arg[2]));
	return e;
}

static enum err take(struct ctx *cx, const char *kind, const char *file, struct str bytes,
	const struct import_options *opt)
{
	const struct import_kind *k = import_kind_find(kind);
	struct import *im;

	must(k);
	TRY(import_open(cx, k, opt, file, bytes, &im));
	return refused(im, import_commit(im));
}

/* What an import leaves in memory goes with it. */
static enum err take_file(struct ctx *cx, const char *kind, const char *file, struct str bytes,
	const struct import_options *opt)
{
	struct ctx own = *cx;
	enum err e;

	own.a = arena_new(FILE_ARENA);
	e = take(&own, kind, file, bytes, opt);
	arena_free(own.a);
	return e;
}

static enum err fill_country(struct ctx *cx)
{
	const struct embedded *file = embed_find(UNITS);
	const struct import_options opt = {.from = COUNTRY_FROM};

	must(file);
	return take_file(cx, "units", "units-before-2025.csv", file->bytes, &opt);
}

static enum err take_rows(struct ctx *cx, const char *kind, const char *file,
	const struct field *fields, const struct list *rows, const struct import_options *opt)
{
	return take_file(cx, kind, file, demo_csv(cx->a, fields, rows), opt);
}

static enum err take_files(
	struct ctx *cx, const struct demo_life_in *in, const struct demo_life *life)
{
	const struct import_options plain = {.accept_warnings = 1};
	const struct import_options opening = {.opened_on = in->from, .accept_warnings = 1};
	const struct import_options history = {.history = 1, .accept_warnings = 1};
	const struct embedded *orgs = embed_find(arena_printf(cx->a, "%s/orgs.csv", in->folder));
	const struct embedded *targets =
		embed_find(arena_printf(cx->a, "%s/targets.csv", in->folder));

	must(orgs);
	TRY(take_file(cx, "orgs", "to-chuc.csv", orgs->bytes, &plain));
	TRY(take_rows(cx, "members", "dang-vien-khi-mo-so.csv", demo_member_fields, &life->opening,
		&opening));
	TRY(take_rows(
		cx, "members", "dang-vien-ve-sau.csv", demo_member_fields, &life->later, &history));
	TRY(take_rows(cx, "transfers", "chuyen-sinh-hoat.csv", demo_transfer_fields,
		&life->transfers, &plain));
	TRY(take_rows(cx, "leavings", "ra-khoi-danh-sach.csv", demo_leaving_fields, &life->leavings,
		&plain));
	TRY(take_rows(cx, "posts", "chuc-vu.csv", demo_post_fields, &life->posts, &plain));
	if (life->villages.n)
		TRY(take_rows(cx, "villages", "thon-ban.csv", demo_village_fields, &life->villages,
			&plain));
	return targets ? take_file(cx, "targets", "chi-tieu.csv", targets->bytes, &plain) : ERR_OK;
}

/* ---- one transaction ---- */

static enum err plan_fact(struct ctx *cx, struct member_plan *p, const struct demo_fact *f)
{
	const struct find_ask ask = {.member_no = f->member_no, .day = f->day};
	struct find_found found;

	TRY(member_meant(cx, &ask, &found));
	must(found.person);
	return member_plan_fact(p, &(struct member_fact){.person = found.person,
					   .kind = f->kind,
					   .day = f->day,
					   .until_day = f->until_day,
					   .place = f->place,
					   .number = f->number,
					   .years = f->years});
}

static enum err plan_change(struct ctx *cx, struct member_plan *p, const struct demo_change *c)
{
	const struct find_ask ask = {.member_no = c->member_no, .day = c->day};
	const struct field *f = field_find(person_attributes, c->field);
	const char *const fields[] = {c->field, NULL};
	struct person to = {0};
	struct find_found found;

	must(f);
	memcpy((char *)&to + f->offset, &c->value, sizeof(c->value));
	TRY(member_meant(cx, &ask, &found));
	must(found.person);
	return member_plan_change(p, found.person, c->day, &to, fields);
}

static enum err tell_rest(struct ctx *cx, const struct demo_life *life)
{
	const struct demo_change *c = life->changes.rows;
	const struct demo_fact *f = life->facts.rows;
	struct member_plan *p;

	TRY(member_plan_new(cx, &p));
	for (size_t i = 0; i < life->facts.n; i++)
		TRY(plan_fact(cx, p, &f[i]));
	for (size_t i = 0; i < life->changes.n; i++)
		TRY(plan_change(cx, p, &c[i]));
	TRY(member_plan_check(p));
	return member_plan_apply(p);
}

/* ---- villages ---- */

/* From a day on; and, where it ended, the day after its last. */
static enum err plan_village(
	struct ctx *cx, struct village_plan *p, const struct demo_village_fact *f)
{
	const struct find_ask ask = {.member_no = f->member_no, .day = f->from};
	struct village_fact fact = {.aspect = f->aspect,
		.holder = f->holder,
		.reason = f->reason,
		.number = f->number,
		.from_day = f->from};
	const struct village_fact *known;
	struct find_found found = {0};

	TRY(village_pick(cx, f->village_code, f->from, NULL, &fact.village));
	if (f->member_no)
		TRY(member_meant(cx, &ask, &found));
	must(!f->member_no || found.person);
	fact.person = found.person;
	TRY(village_plan_set(p, &fact));
	if (!f->to)
		return ERR_OK;
	TRY(village_plan_fact(p, fact.village, village_aspect_of(f->aspect), f->from, &known));
	return village_plan_end(p, fact.village, known->id, day_add(f->to, 1), 0);
}

static enum err tell_villages(struct ctx *cx, const struct demo_life *life)
{
	const struct demo_village_fact *f = life->village_facts.rows;
	struct village_plan *p = village_plan_new(cx);

	for (size_t i = 0; i < life->village_facts.n; i++)
		TRY(plan_village(cx, p, &f[i]));
	TRY(village_plan_check(p));
	return village_plan_apply(p);
}

/* ---- accounts ---- */

static bool is_held(const struct ctx *cx, const struct demo_post *p)
{
	return p->from <= cx->say.today && (!p->to || p->to >= cx->say.today);
}

/* Who holds the post of an organisation today, or whether a number holds any. */
static const struct demo_post *post_of(const struct ctx *cx, const struct demo_life *life,
	const char *org, const char *post, const char *member_no)
{
	const struct demo_post *p = life->posts.rows;

	for (size_t i = 0; i < life->posts.n; i++)
		if (is_held(cx, &p[i]) && (!org || text_eq(p[i].org_code, org)) &&
			(!post || text_eq(p[i].post, post)) &&
			(!member_no || text_eq(p[i].member_no, member_no)))
			return &p[i];
	return NULL;
}

static enum err is_member_of(
	struct ctx *cx, const char *member_no, const char *cell, int64_t *ret_person)
{
	const struct find_ask ask = {.member_no = member_no, .day = cx->say.today};
	struct find_found found;
	struct member_spell s;
	int64_t org;
	enum err e;

	*ret_person = 0;
	TRY(member_meant(cx, &ask, &found));
	TRY(tree_resolve(cx, cell, cx->say.today, NULL, &org));
	e = found.person ? member_spell_on(cx, found.person, cx->say.today, &s) : ERR_NOT_FOUND;
	if (!e && s.cell == org && s.counted)
		*ret_person = found.person;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* Somebody who was there from the first, and holds no post today. */
static enum err plain_member(
	struct ctx *cx, const struct demo_life *life, const char *cell, int64_t *ret)
{
	const struct demo_member *m = life->opening.rows;

	*ret = 0;
	for (size_t i = 0; !*ret && i < life->opening.n; i++)
		if (text_eq(m[i].cell_code, cell) && !post_of(cx, life, NULL, NULL, m[i].member_no))
			TRY(is_member_of(cx, m[i].member_no, cell, ret));
	return ERR_OK;
}

static enum err person_of(struct ctx *cx, const struct demo_life *life, struct account_new *in)
{
	const struct demo_post *p;

	if (!in->member)
		return ERR_OK;
	if (!*in->member)
		return plain_member(cx, life, in->over, &in->person);
	p = post_of(cx, life, in->over, in->member, NULL);
	must(p);
	return is_member_of(cx, p->member_no, in->over, &in->person);
}

static enum err add_accounts(
	struct ctx *cx, const struct demo_scenario *s, const struct demo_life *life)
{
	for (int i = 0; i < DEMO_ACCOUNTS; i++) {
		struct account_new in = s->accounts[i];
		int64_t id;
		in.password = DEMO_PASSWORD;
		TRY(person_of(cx, life, &in));
		must(!in.member || in.person);
		TRY(account_make(cx, &in, &id));
	}
	return ERR_OK;
}

/* A sample is looked at, not guarded. */
static enum err set_settings(struct ctx *cx)
{
	struct config *c;

	TRY(config_start(cx, &c));
	TRY(setting_put(cx, "second_factor", "off"));
	return config_end(cx, c);
}

static enum err write_rest(
	struct ctx *cx, const struct demo_scenario *s, const struct demo_life *life)
{
	cx->txn = 0;
	cx->import = 0;
	TRY(txn_start(cx, "demo", NULL));
	if (life->facts.n)
		TRY(tell_rest(cx, life));
	if (life->village_facts.n)
		TRY(tell_villages(cx, life));
	TRY(add_accounts(cx, s, life));
	return set_settings(cx);
}

static enum err add_rest(
	struct ctx *cx, const struct demo_scenario *s, const struct demo_life *life)
{
	enum err e;

	TRY(db_begin(cx->db, DB_WRITE));
	e = write_rest(cx, s, life);
	if (!e)
		e = db_commit(cx->db);
	if (e)
		db_rollback(cx->db);
	return e;
}

enum err demo_fill(struct ctx *cx, const struct demo_scenario *s)
{
	struct demo_life life = {0};

	if (!s->life.folder) {
		TRY(fill_country(cx));
	} else {
		TRY(demo_life_make(cx->a, &s->life, &life, cx->f));
		TRY(take_files(cx, &s->life, &life));
	}
	TRY(add_rest(cx, s, &life));
	return demo_cases_write(cx, &life.cases);
}

#include "demo/demo.h"

#include "base/die.h"
#include "base/embed.h"
#include "core/config.h"
#include "demo/demo_place.h"
#include "member/member_import_find.h"
#include "member/member_plan.h"

enum { COUNTRY_FROM = 19900101, NUMBERS = 100000 };

#define UNITS "test/data/units-before-2025.csv"
/* What stands above all localities. */
#define TOP "demo"
#define TOP_FILE                                                                                   \
	"code,name,kind,founded_on\n" TOP ",Đảng bộ tỉnh (dữ liệu mẫu),province,1990-01-01\n"

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
	must(life);
	if (!*in->member)
		return plain_member(cx, life, in->over, &in->person);
	p = post_of(cx, life, in->over, in->member, NULL);
	must(p);
	return is_member_of(cx, p->member_no, in->over, &in->person);
}

static enum err add_account(
	struct ctx *cx, const struct account_new *account, const struct demo_life *life)
{
	struct account_new in = *account;
	int64_t id;

	in.password = DEMO_PASSWORD;
	TRY(person_of(cx, life, &in));
	must(!in.member || in.person);
	return account_make(cx, &in, &id);
}

/* The office of each locality, where there are several. */
static enum err add_offices(struct ctx *cx)
{
	for (const struct demo_scenario *s = demo_scenarios; s->name; s++) {
		struct account_new in = s->accounts[0];
		if (!s->life.folder)
			continue;
		in.login = arena_printf(cx->a, "%s-%s", in.login, s->life.root);
		TRY(add_account(cx, &in, NULL));
	}
	return ERR_OK;
}

enum err demo_unguarded(struct ctx *cx)
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
	for (int i = 0; i < DEMO_ACCOUNTS; i++)
		TRY(add_account(cx, &s->accounts[i], life));
	if (s->all)
		TRY(add_offices(cx));
	return demo_unguarded(cx);
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

/* ---- what there is ---- */

static enum err fill_country(struct ctx *cx)
{
	const struct embedded *file = embed_find(UNITS);
	const struct import_options opt = {.from = COUNTRY_FROM};

	must(file);
	return demo_file_take(cx, "units", "units-before-2025.csv", file->bytes, &opt);
}

/* All localities below one committee; no two people have the same number. */
static enum err fill_all(struct ctx *cx, const struct demo_scenario *all, struct demo_life *ret)
{
	struct demo_life life;
	int n = 0;

	TRY(demo_file_take(
		cx, "orgs", "to-chuc.csv", str_of(TOP_FILE), &(struct import_options){0}));
	for (const struct demo_scenario *s = demo_scenarios; s->name; s++) {
		struct demo_life_in in = s->life;
		if (!in.folder)
			continue;
		in.number = ++n * NUMBERS;
		TRY(demo_place_write(cx, &in, TOP, &life));
		if (text_eq(in.root, all->life.root))
			*ret = life;
	}
	return ERR_OK;
}

static enum err fill(struct ctx *cx, const struct demo_scenario *s, struct demo_life *ret)
{
	if (s->all)
		return fill_all(cx, s, ret);
	if (s->life.folder)
		return demo_place_write(cx, &s->life, NULL, ret);
	return fill_country(cx);
}

enum err demo_fill(struct ctx *cx, const struct demo_scenario *s)
{
	struct demo_life life = {0};

	TRY(fill(cx, s, &life));
	return add_rest(cx, s, &life);
}

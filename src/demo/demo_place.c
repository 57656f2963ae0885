#include "demo/demo_place.h"

#include "base/die.h"
#include "base/embed.h"
#include "demo/demo_case.h"
#include "member/member_import_find.h"
#include "member/member_plan.h"
#include "village/village_plan.h"

enum { FILE_ARENA = 512 << 20 };

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
enum err demo_file_take(struct ctx *cx, const char *kind, const char *file, struct str bytes,
	const struct import_options *opt)
{
	struct ctx own = *cx;
	enum err e;

	own.a = arena_new(FILE_ARENA);
	e = take(&own, kind, file, bytes, opt);
	arena_free(own.a);
	return e;
}

static enum err take_rows(struct ctx *cx, const char *kind, const char *file,
	const struct field *fields, const struct list *rows, const struct import_options *opt)
{
	return demo_file_take(cx, kind, file, demo_csv(cx->a, fields, rows), opt);
}

/*
 * The tree as the file has it; its root, the first line below the header, is given a parent if it
 * is to be below another one.
 */
static struct str orgs_under(struct arena *a, struct str file, const char *under)
{
	enum { PARENT = 4 };
	struct str rest = file, head = str_cut(&rest, '\n');
	const char *at = rest.p;

	if (!under)
		return file;
	for (int n = 0; n < PARENT; at++)
		n += *at == ',';
	return str_of(arena_printf(a, "%.*s\n%.*s%s%.*s", (int)head.n, head.p, (int)(at - rest.p),
		rest.p, under, (int)(rest.p + rest.n - at), at));
}

static enum err take_files(struct ctx *cx, const struct demo_life_in *in, const char *under,
	const struct demo_life *life)
{
	const struct import_options plain = {.accept_warnings = 1};
	const struct import_options opening = {.opened_on = in->from, .accept_warnings = 1};
	const struct import_options history = {.history = 1, .accept_warnings = 1};
	const struct embedded *orgs = embed_find(arena_printf(cx->a, "%s/orgs.csv", in->folder));
	const struct embedded *targets =
		embed_find(arena_printf(cx->a, "%s/targets.csv", in->folder));

	must(orgs);
	TRY(demo_file_take(
		cx, "orgs", "to-chuc.csv", orgs_under(cx->a, orgs->bytes, under), &plain));
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
	return targets ? demo_file_take(cx, "targets", "chi-tieu.csv", targets->bytes, &plain)
		       : ERR_OK;
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

/* ---- all of it ---- */

static enum err write_rest(struct ctx *cx, const struct demo_life *life)
{
	cx->txn = 0;
	cx->import = 0;
	TRY(txn_start(cx, "demo", NULL));
	if (life->facts.n)
		TRY(tell_rest(cx, life));
	return life->village_facts.n ? tell_villages(cx, life) : ERR_OK;
}

static enum err add_rest(struct ctx *cx, const struct demo_life *life)
{
	enum err e;

	TRY(db_begin(cx->db, DB_WRITE));
	e = write_rest(cx, life);
	if (!e)
		e = db_commit(cx->db);
	if (e)
		db_rollback(cx->db);
	return e;
}

enum err demo_place_write(struct ctx *cx, const struct demo_life_in *in, const char *under,
	struct demo_life *ret_life)
{
	TRY(demo_life_make(cx->a, in, ret_life, cx->f));
	TRY(take_files(cx, in, under, ret_life));
	TRY(add_rest(cx, ret_life));
	return demo_cases_write(cx, &ret_life->cases);
}

/*
 * Villages at random: communes and cells that move, merge and end, villages that do too, heads,
 * secretaries, members who live here and there, corrections. After each act every indicator is
 * computed a second time, from the records alone and in another way, for random days and
 * organisations; its value, its rows and its list agree, now and as known before.
 */
#include "figure/figure_village_test.h"
#include "core/tree_follow.h"
#include "core/tree_plan.h"
#include "core/watch.h"
#include "figure/figure.h"
#include "org/org_record.h"
#include "village/village_follow.h"
#include "village/village_plan.h"
#include "village/village_verify.h"

#include <stdlib.h>

static unsigned roll(struct world *w, unsigned n)
{
	w->dice = w->dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(w->dice >> 33) % n;
}

static day_t any_day(struct world *w)
{
	return day_add(20150101, (int)roll(w, 2900));
}

/* ---- acts ---- */

static bool begin(struct world *w)
{
	site_clean(w->s);
	ok(db_begin(w->s->db, DB_WRITE));
	return true;
}

static void end(struct world *w, enum err e)
{
	if (!e)
		ok(db_commit(w->s->db));
	db_rollback(w->s->db);
	assert_true(!e || e == ERR_REFUSED || e == ERR_CONFLICT || e == ERR_NOT_FOUND ||
		    e == ERR_BAD_INPUT);
}

static enum err carry_out(struct world *w, struct village_plan *p, enum err e)
{
	struct ctx *cx = &w->s->cx;

	if (!e)
		e = village_plan_check(p);
	if (!e)
		e = txn_start(cx, "test", NULL);
	return e ? e : village_plan_apply(p);
}

static const char *code_of(struct world *w, unsigned i)
{
	return arena_printf(w->s->a, "v%u", i);
}

static void act_found(struct world *w)
{
	struct village_plan *p;
	struct village_fact f;
	enum err e;

	if (w->village_count == VILLAGES)
		return;
	begin(w);
	p = village_plan_new(&w->s->cx);
	f = (struct village_fact){.village = village_plan_found(p),
		.aspect = "place",
		.code = code_of(w, roll(w, VILLAGES)),
		.name = arena_printf(w->s->a, "Bản %zu", w->village_count),
		.kind = roll(w, 2) ? "ban" : "thon",
		.org = w->communes[roll(w, COMMUNES)],
		.from_day = roll(w, 3) ? 20140101 : any_day(w),
		.to_day = DAY_MAX};
	e = village_plan_add(p, &f);
	e = carry_out(w, p, e);
	end(w, e);
	if (!e)
		w->villages[w->village_count++] = f.village;
}

/* Leaders, who are official members from long ago, more often than others. */
static int64_t somebody(struct world *w)
{
	return w->people[roll(w, 3) ? roll(w, LEADERS) : roll(w, PEOPLE)];
}

static struct village_fact random_fact(struct world *w)
{
	enum village_aspect a = roll(w, VILLAGE_ASPECTS);
	struct village_fact f = {.aspect = village_aspect_code(a), .from_day = any_day(w)};

	if (a == VILLAGE_PLACE) {
		f.code = code_of(w, roll(w, VILLAGES));
		f.name = arena_printf(w->s->a, "Bản mới %u", roll(w, 100));
		f.kind = roll(w, 2) ? "ban" : "tieu_khu";
		f.org = w->communes[roll(w, COMMUNES)];
	} else if (a == VILLAGE_CELL) {
		f.org = w->cells[roll(w, CELLS)];
		f.joint = (int)roll(w, 2);
	} else if (a == VILLAGE_HEAD || a == VILLAGE_CHARGE) {
		f.holder = "Ai đó";
		f.person = roll(w, 4) ? somebody(w) : 0;
	} else if (a == VILLAGE_UNSTABLE) {
		f.reason = "few";
	} else {
		f.households = roll(w, 100);
	}
	return f;
}

static void act_set(struct world *w)
{
	struct village_fact f = random_fact(w);
	struct village_plan *p;
	enum err e;

	if (!w->village_count)
		return;
	begin(w);
	p = village_plan_new(&w->s->cx);
	f.village = w->villages[roll(w, (unsigned)w->village_count)];
	e = village_plan_set(p, &f);
	end(w, carry_out(w, p, e));
}

/* Ends, removes, or moves the end of something recorded; a village may become part of another. */
static void act_mend(struct world *w)
{
	const struct village_fact *f;
	struct village_plan *p;
	struct list facts;
	int64_t village, other;
	enum err e;

	if (!w->village_count)
		return;
	begin(w);
	village = w->villages[roll(w, (unsigned)w->village_count)];
	other = w->villages[roll(w, (unsigned)w->village_count)];
	ok(village_facts(&w->s->cx, village, false, &facts));
	p = village_plan_new(&w->s->cx);
	if (!facts.n) {
		end(w, ERR_NOT_FOUND);
		return;
	}
	f = (const struct village_fact *)facts.rows + roll(w, (unsigned)facts.n);
	if (text_eq(f->aspect, "place") && roll(w, 3))
		e = ERR_NOT_FOUND;
	else if (text_eq(f->aspect, "place"))
		e = village_plan_end(p, village, f->id, any_day(w), roll(w, 2) ? other : 0);
	else
		e = roll(w, 2) ? village_plan_void(p, village, f->id)
			       : village_plan_end(p, village, f->id, any_day(w), 0);
	end(w, carry_out(w, p, e));
}

static void act_tree(struct world *w)
{
	struct org_act act = {.day = any_day(w), .act = "move"};

	if (roll(w, 3)) {
		act.org = w->communes[roll(w, COMMUNES)];
		act.parent = w->districts[roll(w, 2)];
	} else {
		act.act = "merge";
		act.org = roll(w, 2) ? w->communes[roll(w, COMMUNES)] : w->cells[roll(w, CELLS)];
		act.other = roll(w, 2) ? w->communes[roll(w, COMMUNES)] : w->cells[roll(w, CELLS)];
	}
	site_clean(w->s);
	(void)!site_act(w->s, &act);
}

static void act_person(struct world *w)
{
	static const char *const kinds[] = {"struck_off", "recognised", "transfer", "admitted"};
	struct member_fact f = {
		.person = w->people[roll(w, 2) ? roll(w, LEADERS) : roll(w, PEOPLE)],
		.kind = kinds[roll(w, 4)],
		.day = any_day(w),
		.cell = w->cells[roll(w, CELLS)],
		.other = w->cells[roll(w, CELLS)]};
	struct person to = {.village_code = roll(w, 5) ? code_of(w, roll(w, VILLAGES)) : NULL};
	const char *const fields[] = {"village_code", NULL};
	struct ctx *cx = &w->s->cx;
	struct member_plan *p;
	enum err e;

	begin(w);
	ok(member_plan_new(cx, &p));
	if (roll(w, 3))
		e = roll(w, 2) ? member_plan_change(p, f.person, f.day, &to, fields)
			       : member_plan_correct(p, f.person, f.day, &to, fields);
	else
		e = member_plan_fact(p, &f);
	if (!e)
		e = member_plan_check(p);
	if (!e)
		e = txn_start(cx, "test", NULL);
	if (!e)
		e = member_plan_apply(p);
	end(w, e);
}

static void act_post(struct world *w)
{
	int64_t cell = w->cells[roll(w, CELLS)];
	unsigned no = roll(w, LEADERS);
	struct org_record r = {.post = "secretary",
		.holder = "Bí thư",
		.member_no = arena_printf(w->s->a, "%u", no),
		.from_day = any_day(w)};
	struct doc d;

	if (roll(w, 2))
		r.to_day = day_add(r.from_day, (int)roll(w, 900));
	if (site_run(w->s, &org_post_new, &r, cell, NULL, &d))
		return;
	assert_true(w->post_count < POSTS);
	w->posts[w->post_count].cell = cell;
	w->posts[w->post_count].no = no;
	w->posts[w->post_count].from = r.from_day;
	w->posts[w->post_count++].to = r.to_day ? day_add(r.to_day, 1) : DAY_MAX;
}

static void act(struct world *w)
{
	switch (roll(w, 8)) {
	case 0:
		act_found(w);
		return;
	case 1:
		act_mend(w);
		return;
	case 2:
		act_tree(w);
		return;
	case 3:
	case 4:
		act_person(w);
		return;
	case 5:
		act_post(w);
		return;
	default:
		act_set(w);
		return;
	}
}

/* ---- comparing ---- */

static int64_t summed(struct world *w, const struct figure_ask *ask, enum figure_by by)
{
	const struct figure_row *r;
	struct list rows;
	int64_t n = 0;

	ok(figure_rows(&w->s->cx, ask, &(struct figure_cut){by, BY_NOTHING}, &rows));
	r = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		n += r[i].value;
	return n;
}

static void compare(struct world *w, enum village_mark m, int64_t org, day_t day)
{
	struct ctx *cx = &w->s->cx;
	struct figure_ask ask = {.figure = figure_find(village_mark_code(m)),
		.org = org,
		.from = m == MARK_HEAD_ADMITTED ? day_add(day, -700) : day,
		.to = day,
		.day = day};
	int64_t value, plain;
	struct doc_part *p;
	struct doc d;

	site_clean(w->s);
	doc_init(&d, cx->a, LANG_VI);
	ok(db_begin(w->s->db, DB_READ));
	ok(figure_value(cx, &ask, &value));
	assert_int_equal(value,
		m < MARK_STATES ? second(w, m, org, day) : second_admitted(w, org, ask.from, day));
	cx->known = KNOWN_NOW - 1; /* the same, from the states */
	ok(figure_value(cx, &ask, &plain));
	assert_int_equal(value, plain);
	assert_int_equal(value, summed(w, &ask, BY_KIND));
	cx->known = KNOWN_NOW;
	assert_int_equal(value, summed(w, &ask, BY_KIND));
	assert_int_equal(value, summed(w, &ask, BY_ORG));
	ok(ask.figure->source->records(cx, &ask, &d, &p));
	assert_int_equal(value, p->rows.n);
	db_rollback(w->s->db);
}

static void look(struct world *w)
{
	int64_t orgs[] = {0, w->root, w->districts[0], w->districts[1],
		w->communes[roll(w, COMMUNES)], w->communes[roll(w, COMMUNES)]};

	for (int i = 0; i < LOOKS; i++)
		compare(w, roll(w, MARKS), orgs[roll(w, 6)], any_day(w));
}

static void told(void *p, const char *text)
{
	(void)p;
	print_message("# %s\n", text);
	assert_true(false);
}

/* ---- the world ---- */

static int64_t new_person(struct world *w, unsigned i)
{
	struct person p = {.full_name = arena_printf(w->s->a, "Lò Văn %u", i),
		.member_no = arena_printf(w->s->a, "%u", i),
		.village_code = roll(w, 4) ? code_of(w, roll(w, VILLAGES)) : NULL};
	struct ctx *cx = &w->s->cx;
	struct member_plan *plan;
	int64_t id;

	begin(w);
	ok(member_plan_new(cx, &plan));
	id = member_plan_person(plan, &p);
	ok(member_plan_fact(plan, &(struct member_fact){.person = id,
					  .kind = "admitted",
					  .cell = w->cells[roll(w, CELLS)],
					  .day = i < LEADERS && i % 2 ? 20120101 : any_day(w)}));
	if (i < LEADERS && i % 2)
		ok(member_plan_fact(
			plan, &(struct member_fact){
				      .person = id, .kind = "recognised", .day = 20130101}));
	ok(member_plan_check(plan));
	ok(txn_start(cx, "test", NULL));
	ok(member_plan_apply(plan));
	end(w, ERR_OK);
	return id;
}

static void plant(struct world *w, struct site_test *s, uint64_t seed)
{
	static const struct tree_follower *const followers[] = {
		&village_follower, &member_follower, NULL};
	static const struct record_watch *const watches[] = {&village_watch, NULL};

	*w = (struct world){.s = s, .dice = seed};
	s->cx.followers = followers;
	s->cx.watches = watches;
	w->root = site_found(s, 0, "root", "province", 20100101);
	for (int i = 0; i < 2; i++)
		w->districts[i] =
			site_found(s, w->root, arena_printf(s->a, "h%d", i), "district", 20100101);
	for (int i = 0; i < COMMUNES; i++)
		w->communes[i] = site_found(
			s, w->districts[i % 2], arena_printf(s->a, "x%d", i), "commune", 20100101);
	for (int i = 0; i < CELLS; i++)
		w->cells[i] = site_found(s, w->communes[i % COMMUNES], arena_printf(s->a, "c%d", i),
			"cell", 20100101);
	for (unsigned i = 0; i < PEOPLE; i++)
		w->people[i] = new_person(w, i);
	for (unsigned i = 0; i < VILLAGES - 3; i++)
		act_found(w);
	for (unsigned i = 0; i < CELLS; i++)
		act_post(w);
}

static void agree(void **state)
{
	struct site_test *s = site_of(state);
	const char *seed = getenv("GUONG_TEST_SEED");
	struct world w;

	plant(&w, s, seed ? strtoull(seed, NULL, 10) : 7);
	for (int i = 0; i < ROUNDS * ACTS; i++) {
		struct arena_mark m = arena_mark(s->a);
		act(&w);
		if (i % 6 == 0)
			look(&w);
		site_clean(s);
		arena_rewind(s->a, m);
	}
	ok(db_begin(s->db, DB_READ));
	site_clean(s);
	ok(village_verify(&s->cx, told, NULL));
	db_rollback(s->db);
}

/* What was answered at an instant is answered again for that instant, whatever came since. */
static void known_then(void **state)
{
	struct site_test *s = site_of(state);
	struct figure_ask ask = {.figure = figure_find("village.no_cell"), .day = 20190601};
	int64_t was[MARK_STATES], now, then;
	struct world w;

	plant(&w, s, 11);
	for (int i = 0; i < ACTS; i++)
		act(&w);
	ok(db_begin(s->db, DB_READ));
	for (enum village_mark m = 0; m < MARK_STATES; m++) {
		ask.figure = figure_find(village_mark_code(m));
		ok(figure_value(&s->cx, &ask, &was[m]));
	}
	ok(db_number(s->db, &then, 0, Q_TXN_LAST_MS));
	db_rollback(s->db);
	for (int i = 0; i < ACTS; i++)
		act(&w);
	ok(db_begin(s->db, DB_READ));
	s->cx.known = then;
	for (enum village_mark m = 0; m < MARK_STATES; m++) {
		ask.figure = figure_find(village_mark_code(m));
		ok(figure_value(&s->cx, &ask, &now));
		assert_int_equal(now, was[m]);
	}
	db_rollback(s->db);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {on_site(agree), on_site(known_then)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("figures of villages", tests, NULL, NULL);
}

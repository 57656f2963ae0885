/*
 * tree_random_test.c: random acts, days and corrections, right and wrong ones, against a second
 * computation that knows nothing of spells: it replays the acts of an organisation up to a day.
 * Both must agree on what is refused, on every organisation on every day on which anything
 * happens, on who is above it, and later on what was known at an earlier instant.
 */
#include "core/reach.h"
#include "core/tree_life.h"
#include "tree_test.h"

enum { ROUNDS = 500, ORGS = 48, ACTS = 1200, TOGETHER = 3, SNAPSHOTS = 8 };

static const day_t days[] = {20100101, 20120601, 20150101, 20150102, 20180331, 20210101, 20241231,
	20250630, 20250701, 20250702, 20260301, 20270101, 20300101};
enum { DAYS = sizeof(days) / sizeof(*days) };

static const char *const codes[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "k", "l", "m", "n",
	"o", "p", "q", "r", "s", "t", "u", "v", "x", "y", "aa", "bb", "cc", "dd", "ee", "ff", "gg",
	"hh", "ii", "kk", "ll", "mm", "nn"};
static const char *const kinds[] = {"province", "district", "commune", "grassroots_committee",
	"grassroots_cell", "departmental", "cell", "group"};
static const char *const order[] = {
	"found", "open", "code", "kind", "rename", "move", "split", "merge", "dissolve"};
enum { RANKS = sizeof(order) / sizeof(*order) };

struct state {
	bool alive;
	int64_t parent;
	const char *kind, *code, *name;
};

struct model_act {
	struct org_act act;
	bool live;
};

/* What was entered, in the order of entry; a correction stands in the place of what it corrects. */
struct model {
	struct model_act acts[ACTS];
	int n;
	int64_t orgs[ORGS];
	int orgs_n;
	struct state states[ORGS][DAYS];
};

struct snapshot {
	int64_t known;
	struct model model;
};

struct game {
	struct tree_test *t;
	uint64_t seed;
	struct model now, next;
	struct snapshot shots[SNAPSHOTS];
	int accepted, refused, serial;
	struct tree_rules rules;
};

static unsigned pick_below(struct game *g, unsigned n)
{
	g->seed ^= g->seed << 13;
	g->seed ^= g->seed >> 7;
	g->seed ^= g->seed << 17;
	return (unsigned)(g->seed >> 33) % n;
}

/* ---- the second computation ---- */

static int rank(const char *act)
{
	int i = 0;

	while (!text_eq(order[i], act))
		i++;
	return i;
}

static void play(struct state *s, const struct org_act *a)
{
	if (text_eq(a->act, "found"))
		*s = (struct state){true, a->parent, a->kind, a->code, a->name};
	else if (text_eq(a->act, "rename"))
		s->name = a->name;
	else if (text_eq(a->act, "code"))
		s->code = a->code;
	else if (text_eq(a->act, "kind"))
		s->kind = a->kind;
	else if (text_eq(a->act, "move"))
		s->parent = a->parent;
	else if (text_eq(a->act, "merge") || text_eq(a->act, "dissolve"))
		s->alive = false;
}

/* Day by day, in the order of the office within a day, and as entered within that. */
static void replay(struct model *m, int org)
{
	struct state s = {0};

	for (int d = 0; d < DAYS; d++) {
		for (int r = 0; r < RANKS; r++)
			for (int i = 0; i < m->n; i++) {
				const struct org_act *a = &m->acts[i].act;
				if (m->acts[i].live && a->org == m->orgs[org] &&
					a->day == days[d] && rank(a->act) == r)
					play(&s, a);
			}
		m->states[org][d] = s;
	}
}

static struct state state_on(const struct model *m, int64_t org, day_t day)
{
	struct state s = {0};

	for (int i = 0; i < m->orgs_n; i++)
		for (int d = 0; m->orgs[i] == org && d < DAYS && days[d] <= day; d++)
			s = m->states[i][d];
	return s;
}

/* One beginning, before everything; nothing after the end. */
static bool order_right(const struct model *m, int64_t org)
{
	const struct org_act *found = NULL, *end = NULL;
	int acts = 0;

	for (int i = 0; i < m->n; i++) {
		const struct org_act *a = &m->acts[i].act;
		if (!m->acts[i].live || a->org != org)
			continue;
		acts++;
		if (text_eq(a->act, "found")) {
			if (found)
				return false;
			found = a;
		}
		if (rank(a->act) >= rank("merge")) {
			if (end)
				return false;
			end = a;
		}
	}
	if (!found)
		return !acts;
	for (int i = 0; i < m->n; i++) {
		const struct org_act *a = &m->acts[i].act;
		if (m->acts[i].live && a->org == org &&
			(a->day < found->day || (end && a->day > end->day)))
			return false;
	}
	return true;
}

static bool above_himself(const struct model *m, int64_t org, day_t day)
{
	int64_t at = state_on(m, org, day).parent;

	for (int i = 0; at && i <= ORGS; i++) {
		if (at == org)
			return true;
		at = state_on(m, at, day).parent;
	}
	return at != 0;
}

static bool day_right(const struct model *m, int64_t org, day_t day)
{
	struct state s = state_on(m, org, day);

	if (!s.alive)
		return true;
	if (s.parent && !state_on(m, s.parent, day).alive)
		return false;
	if (above_himself(m, org, day))
		return false;
	for (int i = 0; i < m->orgs_n; i++) {
		struct state other = state_on(m, m->orgs[i], day);
		if (m->orgs[i] != org && other.alive && text_eq(other.code, s.code))
			return false;
	}
	return true;
}

static bool state_eq(const struct state *a, const struct state *b)
{
	return a->alive == b->alive &&
	       (!a->alive || (a->parent == b->parent && text_eq(a->kind, b->kind) &&
				     text_eq(a->code, b->code) && text_eq(a->name, b->name)));
}

/* The last day index of the time around days[d] in which nothing changes. */
static int last_same(const struct model *m, int64_t org, int d)
{
	struct state s = state_on(m, org, days[d]);

	while (d + 1 < DAYS) {
		struct state next = state_on(m, org, days[d + 1]);
		if (!state_eq(&s, &next))
			break;
		d++;
	}
	return d;
}

/* Does a time begin on days[d] that was not there, just so, before? */
static bool begins_anew(const struct game *g, int64_t org, int d)
{
	const struct model *m = &g->next, *was = &g->now;
	struct state s = state_on(m, org, days[d]), old = state_on(was, org, days[d]), before;

	if (!s.alive)
		return false;
	if (d) {
		before = state_on(m, org, days[d - 1]);
		if (state_eq(&before, &s))
			return false;
	}
	if (!state_eq(&s, &old) || last_same(m, org, d) != last_same(was, org, d))
		return true;
	if (!d)
		return false;
	before = state_on(was, org, days[d - 1]);
	return state_eq(&before, &old);
}

/* Kinds are looked at where something begins. */
static bool kinds_right(const struct game *g, int64_t org)
{
	for (int d = 0; d < DAYS; d++) {
		struct state s = state_on(&g->next, org, days[d]), above;
		if (!begins_anew(g, org, d))
			continue;
		above = s.parent ? state_on(&g->next, s.parent, days[d])
				 : (struct state){.kind = ""};
		if (!tree_kind_rule(&g->rules, s.kind, days[d]) ||
			!tree_child_allowed(
				&g->rules, above.kind ? above.kind : "", s.kind, days[d]))
			return false;
	}
	return true;
}

static bool all_right(const struct game *g)
{
	const struct model *m = &g->next;

	for (int i = 0; i < m->orgs_n; i++) {
		if (!order_right(m, m->orgs[i]))
			return false;
		for (int d = 0; d < DAYS; d++)
			if (!day_right(m, m->orgs[i], days[d]))
				return false;
		if (!kinds_right(g, m->orgs[i]))
			return false;
	}
	/* a successor that was named now must be there on the day */
	for (int i = 0; i < m->n; i++) {
		const struct org_act *a = &m->acts[i].act;
		bool added = i >= g->now.n || !text_eq(a->reason, g->now.acts[i].act.reason);
		if (m->acts[i].live && added && a->other &&
			(a->other == a->org || !state_on(m, a->other, a->day).alive))
			return false;
	}
	return true;
}

/* ---- random acts ---- */

static int64_t any_org(struct game *g)
{
	return g->next.orgs_n ? g->next.orgs[pick_below(g, (unsigned)g->next.orgs_n)] : 0;
}

/* An organisation that may stand above that kind on the day, if a few tries find one. */
static int64_t likely_parent(struct game *g, const char *kind, day_t day)
{
	int64_t org = 0;

	for (int i = 0; i < 40 && !text_eq(kind, "province"); i++) {
		struct state s;
		org = any_org(g);
		s = state_on(&g->now, org, day);
		if (s.alive && tree_child_allowed(&g->rules, s.kind, kind, day))
			return org;
	}
	return org;
}

/* Mostly a day on which the organisation is there, so that not everything is refused. */
static day_t likely_day(struct game *g, int64_t org)
{
	day_t day = days[pick_below(g, DAYS)];

	for (int i = 0; i < 8 && !state_on(&g->now, org, day).alive; i++)
		day = days[pick_below(g, DAYS)];
	return day;
}

static void random_founding(struct game *g, struct tree_plan *p, struct org_act *a)
{
	a->day = days[pick_below(g, pick_below(g, 3) ? 4 : DAYS)];
	a->kind = kinds[pick_below(g, sizeof(kinds) / sizeof(*kinds))];
	a->parent = likely_parent(g, a->kind, a->day);
	if (a->org && !pick_below(g, 12))
		return;
	a->org = tree_plan_org(p);
	g->next.orgs[g->next.orgs_n++] = a->org;
}

static struct org_act random_act(struct game *g, struct tree_plan *p)
{
	static const char *const what[] = {"found", "found", "found", "found", "rename", "rename",
		"code", "kind", "move", "move", "move", "merge", "dissolve", "open"};
	struct org_act a = {.act = what[pick_below(g, sizeof(what) / sizeof(*what))],
		.reason = arena_printf(g->t->w.a, "r%d", ++g->serial)};

	if (!g->next.orgs_n || (text_eq(a.act, "found") && g->next.orgs_n == ORGS))
		a.act = g->next.orgs_n ? "rename" : "found";
	a.org = any_org(g);
	a.day = likely_day(g, a.org);
	if (text_eq(a.act, "found"))
		random_founding(g, p, &a);
	if (text_eq(a.act, "found") || text_eq(a.act, "rename"))
		a.name = arena_printf(g->t->w.a, "Tên %u", pick_below(g, 5));
	if (text_eq(a.act, "found") || text_eq(a.act, "code"))
		a.code = codes[pick_below(g, sizeof(codes) / sizeof(*codes))];
	if (text_eq(a.act, "kind"))
		a.kind = kinds[pick_below(g, sizeof(kinds) / sizeof(*kinds))];
	if (text_eq(a.act, "move"))
		a.parent = likely_parent(g, state_on(&g->now, a.org, a.day).kind, a.day);
	if (text_eq(a.act, "merge"))
		a.other = any_org(g);
	return a;
}

static const struct org_act *stored(struct list acts, const char *reason)
{
	const struct org_act *a = acts.rows;

	for (size_t i = 0; i < acts.n; i++)
		if (text_eq(a[i].reason, reason))
			return &a[i];
	return NULL;
}

/* Takes back an act of before; half of the time another one stands for it. */
static void random_correction(struct game *g)
{
	int i = (int)pick_below(g, (unsigned)g->now.n);
	struct model_act *old = &g->next.acts[i];
	const struct org_act *there;
	struct org_act new;
	struct list acts;

	if (!old->live || !text_eq(old->act.reason, g->now.acts[i].act.reason))
		return;
	ok(tree_acts(&g->t->cx, old->act.org, &acts));
	there = stored(acts, old->act.reason);
	assert_non_null(there);
	ok(tree_plan_void(g->t->p, there));
	old->live = false;
	if (pick_below(g, 2))
		return;
	new = old->act;
	new.day = pick_below(g, 2) ? new.day : days[pick_below(g, DAYS)];
	new.seq = new.day == old->act.day ? there->seq : 0;
	new.reason = arena_printf(g->t->w.a, "r%d", ++g->serial);
	if (new.name)
		new.name = arena_printf(g->t->w.a, "Tên sửa %u", pick_below(g, 5));
	if (text_eq(new.act, "move") || (text_eq(new.act, "found") && new.parent))
		new.parent = any_org(g);
	plan_add(g->t, &new);
	if (new.day == old->act.day) {
		*old = (struct model_act){new, true};
		return;
	}
	g->next.acts[g->next.n++] = (struct model_act){new, true};
}

static void random_step(struct game *g)
{
	if (g->now.n && pick_below(g, 4) == 0) {
		random_correction(g);
	} else {
		struct org_act a = random_act(g, g->t->p);
		plan_add(g->t, &a);
		g->next.acts[g->next.n++] = (struct model_act){a, true};
	}
}

/* ---- agreement ---- */

static const struct org_spell *spell_in(struct list spells, day_t day)
{
	const struct org_spell *s = spells.rows, *found = NULL;

	for (size_t i = 0; i < spells.n; i++)
		if (s[i].from_day <= day && day < s[i].to_day) {
			assert_null(found);
			found = &s[i];
		}
	return found;
}

static void agree_on(const struct model *m, int64_t org, struct list spells, day_t day)
{
	const struct org_spell *s = spell_in(spells, day);
	struct state want = state_on(m, org, day);

	assert_int_equal(s != NULL, want.alive);
	if (!s)
		return;
	assert_true(s->parent == want.parent);
	assert_string_equal(s->kind, want.kind);
	assert_string_equal(s->code, want.code);
	assert_string_equal(s->name, want.name);
}

static void agree(struct game *g, const struct model *m, int64_t known)
{
	for (int i = 0; i < m->orgs_n; i++) {
		struct list spells = spells_of(g->t, m->orgs[i], known);
		for (int d = 0; d < DAYS; d++) {
			agree_on(m, m->orgs[i], spells, days[d]);
			agree_on(m, m->orgs[i], spells, day_add(days[d], -1));
			agree_on(m, m->orgs[i], spells, day_add(days[d], 1));
		}
	}
}

static void agree_on_paths(struct game *g)
{
	int64_t org = any_org(g);
	day_t day = days[pick_below(g, DAYS)];
	struct state s = state_on(&g->now, org, day);
	const char *want = s.alive ? s.code : "";

	for (int64_t at = s.alive ? s.parent : 0; at;) {
		s = state_on(&g->now, at, day);
		want = arena_printf(g->t->w.ra, "%s/%s", s.code ? s.code : "", want);
		at = s.parent;
	}
	assert_string_equal(path_on(g->t, org, day, KNOWN_NOW), want);
}

/* Whom org_reach has above an organisation on a day is who is met on the way up. */
static void agree_on_reach_of(
	struct game *g, const struct model *m, int64_t org, day_t day, int64_t known)
{
	struct tree_test *t = g->t;

	read_begin(t);
	for (int i = 0; i < m->orgs_n; i++) {
		struct state s = state_on(m, org, day);
		int64_t at = s.alive ? org : 0, n;
		while (at && at != m->orgs[i])
			at = state_on(m, at, day).parent;
		ok(db_number(t->cx.db, &n, 0, Q_REACH_IS_BELOW, m->orgs[i], org, day, known));
		assert_int_equal(n, at != 0);
	}
	read_end(t);
}

/* The same on a few days and the days beside them; and all rows, derived anew. The game goes on
 * as if nobody had looked. */
static void agree_on_reach(struct game *g, const struct model *m, int64_t known, int times)
{
	struct tree_test *t = g->t;
	uint64_t seed = g->seed;
	struct reach *r;
	bool right;

	for (int i = 0; i < times && m->orgs_n; i++)
		agree_on_reach_of(g, m, m->orgs[pick_below(g, (unsigned)m->orgs_n)],
			day_add(days[pick_below(g, DAYS)], (int)pick_below(g, 3) - 1), known);
	g->seed = seed;
	if (known != KNOWN_NOW)
		return;
	read_begin(t);
	r = reach_doubt(&t->cx);
	for (int i = 0; i < m->orgs_n; i++) {
		ok(reach_is_right(r, m->orgs[i], &right));
		assert_true(right);
	}
	read_end(t);
}

/* Taken all at once, lives are as when they are asked for one by one. How many were opened. */
static int agree_on_lives(struct game *g, const struct model *m)
{
	struct lives *all, *each;
	const struct org_life *a, *b;
	int opened = 0;

	read_begin(g->t);
	all = lives_new(&g->t->cx, NULL);
	each = lives_new(&g->t->cx, NULL);
	ok(lives_take_all(all));
	for (int i = 0; i < m->orgs_n; i++) {
		ok(lives_get(all, m->orgs[i], &a));
		ok(lives_get(each, m->orgs[i], &b));
		assert_int_equal(a->spells.n, b->spells.n);
		assert_int_equal(a->first, b->first);
		assert_int_equal(a->end, b->end);
		assert_int_equal(a->opened, b->opened);
		assert_int_equal(a->register_on, b->register_on);
		assert_int_equal(a->successor, b->successor);
		opened += a->opened > 0;
	}
	read_end(g->t);
	return opened;
}

static void play_round(struct game *g, int number)
{
	int together = 1 + (int)pick_below(g, TOGETHER);
	bool right;
	enum err e;

	plan_begin(g->t);
	g->next = g->now;
	ok(tree_rules_load(&g->t->cx, &g->rules));
	for (int i = 0; i < together; i++)
		random_step(g);
	for (int i = 0; i < g->next.orgs_n; i++)
		replay(&g->next, i);
	right = all_right(g);
	e = plan_end(g->t);
	assert_true(e == ERR_OK || e == ERR_REFUSED);
	if ((e == ERR_OK) != right) {
		problem_each (p, g->t->cx.f)
			print_message(
				"# %s\n", msg_fill(g->t->w.ra, LANG_EN, p->what, p->arg, ERR_ARGS));
		fail_msg("round %d: the program says %s, the replay says %s", number,
			e ? "no" : "yes", right ? "yes" : "no");
	}
	if (e) {
		g->refused++;
		return;
	}
	g->accepted++;
	g->now = g->next;
	agree(g, &g->now, KNOWN_NOW);
	agree_on_paths(g);
	agree_on_reach(g, &g->now, KNOWN_NOW, 4);
	world_forget(&g->t->w);
}

static void take_snapshot(struct game *g, int number)
{
	struct snapshot *s = &g->shots[number * SNAPSHOTS / ROUNDS];

	if (s->known)
		return;
	read_begin(g->t);
	ok(db_number(g->t->cx.db, &s->known, 0, Q_TXN_LAST_MS));
	read_end(g->t);
	s->model = g->now;
}

static void random_trees(void **state)
{
	struct tree_test *t = *state;
	struct game *g = arena_new_of(t->w.a, struct game);
	int right_enough = ROUNDS / 6;

	g->t = t;
	g->seed = UINT64_C(4242);
	for (int i = 0; i < ROUNDS && g->now.n < ACTS - TOGETHER; i++) {
		play_round(g, i);
		take_snapshot(g, i);
	}
	assert_true(agree_on_lives(g, &g->now) > 0);
	for (int i = 0; i < SNAPSHOTS; i++) {
		agree(g, &g->shots[i].model, g->shots[i].known);
		agree_on_reach(g, &g->shots[i].model, g->shots[i].known, 200);
	}
	print_message("# %d plans carried out, %d refused, %d organisations\n", g->accepted,
		g->refused, g->now.orgs_n);
	assert_true(g->accepted > right_enough);
	assert_true(g->refused > right_enough);
}

static const struct CMUnitTest tests[] = {tree_case(random_trees)};
const struct tests tree_random_tests = {tests, sizeof(tests) / sizeof(*tests)};

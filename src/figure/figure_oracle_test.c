/*
 * Random trees that change, and a slow second computation of indicators of organisations: it walks
 * the acts of each organisation day by day and knows nothing of spells or of tables of rules.
 */
#include "figure/figure_test.h"

#include "base/die.h"
#include "core/tree_plan.h"
#include "figure/figure.h"

enum { ORGS = 40, ACTS = 90, ASKS = 150, TRIES = 4000 };

struct wood {
	struct site_test *s;
	uint64_t random;
	int64_t org[ORGS];
	int n;
	int64_t known[ACTS]; /* the instants at which acts were written */
	int times;
	int64_t counted; /* the sum of all answers: a wood of noughts proves nothing */
};

static unsigned draw(struct wood *w, unsigned below)
{
	w->random = w->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(w->random >> 33) % below;
}

static day_t draw_day(struct wood *w)
{
	return day_add(20220101, (int)draw(w, 1600));
}

static const char *draw_kind(struct wood *w)
{
	static const char *const kinds[] = {"district", "commune", "grassroots_committee",
		"grassroots_cell", "departmental", "cell", "cell", "group"};

	return kinds[draw(w, sizeof(kinds) / sizeof(*kinds))];
}

/* The older ones, which stand higher, are drawn more often. */
static int64_t draw_org(struct wood *w)
{
	unsigned i = draw(w, (unsigned)w->n), k = draw(w, (unsigned)w->n);

	return w->org[i < k ? i : k];
}

static void note(struct wood *w, enum err e)
{
	if (!e)
		w->known[w->times++] = w->s->cx.txn_ms;
}

static void found_some(struct wood *w)
{
	struct site_test *s = w->s;
	struct org_act found = {.org = id_new(&s->ids), .act = "found"};
	struct tree_plan *p;
	enum err e;

	found.day = draw(w, 3) ? day_add(20220101, (int)draw(w, 300)) : draw_day(w);
	found.kind = w->n ? draw_kind(w) : "province";
	found.parent = w->n && draw(w, 12) ? draw_org(w) : 0;
	found.code = found.name = arena_printf(s->a, "o%d", w->n);
	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(tree_plan_new(&s->cx, &p));
	found.org = tree_plan_org(p);
	e = tree_plan_act(p, &found);
	if (!e)
		e = tree_plan_check(p);
	if (!e && !s->f.code) {
		ok(txn_start(&s->cx, "test", NULL));
		ok(tree_plan_apply(p));
		ok(db_commit(s->db));
		w->org[w->n++] = found.org;
		note(w, ERR_OK);
	}
	db_rollback(s->db);
}

static void change_some(struct wood *w)
{
	struct org_act act = {.org = draw_org(w), .day = draw_day(w)};

	switch (draw(w, 8)) {
	case 0:
	case 1:
	case 2:
		act.act = "move";
		act.parent = draw_org(w);
		break;
	case 3:
	case 4:
		act.act = "kind";
		act.kind = draw_kind(w);
		break;
	case 5:
		act.act = "dissolve";
		break;
	default:
		act.act = "rename";
		act.name = "Tên khác";
	}
	note(w, site_act(w->s, &act));
}

/* Takes back an act other than the founding. */
static void undo_some(struct wood *w)
{
	struct site_test *s = w->s;
	struct tree_plan *p;
	struct list acts;
	const struct org_act *a;
	enum err e;

	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(tree_acts(&s->cx, draw_org(w), &acts));
	a = acts.rows;
	if (acts.n > 1) {
		ok(tree_plan_new(&s->cx, &p));
		ok(tree_plan_void(p, &a[1 + draw(w, (unsigned)acts.n - 1)]));
		e = tree_plan_check(p);
		if (!e && !s->f.code) {
			ok(txn_start(&s->cx, "test", NULL));
			ok(tree_plan_apply(p));
			ok(db_commit(s->db));
			note(w, ERR_OK);
		}
	}
	db_rollback(s->db);
}

static void grow(struct wood *w)
{
	for (int i = 0; w->times < ACTS; i++) {
		must(i < TRIES);
		if (w->n < 3 || (w->n < ORGS && draw(w, 3)))
			found_some(w);
		else if (draw(w, 6))
			change_some(w);
		else
			undo_some(w);
	}
}

/* What an organisation is at the end of a day, from its acts alone. */
struct stand {
	int64_t parent;
	const char *kind; /* NULL: it does not exist */
};

static struct stand stand_on(struct wood *w, int64_t org, day_t day)
{
	struct stand st = {0};
	const struct org_act *a;
	struct list acts;

	ok(tree_acts(&w->s->cx, org, &acts));
	a = acts.rows;
	for (size_t i = 0; i < acts.n && a[i].day <= day; i++) {
		if (text_eq(a[i].act, "found"))
			st = (struct stand){a[i].parent, a[i].kind};
		else if (text_eq(a[i].act, "move"))
			st.parent = a[i].parent;
		else if (text_eq(a[i].act, "kind"))
			st.kind = a[i].kind;
		else if (text_eq(a[i].act, "dissolve"))
			st.kind = NULL;
	}
	return st;
}

static bool counts(const char *code, const char *kind, day_t day)
{
	bool commune = text_eq(kind, "commune") && day <= 20250630;
	bool cell = text_eq(kind, "cell"), first = text_eq(kind, "grassroots_cell");
	bool committee = text_eq(kind, "grassroots_committee");

	if (text_eq(code, "org.total"))
		return true;
	if (text_eq(code, "org.grassroots"))
		return commune || committee || first;
	if (text_eq(code, "org.grassroots.committee"))
		return commune || committee;
	if (text_eq(code, "org.cell"))
		return cell || first;
	if (text_eq(code, "org.cell.subordinate"))
		return cell;
	must(text_eq(code, "org.departmental"));
	return text_eq(kind, "departmental");
}

static int index_of(const struct wood *w, int64_t org)
{
	for (int i = 0; i < w->n; i++)
		if (w->org[i] == org)
			return i;
	return -1;
}

static bool is_below(const struct wood *w, const struct stand *st, int i, int64_t over)
{
	for (int steps = 0; i >= 0; i = index_of(w, st[i].parent)) {
		must(steps++ < 100);
		if (!st[i].kind)
			return false;
		if (w->org[i] == over)
			return true;
	}
	return over == 0;
}

static int64_t oracle(struct wood *w, const char *code, const struct figure_ask *ask)
{
	struct stand st[ORGS];
	int64_t n = 0;

	for (int i = 0; i < w->n; i++)
		st[i] = stand_on(w, w->org[i], ask->day);
	for (int i = 0; i < w->n; i++) {
		if (!st[i].kind || !counts(code, st[i].kind, ask->day))
			continue;
		n += ask->own ? w->org[i] == ask->org : is_below(w, st, i, ask->org);
	}
	return n;
}

/* What rows add up to is the value, whatever the dimension. */
static void check_sums(struct wood *w, const struct figure_ask *ask, int64_t want)
{
	const struct figure_row *r;
	struct list list;

	for (enum figure_by by = BY_ORG; by <= BY_SECTOR; by++) {
		int64_t sum = 0;
		ok(figure_rows(&w->s->cx, ask, &(struct figure_cut){by, BY_NOTHING}, &list));
		r = list.rows;
		for (size_t i = 0; i < list.n; i++)
			sum += r[i].value;
		assert_int_equal(sum, want);
	}
}

static void ask_some(struct wood *w)
{
	static const char *const codes[] = {"org.total", "org.grassroots",
		"org.grassroots.committee", "org.cell", "org.cell.subordinate", "org.departmental"};
	const char *code = codes[draw(w, sizeof(codes) / sizeof(*codes))];
	struct figure_ask ask = {.figure = figure_find(code), .day = draw_day(w)};
	struct arena_mark m = arena_mark(w->s->a);
	int64_t n, want;

	ask.from = ask.to = ask.day;
	ask.org = draw(w, 8) ? draw_org(w) : 0;
	ask.own = ask.org && !draw(w, 5);
	w->s->cx.known = draw(w, 3) ? KNOWN_NOW : w->known[draw(w, (unsigned)w->times)];
	want = oracle(w, code, &ask);
	ok(figure_value(&w->s->cx, &ask, &n));
	if (n != want)
		print_message("%s of %lld on %d: %lld, by the acts %lld\n", code,
			(long long)ask.org, ask.day, (long long)n, (long long)want);
	assert_int_equal(n, want);
	check_sums(w, &ask, want);
	w->counted += want;
	arena_rewind(w->s->a, m);
}

/* Several trees, each in the database of a test of its own. */
static void agree(struct site_test *s, uint64_t seed)
{
	struct wood w = {.s = s, .random = seed * 7919};

	grow(&w);
	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	for (int i = 0; i < ASKS; i++)
		ask_some(&w);
	db_rollback(s->db);
	s->cx.known = KNOWN_NOW;
	assert_true(w.n > 10 && w.counted > ASKS);
}

void agrees_with_the_oracle_1(void **state)
{
	agree(site_of(state), 1);
}

void agrees_with_the_oracle_2(void **state)
{
	agree(site_of(state), 2);
}

void agrees_with_the_oracle_3(void **state)
{
	agree(site_of(state), 3);
}

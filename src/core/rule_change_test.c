/*
 * Rules added here: thousands of random changes against a second computation that keeps the list of
 * changes and asks the last one that covers the day; and what is refused.
 */
#include "core/rule_change.h"

#include "base/buf.h"
#include "core/site_test.h"

enum { CHANGES = 120, ASKED = 6000, FIRST = 20150101, DAYS = 5000 };

struct done {
	int64_t at; /* instant */
	struct rule_change change;
};

static uint64_t draw(uint64_t *seed, uint64_t n)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (*seed >> 33) % n;
}

static const struct {
	const char *code, *item;
} entries[] = {{"deletion.dues", ""}, {"transfer.start", ""}, {"meeting.minutes", ""},
	{"badge.years", "30"}, {"badge.years", "95"}};
enum { ENTRIES = sizeof(entries) / sizeof(*entries) };

static struct rule_change random_change(struct site_test *s, uint64_t *seed, int64_t n)
{
	static const char *const sure[] = {"a", "b", "c"};
	size_t e = draw(seed, ENTRIES);
	day_t from = day_add(FIRST, (int)draw(seed, DAYS));
	struct rule_change c = {.act = draw(seed, 10) < 6 ? RULE_SET
				       : draw(seed, 3)	  ? RULE_OFF
							  : RULE_YIELD,
		.rule = {.code = entries[e].code,
			.item = entries[e].item,
			.from_day = from,
			.to_day = draw(seed, 3) ? day_add(from, 1 + (int)draw(seed, 900)) : DAY_MAX,
			.value = n,
			.den = 1,
			.unit = e == 3 || e == 4 ? "year_full" : "month",
			.word = "",
			.sure = sure[draw(seed, 3)]}};

	c.rule.source = arena_printf(s->a, "x%lld", (long long)n);
	return c;
}

/* The change, if it is allowed, in a transaction of its own. */
static bool make(struct site_test *s, const struct rule_change *c, int64_t *ret_at)
{
	struct rule_set after;
	enum err e;

	site_clean(s);
	s->cx.txn = 0;
	e = rule_change_check(&s->cx, c, &after);
	if (e)
		return false;
	ok(txn_start(&s->cx, "rule_add", NULL));
	ok(rule_change_apply(&s->cx, c));
	*ret_at = s->cx.txn_ms;
	return true;
}

static bool covers(const struct done *d, const char *code, const char *item, day_t day)
{
	const struct rule *r = &d->change.rule;

	return text_eq(r->code, code) && text_eq(r->item, item) && r->from_day <= day &&
	       r->to_day > day;
}

/* Slow and obvious: the last change known by then that covers the day, else the files. */
static int64_t second_way(const struct done *done, size_t n, const struct rule_set *files,
	const char *item, day_t day, int64_t known)
{
	const struct rule *r = files->rows.rows;

	for (size_t i = n; i-- > 0;) {
		if (done[i].at > known || !covers(&done[i], files->code, item, day))
			continue;
		if (done[i].change.act == RULE_OFF)
			return -1;
		if (done[i].change.act == RULE_SET)
			return done[i].change.rule.value;
		break;
	}
	for (size_t i = 0; i < files->rows.n; i++)
		if (text_eq(r[i].item, item) && r[i].from_day <= day && r[i].to_day > day)
			return r[i].value;
	return -1;
}

static int64_t first_way(
	struct site_test *s, const char *code, const char *item, day_t day, int64_t known)
{
	struct rule_set set;
	const struct rule *r;

	ok(rule_read_known(&s->cx, code, known, &set));
	r = rule_on(&set, item, day);
	return r ? r->value : -1;
}

static void ask_at_random(struct site_test *s, const struct done *done, size_t n, uint64_t *seed)
{
	struct rule_set files[ENTRIES];

	for (size_t e = 0; e < ENTRIES; e++)
		ok(rule_read_known(&s->cx, entries[e].code, 0, &files[e]));
	for (int i = 0; i < ASKED; i++) {
		size_t e = draw(seed, ENTRIES);
		day_t day = day_add(FIRST, (int)draw(seed, DAYS + 1000) - 200);
		int64_t known =
			draw(seed, 4) ? done[draw(seed, n)].at - (int64_t)draw(seed, 2) : KNOWN_NOW;
		struct arena_mark m = arena_mark(s->a);
		int64_t a = first_way(s, entries[e].code, entries[e].item, day, known);
		int64_t b = second_way(done, n, &files[e], entries[e].item, day, known);
		if (a != b)
			fail_msg("%s %s on %d: %lld, not %lld", entries[e].code, entries[e].item,
				day, (long long)a, (long long)b);
		arena_rewind(s->a, m);
	}
}

/* Rows that stand do not overlap, and the spans of an entry fill all of time. */
static void no_overlaps(struct site_test *s)
{
	for (size_t e = 0; e < ENTRIES; e++) {
		const struct rule_span *p;
		struct rule_set set;
		struct list spans;
		ok(rule_read(&s->cx, entries[e].code, &set));
		const struct rule *r = set.rows.rows;
		for (size_t i = 0; i < set.rows.n; i++)
			for (size_t k = 0; k < i; k++)
				assert_false(
					r[i].local == r[k].local && text_eq(r[i].item, r[k].item) &&
					r[i].from_day < r[k].to_day && r[k].from_day < r[i].to_day);
		spans = rule_spans(s->a, &set, entries[e].item);
		p = spans.rows;
		assert_int_equal(p[0].from_day, DAY_MIN);
		assert_int_equal(p[spans.n - 1].to_day, DAY_MAX);
		for (size_t i = 0; i < spans.n; i++) {
			assert_ptr_equal(rule_on(&set, entries[e].item, p[i].from_day), p[i].rule);
			day_t last = p[i].to_day < DAY_MAX ? day_add(p[i].to_day, -1) : 22001231;
			assert_ptr_equal(rule_on(&set, entries[e].item, last), p[i].rule);
			if (i)
				assert_int_equal(p[i].from_day, p[i - 1].to_day);
		}
	}
}

static void random_changes(void **state)
{
	struct site_test *s = site_of(state);
	struct done *done = arena_array(s->a, CHANGES, sizeof(*done));
	uint64_t seed = 20260101;
	size_t n = 0;

	ok(db_begin(s->db, DB_WRITE));
	for (int64_t i = 0; i < CHANGES; i++) {
		done[n].change = random_change(s, &seed, 1000 + i);
		n += make(s, &done[n].change, &done[n].at);
	}
	assert_true(n > CHANGES / 2);
	ask_at_random(s, done, n, &seed);
	no_overlaps(s);
	db_rollback(s->db);
}

static struct rule_change set(const char *code, int64_t value, const char *unit, day_t from)
{
	return (struct rule_change){.act = RULE_SET,
		.rule = {.code = code,
			.item = "",
			.from_day = from,
			.to_day = DAY_MAX,
			.value = value,
			.den = 1,
			.unit = unit,
			.word = "",
			.source = "QĐ 1",
			.sure = "a"}};
}

/* A term that a new regulation makes longer: the case of before keeps its own. */
static void a_past_case_keeps_its_own(void **state)
{
	struct site_test *s = site_of(state);
	struct rule_change c = set("transfer.letter", 45, "day", 20260701);
	const struct rule *r;
	int64_t first = 0, second = 0, n;

	ok(db_begin(s->db, DB_WRITE));
	assert_true(make(s, &c, &first));
	ok(rule_number(&s->cx, "transfer.letter", 20260630, &n));
	assert_int_equal(n, 30);
	ok(rule_at(&s->cx, "transfer.letter", 20260701, KNOWN_NOW, &r));
	assert_int_equal(r->value, 45);
	assert_int_equal(rule_term_of(r).unit, RULE_DAYS);
	ok(rule_at(&s->cx, "transfer.letter", 20260701, first - 1, &r));
	assert_int_equal(r->value, 30);
	/* it was 40: what was recorded meanwhile had gone by 45 */
	c.rule.value = 40;
	assert_true(make(s, &c, &second));
	ok(rule_at(&s->cx, "transfer.letter", 20260705, second - 1, &r));
	assert_int_equal(r->value, 45);
	ok(rule_number(&s->cx, "transfer.letter", 20260705, &n));
	assert_int_equal(n, 40);
	/* page about the past: rules as known then, but never those that guard this system */
	s->cx.known = first - 1;
	ok(rule_number(&s->cx, "transfer.letter", 20260705, &n));
	assert_int_equal(n, 30);
	c = set("look.purpose_above", 10, "person", 20260101);
	s->cx.known = KNOWN_NOW;
	assert_true(make(s, &c, &second));
	s->cx.known = first;
	ok(rule_number_now(&s->cx, "look.purpose_above", &n));
	assert_int_equal(n, 10);
	db_rollback(s->db);
}

static void what_is_refused(void **state)
{
	struct site_test *s = site_of(state);
	struct rule_change c = set("cell.minimum", 3, "person", 20260101);
	int64_t at;

	ok(db_begin(s->db, DB_WRITE));
	c.act = RULE_OFF;
	assert_false(make(s, &c, &at));
	assert_true(site_said(s, M_RULE_NEEDS_VALUE));
	c = set("cell.minimum", 5, "person", 20260101);
	c.rule.to_day = c.rule.from_day;
	assert_false(make(s, &c, &at));
	assert_true(site_said(s, M_RULE_ENDS_FIRST));
	c.rule.to_day = DAY_MAX;
	assert_true(make(s, &c, &at));
	assert_false(make(s, &c, &at));
	assert_true(site_said(s, M_RULE_SAME));
	c.act = RULE_YIELD;
	assert_true(make(s, &c, &at));
	assert_false(make(s, &c, &at));
	db_rollback(s->db);
}

static void a_holiday_of_our_own(void **state)
{
	struct site_test *s = site_of(state);
	struct holiday h = {
		.day = 20260305, .kind = "off", .name = "x", .source = "y", .sure = "a"};
	struct workdays w;

	ok(db_begin(s->db, DB_WRITE));
	ok(txn_start(&s->cx, "holiday_add", NULL));
	ok(holiday_change_apply(&s->cx, &h));
	ok(workdays_read(&s->cx, &w));
	assert_false(workdays_has(&w, 20260305));
	h.kind = "usual";
	ok(holiday_change_apply(&s->cx, &h));
	h.day = 20260216; /* Tết in the files */
	ok(holiday_change_apply(&s->cx, &h));
	ok(workdays_read(&s->cx, &w));
	assert_true(workdays_has(&w, 20260305));
	assert_true(workdays_has(&w, 20260216));
	s->cx.known = s->cx.txn_ms - 1;
	ok(workdays_read(&s->cx, &w));
	assert_false(workdays_has(&w, 20260216));
	db_rollback(s->db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_site(random_changes),
		on_site(a_past_case_keeps_its_own),
		on_site(what_is_refused),
		on_site(a_holiday_of_our_own),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * Who is due: terms, award days and letters, to the day.
 */
#include "member/member_due.h"
#include "member/member_test.h"
#include "org/org_wide.h"

/* "kind name day, ..." */
static const char *due_on(struct site_test *s, int64_t org, day_t day, day_t until)
{
	const struct due_row *row;
	const char *text = "";
	struct list rows;

	site_clean(s);
	s->cx.day = day;
	ok(db_begin(s->db, DB_READ));
	ok(due_read(&s->cx, org, until, false, &rows));
	db_rollback(s->db);
	row = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		text = arena_printf(s->a, "%s%s%s %s %d %s", text, i ? ", " : "", row[i].kind,
			row[i].full_name, row[i].due, row[i].tone);
	return text;
}

static void probation_to_the_day(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p;

	p = member_test_person(s, "Lò Văn A",
		FACT(.kind = "admitted", .cell = t.a, .day = 20200103, .second_day = 20200131));
	member_test_person(s, "Lò Văn B", FACT(.kind = "admitted", .cell = t.a, .day = 20200229));
	/* twelve months from the ceremony; without one from the decision, 29 February to the 28th
	 */
	assert_string_equal(due_on(s, t.a, 20210101, 20210130), "");
	assert_string_equal(due_on(s, t.a, 20210101, 20210131), "probation Lò Văn A 20210131 wait");
	assert_string_equal(due_on(s, t.root, 20210101, 20210228),
		"probation Lò Văn A 20210131 wait, probation Lò Văn B 20210228 wait");
	/* 31/01/2021 is a Sunday; five days are Tết: the thirtieth is 19/03/2021, a Friday */
	assert_string_equal(due_on(s, t.a, 20210319, 20210319),
		"probation Lò Văn A 20210131 wait, probation Lò Văn B 20210228 wait");
	assert_string_equal(due_on(s, t.a, 20210320, 20210320),
		"probation Lò Văn A 20210131 late, probation Lò Văn B 20210228 wait");
	ok(member_test_fact(s, p, FACT(.kind = "recognised", .day = 20210305)));
	assert_string_equal(due_on(s, t.a, 20210320, 20210320), "probation Lò Văn B 20210228 wait");
	assert_string_equal(due_on(s, t.west, 20210320, 20210320), "");
}

static void badges_on_award_days(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p;
	day_t day;

	s->cx.day = 20150101;
	ok(db_begin(s->db, DB_READ));
	ok(due_award_day(&s->cx, 20150203, &day));
	assert_int_equal(day, 20150203);
	ok(due_award_day(&s->cx, 20150204, &day));
	assert_int_equal(day, 20150519);
	ok(due_award_day(&s->cx, 20151108, &day));
	assert_int_equal(day, 20160203);
	db_rollback(s->db);
	p = member_test_person(
		s, "Lò Văn A", FACT(.kind = "admitted", .place = "Sơn La", .day = 19850519));
	ok(member_test_fact(s, p,
		FACT(.kind = "transfer_in", .cell = t.a, .place = "Sơn La", .day = 20100101,
			.status = "full")));
	/* thirty years on the award day itself; a day earlier it was not reached */
	assert_string_equal(due_on(s, t.a, 20150204, 20150519), "badge Lò Văn A 20150519 wait");
	assert_string_equal(due_on(s, t.a, 20150204, 20150301), "badge Lò Văn A 20150519 wait");
	assert_string_equal(due_on(s, t.a, 20150101, 20150203), "");
	assert_string_equal(due_on(s, t.a, 20150101, 20150519), "badge Lò Văn A 20150519 wait");
	assert_string_equal(due_on(s, t.a, 20150520, 20150601), "badge Lò Văn A 20150902 wait");
	ok(member_test_fact(s, p, FACT(.kind = "badge_awarded", .day = 20150519, .years = 30)));
	assert_string_equal(due_on(s, t.a, 20150520, 20150601), "");
	assert_string_equal(due_on(s, t.a, 20250204, 20250301), "badge Lò Văn A 20250519 wait");
}

/* Of the years that are due; a proposal of the years before says nothing. */
static void badges_proposed(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = member_test_person(
		s, "Lò Văn A", FACT(.kind = "admitted", .place = "Sơn La", .day = 19760203));

	ok(member_test_fact(s, p,
		FACT(.kind = "transfer_in", .cell = t.a, .place = "Sơn La", .day = 20100101,
			.status = "full")));
	ok(member_test_fact(s, p, FACT(.kind = "badge_proposed", .day = 20060101, .years = 30)));
	assert_string_equal(due_on(s, t.a, 20160101, 20160203), "badge Lò Văn A 20160203 wait");
	ok(member_test_fact(s, p, FACT(.kind = "badge_proposed", .day = 20151130, .years = 40)));
	assert_string_equal(due_on(s, t.a, 20151129, 20160203), "badge Lò Văn A 20160203 wait");
	assert_string_equal(due_on(s, t.a, 20160101, 20160203), "badge Lò Văn A 20160203 ok");
	ok(member_test_fact(s, p, FACT(.kind = "badge_awarded", .day = 20160203, .years = 40)));
	assert_string_equal(due_on(s, t.a, 20160203, 20160301), "");
}

/* Party age is that of official members, without the time between a leaving and a readmission. */
static void badges_after_a_gap(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = member_test_person(
		s, "Lò Văn A", FACT(.kind = "admitted", .cell = t.a, .day = 20000203));

	ok(member_test_fact(s, p, FACT(.kind = "recognised", .day = 20010203)));
	ok(member_test_fact(s, p, FACT(.kind = "struck_off", .day = 20020203)));
	ok(member_test_fact(s, p, FACT(.kind = "restored", .cell = t.a, .day = 20030203)));
	/* who is restored never lost it */
	assert_string_equal(due_on(s, t.a, 20300101, 20300203), "badge Lò Văn A 20300203 wait");
	ok(member_test_fact(s, p, FACT(.kind = "struck_off", .day = 20100519)));
	ok(member_test_fact(s, p, FACT(.kind = "readmitted", .cell = t.a, .day = 20140519)));
	assert_string_equal(due_on(s, t.a, 20340101, 20340203), "probation Lò Văn A 20150519 late");
	ok(member_test_fact(s, p, FACT(.kind = "recognised", .day = 20150519)));
	assert_string_equal(due_on(s, t.a, 20300101, 20300203), "");
	assert_string_equal(due_on(s, t.a, 20340101, 20340203), "badge Lò Văn A 20340203 wait");
}

/* What another record of the same person tells counts as well, and what both tell counts once. */
static void joined_records_count(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t one = member_test_person(s, "Lò Văn A",
		FACT(.kind = "transfer_in", .cell = t.a, .place = "Sơn La", .day = 20100101,
			.status = "full"));
	int64_t two = member_test_person(
		s, "Lò Văn A", FACT(.kind = "admitted", .place = "Sơn La", .day = 19760203));
	struct member_plan *p;

	ok(member_test_fact(s, two, FACT(.kind = "badge_proposed", .day = 20151130, .years = 40)));
	ok(member_test_fact(
		s, one, FACT(.kind = "exempt", .day = 20150101, .until_day = 20160115)));
	ok(member_test_fact(
		s, two, FACT(.kind = "exempt", .day = 20150101, .until_day = 20160115)));
	assert_string_equal(due_on(s, t.a, 20160101, 20160203), "exempt Lò Văn A 20160115 wait");
	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(member_plan_new(&s->cx, &p));
	ok(member_plan_join(p, two, one, "both"));
	ok(member_test_write(s, p));
	assert_string_equal(due_on(s, t.a, 20160101, 20160203),
		"badge Lò Văn A 20160203 ok, exempt Lò Văn A 20160115 wait");
}

static void terms_that_end(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p, q;

	p = member_test_person(s, "Lò Văn A",
		FACT(.kind = "transfer_in", .cell = t.a, .place = "Sơn La", .day = 20200101,
			.status = "full"));
	q = member_test_person(s, "Lò Văn B",
		FACT(.kind = "transfer_in", .cell = t.a, .place = "Sơn La", .day = 20200101,
			.status = "full"));
	ok(member_test_fact(s, p, FACT(.kind = "exempt", .day = 20200201, .until_day = 20200630)));
	ok(member_test_fact(s, q,
		FACT(.kind = "hosted", .day = 20200201, .other = t.c, .until_day = 20200715)));
	assert_string_equal(due_on(s, t.a, 20200501, 20200629), "");
	assert_string_equal(due_on(s, t.a, 20200501, 20200630), "exempt Lò Văn A 20200630 wait");
	assert_string_equal(due_on(s, t.a, 20200630, 20200731),
		"exempt Lò Văn A 20200630 wait, hosted Lò Văn B 20200715 wait");
	assert_string_equal(due_on(s, t.a, 20200701, 20200731), "hosted Lò Văn B 20200715 wait");
	/* where they are guests they are due as well, and once where both are below */
	assert_string_equal(due_on(s, t.west, 20200701, 20200731), "hosted Lò Văn B 20200715 wait");
	assert_string_equal(due_on(s, t.root, 20200701, 20200731), "hosted Lò Văn B 20200715 wait");
}

static void letters_not_received(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p;

	p = member_test_person(s, "Lò Văn A",
		FACT(.kind = "transfer_in", .cell = t.a, .place = "Sơn La", .day = 20200101,
			.status = "full"));
	ok(member_test_fact(s, p,
		FACT(.kind = "transfer_sent", .other = t.c, .day = 20200601, .number = "5-GT")));
	/* Monday 01/06/2020 and thirty working days: Monday 13/07/2020 */
	assert_string_equal(due_on(s, t.a, 20200602, 20200712), "");
	assert_string_equal(due_on(s, t.a, 20200602, 20200713), "letter Lò Văn A 20200713 wait");
	assert_string_equal(due_on(s, t.a, 20200714, 20200714), "letter Lò Văn A 20200713 late");
	ok(member_test_fact(s, p, FACT(.kind = "transfer", .other = t.c, .day = 20200710)));
	assert_string_equal(due_on(s, t.a, 20200714, 20200714), "");
}

/* Read with `earlier`: how many of them reached their years within a year before they are due. */
static size_t recent_of(struct list all)
{
	const struct due_row *r = all.rows;
	size_t n = 0;

	for (size_t i = 0; i < all.n; i++)
		n += day_add_months(day_first(r[i].since), (int)r[i].years * 12) >
		     day_add_months(r[i].due, -12);
	return n;
}

/* Known to the year or month only, the 29th, before, on and after an award day. */
static day_t some_day(int i)
{
	static const int at[] = {0, 500, 100, 101, 203, 204, 518, 519, 520, 1107, 902, 903, 1231};
	int year = 1940 + i % 60, leap = year % 4 ? 228 : 229;

	if (i < 60)
		return (day_t)(year * 10000 + (1 + i * 7 % 12) * 100 + 1 + i * 5 % 28);
	if (i < 120)
		return (day_t)(year * 10000 + at[(size_t)i % (sizeof(at) / sizeof(*at))]);
	return (day_t)(year * 10000 + leap);
}

/* Who is due is found without going through the facts of all who were admitted long ago. */
static void badges_of_many_years(void **state)
{
	enum { PEOPLE = 180 };
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	size_t seen = 0;

	for (int i = 0; i < PEOPLE; i++) {
		day_t day = some_day(i);
		int64_t p = member_test_person(s, arena_printf(s->a, "Lò Văn %d", i),
			FACT(.kind = "admitted", .place = "Sơn La", .day = day));
		ok(member_test_fact(s, p,
			FACT(.kind = "transfer_in", .cell = t.a, .place = "Sơn La", .day = 20100101,
				.status = "full")));
	}
	for (int i = 0; i < 48; i++) {
		day_t day = day_add_months(20110101, i), until = day_add(day, i * 11 % 400);
		struct list some, all;
		site_clean(s);
		s->cx.day = day;
		ok(db_begin(s->db, DB_READ));
		ok(due_read(&s->cx, t.a, until, false, &some));
		ok(due_read(&s->cx, t.a, until, true, &all));
		db_rollback(s->db);
		assert_int_equal(some.n, recent_of(all));
		seen += some.n;
	}
	assert_true(seen > PEOPLE);
}

/* Of all who are due: how many rows, and something that tells them apart. */
struct sum {
	size_t n;
	int64_t of;
};

static struct sum sum_up(struct sum s, struct list l)
{
	const struct due_row *r = l.rows;

	s.n += l.n;
	for (size_t i = 0; i < l.n; i++)
		s.of += (r[i].person % 1000003) * (int64_t)strlen(r[i].kind) + r[i].due +
			r[i].guest;
	return s;
}

static void plant_many(struct site_test *s, const struct cells *t)
{
	const int64_t cells[] = {t->a, t->c};

	for (int i = 0; i < 12; i++) {
		int64_t p = member_test_person(s, arena_printf(s->a, "Lò Văn %d", i),
			FACT(.kind = "transfer_in", .cell = cells[i % 2], .place = "Sơn La",
				.day = 20200101, .status = "full"));
		if (i % 3)
			ok(member_test_fact(s, p,
				FACT(.kind = "hosted", .day = 20200201, .other = cells[(i + 1) % 2],
					.until_day = 20200715)));
		else
			ok(member_test_fact(s, p,
				FACT(.kind = "exempt", .day = 20200201, .until_day = 20200715)));
	}
}

/* Piece by piece the same are due; a guest is told once where both ends are below. */
static void pieces_are_the_whole(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct sum whole = {0}, parts = {0};
	struct list rows, pieces;

	plant_many(s, &t);
	site_clean(s);
	s->cx.day = 20200701;
	ok(db_begin(s->db, DB_READ));
	ok(due_read(&s->cx, t.root, 20200801, false, &rows));
	whole = sum_up(whole, rows);
	ok(org_pieces(&s->cx, t.root, s->cx.day, 100, &pieces));
	assert_int_equal(pieces.n, 1);
	ok(org_pieces(&s->cx, t.root, s->cx.day, 5, &pieces));
	assert_true(pieces.n > 2);
	for (size_t i = 0; i < pieces.n; i++) {
		ok(due_read_piece(
			&s->cx, ((const int64_t *)pieces.rows)[i], t.root, 20200801, false, &rows));
		parts = sum_up(parts, rows);
	}
	db_rollback(s->db);
	assert_int_equal(whole.n, 12);
	assert_int_equal(parts.n, whole.n);
	assert_int_equal(parts.of, whole.of);
}

/* As many members as a page looks at, and one more; a file looks at all of them. */
static void too_many_for_a_page(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	const struct doc_part *p;
	struct doc d = {0};
	bool wide;

	member_test_person(s, "Lò Văn A", FACT(.kind = "admitted", .cell = t.a, .day = 20200103));
	member_test_person(s, "Lò Văn B", FACT(.kind = "admitted", .cell = t.a, .day = 20200229));
	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(org_wide(&s->cx, t.root, 20210101, 2, &wide));
	assert_false(wide);
	ok(org_wide(&s->cx, t.root, 20210101, 1, &wide));
	assert_true(wide);
	ok(org_wide(&s->cx, t.root, 20200201, 1, &wide));
	assert_false(wide);
	s->cx.org = t.root;
	s->cx.day = 20210101;
	doc_init(&d, s->a, s->cx.say.lang);
	ok(org_wide_show(&s->cx, &d, 1, "/due", "?until=2021-01-31"));
	p = doc_find(&d, "children");
	assert_non_null(p);
	assert_true(p->rows.n > 0);
	assert_string_equal(p->row_keep, "/due?until=2021-01-31");
	assert_non_null(d.lead);
	db_rollback(s->db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_site(probation_to_the_day),
		on_site(badges_on_award_days),
		on_site(badges_proposed),
		on_site(badges_after_a_gap),
		on_site(badges_of_many_years),
		on_site(joined_records_count),
		on_site(terms_that_end),
		on_site(letters_not_received),
		on_site(pieces_are_the_whole),
		on_site(too_many_for_a_page),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

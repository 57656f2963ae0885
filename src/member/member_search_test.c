/*
 * member_search_test.c: the search for persons: words, order, reach.
 */
#include "base/text.h"
#include "member/member_search.h"
#include "member/member_test.h"

static int64_t joined(struct site_test *s, const char *name, int64_t cell)
{
	return member_test_person(
		s, name, FACT(.kind = "admitted", .cell = cell, .day = 20100101, .number = "1"));
}

static const char *found(struct site_test *s, const char *text)
{
	const struct member_hit *h;
	const char *names = "";
	struct list hits;
	bool cut;

	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(member_find(&s->cx, text, 20, &hits, &cut));
	db_rollback(s->db);
	h = hits.rows;
	for (size_t i = 0; i < hits.n; i++)
		names = arena_printf(s->a, "%s%s%s%s", names, i ? ", " : "", h[i].full_name,
			h[i].counted ? "" : " -");
	return names;
}

#define finds(s, text, want) assert_string_equal(found(s, text), want)

static void words_in_any_dress(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);

	joined(s, "Nguyễn Văn An", t.a);
	joined(s, "Nguyễn Văn Ánh", t.b);
	joined(s, "Nguyễn Thị Ẩn", t.c);
	joined(s, "Đào An Nguyên", t.c);
	finds(s, "Nguyễn Văn An", "Nguyễn Văn An, Nguyễn Văn Ánh");
	finds(s, "nguyen van an", "Nguyễn Văn An, Nguyễn Văn Ánh");
	finds(s, "AN nguyen", "Nguyễn Văn An, Nguyễn Thị Ẩn, Đào An Nguyên");
	finds(s, "van nguyen", "Nguyễn Văn An, Nguyễn Văn Ánh");
	finds(s, "dao", "Đào An Nguyên");
	finds(s, "ðào ng", "Đào An Nguyên");
	finds(s, "guyen", "");
	finds(s, "", "");
	finds(s, "nguyen an x", "");
}

static void whole_name_first(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);

	joined(s, "Lê Bá An", t.a);
	joined(s, "An Lê", t.a);
	joined(s, "Lê An", t.b);
	joined(s, "Lê Án", t.c);
	finds(s, "le an", "Lê An, Lê Án, Lê Bá An, An Lê");
}

static void who_left_is_found(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t an = joined(s, "Lê An", t.a);

	joined(s, "Lê Anh", t.a);
	ok(member_test_fact(s, an, FACT(.kind = "deceased", .day = 20150101)));
	finds(s, "le a", "Lê An -, Lê Anh");
}

static struct actor *office_over(struct site_test *s, int64_t org, const char *reach)
{
	struct grant *g = arena_new_of(s->a, struct grant);
	struct actor *actor = arena_new_of(s->a, struct actor);

	*g = (struct grant){.org = org, .func = "office", .reach = reach, .to_day = DAY_MAX};
	*actor = (struct actor){.account = 5, .grants = {g, 1, sizeof(*g)}};
	s->cx.actor = actor;
	return actor;
}

static void within_reach_only(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t chi;
	struct actor *actor;

	joined(s, "Lê An", t.a);
	joined(s, "Lê Bình", t.c);
	chi = joined(s, "Lê Chi", t.d);
	office_over(s, t.east, "below");
	finds(s, "le", "Lê An");
	finds(s, "binh", "");
	office_over(s, t.west, "below");
	finds(s, "le", "Lê Bình, Lê Chi");
	office_over(s, t.d, "own");
	finds(s, "le", "Lê Chi");
	office_over(s, t.west, "own");
	finds(s, "le", "");
	actor = office_over(s, t.root, "below");
	finds(s, "le", "Lê An, Lê Bình, Lê Chi");
	((struct grant *)actor->grants.rows)->func = "member";
	finds(s, "le", "");
	/* a guest is found where they take part, too */
	s->cx.actor = &s->actor;
	ok(member_test_fact(s, chi, FACT(.kind = "hosted", .other = t.a, .day = 20200101)));
	office_over(s, t.east, "below");
	finds(s, "le", "Lê An, Lê Chi");
}

static void by_number(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct member_plan *plan;
	int64_t id;

	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(member_plan_new(&s->cx, &plan));
	id = member_plan_person(
		plan, &(struct person){.full_name = "Lê An", .member_no = "012345"});
	ok(member_plan_fact(plan, FACT(.person = id, .kind = "admitted", .cell = t.a,
					  .day = 20100101, .number = "1")));
	ok(member_test_write(s, plan));
	finds(s, "0123", "Lê An");
	finds(s, "012345", "Lê An");
	finds(s, "12345", "");
	office_over(s, t.west, "below");
	finds(s, "0123", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(words_in_any_dress), on_site(whole_name_first),
		on_site(who_left_is_found), on_site(within_reach_only), on_site(by_number)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

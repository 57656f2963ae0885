#include "demo/demo_test.h"

#include "base/embed.h"
#include "base/map.h"
#include "base/sheet.h"
#include "base/text.h"

#include <stdio.h>

enum { PEOPLE = 3000, TODAY = DEMO_TODAY, OPENED = DEMO_OPENED };

static struct arena *a;
static struct fault f;

static int start(void **state)
{
	(void)state;
	a = arena_new(256 << 20);
	f = (struct fault){.a = a};
	return 0;
}

static int stop(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static struct list people(const char *mix, const char *unit, const char *circle, uint64_t seed)
{
	struct demo_member *m = arena_array(a, PEOPLE, sizeof(*m));
	const struct demo_people_in in = {mix, unit, seed, TODAY};
	struct demo_people *p;

	ok(demo_people_new(a, &in, &p, &f));
	for (int i = 0; i < PEOPLE; i++) {
		const struct demo_ask ask = {.circle = circle,
			.cell_code = "x",
			.day = i % 4 ? OPENED : 20150105,
			.fresh = i % 4 == 0};
		demo_people_make(p, a, &ask, &m[i]);
	}
	return (struct list){m, PEOPLE, sizeof(*m)};
}

/* ---- the codes of the catalogues, from their file ---- */

static struct map *codes(void)
{
	const struct embedded *file = embed_find("rules/catalogues.csv");
	struct map *m = map_new(a, 1000);
	struct sheet_row row;
	struct sheet *s;

	assert_non_null(file);
	ok(sheet_open(&s, a, file->bytes, file->name, NULL, &f));
	while (sheet_row(s, &row)) {
		const char *key = arena_printf(a, "%.*s/%.*s", (int)row.cells[0].text.n,
			row.cells[0].text.p, (int)row.cells[1].text.n, row.cells[1].text.p);
		map_put(m, str_of(key), a);
	}
	ok(sheet_end(s));
	return m;
}

static void check_codes(const struct map *known, const struct demo_member *m)
{
	field_each (fd, demo_member_fields) {
		const char *code;
		if (fd->type != FT_CAT)
			continue;
		code = *(const char *const *)((const char *)m + fd->offset);
		if (!code || !map_get(known, str_of(arena_printf(a, "%s/%s", fd->arg, code))))
			fail_msg("%s: %s is no code of %s", m->full_name, code, fd->arg);
	}
}

static void check_days(const struct demo_member *m)
{
	assert_true(day_years_between(m->birth_date, m->admitted_on) >= 17);
	if (day_precision(m->birth_date) == DAY_EXACT)
		assert_true(day_years_between(m->birth_date, m->admitted_on) >= 18);
	if (m->ceremony_on)
		assert_true(m->ceremony_on >= m->admitted_on);
	if (m->recognised_on) {
		assert_true(m->recognised_on >= day_add_months(m->admitted_on, 12));
		assert_true(m->recognition_decided_on >= m->recognised_on);
		assert_true(m->recognition_decided_on <= TODAY);
	}
	assert_int_equal(!m->card_on, !m->card_no);
	if (m->card_on) {
		assert_true(m->card_on > m->recognition_decided_on);
		assert_int_equal(m->card_on, demo_card_day(m->card_on));
	}
}

static void check_text(const char *s, bool required)
{
	assert_true(!required || !text_empty(s));
	if (s)
		assert_string_equal(s, text_clean(a, str_of(s), false));
}

static void check_person(const struct map *known, const struct demo_member *m)
{
	check_codes(known, m);
	check_days(m);
	check_text(m->full_name, true);
	check_text(m->native_place, true);
	check_text(m->degree, false);
	assert_non_null(strchr(m->full_name, ' '));
}

static void people_are_consistent(void **state)
{
	static const struct {
		const char *mix, *unit, *circle;
	} places[] = {{"townlet", "08824", "residential"}, {"highland", "Q099", "village"},
		{"lowland", "Q253", "agency"}, {"south", "Q914", "village"},
		{"highland", "Q099", "school"}, {"lowland", "Q253", "police"},
		{"lowland", "Q253", "army"}, {"townlet", "08824", "business"},
		{"townlet", "08824", "health"}, {"townlet", "08824", "district_agency"}};
	struct map *known = codes();

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		struct list l = people(places[i].mix, places[i].unit, places[i].circle, i);
		const struct demo_member *m = l.rows;
		struct map *seen = map_new(a, PEOPLE);
		for (size_t k = 0; k < l.n; k++) {
			check_person(known, &m[k]);
			assert_null(map_get(seen, str_of(m[k].member_no)));
			map_put(seen, str_of(m[k].member_no), a);
		}
	}
}

static int share(const struct list *l, size_t offset, const char *value)
{
	int n = 0;

	for (size_t i = 0; i < l->n; i++) {
		const char *rec = (const char *)l->rows + i * l->size;
		n += text_eq(*(const char *const *)(rec + offset), value);
	}
	return l->n ? (int)((size_t)n * 1000 / l->n) : 0;
}

#define assert_share(l, member, value, low, high)                                                  \
	assert_in_range(share(&(l), offsetof(struct demo_member, member), value), low, high)

static void people_are_like_those_of_their_place(void **state)
{
	struct list high = people("highland", "Q099", "village", 1);
	struct list town = people("townlet", "08824", "residential", 1);

	(void)state;
	assert_share(high, ethnicity, "thai", 380, 480);
	assert_share(high, ethnicity, "hmong", 220, 320);
	assert_share(town, ethnicity, "kinh", 890, 960);
	assert_share(town, sex, "female", 280, 450);
	assert_share(town, occupation, "retired", 150, 350);
	assert_share(high, occupation, "farmer", 450, 680);
	assert_share(high, religion, "none", 950, 1000);
}

static bool same_people(struct list x, struct list y)
{
	return str_eq(demo_csv(a, demo_member_fields, &x), demo_csv(a, demo_member_fields, &y));
}

static void a_seed_gives_the_same_people(void **state)
{
	struct list one = people("highland", "Q099", "village", 5);

	(void)state;
	assert_true(same_people(one, people("highland", "Q099", "village", 5)));
	assert_false(same_people(one, people("highland", "Q099", "village", 6)));
}

static void names_of_public_figures_are_not_given(void **state)
{
	struct list l = people("lowland", "Q253", "village", 9);
	const struct demo_member *m = l.rows;

	(void)state;
	for (size_t i = 0; i < l.n; i++) {
		assert_string_not_equal(m[i].full_name, "Nguyễn Xuân Phúc");
		assert_string_not_equal(m[i].full_name, "Nguyễn Văn Linh");
	}
}

static void units_that_there_are_not(void **state)
{
	const struct demo_people_in in = {"townlet", "nowhere", 1, TODAY};
	struct demo_people *p;

	(void)state;
	assert_int_equal(demo_people_new(a, &in, &p, &f), ERR_NOT_FOUND);
}

/* ---- a locality ---- */

static void tam_son_has_285_members(void **state)
{
	static const char *const cells[] = {"binh-son-thuong", "binh-son-ha", "binh-lac",
		"lac-kieu", "son-cau", "then", "co-quan", "tieu-hoc", "thcs", "mam-non"};
	struct demo_story s = demo_tell(a, &demo_tam_son, &f);
	int sum = 0;

	(void)state;
	assert_int_equal(demo_told_count(&s, TODAY, NULL), 285);
	for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++) {
		int n = demo_told_count(&s, TODAY, cells[i]);
		assert_in_range(n, 8, 60);
		sum += n;
	}
	assert_int_equal(sum, 285);
}

static void its_days_are_in_order(void **state)
{
	struct demo_story s = demo_tell(a, &demo_tam_son, &f);
	struct map *known = codes();

	(void)state;
	for (size_t i = 0; i < s.n; i++) {
		const struct demo_told *t = &s.told[i];
		check_person(known, t->m);
		assert_true(t->m->recognition_decided_on < t->left);
		assert_true(t->m->card_on < t->left);
	}
}

static void its_facts_are_of_people_who_were_there(void **state)
{
	struct demo_story s = demo_tell(a, &demo_tam_son, &f);
	const struct demo_fact *x = s.life.facts.rows;
	int badges = 0;

	(void)state;
	for (size_t i = 0; i < s.life.facts.n; i++) {
		const struct demo_told *t = demo_told_of(&s, x[i].member_no);
		assert_true(x[i].day > OPENED && x[i].day <= TODAY);
		assert_true(x[i].day >= t->came && x[i].day < t->left);
		assert_true(!x[i].until_day || x[i].until_day > x[i].day);
		assert_true(!i || x[i - 1].day <= x[i].day);
		if (text_eq(x[i].kind, "badge_awarded")) {
			badges++;
			assert_true(day_add_months(t->m->admitted_on, 12 * (int)x[i].years) <=
				    x[i].day);
		}
	}
	assert_in_range(badges, 20, 200);
}

static void its_changes_are_changes(void **state)
{
	struct demo_story s = demo_tell(a, &demo_tam_son, &f);
	const struct demo_change *c = s.life.changes.rows;

	(void)state;
	assert_in_range(s.life.changes.n, 40, 400);
	for (size_t i = 0; i < s.life.changes.n; i++) {
		const struct demo_told *t = demo_told_of(&s, c[i].member_no);
		const struct field *column = field_find(demo_member_fields, c[i].field);
		assert_non_null(column);
		assert_true(c[i].day > t->came && c[i].day < t->left && c[i].day <= TODAY);
		assert_string_not_equal(
			*(const char *const *)((const char *)t->m + column->offset), c[i].value);
	}
}

static bool single(const char *post)
{
	return text_eq(post, "secretary") || text_eq(post, "deputy") ||
	       text_eq(post, "standing_deputy");
}

static void check_post(const struct demo_story *s, const struct demo_post *p)
{
	const struct demo_told *t = demo_told_of(s, p->member_no);
	day_t to = p->to ? p->to : TODAY;

	assert_true(p->from <= to && p->from >= OPENED && p->from >= t->came && to < t->left);
	assert_true(t->m->recognition_decided_on && t->m->recognition_decided_on <= p->from);
	assert_string_equal(t->m->full_name, p->holder);
}

static void its_posts_are_held_by_official_members(void **state)
{
	struct demo_story s = demo_tell(a, &demo_tam_son, &f);
	const struct demo_post *p = s.life.posts.rows;
	int secretaries = 0;

	(void)state;
	for (size_t i = 0; i < s.life.posts.n; i++) {
		check_post(&s, &p[i]);
		secretaries += text_eq(p[i].post, "secretary") && !p[i].to;
		for (size_t k = 0; k < i; k++)
			if (single(p[i].post) && text_eq(p[i].post, p[k].post) &&
				text_eq(p[i].org_code, p[k].org_code))
				assert_true(p[k].to && p[k].to < p[i].from);
	}
	assert_int_equal(secretaries, 11);
}

static void it_is_the_same_every_time(void **state)
{
	struct demo_life x, y;

	(void)state;
	ok(demo_life_make(a, &demo_tam_son, &x, &f));
	ok(demo_life_make(a, &demo_tam_son, &y, &f));
	assert_true(same_people(x.opening, y.opening));
	assert_true(same_people(x.later, y.later));
	assert_true(str_eq(demo_csv(a, demo_transfer_fields, &x.transfers),
		demo_csv(a, demo_transfer_fields, &y.transfers)));
	assert_true(str_eq(demo_csv(a, demo_leaving_fields, &x.leavings),
		demo_csv(a, demo_leaving_fields, &y.leavings)));
	assert_true(str_eq(
		demo_csv(a, demo_post_fields, &x.posts), demo_csv(a, demo_post_fields, &y.posts)));
	assert_true(str_eq(
		demo_csv(a, demo_fact_fields, &x.facts), demo_csv(a, demo_fact_fields, &y.facts)));
}

/* One of the files that an office would have sent: of a scenario, by the kind of import. */
static int print(const char *folder, const char *what)
{
	const struct demo_life_in *const all[] = {&demo_tam_son, &demo_muong_ang, &demo_moc_chau};
	const struct demo_life_in *in = NULL;
	struct demo_life l;
	struct str csv = {0};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (text_eq(all[i]->folder, folder))
			in = all[i];
	if (!in)
		return 2;
	ok(demo_life_make(a, in, &l, &f));
	const struct {
		const char *what;
		const struct field *fields;
		const struct list *rows;
	} files[] = {{"opening", demo_member_fields, &l.opening},
		{"later", demo_member_fields, &l.later},
		{"transfers", demo_transfer_fields, &l.transfers},
		{"leavings", demo_leaving_fields, &l.leavings},
		{"posts", demo_post_fields, &l.posts}, {"facts", demo_fact_fields, &l.facts},
		{"changes", demo_change_fields, &l.changes},
		{"villages", demo_village_fields, &l.villages}};
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (text_eq(files[i].what, what))
			csv = demo_csv(a, files[i].fields, files[i].rows);
	return fwrite(csv.p, 1, csv.n, stdout) != csv.n;
}

#define made(fn)                                                                                   \
	{                                                                                          \
#fn, fn, start, stop, NULL                                                         \
	}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		made(people_are_consistent),
		made(people_are_like_those_of_their_place),
		made(a_seed_gives_the_same_people),
		made(names_of_public_figures_are_not_given),
		made(units_that_there_are_not),
		made(tam_son_has_285_members),
		made(its_days_are_in_order),
		made(its_facts_are_of_people_who_were_there),
		made(its_changes_are_changes),
		made(its_posts_are_held_by_official_members),
		made(it_is_the_same_every_time),
	};

	if (argc > 3 && text_eq(argv[1], "--print"))
		return start(NULL) || print(argv[2], argv[3]) || stop(NULL);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "core/site_test.h"

#include "base/text.h"
#include "core/rules.h"

static const struct cat_entry *match(struct site_test *s, const char *cat, const char *text)
{
	return cat_match(&s->cats, s->a, cat, text);
}

static void assert_leads_to(struct site_test *s, const struct cat_entry *e, const char *text)
{
	const struct cat_entry *found = match(s, e->cat, text);

	if (!found || strcmp(found->code, e->code) != 0)
		fail_msg("%s \"%s\" of %s leads to %s", e->cat, text, e->code,
			found ? found->code : "nothing");
}

/* Two entries that share a spelling would make one of them unreachable from a file. */
static void every_spelling_leads_to_its_entry(void **state)
{
	struct site_test *s = site_of(state);

	assert_true(s->cats.n > 100);
	for (size_t i = 0; i < s->cats.n; i++) {
		const struct cat_entry *e = &s->cats.entries[i];
		struct str rest = str_of(e->alias);
		assert_leads_to(s, e, e->code);
		assert_leads_to(s, e, e->name[LANG_VI]);
		assert_leads_to(s, e, e->name[LANG_EN]);
		while (rest.p && rest.n) {
			struct str one = str_cut(&rest, '|');
			const char *alias = arena_strndup(s->a, one.p, one.n);
			assert_string_equal(alias, text_fold(s->a, alias));
			assert_leads_to(s, e, alias);
		}
	}
}

static void assert_code(struct site_test *s, const char *cat, const char *text, const char *code)
{
	const struct cat_entry *e = match(s, cat, text);

	assert_non_null(e);
	assert_string_equal(e->code, code);
}

static void what_offices_write(void **state)
{
	struct site_test *s = site_of(state);
	size_t n;

	cat_all(&s->cats, "ethnicity", &n);
	assert_int_equal(n, 54);
	assert_code(s, "ethnicity", "H'Mông", "hmong");
	assert_code(s, "ethnicity", "MÈO", "hmong");
	assert_code(s, "ethnicity", "Khơ Mú", "kho-mu");
	assert_code(s, "ethnicity", "Việt", "kinh");
	assert_code(s, "schooling", "12/12", "upper_secondary");
	assert_code(s, "schooling", "7/10", "lower_secondary");
	assert_code(s, "schooling", "Lớp 4/10", "primary_school");
	assert_code(s, "theory_level", "TC", "intermediate");
	assert_code(s, "member_state", "miễn SH", "exempt");
	assert_code(s, "leaving_kind", "qua đời", "deceased");
	assert_code(s, "religion", "Thiên Chúa", "catholic");
	assert_null(match(s, "ethnicity", "Nước ngoài"));
	assert_null(match(s, "schooling", "13/12"));
}

static void numbers_as_they_were_on_a_day(void **state)
{
	struct site_test *s = site_of(state);
	struct list years;
	int64_t n;

	ok(db_begin(s->db, DB_WRITE));
	ok(rule_number(&s->cx, "probation.term", 20160101, &n));
	assert_int_equal(n, 12);
	ok(rule_numbers(&s->cx, "badge.years", 20160101, &years));
	assert_int_equal(years.n, 12);
	assert_int_equal(((const int64_t *)years.rows)[0], 30);
	assert_int_equal(((const int64_t *)years.rows)[11], 90);
	db_rollback(s->db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_site(every_spelling_leads_to_its_entry),
		on_site(what_offices_write),
		on_site(numbers_as_they_were_on_a_day),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Faults, sentences and field tables. */
#include "base/err.h"

#include "base/base_test.h"
#include "base/field.h"

static void faults_gather(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct fault f = {.a = a};
	int n = 0;

	(void)state;
	assert_int_equal(fault(&f, ERR_BAD_INPUT, "day", M_ERR_BAD_INPUT, "x", "y"), ERR_BAD_INPUT);
	assert_int_equal(fault(&f, ERR_CONFLICT, NULL, M_ERR_CONFLICT), ERR_CONFLICT);
	assert_int_equal(fault_detail(&f, ERR_DB, "code %d", 7), ERR_DB);
	assert_int_equal(f.code, ERR_BAD_INPUT);
	assert_string_equal(f.detail, "code 7");
	problem_each (p, &f)
		n++;
	assert_int_equal(n, 2);
	assert_string_equal(f.first->field, "day");
	assert_int_equal(f.first->what, M_ERR_BAD_INPUT);
	assert_string_equal(f.first->arg[0], "x");
	assert_string_equal(f.first->arg[1], "y");
	assert_null(f.first->arg[2]);
	assert_null(f.last->field);
	assert_null(f.last->arg[0]);
	fault_clear(&f);
	assert_null(f.first);
	assert_int_equal(f.code, ERR_OK);
	assert_ptr_equal(f.a, a);
	fault_tell(&f, ERR_LOCKS);
	fault_tell(&f, ERR_IO); /* something is told already */
	assert_int_equal(f.code, ERR_LOCKS);
	assert_int_equal(f.first->what, M_ERR_LOCKS);
	assert_ptr_equal(f.first, f.last);
	arena_free(a);
}

static enum err fails(enum err e, int *ret_went_on)
{
	TRY(e);
	(*ret_went_on)++;
	return ERR_OK;
}

static void errors_have_rows(void **state)
{
	int went_on = 0;

	(void)state;
	assert_int_equal(ERR_OK, 0);
	for (int e = 0; e < ERR_COUNT; e++) {
		assert_true(err_http((enum err)e) >= 200 && err_http((enum err)e) < 600);
		assert_true((e == ERR_OK) == (err_exit((enum err)e) == 0));
		assert_true(*msg_text(LANG_VI, err_msg((enum err)e)));
	}
	assert_int_equal(err_http(ERR_NOT_FOUND), 404);
	assert_string_equal(err_name(ERR_NOT_FOUND), "NOT_FOUND");
	assert_int_equal(fails(ERR_IO, &went_on), ERR_IO);
	assert_int_equal(went_on, 0);
	assert_int_equal(fails(ERR_OK, &went_on), ERR_OK);
	assert_int_equal(went_on, 1);
}

static void every_key_is_found(void **state)
{
	enum msg m = M_COUNT;

	(void)state;
	for (int i = 1; i < M_COUNT; i++) {
		assert_true(msg_find(msg_key((enum msg)i), &m));
		assert_int_equal(m, i);
		assert_true(*msg_text(LANG_VI, m) && *msg_text(LANG_EN, m));
	}
	assert_false(msg_find("no.such.key", &m));
	assert_false(msg_find("", &m));
	assert_string_equal(msg_text(LANG_VI, M_NONE), "");
	assert_int_equal(lang_of("en"), LANG_EN);
	assert_int_equal(lang_of("fr"), LANG_VI);
	assert_int_equal(lang_of(NULL), LANG_VI);
	assert_string_equal(lang_code(LANG_EN), "en");
}

/* What the sentence must become, made the slow way. */
static const char *replaced(struct arena *a, const char *s, const char *hole, const char *with)
{
	const char *at = strstr(s, hole);

	return at ? arena_printf(a, "%.*s%s%s", (int)(at - s), s, with,
			    replaced(a, at + strlen(hole), hole, with))
		  : s;
}

static void arguments_fall_into_place(void **state)
{
	struct arena *a = arena_new(8 << 20);
	int holes = 0;

	(void)state;
	assert_string_equal(msg_fill(a, LANG_EN, M_ERR_OK, NULL, 0), msg_text(LANG_EN, M_ERR_OK));
	for (int i = 0; i < M_COUNT; i++)
		for (int lang = 0; lang < LANGS; lang++) {
			const struct msg_entry *e = &msg_table[i];
			const char *want = e->many[lang] ? e->many[lang] : e->one[lang];
			holes += strstr(want, "{1}") != NULL;
			want = replaced(a, want, "{1}", "7\xE1\xBA\xA1");
			want = replaced(a, want, "{2}", "{1}");
			want = replaced(a, want, "{3}", "");
			if (strstr(want, "{4}"))
				continue;
			assert_string_equal(
				msg_say(a, (enum lang)lang, (enum msg)i, "7\xE1\xBA\xA1", "{1}"),
				want);
		}
	assert_true(holes > 0);
	arena_free(a);
}

static void one_takes_the_first_form(void **state)
{
	struct arena *a = arena_new(8 << 20);
	int plurals = 0;

	(void)state;
	for (int i = 0; i < M_COUNT; i++) {
		const struct msg_entry *e = &msg_table[i];
		if (!e->many[LANG_EN])
			continue;
		plurals++;
		assert_string_equal(msg_say(a, LANG_EN, (enum msg)i, "1"),
			replaced(a, replaced(a, e->one[LANG_EN], "{1}", "1"), "{2}", ""));
		assert_string_equal(msg_say(a, LANG_EN, (enum msg)i, "21"),
			replaced(a, replaced(a, e->many[LANG_EN], "{1}", "21"), "{2}", ""));
	}
	assert_true(plurals > 0);
	arena_free(a);
}

struct village {
	int64_t id, members, seen;
	const char *name;
	day_t from;
	int poor;
	struct list houses;
	struct upload file;
};

static const struct field village_fields[] = {
	F_ID(struct village, id, M_ERR_OK, CLASS_PUBLIC, 0, "village"),
	F_INT(struct village, members, M_ERR_OK, CLASS_INSIDE, 0, 0),
	F_INSTANT(struct village, seen, M_ERR_OK, CLASS_INSIDE, 0),
	F_TEXT(struct village, name, M_ERR_OK, CLASS_PUBLIC, FF_REQUIRED, 200),
	F_DAY(struct village, from, M_ERR_OK, CLASS_PUBLIC, 0),
	F_BOOL(struct village, poor, M_ERR_OK, CLASS_SENSITIVE, 0),
	F_LIST(struct village, houses, M_ERR_OK, CLASS_PUBLIC, village_fields),
	F_FILE(struct village, file, M_ERR_OK, CLASS_INSIDE, 0),
	F_END,
};

static const struct field *of(const char *name)
{
	return field_find(village_fields, name);
}

static void fields_reach_members(void **state)
{
	struct village v = {0};

	(void)state;
	assert_int_equal(field_count(village_fields), 8);
	assert_null(of("nothing"));
	field_each (f, village_fields)
		assert_true(field_empty(f, &v));
	field_set_int(of("id"), &v, INT64_MAX);
	field_set_int(of("from"), &v, 20160300);
	field_set_int(of("poor"), &v, 12);
	field_set_text(of("name"), &v, "Bản Xôm");
	assert_int_equal(v.id, INT64_MAX);
	assert_int_equal(v.from, 20160300);
	assert_int_equal(v.poor, 1);
	assert_int_equal(field_get_int(of("id"), &v), INT64_MAX);
	assert_int_equal(field_get_int(of("from"), &v), 20160300);
	assert_string_equal(field_get_text(of("name"), &v), "Bản Xôm");
	assert_false(field_empty(of("name"), &v));
	field_set_text(of("name"), &v, "");
	assert_true(field_empty(of("name"), &v));
	v.houses = (struct list){&v, 1, sizeof(v)};
	assert_ptr_equal(field_get_list(of("houses"), &v).rows, &v);
	assert_false(field_empty(of("houses"), &v));
	v.file.bytes = S("x");
	assert_false(field_empty(of("file"), &v));
}

static const struct CMUnitTest list[] = {
	cmocka_unit_test(faults_gather),
	cmocka_unit_test(errors_have_rows),
	cmocka_unit_test(every_key_is_found),
	cmocka_unit_test(arguments_fall_into_place),
	cmocka_unit_test(one_takes_the_first_form),
	cmocka_unit_test(fields_reach_members),
};
TESTS(err_tests, list);

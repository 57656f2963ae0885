/* Rules in time: what the files say, on a day and as known; terms, shares, words, lists. */
#include "core/rule.h"

#include "base/buf.h"
#include "core/rule_file.h"
#include "core/rule_text.h"
#include "core/rules_verify.h"
#include "core/site_test.h"

/* Every code of the table has a name, values in the files, and units that fit. */
static void every_code_is_whole(void **state)
{
	struct site_test *s = site_of(state);
	struct rule_set set;

	ok(db_begin(s->db, DB_READ));
	for (size_t i = 0; i < rule_use_count; i++) {
		const struct rule_use *use = &rule_uses[i];
		const struct rule *r;
		assert_non_null(cat_find(&s->cats, "rule", use->code));
		assert_non_null(cat_find(&s->cats, "rule_subject", use->subject));
		assert_ptr_equal(rule_use_of(use->code), use);
		ok(rule_read(&s->cx, use->code, &set));
		assert_true(set.rows.n > 0);
		r = set.rows.rows;
		for (size_t k = 0; k < set.rows.n; k++) {
			assert_true(rule_unit_fits(use, r[k].unit));
			assert_true(r[k].from_day < r[k].to_day);
			assert_false(text_empty(r[k].source));
			assert_false(text_empty(rule_say(&s->cx, &r[k])));
			if (use->kind == RULE_WORD && !cat_find(&s->cats, use->words, r[k].word))
				fail_msg("%s: %s is not in %s", use->code, r[k].word, use->words);
		}
	}
	db_rollback(s->db);
}

/* What is marked so in its source is said to be in doubt, and the other way. */
static void doubt_is_said(void **state)
{
	struct site_test *s = site_of(state);
	const struct rule *r;
	struct list all;

	ok(db_begin(s->db, DB_READ));
	ok(db_list(s->db, s->a, rule_fields, sizeof(*r), &all, Q_RULE_ALL_ROWS, KNOWN_NOW));
	r = all.rows;
	for (size_t i = 0; i < all.n; i++) {
		bool told = strstr(r[i].source, "cần kiểm chứng") ||
			    strstr(r[i].source, "Cần kiểm chứng");
		if (told && !text_eq(r[i].sure, "c") && !text_eq(r[i].unit, "text"))
			fail_msg("%s: %s", r[i].code, r[i].source);
		assert_true(text_eq(r[i].sure, "c") == (rule_doubt(&s->cx, &r[i]) != NULL));
	}
	db_rollback(s->db);
}

static day_t due(struct site_test *s, const char *code, day_t from)
{
	struct rule_due ret = {0};

	ok(rule_due(&s->cx, code, from, &ret));
	return ret.day;
}

/* A past year by the rules of that year. */
static void past_years_by_their_rules(void **state)
{
	struct site_test *s = site_of(state);
	struct list all;
	int64_t n;

	ok(db_begin(s->db, DB_READ));
	/* 30 working days, across Tết 2020, the holidays of April 2024, and Tết 2026 */
	assert_int_equal(due(s, "transfer.letter", 20200106), 20200224);
	assert_int_equal(due(s, "transfer.letter", 20240401), 20240516);
	assert_int_equal(due(s, "transfer.letter", 20260105), 20260213);
	assert_int_equal(due(s, "probation.review", 20200106), 20200224);
	assert_int_equal(due(s, "probation.review", 20240401), 20240516);
	/* half as long the day before the regulation of 2025 came into force */
	assert_int_equal(due(s, "transfer.start", 20250630), 20250811);
	assert_int_equal(due(s, "transfer.start", 20250701), 20250925);
	/* 72 hours, then two working days */
	assert_int_equal(due(s, "request.days", 20251226), 20251229);
	assert_int_equal(due(s, "request.days", 20260102), 20260106);
	assert_int_equal(due(s, "probation.term", 20240229), 20250228);
	ok(rule_numbers(&s->cx, "badge.years", 20240203, &all));
	assert_int_equal(all.n, 12);
	assert_int_equal(((const int64_t *)all.rows)[11], 90);
	ok(rule_words(&s->cx, "doc.rating", 20161231, &all));
	assert_int_equal(all.n, 1);
	assert_string_equal(((const char *const *)all.rows)[0], "27-HD/BTCTW");
	ok(rule_words(&s->cx, "doc.rating", 20261122, &all));
	assert_int_equal(all.n, 2);
	assert_int_equal(rule_number(&s->cx, "meeting.minutes", 20251027, &n), ERR_REFUSED);
	assert_true(site_said(s, M_RULE_NONE));
	ok(rule_number(&s->cx, "meeting.minutes", 20251028, &n));
	assert_int_equal(n, 90);
	db_rollback(s->db);
}

static void shares(void **state)
{
	struct site_test *s = site_of(state);
	struct rule_share two_thirds, over_half;
	const char *base;

	ok(db_begin(s->db, DB_READ));
	ok(rule_share(&s->cx, "admission.vote.cell", 20260101, &two_thirds));
	ok(rule_share(&s->cx, "vote.majority", 20260101, &over_half));
	ok(rule_word(&s->cx, "vote.base.cell", 20260101, &base));
	db_rollback(s->db);
	assert_string_equal(base, "official_on_duty");
	assert_int_equal(rule_share_least(two_thirds, 3), 2);
	assert_int_equal(rule_share_least(two_thirds, 10), 7);
	assert_int_equal(rule_share_least(over_half, 10), 6);
	assert_int_equal(rule_share_least(over_half, 11), 6);
	for (int64_t b = 0; b < 200; b++) {
		for (int i = 0; i < 2; i++) {
			struct rule_share share = i ? over_half : two_thirds;
			int64_t least = rule_share_least(share, b);
			assert_true(rule_share_met(share, least, b));
			assert_false(least && rule_share_met(share, least - 1, b));
		}
	}
}

static void holidays_that_are_not_announced(void **state)
{
	struct site_test *s = site_of(state);
	struct rule_due known, unknown;
	struct workdays w;
	int year;

	ok(db_begin(s->db, DB_READ));
	ok(rule_due(&s->cx, "transfer.letter", 20260301, &known));
	ok(rule_due(&s->cx, "transfer.letter", 20261215, &unknown));
	ok(workdays_read(&s->cx, &w));
	db_rollback(s->db);
	assert_null(rule_due_doubt(&s->cx, &known));
	assert_int_equal(unknown.sure, WORKDAYS_UNKNOWN);
	assert_int_equal(unknown.year, 2027);
	assert_string_equal(rule_due_doubt(&s->cx, &unknown), "lịch nghỉ năm 2027 chưa công bố");
	assert_int_equal(workdays_sure(&w, 20260101, 20260131, &year), WORKDAYS_DOUBT);
	assert_int_equal(workdays_sure(&w, 20260301, 20260401, &year), WORKDAYS_SURE);
}

static const char *there_and_back(struct site_test *s, const char *code, const char *text)
{
	const struct rule_use *use = rule_use_of(code);
	struct rule r = {0};

	return rule_value_parse(s->a, use, text, &r) ? rule_value_text(s->a, use, &r) : "no";
}

static void values_as_typed(void **state)
{
	struct site_test *s = site_of(state);

	assert_string_equal(there_and_back(s, "probation.term", " 12 "), "12");
	assert_string_equal(there_and_back(s, "probation.term", "12 tháng"), "no");
	assert_string_equal(there_and_back(s, "probation.term", "-1"), "no");
	assert_string_equal(there_and_back(s, "vote.majority", "2 / 3"), "2/3");
	assert_string_equal(there_and_back(s, "vote.majority", "85%"), "85/100");
	assert_string_equal(there_and_back(s, "vote.majority", "3/2"), "no");
	assert_string_equal(there_and_back(s, "vote.majority", "1/0"), "no");
	assert_string_equal(there_and_back(s, "badge.gift_30", "3/2"), "3/2");
	assert_string_equal(there_and_back(s, "badge.award_day", "3/2"), "03/02");
	assert_string_equal(there_and_back(s, "badge.award_day", "30/02"), "no");
	assert_string_equal(there_and_back(s, "badge.award_day", "302"), "no");
}

/* As people write it: what rule_say() shows can be typed back, in either language. */
static const char *typed(struct site_test *s, const char *code, const char *unit, const char *text)
{
	struct rule r = {0};

	if (!rule_text_read(&s->cx, rule_use_of(code), unit, text, &r))
		return "no";
	return arena_printf(s->a, "%s %s", rule_value_text(s->a, rule_use_of(code), &r), r.unit);
}

static void values_in_words(void **state)
{
	struct site_test *s = site_of(state);
	const struct rule *r;
	struct list all;

	assert_string_equal(typed(s, "transfer.letter", "workday", "45"), "45 workday");
	assert_string_equal(typed(s, "transfer.letter", "workday", "45 ngày"), "45 day");
	assert_string_equal(typed(s, "transfer.letter", "workday", "2 THANG"), "2 month");
	assert_string_equal(typed(s, "transfer.letter", "workday", "45 người"), "no");
	assert_string_equal(typed(s, "transfer.letter", "workday", "sau 45 ngày"), "no");
	assert_string_equal(typed(s, "vote.majority", "share", "trên 1 / 2"), "1/2 share_over");
	assert_string_equal(typed(s, "vote.majority", "share", "at least 85 %"), "85/100 share");
	assert_string_equal(typed(s, "vote.majority", "share_over", "2/3"), "2/3 share_over");
	assert_string_equal(typed(s, "badge.gift_30", "factor", "1,5"), "15/10 factor");
	assert_string_equal(typed(s, "badge.award_day", "month_day", "3/2"), "03/02 month_day");
	assert_string_equal(typed(s, "vote.form.screening", "word", "Bỏ phiếu kín"), "secret word");
	assert_string_equal(typed(s, "vote.form.screening", "word", "bằng miệng"), "no");
	ok(db_begin(s->db, DB_READ));
	ok(db_list(s->db, s->a, rule_fields, sizeof(*r), &all, Q_RULE_ALL_ROWS, KNOWN_NOW));
	db_rollback(s->db);
	r = all.rows;
	for (size_t i = 0; i < all.n; i++) {
		struct rule back = {0};
		if (!rule_text_read(&s->cx, rule_use_of(r[i].code), r[i].unit,
			    rule_say(&s->cx, &r[i]), &back))
			fail_msg("%s: %s", r[i].code, rule_say(&s->cx, &r[i]));
		assert_int_equal(back.value * r[i].den, r[i].value * back.den);
		assert_string_equal(back.unit, r[i].unit);
		assert_string_equal(back.word, r[i].word);
	}
}

static void note_found(void *p, const char *text)
{
	const char **all = p;

	*all = *all ? "several" : text;
}

static const char *verify(struct site_test *s)
{
	const char *found = NULL;

	ok(rules_verify(&s->cx, note_found, &found));
	return found ? found : "";
}

/* Each kind of harm that could be done behind the program's back is told. */
static void harm_is_told(void **state)
{
	struct site_test *s = site_of(state);
	const int64_t id = 5, one = 1, n = 7;

	ok(db_begin(s->db, DB_WRITE));
	assert_string_equal(verify(s), "");
	ok(db_run(s->db, Q_RULE_FILE_VOID, "cell.minimum", "", DAY_MIN, (int64_t)0, (int64_t)9));
	assert_string_equal(verify(s), "several"); /* no value, and not as the files have it */
	db_rollback(s->db);
	ok(db_begin(s->db, DB_WRITE));
	ok(txn_start(&s->cx, "rule_add", NULL));
	for (int64_t i = 0; i < 2; i++)
		ok(db_run(s->db, Q_RULE_LOCAL_INSERT, id + i, id + i, "cell.minimum", "", 20200101,
			20210101, (int64_t)0, n, one, "person", "", "x", "a", "", s->cx.txn,
			s->cx.txn_ms));
	assert_string_equal(verify(s), "Quy định cell.minimum có hai giá trị từ ngày 01/01/2020.");
	db_rollback(s->db);
	s->cx.txn = 0;
	ok(db_begin(s->db, DB_WRITE));
	ok(txn_start(&s->cx, "rule_add", NULL));
	ok(db_run(s->db, Q_RULE_LOCAL_INSERT, id, id, "cell.minimum", "", 20200101, 20210101,
		(int64_t)0, n, one, "month", "", "x", "a", "", s->cx.txn, s->cx.txn_ms));
	assert_string_equal(verify(s), "Quy định cell.minimum: không đọc được giá trị “7”.");
	db_rollback(s->db);
}

/* An upgrade that changes nothing writes nothing; one that does keeps what was known before. */
static void files_again(void **state)
{
	struct site_test *s = site_of(state);
	struct rule_files_diff diff;
	const struct rule *r;
	int64_t n;

	ok(db_begin(s->db, DB_WRITE));
	ok(rule_files_compare(&s->cx, &diff));
	assert_int_equal(
		diff.rules_new.n + diff.rules_old.n + diff.holidays_new.n + diff.holidays_old.n, 0);
	/* an earlier program knew another number and one rule more */
	ok(db_run(s->db, Q_RULE_FILE_VOID, "deletion.dues", "", DAY_MIN, (int64_t)0, (int64_t)0));
	ok(db_run(s->db, Q_RULE_FILE_INSERT, "deletion.dues", "", DAY_MIN, (int64_t)0 + 1, DAY_MAX,
		(int64_t)6, (int64_t)1, "month", "", "x", "c"));
	ok(rule_files_compare(&s->cx, &diff));
	assert_int_equal(diff.rules_new.n, 1);
	assert_int_equal(diff.rules_old.n, 1);
	s->clock.fixed_ms = 5000;
	ok(rule_files_store(&s->cx));
	ok(rule_number(&s->cx, "deletion.dues", 20200101, &n));
	assert_int_equal(n, 3);
	ok(rule_at(&s->cx, "deletion.dues", 20200101, 10, &r));
	assert_int_equal(r->value, 6);
	ok(rule_files_compare(&s->cx, &diff));
	assert_int_equal(diff.rules_new.n + diff.rules_old.n, 0);
	db_rollback(s->db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_site(every_code_is_whole),
		on_site(doubt_is_said),
		on_site(past_years_by_their_rules),
		on_site(shares),
		on_site(holidays_that_are_not_announced),
		on_site(values_as_typed),
		on_site(values_in_words),
		on_site(harm_is_told),
		on_site(files_again),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

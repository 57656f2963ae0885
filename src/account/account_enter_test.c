/*
 * How somebody comes in: slips, first passwords, the second factor, accounts from the roster, and
 * who may help whom.
 */
#include "account/account.h"
#include "account/account_code.h"
#include "account/account_entry.h"
#include "account/account_factor.h"
#include "account/account_slips.h"
#include "base/crypto.h"
#include "base/keyring.h"
#include "member/member_test.h"

#define PASSWORD "một câu rất dài"
#define HOSTILE	 "<script>alert(1)</script>"

enum { STEP_MS = FACTOR_STEP_S * 1000 };

static int64_t id_of(struct site_test *s, const char *login)
{
	int64_t id;

	ok(db_begin(s->db, DB_READ));
	ok(db_number(s->db, &id, 0, Q_ACCOUNT_BY_LOGIN, login));
	db_rollback(s->db);
	return id;
}

static void act_as(struct site_test *s, const char *login)
{
	int64_t id;

	s->actor = (struct actor){.is_operator = !login};
	if (!login)
		return;
	id = id_of(s, login);
	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(account_actor(&s->cx, id, &s->actor));
	db_rollback(s->db);
}

static void add(struct site_test *s, const char *login, const char *func, const char *over)
{
	struct account_new in = {
		.login = login, .name = login, .password = PASSWORD, .func = func, .over = over};
	struct doc d;

	ok(site_run(s, &account_add, &in, 0, NULL, &d));
}

struct sign {
	const char *login, *password, *back;
};

/* What the browser sends afterwards is taken from the cookie. */
static enum err sign(struct site_test *s, const char *login, const char *password)
{
	char *digest = arena_alloc(s->a, DIGEST_TEXT);
	struct doc d;

	s->cx.session = NULL;
	s->cx.factor = false;
	TRY(site_run(s, &sign_in, &(struct sign){login, password, NULL}, 0, NULL, &d));
	for (const struct cookie *c = s->cx.cookies; c; c = c->next)
		if (text_eq(c->name, ACCOUNT_COOKIE))
			s->cx.session = digest_hex(digest, str_of(c->value));
	act_as(s, login);
	return ERR_OK;
}

/* Which step stands before the pages. */
static const char *next_step(struct site_test *s)
{
	ok(db_begin(s->db, DB_READ));
	ok(account_actor(&s->cx, s->actor.account, &s->actor));
	ok(account_entry(&s->cx));
	db_rollback(s->db);
	return s->cx.enter ? s->cx.enter : "";
}

/* ---- codes and passwords ---- */

static void codes_are_plain_letters(void **state)
{
	struct site_test *s = site_of(state);
	char one[SLIP_TEXT], two[SLIP_TEXT];

	account_code_new(one);
	account_code_new(two);
	assert_string_not_equal(one, two);
	assert_int_equal(strlen(one), 14);
	assert_null(strpbrk(one, "ILOSZV0123456789"));
	assert_int_equal(strlen(account_code_plain(s->a, one)), SLIP_LETTERS);
	assert_string_equal(account_code_plain(s->a, " abcd efgh.jkmn"), "ABCDEFGHJKMN");
	assert_string_equal(account_code_plain(s->a, "ABCD-EFGH-JKMN"), "ABCDEFGHJKMN");
}

static bool fits(struct site_test *s, const char *password)
{
	site_clean(s);
	return !account_check_password(&s->cx, password, "nguyen.van.an", "Nguyễn Văn An");
}

static void passwords_that_everybody_tries(void **state)
{
	struct site_test *s = site_of(state);
	static const char *const bad[] = {"", "ngắn", "123456789", "1234567890", "0987654321",
		"aaaaaaaaaaaa", "abababababab", "Matkhau@123", "MẬT KHẨU 123", "Nguyễn Văn An",
		"nguyenvanan1975", "nguyen.van.an", "qwertyuiop", "abcdefghijkl"};
	static const char *const good[] = {"trâu đen qua suối", "con gà của An 7",
		"nguyenvanan nuôi trâu đen", "tR8#kq!mZ2", "!!..--++==%%"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (fits(s, bad[i]))
			fail_msg("%s was taken", bad[i]);
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		if (!fits(s, good[i]))
			fail_msg("%s was refused", good[i]);
}

/* ---- slips ---- */

struct make {
	const char *people;
	int tick[60];
};

struct pair {
	const char *otp, *slip, *password, *again, *back;
};

static enum err set_password(struct site_test *s, const char *password, const char *again)
{
	struct doc d;

	(void)next_step(s);
	return site_run(s, &sign_in_password, &(struct pair){.password = password, .again = again},
		0, NULL, &d);
}

static int64_t person(struct site_test *s, const char *name, int64_t cell)
{
	return member_test_person(s, name, FACT(.kind = "admitted", .day = 20180519, .cell = cell));
}

static const struct slip_row *slips_of(const struct doc *d, size_t *ret_n)
{
	const struct doc_part *p = doc_find(d, "slips");

	assert_non_null(p);
	*ret_n = p->rows.n;
	return p->rows.rows;
}

/* Accounts for these two, and one who is not chosen. */
static const struct slip_row *make_accounts(struct site_test *s, const struct cells *t, size_t *n)
{
	struct make in = {.tick = {1, 0, 1}};
	struct doc d;
	int64_t a = person(s, "Lò Văn An", t->a), b = person(s, "Cà Thị Bình", t->a),
		c = person(s, "Lò Văn An", t->b);

	in.people = arena_printf(s->a, "%lld;%lld;%lld", (long long)a, (long long)b, (long long)c);
	ok(site_run(s, &account_roster_make, &in, t->east, NULL, &d));
	return slips_of(&d, n);
}

static void a_member_comes_with_a_slip(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	const struct slip_row *slip;
	size_t n;

	slip = make_accounts(s, &t, &n);
	assert_int_equal(n, 2);
	assert_string_equal(slip[0].login, "lo.van.an");
	assert_string_equal(slip[1].login, "lo.van.an2");
	assert_int_equal(sign(s, "lo.van.an", "ABCD-ABCD-ABCD"), ERR_BAD_INPUT);
	ok(sign(s, "lo.van.an", slip[0].code));
	assert_int_equal(s->actor.grants.n, 1);
	assert_string_equal(next_step(s), ENTRY_PASSWORD);
	assert_int_equal(set_password(s, "lovanan1975", "lovanan1975"), ERR_BAD_INPUT);
	assert_int_equal(set_password(s, PASSWORD, "một câu khác hẳn"), ERR_BAD_INPUT);
	assert_true(site_said(s, M_ACCOUNT_NOT_THE_SAME));
	ok(set_password(s, PASSWORD, PASSWORD));
	assert_string_equal(next_step(s), "");
	assert_int_equal(sign(s, "lo.van.an", slip[0].code), ERR_BAD_INPUT);
	ok(sign(s, "lo.van.an", PASSWORD));
	assert_string_equal(next_step(s), "");
}

static void a_slip_has_a_last_day(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	const struct slip_row *slip;
	size_t n;

	slip = make_accounts(s, &t, &n);
	assert_int_equal(slip[0].last_day, day_add(s->cx.say.today, 29));
	s->cx.say.today = slip[0].last_day;
	ok(sign(s, "lo.van.an", slip[0].code));
	s->cx.say.today = day_add(slip[0].last_day, 1);
	assert_int_equal(sign(s, "lo.van.an", slip[0].code), ERR_BAD_INPUT);
	assert_true(site_said(s, M_ACCOUNT_SLIP_OVER));
	assert_int_equal(sign(s, "lo.van.an", "ABCD-ABCD-ABCD"), ERR_BAD_INPUT);
	assert_true(site_said(s, M_ACCOUNT_WRONG));
}

/* Names that are more than names make harmless logins; whoever has an account gets no other. */
static void names_make_logins(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct make in = {.tick = {1, 1}};
	const struct slip_row *slip;
	struct doc d;
	size_t n;
	int64_t a = person(s, HOSTILE, t.a), b = person(s, "李明", t.a);

	in.people = arena_printf(s->a, "%lld;%lld", (long long)a, (long long)b);
	ok(site_run(s, &account_roster_make, &in, t.a, NULL, &d));
	slip = slips_of(&d, &n);
	assert_string_equal(slip[0].login, "script.alert.1.script");
	assert_string_equal(slip[0].full_name, HOSTILE);
	assert_string_equal(slip[1].login, "dang.vien");
	assert_int_equal(site_run(s, &account_roster_make, &in, t.a, NULL, &d), ERR_CONFLICT);
	assert_true(site_said(s, M_ACCOUNT_ROSTER_CHANGED));
	in.tick[0] = in.tick[1] = 0;
	assert_int_equal(site_run(s, &account_roster_make, &in, t.a, NULL, &d), ERR_BAD_INPUT);
}

/* Whoever is not in or below the organisation gets no account through it. */
static void only_members_there(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct make in = {.tick = {1}};
	struct doc d;

	in.people = arena_printf(s->a, "%lld", (long long)person(s, "Lò Văn An", t.c));
	assert_int_equal(site_run(s, &account_roster_make, &in, t.east, NULL, &d), ERR_CONFLICT);
	ok(site_run(s, &account_roster_make, &in, t.west, NULL, &d));
}

struct why {
	const char *reason;
};

static enum err new_slip(struct site_test *s, int64_t org, const char *login, const char **ret_code)
{
	const struct slip_row *slip;
	struct doc d;
	size_t n;

	TRY(site_run(s, &account_slip, &(struct why){"quên"}, org, login, &d));
	slip = slips_of(&d, &n);
	*ret_code = slip->code;
	return ERR_OK;
}

static void a_clerk_helps_below(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	const char *code = NULL;
	int64_t left, id;
	size_t n;

	(void)make_accounts(s, &t, &n);
	add(s, "east", "office", "east");
	add(s, "west", "office", "west");
	add(s, "aud", "auditor", NULL);
	act_as(s, "west");
	assert_int_equal(new_slip(s, t.west, "lo.van.an", &code), ERR_FORBIDDEN);
	act_as(s, "east");
	assert_int_equal(new_slip(s, t.east, "aud", &code), ERR_NOT_FOUND);
	ok(new_slip(s, t.east, "lo.van.an", &code));
	ok(sign(s, "lo.van.an", code));
	act_as(s, NULL);
	ok(site_run(s, &account_grant,
		&(struct account_new){.func = "administration", .over = "east"}, 0, "lo.van.an",
		&(struct doc){0}));
	act_as(s, "east");
	assert_int_equal(new_slip(s, t.east, "lo.van.an", &code), ERR_FORBIDDEN);
	assert_true(site_said(s, M_ACCOUNT_HELP_BEYOND));
	act_as(s, NULL);
	ok(new_slip(s, 0, "lo.van.an", &code));
	id = id_of(s, "lo.van.an");
	ok(db_begin(s->side, DB_READ));
	ok(db_number(s->side, &left, -1, Q_SESSION_COUNT_OF, id, clock_now(&s->clock)));
	db_rollback(s->side);
	assert_int_equal(left, 0);
}

static void a_slip_takes_the_password_away(void **state)
{
	struct site_test *s = site_of(state);
	const char *code = NULL;

	add(s, "one", "office", NULL);
	ok(new_slip(s, 0, "one", &code));
	assert_int_equal(sign(s, "one", PASSWORD), ERR_BAD_INPUT);
	ok(sign(s, "one", arena_printf(s->a, " %s ", code)));
	assert_int_equal(new_slip(s, 0, "one", &code), ERR_FORBIDDEN);
}

static void long_waits_are_told_in_minutes(void **state)
{
	struct site_test *s = site_of(state);

	s->clock.fixed_ms = ms_of_day(20261122);
	add(s, "one", "office", NULL);
	for (int i = 0; i < 12; i++) {
		assert_int_equal(sign(s, "one", "không phải"), ERR_BAD_INPUT);
		s->clock.fixed_ms += 1000000;
		if (i < 11)
			s->clock.fixed_ms -= 1000000 - (i < 3 ? 0 : 2000 << (i - 3));
	}
	s->clock.fixed_ms -= 1000000;
	assert_int_equal(sign(s, "one", PASSWORD), ERR_TOO_MANY);
	assert_true(site_said(s, M_ACCOUNT_WAIT_MINUTES));
}

/* ---- the second factor ---- */

static const unsigned char rfc_seed[FACTOR_SEED] = "12345678901234567890";

/* RFC 6238, appendix B, the last six digits. */
static void codes_are_those_of_the_standard(void **state)
{
	static const struct {
		int64_t at;
		const char *code;
	} vectors[] = {{59, "287082"}, {1111111109, "081804"}, {1111111111, "050471"},
		{1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
	char code[FACTOR_DIGITS + 1];

	for (size_t i = 0; i < sizeof(vectors) / sizeof(*vectors); i++) {
		factor_code(rfc_seed, vectors[i].at / FACTOR_STEP_S, code);
		assert_string_equal(code, vectors[i].code);
	}
	assert_string_equal(factor_seed_text(site_of(state)->a, rfc_seed),
		"GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
}

static struct key key;
static struct keyring ring = {&key, 1};

static void with_keys(struct site_test *s)
{
	key = (struct key){.id = "0123456789abcdef"};
	random_bytes(key.bytes, sizeof(key.bytes));
	s->cx.keys = &ring;
	s->clock.fixed_ms = ms_of_day(20261122);
}

static const char *code_at(struct site_test *s, const unsigned char *seed, int away)
{
	char *code = arena_alloc(s->a, FACTOR_DIGITS + 1);

	factor_code(seed, s->clock.fixed_ms / STEP_MS + away, code);
	return code;
}

static void seed_of(struct site_test *s, const char *login, struct factor *ret)
{
	int64_t id = id_of(s, login);

	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(factor_get(&s->cx, id, ret));
	db_rollback(s->db);
}

/* Signed in as a clerk, with a factor set up; the recovery slips. */
static const char *const *set_up(struct site_test *s, struct factor *ret)
{
	const char **codes = arena_array(s->a, FACTOR_SLIPS, sizeof(*codes));
	const struct doc_part *p;
	struct doc d;

	with_keys(s);
	add(s, "one", "office", NULL);
	ok(sign(s, "one", PASSWORD));
	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(factor_offer(&s->cx, ret->seed));
	db_rollback(s->db);
	ok(site_run(s, &account_factor_set, &(struct pair){code_at(s, ret->seed, 0)}, 0, NULL, &d));
	p = doc_find(&d, "slips");
	assert_int_equal(p->rows.n, FACTOR_SLIPS);
	memcpy(codes, p->rows.rows, FACTOR_SLIPS * sizeof(*codes));
	return codes;
}

static enum err give_code(struct site_test *s, const char *code)
{
	struct doc d;

	(void)next_step(s);
	return site_run(s, &sign_in_code, &(struct pair){.otp = code}, 0, NULL, &d);
}

static enum err give_slip(struct site_test *s, const char *code)
{
	struct doc d;

	(void)next_step(s);
	return site_run(s, &sign_in_recovery, &(struct pair){.slip = code}, 0, NULL, &d);
}

static void a_telephone_is_asked_for(void **state)
{
	struct site_test *s = site_of(state);
	struct factor f = {0}, kept = {0};

	(void)set_up(s, &f);
	seed_of(s, "one", &kept);
	assert_memory_equal(kept.seed, f.seed, FACTOR_SEED);
	assert_int_equal(kept.slips, FACTOR_SLIPS);
	s->clock.fixed_ms += 10 * STEP_MS;
	ok(sign(s, "one", PASSWORD));
	assert_string_equal(next_step(s), ENTRY_CODE);
	assert_int_equal(give_code(s, code_at(s, f.seed, 2)), ERR_BAD_INPUT);
	assert_int_equal(give_code(s, code_at(s, f.seed, -2)), ERR_BAD_INPUT);
	ok(give_code(s, code_at(s, f.seed, 1)));
	s->cx.factor = true;
	assert_string_equal(next_step(s), "");
	assert_int_equal(give_code(s, code_at(s, f.seed, 1)), ERR_CONFLICT);
}

static void a_code_counts_once(void **state)
{
	struct site_test *s = site_of(state);
	struct factor f = {0};

	(void)set_up(s, &f);
	ok(sign(s, "one", PASSWORD));
	/* that with which it was set up has been used */
	assert_int_equal(give_code(s, code_at(s, f.seed, 0)), ERR_BAD_INPUT);
	s->clock.fixed_ms += STEP_MS;
	assert_int_equal(give_code(s, code_at(s, f.seed, -1)), ERR_BAD_INPUT);
	s->cx.request = 7;
	ok(give_code(s, code_at(s, f.seed, 0)));
	ok(give_code(s, code_at(s, f.seed, 0)));
	s->cx.request = 8;
	assert_int_equal(give_code(s, code_at(s, f.seed, 0)), ERR_BAD_INPUT);
}

static void guessing_codes_waits(void **state)
{
	struct site_test *s = site_of(state);
	struct factor f = {0};

	(void)set_up(s, &f);
	s->clock.fixed_ms += 10 * STEP_MS;
	ok(sign(s, "one", PASSWORD));
	for (int i = 0; i < 4; i++)
		assert_int_equal(give_code(s, "abc"), ERR_BAD_INPUT);
	/* the password once more does not help */
	ok(sign(s, "one", PASSWORD));
	assert_int_equal(give_code(s, code_at(s, f.seed, 0)), ERR_TOO_MANY);
	s->clock.fixed_ms += STEP_MS;
	ok(give_code(s, code_at(s, f.seed, 0)));
}

static void recovery_slips_count_once(void **state)
{
	struct site_test *s = site_of(state);
	struct factor f = {0};
	const char *const *codes = set_up(s, &f);

	ok(sign(s, "one", PASSWORD));
	assert_int_equal(give_slip(s, "ABCD-ABCD-ABCD"), ERR_BAD_INPUT);
	ok(give_slip(s, codes[3]));
	ok(sign(s, "one", PASSWORD));
	assert_int_equal(give_slip(s, codes[3]), ERR_BAD_INPUT);
	ok(give_slip(s, codes[4]));
	seed_of(s, "one", &f);
	assert_int_equal(f.slips, FACTOR_SLIPS - 2);
}

static void it_is_taken_off(void **state)
{
	struct site_test *s = site_of(state);
	struct factor f = {0};
	struct doc d;

	(void)set_up(s, &f);
	s->clock.fixed_ms += 10 * STEP_MS;
	assert_int_equal(site_run(s, &account_own_factor_end, &(struct pair){"abc"}, 0, NULL, &d),
		ERR_BAD_INPUT);
	assert_int_equal(site_run(s, &account_factor_take_off, &(struct why){"mất"}, 0, "one", &d),
		ERR_FORBIDDEN);
	ok(site_run(
		s, &account_own_factor_end, &(struct pair){code_at(s, f.seed, 0)}, 0, NULL, &d));
	assert_string_equal(next_step(s), "");
	act_as(s, NULL);
	assert_int_equal(site_run(s, &account_factor_take_off, &(struct why){"mất"}, 0, "one", &d),
		ERR_REFUSED);
}

/* Another key file, or a seed put into another account, opens nothing. */
static void seeds_need_the_key(void **state)
{
	struct site_test *s = site_of(state);
	struct factor f = {0};

	(void)set_up(s, &f);
	key.bytes[0] ^= 1;
	s->clock.fixed_ms += 10 * STEP_MS;
	ok(sign(s, "one", PASSWORD));
	assert_int_equal(give_code(s, code_at(s, f.seed, 0)), ERR_REFUSED);
	assert_true(site_said(s, M_FACTOR_NO_KEY));
	s->cx.keys = NULL;
	assert_int_equal(give_code(s, code_at(s, f.seed, 0)), ERR_REFUSED);
}

/* Not at once, but after the days of the rule; for some functions only. */
static void it_is_due(void **state)
{
	struct site_test *s = site_of(state);
	day_t today = s->cx.say.today;

	with_keys(s);
	s->clock.fixed_ms = ms_of_day(today);
	add(s, "clerk", "office", NULL);
	add(s, "plain", "member", NULL);
	ok(sign(s, "plain", PASSWORD));
	s->cx.say.today = day_add(today, 400);
	assert_string_equal(next_step(s), "");
	ok(sign(s, "clerk", PASSWORD));
	s->cx.say.today = day_add(today, 29);
	assert_string_equal(next_step(s), "");
	s->cx.say.today = day_add(today, 31);
	assert_string_equal(next_step(s), ENTRY_FACTOR);
	s->cx.keys = NULL;
	assert_string_equal(next_step(s), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_site(codes_are_plain_letters),
		on_site(passwords_that_everybody_tries),
		on_site(a_member_comes_with_a_slip),
		on_site(a_slip_has_a_last_day),
		on_site(names_make_logins),
		on_site(only_members_there),
		on_site(a_clerk_helps_below),
		on_site(a_slip_takes_the_password_away),
		on_site(long_waits_are_told_in_minutes),
		on_site(codes_are_those_of_the_standard),
		on_site(a_telephone_is_asked_for),
		on_site(a_code_counts_once),
		on_site(guessing_codes_waits),
		on_site(recovery_slips_count_once),
		on_site(it_is_taken_off),
		on_site(seeds_need_the_key),
		on_site(it_is_due),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	crypto_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * seal_closed.c: sealed notes from outside: two officers who recover them, the administrator who
 * looks everywhere and finds no word, and how long a page takes.
 */
#include "account/account.h"
#include "base/die.h"
#include "keep/keep.h"
#include "member/member_note.h"
#include "seal_world.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { NOTES_MEASURED = 20, ROUNDS = 30 };

/* ---- two officers ---- */

static void set_up(struct seals *s)
{
	struct answer r =
		visit_form(s->office, "/seal/recovery", "officers=propa%2C+train%2C+standing");

	if (r.status != 303)
		die("recovery: %d %.2000s", r.status, r.body);
}

static void lose_all(struct seals *s)
{
	static const char *const logins[] = {"organ", "office", "central", "bithu", "dau"};

	for (size_t i = 0; i < sizeof(logins) / sizeof(*logins); i++)
		seal_reset(s, logins[i]);
	s->organ = visit_new(&s->w, "organ");
	s->office = visit_new(&s->w, "office");
}

static int completes(struct visit *v)
{
	return visit_form(v, "/seal/recovery/complete", "").status;
}

static void two_officers_recover(void **state)
{
	struct seals *s = *state;
	struct visit *one, *two;

	set_up(s);
	assert_int_equal(seal_note(s, s->organ, s->person, SECRET_TEXT), 303);
	lose_all(s);
	assert_false(seal_reads(s, s->organ, SECRET_WORD));
	assert_false(seal_reads(s, s->office, SECRET_WORD));
	one = visit_new(&s->w, "standing");
	two = visit_new(&s->w, "propa");
	assert_int_not_equal(completes(two), 303);
	assert_int_equal(visit_form(one, "/seal/recovery/agree", "reason=mat").status, 303);
	/* the one who agreed is still alone */
	assert_int_not_equal(completes(one), 303);
	assert_false(seal_reads(s, s->organ, SECRET_WORD));
	assert_int_equal(completes(two), 303);
	assert_true(seal_reads(s, s->organ, SECRET_WORD));
	assert_true(seal_reads(s, s->office, SECRET_WORD));
	/* what was handed on is used up */
	assert_int_not_equal(completes(two), 303);
}

static void no_recovery_without_time(void **state)
{
	struct seals *s = *state;
	struct visit *two;

	set_up(s);
	assert_int_equal(seal_note(s, s->organ, s->person, SECRET_TEXT), 303);
	assert_int_equal(
		visit_form(visit_new(&s->w, "standing"), "/seal/recovery/agree", "reason=mat")
			.status,
		303);
	world_wait(&s->w, 4 * 24 * 3600);
	two = visit_new(&s->w, "propa");
	assert_int_not_equal(completes(two), 303);
}

static void officers_are_chosen_with_care(void **state)
{
	struct seals *s = *state;

	assert_int_not_equal(visit_form(s->office, "/seal/recovery", "officers=propa").status, 303);
	assert_int_not_equal(
		visit_form(s->office, "/seal/recovery", "officers=propa%2Cadmin").status, 303);
	assert_int_not_equal(
		visit_form(s->office, "/seal/recovery", "officers=propa%2Cauditor").status, 303);
	assert_int_not_equal(
		visit_form(s->office, "/seal/recovery", "officers=propa%2Cpropa").status, 303);
	assert_int_equal(visit_form(s->office, "/seal/recovery/agree", "reason=x").status, 403);
}

/* Set up anew: what the officers of before have opens nothing any more. */
static void recovery_is_replaced(void **state)
{
	struct seals *s = *state;

	set_up(s);
	assert_int_equal(seal_note(s, s->organ, s->person, SECRET_TEXT), 303);
	assert_int_equal(
		visit_form(s->office, "/seal/recovery", "officers=charge%2Cdeputy").status, 303);
	assert_true(seal_reads(s, s->organ, SECRET_WORD));
	assert_true(seal_reads(s, s->office, SECRET_WORD));
	assert_true(seal_reads(s, s->secretary, SECRET_WORD));
	lose_all(s);
	assert_int_equal(
		visit_form(visit_new(&s->w, "standing"), "/seal/recovery/agree", "reason=mat")
			.status,
		403);
	assert_int_equal(
		visit_form(visit_new(&s->w, "charge"), "/seal/recovery/agree", "reason=mat").status,
		303);
	assert_int_equal(completes(visit_new(&s->w, "deputy")), 303);
	assert_true(seal_reads(s, s->organ, SECRET_WORD));
}

/* ---- the administrator ---- */

static bool bytes_have(const char *path, const char *word)
{
	FILE *f = fopen(path, "rb");
	bool found = false;
	char *all;
	long n;

	if (!f)
		return false;
	fseek(f, 0, SEEK_END);
	n = ftell(f);
	rewind(f);
	all = malloc((size_t)n + 1);
	if (all && fread(all, 1, (size_t)n, f) == (size_t)n)
		found = memmem(all, (size_t)n, word, strlen(word)) != NULL;
	free(all);
	fclose(f);
	return found;
}

/* Every file of a directory: databases, their logs. */
static bool files_have(struct seals *s, const char *path, const char *word)
{
	DIR *dir = opendir(path);
	bool found = false;
	struct dirent *e;

	assert_non_null(dir);
	while ((e = readdir(dir)))
		if (e->d_name[0] != '.' &&
			bytes_have(arena_printf(s->w.ra, "%s/%s", path, e->d_name), word))
			found = true;
	closedir(dir);
	return found;
}

static void clear_away(struct seals *s, const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *e;

	if (!dir)
		return;
	while ((e = readdir(dir)))
		if (e->d_name[0] != '.')
			unlink(arena_printf(s->w.ra, "%s/%s", path, e->d_name));
	closedir(dir);
	rmdir(path);
}

/* A backup, the key file, and all that can be made of the two: looked through byte by byte. */
static void a_backup_says_nothing(struct seals *s)
{
	char *dir = arena_strdup(s->w.ra, "/tmp/guong-seal-XXXXXX");
	const struct keyring *ring;
	struct keep_sum sum;
	char id[KEY_ID + 1];
	const char *key, *file;

	assert_non_null(mkdtemp(dir));
	key = arena_printf(s->w.ra, "%s/key", dir);
	file = arena_printf(s->w.ra, "%s/backup", dir);
	ok(keyring_add(key, WORLD_TODAY, id, &s->w.f));
	ok(keyring_load(&ring, s->w.ra, key, &s->w.f));
	ok(keep_backup(s->w.where, file, keyring_newest(ring), NULL, &sum, &s->w.f));
	assert_false(files_have(s, dir, "Quàng Thị Dấu"));
	ok(keep_restore(file, ring, arena_printf(s->w.ra, "%s/y.db", dir), NULL, &sum, &s->w.f));
	/* it would be found if it were there */
	assert_true(files_have(s, dir, "Quàng Thị Dấu"));
	assert_false(files_have(s, dir, SECRET_WORD));
	clear_away(s, dir);
}

/* The shell as anybody: without a session nothing opens. */
static void shell_opens_nothing(struct seals *s, const char *login)
{
	struct actor actor = {.is_operator = !login};
	struct seal_file f;
	const char *text = NULL;
	int64_t account = login ? world_account(&s->w, login) : 0;
	struct ctx cx;

	world_ctx(&s->w, &cx);
	cx.actor = &actor;
	ok(db_begin(cx.db, DB_READ));
	if (login)
		ok(account_actor(&cx, account, &actor));
	ok(member_note_file(&cx, s->person, &f));
	assert_int_equal(f.me.key, 0);
	for (size_t i = 0; i < f.texts.n; i++) {
		ok(seal_file_open(&cx, &f, *(const int64_t *)f.texts.rows, &text));
		assert_null(text);
	}
	assert_true(f.texts.n > 0);
	seal_file_end(&f);
	db_rollback(cx.db);
}

/* A session taken from the side database without the token in its cookie. */
static void a_session_opens_nothing(struct seals *s, const char *token)
{
	int64_t account = world_account(&s->w, "organ");
	struct actor actor = {0};
	struct seal_me me;
	struct cursor c;
	struct ctx cx;

	world_ctx(&s->w, &cx);
	cx.actor = &actor;
	ok(db_begin(cx.db, DB_READ));
	ok(account_actor(&cx, account, &actor));
	ok(db_begin(cx.side, DB_READ));
	ok(db_query(cx.side, &c, Q_SESSIONS_OF, actor.account, clock_now(cx.clock)));
	assert_true(db_next(&c));
	cx.session = arena_strdup(cx.a, db_text(&c, 0));
	ok(db_end(&c));
	cx.token = token;
	ok(seal_me(&cx, &me));
	assert_int_equal(me.key, 0);
	db_rollback(cx.side);
	db_rollback(cx.db);
}

static void the_administrator_finds_no_word(void **state)
{
	struct seals *s = *state;

	assert_int_equal(seal_note(s, s->organ, s->person, SECRET_TEXT), 303);
	assert_true(seal_reads(s, s->organ, SECRET_WORD));
	assert_true(seal_reads(s, s->self, SECRET_WORD));
	if (!s->w.pgsql) {
		assert_true(files_have(s, s->w.dir, "Quàng Thị Dấu"));
		assert_false(files_have(s, s->w.dir, SECRET_WORD));
	}
	a_backup_says_nothing(s);
	shell_opens_nothing(s, NULL);
	shell_opens_nothing(s, "organ");
	shell_opens_nothing(s, "admin");
	a_session_opens_nothing(s, "a token of my own");
	a_session_opens_nothing(s, NULL);
}

/* ---- how long it takes ---- */

/* How many statements the page takes. */
static uint64_t page_costs(struct seals *s)
{
	uint64_t before;

	assert_true(seal_reads(s, s->organ, SECRET_WORD));
	before = db_count(s->w.site.db);
	assert_true(seal_reads(s, s->organ, SECRET_WORD));
	return db_count(s->w.site.db) - before;
}

/* All texts are read in one: twenty notes cost what one does. */
static void costs_the_same_for_all(void **state)
{
	struct seals *s = *state;
	uint64_t one;

	assert_int_equal(seal_note(s, s->organ, s->person, SECRET_TEXT), 303);
	one = page_costs(s);
	for (int i = 1; i < NOTES_MEASURED; i++)
		assert_int_equal(seal_note(s, s->organ, s->person, SECRET_TEXT), 303);
	assert_int_equal(page_costs(s), one);
	print_message("# a page of notes: %d statements\n", (int)one);
}

static void measures(void **state)
{
	struct seals *s = *state;
	uint64_t statements;
	int64_t began;

	for (int i = 0; i < NOTES_MEASURED; i++)
		assert_int_equal(seal_note(s, s->organ, s->person, SECRET_TEXT), 303);
	(void)seal_reads(s, s->organ, SECRET_WORD);
	statements = db_count(s->w.site.db);
	began = clock_us();
	for (int i = 0; i < ROUNDS; i++)
		assert_true(seal_reads(s, s->organ, SECRET_WORD));
	print_message("# a page of %d notes: %lld us, %lld statements\n", NOTES_MEASURED,
		(long long)(clock_us() - began) / ROUNDS,
		(long long)(db_count(s->w.site.db) - statements) / ROUNDS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		sealed(two_officers_recover),
		sealed(no_recovery_without_time),
		sealed(officers_are_chosen_with_care),
		sealed(recovery_is_replaced),
		sealed(the_administrator_finds_no_word),
		sealed(costs_the_same_for_all),
		sealed(measures),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("seal_closed", tests, NULL, NULL);
}

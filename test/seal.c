/*
 * seal.c: sealed notes: who opens them and who does not, and what becomes of keys when people come,
 * go, and change their passwords.
 */
#include "base/die.h"
#include "http/form.h"
#include "seal_world.h"

#define ANSWER_TEXT  "Tôi trình bày lại cho rõ thuởngloạt"
#define ANSWER_WORD  "thuởngloạt"
#define NEW_PASSWORD "mat-khau-khac-2"

/* ---- who opens ---- */

static void opens_to_whom_it_is_for(void **state)
{
	struct seals *s = *state;

	assert_int_equal(seal_note(s, s->organ, s->person, SECRET_TEXT), 303);
	assert_true(seal_reads(s, s->organ, SECRET_WORD));
	assert_true(seal_reads(s, s->office, SECRET_WORD));
	assert_true(seal_reads(s, s->secretary, SECRET_WORD));
	assert_true(seal_reads(s, s->self, SECRET_WORD));
	/* from above too, as they hold the function over it */
	assert_true(seal_reads(s, visit_new(&s->w, "central"), SECRET_WORD));
	/* who sees the file sees that there is one, and who may open it */
	assert_false(seal_reads(s, visit_new(&s->w, "inspect"), SECRET_WORD));
	assert_true(seal_reads(s, visit_new(&s->w, "inspect"), "Phiếu ghi"));
	assert_true(seal_reads(s, visit_new(&s->w, "inspect"), "Bí thư"));
	assert_int_equal(
		visit_get(visit_new(&s->w, "admin"), seal_notes(s, s->person)).status, 403);
	assert_int_equal(
		visit_get(visit_new(&s->w, "member"), seal_notes(s, s->person)).status, 403);
	assert_int_equal(visit_get(s->self, seal_notes(s, s->other)).status, 403);
}

static void refuses_who_should_not_write(void **state)
{
	struct seals *s = *state;

	assert_int_equal(seal_note(s, s->self, s->person, "x"), 403);
	assert_int_equal(seal_note(s, visit_new(&s->w, "inspect"), s->person, "x"), 403);
	assert_int_equal(seal_note(s, visit_new(&s->w, "helper"), s->person, "x"), 403);
}

static void corrects_and_answers(void **state)
{
	struct seals *s = *state;
	struct answer r;
	const char *id, *body;

	assert_int_equal(seal_note(s, s->organ, s->person, SECRET_TEXT), 303);
	id = seal_first(s);
	r = visit_form(s->self, arena_printf(s->w.ra, "/member-note/%s/answer", id),
		arena_printf(s->w.ra, "text=%s", form_encode(s->w.ra, ANSWER_TEXT)));
	if (r.status != 303)
		die("answer: %d %.3000s", r.status, r.body);
	r = visit_form(s->office, arena_printf(s->w.ra, "/member-note/%s/correct", id),
		arena_printf(s->w.ra, "text=%s", form_encode(s->w.ra, "Ghi nhầm tháng.")));
	assert_int_equal(r.status, 303);
	assert_int_equal(
		visit_get(s->organ, arena_printf(s->w.ra, "/member-note/%s/answer", id)).status,
		403);
	assert_int_equal(seal_note(s, s->organ, s->person, "Phiếu thứ hai."), 303);
	r = visit_get(s->organ, seal_notes(s, s->person));
	body = strstr(r.body, "Phiếu thứ hai.");
	assert_non_null(body);
	assert_true(strstr(body, SECRET_WORD) < strstr(body, ANSWER_WORD));
	assert_true(strstr(body, ANSWER_WORD) < strstr(body, "Ghi nhầm tháng."));
	assert_true(seal_reads(s, s->self, "Ghi nhầm tháng."));
}

/* A text that is put to somebody else, or a key to another text, opens nothing. */
static void is_bound_to_its_person(void **state)
{
	struct seals *s = *state;

	assert_int_equal(seal_note(s, s->organ, s->person, SECRET_TEXT), 303);
	seal_sql(
		s, arena_printf(s->w.ra, "UPDATE seal_text SET about = %lld", (long long)s->other));
	seal_sql(s,
		arena_printf(s->w.ra, "UPDATE member_note SET person = %lld", (long long)s->other));
	{
		struct answer r = visit_get(s->organ, seal_notes(s, s->other));
		assert_true(answer_has(&r, "Phiếu ghi"));
		assert_false(answer_has(&r, SECRET_WORD));
	}
	seal_sql(s,
		arena_printf(s->w.ra, "UPDATE seal_text SET about = %lld", (long long)s->person));
	seal_sql(s, arena_printf(
			    s->w.ra, "UPDATE member_note SET person = %lld", (long long)s->person));
	assert_true(seal_reads(s, s->organ, SECRET_WORD));
}

/* ---- coming and going ---- */

static void hands_on_to_newcomers(void **state)
{
	struct seals *s = *state;
	struct visit *v;

	assert_int_equal(seal_note(s, s->organ, s->person, SECRET_TEXT), 303);
	seal_account(s, "moi", "organisation", "below", "xa-a", 0);
	v = visit_new(&s->w, "moi");
	assert_false(seal_reads(s, v, SECRET_WORD));
	assert_false(seal_reads(s, v, SECRET_WORD));
	/* the next page of somebody who holds the key does it, unasked */
	assert_true(seal_reads(s, s->organ, SECRET_WORD));
	assert_true(seal_reads(s, v, SECRET_WORD));
}

static int count(const char *body, const char *what)
{
	int n = 0;

	for (const char *p = body; (p = strstr(p, what)); p += strlen(what))
		n++;
	return n;
}

/* The address of the next page of a list; NULL: there is none. */
static const char *onward(struct seals *s, const struct answer *r)
{
	const char *p = strstr(r->body, "/seal?after=");

	return p ? arena_strndup(s->w.ra, p, strcspn(p, "#\"")) : NULL;
}

/* By hand: the page of keys hands on all that its reader holds. */
static void passes_on_by_hand(void **state)
{
	struct seals *s = *state;
	struct answer r;
	struct visit *v;

	assert_int_equal(seal_note(s, s->organ, s->person, SECRET_TEXT), 303);
	seal_account(s, "moi", "organisation", "below", "xa-a", 0);
	v = visit_new(&s->w, "moi");
	assert_false(seal_reads(s, v, SECRET_WORD));
	r = visit_get(s->organ, "/seal");
	assert_true(answer_has(&r, "/seal/pass"));
	assert_false(seal_reads(s, v, SECRET_WORD));
	r = visit_form(s->organ, "/seal/pass", "");
	assert_int_equal(r.status, 303);
	assert_true(seal_reads(s, v, SECRET_WORD));
	/* whoever holds no key hands on nothing */
	seal_account(s, "sau", "organisation", "below", "xa-a", 0);
	(void)visit_form(visit_new(&s->w, "member"), "/seal/pass", "");
	assert_false(seal_reads(s, visit_new(&s->w, "sau"), SECRET_WORD));
}

/* Who moves takes the notes along: they open where the person is, once somebody hands them on. */
static void goes_along_with_who_moves(void **state)
{
	struct seals *s = *state;
	struct visit *there, *above = visit_new(&s->w, "central");
	struct answer r;

	seal_account(s, "organb", "organisation", "below", "xa-b", 0);
	there = visit_new(&s->w, "organb");
	assert_int_equal(seal_note(s, s->organ, s->person, SECRET_TEXT), 303);
	assert_int_equal(visit_get(there, seal_notes(s, s->person)).status, 403);
	r = visit_form(above, arena_printf(s->w.ra, "/member/%lld/transfer", (long long)s->person),
		"day=1/2/2026&other=cb-b");
	if (r.status != 303)
		die("transfer: %d %.3000s", r.status, r.body);
	/* the commune they left: nothing any more, nor their old cell */
	assert_int_equal(visit_get(s->organ, seal_notes(s, s->person)).status, 403);
	assert_int_equal(visit_get(s->secretary, seal_notes(s, s->person)).status, 403);
	/* the one where they are: that there is a note, until who holds a key has opened it */
	assert_false(seal_reads(s, there, SECRET_WORD));
	assert_true(seal_reads(s, there, "Phiếu ghi"));
	assert_true(seal_reads(s, s->self, SECRET_WORD));
	assert_true(seal_reads(s, above, SECRET_WORD));
	assert_true(seal_reads(s, there, SECRET_WORD));
	/* what is written there is not for those whom they left */
	assert_int_equal(seal_note(s, there, s->person, "Ở nơi mới."), 303);
	assert_int_equal(visit_get(s->office, seal_notes(s, s->person)).status, 403);
	assert_true(seal_reads(s, above, "Ở nơi mới."));
}

/* More keys than a page holds: the rest is on the next one, each once. */
static void keys_are_paged(void **state)
{
	struct seals *s = *state;
	struct answer r;
	const char *next;
	int rows = 0;

	for (int i = 0; i < 60; i++)
		seal_sql(s, arena_printf(s->w.ra,
				    "INSERT INTO seal_key (id, kind, func, org, public_key, txn, "
				    "made_ms, "
				    "void_txn, void_ms) SELECT %d, 'func', 'office', id, %s, txn, "
				    "%d, txn, 1 "
				    "FROM org ORDER BY id LIMIT 1",
				    1000 + i, s->w.pgsql ? "'x'::bytea" : "X'00'", i / 3));
	for (next = "/seal"; next; rows += count(r.body, "href=\"/seal-key/")) {
		r = visit_get(s->office, next);
		assert_int_equal(r.status, 200);
		next = onward(s, &r);
	}
	assert_int_equal(rows, 60);
}

/* A person gets an account after the note was written. */
static void hands_on_to_the_person(void **state)
{
	struct seals *s = *state;
	struct answer r;
	struct visit *v;

	assert_int_equal(seal_note(s, s->organ, s->other, SECRET_TEXT), 303);
	seal_account(s, "vet", "member", "own", "cb-a", s->other);
	v = visit_new(&s->w, "vet");
	r = visit_get(v, seal_notes(s, s->other));
	assert_false(answer_has(&r, SECRET_WORD));
	(void)visit_get(s->secretary, seal_notes(s, s->other));
	r = visit_get(v, seal_notes(s, s->other));
	assert_true(answer_has(&r, SECRET_WORD));
}

/* A function that nobody held when the note was written. */
static void hands_on_to_a_new_function(void **state)
{
	struct seals *s = *state;

	seal_sql(s, "UPDATE account_grant SET void_txn = 1, void_ms = 1 WHERE func = 'secretary'");
	assert_int_equal(seal_note(s, s->organ, s->person, SECRET_TEXT), 303);
	seal_account(s, "bithu2", "secretary", "own", "cb-a", 0);
	assert_true(seal_reads(s, s->office, SECRET_WORD));
	assert_true(seal_reads(s, visit_new(&s->w, "bithu2"), SECRET_WORD));
}

/* How many keys of functions there are, old ones too. */
static int64_t keys_of(struct seals *s)
{
	struct cursor c;
	struct ctx cx;
	int64_t n = 0;

	world_ctx(&s->w, &cx);
	ok(db_begin(cx.db, DB_READ));
	ok(db_query(cx.db, &c, Q_SEAL_STATE, (int64_t)0, (int64_t)1000));
	while (db_next(&c))
		n++;
	ok(db_end(&c));
	db_rollback(cx.db);
	return n;
}

static void ends_with_the_function(void **state)
{
	struct seals *s = *state;
	int64_t keys;

	seal_account(s, "moi", "organisation", "below", "xa-a", 0);
	assert_int_equal(seal_note(s, s->organ, s->person, SECRET_TEXT), 303);
	assert_true(seal_reads(s, s->organ, SECRET_WORD));
	seal_sql(s,
		arena_printf(s->w.ra,
			"UPDATE account_grant SET void_txn = 1, void_ms = 1 WHERE account = %lld",
			(long long)world_account(&s->w, "organ")));
	/* without the function nothing opens, though the hold is still there */
	assert_int_equal(visit_get(s->organ, seal_notes(s, s->person)).status, 403);
	keys = keys_of(s);
	assert_true(seal_reads(s, visit_new(&s->w, "moi"), SECRET_WORD));
	/* their hold went, and the key with it: the next note makes another one */
	assert_int_equal(seal_note(s, visit_new(&s->w, "moi"), s->person, "Sau khi thay."), 303);
	assert_int_equal(keys_of(s), keys + 1);
	assert_true(seal_reads(s, visit_new(&s->w, "moi"), SECRET_WORD));
	assert_true(seal_reads(s, visit_new(&s->w, "moi"), "Sau khi thay."));
	/* given back, they wait until somebody hands the key on */
	seal_account(s, "cu", "organisation", "below", "xa-a", 0);
	assert_false(seal_reads(s, visit_new(&s->w, "cu"), SECRET_WORD));
}

static void rotates(void **state)
{
	struct seals *s = *state;
	struct answer r;
	const char *id;

	assert_int_equal(seal_note(s, s->organ, s->person, SECRET_TEXT), 303);
	r = visit_get(s->organ, "/seal.json");
	id = strstr(r.body, "\"id\":\"");
	assert_non_null(id);
	id = arena_strndup(s->w.ra, id + 6, strcspn(id + 6, "\""));
	r = visit_form(s->organ, arena_printf(s->w.ra, "/seal-key/%s/rotate", id), "");
	assert_int_equal(r.status, 303);
	assert_int_equal(seal_note(s, s->organ, s->person, "Sau khi thay khóa."), 303);
	assert_true(seal_reads(s, s->organ, SECRET_WORD));
	assert_true(seal_reads(s, s->office, SECRET_WORD));
	assert_true(seal_reads(s, s->secretary, "Sau khi thay khóa."));
	r = visit_get(s->organ, arena_printf(s->w.ra, "/seal-key/%s", id));
	assert_true(answer_has(&r, "chỉ còn mở văn bản cũ"));
}

/* ---- passwords ---- */

static void keeps_with_ones_own_password(void **state)
{
	struct seals *s = *state;
	struct visit *v = visit_new(&s->w, NULL);
	struct answer r;

	assert_int_equal(seal_note(s, s->organ, s->person, SECRET_TEXT), 303);
	r = visit_form(s->organ, "/account-own/password",
		"password=" PASSWORD "&new_password=" NEW_PASSWORD "&again=" NEW_PASSWORD);
	if (r.status != 303)
		die("own password: %d %.2000s", r.status, r.body);
	assert_true(seal_reads(s, s->organ, SECRET_WORD));
	r = visit_form(v, "/sign-in", "login=organ&password=" NEW_PASSWORD);
	assert_int_equal(r.status, 303);
	assert_true(seal_reads(s, v, SECRET_WORD));
}

static void loses_with_a_reset(void **state)
{
	struct seals *s = *state;
	struct visit *v;

	seal_account(s, "moi", "organisation", "below", "xa-a", 0);
	assert_int_equal(seal_note(s, s->organ, s->person, SECRET_TEXT), 303);
	seal_reset(s, "organ");
	v = visit_new(&s->w, "organ");
	assert_false(seal_reads(s, v, SECRET_WORD));
	assert_true(seal_reads(s, visit_new(&s->w, "moi"), SECRET_WORD));
	assert_true(seal_reads(s, v, SECRET_WORD));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		sealed(opens_to_whom_it_is_for),
		sealed(refuses_who_should_not_write),
		sealed(corrects_and_answers),
		sealed(is_bound_to_its_person),
		sealed(hands_on_to_newcomers),
		sealed(passes_on_by_hand),
		sealed(goes_along_with_who_moves),
		sealed(keys_are_paged),
		sealed(hands_on_to_the_person),
		sealed(hands_on_to_a_new_function),
		sealed(ends_with_the_function),
		sealed(rotates),
		sealed(keeps_with_ones_own_password),
		sealed(loses_with_a_reset),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("seal", tests, NULL, NULL);
}

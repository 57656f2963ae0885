/*
 * What is over goes: what is not stays, the chain holds, and it is written down.
 */
#include "audit/audit_term.h"

#include "audit/audit_test.h"
#include "core/look.h"
#include "db/db_table.h"

#include <stdio.h>
#include <string.h>

enum { TODAY = 20261122 };

static int64_t number_of(struct site_test *s, struct db *db, enum stmt stmt, int64_t before)
{
	int64_t n;

	(void)s;
	ok(db_begin(db, DB_READ));
	ok(db_number(db, &n, 0, stmt, before));
	db_rollback(db);
	return n;
}

static int64_t run(struct site_test *s)
{
	int64_t rows;

	site_clean(s);
	ok(terms_run(&s->cx, &rows));
	return rows;
}

static void look_at(struct site_test *s, day_t day)
{
	static const int64_t everybody = 0;
	struct look l = {.kind = "list",
		.route = "member_list",
		.format = "html",
		.people = 3,
		.orgs = &everybody,
		.n = 1,
		.columns = ""};

	s->clock.fixed_ms = ms_of_day(day);
	ok(look_write(&s->cx, &l));
	s->clock.fixed_ms = ms_of_day(TODAY);
}

/* The rule is five years, to the day. */
static void old_looks_go(void **state)
{
	struct site_test *s = site_of(state);

	look_at(s, 20211121);
	look_at(s, 20211122);
	look_at(s, 20261101);
	assert_int_equal(run(s), 1);
	assert_int_equal(number_of(s, s->side, Q_TERM_LOOKS, MS_MAX), 2);
	assert_int_equal(number_of(s, s->side, Q_TERM_LOOKS, ms_of_day(20211122)), 0);
	assert_int_equal(run(s), 0);
}

static void upload(struct site_test *s, int64_t id, const char *state, day_t day)
{
	const char *schema = s->pgsql ? "side." : "";

	assert_true(
		thief_side(s, arena_printf(s->a,
				      "INSERT INTO %supload (id, account, name, bytes, made_ms) "
				      "VALUES (%lld, 0, 'a.csv', %s, %lld)",
				      schema, (long long)id, s->pgsql ? "'x'::bytea" : "X'00'",
				      (long long)ms_of_day(day))));
	assert_true(thief_side(s,
		arena_printf(s->a,
			"INSERT INTO %sjob (id, kind, account, upload, params, state, made_ms) "
			"VALUES (%lld, 'import', 0, %lld, '{}', '%s', %lld)",
			schema, (long long)id, (long long)id, state, (long long)ms_of_day(day))));
}

/* A file that is being read stays until that is over. */
static void files_sent_in_go_with_their_orders(void **state)
{
	struct site_test *s = site_of(state);

	upload(s, 1, "done", 20261120);
	upload(s, 2, "running", 20261120);
	upload(s, 3, "done", 20261121);
	run(s);
	assert_int_equal(number_of(s, s->side, Q_TERM_UPLOADS, MS_MAX), 3); /* 2 files, order 3 */
}

/* ---- records that the chain covers ---- */

/* A state of a request, in the write under way: what the pages of the subject would store. */
static void state_of(struct audit_test *t, int64_t id, int64_t person, day_t answered)
{
	struct site_test *s = t->s;

	assert_true(thief(s,
		arena_printf(s->a,
			"INSERT INTO person_request (id, txn, person, kind, received, own, words, "
			"state, answer, answered, made_ms) VALUES (%lld, %lld, %lld, 'correction', "
			"20200101, 0, 'tôi tên là Zyx', '%s', %s, %d, %lld)",
			(long long)id, (long long)s->cx.txn, (long long)person,
			answered ? "done" : "open", answered ? "'đã sửa'" : "NULL", answered,
			(long long)s->cx.txn_ms)));
}

static void request(struct audit_test *t, int64_t id, int64_t person, day_t answered)
{
	struct site_test *s = t->s;

	audit_test_write(t, "request_new");
	state_of(t, id, person, 0);
	if (!answered)
		return;
	audit_test_write(t, "request_answer");
	assert_true(thief(s,
		arena_printf(s->a,
			"UPDATE person_request SET void_txn = %lld, void_ms = %lld WHERE id = %lld",
			(long long)s->cx.txn, (long long)s->cx.txn_ms, (long long)id)));
	state_of(t, id, person, answered);
}

/* How many rows there are about a person, of whatever state. */
static int64_t rows_of(struct audit_test *t, int64_t person)
{
	const struct db_table *tables;
	struct db_val row[DB_TABLE_COLS];
	struct table_rows r;
	size_t n, i = 0;
	int64_t rows = 0;

	ok(db_begin(t->s->db, DB_READ));
	ok(db_tables(t->s->db, t->s->a, &tables, &n));
	while (i < n && !text_eq(tables[i].name, "person_request"))
		i++;
	assert_true(i < n);
	ok(db_table_read(&r, t->s->db, &tables[i]));
	while (db_table_next(&r, row)) /* id, txn, person */
		rows += row[2].i == person;
	ok(db_table_end(&r));
	db_rollback(t->s->db);
	return rows;
}

static void an_answered_request_goes_and_the_chain_holds(void **state)
{
	struct audit_test t;

	audit_test_start(&t, site_of(state));
	request(&t, 101, t.an, 20211121);   /* over */
	request(&t, 102, t.an, 20211122);   /* not over for a day */
	request(&t, 103, t.binh, 0);	    /* still open */
	request(&t, 104, t.binh, 20200301); /* over */
	/* not sealed yet: nothing goes */
	assert_int_equal(run(t.s), 0);
	assert_int_equal(rows_of(&t, t.an), 4);
	audit_test_seal(&t);
	assert_int_equal(run(t.s), 4); /* each has the row of the question and that of the answer */
	assert_int_equal(rows_of(&t, t.an), 2);
	assert_int_equal(rows_of(&t, t.binh), 1);
	assert_int_equal(audit_test_verify(&t), 0);
	assert_true(t.r.erased > 0);
	audit_test_seal(&t);
	assert_int_equal(audit_test_verify(&t), 0);
	assert_int_equal(run(t.s), 0);
}

/* A write that did something else under the same unit keeps its record: it is told, not broken. */
static void what_shares_its_unit_stays(void **state)
{
	struct audit_test t;
	struct site_test *s = site_of(state);

	audit_test_start(&t, s);
	audit_test_write(&t, "request_new");
	state_of(&t, 105, t.an, 20200301);
	assert_true(
		thief(s, arena_printf(s->a,
				 "INSERT INTO look_delay (id, account, person, from_day, to_day, "
				 "number, txn, "
				 "made_ms) SELECT 9, id, %lld, 20200101, 20200201, '1', %lld, %lld "
				 "FROM account",
				 (long long)t.an, (long long)s->cx.txn, (long long)s->cx.txn_ms)));
	audit_test_seal(&t);
	assert_int_equal(run(s), 0);
	assert_int_equal(rows_of(&t, t.an), 1);
	assert_int_equal(audit_test_verify(&t), 0);
}

/* One that was changed past the program is evidence: it does not go. */
static void what_was_changed_stays(void **state)
{
	struct audit_test t;

	audit_test_start(&t, site_of(state));
	request(&t, 106, t.an, 20200301);
	audit_test_seal(&t);
	assert_true(thief(t.s, "UPDATE person_request SET words = 'khác'"));
	assert_int_equal(run(t.s), 0);
	assert_int_equal(rows_of(&t, t.an), 2);
	assert_int_equal(audit_test_verify(&t), 2);
}

/* A candidate whose case ended on a day: the person, the case, its steps, as the program writes
 * them. */
static int64_t candidate(struct audit_test *t, int64_t flow, const char *state, day_t day)
{
	struct site_test *s = t->s;
	struct member_plan *p;
	int64_t person;

	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(member_plan_new(&s->cx, &p));
	person = member_plan_person(p, &(struct person){.full_name = "Vì Thị Xuân"});
	ok(member_plan_check(p));
	ok(txn_start(&s->cx, "admission_new", NULL));
	ok(member_plan_apply(p));
	ok(db_commit(s->db));
	audit_test_write(t, "admission_new");
	assert_true(thief(s, arena_printf(s->a,
				     "INSERT INTO flow_case (id, proc, person, txn, made_ms) "
				     "VALUES (%lld, 'admission', %lld, %lld, %lld)",
				     (long long)flow, (long long)person, (long long)s->cx.txn,
				     (long long)s->cx.txn_ms)));
	assert_true(thief(
		s, arena_printf(s->a,
			   "INSERT INTO flow_step (flow, id, step, day, seq, txn, made_ms) "
			   "VALUES (%lld, 1, 'open', %d, 1, %lld, %lld)",
			   (long long)flow, day, (long long)s->cx.txn, (long long)s->cx.txn_ms)));
	assert_true(thief(s,
		arena_printf(s->a,
			"INSERT INTO flow_spell (org, proc, to_day, flow, from_day, txn, person, "
			"state, open, made_ms) VALUES (%lld, 'admission', 99991231, %lld, %d, "
			"%lld, "
			"%lld, '%s', %d, %lld)",
			(long long)t->t.a, (long long)flow, day, (long long)s->cx.txn,
			(long long)person, state, text_eq(state, "followed"),
			(long long)s->cx.txn_ms)));
	return person;
}

static bool is_there(struct audit_test *t, int64_t person)
{
	int64_t n;

	ok(db_begin(t->s->db, DB_READ));
	ok(db_number(t->s->db, &n, 0, Q_ERASURE_KNOWN, person));
	db_rollback(t->s->db);
	return n > 0;
}

/* Who was not admitted goes with everything, five years after; who is still followed, or came back,
 * stays. */
static void a_candidate_who_was_not_admitted_goes(void **state)
{
	struct audit_test t;
	int64_t over, late, again;

	audit_test_start(&t, site_of(state));
	over = candidate(&t, 201, "ended", 20200301);
	late = candidate(&t, 202, "ended", 20220301);
	again = candidate(&t, 203, "ended", 20200301);
	assert_true(thief(
		t.s, arena_printf(t.s->a,
			     "INSERT INTO flow_case (id, proc, person, txn, made_ms) "
			     "VALUES (204, 'admission', %lld, %lld, %lld)",
			     (long long)again, (long long)t.s->cx.txn, (long long)t.s->cx.txn_ms)));
	assert_true(thief(t.s,
		arena_printf(t.s->a,
			"INSERT INTO flow_spell (org, proc, to_day, flow, from_day, txn, person, "
			"state, open, made_ms) VALUES (%lld, 'admission', 99991231, 204, 20210101, "
			"%lld, %lld, 'followed', 1, %lld)",
			(long long)t.t.a, (long long)t.s->cx.txn, (long long)again,
			(long long)t.s->cx.txn_ms)));
	audit_test_seal(&t);
	assert_true(run(t.s) > 0);
	assert_false(is_there(&t, over));
	assert_true(is_there(&t, late));
	assert_true(is_there(&t, again));
	assert_int_equal(audit_test_verify(&t), 0);
	assert_int_equal(run(t.s), 0);
}

/* ---- the page ---- */

static void it_is_listed_before_it_goes(void **state)
{
	struct audit_test t;
	struct doc d;
	const struct doc_part *p;

	audit_test_start(&t, site_of(state));
	look_at(t.s, 20211123); /* goes tomorrow */
	ok(site_run(t.s, &term_list, NULL, 0, NULL, &d));
	p = d.parts;
	assert_string_equal(p->name, "terms");
	assert_int_equal(p->rows.n, term_count);
	assert_non_null(strstr(d.lead, "30"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		on_site(old_looks_go),
		on_site(files_sent_in_go_with_their_orders),
		on_site(an_answered_request_goes_and_the_chain_holds),
		on_site(what_shares_its_unit_stays),
		on_site(what_was_changed_stays),
		on_site(a_candidate_who_was_not_admitted_goes),
		on_site(it_is_listed_before_it_goes),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

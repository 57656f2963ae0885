/*
 * Erasing by rule: who may, what stands in the way, what is gone, and that the chain holds.
 */
#include "audit/audit_check.h"
#include "audit/audit_erase.h"
#include "audit/audit_test.h"

#include "base/die.h"
#include "member/member_act.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define NAME "Quàng Zyxwvut Sai"

struct ask {
	const char *rule, *reason;
};

#define refused(e, what)                                                                           \
	do {                                                                                       \
		assert_int_not_equal((e), ERR_OK);                                                 \
		assert_true(site_said(t.s, (what)));                                               \
	} while (0)

static const char *id_text(struct audit_test *t, int64_t id)
{
	return arena_printf(t->s->a, "%lld", (long long)id);
}

static enum err ask(struct audit_test *t, int64_t person)
{
	struct doc d;

	return site_run(t->s, &erasure_ask, &(struct ask){"wrong_person", "nhập nhầm"}, 0,
		id_text(t, person), &d);
}

/* Of what was asked for last. */
static const char *erasure_of(struct audit_test *t, int64_t person)
{
	int64_t id;

	ok(db_begin(t->s->db, DB_READ));
	ok(db_number(t->s->db, &id, 0, Q_ERASURE_OPEN_OF, person));
	db_rollback(t->s->db);
	return id_text(t, id);
}

static enum err decide(struct audit_test *t, const struct action *action, const char *item)
{
	struct doc d;

	return site_run(t->s, action, &(struct audit_why){"vì"}, 0, item, &d);
}

static int64_t fact_of(struct audit_test *t, int64_t person)
{
	const struct member_fact *f;
	struct list facts;

	ok(db_begin(t->s->db, DB_READ));
	ok(member_facts(&t->s->cx, person, &facts));
	db_rollback(t->s->db);
	f = facts.rows;
	return f->id;
}

/* Two persons in one transaction, as a file brings them; the first was a mistake. */
static int64_t enter_two(struct audit_test *t, int64_t *ret_other)
{
	struct person wrong = {.full_name = NAME}, right = {.full_name = "Lường Văn Đúng"};
	struct member_plan *p;
	int64_t person;

	site_clean(t->s);
	ok(db_begin(t->s->db, DB_WRITE));
	ok(member_plan_new(&t->s->cx, &p));
	person = member_plan_person(p, &wrong);
	*ret_other = member_plan_person(p, &right);
	ok(member_plan_fact(
		p, FACT(.person = person, .kind = "admitted", .day = 20180519, .cell = t->t.a)));
	ok(member_plan_fact(p,
		FACT(.person = *ret_other, .kind = "admitted", .day = 20180519, .cell = t->t.a)));
	ok(member_test_write(t->s, p));
	return person;
}

static void take_back(struct audit_test *t, int64_t person)
{
	struct act_in in = {.why = NAME " nhập nhầm"};
	struct doc d;

	ok(site_run(t->s, &member_fact_undo, &in, 0,
		arena_printf(
			t->s->a, "%lld.%lld", (long long)person, (long long)fact_of(t, person)),
		&d));
}

static void what_was_entered_by_mistake_is_erased(void **state)
{
	struct audit_test t;
	int64_t wrong, right, rows;
	const char *item;

	audit_test_start(&t, site_of(state));
	wrong = enter_two(&t, &right);
	audit_test_as(&t, 5, "office", t.t.east);
	refused(ask(&t, wrong), M_ERASE_FACTS);
	t.s->actor = (struct actor){.is_operator = true};
	take_back(&t, wrong);
	audit_test_as(&t, 5, "office", t.t.west);
	assert_int_equal(ask(&t, wrong), ERR_FORBIDDEN);
	audit_test_as(&t, 5, "office", t.t.east);
	ok(ask(&t, wrong));
	refused(ask(&t, wrong), M_ERASURE_OPEN);
	item = erasure_of(&t, wrong);
	refused(decide(&t, &erasure_do, item), M_ERASURE_OWN);
	audit_test_as(&t, 6, "auditor", 0);
	refused(decide(&t, &erasure_do, item), M_ERASE_UNSEALED);
	audit_test_seal(&t);
	ok(decide(&t, &erasure_do, item));
	audit_test_seal(&t);
	assert_int_equal(audit_test_verify(&t), 0);
	assert_int_equal(t.r.erased, 2);
	ok(db_begin(t.s->db, DB_READ));
	ok(db_number(t.s->db, &rows, 0, Q_ERASURE_KNOWN, wrong));
	db_rollback(t.s->db);
	assert_int_equal(rows, 0);
	assert_int_equal(decide(&t, &erasure_do, item), ERR_CONFLICT);
	/* who came in the same file is still looked after */
	assert_true(thief(
		t.s, arena_printf(t.s->a, "UPDATE person_spell SET phone = '1' WHERE person = %lld",
			     (long long)right)));
	assert_int_equal(audit_test_verify(&t), 1);
}

/* ---- in the files ---- */

static bool file_holds(const char *path, const char *word)
{
	FILE *f = fopen(path, "rb");
	size_t n, len = strlen(word);
	char *bytes;
	bool found = false;

	if (!f)
		return false;
	fseek(f, 0, SEEK_END);
	n = (size_t)ftell(f);
	rewind(f);
	bytes = malloc(n + 1);
	if (!bytes || fread(bytes, 1, n, f) != n)
		die("%s cannot be read", path);
	for (size_t i = 0; !found && i + len <= n; i++)
		found = !memcmp(bytes + i, word, len);
	free(bytes);
	fclose(f);
	return found;
}

static bool site_holds(struct audit_test *t, const char *word)
{
	return file_holds(t->s->where, word) ||
	       file_holds(arena_printf(t->s->a, "%s-wal", t->s->where), word);
}

/* On PostgreSQL the files are the server's; docs/threat-model.md says what remains in them. */
static void nothing_remains_in_the_files(void **state)
{
	struct audit_test t;
	int64_t wrong, right;

	audit_test_start(&t, site_of(state));
	if (t.s->pgsql)
		return;
	wrong = enter_two(&t, &right);
	assert_true(site_holds(&t, "Zyxwvut"));
	take_back(&t, wrong);
	audit_test_seal(&t);
	audit_test_as(&t, 5, "office", 0);
	ok(ask(&t, wrong));
	audit_test_as(&t, 6, "auditor", 0);
	audit_test_seal(&t);
	ok(decide(&t, &erasure_do, erasure_of(&t, wrong)));
	ok(db_empty_log(t.s->db));
	assert_false(site_holds(&t, "Zyxwvut"));
	assert_false(site_holds(&t, "zyxwvut"));
	assert_true(site_holds(&t, "Lường"));
	ok(db_rewrite(t.s->db));
	audit_test_seal(&t);
	assert_int_equal(audit_test_verify(&t), 0);
}

/* ---- what does not happen ---- */

static void evidence_is_not_erased(void **state)
{
	struct audit_test t;
	int64_t wrong, right;

	audit_test_start(&t, site_of(state));
	wrong = enter_two(&t, &right);
	take_back(&t, wrong);
	audit_test_as(&t, 5, "office", 0);
	ok(ask(&t, wrong));
	audit_test_seal(&t);
	assert_true(thief(
		t.s, arena_printf(t.s->a, "UPDATE person_spell SET phone = '1' WHERE person = %lld",
			     (long long)wrong)));
	audit_test_as(&t, 6, "auditor", 0);
	refused(decide(&t, &erasure_do, erasure_of(&t, wrong)), M_ERASE_CHANGED);
}

/* A thief who says that what he removed was erased is found: nobody carried that out. */
static void erasing_cannot_be_faked(void **state)
{
	struct audit_test t;

	audit_test_start(&t, site_of(state));
	audit_test_seal(&t);
	assert_true(thief(t.s, arena_printf(t.s->a,
				       "INSERT INTO audit_erased (entry_txn, unit, digest, "
				       "erasure, txn) SELECT txn, id, "
				       "%s, 1, txn FROM person WHERE id = %lld",
				       t.s->pgsql ? "'\\x00'::bytea" : "X'00'", (long long)t.an)));
	assert_true(audit_test_verify(&t) > 0);
}

static void it_is_declined_or_withdrawn(void **state)
{
	struct audit_test t;
	const char *item;
	int64_t wrong, right;

	audit_test_start(&t, site_of(state));
	wrong = enter_two(&t, &right);
	take_back(&t, wrong);
	audit_test_as(&t, 5, "office", 0);
	ok(ask(&t, wrong));
	item = erasure_of(&t, wrong);
	audit_test_as(&t, 7, "office", 0);
	assert_int_equal(decide(&t, &erasure_withdraw, item), ERR_NOT_FOUND);
	audit_test_as(&t, 5, "office", 0);
	ok(decide(&t, &erasure_withdraw, item));
	ok(ask(&t, wrong));
	item = erasure_of(&t, wrong);
	audit_test_as(&t, 6, "auditor", 0);
	ok(decide(&t, &erasure_decline, item));
	refused(decide(&t, &erasure_do, item), M_ERASURE_ENDED);
	audit_test_seal(&t);
	assert_int_equal(audit_test_verify(&t), 0);
	assert_int_equal(t.r.erased, 0);
}

/* ---- the pages ---- */

static enum err page(
	struct audit_test *t, const struct action *action, const char *item, struct doc *ret)
{
	char in[256] = {0};

	return site_run(t->s, action, in, 0, item, ret);
}

/* All texts of a page's rows say nothing about anybody. */
static void pages_show_what_was_done(void **state)
{
	struct audit_check c;
	struct audit_test t;
	struct doc d;

	audit_test_start(&t, site_of(state));
	audit_test_seal(&t);
	audit_test_as(&t, 6, "auditor", 0);
	ok(page(&t, &audit_list, NULL, &d));
	assert_true(doc_find(&d, "done")->rows.n > 10);
	ok(page(&t, &audit_chain, NULL, &d));
	assert_int_equal(doc_find(&d, "links")->rows.n, 1);
	assert_int_equal(doc_find(&d, "checks")->rows.n, 0);
	ok(page(&t, &audit_ask, NULL, &d));
	site_clean(t.s);
	ok(audit_check_run(&t.s->cx, &t.ring, false, &c));
	assert_true(c.done_ms > 0 && c.found == 0 && c.entries > 10);
	ok(audit_check_run(&t.s->cx, &t.ring, false, &c));
	assert_int_equal(c.done_ms, 0);
	assert_true(thief(t.s, "UPDATE org_post SET holder = 'X'"));
	ok(page(&t, &audit_ask, NULL, &d));
	site_clean(t.s);
	ok(audit_check_run(&t.s->cx, &t.ring, false, &c));
	assert_int_equal(c.found, 1);
	ok(page(&t, &audit_chain, NULL, &d));
	assert_int_equal(doc_find(&d, "checks")->rows.n, 2);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		on_site(what_was_entered_by_mistake_is_erased),
		on_site(nothing_remains_in_the_files),
		on_site(evidence_is_not_erased),
		on_site(erasing_cannot_be_faked),
		on_site(it_is_declined_or_withdrawn),
		on_site(pages_show_what_was_done),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

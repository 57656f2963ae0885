#include "db/db_table.h"
#include "db/db_test.h"

#include <stdio.h>

/* Rows of `thing`: every other one without name or bytes; the last one perhaps the first again. */
struct source {
	int at, n;
	bool again;
	char name[20];
};

static bool next_thing(void *p, struct db_val *row)
{
	struct source *from = p;

	if (from->at == from->n)
		return false;
	from->at++;
	snprintf(from->name, sizeof(from->name), "n%d", from->at);
	row[0] = db_val_int(from->again && from->at == from->n ? 1 : from->at);
	row[1] = db_val_text(from->at % 2 ? from->name : NULL);
	row[2] = db_val_bytes(from->at % 2 ? (struct str){"\0x", 2} : (struct str){NULL, 0});
	return true;
}

static enum err pour(struct site *s, struct source *from)
{
	const struct db_table *all;
	struct db_table t;
	size_t n;

	TRY(db_tables(s->db, s->a, &all, &n));
	db_table_of(s->a, all, n, "thing", "id name bytes", &t);
	return db_table_pour(s->db, &t, next_thing, from);
}

static void what_is_poured_is_there(void **state)
{
	struct source from = {.n = 5}, none = {.n = 0};
	struct site *s = *state;
	struct cursor c;

	ok(db_begin(s->db, DB_WRITE));
	ok(pour(s, &from));
	ok(pour(s, &none));
	ok(db_commit(s->db));
	ok(db_begin(s->db, DB_READ));
	for (int id = 1; id <= 5; id++) {
		ok(db_query(s->db, &c, Q_THING_BY_ID, id));
		assert_true(db_next(&c));
		assert_int_equal(db_null(&c, 2), id % 2 == 0);
		assert_int_equal(db_bytes(&c, 0).n, id % 2 ? 2 : 0);
		/* what was not poured is what the schema says */
		assert_string_equal(db_text(&c, 6), "a;b -- it's @TEXT");
		ok(db_end(&c));
	}
	ok(db_commit(s->db));
}

static void a_bad_row_ends_it(void **state)
{
	struct source bad = {.n = 5, .again = true}, good = {.n = 2};
	struct site *s = *state;
	int64_t n = -1;

	ok(db_begin(s->db, DB_WRITE));
	assert_int_not_equal(pour(s, &bad), ERR_OK);
	assert_int_not_equal(db_commit(s->db), ERR_OK);
	ok(db_begin(s->db, DB_WRITE));
	ok(pour(s, &good));
	ok(db_commit(s->db));
	ok(db_begin(s->db, DB_READ));
	ok(db_number(s->db, &n, -1, Q_THING_COUNT));
	assert_int_equal(n, 2);
	ok(db_commit(s->db));
}

static const struct CMUnitTest list[] = {
	on_both(what_is_poured_is_there),
	on_both(a_bad_row_ends_it),
};
const struct tests table_tests = {list, sizeof(list) / sizeof(*list)};

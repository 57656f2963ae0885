#include "base/die.h"
#include "base/place_test.h"
#include "keep/keep_test.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

struct db *keep_test_open(struct keep_test *t, const char *where, enum db_part part)
{
	struct db *db;

	if (db_open(&db, where, part, true, &t->s->f))
		die("%s: %s", where, t->s->f.detail);
	return db;
}

int64_t keep_test_number(struct db *db, enum stmt q)
{
	int64_t n = -1;

	ok(db_begin(db, DB_READ));
	ok(db_number_(db, &n, -2, q, NULL, 0));
	ok(db_commit(db));
	return n;
}

static const struct db_table *table_of(struct keep_test *t, struct db *db, const char *name)
{
	const struct db_table *list;
	size_t n;

	ok(db_tables(db, t->a, &list, &n));
	for (size_t i = 0; i < n; i++)
		if (!strcmp(list[i].name, name))
			return &list[i];
	die("no table %s", name);
}

static void put(struct keep_test *t, struct db *db, const char *name, const struct db_val *rows,
	int n, int columns)
{
	const struct db_table *table = table_of(t, db, name);
	struct table_rows w;

	assert_int_equal(table->n, columns);
	ok(db_table_fill(&w, db, table));
	for (int i = 0; i < n; i++)
		ok(db_table_put(&w, rows + i * columns));
	ok(db_table_filled(&w));
}

#define NIL	 db_val_text(NULL)
#define INT(n)	 db_val_int(n)
#define TEXT(s)	 db_val_text(s)
#define BYTES(s) db_val_bytes(S(s))

/* Letters that do not compress well, always the same ones. */
static const char *long_text(struct arena *a, size_t n)
{
	char *s = arena_alloc(a, n + 1);
	uint32_t x = 1;

	for (size_t i = 0; i < n; i++) {
		x = x * 1664525 + 1013904223;
		s[i] = (char)(' ' + (x >> 24) % 95);
	}
	return s;
}

static void put_every(struct keep_test *t, struct db *db)
{
	const char *big = long_text(t->a, 300000);
	const struct db_val rows[] = {
		TEXT(""),
		INT(0),
		NIL,
		NIL,
		NIL,
		NIL,
		TEXT("a"),
		INT(0),
		INT(0),
		INT(0),
		TEXT(""),
		BYTES(""),
		TEXT("Đ\t\n\"'\\N"),
		INT(INT64_MIN),
		INT(10101),
		INT(INT64_MIN),
		TEXT("\\.\r\n\t"),
		BYTES("\0\xff\\x00\n"),
		TEXT("z"),
		INT(INT64_MAX),
		INT(99991231),
		INT(INT64_MAX),
		TEXT(big),
		db_val_bytes((struct str){big, 300000}),
		TEXT("đảng viên 🌾"),
		INT(-1),
		INT(-2147483647 - 1),
		INT(-64),
		TEXT("NULL"),
		BYTES("\0"),
		TEXT("b"),
		INT(0),
		INT(2147483647),
		INT(63),
		TEXT("0"),
		NIL,
		TEXT("Ā"),
		INT(0),
		NIL,
		INT(64),
		NIL,
		BYTES("x"),
	};
	const struct db_val order[] = {BYTES(""), NIL, BYTES("\0"), TEXT("1"), BYTES("\0\0"),
		TEXT("2"), BYTES("\xff"), TEXT("3"), BYTES("\x7f"), TEXT("4")};

	put(t, db, "every", rows, 7, 6);
	put(t, db, "order", order, 5, 2);
}

static void put_tree(struct keep_test *t, struct db *db)
{
	const struct db_val parents[] = {INT(7), TEXT("bảy"), INT(-7), NIL};
	const struct db_val middles[] = {INT(3), INT(7), INT(5), INT(-7)};
	const struct db_val children[] = {INT(1), NIL, INT(7), INT(2), INT(5), INT(7)};

	put(t, db, "z_parent", parents, 2, 2);
	put(t, db, "m_middle", middles, 2, 2);
	put(t, db, "a_child", children, 2, 3);
}

void keep_test_fill(struct keep_test *t, struct db *main)
{
	ok(db_begin(main, DB_WRITE));
	put_every(t, main);
	put_tree(t, main);
	for (int i = 1; i <= ACCOUNTS; i++)
		ok(db_run(main, Q_ACCOUNT_ADD, i, AMOUNT));
	ok(db_commit(main));
}

void keep_test_start(struct keep_test *t, struct site *s)
{
	char id[KEY_ID + 1];
	struct db *side = site_open(s, DB_SIDE);

	*t = (struct keep_test){.s = s, .a = s->a, .dir = place_make(s->a, "keep")};
	crypto_start();
	t->file = arena_printf(s->a, "%s/x.gb", t->dir);
	ok(keyring_add(arena_printf(s->a, "%s/key", t->dir), 20260701, id, &s->f));
	ok(keyring_load(&t->ring, s->a, arena_printf(s->a, "%s/key", t->dir), &s->f));
	ok(db_migrate(side, 1, NULL, &s->f));
	db_close(side);
	keep_test_fill(t, s->db);
}

void keep_test_stop(struct keep_test *t)
{
	DIR *dir = opendir(t->dir);
	const struct dirent *d;

	while (dir && (d = readdir(dir)))
		unlink(arena_printf(t->a, "%s/%s", t->dir, d->d_name));
	if (dir)
		closedir(dir);
	rmdir(t->dir);
	for (int i = 0; i < t->made; i++)
		site_admin(arena_printf(
			t->a, "DROP DATABASE guong_keep_%d_%d WITH (FORCE)", (int)getpid(), i));
}

const char *keep_test_other(struct keep_test *t, bool pgsql)
{
	static int number;
	const char *name;

	if (!pgsql)
		return arena_printf(t->a, "%s/other%d.db", t->dir, number++);
	name = arena_printf(t->a, "guong_keep_%d_%d", (int)getpid(), t->made++);
	site_admin(
		arena_printf(t->a, "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8'", name));
	return arena_printf(t->a, "%s dbname=%s", getenv("GUONG_TEST_PG"), name);
}

static void same_value(const struct db_val *a, const struct db_val *b)
{
	assert_int_equal(a->type, b->type);
	if (a->type == DB_INT)
		assert_true(a->i == b->i);
	if (a->type != DB_TEXT && a->type != DB_BYTES)
		return;
	assert_int_equal(a->s.n, b->s.n);
	assert_memory_equal(a->s.p, b->s.p, a->s.n);
}

static int64_t same_rows(
	struct db *a, const struct db_table *ta, struct db *b, const struct db_table *tb)
{
	struct db_val x[DB_TABLE_COLS], y[DB_TABLE_COLS];
	struct table_rows ra, rb;
	int64_t n = 0;

	assert_string_equal(ta->name, tb->name);
	assert_int_equal(ta->n, tb->n);
	ok(db_table_read(&ra, a, ta));
	ok(db_table_read(&rb, b, tb));
	for (; db_table_next(&ra, x); n++) {
		assert_true(db_table_next(&rb, y));
		for (int i = 0; i < ta->n; i++)
			same_value(&x[i], &y[i]);
	}
	assert_false(db_table_next(&rb, y));
	ok(db_table_end(&ra));
	ok(db_table_end(&rb));
	return n;
}

void keep_test_same(struct keep_test *t, const char *one, const char *other)
{
	for (int part = 0; part < KEEP_PARTS; part++) {
		struct db *a = keep_test_open(t, one, (enum db_part)part);
		struct db *b = keep_test_open(t, other, (enum db_part)part);
		const struct db_table *ta, *tb;
		size_t na, nb;
		int64_t rows = 0;
		ok(db_begin(a, DB_READ));
		ok(db_begin(b, DB_READ));
		ok(db_tables(a, t->a, &ta, &na));
		ok(db_tables(b, t->a, &tb, &nb));
		assert_int_equal(na, nb);
		for (size_t i = 0; i < na; i++)
			rows += same_rows(a, &ta[i], b, &tb[i]);
		assert_in_range(rows, 1, 10000);
		ok(db_commit(a));
		ok(db_commit(b));
		db_close(a);
		db_close(b);
	}
}

void keep_test_empty(struct keep_test *t, const char *where)
{
	for (int part = 0; part < KEEP_PARTS; part++) {
		struct db *db = keep_test_open(t, where, (enum db_part)part);
		const struct db_table *list;
		size_t n;
		ok(db_begin(db, DB_READ));
		ok(db_tables(db, t->a, &list, &n));
		ok(db_commit(db));
		assert_int_equal(n, 0);
		db_close(db);
	}
}

void keep_test_failed(struct keep_test *t, enum err have, enum err want, enum msg what)
{
	struct fault *f = &t->s->f;

	assert_string_equal(err_name(have), err_name(want));
	if (what != M_NONE) {
		assert_non_null(f->first);
		assert_string_equal(msg_key(f->first->what), msg_key(what));
	}
	fault_clear(f);
	f->detail = NULL;
}

/* Files that are not what they should be: cut off, changed, of another key, another version; and
 * files written by hand, whose contents are not what a database would give. */
#include "keep/keep_test.h"

#include "keep/keep_db.h"
#include "keep/keep_file.h"
#include "keep/keep_pack.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct file_test {
	struct keep_test t;
	char *bytes;
	size_t n;
	const char *to; /* an empty database */
};

static void read_file(struct file_test *x)
{
	struct stat st;
	int fd = open(x->t.file, O_RDONLY);

	assert_int_equal(fstat(fd, &st), 0);
	x->n = (size_t)st.st_size;
	x->bytes = arena_alloc(x->t.a, x->n + 1);
	assert_int_equal(read(fd, x->bytes, x->n), x->n);
	close(fd);
}

static void write_file(struct file_test *x, size_t n)
{
	int fd = open(x->t.file, O_WRONLY | O_TRUNC);

	assert_int_equal(write(fd, x->bytes, n), n);
	close(fd);
}

static struct file_test *start(void **state)
{
	static struct file_test x;
	struct keep_test *t = &x.t;

	keep_test_start(t, *state);
	ok(keep_backup(t->s->where, t->file, keyring_newest(t->ring), NULL, &t->sum, &t->s->f));
	read_file(&x);
	x.to = keep_test_other(t, t->s->pgsql);
	return &x;
}

static enum err restore(struct file_test *x)
{
	struct keep_test *t = &x->t;

	return keep_restore(t->file, t->ring, x->to, NULL, &t->sum, &t->s->f);
}

/* It failed so, and the database is still one into which a good file can be restored. */
static void refused(struct file_test *x, enum err e, enum msg what)
{
	keep_test_failed(&x->t, restore(x), e, what);
}

static void a_file_that_is_cut_off_is_refused(void **state)
{
	struct file_test *x = start(state);

	for (size_t n = 0; n < x->n; n = n < 100 ? n + 9 : n * 5 / 4) {
		write_file(x, n);
		refused(x, ERR_FILE, n < 8 ? M_KEEP_NO_BACKUP : M_KEEP_CUT);
	}
	write_file(x, x->n - 1);
	refused(x, ERR_FILE, M_KEEP_CUT);
	/* exactly one piece gone, then all but the first */
	write_file(x, 49 + PACK_PIECE + 17);
	refused(x, ERR_FILE, M_KEEP_CUT);
	keep_test_empty(&x->t, x->to);
	write_file(x, x->n);
	ok(restore(x));
	keep_test_same(&x->t, x->t.s->where, x->to);
	keep_test_stop(&x->t);
}

static void a_bit_that_was_changed_is_noticed(void **state)
{
	struct file_test *x = start(state);
	size_t step = x->n / 40;

	assert_true(x->n > 3 * PACK_PIECE);
	for (size_t at = 25; at < x->n; at += at < 60 ? 1 : step) {
		x->bytes[at] ^= (char)(1 << at % 8);
		write_file(x, x->n);
		assert_int_equal(restore(x), ERR_FILE);
		fault_clear(&x->t.s->f);
		x->bytes[at] ^= (char)(1 << at % 8);
	}
	x->bytes[x->n] = 0;
	write_file(x, x->n + 1);
	assert_int_equal(restore(x), ERR_FILE);
	fault_clear(&x->t.s->f);
	keep_test_empty(&x->t, x->to);
	keep_test_stop(&x->t);
}

/* Pieces that each are good, in another order or twice. */
static void pieces_stay_where_they_are(void **state)
{
	enum { HEAD = 49, PIECE = PACK_PIECE + 17 };
	struct file_test *x = start(state);
	char *one = arena_memdup(x->t.a, x->bytes + HEAD, PIECE);

	memcpy(x->bytes + HEAD, x->bytes + HEAD + PIECE, PIECE);
	write_file(x, x->n);
	refused(x, ERR_FILE, M_KEEP_DAMAGED);
	memcpy(x->bytes + HEAD + PIECE, one, PIECE);
	write_file(x, x->n);
	refused(x, ERR_FILE, M_KEEP_DAMAGED);
	keep_test_stop(&x->t);
}

static void another_key_does_not_open_it(void **state)
{
	struct file_test *x = start(state);
	struct fault *f = &x->t.s->f;
	const char *path = arena_printf(x->t.a, "%s/key", x->t.dir);
	const struct keyring *mine = x->t.ring;
	char id[KEY_ID + 1];

	ok(keyring_add(arena_printf(x->t.a, "%s/other", x->t.dir), 20270101, id, f));
	ok(keyring_load(&x->t.ring, x->t.a, arena_printf(x->t.a, "%s/other", x->t.dir), f));
	assert_int_equal(restore(x), ERR_NOT_FOUND);
	assert_int_equal(f->first->what, M_KEY_UNKNOWN);
	assert_string_equal(f->first->arg[1], keyring_newest(mine)->id);
	fault_clear(f);
	/* after a change of keys, what the old one wrote is still read */
	ok(keyring_add(path, 20270101, id, f));
	ok(keyring_load(&x->t.ring, x->t.a, path, f));
	assert_string_not_equal(keyring_newest(x->t.ring)->id, keyring_newest(mine)->id);
	ok(restore(x));
	keep_test_stop(&x->t);
}

static void what_is_no_backup_is_told(void **state)
{
	struct file_test *x = start(state);

	x->bytes[8] = PACK_VERSION + 1;
	write_file(x, x->n);
	refused(x, ERR_FILE, M_KEEP_VERSION);
	x->bytes[0] = 'X';
	write_file(x, x->n);
	refused(x, ERR_FILE, M_KEEP_NO_BACKUP);
	unlink(x->t.file);
	refused(x, ERR_IO, M_KEEP_NOT_READ);
	x->t.file = x->t.dir;
	refused(x, ERR_FILE, M_KEEP_NO_BACKUP);
	keep_test_stop(&x->t);
}

/* ---- written by hand ---- */

struct hand {
	struct file_test *x;
	struct arena *a;
	struct keep_sink *sink;
	struct keep_tally tally;
	struct keep_sum sum;
};

static void head(struct hand *h, int64_t more)
{
	struct keep_head k = {.made_ms = 1};
	struct db *db;

	for (int part = 0; part < KEEP_PARTS; part++) {
		struct keep_files *files = &k.files[part];
		db = keep_test_open(&h->x->t, h->x->t.s->where, (enum db_part)part);
		ok(db_begin(db, DB_READ));
		ok(db_migrations(db, h->a, &files->list, &files->n));
		ok(db_commit(db));
		db_close(db);
	}
	if (more) {
		struct migration *list = arena_array(h->a, 3, sizeof(*list));
		memcpy(list, k.files[0].list, 2 * sizeof(*list));
		list[2] = (struct migration){more, "9999_next.sql", "0123456789abcdef"};
		k.files[0].list = list;
		k.files[0].n = 3;
	}
	ok(h->sink->head(h->sink, &k));
}

static void begin(struct hand *h, struct file_test *x)
{
	*h = (struct hand){.x = x, .a = arena_new(16 << 20)};
	unlink(x->t.file);
	ok(keep_file_create(&h->sink, h->a, x->t.file, keyring_newest(x->t.ring), &x->t.s->f));
}

static void table(struct hand *h, const struct db_table *t)
{
	ok(h->sink->table(h->sink, DB_MAIN, t));
	keep_tally_start(&h->tally, t);
}

static void row(struct hand *h, const struct db_val *v)
{
	assert_true(keep_tally_row(&h->tally, v));
	ok(h->sink->row(h->sink, v, (struct str){h->tally.row.p, h->tally.row.n}));
}

static void counted(struct hand *h, int64_t wrong)
{
	struct keep_count c;

	keep_tally_end(&h->tally, &c);
	c.rows += wrong;
	h->sum.tables++;
	h->sum.rows += c.rows;
	ok(h->sink->counted(h->sink, &c));
}

static void finish(struct hand *h)
{
	ok(h->sink->end(h->sink, &h->sum));
	arena_free(h->a);
}

static struct db_column parent_columns[] = {{"id", 'i', 8}, {"note", 't', 0}};
static struct db_column child_columns[] = {{"id", 'i', 8}, {"middle", 'i', 8}, {"parent", 'i', 8}};
static struct db_column every_columns[] = {{"word", 't', 0}, {"n", 'i', 8}, {"day", 'i', 4},
	{"number", 'i', 8}, {"text", 't', 0}, {"bytes", 'b', 0}};

static const struct db_table parent = {"z_parent", 2, 1, parent_columns, {0}, 0};
static const struct db_table child = {"a_child", 3, 1, child_columns, {0}, 0};
static const struct db_table every = {"every", 6, 2, every_columns, {1, 0}, 0};

static void a_newer_schema_is_refused(void **state)
{
	struct file_test *x = start(state);
	struct hand h;

	begin(&h, x);
	head(&h, 9999);
	finish(&h);
	refused(x, ERR_SCHEMA, M_SCHEMA_NEWER);
	begin(&h, x);
	head(&h, 2); /* the number of another file */
	finish(&h);
	refused(x, ERR_SCHEMA, M_SCHEMA_NEWER);
	keep_test_empty(&x->t, x->to);
	keep_test_stop(&x->t);
}

static void tables_must_be_ours_and_all(void **state)
{
	struct file_test *x = start(state);
	struct db_table other = parent;
	struct hand h;

	begin(&h, x); /* one is missing */
	head(&h, 0);
	table(&h, &parent);
	counted(&h, 0);
	finish(&h);
	refused(x, ERR_SCHEMA, M_KEEP_OTHER_TABLE);
	begin(&h, x); /* twice the same */
	head(&h, 0);
	table(&h, &parent);
	counted(&h, 0);
	table(&h, &parent);
	counted(&h, 0);
	finish(&h);
	refused(x, ERR_SCHEMA, M_KEEP_OTHER_TABLE);
	other.n = 1;
	begin(&h, x); /* a column less */
	head(&h, 0);
	table(&h, &other);
	counted(&h, 0);
	finish(&h);
	refused(x, ERR_SCHEMA, M_KEEP_OTHER_TABLE);
	other = parent;
	other.name = "z_parent\"; DROP TABLE every; --";
	begin(&h, x);
	head(&h, 0);
	table(&h, &other);
	counted(&h, 0);
	finish(&h);
	refused(x, ERR_SCHEMA, M_KEEP_OTHER_TABLE);
	keep_test_empty(&x->t, x->to);
	keep_test_stop(&x->t);
}

static void a_wrong_count_is_noticed(void **state)
{
	const struct db_val v[] = {db_val_int(1), db_val_text("x")};
	struct file_test *x = start(state);
	struct hand h;

	begin(&h, x);
	head(&h, 0);
	table(&h, &parent);
	row(&h, v);
	counted(&h, 1);
	finish(&h);
	refused(x, ERR_FILE, M_KEEP_DAMAGED);
	begin(&h, x);
	head(&h, 0);
	table(&h, &parent);
	row(&h, v);
	h.tally.digest.state[0] ^= 1;
	counted(&h, 0);
	finish(&h);
	refused(x, ERR_FILE, M_KEEP_DAMAGED);
	keep_test_stop(&x->t);
}

static void one_row(struct file_test *x, const struct db_table *t, const struct db_val *v)
{
	struct hand h;

	begin(&h, x);
	head(&h, 0);
	table(&h, t);
	row(&h, v);
	counted(&h, 0);
	finish(&h);
}

static void rows_must_fit(void **state)
{
	const struct db_val nothing = db_val_text(NULL);
	const struct db_val orphan[] = {db_val_int(1), nothing, db_val_int(5)};
	const struct db_val day[] = {db_val_text("w"), db_val_int(1), db_val_int(INT64_C(1) << 31),
		nothing, nothing, nothing};
	const struct db_val typed[] = {db_val_int(1), db_val_int(2)};
	const struct db_val nul[] = {{.type = DB_TEXT, .s = S("a\0b")}, db_val_int(1), nothing,
		nothing, nothing, nothing};
	const struct db_val broken[] = {{.type = DB_TEXT, .s = S("\xff")}, db_val_int(1), nothing,
		nothing, nothing, nothing};
	struct file_test *x = start(state);

	one_row(x, &child, orphan);
	assert_int_equal(restore(x), ERR_DB);
	one_row(x, &parent, typed);
	refused(x, ERR_FILE, M_KEEP_DAMAGED);
	keep_test_empty(&x->t, x->to);
	if (x->t.s->pgsql) { /* SQLite has one kind of number, and texts of any bytes */
		one_row(x, &every, day);
		assert_int_equal(restore(x), ERR_DB);
		one_row(x, &every, nul);
		assert_int_equal(restore(x), ERR_DB);
		one_row(x, &every, broken);
		assert_int_equal(restore(x), ERR_DB);
		keep_test_empty(&x->t, x->to);
	}
	keep_test_stop(&x->t);
}

/* What is read back must be what the source counted, or nothing stays. */
static void what_arrived_is_compared(void **state)
{
	const struct db_val v[] = {db_val_int(1), db_val_text("x")};
	struct file_test *x = start(state);
	struct keep_head k = {0};
	struct keep_source *source;
	struct keep_count c;
	struct hand h = {.x = x, .a = arena_new(16 << 20)};

	ok(keep_db_open(&source, h.a, x->t.s->where, &x->t.s->f));
	ok(source->head(source, &k));
	for (int wrong = 0; wrong < 2; wrong++) {
		struct arena *a = arena_new(16 << 20);
		ok(keep_db_create(&h.sink, a, x->to, &x->t.s->f));
		ok(h.sink->head(h.sink, &k));
		table(&h, &parent);
		row(&h, v);
		keep_tally_end(&h.tally, &c);
		c.rows += wrong;
		c.digest[5] ^= wrong ? 0 : 1;
		keep_test_failed(&x->t, h.sink->counted(h.sink, &c), ERR_CHECK, M_KEEP_DIFFERS);
		arena_free(a);
	}
	arena_free(h.a);
	keep_test_empty(&x->t, x->to);
	keep_test_stop(&x->t);
}

static const struct CMUnitTest list[] = {
	on_both(what_arrived_is_compared),
	on_both(a_file_that_is_cut_off_is_refused),
	on_sqlite(a_bit_that_was_changed_is_noticed),
	on_sqlite(pieces_stay_where_they_are),
	on_sqlite(another_key_does_not_open_it),
	on_sqlite(what_is_no_backup_is_told),
	on_both(a_newer_schema_is_refused),
	on_both(tables_must_be_ours_and_all),
	on_both(a_wrong_count_is_noticed),
	on_both(rows_must_fit),
};
const struct tests keep_file_tests = {list, sizeof(list) / sizeof(*list)};

#include "db/migrate.h"

#include "base/buf.h"
#include "base/die.h"
#include "base/embed.h"
#include "db/db_impl.h"

#include <ctype.h>
#include <stdlib.h>

enum { STATEMENT = 1 << 20 };

static const char record[] =
	"CREATE TABLE schema_migration (n @ID PRIMARY KEY, name @TEXT NOT NULL, "
	"digest @TEXT NOT NULL, at_ms @INT NOT NULL) @ROWS;";

/* ---- the files ---- */

/* "0001_core.sql" of "schema/0001_core.sql"; NULL for what is no schema file of this part. */
static const char *file_name(const struct embedded *e, enum db_part part)
{
	const char *dir = part == DB_SIDE ? "schema/side/" : "schema/";
	const char *name = e->name + strlen(dir);

	if (strncmp(e->name, dir, strlen(dir)) != 0 || strspn(name, "0123456789") != 4 ||
		name[4] != '_' || strchr(name, '/'))
		return NULL;
	return name;
}

/* The file with the least number above n, or NULL. */
static const struct embedded *file_after(enum db_part part, int64_t n, int64_t *ret_n)
{
	const struct embedded *found = NULL;

	for (size_t i = 0; i < embed_count; i++) {
		const char *name = file_name(&embed_table[i], part);
		int64_t number = name ? strtol(name, NULL, 10) : 0;
		if (number <= n)
			continue;
		must(!found || number != *ret_n); /* two files of one number */
		if (found && number > *ret_n)
			continue;
		found = &embed_table[i];
		*ret_n = number;
	}
	return found;
}

/* ---- running a file ---- */

struct script {
	struct db *db;
	struct buf text; /* of the statement under way */
	int n;		 /* statements so far */
	bool skip;	 /* this one is for another engine */
};

static const char *expand(struct script *s, struct str word)
{
	static const struct {
		const char *word, *sqlite, *pgsql;
	} types[] = {
		{"@ID", "INTEGER", "BIGINT"},
		{"@INT", "INTEGER", "BIGINT"},
		{"@TEXT", "TEXT", "TEXT COLLATE \"C\""},
		{"@DAY", "INTEGER", "INTEGER"},
		{"@BYTES", "BLOB", "BYTEA"},
		{"@CLUSTERED", "WITHOUT ROWID, STRICT", ""},
		{"@ROWS", "STRICT", ""},
	};

	if (str_is(word, "@PGSQL")) {
		s->skip = db_engine(s->db) != DB_PGSQL;
		return "";
	}
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (str_is(word, types[i].word))
			return db_engine(s->db) == DB_PGSQL ? types[i].pgsql : types[i].sqlite;
	return NULL;
}

static enum err run_statement(struct script *s)
{
	struct str text = str_trim((struct str){s->text.p, s->text.n});
	enum err e = ERR_OK;

	if (text.n == 0)
		return ERR_OK;
	must(!buf_overflow(&s->text));
	s->n++;
	if (!s->skip)
		e = db_exec(s->db, s->text.p);
	s->skip = false;
	buf_reset(&s->text);
	return e;
}

/* How far a string, a comment or a pseudo-type goes that begins at p; otherwise 1. */
static size_t piece(const char *p, const char *end)
{
	const char *q = p + 1;

	if (*p == '\'' || *p == '"') {
		while (q < end && *q != *p)
			q++;
		return (size_t)(q - p) + (q < end);
	}
	if (*p == '-' && q < end && *q == '-') {
		while (q < end && *q != '\n')
			q++;
	} else if (*p == '@') {
		while (q < end && isupper((unsigned char)*q))
			q++;
	}
	return (size_t)(q - p);
}

static enum err run_pieces(struct script *s, struct str text)
{
	const char *end = text.p + text.n;
	size_t n;

	for (const char *p = text.p; p < end; p += n) {
		n = piece(p, end);
		if (*p == '@') {
			const char *type = expand(s, (struct str){p, n});
			if (!type)
				return db_fail(s->db, ERR_SCHEMA, "unknown: %.*s", (int)n, p);
			buf_puts(&s->text, type);
		} else if (*p == ';') {
			TRY(run_statement(s));
		} else if (!(*p == '-' && n > 1)) {
			buf_put(&s->text, p, n);
		}
	}
	return run_statement(s);
}

static enum err run_script(struct db *db, struct str text, int *ret_n)
{
	struct script s = {.db = db};
	enum err e;

	buf_init(&s.text, STATEMENT);
	e = run_pieces(&s, text);
	buf_done(&s.text);
	*ret_n = s.n;
	return e;
}

/* ---- what has been applied ---- */

static enum err altered(struct fault *f, const char *name)
{
	return fault(f, ERR_SCHEMA, NULL, M_SCHEMA_ALTERED, arena_strdup(f->a, name));
}

/* One line of a record against the file that should be it. */
static enum err check_line(
	const struct migration *m, enum db_part part, int64_t *last, struct fault *f)
{
	int64_t n = 0;
	const struct embedded *e = file_after(part, *last, &n);

	if (!e)
		return fault(f, ERR_SCHEMA, NULL, M_SCHEMA_NEWER, m->name);
	if (n != m->n || !text_eq(m->name, file_name(e, part)))
		return altered(f, n < m->n ? file_name(e, part) : m->name);
	if (!text_eq(m->digest, e->digest))
		return altered(f, m->name);
	*last = n;
	return ERR_OK;
}

enum err db_migrations_known(
	enum db_part part, const struct migration *list, size_t n, struct fault *f)
{
	int64_t last = 0;

	for (size_t i = 0; i < n; i++)
		TRY(check_line(&list[i], part, &last, f));
	return ERR_OK;
}

/* Room for one more file of the list. */
static struct migration *more(struct arena *a, struct migration **list, size_t n)
{
	struct migration *fresh;

	if (n & (n - 1)) /* it doubles at powers of two */
		return &(*list)[n];
	fresh = arena_array(a, n ? n * 2 : 1, sizeof(*fresh));
	if (n)
		memcpy(fresh, *list, n * sizeof(*fresh));
	*list = fresh;
	return &fresh[n];
}

enum err db_migrations(struct db *db, struct arena *a, struct migration **ret, size_t *ret_n)
{
	struct cursor c;

	*ret = NULL;
	*ret_n = 0;
	TRY(db_query(db, &c, Q_MIGRATION_LIST));
	while (db_next(&c)) {
		struct migration *m = more(a, ret, *ret_n);
		*m = (struct migration){db_int(&c, 0), arena_strdup(a, db_text(&c, 1)),
			arena_strdup(a, db_text(&c, 2))};
		(*ret_n)++;
	}
	return db_end(&c);
}

/* The number of the last file applied; ERR_SCHEMA when the record is not a start of our files. */
static enum err check_record(struct db *db, int64_t *ret_last, struct fault *f)
{
	struct migration *list;
	size_t n;

	*ret_last = 0;
	TRY(db_migrations(db, f->a, &list, &n));
	TRY(db_migrations_known(db->part, list, n, f));
	if (n)
		*ret_last = list[n - 1].n;
	return ERR_OK;
}

static enum err add_file(
	struct db *db, const struct embedded *file, int64_t n, int64_t now_ms, struct fault *f)
{
	int statement = 0;
	enum err e = run_script(db, file->bytes, &statement);

	if (e)
		return fault_detail(
			f, e, "%s: statement %d: %s", file->name, statement, db_error(db));
	return db_run(db, Q_MIGRATION_ADD, n, file_name(file, db->part), file->digest, now_ms);
}

/* Applies the next file; *ret_done when there is none. In a transaction. */
static enum err step(struct db *db, int64_t now_ms, bool *ret_done, struct fault *f)
{
	const struct embedded *file;
	int64_t last = 0, n = 0;
	bool there = false;
	int statement;

	TRY(db_has_table(db, "schema_migration", &there));
	if (!there)
		TRY(run_script(db, str_of(record), &statement));
	TRY(check_record(db, &last, f));
	file = file_after(db->part, last, &n);
	*ret_done = !file;
	return file ? add_file(db, file, n, now_ms, f) : ERR_OK;
}

enum err db_migrate_first(struct db *db, size_t n, int64_t now_ms, struct fault *f)
{
	int64_t number = 0;
	int statement;

	TRY(run_script(db, str_of(record), &statement));
	for (size_t i = 0; i < n; i++) {
		const struct embedded *file = file_after(db->part, number, &number);
		must(file);
		TRY(add_file(db, file, number, now_ms, f));
	}
	return ERR_OK;
}

enum err db_migrate_within(struct db *db, int64_t now_ms, int *ret_applied, struct fault *f)
{
	bool done = false;
	enum err e;

	for (*ret_applied = 0;; (*ret_applied)++) {
		e = step(db, now_ms, &done, f);
		if (e && !f->detail)
			fault_detail(f, e, "schema: %s", db_error(db));
		if (e || done)
			return e;
	}
}

enum err db_migrate(struct db *db, int64_t now_ms, int *ret_applied, struct fault *f)
{
	int applied;
	enum err e;

	TRY(db_begin(db, DB_WRITE));
	e = db_migrate_within(db, now_ms, &applied, f);
	if (!e)
		e = db_commit(db);
	if (e && !f->detail)
		fault_detail(f, e, "schema: %s", db_error(db));
	db_rollback(db);
	if (!e && ret_applied)
		*ret_applied = applied;
	return e;
}

static enum err check(struct db *db, struct fault *f)
{
	const struct embedded *file;
	int64_t last = 0, n = 0;
	bool there = false;

	TRY(db_has_table(db, "schema_migration", &there));
	if (!there)
		return fault(f, ERR_SCHEMA, NULL, M_SCHEMA_NONE);
	TRY(check_record(db, &last, f));
	file = file_after(db->part, last, &n);
	if (!file)
		return ERR_OK;
	return fault(f, ERR_SCHEMA, NULL, M_SCHEMA_OLDER, file_name(file, db->part));
}

enum err db_schema_state(struct db *db, enum schema_state *ret, struct fault *f)
{
	int64_t last = 0, n = 0;
	bool there = false;
	enum err e;

	TRY(db_begin(db, DB_READ));
	e = db_has_table(db, "schema_migration", &there);
	if (!e && there)
		e = check_record(db, &last, f);
	db_rollback(db);
	*ret = !there ? SCHEMA_NONE : file_after(db->part, last, &n) ? SCHEMA_OLDER : SCHEMA_OURS;
	return e;
}

enum err db_schema_check(struct db *db, struct fault *f)
{
	enum err e;

	TRY(db_begin(db, DB_READ));
	e = check(db, f);
	db_rollback(db);
	return e;
}

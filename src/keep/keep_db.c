#include "keep/keep_db.h"

#include "base/clock.h"
#include "base/die.h"

struct tables {
	const struct db_table *list;
	size_t n, next;
	bool *seen; /* of a sink */
};

/* Both parts of one database. */
struct parts {
	struct db *db[KEEP_PARTS];
	struct tables tables[KEEP_PARTS];
	struct arena *a;
	struct fault *f;
	struct table_rows rows; /* of the table under way */
	bool under_way;
};

struct db_source {
	struct keep_source source;
	struct parts parts;
};

struct db_sink {
	struct keep_sink sink;
	struct parts parts;
	enum db_part part; /* of the table under way */
};

static void shut(void *arg)
{
	struct parts *p = arg;

	if (p->under_way)
		(void)!db_table_end(&p->rows);
	for (int part = 0; part < KEEP_PARTS; part++)
		db_close(p->db[part]);
}

static enum err open_both(
	struct parts *p, struct arena *a, const char *where, bool create, struct fault *f)
{
	p->a = a;
	p->f = f;
	arena_cleanup(a, shut, p);
	for (int part = 0; part < KEEP_PARTS; part++)
		TRY(db_open(&p->db[part], where, (enum db_part)part, create, f));
	return ERR_OK;
}

/* The database's own words go to the log only. */
static enum err told(const struct parts *p, int part, enum err e)
{
	if (e && !p->f->first && !p->f->detail)
		(void)!fault_detail(p->f, e, "%s", db_error(p->db[part]));
	return e;
}

static enum err list_tables(struct parts *p, int part)
{
	struct tables *t = &p->tables[part];

	TRY(told(p, part, db_tables(p->db[part], p->a, &t->list, &t->n)));
	t->seen = arena_array(p->a, t->n, sizeof(*t->seen));
	return ERR_OK;
}

static enum err start_rows(struct parts *p, int part, const struct db_table *t,
	enum err (*begin)(struct table_rows *, struct db *, const struct db_table *))
{
	must(!p->under_way);
	p->under_way = true;
	return told(p, part, begin(&p->rows, p->db[part], t));
}

static enum err end_rows(struct parts *p, int part, enum err (*end)(struct table_rows *))
{
	p->under_way = false;
	return told(p, part, end(&p->rows));
}

/* ---- reading ---- */

static struct db_source *from(struct keep_source *s)
{
	return (struct db_source *)s;
}

static bool has_record(const struct tables *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (!strcmp(t->list[i].name, "schema_migration"))
			return true;
	return false;
}

/* A database may be older than the program: it is to be kept before it is brought up to date. */
static enum err get_files(struct parts *p, int part, struct keep_files *ret)
{
	TRY(list_tables(p, part));
	if (!has_record(&p->tables[part]))
		return fault(p->f, ERR_SCHEMA, NULL, M_SCHEMA_NONE);
	TRY(told(p, part, db_migrations(p->db[part], p->a, &ret->list, &ret->n)));
	return db_migrations_known((enum db_part)part, ret->list, ret->n, p->f);
}

static enum err get_head(struct keep_source *s, struct keep_head *ret)
{
	struct clock clock = {0};

	ret->made_ms = clock_now(&clock);
	for (int part = 0; part < KEEP_PARTS; part++)
		TRY(get_files(&from(s)->parts, part, &ret->files[part]));
	return ERR_OK;
}

static int part_of_rows(const struct parts *p)
{
	return p->rows.db == p->db[DB_SIDE] ? DB_SIDE : DB_MAIN;
}

static enum err get_table(
	struct keep_source *s, enum db_part *ret_part, const struct db_table **ret)
{
	struct parts *p = &from(s)->parts;

	*ret = NULL;
	for (int part = 0; part < KEEP_PARTS; part++) {
		struct tables *t = &p->tables[part];
		if (t->next == t->n)
			continue;
		*ret = &t->list[t->next++];
		*ret_part = (enum db_part)part;
		return start_rows(p, part, *ret, db_table_read);
	}
	return ERR_OK;
}

static enum err get_row(struct keep_source *s, struct db_val *row, bool *ret)
{
	struct parts *p = &from(s)->parts;

	*ret = db_table_next(&p->rows, row);
	return *ret ? ERR_OK : end_rows(p, part_of_rows(p), db_table_end);
}

static enum err nothing_to_compare(struct keep_source *s, const struct keep_count *c)
{
	(void)s, (void)c;
	return ERR_OK;
}

static enum err end_reading(struct keep_source *s, const struct keep_sum *sum)
{
	struct parts *p = &from(s)->parts;

	(void)sum;
	for (int part = 0; part < KEEP_PARTS; part++)
		TRY(told(p, part, db_commit(p->db[part])));
	return ERR_OK;
}

enum err keep_db_open(struct keep_source **ret, struct arena *a, const char *where, struct fault *f)
{
	struct db_source *s = arena_new_of(a, struct db_source);
	struct parts *p = &s->parts;

	s->source =
		(struct keep_source){get_head, get_table, get_row, nothing_to_compare, end_reading};
	TRY(open_both(p, a, where, false, f));
	TRY(told(p, DB_MAIN, db_begin_together(p->db[DB_MAIN], p->db[DB_SIDE])));
	*ret = &s->source;
	return ERR_OK;
}

/* ---- filling ---- */

static struct db_sink *to(struct keep_sink *s)
{
	return (struct db_sink *)s;
}

static enum err check_empty(struct parts *p, int part)
{
	const struct tables *t = &p->tables[part];

	TRY(told(p, part, db_begin(p->db[part], DB_WRITE)));
	TRY(list_tables(p, part));
	return t->n ? fault(p->f, ERR_REFUSED, NULL, M_KEEP_NOT_EMPTY, t->list->name) : ERR_OK;
}

static enum err make_schema(struct parts *p, int part, const struct keep_head *h)
{
	struct db *db = p->db[part];

	TRY(told(p, part, db_migrate_first(db, h->files[part].n, h->made_ms, p->f)));
	TRY(list_tables(p, part));
	return told(p, part, db_tables_clear(db, p->tables[part].list, p->tables[part].n));
}

static enum err put_head(struct keep_sink *sink, const struct keep_head *h)
{
	struct db_sink *s = to(sink);

	for (int part = 0; part < KEEP_PARTS; part++)
		TRY(db_migrations_known(
			(enum db_part)part, h->files[part].list, h->files[part].n, s->parts.f));
	for (int part = 0; part < KEEP_PARTS; part++)
		TRY(check_empty(&s->parts, part));
	for (int part = 0; part < KEEP_PARTS; part++)
		TRY(make_schema(&s->parts, part, h));
	return ERR_OK;
}

static bool same_columns(const struct db_table *a, const struct db_table *b)
{
	if (a->n != b->n || a->keys != b->keys)
		return false;
	for (int i = 0; i < a->n; i++)
		if (a->col[i].type != b->col[i].type || strcmp(a->col[i].name, b->col[i].name) != 0)
			return false;
	return !memcmp(a->key, b->key, sizeof(*a->key) * (size_t)a->keys);
}

/* Our own table of that name, each once. */
static const struct db_table *own(struct tables *t, const struct db_table *other)
{
	for (size_t i = 0; i < t->n; i++) {
		if (strcmp(t->list[i].name, other->name) != 0)
			continue;
		if (t->seen[i] || !same_columns(&t->list[i], other))
			return NULL;
		t->seen[i] = true;
		return &t->list[i];
	}
	return NULL;
}

static enum err put_table(struct keep_sink *sink, enum db_part part, const struct db_table *t)
{
	struct db_sink *s = to(sink);
	const struct db_table *mine = own(&s->parts.tables[part], t);

	if (!mine)
		return fault(s->parts.f, ERR_SCHEMA, NULL, M_KEEP_OTHER_TABLE, t->name);
	s->part = part;
	return start_rows(&s->parts, (int)part, mine, db_table_fill);
}

static enum err put_row(struct keep_sink *sink, const struct db_val *row, struct str bytes)
{
	struct db_sink *s = to(sink);

	(void)bytes;
	return told(&s->parts, (int)s->part, db_table_put(&s->parts.rows, row));
}

static enum err read_back(struct db_sink *s, const struct db_table *t, struct keep_tally *y)
{
	struct parts *p = &s->parts;
	struct db_val row[DB_TABLE_COLS];
	bool fits = true;

	TRY(start_rows(p, (int)s->part, t, db_table_read));
	while (fits && db_table_next(&p->rows, row))
		fits = keep_tally_row(y, row);
	TRY(end_rows(p, (int)s->part, db_table_end));
	return fits ? ERR_OK : ERR_TOO_LARGE;
}

/* What the database gives back must be what it was given. */
static enum err compare(struct keep_sink *sink, const struct keep_count *want)
{
	struct db_sink *s = to(sink);
	const struct db_table *t = s->parts.rows.t;
	struct keep_count have;
	struct keep_tally y;
	enum err e;

	TRY(end_rows(&s->parts, (int)s->part, db_table_filled));
	keep_tally_start(&y, t);
	e = read_back(s, t, &y);
	keep_tally_end(&y, &have);
	TRY(e);
	return keep_same(&have, want) ? ERR_OK
				      : fault(s->parts.f, ERR_CHECK, NULL, M_KEEP_DIFFERS, t->name);
}

static enum err all_seen(const struct parts *p)
{
	for (int part = 0; part < KEEP_PARTS; part++)
		for (size_t i = 0; i < p->tables[part].n; i++)
			if (!p->tables[part].seen[i])
				return fault(p->f, ERR_SCHEMA, NULL, M_KEEP_OTHER_TABLE,
					p->tables[part].list[i].name);
	return ERR_OK;
}

/* The register was not committed: what is beside it goes again, so that the work can be repeated.
 */
static void take_back(struct parts *p)
{
	struct db *side = p->db[DB_SIDE];
	const struct tables *t = &p->tables[DB_SIDE];

	if (!db_begin(side, DB_WRITE) && !db_tables_drop(side, t->list, t->n))
		(void)!db_commit(side);
	db_rollback(side);
}

/* The register last: where that is, the side part is too. */
static enum err end_filling(struct keep_sink *sink, const struct keep_sum *sum)
{
	struct parts *p = &to(sink)->parts;
	enum err e;

	(void)sum;
	TRY(all_seen(p));
	TRY(told(p, DB_SIDE, db_commit(p->db[DB_SIDE])));
	e = told(p, DB_MAIN, db_commit(p->db[DB_MAIN]));
	if (e && e != ERR_UNSURE)
		take_back(p);
	if (!e)
		(void)!db_learn(p->db[DB_MAIN]);
	return e;
}

enum err keep_db_create(struct keep_sink **ret, struct arena *a, const char *where, struct fault *f)
{
	struct db_sink *s = arena_new_of(a, struct db_sink);

	s->sink = (struct keep_sink){put_head, put_table, put_row, compare, end_filling};
	TRY(open_both(&s->parts, a, where, true, f));
	*ret = &s->sink;
	return ERR_OK;
}

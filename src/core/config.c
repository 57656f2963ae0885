#include "core/config.h"

#include "base/json.h"
#include "base/map.h"
#include "db/db_table.h"

enum { ROW_MOST = 1 << 20, EXPECT = 1024 };

static const char *const names[] = {
#define TABLE(name) #name,
#include "core/config_tables.def"
#undef TABLE
};

struct row {
	const char *tab, *key, *content;
};

/* Rows in the order of their tables and keys, and each by its name. */
struct rows {
	struct list list; /* struct row */
	size_t room;
	struct map *by_name;
};

struct config {
	struct rows before;
};

static struct str name_of(struct ctx *cx, const struct row *r)
{
	return str_of(arena_printf(cx->a, "%s\n%s", r->tab, r->key));
}

static void rows_init(struct ctx *cx, struct rows *rows)
{
	*rows = (struct rows){
		.list = {NULL, 0, sizeof(struct row)}, .by_name = map_new(cx->a, EXPECT)};
}

static void rows_add(struct ctx *cx, struct rows *rows, const struct row *r)
{
	struct row *kept = db_list_more(cx->a, &rows->list, &rows->room);
	struct row *found = arena_new_of(cx->a, struct row);

	*kept = *found = *r;
	map_put(rows->by_name, name_of(cx, r), found);
}

static const struct row *rows_find(struct ctx *cx, const struct rows *rows, const struct row *r)
{
	return map_get(rows->by_name, name_of(cx, r));
}

/* ---- the tables as they stand ---- */

static void put_value(struct json *j, const struct db_column *col, const struct db_val *v)
{
	if (v->type == DB_NULL)
		return; /* a column that is added later leaves nothing where it holds nothing */
	json_key(j, col->name);
	if (v->type == DB_INT)
		json_int(j, v->i);
	else
		json_str(j, v->s);
}

static const char *content_of(struct ctx *cx, const struct db_table *t, const struct db_val *v)
{
	struct buf b;
	struct json j;
	const char *text;

	buf_init(&b, ROW_MOST);
	json_init(&j, &b);
	json_begin_object(&j);
	for (int i = 0; i < t->n; i++)
		put_value(&j, &t->col[i], &v[i]);
	json_end(&j);
	text = arena_strndup(cx->a, b.p, b.n);
	buf_done(&b);
	return text;
}

static const char *key_of(struct ctx *cx, const struct db_table *t, const struct db_val *v)
{
	const char *key = "";

	for (int i = 0; i < t->keys; i++) {
		const struct db_val *part = &v[t->key[i]];
		const char *between = i ? "|" : "";
		if (part->type == DB_INT)
			key = arena_printf(cx->a, "%s%s%lld", key, between, (long long)part->i);
		else
			key = arena_printf(
				cx->a, "%s%s%.*s", key, between, (int)part->s.n, part->s.p);
	}
	return key;
}

static enum err read_table(struct ctx *cx, const struct db_table *t, struct rows *ret)
{
	struct db_val v[DB_TABLE_COLS];
	struct table_rows from;

	TRY(db_table_read(&from, cx->db, t));
	while (db_table_next(&from, v)) {
		struct row r = {t->name, key_of(cx, t, v), content_of(cx, t, v)};
		rows_add(cx, ret, &r);
	}
	return db_table_end(&from);
}

static bool is_config(const char *table)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (text_eq(names[i], table))
			return true;
	return false;
}

static enum err read_now(struct ctx *cx, struct rows *ret)
{
	const struct db_table *t;
	size_t n;

	rows_init(cx, ret);
	TRY(db_tables(cx->db, cx->a, &t, &n));
	for (size_t i = 0; i < n; i++)
		if (is_config(t[i].name))
			TRY(read_table(cx, &t[i], ret));
	return ERR_OK;
}

static enum err read_notes(struct ctx *cx, struct rows *ret)
{
	struct cursor c;
	struct row r;

	rows_init(cx, ret);
	TRY(db_query(cx->db, &c, Q_CONFIG_NOTES));
	while (db_next(&c)) {
		r = (struct row){arena_strdup(cx->a, db_text(&c, 0)),
			arena_strdup(cx->a, db_text(&c, 1)), arena_strdup(cx->a, db_text(&c, 2))};
		rows_add(cx, ret, &r);
	}
	return db_end(&c);
}

/* ---- noting ---- */

static enum err note(struct ctx *cx, const struct row *old, const struct row *fresh)
{
	const struct row *r = old ? old : fresh;

	TRY(db_run(cx->db, Q_CONFIG_NOTE_VOID, r->tab, r->key, cx->txn, cx->txn_ms));
	if (!fresh)
		return ERR_OK;
	return db_run(
		cx->db, Q_CONFIG_NOTE_INSERT, r->tab, r->key, cx->txn, fresh->content, cx->txn_ms);
}

struct change {
	const struct row *old, *fresh;
};

static void add_change(struct ctx *cx, struct list *all, size_t *room, const struct row *old,
	const struct row *fresh)
{
	*(struct change *)db_list_more(cx->a, all, room) = (struct change){old, fresh};
}

/* A table of which nothing was ever noted is noted as it stands. */
static bool ever_noted(const struct rows *notes, const char *tab)
{
	const struct row *r = notes->list.rows;

	for (size_t i = 0; i < notes->list.n; i++)
		if (text_eq(r[i].tab, tab))
			return true;
	return false;
}

static void find_changes(struct ctx *cx, const struct config *c, const struct rows *notes,
	const struct rows *now, struct list *ret)
{
	const struct row *fresh = now->list.rows, *old = c->before.list.rows;
	const char *tab = NULL;
	bool first = false;
	size_t room = 0;

	*ret = (struct list){NULL, 0, sizeof(struct change)};
	for (size_t i = 0; i < now->list.n; i++) {
		const struct row *was = rows_find(cx, &c->before, &fresh[i]);
		if (!text_eq(tab, fresh[i].tab))
			first = !ever_noted(notes, tab = fresh[i].tab);
		if (first || !was || !text_eq(was->content, fresh[i].content))
			add_change(cx, ret, &room, was, &fresh[i]);
	}
	for (size_t i = 0; i < c->before.list.n; i++)
		if (!rows_find(cx, now, &old[i]))
			add_change(cx, ret, &room, &old[i], NULL);
}

enum err config_start(struct ctx *cx, struct config **ret)
{
	*ret = arena_new_of(cx->a, struct config);
	return read_now(cx, &(*ret)->before);
}

enum err config_end(struct ctx *cx, struct config *c)
{
	const struct change *change;
	struct rows now, notes;
	struct list all;

	TRY(read_now(cx, &now));
	TRY(read_notes(cx, &notes));
	find_changes(cx, c, &notes, &now, &all);
	if (!all.n)
		return ERR_OK;
	if (!cx->txn)
		TRY(txn_start(cx, "config", NULL));
	change = all.rows;
	TRY(db_batch_begin(cx->db));
	for (size_t i = 0; i < all.n; i++)
		TRY(note(cx, change[i].old, change[i].fresh));
	return db_batch_end(cx->db);
}

/* ---- comparing ---- */

struct verify {
	struct ctx *cx;
	void (*found)(void *p, const char *text);
	void *p;
};

static void tell(struct verify *v, enum msg what, const struct row *r)
{
	v->found(v->p, msg_say(v->cx->a, v->cx->say.lang, what, r->tab, r->key));
}

enum err config_verify(struct ctx *cx, void (*found)(void *p, const char *text), void *p)
{
	struct verify v = {cx, found, p};
	struct rows now, notes;
	const struct row *r;

	TRY(read_now(cx, &now));
	TRY(read_notes(cx, &notes));
	r = now.list.rows;
	for (size_t i = 0; i < now.list.n; i++) {
		const struct row *was = rows_find(cx, &notes, &r[i]);
		if (!was)
			tell(&v, M_CONFIG_ADDED, &r[i]);
		else if (!text_eq(was->content, r[i].content))
			tell(&v, M_CONFIG_CHANGED, &r[i]);
	}
	r = notes.list.rows;
	for (size_t i = 0; i < notes.list.n; i++)
		if (!rows_find(cx, &now, &r[i]))
			tell(&v, M_CONFIG_GONE, &r[i]);
	return ERR_OK;
}

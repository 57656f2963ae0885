#include "audit/audit_content.h"

#include "base/die.h"
#include "base/map.h"

#include <stdlib.h>

const struct audit_source audit_sources[] = {
#define SOURCE(table, stmt) {#table, stmt},
#define DERIVED(table)
#include "audit/audit_sources.def"
#undef SOURCE
#undef DERIVED
};

const size_t audit_source_count = sizeof(audit_sources) / sizeof(*audit_sources);

/* The columns that every source begins with. */
enum { COL_UNIT, COL_TXN, COL_VOID_TXN, COL_VOID_MS, COL_FIRST };

struct found {
	struct audit_unit u;
	struct found *next;
};

struct gather {
	struct ctx *cx;
	int64_t txn, rows;
	struct map *by_id;
	struct found *units, *last;
	size_t n;
	struct buf row;
};

static struct audit_unit *unit_of(struct gather *g, int64_t id)
{
	struct found *f = g->last;

	if (f && f->u.id == id)
		return &f->u;
	f = map_get(g->by_id, map_id(&id));
	if (!f) {
		f = arena_new_of(g->cx->a, struct found);
		audit_unit_start(&f->u, id);
		f->next = g->units;
		g->units = f;
		g->n++;
		map_put(g->by_id, map_id(&f->u.id), f);
	}
	g->last = f;
	return &f->u;
}

static struct db_val value(const struct cursor *c, char type, int col)
{
	if (db_null(c, col))
		return (struct db_val){.type = DB_NULL};
	if (type == 'i')
		return db_val_int(db_int(c, col));
	return type == 't' ? db_val_text(db_text(c, col)) : db_val_bytes(db_bytes(c, col));
}

/* What makes a row says all of it; what voids it says besides when, and who had made it. */
static enum err add_row(struct gather *g, const struct cursor *c, const char *table, char event)
{
	const struct stmt_def *d = &stmt_table[c->stmt];
	int first = event == 'v' ? COL_TXN : COL_FIRST;

	audit_row_start(&g->row, table, event);
	for (int i = first; d->cols[i]; i++) {
		struct db_val v = value(c, d->cols[i], i);
		audit_row_value(&g->row, d->col_names[i], &v);
	}
	audit_row_end(&g->row);
	if (buf_overflow(&g->row))
		return ERR_TOO_LARGE;
	audit_unit_row(unit_of(g, db_int(c, COL_UNIT)), (struct str){g->row.p, g->row.n});
	g->rows++;
	return ERR_OK;
}

static enum err read_source(struct gather *g, const struct audit_source *s)
{
	enum err e = ERR_OK, end;
	struct cursor c;

	TRY(db_query(g->cx->db, &c, s->stmt, g->txn));
	while (!e && db_next(&c)) {
		if (db_int(&c, COL_TXN) == g->txn)
			e = add_row(g, &c, s->table, 'm');
		if (!e && db_int(&c, COL_VOID_TXN) == g->txn)
			e = add_row(g, &c, s->table, 'v');
	}
	end = db_end(&c);
	return e ? e : end;
}

static int by_id(const void *a, const void *b)
{
	const struct audit_unit *x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

static void take_units(struct gather *g, struct audit_content *ret)
{
	size_t i = 0;

	ret->txn = g->txn;
	ret->rows = g->rows;
	ret->n = g->n;
	ret->units = arena_array(g->cx->a, g->n + 1, sizeof(*ret->units));
	for (const struct found *f = g->units; f; f = f->next)
		ret->units[i++] = f->u;
	qsort(ret->units, ret->n, sizeof(*ret->units), by_id);
}

enum err audit_content(struct ctx *cx, int64_t txn, struct audit_content *ret)
{
	struct gather g = {.cx = cx, .txn = txn, .by_id = map_new(cx->a, 16)};
	enum err e = ERR_OK;

	buf_init(&g.row, ROW_MOST);
	for (size_t i = 0; !e && i < audit_source_count; i++)
		e = read_source(&g, &audit_sources[i]);
	buf_done(&g.row);
	if (!e)
		take_units(&g, ret);
	return e;
}

/* ---- salts ---- */

static enum err read_kept(
	struct ctx *cx, enum stmt stmt, int64_t txn, bool erased, struct list *ret)
{
	size_t n = 0, room = 8;
	struct audit_kept *rows = arena_array(cx->a, room, sizeof(*rows));
	struct cursor c;

	TRY(db_query(cx->db, &c, stmt, txn));
	while (db_next(&c)) {
		struct str b = db_bytes(&c, 1);
		if (n == room) {
			struct audit_kept *more = arena_array(cx->a, room *= 2, sizeof(*more));
			memcpy(more, rows, n * sizeof(*rows));
			rows = more;
		}
		rows[n++] = (struct audit_kept){db_int(&c, 0), erased ? db_int(&c, 2) : 0,
			{arena_strndup(cx->a, b.p, b.n), b.n}};
	}
	*ret = (struct list){rows, n, sizeof(*rows)};
	return db_end(&c);
}

static const struct audit_kept *kept_of(const struct list *list, int64_t unit)
{
	const struct audit_kept *k = list->rows;
	size_t low = 0, high = list->n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		if (k[mid].unit < unit)
			low = mid + 1;
		else
			high = mid;
	}
	return low < list->n && k[low].unit == unit ? &k[low] : NULL;
}

enum err audit_salts(struct ctx *cx, int64_t txn, struct audit_salts *ret)
{
	const struct audit_kept *k;

	*ret = (struct audit_salts){0};
	TRY(read_kept(cx, Q_AUDIT_SALTS, txn, false, &ret->units));
	TRY(read_kept(cx, Q_AUDIT_ERASED_UNITS, txn, true, &ret->erased));
	k = kept_of(&ret->units, UNIT_SALT);
	/* the one for all and those of units together would be somebody else's work */
	ret->whole = k && ret->units.n == 1 && k->bytes.n == SALT_BYTES;
	if (ret->whole)
		memcpy(ret->salt, k->bytes.p, SALT_BYTES);
	return ERR_OK;
}

bool audit_salt_of(const struct audit_salts *s, int64_t unit, unsigned char ret[SALT_BYTES])
{
	const struct audit_kept *k;

	if (s->whole) {
		audit_unit_salt(s->salt, unit, ret);
		return true;
	}
	k = kept_of(&s->units, unit);
	if (!k || k->bytes.n != SALT_BYTES)
		return false;
	memcpy(ret, k->bytes.p, SALT_BYTES);
	return true;
}

static bool add_unit(struct digest *d, const struct audit_salts *s, const struct audit_unit *u)
{
	unsigned char salt[SALT_BYTES], digest[DIGEST_BYTES];

	if (kept_of(&s->erased, u->id) || !audit_salt_of(s, u->id, salt))
		return false;
	audit_unit_end(u, salt, digest);
	audit_entry_unit(d, u->id, digest);
	return true;
}

static bool add_erased(struct digest *d, const struct audit_kept *k)
{
	if (k->bytes.n != DIGEST_BYTES)
		return false;
	audit_entry_unit(d, k->unit, (const unsigned char *)k->bytes.p);
	return true;
}

/* Both in the order of their ids. A salt of a unit that is not there does no harm, nor any good. */
bool audit_entry_digest(
	const struct audit_content *c, const struct audit_salts *s, unsigned char ret[DIGEST_BYTES])
{
	const struct audit_kept *gone = s->erased.rows;
	size_t salts = s->whole ? c->n : s->units.n, i = 0, k = 0;
	struct digest d;

	if (salts != c->n)
		return false;
	audit_entry_start(&d, c->txn, c->n + s->erased.n);
	while (i < c->n || k < s->erased.n) {
		bool live = k == s->erased.n || (i < c->n && c->units[i].id <= gone[k].unit);
		if (live ? !add_unit(&d, s, &c->units[i++]) : !add_erased(&d, &gone[k++]))
			return false;
	}
	digest_end(&d, ret);
	return true;
}

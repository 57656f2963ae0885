#include "core/refs.h"

static const struct row {
	enum refs_kind kind;
	struct db_ref ref;
} rows[] = {
#define REF(table, column, parent, key)	   {REFS_REF, {#table, #column, #parent, #key}},
#define BESIDE(table, column, parent, key) {REFS_BESIDE, {#table, #column, #parent, #key}},
#define ACROSS(table, column, parent, key) {REFS_ACROSS, {#table, #column, #parent, #key}},
#define LOOSE(table, column)		   {REFS_LOOSE, {#table, #column, NULL, NULL}},
#define PLAIN(column)			   {REFS_PLAIN, {NULL, #column, NULL, NULL}},
#include "core/refs.def"
#undef REF
#undef BESIDE
#undef ACROSS
#undef LOOSE
#undef PLAIN
};

enum { ROWS = sizeof(rows) / sizeof(*rows), TOLD = 20 };

bool refs_row(size_t i, enum refs_kind *ret_kind, struct db_ref *ret)
{
	if (i >= ROWS)
		return false;
	*ret_kind = rows[i].kind;
	*ret = rows[i].ref;
	return true;
}

enum refs_kind refs_kind_of(const char *table, const char *column)
{
	for (size_t i = 0; i < ROWS; i++) {
		const struct db_ref *r = &rows[i].ref;
		if (text_eq(r->column, column) && (!r->table || text_eq(r->table, table)))
			return rows[i].kind;
	}
	return REFS_UNKNOWN;
}

struct verify {
	struct ctx *cx;
	const struct db_ref *ref;
	void (*found)(void *p, const char *text);
	void *p;
};

static void tell(void *p, int64_t n)
{
	struct verify *v = p;
	struct arena *a = v->cx->a;

	v->found(v->p, msg_say(a, v->cx->say.lang, M_CHECK_REF,
			       arena_printf(a, "%s.%s", v->ref->table, v->ref->column),
			       arena_printf(a, "%lld", (long long)n), v->ref->parent));
}

static enum err check_one(struct verify *v, struct db *db, const struct db_ref *ref)
{
	v->ref = ref;
	return db_ref_broken(db, ref, tell, v);
}

static enum err check_catalog(struct verify *v, struct db *db)
{
	const struct db_ref *refs;
	size_t n;

	TRY(db_refs(db, v->cx->a, &refs, &n));
	for (size_t i = 0; i < n; i++)
		TRY(check_one(v, db, &refs[i]));
	return ERR_OK;
}

/* ---- from one database into the other: two sequences in order, side by side ---- */

struct numbers {
	struct arena *a;
	struct list list; /* int64_t */
	size_t room;
};

static void gather(void *p, int64_t n)
{
	struct numbers *g = p;

	*(int64_t *)db_list_more(g->a, &g->list, &g->room) = n;
}

struct merge {
	struct verify *v;
	const int64_t *named;
	size_t n, told;
};

static void lost(struct merge *m)
{
	if (m->told++ < TOLD)
		tell(m->v, *m->named);
	m->named++;
	m->n--;
}

/* The next one that is there: what was named before it is not. */
static void is_there(void *p, int64_t n)
{
	struct merge *m = p;

	while (m->n && *m->named < n)
		lost(m);
	if (m->n && *m->named == n) {
		m->named++;
		m->n--;
	}
}

static enum err check_across(struct verify *v, const struct db_ref *ref)
{
	struct numbers named = {.a = v->cx->a, .list = {NULL, 0, sizeof(int64_t)}};
	struct merge m = {.v = v};

	v->ref = ref;
	TRY(db_column_numbers(v->cx->side, ref->table, ref->column, gather, &named));
	if (!named.list.n)
		return ERR_OK;
	m.named = named.list.rows;
	m.n = named.list.n;
	TRY(db_column_numbers(v->cx->db, ref->parent, ref->key, is_there, &m));
	while (m.n)
		lost(&m);
	return ERR_OK;
}

static enum err check_row(struct verify *v, const struct row *r)
{
	if (r->kind == REFS_REF)
		return check_one(v, v->cx->db, &r->ref);
	if (r->kind == REFS_BESIDE)
		return check_one(v, v->cx->side, &r->ref);
	return r->kind == REFS_ACROSS ? check_across(v, &r->ref) : ERR_OK;
}

enum err refs_verify(struct ctx *cx, void (*found)(void *p, const char *text), void *p)
{
	struct verify v = {.cx = cx, .found = found, .p = p};

	TRY(check_catalog(&v, cx->db));
	TRY(check_catalog(&v, cx->side));
	for (size_t i = 0; i < ROWS; i++)
		TRY(check_row(&v, &rows[i]));
	return ERR_OK;
}

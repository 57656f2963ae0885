/*
 * reorg_gather.c: who has no place yet. Each organisation that the files say nothing of and that
 * cannot stay as it is gets a line with a question, and the hint that its name gives.
 */
#include "base/map.h"
#include "reorg/reorg.h"

/* ---- what is so ---- */

static bool kind_ends(const struct reorg_work *w, const struct reorg_node *n)
{
	return !tree_kind_rule(&w->rules, n->kind, w->r.day);
}

/* Split, or thought to be. */
static bool breaks(const struct reorg_node *n)
{
	for (size_t i = 0; i < n->line_count; i++)
		if (text_eq(n->lines[i]->what, "part") || text_eq(n->lines[i]->what, "end") ||
			(!n->lines[i]->decided && text_eq(n->lines[i]->ask, "split")))
			return true;
	return false;
}

/* Does what stands below it need places one by one? */
static bool scatters(const struct reorg_work *w, const struct reorg_node *n)
{
	const struct reorg_line *l = reorg_node_line(n);

	if (l && (text_eq(l->what, "into") || text_eq(l->what, "as")))
		return false;
	return breaks(n) || kind_ends(w, n);
}

static bool has_units_of(const struct reorg_work *w, const char *kind)
{
	for (size_t i = 0; i < w->unit_count; i++)
		if (text_eq(w->units[i].u->kind, kind))
			return true;
	return false;
}

/* ---- questions ---- */

static struct reorg_line *add(
	struct reorg_work *w, struct reorg_missing *m, const struct reorg_node *n, const char *ask)
{
	struct reorg_line *l;

	if (m->n == m->room) {
		struct reorg_line *old = m->rows;
		m->room = m->room ? m->room * 2 : 64;
		m->rows = arena_array(w->cx->a, m->room, sizeof(*m->rows));
		if (old)
			memcpy(m->rows, old, m->n * sizeof(*old));
	}
	l = &m->rows[m->n++];
	*l = (struct reorg_line){.reorg = w->r.id,
		.org = n->org,
		.what = "open",
		.ask = ask,
		.place = n->parent ? n->parent->name : NULL};
	return l;
}

static void hint(struct reorg_line *l, const char *what, int64_t unit, const char *why)
{
	l->hint_org = l->org;
	l->hint_what = what;
	l->hint_unit = unit;
	l->why = why;
}

/* The unit to which all of an organisation goes; 0: none, or several. */
static int64_t goes_to(const struct reorg_node *n)
{
	int64_t unit = n->line_count == 1 ? n->lines[0]->unit : 0;

	return unit ? unit : n->line_count == 1 ? n->lines[0]->hint_unit : 0;
}

struct guess {
	int64_t unit;
	size_t length;
	bool several;
};

static void consider(struct guess *g, const char *key, const char *name, int64_t unit)
{
	size_t n = unit ? reorg_names(key, name) : 0;

	if (!n || n < g->length)
		return;
	g->several = n == g->length && g->unit != unit;
	g->unit = unit;
	g->length = n;
}

/* "Chi bộ Trường Tiểu học Ẳng Tở" is of the commune of that name, old or new. */
static int64_t by_name(const struct reorg_work *w, const struct reorg_node *n)
{
	const struct reorg_node *up = n->parent;
	struct guess g = {0};

	for (size_t i = 0; up && i < up->line_count; i++) {
		struct reorg_unit_node *u = reorg_unit_node(w, up->lines[i]->unit);
		if (u)
			consider(&g, n->key, u->key, u->u->unit);
	}
	for (const struct reorg_node *c = up ? up->child : NULL; c; c = c->next) {
		struct reorg_unit_node *u = reorg_unit_node(w, goes_to(c));
		if (!u || !text_eq(c->kind, "commune"))
			continue;
		consider(&g, n->key, c->key, u->u->unit);
		consider(&g, n->key, u->key, u->u->unit);
	}
	return g.several ? 0 : g.unit;
}

/* What a kind becomes that may no longer stand there. */
static const char *kind_after(const struct reorg_work *w, const char *kind, const char *parent_kind)
{
	static const char *const turns[][2] = {{"departmental", "grassroots_committee"},
		{"cell", "grassroots_cell"}, {"grassroots_cell", "cell"}};

	for (size_t i = 0; i < sizeof(turns) / sizeof(*turns); i++)
		if (text_eq(kind, turns[i][0]) &&
			tree_child_allowed(&w->rules, parent_kind, turns[i][1], w->r.day))
			return turns[i][1];
	return NULL;
}

/* ---- which question ---- */

static const struct reorg_unit_node *province_of(
	const struct reorg_work *w, const struct reorg_node *n)
{
	const struct reorg_unit_node *u = reorg_unit_node(w, goes_to(n)), *up;

	if (!u)
		return NULL;
	up = map_get(w->unit_by_code, str_of(u->u->parent_code));
	return up && text_eq(up->u->kind, "province") ? up : NULL;
}

/* A province goes on as the one of its name, or into the one where its communes are. */
static void ask_province(struct reorg_work *w, struct reorg_missing *m, const struct reorg_node *n)
{
	struct reorg_line *l = add(w, m, n, "province");
	const struct reorg_unit_node *to = NULL;

	for (size_t i = 0; i < w->unit_count; i++)
		if (text_eq(w->units[i].u->kind, "province") &&
			text_eq(reorg_key_rest(w->units[i].key), reorg_key_rest(n->key))) {
			hint(l, "as", w->units[i].u->unit, "same_name");
			return;
		}
	for (const struct reorg_node *d = n->child; d && !to; d = d->next) {
		to = province_of(w, d);
		for (const struct reorg_node *c = d->child; c && !to; c = c->next)
			to = province_of(w, c);
	}
	if (to)
		hint(l, "into", to->u->unit, "by_below");
}

static void ask_piece(
	struct reorg_work *w, struct reorg_missing *m, const struct reorg_node *n, const char *ask)
{
	struct reorg_line *l = add(w, m, n, ask);
	int64_t unit = by_name(w, n);

	if (unit)
		hint(l, "under", unit, "name_in_name");
}

/* All of the parent goes to a unit below which this kind may not stand. */
static void ask_kind(struct reorg_work *w, struct reorg_missing *m, const struct reorg_node *n)
{
	const struct reorg_line *up = n->parent ? reorg_node_line(n->parent) : NULL;
	struct reorg_unit_node *u = up ? reorg_unit_node(w, up->unit) : NULL;
	struct reorg_line *l;

	if (!u || !text_eq(up->what, "into") ||
		tree_child_allowed(&w->rules, u->u->kind, n->kind, w->r.day))
		return;
	l = add(w, m, n, "kind");
	l->hint_kind = kind_after(w, n->kind, u->u->kind);
	if (l->hint_kind)
		hint(l, "under", u->u->unit, "kind_after");
}

static void look_at(struct reorg_work *w, struct reorg_missing *m, const struct reorg_node *n)
{
	if (text_eq(n->kind, "province")) {
		if (has_units_of(w, "province"))
			ask_province(w, m, n);
	} else if (kind_ends(w, n)) {
		hint(add(w, m, n, "kind_ends"), "end", 0, "kind_ends");
	} else if (text_eq(n->kind, "commune")) {
		if (n->parent && scatters(w, n->parent))
			add(w, m, n, "unmapped");
	} else if (n->parent && scatters(w, n->parent)) {
		ask_piece(w, m, n, text_eq(n->parent->kind, "commune") ? "piece" : "agency");
	} else {
		ask_kind(w, m, n);
	}
}

/* A question that nobody answered, about one whose parent goes somewhere whole by now. */
static bool needless(const struct reorg_work *w, const struct reorg_line *l)
{
	const struct reorg_node *n = reorg_node(w, l->org);

	return !l->decided && (text_eq(l->ask, "piece") || text_eq(l->ask, "agency")) && n &&
	       n->parent && !scatters(w, n->parent);
}

enum err reorg_gather(struct reorg_work *w, struct reorg_missing *ret)
{
	*ret = (struct reorg_missing){0};
	for (struct reorg_node *n = reorg_walk(w, NULL); n; n = reorg_walk(w, n))
		if (!n->line_count)
			look_at(w, ret, n);
	ret->needless = arena_array(w->cx->a, w->line_count + 1, sizeof(*ret->needless));
	for (size_t i = 0; i < w->line_count; i++)
		if (needless(w, &w->lines[i]))
			ret->needless[ret->needless_n++] = w->lines[i].id;
	return ERR_OK;
}

enum err reorg_gather_write(struct reorg_work *w, const struct reorg_missing *m)
{
	struct ctx *cx = w->cx;

	TRY(db_batch_begin(cx->db));
	for (size_t i = 0; i < m->needless_n; i++)
		TRY(db_run(cx->db, Q_REORG_LINE_VOID, m->needless[i], cx->txn, cx->txn_ms));
	for (size_t i = 0; i < m->n; i++) {
		m->rows[i].line = ++w->last_line;
		TRY(reorg_line_write(cx, &m->rows[i]));
	}
	return db_batch_end(cx->db);
}

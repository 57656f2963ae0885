/*
 * reorg_work.c: a plan against the tree of the day before: nodes, units, lines, each found by id,
 * by code, by name.
 */
#include "base/die.h"
#include "base/map.h"
#include "base/text.h"
#include "reorg/reorg.h"

enum { FIRST_ROOM = 256, PROBLEMS_TOLD = 200, TOPS = 1024 };

/* ---- names for comparing ---- */

static const char *const bodies[] = {"dang bo ", "dang uy ", "chi bo "};

/* "phuong 05" to "phuong 5". */
static void drop_zeros(char *s)
{
	bool begins = true;
	char *to = s;

	must(s);
	for (const char *p = s; *p; p++) {
		if (begins && *p == '0' && p[1] >= '0' && p[1] <= '9')
			continue;
		begins = *p == ' ';
		*to++ = *p;
	}
	*to = 0;
}

const char *reorg_key(struct arena *a, const char *name)
{
	char *folded = text_fold(a, name ? name : "");

	for (size_t i = 0; i < sizeof(bodies) / sizeof(*bodies); i++)
		if (str_starts(str_of(folded), str_of(bodies[i]))) {
			folded += strlen(bodies[i]);
			break;
		}
	drop_zeros(folded);
	return folded;
}

/* ---- nodes ---- */

static struct reorg_node *node_add(struct reorg_work *w, const struct cursor *c)
{
	struct reorg_node *n = arena_new_of(w->cx->a, struct reorg_node);

	n->org = db_int(c, 0);
	n->code = arena_strdup(w->cx->a, db_text(c, 2));
	n->name = arena_strdup(w->cx->a, db_text(c, 3));
	n->kind = arena_strdup(w->cx->a, db_text(c, 4));
	n->sector = arena_strdup(w->cx->a, db_text(c, 5));
	n->up = db_int(c, 1);
	n->key = reorg_key(w->cx->a, n->name);
	map_put(w->by_org, map_id(&n->org), n);
	n->next = w->nodes; /* all of them, until they hang under their parents */
	w->nodes = n;
	w->node_count++;
	return n;
}

struct link {
	struct link *next;
	struct reorg_node *node;
};

static enum err read_below(struct reorg_work *w, int64_t org, struct link **links)
{
	struct cursor c;

	TRY(db_query(w->cx->db, &c, Q_REORG_TREE, org, w->before));
	while (db_next(&c)) {
		struct link *l = arena_new_of(w->cx->a, struct link);
		*l = (struct link){*links, node_add(w, &c)};
		*links = l;
	}
	return db_end(&c);
}

static enum err read_cells(struct reorg_work *w, int64_t org)
{
	struct cursor c;

	TRY(db_query(w->cx->db, &c, Q_REORG_CELLS, org, w->before));
	while (db_next(&c)) {
		struct reorg_node *n = reorg_node(w, db_int(&c, 0));
		if (n)
			n->members = db_int(&c, 1);
	}
	return db_end(&c);
}

/* Of the whole database every top of the tree, one after another. */
static enum err read_tops(struct reorg_work *w, struct link **links)
{
	int64_t tops[TOPS];
	struct cursor c;
	size_t n = 0;

	TRY(db_query(w->cx->db, &c, Q_REORG_TOPS, w->before));
	while (db_next(&c) && n < TOPS)
		tops[n++] = db_int(&c, 0);
	TRY(db_end(&c));
	for (size_t i = 0; i < n; i++) {
		TRY(read_below(w, tops[i], links));
		TRY(read_cells(w, tops[i]));
	}
	return ERR_OK;
}

static void index_node(struct reorg_work *w, struct reorg_node *n)
{
	struct str key = str_of(n->key);

	map_put(w->by_code, str_of(n->code), n);
	n->same = map_get(w->by_key, key);
	map_put(w->by_key, key, n);
}

static enum err read_tree(struct reorg_work *w)
{
	struct link *links = NULL;

	if (w->r.org) {
		TRY(read_below(w, w->r.org, &links));
		TRY(read_cells(w, w->r.org));
	} else {
		TRY(read_tops(w, &links));
	}
	for (struct link *l = links; l; l = l->next) {
		l->node->next = NULL;
		index_node(w, l->node);
	}
	w->nodes = NULL;
	for (struct link *l = links; l; l = l->next) {
		struct reorg_node *up = l->node->up ? reorg_node(w, l->node->up) : NULL;
		struct reorg_node **at = up ? &up->child : &w->nodes;
		l->node->parent = up;
		l->node->next = *at;
		*at = l->node;
	}
	return ERR_OK;
}

struct reorg_node *reorg_node(const struct reorg_work *w, int64_t org)
{
	return map_get(w->by_org, map_id(&org));
}

struct reorg_node *reorg_walk(const struct reorg_work *w, struct reorg_node *n)
{
	if (!n)
		return w->nodes;
	if (n->child)
		return n->child;
	while (n && !n->next)
		n = n->parent;
	return n ? n->next : NULL;
}

/* ---- units and lines ---- */

void reorg_work_units(struct reorg_work *w, struct list units)
{
	struct reorg_unit *u = (struct reorg_unit *)units.rows;

	w->unit_count = units.n;
	w->units = arena_array(w->cx->a, units.n + 1, sizeof(*w->units));
	for (size_t i = 0; i < units.n; i++) {
		struct reorg_unit_node *n = &w->units[i];
		n->u = &u[i];
		n->key = reorg_key(w->cx->a, u[i].name);
		map_put(w->unit_by_no, map_id(&u[i].unit), n);
		map_put(w->unit_by_code, str_of(u[i].code), n);
		n->same = map_get(w->unit_by_key, str_of(n->key));
		map_put(w->unit_by_key, str_of(n->key), n);
	}
}

struct reorg_unit_node *reorg_unit_node(const struct reorg_work *w, int64_t unit)
{
	return map_get(w->unit_by_no, map_id(&unit));
}

static void source_add(struct reorg_unit_node *u, struct reorg_node *n)
{
	if (!u->first) {
		u->first = n;
		u->sector = n->sector;
	} else if (!text_eq(u->sector, n->sector)) {
		u->sector = NULL;
	}
}

/* Lines of one organisation lie in one array, which doubles. */
static void line_hang(struct reorg_work *w, struct reorg_line *l)
{
	int64_t org = l->org ? l->org : l->hint_org;
	struct reorg_node *n = text_eq(l->what, "skip") ? NULL : reorg_node(w, org);
	struct reorg_unit_node *u = reorg_unit_node(w, l->unit);
	struct reorg_line **old;

	if (u && n)
		u->sources++;
	if (u && n && l->decided)
		source_add(u, n);
	if (u && n && text_eq(l->what, "as") && l->decided)
		u->as = n;
	if (!n)
		return;
	old = n->lines;
	if (!(n->line_count & (n->line_count - 1))) {
		n->lines = arena_array(w->cx->a, n->line_count ? n->line_count * 2 : 1,
			sizeof(struct reorg_line *));
		if (old)
			memcpy(n->lines, old, n->line_count * sizeof(struct reorg_line *));
	}
	n->lines[n->line_count++] = l;
}

void reorg_work_lines(struct reorg_work *w, struct list lines)
{
	w->lines = (struct reorg_line *)lines.rows;
	w->line_count = lines.n;
	for (size_t i = 0; i < lines.n; i++)
		line_hang(w, &w->lines[i]);
}

/* ---- what lines say ---- */

static bool says(const struct reorg_line *l, const char *what)
{
	return l->decided && text_eq(l->what, what);
}

bool reorg_node_ends(const struct reorg_node *n)
{
	for (size_t i = 0; i < n->line_count; i++)
		if (says(n->lines[i], "into") || says(n->lines[i], "part") ||
			says(n->lines[i], "end"))
			return true;
	return false;
}

bool reorg_is_cell(const struct reorg_work *w, const struct reorg_node *n)
{
	const struct kind_rule *rule = tree_kind_rule(&w->rules, n->kind, w->before);

	return rule && rule->cell;
}

const struct reorg_line *reorg_node_line(const struct reorg_node *n)
{
	for (size_t i = 0; i < n->line_count; i++)
		if (n->lines[i]->decided && !text_eq(n->lines[i]->what, "part"))
			return n->lines[i];
	return NULL;
}

/* ---- problems ---- */

/* Where it is put right: at its line, or, of all that are open, at those. */
static const char *problem_href(const struct reorg_work *w, int64_t line, enum msg what)
{
	struct ctx *cx = w->cx;

	for (size_t i = 0; line && i < w->line_count; i++)
		if (w->lines[i].line == line)
			return arena_printf(cx->a, "/reorg-line/%lld", (long long)w->lines[i].id);
	if (what == M_REORG_OPEN_LEFT)
		return arena_printf(cx->a, "/reorg/%lld/line?open=1", (long long)w->r.id);
	return line ? NULL : reorg_href(cx, w->r.id, "/unit");
}

void reorg_problem(struct reorg_work *w, int64_t line, const char *name, enum msg what,
	const char *a1, const char *a2)
{
	struct ctx *cx = w->cx;

	w->told++;
	if (w->problem_count >= PROBLEMS_TOLD)
		return;
	if (!w->problems)
		w->problems = arena_array(cx->a, PROBLEMS_TOLD, sizeof(*w->problems));
	w->problems[w->problem_count++] = (struct reorg_problem){.line = line,
		.name = name ? name : msg_text(cx->say.lang, M_REORG_LINES),
		.href = problem_href(w, line, what),
		.text = msg_fill(cx->a, cx->say.lang, what, (const char *const[ERR_ARGS]){a1, a2},
			ERR_ARGS)};
}

const struct field reorg_problem_fields[] = {
	F_INT(struct reorg_problem, line, M_FIELD_REORG_LINE, CLASS_INSIDE, 0, 0),
	F_TEXT(struct reorg_problem, name, M_FIELD_NAME, CLASS_INSIDE, FF_KEY, 0),
	F_TEXT(struct reorg_problem, text, M_FIELD_WRONG, CLASS_INSIDE, 0, 0),
	F_URL(struct reorg_problem, href, M_FIELD_REORG_LINE, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

/* ---- all of it ---- */

enum err reorg_work_tree(struct ctx *cx, const struct reorg *r, struct reorg_work **ret)
{
	struct reorg_work *w = arena_new_of(cx->a, struct reorg_work);

	*w = (struct reorg_work){.cx = cx,
		.r = *r,
		.before = day_add(r->day, -1),
		.by_org = map_new(cx->a, FIRST_ROOM),
		.by_code = map_new(cx->a, FIRST_ROOM),
		.by_key = map_new(cx->a, FIRST_ROOM),
		.unit_by_no = map_new(cx->a, FIRST_ROOM),
		.unit_by_code = map_new(cx->a, FIRST_ROOM),
		.unit_by_key = map_new(cx->a, FIRST_ROOM)};
	TRY(tree_rules_load(cx, &w->rules));
	*ret = w;
	return read_tree(w);
}

enum err reorg_work_new(struct ctx *cx, const struct reorg *r, struct reorg_work **ret)
{
	struct list units, lines;

	TRY(reorg_work_tree(cx, r, ret));
	TRY(reorg_units(cx, r->id, &units));
	reorg_work_units(*ret, units);
	TRY(reorg_lines(cx, r->id, &lines));
	reorg_work_lines(*ret, lines);
	return db_number(cx->db, &(*ret)->last_line, 0, Q_REORG_LINE_LAST, r->id);
}

/*
 * reorg_books.c: what is counted before and after. Members are followed cell by cell up the new
 * tree, not along the lines that made it, so that whoever would be lost shows.
 */
#include "base/map.h"
#include "core/tree_life.h"
#include "reorg/reorg.h"

enum { DEEP = 64, SHOWN = 200 };

#define COUNT(s, m, label) F_INT(struct s, m, label, CLASS_INSIDE, FF_ZERO, 0)

const struct field reorg_book_fields[] = {
	F_ID(struct reorg_book, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct reorg_book, code, M_FIELD_CODE, CLASS_INSIDE, 0, 0),
	F_TEXT(struct reorg_book, name, M_FIELD_NAME, CLASS_INSIDE, FF_KEY, 0),
	COUNT(reorg_book, orgs, M_FIELD_REORG_ORGS),
	COUNT(reorg_book, came, M_FIELD_REORG_CAME),
	COUNT(reorg_book, in, M_FIELD_REORG_IN),
	COUNT(reorg_book, out, M_FIELD_REORG_OUT),
	COUNT(reorg_book, after, M_FIELD_REORG_AFTER),
	COUNT(reorg_book, differs, M_FIELD_REORG_DIFFERS),
	F_END,
};

const struct field reorg_kind_book_fields[] = {
	F_CAT(struct reorg_kind_book, kind, M_FIELD_KIND, CLASS_INSIDE, FF_KEY, "org_kind"),
	COUNT(reorg_kind_book, before, M_FIELD_REORG_BEFORE_N),
	COUNT(reorg_kind_book, founded, M_FIELD_REORG_FOUNDED),
	COUNT(reorg_kind_book, ended, M_FIELD_REORG_ENDED),
	COUNT(reorg_kind_book, became, M_FIELD_REORG_BECAME),
	COUNT(reorg_kind_book, after, M_FIELD_REORG_AFTER_N),
	F_END,
};

const struct field reorg_code_fields[] = {
	F_TEXT(struct reorg_code, code, M_FIELD_CODE, CLASS_INSIDE, FF_KEY, 0),
	F_TEXT(struct reorg_code, before, M_TREE_BEFORE, CLASS_INSIDE, 0, 0),
	F_TEXT(struct reorg_code, after, M_TREE_AFTER, CLASS_INSIDE, 0, 0),
	F_END,
};

const struct field reorg_left_fields[] = {
	F_ID(struct reorg_left, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct reorg_left, name, M_FIELD_NAME, CLASS_INSIDE, FF_KEY, 0),
	COUNT(reorg_left, posts, M_REORG_T_POSTS),
	COUNT(reorg_left, terms, M_REORG_T_TERMS),
	COUNT(reorg_left, bodies, M_REORG_T_BODIES),
	COUNT(reorg_left, charges, M_REORG_T_CHARGES),
	COUNT(reorg_left, grants, M_REORG_T_GRANTS),
	COUNT(reorg_left, proposals, M_REORG_T_PROPOSALS),
	COUNT(reorg_left, cases, M_REORG_T_CASES),
	F_END,
};

#define TOTAL(m) F_INT(struct reorg_total, m, M_REORG_TOTAL, CLASS_INSIDE, FF_HIDDEN, 0)

const struct field reorg_total_fields[] = {TOTAL(before), TOTAL(after), TOTAL(elsewhere),
	TOTAL(lost), TOTAL(ended), TOTAL(founded), TOTAL(moved), TOTAL(posts), TOTAL(terms),
	TOTAL(bodies), TOTAL(charges), TOTAL(grants), TOTAL(proposals), TOTAL(cases), TOTAL(codes),
	TOTAL(empty), TOTAL(merged), TOTAL(takers), TOTAL(carried), TOTAL(told),
	F_INSTANT(struct reorg_total, at_ms, M_FIELD_AT, CLASS_INSIDE, FF_HIDDEN), F_END};

struct count {
	struct reorg_work *w;
	struct lives *lives; /* as they will be */
	struct reorg_books *b;
	struct reorg_book *units; /* by the place of the unit */
	struct map *unit_by_org;
	struct reorg_kind_book *kinds;
	size_t kind_count;
};

/* ---- the new tree ---- */

/* What it is on the day; NULL: no more. Who is not acted on is what it was. */
static enum err on_day(struct count *c, const struct reorg_node *n, int64_t org,
	const char **ret_kind, int64_t *ret_parent)
{
	const struct org_spell *s;

	if (n && !n->acted) {
		*ret_kind = n->kind;
		*ret_parent = n->up;
		return ERR_OK;
	}
	TRY(tree_plan_spell(c->w->tree, org, c->w->r.day, &s));
	*ret_kind = s ? s->kind : NULL;
	*ret_parent = s ? s->parent : 0;
	return ERR_OK;
}

static bool in_sight(const struct count *c, int64_t org)
{
	return reorg_node(c->w, org) || map_get(c->unit_by_org, map_id(&org));
}

/* The cell in which the members of one that ends go on; 0: in none. */
static enum err go_on_in(struct count *c, int64_t org, int64_t *ret)
{
	const struct org_life *life;

	TRY(lives_get(c->lives, org, &life));
	*ret = life->end == c->w->r.day ? life->successor : 0;
	return ERR_OK;
}

/* The unit below which it stands on the day, the lowest; and whether it is anywhere at all. */
static enum err climb(
	struct count *c, const struct reorg_node *from, struct reorg_book **ret, bool *ret_there)
{
	struct reorg_book *found = NULL;
	int64_t org = from->org, parent;
	const char *kind;

	*ret = NULL;
	*ret_there = false;
	TRY(on_day(c, from, org, &kind, &parent));
	if (!kind)
		TRY(go_on_in(c, from->org, &org));
	for (int i = 0; org && i < DEEP; i++) {
		TRY(on_day(c, reorg_node(c->w, org), org, &kind, &parent));
		if (!kind)
			return ERR_OK;
		if (!found)
			found = map_get(c->unit_by_org, map_id(&org));
		if (!parent || !in_sight(c, parent)) {
			*ret = found;
			*ret_there = true;
			return ERR_OK;
		}
		org = parent;
	}
	return ERR_OK;
}

/* ---- the old one, by the lines ---- */

static struct reorg_book *book_of(const struct count *c, int64_t unit)
{
	const struct reorg_unit_node *u = reorg_unit_node(c->w, unit);

	return u ? &c->units[u - c->w->units] : NULL;
}

/* The unit that the nearest one above with a whole way goes to: where the files say it goes. */
static struct reorg_book *whole_of(const struct count *c, const struct reorg_node *n)
{
	for (; n; n = n->parent) {
		const struct reorg_line *l = reorg_node_line(n);
		struct reorg_book *b = l && (text_eq(l->what, "into") || text_eq(l->what, "as"))
					       ? book_of(c, l->unit)
					       : NULL;
		if (b || reorg_node_ends(n))
			return b;
	}
	return NULL;
}

static enum err count_members(struct count *c, const struct reorg_node *n)
{
	struct reorg_total *t = &c->b->total;
	struct reorg_book *from = whole_of(c, n), *to;
	bool there;

	if (!n->members)
		return ERR_OK;
	TRY(climb(c, n, &to, &there));
	t->before += n->members;
	if (from)
		from->came += n->members;
	if (!there) {
		t->lost += n->members;
		return ERR_OK;
	}
	if (to)
		to->after += n->members;
	*(to ? &t->after : &t->elsewhere) += n->members;
	if (from == to)
		return ERR_OK;
	if (from)
		from->out += n->members;
	if (to)
		to->in += n->members;
	return ERR_OK;
}

/* ---- organisations ---- */

static struct reorg_kind_book *kind_of(struct count *c, const char *kind)
{
	for (size_t i = 0; i < c->kind_count; i++)
		if (text_eq(c->kinds[i].kind, kind))
			return &c->kinds[i];
	c->kinds[c->kind_count] = (struct reorg_kind_book){.kind = kind};
	return &c->kinds[c->kind_count++];
}

static enum err count_org(struct count *c, const struct reorg_node *n)
{
	struct reorg_kind_book *was = kind_of(c, n->kind), *is;
	const char *kind;
	int64_t parent;

	TRY(on_day(c, n, n->org, &kind, &parent));
	was->before++;
	if (!kind) {
		was->ended++;
		c->b->total.ended++;
		return ERR_OK;
	}
	is = kind_of(c, kind);
	is->after++;
	if (is != was) {
		is->became++;
		was->became--;
	}
	c->b->total.moved += parent != n->up;
	return ERR_OK;
}

/* Who is in charge of it from an organisation that goes on; its own ends were counted there. */
static enum err read_over(struct count *c, const struct reorg_node *n, int64_t *ret)
{
	const struct reorg_node *from;
	struct cursor row;

	TRY(db_query(c->w->cx->db, &row, Q_REORG_CHARGES_OVER, n->org, c->w->r.day));
	while (db_next(&row)) {
		from = reorg_node(c->w, db_int(&row, 0));
		*ret += !from || !reorg_node_ends(from);
	}
	return db_end(&row);
}

static enum err read_left(struct count *c, const struct reorg_node *n, struct reorg_left *ret)
{
	struct ctx *cx = c->w->cx;
	struct cursor row;

	*ret = (struct reorg_left){.id = n->org, .name = n->name};
	TRY(db_query(cx->db, &row, Q_REORG_LEFT_OF, n->org, c->w->r.day));
	if (db_next(&row)) {
		ret->posts = db_int(&row, 0);
		ret->terms = db_int(&row, 1);
		ret->bodies = db_int(&row, 2);
		ret->charges = db_int(&row, 3);
		ret->grants = db_int(&row, 4);
		ret->proposals = db_int(&row, 5);
	}
	TRY(db_end(&row));
	TRY(read_over(c, n, &ret->charges));
	TRY(db_query(cx->db, &row, Q_FLOW_CASES_IN, n->org, c->w->r.day));
	while (db_next(&row))
		ret->cases++;
	return db_end(&row);
}

/* All are added up; of those that something hangs on the first are shown. */
static enum err count_left(struct count *c, const struct reorg_node *n)
{
	struct reorg_left l, *rows = (struct reorg_left *)c->b->left.rows;
	struct reorg_total *t = &c->b->total;

	if (!reorg_node_ends(n))
		return ERR_OK;
	TRY(read_left(c, n, &l));
	t->posts += l.posts;
	t->terms += l.terms;
	t->bodies += l.bodies;
	t->charges += l.charges;
	t->grants += l.grants;
	t->proposals += l.proposals;
	t->cases += l.cases;
	if (l.posts + l.terms + l.bodies + l.charges + l.grants + l.proposals + l.cases &&
		c->b->left.n < SHOWN)
		rows[c->b->left.n++] = l;
	return ERR_OK;
}

static void count_sources(struct count *c)
{
	for (size_t i = 0; i < c->w->line_count; i++) {
		const struct reorg_line *l = &c->w->lines[i];
		struct reorg_book *b = l->decided ? book_of(c, l->unit) : NULL;
		if (b && (text_eq(l->what, "into") || text_eq(l->what, "as") ||
				 text_eq(l->what, "part")))
			b->orgs++;
	}
}

static void add_code(
	struct count *c, const struct reorg_unit_node *u, const struct reorg_node *before)
{
	struct reorg_code *rows = (struct reorg_code *)c->b->codes.rows;

	c->b->total.codes++;
	rows[c->b->codes.n++] = (struct reorg_code){u->u->code, before->name, u->u->name};
}

/* A code that another organisation had the day before, and units made of nothing. */
static void count_units(struct count *c)
{
	struct reorg_total *t = &c->b->total;

	for (size_t i = 0; i < c->w->unit_count; i++) {
		const struct reorg_unit_node *u = &c->w->units[i];
		const struct reorg_node *n = map_get(c->w->by_code, str_of(u->u->code));
		if (n && n != u->as)
			add_code(c, u, n);
		t->empty += !u->sources;
		if (u->as)
			continue;
		t->founded++;
		kind_of(c, u->u->kind)->founded++;
		kind_of(c, u->u->kind)->after++;
	}
}

static void begin(struct count *c)
{
	struct arena *a = c->w->cx->a;

	c->units = arena_array(a, c->w->unit_count + 1, sizeof(*c->units));
	c->kinds = arena_array(a, c->w->rules.kinds.n + 1, sizeof(*c->kinds));
	c->unit_by_org = map_new(a, c->w->unit_count + 1);
	c->b->codes = (struct list){arena_array(a, c->w->unit_count + 1, sizeof(struct reorg_code)),
		0, sizeof(struct reorg_code)};
	c->b->left = (struct list){
		arena_array(a, SHOWN, sizeof(struct reorg_left)), 0, sizeof(struct reorg_left)};
	for (size_t i = 0; i < c->w->unit_count; i++) {
		const struct reorg_unit_node *u = &c->w->units[i];
		c->units[i] = (struct reorg_book){
			.id = u->as ? u->as->org : 0, .code = u->u->code, .name = u->u->name};
		map_put(c->unit_by_org, map_id(&u->org), &c->units[i]);
	}
}

enum err reorg_count(struct reorg_work *w, struct reorg_books *ret)
{
	struct count c = {.w = w, .b = ret, .lives = lives_new(w->cx, w->tree)};

	*ret = (struct reorg_books){0};
	begin(&c);
	for (struct reorg_node *n = reorg_walk(w, NULL); n; n = reorg_walk(w, n)) {
		TRY(count_members(&c, n));
		TRY(count_org(&c, n));
		TRY(count_left(&c, n));
	}
	count_sources(&c);
	count_units(&c);
	for (size_t i = 0; i < w->unit_count; i++) {
		struct reorg_book *b = &c.units[i];
		b->differs = b->after - (b->came + b->in - b->out);
	}
	ret->units = (struct list){c.units, w->unit_count, sizeof(*c.units)};
	ret->kinds = (struct list){c.kinds, c.kind_count, sizeof(*c.kinds)};
	return reorg_cells_count(w, ret);
}

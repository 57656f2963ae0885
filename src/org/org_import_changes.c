/*
 * org_import_changes.c: the history of the tree: what was done, on which day. Rows are taken in the
 * order of their days whatever their order in the file; codes mean what they meant just before the
 * act, so that the list of /org-changes can be brought back as it was taken away.
 */
#include "base/map.h"
#include "base/text.h"
#include "org/org_import.h"

#include <stdlib.h>

struct line {
	const char *code, *act, *to, *name, *decision_no, *successor_code, *kind, *sector, *reason;
	day_t day;
};

static const struct field line_fields[] = {
	IMPORT_TEXT(struct line, code, "code", M_FIELD_CODE, FF_REQUIRED, 60, "ma so|ma to chuc"),
	IMPORT_CAT(struct line, act, "act", M_FIELD_ACT, FF_REQUIRED, "org_act",
		"viec|bien dong|hinh thuc"),
	IMPORT_DAY(struct line, day, "day", M_FIELD_DAY, 0, "ngay|ngay co hieu luc|tu ngay"),
	IMPORT_TEXT(
		struct line, to, "to", M_FIELD_TO_CODE, 0, 60, "den|ma moi|den ma|cap tren moi"),
	IMPORT_TEXT(struct line, name, "name", M_FIELD_NAME, 0, 200, "ten moi|ten to chuc"),
	IMPORT_TEXT(struct line, decision_no, "decision_no", M_FIELD_DECISION_NO, 0, 60,
		"so quyet dinh|quyet dinh|so qd"),
	IMPORT_TEXT(struct line, successor_code, "successor_code", M_FIELD_SUCCESSOR_CODE, 0, 60,
		"ma ke thua|ke thua|to chuc ke thua"),
	IMPORT_TEXT(struct line, kind, "kind", M_FIELD_KIND, 0, 100, "loai|loai to chuc"),
	IMPORT_CAT(struct line, sector, "sector", M_FIELD_SECTOR, 0, "sector", "loai hinh"),
	IMPORT_TEXT(struct line, reason, "reason", M_FIELD_REASON, 0, 500, "ly do"),
	F_END,
};

enum state { BAD, NEW, KNOWN };

struct change {
	const struct line *in;
	struct change *same; /* another founding with this code */
	size_t i;
	int64_t pos; /* of the act among those of one day */
	day_t day;
	enum state state;
	int64_t org, parent, other;
	const char *kind;
};

struct work {
	struct org_import *oi;
	struct import *im;
	struct ctx *cx;
	struct change *changes;
	size_t n;
	struct map *founded; /* by code: foundings in the file */
	struct map *acts;    /* by organisation: what the database knows of it */
};

static bool is(const struct change *c, const char *act)
{
	return text_eq(c->in->act, act);
}

static bool ends(const struct change *c)
{
	return is(c, "merge") || is(c, "dissolve");
}

static void bad(struct work *w, struct change *c, const char *field, enum msg what, const char *a1,
	const char *a2)
{
	import_bad(w->im, c->i, field, what, a1, a2);
	c->state = BAD;
}

/* What an act cannot do without. */
static void check_filled(struct work *w, struct change *c)
{
	static const struct {
		const char *act, *field;
	} needed[] = {{"found", "name"}, {"found", "kind"}, {"rename", "name"}, {"code", "to"},
		{"move", "to"}, {"kind", "kind"}, {"merge", "successor_code"},
		{"split", "successor_code"}};

	for (size_t i = 0; i < sizeof(needed) / sizeof(*needed); i++) {
		const struct field *f = field_find(line_fields, needed[i].field);
		bool there = !text_empty(field_get_text(f, c->in));
		/* the successor may stand in the column "to" as well */
		there = there || (text_eq(f->name, "successor_code") && !text_empty(c->in->to));
		if (is(c, needed[i].act) && !there)
			bad(w, c, needed[i].field, M_VALUE_REQUIRED, NULL, NULL);
	}
	if (!c->in->day && !is(c, "found"))
		bad(w, c, "day", M_VALUE_REQUIRED, NULL, NULL);
	else if (c->in->day && day_precision(c->in->day) != DAY_EXACT)
		bad(w, c, "day", M_IMPORT_DAY_EXACT, NULL, NULL);
}

static int64_t act_pos(struct ctx *cx, const char *act)
{
	const struct cat_entry *e = cat_find(cx->say.cats, "org_act", act);

	return e ? e->pos : 0;
}

static int by_day(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->pos != y->pos)
		return x->pos < y->pos ? -1 : 1;
	return x->i < y->i ? -1 : 1;
}

static void changes_make(struct work *w)
{
	w->n = w->im->rows.n;
	w->changes = arena_array(w->cx->a, w->n, sizeof(*w->changes));
	for (size_t i = 0; i < w->n; i++) {
		struct change *c = &w->changes[i];
		c->in = import_row(w->im, i);
		c->i = i;
		c->state = w->im->bad[i] ? BAD : NEW;
		if (c->state == NEW)
			check_filled(w, c);
		c->day = c->in->day ? c->in->day : DAY_MIN;
		c->pos = act_pos(w->cx, c->in->act);
	}
	if (w->n)
		qsort(w->changes, w->n, sizeof(*w->changes), by_day);
}

/* The organisation founded in the file on that very day with that code; 0: none. */
static const struct change *founding(const struct work *w, const char *code, day_t day)
{
	for (const struct change *c = map_get(w->founded, str_of(code)); c; c = c->same)
		if (c->day == day && c->state != BAD)
			return c;
	return NULL;
}

/* Who has a code on a day, the file's new ones first. */
static enum err on_day(struct work *w, const char *code, day_t day, int64_t *ret)
{
	const struct change *c = founding(w, code, day);

	if (!c)
		return tree_plan_by_code(w->oi->p, code, day, ret);
	*ret = c->org;
	return ERR_OK;
}

/* Whom the act is about: who had the code just before it; of a new one, from its first day. */
static enum err find_org(struct work *w, struct change *c)
{
	const struct change *made = ends(c) ? NULL : founding(w, c->in->code, c->day);

	if (made) {
		c->org = made->org;
		return ERR_OK;
	}
	TRY(tree_plan_by_code(w->oi->p, c->in->code, day_add(c->day, -1), &c->org));
	if (!c->org)
		TRY(on_day(w, c->in->code, c->day, &c->org));
	if (!c->org)
		bad(w, c, "code", M_IMPORT_NO_ORG, c->in->code, NULL);
	return ERR_OK;
}

static enum err find_named(
	struct work *w, struct change *c, const char *field, const char *code, int64_t *ret)
{
	*ret = 0;
	if (text_empty(code))
		return ERR_OK;
	TRY(on_day(w, code, c->day, ret));
	if (!*ret)
		bad(w, c, field, M_IMPORT_NO_ORG, code, NULL);
	return ERR_OK;
}

/* An organisation of the database must be within reach; one of the file is so by its parent. */
static enum err check_reach(struct work *w, struct change *c, const char *field, int64_t org)
{
	day_t first = 1;
	bool yes = true;

	if (org)
		TRY(org_import_first_day(w->cx, org, &first));
	if (first)
		TRY(org_import_reach(w->oi, c->i, field, org, &yes));
	if (!yes)
		c->state = BAD;
	return ERR_OK;
}

/* What the database knows of an organisation, read once. */
static enum err acts_of(struct work *w, int64_t org, const struct list **ret)
{
	struct list *acts;

	*ret = map_get(w->acts, map_id(&org));
	if (*ret)
		return ERR_OK;
	acts = arena_new_of(w->cx->a, struct list);
	TRY(tree_acts(w->cx, org, acts));
	map_put(w->acts, map_id(arena_memdup(w->cx->a, &org, sizeof(org))), acts);
	*ret = acts;
	return ERR_OK;
}

static bool same_act(const struct org_act *a, const struct org_act *b)
{
	return a->day == b->day && text_eq(a->act, b->act) && a->parent == b->parent &&
	       a->other == b->other && text_eq(a->name, b->name) && text_eq(a->code, b->code) &&
	       text_eq(a->kind, b->kind) && text_eq(a->sector, b->sector);
}

static enum err is_known(struct work *w, const struct org_act *a, bool *ret)
{
	const struct list *acts;
	const struct org_act *known;

	TRY(acts_of(w, a->org, &acts));
	known = acts->rows;
	*ret = false;
	for (size_t i = 0; i < acts->n && !*ret; i++)
		*ret = same_act(a, &known[i]);
	return ERR_OK;
}

static enum err kind_of(struct work *w, struct change *c, int64_t parent)
{
	const struct org_spell *s = NULL;
	const struct change *made = text_empty(c->in->to) ? NULL : founding(w, c->in->to, c->day);
	const char *above = made ? made->kind : "";

	if (parent && !made) {
		TRY(tree_plan_spell(w->oi->p, parent, c->day, &s));
		above = s ? s->kind : "";
	}
	c->kind = org_import_kind(w->oi, c->i, c->in->kind, above);
	if (!c->kind)
		c->state = BAD;
	return ERR_OK;
}

static struct org_act act_of(const struct change *c)
{
	const struct line *in = c->in;
	struct org_act a = {.org = c->org,
		.day = c->day,
		.act = in->act,
		.parent = c->parent,
		.other = c->other,
		.decision_no = in->decision_no,
		.reason = in->reason};

	if (is(c, "found") || is(c, "rename"))
		a.name = in->name;
	if (is(c, "found") || is(c, "kind")) {
		a.kind = c->kind;
		a.sector = in->sector;
	}
	if (is(c, "found"))
		a.code = in->code;
	if (is(c, "code"))
		a.code = in->to;
	return a;
}

static enum err add(struct work *w, struct change *c)
{
	struct org_act a = act_of(c);
	bool known;

	if (c->state != NEW)
		return ERR_OK;
	TRY(is_known(w, &a, &known));
	if (known) {
		c->state = KNOWN;
		w->im->res.unchanged++;
		return ERR_OK;
	}
	w->im->res.fresh++;
	tree_plan_tag(w->oi->p, (long)c->i);
	return tree_plan_act(w->oi->p, &a);
}

/* A founding: a new organisation, or the one of that code that began on that day already. */
static enum err begin_found(struct work *w, struct change *c)
{
	const struct change *twin = founding(w, c->in->code, c->day);
	day_t first = 0;

	if (twin) {
		bad(w, c, "code", M_IMPORT_DOUBLE,
			number_text(w->cx->a, w->cx->say.lang, w->im->numbers[twin->i]), NULL);
		return ERR_OK;
	}
	TRY(tree_plan_by_code(w->oi->p, c->in->code, c->day, &c->org));
	if (c->org)
		TRY(org_import_first_day(w->cx, c->org, &first));
	if (!c->org || first != c->day)
		c->org = tree_plan_org(w->oi->p);
	c->same = map_get(w->founded, str_of(c->in->code));
	map_put(w->founded, str_of(c->in->code), c);
	return ERR_OK;
}

static enum err end_found(struct work *w, struct change *c)
{
	TRY(find_named(w, c, "to", c->in->to, &c->parent));
	if (c->state == NEW && (c->parent || text_empty(c->in->to)))
		TRY(check_reach(w, c, "to", c->parent));
	if (c->state == NEW)
		TRY(kind_of(w, c, c->parent));
	return add(w, c);
}

static const char *successor_code(const struct change *c)
{
	return text_empty(c->in->successor_code) ? c->in->to : c->in->successor_code;
}

/* A split without a row for the new organisation founds it, like the one that it leaves. */
static enum err found_by_split(struct work *w, struct change *c)
{
	const struct org_spell *s;
	struct org_act found = {.day = c->day,
		.act = "found",
		.code = successor_code(c),
		.name = c->in->name,
		.decision_no = c->in->decision_no};

	TRY(tree_plan_spell(w->oi->p, c->org, c->day, &s));
	if (!s) {
		bad(w, c, "code", M_IMPORT_NO_ORG, c->in->code, NULL);
		return ERR_OK;
	}
	found.org = c->other = tree_plan_org(w->oi->p);
	found.kind = s->kind;
	found.sector = s->sector;
	found.parent = s->parent;
	tree_plan_tag(w->oi->p, (long)c->i);
	return tree_plan_act(w->oi->p, &found);
}

static enum err find_other(struct work *w, struct change *c)
{
	const char *code = successor_code(c);
	int64_t there = 0;

	if (is(c, "split") && !text_empty(c->in->name)) {
		TRY(on_day(w, code, c->day, &there));
		if (!there)
			return found_by_split(w, c);
	}
	return find_named(w, c, "successor_code", code, &c->other);
}

static enum err take_change(struct work *w, struct change *c)
{
	TRY(find_org(w, c));
	if (c->state == NEW)
		TRY(check_reach(w, c, "code", c->org));
	if (c->state == NEW && is(c, "move")) {
		TRY(find_named(w, c, "to", c->in->to, &c->parent));
		if (c->state == NEW)
			TRY(check_reach(w, c, "to", c->parent));
	}
	if (c->state == NEW && (ends(c) || is(c, "split")))
		TRY(find_other(w, c));
	if (c->state == NEW && c->other)
		TRY(check_reach(w, c, "successor_code", c->other));
	if (c->state == NEW && is(c, "kind"))
		TRY(kind_of(w, c, 0));
	return add(w, c);
}

/* One day: all foundings get their organisations before any of them names its parent. */
static enum err take_day(struct work *w, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (w->changes[i].state == NEW && is(&w->changes[i], "found"))
			TRY(begin_found(w, &w->changes[i]));
	for (size_t i = from; i < to; i++) {
		struct change *c = &w->changes[i];
		if (c->state == NEW)
			TRY(is(c, "found") ? end_found(w, c) : take_change(w, c));
	}
	return ERR_OK;
}

static enum err plan(struct import *im)
{
	struct work w = {.im = im, .cx = im->cx};

	TRY(org_import_begin(im, &w.oi));
	w.founded = map_new(w.cx->a, 256);
	w.acts = map_new(w.cx->a, 256);
	changes_make(&w);
	for (size_t i = 0, to; i < w.n; i = to) {
		for (to = i + 1; to < w.n && w.changes[to].day == w.changes[i].day;)
			to++;
		TRY(take_day(&w, i, to));
		cx_progress(w.cx, (int64_t)i / 2, (int64_t)w.n);
	}
	return org_import_finish(w.oi);
}

const struct import_kind org_import_changes = {.name = "org_changes",
	.title = M_IMPORT_ORG_CHANGES,
	.about = M_IMPORT_ORG_CHANGES_ABOUT,
	.location = "/org-changes",
	.fields = line_fields,
	.size = sizeof(struct line),
	.options = import_plain_options,
	.plan = plan,
	.apply = org_import_apply,
	.undo_plan = org_import_undo_plan,
	.undo_apply = org_import_undo_apply};

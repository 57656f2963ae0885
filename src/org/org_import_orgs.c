/*
 * org_import_orgs.c: lists of organisations, in any order, with parents in the file or before it.
 */
#include "base/map.h"
#include "org/org_import.h"

struct line {
	const char *code, *name, *kind, *sector, *parent_code, *successor_code;
	day_t founded_on, opened_on, dissolved_on;
};

static const struct field line_fields[] = {
	IMPORT_TEXT(struct line, code, "code", M_FIELD_CODE, FF_REQUIRED, 60,
		"ma so|ma to chuc|ma to chuc dang|ma tcd"),
	IMPORT_TEXT(struct line, name, "name", M_FIELD_NAME, FF_REQUIRED, 200,
		"ten to chuc|ten to chuc dang|ten tcd|to chuc|ten goi"),
	IMPORT_TEXT(struct line, kind, "kind", M_FIELD_KIND, FF_REQUIRED, 100,
		"loai|loai to chuc|loai to chuc dang"),
	IMPORT_CAT(struct line, sector, "sector", M_FIELD_SECTOR, 0, "sector",
		"loai hinh|loai hinh to chuc"),
	IMPORT_TEXT(struct line, parent_code, "parent_code", M_FIELD_PARENT_CODE, 0, 60,
		"ma cap tren|cap tren|ma to chuc cap tren|truc thuoc|parent"),
	IMPORT_DAY(struct line, founded_on, "founded_on", M_FIELD_FOUNDED_ON, 0,
		"ngay thanh lap|thanh lap|ngay tl|founded"),
	IMPORT_DAY(struct line, opened_on, "opened_on", M_FIELD_OPENED_ON, 0, "ngay mo so|mo so"),
	IMPORT_DAY(struct line, dissolved_on, "dissolved_on", M_FIELD_DISSOLVED_ON, 0,
		"ngay giai the|giai the|ngay ket thuc"),
	IMPORT_TEXT(struct line, successor_code, "successor_code", M_FIELD_SUCCESSOR_CODE, 0, 60,
		"ma ke thua|ke thua|to chuc ke thua"),
	F_END,
};

enum state { BAD, NEW, KNOWN };
enum mark { UNSEEN, UNDER_WAY, SETTLED };

struct item {
	const struct line *in;
	size_t i;
	enum state state;
	enum mark mark;
	struct item *same;   /* another row with this code */
	struct item *parent; /* in the file */
	int64_t org, parent_org;
	const char *kind;
	day_t from; /* first day, once settled */
};

struct work {
	struct org_import *oi;
	struct import *im;
	struct ctx *cx;
	struct map *by_code;
	struct item *items;
	size_t n;
};

static void day_exact(struct work *w, struct item *it, const char *field, day_t d)
{
	if (!d || day_precision(d) == DAY_EXACT)
		return;
	import_bad(w->im, it->i, field, M_IMPORT_DAY_EXACT, NULL, NULL);
	it->state = BAD;
}

static void check_days(struct work *w, struct item *it)
{
	const struct line *in = it->in;

	day_exact(w, it, "founded_on", in->founded_on);
	day_exact(w, it, "opened_on", in->opened_on);
	day_exact(w, it, "dissolved_on", in->dissolved_on);
	if (it->state != BAD && in->dissolved_on && in->dissolved_on <= in->founded_on) {
		import_bad(w->im, it->i, "dissolved_on", M_IMPORT_ENDS_FIRST, NULL, NULL);
		it->state = BAD;
	}
}

static void items_make(struct work *w)
{
	w->n = w->im->rows.n;
	w->items = arena_array(w->cx->a, w->n, sizeof(*w->items));
	w->by_code = map_new(w->cx->a, w->n);
	for (size_t i = 0; i < w->n; i++) {
		struct item *it = &w->items[i];
		*it = (struct item){
			.in = import_row(w->im, i), .i = i, .state = w->im->bad[i] ? BAD : NEW};
		check_days(w, it);
		if (text_empty(it->in->code))
			continue;
		it->same = map_get(w->by_code, str_of(it->in->code));
		map_put(w->by_code, str_of(it->in->code), it);
	}
}

static day_t end_of(const struct line *in)
{
	return in->dissolved_on ? in->dissolved_on : DAY_MAX;
}

/* The day on which what the row says is held against the database: today, if it lives today. */
static day_t day_of(const struct work *w, const struct line *in)
{
	day_t today = w->cx->say.today;

	if (today >= end_of(in))
		return day_add(end_of(in), -1);
	return in->founded_on && today < in->founded_on ? in->founded_on : today;
}

static enum err same_parent(
	struct work *w, const struct line *in, const struct org_spell *s, day_t day, bool *ret)
{
	int64_t parent = 0;

	if (!text_empty(in->parent_code))
		TRY(tree_plan_by_code(w->oi->p, in->parent_code, day, &parent));
	*ret = parent == s->parent;
	return ERR_OK;
}

static bool same_kind(struct work *w, const struct line *in, const struct org_spell *s)
{
	const struct cat_entry *e = cat_match(w->cx->say.cats, w->cx->a, "org_kind", in->kind);

	if (org_import_any_cell(w->cx, in->kind))
		return text_eq(s->kind, "cell") || text_eq(s->kind, "grassroots_cell");
	return text_eq(in->kind, s->kind) || (e && text_eq(e->code, s->kind));
}

static enum err same_life(struct work *w, const struct line *in, int64_t org, bool *ret)
{
	const struct org_spell *s;
	struct list spells;

	TRY(tree_spells(w->cx, org, &spells));
	s = spells.rows;
	*ret = (!in->founded_on || in->founded_on == s[0].from_day) &&
	       end_of(in) == s[spells.n - 1].to_day;
	return ERR_OK;
}

/* The column in which a row differs from what is known; NULL: in none. */
static enum err differs(
	struct work *w, const struct line *in, int64_t org, day_t day, const char **ret)
{
	const struct org_spell *s;
	bool parent, life;

	TRY(tree_plan_spell(w->oi->p, org, day, &s));
	TRY(same_parent(w, in, s, day, &parent));
	TRY(same_life(w, in, org, &life));
	*ret = !text_eq(in->name, s->name)				    ? "name"
	       : !same_kind(w, in, s)					    ? "kind"
	       : !text_empty(in->sector) && !text_eq(in->sector, s->sector) ? "sector"
	       : !parent						    ? "parent_code"
	       : !life ? (in->dissolved_on ? "dissolved_on" : "founded_on")
		       : NULL;
	return ERR_OK;
}

static enum err find_known(struct work *w, struct item *it)
{
	day_t day = day_of(w, it->in);
	const char *field;

	TRY(tree_plan_by_code(w->oi->p, it->in->code, day, &it->org));
	if (!it->org && it->in->founded_on && it->in->founded_on != day) {
		day = it->in->founded_on;
		TRY(tree_plan_by_code(w->oi->p, it->in->code, day, &it->org));
	}
	if (!it->org)
		return ERR_OK;
	TRY(differs(w, it->in, it->org, day, &field));
	it->state = field ? BAD : KNOWN;
	if (field)
		import_bad(w->im, it->i, field, M_IMPORT_DIFFERS, it->in->code, NULL);
	else
		w->im->res.unchanged++;
	return ERR_OK;
}

/* The row of a code that stands on a day; any of them if no day is given. */
static struct item *item_of(const struct work *w, const char *code, day_t day)
{
	struct item *first = map_get(w->by_code, str_of(code));

	for (struct item *it = first; day && it; it = it->same)
		if (it->in->founded_on <= day && day < end_of(it->in))
			return it;
	return first;
}

static enum err settle(struct work *w, struct item *it, int depth);

static enum err settle_in_file(
	struct work *w, struct item *it, struct item *parent, int depth, const char **ret_kind)
{
	if (parent->mark == UNDER_WAY || depth > 60) {
		import_bad(w->im, it->i, "parent_code", M_IMPORT_OWN_PARENT, NULL, NULL);
		it->state = BAD;
		return ERR_OK;
	}
	TRY(settle(w, parent, depth + 1));
	it->parent = parent;
	*ret_kind = parent->kind;
	if (!it->from)
		it->from = parent->from;
	return ERR_OK;
}

static enum err settle_in_database(struct work *w, struct item *it, const char **ret_kind)
{
	day_t asked = it->in->founded_on ? it->in->founded_on : day_of(w, it->in);
	const struct org_spell *s;
	bool yes;

	TRY(tree_plan_by_code(w->oi->p, it->in->parent_code, asked, &it->parent_org));
	if (!it->parent_org) {
		import_bad(w->im, it->i, "parent_code", M_IMPORT_NO_ORG, it->in->parent_code, NULL);
		it->state = BAD;
		return ERR_OK;
	}
	TRY(org_import_reach(w->oi, it->i, "parent_code", it->parent_org, &yes));
	if (!yes)
		it->state = BAD;
	if (!it->from)
		TRY(org_import_first_day(w->cx, it->parent_org, &it->from));
	TRY(tree_plan_spell(w->oi->p, it->parent_org, asked, &s));
	*ret_kind = s ? s->kind : "";
	return ERR_OK;
}

static enum err settle_parent(struct work *w, struct item *it, int depth, const char **ret_kind)
{
	struct item *parent;
	bool yes;

	*ret_kind = "";
	if (text_empty(it->in->parent_code)) {
		TRY(org_import_reach(w->oi, it->i, "parent_code", 0, &yes));
		if (!yes)
			it->state = BAD;
		return ERR_OK;
	}
	parent = item_of(w, it->in->parent_code, it->in->founded_on);
	if (parent)
		return settle_in_file(w, it, parent, depth, ret_kind);
	return settle_in_database(w, it, ret_kind);
}

static enum err settle_known(struct work *w, struct item *it)
{
	const struct org_spell *s;

	TRY(org_import_first_day(w->cx, it->org, &it->from));
	TRY(tree_plan_spell(w->oi->p, it->org, day_of(w, it->in), &s));
	it->kind = s ? s->kind : "";
	return ERR_OK;
}

/* Finds parent, first day and kind; parents first, wherever they stand in the file. */
static enum err settle(struct work *w, struct item *it, int depth)
{
	const char *parent_kind;

	if (it->mark != UNSEEN || it->state == BAD)
		return ERR_OK;
	it->mark = UNDER_WAY;
	it->from = it->in->founded_on;
	if (it->state == KNOWN) {
		TRY(settle_known(w, it));
	} else {
		TRY(settle_parent(w, it, depth, &parent_kind));
		if (!it->from)
			it->from = DAY_MIN;
		it->kind = org_import_kind(w->oi, it->i, it->in->kind, parent_kind);
		if (!it->kind)
			it->state = BAD;
	}
	it->mark = SETTLED;
	return ERR_OK;
}

/* Does a row above it wait to be mended? Then nothing can be said of this one. */
static bool held(const struct item *it)
{
	for (it = it->parent; it; it = it->parent)
		if (it->state == BAD)
			return true;
	return false;
}

/* One code twice in the file, at the same time. */
static void check_double(struct work *w, struct item *it)
{
	for (struct item *o = it->same; o; o = o->same) {
		if (o->from >= end_of(it->in) || it->from >= end_of(o->in))
			continue;
		import_bad(w->im, it->i, "code", M_IMPORT_DOUBLE,
			number_text(w->cx->a, w->cx->say.lang, w->im->numbers[o->i]), NULL);
		it->state = BAD;
		return;
	}
}

static enum err successor_of(struct work *w, struct item *it, int64_t *ret)
{
	const char *code = it->in->successor_code;
	struct item *other = item_of(w, code, it->in->dissolved_on);

	*ret = 0;
	if (text_empty(code))
		return ERR_OK;
	if (other && other->state != BAD && !held(other))
		*ret = other->org;
	else
		TRY(tree_plan_by_code(w->oi->p, code, it->in->dissolved_on, ret));
	if (!*ret)
		import_bad(w->im, it->i, "successor_code", M_IMPORT_NO_ORG, code, NULL);
	return ERR_OK;
}

static enum err add_end(struct work *w, struct item *it)
{
	struct org_act end = {.org = it->org, .day = it->in->dissolved_on, .act = "dissolve"};

	if (!it->in->dissolved_on) {
		if (!text_empty(it->in->successor_code))
			import_bad(w->im, it->i, "dissolved_on", M_VALUE_REQUIRED, NULL, NULL);
		return ERR_OK;
	}
	TRY(successor_of(w, it, &end.other));
	return tree_plan_act(w->oi->p, &end);
}

static enum err add_acts(struct work *w, struct item *it)
{
	const struct line *in = it->in;
	struct org_act found = {.org = it->org,
		.day = it->from,
		.act = "found",
		.parent = it->parent ? it->parent->org : it->parent_org,
		.code = in->code,
		.name = in->name,
		.kind = it->kind,
		.sector = in->sector};
	struct org_act open = {.org = it->org, .day = in->opened_on, .act = "open"};

	tree_plan_tag(w->oi->p, (long)it->i);
	TRY(tree_plan_act(w->oi->p, &found));
	if (in->opened_on)
		TRY(tree_plan_act(w->oi->p, &open));
	return add_end(w, it);
}

static enum err add_all(struct work *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct item *it = &w->items[i];
		if (it->state != NEW)
			continue;
		w->im->res.held += held(it);
		w->im->res.fresh += !held(it);
		if (!held(it))
			it->org = tree_plan_org(w->oi->p);
	}
	for (size_t i = 0; i < w->n; i++)
		if (w->items[i].state == NEW && w->items[i].org)
			TRY(add_acts(w, &w->items[i]));
	return org_import_finish(w->oi);
}

static enum err plan(struct import *im)
{
	struct work w = {.im = im, .cx = im->cx};

	TRY(org_import_begin(im, &w.oi));
	items_make(&w);
	for (size_t i = 0; i < w.n; i++)
		if (w.items[i].state == NEW)
			TRY(find_known(&w, &w.items[i]));
	for (size_t i = 0; i < w.n; i++)
		TRY(settle(&w, &w.items[i], 0));
	for (size_t i = 0; i < w.n; i++)
		if (w.items[i].state != BAD)
			check_double(&w, &w.items[i]);
	return add_all(&w);
}

const struct import_kind org_import_orgs = {.name = "orgs",
	.title = M_IMPORT_ORGS,
	.about = M_IMPORT_ORGS_ABOUT,
	.location = "/org",
	.fields = line_fields,
	.size = sizeof(struct line),
	.options = import_plain_options,
	.plan = plan,
	.apply = org_import_apply,
	.undo_plan = org_import_undo_plan,
	.undo_apply = org_import_undo_apply};

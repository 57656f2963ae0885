/*
 * org_import_units.c: administrative units, each with one territorial organisation, named after it:
 * "Xã Ẳng Tở" gives "Đảng bộ xã Ẳng Tở". All begin (and end) on the days given beside the file.
 */
#include "base/map.h"
#include "base/text.h"
#include "org/org_import.h"
#include "org/org_unit.h"

struct line {
	const char *code, *name, *kind, *parent_code;
};

static const struct field line_fields[] = {
	IMPORT_TEXT(struct line, code, "code", M_FIELD_CODE, FF_REQUIRED, 60,
		"ma don vi|ma dvhc|ma so"),
	IMPORT_TEXT(struct line, name, "name", M_FIELD_NAME, FF_REQUIRED, 180,
		"ten don vi|ten dvhc|ten don vi hanh chinh"),
	IMPORT_TEXT(
		struct line, kind, "kind", M_FIELD_KIND, FF_REQUIRED, 60, "loai|cap|loai don vi"),
	IMPORT_TEXT(struct line, parent_code, "parent_code", M_FIELD_PARENT_CODE, 0, 60,
		"ma cap tren|cap tren|ma don vi cap tren|parent"),
	F_END,
};

enum state { BAD, NEW, KNOWN };

struct unit {
	const struct line *in;
	const struct org_unit_kind *kind;
	struct unit *parent; /* in the file */
	int64_t org, parent_org;
	size_t i;
	enum state state;
};

struct work {
	struct org_import *oi;
	struct import *im;
	struct ctx *cx;
	struct map *by_code;
	struct unit *units;
	size_t n;
	int64_t under; /* for units without a parent; 0: they are roots */
	day_t from, end;
};

static const char *org_kind(const struct work *w, const struct unit *u)
{
	if (u->kind->kind)
		return u->kind->kind;
	return u->parent || u->parent_org || w->under ? "district" : "province";
}

static enum err read_options(struct work *w)
{
	const struct import_options *opt = &w->im->opt;
	struct ctx *cx = w->cx;

	w->from = opt->from ? opt->from : DAY_MIN;
	w->end = opt->to ? day_add(day_last(opt->to), 1) : DAY_MAX;
	if (opt->from && day_precision(opt->from) != DAY_EXACT)
		return cx_fault(cx, ERR_BAD_INPUT, "from", M_IMPORT_DAY_EXACT);
	if (w->end <= w->from)
		return cx_fault(cx, ERR_BAD_INPUT, "to", M_IMPORT_ENDS_FIRST);
	if (!text_empty(opt->under))
		return tree_resolve(
			cx, opt->under, opt->from ? opt->from : cx->say.today, "under", &w->under);
	return ERR_OK;
}

static void unit_make(struct work *w, size_t i)
{
	struct unit *u = &w->units[i], *same;

	*u = (struct unit){.in = import_row(w->im, i), .i = i, .state = w->im->bad[i] ? BAD : NEW};
	if (u->state == BAD)
		return;
	u->kind = org_unit_kind(w->cx->a, u->in->kind);
	if (!u->kind) {
		import_bad(w->im, i, "kind", M_IMPORT_UNIT_KIND, u->in->kind, NULL);
		u->state = BAD;
	}
	same = map_get(w->by_code, str_of(u->in->code));
	if (same) {
		import_bad(w->im, i, "code", M_IMPORT_DOUBLE,
			number_text(w->cx->a, w->cx->say.lang, w->im->numbers[same->i]), NULL);
		u->state = BAD;
		return;
	}
	map_put(w->by_code, str_of(u->in->code), u);
}

static enum err differs(struct work *w, const struct unit *u, const char **ret)
{
	const struct org_spell *s, *above = NULL;
	const char *parent;

	TRY(tree_plan_spell(w->oi->p, u->org, w->from, &s));
	if (s->parent)
		TRY(tree_plan_spell(w->oi->p, s->parent, w->from, &above));
	parent = above ? above->code : NULL;
	*ret = !text_eq(s->name, org_unit_name(w->cx->a, u->kind, u->in->name)) ? "name"
	       : !text_empty(u->in->parent_code) && !text_eq(parent, u->in->parent_code)
		       ? "parent_code"
		       : NULL;
	return ERR_OK;
}

static enum err find_known(struct work *w, struct unit *u)
{
	const char *field;

	TRY(tree_plan_by_code(w->oi->p, u->in->code, w->from, &u->org));
	if (!u->org)
		return ERR_OK;
	TRY(differs(w, u, &field));
	u->state = field ? BAD : KNOWN;
	if (field)
		import_bad(w->im, u->i, field, M_IMPORT_DIFFERS, u->in->code, NULL);
	else
		w->im->res.unchanged++;
	return ERR_OK;
}

static enum err find_parent(struct work *w, struct unit *u)
{
	const char *code = u->in->parent_code;
	bool yes;

	if (!text_empty(code)) {
		u->parent = map_get(w->by_code, str_of(code));
		if (u->parent)
			return ERR_OK;
		TRY(tree_plan_by_code(w->oi->p, code, w->from, &u->parent_org));
		if (!u->parent_org) {
			import_bad(w->im, u->i, "parent_code", M_IMPORT_NO_ORG, code, NULL);
			u->state = BAD;
			return ERR_OK;
		}
	} else {
		u->parent_org = w->under;
	}
	TRY(org_import_reach(w->oi, u->i, "parent_code", u->parent_org, &yes));
	if (!yes)
		u->state = BAD;
	return ERR_OK;
}

/* Parents of files are few steps away; a circle ends the walk and is told by the tree. */
static bool held(const struct unit *u)
{
	int depth = 0;

	for (u = u->parent; u && depth < 16; u = u->parent, depth++)
		if (u->state == BAD)
			return true;
	return false;
}

static enum err add_acts(struct work *w, struct unit *u)
{
	struct org_act found = {.org = u->org,
		.day = w->from,
		.act = "found",
		.parent = u->parent ? u->parent->org : u->parent_org,
		.code = u->in->code,
		.name = org_unit_name(w->cx->a, u->kind, u->in->name),
		.kind = org_kind(w, u),
		.sector = "territorial"};
	struct org_act end = {.org = u->org, .day = w->end, .act = "dissolve"};

	tree_plan_tag(w->oi->p, (long)u->i);
	TRY(tree_plan_act(w->oi->p, &found));
	return w->end == DAY_MAX ? ERR_OK : tree_plan_act(w->oi->p, &end);
}

static enum err add_all(struct work *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct unit *u = &w->units[i];
		if (u->state != NEW)
			continue;
		w->im->res.held += held(u);
		w->im->res.fresh += !held(u);
		if (!held(u))
			u->org = tree_plan_org(w->oi->p);
	}
	for (size_t i = 0; i < w->n; i++)
		if (w->units[i].state == NEW && w->units[i].org)
			TRY(add_acts(w, &w->units[i]));
	return org_import_finish(w->oi);
}

static enum err plan(struct import *im)
{
	struct work w = {.im = im, .cx = im->cx, .n = im->rows.n};

	TRY(org_import_begin(im, &w.oi));
	TRY(read_options(&w));
	w.units = arena_array(w.cx->a, w.n, sizeof(*w.units));
	w.by_code = map_new(w.cx->a, w.n);
	for (size_t i = 0; i < w.n; i++)
		unit_make(&w, i);
	for (size_t i = 0; i < w.n; i++)
		if (w.units[i].state == NEW)
			TRY(find_known(&w, &w.units[i]));
	for (size_t i = 0; i < w.n; i++)
		if (w.units[i].state == NEW)
			TRY(find_parent(&w, &w.units[i]));
	return add_all(&w);
}

const struct import_kind org_import_units = {.name = "units",
	.title = M_IMPORT_UNITS,
	.about = M_IMPORT_UNITS_ABOUT,
	.location = "/org",
	.fields = line_fields,
	.size = sizeof(struct line),
	.options = import_unit_options,
	.plan = plan,
	.apply = org_import_apply,
	.undo_plan = org_import_undo_plan,
	.undo_apply = org_import_undo_apply};

/*
 * village_import_row.c: one row of a file of villages: what it means, and how it differs from what
 * is known.
 */
#include "base/text.h"
#include "member/member_import_find.h"
#include "village/village_fold.h"
#include "village/village_import.h"

/* ---- reading ---- */

/* Where no kind is given, the name says it: "Bản Pơ Mu". The longest name of a kind that fits. */
static const char *kind_of(struct ctx *cx, const struct village_line *in)
{
	const char *name = text_fold(cx->a, in->name), *kind = NULL;
	size_t n, longest = 0;
	const struct cat_entry *e = cat_all(cx->say.cats, "village_kind", &n);

	if (!text_empty(in->kind))
		return in->kind;
	for (size_t i = 0; i < n; i++) {
		const char *word = text_fold(cx->a, e[i].name[LANG_VI]);
		size_t len = strlen(word);
		if (len > longest && !strncmp(name, word, len) && name[len] == ' ') {
			kind = e[i].code;
			longest = len;
		}
	}
	return kind;
}

static enum err find_org(struct village_work *w, size_t i, const char *field, const char *code,
	int64_t *ret, const struct org_life **ret_life)
{
	struct ctx *cx = w->cx;

	*ret = 0;
	*ret_life = NULL;
	if (text_empty(code))
		return ERR_OK;
	TRY(db_number(cx->db, ret, 0, Q_TREE_BY_CODE, code, cx->day, KNOWN_NOW));
	if (!*ret) {
		import_bad(w->im, i, field, M_IMPORT_NO_ORG, code, NULL);
		return ERR_OK;
	}
	return lives_get(w->lives, *ret, ret_life);
}

/* A number must be somebody's; a name that a member has is pointed out. */
static enum err find_head(struct village_work *w, struct village_meant *r)
{
	const struct village_line *in = r->in;
	struct find_ask ask = {.member_no = in->head_member_no,
		.full_name = in->head_name,
		.day = in->head_from ? day_first(in->head_from) : w->cx->day,
		.under = text_empty(in->head_member_no) ? r->commune : 0};
	struct find_found found;

	if (text_empty(in->head_name) && text_empty(in->head_member_no))
		return ERR_OK;
	TRY(member_meant(w->cx, &ask, &found));
	if (text_empty(in->head_member_no)) {
		if (found.person)
			import_warn(
				w->im, r->i, "head_name", M_VILLAGE_NAMESAKE, in->head_name, NULL);
		return ERR_OK;
	}
	if (found.person && text_eq(found.member_no, in->head_member_no)) {
		r->person = found.person;
		if (text_empty(in->head_name))
			((struct village_line *)in)->head_name = found.full_name;
		return ERR_OK;
	}
	import_warn(w->im, r->i, "head_member_no", M_VILLAGE_NOBODY, in->head_member_no,
		in->head_name ? in->head_name : "");
	return ERR_OK;
}

static enum err check_reach(struct village_work *w, size_t i, int64_t commune)
{
	bool yes;

	TRY(import_over(w->im, commune, &yes));
	if (!yes)
		import_bad(w->im, i, "commune_code", M_GRANT_NOT_OVER, NULL, NULL);
	return ERR_OK;
}

static enum err check_below(struct village_work *w, const struct village_meant *r)
{
	bool below;

	if (!r->cell)
		return ERR_OK;
	TRY(tree_is_below(w->cx, r->cell, r->commune, w->cx->day, &below));
	if (!below)
		import_warn(w->im, r->i, "cell_code", M_IMPORT_CELL_ELSEWHERE, NULL, NULL);
	return ERR_OK;
}

enum err village_row_read(struct village_work *w, size_t i, struct village_meant *ret)
{
	const struct village_line *in = import_row(w->im, i);

	*ret = (struct village_meant){.i = i, .in = in, .kind = kind_of(w->cx, in)};
	if (!ret->kind)
		import_bad(w->im, i, "kind", M_VALUE_REQUIRED, NULL, NULL);
	TRY(find_org(w, i, "commune_code", in->commune_code, &ret->commune, &ret->commune_life));
	TRY(find_org(w, i, "cell_code", in->cell_code, &ret->cell, &ret->cell_life));
	if (w->im->bad[i])
		return ERR_OK;
	TRY(check_reach(w, i, ret->commune));
	TRY(check_below(w, ret));
	TRY(find_head(w, ret));
	return db_number(
		w->cx->db, &ret->village, 0, Q_VILLAGE_BY_CODE, in->code, w->cx->day, KNOWN_NOW);
}

/* ---- what a row says of an aspect ---- */

static bool says(const struct village_meant *r, enum village_aspect aspect)
{
	switch (aspect) {
	case VILLAGE_PLACE:
		return true;
	case VILLAGE_CELL:
		return r->cell != 0;
	case VILLAGE_HEAD:
		return !text_empty(r->in->head_name);
	case VILLAGE_COUNT:
		return r->in->households || r->in->population;
	default:
		return false;
	}
}

/* The known fact with what the row says instead. */
static struct village_fact fact_of(
	const struct village_meant *r, enum village_aspect aspect, const struct village_fact *known)
{
	struct village_fact f = known ? *known : (struct village_fact){0};
	const struct village_line *in = r->in;

	f.village = r->village;
	f.aspect = village_aspect_code(aspect);
	if (aspect == VILLAGE_PLACE) {
		f.code = in->code;
		f.name = in->name;
		f.kind = r->kind;
		f.org = r->commune;
	} else if (aspect == VILLAGE_CELL) {
		f.org = r->cell;
		f.joint = text_eq(in->joint, "yes");
	} else if (aspect == VILLAGE_HEAD) {
		f.holder = in->head_name;
		f.person = r->person;
	} else {
		f.households = in->households ? in->households : f.households;
		f.population = in->population ? in->population : f.population;
	}
	return f;
}

/* From when a new village has it: as long as there is what it names. */
static day_t first_day(const struct village_meant *r, enum village_aspect aspect)
{
	day_t day = r->commune_life->first;

	if (aspect == VILLAGE_CELL && r->cell_life->first > day)
		return r->cell_life->first;
	if (aspect == VILLAGE_HEAD && r->in->head_from)
		return r->in->head_from;
	return day;
}

enum err village_row_new(struct village_work *w, struct village_meant *r)
{
	int64_t id = village_plan_found(w->p);

	r->village = id;
	for (enum village_aspect a = VILLAGE_PLACE; a < VILLAGE_ASPECTS; a++) {
		struct village_fact f;
		if (!says(r, a))
			continue;
		f = fact_of(r, a, NULL);
		f.from_day = first_day(r, a);
		f.to_day = DAY_MAX;
		TRY(village_plan_add(w->p, &f));
	}
	w->im->res.fresh++;
	return ERR_OK;
}

/* ---- what differs ---- */

struct told {
	struct village_work *w;
	const struct village_meant *r;
	const char *name;
	bool any;
};

static void differs(struct told *t, const char *field, const char *old, const char *fresh)
{
	if (text_eq(old ? old : "", fresh ? fresh : ""))
		return;
	t->any = true;
	import_change(t->w->im, t->r->i,
		text_eq(field, "commune_code") ? IMPORT_MOVED : IMPORT_CHANGED, t->name, field,
		old ? old : "", fresh ? fresh : "");
}

static enum err code_of(struct village_work *w, int64_t org, const char **ret)
{
	struct org_spell s;
	enum err e = org ? tree_spell_near(w->cx, org, w->cx->day, &s) : ERR_NOT_FOUND;

	*ret = e ? NULL : s.code;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static const char *cat_word(struct village_work *w, const char *cat, const char *code)
{
	if (text_empty(code))
		return NULL;
	return cat_name(w->cx->say.cats, w->cx->say.lang, cat, code);
}

static const char *count_word(struct village_work *w, int64_t n)
{
	return n ? number_text(w->cx->a, w->cx->say.lang, n) : NULL;
}

static enum err tell(struct told *t, enum village_aspect aspect, const struct village_fact *old,
	const struct village_fact *now)
{
	struct village_work *w = t->w;
	const char *was, *is;

	switch (aspect) {
	case VILLAGE_PLACE:
		differs(t, "name", old->name, now->name);
		differs(t, "kind", cat_word(w, "village_kind", old->kind),
			cat_word(w, "village_kind", now->kind));
		TRY(code_of(w, old->org, &was));
		TRY(code_of(w, now->org, &is));
		differs(t, "commune_code", was, is);
		return ERR_OK;
	case VILLAGE_CELL:
		TRY(code_of(w, old->org, &was));
		TRY(code_of(w, now->org, &is));
		differs(t, "cell_code", was, is);
		differs(t, "joint", cat_word(w, "yes_no", old->joint ? "yes" : "no"),
			cat_word(w, "yes_no", now->joint ? "yes" : "no"));
		return ERR_OK;
	case VILLAGE_HEAD:
		differs(t, "head_name", old->holder, now->holder);
		if (now->person && old->person != now->person)
			differs(t, "head_member_no", "", t->r->in->head_member_no);
		return ERR_OK;
	default:
		differs(t, "households", count_word(w, old->households),
			count_word(w, now->households));
		differs(t, "population", count_word(w, old->population),
			count_word(w, now->population));
		return ERR_OK;
	}
}

/* Taken as a change from a day, or as what it should always have been. */
static enum err take(struct village_work *w, const struct village_meant *r,
	enum village_aspect aspect, const struct village_fact *known, struct village_fact f)
{
	const struct import_options *opt = &w->im->opt;

	if (opt->correct && known) {
		f.from_day = known->from_day;
		f.to_day = known->to_day;
		if (aspect == VILLAGE_HEAD && r->in->head_from)
			f.from_day = r->in->head_from;
		TRY(village_plan_void(w->p, r->village, known->id));
		return village_plan_add(w->p, &f);
	}
	if (!opt->correct && !opt->update_from)
		return ERR_OK;
	f.number = f.note = NULL;
	f.from_day = opt->correct ? first_day(r, aspect) : opt->update_from;
	if (aspect == VILLAGE_HEAD && r->in->head_from)
		f.from_day = r->in->head_from;
	return village_plan_set(w->p, &f);
}

/* What holds today, with what became of its organisation. */
static enum err known_fact(struct village_work *w, int64_t village, enum village_aspect aspect,
	const struct village_fact **ret)
{
	struct village_fact *own;

	TRY(village_plan_fact(w->p, village, aspect, w->cx->day, ret));
	if (!*ret || !(*ret)->org)
		return ERR_OK;
	own = arena_memdup(w->cx->a, *ret, sizeof(**ret));
	*ret = own;
	return village_org_on(w->lives, own->org, w->cx->day, &own->org);
}

enum err village_row_known(struct village_work *w, const struct village_meant *r)
{
	struct told t = {.w = w, .r = r};
	bool taken = w->im->opt.correct || w->im->opt.update_from;
	const struct village_fact *known, none = {0};
	struct village_fact f;
	bool any = false;

	for (enum village_aspect a = VILLAGE_PLACE; a < VILLAGE_ASPECTS; a++) {
		TRY(known_fact(w, r->village, a, &known));
		if (a == VILLAGE_PLACE)
			t.name = known ? known->name : r->in->name;
		if (!says(r, a))
			continue;
		f = fact_of(r, a, known);
		t.any = false;
		TRY(tell(&t, a, known ? known : &none, &f));
		if (t.any)
			TRY(take(w, r, a, known, f));
		any = any || t.any;
	}
	w->im->res.unchanged += !any;
	w->im->res.updated += any && taken;
	return ERR_OK;
}

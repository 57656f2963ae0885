#include "org/org_import.h"

#include "base/text.h"

enum err org_import_begin(struct import *im, struct org_import **ret)
{
	struct org_import *oi = arena_new_of(im->cx->a, struct org_import);

	oi->im = im;
	TRY(tree_plan_new(im->cx, &oi->p));
	tree_plan_report(oi->p, import_report, im);
	im->plan = oi;
	*ret = oi;
	return ERR_OK;
}

static enum err take_sample(struct org_import *oi)
{
	struct ctx *cx = oi->im->cx;
	struct import_sample *sample;
	const struct tree_diff *d;
	struct list diffs;

	TRY(tree_plan_diffs(oi->p, IMPORT_SAMPLES, &diffs));
	sample = arena_array(cx->a, diffs.n, sizeof(*sample));
	d = diffs.rows;
	for (size_t i = 0; i < diffs.n; i++)
		sample[i] = (struct import_sample){d[i].code, d[i].name,
			cat_name(cx->say.cats, cx->say.lang, "org_kind", d[i].kind),
			d[i].parent_name, d[i].from_day, d[i].last_day};
	oi->im->res.sample = (struct list){sample, diffs.n, sizeof(*sample)};
	return ERR_OK;
}

enum err org_import_finish(struct org_import *oi)
{
	TRY(tree_plan_check(oi->p));
	return take_sample(oi);
}

enum err org_import_apply(struct import *im)
{
	struct org_import *oi = im->plan;

	return tree_plan_apply(oi->p);
}

enum err org_import_reach(
	struct org_import *oi, size_t i, const char *field, int64_t org, bool *ret)
{
	TRY(import_over(oi->im, org, ret));
	if (!*ret)
		import_bad(
			oi->im, i, field, org ? M_GRANT_NOT_OVER : M_IMPORT_ROOT_REACH, NULL, NULL);
	return ERR_OK;
}

bool org_import_any_cell(struct ctx *cx, const char *text)
{
	return text_eq(text_fold(cx->a, text), "chi bo");
}

/* A cell stands below what is itself made of cells; elsewhere it is one of the grassroots. */
static const char *cell_below(const char *parent_kind)
{
	static const char *const above[] = {"grassroots_committee", "departmental", "commune"};

	for (size_t i = 0; i < sizeof(above) / sizeof(*above); i++)
		if (text_eq(parent_kind, above[i]))
			return "cell";
	return "grassroots_cell";
}

const char *org_import_kind(
	struct org_import *oi, size_t i, const char *text, const char *parent_kind)
{
	struct ctx *cx = oi->im->cx;
	const struct cat_entry *e = cat_find(cx->say.cats, "org_kind", text);

	if (org_import_any_cell(cx, text))
		return cell_below(parent_kind);
	if (!e)
		e = cat_match(cx->say.cats, cx->a, "org_kind", text);
	if (e)
		return e->code;
	import_bad(oi->im, i, "kind", M_VALUE_NOT_IN_CATALOGUE, text, NULL);
	return NULL;
}

enum err org_import_first_day(struct ctx *cx, int64_t org, day_t *ret)
{
	const struct org_spell *s;
	struct list spells;

	TRY(tree_spells(cx, org, &spells));
	s = spells.rows;
	*ret = spells.n ? s[0].from_day : 0;
	return ERR_OK;
}

/* What others have recorded since about the organisations that would vanish. */
static enum err refuse_built(struct ctx *cx, int64_t txn)
{
	struct cursor c;

	TRY(db_query(cx->db, &c, Q_IMPORT_BUILT, txn));
	while (db_next(&c))
		cx_fault(cx, ERR_REFUSED, NULL, M_IMPORT_BUILT,
			number_text(cx->a, cx->say.lang, db_int(&c, 3)),
			arena_strdup(cx->a, db_text(&c, 1)));
	return db_end(&c);
}

static enum err refuse_acts(struct ctx *cx, int64_t txn, enum msg what)
{
	struct speech *say = &cx->say;
	struct cursor c;

	TRY(db_query(cx->db, &c, Q_IMPORT_ACTS_AFTER, txn));
	while (db_next(&c)) {
		const char *act = cat_name(say->cats, say->lang, "org_act", db_text(&c, 0));
		cx_fault(cx, ERR_REFUSED, NULL, what, arena_strdup(cx->a, act),
			arena_strdup(cx->a, db_text(&c, 2)), cx_day(cx, (day_t)db_int(&c, 1)));
	}
	return db_end(&c);
}

static enum err void_acts(struct ctx *cx, struct tree_plan *p, int64_t txn, enum msg corrected)
{
	const struct org_act *a;
	struct list acts;

	TRY(db_list(cx->db, cx->a, org_act_fields, sizeof(*a), &acts, Q_ACTS_OF_TXN, txn));
	a = acts.rows;
	for (size_t i = 0; i < acts.n; i++) {
		if (a[i].void_txn)
			return cx_fault(cx, ERR_REFUSED, NULL, corrected, cx_day(cx, a[i].day));
		TRY(tree_plan_void(p, &a[i]));
	}
	TRY(db_list(cx->db, cx->a, org_act_fields, sizeof(*a), &acts, Q_ACTS_VOIDED_BY, txn));
	a = acts.rows;
	for (size_t i = 0; i < acts.n; i++)
		TRY(tree_plan_act(p, &a[i]));
	return ERR_OK;
}

enum err org_undo_plan(
	struct ctx *cx, int64_t txn, const struct org_undo_words *words, void **ret_plan)
{
	struct tree_plan *p;

	TRY(refuse_built(cx, txn));
	TRY(refuse_acts(cx, txn, words->act_after));
	if (cx->f->code)
		return cx->f->code;
	TRY(tree_plan_new(cx, &p));
	TRY(void_acts(cx, p, txn, words->corrected));
	TRY(tree_plan_check(p));
	*ret_plan = p;
	return ERR_OK;
}

enum err org_import_undo_plan(struct ctx *cx, int64_t txn, void **ret_plan)
{
	static const struct org_undo_words words = {M_IMPORT_ACT_AFTER, M_IMPORT_CORRECTED};

	return org_undo_plan(cx, txn, &words, ret_plan);
}

enum err org_import_undo_apply(struct ctx *cx, void *plan)
{
	(void)cx;
	return tree_plan_apply(plan);
}

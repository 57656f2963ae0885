/*
 * tree_apply.c: a checked plan becomes rows; and what it changes, for the preview.
 */
#include "base/text.h"
#include "core/reach.h"
#include "core/sum.h"
#include "core/tree_impl.h"

const struct field tree_diff_fields[] = {
	F_ID(struct tree_diff, org, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct tree_diff, when, M_FIELD_WHEN, CLASS_INSIDE, 0, 20),
	F_TEXT(struct tree_diff, name, M_FIELD_NAME, CLASS_INSIDE, 0, 200),
	F_TEXT(struct tree_diff, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),
	F_CAT(struct tree_diff, kind, M_FIELD_KIND, CLASS_INSIDE, 0, "org_kind"),
	F_TEXT(struct tree_diff, parent_name, M_FIELD_PARENT, CLASS_INSIDE, 0, 200),
	F_DAY(struct tree_diff, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct tree_diff, last_day, M_FIELD_LAST_DAY, CLASS_INSIDE, 0),
	F_END,
};

static enum err write_act(struct tree_plan *p, const struct plan_act *pa)
{
	const struct org_act *a = &pa->act;
	struct ctx *cx = p->cx;

	if (pa->voided && !pa->added)
		return db_run(cx->db, Q_ACT_VOID, a->id, cx->txn, cx->txn_ms);
	if (!pa->added || pa->voided)
		return ERR_OK;
	return db_run(cx->db, Q_ACT_INSERT, id_new(cx->ids), a->org, a->day, a->seq, a->act,
		a->parent, a->code, a->name, a->kind, a->sector, a->other, a->decision_no,
		a->reason, cx->txn, cx->txn_ms);
}

static bool still_there(const struct plan_org *o, const struct org_spell *old)
{
	for (const struct plan_spell *ps = o->spells; ps; ps = ps->next)
		if (ps->kept && spell_same(&ps->s, old))
			return true;
	return false;
}

static enum err void_spells(struct tree_plan *p, const struct plan_org *o)
{
	const struct org_spell *old = o->old.rows;
	struct ctx *cx = p->cx;

	for (size_t i = 0; i < o->old.n; i++)
		if (!still_there(o, &old[i]))
			TRY(db_run(cx->db, Q_SPELL_VOID, o->id, old[i].from_day, old[i].txn,
				cx->txn, cx->txn_ms));
	return ERR_OK;
}

static enum err write_words(struct tree_plan *p, int64_t org, const char *text)
{
	const char *words[16];
	int n = text_words(p->cx->a, text_fold(p->cx->a, text), words, 16);

	for (int i = 0; i < n; i++)
		TRY(db_run(p->cx->db, Q_WORD_INSERT, words[i], org));
	return ERR_OK;
}

static enum err write_spell(struct tree_plan *p, const struct org_spell *s)
{
	struct ctx *cx = p->cx;
	struct arena_mark m = arena_mark(cx->a);

	TRY(db_run(cx->db, Q_SPELL_INSERT, s->org, s->from_day, s->to_day, cx->txn, s->parent,
		s->kind, s->sector, s->code, s->name, text_key(cx->a, s->name), cx->txn_ms));
	TRY(write_words(p, s->org, s->name));
	TRY(write_words(p, s->org, s->code));
	arena_rewind(cx->a, m);
	return ERR_OK;
}

static enum err write_org(struct tree_plan *p, struct plan_org *o)
{
	if (o->made)
		TRY(db_run(p->cx->db, Q_ORG_MAKE, o->id, p->cx->txn));
	else
		TRY(db_run(p->cx->db, Q_ORG_BUMP, o->id));
	TRY(void_spells(p, o));
	for (const struct plan_spell *ps = o->spells; ps; ps = ps->next)
		if (!ps->kept)
			TRY(write_spell(p, &ps->s));
	for (const struct plan_act *pa = o->acts; pa; pa = pa->next)
		TRY(write_act(p, pa));
	return ERR_OK;
}

enum err tree_plan_apply(struct tree_plan *p)
{
	struct ctx *cx = p->cx;
	size_t done = 0;

	TRY(sum_tree_before(p, &p->sums));
	TRY(db_batch_begin(cx->db));
	TRY(db_run(cx->db, Q_TREE_BUMP));
	for (struct plan_org *o = p->orgs; o; o = o->next) {
		if (!o->touched)
			continue;
		TRY(write_org(p, o));
		if (++done % 512 == 0)
			cx_progress(cx, (int64_t)done, (int64_t)p->touched);
	}
	TRY(db_batch_end(cx->db));
	TRY(reach_follow(p));
	TRY(sum_tree_after(p->sums));
	return tree_follow_apply(p);
}

static enum err diff_add(
	struct tree_plan *p, struct tree_diff *d, const struct org_spell *s, enum msg when)
{
	const struct plan_spell *above;
	struct plan_org *parent;

	*d = (struct tree_diff){.org = s->org,
		.when = msg_text(p->cx->say.lang, when),
		.from_day = s->from_day,
		.last_day = s->to_day == DAY_MAX ? DAY_MAX : day_add(s->to_day, -1),
		.name = s->name,
		.code = s->code,
		.kind = s->kind};
	if (!s->parent)
		return ERR_OK;
	TRY(plan_org(p, s->parent, &parent));
	above = plan_spell_on(parent, s->from_day);
	d->parent_name = above ? above->s.name : NULL;
	return ERR_OK;
}

enum err tree_plan_diffs(struct tree_plan *p, size_t max, struct list *ret)
{
	struct tree_diff *rows = arena_array(p->cx->a, max, sizeof(*rows));
	size_t n = 0;

	for (struct plan_org *o = p->orgs; o; o = o->next) {
		const struct org_spell *old = o->old.rows;
		if (!o->touched)
			continue;
		for (size_t i = 0; i < o->old.n && n < max; i++)
			if (!still_there(o, &old[i]))
				TRY(diff_add(p, &rows[n++], &old[i], M_TREE_BEFORE));
		for (struct plan_spell *ps = o->spells; ps && n < max; ps = ps->next)
			if (!ps->kept)
				TRY(diff_add(p, &rows[n++], &ps->s, M_TREE_AFTER));
	}
	*ret = (struct list){rows, n, sizeof(*rows)};
	return ERR_OK;
}

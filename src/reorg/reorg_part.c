/*
 * reorg_part.c: on the page of an organisation: what became of it, and what it was made of.
 */
#include "reorg/reorg.h"

enum { MOST = 60 };

struct kin {
	int64_t org;
	const char *what, *act, *name;
	day_t day;
};

static const struct field kin_fields[] = {
	F_ID(struct kin, org, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct kin, what, M_FIELD_WHEN, CLASS_INSIDE, 0, 0),
	F_TEXT(struct kin, name, M_FIELD_NAME, CLASS_INSIDE, FF_KEY, 0),
	F_CAT(struct kin, act, M_FIELD_ACT, CLASS_INSIDE, 0, "org_act"),
	F_DAY(struct kin, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	F_END,
};

static enum err words(struct ctx *cx, struct list *rows, enum msg what, day_t before)
{
	struct kin *k = (struct kin *)rows->rows;

	for (size_t i = 0; i < rows->n; i++) {
		k[i].what = msg_text(cx->say.lang, what);
		TRY(reorg_org_name(
			cx, k[i].org, before ? day_add(k[i].day, -1) : k[i].day, &k[i].name));
	}
	return ERR_OK;
}

static enum err show(struct ctx *cx, struct doc *d, const struct org_step *org)
{
	struct list after, before;
	struct doc_part *p;
	struct kin *all;

	TRY(db_list(cx->db, cx->a, kin_fields, sizeof(*all), &after, Q_REORG_AFTER, org->org,
		cx->known));
	TRY(db_list(cx->db, cx->a, kin_fields, sizeof(*all), &before, Q_REORG_BEFORE, org->org,
		cx->known, (int64_t)MOST));
	if (!after.n && !before.n)
		return ERR_OK;
	TRY(words(cx, &after, M_REORG_KIN_AFTER, 0));
	TRY(words(cx, &before, M_REORG_KIN_BEFORE, 1));
	all = arena_array(cx->a, after.n + before.n, sizeof(*all));
	if (after.n)
		memcpy(all, after.rows, after.n * sizeof(*all));
	if (before.n)
		memcpy(all + after.n, before.rows, before.n * sizeof(*all));
	p = doc_table(d, "kin", M_REORG_KIN, kin_fields,
		(struct list){all, after.n + before.n, sizeof(*all)});
	p->row_href = "/org/";
	return ERR_OK;
}

const struct org_part reorg_org_part = {show};

#include "core/tree.h"

const struct field org_spell_fields[] = {
	F_ID(struct org_spell, org, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_ID(struct org_spell, txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_ID(struct org_spell, parent, M_FIELD_PARENT, CLASS_INSIDE, 0, "org"),
	F_DAY(struct org_spell, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct org_spell, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_CAT(struct org_spell, kind, M_FIELD_KIND, CLASS_INSIDE, 0, "org_kind"),
	F_CAT(struct org_spell, sector, M_FIELD_SECTOR, CLASS_INSIDE, 0, "sector"),
	F_TEXT(struct org_spell, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),
	F_TEXT(struct org_spell, name, M_FIELD_NAME, CLASS_INSIDE, 0, 200),
	F_END,
};

const struct field org_act_fields[] = {
	F_ID(struct org_act, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "act"),
	F_ID(struct org_act, org, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_DAY(struct org_act, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	F_INT(struct org_act, seq, M_FIELD_SEQ, CLASS_INSIDE, FF_HIDDEN, 0),
	F_CAT(struct org_act, act, M_FIELD_ACT, CLASS_INSIDE, 0, "org_act"),
	F_ID(struct org_act, parent, M_FIELD_PARENT, CLASS_INSIDE, 0, "org"),
	F_TEXT(struct org_act, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),
	F_TEXT(struct org_act, name, M_FIELD_NAME, CLASS_INSIDE, 0, 200),
	F_CAT(struct org_act, kind, M_FIELD_KIND, CLASS_INSIDE, 0, "org_kind"),
	F_CAT(struct org_act, sector, M_FIELD_SECTOR, CLASS_INSIDE, 0, "sector"),
	F_ID(struct org_act, other, M_FIELD_SUCCESSOR, CLASS_INSIDE, 0, "org"),
	F_TEXT(struct org_act, decision_no, M_FIELD_DECISION_NO, CLASS_INSIDE, 0, 60),
	F_TEXT(struct org_act, reason, M_FIELD_REASON, CLASS_INSIDE, 0, 500),
	F_ID(struct org_act, txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_ID(struct org_act, void_txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_END,
};

const struct field org_step_fields[] = {
	F_ID(struct org_step, org, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_ID(struct org_step, parent, M_FIELD_PARENT, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct org_step, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),
	F_TEXT(struct org_step, name, M_FIELD_NAME, CLASS_INSIDE, 0, 200),
	F_CAT(struct org_step, kind, M_FIELD_KIND, CLASS_INSIDE, 0, "org_kind"),
	F_INT(struct org_step, depth, M_FIELD_SEQ, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

static const struct field kind_rule_fields[] = {
	F_CAT(struct kind_rule, kind, M_FIELD_KIND, CLASS_PUBLIC, 0, "org_kind"),
	F_DAY(struct kind_rule, from_day, M_FIELD_FROM_DAY, CLASS_PUBLIC, 0),
	F_DAY(struct kind_rule, to_day, M_FIELD_TO_DAY, CLASS_PUBLIC, 0),
	F_INT(struct kind_rule, level, M_FIELD_SEQ, CLASS_PUBLIC, 0, 0),
	F_INT(struct kind_rule, grassroots, M_FIELD_SEQ, CLASS_PUBLIC, 0, 0),
	F_INT(struct kind_rule, cell, M_FIELD_SEQ, CLASS_PUBLIC, 0, 0),
	F_END,
};

static const struct field child_rule_fields[] = {
	F_CAT(struct child_rule, parent_kind, M_FIELD_PARENT, CLASS_PUBLIC, 0, "org_kind"),
	F_CAT(struct child_rule, child_kind, M_FIELD_KIND, CLASS_PUBLIC, 0, "org_kind"),
	F_DAY(struct child_rule, from_day, M_FIELD_FROM_DAY, CLASS_PUBLIC, 0),
	F_DAY(struct child_rule, to_day, M_FIELD_TO_DAY, CLASS_PUBLIC, 0),
	F_END,
};

static enum err exists(struct ctx *cx, int64_t org, bool *ret)
{
	int64_t version;

	TRY(db_number(cx->db, &version, 0, Q_ORG_VERSION, org));
	*ret = version > 0;
	return ERR_OK;
}

enum err tree_refuse_org(struct ctx *cx, const char *text, day_t day, const char *field)
{
	enum lang lang = cx->say.lang;
	int64_t made = 0;
	char exact[MS_TEXT];

	if (cx->known != KNOWN_NOW)
		TRY(db_number(cx->db, &made, 0, Q_TREE_RECORDED, text, day));
	/* to the millisecond as well, so that it can be asked for */
	if (made > cx->known)
		return cx_fault(cx, ERR_NOT_FOUND, field, M_TREE_NOT_YET_RECORDED, text,
			arena_printf(cx->a, "%s (%s)", instant_text(cx->a, lang, made),
				ms_print_iso(exact, made)),
			instant_text(cx->a, lang, cx->known));
	return cx_fault(cx, ERR_NOT_FOUND, field, M_TREE_NO_SUCH_ORG, text, cx_day(cx, day));
}

enum err tree_resolve(struct ctx *cx, const char *text, day_t day, const char *field, int64_t *ret)
{
	long long id;
	bool there = false;

	TRY(db_number(cx->db, ret, 0, Q_TREE_BY_CODE, text, day, cx->known));
	if (*ret)
		return ERR_OK;
	if (str_to_int(str_of(text), &id) && id > 0)
		TRY(exists(cx, id, &there));
	if (!there)
		return tree_refuse_org(cx, text, day, field);
	*ret = id;
	return ERR_OK;
}

/* The one organisation that ever had a code, or 0: an address of one that has ended still leads. */
static enum err code_ever(struct ctx *cx, const char *code, int64_t *ret)
{
	struct cursor c;

	*ret = 0;
	TRY(db_query(cx->db, &c, Q_TREE_CODE_EVER, code, cx->known));
	if (db_next(&c) && !db_null(&c, 0) && db_int(&c, 0) == db_int(&c, 1))
		*ret = db_int(&c, 0);
	return db_end(&c);
}

enum err tree_way(struct ctx *cx, const char *text, day_t day, const char *field, int64_t *ret,
	struct list *ret_path)
{
	const struct org_step *step;
	long long id;

	if (!str_to_int(str_of(text), &id))
		id = 0;
	TRY(db_list(cx->db, cx->a, org_step_fields, sizeof(*step), ret_path, Q_TREE_WAY, text,
		(int64_t)id, day, cx->known));
	if (!ret_path->n) {
		TRY(code_ever(cx, text, ret));
		return *ret ? tree_path(cx, *ret, day, ret_path)
			    : tree_resolve(cx, text, day, field, ret);
	}
	step = ret_path->rows;
	*ret = step[ret_path->n - 1].org;
	return ERR_OK;
}

enum err tree_spell(struct ctx *cx, int64_t org, day_t day, struct org_spell *ret)
{
	return db_get(cx->db, cx->a, org_spell_fields, ret, Q_TREE_SPELL_AT, org, day, cx->known);
}

enum err tree_spell_near(struct ctx *cx, int64_t org, day_t day, struct org_spell *ret)
{
	struct list spells;
	const struct org_spell *s;
	enum err e = tree_spell(cx, org, day, ret);

	if (e != ERR_NOT_FOUND)
		return e;
	TRY(tree_spells(cx, org, &spells));
	if (!spells.n)
		return ERR_NOT_FOUND;
	s = spells.rows;
	*ret = day < s[0].from_day ? s[0] : s[spells.n - 1];
	return ERR_OK;
}

enum err tree_spells(struct ctx *cx, int64_t org, struct list *ret)
{
	return db_list(cx->db, cx->a, org_spell_fields, sizeof(struct org_spell), ret,
		Q_TREE_SPELLS, org, cx->known);
}

enum err tree_acts(struct ctx *cx, int64_t org, struct list *ret)
{
	return db_list(cx->db, cx->a, org_act_fields, sizeof(struct org_act), ret, Q_TREE_ACTS, org,
		cx->known);
}

enum err tree_path(struct ctx *cx, int64_t org, day_t day, struct list *ret)
{
	return db_list(cx->db, cx->a, org_step_fields, sizeof(struct org_step), ret, Q_TREE_PATH,
		org, day, cx->known);
}

enum err tree_is_below(struct ctx *cx, int64_t org, int64_t over, day_t day, bool *ret)
{
	int64_t n;

	TRY(db_number(cx->db, &n, 0, Q_REACH_IS_BELOW, over, org, day, KNOWN_NOW));
	*ret = n > 0;
	return ERR_OK;
}

enum err tree_day_of_reach(struct ctx *cx, int64_t org, day_t *ret)
{
	struct cursor c;
	day_t today = cx->say.today;

	*ret = today;
	TRY(db_query(cx->db, &c, Q_TREE_LIVES, org, KNOWN_NOW));
	if (db_next(&c) && !db_null(&c, 0)) {
		day_t first = (day_t)db_int(&c, 0), end = (day_t)db_int(&c, 1);
		if (today < first)
			*ret = first;
		else if (today >= end)
			*ret = day_add(end, -1);
	}
	return db_end(&c);
}

enum err tree_rules_load(struct ctx *cx, struct tree_rules *ret)
{
	TRY(db_list(cx->db, cx->a, kind_rule_fields, sizeof(struct kind_rule), &ret->kinds,
		Q_TREE_KIND_RULES));
	return db_list(cx->db, cx->a, child_rule_fields, sizeof(struct child_rule), &ret->children,
		Q_TREE_CHILD_RULES);
}

const struct kind_rule *tree_kind_rule(const struct tree_rules *r, const char *kind, day_t day)
{
	const struct kind_rule *k = r->kinds.rows;

	for (size_t i = 0; i < r->kinds.n; i++)
		if (text_eq(k[i].kind, kind) && k[i].from_day <= day && day < k[i].to_day)
			return &k[i];
	return NULL;
}

bool tree_child_allowed(
	const struct tree_rules *r, const char *parent_kind, const char *child_kind, day_t day)
{
	const struct child_rule *c = r->children.rows;

	for (size_t i = 0; i < r->children.n; i++)
		if (text_eq(c[i].parent_kind, parent_kind) &&
			text_eq(c[i].child_kind, child_kind) && c[i].from_day <= day &&
			day < c[i].to_day)
			return true;
	return false;
}

enum err tree_version(struct ctx *cx, int64_t *ret)
{
	return db_number(cx->db, ret, 0, Q_TREE_VERSION);
}

/*
 * reorg_store.c: plans, units and lines in the database: read, and written anew.
 */
#include "reorg/reorg.h"

enum { TOPS = 1024 };

const struct field reorg_fields[] = {
	F_ID(struct reorg, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "reorg"),
	F_ID(struct reorg, head, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "reorg_head"),
	F_ID(struct reorg, org, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_ID(struct reorg, act_txn, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_TEXT(struct reorg, name, M_FIELD_REORG_NAME, CLASS_INSIDE, FF_KEY, 200),
	F_DAY(struct reorg, day, M_FIELD_REORG_DAY, CLASS_INSIDE, 0),
	F_CAT(struct reorg, state, M_FIELD_STATE, CLASS_INSIDE, 0, "reorg_state"),
	F_TEXT(struct reorg, decision_no, M_FIELD_DECISION_NO, CLASS_INSIDE, 0, 60),
	F_INSTANT(struct reorg, made_ms, M_FIELD_AT, CLASS_INSIDE, FF_MORE),
	F_INT(struct reorg, version, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

#define UNIT_FIELDS                                                                                \
	F_ID(struct reorg_unit, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "reorg_unit"),            \
		F_INT(struct reorg_unit, unit, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, 0),            \
		F_TEXT(struct reorg_unit, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),                \
		F_TEXT(struct reorg_unit, name, M_FIELD_NAME, CLASS_INSIDE, FF_KEY, 200),          \
		F_CAT(struct reorg_unit, kind, M_FIELD_KIND, CLASS_INSIDE, 0, "org_kind"),         \
		F_TEXT(struct reorg_unit, parent_code, M_FIELD_PARENT_CODE, CLASS_INSIDE, 0, 60)

const struct field reorg_unit_fields[] = {UNIT_FIELDS, F_END};
static const struct field unit_row_fields[] = {UNIT_FIELDS,
	F_ID(struct reorg_unit, reorg, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "reorg"), F_END};

#define ID(m)	   F_ID(struct reorg_line, m, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "reorg_line")
#define NUMBER(m)  F_INT(struct reorg_line, m, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, 0)
#define TEXT(m)	   F_TEXT(struct reorg_line, m, M_FIELD_NOTE, CLASS_INSIDE, FF_HIDDEN, 0)
#define CAT(m, of) F_CAT(struct reorg_line, m, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, of)

#define COLUMNS                                                                                    \
	ID(id), ID(reorg), NUMBER(row_no), TEXT(old_code), TEXT(old_name), TEXT(old_district),     \
		TEXT(old_province), TEXT(new_code), TEXT(new_name), TEXT(new_province), ID(org),   \
		NUMBER(unit), ID(to_org), CAT(kind, "org_kind"), TEXT(place),                      \
		CAT(hint_what, "reorg_what"), ID(hint_org), NUMBER(hint_unit),                     \
		CAT(hint_kind, "org_kind"), CAT(why, "reorg_why"),                                 \
		F_BOOL(struct reorg_line, decided, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN)

const struct field reorg_line_columns[] = {
	COLUMNS, NUMBER(line), CAT(what, "reorg_what"), CAT(ask, "reorg_ask"), TEXT(note), F_END};

const struct field reorg_line_list_fields[] = {COLUMNS,
	F_TEXT(struct reorg_line, tone, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, 0),
	F_INT(struct reorg_line, line, M_FIELD_REORG_LINE, CLASS_INSIDE, 0, 0),
	F_TEXT(struct reorg_line, old, M_FIELD_REORG_OLD, CLASS_INSIDE, FF_KEY, 0),
	F_CAT(struct reorg_line, ask, M_FIELD_REORG_ASK, CLASS_INSIDE, 0, "reorg_ask"),
	F_CAT(struct reorg_line, what, M_FIELD_REORG_WHAT, CLASS_INSIDE, 0, "reorg_what"),
	F_TEXT(struct reorg_line, to, M_FIELD_REORG_TO, CLASS_INSIDE, 0, 0),
	F_TEXT(struct reorg_line, hint, M_FIELD_REORG_HINT, CLASS_INSIDE, 0, 0),
	F_TEXT(struct reorg_line, note, M_FIELD_NOTE, CLASS_INSIDE, FF_MORE, 0), F_END};

/* ---- reading ---- */

static int64_t id_of(const char *item)
{
	long long id;

	return item && str_to_int(str_of(item), &id) ? id : 0;
}

/* The whole database is in reach of whoever reaches each organisation at the top. */
enum err reorg_over(struct ctx *cx, enum perm perm, int64_t org)
{
	int64_t tops[TOPS];
	struct cursor c;
	size_t n = 0;

	if (org)
		return grant_over(cx, perm, org);
	TRY(db_query(cx->db, &c, Q_REORG_TOPS, cx->say.today));
	while (db_next(&c) && n < TOPS)
		tops[n++] = db_int(&c, 0);
	TRY(db_end(&c));
	if (!n || n == TOPS)
		return grant_over(cx, perm, 0);
	for (size_t i = 0; i < n; i++)
		TRY(grant_over(cx, perm, tops[i]));
	return ERR_OK;
}

enum err reorg_get(struct ctx *cx, const char *item, struct reorg *ret)
{
	enum err e = db_get(cx->db, cx->a, reorg_fields, ret, Q_REORG_GET, id_of(item));

	if (e == ERR_NOT_FOUND || (!e && text_eq(ret->state, "dropped")))
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_ERR_NOT_FOUND);
	TRY(e);
	return reorg_over(cx, PERM_REORG_READ, ret->org);
}

enum err reorg_get_draft(struct ctx *cx, const char *item, struct reorg *ret)
{
	TRY(reorg_get(cx, item, ret));
	if (!text_eq(ret->state, "draft"))
		return cx_fault(cx, ERR_REFUSED, NULL, M_REORG_NOT_DRAFT);
	return reorg_over(cx, PERM_REORG_CHANGE, ret->org);
}

enum err reorg_units(struct ctx *cx, int64_t reorg, struct list *ret)
{
	return db_list(cx->db, cx->a, reorg_unit_fields, sizeof(struct reorg_unit), ret,
		Q_REORG_UNITS, reorg);
}

enum err reorg_lines(struct ctx *cx, int64_t reorg, struct list *ret)
{
	return db_list(cx->db, cx->a, reorg_line_columns, sizeof(struct reorg_line), ret,
		Q_REORG_LINES, reorg);
}

enum err reorg_line_of(struct ctx *cx, const char *item, struct reorg_line *ret)
{
	enum err e = db_get(cx->db, cx->a, reorg_line_columns, ret, Q_REORG_LINE_ANY, id_of(item));

	return e == ERR_NOT_FOUND ? cx_fault(cx, e, NULL, M_ERR_NOT_FOUND) : e;
}

enum err reorg_unit_get(struct ctx *cx, int64_t reorg, int64_t unit, struct reorg_unit *ret)
{
	return db_get(cx->db, cx->a, reorg_unit_fields, ret, Q_REORG_UNIT_GET, reorg, unit);
}

enum err reorg_unit_of(struct ctx *cx, const char *item, struct reorg_unit *ret)
{
	enum err e = db_get(cx->db, cx->a, unit_row_fields, ret, Q_REORG_UNIT_ANY, id_of(item));

	return e == ERR_NOT_FOUND ? cx_fault(cx, e, NULL, M_ERR_NOT_FOUND) : e;
}

/* ---- writing ---- */

enum err reorg_head_write(struct ctx *cx, struct reorg *r)
{
	if (r->head)
		TRY(db_run(cx->db, Q_REORG_HEAD_VOID, r->head, cx->txn, cx->txn_ms));
	r->head = id_new(cx->ids);
	TRY(db_run(cx->db, Q_REORG_HEAD_INSERT, r->head, r->id, r->org, r->name, r->day,
		r->decision_no, r->state, r->act_txn, cx->txn, cx->txn_ms));
	return reorg_bump(cx, r->id);
}

enum err reorg_unit_write(struct ctx *cx, int64_t reorg, const struct reorg_unit *u)
{
	if (u->id)
		TRY(db_run(cx->db, Q_REORG_UNIT_VOID, u->id, cx->txn, cx->txn_ms));
	return db_run(cx->db, Q_REORG_UNIT_INSERT, id_new(cx->ids), reorg, u->unit, u->code,
		u->name, u->kind, u->parent_code, cx->txn, cx->txn_ms);
}

enum err reorg_line_write(struct ctx *cx, const struct reorg_line *l)
{
	if (l->id)
		TRY(db_run(cx->db, Q_REORG_LINE_VOID, l->id, cx->txn, cx->txn_ms));
	return db_run(cx->db, Q_REORG_LINE_INSERT, id_new(cx->ids), l->reorg, l->line, l->row_no,
		l->old_code, l->old_name, l->old_district, l->old_province, l->new_code,
		l->new_name, l->new_province, l->org, l->what, l->unit, l->to_org, l->kind, l->ask,
		l->place, l->hint_what, l->hint_org, l->hint_unit, l->hint_kind, l->why,
		l->decided != 0, l->note, cx->txn, cx->txn_ms);
}

enum err reorg_bump(struct ctx *cx, int64_t reorg)
{
	return db_run(cx->db, Q_REORG_BUMP, reorg);
}

/* ---- words ---- */

enum err reorg_org_name(struct ctx *cx, int64_t org, day_t day, const char **ret)
{
	struct org_spell s;
	enum err e = org ? tree_spell_near(cx, org, day, &s) : ERR_NOT_FOUND;

	*ret = e ? NULL : s.name;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err reorg_unit_name(struct ctx *cx, int64_t reorg, int64_t unit, const char **ret)
{
	struct reorg_unit u;
	enum err e = unit ? reorg_unit_get(cx, reorg, unit, &u) : ERR_NOT_FOUND;

	*ret = e ? NULL : arena_printf(cx->a, "%s (%s)", u.name, u.code);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* As the file names it: "Phường 13, Quận Gò Vấp". */
static const char *file_name(struct ctx *cx, const struct reorg_line *l)
{
	const char *name = text_empty(l->old_name) ? l->old_code : l->old_name;

	if (text_empty(name))
		name = msg_text(cx->say.lang, M_REORG_NO_NAME);
	return text_empty(l->old_district) ? name
					   : arena_printf(cx->a, "%s, %s", name, l->old_district);
}

static enum err hint_words(struct ctx *cx, struct reorg_line *l, day_t day)
{
	const char *org, *unit, *what, *why;

	if (text_empty(l->hint_what) || l->decided)
		return ERR_OK;
	TRY(reorg_org_name(cx, l->hint_org == l->org ? 0 : l->hint_org, day, &org));
	TRY(reorg_unit_name(cx, l->reorg, l->hint_unit, &unit));
	what = cat_name(cx->say.cats, cx->say.lang, "reorg_what", l->hint_what);
	why = cat_name(cx->say.cats, cx->say.lang, "reorg_why", l->why);
	l->hint = arena_printf(cx->a, "%s%s%s%s%s%s%s (%s)", org ? org : "", org ? ": " : "", what,
		unit ? " " : "", unit ? unit : "", l->hint_kind ? ", " : "",
		l->hint_kind ? cat_name(cx->say.cats, cx->say.lang, "org_kind", l->hint_kind) : "",
		why);
	return ERR_OK;
}

enum err reorg_line_words(struct ctx *cx, struct reorg_line *l, day_t day)
{
	TRY(reorg_org_name(cx, l->org, day, &l->old));
	if (!l->old)
		l->old = file_name(cx, l);
	TRY(reorg_unit_name(cx, l->reorg, l->unit, &l->to));
	if (!l->to)
		TRY(reorg_org_name(cx, l->to_org, day, &l->to));
	if (!l->to && !text_empty(l->new_code))
		l->to = arena_printf(cx->a, "%s (%s)", l->new_name ? l->new_name : "", l->new_code);
	l->tone = l->decided ? "ok" : "wait";
	return hint_words(cx, l, day);
}

/* ---- addresses ---- */

const char *reorg_href(struct ctx *cx, int64_t reorg, const char *rest)
{
	return arena_printf(cx->a, "/reorg/%lld%s%s", (long long)reorg, rest, cx->query);
}

void reorg_path(struct ctx *cx, struct doc *d, const struct reorg *r)
{
	doc_path(d, msg_text(cx->say.lang, M_REORG_LIST), "/reorg");
	if (r)
		doc_path(d, r->name, reorg_href(cx, r->id, ""));
}

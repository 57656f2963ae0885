/*
 * import_undo.c: imports that were carried out, and taking one back.
 */
#include "import/import_impl.h"

const struct field import_done_fields[] = {
	F_ID(struct import_done, id, M_FIELD_ID, CLASS_INSIDE, FF_MORE, "import"),
	F_INSTANT(struct import_done, at_ms, M_FIELD_AT, CLASS_INSIDE, 0),
	F_CAT(struct import_done, kind, M_FIELD_IMPORT_KIND, CLASS_INSIDE, FF_KEY, "import_kind"),
	F_TEXT(struct import_done, file, M_FIELD_FILE, CLASS_INSIDE, 0, 200),
	F_INT(struct import_done, rows_read, M_FIELD_ROWS_READ, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct import_done, rows_new, M_FIELD_ROWS_NEW, CLASS_INSIDE, FF_ZERO, 0),
	F_TEXT(struct import_done, login, M_FIELD_LOGIN, CLASS_INSIDE, 0, 60),
	F_BOOL(struct import_done, undone, M_FIELD_UNDONE, CLASS_INSIDE, 0),
	F_ID(struct import_done, txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_ID(struct import_done, undone_txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_ID(struct import_done, actor, M_FIELD_ACCOUNT, CLASS_INSIDE, FF_HIDDEN, "account"),
	F_END,
};

/* Imports are seen by who took them in, and by whose reach is everything. */
bool import_sees_all(const struct ctx *cx)
{
	const struct grant *g = cx->actor->grants.rows;

	for (size_t i = 0; i < cx->actor->grants.n; i++)
		if (!g[i].org && grant_is_for(&g[i], PERM_IMPORT))
			return true;
	return cx->actor->is_operator;
}

enum err import_done_get(struct ctx *cx, const char *text, struct import_done *ret)
{
	long long id;
	enum err e = ERR_NOT_FOUND;

	if (str_to_int(str_of(text), &id))
		e = db_get(cx->db, cx->a, import_done_fields, ret, Q_IMPORT_GET, (int64_t)id);
	if (!e && ret->actor != cx->actor->account && !import_sees_all(cx))
		e = ERR_NOT_FOUND;
	if (e == ERR_NOT_FOUND)
		return cx_fault(cx, e, NULL, M_IMPORT_NONE, text);
	return e;
}

enum err import_done_list(struct ctx *cx, struct list *ret)
{
	return db_list(cx->db, cx->a, import_done_fields, sizeof(struct import_done), ret,
		Q_IMPORT_LIST, import_sees_all(cx), cx->actor->account, (int64_t)cx->page.limit);
}

/* Who took it in may take it back; so may whose reach is everything. */
static enum err may_undo(struct ctx *cx, const struct import_done *done)
{
	if (cx->actor->account && done->actor == cx->actor->account)
		return ERR_OK;
	return grant_over(cx, PERM_IMPORT, 0);
}

enum err import_undo_plan(struct ctx *cx, const struct import_done *done, void **ret_plan)
{
	const struct import_kind *kind = import_kind_find(done->kind);

	TRY(may_undo(cx, done));
	if (done->undone)
		return cx_fault(cx, ERR_CONFLICT, NULL, M_IMPORT_UNDONE_ALREADY);
	if (!kind)
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_IMPORT_NO_KIND, done->kind);
	TRY(kind->undo_plan(cx, done->txn, ret_plan));
	return cx->f->code;
}

enum err import_undo_apply(struct ctx *cx, const struct import_done *done, void *plan)
{
	TRY(txn_start(cx, "import_undo", done->file));
	TRY(db_run(cx->db, Q_TXN_UNDOING, cx->txn, done->txn));
	TRY(import_kind_find(done->kind)->undo_apply(cx, plan));
	return db_run(cx->db, Q_IMPORT_UNDONE, done->id, cx->txn);
}

/*
 * reorg_end.c: what ends with an organisation: dated records of five tables that are alike for
 * that. A row goes and one with an earlier end comes; nothing else of it is read.
 */
#include "core/watch.h"
#include "reorg/reorg.h"

struct dated_row {
	int64_t id;
	day_t from_day, to_day;
};

static const struct field dated_fields[] = {
	F_ID(struct dated_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "record"),
	F_DAY(struct dated_row, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct dated_row, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_END,
};

struct table {
	enum stmt of, void_row, anew, made, voided, changed;
};

#define TABLE(name)                                                                                \
	{                                                                                          \
		Q_REORG_##name##_OF, Q_REORG_##name##_VOID, Q_REORG_##name##_ANEW,                 \
			Q_REORG_##name##_MADE, Q_REORG_##name##_VOIDED, Q_REORG_##name##_CHANGED   \
	}

static const struct table tables[] = {
	TABLE(POST), TABLE(TERM), TABLE(BODY), TABLE(CHARGE), TABLE(GRANT)};

#define table_each(t)                                                                              \
	for (const struct table *t = tables; t < tables + sizeof(tables) / sizeof(*tables); t++)

static enum err void_row(struct ctx *cx, const struct table *t, const struct dated_row *row)
{
	return db_run(cx->db, t->void_row, row->id, cx->txn, cx->txn_ms);
}

static enum err write_anew(
	struct ctx *cx, const struct table *t, const struct dated_row *row, day_t to_day)
{
	return db_run(cx->db, t->anew, id_new(cx->ids), row->id, to_day, cx->txn, cx->txn_ms);
}

static enum err end_rows(struct reorg_work *w, const struct table *t, int64_t org)
{
	struct ctx *cx = w->cx;
	const struct dated_row *row;
	struct list rows;

	TRY(db_list(cx->db, cx->a, dated_fields, sizeof(*row), &rows, t->of, org, w->r.day));
	row = rows.rows;
	for (size_t i = 0; i < rows.n; i++) {
		TRY(void_row(cx, t, &row[i]));
		if (row[i].from_day < w->r.day)
			TRY(write_anew(cx, t, &row[i], w->r.day));
	}
	return ERR_OK;
}

enum err reorg_end_records(struct reorg_work *w)
{
	for (struct reorg_node *n = reorg_walk(w, NULL); n; n = reorg_walk(w, n)) {
		if (!reorg_node_ends(n))
			continue;
		table_each(t) TRY(end_rows(w, t, n->org));
	}
	return watch_posts(w->cx);
}

enum err reorg_records_check(struct ctx *cx, int64_t txn)
{
	int64_t n, all = 0;

	table_each(t)
	{
		TRY(db_number(cx->db, &n, 0, t->changed, txn));
		all += n;
	}
	if (!all)
		return ERR_OK;
	return cx_fault(cx, ERR_REFUSED, NULL, M_REORG_RECORDS_CHANGED,
		number_text(cx->a, cx->say.lang, all));
}

static enum err restore(struct ctx *cx, const struct table *t, int64_t txn)
{
	struct list made, before;
	const struct dated_row *row;

	TRY(db_list(cx->db, cx->a, dated_fields, sizeof(*row), &made, t->made, txn));
	TRY(db_list(cx->db, cx->a, dated_fields, sizeof(*row), &before, t->voided, txn));
	row = made.rows;
	for (size_t i = 0; i < made.n; i++)
		TRY(void_row(cx, t, &row[i]));
	row = before.rows;
	for (size_t i = 0; i < before.n; i++)
		TRY(write_anew(cx, t, &row[i], row[i].to_day));
	return ERR_OK;
}

enum err reorg_restore_records(struct ctx *cx, int64_t txn)
{
	table_each(t) TRY(restore(cx, t, txn));
	return watch_posts(cx);
}

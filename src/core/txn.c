#include "core/ctx.h"

#include "base/die.h"

/*
 * Instants of transactions grow strictly, so that "as known at" cuts between any two of them, also
 * when the clock of the machine was set back or two writes share a millisecond.
 */
static enum err next_instant(struct ctx *cx, int64_t *ret)
{
	int64_t last, now = clock_now(cx->clock);

	TRY(db_number(cx->db, &last, 0, Q_TXN_LAST_MS));
	*ret = now > last ? now : last + 1;
	return ERR_OK;
}

enum err txn_start(struct ctx *cx, const char *action, const char *reason)
{
	const char *none = NULL, *funcs = grant_held(cx->a, cx->actor);

	must(!cx->txn);
	TRY(next_instant(cx, &cx->txn_ms));
	cx->txn = id_new(cx->ids);
	return db_run(cx->db, Q_TXN_INSERT, cx->txn, cx->txn_ms, cx->actor->account, cx->uid,
		cx->via, action, reason, cx->import, (int64_t)0, cx->request_key, none,
		*funcs ? funcs : none);
}

enum err txn_located(struct ctx *cx, const char *location)
{
	return db_run(cx->db, Q_TXN_LOCATE, cx->txn, location);
}

enum err txn_replayed(struct ctx *cx, const char *key, const char **ret_location)
{
	bool other = false;
	struct cursor c;

	*ret_location = NULL;
	TRY(db_query(cx->db, &c, Q_TXN_BY_KEY, key));
	if (db_next(&c)) {
		*ret_location = arena_strdup(cx->a, db_null(&c, 0) ? "/" : db_text(&c, 0));
		other = db_int(&c, 1) != cx->actor->account;
	}
	TRY(db_end(&c));
	if (!other)
		return ERR_OK;
	*ret_location = NULL;
	return cx_fault(cx, ERR_CONFLICT, NULL, M_REQUEST_KEY_TAKEN);
}

void cx_progress(struct ctx *cx, int64_t done, int64_t all)
{
	if (cx->progress && all > 0)
		cx->progress(cx->progress_p, (int)(done * 1000 / all));
}

const char *cx_day(struct ctx *cx, day_t d)
{
	return day_text(cx->a, cx->say.lang, d);
}

enum err setting_get(struct ctx *cx, const char *name, const char **ret)
{
	struct cursor c;

	*ret = NULL;
	TRY(db_query(cx->db, &c, Q_SETTING_VALUE, name));
	if (db_next(&c))
		*ret = arena_strdup(cx->a, db_text(&c, 0));
	return db_end(&c);
}

enum err setting_put(struct ctx *cx, const char *name, const char *value)
{
	return db_run(cx->db, Q_SETTING_STORE, name, value);
}

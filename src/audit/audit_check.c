#include "audit/audit_check.h"

#include "audit/audit_verify.h"

enum { HALF_A_DAY_MS = 12 * 3600 * 1000, WORDS = 2000 };

static const int64_t keep_ms = (int64_t)400 * 24 * 3600 * 1000;

#define INT(m, label, flags) F_INT(struct audit_check, m, label, CLASS_INSIDE, flags, 0)

const struct field audit_check_fields[] = {
	F_INSTANT(struct audit_check, asked_ms, M_FIELD_AUDIT_ASKED_AT, CLASS_INSIDE, FF_MORE),
	F_INSTANT(struct audit_check, done_ms, M_FIELD_AUDIT_DONE_AT, CLASS_INSIDE, 0),
	INT(links, M_FIELD_AUDIT_LINKS, FF_ZERO),
	INT(entries, M_FIELD_AUDIT_ENTRIES, FF_ZERO),
	INT(waiting, M_FIELD_AUDIT_WAITING, FF_ZERO),
	INT(unkeyed, M_FIELD_AUDIT_UNKEYED, 0),
	INT(found, M_FIELD_AUDIT_FOUND, FF_ZERO),
	F_LINES(struct audit_check, first_found, M_FIELD_AUDIT_FIRST_FOUND, CLASS_INSIDE, 0, 0),
	F_TEXT(struct audit_check, head, M_FIELD_AUDIT_HEAD, CLASS_INSIDE, FF_MORE, 0),
	F_END,
};

static enum err in_side(struct ctx *cx, enum err e)
{
	if (!e)
		e = db_commit(cx->side);
	db_rollback(cx->side);
	return e;
}

enum err audit_check_ask(struct ctx *cx, int64_t account)
{
	enum err e = db_begin(cx->side, DB_WRITE);

	if (!e)
		e = db_run(cx->side, Q_AUDIT_CHECK_ASK, clock_now(cx->clock), account);
	return in_side(cx, e);
}

/* 0: nobody asks. */
static enum err asked(struct ctx *cx, bool nightly, int64_t *ret)
{
	int64_t last, now = clock_now(cx->clock);
	enum err e = db_begin(cx->side, DB_READ);

	*ret = last = 0;
	if (!e)
		e = db_number(cx->side, ret, 0, Q_AUDIT_CHECK_OPEN);
	if (!e)
		e = db_number(cx->side, &last, 0, Q_AUDIT_CHECK_LAST);
	db_rollback(cx->side);
	if (e || *ret || !nightly || now - last < HALF_A_DAY_MS)
		return e;
	TRY(audit_check_ask(cx, 0));
	*ret = now;
	return asked(cx, false, ret);
}

/* The first findings are kept in words. */
static void note(void *p, const char *text)
{
	struct buf *b = p;

	if (b->n + strlen(text) + 1 >= WORDS)
		return;
	if (b->n)
		buf_putc(b, '\n');
	buf_puts(b, text);
}

static enum err verify(struct ctx *cx, const struct keyring *ring, struct audit_check *ret)
{
	struct audit_report r = {0};
	struct buf words;
	enum err e;

	buf_init(&words, WORDS + 1);
	e = db_begin(cx->db, DB_READ);
	if (!e)
		e = audit_verify(cx, ring, note, &words, &r);
	db_rollback(cx->db);
	ret->done_ms = clock_now(cx->clock);
	ret->links = r.links;
	ret->entries = r.entries;
	ret->waiting = r.waiting;
	ret->unkeyed = r.unkeyed;
	ret->found = r.found;
	ret->head = r.head;
	if (!e && words.n)
		ret->first_found = arena_strndup(cx->a, words.p, words.n);
	buf_done(&words);
	return e;
}

static enum err store(struct ctx *cx, const struct audit_check *c)
{
	enum err e = db_begin(cx->side, DB_WRITE);

	if (!e)
		e = db_run(cx->side, Q_AUDIT_CHECK_DONE, c->asked_ms, c->done_ms, c->links,
			c->entries, c->waiting, c->unkeyed, c->found, c->first_found, c->head);
	if (!e)
		e = db_run(cx->side, Q_AUDIT_CHECK_FORGET, c->asked_ms, c->done_ms - keep_ms);
	return in_side(cx, e);
}

enum err audit_check_run(
	struct ctx *cx, const struct keyring *ring, bool nightly, struct audit_check *ret)
{
	*ret = (struct audit_check){0};
	TRY(asked(cx, nightly, &ret->asked_ms));
	if (!ret->asked_ms)
		return ERR_OK;
	TRY(verify(cx, ring, ret));
	return store(cx, ret);
}

enum err audit_check_list(struct ctx *cx, int64_t n, struct list *ret)
{
	enum err e = db_begin(cx->side, DB_READ);

	if (!e)
		e = db_list(cx->side, cx->a, audit_check_fields, sizeof(struct audit_check), ret,
			Q_AUDIT_CHECKS, n);
	db_rollback(cx->side);
	return e;
}

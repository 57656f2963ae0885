/*
 * account_sessions.c: where an account is signed in: a list, and the end of them. One's own, and of
 * those whom the actor helps or administers.
 */
#include "account/account_sessions.h"

#include "account/account_entry.h"
#include "base/text.h"

enum { NAME = 16 };

struct session_row {
	const char *digest, *agent, *browser, *here, *href;
	int64_t made_ms, seen_ms, ends_ms;
};

static const struct field read_fields[] = {
	F_TEXT(struct session_row, digest, M_NONE, CLASS_INSIDE, FF_HIDDEN, 0),
	F_INSTANT(struct session_row, made_ms, M_NONE, CLASS_INSIDE, FF_HIDDEN),
	F_INSTANT(struct session_row, seen_ms, M_NONE, CLASS_INSIDE, FF_HIDDEN),
	F_INSTANT(struct session_row, ends_ms, M_NONE, CLASS_INSIDE, FF_HIDDEN),
	F_TEXT(struct session_row, agent, M_NONE, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

static const struct field row_fields[] = {
	F_TEXT(struct session_row, browser, M_FIELD_BROWSER, CLASS_INSIDE, FF_KEY, 0),
	F_INSTANT(struct session_row, made_ms, M_FIELD_SIGNED_IN_AT, CLASS_INSIDE, 0),
	F_INSTANT(struct session_row, ends_ms, M_FIELD_ENDS_AT, CLASS_INSIDE, 0),
	F_TEXT(struct session_row, here, M_FIELD_STATE, CLASS_INSIDE, 0, 0),
	F_URL(struct session_row, href, M_NONE, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

/* What somebody recognises of their browser; the words of makers, not ours. */
static const char *word_in(const char *agent, const char *const words[][2])
{
	for (int i = 0; words[i][0]; i++)
		if (strstr(agent, words[i][0]))
			return words[i][1];
	return NULL;
}

static const char *browser_of(struct ctx *cx, const char *agent)
{
	static const char *const browsers[][2] = {{"Edg", "Edge"}, {"coc_coc", "Cốc Cốc"},
		{"OPR/", "Opera"}, {"Firefox", "Firefox"}, {"Chrome", "Chrome"},
		{"Safari", "Safari"}, {NULL, NULL}};
	static const char *const systems[][2] = {{"Android", "Android"}, {"iPhone", "iPhone"},
		{"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS", "macOS"}, {"Linux", "Linux"},
		{NULL, NULL}};
	const char *browser, *system;

	if (text_empty(agent))
		return msg_text(cx->say.lang, M_ACCOUNT_BROWSER_UNKNOWN);
	browser = word_in(agent, browsers);
	system = word_in(agent, systems);
	if (!browser)
		return msg_text(cx->say.lang, M_ACCOUNT_BROWSER_UNKNOWN);
	return system ? arena_printf(cx->a, "%s, %s", browser, system) : browser;
}

static enum err read_rows(struct ctx *cx, int64_t account, struct list *ret)
{
	enum err e;

	TRY(db_begin(cx->side, DB_READ));
	e = db_list(cx->side, cx->a, read_fields, sizeof(struct session_row), ret, Q_SESSIONS_OF,
		account, clock_now(cx->clock));
	db_rollback(cx->side);
	return e;
}

enum err account_add_sessions(struct ctx *cx, struct doc *d, int64_t account, const char *end_href)
{
	struct session_row *s;
	struct doc_part *p;
	struct list rows;

	TRY(read_rows(cx, account, &rows));
	s = (struct session_row *)rows.rows;
	for (size_t i = 0; i < rows.n; i++) {
		s[i].browser = browser_of(cx, s[i].agent);
		if (text_eq(s[i].digest, cx->session))
			s[i].here = msg_text(cx->say.lang, M_ACCOUNT_THIS_ONE);
		if (end_href)
			s[i].href = arena_printf(cx->a, "%s/%.*s/end", end_href, NAME, s[i].digest);
	}
	p = doc_table(d, "sessions", M_NONE, row_fields, rows);
	p->empty = msg_text(cx->say.lang, M_ACCOUNT_NO_SESSIONS);
	return ERR_OK;
}

static enum err own(struct ctx *cx, const void *in, struct doc *d)
{
	(void)in;
	doc_path(d, msg_text(cx->say.lang, M_ACCOUNT_OWN), "/account-own");
	d->title = msg_text(cx->say.lang, M_ACCOUNT_SESSIONS);
	d->lead = msg_text(cx->say.lang, M_ACCOUNT_SESSIONS_LEAD);
	doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_ACCOUNT_END_OTHERS), "/sessions/end");
	return account_add_sessions(cx, d, cx->actor->account, "/sessions");
}

const struct action account_sessions = {.read = own, .title = M_ACCOUNT_SESSIONS};

static enum err end_fill(struct ctx *cx, void *in, struct doc *d)
{
	(void)in;
	doc_path(d, msg_text(cx->say.lang, M_ACCOUNT_OWN), "/account-own");
	doc_path(d, msg_text(cx->say.lang, M_ACCOUNT_SESSIONS), "/sessions");
	d->lead = msg_text(cx->say.lang, cx->item ? M_ACCOUNT_END_LEAD : M_ACCOUNT_END_OTHERS_LEAD);
	return ERR_OK;
}

static enum err end_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	(void)in;
	(void)ret_plan;
	(void)d;
	if (cx->item && strlen(cx->item) != NAME)
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_ACCOUNT_NO_SESSIONS);
	return ERR_OK;
}

/* Only sessions of the actor are named: whoever guesses another one's finds nothing. */
static enum err end_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	int64_t me = cx->actor->account;
	enum err e;

	(void)in;
	(void)plan;
	TRY(db_begin(cx->side, DB_WRITE));
	if (cx->item)
		e = db_run(cx->side, Q_SESSION_DELETE_ONE, me, cx->item);
	else
		e = db_run(cx->side, Q_SESSION_DELETE_OTHERS, me, cx->session ? cx->session : "");
	if (!e)
		e = db_commit(cx->side);
	if (e)
		db_rollback(cx->side);
	d->location = "/sessions";
	return e;
}

const struct action account_session_end = {.fill = end_fill,
	.plan = end_plan,
	.apply = end_apply,
	.title = M_ACCOUNT_END_SESSION,
	.submit = M_ACCOUNT_END_SESSION,
	.no_txn = true};

const struct action account_session_end_others = {.fill = end_fill,
	.plan = end_plan,
	.apply = end_apply,
	.title = M_ACCOUNT_END_OTHERS,
	.submit = M_ACCOUNT_END_OTHERS,
	.no_txn = true};

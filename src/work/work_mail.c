#include "work/work_mail.h"

#include "account/account.h"
#include "base/text.h"
#include "core/rule.h"
#include "work/work.h"

enum { ADDRESS = 200, HOUR_MS = 3600 * 1000, ZONE = 7, KEEP_MS = 30 * 86400 * 1000LL, WORD = 60 };

/* ---- who wants it ---- */

struct mail_in {
	const char *address;
};

static const struct field in_fields[] = {
	F_TEXT(struct mail_in, address, M_FIELD_MAIL_ADDRESS, CLASS_PERSONAL, 0, ADDRESS),
	F_END,
};

bool work_mail_address(const char *s)
{
	size_t at = 0, ats = 0, n = strlen(s);

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		if (c <= ' ' || c >= 127 || strchr(",;:<>()[]\\\"", c))
			return false;
		if (c == '@') {
			at = i;
			ats++;
		}
	}
	return ats == 1 && at > 0 && s[0] != '-' && strchr(s + at, '.') && s[n - 1] != '.';
}

static enum err read_address(struct ctx *cx, const char **ret)
{
	enum err e;

	*ret = NULL;
	TRY(db_begin(cx->side, DB_READ));
	e = db_get(cx->side, cx->a, in_fields, ret, Q_MAIL_TO_GET, cx->actor->account);
	db_rollback(cx->side);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct mail_in *in = vin;

	doc_path(d, msg_text(cx->say.lang, M_WORK_TITLE), "/work");
	d->lead = msg_text(cx->say.lang, M_WORK_MAIL_LEAD);
	if (!cx->actor->account)
		return cx_fault(cx, ERR_FORBIDDEN, NULL, M_ERR_FORBIDDEN);
	return read_address(cx, &in->address);
}

static enum err plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct mail_in *in = vin;

	(void)ret_plan;
	(void)d;
	if (!text_empty(in->address) && !work_mail_address(in->address))
		return cx_fault(cx, ERR_BAD_INPUT, "address", M_WORK_MAIL_BAD);
	return ERR_OK;
}

static enum err store(struct ctx *cx, const char *address)
{
	if (text_empty(address))
		return db_run(cx->side, Q_MAIL_TO_DROP, cx->actor->account);
	return db_run(cx->side, Q_MAIL_TO_STORE, cx->actor->account, address, cx->origin,
		cx->say.lang == LANG_VI ? "vi" : "en");
}

static enum err apply(struct ctx *cx, const void *vin, void *plan_p, struct doc *d)
{
	const struct mail_in *in = vin;
	enum err e;

	(void)plan_p;
	d->location = "/work";
	TRY(db_begin(cx->side, DB_WRITE));
	e = store(cx, in->address);
	if (!e)
		return db_commit(cx->side);
	db_rollback(cx->side);
	return e;
}

const struct action work_mail = {.in = in_fields,
	.in_size = sizeof(struct mail_in),
	.fill = fill,
	.plan = plan,
	.apply = apply,
	.title = M_WORK_MAIL,
	.submit = M_WORK_MAIL_SAVE,
	.no_txn = true};

/* ---- in the morning ---- */

struct to {
	int64_t account;
	const char *address, *origin, *lang;
};

static const struct field to_fields[] = {
	F_ID(struct to, account, M_FIELD_ACCOUNT, CLASS_INSIDE, 0, "account"),
	F_TEXT(struct to, address, M_FIELD_MAIL_ADDRESS, CLASS_PERSONAL, 0, ADDRESS),
	F_TEXT(struct to, origin, M_FIELD_ORIGIN, CLASS_INSIDE, 0, ADDRESS),
	F_TEXT(struct to, lang, M_FIELD_LANG, CLASS_INSIDE, 0, 2),
	F_END,
};

static enum err next_to_tell(struct ctx *cx, struct to *ret, bool *ret_any)
{
	enum err e;

	TRY(db_begin(cx->side, DB_READ));
	e = db_get(cx->side, cx->a, to_fields, ret, Q_MAIL_TO_NEXT, cx->say.today);
	db_rollback(cx->side);
	*ret_any = !e;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* What is due for the account, with the functions it holds now; and the hour from which it is told.
 */
static enum err count(struct ctx *cx, const struct to *to, struct work *ret, const char **site)
{
	struct actor *actor = arena_new_of(cx->a, struct actor);

	TRY(account_actor(cx, to->account, actor));
	cx->actor = actor;
	TRY(setting_get(cx, "site", site));
	return work_read(cx, ret);
}

static const char *number(struct ctx *cx, size_t n)
{
	return number_text(cx->a, cx->say.lang, (int64_t)n);
}

static enum err put_out(struct ctx *cx, const struct to *to, const struct work *w, const char *site)
{
	const char *late = number(cx, w->late), *week = number(cx, w->week);
	const char *subject = msg_say(cx->a, cx->say.lang, M_WORK_MAIL_SUBJECT,
			   text_empty(site) ? "Gương" : site, late, week),
		   *body = msg_say(
			   cx->a, cx->say.lang, M_WORK_MAIL_BODY, late, week, number(cx, w->month));

	TRY(db_run(cx->side, Q_MAIL_TO_TOLD, to->account, cx->say.today));
	if (!w->late && !w->week)
		return ERR_OK;
	return db_run(cx->side, Q_MAIL_OUT_INSERT, id_new(cx->ids), to->account, cx->say.today,
		to->address, subject,
		arena_printf(cx->a, "%s\n\n%s/work\n", body, to->origin ? to->origin : ""),
		clock_now(cx->clock));
}

static enum err tell(struct ctx *cx, const struct to *to)
{
	const char *site = NULL;
	struct work w = {0};
	enum err e;

	cx->say.lang = text_eq(to->lang, "en") ? LANG_EN : LANG_VI;
	TRY(db_begin(cx->db, DB_READ));
	e = count(cx, to, &w, &site);
	db_rollback(cx->db);
	TRY(e);
	TRY(db_begin(cx->side, DB_WRITE));
	e = put_out(cx, to, &w, site);
	if (!e)
		return db_commit(cx->side);
	db_rollback(cx->side);
	return e;
}

static enum err is_time(struct ctx *cx, bool *ret)
{
	int64_t hour = (clock_now(cx->clock) / HOUR_MS + ZONE) % 24, from = 0;
	enum err e;

	TRY(db_begin(cx->db, DB_READ));
	e = rule_number_now(cx, "work.mail_hour", &from);
	db_rollback(cx->db);
	*ret = !e && hour >= from;
	return e;
}

enum err work_mail_turn(struct ctx *cx, bool *ret_any)
{
	struct to to;
	bool time;

	*ret_any = false;
	TRY(is_time(cx, &time));
	if (!time)
		return ERR_OK;
	TRY(next_to_tell(cx, &to, ret_any));
	return *ret_any ? tell(cx, &to) : ERR_OK;
}

/* ---- what waits ---- */

static const struct field out_fields[] = {
	F_ID(struct mail_out, id, M_FIELD_ID, CLASS_INSIDE, 0, "mail"),
	F_TEXT(struct mail_out, address, M_FIELD_MAIL_ADDRESS, CLASS_PERSONAL, 0, ADDRESS),
	F_TEXT(struct mail_out, subject, M_FIELD_NAME, CLASS_INSIDE, 0, 0),
	F_LINES(struct mail_out, body, M_FIELD_NOTE, CLASS_INSIDE, 0, 0),
	F_INT(struct mail_out, tries, M_FIELD_VALUE, CLASS_INSIDE, 0, 0),
	F_END,
};

enum err work_mail_waiting(struct ctx *cx, struct list *ret)
{
	enum err e;

	TRY(db_begin(cx->side, DB_READ));
	e = db_list(cx->side, cx->a, out_fields, sizeof(struct mail_out), ret, Q_MAIL_OUT_WAITING,
		(int64_t)MAIL_BATCH);
	db_rollback(cx->side);
	return e;
}

enum err work_mail_done(struct ctx *cx, const struct mail_out *m, bool sent)
{
	const char *state = sent ? "sent" : m->tries + 1 >= MAIL_TRIES ? "failed" : "waiting";
	enum err e;

	TRY(db_begin(cx->side, DB_WRITE));
	e = db_run(cx->side, Q_MAIL_OUT_DONE, m->id, state, m->tries + 1);
	if (!e)
		e = db_run(cx->side, Q_MAIL_OUT_TIDY, clock_now(cx->clock) - KEEP_MS);
	if (!e)
		return db_commit(cx->side);
	db_rollback(cx->side);
	return e;
}

/* A header has ASCII only: encoded words, none of them parting a letter. */
static const char *header_text(struct ctx *cx, const char *s)
{
	char *out = arena_strdup(cx->a, "=?UTF-8?Q?");
	size_t word = 0;

	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (word >= WORD && (c & 0xC0) != 0x80) {
			out = arena_printf(cx->a, "%s?=\n =?UTF-8?Q?", out);
			word = 0;
		}
		if (c > ' ' && c < 127 && !strchr("=?_", c)) {
			out = arena_printf(cx->a, "%s%c", out, c);
			word++;
		} else {
			out = arena_printf(cx->a, "%s=%02X", out, c);
			word += 3;
		}
	}
	return arena_printf(cx->a, "%s?=", out);
}

const char *work_mail_text(struct ctx *cx, const struct mail_out *m, const char *from)
{
	return arena_printf(cx->a,
		"From: %s\nTo: %s\nSubject: %s\nMIME-Version: 1.0\n"
		"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
		"Auto-Submitted: auto-generated\n\n%s",
		from, m->address, header_text(cx, m->subject), m->body);
}

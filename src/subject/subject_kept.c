/*
 * subject_kept.c: everything that is kept about one person, on one page.
 */
#include "account/account.h"
#include "core/flow.h"
#include "core/tree.h"
#include "member/member_dues.h"
#include "member/member_file.h"
#include "subject/subject.h"

/* ---- functions and sessions of an account ---- */

struct func_row {
	const char *func, *org, *reach, *post;
	day_t from_day, last_day;
};

static const struct field func_fields[] = {
	F_CAT(struct func_row, func, M_FIELD_FUNC, CLASS_INSIDE, FF_KEY, "func"),
	F_TEXT(struct func_row, org, M_FIELD_ORG, CLASS_INSIDE, 0, 200),
	F_CAT(struct func_row, reach, M_FIELD_REACH, CLASS_INSIDE, 0, "reach"),
	F_DAY(struct func_row, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct func_row, last_day, M_FIELD_LAST_DAY, CLASS_INSIDE, 0),
	F_END,
};

static enum err add_functions(struct ctx *cx, struct doc *d, int64_t account)
{
	struct func_row *rows;
	const struct grant *g;
	struct doc_part *p;
	struct list grants;

	TRY(account_grants(cx, account, &grants));
	g = grants.rows;
	rows = arena_array(cx->a, grants.n + 1, sizeof(*rows));
	for (size_t i = 0; i < grants.n; i++) {
		rows[i] = (struct func_row){.func = g[i].func,
			.reach = g[i].reach,
			.from_day = g[i].from_day,
			.last_day = g[i].to_day == DAY_MAX ? DAY_MAX : day_add(g[i].to_day, -1)};
		TRY(member_org_name(cx, g[i].org, cx->say.today, &rows[i].org));
		if (!g[i].org)
			rows[i].org = msg_text(cx->say.lang, M_ACCOUNT_ALL_ORGS);
	}
	p = doc_table(d, "functions", M_ME_FUNCTIONS, func_fields,
		(struct list){rows, grants.n, sizeof(*rows)});
	p->empty = msg_text(cx->say.lang, M_ME_NO_FUNCTIONS);
	return ERR_OK;
}

struct session_row {
	const char *agent;
	int64_t made_ms, ends_ms;
};

static const struct field session_fields[] = {
	F_INSTANT(struct session_row, made_ms, M_FIELD_SIGNED_IN_AT, CLASS_INSIDE, FF_KEY),
	F_INSTANT(struct session_row, ends_ms, M_FIELD_SESSION_ENDS, CLASS_INSIDE, 0),
	F_TEXT(struct session_row, agent, M_FIELD_AGENT, CLASS_INSIDE, FF_MORE, 500),
	F_END,
};

static enum err add_sessions(struct ctx *cx, struct doc *d, int64_t account)
{
	struct doc_part *p;
	struct list rows;
	enum err e;

	TRY(db_begin(cx->side, DB_READ));
	e = db_list(cx->side, cx->a, session_fields, sizeof(struct session_row), &rows,
		Q_SUBJECT_SESSIONS, account, clock_now(cx->clock));
	db_rollback(cx->side);
	TRY(e);
	p = doc_table(d, "sessions", M_ME_SESSIONS, session_fields, rows);
	p->empty = msg_text(cx->say.lang, M_ME_NO_SESSIONS);
	return ERR_OK;
}

struct account_row {
	int64_t id;
	const char *login, *name;
	int closed;
};

static const struct field account_row_fields[] = {
	F_ID(struct account_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "account"),
	F_TEXT(struct account_row, login, M_FIELD_LOGIN, CLASS_INSIDE, FF_KEY, 60),
	F_TEXT(struct account_row, name, M_FIELD_ACCOUNT_NAME, CLASS_INSIDE, 0, 200),
	F_BOOL(struct account_row, closed, M_FIELD_CLOSED, CLASS_INSIDE, 0),
	F_END,
};

static enum err add_account(struct ctx *cx, struct doc *d, int64_t account)
{
	TRY(add_functions(cx, d, account));
	return add_sessions(cx, d, account);
}

static enum err add_accounts(struct ctx *cx, struct doc *d, int64_t person)
{
	const struct account_row *a;
	struct doc_part *p;
	struct list rows;

	TRY(db_list(
		cx->db, cx->a, account_row_fields, sizeof(*a), &rows, Q_SUBJECT_ACCOUNTS, person));
	a = rows.rows;
	p = doc_table(d, "accounts", M_ME_ACCOUNTS, account_row_fields, rows);
	p->empty = msg_text(cx->say.lang, M_ME_NO_ACCOUNT);
	for (size_t i = 0; i < rows.n; i++)
		TRY(add_account(cx, d, a[i].id));
	return ERR_OK;
}

/* ---- cases ---- */

struct case_row {
	int64_t id;
	const char *proc, *state;
	day_t since;
};

static const struct field case_fields[] = {
	F_ID(struct case_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "case"),
	F_CAT(struct case_row, proc, M_FIELD_FLOW_PROC, CLASS_INSIDE, FF_KEY, "flow_proc"),
	F_CAT(struct case_row, state, M_FIELD_STATE, CLASS_INSIDE, 0, "flow_state"),
	F_DAY(struct case_row, since, M_FIELD_FLOW_SINCE, CLASS_INSIDE, 0),
	F_END,
};

static enum err add_cases(struct ctx *cx, struct doc *d, int64_t person)
{
	const struct flow_spell *s;
	struct case_row *rows;
	struct doc_part *p;
	struct list cases;

	TRY(flow_cases_of(cx, person, &cases));
	s = cases.rows;
	rows = arena_array(cx->a, cases.n + 1, sizeof(*rows));
	for (size_t i = 0; i < cases.n; i++)
		rows[i] = (struct case_row){s[i].flow, s[i].proc, s[i].state, s[i].from_day};
	p = doc_table(
		d, "cases", M_FLOW_KEPT, case_fields, (struct list){rows, cases.n, sizeof(*rows)});
	p->row_href = "/case/";
	p->empty = msg_text(cx->say.lang, M_FLOW_KEPT_NONE);
	return ERR_OK;
}

/* ---- the record ---- */

/* Whoever reads about themselves need not be led to pages of the clerks. */
static void plain_line(struct ctx *cx, struct doc *d)
{
	struct doc_part *p = doc_find(d, "line");
	struct field *fields;
	size_t n = 0;

	if (!p)
		return;
	fields = arena_array(cx->a, field_count(p->fields) + 1, sizeof(*fields));
	field_each (f, p->fields)
		if (f->type != FT_URL)
			fields[n++] = *f;
	p->fields = fields;
}

enum err kept_add(struct ctx *cx, struct doc *d, int64_t person, int64_t account, bool all)
{
	struct person *p = arena_new_of(cx->a, struct person);

	if (!person)
		return add_account(cx, d, account);
	TRY(member_who(cx, person, p));
	member_attributes_add(cx, d, p);
	TRY(member_line(cx, d, person));
	plain_line(cx, d);
	TRY(add_cases(cx, d, person));
	TRY(dues_add(cx, d, person));
	TRY(requests_add(cx, d, person));
	TRY(looks_of_add(cx, d, person, all ? INT64_MAX : LOOKS_SHOWN));
	return add_accounts(cx, d, person);
}

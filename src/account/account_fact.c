#include "account/account_fact.h"

#include "base/crypto.h"

/* What was so until today stays as it was; what was written today only is taken back. */
static enum err set_fact(struct ctx *cx, int64_t account, const char *what, const char *value)
{
	day_t today = cx->say.today;

	TRY(db_run(cx->db, Q_ACCOUNT_FACT_VOID, account, what, cx->txn, cx->txn_ms));
	TRY(db_run(cx->db, Q_ACCOUNT_FACT_KEEP, account, what, id_new(cx->ids), today, cx->txn,
		cx->txn_ms));
	return db_run(cx->db, Q_ACCOUNT_FACT_INSERT, id_new(cx->ids), account, what, value, today,
		cx->txn, cx->txn_ms);
}

static const char *number(struct ctx *cx, int64_t n)
{
	return arena_printf(cx->a, "%lld", (long long)n);
}

static enum err password_fact(struct ctx *cx, int64_t account, const char *stored)
{
	char digest[DIGEST_TEXT];

	digest_hex(digest, str_of(stored));
	return set_fact(cx, account, "password", arena_strdup(cx->a, digest));
}

enum err account_insert(
	struct ctx *cx, int64_t id, const char *login, const char *name, int64_t person)
{
	const char *lang = "vi";

	TRY(db_run(cx->db, Q_ACCOUNT_INSERT, id, login, name, "", lang, person, cx->txn));
	TRY(set_fact(cx, id, "closed", "0"));
	TRY(set_fact(cx, id, "lang", lang));
	return set_fact(cx, id, "person", number(cx, person));
}

enum err account_set_password(struct ctx *cx, int64_t account, const char *stored)
{
	TRY(password_fact(cx, account, stored));
	return db_run(cx->db, Q_ACCOUNT_SET_PASSWORD, account, stored);
}

enum err account_set_closed(struct ctx *cx, int64_t account, bool closed)
{
	TRY(set_fact(cx, account, "closed", closed ? "1" : "0"));
	return db_run(cx->db, Q_ACCOUNT_SET_CLOSED, account, (int)closed);
}

enum err account_set_person(struct ctx *cx, int64_t account, int64_t person)
{
	TRY(set_fact(cx, account, "person", number(cx, person)));
	return db_run(cx->db, Q_ACCOUNT_SET_PERSON, account, person);
}

/* ---- of accounts from before ---- */

struct standing {
	int64_t id, person;
	int closed;
	const char *lang, *password;
};

static const struct field standing_fields[] = {
	F_ID(struct standing, id, M_FIELD_ID, CLASS_INSIDE, 0, "account"),
	F_ID(struct standing, person, M_FIELD_ID, CLASS_INSIDE, 0, "person"),
	F_BOOL(struct standing, closed, M_FIELD_CLOSED, CLASS_INSIDE, 0),
	F_TEXT(struct standing, lang, M_FIELD_LANG, CLASS_INSIDE, 0, 0),
	F_TEXT(struct standing, password, M_FIELD_PASSWORD, CLASS_INSIDE, 0, 0),
	F_END,
};

static enum err fill_one(struct ctx *cx, const struct standing *s)
{
	TRY(set_fact(cx, s->id, "closed", s->closed ? "1" : "0"));
	TRY(set_fact(cx, s->id, "lang", s->lang ? s->lang : ""));
	TRY(set_fact(cx, s->id, "person", number(cx, s->person)));
	return password_fact(cx, s->id, s->password ? s->password : "");
}

enum err account_facts_fill(struct ctx *cx)
{
	const struct standing *s;
	struct list all;

	TRY(db_list(cx->db, cx->a, standing_fields, sizeof(*s), &all, Q_ACCOUNT_WITHOUT_FACTS));
	if (all.n && !cx->txn)
		TRY(txn_start(cx, "config", NULL));
	s = all.rows;
	for (size_t i = 0; i < all.n; i++)
		TRY(fill_one(cx, &s[i]));
	return ERR_OK;
}

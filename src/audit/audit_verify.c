#include "audit/audit_verify.h"

#include "audit/audit_content.h"
#include "audit/audit_seal.h"
#include "base/crypto.h"
#include "core/config.h"

enum { LINKS = 100, STRAYS = 50 };

struct verify {
	struct ctx *cx;
	const struct keyring *ring;
	tree_found *found;
	void *found_arg;
	struct audit_report *r;
	struct audit_state at; /* what the next link goes on from */
};

static const char *number(struct verify *v, int64_t n)
{
	return arena_printf(v->cx->a, "%lld", (long long)n);
}

#define tell(v, ...) tell_text((v), msg_say((v)->cx->a, (v)->cx->say.lang, __VA_ARGS__))

static void tell_text(struct verify *v, const char *text)
{
	v->r->found++;
	v->found(v->found_arg, text);
}

/* ---- entries ---- */

struct entry {
	int64_t seq, txn;
	struct str digest;
};

struct act {
	int64_t at_ms;
	const char *action, *login;
};

static const struct field act_fields[] = {
	F_INT(struct act, at_ms, M_FIELD_AUDIT_AT, CLASS_INSIDE, 0, 0),
	F_TEXT(struct act, action, M_FIELD_AUDIT_ACTION, CLASS_INSIDE, 0, 0),
	F_TEXT(struct act, login, M_FIELD_LOGIN, CLASS_INSIDE, 0, 0),
	F_END,
};

/* The entry is named by what it was, as far as that can still be read. */
static enum err bad_entry(struct verify *v, const struct entry *en, enum msg what)
{
	struct act act = {0};
	enum err e = db_get(v->cx->db, v->cx->a, act_fields, &act, Q_AUDIT_TXN_OF, en->txn);
	const char *id = number(v, en->txn);

	if (e == ERR_NOT_FOUND) {
		tell(v, M_AUDIT_TXN_GONE, number(v, en->seq), id);
		return ERR_OK;
	}
	TRY(e);
	tell(v, what, number(v, en->seq), id,
		arena_printf(v->cx->a, "%s, %s", act.action,
			instant_text(v->cx->a, v->cx->say.lang, act.at_ms)));
	return ERR_OK;
}

static enum err check_content(struct verify *v, const struct entry *en)
{
	unsigned char digest[DIGEST_BYTES];
	struct audit_content c;
	struct audit_salts s;

	TRY(audit_content(v->cx, en->txn, &c));
	TRY(audit_salts(v->cx, en->txn, &s));
	v->r->erased += s.erased.n > 0;
	if (!s.whole && !s.units.n && c.n)
		return bad_entry(v, en, M_AUDIT_NO_SALT);
	if (!audit_entry_digest(&c, &s, digest) || en->digest.n != DIGEST_BYTES ||
		!bytes_eq(digest, en->digest.p, DIGEST_BYTES))
		return bad_entry(v, en, M_AUDIT_CHANGED);
	return ERR_OK;
}

static enum err read_entries(struct verify *v, const struct audit_link *l, struct list *ret)
{
	int64_t room = l->last_seq - l->first_seq + 1, n = 0;
	struct entry *rows;
	struct cursor c;

	*ret = (struct list){NULL, 0, sizeof(*rows)};
	if (room <= 0 || room > SEAL_ENTRIES)
		return ERR_OK;
	rows = arena_array(v->cx->a, (size_t)room, sizeof(*rows));
	TRY(db_query(v->cx->db, &c, Q_AUDIT_ENTRIES, l->first_seq, l->last_seq));
	while (db_next(&c) && n < room) {
		struct str d = db_bytes(&c, 2);
		rows[n++] = (struct entry){
			db_int(&c, 0), db_int(&c, 1), {arena_strndup(v->cx->a, d.p, d.n), d.n}};
	}
	*ret = (struct list){rows, (size_t)n, sizeof(*rows)};
	return db_end(&c);
}

/* ---- links ---- */

static bool goes_on(const struct verify *v, const struct audit_link *l)
{
	return l->batch == v->at.batch + 1 && l->first_seq == v->at.last_seq + 1 &&
	       l->through_ms > v->at.through_ms && text_eq(l->previous, v->at.head);
}

static bool head_right(const struct audit_link *l, const struct list *entries)
{
	const struct entry *en = entries->rows;
	char head[DIGEST_TEXT];
	struct digest d;

	if ((int64_t)entries->n != l->last_seq - l->first_seq + 1)
		return false;
	audit_link_start(&d, l);
	for (size_t i = 0; i < entries->n; i++)
		audit_link_entry(&d, en[i].seq, en[i].txn, en[i].digest);
	audit_link_end(&d, head);
	return text_eq(head, l->head);
}

static void check_mac(struct verify *v, const struct audit_link *l)
{
	const struct key *key = v->ring ? keyring_find(v->ring, l->key_id) : NULL;
	char mac[DIGEST_TEXT];

	if (!key) {
		v->r->unkeyed++;
		v->r->unkeyed_id = arena_strdup(v->cx->a, l->key_id);
		return;
	}
	audit_link_mac(key, l->head, mac);
	if (!secret_eq(mac, l->mac))
		tell(v, M_AUDIT_BAD_MAC, number(v, l->batch), l->key_id);
}

/* Findings outlive the rewinding of the arena: they have been told. */
static enum err check_entries(struct verify *v, const struct list *entries)
{
	const struct entry *en = entries->rows;

	for (size_t i = 0; i < entries->n; i++) {
		struct arena_mark m = arena_mark(v->cx->a);
		enum err e = check_content(v, &en[i]);
		arena_rewind(v->cx->a, m);
		TRY(e);
		v->r->entries++;
	}
	return ERR_OK;
}

static enum err check_link(struct verify *v, const struct audit_link *l)
{
	struct list entries;

	if (!goes_on(v, l))
		tell(v, M_AUDIT_NO_LINK, number(v, l->batch), number(v, v->at.batch));
	TRY(read_entries(v, l, &entries));
	if (!head_right(l, &entries))
		tell(v, M_AUDIT_BAD_HEAD, number(v, l->batch));
	check_mac(v, l);
	TRY(check_entries(v, &entries));
	v->at = (struct audit_state){l->batch, l->last_seq, l->through_ms, l->at_ms, l->head};
	v->r->links++;
	return ERR_OK;
}

static enum err check_links(struct verify *v)
{
	struct list list;

	do {
		const struct audit_link *l;
		TRY(db_list(v->cx->db, v->cx->a, audit_link_fields, sizeof(*l), &list,
			Q_AUDIT_LINKS, v->at.batch, (int64_t)LINKS));
		l = list.rows;
		for (size_t i = 0; i < list.n; i++)
			TRY(check_link(v, &l[i]));
	} while (list.n == LINKS);
	v->r->batch = v->at.batch;
	v->r->head = v->at.head;
	return ERR_OK;
}

/* ---- what nobody accounts for ---- */

static enum err tell_strays(struct verify *v, enum stmt stmt, enum msg what)
{
	struct cursor c;

	TRY(db_query(v->cx->db, &c, stmt, (int64_t)STRAYS));
	while (db_next(&c))
		tell(v, what, db_text(&c, 0), number(v, db_int(&c, 1)));
	return db_end(&c);
}

static enum err check_missed(struct verify *v)
{
	struct cursor c;
	int64_t more;

	TRY(db_query(v->cx->db, &c, Q_AUDIT_MISSED, v->at.through_ms, (int64_t)STRAYS));
	while (db_next(&c))
		tell(v, M_AUDIT_MISSED, number(v, db_int(&c, 0)), db_text(&c, 2),
			instant_text(v->cx->a, v->cx->say.lang, db_int(&c, 1)));
	TRY(db_end(&c));
	TRY(db_number(v->cx->db, &more, 0, Q_AUDIT_ENTRIES_AFTER, v->at.last_seq));
	if (more)
		tell(v, M_AUDIT_LOOSE_ENTRIES, number(v, more), number(v, v->at.last_seq));
	return ERR_OK;
}

/* ---- what stands in place of what was written down ---- */

struct standing {
	const char *login, *password, *lang, *was_closed, *was_person, *was_lang, *was_password;
	int64_t closed, person;
};

static const struct field standing_fields[] = {
	F_TEXT(struct standing, login, M_FIELD_LOGIN, CLASS_INSIDE, 0, 0),
	F_TEXT(struct standing, password, M_FIELD_PASSWORD, CLASS_INSIDE, 0, 0),
	F_TEXT(struct standing, lang, M_FIELD_LANG, CLASS_INSIDE, 0, 0),
	F_TEXT(struct standing, was_closed, M_FIELD_CLOSED, CLASS_INSIDE, 0, 0),
	F_TEXT(struct standing, was_person, M_FIELD_PERSON, CLASS_INSIDE, 0, 0),
	F_TEXT(struct standing, was_lang, M_FIELD_LANG, CLASS_INSIDE, 0, 0),
	F_TEXT(struct standing, was_password, M_FIELD_PASSWORD, CLASS_INSIDE, 0, 0),
	F_INT(struct standing, closed, M_FIELD_CLOSED, CLASS_INSIDE, 0, 0),
	F_INT(struct standing, person, M_FIELD_PERSON, CLASS_INSIDE, 0, 0),
	F_END,
};

/* As account/account_fact.h writes it down: the digest of what is stored of a password. */
static void compare_account(struct verify *v, const struct standing *s)
{
	char digest[DIGEST_TEXT];

	digest_hex(digest, str_of(s->password ? s->password : ""));
	if (!text_eq(s->was_closed, number(v, s->closed)))
		tell(v, M_AUDIT_ACCOUNT_CLOSED, s->login);
	if (!text_eq(s->was_person, number(v, s->person)))
		tell(v, M_AUDIT_ACCOUNT_PERSON, s->login);
	if (!text_eq(s->was_lang, s->lang))
		tell(v, M_AUDIT_ACCOUNT_LANG, s->login);
	if (!text_eq(s->was_password, digest))
		tell(v, M_AUDIT_ACCOUNT_PASSWORD, s->login);
}

static enum err check_accounts(struct verify *v)
{
	struct cursor c;

	TRY(db_query(v->cx->db, &c, Q_AUDIT_ACCOUNTS));
	while (db_next(&c)) {
		struct arena_mark m = arena_mark(v->cx->a);
		struct standing s = {0};
		db_row(&c, v->cx->a, standing_fields, &s);
		compare_account(v, &s);
		arena_rewind(v->cx->a, m);
	}
	return db_end(&c);
}

static void tell_config(void *p, const char *text)
{
	tell_text(p, text);
}

static enum err count_waiting(struct verify *v)
{
	struct cursor c;

	TRY(db_query(v->cx->db, &c, Q_AUDIT_TAIL, v->at.through_ms));
	if (db_next(&c)) {
		v->r->waiting = db_int(&c, 0);
		v->r->since_ms = db_null(&c, 1) ? 0 : db_int(&c, 1);
	}
	return db_end(&c);
}

enum err audit_verify(struct ctx *cx, const struct keyring *ring, tree_found *found, void *p,
	struct audit_report *ret)
{
	struct verify v = {cx, ring, found, p, ret, {0, 0, -1, 0, audit_origin}};

	*ret = (struct audit_report){0};
	TRY(check_links(&v));
	TRY(check_missed(&v));
	TRY(tell_strays(&v, Q_AUDIT_LOOSE, M_AUDIT_LOOSE));
	TRY(tell_strays(&v, Q_AUDIT_STRAYS, M_AUDIT_STRAY));
	TRY(tell_strays(&v, Q_AUDIT_STRAY_PERSONS, M_AUDIT_STRAY));
	TRY(check_accounts(&v));
	TRY(config_verify(cx, tell_config, &v));
	return count_waiting(&v);
}

enum err audit_verify_head(
	struct ctx *cx, int64_t batch, const char *head, tree_found *found, void *p)
{
	const char *n = arena_printf(cx->a, "%lld", (long long)batch);
	enum msg what = M_NONE;
	struct cursor c;

	if (!batch)
		return ERR_OK;
	TRY(db_query(cx->db, &c, Q_AUDIT_HEAD_OF, batch));
	if (!db_next(&c))
		what = M_AUDIT_CUT;
	else if (!text_eq(db_text(&c, 0), head))
		what = M_AUDIT_OTHER;
	TRY(db_end(&c));
	if (what)
		found(p, msg_say(cx->a, cx->say.lang, what, n, head));
	return ERR_OK;
}

/* ---- in words ---- */

static const char *count(struct ctx *cx, int64_t n)
{
	return number_text(cx->a, cx->say.lang, n);
}

void audit_say(struct ctx *cx, const struct audit_report *r, bool keys, tree_found *line, void *p)
{
	enum lang lang = cx->say.lang;

	if (r->links)
		line(p, msg_say(cx->a, lang, M_AUDIT_REPORT, count(cx, r->links),
				count(cx, r->entries), r->head));
	else
		line(p, msg_text(lang, keys ? M_AUDIT_NOTHING_SEALED : M_AUDIT_NO_KEY));
	if (r->waiting)
		line(p, msg_say(cx->a, lang, M_AUDIT_WAITING, count(cx, r->waiting),
				instant_text(cx->a, lang, r->since_ms)));
	if (r->unkeyed)
		line(p, msg_say(cx->a, lang, M_AUDIT_UNKEYED, count(cx, r->unkeyed),
				r->unkeyed_id));
}

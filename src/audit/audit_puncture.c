#include "audit/audit_puncture.h"

static enum err compare(struct ctx *cx, const struct puncture *p, enum puncture_state *ret_state)
{
	unsigned char digest[DIGEST_BYTES];
	struct cursor c;

	*ret_state = PUNCTURE_UNSEALED;
	TRY(db_query(cx->db, &c, Q_AUDIT_ENTRY_OF, p->txn));
	if (db_next(&c)) {
		bool right =
			audit_entry_digest(&p->content, &p->salts, digest) &&
			str_eq((struct str){(const char *)digest, DIGEST_BYTES}, db_bytes(&c, 1));
		*ret_state = right ? PUNCTURE_FINE : PUNCTURE_CHANGED;
	}
	return db_end(&c);
}

enum err puncture_read(
	struct ctx *cx, int64_t txn, struct puncture *ret, enum puncture_state *ret_state)
{
	ret->txn = txn;
	TRY(audit_content(cx, txn, &ret->content));
	TRY(audit_salts(cx, txn, &ret->salts));
	return compare(cx, ret, ret_state);
}

static enum err keep_digest(
	struct ctx *cx, const struct puncture *p, const struct audit_unit *u, int64_t erasure)
{
	unsigned char salt[SALT_BYTES], digest[DIGEST_BYTES];

	if (!audit_salt_of(&p->salts, u->id, salt))
		return ERR_DB;
	audit_unit_end(u, salt, digest);
	if (!p->salts.whole)
		TRY(db_run(cx->db, Q_ERASURE_SALT_DELETE, p->txn, u->id));
	return db_run(cx->db, Q_ERASURE_KEPT_INSERT, p->txn, u->id,
		((struct str){(const char *)digest, DIGEST_BYTES}), erasure, cx->txn);
}

static enum err keep_salt(struct ctx *cx, const struct puncture *p, int64_t unit)
{
	unsigned char salt[SALT_BYTES];

	if (!p->salts.whole)
		return ERR_OK;
	audit_unit_salt(p->salts.salt, unit, salt);
	return db_run(cx->db, Q_AUDIT_SALT_INSERT, p->txn, unit,
		((struct str){(const char *)salt, SALT_BYTES}));
}

enum err puncture_apply(struct ctx *cx, const struct puncture *p,
	bool (*goes)(const void *arg, int64_t unit), const void *arg, int64_t erasure)
{
	for (size_t i = 0; i < p->content.n; i++) {
		const struct audit_unit *u = &p->content.units[i];
		if (goes(arg, u->id))
			TRY(keep_digest(cx, p, u, erasure));
		else
			TRY(keep_salt(cx, p, u->id));
	}
	return db_run(cx->db, Q_ERASURE_SALT_DELETE, p->txn, (int64_t)UNIT_SALT);
}

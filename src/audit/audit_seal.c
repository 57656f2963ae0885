#include "audit/audit_seal.h"

#include "audit/audit_content.h"

#include <stdio.h>

struct waiting {
	int64_t id, at_ms;
};

static const struct field waiting_fields[] = {
	F_ID(struct waiting, id, M_FIELD_TXN, CLASS_INSIDE, 0, "txn"),
	F_INT(struct waiting, at_ms, M_FIELD_AUDIT_AT, CLASS_INSIDE, 0, 0),
	F_END,
};

static const struct field state_fields[] = {
	F_INT(struct audit_state, batch, M_FIELD_AUDIT_BATCH, CLASS_INSIDE, 0, 0),
	F_INT(struct audit_state, last_seq, M_FIELD_AUDIT_LAST, CLASS_INSIDE, 0, 0),
	F_INT(struct audit_state, through_ms, M_FIELD_AUDIT_THROUGH, CLASS_INSIDE, 0, 0),
	F_INT(struct audit_state, at_ms, M_FIELD_AUDIT_SEALED_AT, CLASS_INSIDE, 0, 0),
	F_TEXT(struct audit_state, head, M_FIELD_AUDIT_HEAD, CLASS_INSIDE, 0, 0),
	F_END,
};

enum err audit_state(struct ctx *cx, struct audit_state *ret)
{
	enum err e;

	*ret = (struct audit_state){.through_ms = -1, .head = audit_origin};
	e = db_get(cx->db, cx->a, state_fields, ret, Q_AUDIT_STATE);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

struct entry {
	int64_t seq, txn;
	unsigned char digest[DIGEST_BYTES], salt[SALT_BYTES];
};

struct batch {
	struct audit_link link;
	struct entry *entries;
	size_t n;
	char head[DIGEST_TEXT], mac[DIGEST_TEXT];
};

static enum err compute(struct ctx *cx, struct entry *en, int64_t *rows)
{
	struct arena_mark m = arena_mark(cx->a);
	struct audit_salts salts = {.whole = true};
	struct audit_content c;
	enum err e;

	random_bytes(en->salt, sizeof(en->salt));
	memcpy(salts.salt, en->salt, sizeof(en->salt));
	e = audit_content(cx, en->txn, &c);
	if (!e && !audit_entry_digest(&c, &salts, en->digest))
		e = ERR_DB;
	*rows += e ? 0 : c.rows;
	arena_rewind(cx->a, m);
	return e;
}

/* As many as a batch may have: their number, or all that they wrote. */
static enum err collect(struct ctx *cx, struct batch *b)
{
	const struct waiting *w;
	struct audit_state st;
	struct list list;
	int64_t rows = 0;

	TRY(audit_state(cx, &st));
	TRY(db_list(cx->db, cx->a, waiting_fields, sizeof(*w), &list, Q_AUDIT_WAITING,
		st.through_ms, (int64_t)SEAL_ENTRIES));
	w = list.rows;
	b->entries = arena_array(cx->a, list.n + 1, sizeof(*b->entries));
	b->link = (struct audit_link){
		.batch = st.batch + 1, .first_seq = st.last_seq + 1, .previous = st.head};
	for (; b->n < list.n && rows < SEAL_ROWS; b->n++) {
		struct entry *en = &b->entries[b->n];
		en->seq = st.last_seq + 1 + (int64_t)b->n;
		en->txn = w[b->n].id;
		b->link.last_seq = en->seq;
		b->link.through_ms = w[b->n].at_ms;
		TRY(compute(cx, en, &rows));
	}
	return ERR_OK;
}

static void close_link(struct ctx *cx, struct batch *b, const struct key *key)
{
	struct digest d;

	b->link.at_ms = clock_now(cx->clock);
	b->link.key_id = key->id;
	audit_link_start(&d, &b->link);
	for (size_t i = 0; i < b->n; i++)
		audit_link_entry(&d, b->entries[i].seq, b->entries[i].txn,
			(struct str){(const char *)b->entries[i].digest, DIGEST_BYTES});
	audit_link_end(&d, b->head);
	audit_link_mac(key, b->head, b->mac);
	b->link.head = b->head;
	b->link.mac = b->mac;
}

static enum err write_entries(struct ctx *cx, const struct batch *b)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct entry *en = &b->entries[i];
		TRY(db_run(cx->db, Q_AUDIT_ENTRY_INSERT, en->seq, en->txn,
			((struct str){(const char *)en->digest, DIGEST_BYTES})));
		TRY(db_run(cx->db, Q_AUDIT_SALT_INSERT, en->txn, (int64_t)UNIT_SALT,
			((struct str){(const char *)en->salt, SALT_BYTES})));
	}
	return ERR_OK;
}

static enum err write_all(struct ctx *cx, const struct batch *b)
{
	const struct audit_link *l = &b->link;
	enum err e;

	TRY(db_run(cx->db, Q_AUDIT_LINK_INSERT, l->batch, l->first_seq, l->last_seq, l->through_ms,
		l->at_ms, l->previous, l->head, l->key_id, l->mac));
	TRY(db_batch_begin(cx->db));
	e = write_entries(cx, b);
	if (e)
		return e;
	return db_batch_end(cx->db);
}

static enum err store(struct ctx *cx, const struct batch *b)
{
	enum err e = db_begin(cx->db, DB_WRITE);

	if (!e)
		e = write_all(cx, b);
	if (!e)
		e = db_commit(cx->db);
	db_rollback(cx->db);
	return e;
}

enum err audit_seal(struct ctx *cx, const struct key *key, struct audit_sealed *ret)
{
	struct batch b = {0};
	enum err e;

	*ret = (struct audit_sealed){0};
	TRY(db_begin(cx->db, DB_READ));
	e = collect(cx, &b);
	db_rollback(cx->db);
	if (e || !b.n)
		return e;
	close_link(cx, &b, key);
	e = store(cx, &b);
	if (e == ERR_CONFLICT || e == ERR_RETRY)
		return ERR_OK;
	TRY(e);
	*ret = (struct audit_sealed){b.link.batch, (int64_t)b.n, arena_strdup(cx->a, b.link.head)};
	return ERR_OK;
}

enum err audit_seal_all(struct ctx *cx, const struct key *key, struct audit_sealed *ret)
{
	struct audit_sealed one;

	*ret = (struct audit_sealed){0};
	do {
		TRY(audit_seal(cx, key, &one));
		if (one.entries)
			*ret = (struct audit_sealed){
				one.batch, ret->entries + one.entries, one.head};
	} while (one.entries);
	return ERR_OK;
}

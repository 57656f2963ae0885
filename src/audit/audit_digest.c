#include "audit/audit_digest.h"

#include "base/field.h"

#include <stdio.h>

const char audit_origin[] = "0000000000000000000000000000000000000000000000000000000000000000";

const struct field audit_link_fields[] = {
	F_INT(struct audit_link, batch, M_FIELD_AUDIT_BATCH, CLASS_INSIDE, FF_KEY, 0),
	F_INSTANT(struct audit_link, at_ms, M_FIELD_AUDIT_SEALED_AT, CLASS_INSIDE, 0),
	F_INT(struct audit_link, first_seq, M_FIELD_AUDIT_FIRST, CLASS_INSIDE, 0, 0),
	F_INT(struct audit_link, last_seq, M_FIELD_AUDIT_LAST, CLASS_INSIDE, 0, 0),
	F_INSTANT(struct audit_link, through_ms, M_FIELD_AUDIT_THROUGH, CLASS_INSIDE, FF_MORE),
	F_TEXT(struct audit_link, previous, M_FIELD_AUDIT_PREVIOUS, CLASS_INSIDE, FF_MORE, 0),
	F_TEXT(struct audit_link, head, M_FIELD_AUDIT_HEAD, CLASS_INSIDE, 0, 0),
	F_TEXT(struct audit_link, key_id, M_FIELD_AUDIT_KEY, CLASS_INSIDE, FF_MORE, 0),
	F_TEXT(struct audit_link, mac, M_FIELD_AUDIT_MAC, CLASS_INSIDE, FF_MORE, 0),
	F_END,
};

enum { NUMBER_BYTES = 8 };

static void number_bytes(unsigned char ret[NUMBER_BYTES], int64_t n)
{
	uint64_t v = (uint64_t)n;

	for (int i = 0; i < NUMBER_BYTES; i++, v >>= 8)
		ret[i] = (unsigned char)v;
}

static void add_number(struct digest *d, int64_t n)
{
	unsigned char bytes[NUMBER_BYTES];

	number_bytes(bytes, n);
	digest_add(d, bytes, sizeof(bytes));
}

/* With its NUL, so that two texts one after another are not another two. */
static void add_name(struct digest *d, const char *s)
{
	digest_add(d, s, strlen(s) + 1);
}

/* ---- rows ---- */

static void put_number(struct buf *b, int64_t n)
{
	unsigned char bytes[NUMBER_BYTES];

	number_bytes(bytes, n);
	buf_put(b, bytes, sizeof(bytes));
}

static void put_name(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s) + 1);
}

void audit_row_start(struct buf *b, const char *source, char event)
{
	buf_reset(b);
	buf_putc(b, 'R');
	put_name(b, source);
	buf_putc(b, event);
}

void audit_row_value(struct buf *b, const char *name, const struct db_val *v)
{
	if (v->type == DB_NULL || (v->type == DB_INT && !v->i))
		return;
	put_name(b, name);
	if (v->type == DB_INT) {
		buf_putc(b, 'i');
		put_number(b, v->i);
		return;
	}
	buf_putc(b, v->type == DB_TEXT ? 't' : 'b');
	put_number(b, (int64_t)v->s.n);
	buf_str(b, v->s);
}

void audit_row_end(struct buf *b)
{
	put_name(b, "");
}

/* ---- units ---- */

void audit_unit_start(struct audit_unit *u, int64_t id)
{
	*u = (struct audit_unit){.id = id};
}

void audit_unit_row(struct audit_unit *u, struct str row)
{
	struct digest d;

	digest_start(&d);
	digest_add(&d, u->state, sizeof(u->state));
	digest_add(&d, row.p, row.n);
	digest_end(&d, u->state);
	u->rows++;
}

void audit_unit_salt(const unsigned char salt[SALT_BYTES], int64_t unit, unsigned char *ret)
{
	struct digest d;

	digest_start(&d);
	add_name(&d, "guong unit salt");
	digest_add(&d, salt, SALT_BYTES);
	add_number(&d, unit);
	digest_end(&d, ret);
}

void audit_unit_end(const struct audit_unit *u, const unsigned char unit_salt[SALT_BYTES],
	unsigned char ret[DIGEST_BYTES])
{
	struct digest d;

	digest_start(&d);
	add_name(&d, "guong unit");
	digest_add(&d, unit_salt, SALT_BYTES);
	add_number(&d, u->id);
	add_number(&d, u->rows);
	digest_add(&d, u->state, sizeof(u->state));
	digest_end(&d, ret);
}

/* ---- entries and links ---- */

void audit_entry_start(struct digest *d, int64_t txn, size_t units)
{
	digest_start(d);
	add_name(d, "guong entry");
	add_number(d, txn);
	add_number(d, (int64_t)units);
}

void audit_entry_unit(struct digest *d, int64_t unit, const unsigned char digest[DIGEST_BYTES])
{
	add_number(d, unit);
	digest_add(d, digest, DIGEST_BYTES);
}

void audit_link_start(struct digest *d, const struct audit_link *l)
{
	digest_start(d);
	add_name(d, "guong link");
	add_number(d, l->batch);
	add_number(d, l->first_seq);
	add_number(d, l->last_seq);
	add_number(d, l->through_ms);
	add_number(d, l->at_ms);
	add_name(d, l->previous);
	add_name(d, l->key_id);
}

void audit_link_entry(struct digest *d, int64_t seq, int64_t txn, struct str digest)
{
	add_number(d, seq);
	add_number(d, txn);
	add_number(d, (int64_t)digest.n);
	digest_add(d, digest.p, digest.n);
}

void audit_link_end(struct digest *d, char ret_head[DIGEST_TEXT])
{
	unsigned char bytes[DIGEST_BYTES];

	digest_end(d, bytes);
	for (int i = 0; i < DIGEST_BYTES; i++)
		snprintf(ret_head + 2 * i, 3, "%02x", bytes[i]);
}

void audit_link_mac(const struct key *key, const char *head, char ret[DIGEST_TEXT])
{
	unsigned char secret[KEY_BYTES];

	key_derive(key, "audit", secret, sizeof(secret));
	mac_hex(ret, (struct str){(const char *)secret, sizeof(secret)}, str_of(head));
	secret_forget(secret, sizeof(secret));
}

/*
 * audit_list.c: what was done: all of it, and one transaction.
 */
#include "audit/audit.h"
#include "audit/audit_content.h"
#include "audit/audit_seal.h"
#include "core/filter.h"
#include "core/listing.h"

#include <stdio.h>

enum { FILTERS = 5 };

struct row {
	int64_t id, at_ms, persons, seq;
	const char *login, *action, *via, *state;
};

static const struct field row_fields[] = {
	F_ID(struct row, id, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_INSTANT(struct row, at_ms, M_FIELD_AT, CLASS_INSIDE, FF_KEY),
	F_TEXT(struct row, login, M_FIELD_ACCOUNT, CLASS_INSIDE, 0, 0),
	F_CAT(struct row, action, M_FIELD_AUDIT_ACTION, CLASS_INSIDE, 0, "txn_action"),
	F_CAT(struct row, via, M_FIELD_VIA, CLASS_INSIDE, 0, "via"),
	F_INT(struct row, persons, M_FIELD_AUDIT_PERSONS, CLASS_INSIDE, 0, 0),
	F_CAT(struct row, state, M_FIELD_STATE, CLASS_INSIDE, 0, "audit_state"),
	F_INT(struct row, seq, M_FIELD_AUDIT_SEQ, CLASS_INSIDE, FF_MORE, 0),
	F_END,
};

struct list_in {
	day_t from, to;
	const char *login, *func, *kind;
};

static const struct field list_in_fields[FILTERS + 1] = {
	F_DAY(struct list_in, from, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct list_in, to, M_FIELD_LAST_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct list_in, login, M_FIELD_LOGIN, CLASS_INSIDE, 0, 60),
	F_CAT(struct list_in, func, M_FIELD_FUNC, CLASS_INSIDE, 0, "func"),
	F_CAT(struct list_in, kind, M_FIELD_AUDIT_KIND, CLASS_INSIDE, 0, "audit_kind"),
	F_END,
};

static const struct listing done = {.name = "done",
	.empty = M_AUDIT_NOTHING,
	.fields = row_fields,
	.size = sizeof(struct row),
	.first = Q_AUDIT_FIRST,
	.after = Q_AUDIT_NEXT,
	.row_href = "/audit/"};

void audit_path(struct ctx *cx, struct doc *d)
{
	doc_path(d, msg_text(cx->say.lang, M_AUDIT_LIST), "/audit");
}

static const char *or_all(const char *s)
{
	return s ? s : "";
}

/* The filters are in the links to further rows, not in those to one of them. */
static enum err add_rows(struct ctx *cx, struct doc *d, const struct list_in *in)
{
	int64_t from = in->from ? ms_of_day(in->from) : 0;
	int64_t until = in->to ? ms_of_day(day_add(in->to, 1)) : MS_MAX;
	struct doc_part *p;

	cx->query = filter_query(cx, "", list_in_fields, FILTERS, in);
	listing_exports(cx, d, cx->query);
	TRY(listing_add(cx, d, &done,
		(const struct db_val[]){DB_ARGS(
			from, until, or_all(in->login), or_all(in->func), or_all(in->kind))},
		FILTERS, &p));
	p->row_keep = "";
	return ERR_OK;
}

static enum err list(struct ctx *cx, const void *vin, struct doc *d)
{
	const struct list_in *in = vin;

	d->title = msg_text(cx->say.lang, M_AUDIT_LIST);
	d->lead = msg_text(cx->say.lang, M_AUDIT_LEAD);
	if ((in->from && day_precision(in->from) != DAY_EXACT) ||
		(in->to && day_precision(in->to) != DAY_EXACT))
		return cx_fault(cx, ERR_BAD_INPUT, in->from ? "from" : "to", M_VALUE_NO_DAY);
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_AUDIT_CHAIN), "/audit/chain");
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_ERASURE_LIST), "/erasure");
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_TERM_LIST), "/retention");
	filter_form(cx, d, list_in_fields, FILTERS, in, M_AUDIT_SHOW);
	return add_rows(cx, d, in);
}

const struct action audit_list = {.in = list_in_fields,
	.in_size = sizeof(struct list_in),
	.read = list,
	.title = M_AUDIT_LIST};

/* ---- one of them ---- */

struct facts {
	int64_t at_ms, persons, seq, batch;
	const char *login, *action, *via, *state, *digest;
};

static const struct field facts_fields[] = {
	F_INSTANT(struct facts, at_ms, M_FIELD_AT, CLASS_INSIDE, 0),
	F_TEXT(struct facts, login, M_FIELD_ACCOUNT, CLASS_INSIDE, 0, 0),
	F_CAT(struct facts, via, M_FIELD_VIA, CLASS_INSIDE, 0, "via"),
	F_INT(struct facts, persons, M_FIELD_AUDIT_PERSONS, CLASS_INSIDE, 0, 0),
	F_CAT(struct facts, state, M_FIELD_STATE, CLASS_INSIDE, 0, "audit_state"),
	F_INT(struct facts, batch, M_FIELD_AUDIT_BATCH, CLASS_INSIDE, 0, 0),
	F_INT(struct facts, seq, M_FIELD_AUDIT_SEQ, CLASS_INSIDE, 0, 0),
	F_TEXT(struct facts, digest, M_FIELD_AUDIT_DIGEST, CLASS_INSIDE, 0, 0),
	F_END,
};

struct erased_row {
	int64_t id, ended_ms;
	const char *rule, *login;
};

static const struct field erased_fields[] = {
	F_ID(struct erased_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "erasure"),
	F_INSTANT(struct erased_row, ended_ms, M_FIELD_AUDIT_ERASED_AT, CLASS_INSIDE, FF_KEY),
	F_TEXT(struct erased_row, login, M_FIELD_ACCOUNT, CLASS_INSIDE, 0, 0),
	F_CAT(struct erased_row, rule, M_FIELD_ERASURE_RULE, CLASS_INSIDE, 0, "erasure_rule"),
	F_END,
};

/* How its rows compare with the chain, said at the top. */
static enum err compare(struct ctx *cx, struct doc *d, int64_t txn, struct facts *f)
{
	unsigned char digest[DIGEST_BYTES];
	struct audit_content content;
	struct audit_salts salts;
	char hex[DIGEST_TEXT] = "";
	struct cursor c;
	bool right;

	TRY(audit_content(cx, txn, &content));
	TRY(audit_salts(cx, txn, &salts));
	right = audit_entry_digest(&content, &salts, digest);
	TRY(db_query(cx->db, &c, Q_AUDIT_ENTRY_OF, txn));
	if (db_next(&c)) {
		struct str kept = db_bytes(&c, 1);
		right = right && str_eq(kept, (struct str){(const char *)digest, DIGEST_BYTES});
		for (size_t i = 0; i < kept.n && i < DIGEST_BYTES; i++)
			snprintf(hex + 2 * i, 3, "%02x", (unsigned char)kept.p[i]);
		f->digest = arena_strdup(cx->a, hex);
		doc_note(d, right ? DOC_DONE : DOC_ERROR,
			msg_text(cx->say.lang, right ? M_AUDIT_ROWS_RIGHT : M_AUDIT_ROWS_CHANGED));
	} else {
		doc_note(d, DOC_WARN, msg_text(cx->say.lang, M_AUDIT_ROWS_WAIT));
	}
	return db_end(&c);
}

static enum err add_erased(struct ctx *cx, struct doc *d, int64_t txn)
{
	struct doc_part *p;
	struct list rows;

	TRY(db_list(cx->db, cx->a, erased_fields, sizeof(struct erased_row), &rows,
		Q_AUDIT_ERASURES_OF, txn));
	if (!rows.n)
		return ERR_OK;
	p = doc_table(d, "erased", M_AUDIT_ERASED, erased_fields, rows);
	p->row_href = "/erasure/";
	return ERR_OK;
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct facts *f = arena_new_of(cx->a, struct facts);
	struct row row = {0};
	long long id = 0;
	enum err e = ERR_NOT_FOUND;

	(void)in;
	if (str_to_int(str_of(cx->item), &id))
		e = db_get(cx->db, cx->a, row_fields, &row, Q_AUDIT_ONE, (int64_t)id);
	if (e == ERR_NOT_FOUND)
		return cx_fault(cx, e, NULL, M_ERR_NOT_FOUND);
	TRY(e);
	audit_path(cx, d);
	d->title = cat_name(cx->say.cats, cx->say.lang, "txn_action", row.action);
	*f = (struct facts){.at_ms = row.at_ms,
		.persons = row.persons,
		.seq = row.seq,
		.login = row.login,
		.action = row.action,
		.via = row.via,
		.state = row.state};
	TRY(db_number(cx->db, &f->batch, 0, Q_AUDIT_LINK_OF, row.seq));
	TRY(compare(cx, d, row.id, f));
	doc_record(d, "txn", M_NONE, facts_fields, f);
	return add_erased(cx, d, row.id);
}

const struct action audit_show = {.read = show, .title = M_AUDIT_ONE};

/*
 * audit_chain.c: how the chain stands, its links, what came of verifying it.
 */
#include "audit/audit.h"
#include "audit/audit_check.h"
#include "audit/audit_digest.h"
#include "audit/audit_seal.h"
#include "core/listing.h"

enum { CHECKS = 10 };

struct link_row {
	int64_t id, batch, at_ms, first_seq, last_seq;
	const char *head, *key_id, *mac;
};

static const struct field link_fields[] = {
	F_ID(struct link_row, id, M_FIELD_AUDIT_BATCH, CLASS_INSIDE, 0, "link"),
	F_INSTANT(struct link_row, at_ms, M_FIELD_AUDIT_SEALED_AT, CLASS_INSIDE, FF_KEY),
	F_INT(struct link_row, first_seq, M_FIELD_AUDIT_FIRST, CLASS_INSIDE, 0, 0),
	F_INT(struct link_row, last_seq, M_FIELD_AUDIT_LAST, CLASS_INSIDE, 0, 0),
	F_TEXT(struct link_row, head, M_FIELD_AUDIT_HEAD, CLASS_INSIDE, 0, 0),
	F_TEXT(struct link_row, key_id, M_FIELD_AUDIT_KEY, CLASS_INSIDE, FF_MORE, 0),
	F_TEXT(struct link_row, mac, M_FIELD_AUDIT_MAC, CLASS_INSIDE, FF_MORE, 0),
	F_END,
};

static const struct listing links = {.name = "links",
	.title = M_AUDIT_LINKS,
	.empty = M_AUDIT_NO_LINKS,
	.fields = link_fields,
	.size = sizeof(struct link_row),
	.first = Q_AUDIT_LINKS_FIRST,
	.after = Q_AUDIT_LINKS_NEXT};

struct state {
	int64_t batch, entries, at_ms, waiting, since_ms;
	const char *head;
};

static const struct field state_fields[] = {
	F_INT(struct state, batch, M_FIELD_AUDIT_BATCH, CLASS_INSIDE, FF_ZERO, 0),
	F_TEXT(struct state, head, M_FIELD_AUDIT_HEAD, CLASS_INSIDE, 0, 0),
	F_INSTANT(struct state, at_ms, M_FIELD_AUDIT_SEALED_AT, CLASS_INSIDE, 0),
	F_INT(struct state, entries, M_FIELD_AUDIT_ENTRIES, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct state, waiting, M_FIELD_AUDIT_WAITING, CLASS_INSIDE, FF_ZERO, 0),
	F_INSTANT(struct state, since_ms, M_FIELD_AUDIT_SINCE, CLASS_INSIDE, 0),
	F_END,
};

static enum err read_state(struct ctx *cx, struct state *ret)
{
	struct audit_state st;
	struct cursor c;

	TRY(audit_state(cx, &st));
	*ret = (struct state){.batch = st.batch,
		.entries = st.last_seq,
		.at_ms = st.at_ms,
		.head = st.batch ? st.head : NULL};
	TRY(db_query(cx->db, &c, Q_AUDIT_TAIL, st.through_ms));
	if (db_next(&c)) {
		ret->waiting = db_int(&c, 0);
		ret->since_ms = db_null(&c, 1) ? 0 : db_int(&c, 1);
	}
	return db_end(&c);
}

/* What the last verification says, before anything else. */
static void say_last(struct ctx *cx, struct doc *d, const struct list *checks)
{
	const struct audit_check *c = checks->rows;
	enum lang lang = cx->say.lang;

	if (checks->n && !c->done_ms) {
		doc_note(d, DOC_PLAIN, msg_text(lang, M_AUDIT_CHECK_WAITS));
		d->refresh = 5;
		c++;
	}
	if (c == (const struct audit_check *)checks->rows + checks->n)
		return;
	doc_note(d, c->found ? DOC_ERROR : DOC_DONE,
		doc_say(d, c->found ? M_AUDIT_CHECK_FOUND : M_AUDIT_CHECK_FINE,
			instant_text(cx->a, lang, c->done_ms), number_text(cx->a, lang, c->found),
			NULL));
}

static enum err chain(struct ctx *cx, const void *in, struct doc *d)
{
	struct state *st = arena_new_of(cx->a, struct state);
	struct list checks = {0};
	struct doc_part *p;

	(void)in;
	audit_path(cx, d);
	d->title = msg_text(cx->say.lang, M_AUDIT_CHAIN);
	d->lead = msg_text(cx->say.lang, M_AUDIT_CHAIN_LEAD);
	doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_AUDIT_ASK), "/audit/verify");
	TRY(read_state(cx, st));
	if (cx->side)
		TRY(audit_check_list(cx, CHECKS, &checks));
	say_last(cx, d, &checks);
	doc_record(d, "chain", M_NONE, state_fields, st);
	TRY(listing_add(cx, d, &links, (const struct db_val[1]){0}, 0, &p));
	p->total = st->batch;
	p = doc_table(d, "checks", M_AUDIT_CHECKS, audit_check_fields, checks);
	p->empty = msg_text(cx->say.lang, M_AUDIT_NO_CHECKS);
	listing_exports(cx, d, "");
	return ERR_OK;
}

const struct action audit_chain = {.read = chain, .title = M_AUDIT_CHAIN};

/* ---- having it verified ---- */

static enum err ask_fill(struct ctx *cx, void *in, struct doc *d)
{
	(void)in;
	audit_path(cx, d);
	d->lead = msg_text(cx->say.lang, M_AUDIT_ASK_LEAD);
	return ERR_OK;
}

static enum err ask_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	(void)cx, (void)in, (void)ret_plan, (void)d;
	return ERR_OK;
}

static enum err ask_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	(void)in, (void)plan;
	TRY(audit_check_ask(cx, cx->actor->account));
	d->location = "/audit/chain";
	return ERR_OK;
}

const struct action audit_ask = {.fill = ask_fill,
	.plan = ask_plan,
	.apply = ask_apply,
	.title = M_AUDIT_ASK,
	.submit = M_AUDIT_ASK,
	.no_txn = true};

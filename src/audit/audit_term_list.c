/*
 * audit_term_list.c: what goes by itself, when, by which rule, and what has gone.
 */
#include "audit/audit.h"
#include "audit/audit_term.h"
#include "core/listing.h"
#include "core/rule.h"

struct kind_row {
	const char *kind, *keep, *source;
	day_t before;
	int64_t soon, now, last_ms;
};

static const struct field kind_fields[] = {
	F_CAT(struct kind_row, kind, M_FIELD_TERM_KIND, CLASS_INSIDE, FF_KEY, "term_kind"),
	F_TEXT(struct kind_row, keep, M_FIELD_TERM_KEEP, CLASS_INSIDE, 0, 0),
	F_DAY(struct kind_row, before, M_FIELD_TERM_BEFORE, CLASS_INSIDE, 0),
	F_INT(struct kind_row, now, M_FIELD_TERM_NOW, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct kind_row, soon, M_FIELD_TERM_SOON, CLASS_INSIDE, FF_ZERO, 0),
	F_INSTANT(struct kind_row, last_ms, M_FIELD_TERM_LAST, CLASS_INSIDE, 0),
	F_TEXT(struct kind_row, source, M_FIELD_TERM_SOURCE, CLASS_INSIDE, 0, 0),
	F_END,
};

struct gone_row {
	int64_t id, made_ms, records;
	const char *kind;
	day_t through;
};

static const struct field gone_fields[] = {
	F_ID(struct gone_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, ""),
	F_INSTANT(struct gone_row, made_ms, M_FIELD_AT, CLASS_INSIDE, FF_KEY),
	F_CAT(struct gone_row, kind, M_FIELD_TERM_KIND, CLASS_INSIDE, 0, "term_kind"),
	F_DAY(struct gone_row, through, M_FIELD_TERM_BEFORE, CLASS_INSIDE, 0),
	F_INT(struct gone_row, records, M_FIELD_ERASURE_RECORDS, CLASS_INSIDE, FF_ZERO, 0),
	F_END,
};

static const struct listing gone = {.name = "gone",
	.title = M_TERM_GONE,
	.empty = M_TERM_NOTHING_GONE,
	.fields = gone_fields,
	.size = sizeof(struct gone_row),
	.first = Q_TERM_ENDS,
	.after = Q_TERM_ENDS_AFTER};

static enum err add_rule(struct ctx *cx, const struct term *t, struct kind_row *row)
{
	const struct rule *rule;

	TRY(rule_at(cx, t->rule, cx->say.today, KNOWN_NOW, &rule));
	row->keep = rule_say(cx, rule);
	row->source = rule->source;
	return ERR_OK;
}

static enum err add_kind(struct ctx *cx, const struct term *t, int ahead, struct kind_row *row)
{
	int64_t all;
	day_t then;

	*row = (struct kind_row){.kind = t->kind};
	TRY(add_rule(cx, t, row));
	TRY(term_before(cx, t, 0, &row->before));
	TRY(term_before(cx, t, ahead, &then));
	TRY(term_older(cx, t, row->before, &row->now));
	TRY(term_older(cx, t, then, &all));
	row->soon = all - row->now;
	return db_number(cx->db, &row->last_ms, 0, Q_TERM_LAST, t->kind);
}

static enum err add_kinds(struct ctx *cx, struct doc *d, int ahead)
{
	struct kind_row *rows = arena_array(cx->a, term_count, sizeof(*rows));

	for (size_t i = 0; i < term_count; i++)
		TRY(add_kind(cx, &terms[i], ahead, &rows[i]));
	doc_table(d, "terms", M_TERM_SOON, kind_fields,
		(struct list){rows, term_count, sizeof(*rows)});
	return ERR_OK;
}

static enum err list(struct ctx *cx, const void *in, struct doc *d)
{
	struct doc_part *p;
	int64_t ahead;
	enum err e;

	(void)in;
	audit_path(cx, d);
	d->title = msg_text(cx->say.lang, M_TERM_LIST);
	TRY(rule_number_now(cx, "term.notice_days", &ahead));
	d->lead = doc_say(d, M_TERM_LEAD, number_text(cx->a, cx->say.lang, ahead), NULL);
	TRY(db_begin(cx->side, DB_READ));
	e = add_kinds(cx, d, (int)ahead);
	db_rollback(cx->side);
	TRY(e);
	return listing_add(cx, d, &gone, (const struct db_val[1]){0}, 0, &p);
}

const struct action term_list = {.read = list, .title = M_TERM_LIST};

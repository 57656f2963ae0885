#include "core/rule_change.h"

#include "base/die.h"
#include "core/watch.h"

#include <stdlib.h>

/* ---- spans ---- */

static int by_day(const void *pa, const void *pb)
{
	const day_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

struct list rule_spans(struct arena *a, const struct rule_set *s, const char *item)
{
	struct rule_span *span = arena_array(a, s->rows.n * 2 + 2, sizeof(*span));
	day_t *cut = arena_array(a, s->rows.n * 2 + 2, sizeof(*cut));
	const struct rule *r = s->rows.rows;
	size_t cuts = 0, n = 0;

	cut[cuts++] = DAY_MIN;
	for (size_t i = 0; i < s->rows.n; i++) {
		cut[cuts++] = r[i].from_day;
		if (r[i].to_day < DAY_MAX)
			cut[cuts++] = r[i].to_day;
	}
	qsort(cut, cuts, sizeof(*cut), by_day);
	for (size_t i = 0; i < cuts; i++) {
		day_t to = i + 1 < cuts ? cut[i + 1] : DAY_MAX;
		const struct rule *at = rule_on(s, item, cut[i]);
		if (n && span[n - 1].rule == at)
			span[n - 1].to_day = to;
		else if (to > cut[i])
			span[n++] = (struct rule_span){cut[i], to, at};
	}
	return (struct list){span, n, sizeof(*span)};
}

/* ---- a change ---- */

static bool is_covered(const struct rule *r, const struct rule *by)
{
	return r->local && text_eq(r->item, by->item) && r->from_day < by->to_day &&
	       r->to_day > by->from_day;
}

/* A piece of a row that stays on one side of the change. */
static void add_left_over(struct rule *rows, size_t *n, const struct rule *r, day_t from, day_t to)
{
	if (from >= to)
		return;
	rows[*n] = *r;
	rows[*n].id = 0;
	rows[*n].from_day = from;
	rows[(*n)++].to_day = to;
}

struct rule_set rule_painted(
	struct arena *a, const struct rule_set *s, const struct rule_change *change)
{
	struct rule *rows = arena_array(a, s->rows.n * 2 + 1, sizeof(*rows));
	const struct rule *r = s->rows.rows, *new = &change->rule;
	size_t n = 0;

	if (change->act != RULE_YIELD) {
		rows[n] = *new;
		rows[n].id = rows[n].origin = 0;
		rows[n].local = 1;
		rows[n++].off = change->act == RULE_OFF;
	}
	for (size_t i = 0; i < s->rows.n; i++) {
		if (!is_covered(&r[i], new)) {
			rows[n++] = r[i];
			continue;
		}
		add_left_over(rows, &n, &r[i], r[i].from_day, new->from_day);
		add_left_over(rows, &n, &r[i], new->to_day, r[i].to_day);
	}
	return (struct rule_set){s->code, {rows, n, sizeof(*rows)}};
}

static enum err check_gap(struct ctx *cx, const struct rule_use *use, const struct rule_set *after)
{
	struct list spans = rule_spans(cx->a, after, "");
	const struct rule_span *p = spans.rows;

	if (use->shape != RULE_ONE)
		return ERR_OK;
	for (size_t i = 0; i < spans.n; i++)
		if (!p[i].rule)
			return cx_fault(cx, ERR_REFUSED, "from_day", M_RULE_NEEDS_VALUE,
				rule_title(cx, use->code));
	return ERR_OK;
}

static bool same_value(const struct rule *a, const struct rule *b)
{
	return a->value == b->value && a->den == b->den && text_eq(a->unit, b->unit) &&
	       text_eq(a->word, b->word) && text_eq(a->source, b->source) &&
	       text_eq(a->sure, b->sure) && text_eq(a->note, b->note);
}

/* What is there already, by the same document and as sure, is not added again. */
static bool changes_nothing(struct ctx *cx, const struct rule_set *s, const struct rule_change *c)
{
	struct list spans = rule_spans(cx->a, s, c->rule.item);
	const struct rule_span *p = spans.rows;
	const struct rule *r = s->rows.rows;
	bool covers = false;

	for (size_t i = 0; i < s->rows.n; i++)
		covers = covers || is_covered(&r[i], &c->rule);
	if (c->act == RULE_YIELD)
		return !covers;
	for (size_t i = 0; i < spans.n; i++) {
		if (p[i].from_day >= c->rule.to_day || p[i].to_day <= c->rule.from_day)
			continue;
		if (c->act == RULE_OFF ? p[i].rule != NULL
				       : !p[i].rule || !same_value(p[i].rule, &c->rule))
			return false;
	}
	return true;
}

enum err rule_change_check(
	struct ctx *cx, const struct rule_change *change, struct rule_set *ret_after)
{
	const struct rule *r = &change->rule;
	const struct rule_use *use = rule_use_of(r->code);
	struct rule_set before;

	must(use);
	if (r->from_day >= r->to_day)
		return cx_fault(cx, ERR_BAD_INPUT, "last_day", M_RULE_ENDS_FIRST);
	TRY(rule_read_known(cx, r->code, KNOWN_NOW, &before));
	if (changes_nothing(cx, &before, change))
		return cx_fault(cx, ERR_REFUSED, "value", M_RULE_SAME);
	*ret_after = rule_painted(cx->a, &before, change);
	return check_gap(cx, use, ret_after);
}

/* ---- writing ---- */

static enum err insert(struct ctx *cx, const struct rule *r)
{
	int64_t id = id_new(cx->ids);

	return db_run(cx->db, Q_RULE_LOCAL_INSERT, id, r->origin ? r->origin : id, r->code, r->item,
		r->from_day, r->to_day, r->off, r->value, r->den, r->unit, r->word, r->source,
		r->sure, r->note, cx->txn, cx->txn_ms);
}

enum err rule_change_apply(struct ctx *cx, const struct rule_change *change)
{
	struct rule_set before, after;
	const struct rule *r;

	TRY(rule_read_known(cx, change->rule.code, KNOWN_NOW, &before));
	after = rule_painted(cx->a, &before, change);
	r = before.rows.rows;
	for (size_t i = 0; i < before.rows.n; i++)
		if (is_covered(&r[i], &change->rule))
			TRY(db_run(cx->db, Q_RULE_LOCAL_VOID, r[i].id, cx->txn, cx->txn_ms));
	r = after.rows.rows;
	for (size_t i = 0; i < after.rows.n; i++)
		if (r[i].local && !r[i].id)
			TRY(insert(cx, &r[i]));
	return watch_rule(cx, change->rule.code);
}

enum err holiday_change_apply(struct ctx *cx, const struct holiday *h)
{
	const struct holiday *at;
	struct workdays w;

	TRY(workdays_read_known(cx, KNOWN_NOW, &w));
	at = w.dated.rows;
	for (size_t i = 0; i < w.dated.n; i++)
		if (at[i].local && at[i].day == h->day)
			TRY(db_run(cx->db, Q_HOLIDAY_LOCAL_VOID, at[i].id, cx->txn, cx->txn_ms));
	return db_run(cx->db, Q_HOLIDAY_LOCAL_INSERT, id_new(cx->ids), h->day, h->kind, h->name,
		h->source, h->sure, cx->txn, cx->txn_ms);
}

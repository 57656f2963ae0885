#include "core/rules_verify.h"

#include "core/rule_change.h"
#include "core/rule_file.h"

struct verify {
	struct ctx *cx;
	rules_found *found;
	void *p;
};

#define tell(v, m, ...) (v)->found((v)->p, msg_say((v)->cx->a, (v)->cx->say.lang, m, __VA_ARGS__))

struct rule_set rule_set_among(struct list all, const char *code)
{
	const struct rule *r = all.rows;
	size_t from = 0, to;

	while (from < all.n && !text_eq(r[from].code, code))
		from++;
	for (to = from; to < all.n && text_eq(r[to].code, code);)
		to++;
	return (struct rule_set){code, {all.n ? r + from : NULL, to - from, sizeof(*r)}};
}

static bool overlap(const struct rule *a, const struct rule *b)
{
	return a->local == b->local && text_eq(a->item, b->item) && a->from_day < b->to_day &&
	       b->from_day < a->to_day;
}

static void check_overlaps(struct verify *v, const struct rule_set *s)
{
	const struct rule *r = s->rows.rows;

	for (size_t i = 0; i < s->rows.n; i++)
		for (size_t k = 0; k < i; k++)
			if (overlap(&r[i], &r[k]))
				tell(v, M_CHECK_RULE_TWICE, s->code, cx_day(v->cx, r[i].from_day));
}

static void check_values(struct verify *v, const struct rule_use *use, const struct rule_set *s)
{
	const struct rule *r = s->rows.rows;

	for (size_t i = 0; i < s->rows.n; i++) {
		const char *text = rule_value_text(v->cx->a, use, &r[i]);
		struct rule again = r[i];
		if (r[i].off)
			continue;
		if (!rule_unit_fits(use, r[i].unit) ||
			!rule_value_parse(v->cx->a, use, text, &again) ||
			!text_eq(again.item, r[i].item))
			tell(v, M_CHECK_RULE_VALUE, s->code, text);
	}
}

/* Is the row that says "no such rule" what makes the hole? */
static bool is_said(const struct rule_set *s, day_t day)
{
	const struct rule *r = s->rows.rows;

	for (size_t i = 0; i < s->rows.n; i++)
		if (r[i].off && r[i].from_day <= day && r[i].to_day > day)
			return true;
	return false;
}

static void check_gaps(struct verify *v, const struct rule_use *use, const struct rule_set *s)
{
	struct list spans = rule_spans(v->cx->a, s, "");
	const struct rule_span *p = spans.rows;
	bool begun = use->shape == RULE_ONE;

	if (use->shape == RULE_MANY)
		return;
	for (size_t i = 0; i < spans.n; i++) {
		bool late = use->shape == RULE_LATE && is_said(s, p[i].from_day);
		if (!p[i].rule && begun && !late)
			tell(v, M_CHECK_RULE_NONE, s->code, cx_day(v->cx, p[i].from_day));
		begun = begun || p[i].rule;
	}
}

static void check_codes(struct verify *v, struct list all)
{
	const struct rule *r = all.rows;

	for (size_t i = 0; i < all.n; i++)
		if (!rule_use_of(r[i].code))
			tell(v, M_CHECK_RULE_UNKNOWN, r[i].code);
}

static enum err check_files(struct verify *v)
{
	struct rule_files_diff d;
	size_t n;

	TRY(rule_files_compare(v->cx, &d));
	n = d.rules_new.n + d.rules_old.n + d.holidays_new.n + d.holidays_old.n;
	if (n)
		tell(v, M_CHECK_RULE_FILES, number_text(v->cx->a, v->cx->say.lang, (int64_t)n));
	return ERR_OK;
}

enum err rules_verify(struct ctx *cx, rules_found *found, void *p)
{
	struct verify v = {cx, found, p};
	struct list all;

	TRY(db_list(
		cx->db, cx->a, rule_fields, sizeof(struct rule), &all, Q_RULE_ALL_ROWS, KNOWN_NOW));
	check_codes(&v, all);
	for (size_t i = 0; i < rule_use_count; i++) {
		struct rule_set s = rule_set_among(all, rule_uses[i].code);
		check_overlaps(&v, &s);
		check_values(&v, &rule_uses[i], &s);
		check_gaps(&v, &rule_uses[i], &s);
	}
	return check_files(&v);
}

/*
 * rule_page_add.c: what the office adds: a new value from a day, an end, a value found right in its
 * document. Each shows first how the rule would read in all of time.
 */
#include "core/rule_text.h"
#include "rule/rule_page.h"

enum { CHANGES = 64 };

struct add_in {
	const char *value, *source, *sure, *note, *how;
	day_t from_day, last_day;
};

#define TEXT(m, label, flags, most, hint)                                                          \
	{                                                                                          \
#m, FT_TEXT, CLASS_PUBLIC, label, flags,                                           \
			FIELD_OFF(struct add_in, m, const char *), most, 0, 0, hint, 0             \
	}
#define DAY(m, label, flags, hint)                                                                 \
	{                                                                                          \
#m, FT_DAY, CLASS_PUBLIC, label, flags, FIELD_OFF(struct add_in, m, day_t), 0, 0,  \
			0, hint, 0                                                                 \
	}
#define SOURCE TEXT(source, M_FIELD_RULE_SOURCE, FF_REQUIRED, 300, M_HINT_RULE_SOURCE)
#define NOTE   F_LINES(struct add_in, note, M_FIELD_NOTE, CLASS_PUBLIC, 0, 500)

static const struct field add_fields[] = {
	TEXT(value, M_FIELD_RULE_NEW_VALUE, FF_REQUIRED, 200, M_HINT_RULE_VALUE),
	DAY(from_day, M_FIELD_FROM_DAY, FF_REQUIRED, M_HINT_RULE_FROM),
	DAY(last_day, M_FIELD_LAST_DAY, 0, M_HINT_RULE_LAST),
	SOURCE,
	F_CAT(struct add_in, sure, M_FIELD_RULE_SURE, CLASS_PUBLIC, FF_REQUIRED, "rule_sure"),
	NOTE,
	F_END,
};

static const struct field end_fields[] = {
	F_CAT(struct add_in, how, M_FIELD_RULE_HOW, CLASS_PUBLIC, FF_REQUIRED, "rule_end"),
	TEXT(value, M_FIELD_RULE_ENTRY, 0, 200, M_HINT_RULE_ENTRY),
	DAY(from_day, M_FIELD_RULE_NOT_FROM, FF_REQUIRED, M_NONE),
	SOURCE,
	NOTE,
	F_END,
};

static const struct field confirm_fields[] = {SOURCE, NOTE, F_END};

/* What would be done: one change, or one for each entry that is found right. */
struct plan {
	const struct rule_use *use;
	struct rule_change changes[CHANGES];
	size_t n;
};

/* ---- forms ---- */

/* "30 ngày làm việc" stands in the form, to be changed; of a list nothing does. */
static enum err fill(struct ctx *cx, void *vin, struct doc *d)
{
	const char *act = cx->action->arg;
	const struct rule_use *use;
	struct add_in *in = vin;
	const struct rule *now;
	struct rule_set s;

	TRY(rule_page_item(cx, &use));
	TRY(rule_may_change(cx));
	rule_page_path(cx, d, use);
	d->lead = rule_title(cx, use->code);
	TRY(rule_read_known(cx, use->code, KNOWN_NOW, &s));
	now = rule_on(&s, "", cx->day);
	if (text_eq(act, "confirm")) {
		in->source = now ? now->source : NULL;
		return ERR_OK;
	}
	in->from_day = cx->day;
	in->sure = "c"; /* nobody has said yet that they read the document */
	in->how = "yield";
	if (text_eq(act, "add") && now)
		in->value = rule_say(cx, now);
	return ERR_OK;
}

/* ---- plans ---- */

static struct rule_change *add_change(struct plan *p, enum rule_act act)
{
	struct rule_change *c = &p->changes[p->n++];

	*c = (struct rule_change){.act = act,
		.rule = {.code = p->use->code, .item = "", .den = 1, .unit = "", .word = ""}};
	return c;
}

/* The unit that a value has if its text says none: that of the present one, or of any. */
static const char *usual_unit(const struct rule_set *s, day_t day)
{
	const struct rule *r = s->rows.rows;

	for (size_t i = 0; i < s->rows.n; i++)
		if (r[i].from_day <= day && r[i].to_day > day && !r[i].off)
			return r[i].unit;
	return s->rows.n ? r[s->rows.n - 1].unit : "";
}

static enum err check_day(struct ctx *cx, day_t day, const char *field)
{
	return day_precision(day) == DAY_EXACT ? ERR_OK
					       : cx_fault(cx, ERR_BAD_INPUT, field, M_VALUE_NO_DAY);
}

static enum err bad_value(struct ctx *cx, const struct rule_use *use)
{
	const char *all = "";
	const struct cat_entry *e;
	size_t n;

	if (use->kind != RULE_WORD)
		return cx_fault(cx, ERR_BAD_INPUT, "value", M_RULE_BAD_VALUE);
	e = cat_all(cx->say.cats, use->words, &n);
	for (size_t i = 0; i < n; i++)
		all = arena_printf(cx->a, "%s%s“%s”", all, i ? ", " : "", e[i].name[cx->say.lang]);
	return cx_fault(cx, ERR_BAD_INPUT, "value", M_RULE_BAD_WORD, all);
}

static enum err plan_add(
	struct ctx *cx, const struct add_in *in, const struct rule_set *s, struct plan *p)
{
	struct rule *r = &add_change(p, RULE_SET)->rule;

	TRY(check_day(cx, in->from_day, "from_day"));
	if (in->last_day)
		TRY(check_day(cx, in->last_day, "last_day"));
	if (!rule_text_read(cx, p->use, usual_unit(s, in->from_day), in->value, r))
		return bad_value(cx, p->use);
	r->from_day = in->from_day;
	r->to_day = in->last_day ? day_add(in->last_day, 1) : DAY_MAX;
	r->source = in->source;
	r->sure = in->sure;
	r->note = in->note;
	return ERR_OK;
}

/* Of a list the entry that ends is named. */
static enum err plan_end(
	struct ctx *cx, const struct add_in *in, const struct rule_set *s, struct plan *p)
{
	bool yields = text_eq(in->how, "yield");
	struct rule *r = &add_change(p, yields ? RULE_YIELD : RULE_OFF)->rule, entry = {0};

	TRY(check_day(cx, in->from_day, "from_day"));
	if (p->use->shape == RULE_MANY) {
		if (!rule_text_read(cx, p->use, usual_unit(s, in->from_day), in->value, &entry))
			return bad_value(cx, p->use);
		r->item = entry.item;
	}
	r->unit = usual_unit(s, in->from_day);
	r->from_day = in->from_day;
	r->to_day = DAY_MAX;
	r->source = in->source;
	r->sure = "a";
	r->note = in->note;
	return ERR_OK;
}

/* From where to where the row counts that counts on the day. */
static struct rule_span span_on(
	struct ctx *cx, const struct rule_set *s, const char *item, day_t day)
{
	struct list spans = rule_spans(cx->a, s, item);
	const struct rule_span *p = spans.rows;
	size_t i = 0;

	while (i + 1 < spans.n && p[i].to_day <= day)
		i++;
	return p[i];
}

static enum err plan_confirm(
	struct ctx *cx, const struct add_in *in, const struct rule_set *s, struct plan *p)
{
	struct list all = rule_all_on(cx->a, s, cx->day);
	const struct rule *const *r = all.rows;

	for (size_t i = 0; i < all.n && p->n < CHANGES; i++) {
		struct rule_span span = span_on(cx, s, r[i]->item, cx->day);
		struct rule *c;
		/* an entry that was found right before stays as it is */
		if (text_eq(r[i]->sure, "a") && text_eq(r[i]->source, in->source))
			continue;
		c = &add_change(p, RULE_SET)->rule;
		*c = *r[i];
		c->from_day = span.from_day;
		c->to_day = span.to_day;
		c->source = in->source;
		c->sure = "a";
		c->note = in->note;
	}
	if (!all.n)
		return cx_fault(cx, ERR_REFUSED, NULL, M_RULE_NONE, rule_title(cx, p->use->code),
			cx_day(cx, cx->day));
	return p->n ? ERR_OK : cx_fault(cx, ERR_REFUSED, "source", M_RULE_SAME);
}

static enum err check_all(struct ctx *cx, struct plan *p, struct rule_set *after)
{
	struct rule_set one;

	for (size_t i = 0; i < p->n; i++) {
		TRY(rule_change_check(cx, &p->changes[i], &one));
		*after = rule_painted(cx->a, after, &p->changes[i]);
	}
	return ERR_OK;
}

/* A value without an end also stands for what the files have for later days. */
static void warn_hidden(
	struct ctx *cx, struct doc *d, const struct plan *p, const struct rule_set *s)
{
	const struct rule *new = &p->changes[0].rule;
	struct list spans = rule_spans(cx->a, s, new->item);
	const struct rule_span *at = spans.rows;

	for (size_t i = 0; i < spans.n; i++)
		if (at[i].rule && at[i].from_day > new->from_day &&at[i].from_day < new->to_day) {
			doc_note(d, DOC_WARN,
				msg_say(cx->a, cx->say.lang, M_RULE_HIDES,
					cx_day(cx, at[i].from_day), rule_say(cx, at[i].rule)));
			return;
		}
}

static enum err plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct plan *p = arena_new_of(cx->a, struct plan);
	const char *act = cx->action->arg;
	const struct add_in *in = vin;
	struct rule_set s;

	TRY(rule_page_item(cx, &p->use));
	TRY(rule_may_change(cx));
	TRY(rule_read_known(cx, p->use->code, KNOWN_NOW, &s));
	if (text_eq(act, "add"))
		TRY(plan_add(cx, in, &s, p));
	else if (text_eq(act, "end"))
		TRY(plan_end(cx, in, &s, p));
	else
		TRY(plan_confirm(cx, in, &s, p));
	if (text_eq(act, "add"))
		warn_hidden(cx, d, p, &s);
	TRY(check_all(cx, p, &s));
	doc_table(d, "after", M_RULE_AFTER, rule_line_fields, rule_lines(cx, &s, (struct list){0}));
	*ret_plan = p;
	return ERR_OK;
}

static enum err apply(struct ctx *cx, const void *vin, void *vplan, struct doc *d)
{
	const struct plan *p = vplan;
	const struct add_in *in = vin;

	TRY(txn_start(cx, arena_printf(cx->a, "rule_%s", (const char *)cx->action->arg), in->note));
	for (size_t i = 0; i < p->n; i++)
		TRY(rule_change_apply(cx, &p->changes[i]));
	d->location = arena_printf(cx->a, "/rule/%s", p->use->code);
	return ERR_OK;
}

#define RULE_ACTION(name, act, fields, the_title, the_submit)                                      \
	const struct action name = {.in = fields,                                                  \
		.in_size = sizeof(struct add_in),                                                  \
		.fill = fill,                                                                      \
		.plan = plan,                                                                      \
		.apply = apply,                                                                    \
		.title = the_title,                                                                \
		.submit = the_submit,                                                              \
		.preview = true,                                                                   \
		.arg = act}

RULE_ACTION(rule_add, "add", add_fields, M_RULE_ADD, M_RULE_ADD_DO);
RULE_ACTION(rule_end, "end", end_fields, M_RULE_END, M_RULE_END_DO);
RULE_ACTION(rule_confirm, "confirm", confirm_fields, M_RULE_CONFIRM, M_RULE_CONFIRM_DO);

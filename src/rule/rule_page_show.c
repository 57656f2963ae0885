/*
 * rule_page_show.c: one rule: what holds on the day, all its values in time, what was added here.
 */
#include "core/listing.h"
#include "core/rule_text.h"
#include "rule/rule_page.h"

struct facts {
	const char *value, *doubt, *source, *subject, *code;
};

static const struct field facts_fields[] = {
	F_TEXT(struct facts, value, M_FIELD_VALUE, CLASS_PUBLIC, FF_KEY, 0),
	F_TEXT(struct facts, doubt, M_FIELD_STATE, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct facts, source, M_FIELD_RULE_SOURCE, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct facts, subject, M_FIELD_RULE_SUBJECT, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct facts, code, M_FIELD_CODE, CLASS_PUBLIC, 0, 0),
	F_END,
};

static const struct field maker_fields[] = {
	F_ID(struct rule_maker, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "rule"),
	F_INT(struct rule_maker, at_ms, M_FIELD_AT, CLASS_INSIDE, 0, 0),
	F_TEXT(struct rule_maker, name, M_FIELD_ACCOUNT_NAME, CLASS_INSIDE, 0, 0),
	F_END,
};

/* A row that was added here, as it was added. */
struct added {
	int64_t id, off, value, den, at_ms, void_ms;
	const char *item, *unit, *word, *source, *sure, *note, *name;
	day_t from_day, to_day;
};

#define ADDED(type, m, label, ...) type(struct added, m, label, CLASS_INSIDE, 0, __VA_ARGS__)

static const struct field added_fields[] = {
	ADDED(F_ID, id, M_FIELD_ID, "rule"),
	ADDED(F_TEXT, item, M_FIELD_CODE, 0),
	F_DAY(struct added, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct added, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	ADDED(F_INT, off, M_FIELD_STATE, 0),
	ADDED(F_INT, value, M_FIELD_VALUE, 0),
	ADDED(F_INT, den, M_FIELD_VALUE, 0),
	ADDED(F_CAT, unit, M_FIELD_RULE_UNIT, "rule_unit"),
	ADDED(F_TEXT, word, M_FIELD_VALUE, 0),
	ADDED(F_TEXT, source, M_FIELD_RULE_SOURCE, 0),
	ADDED(F_CAT, sure, M_FIELD_RULE_SURE, "rule_sure"),
	ADDED(F_TEXT, note, M_FIELD_NOTE, 0),
	ADDED(F_INT, at_ms, M_FIELD_AT, 0),
	ADDED(F_TEXT, name, M_FIELD_ACCOUNT_NAME, 0),
	ADDED(F_INT, void_ms, M_FIELD_AT, 0),
	F_END,
};

struct added_line {
	int64_t at, gone;
	const char *value, *source, *by, *note;
	day_t from_day, last_day;
};

static const struct field added_line_fields[] = {
	F_INSTANT(struct added_line, at, M_FIELD_AT, CLASS_INSIDE, 0),
	F_TEXT(struct added_line, by, M_FIELD_RULE_BY, CLASS_INSIDE, 0, 0),
	F_TEXT(struct added_line, value, M_FIELD_VALUE, CLASS_INSIDE, FF_KEY, 0),
	F_DAY(struct added_line, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct added_line, last_day, M_FIELD_LAST_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct added_line, source, M_FIELD_RULE_SOURCE, CLASS_INSIDE, 0, 0),
	F_TEXT(struct added_line, note, M_FIELD_NOTE, CLASS_INSIDE, 0, 0),
	F_INSTANT(struct added_line, gone, M_FIELD_RULE_GONE, CLASS_INSIDE, 0),
	F_END,
};

static struct added_line line_of(struct ctx *cx, const struct rule_use *use, const struct added *a)
{
	const struct rule r = {.code = use->code,
		.off = a->off,
		.value = a->value,
		.den = a->den,
		.unit = a->unit,
		.word = a->word};
	const char *value = rule_say(cx, &r);

	if (a->off && !text_empty(a->item))
		value = arena_printf(cx->a, "%s: %s", a->item, value);
	return (struct added_line){.at = a->at_ms,
		.gone = a->void_ms == MS_MAX || a->void_ms > cx->known ? 0 : a->void_ms,
		.value = value,
		.source = a->source,
		.note = a->note,
		.by = text_empty(a->name) ? msg_text(cx->say.lang, M_RULE_OPERATOR) : a->name,
		.from_day = a->from_day,
		.last_day = a->to_day == DAY_MAX ? DAY_MAX : day_add(a->to_day, -1)};
}

static enum err add_added(struct ctx *cx, struct doc *d, const struct rule_use *use)
{
	struct added_line *lines;
	const struct added *a;
	struct list rows;

	TRY(db_list(cx->db, cx->a, added_fields, sizeof(*a), &rows, Q_RULE_ADDED, use->code,
		cx->known));
	if (!rows.n)
		return ERR_OK;
	a = rows.rows;
	lines = arena_array(cx->a, rows.n, sizeof(*lines));
	for (size_t i = 0; i < rows.n; i++)
		lines[i] = line_of(cx, use, &a[i]);
	doc_table(d, "added", M_RULE_ADDED, added_line_fields,
		(struct list){lines, rows.n, sizeof(*lines)});
	return ERR_OK;
}

/* ---- the page ---- */

struct page_row {
	const char *title, *href;
};

static const struct field page_fields[] = {
	F_TEXT(struct page_row, title, M_FIELD_RULE_PAGES, CLASS_PUBLIC, FF_KEY, 0),
	F_URL(struct page_row, href, M_FIELD_RULE_PAGES, CLASS_PUBLIC, FF_HIDDEN),
	F_END,
};

/* Which pages go by it, each a way there. */
static void add_pages(struct ctx *cx, struct doc *d, const struct rule_use *use)
{
	struct page_row *rows = arena_array(cx->a, RULE_PAGES, sizeof(*rows));
	size_t n = 0;

	for (int i = 0; i < RULE_PAGES && use->pages[i] != M_NONE; i++)
		rows[n++] = (struct page_row){msg_text(cx->say.lang, use->pages[i]),
			cx->page_href ? cx->page_href(cx, use->pages[i]) : NULL};
	doc_table(
		d, "pages", M_FIELD_RULE_PAGES, page_fields, (struct list){rows, n, sizeof(*rows)})
		->empty = msg_text(cx->say.lang, M_RULE_RESERVED);
}

static void add_facts(
	struct ctx *cx, struct doc *d, const struct rule_use *use, const struct rule_set *s)
{
	struct facts *f = arena_new_of(cx->a, struct facts);
	struct list all = rule_all_on(cx->a, s, cx->day);
	const struct rule *const *r = all.rows;

	*f = (struct facts){.value = rule_say_all(cx, use, all),
		.subject = cat_name(cx->say.cats, cx->say.lang, "rule_subject", use->subject),
		.code = use->code};
	for (size_t i = 0; i < all.n; i++)
		if (!f->doubt) {
			f->doubt = rule_doubt(cx, r[i]);
			f->source = r[i]->source;
		}
	doc_record(d, "rule", M_NONE, facts_fields, f);
}

static void add_links(struct ctx *cx, struct doc *d, const struct rule_use *use)
{
	static const struct {
		const char *rest;
		enum msg label;
	} acts[] = {{"add", M_RULE_ADD}, {"confirm", M_RULE_CONFIRM}, {"end", M_RULE_END}};

	if (!grant_allows(cx->actor, PERM_RULE_CHANGE))
		return;
	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++)
		doc_link(d, i ? DOC_ACTION : DOC_PRIMARY, msg_text(cx->say.lang, acts[i].label),
			"/rule/%s/%s", use->code, acts[i].rest);
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	const struct rule_use *use;
	struct list makers, lines;
	struct doc_part *p;
	struct rule_set s;

	(void)in;
	TRY(rule_page_item(cx, &use));
	TRY(rule_read(cx, use->code, &s));
	TRY(db_list(cx->db, cx->a, maker_fields, sizeof(struct rule_maker), &makers, Q_RULE_MAKERS,
		use->code));
	rule_page_path(cx, d, use);
	d->dated = 1;
	d->title = rule_title(cx, use->code);
	d->lead = doc_say(d, M_RULE_ON_DAY, cx_day(cx, cx->day), NULL);
	add_facts(cx, d, use, &s);
	lines = rule_lines(cx, &s, makers);
	p = doc_timeline(d, "values", M_RULE_VALUES, rule_line_fields, lines);
	p->main = 1;
	p->total = (int64_t)lines.n;
	TRY(add_added(cx, d, use));
	add_pages(cx, d, use);
	add_links(cx, d, use);
	return ERR_OK;
}

const struct action rule_show = {.read = show, .title = M_RULE_SHOW_TITLE};

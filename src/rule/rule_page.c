#include "rule/rule_page.h"

#include <stdlib.h>

const struct field rule_line_fields[] = {
	F_TEXT(struct rule_line, tone, M_FIELD_STATE, CLASS_PUBLIC, FF_HIDDEN, 0),
	F_DAY(struct rule_line, from_day, M_FIELD_FROM_DAY, CLASS_PUBLIC, 0),
	F_DAY(struct rule_line, last_day, M_FIELD_LAST_DAY, CLASS_PUBLIC, 0),
	F_TEXT(struct rule_line, value, M_FIELD_VALUE, CLASS_PUBLIC, FF_KEY, 0),
	F_TEXT(struct rule_line, source, M_FIELD_RULE_SOURCE, CLASS_PUBLIC, 0, 0),
	F_CAT(struct rule_line, sure, M_FIELD_RULE_SURE, CLASS_PUBLIC, 0, "rule_sure"),
	F_TEXT(struct rule_line, origin, M_FIELD_RULE_ORIGIN, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct rule_line, by, M_FIELD_RULE_BY, CLASS_INSIDE, 0, 0),
	F_INSTANT(struct rule_line, at, M_FIELD_AT, CLASS_INSIDE, 0),
	F_TEXT(struct rule_line, note, M_FIELD_NOTE, CLASS_INSIDE, 0, 0),
	F_TEXT(struct rule_line, files, M_FIELD_RULE_FILES, CLASS_PUBLIC, 0, 0),
	F_END,
};

/* ---- who and what ---- */

enum err rule_may_change(struct ctx *cx)
{
	int64_t roots[64];
	struct cursor c;
	size_t n = 0;

	TRY(db_query(cx->db, &c, Q_RULE_ROOTS, cx->say.today, KNOWN_NOW));
	while (db_next(&c))
		if (n < sizeof(roots) / sizeof(*roots))
			roots[n++] = db_int(&c, 0);
	TRY(db_end(&c));
	for (size_t i = 0; i < n; i++)
		TRY(grant_over(cx, PERM_RULE_CHANGE, roots[i]));
	return ERR_OK;
}

enum err rule_page_item(struct ctx *cx, const struct rule_use **ret)
{
	*ret = rule_use_of(cx->item);
	return *ret ? ERR_OK : cx_fault(cx, ERR_NOT_FOUND, NULL, M_RULE_NO_CODE, cx->item);
}

void rule_page_path(struct ctx *cx, struct doc *d, const struct rule_use *use)
{
	doc_path(d, msg_text(cx->say.lang, M_RULE_LIST), arena_printf(cx->a, "/rule%s", cx->query));
	if (use)
		doc_path(d, rule_title(cx, use->code),
			arena_printf(cx->a, "/rule/%s%s", use->code, cx->query));
}

/* ---- a code in time ---- */

/* Of an entry: what the files alone would say in these days. */
static const struct rule *of_files(const struct rule_set *s, const char *item, day_t day)
{
	const struct rule *r = s->rows.rows;

	for (size_t i = 0; i < s->rows.n; i++)
		if (!r[i].local && r[i].from_day <= day && r[i].to_day > day &&
			text_eq(r[i].item, item))
			return &r[i];
	return NULL;
}

static void add_maker(
	struct ctx *cx, struct rule_line *line, const struct rule *r, struct list makers)
{
	const struct rule_maker *m = makers.rows;

	line->origin = msg_text(cx->say.lang, r->local ? M_RULE_HERE : M_RULE_OF_FILES);
	line->note = r->note;
	for (size_t i = 0; i < makers.n; i++) {
		if (!r->local || m[i].id != r->origin)
			continue;
		line->at = m[i].at_ms;
		line->by =
			text_empty(m[i].name) ? msg_text(cx->say.lang, M_RULE_OPERATOR) : m[i].name;
	}
}

static struct rule_line line_of(struct ctx *cx, const struct rule_set *s, const struct rule *r,
	day_t from, day_t to, struct list makers)
{
	const struct rule *files = of_files(s, r->item, from > DAY_MIN ? from : day_add(to, -1));
	struct rule_line line = {.from_day = from,
		.last_day = to == DAY_MAX ? DAY_MAX : day_add(to, -1),
		.value = rule_say(cx, r),
		.source = r->source,
		.sure = r->sure,
		.tone = rule_doubt(cx, r) ? "wait" : NULL};

	if (to == DAY_MAX && from == DAY_MIN)
		files = of_files(s, r->item, cx->day);
	add_maker(cx, &line, r, makers);
	if (r->local && files)
		line.files = rule_say(cx, files);
	return line;
}

/* The row that says "no such rule" in these days, if one does. */
static const struct rule *off_row(const struct rule_set *s, const char *item, day_t day)
{
	const struct rule *r = s->rows.rows;

	for (size_t i = 0; i < s->rows.n; i++)
		if (r[i].off && r[i].from_day <= day && r[i].to_day > day &&
			text_eq(r[i].item, item))
			return &r[i];
	return NULL;
}

static size_t add_item(struct ctx *cx, const struct rule_set *s, const char *item,
	struct list makers, struct rule_line *lines)
{
	struct list spans = rule_spans(cx->a, s, item);
	const struct rule_span *p = spans.rows;
	size_t n = 0;

	for (size_t i = 0; i < spans.n; i++) {
		const struct rule *r = p[i].rule ? p[i].rule : off_row(s, item, p[i].from_day);
		if (r)
			lines[n++] = line_of(cx, s, r, p[i].from_day, p[i].to_day, makers);
	}
	return n;
}

static bool is_first(const struct rule *r, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (text_eq(r[k].item, r[i].item))
			return false;
	return true;
}

static int by_latest(const void *pa, const void *pb)
{
	const struct rule_line *a = pa, *b = pb;

	return (a->from_day < b->from_day) - (a->from_day > b->from_day);
}

struct list rule_lines(struct ctx *cx, const struct rule_set *s, struct list makers)
{
	const struct rule *r = s->rows.rows;
	struct rule_line *lines;
	size_t room, items = 0, n = 0;

	for (size_t i = 0; i < s->rows.n; i++)
		items += is_first(r, i);
	room = items * (s->rows.n * 2 + 2) + 1;
	lines = arena_array(cx->a, room, sizeof(*lines));
	for (size_t i = 0; i < s->rows.n; i++)
		if (is_first(r, i))
			n += add_item(cx, s, r[i].item, makers, lines + n);
	qsort(lines, n, sizeof(*lines), by_latest);
	return (struct list){lines, n, sizeof(*lines)};
}

/*
 * figure_data.c: the answer for programs: JSON, and the line of a file.
 *
 * What a number is called is the same for all indicators. Of a rate "value" is the ratio, and
 * "numerator" and "denominator" stand beside it; so a table below has "value" twice, and asked()
 * leaves in it what the answer has.
 */
#include "base/die.h"
#include "figure/figure_show.h"

/* clang-format off: one row each */
#define VALUES(s)                                                                                  \
	{"value", FT_INT, CLASS_INSIDE, M_FIELD_VALUE, FF_ZERO, FIELD_OFF(s, value, int64_t), 0,   \
		0, 0, M_NONE, 0},                                                                  \
		{"value", FT_RATIO, CLASS_INSIDE, M_FIELD_SHARE, 0,                                \
			FIELD_OFF(s, share, struct ratio), 0, 0, 0, M_NONE, 0},                    \
		{"numerator", FT_INT, CLASS_INSIDE, M_FIELD_NUMERATOR, FF_ZERO,                    \
			FIELD_OFF(s, value, int64_t), 0, 0, 0, M_NONE, 0},                         \
	{                                                                                          \
		"denominator", FT_INT, CLASS_INSIDE, M_FIELD_DENOMINATOR, FF_ZERO,                 \
			FIELD_OFF(s, base, int64_t), 0, 0, 0, M_NONE, 0                            \
	}
/* clang-format on */

struct compared {
	const char *compare, *lineage, *refused;
	day_t from, to, day;
	int64_t value, base, change;
	struct ratio share, change_rate;
};

static const struct field compared_fields[] = {
	F_TEXT(struct compared, compare, M_FIELD_COMPARE, CLASS_INSIDE, 0, 20),
	F_DAY(struct compared, from, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct compared, to, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_DAY(struct compared, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	VALUES(struct compared),
	F_INT(struct compared, change, M_FIELD_CHANGE, CLASS_INSIDE, FF_ZERO, 0),
	F_RATIO(struct compared, change_rate, M_FIELD_CHANGE_RATE, CLASS_INSIDE, 0),
	F_TEXT(struct compared, lineage, M_FIELD_LINEAGE, CLASS_INSIDE, 0, 1000),
	F_TEXT(struct compared, refused, M_FIELD_REASON, CLASS_INSIDE, 0, 500),
	F_END,
};

/* The answer when its period was closed. */
struct closed {
	const char *period;
	int64_t id, org, at, value, base, change;
	struct ratio share;
};

static const struct field closed_fields[] = {
	F_ID(struct closed, id, M_FIELD_ID, CLASS_INSIDE, 0, "closing"),
	F_ID(struct closed, org, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_TEXT(struct closed, period, M_FIELD_PERIOD, CLASS_INSIDE, 0, 60),
	F_INSTANT(struct closed, at, M_FIELD_CLOSED_AT, CLASS_INSIDE, 0),
	VALUES(struct closed),
	F_INT(struct closed, change, M_FIELD_CHANGE, CLASS_INSIDE, FF_ZERO, 0),
	F_END,
};

/* A row as programs get it: nothing but key and value; of two that are crossed, both keys too. */
static const struct field row_fields[] = {
	F_TEXT(struct figure_row, key, M_FIELD_KEY, CLASS_INSIDE, 0, 400),
	F_TEXT(struct figure_row, key_1, M_FIELD_KEY, CLASS_INSIDE, 0, 200),
	F_TEXT(struct figure_row, key_2, M_FIELD_KEY, CLASS_INSIDE, 0, 200),
	VALUES(struct figure_row),
	F_END,
};

struct answer {
	const char *code, *org, *kind, *reach, *unit, *definition, *next, *lineage, *target_bound;
	const char *target_period;
	day_t from, to, day;
	int64_t known_at, value, base, target;
	struct ratio share, target_share, target_rate;
	int assumed;
	const struct compared *compared;
	const struct closed *closing;
	struct list rows, records;
};

static const struct field answer_fields[] = {
	F_TEXT(struct answer, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),
	F_TEXT(struct answer, org, M_FIELD_ORG, CLASS_INSIDE, 0, 60),
	F_DAY(struct answer, from, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct answer, to, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	VALUES(struct answer),
	F_INT(struct answer, target, M_FIELD_TARGET, CLASS_INSIDE, FF_ZERO, 0),
	{"target", FT_RATIO, CLASS_INSIDE, M_FIELD_TARGET, 0,
		FIELD_OFF(struct answer, target_share, struct ratio), 0, 0, 0, M_NONE, 0},
	F_TEXT(struct answer, target_bound, M_FIELD_BOUND, CLASS_INSIDE, 0, 20),
	F_RATIO(struct answer, target_rate, M_FIELD_TARGET_RATE, CLASS_INSIDE, 0),
	F_TEXT(struct answer, target_period, M_FIELD_PERIOD, CLASS_INSIDE, 0, 60),
	F_DAY(struct answer, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct answer, kind, M_FIELD_FIGURE_KIND, CLASS_INSIDE, FF_MORE, 20),
	F_TEXT(struct answer, reach, M_FIELD_REACH, CLASS_INSIDE, FF_MORE, 20),
	F_TEXT(struct answer, unit, M_FIELD_UNIT, CLASS_INSIDE, FF_MORE, 60),
	F_TEXT(struct answer, definition, M_FIELD_DEFINITION, CLASS_INSIDE, FF_MORE, 500),
	F_BOOL(struct answer, assumed, M_FIGURE_ASSUMED, CLASS_INSIDE, FF_MORE),
	F_TEXT(struct answer, lineage, M_FIELD_LINEAGE, CLASS_INSIDE, FF_MORE, 1000),
	F_INSTANT(struct answer, known_at, M_FIELD_KNOWN_AT, CLASS_INSIDE, FF_MORE),
	F_REC(struct answer, compared, M_FIELD_COMPARE, CLASS_INSIDE, compared_fields),
	F_REC(struct answer, closing, M_FIELD_CLOSING, CLASS_INSIDE, closed_fields),
	F_LIST(struct answer, rows, M_FIGURE_ROWS, CLASS_INSIDE, row_fields),
	F_LIST(struct answer, records, M_FIGURE_RECORDS, CLASS_INSIDE, NULL),
	F_URL(struct answer, next, M_FIGURE_RECORDS, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

static const char *unit_of(struct show *s)
{
	return doc_say(s->d, figure_unit(s->ask.figure),
		number_text(s->cx->a, LANG_EN, s->value.rate ? s->value.base : s->value.value),
		NULL);
}

static struct answer answer_of(struct show *s)
{
	const struct figure_ask *ask = &s->ask;

	return (struct answer){.code = ask->figure->code,
		.org = ask->org ? s->org.code : NULL,
		.kind = figure_kind_code(ask->figure->kind),
		.reach = ask->own ? "own" : "below",
		.unit = unit_of(s),
		.definition = msg_text(s->cx->say.lang, ask->figure->definition),
		.from = ask->from,
		.to = ask->to,
		.day = ask->day,
		.known_at = s->cx->known == KNOWN_NOW ? 0 : s->cx->known,
		.value = s->value.value,
		.base = s->value.base,
		.share = {s->value.value, s->value.base},
		.assumed = s->assumed,
		.lineage = s->lineage,
		.target = s->target.value,
		.target_share = {s->target.value, s->target.base},
		.target_bound = s->target.bound,
		.target_period = s->target.period,
		.target_rate = target_rate(&s->target, &s->value),
		.rows = s->rows};
}

static struct compared *compared_of(struct show *s)
{
	struct compared *c = arena_new_of(s->cx->a, struct compared);
	struct ratio by = figure_change(&s->value, &s->before);

	*c = (struct compared){.compare = s->in->compare,
		.from = s->earlier.from,
		.to = s->earlier.to,
		.day = s->earlier.day,
		.value = s->before.value,
		.base = s->before.base,
		.share = {s->before.value, s->before.base},
		.change = by.value,
		.change_rate = by,
		.lineage = s->earlier_lineage,
		.refused = s->uncompared};
	return c;
}

static struct closed *closed_of(struct show *s)
{
	struct closed *c = arena_new_of(s->cx->a, struct closed);

	*c = (struct closed){.period = s->closing.period,
		.id = s->closing.id,
		.org = s->closing.org,
		.at = s->closing.made_ms,
		.value = s->closed.value,
		.base = s->closed.base,
		.share = {s->closed.value, s->closed.base},
		.change = s->value.value - s->closed.value};
	return c;
}

/* Members that only some answers have. */
static bool is_there(const struct show *s, const char *name)
{
	const struct {
		const char *name;
		bool there;
	} some[] = {{"key_1", s->cut.across != BY_NOTHING}, {"key_2", s->cut.across != BY_NOTHING},
		{"rows", s->cut.by != BY_NOTHING}, {"assumed", s->assumed},
		{"records", s->records != NULL}, {"next", s->records != NULL},
		{"compared", figure_is_compared(s)}, {"refused", s->uncompared != NULL},
		{"closing", s->closing.id != 0}, {"target_bound", s->target.id != 0},
		{"target_rate", s->target.id != 0}, {"target_period", s->target.id != 0}};

	for (size_t i = 0; i < sizeof(some) / sizeof(*some); i++)
		if (text_eq(some[i].name, name))
			return some[i].there;
	return true;
}

static bool is_one_of(const struct field *f, const char *a, const char *b)
{
	return text_eq(f->name, a) || text_eq(f->name, b);
}

/* What was not asked for is not there at all, rather than empty. */
static bool is_asked(const struct show *s, const struct field *table, const struct field *f)
{
	bool rate = s->value.rate;

	if (text_eq(f->name, "target") && !s->target.id)
		return false;
	if (table == compared_fields && s->uncompared)
		return is_one_of(f, "compare", "refused") || f->type == FT_DAY;
	if (text_eq(f->name, "lineage"))
		return table == compared_fields ? !text_empty(s->earlier_lineage)
						: s->lineage != NULL;
	if (is_one_of(f, "value", "target"))
		return rate == (f->type == FT_RATIO);
	if (is_one_of(f, "numerator", "denominator"))
		return rate;
	if (text_eq(f->name, "change"))
		return !rate;
	return is_there(s, f->name);
}

/* The table with what this answer has, and the tables below it likewise. */
static const struct field *asked(struct show *s, const struct field *table)
{
	struct field *fields, *to;

	fields = to = arena_array(s->cx->a, field_count(table) + 1, sizeof(*fields));
	field_each (f, table) {
		if (!is_asked(s, table, f))
			continue;
		*to = *f;
		if (text_eq(f->name, "records")) {
			must(s->records); /* is_there said so */
			to->sub = s->records->fields;
		} else if (f->sub) {
			to->sub = asked(s, f->sub);
		}
		to++;
	}
	return fields;
}

void figure_data(struct show *s)
{
	struct answer *a = arena_new_of(s->cx->a, struct answer);

	*a = answer_of(s);
	a->compared = compared_of(s);
	a->closing = closed_of(s);
	if (s->records) {
		a->records = s->records->rows;
		a->next = s->records->next_href;
	}
	doc_data(s->d, asked(s, answer_fields), a);
}

void figure_line(struct show *s)
{
	struct answer *a = arena_new_of(s->cx->a, struct answer);
	struct list one = {a, 1, sizeof(*a)};

	if (!s->cx->page.sink || s->cut.by != BY_NOTHING || s->in->records)
		return;
	*a = answer_of(s);
	doc_table(s->d, "answer", M_FIGURE_LIST, asked(s, answer_fields), one)->main = 1;
}

#include "core/rule_use.h"

#include "base/buf.h"
#include "base/text.h"

const struct rule_use rule_uses[] = {
#define RULE(code, shape, kind, words, subject, ...)                                               \
	{code, RULE_##shape, RULE_##kind, words, subject, {__VA_ARGS__}},
#include "core/rule_uses.def"
#undef RULE
};
const size_t rule_use_count = sizeof(rule_uses) / sizeof(*rule_uses);

const struct rule_use *rule_use_of(const char *code)
{
	for (size_t i = 0; i < rule_use_count; i++)
		if (text_eq(rule_uses[i].code, code))
			return &rule_uses[i];
	return NULL;
}

/* Which units each kind may have; the first is the usual one. */
static const char *const units[][7] = {
	[RULE_NUMBER] = {"person", "time", "minute", "age", "year_full", "calendar_year", "point"},
	[RULE_TERM] = {"day", "workday", "month", "year"},
	[RULE_SHARE] = {"share", "share_over", "share_most"},
	[RULE_FACTOR] = {"factor"},
	[RULE_DATE] = {"month_day"},
	[RULE_WORD] = {"word"},
	[RULE_TEXT] = {"text"},
};

bool rule_unit_fits(const struct rule_use *use, const char *unit)
{
	for (size_t i = 0; i < sizeof(*units) / sizeof(**units); i++)
		if (units[use->kind][i] && text_eq(units[use->kind][i], unit))
			return true;
	return false;
}

/* ---- from text ---- */

static bool number_parse(struct str s, int64_t *ret)
{
	long long v;

	if (!str_to_int(str_trim(s), &v) || v < 0 || v > 1000000)
		return false;
	*ret = v;
	return true;
}

/* "2/3", "85%", and "3" of a factor. */
static bool share_parse(struct str s, struct rule *r)
{
	struct str rest = str_trim(s), up;

	r->den = 1;
	if (str_ends(rest, S("%"))) {
		rest.n--;
		r->den = 100;
		return number_parse(rest, &r->value);
	}
	up = str_cut(&rest, '/');
	if (rest.p && (!number_parse(rest, &r->den) || !r->den))
		return false;
	return number_parse(up, &r->value);
}

/* "03/02": day and month, in any year; kept as 203. */
static bool date_parse(struct str s, struct rule *r)
{
	struct str rest = str_trim(s), day = str_cut(&rest, '/');
	int64_t d, m;

	if (!rest.p || !number_parse(day, &d) || !number_parse(rest, &m) || m < 1 || m > 12 ||
		d < 1 || !day_valid((day_t)(20000000 + m * 100 + d)))
		return false;
	r->value = m * 100 + d;
	return true;
}

static bool parse(const struct rule_use *use, const char *text, struct rule *r)
{
	switch (use->kind) {
	case RULE_NUMBER:
	case RULE_TERM:
		return number_parse(str_of(text), &r->value);
	case RULE_SHARE:
		return share_parse(str_of(text), r) && r->value <= r->den;
	case RULE_FACTOR:
		return share_parse(str_of(text), r);
	case RULE_DATE:
		return date_parse(str_of(text), r);
	case RULE_WORD:
	case RULE_TEXT:
		r->word = text;
		return true;
	}
	return false;
}

bool rule_value_parse(
	struct arena *a, const struct rule_use *use, const char *text, struct rule *ret)
{
	struct rule r = *ret;

	r.value = 0;
	r.den = 1;
	r.word = "";
	if (text_empty(text) || !parse(use, text, &r))
		return false;
	r.code = use->code;
	r.item = use->shape == RULE_MANY ? rule_value_text(a, use, &r) : "";
	*ret = r;
	return true;
}

/* ---- to text ---- */

const char *rule_value_text(struct arena *a, const struct rule_use *use, const struct rule *r)
{
	long long v = r->value;

	if (use->kind == RULE_WORD || use->kind == RULE_TEXT)
		return r->word;
	if (use->kind == RULE_DATE)
		return arena_printf(a, "%02lld/%02lld", v % 100, v / 100);
	if (r->den == 1)
		return arena_printf(a, "%lld", v);
	return arena_printf(a, "%lld/%lld", v, (long long)r->den);
}

#include "core/rule_text.h"

#include "base/buf.h"

/* A value in three parts: "trên", "85/100", "của tổng số". */
struct parts {
	const char *before, *number, *after;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_number_char(char c)
{
	return is_digit(c) || strchr("/,.%", c);
}

static const char *trimmed(struct arena *a, const char *from, const char *to)
{
	struct str s = str_trim((struct str){from, (size_t)(to - from)});

	return s.n ? arena_strndup(a, s.p, s.n) : "";
}

/* "2 / 3" and "85 %" are one number. */
static const char *number_end(const char *p)
{
	for (;;) {
		const char *next = p;
		while (*p && is_number_char(*p))
			p++;
		next = p;
		while (*next == ' ')
			next++;
		if (next == p || !*next || !(strchr("/%", *next) || p[-1] == '/'))
			return p;
		p = next;
	}
}

static bool cut(struct arena *a, const char *text, struct parts *ret)
{
	const char *from = text, *to;
	char *number;
	size_t n = 0;

	while (*from && !is_digit(*from))
		from++;
	if (!*from)
		return false;
	to = number_end(from);
	number = arena_strndup(a, from, (size_t)(to - from));
	for (const char *p = number; *p; p++)
		if (*p != ' ')
			number[n++] = *p;
	number[n] = '\0';
	*ret = (struct parts){trimmed(a, text, from), number, trimmed(a, to, to + strlen(to))};
	return true;
}

/* "1,5" as 15/10. */
static const char *fraction(struct arena *a, const char *number)
{
	const char *comma = strpbrk(number, ",.");

	if (!comma || strlen(comma) != 2)
		return number;
	return arena_printf(a, "%.*s%s/10", (int)(comma - number), number, comma + 1);
}

static bool unit_read(struct ctx *cx, const struct rule_use *use, const char *words,
	const char *unit, const char **ret)
{
	const struct cat_entry *e;

	*ret = unit;
	if (text_empty(words))
		return true;
	e = cat_match(cx->say.cats, cx->a, "rule_unit", words);
	if (!e || !rule_unit_fits(use, e->code))
		return false;
	*ret = e->code;
	return true;
}

static bool word_read(
	struct ctx *cx, const struct rule_use *use, const char *text, struct rule *ret)
{
	const struct cat_entry *e;

	if (use->kind == RULE_TEXT)
		return rule_value_parse(cx->a, use, text, ret);
	e = cat_match(cx->say.cats, cx->a, use->words, text);
	return e && rule_value_parse(cx->a, use, e->code, ret);
}

bool rule_text_read(struct ctx *cx, const struct rule_use *use, const char *unit, const char *text,
	struct rule *ret)
{
	struct parts p;

	ret->unit = unit;
	if (text_empty(text))
		return false;
	if (use->kind == RULE_WORD || use->kind == RULE_TEXT)
		return word_read(cx, use, text, ret);
	if (!cut(cx->a, text, &p))
		return false;
	if (use->kind == RULE_SHARE)
		return text_empty(p.after) && unit_read(cx, use, p.before, unit, &ret->unit) &&
		       rule_value_parse(cx->a, use, p.number, ret);
	if (use->kind == RULE_FACTOR)
		p.number = fraction(cx->a, p.number);
	return text_empty(p.before) && unit_read(cx, use, p.after, unit, &ret->unit) &&
	       rule_value_parse(cx->a, use, p.number, ret);
}

const char *rule_say_all(struct ctx *cx, const struct rule_use *use, struct list all)
{
	const struct rule *const *r = all.rows;
	bool counts = use->kind == RULE_NUMBER;
	const char *line = "";

	if (!all.n)
		return msg_text(cx->say.lang, M_RULE_NOT_KNOWN);
	if (all.n == 1)
		return rule_say(cx, r[0]);
	for (size_t i = 0; i < all.n; i++)
		line = arena_printf(cx->a, "%s%s%s", line, i ? ", " : "",
			counts ? rule_value_text(cx->a, use, r[i]) : rule_say(cx, r[i]));
	if (!counts || text_eq(r[0]->unit, "calendar_year"))
		return line;
	return arena_printf(cx->a, "%s %s", line,
		cat_name(cx->say.cats, cx->say.lang, "rule_unit", r[0]->unit));
}

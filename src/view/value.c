#include "view/value.h"

#include "base/die.h"
#include "base/text.h"

#include <stdlib.h>

enum { DEFAULT_MAX = 1000, DIGITS = 32 };

static enum err wrong(const struct field *f, struct fault *fault, enum msg what)
{
	return fault(fault, ERR_BAD_INPUT, f->name, what);
}

/* Writes n before `end`, with `sep` between thousands (0: none); returns where it begins. */
static char *digits_before(char *end, int64_t n, char sep)
{
	uint64_t u = n < 0 ? -(uint64_t)n : (uint64_t)n;
	int written = 0;

	do {
		if (sep && written && written % 3 == 0)
			*--end = sep;
		*--end = (char)('0' + u % 10);
		written++;
	} while (u /= 10);
	if (n < 0)
		*--end = '-';
	return end;
}

static char thousands(enum lang lang)
{
	return lang == LANG_EN ? ',' : '.';
}

const char *number_text(struct arena *a, enum lang lang, int64_t n)
{
	char out[DIGITS], *p = digits_before(out + DIGITS, n, thousands(lang));

	return arena_strndup(a, p, (size_t)(out + DIGITS - p));
}

static const char *plain_number(struct arena *a, int64_t n)
{
	char out[DIGITS], *p = digits_before(out + DIGITS, n, 0);

	return arena_strndup(a, p, (size_t)(out + DIGITS - p));
}

const char *percent_text(struct arena *a, enum lang lang, int64_t num, int64_t den)
{
	char out[DIGITS], *p = out + DIGITS;
	__int128 tenths;

	if (den == 0)
		return "–";
	tenths = (__int128)num * 1000;
	/* halves away from zero, as people round by hand */
	tenths = (tenths * 2 + ((tenths < 0) == (den < 0) ? den : -(__int128)den)) /
		 ((__int128)den * 2);
	*--p = '%';
	*--p = (char)('0' + (tenths < 0 ? -tenths : tenths) % 10);
	*--p = lang == LANG_EN ? '.' : ',';
	if (tenths < 0 && tenths > -10) {
		*--p = '0';
		*--p = '-';
	} else {
		p = digits_before(p, (int64_t)(tenths / 10), thousands(lang));
	}
	return arena_strndup(a, p, (size_t)(out + DIGITS - p));
}

const char *ratio_text(struct arena *a, enum lang lang, struct ratio r)
{
	bool near = r.base > 0 && r.value != r.base &&
		    llabs(r.value - r.base) <= r.base / 2000; /* would be rounded to it */

	if (r.base && r.value == r.base)
		return "100%";
	if (near)
		return percent_text(a, lang, r.value < r.base ? 999 : 1001, 1000);
	return percent_text(a, lang, r.value, r.base);
}

/* With a point, as programs read it. */
static const char *ratio_raw(struct arena *a, struct ratio r)
{
	return r.base ? arena_printf(a, "%.9g", (double)r.value / (double)r.base) : "";
}

static char *english_day(char *p, day_t d)
{
	static const char months[12][4] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

	p = digits_before(p, day_year(d), 0);
	if (day_month(d) >= 1 && day_month(d) <= 12) {
		*--p = ' ';
		p -= 3;
		memcpy(p, months[day_month(d) - 1], 3);
	}
	if (day_mday(d)) {
		*--p = ' ';
		p = digits_before(p, day_mday(d), 0);
	}
	return p;
}

const char *day_text(struct arena *a, enum lang lang, day_t d)
{
	char out[DIGITS], *p;

	if (d == 0 || d == DAY_MIN)
		return "";
	if (d == DAY_MAX)
		return msg_text(lang, M_VALUE_NO_END);
	if (lang == LANG_VI)
		return arena_strdup(a, day_print(out, d));
	p = english_day(out + DIGITS, d);
	return arena_strndup(a, p, (size_t)(out + DIGITS - p));
}

const char *instant_text(struct arena *a, enum lang lang, int64_t ms)
{
	char out[MS_TEXT], day[DIGITS], *p;
	const char *time;

	if (ms == 0)
		return "";
	if (ms >= MS_MAX)
		return msg_text(lang, M_VALUE_NO_END);
	ms_print(out, ms);
	if (lang == LANG_VI)
		return arena_strdup(a, out);
	p = english_day(day + DIGITS - 1, day_of_ms(ms));
	day[DIGITS - 1] = 0;
	time = strchr(out, ' ');
	return arena_printf(a, "%s,%s", p, time ? time : "");
}

static const char *bool_text(enum lang lang, const struct field *f, const void *rec)
{
	if (field_get_int(f, rec))
		return msg_text(lang, M_VALUE_YES);
	return f->flags & FF_ZERO ? msg_text(lang, M_VALUE_NO) : "";
}

static const char *cat_text(const struct speech *sp, const struct field *f, const void *rec)
{
	const char *code = field_get_text(f, rec);

	if (text_empty(code))
		return "";
	return sp->cats ? cat_name(sp->cats, sp->lang, f->arg, code) : code;
}

/* No other site, no script: a path, a query or an anchor, without what browsers skip or turn. */
static bool address_is_ours(const char *s)
{
	if (s[0] != '/' && s[0] != '?' && s[0] != '#')
		return false;
	if (s[0] == '/' && s[1] == '/')
		return false;
	for (; *s; s++)
		if ((unsigned char)*s <= ' ' || *s == '\\' || *s == 0x7f)
			return false;
	return true;
}

const char *url_text(const char *s)
{
	return text_empty(s) ? "" : address_is_ours(s) ? s : "#";
}

static const char *file_name(const struct field *f, const void *rec)
{
	const struct upload *u = (const void *)((const char *)rec + f->offset);

	return u->name ? u->name : "";
}

static const char *text_or_nothing(const char *s)
{
	return s ? s : "";
}

const char *value_text(
	const struct speech *sp, struct arena *a, const struct field *f, const void *rec)
{
	switch (f->type) {
	case FT_TEXT:
	case FT_LINES:
		return text_or_nothing(field_get_text(f, rec));
	case FT_CAT:
		return cat_text(sp, f, rec);
	case FT_INT:
		if (!field_get_int(f, rec) && !(f->flags & FF_ZERO))
			return "";
		return number_text(a, sp->lang, field_get_int(f, rec));
	case FT_ID:
		return field_get_int(f, rec) ? plain_number(a, field_get_int(f, rec)) : "";
	case FT_BOOL:
		return bool_text(sp->lang, f, rec);
	case FT_DAY:
		return day_text(a, sp->lang, (day_t)field_get_int(f, rec));
	case FT_INSTANT:
		return instant_text(a, sp->lang, field_get_int(f, rec));
	case FT_RATIO:
		return ratio_text(a, sp->lang, field_get_ratio(f, rec));
	case FT_URL:
		return url_text(field_get_text(f, rec));
	case FT_FILE:
		return file_name(f, rec);
	default:
		return "";
	}
}

static const char *day_raw(struct arena *a, day_t d)
{
	char out[DAY_TEXT];

	return d == 0 || d == DAY_MIN || d == DAY_MAX ? "" : arena_strdup(a, day_print_iso(out, d));
}

static const char *instant_raw(struct arena *a, int64_t ms)
{
	char out[MS_TEXT];

	return ms == 0 || ms >= MS_MAX ? "" : arena_strdup(a, ms_print_iso(out, ms));
}

const char *value_raw(struct arena *a, const struct field *f, const void *rec)
{
	switch (f->type) {
	case FT_TEXT:
	case FT_LINES:
	case FT_CAT:
	case FT_URL:
		return text_or_nothing(field_get_text(f, rec));
	case FT_INT:
	case FT_ID:
		if (!field_get_int(f, rec) && !(f->flags & FF_ZERO))
			return "";
		return plain_number(a, field_get_int(f, rec));
	case FT_BOOL:
		return field_get_int(f, rec) ? "1" : "0";
	case FT_DAY:
		return day_raw(a, (day_t)field_get_int(f, rec));
	case FT_INSTANT:
		return instant_raw(a, field_get_int(f, rec));
	case FT_RATIO:
		return ratio_raw(a, field_get_ratio(f, rec));
	case FT_FILE:
		return file_name(f, rec);
	default:
		return "";
	}
}

static enum err read_text(const struct speech *sp, const struct field *f, struct str raw, void *rec,
	struct fault *fault)
{
	size_t max = f->max > 0 ? (size_t)f->max : DEFAULT_MAX, length;
	char *s = f->type == FT_SECRET ? text_compose(fault->a, raw)
				       : text_clean(fault->a, raw, f->type == FT_LINES);

	if (!s)
		return wrong(f, fault, M_VALUE_BAD_TEXT);
	if (!*s && f->flags & FF_REQUIRED)
		return wrong(f, fault, M_VALUE_REQUIRED);
	length = text_length(s);
	if (length > max)
		return fault(fault, ERR_BAD_INPUT, f->name, M_VALUE_TOO_LONG,
			number_text(fault->a, sp->lang, (int64_t)max),
			number_text(fault->a, sp->lang, (int64_t)length));
	field_set_text(f, rec, *s ? s : NULL);
	return ERR_OK;
}

static enum err read_url(const struct field *f, struct str raw, void *rec, struct fault *fault)
{
	char *s = text_clean(fault->a, raw, false);

	if (!s || !address_is_ours(s))
		return wrong(f, fault, M_VALUE_NO_ADDRESS);
	if (text_length(s) > (f->max > 0 ? (size_t)f->max : DEFAULT_MAX))
		return wrong(f, fault, M_VALUE_NO_ADDRESS);
	field_set_text(f, rec, s);
	return ERR_OK;
}

static enum err read_cat(const struct speech *sp, const struct field *f, struct str raw, void *rec,
	struct fault *fault)
{
	const struct cat_entry *e = NULL;
	char *s = text_clean(fault->a, raw, false);

	if (!s)
		return wrong(f, fault, M_VALUE_BAD_TEXT);
	if (sp->cats)
		e = cat_find(sp->cats, f->arg, s);
	if (!e && sp->cats)
		e = cat_match(sp->cats, fault->a, f->arg, s);
	if (!e)
		return fault(fault, ERR_BAD_INPUT, f->name, M_VALUE_NOT_IN_CATALOGUE, s);
	field_set_text(f, rec, e->code);
	return ERR_OK;
}

/* Takes the separators out of 2.128 (in Vietnamese) or 2,128; false when they stand wrongly. */
static bool ungroup(struct str s, char sep, char out[DIGITS], struct str *ret)
{
	size_t n = 0;

	if (!s.n || s.n >= DIGITS || s.p[0] == sep)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		size_t after = s.n - i; /* this separator and what follows: 1 + 3k */
		if (s.p[i] != sep)
			out[n++] = s.p[i];
		else if (after % 4 != 0)
			return false;
	}
	if (n != s.n && s.n - n != (n - 1 - (s.p[0] == '-')) / 3)
		return false;
	*ret = (struct str){out, n};
	return true;
}

static enum err read_int(const struct speech *sp, const struct field *f, struct str raw, void *rec,
	struct fault *fault)
{
	char digits[DIGITS];
	struct str bare;
	long long v;

	if (!ungroup(raw, thousands(sp->lang), digits, &bare) || !str_to_int(bare, &v))
		return wrong(f, fault, M_VALUE_NO_NUMBER);
	if (v < 0 && f->max > 0)
		return wrong(f, fault, M_VALUE_NEGATIVE);
	if (f->max > 0 && v > f->max)
		return fault(fault, ERR_BAD_INPUT, f->name, M_VALUE_TOO_LARGE,
			number_text(fault->a, sp->lang, f->max));
	field_set_int(f, rec, v);
	return ERR_OK;
}

static enum err read_id(const struct field *f, struct str raw, void *rec, struct fault *fault)
{
	long long v;

	if (!str_to_int(raw, &v) || v <= 0)
		return wrong(f, fault, M_VALUE_NO_ID);
	field_set_int(f, rec, v);
	return ERR_OK;
}

static bool one_of(struct str s, const char *const words[])
{
	for (; *words; words++)
		if (str_eq_nocase(s, str_of(*words)))
			return true;
	return false;
}

static enum err read_bool(const struct field *f, struct str raw, void *rec, struct fault *fault)
{
	static const char *const yes[] = {"1", "true", "yes", "on", "x", "có", "Có", "CÓ", NULL};
	static const char *const no[] = {
		"0", "false", "no", "off", "không", "Không", "KHÔNG", NULL};

	if (!one_of(raw, yes) && !one_of(raw, no))
		return wrong(f, fault, M_VALUE_NO_YES);
	field_set_int(f, rec, one_of(raw, yes));
	return ERR_OK;
}

static enum err read_day(const struct speech *sp, const struct field *f, struct str raw, void *rec,
	struct fault *fault)
{
	day_t d;

	if (!day_parse(raw, sp->today ? day_year(sp->today) : 2000, &d))
		return wrong(f, fault, M_VALUE_NO_DAY);
	field_set_int(f, rec, d);
	return ERR_OK;
}

static enum err read_instant(const struct field *f, struct str raw, void *rec, struct fault *fault)
{
	int64_t ms;

	if (!ms_parse(raw, &ms))
		return wrong(f, fault, M_VALUE_NO_INSTANT);
	field_set_int(f, rec, ms);
	return ERR_OK;
}

static void read_file(const struct field *f, struct str raw, void *rec)
{
	struct upload *u = (void *)((char *)rec + f->offset);

	u->bytes = raw;
}

static void empty_member(const struct field *f, void *rec)
{
	switch (f->type) {
	case FT_FILE:
		*(struct upload *)((char *)rec + f->offset) = (struct upload){0};
		return;
	case FT_TEXT:
	case FT_LINES:
	case FT_CAT:
	case FT_URL:
	case FT_SECRET:
		field_set_text(f, rec, NULL);
		return;
	default:
		field_set_int(f, rec, 0);
	}
}

enum err value_read(const struct speech *sp, const struct field *f, struct str raw, void *rec,
	struct fault *fault)
{
	struct str s = f->type == FT_FILE || f->type == FT_SECRET ? raw : str_trim(raw);

	must(f->type < FT_LIST && f->type != FT_END);
	if (!s.n) {
		if (f->flags & FF_REQUIRED)
			return wrong(f, fault, M_VALUE_REQUIRED);
		empty_member(f, rec);
		return ERR_OK;
	}
	switch (f->type) {
	case FT_ID:
		return read_id(f, s, rec, fault);
	case FT_INT:
		return read_int(sp, f, s, rec, fault);
	case FT_BOOL:
		return read_bool(f, s, rec, fault);
	case FT_CAT:
		return read_cat(sp, f, s, rec, fault);
	case FT_DAY:
		return read_day(sp, f, s, rec, fault);
	case FT_INSTANT:
		return read_instant(f, s, rec, fault);
	case FT_URL:
		return read_url(f, s, rec, fault);
	case FT_FILE:
		read_file(f, s, rec);
		return ERR_OK;
	default:
		return read_text(sp, f, s, rec, fault);
	}
}

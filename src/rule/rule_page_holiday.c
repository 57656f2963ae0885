/*
 * rule_page_holiday.c: the holidays of a year, and those of the coming one, entered row by row
 * from the announcement.
 */
#include "base/text.h"
#include "core/listing.h"
#include "core/rule_text.h"
#include "rule/rule_page.h"

#include <stdlib.h>

/* ---- a year ---- */

struct day_line {
	day_t day;
	const char *weekday, *kind, *name, *source, *sure, *origin, *tone;
};

static const struct field day_fields[] = {
	F_TEXT(struct day_line, tone, M_FIELD_STATE, CLASS_PUBLIC, FF_HIDDEN, 0),
	F_DAY(struct day_line, day, M_FIELD_DAY, CLASS_PUBLIC, FF_KEY),
	F_TEXT(struct day_line, weekday, M_FIELD_WEEKDAY, CLASS_PUBLIC, 0, 0),
	F_CAT(struct day_line, kind, M_FIELD_HOLIDAY_KIND, CLASS_PUBLIC, 0, "holiday_kind"),
	F_TEXT(struct day_line, name, M_FIELD_HOLIDAY, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct day_line, source, M_FIELD_RULE_SOURCE, CLASS_PUBLIC, 0, 0),
	F_CAT(struct day_line, sure, M_FIELD_RULE_SURE, CLASS_PUBLIC, 0, "rule_sure"),
	F_TEXT(struct day_line, origin, M_FIELD_RULE_ORIGIN, CLASS_PUBLIC, 0, 0),
	F_END,
};

static struct day_line day_line(struct ctx *cx, const struct holiday *h)
{
	static const enum msg weekdays[] = {M_WEEKDAY_MON, M_WEEKDAY_TUE, M_WEEKDAY_WED,
		M_WEEKDAY_THU, M_WEEKDAY_FRI, M_WEEKDAY_SAT, M_WEEKDAY_SUN};

	return (struct day_line){.day = h->day,
		.weekday = msg_text(cx->say.lang, weekdays[day_weekday(h->day) - 1]),
		.kind = h->kind,
		.name = h->name,
		.source = h->source,
		.sure = h->sure,
		.origin = msg_text(cx->say.lang, h->local ? M_RULE_HERE : M_RULE_OF_FILES),
		.tone = text_eq(h->sure, "c") ? "wait" : NULL};
}

static int by_day(const void *pa, const void *pb)
{
	const struct day_line *a = pa, *b = pb;

	return (a->day > b->day) - (a->day < b->day);
}

/* A day that is the same in every year, in this one. */
static struct holiday fixed_in(struct ctx *cx, const struct rule *r, int year)
{
	return (struct holiday){.local = r->local,
		.day = (day_t)(year * 10000 + r->value),
		.kind = "off",
		.name = msg_text(cx->say.lang, M_HOLIDAY_FIXED),
		.source = r->source,
		.sure = r->sure};
}

static bool is_dated(const struct workdays *w, day_t day)
{
	const struct holiday *h = w->dated.rows;

	for (size_t i = 0; i < w->dated.n; i++)
		if (h[i].day == day)
			return true;
	return false;
}

static struct list days_of(struct ctx *cx, const struct workdays *w, int year)
{
	struct day_line *lines = arena_array(cx->a, w->dated.n + w->fixed.n + 1, sizeof(*lines));
	const struct rule_set fixed = {"holiday", w->fixed};
	struct list all = rule_all_on(cx->a, &fixed, (day_t)(year * 10000 + 101));
	const struct rule *const *r = all.rows;
	const struct holiday *h = w->dated.rows;
	size_t n = 0;

	for (size_t i = 0; i < w->dated.n; i++)
		if (day_year(h[i].day) == year)
			lines[n++] = day_line(cx, &h[i]);
	for (size_t i = 0; i < all.n; i++) {
		struct holiday f = fixed_in(cx, r[i], year);
		if (!is_dated(w, f.day))
			lines[n++] = day_line(cx, &f);
	}
	qsort(lines, n, sizeof(*lines), by_day);
	return (struct list){lines, n, sizeof(*lines)};
}

struct list_in {
	int64_t year;
};

static const struct field list_in_fields[] = {
	F_INT(struct list_in, year, M_FIELD_YEAR, CLASS_PUBLIC, 0, 2200),
	F_END,
};

/* The row that says the year is announced, or NULL. */
static const struct rule *announced(struct ctx *cx, const struct workdays *w, int year)
{
	const struct rule_set years = {"holiday.year", w->years};

	return rule_on(&years, arena_printf(cx->a, "%d", year), (day_t)(year * 10000 + 101));
}

static void add_years(struct ctx *cx, struct doc *d, int year)
{
	for (int y = year - 1; y <= year + 1; y += 2)
		doc_link(d, DOC_ONWARD,
			msg_say(cx->a, cx->say.lang, M_HOLIDAY_OF, arena_printf(cx->a, "%d", y)),
			"/holiday?year=%d", y);
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_RULE_LIST), "/rule");
	if (grant_allows(cx->actor, PERM_RULE_CHANGE))
		doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_HOLIDAY_ADD), "/holiday-new");
}

static enum err list(struct ctx *cx, const void *vin, struct doc *d)
{
	const struct list_in *in = vin;
	int year = in->year ? (int)in->year : day_year(cx->day);
	const char *text = arena_printf(cx->a, "%d", year);
	struct workdays w;
	struct doc_part *p;
	struct list days;

	if (year < 1900 || year > 2200)
		return cx_fault(cx, ERR_BAD_INPUT, "year", M_HOLIDAY_BAD_YEAR);
	TRY(workdays_read(cx, &w));
	days = days_of(cx, &w, year);
	rule_page_path(cx, d, NULL);
	d->title = doc_say(d, M_HOLIDAY_OF, text, NULL);
	if (!announced(cx, &w, year))
		doc_note(d, DOC_WARN, msg_say(cx->a, cx->say.lang, M_HOLIDAY_UNKNOWN, text));
	p = doc_table(d, "days", M_NONE, day_fields, days);
	p->main = 1;
	p->total = (int64_t)days.n;
	add_years(cx, d, year);
	listing_exports(cx, d, arena_printf(cx->a, "?year=%d", year));
	return ERR_OK;
}

const struct action holiday_list = {.in = list_in_fields,
	.in_size = sizeof(struct list_in),
	.read = list,
	.title = M_HOLIDAY_TITLE};

/* ---- a year is announced ---- */

enum { DAYS_MOST = 100 };

struct add_in {
	int64_t year;
	const char *lines, *source, *note;
};

static const struct field add_fields[] = {
	F_INT(struct add_in, year, M_FIELD_YEAR, CLASS_PUBLIC, FF_REQUIRED, 2200),
	{"lines", FT_LINES, CLASS_PUBLIC, M_FIELD_HOLIDAY_LINES, FF_REQUIRED,
		FIELD_OFF(struct add_in, lines, const char *), 10000, 0, 0, M_HINT_HOLIDAY_LINES,
		0},
	{"source", FT_TEXT, CLASS_PUBLIC, M_FIELD_RULE_SOURCE, FF_REQUIRED,
		FIELD_OFF(struct add_in, source, const char *), 300, 0, 0, M_HINT_HOLIDAY_SOURCE,
		0},
	F_LINES(struct add_in, note, M_FIELD_NOTE, CLASS_PUBLIC, 0, 500),
	F_END,
};

struct plan {
	struct holiday days[DAYS_MOST];
	size_t n;
	struct rule_change year;
	bool known; /* the year was announced already */
};

/* The first year after those announced, with what is thought of it until now. */
static enum err fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct add_in *in = vin;
	const struct holiday *h;
	struct workdays w;
	int year = day_year(cx->say.today);
	char text[DAY_TEXT];

	TRY(rule_may_change(cx));
	TRY(workdays_read_known(cx, KNOWN_NOW, &w));
	while (announced(cx, &w, year) && year < 2200)
		year++;
	rule_page_path(cx, d, NULL);
	d->lead = msg_text(cx->say.lang, M_HOLIDAY_ADD_LEAD);
	in->year = year;
	in->lines = "";
	h = w.dated.rows;
	for (size_t i = 0; i < w.dated.n; i++)
		if (day_year(h[i].day) == year)
			in->lines = arena_printf(cx->a, "%s%s; %s; %s\n", in->lines,
				day_print(text, h[i].day),
				cat_name(cx->say.cats, cx->say.lang, "holiday_kind", h[i].kind),
				h[i].name);
	return ERR_OK;
}

static enum err bad_line(struct ctx *cx, size_t n, enum msg what)
{
	return cx_fault(cx, ERR_BAD_INPUT, "lines", what, arena_printf(cx->a, "%zu", n));
}

static const char *cell(struct ctx *cx, struct str *rest, char sep)
{
	struct str s = str_trim(str_cut(rest, sep));

	return s.n ? arena_strndup(cx->a, s.p, s.n) : "";
}

/* Is it the beginning of the line, as a word? What follows it, or NULL. */
static const char *after_name(struct ctx *cx, const char *text, const char *name)
{
	size_t n = strlen(name);

	if (strlen(text) <= n || text[n] != ' ')
		return NULL;
	return text_eq(text_fold(cx->a, arena_strndup(cx->a, text, n)), text_fold(cx->a, name))
		       ? text + n + 1
		       : NULL;
}

/* Cells pasted from a sheet have come apart only by blanks: "13/02/2027 Làm bù Hoán đổi". */
static const struct cat_entry *kind_before(struct ctx *cx, const char **name)
{
	size_t n;
	const struct cat_entry *e = cat_all(cx->say.cats, "holiday_kind", &n);

	for (size_t i = 0; i < n; i++) {
		const char *rest = after_name(cx, *name, e[i].name[cx->say.lang]);
		/* "Nghỉ bù ngày 1/5" is a name */
		if (!rest || text_eq(e[i].code, "off"))
			continue;
		*name = rest;
		return &e[i];
	}
	return NULL;
}

/* "16/02/2027; nghỉ; Tết", and without the middle one: a day off. */
static enum err cut_line(
	struct ctx *cx, struct str line, size_t n, const char **ret_day, struct holiday *ret)
{
	bool cells = memchr(line.p, ';', line.n);
	const char *kind;
	const struct cat_entry *e;

	*ret_day = cell(cx, &line, cells ? ';' : ' ');
	kind = cells ? cell(cx, &line, ';') : "";
	ret->name = line.p ? cell(cx, &line, ';') : "";
	e = cells ? cat_match(cx->say.cats, cx->a, "holiday_kind", kind)
		  : kind_before(cx, &ret->name);
	if (!e && *kind && *ret->name)
		return bad_line(cx, n, M_HOLIDAY_LINE_KIND);
	if (!e && *kind)
		ret->name = kind;
	ret->kind = e ? e->code : "off";
	return text_empty(ret->name) ? bad_line(cx, n, M_HOLIDAY_LINE_KIND) : ERR_OK;
}

static enum err read_line(
	struct ctx *cx, const struct add_in *in, struct str line, size_t n, struct holiday *ret)
{
	const char *day;

	*ret = (struct holiday){.source = in->source, .sure = "a"};
	TRY(cut_line(cx, line, n, &day, ret));
	if (!day_parse(str_of(day), 0, &ret->day) || day_precision(ret->day) != DAY_EXACT)
		return bad_line(cx, n, M_HOLIDAY_LINE_DAY);
	if (day_year(ret->day) != in->year)
		return bad_line(cx, n, M_HOLIDAY_LINE_YEAR);
	if (text_eq(ret->kind, "worked") && day_weekday(ret->day) < 6)
		return bad_line(cx, n, M_HOLIDAY_LINE_WORKED);
	return ERR_OK;
}

static enum err read_lines(struct ctx *cx, const struct add_in *in, struct plan *p)
{
	struct str rest = str_of(in->lines);

	for (size_t n = 1; rest.p; n++) {
		struct str line = str_trim(str_cut(&rest, '\n'));
		if (!line.n)
			continue;
		if (p->n == DAYS_MOST)
			return bad_line(cx, n, M_HOLIDAY_TOO_MANY);
		TRY(read_line(cx, in, line, n, &p->days[p->n]));
		for (size_t i = 0; i < p->n; i++)
			if (p->days[i].day == p->days[p->n].day)
				return bad_line(cx, n, M_HOLIDAY_LINE_TWICE);
		p->n++;
	}
	return p->n ? ERR_OK : cx_fault(cx, ERR_BAD_INPUT, "lines", M_HOLIDAY_NO_LINES);
}

static bool is_named(const struct plan *p, size_t n, day_t day)
{
	for (size_t i = 0; i < n; i++)
		if (p->days[i].day == day)
			return true;
	return false;
}

/* Days that were thought to be off and are not in the announcement are days as usual. */
static enum err add_usual(struct ctx *cx, const struct add_in *in, struct plan *p)
{
	const struct holiday *h;
	size_t named = p->n;
	struct workdays w;

	TRY(workdays_read_known(cx, KNOWN_NOW, &w));
	p->known = announced(cx, &w, (int)in->year);
	h = w.dated.rows;
	for (size_t i = 0; i < w.dated.n; i++) {
		if (day_year(h[i].day) != in->year || text_eq(h[i].kind, "usual") ||
			is_named(p, named, h[i].day))
			continue;
		if (p->n == DAYS_MOST)
			return cx_fault(cx, ERR_BAD_INPUT, "lines", M_HOLIDAY_TOO_MANY, "");
		p->days[p->n++] = (struct holiday){.day = h[i].day,
			.kind = "usual",
			.name = h[i].name,
			.source = in->source,
			.sure = "a"};
	}
	return ERR_OK;
}

static enum err plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct plan *p = arena_new_of(cx->a, struct plan);
	const struct add_in *in = vin;
	struct rule_set after;
	struct day_line *lines;

	TRY(rule_may_change(cx));
	if (in->year < 1900)
		return cx_fault(cx, ERR_BAD_INPUT, "year", M_HOLIDAY_BAD_YEAR);
	TRY(read_lines(cx, in, p));
	TRY(add_usual(cx, in, p));
	p->year = (struct rule_change){.act = RULE_SET,
		.rule = {.code = "holiday.year",
			.item = arena_printf(cx->a, "%lld", (long long)in->year),
			.value = in->year,
			.den = 1,
			.unit = "calendar_year",
			.word = "",
			.from_day = DAY_MIN,
			.to_day = DAY_MAX,
			.source = in->source,
			.sure = "a",
			.note = in->note}};
	if (!p->known)
		TRY(rule_change_check(cx, &p->year, &after));
	lines = arena_array(cx->a, p->n, sizeof(*lines));
	for (size_t i = 0; i < p->n; i++) {
		p->days[i].local = 1;
		lines[i] = day_line(cx, &p->days[i]);
	}
	qsort(lines, p->n, sizeof(*lines), by_day);
	doc_table(d, "after", M_RULE_AFTER, day_fields, (struct list){lines, p->n, sizeof(*lines)});
	*ret_plan = p;
	return ERR_OK;
}

static enum err apply(struct ctx *cx, const void *vin, void *vplan, struct doc *d)
{
	const struct plan *p = vplan;
	const struct add_in *in = vin;

	TRY(txn_start(cx, "holiday_add", in->note));
	for (size_t i = 0; i < p->n; i++)
		TRY(holiday_change_apply(cx, &p->days[i]));
	if (!p->known)
		TRY(rule_change_apply(cx, &p->year));
	d->location = arena_printf(cx->a, "/holiday?year=%lld", (long long)in->year);
	return ERR_OK;
}

const struct action holiday_add = {.in = add_fields,
	.in_size = sizeof(struct add_in),
	.fill = fill,
	.plan = plan,
	.apply = apply,
	.title = M_HOLIDAY_ADD,
	.submit = M_HOLIDAY_ADD_DO,
	.preview = true};

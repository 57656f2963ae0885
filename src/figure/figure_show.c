/*
 * figure_show.c: one indicator: its value, how it compares, what it is made of.
 *
 * The page, the text of the shell and the files are made from the parts; the JSON has a shape of
 * its own (struct answer), which is promised to programs.
 */
#include "base/die.h"
#include "core/clearance.h"
#include "figure/figure.h"
#include "http/form.h"

enum { RECORDS_MOST = 100000, ANSWER_FIELDS = 20, CONTROLS = 6, FEW = 5 };

static const struct field in_fields[] = {
	{"org", FT_TEXT, CLASS_INSIDE, M_FIELD_ORG, 0,
		FIELD_OFF(struct figure_in, org, const char *), 200, 0, 0, M_HINT_ORG, 0},
	{"period", FT_TEXT, CLASS_INSIDE, M_FIELD_PERIOD, 0,
		FIELD_OFF(struct figure_in, period, const char *), 60, 0, 0, M_HINT_PERIOD, 0},
	F_TEXT(struct figure_in, by, M_FIELD_BY, CLASS_INSIDE, 0, 40),
	F_TEXT(struct figure_in, across, M_FIELD_ACROSS, CLASS_INSIDE, 0, 20),
	F_TEXT(struct figure_in, compare, M_FIELD_COMPARE, CLASS_INSIDE, 0, 20),
	F_CAT(struct figure_in, reach, M_FIELD_REACH, CLASS_INSIDE, 0, "reach"),
	F_BOOL(struct figure_in, records, M_FIGURE_RECORDS, CLASS_INSIDE, 0),
	F_END,
};

/* Everything that is known of the answer; the parts and the data are made from it. */
struct show {
	struct ctx *cx;
	struct doc *d;
	const struct figure_in *in;
	struct figure_ask ask, earlier;
	struct figure_cut cut;
	struct org_spell org; /* on the day; without a name: all of the database */
	bool absent;	      /* the organisation did not exist on the day */
	bool assumed;	      /* some days are before the opening of the register */
	bool names;	      /* the reader may see who was counted */
	int64_t value, before;
	struct list rows;
	const struct doc_part *records;
};

static void add_param(struct ctx *cx, const char **query, const char *name, const char *value)
{
	if (text_empty(value))
		return;
	*query = arena_printf(
		cx->a, "%s%c%s=%s", *query, **query ? '&' : '?', name, form_encode(cx->a, value));
}

/* The query of this page; with a period, the day of the frame is of no account. */
static const char *query_of(struct ctx *cx, const struct figure_in *in)
{
	const char *query = text_empty(in->period) ? cx->query : "";
	char known[MS_TEXT];

	if (!text_empty(in->period) && cx->known != KNOWN_NOW)
		add_param(cx, &query, "known", ms_print_iso(known, cx->known));
	add_param(cx, &query, "org", in->org);
	add_param(cx, &query, "period", in->period);
	add_param(cx, &query, "by", in->by);
	add_param(cx, &query, "across", in->across);
	add_param(cx, &query, "compare", in->compare);
	add_param(cx, &query, "reach", in->reach);
	add_param(cx, &query, "records", in->records ? "1" : NULL);
	return query;
}

static const char *href_of(struct show *s, const struct figure_in *in, const char *suffix)
{
	return arena_printf(
		s->cx->a, "/figure/%s%s%s", s->ask.figure->code, suffix, query_of(s->cx, in));
}

/* The same question about another organisation (0: all). */
static const char *href_of_org(struct show *s, int64_t org)
{
	struct figure_in in = *s->in;

	in.org = org ? arena_printf(s->cx->a, "%lld", (long long)org) : NULL;
	in.records = 0;
	return href_of(s, &in, "");
}

static enum err read_org(struct show *s)
{
	struct ctx *cx = s->cx;
	enum err e;

	if (!s->ask.org)
		return ERR_OK;
	e = tree_spell(cx, s->ask.org, s->ask.day, &s->org);
	if (e != ERR_NOT_FOUND)
		return e;
	s->absent = true;
	e = tree_spell_near(cx, s->ask.org, s->ask.day, &s->org);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static void link_rows(struct show *s)
{
	struct figure_row *row = (struct figure_row *)s->rows.rows;
	bool crossed = s->cut.across != BY_NOTHING;

	for (size_t i = 0; i < s->rows.n && !crossed; i++) {
		struct figure_in in = *s->in;
		if (row[i].org) {
			row[i].href = href_of_org(s, row[i].org);
		} else if (s->cut.by >= BY_MONTH) {
			in.period = row[i].key;
			in.by = s->cut.by == BY_MONTH ? NULL : "month";
			row[i].href = href_of(s, &in, "");
		}
	}
}

/* The permission, without a word about it if it is missing. */
static enum err is_over(struct ctx *cx, enum perm perm, int64_t org, bool *ret)
{
	struct fault quiet = {.a = cx->a}, *told = cx->f;
	enum err e;

	cx->f = &quiet;
	e = grant_over(cx, perm, org);
	cx->f = told;
	*ret = !e;
	return e == ERR_FORBIDDEN ? ERR_OK : e;
}

/* Lists are asked for on the day of the figure. */
static enum err may_list(struct show *s)
{
	day_t day = s->cx->day;
	enum err e;

	s->cx->day = s->ask.day;
	e = is_over(s->cx, PERM_MEMBER_READ, s->ask.org, &s->names);
	s->cx->day = day;
	return e;
}

/* Figures of people are for those over them; names need the permission to read lists of members. */
static enum err check_people(struct show *s)
{
	struct ctx *cx = s->cx;
	bool yes;

	s->names = true;
	if (s->ask.figure->class != FIGURE_PEOPLE)
		return ERR_OK;
	TRY(is_over(cx, PERM_FIGURE_PEOPLE, s->ask.org, &yes));
	if (!yes)
		return cx_fault(cx, ERR_FORBIDDEN, "org",
			s->ask.org ? M_GRANT_NOT_OVER : M_FIGURE_NEEDS_ORG);
	TRY(clearance_take(cx, s->ask.org, s->ask.day));
	if (s->ask.figure->kind == FIGURE_FLOW)
		TRY(clearance_take(cx, s->ask.org, s->ask.from));
	TRY(may_list(s));
	if (s->in->records && !s->names)
		return cx_fault(cx, ERR_FORBIDDEN, "records", M_GRANT_NOT_OVER);
	return ERR_OK;
}

/* A row of few people by what is sensitive of them is as good as that field of theirs. */
static enum err check_few(const struct show *s)
{
	const struct figure_row *row = s->rows.rows;

	if (clearance_has(s->cx, CLASS_SENSITIVE) || !figure_by_sensitive(&s->cut))
		return ERR_OK;
	for (size_t i = 0; i < s->rows.n; i++)
		if (row[i].value > 0 && row[i].value < FEW)
			return cx_fault(s->cx, ERR_FORBIDDEN, "by", M_FIGURE_FEW);
	return ERR_OK;
}

static enum err read_answer(struct show *s)
{
	struct ctx *cx = s->cx;

	TRY(figure_by_read(cx, s->ask.figure, s->in->by, s->in->across, &s->cut));
	TRY(figure_ask_read(cx, s->ask.figure, s->in, &s->ask));
	TRY(check_people(s));
	TRY(read_org(s));
	TRY(figure_value(cx, &s->ask, &s->value));
	TRY(figure_assumed(cx, &s->ask, &s->assumed));
	if (!text_empty(s->in->compare)) {
		TRY(figure_ask_earlier(cx, &s->ask, s->in->compare, &s->earlier));
		TRY(figure_value(cx, &s->earlier, &s->before));
	}
	TRY(figure_rows(cx, &s->ask, &s->cut, &s->rows));
	TRY(check_few(s));
	link_rows(s);
	return ERR_OK;
}

/* ---- the page ---- */

static enum err show_path(struct show *s)
{
	const struct org_step *step;
	struct list path = {0};

	doc_path(s->d, msg_text(s->cx->say.lang, M_MENU_FIGURE),
		arena_printf(s->cx->a, "/figure%s", s->cx->query));
	if (!s->ask.org)
		return ERR_OK;
	TRY(tree_path(s->cx, s->ask.org, s->ask.day, &path));
	step = path.rows;
	for (size_t i = 0; i < path.n; i++)
		doc_path(s->d, step[i].name, href_of_org(s, step[i].org));
	return ERR_OK;
}

static bool is_flow(const struct show *s)
{
	return s->ask.figure->kind == FIGURE_FLOW;
}

static const char *lead_of_day(struct show *s)
{
	const char *day = cx_day(s->cx, s->ask.day);

	if (!s->ask.org)
		return doc_say(s->d, M_FIGURE_LEAD_ALL, day, NULL);
	return doc_say(
		s->d, s->ask.own ? M_FIGURE_LEAD_OWN : M_FIGURE_LEAD, s->org.name, day, NULL);
}

static const char *lead_of_span(struct show *s)
{
	const char *from = cx_day(s->cx, s->ask.from), *to = cx_day(s->cx, s->ask.day);

	if (!s->ask.org)
		return doc_say(s->d, M_FIGURE_LEAD_SPAN_ALL, from, to, NULL);
	return doc_say(s->d, s->ask.own ? M_FIGURE_LEAD_SPAN_OWN : M_FIGURE_LEAD_SPAN, s->org.name,
		from, to, NULL);
}

static void show_head(struct show *s)
{
	s->d->title = msg_text(s->cx->say.lang, s->ask.figure->title);
	s->d->dated = text_empty(s->in->period);
	s->d->lead = is_flow(s) ? lead_of_span(s) : lead_of_day(s);
}

static void show_number(struct show *s)
{
	const struct figure *f = s->ask.figure;
	struct ctx *cx = s->cx;
	const char *value = number_text(cx->a, cx->say.lang, s->value);

	doc_figure(s->d, "figure",
		(struct doc_figure){.code = f->code,
			.value = value,
			.unit = doc_say(s->d, f->unit, value, NULL),
			.definition = msg_text(cx->say.lang, f->definition),
			.day = is_flow(s) ? 0 : s->ask.day});
	if (s->assumed)
		doc_note(s->d, DOC_WARN, msg_text(cx->say.lang, M_FIGURE_ASSUMED));
	if (s->absent)
		doc_note(s->d, DOC_PLAIN,
			doc_say(s->d, M_FIGURE_ABSENT, cx_day(cx, s->ask.day), NULL));
	if (!s->d->dated && cx->known != KNOWN_NOW)
		doc_note(s->d, DOC_PLAIN,
			doc_say(s->d, M_VIEW_KNOWN_AT, instant_text(cx->a, cx->say.lang, cx->known),
				NULL));
}

static void show_comparison(struct show *s)
{
	static const enum msg said[2][3] = {{M_FIGURE_LESS, M_FIGURE_SAME, M_FIGURE_MORE},
		{M_FIGURE_LESS_SPAN, M_FIGURE_SAME_SPAN, M_FIGURE_MORE_SPAN}};
	int64_t by = s->value - s->before;
	enum lang lang = s->cx->say.lang;
	const char *when = cx_day(s->cx, s->earlier.day);

	if (text_empty(s->in->compare))
		return;
	if (is_flow(s))
		when = doc_say(s->d, M_FIGURE_SPAN, cx_day(s->cx, s->earlier.from), when, NULL);
	doc_text(s->d, "compared", M_NONE,
		doc_say(s->d, said[is_flow(s)][(by > 0) - (by < 0) + 1], when,
			number_text(s->cx->a, lang, s->before),
			number_text(s->cx->a, lang, by < 0 ? -by : by), NULL));
}

static const struct field row_fields[] = {
	F_TEXT(struct figure_row, label, M_FIELD_NAME, CLASS_INSIDE, FF_KEY, 200),
	F_TEXT(struct figure_row, label_2, M_FIELD_NAME, CLASS_INSIDE, 0, 200),
	F_TEXT(struct figure_row, key, M_FIELD_KEY, CLASS_INSIDE, FF_MORE, 200),
	F_INT(struct figure_row, value, M_FIELD_VALUE, CLASS_INSIDE, FF_ZERO, 0),
	F_URL(struct figure_row, href, M_FIELD_NAME, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

static void show_rows(struct show *s)
{
	struct field *fields;
	struct doc_part *p;

	if (s->cut.by == BY_NOTHING)
		return;
	fields = arena_memdup(s->cx->a, row_fields, sizeof(row_fields));
	fields[0].label = figure_by_label(s->cut.by);
	fields[1].label = figure_by_label(s->cut.across);
	if (s->cut.across == BY_NOTHING)
		fields[1].flags |= FF_HIDDEN;
	p = doc_table(s->d, "rows", M_FIGURE_ROWS, fields, s->rows);
	p->empty = msg_text(s->cx->say.lang, M_FIGURE_NO_ROWS);
	p->main = !s->in->records;
}

/* What keeps the day of the figure in addresses of other pages. */
static const char *day_query(struct show *s)
{
	char iso[DAY_TEXT];

	if (s->ask.day == s->cx->say.today || s->d->dated)
		return s->cx->query;
	return arena_printf(s->cx->a, "?day=%s", day_print_iso(iso, s->ask.day));
}

/* The shell has all of them at once; elsewhere they come by pages. */
static enum err show_records(struct show *s)
{
	const char *query = s->cx->query, *path = s->cx->path;
	int limit = s->cx->page.limit;
	struct doc_part *p;
	enum err e;

	if (!s->in->records)
		return ERR_OK;
	s->cx->path = arena_printf(s->cx->a, "/figure/%s", s->ask.figure->code);
	s->cx->query = query_of(s->cx, s->in);
	if (s->cx->uid >= 0)
		s->cx->page.limit = RECORDS_MOST;
	e = s->ask.figure->source->records(s->cx, &s->ask, s->d, &p);
	s->cx->query = query;
	s->cx->path = path;
	s->cx->page.limit = limit;
	if (e)
		return e;
	p->row_keep = day_query(s);
	s->records = p;
	if (s->ask.figure->class == FIGURE_PEOPLE) {
		doc_look(s->d, "records", 0);
		doc_look_org(s->d, s->ask.org);
		s->d->look.day = s->ask.day;
	}
	return ERR_OK;
}

/* ---- the choices ---- */

static struct doc_form_field control(const char *name, const char *value, struct list choices)
{
	const struct field *f = field_find(in_fields, name);

	must(f);
	return (struct doc_form_field){.f = f, .value = value, .choices = choices};
}

/* The ways to break it down, with the one chosen; the second way is never the first. */
static struct list by_choices(struct show *s, enum figure_by chosen, enum figure_by except)
{
	struct doc_choice *c = arena_array(s->cx->a, BY_COUNT, sizeof(*c));
	size_t n = 0;

	for (enum figure_by by = BY_NOTHING; by < BY_COUNT; by++)
		if (figure_by_known(s->ask.figure, by) && (by == BY_NOTHING || by != except))
			c[n++] = (struct doc_choice){figure_by_code(by),
				msg_text(s->cx->say.lang, figure_by_label(by)), by == chosen};
	return (struct list){c, n, sizeof(*c)};
}

static struct list compare_choices(struct show *s)
{
	static const struct {
		const char *code;
		enum msg label;
	} ways[] = {{"", M_FIGURE_COMPARE_NONE}, {"previous", M_FIGURE_COMPARE_PREVIOUS},
		{"year", M_FIGURE_COMPARE_YEAR}};
	size_t n = sizeof(ways) / sizeof(*ways);
	struct doc_choice *c = arena_array(s->cx->a, n, sizeof(*c));

	for (size_t i = 0; i < n; i++)
		c[i] = (struct doc_choice){ways[i].code, msg_text(s->cx->say.lang, ways[i].label),
			text_eq(ways[i].code, s->in->compare)};
	return (struct list){c, n, sizeof(*c)};
}

/* The period that stands in the form: as typed, or the day that the page is about. */
static const char *period_shown(struct show *s)
{
	char typed[DAY_TEXT];

	if (!text_empty(s->in->period))
		return s->in->period;
	return arena_strdup(s->cx->a, day_print(typed, s->ask.day));
}

static void show_choices(struct show *s)
{
	struct doc_form *form = arena_new_of(s->cx->a, struct doc_form);
	struct doc_form_field *c = arena_array(s->cx->a, CONTROLS, sizeof(*c));
	struct list free = {0};
	size_t n = 0;

	c[n++] = control("org", s->ask.org ? s->org.code : NULL, free);
	c[n++] = control("period", period_shown(s), free);
	c[n++] = control("by", figure_by_code(s->cut.by), by_choices(s, s->cut.by, BY_NOTHING));
	if (s->cut.by != BY_NOTHING && s->ask.figure->source->crosses)
		c[n++] = control("across", figure_by_code(s->cut.across),
			by_choices(s, s->cut.across, s->cut.by));
	c[n++] = control("compare", s->in->compare, compare_choices(s));
	form->action = arena_printf(s->cx->a, "/figure/%s", s->ask.figure->code);
	form->get = 1;
	form->submit = msg_text(s->cx->say.lang, M_FIGURE_SHOW);
	form->fields = (struct list){c, n, sizeof(*c)};
	doc_form(s->d, "choices", M_FIGURE_CHOICES, form);
}

static void show_links(struct show *s)
{
	struct figure_in in = *s->in;
	enum lang lang = s->cx->say.lang;
	struct doc *d = s->d;

	in.records = 1;
	if (!s->in->records && s->names)
		doc_link(
			d, DOC_ONWARD, msg_text(lang, M_FIGURE_RECORDS), "%s", href_of(s, &in, ""));
	if (s->ask.org)
		doc_link(d, DOC_ONWARD, msg_text(lang, M_ORG_OPEN_PAGE), "/org/%lld%s",
			(long long)s->ask.org, day_query(s));
	doc_link(d, DOC_EXPORT, "XLSX", "%s", href_of(s, s->in, ".xlsx"));
	doc_link(d, DOC_EXPORT, "CSV", "%s", href_of(s, s->in, ".csv"));
	doc_link(d, DOC_EXPORT, "JSON", "%s", href_of(s, s->in, ".json"));
}

/* ---- the data ---- */

struct compared {
	const char *compare;
	day_t from, to, day;
	int64_t value, change;
};

static const struct field compared_fields[] = {
	F_TEXT(struct compared, compare, M_FIELD_COMPARE, CLASS_INSIDE, 0, 20),
	F_DAY(struct compared, from, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct compared, to, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_DAY(struct compared, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	F_INT(struct compared, value, M_FIELD_VALUE, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct compared, change, M_FIELD_CHANGE, CLASS_INSIDE, FF_ZERO, 0),
	F_END,
};

/* A row as programs get it: nothing but key and value; of two that are crossed, both keys too. */
static const struct field pair_fields[] = {
	F_TEXT(struct figure_row, key, M_FIELD_KEY, CLASS_INSIDE, 0, 200),
	F_INT(struct figure_row, value, M_FIELD_VALUE, CLASS_INSIDE, FF_ZERO, 0),
	F_END,
};

static const struct field crossed_fields[] = {
	F_TEXT(struct figure_row, key, M_FIELD_KEY, CLASS_INSIDE, 0, 400),
	F_TEXT(struct figure_row, key_1, M_FIELD_KEY, CLASS_INSIDE, 0, 200),
	F_TEXT(struct figure_row, key_2, M_FIELD_KEY, CLASS_INSIDE, 0, 200),
	F_INT(struct figure_row, value, M_FIELD_VALUE, CLASS_INSIDE, FF_ZERO, 0),
	F_END,
};

struct answer {
	const char *code, *org, *kind, *reach, *unit, *definition, *next;
	day_t from, to, day;
	int64_t known_at, value;
	int assumed;
	const struct compared *compared;
	struct list rows, records;
};

static const struct field answer_fields[] = {
	F_TEXT(struct answer, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),
	F_TEXT(struct answer, org, M_FIELD_ORG, CLASS_INSIDE, 0, 60),
	F_DAY(struct answer, from, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct answer, to, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_INT(struct answer, value, M_FIELD_VALUE, CLASS_INSIDE, FF_ZERO, 0),
	F_DAY(struct answer, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct answer, kind, M_FIELD_FIGURE_KIND, CLASS_INSIDE, FF_MORE, 20),
	F_TEXT(struct answer, reach, M_FIELD_REACH, CLASS_INSIDE, FF_MORE, 20),
	F_TEXT(struct answer, unit, M_FIELD_UNIT, CLASS_INSIDE, FF_MORE, 60),
	F_TEXT(struct answer, definition, M_FIELD_DEFINITION, CLASS_INSIDE, FF_MORE, 500),
	F_BOOL(struct answer, assumed, M_FIGURE_ASSUMED, CLASS_INSIDE, FF_MORE),
	F_INSTANT(struct answer, known_at, M_FIELD_KNOWN_AT, CLASS_INSIDE, FF_MORE),
	F_REC(struct answer, compared, M_FIELD_COMPARE, CLASS_INSIDE, compared_fields),
	F_LIST(struct answer, rows, M_FIGURE_ROWS, CLASS_INSIDE, pair_fields),
	F_LIST(struct answer, records, M_FIGURE_RECORDS, CLASS_INSIDE, NULL),
	F_URL(struct answer, next, M_FIGURE_RECORDS, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

static struct answer answer_of(struct show *s)
{
	const struct figure_ask *ask = &s->ask;

	return (struct answer){.code = ask->figure->code,
		.org = ask->org ? s->org.code : NULL,
		.kind = figure_kind_code(ask->figure->kind),
		.reach = ask->own ? "own" : "below",
		.unit = doc_say(
			s->d, ask->figure->unit, number_text(s->cx->a, LANG_EN, s->value), NULL),
		.definition = msg_text(s->cx->say.lang, ask->figure->definition),
		.from = ask->from,
		.to = ask->to,
		.day = ask->day,
		.known_at = s->cx->known == KNOWN_NOW ? 0 : s->cx->known,
		.value = s->value,
		.assumed = s->assumed,
		.rows = s->rows};
}

/* What was not asked for is not there at all, rather than empty. */
static bool is_asked(const struct show *s, const char *name)
{
	if (text_eq(name, "rows"))
		return s->cut.by != BY_NOTHING;
	if (text_eq(name, "assumed"))
		return s->assumed;
	if (text_eq(name, "records") || text_eq(name, "next"))
		return s->records != NULL;
	return !text_eq(name, "compared") || !text_empty(s->in->compare);
}

static void give_data(struct show *s)
{
	struct field *fields = arena_array(s->cx->a, ANSWER_FIELDS, sizeof(*fields)), *to = fields;
	struct answer *a = arena_new_of(s->cx->a, struct answer);
	struct compared *c = arena_new_of(s->cx->a, struct compared);

	*a = answer_of(s);
	*c = (struct compared){s->in->compare, s->earlier.from, s->earlier.to, s->earlier.day,
		s->before, s->value - s->before};
	a->compared = c;
	if (s->records) {
		a->records = s->records->rows;
		a->next = s->records->next_href;
	}
	must(field_count(answer_fields) < ANSWER_FIELDS);
	field_each (f, answer_fields) {
		if (!is_asked(s, f->name))
			continue;
		*to = *f;
		if (text_eq(f->name, "records"))
			to->sub = s->records->fields;
		if (text_eq(f->name, "rows") && s->cut.across != BY_NOTHING)
			to->sub = crossed_fields;
		to++;
	}
	doc_data(s->d, fields, a);
}

/* A file of a figure alone has one line: the answer. */
static void give_line(struct show *s)
{
	struct answer *a = arena_new_of(s->cx->a, struct answer);
	struct list one = {a, 1, sizeof(*a)};

	if (!s->cx->page.sink || s->cut.by != BY_NOTHING || s->in->records)
		return;
	*a = answer_of(s);
	doc_table(s->d, "answer", M_FIGURE_LIST, answer_fields, one)->main = 1;
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct show s = {.cx = cx, .d = d, .in = in};

	s.ask.figure = figure_find(cx->item);
	if (!s.ask.figure)
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_FIGURE_NONE, cx->item);
	TRY(read_answer(&s));
	TRY(show_path(&s));
	show_head(&s);
	show_number(&s);
	show_comparison(&s);
	show_rows(&s);
	give_line(&s);
	TRY(show_records(&s));
	if (cx->uid < 0)
		show_choices(&s);
	show_links(&s);
	give_data(&s);
	return ERR_OK;
}

const struct action figure_show = {
	.in = in_fields, .in_size = sizeof(struct figure_in), .read = show, .title = M_FIGURE_LIST};

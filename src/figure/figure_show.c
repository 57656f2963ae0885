/*
 * figure_show.c: the page of one indicator: its value, how it compares, what it is made of.
 */
#include "figure/figure_show.h"
#include "base/die.h"

enum { RECORDS_MOST = 100000, CONTROLS = 7 };

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
		doc_path(s->d, step[i].name, figure_href_of(s, step[i].org));
	return ERR_OK;
}

static bool is_flow(const struct show *s)
{
	return figure_is_span(s->ask.figure);
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

/* Beside the number of a page; what was asked for is known already. */
static enum err changes(struct show *s, const char **ret)
{
	struct figure_in in = *s->in;
	struct show other = *s;

	*ret = NULL;
	in.compare = figure_compare_shown(s);
	other.in = &in;
	if (!s->cx->page.brief || !in.compare)
		return ERR_OK;
	if (!figure_is_compared(s))
		TRY(figure_compare(&other));
	*ret = figure_compared_text(&other);
	return ERR_OK;
}

/* What was known then stands above the number, with the way back to what is known now. */
static void show_known(struct show *s)
{
	struct ctx now = *s->cx;
	struct doc_part *p;

	/* on a page about a day the frame says so */
	if (s->d->dated || now.known == KNOWN_NOW)
		return;
	now.known = KNOWN_NOW;
	p = doc_note(s->d, DOC_PLAIN,
		doc_say(s->d, M_VIEW_KNOWN_AT, instant_text(now.a, now.say.lang, s->cx->known),
			NULL));
	doc_part_link(s->d, p, DOC_ONWARD, msg_text(now.say.lang, M_FIGURE_KNOWN_NOW),
		"/figure/%s%s", s->ask.figure->code, figure_query(&now, s->in));
}

/* What has to be known of the number. */
static void show_notes(struct show *s)
{
	struct ctx *cx = s->cx;

	if (figure_is_ahead(s))
		doc_note(s->d, DOC_PLAIN,
			doc_say(s->d, M_FIGURE_NOT_BEGUN, cx_day(cx, s->ask.from), NULL));
	if (s->assumed)
		doc_note(s->d, DOC_WARN, msg_text(cx->say.lang, M_FIGURE_ASSUMED));
	if (s->absent)
		doc_note(s->d, DOC_PLAIN,
			doc_say(s->d, M_FIGURE_ABSENT, cx_day(cx, s->ask.day), NULL));
}

/* Against its target, in words and as a line to fill. */
void figure_aim(struct show *s, const struct figure_target *t, struct doc_figure *fig)
{
	if (!t || !t->id)
		return;
	fig->aim = target_aim_text(s->cx, t, &s->value, s->plain);
	fig->number = t->base ? s->value.value * t->base : s->value.value;
	fig->target = t->base ? t->value * s->value.base : t->value;
}

static enum err show_number(struct show *s)
{
	const struct figure *f = s->ask.figure;
	const char *change;
	struct doc_figure fig;
	struct doc_part *p;
	struct ctx *cx = s->cx;
	const char *value = figure_text(cx, &s->value);
	const char *unit = figure_is_rate(f) ? NULL : doc_say(s->d, f->unit, value, NULL);

	TRY(changes(s, &change));
	fig = (struct doc_figure){.code = f->code,
		.value = value,
		.unit = unit,
		.change = change,
		.base = figure_base_text(cx, f, &s->value),
		.definition = msg_text(cx->say.lang, f->definition),
		.day = is_flow(s) ? 0 : s->ask.day};
	figure_aim(s, &s->target, &fig);
	p = doc_figure(s->d, "figure", fig);
	if (cx->page.brief) {
		figure_ways_period(s, p);
		figure_ways_compare(s, p);
	}
	show_notes(s);
	return ERR_OK;
}

/* On the page it stands below the number. */
static void show_comparison(struct show *s)
{
	if (figure_is_compared(s) && !s->cx->page.brief)
		doc_text(s->d, "compared", M_NONE, figure_compared_text(s));
}

enum { LABEL, LABEL_2, KEY, VALUE, BASE, SHARE, BEFORE, BEFORE_BASE, BEFORE_SHARE, TARGET, REACH };

static const struct field row_fields[] = {
	[LABEL] = F_TEXT(struct figure_row, label, M_FIELD_NAME, CLASS_INSIDE, FF_KEY, 200),
	[LABEL_2] = F_TEXT(struct figure_row, label_2, M_FIELD_NAME, CLASS_INSIDE, 0, 200),
	[KEY] = F_TEXT(struct figure_row, key, M_FIELD_KEY, CLASS_INSIDE, FF_MORE, 200),
	[VALUE] = F_INT(struct figure_row, value, M_FIELD_VALUE, CLASS_INSIDE, FF_ZERO, 0),
	[BASE] = F_INT(struct figure_row, base, M_FIELD_DENOMINATOR, CLASS_INSIDE, FF_ZERO, 0),
	[SHARE] = F_RATIO(struct figure_row, share, M_FIELD_SHARE, CLASS_INSIDE, 0),
	[BEFORE] = F_INT(struct figure_row, before, M_FIGURE_BEFORE, CLASS_INSIDE, FF_ZERO, 0),
	[BEFORE_BASE] = F_INT(
		struct figure_row, before_base, M_FIGURE_BEFORE_BASE, CLASS_INSIDE, FF_ZERO, 0),
	[BEFORE_SHARE] =
		F_RATIO(struct figure_row, before_share, M_FIGURE_BEFORE_SHARE, CLASS_INSIDE, 0),
	[TARGET] = F_TEXT(struct figure_row, target, M_FIELD_TARGET, CLASS_INSIDE, FF_NUMBER, 60),
	[REACH] =
		F_TEXT(struct figure_row, reach, M_FIELD_TARGET_RATE, CLASS_INSIDE, FF_NUMBER, 60),
	F_URL(struct figure_row, href, M_FIELD_NAME, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

/* Of a rate both numbers, then the share; of all others one number; each of them once more of the
 * period compared with. */
const struct field *figure_row_fields(struct show *s)
{
	struct field *fields = arena_memdup(s->cx->a, row_fields, sizeof(row_fields));
	bool compared = figure_is_compared(s) && !s->uncompared && s->cut.across == BY_NOTHING &&
			s->cut.by < BY_MONTH;

	fields[LABEL].label = figure_by_label(s->cut.by);
	fields[LABEL_2].label = figure_by_label(s->cut.across);
	if (s->cut.across == BY_NOTHING)
		fields[LABEL_2].flags |= FF_HIDDEN;
	if (s->value.rate)
		fields[VALUE].label = M_FIELD_NUMERATOR;
	for (int i = BASE; i <= BEFORE_SHARE; i++)
		if ((i >= BEFORE && !compared) || (i != BEFORE && !s->value.rate))
			fields[i].flags = FF_HIDDEN;
	if (!s->targets)
		fields[TARGET].flags = fields[REACH].flags = FF_HIDDEN;
	return fields;
}

/* What it is made of, as asked for; if nothing was, what is below it. */
static enum err show_rows(struct show *s)
{
	bool asked = s->cut.by != BY_NOTHING;
	struct doc_part *p;

	if (s->ask.narrow && s->cx->page.brief)
		return ERR_OK; /* the list is of one of its values */
	if (asked) {
		TRY(figure_draw_rows(s, "rows", &p));
		p->main = !s->in->records;
	} else {
		TRY(figure_draw_children(s, &p));
	}
	if (!s->cx->page.brief)
		return ERR_OK;
	figure_ways_by(s, p ? p : doc_find(s->d, "figure"), p && !asked);
	if (!asked)
		return ERR_OK;
	figure_ways_across(s, p);
	figure_draw_pivot(s);
	return ERR_OK;
}

/* What keeps the day of the figure in addresses of other pages. */
static const char *day_query(struct show *s)
{
	char iso[DAY_TEXT];

	if (s->ask.day == s->cx->say.today || s->d->dated)
		return s->cx->query;
	return arena_printf(s->cx->a, "?day=%s", day_print_iso(iso, s->ask.day));
}

/* "Giới tính: Nam; Tuổi: 31-40": to whom the list is narrowed, and the way back to all. */
static void show_narrow(struct show *s)
{
	const struct figure_narrow *n = s->ask.narrow;
	const struct figure_row *row = s->rows.rows;
	enum lang lang = s->cx->say.lang;
	struct figure_in in = *s->in;
	const char *said = "";

	for (size_t i = 0; i < s->rows.n && !*said; i++) {
		bool crossed = n->cut.across != BY_NOTHING;
		if (!text_eq(crossed ? row[i].key_1 : row[i].key, n->key) ||
			(crossed && !text_eq(row[i].key_2, n->key_2)))
			continue;
		said = arena_printf(s->cx->a, "%s: %s", msg_text(lang, figure_by_label(n->cut.by)),
			row[i].label);
		if (crossed)
			said = arena_printf(s->cx->a, "%s; %s: %s", said,
				msg_text(lang, figure_by_label(n->cut.across)), row[i].label_2);
		said = doc_say(s->d, M_FIGURE_NARROWED, said,
			number_text(s->cx->a, lang, row[i].value), NULL);
	}
	in.key = in.key_2 = NULL;
	in.records = 0;
	doc_part_link(s->d,
		doc_note(s->d, DOC_PLAIN, *said ? said : msg_text(lang, M_FIGURE_NO_ROWS)),
		DOC_ONWARD, msg_text(lang, M_FIGURE_NARROW_BACK), "%s", figure_href(s, &in, ""));
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
	if (s->ask.narrow)
		show_narrow(s);
	s->cx->path = arena_printf(s->cx->a, "/figure/%s", s->ask.figure->code);
	s->cx->query = figure_query(s->cx, s->in);
	if (s->cx->uid >= 0)
		s->cx->page.limit = RECORDS_MOST;
	e = figure_records(s->cx, &s->ask, s->d, &p);
	s->cx->query = query;
	s->cx->path = path;
	s->cx->page.limit = limit;
	if (e)
		return e;
	p->row_keep = day_query(s);
	if (!s->ask.narrow && !s->value.rate)
		p->total = s->value.value;
	s->records = p;
	if (s->ask.figure->class == FIGURE_PEOPLE) {
		doc_look(s->d, "records", 0);
		doc_look_org(s->d, s->ask.org);
		s->d->look.day = s->ask.day;
	}
	return ERR_OK;
}

/* ---- the choices ---- */

/* What was found wrong with it is told beside it. */
static const char *problem_of(struct show *s, const char *name)
{
	problem_each (p, s->cx->f)
		if (p->field && text_eq(p->field, name))
			return msg_fill(s->cx->a, s->cx->say.lang, p->what, p->arg, ERR_ARGS);
	return NULL;
}

static struct doc_form_field control(
	struct show *s, const char *name, const char *value, struct list choices)
{
	const struct field *f = field_find(figure_in_fields, name);

	must(f);
	return (struct doc_form_field){
		.f = f, .value = value, .choices = choices, .error = problem_of(s, name)};
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

static struct list compare_choices(struct show *s, const char *chosen)
{
	static const struct {
		const char *code;
		enum msg label;
	} ways[] = {{"none", M_FIGURE_COMPARE_NONE}, {"previous", M_FIGURE_COMPARE_PREVIOUS},
		{"year", M_FIGURE_COMPARE_YEAR}, {"term", M_FIGURE_COMPARE_TERM}};
	size_t n = sizeof(ways) / sizeof(*ways);
	struct doc_choice *c = arena_array(s->cx->a, n, sizeof(*c));

	n -= s->ask.term ? 0 : 1;
	for (size_t i = 0; i < n; i++)
		c[i] = (struct doc_choice){ways[i].code, msg_text(s->cx->say.lang, ways[i].label),
			text_eq(ways[i].code, chosen)};
	return (struct list){c, n, sizeof(*c)};
}

/*
 * The period that stands in the form: as typed, or what the page is about, so that the form sent as
 * it stands shows the same.
 */
static const char *period_shown(struct show *s)
{
	char from[DAY_TEXT], to[DAY_TEXT];

	if (!text_empty(s->in->period))
		return s->in->period;
	if (!is_flow(s) || !s->ask.from)
		return arena_strdup(s->cx->a, day_print(to, s->ask.day));
	if (figure_is_year_so_far(s))
		return arena_printf(s->cx->a, "%d", day_year(s->ask.day));
	return arena_printf(
		s->cx->a, "%s..%s", day_print(from, s->ask.from), day_print(to, s->ask.day));
}

static void show_choices(struct show *s)
{
	struct doc_form *form = arena_new_of(s->cx->a, struct doc_form);
	struct doc_form_field *c = arena_array(s->cx->a, CONTROLS, sizeof(*c));
	const char *shown = figure_compare_shown(s), *compare = shown ? shown : "none";
	struct list free = {0};
	size_t n = 0;

	c[n++] = control(s, "org", s->org.code ? s->org.code : s->in->org, free);
	c[n++] = control(s, "period", period_shown(s), free);
	c[n++] = control(s, "by", figure_by_code(s->cut.by), by_choices(s, s->cut.by, BY_NOTHING));
	if (s->cut.by != BY_NOTHING && figure_crosses(s->ask.figure))
		c[n++] = control(s, "across", figure_by_code(s->cut.across),
			by_choices(s, s->cut.across, s->cut.by));
	c[n++] = control(s, "compare", compare, compare_choices(s, compare));
	if (s->ask.org || s->in->lineage)
		c[n++] = control(s, "lineage", s->in->lineage ? "1" : NULL, free);
	form->action = arena_printf(s->cx->a, "/figure/%s", s->ask.figure->code);
	form->get = 1;
	form->submit = msg_text(s->cx->say.lang, M_FIGURE_SHOW);
	form->fields = (struct list){c, n, sizeof(*c)};
	doc_form(s->d, "choices", M_FIGURE_CHOICES, form);
}

/*
 * On a page what was asked stands in the form once more, with what is wrong beside its field.
 * Nothing of the answer is on it.
 */
static enum err show_again(struct show *s, enum err e)
{
	if (s->cx->uid < 0 && s->cx->page.brief && (e == ERR_BAD_INPUT || e == ERR_NOT_FOUND)) {
		doc_path(s->d, msg_text(s->cx->say.lang, M_MENU_FIGURE), "/figure");
		s->d->title = msg_text(s->cx->say.lang, s->ask.figure->title);
		show_choices(s);
	}
	return e;
}

/* How many are on it is said beforehand; of a rate two numbers would be meant. */
static const char *records_label(struct show *s)
{
	if (s->value.rate)
		return msg_text(s->cx->say.lang, M_FIGURE_RECORDS);
	return doc_say(s->d, M_FIGURE_RECORDS_OF,
		number_text(s->cx->a, s->cx->say.lang, s->value.value), NULL);
}

static enum err show_links(struct show *s)
{
	struct figure_in in = *s->in;
	enum lang lang = s->cx->say.lang;
	struct doc *d = s->d;

	in.records = 1;
	in.key = in.key_2 = NULL;
	if (!s->in->records && s->names)
		doc_link(d, DOC_ONWARD, records_label(s), "%s#records", figure_href(s, &in, ""));
	if (s->ask.org)
		doc_link(d, DOC_ONWARD, msg_text(lang, M_ORG_OPEN_PAGE), "/org/%lld%s",
			(long long)s->ask.org, day_query(s));
	TRY(figure_told_links(s));
	doc_link(d, DOC_EXPORT, "XLSX", "%s", figure_href(s, s->in, ".xlsx"));
	doc_link(d, DOC_EXPORT, "CSV", "%s", figure_href(s, s->in, ".csv"));
	doc_link(d, DOC_EXPORT, "JSON", "%s", figure_href(s, s->in, ".json"));
	return ERR_OK;
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct show s = {.cx = cx, .d = d, .in = in};
	enum err e;

	s.ask.figure = figure_find(cx->item);
	if (!s.ask.figure)
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_FIGURE_NONE, cx->item);
	e = figure_read(&s);
	if (e)
		return show_again(&s, e);
	TRY(show_path(&s));
	show_head(&s);
	show_known(&s);
	TRY(show_number(&s));
	TRY(figure_told(&s));
	show_comparison(&s);
	TRY(figure_draw_since(&s));
	TRY(figure_draw_trend(&s));
	TRY(show_rows(&s));
	figure_line(&s);
	TRY(show_records(&s));
	if (cx->uid < 0)
		show_choices(&s);
	TRY(show_links(&s));
	figure_data(&s);
	return ERR_OK;
}

const struct action figure_show = {.in = figure_in_fields,
	.in_size = sizeof(struct figure_in),
	.read = show,
	.title = M_FIGURE_LIST};

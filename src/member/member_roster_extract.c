/*
 * member_roster_extract.c: the extract, "Trích ngang": chosen columns, of everybody or of chosen
 * persons in the order in which they were given.
 *
 * What was chosen stands in the address: `columns`, names of columns with ';' between, in order;
 * `people`, ids (or what was typed, where it is not yet clear who is meant) with ';' between. The
 * boxes of the form take columns away from the order and add further ones at its end.
 */
#include "base/text.h"
#include "core/clearance.h"
#include "core/listing.h"
#include "http/form.h"
#include "member/member_roster.h"
#include "org/org.h"
#include "org/org_wide.h"

enum {
#define COLUMN(type, m, ...) TICK_##m,
#include "member/member_roster_columns.def"
#undef COLUMN
	TICKS
};

enum { PEOPLE_MOST = 1000, ADDRESS_MOST = 7000, NARROW_COLUMNS = 5 };

const struct field roster_columns[] = {
#define COLUMN(type, m, label, cls, ...) type(struct roster_row, m, label, cls, __VA_ARGS__),
#include "member/member_roster_columns.def"
#undef COLUMN
	F_END};

static const struct field first_columns[] = {
	F_ID(struct roster_row, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_TEXT(struct roster_row, group, M_FIELD_CELL, CLASS_INSIDE, FF_HIDDEN, 0),
	F_INT(struct roster_row, no, M_FIELD_ROW_NO, CLASS_INSIDE, 0, 0),
	F_TEXT(struct roster_row, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 0),
};

enum { FIRST = sizeof(first_columns) / sizeof(*first_columns) };

static const char usual[] = "birth_date;ethnicity;native_place;residence;schooling;degree;"
			    "theory_level;posts;admitted_on;recognised_on";

struct extract_in {
	const char *people, *columns;
	int paper, tick[TICKS];
};

static const struct field in_fields[] = {
	F_TEXT(struct extract_in, people, M_FIELD_PEOPLE, CLASS_PERSONAL, 0, 8000),
	F_TEXT(struct extract_in, columns, M_FIELD_EXTRACT_COLUMNS, CLASS_INSIDE, 0, 1000),
	F_BOOL(struct extract_in, paper, M_VIEW_PAPER, CLASS_PUBLIC, 0),
#define COLUMN(type, m, label, cls, ...)                                                           \
	{"c_" #m, FT_BOOL, cls, label, 0, offsetof(struct extract_in, tick[TICK_##m]), 0, 0, 0,    \
		M_NONE, 0},
#include "member/member_roster_columns.def"
#undef COLUMN
	F_END};

static const struct field *const tick_fields = in_fields + 3;

struct extract {
	struct ctx *cx;
	struct doc *d;
	const struct extract_in *in;
	const struct field *column[TICKS];
	size_t columns;
	struct list rows;    /* struct roster_row */
	struct list unclear; /* struct picked */
	struct roster ro;
	const char *query;
};

/* ---- which columns ---- */

static bool is_chosen(const struct extract *x, const struct field *f)
{
	for (size_t i = 0; i < x->columns; i++)
		if (x->column[i] == f)
			return true;
	return false;
}

static bool is_ticked(const struct extract_in *in, const struct field *f)
{
	return in->tick[f - roster_columns];
}

static bool any_tick(const struct extract_in *in)
{
	for (int i = 0; i < TICKS; i++)
		if (in->tick[i])
			return true;
	return false;
}

/* Of the usual columns those that are not cleared are left out; one that is named is refused. */
static enum err check_cleared(const struct extract *x, const struct field *f)
{
	if (clearance_has(x->cx, f->class))
		return ERR_OK;
	return cx_fault(x->cx, ERR_FORBIDDEN, "columns", M_CLEARANCE_INPUT,
		msg_text(x->cx->say.lang, f->label));
}

static enum err choose(struct extract *x, struct str names, bool ticks)
{
	bool is_asked = names.p != usual;

	while (names.p) {
		struct str name = str_trim(str_cut(&names, ';'));
		const char *text = arena_strndup(x->cx->a, name.p, name.n);
		const struct field *f = field_find(roster_columns, text);
		if (!name.n)
			continue;
		if (!f)
			return cx_fault(
				x->cx, ERR_BAD_INPUT, "columns", M_MEMBER_EXTRACT_NO_COLUMN, text);
		if (is_asked)
			TRY(check_cleared(x, f));
		else if (!clearance_has(x->cx, f->class))
			continue;
		if (!is_chosen(x, f) && (!ticks || is_ticked(x->in, f)))
			x->column[x->columns++] = f;
	}
	return ERR_OK;
}

static enum err read_columns(struct extract *x)
{
	bool ticks = any_tick(x->in);

	TRY(choose(x, str_of(x->in->columns), ticks));
	if (ticks)
		field_each (f, roster_columns)
			if (is_ticked(x->in, f) && !is_chosen(x, f))
				x->column[x->columns++] = f;
	return x->columns ? ERR_OK : choose(x, str_of(usual), false);
}

static const char *columns_text(const struct extract *x)
{
	const char *s = "";

	for (size_t i = 0; i < x->columns; i++)
		s = arena_printf(x->cx->a, "%s%s%s", s, i ? ";" : "", x->column[i]->name);
	return s;
}

static const struct field *table_of(const struct extract *x)
{
	struct field *f = arena_array(x->cx->a, FIRST + x->columns + 1, sizeof(*f));

	memcpy(f, first_columns, sizeof(first_columns));
	for (size_t i = 0; i < x->columns; i++)
		f[FIRST + i] = *x->column[i];
	return f;
}

/* ---- which persons ---- */

static bool is_listed(const struct extract *x, int64_t person)
{
	const struct roster_row *row = x->rows.rows;

	for (size_t i = 0; i < x->rows.n; i++)
		if (row[i].person == person)
			return true;
	return false;
}

static enum err take(struct extract *x, const struct picked *p)
{
	struct roster_row *row = (struct roster_row *)x->rows.rows + x->rows.n;
	struct picked *unclear = (struct picked *)x->unclear.rows;

	if (!p->person) {
		unclear[x->unclear.n++] = *p;
		return ERR_OK;
	}
	if (is_listed(x, p->person)) {
		doc_note(x->d, DOC_WARN, doc_say(x->d, M_MEMBER_EXTRACT_TWICE, p->line, NULL));
		return ERR_OK;
	}
	TRY(roster_person(x->cx, p->person, x->cx->org, row));
	row->no = (int64_t)++x->rows.n;
	roster_count(&x->ro.tally, row);
	return ERR_OK;
}

static size_t count_items(const char *s, char sep)
{
	size_t n = 1;

	for (; *s; s++)
		n += *s == sep;
	return n;
}

static enum err read_people(struct extract *x)
{
	struct ctx *cx = x->cx;
	struct str rest = str_of(x->in->people);
	size_t n = count_items(x->in->people, ';');
	struct picked p;

	if (n > PEOPLE_MOST)
		return cx_fault(cx, ERR_TOO_LARGE, "people", M_MEMBER_EXTRACT_MANY,
			number_text(cx->a, cx->say.lang, PEOPLE_MOST));
	x->rows = (struct list){
		arena_array(cx->a, n, sizeof(struct roster_row)), 0, sizeof(struct roster_row)};
	x->unclear = (struct list){arena_array(cx->a, n, sizeof(p)), 0, sizeof(p)};
	while (rest.p) {
		struct str item = str_trim(str_cut(&rest, ';'));
		if (!item.n)
			continue;
		TRY(pick_line(cx, cx->org, arena_strndup(cx->a, item.p, item.n), &p));
		TRY(take(x, &p));
	}
	x->ro.total = (int64_t)x->rows.n;
	return ERR_OK;
}

static enum err read_all(struct extract *x)
{
	struct ctx *cx = x->cx;

	x->ro.limit = cx->page.sink ? PAPER_ROWS : cx->page.limit;
	TRY(roster_after(cx, &x->ro.skip));
	TRY(roster_read(&x->ro, cx->org));
	x->rows = x->ro.rows;
	if (!cx->page.sink || x->ro.total <= PAPER_ROWS)
		return ERR_OK;
	/* a file of more rows than anybody signs leaves row by row */
	x->ro = (struct roster){.cx = cx, .sink = cx->page.sink, .limit = INT64_MAX};
	TRY(sink_begin(x->ro.sink, x->d->title, table_of(x)));
	return roster_read(&x->ro, cx->org);
}

/* ---- the page ---- */

static const struct field choice_fields[] = {
	F_TEXT(struct pick_choice, line, M_FIELD_LINE, CLASS_PERSONAL, 0, 0),
	F_TEXT(struct pick_choice, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 0),
	F_DAY(struct pick_choice, birth_date, M_FIELD_BIRTH_DATE, CLASS_PERSONAL, 0),
	F_TEXT(struct pick_choice, member_no, M_FIELD_MEMBER_NO, CLASS_INSIDE, 0, 0),
	F_TEXT(struct pick_choice, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 0),
	F_URL(struct pick_choice, href, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

/* The address with the person in the place of the line that was not clear. */
static const char *href_with(const struct extract *x, const char *line, int64_t person)
{
	struct str rest = str_of(x->in->people);
	struct ctx *cx = x->cx;
	const char *people = "";

	while (rest.p) {
		struct str item = str_trim(str_cut(&rest, ';'));
		const char *text = str_is(item, line)
					   ? arena_printf(cx->a, "%lld", (long long)person)
					   : arena_strndup(cx->a, item.p, item.n);
		if (item.n)
			people = arena_printf(cx->a, "%s%s%s", people, *people ? ";" : "", text);
	}
	return arena_printf(cx->a, "%s%s", cx->path,
		query_add(cx, query_add(cx, cx->query, "columns", columns_text(x)), "people",
			people));
}

static void add_unclear(struct extract *x)
{
	const struct picked *p = x->unclear.rows;
	struct pick_choice *rows;
	size_t most = 1, n = 0;
	struct list list;

	for (size_t i = 0; i < x->unclear.n; i++)
		most += p[i].choices.n + 1;
	rows = arena_array(x->cx->a, most, sizeof(*rows));
	for (size_t i = 0; i < x->unclear.n; i++) {
		const struct pick_choice *c = p[i].choices.rows;
		for (size_t k = 0; k < p[i].choices.n; k++) {
			rows[n] = c[k];
			rows[n].line = p[i].line;
			rows[n++].href = href_with(x, p[i].line, c[k].person);
		}
		if (!p[i].choices.n)
			rows[n++] = (struct pick_choice){.line = p[i].line,
				.full_name = doc_say(x->d, M_MEMBER_EXTRACT_NOBODY, NULL)};
	}
	list = (struct list){rows, n, sizeof(*rows)};
	doc_note(x->d, DOC_WARN,
		doc_say(x->d, M_MEMBER_EXTRACT_UNCLEAR,
			number_text(x->cx->a, x->cx->say.lang, (int64_t)x->unclear.n), NULL));
	doc_table(x->d, "unclear", M_MEMBER_EXTRACT_CHOOSE, choice_fields, list);
}

/* What the form carries along. */
static size_t put_hidden(struct extract *x, struct doc_form_field *fields, size_t n,
	const char *name, const char *value)
{
	struct field *f = arena_new_of(x->cx->a, struct field);

	if (text_empty(value))
		return n;
	*f = (struct field){
		.name = name, .type = FT_TEXT, .class = CLASS_INSIDE, .flags = FF_HIDDEN};
	fields[n] = (struct doc_form_field){.f = f, .value = value};
	return n + 1;
}

/* Boxes for the columns; what else was asked is kept. */
static void add_form(struct extract *x)
{
	struct doc_form_field *fields = arena_array(x->cx->a, TICKS + 4, sizeof(*fields));
	struct doc_form *form = arena_new_of(x->cx->a, struct doc_form);
	size_t n = 0, i = 0;

	n = put_hidden(x, fields, n, "people", x->in->people);
	n = put_hidden(x, fields, n, "columns", columns_text(x));
	field_each (f, tick_fields)
		fields[n++] = (struct doc_form_field){
			.f = f, .value = is_chosen(x, &roster_columns[i++]) ? "1" : ""};
	*form = (struct doc_form){.action = x->cx->path,
		.get = 1,
		.submit = msg_text(x->cx->say.lang, M_MEMBER_EXTRACT_SHOW),
		.fold = doc_say(x->d, M_MEMBER_EXTRACT_COLUMNS,
			number_text(x->cx->a, x->cx->say.lang, (int64_t)x->columns), NULL),
		.fields = {fields, n, sizeof(*fields)}};
	doc_form(x->d, "columns", M_NONE, form);
}

static void add_rows(struct extract *x)
{
	struct doc_part *p = doc_table(x->d, "members", M_NONE, table_of(x), x->rows);
	int64_t seen = x->ro.skip + (int64_t)x->rows.n;

	p->main = 1;
	p->total = x->ro.total;
	p->whole = 1;
	p->unmasked = x->in->paper;
	p->row_href = "/member/";
	p->row_keep = x->cx->query;
	p->empty = msg_text(x->cx->say.lang, M_MEMBER_ROSTER_EMPTY);
	if (seen < x->ro.total)
		p->next_href = roster_next(x->cx, x->query, seen, "members");
}

static enum err read_rows(struct extract *x)
{
	TRY(read_columns(x));
	x->query = query_add(x->cx, query_add(x->cx, x->cx->query, "columns", columns_text(x)),
		"people", x->in->people);
	paper_face(x->cx, x->d, x->in->paper, x->query);
	x->d->paper->wide = x->columns > NARROW_COLUMNS;
	TRY(text_empty(x->in->people) ? read_all(x) : read_people(x));
	x->d->paper->total = x->rows.n ? roster_total(x->cx, &x->ro.tally) : NULL;
	paper_rows(x->cx, x->d, (int64_t)x->rows.n, x->ro.total);
	return ERR_OK;
}

static void add_ways(struct extract *x)
{
	struct ctx *cx = x->cx;

	doc_link(x->d, DOC_PRIMARY, msg_text(cx->say.lang, M_MEMBER_EXTRACT_NAMES),
		"/org/%lld/extract/names%s", (long long)cx->org,
		query_add(cx, cx->query, "columns", columns_text(x)));
	if (!text_empty(x->in->people))
		doc_link(x->d, DOC_ONWARD, msg_text(cx->say.lang, M_MEMBER_EXTRACT_ALL), "%s%s",
			cx->path, query_add(cx, cx->query, "columns", columns_text(x)));
	roster_ways(cx, x->d);
	listing_exports(cx, x->d, x->query);
}

/* A list of people goes on as ever; everybody of a province is a file. */
static enum err wide_extract(struct extract *x)
{
	TRY(read_columns(x));
	x->query = query_add(x->cx, x->cx->query, "columns", columns_text(x));
	add_form(x);
	TRY(org_wide_show(x->cx, x->d, ORG_WIDE_LIST, "/extract", x->query));
	add_ways(x);
	return ERR_OK;
}

static enum err extract(struct ctx *cx, const void *vin, struct doc *d)
{
	struct extract x = {.cx = cx, .d = d, .in = vin, .ro = {.cx = cx}};
	struct doc_paper *paper;
	struct org_step org;
	bool wide;

	TRY(roster_path(cx, d, &org));
	d->title = doc_say(d, M_MEMBER_EXTRACT_OF, org.name, NULL);
	TRY(org_wide(cx, cx->org, cx->day, ORG_WIDE_LIST, &wide));
	if (wide && text_empty(x.in->people))
		return wide_extract(&x);
	TRY(paper_make(
		cx, d, cx->org, msg_text(cx->say.lang, M_MEMBER_EXTRACT_TITLE), cx->day, &paper));
	TRY(read_rows(&x));
	d->lead = doc_say(d, M_MEMBER_EXTRACT_LEAD, number_text(cx->a, cx->say.lang, x.ro.total),
		cx_day(cx, cx->day), NULL);
	if (x.unclear.n)
		add_unclear(&x);
	if (!x.in->paper)
		add_form(&x);
	add_rows(&x);
	add_ways(&x);
	return ERR_OK;
}

const struct action member_extract = {.in = in_fields,
	.in_size = sizeof(struct extract_in),
	.read = extract,
	.title = M_MEMBER_EXTRACT};

/* ---- a list of names ---- */

struct names_in {
	const char *people, *columns;
};

static const struct field names_fields[] = {
	{"people", FT_LINES, CLASS_PERSONAL, M_FIELD_PEOPLE, FF_REQUIRED,
		FIELD_OFF(struct names_in, people, const char *), 60000, 0, 0, M_HINT_PEOPLE, 0},
	F_TEXT(struct names_in, columns, M_FIELD_EXTRACT_COLUMNS, CLASS_INSIDE, FF_HIDDEN, 1000),
	F_END,
};

/* Persons found go into the address by their ids, the others as they were typed. */
static enum err item_of(struct ctx *cx, struct str line, const char **ret)
{
	char *text = arena_strndup(cx->a, line.p, line.n);
	struct picked p;

	for (char *s = text; *s; s++)
		if (*s == ';' || *s == '\t')
			*s = *s == ';' ? ',' : ' ';
	TRY(pick_line(cx, cx->org, text, &p));
	*ret = p.person ? arena_printf(cx->a, "%lld", (long long)p.person) : text;
	return ERR_OK;
}

static enum err names_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct names_in *in = vin;
	struct str rest = str_of(in->people);
	const char *people = "", *item, *query;

	(void)d;
	if (count_items(in->people, '\n') > PEOPLE_MOST)
		return cx_fault(cx, ERR_TOO_LARGE, "people", M_MEMBER_EXTRACT_MANY,
			number_text(cx->a, cx->say.lang, PEOPLE_MOST));
	while (rest.p) {
		struct str line = str_trim(str_cut(&rest, '\n'));
		if (!line.n)
			continue;
		TRY(item_of(cx, line, &item));
		people = arena_printf(cx->a, "%s%s%s", people, *people ? ";" : "", item);
		if (strlen(form_encode(cx->a, people)) > ADDRESS_MOST)
			return cx_fault(cx, ERR_TOO_LARGE, "people", M_MEMBER_EXTRACT_MANY, "300");
	}
	query = query_add(cx, query_add(cx, cx->query, "columns", in->columns), "people", people);
	*ret_plan = (void *)arena_printf(cx->a, "/org/%lld/extract%s", (long long)cx->org, query);
	return ERR_OK;
}

static enum err names_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	(void)cx;
	(void)in;
	d->location = plan;
	return ERR_OK;
}

static enum err names_fill(struct ctx *cx, void *in, struct doc *d)
{
	struct org_step org;

	(void)in;
	TRY(roster_path(cx, d, &org));
	return ERR_OK;
}

const struct action member_extract_names = {.in = names_fields,
	.in_size = sizeof(struct names_in),
	.fill = names_fill,
	.plan = names_plan,
	.apply = names_apply,
	.title = M_MEMBER_EXTRACT_NAMES,
	.submit = M_MEMBER_EXTRACT_SHOW,
	.no_txn = true};

#include "base/text.h"
#include "view/label.h"
#include "view/page.h"

/* Which fields of a table of rows play which part. */
struct plan {
	const struct field **columns;
	size_t n;
	const struct field *key, *href, *id, *tone, *group;
	bool masked;
	const char *base, *keep; /* before and after the identity in the address of a row */
};

static bool is_shown(const struct field *f, bool list)
{
	if (f->type == FT_LIST || f->type == FT_REC || f->type == FT_SECRET)
		return false;
	return !(f->flags & (FF_HIDDEN | (list ? FF_MORE : 0)));
}

static const struct field *named(const struct field *fields, const char *name, enum field_type type)
{
	const struct field *f = field_find(fields, name);

	return f && f->type == type ? f : NULL;
}

/* The shown field with FF_KEY, or the first one shown. */
static const struct field *key_field(const struct field *fields, const struct field * not )
{
	const struct field *first = NULL;

	field_each (f, fields) {
		if (!is_shown(f, true) || f == not )
			continue;
		if (f->flags & FF_KEY)
			return f;
		if (!first)
			first = f;
	}
	return first;
}

static const struct field *id_field(const struct field *fields)
{
	field_each (f, fields)
		if (f->type == FT_ID)
			return f;
	return NULL;
}

static struct plan plan_make(
	struct arena *a, const struct field *fields, const char *base, const char *keep)
{
	struct plan plan = {.columns = arena_array(a, field_count(fields), sizeof(void *)),
		.base = base,
		.keep = keep ? keep : ""};

	plan.href = named(fields, "href", FT_URL);
	plan.id = id_field(fields);
	plan.key = key_field(fields, plan.href);
	plan.tone = named(fields, "tone", FT_TEXT);
	if (plan.tone && !(plan.tone->flags & FF_HIDDEN))
		plan.tone = NULL;
	plan.group = named(fields, "group", FT_TEXT);
	if (plan.group && !(plan.group->flags & FF_HIDDEN))
		plan.group = NULL;
	field_each (f, fields)
		if (is_shown(f, true) && f != plan.href)
			plan.columns[plan.n++] = f;
	return plan;
}

/* Where a row leads: its own address, or the table's with its identity; NULL: nowhere. */
static const char *row_address(struct arena *a, const struct plan *plan, const void *row)
{
	if (plan->href && !field_empty(plan->href, row))
		return field_get_text(plan->href, row);
	if (text_empty(plan->base) || !plan->id || field_empty(plan->id, row))
		return NULL;
	return arena_join(a, plan->base, value_raw(a, plan->id, row), plan->keep);
}

static int is_number(const struct field *f)
{
	return f->type == FT_INT || f->type == FT_RATIO || (f->flags & FF_NUMBER);
}

static const void *row_at(struct list rows, size_t i)
{
	return (const char *)rows.rows + i * rows.size;
}

static struct list columns_build(const struct speech *sp, struct arena *a, const struct plan *plan)
{
	struct page_column *columns = arena_array(a, plan->n, sizeof(*columns));

	for (size_t i = 0; i < plan->n; i++)
		columns[i] =
			(struct page_column){.label = label_line(a, sp->lang, plan->columns[i]),
				.num = is_number(plan->columns[i]),
				.over = label_over(a, sp->lang, plan->columns[i])};
	return (struct list){columns, plan->n, sizeof(*columns)};
}

static bool is_two_deep(struct list columns)
{
	const struct page_column *c = columns.rows;

	for (size_t i = 0; i < columns.n; i++)
		if (c[i].over)
			return true;
	return false;
}

/* Headers over each other: those that stand alone reach through both rows. */
static void heads_build(
	const struct speech *sp, struct arena *a, const struct plan *plan, struct page_table *t)
{
	const struct page_column *c = t->columns.rows;
	struct page_column *heads = arena_array(a, plan->n, sizeof(*heads));
	struct page_column *under = arena_array(a, plan->n, sizeof(*under));
	size_t n = 0, m = 0;

	if (!is_two_deep(t->columns))
		return;
	for (size_t i = 0; i < plan->n; i++) {
		if (!c[i].over) {
			heads[n++] = (struct page_column){
				.label = c[i].label, .num = c[i].num, .cols = 1, .rows = 2};
			continue;
		}
		under[m++] = (struct page_column){.label = label_own(sp->lang, plan->columns[i]),
			.num = c[i].num,
			.cols = 1,
			.rows = 1};
		if (i && text_eq(c[i].over, c[i - 1].over))
			heads[n - 1].cols++;
		else
			heads[n++] = (struct page_column){.label = c[i].over, .cols = 1, .rows = 1};
	}
	t->heads = (struct list){heads, n, sizeof(*heads)};
	t->under = (struct list){under, m, sizeof(*under)};
}

/* "••••1234": enough to tell two apart, too little to copy. */
static const char *masked_text(struct arena *a, const char *value)
{
	enum { SHOWN = 4 };
	size_t n = strlen(value);

	if (!n)
		return value;
	return arena_printf(a, "••••%s", n > SHOWN ? value + n - SHOWN : "");
}

static void cell_build(const struct speech *sp, struct arena *a, const struct field *f,
	const void *row, struct page_cell *cell)
{
	cell->value = value_text(sp, a, f, row);
	cell->lines = f->type == FT_LINES;
	cell->num = is_number(f);
	if (f->type == FT_URL && *cell->value)
		cell->href = cell->value;
}

static void cells_build(const struct speech *sp, struct arena *a, const struct plan *plan,
	const struct page_column *columns, const void *row, struct page_cell *cells)
{
	for (size_t k = 0; k < plan->n; k++) {
		cells[k].label = columns[k].label;
		cell_build(sp, a, plan->columns[k], row, &cells[k]);
		if (plan->masked && plan->columns[k]->flags & FF_MASK)
			cells[k].value = masked_text(a, cells[k].value);
		cells[k].key = plan->columns[k] == plan->key;
		if (cells[k].key || (plan->columns[k]->flags & FF_LINK && *cells[k].value))
			cells[k].href = row_address(a, plan, row);
	}
}

/* What a row has in common with those below it, if it is the first of them. */
static const char *group_begins(const struct plan *plan, struct list from, size_t i)
{
	const char *group = plan->group ? field_get_text(plan->group, row_at(from, i)) : NULL;

	if (text_empty(group) ||
		(i && text_eq(group, field_get_text(plan->group, row_at(from, i - 1)))))
		return NULL;
	return group;
}

static struct list rows_build(const struct speech *sp, struct arena *a, const struct plan *plan,
	const struct page_column *columns, struct list from)
{
	/* room for a group before each row, and for the line that adds up */
	struct page_row *rows = arena_array(a, from.n * 2 + 1, sizeof(*rows));
	struct page_cell *cells = from.n ? arena_array(a, from.n * plan->n, sizeof(*cells)) : NULL;
	size_t n = 0;

	for (size_t i = 0; i < from.n; i++, cells += plan->n, n++) {
		const void *row = row_at(from, i);
		const char *group = group_begins(plan, from, i);
		if (group)
			rows[n++] = (struct page_row){.group = group, .span = (int64_t)plan->n};
		rows[n].cells = (struct list){cells, plan->n, sizeof(*cells)};
		rows[n].tone = plan->tone ? field_get_text(plan->tone, row) : NULL;
		cells_build(sp, a, plan, columns, row, cells);
	}
	return (struct list){rows, n, sizeof(*rows)};
}

static size_t longest_of(struct list rows, size_t k)
{
	const struct page_row *row = rows.rows;
	size_t longest = 0;

	for (size_t i = 0; i < rows.n; i++) {
		const struct page_cell *cells = row[i].cells.rows;
		/* letters are at most as many as bytes: few texts need to be counted */
		size_t n =
			cells && strlen(cells[k].value) > longest ? text_length(cells[k].value) : 0;
		longest = n > longest ? n : longest;
	}
	return longest;
}

/* A column is as wide as what it holds needs: days stay on a line, places are not cut to pieces. */
static const char *fit_of(size_t longest)
{
	enum { SLIM_MOST = 12, ROOMY_LEAST = 22 };

	return longest <= SLIM_MOST ? "slim" : longest < ROOMY_LEAST ? "text" : "roomy";
}

static void fits_build(struct page_table *t)
{
	const struct page_row *row = t->rows.rows;

	for (size_t k = 0; k < t->columns.n; k++) {
		const char *fit = fit_of(longest_of(t->rows, k));
		for (size_t i = 0; i < t->rows.n; i++) {
			struct page_cell *cells = (struct page_cell *)row[i].cells.rows;
			if (cells)
				cells[k].fit = cells[k].num ? "n" : cells[k].lines ? "lines" : fit;
		}
	}
}

/* The numbers of a column added up; "" for columns of other things and for the number of a row. */
static const char *sum_text(
	const struct speech *sp, struct arena *a, const struct field *f, struct list from)
{
	int64_t sum = 0;

	if (f->type != FT_INT || text_eq(f->name, "no"))
		return "";
	for (size_t i = 0; i < from.n; i++)
		sum += field_get_int(f, row_at(from, i));
	return number_text(a, sp->lang, sum);
}

static void sum_build(const struct speech *sp, struct arena *a, const struct plan *plan,
	struct list from, struct page_table *t)
{
	struct page_row *row = (struct page_row *)t->rows.rows + t->rows.n;
	const struct page_column *columns = t->columns.rows;
	struct page_cell *cells = arena_array(a, plan->n, sizeof(*cells));

	for (size_t k = 0; k < plan->n; k++) {
		bool key = plan->columns[k] == plan->key;
		cells[k] = (struct page_cell){.label = columns[k].label,
			.value = key ? msg_text(sp->lang, M_VIEW_SUM)
				     : sum_text(sp, a, plan->columns[k], from),
			.num = columns[k].num,
			.key = key};
	}
	*row = (struct page_row){.tone = "sum", .cells = {cells, plan->n, sizeof(*cells)}};
	t->rows.n++;
}

/* "12 of 340 rows", "50 of more than 10.000 rows"; NULL when it was not counted. */
static const char *count_text(const struct speech *sp, struct arena *a, const struct doc_part *p)
{
	const char *shown = number_text(a, sp->lang, (int64_t)p->rows.n);

	if (p->total < 0 || !p->rows.n)
		return NULL;
	if (p->total_cap > 0 && p->total >= p->total_cap)
		return msg_say(a, sp->lang, M_VIEW_COUNT_MORE, shown,
			number_text(a, sp->lang, p->total_cap));
	if (p->total > (int64_t)p->rows.n)
		return msg_say(
			a, sp->lang, M_VIEW_COUNT_PART, shown, number_text(a, sp->lang, p->total));
	return msg_say(a, sp->lang, M_VIEW_COUNT, number_text(a, sp->lang, p->total));
}

static const char *empty_text(const struct speech *sp, const struct doc_part *p)
{
	return text_empty(p->empty) ? msg_text(sp->lang, M_VIEW_EMPTY) : p->empty;
}

static bool is_all_empty(const struct field *f, struct list rows)
{
	if (f->flags & FF_ZERO)
		return rows.n == 0;
	for (size_t i = 0; i < rows.n; i++)
		if (!field_empty(f, row_at(rows, i)))
			return false;
	return true;
}

/* A column in which no row has anything is white space; it comes back as soon as one has. */
static void drop_empty_columns(struct plan *plan, struct list rows)
{
	size_t n = 0;

	for (size_t i = 0; i < plan->n; i++)
		if (plan->columns[i] == plan->key || !is_all_empty(plan->columns[i], rows))
			plan->columns[n++] = plan->columns[i];
	plan->n = n;
}

static struct page_table table_of(
	const struct speech *sp, struct arena *a, const struct doc_part *p)
{
	struct plan plan = plan_make(a, p->fields, p->row_href, p->row_keep);
	struct page_table t = {0};

	plan.masked = !p->unmasked;
	if (!p->whole)
		drop_empty_columns(&plan, p->rows);
	t.columns = columns_build(sp, a, &plan);
	heads_build(sp, a, &plan, &t);
	t.rows = rows_build(sp, a, &plan, t.columns.rows, p->rows);
	if (p->sum && p->rows.n)
		sum_build(sp, a, &plan, p->rows, &t);
	fits_build(&t);
	return t;
}

const struct page_table *page_table_build(
	const struct speech *sp, struct arena *a, const struct doc_part *p)
{
	struct page_table *t = arena_new_of(a, struct page_table);

	*t = table_of(sp, a, p);
	t->title = p->title;
	t->count = count_text(sp, a, p);
	t->next = p->next_href;
	t->empty = empty_text(sp, p);
	return t;
}

static bool is_skipped(const struct field *f, const struct field *const skip[])
{
	for (; skip && *skip; skip++)
		if (*skip == f)
			return true;
	return false;
}

/* Beside a text "cell" a hidden address "cell_href" makes a link of it. */
static const char *href_beside(
	struct arena *a, const struct field *fields, const struct field *f, const void *rec)
{
	const struct field *href;

	if (f->type != FT_TEXT)
		return NULL;
	href = named(fields, arena_printf(a, "%s_href", f->name), FT_URL);
	return href && !field_empty(href, rec) ? url_text(field_get_text(href, rec)) : NULL;
}

static struct page_fact fact_of(const struct speech *sp, struct arena *a,
	const struct field *fields, const struct field *f, const void *rec)
{
	struct page_fact fact = {
		.field = f,
		.label = label_line(a, sp->lang, f),
		.value = value_text(sp, a, f, rec),
		.lines = f->type == FT_LINES,
	};

	if (f->type == FT_URL && *fact.value)
		fact.href = fact.value;
	else if (*fact.value)
		fact.href = href_beside(a, fields, f, rec);
	return fact;
}

struct list page_facts_build(const struct speech *sp, struct arena *a, const struct field *fields,
	const void *rec, const struct field *const skip[], bool brief)
{
	struct page_fact *facts = arena_array(a, field_count(fields), sizeof(*facts));
	size_t n = 0;

	field_each (f, fields) {
		if (!is_shown(f, brief) || is_skipped(f, skip))
			continue;
		facts[n] = fact_of(sp, a, fields, f, rec);
		/* an unset mark says nothing, on a page of its own neither */
		if (*facts[n].value || (!brief && f->type != FT_BOOL))
			n++;
	}
	return (struct list){facts, n, sizeof(*facts)};
}

/* The lists within a record, and the lists and facts of records within it. */
static struct list inner_tables(
	const struct speech *sp, struct arena *a, const struct field *fields, const void *rec)
{
	struct page_table *tables = arena_array(a, field_count(fields), sizeof(*tables));
	size_t n = 0;

	field_each (f, fields) {
		struct list rows;
		if (f->flags & FF_HIDDEN)
			continue;
		if (f->type == FT_LIST)
			rows = field_get_list(f, rec);
		else if (f->type == FT_REC && field_get_rec(f, rec))
			rows = (struct list){field_get_rec(f, rec), 1, 0};
		else
			continue;
		tables[n] = table_of(sp, a, &(struct doc_part){.fields = f->sub, .rows = rows});
		tables[n].title = msg_text(sp->lang, f->label);
		tables[n++].empty = msg_text(sp->lang, M_VIEW_EMPTY);
	}
	return (struct list){tables, n, sizeof(*tables)};
}

const struct page_record *page_record_build(
	const struct speech *sp, struct arena *a, const struct doc_part *p)
{
	struct page_record *r = arena_new_of(a, struct page_record);
	const struct field *skip[] = {named(p->fields, "href", FT_URL), NULL};
	struct plan plan = plan_make(a, p->fields, p->row_href, p->row_keep);
	struct page_fact *facts;

	r->facts = page_facts_build(sp, a, p->fields, p->rec, skip, false);
	r->tables = inner_tables(sp, a, p->fields, p->rec);
	facts = (struct page_fact *)r->facts.rows;
	if (plan.key && plan.key->flags & FF_KEY)
		for (size_t i = 0; i < r->facts.n; i++)
			if (facts[i].field == plan.key)
				facts[i].href = row_address(a, &plan, p->rec);
	return r;
}

static int64_t int_of(const struct field *f, const void *row)
{
	return f ? field_get_int(f, row) : 0;
}

static struct page_node node_of(const struct speech *sp, struct arena *a, const struct plan *plan,
	const struct doc_part *p, const void *row)
{
	enum { DEEPEST = 12 };
	const struct field *depth = named(p->fields, "depth", FT_INT);
	const struct field *open = named(p->fields, "open", FT_BOOL);
	const struct field *here = named(p->fields, "here", FT_BOOL);
	const struct field *below = named(p->fields, "below", FT_INT);
	const struct field *skip[] = {plan->key, depth ? depth : plan->key, open ? open : plan->key,
		here ? here : plan->key, below ? below : plan->key, plan->href, NULL};
	int64_t at = int_of(depth, row), under = int_of(below, row);

	at = at < 0 ? 0 : at > DEEPEST ? DEEPEST : at;
	return (struct page_node){
		.depth = at,
		.level = at + 1,
		.label = plan->key ? value_text(sp, a, plan->key, row) : "",
		.href = row_address(a, plan, row),
		.below = under > 0 ? number_text(a, sp->lang, under) : NULL,
		.here = (int)int_of(here, row),
		.open = int_of(open, row) != 0,
		.shut = under > 0 && !int_of(open, row),
		.facts = page_facts_build(sp, a, p->fields, row, skip, true),
	};
}

const struct page_tree *page_tree_build(
	const struct speech *sp, struct arena *a, const struct doc_part *p)
{
	struct page_tree *t = arena_new_of(a, struct page_tree);
	struct page_node *nodes = arena_array(a, p->rows.n, sizeof(*nodes));
	struct plan plan = plan_make(a, p->fields, p->row_href, p->row_keep);

	for (size_t i = 0; i < p->rows.n; i++)
		nodes[i] = node_of(sp, a, &plan, p, row_at(p->rows, i));
	t->nodes = (struct list){nodes, p->rows.n, sizeof(*nodes)};
	t->empty = empty_text(sp, p);
	return t;
}

static const struct field *first_day(const struct field *fields)
{
	field_each (f, fields)
		if (f->type == FT_DAY)
			return f;
	return NULL;
}

static const struct field *first_words(const struct field *fields)
{
	field_each (f, fields)
		if (is_shown(f, true) && f->type >= FT_TEXT && f->type <= FT_CAT)
			return f;
	return NULL;
}

static struct page_event event_of(const struct speech *sp, struct arena *a, const struct plan *plan,
	const struct doc_part *p, const void *row)
{
	const struct field *day = first_day(p->fields), *words = first_words(p->fields);
	const struct field *skip[] = {day ? day : words, words, plan->href, NULL};

	return (struct page_event){
		.day = day ? value_text(sp, a, day, row) : NULL,
		.iso = day ? value_raw(a, day, row) : NULL,
		.title = words ? value_text(sp, a, words, row) : NULL,
		.href = row_address(a, plan, row),
		.facts = page_facts_build(sp, a, p->fields, row, skip, true),
	};
}

const struct page_timeline *page_timeline_build(
	const struct speech *sp, struct arena *a, const struct doc_part *p)
{
	struct page_timeline *t = arena_new_of(a, struct page_timeline);
	struct page_event *events = arena_array(a, p->rows.n, sizeof(*events));
	struct plan plan = plan_make(a, p->fields, p->row_href, p->row_keep);

	for (size_t i = 0; i < p->rows.n; i++)
		events[i] = event_of(sp, a, &plan, p, row_at(p->rows, i));
	t->events = (struct list){events, p->rows.n, sizeof(*events)};
	t->count = count_text(sp, a, p);
	t->next = p->next_href;
	t->empty = empty_text(sp, p);
	return t;
}

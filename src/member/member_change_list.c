#include "member/member_change_list.h"

#include "base/die.h"
#include "core/listing.h"
#include "core/sum_stock.h"
#include "org/org.h"
#include "org/org_wide.h"

const char *const change_kinds[CHANGE_KINDS] = {"taken_over", "admitted", "readmitted", "restored",
	"transfer_in", "moved_in", "transfer_out", "moved_out", "struck_off", "resigned",
	"expelled", "deceased", "annulled"};

/* ---- counting ---- */

struct counted {
	const char *kind;
	int64_t child, n;
};

static const struct field counted_fields[] = {
	F_CAT(struct counted, kind, M_FIELD_FACT, CLASS_INSIDE, 0, "member_flow"),
	F_ID(struct counted, child, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_INT(struct counted, n, M_FIELD_VALUE, CLASS_INSIDE, 0, 0),
	F_END,
};

static const struct field stock_fields[] = {
	F_ID(struct sum_child, child, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_INT(struct sum_child, n, M_FIELD_VALUE, CLASS_INSIDE, 0, 0),
	F_END,
};

struct child {
	int64_t child;
	const char *name;
};

static const struct field child_fields[] = {
	F_ID(struct child, child, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_TEXT(struct child, name, M_FIELD_NAME, CLASS_INSIDE, 0, 0),
	F_END,
};

int64_t change_result(const struct change_sum *s)
{
	int64_t n = s->before;

	for (int i = 0; i < CHANGE_KINDS; i++)
		n += i < CHANGE_RISES ? s->kind[i] : -s->kind[i];
	return n;
}

static int kind_index(const char *code)
{
	for (int i = 0; i < CHANGE_KINDS; i++)
		if (text_eq(change_kinds[i], code))
			return i;
	die("a flow that is neither rise nor fall: %s", code);
}

static struct change_sum *child_of(struct change *c, int64_t org)
{
	struct change_sum *rows = (struct change_sum *)c->children.rows;

	for (size_t i = 0; i < c->children.n; i++)
		if (rows[i].org == org)
			return &rows[i];
	die("a child that is none: %lld", (long long)org);
}

/* Each child once, with its last name; at the end, as 0, the organisation itself. */
static enum err read_children(struct ctx *cx, int64_t org, struct change *c)
{
	const struct child *found;
	struct change_sum *rows;
	struct list list;
	size_t n = 0;

	TRY(db_list(cx->db, cx->a, child_fields, sizeof(*found), &list, Q_MEMBER_CHANGE_CHILDREN,
		org, c->period.from, c->period.to, cx->known));
	found = list.rows;
	rows = arena_array(cx->a, list.n + 1, sizeof(*rows));
	for (size_t i = 0; i < list.n; i++) {
		size_t at = 0;
		while (at < n && rows[at].org != found[i].child)
			at++;
		n += at == n;
		rows[at] = (struct change_sum){.org = found[i].child, .name = found[i].name};
	}
	rows[n++] = (struct change_sum){.name = msg_text(cx->say.lang, M_MEMBER_CHANGE_OWN)};
	c->children = (struct list){rows, n, sizeof(*rows)};
	return ERR_OK;
}

static enum err stock_on(struct ctx *cx, int64_t org, day_t day, int64_t *ret)
{
	bool there;

	TRY(sum_stock(cx, org, day, &there, ret));
	if (there)
		return ERR_OK;
	return db_number(cx->db, ret, 0, Q_MEMBER_CHANGE_STOCK, org, day, cx->known);
}

/* By child (struct sum_child). */
static enum err stocks_on(struct ctx *cx, int64_t org, day_t day, struct list *ret)
{
	bool there;

	TRY(sum_stock_children(cx, org, day, &there, ret));
	if (there)
		return ERR_OK;
	return db_list(cx->db, cx->a, stock_fields, sizeof(struct sum_child), ret,
		Q_MEMBER_CHANGE_STOCKS, org, day, cx->known);
}

static enum err read_stocks(struct ctx *cx, int64_t org, struct change *c)
{
	day_t day[2] = {day_add(c->period.from, -1), c->period.to};
	const struct sum_child *row;
	struct list list;

	for (int i = 0; i < 2; i++) {
		TRY(stock_on(cx, org, day[i], i ? &c->all.after : &c->all.before));
		TRY(stocks_on(cx, org, day[i], &list));
		row = list.rows;
		for (size_t k = 0; k < list.n; k++)
			if (row[k].n)
				*(i ? &child_of(c, row[k].child)->after
				    : &child_of(c, row[k].child)->before) = row[k].n;
	}
	return ERR_OK;
}

static enum err read_flows(struct ctx *cx, int64_t org, struct change *c)
{
	const struct counted *row;
	struct list list;

	TRY(db_list(cx->db, cx->a, counted_fields, sizeof(*row), &list, Q_MEMBER_CHANGE_COUNTS, org,
		c->period.from, c->period.to, cx->known));
	row = list.rows;
	for (size_t i = 0; i < list.n; i++) {
		int kind = kind_index(row[i].kind);
		c->all.kind[kind] += row[i].n;
		child_of(c, row[i].child)->kind[kind] += row[i].n;
	}
	TRY(db_list(cx->db, cx->a, counted_fields, sizeof(*row), &list, Q_MEMBER_CHANGE_INNER, org,
		c->period.from, c->period.to, cx->known));
	row = list.rows;
	for (size_t i = 0; i < list.n; i++) {
		struct change_sum *child = child_of(c, row[i].child);
		*(text_eq(row[i].kind, "transfer_in") ? &child->inner_in : &child->inner_out) +=
			row[i].n;
	}
	return ERR_OK;
}

enum err change_read(struct ctx *cx, int64_t org, struct period period, struct change *ret)
{
	*ret = (struct change){.period = period, .all = {.org = org}};
	if (period.from <= cx->say.today && period.to > cx->say.today)
		ret->period.to = cx->say.today;
	TRY(read_children(cx, org, ret));
	TRY(read_stocks(cx, org, ret));
	return read_flows(cx, org, ret);
}

/* ---- the page ---- */

struct page {
	struct ctx *cx;
	struct doc *d;
	const struct change_in *in;
	struct change change;
	const char *period; /* as links have it; NULL: this month */
	const char *query;  /* with the period */
};

struct line {
	const char *group, *label, *kind, *href, *tone;
	int64_t n;
};

static const struct field line_fields[] = {
	F_TEXT(struct line, group, M_FIELD_CHANGE_KIND, CLASS_INSIDE, FF_HIDDEN, 0),
	F_TEXT(struct line, label, M_FIELD_CHANGE_KIND, CLASS_INSIDE, FF_KEY, 0),
	F_TEXT(struct line, kind, M_FIELD_KEY, CLASS_INSIDE, FF_HIDDEN, 0),
	F_INT(struct line, n, M_FIELD_CHANGE_MEMBERS, CLASS_INSIDE, FF_ZERO | FF_LINK, 0),
	F_URL(struct line, href, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN),
	F_TEXT(struct line, tone, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

static const char *kind_href(struct page *p, const char *kind)
{
	return arena_printf(
		p->cx->a, "%s%s#persons", p->cx->path, query_add(p->cx, p->query, "kind", kind));
}

static struct line stock_line(struct page *p, enum msg label, day_t day, int64_t n)
{
	struct ctx *cx = p->cx;

	return (struct line){.label = doc_say(p->d, label, cx_day(cx, day), NULL),
		.kind = label == M_MEMBER_CHANGE_BEFORE ? "before" : "after",
		.n = n,
		.tone = "sum",
		.href = arena_printf(cx->a, "/org/%lld/roster?day=%s", (long long)cx->org,
			day_print_iso(arena_alloc(cx->a, DAY_TEXT), day))};
}

static void add_lines(struct page *p)
{
	struct line *rows = arena_array(p->cx->a, CHANGE_KINDS + 2, sizeof(*rows));
	const struct change *c = &p->change;
	enum lang lang = p->cx->say.lang;
	struct doc_part *part;

	rows[0] = stock_line(p, M_MEMBER_CHANGE_BEFORE, day_add(c->period.from, -1), c->all.before);
	for (int i = 0; i < CHANGE_KINDS; i++)
		rows[i + 1] = (struct line){
			.group = msg_text(lang,
				i < CHANGE_RISES ? M_MEMBER_CHANGE_RISE : M_MEMBER_CHANGE_FALL),
			.label = cat_name(p->cx->say.cats, lang, "member_flow", change_kinds[i]),
			.kind = change_kinds[i],
			.n = c->all.kind[i],
			.href = c->all.kind[i] ? kind_href(p, change_kinds[i]) : NULL};
	rows[CHANGE_KINDS + 1] = stock_line(p, M_MEMBER_CHANGE_AFTER, c->period.to, c->all.after);
	part = doc_table(p->d, "lines", M_NONE, line_fields,
		(struct list){rows, CHANGE_KINDS + 2, sizeof(*rows)});
	part->whole = 1;
}

struct by_child {
	int64_t org, before, after, moved, k[CHANGE_KINDS], inner_in, inner_out;
	const char *name;
};

#define KIND_COLUMN(i, column, label)                                                              \
	{                                                                                          \
#column, FT_INT, CLASS_INSIDE, label, 0, offsetof(struct by_child, k[i]), 0, 0, 0, \
			M_NONE, 0                                                                  \
	}

static const struct field by_child_fields[] = {
	F_ID(struct by_child, org, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct by_child, name, M_FIELD_ORG, CLASS_INSIDE, FF_KEY, 0),
	F_INT(struct by_child, before, M_FIELD_CHANGE_BEFORE, CLASS_INSIDE, FF_ZERO, 0),
	KIND_COLUMN(0, taken_over, M_FIELD_CHANGE_TAKEN_OVER),
	KIND_COLUMN(1, admitted, M_FIELD_CHANGE_ADMITTED),
	KIND_COLUMN(2, readmitted, M_FIELD_CHANGE_READMITTED),
	KIND_COLUMN(3, restored, M_FIELD_CHANGE_RESTORED),
	KIND_COLUMN(4, transfer_in, M_FIELD_CHANGE_TRANSFER_IN),
	KIND_COLUMN(5, moved_in, M_FIELD_CHANGE_MOVED_IN),
	F_INT(struct by_child, inner_in, M_FIELD_CHANGE_INNER_IN, CLASS_INSIDE, 0, 0),
	KIND_COLUMN(6, transfer_out, M_FIELD_CHANGE_TRANSFER_OUT),
	KIND_COLUMN(7, moved_out, M_FIELD_CHANGE_MOVED_OUT),
	KIND_COLUMN(8, struck_off, M_FIELD_CHANGE_STRUCK_OFF),
	KIND_COLUMN(9, resigned, M_FIELD_CHANGE_RESIGNED),
	KIND_COLUMN(10, expelled, M_FIELD_CHANGE_EXPELLED),
	KIND_COLUMN(11, deceased, M_FIELD_CHANGE_DECEASED),
	KIND_COLUMN(12, annulled, M_FIELD_CHANGE_ANNULLED),
	F_INT(struct by_child, inner_out, M_FIELD_CHANGE_INNER_OUT, CLASS_INSIDE, 0, 0),
	F_INT(struct by_child, moved, M_FIELD_CHANGE_INNER_MOVED, CLASS_INSIDE, 0, 0),
	F_INT(struct by_child, after, M_FIELD_CHANGE_AFTER, CLASS_INSIDE, FF_ZERO, 0),
	F_END,
};

/* What neither crossed the border nor was transferred came or went with its cell. */
static struct by_child by_child_of(const struct change_sum *s)
{
	struct by_child b = {.org = s->org,
		.name = s->name,
		.before = s->before,
		.after = s->after,
		.inner_in = s->inner_in,
		.inner_out = s->inner_out};

	memcpy(b.k, s->kind, sizeof(b.k));
	b.moved = s->after - change_result(s) - s->inner_in + s->inner_out;
	return b;
}

static bool is_nothing(const struct change_sum *s)
{
	const struct change_sum none = {.org = s->org, .name = s->name};

	return memcmp(s, &none, sizeof(none)) == 0;
}

/* Children in which nobody was and nothing happened say nothing on paper. */
static void add_children(struct page *p)
{
	const struct change_sum *from = p->change.children.rows;
	struct by_child *rows = arena_array(p->cx->a, p->change.children.n, sizeof(*rows));
	struct doc_part *part;
	size_t n = 0;

	for (size_t i = 0; i < p->change.children.n; i++)
		if (!is_nothing(&from[i]))
			rows[n++] = by_child_of(&from[i]);
	if (p->change.children.n < 2)
		return;
	part = doc_table(p->d, "children", M_MEMBER_CHANGE_CHILDREN, by_child_fields,
		(struct list){rows, n, sizeof(*rows)});
	part->main = 1;
	part->sum = 1;
	part->row_href = "/org/";
	part->row_keep = arena_printf(p->cx->a, "/change%s", p->query);
	part->empty = msg_text(p->cx->say.lang, M_MEMBER_ROSTER_EMPTY);
}

struct happened {
	int64_t no, person;
	const char *group, *kind, *full_name, *cell_name, *other_name, *number;
	day_t birth_date, day;
};

static const struct field happened_fields[] = {
	F_ID(struct happened, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_TEXT(struct happened, group, M_FIELD_CHANGE_KIND, CLASS_INSIDE, FF_HIDDEN, 0),
	F_INT(struct happened, no, M_FIELD_ROW_NO, CLASS_INSIDE, 0, 0),
	F_TEXT(struct happened, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 0),
	F_DAY(struct happened, birth_date, M_FIELD_BIRTH_DATE, CLASS_PERSONAL, 0),
	F_CAT(struct happened, kind, M_FIELD_CHANGE_KIND, CLASS_INSIDE, FF_MORE, "member_flow"),
	F_DAY(struct happened, day, M_FIELD_FACT_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct happened, number, M_FIELD_DECISION_NO, CLASS_INSIDE, 0, 0),
	F_TEXT(struct happened, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 0),
	F_TEXT(struct happened, other_name, M_FIELD_CHANGE_OTHER, CLASS_INSIDE, 0, 0),
	F_END,
};

/* Of how many persons the list is: all, or those of the kind. */
static int64_t all_of(const struct page *p)
{
	int64_t n = 0;

	for (int i = 0; i < CHANGE_KINDS; i++)
		if (text_empty(p->in->kind) || text_eq(p->in->kind, change_kinds[i]))
			n += p->change.all.kind[i];
	return n;
}

static void number_rows(struct page *p, struct list list, int64_t skip)
{
	struct happened *row = (struct happened *)list.rows;

	for (size_t i = 0; i < list.n; i++) {
		row[i].no = skip + (int64_t)i + 1;
		row[i].group =
			cat_name(p->cx->say.cats, p->cx->say.lang, "member_flow", row[i].kind);
	}
}

static enum err add_persons(struct page *p)
{
	struct ctx *cx = p->cx;
	int64_t skip, limit = cx->page.sink ? INT64_MAX : cx->page.limit, seen;
	const char *query = query_add(cx, p->query, "kind", p->in->kind);
	struct doc_part *part;
	struct list list;

	TRY(roster_after(cx, &skip));
	TRY(db_list(cx->db, cx->a, happened_fields, sizeof(struct happened), &list,
		Q_MEMBER_CHANGE_LIST, cx->org, p->change.period.from, p->change.period.to,
		cx->known, p->in->kind ? p->in->kind : "", limit, skip));
	number_rows(p, list, skip);
	paper_rows(cx, p->d, (int64_t)list.n, all_of(p));
	part = doc_table(p->d, "persons", M_MEMBER_CHANGE_PERSONS, happened_fields, list);
	part->total = all_of(p);
	part->row_href = "/member/";
	part->row_keep = cx->query;
	part->main = !text_empty(p->in->kind) || p->change.children.n < 2;
	part->empty = msg_text(cx->say.lang, M_MEMBER_CHANGE_NOBODY);
	seen = skip + (int64_t)list.n;
	if (seen < part->total)
		part->next_href = roster_next(cx, query, seen, "persons");
	if (!text_empty(p->in->kind))
		doc_part_link(p->d, part, DOC_ONWARD,
			msg_text(cx->say.lang, M_MEMBER_CHANGE_ALL_KINDS), "%s%s#persons", cx->path,
			p->query);
	return ERR_OK;
}

/* Loud: a number that does not follow from the records is worse than none. */
static void check_books(struct page *p)
{
	const struct change *c = &p->change;
	struct change_sum sum = {0};
	const struct change_sum *row = c->children.rows;
	int64_t result = change_result(&c->all);

	for (size_t i = 0; i < c->children.n; i++) {
		sum.before += row[i].before;
		sum.after += row[i].after;
		sum.inner_in += row[i].inner_in - row[i].inner_out;
	}
	if (result != c->all.after)
		doc_note(p->d, DOC_ERROR,
			doc_say(p->d, M_MEMBER_CHANGE_OPEN,
				number_text(p->cx->a, p->cx->say.lang, result),
				number_text(p->cx->a, p->cx->say.lang, c->all.after), NULL));
	if (sum.before != c->all.before || sum.after != c->all.after || sum.inner_in)
		doc_note(p->d, DOC_ERROR, doc_say(p->d, M_MEMBER_CHANGE_PARTS, NULL));
}

static enum err head(struct page *p)
{
	struct ctx *cx = p->cx;
	const struct change *c = &p->change;
	const char *from = cx_day(cx, c->period.from), *to = cx_day(cx, c->period.to);
	struct doc_paper *paper;
	struct org_step org;

	TRY(roster_path(cx, p->d, &org));
	p->d->dated = !p->period;
	p->d->title = doc_say(p->d, M_MEMBER_CHANGE_OF, org.name, NULL);
	p->d->lead = doc_say(p->d, M_MEMBER_CHANGE_LEAD, from, to, NULL);
	TRY(paper_make(cx, p->d, cx->org, msg_text(cx->say.lang, M_MEMBER_CHANGE_TITLE),
		c->period.to, &paper));
	paper->as_of = doc_say(p->d, M_MEMBER_CHANGE_PERIOD, from, to, NULL);
	paper->wide = 1;
	paper_face(cx, p->d, p->in->paper, query_add(cx, p->query, "kind", p->in->kind));
	return ERR_OK;
}

/* Every flow of a province, one by one, to see which crossed its border: its figures know at once.
 */
static enum err wide_change(struct page *p, struct period period)
{
	struct ctx *cx = p->cx;
	struct org_step org;

	TRY(roster_path(cx, p->d, &org));
	p->d->dated = !p->period;
	p->d->title = doc_say(p->d, M_MEMBER_CHANGE_OF, org.name, NULL);
	TRY(change_form(cx, p->d, p->period, period));
	TRY(org_wide_show(cx, p->d, ORG_WIDE_LIST, "/change", p->query));
	doc_link(p->d, DOC_ONWARD, msg_text(cx->say.lang, M_ORG_FIGURES), "/figure%s",
		query_add(cx, p->query, "org", arena_printf(cx->a, "%lld", (long long)cx->org)));
	roster_ways(cx, p->d);
	listing_exports(cx, p->d, query_add(cx, p->query, "kind", p->in->kind));
	return ERR_OK;
}

static enum err change(struct ctx *cx, const void *vin, struct doc *d)
{
	struct page p = {.cx = cx, .d = d, .in = vin};
	struct period period;
	bool wide;

	TRY(change_period(cx, p.in, &period, &p.period));
	p.query = query_add(cx, cx->query, "period", p.period);
	TRY(org_wide(cx, cx->org, period.to < cx->say.today ? period.to : cx->say.today,
		ORG_WIDE_LIST, &wide));
	if (wide)
		return wide_change(&p, period);
	TRY(change_read(cx, cx->org, period, &p.change));
	TRY(head(&p));
	check_books(&p);
	if (!p.in->paper)
		TRY(change_form(cx, d, p.period, period));
	add_lines(&p);
	add_children(&p);
	TRY(add_persons(&p));
	roster_ways(cx, d);
	listing_exports(cx, d, query_add(cx, p.query, "kind", p.in->kind));
	return ERR_OK;
}

const struct action member_changes = {.in = change_in_fields,
	.in_size = sizeof(struct change_in),
	.read = change,
	.title = M_MEMBER_CHANGE};

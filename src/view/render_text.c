#include "base/text.h"
#include "view/page.h"

/* Widths are in cells of the terminal; composed Vietnamese letters take one each. */
enum { LABEL_MOST = 32, COLUMN_MOST = 48, LINE_MOST = 120, GAP = 2, COLUMN_LEAST = 8 };

struct printer {
	const struct speech *sp;
	struct arena *a;
	struct buf *out;
	bool colour;
};

static void pad(struct printer *p, size_t n)
{
	while (n--)
		buf_putc(p->out, ' ');
}

/* At most `most` characters of a text on one line; what would command the terminal becomes "?". */
static void put_some(struct printer *p, const char *s, size_t most)
{
	size_t n = 0;

	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if ((c & 0xc0) != 0x80 && n++ == most)
			return;
		buf_putc(p->out, c == '\n' ? ' ' : c < ' ' || c == 0x7f ? '?' : *s);
	}
}

static void put_cut(struct printer *p, const char *s, size_t width)
{
	if (text_length(s) <= width) {
		put_some(p, s, width);
		return;
	}
	put_some(p, s, width - 1);
	buf_puts(p->out, "…");
}

/* A text of several lines, each after `indent` blanks; the first stands where the cursor is. */
static void put_lines(struct printer *p, const char *s, size_t indent)
{
	struct str rest = str_of(s);

	while (rest.p) {
		struct str line = str_cut(&rest, '\n');
		put_some(p, arena_strndup(p->a, line.p, line.n), line.n);
		buf_putc(p->out, '\n');
		if (rest.p)
			pad(p, indent);
	}
}

static void put_bold(struct printer *p, const char *s)
{
	if (p->colour)
		buf_puts(p->out, "\033[1m");
	put_some(p, s, strlen(s));
	if (p->colour)
		buf_puts(p->out, "\033[0m");
	buf_putc(p->out, '\n');
}

static void put_title(struct printer *p, const char *title)
{
	if (text_empty(title))
		return;
	buf_putc(p->out, '\n');
	put_bold(p, title);
}

static void print_facts(struct printer *p, struct list list)
{
	const struct page_fact *facts = list.rows;
	size_t width = 0;

	for (size_t i = 0; i < list.n; i++) {
		size_t n = text_length(facts[i].label);
		width = n > width ? n : width;
	}
	width = width > LABEL_MOST ? LABEL_MOST : width;
	for (size_t i = 0; i < list.n; i++) {
		size_t n = text_length(facts[i].label);
		put_cut(p, facts[i].label, width);
		pad(p, (n < width ? width - n : 0) + GAP);
		put_lines(p, *facts[i].value ? facts[i].value : "–", width + GAP);
	}
}

static size_t *natural_widths(struct printer *p, const struct page_table *t)
{
	const struct page_column *columns = t->columns.rows;
	const struct page_row *rows = t->rows.rows;
	size_t *widths = arena_array(p->a, t->columns.n, sizeof(*widths));

	for (size_t k = 0; k < t->columns.n; k++) {
		widths[k] = text_length(columns[k].label);
		for (size_t i = 0; i < t->rows.n; i++) {
			const struct page_cell *cells = rows[i].cells.rows;
			size_t n = cells ? text_length(cells[k].value) : 0;
			widths[k] = n > widths[k] ? n : widths[k];
		}
		if (widths[k] > COLUMN_MOST)
			widths[k] = COLUMN_MOST;
	}
	return widths;
}

/* Takes from the widest column until the line fits, or nothing sensible is left to take. */
static void shrink(size_t *widths, size_t n)
{
	for (;;) {
		size_t all = n * GAP, widest = 0;
		for (size_t k = 0; k < n; k++) {
			all += widths[k];
			widest = widths[k] > widths[widest] ? k : widest;
		}
		if (all <= LINE_MOST + GAP || widths[widest] <= COLUMN_LEAST)
			return;
		widths[widest]--;
	}
}

static void print_cell(struct printer *p, const char *s, size_t width, bool right, bool last)
{
	size_t n = text_length(s);
	size_t space = n < width ? width - n : 0;

	if (right)
		pad(p, space);
	put_cut(p, s, width);
	if (!right && !last)
		pad(p, space);
	if (!last)
		pad(p, GAP);
}

static void print_table(struct printer *p, const struct page_table *t)
{
	const struct page_column *columns = t->columns.rows;
	const struct page_row *rows = t->rows.rows;
	size_t *widths = natural_widths(p, t), n = t->columns.n;

	if (!t->rows.n) {
		put_lines(p, t->empty, 0);
		return;
	}
	if (n)
		shrink(widths, n);
	for (size_t k = 0; k < n; k++)
		print_cell(p, columns[k].label, widths[k], columns[k].num, k + 1 == n);
	buf_putc(p->out, '\n');
	for (size_t k = 0; k < n; k++) {
		for (size_t i = 0; i < widths[k]; i++)
			buf_puts(p->out, "─");
		pad(p, k + 1 < n ? GAP : 0);
	}
	buf_putc(p->out, '\n');
	for (size_t i = 0; i < t->rows.n; i++) {
		const struct page_cell *cells = rows[i].cells.rows;
		if (rows[i].group)
			put_bold(p, rows[i].group);
		for (size_t k = 0; cells && k < n; k++)
			print_cell(p, cells[k].value, widths[k], cells[k].num, k + 1 == n);
		if (cells)
			buf_putc(p->out, '\n');
	}
	if (t->count)
		put_lines(p, t->count, 0);
}

static void print_record(struct printer *p, const struct page_record *r)
{
	const struct page_table *tables = r->tables.rows;

	print_facts(p, r->facts);
	for (size_t i = 0; i < r->tables.n; i++) {
		put_title(p, tables[i].title);
		print_table(p, &tables[i]);
	}
}

static void print_brief_facts(struct printer *p, struct list list)
{
	const struct page_fact *facts = list.rows;

	for (size_t i = 0; i < list.n; i++) {
		buf_puts(p->out, i ? ", " : "  (");
		put_some(p, facts[i].label, COLUMN_MOST);
		buf_putc(p->out, ' ');
		put_some(p, facts[i].value, COLUMN_MOST);
	}
	buf_puts(p->out, list.n ? ")\n" : "\n");
}

static void print_tree(struct printer *p, const struct page_tree *t)
{
	const struct page_node *nodes = t->nodes.rows;

	if (!t->nodes.n)
		put_lines(p, t->empty, 0);
	for (size_t i = 0; i < t->nodes.n; i++) {
		pad(p, (size_t)nodes[i].depth * GAP);
		put_some(p, nodes[i].label, LINE_MOST);
		if (nodes[i].below)
			buf_printf(p->out, " [%s]", nodes[i].below);
		print_brief_facts(p, nodes[i].facts);
	}
}

static void print_timeline(struct printer *p, const struct page_timeline *t)
{
	enum { DAY_WIDTH = 12 };
	const struct page_event *events = t->events.rows;

	if (!t->events.n)
		put_lines(p, t->empty, 0);
	for (size_t i = 0; i < t->events.n; i++) {
		print_cell(p, events[i].day ? events[i].day : "", DAY_WIDTH, false, false);
		put_some(p, events[i].title ? events[i].title : "", LINE_MOST);
		print_brief_facts(p, events[i].facts);
	}
}

static void print_figure(struct printer *p, const struct doc_figure *fig)
{
	put_some(p, fig->value ? fig->value : "–", LINE_MOST);
	if (fig->unit) {
		buf_putc(p->out, ' ');
		put_some(p, fig->unit, LINE_MOST);
	}
	if (fig->base) {
		buf_puts(p->out, " (");
		put_some(p, fig->base, LINE_MOST);
		buf_putc(p->out, ')');
	}
	buf_putc(p->out, '\n');
	if (fig->aim)
		put_lines(p, fig->aim, 0);
	if (fig->change)
		put_lines(p, fig->change, 0);
	if (fig->definition)
		put_lines(p, fig->definition, 0);
	if (fig->day)
		put_lines(p,
			msg_say(p->a, p->sp->lang, M_VIEW_AS_OF,
				day_text(p->a, p->sp->lang, fig->day)),
			0);
}

static void print_form(struct printer *p, const struct doc_part *part)
{
	const struct page_form *form = page_form_build(p->sp, p->a, part->name, part->form);
	const struct page_control *controls = form->controls.rows;

	for (size_t i = 0; i < form->controls.n; i++) {
		buf_printf(p->out, "--%s  ", controls[i].name);
		put_some(p, controls[i].label, LINE_MOST);
		if (!text_empty(controls[i].value)) {
			buf_puts(p->out, ": ");
			put_some(p, controls[i].value, LINE_MOST);
		}
		buf_putc(p->out, '\n');
		if (!text_empty(controls[i].error)) {
			pad(p, GAP);
			put_lines(p, controls[i].error, GAP);
		}
	}
}

static void print_note(struct printer *p, const struct doc_part *part)
{
	static const enum msg words[] = {
		[DOC_PLAIN] = M_VIEW_NOTE_PLAIN,
		[DOC_DONE] = M_VIEW_NOTE_DONE,
		[DOC_WARN] = M_VIEW_NOTE_WARN,
		[DOC_ERROR] = M_VIEW_NOTE_ERROR,
	};

	buf_printf(p->out, "%s. ", msg_text(p->sp->lang, words[part->tone]));
	put_lines(p, part->text, GAP);
}

static void print_part(struct printer *p, const struct doc_part *part)
{
	put_title(p, part->title);
	switch (part->kind) {
	case DOC_RECORD:
		if (part->rec)
			print_record(p, page_record_build(p->sp, p->a, part));
		return;
	case DOC_TABLE:
	case DOC_CHART:
		print_table(p, page_table_build(p->sp, p->a, part));
		return;
	case DOC_GRID:
		print_table(p, page_grid_build(p->a, part->grid));
		return;
	case DOC_TREE:
		print_tree(p, page_tree_build(p->sp, p->a, part));
		return;
	case DOC_TILES:
		print_table(p, page_table_build(p->sp, p->a, part));
		return;
	case DOC_TIMELINE:
		print_timeline(p, page_timeline_build(p->sp, p->a, part));
		return;
	case DOC_FIGURE:
		print_figure(p, part->figure);
		return;
	case DOC_FORM:
		print_form(p, part);
		return;
	case DOC_QR:
	case DOC_TEXT:
	case DOC_PROSE:
		put_lines(p, part->text, 0);
		return;
	case DOC_NOTE:
		print_note(p, part);
		return;
	}
}

/* A document about one figure begins with the number alone on its line, for scripts to take; one
 * that leads elsewhere is one of several. */
static void print_number(struct printer *p, const struct doc_part *first)
{
	if (first && first->kind == DOC_FIGURE && first->figure->value && !first->figure->href)
		put_lines(p, first->figure->value, 0);
}

enum err render_text(const struct speech *sp, const struct doc *d, bool colour, struct buf *out)
{
	struct printer p = {.sp = sp, .a = d->a, .out = out, .colour = colour};

	print_number(&p, d->parts);
	if (!text_empty(d->title))
		put_bold(&p, d->title);
	if (!text_empty(d->lead))
		put_lines(&p, d->lead, 0);
	for (const struct doc_part *part = d->parts; part; part = part->next)
		print_part(&p, part);
	return buf_overflow(out) ? ERR_TOO_LARGE : ERR_OK;
}

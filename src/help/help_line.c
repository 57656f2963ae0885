#include "help/help_line.h"

#include "base/die.h"
#include "base/text.h"

enum err help_bad(struct help_reader *r, cmark_node *node, const char *why)
{
	return fault_detail(r->f, ERR_CHECK, "docs/help/%s.md:%d: %s", r->name,
		cmark_node_get_start_line(node), why);
}

/* ---- runs ---- */

struct line_maker {
	struct help_reader *r;
	struct doc_run *runs;
	size_t n;
	bool lines;
};

/* A place each: more than there can be runs. */
static size_t count_nodes(cmark_node *node)
{
	size_t n = 1;

	for (cmark_node *c = cmark_node_first_child(node); c; c = cmark_node_next(c))
		n += count_nodes(c);
	return n;
}

static bool same_look(const struct doc_run *x, const struct doc_run *y)
{
	return x->strong == y->strong && x->em == y->em && x->code == y->code &&
	       text_eq(x->href, y->href);
}

static void run_add(struct line_maker *m, struct doc_run look, const char *text)
{
	struct doc_run *last = m->n ? &m->runs[m->n - 1] : NULL;

	if (last && same_look(last, &look)) {
		last->text = arena_printf(m->r->a, "%s%s", last->text, text);
		return;
	}
	look.text = arena_strdup(m->r->a, text);
	must(m->runs);
	m->runs[m->n++] = look;
}

/*
 * "nhap-tep.md#đối-chiếu" is "/help/nhap-tep#doi-chieu", "#x" is in this chapter; a file outside
 * the guide has no address in the program.
 */
static enum err link_of(struct help_reader *r, cmark_node *node, const char **ret)
{
	struct str rest = str_of(cmark_node_get_url(node));
	struct str file = str_cut(&rest, '#');
	const char *mark = rest.n ? arena_printf(r->a, "#%s",
					    text_slug(r->a, arena_strndup(r->a, rest.p, rest.n)))
				  : "";

	*ret = NULL;
	if (str_starts(file, S("../")))
		return ERR_OK;
	if (str_starts(file, S("/")))
		*ret = arena_printf(r->a, "%.*s%s", (int)file.n, file.p, mark);
	else if (!file.n && *mark)
		*ret = mark;
	else if (str_ends(file, S(".md")) && !memchr(file.p, '/', file.n))
		*ret = arena_printf(r->a, "/help/%.*s%s", (int)file.n - 3, file.p, mark);
	return *ret ? ERR_OK : help_bad(r, node, "a link that leads nowhere");
}

static enum err runs_of(struct line_maker *m, cmark_node *node, struct doc_run look);

static enum err run_of(struct line_maker *m, cmark_node *node, struct doc_run look)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		run_add(m, look, cmark_node_get_literal(node));
		return ERR_OK;
	case CMARK_NODE_SOFTBREAK:
		run_add(m, look, m->lines ? "\n" : " ");
		return ERR_OK;
	case CMARK_NODE_CODE:
		look.code = 1;
		run_add(m, look, cmark_node_get_literal(node));
		return ERR_OK;
	case CMARK_NODE_STRONG:
		look.strong = 1;
		return runs_of(m, node, look);
	case CMARK_NODE_EMPH:
		look.em = 1;
		return runs_of(m, node, look);
	case CMARK_NODE_LINK:
		TRY(link_of(m->r, node, &look.href));
		return runs_of(m, node, look);
	default:
		return help_bad(m->r, node, "nothing that stands in a line of the guide");
	}
}

static enum err runs_of(struct line_maker *m, cmark_node *node, struct doc_run look)
{
	for (cmark_node *c = cmark_node_first_child(node); c; c = cmark_node_next(c))
		TRY(run_of(m, c, look));
	return ERR_OK;
}

enum err help_line(struct help_reader *r, cmark_node *node, bool lines, struct list *ret)
{
	struct line_maker m = {.r = r, .lines = lines};

	m.runs = arena_array(r->a, count_nodes(node), sizeof(*m.runs));
	TRY(runs_of(&m, node, (struct doc_run){0}));
	*ret = (struct list){m.runs, m.n, sizeof(*m.runs)};
	return ERR_OK;
}

char *help_words(struct arena *a, struct list runs)
{
	const struct doc_run *run = runs.rows;
	char *words = arena_strdup(a, "");

	for (size_t i = 0; i < runs.n; i++)
		words = arena_printf(a, "%s%s", words, run[i].text);
	return words;
}

/* ---- tables ---- */

/* Rows and cells under construction; all of a table's runs lie one after another. */
struct table_maker {
	struct arena *a;
	struct doc_run *runs;
	struct doc_line *cells;
	struct doc_line_row *rows;
	size_t run, cell, row;
	size_t cell_run, row_cell; /* where the present ones began */
	bool open;		   /* a bar has been seen in this row */
};

bool help_is_table(cmark_node *paragraph)
{
	cmark_node *first = cmark_node_first_child(paragraph);

	return first && cmark_node_get_type(first) == CMARK_NODE_TEXT &&
	       cmark_node_get_literal(first)[0] == '|';
}

static void piece_add(struct table_maker *m, struct doc_run look, struct str piece)
{
	look.text = arena_strndup(m->a, piece.p, piece.n);
	if (piece.n && m->open)
		m->runs[m->run++] = look;
}

/* Blanks at both ends of a cell belong to the bars. */
static struct list cell_runs(struct table_maker *m)
{
	struct doc_run *first = &m->runs[m->cell_run], *end = &m->runs[m->run];
	struct str s;

	if (first < end)
		first->text += strspn(first->text, " ");
	if (first < end && !*first->text)
		first++;
	if (first < end) {
		s = str_of(end[-1].text);
		while (s.n && s.p[s.n - 1] == ' ')
			s.n--;
		end[-1].text = arena_strndup(m->a, s.p, s.n);
		end -= s.n == 0;
	}
	return (struct list){first, (size_t)(end - first), sizeof(*first)};
}

static void cell_end(struct table_maker *m)
{
	if (m->open) {
		m->cells[m->cell] =
			(struct doc_line){.runs = cell_runs(m), .key = m->cell == m->row_cell};
		m->cell++;
	}
	m->cell_run = m->run;
	m->open = true;
}

/* What follows the last bar is no cell. */
static void row_end(struct table_maker *m)
{
	m->rows[m->row++] = (struct doc_line_row){
		{&m->cells[m->row_cell], m->cell - m->row_cell, sizeof(*m->cells)}};
	m->row_cell = m->cell;
	m->run = m->cell_run;
	m->open = false;
}

static void run_split(struct table_maker *m, struct doc_run run)
{
	const char *s = run.text;

	if (run.strong || run.em || run.code || run.href) {
		piece_add(m, run, str_of(s));
		return;
	}
	for (;;) {
		size_t n = strcspn(s, "|\n");
		piece_add(m, run, (struct str){s, n});
		if (!s[n])
			return;
		if (s[n] == '|')
			cell_end(m);
		else
			row_end(m);
		s += n + 1;
	}
}

static size_t count_of(struct list runs, const char *set)
{
	const struct doc_run *run = runs.rows;
	size_t n = runs.n + 1;

	for (size_t i = 0; i < runs.n; i++)
		for (const char *s = run[i].text; *s; s++)
			n += strchr(set, *s) != NULL;
	return n;
}

/* Each cell has the header above it, which phones show beside it. */
static void label_cells(struct arena *a, struct doc_block *b)
{
	const struct doc_line *heads = b->heads.rows;
	const struct doc_line_row *rows = b->rows.rows;

	for (size_t i = 0; i < b->rows.n; i++) {
		struct doc_line *cells = (struct doc_line *)rows[i].cells.rows;
		for (size_t k = 0; k < rows[i].cells.n && k < b->heads.n; k++)
			cells[k].label = help_words(a, heads[k].runs);
	}
}

enum err help_table(struct help_reader *r, cmark_node *paragraph, struct doc_block *b)
{
	struct table_maker m = {.a = r->a};
	const struct doc_run *run;
	struct list runs;

	TRY(help_line(r, paragraph, true, &runs));
	m.runs = arena_array(r->a, count_of(runs, "|\n"), sizeof(*m.runs));
	m.cells = arena_array(r->a, count_of(runs, "|"), sizeof(*m.cells));
	m.rows = arena_array(r->a, count_of(runs, "\n"), sizeof(*m.rows));
	run = runs.rows;
	for (size_t i = 0; i < runs.n; i++)
		run_split(&m, run[i]);
	row_end(&m);
	if (m.row < 3 ||
		!str_starts(str_of(help_words(r->a, m.cells[m.rows[0].cells.n].runs)), S("--")))
		return help_bad(r, paragraph, "a table without its line of dashes");
	b->heads = m.rows[0].cells;
	for (size_t i = 0; i < m.row; i++)
		if (m.rows[i].cells.n != b->heads.n)
			return help_bad(r, paragraph, "rows of a table differ in length");
	b->rows = (struct list){m.rows + 2, m.row - 2, sizeof(*m.rows)};
	label_cells(r->a, b);
	return ERR_OK;
}

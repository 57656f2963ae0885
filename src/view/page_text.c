#include "view/page.h"

/*
 * Running text in the few signs that the manual uses: "# " and "## " headings, "- " and "1. "
 * lists, four blanks or a tab for what is typed as it stands, an empty line between paragraphs.
 */
enum line_kind { LINE_EMPTY, LINE_HEAD, LINE_SUBHEAD, LINE_ITEM, LINE_STEP, LINE_CODE, LINE_WORDS };

struct line {
	enum line_kind kind;
	struct str text;
};

static struct str past(struct str s, size_t n)
{
	return (struct str){s.p + n, s.n - n};
}

static struct line line_of(struct str s)
{
	size_t digits = 0;

	if (!str_trim(s).n)
		return (struct line){LINE_EMPTY, S("")};
	if (s.p[0] == '\t')
		return (struct line){LINE_CODE, past(s, 1)};
	if (str_starts(s, S("    ")))
		return (struct line){LINE_CODE, past(s, 4)};
	if (str_starts(s, S("# ")))
		return (struct line){LINE_HEAD, past(s, 2)};
	if (str_starts(s, S("## ")) || str_starts(s, S("### ")))
		return (struct line){LINE_SUBHEAD, past(s, s.p[2] == '#' ? 4 : 3)};
	if (str_starts(s, S("- ")) || str_starts(s, S("* ")))
		return (struct line){LINE_ITEM, past(s, 2)};
	while (digits < s.n && s.p[digits] >= '0' && s.p[digits] <= '9')
		digits++;
	if (digits && str_starts(past(s, digits), S(". ")))
		return (struct line){LINE_STEP, past(s, digits + 2)};
	return (struct line){LINE_WORDS, s};
}

static size_t count_lines(struct str s)
{
	size_t n = 1;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n;
}

static char *text_of(struct arena *a, struct str s)
{
	return arena_strndup(a, s.p, s.n);
}

static char *joined(struct arena *a, const char *first, struct str more)
{
	return arena_printf(a, "%s\n%.*s", first, (int)more.n, more.p);
}

/* Lines of one kind that follow each other make one block. */
static void block_take(
	struct arena *a, struct page_block *b, struct line line, struct page_item *item)
{
	struct list *list = line.kind == LINE_ITEM ? &b->items : &b->steps;
	const char **text = line.kind == LINE_CODE ? &b->code : &b->para;

	switch (line.kind) {
	case LINE_HEAD:
		b->head = text_of(a, str_trim(line.text));
		return;
	case LINE_SUBHEAD:
		b->subhead = text_of(a, str_trim(line.text));
		return;
	case LINE_ITEM:
	case LINE_STEP:
		item->text = text_of(a, str_trim(line.text));
		if (!list->n)
			*list = (struct list){item, 0, sizeof(*item)};
		list->n++;
		return;
	case LINE_CODE:
	case LINE_WORDS:
		*text = *text ? joined(a, *text, line.text) : text_of(a, line.text);
		return;
	case LINE_EMPTY:
		return;
	}
}

struct list page_blocks_build(struct arena *a, const char *text)
{
	struct str rest = str_of(text);
	size_t most = count_lines(rest), n = 0, used = 0;
	struct page_block *blocks = arena_array(a, most, sizeof(*blocks));
	struct page_item *items = arena_array(a, most, sizeof(*items));
	enum line_kind before = LINE_EMPTY;

	while (rest.p && n <= most) {
		struct line line = line_of(str_cut(&rest, '\n'));
		if (line.kind == LINE_WORDS && (before == LINE_ITEM || before == LINE_STEP)) {
			/* the rest of an item that was broken for the eye */
			items[used - 1].text = joined(a, items[used - 1].text, str_trim(line.text));
			continue;
		}
		if (line.kind != LINE_EMPTY && (line.kind != before || line.kind <= LINE_SUBHEAD))
			n++;
		if (line.kind != LINE_EMPTY)
			block_take(a, &blocks[n - 1], line, &items[used]);
		used += line.kind == LINE_ITEM || line.kind == LINE_STEP;
		before = line.kind;
	}
	return (struct list){blocks, n, sizeof(*blocks)};
}

#include "help/help_read.h"

#include "base/die.h"
#include "base/embed.h"
#include "base/text.h"
#include "help/help_line.h"

enum { PNG_HEAD = 24, PLACE = 16 };

bool help_png_size(struct str png, unsigned *width, unsigned *height)
{
	const unsigned char *p = (const unsigned char *)png.p + PLACE;

	if (png.n < PNG_HEAD || !str_starts(png, S("\x89PNG\r\n\x1a\n")))
		return false;
	*width = (unsigned)p[0] << 24 | (unsigned)p[1] << 16 | (unsigned)p[2] << 8 | p[3];
	*height = (unsigned)p[4] << 24 | (unsigned)p[5] << 16 | (unsigned)p[6] << 8 | p[7];
	return true;
}

/* ---- blocks ---- */

/* "../pictures/x.png" is a file of the program, under an address that says what is in it. */
static enum err read_picture(struct help_reader *r, cmark_node *node, struct doc_block *b)
{
	struct str path = str_of(cmark_node_get_url(node)), dir = S("../pictures/");
	const struct embedded *file = NULL;
	unsigned width, height;
	struct list words;

	if (str_starts(path, dir))
		file = embed_find(arena_printf(r->a, "docs/help/%s", path.p + strlen("../")));
	if (!file || !help_png_size(file->bytes, &width, &height))
		return help_bad(r, node, "a picture that is not in docs/help/pictures");
	TRY(help_line(r, node, false, &words));
	b->alt = help_words(r->a, words);
	b->src = arena_printf(r->a, "/static/%s/%s", file->digest, path.p + dir.n);
	b->width = arena_printf(r->a, "%u", width);
	b->height = arena_printf(r->a, "%u", height);
	b->tall = height > width;
	return *b->alt ? ERR_OK
		       : help_bad(r, node, "a picture without words for who cannot see it");
}

static enum err read_paragraph(struct help_reader *r, cmark_node *node, struct doc_block *b)
{
	cmark_node *first = cmark_node_first_child(node);

	if (help_is_table(node))
		return help_table(r, node, b);
	if (cmark_node_get_type(first) == CMARK_NODE_IMAGE && !cmark_node_next(first))
		return read_picture(r, first, b);
	return help_line(r, node, false, &b->para);
}

static enum err read_heading(struct help_reader *r, cmark_node *node, struct doc_block *b)
{
	struct list runs;
	const char *words;

	TRY(help_line(r, node, false, &runs));
	words = help_words(r->a, runs);
	b->id = text_slug(r->a, words);
	if (cmark_node_get_heading_level(node) == 2)
		b->head = words;
	else if (cmark_node_get_heading_level(node) == 3)
		b->subhead = words;
	else
		return help_bad(r, node, "a second title, or a heading of the fourth level");
	return ERR_OK;
}

static size_t count_children(cmark_node *node)
{
	size_t n = 0;

	for (cmark_node *c = cmark_node_first_child(node); c; c = cmark_node_next(c))
		n++;
	return n;
}

static enum err read_list(struct help_reader *r, cmark_node *node, struct doc_block *b)
{
	struct doc_line *lines = arena_array(r->a, count_children(node), sizeof(*lines));
	size_t n = 0;

	for (cmark_node *c = cmark_node_first_child(node); c; c = cmark_node_next(c)) {
		cmark_node *only = cmark_node_first_child(c);
		if (!only || cmark_node_next(only) ||
			cmark_node_get_type(only) != CMARK_NODE_PARAGRAPH)
			return help_bad(r, c, "an item of a list is one paragraph");
		TRY(help_line(r, only, false, &lines[n++].runs));
	}
	if (cmark_node_get_list_type(node) == CMARK_ORDERED_LIST) {
		b->steps = (struct list){lines, n, sizeof(*lines)};
		b->start = arena_printf(r->a, "%d", cmark_node_get_list_start(node));
	} else {
		b->items = (struct list){lines, n, sizeof(*lines)};
	}
	return ERR_OK;
}

static enum err read_block(struct help_reader *r, cmark_node *node, struct doc_block *b)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_HEADING:
		return read_heading(r, node, b);
	case CMARK_NODE_PARAGRAPH:
		return read_paragraph(r, node, b);
	case CMARK_NODE_LIST:
		return read_list(r, node, b);
	case CMARK_NODE_CODE_BLOCK:
		b->code = arena_strdup(r->a, cmark_node_get_literal(node));
		return ERR_OK;
	default:
		return help_bad(r, node, "nothing that stands in the guide");
	}
}

/* ---- a chapter ---- */

/* "# Title" and the paragraph after it; the rest of the chapter begins behind them. */
static enum err read_top(
	struct help_reader *r, cmark_node *root, struct help_text *ret, cmark_node **ret_rest)
{
	cmark_node *title = cmark_node_first_child(root);
	cmark_node *about = title ? cmark_node_next(title) : NULL;
	struct list runs;

	if (!about || cmark_node_get_type(title) != CMARK_NODE_HEADING ||
		cmark_node_get_heading_level(title) != 1 ||
		cmark_node_get_type(about) != CMARK_NODE_PARAGRAPH)
		return help_bad(r, root, "it begins with a title and what it is about");
	TRY(help_line(r, title, false, &runs));
	ret->title = help_words(r->a, runs);
	TRY(help_line(r, about, false, &runs));
	ret->about = help_words(r->a, runs);
	*ret_rest = cmark_node_next(about);
	return ERR_OK;
}

static enum err read_all(struct help_reader *r, cmark_node *root, struct help_text *ret)
{
	struct doc_block *blocks = arena_array(r->a, count_children(root), sizeof(*blocks));
	cmark_node *node = NULL;
	size_t n = 0;

	TRY(read_top(r, root, ret, &node));
	for (; node; node = cmark_node_next(node))
		TRY(read_block(r, node, &blocks[n++]));
	ret->blocks = (struct list){blocks, n, sizeof(*blocks)};
	return ERR_OK;
}

enum err help_read(struct arena *a, struct fault *f, const char *name, struct str source,
	struct help_text *ret)
{
	struct help_reader r = {a, f, name};
	cmark_node *root = cmark_parse_document(source.p, source.n, CMARK_OPT_DEFAULT);
	enum err e;

	*ret = (struct help_text){.source = arena_strndup(a, source.p, source.n)};
	must(root);
	e = read_all(&r, root, ret);
	cmark_node_free(root);
	return e;
}

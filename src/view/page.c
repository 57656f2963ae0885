#include "view/page.h"

#include "base/embed.h"

#include <inttypes.h>

enum { ANY_KIND = -1, BUT_EXPORTS = -2, REMARKS_SHOWN = 4, REMARKS_MOST = 6 };

static int is_here(const char *href, const char *section)
{
	size_t n;

	if (text_empty(href) || href[0] != '/' || text_empty(section))
		return 0;
	section += section[0] == '/';
	n = strcspn(href + 1, "/?#");
	if (n == 0)
		return text_empty(section) || text_eq(section, "home");
	return strlen(section) == n && memcmp(href + 1, section, n) == 0;
}

/* The links of one kind as a list; `section` marks the one that is the present place. */
static struct list links_build(
	struct arena *a, const struct doc_link *links, int kind, const char *section)
{
	struct page_link *rows;
	size_t n = 0;

	for (const struct doc_link *l = links; l; l = l->next)
		n++;
	rows = arena_array(a, n, sizeof(*rows));
	n = 0;
	for (const struct doc_link *l = links; l; l = l->next)
		if (kind == ANY_KIND || (int)l->kind == kind ||
			(kind == BUT_EXPORTS && l->kind != DOC_EXPORT))
			rows[n++] =
				(struct page_link){l->label, l->href, is_here(l->href, section)};
	return (struct list){rows, n, sizeof(*rows)};
}

/* The path ends at this page, or at what it is a page of. */
static struct list crumbs_build(struct arena *a, const struct doc *d)
{
	struct list list = links_build(a, d->path, ANY_KIND, NULL);
	struct page_link *rows = (struct page_link *)list.rows;

	if (list.n)
		rows[list.n - 1].here = text_eq(rows[list.n - 1].label, d->title);
	return list;
}

static struct list menu_build(struct arena *a, struct list menu, const char *section)
{
	const struct doc_link *from = menu.rows;
	struct page_link *rows = arena_array(a, menu.n, sizeof(*rows));

	for (size_t i = 0; i < menu.n; i++)
		rows[i] = (struct page_link){
			from[i].label, from[i].href, is_here(from[i].href, section)};
	return (struct list){rows, menu.n, sizeof(*rows)};
}

static struct list sizes_build(struct arena *a, const char *size)
{
	static const char *const sizes[] = {"90", "100", "125", "150"};
	enum { N = sizeof(sizes) / sizeof(*sizes) };
	struct page_size *rows = arena_array(a, N, sizeof(*rows));

	for (size_t i = 0; i < N; i++)
		rows[i] = (struct page_size){sizes[i], text_eq(sizes[i], size)};
	return (struct list){rows, N, sizeof(*rows)};
}

static const char *static_href(struct arena *a, const char *name)
{
	const struct embedded *file = embed_find(name);
	const char *slash = strrchr(name, '/');

	return file ? arena_printf(a, "/static/%s/%s", file->digest, slash + 1) : NULL;
}

static struct page_note note_build(const struct speech *sp, const struct doc_part *p)
{
	static const struct {
		const char *mark, *tone;
		enum msg word;
	} tones[] = {
		[DOC_PLAIN] = {"i", "plain", M_VIEW_NOTE_PLAIN},
		[DOC_DONE] = {"✓", "done", M_VIEW_NOTE_DONE},
		[DOC_WARN] = {"!", "warn", M_VIEW_NOTE_WARN},
		[DOC_ERROR] = {"✕", "error", M_VIEW_NOTE_ERROR},
	};

	return (struct page_note){
		.text = p->text,
		.word = msg_text(sp->lang, tones[p->tone].word),
		.mark = tones[p->tone].mark,
		.tone = tones[p->tone].tone,
		.alert = p->tone == DOC_WARN || p->tone == DOC_ERROR,
	};
}

static const struct page_note *note_new(
	const struct speech *sp, struct arena *a, const struct doc_part *p)
{
	struct page_note *note = arena_new_of(a, struct page_note);

	*note = note_build(sp, p);
	return note;
}

static void numbers_fill(
	const struct speech *sp, struct arena *a, const struct doc_part *p, struct page_part *part)
{
	if (p->kind == DOC_GRID)
		part->table = page_grid_build(a, p->grid);
	else if (p->kind == DOC_CHART)
		part->chart = page_chart_build(sp, a, p);
	else if (p->kind == DOC_FIGURE)
		part->figure = page_figure_build(sp, a, p->figure);
}

static void part_fill(
	const struct speech *sp, struct arena *a, const struct doc_part *p, struct page_part *part)
{
	switch (p->kind) {
	case DOC_RECORD:
		part->record = p->rec ? page_record_build(sp, a, p) : NULL;
		return;
	case DOC_TABLE:
		part->table = page_table_build(sp, a, p);
		return;
	case DOC_TREE:
		part->tree = page_tree_build(sp, a, p);
		return;
	case DOC_TILES:
		part->tiles = page_tiles_build(a, p);
		return;
	case DOC_TIMELINE:
		part->timeline = page_timeline_build(sp, a, p);
		return;
	case DOC_FORM:
		part->form = page_form_build(sp, a, p->name, p->form);
		return;
	case DOC_TEXT:
		part->blocks = page_blocks_build(a, p->text);
		return;
	case DOC_PROSE:
		part->prose = p->blocks;
		return;
	case DOC_QR:
		part->qr = page_qr_build(a, p->text, p->label);
		return;
	case DOC_NOTE:
		part->note = note_new(sp, a, p);
		return;
	default:
		numbers_fill(sp, a, p, part);
	}
}

/* What says how the work ended stands above everything; a plain remark stays in its place. */
static bool goes_on_top(const struct doc_part *p)
{
	return p->kind == DOC_NOTE && p->tone != DOC_PLAIN;
}

/* How many plain remarks follow each other from here on. */
static size_t remarks_from(const struct doc_part *p)
{
	size_t n = 0;

	for (; p && p->kind == DOC_NOTE && p->tone == DOC_PLAIN; p = p->next)
		n++;
	return n;
}

/* A long row of remarks would push away what the page is for: the first ones stand. */
static const struct doc_part *put_aside(const struct speech *sp, struct arena *a,
	const struct doc_part *p, size_t n, struct page_part *part)
{
	struct page_note *aside = arena_array(a, n, sizeof(*aside));

	part->name = p->name;
	part->more = number_text(a, sp->lang, (int64_t)n);
	part->aside = (struct list){aside, n, sizeof(*aside)};
	for (size_t i = 0; i + 1 < n; i++, p = p->next)
		aside[i] = note_build(sp, p);
	aside[n - 1] = note_build(sp, p);
	return p;
}

static struct list ways_build(struct arena *a, const struct doc_ways *ways)
{
	struct page_ways *rows;
	size_t n = 0;

	for (const struct doc_ways *w = ways; w; w = w->next)
		n++;
	rows = arena_array(a, n, sizeof(*rows));
	n = 0;
	for (const struct doc_ways *w = ways; w; w = w->next, n++) {
		const struct doc_way *from = w->rows.rows;
		struct page_link *to = arena_array(a, w->rows.n, sizeof(*to));
		for (size_t i = 0; i < w->rows.n; i++)
			to[i] = (struct page_link){from[i].label, from[i].href, from[i].here};
		rows[n] = (struct page_ways){w->label, {to, w->rows.n, sizeof(*to)}};
	}
	return (struct list){rows, n, sizeof(*rows)};
}

static void parts_build(
	const struct speech *sp, struct arena *a, const struct doc *d, struct page *page)
{
	struct page_note *notes;
	struct page_part *parts;
	size_t n = 0, top = 0, rest = 0, remarks = 0, stand = 0;

	for (const struct doc_part *p = d->parts; p; p = p->next)
		n++;
	notes = arena_array(a, n, sizeof(*notes));
	parts = arena_array(a, n, sizeof(*parts));
	for (const struct doc_part *p = d->parts; p; p = p->next) {
		struct page_part *part = &parts[rest];
		if (goes_on_top(p)) {
			if (!text_eq(p->text, d->title))
				notes[top++] = note_build(sp, p);
			continue;
		}
		rest++;
		if (!remarks)
			stand = remarks = remarks_from(p);
		if (remarks && stand > REMARKS_MOST && stand - remarks == REMARKS_SHOWN) {
			p = put_aside(sp, a, p, remarks, part);
			remarks = 0;
			continue;
		}
		remarks -= remarks > 0;
		part->name = p->name;
		part->title = p->title;
		part->ways = ways_build(a, p->ways);
		part->links = links_build(a, p->links, BUT_EXPORTS, NULL);
		part->exports = links_build(a, p->links, DOC_EXPORT, NULL);
		part_fill(sp, a, p, part);
		if (part->form && page->day)
			page_day_keep(a, page->day, part->form);
	}
	page->notes = (struct list){notes, top, sizeof(*notes)};
	page->parts = (struct list){parts, rest, sizeof(*parts)};
}

static void frame_build(const struct speech *sp, struct arena *a, const struct frame *fr,
	const struct doc *d, struct page *page)
{
	enum lang other = sp->lang == LANG_VI ? LANG_EN : LANG_VI;

	page->lang = lang_code(sp->lang);
	page->other_lang = lang_code(other);
	page->other_name = msg_text(other, M_VIEW_LANGUAGE);
	page->size = text_empty(fr->size) ? "100" : fr->size;
	page->sizes = sizes_build(a, page->size);
	page->site = fr->site;
	page->account = fr->account;
	page->token = fr->token;
	page->here = fr->here;
	page->query = fr->query;
	page->help = fr->help;
	page->css = static_href(a, "ui/app.css");
	page->js = static_href(a, "ui/app.js");
	page->icon = static_href(a, "ui/icon.svg");
	page->menu = menu_build(a, fr->menu, d->section);
	page->day = d->dated ? page_day_build(sp, a, fr) : NULL;
	if (fr->request)
		page->request = arena_printf(a, "%" PRIx64, fr->request);
}

/* A page whose business is to be filled in, or that only says no, is not one to print. */
static bool is_for_paper(const struct doc *d)
{
	bool any = false;

	for (const struct doc_part *p = d->parts; p; p = p->next) {
		if (p->kind == DOC_FORM && !p->form->get)
			return false;
		any = any || (p->kind != DOC_NOTE && p->kind != DOC_FORM);
	}
	return any;
}

struct page *page_build(
	const struct speech *sp, struct arena *a, const struct frame *fr, const struct doc *d)
{
	struct page *page = arena_new_of(a, struct page);
	const char *name = msg_text(sp->lang, M_VIEW_NAME);

	frame_build(sp, a, fr, d, page);
	page->title = text_empty(d->title) ? name : d->title;
	page->head = text_empty(d->title) ? name : arena_printf(a, "%s – %s", d->title, name);
	page->lead = d->lead;
	page->crumbs = crumbs_build(a, d);
	page->primary = links_build(a, d->links, DOC_PRIMARY, NULL);
	page->actions = links_build(a, d->links, DOC_ACTION, NULL);
	page->onward = links_build(a, d->links, DOC_ONWARD, NULL);
	page->exports = links_build(a, d->links, DOC_EXPORT, NULL);
	page->print = is_for_paper(d) && (!d->paper || d->tmpl);
	page->paper = d->paper;
	parts_build(sp, a, d, page);
	return page;
}

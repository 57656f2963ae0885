#include "view/render.h"

#include "base/die.h"
#include "base/embed.h"
#include "view/page.h"
#include "view/tmpl.h"

enum { PAGES = 16, TEMPLATES_CAP = 16 << 20 };

struct compiled {
	const char *name;
	const struct tmpl *tmpl;
};

/* Filled once by render_init() and only read afterwards, as if it were part of the program. */
static struct compiled pages[PAGES];
static size_t page_count;

/* A file that begins with a doctype is a page; the others are pieces of pages. */
static bool is_page(const struct embedded *file)
{
	struct str name = str_of(file->name);

	return str_starts(name, S("ui/")) && str_ends(name, S(".html")) &&
	       str_starts(file->bytes, S("<!doctype"));
}

enum err render_init(struct fault *f)
{
	struct arena *a;

	if (page_count)
		return ERR_OK;
	a = arena_new(TEMPLATES_CAP); /* lives as long as the process */
	for (size_t i = 0; i < embed_count; i++) {
		const struct embedded *file = &embed_table[i];
		if (!is_page(file))
			continue;
		must(page_count < PAGES);
		TRY(tmpl_compile(
			a, file->name, file->bytes, page_fields, f, &pages[page_count].tmpl));
		pages[page_count++].name = file->name;
	}
	return page_count ? ERR_OK : fault_detail(f, ERR_CHECK, "ui/page.html: is missing");
}

static const struct tmpl *page_named(const char *name)
{
	for (size_t i = 0; i < page_count; i++)
		if (text_eq(pages[i].name, name))
			return pages[i].tmpl;
	return NULL;
}

enum err render_html(
	const struct speech *sp, const struct frame *fr, const struct doc *d, struct buf *out)
{
	const struct tmpl *t = page_named(d->tmpl ? d->tmpl : "ui/page.html");

	must(t);
	tmpl_render(t, sp, d->a, page_build(sp, d->a, fr, d), out);
	return buf_overflow(out) ? ERR_TOO_LARGE : ERR_OK;
}

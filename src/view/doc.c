#include "view/doc.h"

#include "base/buf.h"

#include <stdarg.h>

enum { SAY_ARGS = 9 };

void doc_init(struct doc *d, struct arena *a, enum lang lang)
{
	*d = (struct doc){.a = a, .lang = lang};
}

const char *doc_say(struct doc *d, enum msg m, ...)
{
	const char *args[SAY_ARGS];
	va_list ap;
	int n = 0;

	if (m == M_NONE)
		return NULL;
	va_start(ap, m);
	while (n < SAY_ARGS && (args[n] = va_arg(ap, const char *)))
		n++;
	va_end(ap);
	return n ? msg_fill(d->a, d->lang, m, args, n) : msg_text(d->lang, m);
}

static struct doc_part *part_add(
	struct doc *d, enum doc_part_kind kind, const char *name, enum msg title)
{
	struct doc_part *p = arena_new_of(d->a, struct doc_part);

	p->kind = kind;
	p->name = name;
	p->title = doc_say(d, title, NULL);
	p->total = -1;
	if (d->last)
		d->last->next = p;
	else
		d->parts = p;
	d->last = p;
	return p;
}

struct doc_part *doc_record(struct doc *d, const char *name, enum msg title,
	const struct field *fields, const void *rec)
{
	struct doc_part *p = part_add(d, DOC_RECORD, name, title);

	p->fields = fields;
	p->rec = rec;
	return p;
}

static struct doc_part *rows_add(struct doc *d, enum doc_part_kind kind, const char *name,
	enum msg title, const struct field *fields, struct list rows)
{
	struct doc_part *p = part_add(d, kind, name, title);

	p->fields = fields;
	p->rows = rows;
	return p;
}

struct doc_part *doc_table(struct doc *d, const char *name, enum msg title,
	const struct field *fields, struct list rows)
{
	return rows_add(d, DOC_TABLE, name, title, fields, rows);
}

struct doc_part *doc_tree(struct doc *d, const char *name, enum msg title,
	const struct field *fields, struct list rows)
{
	return rows_add(d, DOC_TREE, name, title, fields, rows);
}

struct doc_part *doc_tiles(struct doc *d, const char *name, enum msg title,
	const struct field *fields, struct list rows)
{
	return rows_add(d, DOC_TILES, name, title, fields, rows);
}

struct doc_part *doc_timeline(struct doc *d, const char *name, enum msg title,
	const struct field *fields, struct list rows)
{
	return rows_add(d, DOC_TIMELINE, name, title, fields, rows);
}

struct doc_part *doc_chart(struct doc *d, const char *name, enum msg title,
	const struct field *fields, struct list rows, const struct doc_chart *chart)
{
	struct doc_part *p = rows_add(d, DOC_CHART, name, title, fields, rows);

	p->chart = chart;
	return p;
}

struct doc_part *doc_grid(
	struct doc *d, const char *name, enum msg title, const struct doc_grid *grid)
{
	struct doc_part *p = part_add(d, DOC_GRID, name, title);

	p->grid = arena_memdup(d->a, grid, sizeof(*grid));
	return p;
}

struct doc_part *doc_figure(struct doc *d, const char *name, struct doc_figure fig)
{
	struct doc_part *p = part_add(d, DOC_FIGURE, name, M_NONE);

	p->figure = arena_memdup(d->a, &fig, sizeof(fig));
	return p;
}

struct doc_part *doc_text(struct doc *d, const char *name, enum msg title, const char *text)
{
	struct doc_part *p = part_add(d, DOC_TEXT, name, title);

	p->text = text;
	return p;
}

struct doc_part *doc_prose(struct doc *d, const char *name, const char *source, struct list blocks)
{
	struct doc_part *p = part_add(d, DOC_PROSE, name, M_NONE);

	p->text = source;
	p->blocks = blocks;
	return p;
}

struct doc_part *doc_qr(struct doc *d, const char *name, const char *text, const char *label)
{
	struct doc_part *p = part_add(d, DOC_QR, name, M_NONE);

	p->text = text;
	p->label = label;
	return p;
}

struct doc_part *doc_note(struct doc *d, enum doc_tone tone, const char *text)
{
	struct doc_part *p = part_add(d, DOC_NOTE, "note", M_NONE);

	p->tone = tone;
	p->text = text;
	return p;
}

struct doc_part *doc_note_first(struct doc *d, enum doc_tone tone, const char *text)
{
	struct doc_part *last = d->last, *p = doc_note(d, tone, text);

	if (!last)
		return p;
	last->next = NULL;
	d->last = last;
	p->next = d->parts;
	d->parts = p;
	return p;
}

struct doc_part *doc_form(struct doc *d, const char *name, enum msg title, struct doc_form *form)
{
	struct doc_part *p = part_add(d, DOC_FORM, name, title);

	p->form = form;
	return p;
}

void doc_data(struct doc *d, const struct field *fields, const void *rec)
{
	d->data_fields = fields;
	d->data = rec;
}

static void link_append(struct doc_link **at, struct doc_link *link)
{
	while (*at)
		at = &(*at)->next;
	*at = link;
}

static struct doc_link *link_new(
	struct arena *a, enum doc_link_kind kind, const char *label, const char *href)
{
	struct doc_link *link = arena_new_of(a, struct doc_link);

	link->kind = kind;
	link->label = label;
	link->href = href;
	return link;
}

void doc_path(struct doc *d, const char *label, const char *href)
{
	link_append(&d->path, link_new(d->a, DOC_ONWARD, label, href));
}

void doc_link(struct doc *d, enum doc_link_kind kind, const char *label, const char *href_fmt, ...)
{
	const char *href;
	va_list ap;

	va_start(ap, href_fmt);
	href = arena_vprintf(d->a, href_fmt, ap);
	va_end(ap);
	link_append(&d->links, link_new(d->a, kind, label, href));
}

void doc_part_link(struct doc *d, struct doc_part *p, enum doc_link_kind kind, const char *label,
	const char *href_fmt, ...)
{
	const char *href;
	va_list ap;

	va_start(ap, href_fmt);
	href = arena_vprintf(d->a, href_fmt, ap);
	va_end(ap);
	link_append(&p->links, link_new(d->a, kind, label, href));
}

void doc_ways(struct doc *d, struct doc_part *p, enum msg label, struct list rows)
{
	struct doc_ways *ways = arena_new_of(d->a, struct doc_ways), **at = &p->ways;

	ways->label = doc_say(d, label, NULL);
	ways->rows = rows;
	while (*at)
		at = &(*at)->next;
	*at = ways;
}

struct doc_part *doc_find(const struct doc *d, const char *name)
{
	for (struct doc_part *p = d->parts; p; p = p->next)
		if (text_eq(p->name, name))
			return p;
	return NULL;
}

void doc_look(struct doc *d, const char *kind, int64_t person)
{
	if (kind)
		d->look.kind = kind;
	if (person)
		d->look.person = person;
}

void doc_look_org(struct doc *d, int64_t org)
{
	for (size_t i = 0; i < d->look.n; i++)
		if (d->look.orgs[i] == org)
			return;
	if (d->look.n < DOC_LOOK_ORGS)
		d->look.orgs[d->look.n++] = org;
	else
		d->look.orgs[0] = 0; /* too many to name: anybody may be among them */
}

void doc_offer(struct doc *d, const char *field, struct list choices)
{
	struct doc_offer *o = arena_new_of(d->a, struct doc_offer);

	*o = (struct doc_offer){d->offers, field, choices};
	d->offers = o;
}

void doc_wording(struct doc *d, const char *field, const char *label)
{
	struct doc_wording *w = arena_new_of(d->a, struct doc_wording);

	*w = (struct doc_wording){d->wordings, field, label};
	d->wordings = w;
}

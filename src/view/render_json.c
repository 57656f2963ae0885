#include "base/json.h"
#include "view/render.h"

struct writer {
	struct json j;
	const struct speech *sp;
	struct arena *a;
};

static void write_fields(struct writer *w, const struct field *fields, const void *rec);

static void text_or_null(struct writer *w, const char *s)
{
	json_text(&w->j, text_empty(s) ? NULL : s);
}

static void member(struct writer *w, const char *name, const char *s)
{
	json_key(&w->j, name);
	text_or_null(w, s);
}

static void write_rows(struct writer *w, const struct field *fields, struct list rows)
{
	json_begin_array(&w->j);
	for (size_t i = 0; i < rows.n; i++) {
		json_begin_object(&w->j);
		write_fields(w, fields, (const char *)rows.rows + i * rows.size);
		json_end(&w->j);
	}
	json_end(&w->j);
}

static void write_record(struct writer *w, const struct field *fields, const void *rec)
{
	if (!rec) {
		json_none(&w->j);
		return;
	}
	json_begin_object(&w->j);
	write_fields(w, fields, rec);
	json_end(&w->j);
}

/* The code, and beside it the name that people read. */
static void write_cat(struct writer *w, const struct field *f, const void *rec)
{
	text_or_null(w, field_get_text(f, rec));
	json_key(&w->j, arena_printf(w->a, "%s_name", f->name));
	text_or_null(w, value_text(w->sp, w->a, f, rec));
}

/* Nothing at all has no share. */
static void write_ratio(struct writer *w, struct ratio r)
{
	if (r.base)
		json_number(&w->j, (double)r.value / (double)r.base);
	else
		json_none(&w->j);
}

static void write_value(struct writer *w, const struct field *f, const void *rec)
{
	switch (f->type) {
	case FT_ID:
		if (field_empty(f, rec))
			json_none(&w->j);
		else
			json_id(&w->j, field_get_int(f, rec));
		return;
	case FT_INT:
		json_int(&w->j, field_get_int(f, rec));
		return;
	case FT_RATIO:
		write_ratio(w, field_get_ratio(f, rec));
		return;
	case FT_BOOL:
		json_bool(&w->j, field_get_int(f, rec) != 0);
		return;
	case FT_CAT:
		write_cat(w, f, rec);
		return;
	case FT_URL:
		text_or_null(w, value_text(w->sp, w->a, f, rec));
		return;
	case FT_LIST:
		write_rows(w, f->sub, field_get_list(f, rec));
		return;
	case FT_REC:
		write_record(w, f->sub, field_get_rec(f, rec));
		return;
	default:
		text_or_null(w, value_raw(w->a, f, rec));
	}
}

static void write_fields(struct writer *w, const struct field *fields, const void *rec)
{
	field_each (f, fields) {
		if (f->type == FT_SECRET)
			continue;
		json_key(&w->j, f->name);
		write_value(w, f, rec);
	}
}

static void write_list(struct writer *w, const struct doc_part *p)
{
	json_begin_object(&w->j);
	json_key(&w->j, "rows");
	write_rows(w, p->fields, p->rows);
	json_key(&w->j, "total");
	if (p->total < 0)
		json_none(&w->j);
	else
		json_int(&w->j, p->total);
	if (p->total_cap > 0) {
		json_key(&w->j, "total_is_least");
		json_bool(&w->j, p->total >= p->total_cap);
	}
	member(w, "next", p->next_href);
	json_end(&w->j);
}

static void write_figure(struct writer *w, const struct doc_figure *fig)
{
	char iso[DAY_TEXT];

	json_begin_object(&w->j);
	member(w, "code", fig->code);
	member(w, "value", fig->value);
	member(w, "unit", fig->unit);
	member(w, "day", fig->day ? day_print_iso(iso, fig->day) : NULL);
	member(w, "definition", fig->definition);
	member(w, "base", fig->base);
	if (fig->change)
		member(w, "change", fig->change);
	if (fig->aim)
		member(w, "aim", fig->aim);
	if (fig->href)
		member(w, "href", url_text(fig->href));
	json_end(&w->j);
}

static void write_choices(struct writer *w, struct list choices)
{
	const struct doc_choice *c = choices.rows;

	json_key(&w->j, "choices");
	json_begin_array(&w->j);
	for (size_t i = 0; i < choices.n; i++) {
		json_begin_object(&w->j);
		member(w, "value", c[i].value);
		member(w, "label", c[i].label);
		json_key(&w->j, "chosen");
		json_bool(&w->j, c[i].chosen != 0);
		json_end(&w->j);
	}
	json_end(&w->j);
}

static void write_form_field(struct writer *w, const struct doc_form_field *from)
{
	json_begin_object(&w->j);
	member(w, "name", from->f->name);
	member(w, "label",
		from->label	 ? from->label
		: from->f->label ? msg_text(w->sp->lang, from->f->label)
				 : NULL);
	json_key(&w->j, "required");
	json_bool(&w->j, (from->f->flags & FF_REQUIRED) != 0);
	if (from->f->type != FT_SECRET)
		member(w, "value", from->value);
	member(w, "error", from->error);
	if (from->choices.n)
		write_choices(w, from->choices);
	json_end(&w->j);
}

static void write_form(struct writer *w, const struct doc_form *form)
{
	const struct doc_form_field *fields = form->fields.rows;

	json_begin_object(&w->j);
	member(w, "action", form->action);
	member(w, "method", form->get ? "GET" : "POST");
	json_key(&w->j, "fields");
	json_begin_array(&w->j);
	for (size_t i = 0; i < form->fields.n; i++)
		write_form_field(w, &fields[i]);
	json_end(&w->j);
	json_end(&w->j);
}

static void write_grid_row(
	struct writer *w, const struct doc_grid *g, const struct doc_grid_row *row)
{
	json_begin_object(&w->j);
	member(w, "label", row->label);
	json_key(&w->j, "sum");
	json_bool(&w->j, row->sum != 0);
	json_key(&w->j, "values");
	json_begin_array(&w->j);
	for (size_t i = 0; i < g->count; i++)
		text_or_null(w, row->cells[i].text);
	json_end(&w->j);
	json_end(&w->j);
}

static void write_grid(struct writer *w, const struct doc_grid *g)
{
	const struct doc_grid_row *rows = g->rows.rows;

	json_begin_object(&w->j);
	json_key(&w->j, "columns");
	json_begin_array(&w->j);
	for (size_t i = 0; i < g->count; i++)
		text_or_null(w, g->columns[i]);
	json_end(&w->j);
	json_key(&w->j, "rows");
	json_begin_array(&w->j);
	for (size_t i = 0; i < g->rows.n; i++)
		write_grid_row(w, g, &rows[i]);
	json_end(&w->j);
	json_end(&w->j);
}

static void write_part(struct writer *w, const struct doc_part *p)
{
	json_key(&w->j, p->name);
	switch (p->kind) {
	case DOC_RECORD:
		write_record(w, p->fields, p->rec);
		return;
	case DOC_TABLE:
	case DOC_TREE:
	case DOC_TILES:
	case DOC_TIMELINE:
	case DOC_CHART:
		write_list(w, p);
		return;
	case DOC_GRID:
		write_grid(w, p->grid);
		return;
	case DOC_FIGURE:
		write_figure(w, p->figure);
		return;
	case DOC_FORM:
		write_form(w, p->form);
		return;
	default:
		text_or_null(w, p->text);
	}
}

static void write_notes(struct writer *w, const struct doc *d)
{
	static const char *const tones[] = {[DOC_PLAIN] = "plain",
		[DOC_DONE] = "done",
		[DOC_WARN] = "warn",
		[DOC_ERROR] = "error"};

	json_key(&w->j, "notes");
	json_begin_array(&w->j);
	for (const struct doc_part *p = d->parts; p; p = p->next) {
		if (p->kind != DOC_NOTE)
			continue;
		json_begin_object(&w->j);
		member(w, "tone", tones[p->tone]);
		member(w, "text", p->text);
		json_end(&w->j);
	}
	json_end(&w->j);
}

static void write_links(
	struct writer *w, const char *name, const struct doc_link *links, bool kinds)
{
	static const char *const kind[] = {[DOC_PRIMARY] = "primary",
		[DOC_ACTION] = "action",
		[DOC_ONWARD] = "onward",
		[DOC_EXPORT] = "export"};

	json_key(&w->j, name);
	json_begin_array(&w->j);
	for (const struct doc_link *l = links; l; l = l->next) {
		json_begin_object(&w->j);
		if (kinds)
			member(w, "kind", kind[l->kind]);
		member(w, "label", l->label);
		member(w, "href", url_text(l->href));
		json_end(&w->j);
	}
	json_end(&w->j);
}

static void write_parts(struct writer *w, const struct doc *d)
{
	for (const struct doc_part *p = d->parts; p; p = p->next)
		if (p->kind != DOC_NOTE)
			write_part(w, p);
}

enum err render_json(const struct speech *sp, const struct doc *d, struct buf *out)
{
	struct writer w = {.sp = sp, .a = d->a};

	json_init(&w.j, out);
	json_begin_object(&w.j);
	member(&w, "title", d->title);
	member(&w, "lead", d->lead);
	if (d->location)
		member(&w, "location", d->location);
	if (d->data)
		write_fields(&w, d->data_fields, d->data);
	else
		write_parts(&w, d);
	write_notes(&w, d);
	write_links(&w, "path", d->path, false);
	write_links(&w, "links", d->links, true);
	json_end(&w.j);
	return buf_overflow(out) ? ERR_TOO_LARGE : ERR_OK;
}

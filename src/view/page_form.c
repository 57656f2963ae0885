#include "view/label.h"
#include "view/page.h"

enum { RADIO_MOST = 5, ROWS_LEAST = 4, ROWS_MOST = 20 };

/* Only what stands as a control of its own has an identity: the options of a menu have none. */
static struct list choices_build(
	struct arena *a, const struct page_control *c, const struct doc_form_field *from)
{
	const struct doc_choice *choices = from->choices.rows;
	struct page_choice *rows = arena_array(a, from->choices.n, sizeof(*rows));

	for (size_t i = 0; i < from->choices.n; i++) {
		bool chosen = choices[i].chosen ||
			      (!text_empty(from->value) && text_eq(from->value, choices[i].value));
		rows[i] = (struct page_choice){
			.id = c->radio && i ? arena_printf(a, "%s-%zu", c->id, i) : c->id,
			.value = choices[i].value,
			.label = choices[i].label,
			.chosen = chosen,
		};
	}
	return (struct list){rows, from->choices.n, sizeof(*rows)};
}

/* People write days as 31/12/2016; what the record holds is written 2016-12-31. */
static const char *day_as_typed(struct arena *a, const char *value)
{
	char typed[DAY_TEXT];
	day_t d;

	if (text_empty(value) || strlen(value) != 10 || value[4] != '-')
		return value;
	if (!day_parse(str_of(value), 2000, &d))
		return value;
	return arena_strdup(a, day_print(typed, d));
}

static const char *autocomplete_of(const struct field *f)
{
	if (f->type == FT_SECRET)
		return text_eq(f->name, "password") ? "current-password" : "new-password";
	if (text_eq(f->name, "login") || text_eq(f->name, "account"))
		return "username";
	if (text_eq(f->name, "otp"))
		return "one-time-code";
	/* what one clerk typed about a person is not offered to the next one */
	return f->class >= CLASS_PERSONAL ? "off" : NULL;
}

static bool has_empty_choice(const struct doc_form_field *from)
{
	const struct doc_choice *choices = from->choices.rows;

	for (size_t i = 0; i < from->choices.n; i++)
		if (text_empty(choices[i].value))
			return true;
	return false;
}

static void set_kind(struct page_control *c, const struct field *f, size_t choices)
{
	if (choices) {
		c->radio = choices <= RADIO_MOST;
		c->select = !c->radio;
		return;
	}
	switch (f->type) {
	case FT_LINES:
		c->lines = 1;
		return;
	case FT_DAY:
		c->day = 1;
		return;
	case FT_INT:
		c->number = 1;
		return;
	case FT_BOOL:
		c->check = 1;
		return;
	case FT_SECRET:
		c->secret = 1;
		return;
	case FT_FILE:
		c->file = 1;
		return;
	default:
		c->text = 1;
	}
}

static const char *value_of(struct arena *a, const struct doc_form_field *from)
{
	const struct field *f = from->f;

	if (f->type == FT_DAY)
		return day_as_typed(a, from->value);
	if (f->type == FT_BOOL)
		return text_empty(from->value) || text_eq(from->value, "0") ? NULL : from->value;
	return f->type == FT_SECRET ? NULL : from->value;
}

/* A list that stands there already is seen as a whole, if that is no page by itself. */
static const char *rows_of(struct arena *a, const char *value)
{
	int n = 1;

	for (const char *p = value; p && *p && n < ROWS_MOST; p++)
		n += *p == '\n';
	return arena_printf(a, "%d", n < ROWS_LEAST ? ROWS_LEAST : n);
}

static const char *hint_of(const struct speech *sp, const struct doc_form_field *from)
{
	if (!text_empty(from->hint))
		return from->hint;
	return from->f->hint ? msg_text(sp->lang, from->f->hint) : NULL;
}

static struct page_control control_build(const struct speech *sp, struct arena *a, const char *part,
	const struct doc_form_field *from)
{
	const struct field *f = from->f;
	struct page_control c = {
		.id = arena_printf(a, "%s-%s", part, f->name),
		.name = f->name,
		.label = from->label ? from->label : label_line(a, sp->lang, f),
		.value = value_of(a, from),
		.hint = hint_of(sp, from),
		.error = from->error,
		.autocomplete = autocomplete_of(f),
		.required = (f->flags & FF_REQUIRED) != 0 || from->needed,
	};

	c.optional = !c.required && f->type != FT_BOOL && !(f->flags & FF_WHEN);
	set_kind(&c, f, from->choices.n);
	c.rows = c.lines ? rows_of(a, c.value) : NULL;
	c.choices = choices_build(a, &c, from);
	c.choose = !has_empty_choice(from);
	if (!text_empty(c.hint))
		c.hint_id = arena_printf(a, "%s-hint", c.id);
	if (!text_empty(c.error))
		c.error_id = arena_printf(a, "%s-error", c.id);
	c.described = c.hint_id && c.error_id ? arena_printf(a, "%s %s", c.error_id, c.hint_id)
		      : c.error_id	      ? c.error_id
					      : c.hint_id;
	return c;
}

/* Said neither to be wrong nor to be so. */
static bool is_left_out(struct arena *a, const struct doc_form_field *from)
{
	return from->f->flags & FF_ASKED && text_empty(from->error) &&
	       text_empty(value_of(a, from));
}

static bool is_control(const struct doc_form_field *from)
{
	const struct field *f = from->f;

	return !(f->flags & FF_HIDDEN) && f->type != FT_LIST && f->type != FT_REC;
}

static void fields_build(const struct speech *sp, struct arena *a, const char *part,
	struct list fields, struct page_form *form)
{
	const struct doc_form_field *from = fields.rows;
	struct page_control *controls = arena_array(a, fields.n, sizeof(*controls));
	struct page_hidden *hidden = arena_array(a, fields.n, sizeof(*hidden));
	struct page_error *errors = arena_array(a, fields.n, sizeof(*errors));
	size_t shown = 0, carried = 0, wrong = 0;

	for (size_t i = 0; i < fields.n; i++) {
		struct page_control *c = &controls[shown];
		if (is_left_out(a, &from[i]))
			continue;
		if (!is_control(&from[i])) {
			hidden[carried++] = (struct page_hidden){from[i].f->name, from[i].value};
			continue;
		}
		*c = control_build(sp, a, part, &from[i]);
		shown++;
		if (c->error_id)
			errors[wrong++] = (struct page_error){
				c->label, c->error, arena_printf(a, "#%s", c->id)};
	}
	form->controls = (struct list){controls, shown, sizeof(*controls)};
	form->hidden = (struct list){hidden, carried, sizeof(*hidden)};
	form->errors = (struct list){errors, wrong, sizeof(*errors)};
}

static bool has_file(struct list fields)
{
	const struct doc_form_field *from = fields.rows;

	for (size_t i = 0; i < fields.n; i++)
		if (from[i].f->type == FT_FILE)
			return true;
	return false;
}

struct page_form *page_form_build(
	const struct speech *sp, struct arena *a, const char *part, const struct doc_form *from)
{
	struct page_form *form = arena_new_of(a, struct page_form);

	form->action = from->action;
	form->get = from->get;
	form->file = !from->get && (from->file || has_file(from->fields));
	form->key = from->get ? NULL : from->key;
	form->submit = text_empty(from->submit) ? msg_text(sp->lang, M_VIEW_SUBMIT) : from->submit;
	form->preview = from->preview;
	form->propose = from->propose;
	form->fold = from->fold;
	fields_build(sp, a, part, from->fields, form);
	return form;
}

#include "app/form.h"

#include "app/proposal.h"
#include "base/text.h"

/* Names that the frame uses, on any page. */
static const char *const frame_names[] = {"day", "known", "lang", "format", "part", "after", "org",
	"done", "all", "_key", "_token", "_preview", "_propose", "_back", "purpose", NULL};

static bool frame_name(const char *name)
{
	for (int i = 0; frame_names[i]; i++)
		if (text_eq(frame_names[i], name))
			return true;
	return false;
}

static void read_file(const struct call *call, const struct field *f, void *in)
{
	struct upload *u = (struct upload *)((char *)in + f->offset);

	for (size_t i = 0; i < call->params.n; i++) {
		const struct param *p = &call->params.p[i];
		if (p->filename && text_eq(p->name, f->name))
			*u = (struct upload){p->filename, p->value};
	}
}

static void read_field(struct ctx *cx, const struct call *call, const struct field *f, void *in)
{
	size_t n = params_count(&call->params, f->name);
	struct str raw = params_get(&call->params, f->name);

	if (f->type == FT_FILE) {
		read_file(call, f, in);
		if ((f->flags & FF_REQUIRED) && field_empty(f, in))
			cx_fault(cx, ERR_BAD_INPUT, f->name, M_FORM_NO_FILE);
		return;
	}
	if (n > 1) {
		cx_fault(cx, ERR_BAD_INPUT, f->name, M_FORM_TWICE);
		return;
	}
	/* a page that is asked for keeps its defaults; a form that is sent says everything */
	if (!n &&
		(!(f->flags & FF_REQUIRED) || (call->route->action->keeps && !field_empty(f, in))))
		return;
	(void)!value_read(&cx->say, f, raw, in, cx->f);
}

/* A name of the frame for the second time; the fields of the action are looked at one by one. */
static bool twice(const struct call *call, const struct field *table, size_t i)
{
	const char *name = call->params.p[i].name;

	if (!frame_name(name) || text_eq(name, "org") || (table && field_find(table, name)))
		return false;
	for (size_t k = 0; k < i; k++)
		if (text_eq(call->params.p[k].name, name))
			return true;
	return false;
}

static void refuse_unknown(struct ctx *cx, const struct call *call)
{
	const struct field *table = call->route->action->in;
	const char *parts[8];
	int n = route_parts(cx->a, call->route, parts, 8);

	for (size_t i = 0; i < call->params.n; i++) {
		const char *name = call->params.p[i].name;
		bool known = frame_name(name) || (table && field_find(table, name));
		for (int k = 0; k < n; k++)
			known = known || text_eq(parts[k], name);
		if (!known)
			cx_fault(cx, ERR_BAD_INPUT, NULL, M_FORM_UNKNOWN, name);
		else if (twice(call, table, i))
			cx_fault(cx, ERR_BAD_INPUT, NULL, M_FORM_TWICE);
	}
}

enum err form_read(struct ctx *cx, const struct call *call, void *in)
{
	const struct field *table = call->route->action->in;

	refuse_unknown(cx, call);
	if (table)
		field_each (f, table)
			read_field(cx, call, f, in);
	return cx->f->code;
}

static const char *problem_text(struct ctx *cx, const char *field)
{
	problem_each (p, cx->f)
		if (p->field && text_eq(p->field, field))
			return msg_fill(cx->a, cx->say.lang, p->what, p->arg, ERR_ARGS);
	return NULL;
}

/* The entries of a field's catalogue, with an empty one first unless a choice is required. */
static struct list choices(struct ctx *cx, const struct field *f, const char *value)
{
	struct doc_choice *c;
	size_t n, k = 0;
	const struct cat_entry *e = cat_all(cx->say.cats, f->arg, &n);

	c = arena_array(cx->a, n + 1, sizeof(*c));
	if (!(f->flags & FF_REQUIRED))
		c[k++] = (struct doc_choice){
			"", msg_text(cx->say.lang, M_FORM_NO_CHOICE), text_empty(value)};
	for (size_t i = 0; i < n; i++)
		c[k++] = (struct doc_choice){
			e[i].code, e[i].name[cx->say.lang], text_eq(e[i].code, value)};
	return (struct list){c, k, sizeof(*c)};
}

/* What the action offers for a free field, with the one that stands in it marked. */
static struct list offered(
	struct ctx *cx, const struct doc *d, const struct field *f, const char *value)
{
	const struct doc_offer *o = d->offers;
	struct doc_choice *c;

	while (o && !text_eq(o->field, f->name))
		o = o->next;
	if (!o)
		return (struct list){0};
	c = arena_memdup(cx->a, o->choices.rows, o->choices.n * sizeof(*c));
	for (size_t i = 0; i < o->choices.n; i++)
		c[i].chosen = text_eq(c[i].value, value ? value : "");
	return (struct list){c, o->choices.n, sizeof(*c)};
}

static const char *typed(struct ctx *cx, const struct call *call, const struct field *f)
{
	struct str raw = params_get(&call->params, f->name);
	char *s;

	if (!raw.p || f->type == FT_SECRET || f->type == FT_FILE || f->flags & FF_FRESH)
		return NULL;
	s = text_clean(cx->a, raw, f->type == FT_LINES);
	return s ? s : "";
}

/* What the action says of its field this time. */
static void reword(const struct doc *d, struct doc_form_field *ff)
{
	for (const struct doc_wording *w = d->wordings; w; w = w->next)
		if (text_eq(w->field, ff->f->name)) {
			ff->label = w->label;
			ff->needed = 1;
		}
}

static struct doc_form_field form_field(struct ctx *cx, const struct call *call,
	const struct field *f, const void *in, const struct doc *d)
{
	struct doc_form_field ff = {.f = f, .error = problem_text(cx, f->name)};

	ff.value = call->write ? typed(cx, call, f) : NULL;
	if (!ff.value && f->type != FT_FILE && f->type != FT_SECRET)
		ff.value = value_raw(cx->a, f, in);
	if (f->type == FT_CAT)
		ff.choices = choices(cx, f, ff.value);
	else if (d->offers)
		ff.choices = offered(cx, d, f, ff.value);
	/* how to type it is of no use to who chooses */
	if (f->hint != M_NONE && (f->type == FT_CAT || !ff.choices.n))
		ff.hint = msg_text(cx->say.lang, f->hint);
	reword(d, &ff);
	return ff;
}

void form_show(struct ctx *cx, const struct call *call, const void *in, struct doc *d)
{
	const struct action *act = call->route->action;
	struct doc_form *form = arena_new_of(cx->a, struct doc_form);
	size_t n = act->in ? field_count(act->in) : 0, k = 0;
	struct doc_form_field *fields = arena_array(cx->a, n + 1, sizeof(*fields));
	char key[KEY_TEXT];

	if (act->in)
		field_each (f, act->in) {
			fields[k++] = form_field(cx, call, f, in, d);
			form->file |= f->type == FT_FILE;
		}
	form->action = arena_printf(cx->a, "%s%s", cx->path, cx->query);
	form->submit = msg_text(cx->say.lang, act->submit);
	form->preview = act->preview ? msg_text(cx->say.lang, M_FORM_PREVIEW) : NULL;
	if (cx->end.missing && proposal_fits(act))
		form->propose = msg_text(cx->say.lang, M_PROPOSAL_PROPOSE);
	form->key = call->key ? call->key : arena_strdup(cx->a, key_new(key));
	form->fields = (struct list){fields, k, sizeof(*fields)};
	doc_form(d, "form", M_NONE, form);
}

#include "core/filter.h"

#include "base/text.h"
#include "http/form.h"

const char *query_add(struct ctx *cx, const char *query, const char *name, const char *value)
{
	if (text_empty(value))
		return query;
	return arena_printf(
		cx->a, "%s%c%s=%s", query, *query ? '&' : '?', name, form_encode(cx->a, value));
}

const char *filter_query(
	struct ctx *cx, const char *query, const struct field *fields, size_t n, const void *in)
{
	for (size_t i = 0; i < n; i++)
		if (!field_empty(&fields[i], in))
			query = query_add(
				cx, query, fields[i].name, value_raw(cx->a, &fields[i], in));
	return query;
}

static struct list choices(struct ctx *cx, const char *cat, const char *chosen)
{
	size_t n;
	const struct cat_entry *e = cat_all(cx->say.cats, cat, &n);
	struct doc_choice *c = arena_array(cx->a, n + 1, sizeof(*c));

	c[0] = (struct doc_choice){"", msg_text(cx->say.lang, M_FILTER_ANY), text_empty(chosen)};
	for (size_t i = 0; i < n; i++)
		c[i + 1] = (struct doc_choice){
			e[i].code, e[i].name[cx->say.lang], text_eq(e[i].code, chosen)};
	return (struct list){c, n + 1, sizeof(*c)};
}

static struct doc_form_field asked(struct ctx *cx, const struct field *f, const void *in)
{
	struct doc_form_field ret = {.f = f, .value = value_raw(cx->a, f, in)};

	if (f->type == FT_CAT)
		ret.choices = choices(cx, f->arg, ret.value);
	else if (f->type == FT_BOOL)
		ret.value = field_get_int(f, in) ? "1" : "";
	return ret;
}

struct doc_form *filter_form(struct ctx *cx, struct doc *d, const struct field *fields, size_t n,
	const void *in, enum msg submit)
{
	struct doc_form_field *f = arena_array(cx->a, n, sizeof(*f));
	struct doc_form *form = arena_new_of(cx->a, struct doc_form);

	for (size_t i = 0; i < n; i++)
		f[i] = asked(cx, &fields[i], in);
	*form = (struct doc_form){.action = cx->path,
		.get = 1,
		.submit = msg_text(cx->say.lang, submit),
		.fields = {f, n, sizeof(*f)}};
	doc_form(d, "ask", M_NONE, form);
	return form;
}

#include "app/web_look.h"

#include "base/text.h"
#include "core/look.h"

enum { PURPOSE_CHARS = 300, STATUS_ASKED = 422 };

static const char *const format_names[FORMATS] = {[FORMAT_HTML] = "html",
	[FORMAT_JSON] = "json",
	[FORMAT_CSV] = "csv",
	[FORMAT_XLSX] = "xlsx",
	[FORMAT_TEXT] = "text"};

/* ---- what for? ---- */

struct purpose {
	const char *purpose;
};

static const struct field purpose_fields[] = {
	{"purpose", FT_TEXT, CLASS_INSIDE, M_FIELD_PURPOSE, FF_REQUIRED,
		FIELD_OFF(struct purpose, purpose, const char *), PURPOSE_CHARS, 0, 0,
		M_HINT_PURPOSE, 0},
	F_END,
};

/* What the address asks stays in the form, unseen. */
static struct doc_form_field carried(struct ctx *cx, const struct param *p)
{
	struct field *f = arena_new_of(cx->a, struct field);

	f->name = p->name;
	f->type = FT_TEXT;
	f->class = CLASS_INSIDE;
	f->flags = FF_HIDDEN;
	return (struct doc_form_field){.f = f, .value = text_clean(cx->a, p->value, false)};
}

static struct doc_form *purpose_form(struct ctx *cx, const struct request *req)
{
	struct doc_form *form = arena_new_of(cx->a, struct doc_form);
	struct doc_form_field *f = arena_array(cx->a, req->query.n + 1, sizeof(*f));
	size_t n = 0;

	f[n++] = (struct doc_form_field){
		.f = purpose_fields, .value = "", .hint = msg_text(cx->say.lang, M_HINT_PURPOSE)};
	for (size_t i = 0; i < req->query.n; i++)
		if (!text_eq(req->query.p[i].name, "purpose"))
			f[n++] = carried(cx, &req->query.p[i]);
	form->action = req->path;
	form->get = 1;
	form->submit = msg_text(cx->say.lang, M_LOOK_PURPOSE_GO);
	form->fields = (struct list){f, n, sizeof(*f)};
	return form;
}

static void empty(struct ctx *cx, struct doc *d, struct web_export *x)
{
	const char *section = d->section;

	web_export_drop(x);
	doc_init(d, cx->a, cx->say.lang);
	d->section = section;
}

/* People get a form; programs are told. */
static enum err ask_purpose(struct ctx *cx, const struct request *req, enum format format,
	const struct look *l, struct doc *d, struct web_export *x)
{
	const char *people = number_text(cx->a, cx->say.lang, l->people);

	empty(cx, d, x);
	if (format == FORMAT_JSON)
		return cx_fault(cx, ERR_BAD_INPUT, "purpose", M_LOOK_PURPOSE_NEEDED, people);
	d->status = STATUS_ASKED;
	d->title = msg_text(cx->say.lang, M_LOOK_PURPOSE_TITLE);
	d->lead = doc_say(d, M_LOOK_PURPOSE_LEAD, people, NULL);
	doc_form(d, "purpose", M_NONE, purpose_form(cx, req));
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_LOOK_PURPOSE_BACK), "%s%s", cx->path,
		cx->query);
	return ERR_OK;
}

/* ---- the look ---- */

/* Whatever is wrong with the log: until it is mended nobody is shown anything. */
static enum err write_it(struct ctx *cx, const struct look *l)
{
	enum err e = look_write(cx, l);

	if (!e)
		return ERR_OK;
	fault_clear(cx->f);
	if (e == ERR_BUSY || e == ERR_RETRY)
		return e;
	return fault_detail(cx->f, ERR_UNSEEN, "log of looks: %s", db_error(cx->side));
}

enum err web_look(struct ctx *cx, const struct request *req, const struct call *call,
	enum format format, struct doc *d, struct web_export *x, enum err e)
{
	struct look_frame frame = {
		call->route->name, format_names[format], x->seen.fields ? &x->seen : NULL};
	struct look l;
	bool asks;
	enum err le;

	if (err_http(e) >= 500)
		empty(cx, d, x);
	/* of a write its transaction tells */
	if (err_http(e) >= 500 || (!e && d->location))
		return e;
	look_of(cx, d, &frame, &l);
	if (!l.people)
		return e;
	le = look_needs_purpose(cx, &l, &asks);
	if (!le && asks)
		return ask_purpose(cx, req, format, &l, d, x);
	if (!le)
		le = write_it(cx, &l);
	if (!le && d->paper)
		d->paper->taken = look_taken(cx);
	if (!le)
		return e;
	empty(cx, d, x);
	return le;
}

#include "core/look.h"

#include "base/buf.h"
#include "core/rules.h"

enum { COLUMNS_BYTES = 1000 };

/* ---- what is shown ---- */

/* What has been found in the parts of a document so far. */
struct found {
	int64_t people;
	enum field_class class;
	struct buf columns;
	bool brief;
};

static bool is_named(const struct found *f, const char *name)
{
	struct str rest = {f->columns.p, f->columns.n};

	while (f->columns.n && rest.p)
		if (str_is(str_cut(&rest, ','), name))
			return true;
	return false;
}

static void take_column(struct found *found, const struct field *f)
{
	if (f->class > found->class)
		found->class = f->class;
	if (f->class < CLASS_PERSONAL || is_named(found, f->name))
		return;
	if (found->columns.n)
		buf_putc(&found->columns, ',');
	buf_puts(&found->columns, f->name);
}

static bool is_shown(const struct found *found, const struct field *f)
{
	return !(f->flags & FF_HIDDEN) && !(found->brief && f->flags & FF_MORE) &&
	       f->type != FT_SECRET;
}

static bool is_person(const struct field *f)
{
	return f->type == FT_ID && text_eq(f->arg, "person");
}

/* Does the record name a person, or hold something personal? */
static bool is_of_person(const struct found *found, const struct field *fields, const void *rec)
{
	field_each (f, fields)
		if (!field_empty(f, rec) &&
			(is_person(f) || (f->class >= CLASS_PERSONAL && is_shown(found, f))))
			return true;
	return false;
}

static void take_columns(struct found *found, const struct field *fields)
{
	field_each (f, fields)
		if (is_shown(found, f))
			take_column(found, f);
}

static void take_rows(struct found *found, const struct doc_part *p)
{
	const char *row = p->rows.rows;
	int64_t people = 0;

	for (size_t i = 0; i < p->rows.n; i++)
		people += is_of_person(found, p->fields, row + i * p->rows.size);
	if (people)
		take_columns(found, p->fields);
	found->people += people;
}

/* The form of somebody's record is that record. */
static void take_form(struct found *found, const struct doc_form *form)
{
	const struct doc_form_field *f = form->fields.rows;

	for (size_t i = 0; i < form->fields.n; i++)
		if (!text_empty(f[i].value) && !(f[i].f->flags & FF_HIDDEN))
			take_column(found, f[i].f);
}

static void take_part(struct found *found, const struct doc *d, const struct doc_part *p)
{
	if (p->form && d->look.person)
		take_form(found, p->form);
	if (!p->fields)
		return;
	if (p->kind != DOC_RECORD) {
		take_rows(found, p);
	} else if (p->rec && is_of_person(found, p->fields, p->rec)) {
		take_columns(found, p->fields);
		found->people += !d->look.person;
	}
}

static void take_file(struct found *found, const struct sink_seen *seen, bool of_people)
{
	found->people = seen->persons;
	if (!found->people && of_people)
		found->people = seen->rows;
	if (found->people)
		take_columns(found, seen->fields);
}

static const char *kind_of(const struct doc *d, bool file, bool paper)
{
	if (file)
		return "export";
	if (paper)
		return "print";
	if (d->look.kind)
		return d->look.kind;
	return d->look.person ? "file" : "list";
}

void look_of(struct ctx *cx, const struct doc *d, const struct look_frame *fr, struct look *ret)
{
	struct found found = {.brief = text_eq(fr->format, "html")};
	bool file = fr->seen && fr->seen->fields;
	bool paper = d->tmpl && d->paper;
	int64_t *here = arena_memdup(cx->a, &cx->org, sizeof(cx->org));

	buf_init(&found.columns, COLUMNS_BYTES);
	for (const struct doc_part *p = d->parts; p && !file; p = p->next)
		take_part(&found, d, p);
	if (file)
		take_file(&found, fr->seen, d->look.kind || d->look.person);
	found.people += d->look.people + (d->look.person != 0) + (d->look.other != 0) + cx->named;
	*ret = (struct look){.kind = kind_of(d, file, paper),
		.route = fr->route,
		.format = fr->format,
		.person = d->look.person,
		.other = d->look.other,
		.people = found.people,
		.orgs = d->look.n ? d->look.orgs : here,
		.n = d->look.n ? d->look.n : 1,
		.day = d->look.day ? d->look.day : cx->day,
		.class = found.class,
		.columns = arena_strndup(
			cx->a, found.columns.n ? found.columns.p : "", found.columns.n),
		.whole = file || paper};
	buf_done(&found.columns);
}

/* ---- before it leaves ---- */

enum err look_needs_purpose(struct ctx *cx, const struct look *l, bool *ret)
{
	bool open = db_in_transaction(cx->db);
	int64_t most = 0;
	enum err e;

	*ret = false;
	if (!l->whole || !text_empty(cx->purpose))
		return ERR_OK;
	if (!open)
		TRY(db_begin(cx->db, DB_READ));
	e = rule_number_now(cx, "look.purpose_above", &most);
	if (!open)
		db_rollback(cx->db);
	*ret = l->people > most;
	return e;
}

static enum err insert_one(
	struct ctx *cx, const struct look *l, const char *funcs, int64_t person, int64_t org)
{
	return db_run(cx->side, Q_LOOK_PUT, clock_now(cx->clock), id_new(cx->ids),
		cx->actor->account, cx->uid, funcs, cx->via, l->kind, l->route, l->format, person,
		org, l->day, l->people, (int64_t)l->class, l->columns, cx->purpose);
}

/* A row for each whose file it is; of a list one for each organisation, which nearly always is one.
 */
static enum err insert(struct ctx *cx, const struct look *l, const char *funcs)
{
	if (l->other)
		TRY(insert_one(cx, l, funcs, l->other, 0));
	if (l->person)
		return insert_one(cx, l, funcs, l->person, 0);
	for (size_t i = 0; i < l->n; i++)
		TRY(insert_one(cx, l, funcs, 0, l->orgs[i]));
	return ERR_OK;
}

enum err look_write(struct ctx *cx, const struct look *l)
{
	const char *funcs = grant_held(cx->a, cx->actor);
	enum err e = l->whole ? db_begin(cx->side, DB_WRITE) : db_begin_lazy(cx->side);

	if (e)
		return e;
	e = insert(cx, l, funcs);
	if (!e)
		return db_commit(cx->side);
	db_rollback(cx->side);
	return e;
}

const char *look_taken(struct ctx *cx)
{
	const struct actor *actor = cx->actor;
	const char *at = instant_text(cx->a, cx->say.lang, clock_now(cx->clock));

	if (!actor->account)
		return msg_say(cx->a, cx->say.lang, M_LOOK_TAKEN_OPERATOR, at);
	return msg_say(cx->a, cx->say.lang, M_LOOK_TAKEN, actor->name, actor->login, at);
}

void look_reach(struct ctx *cx, struct doc *d, const char *kind, enum perm perm)
{
	const struct grant *g = cx->actor->grants.rows;

	doc_look(d, kind, 0);
	d->look.day = cx->say.today;
	if (cx->actor->is_operator)
		doc_look_org(d, 0);
	for (size_t i = 0; i < cx->actor->grants.n; i++)
		if (grant_is_for(&g[i], perm))
			doc_look_org(d, g[i].org);
}

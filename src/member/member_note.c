#include "member/member_note.h"

#include "core/clearance.h"
#include "member/member_file.h"

enum { NOTE_MOST = 4000, PASS_PAGE = 100, PASS_MOST = 1000 };

struct note {
	int64_t id, person, text, note, account, made_ms;
	const char *kind, *by_name;
};

static const struct field note_fields[] = {
	F_ID(struct note, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "note"),
	F_ID(struct note, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_ID(struct note, text, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "text"),
	F_CAT(struct note, kind, M_FIELD_KIND, CLASS_INSIDE, 0, "note_kind"),
	F_ID(struct note, note, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "note"),
	F_ID(struct note, account, M_FIELD_ACCOUNT, CLASS_INSIDE, FF_HIDDEN, "account"),
	F_TEXT(struct note, by_name, M_FIELD_NOTE_BY, CLASS_INSIDE, 0, 200),
	F_INSTANT(struct note, made_ms, M_FIELD_AT, CLASS_INSIDE, 0),
	F_END,
};

/* ---- whose, and who may ---- */

static bool is_own(struct ctx *cx, int64_t person, enum err *ret)
{
	int64_t mine = 0, theirs = 0;

	*ret = ERR_OK;
	if (!cx->actor->person)
		return false;
	*ret = member_joined(cx, cx->actor->person, &mine);
	if (!*ret)
		*ret = member_joined(cx, person, &theirs);
	return !*ret && mine == theirs;
}

/* The person of the address; who is it about themselves needs no function. */
static enum err whose(struct ctx *cx, enum perm perm, int64_t *ret, bool *ret_own)
{
	long long id = 0;
	enum err e = ERR_OK;

	*ret_own = str_to_int(str_of(cx->item), &id) && is_own(cx, id, &e);
	TRY(e);
	*ret = id;
	return *ret_own ? clearance_take_person(cx, cx->actor->person, 0)
			: member_item(cx, perm, ret);
}

static enum err check_writer(struct ctx *cx, int64_t person)
{
	enum err e;

	if (is_own(cx, person, &e))
		return cx_fault(cx, ERR_FORBIDDEN, NULL, M_NOTE_NOT_SELF);
	TRY(e);
	return member_subject(cx, PERM_NOTE_WRITE, person);
}

/* ---- sealed ---- */

enum err member_note_file(struct ctx *cx, int64_t person, struct seal_file *ret)
{
	static const char *const funcs[] = {"office", "organisation", "secretary", NULL};
	struct member_spell s = {0};
	int64_t into;
	enum err e;

	TRY(member_joined(cx, person, &into));
	e = member_stand(cx, into, &s);
	if (e && e != ERR_NOT_FOUND)
		return e;
	*ret = (struct seal_file){
		.kind = "note", .about = person, .org = s.cell, .funcs = funcs, .person = into};
	e = seal_file_load(cx, ret);
	if (e)
		seal_file_end(ret);
	return e;
}

enum err member_note_count(struct ctx *cx, int64_t person, int64_t *ret)
{
	return db_number(cx->db, ret, 0, Q_MEMBER_NOTE_COUNT, person);
}

/* Hands on what is due for one person. */
static enum err settle(struct ctx *cx, int64_t person, int64_t *ret_n)
{
	struct seal_file f;
	enum err e = ERR_OK;

	TRY(member_note_file(cx, person, &f));
	if (f.due && f.me.key && !cx->txn)
		e = txn_start(cx, "seal_pass", NULL);
	if (!e && f.due && f.me.key)
		e = seal_file_settle(cx, &f);
	*ret_n += f.me.key ? f.due : 0;
	seal_file_end(&f);
	return e;
}

static enum err settle_after(struct ctx *cx, void *p)
{
	const int64_t *person = p;
	int64_t n = 0;

	return settle(cx, *person, &n);
}

/* ---- the page ---- */

struct note_row {
	int64_t id, person, at;
	const char *kind, *text, *by, *readers, *href;
};

static const struct field row_fields[] = {
	F_ID(struct note_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "note"),
	F_ID(struct note_row, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_INSTANT(struct note_row, at, M_FIELD_AT, CLASS_INSIDE, 0),
	F_CAT(struct note_row, kind, M_FIELD_KIND, CLASS_INSIDE, FF_KEY, "note_kind"),
	F_LINES(struct note_row, text, M_FIELD_NOTE_TEXT, CLASS_SENSITIVE, 0, NOTE_MOST),
	F_TEXT(struct note_row, by, M_FIELD_NOTE_BY, CLASS_INSIDE, 0, 200),
	F_TEXT(struct note_row, readers, M_FIELD_NOTE_READERS, CLASS_INSIDE, 0, 400),
	F_URL(struct note_row, href, M_FIELD_KIND, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

struct page {
	struct note_row *rows;
	size_t n, closed, room;
	bool own, writes;
	int64_t due_person; /* 0: nothing is to be handed on */
};

static const char *way_on(struct ctx *cx, const struct page *p, const struct note *n)
{
	if (!p->own && !p->writes)
		return NULL;
	return arena_printf(
		cx->a, "/member-note/%lld/%s", (long long)n->id, p->own ? "answer" : "correct");
}

static enum err add_row(struct ctx *cx, struct seal_file *f, const struct note *n, struct page *p)
{
	struct note_row *r = &p->rows[p->n++];

	*r = (struct note_row){.id = n->id,
		.person = n->person,
		.at = n->made_ms,
		.kind = n->kind,
		.by = n->by_name,
		.href = n->note ? NULL : way_on(cx, p, n)};
	TRY(seal_file_open(cx, f, n->text, &r->text));
	p->closed += !r->text;
	return seal_file_readers(cx, f, n->text, &r->readers);
}

/* A note, and below it what corrects and answers it in the order of time; newest notes first. */
static enum err add_rows(
	struct ctx *cx, struct seal_file *f, const struct list *notes, struct page *p)
{
	const struct note *n = notes->rows;

	for (size_t i = notes->n; i-- > 0;) {
		if (n[i].note)
			continue;
		TRY(add_row(cx, f, &n[i], p));
		for (size_t k = 0; k < notes->n; k++)
			if (n[k].note == n[i].id)
				TRY(add_row(cx, f, &n[k], p));
	}
	return ERR_OK;
}

static enum err add_person(struct ctx *cx, int64_t person, struct page *p)
{
	struct note_row *more;
	struct seal_file f;
	struct list notes;
	enum err e;

	TRY(db_list(cx->db, cx->a, note_fields, sizeof(struct note), &notes, Q_MEMBER_NOTES, person,
		cx->known));
	more = arena_array(cx->a, p->n + notes.n + 1, sizeof(*more));
	if (p->n)
		memcpy(more, p->rows, p->n * sizeof(*more));
	p->rows = more;
	if (!notes.n)
		return ERR_OK;
	TRY(member_note_file(cx, person, &f));
	e = add_rows(cx, &f, &notes, p);
	if (f.due && f.me.key)
		p->due_person = person;
	seal_file_end(&f);
	return e;
}

static enum err add_all(struct ctx *cx, int64_t person, struct page *p)
{
	const int64_t *guest;
	struct list guests;

	TRY(add_person(cx, person, p));
	TRY(member_guests(cx, person, false, &guests));
	guest = guests.rows;
	for (size_t i = 0; i < guests.n; i++)
		TRY(add_person(cx, guest[i], p));
	return ERR_OK;
}

static void say_closed(struct ctx *cx, struct doc *d, const struct page *p)
{
	if (p->closed)
		doc_note(d, DOC_PLAIN,
			msg_text(cx->say.lang, p->own ? M_NOTE_CLOSED_OWN : M_NOTE_CLOSED));
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct page p = {0};
	struct doc_part *t;
	int64_t person;

	(void)in;
	TRY(whose(cx, PERM_MEMBER_FILE, &person, &p.own));
	if (!p.own)
		TRY(member_allowed(cx, PERM_NOTE_WRITE, person, &p.writes));
	TRY(member_head(cx, d, person, NULL));
	d->dated = 0;
	d->lead = msg_text(cx->say.lang, p.own ? M_NOTE_LEAD_OWN : M_NOTE_LEAD);
	TRY(add_all(cx, person, &p));
	say_closed(cx, d, &p);
	t = doc_table(
		d, "notes", M_NOTE_LIST, row_fields, (struct list){p.rows, p.n, sizeof(*p.rows)});
	t->empty = msg_text(cx->say.lang, M_NOTE_NONE);
	if (p.writes)
		doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_NOTE_NEW),
			"/member/%lld/note/new", (long long)person);
	if (p.due_person) {
		cx->after_p = arena_memdup(cx->a, &p.due_person, sizeof(p.due_person));
		cx->after = settle_after;
	}
	return ERR_OK;
}

const struct action member_notes = {.read = show, .title = M_NOTE_LIST};

/* ---- writing ---- */

static const struct field write_fields[] = {
	{"text", FT_LINES, CLASS_SENSITIVE, M_FIELD_NOTE_TEXT, FF_REQUIRED,
		FIELD_OFF(struct note_in, text, const char *), NOTE_MOST, 0, 0, M_HINT_NOTE_TEXT,
		0},
	F_END,
};

/* What is written, about whom, to which note. */
struct note_plan {
	int64_t person, note;
	const char *kind;
};

/* Corrections and answers name a note, not a person. */
static enum err pick_note(struct ctx *cx, struct note *ret)
{
	long long id = 0;
	enum err e = ERR_NOT_FOUND;

	if (str_to_int(str_of(cx->item), &id))
		e = db_get(cx->db, cx->a, note_fields, ret, Q_MEMBER_NOTE_GET, (int64_t)id);
	if (e == ERR_NOT_FOUND || (!e && ret->note))
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_NOTE_NO_SUCH);
	return e;
}

static enum err plan_answer(struct ctx *cx, const struct note *n)
{
	enum err e;

	if (is_own(cx, n->person, &e))
		return clearance_take_person(cx, cx->actor->person, 0);
	TRY(e);
	return cx_fault(cx, ERR_FORBIDDEN, NULL, M_NOTE_ANSWER_OWN);
}

static enum err make_plan(struct ctx *cx, struct note_plan *ret)
{
	const char *kind = cx->action->arg;
	struct note n = {0};

	*ret = (struct note_plan){.kind = kind};
	if (text_eq(kind, "note")) {
		TRY(member_item(cx, PERM_MEMBER_FILE, &ret->person));
		return check_writer(cx, ret->person);
	}
	TRY(pick_note(cx, &n));
	ret->person = n.person;
	ret->note = n.id;
	return text_eq(kind, "answer") ? plan_answer(cx, &n) : check_writer(cx, n.person);
}

static enum err fill(struct ctx *cx, void *in, struct doc *d)
{
	struct note_plan p;
	int64_t into;

	(void)in;
	TRY(make_plan(cx, &p));
	TRY(member_joined(cx, p.person, &into));
	TRY(member_head(cx, d, into, NULL));
	d->title = msg_text(cx->say.lang, cx->action->title);
	d->dated = 0;
	d->lead = msg_text(cx->say.lang, M_NOTE_WRITE_LEAD);
	return ERR_OK;
}

static enum err plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct note_plan *p = arena_new_of(cx->a, struct note_plan);

	(void)in;
	(void)d;
	*ret_plan = p;
	return make_plan(cx, p);
}

static enum err write_text(
	struct ctx *cx, const struct note_plan *p, const char *text, int64_t *ret_text)
{
	struct seal_file f;
	enum err e;

	TRY(member_note_file(cx, p->person, &f));
	e = seal_file_add(cx, &f, text, ret_text);
	seal_file_end(&f);
	return e;
}

static enum err apply(struct ctx *cx, const void *vin, void *vplan, struct doc *d)
{
	const struct note_plan *p = vplan;
	const struct note_in *in = vin;
	int64_t text, into;

	TRY(txn_start(cx, arena_printf(cx->a, "note_%s", p->kind), NULL));
	TRY(write_text(cx, p, in->text, &text));
	TRY(db_run(cx->db, Q_MEMBER_NOTE_INSERT, id_new(cx->ids), p->person, text, p->kind, p->note,
		cx->actor->account, cx->txn, cx->txn_ms));
	TRY(member_joined(cx, p->person, &into));
	d->location = member_href(cx, into, "/note");
	return ERR_OK;
}

#define WRITING(var, kind_, title_)                                                                \
	const struct action var = {.in = write_fields,                                             \
		.in_size = sizeof(struct note_in),                                                 \
		.fill = fill,                                                                      \
		.plan = plan,                                                                      \
		.apply = apply,                                                                    \
		.title = title_,                                                                   \
		.submit = M_NOTE_SUBMIT,                                                           \
		.arg = kind_}

WRITING(member_note_new, "note", M_NOTE_NEW);
WRITING(member_note_correct, "correction", M_NOTE_CORRECT);
WRITING(member_note_answer, "answer", M_NOTE_ANSWER);

/* ---- handing on everything ---- */

static enum err pass_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct seal_me me;
	bool yes;

	(void)in;
	(void)ret_plan;
	(void)d;
	TRY(seal_me(cx, &me));
	yes = me.key != 0;
	seal_me_end(&me);
	return yes ? ERR_OK : cx_fault(cx, ERR_REFUSED, NULL, M_SEAL_NO_KEY);
}

static enum err pass_notes(struct ctx *cx, int64_t key, int64_t *ret_n)
{
	struct note after = {0};
	const struct note *n;
	size_t done = 0;
	struct list rows;

	do {
		static const struct field about[] = {
			{"about", FT_ID, CLASS_INSIDE, M_FIELD_ID, 0,
				FIELD_OFF(struct note, person, int64_t), 0, "person", 0, M_NONE, 0},
			F_END,
		};
		TRY(db_list(cx->db, cx->a, about, sizeof(*n), &rows, Q_SEAL_ABOUTS_OF, "note", key,
			after.person, (int64_t)PASS_PAGE));
		n = rows.rows;
		for (size_t i = 0; i < rows.n; i++)
			TRY(settle(cx, n[i].person, ret_n));
		if (rows.n)
			after = n[rows.n - 1];
		done += rows.n;
	} while (rows.n == PASS_PAGE && done < PASS_MOST);
	return ERR_OK;
}

static enum err pass_apply(struct ctx *cx, const void *in, void *vplan, struct doc *d)
{
	int64_t n, key;
	struct seal_me me;

	(void)in;
	(void)vplan;
	TRY(txn_start(cx, "seal_pass", NULL));
	TRY(seal_me(cx, &me));
	key = me.key;
	seal_me_end(&me);
	TRY(seal_pass_all(cx, &n));
	TRY(pass_notes(cx, key, &n));
	d->location = "/seal";
	return ERR_OK;
}

static enum err pass_fill(struct ctx *cx, void *in, struct doc *d)
{
	(void)in;
	doc_path(d, msg_text(cx->say.lang, M_SEAL_TITLE), "/seal");
	d->lead = msg_text(cx->say.lang, M_SEAL_PASS_LEAD);
	return ERR_OK;
}

const struct action seal_pass = {.fill = pass_fill,
	.plan = pass_plan,
	.apply = pass_apply,
	.title = M_SEAL_PASS,
	.submit = M_SEAL_PASS};

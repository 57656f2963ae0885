/*
 * import_told.c: what reading and planning have to tell: problems, differences, notes.
 */
#include "base/text.h"
#include "import/import_impl.h"

enum { MASK_SHOWN = 3 };

const struct field import_change_fields[] = {
	F_ID(struct import_change, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "change"),
	F_INT(struct import_change, row_no, M_FIELD_ROW, CLASS_INSIDE, 0, 0),
	F_TEXT(struct import_change, sheet, M_FIELD_SHEET, CLASS_INSIDE, 0, 200),
	F_TEXT(struct import_change, name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 200),
	F_CAT(struct import_change, what, M_FIELD_DIFFERENCE, CLASS_INSIDE, 0, "import_change"),
	F_TEXT(struct import_change, col, M_FIELD_COLUMN, CLASS_INSIDE, 0, 200),
	F_TEXT(struct import_change, old, M_FIELD_IN_REGISTER, CLASS_INSIDE, 0, 1000),
	F_TEXT(struct import_change, fresh, M_FIELD_IN_FILE, CLASS_INSIDE, 0, 1000),
	F_END,
};

const char *import_masked(struct arena *a, const struct field *f, const char *text)
{
	size_t n = text ? text_length(text) : 0;
	const char *end = text;

	if (f->class != CLASS_SENSITIVE || !n)
		return text;
	for (size_t skip = n > MASK_SHOWN ? n - MASK_SHOWN : n; skip; skip--)
		do
			end++;
		while ((*end & 0xc0) == 0x80);
	return arena_printf(a, "•••%s", end);
}

void import_problem_add(struct import *im, struct import_problem p)
{
	struct import_problem *own = arena_memdup(im->cx->a, &p, sizeof(p));

	own->next = NULL;
	*im->end = own;
	im->end = &own->next;
	im->problem_count++;
}

/* What is told of row `i`, but for its being wrong or a question. */
static struct import_problem problem_of(const struct import *im, size_t i, const char *field,
	enum msg what, const char *const arg[ERR_ARGS])
{
	const struct field *f = field ? field_find(im->kind->fields, field) : NULL;
	struct ctx *cx = im->cx;
	struct import_problem p = {.what = what, .arg = {arg[0], arg[1], arg[2]}};

	if (i < im->rows.n) {
		p.row = im->numbers[i];
		p.sheet = import_row_sheet(im, i);
		if (f)
			p.value = import_masked(
				cx->a, f, value_text(&cx->say, cx->a, f, import_row(im, i)));
	}
	if (f)
		p.column = msg_text(cx->say.lang, f->label);
	return p;
}

static void tell_bad(struct import *im, size_t i, const char *field, enum msg what,
	const char *const arg[ERR_ARGS])
{
	if (i < im->rows.n)
		im->bad[i] = true;
	import_problem_add(im, problem_of(im, i, field, what, arg));
}

void import_bad(struct import *im, size_t i, const char *field, enum msg what, const char *a1,
	const char *a2)
{
	tell_bad(im, i, field, what, (const char *const[ERR_ARGS]){a1, a2});
}

void import_doubt(struct import *im, size_t i, const char *field, enum msg what, const char *a1,
	const char *a2)
{
	struct import_problem p =
		problem_of(im, i, field, what, (const char *const[ERR_ARGS]){a1, a2});

	p.warning = p.doubt = true;
	import_problem_add(im, p);
}

void import_warn(struct import *im, size_t i, const char *field, enum msg what, const char *a1,
	const char *a2)
{
	struct import_problem p =
		problem_of(im, i, field, what, (const char *const[ERR_ARGS]){a1, a2});

	p.warning = true;
	import_problem_add(im, p);
}

/* The tree speaks of "parent", a file of "parent_code" or "to". */
static const char *column_of(const struct import_kind *kind, const char *field)
{
	static const char *const other[][2] = {{"parent", "parent_code"}, {"parent", "to"},
		{"successor", "successor_code"}, {"day", "founded_on"}, {"kind", "act"},
		{"commune", "commune_code"}, {"cell", "cell_code"}, {"from", "head_from"}};

	if (!field || field_find(kind->fields, field))
		return field;
	for (size_t i = 0; i < sizeof(other) / sizeof(*other); i++)
		if (text_eq(other[i][0], field) && field_find(kind->fields, other[i][1]))
			return other[i][1];
	return NULL;
}

void import_report(
	void *vim, long tag, const char *field, enum msg what, const char *const arg[ERR_ARGS])
{
	struct import *im = vim;

	tell_bad(im, tag < 0 ? IMPORT_NO_ROW : (size_t)tag, column_of(im->kind, field), what, arg);
}

void import_note(struct import *im, const char *sentence)
{
	const struct list *old = &im->res.notes;
	const char **notes = arena_array(im->cx->a, old->n + 1, sizeof(*notes));

	if (old->n)
		memcpy(notes, old->rows, old->n * sizeof(*notes));
	notes[old->n] = sentence;
	im->res.notes = (struct list){notes, old->n + 1, sizeof(*notes)};
}

const char *import_row_place(const struct import *im, size_t i)
{
	struct ctx *cx = im->cx;
	const char *sheet, *number;

	if (i >= im->rows.n)
		return msg_text(cx->say.lang, M_IMPORT_PLACE_FILE);
	number = number_text(cx->a, cx->say.lang, im->numbers[i]);
	sheet = import_row_sheet(im, i);
	return sheet ? msg_say(cx->a, cx->say.lang, M_IMPORT_PLACE_SHEET, number, sheet)
		     : msg_say(cx->a, cx->say.lang, M_IMPORT_PLACE_ROW, number);
}

/* ---- differences ---- */

static const char *const what_codes[] = {[IMPORT_NEW] = "new",
	[IMPORT_CHANGED] = "changed",
	[IMPORT_MOVED] = "moved",
	[IMPORT_MISSING] = "missing"};

/* The next field of the person told of last? */
static bool same_person(const struct import_change *a, const struct import_change *b)
{
	return a && a->row_no == b->row_no && a->what == b->what && text_eq(a->sheet, b->sheet) &&
	       text_eq(a->name, b->name) && (a->row_no || b->col);
}

static void count_person(struct import_result *res, enum import_what what)
{
	res->changed += what == IMPORT_CHANGED;
	res->moved += what == IMPORT_MOVED;
	res->missing += what == IMPORT_MISSING;
}

void import_change(struct import *im, size_t row, enum import_what what, const char *name,
	const char *field, const char *old, const char *fresh)
{
	const struct field *f = field ? field_find(im->kind->fields, field) : NULL;
	struct import_state *st = im->state;
	struct arena *a = im->cx->a;
	struct change_link *link = arena_new_of(a, struct change_link);
	struct import_change *c = &link->c;

	*c = (struct import_change){.id = ++st->change_count,
		.what = what_codes[what],
		.name = arena_strdup(a, name),
		.old = arena_strdup(a, f ? import_masked(a, f, old) : old),
		.fresh = arena_strdup(a, f ? import_masked(a, f, fresh) : fresh)};
	if (row < im->rows.n) {
		c->row_no = im->numbers[row];
		c->sheet = import_row_sheet(im, row);
	}
	if (f)
		c->col = msg_text(im->cx->say.lang, f->label);
	if (!same_person(st->last_change, c))
		count_person(&im->res, what);
	st->last_change = c;
	*st->changes_end = link;
	st->changes_end = &link->next;
}

void import_changes_forget(struct import *im)
{
	struct import_state *st = im->state;

	st->changes = NULL;
	st->changes_end = &st->changes;
	st->last_change = NULL;
	st->change_count = 0;
}

struct list import_changes(const struct import *im)
{
	const struct import_state *st = im->state;
	struct import_change *all = arena_array(im->cx->a, (size_t)st->change_count, sizeof(*all));
	size_t n = 0;

	for (const struct change_link *l = st->changes; l; l = l->next)
		all[n++] = l->c;
	return (struct list){all, n, sizeof(*all)};
}

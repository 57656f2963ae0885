#include "import/import.h"

#include "core/tree.h"
#include "import/import_impl.h"

#include <time.h>

enum { TRIES = 3, BUSY_MS = 25, BUSY_TRIES = 1200 };

const struct import_kind *const import_kinds[] = {
#define KIND(var) &var,
#include "import/kinds.def"
#undef KIND
	NULL};

#define OPTION(type, m, label, flags, max)                                                         \
	{                                                                                          \
#m, type, CLASS_INSIDE, label, flags, offsetof(struct import_options, m), max, 0,  \
			0, M_NONE, 0                                                               \
	}
#define FILE_OPTION OPTION(FT_FILE, file, M_FIELD_FILE, FF_REQUIRED, 0)
#define TABLE_OPTIONS                                                                              \
	OPTION(FT_TEXT, sheet, M_FIELD_SHEET, 0, 100),                                             \
		OPTION(FT_BOOL, ignore_unknown, M_FIELD_IGNORE_UNKNOWN, 0, 0), F_END

const struct field import_plain_options[] = {FILE_OPTION, TABLE_OPTIONS};
const struct field import_unit_options[] = {FILE_OPTION,
	OPTION(FT_DAY, from, M_FIELD_UNITS_FROM, 0, 0), OPTION(FT_DAY, to, M_FIELD_UNITS_TO, 0, 0),
	OPTION(FT_TEXT, under, M_FIELD_UNITS_UNDER, 0, 200), TABLE_OPTIONS};

const struct field import_sample_fields[] = {
	F_TEXT(struct import_sample, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),
	F_TEXT(struct import_sample, name, M_FIELD_NAME, CLASS_INSIDE, 0, 200),
	F_TEXT(struct import_sample, kind, M_FIELD_KIND, CLASS_INSIDE, 0, 200),
	F_TEXT(struct import_sample, parent, M_FIELD_PARENT, CLASS_INSIDE, 0, 200),
	F_DAY(struct import_sample, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct import_sample, last_day, M_FIELD_LAST_DAY, CLASS_INSIDE, 0),
	F_END,
};

const struct import_kind *import_kind_find(const char *name)
{
	for (int i = 0; import_kinds[i]; i++)
		if (text_eq(import_kinds[i]->name, name))
			return import_kinds[i];
	return NULL;
}

/* Reading, planning and writing each count from 0 to 1000; together they are one way. */
static void share_progress(void *p, int permille)
{
	const struct import_state *st = p;

	st->progress(st->progress_p, st->phase + permille * st->span / 1000);
}

void import_phase(struct import *im, int phase, int span)
{
	im->state->phase = phase;
	im->state->span = span;
}

static void take_progress(struct import *im)
{
	struct import_state *st = im->state;

	if (!im->cx->progress)
		return;
	st->progress = im->cx->progress;
	st->progress_p = im->cx->progress_p;
	im->cx->progress = share_progress;
	im->cx->progress_p = st;
}

/* What comes after this is of a plan, which may have to be made again. */
static void reading_done(struct import *im)
{
	struct import_state *st = im->state;

	st->end_of_reading = im->end;
	st->problems_of_reading = im->problem_count;
	st->bad_of_reading = arena_memdup(im->cx->a, im->bad, im->rows.n * sizeof(*im->bad));
	st->notes_of_reading = im->res.notes.n;
}

enum err import_open(struct ctx *cx, const struct import_kind *kind,
	const struct import_options *opt, const char *file, struct str bytes, struct import **ret)
{
	struct import *im = arena_new_of(cx->a, struct import);

	*im = (struct import){.cx = cx, .kind = kind, .opt = *opt, .file = file, .bytes = bytes};
	im->end = &im->problems;
	im->state = arena_new_of(cx->a, struct import_state);
	digest_hex(im->digest, bytes);
	take_progress(im);
	import_phase(im, 0, 200);
	TRY(import_read(im));
	reading_done(im);
	*ret = im;
	return ERR_OK;
}

static void forget_plan(struct import *im)
{
	struct import_state *st = im->state;

	im->end = st->end_of_reading;
	*im->end = NULL;
	im->problem_count = st->problems_of_reading;
	memcpy(im->bad, st->bad_of_reading, im->rows.n * sizeof(*im->bad));
	im->res = (struct import_result){.rows = im->res.rows,
		.mended = im->res.mended,
		.notes = {im->res.notes.rows, st->notes_of_reading, sizeof(char *)}};
	im->plan = NULL;
	st->over = map_new(im->cx->a, 16);
}

/* The same file once more is no mistake of its rows, but somebody ought to be told. */
static enum err note_known(struct import *im)
{
	int64_t known;

	TRY(db_number(im->cx->db, &known, 0, Q_IMPORT_SAME, im->kind->name, im->digest));
	if (known)
		import_note(im, msg_text(im->cx->say.lang, M_IMPORT_SAME_FILE));
	return ERR_OK;
}

static enum err make_plan(struct import *im)
{
	enum err e;

	forget_plan(im);
	import_phase(im, 200, 300);
	TRY(note_known(im));
	TRY(tree_version(im->cx, &im->state->version));
	e = im->kind->plan(im);
	/* refused rows are told row by row; a failure is another matter */
	if (e && (e != ERR_REFUSED || !im->problem_count))
		return e;
	im->state->planned = true;
	return im->cx->f->code;
}

enum err import_preview(struct import *im)
{
	enum err e;

	TRY(db_begin(im->cx->db, DB_READ));
	e = make_plan(im);
	db_rollback(im->cx->db);
	return e;
}

static enum err plan_anew(struct import *im)
{
	int64_t version;

	TRY(tree_version(im->cx, &version));
	return im->state->planned && version == im->state->version ? ERR_OK : make_plan(im);
}

static enum err write_all(struct import *im)
{
	struct ctx *cx = im->cx;

	cx->txn = 0;
	TRY(plan_anew(im));
	import_result(im, &im->res);
	if (im->res.bad || im->res.held)
		return cx_fault(cx, ERR_REFUSED, "file", M_IMPORT_BAD_ROWS,
			number_text(cx->a, cx->say.lang, im->res.bad));
	if (!im->res.fresh)
		return cx_fault(cx, ERR_REFUSED, "file", M_IMPORT_NOTHING_NEW);
	cx->import = id_new(cx->ids);
	TRY(txn_start(cx, arena_printf(cx->a, "import_%s", im->kind->name), im->file));
	import_phase(im, 500, 480);
	TRY(im->kind->apply(im));
	TRY(db_run(cx->db, Q_IMPORT_INSERT, cx->import, im->kind->name, im->file,
		(const char *)im->digest, im->res.rows, im->res.fresh, cx->txn));
	return txn_located(cx, arena_printf(cx->a, "/import-done/%lld", (long long)cx->import));
}

static void rest(void)
{
	struct timespec ts = {0, BUSY_MS * 1000000L};

	nanosleep(&ts, NULL);
}

static enum err begin_patiently(struct db *db)
{
	enum err e = db_begin(db, DB_WRITE);

	for (int i = 0; e == ERR_BUSY && i < BUSY_TRIES; i++) {
		rest();
		e = db_begin(db, DB_WRITE);
	}
	return e;
}

static enum err write_once(struct import *im)
{
	struct ctx *cx = im->cx;
	enum err e;

	TRY(begin_patiently(cx->db));
	e = write_all(im);
	if (!e)
		e = db_commit(cx->db);
	if (e)
		db_rollback(cx->db);
	return e;
}

enum err import_commit(struct import *im)
{
	struct ctx *cx = im->cx;
	enum err e = ERR_RETRY;

	for (int i = 0; i < TRIES && e == ERR_RETRY; i++) {
		if (i) {
			fault_clear(cx->f);
			im->state->planned = false;
		}
		e = write_once(im);
	}
	if (e) {
		cx->import = 0;
		return e;
	}
	im->res.import = cx->import;
	im->res.location = im->kind->location;
	cx_progress(cx, 1, 1);
	return ERR_OK;
}

static void count_problems(const struct import *im, struct import_result *res)
{
	res->bad = res->warnings = 0;
	for (size_t i = 0; i < im->rows.n; i++)
		res->bad += im->bad[i];
	for (const struct import_problem *p = im->problems; p; p = p->next) {
		res->warnings += p->warning;
		/* a problem of the file as a whole counts as one bad row */
		res->bad += !p->warning && !p->row;
	}
}

void import_result(struct import *im, struct import_result *ret)
{
	count_problems(im, &im->res);
	*ret = im->res;
}

const void *import_row(const struct import *im, size_t i)
{
	return (const char *)im->rows.rows + i * im->rows.size;
}

void import_problem_add(struct import *im, struct import_problem p)
{
	struct import_problem *own = arena_memdup(im->cx->a, &p, sizeof(p));

	own->next = NULL;
	*im->end = own;
	im->end = &own->next;
	im->problem_count++;
}

static void problem_of_row(struct import *im, size_t i, const char *field, enum msg what,
	const char *const arg[ERR_ARGS], bool warning)
{
	const struct field *f = field ? field_find(im->kind->fields, field) : NULL;
	struct ctx *cx = im->cx;
	struct import_problem p = {
		.what = what, .arg = {arg[0], arg[1], arg[2]}, .warning = warning};

	if (i < im->rows.n) {
		p.row = im->numbers[i];
		im->bad[i] = im->bad[i] || !warning;
		if (f)
			p.value = value_text(&cx->say, cx->a, f, import_row(im, i));
	}
	if (f)
		p.column = msg_text(cx->say.lang, f->label);
	import_problem_add(im, p);
}

void import_bad(struct import *im, size_t i, const char *field, enum msg what, const char *a1,
	const char *a2)
{
	problem_of_row(im, i, field, what, (const char *const[ERR_ARGS]){a1, a2}, false);
}

void import_warn(struct import *im, size_t i, const char *field, enum msg what, const char *a1,
	const char *a2)
{
	problem_of_row(im, i, field, what, (const char *const[ERR_ARGS]){a1, a2}, true);
}

/* The tree speaks of "parent", a file of "parent_code" or "to". */
static const char *column_of(const struct import_kind *kind, const char *field)
{
	static const char *const other[][2] = {{"parent", "parent_code"}, {"parent", "to"},
		{"successor", "successor_code"}, {"day", "founded_on"}, {"kind", "act"}};

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

	problem_of_row(im, tag < 0 ? im->rows.n : (size_t)tag, column_of(im->kind, field), what,
		arg, false);
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

enum err import_over(struct import *im, int64_t org, bool *ret)
{
	static const char answers[2]; /* no, yes: only their addresses count */
	struct ctx *cx = im->cx;
	struct fault quiet = {.a = cx->a}, *told = cx->f;
	const void *known = map_get(im->state->over, map_id(&org));
	enum err e;

	*ret = known == &answers[1];
	if (known)
		return ERR_OK;
	cx->f = &quiet;
	e = grant_over(cx, PERM_IMPORT, org);
	cx->f = told;
	if (e && e != ERR_FORBIDDEN)
		return e;
	*ret = !e;
	map_put(im->state->over, map_id(arena_memdup(cx->a, &org, sizeof(org))),
		(void *)&answers[*ret]);
	return ERR_OK;
}

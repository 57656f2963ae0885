#include "import/import.h"

#include "core/tree.h"
#include "import/import_impl.h"

#include <errno.h>
#include <time.h>

enum { TRIES = 3, BUSY_MS = 25, BUSY_TRIES = 1200, MANY_ROWS = 500 };
enum { LEAST_ROOM = 4 << 20, ROOM_FOR_BYTE = 8, MOST_RESERVED = 256 << 20, SCRATCH = 64 << 20 };
#define MOST_ROOM ((size_t)2 << 30)

const struct import_kind *const import_kinds[] = {
#define KIND(var) &var,
#include "import/kinds.def"
#undef KIND
	NULL};

#define FILE_OPTION OPTION(FT_FILE, file, M_FIELD_FILE, FF_REQUIRED, 0)
const struct field import_plain_options[] = {FILE_OPTION, TABLE_OPTIONS};
const struct field import_unit_options[] = {FILE_OPTION,
	OPTION(FT_DAY, from, M_FIELD_UNITS_FROM, 0, 0), OPTION(FT_DAY, to, M_FIELD_UNITS_TO, 0, 0),
	OPTION(FT_TEXT, under, M_FIELD_UNITS_UNDER, 0, 200), TABLE_OPTIONS};
const struct field import_member_options[] = {
	FILE_OPTION, UNDER_OPTION, MEMBER_OPTIONS, TABLE_OPTIONS};
const struct field import_again_options[] = {FILE_OPTION, AGAIN_OPTIONS, TABLE_OPTIONS};
const struct field import_event_options[] = {FILE_OPTION, UNDER_OPTION, TABLE_OPTIONS};

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

enum err import_options_check(struct ctx *cx, const struct import_options *opt)
{
	if (opt->correct && opt->update_from)
		cx_fault(cx, ERR_BAD_INPUT, "correct", M_IMPORT_NOT_BOTH_WAYS);
	if (opt->history && opt->opened_on)
		cx_fault(cx, ERR_BAD_INPUT, "history", M_IMPORT_NOT_BOTH_STORIES);
	return cx->f->code;
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

static void end_arena(void *a)
{
	arena_free(a);
}

/* A file of its own for what is kept of the file that came: it may be large. */
static enum err open_arena(struct ctx *cx, size_t bytes, struct arena **ret)
{
	size_t reserve = LEAST_ROOM + bytes * ROOM_FOR_BYTE;

	if (reserve > MOST_RESERVED)
		reserve = MOST_RESERVED;
	*ret = arena_new_in_file(NULL, MOST_ROOM, reserve);
	if (!*ret) {
		cx->f->detail = strerror(errno);
		return cx_fault(cx, ERR_IO, NULL, M_IMPORT_NO_ROOM,
			number_text(cx->a, cx->say.lang, (int64_t)(reserve >> 20)));
	}
	arena_cleanup(cx->a, end_arena, *ret);
	return ERR_OK;
}

char *import_room(struct ctx *cx, size_t n)
{
	struct arena *a = arena_new_in_file(NULL, n + 1, n + 1);

	if (!a)
		return arena_alloc(cx->a, n + 1);
	arena_cleanup(cx->a, end_arena, a);
	return arena_alloc(a, n + 1);
}

static struct import *import_new(struct ctx *cx, struct arena *a, const struct import_kind *kind,
	const struct import_options *opt)
{
	struct import_state *st = arena_new_of(a, struct import_state);
	struct import *im = arena_new_of(a, struct import);

	*im = (struct import){.cx = &st->cx, .kind = kind, .opt = *opt, .state = st};
	im->end = &im->problems;
	st->cx = *cx;
	st->cx.a = a;
	st->scratch = arena_new(SCRATCH);
	arena_cleanup(a, end_arena, st->scratch);
	import_changes_forget(im);
	return im;
}

enum err import_open(struct ctx *cx, const struct import_kind *kind,
	const struct import_options *opt, const char *file, struct str bytes, struct import **ret)
{
	struct arena *a;
	struct import *im;

	*ret = NULL;
	TRY(import_options_check(cx, opt));
	TRY(open_arena(cx, bytes.n, &a));
	im = import_new(cx, a, kind, opt);
	im->file = file;
	im->bytes = bytes;
	digest_hex(im->digest, bytes);
	take_progress(im);
	import_phase(im, 0, 200);
	*ret = im;
	TRY(import_read(im));
	reading_done(im);
	return ERR_OK;
}

static void forget_plan(struct import *im)
{
	struct import_state *st = im->state;
	struct import_result read = {.rows = im->res.rows,
		.mended = im->res.mended,
		.notes = {im->res.notes.rows, st->notes_of_reading, sizeof(char *)}};

	memcpy(read.dirt, im->res.dirt, sizeof(read.dirt));
	im->end = st->end_of_reading;
	*im->end = NULL;
	im->problem_count = st->problems_of_reading;
	memcpy(im->bad, st->bad_of_reading, im->rows.n * sizeof(*im->bad));
	im->res = read;
	im->plan = NULL;
	import_changes_forget(im);
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

static enum err version_of(struct import *im, int64_t *ret)
{
	return im->kind->version ? im->kind->version(im->cx, ret) : tree_version(im->cx, ret);
}

static enum err make_plan(struct import *im)
{
	enum err e;

	forget_plan(im);
	import_phase(im, 200, 300);
	TRY(note_known(im));
	TRY(version_of(im, &im->state->version));
	TRY(import_sheets_mean(im));
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

	TRY(version_of(im, &version));
	return im->state->planned && version == im->state->version ? ERR_OK : make_plan(im);
}

/* May it be written as it was planned? */
static enum err check_result(struct import *im)
{
	struct ctx *cx = im->cx;
	struct import_result *res = &im->res;

	import_result(im, res);
	if (res->bad || res->held)
		return cx_fault(cx, ERR_REFUSED, "file", M_IMPORT_BAD_ROWS,
			number_text(cx->a, cx->say.lang, res->bad));
	if (im->opt.compare)
		return cx_fault(cx, ERR_REFUSED, "compare", M_IMPORT_ONLY_COMPARED);
	if (res->doubts && !im->opt.accept_warnings)
		return cx_fault(cx, ERR_REFUSED, "accept_warnings", M_IMPORT_DOUBTS,
			number_text(cx->a, cx->say.lang, res->doubts));
	if (!res->fresh && !res->updated)
		return cx_fault(cx, ERR_REFUSED, "file", M_IMPORT_NOTHING_NEW);
	return ERR_OK;
}

static enum err write_all(struct import *im)
{
	struct ctx *cx = im->cx;

	cx->txn = 0;
	TRY(plan_anew(im));
	TRY(check_result(im));
	cx->import = id_new(cx->ids);
	TRY(txn_start(cx, arena_printf(cx->a, "import_%s", im->kind->name), im->file));
	import_phase(im, 500, 480);
	TRY(im->kind->apply(im));
	TRY(db_run(cx->db, Q_IMPORT_INSERT, cx->import, im->kind->name, im->file,
		(const char *)im->digest, im->res.rows, im->res.fresh + im->res.updated, cx->txn));
	return txn_located(cx, arena_printf(cx->a, "/import-done/%lld", (long long)cx->import));
}

static void rest(void)
{
	struct timespec ts = {0, BUSY_MS * 1000000L};

	nanosleep(&ts, NULL);
}

enum err import_begin(struct db *db)
{
	enum err e = db_begin(db, DB_WRITE);

	for (int i = 0; e == ERR_BUSY && i < BUSY_TRIES; i++) {
		rest();
		e = db_begin(db, DB_WRITE);
	}
	return e;
}

static enum err ahead_once(struct import *im, bool *ret_more)
{
	struct ctx *cx = im->cx;
	enum err e;

	TRY(import_begin(cx->db));
	e = im->kind->ahead(im, ret_more);
	if (!e)
		e = db_commit(cx->db);
	if (e)
		db_rollback(cx->db);
	return e;
}

static enum err write_ahead(struct import *im)
{
	bool more = im->kind->ahead != NULL;

	while (more)
		TRY(ahead_once(im, &more));
	return ERR_OK;
}

static enum err write_once(struct import *im)
{
	struct ctx *cx = im->cx;
	enum err e;

	TRY(import_begin(cx->db));
	e = write_all(im);
	if (!e)
		e = db_commit(cx->db);
	if (e)
		db_rollback(cx->db);
	return e;
}

/* The plan is made before others are kept waiting. */
static enum err plan_and_write(struct import *im)
{
	if (!im->state->planned)
		TRY(import_preview(im));
	TRY(check_result(im));
	TRY(write_ahead(im));
	return write_once(im);
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
		e = plan_and_write(im);
	}
	if (e) {
		cx->import = 0;
		return e;
	}
	/* what stands stands, whether the database learned of it or not */
	if (im->rows.n >= MANY_ROWS)
		(void)!db_learn(cx->db);
	im->res.import = cx->import;
	im->res.location = im->kind->location;
	cx_progress(cx, 1, 1);
	return ERR_OK;
}

static void count_problems(const struct import *im, struct import_result *res)
{
	res->bad = res->warnings = res->doubts = 0;
	for (size_t i = 0; i < im->rows.n; i++)
		res->bad += im->bad[i];
	for (const struct import_problem *p = im->problems; p; p = p->next) {
		res->doubts += p->doubt;
		res->warnings += p->warning && !p->doubt;
		/* a problem of the file as a whole counts as one bad row */
		res->bad += !p->warning && !p->row;
	}
}

void import_result(struct import *im, struct import_result *ret)
{
	count_problems(im, &im->res);
	im->res.columns = import_columns(im);
	*ret = im->res;
}

const void *import_row(const struct import *im, size_t i)
{
	return (const char *)im->rows.rows + i * im->rows.size;
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

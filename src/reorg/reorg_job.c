/*
 * reorg_job.c: a large plan takes longer, and more memory, than a page may. The page leaves an
 * order, the process of jobs runs the same actions as the shell would, in an arena in a file.
 */
#include "import/import.h"
#include "reorg/reorg.h"

enum { TRIES = 3, ROOM = 64 << 20, PARTS = 7, CELLS_KEPT = 1000, AT_ONCE = 20 };
static const size_t room_most = (size_t)16 << 30;

/* What was asked for. */
struct order {
	int64_t plan, op, lang;
	const char *reason;
};

#define NUMBER(m) F_INT(struct order, m, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, 0)
static const struct field order_fields[] = {NUMBER(plan), NUMBER(op), NUMBER(lang),
	F_TEXT(struct order, reason, M_FIELD_REASON, CLASS_INSIDE, FF_HIDDEN, 0), F_END};

bool reorg_job_waits(const struct ctx *cx)
{
	return text_eq(cx->via, "web") || text_eq(cx->via, "api");
}

/* A plan as it stands; a look also hangs on the tree, and is of its day. */
static enum err key_of(struct ctx *cx, const struct reorg *r, enum reorg_op op, const char **ret)
{
	int64_t tree = 0;

	if (op == REORG_CHECK)
		TRY(db_number(cx->db, &tree, 0, Q_TREE_VERSION));
	*ret = arena_printf(cx->a, "reorg-%d-%lld-%lld-%lld-%d", op, (long long)r->id,
		(long long)r->version, (long long)tree, op == REORG_CHECK ? cx->say.today : 0);
	return ERR_OK;
}

static const char *order_json(struct ctx *cx, const struct order *o)
{
	struct import_part part = {"order", order_fields, {o, 1, sizeof(*o)}};

	return import_parts_json(cx->a, &part, 1);
}

/* A look changes nothing, and is asked of the side database at once. */
enum err reorg_job_check(struct ctx *cx, const struct reorg *r)
{
	struct order o = {r->id, REORG_CHECK, cx->say.lang, NULL};
	const char *key;

	TRY(key_of(cx, r, REORG_CHECK, &key));
	return import_task_order(cx, REORG_JOB, key, order_json(cx, &o));
}

/* ---- orders that stand in the register ---- */

enum err reorg_job_order(struct ctx *cx, const struct reorg *r, enum reorg_op op)
{
	const char *key;

	TRY(key_of(cx, r, op, &key));
	return db_run(cx->db, Q_REORG_ORDER_INSERT, id_new(cx->ids), r->id, (int64_t)op,
		(int64_t)cx->say.lang, key, cx->txn);
}

struct waiting {
	int64_t id, plan, op, lang, actor;
	const char *job_key, *reason;
};

#define NUMBER_OF(m) F_INT(struct waiting, m, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, 0)
static const struct field waiting_fields[] = {NUMBER_OF(id), NUMBER_OF(plan), NUMBER_OF(op),
	NUMBER_OF(lang), NUMBER_OF(actor),
	F_TEXT(struct waiting, job_key, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, 0),
	F_TEXT(struct waiting, reason, M_FIELD_REASON, CLASS_INSIDE, FF_HIDDEN, 0), F_END};

static enum err mark_sent(struct ctx *cx, int64_t order)
{
	enum err e;

	TRY(db_begin(cx->db, DB_WRITE));
	e = db_run(cx->db, Q_REORG_ORDER_SENT, order, 1);
	if (!e)
		e = db_commit(cx->db);
	if (e)
		db_rollback(cx->db);
	return e;
}

/*
 * If this process dies between the two, the order is taken over again: it has the same key, and
 * what was carried out under it is recognised by the key of its request.
 */
static enum err take_over(struct ctx *cx, const struct waiting *o)
{
	struct order order = {o->plan, o->op, o->lang, o->reason};
	struct actor who = {.account = o->actor};
	struct ctx own = *cx;

	own.actor = &who;
	TRY(import_task_order(&own, REORG_JOB, o->job_key, order_json(cx, &order)));
	return mark_sent(cx, o->id);
}

enum err reorg_job_collect(struct ctx *cx)
{
	const struct waiting *o;
	struct list all;
	enum err e;

	TRY(db_begin(cx->db, DB_READ));
	e = db_list(cx->db, cx->a, waiting_fields, sizeof(*o), &all, Q_REORG_ORDERS_WAITING,
		(int64_t)AT_ONCE);
	db_rollback(cx->db);
	TRY(e);
	o = all.rows;
	for (size_t i = 0; i < all.n; i++)
		TRY(take_over(cx, &o[i]));
	return ERR_OK;
}

/* ---- what came of it, on a page ---- */

static void parts_of(struct reorg_report *r, struct list *total, struct import_part *ret)
{
	const struct import_part parts[PARTS] = {
		{"problems", reorg_problem_fields, r->problems},
		{"units", reorg_book_fields, r->books.units},
		{"kinds", reorg_kind_book_fields, r->books.kinds},
		{"codes", reorg_code_fields, r->books.codes},
		{"left", reorg_left_fields, r->books.left},
		{"cells", reorg_cell_fields, r->books.cells},
		{"total", reorg_total_fields, *total},
	};

	memcpy(ret, parts, sizeof(parts));
}

static const char *report_json(struct arena *a, struct reorg_report *r)
{
	struct list total = {&r->books.total, 1, sizeof(r->books.total)};
	struct import_part parts[PARTS];

	if (r->books.cells.n > CELLS_KEPT)
		r->books.cells.n = CELLS_KEPT;
	parts_of(r, &total, parts);
	return import_parts_json(a, parts, PARTS);
}

static enum err report_read(struct arena *a, const char *json, struct reorg_report *ret)
{
	struct list total = {NULL, 0, sizeof(struct reorg_total)};
	struct import_part p[PARTS];

	*ret = (struct reorg_report){.problems.size = sizeof(struct reorg_problem),
		.books.units.size = sizeof(struct reorg_book),
		.books.kinds.size = sizeof(struct reorg_kind_book),
		.books.codes.size = sizeof(struct reorg_code),
		.books.left.size = sizeof(struct reorg_left),
		.books.cells.size = sizeof(struct reorg_cell)};
	parts_of(ret, &total, p);
	TRY(import_parts_read(a, json, p, PARTS));
	if (!p[PARTS - 1].rows.n)
		return ERR_FILE;
	*ret = (struct reorg_report){.problems = p[0].rows,
		.books = {.units = p[1].rows,
			.kinds = p[2].rows,
			.codes = p[3].rows,
			.left = p[4].rows,
			.cells = p[5].rows,
			.total = *(const struct reorg_total *)p[PARTS - 1].rows.rows}};
	return ERR_OK;
}

/* Told again, to whoever reads it. */
static const struct reorg_bad *say_all(struct ctx *cx, struct list all)
{
	struct reorg_bad *b = (struct reorg_bad *)all.rows;

	for (size_t i = 0; i < all.n; i++)
		reorg_bad_say(cx, &b[i]);
	return b;
}

/* Of files: the rows to be mended, and where they are sent again. */
static void show_bad(struct ctx *cx, const struct reorg *r, struct list bad, struct doc *d)
{
	if (bad.n)
		doc_table(d, "bad", M_REORG_BAD_ROWS, reorg_bad_fields, bad);
	doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_REORG_FILES), "%s",
		reorg_href(cx, r->id, "/files"));
}

static enum err show_failed(
	struct ctx *cx, const struct reorg *r, enum reorg_op op, const char *json, struct doc *d)
{
	struct import_part parts[] = {
		{"said", reorg_bad_fields, {NULL, 0, sizeof(struct reorg_bad)}},
		{"bad", reorg_bad_fields, {NULL, 0, sizeof(struct reorg_bad)}}};
	const struct reorg_bad *said;

	doc_note(d, DOC_ERROR,
		msg_text(cx->say.lang,
			op == REORG_FILES ? M_REORG_FILES_FAILED : M_REORG_JOB_FAILED));
	if (import_parts_read(cx->a, json, parts, 2))
		return ERR_OK;
	said = say_all(cx, parts[0].rows);
	for (size_t i = 0; i < parts[0].rows.n; i++)
		/* an order of an older program kept its words only: they are not told again */
		if (!text_empty(said[i].reason))
			doc_note(d, DOC_ERROR, said[i].reason);
	say_all(cx, parts[1].rows);
	if (op == REORG_FILES)
		show_bad(cx, r, parts[1].rows, d);
	return ERR_OK;
}

static void show_waiting(struct ctx *cx, int64_t permille, bool queued, struct doc *d)
{
	d->refresh = 1;
	doc_note(d, DOC_PLAIN,
		queued ? msg_text(cx->say.lang, M_REORG_JOB_QUEUED)
		       : doc_say(d, M_REORG_JOB_RUNNING,
				 percent_text(cx->a, cx->say.lang, permille, 1000), NULL));
}

enum err reorg_job_show(struct ctx *cx, const struct reorg *r, enum reorg_op op, struct doc *d,
	struct reorg_report *ret, bool *ret_done, bool *ret_none)
{
	struct import_task t = {0};
	const char *key;
	int64_t ordered;
	enum err e;

	*ret_done = *ret_none = false;
	TRY(key_of(cx, r, op, &key));
	TRY(db_number(cx->db, &ordered, 0, Q_REORG_ORDER_WAITS, key));
	if (ordered) {
		show_waiting(cx, 0, true, d);
		return ERR_OK;
	}
	e = import_task_get(cx, key, &t);
	*ret_none = e == ERR_NOT_FOUND;
	if (*ret_none && op == REORG_CHECK)
		show_waiting(cx, 0, true, d);
	if (e)
		return *ret_none ? ERR_OK : e;
	if (text_eq(t.state, "failed"))
		return show_failed(cx, r, op, t.result, d);
	*ret_done = text_eq(t.state, "done");
	if (!*ret_done)
		show_waiting(cx, t.progress, text_eq(t.state, "queued"), d);
	else if (op == REORG_CHECK)
		return report_read(cx->a, t.result, ret);
	return ERR_OK;
}

/* ---- in the process of jobs ---- */

static enum err look(struct ctx *cx, const char **ret)
{
	struct reorg_report found = {0};
	struct reorg r = {0};
	enum err e;

	TRY(db_begin(cx->db, DB_READ));
	e = reorg_get(cx, cx->item, &r);
	if (!e)
		e = reorg_report_make(cx, &r, &found);
	db_rollback(cx->db);
	if (!e)
		*ret = report_json(cx->a, &found);
	return e;
}

struct done_in {
	const char *reason;
};

/* Did it go through before its process died? */
static enum err done_before(struct ctx *cx, bool *ret)
{
	const char *before;

	TRY(txn_replayed(cx, cx->request_key, &before));
	*ret = before != NULL;
	return ERR_OK;
}

static enum err read_files(struct ctx *cx, struct reorg_load *load, bool *ret_done)
{
	enum err e;

	TRY(db_begin(cx->db, DB_READ));
	e = done_before(cx, ret_done);
	if (!e && !*ret_done)
		e = reorg_load_prepare(cx, load);
	db_rollback(cx->db);
	return e;
}

static enum err write_files(struct ctx *cx, struct reorg_load *load)
{
	enum err e;

	cx->txn = 0;
	TRY(import_begin(cx->db));
	e = reorg_load_finish(cx, load);
	if (!e)
		e = db_commit(cx->db);
	if (e)
		db_rollback(cx->db);
	return e;
}

/* The files of a plan; what is wrong with them is kept for its page. */
static enum err load_files(struct ctx *cx, const char **ret)
{
	struct reorg_load load = {0};
	struct import_part part = {"bad", reorg_bad_fields, {NULL, 0, sizeof(struct reorg_bad)}};
	bool done;
	enum err e = read_files(cx, &load, &done);

	if (!e && !done)
		e = write_files(cx, &load);
	if (load.bad.n) {
		part.rows = load.bad;
		*ret = import_parts_json(cx->a, &part, 1);
	}
	return e;
}

static enum err act(struct ctx *cx, const struct action *action, const char *reason)
{
	void *in = arena_alloc(cx->a, action->in_size), *plan = NULL;
	struct doc d;
	bool done;

	doc_init(&d, cx->a, cx->say.lang);
	TRY(done_before(cx, &done));
	if (done)
		return ERR_OK;
	field_set_text(field_find(action->in, "reason"), in, reason);
	TRY(action->plan(cx, in, &plan, &d));
	TRY(action->apply(cx, in, plan, &d));
	return txn_located(cx, d.location);
}

static enum err act_once(struct ctx *cx, const struct action *action, const char *reason)
{
	enum err e;

	cx->txn = 0;
	cx->action = action;
	TRY(import_begin(cx->db));
	e = act(cx, action, reason);
	if (!e)
		e = db_commit(cx->db);
	if (e)
		db_rollback(cx->db);
	return e;
}

static enum err carry_out(struct ctx *cx, const struct order *o, const char **ret)
{
	enum err e = ERR_RETRY;

	cx->item = arena_printf(cx->a, "%lld", (long long)o->plan);
	if (o->op == REORG_CHECK)
		return look(cx, ret);
	if (!grant_allows(cx->actor, PERM_REORG_CHANGE))
		return cx_fault(cx, ERR_FORBIDDEN, NULL, M_ERR_FORBIDDEN);
	for (int i = 0; i < TRIES && e == ERR_RETRY; i++) {
		fault_clear(cx->f);
		e = o->op == REORG_FILES
			    ? load_files(cx, ret)
			    : act_once(cx, o->op == REORG_DO ? &reorg_do : &reorg_undo, o->reason);
	}
	return e;
}

/* Why it was not done. */
static const char *said_json(struct ctx *cx)
{
	struct import_part part = {"said", reorg_bad_fields, {NULL, 0, sizeof(struct reorg_bad)}};
	struct reorg_bad *said;
	size_t n = 0;

	problem_each (p, cx->f)
		n++;
	said = arena_array(cx->a, n + 1, sizeof(*said));
	n = 0;
	problem_each (p, cx->f)
		said[n++] = reorg_bad_of(p->what, p->arg);
	part.rows.rows = said;
	part.rows.n = n;
	return import_parts_json(cx->a, &part, 1);
}

static enum err run(struct ctx *cx, const struct import_job *job, const struct order *o)
{
	const char *result = NULL;
	enum err e;

	cx->say.lang = (enum lang)o->lang;
	cx->request_key = arena_printf(cx->a, "job-%lld", (long long)job->id);
	import_task_begin(cx, job);
	e = carry_out(cx, o, &result);
	if (err_http(e) == 503 || e == ERR_DB)
		return e; /* nothing is known: the lease runs out and it is tried again */
	if (e)
		fault_tell(cx->f, e);
	if (e && !result)
		result = said_json(cx);
	return import_task_end(cx, job, e != ERR_OK, result ? result : "{}");
}

enum err reorg_job_run(struct ctx *cx, const struct import_job *job)
{
	struct import_part part = {"order", order_fields, {NULL, 0, sizeof(struct order)}};
	struct arena *big;
	struct ctx own = *cx;
	enum err e;

	if (import_parts_read(cx->a, job->params, &part, 1) || !part.rows.n)
		return import_task_end(cx, job, true, "{}");
	big = arena_new_in_file(NULL, room_most, ROOM);
	if (big)
		own.a = big;
	e = run(&own, job, part.rows.rows);
	if (big)
		arena_free(big);
	return e;
}

/*
 * reorg_do.c: the plan looked at as a whole, carried out, taken back; over the web all three are
 * ordered (reorg_job.c).
 */
#include "core/listing.h"
#include "org/org_import.h"
#include "reorg/reorg.h"

enum { UNITS_SHOWN = 200 };

struct done_in {
	const char *reason;
};

static const struct field do_fields[] = {
	F_LINES(struct done_in, reason, M_FIELD_REASON, CLASS_INSIDE, 0, 500),
	F_END,
};

struct plan {
	struct reorg r;
	struct reorg_work *w;
	struct reorg_report found;
	void *undo; /* of the tree */
};

/* ---- what it would be ---- */

struct fact {
	const char *name, *value, *tone;
};

static const struct field fact_fields[] = {
	F_TEXT(struct fact, name, M_FIELD_REORG_FACT, CLASS_INSIDE, FF_KEY, 0),
	F_TEXT(struct fact, value, M_FIELD_VALUE, CLASS_INSIDE, 0, 0),
	F_TEXT(struct fact, tone, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

enum { FACTS = 18 };

static struct fact *fact(
	struct ctx *cx, struct list *to, enum msg name, int64_t n, const char *tone)
{
	struct fact *f = (struct fact *)to->rows + to->n++;

	*f = (struct fact){msg_text(cx->say.lang, name), number_text(cx->a, cx->say.lang, n), tone};
	return f;
}

static void add_total(struct ctx *cx, struct doc *d, const struct reorg_total *t)
{
	struct list rows = {arena_array(cx->a, FACTS, sizeof(struct fact)), 0, sizeof(struct fact)};

	fact(cx, &rows, M_REORG_T_BEFORE, t->before, NULL);
	fact(cx, &rows, M_REORG_T_AFTER, t->after, NULL);
	fact(cx, &rows, M_REORG_T_ELSEWHERE, t->elsewhere, NULL);
	fact(cx, &rows, M_REORG_T_LOST, t->lost, t->lost ? "late" : "ok");
	fact(cx, &rows, M_REORG_T_MERGED, t->merged, NULL);
	fact(cx, &rows, M_REORG_T_CARRIED, t->carried, NULL);
	fact(cx, &rows, M_REORG_T_ENDED, t->ended, NULL);
	fact(cx, &rows, M_REORG_T_FOUNDED, t->founded, NULL);
	fact(cx, &rows, M_REORG_T_MOVED, t->moved, NULL);
	fact(cx, &rows, M_REORG_T_CODES, t->codes, t->codes ? "wait" : NULL);
	fact(cx, &rows, M_REORG_T_EMPTY, t->empty, t->empty ? "wait" : "ok");
	fact(cx, &rows, M_REORG_T_POSTS, t->posts, t->posts ? "wait" : NULL);
	fact(cx, &rows, M_REORG_T_TERMS, t->terms, t->terms ? "wait" : NULL);
	fact(cx, &rows, M_REORG_T_BODIES, t->bodies, t->bodies ? "wait" : NULL);
	fact(cx, &rows, M_REORG_T_CHARGES, t->charges, t->charges ? "wait" : NULL);
	fact(cx, &rows, M_REORG_T_GRANTS, t->grants, t->grants ? "wait" : NULL);
	fact(cx, &rows, M_REORG_T_PROPOSALS, t->proposals, t->proposals ? "wait" : NULL);
	fact(cx, &rows, M_REORG_T_CASES, t->cases, NULL);
	doc_table(d, "total", M_REORG_TOTAL, fact_fields, rows);
}

static void add_problems(struct ctx *cx, struct doc *d, const struct reorg_report *r)
{
	struct doc_part *p;

	p = doc_table(d, "problems", M_REORG_PROBLEMS, reorg_problem_fields, r->problems);
	p->total = r->books.total.told;
	p->empty = msg_text(cx->say.lang, M_REORG_NO_PROBLEMS);
}

static void add_codes(struct doc *d, const struct reorg_books *b)
{
	struct list codes = b->codes;
	struct doc_part *part;

	if (!codes.n)
		return;
	codes.n = codes.n < UNITS_SHOWN ? codes.n : UNITS_SHOWN;
	part = doc_table(d, "codes", M_REORG_CODES, reorg_code_fields, codes);
	part->total = (int64_t)b->codes.n;
}

/* Where the members of cells that end go on. */
static void add_cells(struct ctx *cx, struct doc *d, const struct reorg_books *b)
{
	struct list cells = b->cells;
	struct doc_part *part;

	if (!cx->page.sink && cells.n > UNITS_SHOWN)
		cells.n = UNITS_SHOWN;
	part = doc_table(d, "cells", M_REORG_CELLS, reorg_cell_fields, cells);
	part->row_href = "/org/";
	part->total = b->total.takers;
	part->sum = (int64_t)cells.n == b->total.takers;
}

static void add_report(struct ctx *cx, struct doc *d, const struct reorg_report *r)
{
	const struct reorg_books *b = &r->books;
	struct list units = b->units;
	struct doc_part *part;

	add_problems(cx, d, r);
	add_total(cx, d, &b->total);
	part = doc_table(d, "kinds", M_REORG_KINDS, reorg_kind_book_fields, b->kinds);
	part->sum = 1;
	if (!cx->page.sink && units.n > UNITS_SHOWN)
		units.n = UNITS_SHOWN;
	part = doc_table(d, "units", M_REORG_BOOKS, reorg_book_fields, units);
	part->total = (int64_t)b->units.n;
	part->main = 1;
	part->sum = units.n == b->units.n;
	part->empty = msg_text(cx->say.lang, M_REORG_NO_UNITS);
	if (b->cells.n)
		add_cells(cx, d, b);
	if (b->left.n) {
		part = doc_table(d, "left", M_REORG_LEFT, reorg_left_fields, b->left);
		part->row_href = "/org/";
	}
	add_codes(d, b);
}

static enum err make(struct ctx *cx, const struct reorg *r, struct reorg_work **ret_work,
	struct reorg_report *ret)
{
	struct reorg_work *w;

	TRY(reorg_work_new(cx, r, &w));
	cx_progress(cx, 20, 100);
	TRY(reorg_build(w));
	cx_progress(cx, 50, 100);
	TRY(reorg_count(w, &ret->books));
	cx_progress(cx, 70, 100);
	ret->problems = (struct list){w->problems, w->problem_count, sizeof(*w->problems)};
	ret->books.total.told = (int64_t)w->told;
	ret->books.total.at_ms = clock_now(cx->clock);
	*ret_work = w;
	return ERR_OK;
}

enum err reorg_report_make(struct ctx *cx, const struct reorg *r, struct reorg_report *ret)
{
	struct reorg_work *w;

	return make(cx, r, &w, ret);
}

static enum err books_to_sink(struct ctx *cx, const struct reorg_report *r)
{
	const struct reorg_book *b = r->books.units.rows;

	TRY(sink_begin(cx->page.sink, msg_text(cx->say.lang, M_REORG_BOOKS), reorg_book_fields));
	for (size_t i = 0; i < r->books.units.n; i++)
		TRY(sink_row(cx->page.sink, &b[i]));
	return ERR_OK;
}

static enum err show_report(
	struct ctx *cx, struct doc *d, const struct reorg *r, const struct reorg_report *found)
{
	bool good = !found->books.total.told;

	if (cx->page.sink)
		TRY(books_to_sink(cx, found));
	d->lead = doc_say(d, good ? M_REORG_CHECK_GOOD : M_REORG_CHECK_BAD, NULL);
	doc_note(d, DOC_PLAIN,
		doc_say(d, M_REORG_CHECKED_AT,
			instant_text(cx->a, cx->say.lang, found->books.total.at_ms), NULL));
	add_report(cx, d, found);
	if (good && grant_allows(cx->actor, PERM_REORG_CHANGE))
		doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_REORG_DO), "%s",
			reorg_href(cx, r->id, "/do"));
	listing_exports(cx, d, cx->query);
	return ERR_OK;
}

/* Nobody asked before: it is ordered once this page has been answered. */
static enum err order_check(struct ctx *cx, void *p)
{
	return reorg_job_check(cx, p);
}

static enum err check(struct ctx *cx, const void *in, struct doc *d)
{
	struct reorg *r = arena_new_of(cx->a, struct reorg);
	struct reorg_report found = {0};
	bool done = true, none = false;

	(void)in;
	TRY(reorg_get(cx, cx->item, r));
	reorg_path(cx, d, r);
	d->title = msg_text(cx->say.lang, M_REORG_CHECK);
	if (!text_eq(r->state, "draft"))
		return cx_fault(cx, ERR_REFUSED, NULL, M_REORG_NOT_DRAFT);
	if (reorg_job_waits(cx))
		TRY(reorg_job_show(cx, r, REORG_CHECK, d, &found, &done, &none));
	else
		TRY(reorg_report_make(cx, r, &found));
	if (none) {
		cx->after = order_check;
		cx->after_p = r;
	}
	return done ? show_report(cx, d, r, &found) : ERR_OK;
}

const struct action reorg_check = {.read = check, .title = M_REORG_CHECK};

/* ---- carried out ---- */

static enum err do_fill(struct ctx *cx, void *in, struct doc *d)
{
	struct reorg r;

	(void)in;
	TRY(reorg_get_draft(cx, cx->item, &r));
	reorg_path(cx, d, &r);
	d->lead = doc_say(d, M_REORG_DO_LEAD, r.name, cx_day(cx, r.day), NULL);
	return ERR_OK;
}

static enum err do_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct plan *p = arena_new_of(cx->a, struct plan);

	(void)in;
	*ret_plan = p;
	TRY(reorg_get_draft(cx, cx->item, &p->r));
	if (reorg_job_waits(cx))
		return ERR_OK;
	TRY(make(cx, &p->r, &p->w, &p->found));
	if (p->w->told)
		return cx_fault(cx, ERR_REFUSED, NULL, M_REORG_HAS_PROBLEMS,
			number_text(cx->a, d->lang, (int64_t)p->w->told), p->w->problems[0].text);
	if (p->found.books.total.lost)
		return cx_fault(cx, ERR_REFUSED, NULL, M_REORG_WOULD_LOSE,
			number_text(cx->a, d->lang, p->found.books.total.lost));
	add_report(cx, d, &p->found);
	return ERR_OK;
}

/* Who ordered it, and why, is recorded with the order already. */
static enum err order_write(struct ctx *cx, const struct plan *p, enum reorg_op op,
	const struct done_in *in, struct doc *d)
{
	TRY(txn_start(cx, "reorg_order", in->reason));
	d->location = reorg_href(cx, p->r.id, "");
	return reorg_job_order(cx, &p->r, op);
}

static enum err do_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct done_in *in = vin;
	struct plan *p = plan;

	if (reorg_job_waits(cx))
		return order_write(cx, p, REORG_DO, in, d);
	TRY(txn_start(cx, "reorg_do", in->reason));
	TRY(tree_plan_apply(p->w->tree));
	TRY(reorg_cells_verify(p->w, &p->found.books));
	cx_progress(cx, 90, 100);
	TRY(reorg_end_records(p->w));
	p->r.state = "done";
	p->r.act_txn = cx->txn;
	TRY(reorg_head_write(cx, &p->r));
	d->location = reorg_href(cx, p->r.id, "");
	return ERR_OK;
}

const struct action reorg_do = {.in = do_fields,
	.in_size = sizeof(struct done_in),
	.fill = do_fill,
	.plan = do_plan,
	.apply = do_apply,
	.title = M_REORG_DO,
	.submit = M_REORG_DO_DO};

/* ---- taken back ---- */

static enum err get_done(struct ctx *cx, struct reorg *ret)
{
	TRY(reorg_get(cx, cx->item, ret));
	TRY(reorg_over(cx, PERM_REORG_CHANGE, ret->org));
	return text_eq(ret->state, "done") ? ERR_OK
					   : cx_fault(cx, ERR_REFUSED, NULL, M_REORG_NOT_DONE);
}

static enum err undo_fill(struct ctx *cx, void *in, struct doc *d)
{
	struct reorg r;

	(void)in;
	TRY(get_done(cx, &r));
	reorg_path(cx, d, &r);
	d->lead = doc_say(d, M_REORG_UNDO_LEAD, r.name, NULL);
	return ERR_OK;
}

static const struct org_undo_words undo_words = {M_REORG_ACT_AFTER, M_REORG_CORRECTED};

static enum err undo_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct plan *p = arena_new_of(cx->a, struct plan);

	(void)in;
	(void)d;
	*ret_plan = p;
	TRY(get_done(cx, &p->r));
	if (reorg_job_waits(cx))
		return ERR_OK;
	TRY(reorg_records_check(cx, p->r.act_txn));
	return org_undo_plan(cx, p->r.act_txn, &undo_words, &p->undo);
}

static enum err undo_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct done_in *in = vin;
	struct plan *p = plan;

	if (reorg_job_waits(cx))
		return order_write(cx, p, REORG_UNDO, in, d);
	TRY(txn_start(cx, "reorg_undo", in->reason));
	TRY(db_run(cx->db, Q_TXN_UNDOING, cx->txn, p->r.act_txn));
	TRY(tree_plan_apply(p->undo));
	TRY(reorg_restore_records(cx, p->r.act_txn));
	p->r.state = "draft";
	p->r.act_txn = 0;
	TRY(reorg_head_write(cx, &p->r));
	d->location = reorg_href(cx, p->r.id, "");
	return ERR_OK;
}

static const struct field undo_fields[] = {
	F_LINES(struct done_in, reason, M_FIELD_REASON, CLASS_INSIDE, FF_REQUIRED, 500),
	F_END,
};

const struct action reorg_undo = {.in = undo_fields,
	.in_size = sizeof(struct done_in),
	.fill = undo_fill,
	.plan = undo_plan,
	.apply = undo_apply,
	.title = M_REORG_UNDO,
	.submit = M_REORG_UNDO_DO};

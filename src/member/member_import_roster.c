/*
 * member_import_roster.c: the kind "members": rosters, at the opening or as a whole history.
 */
#include "base/map.h"
#include "base/text.h"
#include "member/member_import.h"
#include "member/member_import_find.h"
#include "member/member_village.h"

#include <stdlib.h>

enum { STEPS = 1024 };

const char *muster_cell_name(const struct org_life *life)
{
	const struct org_spell *s = life->spells.rows;

	return life->spells.n ? s[life->spells.n - 1].name : "";
}

const char *muster_who(struct muster *w, day_t birth, const char *cell)
{
	const char *day = cx_day(w->cx, birth);

	if (text_empty(day))
		return cell ? cell : "";
	return text_empty(cell) ? day : arena_printf(w->cx->a, "%s, %s", day, cell);
}

/* ---- what was asked for ---- */

static enum err check_options(struct import *im)
{
	const struct import_options *opt = &im->opt;
	struct ctx *cx = im->cx;

	if (day_precision(opt->opened_on) != DAY_EXACT && opt->opened_on)
		cx_fault(cx, ERR_BAD_INPUT, "opened_on", M_IMPORT_DAY_EXACT);
	if (day_precision(opt->update_from) != DAY_EXACT && opt->update_from)
		cx_fault(cx, ERR_BAD_INPUT, "update_from", M_IMPORT_DAY_EXACT);
	if (opt->opened_on > cx->say.today)
		cx_fault(cx, ERR_BAD_INPUT, "opened_on", M_IMPORT_DAY_AHEAD,
			cx_day(cx, cx->say.today));
	return cx->f->code;
}

static enum err begin(struct import *im, struct muster **ret)
{
	struct muster *w = arena_new_of(im->cx->a, struct muster);

	TRY(check_options(im));
	*w = (struct muster){.im = im,
		.cx = im->cx,
		.n = im->rows.n,
		.taken = map_new(im->cx->a, 256),
		.words = map_new(im->cx->a, 64),
		.day = im->opt.update_from ? im->opt.update_from : im->cx->day};
	w->missing_end = &w->missing;
	w->rows = arena_array(w->cx->a, w->n, sizeof(*w->rows));
	w->order = arena_array(w->cx->a, w->n, sizeof(*w->order));
	TRY(member_plan_new(w->cx, &w->p));
	member_plan_report(w->p, muster_report, w);
	TRY(member_cells_new(w->cx, im->opt.under, &w->cells));
	TRY(member_any(w->cx, &w->persons));
	im->plan = w->p;
	*ret = w;
	return ERR_OK;
}

/* ---- the cell of a row ---- */

static const char *cell_column(const struct muster_line *in)
{
	return text_empty(in->cell_code) ? "cell" : "cell_code";
}

static enum err find_cell(struct muster *w, const struct muster_row *r, struct cell_found *ret)
{
	const struct muster_line *in = r->in;
	day_t day = w->im->opt.opened_on ? w->im->opt.opened_on : w->cx->day;

	TRY(member_cells_find(w->cells, in->cell_code, in->cell, day, ret));
	if (!ret->org && w->im->opt.history && in->admitted_on)
		return member_cells_find(
			w->cells, in->cell_code, in->cell, day_first(in->admitted_on), ret);
	return ERR_OK;
}

/* Since when the register of the cell is kept, in the story of the opening. */
static day_t opening_of(const struct muster *w, const struct org_life *life)
{
	day_t day = w->im->opt.opened_on ? w->im->opt.opened_on
		    : life->opened	 ? life->register_on
					 : w->cx->say.today;

	return day > life->first ? day : life->first;
}

static enum err check_cell(struct muster *w, struct muster_row *r, const struct org_life *life)
{
	day_t day = opening_of(w, life), last = day_add(life->end, -1);
	bool yes;

	TRY(import_over(w->im, life->org, &yes));
	if (!yes) {
		import_bad(w->im, r->i, cell_column(r->in), M_GRANT_NOT_OVER, NULL, NULL);
		return ERR_OK;
	}
	if (!w->im->opt.history && day >= life->end) {
		import_bad(w->im, r->i, cell_column(r->in), M_IMPORT_CELL_ENDED,
			muster_cell_name(life), cx_day(w->cx, last));
		return ERR_OK;
	}
	TRY(lives_is_cell(member_plan_lives(w->p), life, day > last ? last : day, &yes));
	if (!yes) {
		import_bad(w->im, r->i, cell_column(r->in), M_MEMBER_NOT_A_CELL,
			muster_cell_name(life), NULL);
		return ERR_OK;
	}
	r->opened = day;
	r->life = life;
	return ERR_OK;
}

static enum err take_cell(struct muster *w, struct muster_row *r)
{
	const struct org_life *life;
	struct cell_found found;

	TRY(find_cell(w, r, &found));
	if (!found.org) {
		import_bad(w->im, r->i, cell_column(r->in), found.why, found.arg[0], found.arg[1]);
		return ERR_OK;
	}
	TRY(lives_get(member_plan_lives(w->p), found.org, &life));
	return check_cell(w, r, life);
}

static void note_opening(struct muster *w, day_t day)
{
	if (!w->opened_first || day < w->opened_first)
		w->opened_first = day;
	if (day > w->opened_last)
		w->opened_last = day;
}

static enum err read_rows(struct muster *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct muster_row *r = &w->rows[i];
		*r = (struct muster_row){.i = i, .in = import_row(w->im, i)};
		if (i % STEPS == 0)
			cx_progress(w->cx, (int64_t)i / 4, (int64_t)w->n);
		if (w->im->bad[i])
			continue;
		r->key = text_fold(w->cx->a, r->in->full_name);
		TRY(muster_check(w, r));
		TRY(take_cell(w, r));
		if (!r->life)
			continue;
		note_opening(w, r->opened);
		w->order[w->ordered++] = r;
	}
	return ERR_OK;
}

static int by_cell_and_name(const void *va, const void *vb)
{
	const struct muster_row *a = *(const struct muster_row *const *)va;
	const struct muster_row *b = *(const struct muster_row *const *)vb;
	int c;

	if (a->life->org != b->life->org)
		return a->life->org < b->life->org ? -1 : 1;
	c = strcmp(a->key, b->key);
	return c ? c : a->i < b->i ? -1 : a->i > b->i;
}

/* ---- taking ---- */

enum err muster_take_new(struct muster *w, struct muster_row *r)
{
	struct person p = muster_person(r);
	struct story story;

	muster_story(w, r, true, &story);
	if (w->im->bad[r->i])
		return ERR_OK;
	member_plan_tag(w->p, muster_tag(w, r->i, "full_name"));
	r->person = member_plan_person(w->p, &p);
	for (size_t i = 0; i < story.n; i++) {
		story.fact[i].f.person = r->person;
		TRY(muster_plan_fact(w, r->i, story.fact[i].column, &story.fact[i].f));
	}
	r->fresh = true;
	/* where somebody is known already, or only differences are asked for, new ones are news */
	if (w->persons || w->im->opt.compare)
		import_change(w->im, r->i, IMPORT_NEW, r->in->full_name, NULL, NULL,
			muster_who(w, r->in->birth_date, muster_cell_name(r->life)));
	return ERR_OK;
}

static enum err recognise_cells(struct muster *w)
{
	for (size_t i = 0, to; i < w->ordered; i = to) {
		for (to = i + 1; to < w->ordered && w->order[to]->life == w->order[i]->life;)
			to++;
		TRY(muster_recognise_cell(w, i, to));
		cx_progress(w->cx, (int64_t)(w->ordered + i) / 4, (int64_t)w->ordered);
	}
	return ERR_OK;
}

static enum err take_rows(struct muster *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct muster_row *r = &w->rows[i];
		if (r->life && !w->im->bad[i])
			TRY(muster_take_row(w, r));
		if (i % STEPS == 0)
			cx_progress(w->cx, (int64_t)(w->n + i) / 2, (int64_t)w->n);
	}
	muster_tell_missing(w);
	return ERR_OK;
}

/* ---- what is said about it ---- */

static void count_fresh(struct muster *w)
{
	struct import_sample *s = arena_array(w->cx->a, IMPORT_SAMPLES, sizeof(*s));
	struct speech *say = &w->cx->say;
	size_t n = 0;

	w->im->res.fresh = 0;
	for (size_t i = 0; i < w->n; i++) {
		const struct muster_row *r = &w->rows[i];
		const struct member_spell *at;
		if (!r->fresh || w->im->bad[i])
			continue;
		w->im->res.fresh++;
		at = n < IMPORT_SAMPLES ? member_plan_spell(w->p, r->person, say->today) : NULL;
		if (at)
			s[n++] = (struct import_sample){r->in->member_no, r->in->full_name,
				cat_name(say->cats, say->lang, "member_status", at->status),
				muster_cell_name(r->life), at->from_day, day_add(at->to_day, -1)};
	}
	w->im->res.sample = (struct list){s, n, sizeof(*s)};
}

static const char *story_sentence(const struct muster *w)
{
	struct ctx *cx = w->cx;
	enum lang lang = cx->say.lang;

	if (w->im->opt.history)
		return msg_text(lang, M_IMPORT_STORY_HISTORY);
	if (w->opened_first == w->opened_last)
		return msg_say(cx->a, lang, M_IMPORT_STORY_OPENING, cx_day(cx, w->opened_first));
	return msg_say(cx->a, lang, M_IMPORT_STORY_OPENINGS, cx_day(cx, w->opened_first),
		cx_day(cx, w->opened_last));
}

static void note_count(const struct muster *w, enum msg what, int64_t n)
{
	struct ctx *cx = w->cx;

	if (n)
		import_note(w->im,
			msg_say(cx->a, cx->say.lang, what, number_text(cx->a, cx->say.lang, n)));
}

static void note_story(struct muster *w)
{
	if (w->ordered)
		import_note(w->im, story_sentence(w));
	muster_check_notes(w);
	note_count(w, M_IMPORT_RECOGNITION_DAYS, w->recognition_days);
	note_count(w, M_IMPORT_CARD_DAYS, w->card_days);
	if (!import_has(w->im, "admitted_on") && !w->im->opt.history)
		import_note(w->im, msg_text(w->cx->say.lang, M_IMPORT_NO_ADMISSION_COLUMN));
}

/* Codes that no village has are pointed out, each where it stands first. */
static enum err check_villages(struct muster *w)
{
	struct map *seen = map_new(w->cx->a, 64);
	bool doubtful;

	for (size_t i = 0; i < w->n; i++) {
		const char *code = w->rows[i].in->village_code;
		if (w->im->bad[i] || text_empty(code) || map_get(seen, str_of(code)))
			continue;
		map_put(seen, str_of(code), w);
		TRY(member_village_doubtful(w->cx, code, w->day, &doubtful));
		if (doubtful)
			import_warn(w->im, i, "village_code", M_MEMBER_NO_VILLAGE, code, NULL);
	}
	return ERR_OK;
}

static enum err plan(struct import *im)
{
	struct muster *w;

	TRY(begin(im, &w));
	TRY(read_rows(w));
	if (w->ordered)
		qsort(w->order, w->ordered, sizeof(struct muster_row *), by_cell_and_name);
	TRY(recognise_cells(w));
	muster_check_doubles(w);
	TRY(check_villages(w));
	TRY(take_rows(w));
	TRY(member_plan_check(w->p));
	count_fresh(w);
	note_story(w);
	return ERR_OK;
}

/* Does the name of a sheet, or a title, mean a cell? */
static enum err sheet_means(struct import *im, const char *text, bool *ret)
{
	struct member_cells *cells;
	struct cell_found found;

	TRY(member_cells_new(im->cx, im->opt.under, &cells));
	TRY(member_cells_find(
		cells, NULL, text, im->opt.opened_on ? im->opt.opened_on : im->cx->day, &found));
	*ret = found.org != 0;
	return ERR_OK;
}

const struct import_kind member_import_members = {.name = "members",
	.title = M_IMPORT_MEMBERS,
	.about = M_IMPORT_MEMBERS_ABOUT,
	.location = "/org",
	.fields = muster_fields,
	.size = sizeof(struct muster_line),
	.options = import_member_options,
	.pairs = muster_pairs,
	.sheet_field = "cell",
	.sheet_unless = "cell_code",
	.sheet_means = sheet_means,
	.version = member_import_version,
	.plan = plan,
	.ahead = member_import_ahead,
	.apply = member_import_apply,
	.undo_plan = member_import_undo_plan,
	.undo_apply = member_import_undo_apply};

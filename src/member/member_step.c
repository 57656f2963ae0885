/*
 * member_step.c: what each kind of fact does to where a person stands.
 */
#include "member/member_walk.h"

static void note_admission(struct walk *w, const struct member_fact *f, day_t day)
{
	if (w->admitted) {
		walk_day_problem(w, f, M_MEMBER_ADMITTED_ALREADY, w->admitted);
		return;
	}
	/* whoever has been a member comes back by another door: see may_enter() */
	if (w->left && (!f->cell || text_eq(w->left, "transfer_out")))
		walk_problem(w, f, "kind", M_MEMBER_LEFT,
			cat_name(w->cx->say.cats, w->cx->say.lang, "member_fact", w->left), NULL);
	if (w->cell && !f->cell)
		walk_problem(w, f, "day", M_MEMBER_ADMITTED_LATE, cx_day(w->cx, f->day),
			cx_day(w->cx, member_fact_day(w->entry, 0)));
	if (w->official && w->official < day)
		walk_problem(w, f, "day", M_MEMBER_RECOGNISED_EARLY, cx_day(w->cx, f->day), NULL);
	w->admitted = day;
	w->admitted_on = f->day;
	w->standing = w->official ? w->standing : "probationary";
}

/* Who may come how: whoever left the Party comes back by its two doors only. */
static bool may_enter(struct walk *w, const struct member_fact *f)
{
	bool back = text_eq(f->kind, "readmitted") || text_eq(f->kind, "restored");

	if (w->died_on)
		walk_day_problem(w, f, M_MEMBER_DEAD, w->died_on);
	else if (w->cell)
		walk_problem(w, f, "day", M_MEMBER_ALREADY_IN, cx_day(w->cx, f->day),
			walk_name(w->cell));
	else if (back && !w->left && !w->admitted)
		walk_day_problem(w, f, M_MEMBER_NOT_LEFT, f->day);
	else if (!back && w->left && !text_eq(w->left, "transfer_out"))
		walk_problem(w, f, "kind", M_MEMBER_LEFT,
			cat_name(w->cx->say.cats, w->cx->say.lang, "member_fact", w->left), NULL);
	else
		return true;
	return false;
}

static enum err enter(struct walk *w, const struct member_fact *f, day_t day)
{
	const struct org_life *cell;
	bool yes;

	if (text_eq(f->kind, "admitted"))
		note_admission(w, f, day);
	if (!f->cell)
		return ERR_OK;
	TRY(walk_resolve(w, f->cell, day, &cell));
	TRY(walk_check_cell(w, f, "cell", cell, day, &yes));
	if (!may_enter(w, f) || !yes)
		return ERR_OK;
	if (text_eq(f->kind, "readmitted")) {
		w->standing = "probationary";
		w->official = 0;
		w->admitted_on = f->day;
		w->official_on = 0;
	} else if (f->status) {
		w->standing = f->status;
		if (text_eq(f->status, "full") && !w->official)
			w->official = day;
	}
	w->entry = f;
	walk_arrive(w, cell, day);
	if (!w->pending)
		walk_flow(w, f->kind, day, cell->org, 0, f);
	return ERR_OK;
}

static void recognise(struct walk *w, const struct member_fact *f, day_t day)
{
	if (w->official) {
		walk_day_problem(w, f, M_MEMBER_FULL_ALREADY, w->official);
		return;
	}
	if (w->admitted && day < w->admitted)
		walk_day_problem(w, f, M_MEMBER_RECOGNISED_EARLY, w->admitted);
	w->official = day;
	w->standing = "full";
	w->official_on = f->second_day ? f->second_day : f->day;
	if (!walk_counted(w))
		return;
	walk_cut(w, day);
	w->now.official_on = w->official_on;
	w->now.status = w->standing;
	walk_flow(w, f->kind, day, w->now.cell, 0, f);
}

/* Are they where the paper says? An empty place means: wherever they are. */
static enum err check_there(struct walk *w, const struct member_fact *f, day_t day, bool *ret)
{
	const struct org_life *named;

	*ret = false;
	if (!w->cell) {
		walk_day_problem(w, f, M_MEMBER_NOT_IN, f->day);
		return ERR_OK;
	}
	*ret = true;
	if (!f->cell)
		return ERR_OK;
	TRY(walk_resolve(w, f->cell, day, &named));
	*ret = named == w->cell;
	if (!*ret)
		walk_problem(w, f, "cell", M_MEMBER_ELSEWHERE, cx_day(w->cx, f->day),
			walk_name(w->cell));
	return ERR_OK;
}

static void move_counted(
	struct walk *w, const struct member_fact *f, const struct org_life *to, day_t day)
{
	int64_t from = w->cell->org;

	if (to->register_on > day) {
		walk_flow(w, "transfer_out", day, from, 0, f);
		walk_vanish(w, day);
		w->cell = to;
		w->entry = f;
		return;
	}
	walk_cut(w, day);
	w->now.cell = to->org;
	w->now.transit = 0;
	w->now.host = w->now.host == to->org ? 0 : w->now.host;
	w->cell = to;
	w->entry = f;
	walk_flow(w, "transfer_out", day, from, to->org, f);
	walk_flow(w, "transfer_in", day, to->org, from, f);
}

static enum err move(struct walk *w, const struct member_fact *f, day_t day)
{
	const struct org_life *to;
	bool there, yes;

	TRY(check_there(w, f, day, &there));
	TRY(walk_resolve(w, f->other, day, &to));
	TRY(walk_check_cell(w, f, "other", to, day, &yes));
	if (!there || !yes)
		return ERR_OK;
	if (to == w->cell) {
		walk_problem(w, f, "other", M_MEMBER_SAME_CELL, walk_name(to), NULL);
		return ERR_OK;
	}
	if (walk_counted(w)) {
		move_counted(w, f, to, day);
		return ERR_OK;
	}
	w->entry = f;
	walk_arrive(w, to, day);
	if (!w->pending)
		walk_flow(w, "transfer_in", day, to->org, 0, f);
	return ERR_OK;
}

static enum err send(struct walk *w, const struct member_fact *f, day_t day)
{
	const struct org_life *to;
	bool there, yes;

	TRY(check_there(w, f, day, &there));
	TRY(walk_resolve(w, f->other, day, &to));
	TRY(walk_check_cell(w, f, "other", to, day, &yes));
	if (!there || !yes || !walk_counted(w))
		return ERR_OK;
	walk_cut(w, day);
	w->now.transit = to == w->cell ? 0 : to->org;
	w->transit = to;
	return ERR_OK;
}

static day_t term_of(const struct member_fact *f)
{
	return f->until_day ? day_add(day_last(f->until_day), 1) : DAY_MAX;
}

/* Also before they come into the register: an exemption may be older than the roster. */
static void set_term(struct walk *w, const struct member_fact *f, day_t day, day_t *term, int *flag)
{
	if (term_of(f) <= day || w->left)
		return;
	walk_cut(w, day);
	*term = term_of(f);
	*flag = 1;
}

static enum err host(struct walk *w, const struct member_fact *f, day_t day)
{
	const struct org_life *at = NULL;
	int ignored = 0;
	bool yes = true;

	if (f->other) {
		TRY(walk_resolve(w, f->other, day, &at));
		TRY(walk_check_cell(w, f, "other", at, day, &yes));
	}
	if (!yes)
		return ERR_OK;
	if (at && at == w->cell) {
		walk_cut(w, day);
		walk_leave_host(w);
		return ERR_OK;
	}
	set_term(w, f, day, &w->until.host, &ignored);
	if (ignored) {
		w->now.host = at ? at->org : MEMBER_HOST_OUTSIDE;
		w->host = at;
	}
	return ERR_OK;
}

static void end_of(struct walk *w, const char *kind, day_t day)
{
	struct terms *t = &w->until;
	day_t *term = text_eq(kind, "hosted")	? &t->host
		      : text_eq(kind, "exempt") ? &t->exempt
		      : text_eq(kind, "away")	? &t->away
						: &t->suspended;

	if (!*term)
		return;
	*term = day;
	walk_terms_end(w, day);
}

/* A badge after death counts where they were last. */
static enum err note(struct walk *w, const struct member_fact *f, day_t day)
{
	const struct org_life *cell;

	if (!w->now.from_day)
		return ERR_OK;
	TRY(walk_resolve(w, w->now.cell, day, &cell));
	walk_flow(w, f->kind, day, cell->org, 0, f);
	return ERR_OK;
}

static const char *status_after(const char *kind)
{
	return text_eq(kind, "transfer_out") ? "transferred_out" : kind;
}

static void leave_register(struct walk *w, const struct member_fact *f, day_t day)
{
	walk_cut(w, day);
	walk_flow(w, f->kind, day, w->now.cell, 0, f);
	w->now.counted = w->now.exempt = w->now.away = w->now.suspended = 0;
	w->now.host = w->now.transit = 0;
	w->now.status = status_after(f->kind);
}

static enum err leave(struct walk *w, const struct member_fact *f, day_t day)
{
	bool dies = text_eq(f->kind, "deceased"), there;

	if (w->died_on) {
		walk_day_problem(w, f, M_MEMBER_DEAD, w->died_on);
		return ERR_OK;
	}
	/* former members die too: no flow of the Party */
	if (!(dies && w->left)) {
		TRY(check_there(w, f, day, &there));
		if (!there)
			return ERR_OK;
	}
	if (walk_counted(w))
		leave_register(w, f, day);
	w->cell = NULL;
	w->pending = false;
	w->until = (struct terms){0};
	w->left = f->kind;
	w->left_on = day;
	w->died_on = dies ? day : 0;
	return ERR_OK;
}

enum err walk_take_fact(struct walk *w, const struct member_fact *f, day_t day)
{
	const struct fact_kind *kind = fact_kind(f->kind);

	switch (kind->effect) {
	case FACT_ENTER:
		return enter(w, f, day);
	case FACT_RECOGNISE:
		recognise(w, f, day);
		return ERR_OK;
	case FACT_SEND:
		return send(w, f, day);
	case FACT_MOVE:
		return move(w, f, day);
	case FACT_HOST:
		return host(w, f, day);
	case FACT_EXEMPT:
		set_term(w, f, day, &w->until.exempt, &w->now.exempt);
		return ERR_OK;
	case FACT_AWAY:
		set_term(w, f, day, &w->until.away, &w->now.away);
		return ERR_OK;
	case FACT_SUSPEND:
		set_term(w, f, day, &w->until.suspended, &w->now.suspended);
		return ERR_OK;
	case FACT_END:
		end_of(w, kind->ends, day);
		return ERR_OK;
	case FACT_NOTE:
		return note(w, f, day);
	case FACT_LEAVE:
		return leave(w, f, day);
	}
	return ERR_OK;
}

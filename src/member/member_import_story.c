/*
 * member_import_story.c: the facts that a row of a roster tells.
 *
 * Of the opening: they are taken over on the day on which the register was opened, with the status
 * that the days give for it; what was before is history. Who was admitted or came later enters
 * then. Of the whole history: they were admitted into the cell of the row, unless they came from
 * elsewhere.
 *
 * Where a day is not told, it is taken from another and marked (assumed).
 */
#include "base/text.h"
#include "member/member_import.h"

enum { PROBATION_MONTHS = 12, SURELY_OVER_MONTHS = 24 };

struct telling {
	struct muster *w;
	const struct muster_row *r;
	const struct muster_line *in;
	struct story *s;
	day_t entry; /* when they came into the register of the cell */
	bool ask;
};

static void ask(const struct telling *t, const char *field, enum msg what, const char *a1)
{
	if (t->ask)
		import_warn(t->w->im, t->r->i, field, what, a1, NULL);
}

static void tell(struct telling *t, const char *column, struct member_fact f)
{
	if (t->s->n < STORY_MOST)
		t->s->fact[t->s->n++] = (struct story_fact){f, column};
}

/* ---- places ---- */

static const char *bare(struct arena *a, const char *name)
{
	const char *s = text_fold(a, name);

	return strncmp(s, "chi bo ", 7) == 0 ? s + 7 : s;
}

/* Does the place of admission name the cell of the row, or say nothing? */
static bool is_here(const struct telling *t)
{
	struct arena *a = t->w->cx->a;
	const struct org_spell *s = t->r->life->spells.rows;
	const char *place;

	if (text_empty(t->in->admitted_at))
		return true;
	place = bare(a, t->in->admitted_at);
	for (size_t i = 0; i < t->r->life->spells.n; i++) {
		const char *name = bare(a, s[i].name);
		size_t n = strlen(name);
		if (text_eq(place, text_fold(a, s[i].code)))
			return true;
		/* "Chi bộ bản Cò, xã Ẳng Tở": more about the same cell */
		if (strncmp(place, name, n) == 0 && (!place[n] || place[n] == ' '))
			return true;
	}
	return false;
}

/* ---- status ---- */

static day_t recognition(const struct muster_line *in)
{
	return in->recognition_decided_on ? in->recognition_decided_on : in->recognised_on;
}

/* The day on which a fact known to the month or year counts: not before the admission. */
static day_t counts_on(const struct muster_line *in, day_t day)
{
	day_t first = day_first(day), admitted = in->admitted_on ? day_first(in->admitted_on) : 0;

	return first < admitted && admitted <= day_last(day) ? admitted : first;
}

static const char *status_on(const struct telling *t, day_t day)
{
	const struct muster_line *in = t->in;

	/* recognised on that very day: it follows from the recognition */
	if (recognition(in))
		return counts_on(in, recognition(in)) < day ? "full" : "probationary";
	if (text_eq(in->state, "full") || text_eq(in->state, "probationary"))
		return in->state;
	if (in->admitted_on && day_add_months(day_first(in->admitted_on), SURELY_OVER_MONTHS) > day)
		return "probationary";
	if (in->admitted_on || import_has(t->w->im, "recognised_on"))
		ask(t, "recognised_on", M_IMPORT_NO_RECOGNITION, NULL);
	return "full";
}

/* ---- how they came ---- */

static void tell_admitted(struct telling *t, int64_t cell, bool told)
{
	const struct muster_line *in = t->in;
	struct member_fact f = {.kind = "admitted",
		.day = in->admitted_on,
		.cell = cell,
		.place = in->admitted_at,
		.second_day = in->ceremony_on};

	if (!told) {
		f.day = day_add_months(day_first(recognition(in)), -PROBATION_MONTHS);
		f.assumed = 1;
	}
	tell(t, "admitted_on", f);
	if (cell)
		t->entry = day_first(f.day);
}

static void tell_arrived(struct telling *t)
{
	const struct muster_line *in = t->in;
	bool told = in->arrived_on != 0;
	day_t day = told ? in->arrived_on : in->admitted_on;

	tell(t, told ? "arrived_on" : "admitted_at",
		(struct member_fact){.kind = "transfer_in",
			.day = day,
			.cell = t->r->life->org,
			.place = text_empty(in->arrived_from) ? in->admitted_at : in->arrived_from,
			.status = status_on(t, day_first(day)),
			.assumed = !told});
	if (!told)
		ask(t, "admitted_at", M_IMPORT_NO_ARRIVAL, NULL);
	t->entry = day_first(day);
}

/* After the admission, as a member from elsewhere? An earlier arrival is of one who was none. */
static bool came_as_member(const struct telling *t)
{
	const struct muster_line *in = t->in;

	if (!in->arrived_on)
		return false;
	return !in->admitted_on || day_last(in->arrived_on) > day_last(in->admitted_on);
}

static void tell_taken_over(struct telling *t)
{
	const struct muster_line *in = t->in;

	if (in->admitted_on)
		tell_admitted(t, 0, true);
	tell(t, "cell",
		(struct member_fact){.kind = "taken_over",
			.day = t->r->opened,
			.cell = t->r->life->org,
			.status = status_on(t, t->r->opened),
			.second_day = in->arrived_on,
			.place = in->arrived_from});
	t->entry = t->r->opened;
}

static void tell_opening(struct telling *t)
{
	const struct muster_line *in = t->in;
	day_t opened = t->r->opened;

	if (came_as_member(t) && day_first(in->arrived_on) > opened) {
		if (in->admitted_on)
			tell_admitted(t, 0, true);
		tell_arrived(t);
	} else if (in->admitted_on && day_first(in->admitted_on) > opened) {
		tell_admitted(t, is_here(t) ? t->r->life->org : 0, true);
		if (!is_here(t))
			tell_arrived(t);
	} else {
		tell_taken_over(t);
	}
}

static void tell_history(struct telling *t)
{
	const struct muster_line *in = t->in;

	if (in->admitted_on && (came_as_member(t) || !is_here(t))) {
		tell_admitted(t, 0, true);
		tell_arrived(t);
	} else if (in->admitted_on) {
		tell_admitted(t, t->r->life->org, true);
	} else if (in->arrived_on) {
		tell_arrived(t);
	} else if (recognition(in)) {
		ask(t, "admitted_on", M_IMPORT_ADMISSION_TAKEN, NULL);
		tell_admitted(t, t->r->life->org, false);
	} else if (t->ask) {
		import_bad(t->w->im, t->r->i, "admitted_on", M_IMPORT_HISTORY_NO_DAY, NULL, NULL);
	}
}

/* ---- what else they have ---- */

/* Of the whole history: nobody stays on probation for years. */
static void doubt_probation(const struct telling *t)
{
	struct ctx *cx = t->w->cx;

	if (!t->ask ||
		day_add_months(day_first(t->in->admitted_on), SURELY_OVER_MONTHS) > cx->say.today)
		return;
	/* came from elsewhere as a full member: that was asked about */
	for (size_t i = 0; i < t->s->n; i++)
		if (text_eq(t->s->fact[i].f.status, "full"))
			return;
	import_doubt(t->w->im, t->r->i, "recognised_on", M_IMPORT_LONG_PROBATION,
		number_text(cx->a, cx->say.lang, SURELY_OVER_MONTHS / 12), NULL);
}

static void tell_recognised(struct telling *t)
{
	const struct muster_line *in = t->in;
	struct member_fact f = {.kind = "recognised",
		.day = recognition(in),
		.second_day = in->recognised_on,
		.assumed = !in->recognition_decided_on};

	if (f.day) {
		tell(t, in->recognised_on ? "recognised_on" : "recognition_decided_on", f);
		t->w->recognition_days += t->ask && f.assumed;
		return;
	}
	if (!t->w->im->opt.history || !in->admitted_on)
		return;
	if (!text_eq(in->state, "full")) {
		doubt_probation(t);
		return;
	}
	/* full, as the list says, and no day: in a whole history it stands a year later, marked */
	f.day = day_add_months(day_first(in->admitted_on), PROBATION_MONTHS);
	tell(t, "state", f);
	ask(t, "recognised_on", M_IMPORT_RECOGNITION_TAKEN, cx_day(t->w->cx, f.day));
}

static void tell_card(struct telling *t)
{
	const struct muster_line *in = t->in;
	struct member_fact f = {.kind = "card_issued", .day = in->card_on, .number = in->card_no};

	if (text_empty(in->card_no) && !in->card_on)
		return;
	if (!f.day) {
		f.day = recognition(in) ? recognition(in) : in->admitted_on;
		f.day = f.day ? f.day : t->entry;
		f.assumed = 1;
		t->w->card_days += t->ask;
	}
	tell(t, in->card_on ? "card_on" : "card_no", f);
}

/* A state without a day holds on the day of the list: the opening, or the day of the import. */
static day_t day_of_state(const struct telling *t)
{
	day_t day = t->w->im->opt.history ? t->w->day : t->r->opened;

	return day > t->entry ? day : t->entry;
}

static void tell_exempt(struct telling *t)
{
	const struct muster_line *in = t->in;
	bool state = text_eq(in->state, "exempt"), told = in->exempt_from != 0;
	struct member_fact f = {.kind = "exempt",
		.day = told ? in->exempt_from : day_of_state(t),
		.until_day = in->exempt_until,
		.assumed = !told};

	if (told || in->exempt_until || state || t->r->states.exempt)
		tell(t,
			told		      ? "exempt_from"
			: state		      ? "state"
			: t->r->states.exempt ? "states"
					      : "exempt_until",
			f);
}

static void tell_state(struct telling *t, const char *kind, bool told)
{
	bool state = text_eq(t->in->state, kind);

	if (state || told)
		tell(t, state ? "state" : "states",
			(struct member_fact){.kind = kind, .day = day_of_state(t), .assumed = 1});
}

void muster_story(struct muster *w, const struct muster_row *r, bool ask_too, struct story *ret)
{
	struct telling t = {.w = w, .r = r, .in = r->in, .s = ret, .ask = ask_too};

	ret->n = 0;
	if (w->im->opt.history)
		tell_history(&t);
	else
		tell_opening(&t);
	tell_recognised(&t);
	tell_card(&t);
	tell_exempt(&t);
	tell_state(&t, "away", r->states.away);
	tell_state(&t, "suspended", r->states.suspended);
}

/* ---- into the plan ---- */

/* Names of columns are few, and told by where they stand: a hundred thousand rows ask. */
long muster_tag(struct muster *w, size_t i, const char *column)
{
	int k = 0;

	while (k < w->columns && w->column[k] != column)
		k++;
	if (k == w->columns && k < TAG_COLUMNS - 1)
		w->column[w->columns++] = column;
	return (long)i * TAG_COLUMNS + k;
}

enum err muster_plan_fact(
	struct muster *w, size_t i, const char *column, const struct member_fact *f)
{
	member_plan_tag(w->p, muster_tag(w, i, column));
	return member_plan_fact(w->p, f);
}

void muster_report(
	void *vw, long tag, const char *field, enum msg what, const char *const arg[ERR_ARGS])
{
	struct muster *w = vw;
	const char *column = tag >= 0 ? w->column[tag % TAG_COLUMNS] : NULL;

	/* a card is told by its day, if it has one */
	if (column && text_eq(field, "number"))
		column = "card_no";
	import_report(w->im, tag < 0 ? tag : tag / TAG_COLUMNS, column, what, arg);
}

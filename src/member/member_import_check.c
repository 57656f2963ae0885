/*
 * member_import_check.c: what a row of a roster says about itself.
 *
 * What cannot be makes it bad: born after the admission, official before it, a day that is yet to
 * come. What the procedures of today would ask for is a question: papers of 1968 are as they are.
 */
#include "base/map.h"
#include "base/text.h"
#include "member/member_import.h"

enum { FULL_AGE = 18, OLDEST = 115, NOTES_LISTED = 12 };

static void bad(struct muster *w, const struct muster_row *r, const char *field, enum msg what,
	const char *a1)
{
	import_bad(w->im, r->i, field, what, a1, NULL);
}

static void question(struct muster *w, const struct muster_row *r, const char *field, enum msg what,
	const char *a1)
{
	import_warn(w->im, r->i, field, what, a1, NULL);
}

/* Surely before: whatever day the two may mean. */
static bool before(day_t a, day_t b)
{
	return a && b && day_last(a) < day_first(b);
}

/* Some official days lie ahead of their decision; all others are past. */
static void check_future(struct muster *w, const struct muster_row *r)
{
	const struct muster_line *in = r->in;
	const struct {
		const char *column;
		day_t day;
	} days[] = {{"birth_date", in->birth_date}, {"admitted_on", in->admitted_on},
		{"ceremony_on", in->ceremony_on},
		{"recognition_decided_on", in->recognition_decided_on},
		{"recognised_on", in->recognition_decided_on ? 0 : in->recognised_on},
		{"arrived_on", in->arrived_on}, {"card_on", in->card_on}};
	day_t today = w->cx->say.today;

	for (size_t i = 0; i < sizeof(days) / sizeof(*days); i++)
		if (days[i].day && day_first(days[i].day) > today)
			bad(w, r, days[i].column, M_IMPORT_DAY_AHEAD, cx_day(w->cx, today));
}

static void check_birth(struct muster *w, const struct muster_row *r)
{
	const struct muster_line *in = r->in;
	struct ctx *cx = w->cx;
	day_t first = in->admitted_on ? in->admitted_on : in->recognised_on;

	if (!in->birth_date) {
		question(w, r, "birth_date", M_IMPORT_NO_BIRTH, NULL);
		return;
	}
	if (day_year(cx->say.today) - day_year(in->birth_date) > OLDEST)
		question(w, r, "birth_date", M_IMPORT_VERY_OLD, NULL);
	if (before(first, in->birth_date)) {
		bad(w, r, in->admitted_on ? "admitted_on" : "recognised_on", M_IMPORT_BORN_AFTER,
			cx_day(cx, in->birth_date));
		return;
	}
	if (in->admitted_on &&
		day_years_between(day_first(in->birth_date), day_last(in->admitted_on)) < FULL_AGE)
		question(w, r, "admitted_on", M_IMPORT_UNDER_AGE, cx_day(cx, in->birth_date));
}

static void check_steps(struct muster *w, const struct muster_row *r)
{
	const struct muster_line *in = r->in;
	const char *admitted = cx_day(w->cx, in->admitted_on);

	if (before(in->recognised_on, in->admitted_on))
		bad(w, r, "recognised_on", M_IMPORT_BEFORE_ADMITTED, admitted);
	if (before(in->recognition_decided_on, in->admitted_on))
		bad(w, r, "recognition_decided_on", M_IMPORT_BEFORE_ADMITTED, admitted);
	if (before(in->ceremony_on, in->admitted_on))
		question(w, r, "ceremony_on", M_IMPORT_CEREMONY_FIRST, admitted);
	if (before(in->card_on, in->admitted_on))
		question(w, r, "card_on", M_IMPORT_CARD_FIRST, admitted);
	if (before(in->arrived_on, in->admitted_on))
		question(w, r, "arrived_on", M_IMPORT_ARRIVED_FIRST, admitted);
	if (before(in->exempt_until, in->exempt_from))
		bad(w, r, "exempt_until", M_IMPORT_ENDS_FIRST, NULL);
	if (!in->admitted_on && import_has(w->im, "admitted_on"))
		question(w, r, "admitted_on", M_IMPORT_NO_ADMISSION, NULL);
}

/* Surely before the probation was over, whatever days months and years may mean. */
static enum err check_probation(struct muster *w, const struct muster_row *r)
{
	const struct muster_line *in = r->in;
	day_t since = before(in->admitted_on, in->ceremony_on) ? in->ceremony_on : in->admitted_on;
	day_t official = in->recognised_on ? in->recognised_on : in->recognition_decided_on;
	struct ctx *cx = w->cx;
	struct rule_due over;

	if (!since || !official || before(official, in->admitted_on))
		return ERR_OK;
	/* files tell many admissions: the rule is read once */
	if (!w->probation.code) {
		TRY(rule_read(cx, "probation.term", &w->probation));
		TRY(workdays_read(cx, &w->workdays));
	}
	TRY(rule_set_due(cx, &w->probation, &w->workdays, since, &over));
	if (day_last(official) < over.day)
		import_warn(w->im, r->i,
			in->recognised_on ? "recognised_on" : "recognition_decided_on",
			M_IMPORT_PROBATION_SHORT, rule_say(cx, over.rule), cx_day(cx, over.day));
	return ERR_OK;
}

static void say_left(struct muster *w, const struct muster_row *r, const char *field, bool moved)
{
	bad(w, r, field, moved ? M_IMPORT_STATE_MOVED : M_IMPORT_STATE_LEFT, NULL);
}

/* Whoever left is no member; a list of those who left tells it with its day and paper. */
static void check_state(struct muster *w, struct muster_row *r)
{
	static const char *const left[] = {"transferred_out", "struck_off", "resigned", "expelled",
		"deceased", "annulled", NULL};

	for (int i = 0; left[i]; i++)
		if (text_eq(r->in->state, left[i]))
			say_left(w, r, "state", i == 0);
	r->states = muster_states_of(w, r->in->states);
	if (r->states.left)
		say_left(w, r, "states", text_eq(r->states.left, left[0]));
	if (r->states.strange)
		question(w, r, "states", M_IMPORT_STATES_STRANGE, r->states.strange);
	if (r->states.guest)
		muster_point_out(w, r->i, NOTE_GUEST);
}

/* Notes stay notes; what they say of standing is pointed out, so that somebody may record it. */
static const struct {
	const char *words;
	enum muster_note note;
} signs[] = {{"mien sh", NOTE_EXEMPT}, {"mien sinh hoat", NOTE_EXEMPT},
	{"mien cong tac", NOTE_EXEMPT}, {"mien ct", NOTE_EXEMPT}, {"duoc mien", NOTE_EXEMPT},
	{"di lam", NOTE_AWAY}, {"lam an xa", NOTE_AWAY}, {"xuat khau lao dong", NOTE_AWAY},
	{"xkld", NOTE_AWAY}, {"di xa", NOTE_AWAY}, {"vang mat", NOTE_AWAY}, {"tu tran", NOTE_LEFT},
	{"da mat", NOTE_LEFT}, {"qua doi", NOTE_LEFT}, {"xoa ten", NOTE_LEFT},
	{"khai tru", NOTE_LEFT}, {"chuyen di", NOTE_LEFT}, {"da chuyen", NOTE_LEFT}};

void muster_point_out(struct muster *w, size_t i, enum muster_note note)
{
	struct muster_notes *n = &w->notes[note];
	const char *place;

	if (n->n++ >= NOTES_LISTED)
		return;
	place = import_row_place(w->im, i);
	n->places = n->places ? arena_printf(w->cx->a, "%s; %s", n->places, place) : place;
}

static void check_note(struct muster *w, const struct muster_row *r)
{
	const char *folded;

	if (text_empty(r->in->note))
		return;
	folded = text_fold(w->cx->a, r->in->note);
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		if (!strstr(folded, signs[i].words))
			continue;
		if (signs[i].note == NOTE_LEFT)
			question(w, r, "note", M_IMPORT_NOTE_LEFT, NULL);
		else
			muster_point_out(w, r->i, signs[i].note);
		return;
	}
}

void muster_check_notes(struct muster *w)
{
	static const enum msg said[] = {[NOTE_EXEMPT] = M_IMPORT_NOTE_EXEMPT,
		[NOTE_AWAY] = M_IMPORT_NOTE_AWAY,
		[NOTE_GUEST] = M_IMPORT_NOTE_GUEST,
		[NOTE_POST] = M_IMPORT_NOTE_POST};
	struct ctx *cx = w->cx;

	for (int i = NOTE_EXEMPT; i <= NOTE_POST; i++) {
		const struct muster_notes *n = &w->notes[i];
		if (n->n)
			import_note(w->im, msg_say(cx->a, cx->say.lang, said[i],
						   number_text(cx->a, cx->say.lang, n->n),
						   n->n > NOTES_LISTED
							   ? arena_printf(cx->a, "%s...", n->places)
							   : n->places));
	}
}

enum err muster_check(struct muster *w, struct muster_row *r)
{
	check_future(w, r);
	check_birth(w, r);
	check_steps(w, r);
	check_state(w, r);
	check_note(w, r);
	r->occupation = muster_occupation(w, r->i, r->in->occupation);
	return check_probation(w, r);
}

/* ---- one person, two rows ---- */

bool muster_birth_fits(day_t a, day_t b)
{
	if (!a || !b || a == b)
		return true;
	return (day_first(a) <= day_first(b) && day_last(b) <= day_last(a)) ||
	       (day_first(b) <= day_first(a) && day_last(a) <= day_last(b));
}

/* Both are in the register, as two persons: that was settled when they were taken in. */
static bool settled(const struct muster_row *r, const struct muster_row *other)
{
	return r->known && other->known;
}

static void tell_double(
	struct muster *w, const struct muster_row *r, const struct muster_row *other)
{
	const char *place = import_row_place(w->im, other->i);

	if (other->life == r->life)
		bad(w, r, "full_name", M_IMPORT_DOUBLE_PERSON, place);
	else if (!settled(r, other))
		import_doubt(w->im, r->i, "full_name", M_IMPORT_DOUBLE_CELLS, place,
			muster_cell_name(other->life));
}

/* The first row of the chain in the same cell tells most; otherwise the first of all. */
static const struct muster_row *nearest(const struct muster_row *r)
{
	const struct muster_row *first = NULL;

	for (const struct muster_row *o = r->same; o; o = o->same) {
		if (o->life == r->life)
			return o;
		first = o;
	}
	return first;
}

static void check_names(struct muster *w)
{
	struct map *seen = map_new(w->cx->a, w->ordered);

	for (size_t i = 0; i < w->n; i++) {
		struct muster_row *r = &w->rows[i];
		const char *key;
		if (!r->life)
			continue;
		key = arena_printf(w->cx->a, "%s|%d", r->key, (int)r->in->birth_date);
		r->same = map_get(seen, str_of(key));
		map_put(seen, str_of(key), r);
		if (r->same && (r->in->birth_date || nearest(r)->life == r->life))
			tell_double(w, r, nearest(r));
	}
}

/* Neighbours in the order have the same cell and name; their births may be one. */
static void check_neighbours(struct muster *w)
{
	for (size_t i = 1; i < w->ordered; i++) {
		const struct muster_row *r = w->order[i], *before = w->order[i - 1];
		day_t a = r->in->birth_date, b = before->in->birth_date;
		if (r->life == before->life && text_eq(r->key, before->key) && a != b &&
			muster_birth_fits(a, b) && !settled(r, before))
			import_doubt(w->im, r->i, "birth_date", M_IMPORT_DOUBLE_BIRTH,
				import_row_place(w->im, before->i), NULL);
	}
}

static void check_numbers(struct muster *w, const char *field, bool doubt)
{
	const struct field *f = field_find(muster_fields, field);
	struct map *seen = map_new(w->cx->a, 64);

	for (size_t i = 0; i < w->n && import_has(w->im, field); i++) {
		const struct muster_row *r = &w->rows[i], *other;
		const char *number = field_get_text(f, r->in);
		if (!r->life || text_empty(number))
			continue;
		other = map_get(seen, str_of(number));
		if (other && doubt && settled(r, other))
			continue;
		if (other && doubt)
			import_doubt(w->im, r->i, field, M_IMPORT_DOUBLE_NUMBER,
				import_row_place(w->im, other->i), NULL);
		else if (other)
			bad(w, r, field, M_IMPORT_DOUBLE_NUMBER, import_row_place(w->im, other->i));
		else
			map_put(seen, str_of(number), (void *)r);
	}
}

void muster_check_doubles(struct muster *w)
{
	check_names(w);
	check_neighbours(w);
	check_numbers(w, "member_no", false);
	check_numbers(w, "citizen_no", true);
}

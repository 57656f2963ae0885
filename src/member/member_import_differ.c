/*
 * member_import_differ.c: how a row differs from what is known of the person, and taking it.
 *
 * What the row says is held against what the register would say in the same columns; an empty cell
 * says nothing. A difference is told and left alone, unless the import was told what it means:
 * changed from a day (a new state of things, facts that were not known yet), or wrong from the
 * start (facts are taken back, and others stand for them). What contradicts a fact cannot change
 * from a day on.
 */
#include "base/text.h"
#include "member/member_import.h"

enum { MOST = 40 };

struct difference {
	struct muster *w;
	struct muster_row *r;
	const struct muster_known *k;
	struct story story;
	const struct field *field[MOST]; /* in which they differ */
	size_t n;
	bool moved, left, taken;
};

static const struct field *const *last_of(const struct difference *d)
{
	return d->field + d->n;
}

static bool differs_in(const struct difference *d, const char *name)
{
	for (const struct field *const *f = d->field; f < last_of(d); f++)
		if (text_eq((*f)->name, name))
			return true;
	return false;
}

/* ---- comparing ---- */

/* The tone may stand on either vowel at the end of a word: "hoà", "hòa". The older way for both. */
static const char *tones_back(struct arena *a, const char *s)
{
	static const char *const ends[][2] = {{"oà", "òa"}, {"oá", "óa"}, {"oả", "ỏa"},
		{"oã", "õa"}, {"oạ", "ọa"}, {"oè", "òe"}, {"oé", "óe"}, {"oẻ", "ỏe"}, {"oẽ", "õe"},
		{"oẹ", "ọe"}, {"uỳ", "ùy"}, {"uý", "úy"}, {"uỷ", "ủy"}, {"uỹ", "ũy"}, {"uỵ", "ụy"},
		{"OÀ", "ÒA"}, {"OÁ", "ÓA"}, {"OẢ", "ỎA"}, {"OÃ", "ÕA"}, {"OẠ", "ỌA"}, {"UỲ", "ÙY"},
		{"UÝ", "ÚY"}, {"UỶ", "ỦY"}, {"UỸ", "ŨY"}, {"UỴ", "ỤY"}, {"OÈ", "ÒE"}, {"OÉ", "ÓE"},
		{"OẺ", "ỎE"}, {"OẼ", "ÕE"}, {"OẸ", "ỌE"}};
	char *own = arena_strdup(a, s);

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		for (char *p = own; (p = strstr(p, ends[i][0])); p++) {
			size_t n = strlen(ends[i][0]), m = strlen(ends[i][1]);
			/* both ways have as many bytes */
			if (n == m && (!p[n] || strchr(" ,.;-()/'", p[n])))
				memcpy(p, ends[i][1], m);
		}
	return own;
}

static bool same_text(struct arena *a, const char *x, const char *y)
{
	struct arena_mark m = arena_mark(a);
	bool same = text_eq(x, y);

	if (!same && x && y && strlen(x) == strlen(y)) {
		same = text_eq(tones_back(a, x), tones_back(a, y));
		arena_rewind(a, m);
	}
	return same;
}

/* A day told to the year says nothing against one known to the day. */
static bool same_day(day_t told, day_t known)
{
	return known && day_first(told) <= day_first(known) && day_last(known) <= day_last(told);
}

static bool same_value(struct arena *a, const struct field *f, const void *told, const void *known)
{
	if (f->type == FT_DAY)
		return same_day((day_t)field_get_int(f, told), (day_t)field_get_int(f, known));
	return same_text(a, field_get_text(f, told), field_get_text(f, known));
}

static bool is_place(const struct field *f)
{
	return text_eq(f->name, "cell") || text_eq(f->name, "cell_code");
}

/* The row as the register would say it, once its story were written. */
static struct muster_line told_line(const struct difference *d)
{
	struct member_fact facts[STORY_MOST];
	struct muster_known told = {.p = muster_person(d->r), .facts = facts, .n = d->story.n};

	for (size_t i = 0; i < d->story.n; i++)
		facts[i] = d->story.fact[i].f;
	return muster_line_of(d->w, &told);
}

static bool same_state(const struct difference *d)
{
	const char *state = d->r->in->state;
	const struct member_spell *s = &d->k->s;

	if (!s->from_day || !s->counted)
		return true;
	if (text_eq(state, "exempt"))
		return s->exempt;
	if (text_eq(state, "away"))
		return s->away;
	if (text_eq(state, "suspended"))
		return s->suspended;
	return text_eq(state, s->status);
}

static bool same_note(const struct difference *d, const struct muster_line *known)
{
	struct arena *a = d->w->cx->a;
	const char *rest = muster_remark_rest(d->w, d->r->in->note, &d->k->s);

	return text_empty(rest) || same_text(a, rest, known->note) ||
	       same_text(a, d->r->in->note, known->note);
}

static bool same_in(const struct difference *d, const struct field *f,
	const struct muster_line *told, const struct muster_line *known)
{
	if (text_eq(f->name, "state"))
		return same_state(d);
	if (text_eq(f->name, "states"))
		return !d->k->s.counted || muster_states_hold(&d->r->states, &d->k->s);
	if (text_eq(f->name, "note"))
		return same_note(d, known);
	return field_empty(f, told) || same_value(d->w->cx->a, f, told, known);
}

static void compare(struct difference *d, const struct muster_line *known)
{
	struct muster_line told = told_line(d);

	field_each (f, muster_fields)
		if (!field_empty(f, d->r->in) && !is_place(f) && !same_in(d, f, &told, known))
			d->field[d->n++] = f;
}

/* ---- telling ---- */

static const char *state_name(struct muster *w, const char *code)
{
	return cat_name(w->cx->say.cats, w->cx->say.lang, "member_state", code);
}

/* Who was a member is not admitted anew: they came back, or were readmitted. */
static void ask_admission(const struct difference *d)
{
	struct ctx *cx = d->w->cx;
	day_t left = d->k->s.from_day, admitted = d->r->in->admitted_on;

	if (admitted && day_first(admitted) >= left)
		import_doubt(d->w->im, d->r->i, "admitted_on", M_IMPORT_ADMITTED_AFTER,
			state_name(d->w, d->k->s.status), cx_day(cx, left));
}

static enum err tell_place(struct difference *d, const char *name)
{
	struct muster *w = d->w;
	const struct org_life *life;

	if (d->left) {
		import_change(w->im, d->r->i, IMPORT_CHANGED, name, "state",
			state_name(w, d->k->s.status), msg_text(w->cx->say.lang, M_IMPORT_IN_LIST));
		ask_admission(d);
	}
	if (!d->moved)
		return ERR_OK;
	TRY(lives_get(member_plan_lives(w->p), d->k->s.cell, &life));
	import_change(w->im, d->r->i, IMPORT_MOVED, name, "cell", muster_cell_name(life),
		muster_cell_name(d->r->life));
	return ERR_OK;
}

static enum err tell(struct difference *d, const struct muster_line *known)
{
	struct ctx *cx = d->w->cx;
	const char *name = d->k->p.full_name;

	TRY(tell_place(d, name));
	for (size_t i = 0; i < d->n; i++)
		import_change(d->w->im, d->r->i, d->moved ? IMPORT_MOVED : IMPORT_CHANGED, name,
			d->field[i]->name, value_text(&cx->say, cx->a, d->field[i], known),
			value_text(&cx->say, cx->a, d->field[i], d->r->in));
	return ERR_OK;
}

/* ---- taking ---- */

static enum err fact(struct difference *d, const char *column, struct member_fact f)
{
	f.person = d->k->p.person;
	d->taken = true;
	return muster_plan_fact(d->w, d->r->i, column, &f);
}

static void only_corrected(struct difference *d, const char *column)
{
	import_warn(d->w->im, d->r->i, column, M_IMPORT_ONLY_CORRECT, NULL, NULL);
}

static void not_taken(struct difference *d, const char *column)
{
	import_warn(d->w->im, d->r->i, column, M_IMPORT_NOT_TAKEN, NULL, NULL);
}

static enum err take_attributes(struct difference *d)
{
	const char **names = arena_array(d->w->cx->a, d->n + 1, sizeof(*names));
	struct person *to = arena_new_of(d->w->cx->a, struct person);
	const struct import_options *opt = &d->w->im->opt;
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++)
		if (field_find(person_attributes, d->field[i]->name))
			names[n++] = d->field[i]->name;
	if (!n)
		return ERR_OK;
	d->taken = true;
	*to = muster_person(d->r);
	member_plan_tag(d->w->p, muster_tag(d->w, d->r->i, names[0]));
	if (opt->correct)
		return member_plan_correct(d->w->p, d->k->p.person, d->w->day, to, names);
	return member_plan_change(d->w->p, d->k->p.person, opt->update_from, to, names);
}

/* Facts that belong to some columns. */
struct group {
	const char *kind, *columns[3];
};

static const struct group groups[] = {
	{"admitted", {"admitted_on", "ceremony_on", "admitted_at"}},
	{"recognised", {"recognised_on", "recognition_decided_on", NULL}},
	{"card_", {"card_no", "card_on", NULL}},
	{"exempt", {"exempt_from", "exempt_until", NULL}},
	{"transfer_in", {"arrived_on", "arrived_from", NULL}},
};

static bool is_kind(const char *kind, const char *wanted)
{
	size_t n = strlen(wanted);

	return wanted[n - 1] == '_' ? strncmp(kind, wanted, n) == 0 : text_eq(kind, wanted);
}

static const struct member_fact *known_fact(const struct difference *d, const char *kind)
{
	const struct member_fact *found = NULL;

	for (size_t i = 0; i < d->k->n; i++)
		if (is_kind(d->k->facts[i].kind, kind))
			found = &d->k->facts[i];
	return found;
}

static const struct story_fact *told_fact(const struct difference *d, const char *kind)
{
	for (size_t i = 0; i < d->story.n; i++)
		if (is_kind(d->story.fact[i].f.kind, kind))
			return &d->story.fact[i];
	return NULL;
}

/* The known fact with what the row tells instead. */
static struct member_fact corrected(const struct member_fact *known, const struct member_fact *told)
{
	struct member_fact f = *known;

	if (!told->assumed || text_eq(told->kind, "recognised")) {
		f.day = told->day;
		f.assumed = told->assumed;
	}
	f.second_day = told->second_day ? told->second_day : f.second_day;
	f.until_day = told->until_day ? told->until_day : f.until_day;
	f.place = text_empty(told->place) ? f.place : told->place;
	f.number = text_empty(told->number) ? f.number : told->number;
	f.seq = 0;
	return f;
}

static enum err replace(struct difference *d, const char *column, const struct member_fact *known,
	struct member_fact f)
{
	TRY(member_plan_void(d->w->p, known));
	return fact(d, column, f);
}

/* Where they came from, of somebody who was taken over: it stands with that. */
static enum err correct_arrival(struct difference *d, const char *column)
{
	const struct member_fact *known = known_fact(d, "taken_over");
	const struct muster_line *in = d->r->in;
	struct member_fact f;

	if (!known) {
		not_taken(d, column);
		return ERR_OK;
	}
	f = *known;
	f.seq = 0;
	f.second_day = in->arrived_on ? in->arrived_on : f.second_day;
	f.place = text_empty(in->arrived_from) ? f.place : in->arrived_from;
	return replace(d, column, known, f);
}

static enum err take_card(struct difference *d, const struct member_fact *told)
{
	struct member_fact f = *told;

	f.kind = "card_exchanged";
	if (f.assumed)
		f.day = d->w->im->opt.update_from;
	f.assumed = 0;
	return fact(d, "card_no", f);
}

static enum err take_group(struct difference *d, const struct group *g, const char *column)
{
	const struct member_fact *known = known_fact(d, g->kind);
	const struct story_fact *told = told_fact(d, g->kind);
	bool arrival = text_eq(g->kind, "transfer_in");

	if (d->w->im->opt.correct && arrival && (!known || !told))
		return correct_arrival(d, column);
	if (!told || (arrival && !known)) {
		only_corrected(d, column);
		return ERR_OK;
	}
	if (!known)
		return fact(d, told->column, told->f);
	if (d->w->im->opt.correct)
		return replace(d, told->column, known, corrected(known, &told->f));
	if (text_eq(g->kind, "card_") && differs_in(d, "card_no"))
		return take_card(d, &told->f);
	only_corrected(d, column);
	return ERR_OK;
}

static enum err take_groups(struct difference *d)
{
	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++) {
		const char *column = NULL;
		for (int c = 2; c >= 0; c--)
			if (groups[i].columns[c] && differs_in(d, groups[i].columns[c]))
				column = groups[i].columns[c];
		if (column)
			TRY(take_group(d, &groups[i], column));
	}
	return ERR_OK;
}

/* The status with which they entered was wrong. */
static enum err correct_status(struct difference *d)
{
	const struct member_fact *entry = known_fact(d, "taken_over");
	struct member_fact f;

	if (!entry)
		entry = known_fact(d, "transfer_in");
	if (!entry || known_fact(d, "recognised")) {
		not_taken(d, "state");
		return ERR_OK;
	}
	f = *entry;
	f.seq = 0;
	f.status = d->r->in->state;
	return replace(d, "state", entry, f);
}

static enum err take_state(struct difference *d)
{
	const struct import_options *opt = &d->w->im->opt;
	const char *state = d->r->in->state;
	bool full = text_eq(state, "full");
	struct member_fact f = {.kind = full ? "recognised" : state, .day = opt->update_from};

	if (!differs_in(d, "state"))
		return ERR_OK;
	if (full || text_eq(state, "probationary")) {
		/* the day of the recognition says it already */
		if (full &&
			(differs_in(d, "recognised_on") || differs_in(d, "recognition_decided_on")))
			return ERR_OK;
		if (opt->correct)
			return correct_status(d);
		if (!full) {
			only_corrected(d, "state");
			return ERR_OK;
		}
	} else if (opt->correct) {
		f.day = d->w->day;
		f.assumed = 1;
	}
	if (text_eq(state, "exempt") && differs_in(d, "exempt_from"))
		return ERR_OK;
	return fact(d, "state", f);
}

/* Each state of the cell that is not known yet. */
static enum err take_states(struct difference *d)
{
	const struct muster_states *told = &d->r->states;
	const struct member_spell *s = &d->k->s;
	const struct {
		const char *kind;
		bool fresh;
	} all[] = {{"exempt", told->exempt && !s->exempt && !differs_in(d, "exempt_from")},
		{"away", told->away && !s->away}, {"suspended", told->suspended && !s->suspended}};
	bool correct = d->w->im->opt.correct != 0;

	for (size_t i = 0; i < sizeof(all) / sizeof(*all) && differs_in(d, "states"); i++)
		if (all[i].fresh && !text_eq(d->r->in->state, all[i].kind))
			TRY(fact(d, "states",
				(struct member_fact){.kind = all[i].kind,
					.day = correct ? d->w->day : d->w->im->opt.update_from,
					.assumed = correct}));
	return ERR_OK;
}

/* The fact that put them where the register has them. */
static const struct member_fact *entry_into(const struct difference *d, int64_t cell)
{
	const struct member_fact *found = NULL;

	for (size_t i = 0; i < d->k->n; i++) {
		const struct member_fact *f = &d->k->facts[i];
		bool moves = text_eq(f->kind, "transfer");
		bool enters = fact_kind(f->kind)->effect == FACT_ENTER;
		if ((moves && f->other == cell) || (enters && f->cell == cell))
			found = f;
	}
	return found;
}

static enum err take_move(struct difference *d)
{
	const struct import_options *opt = &d->w->im->opt;
	const struct member_fact *entry = entry_into(d, d->k->s.cell);
	int64_t to = d->r->life->org;
	struct member_fact f;

	if (!d->moved)
		return ERR_OK;
	if (!opt->correct)
		return fact(d, "cell",
			(struct member_fact){.kind = "transfer",
				.day = opt->update_from,
				.cell = d->k->s.cell,
				.other = to});
	if (!entry) {
		not_taken(d, "cell");
		return ERR_OK;
	}
	f = *entry;
	f.seq = 0;
	if (text_eq(f.kind, "transfer"))
		f.other = to;
	else
		f.cell = to;
	return replace(d, "cell", entry, f);
}

static enum err take(struct difference *d)
{
	if (d->left) {
		not_taken(d, "state");
		return ERR_OK;
	}
	TRY(take_attributes(d));
	TRY(take_groups(d));
	TRY(take_state(d));
	TRY(take_states(d));
	TRY(take_move(d));
	d->w->im->res.updated += d->taken;
	return ERR_OK;
}

enum err muster_differ(struct muster *w, struct muster_row *r, const struct muster_known *k)
{
	struct difference d = {.w = w, .r = r, .k = k};
	struct muster_line known = muster_line_of(w, k);

	d.left = k->s.from_day && !k->s.counted;
	d.moved = k->s.counted && k->s.cell != r->life->org;
	muster_story(w, r, false, &d.story);
	compare(&d, &known);
	if (!d.n && !d.moved && !d.left) {
		w->im->res.unchanged++;
		return ERR_OK;
	}
	TRY(tell(&d, &known));
	return w->im->opt.correct || w->im->opt.update_from ? take(&d) : ERR_OK;
}

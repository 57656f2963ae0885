#include "member/member_due.h"

#include "core/given.h"
#include "core/rule.h"
#include "member/member_dues.h"
#include "member/member_file.h"

#include <stdlib.h>

enum { BADGE_MONTHS = 12, ASKED_YEARS = 120 };

#define ROW(type, m, label, cls, ...) type(struct due_row, m, label, cls, __VA_ARGS__)

const struct field due_fields[] = {
	ROW(F_ID, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	ROW(F_TEXT, group, M_FIELD_DUE_KIND, CLASS_INSIDE, FF_HIDDEN, 0),
	ROW(F_TEXT, tone, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, 0),
	ROW(F_INT, no, M_FIELD_ROW_NO, CLASS_INSIDE, 0, 0),
	ROW(F_TEXT, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 0),
	ROW(F_TEXT, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 0),
	ROW(F_CAT, kind, M_FIELD_DUE_KIND, CLASS_INSIDE, FF_MORE, "due_kind"),
	ROW(F_TEXT, what, M_FIELD_DUE_WHAT, CLASS_INSIDE, 0, 0),
	ROW(F_DAY, since, M_FIELD_DUE_SINCE, CLASS_INSIDE, 0),
	ROW(F_DAY, due, M_FIELD_DUE_DAY, CLASS_INSIDE, 0),
	ROW(F_TEXT, left, M_FIELD_STATE, CLASS_INSIDE, 0, 0),
	F_END,
};

/* What the statements give; each fills some. */
struct found {
	int64_t person, cell, years, proposed, gaps;
	const char *full_name, *cell_name, *kind, *place, *number;
	day_t day, second_day, until_day, proposed_on;
	bool again; /* they left and came back: not of the statements */
};

static const struct field found_fields[] = {
	F_ID(struct found, person, M_FIELD_ID, CLASS_INSIDE, 0, "person"),
	F_ID(struct found, cell, M_FIELD_CELL, CLASS_INSIDE, 0, "org"),
	F_INT(struct found, years, M_FIELD_YEARS, CLASS_INSIDE, 0, 0),
	F_TEXT(struct found, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, 0, 0),
	F_TEXT(struct found, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 0),
	F_CAT(struct found, kind, M_FIELD_FACT, CLASS_INSIDE, 0, "member_fact"),
	F_TEXT(struct found, place, M_FIELD_PLACE, CLASS_INSIDE, 0, 0),
	F_TEXT(struct found, number, M_FIELD_NUMBER, CLASS_INSIDE, 0, 0),
	F_DAY(struct found, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	F_DAY(struct found, second_day, M_FIELD_SECOND_DAY, CLASS_INSIDE, 0),
	F_DAY(struct found, until_day, M_FIELD_UNTIL_DAY, CLASS_INSIDE, 0),
	F_INT(struct found, proposed, M_FIELD_YEARS, CLASS_INSIDE, 0, 0),
	F_DAY(struct found, proposed_on, M_FIELD_DAY, CLASS_INSIDE, 0),
	F_INT(struct found, gaps, M_FIELD_VALUE, CLASS_INSIDE, 0, 0),
	F_END,
};

struct due {
	struct ctx *cx;
	int64_t org, top; /* top: of which it is a piece, or itself */
	day_t until;
	bool earlier;
	struct workdays workdays;
	struct rule_set probation, review, letter, award;
	struct due_row *rows;
	size_t n, room;
};

static void due_add(struct due *u, const char *kind, const struct found *f, struct due_row row)
{
	if (u->n == u->room) {
		struct due_row *more =
			arena_array(u->cx->a, u->room = u->room ? u->room * 2 : 64, sizeof(*more));
		if (u->n)
			memcpy(more, u->rows, u->n * sizeof(*more));
		u->rows = more;
	}
	row.person = f->person;
	row.cell = f->cell;
	row.full_name = f->full_name;
	row.cell_name = f->cell_name;
	row.kind = kind;
	u->rows[u->n++] = row;
}

#define FOUND(u, ret, ...)                                                                         \
	db_list((u)->cx->db, (u)->cx->a, found_fields, sizeof(struct found), (ret), __VA_ARGS__)

static const char *words(struct due *u, enum msg m, const char *a, const char *b)
{
	return msg_say(u->cx->a, u->cx->say.lang, m, a, b);
}

static const char *number_words(struct due *u, enum msg m, int64_t n)
{
	return words(u, m, number_text(u->cx->a, u->cx->say.lang, n), NULL);
}

/* "còn 12 ngày", "hôm nay", "quá 3 ngày". */
static const char *days_left(struct due *u, day_t due)
{
	int n = day_number(due) - day_number(u->cx->day);

	if (!n)
		return words(u, M_MEMBER_DUE_TODAY, NULL, NULL);
	return number_words(u, n > 0 ? M_MEMBER_DUE_LEFT : M_MEMBER_DUE_PAST, n > 0 ? n : -n);
}

/* Facts of joined records come beside those of the record itself: the first of a person counts. */
static bool is_told(const struct found *f, size_t i)
{
	return i && f[i].person == f[i - 1].person && text_eq(f[i].kind, f[i - 1].kind) &&
	       f[i].until_day == f[i - 1].until_day;
}

/* No later than this began what is due on `day`: months end on 28 to 31, so a little later. */
static day_t months_before(day_t day, int64_t months)
{
	return day_add(day_add_months(day, (int)-months), 3);
}

/* The same of a term, which may be ruled in years or days one day. */
static day_t term_before(day_t day, struct rule_term term)
{
	switch (term.unit) {
	case RULE_MONTHS:
		return months_before(day, term.n);
	case RULE_YEARS:
		return months_before(day, term.n * 12);
	case RULE_DAYS:
	case RULE_WORKDAYS:
		break;
	}
	return day_add(day, (int)-term.n);
}

/* ---- the end of a probation ---- */

/* What is not known of a term of working days stands beside it. */
static const char *with_doubt(struct due *u, const char *left, const struct rule_due *due)
{
	const char *doubt = rule_due_doubt(u->cx, due);

	return doubt ? arena_printf(u->cx->a, "%s (%s)", left, doubt) : left;
}

/* The term runs from the ceremony; from the decision if no ceremony is known. */
static enum err probation_row(struct due *u, const struct found *f)
{
	day_t since = f->second_day ? f->second_day : f->day;
	struct due_row row = {.since = since, .tone = "wait"};
	struct rule_due over, last;

	if (!since) {
		row.what = words(u, M_MEMBER_DUE_NO_ADMISSION, NULL, NULL);
		due_add(u, "probation", f, row);
		return ERR_OK;
	}
	TRY(rule_set_due(u->cx, &u->probation, &u->workdays, since, &over));
	row.due = over.day;
	if (row.due > u->until)
		return ERR_OK;
	TRY(rule_set_due(u->cx, &u->review, &u->workdays, row.due, &last));
	row.what =
		words(u, f->second_day ? M_MEMBER_DUE_CEREMONY : M_MEMBER_DUE_DECISION, NULL, NULL);
	row.left = days_left(u, row.due);
	if (u->cx->day > last.day) {
		row.tone = "late";
		row.left = words(u, M_MEMBER_DUE_LATE, cx_day(u->cx, last.day), NULL);
	} else if (u->cx->day >= row.due) {
		row.left = words(u, M_MEMBER_DUE_REVIEW, cx_day(u->cx, last.day), NULL);
	}
	if (u->cx->day >= row.due)
		row.left = with_doubt(u, row.left, &last);
	due_add(u, "probation", f, row);
	return ERR_OK;
}

static enum err add_probations(struct due *u)
{
	const struct found *f;
	const struct rule *term;
	struct list list;

	TRY(rule_at(u->cx, "probation.term", u->cx->day, u->cx->known, &term));
	TRY(FOUND(u, &list, Q_MEMBER_DUE_PROBATION, u->org, u->cx->day, u->cx->known,
		term_before(u->until, rule_term_of(term))));
	f = list.rows;
	for (size_t i = 0; i < list.n; i++)
		if (!is_told(f, i))
			TRY(probation_row(u, &f[i]));
	return ERR_OK;
}

/* ---- badges ---- */

/* The first of the days of the rule on `day` or after it; DAY_MAX: there is none. */
static day_t award_day(struct ctx *cx, const struct rule_set *rule, day_t day)
{
	struct list days = rule_all_on(cx->a, rule, day);
	const struct rule *const *at = days.rows;
	day_t first = DAY_MAX;

	for (int year = day_year(day); year <= day_year(day) + 1; year++)
		for (size_t i = 0; i < days.n; i++) {
			day_t d = (day_t)(year * 10000 + at[i]->value);
			if (d >= day && d < first)
				first = d;
		}
	return first;
}

enum err due_award_day(struct ctx *cx, day_t day, day_t *ret)
{
	struct rule_set rule;

	TRY(rule_read(cx, "badge.award_day", &rule));
	*ret = award_day(cx, &rule, day);
	return ERR_OK;
}

/* What counts of the facts of whoever left and came back, or of several records of one person. */
static enum err read_facts(struct due *u, struct found *f, struct list *ret)
{
	const struct member_fact *fact;

	*ret = (struct list){0};
	if (!f->gaps)
		return ERR_OK;
	TRY(member_told_facts(u->cx, f->person, ret));
	fact = ret->rows;
	for (size_t i = ret->n; i-- > 0;)
		if (text_eq(fact[i].kind, "admitted"))
			f->day = fact[i].day;
	for (size_t i = 0; i < ret->n && day_first(fact[i].day) <= u->cx->day; i++) {
		f->again |= text_eq(fact[i].kind, "readmitted");
		if (text_eq(fact[i].kind, "badge_awarded") && fact[i].years > f->years)
			f->years = fact[i].years;
		if (text_eq(fact[i].kind, "badge_proposed") && fact[i].years > f->proposed) {
			f->proposed = fact[i].years;
			f->proposed_on = fact[i].day;
		}
	}
	return ERR_OK;
}

/* The day on which so many years of Party age are full; DAY_MAX: not by `last`. */
static day_t years_full(const struct found *f, struct list facts, int64_t years, day_t last)
{
	enum { ERA = 19000101 };
	int months = (int)years * 12, from = day_number(ERA), to = day_number(last);

	if (!f->gaps)
		return f->day ? day_add_months(day_first(f->day), months) : DAY_MAX;
	if (member_party_months(facts, last) < months)
		return DAY_MAX;
	while (from < to) {
		int at = from + (to - from) / 2;
		if (member_party_months(facts, day_of_number(at)) < months)
			from = at + 1;
		else
			to = at;
	}
	return day_of_number(to);
}

/* The most years of those for which there is a badge that are reached by `last`, and the day. */
static int64_t years_reached(
	const struct found *f, struct list facts, struct list years, day_t last, day_t *ret_day)
{
	const int64_t *y = years.rows;
	int64_t most = 0;

	for (size_t i = 0; i < years.n; i++) {
		day_t d = years_full(f, facts, y[i], last);
		if (d > last)
			break;
		most = y[i];
		*ret_day = d;
	}
	return most;
}

/* Who reached the years long before and has no badge recorded is asked for apart. */
static bool is_recent(const struct due *u, day_t reached, day_t award)
{
	return u->earlier || reached > day_add_months(award, -BADGE_MONTHS);
}

/* `n` years reached on a day, to be awarded on another. */
static void badge_row(struct due *u, const struct found *f, int64_t n, day_t reached, day_t award)
{
	struct due_row row = {.since = f->day, .due = award, .years = n, .tone = "wait"};

	if (n <= f->years || !is_recent(u, reached, award))
		return;
	row.what = number_words(u, M_MEMBER_DUE_BADGE, n);
	row.left = words(u, f->again ? M_MEMBER_DUE_REACHED_AGAIN : M_MEMBER_DUE_REACHED,
		cx_day(u->cx, reached), NULL);
	if (f->proposed >= n) {
		row.tone = "ok";
		row.left = words(u, M_MEMBER_DUE_PROPOSED, cx_day(u->cx, f->proposed_on), NULL);
	}
	due_add(u, "badge", f, row);
}

/* The last award day up to `until`; at least the next one. */
static day_t award_day_until(struct due *u)
{
	day_t last = award_day(u->cx, &u->award, u->cx->day);

	for (;;) {
		day_t next = award_day(u->cx, &u->award, day_add(last, 1));
		if (next > u->until || next == DAY_MAX)
			return last;
		last = next;
	}
}

/* Each stands with the first award day after the years are full. */
static enum err badge_rows(struct due *u, struct list found, struct list years, day_t last)
{
	struct found *f = (struct found *)found.rows;

	for (size_t i = 0; i < found.n; i++) {
		day_t award, reached = 0;
		struct list facts;
		int64_t n;
		TRY(read_facts(u, &f[i], &facts));
		if (!years_reached(&f[i], facts, years, last, &reached))
			continue;
		award = award_day(u->cx, &u->award, reached > u->cx->day ? reached : u->cx->day);
		n = years_reached(&f[i], facts, years, award, &reached);
		badge_row(u, &f[i], n, reached, award);
	}
	return ERR_OK;
}

/*
 * When those were admitted who reach a badge from a year before the next award day to the last:
 * a 1 for each such year after `base`, years that begin with the month and day `begin`; "":
 * whenever. What is known to the month or year counts on its first day, and who was admitted on
 * 29/2 may reach them on the 28th.
 */
struct asked {
	char years[ASKED_YEARS + 1];
	int base, begin;
};

static void ask_years(struct due *u, struct list years, day_t last, struct asked *ret)
{
	const int64_t *y = years.rows;
	day_t first = day_add_months(award_day(u->cx, &u->award, u->cx->day), -BADGE_MONTHS);
	day_t start = day_add(first, 1);
	int begin = start % 10000;

	begin = begin == 101 ? 0 : begin % 100 == 1 || begin == 229 ? begin - 1 : begin;
	*ret = (struct asked){.begin = begin, .base = day_year(last) - ASKED_YEARS};
	if (u->earlier)
		return;
	memset(ret->years, '0', ASKED_YEARS);
	for (size_t i = 0; i < years.n; i++)
		for (int year = day_year(start); year <= (last - begin) / 10000; year++) {
			int64_t at = year - y[i] - ret->base - 1;
			if (at >= 0 && at < ASKED_YEARS)
				ret->years[at] = '1';
		}
}

static enum err add_badges(struct due *u)
{
	struct list years, list;
	struct asked asked;
	day_t award;

	TRY(rule_read(u->cx, "badge.award_day", &u->award));
	award = award_day_until(u);
	TRY(rule_numbers(u->cx, "badge.years", award, &years));
	if (!years.n)
		return ERR_OK;
	ask_years(u, years, award, &asked);
	TRY(FOUND(u, &list, Q_MEMBER_DUE_BADGE, u->org, u->cx->day, u->cx->known,
		months_before(award, *(const int64_t *)years.rows * 12), asked.years, asked.base,
		asked.begin));
	return badge_rows(u, list, years, award);
}

static const struct field name_fields[] = {
	F_TEXT(struct due_row, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, 0, 0),
	F_TEXT(struct due_row, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 0),
	F_DAY(struct due_row, birth_date, M_FIELD_BIRTH_DATE, CLASS_PERSONAL, 0),
	F_TEXT(struct due_row, member_no, M_FIELD_MEMBER_NO, CLASS_INSIDE, 0, 0),
	F_END,
};

static const size_t name_ids[] = {offsetof(struct due_row, person), offsetof(struct due_row, cell)};

enum err due_names(struct ctx *cx, struct due_row *rows, size_t n)
{
	static const struct given names = {
		Q_MEMBER_DUE_NAMES, name_fields, sizeof(struct due_row), name_ids, 2};

	return given_fill(cx, &names, rows, n);
}

static enum err add_named_badges(struct due *u)
{
	size_t first = u->n;

	TRY(add_badges(u));
	return due_names(u->cx, u->rows + first, u->n - first);
}

/* ---- what ends ---- */

static void ending_row(struct due *u, const struct found *f, bool guest)
{
	struct due_row row = {
		.since = f->day, .due = day_last(f->until_day), .tone = "wait", .guest = guest};

	if (row.due < u->cx->day || row.due > u->until)
		return;
	row.what = text_empty(f->place) ? NULL : words(u, M_MEMBER_DUE_PLACE, f->place, NULL);
	row.left = days_left(u, row.due);
	due_add(u, f->kind, f, row);
}

static void ending_rows(struct due *u, struct list list, bool guests)
{
	const struct found *f = list.rows;

	for (size_t i = 0; i < list.n; i++)
		if (!is_told(f, i))
			ending_row(u, &f[i], guests);
}

static enum err add_endings(struct due *u)
{
	day_t year = day_year(u->cx->day) * 10000;
	struct list list;

	TRY(FOUND(u, &list, Q_MEMBER_DUE_ENDING, u->org, u->cx->day, u->cx->known, year, u->until));
	ending_rows(u, list, false);
	TRY(FOUND(u, &list, Q_MEMBER_DUE_GUESTS, u->org, u->cx->day, u->cx->known, year, u->until,
		u->top));
	ending_rows(u, list, true);
	return ERR_OK;
}

/* ---- letters ---- */

static enum err letter_row(struct due *u, const struct found *f)
{
	day_t since = day_first(f->second_day ? f->second_day : f->day);
	struct due_row row = {.since = since, .tone = "wait"};
	struct rule_due due;

	TRY(rule_set_due(u->cx, &u->letter, &u->workdays, since, &due));
	row.due = due.day;
	if (row.due > u->until)
		return ERR_OK;
	row.what = words(u, text_empty(f->number) ? M_MEMBER_DUE_LETTER : M_MEMBER_DUE_LETTER_NO,
		f->place, f->number);
	row.left = with_doubt(u, days_left(u, row.due), &due);
	if (u->cx->day > row.due)
		row.tone = "late";
	due_add(u, "letter", f, row);
	return ERR_OK;
}

static enum err add_letters(struct due *u)
{
	const struct found *f;
	struct list list;

	TRY(FOUND(u, &list, Q_MEMBER_DUE_LETTERS, u->org, u->cx->day, u->cx->known));
	f = list.rows;
	for (size_t i = 0; i < list.n; i++)
		if (!is_told(f, i))
			TRY(letter_row(u, &f[i]));
	return ERR_OK;
}

/* ---- dues ---- */

/* A fact beside the rule; what is done about it others decide. */
static enum err add_dues(struct due *u)
{
	int year = day_year(u->cx->day);
	const struct dues_over *f;
	struct rule_term least;
	struct list list;

	TRY(rule_term(u->cx, "deletion.dues", u->cx->day, &least));
	TRY(dues_over(u->cx, u->org, year, least.n, &list));
	f = list.rows;
	for (size_t i = 0; i < list.n; i++) {
		struct found who = {f[i].person, .full_name = f[i].full_name};
		struct due_row row = {.due = day_last(f[i].last), .tone = "late"};
		who.cell_name = f[i].cell_name;
		TRY(dues_words(u->cx, f[i].n, year, &row.what));
		due_add(u, "dues", &who, row);
	}
	return ERR_OK;
}

/* ---- the list ---- */

static int by_kind_and_day(const void *pa, const void *pb)
{
	const struct due_row *a = pa, *b = pb;

	if (a->no != b->no)
		return a->no < b->no ? -1 : 1;
	if (a->due != b->due)
		return a->due < b->due ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

static void put_in_order(struct due *u)
{
	for (size_t i = 0; i < u->n; i++) {
		const struct cat_entry *e = cat_find(u->cx->say.cats, "due_kind", u->rows[i].kind);
		u->rows[i].no = e ? e->pos : 0;
		u->rows[i].at = i;
		u->rows[i].group =
			cat_name(u->cx->say.cats, u->cx->say.lang, "due_kind", u->rows[i].kind);
	}
	if (u->n)
		qsort(u->rows, u->n, sizeof(*u->rows), by_kind_and_day);
	for (size_t i = 0; i < u->n; i++)
		u->rows[i].no = (int64_t)i + 1;
}

enum err due_read_piece(
	struct ctx *cx, int64_t piece, int64_t org, day_t until, bool earlier, struct list *ret)
{
	struct due u = {.cx = cx, .org = piece, .top = org, .until = until, .earlier = earlier};

	TRY(workdays_read(cx, &u.workdays));
	TRY(rule_read(cx, "probation.term", &u.probation));
	TRY(rule_read(cx, "probation.review", &u.review));
	TRY(rule_read(cx, "transfer.letter", &u.letter));
	TRY(add_probations(&u));
	TRY(add_named_badges(&u));
	TRY(add_endings(&u));
	TRY(add_letters(&u));
	TRY(add_dues(&u));
	put_in_order(&u);
	*ret = (struct list){u.rows, u.n, sizeof(*u.rows)};
	return ERR_OK;
}

enum err due_read(struct ctx *cx, int64_t org, day_t until, bool earlier, struct list *ret)
{
	return due_read_piece(cx, org, org, until, earlier, ret);
}

enum err due_badges(struct ctx *cx, int64_t org, day_t award, bool earlier, struct list *ret)
{
	struct due u = {.cx = cx, .org = org, .until = award, .earlier = earlier};

	/* the last award day up to `until` is this one; of one that has passed nobody is due */
	if (award >= cx->day)
		TRY(add_badges(&u));
	put_in_order(&u);
	*ret = (struct list){u.rows, u.n, sizeof(*u.rows)};
	return ERR_OK;
}

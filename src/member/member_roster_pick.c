/*
 * member_roster_pick.c: from lines pasted out of Word or Excel to persons.
 *
 * A line may begin with its number ("3.", "12)"); then comes the name, as far as words without
 * digits go; a day or a year after it tells people of one name apart. What stands behind the name
 * (place, cell) may have no sign before it: the name is then looked for in the first words, fewer
 * each time. A line that is nothing but a number is a member number or an id.
 */
#include "base/text.h"
#include "member/member_roster.h"

enum { WORDS = 24, NAME_LEAST = 2, CHOICES = 20 };

struct words {
	struct str w[WORDS];
	size_t n;
};

static bool has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return true;
	return false;
}

static bool ends_name(char c)
{
	return c == ',' || c == ';' || c == '(' || c == '-' || c == '\t';
}

/* Words between blanks; signs at their ends are not of them. */
static struct words split(const char *line)
{
	struct words w = {0};
	struct str rest = str_of(line);

	while (rest.p && w.n < WORDS) {
		struct str one = str_cut(&rest, ' ');
		while (one.n && strchr(",;().", one.p[one.n - 1]))
			one.n--;
		while (one.n && strchr(",;(.", *one.p))
			one = (struct str){one.p + 1, one.n - 1};
		if (one.n)
			w.w[w.n++] = one;
	}
	return w;
}

static bool is_birth(struct str s, day_t *ret)
{
	long long year;

	if (s.n == 4 && str_to_int(s, &year) && year > 1900 && year < 2100) {
		*ret = (day_t)(year * 10000);
		return true;
	}
	return memchr(s.p, '/', s.n) || memchr(s.p, '-', s.n) || memchr(s.p, '.', s.n)
		       ? day_parse(s, 2000, ret)
		       : false;
}

static day_t birth_in(const struct words *w)
{
	day_t d = 0;

	for (size_t i = 0; i < w->n; i++)
		if (is_birth(w->w[i], &d))
			return d;
	return 0;
}

/* The words of the name: from the first without digits to where a sign or a digit ends them. */
static size_t name_words(const struct words *w, struct str *first)
{
	size_t i = 0, n = 0;

	while (i < w->n && has_digit(w->w[i]))
		i++;
	while (i + n < w->n && !has_digit(w->w[i + n])) {
		const char *end = w->w[i + n].p + w->w[i + n].n;
		n++;
		if (ends_name(*end))
			break;
	}
	if (n)
		*first = w->w[i];
	return n;
}

static const struct field choice_fields[] = {
	F_ID(struct pick_choice, person, M_FIELD_ID, CLASS_INSIDE, 0, "person"),
	F_TEXT(struct pick_choice, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, 0, 0),
	F_DAY(struct pick_choice, birth_date, M_FIELD_BIRTH_DATE, CLASS_PERSONAL, 0),
	F_TEXT(struct pick_choice, member_no, M_FIELD_MEMBER_NO, CLASS_INSIDE, 0, 0),
	F_TEXT(struct pick_choice, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 0),
	F_END,
};

static enum err ask_named(
	struct ctx *cx, int64_t org, const char *first, const char *second, struct list *ret)
{
	return db_list(cx->db, cx->a, choice_fields, sizeof(struct pick_choice), ret,
		Q_MEMBER_ROSTER_NAMED, first, second, org, cx->day, cx->known, CHOICES);
}

static enum err ask_whole_name(struct ctx *cx, int64_t org, struct str name, struct list *ret)
{
	const char *word =
		arena_printf(cx->a, "=%s", text_fold(cx->a, arena_strndup(cx->a, name.p, name.n)));

	return ask_named(cx, org, word, word, ret);
}

/* The name, or less of it from the end: what follows it may be a place. */
static enum err ask_name(struct ctx *cx, int64_t org, const struct words *w, struct list *ret)
{
	struct str first = {0};
	size_t n = name_words(w, &first), at = 0;

	*ret = (struct list){NULL, 0, sizeof(struct pick_choice)};
	while (at < w->n && n && w->w[at].p != first.p)
		at++;
	for (; n && !ret->n; n--) {
		const char *end = w->w[at + n - 1].p + w->w[at + n - 1].n;
		TRY(ask_whole_name(cx, org, (struct str){first.p, (size_t)(end - first.p)}, ret));
		if (n == NAME_LEAST)
			break;
	}
	return ERR_OK;
}

/* Nobody has the name: those of the same family and given name may be meant. */
static enum err ask_like(struct ctx *cx, int64_t org, const struct words *w, struct list *ret)
{
	struct str first = {0};
	size_t n = name_words(w, &first), at = 0;
	const char *family, *given;

	if (n < NAME_LEAST)
		return ERR_OK;
	while (w->w[at].p != first.p)
		at++;
	family = text_fold(cx->a, arena_strndup(cx->a, first.p, first.n));
	given = text_fold(cx->a, arena_strndup(cx->a, w->w[at + n - 1].p, w->w[at + n - 1].n));
	return ask_named(cx, org, given, family, ret);
}

static bool same_birth(day_t told, day_t known)
{
	if (day_precision(told) == DAY_YEAR || day_precision(known) == DAY_YEAR)
		return day_year(told) == day_year(known);
	return told == known;
}

/* Those of the same birth, if there are any. */
static void keep_birth(struct ctx *cx, struct list *choices, day_t birth)
{
	const struct pick_choice *c = choices->rows;
	struct pick_choice *kept = arena_array(cx->a, choices->n + 1, sizeof(*kept));
	size_t n = 0;

	for (size_t i = 0; birth && i < choices->n; i++)
		if (c[i].birth_date && same_birth(birth, c[i].birth_date))
			kept[n++] = c[i];
	if (n)
		*choices = (struct list){kept, n, sizeof(*kept)};
}

static enum err ask_number(struct ctx *cx, int64_t org, const char *line, struct picked *ret)
{
	struct roster_row row;
	long long id;
	enum err e;

	TRY(db_list(cx->db, cx->a, choice_fields, sizeof(struct pick_choice), &ret->choices,
		Q_MEMBER_ROSTER_NUMBERED, line, org, cx->day, cx->known, CHOICES));
	if (ret->choices.n || !str_to_int(str_of(line), &id) || id <= 0)
		return ERR_OK;
	e = roster_person(cx, id, org, &row);
	if (!e)
		ret->person = row.person;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err pick_line(struct ctx *cx, int64_t org, const char *line, struct picked *ret)
{
	struct words w = split(line);
	bool sure;

	*ret = (struct picked){.line = line};
	TRY(ask_number(cx, org, line, ret));
	if (ret->person)
		return ERR_OK;
	if (!ret->choices.n)
		TRY(ask_name(cx, org, &w, &ret->choices));
	keep_birth(cx, &ret->choices, birth_in(&w));
	sure = ret->choices.n == 1;
	if (sure)
		ret->person = ((const struct pick_choice *)ret->choices.rows)->person;
	if (!ret->choices.n)
		TRY(ask_like(cx, org, &w, &ret->choices));
	return ERR_OK;
}

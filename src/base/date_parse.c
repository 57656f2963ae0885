/* Days, instants and periods as people and programs write them. */
#include "base/date.h"

enum { PARTS = 3, NO_PIVOT = 0 };

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Takes `most` digits at most from the front; returns how many, their value in *ret. */
static size_t take_digits(struct str *s, size_t most, int *ret)
{
	size_t n = 0;
	int v = 0;

	for (; n < s->n && n < most && digit(s->p[n]); n++)
		v = v * 10 + (s->p[n] - '0');
	if (!n)
		return 0;
	s->p += n;
	s->n -= n;
	*ret = v;
	return n;
}

static bool take_char(struct str *s, char c)
{
	if (!s->n || s->p[0] != c)
		return false;
	s->p++;
	s->n--;
	return true;
}

static bool take_two(struct str *s, int most, int *ret)
{
	return take_digits(s, 2, ret) == 2 && *ret <= most;
}

/* Numbers of a day with one kind of separator between them; blanks beside it do no harm. */
struct pieces {
	int value[PARTS];
	size_t digits[PARTS];
	int n;
};

static bool split_day(struct str s, struct pieces *ret)
{
	char sep = 0;

	for (ret->n = 0; ret->n < PARTS;) {
		size_t *digits = &ret->digits[ret->n];
		*digits = take_digits(&s, 8, &ret->value[ret->n]);
		if (!*digits)
			return false;
		ret->n++;
		s = str_trim(s);
		if (!s.n)
			return true;
		if (!sep && (s.p[0] == '/' || s.p[0] == '-' || s.p[0] == '.'))
			sep = s.p[0];
		if (!sep || !take_char(&s, sep))
			return false;
		s = str_trim(s);
	}
	return false;
}

static bool widen_year(int *year, size_t digits, int pivot_year)
{
	if (digits == 4)
		return true;
	if (digits != 2 || pivot_year <= NO_PIVOT)
		return false;
	*year += pivot_year / 100 * 100 - (*year > pivot_year % 100 ? 100 : 0);
	return true;
}

static bool day_of_pieces(const struct pieces *k, int pivot_year, day_t *ret)
{
	bool year_first = k->digits[0] == 4;
	int last = k->n - 1, year_at = year_first ? 0 : last, mday_at = last - year_at;
	int year = k->value[year_at], month_at = k->n == 3 ? 1 : mday_at;

	if (k->n == 1) {
		*ret = year_first ? year * 10000 : year;
		return year_first || k->digits[0] == 8;
	}
	if (k->digits[mday_at] > 2 || k->digits[month_at] > 2 || k->digits[year_at] > 4)
		return false;
	/* a month alone takes its whole year: 3/16 may be a day without one */
	if (!widen_year(&year, k->digits[year_at], k->n == 3 ? pivot_year : NO_PIVOT))
		return false;
	*ret = year * 10000 + k->value[month_at] * 100 + (k->n == 3 ? k->value[mday_at] : 0);
	return k->n == 3 || k->value[month_at] > 0;
}

bool day_parse(struct str s, int pivot_year, day_t *ret)
{
	struct pieces k = {0};
	day_t d;

	if (!split_day(str_trim(s), &k) || !day_of_pieces(&k, pivot_year, &d) || !day_valid(d))
		return false;
	*ret = d;
	return true;
}

/* A day as programs write it: 2016-12-31. */
static bool take_iso_day(struct str *s, day_t *ret)
{
	int year, month, mday;

	if (take_digits(s, 4, &year) != 4 || !take_char(s, '-') || !take_two(s, 12, &month) ||
		!take_char(s, '-') || !take_two(s, 31, &mday))
		return false;
	*ret = year * 10000 + month * 100 + mday;
	return day_valid(*ret) && day_precision(*ret) == DAY_EXACT;
}

/* Time of day in milliseconds: 23:59, 23:59:59, with a fraction of any length. */
static bool take_time(struct str *s, int64_t *ret)
{
	int hour, minute, second = 0, ms = 0, tenths;

	if (!take_two(s, 23, &hour) || !take_char(s, ':') || !take_two(s, 59, &minute))
		return false;
	if (take_char(s, ':')) {
		if (!take_two(s, 59, &second))
			return false;
		if (take_char(s, '.')) {
			if (!s->n || !digit(s->p[0]))
				return false;
			for (int scale = 100; take_digits(s, 1, &tenths); scale /= 10)
				ms += tenths * scale;
		}
	}
	*ret = ((hour * 60 + minute) * INT64_C(60) + second) * 1000 + ms;
	return true;
}

/* Z, +07:00, -0330: milliseconds east of Greenwich. */
static bool take_offset(struct str *s, int64_t *ret)
{
	int hour, minute, sign = 1;

	*ret = 0;
	if (take_char(s, 'Z') || take_char(s, 'z'))
		return true;
	if (take_char(s, '-'))
		sign = -1;
	else if (!take_char(s, '+'))
		return false;
	if (!take_two(s, 23, &hour))
		return false;
	(void)take_char(s, ':');
	if (!take_two(s, 59, &minute))
		return false;
	*ret = sign * (hour * 60 + minute) * INT64_C(60000);
	return true;
}

static bool parse_instant(struct str s, int64_t *ret)
{
	int64_t time, offset;
	day_t d;

	if (!take_iso_day(&s, &d))
		return false;
	if (!take_char(&s, 'T') && !take_char(&s, 't') && !take_char(&s, ' '))
		return false;
	if (!take_time(&s, &time) || !take_offset(&s, &offset) || s.n)
		return false;
	*ret = day_number(d) * INT64_C(86400000) + time - offset;
	return true;
}

bool ms_parse(struct str s, int64_t *ret)
{
	day_t d;

	s = str_trim(s);
	if (parse_instant(s, ret))
		return true;
	if (!day_parse(s, NO_PIVOT, &d))
		return false;
	*ret = ms_of_day(day_add(day_last(d), 1)) - 1;
	return true;
}

static void months(struct period *p, int year, int first, int last)
{
	p->from = year * 10000 + first * 100 + 1;
	p->to = day_last(year * 10000 + last * 100);
}

/* What stands after "2016-": Q3, H1, 9M, 05, 05-31. */
static bool parse_part(struct str s, int year, struct period *ret)
{
	char letter = s.n ? (char)(s.p[0] | 0x20) : 0;
	struct str rest = s;
	int n, mday = 0;

	if (letter == 'q' || letter == 'h') {
		int length = letter == 'q' ? 3 : 6;
		rest = (struct str){s.p + 1, s.n - 1};
		if (take_digits(&rest, 1, &n) != 1 || rest.n || n < 1 || n * length > 12)
			return false;
		months(ret, year, (n - 1) * length + 1, n * length);
		return true;
	}
	if (!take_digits(&rest, 2, &n) || n < 1 || n > 12)
		return false;
	if (rest.n == 1 && (rest.p[0] | 0x20) == 'm') {
		months(ret, year, 1, n);
		return true;
	}
	if (s.n - rest.n != 2)
		return false;
	months(ret, year, n, n);
	if (!rest.n)
		return true;
	if (!take_char(&rest, '-') || !take_two(&rest, day_mday(ret->to), &mday) || !mday || rest.n)
		return false;
	ret->from = ret->to = year * 10000 + n * 100 + mday;
	return true;
}

static bool parse_iso(struct str s, struct period *ret)
{
	int year;

	if (take_digits(&s, 4, &year) != 4 || !day_valid(year * 10000))
		return false;
	if (!s.n) {
		months(ret, year, 1, 12);
		return true;
	}
	return take_char(&s, '-') && parse_part(s, year, ret);
}

/* 31/05/2016, 5/2016: as days are written elsewhere. */
static bool parse_days(struct str s, struct period *ret)
{
	day_t d;

	if (!day_parse(s, NO_PIVOT, &d))
		return false;
	*ret = (struct period){day_first(d), day_last(d)};
	return true;
}

/* ---- as people say it: "Quý III/2016", "tháng 3 năm 2016" ---- */

struct said {
	const char *word;
	int value;
};

/* A capital with a mark is another character; a word that begins another comes after it. */
static const struct said units[] = {{"năm", 12}, {"nĂm", 12}, {"nam", 12}, {"year", 12}, {"quý", 3},
	{"quÝ", 3}, {"qúy", 3}, {"quy", 3}, {"quarter", 3}, {"q", 3}, {"tháng", 1}, {"thÁng", 1},
	{"thang", 1}, {"month", 1}, {NULL, 0}};
static const struct said romans[] = {{"iv", 4}, {"iii", 3}, {"ii", 2}, {"i", 1}, {NULL, 0}};
static const struct said of_year[] = {{"năm", 1}, {"nĂm", 1}, {"nam", 1}, {"of", 1}, {NULL, 0}};

static bool starts_with(struct str s, const char *word)
{
	size_t n = strlen(word);

	if (s.n < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = s.p[i];
		if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != word[i])
			return false;
	}
	return true;
}

/* Its value, 0 if none of them comes next. */
static int take_said(struct str *s, const struct said *words)
{
	for (; words->word; words++)
		if (starts_with(*s, words->word)) {
			size_t n = strlen(words->word);
			*s = str_trim((struct str){s->p + n, s->n - n});
			return words->value;
		}
	return 0;
}

/* Which of them, and what stands between it and its year: "III/", "3 năm ", "3 ". */
static bool take_ordinal(struct str *s, int *ret)
{
	int roman = take_said(s, romans);
	size_t left;

	*ret = roman;
	if (!roman && !take_digits(s, 2, ret))
		return false;
	left = s->n;
	*s = str_trim(*s);
	if (take_char(s, '/') || take_char(s, '-') || take_char(s, '.'))
		*s = str_trim(*s);
	(void)take_said(s, of_year);
	return roman || s->n < left; /* 2 and 016 are no number and no year */
}

static bool parse_said(struct str s, struct period *ret)
{
	int length = take_said(&s, units), n = 1, year;

	if (!length || (length < 12 && !take_ordinal(&s, &n)))
		return false;
	if (n < 1 || n * length > 12 || take_digits(&s, 4, &year) != 4 || s.n ||
		!day_valid(year * 10000))
		return false;
	months(ret, year, (n - 1) * length + 1, n * length);
	return true;
}

static bool parse_single(struct str s, struct period *ret)
{
	s = str_trim(s);
	return parse_iso(s, ret) || parse_days(s, ret) || parse_said(s, ret);
}

/* Cuts at the first "..": what is left of it; without one everything, and *rest has no p. */
static struct str cut_dots(struct str *rest)
{
	struct str s = *rest;

	for (size_t i = 0; i + 1 < s.n; i++)
		if (s.p[i] == '.' && s.p[i + 1] == '.') {
			*rest = (struct str){s.p + i + 2, s.n - i - 2};
			return (struct str){s.p, i};
		}
	*rest = (struct str){0};
	return s;
}

bool period_parse(struct str s, struct period *ret)
{
	struct period from, to;
	struct str right = s, left = cut_dots(&right);

	if (!parse_single(left, &from))
		return false;
	to = from;
	if (right.p && !parse_single(right, &to))
		return false;
	if (from.from > to.to)
		return false;
	*ret = (struct period){from.from, to.to};
	return true;
}

#include "member/member_import_find.h"

#include "base/text.h"
#include "member/member_double.h"
#include "member/member_import.h"

#include <stdio.h>

enum { HITS = 100, LISTED = 4, LIST = 400 };

struct search {
	struct ctx *cx;
	const struct find_ask *ask;
	const char *key; /* the name folded; NULL: none */
	const struct member_double *hit[HITS];
	size_t n;
};

/* ---- who may be meant ---- */

static bool same_name(const struct search *s, const struct member_double *h)
{
	return s->key && text_eq(s->key, text_fold(s->cx->a, h->full_name));
}

static bool is_name_hit(enum double_kind kind)
{
	return kind == DOUBLE_BIRTH || kind == DOUBLE_YEAR || kind == DOUBLE_UNKNOWN ||
	       kind == DOUBLE_NUMBER || kind == DOUBLE_CITIZEN;
}

/* A name that they had once is as good; a birth told less exactly may be the one known. */
static bool by_name(const struct search *s, const struct member_double *h)
{
	return is_name_hit(h->kind) && (h->kind != DOUBLE_NUMBER || same_name(s, h)) &&
	       muster_birth_fits(h->birth_date, s->ask->birth_date);
}

static bool by_number(const struct search *s, const struct member_double *h)
{
	(void)s;
	return h->kind == DOUBLE_NUMBER;
}

static void sift(struct search *s, const struct list *hits,
	bool (*fits)(const struct search *s, const struct member_double *h))
{
	const struct member_double *h = hits->rows;

	s->n = 0;
	for (size_t i = 0; i < hits->n; i++)
		if (fits(s, &h[i]))
			s->hit[s->n++] = &h[i];
}

/* ---- telling those apart who look alike ---- */

static enum err cell_on(struct ctx *cx, int64_t person, day_t day, int64_t *ret)
{
	struct member_spell s = {0};
	enum err e = member_spell_on(cx, person, day, &s);

	*ret = e ? 0 : s.cell;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* In the cell of the row, on its day or the day before it. */
static enum err in_cell(const struct search *s, const struct member_double *h, bool *ret)
{
	int64_t cell;

	TRY(cell_on(s->cx, h->person, s->ask->day, &cell));
	if (cell != s->ask->cell)
		TRY(cell_on(s->cx, h->person, day_add(s->ask->day, -1), &cell));
	*ret = cell == s->ask->cell;
	return ERR_OK;
}

static enum err in_reach(const struct search *s, const struct member_double *h, bool *ret)
{
	int64_t cell;

	*ret = false;
	TRY(cell_on(s->cx, h->person, s->ask->day, &cell));
	return cell ? tree_is_below(s->cx, cell, s->ask->under, s->ask->day, ret) : ERR_OK;
}

static enum err exact_birth(const struct search *s, const struct member_double *h, bool *ret)
{
	*ret = h->birth_date && h->birth_date == s->ask->birth_date;
	return ERR_OK;
}

/* Keeps those that fit better, if any do. */
static enum err prefer(struct search *s,
	enum err (*fits)(const struct search *s, const struct member_double *h, bool *ret),
	bool must_fit)
{
	const struct member_double *kept[HITS];
	size_t n = 0;
	bool yes;

	if (s->n < 2 && !must_fit)
		return ERR_OK;
	for (size_t i = 0; i < s->n; i++) {
		TRY(fits(s, s->hit[i], &yes));
		if (yes)
			kept[n++] = s->hit[i];
	}
	if (n || must_fit) {
		memcpy(s->hit, kept, n * sizeof(*kept));
		s->n = n;
	}
	return ERR_OK;
}

static enum err narrow(struct search *s)
{
	if (s->ask->under)
		TRY(prefer(s, in_reach, true));
	TRY(prefer(s, exact_birth, false));
	return s->ask->cell ? prefer(s, in_cell, false) : ERR_OK;
}

/* ---- the answer ---- */

static const char *listed(const struct search *s)
{
	char list[LIST] = "", day[DAY_TEXT];

	for (size_t i = 0; i < s->n && i < LISTED; i++) {
		size_t n = strlen(list);
		snprintf(list + n, LIST - n, "%s%s %s%s%s", n ? "; " : "", s->hit[i]->full_name,
			day_print(day, s->hit[i]->birth_date), s->hit[i]->member_no ? ", " : "",
			s->hit[i]->member_no ? s->hit[i]->member_no : "");
	}
	return arena_strdup(s->cx->a, list);
}

static void answer(const struct search *s, const char *field, struct find_found *ret)
{
	const struct member_double *h = s->n ? s->hit[0] : NULL;

	*ret = (struct find_found){.field = field};
	if (s->n == 1) {
		ret->person = h->person;
		ret->full_name = h->full_name;
		ret->member_no = h->member_no;
	} else if (s->n) {
		ret->why = M_IMPORT_PERSON_SEVERAL;
		ret->arg[0] = listed(s);
	} else {
		ret->why = M_IMPORT_NO_PERSON;
		ret->arg[0] = text_eq(field, "member_no") ? s->ask->member_no : s->ask->full_name;
	}
}

/* A number may be written down wrong: the name must not speak against it, nor the birth. */
static bool contradicts(const struct search *s, const struct member_double *h)
{
	return s->key && !same_name(s, h) &&
	       (!s->ask->birth_date || h->birth_date != s->ask->birth_date);
}

static enum err find_number(struct search *s, const struct list *hits, struct find_found *ret)
{
	const struct member_double *hit;

	sift(s, hits, by_number);
	TRY(narrow(s));
	answer(s, "member_no", ret);
	hit = s->n ? s->hit[0] : NULL;
	if (ret->person && hit && contradicts(s, hit))
		*ret = (struct find_found){.field = "member_no",
			.why = M_IMPORT_NUMBER_OTHER,
			.arg = {s->ask->member_no, hit->full_name}};
	return ERR_OK;
}

static enum err find_name(struct search *s, const struct list *hits, struct find_found *ret)
{
	sift(s, hits, by_name);
	TRY(narrow(s));
	answer(s, "full_name", ret);
	return ERR_OK;
}

static enum err find(struct ctx *cx, const struct find_ask *ask, struct find_found *ret)
{
	struct search s = {.cx = cx, .ask = ask};
	struct list hits;

	s.key = text_empty(ask->full_name) ? NULL : text_fold(cx->a, ask->full_name);
	TRY(member_double_hits(cx,
		&(struct double_ask){.full_name = ask->full_name,
			.birth_date = ask->birth_date,
			.member_no = ask->member_no},
		HITS, &hits));
	if (!text_empty(ask->member_no)) {
		TRY(find_number(&s, &hits, ret));
		if (s.n || !s.key)
			return ERR_OK;
	}
	return find_name(&s, &hits, ret);
}

/* A text that outlives what was rewound. */
static const char *kept(struct arena *a, char out[LIST], const char *text, bool back)
{
	if (!text)
		return NULL;
	if (back)
		return arena_strdup(a, out);
	snprintf(out, LIST, "%s", text);
	return text;
}

enum err member_any(struct ctx *cx, bool *ret)
{
	int64_t n;

	TRY(db_number(cx->db, &n, 0, Q_MEMBER_IMPORT_ANY));
	*ret = n != 0;
	return ERR_OK;
}

/* A file asks a hundred thousand times: only the answer stays. */
enum err member_meant(struct ctx *cx, const struct find_ask *ask, struct find_found *ret)
{
	struct arena_mark m = arena_mark(cx->a);
	char text[4][LIST];

	*ret = (struct find_found){.field = "full_name", .why = M_IMPORT_NO_HOLDER};
	if (text_empty(ask->member_no) && text_empty(ask->full_name))
		return ERR_OK;
	TRY(find(cx, ask, ret));
	for (int back = 0; back < 2; back++) {
		ret->full_name = kept(cx->a, text[0], ret->full_name, back);
		ret->member_no = kept(cx->a, text[1], ret->member_no, back);
		ret->arg[0] = kept(cx->a, text[2], ret->arg[0], back);
		ret->arg[1] = kept(cx->a, text[3], ret->arg[1], back);
		if (!back)
			arena_rewind(cx->a, m);
	}
	return ERR_OK;
}

#include "member/member_double.h"

#include "base/text.h"
#include "core/clearance.h"

enum { WORDS = 12, FORM_HITS = 10, LOOKED_AT = 200 };

/* What a page shows of a hit within reach. */
const struct field member_double_fields[] = {
	F_ID(struct member_double, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_TEXT(struct member_double, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 100),
	F_DAY(struct member_double, birth_date, M_FIELD_BIRTH_DATE, CLASS_PERSONAL, 0),
	F_TEXT(struct member_double, member_no, M_FIELD_MEMBER_NO, CLASS_INSIDE, 0, 40),
	F_TEXT(struct member_double, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 200),
	F_TEXT(struct member_double, why, M_FIELD_DOUBLE_WHY, CLASS_INSIDE, 0, 200),
	F_URL(struct member_double, href, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

/* A row of the statement: what was hit (1 number, 2 citizen number, 3 name, 4 its parts). */
struct hit_row {
	int64_t hit, person;
	const char *full_name, *member_no, *citizen_no;
	day_t birth_date;
};

static const struct field hit_fields[] = {
	F_INT(struct hit_row, hit, M_FIELD_SEQ, CLASS_INSIDE, FF_HIDDEN, 0),
	F_ID(struct hit_row, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_TEXT(struct hit_row, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, 0, 100),
	F_TEXT(struct hit_row, member_no, M_FIELD_MEMBER_NO, CLASS_INSIDE, 0, 40),
	F_TEXT(struct hit_row, citizen_no, M_FIELD_CITIZEN_NO, CLASS_SENSITIVE, 0, 12),
	F_DAY(struct hit_row, birth_date, M_FIELD_BIRTH_DATE, CLASS_PERSONAL, 0),
	F_END,
};

/* ---- keys ---- */

/* The words from..n, then those before: "an nguyen van" of "nguyen van an" and 2. */
static const char *rotated(struct arena *a, const char **words, int n, int from)
{
	const char *s = words[from];

	for (int i = 1; i < n; i++)
		s = arena_printf(a, "%s %s", s, words[(from + i) % n]);
	return s;
}

/* First and last word exchanged. */
static const char *exchanged(struct arena *a, const char **words, int n)
{
	const char *s = words[n - 1];

	for (int i = 1; i < n - 1; i++)
		s = arena_printf(a, "%s %s", s, words[i]);
	return arena_printf(a, "%s %s", s, words[0]);
}

struct double_key member_double_key(struct arena *a, const char *full_name)
{
	const char *words[WORDS];
	struct double_key k = {.whole = text_fold(a, full_name ? full_name : "")};
	int n = text_words(a, k.whole, words, WORDS);

	if (n < 2)
		return k;
	k.swap[0] = rotated(a, words, n, n - 1);
	if (n > 2) {
		k.swap[1] = rotated(a, words, n, 1);
		k.swap[2] = exchanged(a, words, n);
	}
	return k;
}

/* ---- comparing ---- */

static bool same_number(const char *a, const char *b)
{
	return !text_empty(a) && text_eq(a, b);
}

static bool is_swap(const struct double_key *a, const char *whole)
{
	for (int i = 0; i < DOUBLE_SWAPS; i++)
		if (a->swap[i] && text_eq(a->swap[i], whole))
			return true;
	return false;
}

/* One digit differs, or day and month stand for each other. */
static bool one_off(day_t a, day_t b)
{
	char one[DAY_TEXT], two[DAY_TEXT];
	int off = 0;

	if (day_precision(a) != DAY_EXACT || day_precision(b) != DAY_EXACT)
		return false;
	if (day_year(a) == day_year(b) && day_month(a) == day_mday(b) &&
		day_mday(a) == day_month(b))
		return true;
	day_print_iso(one, a);
	day_print_iso(two, b);
	for (int i = 0; one[i] && two[i]; i++)
		off += one[i] != two[i];
	return off == 1;
}

static enum double_kind same_name(day_t a, day_t b)
{
	if (!a || !b)
		return DOUBLE_UNKNOWN;
	if (a == b)
		return DOUBLE_BIRTH;
	if (one_off(a, b))
		return DOUBLE_DIGIT;
	return day_year(a) == day_year(b) ? DOUBLE_YEAR : DOUBLE_NONE;
}

enum double_kind member_double_compare(const struct double_ask *a, const struct double_key *ka,
	const struct double_ask *b, const struct double_key *kb)
{
	if (same_number(a->member_no, b->member_no))
		return DOUBLE_NUMBER;
	if (same_number(a->citizen_no, b->citizen_no))
		return DOUBLE_CITIZEN;
	if (*ka->whole && text_eq(ka->whole, kb->whole))
		return same_name(a->birth_date, b->birth_date);
	if (a->birth_date && a->birth_date == b->birth_date && is_swap(ka, kb->whole))
		return DOUBLE_SWAPPED;
	return DOUBLE_NONE;
}

static enum double_kind kind_of(const struct double_ask *ask, const struct hit_row *r)
{
	switch (r->hit) {
	case 1:
		return DOUBLE_NUMBER;
	case 2:
		return DOUBLE_CITIZEN;
	case 3:
		return same_name(ask->birth_date, r->birth_date);
	default:
		return ask->birth_date && ask->birth_date == r->birth_date ? DOUBLE_SWAPPED
									   : DOUBLE_NONE;
	}
}

/* ---- finding ---- */

/* By how sure it is, a person once. */
static size_t keep(struct member_double *rows, size_t n, size_t max, struct member_double one)
{
	size_t at = n;

	for (size_t i = 0; i < n; i++) {
		if (rows[i].person != one.person)
			continue;
		if (rows[i].kind <= one.kind)
			return n;
		memmove(&rows[i], &rows[i + 1], (n - i - 1) * sizeof(*rows));
		n--;
		break;
	}
	for (at = n; at && rows[at - 1].kind > one.kind; at--)
		;
	if (at == max)
		return n;
	n -= n == max;
	memmove(&rows[at + 1], &rows[at], (n - at) * sizeof(*rows));
	rows[at] = one;
	return n + 1;
}

static const char *word_of(struct arena *a, const char *folded)
{
	return text_empty(folded) ? NULL : arena_printf(a, "=%s", folded);
}

static const char *number_of(const char *s)
{
	return text_empty(s) ? NULL : s;
}

enum err member_double_hits(
	struct ctx *cx, const struct double_ask *ask, size_t max, struct list *ret)
{
	struct double_key k = member_double_key(cx->a, ask->full_name);
	struct member_double *rows = arena_array(cx->a, max + 1, sizeof(*rows));
	struct hit_row r;
	struct cursor c;
	size_t n = 0;

	TRY(db_query(cx->db, &c, Q_MEMBER_DOUBLE_FIND, word_of(cx->a, k.whole),
		word_of(cx->a, k.swap[0]), word_of(cx->a, k.swap[1]), word_of(cx->a, k.swap[2]),
		ask->birth_date, number_of(ask->member_no), number_of(ask->citizen_no),
		cx->say.today, (int64_t)LOOKED_AT));
	while (db_next(&c)) {
		enum double_kind kind;
		db_row(&c, cx->a, hit_fields, &r);
		kind = kind_of(ask, &r);
		if (kind == DOUBLE_NONE || r.person == ask->person)
			continue;
		n = keep(rows, n, max,
			(struct member_double){.kind = kind,
				.person = r.person,
				.full_name = r.full_name,
				.member_no = r.member_no,
				.citizen_no = r.citizen_no,
				.birth_date = r.birth_date});
	}
	*ret = (struct list){rows, n, sizeof(*rows)};
	return db_end(&c);
}

/* ---- for people ---- */

enum msg member_double_why(enum double_kind kind)
{
	static const enum msg why[] = {[DOUBLE_NONE] = M_NONE,
		[DOUBLE_NUMBER] = M_DOUBLE_NUMBER,
		[DOUBLE_CITIZEN] = M_DOUBLE_CITIZEN,
		[DOUBLE_BIRTH] = M_DOUBLE_BIRTH,
		[DOUBLE_SWAPPED] = M_DOUBLE_SWAPPED,
		[DOUBLE_DIGIT] = M_DOUBLE_DIGIT,
		[DOUBLE_YEAR] = M_DOUBLE_YEAR,
		[DOUBLE_UNKNOWN] = M_DOUBLE_UNKNOWN};

	return why[kind];
}

/* The cell, and the reason in words that tell nothing which may not be seen of its people. */
static enum err describe(struct ctx *cx, struct member_double *row)
{
	struct member_spell s = {0};
	struct org_spell cell = {0};
	enum field_class most;
	enum err e = member_spell_on(cx, row->person, cx->say.today, &s);

	if (e && e != ERR_NOT_FOUND)
		return e;
	TRY(clearance_of(cx, s.cell, cx->say.today, &most));
	if (row->kind == DOUBLE_CITIZEN && most < CLASS_SENSITIVE)
		row->why = msg_text(cx->say.lang, M_DOUBLE_UNSEEN);
	e = s.cell ? tree_spell_near(cx, s.cell, cx->say.today, &cell) : ERR_NOT_FOUND;
	if (!e)
		row->cell_name = cell.name;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err member_doubles(struct ctx *cx, const struct double_ask *ask, struct list *ret)
{
	struct member_double *rows;

	TRY(member_double_hits(cx, ask, FORM_HITS, ret));
	rows = (struct member_double *)ret->rows;
	for (size_t i = 0; i < ret->n; i++) {
		bool within;
		TRY(member_allowed(cx, PERM_MEMBER_READ, rows[i].person, &within));
		rows[i].within = within;
		rows[i].why = msg_text(cx->say.lang, member_double_why(rows[i].kind));
		rows[i].href = member_href(cx, rows[i].person, "");
		if (rows[i].within)
			TRY(describe(cx, &rows[i]));
	}
	return ERR_OK;
}

/* Those within reach go to the front; how many they are. */
static size_t near_first(struct arena *a, struct list hits, struct list *ret)
{
	const struct member_double *h = hits.rows;
	struct member_double *near = arena_array(a, hits.n + 1, sizeof(*near));
	size_t n = 0;

	for (size_t i = 0; i < hits.n; i++)
		if (h[i].within)
			near[n++] = h[i];
	*ret = (struct list){near, n, sizeof(*near)};
	return n;
}

enum err member_double_warn(
	struct ctx *cx, const struct double_ask *ask, int checked, struct doc *d)
{
	struct list hits, near;

	TRY(member_doubles(cx, ask, &hits));
	if (!hits.n)
		return ERR_OK;
	if (near_first(cx->a, hits, &near)) {
		doc_table(d, "doubles", M_DOUBLE_TITLE, member_double_fields, near);
		doc_look(d, "doubles", 0);
	}
	if (near.n < hits.n)
		doc_note(d, DOC_WARN, msg_text(cx->say.lang, M_DOUBLE_ELSEWHERE));
	if (checked)
		return ERR_OK;
	return cx_fault(
		cx, ERR_REFUSED, "checked", near.n ? M_DOUBLE_CHECK : M_DOUBLE_CHECK_ELSEWHERE);
}

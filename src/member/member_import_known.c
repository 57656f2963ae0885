/*
 * member_import_known.c: which row of a roster is which person of the register.
 *
 * Cell by cell: everybody who ever was in it is read with two statements. A row is somebody of them
 * with the same number, or the same name and birth; or, where one of the births is less exact, the
 * only one of that name. Whom the cell does not have is looked for in the whole register: of the
 * same name and birth, they have moved; what only resembles is a doubt, and a new person.
 */
#include "base/map.h"
#include "base/text.h"
#include "member/member_double.h"
#include "member/member_import.h"

enum { HITS = 8 };

struct people_row {
	int64_t person, txn, cell;
	day_t from_day, to_day;
	const char *full_name, *other_name;
	day_t birth_date;
	const char *sex, *ethnicity, *religion, *native_place, *residence, *phone, *citizen_no,
		*schooling, *degree, *theory_level, *occupation, *youth_union, *village_code,
		*member_no, *note;
	day_t spell_from;
	int counted, exempt, away, suspended;
	const char *status;
};

#define ROW	    struct people_row
#define ROW_TEXT(m) F_TEXT(ROW, m, M_FIELD_NOTE, CLASS_PERSONAL, 0, 0)
static const struct field people_fields[] = {
	F_ID(ROW, person, M_FIELD_ID, CLASS_INSIDE, 0, "person"),
	F_ID(ROW, txn, M_FIELD_TXN, CLASS_INSIDE, 0, "txn"),
	F_ID(ROW, cell, M_FIELD_CELL, CLASS_INSIDE, 0, "org"),
	F_DAY(ROW, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(ROW, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0), ROW_TEXT(full_name),
	ROW_TEXT(other_name), F_DAY(ROW, birth_date, M_FIELD_BIRTH_DATE, CLASS_PERSONAL, 0),
	ROW_TEXT(sex), ROW_TEXT(ethnicity), ROW_TEXT(religion), ROW_TEXT(native_place),
	ROW_TEXT(residence), ROW_TEXT(phone), ROW_TEXT(citizen_no), ROW_TEXT(schooling),
	ROW_TEXT(degree), ROW_TEXT(theory_level), ROW_TEXT(occupation), ROW_TEXT(youth_union),
	ROW_TEXT(village_code), ROW_TEXT(member_no), ROW_TEXT(note),
	F_DAY(ROW, spell_from, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_BOOL(ROW, counted, M_FIELD_COUNTED, CLASS_INSIDE, 0),
	F_BOOL(ROW, exempt, M_FIELD_EXEMPT, CLASS_INSIDE, 0),
	F_BOOL(ROW, away, M_FIELD_AWAY, CLASS_INSIDE, 0),
	F_BOOL(ROW, suspended, M_FIELD_SUSPENDED, CLASS_INSIDE, 0), ROW_TEXT(status), F_END};

/* ---- reading ---- */

static struct person person_of(const struct people_row *r)
{
	return (struct person){.person = r->person,
		.txn = r->txn,
		.from_day = r->from_day,
		.to_day = r->to_day,
		.full_name = r->full_name,
		.other_name = r->other_name,
		.birth_date = r->birth_date,
		.sex = r->sex,
		.ethnicity = r->ethnicity,
		.religion = r->religion,
		.native_place = r->native_place,
		.residence = r->residence,
		.phone = r->phone,
		.citizen_no = r->citizen_no,
		.schooling = r->schooling,
		.degree = r->degree,
		.theory_level = r->theory_level,
		.occupation = r->occupation,
		.youth_union = r->youth_union,
		.village_code = r->village_code,
		.member_no = r->member_no,
		.note = r->note};
}

static struct muster_known known_of(struct muster *w, const struct people_row *r)
{
	return (struct muster_known){.p = person_of(r),
		.s = {.person = r->person,
			.cell = r->cell,
			.from_day = r->spell_from,
			.counted = r->counted,
			.status = r->status,
			.exempt = r->exempt,
			.away = r->away,
			.suspended = r->suspended},
		.key = text_fold(w->cx->a, r->full_name)};
}

/* Both lists are in the order of persons. */
static void share_facts(struct muster_known *known, size_t n, const struct list *facts)
{
	const struct member_fact *f = facts->rows;
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		while (at < facts->n && f[at].person < known[i].p.person)
			at++;
		known[i].facts = f + at;
		while (at < facts->n && f[at].person == known[i].p.person) {
			known[i].n++;
			at++;
		}
	}
}

static enum err read_cell(struct muster *w, int64_t cell, struct muster_known **ret, size_t *ret_n)
{
	struct ctx *cx = w->cx;
	struct list people, facts;
	const struct people_row *row;

	*ret_n = 0;
	*ret = NULL;
	if (!w->persons)
		return ERR_OK;
	TRY(db_list(cx->db, cx->a, people_fields, sizeof(*row), &people, Q_MEMBER_IMPORT_PEOPLE,
		cell, w->day, KNOWN_NOW));
	TRY(db_list(cx->db, cx->a, member_fact_fields, sizeof(struct member_fact), &facts,
		Q_MEMBER_IMPORT_FACTS, cell, KNOWN_NOW));
	*ret = arena_array(cx->a, people.n, sizeof(**ret));
	row = people.rows;
	for (size_t i = 0; i < people.n; i++)
		(*ret)[i] = known_of(w, &row[i]);
	share_facts(*ret, people.n, &facts);
	*ret_n = people.n;
	return ERR_OK;
}

enum err muster_known_of(struct muster *w, int64_t person, struct muster_known *ret)
{
	struct list facts;
	enum err e;

	*ret = (struct muster_known){0};
	TRY(member_person(w->cx, person, w->day, &ret->p));
	e = member_spell_on(w->cx, person, w->day, &ret->s);
	if (e && e != ERR_NOT_FOUND)
		return e;
	TRY(member_facts(w->cx, person, &facts));
	ret->facts = facts.rows;
	ret->n = facts.n;
	ret->key = text_fold(w->cx->a, ret->p.full_name);
	return ERR_OK;
}

/* ---- recognising within the cell ---- */

struct cell_work {
	struct muster *w;
	struct muster_row **rows;
	size_t n, known_n;
	struct muster_known *known;
	const struct muster_known **is; /* of each row: who it is, or NULL */
};

typedef bool fits(const struct muster_row *r, const struct muster_known *k);

static bool by_number(const struct muster_row *r, const struct muster_known *k)
{
	return !text_empty(r->in->member_no) && text_eq(r->in->member_no, k->p.member_no) &&
	       (text_eq(r->key, k->key) ||
		       (r->in->birth_date && r->in->birth_date == k->p.birth_date));
}

/* Two numbers that differ are of two persons, whatever they are called. */
static bool numbers_agree(const struct muster_row *r, const struct muster_known *k)
{
	return text_empty(r->in->member_no) || text_empty(k->p.member_no) ||
	       text_eq(r->in->member_no, k->p.member_no);
}

static bool by_birth(const struct muster_row *r, const struct muster_known *k)
{
	return r->in->birth_date == k->p.birth_date && text_eq(r->key, k->key);
}

static bool by_fitting_birth(const struct muster_row *r, const struct muster_known *k)
{
	return text_eq(r->key, k->key) && numbers_agree(r, k) &&
	       muster_birth_fits(r->in->birth_date, k->p.birth_date);
}

static size_t count_rows(const struct cell_work *cw, fits *fit, const struct muster_known *k)
{
	size_t n = 0;

	for (size_t i = 0; i < cw->n; i++)
		n += !cw->is[i] && fit(cw->rows[i], k);
	return n;
}

/* Those who stand in the cell now are meant before those who once did. */
static struct muster_known *candidate(
	struct cell_work *cw, const struct muster_row *r, fits *fit, bool alone)
{
	struct muster_known *found = NULL;
	size_t n = 0;

	for (size_t i = 0; i < cw->known_n; i++) {
		struct muster_known *k = &cw->known[i];
		bool here = k->s.counted && k->s.cell == r->life->org;
		if (k->row || !fit(r, k))
			continue;
		n++;
		if (!found || here)
			found = k;
	}
	return alone && (n > 1 || (found && count_rows(cw, fit, found) > 1)) ? NULL : found;
}

static void recognise(struct cell_work *cw, fits *fit, bool alone)
{
	for (size_t i = 0; i < cw->n; i++) {
		struct muster_known *k = cw->is[i] ? NULL : candidate(cw, cw->rows[i], fit, alone);
		if (!k)
			continue;
		k->row = cw->rows[i];
		cw->is[i] = k;
		cw->rows[i]->person = k->p.person;
		map_put(cw->w->taken, map_id(&k->p.person), (void *)k->row);
	}
}

/* ---- recognising in the whole register ---- */

struct elsewhere {
	int64_t person; /* moved; 0: nobody */
	size_t sure;
	const struct member_double *like; /* resembles */
};

static bool contradicts(const struct muster_row *r, const struct member_double *h)
{
	const struct muster_line *in = r->in;

	return (!text_empty(in->member_no) && !text_empty(h->member_no) &&
		       !text_eq(in->member_no, h->member_no)) ||
	       (!text_empty(in->citizen_no) && !text_empty(h->citizen_no) &&
		       !text_eq(in->citizen_no, h->citizen_no));
}

static bool is_sure(struct muster *w, const struct muster_row *r, const struct member_double *h)
{
	const struct muster_line *in = r->in;
	bool name = text_eq(r->key, text_fold(w->cx->a, h->full_name));
	bool birth = in->birth_date && in->birth_date == h->birth_date;

	if (h->kind == DOUBLE_NUMBER)
		return name || birth;
	return name && birth && day_precision(in->birth_date) == DAY_EXACT && !contradicts(r, h);
}

/* Namesakes of one year are many in a country: they count within the cell only. */
static enum err resembles(
	struct muster *w, const struct muster_row *r, const struct member_double *h, bool *ret)
{
	struct member_spell s;
	enum err e;

	*ret = h->kind <= DOUBLE_SWAPPED;
	if (*ret)
		return ERR_OK;
	e = member_spell_on(w->cx, h->person, w->day, &s);
	*ret = !e && s.cell == r->life->org && s.counted;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err look_elsewhere(struct muster *w, const struct muster_row *r, struct elsewhere *ret)
{
	const struct member_double *h;
	struct list hits;
	bool like;

	*ret = (struct elsewhere){0};
	TRY(member_double_hits(w->cx,
		&(struct double_ask){.full_name = r->in->full_name,
			.birth_date = r->in->birth_date,
			.member_no = r->in->member_no,
			.citizen_no = r->in->citizen_no},
		HITS, &hits));
	h = hits.rows;
	for (size_t i = 0; i < hits.n; i++) {
		if (map_get(w->taken, map_id(&h[i].person)))
			continue;
		TRY(resembles(w, r, &h[i], &like));
		if (like && !ret->like)
			ret->like = &h[i];
		if (!is_sure(w, r, &h[i]))
			continue;
		ret->sure++;
		ret->person = h[i].person;
	}
	return ERR_OK;
}

/* Of people beyond one's reach nothing is told but that they are there. */
static enum err doubt(struct muster *w, const struct muster_row *r, const struct member_double *h)
{
	const struct org_life *life;
	struct member_spell s = {0};
	enum err e = member_spell_on(w->cx, h->person, w->day, &s);
	bool yes = false;

	if (e && e != ERR_NOT_FOUND)
		return e;
	if (s.cell)
		TRY(import_over(w->im, s.cell, &yes));
	else
		yes = w->cx->actor->is_operator;
	if (!yes) {
		import_doubt(w->im, r->i, "full_name", M_IMPORT_DOUBLE_AWAY, NULL, NULL);
		return ERR_OK;
	}
	TRY(lives_get(member_plan_lives(w->p), s.cell, &life));
	import_doubt(w->im, r->i, "full_name", M_IMPORT_DOUBLE_KNOWN,
		msg_text(w->cx->say.lang, member_double_why(h->kind)),
		arena_printf(w->cx->a, "%s, %s", h->full_name,
			muster_who(w, h->birth_date, s.cell ? muster_cell_name(life) : NULL)));
	return ERR_OK;
}

/* May this row move the person? Both ends must be within reach. */
static enum err may_move(struct muster *w, int64_t person, bool *ret)
{
	struct member_spell s = {0};
	enum err e = member_spell_on(w->cx, person, w->day, &s);

	*ret = !e;
	if (!e && s.cell)
		return import_over(w->im, s.cell, ret);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err take_stranger(struct muster *w, struct muster_row *r)
{
	struct muster_known *k = arena_new_of(w->cx->a, struct muster_known);
	struct elsewhere other = {0};
	bool yes = false;

	if (w->persons)
		TRY(look_elsewhere(w, r, &other));
	if (other.sure == 1)
		TRY(may_move(w, other.person, &yes));
	if (!yes) {
		if (other.like)
			TRY(doubt(w, r, other.like));
		return muster_take_new(w, r);
	}
	r->person = other.person;
	map_put(w->taken, map_id(&r->person), r);
	TRY(muster_known_of(w, other.person, k));
	return muster_differ(w, r, k);
}

/* ---- one cell ---- */

/* Members of the cell whom no row names, once every row of the file has found its own. */
struct missing {
	struct missing *next;
	int64_t person;
	const char *name, *who;
};

static void note_missing(struct cell_work *cw)
{
	struct muster *w = cw->w;

	for (size_t i = 0; i < cw->known_n; i++) {
		const struct muster_known *k = &cw->known[i];
		struct missing *m;
		if (k->row || !k->s.counted || k->s.cell != cw->rows[0]->life->org)
			continue;
		m = arena_new_of(w->cx->a, struct missing);
		*m = (struct missing){NULL, k->p.person, k->p.full_name,
			muster_who(w, k->p.birth_date, muster_cell_name(cw->rows[0]->life))};
		*w->missing_end = m;
		w->missing_end = &m->next;
	}
}

enum err muster_recognise_cell(struct muster *w, size_t from, size_t to)
{
	struct cell_work cw = {.w = w, .rows = w->order + from, .n = to - from};

	TRY(read_cell(w, cw.rows[0]->life->org, &cw.known, &cw.known_n));
	if (!cw.known_n)
		return ERR_OK;
	cw.is = arena_array(w->cx->a, cw.n, sizeof(*cw.is));
	recognise(&cw, by_number, false);
	recognise(&cw, by_birth, false);
	recognise(&cw, by_fitting_birth, true);
	for (size_t i = 0; i < cw.n; i++)
		cw.rows[i]->known = cw.is[i];
	note_missing(&cw);
	return ERR_OK;
}

enum err muster_take_row(struct muster *w, struct muster_row *r)
{
	if (r->known)
		return muster_differ(w, r, r->known);
	return take_stranger(w, r);
}

void muster_tell_missing(struct muster *w)
{
	/* of a part of a file nothing can be said about the rest */
	for (const struct missing *m = w->missing; m && text_empty(w->im->opt.rows); m = m->next)
		if (!map_get(w->taken, map_id(&m->person)))
			import_change(
				w->im, IMPORT_NO_ROW, IMPORT_MISSING, m->name, NULL, m->who, NULL);
}

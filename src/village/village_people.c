#include "village/village_people.h"

#include "base/map.h"
#include "org/org.h"
#include "village/village_follow.h"

struct person_row {
	int64_t person, cell;
	const char *full_name, *status, *cell_name, *whose;
	day_t from_day, to_day;
};

static const struct field person_fields_shown[] = {
	F_ID(struct person_row, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_TEXT(struct person_row, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 100),
	F_CAT(struct person_row, status, M_FIELD_MEMBER_STATUS, CLASS_INSIDE, 0, "member_status"),
	F_CAT(struct person_row, whose, M_FIELD_CELL_WHOSE, CLASS_INSIDE, 0, "village_cell_whose"),
	F_TEXT(struct person_row, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 200),
	F_ID(struct person_row, cell, M_FIELD_CELL, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_DAY(struct person_row, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, FF_HIDDEN),
	F_DAY(struct person_row, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

struct people {
	struct ctx *cx;
	const struct village_state *s;
	struct map *cells; /* which may be read: "y" or "n" */
	struct list rows;
	size_t room;
	int64_t others; /* of cells that may not */
};

static enum err may_read(struct people *w, int64_t cell, bool *ret)
{
	struct ctx *cx = w->cx;
	const char *known = map_get(w->cells, map_id(&cell));

	*ret = known && *known == 'y';
	if (known)
		return ERR_OK;
	if (grant_allows(cx->actor, PERM_MEMBER_READ))
		TRY(grant_is_over(cx, PERM_MEMBER_READ, cell, ret));
	map_put(w->cells, map_id(arena_memdup(cx->a, &cell, sizeof(cell))),
		arena_strdup(cx->a, *ret ? "y" : "n"));
	return ERR_OK;
}

static enum err take(struct people *w, const struct person_row *row)
{
	struct person_row *own;
	bool yes;

	TRY(may_read(w, row->cell, &yes));
	if (!yes) {
		w->others++;
		return ERR_OK;
	}
	own = db_list_more(w->cx->a, &w->rows, &w->room);
	*own = *row;
	own->whose = !w->s->cell || row->cell != w->s->cell ? "other"
		     : w->s->joint			    ? "joint"
							    : "own";
	return ERR_OK;
}

static enum err take_code(struct people *w, const struct village_source *from, const char *code)
{
	struct ctx *cx = w->cx;
	struct list places, rows;
	const struct person_row *r;

	TRY(db_list(cx->db, cx->a, village_fact_fields, sizeof(struct village_fact), &places,
		Q_VILLAGE_FACT_CODED, code, cx->known));
	TRY(db_list(cx->db, cx->a, person_fields_shown, sizeof(*r), &rows, Q_VILLAGE_PEOPLE, code,
		cx->day, cx->known));
	r = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		if (from->from <= cx->day &&
			village_meant(&places, r[i].from_day, r[i].to_day) == from->village)
			TRY(take(w, &r[i]));
	return ERR_OK;
}

static enum err take_source(struct people *w, const struct village_source *from)
{
	const struct village_fact *f;
	const char *last = NULL;
	struct list facts;

	TRY(village_facts(w->cx, from->village, false, &facts));
	f = facts.rows;
	for (size_t i = 0; i < facts.n; i++) {
		if (!text_eq(f[i].aspect, "place") || text_eq(f[i].code, last))
			continue;
		last = f[i].code;
		TRY(take_code(w, from, last));
	}
	return ERR_OK;
}

static const char *remark(struct people *w)
{
	struct ctx *cx = w->cx;

	if (w->others)
		return msg_say(cx->a, cx->say.lang, M_VILLAGE_PEOPLE_OTHERS,
			number_text(cx->a, cx->say.lang, w->others));
	if (w->rows.n || text_eq(w->s->lives, "none"))
		return NULL;
	return msg_text(cx->say.lang, M_VILLAGE_PEOPLE_UNKNOWN);
}

enum err village_people_add(struct ctx *cx, struct doc *d, const struct village_state *s)
{
	struct people w = {.cx = cx,
		.s = s,
		.cells = map_new(cx->a, 16),
		.rows = {NULL, 0, sizeof(struct person_row)}};
	struct village_source sources[VILLAGE_SOURCES];
	struct doc_part *p;
	size_t n;

	TRY(village_sources(cx, s->village, cx->known, sources, &n));
	for (size_t i = 0; i < n; i++)
		TRY(take_source(&w, &sources[i]));
	p = doc_table(d, "people", M_VILLAGE_PEOPLE, person_fields_shown, w.rows);
	p->main = 1;
	p->row_href = "/member/";
	p->row_keep = cx->query;
	p->total = (int64_t)w.rows.n;
	p->empty = remark(&w);
	if (!p->empty)
		p->empty = msg_text(cx->say.lang, M_VILLAGE_PEOPLE_NONE);
	else if (w.rows.n)
		doc_text(d, "people_others", M_NONE, p->empty);
	if (w.rows.n && s->commune)
		doc_look_org(d, s->commune);
	return ERR_OK;
}

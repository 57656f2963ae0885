/*
 * member_file_line.c: the timeline of a person: facts, changes of attributes, what followed from
 * acts on their cell; what was corrected stands in its place, marked, with the way to what was
 * known before.
 */
#include "member/member_file.h"

#include <stdlib.h>

struct line {
	int64_t id;
	day_t day;
	const char *kind, *what, *cell, *cell_href, *from, *from_href, *to, *to_href, *host,
		*host_href, *place, *number, *status, *changes, *reason, *note, *corrected,
		*corrected_href, *href;
	day_t ceremony_day, official_day, letter_day, until_day;
	int order, seq; /* among those of one day */
};

#define TEXT(m, label, cls) F_TEXT(struct line, m, label, cls, 0, 500)
#define LINKED(m, label)                                                                           \
	TEXT(m, label, CLASS_INSIDE), F_URL(struct line, m##_href, label, CLASS_INSIDE, FF_HIDDEN)
#define DAY(m, label) F_DAY(struct line, m, label, CLASS_INSIDE, 0)

static const struct field line_fields[] = {
	F_ID(struct line, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "fact"),
	DAY(day, M_FIELD_DAY),
	F_CAT(struct line, kind, M_FIELD_FACT, CLASS_INSIDE, FF_HIDDEN, "member_fact"),
	F_TEXT(struct line, what, M_FIELD_FACT, CLASS_INSIDE, FF_KEY, 200),
	LINKED(cell, M_LINE_AT),
	LINKED(from, M_LINE_FROM),
	LINKED(to, M_LINE_TO),
	LINKED(host, M_FIELD_HOST),
	TEXT(place, M_FIELD_PLACE, CLASS_INSIDE),
	DAY(ceremony_day, M_FIELD_CEREMONY_DAY),
	DAY(official_day, M_FIELD_OFFICIAL_DAY),
	DAY(letter_day, M_FIELD_LETTER_DAY),
	DAY(until_day, M_FIELD_UNTIL_DAY),
	TEXT(number, M_FIELD_NUMBER, CLASS_INSIDE),
	F_CAT(struct line, status, M_FIELD_MEMBER_STATUS, CLASS_INSIDE, 0, "member_status"),
	TEXT(changes, M_FIELD_CHANGES, CLASS_PERSONAL),
	TEXT(reason, M_FIELD_REASON, CLASS_PERSONAL),
	TEXT(note, M_FIELD_NOTE, CLASS_INSIDE),
	LINKED(corrected, M_FIELD_CORRECTED),
	F_URL(struct line, href, M_FIELD_FACT, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

struct lines {
	struct ctx *cx;
	int64_t person;
	struct list facts; /* struct file_fact */
	struct line *rows;
	size_t n;
};

static enum err link_org(
	struct ctx *cx, int64_t org, day_t day, const char **ret_name, const char **ret_href)
{
	TRY(member_org_name(cx, org, day_first(day), ret_name));
	if (*ret_name)
		*ret_href = arena_printf(cx->a, "/org/%lld%s", (long long)org, cx->query);
	return ERR_OK;
}

/* A day that was not told, or not told exactly, says so. */
static const char *note_of(struct ctx *cx, const struct member_fact *f)
{
	if (f->assumed)
		return msg_text(cx->say.lang, M_FILE_ASSUMED);
	switch (day_precision(f->day)) {
	case DAY_MONTH:
		return msg_text(cx->say.lang, M_FILE_MONTH_ONLY);
	case DAY_YEAR:
		return msg_text(cx->say.lang, M_FILE_YEAR_ONLY);
	default:
		return NULL;
	}
}

/* What a kind of fact uses its second day for. */
static void second_day(struct line *l, const struct member_fact *f, enum fact_effect effect)
{
	if (effect == FACT_ENTER)
		l->ceremony_day = f->second_day;
	else if (effect == FACT_RECOGNISE)
		l->official_day = f->second_day;
	else
		l->letter_day = f->second_day;
}

static enum err ends(
	struct ctx *cx, struct line *l, const struct member_fact *f, enum fact_effect effect)
{
	if (effect == FACT_HOST)
		return link_org(cx, f->other, f->day, &l->host, &l->host_href);
	if (effect != FACT_MOVE && effect != FACT_SEND)
		return link_org(cx, f->cell, f->day, &l->cell, &l->cell_href);
	TRY(link_org(cx, f->cell, f->day, &l->from, &l->from_href));
	return link_org(cx, f->other, f->day, &l->to, &l->to_href);
}

static const char *known_href(struct ctx *cx, int64_t person, int64_t ms)
{
	char instant[MS_TEXT], day[DAY_TEXT];
	const char *known = ms_print_iso(instant, ms);

	if (cx->day == cx->say.today)
		return arena_printf(cx->a, "/member/%lld?known=%s", (long long)person, known);
	return arena_printf(cx->a, "/member/%lld?day=%s&known=%s", (long long)person,
		day_print_iso(day, cx->day), known);
}

/* What was written in place of a row; NULL: it was taken back. */
static const struct member_fact *row_after(const struct lines *w, const struct file_fact *row)
{
	const struct file_fact *f = w->facts.rows;

	for (size_t i = 0; i < w->facts.n; i++)
		if (f[i].f.txn == row->void_txn && text_eq(f[i].f.kind, row->f.kind))
			return &f[i].f;
	return NULL;
}

/* Nothing was wrong with it: what the program added since (a ceremony, a letter) made a new row. */
static bool was_completed(const struct lines *w, const struct file_fact *row)
{
	const struct member_fact *was = &row->f, *now = row_after(w, row);

	return row->void_ms <= w->cx->known && now && now->day == was->day && !was->second_day &&
	       now->second_day && (!was->cell || now->cell == was->cell) &&
	       now->other == was->other &&
	       text_eq(now->number ? now->number : "", was->number ? was->number : "");
}

static enum err add_fact(struct lines *w, const struct file_fact *row)
{
	const struct member_fact *f = &row->f;
	const struct fact_kind *kind = fact_kind(f->kind);
	enum fact_effect effect = kind ? kind->effect : FACT_NOTE;
	struct line *l = &w->rows[w->n++];
	struct ctx *cx = w->cx;

	*l = (struct line){.id = f->id,
		.day = f->day,
		.kind = f->kind,
		.what = member_fact_words(cx, f),
		.place = f->place,
		.number = f->number,
		.status = f->status,
		.reason = f->reason,
		.until_day = f->until_day,
		.note = note_of(cx, f),
		.order = kind ? kind->rank : 0,
		.seq = (int)f->seq};
	second_day(l, f, effect);
	TRY(ends(cx, l, f, effect));
	if (row->void_ms > cx->known) {
		l->href = arena_printf(cx->a, "/member-fact/%lld.%lld%s", (long long)f->person,
			(long long)f->id, cx->query);
		return ERR_OK;
	}
	l->what = msg_say(
		cx->a, cx->say.lang, row_after(w, row) ? M_FILE_WAS : M_FILE_WITHDRAWN, l->what);
	l->corrected = instant_text(cx->a, cx->say.lang, row->void_ms);
	l->corrected_href = known_href(cx, w->person, row->void_ms - 1);
	return ERR_OK;
}

/* ---- attributes and what followed ---- */

static void add_change(struct lines *w, const struct person *before, const struct person *after)
{
	w->rows[w->n++] = (struct line){.day = after->from_day,
		.what = msg_text(w->cx->say.lang, M_FILE_CHANGED),
		.changes = member_changes_text(w->cx, before, after)};
}

static enum err add_changes(struct lines *w)
{
	const struct person *p;
	struct list rows;

	TRY(member_persons(w->cx, w->person, &rows));
	p = rows.rows;
	w->rows = arena_array(w->cx->a, rows.n + 1, sizeof(*w->rows));
	for (size_t i = 1; i < rows.n; i++)
		add_change(w, &p[i - 1], &p[i]);
	return ERR_OK;
}

static enum err add_followed(struct lines *w, const struct member_flow *f)
{
	struct line *l = &w->rows[w->n++];
	struct ctx *cx = w->cx;

	*l = (struct line){.day = f->day,
		.what = cat_name(cx->say.cats, cx->say.lang, "member_flow", f->kind),
		.order = -1};
	if (text_eq(f->kind, "taken_over"))
		return link_org(cx, f->cell, f->day, &l->cell, &l->cell_href);
	l->what = msg_text(cx->say.lang, M_FILE_MOVED);
	TRY(link_org(cx, f->cell, f->day, &l->from, &l->from_href));
	return link_org(cx, f->other, f->day, &l->to, &l->to_href);
}

/* With a cell that ended, and into a register on its opening: not facts of their own. */
static enum err add_flows(struct lines *w, struct list flows)
{
	const struct member_flow *f = flows.rows;

	for (size_t i = 0; i < flows.n; i++)
		if (!f[i].fact && !text_eq(f[i].kind, "moved_in"))
			TRY(add_followed(w, &f[i]));
	return ERR_OK;
}

/* ---- order ---- */

static int newest_first(const void *va, const void *vb)
{
	const struct line *a = va, *b = vb;

	if (a->day != b->day)
		return a->day < b->day ? 1 : -1;
	if (a->order != b->order)
		return a->order < b->order ? 1 : -1;
	if (a->seq != b->seq)
		return a->seq < b->seq ? 1 : -1;
	return a->id < b->id ? 1 : a->id > b->id ? -1 : 0;
}

/* Room for all the rows, behind those that are there. */
static void more_room(struct lines *w, size_t n)
{
	struct line *rows = arena_array(w->cx->a, w->n + n + 1, sizeof(*rows));

	memcpy(rows, w->rows, w->n * sizeof(*rows));
	w->rows = rows;
}

/* Of joined records only what stands and is not told already; what they corrected is their own. */
static enum err all_facts(struct ctx *cx, int64_t person, struct list *ret)
{
	const struct file_fact *own;
	const struct member_fact *told;
	struct file_fact *rows;
	struct list facts;
	size_t n = 0;

	TRY(member_file_facts(cx, person, ret));
	TRY(member_told_facts(cx, person, &facts));
	own = ret->rows;
	told = facts.rows;
	rows = arena_array(cx->a, ret->n + facts.n + 1, sizeof(*rows));
	for (; n < ret->n; n++)
		rows[n] = own[n];
	for (size_t i = 0; i < facts.n; i++)
		if (told[i].person != person)
			rows[n++] = (struct file_fact){.f = told[i], .void_ms = MS_MAX};
	*ret = (struct list){rows, n, sizeof(*rows)};
	return ERR_OK;
}

/* A paper that does not say where: the register knows it. */
static void fill_cell(struct file_fact *row, struct list flows)
{
	const struct member_flow *w = flows.rows;

	for (size_t i = 0; i < flows.n && !row->f.cell; i++)
		if (w[i].fact == row->f.id && !text_eq(w[i].kind, "transfer_in"))
			row->f.cell = w[i].cell;
}

enum err member_line(struct ctx *cx, struct doc *d, int64_t person)
{
	struct lines w = {.cx = cx, .person = person};
	struct list facts, flows;
	struct doc_part *p;
	struct file_fact *f;

	TRY(add_changes(&w));
	TRY(all_facts(cx, person, &facts));
	w.facts = facts;
	TRY(db_list(cx->db, cx->a, member_flow_fields, sizeof(struct member_flow), &flows,
		Q_MEMBER_FLOW_ROWS, person, cx->known));
	more_room(&w, facts.n + flows.n);
	f = (struct file_fact *)facts.rows;
	for (size_t i = 0; i < facts.n; i++) {
		fill_cell(&f[i], flows);
		if (!was_completed(&w, &f[i]))
			TRY(add_fact(&w, &f[i]));
	}
	TRY(add_flows(&w, flows));
	qsort(w.rows, w.n, sizeof(*w.rows), newest_first);
	p = doc_timeline(
		d, "line", M_FILE_LINE, line_fields, (struct list){w.rows, w.n, sizeof(*w.rows)});
	p->empty = msg_text(cx->say.lang, M_FILE_LINE_EMPTY);
	return ERR_OK;
}

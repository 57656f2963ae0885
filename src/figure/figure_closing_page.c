/*
 * figure_closing_page.c: the closings of an organisation; of one of them every figure as it was
 * closed and as it is now, and what was entered later, by whom.
 */
#include "figure/figure_closing.h"
#include "http/form.h"
#include "org/org.h"

enum { MOST = 500, LIST_MOST = 200 };

/* ---- the list ---- */

struct line {
	int64_t id, made_ms, void_ms;
	const char *period, *note, *login, *opened_by, *reason;
	day_t from_day, to_day;
};

static const struct field line_fields[] = {
	F_ID(struct line, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "closing"),
	F_TEXT(struct line, period, M_FIELD_PERIOD, CLASS_INSIDE, FF_KEY, 60),
	F_DAY(struct line, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, FF_MORE),
	F_DAY(struct line, to_day, M_FIELD_LAST_DAY, CLASS_INSIDE, FF_MORE),
	F_INSTANT(struct line, made_ms, M_FIELD_CLOSED_AT, CLASS_INSIDE, 0),
	F_TEXT(struct line, login, M_FIELD_LOGIN, CLASS_INSIDE, 0, 60),
	F_TEXT(struct line, note, M_FIELD_NOTE, CLASS_INSIDE, 0, 500),
	F_INSTANT(struct line, void_ms, M_FIELD_OPENED_AT, CLASS_INSIDE, 0),
	F_TEXT(struct line, opened_by, M_FIELD_OPENED_BY, CLASS_INSIDE, FF_MORE, 60),
	F_TEXT(struct line, reason, M_FIELD_REASON, CLASS_INSIDE, 0, 500),
	F_END,
};

static enum err list(struct ctx *cx, const void *in, struct doc *d)
{
	struct doc_part *p;
	struct line *line;
	struct list rows;
	bool may;

	(void)in;
	TRY(closing_head(cx, d));
	d->title = msg_text(cx->say.lang, M_CLOSING_LIST);
	TRY(db_list(cx->db, cx->a, line_fields, sizeof(*line), &rows, Q_CLOSING_LIST, cx->org,
		(int64_t)LIST_MOST));
	line = (struct line *)rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		line[i].to_day = day_add(line[i].to_day, -1);
	p = doc_table(d, "closings", M_NONE, line_fields, rows);
	p->empty = msg_text(cx->say.lang, M_CLOSING_NO_LIST);
	p->row_href = arena_printf(cx->a, "/org/%lld/closings/", (long long)cx->org);
	p->main = 1;
	TRY(grant_is_over(cx, PERM_FIGURE_CLOSE, cx->org, &may));
	if (may)
		doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_CLOSING_ADD), "%s",
			org_href(cx, cx->org, "/closings/new"));
	return issue_show(cx, d);
}

const struct action closing_list = {.read = list, .title = M_CLOSING_LIST};

/* ---- one ---- */

struct was {
	const char *title, *code, *closed, *now, *change, *href;
};

static const struct field was_fields[] = {
	F_TEXT(struct was, title, M_FIELD_FIGURE, CLASS_INSIDE, FF_KEY, 200),
	F_TEXT(struct was, code, M_FIELD_CODE, CLASS_INSIDE, FF_MORE, 60),
	F_TEXT(struct was, closed, M_FIELD_CLOSED_VALUE, CLASS_INSIDE, 0, 60),
	F_TEXT(struct was, now, M_FIELD_VALUE_NOW, CLASS_INSIDE, 0, 60),
	F_TEXT(struct was, change, M_FIELD_CHANGE, CLASS_INSIDE, 0, 60),
	F_URL(struct was, href, M_FIELD_FIGURE, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

static const char *change_text(
	struct ctx *cx, const struct figure_answer *now, const struct figure_answer *then)
{
	int64_t by = now->value - then->value;

	if (now->rate || !by)
		return NULL;
	return arena_printf(cx->a, "%s%s", by > 0 ? "+" : "", number_text(cx->a, cx->say.lang, by));
}

static bool differs(const struct figure_answer *a, const struct figure_answer *b)
{
	return a->value != b->value || a->base != b->base;
}

static enum err add_figure(struct ctx *cx, const struct figure_closing *k, const struct figure *f,
	struct was *rows, size_t *n, size_t *changed)
{
	struct figure_ask ask = {.figure = f,
		.org = cx->org,
		.from = k->from_day,
		.to = day_add(k->to_day, -1),
		.day = day_add(k->to_day, -1),
		.own = f->own};
	struct figure_answer now, then;

	TRY(figure_answer(cx, &ask, &now));
	TRY(closing_answer(cx, &ask, k->made_ms, &then));
	if (!now.value && !then.value && !differs(&now, &then))
		return ERR_OK;
	*changed += differs(&now, &then);
	rows[(*n)++] = (struct was){.title = msg_text(cx->say.lang, f->title),
		.code = f->code,
		.closed = figure_text(cx, &then),
		.now = figure_text(cx, &now),
		.change = change_text(cx, &now, &then),
		.href = arena_printf(cx->a, "/figure/%s?org=%lld&period=%s", f->code,
			(long long)cx->org, form_encode(cx->a, k->period))};
	return ERR_OK;
}

static enum err show_figures(
	struct ctx *cx, struct doc *d, const struct figure_closing *k, size_t *changed)
{
	struct was *rows = arena_array(cx->a, figure_count, sizeof(*rows));
	size_t n = 0;

	for (size_t i = 0; i < figure_count; i++)
		TRY(add_figure(cx, k, &figures[i], rows, &n, changed));
	doc_table(
		d, "figures", M_CLOSING_FIGURES, was_fields, (struct list){rows, n, sizeof(*rows)})
		->main = 1;
	return ERR_OK;
}

struct entry {
	int64_t id, at_ms;
	const char *full_name, *kind, *cell_name, *login, *reason, *name, *act, *what;
	day_t day;
	int gone;
};

static const struct field entry_fields[] = {
	F_ID(struct entry, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_TEXT(struct entry, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 100),
	F_CAT(struct entry, kind, M_FIELD_FACT, CLASS_INSIDE, 0, "member_fact"),
	F_DAY(struct entry, day, M_FIELD_FACT_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct entry, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 200),
	F_BOOL(struct entry, gone, M_FIELD_TAKEN_BACK, CLASS_INSIDE, 0),
	F_INSTANT(struct entry, at_ms, M_FIELD_AT, CLASS_INSIDE, 0),
	F_TEXT(struct entry, login, M_FIELD_LOGIN, CLASS_INSIDE, 0, 60),
	F_TEXT(struct entry, reason, M_FIELD_REASON, CLASS_INSIDE, FF_MORE, 500),
	F_END,
};

static const struct field act_fields[] = {
	F_ID(struct entry, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct entry, name, M_FIELD_NAME, CLASS_INSIDE, FF_KEY, 200),
	F_CAT(struct entry, act, M_FIELD_ACT, CLASS_INSIDE, 0, "org_act"),
	F_DAY(struct entry, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	F_BOOL(struct entry, gone, M_FIELD_TAKEN_BACK, CLASS_INSIDE, 0),
	F_INSTANT(struct entry, at_ms, M_FIELD_AT, CLASS_INSIDE, 0),
	F_TEXT(struct entry, login, M_FIELD_LOGIN, CLASS_INSIDE, 0, 60),
	F_TEXT(struct entry, reason, M_FIELD_REASON, CLASS_INSIDE, FF_MORE, 500),
	F_END,
};

/* Names are for those who may read lists of members; others learn how many there are. */
static enum err show_people(struct ctx *cx, struct doc *d, const struct figure_closing *k)
{
	day_t last = day_add(k->to_day, -1);
	struct doc_part *p;
	struct list rows;
	bool names;
	int64_t n;

	TRY(db_number(
		cx->db, &n, 0, Q_CLOSING_ENTRY_COUNT, cx->org, k->from_day, last, k->made_ms));
	TRY(grant_is_over(cx, PERM_MEMBER_READ, cx->org, &names));
	if (!names) {
		doc_text(d, "entered", M_CLOSING_ENTRIES,
			doc_say(d, M_CLOSING_ENTRY_COUNT, number_text(cx->a, cx->say.lang, n),
				NULL));
		return ERR_OK;
	}
	TRY(db_list(cx->db, cx->a, entry_fields, sizeof(struct entry), &rows, Q_CLOSING_ENTRIES,
		cx->org, k->from_day, last, k->made_ms, (int64_t)MOST));
	p = doc_table(d, "entered", M_CLOSING_ENTRIES, entry_fields, rows);
	p->total = n;
	p->row_href = "/member/";
	p->empty = msg_text(cx->say.lang, M_CLOSING_NO_ENTRIES);
	return ERR_OK;
}

static enum err show_acts(struct ctx *cx, struct doc *d, const struct figure_closing *k)
{
	struct doc_part *p;
	struct list rows;

	TRY(db_list(cx->db, cx->a, act_fields, sizeof(struct entry), &rows, Q_CLOSING_ACTS, cx->org,
		k->from_day, day_add(k->to_day, -1), k->made_ms, (int64_t)MOST));
	if (!rows.n)
		return ERR_OK;
	p = doc_table(d, "acts", M_CLOSING_ACTS, act_fields, rows);
	p->row_href = "/org/";
	return ERR_OK;
}

static const char *lead(
	struct ctx *cx, struct doc *d, const struct figure_closing *k, const char *who)
{
	const char *at = instant_text(cx->a, cx->say.lang, k->made_ms);

	return text_empty(who) ? doc_say(d, M_CLOSING_LEAD, d->lead, k->period, at, NULL)
			       : doc_say(d, M_CLOSING_LEAD_BY, d->lead, k->period, at, who, NULL);
}

static enum err who_closed(struct ctx *cx, const struct figure_closing *k, const char **ret)
{
	struct cursor c;

	*ret = NULL;
	TRY(db_query(cx->db, &c, Q_CLOSING_WHO, k->txn));
	if (db_next(&c))
		*ret = arena_strdup(cx->a, db_text(&c, 0));
	return db_end(&c);
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct figure_closing k;
	size_t changed = 0;
	const char *who;
	bool may;

	(void)in;
	TRY(closing_head(cx, d));
	TRY(closing_get(cx, &k));
	TRY(who_closed(cx, &k, &who));
	d->title = doc_say(d, M_CLOSING_TITLE, k.period, NULL);
	d->lead = lead(cx, d, &k, who);
	if (!text_empty(k.note))
		doc_text(d, "note", M_FIELD_NOTE, k.note);
	if (k.void_txn)
		doc_note(d, DOC_WARN, msg_text(cx->say.lang, M_CLOSING_IS_OPEN));
	TRY(show_figures(cx, d, &k, &changed));
	doc_note_first(d, changed ? DOC_WARN : DOC_PLAIN,
		changed ? doc_say(d, M_CLOSING_CHANGED,
				  number_text(cx->a, cx->say.lang, (int64_t)changed), NULL)
			: msg_text(cx->say.lang, M_CLOSING_UNCHANGED));
	TRY(show_people(cx, d, &k));
	TRY(show_acts(cx, d, &k));
	TRY(grant_is_over(cx, PERM_FIGURE_CLOSE, cx->org, &may));
	if (!k.void_txn && may)
		doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_CLOSING_REOPEN),
			"/org/%lld/closings/%lld/reopen", (long long)cx->org, (long long)k.id);
	return ERR_OK;
}

const struct action closing_show = {.read = show, .title = M_CLOSING_ONE};

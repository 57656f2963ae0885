/*
 * subject_request.c: requests of persons about their data, and the clock that runs.
 */
#include "base/text.h"
#include "core/rule.h"
#include "member/member_file.h"
#include "member/member_search.h"
#include "subject/subject.h"

#include <stdlib.h>

enum { OPEN_MOST = 500 };

const struct field request_row_fields[] = {
	F_ID(struct request_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "request"),
	F_ID(struct request_row, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_CAT(struct request_row, kind, M_FIELD_REQUEST_KIND, CLASS_INSIDE, 0, "request_kind"),
	F_DAY(struct request_row, received, M_FIELD_REQUEST_DAY, CLASS_INSIDE, 0),
	F_BOOL(struct request_row, own, M_FIELD_REQUEST_OWN, CLASS_INSIDE, FF_MORE),
	F_LINES(struct request_row, words, M_FIELD_REQUEST_WORDS, CLASS_PERSONAL, 0, 2000),
	F_CAT(struct request_row, state, M_FIELD_STATE, CLASS_INSIDE, 0, "request_state"),
	F_LINES(struct request_row, answer, M_FIELD_REQUEST_ANSWER, CLASS_PERSONAL, 0, 2000),
	F_DAY(struct request_row, answered, M_FIELD_REQUEST_ANSWERED, CLASS_INSIDE, 0),
	F_END,
};

/* ---- the clock ---- */

enum err request_due(struct ctx *cx, const struct workdays *w, day_t received, day_t *ret)
{
	struct rule_set days;
	struct rule_due due;

	TRY(rule_read(cx, "request.days", &days));
	TRY(rule_set_due(cx, &days, w, received, &due));
	*ret = due.day;
	return ERR_OK;
}

const char *request_left(struct ctx *cx, const struct workdays *w, day_t due, const char **ret_tone)
{
	int64_t n = workdays_between(w, cx->say.today, due);
	const char *days = number_text(cx->a, cx->say.lang, n < 0 ? -n : n);

	/* past a day that is none of work there may be no working day in between */
	if (cx->say.today > due) {
		*ret_tone = "bad";
		return n ? msg_say(cx->a, cx->say.lang, M_REQUEST_PAST, days)
			 : msg_text(cx->say.lang, M_REQUEST_JUST_PAST);
	}
	*ret_tone = n <= 1 ? "wait" : NULL;
	return n ? msg_say(cx->a, cx->say.lang, M_REQUEST_LEFT, days)
		 : msg_text(cx->say.lang, M_REQUEST_TODAY);
}

/* ---- of one person ---- */

struct clock_row {
	struct request_row r;
	day_t due;
	const char *left, *tone;
};

#define C(type, m, label, cls, ...) type(struct clock_row, m, label, cls, __VA_ARGS__)

/* As rows are read, with the clock after the day received. */
static struct field *with_clock(struct ctx *cx)
{
	static const struct field clock[] = {
		C(F_DAY, due, M_FIELD_REQUEST_DUE, CLASS_INSIDE, 0),
		C(F_TEXT, left, M_FIELD_REQUEST_LEFT, CLASS_INSIDE, 0, 100),
		C(F_TEXT, tone, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, 10),
	};
	enum { BEFORE = 4, CLOCK = 3 };
	size_t n = field_count(request_row_fields);
	struct field *all = arena_array(cx->a, n + CLOCK + 1, sizeof(*all));

	memcpy(all, request_row_fields, BEFORE * sizeof(*all));
	memcpy(all + BEFORE, clock, sizeof(clock));
	memcpy(all + BEFORE + CLOCK, request_row_fields + BEFORE, (n - BEFORE) * sizeof(*all));
	return all;
}

static enum err run_clock(struct ctx *cx, const struct workdays *w, struct clock_row *row)
{
	TRY(request_due(cx, w, row->r.received, &row->due));
	if (text_eq(row->r.state, "open"))
		row->left = request_left(cx, w, row->due, &row->tone);
	return ERR_OK;
}

enum err requests_add(struct ctx *cx, struct doc *d, int64_t person)
{
	struct clock_row *rows;
	struct doc_part *p;
	struct workdays w;
	struct list all;

	TRY(db_list(cx->db, cx->a, request_row_fields, sizeof(*rows), &all, Q_REQUESTS_OF, person));
	rows = (struct clock_row *)all.rows;
	TRY(workdays_read(cx, &w));
	for (size_t i = 0; i < all.n; i++)
		TRY(run_clock(cx, &w, &rows[i]));
	p = doc_table(d, "requests", M_REQUEST_TITLE, with_clock(cx), all);
	p->empty = msg_text(cx->say.lang, M_REQUEST_NONE);
	return ERR_OK;
}

/* ---- one ---- */

enum err request_item(struct ctx *cx, enum perm perm, struct request_row *ret)
{
	long long id = 0;
	enum err e = ERR_NOT_FOUND;

	if (str_to_int(str_of(cx->item), &id))
		e = db_get(cx->db, cx->a, request_row_fields, ret, Q_REQUEST_BY_ID, (int64_t)id);
	if (e == ERR_NOT_FOUND)
		return cx_fault(cx, e, NULL, M_REQUEST_NO_SUCH);
	TRY(e);
	return member_subject(cx, perm, ret->person);
}

static void what_to_do(struct ctx *cx, struct doc *d, const struct request_row *r)
{
	long long id = r->id, person = r->person;
	bool correction = text_eq(r->kind, "correction");
	const char *answer = msg_text(cx->say.lang, M_REQUEST_GO_ANSWER);

	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_ME_KEPT), "/member/%lld/kept", person);
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_REQUEST_TO_FILE), "/member/%lld", person);
	if (!text_eq(r->state, "open"))
		return;
	if (correction)
		doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_REQUEST_CORRECT),
			"/member/%lld/correct?request=%lld", person, id);
	doc_link(d, correction ? DOC_ACTION : DOC_PRIMARY, answer, "/request/%lld/answer", id);
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct clock_row *row = arena_new_of(cx->a, struct clock_row);
	struct workdays w;
	struct person p;

	(void)in;
	TRY(request_item(cx, PERM_REQUEST_READ, &row->r));
	TRY(member_head(cx, d, row->r.person, &p));
	TRY(workdays_read(cx, &w));
	TRY(run_clock(cx, &w, row));
	d->dated = 0;
	doc_path(d, msg_text(cx->say.lang, M_REQUEST_LIST), "/request");
	d->title = doc_say(d, M_REQUEST_OF, p.full_name, NULL);
	d->lead = row->left;
	doc_record(d, "request", M_NONE, with_clock(cx), row);
	what_to_do(cx, d, &row->r);
	return ERR_OK;
}

const struct action request_show = {.read = show, .title = M_REQUEST_SHOW};

/* ---- the open ones ---- */

struct open_row {
	int64_t id, person;
	const char *kind, *full_name, *cell_name, *left, *tone;
	day_t received, due;
};

static const struct field open_fields[] = {
	F_ID(struct open_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "request"),
	F_ID(struct open_row, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_TEXT(struct open_row, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 100),
	F_TEXT(struct open_row, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 200),
	F_CAT(struct open_row, kind, M_FIELD_REQUEST_KIND, CLASS_INSIDE, 0, "request_kind"),
	F_DAY(struct open_row, received, M_FIELD_REQUEST_DAY, CLASS_INSIDE, 0),
	F_DAY(struct open_row, due, M_FIELD_REQUEST_DUE, CLASS_INSIDE, 0),
	F_TEXT(struct open_row, left, M_FIELD_REQUEST_LEFT, CLASS_INSIDE, 0, 100),
	F_TEXT(struct open_row, tone, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, 10),
	F_END,
};

struct opens {
	struct ctx *cx;
	struct open_row rows[OPEN_MOST];
	size_t n;
};

static void take(struct opens *o, struct list some)
{
	const struct open_row *r = some.rows;

	for (size_t i = 0; i < some.n && o->n < OPEN_MOST; i++) {
		bool there = false;
		for (size_t k = 0; k < o->n; k++)
			there = there || o->rows[k].id == r[i].id;
		if (!there)
			o->rows[o->n++] = r[i];
	}
}

static enum err open_over(struct opens *o, int64_t org, bool own)
{
	struct ctx *cx = o->cx;
	struct list some;

	TRY(db_list(cx->db, cx->a, open_fields, sizeof(struct open_row), &some, Q_REQUESTS_OPEN,
		org, own, cx->say.today, (int64_t)OPEN_MOST));
	take(o, some);
	return ERR_OK;
}

static enum err open_all(struct opens *o)
{
	const struct grant *g = o->cx->actor->grants.rows;

	if (o->cx->actor->is_operator)
		return open_over(o, 0, false);
	for (size_t i = 0; i < o->cx->actor->grants.n; i++)
		if (grant_is_for(&g[i], PERM_REQUEST_READ))
			TRY(open_over(o, g[i].org, !text_eq(g[i].reach, "below")));
	return ERR_OK;
}

static int oldest_first(const void *va, const void *vb)
{
	const struct open_row *a = va, *b = vb;

	if (a->received != b->received)
		return a->received < b->received ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

enum err requests_open(struct ctx *cx, struct list *ret)
{
	struct opens *o = arena_new_of(cx->a, struct opens);
	struct request_open *rows;
	struct workdays w;

	o->cx = cx;
	TRY(open_all(o));
	TRY(workdays_read(cx, &w));
	qsort(o->rows, o->n, sizeof(*o->rows), oldest_first);
	rows = arena_array(cx->a, o->n + 1, sizeof(*rows));
	for (size_t i = 0; i < o->n; i++) {
		rows[i] = (struct request_open){
			o->rows[i].id, o->rows[i].person, o->rows[i].full_name, 0};
		TRY(request_due(cx, &w, o->rows[i].received, &rows[i].due));
	}
	*ret = (struct list){rows, o->n, sizeof(*rows)};
	return ERR_OK;
}

static enum err list(struct ctx *cx, const void *in, struct doc *d)
{
	struct opens *o = arena_new_of(cx->a, struct opens);
	struct doc_part *p;
	struct workdays w;
	size_t late = 0;

	(void)in;
	o->cx = cx;
	TRY(open_all(o));
	TRY(workdays_read(cx, &w));
	qsort(o->rows, o->n, sizeof(*o->rows), oldest_first);
	for (size_t i = 0; i < o->n; i++) {
		TRY(request_due(cx, &w, o->rows[i].received, &o->rows[i].due));
		o->rows[i].left = request_left(cx, &w, o->rows[i].due, &o->rows[i].tone);
		late += cx->say.today > o->rows[i].due;
	}
	d->title = msg_text(cx->say.lang, M_REQUEST_LIST);
	d->lead = doc_say(d, M_REQUEST_LIST_LEAD, number_text(cx->a, cx->say.lang, (int64_t)o->n),
		number_text(cx->a, cx->say.lang, (int64_t)late), NULL);
	p = doc_table(
		d, "requests", M_NONE, open_fields, (struct list){o->rows, o->n, sizeof(*o->rows)});
	p->main = 1;
	p->row_href = "/request/";
	p->empty = msg_text(cx->say.lang, M_REQUEST_NONE_OPEN);
	return ERR_OK;
}

const struct action request_list = {.read = list, .title = M_REQUEST_LIST};

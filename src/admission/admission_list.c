/*
 * admission_list.c: the candidates of an organisation and of what is below it.
 */
#include "admission/admission.h"
#include "core/filter.h"
#include "core/listing.h"
#include "core/workdays.h"
#include "member/member_roster.h"
#include "member/member_search.h"
#include "org/org.h"
#include "work/work.h"

struct list_in {
	const char *name, *state;
	int lacking;
};

enum { NAME, STATE, LACKING, FILTERS };
static const struct field in_fields[FILTERS + 1] = {
	F_TEXT(struct list_in, name, M_FIELD_LIST_NAME, CLASS_INSIDE, 0, 100),
	F_CAT(struct list_in, state, M_FIELD_STATE, CLASS_INSIDE, 0, "flow_state"),
	F_BOOL(struct list_in, lacking, M_FIELD_LACKING, CLASS_INSIDE, 0),
	F_END,
};

struct row {
	int64_t id, person;
	const char *full_name, *cell_name, *state, *next, *mentor, *left, *tone;
	day_t since, due;
};

#define R(type, m, label, cls, ...) type(struct row, m, label, cls, __VA_ARGS__)

static const struct field row_fields[] = {
	R(F_ID, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "case"),
	R(F_ID, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	R(F_TEXT, tone, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, 0),
	R(F_TEXT, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 0),
	R(F_TEXT, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 0),
	R(F_CAT, state, M_FIELD_STATE, CLASS_INSIDE, 0, "flow_state"),
	R(F_DAY, since, M_FIELD_FLOW_SINCE, CLASS_INSIDE, 0),
	R(F_CAT, next, M_FIELD_FLOW_NEXT, CLASS_INSIDE, 0, "flow_step"),
	R(F_TEXT, mentor, M_FIELD_MENTOR, CLASS_INSIDE, 0, 0),
	R(F_DAY, due, M_FIELD_DUE_DAY, CLASS_INSIDE, 0),
	R(F_TEXT, left, M_FIELD_TIME_LEFT, CLASS_INSIDE, 0, 0),
	F_END,
};

static enum err complete(struct ctx *cx, void *vrow)
{
	struct row *r = vrow;

	if (r->due)
		r->left = case_days_left(cx, r->due, &r->tone);
	return ERR_OK;
}

/* The states that a candidate can be in, of those of all procedures. */
static void add_filter(struct ctx *cx, struct doc *d, const struct list_in *in)
{
	struct doc_form *form = filter_form(cx, d, in_fields, FILTERS, in, M_MEMBER_DUE_SHOW);
	struct list *states = &((struct doc_form_field *)form->fields.rows)[STATE].choices;
	struct doc_choice *c = (struct doc_choice *)states->rows;
	size_t k = 1;

	for (size_t i = 1; i < states->n; i++)
		if (flow_state_of(&admission_proc, c[i].value))
			c[k++] = c[i];
	states->n = k;
	form->fold = msg_text(cx->say.lang, M_ADMISSION_FILTER);
}

/* ---- what is asked of the database ---- */

enum { ARGS = 11, COUNTED = 10000 };

/* What all statements of the list are given; those that count have a limit behind it. */
static void arguments(struct ctx *cx, const struct list_in *in, struct db_val ret[ARGS])
{
	struct member_words w;

	member_words_read(cx, in->name, &w);
	memcpy(ret,
		(const struct db_val[ARGS]){DB_ARGS(cx->org, cx->day, cx->known,
			text_empty(in->state) ? "" : in->state, (int64_t)in->lacking, w.whole[0],
			w.whole[1], w.whole[2], w.begin, w.beyond, (int64_t)COUNTED + 1)},
		ARGS * sizeof(*ret));
}

static enum err count(struct ctx *cx, const struct db_val *args, bool large, struct doc_part *p)
{
	struct cursor c;

	TRY(db_query_(cx->db, &c, large ? Q_ADMISSION_OPEN_COUNT : Q_ADMISSION_COUNT, args, ARGS));
	p->total = db_next(&c) ? db_int(&c, 0) : 0;
	TRY(db_end(&c));
	if (p->total > COUNTED)
		p->total = p->total_cap = COUNTED;
	return ERR_OK;
}

/* "...: 12 hồ sơ. Đang xem: hồ sơ đã qua chi bộ." */
static void lead(struct ctx *cx, struct doc *d, const struct list_in *in, const char *org,
	const struct doc_part *p)
{
	const char *count = number_text(cx->a, cx->say.lang, p->total), *asked;
	struct str q = str_trim(str_of(in->name ? in->name : ""));

	if (p->total_cap)
		count = msg_say(cx->a, cx->say.lang, M_ADMISSION_MORE_THAN, count);
	if (text_empty(in->state) && !in->lacking && !q.n) {
		d->lead = doc_say(d, M_ADMISSION_LIST_LEAD, org, count, NULL);
		return;
	}
	asked = text_empty(in->state)
			? msg_text(cx->say.lang, M_ADMISSION_ANY_STATE)
			: cat_name(cx->say.cats, cx->say.lang, "flow_state", in->state);
	if (in->lacking)
		asked = doc_say(d, M_ADMISSION_ASKED_LACKING, asked, NULL);
	if (q.n)
		asked = doc_say(
			d, M_ADMISSION_ASKED_NAME, asked, arena_strndup(cx->a, q.p, q.n), NULL);
	d->lead = doc_say(d, M_ADMISSION_LIST_ASKED, org, count, asked, NULL);
}

#define LISTED(one, next)                                                                          \
	{                                                                                          \
		.name = "candidates", .empty = M_ADMISSION_NONE, .fields = row_fields,             \
		.size = sizeof(struct row), .first = (one), .after = (next), .row_href = "/case/", \
		.complete = complete                                                               \
	}

static const struct listing small_reach = LISTED(Q_ADMISSION_ROWS, Q_ADMISSION_ROWS_AFTER);
static const struct listing large_reach = LISTED(Q_ADMISSION_OPEN, Q_ADMISSION_OPEN_AFTER);

/* Over many cells the open cases of today are read by themselves; ended ones cell by cell. */
static enum err is_large(struct ctx *cx, const struct list_in *in, bool *ret)
{
	const struct flow_state *state =
		text_empty(in->state) ? NULL : flow_state_of(&admission_proc, in->state);
	bool small;

	*ret = false;
	if (cx->known != KNOWN_NOW || cx->day != cx->say.today || (state && !state->open))
		return ERR_OK;
	TRY(work_is_small(cx, cx->org, &small));
	*ret = !small;
	return ERR_OK;
}

/* The pages of a list that was asked for stay so; where its rows lead it is of no account. */
static enum err add_list(struct ctx *cx, struct doc *d, const struct list_in *in, const char *org)
{
	const char *query = cx->query;
	struct db_val args[ARGS];
	struct doc_part *p;
	bool large;
	enum err e;

	arguments(cx, in, args);
	TRY(is_large(cx, in, &large));
	cx->query = filter_query(cx, query, in_fields, FILTERS, in);
	e = listing_add(cx, d, large ? &large_reach : &small_reach, args, ARGS - 1, &p);
	cx->query = query;
	TRY(e);
	p->row_keep = query;
	TRY(count(cx, args, large, p));
	lead(cx, d, in, org, p);
	return ERR_OK;
}

static enum err add_links(struct ctx *cx, struct doc *d, const struct list_in *in)
{
	bool yes;

	TRY(case_is_cell(cx, cx->org, cx->day, &yes));
	if (yes && grant_allows(cx->actor, PERM_CASE_ACT)) {
		doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_ADMISSION_NEW),
			"/org/%lld/candidate-new", (long long)cx->org);
		doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_ADMISSION_LATE),
			"/org/%lld/candidate-late", (long long)cx->org);
	}
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_FORECAST_TITLE),
		"/org/%lld/candidate-year%s", (long long)cx->org, cx->query);
	listing_exports(cx, d, filter_query(cx, cx->query, in_fields, FILTERS, in));
	return ERR_OK;
}

static enum err list(struct ctx *cx, const void *vin, struct doc *d)
{
	const struct list_in *in = vin;
	struct org_step org;

	TRY(org_path(cx, d, cx->org, &org));
	d->dated = 1;
	d->title = msg_text(cx->say.lang, M_ADMISSION_LIST);
	add_filter(cx, d, in);
	TRY(add_list(cx, d, in, org.name));
	return add_links(cx, d, in);
}

const struct action admission_list = {.in = in_fields,
	.in_size = sizeof(struct list_in),
	.read = list,
	.title = M_ADMISSION_LIST};

/*
 * admission_forecast.c: the year: who was admitted, who is on the way and can be admitted when, and
 * beside it who of those admitted before was struck off soon after, so that nobody counts only what
 * is new.
 */
#include "admission/admission.h"
#include "core/rule.h"
#include "figure/figure_target.h"
#include "org/org.h"
#include "org/org_wide.h"
#include "work/work.h"

/* Each cell is looked into: over a country that is no page any more. */
enum { MOST = 1000, WIDE = 500000 };

struct ahead {
	int64_t id, person;
	const char *full_name, *cell_name, *state, *lacks, *tone;
	day_t birth_date, class_on, earliest, latest;
};

#define A(type, m, label, cls, ...) type(struct ahead, m, label, cls, __VA_ARGS__)

static const struct field ahead_fields[] = {
	A(F_ID, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "case"),
	A(F_ID, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	A(F_TEXT, tone, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, 0),
	A(F_TEXT, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 0),
	A(F_TEXT, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 0),
	A(F_CAT, state, M_FIELD_STATE, CLASS_INSIDE, 0, "flow_state"),
	A(F_DAY, birth_date, M_FIELD_BIRTH_DATE, CLASS_PERSONAL, FF_HIDDEN),
	A(F_DAY, class_on, M_FIELD_CERTIFICATE_DAY, CLASS_INSIDE, FF_HIDDEN),
	A(F_DAY, earliest, M_FIELD_EARLIEST, CLASS_INSIDE, 0),
	A(F_DAY, latest, M_FIELD_LATEST, CLASS_INSIDE, 0),
	F_END,
};

struct year_row {
	const char *what;
	int64_t n;
};

static const struct field year_fields[] = {
	F_TEXT(struct year_row, what, M_FIELD_FLOW_DETAIL, CLASS_INSIDE, FF_KEY, 0),
	F_INT(struct year_row, n, M_FIELD_VALUE, CLASS_INSIDE, FF_ZERO, 0),
	F_END,
};

/* From the day on which the age is full; until the certificate ends. */
static enum err add_days(struct ctx *cx, struct ahead *a)
{
	int64_t age;

	TRY(rule_number(cx, "admission.age_from", cx->day, &age));
	a->earliest = cx->day;
	if (a->birth_date && day_add_months(day_first(a->birth_date), (int)age * 12) > cx->day)
		a->earliest = day_add_months(day_first(a->birth_date), (int)age * 12);
	if (!a->class_on)
		return ERR_OK;
	TRY(flow_term(cx, "admission.certificate", a->class_on, &a->latest));
	a->tone = a->latest < a->earliest ? "late" : NULL;
	return ERR_OK;
}

/* The same number as its figure says. */
static enum err count_admitted(struct ctx *cx, day_t from, day_t to, int64_t *ret)
{
	return figure_value(cx,
		&(struct figure_ask){.figure = figure_find("member.admitted"),
			.org = cx->org,
			.from = from,
			.to = to,
			.day = to},
		ret);
}

/* Those who are struck off soon after their admission. */
static enum err count_soon(struct ctx *cx, day_t from, day_t to, int64_t *ret)
{
	enum { YEAR = 12 };
	struct rule_term term;
	bool small;

	TRY(work_is_small(cx, cx->org, &small));
	TRY(rule_term(cx, "admission.struck_off_within", cx->day, &term));
	return db_number(cx->db, ret, 0,
		small ? Q_ADMISSION_STRUCK_SOON : Q_ADMISSION_STRUCK_SOON_WIDE, cx->org, cx->day,
		cx->known, from, to, term.n / YEAR * 10000 + term.n % YEAR * 100);
}

/* How far they have come, the nearest first: as they are listed. */
static size_t add_states(struct ctx *cx, const struct list *ahead, struct year_row *to)
{
	const struct ahead *a = ahead->rows;
	size_t n = 0;

	for (size_t i = 0; i < ahead->n; i++) {
		if (!i || !text_eq(a[i].state, a[i - 1].state))
			to[n++].what = arena_printf(cx->a, "– %s",
				cat_name(cx->say.cats, cx->say.lang, "flow_state", a[i].state));
		to[n - 1].n++;
	}
	return n;
}

static enum err add_year(struct ctx *cx, struct doc *d, struct list ahead)
{
	enum { ROWS = 6 };
	day_t year = (day_t)(day_year(cx->day) * 10000), from = year + 101, to = year + 1231;
	struct year_row *r = arena_array(cx->a, ROWS + ahead.n, sizeof(*r));
	const struct ahead *a = ahead.rows;
	struct figure_target target;
	int64_t admitted, soon, can = 0;
	size_t n = 0;

	TRY(count_admitted(cx, from, to, &admitted));
	TRY(count_soon(cx, from, to, &soon));
	for (size_t i = 0; i < ahead.n; i++)
		can += a[i].earliest <= to && (!a[i].latest || a[i].latest >= a[i].earliest);
	TRY(target_of(cx, cx->org, "member.admitted", (struct period){from, to}, &target));
	if (target.id)
		r[n++] = (struct year_row){msg_text(cx->say.lang, M_FORECAST_TARGET), target.value};
	r[n++] = (struct year_row){msg_text(cx->say.lang, M_FORECAST_ADMITTED), admitted};
	if (target.id && target.value > admitted)
		r[n++] = (struct year_row){
			msg_text(cx->say.lang, M_FORECAST_MISSING), target.value - admitted};
	r[n++] = (struct year_row){msg_text(cx->say.lang, M_FORECAST_AHEAD), (int64_t)ahead.n};
	n += add_states(cx, &ahead, &r[n]);
	r[n++] = (struct year_row){msg_text(cx->say.lang, M_FORECAST_CAN), can};
	r[n++] = (struct year_row){msg_text(cx->say.lang, M_FORECAST_STRUCK_SOON), soon};
	doc_table(d, "year", M_NONE, year_fields, (struct list){r, n, sizeof(*r)});
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_FORECAST_FIGURE),
		"/figure/member.admitted?org=%lld&period=%d", (long long)cx->org,
		day_year(cx->day));
	return ERR_OK;
}

/* As org_wide() has it, for so many that the figure has to say it. */
static enum err is_wide(struct ctx *cx, bool *ret)
{
	int64_t n = 0;

	if (!cx->page.sink && cx->uid < 0)
		TRY(figure_value(cx,
			&(struct figure_ask){.figure = figure_find("member.total"),
				.org = cx->org,
				.from = cx->day,
				.to = cx->day,
				.day = cx->day},
			&n));
	*ret = n > WIDE;
	return ERR_OK;
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct doc_part *p;
	struct org_step org;
	struct ahead *a;
	struct list rows;
	bool wide;

	(void)in;
	TRY(org_path(cx, d, cx->org, &org));
	doc_path(d, msg_text(cx->say.lang, M_ADMISSION_LIST),
		arena_printf(cx->a, "/org/%lld/candidate%s", (long long)cx->org, cx->query));
	d->dated = 1;
	d->title = msg_text(cx->say.lang, M_FORECAST_TITLE);
	d->lead = doc_say(d, M_FORECAST_LEAD, org.name, cx_day(cx, cx->day), NULL);
	TRY(is_wide(cx, &wide));
	if (wide)
		return org_wide_show(cx, d, WIDE, "/candidate-year", cx->query);
	TRY(db_list(cx->db, cx->a, ahead_fields, sizeof(*a), &rows, Q_ADMISSION_AHEAD, cx->org,
		cx->day, cx->known, (int64_t)MOST));
	a = (struct ahead *)rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		TRY(add_days(cx, &a[i]));
	TRY(add_year(cx, d, rows));
	p = doc_table(d, "ahead", M_FORECAST_WHO, ahead_fields, rows);
	p->main = 1;
	p->row_href = "/case/";
	p->empty = msg_text(cx->say.lang, M_FORECAST_NOBODY);
	return ERR_OK;
}

const struct action admission_forecast = {.read = show, .title = M_FORECAST_TITLE};

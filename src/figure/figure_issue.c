/*
 * figure_issue.c: figures that went out in a paper: kept with the question, the answer and the
 * instant, and listed as differing once the records give another answer.
 */
#include "core/period.h"
#include "figure/figure_closing.h"
#include "figure/figure_lineage.h"
#include "figure/figure_target.h"
#include "http/form.h"
#include "org/org.h"

enum { MOST = 200 };

struct issue {
	int64_t id, org, value, base, txn, made_ms, void_txn;
	const char *code, *period, *paper, *note;
	day_t from_day, to_day, last_day;
	int own, lineage;
};

static const struct field issue_fields[] = {
	F_ID(struct issue, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "issue"),
	F_ID(struct issue, org, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct issue, code, M_FIELD_FIGURE, CLASS_INSIDE, 0, 60),
	F_TEXT(struct issue, period, M_FIELD_PERIOD, CLASS_INSIDE, 0, 60),
	F_DAY(struct issue, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct issue, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_DAY(struct issue, last_day, M_FIELD_LAST_DAY, CLASS_INSIDE, 0),
	F_BOOL(struct issue, own, M_FIELD_REACH, CLASS_INSIDE, 0),
	F_BOOL(struct issue, lineage, M_FIELD_LINEAGE, CLASS_INSIDE, 0),
	F_INT(struct issue, value, M_FIELD_VALUE, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct issue, base, M_FIELD_DENOMINATOR, CLASS_INSIDE, 0, 0),
	F_TEXT(struct issue, paper, M_FIELD_PAPER, CLASS_INSIDE, 0, 200),
	F_TEXT(struct issue, note, M_FIELD_NOTE, CLASS_INSIDE, 0, 500),
	F_ID(struct issue, txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_INT(struct issue, made_ms, M_FIELD_AT, CLASS_INSIDE, FF_HIDDEN, 0),
	F_ID(struct issue, void_txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_END,
};

static struct figure_answer answer_of(const struct issue *i)
{
	return (struct figure_answer){i->value, i->base, figure_is_rate(figure_find(i->code))};
}

/* ---- keeping one ---- */

static const struct field in_fields[] = {
	{"code", FT_TEXT, CLASS_INSIDE, M_FIELD_FIGURE, FF_REQUIRED,
		FIELD_OFF(struct figure_issue_in, code, const char *), 60, 0, 0, M_HINT_FIGURE, 0},
	{"period", FT_TEXT, CLASS_INSIDE, M_FIELD_PERIOD, FF_REQUIRED,
		FIELD_OFF(struct figure_issue_in, period, const char *), 60, 0, 0, M_HINT_PERIOD,
		0},
	{"paper", FT_TEXT, CLASS_INSIDE, M_FIELD_PAPER, FF_REQUIRED,
		FIELD_OFF(struct figure_issue_in, paper, const char *), 200, 0, 0, M_HINT_PAPER, 0},
	F_LINES(struct figure_issue_in, note, M_FIELD_NOTE, CLASS_INSIDE, 0, 500),
	F_CAT(struct figure_issue_in, reach, M_FIELD_REACH, CLASS_INSIDE, FF_HIDDEN, "reach"),
	F_BOOL(struct figure_issue_in, lineage, M_FIELD_LINEAGE, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

static enum err fill(struct ctx *cx, void *in, struct doc *d)
{
	(void)in;
	return closing_head(cx, d);
}

static enum err plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct figure_issue_in *in = vin;
	const struct figure *f = figure_named(cx, in->code);
	struct issue *i = arena_new_of(cx->a, struct issue);
	struct figure_answer a;
	struct figure_ask ask;

	if (!f)
		return cx_fault(cx, ERR_BAD_INPUT, "code", M_TARGET_NO_FIGURE, in->code);
	TRY(figure_ask_read(cx, f,
		&(struct figure_in){.org = arena_printf(cx->a, "%lld", (long long)cx->org),
			.period = in->period,
			.reach = in->reach,
			.lineage = in->lineage},
		&ask));
	TRY(figure_answer(cx, &ask, &a));
	*i = (struct issue){.id = id_new(cx->ids),
		.org = cx->org,
		.code = f->code,
		.period = in->period,
		.from_day = ask.from,
		.to_day = day_add(ask.day, 1),
		.last_day = ask.to,
		.own = ask.own,
		.lineage = in->lineage,
		.value = a.value,
		.base = a.base,
		.paper = in->paper,
		.note = in->note};
	doc_note(d, DOC_PLAIN, doc_say(d, M_ISSUE_VALUE, figure_text(cx, &a), NULL));
	*ret_plan = i;
	return ERR_OK;
}

static enum err apply(struct ctx *cx, const void *vin, void *vplan, struct doc *d)
{
	const struct figure_issue_in *in = vin;
	struct issue *i = vplan;

	TRY(txn_start(cx, "figure_issue", in->note));
	i->txn = cx->txn;
	i->made_ms = cx->txn_ms;
	TRY(db_store(cx->db, Q_ISSUE_INSERT, issue_fields, i));
	d->location = org_href(cx, cx->org, "/closings");
	return ERR_OK;
}

const struct action figure_issue = {.in = in_fields,
	.in_size = sizeof(struct figure_issue_in),
	.fill = fill,
	.plan = plan,
	.apply = apply,
	.title = M_ISSUE_NEW,
	.submit = M_ISSUE_DO,
	.preview = true};

/* ---- the list ---- */

struct issued {
	int64_t id, made_ms;
	const char *paper, *title, *period, *then, *now, *state, *href;
};

static const struct field issued_fields[] = {
	F_ID(struct issued, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "issue"),
	F_TEXT(struct issued, paper, M_FIELD_PAPER, CLASS_INSIDE, FF_KEY, 200),
	F_TEXT(struct issued, title, M_FIELD_FIGURE, CLASS_INSIDE, 0, 200),
	F_TEXT(struct issued, period, M_FIELD_PERIOD, CLASS_INSIDE, 0, 60),
	F_TEXT(struct issued, then, M_FIELD_ISSUED_VALUE, CLASS_INSIDE, 0, 60),
	F_TEXT(struct issued, now, M_FIELD_VALUE_NOW, CLASS_INSIDE, 0, 60),
	F_TEXT(struct issued, state, M_FIELD_STATE, CLASS_INSIDE, 0, 60),
	F_INSTANT(struct issued, made_ms, M_FIELD_AT, CLASS_INSIDE, 0),
	F_URL(struct issued, href, M_FIELD_PAPER, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

/* The same question now; the days are those that counted then. */
static enum err answer_now(struct ctx *cx, const struct issue *i, struct figure_answer *ret)
{
	struct figure_ask ask = {.figure = figure_find(i->code),
		.org = i->org,
		.from = i->from_day,
		.to = i->last_day,
		.day = day_add(i->to_day, -1),
		.own = i->own};

	if (i->lineage)
		TRY(figure_lineage_of(cx, i->org, &ask.lineage));
	return figure_answer(cx, &ask, ret);
}

static enum err issued_of(struct ctx *cx, const struct issue *i, struct issued *ret)
{
	struct figure_answer then = answer_of(i), now;
	enum lang lang = cx->say.lang;
	bool same;

	TRY(answer_now(cx, i, &now));
	same = then.value == now.value && then.base == now.base;
	*ret = (struct issued){.id = i->id,
		.made_ms = i->made_ms,
		.paper = i->paper,
		.title = msg_text(lang, figure_find(i->code)->title),
		.period = i->period,
		.then = figure_text(cx, &then),
		.now = figure_text(cx, &now),
		.state = msg_text(lang, same ? M_ISSUE_SAME : M_ISSUE_DIFFERS),
		.href = arena_printf(
			cx->a, "/org/%lld/issued/%lld", (long long)i->org, (long long)i->id)};
	return ERR_OK;
}

enum err issue_show(struct ctx *cx, struct doc *d)
{
	struct issued *rows;
	const struct issue *i;
	struct list issues;
	struct doc_part *p;
	size_t n = 0;

	TRY(db_list(cx->db, cx->a, issue_fields, sizeof(*i), &issues, Q_ISSUE_LIST, cx->org,
		(int64_t)MOST));
	i = issues.rows;
	rows = arena_array(cx->a, issues.n + 1, sizeof(*rows));
	for (size_t k = 0; k < issues.n; k++)
		if (figure_find(i[k].code))
			TRY(issued_of(cx, &i[k], &rows[n++]));
	p = doc_table(
		d, "issued", M_ISSUE_LIST, issued_fields, (struct list){rows, n, sizeof(*rows)});
	p->empty = msg_text(cx->say.lang, M_ISSUE_NO_LIST);
	return ERR_OK;
}

static void tell(
	struct ctx *cx, struct doc *d, const struct issue *i, const struct figure_answer *now)
{
	const char *at = instant_text(cx->a, cx->say.lang, i->made_ms);
	struct figure_answer then = answer_of(i);
	bool same = then.value == now->value && then.base == now->base;
	struct doc_part *p;

	p = doc_note(d, same ? DOC_PLAIN : DOC_WARN,
		same ? doc_say(d, M_ISSUE_TOLD_SAME, i->paper, at, NULL)
		     : doc_say(d, M_ISSUE_TOLD_DIFFERS, i->paper, at, figure_text(cx, &then),
			       figure_text(cx, now), NULL));
	doc_part_link(d, p, DOC_ONWARD, msg_text(cx->say.lang, M_ISSUE_OPEN),
		"/org/%lld/issued/%lld", (long long)i->org, (long long)i->id);
}

/* The last one; the days that counted then are those that count now. */
enum err issue_tell(struct ctx *cx, struct doc *d, const struct figure_ask *ask,
	const struct figure_answer *now)
{
	struct issue i = {0};
	enum err e;

	if (!ask->org || ask->day == DAY_MAX)
		return ERR_OK;
	e = db_get(cx->db, cx->a, issue_fields, &i, Q_ISSUE_OF, ask->org, ask->figure->code,
		ask->from, day_add(ask->day, 1), (int64_t)ask->own, (int64_t)(ask->lineage != NULL),
		cx->known);
	if (!e)
		tell(cx, d, &i, now);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* ---- one ---- */

static enum err get(struct ctx *cx, struct issue *ret)
{
	long long id = 0;
	enum err e = ERR_NOT_FOUND;

	if (str_to_int(str_of(cx->item), &id))
		e = db_get(cx->db, cx->a, issue_fields, ret, Q_ISSUE_GET, id, cx->org);
	if (e == ERR_NOT_FOUND || (!e && !figure_find(ret->code)))
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_ISSUE_NONE);
	TRY(e);
	return ret->void_txn ? cx_fault(cx, ERR_CONFLICT, NULL, M_RECORD_GONE) : ERR_OK;
}

static const struct field shown_fields[] = {
	F_TEXT(struct issued, title, M_FIELD_FIGURE, CLASS_INSIDE, 0, 200),
	F_TEXT(struct issued, period, M_FIELD_PERIOD, CLASS_INSIDE, 0, 60),
	F_TEXT(struct issued, then, M_FIELD_ISSUED_VALUE, CLASS_INSIDE, 0, 60),
	F_TEXT(struct issued, now, M_FIELD_VALUE_NOW, CLASS_INSIDE, 0, 60),
	F_TEXT(struct issued, state, M_FIELD_STATE, CLASS_INSIDE, 0, 60),
	F_INSTANT(struct issued, made_ms, M_FIELD_AT, CLASS_INSIDE, 0),
	F_END,
};

/* The page of the figure, asked as it was; the period may run on since. */
static const char *question(struct ctx *cx, const struct issue *i)
{
	return arena_printf(cx->a, "/figure/%s?org=%lld&period=%s%s%s", i->code, (long long)i->org,
		form_encode(cx->a, i->period), i->own ? "&reach=own" : "",
		i->lineage ? "&lineage=1" : "");
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct issued *row = arena_new_of(cx->a, struct issued);
	enum lang lang = cx->say.lang;
	char iso[MS_TEXT];
	struct issue i = {0};
	bool may;

	(void)in;
	TRY(closing_head(cx, d));
	TRY(get(cx, &i));
	TRY(issued_of(cx, &i, row));
	d->title = i.paper;
	doc_record(d, "issued", M_NONE, shown_fields, row);
	if (!text_empty(i.note))
		doc_text(d, "note", M_FIELD_NOTE, i.note);
	doc_link(d, DOC_ONWARD, msg_text(lang, M_ISSUE_THEN), "%s&known=%s", question(cx, &i),
		ms_print_iso(iso, i.made_ms));
	doc_link(d, DOC_ONWARD, msg_text(lang, M_ISSUE_NOW), "%s", question(cx, &i));
	TRY(grant_is_over(cx, PERM_FIGURE_CLOSE, cx->org, &may));
	if (may)
		doc_link(d, DOC_ACTION, msg_text(lang, M_ISSUE_REMOVE),
			"/org/%lld/issued/%lld/remove", (long long)i.org, (long long)i.id);
	return ERR_OK;
}

const struct action figure_issue_show = {.read = show, .title = M_ISSUE_ONE};

/* ---- entered by mistake ---- */

struct remove_in {
	const char *reason;
};

static const struct field remove_fields[] = {
	F_LINES(struct remove_in, reason, M_FIELD_REASON, CLASS_INSIDE, FF_REQUIRED, 500),
	F_END,
};

static enum err remove_fill(struct ctx *cx, void *in, struct doc *d)
{
	struct issue i = {0};

	(void)in;
	TRY(closing_head(cx, d));
	TRY(get(cx, &i));
	d->lead = i.paper;
	return ERR_OK;
}

static enum err remove_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct issue *i = arena_new_of(cx->a, struct issue);

	(void)in;
	(void)d;
	*ret_plan = i;
	return get(cx, i);
}

static enum err remove_apply(struct ctx *cx, const void *vin, void *vplan, struct doc *d)
{
	const struct remove_in *in = vin;
	const struct issue *i = vplan;

	TRY(txn_start(cx, "figure_issue_remove", in->reason));
	TRY(db_run(cx->db, Q_ISSUE_VOID, i->id, cx->org, cx->txn, cx->txn_ms));
	d->location = org_href(cx, cx->org, "/closings");
	return ERR_OK;
}

const struct action figure_issue_remove = {.in = remove_fields,
	.in_size = sizeof(struct remove_in),
	.fill = remove_fill,
	.plan = remove_plan,
	.apply = remove_apply,
	.title = M_ISSUE_REMOVE,
	.submit = M_ISSUE_REMOVE};

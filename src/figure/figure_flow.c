/*
 * figure_flow.c: indicators of cases: who is followed on the way to admission, by state; who of
 * them has no mentor, who lacks the schooling. Which states count is in rules/org-figures.csv.
 */
#include "core/listing.h"
#include "core/rule.h"
#include "figure/figure.h"

#define ASKED(cx, ask, least)                                                                      \
	(ask)->figure->code, (ask)->org, (int64_t)(ask)->own, (least), (ask)->day, (cx)->known

/* The place in the catalogue of the schooling that is needed. */
static enum err schooling(struct ctx *cx, const struct figure_ask *ask, int64_t *ret)
{
	const struct cat_entry *e;
	const char *word;

	TRY(rule_word(cx, "admission.schooling", ask->day, &word));
	e = cat_find(cx->say.cats, "schooling", word);
	*ret = e ? e->pos : 0;
	return ERR_OK;
}
static enum err flow_value(struct ctx *cx, const struct figure_ask *ask, int64_t *ret)
{
	int64_t least;

	TRY(schooling(cx, ask, &least));
	return db_number(cx->db, ret, 0, Q_FIGURE_FLOW_VALUE, ASKED(cx, ask, least));
}

struct count {
	int64_t org, n;
	const char *code, *name;
};

static const struct field count_fields[] = {
	F_ID(struct count, org, M_FIELD_ID, CLASS_INSIDE, 0, "org"),
	F_TEXT(struct count, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),
	F_TEXT(struct count, name, M_FIELD_NAME, CLASS_INSIDE, 0, 200),
	F_INT(struct count, n, M_FIELD_VALUE, CLASS_INSIDE, 0, 0),
	F_END,
};

/* Every child of the day, also those in which nobody is followed; then the organisation itself. */
static enum err by_org(struct ctx *cx, const struct figure_ask *ask, struct list *ret)
{
	struct figure_ask self = *ask;
	struct list counts = {0};
	struct figure_row *rows;
	const struct count *c;
	int64_t own = 0, least;
	size_t n = 0;

	self.own = true;
	TRY(schooling(cx, ask, &least));
	if (ask->org)
		TRY(flow_value(cx, &self, &own));
	if (!ask->own)
		TRY(db_list(cx->db, cx->a, count_fields, sizeof(*c), &counts,
			Q_FIGURE_FLOW_BY_CHILD, ask->figure->code, ask->org, least, ask->day,
			cx->known));
	rows = arena_array(cx->a, counts.n + 1, sizeof(*rows));
	c = counts.rows;
	for (; n < counts.n; n++)
		rows[n] = (struct figure_row){
			.org = c[n].org, .key = c[n].code, .label = c[n].name, .value = c[n].n};
	if (own)
		rows[n++] = (struct figure_row){
			.key = "own", .label = msg_text(cx->say.lang, M_FIGURE_OWN), .value = own};
	*ret = (struct list){rows, n, sizeof(*rows)};
	return ERR_OK;
}

static enum err by_state(struct ctx *cx, const struct figure_ask *ask, struct list *ret)
{
	struct figure_row *rows;
	const struct count *c;
	struct list counts;
	int64_t least;

	TRY(schooling(cx, ask, &least));
	TRY(db_list(cx->db, cx->a, count_fields, sizeof(*c), &counts, Q_FIGURE_FLOW_BY_STATE,
		ASKED(cx, ask, least)));
	rows = arena_array(cx->a, counts.n + 1, sizeof(*rows));
	c = counts.rows;
	for (size_t i = 0; i < counts.n; i++)
		rows[i] = (struct figure_row){.key = c[i].code,
			.label = cat_name(cx->say.cats, cx->say.lang, "flow_state", c[i].code),
			.value = c[i].n};
	*ret = (struct list){rows, counts.n, sizeof(*rows)};
	return ERR_OK;
}

static enum err flow_rows(struct ctx *cx, const struct figure_ask *ask,
	const struct figure_cut *cut, struct list *ret)
{
	return cut->by == BY_ORG ? by_org(cx, ask, ret) : by_state(cx, ask, ret);
}

struct flow_record {
	int64_t id, person;
	const char *full_name, *cell_name, *state;
	day_t since;
};

static const struct field record_fields[] = {
	F_ID(struct flow_record, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "case"),
	F_ID(struct flow_record, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_TEXT(struct flow_record, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 100),
	F_TEXT(struct flow_record, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 200),
	F_CAT(struct flow_record, state, M_FIELD_STATE, CLASS_INSIDE, 0, "flow_state"),
	F_DAY(struct flow_record, since, M_FIELD_FLOW_SINCE, CLASS_INSIDE, 0),
	F_END,
};

static const struct listing flow_listing = {.name = "records",
	.title = M_FIGURE_RECORDS,
	.empty = M_FIGURE_NO_RECORDS,
	.fields = record_fields,
	.size = sizeof(struct flow_record),
	.first = Q_FIGURE_FLOW_RECORDS,
	.after = Q_FIGURE_FLOW_RECORDS_AFTER,
	.row_href = "/case/"};

static enum err flow_records(
	struct ctx *cx, const struct figure_ask *ask, struct doc *d, struct doc_part **ret)
{
	int64_t least;

	TRY(schooling(cx, ask, &least));
	return listing_add(cx, d, &flow_listing,
		(const struct db_val[]){DB_ARGS(ASKED(cx, ask, least))}, 6, ret);
}

const struct figure_source figure_flow = {.value = flow_value,
	.rows = flow_rows,
	.records = flow_records,
	.by = 1u << BY_ORG | 1u << BY_STATE};

/*
 * figure_org.c: indicators of organisations: how many of which kinds there are on a day.
 */
#include "core/listing.h"
#include "figure/figure.h"

enum { DEEPEST = 1000 };

static int depth_of(const struct figure_ask *ask)
{
	return ask->own ? 0 : DEEPEST;
}

#define ASKED(cx, ask) (ask)->figure->code, (ask)->org, depth_of(ask), (ask)->day, (cx)->known

static enum err org_value(struct ctx *cx, const struct figure_ask *ask, int64_t *ret)
{
	return db_number(cx->db, ret, 0, Q_FIGURE_ORG_VALUE, ASKED(cx, ask));
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

/* Every child of the day, also those in which nothing counts; then the organisation itself. */
static enum err by_org(struct ctx *cx, const struct figure_ask *ask, struct list *ret)
{
	struct figure_ask self = *ask;
	struct list counts = {0};
	struct figure_row *rows;
	const struct count *c;
	int64_t own;
	size_t n = 0;

	self.own = true;
	own = 0;
	if (ask->org)
		TRY(org_value(cx, &self, &own));
	if (!ask->own)
		TRY(db_list(cx->db, cx->a, count_fields, sizeof(*c), &counts, Q_FIGURE_ORG_BY_CHILD,
			ASKED(cx, ask)));
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

/* Keys are the Vietnamese names of the catalogue, as for every dimension with names. */
static enum err by_cat(struct ctx *cx, const struct figure_ask *ask, enum stmt stmt,
	const char *cat, struct list *ret)
{
	struct figure_row *rows;
	const struct count *c;
	struct list counts;

	TRY(db_list(cx->db, cx->a, count_fields, sizeof(*c), &counts, stmt, ASKED(cx, ask)));
	rows = arena_array(cx->a, counts.n + 1, sizeof(*rows));
	c = counts.rows;
	for (size_t i = 0; i < counts.n; i++) {
		rows[i] = (struct figure_row){.key = "unknown",
			.label = msg_text(cx->say.lang, M_FIGURE_UNKNOWN),
			.value = c[i].n};
		if (text_empty(c[i].code))
			continue;
		rows[i].key = cat_name(cx->say.cats, LANG_VI, cat, c[i].code);
		rows[i].label = cat_name(cx->say.cats, cx->say.lang, cat, c[i].code);
	}
	*ret = (struct list){rows, counts.n, sizeof(*rows)};
	return ERR_OK;
}

static enum err org_rows(struct ctx *cx, const struct figure_ask *ask, const struct figure_cut *cut,
	struct list *ret)
{
	if (cut->by == BY_ORG)
		return by_org(cx, ask, ret);
	if (cut->by == BY_KIND)
		return by_cat(cx, ask, Q_FIGURE_ORG_BY_KIND, "org_kind", ret);
	return by_cat(cx, ask, Q_FIGURE_ORG_BY_SECTOR, "sector", ret);
}

struct org_record {
	int64_t id;
	const char *code, *name, *kind, *sector, *parent_code;
	day_t from_day;
};

static const struct field org_record_fields[] = {
	F_ID(struct org_record, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct org_record, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),
	F_TEXT(struct org_record, name, M_FIELD_NAME, CLASS_INSIDE, FF_KEY, 200),
	F_CAT(struct org_record, kind, M_FIELD_KIND, CLASS_INSIDE, 0, "org_kind"),
	F_CAT(struct org_record, sector, M_FIELD_SECTOR, CLASS_INSIDE, FF_MORE, "sector"),
	F_TEXT(struct org_record, parent_code, M_FIELD_PARENT_CODE, CLASS_INSIDE, FF_MORE, 60),
	F_DAY(struct org_record, from_day, M_FIELD_FOUNDED_ON, CLASS_INSIDE, 0),
	F_END,
};

static const struct listing org_listing = {.name = "records",
	.title = M_FIGURE_RECORDS,
	.empty = M_FIGURE_NO_RECORDS,
	.fields = org_record_fields,
	.size = sizeof(struct org_record),
	.first = Q_FIGURE_ORG_RECORDS,
	.after = Q_FIGURE_ORG_RECORDS_AFTER,
	.row_href = "/org/"};

static enum err org_records(
	struct ctx *cx, const struct figure_ask *ask, struct doc *d, struct doc_part **ret)
{
	return listing_add(
		cx, d, &org_listing, (const struct db_val[]){DB_ARGS(ASKED(cx, ask))}, 5, ret);
}

const struct figure_source figure_org = {.value = org_value,
	.rows = org_rows,
	.records = org_records,
	.by = 1u << BY_ORG | 1u << BY_KIND | 1u << BY_SECTOR};

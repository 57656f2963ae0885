/*
 * figure_org.c: indicators of organisations: how many of which kinds there are on a day.
 */
#include "core/listing.h"
#include "figure/figure.h"
#include "figure/figure_lineage.h"
#include "figure/figure_sum.h"

enum { DEEPEST = 1000 };

static int depth_of(const struct figure_ask *ask)
{
	return ask->own ? 0 : DEEPEST;
}

#define ASKED(cx, ask) (ask)->figure->code, (ask)->org, depth_of(ask), (ask)->day, (cx)->known

/* ---- from the summaries ---- */

struct kind {
	const char *code;
};

static const struct field kind_fields[] = {
	F_TEXT(struct kind, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),
	F_END,
};

/* The figures of the kinds that count, ending with NULL; as many kinds. */
static enum err parts_of(struct ctx *cx, const struct figure_ask *ask, const char *const **ret,
	struct list *ret_kinds)
{
	const struct kind *k;
	const char **parts;

	TRY(db_list(cx->db, cx->a, kind_fields, sizeof(*k), ret_kinds, Q_FIGURE_SUM_KINDS,
		ask->figure->code, ask->day));
	k = ret_kinds->rows;
	parts = arena_array(cx->a, ret_kinds->n + 1, sizeof(*parts));
	for (size_t i = 0; i < ret_kinds->n; i++)
		parts[i] = arena_printf(cx->a, "org.%s", k[i].code);
	*ret = parts;
	return ERR_OK;
}

static enum err value_of_sums(
	struct ctx *cx, const struct figure_sum *sum, const struct figure_ask *ask, int64_t *ret)
{
	const char *const *parts;
	struct list kinds;

	TRY(parts_of(cx, ask, &parts, &kinds));
	*ret = 0;
	for (; *parts; parts++)
		TRY(figure_sum_value(cx, sum, *parts, ask, ret));
	return ERR_OK;
}

static enum err org_value(struct ctx *cx, const struct figure_ask *ask, int64_t *ret)
{
	struct figure_sum sum;

	if (ask->lineage)
		return figure_lineage_value(cx, ask, ret);
	TRY(figure_sum_open(cx, ask, &sum));
	if (sum.there)
		return value_of_sums(cx, &sum, ask, ret);
	return db_number(cx->db, ret, 0, Q_FIGURE_ORG_VALUE, ASKED(cx, ask));
}

/* A kind that counts on some days. */
struct kind_days {
	const char *code;
	day_t from_day, to_day;
};

static const struct field kind_days_fields[] = {
	F_TEXT(struct kind_days, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),
	F_DAY(struct kind_days, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct kind_days, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_END,
};

/* Adds what one kind comes to on the days on which it counts; its rows stand together. */
static enum err add_kind(struct ctx *cx, const struct figure_sum *sum, const struct kind_days *k,
	size_t rules, const struct figure_ask *asks, size_t n, int64_t *ret)
{
	int64_t *found = arena_array(cx->a, n, sizeof(*found));

	TRY(figure_sum_series(cx, sum, arena_printf(cx->a, "org.%s", k->code), asks, n, found));
	for (size_t i = 0; i < n; i++) {
		size_t r = 0;
		while (r < rules && !(k[r].from_day <= asks[i].day && asks[i].day < k[r].to_day))
			r++;
		ret[i] += r < rules ? found[i] : 0;
	}
	return ERR_OK;
}

static enum err series_of_sums(struct ctx *cx, const struct figure_sum *sum,
	const struct figure_ask *asks, size_t n, int64_t *ret)
{
	day_t from = asks->day, to = from;
	const struct kind_days *k;
	struct list kinds;

	for (size_t i = 0; i < n; i++) {
		from = asks[i].day < from ? asks[i].day : from;
		to = asks[i].day > to ? asks[i].day : to;
	}
	TRY(db_list(cx->db, cx->a, kind_days_fields, sizeof(*k), &kinds, Q_FIGURE_SUM_KIND_DAYS,
		asks->figure->code, from, to));
	k = kinds.rows;
	for (size_t i = 0, rules; i < kinds.n; i += rules) {
		for (rules = 1; i + rules < kinds.n && text_eq(k[i].code, k[i + rules].code);)
			rules++;
		TRY(add_kind(cx, sum, &k[i], rules, asks, n, ret));
	}
	return ERR_OK;
}

static enum err org_series(struct ctx *cx, const struct figure_ask *asks, size_t n, int64_t *ret)
{
	struct figure_sum sum;

	TRY(figure_sum_open(cx, asks, &sum));
	if (sum.there)
		return series_of_sums(cx, &sum, asks, n, ret);
	for (size_t i = 0; i < n; i++)
		TRY(db_number(cx->db, &ret[i], 0, Q_FIGURE_ORG_VALUE, ASKED(cx, &asks[i])));
	return ERR_OK;
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

static enum err child_counts(struct ctx *cx, const struct figure_sum *sum,
	const struct figure_ask *ask, struct list *ret)
{
	const struct figure_key *k;
	const char *const *parts;
	struct count *rows;
	struct list keys, kinds;

	TRY(db_list(cx->db, cx->a, count_fields, sizeof(*rows), ret, Q_FIGURE_CHILDREN, ask->org,
		ask->day, cx->known));
	TRY(parts_of(cx, ask, &parts, &kinds));
	TRY(figure_sum_keys(cx, sum, parts, BY_ORG, ask, &keys));
	rows = (struct count *)ret->rows;
	k = keys.rows;
	for (size_t i = 0; i < ret->n; i++)
		for (size_t j = 0; j < keys.n; j++)
			if (text_eq(k[j].key, arena_printf(cx->a, "%lld", (long long)rows[i].org)))
				rows[i].n = k[j].n;
	return ERR_OK;
}

static enum err children(struct ctx *cx, const struct figure_ask *ask, struct list *ret)
{
	struct figure_sum sum;

	TRY(figure_sum_open(cx, ask, &sum));
	if (figure_sum_knows(&sum, BY_ORG, ask))
		return child_counts(cx, &sum, ask, ret);
	return db_list(cx->db, cx->a, count_fields, sizeof(struct count), ret,
		Q_FIGURE_ORG_BY_CHILD, ASKED(cx, ask));
}

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
		TRY(children(cx, ask, &counts));
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

static void count_add(struct ctx *cx, struct list *to, size_t *room, const char *code, int64_t n)
{
	if (n)
		*(struct count *)db_list_more(cx->a, to, room) =
			(struct count){.n = n, .code = code};
}

static enum err kind_counts(struct ctx *cx, const struct figure_sum *sum,
	const struct figure_ask *ask, struct list *ret)
{
	const char *const *parts;
	const struct kind *k;
	struct list kinds;
	size_t room = 0;

	TRY(parts_of(cx, ask, &parts, &kinds));
	k = kinds.rows;
	for (size_t i = 0; i < kinds.n; i++) {
		int64_t n = 0;
		TRY(figure_sum_value(cx, sum, parts[i], ask, &n));
		count_add(cx, ret, &room, k[i].code, n);
	}
	return ERR_OK;
}

/* In the order of the catalogue; not known comes last. */
static enum err sector_counts(struct ctx *cx, const struct figure_sum *sum,
	const struct figure_ask *ask, struct list *ret)
{
	const char *const *parts;
	const struct cat_entry *e;
	const struct figure_key *k;
	struct list keys, kinds;
	size_t room = 0, n;

	TRY(parts_of(cx, ask, &parts, &kinds));
	TRY(figure_sum_keys(cx, sum, parts, BY_SECTOR, ask, &keys));
	k = keys.rows;
	e = cat_all(cx->say.cats, "sector", &n);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < keys.n; j++)
			if (text_eq(k[j].key, e[i].code))
				count_add(cx, ret, &room, e[i].code, k[j].n);
	for (size_t j = 0; j < keys.n; j++)
		if (!cat_find(cx->say.cats, "sector", k[j].key))
			count_add(cx, ret, &room, k[j].key, k[j].n);
	return ERR_OK;
}

static enum err cat_counts(
	struct ctx *cx, const struct figure_ask *ask, enum stmt stmt, struct list *ret)
{
	struct figure_sum sum;

	*ret = (struct list){NULL, 0, sizeof(struct count)};
	TRY(figure_sum_open(cx, ask, &sum));
	if (sum.there && stmt == Q_FIGURE_ORG_BY_KIND)
		return kind_counts(cx, &sum, ask, ret);
	if (figure_sum_knows(&sum, BY_SECTOR, ask))
		return sector_counts(cx, &sum, ask, ret);
	return db_list(
		cx->db, cx->a, count_fields, sizeof(struct count), ret, stmt, ASKED(cx, ask));
}

/* Keys are the Vietnamese names of the catalogue, as for every dimension with names. */
static enum err by_cat(struct ctx *cx, const struct figure_ask *ask, enum stmt stmt,
	const char *cat, struct list *ret)
{
	struct figure_row *rows;
	const struct count *c;
	struct list counts;

	TRY(cat_counts(cx, ask, stmt, &counts));
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
	if (ask->lineage)
		return figure_lineage_rows(cx, ask, cut, ret);
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

static enum err lineage_records(
	struct ctx *cx, const struct figure_ask *ask, struct doc *d, struct doc_part **ret)
{
	struct listing l = org_listing;

	l.first = Q_FIGURE_LINEAGE_ORG_RECORDS;
	l.after = Q_FIGURE_LINEAGE_ORG_RECORDS_AFTER;
	return listing_add(cx, d, &l,
		(const struct db_val[]){DB_ARGS(
			ask->figure->code, ask->lineage->text, depth_of(ask), ask->day, cx->known)},
		5, ret);
}

static enum err org_records(
	struct ctx *cx, const struct figure_ask *ask, struct doc *d, struct doc_part **ret)
{
	if (ask->lineage)
		return lineage_records(cx, ask, d, ret);
	return listing_add(
		cx, d, &org_listing, (const struct db_val[]){DB_ARGS(ASKED(cx, ask))}, 5, ret);
}

const struct figure_source figure_org = {.value = org_value,
	.series = org_series,
	.rows = org_rows,
	.records = org_records,
	.by = 1u << BY_ORG | 1u << BY_KIND | 1u << BY_SECTOR,
	.lineage = true};

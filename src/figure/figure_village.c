/*
 * figure_village.c: indicators of villages. As known now they come from sums that are kept with
 * every change, else from the states of the villages; both are those of village/village.h.
 */
#include "core/listing.h"
#include "figure/figure.h"
#include "village/village_list.h"

static bool is_flow(const struct figure_ask *ask)
{
	return ask->figure->kind == FIGURE_FLOW;
}

/* "village.no_cell" is of the state "no_cell". */
static const char *state_of(const struct figure_ask *ask)
{
	return strchr(ask->figure->code, '.') + 1;
}

static bool is_summed(const struct ctx *cx, const struct figure_ask *ask)
{
	return cx->known == KNOWN_NOW && !ask->own;
}

static day_t first_day(const struct figure_ask *ask)
{
	return is_flow(ask) ? ask->from : 0;
}

static struct village_ask list_of(const struct figure_ask *ask)
{
	return (struct village_ask){
		.org = ask->org, .own = ask->own, .state = state_of(ask), .day = ask->day};
}

static enum err village_value(struct ctx *cx, const struct figure_ask *ask, int64_t *ret)
{
	struct village_ask list;

	if (is_summed(cx, ask))
		return db_number(cx->db, ret, 0, Q_FIGURE_VILLAGE_SUM, ask->org, ask->figure->code,
			first_day(ask), ask->day);
	if (is_flow(ask))
		return db_number(cx->db, ret, 0, Q_FIGURE_VILLAGE_ADMITTED, ask->org, ask->own,
			ask->from, ask->day, cx->known);
	list = list_of(ask);
	return village_count(cx, &list, ret);
}

/* ---- rows ---- */

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

/* Of a flow by the child of its day; of a stock each child is asked by itself. */
static enum err count_children(
	struct ctx *cx, const struct figure_ask *ask, struct count *c, size_t n)
{
	const struct count *hit;
	struct list hits;

	if (!is_flow(ask)) {
		for (size_t i = 0; i < n; i++) {
			struct figure_ask child = *ask;
			child.org = c[i].org;
			TRY(village_value(cx, &child, &c[i].n));
		}
		return ERR_OK;
	}
	TRY(db_list(cx->db, cx->a, count_fields, sizeof(*hit), &hits,
		Q_FIGURE_VILLAGE_ADMITTED_CHILDREN, ask->org, (int64_t)ask->own, ask->from,
		ask->day, cx->known));
	hit = hits.rows;
	for (size_t k = 0; k < hits.n; k++)
		for (size_t i = 0; i < n; i++)
			if (c[i].org == hit[k].org)
				c[i].n = hit[k].n;
	return ERR_OK;
}

static void add_special(struct ctx *cx, struct figure_row *rows, size_t *n, const char *key,
	enum msg label, int64_t v)
{
	if (v)
		rows[(*n)++] = (struct figure_row){
			.key = key, .label = msg_text(cx->say.lang, label), .value = v};
}

/* Every child of the day, what is of the organisation itself, and what is below no child any more.
 */
static enum err by_org(struct ctx *cx, const struct figure_ask *ask, struct list *ret)
{
	struct figure_ask self = *ask;
	int64_t all, own = 0, sum = 0;
	struct list children = {0};
	struct figure_row *rows;
	struct count *c;
	size_t n = 0;

	self.own = true;
	TRY(village_value(cx, ask, &all));
	if (ask->org)
		TRY(village_value(cx, &self, &own));
	if (!ask->own)
		TRY(db_list(cx->db, cx->a, count_fields, sizeof(*c), &children,
			Q_FIGURE_VILLAGE_CHILDREN, ask->org, ask->day, cx->known));
	c = (struct count *)children.rows;
	TRY(count_children(cx, ask, c, children.n));
	rows = arena_array(cx->a, children.n + 2, sizeof(*rows));
	for (; n < children.n; sum += c[n++].n)
		rows[n] = (struct figure_row){
			.org = c[n].org, .key = c[n].code, .label = c[n].name, .value = c[n].n};
	add_special(cx, rows, &n, "own", M_FIGURE_OWN, own);
	add_special(cx, rows, &n, "former", M_FIGURE_FORMER, all - own - sum);
	*ret = (struct list){rows, n, sizeof(*rows)};
	return ERR_OK;
}

static enum err kinds(struct ctx *cx, const struct figure_ask *ask, struct list *ret)
{
	size_t size = sizeof(struct count);
	struct village_ask list;

	if (is_summed(cx, ask))
		return db_list(cx->db, cx->a, count_fields, size, ret, Q_FIGURE_VILLAGE_KINDS,
			ask->org, ask->figure->code, first_day(ask), ask->day);
	if (is_flow(ask))
		return db_list(cx->db, cx->a, count_fields, size, ret,
			Q_FIGURE_VILLAGE_ADMITTED_KINDS, ask->org, (int64_t)ask->own, ask->from,
			ask->day, cx->known);
	list = list_of(ask);
	return village_count_kinds(cx, &list, count_fields, size, ret);
}

static enum err by_kind(struct ctx *cx, const struct figure_ask *ask, struct list *ret)
{
	const struct speech *say = &cx->say;
	struct figure_row *rows;
	const struct count *c;
	struct list counts;

	TRY(kinds(cx, ask, &counts));
	rows = arena_array(cx->a, counts.n + 1, sizeof(*rows));
	c = counts.rows;
	for (size_t i = 0; i < counts.n; i++)
		rows[i] = (struct figure_row){
			.key = cat_name(say->cats, LANG_VI, "village_kind", c[i].code),
			.label = cat_name(say->cats, say->lang, "village_kind", c[i].code),
			.value = c[i].n};
	*ret = (struct list){rows, counts.n, sizeof(*rows)};
	return ERR_OK;
}

static enum err village_rows(struct ctx *cx, const struct figure_ask *ask,
	const struct figure_cut *cut, struct list *ret)
{
	return cut->by == BY_ORG ? by_org(cx, ask, ret) : by_kind(cx, ask, ret);
}

/* ---- records ---- */

struct admitted {
	int64_t id, person;
	const char *code, *name, *kind, *commune_name, *head_name;
	day_t day;
};

static const struct field admitted_fields[] = {
	F_ID(struct admitted, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "village"),
	F_TEXT(struct admitted, name, M_FIELD_VILLAGE, CLASS_INSIDE, FF_KEY, 200),
	F_TEXT(struct admitted, code, M_FIELD_CODE, CLASS_INSIDE, FF_MORE, 60),
	F_CAT(struct admitted, kind, M_FIELD_KIND, CLASS_INSIDE, FF_MORE, "village_kind"),
	F_TEXT(struct admitted, commune_name, M_FIELD_COMMUNE, CLASS_INSIDE, 0, 200),
	F_TEXT(struct admitted, head_name, M_FIELD_HEAD, CLASS_INSIDE, 0, 100),
	F_DAY(struct admitted, day, M_FIELD_ADMITTED_ON, CLASS_INSIDE, 0),
	F_ID(struct admitted, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_END,
};

static const struct listing admitted_listing = {.name = "records",
	.title = M_FIGURE_RECORDS,
	.empty = M_FIGURE_NO_RECORDS,
	.fields = admitted_fields,
	.size = sizeof(struct admitted),
	.first = Q_FIGURE_VILLAGE_ADMITTED_LIST,
	.after = Q_FIGURE_VILLAGE_ADMITTED_LIST_AFTER,
	.row_href = "/village/"};

static enum err village_records(
	struct ctx *cx, const struct figure_ask *ask, struct doc *d, struct doc_part **ret)
{
	struct village_ask list = list_of(ask);

	if (is_flow(ask))
		return listing_add(cx, d, &admitted_listing,
			(const struct db_val[]){DB_ARGS(
				ask->org, (int64_t)ask->own, ask->from, ask->day, cx->known)},
			5, ret);
	return village_list_add(
		cx, d, &list, "records", M_FIGURE_RECORDS, M_FIGURE_NO_RECORDS, ret);
}

const struct figure_source figure_village = {.value = village_value,
	.rows = village_rows,
	.records = village_records,
	.by = 1u << BY_ORG | 1u << BY_KIND};

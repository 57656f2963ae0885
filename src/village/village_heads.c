/*
 * village_heads.c: heads of villages who are no members, villages whose secretary and head are two
 * persons, and what became of the heads who were no members on an earlier day: three lists of
 * names, so that two reports give the same ones.
 */
#include "core/listing.h"
#include "org/org.h"
#include "org/org_wide.h"
#include "village/village.h"
#include "village/village_list.h"

enum { ROWS_MOST = 2000, NAMED = 12 };

struct heads_in {
	day_t before;
};

static const struct field in_fields[] = {
	{"before", FT_DAY, CLASS_INSIDE, M_FIELD_COMPARED_WITH, 0,
		FIELD_OFF(struct heads_in, before, day_t), 0, 0, 0, M_HINT_COMPARED_WITH, 0},
	F_END,
};

struct head_row {
	int64_t id;
	const char *name, *commune_name, *head_was, *was_is, *head_name, *head_is, *secretary,
		*became;
	int was_combined, combined;
	day_t admitted_on;
};

#define ROW_TEXT(m, label, flags) F_TEXT(struct head_row, m, label, CLASS_INSIDE, flags, 200)
#define ROW_CAT(m, label)                                                                          \
	F_CAT(struct head_row, m, label, CLASS_INSIDE, FF_HIDDEN, "village_head_is")

static const struct field row_fields[] = {
	F_ID(struct head_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "village"),
	ROW_TEXT(name, M_FIELD_VILLAGE, FF_KEY),
	ROW_TEXT(commune_name, M_FIELD_COMMUNE, 0),
	ROW_TEXT(head_was, M_FIELD_HEAD_WAS, FF_HIDDEN),
	ROW_CAT(was_is, M_FIELD_HEAD_IS),
	F_BOOL(struct head_row, was_combined, M_FIELD_COMBINED, CLASS_INSIDE, FF_HIDDEN),
	ROW_TEXT(head_name, M_FIELD_HEAD, 0),
	ROW_CAT(head_is, M_FIELD_HEAD_IS),
	F_BOOL(struct head_row, combined, M_FIELD_COMBINED, CLASS_INSIDE, FF_HIDDEN),
	ROW_TEXT(secretary, M_FIELD_CELL_SECRETARY, 0),
	F_DAY(struct head_row, admitted_on, M_FIELD_ADMITTED_ON, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

static const struct field then_fields[] = {
	F_ID(struct head_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "village"),
	ROW_TEXT(name, M_FIELD_VILLAGE, FF_KEY),
	ROW_TEXT(commune_name, M_FIELD_COMMUNE, 0),
	ROW_TEXT(head_was, M_FIELD_HEAD_WAS, 0),
	F_DAY(struct head_row, admitted_on, M_FIELD_HEAD_ADMITTED_ON, CLASS_INSIDE, 0),
	ROW_TEXT(head_name, M_FIELD_HEAD, 0),
	ROW_TEXT(became, M_FIELD_BECAME, 0),
	F_END,
};

static bool is_outside(const struct head_row *r)
{
	return text_eq(r->head_is, "outside");
}

static bool is_apart(const struct head_row *r)
{
	return !r->combined;
}

static bool was_outside(const struct head_row *r)
{
	return text_eq(r->was_is, "outside");
}

static struct list pick(struct ctx *cx, struct list rows, bool (*fits)(const struct head_row *))
{
	const struct head_row *r = rows.rows;
	struct head_row *some = arena_array(cx->a, rows.n + 1, sizeof(*some));
	size_t n = 0;

	for (size_t i = 0; i < rows.n; i++)
		if (fits(&r[i]))
			some[n++] = r[i];
	return (struct list){some, n, sizeof(*some)};
}

/* What became of a head who was no member. */
static enum msg became(const struct head_row *r)
{
	bool same = text_eq(r->head_was, r->head_name);

	if (same && is_outside(r))
		return M_VILLAGE_BECAME_SAME;
	if (same)
		return M_VILLAGE_BECAME_MEMBER;
	if (r->combined)
		return M_VILLAGE_BECAME_SECRETARY;
	return is_outside(r) ? M_VILLAGE_BECAME_OTHER : M_VILLAGE_BECAME_OTHER_MEMBER;
}

static struct list tell(struct ctx *cx, struct list rows)
{
	struct head_row *r = (struct head_row *)rows.rows;

	for (size_t i = 0; i < rows.n; i++)
		r[i].became = msg_text(cx->say.lang, became(&r[i]));
	return rows;
}

/* Villages of one list that are not in the other, by name: the end of a sentence. */
static const char *names_apart(struct ctx *cx, struct list a, struct list b, size_t *ret_n)
{
	const struct head_row *x = a.rows, *y = b.rows;
	const char *names = "";
	size_t n = 0;

	for (size_t i = 0; i < a.n; i++) {
		bool in = false;
		for (size_t k = 0; k < b.n && !in; k++)
			in = x[i].id == y[k].id;
		if (in)
			continue;
		if (n < NAMED)
			names = arena_printf(cx->a, "%s%s%s", names, n ? ", " : "", x[i].name);
		n++;
	}
	*ret_n = n;
	return arena_printf(cx->a, "%s%s", names, n > NAMED ? "…" : ".");
}

/* A head who is no member is no secretary: the second list has all of the first, and more. */
static const char *compared(struct ctx *cx, struct doc *d, struct list outside, struct list apart)
{
	const char *more;
	size_t n;

	more = names_apart(cx, apart, outside, &n);
	if (!n)
		return doc_say(d, M_VILLAGE_HEADS_SAME,
			number_text(cx->a, cx->say.lang, (int64_t)outside.n), NULL);
	return doc_say(d, M_VILLAGE_HEADS_APART,
		number_text(cx->a, cx->say.lang, (int64_t)outside.n),
		number_text(cx->a, cx->say.lang, (int64_t)n), more, NULL);
}

static struct doc_part *add(struct ctx *cx, struct doc *d, const char *name, const char *title,
	const struct field *fields, struct list rows)
{
	struct doc_part *p = doc_table(d, name, M_NONE, fields, rows);

	p->title = title;
	p->total = (int64_t)rows.n;
	p->row_href = "/village/";
	p->row_keep = cx->query;
	p->empty = msg_text(cx->say.lang, M_VILLAGE_NONE_SO);
	return p;
}

static void add_form(struct ctx *cx, struct doc *d, day_t before)
{
	struct doc_form *form = arena_new_of(cx->a, struct doc_form);
	struct doc_form_field *f = arena_array(cx->a, 2, sizeof(*f));
	struct heads_in in = {before};

	if (cx->page.sink || cx->uid >= 0)
		return;
	f[0] = (struct doc_form_field){.f = in_fields, .value = value_raw(cx->a, in_fields, &in)};
	*form = (struct doc_form){.action = cx->path,
		.get = 1,
		.submit = msg_text(cx->say.lang, M_VILLAGE_COMPARE),
		.fold = msg_text(cx->say.lang, M_VILLAGE_COMPARE),
		.fields = {f, 1, sizeof(*f)}};
	doc_form(d, "compare", M_NONE, form);
}

/* Without another day: the end of the year before. */
static day_t before_of(const struct ctx *cx, const struct heads_in *in)
{
	return in->before ? day_last(in->before) : (day_year(cx->day) - 1) * 10000 + 1231;
}

static enum err heads(struct ctx *cx, const void *vin, struct doc *d)
{
	day_t before = before_of(cx, vin);
	struct list rows, outside, apart, then;
	const char *now = cx_day(cx, cx->day);
	struct org_step org;
	bool wide;

	TRY(org_path(cx, d, cx->org, &org));
	doc_path(d, msg_text(cx->say.lang, M_VILLAGE_LIST), org_href(cx, cx->org, "/villages"));
	d->title = doc_say(d, M_VILLAGE_HEADS_OF, org.name, NULL);
	TRY(org_wide(cx, cx->org, cx->day, VILLAGE_WIDE, &wide));
	if (wide)
		return org_wide_show(cx, d, VILLAGE_WIDE, "/village-heads", cx->query);
	TRY(db_list(cx->db, cx->a, row_fields, sizeof(struct head_row), &rows, Q_VILLAGE_HEAD_ROWS,
		cx->org, cx->day, before, cx->known, (int64_t)ROWS_MOST));
	outside = pick(cx, rows, is_outside);
	apart = pick(cx, rows, is_apart);
	then = tell(cx, pick(cx, rows, was_outside));
	d->lead = compared(cx, d, outside, apart);
	add_form(cx, d, before);
	add(cx, d, "outside", doc_say(d, M_VILLAGE_HEADS_OUTSIDE, now, NULL), row_fields, outside)
		->main = 1;
	add(cx, d, "apart", doc_say(d, M_VILLAGE_HEADS_NOT_COMBINED, now, NULL), row_fields, apart);
	add(cx, d, "then", doc_say(d, M_VILLAGE_HEADS_THEN, cx_day(cx, before), NULL), then_fields,
		then);
	listing_exports(cx, d, cx->query);
	return ERR_OK;
}

const struct action village_heads = {.in = in_fields,
	.in_size = sizeof(struct heads_in),
	.read = heads,
	.title = M_VILLAGE_HEADS};

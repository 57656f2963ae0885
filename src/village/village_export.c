/*
 * village_export.c: the villages as a list to take away, with the columns in which they can be
 * brought back (figures.md, import file "villages").
 */
#include "core/listing.h"
#include "org/org.h"
#include "org/org_wide.h"
#include "village/village.h"
#include "village/village_list.h"

struct village_line {
	int64_t id, households, population;
	const char *code, *name, *kind, *commune_code, *cell_code, *joint, *head_name,
		*head_member_no;
	day_t head_from;
};

#define LINE_TEXT(m, label) F_TEXT(struct village_line, m, label, CLASS_INSIDE, 0, 200)

static const struct field line_fields[] = {
	F_ID(struct village_line, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "village"),
	LINE_TEXT(code, M_FIELD_CODE),
	F_TEXT(struct village_line, name, M_FIELD_NAME, CLASS_INSIDE, FF_KEY, 200),
	F_CAT(struct village_line, kind, M_FIELD_KIND, CLASS_INSIDE, 0, "village_kind"),
	LINE_TEXT(commune_code, M_FIELD_COMMUNE_CODE),
	LINE_TEXT(cell_code, M_FIELD_CELL_CODE),
	F_CAT(struct village_line, joint, M_FIELD_JOINT, CLASS_INSIDE, 0, "yes_no"),
	LINE_TEXT(head_name, M_FIELD_HEAD),
	LINE_TEXT(head_member_no, M_FIELD_HEAD_MEMBER_NO),
	F_DAY(struct village_line, head_from, M_FIELD_HEAD_FROM, CLASS_INSIDE, 0),
	F_INT(struct village_line, households, M_FIELD_HOUSEHOLDS, CLASS_INSIDE, 0, 0),
	F_INT(struct village_line, population, M_FIELD_POPULATION, CLASS_INSIDE, 0, 0),
	F_END,
};

static enum err tidy(struct ctx *cx, void *row)
{
	struct village_line *l = row;

	(void)cx;
	l->head_from = l->head_from == DAY_MIN ? 0 : l->head_from;
	return ERR_OK;
}

static const struct listing lines = {.name = "villages",
	.title = M_VILLAGE_EXPORT,
	.empty = M_VILLAGE_NONE,
	.fields = line_fields,
	.size = sizeof(struct village_line),
	.first = Q_VILLAGE_FILE,
	.after = Q_VILLAGE_FILE,
	.row_href = "/village/",
	.complete = tidy};

static enum err export(struct ctx *cx, const void *in, struct doc *d) {
	struct doc_part *p; struct org_step org; bool wide;

	(void)in;
	TRY(org_path(cx, d, cx->org, &org));
	doc_path(d, msg_text(cx->say.lang, M_VILLAGE_LIST), org_href(cx, cx->org, "/villages"));
	d->title = doc_say(d, M_VILLAGE_EXPORT_OF, org.name, NULL);
	d->lead = msg_text(cx->say.lang, M_VILLAGE_EXPORT_LEAD);
	listing_exports(cx, d, cx->query);
	TRY(org_wide(cx, cx->org, cx->day, VILLAGE_WIDE, &wide));
	if (wide) return org_wide_show(cx, d, VILLAGE_WIDE, "/village-file", cx->query);
	TRY(listing_add(cx, d, &lines,
		(const struct db_val[]){DB_ARGS(cx->org, (int64_t)0, "total", cx->day, cx->known)},
		5, &p));
	p->next_href = NULL; /* the page shows the beginning; the files have all */
	p->whole = 1;
	return ERR_OK;
}

const struct action village_export = {.read = export, .title = M_VILLAGE_EXPORT};

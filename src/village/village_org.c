/*
 * village_org.c: villages on the page of an organisation: of a cell those that it serves, of what
 * has something below it the way to the list.
 */
#include "org/org.h"
#include "village/village.h"

struct served {
	int64_t id;
	const char *name, *lives, *head_is;
	int joint, combined;
};

static const struct field served_fields[] = {
	F_ID(struct served, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "village"),
	F_TEXT(struct served, name, M_FIELD_VILLAGE, CLASS_INSIDE, FF_KEY, 200),
	F_BOOL(struct served, joint, M_FIELD_JOINT, CLASS_INSIDE, 0),
	F_CAT(struct served, lives, M_FIELD_LIVES, CLASS_INSIDE, 0, "village_lives"),
	F_CAT(struct served, head_is, M_FIELD_HEAD_IS, CLASS_INSIDE, 0, "village_head_is"),
	F_BOOL(struct served, combined, M_FIELD_COMBINED, CLASS_INSIDE, 0),
	F_END,
};

static enum err show_served(struct ctx *cx, struct doc *d, int64_t cell)
{
	struct doc_part *p;
	struct list rows;

	TRY(db_list(cx->db, cx->a, served_fields, sizeof(struct served), &rows, Q_VILLAGE_OF_CELL,
		cell, cx->day, cx->known));
	if (!rows.n)
		return ERR_OK;
	p = doc_table(d, "villages", M_VILLAGE_SERVED, served_fields, rows);
	p->row_href = "/village/";
	p->row_keep = cx->query;
	p->total = -1;
	return ERR_OK;
}

static bool is_leaf(const struct doc *d)
{
	const struct doc_part *children = doc_find(d, "children");

	return children && !children->rows.n;
}

static enum err show(struct ctx *cx, struct doc *d, const struct org_step *org)
{
	if (cx->page.sink || !org->depth)
		return ERR_OK;
	if (is_leaf(d) && !text_eq(org->kind, "commune"))
		return show_served(cx, d, org->org);
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_VILLAGE_LIST), "%s",
		org_href(cx, org->org, "/villages"));
	return ERR_OK;
}

const struct org_part village_org_part = {.show = show};

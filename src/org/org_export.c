/*
 * org_export.c: lists to take away, with the columns in which they can be brought back
 * (figures.md, import files "orgs" and "org_changes").
 */
#include "core/listing.h"
#include "org/org.h"

struct org_line {
	int64_t id;
	const char *code, *name, *kind, *sector, *parent_code, *successor_code;
	day_t founded_on, opened_on, dissolved_on;
};

static const struct field org_line_fields[] = {
	F_ID(struct org_line, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct org_line, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),
	F_TEXT(struct org_line, name, M_FIELD_NAME, CLASS_INSIDE, FF_KEY, 200),
	F_CAT(struct org_line, kind, M_FIELD_KIND, CLASS_INSIDE, 0, "org_kind"),
	F_CAT(struct org_line, sector, M_FIELD_SECTOR, CLASS_INSIDE, 0, "sector"),
	F_TEXT(struct org_line, parent_code, M_FIELD_PARENT_CODE, CLASS_INSIDE, 0, 60),
	F_DAY(struct org_line, founded_on, M_FIELD_FOUNDED_ON, CLASS_INSIDE, 0),
	F_DAY(struct org_line, opened_on, M_FIELD_OPENED_ON, CLASS_INSIDE, 0),
	F_DAY(struct org_line, dissolved_on, M_FIELD_DISSOLVED_ON, CLASS_INSIDE, 0),
	F_TEXT(struct org_line, successor_code, M_FIELD_SUCCESSOR_CODE, CLASS_INSIDE, 0, 60),
	F_END,
};

/* The sentinels "always" and "no end" are empty cells in a file. */
static enum err tidy_line(struct ctx *cx, void *row)
{
	struct org_line *l = row;

	(void)cx;
	if (l->founded_on == DAY_MIN)
		l->founded_on = 0;
	if (l->dissolved_on == DAY_MAX)
		l->dissolved_on = 0;
	return ERR_OK;
}

static const struct listing below = {.name = "orgs",
	.title = M_ORG_ALL_BELOW,
	.empty = M_ORG_NO_CHILDREN,
	.fields = org_line_fields,
	.size = sizeof(struct org_line),
	.first = Q_ORG_ALL,
	.after = Q_ORG_ALL,
	.row_href = "/org/",
	.complete = tidy_line};

static const struct listing everything = {.name = "orgs",
	.title = M_ORG_ALL,
	.empty = M_ORG_NO_ROOTS,
	.fields = org_line_fields,
	.size = sizeof(struct org_line),
	.first = Q_ORG_ALL_ROOTS,
	.after = Q_ORG_ALL_ROOTS,
	.row_href = "/org/",
	.complete = tidy_line};

static void take_away(struct ctx *cx, struct doc *d, struct doc_part *p)
{
	p->next_href = NULL; /* the page shows the beginning; the files have all */
	listing_exports(cx, d, cx->query);
}

static enum err all(struct ctx *cx, const void *in, struct doc *d)
{
	struct doc_part *p;
	struct org_step org;

	(void)in;
	d->dated = 1;
	d->lead = msg_text(cx->say.lang, M_ORG_ALL_LEAD);
	if (cx->org) {
		TRY(org_path(cx, d, cx->org, &org));
		d->title = doc_say(d, M_ORG_ALL_OF, org.name, NULL);
		TRY(listing_add(cx, d, &below,
			(const struct db_val[]){DB_ARGS(cx->org, cx->day, cx->known)}, 3, &p));
	} else {
		d->title = msg_text(cx->say.lang, M_ORG_ALL);
		TRY(listing_add(cx, d, &everything,
			(const struct db_val[]){DB_ARGS(cx->day, cx->known)}, 2, &p));
	}
	take_away(cx, d, p);
	return ERR_OK;
}

const struct action org_export = {.read = all, .title = M_ORG_ALL};

struct change_line {
	int64_t id;
	const char *code, *act, *to_code, *name, *decision_no, *successor_code, *kind, *sector,
		*reason;
	day_t day;
};

static const struct field change_line_fields[] = {
	F_ID(struct change_line, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "act"),
	F_TEXT(struct change_line, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),
	F_CAT(struct change_line, act, M_FIELD_ACT, CLASS_INSIDE, 0, "org_act"),
	F_DAY(struct change_line, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	/* the column of the file is called "to", which no column of a statement can be */
	F_TEXT(struct change_line, to_code, M_FIELD_TO_CODE, CLASS_INSIDE, FF_HIDDEN, 60),
	{"to", FT_TEXT, CLASS_INSIDE, M_FIELD_TO_CODE, 0,
		FIELD_OFF(struct change_line, to_code, const char *), 60, 0, 0, M_NONE, 0},
	F_TEXT(struct change_line, name, M_FIELD_NAME, CLASS_INSIDE, 0, 200),
	F_TEXT(struct change_line, decision_no, M_FIELD_DECISION_NO, CLASS_INSIDE, 0, 60),
	F_TEXT(struct change_line, successor_code, M_FIELD_SUCCESSOR_CODE, CLASS_INSIDE, 0, 60),
	F_CAT(struct change_line, kind, M_FIELD_KIND, CLASS_INSIDE, FF_MORE, "org_kind"),
	F_CAT(struct change_line, sector, M_FIELD_SECTOR, CLASS_INSIDE, FF_MORE, "sector"),
	F_TEXT(struct change_line, reason, M_FIELD_REASON, CLASS_INSIDE, FF_MORE, 500),
	F_END,
};

static const struct listing changes = {.name = "changes",
	.title = M_ORG_ALL_CHANGES,
	.empty = M_ORG_NO_ACTS,
	.fields = change_line_fields,
	.size = sizeof(struct change_line),
	.first = Q_ORG_CHANGES,
	.after = Q_ORG_CHANGES};

static enum err all_changes(struct ctx *cx, const void *in, struct doc *d)
{
	struct doc_part *p;

	(void)in;
	d->title = msg_text(cx->say.lang, M_ORG_ALL_CHANGES);
	d->lead = msg_text(cx->say.lang, M_ORG_ALL_LEAD);
	TRY(listing_add(cx, d, &changes, (const struct db_val[]){DB_ARGS(cx->known)}, 1, &p));
	take_away(cx, d, p);
	return ERR_OK;
}

const struct action org_export_changes = {.read = all_changes, .title = M_ORG_ALL_CHANGES};

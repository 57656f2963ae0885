/*
 * org_staff.c: who and what there is in an organisation on a day: bodies, posts, charges, terms;
 * and all posts as a list to take away (figures.md, import file "posts").
 */
#include "core/listing.h"
#include "org/org_record.h"

struct staff_row {
	int64_t id, over_org;
	const char *number, *kind, *name, *post, *holder, *body_name, *member_no, *decision_no,
		*field, *over_name, *note, *sort, *href;
	day_t congress_day, from_day, to_day;
};

#define ID   F_ID(struct staff_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "record")
#define HREF F_URL(struct staff_row, href, M_FIELD_NAME, CLASS_INSIDE, FF_HIDDEN)
#define DAYS                                                                                       \
	F_DAY(struct staff_row, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),                      \
		F_DAY(struct staff_row, to_day, M_FIELD_LAST_DAY, CLASS_INSIDE, 0)
#define TEXT(m, label, flags) F_TEXT(struct staff_row, m, label, CLASS_INSIDE, flags, 200)

static const struct field body_fields[] = {ID, TEXT(name, M_FIELD_NAME, FF_KEY),
	F_CAT(struct staff_row, kind, M_FIELD_BODY_KIND, CLASS_INSIDE, 0, "body_kind"), DAYS,
	TEXT(note, M_FIELD_NOTE, FF_MORE), TEXT(sort, M_FIELD_NOTE, FF_HIDDEN), HREF, F_END};

static const struct field post_fields[] = {ID,
	F_CAT(struct staff_row, post, M_FIELD_POST, CLASS_INSIDE, 0, "post"),
	TEXT(holder, M_FIELD_HOLDER, FF_KEY), TEXT(body_name, M_FIELD_BODY, 0), DAYS,
	TEXT(member_no, M_FIELD_MEMBER_NO, FF_MORE),
	TEXT(decision_no, M_FIELD_DECISION_NO, FF_MORE), HREF, F_END};

static const struct field charge_fields[] = {ID, TEXT(holder, M_FIELD_HOLDER, FF_KEY),
	TEXT(field, M_FIELD_CHARGE, 0), TEXT(over_name, M_FIELD_OVER, 0), DAYS,
	TEXT(member_no, M_FIELD_MEMBER_NO, FF_MORE),
	F_ID(struct staff_row, over_org, M_FIELD_OVER, CLASS_INSIDE, FF_HIDDEN, "org"), HREF,
	F_END};

static const struct field term_fields[] = {ID, TEXT(number, M_FIELD_TERM_NUMBER, FF_KEY),
	F_DAY(struct staff_row, congress_day, M_FIELD_CONGRESS_DAY, CLASS_INSIDE, 0), DAYS,
	TEXT(note, M_FIELD_NOTE, FF_MORE), HREF, F_END};

static void tidy_rows(struct ctx *cx, const struct dated *t, struct list rows)
{
	struct staff_row *r = (struct staff_row *)rows.rows;

	for (size_t i = 0; i < rows.n; i++) {
		r[i].to_day = org_record_last(r[i].to_day);
		r[i].href = arena_printf(cx->a, "/org/%lld/%s/%lld%s", (long long)cx->org, t->name,
			(long long)r[i].id, cx->query);
	}
}

static void add_part(struct ctx *cx, struct doc *d, const char *name, enum msg title,
	enum msg empty, const struct field *fields, struct list rows)
{
	struct doc_part *p = doc_table(d, name, title, fields, rows);

	p->empty = msg_text(cx->say.lang, empty);
}

/* Bodies of the Party, and those beside it: what the catalogue says about their kind. */
static enum err add_bodies(struct ctx *cx, struct doc *d)
{
	struct staff_row *party, *other;
	const struct staff_row *r;
	size_t n = 0, m = 0;
	struct list rows;

	TRY(db_list(cx->db, cx->a, body_fields, sizeof(*r), &rows, Q_ORG_BODIES, cx->org, cx->day,
		cx->known));
	tidy_rows(cx, &org_bodies, rows);
	r = rows.rows;
	party = arena_array(cx->a, rows.n + 1, sizeof(*r));
	other = arena_array(cx->a, rows.n + 1, sizeof(*r));
	for (size_t i = 0; i < rows.n; i++)
		if (text_eq(r[i].sort, "party"))
			party[n++] = r[i];
		else
			other[m++] = r[i];
	add_part(cx, d, "bodies", M_ORG_BODIES, M_ORG_NO_BODIES, body_fields,
		(struct list){party, n, sizeof(*party)});
	if (m)
		add_part(cx, d, "other_bodies", M_ORG_OTHER_BODIES, M_ORG_NO_BODIES, body_fields,
			(struct list){other, m, sizeof(*other)});
	return ERR_OK;
}

static void note_secretaries(struct ctx *cx, struct doc *d, struct list rows)
{
	const struct staff_row *r = rows.rows;
	int64_t n = 0;

	for (size_t i = 0; i < rows.n; i++)
		n += text_eq(r[i].post, "secretary") && text_empty(r[i].body_name);
	if (n > 1)
		doc_note(d, DOC_WARN,
			doc_say(d, M_ORG_SECRETARIES, number_text(cx->a, cx->say.lang, n), NULL));
}

static enum err add_posts(struct ctx *cx, struct doc *d)
{
	struct list rows;

	TRY(db_list(cx->db, cx->a, post_fields, sizeof(struct staff_row), &rows, Q_ORG_POSTS,
		cx->org, cx->day, cx->known));
	tidy_rows(cx, &org_posts, rows);
	note_secretaries(cx, d, rows);
	add_part(cx, d, "posts", M_ORG_POSTS, M_ORG_NO_HOLDERS, post_fields, rows);
	d->last->main = 1;
	return ERR_OK;
}

static enum err add_charges(struct ctx *cx, struct doc *d)
{
	struct list rows;

	TRY(db_list(cx->db, cx->a, charge_fields, sizeof(struct staff_row), &rows, Q_ORG_CHARGES,
		cx->org, cx->day, cx->known));
	tidy_rows(cx, &org_charges, rows);
	add_part(cx, d, "charges", M_ORG_CHARGES, M_ORG_NO_CHARGES, charge_fields, rows);
	return ERR_OK;
}

static enum err add_terms(struct ctx *cx, struct doc *d)
{
	struct list rows;

	TRY(db_list(cx->db, cx->a, term_fields, sizeof(struct staff_row), &rows, Q_ORG_TERMS,
		cx->org, cx->known));
	tidy_rows(cx, &org_terms, rows);
	add_part(cx, d, "terms", M_ORG_TERMS, M_ORG_NO_TERMS, term_fields, rows);
	return ERR_OK;
}

static void staff_links(struct ctx *cx, struct doc *d)
{
	static const struct {
		const char *rest;
		enum msg label;
	} adds[] = {{"/post/new", M_ORG_POST_NEW}, {"/body/new", M_ORG_BODY_NEW},
		{"/charge/new", M_ORG_CHARGE_NEW}, {"/term/new", M_ORG_TERM_NEW}};

	for (size_t i = 0; i < sizeof(adds) / sizeof(*adds); i++)
		if (grant_allows(cx->actor, PERM_ORG_RECORD))
			doc_link(d, i ? DOC_ACTION : DOC_PRIMARY,
				msg_text(cx->say.lang, adds[i].label), "%s",
				org_href(cx, cx->org, adds[i].rest));
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_ORG_POSTS_ALL), "%s",
		org_href(cx, cx->org, "/posts"));
}

static enum err staff(struct ctx *cx, const void *in, struct doc *d)
{
	struct org_step org;

	(void)in;
	TRY(org_path(cx, d, cx->org, &org));
	d->title = doc_say(d, M_ORG_STAFF_OF, org.name, NULL);
	d->lead = doc_say(d, M_ORG_STAFF_LEAD, cx_day(cx, cx->day), NULL);
	TRY(add_posts(cx, d));
	TRY(add_bodies(cx, d));
	TRY(add_charges(cx, d));
	TRY(add_terms(cx, d));
	staff_links(cx, d);
	return ERR_OK;
}

const struct action org_staff = {.read = staff, .title = M_ORG_STAFF};

struct post_line {
	int64_t id;
	const char *org_code, *post, *member_no, *holder;
	day_t from_day, to_day;
};

static const struct field post_line_fields[] = {
	F_ID(struct post_line, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "record"),
	F_TEXT(struct post_line, org_code, M_FIELD_ORG_CODE, CLASS_INSIDE, 0, 60),
	F_CAT(struct post_line, post, M_FIELD_POST, CLASS_INSIDE, 0, "post"),
	F_TEXT(struct post_line, member_no, M_FIELD_MEMBER_NO, CLASS_INSIDE, 0, 40),
	F_TEXT(struct post_line, holder, M_FIELD_HOLDER, CLASS_INSIDE, FF_KEY, 200),
	{"from", FT_DAY, CLASS_INSIDE, M_FIELD_FROM_DAY, 0, offsetof(struct post_line, from_day), 0,
		0, 0, M_NONE, 0},
	{"to", FT_DAY, CLASS_INSIDE, M_FIELD_LAST_DAY, 0, offsetof(struct post_line, to_day), 0, 0,
		0, M_NONE, 0},
	F_END,
};

/* "Always" and "no end" are empty cells in a file. */
static enum err tidy_line(struct ctx *cx, void *row)
{
	struct post_line *l = row;

	(void)cx;
	l->from_day = l->from_day == DAY_MIN ? 0 : l->from_day;
	l->to_day = l->to_day == DAY_MAX ? 0 : org_record_last(l->to_day);
	return ERR_OK;
}

static const struct listing all_posts = {.name = "posts",
	.title = M_ORG_POSTS_ALL,
	.empty = M_ORG_NO_HOLDERS,
	.fields = post_line_fields,
	.size = sizeof(struct post_line),
	.first = Q_ORG_POSTS_ALL,
	.after = Q_ORG_POSTS_ALL,
	.complete = tidy_line};

static enum err posts(struct ctx *cx, const void *in, struct doc *d)
{
	struct doc_part *p;
	struct org_step org;

	(void)in;
	TRY(org_path(cx, d, cx->org, &org));
	d->title = doc_say(d, M_ORG_POSTS_OF, org.name, NULL);
	d->lead = msg_text(cx->say.lang, M_ORG_ALL_LEAD);
	TRY(listing_add(cx, d, &all_posts,
		(const struct db_val[]){DB_ARGS(cx->org, cx->day, cx->known)}, 3, &p));
	p->next_href = NULL; /* the page shows the beginning; the files have all */
	listing_exports(cx, d, cx->query);
	return ERR_OK;
}

const struct action org_export_posts = {.read = posts, .title = M_ORG_POSTS_ALL};

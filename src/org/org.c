#include "org/org.h"

#include "core/filter.h"
#include "core/listing.h"
#include "core/tree_find.h"
#include "http/form.h"
#include "org/org_part.h"

const struct field org_row_fields[] = {
	F_ID(struct org_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct org_row, name, M_FIELD_NAME, CLASS_INSIDE, FF_KEY, 200),
	F_CAT(struct org_row, kind, M_FIELD_KIND, CLASS_INSIDE, 0, "org_kind"),
	F_TEXT(struct org_row, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),
	F_CAT(struct org_row, sector, M_FIELD_SECTOR, CLASS_INSIDE, FF_MORE, "sector"),
	F_INT(struct org_row, below, M_FIELD_BELOW, CLASS_INSIDE, 0, 0),
	F_END,
};

const char *org_href(struct ctx *cx, int64_t org, const char *rest)
{
	return arena_printf(cx->a, "/org/%lld%s%s", (long long)org, rest, cx->query);
}

enum err org_path(struct ctx *cx, struct doc *d, int64_t org, struct org_step *ret)
{
	const struct org_step *step;
	struct org_spell near;
	struct list path;

	d->dated = 1;
	doc_path(d, msg_text(cx->say.lang, M_MENU_ORG), arena_printf(cx->a, "/org%s", cx->query));
	path = cx->way;
	if (org != cx->org || !path.n)
		TRY(tree_path(cx, org, cx->day, &path));
	if (!path.n) {
		/* not on this day: its name is known all the same */
		TRY(tree_spell_near(cx, org, cx->day, &near));
		*ret = (struct org_step){org, near.parent, 0, near.code, near.name, near.kind};
		doc_path(d, ret->name, org_href(cx, org, ""));
		return ERR_OK;
	}
	step = path.rows;
	for (size_t i = 0; i < path.n; i++)
		doc_path(d, step[i].name, org_href(cx, step[i].org, ""));
	*ret = step[path.n - 1];
	ret->depth = (int64_t)path.n;
	return ERR_OK;
}

static const struct listing children = {.name = "children",
	.title = M_ORG_CHILDREN,
	.empty = M_ORG_NO_CHILDREN,
	.fields = org_row_fields,
	.size = sizeof(struct org_row),
	.first = Q_ORG_CHILDREN,
	.after = Q_ORG_CHILDREN_AFTER,
	.row_href = "/org/"};

enum err org_children_add(struct ctx *cx, struct doc *d, int64_t org, struct doc_part **ret)
{
	return listing_add(cx, d, &children,
		(const struct db_val[]){DB_ARGS(org, cx->day, cx->known)}, 3, ret);
}

/* The top: the roots of this database. */
static enum err home(struct ctx *cx, const void *in, struct doc *d)
{
	struct doc_part *p;

	(void)in;
	d->title = msg_text(cx->say.lang, M_ORG_HOME_TITLE);
	d->dated = 1;
	cx->path = "/org";
	TRY(org_children_add(cx, d, 0, &p));
	p->title = msg_text(cx->say.lang, M_ORG_ROOTS);
	p->empty = msg_text(cx->say.lang, M_ORG_NO_ROOTS);
	d->lead = doc_say(d, M_ORG_HOME_LEAD, cx_day(cx, cx->day), NULL);
	if (cx->actor->account)
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_MENU_WORK), "/work");
	if (grant_allows(cx->actor, PERM_ORG_CHANGE)) {
		/* one more is rarely wanted */
		doc_link(d, p->rows.n ? DOC_ONWARD : DOC_PRIMARY,
			msg_text(cx->say.lang, M_ORG_FOUND_ROOT), "/org-new%s", cx->query);
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_MENU_IMPORT), "/import");
	}
	listing_exports(cx, d, cx->query);
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_ORG_ALL), "/org-all%s", cx->query);
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_ORG_ALL_CHANGES), "/org-changes%s",
		cx->query);
	return ERR_OK;
}

const struct action org_home = {.read = home, .title = M_ORG_HOME_TITLE};

static const struct {
	const struct action *action;
	const char *rest;
} acts[] = {{&org_found, "/found"}, {&org_rename, "/rename"}, {&org_move, "/move"},
	{&org_kind, "/kind"}, {&org_recode, "/code"}, {&org_open, "/open"}, {&org_split, "/split"},
	{&org_merge, "/merge"}, {&org_dissolve, "/dissolve"}};

static void act_links(struct ctx *cx, struct doc *d, int64_t org)
{
	if (!grant_allows(cx->actor, PERM_ORG_CHANGE))
		return;
	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++)
		doc_link(d, i ? DOC_ACTION : DOC_PRIMARY,
			msg_text(cx->say.lang, acts[i].action->title), "/org/%lld%s%s",
			(long long)org, acts[i].rest, cx->query);
}

/* How many are directly below: counted only if the page does not show them all. */
static enum err count_children(
	struct ctx *cx, int64_t org, const struct doc_part *shown, int64_t *ret)
{
	*ret = (int64_t)shown->rows.n;
	if (!cx->page.after && !cx->page.sink && !shown->next_href)
		return ERR_OK;
	return db_number(cx->db, ret, 0, Q_ORG_CHILD_COUNT, org, cx->day, cx->known);
}

/* One line: what it is, its code, how many are directly below. */
static enum err lead(
	struct ctx *cx, struct doc *d, const struct org_step *org, const struct doc_part *shown)
{
	const char *kind = cat_name(cx->say.cats, cx->say.lang, "org_kind", org->kind);
	int64_t below;

	if (!org->depth) {
		d->lead = doc_say(d, M_ORG_NOT_THEN, cx_day(cx, cx->day), NULL);
		return ERR_OK;
	}
	TRY(count_children(cx, org->org, shown, &below));
	d->lead = below ? doc_say(d, M_ORG_LEAD, kind, org->code,
				  number_text(cx->a, cx->say.lang, below), NULL)
			: doc_say(d, M_ORG_LEAD_NONE, kind, org->code, NULL);
	return ERR_OK;
}

struct holder {
	int64_t id;
	const char *post, *holder;
	day_t from_day, to_day;
};

static const struct field holder_fields[] = {
	F_ID(struct holder, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "post"),
	F_CAT(struct holder, post, M_FIELD_POST, CLASS_INSIDE, 0, "post"),
	F_TEXT(struct holder, holder, M_FIELD_HOLDER, CLASS_INSIDE, 0, 200),
	F_DAY(struct holder, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct holder, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, FF_MORE),
	F_END,
};

static enum err add_holders(struct ctx *cx, struct doc *d, int64_t org)
{
	struct doc_part *p;
	struct list rows;

	TRY(db_list(cx->db, cx->a, holder_fields, sizeof(struct holder), &rows, Q_ORG_HOLDERS, org,
		cx->day, cx->known));
	p = doc_table(d, "holders", M_ORG_HOLDERS, holder_fields, rows);
	p->empty = msg_text(cx->say.lang, M_ORG_NO_HOLDERS);
	doc_part_link(d, p, DOC_ONWARD, msg_text(cx->say.lang, M_ORG_STAFF), "%s",
		org_href(cx, org, "/staff"));
	return ERR_OK;
}

/* What other modules know of it: see org_part.h. */
static enum err add_parts(struct ctx *cx, struct doc *d, const struct org_step *org)
{
	for (const struct org_part *const *p = cx->org_parts; p && *p; p++)
		TRY((*p)->show(cx, d, org));
	return ERR_OK;
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct org_step org;
	struct doc_part *p;

	(void)in;
	TRY(org_path(cx, d, cx->org, &org));
	d->title = org.name;
	TRY(org_children_add(cx, d, cx->org, &p));
	TRY(lead(cx, d, &org, p));
	TRY(add_parts(cx, d, &org));
	if (org.depth) {
		TRY(add_holders(cx, d, cx->org));
		act_links(cx, d, cx->org);
	}
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_ORG_TREE), "/tree%s%cat=%lld", cx->query,
		*cx->query ? '&' : '?', (long long)cx->org);
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_ORG_HISTORY), "%s",
		org_href(cx, cx->org, "/history"));
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_ORG_FIGURES), "/figure?org=%lld%s%s",
		(long long)cx->org, *cx->query ? "&" : "", *cx->query ? cx->query + 1 : "");
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_ORG_ALL_BELOW), "%s",
		org_href(cx, cx->org, "/all"));
	listing_exports(cx, d, cx->query);
	return ERR_OK;
}

const struct action org_show = {.read = show, .title = M_ORG_PAGE};

struct search_in {
	const char *q;
};

static const struct field search_fields[] = {
	F_TEXT(struct search_in, q, M_FIELD_Q, CLASS_PUBLIC, 0, 200),
	F_END,
};

static struct doc_part *hits_part(
	struct ctx *cx, struct doc *d, const char *name, enum msg title, struct list hits)
{
	struct doc_part *p = doc_table(d, name, title, org_hit_fields, hits);

	p->row_href = "/org/";
	p->row_keep = cx->query;
	p->total = (int64_t)hits.n;
	p->main = text_eq(name, "orgs");
	p->empty = msg_text(cx->say.lang, M_ORG_NO_HITS);
	return p;
}

/* People are looked for elsewhere, by those who may find any; the same words go along. */
static void add_people(struct ctx *cx, struct doc *d, struct doc_part *p, const char *q)
{
	if (!text_empty(q) && grant_allows(cx->actor, PERM_MEMBER_FILE))
		doc_part_link(d, p, DOC_ONWARD, doc_say(d, M_ORG_SEARCH_PEOPLE, q, NULL),
			"/member?q=%s", form_encode(cx->a, q));
}

static enum err search(struct ctx *cx, const void *vin, struct doc *d)
{
	const struct search_in *in = vin;
	size_t most = (size_t)cx->page.limit;
	struct org_hits hits;
	struct doc_part *p;

	d->dated = 1;
	d->title = text_empty(in->q) ? msg_text(cx->say.lang, M_ORG_SEARCH)
				     : doc_say(d, M_ORG_SEARCH_FOR, in->q, NULL);
	TRY(tree_search(cx, in->q ? in->q : "", most * 4, most, &hits));
	p = hits_part(cx, d, "orgs", M_ORG_HITS, hits.now);
	if (hits.now.n == most * 4)
		p->total_cap = p->total;
	add_people(cx, d, p, in->q);
	if (hits.now.n)
		listing_exports(cx, d, query_add(cx, cx->query, "q", in->q));
	if (hits.past.n)
		hits_part(cx, d, "past", M_ORG_HITS_PAST, hits.past);
	return ERR_OK;
}

const struct action org_search = {.in = search_fields,
	.in_size = sizeof(struct search_in),
	.read = search,
	.title = M_ORG_SEARCH};

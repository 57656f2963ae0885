#include "dash/dash.h"

#include "base/text.h"
#include "figure/figure_tile.h"
#include "org/org.h"

enum { SHOWN = 6 };

struct dash_in {
	const char *compare;
};

static const struct field in_fields[] = {
	F_TEXT(struct dash_in, compare, M_FIELD_FIGURE, CLASS_PUBLIC, 0, 60),
	F_END,
};

/* The indicators of a kind of organisation, as far as the program has them. */
struct shown {
	const struct figure *figures[SHOWN];
	size_t n;
};

static struct shown shown_of(struct ctx *cx, const char *kind)
{
	const struct cat_entry *e = cat_find(cx->say.cats, "dashboard", kind);
	struct shown ret = {.n = 0};
	struct str rest;

	if (!e)
		e = cat_find(cx->say.cats, "dashboard", "other");
	rest = str_of(e && e->note ? e->note : "");
	while (rest.p && rest.n && ret.n < SHOWN) {
		struct str code = str_trim(str_cut(&rest, ' '));
		const struct figure *f =
			figure_find(arena_strndup(cx->a, code.p ? code.p : "", code.n));
		if (f)
			ret.figures[ret.n++] = f;
	}
	return ret;
}

static enum err add_parts(struct ctx *cx, struct doc *d, const struct org_step *org)
{
	for (const struct dash_part *const *p = cx->dash_parts; p && *p; p++)
		TRY((*p)->show(cx, d, org));
	return ERR_OK;
}

static const char *compare_href(struct ctx *cx, int64_t org, const struct figure *f)
{
	return arena_printf(cx->a, "/org/%lld/dashboard%s%ccompare=%s#children", (long long)org,
		cx->query, *cx->query ? '&' : '?', f->code);
}

/* By which of the numbers those below are compared. */
static void add_ways(struct ctx *cx, struct doc *d, struct doc_part *p, const struct shown *shown,
	int64_t org, const struct figure *now)
{
	struct doc_way *ways = arena_array(cx->a, shown->n, sizeof(*ways));

	for (size_t i = 0; i < shown->n; i++)
		ways[i] = (struct doc_way){msg_text(cx->say.lang, shown->figures[i]->title),
			compare_href(cx, org, shown->figures[i]), shown->figures[i] == now};
	doc_ways(d, p, M_FIELD_COMPARE, (struct list){ways, shown->n, sizeof(*ways)});
}

static enum err add_children(
	struct ctx *cx, struct figure_board *b, const struct shown *shown, const struct dash_in *in)
{
	const struct figure *f = shown->figures[0];
	struct doc_part *p;

	for (size_t i = 0; i < shown->n; i++)
		if (text_eq(shown->figures[i]->code, in->compare))
			f = shown->figures[i];
	TRY(figure_children(b, f, &p));
	if (!p)
		return ERR_OK;
	p->title = doc_say(b->d, M_DASH_CHILDREN, NULL);
	p->main = 1;
	add_ways(cx, b->d, p, shown, b->org, f);
	return ERR_OK;
}

static void add_links(struct ctx *cx, struct doc *d, int64_t org)
{
	enum lang lang = cx->say.lang;

	doc_link(d, DOC_ONWARD, msg_text(lang, M_ORG_OPEN_PAGE), "%s", org_href(cx, org, ""));
	doc_link(d, DOC_ONWARD, msg_text(lang, M_ORG_FIGURES), "/figure?org=%lld%s%s",
		(long long)org, *cx->query ? "&" : "", *cx->query ? cx->query + 1 : "");
}

static enum err path_of(struct ctx *cx, struct doc *d, int64_t org, struct org_step *ret)
{
	const struct org_step *step;
	struct list path = cx->way;

	d->dated = 1;
	if (org != cx->org || !path.n)
		TRY(tree_path(cx, org, cx->day, &path));
	if (!path.n)
		return cx_fault(cx, ERR_NOT_FOUND, "org", M_ORG_NOT_THEN, cx_day(cx, cx->day));
	step = path.rows;
	for (size_t i = 0; i < path.n; i++)
		doc_path(d, step[i].name, org_href(cx, step[i].org, "/dashboard"));
	*ret = step[path.n - 1];
	return ERR_OK;
}

static enum err overview(struct ctx *cx, int64_t org, const struct dash_in *in, struct doc *d)
{
	struct figure_board board;
	struct org_step step = {0};
	struct shown shown;

	TRY(path_of(cx, d, org, &step));
	shown = shown_of(cx, step.kind);
	d->section = "/dashboard";
	d->title = step.name;
	d->lead =
		doc_say(d, M_DASH_LEAD, cat_name(cx->say.cats, cx->say.lang, "org_kind", step.kind),
			cx_day(cx, cx->day), NULL);
	TRY(figure_board_start(cx, d, org, &board));
	board.plain = text_eq(step.kind, "cell") || text_eq(step.kind, "grassroots_cell");
	for (size_t i = 0; i < shown.n; i++)
		TRY(figure_tile(&board, shown.figures[i]));
	TRY(add_parts(cx, d, &step));
	if (shown.n)
		TRY(add_children(cx, &board, &shown, in));
	add_links(cx, d, org);
	return ERR_OK;
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	return overview(cx, cx->org, in, d);
}

const struct action dash_show = {
	.in = in_fields, .in_size = sizeof(struct dash_in), .read = show, .title = M_DASH_TITLE};

/* ---- whose, if nobody says ---- */

/* Over what the reader sees figures of people; over all: the top of the tree. */
static enum err own_org(struct ctx *cx, int64_t *ret)
{
	const struct grant *g = cx->actor->grants.rows;

	*ret = 0;
	for (size_t i = 0; i < cx->actor->grants.n; i++)
		if (grant_is_for(&g[i], PERM_FIGURE_PEOPLE) && g[i].org) {
			*ret = g[i].org;
			return ERR_OK;
		}
	return db_number(cx->db, ret, 0, Q_DASH_TOP, cx->day, cx->known);
}

static enum err home(struct ctx *cx, const void *in, struct doc *d)
{
	int64_t org;

	TRY(own_org(cx, &org));
	if (!org)
		return org_home.read(cx, NULL, d);
	TRY(grant_over(cx, PERM_FIGURE_PEOPLE, org));
	return overview(cx, org, in, d);
}

const struct action dash_home = {
	.in = in_fields, .in_size = sizeof(struct dash_in), .read = home, .title = M_DASH_TITLE};

/* Who leads begins with the overview, who keeps the register with the tree; all are reminded. */
static enum err start(struct ctx *cx, const void *in, struct doc *d)
{
	if (grant_allows(cx->actor, PERM_DASHBOARD_FIRST))
		TRY(home(cx, in, d));
	else
		TRY(org_home.read(cx, NULL, d));
	/* who has no register to keep comes for what is theirs */
	if (cx->actor->person && !grant_allows(cx->actor, PERM_MEMBER_READ))
		doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_MENU_ME), "/me");
	for (const struct dash_part *const *p = cx->dash_parts; p && *p; p++)
		if ((*p)->remind)
			TRY((*p)->remind(cx, d));
	return ERR_OK;
}

const struct action dash_start = {
	.in = in_fields, .in_size = sizeof(struct dash_in), .read = start, .title = M_DASH_TITLE};

/* Nothing is said to who may not see figures of people there. */
static enum err org_link(struct ctx *cx, struct doc *d, const struct org_step *org)
{
	bool may;

	if (!org->depth)
		return ERR_OK;
	TRY(grant_is_over(cx, PERM_FIGURE_PEOPLE, org->org, &may));
	if (may)
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_DASH_TITLE), "%s",
			org_href(cx, org->org, "/dashboard"));
	return ERR_OK;
}

const struct org_part dash_org_part = {org_link};

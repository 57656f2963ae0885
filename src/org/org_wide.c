#include "org/org_wide.h"

#include "core/sum_stock.h"
#include "org/org.h"

static int64_t limit(const struct ctx *cx, int64_t most)
{
	return cx->wide ? cx->wide : most;
}

/* How many members; counted no further than to `most` and one more. */
static enum err count(struct ctx *cx, int64_t org, day_t day, int64_t most, int64_t *ret)
{
	bool there;

	TRY(sum_stock(cx, org, day, &there, ret));
	if (there)
		return ERR_OK;
	return db_number(cx->db, ret, 0, Q_ORG_WIDE_COUNT, org, day, cx->known, most + 1);
}

struct pieces {
	struct ctx *cx;
	day_t day;
	int64_t most;
	struct list found;
	size_t room;
};

static enum err add_pieces(struct pieces *p, int64_t org)
{
	struct cursor c;
	int64_t n;
	struct list below = {NULL, 0, sizeof(int64_t)};
	size_t room = 0;

	TRY(count(p->cx, org, p->day, p->most, &n));
	if (n > p->most) {
		TRY(db_query(p->cx->db, &c, Q_ORG_WIDE_CHILDREN, org, p->day, p->cx->known));
		while (db_next(&c))
			*(int64_t *)db_list_more(p->cx->a, &below, &room) = db_int(&c, 0);
		TRY(db_end(&c));
	}
	if (!below.n)
		*(int64_t *)db_list_more(p->cx->a, &p->found, &p->room) = org;
	for (size_t i = 0; i < below.n; i++)
		TRY(add_pieces(p, ((const int64_t *)below.rows)[i]));
	return ERR_OK;
}

enum err org_pieces(struct ctx *cx, int64_t org, day_t day, int64_t most, struct list *ret)
{
	struct pieces p = {
		.cx = cx, .day = day, .most = limit(cx, most), .found = {NULL, 0, sizeof(int64_t)}};

	TRY(add_pieces(&p, org));
	*ret = p.found;
	return ERR_OK;
}

enum err org_wide(struct ctx *cx, int64_t org, day_t day, int64_t most, bool *ret)
{
	int64_t n;

	most = limit(cx, most);
	*ret = false;
	if (cx->page.sink || cx->uid >= 0)
		return ERR_OK;
	TRY(count(cx, org, day, most, &n));
	*ret = n > most;
	return ERR_OK;
}

enum err org_wide_show(
	struct ctx *cx, struct doc *d, int64_t most, const char *rest, const char *query)
{
	struct doc_part *p;

	TRY(org_children_add(cx, d, cx->org, &p));
	p->row_keep = arena_printf(cx->a, "%s%s", rest, query);
	d->lead = doc_say(d, M_ORG_WIDE, number_text(cx->a, cx->say.lang, limit(cx, most)), NULL);
	return ERR_OK;
}

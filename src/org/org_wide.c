#include "org/org_wide.h"

#include "core/sum_stock.h"
#include "org/org.h"

static int64_t limit(const struct ctx *cx, int64_t most)
{
	return cx->wide ? cx->wide : most;
}

enum err org_wide(struct ctx *cx, int64_t org, day_t day, int64_t most, bool *ret)
{
	int64_t n;
	bool there;

	most = limit(cx, most);
	*ret = false;
	if (cx->page.sink || cx->uid >= 0)
		return ERR_OK;
	TRY(sum_stock(cx, org, day, &there, &n));
	if (!there)
		TRY(db_number(cx->db, &n, 0, Q_ORG_WIDE_COUNT, org, day, cx->known, most + 1));
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

#include "org/org_wide.h"

#include "core/listing.h"
#include "org/org.h"

enum err org_wide(struct ctx *cx, int64_t org, day_t day, int64_t most, bool *ret)
{
	int64_t n;

	*ret = false;
	if (cx->page.sink || cx->uid >= 0)
		return ERR_OK;
	TRY(db_number(cx->db, &n, 0, Q_ORG_WIDE_COUNT, org, day, cx->known, most + 1));
	*ret = n > most;
	return ERR_OK;
}

enum err org_wide_show(
	struct ctx *cx, struct doc *d, int64_t most, const char *rest, const char *query)
{
	const struct listing below = {.name = "below",
		.title = M_ORG_CHILDREN,
		.empty = M_ORG_NO_CHILDREN,
		.fields = org_row_fields,
		.size = sizeof(struct org_row),
		.first = Q_ORG_CHILDREN,
		.after = Q_ORG_CHILDREN_AFTER,
		.row_href = "/org/"};
	struct doc_part *p;

	TRY(listing_add(cx, d, &below,
		(const struct db_val[]){DB_ARGS(cx->org, cx->day, cx->known)}, 3, &p));
	p->row_keep = arena_printf(cx->a, "%s%s", rest, query);
	d->lead = doc_say(d, M_ORG_WIDE, number_text(cx->a, cx->say.lang, most), NULL);
	return ERR_OK;
}

/*
 * figure_member_narrow.c: which of the facts behind a figure come under one value of a breakdown:
 * those that the breakdown itself has put there, so that the list has as many rows as the cell
 * says.
 */
#include "figure/figure_member.h"
#include "figure/figure_member_slot.h"

/* Which fact: of a stock the person alone. */
struct which {
	int64_t person, day, fact;
};

static struct str which_key(const struct which *w)
{
	return (struct str){(const char *)w, sizeof(*w)};
}

static bool is_under(const struct slot *s, const char *key)
{
	return text_empty(key) || text_eq(s->row.key, key);
}

static void take(struct group *g, const struct cursor *c, struct map *to)
{
	bool stock = g->ask->figure->kind == FIGURE_STOCK;
	struct which *w = arena_new_of(g->cx->a, struct which);

	*w = (struct which){.person = db_int(c, FACET_PERSON)};
	if (!stock) {
		w->day = db_int(c, FACET_DAY);
		w->fact = db_int(c, FACET_FACT);
	}
	map_put(to, which_key(w), w);
}

static enum err take_all(struct group *g, struct cursor *c, struct map *to)
{
	const struct figure_narrow *n = g->ask->narrow;

	while (db_next(c)) {
		struct slot *s, *second = NULL;
		TRY(member_slot_of(g, &g->dims[0], c, &s));
		if (g->crossed)
			TRY(member_slot_of(g, &g->dims[1], c, &second));
		if (is_under(s, n->key) && (!second || is_under(second, n->key_2)))
			take(g, c, to);
	}
	return db_end(c);
}

enum err figure_member_narrow(struct ctx *cx, const struct figure_ask *ask, struct map **ret)
{
	const struct figure_narrow *n = ask->narrow;
	struct db_val args[FIGURE_MEMBER_ARGS];
	int count = figure_member_args(cx, ask, args);
	struct group g = {.cx = cx, .ask = ask};
	struct cursor c;

	*ret = NULL;
	if (!n)
		return ERR_OK;
	g.crossed = n->cut.across != BY_NOTHING;
	*ret = map_new(cx->a, 256);
	TRY(member_dim_begin(&g, &g.dims[0], n->cut.by));
	if (g.crossed)
		TRY(member_dim_begin(&g, &g.dims[1], n->cut.across));
	TRY(db_query_(cx->db, &c, figure_member_stmts(ask)->facets, args, count));
	return take_all(&g, &c, *ret);
}

bool figure_member_is_in(const struct map *narrow, int64_t person, day_t day, int64_t fact)
{
	const struct which w = {person, day, fact};

	return !narrow || map_get(narrow, which_key(&w));
}

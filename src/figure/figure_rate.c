/*
 * figure_rate.c: rates: one indicator over another, asked together.
 */
#include "base/map.h"
#include "figure/figure.h"

static struct figure_ask half(const struct figure_ask *ask, const char *code)
{
	struct figure_ask one = *ask;

	one.figure = figure_find(code);
	return one;
}

struct figure_ask figure_over(const struct figure_ask *ask)
{
	return half(ask, ask->figure->over);
}

struct figure_ask figure_under(const struct figure_ask *ask)
{
	return half(ask, ask->figure->under);
}

static enum err rate_value(struct ctx *cx, const struct figure_ask *ask, int64_t *ret)
{
	struct figure_ask over = figure_over(ask);

	return figure_value(cx, &over, ret);
}

/* Rows of the same key belong together. */
static struct map *index_of(struct ctx *cx, struct list rows)
{
	struct map *index = map_new(cx->a, rows.n + 1);
	struct figure_row *row = (struct figure_row *)rows.rows;

	for (size_t i = 0; i < rows.n; i++)
		map_put(index, str_of(row[i].key), &row[i]);
	return index;
}

/* Those of the base, each with what of it counts; then what counts where there is no base. */
static struct list join(struct ctx *cx, struct list over, struct list under)
{
	struct figure_row *rows = arena_array(cx->a, over.n + under.n + 1, sizeof(*rows));
	struct map *counted = index_of(cx, over), *bases = index_of(cx, under);
	const struct figure_row *o = over.rows, *u = under.rows;
	size_t n = 0;

	for (size_t i = 0; i < under.n; i++) {
		const struct figure_row *hit = map_get(counted, str_of(u[i].key));
		rows[n] = u[i];
		rows[n].base = u[i].value;
		rows[n++].value = hit ? hit->value : 0;
	}
	for (size_t i = 0; i < over.n; i++)
		if (!map_get(bases, str_of(o[i].key)))
			rows[n++] = o[i];
	return (struct list){rows, n, sizeof(*rows)};
}

static enum err rate_rows(struct ctx *cx, const struct figure_ask *ask,
	const struct figure_cut *cut, struct list *ret)
{
	struct figure_ask over = figure_over(ask), under = figure_under(ask);
	struct list counted, bases;

	TRY(figure_rows(cx, &over, cut, &counted));
	TRY(figure_rows(cx, &under, cut, &bases));
	*ret = join(cx, counted, bases);
	return ERR_OK;
}

static enum err rate_records(
	struct ctx *cx, const struct figure_ask *ask, struct doc *d, struct doc_part **ret)
{
	struct figure_ask over = figure_over(ask);

	return figure_records(cx, &over, d, ret);
}

const struct figure_source figure_rate = {
	.value = rate_value, .rows = rate_rows, .records = rate_records, .lineage = true};

const char *figure_text(struct ctx *cx, const struct figure_answer *a)
{
	if (a->rate)
		return ratio_text(cx->a, cx->say.lang, (struct ratio){a->value, a->base});
	return number_text(cx->a, cx->say.lang, a->value);
}

const char *figure_base_text(struct ctx *cx, const struct figure *f, const struct figure_answer *a)
{
	const char *base = number_text(cx->a, cx->say.lang, a->base);

	if (!a->rate)
		return NULL;
	return arena_printf(cx->a, "%s / %s %s", number_text(cx->a, cx->say.lang, a->value), base,
		msg_say(cx->a, cx->say.lang, figure_unit(f), base));
}

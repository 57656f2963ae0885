#include "figure/figure.h"

enum { OWN = true, BELOW = false };

const struct figure figures[] = {
#define FIGURE(code, key, kind, class, reach, unit, source)                                        \
	{code, FIGURE_##kind, FIGURE_##class, reach, M_FIGURE_##key, M_FIGURE_IS_##key,            \
		M_UNIT_##unit, &source, NULL, NULL},
#define RATE(code, key, class, reach, over, under)                                                 \
	{code, FIGURE_RATE, FIGURE_##class, reach, M_FIGURE_##key, M_FIGURE_IS_##key, M_NONE,      \
		&figure_rate, over, under},
#include "figure/figures.def"
#undef FIGURE
#undef RATE
};

const size_t figure_count = sizeof(figures) / sizeof(*figures);

const struct figure *figure_find(const char *code)
{
	for (size_t i = 0; i < figure_count; i++)
		if (text_eq(figures[i].code, code))
			return &figures[i];
	return NULL;
}

bool figure_is_rate(const struct figure *f)
{
	return f->kind == FIGURE_RATE;
}

bool figure_is_span(const struct figure *f)
{
	if (figure_is_rate(f))
		return figure_is_span(figure_find(f->over));
	return f->kind == FIGURE_FLOW || f->kind == FIGURE_ROUND;
}

const char *figure_kind_code(enum figure_kind kind)
{
	static const char *const codes[] = {[FIGURE_STOCK] = "stock",
		[FIGURE_FLOW] = "flow",
		[FIGURE_ROUND] = "round",
		[FIGURE_RATE] = "rate"};

	return codes[kind];
}

const char *figure_class_code(enum figure_class class)
{
	static const char *const codes[] = {
		[FIGURE_ACTS] = "acts", [FIGURE_PEOPLE] = "people", [FIGURE_NEVER] = "never"};

	return codes[class];
}

struct list_in {
	const char *org;
};

static const struct field list_in_fields[] = {
	F_TEXT(struct list_in, org, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, 200),
	F_END,
};

struct figure_line {
	const char *title, *definition, *code, *kind, *unit, *class, *reach, *href;
};

static const struct field figure_line_fields[] = {
	F_TEXT(struct figure_line, title, M_FIELD_FIGURE, CLASS_PUBLIC, FF_KEY, 200),
	F_TEXT(struct figure_line, code, M_FIELD_CODE, CLASS_PUBLIC, 0, 60),
	F_TEXT(struct figure_line, definition, M_FIELD_DEFINITION, CLASS_PUBLIC, 0, 500),
	F_CAT(struct figure_line, kind, M_FIELD_FIGURE_KIND, CLASS_PUBLIC, 0, "figure_kind"),
	F_TEXT(struct figure_line, unit, M_FIELD_UNIT, CLASS_PUBLIC, FF_MORE, 60),
	F_CAT(struct figure_line, reach, M_FIELD_REACH, CLASS_PUBLIC, FF_MORE, "reach"),
	F_CAT(struct figure_line, class, M_FIELD_FIGURE_CLASS, CLASS_PUBLIC, FF_MORE,
		"figure_class"),
	F_URL(struct figure_line, href, M_FIELD_FIGURE, CLASS_PUBLIC, FF_HIDDEN),
	F_END,
};

/* Whose figures of people the reader may see, if not everybody's; 0: everybody's, or nobody's. */
static int64_t own_org(const struct actor *actor)
{
	const struct grant *g = actor->grants.rows;
	int64_t org = 0;

	for (size_t i = 0; i < actor->grants.n; i++) {
		if (!grant_is_for(&g[i], PERM_FIGURE_PEOPLE))
			continue;
		if (!g[i].org)
			return 0;
		if (!org)
			org = g[i].org;
	}
	return org;
}

static struct figure_line line_of(struct ctx *cx, const struct figure *f, int64_t org)
{
	const char *rest = cx->query;

	if (!org && f->class == FIGURE_PEOPLE)
		org = own_org(cx->actor);
	if (org)
		rest = arena_printf(
			cx->a, "%s%corg=%lld", cx->query, *cx->query ? '&' : '?', (long long)org);
	return (struct figure_line){.title = msg_text(cx->say.lang, f->title),
		.definition = msg_text(cx->say.lang, f->definition),
		.code = f->code,
		.kind = figure_kind_code(f->kind),
		.unit = msg_text(cx->say.lang, f->unit),
		.class = figure_class_code(f->class),
		.reach = f->own ? "own" : "below",
		.href = arena_printf(cx->a, "/figure/%s%s", f->code, rest)};
}

static enum err list_head(struct ctx *cx, struct doc *d, const char *org, int64_t *ret)
{
	struct org_spell s;
	enum err e;

	*ret = 0;
	d->title = msg_text(cx->say.lang, M_FIGURE_LIST);
	d->dated = 1;
	if (text_empty(org))
		return ERR_OK;
	TRY(tree_resolve(cx, org, cx->day, "org", ret));
	e = tree_spell_near(cx, *ret, cx->day, &s);
	if (!e)
		d->lead = doc_say(d, M_FIGURE_LIST_OF, s.name, NULL);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err list(struct ctx *cx, const void *vin, struct doc *d)
{
	struct figure_line *lines = arena_array(cx->a, figure_count, sizeof(*lines));
	const struct list_in *in = vin;
	struct doc_part *p;
	int64_t org;

	TRY(list_head(cx, d, in->org, &org));
	for (size_t i = 0; i < figure_count; i++)
		lines[i] = line_of(cx, &figures[i], org);
	p = doc_table(d, "figures", M_NONE, figure_line_fields,
		(struct list){lines, figure_count, sizeof(*lines)});
	p->main = 1;
	return ERR_OK;
}

const struct action figure_list = {.in = list_in_fields,
	.in_size = sizeof(struct list_in),
	.read = list,
	.title = M_FIGURE_LIST};

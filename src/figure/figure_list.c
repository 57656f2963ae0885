/*
 * figure_list.c: all indicators that there are, by what they are about; words find them.
 */
#include "base/text.h"
#include "figure/figure.h"

enum { WORDS = 8 };

struct list_in {
	const char *org, *q;
};

static const struct field in_fields[] = {
	F_TEXT(struct list_in, q, M_FIGURE_SEARCH, CLASS_PUBLIC, 0, 100),
	F_TEXT(struct list_in, org, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, 200),
	F_END,
};

/* What an indicator is about follows from the first word of its code. */
static const struct {
	const char *word;
	enum msg name;
} modules[] = {
	{"member", M_FIGURE_MODULE_MEMBER},
	{"candidate", M_FIGURE_MODULE_CANDIDATE},
	{"card", M_FIGURE_MODULE_CARD},
	{"badge", M_FIGURE_MODULE_BADGE},
	{"org", M_FIGURE_MODULE_ORG},
	{"commune", M_FIGURE_MODULE_ORG},
	{"village", M_FIGURE_MODULE_VILLAGE},
	{"", M_FIGURE_MODULE_OTHER},
};

enum { MODULES = sizeof(modules) / sizeof(*modules) };

struct figure_line {
	const char *title, *definition, *code, *kind, *unit, *class, *reach, *href, *group;
	const char *numerator, *denominator, *by;
};

static const struct field line_fields[] = {
	F_TEXT(struct figure_line, group, M_FIGURE_LIST, CLASS_PUBLIC, FF_HIDDEN, 200),
	F_TEXT(struct figure_line, title, M_FIELD_FIGURE, CLASS_PUBLIC, FF_KEY, 200),
	F_TEXT(struct figure_line, code, M_FIELD_CODE, CLASS_PUBLIC, FF_MORE, 60),
	F_TEXT(struct figure_line, definition, M_FIELD_DEFINITION, CLASS_PUBLIC, 0, 500),
	F_CAT(struct figure_line, kind, M_FIELD_FIGURE_KIND, CLASS_PUBLIC, 0, "figure_kind"),
	F_TEXT(struct figure_line, numerator, M_FIELD_NUMERATOR, CLASS_PUBLIC, FF_MORE, 60),
	F_TEXT(struct figure_line, denominator, M_FIELD_DENOMINATOR, CLASS_PUBLIC, FF_MORE, 60),
	F_TEXT(struct figure_line, by, M_FIELD_BY, CLASS_PUBLIC, FF_MORE, 200),
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
		.numerator = f->over,
		.denominator = f->under,
		.by = figure_by_all(cx, f),
		.unit = msg_text(cx->say.lang, figure_unit(f)),
		.class = figure_class_code(f->class),
		.reach = f->own ? "own" : "below",
		.href = arena_printf(cx->a, "/figure/%s%s", f->code, rest)};
}

static size_t module_of(const struct figure *f)
{
	size_t i = 0;

	while (i + 1 < MODULES && !(str_starts(str_of(f->code), str_of(modules[i].word)) &&
					  f->code[strlen(modules[i].word)] == '.'))
		i++;
	return i;
}

/* Every word stands in the title, the definition or the code, with or without its marks. */
static bool is_found(struct ctx *cx, const struct figure_line *line, const char *q)
{
	const char *words[WORDS], *text;
	int n;

	if (text_empty(q))
		return true;
	text = text_fold(
		cx->a, arena_printf(cx->a, "%s %s %s", line->title, line->definition, line->code));
	n = text_words(cx->a, text_fold(cx->a, q), words, WORDS);
	for (int i = 0; i < n; i++)
		if (!strstr(text, words[i]))
			return false;
	return true;
}

static struct list lines_of(struct ctx *cx, int64_t org, const char *q)
{
	struct figure_line *lines = arena_array(cx->a, figure_count, sizeof(*lines));
	enum msg said = M_NONE;
	size_t n = 0;

	for (size_t m = 0; m < MODULES; m++)
		for (size_t i = 0; i < figure_count; i++) {
			if (modules[module_of(&figures[i])].name != modules[m].name ||
				(m && modules[m].name == modules[m - 1].name))
				continue;
			lines[n] = line_of(cx, &figures[i], org);
			if (!is_found(cx, &lines[n], q))
				continue;
			if (said != modules[m].name)
				lines[n].group = msg_text(cx->say.lang, modules[m].name);
			said = modules[m].name;
			n++;
		}
	return (struct list){lines, n, sizeof(*lines)};
}

static enum err list_head(struct ctx *cx, struct doc *d, const char *org, int64_t *ret)
{
	struct org_spell s;
	enum err e;

	*ret = 0;
	d->title = msg_text(cx->say.lang, M_FIGURE_LIST);
	d->lead = msg_text(cx->say.lang, M_FIGURE_LIST_LEAD);
	d->dated = 1;
	if (text_empty(org))
		return ERR_OK;
	TRY(tree_resolve(cx, org, cx->day, "org", ret));
	e = tree_spell_near(cx, *ret, cx->day, &s);
	if (!e)
		d->lead = doc_say(d, M_FIGURE_LIST_OF, s.name, NULL);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static void search_form(struct ctx *cx, struct doc *d, const struct list_in *in)
{
	struct doc_form *form = arena_new_of(d->a, struct doc_form);
	struct doc_form_field *c = arena_array(d->a, 2, sizeof(*c));
	size_t n = 0;

	c[n++] = (struct doc_form_field){.f = &in_fields[0], .value = in->q};
	if (!text_empty(in->org))
		c[n++] = (struct doc_form_field){.f = &in_fields[1], .value = in->org};
	*form = (struct doc_form){.action = "/figure",
		.get = 1,
		.submit = msg_text(cx->say.lang, M_VIEW_SEARCH),
		.fields = {c, n, sizeof(*c)}};
	doc_form(d, "search", M_NONE, form);
}

static enum err list(struct ctx *cx, const void *vin, struct doc *d)
{
	const struct list_in *in = vin;
	struct doc_part *p;
	int64_t org;

	TRY(list_head(cx, d, in->org, &org));
	if (cx->page.brief)
		search_form(cx, d, in);
	p = doc_table(d, "figures", M_NONE, line_fields, lines_of(cx, org, in->q));
	p->empty = msg_text(cx->say.lang, M_FIGURE_SEARCH_NONE);
	p->main = 1;
	return ERR_OK;
}

const struct action figure_list = {
	.in = in_fields, .in_size = sizeof(struct list_in), .read = list, .title = M_FIGURE_LIST};

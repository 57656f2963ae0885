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

enum msg figure_unit(const struct figure *f)
{
	return figure_is_rate(f) ? figure_find(f->under)->unit : f->unit;
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

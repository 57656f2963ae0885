#include "view/label.h"

#define BAR " | "

static const char *bar_of(enum lang lang, const struct field *f)
{
	return strstr(msg_text(lang, f->label), BAR);
}

const char *label_over(struct arena *a, enum lang lang, const struct field *f)
{
	const char *label = msg_text(lang, f->label), *bar = bar_of(lang, f);

	return bar ? arena_strndup(a, label, (size_t)(bar - label)) : NULL;
}

const char *label_own(enum lang lang, const struct field *f)
{
	const char *bar = bar_of(lang, f);

	return bar ? bar + strlen(BAR) : msg_text(lang, f->label);
}

const char *label_line(struct arena *a, enum lang lang, const struct field *f)
{
	const char *over = label_over(a, lang, f);

	return over ? arena_printf(a, "%s: %s", over, label_own(lang, f)) : label_own(lang, f);
}

/* Names of persons, as they are written. */
#include "base/text.h"

#include "base/utf8.h"

#include <utf8proc.h>

/* Does it hold small letters, and capitals? */
static void letters_of(const char *s, bool *ret_small, bool *ret_capital)
{
	int32_t c;

	*ret_small = *ret_capital = false;
	while ((c = utf8_next(&s)) > 0) {
		*ret_small |= utf8proc_toupper(c) != c;
		*ret_capital |= utf8proc_tolower(c) != c;
	}
}

/* A capital begins a word, and what follows the apostrophe of "H'Mai" after its one letter. */
char *text_proper_name(struct arena *a, const char *name)
{
	char *out = arena_alloc(a, strlen(name) * 2 + 1), *p = out;
	bool small, capital;
	int32_t c, before = ' ';
	int in_word = 0;

	letters_of(name, &small, &capital);
	if (small && capital)
		return arena_strdup(a, name);
	while ((c = utf8_next(&name)) > 0) {
		bool apostrophe = before == '\'' || before == 0x2019;
		in_word = before == ' ' || before == '-' || before == '(' || before == '.'
				  ? 0
				  : in_word + 1;
		p = utf8_put(p, (int32_t)(in_word == 0 || (apostrophe && in_word == 2)
						  ? utf8proc_toupper(c)
						  : utf8proc_tolower(c)));
		before = c;
	}
	*p = 0;
	return out;
}

/*
 * Fuzzes the parsers of forms and cookies. The first byte chooses: 'u' urlencoded, 'c' cookies,
 * 'm' multipart, where the first line is the content type.
 */
#include "base/die.h"
#include "http/form.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* Values lie in the input or in the arena: reading them shows a sanitizer that they are whole. */
static void check(const struct params *ps)
{
	volatile unsigned char sink = 0;

	must(ps->n <= FORM_FIELDS);
	for (size_t i = 0; i < ps->n; i++) {
		const struct param *p = &ps->p[i];
		size_t n = strlen(p->name);
		must(n > 0 && n <= FORM_NAME);
		must(p->value.p);
		must(!p->filename || !strpbrk(p->filename, "/\\\n\r"));
		for (size_t k = 0; k < p->value.n; k++)
			sink = sink ^ (unsigned char)p->value.p[k];
		must(params_count(ps, p->name) >= 1);
	}
}

static enum err parse(struct arena *a, char kind, struct str in, struct params *ps)
{
	struct str type;

	if (kind == 'u')
		return form_urlencoded(a, in, ps);
	if (kind == 'c')
		return form_cookies(a, in, ps);
	type = str_cut(&in, '\n');
	return form_multipart(a, type, in.p ? in : S(""), ps);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct arena *a;
	struct params ps = {0};
	enum err e;

	if (!size || !memchr("ucm", data[0], 3))
		return 0;
	a = arena_new(64 << 20);
	e = parse(a, (char)data[0], (struct str){(const char *)data + 1, size - 1}, &ps);
	must(e == ERR_OK || e == ERR_BAD_REQUEST || e == ERR_TOO_LARGE);
	must(!e || !ps.n);
	check(&ps);
	arena_free(a);
	return 0;
}

#include "http/request.h"

#include "base/die.h"

/* Room grows by doubling: it is full whenever n is zero or a power of two from FIRST on. */
enum { FIRST = 8 };

static bool full(size_t n)
{
	return n == 0 || (n >= FIRST && (n & (n - 1)) == 0);
}

void params_add(struct arena *a, struct params *ps, struct param p)
{
	if (full(ps->n)) {
		size_t room = ps->n ? ps->n * 2 : FIRST;
		struct param *wider = arena_array(a, room, sizeof(*wider));
		if (ps->n)
			memcpy(wider, ps->p, ps->n * sizeof(*wider));
		ps->p = wider;
	}
	ps->p[ps->n++] = p;
}

struct str params_get(const struct params *ps, const char *name)
{
	for (size_t i = 0; i < ps->n; i++)
		if (strcmp(ps->p[i].name, name) == 0)
			return ps->p[i].value;
	return (struct str){NULL, 0};
}

size_t params_count(const struct params *ps, const char *name)
{
	size_t n = 0;

	for (size_t i = 0; i < ps->n; i++)
		n += strcmp(ps->p[i].name, name) == 0;
	return n;
}

static bool token_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("!#$%&'*+-.^_`|~", c));
}

static bool token(const char *s)
{
	if (!*s)
		return false;
	for (; *s; s++)
		if (!token_char(*s))
			return false;
	return true;
}

/* Neither a line end nor any other control character: a header cannot become two. */
static bool one_line(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return false;
	return true;
}

/* What the server itself decides from the body it sends. */
static bool framing(struct str name)
{
	return str_eq_nocase(name, S("Content-Length")) ||
	       str_eq_nocase(name, S("Transfer-Encoding"));
}

void response_header(struct response *r, const char *name, const char *value)
{
	struct param p = {.name = arena_strdup(r->a, name)};

	must(token(name));
	must(one_line(value));
	must(!framing(str_of(name)));
	p.value = str_of(arena_strdup(r->a, value));
	for (size_t i = 0; i < r->headers.n; i++) {
		struct str other = str_of(r->headers.p[i].name);
		if (str_eq_nocase(other, str_of(name)) && !str_eq_nocase(other, S("Set-Cookie"))) {
			r->headers.p[i] = p;
			return;
		}
	}
	params_add(r->a, &r->headers, p);
}

#include "html.h"

#include "base/embed.h"
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH = 64, TAGS = 60000, NAMES = 64 };
enum shape { ELEMENT, BARE, VALUED, SHAPES };

struct reader {
	struct arena *a;
	const char *p, *end;
	struct html_tag *tags;
	size_t n, room;
	struct map *ours[SHAPES]; /* names that templates have */
	struct str open[DEPTH];
	int depth;
	const char *problem;
};

static const char voids[] = " meta link input ";
static const char blocks[] = " div p ul ol dl table form section main header footer nav h1 h2 h3 "
			     "details fieldset pre ";
static const char addresses[] = " href src action ";

static bool in(const char *list, struct str s)
{
	char name[40];

	if (!s.n || s.n > sizeof(name) - 3)
		return false;
	name[0] = ' ';
	memcpy(name + 1, s.p, s.n);
	name[s.n + 1] = ' ';
	name[s.n + 2] = 0;
	return strstr(list, name) != NULL;
}

static void wrong(struct reader *r, const char *what, struct str about)
{
	if (r->problem)
		return;
	r->problem = arena_printf(r->a, "%s: %.*s, before: %.60s", what,
		(int)(about.n > 80 ? 80 : about.n), about.n ? about.p : "",
		r->p < r->end ? r->p : "");
}

/* Does a template have it: `before`, the name, one of `after`? */
static bool in_templates(const char *before, struct str name, const char *after)
{
	for (size_t i = 0; i < embed_count; i++) {
		struct str t = embed_table[i].bytes;
		const char *at = t.p, *end = t.p + t.n;
		if (!str_ends(str_of(embed_table[i].name), S(".html")))
			continue;
		while ((at = memmem(at, (size_t)(end - at), name.p, name.n))) {
			size_t n = strlen(before);
			if ((size_t)(at - t.p) >= n && !memcmp(at - n, before, n) &&
				at + name.n < end && strchr(after, at[name.n]))
				return true;
			at++;
		}
	}
	return false;
}

static const struct {
	const char *before, *after;
} shapes[SHAPES] = {{"<", " >{\n"}, {" ", " >{\n"}, {" ", "="}};

/* A page has the same few names over and over: each is looked for once. */
static bool is_ours(struct reader *r, enum shape shape, struct str name)
{
	if (map_get(r->ours[shape], name))
		return true;
	if (!in_templates(shapes[shape].before, name, shapes[shape].after))
		return false;
	map_put(r->ours[shape], name, r);
	return true;
}

static bool is_element(struct reader *r, struct str name)
{
	return name.n && is_ours(r, ELEMENT, name);
}

/* What runs or dresses up is never ours, whatever a template says. */
static bool is_attribute(struct reader *r, struct str name, bool bare)
{
	if (!name.n || str_starts(name, S("on")) || str_is(name, "style") ||
		str_is(name, "srcdoc") || str_is(name, "formaction"))
		return false;
	return is_ours(r, bare ? BARE : VALUED, name);
}

static bool blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Decodes the five references that the program writes; all others are errors. */
static char *decode(struct reader *r, struct str s)
{
	static const char *const refs[][2] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"},
		{"&quot;", "\""}, {"&#39;", "'"}, {"&#10;", "\n"}};
	char *out = arena_alloc(r->a, s.n + 1), *to = out;

	for (size_t i = 0, k; i < s.n;) {
		if (s.p[i] != '&') {
			*to++ = s.p[i++];
			continue;
		}
		for (k = 0; k < sizeof(refs) / sizeof(*refs); k++)
			if (str_starts((struct str){s.p + i, s.n - i}, str_of(refs[k][0])))
				break;
		if (k == sizeof(refs) / sizeof(*refs)) {
			wrong(r, "a bare ampersand", (struct str){s.p + i, s.n - i});
			return out;
		}
		*to++ = refs[k][1][0];
		i += strlen(refs[k][0]);
	}
	return out;
}

/* Small letters; those of drawings have capitals within (viewBox). */
static struct str name_at(struct reader *r)
{
	const char *from = r->p;

	while (r->p < r->end &&
		((*r->p >= 'a' && *r->p <= 'z') || (*r->p >= '0' && *r->p <= '9') || *r->p == '-' ||
			(r->p > from && *r->p >= 'A' && *r->p <= 'Z')))
		r->p++;
	return (struct str){from, (size_t)(r->p - from)};
}

static void check_address(struct reader *r, struct str name, const char *value)
{
	bool local = value[0] == '#' || (value[0] == '/' && value[1] != '/' && value[1] != '\\');

	if (in(addresses, name) && !local)
		wrong(r, "an address outside", str_of(value));
}

static void read_value(struct reader *r, struct html_tag *t, struct html_attr *attr)
{
	const char *from;

	if (r->p >= r->end || *r->p != '=') {
		if (!is_attribute(r, attr->name, true))
			wrong(r, "an attribute without a value", attr->name);
		return;
	}
	if (++r->p >= r->end || *r->p++ != '"') {
		wrong(r, "a value without quotes", attr->name);
		return;
	}
	from = r->p;
	while (r->p < r->end && *r->p != '"' && *r->p != '<')
		r->p++;
	if (r->p >= r->end || *r->p != '"') {
		wrong(r, "a value without an end", attr->name);
		return;
	}
	attr->value = decode(r, (struct str){from, (size_t)(r->p++ - from)});
	if (!is_attribute(r, attr->name, false))
		wrong(r, "an unknown attribute", attr->name);
	check_address(r, attr->name, attr->value);
	(void)t;
}

static void read_attrs(struct reader *r, struct html_tag *t)
{
	while (!r->problem && r->p < r->end && *r->p != '>') {
		struct html_attr *attr = &t->attrs[t->n];
		if (!blank(*r->p) || t->n == HTML_ATTRS) {
			wrong(r, "a broken tag", t->name);
			return;
		}
		while (r->p < r->end && blank(*r->p))
			r->p++;
		if (r->p < r->end && *r->p == '>')
			break;
		attr->name = name_at(r);
		for (int i = 0; i < t->n; i++)
			if (str_eq(t->attrs[i].name, attr->name))
				wrong(r, "an attribute twice", attr->name);
		if (!attr->name.n)
			wrong(r, "a broken attribute", t->name);
		read_value(r, t, attr);
		t->n++;
	}
}

static bool is_open(const struct reader *r, const char *name)
{
	for (int i = 0; i < r->depth; i++)
		if (str_is(r->open[i], name))
			return true;
	return false;
}

static void nest(struct reader *r, const struct html_tag *t)
{
	if (t->closing) {
		if (!r->depth || !str_eq(r->open[r->depth - 1], t->name))
			wrong(r, "an end without a beginning", t->name);
		else
			r->depth--;
		return;
	}
	if (is_open(r, "p") && in(blocks, t->name))
		wrong(r, "a block inside a paragraph", t->name);
	if ((str_is(t->name, "form") || str_is(t->name, "a") || str_is(t->name, "button")) &&
		is_open(r, str_is(t->name, "form") ? "form"
			   : str_is(t->name, "a")  ? "a"
						   : "button"))
		wrong(r, "inside itself", t->name);
	if (in(voids, t->name))
		return;
	if (r->depth == DEPTH)
		wrong(r, "too deep", t->name);
	else
		r->open[r->depth++] = t->name;
}

/* Text up to the next tag; of a textarea or title up to its own end. */
static void read_text(struct reader *r, struct html_tag *t)
{
	bool raw = !t->closing && (str_is(t->name, "textarea") || str_is(t->name, "title"));
	const char *from = r->p;

	while (r->p < r->end && *r->p != '<')
		r->p++;
	if (raw && (r->end - r->p < 2 || r->p[1] != '/'))
		wrong(r, "markup in text", t->name);
	if (memchr(from, '>', (size_t)(r->p - from)))
		wrong(r, "a bare >", (struct str){from, (size_t)(r->p - from)});
	t->text = decode(r, (struct str){from, (size_t)(r->p - from)});
}

static struct html_tag *tag_add(struct reader *r)
{
	if (r->n == r->room) {
		size_t room = r->room ? r->room * 2 : 256;
		struct html_tag *more = arena_array(r->a, room, sizeof(*more));
		if (r->n)
			memcpy(more, r->tags, r->n * sizeof(*more));
		r->tags = more;
		r->room = room;
	}
	return &r->tags[r->n++];
}

static void read_tag(struct reader *r)
{
	struct html_tag *t = tag_add(r);

	r->p++;
	if (r->p < r->end && *r->p == '/') {
		t->closing = true;
		r->p++;
	}
	t->name = name_at(r);
	if (!is_element(r, t->name)) {
		wrong(r, "an unknown element", t->name);
		return;
	}
	read_attrs(r, t);
	if (t->closing && t->n)
		wrong(r, "attributes at an end", t->name);
	if (r->p >= r->end || *r->p != '>') {
		wrong(r, "a tag without an end", t->name);
		return;
	}
	r->p++;
	nest(r, t);
	read_text(r, t);
}

static void check_ids(struct reader *r)
{
	for (size_t i = 0; i < r->n; i++) {
		const char *id = html_attr(&r->tags[i], "id");
		for (size_t k = 0; id && k < i; k++)
			if (text_eq(html_attr(&r->tags[k], "id"), id))
				wrong(r, "an id twice", str_of(id));
	}
}

struct html_tag *html_read(
	struct arena *a, struct str page, size_t *ret_n, const char **ret_problem)
{
	struct reader r = {.a = a, .p = page.p, .end = page.p + page.n};
	struct str doctype = S("<!doctype html>\n");

	for (size_t i = 0; i < SHAPES; i++)
		r.ours[i] = map_new(a, NAMES);
	if (str_starts(page, doctype))
		r.p += doctype.n;
	else
		wrong(&r, "no doctype", S(""));
	while (r.p < r.end && blank(*r.p))
		r.p++;
	while (!r.problem && r.p < r.end && *r.p == '<' && r.n < TAGS)
		read_tag(&r);
	if (r.p < r.end)
		wrong(&r, "text outside of everything", S(""));
	if (r.depth)
		wrong(&r, "never ended", r.open[r.depth - 1]);
	check_ids(&r);
	*ret_n = r.n;
	*ret_problem = r.problem;
	return r.tags;
}

const char *html_attr(const struct html_tag *t, const char *name)
{
	for (int i = 0; i < t->n; i++)
		if (str_is(t->attrs[i].name, name))
			return t->attrs[i].value ? t->attrs[i].value : "";
	return NULL;
}

static void add(char **to, const char *s, size_t n)
{
	memcpy(*to, s, n);
	*to += n;
}

char *html_skeleton(struct arena *a, const struct html_tag *tags, size_t n)
{
	size_t size = 1;
	char *out, *to;

	for (size_t i = 0; i < n; i++) {
		size += tags[i].name.n + 3;
		for (int k = 0; k < tags[i].n; k++)
			size += tags[i].attrs[k].name.n + 1;
	}
	out = to = arena_alloc(a, size);
	for (size_t i = 0; i < n; i++) {
		add(&to, tags[i].closing ? "</" : "<", tags[i].closing ? 2 : 1);
		add(&to, tags[i].name.p, tags[i].name.n);
		for (int k = 0; k < tags[i].n; k++) {
			*to++ = ' ';
			add(&to, tags[i].attrs[k].name.p, tags[i].attrs[k].name.n);
		}
		*to++ = '\n';
	}
	return out;
}

char *html_words(struct arena *a, const struct html_tag *tags, size_t n)
{
	static const char *const seen[] = {"placeholder", "aria-label", "data-label"};
	size_t size = 1;
	char *out, *to;

	for (size_t i = 0; i < n; i++) {
		size += strlen(tags[i].text ? tags[i].text : "") + 1;
		for (size_t k = 0; k < 3; k++)
			size += str_of(html_attr(&tags[i], seen[k])).n + 1;
	}
	out = to = arena_alloc(a, size);
	for (size_t i = 0; i < n; i++) {
		/* what says that it is in another language is not in this one */
		bool other = !str_is(tags[i].name, "html") && html_attr(&tags[i], "lang");
		for (size_t k = 0; k < 3; k++) {
			struct str s = str_of(html_attr(&tags[i], seen[k]));
			add(&to, s.p, s.n);
			*to++ = '\n';
		}
		if (!other)
			add(&to, tags[i].text ? tags[i].text : "", str_of(tags[i].text).n);
		*to++ = '\n';
	}
	return out;
}

#include "http/form.h"

#include "http/form_impl.h"

enum {
	BOUNDARY = 70,	  /* RFC 2046 */
	PART_LINES = 8,	  /* header lines of one part */
	PART_LINE = 2048, /* bytes of one header line */
	FILE_NAME = 400,  /* bytes of a file's name */
	DISPOSITION = 8,  /* parameters of one Content-Disposition */
};

struct part {
	struct str name, filename;
	bool named, is_file;
};

static struct str skip(struct str s, size_t n)
{
	return (struct str){s.p + n, s.n - n};
}

static bool boundary_ok(struct str b)
{
	if (!b.n || b.n > BOUNDARY || b.p[b.n - 1] == ' ')
		return false;
	for (size_t i = 0; i < b.n; i++) {
		char c = b.p[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			    (c && strchr("'()+_,-./:=? ", c))))
			return false;
	}
	return true;
}

static bool find_boundary(struct str content_type, struct str *ret)
{
	struct str rest = content_type, found = {NULL, 0};

	if (!str_eq_nocase(str_trim(str_cut(&rest, ';')), S("multipart/form-data")))
		return false;
	while (rest.p) {
		struct str value = str_cut(&rest, ';'), name = str_trim(str_cut(&value, '='));
		if (!str_eq_nocase(name, S("boundary")))
			continue;
		if (found.p || !value.p)
			return false;
		value = str_trim(value);
		if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
			value = (struct str){value.p + 1, value.n - 2};
		found = value;
	}
	if (!boundary_ok(found))
		return false;
	*ret = found;
	return true;
}

/* Browsers write a quote in a name as %22, other clients as \" (and then \ as \\). */
static size_t quoted_char(struct str s, char *ret)
{
	if (s.p[0] == '\\' && s.n > 1 && (s.p[1] == '"' || s.p[1] == '\\')) {
		*ret = s.p[1];
		return 2;
	}
	if (str_starts(s, S("%22"))) {
		*ret = '"';
		return 3;
	}
	*ret = s.p[0];
	return 1;
}

/* Reads "..." at the start of *s and moves past it. */
static bool quoted(struct arena *a, struct str *s, struct str *ret)
{
	struct str rest = *s;
	char *out = arena_alloc(a, rest.n + 1);
	size_t n = 0;

	if (!rest.n || rest.p[0] != '"')
		return false;
	for (rest = skip(rest, 1); rest.n && rest.p[0] != '"'; n++)
		rest = skip(rest, quoted_char(rest, &out[n]));
	if (!rest.n)
		return false;
	*s = skip(rest, 1);
	*ret = (struct str){out, n};
	return true;
}

/* A value in quotes or a bare word up to the next semicolon. */
static bool disposition_value(struct arena *a, struct str *rest, struct str *ret)
{
	size_t n = 0;

	if (rest->n && rest->p[0] == '"')
		return quoted(a, rest, ret);
	while (n < rest->n && rest->p[n] != ';')
		n++;
	*ret = str_trim((struct str){rest->p, n});
	*rest = skip(*rest, n);
	return ret->n > 0;
}

static enum err disposition_param(struct part *part, struct str name, struct str value)
{
	if (str_eq_nocase(name, S("name"))) {
		if (part->named)
			return ERR_BAD_REQUEST;
		part->named = true;
		part->name = value;
	} else if (str_eq_nocase(name, S("filename"))) {
		if (part->is_file)
			return ERR_BAD_REQUEST;
		part->is_file = true;
		part->filename = value;
	}
	return ERR_OK;
}

/* form-data; name="a"; filename="b.xlsx" */
static enum err disposition(struct arena *a, struct str value, struct part *part)
{
	struct str rest = value;

	if (!str_eq_nocase(str_trim(str_cut(&rest, ';')), S("form-data")))
		return ERR_BAD_REQUEST;
	for (int n = 0; rest.p; n++) {
		struct str name = str_trim(str_cut(&rest, '=')), text;
		if (!rest.p || n == DISPOSITION)
			return ERR_BAD_REQUEST;
		if (!disposition_value(a, &rest, &text))
			return ERR_BAD_REQUEST;
		TRY(disposition_param(part, name, text));
		rest = str_trim(rest);
		if (rest.n && rest.p[0] != ';')
			return ERR_BAD_REQUEST;
		rest = rest.n ? skip(rest, 1) : (struct str){NULL, 0};
	}
	return part->named ? ERR_OK : ERR_BAD_REQUEST;
}

static enum err part_line(struct arena *a, struct str line, struct part *part)
{
	struct str value = line, name = str_cut(&value, ':');

	if (!value.p || !name.n)
		return ERR_BAD_REQUEST;
	value = str_trim(value);
	if (str_eq_nocase(name, S("Content-Disposition")))
		return part->named ? ERR_BAD_REQUEST : disposition(a, value, part);
	/* no browser encodes its parts; what did could not be understood here */
	if (str_eq_nocase(name, S("Content-Transfer-Encoding")) &&
		!str_eq_nocase(value, S("binary")) && !str_eq_nocase(value, S("8bit")) &&
		!str_eq_nocase(value, S("7bit")))
		return ERR_BAD_REQUEST;
	return ERR_OK;
}

/* Reads header lines up to the empty one; *rest is then the content. */
static enum err part_head(struct arena *a, struct str *rest, struct part *part)
{
	for (int lines = 0; lines <= PART_LINES; lines++) {
		const char *end = memmem(rest->p, rest->n, "\r\n", 2);
		struct str line;
		if (!end)
			return ERR_BAD_REQUEST;
		line = (struct str){rest->p, (size_t)(end - rest->p)};
		*rest = skip(*rest, line.n + 2);
		if (!line.n)
			return part->named ? ERR_OK : ERR_BAD_REQUEST;
		if (line.n > PART_LINE)
			return ERR_TOO_LARGE;
		TRY(part_line(a, line, part));
	}
	return ERR_TOO_LARGE;
}

/* Some clients send the whole path; only its last part is a name. */
static struct str base_name(struct str s)
{
	size_t n = s.n;

	while (n && s.p[n - 1] != '/' && s.p[n - 1] != '\\')
		n--;
	return skip(s, n);
}

static enum err part_add(
	struct arena *a, const struct part *part, struct str content, struct params *ps)
{
	struct str base;

	if (!part->is_file)
		return form_add(a, ps, part->name, content, NULL);
	base = base_name(part->filename);
	if (base.n > FILE_NAME)
		return ERR_TOO_LARGE;
	if (!form_text_ok(base))
		return ERR_BAD_REQUEST;
	/* a file field left empty counts as not sent */
	if (!base.n && !content.n)
		return ERR_OK;
	return form_add(a, ps, part->name, content, arena_strndup(a, base.p, base.n));
}

/* One part from its header lines up to and past the delimiter behind it. */
static enum err part_read(
	struct arena *a, struct str *rest, struct str delimiter, struct params *ps)
{
	struct part part = {0};
	const char *end;
	struct str content;

	TRY(part_head(a, rest, &part));
	end = memmem(rest->p, rest->n, delimiter.p, delimiter.n);
	if (!end)
		return ERR_BAD_REQUEST;
	content = (struct str){rest->p, (size_t)(end - rest->p)};
	*rest = skip(*rest, content.n + delimiter.n);
	return part_add(a, &part, content, ps);
}

enum err form_multipart(
	struct arena *a, struct str content_type, struct str bytes, struct params *ret)
{
	struct str boundary, delimiter, rest = bytes;
	struct params ps = {0};
	int parts = 0;

	if (!find_boundary(content_type, &boundary))
		return ERR_BAD_REQUEST;
	delimiter = str_of(arena_printf(a, "\r\n--%.*s", (int)boundary.n, boundary.p));
	if (!str_starts(rest, skip(delimiter, 2)))
		return ERR_BAD_REQUEST;
	rest = skip(rest, delimiter.n - 2);
	while (!str_starts(rest, S("--"))) {
		if (!str_starts(rest, S("\r\n")))
			return ERR_BAD_REQUEST;
		if (++parts > FORM_FIELDS)
			return ERR_TOO_LARGE;
		rest = skip(rest, 2);
		TRY(part_read(a, &rest, delimiter, &ps));
	}
	rest = skip(rest, 2);
	if (rest.n && !str_eq(rest, S("\r\n")))
		return ERR_BAD_REQUEST;
	*ret = ps;
	return ERR_OK;
}

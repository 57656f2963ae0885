#include "http/form.h"

#include "http/form_impl.h"

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Length of the UTF-8 sequence that begins at p, by its first byte; 0 when it cannot begin one. */
static size_t utf8_expect(unsigned char c)
{
	if (c < 0x80)
		return 1;
	if (c < 0xc2 || c > 0xf4)
		return 0;
	return c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

/* Length of the well-formed sequence at p, 0 when there is none (overlong, surrogate, cut off). */
static size_t utf8_length(const unsigned char *p, size_t n)
{
	size_t len = utf8_expect(p[0]);

	if (!len || len > n)
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] >= 0xa0) ||
		(p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] >= 0x90))
		return 0;
	return len;
}

bool form_text_ok(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;

	for (size_t i = 0; i < s.n;) {
		size_t len = utf8_length(p + i, s.n - i);
		bool c0 = p[i] < 0x20 || p[i] == 0x7f;
		bool c1 = len == 2 && p[i] == 0xc2 && p[i + 1] < 0xa0;
		if (!len || c0 || c1)
			return false;
		i += len;
	}
	return true;
}

enum err form_add(
	struct arena *a, struct params *ps, struct str name, struct str value, const char *filename)
{
	struct param p = {.value = value, .filename = filename};

	if (ps->n == FORM_FIELDS || name.n > FORM_NAME)
		return ERR_TOO_LARGE;
	if (!name.n || !form_text_ok(name))
		return ERR_BAD_REQUEST;
	p.name = arena_strndup(a, name.p, name.n);
	params_add(a, ps, p);
	return ERR_OK;
}

/* Undoes %XX, and + if `plus`; false on an escape that is none. */
static bool unescape(struct arena *a, struct str s, bool plus, struct str *ret)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		int high, low;
		if (s.p[i] != '%') {
			out[n++] = plus && s.p[i] == '+' ? ' ' : s.p[i];
			continue;
		}
		if (s.n - i < 3)
			return false;
		high = hex_digit(s.p[i + 1]);
		low = hex_digit(s.p[i + 2]);
		if (high < 0 || low < 0)
			return false;
		out[n++] = (char)(high * 16 + low);
		i += 2;
	}
	*ret = (struct str){out, n};
	return true;
}

static enum err urlencoded_pair(struct arena *a, struct str pair, struct params *ps)
{
	struct str value = pair, name = str_cut(&value, '='), clean_name, clean_value = {"", 0};

	if (name.n > 3 * FORM_NAME)
		return ERR_TOO_LARGE;
	if (!unescape(a, name, true, &clean_name))
		return ERR_BAD_REQUEST;
	if (value.p && !unescape(a, value, true, &clean_value))
		return ERR_BAD_REQUEST;
	return form_add(a, ps, clean_name, clean_value, NULL);
}

enum err form_urlencoded(struct arena *a, struct str bytes, struct params *ret)
{
	struct params ps = {0};
	struct str rest = bytes;

	while (rest.p) {
		struct str pair = str_cut(&rest, '&');
		if (pair.n)
			TRY(urlencoded_pair(a, pair, &ps));
	}
	*ret = ps;
	return ERR_OK;
}

static struct str without_quotes(struct str s)
{
	if (s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"')
		return (struct str){s.p + 1, s.n - 2};
	return s;
}

/*
 * Cookies that are not ours may stand beside ours (other programs of the same host), so one with a
 * strange name is passed over instead of making the whole request fail.
 */
enum err form_cookies(struct arena *a, struct str header, struct params *ret)
{
	struct params ps = {0};
	struct str rest = header;

	while (rest.p) {
		struct str value = str_cut(&rest, ';'), name = str_trim(str_cut(&value, '='));
		enum err e;
		if (!value.p || !name.n || name.n > FORM_NAME)
			continue;
		value = without_quotes(str_trim(value));
		e = form_add(a, &ps, name, value, NULL);
		if (e == ERR_TOO_LARGE)
			return e;
	}
	*ret = ps;
	return ERR_OK;
}

/* http://host/path is what a proxy may send; what counts here is /path. */
static struct str without_origin(struct str target)
{
	struct str http = S("http://"), https = S("https://");
	struct str rest;

	if (str_eq_nocase((struct str){target.p, target.n < http.n ? target.n : http.n}, http))
		rest = (struct str){target.p + http.n, target.n - http.n};
	else if (str_eq_nocase(
			 (struct str){target.p, target.n < https.n ? target.n : https.n}, https))
		rest = (struct str){target.p + https.n, target.n - https.n};
	else
		return target;
	while (rest.n && rest.p[0] != '/')
		rest = (struct str){rest.p + 1, rest.n - 1};
	/* a host alone means its first page */
	return rest.n ? rest : S("/");
}

static bool has(struct str s, const char *part)
{
	return s.p && memmem(s.p, s.n, part, strlen(part)) != NULL;
}

/* Bytes that no client sends as they are in a target: blanks, controls, a fragment. */
static bool target_bytes_ok(struct str target)
{
	for (size_t i = 0; i < target.n; i++) {
		unsigned char c = (unsigned char)target.p[i];
		if (c <= 0x20 || c == 0x7f || c == '#')
			return false;
	}
	return true;
}

static bool path_ok(struct str path)
{
	return form_text_ok(path) && !has(path, "//") && !has(path, "..") && !has(path, "/./") &&
	       !str_ends(path, S("/.")) && !has(path, "\\");
}

enum err form_path(struct arena *a, struct str target, const char **ret_path, struct str *ret_query)
{
	struct str query, raw, path;

	if (!target_bytes_ok(target))
		return ERR_BAD_REQUEST;
	query = without_origin(target);
	raw = str_cut(&query, '?');
	/* an escaped slash would cut one segment in two once decoded */
	if (!raw.n || raw.p[0] != '/' || has(raw, "%2f") || has(raw, "%2F"))
		return ERR_BAD_REQUEST;
	if (!unescape(a, raw, false, &path) || !path_ok(path))
		return ERR_BAD_REQUEST;
	*ret_path = path.p;
	*ret_query = query.p ? query : (struct str){"", 0};
	return ERR_OK;
}

static bool unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("-._~", c));
}

char *form_encode(struct arena *a, const char *s)
{
	static const char digits[] = "0123456789ABCDEF";
	size_t n = 0, len = strlen(s);
	char *out = arena_alloc(a, 3 * len + 1);

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];
		if (unreserved(s[i])) {
			out[n++] = s[i];
			continue;
		}
		out[n++] = '%';
		out[n++] = digits[c >> 4];
		out[n++] = digits[c & 15];
	}
	return out;
}

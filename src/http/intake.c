#include "http/intake.h"

#include "http/form.h"
#include "http/json_body.h"

#include <arpa/inet.h>

static bool header_name_ok(const char *s)
{
	if (!*s)
		return false;
	for (; *s; s++)
		if (!((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') ||
			    strchr("!#$%&'*+-.^_`|~", *s)))
			return false;
	return true;
}

static bool header_value_ok(struct str v)
{
	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.p[i];
		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

static bool digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

/*
 * Two readers of one message must agree where it ends: a proxy in front and we. Whatever could be
 * read in two ways is refused.
 */
static bool framing_ok(const struct params *headers)
{
	size_t lengths = params_count(headers, "content-length");
	size_t codings = params_count(headers, "transfer-encoding");

	for (size_t i = 0; i < headers->n; i++)
		if (!header_name_ok(headers->p[i].name) || !header_value_ok(headers->p[i].value))
			return false;
	if (params_count(headers, "host") > 1 || lengths + codings > 1)
		return false;
	if (lengths && !digits(params_get(headers, "content-length")))
		return false;
	return !codings || str_eq_nocase(params_get(headers, "transfer-encoding"), S("chunked"));
}

static enum http_method method_of(const char *s)
{
	if (strcmp(s, "GET") == 0)
		return HTTP_GET;
	if (strcmp(s, "HEAD") == 0)
		return HTTP_HEAD;
	return strcmp(s, "POST") == 0 ? HTTP_POST : HTTP_OTHER;
}

/* The usual spelling of an address, so that two can be compared; NULL if it is none. */
static const char *address(struct arena *a, struct str s)
{
	char in[INET6_ADDRSTRLEN + 1], out[INET6_ADDRSTRLEN];
	struct in6_addr six;
	struct in_addr four;

	if (!s.n || s.n >= sizeof(in))
		return NULL;
	memcpy(in, s.p, s.n);
	in[s.n] = 0;
	if (inet_pton(AF_INET, in, &four) == 1)
		return arena_strdup(a, inet_ntop(AF_INET, &four, out, sizeof(out)));
	if (inet_pton(AF_INET6, in, &six) != 1)
		return NULL;
	/* an IPv4 client of a socket for both */
	if (IN6_IS_ADDR_V4MAPPED(&six))
		return arena_strdup(a, inet_ntop(AF_INET, &six.s6_addr[12], out, sizeof(out)));
	return arena_strdup(a, inet_ntop(AF_INET6, &six, out, sizeof(out)));
}

/* The last entry of a list: the one our own proxy wrote; those before it anybody may write. */
static struct str last_entry(const struct params *headers, const char *name)
{
	struct str last = {NULL, 0};

	for (size_t i = 0; i < headers->n; i++) {
		struct str rest = headers->p[i].value;
		if (strcmp(headers->p[i].name, name) != 0)
			continue;
		while (rest.p)
			last = str_trim(str_cut(&rest, ','));
	}
	return last;
}

static void find_peer(struct request *req, const struct http_conf *conf, const char *peer)
{
	const char *proxy = address(req->a, str_of(conf->trusted_proxy)), *forwarded;

	req->peer = address(req->a, str_of(peer));
	if (!req->peer)
		req->peer = arena_strdup(req->a, peer);
	if (!proxy || strcmp(proxy, req->peer) != 0)
		return;
	forwarded = address(req->a, last_entry(&req->headers, "x-forwarded-for"));
	if (forwarded)
		req->peer = forwarded;
	req->https = req->https ||
		     str_eq_nocase(last_entry(&req->headers, "x-forwarded-proto"), S("https"));
}

static bool is_multipart(const struct request *req)
{
	struct str type = params_get(&req->headers, "content-type");

	return str_eq_nocase(str_trim(str_cut(&type, ';')), S("multipart/form-data"));
}

static bool is_urlencoded(const struct request *req)
{
	struct str type = params_get(&req->headers, "content-type");

	return str_eq_nocase(str_trim(str_cut(&type, ';')), S("application/x-www-form-urlencoded"));
}

bool intake_has_body(const struct request *req, long long *ret_length)
{
	struct str length = params_get(&req->headers, "content-length");

	*ret_length = -1;
	if (params_count(&req->headers, "transfer-encoding"))
		return true;
	/* digits that do not fit a number are more than any limit */
	if (length.p && !str_to_int(length, ret_length))
		*ret_length = __LONG_LONG_MAX__;
	return length.p && *ret_length > 0;
}

static int status_of(enum err e)
{
	return e ? err_http(e) : 0;
}

static int read_cookies(struct request *req)
{
	for (size_t i = 0; i < req->headers.n; i++) {
		struct params some = {0};
		enum err e;
		if (strcmp(req->headers.p[i].name, "cookie") != 0)
			continue;
		e = form_cookies(req->a, req->headers.p[i].value, &some);
		if (e)
			return e == ERR_TOO_LARGE ? 431 : err_http(e);
		for (size_t k = 0; k < some.n; k++)
			params_add(req->a, &req->cookies, some.p[k]);
	}
	return 0;
}

static int read_target(struct request *req, const char *target)
{
	struct str query;
	enum err e;

	if (strlen(target) > INTAKE_TARGET)
		return 414;
	e = form_path(req->a, str_of(target), &req->path, &query);
	if (!e)
		e = form_urlencoded(req->a, query, &req->query);
	return e == ERR_TOO_LARGE ? 414 : status_of(e);
}

int intake_head(struct request *req, const struct http_conf *conf, const char *method,
	const char *target, const char *peer, size_t *ret_limit)
{
	long long length;
	int status;

	*ret_limit = 0;
	req->method = method_of(method);
	if (req->headers.n > INTAKE_HEADERS)
		return 431;
	if (!framing_ok(&req->headers))
		return 400;
	if (req->method == HTTP_OTHER)
		return 405;
	status = read_target(req, target);
	if (!status)
		status = read_cookies(req);
	if (status)
		return status;
	find_peer(req, conf, peer);
	*ret_limit = is_multipart(req) ? conf->max_upload : conf->max_body;
	if (intake_has_body(req, &length) && length > 0 && (unsigned long long)length > *ret_limit)
		return 413;
	return 0;
}

int intake_body(struct request *req)
{
	struct str type = params_get(&req->headers, "content-type");

	if (is_urlencoded(req))
		return status_of(form_urlencoded(req->a, req->body, &req->form));
	if (str_starts(type, S("application/json")))
		return status_of(json_body(req->a, req->body, &req->form));
	if (is_multipart(req))
		return status_of(form_multipart(req->a, type, req->body, &req->form));
	return 0;
}

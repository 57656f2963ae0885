#include "http/reply.h"

#include "base/msg.h"

#include <unistd.h>

static const struct {
	const char *name, *value;
} defaults[] = {
	{"Content-Security-Policy",
		"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
		"font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
		"base-uri 'none'"},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "same-origin"},
	{"X-Frame-Options", "DENY"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Cache-Control", "no-store"},
	{"Permissions-Policy",
		"camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"},
};

static const struct {
	int status;
	enum msg what;
} refusals[] = {
	{400, M_HTTP_BAD_REQUEST},
	{405, M_HTTP_METHOD},
	{413, M_HTTP_TOO_LARGE},
	{414, M_HTTP_TARGET},
	{431, M_HTTP_HEADERS},
	{503, M_HTTP_BUSY},
	{507, M_HTTP_NO_ROOM},
	{500, M_HTTP_FAILED},
};

static struct str header(const struct response *res, const char *name)
{
	for (size_t i = 0; i < res->headers.n; i++)
		if (str_eq_nocase(str_of(res->headers.p[i].name), str_of(name)))
			return res->headers.p[i].value;
	return (struct str){NULL, 0};
}

static void header_default(struct response *res, const char *name, const char *value)
{
	if (!header(res, name).p)
		response_header(res, name, value);
}

void reply_clear(struct response *res)
{
	if (res->fd >= 0)
		close(res->fd);
	buf_reset(&res->body);
	*res = (struct response){.a = res->a, .status = 200, .body = res->body, .fd = -1};
}

/* Compares as If-None-Match is compared: a W/ before either does not count. */
static bool same_tag(struct str tag, const char *digest)
{
	if (str_starts(tag, S("W/")))
		tag = (struct str){tag.p + 2, tag.n - 2};
	return tag.n >= 2 && tag.p[0] == '"' && tag.p[tag.n - 1] == '"' &&
	       str_is((struct str){tag.p + 1, tag.n - 2}, digest);
}

static bool client_has(const struct request *req, const char *digest)
{
	struct str rest = params_get(&req->headers, "if-none-match");

	while (rest.p) {
		struct str tag = str_trim(str_cut(&rest, ','));
		if (str_is(tag, "*") || same_tag(tag, digest))
			return true;
	}
	return false;
}

/* True if the body may be sent compressed; caches are told so in any case. */
static bool may_shrink(struct response *res)
{
	struct str vary = header(res, "Vary");

	if (res->fd >= 0 || header(res, "Content-Encoding").p ||
		!gzip_helps(header(res, "Content-Type")))
		return false;
	response_header(res, "Vary",
		vary.p ? arena_printf(res->a, "%.*s, Accept-Encoding", (int)vary.n, vary.p)
		       : "Accept-Encoding");
	return true;
}

struct str reply_finish(
	const struct request *req, struct response *res, struct gzip *g, struct buf *zipped)
{
	struct str bytes = {res->body.p ? res->body.p : "", res->body.n};
	struct str accepted = params_get(&req->headers, "accept-encoding");
	const char *weak = "";

	for (size_t i = 0; i < sizeof(defaults) / sizeof(*defaults); i++)
		header_default(res, defaults[i].name, defaults[i].value);
	if (req->https)
		header_default(res, "Strict-Transport-Security", "max-age=31536000");
	if (res->file)
		bytes = res->file->bytes;
	if (res->file && res->status == 200 && client_has(req, res->file->digest))
		res->status = 304;
	if (may_shrink(res) && res->status != 304 && gzip_wanted(accepted) &&
		gzip_bytes(g, bytes, zipped)) {
		response_header(res, "Content-Encoding", "gzip");
		bytes = (struct str){zipped->p, zipped->n};
		/* another coding is another representation: a weak tag may stand for both */
		weak = "W/";
	}
	if (res->file)
		header_default(
			res, "ETag", arena_printf(res->a, "%s\"%s\"", weak, res->file->digest));
	return bytes;
}

static enum msg refusal(int *status)
{
	size_t i = 0, last = sizeof(refusals) / sizeof(*refusals) - 1;

	while (i < last && refusals[i].status != *status)
		i++;
	*status = refusals[i].status;
	return refusals[i].what;
}

void reply_refuse(struct response *res, int status, size_t limit)
{
	enum msg what = refusal(&status);
	const char *megabytes = limit >= 1 << 20 ? arena_printf(res->a, "%zu MB", limit >> 20)
						 : arena_printf(res->a, "%zu KB", limit >> 10);

	reply_clear(res);
	res->status = status;
	response_header(res, "Content-Type", "text/plain; charset=utf-8");
	response_header(res, "Cache-Control", "no-store");
	if (status == 405)
		response_header(res, "Allow", "GET, HEAD, POST");
	if (status == 503)
		response_header(res, "Retry-After", "5");
	for (enum lang l = 0; l < LANGS; l++)
		buf_printf(&res->body, "%s\n", msg_say(res->a, l, what, megabytes));
}

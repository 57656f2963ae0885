#include "app/web_session.h"

#include "base/crypto.h"
#include "core/action.h"

enum { SECRET = 16 };

const char *web_cookie_name(struct ctx *cx, const char *name)
{
	return cx->secure ? arena_printf(cx->a, "__Host-%s", name) : name;
}

const char *web_cookie(struct ctx *cx, const struct request *req, const char *name)
{
	struct str v = params_get(&req->cookies, web_cookie_name(cx, name));

	return v.n ? arena_strndup(cx->a, v.p, v.n) : NULL;
}

enum err web_session_load(struct ctx *cx, const struct request *req, struct session *ret)
{
	const char *token = web_cookie(cx, req, ACCOUNT_COOKIE);

	*ret = (struct session){0};
	if (token)
		TRY(account_session(cx, token, ret));
	cx->token = ret->account ? token : NULL;
	if (!ret->secret)
		ret->secret = web_cookie(cx, req, ACCOUNT_PRE_COOKIE);
	return ERR_OK;
}

/* The bytes that tokens carry: a digest of the secret, so that a token never shows it. */
static void token_bytes(const char *secret, unsigned char out[SECRET])
{
	char hex[DIGEST_TEXT];

	mac_hex(hex, str_of(secret), S("form"));
	memcpy(out, hex, SECRET);
}

const char *web_token(struct ctx *cx, struct session *s)
{
	unsigned char bytes[SECRET];

	if (!s->secret) {
		struct cookie *c = arena_new_of(cx->a, struct cookie);
		char key[KEY_TEXT];
		s->secret = arena_strdup(cx->a, key_new(key));
		*c = (struct cookie){cx->cookies, ACCOUNT_PRE_COOKIE, s->secret, 0, false};
		cx->cookies = c;
	}
	token_bytes(s->secret, bytes);
	return token_mask(cx->a, bytes, SECRET);
}

static bool same_origin(const struct request *req)
{
	struct str site = params_get(&req->headers, "sec-fetch-site");
	struct str origin = params_get(&req->headers, "origin");
	struct str host = params_get(&req->headers, "host");

	if (site.p && !str_is(site, "same-origin"))
		return false;
	if (!origin.p)
		return true;
	if (str_starts(origin, S("https://")))
		origin = (struct str){origin.p + 8, origin.n - 8};
	else if (str_starts(origin, S("http://")))
		origin = (struct str){origin.p + 7, origin.n - 7};
	return str_eq(origin, host);
}

/*
 * A page of another site can make a browser send a form, but not a body of this type: for that the
 * browser asks first, and is never told yes. So a program that speaks JSON needs no token.
 */
static bool is_json(const struct request *req)
{
	return str_starts(params_get(&req->headers, "content-type"), S("application/json"));
}

enum err web_check_form(struct ctx *cx, const struct request *req, const struct session *s)
{
	struct str given = params_get(&req->form, "_token");
	unsigned char want[SECRET], have[SECRET];
	char *text;

	if (!given.p)
		given = params_get(&req->headers, "x-guong-token");
	if (is_json(req) && same_origin(req))
		return ERR_OK;
	if (!same_origin(req) || !s->secret || !given.n)
		return cx_fault(cx, ERR_FORGED, NULL, M_ERR_FORGED);
	token_bytes(s->secret, want);
	text = arena_strndup(cx->a, given.p, given.n);
	if (!token_unmask(text, have, SECRET) || !bytes_eq(want, have, SECRET))
		return cx_fault(cx, ERR_FORGED, NULL, M_ERR_FORGED);
	return ERR_OK;
}

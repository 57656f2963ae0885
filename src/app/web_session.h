/*
 * web_session.h: who sent a request, and did they mean to: sessions, origin, tokens of forms.
 *
 * A session is a random token in a cookie, stored as its digest. A form carries a token made of
 * the session's secret, masked anew in each page. Before signing in, the cookie "guong-pre" takes
 * the place of the secret (double submit).
 */
#ifndef GUONG_APP_WEB_SESSION_H
#define GUONG_APP_WEB_SESSION_H

#include "app/site.h"
#include "http/request.h"

struct web_session {
	int64_t account;    /* 0: not signed in */
	const char *digest; /* of the session; NULL: none */
	const char *secret; /* hex, of the tokens of forms; NULL: none yet */
};

enum err web_session_load(struct ctx *cx, const struct request *req, struct web_session *ret);
/* A token for the forms of this response; makes the cookie for visitors if they have none. */
const char *web_token(struct ctx *cx, struct web_session *s);
/* Did the form come from a page of ours, for this session? ERR_FORGED if not. */
enum err web_check_form(struct ctx *cx, const struct request *req, const struct web_session *s);

#endif

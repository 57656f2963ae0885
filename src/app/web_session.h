/*
 * web_session.h: who sent a request, and did they mean to: sessions, origin, tokens of forms.
 *
 * A session is a random token in a cookie, stored as its digest. A form carries a token made of
 * the session's secret, masked anew in each page. Before signing in, the cookie "guong-pre" takes
 * the place of the secret (double submit). What is known of a session is struct session.
 */
#ifndef GUONG_APP_WEB_SESSION_H
#define GUONG_APP_WEB_SESSION_H

#include "account/account.h"
#include "app/site.h"
#include "http/request.h"

/*
 * What our cookies are called: over https "__Host-NAME", which browsers take only from this very
 * site, over https and for all of it.
 */
const char *web_cookie_name(struct ctx *cx, const char *name);
/* The value of one of them; NULL: it was not sent. */
const char *web_cookie(struct ctx *cx, const struct request *req, const char *name);
enum err web_session_load(struct ctx *cx, const struct request *req, struct session *ret);
/* A token for the forms of this response; makes the cookie for visitors if they have none. */
const char *web_token(struct ctx *cx, struct session *s);
/* Did the form come from a page of ours, for this session? ERR_FORGED if not. */
enum err web_check_form(struct ctx *cx, const struct request *req, const struct session *s);

#endif

/*
 * web_answer.h: what goes back: a page, JSON, a file, a redirect, an error page; static files.
 */
#ifndef GUONG_APP_WEB_ANSWER_H
#define GUONG_APP_WEB_ANSWER_H

#include "app/site.h"
#include "app/web_export.h"
#include "app/web_session.h"

/* Fills the response from what came of the call. Takes the export's descriptor. */
void web_answer(struct site *site, struct ctx *cx, const struct request *req, enum format format,
	struct session *session, struct web_export *x, struct doc *d, enum err e,
	struct response *res);
/* /healthz: 200 when the database answers. */
void web_health(struct site *site, const struct request *req, struct response *res);
/* /static/DIGEST/name: an embedded file of ui/, for ever. */
void web_static(const struct request *req, struct response *res);

#endif

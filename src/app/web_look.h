/*
 * web_look.h: before an answer with persons leaves: it is written into the log of looks, or nobody
 * gets it; who takes away a long list is asked what for.
 */
#ifndef GUONG_APP_WEB_LOOK_H
#define GUONG_APP_WEB_LOOK_H

#include "app/dispatch.h"
#include "app/web_export.h"
#include "http/request.h"

/*
 * `e`: what came of the call. Returns it, or why the answer may not leave; document and export are
 * then empty. A page that asks for the purpose takes the place of the document.
 */
enum err web_look(struct ctx *cx, const struct request *req, const struct call *call,
	enum format format, struct doc *d, struct web_export *x, enum err e);

#endif

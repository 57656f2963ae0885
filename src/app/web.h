/*
 * web.h: from a request to a call and from a document to a response. The one place where sessions,
 * origin and tokens of forms are checked.
 */
#ifndef GUONG_APP_WEB_H
#define GUONG_APP_WEB_H

#include "app/site.h"
#include "http/request.h"

/* The application's handler: see http_handler. `app` is a struct site. */
int web_handle(void *app, struct request *req, struct response *res);

#endif

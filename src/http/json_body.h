/*
 * json_body.h: a JSON body as the same names and values that a form has.
 *
 * A flat object of texts, numbers, booleans and nulls: {"name": "...", "day": "2016-01-01"}. What
 * is nested, doubled, not UTF-8 or followed by anything is ERR_BAD_REQUEST; null means not given.
 */
#ifndef GUONG_HTTP_JSON_BODY_H
#define GUONG_HTTP_JSON_BODY_H

#include "base/err.h"
#include "http/request.h"

enum err json_body(struct arena *a, struct str bytes, struct params *ret);

#endif

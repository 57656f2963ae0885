/*
 * form.h: from an action's field table to a form, and from what was given to the input struct.
 */
#ifndef GUONG_APP_FORM_H
#define GUONG_APP_FORM_H

#include "app/dispatch.h"

/*
 * Reads the parameters into the input. Every field that is wrong becomes a problem; a parameter
 * given twice is one too. Parameters that no field names are refused, but for those of the frame.
 */
enum err form_read(struct ctx *cx, const struct call *call, void *in);
/* The form part of a write action: values from what was typed if anything was, else from `in`. */
void form_show(struct ctx *cx, const struct call *call, const void *in, struct doc *d);

#endif

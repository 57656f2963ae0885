/*
 * menu.h: the entries at the side: what this actor may open.
 */
#ifndef GUONG_APP_MENU_H
#define GUONG_APP_MENU_H

#include "core/ctx.h"

/* struct doc_link, in order. */
struct list menu_of(struct ctx *cx);
/* The name of an entry by its address ("/org"); M_NONE if there is none. */
enum msg menu_label(const char *href);

#endif

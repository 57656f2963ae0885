/*
 * manual.h: guong(1), the page for man, as mdoc: guong reference --format man.
 *
 * Commands, flags, tasks and exit statuses come from the tables of the reference; only what frames
 * them is written for the page. The build prints it in both languages (meson.build), so there is
 * no copy to keep.
 */
#ifndef GUONG_APP_MANUAL_H
#define GUONG_APP_MANUAL_H

#include "app/reference_md.h"

/* Appends the page to r->out. */
void manual_write(struct reference *r);

#endif

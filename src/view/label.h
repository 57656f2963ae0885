/*
 * label.h: the header of a column.
 *
 * Some columns stand together under one header, as on the forms of the offices: "Ngày sinh" over
 * "Nam" and "Nữ". Such a label is written "Ngày sinh | Nam"; columns beside each other with the
 * same first half share it. Where there is one line only it reads "Ngày sinh: Nam".
 */
#ifndef GUONG_VIEW_LABEL_H
#define GUONG_VIEW_LABEL_H

#include "base/field.h"

/* The header above, or NULL; and the column's own. */
const char *label_over(struct arena *a, enum lang lang, const struct field *f);
const char *label_own(enum lang lang, const struct field *f);
/* Both in one line. */
const char *label_line(struct arena *a, enum lang lang, const struct field *f);

#endif

/*
 * cli_file.h: files that a command names: what the browser would have sent.
 */
#ifndef GUONG_APP_CLI_FILE_H
#define GUONG_APP_CLI_FILE_H

#include "core/ctx.h"

/* Reads all of it; the bytes live as long as cx->a. A problem with the path if it cannot be read.
 */
enum err cli_file_read(struct ctx *cx, const char *path, struct str *ret);

#endif

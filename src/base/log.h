/*
 * log.h: one JSON object a line on standard error, one write() each. Only the edges call it
 * (supervisor, dispatch, shell, jobs). No text of a record, no password, no token ever goes here.
 *
 *	log_line("request", "status", "200", "path", path, NULL);
 */
#ifndef GUONG_BASE_LOG_H
#define GUONG_BASE_LOG_H

/* Name of what happened, then pairs of key and text, ended by NULL. A NULL text prints null. */
void log_line(const char *what, ...) __attribute__((sentinel));

#endif

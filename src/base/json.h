/*
 * json.h: a small streaming writer of JSON over a struct buf.
 *
 *	struct json j;
 *	json_init(&j, &buf);
 *	json_begin_object(&j);
 *	json_key(&j, "name");
 *	json_text(&j, "Đảng bộ xã Ẳng Tở");
 *	json_key(&j, "members");
 *	json_begin_array(&j);
 *	json_int(&j, 42);
 *	json_end(&j);
 *	json_end(&j);
 *
 * Commas come by themselves, nesting is tracked: a value without its key, a key in an array or an
 * end too many are bugs and stop the process. Texts are escaped so that the result may also stand
 * inside an HTML page: < > & and the two line separators of Unicode are written as \u escapes.
 * Bytes that are not UTF-8 become U+FFFD, so the output is always valid.
 *
 * Ownership: the writer has no memory of its own; the buffer stays the caller's, and may be
 * emptied (buf_reset) between two calls to stream a long document.
 */
#ifndef GUONG_BASE_JSON_H
#define GUONG_BASE_JSON_H

#include "base/buf.h"

enum { JSON_DEPTH = 32 };

struct json {
	struct buf *out;
	int depth;
	char kind[JSON_DEPTH]; /* '{' or '[' of each open level */
	bool some[JSON_DEPTH]; /* the level already has a member */
	bool keyed;	       /* a key was written, its value is due */
};

void json_init(struct json *j, struct buf *out);

void json_begin_object(struct json *j);
void json_begin_array(struct json *j);
/* Ends the innermost object or array. */
void json_end(struct json *j);

void json_key(struct json *j, const char *name);

/* NULL gives null. */
void json_text(struct json *j, const char *s);
void json_str(struct json *j, struct str s);
void json_int(struct json *j, int64_t v);
/* An integer as a string: identities, which are wider than the numbers of JavaScript. */
void json_id(struct json *j, int64_t v);
/* Shortest decimal form; null for what JSON cannot say (infinite, not a number). */
void json_number(struct json *j, double v);
void json_bool(struct json *j, bool v);
void json_none(struct json *j);
/* A value that is JSON already. */
void json_raw(struct json *j, struct str value);

/* A key and its value in one. */
static inline void json_member_text(struct json *j, const char *name, const char *s)
{
	json_key(j, name);
	json_text(j, s);
}

static inline void json_member_int(struct json *j, const char *name, int64_t v)
{
	json_key(j, name);
	json_int(j, v);
}

/* Depth of nesting still open; 0 when the document is whole. */
static inline int json_depth(const struct json *j)
{
	return j->depth;
}

#endif

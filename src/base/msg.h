/*
 * msg.h: every sentence the program says, in Vietnamese and in English.
 *
 * The sentences stand in po/vi.po and po/en.po under a key ("org.renamed"); tools/pogen makes the
 * enum (M_ORG_RENAMED) and the tables, so a missing sentence does not compile. {1} {2} {3} stand
 * for arguments, already printed as text. A key with a plural has two forms in English; the first
 * argument decides ("1" takes the first form).
 */
#ifndef GUONG_BASE_MSG_H
#define GUONG_BASE_MSG_H

#include "base/arena.h"
#include "messages.h" /* generated: enum msg */

#include <stdbool.h>

enum lang { LANG_VI, LANG_EN, LANGS };

/* The sentence as written, with its {1}. Lives for ever. */
const char *msg_text(enum lang lang, enum msg m);
/* The sentence with its arguments in place; a missing argument prints nothing. */
char *msg_fill(struct arena *a, enum lang lang, enum msg m, const char *const args[], int n);
#define msg_say(a, lang, m, ...)                                                                   \
	msg_fill((a), (lang), (m), (const char *const[]){__VA_ARGS__},                             \
		(int)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)))
/* The key ("org.renamed") and back; false when there is no such key. */
const char *msg_key(enum msg m);
bool msg_find(const char *key, enum msg *ret);
/* "vi" or "en", and back; anything else is Vietnamese. */
const char *lang_code(enum lang lang);
enum lang lang_of(const char *code);

/* What tools/pogen fills in: the key and the forms of one sentence. */
struct msg_entry {
	const char *key;
	const char *one[LANGS], *many[LANGS]; /* many is NULL without a plural */
};
extern const struct msg_entry msg_table[];

#endif

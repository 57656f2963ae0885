/*
 * text.h: Vietnamese text: cleaning at the edge, folding for search, keys for order.
 *
 * Folding takes away tone and vowel marks, turns đ (and the Icelandic eth that some keyboards
 * write for it) into d, lowers case, and leaves single blanks between words: "Đảng bộ  Mường Ảng"
 * gives "dang bo muong ang". Apostrophes vanish ("H'Mông" gives "hmong"), other signs become blanks
 * ("TP. Điện-Biên" gives "tp dien bien"). Query and index are folded by the same function.
 *
 * The sort key orders as Vietnamese dictionaries do: words first by letters (a ă â b c d đ e ê
 * ...), then by tone (none, huyền, hỏi, ngã, sắc, nặng), then lower before upper case; compared by
 * memcmp(). The tables are small and our own; a test compares them with ICU. TEXT_KEY_VERSION is
 * stored in the database, so that a change of the tables asks for a rebuild.
 */
#ifndef GUONG_BASE_TEXT_H
#define GUONG_BASE_TEXT_H

#include "base/arena.h"
#include "base/str.h"

enum { TEXT_KEY_VERSION = 1 };

/*
 * From outside to inside: valid UTF-8, composed (NFC), no control characters but (if `lines`) line
 * feeds, no-break and other odd blanks to plain ones, blanks at the ends cut and doubled ones made
 * single (within lines). Invisible characters go, and marks after the eighth on one letter.
 * Returns NULL if the bytes are not UTF-8 or hold a NUL.
 */
char *text_clean(struct arena *a, struct str s, bool lines);
/* The same without touching blanks: for passwords. */
char *text_compose(struct arena *a, struct str s);

/* Folded for search. Never NULL. */
char *text_fold(struct arena *a, const char *s);
/* The words of a folded text, at most `max`; returns how many. They live in the arena. */
int text_words(struct arena *a, const char *folded, const char **words, int max);
/* Sort key: bytes to compare with memcmp(). For names of organisations and things. */
struct str text_key(struct arena *a, const char *s);
/* Sort key of a person: by given name (the last word), then family name, then the middle; each by
 * its letters and tones, capitals only if all else is alike. */
struct str text_key_person(struct arena *a, const char *full_name);
/* "Đảng bộ xã Ẳng Tở" to "dang-bo-xa-ang-to": for file names and codes. */
char *text_slug(struct arena *a, const char *s);
/* In capitals, marks kept: "Đảng bộ" to "ĐẢNG BỘ". */
char *text_upper(struct arena *a, const char *s);
/* "NGUYỄN THỊ H'MAI" and "nguyễn thị h'mai" to "Nguyễn Thị H'Mai"; mixed ones stay. */
char *text_proper_name(struct arena *a, const char *name);
/* How many characters (code points) a valid text has. */
size_t text_length(const char *s);

/* The next prefix after all texts that begin with s: for ranges `>= s and < next`. */
char *text_after_prefix(struct arena *a, const char *s);

/*
 * Old 8-bit Vietnamese encodings are not read, but recognised, so that advice can be given:
 * TEXT_TCVN3 (.VnTime), TEXT_VNI (VNI-Times), as they appear once taken for Latin letters.
 */
enum text_legacy { TEXT_PLAIN, TEXT_TCVN3, TEXT_VNI };
enum text_legacy text_legacy(const char *s);

#endif

/*
 * Folding for search. Three ways by frequency: ASCII, tables for the Latin ranges in which
 * Vietnamese is written, and utf8proc for all else.
 */
#include "base/text.h"

#include "base/die.h"
#include "base/utf8.h"

#include <utf8proc.h>

/* The tables hold letters and digits, ' ' for a blank, '\'' for nothing, '?' for the long way. */
static const char ascii[] = "                                       '        0123456789       "
			    "abcdefghijklmnopqrstuvwxyz     'abcdefghijklmnopqrstuvwxyz     ";

enum { LATIN = 0xA0, LATIN_END = 0x250, LATIN_MORE = 0x1E00, LATIN_MORE_END = 0x1F00 };

static const char latin[] = "          a  '    23'?   1o ??? aaaaaa?ceeeeiiii"	/* 00A0 */
			    "dnooooo ouuuuy??aaaaaa?ceeeeiiiidnooooo ouuuuy?y"	/* 00D0 */
			    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiii"	/* 0100 */
			    "ii??jjkk?llllll??llnnnnnn?nnoooooo??rrrrrrssssss"	/* 0130 */
			    "ssttttttuuuuuuuuuuuuwwyyyzzzzzzsbbbb???ccdddd???"	/* 0160 */
			    "?ffg???ikkl??nnooo??pp?????ttttuu?vyyzz????????w"	/* 0190 */
			    "?????????????aaiioouuuuuuuuuu?aaaa??ggggkkoooo??"	/* 01C0 */
			    "j???gg?wnnaa??ooaaaaeeeeiiiioooorrrruuuusstt??hh"	/* 01F0 */
			    "nd??zzaaeeooooooooyylnt???acclt????b??eejjqqrryy"; /* 0220 */

static const char latin_more[] =
	"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"  /* 1E00 */
	"mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"  /* 1E40 */
	"wwwwwwwwwwxxxxyyzzzzzzhtwy?s????aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"  /* 1E80 */
	"eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy??????"; /* 1EC0 */

_Static_assert(sizeof(ascii) == 0x80 + 1, "one letter for each");
_Static_assert(sizeof(latin) == LATIN_END - LATIN + 1, "one letter for each");
_Static_assert(sizeof(latin_more) == LATIN_MORE_END - LATIN_MORE + 1, "one letter for each");

static char letter_of(int32_t c)
{
	if (c < 0)
		return ' ';
	if (c < 0x80)
		return ascii[c];
	if (c >= LATIN && c < LATIN_END)
		return latin[c - LATIN];
	if (c >= LATIN_MORE && c < LATIN_MORE_END)
		return latin_more[c - LATIN_MORE];
	if (c >= 0x2B0 && c < 0x370)
		return '\''; /* apostrophes and other small marks; combining marks */
	if (c == 0x2018 || c == 0x2019 || c == 0x201B || c == 0x2032)
		return '\'';
	if (c >= 0x2000 && c < 0x2060)
		return (c >= 0x200B && c < 0x2010) || (c >= 0x202A && c < 0x202F) ? '\'' : ' ';
	return '?';
}

/* No character grows by more than this, bytes for a byte (the longest are Arabic phrases). */
enum { GROWTH = 12, PART_MAX = 24 };

struct folding {
	char *start, *p, *end;
	bool gap, grown;
};

static void fold_put(struct folding *f, int32_t c)
{
	must(f->end - f->p > UTF8_MAX);
	if (f->gap && f->p > f->start)
		*f->p++ = ' ';
	f->gap = false;
	f->p = utf8_put(f->p, c);
}

static const char *letters_of(int32_t c)
{
	switch (c) {
	case 0xC6:
	case 0xE6:
		return "ae";
	case 0x152:
	case 0x153:
		return "oe";
	case 0xDE:
	case 0xFE:
		return "th";
	default:
		return NULL;
	}
}

/* A character that may be a letter of another script, a ligature, a sign... */
static void fold_part(struct folding *f, int32_t c)
{
	const char *two = letters_of(c);
	char letter = letter_of(c);

	if (two) {
		fold_put(f, two[0]);
		fold_put(f, two[1]);
		return;
	}
	if (letter == '\'')
		return;
	if (letter != '?') {
		if (letter == ' ')
			f->gap = true;
		else
			fold_put(f, letter);
		return;
	}
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		fold_put(f, c);
		return;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_CF:
		return;
	default:
		f->gap = true;
	}
}

static void fold_other(struct folding *f, int32_t c)
{
	int32_t part[PART_MAX];
	int boundary = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char(c, part, PART_MAX,
		UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STABLE,
		&boundary);

	must(n >= 0 && n <= PART_MAX);
	for (utf8proc_ssize_t i = 0; i < n; i++)
		fold_part(f, part[i]);
}

/* The first character of the long way asks for more room, once. */
static void fold_grow(struct folding *f, struct arena *a, size_t rest)
{
	size_t done = (size_t)(f->p - f->start), size = done + GROWTH * rest + UTF8_MAX + 1;
	char *wide = arena_alloc(a, size);

	memcpy(wide, f->start, done);
	f->start = wide;
	f->p = wide + done;
	f->end = wide + size;
	f->grown = true;
}

char *text_fold(struct arena *a, const char *s)
{
	size_t n = s ? strlen(s) : 0;
	struct folding f = {.start = arena_alloc(a, n + UTF8_MAX + 2)};
	const char *at = s ? s : "";

	f.p = f.start;
	f.end = f.start + n + UTF8_MAX + 2;
	for (;;) {
		const char *from = at;
		int32_t c = utf8_next(&at);
		char letter = letter_of(c);
		if (c == 0)
			break;
		if (letter == '?') {
			if (!f.grown)
				fold_grow(&f, a, n - (size_t)(from - s) + 1);
			fold_other(&f, c);
		} else if (letter == ' ') {
			f.gap = true;
		} else if (letter != '\'') {
			fold_put(&f, letter);
		}
	}
	*f.p = 0;
	return f.start;
}

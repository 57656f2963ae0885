/*
 * Recognition of text in the encodings of before Unicode, shown as Latin letters. What counts is
 * what real Vietnamese never writes: in VNI a vowel with the mark of its tone as a letter of its
 * own
 * ("Ñaûng boä"), in TCVN3 signs and capitals inside of words ("§¶ng bé", "NguyÔn").
 */
#include "base/text.h"

#include "base/utf8.h"

/* One such pair may be a foreign name ("Raphaël"), so weights are added up to ENOUGH. */
enum { HINT = 1, PROOF = 2, ENOUGH = 2 };

static bool ascii_letter(int32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool small_letter(int32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF && c != 0xF7);
}

static bool capital_mark(int32_t c)
{
	return c >= 0xC0 && c <= 0xDE && c != 0xD7;
}

static bool word_letter(int32_t c)
{
	return ascii_letter(c) || (c >= 0xC0 && c != 0xD7 && c != 0xF7);
}

static int32_t lower(int32_t c)
{
	return (c >= 'A' && c <= 'Z') || capital_mark(c) ? c + 0x20 : c;
}

static bool one_of(int32_t c, const char *set)
{
	int32_t k;

	while ((k = utf8_next(&set)) > 0)
		if (k == c)
			return true;
	return false;
}

static int weigh_vni(int32_t before, int32_t c)
{
	bool starts = !word_letter(before);

	before = lower(before);
	c = lower(c);
	if (starts)
		return c == 0xF1 ? HINT : 0;
	switch (before) {
	case 'a':
		return one_of(c, "âêåäøõàáã") ? PROOF : one_of(c, "ùûïéèúüë") ? HINT : 0;
	case 'e':
		return one_of(c, "âåäøõãàá") ? PROOF : one_of(c, "ùûï") ? HINT : 0;
	case 'o':
		return one_of(c, "âåäø") ? PROOF : one_of(c, "ùûïõ") ? HINT : 0;
	case 'u':
		return one_of(c, "øõ") ? PROOF : one_of(c, "ùûï") ? HINT : 0;
	case 0xF4: /* ơ */
	case 0xF6: /* ư */
		return one_of(c, "ùøûõïô") ? PROOF : 0;
	default:
		return 0;
	}
}

static int weigh_tcvn3(int32_t before, int32_t c, int32_t after)
{
	bool sign = (c >= 0xA1 && c <= 0xBE) || c == 0xD7 || c == 0xF7;

	if (capital_mark(c))
		return before >= 'a' && before <= 'z' ? PROOF : 0;
	if (!sign)
		return 0;
	if (ascii_letter(before) && small_letter(after))
		return PROOF;
	if (one_of(c, "§®") && !word_letter(before) &&
		(small_letter(after) || (after >= 0xA1 && after <= 0xBE)))
		return PROOF;
	return ascii_letter(before) ? HINT : 0;
}

enum text_legacy text_legacy(const char *s)
{
	int32_t before = ' ', c, after;
	int vni = 0, tcvn3 = 0;

	if (!s)
		return TEXT_PLAIN;
	for (c = utf8_next(&s); c > 0; before = c, c = after) {
		after = utf8_next(&s);
		if (c >= 0x100 && c < 0x2000)
			return TEXT_PLAIN; /* those encodings have no such letter */
		vni += weigh_vni(before, c);
		tcvn3 += weigh_tcvn3(before, c, after);
	}
	if (vni < ENOUGH && tcvn3 < ENOUGH)
		return TEXT_PLAIN;
	return tcvn3 > vni ? TEXT_TCVN3 : TEXT_VNI;
}

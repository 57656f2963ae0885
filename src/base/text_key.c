/*
 * Sort keys. A key has three levels, one after the other: the letters; the tones and other marks;
 * the capitals. Tones and capitals are written by distance from the one before, so that a key of a
 * name is hardly longer than the name. The order of bytes remains the order of names: of two names
 * that differ first at some letter, the one that has the mark there is the greater; it has the
 * shorter distance, and short distances are written as large numbers.
 */
#include "base/text.h"

#include "base/utf8.h"

#include <utf8proc.h>

/* Bytes of the first level; 1 ends a level, so that what is shorter comes first. */
enum {
	KEY_END = 1,
	KEY_DIGIT = 0x50,
	KEY_A = 0x60,
	KEY_AW, /* ă */
	KEY_AA, /* â */
	KEY_B,
	KEY_C,
	KEY_D,
	KEY_DD, /* đ */
	KEY_E,
	KEY_EE, /* ê */
	KEY_F,
	KEY_G,
	KEY_H,
	KEY_I,
	KEY_J,
	KEY_K,
	KEY_L,
	KEY_M,
	KEY_N,
	KEY_O,
	KEY_OO, /* ô */
	KEY_OW, /* ơ */
	KEY_P,
	KEY_Q,
	KEY_R,
	KEY_S,
	KEY_T,
	KEY_U,
	KEY_UW, /* ư */
	KEY_V,
	KEY_W,
	KEY_X,
	KEY_Y,
	KEY_Z,
	KEY_SIGN = 0xF0,   /* a sign without a place of its own, and its number */
	KEY_LETTER = 0xF1, /* a letter of another script */
};

/* Marks of the second level. A second mark on the same letter comes as MARK_AGAIN. */
enum { NO_MARK, HUYEN, HOI, NGA, SAC, NANG, MARK_OTHER, MARK_AGAIN, MARKS };

static const unsigned char letters[26] = {KEY_A, KEY_B, KEY_C, KEY_D, KEY_E, KEY_F, KEY_G, KEY_H,
	KEY_I, KEY_J, KEY_K, KEY_L, KEY_M, KEY_N, KEY_O, KEY_P, KEY_Q, KEY_R, KEY_S, KEY_T, KEY_U,
	KEY_V, KEY_W, KEY_X, KEY_Y, KEY_Z};

/* The order of blanks and signs, as in other dictionaries; 0 is no sign of this list. */
static const int32_t signs[] = {'\n', ' ', '_', '-', 0x2013, 0x2014, ',', ';', ':', '!', '?', '.',
	0xB7, '\'', 0x2018, 0x2019, '"', 0x201C, 0x201D, '(', ')', '[', ']', '{', '}', '@', '*',
	'/', '\\', '&', '#', '%', '`', '^', 0xB0, '+', 0xB1, 0xF7, 0xD7, '<', '=', '>', '|', '~',
	'$'};
enum { SIGNS = sizeof(signs) / sizeof(*signs), KEY_FIRST_SIGN = KEY_END + 1 };
_Static_assert(KEY_FIRST_SIGN + SIGNS <= KEY_DIGIT, "signs come before digits");

struct letter {
	unsigned char key, mark;
};

/* U+1EA0 to U+1EF9: capital and small letter in turn. */
static const struct letter toned[] = {{KEY_A, NANG}, {KEY_A, HOI}, {KEY_AA, SAC}, {KEY_AA, HUYEN},
	{KEY_AA, HOI}, {KEY_AA, NGA}, {KEY_AA, NANG}, {KEY_AW, SAC}, {KEY_AW, HUYEN}, {KEY_AW, HOI},
	{KEY_AW, NGA}, {KEY_AW, NANG}, {KEY_E, NANG}, {KEY_E, HOI}, {KEY_E, NGA}, {KEY_EE, SAC},
	{KEY_EE, HUYEN}, {KEY_EE, HOI}, {KEY_EE, NGA}, {KEY_EE, NANG}, {KEY_I, HOI}, {KEY_I, NANG},
	{KEY_O, NANG}, {KEY_O, HOI}, {KEY_OO, SAC}, {KEY_OO, HUYEN}, {KEY_OO, HOI}, {KEY_OO, NGA},
	{KEY_OO, NANG}, {KEY_OW, SAC}, {KEY_OW, HUYEN}, {KEY_OW, HOI}, {KEY_OW, NGA},
	{KEY_OW, NANG}, {KEY_U, NANG}, {KEY_U, HOI}, {KEY_UW, SAC}, {KEY_UW, HUYEN}, {KEY_UW, HOI},
	{KEY_UW, NGA}, {KEY_UW, NANG}, {KEY_Y, HUYEN}, {KEY_Y, NANG}, {KEY_Y, HOI}, {KEY_Y, NGA}};
enum { TONED = 0x1EA0, TONED_END = TONED + 2 * sizeof(toned) / sizeof(*toned) };

/* U+00C0 to U+00DD; the small letters stand 32 later. Key 0: none of Vietnamese. */
static const struct letter latin[] = {{KEY_A, HUYEN}, {KEY_A, SAC}, {KEY_AA, NO_MARK}, {KEY_A, NGA},
	{0}, {0}, {0}, {0}, {KEY_E, HUYEN}, {KEY_E, SAC}, {KEY_EE, NO_MARK}, {0}, {KEY_I, HUYEN},
	{KEY_I, SAC}, {0}, {0}, {KEY_DD, NO_MARK}, {0}, {KEY_O, HUYEN}, {KEY_O, SAC},
	{KEY_OO, NO_MARK}, {KEY_O, NGA}, {0}, {0}, {0}, {KEY_U, HUYEN}, {KEY_U, SAC}, {0}, {0},
	{KEY_Y, SAC}};
enum { LATIN = 0xC0, LATIN_END = LATIN + sizeof(latin) / sizeof(*latin), LATIN_SMALL = 0x20 };

/* One level written by distances; `p` has room for two bytes a letter. */
struct level {
	unsigned char *p;
	size_t n;
	unsigned run; /* letters since the last mark */
};

struct key {
	unsigned char *out;
	size_t n;
	struct level marks, capitals;
};

enum { FAR = 2, MARK_RUN = 30, CAPITAL_RUN = 250, PART_MAX = 8 };

static void level_far(struct level *l, unsigned most)
{
	for (; l->run >= most; l->run -= most)
		l->p[l->n++] = FAR;
}

static void key_mark(struct key *k, int mark)
{
	struct level *l = &k->marks;

	level_far(l, MARK_RUN);
	l->p[l->n++] = (unsigned char)(FAR + (MARK_RUN - 1 - l->run) * MARKS + (unsigned)mark);
	l->run = 0;
}

static void key_capital(struct key *k)
{
	struct level *l = &k->capitals;

	level_far(l, CAPITAL_RUN);
	l->p[l->n++] = (unsigned char)(0xFF - l->run);
	l->run = 0;
}

static void key_letter(struct key *k, int key, int mark, bool capital)
{
	k->out[k->n++] = (unsigned char)key;
	if (mark)
		key_mark(k, mark);
	else
		k->marks.run++;
	if (capital)
		key_capital(k);
	else
		k->capitals.run++;
}

static bool key_ascii(struct key *k, int32_t c)
{
	if (c >= 'a' && c <= 'z')
		key_letter(k, letters[c - 'a'], NO_MARK, false);
	else if (c >= 'A' && c <= 'Z')
		key_letter(k, letters[c - 'A'], NO_MARK, true);
	else if (c >= '0' && c <= '9')
		key_letter(k, KEY_DIGIT + c - '0', NO_MARK, false);
	else if (c == ' ')
		key_letter(k, KEY_FIRST_SIGN + 1, NO_MARK, false);
	else
		return false;
	return true;
}

static bool key_latin(struct key *k, int32_t c)
{
	bool small = c >= LATIN + LATIN_SMALL;
	const struct letter *l;

	if (c < LATIN || c - (small ? LATIN_SMALL : 0) >= LATIN_END)
		return false;
	l = &latin[c - LATIN - (small ? LATIN_SMALL : 0)];
	if (l->key)
		key_letter(k, l->key, l->mark, !small);
	return l->key != 0;
}

static bool key_vietnamese(struct key *k, int32_t c)
{
	static const struct {
		int32_t capital;
		struct letter letter;
	} rest[] = {{0x102, {KEY_AW, NO_MARK}}, {0x110, {KEY_DD, NO_MARK}}, {0x128, {KEY_I, NGA}},
		{0x168, {KEY_U, NGA}}, {0x1A0, {KEY_OW, NO_MARK}}, {0x1AF, {KEY_UW, NO_MARK}}};

	if (c >= TONED && c < TONED_END) {
		const struct letter *l = &toned[(c - TONED) / 2];
		key_letter(k, l->key, l->mark, c % 2 == 0);
		return true;
	}
	for (size_t i = 0; i < sizeof(rest) / sizeof(*rest); i++)
		if (c == rest[i].capital || c == rest[i].capital + 1) {
			key_letter(
				k, rest[i].letter.key, rest[i].letter.mark, c == rest[i].capital);
			return true;
		}
	return false;
}

static bool key_sign(struct key *k, int32_t c)
{
	for (int i = 0; i < SIGNS; i++)
		if (signs[i] == c) {
			key_letter(k, KEY_FIRST_SIGN + i, NO_MARK, false);
			return true;
		}
	return false;
}

static int tone_of(int32_t c)
{
	switch (c) {
	case 0x300:
		return HUYEN;
	case 0x309:
		return HOI;
	case 0x303:
		return NGA;
	case 0x301:
		return SAC;
	case 0x323:
		return NANG;
	default:
		return NO_MARK;
	}
}

static void key_number(struct key *k, int32_t c)
{
	utf8proc_category_t category = utf8proc_category(c);
	bool letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;

	k->out[k->n++] = letter ? KEY_LETTER : KEY_SIGN;
	k->out[k->n++] = (unsigned char)(2 + (c >> 14));
	k->out[k->n++] = (unsigned char)(2 + (c >> 7 & 0x7F));
	key_letter(k, 2 + (c & 0x7F), NO_MARK, false);
}

/* Letters that other languages made of ours, and which nothing takes apart. */
static const char *plain_of(int32_t c)
{
	switch (c) {
	case 0xC6:
		return "AE";
	case 0xE6:
		return "ae";
	case 0xDF:
		return "ss";
	case 0x152:
		return "OE";
	case 0x153:
		return "oe";
	case 0xD8:
		return "O";
	case 0xF8:
		return "o";
	case 0x141:
		return "L";
	case 0x142:
		return "l";
	default:
		return NULL;
	}
}

/*
 * A mark that stands by itself belongs to the letter before it. Marks that are no tones, and second
 * ones, come with their number, so that no two are alike.
 */
static void key_combining(struct key *k, int32_t c)
{
	int mark = tone_of(c);

	if (k->marks.run == 0) {
		mark = MARK_AGAIN;
	} else {
		k->marks.run--;
		mark = mark ? mark : MARK_OTHER;
	}
	key_mark(k, mark);
	if (mark >= MARK_OTHER)
		k->marks.p[k->marks.n++] =
			c >= 0x300 && c < 0x370 ? (unsigned char)(c - 0x300 + 2) : 0xFF;
}

static void key_other(struct key *k, int32_t c)
{
	const char *plain = plain_of(c);
	int32_t part[PART_MAX];
	int boundary = 0;
	utf8proc_ssize_t n;

	if (plain) {
		for (; *plain; plain++)
			key_ascii(k, *plain);
		key_combining(k, c);
		return;
	}
	n = utf8proc_decompose_char(
		c, part, PART_MAX, UTF8PROC_DECOMPOSE | UTF8PROC_STABLE, &boundary);
	for (utf8proc_ssize_t i = 0; i < n && i < PART_MAX; i++) {
		utf8proc_category_t category = utf8proc_category(part[i]);
		if (category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME)
			key_combining(k, part[i]);
		else if (!key_ascii(k, part[i]))
			key_number(k, part[i]);
	}
}

/* Letters and marks of s: two levels. The capitals wait for the end of the key. */
static void key_field(struct key *k, struct str s)
{
	const char *at = s.p;

	while (at < s.p + s.n) {
		int32_t c = utf8_next(&at);
		if (c < 0 || key_ascii(k, c) || key_latin(k, c) || key_vietnamese(k, c) ||
			key_sign(k, c))
			continue;
		key_other(k, c);
	}
	k->out[k->n++] = KEY_END;
	memcpy(k->out + k->n, k->marks.p, k->marks.n);
	k->n += k->marks.n;
	k->out[k->n++] = KEY_END;
	k->marks.n = k->marks.run = 0;
}

/* Most bytes that a byte of text may need, by level; FIELDS has what stands between levels. */
enum { OUT_EACH = 8, MARKS_EACH = 3, CAPITALS_EACH = 1, EACH = 12, FIELDS = 16, SHORT = 160 };

static struct str key_of(struct arena *a, const struct str *fields, int count)
{
	unsigned char small[EACH * SHORT + 3 * FIELDS];
	size_t n = 0;
	struct key k = {.out = small};

	for (int i = 0; i < count; i++)
		n += fields[i].n;
	if (n > SHORT)
		k.out = arena_array(a, n + 3 * FIELDS, EACH);
	k.marks.p = k.out + OUT_EACH * n + FIELDS;
	k.capitals.p = k.marks.p + MARKS_EACH * n + FIELDS;
	for (int i = 0; i < count; i++)
		key_field(&k, fields[i]);
	memcpy(k.out + k.n, k.capitals.p, k.capitals.n);
	k.n += k.capitals.n;
	return (struct str){arena_memdup(a, k.out, k.n), k.n};
}

struct str text_key(struct arena *a, const char *s)
{
	struct str whole = str_of(s);

	return key_of(a, &whole, 1);
}

struct str text_key_person(struct arena *a, const char *full_name)
{
	struct str rest = str_trim(str_of(full_name)), family, given = rest;
	const char *last = rest.n ? memrchr(rest.p, ' ', rest.n) : NULL;

	if (!last)
		return key_of(a, (struct str[]){given, {"", 0}, {"", 0}}, 3);
	given = (struct str){last + 1, (size_t)(rest.p + rest.n - last - 1)};
	rest.n = (size_t)(last - rest.p);
	family = str_cut(&rest, ' ');
	return key_of(a, (struct str[]){given, family, rest.p ? rest : (struct str){"", 0}}, 3);
}

/*
 * Our sort keys against those of ICU, on names made at random with a fixed seed. Half of the pairs
 * differ only in tone or case somewhere, for two names at random hardly ever come that far. A
 * program of its own: nothing else is linked with ICU, and built without it it says so.
 */
#include "base/base_test.h"

#include "base/id.h"
#include "base/text.h"

#include <stdio.h>

#ifdef HAVE_ICU
#include <unicode/ucol.h>

enum { PAIRS = 100000, PEOPLE = 20000, LETTERS_MAX = 24 };

static const char *const vowels[12][6] = {{"a", "à", "ả", "ã", "á", "ạ"},
	{"ă", "ằ", "ẳ", "ẵ", "ắ", "ặ"}, {"â", "ầ", "ẩ", "ẫ", "ấ", "ậ"},
	{"e", "è", "ẻ", "ẽ", "é", "ẹ"}, {"ê", "ề", "ể", "ễ", "ế", "ệ"},
	{"i", "ì", "ỉ", "ĩ", "í", "ị"}, {"o", "ò", "ỏ", "õ", "ó", "ọ"},
	{"ô", "ồ", "ổ", "ỗ", "ố", "ộ"}, {"ơ", "ờ", "ở", "ỡ", "ớ", "ợ"},
	{"u", "ù", "ủ", "ũ", "ú", "ụ"}, {"ư", "ừ", "ử", "ữ", "ứ", "ự"},
	{"y", "ỳ", "ỷ", "ỹ", "ý", "ỵ"}};
static const char *const capitals[12][6] = {{"A", "À", "Ả", "Ã", "Á", "Ạ"},
	{"Ă", "Ằ", "Ẳ", "Ẵ", "Ắ", "Ặ"}, {"Â", "Ầ", "Ẩ", "Ẫ", "Ấ", "Ậ"},
	{"E", "È", "Ẻ", "Ẽ", "É", "Ẹ"}, {"Ê", "Ề", "Ể", "Ễ", "Ế", "Ệ"},
	{"I", "Ì", "Ỉ", "Ĩ", "Í", "Ị"}, {"O", "Ò", "Ỏ", "Õ", "Ó", "Ọ"},
	{"Ô", "Ồ", "Ổ", "Ỗ", "Ố", "Ộ"}, {"Ơ", "Ờ", "Ở", "Ỡ", "Ớ", "Ợ"},
	{"U", "Ù", "Ủ", "Ũ", "Ú", "Ụ"}, {"Ư", "Ừ", "Ử", "Ữ", "Ứ", "Ự"},
	{"Y", "Ỳ", "Ỷ", "Ỹ", "Ý", "Ỵ"}};
static const char *const consonants[2][22] = {
	{"b", "c", "d", "đ", "f", "g", "h", "j", "k", "l", "m", "n", "p", "q", "r", "s", "t", "v",
		"w", "x", "z", "n"},
	{"B", "C", "D", "Đ", "F", "G", "H", "J", "K", "L", "M", "N", "P", "Q", "R", "S", "T", "V",
		"W", "X", "Z", "N"}};
static const char *const between[] = {" ", " ", " ", " ", " ", " ", "-", " - ", ". ", ", ", "'",
	" (", "/", "1", "20", "9 ", "_", ":", "& ", "\""};

struct letter {
	int kind; /* 0 vowel, 1 consonant, 2 what stands between words */
	int which, tone, capital;
};

struct name {
	struct letter l[LETTERS_MAX];
	int n;
};

static unsigned dice(struct ids *ids, unsigned sides)
{
	return (unsigned)(id_new(ids) >> 11) % sides;
}

static struct name name_make(struct ids *ids, bool signs)
{
	struct name name = {.n = 1 + (int)dice(ids, LETTERS_MAX)};

	for (int i = 0; i < name.n; i++) {
		struct letter *l = &name.l[i];
		unsigned r = dice(ids, 10);
		l->kind = r < 5 ? 0 : r < 8 ? 1 : 2;
		l->which = (int)dice(ids, l->kind == 0 ? 12 : l->kind == 1 ? 22 : signs ? 20 : 1);
		l->tone = l->kind == 0 && dice(ids, 2) ? (int)dice(ids, 6) : 0;
		l->capital = dice(ids, 3) == 0;
	}
	return name;
}

static struct name name_vary(struct ids *ids, struct name name)
{
	for (int changes = 1 + (int)dice(ids, 3); changes; changes--) {
		struct letter *l = &name.l[dice(ids, (unsigned)name.n)];
		if (l->kind == 0 && dice(ids, 2))
			l->tone = (int)dice(ids, 6);
		else
			l->capital = !l->capital;
	}
	return name;
}

static void name_print(struct name name, char *out)
{
	*out = 0;
	for (int i = 0; i < name.n; i++) {
		const struct letter *l = &name.l[i];
		const char *s = l->kind == 1   ? consonants[l->capital][l->which]
				: l->kind == 2 ? between[l->which]
				: l->capital   ? capitals[l->which][l->tone]
					       : vowels[l->which][l->tone];
		size_t n = strlen(s);
		memcpy(out, s, n + 1);
		out += n;
	}
}

static UCollator *collator(void)
{
	UErrorCode status = U_ZERO_ERROR;
	UCollator *c = ucol_open("vi", &status);

	assert_true(U_SUCCESS(status));
	return c;
}

static int by_icu(UCollator *c, UCollationStrength strength, struct str a, struct str b)
{
	UErrorCode status = U_ZERO_ERROR;
	int order;

	ucol_setStrength(c, strength);
	order = (int)ucol_strcollUTF8(c, a.p, (int32_t)a.n, b.p, (int32_t)b.n, &status);
	assert_true(U_SUCCESS(status));
	return order;
}

static int by_key(struct str a, struct str b)
{
	int c = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return c > 0 ? 1 : c < 0 ? -1 : a.n < b.n ? -1 : a.n > b.n;
}

static void names_stand_as_in_icu(void **state)
{
	struct arena *a = arena_new(1 << 20);
	UCollator *c = collator();
	struct ids ids;
	char one[160], two[160];

	(void)state;
	ids_init(&ids, 20161231);
	for (int i = 0; i < PAIRS; i++) {
		struct name name = name_make(&ids, true);
		name_print(name, one);
		name_print(i % 2 ? name_make(&ids, true) : name_vary(&ids, name), two);
		if (by_key(text_key(a, one), text_key(a, two)) !=
			by_icu(c, UCOL_TERTIARY, str_of(one), str_of(two)))
			fail_msg("pair %d: \"%s\" and \"%s\"", i, one, two);
		arena_reset(a);
	}
	ucol_close(c);
	arena_free(a);
}

static void signs_stand_as_in_icu(void **state)
{
	static const char *const signs[] = {"\n", " ", "_", "-", "–", "—", ",", ";", ":", "!", "?",
		".", "·", "'", "‘", "’", "\"", "“", "”", "(", ")", "[", "]", "{", "}", "@", "*",
		"/", "\\", "&", "#", "%", "`", "^", "°", "+", "±", "÷", "×", "<", "=", ">", "|",
		"~", "$", "0", "5", "9", "a", "đ", "Z"};
	enum { COUNT = sizeof(signs) / sizeof(*signs) };
	struct arena *a = arena_new(1 << 20);
	UCollator *c = collator();

	(void)state;
	for (int i = 0; i < COUNT; i++)
		for (int k = 0; k < COUNT; k++)
			if (by_key(text_key(a, signs[i]), text_key(a, signs[k])) !=
				by_icu(c, UCOL_TERTIARY, str_of(signs[i]), str_of(signs[k])))
				fail_msg("\"%s\" and \"%s\"", signs[i], signs[k]);
	ucol_close(c);
	arena_free(a);
}

/* Given name, family name and the rest. */
static void parts_of(char *name, struct str parts[3])
{
	struct str rest = str_trim(str_of(name));
	size_t n = rest.n;

	while (n && rest.p[n - 1] != ' ')
		n--;
	parts[0] = (struct str){rest.p + n, rest.n - n};
	rest.n = n ? n - 1 : 0;
	parts[1] = str_cut(&rest, ' ');
	parts[2] = rest.p ? rest : S("");
}

static int people_by_icu(UCollator *c, char *one, char *two)
{
	struct str a[3], b[3];
	int order = 0;

	parts_of(one, a);
	parts_of(two, b);
	for (int i = 0; i < 3 && !order; i++)
		order = by_icu(c, UCOL_SECONDARY, a[i], b[i]);
	for (int i = 0; i < 3 && !order; i++)
		order = by_icu(c, UCOL_TERTIARY, a[i], b[i]);
	return order;
}

static void people_stand_as_in_icu(void **state)
{
	struct arena *a = arena_new(1 << 20);
	UCollator *c = collator();
	struct ids ids;
	char one[160], two[160];

	(void)state;
	ids_init(&ids, 20161231);
	for (int i = 0; i < PEOPLE; i++) {
		struct name name = name_make(&ids, false);
		name_print(name, one);
		name_print(i % 4 == 0 ? name_make(&ids, false) : name_vary(&ids, name), two);
		if (by_key(text_key_person(a, one), text_key_person(a, two)) !=
			people_by_icu(c, one, two))
			fail_msg("pair %d: \"%s\" and \"%s\"", i, one, two);
		arena_reset(a);
	}
	ucol_close(c);
	arena_free(a);
}

int main(void)
{
	static const struct CMUnitTest list[] = {
		cmocka_unit_test(names_stand_as_in_icu),
		cmocka_unit_test(signs_stand_as_in_icu),
		cmocka_unit_test(people_stand_as_in_icu),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(list, NULL, NULL);
}

#else

int main(void)
{
	puts("1..0 # SKIP built without ICU");
	return 0;
}

#endif

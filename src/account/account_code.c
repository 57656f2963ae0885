#include "account/account_code.h"

#include "base/crypto.h"

/* without I L O S Z and V, which are read as 1 1 0 5 2 and U */
static const char letters[] = "ABCDEFGHJKMNPQRTUWXY";

enum { LETTERS = sizeof(letters) - 1, GROUP = 4, FAIR = 256 / LETTERS * LETTERS };

static char any_letter(void)
{
	unsigned char byte;

	do
		random_bytes(&byte, 1);
	while (byte >= FAIR);
	return letters[byte % LETTERS];
}

void account_code_new(char ret[SLIP_TEXT])
{
	size_t n = 0;

	for (int i = 0; i < SLIP_LETTERS; i++) {
		if (i && i % GROUP == 0)
			ret[n++] = '-';
		ret[n++] = any_letter();
	}
	ret[n] = 0;
}

char *account_code_plain(struct arena *a, const char *typed)
{
	size_t max = strlen(typed), n = 0;
	char *out = arena_alloc(a, max + 1);

	for (size_t i = 0; i < max; i++) {
		char c = typed[i];
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (c != ' ' && c != '-' && c != '.')
			out[n++] = c;
	}
	out[n] = 0;
	return out;
}

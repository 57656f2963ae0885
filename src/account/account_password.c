/*
 * account_password.c: what may be a password. Length counts most; beyond it only what everybody
 * tries first is refused, and each refusal says what to do.
 */
#include "account/account.h"
#include "base/text.h"

enum { PASSWORD_LEAST = 10, DIFFERENT_LEAST = 5, PART_LEAST = 4 };

/* Folded, without blanks; those under ten characters are too short anyway. */
static const char *const commonest[] = {"matkhau123", "matkhau1234", "matkhau12345",
	"matkhau123456", "matkhaumoi", "matkhaudai", "password12", "password123", "password1234",
	"password12345", "passw0rd123", "qwertyuiop", "qwerty12345", "qwerty123456", "asdfghjkl1",
	"asdfghjkl123", "1qaz2wsx3edc", "abcdefghij", "abcd123456", "abc1234567", "abcd12345678",
	"dangvien123", "dangvien1234", "dangvien2025", "dangvien2026", "dangcongsan",
	"dangcongsanvietnam", "vietnam123", "vietnam1234", "vietnam2025", "vietnam2026",
	"vietnam1945", "xinchao123", "iloveyou12", "iloveyou123", "anhyeuem123", "emyeuanh123",
	"khongcogi1", "khongbiet1", "khongnho123", "12345678910", "9876543210", "administrator",
	"quantrivien", "guong12345", "guong123456", "hochiminh1", "chibo12345", "dangbo12345",
	"1234qwerasdf", NULL};

/* As it is compared: folded, letters and digits only. */
static char *bare(struct arena *a, const char *s)
{
	char *folded = text_fold(a, s), *out = arena_alloc(a, strlen(folded) + 1);
	size_t n = 0;

	for (const char *p = folded; *p; p++)
		if (*p != ' ')
			out[n++] = *p;
	out[n] = 0;
	return out;
}

static int different(const char *s)
{
	bool seen[256] = {0};
	int n = 0;

	for (; *s; s++) {
		n += !seen[(unsigned char)*s];
		seen[(unsigned char)*s] = true;
	}
	return n;
}

/* "1234567890", "0987654321", "abcdefghijk": each is the neighbour of the one before. */
static bool is_row(const char *s)
{
	int up = 0, down = 0, n = 0;

	for (; s[0] && s[1]; s++, n++) {
		int step = s[1] - s[0];
		up += step == 1 || step == -9;
		down += step == -1 || step == 9;
	}
	return n && (up == n || down == n);
}

static bool is_common(const char *s)
{
	for (int i = 0; commonest[i]; i++)
		if (text_eq(s, commonest[i]))
			return true;
	return different(s) < DIFFERENT_LEAST || is_row(s);
}

/* The name, and at most a little more: "nguyenvanan1975". */
static bool is_name(struct arena *a, const char *s, const char *name)
{
	const char *part = text_empty(name) ? "" : bare(a, name), *at;
	size_t n = strlen(part);

	at = n >= PART_LEAST ? strstr(s, part) : NULL;
	return at && strlen(s) < n + PASSWORD_LEAST / 2;
}

enum err account_check_password(
	struct ctx *cx, const char *password, const char *login, const char *name)
{
	const char *s;

	if (text_empty(password) || text_length(password) < PASSWORD_LEAST)
		return cx_fault(cx, ERR_BAD_INPUT, "new_password", M_ACCOUNT_PASSWORD_SHORT);
	s = bare(cx->a, password);
	if (is_name(cx->a, s, login) || is_name(cx->a, s, name))
		return cx_fault(cx, ERR_BAD_INPUT, "new_password", M_ACCOUNT_PASSWORD_NAME);
	/* signs alone fold to nothing and are no word that anybody tries */
	if (*s && is_common(s))
		return cx_fault(cx, ERR_BAD_INPUT, "new_password", M_ACCOUNT_PASSWORD_COMMON);
	return ERR_OK;
}

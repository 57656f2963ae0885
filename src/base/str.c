#include "base/str.h"

#include <limits.h>

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool str_eq_nocase(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq((struct str){s.p, prefix.n}, prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq((struct str){s.p + s.n - suffix.n, suffix.n}, suffix);
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str s)
{
	while (s.n && blank(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

struct str str_cut(struct str *rest, char sep)
{
	struct str s = *rest;
	const char *at = s.n ? memchr(s.p, sep, s.n) : NULL;

	if (!at) {
		*rest = (struct str){NULL, 0};
		return s;
	}
	*rest = (struct str){at + 1, s.n - (size_t)(at - s.p) - 1};
	return (struct str){s.p, (size_t)(at - s.p)};
}

bool str_to_int(struct str s, long long *ret)
{
	long long v = 0;
	bool minus = s.n && s.p[0] == '-';

	if (minus)
		s = (struct str){s.p + 1, s.n - 1};
	if (!s.n)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		int d = s.p[i] - '0';
		if (d < 0 || d > 9 || __builtin_mul_overflow(v, 10, &v) ||
			__builtin_sub_overflow(v, d, &v))
			return false;
	}
	if (!minus && v == LLONG_MIN)
		return false;
	*ret = minus ? v : -v;
	return true;
}

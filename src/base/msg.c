#include "base/msg.h"

#include "base/buf.h"
#include "base/str.h"

const char *msg_text(enum lang lang, enum msg m)
{
	return msg_table[m].one[lang];
}

const char *msg_key(enum msg m)
{
	return msg_table[m].key;
}

bool msg_find(const char *key, enum msg *ret)
{
	int low = 0, high = M_COUNT;

	/* pogen sorts the table by key */
	while (low < high) {
		int mid = (low + high) / 2;
		int c = strcmp(key, msg_table[mid].key);
		if (c == 0) {
			*ret = (enum msg)mid;
			return true;
		}
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return false;
}

char *msg_fill(struct arena *a, enum lang lang, enum msg m, const char *const args[], int n)
{
	const struct msg_entry *e = &msg_table[m];
	const char *s = e->many[lang] && n && !text_eq(args[0], "1") ? e->many[lang] : e->one[lang];
	struct buf b;
	char *out;

	buf_init(&b, 64 * 1024);
	for (; *s; s++) {
		int i = s[0] == '{' && s[1] >= '1' && s[1] <= '9' && s[2] == '}' ? s[1] - '1' : -1;
		if (i < 0) {
			buf_putc(&b, *s);
			continue;
		}
		if (i < n && args[i])
			buf_puts(&b, args[i]);
		s += 2;
	}
	out = arena_strndup(a, b.p ? b.p : "", b.n);
	buf_done(&b);
	return out;
}

const char *lang_code(enum lang lang)
{
	return lang == LANG_EN ? "en" : "vi";
}

enum lang lang_of(const char *code)
{
	return text_eq(code, "en") ? LANG_EN : LANG_VI;
}

#include "base/log.h"

#include "base/clock.h"
#include "base/json.h"

#include <errno.h>
#include <stdarg.h>
#include <unistd.h>

/* A text is cut here, and a line takes no more pairs: one write() of this size stays in one piece.
 */
enum { TEXT_MOST = 1000, LINE_MOST = 16 * 1024, LINE_FULL = 8 * 1024 };

static struct str cut(const char *s)
{
	size_t n = strnlen(s, TEXT_MOST);

	if (n == TEXT_MOST)
		while (n && (s[n] & 0xC0) == 0x80)
			n--;
	return (struct str){s, n};
}

static void member(struct json *j, const char *key, const char *text)
{
	json_key(j, key);
	if (text)
		json_str(j, cut(text));
	else
		json_none(j);
}

void log_line(const char *what, ...)
{
	struct clock clock = {0};
	char at[MS_TEXT];
	struct buf b;
	struct json j;
	va_list ap;

	buf_init(&b, LINE_MOST);
	json_init(&j, &b);
	json_begin_object(&j);
	member(&j, "at", ms_print_iso(at, clock_now(&clock)));
	member(&j, "what", what);
	va_start(ap, what);
	for (const char *key; b.n < LINE_FULL && (key = va_arg(ap, const char *));)
		member(&j, key, va_arg(ap, const char *));
	va_end(ap);
	json_end(&j);
	buf_putc(&b, '\n');
	while (write(STDERR_FILENO, b.p, b.n) < 0 && errno == EINTR)
		;
	buf_done(&b);
}

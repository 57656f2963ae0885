/*
 * Bytes from outside through the edge of text and days. What is promised holds for any bytes:
 * clean text is stable, its folded form too, keys hold no NUL, days and periods are real ones.
 */
#include "base/arena.h"
#include "base/date.h"
#include "base/die.h"
#include "base/str.h"
#include "base/text.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must_be_utf8(const char *s)
{
	int32_t c;

	while ((c = utf8_next(&s)) > 0)
		;
	must(c == 0);
}

static void check_key(struct str key)
{
	must(key.n > 0 && !memchr(key.p, 0, key.n));
}

/* These may be given any bytes that end with a NUL, though they promise little for bad ones. */
static void use_text(struct arena *a, const char *s)
{
	const char *words[8];
	char *folded = text_fold(a, s);

	must_be_utf8(folded);
	must(text_eq(folded, text_fold(a, folded)));
	must(text_words(a, folded, words, 8) <= 8);
	must(!strstr(folded, "  "));
	check_key(text_key(a, s));
	check_key(text_key_person(a, s));
	must(strspn(text_slug(a, s), "abcdefghijklmnopqrstuvwxyz0123456789-") ==
		strlen(text_slug(a, s)));
	(void)text_legacy(s);
}

static void check_clean(struct arena *a, struct str in, bool lines)
{
	char *s = text_clean(a, in, lines);
	char *next;

	if (!s)
		return;
	must_be_utf8(s);
	must(text_eq(s, text_clean(a, str_of(s), lines)));
	use_text(a, s);
	next = text_after_prefix(a, s);
	must_be_utf8(next);
	must(strcmp(s, next) < 0 || text_eq(s, "\U0010FFFF"));
}

static void check_days(struct str in)
{
	char out[DAY_TEXT], text[MS_TEXT];
	struct period p;
	int64_t ms, again;
	day_t d, back;

	if (day_parse(in, 2026, &d)) {
		must(day_valid(d));
		must(day_parse(str_of(day_print(out, d)), 0, &back) && back == d);
		must(day_parse(str_of(day_print_iso(out, d)), 0, &back) && back == d);
		must(day_of_number(day_number(day_first(d))) == day_first(d));
	}
	if (period_parse(in, &p))
		must(day_valid(p.from) && day_valid(p.to) && p.from <= p.to);
	if (ms_parse(in, &ms)) {
		must(ms_parse(str_of(ms_print_iso(text, ms)), &again));
		must(ms == again);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str in = {(const char *)data, n};
	struct arena *a = arena_new(256 << 20);
	char *composed = text_compose(a, in);

	if (composed)
		must(text_eq(composed, text_compose(a, str_of(composed))));
	check_clean(a, in, false);
	check_clean(a, in, true);
	use_text(a, arena_strndup(a, in.p, n));
	check_days(in);
	arena_free(a);
	return 0;
}

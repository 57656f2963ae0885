#include "base/text.h"
#include "view/page.h"

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The text of a part of a query; a broken escape stays as it is, what is no text becomes "". */
static const char *decoded(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, s.n + 1), *clean;
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		int high = i + 2 < s.n ? hex_value(s.p[i + 1]) : -1;
		int low = i + 2 < s.n ? hex_value(s.p[i + 2]) : -1;
		if (s.p[i] != '%' || high < 0 || low < 0) {
			out[n++] = s.p[i] == '+' ? ' ' : s.p[i];
			continue;
		}
		out[n++] = (char)(high * 16 + low);
		i += 2;
	}
	clean = text_clean(a, (struct str){out, n}, false);
	return clean ? clean : "";
}

static bool is_about_time(struct str name)
{
	return str_is(name, "day") || str_is(name, "known");
}

/* What of a query is about time, or what is not, as hidden fields; and as the end of an address. */
static struct list pairs_of(struct arena *a, struct str query, bool about_time, char *tail)
{
	struct page_hidden *rows;
	size_t n = 1, length = 0;

	for (size_t i = 0; i < query.n; i++)
		n += query.p[i] == '&';
	rows = arena_array(a, n, sizeof(*rows));
	n = 0;
	while (query.p) {
		struct str pair = str_cut(&query, '&'), value = pair;
		struct str name = str_cut(&value, '=');
		if (!name.n || is_about_time(name) != about_time)
			continue;
		rows[n++] =
			(struct page_hidden){decoded(a, name), value.p ? decoded(a, value) : ""};
		tail[length] = length ? '&' : '?';
		length++;
		memcpy(tail + length, pair.p, pair.n);
		length += pair.n;
	}
	tail[length] = 0;
	return (struct list){rows, n, sizeof(*rows)};
}

const struct page_day *page_day_build(
	const struct speech *sp, struct arena *a, const struct frame *fr)
{
	struct page_day *day = arena_new_of(a, struct page_day);
	struct str query = str_of(text_empty(fr->here) ? "/" : fr->here);
	struct str path = str_cut(&query, '?');
	char *tail = arena_alloc(a, query.n + 2), typed[DAY_TEXT];
	bool other = fr->day && fr->day != fr->today;

	day->action = arena_strndup(a, path.p, path.n);
	day->kept = pairs_of(a, query, true, tail);
	day->hidden = pairs_of(a, query, false, tail);
	day->back = arena_printf(a, "%s%s", day->action, tail);
	if (other) {
		day->value = arena_strdup(a, day_print(typed, fr->day));
		day->other = day_text(a, sp->lang, fr->day);
	}
	if (fr->known_at && fr->known_at < MS_MAX)
		day->known = instant_text(a, sp->lang, fr->known_at);
	return day;
}

static bool asks_for(const struct page_form *form, const char *name)
{
	const struct page_control *c = form->controls.rows;
	const struct page_hidden *h = form->hidden.rows;

	for (size_t i = 0; i < form->controls.n; i++)
		if (text_eq(c[i].name, name))
			return true;
	for (size_t i = 0; i < form->hidden.n; i++)
		if (text_eq(h[i].name, name))
			return true;
	return false;
}

void page_day_keep(struct arena *a, const struct page_day *day, struct page_form *form)
{
	const struct page_hidden *kept = day->kept.rows, *had = form->hidden.rows;
	struct page_hidden *rows;
	size_t n = form->hidden.n;

	if (!form->get || !text_eq(form->action, day->action) || !day->kept.n)
		return;
	rows = arena_array(a, n + day->kept.n, sizeof(*rows));
	for (size_t i = 0; i < n; i++)
		rows[i] = had[i];
	for (size_t i = 0; i < day->kept.n; i++)
		if (!asks_for(form, kept[i].name))
			rows[n++] = kept[i];
	form->hidden = (struct list){rows, n, sizeof(*rows)};
}

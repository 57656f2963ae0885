#include "view/tmpl_html.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':' ||
	       c == '!';
}

static bool name_add(char name[HTML_NAME], char c)
{
	size_t n = strlen(name);

	if (n + 1 >= HTML_NAME)
		return false;
	name[n] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	return true;
}

static bool name_in(const char *name, const char *const list[])
{
	for (; *list; list++)
		if (!strcmp(name, *list))
			return true;
	return false;
}

static bool is_address(const char *attr)
{
	static const char *const address[] = {"href", "src", "action", "formaction", "cite",
		"poster", "data", "background", "manifest", "ping", "srcset", "xlink:href", NULL};

	return name_in(attr, address);
}

void html_value(struct html_at *at)
{
	if (is_address(at->attr))
		at->led = 1;
}

static void clear(char name[HTML_NAME])
{
	memset(name, 0, HTML_NAME);
}

void html_settle(struct html_at *at)
{
	if (at->state == HTML_ATTR)
		clear(at->attr);
	if (at->state == HTML_ATTR || (at->state == HTML_TAG && !at->inside[0]))
		at->state = HTML_AFTER;
}

/* The > of a tag: what kind of text follows. */
static void end_tag(struct html_at *at)
{
	static const char *const without_markup[] = {"script", "style", "textarea", "title", NULL};

	if (name_in(at->tag, without_markup))
		memcpy(at->inside, at->tag, HTML_NAME);
	else if (at->tag[0] == '/')
		clear(at->inside);
	if (!strcmp(at->tag, "pre"))
		at->pre = 1;
	else if (!strcmp(at->tag, "/pre"))
		at->pre = 0;
	clear(at->tag);
	clear(at->attr);
	at->state = HTML_TEXT;
}

/* In an element without markup only its own end tag counts; another "<" is text. */
static bool feed_open(struct html_at *at, char c)
{
	if (c == '!' && !at->inside[0]) {
		at->state = HTML_REMARK;
		return true;
	}
	if (at->inside[0] ? c == '/' : is_letter(c) || c == '/') {
		at->state = HTML_TAG;
		return name_add(at->tag, c);
	}
	at->state = HTML_TEXT;
	return at->inside[0] != 0;
}

static bool feed_tag(struct html_at *at, char c)
{
	if (at->inside[0] && !is_name(c) && strcmp(at->tag + 1, at->inside) != 0)
		return false;
	if (c == '>') {
		end_tag(at);
		return true;
	}
	if (is_blank(c) || (c == '/' && at->tag[0] != '/')) {
		at->state = HTML_BETWEEN;
		return true;
	}
	return is_name(c) && name_add(at->tag, c);
}

static bool feed_between(struct html_at *at, char c)
{
	if (c == '>') {
		end_tag(at);
		return true;
	}
	clear(at->attr);
	if (is_blank(c) || c == '/') {
		at->state = HTML_BETWEEN;
		return true;
	}
	at->state = HTML_ATTR;
	return is_name(c) && name_add(at->attr, c);
}

static bool feed_attr(struct html_at *at, char c)
{
	if (c == '=') {
		at->state = HTML_EQUALS;
		return true;
	}
	if (is_blank(c) || c == '>' || c == '/')
		return feed_between(at, c);
	return is_name(c) && name_add(at->attr, c);
}

static bool feed_equals(struct html_at *at, char c)
{
	if (is_blank(c) || c == '>')
		return false;
	at->state = c == '"' ? HTML_DOUBLE : c == '\'' ? HTML_SINGLE : HTML_BARE;
	return true;
}

static bool feed_value(struct html_at *at, char c, char quote)
{
	if (c != quote) {
		html_value(at);
		return true;
	}
	clear(at->attr);
	at->led = 0;
	at->state = HTML_AFTER;
	return true;
}

static bool feed_bare(struct html_at *at, char c)
{
	return is_blank(c) || c == '>' ? feed_between(at, c) : c != '"' && c != '\'' && c != '=';
}

static bool feed_remark(struct html_at *at, char c)
{
	/* "<!-" is enough to know it: a doctype begins with a letter */
	if (at->matched == 0 && !at->remark && c == '-') {
		at->remark = 1;
		return true;
	}
	if (!at->remark && c != '>') {
		at->matched = 1;
		return true;
	}
	if (!at->remark || (c == '>' && at->matched >= 2)) {
		at->state = HTML_TEXT;
		at->matched = at->remark = 0;
		return true;
	}
	at->matched = c == '-' ? at->matched + 1 : 0;
	return true;
}

bool html_feed(struct html_at *at, char c)
{
	switch (at->state) {
	case HTML_TEXT:
		if (c == '<')
			at->state = HTML_OPEN;
		return true;
	case HTML_OPEN:
		return feed_open(at, c);
	case HTML_TAG:
		return feed_tag(at, c);
	case HTML_BETWEEN:
		return feed_between(at, c);
	case HTML_ATTR:
		return feed_attr(at, c);
	case HTML_AFTER:
		return (is_blank(c) || c == '>' || c == '/') && feed_between(at, c);
	case HTML_EQUALS:
		return feed_equals(at, c);
	case HTML_DOUBLE:
		return feed_value(at, c, '"');
	case HTML_SINGLE:
		return feed_value(at, c, '\'');
	case HTML_BARE:
		return feed_bare(at, c);
	case HTML_REMARK:
		return feed_remark(at, c);
	}
	return false;
}

static const char *attribute_refuses(const struct html_at *at, enum field_type type)
{
	static const char *const code[] = {"style", "srcdoc", NULL};
	const char *attr = at->attr;

	if (attr[0] == 'o' && attr[1] == 'n')
		return "a value in an on... attribute";
	if (name_in(attr, code))
		return "a value in a style or srcdoc attribute";
	if (!is_address(attr))
		return NULL;
	if (type != FT_URL)
		return "an address whose field is not FT_URL";
	return at->led ? "an address that does not begin with its value" : NULL;
}

const char *html_refuses(const struct html_at *at, enum field_type type)
{
	switch (at->state) {
	case HTML_TEXT:
		if (!strcmp(at->inside, "script") || !strcmp(at->inside, "style"))
			return "a value in a script or style";
		return NULL;
	case HTML_DOUBLE:
	case HTML_SINGLE:
		return attribute_refuses(at, type);
	case HTML_EQUALS:
	case HTML_BARE:
		return "a value in an attribute without quotes";
	case HTML_REMARK:
		return "a value in a remark of HTML";
	default:
		return "a value inside a tag";
	}
}

bool html_blank_is_nothing(const struct html_at *at)
{
	if (at->pre || at->inside[0])
		return false;
	return at->state == HTML_TEXT || at->state == HTML_BETWEEN;
}

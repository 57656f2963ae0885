/* A JSON array of objects, one to a line. */
#include "base/json.h"
#include "view/sink_impl.h"

static enum err json_begin(struct sink *s, const char *title)
{
	struct json *j = arena_new_of(s->a, struct json);

	(void)title;
	s->state = j;
	json_init(j, &s->out);
	json_begin_array(j);
	buf_putc(&s->out, '\n');
	return ERR_OK;
}

static void put_text(struct json *j, const char *text)
{
	json_text(j, text_empty(text) ? NULL : text);
}

static void put_ratio(struct json *j, struct ratio r)
{
	if (r.base)
		json_number(j, (double)r.value / (double)r.base);
	else
		json_none(j);
}

static void put_value(struct sink *s, const struct field *f, const void *rec)
{
	struct json *j = s->state;

	switch (f->type) {
	case FT_INT:
		json_int(j, field_get_int(f, rec));
		return;
	case FT_RATIO:
		put_ratio(j, field_get_ratio(f, rec));
		return;
	case FT_BOOL:
		json_bool(j, field_get_int(f, rec) != 0);
		return;
	case FT_URL:
		put_text(j, sink_text(s, f, rec));
		return;
	default:
		put_text(j, value_raw(s->a, f, rec));
	}
}

static enum err json_row(struct sink *s, const void *rec)
{
	struct json *j = s->state;

	json_begin_object(j);
	for (size_t i = 0; i < s->n; i++) {
		json_key(j, s->cols[i]->name);
		put_value(s, s->cols[i], rec);
	}
	json_end(j);
	buf_putc(&s->out, '\n');
	return sink_push(s);
}

static enum err json_finish(struct sink *s)
{
	json_end(s->state);
	buf_putc(&s->out, '\n');
	return sink_flush(s);
}

static void json_close(struct sink *s)
{
	(void)s;
}

static const struct sink_kind kind = {json_begin, json_row, json_finish, json_close, .ids = true};

enum err sink_json(struct sink **ret, const struct speech *sp, int fd, struct fault *f)
{
	*ret = sink_new(&kind, sp, fd, f);
	return ERR_OK;
}

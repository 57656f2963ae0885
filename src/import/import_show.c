/*
 * import_show.c: what came of a file, as a document; and as JSON, to be kept with a job.
 */
#include "base/json.h"
#include "import/import_impl.h"

#include <jansson.h>

static const struct field result_fields[] = {
	F_INT(struct import_result, rows, M_FIELD_ROWS_READ, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct import_result, fresh, M_FIELD_ROWS_NEW, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct import_result, unchanged, M_FIELD_ROWS_SAME, CLASS_INSIDE, 0, 0),
	F_INT(struct import_result, bad, M_FIELD_ROWS_BAD, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct import_result, held, M_FIELD_ROWS_HELD, CLASS_INSIDE, 0, 0),
	F_INT(struct import_result, warnings, M_FIELD_WARNINGS, CLASS_INSIDE, 0, 0),
	F_INT(struct import_result, mended, M_FIELD_MENDED, CLASS_INSIDE, 0, 0),
	F_ID(struct import_result, import, M_FIELD_IMPORT, CLASS_INSIDE, 0, "import"),
	F_END,
};

static void show_state(struct ctx *cx, const struct import_result *res, struct doc *d)
{
	enum lang lang = cx->say.lang;

	if (res->import)
		doc_note(d, DOC_DONE,
			msg_say(cx->a, lang, M_IMPORT_DONE, number_text(cx->a, lang, res->fresh)));
	else if (res->bad)
		doc_note(d, DOC_ERROR,
			msg_say(cx->a, lang, M_IMPORT_BAD_ROWS,
				number_text(cx->a, lang, res->bad)));
	else if (!res->fresh)
		doc_note(d, DOC_PLAIN, msg_text(lang, M_IMPORT_NOTHING_NEW));
	else
		doc_note(d, DOC_PLAIN, msg_text(lang, M_IMPORT_ONLY_PREVIEW));
}

void import_show(struct ctx *cx, const struct import_result *res, struct doc *d)
{
	const char *const *notes = res->notes.rows;

	show_state(cx, res, d);
	for (size_t i = 0; i < res->notes.n; i++)
		doc_note(d, DOC_PLAIN, notes[i]);
	doc_record(d, "result", M_IMPORT_RESULT, result_fields,
		arena_memdup(cx->a, res, sizeof(*res)));
	if (res->sample.n)
		doc_table(d, "sample", M_IMPORT_SAMPLE, import_sample_fields, res->sample);
}

/* Members of a record by its field table. */
static void put_record(struct json *j, const struct field *fields, const void *rec)
{
	json_begin_object(j);
	field_each (f, fields) {
		json_key(j, f->name);
		if (f->type == FT_TEXT)
			json_text(j, field_get_text(f, rec));
		else if (f->type == FT_ID)
			json_id(j, field_get_int(f, rec));
		else
			json_int(j, field_get_int(f, rec));
	}
}

void import_result_json(const struct import_result *res, struct buf *out)
{
	const struct import_sample *sample = res->sample.rows;
	const char *const *notes = res->notes.rows;
	struct json j;

	json_init(&j, out);
	put_record(&j, result_fields, res);
	json_member_text(&j, "location", res->location);
	json_key(&j, "notes");
	json_begin_array(&j);
	for (size_t i = 0; i < res->notes.n; i++)
		json_text(&j, notes[i]);
	json_end(&j);
	json_key(&j, "sample");
	json_begin_array(&j);
	for (size_t i = 0; i < res->sample.n; i++) {
		put_record(&j, import_sample_fields, &sample[i]);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

static const char *get_text(struct arena *a, const json_t *v)
{
	return json_is_string(v) ? arena_strndup(a, json_string_value(v), json_string_length(v))
				 : NULL;
}

static void get_record(struct arena *a, const struct field *fields, const json_t *from, void *rec)
{
	field_each (f, fields) {
		const json_t *v = json_object_get(from, f->name);
		const char *text = get_text(a, v);
		long long id;
		if (f->type == FT_TEXT)
			field_set_text(f, rec, text);
		else if (text && str_to_int(str_of(text), &id))
			field_set_int(f, rec, id);
		else
			field_set_int(f, rec, json_integer_value(v));
	}
}

static struct list get_notes(struct arena *a, const json_t *from)
{
	size_t n = json_array_size(from);
	const char **notes = arena_array(a, n, sizeof(*notes));

	for (size_t i = 0; i < n; i++)
		notes[i] = get_text(a, json_array_get(from, i));
	return (struct list){notes, n, sizeof(*notes)};
}

static struct list get_sample(struct arena *a, const json_t *from)
{
	size_t n = json_array_size(from);
	struct import_sample *sample = arena_array(a, n, sizeof(*sample));

	for (size_t i = 0; i < n; i++)
		get_record(a, import_sample_fields, json_array_get(from, i), &sample[i]);
	return (struct list){sample, n, sizeof(*sample)};
}

enum err import_result_read(struct arena *a, const char *text, struct import_result *ret)
{
	json_t *root = text ? json_loads(text, 0, NULL) : NULL;

	*ret = (struct import_result){0};
	if (!root)
		return ERR_FILE;
	get_record(a, result_fields, root, ret);
	ret->location = get_text(a, json_object_get(root, "location"));
	ret->notes = get_notes(a, json_object_get(root, "notes"));
	ret->sample = get_sample(a, json_object_get(root, "sample"));
	json_decref(root);
	return ERR_OK;
}

const char *import_order_json(struct arena *a, const struct import_order *o)
{
	struct json j;
	struct buf b;
	char *text;

	buf_init(&b, 64 << 10);
	json_init(&j, &b);
	json_begin_object(&j);
	json_member_text(&j, "kind", o->kind);
	json_member_text(&j, "lang", lang_code(o->lang));
	json_key(&j, "commit");
	json_bool(&j, o->commit);
	json_member_text(&j, "sheet", o->opt.sheet);
	json_member_text(&j, "under", o->opt.under);
	json_member_int(&j, "from", o->opt.from);
	json_member_int(&j, "to", o->opt.to);
	json_member_int(&j, "ignore_unknown", o->opt.ignore_unknown);
	json_end(&j);
	text = arena_strndup(a, b.p, b.n);
	buf_done(&b);
	return text;
}

enum err import_order_read(struct arena *a, const char *text, struct import_order *ret)
{
	json_t *root = json_loads(text, 0, NULL);

	*ret = (struct import_order){0};
	if (!root)
		return ERR_FILE;
	ret->kind = get_text(a, json_object_get(root, "kind"));
	ret->lang = lang_of(get_text(a, json_object_get(root, "lang")));
	ret->commit = json_is_true(json_object_get(root, "commit"));
	ret->opt.sheet = get_text(a, json_object_get(root, "sheet"));
	ret->opt.under = get_text(a, json_object_get(root, "under"));
	ret->opt.from = (day_t)json_integer_value(json_object_get(root, "from"));
	ret->opt.to = (day_t)json_integer_value(json_object_get(root, "to"));
	ret->opt.ignore_unknown = (int)json_integer_value(json_object_get(root, "ignore_unknown"));
	json_decref(root);
	return ERR_OK;
}

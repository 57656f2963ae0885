/*
 * import_json.c: what came of a file, and what was asked for, as JSON: both are kept with a job.
 */
#include "base/json.h"
#include "import/import_impl.h"

#include <jansson.h>

enum { ORDER_MOST = 64 << 10, ROW_MOST = 4 << 20, PARTS_MOST = 16 << 20 };

/* ---- writing ---- */

static bool is_text(const struct field *f)
{
	return f->type == FT_TEXT || f->type == FT_CAT || f->type == FT_URL;
}

static void put_record(struct json *j, const struct field *fields, const void *rec)
{
	json_begin_object(j);
	field_each (f, fields) {
		if (f->type == FT_FILE)
			continue;
		json_key(j, f->name);
		if (is_text(f))
			json_text(j, field_get_text(f, rec));
		else if (f->type == FT_ID)
			json_id(j, field_get_int(f, rec));
		else
			json_int(j, field_get_int(f, rec));
	}
}

static void put_list(
	struct json *j, const char *name, const struct field *fields, const struct list *all)
{
	json_key(j, name);
	json_begin_array(j);
	for (size_t i = 0; i < all->n; i++) {
		put_record(j, fields, (const char *)all->rows + i * all->size);
		json_end(j);
	}
	json_end(j);
}

void import_result_json(const struct import_result *res, struct buf *out)
{
	const char *const *notes = res->notes.rows;
	struct json j;

	json_init(&j, out);
	put_record(&j, import_result_fields, res);
	json_member_text(&j, "location", res->location);
	json_key(&j, "notes");
	json_begin_array(&j);
	for (size_t i = 0; i < res->notes.n; i++)
		json_text(&j, notes[i]);
	json_end(&j);
	put_list(&j, "sample", import_sample_fields, &res->sample);
	put_list(&j, "columns", import_column_fields, &res->columns);
	json_end(&j);
}

static const char *taken(struct arena *a, struct buf *b)
{
	const char *text = arena_strndup(a, b->p, b->n);

	buf_done(b);
	return text;
}

const char *import_texts_json(struct arena *a, const char *const *texts, size_t n)
{
	struct json j;
	struct buf b;

	buf_init(&b, ROW_MOST);
	json_init(&j, &b);
	json_begin_array(&j);
	for (size_t i = 0; i < n; i++)
		json_text(&j, texts[i]);
	json_end(&j);
	return taken(a, &b);
}

const char *import_parts_json(struct arena *a, const struct import_part *parts, size_t n)
{
	struct json j;
	struct buf b;

	buf_init(&b, PARTS_MOST);
	json_init(&j, &b);
	json_begin_object(&j);
	for (size_t i = 0; i < n; i++)
		put_list(&j, parts[i].name, parts[i].fields, &parts[i].rows);
	json_end(&j);
	return taken(a, &b);
}

const char *import_order_json(struct arena *a, const struct import_order *o)
{
	const struct import_kind *kind = import_kind_find(o->kind);
	struct json j;
	struct buf b;

	buf_init(&b, ORDER_MOST);
	json_init(&j, &b);
	json_begin_object(&j);
	json_member_text(&j, "kind", o->kind);
	json_member_text(&j, "lang", lang_code(o->lang));
	json_key(&j, "commit");
	json_bool(&j, o->commit);
	json_key(&j, "options");
	put_record(&j, kind ? kind->options : import_plain_options, &o->opt);
	json_end(&j);
	json_end(&j);
	return taken(a, &b);
}

/* ---- reading ---- */

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
		if (f->type == FT_FILE)
			continue;
		if (is_text(f))
			field_set_text(f, rec, text);
		else if (text && str_to_int(str_of(text), &id))
			field_set_int(f, rec, id);
		else
			field_set_int(f, rec, json_integer_value(v));
	}
}

static struct import_bad_row get_texts(struct arena *a, const json_t *from)
{
	struct import_bad_row t = {.n = json_array_size(from)};

	t.cells = arena_array(a, t.n, sizeof(*t.cells));
	for (size_t i = 0; i < t.n; i++)
		t.cells[i] = get_text(a, json_array_get(from, i));
	return t;
}

static struct list get_list(
	struct arena *a, const struct field *fields, size_t size, const json_t *from)
{
	size_t n = json_array_size(from);
	char *rows = arena_array(a, n, size);

	for (size_t i = 0; i < n; i++)
		get_record(a, fields, json_array_get(from, i), rows + i * size);
	return (struct list){rows, n, size};
}

struct import_bad_row import_texts_read(struct arena *a, const char *text)
{
	json_t *root = text ? json_loads(text, 0, NULL) : NULL;
	struct import_bad_row row = get_texts(a, root);

	json_decref(root);
	return row;
}

enum err import_result_read(struct arena *a, const char *text, struct import_result *ret)
{
	json_t *root = text ? json_loads(text, 0, NULL) : NULL;
	struct import_bad_row notes;

	*ret = (struct import_result){0};
	if (!root)
		return ERR_FILE;
	get_record(a, import_result_fields, root, ret);
	ret->location = get_text(a, json_object_get(root, "location"));
	notes = get_texts(a, json_object_get(root, "notes"));
	ret->notes = (struct list){notes.cells, notes.n, sizeof(char *)};
	ret->sample = get_list(a, import_sample_fields, sizeof(struct import_sample),
		json_object_get(root, "sample"));
	ret->columns = get_list(a, import_column_fields, sizeof(struct import_column),
		json_object_get(root, "columns"));
	json_decref(root);
	return ERR_OK;
}

enum err import_order_read(struct arena *a, const char *text, struct import_order *ret)
{
	json_t *root = json_loads(text, 0, NULL);
	const struct import_kind *kind;

	*ret = (struct import_order){0};
	if (!root)
		return ERR_FILE;
	ret->kind = get_text(a, json_object_get(root, "kind"));
	ret->lang = lang_of(get_text(a, json_object_get(root, "lang")));
	ret->commit = json_is_true(json_object_get(root, "commit"));
	kind = import_kind_find(ret->kind);
	get_record(a, kind ? kind->options : import_plain_options, json_object_get(root, "options"),
		&ret->opt);
	json_decref(root);
	return ERR_OK;
}

enum err import_parts_read(struct arena *a, const char *text, struct import_part *parts, size_t n)
{
	json_t *root = text ? json_loads(text, 0, NULL) : NULL;

	if (!root)
		return ERR_FILE;
	for (size_t i = 0; i < n; i++)
		parts[i].rows = get_list(a, parts[i].fields, parts[i].rows.size,
			json_object_get(root, parts[i].name));
	json_decref(root);
	return ERR_OK;
}

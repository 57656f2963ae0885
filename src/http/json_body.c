#include "http/json_body.h"

#include "http/form.h"

#include <jansson.h>

/* The value as a form would carry it; p NULL for null, and for what a form cannot carry. */
static struct str value_of(struct arena *a, const json_t *v)
{
	switch (json_typeof(v)) {
	case JSON_STRING:
		return (struct str){arena_strndup(a, json_string_value(v), json_string_length(v)),
			json_string_length(v)};
	case JSON_INTEGER:
		return str_of(arena_printf(a, "%lld", (long long)json_integer_value(v)));
	case JSON_TRUE:
		return S("1");
	case JSON_FALSE:
		return S("");
	default:
		return (struct str){NULL, 0};
	}
}

static enum err take(struct arena *a, json_t *object, struct params *ret)
{
	const char *name;
	json_t *v;

	if (json_object_size(object) > FORM_FIELDS)
		return ERR_TOO_LARGE;
	json_object_foreach(object, name, v)
	{
		struct str text = value_of(a, v);
		if (strlen(name) > FORM_NAME || (!text.p && !json_is_null(v)))
			return ERR_BAD_REQUEST;
		if (text.p)
			params_add(a, ret, (struct param){arena_strdup(a, name), text, NULL});
	}
	return ERR_OK;
}

enum err json_body(struct arena *a, struct str bytes, struct params *ret)
{
	json_t *root = json_loadb(bytes.p, bytes.n, JSON_REJECT_DUPLICATES, NULL);
	enum err e = ERR_BAD_REQUEST;

	*ret = (struct params){0};
	if (json_is_object(root))
		e = take(a, root, ret);
	json_decref(root);
	return e;
}

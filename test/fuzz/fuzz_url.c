/*
 * Fuzzes form_path(): whatever it lets through keeps the promises of request.h, and survives being
 * encoded and decoded again.
 */
#include "base/die.h"
#include "http/form.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* Encodes each segment, as links are made, and reads the path again. */
static void there_and_back(struct arena *a, const char *path)
{
	struct str rest = str_of(path), query;
	const char *encoded = "", *again;

	str_cut(&rest, '/');
	while (rest.p) {
		struct str segment = str_cut(&rest, '/');
		const char *one = form_encode(a, arena_strndup(a, segment.p, segment.n));
		encoded = arena_printf(a, "%s/%s", encoded, one);
	}
	must(form_path(a, str_of(encoded), &again, &query) == ERR_OK);
	must(strcmp(path, again) == 0);
	must(query.n == 0);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct str target = {(const char *)data, size}, query;
	struct arena *a;
	const char *path;

	/* the server lets none through that is longer */
	if (size > 8192)
		return 0;
	a = arena_new(256 << 20);
	if (form_path(a, target, &path, &query) == ERR_OK) {
		must(path[0] == '/' && !strstr(path, "//") && !strstr(path, ".."));
		must(!strpbrk(path, "\\\r\n") && query.p);
		there_and_back(a, path);
	}
	arena_free(a);
	return 0;
}

#include "http/gzip.h"

#include "base/die.h"

#include <zlib.h>

enum { LEVEL = 5, WINDOW_GZIP = 15 + 16, MEMORY = 8 };

struct gzip {
	z_stream z;
};

static void end(void *p)
{
	struct gzip *g = p;

	deflateEnd(&g->z);
}

struct gzip *gzip_new(struct arena *a)
{
	struct gzip *g = arena_new_of(a, struct gzip);

	if (deflateInit2(&g->z, LEVEL, Z_DEFLATED, WINDOW_GZIP, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
		die("zlib does not start");
	arena_cleanup(a, end, g);
	return g;
}

/* The weight in "gzip;q=0.5" counts only as far as it may be zero: a refusal. */
static bool weight_zero(struct str params)
{
	while (params.p) {
		struct str value = str_trim(str_cut(&params, ';')), name = str_cut(&value, '=');
		if (!str_eq_nocase(str_trim(name), S("q")) || !value.p)
			continue;
		value = str_trim(value);
		for (size_t i = 0; i < value.n; i++)
			if (value.p[i] >= '1' && value.p[i] <= '9')
				return false;
		return true;
	}
	return false;
}

bool gzip_wanted(struct str accept_encoding)
{
	struct str rest = accept_encoding;
	bool any = false;

	while (rest.p) {
		struct str item = str_cut(&rest, ','), name = str_trim(str_cut(&item, ';'));
		if (str_eq_nocase(name, S("gzip")))
			return !weight_zero(item);
		if (str_is(name, "*"))
			any = !weight_zero(item);
	}
	return any;
}

bool gzip_helps(struct str content_type)
{
	static const char *const types[] = {"application/json", "application/javascript",
		"application/xml", "application/manifest+json", "image/svg+xml"};
	struct str type = str_trim(str_cut(&content_type, ';'));

	if (type.n > 5 && str_eq_nocase((struct str){type.p, 5}, S("text/")))
		return true;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (str_eq_nocase(type, str_of(types[i])))
			return true;
	return false;
}

bool gzip_bytes(struct gzip *g, struct str in, struct buf *out)
{
	buf_reset(out);
	if (in.n < GZIP_LEAST || in.n > GZIP_MOST || deflateReset(&g->z) != Z_OK)
		return false;
	/* room for less than the input only: what does not fit was not worth it */
	if (!buf_grow(out, in.n))
		return false;
	g->z.next_in = (Bytef *)in.p;
	g->z.avail_in = (uInt)in.n;
	g->z.next_out = (Bytef *)out->p;
	g->z.avail_out = (uInt)in.n - 1;
	if (deflate(&g->z, Z_FINISH) != Z_STREAM_END)
		return false;
	out->n = in.n - 1 - g->z.avail_out;
	return true;
}

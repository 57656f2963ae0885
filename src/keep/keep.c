#include "keep/keep.h"

#include "keep/keep_db.h"
#include "keep/keep_file.h"

enum { ARENA = 64 << 20 };

enum err keep_backup(const char *from, const char *file, const struct key *key,
	const struct keep_watch *w, struct keep_sum *ret, struct fault *f)
{
	struct arena *a = arena_new(ARENA);
	struct keep_source *source;
	struct keep_sink *sink;
	enum err e = keep_file_create(&sink, a, file, key, f);

	if (!e)
		e = keep_db_open(&source, a, from, f);
	if (!e)
		e = keep_pump(source, sink, w, ret, f);
	arena_free(a);
	return e;
}

enum err keep_restore(const char *file, const struct keyring *ring, const char *to,
	const struct keep_watch *w, struct keep_sum *ret, struct fault *f)
{
	struct arena *a = arena_new(ARENA);
	struct keep_source *source;
	struct keep_sink *sink;
	enum err e = keep_file_open(&source, a, file, ring, f);

	if (!e)
		e = keep_db_create(&sink, a, to, f);
	if (!e)
		e = keep_pump(source, sink, w, ret, f);
	arena_free(a);
	return e;
}

enum err keep_copy(const char *from, const char *to, const struct keep_watch *w,
	struct keep_sum *ret, struct fault *f)
{
	struct arena *a = arena_new(ARENA);
	struct keep_source *source;
	struct keep_sink *sink;
	enum err e = keep_db_open(&source, a, from, f);

	if (!e)
		e = keep_db_create(&sink, a, to, f);
	if (!e)
		e = keep_pump(source, sink, w, ret, f);
	arena_free(a);
	return e;
}

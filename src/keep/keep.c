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

/* ---- a look at a file: everything is read, nothing is kept ---- */

static enum err no_head(struct keep_sink *s, const struct keep_head *h)
{
	(void)s, (void)h;
	return ERR_OK;
}

static enum err no_table(struct keep_sink *s, enum db_part part, const struct db_table *t)
{
	(void)s, (void)part, (void)t;
	return ERR_OK;
}

static enum err no_row(struct keep_sink *s, const struct db_val *row, struct str bytes)
{
	(void)s, (void)row, (void)bytes;
	return ERR_OK;
}

static enum err no_count(struct keep_sink *s, const struct keep_count *c)
{
	(void)s, (void)c;
	return ERR_OK;
}

static enum err no_end(struct keep_sink *s, const struct keep_sum *sum)
{
	(void)s, (void)sum;
	return ERR_OK;
}

enum err keep_look(
	const char *file, const struct keyring *ring, struct keep_sum *ret, struct fault *f)
{
	struct keep_sink nothing = {no_head, no_table, no_row, no_count, no_end};
	struct arena *a = arena_new(ARENA);
	struct keep_source *source;
	enum err e = keep_file_open(&source, a, file, ring, f);

	if (!e)
		e = keep_pump(source, &nothing, NULL, ret, f);
	arena_free(a);
	return e;
}

#include "db/db_load.h"

#include "base/die.h"
#include "db/db_table_impl.h"

enum err db_load_begin(struct db *db)
{
	must(!db->open);
	db->alone = true;
	return db->driver->tables->loosen(db, true);
}

enum err db_load_end(struct db *db)
{
	must(!db->open);
	db->alone = false;
	TRY(db->driver->tables->loosen(db, false));
	return db_learn(db);
}

void extra_add(
	struct db_bare *b, struct arena *a, const char *name, const char *drop, const char *make)
{
	struct db_extra **at = &b->extras;

	while (*at)
		at = &(*at)->next;
	*at = arena_new_of(a, struct db_extra);
	**at = (struct db_extra){.name = arena_strdup(a, name),
		.drop = arena_strdup(a, drop),
		.make = arena_strdup(a, make)};
}

static enum err strip(
	struct db *db, struct arena *a, const struct db_table *t, bool whole, struct db_bare *ret)
{
	enum err e;

	must(db->open && db->mode == DB_WRITE && !db->cursors);
	*ret = (struct db_bare){.t = t};
	if (db->failed)
		return db->failed;
	e = db->driver->tables->extras(db, a, t, whole, ret);
	for (const struct db_extra *x = ret->extras; !e && x; x = x->next)
		e = db_exec(db, x->drop);
	return db->failed = e;
}

enum err db_load_strip(
	struct db *db, struct arena *a, const struct db_table *t, struct db_bare *ret)
{
	return strip(db, a, t, false, ret);
}

enum err db_load_strip_whole(
	struct db *db, struct arena *a, struct db_table *t, struct db_bare *ret)
{
	const struct db_table_driver *d = db->driver->tables;

	TRY(strip(db, a, t, true, ret));
	return db->failed = d->refresh ? d->refresh(db, t) : ERR_OK;
}

static enum err make(
	struct db *db, const struct db_bare *b, void (*tell)(void *p, const char *name), void *p)
{
	for (const struct db_extra *x = b->extras; x; x = x->next) {
		if (tell)
			tell(p, x->name);
		TRY(db_exec(db, x->make));
	}
	return ERR_OK;
}

enum err db_load_dress(
	struct db *db, const struct db_bare *b, void (*tell)(void *p, const char *name), void *p)
{
	const struct db_table_driver *d = db->driver->tables;

	if (d->sorting)
		TRY(d->sorting(db, true));
	TRY(make(db, b, tell, p));
	if (d->learn)
		TRY(d->learn(db, b->t));
	return d->sorting ? d->sorting(db, false) : ERR_OK;
}

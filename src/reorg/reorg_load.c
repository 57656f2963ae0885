/*
 * reorg_load.c: the files of a plan become its units and lines: at once in the shell; over the web
 * they are kept beside the plan, which is there from then on, and read by the process of jobs.
 */
#include "reorg/reorg.h"

enum { SHARES = 100 };

/* ---- read, and written ---- */

enum err reorg_load_read(struct ctx *cx, const struct reorg *r, const struct reorg_files *files,
	struct reorg_load *ret)
{
	struct reorg_work *w;

	*ret = (struct reorg_load){0};
	TRY(reorg_file_read(cx, files, &ret->units, &ret->lines, &ret->bad));
	cx_progress(cx, 30, SHARES);
	TRY(reorg_work_tree(cx, r, &w));
	if (!w->node_count)
		return cx_fault(cx, ERR_REFUSED, "day", M_REORG_NOBODY_THEN, cx_day(cx, w->before));
	cx_progress(cx, 50, SHARES);
	ret->left_out = ret->lines.n;
	reorg_match(w, &ret->units, &ret->lines);
	ret->left_out -= ret->lines.n;
	cx_progress(cx, 70, SHARES);
	return ERR_OK;
}

enum err reorg_load_write(struct ctx *cx, const struct reorg *r, struct reorg_load *l)
{
	const struct reorg_unit *u = l->units.rows;
	struct reorg_line *line = (struct reorg_line *)l->lines.rows;

	TRY(db_batch_begin(cx->db));
	for (size_t i = 0; i < l->units.n; i++)
		TRY(reorg_unit_write(cx, r->id, &u[i]));
	for (size_t i = 0; i < l->lines.n; i++) {
		line[i].reorg = r->id;
		TRY(reorg_line_write(cx, &line[i]));
	}
	TRY(db_batch_end(cx->db));
	cx_progress(cx, 85, SHARES);
	TRY(reorg_bump(cx, r->id));
	return reorg_gather_now(cx, r);
}

/* ---- kept until then ---- */

static enum err keep(struct ctx *cx, int64_t reorg, const char *part, const struct upload *file)
{
	const char *slash = file->name ? strrchr(file->name, '/') : NULL;
	const char *name = slash ? slash + 1 : file->name;

	if (!file->bytes.n)
		return ERR_OK;
	return db_run(cx->db, Q_REORG_FILE_STORE, reorg, part, name ? name : part, file->bytes);
}

enum err reorg_load_order(struct ctx *cx, const char *plan, const struct reorg_files *files)
{
	struct reorg r;

	TRY(reorg_get(cx, plan, &r));
	TRY(keep(cx, r.id, "map", &files->map));
	TRY(keep(cx, r.id, "units", &files->units));
	return reorg_job_order(cx, &r, REORG_FILES);
}

static enum err kept(struct ctx *cx, int64_t reorg, const char *part, struct upload *ret)
{
	struct cursor c;

	TRY(db_query(cx->db, &c, Q_REORG_FILE_GET, reorg, part));
	if (db_next(&c)) {
		struct str bytes = db_bytes(&c, 1);
		ret->name = arena_strdup(cx->a, db_text(&c, 0));
		ret->bytes = (struct str){arena_memdup(cx->a, bytes.p, bytes.n), bytes.n};
	}
	return db_end(&c);
}

enum err reorg_load_kept(struct ctx *cx, int64_t reorg, struct reorg_files *ret)
{
	*ret = (struct reorg_files){0};
	TRY(kept(cx, reorg, "map", &ret->map));
	return kept(cx, reorg, "units", &ret->units);
}

static enum err name_of(struct ctx *cx, int64_t reorg, const char *part, const char **ret)
{
	struct cursor c;

	*ret = NULL;
	TRY(db_query(cx->db, &c, Q_REORG_FILE_NAME, reorg, part));
	if (db_next(&c))
		*ret = arena_strdup(cx->a, db_text(&c, 0));
	return db_end(&c);
}

/* ---- in the process of jobs ---- */

enum err reorg_load_prepare(struct ctx *cx, struct reorg_load *ret)
{
	struct reorg_files files;
	struct reorg r;
	int64_t tree;

	TRY(reorg_get_draft(cx, cx->item, &r));
	TRY(db_number(cx->db, &tree, 0, Q_TREE_VERSION));
	TRY(reorg_load_kept(cx, r.id, &files));
	TRY(reorg_load_read(cx, &r, &files, ret));
	ret->r = r;
	ret->tree = tree;
	return ERR_OK;
}

enum err reorg_load_finish(struct ctx *cx, struct reorg_load *l)
{
	struct reorg r;
	int64_t tree;

	TRY(reorg_get_draft(cx, cx->item, &r));
	TRY(db_number(cx->db, &tree, 0, Q_TREE_VERSION));
	if (tree != l->tree || r.version != l->r.version)
		return ERR_RETRY;
	TRY(txn_start(cx, "reorg_files", NULL));
	TRY(reorg_load_write(cx, &r, l));
	return db_run(cx->db, Q_REORG_FILES_DELETE, r.id);
}

/* ---- sent again ---- */

static const struct field files_fields[] = {
	REORG_FILE(struct reorg_files, "map", map, M_FIELD_REORG_MAP, M_HINT_REORG_MAP),
	REORG_FILE(struct reorg_files, "units", units, M_FIELD_REORG_UNITS, M_HINT_REORG_UNITS),
	F_END,
};

struct again {
	struct reorg r;
	struct reorg_load load;
	struct reorg_files files;
};

static enum err again_fill(struct ctx *cx, void *in, struct doc *d)
{
	const char *map, *units;
	struct reorg r;

	(void)in;
	TRY(reorg_get_draft(cx, cx->item, &r));
	TRY(name_of(cx, r.id, "map", &map));
	TRY(name_of(cx, r.id, "units", &units));
	reorg_path(cx, d, &r);
	d->lead = map || units ? doc_say(d, M_REORG_FILES_KEPT, map ? map : "–",
					 units ? units : "–", NULL)
			       : msg_text(cx->say.lang, M_REORG_NEW_LEAD);
	return ERR_OK;
}

/* What was answered is not mixed with another file: that is another plan. */
static enum err check_empty(struct ctx *cx, const struct reorg *r)
{
	int64_t lines, units;

	TRY(db_number(cx->db, &lines, 0, Q_REORG_LINE_LAST, r->id));
	TRY(db_number(cx->db, &units, 0, Q_REORG_UNIT_COUNTS, r->id));
	return lines || units ? cx_fault(cx, ERR_REFUSED, NULL, M_REORG_HAS_LINES) : ERR_OK;
}

/* A file that is not sent again is the one that was sent before. */
static enum err complete(struct ctx *cx, const struct reorg *r, struct reorg_files *files)
{
	struct reorg_files old;

	TRY(reorg_load_kept(cx, r->id, &old));
	if (!files->map.bytes.n)
		files->map = old.map;
	if (!files->units.bytes.n)
		files->units = old.units;
	return reorg_files_check(cx, files);
}

enum err reorg_files_check(struct ctx *cx, const struct reorg_files *files)
{
	if (!files->units.bytes.n && files->map.bytes.n)
		return cx_fault(cx, ERR_BAD_INPUT, "units", M_REORG_NO_UNIT_FILE);
	return ERR_OK;
}

static enum err again_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct again *p = arena_new_of(cx->a, struct again);

	(void)d;
	*ret_plan = p;
	p->files = *(const struct reorg_files *)in;
	TRY(reorg_get_draft(cx, cx->item, &p->r));
	TRY(check_empty(cx, &p->r));
	TRY(complete(cx, &p->r, &p->files));
	if (!p->files.units.bytes.n)
		return cx_fault(cx, ERR_BAD_INPUT, "units", M_VALUE_REQUIRED);
	return reorg_job_waits(cx) ? ERR_OK : reorg_load_read(cx, &p->r, &p->files, &p->load);
}

static enum err again_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	struct again *p = plan;

	(void)in;
	TRY(txn_start(cx, "reorg_files", NULL));
	d->location = reorg_href(cx, p->r.id, "");
	if (!reorg_job_waits(cx)) {
		TRY(reorg_load_write(cx, &p->r, &p->load));
		return db_run(cx->db, Q_REORG_FILES_DELETE, p->r.id);
	}
	TRY(reorg_bump(cx, p->r.id));
	return reorg_load_order(cx, cx->item, &p->files);
}

const struct action reorg_send_files = {.in = files_fields,
	.in_size = sizeof(struct reorg_files),
	.fill = again_fill,
	.plan = again_plan,
	.apply = again_apply,
	.title = M_REORG_FILES,
	.submit = M_REORG_FILES_DO};

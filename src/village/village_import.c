#include "village/village_import.h"

#include "member/member_import_find.h"
#include "village/village_list.h"

const struct field village_line_fields[] = {
	IMPORT_TEXT(struct village_line, code, "code", M_FIELD_CODE, FF_REQUIRED, 60,
		"ma|ma thon|ma ban|ma so"),
	IMPORT_TEXT(struct village_line, name, "name", M_FIELD_NAME, FF_REQUIRED, 200,
		"ten|ten thon|ten ban|thon|ban|thon ban"),
	IMPORT_CAT(struct village_line, kind, "kind", M_FIELD_KIND, 0, "village_kind",
		"loai|loai hinh"),
	IMPORT_TEXT(struct village_line, commune_code, "commune_code", M_FIELD_COMMUNE_CODE,
		FF_REQUIRED, 60, "ma xa|ma dang bo xa|xa"),
	IMPORT_TEXT(struct village_line, cell_code, "cell_code", M_FIELD_CELL_CODE, 0, 60,
		"ma chi bo|chi bo"),
	IMPORT_CAT(struct village_line, joint, "joint", M_FIELD_JOINT, 0, "yes_no",
		"chi bo ghep|ghep|sinh hoat ghep"),
	IMPORT_NAME(struct village_line, head_name, "head_name", M_FIELD_HEAD, 0, 200,
		"truong thon|truong ban|ho ten truong thon|truong thon ban"),
	IMPORT_TEXT(struct village_line, head_member_no, "head_member_no", M_FIELD_HEAD_MEMBER_NO,
		0, 40, "so ly lich truong thon|so ly lich truong ban|so ly lich"),
	IMPORT_DAY(struct village_line, head_from, "head_from", M_FIELD_HEAD_FROM, 0,
		"tu ngay|truong thon tu ngay|ngay bau"),
	{"households", FT_INT, CLASS_INSIDE, M_FIELD_HOUSEHOLDS, 0,
		FIELD_OFF(struct village_line, households, int64_t), 1000000, 0, 0, M_NONE,
		"so ho|ho"},
	{"population", FT_INT, CLASS_INSIDE, M_FIELD_POPULATION, 0,
		FIELD_OFF(struct village_line, population, int64_t), 1000000, 0, 0, M_NONE,
		"nhan khau|so nhan khau|dan so|khau"},
	F_END,
};

static enum err note_commune(struct village_work *w, int64_t commune)
{
	int64_t *id;

	if (map_get(w->communes, map_id(&commune)))
		return ERR_OK;
	id = arena_memdup(w->cx->a, &commune, sizeof(commune));
	map_put(w->communes, map_id(id), id);
	*(int64_t *)db_list_more(w->cx->a, &w->places, &w->place_room) = commune;
	return ERR_OK;
}

static enum err take_row(struct village_work *w, size_t i)
{
	struct village_meant *r = arena_new_of(w->cx->a, struct village_meant);
	const struct village_meant *twin;

	TRY(village_row_read(w, i, r));
	if (w->im->bad[i])
		return ERR_OK;
	twin = map_get(w->codes, str_of(r->in->code));
	if (twin) {
		import_bad(w->im, i, "code", M_IMPORT_DOUBLE,
			number_text(w->cx->a, w->cx->say.lang, w->im->numbers[twin->i]), NULL);
		return ERR_OK;
	}
	map_put(w->codes, str_of(r->in->code), r);
	TRY(note_commune(w, r->commune));
	village_plan_tag(w->p, (long)i);
	return r->village ? village_row_known(w, r) : village_row_new(w, r);
}

/* ---- what the file does not have ---- */

static enum err tell_missing(struct village_work *w, int64_t commune)
{
	struct ctx *cx = w->cx;
	struct cursor c;

	TRY(db_query(cx->db, &c, Q_VILLAGE_STATES_OF, commune));
	while (db_next(&c)) {
		day_t from = (day_t)db_int(&c, 2), to = (day_t)db_int(&c, 3);
		const char *code = db_text(&c, 5);
		if (from > cx->day || to <= cx->day || map_get(w->codes, str_of(code)))
			continue;
		import_change(w->im, IMPORT_NO_ROW, IMPORT_MISSING,
			arena_strdup(cx->a, db_text(&c, 6)), NULL, arena_strdup(cx->a, code), NULL);
	}
	return db_end(&c);
}

static void take_sample(struct village_work *w)
{
	struct import_sample *s = arena_array(w->cx->a, IMPORT_SAMPLES, sizeof(*s));
	const struct speech *say = &w->cx->say;
	size_t n = 0;

	for (size_t i = 0; i < w->im->rows.n && n < IMPORT_SAMPLES; i++) {
		const struct village_line *in = import_row(w->im, i);
		const struct village_meant *r = map_get(w->codes, str_of(in->code));
		if (!r || r->i != i || w->im->bad[i])
			continue;
		s[n++] = (struct import_sample){.code = in->code,
			.name = in->name,
			.kind = cat_name(say->cats, say->lang, "village_kind", r->kind),
			.parent = in->commune_code,
			.from_day = r->commune_life->first,
			.last_day = DAY_MAX};
	}
	w->im->res.sample = (struct list){s, n, sizeof(*s)};
}

static enum err finish(struct village_work *w)
{
	const int64_t *commune = w->places.rows;
	enum err e = village_plan_check(w->p);

	if (e != ERR_REFUSED)
		TRY(e);
	for (size_t i = 0; i < w->places.n && text_empty(w->im->opt.rows); i++)
		TRY(tell_missing(w, commune[i]));
	take_sample(w);
	w->im->plan = w->p;
	return ERR_OK;
}

static enum err plan(struct import *im)
{
	struct village_work *w = arena_new_of(im->cx->a, struct village_work);

	*w = (struct village_work){.im = im,
		.cx = im->cx,
		.p = village_plan_new(im->cx),
		.lives = lives_new(im->cx, NULL),
		.codes = map_new(im->cx->a, im->rows.n + 1),
		.communes = map_new(im->cx->a, 64),
		.places = {NULL, 0, sizeof(int64_t)}};
	village_plan_report(w->p, import_report, im);
	TRY(member_any(w->cx, &w->persons));
	for (size_t i = 0; i < im->rows.n; i++) {
		if (!im->bad[i])
			TRY(take_row(w, i));
		if (i % 512 == 0)
			cx_progress(im->cx, (int64_t)i, (int64_t)im->rows.n);
	}
	return finish(w);
}

static enum err apply(struct import *im)
{
	return village_plan_apply(im->plan);
}

static enum err undo_plan(struct ctx *cx, int64_t txn, void **ret_plan)
{
	struct village_plan *p = village_plan_new(cx);

	*ret_plan = p;
	TRY(village_plan_undo(p, txn));
	return village_plan_check(p);
}

static enum err undo_apply(struct ctx *cx, void *plan)
{
	(void)cx;
	return village_plan_apply(plan);
}

/* Of everything that rows are compared with. */
static enum err version(struct ctx *cx, int64_t *ret)
{
	int64_t villages, members;

	TRY(tree_version(cx, ret));
	TRY(db_number(cx->db, &villages, 0, Q_VILLAGE_VERSIONS));
	TRY(db_number(cx->db, &members, 0, Q_VILLAGE_LAST_TXN));
	*ret += villages + members;
	return ERR_OK;
}

const struct import_kind village_import_villages = {.name = "villages",
	.title = M_IMPORT_VILLAGES,
	.about = M_IMPORT_VILLAGES_ABOUT,
	.location = "/org",
	.fields = village_line_fields,
	.size = sizeof(struct village_line),
	.options = import_again_options,
	.version = version,
	.plan = plan,
	.apply = apply,
	.undo_plan = undo_plan,
	.undo_apply = undo_apply};

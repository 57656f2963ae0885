/*
 * figure_target_import.c: targets from a file: organisation, indicator, period, value.
 */
#include "base/map.h"
#include "core/period.h"
#include "figure/figure_target.h"
#include "import/import.h"

struct line {
	const char *org_code, *code, *period, *value, *bound, *decision_no;
};

static const struct field line_fields[] = {
	IMPORT_TEXT(struct line, org_code, "org_code", M_FIELD_ORG_CODE, FF_REQUIRED, 60,
		"ma to chuc|ma to chuc dang|ma don vi|org"),
	IMPORT_TEXT(struct line, code, "code", M_FIELD_FIGURE, FF_REQUIRED, 200,
		"chi tieu|ma chi tieu|ten chi tieu|indicator"),
	IMPORT_TEXT(struct line, period, "period", M_FIELD_PERIOD, FF_REQUIRED, 60,
		"ky|nam|ky giao|ky ke hoach|year"),
	IMPORT_TEXT(struct line, value, "value", M_FIELD_TARGET, FF_REQUIRED, 60,
		"gia tri|giao|so giao|ke hoach|chi tieu giao|target"),
	IMPORT_CAT(struct line, bound, "bound", M_FIELD_BOUND, 0, "target_bound",
		"muc|loai muc|cach tinh"),
	IMPORT_TEXT(struct line, decision_no, "decision_no", M_FIELD_DECISION_NO, 0, 60,
		"so quyet dinh|quyet dinh|so qd|van ban"),
	F_END,
};

struct fresh {
	struct fresh *next;
	size_t i;
	struct figure_target t;
};

struct work {
	struct import *im;
	struct ctx *cx;
	struct map *seen; /* rows by organisation, indicator and period */
	struct fresh *fresh, **at;
};

static enum err find_org(
	struct work *w, size_t i, const struct line *in, struct period p, int64_t *ret)
{
	day_t day = p.to > w->cx->say.today && p.from <= w->cx->say.today ? w->cx->say.today : p.to;
	bool yes;

	TRY(db_number(w->cx->db, ret, 0, Q_TREE_BY_CODE, in->org_code, day, KNOWN_NOW));
	if (!*ret) {
		import_bad(w->im, i, "org_code", M_IMPORT_NO_ORG, in->org_code, NULL);
		return ERR_OK;
	}
	TRY(import_over(w->im, *ret, &yes));
	if (!yes)
		import_bad(w->im, i, "org_code", M_GRANT_NOT_OVER, NULL, NULL);
	return ERR_OK;
}

/* Terms are recorded of organisations, so they cannot be read before the organisation is known. */
static bool read_line(
	struct work *w, size_t i, const struct line *in, struct fresh *f, struct period *ret)
{
	const struct figure *figure = figure_named(w->cx, in->code);

	if (!figure)
		import_bad(w->im, i, "code", M_TARGET_NO_FIGURE, in->code, NULL);
	if (!period_parse(str_of(in->period), ret))
		import_bad(w->im, i, "period", M_FIGURE_NO_PERIOD, in->period, NULL);
	if (!figure || w->im->bad[i])
		return false;
	f->t = (struct figure_target){.id = id_new(w->cx->ids),
		.code = figure->code,
		.period = in->period,
		.from_day = ret->from,
		.to_day = day_add(ret->to, 1),
		.bound = text_empty(in->bound) ? "exact" : in->bound,
		.decision_no = in->decision_no};
	if (!target_read(&w->cx->say, w->cx->a, in->value, figure_is_rate(figure), &f->t))
		import_bad(w->im, i, "value",
			figure_is_rate(figure) ? M_TARGET_NO_SHARE : M_TARGET_NO_NUMBER, in->value,
			NULL);
	return !w->im->bad[i];
}

/* From above, if the file is of somebody over the one above too. */
static enum err find_giver(struct work *w, struct fresh *f, day_t day)
{
	struct org_spell s;
	bool yes = false;

	f->t.giver = f->t.org;
	TRY(tree_spell_near(w->cx, f->t.org, day, &s));
	if (s.parent)
		TRY(import_over(w->im, s.parent, &yes));
	if (yes)
		f->t.giver = s.parent;
	return ERR_OK;
}

static bool is_double(struct work *w, const struct fresh *f)
{
	const char *key = arena_printf(w->cx->a, "%lld %s %d %d", (long long)f->t.org, f->t.code,
		f->t.from_day, f->t.to_day);
	const struct fresh *other = map_get(w->seen, str_of(key));

	if (other)
		import_bad(w->im, f->i, "value", M_IMPORT_DOUBLE,
			number_text(w->cx->a, w->cx->say.lang, w->im->numbers[other->i]), NULL);
	else
		map_put(w->seen, str_of(key), arena_memdup(w->cx->a, f, sizeof(*f)));
	return other != NULL;
}

static bool same(const struct figure_target *a, const struct figure_target *b)
{
	return a->value == b->value && a->base == b->base && text_eq(a->bound, b->bound) &&
	       text_eq(a->decision_no, b->decision_no);
}

static enum err take_row(struct work *w, size_t i)
{
	const struct line *in = import_row(w->im, i);
	struct fresh f = {.i = i}, *own;
	struct figure_target old;
	struct period p;

	if (!read_line(w, i, in, &f, &p))
		return ERR_OK;
	TRY(find_org(w, i, in, p, &f.t.org));
	if (w->im->bad[i] || is_double(w, &f))
		return ERR_OK;
	TRY(find_giver(w, &f, p.to));
	TRY(target_of(w->cx, f.t.org, f.t.code, p, &old));
	if (old.id && same(&old, &f.t)) {
		w->im->res.unchanged++;
		return ERR_OK;
	}
	if (old.id)
		import_warn(w->im, i, "value", M_TARGET_REPLACES, target_text(w->cx, &old), NULL);
	own = arena_memdup(w->cx->a, &f, sizeof(f));
	*w->at = own;
	w->at = &own->next;
	w->im->res.fresh++;
	return ERR_OK;
}

static void take_sample(struct work *w)
{
	struct import_sample *s = arena_array(w->cx->a, IMPORT_SAMPLES, sizeof(*s));
	size_t n = 0;

	for (const struct fresh *f = w->fresh; f && n < IMPORT_SAMPLES; f = f->next) {
		const struct line *in = import_row(w->im, f->i);
		s[n++] = (struct import_sample){in->org_code,
			msg_text(w->cx->say.lang, figure_find(f->t.code)->title), f->t.period,
			target_text(w->cx, &f->t), f->t.from_day, day_add(f->t.to_day, -1)};
	}
	w->im->res.sample = (struct list){s, n, sizeof(*s)};
}

static enum err plan(struct import *im)
{
	struct work *w = arena_new_of(im->cx->a, struct work);

	*w = (struct work){.im = im, .cx = im->cx, .seen = map_new(im->cx->a, 256)};
	w->at = &w->fresh;
	im->plan = w;
	for (size_t i = 0; i < im->rows.n; i++) {
		if (!im->bad[i])
			TRY(take_row(w, i));
		if (i % 512 == 0)
			cx_progress(im->cx, (int64_t)i, (int64_t)im->rows.n);
	}
	take_sample(w);
	return ERR_OK;
}

static enum err apply(struct import *im)
{
	struct work *w = im->plan;
	int64_t done = 0;

	for (struct fresh *f = w->fresh; f; f = f->next) {
		TRY(target_write(im->cx, &f->t));
		if (++done % 512 == 0)
			cx_progress(im->cx, done, im->res.fresh);
	}
	return ERR_OK;
}

static enum err undo_plan(struct ctx *cx, int64_t txn, void **ret_plan)
{
	int64_t *own = arena_memdup(cx->a, &txn, sizeof(txn)), changed;

	TRY(db_number(cx->db, &changed, 0, Q_TARGET_IMPORT_CHANGED, txn));
	if (changed)
		return cx_fault(cx, ERR_REFUSED, NULL, M_TARGET_IMPORT_CHANGED,
			number_text(cx->a, cx->say.lang, changed));
	*ret_plan = own;
	return ERR_OK;
}

static enum err undo_apply(struct ctx *cx, void *plan)
{
	const int64_t *txn = plan;

	return db_run(cx->db, Q_TARGET_IMPORT_VOID, *txn, cx->txn, cx->txn_ms);
}

const struct import_kind figure_import_targets = {.name = "targets",
	.title = M_IMPORT_TARGETS,
	.about = M_IMPORT_TARGETS_ABOUT,
	.location = "/org",
	.fields = line_fields,
	.size = sizeof(struct line),
	.options = import_plain_options,
	.plan = plan,
	.apply = apply,
	.undo_plan = undo_plan,
	.undo_apply = undo_apply};

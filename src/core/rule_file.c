#include "core/rule_file.h"

#include "base/die.h"
#include "base/embed.h"
#include "base/sheet.h"
#include "core/rule_use.h"

/* ---- files ---- */

day_t rule_file_from(const char *s)
{
	day_t d;

	if (text_empty(s))
		return DAY_MIN;
	must(day_parse(str_of(s), 2000, &d));
	return d;
}

day_t rule_file_to(const char *s)
{
	return text_empty(s) ? DAY_MAX : day_add(rule_file_from(s), 1);
}

static struct rule_cells cells_of(struct arena *a, const struct sheet_row *row)
{
	struct rule_cells r = {0};

	for (size_t i = 0; i < row->n && i < sizeof(r.cell) / sizeof(*r.cell); i++)
		if (row->cells[i].text.n)
			r.cell[i] = arena_strndup(a, row->cells[i].text.p, row->cells[i].text.n);
	return r;
}

enum err rule_file_each(struct ctx *cx, const char *file,
	enum err (*take)(struct ctx *cx, const struct rule_cells *r, void *p), void *p)
{
	const struct embedded *f = embed_find(file);
	struct sheet_row row;
	struct sheet *s;
	enum err e = ERR_OK;

	must(f);
	TRY(sheet_open(&s, cx->a, f->bytes, file, &sheet_limits_default, cx->f));
	while (!e && sheet_row(s, &row)) {
		struct rule_cells r = cells_of(cx->a, &row);
		if (row.number > 1)
			e = take(cx, &r, p);
	}
	TRY(sheet_end(s));
	return e;
}

/* ---- two lists of the same ---- */

enum { ROOM = 2000 };

/* What one side has and the other has not, and how to tell. */
struct side {
	struct list all;
	bool (*same)(const void *a, const void *b);
};

static bool has(const struct side *s, const void *row)
{
	const char *r = s->all.rows;

	for (size_t i = 0; i < s->all.n; i++)
		if (s->same(r + i * s->all.size, row))
			return true;
	return false;
}

/* The rows of `from` that `in` has not. */
static struct list missing(struct arena *a, const struct side *from, const struct side *in)
{
	size_t size = from->all.size, n = 0;
	const char *r = from->all.rows;
	char *out = arena_array(a, from->all.n + 1, size);

	for (size_t i = 0; i < from->all.n; i++)
		if (!has(in, r + i * size))
			memcpy(out + n++ * size, r + i * size, size);
	return (struct list){out, n, size};
}

static bool same_rule(const void *va, const void *vb)
{
	const struct rule *a = va, *b = vb;

	return text_eq(a->code, b->code) && text_eq(a->item, b->item) &&
	       a->from_day == b->from_day && a->to_day == b->to_day && a->value == b->value &&
	       a->den == b->den && text_eq(a->unit, b->unit) && text_eq(a->word, b->word) &&
	       text_eq(a->source, b->source) && text_eq(a->sure, b->sure);
}

static bool same_holiday(const void *va, const void *vb)
{
	const struct holiday *a = va, *b = vb;

	return a->day == b->day && text_eq(a->kind, b->kind) && text_eq(a->name, b->name) &&
	       text_eq(a->source, b->source) && text_eq(a->sure, b->sure);
}

/* ---- reading ---- */

static enum err take_rule(struct ctx *cx, const struct rule_cells *c, void *p)
{
	const struct rule_use *use = rule_use_of(c->cell[0]);
	struct list *all = p;
	struct rule *r = (struct rule *)all->rows + all->n++;

	must(use && all->n <= ROOM && c->cell[2] && c->cell[5] && c->cell[6]);
	*r = (struct rule){.unit = c->cell[2],
		.from_day = rule_file_from(c->cell[3]),
		.to_day = rule_file_to(c->cell[4]),
		.source = c->cell[5],
		.sure = c->cell[6]};
	must(rule_unit_fits(use, r->unit) && rule_value_parse(cx->a, use, c->cell[1], r));
	return ERR_OK;
}

static enum err take_holiday(struct ctx *cx, const struct rule_cells *c, void *p)
{
	struct list *all = p;
	struct holiday *h = (struct holiday *)all->rows + all->n++;

	(void)cx;
	must(all->n <= ROOM && c->cell[1] && c->cell[2] && c->cell[3] && c->cell[4]);
	*h = (struct holiday){.day = rule_file_from(c->cell[0]),
		.kind = c->cell[1],
		.name = c->cell[2],
		.source = c->cell[3],
		.sure = c->cell[4]};
	return ERR_OK;
}

/* Rows of the files that are in the database; what was added here comes with them and goes. */
static void drop_local(struct list *rows, size_t flag)
{
	char *r = (char *)rows->rows;
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++) {
		int64_t local;
		memcpy(&local, r + i * rows->size + flag, sizeof(local));
		if (!local)
			memmove(r + n++ * rows->size, r + i * rows->size, rows->size);
	}
	rows->n = n;
}

static enum err read_rules(struct ctx *cx, struct side *file, struct side *stored)
{
	file->same = stored->same = same_rule;
	file->all = (struct list){
		arena_array(cx->a, ROOM, sizeof(struct rule)), 0, sizeof(struct rule)};
	TRY(rule_file_each(cx, "rules/rules.csv", take_rule, &file->all));
	TRY(db_list(cx->db, cx->a, rule_fields, sizeof(struct rule), &stored->all, Q_RULE_ALL_ROWS,
		KNOWN_NOW));
	drop_local(&stored->all, offsetof(struct rule, local));
	return ERR_OK;
}

static enum err read_holidays(struct ctx *cx, struct side *file, struct side *stored)
{
	file->same = stored->same = same_holiday;
	file->all = (struct list){
		arena_array(cx->a, ROOM, sizeof(struct holiday)), 0, sizeof(struct holiday)};
	TRY(rule_file_each(cx, "rules/holidays.csv", take_holiday, &file->all));
	TRY(db_list(cx->db, cx->a, holiday_fields, sizeof(struct holiday), &stored->all,
		Q_HOLIDAY_ROWS, KNOWN_NOW));
	drop_local(&stored->all, offsetof(struct holiday, local));
	return ERR_OK;
}

enum err rule_files_compare(struct ctx *cx, struct rule_files_diff *ret)
{
	struct side file, stored;

	TRY(read_rules(cx, &file, &stored));
	ret->rules_new = missing(cx->a, &file, &stored);
	ret->rules_old = missing(cx->a, &stored, &file);
	TRY(read_holidays(cx, &file, &stored));
	ret->holidays_new = missing(cx->a, &file, &stored);
	ret->holidays_old = missing(cx->a, &stored, &file);
	return ERR_OK;
}

/* ---- storing ---- */

/* An instant after all that was written, as txn_start() takes one. */
static enum err instant(struct ctx *cx, int64_t *ret)
{
	int64_t last;

	TRY(db_number(cx->db, &last, 0, Q_TXN_LAST_MS));
	*ret = clock_now(cx->clock);
	if (*ret <= last)
		*ret = last + 1;
	return ERR_OK;
}

/* Since when each new row is known: asked before any of them stands. */
static enum err since_when(struct ctx *cx, struct list rows, int64_t now, int64_t **ret)
{
	const struct rule *r = rows.rows;
	int64_t n;

	*ret = arena_array(cx->a, rows.n + 1, sizeof(**ret));
	for (size_t i = 0; i < rows.n; i++) {
		TRY(db_number(cx->db, &n, 0, Q_RULE_FILE_COUNT, r[i].code));
		(*ret)[i] = n ? now : 0;
	}
	return ERR_OK;
}

static enum err store_rules(struct ctx *cx, const struct rule_files_diff *diff, int64_t now)
{
	const struct rule *old = diff->rules_old.rows, *new = diff->rules_new.rows;
	int64_t *made;

	TRY(since_when(cx, diff->rules_new, now, &made));
	for (size_t i = 0; i < diff->rules_old.n; i++)
		TRY(db_run(cx->db, Q_RULE_FILE_VOID, old[i].code, old[i].item, old[i].from_day,
			old[i].made_ms, now));
	for (size_t i = 0; i < diff->rules_new.n; i++)
		TRY(db_run(cx->db, Q_RULE_FILE_INSERT, new[i].code, new[i].item, new[i].from_day,
			made[i], new[i].to_day, new[i].value, new[i].den, new[i].unit, new[i].word,
			new[i].source, new[i].sure));
	return ERR_OK;
}

static enum err store_holidays(struct ctx *cx, const struct rule_files_diff *diff, int64_t now)
{
	const struct holiday *old = diff->holidays_old.rows, *new = diff->holidays_new.rows;
	int64_t known;

	TRY(db_number(cx->db, &known, 0, Q_HOLIDAY_FILE_COUNT));
	for (size_t i = 0; i < diff->holidays_old.n; i++)
		TRY(db_run(cx->db, Q_HOLIDAY_FILE_VOID, old[i].day, old[i].made_ms, now));
	for (size_t i = 0; i < diff->holidays_new.n; i++)
		TRY(db_run(cx->db, Q_HOLIDAY_FILE_INSERT, new[i].day, known ? now : 0, new[i].kind,
			new[i].name, new[i].source, new[i].sure));
	return ERR_OK;
}

enum err rule_files_store(struct ctx *cx)
{
	struct rule_files_diff diff;
	int64_t now;

	TRY(instant(cx, &now));
	TRY(rule_files_compare(cx, &diff));
	TRY(store_rules(cx, &diff, now));
	return store_holidays(cx, &diff, now);
}

#include "member/member_import_cell.h"

#include "base/map.h"
#include "base/text.h"
#include "core/tree_find.h"

#include <stdio.h>

enum { CELLS_MOST = 20000, LISTED = 5, LIST = 600 };

struct cell_row {
	int64_t org;
	const char *code, *name, *parent_name;
	const struct cell_row *same, *before; /* another one called alike; another one at all */
};

static const struct field cell_row_fields[] = {
	F_ID(struct cell_row, org, M_FIELD_ID, CLASS_INSIDE, 0, "org"),
	F_TEXT(struct cell_row, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),
	F_TEXT(struct cell_row, name, M_FIELD_NAME, CLASS_INSIDE, 0, 200),
	F_TEXT(struct cell_row, parent_name, M_FIELD_PARENT, CLASS_INSIDE, 0, 200),
	F_END,
};

/* The cells of one day, by their names. */
struct cell_set {
	struct cell_set *next;
	day_t day;
	struct map *by_name;
	const struct cell_row *only; /* the last one, alone if it is but one */
	size_t n;
	bool too_many;
};

struct member_cells {
	struct ctx *cx;
	int64_t under;
	struct list anchors; /* int64_t: below which names are looked for */
	struct cell_set *sets;
	struct map *found; /* answers, by what was asked */
};

static enum err roots(struct ctx *cx, struct list *ret)
{
	static const struct field id_fields[] = {
		{"org", FT_ID, CLASS_INSIDE, M_FIELD_ID, 0, 0, 0, "org", 0, M_NONE, 0}, F_END};

	return db_list(cx->db, cx->a, id_fields, sizeof(int64_t), ret, Q_MEMBER_IMPORT_ROOTS,
		cx->day, cx->known);
}

/* Where the actor reaches: the organisations granted, or all. */
static enum err anchors_of(struct member_cells *c)
{
	const struct actor *actor = c->cx->actor;
	const struct grant *g = actor->grants.rows;
	int64_t *ids = arena_array(c->cx->a, actor->grants.n + 1, sizeof(*ids));
	size_t n = 0;

	if (c->under)
		ids[n++] = c->under;
	for (size_t i = 0; i < actor->grants.n && !c->under; i++) {
		if (!g[i].org)
			return roots(c->cx, &c->anchors);
		ids[n++] = g[i].org;
	}
	if (!n)
		return roots(c->cx, &c->anchors);
	c->anchors = (struct list){ids, n, sizeof(*ids)};
	return ERR_OK;
}

enum err member_cells_new(struct ctx *cx, const char *under, struct member_cells **ret)
{
	struct member_cells *c = arena_new_of(cx->a, struct member_cells);

	*c = (struct member_cells){.cx = cx, .found = map_new(cx->a, 256)};
	if (!text_empty(under))
		TRY(tree_pick(cx, under, cx->day, "under", &c->under));
	TRY(anchors_of(c));
	*ret = c;
	return ERR_OK;
}

int64_t member_cells_under(const struct member_cells *c)
{
	return c->under;
}

/* ---- names ---- */

/* Folded, without the words that every cell has in its name. */
static const char *bare(struct arena *a, const char *name)
{
	static const char *const heads[] = {"chi bo ", "cb ", "chi bo: ", NULL};
	const char *s = text_fold(a, name);

	for (int i = 0; heads[i]; i++)
		if (strncmp(s, heads[i], strlen(heads[i])) == 0)
			return s + strlen(heads[i]);
	return s;
}

static const char *bare_parent(struct arena *a, const char *name)
{
	static const char *const heads[] = {"thuoc ", "dang bo ", "dang uy "};
	const char *s = text_fold(a, name);

	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		if (strncmp(s, heads[i], strlen(heads[i])) == 0)
			s += strlen(heads[i]);
	return s;
}

static bool is_there(const struct cell_row *first, int64_t org)
{
	for (; first; first = first->same)
		if (first->org == org)
			return true;
	return false;
}

static void set_add(struct member_cells *c, struct cell_set *set, const struct list *rows)
{
	struct cell_row *row = (struct cell_row *)rows->rows;

	for (size_t i = 0; i < rows->n; i++) {
		struct str key = str_of(bare(c->cx->a, row[i].name));
		row[i].same = map_get(set->by_name, key);
		if (is_there(row[i].same, row[i].org))
			continue;
		map_put(set->by_name, key, &row[i]);
		row[i].before = set->only;
		set->only = &row[i];
		set->n++;
	}
}

static enum err set_of(struct member_cells *c, day_t day, struct cell_set **ret)
{
	const int64_t *anchor = c->anchors.rows;
	struct cell_set *set;
	struct list rows;

	for (set = c->sets; set && set->day != day; set = set->next)
		;
	*ret = set;
	if (set)
		return ERR_OK;
	*ret = set = arena_new_of(c->cx->a, struct cell_set);
	*set = (struct cell_set){.next = c->sets, .day = day, .by_name = map_new(c->cx->a, 256)};
	c->sets = set;
	for (size_t i = 0; i < c->anchors.n && !set->too_many; i++) {
		TRY(db_list(c->cx->db, c->cx->a, cell_row_fields, sizeof(struct cell_row), &rows,
			Q_MEMBER_IMPORT_CELLS, anchor[i], day, c->cx->known,
			(int64_t)CELLS_MOST + 1));
		set->too_many = rows.n > CELLS_MOST;
		set_add(c, set, &rows);
	}
	return ERR_OK;
}

static bool ends_so(const char *whole, const char *end)
{
	size_t n = strlen(whole), k = strlen(end);

	return n >= k && text_eq(whole + n - k, end) && (n == k || whole[n - k - 1] == ' ');
}

/* Written exactly so, but perhaps for the words before it. */
static bool is_exact(const struct cell_row *row, const char *text)
{
	return ends_so(row->name, text) || ends_so(text, row->name);
}

/* Does what stands behind the name mean the organisation above? */
static bool is_above(struct arena *a, const struct cell_row *row, const char *rest)
{
	const char *above = bare_parent(a, row->parent_name ? row->parent_name : "");

	return !*rest || strstr(above, rest) || (*above && strstr(rest, above));
}

struct choice {
	const struct cell_row *row;
	size_t n;
	char list[LIST];
};

static void choose(struct member_cells *c, struct choice *ch, const struct cell_row *row)
{
	size_t n = strlen(ch->list);

	ch->row = row;
	if (ch->n++ < LISTED)
		snprintf(ch->list + n, LIST - n, "%s%s (%s: %s)", n ? "; " : "", row->name,
			row->parent_name ? row->parent_name : "–", row->code);
	(void)c;
}

/* Those called so, of the organisation that `rest` names; the one written exactly so before others.
 */
static struct choice choices(
	struct member_cells *c, const struct cell_set *set, const char *text, const char *rest)
{
	const struct cell_row *first = map_get(set->by_name, str_of(bare(c->cx->a, text)));
	struct choice exact = {0}, any = {0};

	for (const struct cell_row *row = first; row; row = row->same) {
		if (!is_above(c->cx->a, row, rest))
			continue;
		choose(c, &any, row);
		if (is_exact(row, text))
			choose(c, &exact, row);
	}
	return exact.n ? exact : any;
}

/* "Chi bộ 1, xã A", "Chi bộ 1 - Đảng bộ xã A", "Chi bộ 1 (xã A)" */
static struct choice choices_of_two(
	struct member_cells *c, const struct cell_set *set, const char *text)
{
	static const char *const marks[] = {",", " - ", " – ", "(", ";", " thuộc "};
	struct arena *a = c->cx->a;

	if (!text || !*text)
		return (struct choice){0};
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		const char *at = strstr(text, marks[i]);
		struct choice ch;
		if (!at || at == text)
			continue;
		ch = choices(c, set, text_clean(a, (struct str){text, (size_t)(at - text)}, false),
			bare_parent(a, at + strlen(marks[i])));
		if (ch.n)
			return ch;
	}
	return (struct choice){0};
}

/* Without the word for the kind of place: "Then" for "Tổ dân phố Then". */
static const char *core(struct arena *a, const char *name)
{
	static const char *const places[] = {"to dan pho ", "tdp ", "khu pho ", "khu dan cu ",
		"khoi pho ", "khu ", "khoi ", "ban ", "thon ", "xom ", "ap ", "lang "};
	const char *s = bare(a, name);

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (strncmp(s, places[i], strlen(places[i])) == 0)
			return s + strlen(places[i]);
	return s;
}

/* "TDP Then", "Then": only where nothing is called just so. */
static struct choice choices_of_core(
	struct member_cells *c, const struct cell_set *set, const char *text)
{
	const char *wanted = core(c->cx->a, text);
	struct choice exact = {0}, any = {0};

	for (const struct cell_row *row = set->only; row && *wanted; row = row->before) {
		if (!text_eq(core(c->cx->a, row->name), wanted))
			continue;
		choose(c, &any, row);
		if (is_exact(row, text))
			choose(c, &exact, row);
	}
	return exact.n ? exact : any;
}

static void take_choice(
	struct member_cells *c, const struct choice *ch, const char *text, struct cell_found *ret)
{
	*ret = (struct cell_found){.arg = {text, NULL}};
	if (ch->n == 1) {
		ret->org = ch->row->org;
	} else if (ch->n) {
		ret->why = M_IMPORT_CELL_SEVERAL;
		ret->arg[1] = arena_strdup(c->cx->a, ch->list);
	} else {
		ret->why = M_IMPORT_NO_CELL;
	}
}

static enum err by_name_on(
	struct member_cells *c, const char *name, day_t day, struct cell_found *ret)
{
	struct cell_set *set;
	struct choice ch;

	TRY(set_of(c, day, &set));
	if (set->too_many) {
		*ret = (struct cell_found){.why = M_IMPORT_CELLS_TOO_MANY, .arg = {name, NULL}};
		return ERR_OK;
	}
	ch = choices(c, set, name, "");
	if (!ch.n)
		ch = choices_of_two(c, set, name);
	if (!ch.n)
		ch = choices_of_core(c, set, name);
	take_choice(c, &ch, name, ret);
	return ERR_OK;
}

/* Names are mostly those of today, whatever day the paper is about. */
static enum err by_name(struct member_cells *c, const char *name, day_t day, struct cell_found *ret)
{
	TRY(by_name_on(c, name, c->cx->day, ret));
	if (ret->why != M_IMPORT_NO_CELL || day == c->cx->day)
		return ERR_OK;
	return by_name_on(c, name, day, ret);
}

/* ---- codes ---- */

static enum err code_ever(struct ctx *cx, const char *code, int64_t *ret)
{
	struct cursor c;

	TRY(db_query(cx->db, &c, Q_TREE_CODE_EVER, code, cx->known));
	*ret = db_next(&c) && db_int(&c, 0) == db_int(&c, 1) ? db_int(&c, 0) : 0;
	return db_end(&c);
}

/* Of a day on which a cell ends, its code still means it. */
static enum err by_code(struct member_cells *c, const char *code, day_t day, int64_t *ret)
{
	const day_t days[] = {day, day_add(day, -1), c->cx->day};

	for (int i = 0; i < 3; i++) {
		TRY(db_number(c->cx->db, ret, 0, Q_TREE_BY_CODE, code, days[i], c->cx->known));
		if (*ret)
			return ERR_OK;
	}
	return code_ever(c->cx, code, ret);
}

/* ---- both ---- */

/* Nothing is told: an organisation was named that is a cell, or has but one. */
static enum err by_under(struct member_cells *c, struct cell_found *ret)
{
	struct cell_set *set;

	*ret = (struct cell_found){.why = M_IMPORT_NO_CELL_TOLD};
	if (!c->under)
		return ERR_OK;
	TRY(set_of(c, c->cx->day, &set));
	if (set->n == 1)
		*ret = (struct cell_found){.org = set->only->org};
	return ERR_OK;
}

static enum err find(struct member_cells *c, const char *code, const char *name, day_t day,
	struct cell_found *ret)
{
	const char *text = text_empty(code) ? name : code;

	if (text_empty(text))
		return by_under(c, ret);
	*ret = (struct cell_found){0};
	TRY(by_code(c, text, day, &ret->org));
	if (ret->org)
		return ERR_OK;
	return by_name(c, text_empty(name) ? code : name, day, ret);
}

enum err member_cells_find(struct member_cells *c, const char *code, const char *name, day_t day,
	struct cell_found *ret)
{
	struct arena *a = c->cx->a;
	struct arena_mark m = arena_mark(a);
	const char *key = arena_printf(
		a, "%d|%s|%s", (int)day, code ? code : "", text_empty(code) && name ? name : "");
	const struct cell_found *known = map_get(c->found, str_of(key));

	if (known) {
		*ret = *known;
		arena_rewind(a, m);
		return ERR_OK;
	}
	TRY(find(c, code, name, day, ret));
	map_put(c->found, str_of(key), arena_memdup(a, ret, sizeof(*ret)));
	return ERR_OK;
}

/*
 * village_cover.c: how the villages below an organisation are covered: a sentence, an overview with
 * a tile for each village (or, where they are many, for each commune), and the numbers of each
 * commune as a table.
 */
#include "org/org.h"
#include "org/org_wide.h"
#include "village/village_list.h"

/* More tiles than this are no overview; more links than this no help. */
enum { TILES_MOST = 600, SHARED_MOST = 12 };

struct cover_row {
	int64_t org, villages, own, joint, no_cell, no_member, unknown, unstable, below, combined,
		head_outside;
	const char *code, *name, *href;
};

#define COVER_INT(m, label) F_INT(struct cover_row, m, label, CLASS_INSIDE, 0, 0)

static const struct field cover_fields[] = {
	F_ID(struct cover_row, org, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct cover_row, name, M_FIELD_COMMUNE, CLASS_INSIDE, FF_KEY, 200),
	F_TEXT(struct cover_row, code, M_FIELD_CODE, CLASS_INSIDE, FF_MORE, 60),
	COVER_INT(villages, M_FIELD_VILLAGES),
	COVER_INT(own, M_FIELD_COVER_OWN),
	COVER_INT(joint, M_FIELD_COVER_JOINT),
	COVER_INT(no_cell, M_FIELD_COVER_NONE),
	COVER_INT(no_member, M_FIELD_NO_MEMBER),
	COVER_INT(unknown, M_FIELD_LIVES_UNKNOWN),
	COVER_INT(unstable, M_FIELD_UNSTABLE),
	COVER_INT(below, M_FIELD_BELOW_MINIMUM),
	COVER_INT(combined, M_FIELD_COMBINED),
	COVER_INT(head_outside, M_FIELD_HEAD_OUTSIDE),
	F_URL(struct cover_row, href, M_FIELD_COMMUNE, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

struct tile {
	int64_t id, commune, members;
	const char *name, *sign, *state, *tone, *group, *href, *group_href, *cover, *lives,
		*head_is;
	int unstable, below, combined;
};

#define TILE_TEXT(m, label, flags) F_TEXT(struct tile, m, label, CLASS_INSIDE, flags, 200)

static const struct field tile_fields[] = {
	F_ID(struct tile, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "village"),
	F_ID(struct tile, commune, M_FIELD_COMMUNE, CLASS_INSIDE, FF_HIDDEN, "org"),
	TILE_TEXT(group, M_FIELD_COMMUNE, 0),
	TILE_TEXT(name, M_FIELD_VILLAGE, FF_KEY),
	TILE_TEXT(sign, M_FIELD_SIGN, FF_HIDDEN),
	TILE_TEXT(state, M_FIELD_COVER, 0),
	TILE_TEXT(tone, M_FIELD_SIGN, FF_HIDDEN),
	F_CAT(struct tile, cover, M_FIELD_COVER, CLASS_INSIDE, FF_HIDDEN, "village_cover"),
	F_CAT(struct tile, lives, M_FIELD_LIVES, CLASS_INSIDE, FF_HIDDEN, "village_lives"),
	F_CAT(struct tile, head_is, M_FIELD_HEAD_IS, CLASS_INSIDE, FF_HIDDEN, "village_head_is"),
	F_INT(struct tile, members, M_FIELD_MEMBERS_LIVING, CLASS_INSIDE, FF_HIDDEN, 0),
	F_BOOL(struct tile, unstable, M_FIELD_UNSTABLE, CLASS_INSIDE, FF_HIDDEN),
	F_BOOL(struct tile, below, M_FIELD_BELOW_MINIMUM, CLASS_INSIDE, FF_HIDDEN),
	F_BOOL(struct tile, combined, M_FIELD_COMBINED, CLASS_INSIDE, FF_HIDDEN),
	F_URL(struct tile, href, M_FIELD_VILLAGE, CLASS_INSIDE, FF_HIDDEN),
	F_URL(struct tile, group_href, M_FIELD_COMMUNE, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

static void set_sign(struct ctx *cx, struct tile *t, const char *code)
{
	static const struct {
		const char *code, *sign, *tone;
	} signs[] = {{"no_member", "∅", "late"}, {"no_cell", "○", "late"},
		{"unstable", "▲", "late"}, {"joint", "■", "wait"}, {"unknown", "?", "wait"},
		{"below", "▼", "wait"}, {"own", "●", "ok"}};
	size_t i = 0;

	while (!text_eq(signs[i].code, code))
		i++;
	t->sign = signs[i].sign;
	t->tone = signs[i].tone;
	t->state = arena_strdup(cx->a, cat_name(cx->say.cats, cx->say.lang, "village_sign", code));
}

static const struct cover_row *row_of(struct list rows, int64_t org)
{
	const struct cover_row *r = rows.rows;

	for (size_t i = 0; i < rows.n; i++)
		if (r[i].org == org)
			return &r[i];
	return NULL;
}

/* Tiles in the order of the communes' table. */
static enum err village_tiles(struct ctx *cx, struct list rows, struct list *ret)
{
	const struct cover_row *r = rows.rows;
	struct tile *all, *sorted;
	struct list tiles;
	size_t n = 0;

	TRY(db_list(cx->db, cx->a, tile_fields, sizeof(*all), &tiles, Q_VILLAGE_COVER_TILES,
		cx->org, cx->day, cx->known, (int64_t)TILES_MOST));
	all = (struct tile *)tiles.rows;
	sorted = arena_array(cx->a, tiles.n + 1, sizeof(*sorted));
	for (size_t k = 0; k < rows.n; k++)
		for (size_t i = 0; i < tiles.n; i++)
			if (all[i].commune == r[k].org)
				sorted[n++] = all[i];
	for (size_t i = 0; i < n; i++) {
		struct tile *t = &sorted[i];
		const struct cover_row *c = row_of(rows, t->commune);
		set_sign(cx, t, village_sign(t->cover, t->lives, t->unstable, t->below));
		t->href = village_href(cx, t->id, "");
		t->group = c->name;
		t->group_href = c->href;
	}
	*ret = (struct list){sorted, n, sizeof(*sorted)};
	return ERR_OK;
}

static const char *worst_of(const struct cover_row *r)
{
	if (r->no_member)
		return "no_member";
	if (r->no_cell)
		return "no_cell";
	if (r->unstable)
		return "unstable";
	if (r->joint)
		return "joint";
	return r->unknown ? "unknown" : r->below ? "below" : "own";
}

static struct list commune_tiles(struct ctx *cx, struct list rows)
{
	struct tile *tiles = arena_array(cx->a, rows.n + 1, sizeof(*tiles));
	const struct cover_row *r = rows.rows;
	size_t n = 0;

	for (size_t i = 0; i < rows.n; i++) {
		struct tile *t = &tiles[n];
		if (!r[i].villages)
			continue;
		t->commune = r[i].org;
		t->group = msg_text(cx->say.lang, M_VILLAGE_COMMUNES);
		t->name = msg_say(cx->a, cx->say.lang, M_VILLAGE_TILE, r[i].name,
			number_text(cx->a, cx->say.lang, r[i].own),
			number_text(cx->a, cx->say.lang, r[i].villages));
		t->href = r[i].href;
		set_sign(cx, t, worst_of(&r[i]));
		n++;
	}
	return (struct list){tiles, n, sizeof(*tiles)};
}

static struct cover_row sum_of(struct list rows)
{
	const struct cover_row *r = rows.rows;
	struct cover_row s = {0};

	for (size_t i = 0; i < rows.n; i++) {
		s.villages += r[i].villages;
		s.own += r[i].own;
		s.joint += r[i].joint;
		s.no_cell += r[i].no_cell;
		s.no_member += r[i].no_member;
		s.unknown += r[i].unknown;
		s.unstable += r[i].unstable;
		s.combined += r[i].combined;
	}
	return s;
}

static const char *lead_of(struct ctx *cx, struct doc *d, const struct cover_row *s)
{
	const struct speech *say = &cx->say;

	return doc_say(d, M_VILLAGE_COVER_LEAD, number_text(cx->a, say->lang, s->villages),
		number_text(cx->a, say->lang, s->own), number_text(cx->a, say->lang, s->joint),
		number_text(cx->a, say->lang, s->no_cell),
		number_text(cx->a, say->lang, s->no_member),
		number_text(cx->a, say->lang, s->unstable),
		number_text(cx->a, say->lang, s->unknown), NULL);
}

/* What each number is of leads to its list. */
static void state_links(struct ctx *cx, struct doc *d, struct doc_part *p)
{
	static const char *const states[] = {
		"own", "joint", "none", "no_member", "unknown", "unstable", "below_minimum"};

	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
		doc_part_link(d, p, DOC_ONWARD,
			arena_strdup(cx->a,
				cat_name(cx->say.cats, cx->say.lang, "village_listed", states[i])),
			"%s", village_list_href(cx, cx->org, states[i]));
}

static enum err note_shared(struct ctx *cx, struct doc *d)
{
	struct cursor c;
	int64_t n = 0;

	TRY(db_query(cx->db, &c, Q_VILLAGE_SHARED, cx->org, cx->day, cx->known));
	while (db_next(&c))
		if (n++ < SHARED_MOST && db_text(&c, 1))
			doc_link(d, DOC_ONWARD, arena_strdup(cx->a, db_text(&c, 1)), "%s",
				org_href(cx, db_int(&c, 0), ""));
	TRY(db_end(&c));
	if (n)
		doc_note(d, DOC_WARN,
			doc_say(d, M_VILLAGE_SHARED, number_text(cx->a, cx->say.lang, n), NULL));
	return ERR_OK;
}

static enum err add_tiles(struct ctx *cx, struct doc *d, int64_t villages, struct list rows)
{
	struct list tiles;

	if (cx->page.sink || !villages)
		return ERR_OK;
	if (villages > TILES_MOST)
		tiles = commune_tiles(cx, rows);
	else
		TRY(village_tiles(cx, rows, &tiles));
	doc_text(d, "signs", M_VILLAGE_MAP, msg_text(cx->say.lang, M_VILLAGE_SIGNS));
	doc_tiles(d, "tiles", M_NONE, tile_fields, tiles);
	return ERR_OK;
}

static enum err cover(struct ctx *cx, const void *in, struct doc *d)
{
	struct cover_row *r, *sum = arena_new_of(cx->a, struct cover_row);
	struct org_step org;
	struct doc_part *p;
	struct list rows;
	bool wide;

	(void)in;
	TRY(org_path(cx, d, cx->org, &org));
	doc_path(d, msg_text(cx->say.lang, M_VILLAGE_LIST), org_href(cx, cx->org, "/villages"));
	d->title = doc_say(d, M_VILLAGE_COVER_OF, org.name, NULL);
	TRY(org_wide(cx, cx->org, cx->day, VILLAGE_WIDE, &wide));
	if (wide) {
		listing_exports(cx, d, cx->query);
		return org_wide_show(cx, d, VILLAGE_WIDE, "/coverage", cx->query);
	}
	TRY(db_list(cx->db, cx->a, cover_fields, sizeof(*r), &rows, Q_VILLAGE_COVER_ROWS, cx->org,
		cx->day, cx->known));
	r = (struct cover_row *)rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		r[i].href = village_list_href(cx, r[i].org, NULL);
	*sum = sum_of(rows);
	d->lead = lead_of(cx, d, sum);
	TRY(note_shared(cx, d));
	TRY(add_tiles(cx, d, sum->villages, rows));
	p = doc_table(d, "communes", M_VILLAGE_BY_COMMUNE, cover_fields, rows);
	p->main = 1;
	p->sum = 1;
	p->total = (int64_t)rows.n;
	p->empty = msg_text(cx->say.lang, M_VILLAGE_NONE);
	state_links(cx, d, p);
	listing_exports(cx, d, cx->query);
	return ERR_OK;
}

const struct action village_cover = {.read = cover, .title = M_VILLAGE_COVER};

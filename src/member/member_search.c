#include "member/member_search.h"

#include "base/text.h"
#include "core/clearance.h"
#include "core/look.h"
#include "member/member_list.h"

/*
 * RARE: a word that fewer have leads to all of them; of a commoner one LOOKED_AT are looked at.
 * FEW: as many members an actor may be for to be looked at one by one. SHOWN: as many hits a page
 * shows; SORTED: as many are put in order for it.
 */
enum {
	TYPED = 12,
	WHOLE = 3,
	RARE = 1500,
	LOOKED_AT = 4000,
	FEW = 3000,
	SHOWN = 100,
	SORTED = 300
};

const struct field member_hit_fields[] = {
	F_ID(struct member_hit, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_TEXT(struct member_hit, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 100),
	F_DAY(struct member_hit, birth_date, M_FIELD_BIRTH_DATE, CLASS_PERSONAL, 0),
	F_CAT(struct member_hit, sex, M_FIELD_SEX, CLASS_PERSONAL, 0, "sex"),
	F_TEXT(struct member_hit, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 200),
	F_CAT(struct member_hit, status, M_FIELD_MEMBER_STATUS, CLASS_INSIDE, 0, "member_status"),
	F_TEXT(struct member_hit, member_no, M_FIELD_MEMBER_NO, CLASS_INSIDE, FF_MORE, 40),
	F_ID(struct member_hit, cell, M_FIELD_CELL, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_BOOL(struct member_hit, counted, M_FIELD_COUNTED, CLASS_INSIDE, FF_HIDDEN),
	F_TEXT(struct member_hit, tone, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, 10),
	F_END,
};

void member_words_read(struct ctx *cx, const char *text, struct member_words *ret)
{
	const char *w[TYPED];
	int n, first;

	*ret = (struct member_words){{"", "", ""}, "", "", text_fold(cx->a, text ? text : "")};
	n = text_words(cx->a, ret->all, w, TYPED);
	if (!n)
		return;
	/* of more words than count, the family name is left out first: the commonest */
	first = n - 1 > WHOLE ? n - 1 - WHOLE : 0;
	for (int i = first; i < n - 1; i++)
		ret->whole[i - first] = w[i];
	ret->begin = w[n - 1];
	ret->beyond = text_after_prefix(cx->a, ret->begin);
}

/* ---- hits ---- */

struct find {
	struct ctx *cx;
	struct member_words words;
	int64_t over; /* the organisation of the grant in question; 0: everything */
	bool own;
	int64_t limit;
	bool cut; /* there may be more than were looked at */
	struct member_hit *hits;
	size_t n, room;
};

static bool is_found(const struct find *f, int64_t person)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->hits[i].person == person)
			return true;
	return false;
}

static enum err take(struct find *f, struct list rows)
{
	const struct member_hit *h = rows.rows;

	for (size_t i = 0; i < rows.n && f->n < f->room; i++) {
		if (is_found(f, h[i].person))
			continue;
		f->hits[f->n] = h[i];
		f->hits[f->n++].tone = h[i].counted ? NULL : "wait";
	}
	return ERR_OK;
}

#define hits(f, ret, stmt, ...)                                                                    \
	db_list((f)->cx->db, (f)->cx->a, member_hit_fields, sizeof(struct member_hit), ret, stmt,  \
		__VA_ARGS__)

/* A range of words, `after` its end; whoever is in it must have `rest` too. */
static enum err find_words(struct find *f, const char *from, const char *after,
	const struct member_words *rest, int64_t most)
{
	struct ctx *cx = f->cx;
	struct list rows;

	TRY(hits(f, &rows, Q_MEMBER_SEARCH_WORDS, from, after, rest->whole[0], rest->whole[1],
		rest->whole[2], rest->begin, rest->beyond, f->over, f->own, cx->say.today,
		(int64_t)LOOKED_AT, most, f->limit));
	return take(f, rows);
}

static enum err find_whole_name(struct find *f)
{
	static const struct member_words none = {{"", "", ""}, "", "", ""};
	struct ctx *cx = f->cx;

	/* a blank comes before all that words are made of */
	return find_words(f, arena_printf(cx->a, "=%s", f->words.all),
		arena_printf(cx->a, "=%s ", f->words.all), &none, f->limit);
}

/* The word of those typed that the fewest have; of equals the later: given names differ most. */
static enum err rarest(
	struct find *f, const char **ret_from, const char **ret_after, int64_t *ret_n)
{
	struct ctx *cx = f->cx;
	const struct member_words *w = &f->words;

	*ret_from = w->begin;
	*ret_after = w->beyond;
	TRY(db_number(cx->db, ret_n, 0, Q_MEMBER_WORD_COUNT, w->begin, w->beyond, (int64_t)RARE));
	for (int i = WHOLE - 1; i >= 0; i--) {
		const char *after = arena_printf(cx->a, "%s ", w->whole[i]);
		int64_t n;
		if (text_empty(w->whole[i]))
			continue;
		TRY(db_number(
			cx->db, &n, 0, Q_MEMBER_WORD_COUNT, w->whole[i], after, (int64_t)RARE));
		if (n >= *ret_n)
			continue;
		*ret_n = n;
		*ret_from = w->whole[i];
		*ret_after = after;
	}
	return ERR_OK;
}

static enum err find_by_words(struct find *f)
{
	const char *from, *after;
	int64_t n;

	TRY(rarest(f, &from, &after, &n));
	f->cut = f->cut || n >= RARE;
	if (n < RARE)
		return find_words(f, from, after, &f->words, SORTED);
	from = arena_printf(f->cx->a, "=%s", f->words.all);
	TRY(find_words(f, from, text_after_prefix(f->cx->a, from), &f->words, f->limit));
	if (f->n >= (size_t)f->limit)
		return ERR_OK;
	return find_words(f, f->words.begin, f->words.beyond, &f->words, f->limit);
}

/* Here everybody comes at once, in order: whoever is called just so is moved to the front. */
static void whole_names_first(struct find *f, struct list rows, struct list *ret)
{
	const struct member_hit *h = rows.rows;
	struct member_hit *to = arena_array(f->cx->a, rows.n + 1, sizeof(*to));
	size_t n = 0;

	for (int whole = 1; whole >= 0; whole--)
		for (size_t i = 0; i < rows.n; i++)
			if (text_eq(text_fold(f->cx->a, h[i].full_name), f->words.all) == whole)
				to[n++] = h[i];
	*ret = (struct list){to, n, sizeof(*to)};
}

static enum err find_in_reach(struct find *f)
{
	const struct member_words *w = &f->words;
	struct list rows;

	TRY(hits(f, &rows, Q_MEMBER_SEARCH_REACH, w->whole[0], w->whole[1], w->whole[2], w->begin,
		w->beyond, f->over, f->own, f->cx->say.today, (int64_t)FEW));
	whole_names_first(f, rows, &rows);
	return take(f, rows);
}

static enum err find_number(struct find *f)
{
	struct ctx *cx = f->cx;
	struct list rows;

	TRY(hits(f, &rows, Q_MEMBER_SEARCH_NUMBER, f->words.begin, f->words.beyond, f->over, f->own,
		cx->say.today, f->limit, f->limit));
	return take(f, rows);
}

static enum err is_for_few(struct find *f, bool *ret)
{
	struct ctx *cx = f->cx;
	int64_t n;

	*ret = false;
	if (!f->over)
		return ERR_OK;
	TRY(db_number(cx->db, &n, 0, Q_MEMBER_LIST_COUNT_ALL, f->over, cx->say.today, KNOWN_NOW, 1,
		"", 0, 0, 0, (int64_t)FEW));
	*ret = n < FEW;
	return ERR_OK;
}

static bool has_digit(const char *s)
{
	return strpbrk(s, "0123456789") != NULL;
}

/* What one grant lets the actor find. */
static enum err find_over(struct find *f, int64_t over, bool own)
{
	bool few;

	f->over = over;
	f->own = own;
	if (has_digit(f->words.all))
		return find_number(f);
	TRY(is_for_few(f, &few));
	if (few)
		return find_in_reach(f);
	TRY(find_whole_name(f));
	return f->n < (size_t)f->limit ? find_by_words(f) : ERR_OK;
}

/* ---- whose reach ---- */

size_t member_overs(const struct ctx *cx, struct member_over ret[MEMBER_OVERS])
{
	const struct grant *g = cx->actor->grants.rows;
	size_t n = 0;

	if (cx->actor->is_operator) {
		ret[0] = (struct member_over){0, false};
		return 1;
	}
	for (size_t i = 0; i < cx->actor->grants.n && n < MEMBER_OVERS; i++) {
		if (!grant_is_for(&g[i], PERM_MEMBER_FILE))
			continue;
		ret[n++] = (struct member_over){g[i].org, !text_eq(g[i].reach, "below")};
		if (g[i].org)
			continue;
		ret[0] = (struct member_over){0, false};
		return 1;
	}
	return n;
}

enum err member_find(
	struct ctx *cx, const char *text, int64_t limit, struct list *ret, bool *ret_cut)
{
	struct find f = {.cx = cx, .limit = limit};
	struct member_over over[MEMBER_OVERS];
	size_t n = member_overs(cx, over);

	f.room = (size_t)limit;
	f.hits = arena_array(cx->a, f.room, sizeof(*f.hits));
	member_words_read(cx, text, &f.words);
	for (size_t i = 0; i < n && !text_empty(f.words.begin); i++)
		TRY(find_over(&f, over[i].org, over[i].own));
	*ret = (struct list){f.hits, f.n, sizeof(*f.hits)};
	*ret_cut = f.cut || f.n == f.room;
	return ERR_OK;
}

/* ---- the page ---- */

struct search_in {
	const char *q;
};

static const struct field search_fields[] = {
	{"q", FT_TEXT, CLASS_PUBLIC, M_FIELD_MEMBER_Q, 0,
		FIELD_OFF(struct search_in, q, const char *), 200, 0, 0, M_NONE, 0},
	F_END,
};

static void add_form(struct ctx *cx, struct doc *d, const char *q)
{
	struct doc_form *form = arena_new_of(cx->a, struct doc_form);
	struct doc_form_field *f = arena_array(cx->a, 1, sizeof(*f));

	/* the shell has flags */
	if (cx->uid >= 0)
		return;
	f[0] = (struct doc_form_field){.f = search_fields, .value = q ? q : ""};
	form->action = "/member";
	form->get = 1;
	form->submit = msg_text(cx->say.lang, M_MEMBER_SEARCH);
	form->fields = (struct list){f, 1, sizeof(*f)};
	doc_form(d, "search", M_NONE, form);
}

static enum err show_hits(struct ctx *cx, const char *q, struct doc *d)
{
	struct doc_part *p;
	struct list found;
	bool cut;

	TRY(member_find(cx, q, SHOWN, &found, &cut));
	/* the functions that let find somebody are those that let see what is personal */
	clearance_set(cx, CLASS_PERSONAL);
	look_reach(cx, d, "search", PERM_MEMBER_FILE);
	add_form(cx, d, q);
	p = doc_table(d, "members", M_NONE, member_hit_fields, found);
	p->main = 1;
	p->total = (int64_t)found.n;
	p->total_cap = cut ? p->total : 0;
	p->row_href = "/member/";
	p->row_keep = cx->query;
	p->empty = msg_text(cx->say.lang, M_MEMBER_NO_HITS);
	return ERR_OK;
}

static enum err search(struct ctx *cx, const void *vin, struct doc *d)
{
	const struct search_in *in = vin;

	if (text_empty(in->q)) {
		d->title = msg_text(cx->say.lang, M_MENU_MEMBER);
		add_form(cx, d, NULL);
		return member_home(cx, d);
	}
	doc_path(d, msg_text(cx->say.lang, M_MENU_MEMBER),
		arena_printf(cx->a, "/member%s", cx->query));
	d->title = doc_say(d, M_MEMBER_SEARCH_FOR, in->q, NULL);
	return show_hits(cx, in->q, d);
}

const struct action member_search = {.in = search_fields,
	.in_size = sizeof(struct search_in),
	.read = search,
	.title = M_MEMBER_SEARCH};

#include "core/tree_find.h"

#include "base/text.h"

#include <stdlib.h>

enum { WORDS = 3, TYPED = 12, RARE = 20000, LOOKED_AT = 5000, NAMED = 5 };
/*
 * Words that half the country has in its names cost a search of seconds; it takes this many that
 * have all of them, as they come, and leaves the rest to one word more.
 */
enum { MOST = 2000, LEVEL = 7, NO_MORE = 10 };

const struct field org_hit_fields[] = {
	F_ID(struct org_hit, org, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct org_hit, name, M_FIELD_NAME, CLASS_INSIDE, FF_KEY, 200),
	F_CAT(struct org_hit, kind, M_FIELD_KIND, CLASS_INSIDE, 0, "org_kind"),
	F_TEXT(struct org_hit, code, M_FIELD_CODE, CLASS_INSIDE, 0, 60),
	F_DAY(struct org_hit, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, FF_HIDDEN),
	F_DAY(struct org_hit, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, FF_HIDDEN),
	F_ID(struct org_hit, parent, M_FIELD_PARENT, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_INT(struct org_hit, level, M_FIELD_SEQ, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

struct word {
	const char *from, *after;
	int64_t count;
};

static int by_count(const void *a, const void *b)
{
	int64_t x = ((const struct word *)a)->count, y = ((const struct word *)b)->count;

	return x < y ? -1 : x > y;
}

/*
 * The words of a text, rarest first; those past WORDS are left out, being the commonest. A whole
 * word is the range up to itself with a blank, which comes before whatever words are made of.
 */
static enum err words_of(
	struct ctx *cx, const char *text, bool whole, struct word out[TYPED], int *ret_n)
{
	const char *w[TYPED];
	int n = text_words(cx->a, text_fold(cx->a, text), w, TYPED);

	for (int i = 0; i < n; i++) {
		out[i].from = w[i];
		out[i].after =
			whole ? arena_printf(cx->a, "%s ", w[i]) : text_after_prefix(cx->a, w[i]);
		TRY(db_number(cx->db, &out[i].count, 0, Q_WORD_COUNT, out[i].from, out[i].after,
			(int64_t)RARE));
	}
	qsort(out, (size_t)n, sizeof(*out), by_count);
	*ret_n = n > WORDS ? WORDS : n;
	return ERR_OK;
}

/* A statement and what it asks. */
struct question {
	enum stmt stmt;
	struct db_val args[2 * WORDS + 5];
	int n; /* 0: there is no word */
};

/* Those of the day alone, if they are meant by whole words. */
static enum err ask(struct ctx *cx, const char *text, bool whole, day_t day, int64_t limit,
	struct question *ret)
{
	static const enum stmt stmts[WORDS] = {Q_TREE_SEARCH_1, Q_TREE_SEARCH_2, Q_TREE_SEARCH_3};
	struct word w[TYPED];
	int words;

	*ret = (struct question){.n = 0};
	TRY(words_of(cx, text, whole, w, &words));
	if (!words)
		return ERR_OK;
	ret->stmt = stmts[words - 1];
	for (int i = 0; i < words; i++) {
		ret->args[ret->n++] = DB_V(w[i].from);
		ret->args[ret->n++] = DB_V(w[i].after);
	}
	ret->args[ret->n++] = DB_V(whole ? INT64_MAX : (int64_t)MOST);
	ret->args[ret->n++] = DB_V((int64_t)!whole);
	ret->args[ret->n++] = DB_V(day);
	ret->args[ret->n++] = DB_V(cx->known);
	ret->args[ret->n++] = DB_V(limit);
	return ERR_OK;
}

/* The row stands next in a list, unless it is full. */
static void take(struct ctx *cx, struct cursor *c, struct list *l, size_t most)
{
	if (l->n < most)
		db_row(c, cx->a, org_hit_fields, (struct org_hit *)l->rows + l->n++);
}

static struct list room_for(struct ctx *cx, size_t most)
{
	return (struct list){
		arena_array(cx->a, most, sizeof(struct org_hit)), 0, sizeof(struct org_hit)};
}

enum err tree_search(
	struct ctx *cx, const char *text, size_t now, size_t past, struct org_hits *ret)
{
	struct question q;
	struct cursor c;

	*ret = (struct org_hits){room_for(cx, now), room_for(cx, past)};
	TRY(ask(cx, text, false, cx->day, INT64_MAX, &q));
	if (!q.n)
		return ERR_OK;
	TRY(db_query_(cx->db, &c, q.stmt, q.args, q.n));
	while (ret->past.n < past && db_next(&c))
		if (db_int(&c, LEVEL) == NO_MORE)
			take(cx, &c, &ret->past, past);
		else
			take(cx, &c, &ret->now, now);
	return db_end(&c);
}

/* The hits whose whole name is the text: how many, the first, and the codes of the first few. */
static int namesakes(
	struct ctx *cx, const char *text, struct list hits, int64_t *ret, const char **ret_codes)
{
	const struct org_hit *h = hits.rows;
	const char *folded = text_fold(cx->a, text);
	int n = 0;

	*ret_codes = "";
	for (size_t i = 0; i < hits.n; i++) {
		if (!text_eq(text_fold(cx->a, h[i].name), folded))
			continue;
		if (n++ == 0)
			*ret = h[i].org;
		if (n <= NAMED)
			*ret_codes = arena_printf(
				cx->a, "%s%s%s", *ret_codes, n > 1 ? ", " : "", h[i].code);
	}
	if (n > NAMED)
		*ret_codes = arena_printf(cx->a, "%s…", *ret_codes);
	return n;
}

enum err tree_pick(struct ctx *cx, const char *text, day_t day, const char *field, int64_t *ret)
{
	struct list hits = {0};
	struct question q;
	long long id;
	const char *codes;
	int n;

	TRY(db_number(cx->db, ret, 0, Q_TREE_BY_CODE, text, day, cx->known));
	if (*ret)
		return ERR_OK;
	if (str_to_int(str_of(text), &id))
		return tree_resolve(cx, text, day, field, ret);
	TRY(ask(cx, text, true, day, LOOKED_AT, &q));
	if (q.n)
		TRY(db_list_(cx->db, cx->a, org_hit_fields, sizeof(struct org_hit), &hits, q.stmt,
			q.args, q.n));
	n = namesakes(cx, text, hits, ret, &codes);
	if (n > 1)
		return cx_fault(cx, ERR_BAD_INPUT, field, M_TREE_NAMESAKES, text, codes);
	/* words that half the country has in its names: only a code can mean one of them */
	if (hits.n == LOOKED_AT)
		return cx_fault(cx, ERR_BAD_INPUT, field, M_TREE_TOO_COMMON, text);
	if (n)
		return ERR_OK;
	return tree_refuse_org(cx, text, day, field);
}

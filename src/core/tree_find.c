#include "core/tree_find.h"

#include "base/text.h"

#include <stdlib.h>

enum { WORDS = 3, TYPED = 12, RARE = 20000, LOOKED_AT = 5000, NAMED = 5 };
/*
 * Words that half the country has in its names cost a search of seconds; it takes this many that
 * have all of them, as they come, and leaves the rest to one word more.
 */
enum { MOST = 2000 };

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

/* All searches give rows of the same shape. */
#define search_list(stmt, ...)                                                                     \
	db_list(cx->db, cx->a, org_hit_fields, sizeof(struct org_hit), ret, stmt, __VA_ARGS__)

static enum err search(
	struct ctx *cx, const char *text, bool whole, int64_t limit, struct list *ret)
{
	int64_t most = whole ? INT64_MAX : MOST;
	struct word w[TYPED];
	int n;

	*ret = (struct list){0};
	TRY(words_of(cx, text, whole, w, &n));
	switch (n) {
	case 0:
		return ERR_OK;
	case 1:
		return search_list(
			Q_TREE_SEARCH_1, w[0].from, w[0].after, most, cx->day, cx->known, limit);
	case 2:
		return search_list(Q_TREE_SEARCH_2, w[0].from, w[0].after, w[1].from, w[1].after,
			most, cx->day, cx->known, limit);
	default:
		return search_list(Q_TREE_SEARCH_3, w[0].from, w[0].after, w[1].from, w[1].after,
			w[2].from, w[2].after, most, cx->day, cx->known, limit);
	}
}

enum err tree_search(struct ctx *cx, const char *text, int64_t limit, struct list *ret)
{
	return search(cx, text, false, limit, ret);
}

enum err tree_search_past(struct ctx *cx, const char *text, int64_t limit, struct list *ret)
{
	struct word w[TYPED];
	int n;

	*ret = (struct list){0};
	TRY(words_of(cx, text, false, w, &n));
	if (!n)
		return ERR_OK;
	for (int i = n; i < WORDS; i++)
		w[i] = w[0];
	return search_list(Q_TREE_SEARCH_PAST, w[0].from, w[0].after, w[1].from, w[1].after,
		w[2].from, w[2].after, (int64_t)MOST, cx->day, cx->known, limit);
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
	struct list hits;
	long long id;
	const char *codes;
	day_t asked = cx->day;
	enum err e;
	int n;

	TRY(db_number(cx->db, ret, 0, Q_TREE_BY_CODE, text, day, cx->known));
	if (*ret)
		return ERR_OK;
	if (str_to_int(str_of(text), &id))
		return tree_resolve(cx, text, day, field, ret);
	cx->day = day;
	e = search(cx, text, true, LOOKED_AT, &hits);
	cx->day = asked;
	TRY(e);
	n = namesakes(cx, text, hits, ret, &codes);
	if (n > 1)
		return cx_fault(cx, ERR_BAD_INPUT, field, M_TREE_NAMESAKES, text, codes);
	/* words that half the country has in its names: only a code can mean one of them */
	if (hits.n == LOOKED_AT)
		return cx_fault(cx, ERR_BAD_INPUT, field, M_TREE_TOO_COMMON, text);
	if (n)
		return ERR_OK;
	return cx_fault(cx, ERR_NOT_FOUND, field, M_TREE_NO_SUCH_ORG, text, cx_day(cx, day));
}

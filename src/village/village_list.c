#include "village/village_list.h"

#include "base/text.h"
#include "core/filter.h"
#include "org/org.h"
#include "org/org_wide.h"

/* MANY: with more villages than this a list is read along their names. */
enum { MANY = 3000, WORDS = 8 };

#define ROW_TEXT(m, label, flags)     F_TEXT(struct village_row, m, label, CLASS_INSIDE, flags, 200)
#define ROW_CAT(m, label, flags, cat) F_CAT(struct village_row, m, label, CLASS_INSIDE, flags, cat)

#define ROW_ID(m, label, kind) F_ID(struct village_row, m, label, CLASS_INSIDE, FF_HIDDEN, kind)

const struct field village_row_fields[] = {
	ROW_ID(id, M_FIELD_ID, "village"),
	ROW_TEXT(name, M_FIELD_VILLAGE, FF_KEY),
	ROW_TEXT(code, M_FIELD_CODE, FF_MORE),
	ROW_CAT(kind, M_FIELD_KIND, FF_MORE, "village_kind"),
	ROW_TEXT(commune_name, M_FIELD_COMMUNE, 0),
	ROW_CAT(sign, M_FIELD_SIGN, 0, "village_sign"),
	ROW_CAT(cover, M_FIELD_COVER, FF_MORE, "village_cover"),
	ROW_TEXT(cell_name, M_FIELD_SERVED_BY, FF_MORE),
	ROW_CAT(lives, M_FIELD_LIVES, 0, "village_lives"),
	F_INT(struct village_row, members, M_FIELD_MEMBERS_LIVING, CLASS_INSIDE, 0, 0),
	F_INT(struct village_row, official, M_FIELD_MEMBERS_FULL, CLASS_INSIDE, FF_MORE, 0),
	F_BOOL(struct village_row, unstable, M_FIELD_UNSTABLE, CLASS_INSIDE, FF_MORE),
	ROW_TEXT(head_name, M_FIELD_HEAD, 0),
	ROW_CAT(head_is, M_FIELD_HEAD_IS, 0, "village_head_is"),
	F_BOOL(struct village_row, combined, M_FIELD_COMBINED, CLASS_INSIDE, 0),
	ROW_TEXT(charge_name, M_FIELD_CHARGED, FF_MORE),
	F_BOOL(struct village_row, below, M_FIELD_BELOW_MINIMUM, CLASS_INSIDE, FF_MORE),
	ROW_ID(commune, M_FIELD_COMMUNE, "org"),
	ROW_ID(cell, M_FIELD_SERVED_BY, "org"),
	F_END,
};

/* ---- what is asked ---- */

struct words {
	const char *from[2], *after[2];
};

/* The two longest words: the rarest, as a rule. */
static bool words_of(struct ctx *cx, const char *q, struct words *ret)
{
	const char *all[WORDS];
	int n = text_empty(q) ? 0 : text_words(cx->a, text_fold(cx->a, q), all, WORDS);

	for (int i = 1; i < n; i++)
		for (int k = i; k && strlen(all[k]) > strlen(all[k - 1]); k--) {
			const char *swap = all[k];
			all[k] = all[k - 1];
			all[k - 1] = swap;
		}
	for (int i = 0; n && i < 2; i++) {
		ret->from[i] = all[i < n ? i : 0];
		ret->after[i] = text_after_prefix(cx->a, ret->from[i]);
	}
	return n > 0;
}

static bool is_summed(const struct ctx *cx, const struct village_ask *ask)
{
	const char *code = arena_printf(cx->a, "village.%s", ask->state);

	if (cx->known != KNOWN_NOW || ask->own || !text_empty(ask->q))
		return false;
	for (enum village_mark m = MARK_TOTAL; m < MARK_STATES; m++)
		if (text_eq(village_mark_code(m), code))
			return true;
	return false;
}

enum err village_count(struct ctx *cx, const struct village_ask *ask, int64_t *ret)
{
	if (!ask->org)
		return db_number(
			cx->db, ret, 0, Q_VILLAGE_COUNT_ALL, ask->state, ask->day, cx->known);
	return db_number(cx->db, ret, 0, Q_VILLAGE_COUNT, ask->org, ask->own, ask->state, ask->day,
		cx->known);
}

enum err village_count_kinds(struct ctx *cx, const struct village_ask *ask,
	const struct field *fields, size_t size, struct list *ret)
{
	if (!ask->org)
		return db_list(cx->db, cx->a, fields, size, ret, Q_VILLAGE_KINDS_ALL, ask->state,
			ask->day, cx->known);
	return db_list(cx->db, cx->a, fields, size, ret, Q_VILLAGE_KINDS, ask->org,
		(int64_t)ask->own, ask->state, ask->day, cx->known);
}

enum err village_list_count(struct ctx *cx, const struct village_ask *ask, int64_t *ret)
{
	struct words w;

	if (is_summed(cx, ask))
		return db_number(cx->db, ret, 0, Q_VILLAGE_SUM_ON, ask->org,
			arena_printf(cx->a, "village.%s", ask->state), ask->day);
	if (words_of(cx, ask->q, &w))
		return db_number(cx->db, ret, 0, Q_VILLAGE_NAMED_COUNT, ask->org, ask->own,
			ask->state, ask->day, cx->known, w.from[0], w.after[0], w.from[1],
			w.after[1]);
	return village_count(cx, ask, ret);
}

static enum err is_long(struct ctx *cx, const struct village_ask *ask, bool *ret)
{
	int64_t n = 0;

	if (!ask->own && ask->org)
		TRY(db_number(
			cx->db, &n, 0, Q_VILLAGE_SUM_ON, ask->org, "village.total", ask->day));
	*ret = !ask->org || n > MANY;
	/* few villages below very many organisations */
	return *ret || ask->own ? ERR_OK : org_wide(cx, ask->org, ask->day, VILLAGE_WIDE, ret);
}

static enum err complete(struct ctx *cx, void *row)
{
	struct village_row *r = row;

	(void)cx;
	r->sign = village_sign(r->cover, r->lives, r->unstable, r->below);
	return ERR_OK;
}

enum err village_list_add(struct ctx *cx, struct doc *d, const struct village_ask *ask,
	const char *name, enum msg title, enum msg empty, struct doc_part **ret)
{
	struct listing l = {.name = name,
		.title = title,
		.empty = empty,
		.fields = village_row_fields,
		.size = sizeof(struct village_row),
		.first = Q_VILLAGE_GATHER,
		.after = Q_VILLAGE_GATHER_AFTER,
		.row_href = "/village/",
		.complete = complete};
	struct db_val args[16] = {DB_ARGS(ask->org, ask->own, ask->state, ask->day, cx->known)};
	struct words w;
	bool many;
	int n = 5;

	TRY(is_long(cx, ask, &many));
	if (words_of(cx, ask->q, &w)) {
		l.first = Q_VILLAGE_NAMED;
		l.after = Q_VILLAGE_NAMED_AFTER;
		for (int i = 0; i < 2; i++) {
			args[n++] = DB_V(w.from[i]);
			args[n++] = DB_V(w.after[i]);
		}
	} else if (many) {
		l.first = Q_VILLAGE_WALK;
		l.after = Q_VILLAGE_WALK_AFTER;
	}
	return listing_add(cx, d, &l, args, n, ret);
}

const char *village_list_href(struct ctx *cx, int64_t org, const char *state)
{
	return arena_printf(cx->a, "/org/%lld/villages%s", (long long)org,
		query_add(cx, cx->query, "state", text_eq(state, "total") ? NULL : state));
}

/* ---- the page ---- */

struct asked {
	const char *state, *q;
};

enum { FILTERS = 2 };
static const struct field asked_fields[FILTERS + 1] = {
	F_CAT(struct asked, state, M_FIELD_LIST_STATE, CLASS_INSIDE, 0, "village_listed"),
	F_TEXT(struct asked, q, M_FIELD_VILLAGE_NAME, CLASS_INSIDE, 0, 100),
	F_END,
};

static void add_form(struct ctx *cx, struct doc *d, const struct asked *in)
{
	struct doc_form *form;

	/* a file has no form, and the shell has flags */
	if (cx->page.sink || cx->uid >= 0)
		return;
	form = filter_form(cx, d, asked_fields, FILTERS, in, M_VILLAGE_FILTER);
	form->fold = form->submit;
}

/* "Thôn, bản chưa có chi bộ riêng, tên có “pơ mu”, của Đảng bộ huyện A". */
static const char *sentence(struct ctx *cx, const struct asked *in, const char *org)
{
	const char *what = msg_text(cx->say.lang, M_VILLAGE_SAY_ALL);

	if (!text_empty(in->state))
		what = arena_strdup(
			cx->a, cat_name(cx->say.cats, cx->say.lang, "village_listed", in->state));
	if (!text_empty(in->q))
		what = arena_printf(cx->a, "%s, %s", what,
			msg_say(cx->a, cx->say.lang, M_VILLAGE_SAY_NAME, in->q));
	return msg_say(cx->a, cx->say.lang, M_VILLAGE_SAY_OF, what, org, cx_day(cx, cx->day));
}

static void links(struct ctx *cx, struct doc *d, const struct org_step *org)
{
	int64_t n;

	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_VILLAGE_COVER), "%s",
		org_href(cx, cx->org, "/coverage"));
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_VILLAGE_HEADS), "%s",
		org_href(cx, cx->org, "/village-heads"));
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_VILLAGE_EXPORT), "%s",
		org_href(cx, cx->org, "/village-file"));
	if (!grant_allows(cx->actor, PERM_VILLAGE_CHANGE) || !org->depth)
		return;
	/* only communes have villages of their own */
	if (!db_number(cx->db, &n, 0, Q_VILLAGE_COMMUNE_KIND, org->kind, cx->day) && n)
		doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_VILLAGE_NEW), "%s",
			org_href(cx, cx->org, "/village-new"));
}

/* Its links keep what was asked; those of its rows do not. */
static enum err add_list(struct ctx *cx, struct doc *d, const struct asked *in, int64_t n,
	const struct village_ask *ask)
{
	bool plain = text_empty(in->state) && text_empty(in->q);
	const char *query = cx->query;
	struct doc_part *p;

	cx->query = filter_query(cx, cx->query, asked_fields, FILTERS, in);
	TRY(village_list_add(cx, d, ask, "villages", M_VILLAGE_LIST,
		plain ? M_VILLAGE_NONE : M_VILLAGE_NONE_SO, &p));
	p->total = n;
	p->row_keep = query;
	listing_exports(cx, d, cx->query);
	cx->query = query;
	return ERR_OK;
}

static enum err list(struct ctx *cx, const void *vin, struct doc *d)
{
	const struct asked *in = vin;
	struct village_ask ask = {.org = cx->org,
		.state = text_empty(in->state) ? "total" : in->state,
		.q = in->q,
		.day = cx->day};
	struct org_step org;
	int64_t n;

	TRY(org_path(cx, d, cx->org, &org));
	d->title = doc_say(d, M_VILLAGE_LIST_OF, org.name, NULL);
	TRY(village_list_count(cx, &ask, &n));
	d->lead = doc_say(d, M_VILLAGE_LEAD, sentence(cx, in, org.name),
		number_text(cx->a, cx->say.lang, n), NULL);
	add_form(cx, d, in);
	TRY(add_list(cx, d, in, n, &ask));
	links(cx, d, &org);
	return ERR_OK;
}

const struct action village_list = {
	.in = asked_fields, .in_size = sizeof(struct asked), .read = list, .title = M_VILLAGE_LIST};

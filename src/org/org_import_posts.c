/*
 * org_import_posts.c: who held which post of which organisation, from when to when.
 */
#include "base/map.h"
#include "base/text.h"
#include "core/watch.h"
#include "member/member_import_find.h"
#include "org/org_import.h"
#include "org/org_record.h"

struct line {
	const char *org_code, *post, *member_no, *holder, *decision_no;
	day_t from, to;
};

static const struct field line_fields[] = {
	IMPORT_TEXT(struct line, org_code, "org_code", M_FIELD_ORG_CODE, FF_REQUIRED, 60,
		"ma to chuc|ma|ma to chuc dang|to chuc"),
	IMPORT_CAT(
		struct line, post, "post", M_FIELD_POST, FF_REQUIRED, "post", "chuc vu|chuc danh"),
	IMPORT_TEXT(struct line, member_no, "member_no", M_FIELD_MEMBER_NO, 0, 40,
		"so ly lich|so ly lich dang vien|so dang vien"),
	IMPORT_TEXT(struct line, holder, "holder", M_FIELD_HOLDER, 0, 200,
		"ho va ten|ho ten|nguoi giu|ten|full name|name"),
	IMPORT_DAY(struct line, from, "from", M_FIELD_FROM_DAY, FF_REQUIRED,
		"tu ngay|tu|ngay bo nhiem|ngay bau"),
	IMPORT_DAY(struct line, to, "to", M_FIELD_LAST_DAY, 0, "den ngay|den|den het ngay|to day"),
	IMPORT_TEXT(struct line, decision_no, "decision_no", M_FIELD_DECISION_NO, 0, 60,
		"so quyet dinh|quyet dinh|so qd"),
	F_END,
};

struct post {
	int64_t id;
	const char *post, *holder, *member_no;
	day_t from_day, to_day;
};

static const struct field post_fields[] = {
	F_ID(struct post, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "post"),
	F_CAT(struct post, post, M_FIELD_POST, CLASS_INSIDE, 0, "post"),
	F_TEXT(struct post, holder, M_FIELD_HOLDER, CLASS_INSIDE, 0, 200),
	F_TEXT(struct post, member_no, M_FIELD_MEMBER_NO, CLASS_INSIDE, 0, 40),
	F_DAY(struct post, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct post, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_END,
};

/* A post to be written. */
struct fresh {
	struct fresh *next, *same_org;
	size_t i;
	int64_t org;
	struct post p;
	const char *decision_no, *org_name;
};

/* What is known of one organisation, and what the file adds to it. */
struct place {
	struct list known; /* struct post */
	struct fresh *fresh;
	day_t first, end;
};

struct work {
	struct import *im;
	struct ctx *cx;
	struct map *places;
	struct fresh *fresh, **at;
	bool persons; /* is anybody in the register of members? */
};

static enum err place_of(struct work *w, int64_t org, struct place **ret)
{
	const struct org_spell *s;
	struct list spells;

	*ret = map_get(w->places, map_id(&org));
	if (*ret)
		return ERR_OK;
	*ret = arena_new_of(w->cx->a, struct place);
	TRY(db_list(w->cx->db, w->cx->a, post_fields, sizeof(struct post), &(*ret)->known,
		Q_IMPORT_POSTS_OF, org));
	TRY(tree_spells(w->cx, org, &spells));
	s = spells.rows;
	if (spells.n) {
		(*ret)->first = s[0].from_day;
		(*ret)->end = s[spells.n - 1].to_day;
	}
	map_put(w->places, map_id(arena_memdup(w->cx->a, &org, sizeof(org))), *ret);
	return ERR_OK;
}

static bool same_person(const struct post *a, const struct post *b)
{
	if (!text_empty(a->member_no) && !text_empty(b->member_no))
		return text_eq(a->member_no, b->member_no);
	return text_eq(a->holder, b->holder);
}

static bool overlap(const struct post *a, const struct post *b)
{
	return a->from_day < b->to_day && b->from_day < a->to_day;
}

static bool same_post(const struct post *a, const struct post *b)
{
	return text_eq(a->post, b->post) && same_person(a, b) && a->from_day == b->from_day &&
	       a->to_day == b->to_day;
}

/* Posts of which an organisation has one at a time. */
static bool alone(const char *post)
{
	return text_eq(post, "secretary") || text_eq(post, "chair") ||
	       text_eq(post, "standing_deputy");
}

/* Is it in the database already, or does it contradict what stands there? */
static bool is_known(struct work *w, size_t i, const struct place *at, const struct post *p)
{
	const struct post *known = at->known.rows;

	for (size_t k = 0; k < at->known.n; k++) {
		if (same_post(p, &known[k]))
			return true;
		if (!text_eq(p->post, known[k].post) || !overlap(p, &known[k]))
			continue;
		if (same_person(p, &known[k]))
			import_bad(w->im, i, "from", M_IMPORT_POST_OVERLAP, p->holder,
				cx_day(w->cx, known[k].from_day));
		else if (alone(p->post))
			import_warn(w->im, i, "post", M_IMPORT_POST_TWO, known[k].holder,
				cx_day(w->cx, known[k].from_day));
	}
	return false;
}

static void check_file(struct work *w, size_t i, const struct place *at, const struct post *p)
{
	for (const struct fresh *f = at->fresh; f; f = f->same_org) {
		if (!text_eq(f->p.post, p->post) || !overlap(&f->p, p))
			continue;
		if (same_person(&f->p, p))
			import_bad(w->im, i, "holder", M_IMPORT_DOUBLE,
				number_text(w->cx->a, w->cx->say.lang, w->im->numbers[f->i]), NULL);
		else if (alone(p->post))
			import_warn(w->im, i, "post", M_IMPORT_POST_TWO, f->p.holder,
				cx_day(w->cx, f->p.from_day));
	}
}

static enum err find_org(struct work *w, size_t i, const struct line *in, int64_t *ret)
{
	day_t day = day_first(in->from);
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

/*
 * A number finds the person, and so does a name that only one member below the organisation has;
 * what the file does not say of them is put beside it. Nobody found: people of other bodies, or
 * members who are not in the register yet; the post stands as it is written.
 */
static enum err find_holder(struct work *w, size_t i, const struct line *in, struct fresh *f)
{
	struct find_ask ask = {.member_no = in->member_no,
		.full_name = in->holder,
		.day = f->p.from_day,
		.under = text_empty(in->member_no) ? f->org : 0};
	struct find_found found;

	TRY(member_meant(w->cx, &ask, &found));
	/* posts give functions, and nobody gives those to themselves */
	if (found.person && found.person == w->cx->actor->person)
		import_bad(w->im, i, "holder", M_RECORD_NOT_SELF, NULL, NULL);
	if (found.person) {
		f->p.holder = text_empty(in->holder) ? found.full_name : in->holder;
		f->p.member_no = text_empty(in->member_no) ? found.member_no : in->member_no;
	} else if (found.why == M_IMPORT_NUMBER_OTHER) {
		import_warn(w->im, i, found.field, found.why, found.arg[0], found.arg[1]);
	} else if (found.why == M_IMPORT_PERSON_SEVERAL) {
		import_warn(w->im, i, "holder", M_IMPORT_POST_SEVERAL, found.arg[0], NULL);
	} else if (!text_empty(in->member_no) && w->persons) {
		import_warn(w->im, i, "member_no", M_IMPORT_POST_NOBODY, NULL, NULL);
	}
	return ERR_OK;
}

/* Days known to the month or year count whole. */
static struct post post_of(const struct line *in)
{
	return (struct post){.post = in->post,
		.holder = text_empty(in->holder) ? in->member_no : in->holder,
		.member_no = in->member_no,
		.from_day = day_first(in->from),
		.to_day = in->to ? day_add(day_last(in->to), 1) : DAY_MAX};
}

static void check_row(struct work *w, size_t i, const struct line *in)
{
	if (text_empty(in->holder) && text_empty(in->member_no))
		import_bad(w->im, i, "holder", M_IMPORT_NO_HOLDER, NULL, NULL);
	if (in->to && day_last(in->to) < day_first(in->from))
		import_bad(w->im, i, "to", M_IMPORT_ENDS_FIRST, NULL, NULL);
}

static enum err name_of(struct work *w, int64_t org, day_t day, const char **ret)
{
	struct org_spell s;

	TRY(tree_spell_near(w->cx, org, day, &s));
	*ret = s.name;
	return ERR_OK;
}

static void keep(struct work *w, struct place *at, const struct fresh *f)
{
	struct fresh *own = arena_memdup(w->cx->a, f, sizeof(*f));

	*w->at = own;
	w->at = &own->next;
	own->same_org = at->fresh;
	at->fresh = own;
	w->im->res.fresh++;
}

/* History is not held to the rule, but pointed out. */
static enum err check_full(struct work *w, size_t i, const struct post *p)
{
	const char *name;
	day_t day;

	TRY(org_post_probation(w->cx, p->post, p->member_no, p->from_day, p->to_day, &name, &day));
	if (name)
		import_warn(w->im, i, "post", M_RECORD_PROBATION, name, cx_day(w->cx, day));
	return ERR_OK;
}

static enum err take_row(struct work *w, size_t i)
{
	const struct line *in = import_row(w->im, i);
	struct fresh f = {.i = i, .p = post_of(in), .decision_no = in->decision_no};
	struct place *at;

	check_row(w, i, in);
	if (w->im->bad[i])
		return ERR_OK;
	TRY(find_org(w, i, in, &f.org));
	if (w->im->bad[i])
		return ERR_OK;
	TRY(find_holder(w, i, in, &f));
	TRY(place_of(w, f.org, &at));
	TRY(check_full(w, i, &f.p));
	if (in->to && f.p.to_day > at->end)
		import_bad(w->im, i, "to", M_IMPORT_POST_AFTER_END, cx_day(w->cx, at->end), NULL);
	else if (f.p.to_day > at->end)
		f.p.to_day = at->end;
	if (is_known(w, i, at, &f.p)) {
		w->im->res.unchanged++;
		return ERR_OK;
	}
	check_file(w, i, at, &f.p);
	if (w->im->bad[i])
		return ERR_OK;
	TRY(name_of(w, f.org, f.p.from_day, &f.org_name));
	keep(w, at, &f);
	return ERR_OK;
}

static void take_sample(struct work *w)
{
	struct import_sample *s = arena_array(w->cx->a, IMPORT_SAMPLES, sizeof(*s));
	const struct speech *say = &w->cx->say;
	size_t n = 0;

	for (const struct fresh *f = w->fresh; f && n < IMPORT_SAMPLES; f = f->next) {
		const struct line *in = import_row(w->im, f->i);
		s[n++] = (struct import_sample){in->org_code, f->p.holder,
			cat_name(say->cats, say->lang, "post", f->p.post), f->org_name,
			f->p.from_day, f->p.to_day == DAY_MAX ? DAY_MAX : day_add(f->p.to_day, -1)};
	}
	w->im->res.sample = (struct list){s, n, sizeof(*s)};
}

static enum err plan(struct import *im)
{
	struct work *w = arena_new_of(im->cx->a, struct work);

	*w = (struct work){.im = im, .cx = im->cx, .places = map_new(im->cx->a, 256)};
	w->at = &w->fresh;
	im->plan = w;
	TRY(member_any(w->cx, &w->persons));
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
	const struct work *w = im->plan;
	struct ctx *cx = im->cx;
	int64_t done = 0;

	TRY(db_batch_begin(cx->db));
	for (const struct fresh *f = w->fresh; f; f = f->next) {
		TRY(db_run(cx->db, Q_IMPORT_POST_INSERT, id_new(cx->ids), f->org, f->p.post,
			f->p.holder, f->p.member_no, f->p.from_day, f->p.to_day, f->decision_no,
			cx->txn, cx->txn_ms));
		if (++done % 512 == 0)
			cx_progress(cx, done, im->res.fresh);
	}
	TRY(db_batch_end(cx->db));
	return watch_posts(cx);
}

static enum err undo_plan(struct ctx *cx, int64_t txn, void **ret_plan)
{
	int64_t *own = arena_memdup(cx->a, &txn, sizeof(txn)), changed;

	TRY(db_number(cx->db, &changed, 0, Q_IMPORT_POSTS_CHANGED, txn));
	if (changed)
		return cx_fault(cx, ERR_REFUSED, NULL, M_IMPORT_POSTS_CHANGED,
			number_text(cx->a, cx->say.lang, changed));
	*ret_plan = own;
	return ERR_OK;
}

static enum err undo_apply(struct ctx *cx, void *plan)
{
	const int64_t *txn = plan;

	TRY(db_run(cx->db, Q_IMPORT_POSTS_VOID, *txn, cx->txn, cx->txn_ms));
	return watch_posts(cx);
}

const struct import_kind org_import_posts = {.name = "posts",
	.title = M_IMPORT_POSTS,
	.about = M_IMPORT_POSTS_ABOUT,
	.location = "/org",
	.fields = line_fields,
	.size = sizeof(struct line),
	.options = import_plain_options,
	.plan = plan,
	.apply = apply,
	.undo_plan = undo_plan,
	.undo_apply = undo_apply};

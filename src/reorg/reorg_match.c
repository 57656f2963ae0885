/*
 * reorg_match.c: who is meant by the rows of a file. What a code and a name say together is
 * decided; what only one of them says, or neither, is a question with a hint.
 */
#include "base/map.h"
#include "base/text.h"
#include "reorg/reorg.h"

/* ---- names ---- */

static const char *const key_words[] = {"tinh ", "thanh pho ", "quan ", "huyen ", "thi xa ", "xa ",
	"phuong ", "thi tran ", "dac khu "};

const char *reorg_key_rest(const char *key)
{
	for (size_t i = 0; i < sizeof(key_words) / sizeof(*key_words); i++)
		if (str_starts(str_of(key), str_of(key_words[i])))
			return key + strlen(key_words[i]);
	return key;
}

static bool rest_same(const char *a, const char *b)
{
	return text_eq(reorg_key_rest(a), reorg_key_rest(b));
}

/* How many characters of it: the longest name found is the one that is meant. */
size_t reorg_names(const char *key, const char *other)
{
	const char *rest = reorg_key_rest(other);
	size_t n = strlen(rest);

	/* "Phường 5" is in too many names to mean anything */
	if (n < 3)
		return 0;
	for (const char *at = strstr(key, rest); at; at = strstr(at + 1, rest))
		if ((at == key || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
			return n;
	return 0;
}

/* What is not in sight, or not said, does not contradict. */
static bool province_fits(struct arena *a, const struct reorg_node *n, const struct reorg_line *l)
{
	while (n && !text_eq(n->kind, "province"))
		n = n->parent;
	return !n || text_empty(l->old_province) ||
	       rest_same(n->key, reorg_key(a, l->old_province));
}

static bool above_fits(struct arena *a, const struct reorg_node *n, const struct reorg_line *l)
{
	const struct reorg_node *up = n->parent;

	if (up && !text_empty(l->old_district) && !text_eq(up->key, reorg_key(a, l->old_district)))
		return false;
	return province_fits(a, n, l);
}

static struct reorg_node *by_name(const struct reorg_work *w, const struct reorg_line *l)
{
	struct arena *a = w->cx->a;
	struct reorg_node *found = NULL;

	if (text_empty(l->old_name))
		return NULL;
	for (struct reorg_node *n = map_get(w->by_key, str_of(reorg_key(a, l->old_name))); n;
		n = n->same) {
		if (!above_fits(a, n, l))
			continue;
		if (found)
			return NULL;
		found = n;
	}
	return found;
}

/* A new unit that was a whole district before: "Đặc khu Côn Đảo" of "Huyện Côn Đảo". */
static struct reorg_node *by_new_name(const struct reorg_work *w, const struct reorg_line *l)
{
	struct arena *a = w->cx->a;
	const char *rest = reorg_key_rest(reorg_key(a, l->new_name));
	struct reorg_node *found = NULL;

	for (size_t i = 0; i < sizeof(key_words) / sizeof(*key_words); i++) {
		const char *key = arena_printf(a, "%s%s", key_words[i], rest);
		for (struct reorg_node *n = map_get(w->by_key, str_of(key)); n; n = n->same) {
			if (found)
				return NULL;
			found = n;
		}
	}
	return found;
}

static struct reorg_unit_node *unit_by_name(const struct reorg_work *w, const struct reorg_line *l)
{
	struct reorg_unit_node *n;

	n = map_get(w->unit_by_key, str_of(reorg_key(w->cx->a, l->new_name)));
	return n && !n->same ? n : NULL;
}

/* ---- one row ---- */

static void ask(
	struct reorg_line *l, const char *what, const struct reorg_node *hint, const char *why)
{
	l->ask = what;
	l->decided = 0;
	if (!hint)
		return;
	l->hint_org = hint->org;
	l->hint_what = "into";
	l->why = why;
}

static void match_org(const struct reorg_work *w, struct reorg_line *l)
{
	struct reorg_node *code = map_get(w->by_code, str_of(l->old_code));
	struct reorg_node *name = by_name(w, l);

	if (code && (code == name || (text_empty(l->old_name) && !text_empty(l->old_code)))) {
		l->org = code->org;
		l->what = "into";
		l->decided = 1;
	} else if (code && text_eq(code->kind, "commune") &&
		   (name || province_fits(w->cx->a, code, l))) {
		ask(l, "name_differs", name ? name : code, name ? "by_name" : "by_code");
	} else if (text_empty(l->old_code) && text_empty(l->old_name)) {
		ask(l, "no_name", by_new_name(w, l), "same_name");
	} else if (name) {
		ask(l, text_empty(l->old_code) ? "no_code" : "code_gone", name, "by_name");
	} else {
		ask(l, "no_org", NULL, NULL);
	}
}

static void match_unit(const struct reorg_work *w, struct reorg_line *l)
{
	struct reorg_unit_node *u = map_get(w->unit_by_code, str_of(l->new_code)), *hint;

	if (u) {
		l->unit = l->hint_unit = u->u->unit;
		return;
	}
	hint = unit_by_name(w, l);
	l->hint_unit = hint ? hint->u->unit : 0;
	if (!l->decided)
		return;
	l->ask = "no_unit";
	l->decided = 0;
	l->hint_org = l->org;
	l->hint_what = hint ? "into" : NULL;
	l->why = hint ? "by_name" : NULL;
	l->what = "open";
}

/* ---- rows together ---- */

/* The rows of one organisation, or of one unit. */
struct bundle {
	int64_t id, first;
	size_t n, kinds; /* how many; how many different ones on the other side */
};

static struct bundle *bundle_of(struct map *m, struct arena *a, int64_t id, int64_t other)
{
	struct bundle *b = map_get(m, map_id(&id));

	if (!b) {
		b = arena_new_of(a, struct bundle);
		*b = (struct bundle){id, other, 0, 1};
		map_put(m, map_id(&b->id), b);
	}
	b->n++;
	b->kinds += b->first != other && b->kinds == 1;
	return b;
}

static int64_t org_meant(const struct reorg_line *l)
{
	return l->org ? l->org : l->hint_org;
}

static int64_t unit_meant(const struct reorg_line *l)
{
	return l->unit ? l->unit : l->hint_unit;
}

static void reopen(struct reorg_line *l, const char *what, const char *hint, const char *why)
{
	l->ask = what;
	l->what = "open";
	l->decided = 0;
	l->hint_org = org_meant(l);
	l->hint_unit = unit_meant(l);
	l->hint_what = hint;
	l->why = why;
}

/* Of one organisation whose rows lead to several units each is a part. */
static void settle(const struct reorg_work *w, struct reorg_line *l, const struct bundle *org,
	const struct bundle *unit)
{
	const struct reorg_node *n = reorg_node(w, org_meant(l));
	const struct reorg_unit_node *u = reorg_unit_node(w, unit_meant(l));

	if (org->kinds > 1)
		reopen(l, "split", "part", "several");
	else if (l->decided && n && u && unit->n == 1 && org->n == 1 && text_eq(n->key, u->key))
		reopen(l, "same", "as", "only_source");
}

static void match_together(const struct reorg_work *w)
{
	struct map *orgs = map_new(w->cx->a, w->line_count), *units = map_new(w->cx->a, 64);
	struct map *pairs = map_new(w->cx->a, w->line_count);

	for (size_t i = 0; i < w->line_count; i++) {
		const struct reorg_line *l = &w->lines[i];
		if (org_meant(l) && unit_meant(l))
			bundle_of(orgs, w->cx->a, org_meant(l), unit_meant(l));
		if (org_meant(l) && unit_meant(l))
			bundle_of(units, w->cx->a, unit_meant(l), org_meant(l));
	}
	for (size_t i = 0; i < w->line_count; i++) {
		struct reorg_line *l = &w->lines[i];
		int64_t org = org_meant(l), unit = unit_meant(l);
		struct str pair = str_of(
			arena_printf(w->cx->a, "%lld %lld", (long long)org, (long long)unit));
		if (!org || !unit)
			continue;
		if (map_get(pairs, pair))
			reopen(l, "twice", "skip", "twice");
		else
			settle(w, l, map_get(orgs, map_id(&org)), map_get(units, map_id(&unit)));
		map_put(pairs, pair, l);
	}
}

/* ---- what concerns the plan ---- */

/* The province of that name, with whatever word before it; NULL: not in sight. */
static struct reorg_node *province_named(const struct reorg_work *w, const char *name)
{
	const char *rest = reorg_key_rest(reorg_key(w->cx->a, name));

	for (size_t i = 0; i < sizeof(key_words) / sizeof(*key_words); i++) {
		const char *key = arena_printf(w->cx->a, "%s%s", key_words[i], rest);
		for (struct reorg_node *n = map_get(w->by_key, str_of(key)); n; n = n->same)
			if (text_eq(n->kind, "province"))
				return n;
	}
	return NULL;
}

static bool has_provinces(const struct reorg_work *w)
{
	for (struct reorg_node *n = reorg_walk(w, NULL); n; n = reorg_walk(w, n))
		if (text_eq(n->kind, "province"))
			return true;
	return false;
}

/* Of a plan about a part: rows of its own organisations, and those that name its provinces. */
static bool concerns(const struct reorg_work *w, const struct reorg_line *l, bool provinces)
{
	const char *province = text_empty(l->old_province) ? l->new_province : l->old_province;

	if (org_meant(l))
		return true;
	if (provinces)
		return province_named(w, province) != NULL;
	return w->nodes && text_eq(w->nodes->key, reorg_key(w->cx->a, l->old_district));
}

static size_t keep_lines(struct reorg_work *w)
{
	bool provinces = has_provinces(w);
	size_t n = 0;

	for (size_t i = 0; i < w->line_count; i++)
		if (concerns(w, &w->lines[i], provinces))
			w->lines[n++] = w->lines[i];
	w->line_count = n;
	return n;
}

/* Units to which a row leads, and those above them if there are such in the tree. */
static size_t keep_units(struct reorg_work *w)
{
	struct reorg_unit *to = (struct reorg_unit *)w->units[0].u;
	bool tops = has_provinces(w);
	size_t n = 0;

	for (size_t i = 0; i < w->line_count; i++) {
		struct reorg_unit_node *u = reorg_unit_node(w, unit_meant(&w->lines[i]));
		struct reorg_unit_node *up;
		if (!u)
			continue;
		u->sources++;
		up = map_get(w->unit_by_code, str_of(u->u->parent_code));
		if (up && tops)
			up->sources++;
	}
	for (size_t i = 0; i < w->unit_count; i++)
		if (w->units[i].sources)
			to[n++] = *w->units[i].u;
	return n;
}

void reorg_match(struct reorg_work *w, struct list *units, struct list *lines)
{
	reorg_work_units(w, *units);
	w->lines = (struct reorg_line *)lines->rows;
	w->line_count = lines->n;
	for (size_t i = 0; i < w->line_count; i++) {
		struct reorg_line *l = &w->lines[i];
		const struct reorg_node *n;
		match_org(w, l);
		match_unit(w, l);
		n = reorg_node(w, org_meant(l));
		l->place = n && n->parent		 ? n->parent->name
			   : text_empty(l->old_district) ? l->old_province
							 : l->old_district;
	}
	if (w->r.org)
		lines->n = keep_lines(w);
	match_together(w);
	if (w->r.org && units->n && lines->n)
		units->n = keep_units(w);
}

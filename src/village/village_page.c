/*
 * village_page.c: the page of a village: what it is, who heads it, who lives there, what was
 * recorded as a timeline, what can be done; and the page of one thing that was recorded.
 */
#include "village/village_act.h"

#include "base/text.h"
#include "member/member.h"
#include "org/org.h"
#include "village/village_people.h"

#include <stdlib.h>

struct shown {
	const char *code, *kind, *commune, *commune_href, *cover, *cell, *cell_href, *secretary,
		*lives, *stability, *head, *head_href, *head_is, *charge;
	int64_t members, official, households, population;
	int combined;
};

#define SHOWN(m, label)		 F_TEXT(struct shown, m, label, CLASS_INSIDE, 0, 300)
#define SHOWN_CAT(m, label, cat) F_CAT(struct shown, m, label, CLASS_INSIDE, 0, cat)
#define SHOWN_INT(m, label)	 F_INT(struct shown, m, label, CLASS_INSIDE, 0, 0)
#define SHOWN_URL(m, label)	 F_URL(struct shown, m, label, CLASS_INSIDE, FF_HIDDEN)

static const struct field shown_fields[] = {
	SHOWN_CAT(kind, M_FIELD_KIND, "village_kind"),
	SHOWN(code, M_FIELD_CODE),
	SHOWN(commune, M_FIELD_COMMUNE),
	SHOWN_URL(commune_href, M_FIELD_COMMUNE),
	SHOWN_CAT(cover, M_FIELD_COVER, "village_cover"),
	SHOWN(cell, M_FIELD_SERVED_BY),
	SHOWN_URL(cell_href, M_FIELD_SERVED_BY),
	SHOWN(secretary, M_FIELD_CELL_SECRETARY),
	SHOWN(head, M_FIELD_HEAD),
	SHOWN_URL(head_href, M_FIELD_HEAD),
	SHOWN_CAT(head_is, M_FIELD_HEAD_IS, "village_head_is"),
	F_BOOL(struct shown, combined, M_FIELD_COMBINED, CLASS_INSIDE, 0),
	SHOWN_CAT(lives, M_FIELD_LIVES, "village_lives"),
	SHOWN_INT(members, M_FIELD_MEMBERS_LIVING),
	SHOWN_INT(official, M_FIELD_MEMBERS_FULL),
	SHOWN(stability, M_FIELD_UNSTABLE),
	SHOWN(charge, M_FIELD_CHARGED),
	SHOWN_INT(households, M_FIELD_HOUSEHOLDS),
	SHOWN_INT(population, M_FIELD_POPULATION),
	F_END,
};

static enum err org_words(struct ctx *cx, int64_t org, const char **ret_name, const char **ret_href)
{
	struct org_spell s;
	enum err e = org ? tree_spell_near(cx, org, cx->day, &s) : ERR_NOT_FOUND;

	if (!e) {
		*ret_name = s.name;
		*ret_href = org_href(cx, org, "");
	}
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err secretaries(struct ctx *cx, int64_t cell, const char **ret)
{
	struct cursor c;

	*ret = NULL;
	TRY(db_query(cx->db, &c, Q_VILLAGE_SECRETARIES, cell, cx->day, cx->known));
	while (db_next(&c))
		*ret = arena_printf(
			cx->a, "%s%s%s", *ret ? *ret : "", *ret ? ", " : "", db_text(&c, 0));
	return db_end(&c);
}

static bool holds(const struct village_fact *f, day_t day)
{
	return day_first(f->from_day) <= day && day < f->to_day;
}

/* What the facts of the day add to the state. */
static void add_fact(struct ctx *cx, const struct village_fact *f, struct shown *s)
{
	switch (village_aspect_of(f->aspect)) {
	case VILLAGE_COUNT:
		s->households = f->households;
		s->population = f->population;
		return;
	case VILLAGE_HEAD:
		s->head = f->holder;
		return;
	case VILLAGE_CHARGE:
		s->charge =
			s->charge ? arena_printf(cx->a, "%s, %s", s->charge, f->holder) : f->holder;
		return;
	case VILLAGE_UNSTABLE:
		s->stability = msg_say(cx->a, cx->say.lang, M_VILLAGE_UNSTABLE_FOR,
			cat_name(cx->say.cats, cx->say.lang, "unstable_reason", f->reason),
			f->number ? f->number : "–");
		return;
	default:
		return;
	}
}

/* Vacant is what was headed before; where no head was ever recorded, nobody knows. */
static const char *head_said(const struct ctx *cx, const struct village_state *v, struct list facts)
{
	const struct village_fact *f = facts.rows;

	if (!text_eq(v->head_is, "vacant"))
		return v->head_is;
	for (size_t i = 0; i < facts.n; i++)
		if (f[i].void_ms > cx->known && f[i].from_day <= cx->day &&
			village_aspect_of(f[i].aspect) == VILLAGE_HEAD)
			return v->head_is;
	return "unknown";
}

static enum err add_record(
	struct ctx *cx, struct doc *d, const struct village_state *v, struct list facts)
{
	struct shown *s = arena_new_of(cx->a, struct shown);
	const struct village_fact *f = facts.rows;

	*s = (struct shown){.code = v->code,
		.kind = v->kind,
		.cover = v->cover,
		.lives = v->lives,
		.head_is = v->head_is,
		.members = v->members,
		.official = v->official,
		.combined = v->combined};
	for (size_t i = 0; i < facts.n; i++)
		if (f[i].void_ms > cx->known && holds(&f[i], cx->day))
			add_fact(cx, &f[i], s);
	TRY(org_words(cx, v->commune, &s->commune, &s->commune_href));
	TRY(org_words(cx, v->cell, &s->cell, &s->cell_href));
	if (v->cell)
		TRY(secretaries(cx, v->cell, &s->secretary));
	if (v->head && grant_allows(cx->actor, PERM_MEMBER_FILE))
		s->head_href = arena_printf(cx->a, "/member/%lld%s", (long long)v->head, cx->query);
	doc_record(d, "village", M_NONE, shown_fields, s);
	return ERR_OK;
}

/* ---- the timeline ---- */

struct line {
	int64_t id;
	day_t day, last_day;
	const char *what, *detail, *number, *note, *corrected, *href;
	int order;
};

static const struct field line_fields[] = {
	F_ID(struct line, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "fact"),
	F_DAY(struct line, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct line, what, M_FIELD_VILLAGE_FACT, CLASS_INSIDE, FF_KEY, 300),
	F_TEXT(struct line, detail, M_FIELD_DETAIL, CLASS_INSIDE, FF_HIDDEN, 300),
	F_DAY(struct line, last_day, M_FIELD_LAST_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct line, number, M_FIELD_DECISION_NO, CLASS_INSIDE, 0, 60),
	F_TEXT(struct line, note, M_FIELD_NOTE, CLASS_INSIDE, 0, 500),
	F_TEXT(struct line, corrected, M_FIELD_CORRECTED, CLASS_INSIDE, 0, 40),
	F_URL(struct line, href, M_FIELD_VILLAGE_FACT, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

static enum err other_name(struct ctx *cx, int64_t village, day_t day, const char **ret)
{
	struct village_state s;
	enum err e = village_near(cx, village, day, &s);

	*ret = e ? "?" : s.name;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err place_detail(struct ctx *cx, const struct village_fact *f, const char **ret)
{
	const char *commune = "?", *other, *href;

	TRY(org_words(cx, f->org, &commune, &href));
	*ret = arena_printf(cx->a, "%s (%s), %s", f->name, f->code, commune);
	if (!f->other)
		return ERR_OK;
	TRY(other_name(cx, f->other, f->to_day, &other));
	*ret = arena_printf(cx->a, "%s; %s", *ret,
		msg_say(cx->a, cx->say.lang, M_VILLAGE_WENT_INTO, other, cx_day(cx, f->to_day)));
	return ERR_OK;
}

static enum err cell_detail(struct ctx *cx, const struct village_fact *f, const char **ret)
{
	const char *href;

	*ret = "?";
	TRY(org_words(cx, f->org, ret, &href));
	if (f->joint)
		*ret = arena_printf(cx->a, "%s (%s)", *ret,
			cat_name(cx->say.cats, cx->say.lang, "village_cover", "joint"));
	return ERR_OK;
}

static enum err detail_of(struct ctx *cx, const struct village_fact *f, const char **ret)
{
	const struct speech *say = &cx->say;

	*ret = f->holder;
	switch (village_aspect_of(f->aspect)) {
	case VILLAGE_PLACE:
		return place_detail(cx, f, ret);
	case VILLAGE_CELL:
		return cell_detail(cx, f, ret);
	case VILLAGE_COUNT:
		*ret = msg_say(cx->a, say->lang, M_VILLAGE_COUNTED,
			number_text(cx->a, say->lang, f->households),
			number_text(cx->a, say->lang, f->population));
		return ERR_OK;
	case VILLAGE_UNSTABLE:
		*ret = cat_name(say->cats, say->lang, "unstable_reason", f->reason);
		return ERR_OK;
	default:
		return ERR_OK;
	}
}

static enum err line_of(struct ctx *cx, const struct village_fact *f, struct line *l)
{
	const char *what = cat_name(cx->say.cats, cx->say.lang, "village_fact", f->aspect);

	*l = (struct line){.id = f->id,
		.day = f->from_day,
		.last_day = f->to_day == DAY_MAX ? 0 : day_add(f->to_day, -1),
		.number = f->number,
		.note = f->note,
		.order = village_aspect_of(f->aspect)};
	TRY(detail_of(cx, f, &l->detail));
	l->what = text_empty(l->detail) ? arena_strdup(cx->a, what)
					: arena_printf(cx->a, "%s: %s", what, l->detail);
	if (f->void_ms <= cx->known) {
		l->corrected = instant_text(cx->a, cx->say.lang, f->void_ms);
		l->what = msg_say(cx->a, cx->say.lang, M_FILE_WAS, l->what);
	} else {
		l->href = arena_printf(cx->a, "/village-fact/%lld.%lld%s", (long long)f->village,
			(long long)f->id, cx->query);
	}
	return ERR_OK;
}

static int newest_first(const void *va, const void *vb)
{
	const struct line *a = va, *b = vb;

	if (a->day != b->day)
		return a->day < b->day ? 1 : -1;
	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return (a->id < b->id) - (a->id > b->id);
}

/* Was it voided only to end on another day, by a row that says the same? */
static bool only_ended(const struct village_fact *f, struct list facts)
{
	const struct village_fact *other = facts.rows;

	for (size_t i = 0; i < facts.n; i++)
		if (other[i].txn == f->void_txn && other[i].from_day == f->from_day &&
			text_eq(other[i].aspect, f->aspect) && other[i].org == f->org &&
			other[i].joint == f->joint && other[i].person == f->person &&
			text_eq(other[i].holder, f->holder) && text_eq(other[i].name, f->name) &&
			text_eq(other[i].code, f->code) && text_eq(other[i].reason, f->reason))
			return true;
	return false;
}

static enum err add_line(struct ctx *cx, struct doc *d, struct list facts)
{
	struct line *lines = arena_array(cx->a, facts.n + 1, sizeof(*lines));
	const struct village_fact *f = facts.rows;
	size_t n = 0;

	for (size_t i = 0; i < facts.n; i++)
		if (!f[i].void_txn || f[i].void_ms > cx->known || !only_ended(&f[i], facts))
			TRY(line_of(cx, &f[i], &lines[n++]));
	if (n)
		qsort(lines, n, sizeof(*lines), newest_first);
	doc_timeline(
		d, "line", M_VILLAGE_LINE, line_fields, (struct list){lines, n, sizeof(*lines)});
	return ERR_OK;
}

/* ---- what can be done ---- */

static const struct {
	const struct action *action;
	const char *rest;
} acts[] = {{&village_set_head, "/head"}, {&village_set_cell, "/cell"},
	{&village_set_charge, "/charge"}, {&village_set_unstable, "/unstable"},
	{&village_set_survey, "/survey"}, {&village_set_count, "/count"},
	{&village_set_place, "/place"}, {&village_merge, "/merge"}, {&village_end, "/end"}};

static void act_links(struct ctx *cx, struct doc *d, int64_t village)
{
	if (!grant_allows(cx->actor, PERM_VILLAGE_CHANGE))
		return;
	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++)
		doc_link(d, i ? DOC_ACTION : DOC_PRIMARY,
			msg_text(cx->say.lang, acts[i].action->title), "%s",
			village_href(cx, village, acts[i].rest));
}

static const char *lead(struct ctx *cx, struct doc *d, const struct village_state *s)
{
	const struct speech *say = &cx->say;

	if (s->from_day > cx->day || s->to_day <= cx->day)
		return doc_say(d, M_VILLAGE_NOT_THEN, cx_day(cx, cx->day), NULL);
	return doc_say(d, M_VILLAGE_PAGE_LEAD,
		cat_name(say->cats, say->lang, "village_cover", s->cover),
		cat_name(say->cats, say->lang, "village_lives", s->lives),
		cat_name(say->cats, say->lang, "village_head_is", s->head_is), NULL);
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct village_state *s = arena_new_of(cx->a, struct village_state);
	struct list facts;
	int64_t village;

	(void)in;
	TRY(village_item(cx, &village));
	TRY(village_head(cx, d, village, s));
	TRY(village_facts(cx, village, true, &facts));
	s->head_is = head_said(cx, s, facts);
	d->title = s->name;
	d->lead = lead(cx, d, s);
	TRY(add_record(cx, d, s, facts));
	TRY(village_people_add(cx, d, s));
	TRY(add_line(cx, d, facts));
	act_links(cx, d, village);
	return ERR_OK;
}

const struct action village_show = {.read = show, .title = M_VILLAGE_PAGE};

/* ---- one thing that was recorded ---- */

static enum err one(struct ctx *cx, struct village_fact *ret)
{
	struct str rest = str_of(cx->item), first = str_cut(&rest, '.');
	long long village, id;
	enum err e = ERR_NOT_FOUND;

	if (str_to_int(first, &village) && str_to_int(rest, &id))
		e = db_get(cx->db, cx->a, village_fact_fields, ret, Q_VILLAGE_FACT_ONE,
			(int64_t)village, (int64_t)id);
	return e == ERR_NOT_FOUND ? cx_fault(cx, e, NULL, M_RECORD_NONE) : e;
}

static enum err fact_show(struct ctx *cx, const void *in, struct doc *d)
{
	struct line *l = arena_new_of(cx->a, struct line);
	struct village_state s;
	struct village_fact f = {0};

	(void)in;
	TRY(one(cx, &f));
	TRY(village_head(cx, d, f.village, &s));
	TRY(line_of(cx, &f, l));
	d->title =
		arena_strdup(cx->a, cat_name(cx->say.cats, cx->say.lang, "village_fact", f.aspect));
	d->lead = s.name;
	d->dated = 0;
	l->href = NULL;
	doc_record(d, "fact", M_NONE, line_fields, l);
	if (f.void_txn || !grant_allows(cx->actor, PERM_VILLAGE_CHANGE))
		return ERR_OK;
	doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_RECORD_CORRECT), "/village-fact/%s/%s%s",
		cx->item, f.aspect, cx->query);
	doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_RECORD_END), "/village-fact/%s/end%s",
		cx->item, cx->query);
	doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_RECORD_REMOVE),
		"/village-fact/%s/remove%s", cx->item, cx->query);
	return ERR_OK;
}

const struct action village_fact_show = {.read = fact_show, .title = M_VILLAGE_FACT};

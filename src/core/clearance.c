#include "core/clearance.h"

#include "core/tree.h"
#include "view/cleared.h"

/* ---- whose people ---- */

/* From the top to the organisation as things stand, without asking where dispatch has asked. */
static enum err way_to(struct ctx *cx, int64_t org, struct list *ret)
{
	int64_t known = cx->known;
	day_t day;
	enum err e;

	*ret = cx->way;
	if (cx->org == org && cx->way.n && cx->day == cx->say.today && known == KNOWN_NOW)
		return ERR_OK;
	TRY(tree_day_of_reach(cx, org, &day));
	cx->known = KNOWN_NOW;
	e = tree_path(cx, org, day, ret);
	cx->known = known;
	return e;
}

static bool is_on(struct list way, int64_t org)
{
	const struct org_step *step = way.rows;

	for (size_t i = 0; i < way.n; i++)
		if (step[i].org == org)
			return true;
	return false;
}

/* What is asked about: an organisation on a day, and the way to it. */
struct place {
	struct ctx *cx;
	int64_t org;
	day_t day;
	struct list way;
};

/* Is everything that was below it on the day still below the organisation of the function? */
static enum err is_kept(struct place *p, int64_t over, bool *ret)
{
	struct ctx *cx = p->cx;
	int64_t gone = 0;

	if (over && (p->day != cx->say.today || cx->known != KNOWN_NOW))
		TRY(db_number(cx->db, &gone, 0, Q_CLEARANCE_GONE, p->org, over, p->day, cx->known,
			cx->say.today));
	*ret = !gone;
	return ERR_OK;
}

static enum err is_over(struct place *p, const struct grant *g, bool *ret)
{
	bool below = text_eq(g->reach, "below");

	*ret = !g->org || g->org == p->org || (below && is_on(p->way, g->org));
	if (*ret && g->org && !below)
		TRY(grant_own_is_all(p->cx, p->org, p->day, ret));
	return *ret ? is_kept(p, g->org, ret) : ERR_OK;
}

/* What one function lets its holder see there. */
static enum err level_of(struct place *p, const struct grant *g, enum field_class *ret)
{
	bool yes, own = false;

	*ret = CLASS_INSIDE;
	if (!grant_is_for(g, PERM_SEE_PERSONAL))
		return ERR_OK;
	TRY(is_over(p, g, &yes));
	if (!yes)
		return ERR_OK;
	*ret = CLASS_PERSONAL;
	if (grant_is_for(g, PERM_SEE_OWN_CELL) && g->org == p->org)
		TRY(grant_own_is_all(p->cx, p->org, p->day, &own));
	if (own || grant_is_for(g, PERM_SEE_SENSITIVE))
		*ret = CLASS_SENSITIVE;
	return ERR_OK;
}

/* What is left once functions have been looked at that let nothing be seen: no statement. */
static bool sees_anything(const struct actor *actor)
{
	const struct grant *g = actor->grants.rows;

	for (size_t i = 0; i < actor->grants.n; i++)
		if (grant_is_for(&g[i], PERM_SEE_PERSONAL))
			return true;
	return false;
}

enum err clearance_of(struct ctx *cx, int64_t org, day_t day, enum field_class *ret)
{
	const struct grant *g = cx->actor->grants.rows;
	struct place p = {.cx = cx, .org = org, .day = day};

	*ret = cx->actor->is_operator ? CLASS_SENSITIVE : CLASS_INSIDE;
	if (cx->actor->is_operator || !sees_anything(cx->actor))
		return ERR_OK;
	if (org)
		TRY(way_to(cx, org, &p.way));
	for (size_t i = 0; *ret < CLASS_SENSITIVE && i < cx->actor->grants.n; i++) {
		enum field_class level;
		TRY(level_of(&p, &g[i], &level));
		*ret = level > *ret ? level : *ret;
	}
	return ERR_OK;
}

/* ---- what the answer may show ---- */

static void give(struct ctx *cx, enum field_class most)
{
	cx->clear.most = most;
	if (cx->page.sink && !sink_begun(cx->page.sink))
		sink_clear(cx->page.sink, cx->a, most);
}

void clearance_start(struct ctx *cx, enum perm perm)
{
	/* what is shown there belongs to who asks, or is of accounts and decided by the page */
	bool own = perm == PERM_PUBLIC || perm == PERM_SELF || perm == PERM_ACCOUNT_READ ||
		   perm == PERM_ACCOUNT_MAKE || perm == PERM_ACCOUNT_HELP;

	cx->clear.taken = false;
	give(cx, own ? CLASS_SENSITIVE : CLASS_INSIDE);
}

void clearance_set(struct ctx *cx, enum field_class most)
{
	give(cx, cx->clear.taken && cx->clear.most < most ? cx->clear.most : most);
	cx->clear.taken = true;
}

enum err clearance_take(struct ctx *cx, int64_t org, day_t day)
{
	enum field_class most;

	TRY(clearance_of(cx, org, day, &most));
	clearance_set(cx, most);
	return ERR_OK;
}

enum err clearance_take_person(struct ctx *cx, int64_t person, int64_t cell)
{
	enum field_class most = CLASS_SENSITIVE;
	int64_t known = cx->known;
	enum err e = ERR_OK;

	/* where they are today decides, whatever day the page is about */
	cx->known = KNOWN_NOW;
	if (!person || person != cx->actor->person)
		e = clearance_of(cx, cell, cx->say.today, &most);
	cx->known = known;
	TRY(e);
	clearance_set(cx, most);
	return ERR_OK;
}

bool clearance_has(const struct ctx *cx, enum field_class class)
{
	return class != CLASS_NONE && class <= cx->clear.most;
}

enum err clearance_inputs(struct ctx *cx, const struct field *fields,
	bool (*given)(const void *p, const char *name), const void *p)
{
	field_each (f, fields)
		if (f->class > CLASS_INSIDE && !clearance_has(cx, f->class) && given(p, f->name))
			cx_fault(cx, ERR_FORBIDDEN, f->name, M_CLEARANCE_INPUT,
				msg_text(cx->say.lang, f->label));
	return cx->f->code;
}

/* ---- the document ---- */

/* What is carried unseen is of no class of its own. */
static bool may_stand(const struct ctx *cx, const struct field *f)
{
	return f->class == CLASS_INSIDE || clearance_has(cx, f->class);
}

static void clear_form(struct ctx *cx, struct doc_form *form, struct cleared_hidden *hidden)
{
	const struct doc_form_field *from = form->fields.rows;
	struct doc_form_field *left = arena_array(cx->a, form->fields.n + 1, sizeof(*left));
	size_t n = 0;

	for (size_t i = 0; i < form->fields.n; i++)
		if (may_stand(cx, from[i].f))
			left[n++] = from[i];
		else
			cleared_note(cx->a, hidden, from[i].f);
	form->fields = (struct list){left, n, sizeof(*left)};
}

void clearance_doc(struct ctx *cx, struct doc *d)
{
	struct cleared_hidden hidden = {.lang = cx->say.lang};
	enum field_class most = cx->clear.most;

	for (struct doc_part *p = d->parts; p; p = p->next) {
		if (p->fields)
			p->fields = cleared_fields(cx->a, p->fields, most, &hidden);
		if (p->form)
			clear_form(cx, p->form, &hidden);
	}
	if (d->data_fields)
		d->data_fields = cleared_fields(cx->a, d->data_fields, most, &hidden);
	if (hidden.names)
		doc_note(d, DOC_PLAIN, doc_say(d, M_CLEARANCE_HIDDEN, hidden.names, NULL));
}

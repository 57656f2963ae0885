/*
 * reorg_decide.c: what people answer: one line, a line more, or all lines of a question at once.
 */
#include "core/tree_find.h"
#include "reorg/reorg.h"

enum { SHOWN = 50 };

struct answer {
	const char *what, *old, *target, *kind, *note, *ask, *place, *how;
	int64_t row;
};

#define TEXT(m, label, flags, hint)                                                                \
	{                                                                                          \
#m, FT_TEXT, CLASS_INSIDE, label, flags,                                           \
			FIELD_OFF(struct answer, m, const char *), 200, 0, 0, hint, 0              \
	}
#define CAT(m, label, flags, of) F_CAT(struct answer, m, label, CLASS_INSIDE, flags, of)
#define SAID                                                                                       \
	TEXT(target, M_FIELD_REORG_TARGET, FF_WHEN, M_HINT_REORG_TARGET),                          \
		CAT(kind, M_FIELD_REORG_KIND, 0, "org_kind"),                                      \
		F_LINES(struct answer, note, M_FIELD_NOTE, CLASS_INSIDE, 0, 500)

static const struct field one_fields[] = {
	F_ID(struct answer, row, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN | FF_FRESH, "reorg_line"),
	CAT(what, M_FIELD_REORG_WHAT, FF_REQUIRED, "reorg_what"),
	TEXT(old, M_FIELD_REORG_OLD, 0, M_HINT_REORG_OLD),
	SAID,
	F_END,
};

static const struct field add_fields[] = {
	TEXT(old, M_FIELD_REORG_OLD, FF_REQUIRED, M_HINT_REORG_OLD),
	CAT(what, M_FIELD_REORG_WHAT, FF_REQUIRED, "reorg_what"),
	SAID,
	F_END,
};

static const struct field all_fields[] = {
	CAT(ask, M_FIELD_REORG_ASK, 0, "reorg_ask"),
	TEXT(place, M_FIELD_REORG_PLACE, 0, M_NONE),
	CAT(how, M_FIELD_REORG_HOW, FF_REQUIRED, "reorg_how"),
	CAT(what, M_FIELD_REORG_WHAT, 0, "reorg_what"),
	SAID,
	F_END,
};

struct plan {
	struct reorg r;
	struct list lines; /* struct reorg_line: as they will be */
};

/* ---- what was typed ---- */

static enum err find_unit(struct ctx *cx, const struct reorg *r, const char *text, int64_t *ret)
{
	const char *key = reorg_key(cx->a, text);
	const struct reorg_unit *u;
	struct list units;
	int named = 0;

	*ret = 0;
	TRY(reorg_units(cx, r->id, &units));
	u = units.rows;
	for (size_t i = 0; i < units.n; i++) {
		if (text_eq(u[i].code, text)) {
			*ret = u[i].unit;
			return ERR_OK;
		}
		if (text_eq(reorg_key(cx->a, u[i].name), key)) {
			*ret = u[i].unit;
			named++;
		}
	}
	if (named > 1)
		return cx_fault(cx, ERR_BAD_INPUT, "target", M_REORG_SEVERAL_UNITS, text);
	return ERR_OK;
}

static bool needs_target(const char *what)
{
	return text_eq(what, "as") || text_eq(what, "into") || text_eq(what, "part") ||
	       text_eq(what, "under");
}

static enum err check_answer(struct ctx *cx, const struct reorg_line *l)
{
	if (text_eq(l->what, "open"))
		return cx_fault(cx, ERR_BAD_INPUT, "what", M_REORG_CHOOSE);
	if (text_eq(l->what, "as") && !l->unit)
		return cx_fault(cx, ERR_BAD_INPUT, "target", M_REORG_AS_UNIT);
	if (needs_target(l->what) && !l->unit && !l->to_org)
		return cx_fault(cx, ERR_BAD_INPUT, "target", M_VALUE_REQUIRED);
	if (!l->org && !text_eq(l->what, "skip"))
		return cx_fault(cx, ERR_BAD_INPUT, "old", M_VALUE_REQUIRED);
	return ERR_OK;
}

/* Where to: a unit of the plan first, else an organisation of the day before. */
static enum err read_target(
	struct ctx *cx, const struct reorg *r, const struct answer *in, struct reorg_line *l)
{
	l->unit = l->to_org = 0;
	if (text_empty(in->target))
		return ERR_OK;
	TRY(find_unit(cx, r, in->target, &l->unit));
	return l->unit ? ERR_OK
		       : tree_pick(cx, in->target, day_add(r->day, -1), "target", &l->to_org);
}

/* Of the plan: of what it is about, or below that. */
static enum err read_old(
	struct ctx *cx, const struct reorg *r, const struct answer *in, struct reorg_line *l)
{
	bool below = true;

	l->org = 0;
	if (text_empty(in->old))
		return ERR_OK;
	TRY(tree_pick(cx, in->old, day_add(r->day, -1), "old", &l->org));
	if (r->org)
		TRY(tree_is_below(cx, l->org, r->org, day_add(r->day, -1), &below));
	return below ? ERR_OK : cx_fault(cx, ERR_REFUSED, "old", M_REORG_NOT_BELOW, in->old);
}

/* What ends goes neither into itself nor into what goes with it. */
static enum err check_target(struct ctx *cx, const struct reorg *r, const struct reorg_line *l)
{
	bool below = false;

	if (!l->org || !l->to_org)
		return ERR_OK;
	TRY(tree_is_below(cx, l->to_org, l->org, day_add(r->day, -1), &below));
	return below ? cx_fault(cx, ERR_REFUSED, "target", M_REORG_INTO_ITSELF) : ERR_OK;
}

/* One line says where an organisation goes; only parts of it are said by several. */
static enum err check_first(struct ctx *cx, const struct reorg *r, const struct reorg_line *l)
{
	int64_t n, others;

	if (!l->org || text_eq(l->what, "skip"))
		return ERR_OK;
	TRY(db_number(cx->db, &n, 0, Q_REORG_SAID_OF, r->id, l->org, ""));
	if (!n)
		return ERR_OK;
	TRY(db_number(cx->db, &others, 0, Q_REORG_SAID_OF, r->id, l->org, "part"));
	if (!others && text_eq(l->what, "part"))
		return ERR_OK;
	return cx_fault(cx, ERR_REFUSED, "old", M_REORG_HAS_LINE);
}

static enum err read_answer(
	struct ctx *cx, const struct reorg *r, const struct answer *in, struct reorg_line *l)
{
	l->what = in->what;
	l->kind = in->kind;
	l->note = in->note;
	l->decided = 1;
	TRY(read_target(cx, r, in, l));
	TRY(check_answer(cx, l));
	return check_target(cx, r, l);
}

/* ---- one line ---- */

static enum err code_of(struct ctx *cx, const struct reorg *r, int64_t org, const char **ret)
{
	struct org_spell s;
	enum err e = org ? tree_spell_near(cx, org, day_add(r->day, -1), &s) : ERR_NOT_FOUND;

	*ret = e ? NULL : s.code;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

struct said {
	int64_t id, unit, to_org, made_ms;
	const char *what, *note, *login, *to;
	int decided;
};

static const struct field said_fields[] = {
	F_ID(struct said, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "reorg_line"),
	F_INT(struct said, unit, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, 0),
	F_ID(struct said, to_org, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_INSTANT(struct said, made_ms, M_FIELD_AT, CLASS_INSIDE, FF_KEY),
	F_TEXT(struct said, login, M_FIELD_ACCOUNT, CLASS_INSIDE, 0, 0),
	F_CAT(struct said, what, M_FIELD_REORG_WHAT, CLASS_INSIDE, 0, "reorg_what"),
	F_TEXT(struct said, to, M_FIELD_REORG_TO, CLASS_INSIDE, 0, 0),
	F_TEXT(struct said, note, M_FIELD_NOTE, CLASS_INSIDE, 0, 0),
	F_BOOL(struct said, decided, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

/* Who said what, and when: the line as it was each time. */
static enum err add_history(
	struct ctx *cx, struct doc *d, const struct reorg *r, const struct reorg_line *l)
{
	struct said *s;
	struct list all;

	TRY(db_list(cx->db, cx->a, said_fields, sizeof(*s), &all, Q_REORG_LINE_HISTORY, r->id,
		l->line));
	s = (struct said *)all.rows;
	for (size_t i = 0; i < all.n; i++) {
		TRY(reorg_unit_name(cx, r->id, s[i].unit, &s[i].to));
		if (!s[i].to)
			TRY(reorg_org_name(cx, s[i].to_org, day_add(r->day, -1), &s[i].to));
	}
	doc_table(d, "said", M_REORG_SAID, said_fields, all);
	return ERR_OK;
}

static const struct field file_fields[] = {
	F_CAT(struct reorg_line, ask, M_FIELD_REORG_ASK, CLASS_INSIDE, 0, "reorg_ask"),
	F_TEXT(struct reorg_line, hint, M_FIELD_REORG_HINT, CLASS_INSIDE, 0, 0),
	F_INT(struct reorg_line, row_no, M_FIELD_REORG_ROW, CLASS_INSIDE, 0, 0),
	F_TEXT(struct reorg_line, old_code, M_FIELD_REORG_OLD_CODE, CLASS_INSIDE, 0, 0),
	F_TEXT(struct reorg_line, old_name, M_FIELD_REORG_OLD_NAME, CLASS_INSIDE, 0, 0),
	F_TEXT(struct reorg_line, old_district, M_FIELD_REORG_OLD_DISTRICT, CLASS_INSIDE, 0, 0),
	F_TEXT(struct reorg_line, old_province, M_FIELD_REORG_OLD_PROVINCE, CLASS_INSIDE, 0, 0),
	F_TEXT(struct reorg_line, new_code, M_FIELD_REORG_NEW_CODE, CLASS_INSIDE, 0, 0),
	F_TEXT(struct reorg_line, new_name, M_FIELD_REORG_NEW_NAME, CLASS_INSIDE, 0, 0),
	F_TEXT(struct reorg_line, new_province, M_FIELD_REORG_NEW_PROVINCE, CLASS_INSIDE, 0, 0),
	F_END,
};

/* In the form stands what was answered, or else the hint: to be agreed to, never taken unasked. */
static enum err fill_form(
	struct ctx *cx, const struct reorg *r, const struct reorg_line *l, struct answer *in)
{
	bool hint = !l->decided && !text_empty(l->hint_what);
	int64_t unit = l->unit ? l->unit : hint ? l->hint_unit : 0;
	struct reorg_unit u;

	in->row = l->id;
	in->what = hint ? l->hint_what : l->what;
	in->kind = hint ? l->hint_kind : l->kind;
	in->note = l->note;
	TRY(code_of(cx, r, l->org ? l->org : hint ? l->hint_org : 0, &in->old));
	if (!unit)
		return code_of(cx, r, l->to_org, &in->target);
	TRY(reorg_unit_get(cx, r->id, unit, &u));
	in->target = u.code;
	return ERR_OK;
}

static enum err one_fill(struct ctx *cx, void *in, struct doc *d)
{
	struct reorg_line *l = arena_new_of(cx->a, struct reorg_line);
	struct reorg r;

	TRY(reorg_line_of(cx, cx->item, l));
	TRY(reorg_get(cx, arena_printf(cx->a, "%lld", (long long)l->reorg), &r));
	TRY(reorg_line_words(cx, l, day_add(r.day, -1)));
	reorg_path(cx, d, &r);
	doc_path(d, msg_text(cx->say.lang, M_REORG_LINES), reorg_href(cx, r.id, "/line"));
	d->lead = l->old;
	doc_record(d, "line", M_NONE, file_fields, l);
	TRY(add_history(cx, d, &r, l));
	return fill_form(cx, &r, l, in);
}

static enum err one_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct reorg_line *l = arena_new_of(cx->a, struct reorg_line);
	struct plan *p = arena_new_of(cx->a, struct plan);
	const struct answer *in = vin;

	(void)d;
	TRY(reorg_line_of(cx, cx->item, l));
	TRY(reorg_get_draft(cx, arena_printf(cx->a, "%lld", (long long)l->reorg), &p->r));
	if (in->row && in->row != l->id)
		return cx_fault(cx, ERR_CONFLICT, NULL, M_REORG_ANSWERED);
	TRY(read_old(cx, &p->r, in, l));
	TRY(read_answer(cx, &p->r, in, l));
	p->lines = (struct list){l, 1, sizeof(*l)};
	*ret_plan = p;
	return ERR_OK;
}

static enum err write_lines(struct ctx *cx, struct plan *p)
{
	const struct reorg_line *l = p->lines.rows;

	TRY(db_batch_begin(cx->db));
	for (size_t i = 0; i < p->lines.n; i++)
		TRY(reorg_line_write(cx, &l[i]));
	TRY(db_batch_end(cx->db));
	TRY(reorg_bump(cx, p->r.id));
	return reorg_gather_now(cx, &p->r);
}

static enum err apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct answer *in = vin;
	const struct reorg_line *l;
	struct plan *p = plan;

	l = p->lines.rows;
	TRY(txn_start(cx, "reorg_decide", in->note));
	TRY(write_lines(cx, p));
	d->location = arena_printf(cx->a, "/reorg/%lld/line%s%s", (long long)p->r.id,
		p->lines.n ? "?open=1&ask=" : "", p->lines.n ? l->ask : "");
	return ERR_OK;
}

#define ANSWER(var, fields, fill_, plan_, title_, submit_, preview_)                               \
	const struct action var = {.in = fields,                                                   \
		.in_size = sizeof(struct answer),                                                  \
		.fill = fill_,                                                                     \
		.plan = plan_,                                                                     \
		.apply = apply,                                                                    \
		.title = title_,                                                                   \
		.submit = submit_,                                                                 \
		.preview = preview_}

ANSWER(reorg_line_show, one_fields, one_fill, one_plan, M_REORG_LINE, M_REORG_LINE_DO, false);

/* ---- a line more ---- */

static enum err add_fill(struct ctx *cx, void *in, struct doc *d)
{
	struct reorg r;

	(void)in;
	TRY(reorg_get_draft(cx, cx->item, &r));
	reorg_path(cx, d, &r);
	d->lead = msg_text(cx->say.lang, M_REORG_LINE_ADD_LEAD);
	return ERR_OK;
}

static enum err add_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct reorg_line *l = arena_new_of(cx->a, struct reorg_line);
	struct plan *p = arena_new_of(cx->a, struct plan);

	(void)d;
	TRY(reorg_get_draft(cx, cx->item, &p->r));
	TRY(read_old(cx, &p->r, in, l));
	TRY(read_answer(cx, &p->r, in, l));
	TRY(check_first(cx, &p->r, l));
	l->reorg = p->r.id;
	l->ask = "added";
	TRY(db_number(cx->db, &l->line, 0, Q_REORG_LINE_LAST, p->r.id));
	l->line++;
	p->lines = (struct list){l, 1, sizeof(*l)};
	*ret_plan = p;
	return ERR_OK;
}

ANSWER(reorg_line_add, add_fields, add_fill, add_plan, M_REORG_LINE_ADD, M_REORG_LINE_DO, false);

/* ---- all lines of a question ---- */

/* The lines meant: open ones of the question and the place. */
static enum err open_lines(
	struct ctx *cx, const struct reorg *r, const struct answer *in, struct list *ret)
{
	return db_list(cx->db, cx->a, reorg_line_columns, sizeof(struct reorg_line), ret,
		Q_REORG_LINE_PAGE, r->id, in->ask ? in->ask : "", (int64_t)1,
		in->place ? in->place : "", INT64_MAX);
}

static enum err all_fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct answer *in = vin;
	struct reorg r;

	TRY(reorg_get_draft(cx, cx->item, &r));
	reorg_path(cx, d, &r);
	d->lead = msg_text(cx->say.lang, M_REORG_DECIDE_LEAD);
	in->how = "hint";
	return ERR_OK;
}

static void take_hint(struct reorg_line *l)
{
	if (text_empty(l->hint_what))
		return;
	l->what = l->hint_what;
	l->kind = l->hint_kind;
	l->org = l->hint_org ? l->hint_org : l->org;
	l->unit = l->hint_unit ? l->hint_unit : l->unit;
	l->decided = 1;
}

static void take_said(struct reorg_line *l, const struct answer *in, const struct reorg_line *said)
{
	l->what = in->what;
	l->kind = in->kind;
	l->decided = 1;
	if (text_empty(in->target))
		return;
	l->unit = said->unit;
	l->to_org = said->to_org;
}

/* Some answers do not fit some lines: those wait on. */
static bool is_whole(const struct reorg_line *l)
{
	if (!l->decided || (!l->org && !text_eq(l->what, "skip")))
		return false;
	if (text_eq(l->what, "as"))
		return l->unit != 0;
	return !needs_target(l->what) || l->unit || l->to_org;
}

static enum err answer_all(
	struct ctx *cx, const struct reorg *r, const struct answer *in, struct list *lines)
{
	struct reorg_line *l = (struct reorg_line *)lines->rows, said = {0};
	bool hint = text_eq(in->how, "hint");
	size_t n = 0;

	TRY(read_target(cx, r, in, &said));
	for (size_t i = 0; i < lines->n; i++) {
		l[n] = l[i];
		l[n].note = in->note;
		if (hint)
			take_hint(&l[n]);
		else
			take_said(&l[n], in, &said);
		n += is_whole(&l[n]);
	}
	lines->n = n;
	return ERR_OK;
}

static enum err show_some(struct ctx *cx, struct doc *d, const struct plan *p, size_t left)
{
	size_t n = p->lines.n < SHOWN ? p->lines.n : SHOWN;
	struct reorg_line *l = arena_array(cx->a, n + 1, sizeof(*l));
	struct doc_part *part;

	memcpy(l, p->lines.rows, n * sizeof(*l));
	for (size_t i = 0; i < n; i++)
		TRY(reorg_line_words(cx, &l[i], day_add(p->r.day, -1)));
	part = doc_table(d, "lines", M_REORG_WILL_BE, reorg_line_list_fields,
		(struct list){l, n, sizeof(*l)});
	part->total = (int64_t)p->lines.n;
	if (left)
		doc_note(d, DOC_WARN,
			doc_say(d, M_REORG_NO_HINT, number_text(cx->a, d->lang, (int64_t)left),
				NULL));
	return ERR_OK;
}

static enum err all_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct plan *p = arena_new_of(cx->a, struct plan);
	const struct answer *in = vin;
	size_t all;

	TRY(reorg_get_draft(cx, cx->item, &p->r));
	if (!text_eq(in->how, "hint") && (text_empty(in->what) || text_eq(in->what, "open")))
		return cx_fault(cx, ERR_BAD_INPUT, "what", M_REORG_CHOOSE);
	TRY(open_lines(cx, &p->r, in, &p->lines));
	all = p->lines.n;
	TRY(answer_all(cx, &p->r, in, &p->lines));
	if (!p->lines.n)
		return cx_fault(cx, ERR_REFUSED, NULL, M_REORG_NOTHING_MEANT);
	TRY(show_some(cx, d, p, all - p->lines.n));
	*ret_plan = p;
	return ERR_OK;
}

ANSWER(reorg_decide, all_fields, all_fill, all_plan, M_REORG_DECIDE, M_REORG_DECIDE_DO, true);

/*
 * life_card.c: cards of an organisation: who has none, who has one from before an exchange; issued,
 * exchanged or reissued for many at once.
 */
#include "core/filter.h"
#include "core/listing.h"
#include "life/life.h"
#include "life/life_lines.h"
#include "member/member_act.h"
#include "member/member_card.h"
#include "org/org.h"
#include "org/org_wide.h"

/* ---- who ---- */

struct card_row {
	int64_t person;
	const char *full_name, *cell_name, *member_no, *card_no;
	day_t recognised_on, card_on;
};

#define C(type, m, label, cls, ...) type(struct card_row, m, label, cls, __VA_ARGS__)

static const struct field card_row_fields[] = {
	C(F_ID, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	C(F_TEXT, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 0),
	C(F_TEXT, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 0),
	C(F_TEXT, member_no, M_FIELD_MEMBER_NO, CLASS_INSIDE, 0, 0),
	C(F_DAY, recognised_on, M_FIELD_OFFICIAL_DAY, CLASS_INSIDE, 0),
	C(F_TEXT, card_no, M_FIELD_CARD_NO, CLASS_PERSONAL, 0, 0),
	C(F_DAY, card_on, M_FIELD_CARD_ON, CLASS_INSIDE, 0),
	F_END,
};

struct cards_in {
	day_t before;
};

static const struct field cards_in_fields[] = {
	{"before", FT_DAY, CLASS_INSIDE, M_FIELD_CARD_BEFORE, 0,
		FIELD_OFF(struct cards_in, before, day_t), 0, 0, 0, M_HINT_CARD_BEFORE, 0},
	F_END,
};

static enum err read_rows(struct ctx *cx, day_t before, struct list *ret)
{
	if (!before)
		return db_list(cx->db, cx->a, card_row_fields, sizeof(struct card_row), ret,
			Q_LIFE_CARDLESS, cx->org, cx->say.today, cx->known, (int64_t)LINES_MOST);
	return db_list(cx->db, cx->a, card_row_fields, sizeof(struct card_row), ret, Q_LIFE_CARDS,
		cx->org, cx->say.today, cx->known, before, (int64_t)LINES_MOST);
}

/* A file holds all of them: of a large organisation those of one piece after another are sorted. */
static enum err stream_piece(struct ctx *cx, int64_t piece, day_t before)
{
	struct cursor c;

	if (before)
		TRY(db_query(cx->db, &c, Q_LIFE_CARDS, piece, cx->say.today, cx->known, before,
			INT64_MAX));
	else
		TRY(db_query(
			cx->db, &c, Q_LIFE_CARDLESS, piece, cx->say.today, cx->known, INT64_MAX));
	while (db_next(&c)) {
		struct arena_mark m = arena_mark(cx->a);
		struct card_row row = {0};
		db_row(&c, cx->a, card_row_fields, &row);
		TRY(sink_row(cx->page.sink, &row));
		arena_rewind(cx->a, m);
	}
	return db_end(&c);
}

static enum err stream(struct ctx *cx, struct doc *d, day_t before)
{
	const struct list none = {NULL, 0, sizeof(struct card_row)};
	struct list pieces;

	doc_table(d, "cards", M_NONE, card_row_fields, none)->main = 1;
	TRY(org_pieces(cx, cx->org, cx->say.today, ORG_WIDE_LIST, &pieces));
	TRY(sink_begin(cx->page.sink, msg_text(cx->say.lang, M_LIFE_CARDS), card_row_fields));
	for (size_t i = 0; i < pieces.n; i++)
		TRY(stream_piece(cx, ((const int64_t *)pieces.rows)[i], before));
	return ERR_OK;
}

static enum err cards(struct ctx *cx, const void *vin, struct doc *d)
{
	const struct cards_in *in = vin;
	char iso[DAY_TEXT];
	struct doc_part *p;
	struct list rows;
	bool may = grant_allows(cx->actor, PERM_CASE_DECIDE), wide;

	TRY(lines_head(
		cx, d, M_LIFE_CARDS, in->before ? M_LIFE_CARDS_OLD_LEAD : M_LIFE_CARDS_LEAD));
	filter_form(cx, d, cards_in_fields, 1, in, M_MEMBER_DUE_SHOW);
	TRY(org_wide(cx, cx->org, cx->say.today, ORG_WIDE_LIST, &wide));
	if (wide)
		return org_wide_show(cx, d, ORG_WIDE_LIST, "/card",
			filter_query(cx, cx->query, cards_in_fields, 1, in));
	if (cx->page.sink)
		return stream(cx, d, in->before);
	TRY(read_rows(cx, in->before, &rows));
	p = doc_table(d, "cards", M_NONE, card_row_fields, rows);
	p->main = 1;
	p->total = (int64_t)rows.n;
	p->total_cap = rows.n == LINES_MOST ? LINES_MOST : 0;
	p->row_href = "/member/";
	p->empty = msg_text(cx->say.lang, M_LIFE_CARDS_NONE);
	if (may)
		doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_LIFE_CARDS_NEW),
			"/org/%lld/card-new%s%s", (long long)cx->org, in->before ? "?before=" : "",
			in->before ? day_print_iso(iso, in->before) : "");
	listing_exports(cx, d, "");
	return ERR_OK;
}

const struct action life_card_list = {.in = cards_in_fields,
	.in_size = sizeof(struct cards_in),
	.read = cards,
	.title = M_LIFE_CARDS};

/* ---- many at once ---- */

static const struct field new_fields[] = {
	F_CAT(struct lines_in, kind, M_FIELD_FACT, CLASS_INSIDE, FF_REQUIRED, "card_kind"),
	F_DAY(struct lines_in, day, M_FIELD_CARD_ON, CLASS_INSIDE, FF_REQUIRED),
	{"lines", FT_LINES, CLASS_PERSONAL, M_FIELD_LIFE_LINES, FF_REQUIRED,
		FIELD_OFF(struct lines_in, lines, const char *), LINES_TEXT, 0, 0,
		M_HINT_LIFE_CARD_LINES, 0},
	F_TEXT(struct lines_in, reason, M_FIELD_NOTE, CLASS_INSIDE, 0, 200),
	F_DAY(struct lines_in, before, M_FIELD_CARD_BEFORE, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

static enum err fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct lines_in *in = vin;
	const struct card_row *r;
	struct list rows = {0};
	bool wide;

	TRY(lines_head(cx, d, M_LIFE_CARDS_NEW, M_LIFE_CARDS_NEW_LEAD));
	TRY(org_wide(cx, cx->org, cx->say.today, ORG_WIDE_LIST, &wide));
	if (!wide)
		TRY(read_rows(cx, in->before, &rows));
	r = rows.rows;
	in->day = cx->say.today;
	in->kind = in->before ? "card_exchanged" : "card_issued";
	in->lines = "";
	for (size_t i = 0; i < rows.n; i++)
		in->lines = lines_add(
			cx->a, in->lines, r[i].member_no, r[i].person, r[i].full_name, "");
	doc_look(d, "list", 0);
	d->look.people = (int64_t)rows.n;
	return ERR_OK;
}

struct told {
	struct ctx *cx;
	const struct lines_row *rows;
};

/* A number that is given already belongs to its line. */
static void report(
	void *p, long tag, const char *field, enum msg what, const char *const arg[ERR_ARGS])
{
	const struct told *t = p;
	struct ctx *cx = t->cx;

	if (text_eq(field, "number"))
		lines_bad(cx, &t->rows[tag], msg_fill(cx->a, cx->say.lang, what, arg, ERR_ARGS));
	else
		cx_fault(cx, ERR_REFUSED, field, what, arg[0], arg[1]);
}

/* A first one for whoever has none; another for whoever has one; probationers have none. */
static enum err check_card(struct ctx *cx, const struct lines_in *in, const struct lines_row *r)
{
	bool first = text_eq(in->kind, "card_issued"), has = false;
	const struct member_fact *f;
	struct member_spell s = {0};
	struct list facts;

	TRY(member_spell_on(cx, r->person, in->day, &s));
	if (!text_eq(s.status, "full"))
		return lines_bad(cx, r, msg_text(cx->say.lang, M_LIFE_CARD_PROBATION));
	TRY(member_told_facts(cx, r->person, &facts));
	f = facts.rows;
	for (size_t i = 0; i < facts.n && !first; i++)
		has = has || (fact_is_card(&f[i]) && day_first(f[i].day) <= in->day);
	if (first)
		has = member_card_before(facts, &(struct member_fact){.day = in->day}) != NULL;
	if (has == first)
		return lines_bad(cx, r,
			msg_text(cx->say.lang, has ? M_LIFE_CARD_HAS : M_LIFE_CARD_HAS_NONE));
	return ERR_OK;
}

static enum err plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct lines_in *in = vin;
	const struct lines_row *r;
	struct member_plan *p;
	struct list rows;
	struct told told;

	TRY(lines_read(cx, in, &rows));
	TRY(member_plan_new(cx, &p));
	r = rows.rows;
	told = (struct told){cx, r};
	member_plan_report(p, report, &told);
	for (size_t i = 0; i < rows.n; i++) {
		member_plan_tag(p, (long)i);
		TRY(check_card(cx, in, &r[i]));
		TRY(member_plan_fact(p, &(struct member_fact){.person = r[i].person,
						.kind = in->kind,
						.day = in->day,
						.number = r[i].value,
						.reason = in->reason}));
	}
	TRY(member_plan_check(p));
	*ret_plan = p;
	return member_act_diffs(cx, p, d);
}

const struct action life_card_new = {.in = new_fields,
	.in_size = sizeof(struct lines_in),
	.fill = fill,
	.plan = plan,
	.apply = lines_apply,
	.title = M_LIFE_CARDS_NEW,
	.submit = M_ACT_SAVE,
	.preview = true,
	.arg = "life_cards"};

/*
 * life_letter.c: the letter of introduction, as it is printed: who goes where, until when it is
 * valid, the stations that sign it on the way, and the stub that stays with who issued it.
 */
#include "base/die.h"
#include "core/paper.h"
#include "core/rule.h"
#include "life/life.h"
#include "member/member_file.h"
#include "member/member_roster.h"

/* ---- what the steps say ---- */

/* An extension is a letter of its own, with its own number. */
static const struct flow_step *last_letter(const struct flow_case *c, bool temporary)
{
	const struct flow_step *longer = temporary ? flow_last(c, "st_extend", NULL) : NULL;

	return longer ? longer : flow_last(c, temporary ? "st_letter" : "tr_letter", NULL);
}

/* Who did not go, or was not received, has no letter any more. */
static bool is_void(const struct flow_case *c)
{
	return flow_last(c, "tr_refuse", NULL) || flow_last(c, "tr_withdraw", NULL) ||
	       flow_last(c, "st_withdraw", NULL);
}

enum err life_letter_of(struct ctx *cx, const struct flow_case *c, struct life_letter *ret)
{
	bool temporary = text_eq(c->proc_code, "stay");

	*ret = (struct life_letter){.temporary = temporary,
		.asked = flow_last(c, temporary ? "st_ask" : "tr_ask", NULL),
		.issued = last_letter(c, temporary),
		.presented = flow_last(c, temporary ? "st_present" : "tr_present", NULL),
		.received = flow_last(c, "tr_receive", NULL)};
	if (is_void(c))
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_LIFE_LETTER_VOID);
	if (!ret->asked || !ret->issued)
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_LIFE_NO_LETTER);
	if (temporary)
		ret->until = ret->issued->second_day;
	return flow_term(cx, "transfer.letter", ret->issued->day, &ret->valid);
}

/* ---- its face ---- */

struct letter {
	const char *full_name, *card_no, *status, *from_name, *to_name, *number;
	day_t birth_date, admitted_on, recognised_on, day, until, valid;
};

#define L(type, m, label, cls, ...) type(struct letter, m, label, cls, __VA_ARGS__)

#define WHO_GOES_WHERE                                                                             \
	L(F_TEXT, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, 0, 0),                               \
		L(F_DAY, birth_date, M_FIELD_BIRTH_DATE, CLASS_PERSONAL, 0),                       \
		L(F_DAY, admitted_on, M_FIELD_ADMITTED_ON, CLASS_INSIDE, 0),                       \
		L(F_DAY, recognised_on, M_FIELD_OFFICIAL_DAY, CLASS_INSIDE, 0),                    \
		L(F_CAT, status, M_FIELD_MEMBER_STATUS, CLASS_INSIDE, 0, "member_status"),         \
		L(F_TEXT, card_no, M_FIELD_CARD_NO, CLASS_PERSONAL, 0, 0),                         \
		L(F_TEXT, from_name, M_FIELD_LIFE_FROM, CLASS_INSIDE, 0, 0),                       \
		L(F_TEXT, to_name, M_FIELD_LIFE_TO, CLASS_INSIDE, 0, 0)

static const struct field letter_fields[] = {
	WHO_GOES_WHERE, L(F_DAY, valid, M_FIELD_LIFE_VALID, CLASS_INSIDE, 0), F_END};
/* The stay ends on one day, and the letter is to be shown by another. */
static const struct field stay_fields[] = {WHO_GOES_WHERE,
	L(F_DAY, until, M_FIELD_LIFE_STAY_UNTIL, CLASS_INSIDE, 0),
	L(F_DAY, valid, M_FIELD_LIFE_SHOW_BY, CLASS_INSIDE, 0), F_END};

static const struct field stub_fields[] = {
	L(F_TEXT, number, M_FIELD_LETTER_NO, CLASS_INSIDE, 0, 0),
	L(F_DAY, day, M_FIELD_LETTER_DAY, CLASS_INSIDE, 0),
	L(F_TEXT, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 0),
	L(F_TEXT, from_name, M_FIELD_LIFE_FROM, CLASS_INSIDE, 0, 0),
	L(F_TEXT, to_name, M_FIELD_LIFE_TO, CLASS_INSIDE, 0, 0),
	L(F_DAY, valid, M_FIELD_LIFE_VALID, CLASS_INSIDE, 0),
	F_END,
};

/* Before the letter whatever they were; a roster knows nobody who was no member that day. */
static enum err read_person(
	struct ctx *cx, const struct flow_case *c, day_t day, struct letter *ret)
{
	struct roster_row row = {0};
	struct person p;
	day_t asked = cx->day;
	enum err e;

	cx->day = day;
	e = roster_person(cx, c->person, c->org, &row);
	cx->day = asked;
	if (e && e != ERR_NOT_FOUND)
		return e;
	TRY(member_person(cx, c->person, day, &p));
	ret->full_name = p.full_name;
	ret->birth_date = p.birth_date;
	ret->card_no = row.card_no;
	ret->status = row.status;
	ret->admitted_on = row.admitted_on;
	ret->recognised_on = row.recognised_on;
	return ERR_OK;
}

/* Cells of one name are many: with the committee above. */
static enum err cell_name(struct ctx *cx, int64_t org, day_t day, const char **ret)
{
	const struct org_step *step;
	struct list path = {0};

	TRY(member_org_name(cx, org, day, ret));
	if (!*ret)
		return ERR_OK;
	TRY(tree_path(cx, org, day, &path));
	step = path.rows;
	if (path.n > 1)
		*ret = msg_say(
			cx->a, cx->say.lang, M_LIFE_LETTER_CELL, *ret, step[path.n - 2].name, NULL);
	return ERR_OK;
}

static enum err read_letter(
	struct ctx *cx, const struct flow_case *c, const struct life_letter *l, struct letter *ret)
{
	day_t day;

	must(l->issued && l->asked);
	day = l->issued->day;
	/* the last day on which they were where the letter says */
	TRY(read_person(cx, c, day_add(day, -1), ret));
	TRY(cell_name(cx, l->asked->org, day, &ret->from_name));
	TRY(cell_name(cx, l->asked->other, day, &ret->to_name));
	if (!ret->to_name)
		ret->to_name = l->asked->place;
	ret->number = l->issued->number;
	ret->day = day;
	ret->until = l->until;
	ret->valid = l->valid;
	return ERR_OK;
}

/* ---- the stations ---- */

struct station {
	const char *what, *org, *number, *sign;
	day_t day;
};

#define S_(type, m, label, cls, ...) type(struct station, m, label, cls, __VA_ARGS__)

static const struct field station_fields[] = {
	S_(F_TEXT, what, M_FIELD_LIFE_STATION, CLASS_INSIDE, FF_KEY, 0),
	S_(F_TEXT, org, M_FIELD_ORG, CLASS_INSIDE, 0, 0),
	S_(F_DAY, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	S_(F_TEXT, number, M_FIELD_NUMBER, CLASS_INSIDE, 0, 0),
	S_(F_TEXT, sign, M_FIELD_LIFE_SIGN, CLASS_INSIDE, 0, 0),
	F_END,
};

static enum err add_stations(struct ctx *cx, struct doc *d, const struct life_letter *l)
{
	const struct {
		const struct flow_step *s;
		enum msg what;
		int64_t org;
	} all[] = {
		{l->asked, M_LIFE_STATION_ASKED, l->asked->org},
		{l->issued, M_LIFE_STATION_ISSUED, l->issued->org},
		{l->presented, M_LIFE_STATION_PRESENTED, l->asked->other},
		{l->received, M_LIFE_STATION_RECEIVED, l->asked->other},
	};
	enum { MOST = sizeof(all) / sizeof(*all) };
	struct station *rows = arena_array(cx->a, MOST, sizeof(*rows));
	struct doc_part *p;
	size_t n = l->temporary ? MOST - 1 : MOST;

	for (size_t i = 0; i < n; i++) {
		rows[i].what = msg_text(cx->say.lang, all[i].what);
		rows[i].day = all[i].s ? all[i].s->day : 0;
		rows[i].number = all[i].s ? all[i].s->number : NULL;
		TRY(member_org_name(cx, all[i].org, l->issued->day, &rows[i].org));
		if (!rows[i].org)
			rows[i].org = l->asked->place;
	}
	p = doc_table(d, "stations", M_LIFE_STATIONS, station_fields,
		(struct list){rows, n, sizeof(*rows)});
	p->whole = 1;
	return ERR_OK;
}

/* ---- the page ---- */

static enum err add_head(
	struct ctx *cx, struct doc *d, const struct flow_case *c, const struct life_letter *l)
{
	enum msg title = l->temporary ? M_LIFE_LETTER_TEMPORARY : M_LIFE_LETTER_OFFICIAL;
	struct doc_paper *paper;

	TRY(paper_letter(
		cx, d, l->issued->org, msg_text(cx->say.lang, title), l->issued->day, &paper));
	paper->as_of = doc_say(d, M_LIFE_LETTER_NO, l->issued->number, NULL);
	paper->maker = msg_text(cx->say.lang, M_LIFE_LETTER_BEARER);
	paper->href = case_href(cx, c->id, "");
	d->title = msg_text(cx->say.lang, title);
	d->tmpl = "ui/letter.html";
	return ERR_OK;
}

enum err life_show_letter(struct ctx *cx, struct doc *d, const struct flow_case *c)
{
	if (last_letter(c, text_eq(c->proc_code, "stay")) && !is_void(c))
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_LIFE_LETTER), "%s",
			case_href(cx, c->id, "/letter"));
	return life_show(cx, d, c);
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct letter *l = arena_new_of(cx->a, struct letter);
	struct life_letter steps;
	struct flow_case c;

	(void)in;
	TRY(case_item(cx, PERM_CASE_READ, &c));
	if (c.proc != &transfer_proc && c.proc != &stay_proc)
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_LIFE_NO_LETTER);
	TRY(life_letter_of(cx, &c, &steps));
	TRY(case_head(cx, d, &c, M_LIFE_LETTER));
	TRY(add_head(cx, d, &c, &steps));
	TRY(read_letter(cx, &c, &steps, l));
	doc_text(d, "to", M_NONE, doc_say(d, M_LIFE_LETTER_TO, l->to_name, NULL));
	doc_record(d, "letter", M_NONE, steps.temporary ? stay_fields : letter_fields, l);
	doc_text(d, "ask", M_NONE,
		doc_say(d, steps.temporary ? M_LIFE_LETTER_ASK_STAY : M_LIFE_LETTER_ASK,
			cx_day(cx, l->valid), cx_day(cx, l->until), NULL));
	TRY(add_stations(cx, d, &steps));
	doc_table(d, "stub", M_LIFE_STUB, stub_fields, (struct list){l, 1, sizeof(*l)});
	return ERR_OK;
}

const struct action life_letter_show = {.read = show, .title = M_LIFE_LETTER};

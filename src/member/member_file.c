#include "member/member_act.h"
#include "member/member_dues.h"

#include "core/clearance.h"
#include "core/flow.h"
#include "member/member_village.h"
#include "org/org.h"

/* ---- who and where, in one line ---- */

/* One sentence of pieces, as far as they are there. */
static void piece(struct ctx *cx, const char **line, const char *text)
{
	if (!text_empty(text))
		*line = arena_printf(cx->a, "%s%s%s", *line, **line ? " · " : "", text);
}

static const char *with(struct ctx *cx, enum msg m, const char *arg)
{
	return text_empty(arg) ? NULL : msg_say(cx->a, cx->say.lang, m, arg);
}

static const char *age(struct ctx *cx, const struct person *p)
{
	if (!p->birth_date)
		return NULL;
	return with(cx, M_FILE_AGE,
		number_text(cx->a, cx->say.lang, day_years_between(p->birth_date, cx->day)));
}

static const char *party_age(struct ctx *cx, struct list facts)
{
	int months = member_party_months(facts, cx->day);

	if (months < 0)
		return NULL;
	return msg_say(cx->a, cx->say.lang, M_FILE_PARTY_AGE,
		number_text(cx->a, cx->say.lang, months / 12),
		number_text(cx->a, cx->say.lang, months % 12));
}

/* The number of the last card up to the day. */
static const char *card(struct ctx *cx, struct list facts)
{
	const struct member_fact *f = facts.rows;
	const char *number = NULL;

	for (size_t i = 0; i < facts.n && day_first(f[i].day) <= cx->day; i++)
		if (fact_is_card(&f[i]) && !text_empty(f[i].number))
			number = f[i].number;
	return number;
}

static const char *status(struct ctx *cx, const struct member_spell *s, unsigned state)
{
	if (state & ACT_NOWHERE)
		return msg_text(cx->say.lang, M_FILE_NOWHERE);
	if (state & ACT_PROBATIONARY)
		return msg_text(cx->say.lang, M_FILE_PROBATIONARY);
	if (state & ACT_FULL)
		return msg_text(cx->say.lang, M_FILE_FULL);
	return cat_name(cx->say.cats, cx->say.lang, "member_status", s->status);
}

/* What sets them apart from the others of the cell on the day. */
static enum err apart(
	struct ctx *cx, const struct member_spell *s, unsigned state, const char **line)
{
	const char *name;

	if (state & ACT_EXEMPT)
		piece(cx, line, msg_text(cx->say.lang, M_FILE_EXEMPT));
	if (state & ACT_AWAY)
		piece(cx, line, msg_text(cx->say.lang, M_FILE_AWAY));
	if (state & ACT_SUSPENDED)
		piece(cx, line, msg_text(cx->say.lang, M_FILE_SUSPENDED));
	if (state & ACT_HOSTED) {
		TRY(member_org_name(cx, s->host, cx->day, &name));
		piece(cx, line,
			name ? with(cx, M_FILE_HOSTED, name)
			     : msg_text(cx->say.lang, M_FILE_HOSTED_OUTSIDE));
	}
	TRY(member_org_name(cx, s->transit, cx->day, &name));
	piece(cx, line, with(cx, M_FILE_TRANSIT, name));
	return ERR_OK;
}

static enum err lead(struct ctx *cx, struct doc *d, const struct person *p,
	const struct member_spell *s, unsigned state, struct list facts)
{
	const char *line = "", *cell = NULL;

	if (!(state & ACT_NOWHERE))
		TRY(member_org_name(cx, s->cell, cx->day, &cell));
	piece(cx, &line, age(cx, p));
	piece(cx, &line, status(cx, s, state));
	if (state & ACT_DEAD && !text_eq(s->status, "deceased"))
		piece(cx, &line, cat_name(cx->say.cats, cx->say.lang, "member_status", "deceased"));
	piece(cx, &line, state & ACT_MEMBER ? party_age(cx, facts) : NULL);
	piece(cx, &line, cell);
	if (state & ACT_MEMBER)
		TRY(apart(cx, s, state, &line));
	piece(cx, &line, with(cx, M_FILE_MEMBER_NO, p->member_no));
	piece(cx, &line, with(cx, M_FILE_CARD_NO, card(cx, facts)));
	d->lead = line;
	return ERR_OK;
}

/* ---- facts about the person ---- */

static const char *const identity[] = {"full_name", "other_name", "birth_date", "sex", "ethnicity",
	"religion", "native_place", "citizen_no", "member_no", NULL};
static const char *const learning[] = {"schooling", "degree", "theory_level", NULL};
static const char *const living[] = {
	"occupation", "residence", "village_code", "phone", "youth_union", "note", NULL};

static const struct field *chosen(struct arena *a, const char *const *names)
{
	struct field *f = arena_array(a, field_count(person_attributes) + 1, sizeof(*f));

	for (size_t n = 0; *names; names++)
		f[n++] = *field_find(person_attributes, *names);
	return f;
}

void member_attributes_add(struct ctx *cx, struct doc *d, const struct person *p)
{
	doc_record(d, "person", M_FILE_IDENTITY, chosen(cx->a, identity), p);
	doc_record(d, "learning", M_FILE_LEARNING, chosen(cx->a, learning), p);
	doc_record(d, "living", M_FILE_LIVING, chosen(cx->a, living), p);
}

/* Where they live leads to the village; like its code it is personal. */
static enum err add_village(struct ctx *cx, struct doc *d, const struct person *p)
{
	struct doc_part *lives = doc_find(d, "living");
	struct member_village v;

	if (!clearance_has(cx, CLASS_PERSONAL))
		return ERR_OK;
	TRY(member_village_of(cx, p->village_code, p->from_day, &v));
	if (v.village && lives)
		doc_part_link(d, lives, DOC_ONWARD, v.name, "/village/%lld%s", (long long)v.village,
			cx->query);
	return ERR_OK;
}

/* ---- joined records ---- */

struct joined {
	int64_t person;
	const char *full_name, *href;
};

static const struct field joined_fields[] = {
	F_ID(struct joined, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_TEXT(struct joined, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 100),
	F_URL(struct joined, href, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

/* The records that are told here, each leading to where it can be parted again. */
static enum err add_joined(struct ctx *cx, struct doc *d, int64_t person)
{
	struct joined *rows;
	struct list guests;
	struct person p;

	TRY(member_guests(cx, person, false, &guests));
	if (!guests.n)
		return ERR_OK;
	rows = arena_array(cx->a, guests.n, sizeof(*rows));
	for (size_t i = 0; i < guests.n; i++) {
		rows[i].person = ((const int64_t *)guests.rows)[i];
		TRY(member_who(cx, rows[i].person, &p));
		rows[i].full_name = p.full_name;
		rows[i].href = member_href(cx, rows[i].person, "/part");
	}
	doc_table(d, "joined", M_FILE_JOINED, joined_fields,
		(struct list){rows, guests.n, sizeof(*rows)});
	return ERR_OK;
}

/* ---- whose account it is ---- */

struct file_account {
	int64_t id;
	const char *login, *href;
	int closed;
};

static const struct field file_account_fields[] = {
	F_ID(struct file_account, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "account"),
	F_TEXT(struct file_account, login, M_FIELD_LOGIN, CLASS_INSIDE, FF_KEY, 60),
	F_BOOL(struct file_account, closed, M_FIELD_CLOSED, CLASS_INSIDE, 0),
	F_URL(struct file_account, href, M_FIELD_LOGIN, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

/* Told to whoever helps with accounts where the person is. */
static enum err add_account(struct ctx *cx, struct doc *d, int64_t person)
{
	struct file_account *row = arena_new_of(cx->a, struct file_account);
	bool may = false;
	enum err e;

	if (grant_allows(cx->actor, PERM_ACCOUNT_HELP))
		TRY(member_allowed(cx, PERM_ACCOUNT_HELP, person, &may));
	if (!may)
		return ERR_OK;
	e = db_get(cx->db, cx->a, file_account_fields, row, Q_ACCOUNT_OF_PERSON, person);
	if (e)
		return e == ERR_NOT_FOUND ? ERR_OK : e;
	if (grant_allows(cx->actor, PERM_ACCOUNT_READ))
		row->href = arena_printf(cx->a, "/account/%lld", (long long)row->id);
	doc_table(d, "account", M_FILE_ACCOUNT, file_account_fields,
		(struct list){row, 1, sizeof(*row)});
	return ERR_OK;
}

/* ---- the page ---- */

/* What can be done with anybody; the first is the primary act if nothing else is to be done next.
 */
static void change_links(struct ctx *cx, struct doc *d, int64_t person, bool primary)
{
	static const struct {
		const char *rest;
		enum msg label;
	} ways[] = {{"change", M_ATTR_CHANGE}, {"correct", M_ATTR_CORRECT}, {"join", M_JOIN}};

	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		doc_link(d, i || !primary ? DOC_ACTION : DOC_PRIMARY,
			msg_text(cx->say.lang, ways[i].label), "/member/%lld/%s%s",
			(long long)person, ways[i].rest, cx->query);
}

/* Whoever sent a letter does not receive at the other end. */
static enum err beyond(struct ctx *cx, const struct member_spell *s, unsigned *state)
{
	bool yes;

	if (!(*state & ACT_TRANSIT))
		return ERR_OK;
	TRY(grant_is_over(cx, PERM_MEMBER_CHANGE, s->transit, &yes));
	*state |= yes ? 0 : ACT_BEYOND;
	return ERR_OK;
}

/* Procedures about them: where one stands is said on its own page. */
static enum err case_links(struct ctx *cx, struct doc *d, int64_t person)
{
	const struct flow_spell *s;
	struct list cases;

	TRY(flow_cases_of(cx, person, &cases));
	s = cases.rows;
	for (size_t i = 0; i < cases.n; i++)
		doc_link(d, DOC_ONWARD,
			arena_printf(cx->a, "%s: %s",
				cat_name(cx->say.cats, cx->say.lang, "flow_proc", s[i].proc),
				cat_name(cx->say.cats, cx->say.lang, "flow_state", s[i].state)),
			"/case/%lld", (long long)s[i].flow);
	return ERR_OK;
}

static enum err links(
	struct ctx *cx, struct doc *d, int64_t person, const struct member_spell *s, unsigned state)
{
	/* who left comes back by a procedure; the acts beside it are for history */
	bool may = false, back = state & ACT_LEFT && grant_allows(cx->actor, PERM_CASE_ACT);

	if (grant_allows(cx->actor, PERM_MEMBER_ACT))
		TRY(member_allowed(cx, PERM_MEMBER_CHANGE, person, &may));
	TRY(beyond(cx, s, &state));
	if (back)
		doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_READMISSION_NEW),
			"/member/%lld/readmission", (long long)person);
	if (may)
		change_links(cx, d, person, !member_act_links(cx, d, person, state) && !back);
	TRY(case_links(cx, d, person));
	if (state & ACT_MEMBER && grant_allows(cx->actor, PERM_CASE_ACT))
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_LIFE_WAYS), "/member/%lld/case",
			(long long)person);
	if (back)
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_LIFE_RESTORATION_NEW),
			"/member/%lld/restoration-case", (long long)person);
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_NOTE_LIST), "/member/%lld/note",
		(long long)person);
	if (grant_allows(cx->actor, PERM_ERASE_ASK) && state & ACT_NOWHERE)
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_ERASURE_ASK), "/member/%lld/erase",
			(long long)person);
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_FILE_HISTORY), "%s",
		member_href(cx, person, "/history"));
	may = false;
	if (grant_allows(cx->actor, PERM_REQUEST_ANSWER))
		TRY(member_allowed(cx, PERM_REQUEST_ANSWER, person, &may));
	if (may)
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_ME_KEPT), "/member/%lld/kept",
			(long long)person);
	return ERR_OK;
}

static enum err page(struct ctx *cx, struct doc *d, int64_t person)
{
	struct person *p = arena_new_of(cx->a, struct person);
	struct member_spell s;
	struct list facts;
	unsigned state;

	TRY(member_head(cx, d, person, p));
	TRY(member_act_stand(cx, person, cx->day, &s, &state));
	TRY(member_told_facts(cx, person, &facts));
	TRY(lead(cx, d, p, &s, state, facts));
	TRY(member_line(cx, d, person));
	member_attributes_add(cx, d, p);
	TRY(add_village(cx, d, p));
	TRY(dues_add(cx, d, person));
	TRY(add_joined(cx, d, person));
	TRY(add_account(cx, d, person));
	return links(cx, d, person, &s, state);
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	int64_t person, into;

	(void)in;
	TRY(member_item(cx, PERM_MEMBER_READ, &person));
	TRY(member_joined(cx, person, &into));
	if (into == person)
		return page(cx, d, person);
	d->location = member_href(cx, into, "");
	d->title = msg_text(cx->say.lang, M_FILE_JOINED_INTO);
	doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_FILE_JOINED_INTO), "%s", d->location);
	return ERR_OK;
}

const struct action member_show = {.read = show, .title = M_FILE_PAGE};

/*
 * account_roster.c: accounts for the members of an organisation: who has one; making them for
 * those who have none, with a slip for each. They are members there and no more.
 */
#include "account/account_admin.h"
#include "account/account_enter.h"
#include "account/account_fact.h"
#include "account/account_slips.h"
#include "base/die.h"
#include "base/map.h"
#include "base/text.h"
#include "core/listing.h"
#include "org/org.h"
#include "org/org_part.h"
#include "org/org_wide.h"

enum { AT_ONCE = 60, LOGIN_MOST = 48, NAMES = 4096 };

/* ---- who has one ---- */

struct account_row {
	int64_t id;
	const char *login, *full_name, *cell_name, *state;
	day_t slip_day;
	int closed, factor;
};

static const struct field account_row_fields[] = {
	F_ID(struct account_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "account"),
	F_TEXT(struct account_row, login, M_FIELD_LOGIN, CLASS_INSIDE, FF_KEY, 0),
	F_TEXT(struct account_row, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, 0, 0),
	F_TEXT(struct account_row, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 0),
	F_TEXT(struct account_row, state, M_FIELD_STATE, CLASS_INSIDE, 0, 0),
	F_DAY(struct account_row, slip_day, M_FIELD_SLIP_DAY, CLASS_INSIDE, FF_MORE),
	F_BOOL(struct account_row, closed, M_FIELD_CLOSED, CLASS_INSIDE, FF_MORE),
	F_BOOL(struct account_row, factor, M_FIELD_FACTOR, CLASS_INSIDE, FF_MORE),
	F_END,
};

static enum err say_state(struct ctx *cx, void *vrow)
{
	struct account_row *row = vrow;
	enum lang lang = cx->say.lang;

	if (row->closed)
		row->state = msg_text(lang, M_ACCOUNT_STATE_CLOSED);
	else if (row->slip_day && row->slip_day < cx->say.today)
		row->state = msg_text(lang, M_ACCOUNT_STATE_SLIP_OVER);
	else if (row->slip_day)
		row->state = msg_say(cx->a, lang, M_ACCOUNT_STATE_SLIP, cx_day(cx, row->slip_day));
	else
		row->state =
			msg_text(lang, row->factor ? M_ACCOUNT_STATE_FACTOR : M_ACCOUNT_STATE_USED);
	return ERR_OK;
}

static enum err accounts(struct ctx *cx, const void *in, struct doc *d)
{
	struct listing l = {.name = "accounts",
		.empty = M_ACCOUNT_ROSTER_NONE,
		.fields = account_row_fields,
		.size = sizeof(struct account_row),
		.first = Q_ROSTER_ACCOUNTS,
		.after = Q_ROSTER_ACCOUNTS_AFTER,
		.complete = say_state,
		.row_href = arena_printf(cx->a, "/org/%lld/account/", (long long)cx->org)};
	struct org_step org;
	struct doc_part *p;
	int64_t without;
	bool wide;

	(void)in;
	TRY(org_path(cx, d, cx->org, &org));
	d->title = doc_say(d, M_ACCOUNT_ROSTER_OF, org.name, NULL);
	listing_exports(cx, d, "");
	TRY(org_wide(cx, cx->org, cx->say.today, ORG_WIDE, &wide));
	if (wide)
		return org_wide_show(cx, d, ORG_WIDE, "/account", "");
	TRY(db_number(
		cx->db, &without, 0, Q_ROSTER_WITHOUT_COUNT, cx->org, cx->say.today, KNOWN_NOW));
	d->lead =
		doc_say(d, M_ACCOUNT_ROSTER_LEAD, number_text(cx->a, cx->say.lang, without), NULL);
	if (without)
		doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_ACCOUNT_ROSTER_MAKE), "%s",
			org_href(cx, cx->org, "/account-new"));
	TRY(listing_add(cx, d, &l,
		(const struct db_val[]){DB_ARGS(cx->org, cx->say.today, KNOWN_NOW)}, 3, &p));
	doc_look(d, "list", 0); /* an id of an account stands for a person here */
	d->look.people = (int64_t)p->rows.n;
	return ERR_OK;
}

const struct action account_roster = {.read = accounts, .title = M_ACCOUNT_ROSTER};

/* From the page of the organisation, for whoever helps there. */
static enum err show_link(struct ctx *cx, struct doc *d, const struct org_step *org)
{
	bool may;

	if (cx->page.sink || !org->depth || !grant_allows(cx->actor, PERM_ACCOUNT_HELP))
		return ERR_OK;
	TRY(grant_is_over(cx, PERM_ACCOUNT_HELP, org->org, &may));
	if (may)
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_ACCOUNT_ROSTER), "%s",
			org_href(cx, org->org, "/account"));
	return ERR_OK;
}

const struct org_part account_org_part = {.show = show_link};

/* ---- choosing ---- */

struct candidate {
	int64_t person, cell;
	const char *full_name, *cell_name, *login;
};

static const struct field candidate_fields[] = {
	F_ID(struct candidate, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_TEXT(struct candidate, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 0),
	F_ID(struct candidate, cell, M_FIELD_CELL, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct candidate, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 0),
	F_TEXT(struct candidate, login, M_FIELD_LOGIN, CLASS_INSIDE, 0, 0),
	F_END,
};

struct make_in {
	const char *people; /* ids with ';' between, in the order of the boxes */
	int tick[AT_ONCE];
};

#define TICK(n)                                                                                    \
	{                                                                                          \
		"t" #n, FT_BOOL, CLASS_INSIDE, M_FIELD_CHOSEN, FF_HIDDEN,                          \
			offsetof(struct make_in, tick[n]), 0, 0, 0, M_NONE, 0                      \
	}
#define TEN(n)                                                                                     \
	TICK(n##0), TICK(n##1), TICK(n##2), TICK(n##3), TICK(n##4), TICK(n##5), TICK(n##6),        \
		TICK(n##7), TICK(n##8), TICK(n##9)

static const struct field make_fields[] = {
	F_TEXT(struct make_in, people, M_FIELD_PEOPLE, CLASS_INSIDE, FF_HIDDEN, 2000), TICK(0),
	TICK(1), TICK(2), TICK(3), TICK(4), TICK(5), TICK(6), TICK(7), TICK(8), TICK(9), TEN(1),
	TEN(2), TEN(3), TEN(4), TEN(5), F_END};

static const struct field *const ticks = make_fields + 1;

/* The box of one member: that of the table, but to be seen. */
static struct doc_form_field box(struct ctx *cx, const struct candidate *c, size_t i)
{
	struct field *f = arena_new_of(cx->a, struct field);

	*f = ticks[i];
	f->flags = 0;
	return (struct doc_form_field){.f = f,
		.label = arena_printf(cx->a, "%s – %s", c->full_name, c->cell_name),
		.value = "1"};
}

static const struct field preview_field = {
	"_preview", FT_TEXT, CLASS_PUBLIC, M_NONE, FF_HIDDEN, 0, 0, 0, 0, M_NONE, 0};

static struct doc_form *choice_form(struct ctx *cx, struct list candidates)
{
	struct doc_form_field *fields = arena_array(cx->a, candidates.n + 2, sizeof(*fields));
	struct doc_form *form = arena_new_of(cx->a, struct doc_form);
	const struct candidate *c = candidates.rows;
	const char *people = "";
	char key[KEY_TEXT];

	for (size_t i = 0; i < candidates.n; i++) {
		people = arena_printf(
			cx->a, "%s%s%lld", people, i ? ";" : "", (long long)c[i].person);
		fields[i + 2] = box(cx, &c[i], i);
	}
	fields[0] = (struct doc_form_field){.f = make_fields, .value = people};
	fields[1] = (struct doc_form_field){.f = &preview_field, .value = "1"};
	form->action = org_href(cx, cx->org, "/account-make");
	form->submit = msg_text(cx->say.lang, M_ACCOUNT_ROSTER_PREVIEW);
	form->key = arena_strdup(cx->a, key_new(key));
	form->fields = (struct list){fields, candidates.n + 2, sizeof(*fields)};
	return form;
}

static enum err choose(struct ctx *cx, const void *in, struct doc *d)
{
	struct list candidates;
	struct org_step org;
	bool wide;

	(void)in;
	TRY(org_path(cx, d, cx->org, &org));
	doc_path(d, msg_text(cx->say.lang, M_ACCOUNT_ROSTER), org_href(cx, cx->org, "/account"));
	d->title = msg_text(cx->say.lang, M_ACCOUNT_ROSTER_MAKE);
	TRY(org_wide(cx, cx->org, cx->say.today, ORG_WIDE, &wide));
	if (wide)
		return org_wide_show(cx, d, ORG_WIDE, "/account-new", "");
	TRY(db_list(cx->db, cx->a, candidate_fields, sizeof(struct candidate), &candidates,
		Q_ROSTER_WITHOUT, cx->org, cx->say.today, KNOWN_NOW, AT_ONCE));
	if (!candidates.n) {
		d->lead = msg_text(cx->say.lang, M_ACCOUNT_ROSTER_ALL_HAVE);
		return ERR_OK;
	}
	d->lead = doc_say(d, M_ACCOUNT_ROSTER_CHOOSE,
		number_text(cx->a, cx->say.lang, (int64_t)AT_ONCE), NULL);
	doc_form(d, "form", M_NONE, choice_form(cx, candidates));
	doc_look(d, "list", 0); /* the names are labels of boxes */
	d->look.people = (int64_t)candidates.n;
	return ERR_OK;
}

const struct action account_roster_choose = {.read = choose, .title = M_ACCOUNT_ROSTER_MAKE};

/* ---- sign-in names ---- */

/* "Nguyễn Văn An" to "nguyen.van.an"; of a name without letters: "dang.vien". */
static char *login_base(struct arena *a, const char *full_name)
{
	char *folded = text_fold(a, full_name), *out = arena_alloc(a, LOGIN_MOST + 16);
	size_t n = 0;

	for (const char *p = folded; *p && n < LOGIN_MOST; p++) {
		bool letter = (*p >= 'a' && *p <= 'z') || (n && *p >= '0' && *p <= '9');
		if (letter)
			out[n++] = *p;
		else if (n && out[n - 1] != '.')
			out[n++] = '.';
	}
	while (n && out[n - 1] == '.')
		n--;
	out[n] = 0;
	return n ? out : arena_strdup(a, "dang.vien");
}

static enum err gather_taken(struct ctx *cx, const char *base, struct map *taken)
{
	struct cursor c;

	TRY(db_query(cx->db, &c, Q_LOGINS_BETWEEN, base, text_after_prefix(cx->a, base)));
	while (db_next(&c))
		map_put(taken, str_of(arena_strdup(cx->a, db_text(&c, 0))), taken);
	return db_end(&c);
}

static enum err name_one(struct ctx *cx, struct map *taken, struct candidate *c)
{
	const char *base = login_base(cx->a, c->full_name);

	TRY(gather_taken(cx, base, taken));
	c->login = base;
	for (int n = 2; map_get(taken, str_of(c->login)); n++)
		c->login = arena_printf(cx->a, "%s%d", base, n);
	map_put(taken, str_of(c->login), taken);
	return ERR_OK;
}

/* ---- making ---- */

static enum err add_one(struct ctx *cx, struct str id, struct candidate *all, size_t *n)
{
	long long person;
	enum err e;

	if (!str_to_int(id, &person))
		return cx_fault(cx, ERR_BAD_INPUT, NULL, M_ACCOUNT_ROSTER_CHANGED);
	e = db_get(cx->db, cx->a, candidate_fields, &all[*n], Q_ROSTER_WITHOUT_ONE, (int64_t)person,
		cx->org, cx->say.today, KNOWN_NOW);
	if (e == ERR_NOT_FOUND)
		return cx_fault(cx, ERR_CONFLICT, NULL, M_ACCOUNT_ROSTER_CHANGED);
	(*n)++;
	return e;
}

static enum err gather(struct ctx *cx, const struct make_in *in, struct list *ret)
{
	struct candidate *all = arena_array(cx->a, AT_ONCE, sizeof(*all));
	struct map *taken = map_new(cx->a, NAMES);
	struct str rest = str_of(in->people);
	size_t n = 0;

	for (int i = 0; rest.p && i < AT_ONCE; i++) {
		struct str id = str_cut(&rest, ';');
		if (in->tick[i])
			TRY(add_one(cx, id, all, &n));
	}
	if (!n)
		return cx_fault(cx, ERR_BAD_INPUT, NULL, M_ACCOUNT_ROSTER_NOBODY);
	for (size_t i = 0; i < n; i++)
		TRY(name_one(cx, taken, &all[i]));
	*ret = (struct list){all, n, sizeof(*all)};
	return ERR_OK;
}

static enum err make_fill(struct ctx *cx, void *in, struct doc *d)
{
	struct org_step org;

	(void)in;
	TRY(org_path(cx, d, cx->org, &org));
	doc_path(d, msg_text(cx->say.lang, M_ACCOUNT_ROSTER), org_href(cx, cx->org, "/account"));
	d->lead = msg_text(cx->say.lang, M_ACCOUNT_ROSTER_WILL);
	return ERR_OK;
}

static enum err make_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct list *plan = arena_new_of(cx->a, struct list);

	TRY(gather(cx, vin, plan));
	doc_table(d, "accounts", M_NONE, candidate_fields, *plan);
	*ret_plan = plan;
	return ERR_OK;
}

static enum err make_one(struct ctx *cx, const struct candidate *c, struct slip_row *ret)
{
	const struct account_new member = {
		.func = "member", .reach = "own", .from_day = cx->say.today};
	int64_t id = id_new(cx->ids);
	char code[SLIP_TEXT];

	*ret = (struct slip_row){c->full_name, c->cell_name, c->login, NULL, NULL, 0};
	TRY(account_insert(cx, id, c->login, c->full_name, c->person));
	TRY(account_give(cx, id, &member, (struct list){&c->cell, 1, sizeof(c->cell)}));
	TRY(account_slip_set(cx, id, code, &ret->last_day));
	ret->code = arena_strdup(cx->a, code);
	return ERR_OK;
}

static enum err make_apply(struct ctx *cx, const void *in, void *vplan, struct doc *d)
{
	const struct list *plan = vplan;
	const struct candidate *c = plan->rows;
	struct slip_row *rows = arena_array(cx->a, plan->n, sizeof(*rows));

	(void)in;
	TRY(txn_start(cx, "account_roster", NULL));
	for (size_t i = 0; i < plan->n; i++)
		TRY(make_one(cx, &c[i], &rows[i]));
	doc_init(d, cx->a, cx->say.lang);
	return account_slips(cx, d, rows, plan->n, org_href(cx, cx->org, "/account"));
}

const struct action account_roster_make = {.in = make_fields,
	.in_size = sizeof(struct make_in),
	.fill = make_fill,
	.plan = make_plan,
	.apply = make_apply,
	.title = M_ACCOUNT_ROSTER_MAKE,
	.submit = M_ACCOUNT_ROSTER_MAKE};

/*
 * account_grant.c: the functions of an account, given or following from posts; whose account it is.
 */
#include "account/account_admin.h"
#include "account/account_fact.h"
#include "core/tree.h"
#include "member/member_file.h"

/* ---- reading ---- */

static enum err of_posts(struct ctx *cx, int64_t person, struct list *ret)
{
	*ret = (struct list){NULL, 0, sizeof(struct grant)};
	if (!person)
		return ERR_OK;
	TRY(member_joined(cx, person, &person));
	return db_list(cx->db, cx->a, grant_fields, sizeof(struct grant), ret, Q_GRANTS_OF_POSTS,
		person, cx->say.today);
}

static enum err grants_of(struct ctx *cx, const struct account *acc, struct list *ret)
{
	struct list given, posts;
	struct grant *all;

	TRY(db_list(cx->db, cx->a, grant_fields, sizeof(*all), &given, Q_GRANTS_ALL, acc->id));
	TRY(of_posts(cx, acc->person, &posts));
	all = arena_array(cx->a, given.n + posts.n + 1, sizeof(*all));
	if (given.n)
		memcpy(all, given.rows, given.n * sizeof(*all));
	if (posts.n)
		memcpy(all + given.n, posts.rows, posts.n * sizeof(*all));
	*ret = (struct list){all, given.n + posts.n, sizeof(*all)};
	return ERR_OK;
}

enum err account_grants(struct ctx *cx, int64_t account, struct list *ret)
{
	struct account acc;

	TRY(db_get(cx->db, cx->a, account_fields, &acc, Q_ACCOUNT_BY_ID, account));
	return grants_of(cx, &acc, ret);
}

/* ---- the page ---- */

struct grant_row {
	int64_t id;
	const char *func, *org, *reach, *origin, *withheld, *href;
	day_t from_day, last_day;
};

static const struct field grant_row_fields[] = {
	F_ID(struct grant_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "grant"),
	F_CAT(struct grant_row, func, M_FIELD_FUNC, CLASS_INSIDE, FF_KEY, "func"),
	F_TEXT(struct grant_row, org, M_FIELD_ORG, CLASS_INSIDE, 0, 200),
	F_TEXT(struct grant_row, reach, M_FIELD_REACH, CLASS_INSIDE, 0, 60),
	F_TEXT(struct grant_row, origin, M_FIELD_ORIGIN, CLASS_INSIDE, 0, 200),
	F_DAY(struct grant_row, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct grant_row, last_day, M_FIELD_LAST_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct grant_row, withheld, M_FIELD_WITHHELD, CLASS_INSIDE, 0, 200),
	F_URL(struct grant_row, href, M_FIELD_FUNC, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

static enum err org_name(struct ctx *cx, int64_t org, const char **ret)
{
	struct org_spell s;
	enum err e;

	*ret = msg_text(cx->say.lang, M_ACCOUNT_ALL_ORGS);
	if (!org)
		return ERR_OK;
	e = tree_spell_near(cx, org, cx->day, &s);
	if (!e)
		*ret = s.name;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static const char *name_of(struct ctx *cx, const char *cat, const char *code)
{
	return arena_strdup(cx->a, cat_name(cx->say.cats, cx->say.lang, cat, code));
}

static const char *origin_of(struct ctx *cx, const struct grant *g)
{
	if (!g->post)
		return msg_text(cx->say.lang, M_ACCOUNT_GIVEN);
	if (text_eq(g->post, "charge"))
		return msg_text(cx->say.lang, M_ACCOUNT_BY_CHARGE);
	return msg_fill(cx->a, cx->say.lang, M_ACCOUNT_BY_POST,
		(const char *const[]){name_of(cx, "post", g->post)}, 1);
}

static enum err row_of(
	struct ctx *cx, const struct list *all, size_t i, bool may, struct grant_row *ret)
{
	const struct grant *g = (const struct grant *)all->rows + i;
	const struct grant *before = grant_withheld_by(all, i);

	*ret = (struct grant_row){.id = g->id,
		.func = g->func,
		.reach = g->item ? msg_text(cx->say.lang, M_ACCOUNT_ONE_RECORD)
				 : name_of(cx, "reach", g->reach),
		.origin = origin_of(cx, g),
		.from_day = g->from_day,
		.last_day = g->to_day == DAY_MAX ? DAY_MAX : day_add(g->to_day, -1)};
	if (before)
		ret->withheld = msg_fill(cx->a, cx->say.lang, M_ACCOUNT_WITHHELD,
			(const char *const[]){name_of(cx, "func", before->func)}, 1);
	if (may && g->id)
		ret->href = arena_printf(cx->a, "/account/grant/%lld/revoke", (long long)g->id);
	return org_name(cx, g->org, &ret->org);
}

enum err account_add_grants(struct ctx *cx, struct doc *d, const struct account *acc)
{
	bool may = grant_allows(cx->actor, PERM_ACCOUNT_MAKE);
	struct grant_row *rows;
	struct doc_part *p;
	struct list all;

	TRY(grants_of(cx, acc, &all));
	rows = arena_array(cx->a, all.n + 1, sizeof(*rows));
	for (size_t i = 0; i < all.n; i++)
		TRY(row_of(cx, &all, i, may, &rows[i]));
	p = doc_table(d, "grants", M_ACCOUNT_GRANTS, grant_row_fields,
		(struct list){rows, all.n, sizeof(*rows)});
	p->empty = msg_text(cx->say.lang, M_ACCOUNT_NO_GRANTS);
	return ERR_OK;
}

struct owner {
	const char *name, *cell, *href;
};

static const struct field owner_fields[] = {
	F_TEXT(struct owner, name, M_FIELD_ACCOUNT_OF, CLASS_PERSONAL, FF_KEY, 200),
	F_TEXT(struct owner, cell, M_FIELD_CELL, CLASS_PERSONAL, 0, 200),
	F_URL(struct owner, href, M_FIELD_ACCOUNT_OF, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

/* Whose it is: told to whoever administers accounts where that person is, or may open the file. */
enum err account_add_person(struct ctx *cx, struct doc *d, const struct account *acc)
{
	struct owner *o = arena_new_of(cx->a, struct owner);
	struct member_spell s;
	struct person p;
	int64_t person;
	bool may, file;
	enum err e;

	if (!acc->person)
		return ERR_OK;
	TRY(member_joined(cx, acc->person, &person));
	TRY(member_allowed(cx, PERM_ACCOUNT_MAKE, person, &may));
	TRY(member_allowed(cx, PERM_MEMBER_READ, person, &file));
	if (!may && !file)
		return ERR_OK;
	TRY(member_who(cx, person, &p));
	o->name = p.full_name;
	o->href = file ? member_href(cx, person, "") : NULL;
	e = member_stand(cx, person, &s);
	if (!e)
		TRY(member_org_name(cx, s.cell, cx->day, &o->cell));
	if (e && e != ERR_NOT_FOUND)
		return e;
	doc_table(d, "person", M_ACCOUNT_PERSON, owner_fields, (struct list){o, 1, sizeof(*o)});
	return ERR_OK;
}

/* ---- what is allowed ---- */

enum err account_check_not_self(struct ctx *cx, int64_t account)
{
	if (account && account == cx->actor->account)
		return cx_fault(cx, ERR_FORBIDDEN, NULL, M_ACCOUNT_NOT_SELF);
	return ERR_OK;
}

/* Nobody gives or takes over a reach that is not theirs. */
static enum err check_reach(struct ctx *cx, const struct list *grants)
{
	const struct grant *g = grants->rows;

	for (size_t i = 0; i < grants->n; i++)
		if (g[i].to_day > cx->say.today)
			TRY(grant_over(cx, PERM_ACCOUNT_MAKE, g[i].org));
	return ERR_OK;
}

enum err account_pick_to_change(struct ctx *cx, struct account *ret, struct list *ret_grants)
{
	TRY(account_pick(cx, ret));
	TRY(grants_of(cx, ret, ret_grants));
	return check_reach(cx, ret_grants);
}

/* Who sees everything for checking does not act; who makes accounts does not inspect. */
static enum err check_clash(struct ctx *cx, const struct list *grants, const char *func)
{
	const struct grant *g = grants->rows;

	for (size_t i = 0; i < grants->n; i++) {
		bool audit = text_eq(g[i].func, "auditor") || text_eq(func, "auditor");
		if (g[i].to_day <= cx->say.today || !grant_clash(g[i].func, func))
			continue;
		return cx_fault(cx, ERR_REFUSED, "func",
			audit ? M_ACCOUNT_AUDITOR_ALONE : M_ACCOUNT_CLASH,
			name_of(cx, "func", g[i].func));
	}
	return ERR_OK;
}

enum err account_check_given(struct ctx *cx, const struct account_new *in, struct list *ret_orgs)
{
	bool below = text_empty(in->reach) || text_eq(in->reach, "below");
	const int64_t *org;
	day_t until;

	TRY(account_check_grant(cx, in, ret_orgs));
	org = ret_orgs->rows;
	for (size_t i = 0; i < ret_orgs->n; i++) {
		TRY(grant_over_until(cx, PERM_ACCOUNT_MAKE, org[i], below, &until));
		if (account_grant_end(in) > until)
			return cx_fault(cx, ERR_REFUSED, "to", M_ACCOUNT_BEYOND_PERIOD,
				cx_day(cx, day_add(until, -1)));
	}
	return ERR_OK;
}

/* ---- giving ---- */

static const struct field grant_form[] = {ACCOUNT_GRANT_FIELDS(FF_REQUIRED), F_END};

struct grant_plan {
	struct account account;
	struct grant grant; /* that is taken back */
	struct list orgs;   /* over which one is given */
};

static enum err grant_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct grant_plan *p = arena_new_of(cx->a, struct grant_plan);
	const struct account_new *in = vin;
	struct list grants;

	(void)d;
	TRY(account_pick_to_change(cx, &p->account, &grants));
	TRY(account_check_not_self(cx, p->account.id));
	TRY(check_clash(cx, &grants, in->func));
	TRY(account_check_given(cx, in, &p->orgs));
	*ret_plan = p;
	return ERR_OK;
}

static enum err grant_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	const struct grant_plan *p = plan;

	TRY(txn_start(cx, "account_grant", NULL));
	d->location = account_href(cx, p->account.id);
	return account_give(cx, p->account.id, in, p->orgs);
}

const struct action account_grant = {.in = grant_form,
	.in_size = sizeof(struct account_new),
	.fill = account_fill,
	.plan = grant_plan,
	.apply = grant_apply,
	.title = M_ACCOUNT_GRANT,
	.submit = M_ACCOUNT_GRANT};

/* ---- taking back: here the address names the function given, not the account ---- */

static enum err pick_grant(struct ctx *cx, struct grant_plan *ret)
{
	long long id = 0;
	enum err e = ERR_NOT_FOUND;

	if (str_to_int(str_of(cx->item), &id))
		e = db_get(cx->db, cx->a, grant_fields, &ret->grant, Q_GRANT_BY_ID, (int64_t)id);
	if (e == ERR_NOT_FOUND)
		return cx_fault(cx, e, NULL, M_ACCOUNT_NO_GRANT);
	TRY(e);
	return db_get(
		cx->db, cx->a, account_fields, &ret->account, Q_ACCOUNT_BY_ID, ret->grant.account);
}

static enum err revoke_fill(struct ctx *cx, void *in, struct doc *d)
{
	struct grant_plan p = {0};
	const char *org = NULL;

	(void)in;
	TRY(pick_grant(cx, &p));
	TRY(org_name(cx, p.grant.org, &org));
	account_path(cx, d, &p.account);
	d->lead = doc_say(d, M_ACCOUNT_REVOKE_LEAD, p.account.name,
		name_of(cx, "func", p.grant.func), org, NULL);
	return ERR_OK;
}

static enum err revoke_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct grant_plan *p = arena_new_of(cx->a, struct grant_plan);

	(void)in;
	(void)d;
	TRY(pick_grant(cx, p));
	TRY(grant_over(cx, PERM_ACCOUNT_MAKE, p->grant.org));
	*ret_plan = p;
	return ERR_OK;
}

static enum err revoke_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct grant_plan *p = plan;
	const struct why_in *in = vin;
	int64_t n;

	TRY(txn_start(cx, "account_revoke", in->reason));
	TRY(db_run_count(
		cx->db, &n, Q_GRANT_VOID, p->grant.id, p->account.id, cx->txn, cx->txn_ms));
	if (n != 1)
		return cx_fault(cx, ERR_CONFLICT, NULL, M_ACCOUNT_NO_GRANT);
	d->location = account_href(cx, p->account.id);
	return ERR_OK;
}

const struct action account_revoke = {.in = why_fields,
	.in_size = sizeof(struct why_in),
	.fill = revoke_fill,
	.plan = revoke_plan,
	.apply = revoke_apply,
	.title = M_ACCOUNT_REVOKE,
	.submit = M_ACCOUNT_REVOKE};

/* ---- whose it is ---- */

/* The posts of whoever it will be give functions, so they must lie within reach too. */
static enum err check_person(struct ctx *cx, int64_t account, int64_t person)
{
	int64_t other;
	struct list posts;

	TRY(db_number(cx->db, &other, 0, Q_ACCOUNT_OF_PERSON, person));
	if (other && other != account)
		return cx_fault(cx, ERR_REFUSED, "member", M_ACCOUNT_PERSON_TAKEN);
	TRY(of_posts(cx, person, &posts));
	return check_reach(cx, &posts);
}

enum err account_find_person(struct ctx *cx, const char *member, int64_t account, int64_t *ret)
{
	struct fault quiet = {.a = cx->a}, *told = cx->f;
	const char *item = cx->item;
	enum err e;

	*ret = 0;
	if (text_empty(member))
		return ERR_OK;
	cx->f = &quiet;
	cx->item = member;
	e = member_item(cx, PERM_ACCOUNT_MAKE, ret);
	cx->item = item;
	cx->f = told;
	if (e == ERR_NOT_FOUND || e == ERR_FORBIDDEN)
		return cx_fault(cx, ERR_REFUSED, "member", M_ACCOUNT_NO_PERSON, member);
	TRY(e);
	TRY(member_joined(cx, *ret, ret));
	return check_person(cx, account, *ret);
}

static const struct field link_fields[] = {ACCOUNT_MEMBER_FIELD, F_END};

static enum err link_fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct account_new *in = vin;
	struct account acc;

	TRY(account_fill(cx, in, d));
	TRY(account_pick(cx, &acc));
	if (acc.person)
		in->member = arena_printf(cx->a, "%lld", (long long)acc.person);
	return ERR_OK;
}

static enum err link_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct account *acc = arena_new_of(cx->a, struct account);
	const struct account_new *in = vin;
	struct list grants;

	(void)d;
	TRY(account_pick_to_change(cx, acc, &grants));
	TRY(account_check_not_self(cx, acc->id));
	*ret_plan = acc;
	return account_find_person(cx, in->member, acc->id, &acc->person);
}

static enum err link_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	const struct account *acc = plan;

	(void)in;
	TRY(txn_start(cx, "account_link", NULL));
	d->location = account_href(cx, acc->id);
	return account_set_person(cx, acc->id, acc->person);
}

const struct action account_link = {.in = link_fields,
	.in_size = sizeof(struct account_new),
	.fill = link_fill,
	.plan = link_plan,
	.apply = link_apply,
	.title = M_ACCOUNT_LINK,
	.submit = M_ACCOUNT_LINK_DO};

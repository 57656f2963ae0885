#include "app/proposal.h"

#include "base/json.h"
#include "http/json_body.h"

enum { PARAMS_MOST = 1 << 20, OWN_MOST = 50 };

const struct field proposal_fields[] = {
	F_ID(struct proposal, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "proposal"),
	F_CAT(struct proposal, kind, M_FIELD_PROPOSAL_KIND, CLASS_INSIDE, 0, "proposal_kind"),
	F_TEXT(struct proposal, route, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, 60),
	F_TEXT(struct proposal, params, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, 0),
	F_TEXT(struct proposal, about, M_FIELD_ABOUT, CLASS_INSIDE, 0, 500),
	F_DAY(struct proposal, day, M_FIELD_DAY, CLASS_INSIDE, FF_HIDDEN),
	F_TEXT(struct proposal, perm, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, 60),
	F_ID(struct proposal, need_org, M_FIELD_NEED_ORG, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_ID(struct proposal, account, M_FIELD_ACCOUNT, CLASS_INSIDE, FF_HIDDEN, "account"),
	F_CAT(struct proposal, state, M_FIELD_PROPOSAL_STATE, CLASS_INSIDE, 0, "proposal_state"),
	F_TEXT(struct proposal, answer, M_FIELD_REASON, CLASS_INSIDE, 0, 500),
	F_INSTANT(struct proposal, made_ms, M_FIELD_AT, CLASS_INSIDE, 0),
	F_INSTANT(struct proposal, void_ms, M_FIELD_AT, CLASS_INSIDE, FF_HIDDEN),
	F_TEXT(struct proposal, proposer, M_FIELD_PROPOSER, CLASS_INSIDE, 0, 200),
	F_TEXT(struct proposal, answerer, M_FIELD_ANSWERER, CLASS_INSIDE, 0, 200),
	F_END,
};

/* ---- making ---- */

bool proposal_fits(const struct action *action)
{
	if (action->read || action->no_txn || !action->in)
		return false;
	field_each (f, action->in)
		if (f->type == FT_FILE || f->type == FT_SECRET)
			return false;
	return true;
}

enum err proposal_needed(struct ctx *cx, const struct call *call, const char **ret_kind)
{
	int64_t org = cx->org ? cx->org : cx->end.home;
	bool help;

	*ret_kind = cx->end.missing && cx->end.proposing ? "ends" : NULL;
	TRY(grant_is_help(cx, call->route->perm, org, &help));
	if (!help)
		return ERR_OK;
	cx->end.perm = call->route->perm;
	cx->end.org = org;
	*ret_kind = "typed";
	return ERR_OK;
}

/* What the form gave and the address named; the organisation and the record by their ids. */
static const char *params_text(struct ctx *cx, const struct call *call)
{
	const struct field *table = call->route->action->in;
	struct json j;
	struct buf b;
	char *text;

	buf_init(&b, PARAMS_MOST);
	json_init(&j, &b);
	json_begin_object(&j);
	if (strstr(call->route->path, "{org}"))
		json_member_text(&j, "org", arena_printf(cx->a, "%lld", (long long)cx->org));
	if (cx->item)
		json_member_text(&j, "item", cx->item);
	for (size_t i = 0; i < call->params.n; i++) {
		const struct param *p = &call->params.p[i];
		if (!field_find(table, p->name))
			continue;
		json_key(&j, p->name);
		json_str(&j, p->value);
	}
	json_end(&j);
	text = buf_overflow(&b) ? NULL : arena_strndup(cx->a, b.p, b.n);
	buf_done(&b);
	return text;
}

/* Whom or what it is about: what the form says above its fields. */
static enum err about(struct ctx *cx, const struct action *act, const char **ret)
{
	void *in = arena_alloc(cx->a, act->in_size + 1);
	struct doc unseen;

	doc_init(&unseen, cx->a, cx->say.lang);
	if (act->fill)
		TRY(act->fill(cx, in, &unseen));
	*ret = text_empty(unseen.lead) ? "" : unseen.lead;
	return ERR_OK;
}

enum err proposal_make(struct ctx *cx, const struct call *call, const char *kind, struct doc *d)
{
	const char *params = params_text(cx, call), *subject;
	int64_t id = id_new(cx->ids);

	if (!params || !proposal_fits(call->route->action))
		return cx_fault(cx, ERR_REFUSED, NULL, M_PROPOSAL_UNFIT);
	TRY(about(cx, call->route->action, &subject));
	TRY(txn_start(cx, "propose", NULL));
	TRY(db_run(cx->db, Q_PROPOSAL_INSERT, id, kind, call->route->name, params, subject, cx->day,
		perm_name(cx->end.perm), cx->end.org, cx->actor->account, cx->txn, cx->txn_ms));
	d->location = arena_printf(cx->a, "/proposal/%lld", (long long)id);
	return ERR_OK;
}

/* ---- finding ---- */

/* What a yes may be needed for. */
static const enum perm answered[] = {PERM_ORG_CHANGE, PERM_ORG_RECORD, PERM_MEMBER_CHANGE,
	PERM_CASE_ACT, PERM_CASE_STEP, PERM_CASE_DECIDE, PERM_VILLAGE_CHANGE, PERM_VILLAGE_ACT};

static bool answers(const struct grant *g)
{
	for (size_t i = 0; i < sizeof(answered) / sizeof(*answered); i++)
		if (grant_is_for(g, answered[i]) && !text_eq(g->func, "helper"))
			return true;
	return false;
}

bool proposal_concerns(const struct actor *actor)
{
	const struct grant *g = actor->grants.rows;

	for (size_t i = 0; i < actor->grants.n; i++)
		if (answers(&g[i]) || text_eq(g[i].func, "helper"))
			return true;
	return false;
}

static enum err open_over(struct ctx *cx, const struct grant *g, struct list *ret)
{
	const int64_t most = PROPOSALS_MOST;

	if (!g->org)
		return db_list(cx->db, cx->a, proposal_fields, sizeof(struct proposal), ret,
			Q_PROPOSALS_OPEN, most);
	if (text_eq(g->reach, "below"))
		return db_list(cx->db, cx->a, proposal_fields, sizeof(struct proposal), ret,
			Q_PROPOSALS_BELOW, g->org, cx->say.today, most);
	return db_list(cx->db, cx->a, proposal_fields, sizeof(struct proposal), ret, Q_PROPOSALS_AT,
		g->org, most);
}

static bool same_reach(const struct grant *a, const struct grant *b)
{
	return a->org == b->org && text_eq(a->reach, b->reach);
}

/* Has an earlier function of the actor asked about the same organisations? */
static bool asked_before(const struct grant *g, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (answers(&g[k]) && same_reach(&g[k], &g[i]))
			return true;
	return false;
}

static bool is_in(const struct proposal *all, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (all[i].id == id)
			return true;
	return false;
}

/* May the actor answer it, by a function of that reach? */
static bool suits(const struct ctx *cx, const struct grant *over, const struct proposal *p)
{
	const struct grant *g = cx->actor->grants.rows;
	enum perm perm = perm_named(p->perm);

	if (p->account == cx->actor->account || perm == PERM_COUNT)
		return false;
	for (size_t i = 0; i < cx->actor->grants.n; i++)
		if (answers(&g[i]) && same_reach(&g[i], over) && grant_is_for(&g[i], perm))
			return true;
	return false;
}

enum err proposal_waiting(struct ctx *cx, struct list *ret)
{
	const struct grant *g = cx->actor->grants.rows;
	struct proposal *all = arena_array(cx->a, PROPOSALS_MOST, sizeof(*all));
	const struct proposal *p;
	struct list rows;
	size_t n = 0;

	for (size_t i = 0; cx->actor->any_open && i < cx->actor->grants.n; i++) {
		if (!answers(&g[i]) || asked_before(g, i))
			continue;
		TRY(open_over(cx, &g[i], &rows));
		p = rows.rows;
		for (size_t k = 0; k < rows.n && n < PROPOSALS_MOST; k++)
			if (suits(cx, &g[i], &p[k]) && !is_in(all, n, p[k].id))
				all[n++] = p[k];
	}
	*ret = (struct list){all, n, sizeof(*all)};
	return ERR_OK;
}

enum err proposal_may_answer(struct ctx *cx, const struct proposal *p, bool *ret)
{
	struct fault quiet = {.a = cx->a}, *told = cx->f;
	enum perm perm = perm_named(p->perm);
	bool help = false;
	enum err e;

	*ret = false;
	if (p->account == cx->actor->account || perm == PERM_COUNT)
		return ERR_OK;
	cx->f = &quiet;
	e = grant_over(cx, perm, p->need_org);
	cx->f = told;
	if (e)
		return e == ERR_FORBIDDEN ? ERR_OK : e;
	TRY(grant_is_help(cx, perm, p->need_org, &help));
	*ret = !help;
	return ERR_OK;
}

enum err proposal_pick(struct ctx *cx, struct proposal *ret)
{
	enum err e = ERR_NOT_FOUND;
	long long id = 0;
	bool may = false;

	if (str_to_int(str_of(cx->item), &id))
		e = db_get(cx->db, cx->a, proposal_fields, ret, Q_PROPOSAL_GET, (int64_t)id);
	if (!e && ret->account != cx->actor->account)
		TRY(proposal_may_answer(cx, ret, &may));
	if (e == ERR_NOT_FOUND || (!e && ret->account != cx->actor->account && !may))
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_PROPOSAL_NONE);
	return e;
}

enum err proposal_call(struct ctx *cx, const struct proposal *p, struct call *ret)
{
	*ret = (struct call){
		.route = route_named(p->route), .write = true, .account = cx->actor->account};
	if (!ret->route || !proposal_fits(ret->route->action))
		return cx_fault(cx, ERR_REFUSED, NULL, M_PROPOSAL_UNFIT);
	return json_body(cx->a, str_of(p->params), &ret->params);
}

/* ---- the list ---- */

struct proposal_row {
	int64_t id, made_ms;
	const char *what, *about, *kind, *proposer, *state;
};

static const struct field row_fields[] = {
	F_ID(struct proposal_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "proposal"),
	F_TEXT(struct proposal_row, what, M_FIELD_PROPOSAL, CLASS_INSIDE, FF_KEY, 200),
	F_TEXT(struct proposal_row, about, M_FIELD_ABOUT, CLASS_INSIDE, 0, 500),
	F_CAT(struct proposal_row, kind, M_FIELD_PROPOSAL_KIND, CLASS_INSIDE, 0, "proposal_kind"),
	F_TEXT(struct proposal_row, proposer, M_FIELD_PROPOSER, CLASS_INSIDE, 0, 200),
	F_INSTANT(struct proposal_row, made_ms, M_FIELD_AT, CLASS_INSIDE, 0),
	F_CAT(struct proposal_row, state, M_FIELD_PROPOSAL_STATE, CLASS_INSIDE, 0,
		"proposal_state"),
	F_END,
};

static void add_rows(struct ctx *cx, struct doc *d, const char *name, enum msg title,
	enum msg empty, struct list list)
{
	struct proposal_row *rows = arena_array(cx->a, list.n + 1, sizeof(*rows));
	const struct proposal *p = list.rows;
	struct doc_part *part;

	for (size_t i = 0; i < list.n; i++) {
		const struct route *r = route_named(p[i].route);
		rows[i] = (struct proposal_row){p[i].id, p[i].made_ms,
			r ? msg_text(cx->say.lang, r->action->title) : p[i].route, p[i].about,
			p[i].kind, p[i].proposer, p[i].state};
	}
	part = doc_table(d, name, title, row_fields, (struct list){rows, list.n, sizeof(*rows)});
	part->row_href = "/proposal/";
	part->empty = msg_text(cx->say.lang, empty);
}

static enum err list(struct ctx *cx, const void *in, struct doc *d)
{
	const int64_t most = OWN_MOST;
	struct list waiting, own;

	(void)in;
	d->title = msg_text(cx->say.lang, M_PROPOSAL_LIST);
	d->lead = msg_text(cx->say.lang, M_PROPOSAL_LEAD);
	TRY(proposal_waiting(cx, &waiting));
	TRY(db_list(cx->db, cx->a, proposal_fields, sizeof(struct proposal), &own, Q_PROPOSALS_BY,
		cx->actor->account, most));
	add_rows(cx, d, "waiting", M_PROPOSAL_WAITING, M_PROPOSAL_NO_WAITING, waiting);
	add_rows(cx, d, "mine", M_PROPOSAL_MINE, M_PROPOSAL_NO_MINE, own);
	return ERR_OK;
}

const struct action proposal_list = {.read = list, .title = M_PROPOSAL_LIST};

#include "app/dispatch.h"

#include "account/account.h"
#include "account/account_entry.h"
#include "app/form.h"
#include "app/proposal.h"
#include "base/die.h"
#include "base/text.h"
#include "core/clearance.h"
#include "core/tree.h"

enum { TRIES = 3 };

/* Who acts: the operator, an account with the functions it holds today, or nobody. */
static enum err step_actor(struct ctx *cx, const struct call *call)
{
	struct actor *actor = arena_new_of(cx->a, struct actor);

	cx->actor = actor;
	actor->is_operator = call->is_operator;
	if (!call->account)
		return ERR_OK;
	return account_actor(cx, call->account, actor);
}

/* What comes between signing in and the pages: only that is open until it is done. */
static enum err step_entry(struct ctx *cx, const struct call *call)
{
	struct actor *actor = (struct actor *)cx->actor;
	enum perm perm = call->route->perm;

	TRY(account_entry(cx));
	if (!cx->enter || perm == PERM_PUBLIC || text_eq(cx->action->entry, cx->enter))
		return ERR_OK;
	if (perm == PERM_SELF && text_eq(cx->enter, ENTRY_FACTOR))
		return ERR_OK;
	actor->grants.n = 0;
	return cx_fault(cx, ERR_NOT_SIGNED_IN, NULL, M_ACCOUNT_ENTER_FIRST);
}

static enum err step_permission(struct ctx *cx, const struct call *call)
{
	if (grant_allows(cx->actor, call->route->perm))
		return ERR_OK;
	if (!cx->actor->account && !cx->actor->is_operator)
		return cx_fault(cx, ERR_NOT_SIGNED_IN, NULL, M_ERR_NOT_SIGNED_IN);
	return cx_fault(cx, ERR_FORBIDDEN, NULL, M_ERR_FORBIDDEN);
}

/* The page's own address with the id of the organisation, however it was named. */
static void keep_path(struct ctx *cx, const struct call *call)
{
	struct params values = {0};

	params_add(cx->a, &values,
		(struct param){
			"org", str_of(arena_printf(cx->a, "%lld", (long long)cx->org)), NULL});
	for (size_t i = 0; i < call->params.n; i++)
		params_add(cx->a, &values, call->params.p[i]);
	cx->path = route_path(cx->a, call->route, &values);
}

static enum err step_org(struct ctx *cx, const struct call *call)
{
	struct str org = params_get(&call->params, "org");
	bool in_path = strstr(call->route->path, "{org}") != NULL;
	/* an action with a field of that name resolves it itself, on a day of its own */
	bool is_input = cx->action->in && field_find(cx->action->in, "org");
	const char *text;

	cx->org = 0;
	cx->way = (struct list){0};
	if (org.n && !is_input) {
		text = text_clean(cx->a, org, false);
		if (!text)
			return cx_fault(cx, ERR_BAD_REQUEST, "org", M_ERR_BAD_REQUEST);
		TRY(tree_way(cx, text, cx->day, "org", &cx->org, &cx->way));
	} else if (in_path) {
		return cx_fault(cx, ERR_NOT_FOUND, "org", M_ERR_NOT_FOUND);
	}
	if (in_path)
		keep_path(cx, call);
	if (grant_needs_reach(call->route->perm))
		TRY(grant_over(cx, call->route->perm, cx->org));
	/* what is written is written about the people of today */
	if (in_path)
		return clearance_take(
			cx, cx->org, call->route->action->read ? cx->day : cx->say.today);
	return ERR_OK;
}

static enum err step_item(struct ctx *cx, const struct call *call)
{
	struct str item = params_get(&call->params, "item");

	cx->item = NULL;
	if (!strstr(call->route->path, "{item}"))
		return ERR_OK;
	cx->item = item.n ? text_clean(cx->a, item, false) : NULL;
	return cx->item ? ERR_OK : cx_fault(cx, ERR_NOT_FOUND, NULL, M_ERR_NOT_FOUND);
}

static bool is_given(const void *p, const char *name)
{
	const struct call *call = p;

	return params_get(&call->params, name).n > 0;
}

/* Whoever may not see a field may not ask by it either. */
static enum err step_inputs(struct ctx *cx, const struct call *call)
{
	const struct field *in = call->route->action->in;

	return in ? clearance_inputs(cx, in, is_given, call) : ERR_OK;
}

static enum err read_page(struct ctx *cx, const struct call *call, struct doc *d)
{
	const struct action *act = call->route->action;
	void *in = arena_alloc(cx->a, act->in_size + 1);

	TRY(form_read(cx, call, in));
	if (cx->clear.taken)
		TRY(step_inputs(cx, call));
	TRY(act->read(cx, in, d));
	TRY(step_inputs(cx, call));
	return text_eq(call->route->path, "/") ? account_entry_notice(cx, d) : ERR_OK;
}

/* A helper is told before typing that it will wait. */
static enum err note_help(struct ctx *cx, const struct call *call, struct doc *d)
{
	bool help;

	TRY(grant_is_help(cx, call->route->perm, cx->org, &help));
	if (help)
		doc_note(d, DOC_PLAIN, msg_text(cx->say.lang, M_PROPOSAL_HELP));
	return ERR_OK;
}

/* What the form is about besides its item, for its words: ids that it carries unseen. */
static void read_carried(struct ctx *cx, const struct call *call, void *in)
{
	const struct action *act = call->route->action;
	struct fault quiet = {.a = cx->a};

	if (act->in)
		field_each (f, act->in)
			if (f->flags & FF_HIDDEN && f->type == FT_ID && !(f->flags & FF_FRESH) &&
				params_count(&call->params, f->name) == 1)
				(void)!value_read(&cx->say, f, params_get(&call->params, f->name),
					in, &quiet);
}

/* The empty form of an action: what is known already stands in it. */
static enum err ask_form(struct ctx *cx, const struct call *call, struct doc *d)
{
	const struct action *act = call->route->action;
	void *in = arena_alloc(cx->a, act->in_size + 1);

	d->title = msg_text(cx->say.lang, act->title);
	read_carried(cx, call, in);
	if (act->fill)
		TRY(act->fill(cx, in, d));
	TRY(note_help(cx, call, d));
	if (act->in)
		field_each (f, act->in)
			if (params_count(&call->params, f->name) == 1 && f->type != FT_FILE)
				(void)!value_read(
					&cx->say, f, params_get(&call->params, f->name), in, cx->f);
	form_show(cx, call, in, d);
	return cx->f->code;
}

/* What the form carries unseen and always as it stands now: its difference has just been told. */
static void freshen(const struct action *act, void *in, const void *filled)
{
	if (act->in)
		field_each (f, act->in)
			if (f->flags & FF_FRESH)
				field_set_int(f, in, field_get_int(f, filled));
}

/*
 * The form once more, with what was typed: after a refusal with the problems beside the fields,
 * for a preview with what would change.
 */
static enum err form_again(
	struct ctx *cx, const struct call *call, void *in, struct doc *d, enum err e)
{
	const struct action *act = call->route->action;
	void *filled = arena_alloc(cx->a, act->in_size + 1);
	struct fault said = *cx->f;

	if (e && err_http(e) >= 500)
		return e;
	d->title = msg_text(cx->say.lang, act->title);
	read_carried(cx, call, filled);
	if (act->fill && !act->fill(cx, filled, d))
		freshen(act, in, filled);
	/* what only the empty form stumbled over has been said already, or is of no account */
	*cx->f = said;
	if (said.last)
		said.last->next = NULL;
	form_show(cx, call, in, d);
	return e;
}

static bool writes(const struct call *call)
{
	const struct action *act = call->route->action;

	return call->write && !call->preview && !act->read && !act->no_txn;
}

/*
 * Its first commit may not have been answered because it is on this server alone. The row is
 * written once more: what that commit promises holds for all that came before it.
 */
static enum err replay(struct ctx *cx, const struct call *call, struct doc *d)
{
	if (!call->key || call->route->action->no_txn)
		return ERR_OK;
	TRY(txn_replayed(cx, call->key, &d->location));
	return d->location && writes(call) ? db_run(cx->db, Q_TXN_PROMISE, call->key) : ERR_OK;
}

static enum err apply(
	struct ctx *cx, const struct call *call, const void *in, void *plan, struct doc *d)
{
	const struct action *act = call->route->action;

	cx->request_key = call->key;
	TRY(act->apply(cx, in, plan, d));
	must(act->no_txn || cx->txn);
	return cx->txn && d->location ? txn_located(cx, d->location) : ERR_OK;
}

/* Kept for somebody else's yes, instead of applied. */
static enum err propose(struct ctx *cx, const struct call *call, const char *kind, struct doc *d)
{
	cx->request_key = call->key;
	TRY(proposal_make(cx, call, kind, d));
	return txn_located(cx, d->location);
}

/* What stands already, for a call that need not say everything; the page is not shown yet. */
static enum err keep_filled(struct ctx *cx, const struct action *act, void *in)
{
	struct doc unseen;

	if (!act->keeps)
		return ERR_OK;
	doc_init(&unseen, cx->a, cx->say.lang);
	return act->fill(cx, in, &unseen);
}

static enum err take_form(struct ctx *cx, const struct call *call, struct doc *d)
{
	const struct action *act = call->route->action;
	void *in = arena_alloc(cx->a, act->in_size + 1), *plan = NULL;
	const char *wait;
	enum err e;

	cx->end = (struct grant_end){.proposing = call->propose && proposal_fits(act)};
	TRY(replay(cx, call, d));
	if (d->location)
		return ERR_OK;
	TRY(keep_filled(cx, act, in));
	e = form_read(cx, call, in);
	if (!e)
		e = act->plan(cx, in, &plan, d);
	if (!e)
		e = step_inputs(cx, call);
	if (e || cx->f->code)
		return form_again(cx, call, in, d, e ? e : cx->f->code);
	if (call->preview)
		return form_again(cx, call, in, d, ERR_OK);
	TRY(proposal_needed(cx, call, &wait));
	if (wait)
		return propose(cx, call, wait, d);
	return apply(cx, call, in, plan, d);
}

enum err dispatch_enter(struct ctx *cx, const struct call *call)
{
	TRY(step_permission(cx, call));
	TRY(step_org(cx, call));
	return step_item(cx, call);
}

/* For the menu of a page: how many wait for the actor's yes. */
static enum err step_waiting(struct ctx *cx)
{
	struct list waiting;

	cx->waiting = 0;
	if (!cx->page.brief || !cx->actor->any_open)
		return ERR_OK;
	TRY(proposal_waiting(cx, &waiting));
	cx->waiting = (int)waiting.n;
	return ERR_OK;
}

static enum err act(struct ctx *cx, const struct call *call, struct doc *d)
{
	if (call->route->action->read)
		return read_page(cx, call, d);
	return call->write ? take_form(cx, call, d) : ask_form(cx, call, d);
}

static enum err run(struct ctx *cx, const struct call *call, struct doc *d)
{
	enum err e;

	clearance_start(cx, call->route->perm);
	TRY(step_actor(cx, call));
	TRY(step_entry(cx, call));
	TRY(step_waiting(cx));
	TRY(dispatch_enter(cx, call));
	e = act(cx, call, d);
	clearance_doc(cx, d);
	return e;
}

static enum err once(struct ctx *cx, const struct call *call, struct doc *d)
{
	enum err e = db_begin(cx->db, writes(call) ? DB_WRITE : DB_READ);

	if (e)
		return e;
	e = run(cx, call, d);
	if (!e)
		e = db_commit(cx->db);
	if (e)
		db_rollback(cx->db);
	return e;
}

/* What a page found to be done beside it. If it cannot be done now, the next page finds it again.
 */
static void afterwards(struct ctx *cx)
{
	struct fault quiet = {.a = cx->a}, *told = cx->f;
	enum err e;

	cx->f = &quiet;
	e = db_begin(cx->db, DB_WRITE);
	if (!e)
		e = cx->after(cx, cx->after_p);
	if (!e)
		e = db_commit(cx->db);
	if (e)
		db_rollback(cx->db);
	cx->f = told;
	cx->txn = 0;
}

enum err dispatch(struct ctx *cx, const struct call *call, struct doc *d)
{
	struct fault clean = *cx->f;
	enum err e = ERR_OK;

	cx->action = call->route->action;
	d->section = call->route->section;
	for (int i = 0; i < TRIES; i++) {
		*cx->f = clean;
		cx->txn = 0;
		cx->cookies = NULL;
		cx->after = NULL;
		doc_init(d, cx->a, cx->say.lang);
		d->section = call->route->section;
		e = once(cx, call, d);
		if (e != ERR_RETRY)
			break;
	}
	if (!e && cx->after)
		afterwards(cx);
	if (e && !cx->f->detail && err_http(e) >= 500)
		(void)!fault_detail(cx->f, e, "%s", db_error(cx->db));
	return e;
}

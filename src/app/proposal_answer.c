/*
 * proposal_answer.c: one proposal: what it says, what it would change, yes, no, taken back.
 */
#include "app/form.h"
#include "app/proposal.h"

#include "account/account.h"
#include "core/tree.h"

/* What of a ctx belongs to one call. */
struct frame_call {
	const struct action *action;
	int64_t org;
	struct list way;
	const char *item, *path, *query;
	day_t day;
	struct grant_end end;
};

/* The call of a proposal, planned: everything that carrying it out needs. */
struct prepared {
	struct proposal p;
	struct call call;
	struct frame_call frame;
	void *in, *plan;
};

static struct frame_call frame_take(const struct ctx *cx)
{
	return (struct frame_call){
		cx->action, cx->org, cx->way, cx->item, cx->path, cx->query, cx->day, cx->end};
}

static void frame_put(struct ctx *cx, const struct frame_call *f)
{
	cx->action = f->action;
	cx->org = f->org;
	cx->way = f->way;
	cx->item = f->item;
	cx->path = f->path;
	cx->query = f->query;
	cx->day = f->day;
	cx->end = f->end;
}

/* ---- planning it again ---- */

/* Of two ends, what the proposer holds today counts; what was typed is the accepter's own act. */
static enum err proposer_of(struct ctx *cx, const struct proposal *p, const struct actor **ret)
{
	struct actor *actor = arena_new_of(cx->a, struct actor);

	*ret = NULL;
	if (!text_eq(p->kind, "ends"))
		return ERR_OK;
	TRY(account_actor(cx, p->account, actor));
	*ret = actor;
	return ERR_OK;
}

static enum err plan_call(struct ctx *cx, struct prepared *r, struct doc *d)
{
	const struct action *act = r->call.route->action;

	r->in = arena_alloc(cx->a, act->in_size + 1);
	TRY(dispatch_enter(cx, &r->call));
	TRY(form_read(cx, &r->call, r->in));
	TRY(act->plan(cx, r->in, &r->plan, d));
	TRY(cx->f->code);
	/* a code may have come to mean another organisation since */
	if (cx->end.proposer && !cx->end.met)
		return cx_fault(cx, ERR_CONFLICT, NULL, M_PROPOSAL_CHANGED);
	return ERR_OK;
}

static enum err prepare(struct ctx *cx, struct prepared *r, struct doc *d)
{
	struct frame_call outer = frame_take(cx);
	const struct actor *proposer;
	enum err e;

	TRY(proposal_call(cx, &r->p, &r->call));
	TRY(proposer_of(cx, &r->p, &proposer));
	cx->action = r->call.route->action;
	cx->day = r->p.day;
	cx->query = "";
	cx->end = (struct grant_end){.proposer = proposer, .org = r->p.need_org};
	e = plan_call(cx, r, d);
	r->frame = frame_take(cx);
	frame_put(cx, &outer);
	return e;
}

static enum err carry_out(struct ctx *cx, struct prepared *r, struct doc *d)
{
	struct frame_call outer = frame_take(cx);
	enum err e;

	frame_put(cx, &r->frame);
	e = r->call.route->action->apply(cx, r->in, r->plan, d);
	frame_put(cx, &outer);
	return e;
}

/* ---- the page ---- */

struct shown {
	const char *what, *about, *kind, *proposer, *need, *state, *answerer, *answer;
	int64_t made_ms, closed_ms;
};

static const struct field shown_fields[] = {
	F_TEXT(struct shown, what, M_FIELD_PROPOSAL, CLASS_INSIDE, 0, 200),
	F_TEXT(struct shown, about, M_FIELD_ABOUT, CLASS_INSIDE, 0, 500),
	F_CAT(struct shown, kind, M_FIELD_PROPOSAL_KIND, CLASS_INSIDE, 0, "proposal_kind"),
	F_TEXT(struct shown, proposer, M_FIELD_PROPOSER, CLASS_INSIDE, 0, 200),
	F_INSTANT(struct shown, made_ms, M_FIELD_AT, CLASS_INSIDE, 0),
	F_TEXT(struct shown, need, M_FIELD_NEED_ORG, CLASS_INSIDE, 0, 200),
	F_CAT(struct shown, state, M_FIELD_PROPOSAL_STATE, CLASS_INSIDE, 0, "proposal_state"),
	F_TEXT(struct shown, answerer, M_FIELD_ANSWERER, CLASS_INSIDE, 0, 200),
	F_INSTANT(struct shown, closed_ms, M_FIELD_ANSWERED_AT, CLASS_INSIDE, 0),
	F_TEXT(struct shown, answer, M_FIELD_REASON, CLASS_INSIDE, 0, 500),
	F_END,
};

static const char *what_of(struct ctx *cx, const struct proposal *p)
{
	const struct route *r = route_named(p->route);

	return r ? msg_text(cx->say.lang, r->action->title) : p->route;
}

static enum err need_of(struct ctx *cx, const struct proposal *p, const char **ret)
{
	struct org_spell s;
	enum err e;

	*ret = NULL;
	if (!p->need_org)
		return ERR_OK;
	e = tree_spell_near(cx, p->need_org, cx->day, &s);
	if (!e)
		*ret = s.name;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* What was typed, under the labels of its form. */
static void add_entry(struct ctx *cx, struct doc *d, const struct proposal *p)
{
	struct fault quiet = {.a = cx->a}, *told = cx->f;
	struct call call;
	void *in;

	cx->f = &quiet;
	if (!proposal_call(cx, p, &call)) {
		in = arena_alloc(cx->a, call.route->action->in_size + 1);
		(void)!form_read(cx, &call, in);
		doc_record(d, "entry", M_PROPOSAL_ENTRY, call.route->action->in, in);
	}
	cx->f = told;
}

/* What it would change if it were accepted now, or why it would be refused. */
static enum err add_outlook(struct ctx *cx, struct doc *d, const struct proposal *p)
{
	struct fault quiet = {.a = cx->a}, *told = cx->f;
	struct prepared r = {.p = *p};
	enum err e;

	cx->f = &quiet;
	e = prepare(cx, &r, d);
	cx->f = told;
	if (e && err_http(e) >= 500)
		return e;
	problem_each (q, &quiet)
		doc_note(d, DOC_WARN, msg_fill(cx->a, cx->say.lang, q->what, q->arg, ERR_ARGS));
	return ERR_OK;
}

static enum err add_shown(struct ctx *cx, struct doc *d, const struct proposal *p)
{
	struct shown *s = arena_new_of(cx->a, struct shown);

	*s = (struct shown){.what = what_of(cx, p),
		.about = p->about,
		.kind = p->kind,
		.proposer = p->proposer,
		.made_ms = p->made_ms,
		.state = p->state,
		.answerer = p->answerer,
		.answer = p->answer,
		.closed_ms = p->void_ms == MS_MAX ? 0 : p->void_ms};
	TRY(need_of(cx, p, &s->need));
	doc_path(d, msg_text(cx->say.lang, M_PROPOSAL_LIST), "/proposal");
	d->title = s->what;
	d->lead = p->about;
	doc_record(d, "proposal", M_NONE, shown_fields, s);
	add_entry(cx, d, p);
	return ERR_OK;
}

static void link_to(struct ctx *cx, struct doc *d, int primary, enum msg label, const char *rest)
{
	doc_link(d, primary ? DOC_PRIMARY : DOC_ACTION, msg_text(cx->say.lang, label),
		"/proposal/%s/%s", cx->item, rest);
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct proposal p = {0};
	bool may;

	(void)in;
	TRY(proposal_pick(cx, &p));
	TRY(add_shown(cx, d, &p));
	if (!text_eq(p.state, "open"))
		return ERR_OK;
	TRY(proposal_may_answer(cx, &p, &may));
	if (may) {
		TRY(add_outlook(cx, d, &p));
		link_to(cx, d, 1, M_PROPOSAL_ACCEPT, "accept");
		link_to(cx, d, 0, M_PROPOSAL_DECLINE, "decline");
	} else {
		link_to(cx, d, 0, M_PROPOSAL_WITHDRAW, "withdraw");
	}
	return ERR_OK;
}

const struct action proposal_show = {.read = show, .title = M_PROPOSAL_SHOW};

/* ---- answers ---- */

struct answer_in {
	const char *reason;
};

#define REASON(flags) F_LINES(struct answer_in, reason, M_FIELD_REASON, CLASS_INSIDE, flags, 500)

static const struct field plain_fields[] = {REASON(0), F_END};
static const struct field reason_fields[] = {REASON(FF_REQUIRED), F_END};

/* The open proposal of the address; its proposer takes it back, somebody else answers. */
static enum err pick_open(struct ctx *cx, bool own, struct proposal *ret)
{
	TRY(proposal_pick(cx, ret));
	if (!text_eq(ret->state, "open"))
		return cx_fault(cx, ERR_CONFLICT, NULL, M_PROPOSAL_ENDED);
	if (own != (ret->account == cx->actor->account))
		return cx_fault(
			cx, ERR_FORBIDDEN, NULL, own ? M_PROPOSAL_NOT_YOURS : M_PROPOSAL_NOT_SELF);
	return ERR_OK;
}

static enum err fill(struct ctx *cx, void *in, struct doc *d)
{
	struct proposal p = {0};

	(void)in;
	TRY(proposal_pick(cx, &p));
	doc_path(d, msg_text(cx->say.lang, M_PROPOSAL_LIST), "/proposal");
	doc_path(d, what_of(cx, &p), arena_printf(cx->a, "/proposal/%lld", (long long)p.id));
	d->lead = doc_say(d, M_PROPOSAL_OF, what_of(cx, &p), p.about, p.proposer, NULL);
	return ERR_OK;
}

/* Ends it in the transaction under way. */
static enum err end(struct ctx *cx, const struct proposal *p, const char *state, const char *reason,
	struct doc *d)
{
	int64_t n;

	TRY(db_run_count(cx->db, &n, Q_PROPOSAL_CLOSE, p->id, state, reason, cx->txn, cx->txn_ms));
	if (n != 1)
		return cx_fault(cx, ERR_CONFLICT, NULL, M_PROPOSAL_ENDED);
	d->location = arena_printf(cx->a, "/proposal/%lld", (long long)p->id);
	return ERR_OK;
}

static enum err accept_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct prepared *r = arena_new_of(cx->a, struct prepared);

	(void)in;
	TRY(pick_open(cx, false, &r->p));
	*ret_plan = r;
	return prepare(cx, r, d);
}

static enum err accept_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct answer_in *in = vin;
	struct prepared *r = plan;

	TRY(carry_out(cx, r, d));
	return end(cx, &r->p, "accepted", in->reason, d);
}

static enum err end_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct proposal *p = arena_new_of(cx->a, struct proposal);

	(void)in;
	(void)d;
	*ret_plan = p;
	return pick_open(cx, text_eq(cx->action->arg, "withdrawn"), p);
}

static enum err end_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct answer_in *in = vin;

	TRY(txn_start(cx,
		text_eq(cx->action->arg, "withdrawn") ? "proposal_withdraw" : "proposal_decline",
		in->reason));
	return end(cx, plan, cx->action->arg, in->reason, d);
}

const struct action proposal_accept = {.in = plain_fields,
	.in_size = sizeof(struct answer_in),
	.fill = fill,
	.plan = accept_plan,
	.apply = accept_apply,
	.title = M_PROPOSAL_ACCEPT,
	.submit = M_PROPOSAL_ACCEPT,
	.preview = true};

#define ENDING(var, fields_, state, title_)                                                        \
	const struct action var = {.in = fields_,                                                  \
		.in_size = sizeof(struct answer_in),                                               \
		.fill = fill,                                                                      \
		.plan = end_plan,                                                                  \
		.apply = end_apply,                                                                \
		.title = title_,                                                                   \
		.submit = title_,                                                                  \
		.arg = state}

ENDING(proposal_decline, reason_fields, "declined", M_PROPOSAL_DECLINE);
ENDING(proposal_withdraw, plain_fields, "withdrawn", M_PROPOSAL_WITHDRAW);

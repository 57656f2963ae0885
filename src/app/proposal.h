/*
 * proposal.h: a call (route and what was given) that waits for somebody else's yes.
 *
 * Two uses. "ends": an act that leads into an organisation beyond the reach of who does it; they
 * send the form with `_propose`, dispatch plans it with cx->end.proposing, and instead of applying
 * makes a proposal that needs a yes over that organisation. "typed": whatever a helper writes,
 * which needs the yes of somebody who may do it without helping.
 *
 * Accepting runs the same call once more, with the accepter as actor; of two ends, what the
 * proposer still holds on that day counts as well. What is refused then says why, and the proposal
 * stays open. It ends once: accepted, declined by who may accept, or withdrawn by its proposer;
 * whoever comes second gets ERR_CONFLICT.
 *
 * Files: proposal.c makes, finds and lists; proposal_answer.c shows one and answers it.
 */
#ifndef GUONG_APP_PROPOSAL_H
#define GUONG_APP_PROPOSAL_H

#include "app/dispatch.h"

struct proposal {
	int64_t id, need_org, account, made_ms, void_ms;
	const char *kind, *route, *params, *about, *perm, *state, *answer, *proposer, *answerer;
	day_t day;
};
extern const struct field proposal_fields[];

/* Can this action be kept for later? Not with a file or a password in its form. */
bool proposal_fits(const struct action *action);
/* Why a planned call must wait: "typed", "ends", or NULL. */
enum err proposal_needed(struct ctx *cx, const struct call *call, const char **ret_kind);
/* Keeps a call that was planned; the document leads to the proposal. Begins the transaction. */
enum err proposal_make(struct ctx *cx, const struct call *call, const char *kind, struct doc *d);

/* Does the actor have to do with proposals at all? */
bool proposal_concerns(const struct actor *actor);
/* Open ones that the actor may answer (struct proposal), oldest first, PROPOSALS_MOST at most. */
enum { PROPOSALS_MOST = 100 };
enum err proposal_waiting(struct ctx *cx, struct list *ret);
/* May the actor say yes to it? */
enum err proposal_may_answer(struct ctx *cx, const struct proposal *p, bool *ret);
/* The one that the address names, if it is any business of the actor. */
enum err proposal_pick(struct ctx *cx, struct proposal *ret);
/* The call as it was made. */
enum err proposal_call(struct ctx *cx, const struct proposal *p, struct call *ret);

extern const struct action proposal_list, proposal_show, proposal_accept, proposal_decline,
	proposal_withdraw;

#endif

/*
 * flow.h: procedures: what a module declares of one, and the cases that follow it.
 *
 * A procedure is a table (struct flow_proc): its states, and its steps with the states each starts
 * from, the one it leads to, whose step it is, the permission, the vote, the clocks it starts.
 * A module adds what cannot stand in a table: conditions of a step (`check`), when a paper is
 * needed (`cond`), what follows from steps elsewhere (`follows`, `effect`).
 *
 * The truth of a case are its steps, dated twice like everything here. What follows from them is
 * found by flow_fold(), a pure function: the state of the case from day to day, and its clocks.
 * Both are stored (flow_spell, flow_clock) so that lists are ranges of an index.
 *
 *	TRY(flow_read(cx, id, &c));
 *	TRY(flow_plan_new(cx, c, &p));
 *	TRY(flow_plan_step(p, &(struct flow_step){.step = "cell_vote", .day = d, ...}));
 *	TRY(flow_plan_check(p));
 *	TRY(flow_plan_apply(p));            inside txn_start() ... commit
 *
 * Nothing is skipped: a step starts from the states of its row and no other, a state that the way
 * of the day does not have is passed over by its row alone. A wrong step is corrected by a further
 * one that names it. Terms, shares and papers are rules of the day of the step, so a case keeps
 * those under which its steps were taken.
 *
 * Files: flow.c reads; flow_fold.c folds; flow_way.c who stands above; flow_vote.c counts;
 * flow_plan.c checks and writes.
 */
#ifndef GUONG_CORE_FLOW_H
#define GUONG_CORE_FLOW_H

#include "core/action.h"

/* ---- what a module declares ---- */

/* Whose step it is, seen from the cell of the case. */
enum flow_level {
	FLOW_CELL,
	FLOW_DEPARTMENT, /* departmental committee */
	FLOW_GRASSROOTS, /* grassroots committee */
	FLOW_DECIDER,	 /* the committee above the grassroots organisation */
	FLOW_THERE,	 /* the other end: the organisation that a step pointed at */
	FLOW_LEVELS
};
#define FLOW_HAS(level) (1u << (level))

/* A state from which a step starts, if the way of the day has none of `without`. */
struct flow_from {
	const char *state; /* "": there is no case yet; "*": any state in which it is open */
	unsigned without;
};

/* A term that runs while the case is in one of the states. */
struct flow_clock_kind {
	const char *code;   /* catalogue flow_clock */
	const char *term;   /* rule of the day from which it counts; NULL: that day itself */
	const char *grace;  /* a second term, within which what is ripe is to be done; or NULL */
	const char *states; /* "decided late": blanks between them */
	bool second;	    /* counts from the second day of the step */
};

enum flow_flag {
	FLOW_MAIN = 1,	   /* belongs to the straight way: named as what comes next */
	FLOW_FREE = 2,	   /* told whenever it happened; changes the state only if that fits */
	FLOW_MOVES = 4,	   /* the case goes to `other` */
	FLOW_MAY_VOTE = 8, /* the vote is told if there was one */
	FLOW_POINTS = 16,  /* `other` is the other end: FLOW_THERE from then on */
	FLOW_AHEAD = 32,   /* its second day may be to come: the last day of a term */
	FLOW_PHASE = 64,   /* a new phase begins: papers of later steps are not asked for before */
};

struct flow_work;

struct flow_kind {
	const char *code;	  /* catalogue flow_step; the action is named like it */
	struct flow_from from[8]; /* ends with a NULL state */
	const char *to;		  /* NULL: the state stays */
	enum flow_level level;
	enum perm perm;
	unsigned flags;
	const char *vote; /* the rule with the share that is needed; NULL: no vote */
	const char *form; /* the rule with the form of the vote; NULL: as they like */
	enum msg second;  /* what its second day is, if it has no action whose form says so */
	struct flow_clock_kind clock[2];
	enum err (*check)(struct flow_work *w); /* problems by flow_lack(); may be NULL */
	const struct action *action;
};

struct flow_state {
	const char *code; /* catalogue flow_state */
	bool open;
};

struct flow_step {
	int64_t flow, id, seq, org, other, who, undoes, txn, made_ms, void_ms;
	day_t day, second_day;
	const char *step, *kind, *number, *place, *note, *vote, *team;
	int64_t base, issued, returned, valid, agree, against;
};
extern const struct field flow_step_fields[];

struct flow_case;

struct flow_proc {
	const char *code; /* catalogue flow_proc; permission and pages are those of the module */
	bool two_ends; /* whoever took a step or is pointed at reads it, also when it is closed */
	const struct flow_state *states; /* end with a NULL code */
	const struct flow_kind *steps;	 /* likewise, in the order of the way */
	/* Does the condition of a paper hold? */
	bool (*cond)(struct flow_work *w, const char *cond);
	/* Who has a vote on a day, by the register. 0: not known. */
	enum err (*base)(
		struct ctx *cx, int64_t org, enum flow_level level, day_t day, int64_t *ret);
	/* What follows elsewhere from the live steps: rows of a kind that `effect` knows. */
	struct list (*follows)(struct arena *a, const struct flow_case *c, struct list live);
	/* What becomes different there when it is no longer `was` that follows, but `now`. */
	enum err (*effect)(struct ctx *cx, const struct flow_case *c, struct list was,
		struct list now, void **ret);
	enum err (*effect_apply)(struct ctx *cx, void *effect);
	/* What looks wrong in the steps that stand, though none is refused for it; or NULL. */
	const char *(*remark)(struct ctx *cx, struct list live);
	/* Title, path and lead of its pages. */
	enum err (*head)(struct ctx *cx, struct doc *d, const struct flow_case *c);
	/* What its page shows besides; may be NULL. */
	enum err (*show)(struct ctx *cx, struct doc *d, const struct flow_case *c);
};

const struct flow_proc *flow_proc_named(const struct ctx *cx, const char *code);
const struct flow_kind *flow_kind_of(const struct flow_proc *proc, const char *step);
const struct flow_state *flow_state_of(const struct flow_proc *proc, const char *state);

/* ---- the way: who stands where ---- */

struct flow_way {
	int64_t at[FLOW_LEVELS]; /* 0: there is none between */
	bool outside;		 /* who decides is not in this database: the top one records it */
};
enum err flow_way(struct ctx *cx, int64_t org, day_t day, struct flow_way *ret);
unsigned flow_way_has(const struct flow_way *way);
/* Of a case on a day: with its other end, if that is in this database. */
struct flow_case;
enum err flow_way_case(struct ctx *cx, const struct flow_case *c, day_t day, struct flow_way *ret);

/* ---- terms, by the rules of a day ---- */

/* The last day of the term of a rule that begins on `from`. */
enum err flow_term(struct ctx *cx, const char *rule, day_t from, day_t *ret);

/* ---- the fold ---- */

struct flow_spell {
	int64_t org, flow, person, turn, txn;
	day_t from_day, to_day;
	const char *proc, *state, *next;
	int open;
};
extern const struct field flow_spell_fields[];

struct flow_clock {
	int64_t turn, org, flow, person, txn;
	day_t from_day, to_day, ripe_day, due_day;
	const char *code;
	const struct flow_clock_kind *kind; /* of the fold alone */
	day_t start;			    /* likewise: from which the term counts */
};
extern const struct field flow_clock_fields[];

enum flow_misfit { FLOW_FITS, FLOW_NOT_BEGUN, FLOW_WRONG_STATE, FLOW_BEFORE_LAST, FLOW_UNKNOWN };

/* The organisation `org` went over into `into` on a day. */
struct flow_move {
	day_t day;
	int64_t org, into;
};

struct flow_story {
	const struct flow_proc *proc;
	const struct flow_step *steps; /* live ones; sorted by flow_steps_sort() */
	const unsigned *has;	       /* levels on the way, step by step */
	size_t n;
	const struct flow_move *moves; /* by day */
	size_t move_count;
};

struct flow_told {
	struct list spells, clocks; /* struct flow_spell, flow_clock: days, states, org, kind */
	enum flow_misfit misfit;    /* of the first step that does not fit, if any */
	size_t at;
	const char *state; /* in which it was then */
	day_t last;	   /* of the last step of the straight way before */
};
void flow_steps_sort(struct flow_step *steps, size_t n);
void flow_fold(struct arena *a, const struct flow_story *story, struct flow_told *ret);
/* May a step start from a state on a way? */
bool flow_starts(const struct flow_kind *kind, const struct flow_state *state, unsigned has);

/* ---- cases ---- */

struct flow_case {
	int64_t id, person, txn, org; /* org: whose it is now */
	const char *proc_code, *state, *next;
	const struct flow_proc *proc;
	const struct flow_state *now; /* NULL: not begun, or all of it taken back */
	int64_t turn;
	bool open;
	day_t since;
	struct list steps; /* struct flow_step: all that were known, oldest first */
	struct list live;  /* those that stand */
	void *with;	   /* what its module has planned already for the same write; or NULL */
};

/* A case as known at cx->known, today; ERR_NOT_FOUND with a problem. */
enum err flow_read(struct ctx *cx, int64_t id, struct flow_case *ret);
/* A new one, nothing of it written yet. */
void flow_begin(
	struct ctx *cx, const struct flow_proc *proc, int64_t person, struct flow_case *ret);
/* The last live step of that name (and kind, if not NULL); NULL: none. */
const struct flow_step *flow_last(const struct flow_case *c, const char *step, const char *kind);
const struct flow_step *flow_live(struct list steps, const char *step, const char *kind);
/* Where a person without membership belongs: the organisation of their last case; 0: none. */
enum err flow_org_of_person(struct ctx *cx, int64_t person, int64_t *ret);
/* Cases about a person (struct flow_spell as of today), the newest first. */
enum err flow_cases_of(struct ctx *cx, int64_t person, struct list *ret);

/* ---- papers ---- */

struct flow_paper {
	const char *step, *paper, *form, *cond, *source;
	day_t day; /* on which it was handed in; 0: it is missing */
};
/* All that the case will need by the rules of a day, in order. */
enum err flow_papers(struct ctx *cx, const struct flow_case *c, day_t day, struct list *ret);
/* Handed in already, or of a step to which the case has come or may come within its phase. */
bool flow_paper_is_due(const struct flow_case *c, const struct flow_paper *p);

/* ---- taking steps ---- */

/* What a check of a module looks at. */
struct flow_work {
	struct ctx *cx;
	const struct flow_case *c;
	const struct flow_kind *kind;
	const struct flow_step *step; /* what is to be taken */
	struct list live;	      /* the steps that stand before it is */
	struct flow_way way;	      /* of its day */
	int64_t org;		      /* of the case on that day */
	bool asked; /* nothing was typed: only what the case itself lacks counts */
};
/* Something is missing: a problem. Says always ERR_OK, so that all of them are found. */
enum err flow_lack(
	struct flow_work *w, const char *field, enum msg what, const char *a1, const char *a2);
/* It is there, but only from a day after that of the step. */
enum err flow_lack_by_day(struct flow_work *w, const char *what, day_t from);

struct flow_plan;
enum err flow_plan_new(struct ctx *cx, struct flow_case *c, struct flow_plan **ret);
/* History from paper: votes and papers are not asked for; order, days and rights are. */
void flow_plan_late(struct flow_plan *p);
/* One step more; `org` 0: that of its level. Problems in cx->f. */
enum err flow_plan_step(struct flow_plan *p, const struct flow_step *step);
/* Takes one back; `why` becomes the note of the step that does it. */
enum err flow_plan_undo(struct flow_plan *p, int64_t step, const char *why);
/* What follows, here and elsewhere. */
enum err flow_plan_check(struct flow_plan *p);
enum err flow_plan_apply(struct flow_plan *p);
/* After the check: the case as it will be. */
const struct flow_case *flow_plan_case(const struct flow_plan *p);
void *flow_plan_effect(const struct flow_plan *p);
/* What stands between the case and its next step today, in words (const char *). */
enum err flow_missing(struct ctx *cx, const struct flow_case *c, struct list *ret);

/* Keeps cases with the successor of an organisation that ends: core/tree_follow.h. */
struct tree_follower;
extern const struct tree_follower flow_follower;

#endif

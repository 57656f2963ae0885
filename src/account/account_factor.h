/*
 * account_factor.h: the second factor: codes that a telephone counts (TOTP, RFC 6238: six digits,
 * half a minute, HMAC-SHA-1). Within this room.
 *
 * The seed is encrypted with a key of the site (core ctx: cx->keys) and bound to its account. Until
 * its owner has shown that the telephone counts rightly nothing is stored: the seed offered follows
 * from the site's key, the session and how often there was one before.
 *
 * A code of the step before and of the step after is taken too, so that clocks may differ by half a
 * minute; each step counts once, for one request (which may be tried again). Wrong ones make the
 * next one wait, see account_throttle.h.
 *
 * Which functions need it: the catalogue "func", whose note says "second_factor"; rule
 * "factor.grace_days" says how long after a function began.
 */
#ifndef GUONG_ACCOUNT_ACCOUNT_FACTOR_H
#define GUONG_ACCOUNT_ACCOUNT_FACTOR_H

#include "core/ctx.h"

enum { FACTOR_SEED = 20, FACTOR_DIGITS = 6, FACTOR_STEP_S = 30, FACTOR_SLIPS = 10 };

struct factor {
	int64_t id;		/* 0: none */
	int64_t made_ms, slips; /* slips: recovery slips that are left */
	unsigned char seed[FACTOR_SEED];
};

/* The live one of an account, without its seed. */
enum err factor_find(struct ctx *cx, int64_t account, struct factor *ret);
/* The seed too; ERR_REFUSED with a problem if the key of the site is not there. */
enum err factor_get(struct ctx *cx, int64_t account, struct factor *ret);
/* What is offered to the actor, as long as the session lasts. */
enum err factor_offer(struct ctx *cx, unsigned char ret_seed[FACTOR_SEED]);
/* After txn_start(): keeps the seed, makes recovery slips and returns their codes. */
enum err factor_store(
	struct ctx *cx, const unsigned char seed[FACTOR_SEED], const char *ret_codes[FACTOR_SLIPS]);
/* Ends it, with its recovery slips. */
enum err factor_end(struct ctx *cx, int64_t account);

/* The code of a step of time. */
void factor_code(const unsigned char seed[FACTOR_SEED], int64_t step, char ret[FACTOR_DIGITS + 1]);
/* As it is typed into a telephone: in base 32, groups of four. */
const char *factor_seed_text(struct arena *a, const unsigned char seed[FACTOR_SEED]);
/* As a telephone reads it: "otpauth://totp/..." */
const char *factor_address(struct ctx *cx, const unsigned char seed[FACTOR_SEED]);

/* Is it the code of now, and not used before? Writes beside the register; in nobody's way. */
enum err factor_prove(struct ctx *cx, const struct factor *f, int64_t account, const char *typed,
	bool *ret_right);
/* Likewise a recovery slip: its id, or 0. Nothing is written but what was wrong. */
enum err factor_prove_slip(
	struct ctx *cx, const struct factor *f, int64_t account, const char *typed, int64_t *ret);
enum err factor_use_slip(struct ctx *cx, int64_t slip);

/* The first day on which the actor may not go on without one; DAY_MAX: never. */
enum err factor_due(struct ctx *cx, day_t *ret);
bool factor_needed(struct ctx *cx, const char *func);

#endif

/*
 * account_seal.h: the pages about keys (core/seal.h): which there are, who holds them, what is not
 * handed on yet; setting up recovery, and using it.
 *
 * What they tell is about functions and accounts, never what a text says or whom it is about.
 */
#ifndef GUONG_ACCOUNT_ACCOUNT_SEAL_H
#define GUONG_ACCOUNT_ACCOUNT_SEAL_H

#include "core/action.h"

struct seal_recovery_in {
	const char *officers, *reason;
};

extern const struct action seal_show, seal_key_show, seal_key_rotate, seal_recovery_setup,
	seal_recovery_first, seal_recovery_second;

#endif

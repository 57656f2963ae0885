/*
 * account_code.h: codes that are printed and typed: one-time slips and recovery slips. Within this
 * room.
 *
 * Twelve letters of twenty that look and sound unlike each other (52 bits), in threes of four:
 * "ABCD-EFGH-JKMN". Typed in small letters, with or without signs between them, they are the same.
 */
#ifndef GUONG_ACCOUNT_ACCOUNT_CODE_H
#define GUONG_ACCOUNT_ACCOUNT_CODE_H

#include "account/account_enter.h"

void account_code_new(char ret[SLIP_TEXT]);
/* The letters alone, in capitals, as the digest is made of them: of whatever was typed. */
char *account_code_plain(struct arena *a, const char *typed);

#endif

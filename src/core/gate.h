/*
 * gate.h: passwords are checked one at a time, in a process beside the workers.
 *
 * A check costs 19 MiB and some tens of milliseconds of a processor, on purpose. A worker that did
 * it would keep everybody waiting who only wants to read, and whoever sends two hundred sign-ins a
 * second would own the machine. So workers put the question into a page of memory that all
 * processes share, and one process with the lowest priority answers in order:
 *
 *	struct gate *g = gate_new();			before the processes are forked
 *	gate_run(g, stop);				in the process that checks
 *
 *	state = gate_look(g, request, &again_ms);	in a worker; nothing here ever waits
 *	if (state == GATE_NONE)
 *		state = gate_ask(g, &question, &again_ms);
 *	GATE_WAIT, GATE_FULL				come again in again_ms
 *	GATE_RIGHT, GATE_WRONG				act on it, then gate_forget(g, request)
 *	gate_key(g, request, key)			between the two: what the password opens
 *
 * The page has GATE_PLACES places. One question at a time for each `key`, so that a delay written
 * down for one wrong password holds for the next; GATE_OF_PEER for each address; the last places
 * and the first turn are for browsers that have signed in as this account before (`known`).
 * Whoever finds no place is told so (GATE_FULL) and costs no check.
 *
 * An answer that nobody fetches is forgotten after two seconds, as is the question of a worker that
 * died; passwords are wiped as soon as they have been checked. For a right one its key is made too,
 * which costs as much again; a wrong one costs what it always did. Nobody takes a lock, so nobody
 * can die holding one.
 */
#ifndef GUONG_CORE_GATE_H
#define GUONG_CORE_GATE_H

#include "base/crypto.h"

#include <stdbool.h>
#include <stdint.h>

enum { GATE_PLACES = 64, GATE_OPEN = 48, GATE_OF_PEER = 8 };

enum gate_state { GATE_NONE, GATE_FULL, GATE_WAIT, GATE_WRONG, GATE_RIGHT };

struct gate_question {
	uint64_t request; /* by which the answer is fetched */
	const char *key;  /* whose attempts come one after another */
	const char *peer;
	bool known;
	const char *hash; /* NULL: there is no such account, which takes as long */
	const char *password;
};

struct gate;

/* Dies if there is no memory. Given back with the process. */
struct gate *gate_new(void);
enum gate_state gate_look(struct gate *g, uint64_t request, int *ret_again_ms);
enum gate_state gate_ask(struct gate *g, const struct gate_question *q, int *ret_again_ms);
/* The key of a right password (password_key()); false if this was not one. */
bool gate_key(struct gate *g, uint64_t request, unsigned char ret[PASSWORD_KEY]);
void gate_forget(struct gate *g, uint64_t request);
/* Answers until told to stop. */
void gate_run(struct gate *g, const volatile int *stop);

#endif

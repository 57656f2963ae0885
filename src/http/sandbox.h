/*
 * sandbox.h: a process gives up, for good, what it does not need: before it reads the first byte
 * from outside.
 *
 *	struct sandbox_path paths[] = {{"/var/lib/guong", true}, {"/etc/localtime", false}};
 *	struct sandbox box = {.paths = paths, .n = 2};
 *	struct sandbox_held held;
 *	e = sandbox_enter(&box, &held);
 *
 * What goes, in this order:
 *
 *	core dumps, and being looked into by other processes of the same user: keys are in memory;
 *	new rights of any kind (no_new_privs);
 *	files: Landlock leaves the paths named and what lies below them: `write` is read, write,
 *		make and remove plain files, otherwise read only; nothing may be executed;
 *	the network: no new connection and no new listening, unless `network`; and from
 *		Linux 6.12 on no signal to a process outside;
 *	system calls (libseccomp, in builds without sanitizers): a list of those no library here
 *		has any business with, from execve and ptrace to mount, bpf and io_uring, is
 *		answered with EPERM;
 *	new processes, as far as the limit of processes and that list reach.
 *
 * The list names what is forbidden, not what is allowed. What may be touched is Landlock's part;
 * the list keeps attackers away from corners of the kernel. A list of what is allowed would have to
 * know every call that the C library, libpq and OpenSSL make after their next update, and would be
 * found wrong at an office on the evening of a report.
 *
 * A kernel without Landlock (`landlock` 0) is no error: owner and mode of the files hold still.
 * ERR_IO: the kernel has a protection and did not grant it; such a process must not go on. Paths
 * that do not exist are passed over.
 */
#ifndef GUONG_HTTP_SANDBOX_H
#define GUONG_HTTP_SANDBOX_H

#include "base/err.h"

struct sandbox_path {
	const char *path;
	bool write;
};

struct sandbox {
	const struct sandbox_path *paths;
	size_t n;
	bool network; /* may connect to other machines (PostgreSQL) */
};

/* What holds, or would: sandbox_probe() asks without entering. */
struct sandbox_held {
	int landlock;	    /* version of its interface; 0: the kernel has none */
	bool net;	    /* from version 4 on: TCP */
	bool scope;	    /* from version 6 on: signals, abstract sockets */
	bool filter;	    /* of system calls */
	const char *failed; /* the step that did not succeed */
};

void sandbox_probe(struct sandbox_held *ret);
enum err sandbox_enter(const struct sandbox *s, struct sandbox_held *ret);
/* One line of the log: what is closed to the process, and what stays open. */
void sandbox_log(const struct sandbox *s, const struct sandbox_held *held);

#endif

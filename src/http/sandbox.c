#include "http/sandbox.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Newer than the headers of Debian 12; the numbers are the kernel's contract. */
static const uint64_t fs_truncate = UINT64_C(1) << 14, fs_ioctl_dev = UINT64_C(1) << 15;
static const uint64_t net_bind = 1, net_connect = 2;
static const uint64_t scope_all = 3; /* abstract sockets, signals */

struct ruleset {
	uint64_t fs, net, scope;
};

/* ---- files and network ---- */

static int landlock_version(void)
{
	long v = syscall(
		SYS_landlock_create_ruleset, NULL, (size_t)0, LANDLOCK_CREATE_RULESET_VERSION);

	return v > 0 ? (int)v : 0;
}

/* All that the kernel knows to handle is forbidden but for what a rule allows. */
static struct ruleset handled(int version, bool network)
{
	struct ruleset r = {.fs = LANDLOCK_ACCESS_FS_REFER - 1};

	if (version >= 2)
		r.fs |= LANDLOCK_ACCESS_FS_REFER;
	if (version >= 3)
		r.fs |= fs_truncate;
	if (version >= 4)
		r.net = network ? net_bind : net_bind | net_connect;
	if (version >= 5)
		r.fs |= fs_ioctl_dev;
	if (version >= 6)
		r.scope = scope_all;
	return r;
}

/* Older kernels take a shorter structure and refuse a longer one whose end is not zero. */
static size_t size_for(int version)
{
	if (version >= 6)
		return sizeof(struct ruleset);
	return version >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
}

static uint64_t allowed(const struct sandbox_path *p, bool directory)
{
	uint64_t file = LANDLOCK_ACCESS_FS_READ_FILE, dir = LANDLOCK_ACCESS_FS_READ_DIR;

	if (p->write) {
		file |= LANDLOCK_ACCESS_FS_WRITE_FILE | fs_truncate;
		dir |= LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG;
	}
	return directory ? file | dir : file;
}

static bool allow(int ruleset, const struct sandbox_path *p, uint64_t known)
{
	struct landlock_path_beneath_attr rule;
	struct stat st;
	long rc;

	rule.parent_fd = open(p->path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return errno == ENOENT || errno == ENOTDIR || errno == EACCES;
	if (fstat(rule.parent_fd, &st)) {
		close(rule.parent_fd);
		return false;
	}
	rule.allowed_access = allowed(p, S_ISDIR(st.st_mode)) & known;
	rc = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(rule.parent_fd);
	return rc == 0;
}

static bool lock_files(const struct sandbox *s, int version)
{
	struct ruleset r = handled(version, s->network);
	int fd = (int)syscall(SYS_landlock_create_ruleset, &r, size_for(version), 0);
	bool done = fd >= 0;

	for (size_t i = 0; done && i < s->n; i++)
		done = allow(fd, &s->paths[i], r.fs);
	done = done && syscall(SYS_landlock_restrict_self, fd, 0) == 0;
	if (fd >= 0)
		close(fd);
	return done;
}

/* ---- system calls ---- */

#ifdef GUONG_SECCOMP

#include <sched.h>
#include <seccomp.h>

static const bool has_filter = true;

static const int forbidden[] = {
	/* other programs, and looking into them */
	SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(process_madvise),
	SCMP_SYS(pidfd_getfd), SCMP_SYS(pidfd_open), SCMP_SYS(kcmp), SCMP_SYS(personality),
	/* another view of the files */
	SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root), SCMP_SYS(chroot),
	SCMP_SYS(move_mount), SCMP_SYS(open_tree), SCMP_SYS(fsopen), SCMP_SYS(fsconfig),
	SCMP_SYS(fsmount), SCMP_SYS(fspick), SCMP_SYS(mount_setattr), SCMP_SYS(setns),
	SCMP_SYS(unshare), SCMP_SYS(open_by_handle_at), SCMP_SYS(name_to_handle_at),
	SCMP_SYS(mknod), SCMP_SYS(mknodat), SCMP_SYS(quotactl), SCMP_SYS(acct),
	/* corners of the kernel */
	SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd), SCMP_SYS(keyctl),
	SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(io_uring_setup),
	SCMP_SYS(io_uring_enter), SCMP_SYS(io_uring_register), SCMP_SYS(modify_ldt),
	SCMP_SYS(syslog), SCMP_SYS(lookup_dcookie), SCMP_SYS(vhangup), SCMP_SYS(ioperm),
	SCMP_SYS(iopl),
	/* the machine */
	SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module),
	SCMP_SYS(kexec_load), SCMP_SYS(kexec_file_load), SCMP_SYS(reboot), SCMP_SYS(swapon),
	SCMP_SYS(swapoff), SCMP_SYS(settimeofday), SCMP_SYS(clock_settime), SCMP_SYS(clock_adjtime),
	SCMP_SYS(adjtimex), SCMP_SYS(sethostname), SCMP_SYS(setdomainname),
	/* another user */
	SCMP_SYS(setuid), SCMP_SYS(setgid), SCMP_SYS(setreuid), SCMP_SYS(setregid),
	SCMP_SYS(setresuid), SCMP_SYS(setresgid), SCMP_SYS(setfsuid), SCMP_SYS(setfsgid),
	SCMP_SYS(setgroups), SCMP_SYS(capset)};

/* Kernels whose Landlock knows nothing of the network: without a socket there is no connection. */
static const int forbidden_net[] = {SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(bind)};

static bool forbid(scmp_filter_ctx f, const int *calls, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), calls[i], 0))
			return false;
	return true;
}

static bool fill_filter(scmp_filter_ctx f, bool network)
{
	/* a thread is no process; clone3 hides which it is, so the C library is sent to clone */
	struct scmp_arg_cmp process =
		SCMP_A0(SCMP_CMP_MASKED_EQ, (scmp_datum_t)CLONE_THREAD, (scmp_datum_t)0);

	if (!forbid(f, forbidden, sizeof(forbidden) / sizeof(*forbidden)))
		return false;
	if (!network && !forbid(f, forbidden_net, sizeof(forbidden_net) / sizeof(int)))
		return false;
	if (seccomp_rule_add_array(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, &process))
		return false;
	return !seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
}

static bool filter_calls(const struct sandbox *s)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
	bool done = f && fill_filter(f, s->network) && !seccomp_load(f);

	if (f)
		seccomp_release(f);
	return done;
}

#else

static const bool has_filter = false;

static bool filter_calls(const struct sandbox *s)
{
	(void)s;
	return true;
}

#endif

/* ---- all of it ---- */

/*
 * The limits are a second lock on doors that are shut already: who starts the server may have set
 * them and forbidden to touch them, and root is not bound by that of processes.
 */
static bool no_dumps(void)
{
	struct rlimit none = {0, 0};

	(void)!setrlimit(RLIMIT_CORE, &none);
	(void)!setrlimit(RLIMIT_NPROC, &none);
	return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

void sandbox_probe(struct sandbox_held *ret)
{
	int version = landlock_version();

	*ret = (struct sandbox_held){.landlock = version,
		.net = version >= 4,
		.scope = version >= 6,
		.filter = has_filter};
}

enum err sandbox_enter(const struct sandbox *s, struct sandbox_held *ret)
{
	sandbox_probe(ret);
	if (!no_dumps())
		ret->failed = "dumps";
	else if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		ret->failed = "no_new_privs";
	else if (ret->landlock && !lock_files(s, ret->landlock))
		ret->failed = "landlock";
	else if (!filter_calls(s))
		ret->failed = "filter";
	return ret->failed ? ERR_IO : ERR_OK;
}

void sandbox_log(const struct sandbox *s, const struct sandbox_held *held)
{
	bool closed = !s->network && (held->net || held->filter);
	char version[16];

	if (held->failed) {
		log_line("sandbox_failed", "step", held->failed, "errno", strerror(errno), NULL);
		return;
	}
	snprintf(version, sizeof(version), "%d", held->landlock);
	log_line("sandbox", "landlock", held->landlock ? version : "the kernel has none", "files",
		held->landlock ? "closed" : "open", "programs",
		held->landlock || held->filter ? "closed" : "open", "network",
		closed ? "closed" : "open", "signals", held->scope ? "closed" : "open", "calls",
		held->filter ? "closed" : "open", "dumps", "closed", NULL);
}

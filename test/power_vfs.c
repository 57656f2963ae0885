#include "power_vfs.h"

#include "base/die.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SECTOR = 512, PATH = 400 };

/* A write or, without bytes, a truncation to `at`. */
struct op {
	struct op *next;
	bool truncates;
	size_t at, n;
	unsigned char bytes[];
};

struct bytes {
	unsigned char *p;
	size_t n, room;
};

/* A file as it lies on the disk, and what has been done to it since. */
struct inode {
	struct inode *next;
	struct bytes disk;
	struct op *first, **end;
	bool fresh; /* a new journal: its first sync is one of the directory too */
};

/*
 * What a name stands for: made, deleted, made again... Of these events, an even one makes the
 * next inode, an odd one deletes it. The first `safe` of them are on the disk.
 */
struct power_name {
	struct power_name *next;
	char path[PATH];
	unsigned events, safe;
	struct inode *first, *last;
};

struct file {
	sqlite3_file base;
	struct power *p;
	struct inode *inode; /* NULL: a temporary file, no part of the disk */
	sqlite3_file *real;
};

static struct power *of_vfs(sqlite3_vfs *vfs)
{
	return vfs->pAppData;
}

static struct file *of(sqlite3_file *f)
{
	return (struct file *)f;
}

static void *must_have(void *p)
{
	if (!p)
		die("out of memory");
	return p;
}

uint64_t power_random(struct power *p, uint64_t n)
{
	p->random ^= p->random << 13;
	p->random ^= p->random >> 7;
	p->random ^= p->random << 17;
	return (p->random >> 11) % n;
}

/* ---- bytes and inodes ---- */

static void bytes_size(struct bytes *b, size_t n)
{
	if (n > b->room) {
		b->room = n * 2;
		b->p = must_have(realloc(b->p, b->room));
	}
	if (n > b->n) /* what was never written reads as zeros */
		memset(b->p + b->n, 0, n - b->n);
	b->n = n;
}

static void bytes_put(struct bytes *b, size_t at, const unsigned char *p, size_t n)
{
	if (at + n > b->n)
		bytes_size(b, at + n);
	if (b->p && n)
		memcpy(b->p + at, p, n);
}

static void ops_forget(struct inode *i)
{
	while (i->first) {
		struct op *o = i->first;
		i->first = o->next;
		free(o);
	}
	i->end = &i->first;
}

static void op_add(struct inode *i, bool truncates, size_t at, const void *p, size_t n)
{
	struct op *o = must_have(malloc(sizeof(*o) + n));

	*o = (struct op){.truncates = truncates, .at = at, .n = n};
	if (n)
		memcpy(o->bytes, p, n);
	*i->end = o;
	i->end = &o->next;
}

static void inode_synced(struct inode *i)
{
	for (const struct op *o = i->first; o; o = o->next) {
		if (o->truncates)
			bytes_size(&i->disk, o->at);
		else
			bytes_put(&i->disk, o->at, o->bytes, o->n);
	}
	ops_forget(i);
}

static void inodes_free(struct inode *i)
{
	while (i) {
		struct inode *next = i->next;
		ops_forget(i);
		free(i->disk.p);
		free(i);
		i = next;
	}
}

/* ---- names ---- */

static struct power_name *name_of(struct power *p, const char *path)
{
	struct power_name *n = p->names;

	while (n && strcmp(n->path, path) != 0)
		n = n->next;
	if (n)
		return n;
	n = must_have(calloc(1, sizeof(*n)));
	snprintf(n->path, sizeof(n->path), "%s", path);
	n->next = p->names;
	p->names = n;
	return n;
}

static struct inode *name_make(struct power_name *n)
{
	struct inode *i = must_have(calloc(1, sizeof(*i)));

	i->end = &i->first;
	if (n->last)
		n->last->next = i;
	else
		n->first = i;
	n->last = i;
	n->events++;
	return i;
}

static void directory_synced(struct power *p)
{
	for (struct power_name *n = p->names; n; n = n->next)
		n->safe = n->events;
}

void power_forget(struct power *p)
{
	while (p->names) {
		struct power_name *n = p->names;
		p->names = n->next;
		inodes_free(n->first);
		free(n);
	}
}

/* ---- when it stops ---- */

/* What the operation returns; *ret_last: the power goes in the midst of this one. */
static int count(struct power *p, int code, bool writes, bool *ret_last)
{
	*ret_last = false;
	p->operations++;
	if (p->off)
		return code;
	if (p->left && !--p->left) {
		p->off = *ret_last = p->stop == POWER_CUT;
		p->full = p->stop == POWER_FULL;
		if (p->off)
			return code;
	}
	return p->full && writes ? SQLITE_FULL : SQLITE_OK;
}

void power_stop_at(struct power *p, uint64_t n, enum power_stop stop)
{
	p->left = n;
	p->stop = stop;
	p->full = false;
}

/* ---- files ---- */

static int file_close(sqlite3_file *f)
{
	return of(f)->real->pMethods->xClose(of(f)->real);
}

static int file_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
	return of(f)->real->pMethods->xRead(of(f)->real, to, n, at);
}

static int file_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	struct inode *i = of(f)->inode;
	bool last;
	int rc = SQLITE_OK;

	if (i) {
		rc = count(of(f)->p, SQLITE_IOERR_WRITE, true, &last);
		if (!rc || last)
			op_add(i, false, (size_t)at, p, (size_t)n);
	}
	return rc ? rc : of(f)->real->pMethods->xWrite(of(f)->real, p, n, at);
}

static int file_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	struct inode *i = of(f)->inode;
	bool last;
	int rc = SQLITE_OK;

	if (i) {
		rc = count(of(f)->p, SQLITE_IOERR_TRUNCATE, false, &last);
		if (!rc || last)
			op_add(i, true, (size_t)size, NULL, 0);
	}
	return rc ? rc : of(f)->real->pMethods->xTruncate(of(f)->real, size);
}

/* The file below need not be synced: the disk is the one that is kept here. */
static int file_sync(sqlite3_file *f, int flags)
{
	struct inode *i = of(f)->inode;
	bool last;

	(void)flags;
	if (!i)
		return SQLITE_OK;
	if (count(of(f)->p, SQLITE_IOERR_FSYNC, false, &last))
		return SQLITE_IOERR_FSYNC;
	inode_synced(i);
	if (i->fresh)
		directory_synced(of(f)->p);
	i->fresh = false;
	return SQLITE_OK;
}

static int file_size(sqlite3_file *f, sqlite3_int64 *ret)
{
	return of(f)->real->pMethods->xFileSize(of(f)->real, ret);
}

static int file_lock(sqlite3_file *f, int level)
{
	return of(f)->real->pMethods->xLock(of(f)->real, level);
}

static int file_unlock(sqlite3_file *f, int level)
{
	return of(f)->real->pMethods->xUnlock(of(f)->real, level);
}

static int file_reserved(sqlite3_file *f, int *ret)
{
	return of(f)->real->pMethods->xCheckReservedLock(of(f)->real, ret);
}

static int file_control(sqlite3_file *f, int op, void *arg)
{
	return of(f)->real->pMethods->xFileControl(of(f)->real, op, arg);
}

static int file_sector(sqlite3_file *f)
{
	return of(f)->real->pMethods->xSectorSize(of(f)->real);
}

static int file_device(sqlite3_file *f)
{
	return of(f)->real->pMethods->xDeviceCharacteristics(of(f)->real);
}

static int shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **ret)
{
	return of(f)->real->pMethods->xShmMap(of(f)->real, page, size, extend, ret);
}

static int shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
	return of(f)->real->pMethods->xShmLock(of(f)->real, offset, n, flags);
}

static void shm_barrier(sqlite3_file *f)
{
	of(f)->real->pMethods->xShmBarrier(of(f)->real);
}

static int shm_unmap(sqlite3_file *f, int drop)
{
	return of(f)->real->pMethods->xShmUnmap(of(f)->real, drop);
}

static const sqlite3_io_methods methods = {2, file_close, file_read, file_write, file_truncate,
	file_sync, file_size, file_lock, file_unlock, file_reserved, file_control, file_sector,
	file_device, shm_map, shm_lock, shm_barrier, shm_unmap, NULL, NULL};

/* ---- the file system ---- */

/* A file that was there before anything was known of it is on the disk. */
static int load(struct inode *i, sqlite3_file *real)
{
	sqlite3_int64 size;
	int rc = real->pMethods->xFileSize(real, &size);

	if (rc || !size)
		return rc;
	bytes_size(&i->disk, (size_t)size);
	return real->pMethods->xRead(real, i->disk.p, (int)size, 0);
}

static int track(struct file *f, const char *path, bool was_there, int flags)
{
	struct power_name *n = name_of(f->p, path);
	bool unknown = !n->events;

	f->inode = n->events % 2 ? n->last : name_make(n);
	if (unknown && was_there) {
		n->safe = n->events;
		return load(f->inode, f->real);
	}
	if (!was_there && !(flags & SQLITE_OPEN_MAIN_DB))
		f->inode->fresh = true;
	return SQLITE_OK;
}

static int vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *ret)
{
	struct file *f = of(base);
	int there = 0, rc;

	*f = (struct file){.p = of_vfs(vfs), .real = (sqlite3_file *)(f + 1)};
	if (f->p->off)
		return SQLITE_CANTOPEN;
	if (path)
		f->p->real->xAccess(f->p->real, path, SQLITE_ACCESS_EXISTS, &there);
	memset(f->real, 0, (size_t)f->p->real->szOsFile);
	rc = f->p->real->xOpen(f->p->real, path, f->real, flags, ret);
	if (rc)
		return rc;
	base->pMethods = &methods;
	if (!path || !(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)))
		return SQLITE_OK;
	return track(f, path, there, flags);
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync)
{
	struct power *p = of_vfs(vfs);
	struct power_name *n = name_of(p, path);
	bool last;
	int rc = count(p, SQLITE_IOERR_DELETE, false, &last);

	if ((!rc || last) && n->events % 2)
		n->events++;
	if (rc)
		return rc;
	if (sync)
		directory_synced(p);
	return p->real->xDelete(p->real, path, 0);
}

void power_install(struct power *p, uint64_t seed)
{
	*p = (struct power){.real = sqlite3_vfs_find(NULL), .random = seed * 2654435761u + 1};
	p->vfs = *p->real;
	p->vfs.zName = "power";
	p->vfs.szOsFile = (int)sizeof(struct file) + p->real->szOsFile;
	p->vfs.pAppData = p;
	p->vfs.xOpen = vfs_open;
	p->vfs.xDelete = vfs_delete;
	if (sqlite3_vfs_register(&p->vfs, 1))
		die("no VFS for the test");
}

void power_remove(struct power *p)
{
	power_forget(p);
	sqlite3_vfs_unregister(&p->vfs);
}

/* ---- what is left ---- */

/* One sector of a write that nobody waited for: there, not there, or rubbish. */
static void survive_sector(
	struct power *p, struct bytes *to, const struct op *o, size_t from, size_t n, unsigned keep)
{
	unsigned char rubbish[SECTOR];

	p->unsynced++;
	if (power_random(p, 16) < keep) {
		bytes_put(to, o->at + from, o->bytes + from, n);
		return;
	}
	p->lost++;
	if (power_random(p, 8))
		return;
	for (size_t i = 0; i < n; i++)
		rubbish[i] = (unsigned char)power_random(p, 256);
	bytes_put(to, o->at + from, rubbish, n);
}

static void survive_op(struct power *p, struct bytes *to, const struct op *o, unsigned keep)
{
	size_t from = 0;

	if (o->truncates && power_random(p, 16) < keep)
		bytes_size(to, o->at);
	while (from < o->n) {
		size_t n = SECTOR - (o->at + from) % SECTOR;
		n = n < o->n - from ? n : o->n - from;
		survive_sector(p, to, o, from, n, keep);
		from += n;
	}
}

static void write_out(const char *path, const struct bytes *b)
{
	FILE *out = fopen(path, "wb");

	if (!out || (b->n && fwrite(b->p, 1, b->n, out) != b->n) || fclose(out))
		die("cannot write %s", path);
}

/* `keep`: of 16 sectors, so many survive. */
static void survive(struct power *p, struct power_name *n, unsigned keep)
{
	unsigned events = n->safe + (unsigned)power_random(p, n->events - n->safe + 1);
	struct inode *i = n->first;
	struct bytes left = {0};
	char shm[PATH + 8];

	snprintf(shm, sizeof(shm), "%s-shm", n->path);
	unlink(shm);
	unlink(n->path);
	if (events % 2 == 0)
		return;
	for (unsigned k = 0; k < (events - 1) / 2; k++)
		i = i->next;
	if (i->disk.n)
		bytes_put(&left, 0, i->disk.p, i->disk.n);
	for (const struct op *o = i->first; o; o = o->next)
		survive_op(p, &left, o, keep);
	write_out(n->path, &left);
	free(left.p);
}

void power_back(struct power *p)
{
	/* now nearly everything, now nearly nothing: either is a case of its own */
	unsigned keep = (unsigned)power_random(p, 17);

	for (struct power_name *n = p->names; n; n = n->next)
		survive(p, n, keep);
	power_forget(p);
	p->off = p->full = false;
	p->left = 0;
}

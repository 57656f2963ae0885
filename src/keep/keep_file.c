#include "keep/keep_file.h"

#include "base/die.h"
#include "keep/keep_pack.h"
#include "keep/keep_record.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RECORD_FRONT = 5, TABLES_MOST = 1000, SMALL = 1 << 20 };

/* ---- writing ---- */

struct file_sink {
	struct keep_sink sink;
	struct arena *a;
	const char *path;
	char *temp; /* NULL once it has its name */
	int fd;
	struct pack *pack;
	struct buf record;
	struct fault *f;
};

static struct file_sink *to(struct keep_sink *s)
{
	return (struct file_sink *)s;
}

static enum err put_record(struct file_sink *s, char letter, struct str bytes)
{
	unsigned char front[RECORD_FRONT] = {(unsigned char)letter, (unsigned char)(bytes.n >> 24),
		(unsigned char)(bytes.n >> 16), (unsigned char)(bytes.n >> 8),
		(unsigned char)bytes.n};

	TRY(pack_put(s->pack, front, sizeof(front)));
	return pack_put(s->pack, bytes.p, bytes.n);
}

/* What keep_record_x() has written to s->record. */
static enum err put_small(struct file_sink *s, char letter)
{
	enum err e;

	must(!buf_overflow(&s->record));
	e = put_record(s, letter, (struct str){s->record.p, s->record.n});
	buf_reset(&s->record);
	return e;
}

static enum err put_head(struct keep_sink *s, const struct keep_head *h)
{
	keep_record_head(&to(s)->record, h);
	return put_small(to(s), RECORD_HEAD);
}

static enum err put_table(struct keep_sink *s, enum db_part part, const struct db_table *t)
{
	keep_record_table(&to(s)->record, part, t);
	return put_small(to(s), RECORD_TABLE);
}

static enum err put_row(struct keep_sink *s, const struct db_val *row, struct str bytes)
{
	(void)row;
	return put_record(to(s), RECORD_ROW, bytes);
}

static enum err put_count(struct keep_sink *s, const struct keep_count *c)
{
	keep_record_count(&to(s)->record, c);
	return put_small(to(s), RECORD_COUNT);
}

/* ---- a file that is whole ---- */

static enum err no_write(struct file_sink *s)
{
	fault(s->f, ERR_IO, NULL, M_KEEP_NOT_WRITTEN, s->path);
	return fault_detail(s->f, ERR_IO, "%s: %s", s->path, strerror(errno));
}

static enum err in_the_way(struct file_sink *s)
{
	return fault(s->f, ERR_REFUSED, NULL, M_KEEP_EXISTS, s->path);
}

/* Some file systems cannot refuse to replace; there it was looked at the beginning. */
static enum err give_name(struct file_sink *s)
{
	int rc = renameat2(AT_FDCWD, s->temp, AT_FDCWD, s->path, RENAME_NOREPLACE);

	if (rc && errno == EEXIST)
		return in_the_way(s);
	if (rc && (errno == EINVAL || errno == ENOSYS))
		rc = rename(s->temp, s->path);
	if (rc)
		return no_write(s);
	s->temp = NULL;
	return ERR_OK;
}

static enum err sync_dir(struct file_sink *s)
{
	const char *slash = strrchr(s->path, '/');
	const char *dir = slash ? arena_strndup(s->a, s->path, (size_t)(slash - s->path) + 1) : ".";
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool done = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return done ? ERR_OK : no_write(s);
}

static enum err put_end(struct keep_sink *sink, const struct keep_sum *sum)
{
	struct file_sink *s = to(sink);

	keep_record_end(&s->record, sum);
	TRY(put_small(s, RECORD_END));
	TRY(pack_end(s->pack));
	if (fsync(s->fd))
		return no_write(s);
	TRY(give_name(s));
	return sync_dir(s);
}

static void drop(void *p)
{
	struct file_sink *s = p;

	close(s->fd);
	if (s->temp)
		unlink(s->temp);
	buf_done(&s->record);
}

enum err keep_file_create(struct keep_sink **ret, struct arena *a, const char *path,
	const struct key *key, struct fault *f)
{
	struct file_sink *s = arena_new_of(a, struct file_sink);

	s->sink = (struct keep_sink){put_head, put_table, put_row, put_count, put_end};
	s->a = a;
	s->path = path;
	s->f = f;
	if (access(path, F_OK) == 0)
		return in_the_way(s);
	s->temp = arena_printf(a, "%s.XXXXXX", path);
	s->fd = mkostemp(s->temp, O_CLOEXEC); /* 0600 */
	if (s->fd < 0)
		return no_write(s);
	buf_init(&s->record, SMALL);
	arena_cleanup(a, drop, s);
	*ret = &s->sink;
	return pack_new(&s->pack, a, s->fd, path, key, f);
}

/* ---- reading ---- */

struct file_source {
	struct keep_source source;
	struct arena *a;
	const char *path;
	int fd;
	struct unpack *unpack;
	char letter; /* of the record that comes next, once it is known */
	size_t n;    /* its length */
	int tables;
	struct db_table table; /* the present one */
	struct fault *f;
};

static struct file_source *from(struct keep_source *s)
{
	return (struct file_source *)s;
}

static enum err damaged(struct file_source *s)
{
	return fault(s->f, ERR_FILE, NULL, M_KEEP_DAMAGED, s->path);
}

/* Letter and length of the next record. */
static enum err look(struct file_source *s)
{
	struct str front = S("");

	if (s->letter)
		return ERR_OK;
	TRY(unpack_take(s->unpack, RECORD_FRONT, &front));
	s->letter = *front.p;
	s->n = 0;
	for (int i = 1; i < RECORD_FRONT; i++)
		s->n = s->n << 8 | (unsigned char)front.p[i];
	return ERR_OK;
}

/* The bytes of the record that look() found. */
static enum err take(struct file_source *s, char letter, struct str *ret)
{
	TRY(look(s));
	if (s->letter != letter || (letter != RECORD_ROW && s->n > SMALL))
		return damaged(s);
	s->letter = 0;
	return unpack_take(s->unpack, s->n, ret);
}

static enum err get_head(struct keep_source *s, struct keep_head *ret)
{
	struct str bytes = S("");

	TRY(take(from(s), RECORD_HEAD, &bytes));
	return keep_read_head(bytes, from(s)->a, ret) ? ERR_OK : damaged(from(s));
}

static enum err get_table(
	struct keep_source *source, enum db_part *ret_part, const struct db_table **ret)
{
	struct file_source *s = from(source);
	struct str bytes = S("");

	*ret = NULL;
	TRY(look(s));
	if (s->letter == RECORD_END)
		return ERR_OK;
	TRY(take(s, RECORD_TABLE, &bytes));
	s->table = (struct db_table){0};
	if (s->tables++ == TABLES_MOST || !keep_read_table(bytes, s->a, ret_part, &s->table))
		return damaged(s);
	*ret = &s->table;
	return ERR_OK;
}

static enum err get_row(struct keep_source *source, struct db_val *row, bool *ret)
{
	struct file_source *s = from(source);
	struct str bytes = S("");

	*ret = false;
	TRY(look(s));
	if (s->letter == RECORD_COUNT)
		return ERR_OK;
	TRY(take(s, RECORD_ROW, &bytes));
	*ret = keep_read_row(bytes, &s->table, row);
	return *ret ? ERR_OK : damaged(s);
}

static enum err check_count(struct keep_source *s, const struct keep_count *c)
{
	struct keep_count told;
	struct str bytes = S("");

	TRY(take(from(s), RECORD_COUNT, &bytes));
	return keep_read_count(bytes, &told) && keep_same(&told, c) ? ERR_OK : damaged(from(s));
}

static enum err check_end(struct keep_source *s, const struct keep_sum *sum)
{
	struct keep_sum told;
	struct str bytes = S("");

	TRY(take(from(s), RECORD_END, &bytes));
	if (!keep_read_end(bytes, &told) || told.tables != sum->tables || told.rows != sum->rows ||
		told.batch != sum->batch || strcmp(told.head, sum->head) != 0)
		return damaged(from(s));
	return unpack_end(from(s)->unpack);
}

static void shut(void *p)
{
	close(((struct file_source *)p)->fd);
}

enum err keep_file_open(struct keep_source **ret, struct arena *a, const char *path,
	const struct keyring *ring, struct fault *f)
{
	struct file_source *s = arena_new_of(a, struct file_source);
	struct stat st;

	s->source = (struct keep_source){get_head, get_table, get_row, check_count, check_end};
	s->a = a;
	s->path = path;
	s->f = f;
	s->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (s->fd < 0) {
		fault(f, ERR_IO, NULL, M_KEEP_NOT_READ, path);
		return fault_detail(f, ERR_IO, "%s: %s", path, strerror(errno));
	}
	arena_cleanup(a, shut, s);
	if (fstat(s->fd, &st) || S_ISDIR(st.st_mode))
		return fault(f, ERR_FILE, NULL, M_KEEP_NO_BACKUP, path);
	*ret = &s->source;
	return unpack_new(&s->unpack, a, s->fd, path, ring, f);
}

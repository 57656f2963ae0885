#include "http/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

void spool_init(struct spool *s, size_t max)
{
	*s = (struct spool){.fd = -1, .max = max};
	buf_init(&s->memory, SPOOL_MEMORY);
}

void spool_done(struct spool *s)
{
	buf_done(&s->memory);
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
}

static int open_nameless(void)
{
	const char *dir = getenv("TMPDIR");
	char path[512];
	int fd;

	if (text_empty(dir))
		dir = "/tmp";
	fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT))
		return fd;
	/* file systems that know no O_TMPFILE */
	if (snprintf(path, sizeof(path), "%s/guong-XXXXXX", dir) >= (int)sizeof(path))
		return -1;
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

static enum err write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t done = write(fd, p, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return ERR_IO;
		p += done;
		n -= (size_t)done;
	}
	return ERR_OK;
}

static enum err move_to_file(struct spool *s)
{
	s->fd = open_nameless();
	if (s->fd < 0)
		return ERR_IO;
	TRY(write_all(s->fd, s->memory.p, s->memory.n));
	buf_done(&s->memory);
	return ERR_OK;
}

enum err spool_put(struct spool *s, const void *data, size_t n)
{
	if (n > s->max - s->n)
		return ERR_TOO_LARGE;
	s->n += n;
	if (s->fd < 0 && s->n <= SPOOL_MEMORY) {
		buf_put(&s->memory, data, n);
		return ERR_OK;
	}
	if (s->fd < 0)
		TRY(move_to_file(s));
	return write_all(s->fd, data, n);
}

static void unmap(void *p)
{
	struct str *mapped = p;

	munmap((void *)mapped->p, mapped->n);
}

enum err spool_bytes(struct spool *s, struct arena *a, struct str *ret)
{
	struct str *mapped;
	void *p;

	if (s->fd < 0) {
		*ret = s->memory.p ? (struct str){s->memory.p, s->n} : (struct str){"", 0};
		return ERR_OK;
	}
	p = mmap(NULL, s->n, PROT_READ, MAP_PRIVATE, s->fd, 0);
	if (p == MAP_FAILED)
		return ERR_IO;
	mapped = arena_new_of(a, struct str);
	*mapped = (struct str){p, s->n};
	arena_cleanup(a, unmap, mapped);
	*ret = *mapped;
	return ERR_OK;
}

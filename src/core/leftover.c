#include "core/leftover.h"

#include "base/str.h"
#include "db/db_files.h"

#include <ctype.h>
#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct search {
	struct arena *a;
	const char *dir, *base, *side; /* names of the two files; NULL: no database lies here */
	int64_t now_s;
	void (*found)(void *p, const char *path, bool beside);
	void *p;
};

/* What mkstemp() and mkdtemp() make of "guong-XXXXXX", "guong-export-XXXXXX" and the like. */
static bool is_temporary(const char *name)
{
	static const char *const ours[] = {"guong-", "guong-export-", "guong-verify-"};

	for (size_t i = 0; i < sizeof(ours) / sizeof(*ours); i++) {
		size_t n = strlen(ours[i]), k = 0;
		if (strncmp(name, ours[i], n) != 0)
			continue;
		while (isalnum((unsigned char)name[n + k]))
			k++;
		if (k == 6 && !name[n + k])
			return true;
	}
	return false;
}

/* Begins like a file of the database, but is none of those that SQLite keeps with this log. */
static bool is_beside(const char *name, const char *base)
{
	size_t n = base ? strlen(base) : 0;

	if (!n || strncmp(name, base, n) != 0)
		return false;
	return !text_eq(name + n, "") && !text_eq(name + n, "-wal") && !text_eq(name + n, "-shm");
}

static bool is_old(const struct search *s, const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && st.st_uid == geteuid() &&
	       (int64_t)st.st_mtime + LEFTOVER_AGE_S < s->now_s;
}

static void look(const struct search *s, const char *name)
{
	const char *path = arena_printf(s->a, "%s/%s", s->dir, name);

	if (s->base ? is_beside(name, s->base) || is_beside(name, s->side)
		    : is_temporary(name) && is_old(s, path))
		s->found(s->p, path, s->base != NULL);
}

static void look_through(const struct search *s)
{
	DIR *dir = opendir(s->dir);
	const struct dirent *d;

	if (!dir)
		return;
	while ((d = readdir(dir)))
		look(s, d->d_name);
	closedir(dir);
}

static const char *side_name(struct arena *a, const char *base)
{
	size_t n = strlen(base);
	bool ends = n > 3 && text_eq(base + n - 3, ".db");

	return arena_printf(a, "%.*s-side%s", (int)(ends ? n - 3 : n), base, ends ? ".db" : "");
}

static void beside_database(struct search *s, const char *where)
{
	char real[PATH_MAX], *slash = realpath(where, real) ? strrchr(real, '/') : NULL;

	if (!slash)
		return;
	*slash = 0;
	s->dir = *real ? real : "/";
	s->base = slash + 1;
	s->side = side_name(s->a, s->base);
	look_through(s);
	s->dir = s->base = s->side = NULL;
}

void leftover_find(struct arena *a, const char *where, int64_t now_s,
	void (*found)(void *p, const char *path, bool beside), void *p)
{
	struct search s = {.a = a, .now_s = now_s, .found = found, .p = p};
	const char *own = getenv("TMPDIR");
	const char *const dirs[] = {"/tmp", "/var/tmp"};

	if (!db_is_remote(where))
		beside_database(&s, where);
	if (!text_empty(own)) {
		s.dir = own;
		look_through(&s);
		return;
	}
	for (size_t i = 0; i < sizeof(dirs) / sizeof(*dirs); i++) {
		s.dir = dirs[i];
		look_through(&s);
	}
}

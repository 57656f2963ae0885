#include "db/db_files.h"

#include <libpq-fe.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST = 40 };

/* What the C library's resolver, OpenSSL and libpq read; all of it is open to every user anyway. */
static const char *const for_libpq[] = {"/etc/hosts", "/etc/resolv.conf", "/etc/nsswitch.conf",
	"/etc/host.conf", "/etc/gai.conf", "/etc/services", "/etc/ssl", "/usr/lib/ssl",
	"/usr/share/ca-certificates", "/usr/local/share/ca-certificates", "/etc/postgresql-common",
	"/lib", "/usr/lib", "/run/systemd/resolve"};

/* Settings of a connection whose value is a path. */
static const char *const path_settings[] = {
	"sslcert", "sslkey", "sslrootcert", "sslcrl", "sslcrldir", "passfile"};
static const char *const path_variables[] = {"PGSERVICEFILE", "PGSYSCONFDIR"};
static const char *const in_home[] = {".postgresql", ".pgpass", ".pg_service.conf"};

struct files {
	struct arena *a;
	struct db_file *f;
	size_t n;
};

/* "postgresql://..." or "host=..."; a path in whose first word stands '=' is written "./a=b". */
bool db_is_remote(const char *where)
{
	size_t key = strspn(where, "abcdefghijklmnopqrstuvwxyz_");

	return !strncmp(where, "postgresql://", 13) || !strncmp(where, "postgres://", 11) ||
	       (key && where[key] == '=');
}

void db_settle(const char *where)
{
	const struct passwd *user;

	if (!db_is_remote(where) || getenv("PGUSER"))
		return;
	user = getpwuid(geteuid());
	if (user)
		setenv("PGUSER", user->pw_name, 0);
}

static void add(struct files *l, const char *path, bool write)
{
	if (path && path[0] == '/' && l->n < MOST)
		l->f[l->n++] = (struct db_file){arena_strdup(l->a, path), write};
}

static bool is_path(const char *keyword)
{
	for (size_t i = 0; i < sizeof(path_settings) / sizeof(*path_settings); i++)
		if (strcmp(keyword, path_settings[i]) == 0)
			return true;
	return false;
}

static void add_settings(struct files *l, PQconninfoOption *options)
{
	for (const PQconninfoOption *o = options; o && o->keyword; o++)
		if (is_path(o->keyword))
			add(l, o->val, false);
	PQconninfoFree(options);
}

static void libpq_files(struct files *l, const char *where)
{
	const char *home = getenv("HOME");

	for (size_t i = 0; i < sizeof(for_libpq) / sizeof(*for_libpq); i++)
		add(l, for_libpq[i], false);
	for (size_t i = 0; home && i < sizeof(in_home) / sizeof(*in_home); i++)
		add(l, arena_printf(l->a, "%s/%s", home, in_home[i]), false);
	for (size_t i = 0; i < sizeof(path_variables) / sizeof(*path_variables); i++)
		add(l, getenv(path_variables[i]), false);
	add_settings(l, PQconndefaults());
	add_settings(l, PQconninfoParse(where, NULL));
}

static void add_directory(struct files *l, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash)
		add(l, arena_strndup(l->a, path, slash > path ? (size_t)(slash - path) : 1), true);
}

/* A name may be a link; the files of the write-ahead log lie beside what it leads to. */
static void sqlite_files(struct files *l, const char *where)
{
	char *real = realpath(where, NULL), *cwd = realpath(".", NULL);

	if (real)
		add_directory(l, real);
	if (where[0] == '/')
		add_directory(l, where);
	else if (cwd)
		add_directory(l, arena_printf(l->a, "%s/%s", cwd, where));
	free(real);
	free(cwd);
}

void db_files(struct arena *a, const char *where, struct list *ret)
{
	struct files l = {.a = a, .f = arena_array(a, MOST, sizeof(struct db_file))};

	if (db_is_remote(where))
		libpq_files(&l, where);
	else
		sqlite_files(&l, where);
	*ret = (struct list){l.f, l.n, sizeof(struct db_file)};
}

/*
 * import_members.c: a roster of 100,000 people from an XLSX of 30 columns, as an office keeps it:
 * how long the preview and the commit take, for how long nobody else can write meanwhile, and how
 * much memory the process needs that no file holds. Then the same file again, which brings nothing.
 */
#include "import/import.h"

#include "base/die.h"
#include "other.h"
#include "roster.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TODAY = 20250601, SINCE = 20000101, OPENED = 20220101, PEOPLE = 100000, CELLS = 500 };
enum { PREVIEW_S = 8, COMMIT_S = 6, LOCK_S = 3, MEMORY_MB = 64 };

static const struct import_options opt = {.opened_on = OPENED, .accept_warnings = 1};

/* ---- memory ---- */

/* Of this process, in KiB: what neither the program nor a file holds. */
static long anonymous(void)
{
	FILE *f = fopen("/proc/self/status", "r");
	char line[200];
	long kib = 0;

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "RssAnon: %ld", &kib) == 1)
			break;
	if (f)
		fclose(f);
	return kib;
}

/* Called with the progress: often enough to see the top. */
static void look(void *p, int permille)
{
	long *most = p, now = anonymous();

	(void)permille;
	*most = now > *most ? now : *most;
}

/* ---- the file ---- */

static struct str read_all(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct arena *a;
	struct stat st;
	char *bytes;

	if (fd < 0 || fstat(fd, &st))
		die("no file %s", path);
	a = arena_new_in_file(NULL, (size_t)st.st_size, (size_t)st.st_size);
	if (!a)
		die("no room for %s", path);
	bytes = arena_alloc(a, (size_t)st.st_size);
	if (read(fd, bytes, (size_t)st.st_size) != st.st_size)
		die("%s cannot be read", path);
	close(fd);
	bench_tell(&(struct measure){"size of the file", (double)st.st_size / 1e6, "MB", 0, 0});
	return (struct str){bytes, (size_t)st.st_size};
}

static struct str make_file(struct bench *b)
{
	const char *tmp = getenv("TMPDIR");
	char *path = arena_printf(
		b->a, "%s/guong-bench-roster-%d.xlsx", tmp ? tmp : "/tmp", (int)getpid());
	struct str bytes;

	roster_write(path, &(struct roster_size){PEOPLE, CELLS});
	bytes = read_all(path);
	unlink(path);
	return bytes;
}

static void found_cells(struct bench *b)
{
	int64_t root = bench_found(b, 0, "root", "Đảng bộ huyện A", "district", SINCE);
	char code[ROSTER_CODE];

	for (unsigned i = 0; i < CELLS; i++) {
		roster_cell(code, i);
		bench_found(b, root, code, arena_printf(b->a, "Chi bộ bản %u", i),
			"grassroots_cell", SINCE);
	}
}

/* ---- the import ---- */

static struct import *preview(struct bench *b, struct str bytes, const char *name)
{
	struct phase at = phase_start(b, arena_printf(b->a, "%s: reading", name));
	struct import *im;
	double s;

	bench_must(b,
		import_open(&b->cx, import_kind_find("members"), &opt, "roster.xlsx", bytes, &im),
		"reading");
	s = phase_end(&at);
	at = phase_start(b, arena_printf(b->a, "%s: plan", name));
	bench_must(b, import_preview(im), "preview");
	s += phase_end(&at);
	bench_tell(
		&(struct measure){arena_printf(b->a, "%s: preview", name), s, "s", PREVIEW_S, 0});
	return im;
}

static void take_in(struct bench *b, struct str bytes)
{
	struct import *im = preview(b, bytes, "roster");
	struct import_result res;
	struct phase at = phase_start(b, "roster: writing");
	double s;

	bench_must(b, import_commit(im), "commit");
	s = phase_end(&at);
	bench_tell(&(struct measure){"roster: commit", s, "s", COMMIT_S, 0});
	import_result(im, &res);
	if (res.fresh != PEOPLE || res.bad)
		die("%lld came in, %lld are bad", (long long)res.fresh, (long long)res.bad);
	bench_tell(&(struct measure){
		"roster: file behind the import", (double)arena_peak(im->cx->a) / 1e6, "MB", 0, 0});
}

static void again(struct bench *b, struct str bytes)
{
	struct import_result res;
	struct import *im = preview(b, bytes, "again");

	import_result(im, &res);
	if (res.unchanged != PEOPLE)
		die("%lld are unchanged", (long long)res.unchanged);
}

static void watched(struct bench *b, struct str bytes,
	void (*work)(struct bench *b, struct str bytes), const char *name)
{
	long most = 0, before;
	struct ctx *cx = bench_ctx(b);

	cx->progress = look;
	cx->progress_p = &most;
	before = anonymous();
	work(b, bytes);
	bench_tell(&(struct measure){arena_printf(b->a, "%s: memory of no file, most", name),
		(double)most / 1024, "MB", MEMORY_MB, 0});
	bench_tell(&(struct measure){
		arena_printf(b->a, "%s: of it before", name), (double)before / 1024, "MB", 0, 0});
}

int main(void)
{
	struct bench *b = bench_start("import_members", TODAY);
	bool sqlite = db_engine(b->site.db) == DB_SQLITE;
	struct str bytes = make_file(b);
	struct other o = {0};

	found_cells(b);
	if (sqlite)
		other_start(&o, b);
	watched(b, bytes, take_in, "roster");
	if (sqlite)
		bench_tell(&(struct measure){
			"longest wait of another writer", other_stop(&o) / 1e6, "s", LOCK_S, 0});
	watched(b, bytes, again, "again");
	return bench_stop(b);
}

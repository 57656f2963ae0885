/*
 * import.c: taking in the 11,367 units of the country before July 2025: how long it takes, for how
 * long nobody else can write meanwhile, and how much memory it needs.
 */
#include "import/import.h"

#include "base/die.h"
#include "base/embed.h"
#include "other.h"

#include <sys/resource.h>

enum { TODAY = 20250601, SINCE = 20000101, UNITS = 11367, BAR_S = 3 };

static const char units[] = "test/data/units-before-2025.csv";

static double take_in(struct bench *b)
{
	const struct import_options opt = {.from = SINCE};
	const struct embedded *file = embed_find(units);
	struct ctx *cx = bench_ctx(b);
	struct import_result res;
	struct import *im;
	struct phase at = phase_start(b, "reading");
	double s;

	bench_must(b, import_open(cx, &org_import_units, &opt, "units.csv", file->bytes, &im),
		"reading");
	s = phase_end(&at);
	at = phase_start(b, "preview");
	bench_must(b, import_preview(im), "preview");
	s += phase_end(&at);
	at = phase_start(b, "commit");
	bench_must(b, import_commit(im), "commit");
	s += phase_end(&at);
	import_result(im, &res);
	if (res.fresh != UNITS)
		die("%lld units came in, not %d", (long long)res.fresh, UNITS);
	bench_tell(&(struct measure){
		"file behind the import", (double)arena_peak(im->cx->a) / 1e6, "MB", 0, 0});
	return s;
}

int main(void)
{
	struct bench *b = bench_start("import", TODAY);
	bool sqlite = db_engine(b->site.db) == DB_SQLITE;
	struct other o = {0};
	struct rusage used;
	double s;

	if (sqlite)
		other_start(&o, b);
	s = take_in(b);
	bench_tell(&(struct measure){"import of 11,367 units", s, "s", BAR_S, 0});
	if (sqlite)
		bench_tell(&(struct measure){
			"longest wait of another writer", other_stop(&o) / 1e6, "s", 0, 0});
	getrusage(RUSAGE_SELF, &used);
	bench_tell(&(struct measure){
		"resident memory, most", (double)used.ru_maxrss / 1024, "MB", 0, 0});
	return bench_stop(b);
}

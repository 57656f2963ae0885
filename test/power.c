/*
 * power.c: the power goes at any moment. On a disk that keeps only what was synced (power_vfs.h),
 * things are done until it is cut; what the disk holds then must be all that was acknowledged, and
 * nothing by halves. Usage: power [CUTS [SEED]]
 */
#include "app/setup.h"
#include "base/die.h"
#include "db/db_table_impl.h"
#include "deed.h"
#include "power_vfs.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { CUTS = 60, WEAK_CUTS = 12, SPAN = 500, FRESH_EACH = 25, DEEDS = 1000, SIGN_INS = 12 };

struct run {
	struct world w;
	struct power p;
	struct params cookies; /* of the office, as they were at world_keep() */
	struct visit *v;
	const char *weak; /* how commits are to be synced, if not as the program wants it */
	struct deed deeds[DEEDS];
	unsigned n, number;
	uint64_t acknowledged, lost, half, signed_out, shut_out;
	int cases, failed;
};

static void told(struct run *t, bool right, const char *name)
{
	t->failed += !right;
	printf("%sok %d - %s\n", right ? "" : "not ", ++t->cases, name);
	fflush(stdout);
}

static void weaken(struct run *t)
{
	struct db *parts[] = {t->w.site.db, t->w.site.side};
	char sql[60];

	if (!t->weak)
		return;
	snprintf(sql, sizeof(sql), "PRAGMA synchronous = %s", t->weak);
	for (int i = 0; i < 2; i++)
		if (sqlite3_exec(sqlite_handle(parts[i]), sql, NULL, NULL, NULL))
			die("%s", sql);
}

static bool open_site(struct run *t)
{
	if (!world_try_open(&t->w))
		return false;
	weaken(t);
	return true;
}

/* ---- until it is cut ---- */

static void sign_in(struct run *t)
{
	struct params before = t->v->cookies;

	t->v->cookies = (struct params){0};
	if (visit_form(t->v, "/sign-in", "login=central&password=" PASSWORD).status != 303)
		t->v->cookies = before; /* nothing was promised: the old session stands */
}

/* A site that is closed has moved its log into the file; the log is deleted. */
static void act(struct run *t)
{
	enum deed_kind kind = (enum deed_kind)power_random(&t->p, DEED_KINDS);
	uint64_t what = power_random(&t->p, 24);
	struct deed *d;

	if (what < 2) {
		world_close(&t->w);
		(void)!open_site(t);
		return;
	}
	if (what == 2) {
		sign_in(t);
		return;
	}
	must(t->n < DEEDS);
	d = &t->deeds[t->n++];
	deed_new(t->w.a, d, kind, ++t->number);
	d->done = deed_post(t->v, d);
	t->acknowledged += d->done;
}

/* Each kind of deed can be done while the power is on. */
static bool all_work(struct run *t)
{
	struct deed d;

	for (int kind = 0; kind < DEED_KINDS; kind++) {
		deed_new(t->w.a, &d, (enum deed_kind)kind, ++t->number);
		if (!deed_post(t->v, &d))
			return false;
	}
	return true;
}

static void start_over(struct run *t)
{
	world_close(&t->w);
	power_forget(&t->p);
	world_back(&t->w);
	weaken(t);
	t->v->cookies = t->cookies;
	t->n = 0;
}

/* ---- what is left ---- */

static void judge(struct run *t)
{
	struct kept kept;
	bool readable = deed_look(&t->w, t->w.ra, &kept);

	for (unsigned i = 0; i < t->n; i++) {
		enum deed_verdict is = deed_judge(&kept, &t->deeds[i]);
		t->lost += is == DEED_LOST;
		t->half += is == DEED_HALF;
	}
	t->half += !readable;
}

static bool sound(struct run *t, enum db_part part)
{
	static const char *const pragmas[] = {"PRAGMA integrity_check", "PRAGMA foreign_key_check"};
	struct db *db = part == DB_MAIN ? t->w.site.db : t->w.site.side;
	bool good = true;

	for (int i = 0; i < 2; i++) {
		sqlite3_stmt *st = NULL;
		int rc = sqlite3_prepare_v2(sqlite_handle(db), pragmas[i], -1, &st, NULL);
		while (!rc && sqlite3_step(st) == SQLITE_ROW)
			good = good && !strcmp((const char *)sqlite3_column_text(st, 0), "ok");
		sqlite3_finalize(st);
		good = good && !rc;
	}
	return good;
}

static bool is_in(struct run *t)
{
	return visit_get(t->v, "/org").status == 200;
}

/* A sign-in is all that a power cut may take back (db_begin_lazy): then one signs in again. */
static void come_back(struct run *t)
{
	if (is_in(t))
		return;
	t->v->cookies = t->cookies;
	if (is_in(t))
		return;
	t->signed_out++;
	sign_in(t);
	t->shut_out += !is_in(t);
}

static void look(struct run *t)
{
	if (!open_site(t)) {
		printf("# cannot be opened: %s\n", t->w.f.detail ? t->w.f.detail : "");
		t->half++;
		return;
	}
	judge(t);
	if (!sound(t, DB_MAIN) || !sound(t, DB_SIDE) || deed_check(&t->w))
		t->half++;
	come_back(t);
}

static void cut_once(struct run *t, int i)
{
	if (i % FRESH_EACH == 0 || t->weak)
		start_over(t);
	power_stop_at(&t->p, 1 + power_random(&t->p, SPAN), POWER_CUT);
	while (!t->p.off) {
		act(t);
		world_forget(&t->w);
	}
	world_close(&t->w);
	power_back(&t->p);
	look(t);
	world_forget(&t->w);
}

static void cut(struct run *t, int cuts, const char *weak)
{
	t->weak = weak;
	t->acknowledged = t->lost = t->half = t->signed_out = t->shut_out = 0;
	t->p.unsynced = t->p.lost = 0;
	for (int i = 0; i < cuts; i++)
		cut_once(t, i);
	printf("# synchronous %s: %d cuts; %llu deeds acknowledged; of %llu sectors under way "
	       "%llu were lost; lost %llu, by halves %llu, signed out %llu\n",
		weak ? weak : "as it is", cuts, (unsigned long long)t->acknowledged,
		(unsigned long long)t->p.unsynced, (unsigned long long)t->p.lost,
		(unsigned long long)t->lost, (unsigned long long)t->half,
		(unsigned long long)t->signed_out);
}

/* ---- the tests ---- */

static bool has_pragma(struct run *t, enum db_part part, const char *sql, const char *want)
{
	struct db *db = part == DB_MAIN ? t->w.site.db : t->w.site.side;
	sqlite3_stmt *st;
	bool right;

	if (sqlite3_prepare_v2(sqlite_handle(db), sql, -1, &st, NULL))
		die("%s", sql);
	right = sqlite3_step(st) == SQLITE_ROW &&
		!strcmp((const char *)sqlite3_column_text(st, 0), want);
	sqlite3_finalize(st);
	return right;
}

static void promises(struct run *t)
{
	for (enum db_part part = DB_MAIN; part <= DB_SIDE; part++)
		told(t,
			has_pragma(t, part, "PRAGMA synchronous", "2") &&
				has_pragma(t, part, "PRAGMA journal_mode", "wal"),
			part == DB_MAIN ? "the register syncs each commit"
					: "the side database syncs each commit");
}

/* What decision 0006 says about it: without the side database, the register is whole. */
static void lose_side(struct run *t)
{
	struct deed d;
	bool done;

	start_over(t);
	deed_new(t->w.a, &d, DEED_MEMBER, ++t->number);
	t->deeds[t->n++] = d;
	t->deeds[0].done = done = deed_post(t->v, &d);
	world_close(&t->w);
	power_forget(&t->p);
	unlink(arena_printf(t->w.ra, "%s/x-side.db", t->w.dir));
	fault_clear(&t->w.f);
	t->lost = t->half = t->signed_out = t->shut_out = 0;
	done = done && !setup_upgrade(t->w.where, &t->w.f);
	look(t);
	told(t, done && !t->lost && !t->half && t->signed_out == 1 && !t->shut_out,
		"without the side database all is there, and one signs in again");
}

static void start(struct run *t, uint64_t seed)
{
	power_install(&t->p, seed);
	world_start(&t->w);
	world_tree(&t->w, "");
	world_accounts(&t->w);
	t->v = visit_new(&t->w, "central");
	t->cookies = t->v->cookies;
	world_close(&t->w);
	power_forget(&t->p);
	world_open(&t->w);
	world_keep(&t->w);
}

int main(int argc, char **argv)
{
	int cuts = argc > 1 ? (int)strtol(argv[1], NULL, 10) : CUTS;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 4711;
	struct run *t = calloc(1, sizeof(*t));
	int failed;

	must(t);
	printf("# seed %llu\n", (unsigned long long)seed);
	start(t, seed);
	promises(t);
	told(t, all_work(t), "while the power is on all is done");
	cut(t, cuts, NULL);
	told(t, t->acknowledged > 0 && t->p.lost > 0 && !t->lost, "nothing acknowledged is lost");
	told(t, !t->half, "nothing is there by halves");
	told(t, !t->signed_out && !t->shut_out, "who has been signed in for a while still is");
	cut(t, WEAK_CUTS, "NORMAL");
	told(t, t->lost > 0, "without a sync at each commit, this test sees a loss");
	cut(t, WEAK_CUTS, "OFF");
	told(t, t->lost + t->half > 0, "without any sync too");
	lose_side(t);
	printf("1..%d\n", t->cases);
	failed = t->failed;
	world_stop(&t->w);
	power_remove(&t->p);
	free(t);
	return failed > 0;
}

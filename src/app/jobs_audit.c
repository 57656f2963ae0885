#include "app/jobs_audit.h"

#include "audit/audit_check.h"
#include "audit/audit_erase.h"
#include "audit/audit_seal.h"
#include "base/log.h"

#include <stdio.h>

enum { TURN_US = 3 * 1000 * 1000, KEY_US = 60 * 1000 * 1000, HOUR_MS = 3600 * 1000 };
enum { ZONE = 7, NIGHT_FROM = 1, NIGHT_TO = 4 };

static const char *digits(char out[24], int64_t n)
{
	snprintf(out, 24, "%lld", (long long)n);
	return out;
}

static void find_keys(struct jobs_audit *ja, struct site *site, struct arena *a)
{
	const char *path = keyring_where(a, NULL);
	struct fault f = {.a = a};
	bool first = !ja->key_us;
	enum err e;

	if (ja->ring || (!first && clock_us() - ja->key_us < KEY_US))
		return;
	ja->key_us = clock_us();
	e = path ? keyring_load(&ja->ring, site->a, path, &f) : ERR_NOT_FOUND;
	if (e)
		ja->ring = NULL;
	if (e && first)
		log_line(
			"audit", "error", "no key: nothing is sealed", "detail", err_name(e), NULL);
}

/* The head stands in the log, so that a chain whose end was cut off or made anew shows. */
static enum err seal(struct jobs_audit *ja, struct ctx *cx)
{
	struct audit_sealed s;
	char batch[24], n[24];

	if (!ja->ring)
		return ERR_OK;
	do {
		struct arena_mark m = arena_mark(cx->a);
		TRY(audit_seal(cx, keyring_newest(ja->ring), &s));
		if (s.entries)
			log_line("audit", "link", digits(batch, s.batch), "entries",
				digits(n, s.entries), "head", s.head, NULL);
		arena_rewind(cx->a, m);
	} while (s.entries == SEAL_ENTRIES);
	return ERR_OK;
}

static enum err verify(struct jobs_audit *ja, struct ctx *cx)
{
	int64_t hour = (clock_now(cx->clock) / HOUR_MS + ZONE) % 24;
	struct audit_check c;
	char entries[24], found[24];

	TRY(audit_check_run(cx, ja->ring, hour >= NIGHT_FROM && hour < NIGHT_TO, &c));
	if (c.done_ms)
		log_line("audit_verified", "entries", digits(entries, c.entries), "found",
			digits(found, c.found), "head", c.head, NULL);
	return ERR_OK;
}

/* A reader may stand in the way: then it is tried again. */
static enum err sweep(struct jobs_audit *ja, struct ctx *cx)
{
	int64_t n;
	enum err e;

	TRY(db_begin(cx->db, DB_READ));
	e = erase_count(cx, &n);
	db_rollback(cx->db);
	TRY(e);
	if (n + 1 == ja->erased)
		return ERR_OK;
	if (!db_empty_log(cx->db))
		ja->erased = n + 1;
	return ERR_OK;
}

enum err jobs_audit_turn(struct jobs_audit *ja, struct site *site, struct arena *a)
{
	struct fault f = {.a = a};
	struct ctx cx;

	if (ja->turn_us && clock_us() - ja->turn_us < TURN_US)
		return ERR_OK;
	ja->turn_us = clock_us();
	find_keys(ja, site, a);
	site_ctx(site, &cx, a, &f);
	TRY(seal(ja, &cx));
	TRY(verify(ja, &cx));
	return sweep(ja, &cx);
}

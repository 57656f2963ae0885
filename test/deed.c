#include "deed.h"

#include "base/die.h"
#include "core/tree_verify.h"
#include "import/import.h"
#include "member/member_verify.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

enum { WORD = 6, FILE_ROOM = 4096 };

/* ---- doing ---- */

static const char *rows_of(struct arena *a, const char *word)
{
	char *text = arena_alloc(a, FILE_ROOM);
	size_t n = 0;

	n += (size_t)snprintf(text, FILE_ROOM, "code,name,kind,parent_code,founded_on\n");
	for (int i = 0; i < DEED_ROWS; i++)
		n += (size_t)snprintf(text + n, FILE_ROOM - n,
			"%s%d,%s thôn %d,grassroots_committee,xa-a,01/01/2026\n", word, i, word, i);
	must(n < FILE_ROOM);
	return text;
}

/* "Kabcde", so that no word begins another, and it looks like a name. */
static const char *word_of(struct arena *a, unsigned number)
{
	char *word = arena_alloc(a, WORD + 1);

	word[0] = 'K';
	for (int i = WORD - 1; i > 0; i--, number /= 26)
		word[i] = (char)('a' + number % 26);
	return word;
}

void deed_new(struct arena *a, struct deed *d, enum deed_kind kind, unsigned number)
{
	*d = (struct deed){.kind = kind,
		.word = word_of(a, number),
		.key = arena_printf(a, "deed-%u", number),
		.names = 1};
	if (kind == DEED_IMPORT) {
		d->names = DEED_ROWS;
		d->fields = rows_of(a, d->word);
	} else if (kind == DEED_MEMBER) {
		d->target = "/org/cb-a/member-new";
		d->fields = arena_printf(a,
			"full_name=%s%%20V%%C4%%83n%%20An&birth_date=12%%2F04%%2F1965&how=admitted"
			"&day=19%%2F05%%2F2024&_key=%s",
			d->word, d->key);
	} else {
		d->target = "/org/xa-a/found";
		d->fields = arena_printf(a,
			"day=1%%2F1%%2F2026&name=%s%%20M%%E1%%BB%%9Bi&code=%s&sector="
			"&kind=grassroots_committee&_key=%s",
			d->word, d->word, d->key);
	}
}

static bool take_in(struct world *w, const struct deed *d)
{
	struct import_options opt = {0};
	struct import *im;
	struct ctx cx;

	world_ctx(w, &cx);
	cx.request_key = d->key;
	return !import_open(
		       &cx, import_kind_find("orgs"), &opt, "deed.csv", str_of(d->fields), &im) &&
	       !import_commit(im);
}

bool deed_post(struct visit *v, const struct deed *d)
{
	if (d->kind == DEED_IMPORT)
		return take_in(v->w, d);
	return visit_form(v, d->target, d->fields).status == 303;
}

/* ---- looking ---- */

static const char names_sql[] = "SELECT name FROM org_act WHERE name IS NOT NULL UNION ALL "
				"SELECT full_name FROM person_spell";
static const char keys_sql[] = "SELECT request_key FROM txn WHERE request_key IS NOT NULL";

struct texts {
	const char **p;
	size_t n, room;
};

static void texts_add(struct arena *a, struct texts *t, const char *text)
{
	if (t->n == t->room) {
		const char **more;
		t->room = t->room ? 2 * t->room : 1024;
		more = arena_array(a, t->room, sizeof(*more));
		if (t->n)
			memcpy(more, t->p, t->n * sizeof(*more));
		t->p = more;
	}
	t->p[t->n++] = arena_strdup(a, text);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool read_sqlite(struct world *w, struct arena *a, const char *sql, struct texts *t)
{
	sqlite3_stmt *st = NULL;
	sqlite3 *h = NULL;
	int rc = sqlite3_open_v2(w->where, &h, SQLITE_OPEN_READWRITE, NULL);

	sqlite3_busy_timeout(h, 5000);
	if (!rc)
		rc = sqlite3_prepare_v2(h, sql, -1, &st, NULL);
	while (!rc && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		texts_add(a, t, (const char *)sqlite3_column_text(st, 0));
		rc = SQLITE_OK;
	}
	sqlite3_finalize(st);
	sqlite3_close(h);
	return rc == SQLITE_DONE;
}

static bool read_pgsql(struct world *w, struct arena *a, const char *sql, struct texts *t)
{
	PGconn *conn = PQconnectdb(w->where);
	PGresult *res = PQexec(conn, sql);
	bool good = PQresultStatus(res) == PGRES_TUPLES_OK;

	for (int i = 0; i < PQntuples(res); i++)
		texts_add(a, t, PQgetvalue(res, i, 0));
	PQclear(res);
	PQfinish(conn);
	return good;
}

static bool read_texts(struct world *w, struct arena *a, const char *sql, struct texts *ret)
{
	bool good;

	*ret = (struct texts){0};
	good = w->pgsql ? read_pgsql(w, a, sql, ret) : read_sqlite(w, a, sql, ret);
	if (ret->n)
		qsort(ret->p, ret->n, sizeof(*ret->p), by_text);
	return good;
}

bool deed_look(struct world *w, struct arena *a, struct kept *ret)
{
	struct texts names, keys;
	bool good = read_texts(w, a, names_sql, &names) && read_texts(w, a, keys_sql, &keys);

	*ret = (struct kept){0};
	if (good)
		*ret = (struct kept){names.p, keys.p, names.n, keys.n};
	return good;
}

/* How many of the sorted texts begin with this one. */
static int count(const char **p, size_t n, const char *begin, bool whole)
{
	size_t length = strlen(begin), from = 0, to = n, at;

	while (from < to) {
		size_t mid = from + (to - from) / 2;
		if (strcmp(p[mid], begin) < 0)
			from = mid + 1;
		else
			to = mid;
	}
	at = from;
	while (at < n && !strncmp(p[at], begin, length) && (!whole || !p[at][length]))
		at++;
	return (int)(at - from);
}

enum deed_verdict deed_judge(const struct kept *k, const struct deed *d)
{
	int names = count(k->names, k->name_count, d->word, false);
	int keys = d->key ? count(k->keys, k->key_count, d->key, true) : names > 0;

	if (names == 0 && keys == 0)
		return d->done ? DEED_LOST : DEED_RIGHT;
	return names == d->names && keys == 1 ? DEED_RIGHT : DEED_HALF;
}

static void tell(void *p, const char *text)
{
	int64_t *found = p;

	(*found)++;
	printf("# check: %s\n", text);
}

int64_t deed_check(struct world *w)
{
	int64_t found = 0, orgs, persons;
	struct ctx cx;
	enum err e;

	world_ctx(w, &cx);
	e = db_begin(cx.db, DB_READ);
	if (!e)
		e = tree_verify(&cx, tell, &found, &orgs);
	if (!e)
		e = member_verify(&cx, tell, &found, &persons);
	db_rollback(cx.db);
	if (e)
		tell(&found, db_error(cx.db));
	return found;
}

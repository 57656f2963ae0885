/*
 * cases.c: runs the files test/cases/NAME.case. Each case is a visit: requests and what must come
 * back. A case starts from the small tree of harness.h; what one writes no other sees.
 *
 *	= an office renames                 begins a case
 *	as office                           signed in as (one of `people`); nobody otherwise
 *	cookie guong-lang=en
 *	with Origin: https://evil.test      a header for all requests that follow
 *	GET /org/{org:xa-a}?day=2026-01-01  also HEAD, POST (with `body` before), DELETE
 *	form /org/xa-a/rename name=X&day=.. asks for the form, fills it in, sends it
 *	again                               sends the last form once more, just so
 *	wait 10                             the clock goes on, in seconds
 *	known NOW                           {NOW} stands for this instant from here on
 *	status 200
 *	has TEXT / lacks TEXT               in the body; XLSX is read as lines with tabs
 *	header NAME VALUE / header NAME     starts with the value; is not there
 *	english                             nothing that people read is a Vietnamese message
 *	txns 1                              so many since the case began (if no time has passed)
 *
 * {org:CODE}, {act:CODE} (its first), {last:CODE} (its last act) and {account:LOGIN} are ids;
 * {session:LOGIN} is a cookie, {long:N} N letters. Every page is read by
 * html.h, whatever the case asks.
 */
#include "base/die.h"
#include "base/sheet.h"
#include "harness.h"
#include "html.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

enum { STAMPS = 8, FILE_SIZE = 1 << 18 };

struct run {
	struct world w;
	struct params sessions; /* login to cookies */
	struct visit *v;
	struct answer last;
	const char *form, *target, *body; /* of the last form, for `again` */
	const char *text;		  /* of the last answer, as `has` sees it */
	const char *stamps[STAMPS][2];
	int stamps_n;
	int64_t txns;
	bool dirty;
	const char *file;
	int line, failed, cases;
	const char *name;
};

/* The instant of the last transaction. As the clock stands still, the next has the next one. */
static int64_t last_txn(struct world *w)
{
	int64_t ms = 0;
	struct ctx cx;

	world_ctx(w, &cx);
	if (db_begin(cx.db, DB_READ) || db_number(cx.db, &ms, 0, Q_TXN_LAST_MS))
		die("%s", db_error(cx.db));
	db_rollback(cx.db);
	return ms;
}

static int number(const char *s)
{
	return (int)strtol(s, NULL, 10);
}

static void wrong(struct run *r, const char *what, const char *about)
{
	if (!r->failed++)
		printf("# %s:%d: %s: %s\n# status %d, body: %.20000s\n# end of body\n", r->file,
			r->line, what, about, r->last.status, r->last.n ? r->last.body : "");
}

/* ---- {parts} ---- */

static const char *session_of(struct run *r, const char *login)
{
	struct str s = params_get(&r->sessions, login);

	return arena_strndup(r->w.a, s.p ? s.p : "", s.n);
}

static const char *part_value(struct run *r, const char *kind, const char *of)
{
	struct arena *a = r->w.ra;

	if (text_eq(kind, "org"))
		return arena_printf(a, "%lld", (long long)world_org(&r->w, of));
	if (text_eq(kind, "act"))
		return arena_printf(a, "%lld", (long long)world_act(&r->w, of));
	if (text_eq(kind, "account"))
		return arena_printf(a, "%lld", (long long)world_account(&r->w, of));
	if (text_eq(kind, "long")) {
		size_t n = strtoul(of, NULL, 10);
		char *s = arena_alloc(a, n + 1);
		memset(s, 'x', n);
		return s;
	}
	if (text_eq(kind, "last"))
		return arena_printf(a, "%lld", (long long)world_last_act(&r->w, of));
	if (text_eq(kind, "session"))
		return session_of(r, of);
	for (int i = 0; i < r->stamps_n; i++)
		if (text_eq(kind, r->stamps[i][0]))
			return r->stamps[i][1];
	return NULL;
}

static const char *fill_in(struct run *r, const char *s)
{
	const char *open = strchr(s, '{'), *close = open ? strchr(open, '}') : NULL;
	const char *value;
	struct str part, kind;

	if (!close)
		return s;
	part = (struct str){open + 1, (size_t)(close - open - 1)};
	kind = str_cut(&part, ':');
	value = part_value(r, arena_strndup(r->w.ra, kind.p, kind.n),
		part.p ? arena_strndup(r->w.ra, part.p, part.n) : "");
	if (!value) /* not one of ours: JSON has such brackets too */
		return arena_printf(
			r->w.ra, "%.*s%s", (int)(open + 1 - s), s, fill_in(r, open + 1));
	return arena_printf(r->w.ra, "%.*s%s%s", (int)(open - s), s, value, fill_in(r, close + 1));
}

/* ---- answers ---- */

static const char *sheet_text(struct run *r)
{
	struct fault f = {.a = r->w.ra};
	struct sheet_row row;
	struct sheet *s;
	struct buf b;

	buf_init(&b, 8 << 20);
	if (sheet_open(&s, r->w.ra, (struct str){r->last.body, r->last.n}, "x.xlsx", NULL, &f))
		return "no sheet";
	while (sheet_row(s, &row)) {
		for (size_t i = 0; i < row.n; i++) {
			buf_str(&b, row.cells[i].text);
			buf_putc(&b, '\t');
		}
		buf_putc(&b, '\n');
	}
	if (sheet_end(s))
		wrong(r, "the sheet is broken", "");
	r->text = arena_strndup(r->w.ra, b.p, b.n);
	buf_done(&b);
	return r->text;
}

static void take(struct run *r, struct answer a)
{
	const char *type = answer_header(&a, "Content-Type"), *problem;
	size_t n;

	r->last = a;
	r->text = a.body;
	if (!type)
		return;
	if (str_starts(str_of(type), S("text/html"))) {
		html_read(r->w.ra, (struct str){a.body, a.n}, &n, &problem);
		if (problem)
			wrong(r, "the page", problem);
	}
	if (strstr(type, "spreadsheet"))
		r->text = sheet_text(r);
}

static void send(struct run *r, enum http_method m, const char *target)
{
	r->dirty = r->dirty || m == HTTP_POST;
	take(r, visit_send(r->v, m, fill_in(r, target), m == HTTP_POST ? r->body : NULL));
}

static void send_form(struct run *r, const char *arg)
{
	struct str rest = str_of(fill_in(r, arg)), target = str_cut(&rest, ' ');
	struct answer page;

	r->dirty = true;
	r->target = arena_strndup(r->w.ra, target.p, target.n);
	page = visit_get(r->v, r->target);
	r->form = visit_fill(r->v, &page, rest.p ? rest.p : "");
	take(r, page);
	if (!r->form)
		wrong(r, "there is no form", r->target);
	else
		take(r, visit_send(r->v, HTTP_POST, r->v->action, r->form));
}

static void check_header(struct run *r, const char *arg)
{
	struct str rest = str_of(fill_in(r, arg)), name = str_cut(&rest, ' ');
	const char *have = answer_header(&r->last, arena_strndup(r->w.ra, name.p, name.n));

	if (!rest.p && have)
		wrong(r, "the header is there", have);
	if (rest.p && (!have || !str_starts(str_of(have), rest)))
		wrong(r, "the header is", have ? have : "not there");
}

/* Names are never translated; a message that is a part of one says nothing. */
static bool in_names(const char *text)
{
	return strstr("Đảng bộ tỉnh Thử, Đảng bộ huyện, Đảng bộ xã An, Chi bộ thôn Ao, Chi bộ khối "
		      "Ba",
		       text) != NULL;
}

static void check_english(struct run *r)
{
	const char *problem, *words;
	struct html_tag *tags;
	size_t n;

	tags = html_read(r->w.ra, (struct str){r->last.body, r->last.n}, &n, &problem);
	words = html_words(r->w.ra, tags, n);
	for (int m = 1; m < (int)M_COUNT; m++) {
		const char *vi = msg_text(LANG_VI, (enum msg)m);
		bool own = strcmp(vi, msg_text(LANG_EN, (enum msg)m)) != 0 && strlen(vi) > 5;
		if (own && !in_names(vi) && !strchr(vi, '{') && strstr(words, vi))
			wrong(r, "this is Vietnamese", vi);
	}
}

/* ---- lines ---- */

/* The cookie of before gives way. */
static void put_cookie(struct run *r, const char *name, const char *value)
{
	struct params kept = {0};

	for (size_t i = 0; i < r->v->cookies.n; i++)
		if (!text_eq(r->v->cookies.p[i].name, name))
			params_add(r->w.a, &kept, r->v->cookies.p[i]);
	params_add(r->w.a, &kept,
		(struct param){
			arena_strdup(r->w.a, name), str_of(arena_strdup(r->w.a, value)), NULL});
	r->v->cookies = kept;
}

static void come_as(struct run *r, const char *login)
{
	const char *session = session_of(r, login);

	if (!*session)
		wrong(r, "nobody is called", login);
	put_cookie(r, "guong", session);
}

static void bring_cookie(struct run *r, const char *arg)
{
	struct str rest = str_of(fill_in(r, arg)), name = str_cut(&rest, '=');

	put_cookie(r, arena_strndup(r->w.ra, name.p, name.n), rest.p);
}

static void add_header(struct run *r, const char *arg)
{
	struct str rest = str_of(fill_in(r, arg)), name = str_cut(&rest, ':');
	char *n = arena_strndup(r->w.a, name.p, name.n);

	rest = str_trim(rest);
	for (char *c = n; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	params_add(r->w.a, &r->v->headers,
		(struct param){n, {arena_strndup(r->w.a, rest.p, rest.n), rest.n}, NULL});
}

static void stamp(struct run *r, const char *name)
{
	char iso[MS_TEXT];

	if (r->stamps_n < STAMPS) {
		r->stamps[r->stamps_n][0] = arena_strdup(r->w.a, name);
		r->stamps[r->stamps_n++][1] =
			arena_strdup(r->w.a, ms_print_iso(iso, last_txn(&r->w)));
	}
}

/* What a case does. False when it is no such line. */
static bool doing(struct run *r, const char *verb, const char *arg)
{
	static const char *const methods[] = {"GET", "HEAD", "POST", "DELETE"};

	for (int m = 0; m < 4; m++)
		if (text_eq(verb, methods[m])) {
			send(r, (enum http_method)m, arg);
			return true;
		}
	if (text_eq(verb, "as"))
		come_as(r, arg);
	else if (text_eq(verb, "cookie"))
		bring_cookie(r, arg);
	else if (text_eq(verb, "with"))
		add_header(r, arg);
	else if (text_eq(verb, "body"))
		r->body = arena_strdup(r->w.a, fill_in(r, arg));
	else if (text_eq(verb, "form"))
		send_form(r, arg);
	else if (text_eq(verb, "again"))
		take(r, visit_send(r->v, HTTP_POST, r->v->action, r->form));
	else if (text_eq(verb, "wait"))
		world_wait(&r->w, number(arg));
	else if (text_eq(verb, "known"))
		stamp(r, arg);
	else
		return false;
	return true;
}

static void checking(struct run *r, const char *verb, const char *arg)
{
	if (text_eq(verb, "status") && r->last.status != number(arg))
		wrong(r, "the status should be", arg);
	else if (text_eq(verb, "has") && !strstr(r->text, fill_in(r, arg)))
		wrong(r, "this is not there", fill_in(r, arg));
	else if (text_eq(verb, "lacks") && strstr(r->text, fill_in(r, arg)))
		wrong(r, "this is there", fill_in(r, arg));
	else if (text_eq(verb, "header"))
		check_header(r, arg);
	else if (text_eq(verb, "english"))
		check_english(r);
	else if (text_eq(verb, "txns") && last_txn(&r->w) - r->txns != number(arg))
		wrong(r, "other transactions than", arg);
	else if (!strstr(" status has lacks header english txns ",
			 arena_printf(r->w.ra, " %s ", verb)))
		wrong(r, "no such line", verb);
}

static void begin_case(struct run *r, const char *name)
{
	r->name = arena_strdup(r->w.a, name);
	r->failed = r->stamps_n = 0;
	r->body = "";
	r->v = visit_new(&r->w, NULL);
	r->last = (struct answer){.body = ""};
	r->text = "";
	if (r->dirty) {
		world_back(&r->w);
		r->dirty = false;
	}
	r->txns = last_txn(&r->w);
}

static void end_case(struct run *r)
{
	const char *base = strrchr(r->file, '/');

	if (r->name)
		printf("%sok %d - %s: %s\n", r->failed ? "not " : "", ++r->cases,
			base ? base + 1 : r->file, r->name);
	r->name = NULL;
	world_forget(&r->w);
	fflush(stdout);
}

static void run_line(struct run *r, char *line)
{
	char *arg = strchr(line, ' ');

	if (!*line || *line == '#')
		return;
	if (arg)
		*arg++ = 0;
	else
		arg = line + strlen(line);
	if (text_eq(line, "=")) {
		end_case(r);
		begin_case(r, arg);
	} else if (!doing(r, line, arg)) {
		checking(r, line, arg);
	}
}

static int run_file(struct run *r, const char *path)
{
	FILE *f = fopen(path, "r");
	static char line[FILE_SIZE];
	int before = r->cases, failed = 0;

	if (!f) {
		printf("Bail out! %s cannot be read\n", path);
		return 1;
	}
	r->file = path;
	r->line = 0;
	while (fgets(line, sizeof(line), f)) {
		r->line++;
		line[strcspn(line, "\n")] = 0;
		if (*line == '=')
			failed += r->failed > 0;
		run_line(r, line);
	}
	fclose(f);
	failed += r->failed > 0;
	end_case(r);
	r->failed = 0;
	if (before == r->cases)
		printf("Bail out! %s has no cases\n", path);
	return failed;
}

int main(int argc, char **argv)
{
	struct run r = {.dirty = false};
	int failed = 0;
	glob_t files;

	if (argc < 2 || glob(argv[1], 0, NULL, &files)) {
		printf("Bail out! usage: cases 'cases/*.case'\n");
		return 1;
	}
	world_start(&r.w);
	world_tree(&r.w, "");
	world_accounts(&r.w);
	for (const struct somebody *p = people; p->login; p++)
		params_add(r.w.a, &r.sessions,
			(struct param){p->login,
				params_get(&visit_new(&r.w, p->login)->cookies, "guong"), NULL});
	world_keep(&r.w);
	for (size_t i = 0; i < files.gl_pathc; i++)
		failed += run_file(&r, files.gl_pathv[i]);
	printf("1..%d\n", r.cases);
	globfree(&files);
	world_stop(&r.w);
	return failed > 0;
}

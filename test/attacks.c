/*
 * attacks.c: the attack list of docs/threat-model.md, tried one by one with real requests. After
 * each nothing is written, no answer shows more of a person than town_accounts[] allows, and none
 * tells what stands beside it in the table.
 */
#include "base/die.h"
#include "http/form.h"
#include "town.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum wanted {
	REFUSED, /* 4xx, or sent to sign in */
	HARMLESS /* whatever status: nothing written, nothing shown */
};

struct attack {
	const char *what, *as;
	enum http_method method;
	const char *target, *form; /* form: "{token}" is that of the session */
	enum wanted wanted;
	const char *has; /* stands in the answer; NULL: of no account */
};

#define TOK	"_token={token}&"
#define NO_FORM NULL

static const struct attack attacks[] = {
	/* identifiers of others */
	{"a file", "office", HTTP_GET, "/member/{B}", NO_FORM, REFUSED, NULL},
	{"a file by its number", "office", HTTP_GET, "/member/TT-1", NO_FORM, REFUSED, NULL},
	{"a file of one below", "cell", HTTP_GET, "/member/{C}", NO_FORM, REFUSED, NULL},
	{"the history of a file", "office", HTTP_GET, "/member/{B}/history", NO_FORM, REFUSED,
		NULL},
	{"what is kept of another", "office", HTTP_GET, "/member/{B}/kept", NO_FORM, REFUSED, NULL},
	{"a fact", "office", HTTP_GET, "/member-fact/{fact:B}", NO_FORM, REFUSED, NULL},
	{"a fact of one under the id of another", "office", HTTP_GET, "/member-fact/{mixed}",
		NO_FORM, REFUSED, NULL},
	{"an organisation in the place of a person", "office", HTTP_GET, "/member/{org:cb-b}",
		NO_FORM, REFUSED, NULL},
	{"an account in the place of a person", "office", HTTP_GET, "/member/{account:admin}",
		NO_FORM, REFUSED, NULL},
	{"the form about another", "office", HTTP_GET, "/member/{B}/change", NO_FORM, REFUSED,
		NULL},
	{"changing another", "office", HTTP_POST, "/member/{B}/change",
		TOK "full_name=X&from_day=1/2/2026", REFUSED, NULL},
	{"the death of another", "office", HTTP_POST, "/member/{B}/death", TOK "day=1/2/2026",
		REFUSED, NULL},
	{"undoing a fact of another", "office", HTTP_POST, "/member-fact/{fact:B}/undo",
		TOK "why=x", REFUSED, NULL},
	{"joining with another", "office", HTTP_POST, "/member/{A}/join",
		TOK "into={B}&history=both&reason=x", REFUSED, NULL},
	{"moving to where one does not reach", "office", HTTP_POST, "/member/{A}/transfer",
		TOK "other=cb-b&day=1/2/2026", REFUSED, NULL},
	{"receiving whom nobody sent here", "office", HTTP_POST, "/member/{B}/receive",
		TOK "day=1/2/2026", REFUSED, NULL},
	{"entering into another cell", "office", HTTP_POST, "/org/cb-a/member-new",
		TOK "full_name=X&how=admitted&day=1/2/2026&cell=cb-b", REFUSED, NULL},
	{"erasing another", "office", HTTP_GET, "/member/{B}/erase", NO_FORM, REFUSED, NULL},
	{"a request for another", "office", HTTP_POST, "/member/{B}/request",
		TOK "kind=access&words=x&received=1/2/2026", REFUSED, NULL},
	{"an account of another", "cell", HTTP_GET, "/account/{account:office}", NO_FORM, REFUSED,
		NULL},
	{"a password of another", "cell", HTTP_POST, "/account/{account:office}/password",
		TOK "password=mat-khau-dai-2", REFUSED, NULL},
	{"a slip of one beside", "office", HTTP_POST, "/org/cb-b/account/{account:plain}/slip", TOK,
		REFUSED, NULL},
	{"a slip of an account under an own organisation", "office", HTTP_POST,
		"/org/cb-a/account/{account:beside}/slip", TOK, REFUSED, NULL},
	{"a session of another", "office", HTTP_POST, "/sessions/1/end", TOK, REFUSED, NULL},
	{"a proposal that is not there", "office", HTTP_POST, "/proposal/{A}/accept", TOK, REFUSED,
		NULL},
	{"a job of another", "beside", HTTP_GET, "/import-job/{job}", NO_FORM, REFUSED, NULL},
	{"its bad rows", "beside", HTTP_GET, "/import-job/{job}/bad", NO_FORM, REFUSED, NULL},
	{"its file", "beside", HTTP_GET, "/import-job/{job}/rows", NO_FORM, REFUSED, NULL},
	{"its differences", "beside", HTTP_GET, "/import-job/{job}/changes", NO_FORM, REFUSED,
		NULL},
	{"writing a job of another", "beside", HTTP_POST, "/import-job/{job}/commit", TOK, REFUSED,
		NULL},
	{"dropping a job of another", "beside", HTTP_POST, "/import-job/{job}/drop", TOK, REFUSED,
		NULL},
	/* organisations of others */
	{"a list", "office", HTTP_GET, "/org/xa-b/members", NO_FORM, REFUSED, NULL},
	{"a list by id", "office", HTTP_GET, "/org/{org:cb-b}/members.csv", NO_FORM, REFUSED, NULL},
	{"the list above", "office", HTTP_GET, "/org/tinh/members.csv", NO_FORM, REFUSED, NULL},
	{"a roster", "office", HTTP_GET, "/org/cb-b/roster?paper=1", NO_FORM, REFUSED, NULL},
	{"an extract", "office", HTTP_GET, "/org/cb-b/extract.xlsx", NO_FORM, REFUSED, NULL},
	{"an extract of persons of others", "office", HTTP_GET,
		"/org/cb-a/extract.csv?people={B};TT-1", NO_FORM, HARMLESS, NULL},
	{"names pasted to find others", "office", HTTP_POST, "/org/cb-a/extract/names",
		TOK "people=Tr%E1%BB%8Bnh+V%C4%83n+Ng%C3%B4", HARMLESS, NULL},
	{"letters of others", "office", HTTP_GET, "/org/cb-b/transit", NO_FORM, REFUSED, NULL},
	{"a cell beside as a filter", "office", HTTP_GET, "/org/xa-a/members?cell=cb-b", NO_FORM,
		REFUSED, NULL},
	{"a figure of people", "office", HTTP_GET, "/figure/member.total?org=cb-b", NO_FORM,
		REFUSED, NULL},
	{"a figure of all people", "office", HTTP_GET, "/figure/member.total", NO_FORM, REFUSED,
		NULL},
	{"records behind a figure", "propaganda-xa", HTTP_GET,
		"/figure/member.total.csv?org=xa-a&records=1", NO_FORM, REFUSED, NULL},
	{"renaming", "office", HTTP_POST, "/org/xa-b/rename", TOK "day=1/2/2026&name=X", REFUSED,
		NULL},
	{"own reach does not lead below", "office-own", HTTP_GET, "/org/xa-a/members.csv", NO_FORM,
		REFUSED, NULL},
	/* hidden fields: filters, order, columns, breakdowns, search */
	{"a hidden filter", "above", HTTP_GET, "/org/cb-a/members?ethnicity=tay", NO_FORM, REFUSED,
		"Dân tộc"},
	{"a hidden filter in a file", "above", HTTP_GET, "/org/cb-a/members.csv?religion=buddhist",
		NO_FORM, REFUSED, NULL},
	{"a hidden filter of nobody", "above", HTTP_GET, "/org/cb-a/members?religion=islam",
		NO_FORM, REFUSED, NULL},
	{"order by a hidden field", "above", HTTP_GET, "/org/cb-a/members?sort=citizen_no", NO_FORM,
		REFUSED, NULL},
	{"order by a hidden field, named otherwise", "above", HTTP_GET,
		"/org/cb-a/members?order=ethnicity", NO_FORM, REFUSED, NULL},
	{"a field that is no filter", "office", HTTP_GET,
		"/org/cb-a/members?citizen_no=011000007300", NO_FORM, REFUSED, NULL},
	{"a hidden column", "above", HTTP_GET, "/org/cb-a/extract?columns=citizen_no", NO_FORM,
		REFUSED, "Số định danh"},
	{"a hidden column by its box", "above", HTTP_GET, "/org/cb-a/extract?c_religion=1", NO_FORM,
		REFUSED, NULL},
	{"a hidden column among others", "above", HTTP_GET,
		"/org/cb-a/extract.csv?columns=residence;%20citizen_no%20", NO_FORM, REFUSED, NULL},
	{"by ethnic group under five", "propaganda-xa", HTTP_GET,
		"/figure/member.total.json?org=xa-a&by=ethnicity", NO_FORM, REFUSED, NULL},
	{"the same for who sees names only", "above", HTTP_GET,
		"/figure/member.total.csv?org=xa-a&by=ethnicity", NO_FORM, REFUSED, NULL},
	{"crossed with another", "propaganda-xa", HTTP_GET,
		"/figure/member.total.json?org=xa-a&by=sex,religion", NO_FORM, REFUSED, NULL},
	{"crossed the other way", "propaganda-xa", HTTP_GET,
		"/figure/member.total.json?org=xa-a&by=religion&across=month&period=2025", NO_FORM,
		REFUSED, NULL},
	{"in other capitals", "propaganda-xa", HTTP_GET,
		"/figure/member.total.json?org=xa-a&by=Ethnicity", NO_FORM, REFUSED, NULL},
	{"search by citizen number", "above", HTTP_GET, "/member.json?q=011000007300", NO_FORM,
		HARMLESS, "\"rows\":[]"},
	{"search by the beginning of one", "office", HTTP_GET, "/member.json?q=0110", NO_FORM,
		HARMLESS, "\"rows\":[]"},
	{"search with wildcards", "office", HTTP_GET, "/member.json?q=%25_*", NO_FORM, HARMLESS,
		"\"rows\":[]"},
	{"the page says what is left out", "above", HTTP_GET, "/org/cb-a/members", NO_FORM,
		HARMLESS, "không được xem các mục: Dân tộc, Tôn giáo"},
	{"so do data", "above", HTTP_GET, "/org/cb-a/roster.json", NO_FORM, HARMLESS,
		"không được xem các mục: "},
	{"who has a citizen number, by a warning of doubles", "beside", HTTP_POST,
		"/org/cb-b/member-new",
		TOK "full_name=X+Y&how=admitted&day=1/2/2026&citizen_no={number:A}", REFUSED, NULL},
	/* all at once */
	{"all of a province", "above", HTTP_GET, "/org/tinh/members.json?all=1", NO_FORM, REFUSED,
		NULL},
	{"all of what is below, with its columns", "above", HTTP_GET,
		"/org/xa-a/members.json?all=1", NO_FORM, HARMLESS, NULL},
	{"paging from a person of others", "office", HTTP_GET, "/org/xa-a/members.json?after={B}",
		NO_FORM, HARMLESS, NULL},
	{"paging of records from one of others", "office", HTTP_GET,
		"/figure/member.total.json?org=xa-a&records=1&after={B}.0.0", NO_FORM, HARMLESS,
		NULL},
	{"paging backwards", "office", HTTP_GET, "/org/xa-a/roster.json?after=-1", NO_FORM, REFUSED,
		NULL},
	{"a search as a file", "beside", HTTP_GET, "/member.csv?q=trinh&all=1", NO_FORM, HARMLESS,
		NULL},
	/* forms of others, keys, tokens */
	{"without a token", "office", HTTP_POST, "/org/xa-a/rename", "day=1/2/2026&name=X", REFUSED,
		NULL},
	{"with a token of another session", "office", HTTP_POST, "/org/xa-a/rename",
		"_token={other}&day=1/2/2026&name=X", REFUSED, NULL},
	{"with a token in the address", "office", HTTP_POST, "/org/xa-a/rename?_token={token}",
		"day=1/2/2026&name=X", REFUSED, NULL},
	{"with two tokens", "office", HTTP_POST, "/org/xa-a/rename",
		"_token={other}&_token={token}&day=1/2/2026&name=X", REFUSED, NULL},
	{"with a key that another used", "beside", HTTP_POST, "/org/xa-b/rename",
		TOK "day=1/2/2026&name=X&_key=KEY-OF-ANOTHER-11111111", REFUSED, NULL},
	{"the same from afar", "office", HTTP_POST, "/org/xa-b/rename",
		TOK "day=1/2/2026&name=X&_key=KEY-OF-ANOTHER-11111111", REFUSED, NULL},
	/* parameters */
	{"another item in the query", "office", HTTP_GET, "/member/{A}?item={B}", NO_FORM, HARMLESS,
		NULL},
	{"another item in the form", "office", HTTP_POST, "/member/{B}/death",
		TOK "item={A}&day=1/2/2026", REFUSED, NULL},
	{"another organisation in the query", "office", HTTP_GET, "/org/cb-a/members.csv?org=cb-b",
		NO_FORM, HARMLESS, NULL},
	{"the own organisation in the query", "office", HTTP_GET, "/org/cb-b/members.csv?org=cb-a",
		NO_FORM, REFUSED, NULL},
	{"an organisation for a new top", "office", HTTP_POST, "/org-new",
		TOK "org=xa-b&day=1/2/2026&name=X&code=x&kind=cell", REFUSED, NULL},
	{"a filter twice", "office", HTTP_GET, "/org/cb-a/members?sex=female&sex=male", NO_FORM,
		REFUSED, NULL},
	{"a hidden filter twice", "above", HTTP_GET, "/org/cb-a/members?ethnicity=&ethnicity=tay",
		NO_FORM, REFUSED, NULL},
	{"an array", "above", HTTP_GET, "/org/cb-a/members?ethnicity%5B%5D=tay", NO_FORM, REFUSED,
		NULL},
	{"other capitals", "above", HTTP_GET, "/org/cb-a/members?Ethnicity=tay", NO_FORM, REFUSED,
		NULL},
	{"an organisation twice", "office", HTTP_GET, "/figure/member.total?org=xa-a&org=xa-b",
		NO_FORM, REFUSED, NULL},
	{"a field twice", "office", HTTP_POST, "/org/xa-a/rename", TOK "day=1/2/2026&name=X&name=Y",
		REFUSED, NULL},
	{"a day twice", "office", HTTP_GET, "/org/xa-a/members?day=2026-03-01&day=2025-06-30",
		NO_FORM, REFUSED, NULL},
	/* addresses and methods */
	{"a suffix", "office", HTTP_GET, "/member/{B}.csv", NO_FORM, REFUSED, NULL},
	{"another suffix", "office", HTTP_GET, "/member/{B}.json", NO_FORM, REFUSED, NULL},
	{"two suffixes", "office", HTTP_GET, "/member/{B}.csv.json", NO_FORM, REFUSED, NULL},
	{"a suffix in capitals", "office", HTTP_GET, "/org/cb-b/members.CSV", NO_FORM, REFUSED,
		NULL},
	{"a format in the query", "office", HTTP_GET, "/org/cb-b/members?format=csv", NO_FORM,
		REFUSED, NULL},
	{"a hidden column by way of a part", "above", HTTP_GET,
		"/org/cb-a/members.csv?part=members", NO_FORM, HARMLESS, NULL},
	{"HEAD", "office", HTTP_HEAD, "/member/{B}", NO_FORM, REFUSED, NULL},
	{"an odd method", "office", HTTP_OTHER, "/member/{A}", NO_FORM, REFUSED, NULL},
	{"POST to a page", "office", HTTP_POST, "/org/cb-a/members", TOK, REFUSED, NULL},
	{"a write by GET", "office", HTTP_GET,
		"/org/xa-a/rename?day=1/2/2026&name=X&_token={token}", NO_FORM, HARMLESS, NULL},
	{"dots", "office", HTTP_GET, "/org/cb-a/../cb-b/members", NO_FORM, REFUSED, NULL},
	{"a slash in a name", "office", HTTP_GET, "/org/cb-b%2Fmembers", NO_FORM, REFUSED, NULL},
	{"two slashes", "office", HTTP_GET, "//org/cb-b/members", NO_FORM, REFUSED, NULL},
	{"an address in capitals", "office", HTTP_GET, "/ORG/cb-b/members", NO_FORM, REFUSED, NULL},
	/* the past */
	{"who was below once", "office", HTTP_GET, "/org/cb-m/members?day=2025-06-30", NO_FORM,
		REFUSED, NULL},
	{"a person who was below once", "office", HTTP_GET, "/member/{G}?day=2025-06-30", NO_FORM,
		REFUSED, NULL},
	{"a person who was here once", "office", HTTP_GET, "/member/{F}.json?day=2020-01-01",
		NO_FORM, REFUSED, NULL},
	{"what was above once", "office", HTTP_GET, "/org/huyen/members?day=2024-06-30", NO_FORM,
		REFUSED, NULL},
	{"what was below an organisation that ended", "district", HTTP_GET,
		"/org/huyen/members.csv?day=2024-06-30", NO_FORM, HARMLESS, NULL},
	{"a filter on what went away", "district", HTTP_GET,
		"/org/huyen/members?day=2024-06-30&sex=female", NO_FORM, REFUSED, NULL},
	{"as known at the beginning", "office", HTTP_GET,
		"/member/{B}?known=2026-03-01T10:00:00.000Z", NO_FORM, REFUSED, NULL},
	{"a list as known then", "office", HTTP_GET,
		"/org/cb-b/members.csv?known=2026-03-01T10:00:00.000Z", NO_FORM, REFUSED, NULL},
	{"records of a past year", "office", HTTP_GET,
		"/figure/member.total.csv?org=xa-a&records=1&period=2024", NO_FORM, HARMLESS, NULL},
	{"the past by ethnic group", "office", HTTP_GET,
		"/figure/member.total.csv?org=xa-a&by=ethnicity&period=2024", NO_FORM, REFUSED,
		NULL},
	/* functions */
	{"a function for oneself", "admin", HTTP_POST, "/account/{account:admin}/grant",
		TOK "func=office&reach=below&over=xa-a", REFUSED, NULL},
	{"by the form of another", "admin", HTTP_POST, "/account/{account:office}/grant",
		TOK "func=office&reach=below&over=xa-a&account={account:admin}", REFUSED, NULL},
	{"without being an administrator", "office", HTTP_POST, "/account/{account:plain}/grant",
		TOK "func=office&reach=below&over=xa-a", REFUSED, NULL},
	{"inspection with administration", "admin", HTTP_POST, "/account/{account:admin}/grant",
		TOK "func=inspection&reach=below&over=xa-a", REFUSED, NULL},
	{"data audit with another function", "admin", HTTP_POST, "/account/{account:office}/grant",
		TOK "func=auditor&reach=below&over=xa-a", REFUSED, NULL},
	{"ending a function of another", "office", HTTP_POST, "/account/grant/{grant:plain}/revoke",
		TOK, REFUSED, NULL},
	{"making oneself somebody else", "office", HTTP_POST, "/account/{account:office}/person",
		TOK "member={B}", REFUSED, NULL},
	/* sessions that are over */
	{"the cookie of a closed account", "closed", HTTP_GET, "/org/cb-a", NO_FORM, REFUSED, NULL},
	{"a write with it", "closed", HTTP_POST, "/prefs", TOK "lang=en", HARMLESS, NULL},
	{"the cookie of an ended function", "ended", HTTP_GET, "/org/cb-a/members", NO_FORM,
		REFUSED, NULL},
	{"a page of its own reach", "ended", HTTP_GET, "/member/{A}", NO_FORM, REFUSED, NULL},
	{"nobody", "nobody", HTTP_GET, "/org/cb-a/members.csv", NO_FORM, REFUSED, NULL},
	{"nobody writes", "nobody", HTTP_POST, "/org/xa-a/rename", TOK "day=1/2/2026&name=X",
		REFUSED, NULL},
	{0},
};

struct attackers {
	struct world w;
	struct town t;
	struct visit *who[TOWN_ACCOUNTS];
	struct params cookies[TOWN_ACCOUNTS];
	const char *login[TOWN_ACCOUNTS], *token[TOWN_ACCOUNTS], *job;
	int n, cases, failed;
};

/* ---- before ---- */

static int come_in(struct attackers *k, const char *login, const char *name)
{
	int i = k->n++;

	k->login[i] = name;
	k->who[i] = visit_new(&k->w, login);
	k->token[i] = visit_token(k->who[i]);
	k->cookies[i] = k->who[i]->cookies;
	return i;
}

static int find(const struct attackers *k, const char *name)
{
	for (int i = 0; i < k->n; i++)
		if (text_eq(k->login[i], name))
			return i;
	die("nobody is called %s", name);
}

static void must_do(struct attackers *k, const char *as, const char *target, const char *form)
{
	const char *at = town_text(&k->t, target);
	struct answer r = visit_form(k->who[find(k, as)], at, form);

	if (r.status != 303)
		die("%s %s: %d %.3000s", as, at, r.status, r.body);
}

#define BOUNDARY "guong-guong"
#define PART	 "--" BOUNDARY "\r\nContent-Disposition: form-data; name="

/* A file of one cell, which waits to be looked at and written. */
static void send_file(struct attackers *k, const char *as)
{
	struct visit *v = k->who[find(k, as)];
	const char *body = arena_printf(k->w.a,
		PART "\"_token\"\r\n\r\n%s\r\n" PART
		     "\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n"
		     "full_name,birth_date,cell_code\r\nTrịnh Văn Tệp,1/1/1980,cb-a\r\n\r\n"
		     "--" BOUNDARY "--\r\n",
		k->token[find(k, as)]);
	struct answer r;
	const char *to;

	params_add(k->w.a, &v->headers,
		(struct param){"content-type", S("multipart/form-data; boundary=" BOUNDARY), NULL});
	r = visit_send(v, HTTP_POST, "/import/members", body);
	v->headers = (struct params){0};
	to = answer_header(&r, "Location");
	if (r.status != 303 || !to || !strstr(to, "/import-job/"))
		die("the file: %d %.3000s", r.status, r.body);
	to = strstr(to, "/import-job/") + strlen("/import-job/");
	k->job = arena_strndup(k->w.a, to, strspn(to, "0123456789"));
}

static void prepare(struct attackers *k)
{
	come_in(k, "nobody", "nobody");
	for (int i = 0; town_accounts[i].login; i++)
		come_in(k, town_accounts[i].login, town_accounts[i].login);
	come_in(k, "charge-dc", "closed");
	come_in(k, "helper-cell", "ended");
	must_do(k, "admin", "/account/{account:charge-dc}/close", "");
	must_do(k, "admin", "/account/grant/{grant:helper-cell}/revoke", "");
	must_do(k, "office", "/org/xa-a/rename",
		"day=2/2/2026&name=An+M%E1%BB%9Bi&_key=KEY-OF-ANOTHER-11111111");
	send_file(k, "office");
	world_keep(&k->w);
}

/* ---- one attack ---- */

static const char *replaced(
	struct attackers *k, const char *text, const char *name, const char *value)
{
	const char *at = strstr(text, name);

	if (!at)
		return text;
	return arena_printf(k->w.ra, "%.*s%s%s", (int)(at - text), text, value, at + strlen(name));
}

static const char *text_for(struct attackers *k, int who, const char *text)
{
	const char *mixed = arena_printf(
		k->w.ra, "%lld.%lld", (long long)k->t.person[0], (long long)k->t.fact[1]);

	text = replaced(k, text, "{token}", k->token[who]);
	text = replaced(k, text, "{other}", k->token[find(k, "beside")]);
	text = replaced(k, text, "{job}", k->job);
	text = replaced(k, text, "{mixed}", mixed);
	return town_text(&k->t, text);
}

static bool is_refused(const struct answer *r)
{
	const char *to = answer_header(r, "Location");

	return (r->status >= 400 && r->status < 500) ||
	       (r->status == 303 && to && strstr(to, "/sign-in"));
}

static const char *most_of(const char *login)
{
	for (const struct town_account *a = town_accounts; a->login; a++)
		if (text_eq(a->login, login))
			return a->most;
	return "00000000";
}

/* Does the answer only say again the number that was typed? */
static bool is_echo(const struct attack *a)
{
	return strstr(a->target, "q=") || (a->form && strstr(a->form, "{number:"));
}

/* What went wrong, or NULL. */
static const char *judge(
	struct attackers *k, const struct attack *a, const struct answer *r, int64_t before)
{
	const char *most = most_of(a->as);
	int seen[TOWN_PEOPLE];

	(void)town_seen(&k->w, r, seen);
	for (int i = 0; i < TOWN_PEOPLE; i++)
		if (seen[i] > most[i] - '0' && !is_echo(a))
			return arena_printf(k->w.ra, "shows %c%d", 'A' + i, seen[i]);
	if (is_echo(a) && a->form && answer_has(r, "Khoai"))
		return "it names whom the number belongs to";
	if (world_last_write(&k->w) != before)
		return "something was written";
	if (r->status >= 500)
		return "a failure of the program";
	if (a->wanted == REFUSED && !is_refused(r))
		return "not refused";
	if (a->has && !answer_has(r, a->has))
		return "it does not say what it should";
	return NULL;
}

static void attack(struct attackers *k, const struct attack *a)
{
	int who = find(k, a->as);
	int64_t before = world_last_write(&k->w);
	const char *target = text_for(k, who, a->target), *wrong;
	struct answer r;

	k->who[who]->cookies = k->cookies[who];
	r = visit_send(k->who[who], a->method, target, a->form ? text_for(k, who, a->form) : NULL);
	wrong = judge(k, a, &r, before);
	printf("%sok %d - %s: %d\n", wrong ? "not " : "", ++k->cases, a->what, r.status);
	if (wrong)
		printf("# %s: %s: %s: %d %.1500s\n", a->as, target, wrong, r.status, r.body);
	k->failed += wrong != NULL;
	if (world_last_write(&k->w) != before)
		world_back(&k->w);
	world_forget(&k->w);
}

int main(void)
{
	struct attackers *k = calloc(1, sizeof(*k));
	int failed;

	if (!k)
		return 2;
	world_start(&k->w);
	world_tree(&k->w, "");
	world_accounts(&k->w);
	town_plant(&k->w, &k->t);
	prepare(k);
	for (const struct attack *a = attacks; a->what; a++)
		attack(k, a);
	printf("1..%d\n", k->cases);
	failed = k->failed;
	world_stop(&k->w);
	free(k);
	return failed > 0;
}

#include "town.h"

#include "account/account.h"
#include "base/die.h"
#include "base/sheet.h"
#include "base/text.h"
#include "core/tree_plan.h"
#include "member/member_plan.h"
#include "village/village_plan.h"

#include <stdio.h>

#define VILLAGE "v-a" /* of xa-a: A and B live there, whose cells are of two communes */

enum { GONE = 20250815, MOVED = 20250901, OUT = 20250501, BORN = 19710310 };

const struct town_account town_accounts[] = {
	/* those of harness.c */
	{"central", "office", "below", NULL, "33333333"},
	{"office", "office", "below", "xa-a", "30322313"},
	{"office-own", "office", "own", "xa-a", "00000000"},
	{"secretary", "secretary", "own", "xa-a", "00000000"},
	{"auditor", "auditor", "below", "xa-a", "00000000"},
	{"admin", "administration", "below", NULL, "10000000"},
	/* made here */
	{"beside", "office", "below", "xa-b", "03033330"},
	{"above", "secretary", "below", "xa-a", "20212212"},
	{"cell", "secretary", "own", "cb-a", "30012303"},
	{"deputy-cell", "deputy", "below", "cb-a", "30012303"},
	{"cell-committee", "cell_committee", "below", "cb-a", "20012202"},
	{"inspector", "inspection", "below", "xa-a", "20212212"},
	{"charge-dc", "charge", "below", "dc-a", "00200000"},
	{"helper-cell", "helper", "own", "cb-a", "20012202"},
	{"propaganda-xa", "propaganda", "below", "xa-a", "00000000"},
	{"editor-all", "editor", "below", NULL, "00000000"},
	{"standing-all", "standing", "below", "tinh", "22222222"},
	/* the district ended: what was below it went on without it */
	{"district", "office", "below", "huyen", "11011111"},
	{"plain", "member", "own", "cb-a", "30000000"},
	{"two", "secretary", "own", "cb-a", "33033333"},
	{0},
};

static const char *const names[TOWN_PEOPLE] = {"Trịnh Văn Khoai", "Trịnh Văn Ngô", "Trịnh Thị Sắn",
	"Trịnh Thị Lạc", "Trịnh Văn Đỗ", "Trịnh Văn Vừng", "Trịnh Thị Kê", "Trịnh Văn Mạch"};
static const char *const ethnicities[TOWN_PEOPLE] = {
	"tay", "thai", "khmer", "muong", "nung", "hmong", "e-de", "ba-na"};
static const char *const groups[TOWN_PEOPLE] = {
	"Tày", "Thái", "Khmer", "Mường", "Nùng", "Mông", "Ê-đê", "Ba-na"};

static const char *residence(struct arena *a, int i)
{
	return arena_printf(a, "xóm Quýt %c7", 'A' + i);
}

static const char *citizen(struct arena *a, int i)
{
	return arena_printf(a, "0110000%d73%d%d", i, i, i);
}

/* ---- planting ---- */

static void must_do(struct ctx *cx, enum err e)
{
	problem_each (p, cx->f)
		fprintf(stderr, "%s: %s\n", p->field ? p->field : "",
			msg_fill(cx->a, LANG_EN, p->what, p->arg, ERR_ARGS));
	if (e)
		die("town: %s: %s", err_name(e), db_error(cx->db));
}

static enum err plant_cell(struct ctx *cx, int64_t from, int64_t to, int64_t *ret)
{
	struct tree_plan *p;

	TRY(db_begin(cx->db, DB_WRITE));
	TRY(tree_plan_new(cx, &p));
	*ret = tree_plan_org(p);
	TRY(tree_plan_act(p, &(struct org_act){.org = *ret,
				     .act = "found",
				     .day = 20100101,
				     .code = "cb-m",
				     .name = "Chi bộ thôn Mơ",
				     .kind = "cell",
				     .parent = from}));
	TRY(tree_plan_act(
		p, &(struct org_act){.org = *ret, .act = "move", .day = MOVED, .parent = to}));
	TRY(tree_plan_check(p));
	TRY(txn_start(cx, "test", NULL));
	TRY(tree_plan_apply(p));
	return db_commit(cx->db);
}

static enum err person(struct member_plan *p, struct town *t, int i, int64_t cell, day_t admitted)
{
	struct arena *a = t->w->a;

	t->person[i] = member_plan_person(p, &(struct person){.full_name = names[i],
						     .birth_date = BORN + i,
						     .sex = i % 2 ? "male" : "female",
						     .ethnicity = ethnicities[i],
						     .religion = "buddhist",
						     .residence = residence(a, i),
						     .citizen_no = citizen(a, i),
						     .village_code = i < 2 ? VILLAGE : NULL,
						     .member_no = arena_printf(a, "TT-%d", i)});
	return member_plan_fact(p,
		&(struct member_fact){
			.person = t->person[i], .kind = "admitted", .day = admitted, .cell = cell});
}

static enum err happens(struct member_plan *p, int64_t who, const char *kind, day_t day, int64_t to)
{
	return member_plan_fact(
		p, &(struct member_fact){.person = who, .kind = kind, .day = day, .other = to});
}

enum { A, B, C, D, E, F, G, H };

struct cells {
	int64_t a, b, below, moved;
};

static enum err plan_people(struct member_plan *p, struct town *t, const struct cells *cells)
{
	int64_t a = cells->a, b = cells->b;

	TRY(person(p, t, A, a, 20150519));
	TRY(person(p, t, B, b, 20150519));
	TRY(person(p, t, C, cells->below, 20250805));
	TRY(person(p, t, D, b, 20150519));
	TRY(person(p, t, E, b, 20150519));
	TRY(person(p, t, F, a, 20150519));
	TRY(person(p, t, G, cells->moved, 20150519));
	TRY(person(p, t, H, a, 20150519));
	for (int i = 0; i < TOWN_PEOPLE; i++)
		if (i != C)
			TRY(happens(p, t->person[i], "recognised", 20160519, 0));
	TRY(happens(p, t->person[D], "transfer_sent", 20260210, a));
	TRY(happens(p, t->person[E], "hosted", 20260105, a));
	TRY(happens(p, t->person[F], "transfer", GONE, b));
	return happens(p, t->person[H], "expelled", OUT, 0);
}

static enum err plant_people(struct ctx *cx, struct town *t, int64_t moved)
{
	struct cells cells = {
		world_org(t->w, "cb-a"), world_org(t->w, "cb-b"), world_org(t->w, "cd-a"), moved};
	struct member_plan *p;

	TRY(db_begin(cx->db, DB_WRITE));
	TRY(member_plan_new(cx, &p));
	TRY(plan_people(p, t, &cells));
	TRY(member_plan_check(p));
	TRY(txn_start(cx, "test", NULL));
	TRY(member_plan_apply(p));
	return db_commit(cx->db);
}

static enum err plant_village(struct ctx *cx, int64_t commune, int64_t cell)
{
	struct village_plan *p = village_plan_new(cx);
	struct village_fact place = {.village = village_plan_found(p),
		.aspect = "place",
		.code = VILLAGE,
		.name = "Bản Hạt Dẻ",
		.kind = "ban",
		.org = commune,
		.from_day = 20150101,
		.to_day = DAY_MAX};
	struct village_fact served = {.village = place.village,
		.aspect = "cell",
		.org = cell,
		.from_day = 20150101,
		.to_day = DAY_MAX};

	TRY(db_begin(cx->db, DB_WRITE));
	TRY(village_plan_add(p, &place));
	TRY(village_plan_add(p, &served));
	TRY(village_plan_check(p));
	TRY(txn_start(cx, "test", NULL));
	TRY(village_plan_apply(p));
	return db_commit(cx->db);
}

static bool is_of_world(const char *login)
{
	for (const struct somebody *p = people; p->login; p++)
		if (text_eq(p->login, login))
			return true;
	return false;
}

/* Functions are given as they stand, also over an organisation that has ended meanwhile. */
static enum err give(struct ctx *cx, int64_t account, const struct town_account *a, int64_t org)
{
	return account_give(cx, account, &(struct account_new){.func = a->func, .reach = a->reach},
		(struct list){&org, 1, sizeof(org)});
}

static enum err plant_account(
	struct ctx *cx, struct town *t, const struct town_account *a, int64_t org)
{
	static const struct town_account second = {NULL, "office", "below", NULL, NULL};
	int64_t id = 0;

	if (is_of_world(a->login))
		return ERR_OK;
	TRY(account_make(cx,
		&(struct account_new){.login = a->login,
			.name = a->login,
			.password = PASSWORD,
			.person = text_eq(a->login, "plain") ? t->person[A] : 0},
		&id));
	if (text_eq(a->login, "two"))
		TRY(give(cx, id, &second, t->beside));
	return give(cx, id, a, org);
}

static enum err plant_accounts(struct ctx *cx, struct town *t, const int64_t *orgs)
{
	TRY(db_begin(cx->db, DB_WRITE));
	TRY(txn_start(cx, "test", NULL));
	for (int i = 0; town_accounts[i].login; i++)
		TRY(plant_account(cx, t, &town_accounts[i], orgs[i]));
	return db_commit(cx->db);
}

static enum err learn_ids(struct ctx *cx, struct town *t)
{
	const struct member_fact *f;
	struct list rows;

	TRY(db_begin(cx->db, DB_READ));
	for (int i = 0; i < TOWN_PEOPLE; i++) {
		TRY(member_facts(cx, t->person[i], &rows));
		f = rows.rows;
		t->fact[i] = f[0].id;
	}
	db_rollback(cx->db);
	return ERR_OK;
}

void town_plant(struct world *w, struct town *ret)
{
	int64_t moved = 0, orgs[TOWN_ACCOUNTS] = {0};
	struct ctx cx;

	*ret = (struct town){.w = w, .beside = world_org(w, "xa-b")};
	for (int i = 0; town_accounts[i].login; i++)
		if (town_accounts[i].over)
			orgs[i] = world_org(w, town_accounts[i].over);
	world_ctx(w, &cx);
	must_do(&cx, plant_cell(&cx, world_org(w, "xa-a"), world_org(w, "xa-b"), &moved));
	world_ctx(w, &cx);
	must_do(&cx, plant_people(&cx, ret, moved));
	world_ctx(w, &cx);
	must_do(&cx, plant_village(&cx, world_org(w, "xa-a"), world_org(w, "cb-a")));
	world_ctx(w, &cx);
	must_do(&cx, plant_accounts(&cx, ret, orgs));
	must_do(&cx, learn_ids(&cx, ret));
}

/* ---- what an answer shows ---- */

static bool is_sheet(const struct answer *r, const char **ret_name)
{
	const char *type = answer_header(r, "Content-Type");

	*ret_name = r->n > 2 && memcmp(r->body, "PK", 2) == 0 ? "x.xlsx" : "x.csv";
	return r->status == 200 && type &&
	       (strstr(type, "text/csv") || strstr(type, "spreadsheet"));
}

/* The cells of a file, one a line. */
static const char *text_of(struct world *w, const struct answer *r, bool *ret_cells)
{
	struct fault f = {.a = w->ra};
	struct sheet_row row;
	const char *name;
	struct sheet *s;
	struct buf b;
	char *text;

	*ret_cells = is_sheet(r, &name);
	if (!*ret_cells)
		return r->body;
	if (sheet_open(&s, w->ra, (struct str){r->body, r->n}, name, NULL, &f))
		die("an answer that is no sheet");
	buf_init(&b, 16 << 20);
	while (sheet_row(s, &row))
		for (size_t i = 0; i < row.n; i++)
			buf_printf(&b, "\n%.*s\n", (int)row.cells[i].text.n, row.cells[i].text.p);
	if (sheet_end(s))
		die("an answer that is no sheet to its end");
	text = arena_strndup(w->ra, b.n ? b.p : "", b.n);
	buf_done(&b);
	return text;
}

static bool shows_birth(struct world *w, const char *text, int i)
{
	char iso[DAY_TEXT], local[DAY_TEXT];

	return strstr(text, day_print_iso(iso, BORN + i)) ||
	       strstr(text, arena_strdup(w->ra, day_print(local, BORN + i)));
}

static bool shows_sensitive(struct world *w, const char *text, bool cells, int i)
{
	struct arena *a = w->ra;
	const char *number = citizen(a, i);

	if (strstr(text, number) || strstr(text, arena_printf(a, "•%s", number + 8)) ||
		strstr(text, arena_printf(a, "\"ethnicity\":\"%s\"", ethnicities[i])))
		return true;
	return cells && strstr(text, arena_printf(a, "\n%s\n", groups[i]));
}

const char *town_seen(struct world *w, const struct answer *r, int ret[TOWN_PEOPLE])
{
	const char *seen = "", *text;
	bool cells;

	text = text_of(w, r, &cells);
	for (int i = 0; i < TOWN_PEOPLE; i++) {
		ret[i] = strstr(text, names[i]) != NULL;
		if (strstr(text, residence(w->ra, i)) || shows_birth(w, text, i))
			ret[i] = 2;
		if (shows_sensitive(w, text, cells, i))
			ret[i] = 3;
		if (ret[i])
			seen = arena_printf(
				w->ra, "%s%s%c%d", seen, *seen ? " " : "", 'A' + i, ret[i]);
	}
	return seen;
}

/* ---- addresses ---- */

/* The first function that was given to an account. */
static int64_t grant_of(const struct town *t, const char *login)
{
	int64_t account = world_account(t->w, login);
	const struct grant *g;
	struct list rows = {0};
	struct ctx cx;
	enum err e;

	world_ctx(t->w, &cx);
	e = db_begin(cx.db, DB_READ);
	if (!e)
		e = account_grants(&cx, account, &rows);
	must_do(&cx, e ? e : rows.n ? ERR_OK : ERR_NOT_FOUND);
	db_rollback(cx.db);
	g = rows.rows;
	return g ? g[0].id : 0;
}

static const char *value_of(const struct town *t, struct str name)
{
	struct arena *a = t->w->ra;
	struct str what = str_cut(&name, ':');
	int i = what.n == 1 ? *what.p - 'A' : name.p && name.n == 1 ? *name.p - 'A' : -1;

	if (what.n == 1 && i >= 0 && i < TOWN_PEOPLE)
		return arena_printf(a, "%lld", (long long)t->person[i]);
	if (str_is(what, "fact") && i >= 0 && i < TOWN_PEOPLE)
		return arena_printf(a, "%lld.%lld", (long long)t->person[i], (long long)t->fact[i]);
	if (str_is(what, "account"))
		return arena_printf(a, "%lld",
			(long long)world_account(t->w, arena_strndup(a, name.p, name.n)));
	if (str_is(what, "org"))
		return arena_printf(
			a, "%lld", (long long)world_org(t->w, arena_strndup(a, name.p, name.n)));
	if (str_is(what, "grant"))
		return arena_printf(
			a, "%lld", (long long)grant_of(t, arena_strndup(a, name.p, name.n)));
	if (str_is(what, "number") && name.p && name.n == 1)
		return citizen(a, *name.p - 'A');
	die("no {%.*s}", (int)what.n, what.p);
}

const char *town_text(const struct town *t, const char *text)
{
	struct arena *a = t->w->ra;
	const char *out = "", *open;

	while ((open = strchr(text, '{')) != NULL) {
		const char *close = strchr(open, '}');
		struct str name = {open + 1, close ? (size_t)(close - open - 1) : 0};
		if (!close)
			break;
		out = arena_printf(a, "%s%.*s%s", out, (int)(open - text), text, value_of(t, name));
		text = close + 1;
	}
	return arena_printf(a, "%s%s", out, text);
}

#include "app/simulate.h"

#include "app/setup.h"
#include "core/config.h"
#include "db/db_files.h"
#include "db/db_load.h"
#include "demo/demo.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { YEARS_MOST = 60, MEMBERS_LEAST = 100, ARENA_MB = 8192, TODAY = 20250630, SINCE = 20000101 };

/* ---- a database under way ---- */

static const struct account_new accounts[] = {
	{.login = "quantri", .name = "Quản trị (mô phỏng)", .func = "administration"},
	{.login = "vanphong", .name = "Văn phòng (mô phỏng)", .func = "office"},
	{.login = "kiemsoat", .name = "Kiểm soát dữ liệu (mô phỏng)", .func = "auditor"},
	{.login = "huyen", .name = "Văn phòng cấp huyện (mô phỏng)", .func = "office"},
	{.login = "xa", .name = "Văn phòng cấp xã (mô phỏng)", .func = "office"},
	{.login = "bithu", .name = "Bí thư chi bộ (mô phỏng)", .func = "secretary"},
};

static const char *over_of(const char *login, const struct sim_sum *sum)
{
	if (text_eq(login, "huyen"))
		return sum->district;
	if (text_eq(login, "xa"))
		return sum->commune;
	return text_eq(login, "bithu") ? sum->cell : NULL;
}

static enum err add_accounts(struct ctx *cx, const struct sim_sum *sum)
{
	TRY(txn_start(cx, "demo", NULL));
	for (size_t i = 0; i < sizeof(accounts) / sizeof(*accounts); i++) {
		struct account_new in = accounts[i];
		int64_t id;
		in.password = DEMO_PASSWORD;
		in.over = over_of(in.login, sum);
		TRY(account_make(cx, &in, &id));
	}
	return ERR_OK;
}

static enum err check_empty(struct ctx *cx, const char *where)
{
	int64_t first;

	TRY(db_number(cx->db, &first, 0, Q_ORG_IDS, (int64_t)0, (int64_t)1));
	return first ? cx_fault(cx, ERR_CONFLICT, NULL, M_SIM_NOT_EMPTY, where) : ERR_OK;
}

static enum err write_all(struct ctx *cx, const struct sim_in *in, const struct sim_watch *w,
	const char *where, struct sim_sum *ret)
{
	TRY(check_empty(cx, where));
	TRY(sim_fill(cx, in, w, ret));
	TRY(add_accounts(cx, ret));
	return demo_unguarded(cx);
}

static enum err in_one(struct ctx *cx, const struct sim_in *in, const struct sim_watch *w,
	const char *where, struct sim_sum *ret)
{
	enum err e = db_load_begin(cx->db);

	if (!e)
		e = db_begin(cx->db, DB_WRITE);
	if (!e)
		e = write_all(cx, in, w, where, ret);
	if (!e)
		e = db_commit(cx->db);
	if (!e)
		e = db_load_end(cx->db);
	if (e && !cx->f->detail && err_http(e) >= 500)
		(void)!fault_detail(cx->f, e, "%s", db_error(cx->db));
	db_rollback(cx->db);
	return e;
}

static enum err fill(const char *where, const struct sim_in *in, const struct sim_watch *w,
	struct sim_sum *ret, struct fault *f)
{
	const struct actor operator_ = {.is_operator = true};
	struct arena *a = arena_new((size_t)ARENA_MB << 20);
	struct site site = {0};
	struct ctx cx;
	enum err e = site_open(&site, where, f);

	if (!e) {
		site_ctx(&site, &cx, a, f);
		ids_init(&site.ids, in->seed + 1);
		cx.actor = &operator_;
		cx.via = "demo";
		cx.followers = NULL; /* there are no members yet when the tree is made */
		e = in_one(&cx, in, w, where, ret);
		ret->top = arena_strdup(f->a, ret->top);
	}
	site_close(&site);
	arena_free(a);
	return e;
}

/* ---- files ---- */

/* x.db is made as x-making.db, whose other half is x-making-side.db. */
static const char *making_of(struct arena *a, const char *where)
{
	size_t n = strlen(where);
	bool ends = n > 3 && !strcmp(where + n - 3, ".db");

	return arena_printf(a, "%.*s-making.db", (int)(ends ? n - 3 : n), where);
}

static const char *side_of(struct arena *a, const char *where)
{
	size_t n = strlen(where);
	bool ends = n > 3 && !strcmp(where + n - 3, ".db");

	return arena_printf(a, "%.*s-side%s", (int)(ends ? n - 3 : n), where, ends ? ".db" : "");
}

static void remove_files(struct arena *a, const char *path)
{
	static const char *const tails[] = {"", "-wal", "-shm", "-journal"};

	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++)
		unlink(arena_printf(a, "%s%s", path, tails[i]));
}

static bool sync_path(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool good = fd >= 0 && !fsync(fd);

	if (fd >= 0)
		close(fd);
	return good;
}

static const char *dir_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? arena_strndup(a, path, (size_t)(slash - path) + 1) : ".";
}

/* Whole and on the disk: it gets its name, the side database first. */
static enum err name_it(struct arena *a, const char *made, const char *where, struct fault *f)
{
	const char *side = side_of(a, made);

	if (!sync_path(made) || !sync_path(side) || rename(side, side_of(a, where)) ||
		rename(made, where) || !sync_path(dir_of(a, where)))
		return fault(f, ERR_IO, NULL, M_DB_NO_FILE, where);
	return ERR_OK;
}

static enum err make_file(const char *where, struct sim_in *in, const struct sim_watch *w,
	struct sim_sum *ret, struct fault *f)
{
	const char *made = making_of(f->a, where);
	enum err e;

	if (!access(where, F_OK))
		return fault(f, ERR_CONFLICT, NULL, M_SIM_NOT_EMPTY, where);
	remove_files(f->a, made);
	remove_files(f->a, side_of(f->a, made));
	in->dir = dir_of(f->a, where);
	e = setup_database(made, msg_text(LANG_VI, M_SIM_SITE), in->today, SINCE, f);
	if (!e)
		e = fill(made, in, w, ret, f);
	if (!e)
		return name_it(f->a, made, where, f);
	remove_files(f->a, made);
	remove_files(f->a, side_of(f->a, made));
	return e;
}

enum err simulate_fill(const char *where, const struct sim_in *in, const struct sim_watch *w,
	struct sim_sum *ret, struct fault *f)
{
	struct sim_in own = *in;

	*ret = (struct sim_sum){0};
	if (!db_is_remote(where))
		return make_file(where, &own, w, ret, f);
	own.dir = "/var/tmp";
	TRY(setup_database(where, msg_text(LANG_VI, M_SIM_SITE), in->today, SINCE, f));
	return fill(where, &own, w, ret, f);
}

/* ---- the command ---- */

struct watching {
	enum lang lang;
	struct arena *a;
	int64_t began, since, shown;
	bool terminal;
};

static double seconds(int64_t since)
{
	return (double)(clock_us() - since) / 1e6;
}

/* One line for each table and index, told when it is done; on a terminal also how far it is. */
static void watch(void *p, const char *what, int64_t rows)
{
	enum { SHOW_US = 500 * 1000 };
	struct watching *w = p;
	struct arena_mark m = arena_mark(w->a);
	int64_t now = clock_us();

	if (rows && now - w->shown < SHOW_US)
		return;
	w->shown = now;
	printf("%7.1f s  %-28s %s\n", seconds(w->began), what,
		rows ? number_text(w->a, w->lang, rows) : "");
	fflush(stdout);
	arena_rewind(w->a, m);
}

static enum err read_flags(const struct args *args, struct sim_in *ret, struct fault *f)
{
	const char *today = args_flag(args, "today");
	int64_t members = 0, years = 0, seed = 0;

	*ret = (struct sim_in){0};
	TRY(args_number(args, "members", MEMBERS_LEAST, INT32_MAX, &members, f));
	TRY(args_number(args, "years", 1, YEARS_MOST, &years, f));
	TRY(args_number(args, "seed", 0, INT32_MAX, &seed, f));
	if (!members || !years || !args_flag(args, "seed"))
		return fault(f, ERR_BAD_INPUT, NULL, M_SIM_USAGE);
	*ret = (struct sim_in){.members = members,
		.years = (int)years,
		.seed = (uint64_t)seed,
		.root = args_flag(args, "root"),
		.today = TODAY};
	if (today && (!day_parse(str_of(today), 2000, &ret->today) ||
			     day_precision(ret->today) != DAY_EXACT))
		return fault(f, ERR_BAD_INPUT, "today", M_VALUE_NO_DAY);
	if (ret->today > TODAY)
		return fault(f, ERR_BAD_INPUT, "today", M_SIM_TOO_LATE);
	return ERR_OK;
}

/* The most memory that this process, and any of its makers, had at a time. */
static double peak_mb(int who)
{
	struct rusage u;

	return getrusage(who, &u) ? 0 : (double)u.ru_maxrss / 1024;
}

static void tell(struct args *args, const char *where, const struct sim_sum *sum, int64_t began)
{
	enum lang lang = args_lang(args);
	struct stat st = {0};

	printf("%s\n", msg_say(args->a, lang, M_SIM_DONE, number_text(args->a, lang, sum->persons),
			       number_text(args->a, lang, sum->orgs),
			       number_text(args->a, lang, sum->cells)));
	if (!db_is_remote(where) && !stat(where, &st))
		printf("%s\n", msg_say(args->a, lang, M_SIM_SIZE,
				       number_text(args->a, lang, st.st_size / 1000000)));
	printf("%s\n", msg_say(args->a, lang, M_SIM_COST,
			       number_text(args->a, lang, (int64_t)seconds(began)),
			       number_text(args->a, lang, (int64_t)peak_mb(RUSAGE_SELF)),
			       number_text(args->a, lang, (int64_t)peak_mb(RUSAGE_CHILDREN))));
	printf("%s\n", msg_say(args->a, lang, M_DEMO_ACCOUNTS, DEMO_PASSWORD));
	for (size_t i = 0; i < sizeof(accounts) / sizeof(*accounts); i++)
		printf("  %-10s %s\n", accounts[i].login, accounts[i].name);
}

int simulate_run(struct args *args)
{
	struct watching w = {.lang = args_lang(args), .a = args->a, .began = clock_us()};
	const struct sim_watch watcher = {watch, &w};
	const char *where = args_db(args);
	struct fault f = {.a = args->a};
	struct sim_sum sum;
	struct sim_in in;
	enum err e;

	if (!where)
		return err_exit(ERR_BAD_REQUEST);
	e = read_flags(args, &in, &f);
	if (!e)
		e = simulate_fill(where, &in, &watcher, &sum, &f);
	if (e)
		return cli_fail(args, &f, e);
	tell(args, where, &sum, w.began);
	return 0;
}

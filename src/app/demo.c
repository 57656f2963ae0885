/*
 * demo.c: made through the same import and the same functions as a real database. Ids come from a
 * fixed seed, so that every demo has the same addresses.
 */
#include "app/demo.h"

#include "account/account.h"
#include "app/setup.h"
#include "base/embed.h"
#include "import/import.h"

#include <stdio.h>

enum { SEED = 1, TODAY = 20250630, FROM = 19900101 };

#define PASSWORD "guong-mau-2025"
#define UNITS	 "test/data/units-before-2025.csv"
#define COMMUNE	 "03256" /* in Điện Biên */

static const struct account_new accounts[] = {
	{.login = "vanphong", .name = "Văn phòng (dữ liệu mẫu)", .func = "office"},
	{.login = "quantri", .name = "Quản trị (dữ liệu mẫu)", .func = "administration"},
	{.login = "bithu", .name = "Bí thư xã (dữ liệu mẫu)", .func = "secretary", .over = COMMUNE},
	{.login = "dangvien",
		.name = "Đảng viên (dữ liệu mẫu)",
		.func = "member",
		.over = COMMUNE,
		.reach = "own"},
	{.login = "kiemsoat", .name = "Kiểm soát dữ liệu (dữ liệu mẫu)", .func = "auditor"},
};

enum { ACCOUNTS = sizeof(accounts) / sizeof(*accounts) };

static enum err import_units_of_demo(struct ctx *cx)
{
	const struct embedded *file = embed_find(UNITS);
	const struct import_options opt = {.from = FROM};
	struct import *im;

	TRY(import_open(cx, &org_import_units, &opt, "units-before-2025.csv", file->bytes, &im));
	return import_commit(im);
}

static enum err make_accounts(struct ctx *cx)
{
	cx->txn = 0;
	cx->import = 0;
	TRY(txn_start(cx, "demo", NULL));
	for (int i = 0; i < ACCOUNTS; i++) {
		struct account_new in = accounts[i];
		int64_t id;
		in.password = PASSWORD;
		TRY(account_make(cx, &in, &id));
	}
	return ERR_OK;
}

static enum err add_accounts(struct ctx *cx)
{
	enum err e;

	TRY(db_begin(cx->db, DB_WRITE));
	e = make_accounts(cx);
	if (!e)
		e = db_commit(cx->db);
	if (e)
		db_rollback(cx->db);
	return e;
}

/* A register that somebody uses is no place for a sample. */
static enum err check_empty(struct ctx *cx, const char *where)
{
	struct list done;
	enum err e;

	TRY(db_begin(cx->db, DB_READ));
	e = import_done_list(cx, &done);
	if (!e && done.n)
		e = cx_fault(cx, ERR_CONFLICT, NULL, M_DEMO_EXISTS, where);
	db_rollback(cx->db);
	return e;
}

static enum err fill(const struct args *args, struct fault *f)
{
	const struct actor clerk = {.is_operator = true};
	struct site site = {0};
	struct ctx cx;
	int64_t account;
	enum err e;

	TRY(cli_site(args, &site, &cx, f, &account));
	ids_init(&site.ids, SEED);
	cx.actor = &clerk;
	cx.via = "demo";
	e = check_empty(&cx, site.where);
	if (!e)
		e = import_units_of_demo(&cx);
	if (!e)
		e = add_accounts(&cx);
	if (e && !f->detail && err_http(e) >= 500)
		(void)!fault_detail(f, e, "%s", db_error(site.db));
	site_close(&site);
	return e;
}

static void tell(const struct args *args, const char *where)
{
	enum lang lang = args_lang(args);

	printf("%s\n", msg_say(args->a, lang, M_DEMO_DONE, where));
	printf("%s\n", msg_say(args->a, lang, M_DEMO_ACCOUNTS, PASSWORD));
	for (int i = 0; i < ACCOUNTS; i++)
		printf("  %-10s %s\n", accounts[i].login, accounts[i].name);
	printf("%s\n", msg_text(lang, M_DEMO_WARNING));
}

int demo_run(struct args *args)
{
	const char *where = args_db(args);
	struct fault f = {.a = args->a};
	enum err e;

	if (!where)
		return err_exit(ERR_BAD_REQUEST);
	if (!text_eq(args_rest(args, 0), "country"))
		return cli_fail(args, &f, fault(&f, ERR_BAD_REQUEST, NULL, M_DEMO_USAGE));
	e = setup_database(where, "Việt Nam (dữ liệu mẫu)", TODAY, &f);
	if (!e)
		e = fill(args, &f);
	if (e)
		return cli_fail(args, &f, e);
	tell(args, where);
	return 0;
}

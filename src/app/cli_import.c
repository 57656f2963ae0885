#include "app/cli_import.h"

#include "account/account.h"
#include "app/cli_file.h"
#include "core/look.h"
#include "import/import.h"
#include "view/render.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { PRINTED = 256 << 20 };

struct job {
	struct args *args;
	struct ctx *cx;
	int shown; /* the progress on the screen, in permille */
};

static void show_progress(void *p, int permille)
{
	struct job *j = p;

	if (permille / 10 == j->shown / 10)
		return;
	j->shown = permille;
	fprintf(stderr, "\r%s ", percent_text(j->args->a, j->cx->say.lang, permille, 1000));
}

static void clear_progress(const struct job *j)
{
	if (j->shown >= 0)
		fprintf(stderr, "\r\033[K");
}

/* A flag mistyped would otherwise write what nobody meant. */
static enum err refuse_unknown(
	const struct args *args, struct ctx *cx, const struct import_kind *kind)
{
	static const char *const own[] = {
		"db", "as", "lang", "format", "commit", "bad", "undo", "list", NULL};

	for (size_t i = 0; i < args->flags.n; i++) {
		const char *name = args->flags.p[i].name;
		bool known = field_find(kind->options, name) != NULL;
		for (int k = 0; own[k]; k++)
			known = known || text_eq(own[k], name);
		if (!known)
			return cx_fault(cx, ERR_BAD_REQUEST, NULL, M_FORM_UNKNOWN, name);
	}
	return ERR_OK;
}

static enum err read_options(const struct args *args, struct ctx *cx,
	const struct import_kind *kind, struct import_options *opt)
{
	field_each (f, kind->options) {
		const char *flag = f->type == FT_FILE ? NULL : args_flag(args, f->name);
		if (f->type == FT_BOOL)
			field_set_int(f, opt, args_has(args, f->name));
		else if (flag)
			(void)!value_read(&cx->say, f, str_of(flag), opt, cx->f);
	}
	return cx->f->code;
}

static void print_problems(const struct job *j, const struct import *im)
{
	enum lang lang = j->cx->say.lang;
	struct list all = import_problems(im);
	const struct import_problem *p = all.rows;

	for (size_t i = 0; i < all.n && i < IMPORT_SHOWN; i++) {
		struct import_line l = import_line_of(j->cx, &p[i], 0);
		if (l.sheet)
			fprintf(stderr, "“%s” ", l.sheet);
		fprintf(stderr, "%s %ld", msg_text(lang, M_FIELD_ROW), (long)l.row);
		if (l.column)
			fprintf(stderr, ", %s", l.column);
		if (!text_empty(l.value))
			fprintf(stderr, ", “%s”", l.value);
		fprintf(stderr, ": %s%s\n", l.reason, l.doubt ? " (!!)" : l.warning ? " (!)" : "");
	}
	if (im->problem_count > IMPORT_SHOWN)
		fprintf(stderr, "%s\n",
			msg_say(j->args->a, lang, M_CLI_IMPORT_MORE_BAD,
				number_text(j->args->a, lang, im->problem_count - IMPORT_SHOWN)));
}

static enum err write_bad(const struct job *j, struct import *im, const char *path)
{
	struct ctx *cx = j->cx;
	bool csv = str_ends(str_of(path), S(".csv"));
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	struct sink *s;
	enum err e, ended;

	if (fd < 0)
		return cx_fault(cx, ERR_IO, "bad", M_CLI_OUT, path);
	e = csv ? sink_csv(&s, &cx->say, fd, cx->f) : sink_xlsx(&s, &cx->say, fd, cx->f);
	if (!e) {
		e = import_write_bad(im, s);
		ended = sink_end(s);
		e = e ? e : ended;
	}
	close(fd);
	if (!e)
		fprintf(stderr, "%s\n", msg_say(cx->a, cx->say.lang, M_CLI_IMPORT_BAD_COPY, path));
	return e;
}

/* What machines want beside the result: all of it, not the first ones. */
static void add_tables(const struct job *j, const struct import *im, struct doc *d)
{
	struct list problems = import_problems(im), changes = import_changes(im);
	const struct import_problem *p = problems.rows;
	struct import_line *lines = arena_array(im->cx->a, problems.n, sizeof(*lines));

	for (size_t i = 0; i < problems.n; i++)
		lines[i] = import_line_of(j->cx, &p[i], (int64_t)i + 1);
	doc_table(d, "problems", M_IMPORT_BAD_TITLE, import_line_fields,
		(struct list){lines, problems.n, sizeof(*lines)});
	doc_table(d, "changes", M_IMPORT_CHANGES, import_change_fields, changes);
	doc_table(d, "columns", M_IMPORT_AGAIN_TITLE, import_column_fields, im->res.columns);
}

static bool same_person(const struct import_change *a, const struct import_change *b)
{
	return a->row_no == b->row_no && text_eq(a->sheet, b->sheet) && text_eq(a->name, b->name) &&
	       text_eq(a->what, b->what) && (a->row_no || b->col);
}

/* A line for the person, below it a line for each difference. */
static void print_change(const struct job *j, const struct import_change *c, bool first)
{
	const struct speech *say = &j->cx->say;

	if (first) {
		printf("%s: %s", cat_name(say->cats, say->lang, "import_change", c->what), c->name);
		if (c->row_no)
			printf(" (%s %ld)", msg_text(say->lang, M_FIELD_ROW), (long)c->row_no);
		if (c->sheet)
			printf(" “%s”", c->sheet);
		printf("\n");
	}
	if (c->col)
		printf("  %s: ", c->col);
	else if (!text_empty(c->old) || !text_empty(c->fresh))
		printf("  ");
	else
		return;
	if (!text_empty(c->old) && !text_empty(c->fresh))
		printf("%s → %s\n", c->old, c->fresh);
	else
		printf("%s%s\n", text_empty(c->old) ? (c->col ? "→ " : "") : c->old,
			text_empty(c->fresh) ? (c->col ? " →" : "") : c->fresh);
}

static void print_changes(const struct job *j, const struct import *im)
{
	struct list all = import_changes(im);
	const struct import_change *c = all.rows;

	if (!all.n)
		return;
	printf("\n%s\n", msg_text(j->cx->say.lang, M_IMPORT_CHANGES));
	for (size_t i = 0; i < all.n; i++)
		print_change(j, &c[i], !i || !same_person(&c[i - 1], &c[i]));
}

static enum err print_result(const struct job *j, struct import *im)
{
	bool json = text_eq(args_flag(j->args, "format"), "json");
	struct import_result res;
	struct doc d;
	struct buf b;
	enum err e;

	import_result(im, &res);
	doc_init(&d, j->cx->a, j->cx->say.lang);
	d.title = doc_say(&d, M_IMPORT_OF, im->file, NULL);
	import_show(j->cx, &res, &d);
	if (json)
		add_tables(j, im, &d);
	buf_init(&b, PRINTED);
	e = json ? render_json(&j->cx->say, &d, &b)
		 : render_text(&j->cx->say, &d, isatty(STDOUT_FILENO), &b);
	if (!e)
		fwrite(b.p, 1, b.n, stdout);
	buf_done(&b);
	if (!json)
		print_changes(j, im);
	if (res.import && !json)
		printf("%s\n", msg_say(j->cx->a, j->cx->say.lang, M_CLI_IMPORT_ID,
				       arena_printf(j->cx->a, "%lld", (long long)res.import)));
	return e;
}

/* What is said of rows about members says what is known of them. */
static enum err look_first(struct ctx *cx, const struct import *im)
{
	const int64_t everybody = 0;
	struct look l = {.kind = "import",
		.route = "import",
		.format = "text",
		.people = im->problem_count + (int64_t)import_changes(im).n,
		.orgs = &everybody,
		.n = 1,
		.day = cx->say.today,
		.columns = ""};

	if (!l.people || !field_find(im->kind->fields, "full_name"))
		return ERR_OK;
	return look_write(cx, &l);
}

static enum err take_in(struct job *j, const struct import_kind *kind, const char *path)
{
	const char *slash = strrchr(path, '/'), *bad = args_flag(j->args, "bad");
	bool commit = args_has(j->args, "commit");
	struct import_options opt = {0};
	struct import *im;
	struct str bytes = {0};
	enum err e;

	TRY(refuse_unknown(j->args, j->cx, kind));
	TRY(read_options(j->args, j->cx, kind, &opt));
	TRY(cli_file_read(j->cx, path, &bytes));
	TRY(import_open(j->cx, kind, &opt, slash ? slash + 1 : path, bytes, &im));
	e = commit ? import_commit(im) : import_preview(im);
	clear_progress(j);
	if (e && e != ERR_REFUSED)
		return e;
	TRY(look_first(j->cx, im));
	print_problems(j, im);
	if (bad && im->problems)
		TRY(write_bad(j, im, bad));
	TRY(print_result(j, im));
	return im->res.bad && !e ? cx_fault(j->cx, ERR_REFUSED, NULL, M_IMPORT_BAD_ROWS,
					   number_text(j->cx->a, j->cx->say.lang, im->res.bad))
				 : e;
}

static enum err undo_once(struct ctx *cx, const char *id, struct import_done *done)
{
	void *plan;
	enum err e;

	TRY(db_begin(cx->db, DB_WRITE));
	e = import_done_get(cx, id, done);
	if (!e)
		e = import_undo_plan(cx, done, &plan);
	if (!e)
		e = import_undo_apply(cx, done, plan);
	if (!e)
		e = db_commit(cx->db);
	if (e)
		db_rollback(cx->db);
	return e;
}

static enum err undo(struct job *j, const char *id)
{
	struct ctx *cx = j->cx;
	struct import_done done;

	TRY(undo_once(cx, id, &done));
	clear_progress(j);
	printf("%s\n", msg_say(cx->a, cx->say.lang, M_CLI_IMPORT_UNDONE, id, done.file));
	return ERR_OK;
}

/* Ids stand first and whole: they are what --undo wants. */
static void print_done(struct ctx *cx, const struct import_done *done)
{
	enum lang lang = cx->say.lang;

	printf("%lld  %s  %s  %s  %s%s%s\n", (long long)done->id,
		instant_text(cx->a, lang, done->at_ms), done->kind, done->file,
		number_text(cx->a, lang, done->rows_new), done->undone ? "  " : "",
		done->undone ? msg_text(lang, M_FIELD_UNDONE) : "");
}

static enum err print_json(struct ctx *cx, struct list rows)
{
	struct doc d;
	struct buf b;
	enum err e;

	doc_init(&d, cx->a, cx->say.lang);
	doc_table(&d, "imports", M_IMPORT_DONE_LIST, import_done_fields, rows);
	buf_init(&b, PRINTED);
	e = render_json(&cx->say, &d, &b);
	if (!e)
		printf("%s\n", b.p);
	buf_done(&b);
	return e;
}

static enum err list(struct job *j)
{
	struct ctx *cx = j->cx;
	const struct import_done *done;
	struct list rows;
	enum err e;

	TRY(db_begin(cx->db, DB_READ));
	e = import_done_list(cx, &rows);
	db_rollback(cx->db);
	TRY(e);
	if (text_eq(args_flag(j->args, "format"), "json"))
		return print_json(cx, rows);
	done = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		print_done(cx, &done[i]);
	if (!rows.n)
		printf("%s\n", msg_text(cx->say.lang, M_IMPORT_NO_DONE));
	return ERR_OK;
}

static enum err load_actor(struct ctx *cx, int64_t account, struct actor *actor)
{
	enum err e;

	actor->is_operator = !account;
	cx->actor = actor;
	if (!account)
		return ERR_OK;
	TRY(db_begin(cx->db, DB_READ));
	e = account_actor(cx, account, actor);
	db_rollback(cx->db);
	return e;
}

static enum err run(struct job *j, struct actor *actor, int64_t account)
{
	const char *kind = args_rest(j->args, 0), *path = args_rest(j->args, 1);
	const char *undone = args_flag(j->args, "undo");
	struct ctx *cx = j->cx;

	TRY(load_actor(cx, account, actor));
	if (!grant_allows(actor, PERM_IMPORT))
		return cx_fault(cx, ERR_FORBIDDEN, NULL, M_ERR_FORBIDDEN);
	if (isatty(STDERR_FILENO)) {
		cx->progress = show_progress;
		cx->progress_p = j;
	}
	if (undone)
		return undo(j, undone);
	if (args_has(j->args, "list"))
		return list(j);
	if (!kind || !path)
		return cx_fault(cx, ERR_BAD_REQUEST, NULL, M_CLI_IMPORT_USAGE);
	if (!import_kind_find(kind))
		return cx_fault(cx, ERR_BAD_REQUEST, NULL, M_IMPORT_NO_KIND, kind);
	return take_in(j, import_kind_find(kind), path);
}

int cli_import_run(struct args *args)
{
	struct fault f = {.a = args->a};
	struct site site = {0};
	struct actor actor = {0};
	struct ctx cx;
	struct job j = {args, &cx, -1};
	int64_t account;
	enum err e = cli_site(args, &site, &cx, &f, &account);

	if (!e) {
		e = run(&j, &actor, account);
		clear_progress(&j);
		if (e && !f.detail && err_http(e) >= 500)
			(void)!fault_detail(&f, e, "%s", db_error(site.db));
	}
	site_close(&site);
	return e ? cli_fail(args, &f, e) : 0;
}

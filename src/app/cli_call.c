#include "app/cli_call.h"

#include "app/cli_file.h"
#include "app/dispatch.h"
#include "app/web_export.h"
#include "base/text.h"
#include "core/look.h"
#include "view/render.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { PARTS = 8, OUTPUT = 256 << 20, LIMIT_MOST = 100000 };

/* Flags of the shell itself, which no input field sees. */
static const char *const own_flags[] = {"db", "as", "day", "known_at", "format", "lang", "out",
	"preview", "propose", "all", "limit", "purpose", NULL};

static bool own_flag(const char *name)
{
	for (int i = 0; own_flags[i]; i++)
		if (text_eq(own_flags[i], name))
			return true;
	return false;
}

/* Arguments fill the {parts} of the path, then the first fields of the input. */
static void fill_params(const struct args *args, const struct route *r, struct call *call)
{
	const char *parts[PARTS];
	int n = route_parts(args->a, r, parts, PARTS);
	const struct field *f = r->action->in;

	for (size_t i = 0; i < args->rest.n; i++) {
		const char *name = NULL;
		if ((int)i < n)
			name = parts[i];
		else if (f && f->type != FT_END)
			name = f++->name;
		params_add(args->a, &call->params,
			(struct param){name ? name : "?", args->rest.p[i].value, NULL});
	}
	for (size_t i = 0; i < args->flags.n; i++)
		if (!own_flag(args->flags.p[i].name))
			params_add(args->a, &call->params, args->flags.p[i]);
}

/* Passwords come from the terminal or standard input, never as a flag that other users could see.
 */
static enum err ask_secrets(const struct args *args, struct ctx *cx, struct call *call)
{
	const struct field *table = call->write ? call->route->action->in : NULL;

	if (!table)
		return ERR_OK;
	field_each (f, table) {
		char line[256];
		if (f->type != FT_SECRET)
			continue;
		if (args_has(args, f->name))
			return cx_fault(cx, ERR_BAD_REQUEST, f->name, M_CLI_NO_SECRET);
		if (isatty(STDIN_FILENO))
			fprintf(stderr, "%s: ", msg_text(cx->say.lang, f->label));
		if (!fgets(line, sizeof(line), stdin))
			return cx_fault(cx, ERR_BAD_INPUT, f->name, M_CLI_SECRET_STDIN);
		line[strcspn(line, "\r\n")] = 0;
		params_add(args->a, &call->params,
			(struct param){f->name, str_of(arena_strdup(args->a, line)), NULL});
	}
	return ERR_OK;
}

/* A field that takes a file is given its path; the form gets name and bytes, as from a browser. */
static enum err read_files(struct ctx *cx, struct call *call)
{
	const struct field *table = call->route->action->in;

	for (size_t i = 0; table && i < call->params.n; i++) {
		struct param *p = &call->params.p[i];
		const struct field *f = field_find(table, p->name);
		if (!f || f->type != FT_FILE || p->filename)
			continue;
		p->filename = arena_strndup(cx->a, p->value.p, p->value.n);
		TRY(cli_file_read(cx, p->filename, &p->value));
	}
	return ERR_OK;
}

static enum err read_days(const struct args *args, struct ctx *cx)
{
	const char *day = args_flag(args, "day"), *known = args_flag(args, "known_at");
	bool is_input = cx->action->in && field_find(cx->action->in, "day");

	if (day && !is_input && !day_parse(str_of(day), day_year(cx->say.today), &cx->day))
		return cx_fault(cx, ERR_BAD_INPUT, "day", M_VALUE_NO_DAY);
	if (known && !ms_parse(str_of(known), &cx->known))
		return cx_fault(cx, ERR_BAD_INPUT, "known-at", M_VALUE_NO_INSTANT);
	return ERR_OK;
}

/* The day of an act is an input; everywhere else --day is the day that is asked about. */
static void give_day(const struct args *args, const struct ctx *cx, struct call *call)
{
	const char *day = args_flag(args, "day");

	if (day && cx->action->in && field_find(cx->action->in, "day"))
		params_add(args->a, &call->params, (struct param){"day", str_of(day), NULL});
}

static enum format format_of(const struct args *args)
{
	static const char *const names[FORMATS] = {[FORMAT_JSON] = "json",
		[FORMAT_CSV] = "csv",
		[FORMAT_XLSX] = "xlsx",
		[FORMAT_TEXT] = "text"};
	const char *name = args_flag(args, "format");

	for (int i = 0; name && i < FORMATS; i++)
		if (names[i] && text_eq(name, names[i]))
			return (enum format)i;
	return name ? FORMATS : FORMAT_TEXT;
}

static enum err print_document(
	const struct args *args, struct ctx *cx, enum format format, const struct doc *d)
{
	const char *out = args_flag(args, "out");
	FILE *f = out ? fopen(out, "w") : stdout;
	struct buf b;
	enum err e;

	if (!f)
		return cx_fault(cx, ERR_IO, "out", M_CLI_OUT, out);
	buf_init(&b, OUTPUT);
	if (format == FORMAT_JSON)
		e = render_json(&cx->say, d, &b);
	else
		e = render_text(&cx->say, d, !out && isatty(STDOUT_FILENO), &b);
	if (!e && b.n && fwrite(b.p, 1, b.n, f) != b.n)
		e = ERR_IO;
	if (format == FORMAT_JSON)
		fputc('\n', f);
	buf_done(&b);
	if (out ? fclose(f) : fflush(f))
		e = ERR_IO;
	return e;
}

/* Nothing is printed of persons before it stands in the log of looks. */
static enum err look_first(struct ctx *cx, const struct call *call, const char *format,
	const struct sink_seen *seen, const struct doc *d)
{
	struct look_frame frame = {call->route->name, format, seen};
	struct look l;
	bool asks;

	look_of(cx, d, &frame, &l);
	if (!l.people || (cx->txn && d->location))
		return ERR_OK;
	TRY(look_needs_purpose(cx, &l, &asks));
	if (asks)
		return cx_fault(cx, ERR_BAD_INPUT, "purpose", M_LOOK_PURPOSE_NEEDED,
			number_text(cx->a, cx->say.lang, l.people));
	return look_write(cx, &l);
}

static enum err copy_out(const struct args *args, struct ctx *cx, struct web_export *x)
{
	const char *out = args_flag(args, "out");
	int fd = out ? open(out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : STDOUT_FILENO;
	enum err e;

	if (fd < 0)
		return cx_fault(cx, ERR_IO, "out", M_CLI_OUT, out);
	e = web_export_copy(x, cx, fd);
	if (out && close(fd))
		e = ERR_IO;
	return e;
}

/* CSV and XLSX are written row by row, to a file or to standard output. */
static enum err export_rows(const struct args *args, struct ctx *cx, const struct call *call,
	enum format format, struct doc *d)
{
	static const char *const names[FORMATS] = {
		[FORMAT_CSV] = "csv", [FORMAT_XLSX] = "xlsx", [FORMAT_JSON] = "json"};
	struct web_export x = {.fd = -1};
	enum err e = web_export_start(&x, cx, format);

	if (!e)
		e = dispatch(cx, call, d);
	if (!e)
		e = web_export_end(&x, cx, d);
	if (!e)
		e = look_first(cx, call, names[format], &x.seen, d);
	if (!e)
		e = copy_out(args, cx, &x);
	web_export_drop(&x);
	return e;
}

static enum err run(struct args *args, struct ctx *cx, struct call *call)
{
	enum format format = format_of(args);
	struct doc d;
	enum err e;

	if (format == FORMATS)
		return cx_fault(cx, ERR_FORMAT, "format", M_CLI_FORMAT);
	TRY(read_days(args, cx));
	fill_params(args, call->route, call);
	cx->path = route_path(args->a, call->route, &call->params);
	give_day(args, cx, call);
	TRY(ask_secrets(args, cx, call));
	TRY(read_files(cx, call));
	if (format == FORMAT_CSV || format == FORMAT_XLSX ||
		(format == FORMAT_JSON && args_has(args, "all")))
		return export_rows(args, cx, call, format, &d);
	e = dispatch(cx, call, &d);
	/* a refusal that names somebody shows them too */
	if (e && cx->named)
		TRY(look_first(cx, call, "text", NULL, &d));
	TRY(e);
	if (call->write && !call->preview)
		doc_note_first(&d, DOC_DONE, msg_text(cx->say.lang, M_WEB_DONE));
	TRY(look_first(cx, call, format == FORMAT_JSON ? "json" : "text", NULL, &d));
	return print_document(args, cx, format, &d);
}

int cli_call(struct args *args, const struct route *r)
{
	struct fault f = {.a = args->a};
	struct call call = {.route = r};
	struct site site = {0};
	struct ctx cx;
	int64_t account;
	int64_t limit = 0;
	enum err e = cli_site(args, &site, &cx, &f, &account);

	if (!e)
		e = args_number(args, "limit", 1, LIMIT_MOST, &limit, &f);
	if (!e) {
		if (limit)
			cx.page.limit = (int)limit;
		cx.action = r->action;
		call.is_operator = !account;
		call.account = account;
		call.write = !r->action->read;
		call.preview = args_has(args, "preview");
		call.propose = args_has(args, "propose");
		if (args_flag(args, "purpose"))
			cx.purpose = text_clean(args->a, str_of(args_flag(args, "purpose")), false);
		e = run(args, &cx, &call);
	}
	site_close(&site);
	return e ? cli_fail(args, &f, e) : 0;
}

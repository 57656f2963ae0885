#include "app/reference.h"

#include "app/manual.h"
#include "app/menu.h"
#include "app/reference_md.h"
#include "app/route.h"
#include "figure/figure.h"
#include "import/import.h"

#include <stdio.h>

enum { OUTPUT = 4 << 20, PARTS = 8, USED = 64 };

static void put_terms(struct reference *r, enum msg head, const struct term *t, size_t n)
{
	md_table(r, head, M_REFERENCE_COL_MEANING);
	for (size_t i = 0; i < n; i++)
		md_row(r, md_code(r, t[i].word), msg_text(r->lang, t[i].meaning));
	md_end(r);
}

/* ---- the shell ---- */

const struct term shell_flags[] = {{"--db DB", M_REFERENCE_FLAG_DB},
	{"--as LOGIN", M_REFERENCE_FLAG_AS}, {"--day DAY", M_REFERENCE_FLAG_DAY},
	{"--known-at INSTANT", M_REFERENCE_FLAG_KNOWN},
	{"--format text|json|csv|xlsx", M_REFERENCE_FLAG_FORMAT},
	{"--out FILE", M_REFERENCE_FLAG_OUT}, {"--lang vi|en", M_REFERENCE_FLAG_LANG},
	{"--limit N", M_REFERENCE_FLAG_LIMIT}, {"--preview", M_REFERENCE_FLAG_PREVIEW},
	{"--propose", M_REFERENCE_FLAG_PROPOSE}};
const size_t shell_flag_count = sizeof(shell_flags) / sizeof(*shell_flags);

static void put_shell(struct reference *r)
{
	md_head(r, 2, msg_text(r->lang, M_REFERENCE_SHELL));
	md_para(r, M_REFERENCE_SHELL_LEAD);
	md_table(r, M_REFERENCE_COL_COMMAND, M_REFERENCE_COL_MEANING);
	for (size_t i = 0; i < command_count; i++)
		md_row(r, md_code(r, arena_printf(r->a, "guong %s", commands[i].usage)),
			msg_text(r->lang, commands[i].help));
	md_end(r);
	md_para(r, M_REFERENCE_FLAGS);
	put_terms(r, M_REFERENCE_COL_FLAG, shell_flags, shell_flag_count);
}

/* ---- addresses ---- */

static void put_web(struct reference *r)
{
	static const struct term params[] = {{".json .csv .xlsx", M_REFERENCE_PARAM_SUFFIX},
		{"day", M_REFERENCE_PARAM_DAY}, {"known", M_REFERENCE_PARAM_KNOWN},
		{"lang", M_REFERENCE_PARAM_LANG}, {"after", M_REFERENCE_PARAM_AFTER},
		{"_token", M_REFERENCE_PARAM_TOKEN}, {"_key", M_REFERENCE_PARAM_KEY},
		{"_preview", M_REFERENCE_PARAM_PREVIEW}, {"_propose", M_REFERENCE_PARAM_PROPOSE}};

	md_head(r, 2, msg_text(r->lang, M_REFERENCE_WEB));
	md_para(r, M_REFERENCE_WEB_LEAD);
	put_terms(r, M_REFERENCE_COL_FIELD, params, sizeof(params) / sizeof(*params));
}

/* The functions that a permission takes, by their names. */
static const char *functions_of(struct reference *r, enum perm perm)
{
	const char *letters = grant_functions(perm), *list = NULL;
	const struct cat_entry *e;
	size_t n;

	if (strchr(letters, 'p'))
		return msg_text(r->lang, M_REFERENCE_EVERYBODY);
	e = cat_all(&r->cats, "func", &n);
	if (strchr(letters, 'n'))
		return msg_text(r->lang, M_REFERENCE_WITH_ACCOUNT);
	if (strlen(letters) == n)
		return msg_text(r->lang, M_REFERENCE_SIGNED_IN);
	for (size_t i = 0; i < n; i++)
		if (strchr(letters, grant_letter(e[i].code)))
			list = md_join(r, list, e[i].name[r->lang]);
	return list;
}

static const char *command_of(struct reference *r, const struct route *rt)
{
	const char *parts[PARTS], *text;
	int n = route_parts(r->a, rt, parts, PARTS);

	if (!rt->command)
		return "";
	text = arena_printf(r->a, "guong %s", rt->command);
	for (int i = 0; i < n; i++)
		text = arena_printf(r->a, "%s {%s}", text, parts[i]);
	return md_code(r, text);
}

static const char *title_of(struct reference *r, const struct route *rt)
{
	return rt->action->title == M_NONE ? md_code(r, rt->name)
					   : msg_text(r->lang, rt->action->title);
}

static void put_route(struct reference *r, const struct route *rt)
{
	bool read = rt->action->read != NULL;

	md_row(r, title_of(r, rt), md_code(r, rt->path), command_of(r, rt),
		read ? "GET" : "GET, POST", read ? "html, json, csv, xlsx" : "html, json",
		arena_printf(r->a, "%s (`%s`)", functions_of(r, rt->perm), perm_name(rt->perm)));
}

static bool in_group(const struct route *rt, const char *section)
{
	return text_eq(rt->section, section);
}

/* An action that stands at several addresses is described once, at its first. */
static bool first_of_action(const struct route *rt)
{
	for (const struct route *p = routes; p < rt; p++)
		if (p->action == rt->action)
			return false;
	return true;
}

static void put_group(struct reference *r, const char *section)
{
	enum msg label = menu_label(section);

	md_head(r, 3, msg_text(r->lang, label == M_NONE ? M_REFERENCE_OTHERS : label));
	md_table(r, M_REFERENCE_COL_TASK, M_REFERENCE_COL_ADDRESS, M_REFERENCE_COL_COMMAND,
		M_REFERENCE_COL_METHOD, M_REFERENCE_COL_FORMATS, M_REFERENCE_COL_WHO);
	for (size_t i = 0; i < route_count; i++)
		if (in_group(&routes[i], section))
			put_route(r, &routes[i]);
	md_end(r);
	for (size_t i = 0; i < route_count; i++) {
		const struct route *rt = &routes[i];
		if (!in_group(rt, section) || !rt->action->in || !first_of_action(rt))
			continue;
		md_head(r, 4, arena_printf(r->a, "%s: `%s`", title_of(r, rt), rt->path));
		if (rt->action->preview)
			md_para(r, M_REFERENCE_HAS_PREVIEW);
		md_fields(r, rt->action->in);
	}
}

static bool first_of_group(const struct route *rt)
{
	for (const struct route *p = routes; p < rt; p++)
		if (in_group(p, rt->section))
			return false;
	return true;
}

/* The entries of the menu in the order of the routes; what stands in no menu comes last. */
static void put_groups(struct reference *r)
{
	for (size_t i = 0; i < route_count; i++)
		if (routes[i].section && first_of_group(&routes[i]))
			put_group(r, routes[i].section);
	put_group(r, NULL);
}

static void put_permissions(struct reference *r)
{
	md_head(r, 2, msg_text(r->lang, M_REFERENCE_PERMISSIONS));
	md_para(r, M_REFERENCE_PERMISSIONS_LEAD);
	md_table(r, M_REFERENCE_COL_PERMISSION, M_REFERENCE_COL_WHO, M_REFERENCE_COL_REACH);
	for (enum perm p = 0; p < PERM_COUNT; p++)
		md_row(r, md_code(r, perm_name(p)), functions_of(r, p),
			grant_needs_reach(p) ? msg_text(r->lang, M_REFERENCE_IN_REACH) : "");
	md_end(r);
}

/* ---- indicators, files, catalogues, errors ---- */

static void put_figures(struct reference *r)
{
	md_head(r, 2, msg_text(r->lang, M_REFERENCE_FIGURES));
	md_para(r, M_REFERENCE_FIGURES_LEAD);
	md_table(r, M_REFERENCE_COL_CODE, M_REFERENCE_COL_NAME, M_REFERENCE_COL_MEANING,
		M_REFERENCE_COL_BY);
	for (size_t i = 0; i < figure_count; i++) {
		const struct figure *f = &figures[i];
		const char *by = NULL;
		for (enum figure_by b = BY_NOTHING + 1; b < BY_COUNT; b++)
			if (figure_by_known(f, b))
				by = md_join(r, by, md_code(r, figure_by_code(b)));
		md_row(r, md_code(r, f->code), msg_text(r->lang, f->title),
			msg_text(r->lang, f->definition), by);
	}
	md_end(r);
}

static void put_files(struct reference *r)
{
	md_head(r, 2, msg_text(r->lang, M_REFERENCE_FILES));
	md_para(r, M_REFERENCE_FILES_LEAD);
	for (size_t i = 0; import_kinds[i]; i++) {
		const struct import_kind *k = import_kinds[i];
		md_head(r, 3, arena_printf(r->a, "`%s`: %s", k->name, msg_text(r->lang, k->title)));
		md_para(r, k->about);
		md_file_columns(r, k->fields);
	}
}

static bool uses(const struct field *table, const char *cat)
{
	if (table)
		field_each (f, table)
			if (f->type == FT_CAT && text_eq(f->arg, cat))
				return true;
	return false;
}

/* What takes codes of a catalogue; NULL: nothing does, it only names what is shown. */
static const char *users_of(struct reference *r, const char *cat)
{
	const char *list = NULL;

	for (size_t i = 0; i < route_count; i++)
		if (first_of_action(&routes[i]) && uses(routes[i].action->in, cat))
			list = md_join(r, list, md_code(r, routes[i].path));
	for (size_t i = 0; import_kinds[i]; i++)
		if (uses(import_kinds[i]->fields, cat))
			list = md_join(r, list, md_code(r, import_kinds[i]->name));
	return list;
}

static void put_cat(struct reference *r, const struct cat_entry *e, size_t n)
{
	const char *users = users_of(r, e->cat);

	if (!users)
		return;
	md_head(r, 3, md_code(r, e->cat));
	buf_printf(&r->out, "%s\n\n", msg_say(r->a, r->lang, M_REFERENCE_USED_BY, users));
	md_table(r, M_REFERENCE_COL_CODE, M_REFERENCE_COL_NAME);
	for (size_t i = 0; i < n; i++)
		md_row(r, md_code(r, e[i].code), e[i].name[r->lang]);
	md_end(r);
}

static void put_cats(struct reference *r)
{
	size_t n;

	md_head(r, 2, msg_text(r->lang, M_REFERENCE_CATS));
	md_para(r, M_REFERENCE_CATS_LEAD);
	for (size_t i = 0; i < r->cats.n; i += n) {
		cat_all(&r->cats, r->cats.entries[i].cat, &n);
		put_cat(r, &r->cats.entries[i], n);
	}
}

static void put_errors(struct reference *r)
{
	md_head(r, 2, msg_text(r->lang, M_REFERENCE_ERRORS));
	md_para(r, M_REFERENCE_ERRORS_LEAD);
	md_table(r, M_REFERENCE_COL_EXIT, M_REFERENCE_COL_HTTP, M_REFERENCE_COL_CODE,
		M_REFERENCE_COL_MEANING);
	for (enum err e = 0; e < ERR_COUNT; e++)
		md_row(r, arena_printf(r->a, "%d", err_exit(e)),
			arena_printf(r->a, "%d", err_http(e)), md_code(r, err_name(e)),
			msg_text(r->lang, err_msg(e)));
}

static enum err print(const struct reference *r)
{
	if (buf_overflow(&r->out))
		return ERR_TOO_LARGE;
	return fwrite(r->out.p, 1, r->out.n, stdout) == r->out.n && !fflush(stdout) ? ERR_OK
										    : ERR_IO;
}

static void write_all(struct reference *r)
{
	md_head(r, 1, msg_text(r->lang, M_REFERENCE_TITLE));
	md_para(r, M_REFERENCE_LEAD);
	put_shell(r);
	put_web(r);
	put_groups(r);
	put_permissions(r);
	put_figures(r);
	put_files(r);
	put_cats(r);
	put_errors(r);
}

int reference_run(struct args *args)
{
	struct reference r = {.a = args->a, .lang = args_lang(args)};
	struct fault f = {.a = args->a};
	enum err e = reference_cats(r.a, &r.cats, &f);

	if (e)
		return cli_fail(args, &f, e);
	buf_init(&r.out, OUTPUT);
	if (text_eq(args_flag(args, "format"), "man"))
		manual_write(&r);
	else
		write_all(&r);
	e = print(&r);
	buf_done(&r.out);
	return e ? cli_fail(args, &f, e) : 0;
}

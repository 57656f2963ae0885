#include "app/manual.h"

#include "app/cli.h"
#include "app/menu.h"
#include "app/reference.h"
#include "app/route.h"

enum { LINE = 64, PARTS = 8 };

/* ---- mdoc ---- */

/* One character of what is typed literally; `-` is the hyphen of a flag there. */
static void put_char(struct reference *r, char c, bool code)
{
	if (c == '\\')
		buf_puts(&r->out, "\\e");
	else if (c == '-' && code)
		buf_puts(&r->out, "\\-");
	else if (c == '"' && code)
		buf_puts(&r->out, "\\(dq");
	else
		buf_putc(&r->out, c);
}

/* `code` between backticks becomes bold, in words that may lie on several lines. */
static void put_word(struct reference *r, struct str word, bool *code)
{
	if (*word.p == '.' || *word.p == '\'')
		buf_puts(&r->out, "\\&"); /* or it would be a macro */
	for (size_t i = 0; i < word.n; i++) {
		if (word.p[i] != '`') {
			put_char(r, word.p[i], *code);
			continue;
		}
		*code = !*code;
		buf_puts(&r->out, *code ? "\\fB" : "\\fR");
	}
}

/* mdoc wants short lines, and a new one for each sentence. */
static void text(struct reference *r, const char *s)
{
	struct str rest = str_of(s);
	bool code = false, sentence = false;
	size_t column = 0;

	while (rest.n) {
		struct str word = str_cut(&rest, ' ');
		if (!word.n)
			continue;
		if (column)
			buf_putc(&r->out, sentence || column + word.n > LINE ? '\n' : ' ');
		if (sentence || column + word.n > LINE)
			column = 0;
		put_word(r, word, &code);
		column += word.n + 1;
		sentence = strchr(".!?", word.p[word.n - 1]) != NULL;
	}
	if (column)
		buf_putc(&r->out, '\n');
}

static void say(struct reference *r, enum msg m)
{
	text(r, msg_text(r->lang, m));
}

static void head(struct reference *r, const char *macro, enum msg m)
{
	buf_printf(&r->out, ".%s %s\n", macro, msg_text(r->lang, m));
}

static void list(struct reference *r)
{
	buf_puts(&r->out, ".Bl -tag -width Ds\n");
}

static void list_end(struct reference *r)
{
	buf_puts(&r->out, ".El\n");
}

/* What a paragraph of a list is about, as it is typed. */
static void item(struct reference *r, const char *macro, struct str s)
{
	buf_printf(&r->out, ".It %s \"", macro);
	for (size_t i = 0; i < s.n; i++)
		put_char(r, s.p[i], true);
	buf_puts(&r->out, "\"\n");
}

/* ---- what stands in the page ---- */

static void put_name(struct reference *r)
{
	buf_puts(&r->out, ".Dd November 22, 2026\n.Dt GUONG 1\n.Os\n");
	head(r, "Sh", M_MAN_NAME);
	buf_printf(&r->out, ".Nm guong\n.Nd %s\n", msg_text(r->lang, M_MAN_ABOUT));
	head(r, "Sh", M_MAN_SYNOPSIS);
	buf_printf(&r->out, ".Nm\n.Ar %s\n.Op Ar %s ...\n.Op Fl \\-%s Ar %s ...\n",
		msg_text(r->lang, M_MAN_COMMAND), msg_text(r->lang, M_MAN_VALUE),
		msg_text(r->lang, M_MAN_FLAG), msg_text(r->lang, M_MAN_VALUE));
	head(r, "Sh", M_MAN_DESCRIPTION);
	say(r, M_MAN_LEAD);
	buf_puts(&r->out, ".Pp\n");
	say(r, M_REFERENCE_SHELL_LEAD);
}

/* "backup --db DB; backup verify FILE" are two ways to call one command. */
static void put_command(struct reference *r, const struct command *c)
{
	struct str rest = str_of(c->usage);

	while (rest.n) {
		struct str way = str_trim(str_cut(&rest, ';'));
		while (rest.n && *rest.p != ' ') /* a semicolon within a value */
			way.n += 1 + str_cut(&rest, ';').n;
		item(r, "Ic", str_of(arena_printf(r->a, "guong %.*s", (int)way.n, way.p)));
	}
	say(r, c->help);
}

static void put_commands(struct reference *r)
{
	head(r, "Ss", M_MAN_COMMANDS);
	list(r);
	for (size_t i = 0; i < command_count; i++)
		put_command(r, &commands[i]);
	list_end(r);
}

/* guong org rename {org} --name … [--decision …] */
static const char *task_usage(struct reference *r, const struct route *rt)
{
	const char *parts[PARTS], *s = arena_printf(r->a, "guong %s", rt->command);
	int n = route_parts(r->a, rt, parts, PARTS);

	for (int i = 0; i < n; i++)
		s = arena_printf(r->a, "%s {%s}", s, parts[i]);
	if (rt->action->in)
		field_each (f, rt->action->in)
			if (!(f->flags & FF_HIDDEN))
				s = arena_printf(r->a,
					f->flags & FF_REQUIRED ? "%s --%s …" : "%s [--%s …]", s,
					f->name);
	return s;
}

static void put_task(struct reference *r, const struct route *rt)
{
	item(r, "Ic", str_of(task_usage(r, rt)));
	if (rt->action->title != M_NONE)
		say(r, rt->action->title);
}

static bool first_of_group(const struct route *rt)
{
	for (const struct route *p = routes; p < rt; p++)
		if (p->command && text_eq(p->section, rt->section))
			return false;
	return true;
}

static void put_group(struct reference *r, const char *section)
{
	enum msg label = menu_label(section);

	head(r, "Ss", label == M_NONE ? M_REFERENCE_OTHERS : label);
	list(r);
	for (size_t i = 0; i < route_count; i++)
		if (routes[i].command && text_eq(routes[i].section, section))
			put_task(r, &routes[i]);
	list_end(r);
}

static void put_tasks(struct reference *r)
{
	for (size_t i = 0; i < route_count; i++)
		if (routes[i].command && first_of_group(&routes[i]))
			put_group(r, routes[i].section);
	head(r, "Ss", M_MAN_FLAGS);
	say(r, M_REFERENCE_FLAGS);
	list(r);
	for (size_t i = 0; i < shell_flag_count; i++) {
		item(r, "Ic", str_of(shell_flags[i].word));
		say(r, shell_flags[i].meaning);
	}
	list_end(r);
}

static void put_terms(
	struct reference *r, enum msg title, const char *macro, const struct term *terms, size_t n)
{
	head(r, "Sh", title);
	list(r);
	for (size_t i = 0; i < n; i++) {
		item(r, macro, str_of(terms[i].word));
		say(r, terms[i].meaning);
	}
	list_end(r);
}

static void put_surroundings(struct reference *r)
{
	static const struct term variables[] = {{"GUONG_DB", M_MAN_GUONG_DB},
		{"GUONG_KEY", M_MAN_GUONG_KEY}, {"CREDENTIALS_DIRECTORY", M_MAN_CREDENTIALS},
		{"TMPDIR", M_MAN_TMPDIR}};
	static const struct term files[] = {{"/etc/default/guong", M_MAN_FILE_DEFAULT},
		{"/etc/guong/key", M_MAN_FILE_KEY}, {"/var/lib/guong", M_MAN_FILE_DATA},
		{"/var/backups/guong", M_MAN_FILE_BACKUPS}};

	put_terms(r, M_MAN_ENVIRONMENT, "Ev", variables, sizeof(variables) / sizeof(*variables));
	put_terms(r, M_MAN_FILES, "Pa", files, sizeof(files) / sizeof(*files));
}

static bool said_before(enum err e)
{
	for (enum err p = 0; p < e; p++)
		if (err_exit(p) == err_exit(e) && err_msg(p) == err_msg(e))
			return true;
	return false;
}

/* Several errors share a status; each status stands once. */
static void put_status(struct reference *r, int status)
{
	bool first = true;

	for (enum err e = 0; e < ERR_COUNT; e++) {
		if (err_exit(e) != status || said_before(e))
			continue;
		if (first)
			item(r, "Ic", str_of(arena_printf(r->a, "%d", status)));
		first = false;
		say(r, err_msg(e));
	}
}

static void put_statuses(struct reference *r)
{
	int most = 0;

	for (enum err e = 0; e < ERR_COUNT; e++)
		most = err_exit(e) > most ? err_exit(e) : most;
	head(r, "Sh", M_MAN_STATUS);
	list(r);
	for (int status = 0; status <= most; status++)
		put_status(r, status);
	list_end(r);
}

static void put_examples(struct reference *r)
{
	static const struct term examples[] = {
		{"guong init --db /var/lib/guong/guong.db --site \"Tam Sơn\"", M_MAN_EXAMPLE_INIT},
		{"guong org list --db /var/lib/guong/guong.db --day 30/06/2025 --format csv",
			M_MAN_EXAMPLE_LIST},
		{"guong backup --db /var/lib/guong/guong.db --to x.gb --key /etc/guong/key",
			M_MAN_EXAMPLE_BACKUP}};

	put_terms(r, M_MAN_EXAMPLES, "Ic", examples, sizeof(examples) / sizeof(*examples));
	head(r, "Sh", M_MAN_SEE);
	say(r, M_MAN_SEE_ALSO);
}

void manual_write(struct reference *r)
{
	put_name(r);
	put_commands(r);
	put_tasks(r);
	put_surroundings(r);
	put_statuses(r);
	put_examples(r);
}

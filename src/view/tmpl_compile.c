#include "view/tmpl.h"

#include "base/embed.h"
#include "view/tmpl_html.h"
#include "view/tmpl_ops.h"

enum { SECTIONS = 32, FILES = 12, OPS_MAX = 20000, TEXT_MAX = 1 << 20 };

/* A section that is open: where it began, in the template and in the markup. */
struct section {
	struct str name;
	unsigned op;
	struct html_at at;
	int levels;
};

/* A file being compiled; partials stack up. */
struct source {
	const char *name;
	struct str text;
	size_t pos;
	size_t mark; /* where the {{...}} at hand begins */
};

struct compiler {
	struct arena *a;
	struct fault *f;
	struct tmpl_op *ops;
	size_t n, size;
	struct buf text; /* literal text not yet made an operation */
	struct html_at at;
	const struct field *levels[TMPL_LEVELS];
	int level_count;
	struct section sections[SECTIONS];
	int section_count;
	struct source files[FILES];
	int file_count;
};

static enum err compile_file(struct compiler *c, const char *name, struct str text);

static struct source *here(struct compiler *c)
{
	return &c->files[c->file_count - 1];
}

/* What is wrong with the {{...}} at hand, or with the byte at hand. */
static enum err broken(struct compiler *c, const char *what, struct str name)
{
	const struct source *s = here(c);
	int line = 1;

	for (size_t i = 0; i < s->mark && i < s->text.n; i++)
		line += s->text.p[i] == '\n';
	return fault_detail(c->f, ERR_CHECK, "%s:%d: %s%s%.*s", s->name, line, what,
		name.n ? ": " : "", (int)(name.n > 60 ? 60 : name.n), name.n ? name.p : "");
}

static struct tmpl_op *op_add(struct compiler *c, enum tmpl_op_kind kind)
{
	struct tmpl_op *more;

	if (c->n == c->size) {
		c->size = c->size ? c->size * 2 : 64;
		more = arena_array(c->a, c->size, sizeof(*more));
		if (c->n)
			memcpy(more, c->ops, c->n * sizeof(*more));
		c->ops = more;
	}
	c->ops[c->n].kind = kind;
	return &c->ops[c->n++];
}

static void flush_text(struct compiler *c)
{
	struct tmpl_op *op;

	if (!c->text.n)
		return;
	op = op_add(c, OP_TEXT);
	op->text = (struct str){arena_strndup(c->a, c->text.p, c->text.n), c->text.n};
	buf_reset(&c->text);
}

static enum err literal(struct compiler *c, struct str text)
{
	bool line_start = text.p == here(c)->text.p || text.p[-1] == '\n';

	for (size_t i = 0; i < text.n; i++) {
		char ch = text.p[i];
		bool nothing = line_start && html_blank_is_nothing(&c->at) &&
			       (ch == ' ' || ch == '\t' || ch == '\n');
		line_start = ch == '\n' || (line_start && (ch == ' ' || ch == '\t'));
		if (nothing)
			continue;
		if (!html_feed(&c->at, ch)) {
			here(c)->mark = (size_t)(text.p - here(c)->text.p) + i;
			return broken(c, "markup that is not understood", S(""));
		}
		buf_putc(&c->text, ch);
	}
	return ERR_OK;
}

static const struct field *field_named(const struct field *table, struct str name)
{
	field_each (f, table)
		if (str_is(name, f->name))
			return f;
	return NULL;
}

/* Looks the first part of a name up in the contexts, innermost first. */
static const struct field *find_outward(struct compiler *c, struct str name, int *ret_level)
{
	for (int i = c->level_count - 1; i >= 0; i--) {
		const struct field *f = field_named(c->levels[i], name);
		if (!f)
			continue;
		*ret_level = i;
		return f;
	}
	return NULL;
}

static enum err resolve(struct compiler *c, struct str name, struct tmpl_ref *ref)
{
	struct str rest = name, part = str_cut(&rest, '.');

	*ref = (struct tmpl_ref){0};
	ref->field = find_outward(c, part, &ref->level);
	while (ref->field && rest.p) {
		if (ref->field->type != FT_REC || ref->vias == TMPL_VIA)
			return broken(c, "a name that goes through no record", name);
		ref->via[ref->vias++] = ref->field;
		part = str_cut(&rest, '.');
		ref->field = field_named(ref->field->sub, part);
	}
	return ref->field ? ERR_OK : broken(c, "unknown name", name);
}

static enum err resolve_new(struct compiler *c, struct str name, const struct tmpl_ref **ret)
{
	struct tmpl_ref *ref = arena_new_of(c->a, struct tmpl_ref);

	TRY(resolve(c, name, ref));
	*ret = ref;
	return ERR_OK;
}

static bool printable(enum field_type type)
{
	return type != FT_LIST && type != FT_REC && type != FT_SECRET && type != FT_FILE;
}

static enum err compile_value(struct compiler *c, struct str name)
{
	const struct tmpl_ref *ref;
	const char *why;

	TRY(resolve_new(c, name, &ref));
	if (!printable(ref->field->type))
		return broken(c, "this field has no text to print", name);
	why = html_refuses(&c->at, ref->field->type);
	if (why)
		return broken(c, why, name);
	html_value(&c->at);
	flush_text(c);
	op_add(c, OP_VALUE)->ref = ref;
	return ERR_OK;
}

static struct str next_word(struct str *rest)
{
	struct str word = str_cut(rest, ' ');

	*rest = str_trim(*rest);
	return word;
}

static enum err compile_message(struct compiler *c, struct str rest)
{
	struct tmpl_ref *args = arena_array(c->a, TMPL_ARGS, sizeof(*args));
	struct str key = next_word(&rest);
	const char *why = html_refuses(&c->at, FT_TEXT);
	struct tmpl_op *op;
	enum msg msg;
	int n = 0;

	if (!msg_find(arena_strndup(c->a, key.p, key.n), &msg) || msg == M_NONE)
		return broken(c, "unknown message", key);
	if (why)
		return broken(c, why, key);
	while (rest.n) {
		struct str name = next_word(&rest);
		if (n == TMPL_ARGS)
			return broken(c, "too many arguments", key);
		TRY(resolve(c, name, &args[n]));
		if (!printable(args[n++].field->type))
			return broken(c, "this field has no text to print", name);
	}
	flush_text(c);
	op = op_add(c, OP_SAY);
	op->msg = msg;
	op->ref = args;
	op->args = n;
	return ERR_OK;
}

static enum tmpl_op_kind section_kind(enum field_type type, char sign)
{
	if (sign != '#')
		return sign == '^' ? OP_UNLESS : OP_IF;
	return type == FT_LIST ? OP_LIST : type == FT_REC ? OP_REC : OP_IF;
}

static enum err compile_section(struct compiler *c, struct str name, char sign)
{
	const struct tmpl_ref *ref;
	struct section *s;
	struct tmpl_op *op;

	TRY(resolve_new(c, name, &ref));
	if (c->section_count == SECTIONS)
		return broken(c, "sections nested too deeply", name);
	flush_text(c);
	html_settle(&c->at);
	s = &c->sections[c->section_count++];
	*s = (struct section){name, (unsigned)c->n, c->at, c->level_count};
	op = op_add(c, section_kind(ref->field->type, sign));
	op->ref = ref;
	if (op->kind != OP_LIST && op->kind != OP_REC)
		return ERR_OK;
	if (c->level_count == TMPL_LEVELS || !ref->field->sub)
		return broken(c, "contexts nested too deeply", name);
	c->levels[c->level_count++] = ref->field->sub;
	return ERR_OK;
}

static enum err compile_end(struct compiler *c, struct str name, int outer)
{
	enum tmpl_op_kind kind;
	struct section *s;

	if (c->section_count <= outer)
		return broken(c, "end of a section that is not open", name);
	s = &c->sections[c->section_count - 1];
	if (!str_eq(s->name, name))
		return broken(c, "end of a section that is not the innermost", name);
	html_settle(&c->at);
	if (memcmp(&s->at, &c->at, sizeof(c->at)) != 0)
		return broken(c, "a section that ends elsewhere in the markup than it began", name);
	flush_text(c);
	kind = c->ops[s->op].kind;
	if (kind == OP_LIST)
		op_add(c, OP_NEXT)->jump = s->op + 1;
	else if (kind == OP_REC)
		op_add(c, OP_CLOSE);
	c->ops[s->op].jump = (unsigned)c->n;
	c->level_count = s->levels;
	c->section_count--;
	return ERR_OK;
}

static enum err compile_partial(struct compiler *c, struct str name)
{
	char *path = arena_printf(c->a, "ui/%.*s.html", (int)name.n, name.p);
	struct html_at before = c->at;
	const struct embedded *file;

	for (int i = 0; i < c->file_count; i++)
		if (text_eq(c->files[i].name, path))
			return broken(c, "a file that contains itself", name);
	file = embed_find(path);
	if (!file)
		return broken(c, "unknown file", name);
	if (c->file_count == FILES)
		return broken(c, "files nested too deeply", name);
	TRY(compile_file(c, path, file->bytes));
	if (memcmp(&before, &c->at, sizeof(before)) != 0)
		return broken(c, "a file that leaves markup open", name);
	return ERR_OK;
}

/* What stands between {{ and }}. `outer`: how many sections were open when the file began. */
static enum err compile_mark(struct compiler *c, struct str mark, int outer)
{
	struct str inner = mark.n ? str_trim((struct str){mark.p + 1, mark.n - 1}) : mark;

	if (!inner.n && !str_trim(mark).n)
		return broken(c, "an empty mark", S(""));
	switch (mark.p[0]) {
	case '!':
		return ERR_OK;
	case '#':
	case '?':
	case '^':
		return compile_section(c, inner, mark.p[0]);
	case '/':
		return compile_end(c, inner, outer);
	case '>':
		return compile_partial(c, inner);
	case '_':
		return compile_message(c, inner);
	default:
		return compile_value(c, str_trim(mark));
	}
}

static const char *find_pair(struct str s, char ch)
{
	for (size_t i = 0; i + 1 < s.n; i++)
		if (s.p[i] == ch && s.p[i + 1] == ch)
			return s.p + i;
	return NULL;
}

/* How many bytes to skip after a mark that stands alone on its line: up to the next line. */
static size_t rest_of_line(const struct source *s, char kind, size_t mark, size_t after)
{
	size_t from = mark, to = after;

	if (!memchr("!#?^/>", kind, 6))
		return 0;
	while (from && (s->text.p[from - 1] == ' ' || s->text.p[from - 1] == '\t'))
		from--;
	while (to < s->text.n && (s->text.p[to] == ' ' || s->text.p[to] == '\t'))
		to++;
	if ((from && s->text.p[from - 1] != '\n') || (to < s->text.n && s->text.p[to] != '\n'))
		return 0;
	return to - after + (to < s->text.n);
}

/* Compiles up to and with the next mark; *ret_more is false at the end of the file. */
static enum err compile_step(struct compiler *c, int outer, bool *ret_more)
{
	struct source *s = here(c);
	struct str rest = {s->text.p + s->pos, s->text.n - s->pos};
	const char *open = find_pair(rest, '{'), *close;
	size_t after;

	if (!open) {
		*ret_more = false;
		return literal(c, rest);
	}
	TRY(literal(c, (struct str){rest.p, (size_t)(open - rest.p)}));
	s->mark = (size_t)(open - s->text.p);
	close = find_pair((struct str){open + 2, s->text.n - s->mark - 2}, '}');
	if (!close)
		return broken(c, "a mark without its end", S(""));
	after = (size_t)(close - s->text.p) + 2;
	s->pos = after + rest_of_line(s, open[2], s->mark, after);
	if (c->n > OPS_MAX)
		return broken(c, "too large", S(""));
	return compile_mark(c, (struct str){open + 2, (size_t)(close - open) - 2}, outer);
}

static enum err compile_file(struct compiler *c, const char *name, struct str text)
{
	int outer = c->section_count;
	bool more = true;

	c->files[c->file_count++] = (struct source){.name = name, .text = text};
	while (more)
		TRY(compile_step(c, outer, &more));
	if (c->section_count > outer) {
		struct section *s = &c->sections[c->section_count - 1];
		here(c)->mark = (size_t)(s->name.p - text.p);
		return broken(c, "a section without its end", s->name);
	}
	c->file_count--;
	return ERR_OK;
}

enum err tmpl_compile(struct arena *a, const char *name, struct str text,
	const struct field *fields, struct fault *f, const struct tmpl **ret)
{
	struct compiler *c = arena_new_of(a, struct compiler);
	struct tmpl *t = arena_new_of(a, struct tmpl);
	enum err e;

	c->a = a;
	c->f = f;
	c->levels[c->level_count++] = fields;
	buf_init(&c->text, TEXT_MAX);
	e = compile_file(c, name, text);
	flush_text(c);
	buf_done(&c->text);
	if (e)
		return e;
	*t = (struct tmpl){name, c->ops, c->n};
	*ret = t;
	return ERR_OK;
}

#include "view/tmpl.h"

#include "view/tmpl_ops.h"

/* One open context: its record, and where it stands in the list if it is a row of one. */
struct level {
	const void *rec;
	const char *end;
	size_t step;
};

struct run {
	const struct speech *sp;
	struct arena *a;
	struct buf *out;
	struct level levels[TMPL_LEVELS];
	int top;
};

/* 0: as it is; otherwise the place of its replacement below. */
static const unsigned char special[256] = {[0] = 1,
	[1 ... 8] = 2,
	[11 ... 31] = 2,
	[127] = 2,
	['&'] = 3,
	['<'] = 4,
	['>'] = 5,
	['"'] = 6,
	['\''] = 7};
static const struct str instead[] = {[2] = {"\xef\xbf\xbd", 3},
	[3] = {"&amp;", 5},
	[4] = {"&lt;", 4},
	[5] = {"&gt;", 4},
	[6] = {"&quot;", 6},
	[7] = {"&#39;", 5}};

void tmpl_escape(struct buf *out, const char *s)
{
	for (;;) {
		const char *from = s;
		while (!special[(unsigned char)*s])
			s++;
		if (s > from)
			buf_put(out, from, (size_t)(s - from));
		if (!*s)
			return;
		buf_str(out, instead[special[(unsigned char)*s]]);
		s++;
	}
}

/* The record that holds the field of a reference; NULL if one on the way is missing. */
static const void *reach(const struct run *r, const struct tmpl_ref *ref)
{
	const void *rec = r->levels[ref->level].rec;

	for (int i = 0; i < ref->vias && rec; i++)
		rec = field_get_rec(ref->via[i], rec);
	return rec;
}

static bool is_empty(const struct run *r, const struct tmpl_ref *ref)
{
	const void *rec = reach(r, ref);

	return !rec || field_empty(ref->field, rec);
}

static void print_value(struct run *r, const struct tmpl_ref *ref)
{
	const void *rec = reach(r, ref);

	if (rec)
		tmpl_escape(r->out, value_text(r->sp, r->a, ref->field, rec));
}

static void print_message(struct run *r, const struct tmpl_op *op)
{
	const char *args[TMPL_ARGS];

	if (!op->args) {
		tmpl_escape(r->out, msg_text(r->sp->lang, op->msg));
		return;
	}
	for (int i = 0; i < op->args; i++) {
		const void *rec = reach(r, &op->ref[i]);
		args[i] = rec ? value_text(r->sp, r->a, op->ref[i].field, rec) : "";
	}
	tmpl_escape(r->out, msg_fill(r->a, r->sp->lang, op->msg, args, op->args));
}

static bool open_list(struct run *r, const struct tmpl_ref *ref)
{
	const void *rec = reach(r, ref);
	struct list list = rec ? field_get_list(ref->field, rec) : (struct list){0};

	if (!list.n)
		return false;
	r->levels[++r->top] = (struct level){
		list.rows, (const char *)list.rows + (list.n - 1) * list.size, list.size};
	return true;
}

static bool open_record(struct run *r, const struct tmpl_ref *ref)
{
	const void *rec = reach(r, ref);
	const void *sub = rec ? field_get_rec(ref->field, rec) : NULL;

	if (!sub)
		return false;
	r->levels[++r->top] = (struct level){.rec = sub};
	return true;
}

static bool next_row(struct run *r)
{
	struct level *l = &r->levels[r->top];

	if (l->rec == l->end) {
		r->top--;
		return false;
	}
	l->rec = (const char *)l->rec + l->step;
	return true;
}

/* Does one operation; true when it is to go on at op->jump. */
static bool run_op(struct run *r, const struct tmpl_op *op)
{
	switch (op->kind) {
	case OP_TEXT:
		buf_put(r->out, op->text.p, op->text.n);
		return false;
	case OP_VALUE:
		print_value(r, op->ref);
		return false;
	case OP_SAY:
		print_message(r, op);
		return false;
	case OP_IF:
		return is_empty(r, op->ref);
	case OP_UNLESS:
		return !is_empty(r, op->ref);
	case OP_LIST:
		return !open_list(r, op->ref);
	case OP_REC:
		return !open_record(r, op->ref);
	case OP_NEXT:
		return next_row(r);
	case OP_CLOSE:
		r->top--;
		return false;
	}
	return false;
}

void tmpl_render(const struct tmpl *t, const struct speech *sp, struct arena *a, const void *rec,
	struct buf *out)
{
	struct run r = {.sp = sp, .a = a, .out = out};

	r.levels[0].rec = rec;
	for (size_t i = 0; i < t->n;)
		i = run_op(&r, &t->ops[i]) ? t->ops[i].jump : i + 1;
}

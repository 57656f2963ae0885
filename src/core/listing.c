#include "core/listing.h"

#include "base/die.h"

enum { ARGS = 16 };

static int64_t key_of(const struct listing *l, const void *row)
{
	field_each (f, l->fields)
		if (f->type == FT_ID)
			return field_get_int(f, row);
	die("listing %s: rows without an id", l->name);
}

static enum err to_sink(struct ctx *cx, const struct listing *l, struct cursor *c)
{
	struct sink *s = cx->page.sink;

	TRY(sink_begin(s, msg_text(cx->say.lang, l->title), l->fields));
	while (db_next(c)) {
		struct arena_mark m = arena_mark(cx->a);
		void *row = arena_alloc(cx->a, l->size);
		db_row(c, cx->a, l->fields, row);
		if (l->complete)
			TRY(l->complete(cx, row));
		TRY(sink_row(s, row));
		arena_rewind(cx->a, m);
	}
	return db_end(c);
}

/* Rows of the result, one more than a page at most: the one too many says that there is more. */
static enum err to_page(struct ctx *cx, const struct listing *l, struct cursor *c, struct list *ret)
{
	char *rows = arena_array(cx->a, (size_t)cx->page.limit + 1, l->size);
	size_t n = 0;

	while (db_next(c) && n <= (size_t)cx->page.limit)
		db_row(c, cx->a, l->fields, rows + n++ * l->size);
	TRY(db_end(c));
	for (size_t i = 0; l->complete && i < n; i++)
		TRY(l->complete(cx, rows + i * l->size));
	*ret = (struct list){rows, n, l->size};
	return ERR_OK;
}

static void next_page(struct ctx *cx, const struct listing *l, struct doc_part *p)
{
	const char *last;

	if (p->rows.n <= (size_t)cx->page.limit)
		return;
	p->rows.n = (size_t)cx->page.limit;
	last = (const char *)p->rows.rows + (p->rows.n - 1) * l->size;
	p->next_href = arena_printf(cx->a, "%s%s%cafter=%lld#%s", cx->path, cx->query,
		*cx->query ? '&' : '?', (long long)key_of(l, last), l->name);
}

enum err listing_add(struct ctx *cx, struct doc *d, const struct listing *l,
	const struct db_val *args, int n, struct doc_part **ret)
{
	struct db_val all[ARGS];
	struct list rows = {NULL, 0, l->size};
	bool stream = cx->page.sink != NULL;
	long long after = 0;
	struct cursor c;
	int k = n;

	must(n + 2 <= ARGS);
	memcpy(all, args, (size_t)n * sizeof(*args));
	if (!stream && cx->page.after && !str_to_int(str_of(cx->page.after), &after))
		return cx_fault(cx, ERR_BAD_REQUEST, "after", M_ERR_BAD_REQUEST);
	if (after)
		all[k++] = db_val_int(after);
	all[k++] = db_val_int(stream ? INT64_MAX : cx->page.limit + 1);
	TRY(db_query_(cx->db, &c, after ? l->after : l->first, all, k));
	TRY(stream ? to_sink(cx, l, &c) : to_page(cx, l, &c, &rows));
	*ret = doc_table(d, l->name, l->title, l->fields, rows);
	(*ret)->main = 1;
	(*ret)->total = -1;
	(*ret)->row_href = l->row_href;
	(*ret)->row_keep = cx->query;
	(*ret)->empty = l->empty ? msg_text(cx->say.lang, l->empty) : NULL;
	next_page(cx, l, *ret);
	return ERR_OK;
}

void listing_exports(struct ctx *cx, struct doc *d, const char *query)
{
	doc_link(d, DOC_EXPORT, "XLSX", "%s.xlsx%s", cx->path, query);
	doc_link(d, DOC_EXPORT, "CSV", "%s.csv%s", cx->path, query);
	doc_link(d, DOC_EXPORT, "JSON", "%s.json%s%call=1", cx->path, query, *query ? '&' : '?');
}

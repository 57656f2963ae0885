/*
 * figure_since.c: why a figure of a closed period differs by now: who and what is in its list today
 * and was not when it was closed, and the other way round.
 *
 * The list is asked for twice, as known then and as known now, whatever it is a list of; rows are
 * the same if they are about the same record on the same days.
 */
#include "figure/figure_show.h"

enum { MOST = 2000 };

/* What is compared: whom a row is about, and when; not which entry says so, which may be newer. */
static bool tells(const struct field *f)
{
	if (f->type == FT_DAY)
		return f->class != CLASS_PERSONAL;
	return f->type == FT_ID && !text_eq(f->name, "fact");
}

static bool same_row(const struct field *fields, const void *a, const void *b)
{
	field_each (f, fields)
		if (tells(f) && field_get_int(f, a) != field_get_int(f, b))
			return false;
	return true;
}

static const char *row_at(struct list l, size_t i)
{
	return (const char *)l.rows + i * l.size;
}

/* Rows of `from` that `other` lacks; each row of the other makes up for one. */
static struct list lacking(
	struct arena *a, const struct field *fields, struct list from, struct list other)
{
	char *rows = arena_alloc(a, (from.n + 1) * from.size);
	bool *used = arena_array(a, other.n + 1, sizeof(*used));
	size_t n = 0;

	for (size_t i = 0; i < from.n; i++) {
		size_t k = 0;
		while (k < other.n &&
			(used[k] || !same_row(fields, row_at(from, i), row_at(other, k))))
			k++;
		if (k < other.n)
			used[k] = true;
		else
			memcpy(rows + n++ * from.size, row_at(from, i), from.size);
	}
	return (struct list){rows, n, from.size};
}

/* The list as known at an instant; nobody sees the document that it stands in. */
static enum err read_list(struct show *s, int64_t known, const struct doc_part **ret)
{
	struct doc *unseen = arena_new_of(s->cx->a, struct doc);
	int64_t now = s->cx->known;
	int limit = s->cx->page.limit;
	struct doc_part *p = NULL;
	enum err e;

	doc_init(unseen, s->cx->a, s->d->lang);
	s->cx->known = known;
	s->cx->page.limit = MOST;
	e = figure_records(s->cx, &s->ask, unseen, &p);
	s->cx->page.limit = limit;
	s->cx->known = now;
	*ret = p;
	return e;
}

static void show_part(struct show *s, const char *name, enum msg title, const struct doc_part *like,
	struct list rows)
{
	struct doc_part *p;

	if (!rows.n)
		return;
	p = doc_table(s->d, name, title, like->fields, rows);
	p->row_href = like->row_href;
}

/* Of a rate, of pieces and of very long lists the page of the closing says what was entered. */
static bool is_told(const struct show *s)
{
	return s->closing.id && s->closed.value != s->value.value && s->names && !s->value.rate &&
	       !s->ask.lineage && s->cx->page.brief && !s->in->records && !s->cx->page.after &&
	       s->closed.value <= MOST && s->value.value <= MOST;
}

enum err figure_draw_since(struct show *s)
{
	const struct doc_part *then, *now;

	if (!is_told(s))
		return ERR_OK;
	TRY(read_list(s, s->closing.made_ms, &then));
	TRY(read_list(s, s->cx->known, &now));
	show_part(s, "came", M_FIGURE_SINCE_CAME, now,
		lacking(s->cx->a, now->fields, now->rows, then->rows));
	show_part(s, "went", M_FIGURE_SINCE_WENT, then,
		lacking(s->cx->a, now->fields, then->rows, now->rows));
	if (s->ask.figure->class == FIGURE_PEOPLE) {
		doc_look(s->d, "records", 0);
		doc_look_org(s->d, s->ask.org);
		s->d->look.day = s->ask.day;
	}
	return ERR_OK;
}

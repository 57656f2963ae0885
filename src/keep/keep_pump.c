#include "keep/keep_pump.h"

#include "keep/keep_record.h"

enum { TELL_EVERY = 2048 };

void keep_tally_start(struct keep_tally *y, const struct db_table *t)
{
	y->t = t;
	y->rows = 0;
	digest_start(&y->digest);
	buf_init(&y->row, KEEP_ROW);
	keep_record_table(&y->row, DB_MAIN, t); /* names and types count, the part does not */
	digest_add(&y->digest, y->row.p, y->row.n);
}

bool keep_tally_row(struct keep_tally *y, const struct db_val *row)
{
	buf_reset(&y->row);
	keep_record_row(&y->row, y->t, row);
	if (buf_overflow(&y->row))
		return false;
	digest_add(&y->digest, y->row.p, y->row.n);
	y->rows++;
	return true;
}

void keep_tally_end(struct keep_tally *y, struct keep_count *ret)
{
	buf_done(&y->row);
	if (!ret)
		return;
	ret->rows = y->rows;
	digest_end(&y->digest, ret->digest);
}

bool keep_same(const struct keep_count *a, const struct keep_count *b)
{
	return a->rows == b->rows && bytes_eq(a->digest, b->digest, DIGEST_BYTES);
}

static const struct db_val *value_of(
	const struct db_table *t, const struct db_val *row, const char *column)
{
	for (int i = 0; i < t->n; i++)
		if (!strcmp(t->col[i].name, column))
			return &row[i];
	return NULL;
}

/* Links come in their order: the last one is the head of the audit chain. */
static void note_link(const struct db_table *t, const struct db_val *row, struct keep_sum *sum)
{
	const struct db_val *batch, *head;

	if (strcmp(t->name, "audit_link") != 0)
		return;
	batch = value_of(t, row, "batch");
	head = value_of(t, row, "head");
	if (!batch || batch->type != DB_INT || !head || head->type != DB_TEXT ||
		head->s.n >= KEEP_HEAD)
		return;
	sum->batch = batch->i;
	memcpy(sum->head, head->s.p, head->s.n);
	sum->head[head->s.n] = 0;
}

static void tell(const struct keep_watch *w, const struct keep_tally *y)
{
	if (w)
		w->tell(w->p, y->t->name, y->rows);
}

static enum err rows(struct keep_source *from, struct keep_sink *to, const struct keep_watch *w,
	struct keep_tally *y, struct keep_sum *sum, struct fault *f)
{
	struct db_val row[DB_TABLE_COLS];
	bool more;

	for (;;) {
		TRY(from->row(from, row, &more));
		if (!more)
			return ERR_OK;
		if (!keep_tally_row(y, row))
			return fault(f, ERR_TOO_LARGE, NULL, M_KEEP_ROW_LONG, y->t->name);
		note_link(y->t, row, sum);
		TRY(to->row(to, row, (struct str){y->row.p, y->row.n}));
		if (y->rows % TELL_EVERY == 0)
			tell(w, y);
	}
}

static enum err table(struct keep_source *from, struct keep_sink *to, const struct keep_watch *w,
	const struct db_table *t, struct keep_count *ret, struct keep_sum *sum, struct fault *f)
{
	struct keep_tally y;
	enum err e;

	keep_tally_start(&y, t);
	e = rows(from, to, w, &y, sum, f);
	if (!e)
		tell(w, &y);
	keep_tally_end(&y, ret);
	return e;
}

enum err keep_pump(struct keep_source *from, struct keep_sink *to, const struct keep_watch *w,
	struct keep_sum *ret, struct fault *f)
{
	struct keep_head head = {0};
	const struct db_table *t;
	enum db_part part;

	*ret = (struct keep_sum){0};
	TRY(from->head(from, &head));
	TRY(to->head(to, &head));
	ret->made_ms = head.made_ms;
	for (;;) {
		struct keep_count count;
		TRY(from->table(from, &part, &t));
		if (!t)
			break;
		TRY(to->table(to, part, t));
		TRY(table(from, to, w, t, &count, ret, f));
		TRY(from->counted(from, &count));
		TRY(to->counted(to, &count));
		ret->tables++;
		ret->rows += count.rows;
	}
	TRY(from->end(from, ret));
	return to->end(to, ret);
}

/*
 * sum_page.c: the numbers themselves, in pages that a hash table finds.
 *
 * Counting a country, nearly all of the time is spent waiting for memory: first for the place in
 * the table, then for the page. What is to be added waits in a short queue, so that many places
 * are on their way at once.
 */
#include "base/die.h"
#include "core/sum_impl.h"

enum { PAGES = 256 };

void sums_pages_init(struct sums *s)
{
	s->size = PAGES;
	s->pages = arena_array(s->cx->a, s->size, sizeof(*s->pages));
}

void sums_forget(struct sums *s)
{
	memset(s->pages, 0, s->size * sizeof(*s->pages));
	s->used = 0;
	s->waiting = 0;
}

/* ---- where a page is ---- */

static uint64_t hash(const struct sum_page *p)
{
	uint64_t h = (uint64_t)p->figure << 32 | p->key;

	h = (h ^ (uint64_t)(uint32_t)p->first << 16) * UINT64_C(0x9e3779b97f4a7c15);
	h ^= (uint64_t)(uint16_t)p->node << 16 | (uint64_t)p->dim << 1 | p->by_month;
	h *= UINT64_C(0xff51afd7ed558ccd);
	return h ^ h >> 32;
}

static bool same_page(const struct sum_page *a, const struct sum_page *b)
{
	return a->key == b->key && a->first == b->first && a->figure == b->figure &&
	       a->node == b->node && a->dim == b->dim && a->by_month == b->by_month;
}

static struct sum_page *find(
	struct sum_page *pages, size_t size, const struct sum_page *p, uint64_t h)
{
	size_t i = h & (size - 1);

	while (pages[i].n && !same_page(&pages[i], p))
		i = (i + 1) & (size - 1);
	return &pages[i];
}

static void grow(struct sums *s)
{
	size_t size = s->size * 2;
	struct sum_page *pages = arena_array(s->cx->a, size, sizeof(*pages));

	for (size_t i = 0; i < s->size; i++) {
		const struct sum_page *p = &s->pages[i];
		if (p->n)
			*find(pages, size, p, hash(p)) = *p;
	}
	s->pages = pages;
	s->size = size;
}

static int32_t *page_of(struct sums *s, const struct sum_page *p, uint64_t h)
{
	struct sum_page *at = find(s->pages, s->size, p, h);
	int32_t *n = at->n;

	if (n)
		return n;
	n = arena_array(s->cx->a, p->by_month ? SUM_PAGE / 2 : SUM_PAGE, sizeof(*n));
	*at = *p;
	at->n = n;
	if (++s->used * 2 > s->size)
		grow(s);
	return n;
}

/* ---- adding ---- */

void sums_settle(struct sums *s)
{
	int32_t *pages[SUM_QUEUE];

	for (int i = 0; i < s->waiting; i++) {
		const struct sum_add *w = &s->queue[i];
		pages[i] = page_of(s, &w->page, w->hash);
		__builtin_prefetch(&pages[i][w->at], 1);
		__builtin_prefetch(pages[i], 1);
	}
	for (int i = 0; i < s->waiting; i++) {
		const struct sum_add *w = &s->queue[i];
		pages[i][w->at] += w->n;
		if (w->whole)
			pages[i][0] += w->n;
	}
	s->waiting = 0;
}

static void enqueue(struct sums *s, const struct sum_page *page, int at, bool whole, int n)
{
	struct sum_add *w;

	if (s->waiting == SUM_QUEUE)
		sums_settle(s);
	w = &s->queue[s->waiting++];
	*w = (struct sum_add){*page, hash(page), n, (uint8_t)at, whole};
	__builtin_prefetch(&s->pages[w->hash & (s->size - 1)]);
}

/* Windows are whole months, so that a month is kept in one way. */
static bool kept_by_day(const struct sums *s, int node, enum sum_dim dim, day_t day)
{
	const struct sum_node *n = &s->nodes[node];
	day_t first = day / 100 * 100 + 1; /* also of a month as a whole, which ends in 00 */

	return dim == SUM_WHOLE || (first >= n->daily_from && first < n->daily_to);
}

void sums_add(
	struct sums *s, int node, uint32_t figure, enum sum_dim dim, uint32_t key, day_t day, int n)
{
	struct sum_page p = {.figure = figure,
		.key = key,
		.node = (int16_t)node,
		.dim = (uint8_t)dim,
		.by_month = !kept_by_day(s, node, dim, day)};

	if (!sums_keeps(s, node, dim))
		return;
	p.first = p.by_month ? day / 10000 * 10000 : day / 100 * 100;
	enqueue(s, &p, p.by_month ? day_month(day) : day_mday(day), !p.by_month, n);
}

void sums_put_cell(struct sums *s, const struct sum_cell *c)
{
	struct sum_page p = {.figure = c->figure, .key = c->key, .node = c->node, .dim = c->dim};
	int at;

	p.by_month = c->span == 'm' && !kept_by_day(s, c->node, (enum sum_dim)c->dim, c->day);
	p.first = p.by_month ? c->day / 10000 * 10000 : c->day / 100 * 100;
	at = p.by_month ? day_month(c->day) : day_mday(c->day);
	enqueue(s, &p, at % SUM_PAGE, false, c->n);
}

/* ---- reading ---- */

struct sum_cell sums_page_cell(const struct sum_page *p, int i)
{
	return (struct sum_cell){.figure = p->figure,
		.key = p->key,
		.day = p->first + (p->by_month ? i * 100 : i),
		.n = p->n[i],
		.node = p->node,
		.dim = p->dim,
		.span = p->by_month || !i ? 'm' : 'd'};
}

int sums_page_cells(const struct sum_page *p)
{
	return !p->n ? 0 : p->by_month ? SUM_PAGE / 2 : SUM_PAGE;
}

size_t sums_count(struct sums *s)
{
	size_t n = 0;

	sums_settle(s);
	for (size_t i = 0; i < s->size; i++)
		for (int k = 0; k < sums_page_cells(&s->pages[i]); k++)
			n += s->pages[i].n[k] != 0;
	return n;
}

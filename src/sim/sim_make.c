#include "sim/sim_make.h"

#include "base/die.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BLOCK_BYTES = 1 << 30, ERROR = 400, MAKER_ARENA = 512 << 20, MERGE_MB = 1024 };

/* What makers leave behind in memory that all see. */
struct sim_shared {
	struct sim_spill spills[SIM_MAKERS][SIM_TABLES];
	char errors[SIM_MAKERS][ERROR];
	size_t size;
	int months;
	unsigned char used[]; /* by unit and month */
};

struct sim_maker {
	struct sim_child child;
	struct buf rows[SIM_STRAIGHT];
};

/* A maker in its own process. */
struct making {
	struct sim_makers *all;
	struct ctx *cx;
	const struct sim_tree *t;
	struct sim_life *life;
	const int *columns;
	struct sim_shared *shared;
	int number, out;
	struct buf rows[SIM_STRAIGHT];
	struct sim_sort sorts[SIM_TABLES];
};

/* ---- in a maker ---- */

static void take_row(void *p, enum sim_table which, const struct db_val *row, int n)
{
	struct making *m = p;

	if (which < SIM_STRAIGHT)
		sim_row_put(&m->rows[which], which, row, n);
	else
		sim_sort_put(&m->sorts[which], row, n);
}

static void note_used(void *p, int unit, int month)
{
	struct making *m = p;

	m->shared->used[(size_t)unit * (size_t)m->shared->months + (size_t)month] = 1;
}

static bool send_block(struct making *m)
{
	uint64_t sizes[SIM_STRAIGHT];
	bool good;

	for (int i = 0; i < SIM_STRAIGHT; i++)
		sizes[i] = m->rows[i].n;
	good = sim_child_put(&m->out, sizes, sizeof(sizes));
	for (int i = 0; i < SIM_STRAIGHT; i++) {
		good = good && sim_child_put(&m->out, m->rows[i].p, m->rows[i].n);
		buf_reset(&m->rows[i]);
	}
	return good;
}

static enum err make_block(struct making *m, struct sim_teller *teller, int64_t block)
{
	int64_t from = block * SIM_BLOCK, to = from + SIM_BLOCK;
	struct sim_story *story = arena_new_of(m->cx->a, struct sim_story);
	struct arena_mark mark = arena_mark(m->cx->a);

	if (to > m->t->people)
		to = m->t->people;
	for (int64_t i = from; i < to; i++) {
		sim_life_make(m->life, m->cx->a, i, story);
		TRY(sim_tell(teller, story));
		arena_rewind(m->cx->a, mark);
	}
	return send_block(m) ? ERR_OK : ERR_IO;
}

static enum err make_all(struct making *m, struct sim_teller *teller)
{
	bool good = true;

	for (int64_t b = m->number; b < m->all->blocks; b += SIM_MAKERS) {
		struct arena_mark mark = arena_mark(m->cx->a);
		TRY(make_block(m, teller, b));
		arena_rewind(m->cx->a, mark);
	}
	for (int i = SIM_STRAIGHT; i < SIM_TABLES; i++)
		good = sim_sort_end(&m->sorts[i]) && good;
	return good ? ERR_OK : ERR_IO;
}

static void sort_apart(struct making *m)
{
	for (int i = 0; i < SIM_STRAIGHT; i++)
		buf_init(&m->rows[i], BLOCK_BYTES);
	for (int i = SIM_STRAIGHT; i < SIM_TABLES; i++)
		sim_sort_new(&m->sorts[i], &m->shared->spills[m->number][i], m->cx->a,
			(enum sim_table)i);
}

/* A maker has no database: what it would ask for is in memory, or it ends. */
static int be_maker(void *p, int out)
{
	struct making *m = p;
	struct ctx *cx = m->cx;
	struct arena *a = arena_new(MAKER_ARENA);
	struct fault *f = arena_new_of(a, struct fault);
	struct sim_teller teller = {.cx = cx,
		.t = m->t,
		.row = take_row,
		.used = note_used,
		.p = m,
		.sums = m->all->sums};
	enum err e;

	for (int i = 0; i < m->number; i++)
		close(m->all->maker[i]->child.fd);
	sim_tally_join(&m->all->tally, m->number);
	m->out = out;
	cx->a = f->a = a;
	cx->f = f;
	cx->db = cx->side = NULL;
	memcpy(teller.n, m->columns, sizeof(teller.n));
	sort_apart(m);
	e = make_all(m, &teller);
	if (!e && !sim_tally_tell(&m->all->tally, m->number, m->all->sums))
		e = ERR_IO;
	if (e)
		snprintf(m->shared->errors[m->number], ERROR, "%s: %s", err_name(e),
			f->detail ? f->detail : "");
	return e ? 1 : 0;
}

/* ---- beside them ---- */

static enum err share(const struct sim_tree *t, struct sim_shared **ret)
{
	size_t size = sizeof(struct sim_shared) + (size_t)t->unit_count * (size_t)sim_months(t);
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return ERR_IO;
	*ret = p;
	(*ret)->size = size;
	(*ret)->months = sim_months(t);
	for (int k = 0; k < SIM_MAKERS; k++)
		for (int i = SIM_STRAIGHT; i < SIM_TABLES; i++)
			TRY(sim_spill_open(&(*ret)->spills[k][i], t->in->dir));
	return ERR_OK;
}

static enum err start(struct making *m)
{
	struct sim_maker *k = arena_new_of(m->cx->a, struct sim_maker);

	TRY(sim_child_start(&k->child, be_maker, m));
	for (int i = 0; i < SIM_STRAIGHT; i++)
		buf_init(&k->rows[i], BLOCK_BYTES);
	m->all->maker[m->number++] = k;
	return ERR_OK;
}

enum err sim_makers_start(struct ctx *cx, const struct sim_tree *t, struct sim_life *life,
	const int columns[SIM_TABLES], struct sums *sums, struct sim_makers *ret)
{
	struct making m = {.all = ret, .cx = cx, .t = t, .life = life, .columns = columns};

	*ret = (struct sim_makers){.blocks = (t->people + SIM_BLOCK - 1) / SIM_BLOCK, .sums = sums};
	TRY(share(t, &ret->shared));
	m.shared = ret->shared;
	TRY(sim_tally_open(&ret->tally));
	while (m.number < SIM_MAKERS)
		TRY(start(&m));
	return sim_tally_start(&ret->tally, sums);
}

enum err sim_makers_block(struct sim_makers *m, struct sim_block *ret, bool *ret_more)
{
	struct sim_maker *k = m->maker[m->next % SIM_MAKERS];
	uint64_t sizes[SIM_STRAIGHT];

	*ret_more = m->next < m->blocks;
	if (!*ret_more)
		return ERR_OK;
	if (!sim_child_read(k->child.fd, sizes, sizeof(sizes)))
		return ERR_IO;
	for (int i = 0; i < SIM_STRAIGHT; i++) {
		struct buf *b = &k->rows[i];
		buf_reset(b);
		if (!buf_grow(b, sizes[i] + 1) || !sim_child_read(k->child.fd, b->p, sizes[i]))
			return ERR_IO;
		b->n = sizes[i];
		ret->rows[i] = (struct str){b->p, b->n};
	}
	m->next++;
	return ERR_OK;
}

enum err sim_makers_done(struct ctx *cx, struct sim_makers *m)
{
	enum err e = ERR_OK;

	for (int i = 0; i < SIM_MAKERS; i++)
		if (m->maker[i] && !sim_child_end(&m->maker[i]->child) && !e)
			e = fault_detail(cx->f, ERR_IO, "maker: %s", m->shared->errors[i]);
	return e;
}

enum err sim_makers_sums(struct sim_makers *m)
{
	return sim_tally_write(&m->tally, m->sums);
}

void sim_makers_end(struct sim_makers *m)
{
	for (int i = 0; i < SIM_MAKERS; i++) {
		struct sim_maker *k = m->maker[i];
		if (!k)
			continue;
		(void)sim_child_end(&k->child);
		for (int j = 0; j < SIM_STRAIGHT; j++)
			buf_done(&k->rows[j]);
	}
	sim_tally_end(&m->tally);
	for (int i = SIM_STRAIGHT; m->shared && i < SIM_TABLES; i++)
		sim_makers_forget(m, (enum sim_table)i);
	if (m->shared)
		munmap(m->shared, m->shared->size);
	m->shared = NULL;
}

bool sim_makers_used(const struct sim_makers *m, int unit, int month)
{
	return m->shared->used[(size_t)unit * (size_t)m->shared->months + (size_t)month];
}

/* ---- sorted rows ---- */

struct merging {
	const struct sim_spill *spills[SIM_MAKERS];
	enum sim_table which;
};

static int be_merger(void *p, int out)
{
	struct merging *m = p;
	struct arena *a = arena_new((size_t)MERGE_MB << 20);
	struct sim_merge *rows;

	if (sim_merge_new(a, m->spills, SIM_MAKERS, m->which, &rows))
		return 1;
	return sim_merge_pour(rows, out) ? 0 : 1;
}

enum err sim_merger_start(
	struct sim_merger *g, const struct sim_makers *m, struct arena *a, enum sim_table which)
{
	struct merging in = {.which = which};

	for (int i = 0; i < SIM_MAKERS; i++)
		in.spills[i] = &m->shared->spills[i][which];
	TRY(sim_child_start(&g->child, be_merger, &in));
	sim_merge_piped(a, g->child.fd, which, &g->rows);
	return ERR_OK;
}

enum err sim_merger_end(struct sim_merger *g)
{
	return sim_child_end(&g->child) ? ERR_OK : ERR_IO;
}

void sim_makers_forget(struct sim_makers *m, enum sim_table which)
{
	for (int i = 0; i < SIM_MAKERS; i++)
		sim_spill_close(&m->shared->spills[i][which]);
}

#include "sim/sim_make.h"

#include "base/die.h"

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PIPE = 1 << 20, BLOCK_BYTES = 1 << 30, ERROR = 400, MAKER_ARENA = 512 << 20 };

/* What makers leave behind in memory that all see. */
struct sim_shared {
	struct sim_spill spills[SIM_MAKERS][SIM_TABLES];
	char errors[SIM_MAKERS][ERROR];
	size_t size;
	int months;
	unsigned char used[]; /* by unit and month */
};

struct sim_maker {
	pid_t pid;
	int fd; /* of the pipe, to be read */
	struct buf rows[SIM_STRAIGHT];
};

/* A maker in its own process. */
struct making {
	struct ctx *cx;
	const struct sim_tree *t;
	struct sums *sums;
	struct sim_shared *shared;
	int fd;
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

static bool write_all(int fd, const void *p, size_t n)
{
	const char *at = p;

	while (n) {
		ssize_t done = write(fd, at, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		at += done;
		n -= (size_t)done;
	}
	return true;
}

static bool send_block(struct making *m)
{
	uint64_t sizes[SIM_STRAIGHT];
	bool good;

	for (int i = 0; i < SIM_STRAIGHT; i++)
		sizes[i] = m->rows[i].n;
	good = write_all(m->fd, sizes, sizeof(sizes));
	for (int i = 0; i < SIM_STRAIGHT; i++) {
		good = good && write_all(m->fd, m->rows[i].p, m->rows[i].n);
		buf_reset(&m->rows[i]);
	}
	return good;
}

static bool send_some(void *p, const void *bytes, size_t n)
{
	struct making *m = p;

	return write_all(m->fd, bytes, n);
}

static enum err make_block(
	struct making *m, struct sim_life *life, struct sim_teller *teller, int64_t block)
{
	int64_t from = block * SIM_BLOCK, to = from + SIM_BLOCK;
	struct sim_story *story = arena_new_of(m->cx->a, struct sim_story);
	struct arena_mark mark = arena_mark(m->cx->a);

	if (to > m->t->people)
		to = m->t->people;
	for (int64_t i = from; i < to; i++) {
		sim_life_make(life, m->cx->a, i, story);
		TRY(sim_tell(teller, story));
		arena_rewind(m->cx->a, mark);
	}
	return send_block(m) ? ERR_OK : ERR_IO;
}

static enum err make_all(struct making *m, struct sim_life *life, struct sim_teller *teller,
	int64_t first, int64_t blocks)
{
	bool good = true;

	for (int64_t b = first; b < blocks; b += SIM_MAKERS) {
		struct arena_mark mark = arena_mark(m->cx->a);
		TRY(make_block(m, life, teller, b));
		arena_rewind(m->cx->a, mark);
	}
	for (int i = SIM_STRAIGHT; i < SIM_TABLES; i++)
		good = sim_sort_end(&m->sorts[i]) && good;
	return good && sums_send(m->sums, send_some, m) ? ERR_OK : ERR_IO;
}

/* A maker has no database: what it would ask for is in memory, or it ends. */
static int be_maker(struct ctx *cx, struct making *m, struct sim_life *life,
	const int columns[SIM_TABLES], int number, int64_t blocks)
{
	struct sim_teller teller = {
		.cx = cx, .t = m->t, .row = take_row, .used = note_used, .p = m, .sums = m->sums};
	struct arena *a = arena_new(MAKER_ARENA);
	struct fault *f = arena_new_of(a, struct fault);
	enum err e;

	cx->a = f->a = a;
	cx->f = f;
	cx->db = cx->side = NULL;
	memcpy(teller.n, columns, sizeof(teller.n));
	for (int i = 0; i < SIM_STRAIGHT; i++)
		buf_init(&m->rows[i], BLOCK_BYTES);
	for (int i = SIM_STRAIGHT; i < SIM_TABLES; i++)
		sim_sort_new(&m->sorts[i], &m->shared->spills[number][i], cx->a, (enum sim_table)i);
	e = make_all(m, life, &teller, number, blocks);
	if (e)
		snprintf(m->shared->errors[number], ERROR, "%s: %s", err_name(e),
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

static enum err start(struct ctx *cx, struct making *m, struct sim_life *life,
	const int columns[SIM_TABLES], int number, struct sim_makers *all)
{
	struct sim_maker *k = arena_new_of(cx->a, struct sim_maker);
	int ends[2];

	if (pipe(ends))
		return ERR_IO;
	k->fd = ends[0];
	k->pid = fork();
	if (k->pid == 0) {
		close(ends[0]);
		for (int i = 0; i < number; i++)
			close(all->maker[i]->fd);
		m->fd = ends[1];
		_exit(be_maker(cx, m, life, columns, number, all->blocks));
	}
	close(ends[1]);
	for (int i = 0; i < SIM_STRAIGHT; i++)
		buf_init(&k->rows[i], BLOCK_BYTES);
	all->maker[number] = k;
	return k->pid < 0 ? ERR_IO : ERR_OK;
}

enum err sim_makers_start(struct ctx *cx, const struct sim_tree *t, struct sim_life *life,
	const int columns[SIM_TABLES], struct sums *sums, struct sim_makers *ret)
{
	struct making m = {.cx = cx, .t = t, .sums = sums};

	*ret = (struct sim_makers){.blocks = (t->people + SIM_BLOCK - 1) / SIM_BLOCK};
	TRY(share(t, &ret->shared));
	m.shared = ret->shared;
	fflush(NULL);
	for (int i = 0; i < SIM_MAKERS; i++)
		TRY(start(cx, &m, life, columns, i, ret));
	return ERR_OK;
}

static bool read_all(int fd, void *p, size_t n)
{
	char *at = p;

	while (n) {
		ssize_t got = read(fd, at, n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		at += got;
		n -= (size_t)got;
	}
	return true;
}

enum err sim_makers_block(struct sim_makers *m, struct sim_block *ret, bool *ret_more)
{
	struct sim_maker *k = m->maker[m->next % SIM_MAKERS];
	uint64_t sizes[SIM_STRAIGHT];

	*ret_more = m->next < m->blocks;
	if (!*ret_more)
		return ERR_OK;
	if (!read_all(k->fd, sizes, sizeof(sizes)))
		return ERR_IO;
	for (int i = 0; i < SIM_STRAIGHT; i++) {
		struct buf *b = &k->rows[i];
		buf_reset(b);
		if (!buf_grow(b, sizes[i] + 1) || !read_all(k->fd, b->p, sizes[i]))
			return ERR_IO;
		b->n = sizes[i];
		ret->rows[i] = (struct str){b->p, b->n};
	}
	m->next++;
	return ERR_OK;
}

/* Numbers are small: one read for many. */
struct reading {
	int fd;
	size_t at, n;
	char bytes[1 << 16];
};

static bool get_some(void *p, void *bytes, size_t n)
{
	struct reading *r = p;
	char *to = bytes;

	while (n) {
		size_t some = r->n - r->at < n ? r->n - r->at : n;
		ssize_t got;
		memcpy(to, r->bytes + r->at, some);
		r->at += some;
		to += some;
		n -= some;
		if (!n)
			return true;
		got = read(r->fd, r->bytes, sizeof(r->bytes));
		if (got < 0 && errno == EINTR)
			got = 0;
		else if (got <= 0)
			return false;
		r->at = 0;
		r->n = (size_t)got;
	}
	return true;
}

enum err sim_makers_sums(struct sim_makers *m, struct sums *s)
{
	for (int i = 0; i < SIM_MAKERS; i++) {
		struct reading r = {.fd = m->maker[i]->fd};
		if (!sums_receive(s, get_some, &r))
			return ERR_IO;
	}
	return ERR_OK;
}

static int wait_for(struct sim_maker *k)
{
	int status = 1;

	if (!k || k->pid <= 0)
		return 1;
	while (waitpid(k->pid, &status, 0) < 0 && errno == EINTR)
		;
	k->pid = 0;
	return status;
}

enum err sim_makers_done(struct ctx *cx, struct sim_makers *m)
{
	enum err e = ERR_OK;

	for (int i = 0; i < SIM_MAKERS; i++)
		if (wait_for(m->maker[i]) && !e)
			e = fault_detail(cx->f, ERR_IO, "maker: %s", m->shared->errors[i]);
	return e;
}

void sim_makers_end(struct sim_makers *m)
{
	for (int i = 0; i < SIM_MAKERS; i++) {
		struct sim_maker *k = m->maker[i];
		if (!k)
			continue;
		close(k->fd); /* one that still writes ends by that */
		if (k->pid > 0)
			wait_for(k);
		for (int j = 0; j < SIM_STRAIGHT; j++)
			buf_done(&k->rows[j]);
	}
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

enum err sim_makers_merge(
	const struct sim_makers *m, struct arena *a, enum sim_table which, struct sim_merge **ret)
{
	const struct sim_spill *spills[SIM_MAKERS];

	for (int i = 0; i < SIM_MAKERS; i++)
		spills[i] = &m->shared->spills[i][which];
	return sim_merge_new(a, spills, SIM_MAKERS, which, ret);
}

void sim_makers_forget(struct sim_makers *m, enum sim_table which)
{
	for (int i = 0; i < SIM_MAKERS; i++)
		sim_spill_close(&m->shared->spills[i][which]);
}

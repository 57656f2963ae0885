#include "sim/sim_spill.h"

#include "base/die.h"
#include "sim/sim_child.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { SORTED = 24 << 20, ROWS_MOST = 1 << 20, ROW_MOST = 1 << 16, READ = 1 << 17 };

/* ---- files ---- */

enum err sim_spill_open(struct sim_spill *s, const char *dir)
{
	*s = (struct sim_spill){.fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)};
	return s->fd < 0 ? ERR_IO : ERR_OK;
}

void sim_spill_close(struct sim_spill *s)
{
	if (s->fd > 0)
		close(s->fd);
	s->fd = -1;
}

static bool write_at(int fd, const char *p, size_t n, uint64_t at)
{
	while (n) {
		ssize_t done = pwrite(fd, p, n, (off_t)at);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
		at += (uint64_t)done;
	}
	return true;
}

/* ---- sorting ---- */

void sim_sort_new(
	struct sim_sort *s, struct sim_spill *spill, struct arena *a, enum sim_table which)
{
	*s = (struct sim_sort){.spill = spill,
		.which = which,
		.order = arena_array(a, ROWS_MOST, sizeof(*s->order))};
	buf_init(&s->rows, SORTED + ROW_MOST);
	buf_init(&s->out, SORTED + ROW_MOST);
}

static int key_order(struct str a, struct str b)
{
	int c = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

static int by_key(const void *va, const void *vb, void *rows)
{
	const struct sim_order *a = va, *b = vb;
	const char *p = rows;

	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	return key_order(sim_row_key(p + a->at), sim_row_key(p + b->at));
}

static void write_run(struct sim_sort *s)
{
	struct sim_spill *spill = s->spill;
	uint64_t from = spill->run_count ? spill->end[spill->run_count - 1] : 0;

	if (!s->n)
		return;
	must(spill->run_count < SIM_RUNS);
	qsort_r(s->order, s->n, sizeof(*s->order), by_key, s->rows.p);
	buf_reset(&s->out);
	for (size_t i = 0; i < s->n; i++) {
		const char *row = s->rows.p + s->order[i].at;
		buf_put(&s->out, row, sim_row_size(row));
	}
	must(!buf_overflow(&s->out));
	s->failed = s->failed || !write_at(spill->fd, s->out.p, s->out.n, from);
	spill->end[spill->run_count++] = from + s->out.n;
	spill->rows += (int64_t)s->n;
	buf_reset(&s->rows);
	s->n = 0;
}

static uint64_t first_of(struct str key)
{
	uint64_t v = 0;

	for (size_t i = 0; i < 8; i++)
		v = v << 8 | (i < key.n ? (unsigned char)key.p[i] : 0);
	return v;
}

void sim_sort_put(struct sim_sort *s, const struct db_val *row, int n)
{
	size_t at = s->rows.n;

	sim_row_put(&s->rows, s->which, row, n);
	s->order[s->n++] = (struct sim_order){first_of(sim_row_key(s->rows.p + at)), (uint32_t)at};
	if (s->rows.n >= SORTED || s->n == ROWS_MOST)
		write_run(s);
}

bool sim_sort_end(struct sim_sort *s)
{
	write_run(s);
	buf_done(&s->rows);
	buf_done(&s->out);
	return !s->failed;
}

/* ---- merging ---- */

struct run {
	int fd;
	bool piped;
	uint64_t at, end; /* not yet read */
	char *p;
	size_t n, used;
};

struct sim_merge {
	enum sim_table which;
	struct run *runs, **heap; /* the one with the least key first */
	int n;
	bool begun;
};

/* Moves what is left to the front and reads on, so that a whole row is there. */
static void refill(struct run *r)
{
	size_t left = r->n - r->used;

	memmove(r->p, r->p + r->used, left);
	r->used = 0;
	r->n = left;
	while (r->at < r->end && r->n < READ) {
		size_t want = READ - r->n;
		ssize_t got;
		if (want > r->end - r->at)
			want = (size_t)(r->end - r->at);
		got = r->piped ? read(r->fd, r->p + r->n, want)
			       : pread(r->fd, r->p + r->n, want, (off_t)r->at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got == 0 && r->piped)
			r->end = r->at;
		else if (got <= 0)
			die("a run of sorted rows cannot be read back");
		r->at += (uint64_t)got;
		r->n += (size_t)got;
	}
}

static bool run_ready(struct run *r)
{
	if (r->n - r->used < ROW_MOST && r->at < r->end)
		refill(r);
	return r->used < r->n;
}

static bool before(const struct run *a, const struct run *b)
{
	return key_order(sim_row_key(a->p + a->used), sim_row_key(b->p + b->used)) < 0;
}

static void sink(struct sim_merge *m, int i)
{
	for (;;) {
		int least = i, child = 2 * i + 1;
		struct run *r = m->heap[i];
		for (int k = child; k < child + 2 && k < m->n; k++)
			if (before(m->heap[k], m->heap[least]))
				least = k;
		if (least == i)
			return;
		m->heap[i] = m->heap[least];
		m->heap[least] = r;
		i = least;
	}
}

enum err sim_merge_new(struct arena *a, const struct sim_spill *const *spills, int n,
	enum sim_table which, struct sim_merge **ret)
{
	struct sim_merge *m = arena_new_of(a, struct sim_merge);
	int runs = 0;

	for (int i = 0; i < n; i++)
		runs += spills[i]->run_count;
	m->which = which;
	m->runs = arena_array(a, (size_t)runs + 1, sizeof(*m->runs));
	m->heap = arena_array(a, (size_t)runs + 1, sizeof(struct run *));
	for (int i = 0; i < n; i++)
		for (int k = 0; k < spills[i]->run_count; k++) {
			struct run *r = &m->runs[m->n];
			*r = (struct run){.fd = spills[i]->fd,
				.at = k ? spills[i]->end[k - 1] : 0,
				.end = spills[i]->end[k],
				.p = arena_alloc(a, READ)};
			if (run_ready(r))
				m->heap[m->n++] = r;
		}
	for (int i = m->n / 2; i >= 0 && m->n; i--)
		sink(m, i);
	*ret = m;
	return ERR_OK;
}

/* The row given last is passed only now: its values were in use. */
static void pass(struct sim_merge *m)
{
	struct run *r = m->heap[0];

	r->used += sim_row_size(r->p + r->used);
	if (!run_ready(r))
		m->heap[0] = m->heap[--m->n];
	if (m->n)
		sink(m, 0);
}

static const char *next(struct sim_merge *m)
{
	if (m->begun && m->n)
		pass(m);
	m->begun = true;
	return m->n ? m->heap[0]->p + m->heap[0]->used : NULL;
}

bool sim_merge_next(struct sim_merge *m, struct db_val *row, int n)
{
	const char *p = next(m);

	if (p)
		sim_row_get(p, m->which, row, n);
	return p;
}

/* ---- from one process to another ---- */

bool sim_merge_pour(struct sim_merge *m, int out)
{
	struct buf b;
	const char *p;
	bool good = true;

	buf_init(&b, READ + ROW_MOST);
	while (good && (p = next(m))) {
		buf_put(&b, p, sim_row_size(p));
		if (b.n < READ)
			continue;
		good = sim_child_put(&out, b.p, b.n);
		buf_reset(&b);
	}
	good = good && sim_child_put(&out, b.p, b.n);
	buf_done(&b);
	return good;
}

void sim_merge_piped(struct arena *a, int in, enum sim_table which, struct sim_merge **ret)
{
	struct sim_merge *m = arena_new_of(a, struct sim_merge);
	struct run *r = arena_new_of(a, struct run);

	*r = (struct run){.fd = in, .piped = true, .end = UINT64_MAX, .p = arena_alloc(a, READ)};
	*m = (struct sim_merge){.which = which, .runs = r, .heap = arena_new_of(a, struct run *)};
	m->heap[0] = r;
	m->n = run_ready(r);
	*ret = m;
}

/*
 * sum_send.c: what one process counted, taken in by another.
 */
#include "base/buf.h"
#include "base/die.h"
#include "core/sum_impl.h"

enum { CHUNK = 1 << 16, NAME_MOST = 4096 };

struct sending {
	struct buf out;
	sums_put *put;
	void *p;
	bool good;
};

static void flush(struct sending *o)
{
	o->good = o->good && o->put(o->p, o->out.p, o->out.n);
	buf_reset(&o->out);
}

static void add(struct sending *o, const void *bytes, size_t n)
{
	if (o->out.n + n > CHUNK)
		flush(o);
	buf_put(&o->out, bytes, n);
}

static void add_names(struct sending *o, const struct sums *s)
{
	add(o, &s->name_count, sizeof(s->name_count));
	for (uint32_t i = 0; i < s->name_count; i++) {
		uint32_t n = (uint32_t)strlen(s->names[i]);
		add(o, &n, sizeof(n));
		add(o, s->names[i], n);
	}
}

bool sums_send(const struct sums *s, sums_put *put, void *p)
{
	struct sending o = {.put = put, .p = p, .good = true};
	uint64_t n = sums_count(s);
	struct sum_cell c = {0};

	buf_init(&o.out, CHUNK + NAME_MOST);
	add_names(&o, s);
	add(&o, &n, sizeof(n));
	for (size_t i = 0; i < s->size; i++)
		for (int k = 0; k < sums_page_cells(&s->pages[i]); k++)
			if (s->pages[i].n[k]) {
				c = sums_page_cell(&s->pages[i], k);
				add(&o, &c, sizeof(c));
			}
	flush(&o);
	buf_done(&o.out);
	return o.good;
}

/* Their numbers of names are not ours. */
static bool get_names(struct sums *s, uint32_t **ret, uint32_t *ret_n, sums_get *get, void *p)
{
	char name[NAME_MOST];
	uint32_t n;

	if (!get(p, ret_n, sizeof(*ret_n)))
		return false;
	*ret = arena_array(s->cx->a, *ret_n, sizeof(**ret));
	for (uint32_t i = 0; i < *ret_n; i++) {
		if (!get(p, &n, sizeof(n)) || n >= sizeof(name) || !get(p, name, n))
			return false;
		name[n] = 0;
		(*ret)[i] = sums_key(s, name);
	}
	return true;
}

bool sums_receive(struct sums *s, sums_get *get, void *p)
{
	uint32_t *names = NULL, name_count = 0;
	struct sum_cell c;
	uint64_t n;

	if (!get_names(s, &names, &name_count, get, p) || !get(p, &n, sizeof(n)))
		return false;
	for (; n; n--) {
		if (!get(p, &c, sizeof(c)) || c.figure >= name_count || c.key >= name_count)
			return false;
		c.figure = names[c.figure];
		c.key = names[c.key];
		sums_put_cell(s, &c);
	}
	return true;
}

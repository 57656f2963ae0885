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

static void begin(struct sending *o, const struct sums *s, uint64_t n)
{
	buf_init(&o->out, CHUNK + NAME_MOST);
	add_names(o, s);
	add(o, &n, sizeof(n));
}

static bool end(struct sending *o)
{
	flush(o);
	buf_done(&o->out);
	return o->good;
}

bool sums_send(struct sums *s, sums_put *put, void *p)
{
	struct sending o = {.put = put, .p = p, .good = true};

	begin(&o, s, sums_count(s));
	for (size_t i = 0; i < s->size; i++)
		for (int k = 0; k < sums_page_cells(&s->pages[i]); k++)
			if (s->pages[i].n[k]) {
				struct sum_cell c = sums_page_cell(&s->pages[i], k);
				add(&o, &c, sizeof(c));
			}
	return end(&o);
}

bool sums_send_sorted(struct sums *s, sums_put *put, void *p)
{
	struct sending o = {.put = put, .p = p, .good = true};
	struct sum_cell *all;
	size_t n;

	sums_settle(s);
	all = sums_sorted(s, &n);
	begin(&o, s, n);
	for (size_t i = 0; i < n; i++)
		add(&o, &all[i], sizeof(all[i]));
	return end(&o);
}

/* ---- taken in ---- */

struct sums_sent {
	sums_get *get;
	void *p;
	uint32_t *names, name_count; /* their numbers are not ours */
	uint64_t left;
};

static bool get_names(struct sums_sent *o, struct sums *s)
{
	char name[NAME_MOST];
	uint32_t n;

	if (!o->get(o->p, &o->name_count, sizeof(o->name_count)))
		return false;
	o->names = arena_array(s->cx->a, o->name_count, sizeof(*o->names));
	for (uint32_t i = 0; i < o->name_count; i++) {
		if (!o->get(o->p, &n, sizeof(n)) || n >= sizeof(name) || !o->get(o->p, name, n))
			return false;
		name[n] = 0;
		o->names[i] = sums_key(s, name);
	}
	return true;
}

bool sums_sent_begin(struct sums *s, sums_get *get, void *p, struct sums_sent **ret)
{
	struct sums_sent *o = arena_new_of(s->cx->a, struct sums_sent);

	o->get = get;
	o->p = p;
	*ret = o;
	return get_names(o, s) && get(p, &o->left, sizeof(o->left));
}

uint64_t sums_sent_left(const struct sums_sent *o)
{
	return o->left;
}

bool sums_sent_next(struct sums_sent *o, struct sum_cell *ret)
{
	if (!o->left || !o->get(o->p, ret, sizeof(*ret)) || ret->figure >= o->name_count ||
		ret->key >= o->name_count)
		return false;
	ret->figure = o->names[ret->figure];
	ret->key = o->names[ret->key];
	o->left--;
	return true;
}

bool sums_receive(struct sums *s, sums_get *get, void *p)
{
	struct sums_sent *o;
	struct sum_cell c;

	if (!sums_sent_begin(s, get, p, &o))
		return false;
	while (sums_sent_next(o, &c))
		sums_put_cell(s, &c);
	return !o->left;
}

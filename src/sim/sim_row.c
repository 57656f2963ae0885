#include "sim/sim_row.h"

#include "base/die.h"

const struct sim_columns sim_tables[SIM_TABLES] = {
	[SIM_PERSON] = {"person", "id version txn", ""},
	[SIM_PERSON_SPELL] = {"person_spell",
		"person from_day to_day txn full_name birth_date sex ethnicity religion "
		"native_place residence phone citizen_no schooling degree theory_level "
		"occupation youth_union village_code member_no made_ms void_txn void_ms",
		""},
	[SIM_FACT] = {"member_fact",
		"person id day seq kind cell other place second_day until_day number years status "
		"reason assumed txn made_ms void_txn void_ms",
		""},
	[SIM_SPELL] = {"member_spell",
		"cell counted to_day sort_key person from_day txn status admitted_on official_on "
		"cardless_to pieced host transit exempt away suspended made_ms void_txn void_ms",
		"qddvq"},
	[SIM_FLOW] = {"member_flow", "cell day person kind fact txn other made_ms void_txn void_ms",
		"qdq"},
	[SIM_WORD] = {"name_word", "word person", "vq"},
	[SIM_TXN_PERSON] = {"txn_person", "txn person", "qq"},
};

/* ---- bytes ---- */

static void put_fixed(struct buf *b, uint64_t v, int bytes)
{
	char out[8];

	for (int i = 0; i < bytes; i++)
		out[i] = (char)(v >> 8 * (bytes - 1 - i));
	buf_put(b, out, (size_t)bytes);
}

static uint64_t get_fixed(const char *p, int bytes)
{
	uint64_t v = 0;

	for (int i = 0; i < bytes; i++)
		v = v << 8 | (unsigned char)p[i];
	return v;
}

static void put_short(struct buf *b, uint64_t v)
{
	char out[10];
	int n = 0;

	for (; v >= 0x80; v >>= 7)
		out[n++] = (char)(v | 0x80);
	out[n++] = (char)v;
	buf_put(b, out, (size_t)n);
}

static uint64_t get_short(const char **p)
{
	uint64_t v = 0;

	for (int shift = 0;; shift += 7) {
		unsigned char c = (unsigned char)*(*p)++;
		v |= (uint64_t)(c & 0x7f) << shift;
		if (c < 0x80)
			return v;
	}
}

/* Whole numbers: twice, with the sign at the end. Texts: one more than their length; 0 is NULL. */
static void put_value(struct buf *b, const struct db_val *v)
{
	if (v->type == DB_INT) {
		put_short(b, (uint64_t)v->i << 1 ^ (v->i < 0 ? UINT64_MAX : 0));
	} else if (v->type == DB_NULL || !v->s.p) {
		put_short(b, 0);
	} else {
		put_short(b, v->s.n + 1);
		buf_put(b, v->s.p, v->s.n);
	}
}

static int key_bytes(char key)
{
	return key == 'q' ? 8 : key == 'd' ? 4 : 0;
}

static void put_key(struct buf *b, const char *keys, const struct db_val *row)
{
	for (int i = 0; keys[i]; i++)
		if (keys[i] == 'v')
			buf_put(b, row[i].s.p, row[i].s.n);
		else
			put_fixed(b, (uint64_t)row[i].i, key_bytes(keys[i]));
}

enum { HEAD = 4 }; /* two bytes how long it is in all, two how long the key is */

void sim_row_put(struct buf *b, enum sim_table which, const struct db_val *row, int n)
{
	const char *keys = sim_tables[which].keys;
	size_t at = b->n, key_end;

	buf_put(b, "\0\0\0", HEAD);
	put_key(b, keys, row);
	key_end = b->n;
	/* a letter before each value says which kind it is: a NULL is no number */
	for (int i = (int)strlen(keys); i < n; i++) {
		buf_putc(b, row[i].type == DB_INT ? 'i' : row[i].type == DB_BYTES ? 'b' : 't');
		put_value(b, &row[i]);
	}
	must(b->n - at < UINT16_MAX && !buf_overflow(b));
	b->p[at] = (char)((b->n - at) >> 8);
	b->p[at + 1] = (char)(b->n - at);
	b->p[at + 2] = (char)((key_end - at - HEAD) >> 8);
	b->p[at + 3] = (char)(key_end - at - HEAD);
}

size_t sim_row_size(const char *p)
{
	return get_fixed(p, 2);
}

struct str sim_row_key(const char *p)
{
	return (struct str){p + HEAD, get_fixed(p + 2, 2)};
}

/* How long the one value of any length is: what the others leave of the key. */
static size_t room_of(const char *keys, size_t n)
{
	for (int i = 0; keys[i]; i++)
		n -= (size_t)key_bytes(keys[i]);
	return n;
}

static const char *get_key(const char *p, enum sim_table which, struct db_val *row, size_t key_size)
{
	const char *keys = sim_tables[which].keys;
	size_t room = room_of(keys, key_size);

	for (int i = 0; keys[i]; i++) {
		size_t bytes = keys[i] == 'v' ? room : (size_t)key_bytes(keys[i]);
		if (keys[i] == 'v')
			row[i] = (struct db_val){
				.type = which == SIM_WORD ? DB_TEXT : DB_BYTES, .s = {p, bytes}};
		else
			row[i] = db_val_int((int64_t)get_fixed(p, (int)bytes));
		p += bytes;
	}
	return p;
}

static const char *get_value(const char *p, struct db_val *v)
{
	char kind = *p++;
	uint64_t n = get_short(&p);

	if (kind == 'i') {
		*v = db_val_int((int64_t)(n >> 1 ^ -(n & 1)));
		return p;
	}
	*v = (struct db_val){.type = !n ? DB_NULL : kind == 'b' ? DB_BYTES : DB_TEXT};
	if (!n)
		return p;
	v->s = (struct str){p, n - 1};
	return p + n - 1;
}

size_t sim_row_get(const char *p, enum sim_table which, struct db_val *row, int n)
{
	struct str key = sim_row_key(p);
	const char *at = get_key(key.p, which, row, key.n);

	for (int i = (int)strlen(sim_tables[which].keys); i < n; i++)
		at = get_value(at, &row[i]);
	return sim_row_size(p);
}

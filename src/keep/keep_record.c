#include "keep/keep_record.h"

#include "base/die.h"

enum { FILES_MOST = 1000, NAME_MOST = 200 };
enum { NOTHING, NUMBER, TEXT, BYTES };

/* ---- writing ---- */

static void put_number(struct buf *b, int64_t n)
{
	uint64_t v = (uint64_t)n << 1 ^ (n < 0 ? UINT64_MAX : 0);

	for (; v > 0x7f; v >>= 7)
		buf_putc(b, (char)(v | 0x80));
	buf_putc(b, (char)v);
}

static void put_text(struct buf *b, struct str s)
{
	put_number(b, (int64_t)s.n);
	buf_str(b, s);
}

void keep_record_head(struct buf *b, const struct keep_head *h)
{
	put_number(b, h->made_ms);
	for (int part = 0; part < KEEP_PARTS; part++) {
		const struct keep_files *files = &h->files[part];
		put_number(b, (int64_t)files->n);
		for (size_t i = 0; i < files->n; i++) {
			put_number(b, files->list[i].n);
			put_text(b, str_of(files->list[i].name));
			put_text(b, str_of(files->list[i].digest));
		}
	}
}

void keep_record_table(struct buf *b, enum db_part part, const struct db_table *t)
{
	put_number(b, part);
	put_text(b, str_of(t->name));
	put_number(b, t->n);
	for (int i = 0; i < t->n; i++) {
		buf_putc(b, t->col[i].type);
		put_text(b, str_of(t->col[i].name));
	}
	put_number(b, t->keys);
	for (int i = 0; i < t->keys; i++)
		put_number(b, t->key[i]);
}

void keep_record_row(struct buf *b, const struct db_table *t, const struct db_val *row)
{
	for (int i = 0; i < t->n; i++) {
		const struct db_val *v = &row[i];
		if (v->type == DB_NULL) {
			buf_putc(b, NOTHING);
		} else if (v->type == DB_INT) {
			buf_putc(b, NUMBER);
			put_number(b, v->i);
		} else {
			buf_putc(b, v->type == DB_TEXT ? TEXT : BYTES);
			put_text(b, v->s);
		}
	}
}

void keep_record_count(struct buf *b, const struct keep_count *c)
{
	put_number(b, c->rows);
	buf_put(b, c->digest, DIGEST_BYTES);
}

void keep_record_end(struct buf *b, const struct keep_sum *s)
{
	put_number(b, s->tables);
	put_number(b, s->rows);
	put_number(b, s->batch);
	put_text(b, str_of(s->head));
}

/* ---- reading ---- */

static bool get_bytes(struct str *in, size_t n, struct str *ret)
{
	if (n > in->n)
		return false;
	*ret = (struct str){in->p, n};
	*in = (struct str){in->p + n, in->n - n};
	return true;
}

static bool get_byte(struct str *in, unsigned char *ret)
{
	struct str s;

	if (!get_bytes(in, 1, &s))
		return false;
	*ret = (unsigned char)*s.p;
	return true;
}

/* Ten bytes at most, of which the last has one bit; none that only lengthen it. */
static bool get_number(struct str *in, int64_t *ret)
{
	unsigned char byte = 0x80;
	uint64_t v = 0;

	for (int shift = 0; byte & 0x80; shift += 7) {
		if (!get_byte(in, &byte) || (shift == 63 && byte > 1) || (shift && byte == 0))
			return false;
		v |= (uint64_t)(byte & 0x7f) << shift;
	}
	*ret = (int64_t)(v >> 1 ^ (v & 1 ? UINT64_MAX : 0));
	return true;
}

static bool get_size(struct str *in, int64_t most, int64_t *ret)
{
	return get_number(in, ret) && *ret >= 0 && *ret <= most;
}

static bool get_text(struct str *in, struct str *ret)
{
	int64_t n;

	return get_size(in, KEEP_ROW, &n) && get_bytes(in, (size_t)n, ret);
}

static bool get_name(struct str *in, struct arena *a, const char **ret)
{
	struct str s;

	if (!get_text(in, &s) || !s.n || s.n > NAME_MOST || memchr(s.p, 0, s.n))
		return false;
	*ret = arena_strndup(a, s.p, s.n);
	return true;
}

static bool get_files(struct str *in, struct arena *a, struct keep_files *ret)
{
	int64_t n;

	if (!get_size(in, FILES_MOST, &n))
		return false;
	ret->n = (size_t)n;
	ret->list = arena_array(a, ret->n, sizeof(*ret->list));
	for (size_t i = 0; i < ret->n; i++)
		if (!get_number(in, &ret->list[i].n) || !get_name(in, a, &ret->list[i].name) ||
			!get_name(in, a, &ret->list[i].digest))
			return false;
	return true;
}

bool keep_read_head(struct str in, struct arena *a, struct keep_head *ret)
{
	if (!get_number(&in, &ret->made_ms))
		return false;
	for (int part = 0; part < KEEP_PARTS; part++)
		if (!get_files(&in, a, &ret->files[part]))
			return false;
	return in.n == 0;
}

static bool get_column(struct str *in, struct arena *a, struct db_column *ret)
{
	unsigned char type;

	if (!get_byte(in, &type) || !type || !strchr("itb", type))
		return false;
	ret->type = (char)type;
	return get_name(in, a, &ret->name);
}

bool keep_read_table(struct str in, struct arena *a, enum db_part *ret_part, struct db_table *ret)
{
	int64_t part, n, keys, key;

	if (!get_size(&in, KEEP_PARTS - 1, &part) || !get_name(&in, a, &ret->name) ||
		!get_size(&in, DB_TABLE_COLS, &n))
		return false;
	ret->n = (int)n;
	ret->col = arena_array(a, (size_t)n, sizeof(*ret->col));
	for (int i = 0; i < ret->n; i++)
		if (!get_column(&in, a, &ret->col[i]))
			return false;
	if (!get_size(&in, DB_TABLE_KEYS, &keys))
		return false;
	ret->keys = (int)keys;
	for (int i = 0; i < ret->keys; i++) {
		if (!get_size(&in, n - 1, &key))
			return false;
		ret->key[i] = (short)key;
	}
	*ret_part = (enum db_part)part;
	return in.n == 0;
}

/* A value is of its column's type, or NULL. */
static bool get_value(struct str *in, char type, struct db_val *ret)
{
	unsigned char kind;

	*ret = (struct db_val){.type = DB_NULL};
	if (!get_byte(in, &kind))
		return false;
	if (kind == NOTHING)
		return true;
	if (kind > BYTES || "\0itb"[kind] != type)
		return false;
	ret->type = kind == NUMBER ? DB_INT : kind == TEXT ? DB_TEXT : DB_BYTES;
	return kind == NUMBER ? get_number(in, &ret->i) : get_text(in, &ret->s);
}

bool keep_read_row(struct str in, const struct db_table *t, struct db_val *ret)
{
	for (int i = 0; i < t->n; i++)
		if (!get_value(&in, t->col[i].type, &ret[i]))
			return false;
	return in.n == 0;
}

bool keep_read_count(struct str in, struct keep_count *ret)
{
	struct str digest;

	if (!get_size(&in, INT64_MAX, &ret->rows) || !get_bytes(&in, DIGEST_BYTES, &digest))
		return false;
	memcpy(ret->digest, digest.p, DIGEST_BYTES);
	return in.n == 0;
}

bool keep_read_end(struct str in, struct keep_sum *ret)
{
	struct str head;

	if (!get_size(&in, INT64_MAX, &ret->tables) || !get_size(&in, INT64_MAX, &ret->rows) ||
		!get_size(&in, INT64_MAX, &ret->batch) || !get_text(&in, &head) ||
		head.n >= KEEP_HEAD || in.n)
		return false;
	memcpy(ret->head, head.p, head.n);
	ret->head[head.n] = 0;
	return true;
}

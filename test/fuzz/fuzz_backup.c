/*
 * Any bytes, read as a backup. The first byte says how: as a whole file, or as what stands inside
 * of one, compressed and encrypted with the key of this fuzzer, so that the reader of the contents
 * is reached. It ends with all tables or with a sentence, and gives only rows of their types.
 */
#include "base/crypto.h"
#include "base/die.h"
#include "keep/keep_file.h"
#include "keep/keep_pack.h"

#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct key key = {.id = "0123456789abcdef", .made = 20260701};
static const struct keyring ring = {&key, 1};

static enum err take_head(struct keep_sink *s, const struct keep_head *h)
{
	(void)s;
	for (int part = 0; part < KEEP_PARTS; part++)
		for (size_t i = 0; i < h->files[part].n; i++)
			must(*h->files[part].list[i].name && *h->files[part].list[i].digest);
	return ERR_OK;
}

static const struct db_table *now;

static enum err take_table(struct keep_sink *s, enum db_part part, const struct db_table *t)
{
	(void)s;
	must((part == DB_MAIN || part == DB_SIDE) && t->n <= DB_TABLE_COLS && *t->name);
	for (int i = 0; i < t->keys; i++)
		must(t->key[i] >= 0 && t->key[i] < t->n);
	now = t;
	return ERR_OK;
}

static enum err take_row(struct keep_sink *s, const struct db_val *row, struct str bytes)
{
	volatile char sink = bytes.n ? bytes.p[bytes.n - 1] : 0;

	(void)s;
	for (int i = 0; i < now->n; i++) {
		const struct db_val *v = &row[i];
		must(v->type == DB_NULL || now->col[i].type == "\0itb"[v->type]);
		for (size_t k = 0; v->type > DB_INT && k < v->s.n; k++)
			sink = v->s.p[k];
	}
	(void)sink;
	return ERR_OK;
}

static enum err take_count(struct keep_sink *s, const struct keep_count *c)
{
	(void)s;
	must(c->rows >= 0);
	return ERR_OK;
}

static enum err take_end(struct keep_sink *s, const struct keep_sum *sum)
{
	(void)s;
	must(sum->tables >= 0 && sum->rows >= 0);
	return ERR_OK;
}

static void put(int fd, const uint8_t *data, size_t n, const char *path, struct fault *f)
{
	struct arena *a = arena_new(1 << 20);
	struct pack *p;

	if (n && data[0] & 1) {
		must(!pack_new(&p, a, fd, path, &key, f));
		must(!pack_put(p, data + 1, n - 1));
		must(!pack_end(p));
	} else if (n) {
		must(write(fd, data + 1, n - 1) == (ssize_t)(n - 1));
	}
	must(lseek(fd, 0, SEEK_SET) == 0);
	arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct keep_sink sink = {take_head, take_table, take_row, take_count, take_end};
	struct arena *a = arena_new(32 << 20);
	struct fault f = {.a = a};
	struct keep_source *source;
	struct keep_sum sum;
	int fd = memfd_create("backup", MFD_CLOEXEC);
	char path[40];
	enum err e;

	crypto_start();
	must(fd >= 0);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	put(fd, data, n, path, &f);
	e = keep_file_open(&source, a, path, &ring, &f);
	if (!e)
		e = keep_pump(source, &sink, NULL, &sum, &f);
	must(!e == !f.first && e == f.code);
	must(!e || e == ERR_FILE || e == ERR_NOT_FOUND || e == ERR_TOO_LARGE);
	arena_free(a);
	close(fd);
	return 0;
}

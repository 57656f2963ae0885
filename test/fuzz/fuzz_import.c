/*
 * A table of any shape taken for a roster: headers, guesses, corrections, rows, cells. The first
 * line holds corrections and, behind a '|', rows; the rest is the file.
 */
#include "base/die.h"
#include "import/import.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(struct import *im)
{
	struct import_result res;
	const struct import_column *c;
	struct list problems = import_problems(im);

	import_result(im, &res);
	must(res.rows == (int64_t)im->rows.n && res.bad <= res.rows + im->problem_count);
	must(problems.n == (size_t)im->problem_count);
	c = res.columns.rows;
	for (size_t i = 0; i < res.columns.n; i++)
		must(c[i].header && (!c[i].field || field_find(im->kind->fields, c[i].field)));
	for (size_t i = 0; i < im->rows.n; i++)
		must(import_row_place(im, i) && im->numbers[i] > 0);
}

static void read_one(struct arena *a, struct str first, struct str file)
{
	struct fault f = {.a = a};
	struct ctx cx = {.a = a, .f = &f, .say = {LANG_VI, NULL, 20250601}};
	struct str columns = str_cut(&first, '|');
	const struct import_options opt = {.columns = arena_strndup(a, columns.p, columns.n),
		.rows = first.p ? arena_strndup(a, first.p, first.n) : NULL,
		.ignore_unknown = columns.n % 2,
		.every_sheet = 1};
	struct import *im;
	enum err e = import_open(&cx, import_kind_find("members"), &opt, "chi-bo-a.csv", file, &im);

	must(!e == !f.first);
	if (im)
		check(im);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(64 << 20);
	/* a copy of its own, so that reading past the end is seen */
	char *copy = malloc(n ? n : 1);
	struct str rest = {copy, n}, first;

	memcpy(copy, data, n);
	first = str_cut(&rest, '\n');
	read_one(a, first, rest.p ? rest : S(""));
	arena_free(a);
	free(copy);
	return 0;
}

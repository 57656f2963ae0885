/*
 * XLSX. The first byte says what the others are: 'z' a whole file, else one part of a book whose
 * other parts are sound (a changed part in a ZIP would only be refused for its checksum):
 * 's' the sheet, 't' shared strings, 'n' number formats, 'b' the workbook, 'r' its relations.
 */
#include "base/die.h"
#include "base/sheet.h"

#include <stdint.h>
#include <stdlib.h>
#include <zip.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct sheet_limits limits = {1 << 20, 200, 16, 512, 50, 200};

#define REL(id, type) "<Relationship Id='" id "' Type='/" type "' Target='" type "'/>"

static const struct {
	char kind;
	const char *path, *sound;
} parts[] = {
	{'b', "xl/workbook.xml",
		"<w><sheets><sheet name='a' id='1'/><sheet name='b' id='1'/></sheets></w>"},
	{'r', "xl/_rels/workbook.xml.rels",
		"<a>" REL("1", "worksheet") REL("2", "styles") REL("3", "sharedStrings") "</a>"},
	{'n', "xl/styles", "<s><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></s>"},
	{'t', "xl/sharedStrings", "<s><si><t>a</t></si><si><r><t>b</t></r></si></s>"},
	{'s', "xl/worksheet",
		"<w><sheetData><row><c t='s'><v>1</v></c><c "
		"s='1'><v>9</v></c></row></sheetData></w>"},
};

static struct str pack(struct arena *a, char kind, const uint8_t *data, size_t n)
{
	zip_source_t *src = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = zip_open_from_source(src, ZIP_TRUNCATE, NULL);
	zip_stat_t st;
	char *p;

	zip_source_keep(src);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		bool own = parts[i].kind == kind;
		const void *text = own ? (const void *)data : parts[i].sound;
		size_t size = own ? n : strlen(parts[i].sound);

		zip_file_add(zip, parts[i].path, zip_source_buffer(zip, text, size, 0), 0);
		zip_set_file_compression(zip, i, ZIP_CM_STORE, 0);
	}
	must(zip_close(zip) == 0 && zip_source_stat(src, &st) == 0);
	p = arena_alloc(a, st.size);
	zip_source_open(src);
	zip_source_read(src, p, st.size);
	zip_source_close(src);
	zip_source_free(src);
	return (struct str){p, st.size};
}

static void check_row(const struct sheet_row *row)
{
	volatile char sink;

	must(row->n > 0 && row->n <= (size_t)limits.max_cols && row->number > 0);
	for (size_t i = 0; i < row->n; i++) {
		const struct cell *c = &row->cells[i];

		must(c->text.n <= limits.max_cell);
		must((c->type == CELL_EMPTY) == (c->text.n == 0));
		for (size_t k = 0; k < c->text.n; k++)
			sink = c->text.p[k];
	}
	(void)sink;
}

static void read_all(struct arena *a, struct str bytes)
{
	struct fault f = {.a = a};
	struct sheet_row row;
	struct sheet *s;
	long rows = 0;

	if (!sheet_open(&s, a, bytes, "x.xlsx", &limits, &f)) {
		for (size_t i = 0; i < sheet_count(s) && i < 3; i++) {
			if (sheet_select(s, i))
				break;
			for (rows = 0; sheet_row(s, &row); rows++)
				check_row(&row);
		}
		must(sheet_end(s) == f.code);
	}
	must(!f.code == !f.first && rows <= limits.max_rows);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a;
	char *copy;

	if (n == 0)
		return 0;
	a = arena_new(32 << 20);
	if (data[0] != 'z') {
		read_all(a, pack(a, (char)data[0], data + 1, n - 1));
	} else {
		copy = malloc(n);
		memcpy(copy, data + 1, n - 1);
		read_all(a, (struct str){copy, n - 1});
		free(copy);
	}
	arena_free(a);
	return 0;
}

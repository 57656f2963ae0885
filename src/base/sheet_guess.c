/* What kind of file came, by its first bytes; for kinds that are not read, what to do. */
#include "base/sheet_impl.h"

static bool begins(struct str s, const char *magic, size_t n)
{
	return s.n >= n && !memcmp(s.p, magic, n);
}

/* A name as the directory of an OLE2 file writes it: two bytes for each letter. */
static bool has_stream(struct str s, const char *name)
{
	char wide[64];
	size_t n = 0;

	for (; *name && n + 4 < sizeof(wide); name++) {
		wide[n++] = *name;
		wide[n++] = 0;
	}
	wide[n++] = 0;
	wide[n++] = 0;
	return memmem(s.p, s.n, wide, n) != NULL;
}

static bool named(const struct sheet *s, const char *suffix)
{
	struct str name = str_of(s->filename), end = str_of(suffix);

	if (name.n < end.n)
		return false;
	return str_eq_nocase((struct str){name.p + name.n - end.n, end.n}, end);
}

static enum msg advice_ole2(const struct sheet *s)
{
	bool word = has_stream(s->bytes, "WordDocument");

	if (has_stream(s->bytes, "EncryptedPackage"))
		return M_SHEET_PASSWORD;
	if (word && named(s, ".doc"))
		return M_SHEET_WORD;
	if (has_stream(s->bytes, "Workbook") || has_stream(s->bytes, "Book"))
		return M_SHEET_XLS;
	return word ? M_SHEET_WORD : M_SHEET_UNKNOWN;
}

/* Text formats that carry the name of a table: pages of the web, XML of Excel 2003, RTF. */
static enum msg advice_text(struct str s)
{
	static const char *const html[] = {"<!doctype", "<html", "<head", "<table", "<meta",
		"<?xml", "<body", "<style", "mime-version:", "content-type:"};

	if (begins(s, "\xef\xbb\xbf", 3))
		s = (struct str){s.p + 3, s.n - 3};
	s = str_trim(s);
	for (size_t i = 0; i < sizeof(html) / sizeof(*html); i++) {
		struct str tag = str_of(html[i]);

		if (s.n >= tag.n && str_eq_nocase((struct str){s.p, tag.n}, tag))
			return M_SHEET_HTML;
	}
	return begins(s, "{\\rtf", 5) ? M_SHEET_WORD : M_NONE;
}

static bool binary(struct str s)
{
	size_t n = s.n < 4096 ? s.n : 4096;

	if (begins(s, "\xff\xfe", 2) || begins(s, "\xfe\xff", 2))
		return false;
	return memchr(s.p, 0, n) || begins(s, "\x89PNG", 4) || begins(s, "\xff\xd8\xff", 3) ||
	       begins(s, "GIF8", 4) || begins(s, "Rar!", 4) || begins(s, "7z\xbc\xaf", 4);
}

static enum msg advice(const struct sheet *s)
{
	struct str b = s->bytes;

	if (b.n == 0)
		return M_SHEET_EMPTY;
	if (begins(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8))
		return advice_ole2(s);
	/* Excel 2 to 4, before files had directories */
	if (begins(b, "\x09\x00\x04\x00", 4) || begins(b, "\x09\x02\x06\x00", 4) ||
		begins(b, "\x09\x04\x06\x00", 4) || begins(b, "\x09\x08\x08\x00", 4))
		return M_SHEET_XLS;
	if (begins(b, "%PDF", 4))
		return M_SHEET_PDF;
	if (binary(b))
		return named(s, ".xlsx") ? M_SHEET_BROKEN : M_SHEET_UNKNOWN;
	return advice_text(b);
}

const struct sheet_reader *sheet_guess(struct sheet *s)
{
	enum msg what;

	if (begins(s->bytes, "PK\3\4", 4) || begins(s->bytes, "PK\5\6", 4))
		return &sheet_xlsx_reader;
	what = advice(s);
	if (what == M_NONE)
		return &sheet_csv_reader;
	sheet_fail(s, ERR_FILE, what, NULL);
	return NULL;
}

enum err sheet_guess_zip(struct sheet *s, zip_t *zip)
{
	static const struct {
		const char *entry;
		enum msg what;
	} kinds[] = {
		{"word/document.xml", M_SHEET_WORD},
		{"xl/workbook.bin", M_SHEET_XLS},
		{"content.xml", M_SHEET_ODS},
		{"xl/workbook.xml", M_SHEET_BROKEN},
		{"[Content_Types].xml", M_SHEET_UNKNOWN},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (zip_name_locate(zip, kinds[i].entry, ZIP_FL_NOCASE) >= 0)
			return sheet_fail(s, ERR_FILE, kinds[i].what, NULL);
	return sheet_fail(s, ERR_FILE, M_SHEET_UNKNOWN, NULL);
}

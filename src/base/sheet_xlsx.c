/* XLSX: the book around the cells: which sheets there are, number formats, shared strings. */
#include "base/sheet_impl.h"

#include "base/die.h"

#include <ctype.h>
#include <stdlib.h>

enum {
	RELATIONS = 1000,
	SHEETS = 1000,
	PATH_MOST = 512,  /* bytes of a path or a name */
	FORMATS = 65536,  /* number formats and styles beyond are ignored */
	STRINGS_PART = 4, /* shared strings may fill that part of what may be unpacked */
};

static bool is(const char *a, const char *b)
{
	return !strcmp(a, b);
}

static bool ends(const char *s, const char *suffix)
{
	return s && str_ends(str_of(s), str_of(suffix));
}

static long number_attr(const char **attrs, const char *name, long otherwise)
{
	const char *v = part_attr(attrs, name);
	long long n;

	return v && str_to_int(str_of(v), &n) && n >= 0 && n < INT32_MAX ? (long)n : otherwise;
}

/* ---- relations: which part is what ---- */

static void relation_start(struct sheet *s, const char *name, const char **attrs)
{
	struct xlsx *x = s->state;
	const char *id = part_attr(attrs, "Id"), *type = part_attr(attrs, "Type"),
		   *target = part_attr(attrs, "Target"), *mode = part_attr(attrs, "TargetMode");

	if (!is(name, "Relationship") || !id || !type || !target || (mode && is(mode, "External")))
		return;
	if (x->relation_count == RELATIONS || strlen(id) > PATH_MOST || strlen(type) > PATH_MOST ||
		strlen(target) > PATH_MOST) {
		sheet_broken(s, "xlsx: relations out of measure");
		return;
	}
	x->relations[x->relation_count++] = (struct relation){
		arena_strdup(s->a, id), arena_strdup(s->a, type), arena_strdup(s->a, target)};
}

static void ignore_end(struct sheet *s, const char *name)
{
	(void)s, (void)name;
}

static const struct part_events relation_events = {relation_start, ignore_end, NULL};

static enum err read_relations(struct sheet *s, const char *path)
{
	struct xlsx *x = s->state;

	if (!x->relations)
		x->relations = arena_array(s->a, RELATIONS, sizeof(*x->relations));
	x->relation_count = 0;
	return part_read(&x->part, s, x->zip, path, &relation_events, &x->unpacked);
}

static const struct relation *relation_of_type(const struct xlsx *x, const char *suffix)
{
	for (size_t i = 0; i < x->relation_count; i++)
		if (ends(x->relations[i].type, suffix))
			return &x->relations[i];
	return NULL;
}

static const struct relation *relation_of_id(const struct xlsx *x, const char *id)
{
	for (size_t i = 0; id && i < x->relation_count; i++)
		if (is(x->relations[i].id, id))
			return &x->relations[i];
	return NULL;
}

/* A target as seen from the folder of `base`: "../a.xml" from "xl/workbook.xml" is "a.xml". */
static const char *resolve(struct arena *a, const char *base, const char *target)
{
	const char *slash = strrchr(base, '/');
	size_t folder = slash ? (size_t)(slash - base) + 1 : 0;

	if (*target == '/')
		return arena_strdup(a, target + 1);
	while (!strncmp(target, "../", 3)) {
		target += 3;
		if (folder)
			folder--;
		while (folder && base[folder - 1] != '/')
			folder--;
	}
	while (!strncmp(target, "./", 2))
		target += 2;
	return arena_printf(a, "%.*s%s", (int)folder, base, target);
}

/* ---- the workbook: names of the sheets ---- */

/* Sheets that are hidden come last: what the user sees as the first is the first. */
static void add_sheet(struct sheet *s, const char **attrs)
{
	struct xlsx *x = s->state;
	const char *name = part_attr(attrs, "name"), *state = part_attr(attrs, "state");
	const struct relation *r = relation_of_id(x, part_attr(attrs, "id"));
	size_t at = s->count;

	if (!r || !ends(r->type, "/worksheet"))
		return;
	if (s->count == SHEETS || !name || strlen(name) > PATH_MOST) {
		sheet_broken(s, "xlsx: sheets out of measure");
		return;
	}
	if (state && !is(state, "visible")) {
		x->hidden++;
	} else {
		at -= x->hidden;
		memmove(s->names + at + 1, s->names + at, x->hidden * sizeof(*s->names));
		memmove(x->paths + at + 1, x->paths + at, x->hidden * sizeof(*x->paths));
	}
	s->names[at] = arena_strdup(s->a, name);
	x->paths[at] = resolve(s->a, x->book, r->target);
	s->count++;
}

static void book_start(struct sheet *s, const char *name, const char **attrs)
{
	struct xlsx *x = s->state;
	const char *v;

	if (is(name, "sheet")) {
		add_sheet(s, attrs);
	} else if (is(name, "workbookPr")) {
		v = part_attr(attrs, "date1904");
		x->since_1904 = v && (is(v, "1") || is(v, "true"));
	}
}

static const struct part_events book_events = {book_start, ignore_end, NULL};

static enum err read_book(struct sheet *s)
{
	struct xlsx *x = s->state;

	s->names = arena_array(s->a, SHEETS + 1, sizeof(*s->names));
	x->paths = arena_array(s->a, SHEETS + 1, sizeof(*x->paths));
	TRY(part_read(&x->part, s, x->zip, x->book, &book_events, &x->unpacked));
	return s->count ? ERR_OK : sheet_fail(s, ERR_FILE, M_SHEET_NONE, NULL);
}

/* ---- styles: which cells show days ---- */

/* The part of a format code that stands for itself: "text", [colour], \x, _x, *x. */
static const char *skip_literal(const char *p)
{
	const char *end = NULL;

	if (*p == '"')
		end = strchr(p + 1, '"');
	else if (*p == '[')
		end = strchr(p, ']');
	else if (*p == '\\' || *p == '_' || *p == '*')
		end = p[1] ? p + 1 : p;
	else if (!strncasecmp(p, "AM/PM", 5))
		end = p + 4;
	else
		return p;
	return end ? end + 1 : p + strlen(p);
}

/* [h], [mm], [ss]: time gone by. */
static bool elapsed(const char *p)
{
	size_t n = *p == '[' ? strspn(p + 1, "hHmMsS") : 0;

	return n && p[n + 1] == ']';
}

bool xlsx_format_is_day(const char *code)
{
	bool day = false, month = false, clock = false;

	while (*code) {
		const char *next = skip_literal(code);

		if (next != code) {
			clock |= elapsed(code);
			code = next;
			continue;
		}
		switch (tolower((unsigned char)*code++)) {
		case 'd':
		case 'y':
			day = true;
			break;
		case 'm':
			month = true;
			break;
		case 'h':
		case 's':
			clock = true;
			break;
		}
	}
	return day || (month && !clock);
}

/* Formats without a code in the file. 27 to 36 and 50 to 58 show days in East Asian versions. */
static bool builtin_day(size_t id)
{
	return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
	       (id >= 50 && id <= 58);
}

static bool format_day(const struct xlsx *x, size_t id)
{
	char told = id < x->day_formats.n ? x->day_formats.p[id] : 0;

	return told ? told == 'd' : builtin_day(id);
}

static void style_start(struct sheet *s, const char *name, const char **attrs)
{
	struct xlsx *x = s->state;
	const char *code = part_attr(attrs, "formatCode");
	size_t id = (size_t)number_attr(attrs, "numFmtId", 0);

	if (is(name, "cellXfs")) {
		x->in_styles = true;
	} else if (is(name, "numFmt") && code && id < FORMATS) {
		while (x->day_formats.n <= id)
			buf_putc(&x->day_formats, 0);
		x->day_formats.p[id] = xlsx_format_is_day(code) ? 'd' : 'n';
	} else if (x->in_styles && is(name, "xf") && x->day_styles.n < FORMATS) {
		buf_putc(&x->day_styles, format_day(x, id));
	}
}

static void style_end(struct sheet *s, const char *name)
{
	struct xlsx *x = s->state;

	if (is(name, "cellXfs"))
		x->in_styles = false;
}

static const struct part_events style_events = {style_start, style_end, NULL};

/* ---- shared strings ---- */

static void string_start(struct sheet *s, const char *name, const char **attrs)
{
	struct xlsx *x = s->state;
	uint32_t start = (uint32_t)x->strings.n;

	(void)attrs;
	if (is(name, "si")) {
		if (xlsx_string_count(x) >= (size_t)s->limits.max_strings)
			sheet_fail(s, ERR_TOO_LARGE, M_SHEET_STRINGS, NULL);
		buf_put(&x->starts, &start, sizeof(start));
		x->in_string = true;
		x->in_phonetic = false;
	} else if (is(name, "rPh")) {
		x->in_phonetic = true;
	} else if (is(name, "t")) {
		x->in_text = x->in_string && !x->in_phonetic;
	}
}

static void string_end(struct sheet *s, const char *name)
{
	struct xlsx *x = s->state;

	if (is(name, "t")) {
		x->in_text = false;
	} else if (is(name, "rPh")) {
		x->in_phonetic = false;
	} else if (is(name, "si") && x->in_string) {
		struct str last = xlsx_string(x, xlsx_string_count(x) - 1);

		if (last.n)
			x->strings.n -= last.n - xlsx_unescape((char *)last.p, last.n);
		x->in_string = false;
	}
}

static void string_text(struct sheet *s, const char *p, size_t n)
{
	struct xlsx *x = s->state;

	if (!x->in_text)
		return;
	buf_put(&x->strings, p, n);
	if (buf_overflow(&x->strings))
		sheet_fail(s, ERR_TOO_LARGE, M_SHEET_STRINGS, NULL);
}

static const struct part_events string_events = {string_start, string_end, string_text};

size_t xlsx_string_count(const struct xlsx *x)
{
	return x->starts.n / sizeof(uint32_t);
}

struct str xlsx_string(const struct xlsx *x, size_t i)
{
	uint32_t from, to = (uint32_t)x->strings.n;

	memcpy(&from, x->starts.p + i * sizeof(from), sizeof(from));
	if (i + 1 < xlsx_string_count(x))
		memcpy(&to, x->starts.p + (i + 1) * sizeof(to), sizeof(to));
	return to > from ? (struct str){x->strings.p + from, to - from} : S("");
}

static int hex_unit(const char *p)
{
	int u = 0;

	for (int i = 0; i < 4; i++) {
		char c = (char)tolower((unsigned char)p[i]);

		if (!isxdigit((unsigned char)c))
			return -1;
		u = u * 16 + (c <= '9' ? c - '0' : c - 'a' + 10);
	}
	return u;
}

/* Only what one byte can say is written so in earnest: control characters and "_". */
size_t xlsx_unescape(char *p, size_t n)
{
	char *first = memmem(p, n, "_x", 2);
	size_t to = first ? (size_t)(first - p) : n;

	for (size_t from = to; from < n;) {
		bool escape =
			n - from >= 7 && p[from] == '_' && p[from + 1] == 'x' && p[from + 6] == '_';
		int u = escape ? hex_unit(p + from + 2) : -1;

		if (u > 0 && u < 0x80) {
			p[to++] = (char)u;
			from += 7;
		} else {
			p[to++] = p[from++];
		}
	}
	return to;
}

/* ---- the reader ---- */

/*
 * Counted by the signature of directory entries before libzip makes an object of each: a small
 * file can promise millions.
 */
static bool too_many_entries(struct str s, int max)
{
	const char *p = s.p, *end = s.p + s.n;
	int n = 0;

	while ((p = memmem(p, (size_t)(end - p), "PK\1\2", 4))) {
		if (++n > max)
			return true;
		p += 4;
	}
	return false;
}

static enum err open_zip(struct sheet *s, struct xlsx *x)
{
	zip_error_t e;
	zip_source_t *src;

	if (too_many_entries(s->bytes, s->limits.max_entries))
		return sheet_fail(s, ERR_FILE, M_SHEET_UNSAFE, NULL);
	zip_error_init(&e);
	src = zip_source_buffer_create(s->bytes.p, s->bytes.n, 0, &e);
	if (!src)
		die("out of memory");
	x->zip = zip_open_from_source(src, ZIP_RDONLY, &e);
	if (!x->zip) {
		zip_source_free(src);
		sheet_broken(s, zip_error_strerror(&e));
	}
	zip_error_fini(&e);
	return s->err;
}

/* Finds the workbook by the relations of the package, or where it always is. */
static enum err find_book(struct sheet *s, struct xlsx *x)
{
	const struct relation *r = NULL;

	if (zip_name_locate(x->zip, "word/document.xml", ZIP_FL_NOCASE) >= 0)
		return sheet_guess_zip(s, x->zip);
	if (zip_name_locate(x->zip, "_rels/.rels", ZIP_FL_NOCASE) >= 0) {
		TRY(read_relations(s, "_rels/.rels"));
		r = relation_of_type(x, "/officeDocument");
	}
	x->book = r ? resolve(s->a, "", r->target) : "xl/workbook.xml";
	if (zip_name_locate(x->zip, x->book, ZIP_FL_NOCASE) < 0 || ends(x->book, ".bin"))
		return sheet_guess_zip(s, x->zip);
	return ERR_OK;
}

static const char *relations_path(struct arena *a, const char *book)
{
	const char *slash = strrchr(book, '/');
	int folder = slash ? (int)(slash - book) + 1 : 0;

	return arena_printf(a, "%.*s_rels/%s.rels", folder, book, book + folder);
}

/* Reads a part that a book may be without. */
static enum err read_optional(struct sheet *s, const char *type, const struct part_events *on)
{
	struct xlsx *x = s->state;
	const struct relation *r = relation_of_type(x, type);

	if (!r)
		return ERR_OK;
	return part_read(&x->part, s, x->zip, resolve(s->a, x->book, r->target), on, &x->unpacked);
}

static enum err xlsx_open(struct sheet *s)
{
	struct xlsx *x = arena_new_of(s->a, struct xlsx);

	s->state = x;
	buf_init(&x->strings, s->limits.max_unpacked / STRINGS_PART);
	buf_init(&x->starts, (size_t)s->limits.max_strings * sizeof(uint32_t));
	buf_init(&x->day_styles, FORMATS);
	buf_init(&x->day_formats, FORMATS);
	TRY(open_zip(s, x));
	TRY(find_book(s, x));
	TRY(read_relations(s, relations_path(s->a, x->book)));
	TRY(read_book(s));
	TRY(read_optional(s, "/styles", &style_events));
	TRY(read_optional(s, "/sharedStrings", &string_events));
	x->unpacked_book = x->unpacked;
	return ERR_OK;
}

static enum err xlsx_select(struct sheet *s, size_t i)
{
	struct xlsx *x = s->state;

	x->unpacked = x->unpacked_book;
	x->in_data = x->in_row = x->in_cell = x->in_text = x->in_phonetic = false;
	return part_open(&x->part, s, x->zip, x->paths[i], &grid_events, &x->unpacked);
}

static bool xlsx_row(struct sheet *s)
{
	struct xlsx *x = s->state;
	enum part_step step;

	if (!x->part.xml)
		return false;
	do
		step = part_step(&x->part);
	while (step == PART_MORE);
	if (step == PART_PAUSED)
		return true;
	part_close(&x->part);
	return false;
}

static int xlsx_progress(const struct sheet *s)
{
	const struct xlsx *x = s->state;

	if (!x->part.xml || !x->part.size || x->part.read >= x->part.size)
		return 1000;
	return (int)((double)x->part.read / (double)x->part.size * 1000);
}

static void xlsx_close(struct sheet *s)
{
	struct xlsx *x = s->state;

	part_close(&x->part);
	if (x->zip)
		zip_discard(x->zip);
	x->zip = NULL;
	buf_done(&x->strings);
	buf_done(&x->starts);
	buf_done(&x->day_styles);
	buf_done(&x->day_formats);
}

const struct sheet_reader sheet_xlsx_reader = {
	xlsx_open, xlsx_select, xlsx_row, xlsx_progress, xlsx_close};

/*
 * One XML part of a ZIP package, unpacked block by block into the parser.
 *
 * What is promised about sizes is not believed: bytes are counted as they come out. A document
 * type, nesting without end and tokens without end are refused: no spreadsheet has them.
 */
#include "base/die.h"
#include "base/sheet_impl.h"

enum { BLOCK = 32 << 10, DEPTH = 64, QUIET = 1 << 20 };
/* Sheets are read more than once, and there may be many: together they may not take for ever. */
enum { TIMES = 4 };

static const char *local(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon ? colon + 1 : name;
}

const char *part_attr(const char **attrs, const char *name)
{
	for (; *attrs; attrs += 2)
		if (!strcmp(local(attrs[0]), name))
			return attrs[1];
	return NULL;
}

static void unsafe(struct part *p, const char *why)
{
	if (!p->s->err)
		p->s->f->detail = why;
	sheet_fail(p->s, ERR_FILE, M_SHEET_UNSAFE, NULL);
	part_stop(p);
}

static void XMLCALL on_start(void *ctx, const XML_Char *name, const XML_Char **attrs)
{
	struct part *p = ctx;

	p->quiet = 0;
	if (p->s->err)
		return;
	if (++p->depth > DEPTH) {
		unsafe(p, "xml: nested too deeply");
		return;
	}
	p->on->start(p->s, local(name), attrs);
	if (p->s->err)
		part_stop(p);
}

static void XMLCALL on_end(void *ctx, const XML_Char *name)
{
	struct part *p = ctx;

	p->quiet = 0;
	if (p->s->err)
		return;
	p->depth--;
	p->on->end(p->s, local(name));
	if (p->s->err)
		part_stop(p);
}

static void XMLCALL on_text(void *ctx, const XML_Char *text, int n)
{
	struct part *p = ctx;

	p->quiet = 0;
	if (p->s->err)
		return;
	p->on->text(p->s, text, (size_t)n);
	if (p->s->err)
		part_stop(p);
}

static void XMLCALL on_doctype(
	void *ctx, const XML_Char *name, const XML_Char *sysid, const XML_Char *pubid, int internal)
{
	(void)name, (void)sysid, (void)pubid, (void)internal;
	unsafe(ctx, "xml: document type");
}

enum err part_open(struct part *p, struct sheet *s, zip_t *zip, const char *path,
	const struct part_events *on, size_t *unpacked)
{
	zip_stat_t st;

	part_close(p);
	*p = (struct part){.s = s, .on = on, .unpacked = unpacked};
	if (zip_stat(zip, path, ZIP_FL_NOCASE, &st) != 0)
		return sheet_broken(s, "zip: a part is missing");
	p->size = st.valid & ZIP_STAT_SIZE ? st.size : 0;
	p->file = zip_fopen_index(zip, st.index, 0);
	if (!p->file)
		return sheet_broken(s, zip_strerror(zip));
	p->xml = XML_ParserCreate(NULL);
	if (!p->xml)
		die("out of memory");
	XML_SetUserData(p->xml, p);
	XML_SetElementHandler(p->xml, on_start, on_end);
	if (on->text)
		XML_SetCharacterDataHandler(p->xml, on_text);
	XML_SetStartDoctypeDeclHandler(p->xml, on_doctype);
	return ERR_OK;
}

/* Takes the next block; false when there is none, after sheet_fail(). */
static bool feed(struct part *p, enum XML_Status *ret)
{
	struct sheet *s = p->s;
	void *block = XML_GetBuffer(p->xml, BLOCK);
	zip_int64_t n;

	if (!block)
		die("out of memory");
	n = zip_fread(p->file, block, BLOCK);
	if (n < 0) {
		sheet_broken(s, zip_file_strerror(p->file));
		return false;
	}
	p->read += (size_t)n;
	p->quiet += (size_t)n;
	*p->unpacked += (size_t)n;
	s->unpacked_ever += (size_t)n;
	if (*p->unpacked > s->limits.max_unpacked ||
		s->unpacked_ever / TIMES > s->limits.max_unpacked) {
		sheet_fail(s, ERR_TOO_LARGE, M_SHEET_LARGE,
			arena_printf(s->f->a, "%zu", s->limits.max_unpacked >> 20));
		return false;
	}
	if (p->quiet > QUIET) {
		unsafe(p, "xml: a token without end");
		return false;
	}
	*ret = XML_ParseBuffer(p->xml, (int)n, n == 0);
	return true;
}

enum part_step part_step(struct part *p)
{
	XML_ParsingStatus now;
	enum XML_Status st = XML_STATUS_OK;

	if (p->s->err)
		return PART_FAILED;
	if (p->paused)
		st = XML_ResumeParser(p->xml);
	else if (!feed(p, &st))
		return PART_FAILED;
	p->paused = st == XML_STATUS_SUSPENDED;
	if (p->s->err)
		return PART_FAILED;
	if (st == XML_STATUS_ERROR) {
		sheet_broken(p->s, XML_ErrorString(XML_GetErrorCode(p->xml)));
		return PART_FAILED;
	}
	XML_GetParsingStatus(p->xml, &now);
	return p->paused ? PART_PAUSED : now.parsing == XML_FINISHED ? PART_END : PART_MORE;
}

void part_pause(struct part *p)
{
	XML_StopParser(p->xml, XML_TRUE);
}

void part_stop(struct part *p)
{
	XML_StopParser(p->xml, XML_FALSE);
}

void part_close(struct part *p)
{
	if (p->xml)
		XML_ParserFree(p->xml);
	if (p->file)
		zip_fclose(p->file);
	p->xml = NULL;
	p->file = NULL;
}

enum err part_read(struct part *p, struct sheet *s, zip_t *zip, const char *path,
	const struct part_events *on, size_t *unpacked)
{
	enum part_step step;

	TRY(part_open(p, s, zip, path, on, unpacked));
	do
		step = part_step(p);
	while (step == PART_MORE);
	part_close(p);
	return s->err;
}

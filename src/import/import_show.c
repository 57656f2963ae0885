/*
 * import_show.c: what came of a file, as a document.
 */
#include "import/import_impl.h"

/* What was mended is shown where there was something to mend. */
#define DIRT(key, kind, label)                                                                     \
	{                                                                                          \
		key, FT_INT, CLASS_INSIDE, label, 0,                                               \
			offsetof(struct import_result, dirt) + (kind) * sizeof(int64_t), 0, 0, 0,  \
			M_NONE, 0                                                                  \
	}

const struct field import_result_fields[] = {
	F_INT(struct import_result, rows, M_FIELD_ROWS_READ, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct import_result, fresh, M_FIELD_ROWS_NEW, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct import_result, updated, M_FIELD_ROWS_UPDATED, CLASS_INSIDE, 0, 0),
	F_INT(struct import_result, unchanged, M_FIELD_ROWS_SAME, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct import_result, changed, M_FIELD_ROWS_CHANGED, CLASS_INSIDE, 0, 0),
	F_INT(struct import_result, moved, M_FIELD_ROWS_MOVED, CLASS_INSIDE, 0, 0),
	F_INT(struct import_result, missing, M_FIELD_ROWS_MISSING, CLASS_INSIDE, 0, 0),
	F_INT(struct import_result, bad, M_FIELD_ROWS_BAD, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct import_result, held, M_FIELD_ROWS_HELD, CLASS_INSIDE, 0, 0),
	F_INT(struct import_result, doubts, M_FIELD_DOUBTS, CLASS_INSIDE, 0, 0),
	F_INT(struct import_result, warnings, M_FIELD_WARNINGS, CLASS_INSIDE, 0, 0),
	F_INT(struct import_result, mended, M_FIELD_MENDED, CLASS_INSIDE, 0, 0),
	DIRT("mended_eth", DIRT_ETH, M_FIELD_MENDED_ETH),
	DIRT("mended_blanks", DIRT_BLANKS, M_FIELD_MENDED_BLANKS),
	DIRT("mended_marks", DIRT_MARKS, M_FIELD_MENDED_MARKS),
	DIRT("mended_zeros", DIRT_ZEROS, M_FIELD_MENDED_ZEROS),
	DIRT("mended_capitals", DIRT_CAPITALS, M_FIELD_MENDED_CAPITALS),
	F_ID(struct import_result, import, M_FIELD_IMPORT, CLASS_INSIDE, 0, "import"),
	F_END,
};

const struct field import_column_fields[] = {
	F_TEXT(struct import_column, header, M_FIELD_COLUMN, CLASS_INSIDE, 0, 400),
	F_TEXT(struct import_column, sample, M_FIELD_FIRST_VALUES, CLASS_INSIDE, 0, 400),
	F_TEXT(struct import_column, field, M_FIELD_TAKEN_FOR, CLASS_INSIDE, 0, 60),
	F_BOOL(struct import_column, known, M_FIELD_KNOWN, CLASS_INSIDE, 0),
	F_BOOL(struct import_column, sure, M_FIELD_SURE, CLASS_INSIDE, 0),
	F_END,
};

static const char *amount(struct ctx *cx, int64_t n)
{
	return number_text(cx->a, cx->say.lang, n);
}

static void show_state(struct ctx *cx, const struct import_result *res, struct doc *d)
{
	enum lang lang = cx->say.lang;

	if (res->import)
		doc_note(d, DOC_DONE,
			doc_say(d, M_IMPORT_DONE, amount(cx, res->fresh + res->updated), NULL));
	else if (res->bad)
		doc_note(d, DOC_ERROR, doc_say(d, M_IMPORT_BAD_ROWS, amount(cx, res->bad), NULL));
	else if (!res->fresh && !res->updated)
		doc_note(d, DOC_PLAIN, msg_text(lang, M_IMPORT_NOTHING_NEW));
	else
		doc_note(d, DOC_PLAIN, msg_text(lang, M_IMPORT_ONLY_PREVIEW));
	if (!res->import && res->doubts)
		doc_note(d, DOC_WARN, doc_say(d, M_IMPORT_DOUBTS, amount(cx, res->doubts), NULL));
}

/* Counts of what did not occur are left out, but for those that everybody looks for. */
static const struct field *shown_fields(struct ctx *cx, const struct import_result *res)
{
	struct field *own = arena_array(cx->a, field_count(import_result_fields) + 1, sizeof(*own));
	size_t n = 0;

	field_each (f, import_result_fields)
		if (f->flags & FF_ZERO || field_get_int(f, res))
			own[n++] = *f;
	return own;
}

void import_show(struct ctx *cx, const struct import_result *res, struct doc *d)
{
	const char *const *notes = res->notes.rows;

	show_state(cx, res, d);
	for (size_t i = 0; i < res->notes.n; i++)
		doc_note(d, DOC_PLAIN, notes[i]);
	doc_record(d, "result", M_IMPORT_RESULT, shown_fields(cx, res),
		arena_memdup(cx->a, res, sizeof(*res)));
	if (res->sample.n)
		doc_table(d, "sample", M_IMPORT_SAMPLE, import_sample_fields, res->sample);
}

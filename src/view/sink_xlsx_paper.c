/*
 * The head of the office above the rows and the signature below, as ui/paper.html has them.
 */
#include "view/label.h"
#include "view/sink_xlsx.h"

enum { HEAD_SIZE = 14, TITLE_SIZE = 16, GAP_TO_NAME = 5 };

static void frame(lxw_format *f)
{
	format_set_border(f, LXW_BORDER_THIN);
	format_set_text_wrap(f);
	format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
}

static lxw_format *framed(struct xlsx_out *x)
{
	lxw_format *f = workbook_add_format(x->book);

	frame(f);
	return f;
}

void xlsx_paper_formats(struct xlsx_out *x)
{
	frame(x->header);
	format_set_bg_color(x->header, 0xFFFFFF);
	format_set_align(x->header, LXW_ALIGN_CENTER);
	format_set_align(x->header, LXW_ALIGN_VERTICAL_CENTER);
	frame(x->day);
	frame(x->number);
	frame(x->share);
	frame(x->lines);
	x->plain = framed(x);
	x->group = framed(x);
	format_set_bold(x->group);
	x->sum = framed(x);
	format_set_bold(x->sum);
	format_set_num_format(x->sum, "#,##0");
}

static lxw_format *centred(struct xlsx_out *x, int size, bool bold, bool italic)
{
	lxw_format *f = workbook_add_format(x->book);

	format_set_align(f, LXW_ALIGN_CENTER);
	if (size)
		format_set_font_size(f, size);
	if (bold)
		format_set_bold(f);
	if (italic)
		format_set_italic(f);
	return f;
}

/* A text over the columns from `from` to before `to`; one column cannot be merged. */
static enum err put_over(struct sink *s, struct xlsx_out *x, lxw_row_t row, size_t from, size_t to,
	const char *text, lxw_format *f)
{
	lxw_error e = LXW_NO_ERROR;

	if (text_empty(text) || from >= to)
		return ERR_OK;
	if (to - from == 1)
		e = worksheet_write_string(x->sheet, row, (lxw_col_t)from, text, f);
	else
		e = worksheet_merge_range(
			x->sheet, row, (lxw_col_t)from, row, (lxw_col_t)(to - 1), text, f);
	return e ? xlsx_failed(s, "paper", e) : ERR_OK;
}

/* How many columns are seen: what is centred on the page is centred over these. */
static size_t seen(const struct sink *s)
{
	size_t n = s->n;

	while (n && s->cols[n - 1]->flags & FF_MORE)
		n--;
	return n;
}

static enum err put_two(struct sink *s, struct xlsx_out *x, lxw_row_t row, const char *left,
	lxw_format *left_as, const char *right, lxw_format *right_as)
{
	size_t n = seen(s), half = n / 2;

	TRY(put_over(s, x, row, 0, half, left, left_as));
	return put_over(s, x, row, half, n, right, right_as);
}

enum err xlsx_paper_office(struct sink *s, struct xlsx_out *x, const struct doc_paper *p)
{
	lxw_format *plain = centred(x, HEAD_SIZE, false, false);
	lxw_format *bold = centred(x, HEAD_SIZE, true, false);
	lxw_row_t row = 0;

	if (!text_empty(p->superior))
		TRY(put_two(s, x, row++, p->superior, plain, p->party, bold));
	TRY(put_two(s, x, row, p->org, bold, row ? NULL : p->party, bold));
	row++;
	TRY(put_two(s, x, row++, "*", plain, p->place, centred(x, HEAD_SIZE, false, true)));
	row++;
	TRY(put_over(s, x, row++, 0, seen(s), p->title, centred(x, TITLE_SIZE, true, false)));
	TRY(put_over(s, x, row++, 0, seen(s), p->as_of, centred(x, HEAD_SIZE, false, true)));
	x->first = row + 1;
	return ERR_OK;
}

/* The columns that share the header above, from `i` on. */
static size_t sharing(struct sink *s, size_t i)
{
	const char *over = label_over(s->a, s->sp->lang, s->cols[i]);
	size_t n = 1;

	while (over && i + n < s->n && text_eq(over, label_over(s->a, s->sp->lang, s->cols[i + n])))
		n++;
	return n;
}

static bool is_two_deep(struct sink *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (label_over(s->a, s->sp->lang, s->cols[i]))
			return true;
	return false;
}

static enum err put_column(struct sink *s, struct xlsx_out *x, size_t i)
{
	const char *label = label_own(s->sp->lang, s->cols[i]);
	lxw_col_t col = (lxw_col_t)i;
	lxw_error e;

	x->widths[i] = s->cols[i]->type == FT_INT ? 0 : 8;
	if (x->top > x->first && !label_over(s->a, s->sp->lang, s->cols[i]))
		e = worksheet_merge_range(x->sheet, x->first, col, x->top, col, label, x->header);
	else
		e = worksheet_write_string(x->sheet, x->top, col, label, x->header);
	return e ? xlsx_failed(s, "header", e) : ERR_OK;
}

enum err xlsx_paper_head(struct sink *s, struct xlsx_out *x)
{
	size_t shared;

	TRY(xlsx_paper_office(s, x, s->paper));
	x->rows = x->top = x->first + is_two_deep(s);
	for (size_t i = 0; i < s->n; i += shared) {
		const char *over = label_over(s->a, s->sp->lang, s->cols[i]);
		shared = sharing(s, i);
		if (over)
			TRY(put_over(s, x, x->first, i, i + shared, over, x->header));
		for (size_t k = i; k < i + shared; k++)
			TRY(put_column(s, x, k));
	}
	return ERR_OK;
}

enum err xlsx_paper_group(struct sink *s, struct xlsx_out *x, const void *rec)
{
	const struct field *f = field_find(s->fields, "group");
	const char *group = f && f->type == FT_TEXT ? field_get_text(f, rec) : NULL;

	if (text_empty(group) || text_eq(group, x->last_group))
		return ERR_OK;
	x->last_group = group;
	return put_over(s, x, ++x->rows, 0, seen(s), group, x->group);
}

static enum err put_sums(struct sink *s, struct xlsx_out *x)
{
	bool said = false;

	x->rows++;
	for (size_t i = 0; i < s->n; i++) {
		lxw_error e = LXW_NO_ERROR;
		bool number = s->cols[i]->type == FT_INT && !text_eq(s->cols[i]->name, "no");
		if (number)
			e = worksheet_write_number(
				x->sheet, x->rows, (lxw_col_t)i, (double)x->sums[i], x->sum);
		else if (!said && s->cols[i]->type != FT_INT)
			e = worksheet_write_string(x->sheet, x->rows, (lxw_col_t)i,
				msg_text(s->sp->lang, M_VIEW_SUM), x->sum);
		else
			e = worksheet_write_blank(x->sheet, x->rows, (lxw_col_t)i, x->sum);
		said = said || s->cols[i]->type != FT_INT;
		if (e)
			return xlsx_failed(s, "sum", e);
	}
	return ERR_OK;
}

enum err xlsx_paper_foot(struct sink *s, struct xlsx_out *x)
{
	const struct doc_paper *p = s->paper;
	lxw_format *bold = centred(x, HEAD_SIZE, true, false), *left;
	lxw_row_t row;

	if (s->sum)
		TRY(put_sums(s, x));
	row = x->rows + 1;
	left = workbook_add_format(x->book);
	format_set_bold(left);
	if (!text_empty(p->total))
		TRY(put_over(s, x, row++, 0, seen(s), p->total, left));
	row++;
	TRY(put_two(s, x, row++, p->maker, bold, p->sign_for, bold));
	TRY(put_two(s, x, row, NULL, bold, p->sign_as, bold));
	return put_two(s, x, row + GAP_TO_NAME, NULL, bold, p->signer, bold);
}

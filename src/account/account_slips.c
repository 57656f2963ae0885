#include "account/account_slips.h"

static const struct field slip_fields[] = {
	F_TEXT(struct slip_row, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 0),
	F_TEXT(struct slip_row, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 0),
	F_TEXT(struct slip_row, address, M_FIELD_SITE_ADDRESS, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct slip_row, login, M_FIELD_LOGIN, CLASS_INSIDE, 0, 0),
	F_TEXT(struct slip_row, code, M_FIELD_SLIP_CODE, CLASS_INSIDE, 0, 0),
	F_DAY(struct slip_row, last_day, M_FIELD_SLIP_DAY, CLASS_INSIDE, 0),
	F_END,
};

enum err account_slips(
	struct ctx *cx, struct doc *d, struct slip_row *rows, size_t n, const char *back)
{
	struct doc_paper *paper = arena_new_of(cx->a, struct doc_paper);
	const char *origin = cx->origin ? cx->origin : "";

	for (size_t i = 0; i < n; i++)
		rows[i].address = origin;
	*paper = (struct doc_paper){.title = msg_text(cx->say.lang, M_SLIP_TITLE), .href = back};
	d->title = msg_text(cx->say.lang, M_SLIP_SHEET);
	d->tmpl = "ui/slips.html";
	d->paper = paper;
	doc_note(d, DOC_WARN, msg_text(cx->say.lang, M_SLIP_ONCE));
	doc_qr(d, "site", origin, origin);
	doc_table(d, "slips", M_NONE, slip_fields, (struct list){rows, n, sizeof(*rows)});
	return txn_located(cx, back);
}

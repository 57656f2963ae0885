#include "core/period.h"

#define TERM "term:"

static const struct field term_fields[] = {
	F_TEXT(struct org_term_days, number, M_FIELD_NUMBER, CLASS_PUBLIC, 0, 0),
	F_DAY(struct org_term_days, from_day, M_FIELD_FROM_DAY, CLASS_PUBLIC, 0),
	F_DAY(struct org_term_days, to_day, M_FIELD_TO_DAY, CLASS_PUBLIC, 0),
	F_END,
};

bool period_is_term(const char *text)
{
	return str_starts(str_of(text), S(TERM));
}

const char *period_term(const char *text)
{
	return text + strlen(TERM);
}

enum err period_terms(struct ctx *cx, int64_t org, struct list *ret)
{
	return db_list(cx->db, cx->a, term_fields, sizeof(struct org_term_days), ret,
		Q_PERIOD_TERMS, org, cx->known);
}

static enum err read_term(struct ctx *cx, int64_t org, const char *number, struct period *ret)
{
	const struct org_term_days *term;
	struct list terms;

	if (!org)
		return cx_fault(cx, ERR_BAD_INPUT, "period", M_FIGURE_TERM_NEEDS_ORG);
	TRY(period_terms(cx, org, &terms));
	term = terms.rows;
	for (size_t i = 0; i < terms.n; i++) {
		if (!text_eq(term[i].number, number))
			continue;
		ret->from = term[i].from_day;
		ret->to = term[i].to_day == DAY_MAX ? DAY_MAX : day_add(term[i].to_day, -1);
		return ERR_OK;
	}
	return cx_fault(cx, ERR_NOT_FOUND, "period", M_FIGURE_NO_TERM, number);
}

enum err period_read(struct ctx *cx, int64_t org, const char *text, struct period *ret)
{
	if (period_is_term(text))
		return read_term(cx, org, period_term(text), ret);
	if (!period_parse(str_of(text), ret))
		return cx_fault(cx, ERR_BAD_INPUT, "period", M_FIGURE_NO_PERIOD, text);
	return ERR_OK;
}

/*
 * figure_read.c: a question about an indicator as it comes from a page, an address or the shell:
 * what is asked, who may see it, and what the answer is.
 */
#include "core/clearance.h"
#include "core/filter.h"
#include "figure/figure_lineage.h"
#include "figure/figure_show.h"

enum { FEW = 5, NARROW_MOST = 20000 };

const struct field figure_in_fields[] = {
	{"org", FT_TEXT, CLASS_INSIDE, M_FIELD_ORG, 0,
		FIELD_OFF(struct figure_in, org, const char *), 200, 0, 0, M_HINT_ORG, 0},
	{"period", FT_TEXT, CLASS_INSIDE, M_FIELD_PERIOD, 0,
		FIELD_OFF(struct figure_in, period, const char *), 60, 0, 0, M_HINT_PERIOD, 0},
	F_TEXT(struct figure_in, by, M_FIELD_BY, CLASS_INSIDE, 0, 40),
	F_TEXT(struct figure_in, across, M_FIELD_ACROSS, CLASS_INSIDE, 0, 20),
	F_TEXT(struct figure_in, key, M_FIELD_KEY, CLASS_INSIDE, 0, 200),
	F_TEXT(struct figure_in, key_2, M_FIELD_KEY, CLASS_INSIDE, 0, 200),
	F_TEXT(struct figure_in, compare, M_FIELD_COMPARE, CLASS_INSIDE, 0, 20),
	F_CAT(struct figure_in, reach, M_FIELD_REACH, CLASS_INSIDE, 0, "reach"),
	F_BOOL(struct figure_in, lineage, M_FIELD_LINEAGE, CLASS_INSIDE, 0),
	F_BOOL(struct figure_in, records, M_FIGURE_RECORDS, CLASS_INSIDE, 0),
	F_END,
};

static void add_param(struct ctx *cx, const char **query, const char *name, const char *value)
{
	*query = query_add(cx, *query, name, value);
}

const char *figure_query(struct ctx *cx, const struct figure_in *in)
{
	const char *query = text_empty(in->period) ? cx->query : "";
	char known[MS_TEXT];

	if (!text_empty(in->period) && cx->known != KNOWN_NOW)
		add_param(cx, &query, "known", ms_print_iso(known, cx->known));
	add_param(cx, &query, "org", in->org);
	add_param(cx, &query, "period", in->period);
	add_param(cx, &query, "by", in->by);
	add_param(cx, &query, "across", in->across);
	add_param(cx, &query, "key", in->key);
	add_param(cx, &query, "key_2", in->key_2);
	add_param(cx, &query, "compare", in->compare);
	add_param(cx, &query, "reach", in->reach);
	add_param(cx, &query, "lineage", in->lineage ? "1" : NULL);
	add_param(cx, &query, "records", in->records ? "1" : NULL);
	return query;
}

const char *figure_href(struct show *s, const struct figure_in *in, const char *suffix)
{
	return arena_printf(
		s->cx->a, "/figure/%s%s%s", s->ask.figure->code, suffix, figure_query(s->cx, in));
}

const char *figure_href_of(struct show *s, int64_t org)
{
	struct figure_in in = *s->in;

	in.org = org ? arena_printf(s->cx->a, "%lld", (long long)org) : NULL;
	in.records = 0;
	return figure_href(s, &in, "");
}

static enum err read_org(struct show *s)
{
	struct ctx *cx = s->cx;
	enum err e;

	if (!s->ask.org)
		return ERR_OK;
	e = tree_spell(cx, s->ask.org, s->ask.day, &s->org);
	if (e != ERR_NOT_FOUND)
		return e;
	s->absent = true;
	e = tree_spell_near(cx, s->ask.org, s->ask.day, &s->org);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

bool figure_may_narrow(const struct show *s, const struct figure_cut *cut)
{
	return s->names && figure_narrows(s->ask.figure, cut) && s->value.value <= NARROW_MOST &&
	       clearance_has(s->cx, figure_by_class(cut));
}

/* The list of those under a value of the breakdown; of one that is the day, the list of members. */
static const char *row_href(struct show *s, const char *key)
{
	const char *people = figure_people_href(s, key, NULL);
	struct figure_in in = *s->in;

	if (people || !figure_may_narrow(s, &s->cut))
		return people;
	in.key = key;
	in.key_2 = in.compare = NULL;
	in.records = 1;
	return arena_printf(s->cx->a, "%s#records", figure_href(s, &in, ""));
}

void figure_link_rows(struct show *s)
{
	struct figure_row *row = (struct figure_row *)s->rows.rows;
	bool crossed = s->cut.across != BY_NOTHING;

	for (size_t i = 0; i < s->rows.n && !crossed; i++) {
		struct figure_in in = *s->in;
		if (row[i].org) {
			row[i].href = figure_href_of(s, row[i].org);
		} else if (s->cut.by >= BY_MONTH) {
			in.period = row[i].key;
			in.by = s->cut.by == BY_MONTH ? NULL : "month";
			row[i].href = figure_href(s, &in, "");
		} else {
			row[i].href = row_href(s, row[i].key);
		}
	}
}

/* Lists are asked for on the day of the figure. */
static enum err may_list(struct show *s)
{
	day_t day = s->cx->day;
	enum err e;

	s->cx->day = s->ask.day;
	e = grant_is_over(s->cx, PERM_MEMBER_READ, s->ask.org, &s->names);
	s->cx->day = day;
	return e;
}

/* Figures of people are for those over them; names need the permission to read lists of members. */
static enum err check_people(struct show *s)
{
	struct ctx *cx = s->cx;
	bool yes;

	s->names = true;
	if (s->ask.figure->class != FIGURE_PEOPLE)
		return ERR_OK;
	TRY(grant_is_over(cx, PERM_FIGURE_PEOPLE, s->ask.org, &yes));
	if (!yes)
		return cx_fault(cx, ERR_FORBIDDEN, "org",
			s->ask.org ? M_GRANT_NOT_OVER : M_FIGURE_NEEDS_ORG);
	TRY(clearance_take(cx, s->ask.org, s->ask.day));
	if (figure_is_span(s->ask.figure))
		TRY(clearance_take(cx, s->ask.org, s->ask.from));
	TRY(may_list(s));
	if (s->in->records && !s->names)
		return cx_fault(cx, ERR_FORBIDDEN, "records", M_GRANT_NOT_OVER);
	return ERR_OK;
}

static bool is_few(int64_t n)
{
	return n > 0 && n < FEW;
}

/*
 * A row of few people by what is sensitive of them is as good as that field of theirs; of a rate so
 * are few in the base, and few that are left of it.
 */
enum err figure_check_few(const struct show *s, const struct list *rows)
{
	const struct figure_row *row = rows->rows;

	if (clearance_has(s->cx, CLASS_SENSITIVE) || !figure_by_sensitive(&s->cut))
		return ERR_OK;
	for (size_t i = 0; i < rows->n; i++)
		if (is_few(row[i].value) || is_few(row[i].base) ||
			is_few(row[i].base - row[i].value) || is_few(row[i].before) ||
			is_few(row[i].before_base) || is_few(row[i].before_base - row[i].before))
			return cx_fault(s->cx, ERR_FORBIDDEN, "by", M_FIGURE_FEW);
	return ERR_OK;
}

/* A period that begins before the organisation: of what it was made nothing is in it. */
static enum err read_founded(struct show *s)
{
	int64_t first;

	if (!s->ask.org || !figure_is_span(s->ask.figure))
		return ERR_OK;
	TRY(db_number(s->cx->db, &first, 0, Q_FIGURE_LINEAGE_FIRST, s->ask.org, s->cx->known));
	if (first > s->ask.from && first <= s->ask.day)
		s->founded = (day_t)first;
	return ERR_OK;
}

/* The key is one of the breakdown that is asked for, and who asks may see people by it. */
static enum err read_narrow(struct show *s)
{
	struct figure_narrow *n = arena_new_of(s->cx->a, struct figure_narrow);

	if (!s->in->records || text_empty(s->in->key))
		return ERR_OK;
	*n = (struct figure_narrow){s->cut, s->in->key, s->in->key_2};
	if (!figure_narrows(s->ask.figure, &s->cut))
		return cx_fault(s->cx, ERR_BAD_INPUT, "key", M_FIGURE_NO_NARROW);
	if (s->value.value > NARROW_MOST)
		return cx_fault(s->cx, ERR_REFUSED, "key", M_FIGURE_NARROW_MOST);
	if (!clearance_has(s->cx, figure_by_class(&s->cut)))
		return cx_fault(s->cx, ERR_FORBIDDEN, "key", M_FIGURE_NARROW_CLASS);
	s->ask.narrow = n;
	return ERR_OK;
}

static enum err read_beside(struct show *s)
{
	struct ctx *cx = s->cx;

	s->open = text_empty(s->in->period);
	TRY(target_of_ask(cx, &s->ask, s->open, &s->target));
	TRY(closing_of_ask(cx, &s->ask, &s->closing));
	if (s->closing.id)
		TRY(closing_answer(cx, &s->ask, s->closing.made_ms, &s->closed));
	if (s->ask.lineage)
		TRY(figure_lineage_names(cx, &s->ask, &s->lineage));
	return read_founded(s);
}

enum err figure_read(struct show *s)
{
	struct ctx *cx = s->cx;

	TRY(figure_by_read(cx, s->ask.figure, s->in->by, s->in->across, &s->cut));
	TRY(figure_ask_read(cx, s->ask.figure, s->in, &s->ask));
	TRY(check_people(s));
	TRY(read_org(s));
	TRY(figure_answer(cx, &s->ask, &s->value));
	TRY(figure_assumed(cx, &s->ask, &s->assumed));
	TRY(read_narrow(s));
	TRY(read_beside(s));
	TRY(figure_compare(s));
	/* whoever works at the machine keeps nobody waiting */
	if (cx->uid < 0)
		TRY(figure_check_cross(cx, &s->ask, &s->cut, FIGURE_CROSS_MOST));
	TRY(figure_rows(cx, &s->ask, &s->cut, &s->rows));
	TRY(figure_check_few(s, &s->rows));
	figure_link_rows(s);
	return ERR_OK;
}

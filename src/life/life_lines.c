#include "life/life_lines.h"

#include "base/text.h"
#include "member/member_act.h"
#include "org/org.h"
#include "work/case.h"

enum { CELLS = 4 };

const char *lines_add(struct arena *a, const char *so_far, const char *member_no, int64_t person,
	const char *full_name, const char *value)
{
	const char *key =
		text_empty(member_no) ? arena_printf(a, "%lld", (long long)person) : member_no;

	return arena_printf(a, "%s%s ; %s ; %s\n", so_far, key, full_name, value);
}

static const char *trimmed(struct arena *a, struct str s)
{
	s = str_trim(s);
	return arena_strndup(a, s.p, s.n);
}

/* Cut at tabs if there are any, else at semicolons. */
static int cut(struct arena *a, struct str line, const char *cell[CELLS])
{
	char by = line.n && memchr(line.p, '\t', line.n) ? '\t' : ';';
	int n = 0;

	while (line.p && n < CELLS)
		cell[n++] = trimmed(a, str_cut(&line, by));
	return n;
}

enum err lines_bad(struct ctx *cx, const struct lines_row *row, const char *what)
{
	return cx_fault(cx, ERR_BAD_INPUT, "lines", M_LIFE_LINE_BAD,
		number_text(cx->a, cx->say.lang, row->no), row->full_name, what);
}

static enum err no_member(struct ctx *cx, const struct lines_row *row, const char *key)
{
	return cx_fault(cx, ERR_BAD_INPUT, "lines", M_LIFE_LINE_WHO,
		number_text(cx->a, cx->say.lang, row->no), key);
}

/* Whoever is named twice is a mistake. */
static enum err check_once(struct ctx *cx, const struct lines_row *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (all[i].person == all[n].person)
			return lines_bad(cx, &all[n], msg_text(cx->say.lang, M_LIFE_LINE_TWICE));
	return ERR_OK;
}

static enum err read_line(struct ctx *cx, const struct lines_in *in, struct str text,
	struct lines_row *all, size_t *n)
{
	struct fault quiet = {.a = cx->a}, *told = cx->f;
	struct case_member m = {0};
	const char *cell[CELLS];
	int cells = cut(cx->a, text, cell);
	enum err e;

	if (cells < 2 || text_empty(cell[0]) || text_empty(cell[cells - 1]))
		return ERR_OK;
	all[*n].full_name = cells > 2 ? cell[1] : cell[0];
	all[*n].value = cell[cells - 1];
	cx->f = &quiet;
	e = case_pick_member(cx, cell[0], cx->org, in->day, "lines", &m);
	cx->f = told;
	if (e == ERR_BAD_INPUT)
		return no_member(cx, &all[*n], cell[0]);
	TRY(e);
	all[*n].person = m.person;
	all[*n].full_name = m.full_name;
	TRY(check_once(cx, all, *n));
	(*n)++;
	return ERR_OK;
}

enum err lines_read(struct ctx *cx, const struct lines_in *in, struct list *ret)
{
	struct lines_row *all = arena_array(cx->a, LINES_MOST + 1, sizeof(*all));
	struct str rest = str_of(in->lines);
	size_t n = 0;

	if (day_precision(in->day) != DAY_EXACT)
		return cx_fault(cx, ERR_BAD_INPUT, "day", M_VALUE_NO_DAY);
	for (int64_t no = 1; rest.p; no++) {
		all[n].no = no;
		TRY(read_line(cx, in, str_cut(&rest, '\n'), all, &n));
		if (n > LINES_MOST)
			return cx_fault(cx, ERR_BAD_INPUT, "lines", M_LIFE_LINES_MANY,
				number_text(cx->a, cx->say.lang, LINES_MOST));
	}
	*ret = (struct list){all, n, sizeof(*all)};
	return n ? ERR_OK : cx_fault(cx, ERR_BAD_INPUT, "lines", M_LIFE_LINES_NONE);
}

enum err lines_head(struct ctx *cx, struct doc *d, enum msg title, enum msg lead)
{
	struct org_step org;

	TRY(org_path(cx, d, cx->org, &org));
	d->title = msg_text(cx->say.lang, title);
	d->lead = doc_say(d, lead, org.name, NULL);
	return ERR_OK;
}

enum err lines_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct lines_in *in = vin;

	TRY(txn_start(cx, cx->action->arg, in->reason));
	TRY(member_plan_apply(plan));
	d->location =
		org_href(cx, cx->org, text_eq(cx->action->arg, "life_cards") ? "/card" : "/badge");
	return ERR_OK;
}

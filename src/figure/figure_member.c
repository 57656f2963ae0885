/*
 * figure_member.c: indicators of members, computed plainly from the records: value and list.
 */
#include "figure/figure_member.h"
#include "figure/figure_lineage.h"

#include "base/die.h"
#include "figure/figure_sum.h"

enum { LIST_ARGS = FIGURE_MEMBER_ARGS + 6, SERIES_LEAST = 3 };

/* Before every name: of those who came and went on one day. */
static const char no_key[] = "\1";

#define SHAPE(name, what)                                                                          \
	static const struct figure_shape lineage_##name = {Q_FIGURE_LINEAGE_##what,                \
		Q_FIGURE_LINEAGE_##what##_FACETS, Q_FIGURE_LINEAGE_##what##_LIST, NULL};           \
	static const struct figure_shape name = {Q_FIGURE_MEMBER_##what,                           \
		Q_FIGURE_MEMBER_##what##_FACETS, Q_FIGURE_MEMBER_##what##_LIST, &lineage_##name}

SHAPE(stock, STOCK);
SHAPE(flow, FLOW);
SHAPE(moved_in, MOVED_IN);
SHAPE(moved_out, MOVED_OUT);

/* What each counts: of a stock the state, of a flow the kind of its rows in member_flow. */
static const struct {
	const char *code;
	const struct figure_shape *shape;
	const char *what;
} measures[] = {
	{"member.total", &stock, "total"},
	{"member.full", &stock, "full"},
	{"member.probationary", &stock, "probationary"},
	{"member.exempt", &stock, "exempt"},
	{"member.away", &stock, "away"},
	{"member.admitted", &flow, "admitted"},
	{"member.recognised", &flow, "recognised"},
	{"member.taken_over", &flow, "taken_over"},
	{"member.readmitted", &flow, "readmitted"},
	{"member.restored", &flow, "restored"},
	{"member.transferred_in", &flow, "transfer_in"},
	{"member.transferred_out", &flow, "transfer_out"},
	{"member.moved_in_with_org", &moved_in, NULL},
	{"member.moved_out_with_org", &moved_out, NULL},
	{"member.struck_off", &flow, "struck_off"},
	{"member.resigned", &flow, "resigned"},
	{"member.expelled", &flow, "expelled"},
	{"member.deceased", &flow, "deceased"},
	{"member.annulled", &flow, "annulled"},
	{"card.issued", &flow, "card_issued"},
	{"card.exchanged", &flow, "card_exchanged"},
	{"card.reissued", &flow, "card_reissued"},
	{"badge.proposed", &flow, "badge_proposed"},
	{"badge.awarded", &flow, "badge_awarded"},
};

static size_t measure_of(const struct figure *f)
{
	for (size_t i = 0; i < sizeof(measures) / sizeof(*measures); i++)
		if (text_eq(measures[i].code, f->code))
			return i;
	die("no measure of %s", f->code);
}

const struct figure_shape *figure_member_shape(const struct figure *f)
{
	return measures[measure_of(f)].shape;
}

const struct figure_shape *figure_member_stmts(const struct figure_ask *ask)
{
	const struct figure_shape *plain = figure_member_shape(ask->figure);

	return ask->lineage ? plain->lineage : plain;
}

int figure_member_args(
	struct ctx *cx, const struct figure_ask *ask, struct db_val ret[FIGURE_MEMBER_ARGS])
{
	size_t m = measure_of(ask->figure);
	int n = 0;

	if (ask->lineage)
		ret[n++] = DB_V(ask->lineage->text);
	else
		ret[n++] = DB_V(ask->org);
	ret[n++] = DB_V(ask->own);
	if (measures[m].what)
		ret[n++] = DB_V(measures[m].what);
	if (measures[m].shape != &stock)
		ret[n++] = DB_V(ask->from);
	ret[n++] = DB_V(ask->day);
	ret[n++] = DB_V(cx->known);
	return n;
}

day_t figure_member_place_day(const struct figure *f, day_t day)
{
	return figure_member_shape(f) == &moved_out ? day_add(day, -1) : day;
}

void figure_member_parts(const struct figure *f, const char *ret[FIGURE_MEMBER_PARTS])
{
	size_t m = measure_of(f);

	ret[1] = ret[2] = NULL;
	if (measures[m].shape == &moved_in) {
		ret[0] = "moved_in";
	} else if (measures[m].shape == &moved_out) {
		ret[0] = "moved_out";
	} else if (text_eq(measures[m].what, "total")) {
		ret[0] = "full";
		ret[1] = "probationary";
	} else {
		ret[0] = measures[m].what;
	}
}

static enum err value_of_sums(
	struct ctx *cx, const struct figure_sum *sum, const struct figure_ask *ask, int64_t *ret)
{
	const char *parts[FIGURE_MEMBER_PARTS];

	figure_member_parts(ask->figure, parts);
	*ret = 0;
	for (int i = 0; parts[i]; i++)
		TRY(figure_sum_value(cx, sum, parts[i], ask, ret));
	return ERR_OK;
}

static enum err member_value(struct ctx *cx, const struct figure_ask *ask, int64_t *ret)
{
	struct db_val args[FIGURE_MEMBER_ARGS];
	int n = figure_member_args(cx, ask, args);
	struct figure_sum sum;

	TRY(figure_sum_open(cx, ask, &sum));
	if (sum.there)
		return value_of_sums(cx, &sum, ask, ret);
	return db_number_(cx->db, ret, 0, figure_member_stmts(ask)->count, args, n);
}

/* Of several days everybody is read once. */
static enum err stock_series(struct ctx *cx, const struct figure_ask *asks, size_t n, int64_t *ret)
{
	day_t from = DAY_MAX, to = DAY_MIN;
	struct cursor c;

	for (size_t i = 0; i < n; i++) {
		from = asks[i].day < from ? asks[i].day : from;
		to = asks[i].day > to ? asks[i].day : to;
	}
	TRY(db_query(cx->db, &c, Q_FIGURE_MEMBER_STOCK_STAYS, asks->org, (int64_t)asks->own,
		measures[measure_of(asks->figure)].what, from, to, cx->known));
	while (db_next(&c)) {
		int64_t first = db_int(&c, 0), end = db_int(&c, 1);
		first = db_int(&c, 2) > first ? db_int(&c, 2) : first;
		end = db_int(&c, 3) < end ? db_int(&c, 3) : end;
		for (size_t i = 0; i < n; i++)
			ret[i] += asks[i].day >= first && asks[i].day < end;
	}
	return db_end(&c);
}

static enum err member_series(struct ctx *cx, const struct figure_ask *asks, size_t n, int64_t *ret)
{
	const char *parts[FIGURE_MEMBER_PARTS];
	struct figure_sum sum;

	TRY(figure_sum_open(cx, asks, &sum));
	if (!sum.there && asks->org && n > SERIES_LEAST &&
		figure_member_shape(asks->figure) == &stock)
		return stock_series(cx, asks, n, ret);
	figure_member_parts(asks->figure, parts);
	for (int i = 0; sum.there && parts[i]; i++)
		TRY(figure_sum_series(cx, &sum, parts[i], asks, n, ret));
	for (size_t i = 0; !sum.there && i < n; i++) {
		struct db_val args[FIGURE_MEMBER_ARGS];
		int count = figure_member_args(cx, &asks[i], args);
		TRY(db_number_(
			cx->db, &ret[i], 0, figure_member_shape(asks->figure)->count, args, count));
	}
	return ERR_OK;
}

/* ---- the list ---- */

struct record {
	int64_t id, cell, fact;
	const char *full_name, *member_no, *sex, *status, *cell_name, *cell_code, *other_name;
	day_t birth_date, day;
};

static const struct field record_fields[] = {
	F_ID(struct record, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_TEXT(struct record, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 100),
	F_TEXT(struct record, member_no, M_FIELD_MEMBER_NO, CLASS_INSIDE, FF_MORE, 40),
	F_DAY(struct record, day, M_FIELD_FACT_DAY, CLASS_INSIDE, 0),
	F_DAY(struct record, birth_date, M_FIELD_BIRTH_DATE, CLASS_PERSONAL, 0),
	F_CAT(struct record, sex, M_FIELD_SEX, CLASS_PERSONAL, 0, "sex"),
	F_CAT(struct record, status, M_FIELD_MEMBER_STATUS, CLASS_INSIDE, 0, "member_status"),
	F_TEXT(struct record, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 200),
	F_TEXT(struct record, cell_code, M_FIELD_CELL_CODE, CLASS_INSIDE, FF_MORE, 60),
	F_TEXT(struct record, other_name, M_FIGURE_OTHER_END, CLASS_INSIDE, 0, 200),
	F_ID(struct record, cell, M_FIELD_CELL, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_ID(struct record, fact, M_FIELD_FACT, CLASS_INSIDE, FF_HIDDEN, "fact"),
	F_END,
};

/* Where a page goes on: after a fact of a person, by name. */
struct place {
	int64_t person, day, fact;
	struct str key;
};

/* "17.20160501.18": the last row seen. */
static enum err read_place(struct ctx *cx, const struct figure_ask *ask, struct place *ret)
{
	struct str rest = str_of(cx->page.after);
	long long person, day, fact;
	struct cursor c;

	*ret = (struct place){.key = S("")};
	if (!rest.n || cx->page.sink)
		return ERR_OK;
	if (!str_to_int(str_cut(&rest, '.'), &person) || !str_to_int(str_cut(&rest, '.'), &day) ||
		!str_to_int(rest, &fact) || day < 0 || day > DAY_MAX)
		return cx_fault(cx, ERR_BAD_REQUEST, "after", M_ERR_BAD_REQUEST);
	*ret = (struct place){person, day, fact, str_of(no_key)};
	TRY(db_query(cx->db, &c, Q_FIGURE_MEMBER_KEY, (int64_t)person, day ? (day_t)day : ask->day,
		cx->known));
	if (db_next(&c)) {
		struct str key = db_bytes(&c, 0);
		ret->key = (struct str){arena_memdup(cx->a, key.p, key.n), key.n};
	}
	return db_end(&c);
}

static enum err query_list(struct ctx *cx, const struct figure_ask *ask, struct cursor *ret)
{
	struct db_val args[LIST_ARGS];
	int n = figure_member_args(cx, ask, args);
	struct place p;

	TRY(read_place(cx, ask, &p));
	if (figure_member_shape(ask->figure) != &stock)
		args[n++] = DB_V(str_of(no_key));
	/* of a stock the list is of persons, and the day of the question stands in the key */
	args[n++] = DB_V(p.key);
	args[n++] = DB_V(p.person);
	args[n++] = DB_V(p.day ? p.day : p.person ? (int64_t)ask->day : 0);
	args[n++] = DB_V(p.fact);
	args[n++] = DB_V(cx->page.sink || ask->narrow ? INT64_MAX : cx->page.limit + (int64_t)1);
	must(n <= LIST_ARGS);
	return db_query_(cx->db, ret, figure_member_stmts(ask)->list, args, n);
}

static enum err to_sink(struct ctx *cx, struct cursor *c, const struct map *narrow)
{
	struct sink *s = cx->page.sink;

	TRY(sink_begin(s, msg_text(cx->say.lang, M_FIGURE_RECORDS), record_fields));
	while (db_next(c)) {
		struct arena_mark m = arena_mark(cx->a);
		struct record *r = arena_new_of(cx->a, struct record);
		db_row(c, cx->a, record_fields, r);
		if (figure_member_is_in(narrow, r->id, r->day, r->fact))
			TRY(sink_row(s, r));
		arena_rewind(cx->a, m);
	}
	return db_end(c);
}

/* One row more than a page at most: it says that there is more. */
static enum err to_page(
	struct ctx *cx, struct cursor *c, const struct map *narrow, struct list *ret)
{
	size_t n = 0, room = 64, most = (size_t)cx->page.limit + 1;
	struct record *rows = arena_array(cx->a, room, sizeof(*rows));

	while (n < most && db_next(c)) {
		if (n == room) {
			struct record *more = arena_array(cx->a, room *= 2, sizeof(*more));
			rows = memcpy(more, rows, n * sizeof(*rows));
		}
		db_row(c, cx->a, record_fields, &rows[n]);
		n += figure_member_is_in(narrow, rows[n].id, rows[n].day, rows[n].fact);
	}
	*ret = (struct list){rows, n, sizeof(*rows)};
	return db_end(c);
}

static void next_page(struct ctx *cx, struct doc_part *p)
{
	const struct record *last = p->rows.rows;

	if (p->rows.n <= (size_t)cx->page.limit)
		return;
	p->rows.n = (size_t)cx->page.limit;
	last += p->rows.n - 1;
	p->next_href = arena_printf(cx->a, "%s%s%cafter=%lld.%d.%lld#records", cx->path, cx->query,
		*cx->query ? '&' : '?', (long long)last->id, last->day, (long long)last->fact);
}

static enum err member_records(
	struct ctx *cx, const struct figure_ask *ask, struct doc *d, struct doc_part **ret)
{
	struct list rows = {NULL, 0, sizeof(struct record)};
	struct map *narrow;
	struct cursor c;

	TRY(figure_member_narrow(cx, ask, &narrow));
	TRY(query_list(cx, ask, &c));
	TRY(cx->page.sink ? to_sink(cx, &c, narrow) : to_page(cx, &c, narrow, &rows));
	*ret = doc_table(d, "records", M_FIGURE_RECORDS, record_fields, rows);
	(*ret)->main = 1;
	(*ret)->total = -1;
	(*ret)->row_href = "/member/";
	(*ret)->empty = msg_text(cx->say.lang, M_FIGURE_NO_RECORDS);
	next_page(cx, *ret);
	return ERR_OK;
}

const struct figure_source figure_member = {.value = member_value,
	.series = member_series,
	.narrows = true,
	.rows = figure_member_rows,
	.records = member_records,
	.by = 1u << BY_ORG | 1u << BY_SECTOR | 1u << BY_SEX | 1u << BY_AGE | 1u << BY_ETHNICITY |
	      1u << BY_RELIGION | 1u << BY_SCHOOLING | 1u << BY_THEORY | 1u << BY_OCCUPATION |
	      1u << BY_YOUTH_UNION,
	.lineage = true,
	.crosses = true};

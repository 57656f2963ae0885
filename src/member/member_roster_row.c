/*
 * member_roster_row.c: rows of rosters: read, and put into the words of the office.
 */
#include "member/member_roster.h"

#include "member/member_file.h"

#define ROW(type, m, label, cls, ...) type(struct roster_row, m, label, cls, __VA_ARGS__)

/* As the statements give them. */
static const struct field read_fields[] = {
	ROW(F_ID, person, M_FIELD_ID, CLASS_INSIDE, 0, "person"),
	ROW(F_ID, cell, M_FIELD_CELL, CLASS_INSIDE, 0, "org"),
	ROW(F_ID, host, M_FIELD_HOST, CLASS_INSIDE, 0, "org"),
	ROW(F_INT, joined, M_FIELD_ID, CLASS_INSIDE, 0, 0),
	ROW(F_TEXT, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, 0, 0),
	ROW(F_TEXT, member_no, M_FIELD_MEMBER_NO, CLASS_INSIDE, 0, 0),
	ROW(F_DAY, birth_date, M_FIELD_BIRTH_DATE, CLASS_PERSONAL, 0),
	ROW(F_CAT, sex, M_FIELD_SEX, CLASS_PERSONAL, 0, "sex"),
	ROW(F_CAT, ethnicity, M_FIELD_ETHNICITY, CLASS_SENSITIVE, 0, "ethnicity"),
	ROW(F_CAT, religion, M_FIELD_RELIGION, CLASS_SENSITIVE, 0, "religion"),
	ROW(F_TEXT, native_place, M_FIELD_NATIVE_PLACE, CLASS_PERSONAL, 0, 0),
	ROW(F_TEXT, residence, M_FIELD_RESIDENCE, CLASS_PERSONAL, 0, 0),
	ROW(F_TEXT, phone, M_FIELD_PHONE, CLASS_PERSONAL, 0, 0),
	ROW(F_TEXT, citizen_no, M_FIELD_CITIZEN_NO, CLASS_SENSITIVE, 0, 0),
	ROW(F_CAT, schooling, M_FIELD_SCHOOLING, CLASS_PERSONAL, 0, "schooling"),
	ROW(F_TEXT, degree, M_FIELD_DEGREE, CLASS_PERSONAL, 0, 0),
	ROW(F_CAT, theory_level, M_FIELD_THEORY_LEVEL, CLASS_PERSONAL, 0, "theory_level"),
	ROW(F_CAT, occupation, M_FIELD_OCCUPATION, CLASS_PERSONAL, 0, "occupation"),
	ROW(F_CAT, youth_union, M_FIELD_YOUTH_UNION, CLASS_PERSONAL, 0, "yes_no"),
	ROW(F_TEXT, village_code, M_FIELD_VILLAGE_CODE, CLASS_PERSONAL, 0, 0),
	ROW(F_TEXT, note, M_FIELD_NOTE, CLASS_PERSONAL, 0, 0),
	ROW(F_CAT, status, M_FIELD_MEMBER_STATUS, CLASS_INSIDE, 0, "member_status"),
	ROW(F_BOOL, exempt, M_FIELD_EXEMPT, CLASS_INSIDE, 0),
	ROW(F_BOOL, away, M_FIELD_AWAY, CLASS_INSIDE, 0),
	ROW(F_BOOL, suspended, M_FIELD_SUSPENDED, CLASS_INSIDE, 0),
	ROW(F_TEXT, host_name, M_FIELD_HOST, CLASS_INSIDE, 0, 0),
	ROW(F_DAY, admitted_on, M_FIELD_ROSTER_ADMITTED, CLASS_INSIDE, 0),
	ROW(F_DAY, recognised_on, M_FIELD_ROSTER_RECOGNISED, CLASS_INSIDE, 0),
	ROW(F_TEXT, card_no, M_FIELD_CARD_NO, CLASS_PERSONAL, 0, 0),
	ROW(F_TEXT, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 0),
	F_END,
};

struct post {
	const char *post, *holder, *member_no;
};

static const struct field post_fields[] = {
	F_CAT(struct post, post, M_FIELD_POST, CLASS_INSIDE, 0, "post"),
	F_TEXT(struct post, holder, M_FIELD_HOLDER, CLASS_INSIDE, 0, 0),
	F_TEXT(struct post, member_no, M_FIELD_MEMBER_NO, CLASS_INSIDE, 0, 0),
	F_END,
};

static const char *join(struct ctx *cx, const char *a, const char *b)
{
	if (text_empty(a) || text_empty(b))
		return text_empty(a) ? b : a;
	return arena_printf(cx->a, "%s; %s", a, b);
}

/* Posts name their holder by number or, where none was recorded, by name. */
static bool holds(const struct post *p, const struct roster_row *row)
{
	if (!text_empty(p->member_no) && !text_empty(row->member_no))
		return text_eq(p->member_no, row->member_no);
	return text_eq(p->holder, row->full_name);
}

static void add_posts(struct ctx *cx, struct roster_row *row, struct list posts)
{
	const struct post *p = posts.rows;

	for (size_t i = 0; i < posts.n; i++)
		if (holds(&p[i], row))
			row->posts = join(cx, row->posts,
				cat_name(cx->say.cats, cx->say.lang, "post", p[i].post));
	if (!text_empty(row->occupation))
		row->work = cat_name(cx->say.cats, cx->say.lang, "occupation", row->occupation);
	row->work = join(cx, row->work, row->posts);
}

static const char *state_name(struct ctx *cx, const char *code)
{
	return cat_name(cx->say.cats, cx->say.lang, "member_state", code);
}

static void add_remark(struct ctx *cx, struct roster_row *row)
{
	if (row->exempt)
		row->remark = join(cx, row->remark, state_name(cx, "exempt"));
	if (row->away)
		row->remark = join(cx, row->remark, state_name(cx, "away"));
	if (row->suspended)
		row->remark = join(cx, row->remark, state_name(cx, "suspended"));
	if (!text_empty(row->host_name))
		row->remark = join(cx, row->remark,
			msg_say(cx->a, cx->say.lang, M_MEMBER_ROSTER_HOSTED, row->host_name));
	row->remark = join(cx, row->remark, row->note);
}

/* The column of the birth is the sex; without one the remark tells the birth. */
static void add_birth(struct ctx *cx, struct roster_row *row)
{
	if (row->birth_date)
		row->age = day_years_between(row->birth_date, cx->day);
	if (text_eq(row->sex, "male"))
		row->birth_male = row->birth_date;
	else if (text_eq(row->sex, "female"))
		row->birth_female = row->birth_date;
	else if (row->birth_date)
		row->remark = msg_say(
			cx->a, cx->say.lang, M_MEMBER_ROSTER_BORN, cx_day(cx, row->birth_date));
}

static day_t official_day(const struct member_fact *f)
{
	return f->second_day ? f->second_day : f->day;
}

static void take_fact(struct roster_row *row, const struct member_fact *f)
{
	bool full = text_eq(row->status, "full");

	if (text_eq(f->kind, "admitted") || text_eq(f->kind, "readmitted"))
		row->admitted_on = f->day;
	else if (text_eq(f->kind, "recognised") && full)
		row->recognised_on = official_day(f);
	else if (fact_is_card(f) && !text_empty(f->number))
		row->card_no = f->number;
}

/* What is told under this record is told by the records joined into it as well. */
static enum err add_joined(struct ctx *cx, struct roster_row *row)
{
	const struct member_fact *f;
	struct list facts;

	TRY(member_told_facts(cx, row->person, &facts));
	f = facts.rows;
	for (size_t i = 0; i < facts.n; i++)
		if (f[i].day <= cx->day)
			take_fact(row, &f[i]);
	return ERR_OK;
}

static enum err complete(struct ctx *cx, struct roster_row *row, struct list posts)
{
	if (row->joined)
		TRY(add_joined(cx, row));
	add_posts(cx, row, posts);
	add_birth(cx, row);
	add_remark(cx, row);
	return ERR_OK;
}

static enum err posts_of(struct ctx *cx, int64_t cell, struct list *ret)
{
	return db_list(cx->db, cx->a, post_fields, sizeof(struct post), ret, Q_MEMBER_ROSTER_POSTS,
		cell, cx->day, cx->known);
}

enum err roster_person(struct ctx *cx, int64_t person, int64_t org, struct roster_row *ret)
{
	struct list posts;

	*ret = (struct roster_row){0};
	TRY(db_get(cx->db, cx->a, read_fields, ret, Q_MEMBER_ROSTER_PERSON, person, org, cx->day,
		cx->known));
	TRY(posts_of(cx, ret->cell, &posts));
	return complete(cx, ret, posts);
}

struct cell {
	int64_t cell, parent, n;
	const char *name, *parent_name;
};

static const struct field cell_fields[] = {
	F_ID(struct cell, cell, M_FIELD_CELL, CLASS_INSIDE, 0, "org"),
	F_TEXT(struct cell, name, M_FIELD_NAME, CLASS_INSIDE, 0, 0),
	F_ID(struct cell, parent, M_FIELD_PARENT, CLASS_INSIDE, 0, "org"),
	F_TEXT(struct cell, parent_name, M_FIELD_PARENT, CLASS_INSIDE, 0, 0),
	F_INT(struct cell, n, M_FIELD_VALUE, CLASS_INSIDE, 0, 0),
	F_END,
};

void roster_count(struct roster_tally *t, const struct roster_row *row)
{
	t->all++;
	t->full += text_eq(row->status, "full");
	t->women += text_eq(row->sex, "female");
	t->minority += !text_empty(row->ethnicity) && !text_eq(row->ethnicity, "kinh");
	t->religious += !text_empty(row->religion) && !text_eq(row->religion, "none");
	t->exempt += row->exempt;
	t->away += row->away;
}

/* "Chi bộ bản A (Đảng bộ xã B): 23 đảng viên"; several cells only. */
static const char *group_of(const struct roster *ro, const struct cell *c, int64_t org)
{
	struct ctx *cx = ro->cx;
	const char *name = c->name, *n = number_text(cx->a, cx->say.lang, c->n);

	if (ro->cells < 2)
		return NULL;
	if (c->parent != org && c->cell != org && !text_empty(c->parent_name))
		name = arena_printf(cx->a, "%s (%s)", c->name, c->parent_name);
	return msg_say(cx->a, cx->say.lang, M_MEMBER_ROSTER_GROUP, name, n);
}

/* The rows of one cell, or some of them; the texts of those that go to a sink are forgotten. */
static enum err cell_emit(
	struct roster *ro, const struct cell *cell, const char *group, int64_t skip, int64_t n)
{
	struct roster_row *rows, *kept = (struct roster_row *)ro->rows.rows;
	struct list posts, list;

	TRY(posts_of(ro->cx, cell->cell, &posts));
	TRY(db_list(ro->cx->db, ro->cx->a, read_fields, sizeof(*rows), &list, Q_MEMBER_ROSTER_ROWS,
		cell->cell, ro->cx->day, ro->cx->known, n, skip));
	rows = (struct roster_row *)list.rows;
	for (size_t i = 0; i < list.n; i++) {
		rows[i].no = ro->skip + ro->tally.all + 1;
		rows[i].group = group;
		rows[i].cell_name = cell->name;
		TRY(complete(ro->cx, &rows[i], posts));
		roster_count(&ro->tally, &rows[i]);
		if (ro->sink)
			TRY(sink_row(ro->sink, &rows[i]));
		else
			kept[ro->rows.n++] = rows[i];
	}
	return ERR_OK;
}

/* `skip` and `left` become what is still to be passed over and to be read. */
static enum err cell_read(
	struct roster *ro, const struct cell *cell, int64_t org, int64_t *skip, int64_t *left)
{
	int64_t from = *skip < cell->n ? *skip : cell->n, n = cell->n - from;
	struct arena_mark m = arena_mark(ro->cx->a);

	*skip -= from;
	n = n < *left ? n : *left;
	if (!n)
		return ERR_OK;
	*left -= n;
	TRY(cell_emit(ro, cell, group_of(ro, cell, org), from, n));
	if (ro->sink)
		arena_rewind(ro->cx->a, m);
	return ERR_OK;
}

enum err roster_read(struct roster *ro, int64_t org)
{
	int64_t skip = ro->skip, left = ro->limit, room;
	const struct cell *cell;
	struct list cells;

	TRY(db_list(ro->cx->db, ro->cx->a, cell_fields, sizeof(*cell), &cells,
		Q_MEMBER_ROSTER_CELLS, org, ro->cx->day, ro->cx->known));
	cell = cells.rows;
	ro->cells = (int64_t)cells.n;
	ro->total = 0;
	for (size_t i = 0; i < cells.n; i++)
		ro->total += cell[i].n;
	room = ro->sink ? 0 : left < ro->total ? left : ro->total;
	ro->rows =
		(struct list){arena_array(ro->cx->a, (size_t)room + 1, sizeof(struct roster_row)),
			0, sizeof(struct roster_row)};
	for (size_t i = 0; i < cells.n && left > 0; i++)
		TRY(cell_read(ro, &cell[i], org, &skip, &left));
	return ERR_OK;
}

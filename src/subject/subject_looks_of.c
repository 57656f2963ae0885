/*
 * subject_looks_of.c: who looked at a person: at their file, and at lists in which they stood.
 */
#include "base/text.h"
#include "member/member_file.h"
#include "subject/subject.h"

#include <stdlib.h>

enum { LIST_MONTHS = 12, LISTS_OF_ORG = 50, OF_ALL = 2000 };

/* Read as stored, then put into words. */
struct look_row {
	int64_t at_ms, account, uid, times, last_ms;
	const char *funcs, *via, *kind, *format, *purpose, *who, *org;
};

static const struct field file_fields[] = {
	F_INSTANT(struct look_row, at_ms, M_FIELD_AT, CLASS_INSIDE, 0),
	F_TEXT(struct look_row, who, M_FIELD_LOOKER, CLASS_INSIDE, FF_KEY, 300),
	F_CAT(struct look_row, kind, M_FIELD_LOOK_KIND, CLASS_INSIDE, 0, "look_kind"),
	F_CAT(struct look_row, via, M_FIELD_VIA, CLASS_INSIDE, FF_MORE, "via"),
	F_TEXT(struct look_row, format, M_FIELD_LOOK_FORMAT, CLASS_INSIDE, FF_MORE, 20),
	F_TEXT(struct look_row, purpose, M_FIELD_PURPOSE, CLASS_INSIDE, 0, 300),
	F_TEXT(struct look_row, funcs, M_FIELD_FUNC, CLASS_INSIDE, FF_HIDDEN, 200),
	F_INT(struct look_row, account, M_FIELD_ACCOUNT, CLASS_INSIDE, FF_HIDDEN, 0),
	F_INT(struct look_row, uid, M_FIELD_ACCOUNT, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

static const struct field list_fields[] = {
	F_TEXT(struct look_row, who, M_FIELD_LOOKER, CLASS_INSIDE, FF_KEY, 300),
	F_CAT(struct look_row, kind, M_FIELD_LOOK_KIND, CLASS_INSIDE, 0, "look_kind"),
	F_TEXT(struct look_row, org, M_FIELD_LOOK_ORG, CLASS_INSIDE, 0, 200),
	F_INT(struct look_row, times, M_FIELD_LOOK_TIMES, CLASS_INSIDE, 0, 0),
	F_INSTANT(struct look_row, last_ms, M_FIELD_LOOK_LAST, CLASS_INSIDE, 0),
	F_TEXT(struct look_row, funcs, M_FIELD_FUNC, CLASS_INSIDE, FF_HIDDEN, 200),
	F_INT(struct look_row, account, M_FIELD_ACCOUNT, CLASS_INSIDE, FF_HIDDEN, 0),
	F_INT(struct look_row, uid, M_FIELD_ACCOUNT, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

/* ---- who ---- */

static const char *functions_text(struct ctx *cx, const char *funcs)
{
	struct str rest = str_of(funcs ? funcs : "");
	const char *all = "";

	while (rest.p) {
		struct str code = str_cut(&rest, ',');
		if (code.n)
			all = arena_printf(cx->a, "%s%s%s", all, *all ? ", " : "",
				cat_name(cx->say.cats, cx->say.lang, "func",
					arena_strndup(cx->a, code.p, code.n)));
	}
	return all;
}

static enum err find_looker(struct lookers *who, int64_t account, const char **ret)
{
	struct ctx *cx = who->cx;
	struct cursor c;

	for (size_t i = 0; i < who->n; i++)
		if (who->all[i].account == account) {
			*ret = who->all[i].name;
			return ERR_OK;
		}
	*ret = msg_text(cx->say.lang, M_LOOK_NOBODY);
	TRY(db_query(cx->db, &c, Q_SUBJECT_ACCOUNT_NAME, account));
	if (db_next(&c))
		*ret = arena_strdup(cx->a, db_text(&c, 0));
	TRY(db_end(&c));
	if (who->n == who->room) {
		size_t room = who->room ? who->room * 2 : 16;
		struct looker *more = arena_array(cx->a, room, sizeof(*more));
		if (who->n)
			memcpy(more, who->all, who->n * sizeof(*more));
		who->all = more;
		who->room = room;
	}
	who->all[who->n++] = (struct looker){account, *ret};
	return ERR_OK;
}

enum err looker_name(
	struct lookers *who, int64_t account, int64_t uid, const char *funcs, const char **ret)
{
	struct ctx *cx = who->cx;
	const char *held;

	(void)uid;
	if (!account) {
		*ret = msg_text(cx->say.lang, M_LOOK_OPERATOR);
		return ERR_OK;
	}
	TRY(find_looker(who, account, ret));
	held = functions_text(cx, funcs);
	if (*held)
		*ret = arena_printf(cx->a, "%s (%s)", *ret, held);
	return ERR_OK;
}

/* ---- told later ---- */

struct delay {
	int64_t account;
	day_t from_day, to_day;
};

static const struct field delay_fields[] = {
	F_ID(struct delay, account, M_FIELD_ACCOUNT, CLASS_INSIDE, 0, "account"),
	F_DAY(struct delay, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct delay, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_END,
};

static bool is_delayed(struct list delays, const struct look_row *l, day_t *ret_until)
{
	const struct delay *d = delays.rows;
	day_t day = day_of_ms(l->at_ms ? l->at_ms : l->last_ms);

	for (size_t i = 0; i < delays.n; i++)
		if (d[i].account == l->account && d[i].from_day <= day && day < d[i].to_day) {
			*ret_until = d[i].to_day;
			return true;
		}
	return false;
}

/* Takes out what is told later; how many, and when the last of them is told. */
static size_t withhold(struct list *looks, struct list delays, day_t *ret_until)
{
	struct look_row *l = (struct look_row *)looks->rows;
	size_t kept = 0, all = looks->n;
	day_t until = 0;

	for (size_t i = 0; i < all; i++) {
		if (!is_delayed(delays, &l[i], &until))
			l[kept++] = l[i];
		else if (until > *ret_until)
			*ret_until = until;
	}
	looks->n = kept;
	return all - kept;
}

static void say_withheld(struct ctx *cx, struct doc *d, size_t n, day_t until)
{
	if (n)
		doc_note(d, DOC_PLAIN,
			doc_say(d, M_LOOK_WITHHELD, number_text(cx->a, cx->say.lang, (int64_t)n),
				cx_day(cx, until), NULL));
}

/* ---- files ---- */

static enum err read_side(struct ctx *cx, const struct field *fields, struct list *ret,
	enum stmt stmt, const struct db_val *args, int n)
{
	enum err e;

	TRY(db_begin(cx->side, DB_READ));
	e = db_list_(cx->side, cx->a, fields, sizeof(struct look_row), ret, stmt, args, n);
	db_rollback(cx->side);
	return e;
}

static enum err name_rows(struct lookers *who, struct list rows)
{
	struct look_row *l = (struct look_row *)rows.rows;

	for (size_t i = 0; i < rows.n; i++)
		TRY(looker_name(who, l[i].account, l[i].uid, l[i].funcs, &l[i].who));
	return ERR_OK;
}

static void append(struct ctx *cx, struct list *to, struct list more)
{
	struct look_row *all = arena_array(cx->a, to->n + more.n + 1, sizeof(*all));

	if (to->n)
		memcpy(all, to->rows, to->n * sizeof(*all));
	if (more.n)
		memcpy(all + to->n, more.rows, more.n * sizeof(*all));
	*to = (struct list){all, to->n + more.n, sizeof(*all)};
}

static int latest_first(const void *va, const void *vb)
{
	const struct look_row *a = va, *b = vb;
	int64_t x = a->at_ms ? a->at_ms : a->last_ms, y = b->at_ms ? b->at_ms : b->last_ms;

	return x > y ? -1 : x < y;
}

/* Of the record and of those joined into it. */
static enum err files(struct ctx *cx, int64_t person, int64_t most, struct list *ret)
{
	struct list guests, some;
	const int64_t *g;

	*ret = (struct list){NULL, 0, sizeof(struct look_row)};
	TRY(member_guests(cx, person, false, &guests));
	g = guests.rows;
	for (size_t i = 0; i <= guests.n; i++) {
		int64_t who = i < guests.n ? g[i] : person;
		TRY(read_side(cx, file_fields, &some, Q_LOOKS_OF_PERSON,
			(const struct db_val[]){DB_ARGS(who, (int64_t)0, most)}, 3));
		append(cx, ret, some);
	}
	if (guests.n)
		qsort((void *)ret->rows, ret->n, ret->size, latest_first);
	return ERR_OK;
}

/* ---- lists ---- */

struct stay {
	int64_t org;
	day_t from_day, to_day;
};

static const struct field stay_fields[] = {
	F_ID(struct stay, org, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_DAY(struct stay, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct stay, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_END,
};

/* Stays in one organisation that touch are one; rows come sorted. */
static void join_stays(struct list *stays)
{
	struct stay *s = (struct stay *)stays->rows;
	size_t n = 0;

	for (size_t i = 0; i < stays->n; i++) {
		if (n && s[n - 1].org == s[i].org && s[i].from_day <= s[n - 1].to_day) {
			if (s[i].to_day > s[n - 1].to_day)
				s[n - 1].to_day = s[i].to_day;
		} else {
			s[n++] = s[i];
		}
	}
	stays->n = n;
}

static enum err lists_of(struct ctx *cx, const struct stay *s, struct list *ret)
{
	int64_t since = ms_of_day(day_add_months(day_of_ms(clock_now(cx->clock)), -LIST_MONTHS));
	struct look_row *l;
	const char *name;

	TRY(read_side(cx, list_fields, ret, Q_LOOKS_OF_ORG,
		(const struct db_val[]){
			DB_ARGS(s->org, s->from_day, s->to_day, since, (int64_t)LISTS_OF_ORG)},
		5));
	if (!ret->n)
		return ERR_OK;
	TRY(member_org_name(cx, s->org, cx->say.today, &name));
	l = (struct look_row *)ret->rows;
	for (size_t i = 0; i < ret->n; i++)
		l[i].org = name ? name : msg_text(cx->say.lang, M_LOOK_ALL_ORGS);
	return ERR_OK;
}

static enum err lists(struct ctx *cx, int64_t person, struct list *ret)
{
	static const struct stay everywhere = {0, DAY_MIN, DAY_MAX};
	struct list stays, some;
	const struct stay *s;

	TRY(db_list(cx->db, cx->a, stay_fields, sizeof(*s), &stays, Q_SUBJECT_ORGS, person));
	join_stays(&stays);
	s = stays.rows;
	TRY(lists_of(cx, &everywhere, ret));
	for (size_t i = 0; i < stays.n; i++) {
		TRY(lists_of(cx, &s[i], &some));
		append(cx, ret, some);
	}
	if (ret->n)
		qsort((void *)ret->rows, ret->n, ret->size, latest_first);
	return ERR_OK;
}

enum err looks_of_add(struct ctx *cx, struct doc *d, int64_t person, int64_t most)
{
	struct lookers who = {.cx = cx};
	struct list delays, of_file, of_lists;
	struct doc_part *p;
	day_t until = 0;
	size_t hidden;

	TRY(db_list(cx->db, cx->a, delay_fields, sizeof(struct delay), &delays, Q_LOOK_DELAYS_OF,
		person, cx->say.today));
	TRY(files(cx, person, OF_ALL, &of_file));
	TRY(lists(cx, person, &of_lists));
	hidden = withhold(&of_file, delays, &until) + withhold(&of_lists, delays, &until);
	TRY(name_rows(&who, of_file));
	TRY(name_rows(&who, of_lists));
	p = doc_table(d, "looks", M_LOOK_FILES, file_fields, of_file);
	p->total = (int64_t)of_file.n;
	if (p->rows.n > (size_t)most)
		p->rows.n = (size_t)most;
	p->empty = msg_text(cx->say.lang, M_LOOK_NO_FILES);
	p = doc_table(d, "list_looks", M_LOOK_LISTS, list_fields, of_lists);
	p->empty = msg_text(cx->say.lang, M_LOOK_NO_LISTS);
	say_withheld(cx, d, hidden, until);
	return ERR_OK;
}

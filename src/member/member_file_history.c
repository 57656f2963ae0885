/*
 * member_file_history.c: what was recorded about a person when, by whom, and what it replaced. Each
 * entry leads to the file as it was known just before.
 */
#include "member/member_file.h"

enum { ENTRIES = 200 };

struct entry {
	int64_t txn, at_ms;
	const char *what, *login, *via, *action, *reason, *href;
};

static const struct field entry_fields[] = {
	F_ID(struct entry, txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_INSTANT(struct entry, at_ms, M_FIELD_RECORDED_AT, CLASS_INSIDE, FF_KEY),
	F_LINES(struct entry, what, M_FIELD_RECORDED, CLASS_PERSONAL, 0, 0),
	F_TEXT(struct entry, login, M_FIELD_ACCOUNT, CLASS_INSIDE, 0, 60),
	F_CAT(struct entry, via, M_FIELD_VIA, CLASS_INSIDE, 0, "via"),
	F_TEXT(struct entry, action, M_FIELD_ACT, CLASS_INSIDE, FF_HIDDEN, 60),
	F_TEXT(struct entry, reason, M_FIELD_REASON, CLASS_PERSONAL, 0, 500),
	F_URL(struct entry, href, M_FIELD_RECORDED_AT, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

struct join_row {
	int64_t person, into_person, txn, void_txn;
};

static const struct field join_fields[] = {
	F_ID(struct join_row, person, M_FIELD_ID, CLASS_INSIDE, 0, "person"),
	F_ID(struct join_row, into_person, M_FIELD_ID, CLASS_INSIDE, 0, "person"),
	F_ID(struct join_row, txn, M_FIELD_TXN, CLASS_INSIDE, 0, "txn"),
	F_ID(struct join_row, void_txn, M_FIELD_TXN, CLASS_INSIDE, 0, "txn"),
	F_END,
};

/* Everything ever recorded about the person, to be told transaction by transaction. */
struct past {
	struct ctx *cx;
	int64_t person;
	struct list facts, persons, joins;
	bool *told; /* of facts voided: told with the one that stands for it */
};

static void line(struct past *past, const char **what, const char *text)
{
	*what = arena_printf(past->cx->a, "%s%s%s", *what, **what ? "\n" : "", text);
}

/* "Được kết nạp 03/02/2010, Chi bộ bản Co, 12-QĐ/HU" */
static enum err fact_line(struct past *past, const struct member_fact *f, const char **ret)
{
	struct ctx *cx = past->cx;
	const char *cell, *other;
	const char *s = arena_printf(
		cx->a, "%s %s", member_fact_words(cx, f), day_text(cx->a, cx->say.lang, f->day));
	const char *more[4];

	TRY(member_org_name(cx, f->cell, day_first(f->day), &cell));
	TRY(member_org_name(cx, f->other, day_first(f->day), &other));
	more[0] = cell;
	more[1] = other;
	more[2] = f->place;
	more[3] = f->number;
	for (int i = 0; i < 4; i++)
		if (!text_empty(more[i]))
			s = arena_printf(cx->a, "%s, %s", s, more[i]);
	*ret = s;
	return ERR_OK;
}

/* The fact that this one stands for: of its kind if there is one. */
static const struct file_fact *replaced(struct past *past, const struct file_fact *new)
{
	const struct file_fact *f = past->facts.rows, *best = NULL;

	for (size_t i = 0; i < past->facts.n; i++) {
		if (f[i].void_txn != new->f.txn || past->told[i])
			continue;
		if (!best || text_eq(f[i].f.kind, new->f.kind))
			best = &f[i];
	}
	if (best)
		past->told[best - f] = true;
	return best;
}

static enum err tell_made(struct past *past, int64_t txn, const char **what)
{
	const struct file_fact *f = past->facts.rows, *old;
	const char *now, *was;

	for (size_t i = 0; i < past->facts.n; i++) {
		if (f[i].f.txn != txn)
			continue;
		TRY(fact_line(past, &f[i].f, &now));
		old = replaced(past, &f[i]);
		if (old)
			TRY(fact_line(past, &old->f, &was));
		line(past, what,
			old ? msg_say(past->cx->a, past->cx->say.lang, M_FILE_MENDED, now, was)
			    : msg_say(past->cx->a, past->cx->say.lang, M_FILE_RECORDED, now));
	}
	return ERR_OK;
}

static enum err tell_voided(struct past *past, int64_t txn, const char **what)
{
	const struct file_fact *f = past->facts.rows;
	const char *was;

	for (size_t i = 0; i < past->facts.n; i++) {
		if (f[i].void_txn != txn || past->told[i])
			continue;
		TRY(fact_line(past, &f[i].f, &was));
		line(past, what, msg_say(past->cx->a, past->cx->say.lang, M_FILE_TAKEN_BACK, was));
	}
	return ERR_OK;
}

/* The row that the transaction voided and that was in force on the day. */
static const struct person *row_before(struct past *past, int64_t txn, day_t day)
{
	const struct file_person *p = past->persons.rows;

	for (size_t i = 0; i < past->persons.n; i++)
		if (p[i].void_txn == txn && p[i].p.from_day <= day && p[i].p.to_day > day)
			return &p[i].p;
	return NULL;
}

static void tell_row(struct past *past, const struct person *row, const char **what)
{
	const struct person *before = row_before(past, row->txn, row->from_day);
	struct ctx *cx = past->cx;
	const char *changes;

	if (!before) {
		line(past, what, msg_say(cx->a, cx->say.lang, M_FILE_OPENED, row->full_name));
		return;
	}
	changes = member_changes_text(cx, before, row);
	if (!*changes)
		return;
	line(past, what,
		before->from_day < row->from_day
			? msg_say(cx->a, cx->say.lang, M_FILE_FROM_DAY, cx_day(cx, row->from_day),
				  changes)
			: msg_say(cx->a, cx->say.lang, M_FILE_WRONG, changes));
}

static void tell_rows(struct past *past, int64_t txn, const char **what)
{
	const struct file_person *p = past->persons.rows;

	for (size_t i = 0; i < past->persons.n; i++)
		if (p[i].p.txn == txn)
			tell_row(past, &p[i].p, what);
}

static enum err tell_join(
	struct past *past, const struct join_row *j, enum msg m, const char **what)
{
	int64_t other = j->person == past->person ? j->into_person : j->person;
	struct person p;
	enum err e = member_person(past->cx, other, past->cx->day, &p);

	if (!e)
		line(past, what, msg_say(past->cx->a, past->cx->say.lang, m, p.full_name));
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err tell_joins(struct past *past, int64_t txn, const char **what)
{
	const struct join_row *j = past->joins.rows;

	for (size_t i = 0; i < past->joins.n; i++) {
		if (j[i].txn == txn)
			TRY(tell_join(past, &j[i], M_FILE_JOINED_WITH, what));
		if (j[i].void_txn == txn)
			TRY(tell_join(past, &j[i], M_FILE_PARTED_FROM, what));
	}
	return ERR_OK;
}

static enum err tell(struct past *past, struct entry *e)
{
	char instant[MS_TEXT];

	e->what = "";
	tell_rows(past, e->txn, &e->what);
	TRY(tell_made(past, e->txn, &e->what));
	TRY(tell_voided(past, e->txn, &e->what));
	TRY(tell_joins(past, e->txn, &e->what));
	/* nothing of their own: a cell was merged, its register opened on another day */
	if (!*e->what)
		e->what = msg_text(past->cx->say.lang, M_FILE_FOLLOWED);
	e->href = arena_printf(past->cx->a, "/member/%lld?known=%s", (long long)past->person,
		ms_print_iso(instant, e->at_ms - 1));
	return ERR_OK;
}

static enum err load(struct ctx *cx, int64_t person, struct past *ret)
{
	*ret = (struct past){.cx = cx, .person = person};
	TRY(member_file_facts(cx, person, &ret->facts));
	TRY(member_file_persons(cx, person, &ret->persons));
	TRY(db_list(cx->db, cx->a, join_fields, sizeof(struct join_row), &ret->joins,
		Q_MEMBER_FILE_JOINS, person, cx->known));
	ret->told = arena_array(cx->a, ret->facts.n + 1, sizeof(bool));
	return ERR_OK;
}

static enum err history(struct ctx *cx, const void *in, struct doc *d)
{
	struct entry *rows;
	struct doc_part *p;
	struct past past;
	struct list txns;
	int64_t person;

	(void)in;
	TRY(member_item(cx, PERM_MEMBER_READ, &person));
	TRY(member_head(cx, d, person, NULL));
	d->title = doc_say(d, M_FILE_HISTORY_OF, d->title, NULL);
	d->lead = msg_text(cx->say.lang, M_FILE_HISTORY_LEAD);
	TRY(load(cx, person, &past));
	TRY(db_list(cx->db, cx->a, entry_fields, sizeof(*rows), &txns, Q_MEMBER_FILE_TXNS, person,
		cx->known, (int64_t)ENTRIES));
	rows = (struct entry *)txns.rows;
	for (size_t i = 0; i < txns.n; i++)
		TRY(tell(&past, &rows[i]));
	/* before the first of all there was no file */
	if (txns.n && txns.n < ENTRIES)
		rows[txns.n - 1].href = NULL;
	p = doc_table(d, "history", M_NONE, entry_fields, txns);
	p->main = 1;
	p->total = (int64_t)txns.n;
	if (txns.n == ENTRIES)
		p->total_cap = ENTRIES;
	return ERR_OK;
}

const struct action member_history = {.read = history, .title = M_FILE_HISTORY};

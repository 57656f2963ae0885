/*
 * member_oracle_sim_test.c: the slow second opinion: people walk through the days one by one.
 */
#include "base/die.h"
#include "member/member_oracle_test.h"

#include <stdlib.h>

int sim_index(day_t day)
{
	int n;

	if (day < ORACLE_FIRST)
		return 0;
	n = day_number(day) - day_number(ORACLE_FIRST) + 1;
	return n > ORACLE_DAYS ? ORACLE_NEVER : n;
}

day_t sim_day(int index)
{
	return day_of_number(day_number(ORACLE_FIRST) + index - 1);
}

static int org_index(const struct sim *sim, int64_t id)
{
	for (int i = 0; i < sim->orgs; i++)
		if (sim->org[i].id == id)
			return i;
	return -1;
}

/* ---- the tree ---- */

static void fill_parent(struct sim_org *o, int from, int parent)
{
	for (int i = from; i <= ORACLE_DAYS; i++)
		o->parent[i] = parent;
}

static void read_org(struct sim *sim, struct sim_org *o)
{
	const struct org_act *a;
	struct list acts;

	o->first = o->end = ORACLE_NEVER;
	o->opened = 0;
	o->successor = -1;
	fill_parent(o, 0, -2);
	ok(tree_acts(&sim->s->cx, o->id, &acts));
	a = acts.rows;
	for (size_t i = 0; i < acts.n; i++) {
		int day = sim_index(a[i].day);
		if (text_eq(a[i].act, "found")) {
			o->first = day;
			fill_parent(o, day, org_index(sim, a[i].parent));
		} else if (text_eq(a[i].act, "move")) {
			fill_parent(o, day, org_index(sim, a[i].parent));
		} else if (text_eq(a[i].act, "open")) {
			o->opened = day;
		} else if (text_eq(a[i].act, "merge") || text_eq(a[i].act, "dissolve")) {
			o->end = day;
			o->successor = org_index(sim, a[i].other);
		}
	}
	/* whatever else was entered for the day on which it ended, it is not there any more */
	fill_parent(o, o->end, -2);
}

bool sim_below(const struct sim *sim, int org, int over, int day)
{
	for (int at = org; at >= 0; at = sim->org[at].parent[day]) {
		if (sim->org[at].parent[day] == -2)
			return false;
		if (at == over || over == -1)
			return true;
	}
	return false;
}

/* From when the members of a cell are counted. */
static int register_of(const struct sim *sim, int org)
{
	int at = org, first = sim->org[org].first;

	if (first > ORACLE_DAYS)
		return first;
	while (at >= 0 && !sim->org[at].opened)
		at = sim->org[at].parent[sim->org[at].first];
	return at >= 0 && sim->org[at].opened > first ? sim->org[at].opened : first;
}

/* What a name means on a day: the heir of an organisation that has ended. -1: nothing. */
static int heir(const struct sim *sim, int org, int day)
{
	while (org >= 0 && sim->org[org].end <= day)
		org = sim->org[org].successor;
	return org;
}

/* ---- a person ---- */

struct step {
	const struct sim *sim;
	struct sim_person *p;
	int cell;      /* where they belong; -1: nowhere */
	int noted;     /* the cell in which cards and badges count; -1: none */
	bool in, left; /* in the register of the cell; out of the Party or gone elsewhere */
	const char *standing;
	bool official;	  /* a paper said full; without one it is only taken to be so */
	int exempt, away; /* until, this day no more */
};

static void flow(struct step *st, const char *kind, int day, int cell, int other)
{
	must(st->p->flow_count < 200);
	st->p->flows[st->p->flow_count++] = (struct sim_flow){day, cell, other, kind};
}

static bool is(const struct member_fact *f, const char *kind)
{
	return text_eq(f->kind, kind);
}

/* Comes to a cell; in its register at once if that is open. */
static void come(struct step *st, int cell, int day, const char *kind, int other)
{
	st->cell = cell;
	st->left = false;
	st->in = register_of(st->sim, cell) <= day;
	if (!st->in)
		return;
	st->noted = cell;
	if (!st->standing)
		st->standing = "full";
	flow(st, kind, day, cell, other);
}

static void enter(struct step *st, const struct member_fact *f, int day)
{
	if (is(f, "admitted") && !st->official)
		st->standing = "probationary";
	if (!f->cell)
		return;
	if (is(f, "readmitted")) {
		st->standing = "probationary";
		st->official = false;
	} else if (f->status) {
		st->standing = f->status;
		st->official |= text_eq(f->status, "full");
	}
	come(st, heir(st->sim, org_index(st->sim, f->cell), day), day, f->kind, -1);
}

static void transfer(struct step *st, const struct member_fact *f, int day)
{
	int to = heir(st->sim, org_index(st->sim, f->other), day), from = st->cell;

	if (!st->in) {
		come(st, to, day, "transfer_in", -1);
		return;
	}
	if (register_of(st->sim, to) > day) {
		flow(st, "transfer_out", day, from, -1);
		st->cell = to;
		st->noted = -1;
		st->in = false;
		return;
	}
	flow(st, "transfer_out", day, from, to);
	come(st, to, day, "transfer_in", from);
}

static void leave(struct step *st, const struct member_fact *f, int day)
{
	if (st->in)
		flow(st, f->kind, day, st->cell, -1);
	st->cell = -1;
	st->in = false;
	st->left = true;
	st->exempt = st->away = 0;
}

static void set_term(const struct step *st, const struct member_fact *f, int day, int *term)
{
	int until = f->until_day ? sim_index(day_add(day_last(f->until_day), 1)) : ORACLE_NEVER;

	if (until > day && !st->left)
		*term = until;
}

static bool is_one_of(const char *kind, const char *const *list)
{
	while (*list && !text_eq(*list, kind))
		list++;
	return *list != NULL;
}

static const char *const entering[] = {
	"taken_over", "admitted", "transfer_in", "readmitted", "restored", NULL};
static const char *const leaving[] = {
	"transfer_out", "struck_off", "resigned", "expelled", "annulled", "deceased", NULL};
static const char *const noting[] = {
	"card_issued", "card_exchanged", "card_reissued", "badge_proposed", "badge_awarded", NULL};

static void take(struct step *st, const struct member_fact *f, int day)
{
	if (is_one_of(f->kind, entering))
		enter(st, f, day);
	else if (is_one_of(f->kind, leaving))
		leave(st, f, day);
	else if (is_one_of(f->kind, noting) && st->noted >= 0)
		flow(st, f->kind, day, heir(st->sim, st->noted, day), -1);
	else if (is(f, "transfer"))
		transfer(st, f, day);
	else if (is(f, "exempt"))
		set_term(st, f, day, &st->exempt);
	else if (is(f, "away"))
		set_term(st, f, day, &st->away);
	else if (is(f, "exempt_end"))
		st->exempt = 0;
	else if (is(f, "away_end"))
		st->away = 0;
	if (is(f, "recognised")) {
		st->standing = "full";
		st->official = true;
		if (st->in)
			flow(st, f->kind, day, st->cell, -1);
	}
}

/* The tree changes before anything else: who is in a cell that ends is with its heir. */
static void dawn(struct step *st, int day)
{
	int to;

	if (st->cell < 0 || st->sim->org[st->cell].end != day)
		return;
	to = heir(st->sim, st->cell, day);
	st->cell = to;
	if (to >= 0 && register_of(st->sim, to) <= day) {
		st->noted = st->in ? to : st->noted;
		return;
	}
	if (st->in || to < 0)
		st->noted = -1;
	st->in = false;
}

/* ---- facts in their order ---- */

/* The day on which a fact counts; not known to the day, not before an admission of that time. */
static day_t counting_day(const struct sim_person *p, const struct member_fact *f)
{
	day_t day = day_first(f->day);

	for (int i = 0; i < p->fact_count; i++)
		if (is(&p->facts[i], "admitted")) {
			day_t admitted = day_first(p->facts[i].day);
			return day < admitted && admitted <= day_last(f->day) ? admitted : day;
		}
	return day;
}

struct queued {
	const struct member_fact *f;
	day_t day;
};

static int by_order(const void *va, const void *vb)
{
	const struct queued *a = va, *b = vb;
	int ra = fact_kind(a->f->kind)->rank, rb = fact_kind(b->f->kind)->rank;

	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	if (ra != rb)
		return ra < rb ? -1 : 1;
	if (a->f->seq != b->f->seq)
		return a->f->seq < b->f->seq ? -1 : 1;
	return a->f->id < b->f->id ? -1 : 1;
}

/* Of several transfers of a day the one comes first that starts where the person is. */
static void choose_transfer(const struct step *st, struct queued *q, int n, int day)
{
	for (int i = 0; st->cell >= 0 && i < n && q[i].day == q[0].day && is(q[i].f, "transfer");
		i++) {
		struct queued first = q[0];
		if (!q[i].f->cell ||
			heir(st->sim, org_index(st->sim, q[i].f->cell), day) != st->cell)
			continue;
		q[0] = q[i];
		q[i] = first;
		return;
	}
}

static void walk(const struct sim *sim, struct sim_person *p)
{
	struct queued *q = arena_array(sim->s->a, (size_t)p->fact_count + 1, sizeof(*q));
	struct step st = {.sim = sim, .p = p, .cell = -1, .noted = -1};
	int next = 0;

	for (int i = 0; i < p->fact_count; i++)
		q[i] = (struct queued){&p->facts[i], counting_day(p, &p->facts[i])};
	if (p->fact_count)
		qsort(q, (size_t)p->fact_count, sizeof(*q), by_order);
	for (int day = 0; day <= ORACLE_DAYS; day++) {
		dawn(&st, day);
		p->dawn[day] = st.in ? st.cell : -1;
		if (st.cell >= 0 && !st.in)
			come(&st, st.cell, day, "taken_over", -1);
		for (; next < p->fact_count && sim_index(q[next].day) == day; next++) {
			if (is(q[next].f, "transfer"))
				choose_transfer(&st, q + next, p->fact_count - next, day);
			take(&st, q[next].f, day);
		}
		p->cell[day] = st.in ? st.cell : -1;
		p->full[day] = text_eq(st.standing, "full");
		p->exempt[day] = st.exempt > day;
		p->away[day] = st.away > day;
	}
}

/* ---- reading ---- */

/* The same told twice of one person counts once; the one that names the cell is the better one. */
static void add_fact(struct sim_person *p, const struct member_fact *f, bool guest)
{
	for (int i = 0; guest && i < p->fact_count; i++) {
		struct member_fact *own = &p->facts[i];
		bool same_cell = own->cell == f->cell || !own->cell || !f->cell;
		if (!is(own, f->kind) || own->day != f->day || own->other != f->other || !same_cell)
			continue;
		if (!own->cell)
			*own = *f;
		return;
	}
	p->facts[p->fact_count++] = *f;
}

static void add_facts(struct sim *sim, struct sim_person *p, int64_t id, bool guest)
{
	const struct member_fact *f;
	struct list facts;

	ok(member_facts(&sim->s->cx, id, &facts));
	f = facts.rows;
	must(p->fact_count + facts.n < 200);
	for (size_t i = 0; i < facts.n; i++)
		add_fact(p, &f[i], guest);
}

static void read_person(struct sim *sim, struct sim_person *p)
{
	struct site_test *s = sim->s;
	struct cursor c;
	bool joined = false;

	p->facts = arena_array(s->a, 200, sizeof(*p->facts));
	p->flows = arena_array(s->a, 200, sizeof(*p->flows));
	p->fact_count = p->flow_count = 0;
	ok(member_persons(&s->cx, p->id, &p->rows));
	if (p->rows.n)
		add_facts(sim, p, p->id, false);
	ok(db_query(s->db, &c, Q_MEMBER_JOINS, p->id, s->cx.known));
	while (db_next(&c)) {
		if (db_int(&c, 0) == p->id)
			joined = true;
		else if (text_eq(db_text(&c, 2), "both"))
			add_facts(sim, p, db_int(&c, 0), true);
	}
	ok(db_end(&c));
	if (joined)
		p->fact_count = 0;
}

void sim_make(struct sim *sim, struct wood *w)
{
	sim->s = w->s;
	sim->orgs = w->orgs;
	sim->people = w->people;
	for (int i = 0; i < w->orgs; i++)
		sim->org[i].id = w->org[i].id;
	for (int i = 0; i < w->orgs; i++)
		read_org(sim, &sim->org[i]);
	for (int i = 0; i < w->people; i++) {
		sim->person[i].id = w->person[i];
		read_person(sim, &sim->person[i]);
		walk(sim, &sim->person[i]);
	}
}

/* ---- counting ---- */

const struct person *sim_attributes(const struct sim_person *p, int day)
{
	const struct person *rows = p->rows.rows;
	day_t d = sim_day(day);

	for (size_t i = 0; i < p->rows.n; i++)
		if (rows[i].from_day <= d && d < rows[i].to_day)
			return &rows[i];
	die("nobody on %d", d);
}

static bool within(const struct sim *sim, int cell, int org, bool own, int day)
{
	if (cell < 0)
		return false;
	return own ? cell == org && sim_below(sim, cell, -1, day) : sim_below(sim, cell, org, day);
}

static bool stands(const struct sim_person *p, const char *code, int day)
{
	if (text_eq(code, "member.full"))
		return p->full[day];
	if (text_eq(code, "member.probationary"))
		return !p->full[day];
	if (text_eq(code, "member.exempt"))
		return p->exempt[day];
	return text_eq(code, "member.away") ? p->away[day] : text_eq(code, "member.total");
}

/* The kind of the flows that an indicator counts. */
static const char *kind_of(const char *code)
{
	static const char *const others[][2] = {{"member.transferred_in", "transfer_in"},
		{"member.transferred_out", "transfer_out"}, {"card.issued", "card_issued"},
		{"card.exchanged", "card_exchanged"}, {"card.reissued", "card_reissued"},
		{"badge.proposed", "badge_proposed"}, {"badge.awarded", "badge_awarded"}};

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (text_eq(others[i][0], code))
			return others[i][1];
	return code + strlen("member.");
}

struct asked {
	const struct sim *sim;
	const char *code;
	int org, from, to;
	bool own;
	struct sim_item *items;
	int n;
};

static void item(struct asked *q, const struct sim_person *p, int day, int cell, int place)
{
	must(q->n < SIM_ITEMS);
	q->items[q->n++] = (struct sim_item){p, day, cell, place};
}

static void count_flows(struct asked *q, const struct sim_person *p)
{
	const char *kind = kind_of(q->code);

	for (int i = 0; i < p->flow_count; i++) {
		const struct sim_flow *f = &p->flows[i];
		if (f->day < q->from || f->day > q->to || !text_eq(f->kind, kind))
			continue;
		if (within(q->sim, f->cell, q->org, q->own, f->day) &&
			!within(q->sim, f->other, q->org, q->own, f->day))
			item(q, p, f->day, f->cell, f->day);
	}
}

/* Who was inside in the evening and is outside at dawn went with the organisation, or came. */
static void count_moved(struct asked *q, const struct sim_person *p, bool in)
{
	for (int day = q->from; day <= q->to; day++) {
		int eve = p->cell[day - 1], dawn = p->dawn[day];
		bool before = within(q->sim, eve, q->org, q->own, day - 1);
		bool after = within(q->sim, dawn, q->org, q->own, day);
		if (eve < 0 || before == after || after != in)
			continue;
		item(q, p, day, in ? dawn : eve, in ? day : day - 1);
	}
}

int sim_items(const struct sim *sim, const char *code, int org, bool own, int from, int to,
	struct sim_item *ret)
{
	struct asked q = {sim, code, org, from, to, own, ret, 0};
	bool stock = figure_find(code)->kind == FIGURE_STOCK;

	for (int i = 0; i < sim->people; i++) {
		const struct sim_person *p = &sim->person[i];
		if (text_eq(code, "member.moved_in_with_org"))
			count_moved(&q, p, true);
		else if (text_eq(code, "member.moved_out_with_org"))
			count_moved(&q, p, false);
		else if (!stock)
			count_flows(&q, p);
		else if (within(sim, p->cell[to], org, own, to) && stands(p, code, to))
			item(&q, p, to, p->cell[to], to);
	}
	return q.n;
}

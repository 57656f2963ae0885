/*
 * member_oracle_wood_test.c: a random tree that changes, with random people in it, written through
 * the plans as an office would. What is refused is refused; the rest must come out right.
 */
#include "base/die.h"
#include "member/member_oracle_test.h"

#include <stdio.h>

enum { TRIES = 20000 };

unsigned wood_draw(struct wood *w, unsigned below)
{
	w->random = w->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(w->random >> 33) % below;
}

day_t wood_day(struct wood *w)
{
	return day_add(ORACLE_FIRST, 1 + (int)wood_draw(w, ORACLE_DAYS - 1));
}

/* Days on which a lot happens at once, or any day. */
static day_t draw_day(struct wood *w)
{
	if (!wood_draw(w, 3))
		return day_add(ORACLE_FIRST, 60 * (int)wood_draw(w, ORACLE_DAYS / 60));
	return wood_day(w);
}

static void note(struct wood *w, bool people)
{
	must(w->times < ORACLE_WRITES);
	w->known[w->times++] = w->s->cx.txn_ms;
	if (people)
		w->txn[w->txns++] = w->s->cx.txn;
}

/* ---- organisations ---- */

static int64_t draw_org(struct wood *w, const char *levels)
{
	for (int i = 0; i < TRIES; i++) {
		int k = (int)wood_draw(w, (unsigned)w->orgs);
		if (strchr(levels, w->org[k].level))
			return w->org[k].id;
	}
	return 0;
}

static struct tree_plan *tree_begin(struct wood *w)
{
	struct tree_plan *p;

	site_clean(w->s);
	ok(db_begin(w->s->db, DB_WRITE));
	ok(tree_plan_new(&w->s->cx, &p));
	return p;
}

static enum err carry_out(struct site_test *s, struct tree_plan *p)
{
	TRY(tree_plan_check(p));
	TRY(s->f.code);
	TRY(txn_start(&s->cx, "test", NULL));
	TRY(tree_plan_apply(p));
	return db_commit(s->db);
}

static bool tree_end(struct wood *w, struct tree_plan *p)
{
	enum err e = carry_out(w->s, p);

	if (e)
		db_rollback(w->s->db);
	else
		note(w, false);
	return !e;
}

static void found(struct wood *w, char level, int64_t parent, day_t day, int64_t split_from)
{
	static const char *const kinds[] = {"district", "commune", "grassroots_cell", "cell"};
	struct tree_plan *p;
	int64_t id;
	char code[8];

	if (w->orgs == ORACLE_ORGS)
		return;
	snprintf(code, sizeof(code), "%c%d", level, w->orgs);
	p = tree_begin(w);
	id = tree_plan_org(p);
	ok(tree_plan_act(p, &(struct org_act){.org = id,
				    .act = "found",
				    .day = day,
				    .parent = parent,
				    .code = code,
				    .name = code,
				    .sector = wood_draw(w, 2) ? "residential" : NULL,
				    .kind = kinds[level == 'd'	 ? 0
						  : level == 'c' ? 1
						  : level == 'g' ? 2
								 : 3]}));
	if (split_from)
		ok(tree_plan_act(
			p, &(struct org_act){
				   .org = split_from, .act = "split", .day = day, .other = id}));
	if (!tree_end(w, p))
		return;
	w->org[w->orgs].id = id;
	snprintf(w->org[w->orgs].code, sizeof(w->org->code), "%s", code);
	w->org[w->orgs++].level = level == 'g' ? 'z' : level;
}

static void found_some(struct wood *w)
{
	day_t day = wood_draw(w, 2) ? DAY_MIN : draw_day(w);

	if (w->orgs < 2)
		found(w, 'd', 0, DAY_MIN, 0);
	else if (w->orgs < 6 || !wood_draw(w, 4))
		found(w, 'c', draw_org(w, "d"), w->orgs < 6 ? DAY_MIN : day, 0);
	else if (!wood_draw(w, 6))
		found(w, 'g', draw_org(w, "d"), day, 0);
	else
		found(w, 'z', draw_org(w, "c"), day,
			w->orgs > 10 && !wood_draw(w, 3) ? draw_org(w, "z") : 0);
}

/* A committee is merged: what is below it goes over on the same day. */
static void merge_committee(struct wood *w)
{
	int64_t from = draw_org(w, "c"), to = draw_org(w, "c");
	struct tree_plan *p = tree_begin(w);
	day_t day = draw_day(w);

	for (int i = 0; i < w->orgs; i++) {
		const struct org_spell *s;
		ok(tree_plan_spell(p, w->org[i].id, day, &s));
		if (s && s->parent == from)
			ok(tree_plan_act(p, &(struct org_act){.org = w->org[i].id,
						    .act = "move",
						    .day = day,
						    .parent = to}));
	}
	ok(tree_plan_act(
		p, &(struct org_act){.org = from, .act = "merge", .day = day, .other = to}));
	(void)tree_end(w, p);
}

static void change_tree(struct wood *w)
{
	struct org_act act = {.day = draw_day(w)};
	struct tree_plan *p;

	switch (wood_draw(w, 9)) {
	case 0:
	case 1:
	case 2:
		act.org = draw_org(w, "z");
		act.act = "move";
		act.parent = draw_org(w, "c");
		break;
	case 3:
		act.org = draw_org(w, "c");
		act.act = "move";
		act.parent = draw_org(w, "d");
		break;
	case 4:
	case 5:
		act.org = draw_org(w, "z");
		act.act = wood_draw(w, 2) ? "merge" : "dissolve";
		act.other = draw_org(w, "z");
		break;
	case 6:
		act.org = draw_org(w, "zzcd");
		act.act = "open";
		break;
	case 7:
		act.org = draw_org(w, "z");
		act.act = "rename";
		act.name = "khác";
		break;
	default:
		merge_committee(w);
		return;
	}
	p = tree_begin(w);
	ok(tree_plan_act(p, &act));
	(void)tree_end(w, p);
}

/* Takes back an act other than the founding; half the time another day is what was meant. */
static void correct_tree(struct wood *w)
{
	struct tree_plan *p = tree_begin(w);
	const struct org_act *a;
	struct org_act other;
	struct list acts;
	size_t i;

	ok(tree_acts(&w->s->cx, draw_org(w, "zzc"), &acts));
	a = acts.rows;
	if (acts.n < 2) {
		db_rollback(w->s->db);
		return;
	}
	i = 1 + wood_draw(w, (unsigned)acts.n - 1);
	ok(tree_plan_void(p, &a[i]));
	other = a[i];
	other.id = 0;
	other.day = draw_day(w);
	if (wood_draw(w, 2))
		ok(tree_plan_act(p, &other));
	(void)tree_end(w, p);
}

/* ---- people ---- */

static const char *draw_text(struct wood *w, const char *const *texts, unsigned n)
{
	unsigned i = wood_draw(w, n + 1);

	return i < n ? texts[i] : NULL;
}

static struct person draw_person(struct wood *w)
{
	static const char *const names[] = {"Lò Văn An", "Lò Thị An", "Quàng Văn Bình", "Vì Chung",
		"Trần Đức Dũng", "Nguyễn Hạnh", "Mùa A Lử", "Sùng A Páo"};
	static const char *const sexes[] = {"male", "female"};
	static const char *const groups[] = {"kinh", "thai", "hmong"};
	static const char *const schools[] = {"primary_school", "upper_secondary"};
	static const char *const yes_no[] = {"yes", "no"};
	day_t birth = day_add(19450101, (int)wood_draw(w, 60 * 365));

	switch (wood_draw(w, 6)) {
	case 0:
		birth = birth / 10000 * 10000;
		break;
	case 1:
		birth = birth / 100 * 100;
		break;
	case 2:
		birth = 0;
		break;
	default:
		break;
	}
	return (struct person){.full_name = names[wood_draw(w, 8)],
		.sex = draw_text(w, sexes, 2),
		.ethnicity = draw_text(w, groups, 3),
		.religion = wood_draw(w, 3) ? "none" : NULL,
		.schooling = draw_text(w, schools, 2),
		.youth_union = draw_text(w, yes_no, 2),
		.birth_date = birth};
}

static struct member_plan *people_begin(struct wood *w)
{
	struct member_plan *p;

	site_clean(w->s);
	ok(db_begin(w->s->db, DB_WRITE));
	ok(member_plan_new(&w->s->cx, &p));
	return p;
}

static bool people_end(struct wood *w, struct member_plan *p)
{
	enum err e = member_test_write(w->s, p);

	if (!e)
		note(w, true);
	return !e;
}

/* How somebody comes: now or long ago; admitted here, elsewhere, or with a roster. */
static struct member_fact draw_entry(struct wood *w)
{
	static const char *const kinds[] = {"admitted", "admitted", "taken_over", "transfer_in"};
	struct member_fact f = {.kind = kinds[wood_draw(w, 4)], .cell = draw_org(w, "z")};

	f.day = wood_draw(w, 3) ? draw_day(w) : day_add(20100101, (int)wood_draw(w, 2900));
	if (!wood_draw(w, 8))
		f.day = f.day / 100 * 100;
	if (!text_eq(f.kind, "admitted") && wood_draw(w, 2))
		f.status = wood_draw(w, 2) ? "full" : "probationary";
	if (text_eq(f.kind, "admitted") && !wood_draw(w, 8))
		f.cell = 0;
	return f;
}

/* Several at once, like a page of a roster. */
static void come_some(struct wood *w)
{
	struct member_plan *p = people_begin(w);
	int before = w->people, n = 1 + (int)wood_draw(w, 4);

	for (int i = 0; i < n && w->people < ORACLE_PEOPLE; i++) {
		struct person who = draw_person(w);
		struct member_fact f = draw_entry(w);
		f.person = w->person[w->people++] = member_plan_person(p, &who);
		ok(member_plan_fact(p, &f));
	}
	if (w->people == before) {
		db_rollback(w->s->db);
		return;
	}
	if (!people_end(w, p))
		w->people = before;
}

static struct member_fact draw_fact(struct wood *w)
{
	static const char *const kinds[] = {"transfer", "transfer", "transfer", "transfer",
		"transfer", "recognised", "recognised", "exempt", "exempt_end", "away", "away_end",
		"hosted", "suspended", "transfer_sent", "card_issued", "card_exchanged",
		"card_reissued", "badge_proposed", "badge_awarded", "transfer_out", "struck_off",
		"resigned", "expelled", "annulled", "deceased", "transfer_in", "transfer_in",
		"readmitted", "readmitted", "restored", "restored", "admitted"};
	struct member_fact f = {.day = draw_day(w)};
	const struct fact_kind *kind;

	kind = fact_kind(kinds[wood_draw(w, sizeof(kinds) / sizeof(*kinds))]);
	f.kind = kind->code;
	if (!wood_draw(w, 12))
		f.day = f.day / 100 * 100;
	if (kind->effect == FACT_ENTER)
		f.cell = draw_org(w, "z");
	if (kind->effect == FACT_MOVE || kind->effect == FACT_SEND || kind->effect == FACT_HOST)
		f.other = draw_org(w, "z");
	if (kind->effect >= FACT_HOST && kind->effect <= FACT_SUSPEND && wood_draw(w, 2))
		f.until_day = day_add(day_first(f.day), (int)wood_draw(w, 300));
	return f;
}

static int64_t draw_person_id(struct wood *w)
{
	return w->person[wood_draw(w, (unsigned)w->people)];
}

/* Mostly life goes on after what was told last; who left the Party comes back sometimes. */
static void go_on(struct wood *w, struct member_fact *f)
{
	const struct member_fact *last;
	const struct fact_kind *kind;
	struct list facts;

	ok(member_facts(&w->s->cx, f->person, &facts));
	if (!facts.n || !wood_draw(w, 3))
		return;
	last = (const struct member_fact *)facts.rows + facts.n - 1;
	kind = fact_kind(last->kind);
	if (day_first(last->day) >= ORACLE_FIRST)
		f->day = day_add(day_first(last->day), (int)wood_draw(w, 90));
	if (kind->effect != FACT_LEAVE || text_eq(kind->code, "deceased"))
		return;
	f->kind = text_eq(kind->code, "transfer_out") ? "transfer_in"
		  : wood_draw(w, 2)		      ? "readmitted"
						      : "restored";
	f->cell = draw_org(w, "z");
	f->other = f->until_day = 0;
}

static void happen_some(struct wood *w)
{
	struct member_plan *p = people_begin(w);
	struct member_fact f = draw_fact(w);

	f.person = draw_person_id(w);
	go_on(w, &f);
	ok(member_plan_fact(p, &f));
	if (!wood_draw(w, 6)) {
		struct member_fact more = draw_fact(w);
		more.person = f.person;
		ok(member_plan_fact(p, &more));
	}
	(void)people_end(w, p);
}

/* Takes a fact back; half the time it was on another day, or in another cell. */
static void correct_some(struct wood *w)
{
	struct member_plan *p = people_begin(w);
	const struct member_fact *facts;
	struct member_fact other;
	struct list list;

	ok(member_facts(&w->s->cx, draw_person_id(w), &list));
	facts = list.rows;
	if (!list.n) {
		db_rollback(w->s->db);
		return;
	}
	other = facts[wood_draw(w, (unsigned)list.n)];
	ok(member_plan_void(p, &other));
	other.seq = 0;
	if (wood_draw(w, 2))
		other.day = draw_day(w);
	else if (other.other)
		other.other = draw_org(w, "z");
	else if (other.cell)
		other.cell = draw_org(w, "z");
	if (wood_draw(w, 3))
		ok(member_plan_fact(p, &other));
	(void)people_end(w, p);
}

static void describe_some(struct wood *w)
{
	static const char *const fields[][3] = {{"full_name", NULL}, {"birth_date", NULL},
		{"ethnicity", "schooling", NULL}, {"sex", NULL}};
	struct member_plan *p = people_begin(w);
	const char *const *which = fields[wood_draw(w, 4)];
	struct person to = draw_person(w);
	int64_t who = draw_person_id(w);
	enum err e;

	if (wood_draw(w, 2))
		e = member_plan_change(p, who, draw_day(w), &to, which);
	else
		e = member_plan_correct(p, who, draw_day(w), &to, which);
	if (e)
		db_rollback(w->s->db);
	else
		(void)people_end(w, p);
}

static void join_some(struct wood *w)
{
	struct member_plan *p = people_begin(w);
	int64_t who = draw_person_id(w), into = draw_person_id(w);
	enum err e;

	if (wood_draw(w, 3))
		e = member_plan_join(p, who, into, wood_draw(w, 2) ? "both" : "kept");
	else
		e = member_plan_part(p, who);
	if (e)
		db_rollback(w->s->db);
	else
		(void)people_end(w, p);
}

static void undo_some(struct wood *w)
{
	struct member_plan *p = people_begin(w);
	enum err e = member_plan_undo(p, w->txn[wood_draw(w, (unsigned)w->txns)]);

	if (e)
		db_rollback(w->s->db);
	else
		(void)people_end(w, p);
}

/* ---- all of it ---- */

static void do_some(struct wood *w)
{
	unsigned n = wood_draw(w, 100);

	if (w->orgs < 14 || (w->orgs < ORACLE_ORGS && n < 6))
		found_some(w);
	else if (w->people < 8 || (w->people < ORACLE_PEOPLE && n < 13))
		come_some(w);
	else if (n < 20)
		change_tree(w);
	else if (n < 24)
		correct_tree(w);
	else if (n < 81)
		happen_some(w);
	else if (n < 87)
		correct_some(w);
	else if (n < 92)
		describe_some(w);
	else if (n < 95)
		join_some(w);
	else
		undo_some(w);
}

void wood_grow(struct wood *w, int writes)
{
	static const struct tree_follower *const followers[] = {&member_follower, NULL};

	w->s->cx.followers = followers;
	while (w->times < writes) {
		struct arena_mark m = arena_mark(w->s->a);
		must(w->tried++ < TRIES);
		do_some(w);
		site_clean(w->s);
		arena_rewind(w->s->a, m);
	}
}

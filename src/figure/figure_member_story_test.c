/*
 * figure_member_story_test.c: telling the small history, and asking about it.
 */
#include "figure/figure_member_test.h"

#include "view/render.h"

/* ---- telling ---- */

int64_t story_person(
	struct site_test *s, const struct person *attributes, const struct member_fact *first)
{
	struct member_fact own = *first;
	struct member_plan *p;

	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(member_plan_new(&s->cx, &p));
	own.person = member_plan_person(p, attributes);
	ok(member_plan_fact(p, &own));
	ok(member_test_write(s, p));
	return own.person;
}

void story_fact(struct site_test *s, int64_t who, const struct member_fact *f)
{
	ok(member_test_fact(s, who, f));
}

static void tell_people(struct site_test *s, struct story *y)
{
	y->an = story_person(s,
		WHO(.full_name = "Lò Thị An", .sex = "female", .ethnicity = "thai",
			.birth_date = 19750000),
		FACT(.kind = "admitted", .day = 19950203, .cell = y->t.a));
	y->binh = story_person(s,
		WHO(.full_name = "Quàng Văn Bình", .sex = "male", .ethnicity = "thai",
			.birth_date = 19900515, .schooling = "lower_secondary"),
		FACT(.kind = "admitted", .day = 20150310, .cell = y->t.a));
	y->chi = story_person(s,
		WHO(.full_name = "Trần Thị Chi", .sex = "female", .birth_date = 20000101),
		FACT(.kind = "admitted", .day = 20161120, .cell = y->t.c));
	y->dung = story_person(s,
		WHO(.full_name = "Trần Văn Dũng", .sex = "male", .ethnicity = "kinh",
			.birth_date = 19500301),
		FACT(.kind = "taken_over", .day = 20000101, .cell = y->t.d, .status = "full"));
	y->em = story_person(s,
		WHO(.full_name = "Vì Thị Em", .sex = "female", .birth_date = 19851231),
		FACT(.kind = "transfer_in", .day = 20160430, .cell = y->t.b,
			.place = "Thành phố Sơn La", .status = "probationary"));
	y->giang = story_person(s, WHO(.full_name = "Lò Văn Giang", .sex = "male"),
		FACT(.kind = "admitted", .day = 20140105, .cell = y->t.c));
	y->hanh = story_person(s, WHO(.full_name = "Nguyễn Hạnh"),
		FACT(.kind = "admitted", .day = 20100202, .cell = y->t.a));
}

static void tell_facts(struct site_test *s, struct story *y)
{
	const struct cells *t = &y->t;

	story_fact(s, y->an, FACT(.kind = "recognised", .day = 19960203));
	story_fact(s, y->binh, FACT(.kind = "recognised", .day = 20160310));
	story_fact(
		s, y->binh, FACT(.kind = "transfer", .day = 20160601, .cell = t->a, .other = t->b));
	story_fact(s, y->binh, FACT(.kind = "transfer", .day = 20160905, .other = t->c));
	story_fact(s, y->dung, FACT(.kind = "exempt", .day = 20160201, .until_day = 20160831));
	story_fact(s, y->em, FACT(.kind = "away", .day = 20161001));
	story_fact(s, y->giang, FACT(.kind = "struck_off", .day = 20160505));
	story_fact(s, y->hanh, FACT(.kind = "recognised", .day = 20110202));
	story_fact(s, y->hanh, FACT(.kind = "card_issued", .day = 20160519));
	story_fact(s, y->hanh, FACT(.kind = "transfer", .day = 20161010, .other = t->d));
	y->before_death = s->cx.txn_ms;
	story_fact(s, y->dung, FACT(.kind = "deceased", .day = 20161215));
	story_fact(s, y->dung, FACT(.kind = "badge_awarded", .day = 20161220, .years = 50));
}

static void tell_schooling(struct site_test *s, const struct story *y)
{
	static const char *const fields[] = {"schooling", NULL};
	struct member_plan *p;

	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(member_plan_new(&s->cx, &p));
	ok(member_plan_change(p, y->binh, 20160401, WHO(.schooling = "upper_secondary"), fields));
	ok(member_test_write(s, p));
}

struct story story_tell(struct site_test *s)
{
	struct story y = {.t = cells_plant(s)};

	tell_people(s, &y);
	ok(site_act(s, &(struct org_act){
			       .org = y.t.b, .day = 20160701, .act = "move", .parent = y.t.west}));
	tell_facts(s, &y);
	tell_schooling(s, &y);
	ok(site_act(s,
		&(struct org_act){.org = y.t.d, .day = 20161231, .act = "merge", .other = y.t.c}));
	return y;
}

/* ---- asking ---- */

int64_t story_value_in(struct site_test *s, const char *code, const struct figure_in *in)
{
	struct figure_ask ask;
	int64_t n = -1;

	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(figure_ask_read(&s->cx, figure_find(code), in, &ask));
	ok(figure_value(&s->cx, &ask, &n));
	db_rollback(s->db);
	return n;
}

int64_t story_value(struct site_test *s, const char *code, const char *org, const char *period)
{
	return story_value_in(s, code, IN(.org = org, .period = period));
}

const char *story_rows(struct site_test *s, const char *code, const char *org, const char *period,
	const char *by, const char *reach)
{
	const char *text = "";
	const struct figure_row *r;
	struct figure_ask ask;
	struct figure_cut cut;
	struct list list;

	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(figure_by_read(&s->cx, figure_find(code), by, NULL, &cut));
	ok(figure_ask_read(
		&s->cx, figure_find(code), IN(.org = org, .period = period, .reach = reach), &ask));
	ok(figure_rows(&s->cx, &ask, &cut, &list));
	db_rollback(s->db);
	r = list.rows;
	for (size_t i = 0; i < list.n; i++)
		text = arena_printf(s->a, "%s%s%s=%lld", text, *text ? " " : "", r[i].key,
			(long long)r[i].value);
	return text;
}

const char *story_run(struct site_test *s, const struct action *a, const void *in, const char *item)
{
	const char *text;
	struct buf b;
	struct doc d;

	ok(site_run(s, a, in, 0, item, &d));
	buf_init(&b, 1 << 20);
	ok(render_json(&s->cx.say, &d, &b));
	text = arena_strdup(s->a, b.p);
	buf_done(&b);
	return text;
}

const char *story_json(struct site_test *s, const char *code, const struct figure_in *in)
{
	return story_run(s, &figure_show, in, code);
}

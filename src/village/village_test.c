/*
 * Villages: what follows from what, the two verbs, what is refused, who is shown to whom.
 */
#include "member/member_act.h"
#include "member/member_attr.h"
#include "member/member_import_test.h"
#include "org/org_record.h"
#include "village/village_act.h"
#include "village/village_list.h"
#include "village/village_verify.h"

#define VILLAGES (&village_import_villages)
#define HEAD	 "Mã,Tên,Mã xã,Mã chi bộ,Chi bộ ghép,Trưởng thôn,Số lý lịch trưởng thôn,Từ ngày\n"
#define PEOPLE	 "Số lý lịch,Họ và tên,Ngày sinh,Mã chi bộ,Mã thôn,Ngày vào Đảng,Ngày chính thức\n"

extern const struct import_kind village_import_villages;

/* Four villages; An heads Cò and lives there, Bình lives in Cọ, Cương in Mới. */
static void plant(struct site_test *s)
{
	files_plant(s);
	files_taken(s, &member_import_members, WITH(.history = 1, .accept_warnings = 1),
		PEOPLE "1,Lò Văn An,12/3/1965,co,c1,3/2/1986,3/2/1987\n"
		       "2,Lò Thị Bình,1980,ca,c2,5/5/2004,5/5/2005\n"
		       "3,Lò Văn Cương,1/1/1970,moi,m1,7/6/2019,7/6/2020\n"
		       "4,Lò Văn Dự,1/1/1990,co,c1,7/6/2022,\n");
	files_taken(s, VILLAGES, &files_plain,
		HEAD "c1,Bản Cò,x,co,,Lò Văn An,1,1/1/2016\n"
		     "c2,Bản Cọ,x,ca,,Quàng Văn Lả,,1/1/2016\n"
		     "m1,Bản Mới,x,moi,,Lò Văn Cương,3,1/1/2019\n"
		     "p1,Bản Pơ Mu,x,ca,x,,,\n");
}

static int64_t village(struct site_test *s, const char *code)
{
	int64_t id;

	ok(db_begin(s->db, DB_READ));
	site_clean(s);
	ok(village_pick(&s->cx, code, s->cx.day, NULL, &id));
	db_rollback(s->db);
	return id;
}

/* "x own some 2/1 full combined": commune, cover, who lives there, the head. */
static const char *state(struct site_test *s, const char *code, day_t day)
{
	int64_t id = village(s, code);
	struct village_state v;
	struct org_spell commune;
	const char *text = "-";

	ok(db_begin(s->db, DB_READ));
	if (!village_on(&s->cx, id, day, &v)) {
		ok(tree_spell(&s->cx, v.commune, day, &commune));
		text = arena_printf(s->a, "%s %s %s %lld/%lld%s%s %s%s", commune.code, v.cover,
			v.lives, (long long)v.members, (long long)v.official,
			v.below ? " below" : "", v.unstable ? " unstable" : "", v.head_is,
			v.combined ? " combined" : "");
	}
	db_rollback(s->db);
	return text;
}

#define is(code, day, text) assert_string_equal(state(s, code, day), text)

static enum err run(
	struct site_test *s, const struct action *action, const char *item, struct village_input in)
{
	struct doc d;

	s->cx.txn = 0;
	return site_run(s, action, &in, 0, item, &d);
}

static const char *fact(struct site_test *s, const char *code, const char *aspect, day_t day)
{
	const struct village_fact *f;
	int64_t id = village(s, code);
	struct list facts;
	const char *item = NULL;

	ok(db_begin(s->db, DB_READ));
	ok(village_facts(&s->cx, id, false, &facts));
	f = facts.rows;
	for (size_t i = 0; i < facts.n; i++)
		if (text_eq(f[i].aspect, aspect) && f[i].from_day <= day && day < f[i].to_day)
			item = arena_printf(s->a, "%lld.%lld", (long long)id, (long long)f[i].id);
	db_rollback(s->db);
	assert_non_null(item);
	return item;
}

static void found(void *p, const char *text)
{
	(void)p;
	fail_msg("%s", text);
}

static void verified(struct site_test *s)
{
	ok(db_begin(s->db, DB_READ));
	site_clean(s);
	ok(village_verify(&s->cx, found, NULL));
	db_rollback(s->db);
}

static void what_follows(void **state_)
{
	struct site_test *s = site_of(state_);

	plant(s);
	is("c1", 20211231, "x own some 1/1 below full");
	is("c1", 20221231, "x own some 2/1 below full");
	is("c2", 20221231, "x own some 1/1 below outside");
	is("m1", 20190531, "x own unknown 0/0 outside");
	is("m1", 20190607, "x own some 1/0 probationary");
	is("m1", 20200607, "x own some 1/1 below full");
	/* nobody is recorded: not known, until somebody says that all are */
	is("p1", 20221231, "x joint unknown 0/0 vacant");
	ok(run(s, &village_set_survey, "p1", (struct village_input){.from = 20200101}));
	is("p1", 20191231, "x joint unknown 0/0 vacant");
	is("p1", 20200101, "x joint none 0/0 vacant");
	ok(run(s, &village_set_unstable, "c2",
		(struct village_input){.from = 20210101, .cause = "few", .number = "1-KL"}));
	is("c2", 20221231, "x own some 1/1 below unstable outside");
	verified(s);
}

static void posts_and_heads(void **state_)
{
	struct org_record post = {
		.post = "secretary", .holder = "Lò Văn An", .member_no = "1", .from_day = 20170101};
	struct site_test *s = site_of(state_);
	struct doc d;

	plant(s);
	ok(site_run(s, &org_post_new, &post, files_org(s, "co"), NULL, &d));
	is("c1", 20161231, "x own some 1/1 below full");
	is("c1", 20170101, "x own some 1/1 below full combined");
	/* another head, who is only a name; then he was wrong from the start */
	ok(run(s, &village_set_head, "c1",
		(struct village_input){.from = 20180101, .holder = "Lò Văn Ai"}));
	is("c1", 20171231, "x own some 1/1 below full combined");
	is("c1", 20180101, "x own some 1/1 below outside");
	ok(run(s, &village_fix_head, fact(s, "c1", "head", 20180101),
		(struct village_input){.from = 20180101,
			.holder = "Lò Văn Dự",
			.member_no = "4",
			.reason = "nhầm"}));
	is("c1", 20220606, "x own some 1/1 below outside");
	is("c1", 20220607, "x own some 2/1 below probationary");
	/* a number that is somebody else's, and a name without a number */
	assert_int_equal(
		run(s, &village_set_head, "c1",
			(struct village_input){
				.from = 20190101, .holder = "Lò Văn Dự", .member_no = "1"}),
		ERR_REFUSED);
	assert_true(site_said(s, M_VILLAGE_NOBODY));
	ok(run(s, &village_fact_end, fact(s, "c1", "head", 20180101),
		(struct village_input){.to = 20221001}));
	is("c1", 20221002, "x own some 2/1 below vacant");
	verified(s);
}

/* What the list of a commune and the page of a village say of its head. */
static const char *head_shown(struct site_test *s, const char *code, day_t day)
{
	static const struct {
		const char *state, *q;
	} asked = {0};
	const struct village_row *r;
	const char *listed = "-";
	struct doc d;

	s->cx.day = day;
	ok(site_run(s, &village_list, &asked, files_org(s, "x"), NULL, &d));
	r = doc_find(&d, "villages")->rows.rows;
	for (size_t i = 0; i < doc_find(&d, "villages")->rows.n; i++)
		if (text_eq(r[i].code, code))
			listed = r[i].head_is;
	ok(site_run(s, &village_show, NULL, 0,
		arena_printf(s->a, "%lld", (long long)village(s, code)), &d));
	assert_non_null(strstr(
		d.lead, cat_name(s->cx.say.cats, s->cx.say.lang, "village_head_is", listed)));
	s->cx.day = s->cx.say.today;
	return listed;
}

static int64_t listed(struct site_test *s, const char *state)
{
	struct village_ask ask = {.org = files_org(s, "x"), .state = state, .day = s->cx.say.today};
	int64_t n;

	ok(db_begin(s->db, DB_READ));
	ok(village_list_count(&s->cx, &ask, &n));
	db_rollback(s->db);
	return n;
}

/* Where nobody ever recorded a head it is not known; vacant is what was headed before. */
static void unknown_or_vacant(void **state_)
{
	struct site_test *s = site_of(state_);

	plant(s);
	assert_string_equal(head_shown(s, "p1", 20220101), "unknown");
	assert_string_equal(head_shown(s, "c1", 20220101), "full");
	assert_int_equal(listed(s, "head_unknown"), 1);
	assert_int_equal(listed(s, "head_vacant"), 0);
	ok(run(s, &village_fact_end, fact(s, "c1", "head", 20160101),
		(struct village_input){.to = 20220630}));
	assert_string_equal(head_shown(s, "c1", 20220630), "full");
	assert_string_equal(head_shown(s, "c1", 20220701), "vacant");
	assert_int_equal(listed(s, "head_unknown"), 1);
	assert_int_equal(listed(s, "head_vacant"), 1);
}

static bool notes(const struct doc *d, const char *text)
{
	for (const struct doc_part *p = d->parts; p; p = p->next)
		if (p->kind == DOC_NOTE && strstr(p->text, text))
			return true;
	return false;
}

/* Who is in charge is a member, so a name that nobody has is pointed out; a head may be anybody. */
static void names_that_nobody_has(void **state_)
{
	struct village_input in = {.from = 20200101, .holder = "Hoàng Văn Lạ"};
	struct site_test *s = site_of(state_);
	const char *item;
	struct doc d;

	plant(s);
	item = arena_printf(s->a, "%lld", (long long)village(s, "c1"));
	ok(site_run(s, &village_set_charge, &in, 0, item, &d));
	assert_true(notes(&d, "Hoàng Văn Lạ"));
	ok(site_run(s, &village_set_head, &in, 0, item, &d));
	assert_false(notes(&d, "Hoàng Văn Lạ"));
}

/* A cell recorded as the own one of two villages is led to. */
static void shared_cells_are_named(void **state_)
{
	struct site_test *s = site_of(state_);
	bool led = false;
	struct doc d;

	plant(s);
	ok(site_run(s, &village_cover, NULL, files_org(s, "x"), NULL, &d));
	assert_false(notes(&d, "1 chi bộ"));
	ok(run(s, &village_set_cell, "m1", (struct village_input){.from = 20200101, .cell = "co"}));
	ok(site_run(s, &village_cover, NULL, files_org(s, "x"), NULL, &d));
	assert_true(notes(&d, "1 chi bộ"));
	for (const struct doc_link *l = d.links; l; l = l->next)
		led = led || strstr(l->href, arena_printf(s->a, "/org/%lld",
						     (long long)files_org(s, "co")));
	assert_true(led);
}

/* Nobody on probation holds a post of official members. */
static void probation(void **state_)
{
	struct org_record post = {
		.post = "secretary", .holder = "Lò Văn Dự", .member_no = "4", .from_day = 20220701};
	struct site_test *s = site_of(state_);
	struct import *im;
	struct doc d;
	int64_t told = 0;

	plant(s);
	assert_int_equal(
		site_run(s, &org_post_new, &post, files_org(s, "co"), NULL, &d), ERR_REFUSED);
	assert_true(site_said(s, M_RECORD_PROBATION));
	post = (struct org_record){.post = "secretary",
		.holder = "Lò Văn Cương",
		.member_no = "3",
		.from_day = 20200607};
	ok(site_run(s, &org_post_new, &post, files_org(s, "moi"), NULL, &d));
	im = files_done(s, &org_import_posts, &files_plain,
		"Mã tổ chức,Chức vụ,Số lý lịch,Họ và tên,Từ ngày\n"
		"co,Bí thư,4,,1/7/2022\n");
	assert_true(files_told(im, 2, "Chức vụ", M_RECORD_PROBATION));
	ok(db_begin(s->db, DB_READ));
	ok(db_number(s->db, &told, 0, Q_VILLAGE_ANY));
	db_rollback(s->db);
	assert_int_equal(told, 1);
}

/* Where somebody lives is the code when it began to hold, and what became of that village. */
static void codes_and_mergers(void **state_)
{
	struct site_test *s = site_of(state_);

	plant(s);
	ok(run(s, &village_set_place, "c2",
		(struct village_input){
			.from = 20200101, .name = "Bản Cọ Mới", .kind = "ban", .code = "c9"}));
	is("c9", 20221231, "x own some 1/1 below outside");
	ok(run(s, &village_merge, "c9", (struct village_input){.from = 20210101, .into = "c1"}));
	assert_string_equal(state(s, "c9", 20210101), "-");
	is("c1", 20201231, "x own some 1/1 below full");
	is("c1", 20210101, "x own some 2/2 below full");
	is("c1", 20221231, "x own some 3/2 below full");
	/* a code belongs to one village on a day */
	assert_int_equal(run(s, &village_set_place, "p1",
				 (struct village_input){.from = 20210101,
					 .name = "Bản Pơ Mu",
					 .kind = "ban",
					 .code = "c1"}),
		ERR_REFUSED);
	assert_true(site_said(s, M_VILLAGE_CODE_TAKEN));
	/* one that others became part of does not vanish */
	assert_int_equal(run(s, &village_fact_remove, fact(s, "c1", "place", 20221231),
				 (struct village_input){.reason = "nhầm"}),
		ERR_REFUSED);
	verified(s);
}

static enum err merge(struct site_test *s, const char *org, const char *into, day_t day)
{
	struct org_act act = {.org = files_org(s, org),
		.act = into ? "merge" : "dissolve",
		.day = day,
		.other = into ? files_org(s, into) : 0};

	s->cx.txn = 0;
	return site_act(s, &act);
}

static void move(struct site_test *s, const char *org, const char *to, day_t day)
{
	struct org_act act = {
		.org = files_org(s, org), .act = "move", .day = day, .parent = files_org(s, to)};

	s->cx.txn = 0;
	ok(site_act(s, &act));
}

static void they_follow_the_tree(void **state_)
{
	struct site_test *s = site_of(state_);

	plant(s);
	ok(merge(s, "co", "ca", 20200101));
	is("c1", 20191231, "x own some 1/1 below full");
	is("c1", 20200101, "x own some 1/1 below full");
	for (int i = 0; i < 3; i++)
		move(s, (const char *const[]){"ca", "th", "moi"}[i], "y", 20210101);
	/* a commune that ends with villages and without a successor */
	assert_int_equal(merge(s, "x", NULL, 20210101), ERR_REFUSED);
	assert_true(site_said(s, M_VILLAGE_LEFT));
	ok(merge(s, "x", "y", 20210101));
	is("c1", 20201231, "x own some 1/1 below full");
	is("c1", 20210101, "y own some 1/1 below full");
	is("p1", 20210101, "y joint unknown 0/0 vacant");
	verified(s);
}

static enum err carried_out(struct site_test *s, struct tree_plan *p)
{
	TRY(tree_plan_check(p));
	TRY(s->f.code);
	TRY(txn_start(&s->cx, "test", NULL));
	TRY(tree_plan_apply(p));
	return db_commit(s->db);
}

static struct tree_plan *begun(struct site_test *s)
{
	struct tree_plan *p;

	site_clean(s);
	s->cx.txn = 0;
	ok(db_begin(s->db, DB_WRITE));
	ok(tree_plan_new(&s->cx, &p));
	return p;
}

static void act_on(struct tree_plan *p, int64_t org, const char *act, int64_t parent, int64_t other)
{
	ok(tree_plan_act(p, &(struct org_act){.org = org,
				    .act = act,
				    .day = 20210101,
				    .parent = parent,
				    .other = other}));
}

/* Everything that was decided of an organisation on the day of the merger. */
static void take_back(struct site_test *s, struct tree_plan *p, int64_t org)
{
	const struct org_act *a;
	struct list acts;

	ok(tree_acts(&s->cx, org, &acts));
	a = acts.rows;
	for (size_t i = 0; i < acts.n; i++)
		if (a[i].day == 20210101)
			ok(tree_plan_void(p, &a[i]));
}

/* A commune founded for them: when that is taken back, they are where they were. */
static void a_merger_is_taken_back(void **state_)
{
	struct site_test *s = site_of(state_);
	struct org_spell x;
	struct tree_plan *p;
	int64_t ids[4], commune, z;

	plant(s);
	commune = files_org(s, "x");
	for (int i = 0; i < 4; i++)
		ids[i] = files_org(s, (const char *const[]){"co", "ca", "moi", "th"}[i]);
	p = begun(s);
	ok(tree_spell(&s->cx, commune, 20201231, &x));
	z = tree_plan_org(p);
	ok(tree_plan_act(p, &(struct org_act){.org = z,
				    .act = "found",
				    .day = 20210101,
				    .parent = x.parent,
				    .kind = x.kind,
				    .code = "z",
				    .name = "Đảng bộ xã Zơ"}));
	for (int i = 0; i < 4; i++)
		act_on(p, ids[i], "move", z, 0);
	act_on(p, x.org, "merge", 0, z);
	ok(carried_out(s, p));
	is("c1", 20201231, "x own some 1/1 below full");
	is("c1", 20210101, "z own some 1/1 below full");
	p = begun(s);
	for (int i = 0; i < 4; i++)
		take_back(s, p, ids[i]);
	take_back(s, p, x.org);
	take_back(s, p, z);
	ok(carried_out(s, p));
	is("c1", 20210101, "x own some 1/1 below full");
	verified(s);
}

static void people_come_and_go(void **state_)
{
	struct site_test *s = site_of(state_);
	struct act_in leave = {.day = 20220801, .kind = "struck_off"};
	struct doc d;
	int64_t dues;

	plant(s);
	dues = files_person(s, "Lò Văn Dự");
	ok(site_run(s, &member_leave, &leave, 0, arena_printf(s->a, "%lld", (long long)dues), &d));
	is("c1", 20220731, "x own some 2/1 below full");
	is("c1", 20220801, "x own some 1/1 below full");
	verified(s);
}

/* What was so before a correction is still told for the instant before it. */
static void known_before(void **state_)
{
	struct site_test *s = site_of(state_);
	int64_t then;

	plant(s);
	ok(db_begin(s->db, DB_READ));
	ok(db_number(s->db, &then, 0, Q_TXN_LAST_MS));
	db_rollback(s->db);
	ok(run(s, &village_fix_head, fact(s, "c2", "head", 20200101),
		(struct village_input){.from = 20170101,
			.holder = "Lò Thị Bình",
			.member_no = "2",
			.reason = "ghi nhầm"}));
	is("c2", 20200101, "x own some 1/1 below full");
	is("c2", 20160601, "x own some 1/1 below vacant");
	s->cx.known = then;
	is("c2", 20200101, "x own some 1/1 below outside");
	is("c2", 20160601, "x own some 1/1 below outside");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {on_site(what_follows), on_site(posts_and_heads),
		on_site(unknown_or_vacant), on_site(names_that_nobody_has),
		on_site(shared_cells_are_named), on_site(probation), on_site(codes_and_mergers),
		on_site(they_follow_the_tree), on_site(a_merger_is_taken_back),
		on_site(people_come_and_go), on_site(known_before)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("villages", tests, NULL, NULL);
}

/*
 * Terms, bodies, posts and charges: what each way of writing them leaves behind, as known now and
 * as known before.
 */
#include "org/org_record.h"

#include "core/site_test.h"
#include "org/org.h"
#include "view/render.h"

#include <stdlib.h>

struct small {
	int64_t district, east, cell;
};

static struct small plant(struct site_test *s)
{
	struct small t;

	t.district = site_found(s, 0, "d", "district", 20100101);
	t.east = site_found(s, t.district, "east", "commune", 20120101);
	t.cell = site_found(s, t.east, "cell", "cell", 20130101);
	return t;
}

#define REC(...) (&(struct org_record){__VA_ARGS__})

static enum err act(struct site_test *s, const struct action *action, int64_t org, const char *item,
	const struct org_record *in)
{
	struct doc d;

	return site_run(s, action, in, org, item, &d);
}

/* Rows of a part of the staff page of a day. */
static struct list staff(struct site_test *s, int64_t org, day_t day, const char *part)
{
	const struct doc_part *p;
	day_t today = s->cx.day;
	struct doc d;

	s->cx.day = day;
	ok(site_run(s, &org_staff, &(int){0}, org, NULL, &d));
	s->cx.day = today;
	p = doc_find(&d, part);
	return p ? p->rows : (struct list){0};
}

/* The posts of a day as "post holder, post holder". */
static const char *posts(struct site_test *s, int64_t org, day_t day)
{
	const struct doc_part *p;
	const char *text = "";
	day_t today = s->cx.day;
	struct doc d;

	s->cx.day = day;
	ok(site_run(s, &org_staff, &(int){0}, org, NULL, &d));
	s->cx.day = today;
	p = doc_find(&d, "posts");
	for (size_t i = 0; i < p->rows.n; i++) {
		const char *row = (const char *)p->rows.rows + i * p->rows.size;
		text = arena_printf(s->a, "%s%s%s %s", text, *text ? ", " : "",
			field_get_text(field_find(p->fields, "post"), row),
			field_get_text(field_find(p->fields, "holder"), row));
	}
	return text;
}

/* The identity of a row of a part, as an address has it. */
static const char *item(struct site_test *s, int64_t org, day_t day, const char *part, size_t i)
{
	const struct doc_part *p;
	day_t today = s->cx.day;
	struct doc d;

	s->cx.day = day;
	ok(site_run(s, &org_staff, &(int){0}, org, NULL, &d));
	s->cx.day = today;
	p = doc_find(&d, part);
	assert_true(p && i < p->rows.n);
	return value_raw(
		s->a, field_find(p->fields, "id"), (const char *)p->rows.rows + i * p->rows.size);
}

static void posts_have_days(void **state)
{
	struct site_test *s = site_of(state);
	struct small t = plant(s);

	ok(act(s, &org_post_new, t.east, NULL,
		REC(.post = "secretary", .holder = "Lò Văn A", .from_day = 20150801,
			.to_day = 20200731)));
	ok(act(s, &org_post_new, t.east, NULL, REC(.post = "deputy", .holder = "Cà Thị B")));
	assert_string_equal(posts(s, t.east, 20150731), "deputy Cà Thị B");
	assert_string_equal(posts(s, t.east, 20150801), "secretary Lò Văn A, deputy Cà Thị B");
	assert_string_equal(posts(s, t.east, 20200731), "secretary Lò Văn A, deputy Cà Thị B");
	assert_string_equal(posts(s, t.east, 20200801), "deputy Cà Thị B");
	assert_string_equal(posts(s, t.district, 20160101), "");
}

static void refuses_impossible_days(void **state)
{
	struct site_test *s = site_of(state);
	struct small t = plant(s);
	struct org_record in = {
		.post = "secretary", .holder = "A", .from_day = 20150801, .to_day = 20150731};

	assert_int_equal(act(s, &org_post_new, t.east, NULL, &in), ERR_BAD_INPUT);
	assert_true(site_said(s, M_RECORD_ENDS_BEFORE));
	in.to_day = 20150801;
	ok(act(s, &org_post_new, t.east, NULL, &in));
	in.from_day = 20111231;
	assert_int_equal(act(s, &org_post_new, t.east, NULL, &in), ERR_REFUSED);
	assert_true(site_said(s, M_TREE_NOT_THEN));
	in.from_day = 20150000;
	in.to_day = 20150000;
	ok(act(s, &org_post_new, t.east, NULL, &in));
	assert_string_equal(posts(s, t.east, 20151231), "secretary A");
	assert_string_equal(posts(s, t.east, 20160101), "");
}

static void changes_from_a_day(void **state)
{
	struct site_test *s = site_of(state);
	struct small t = plant(s);
	struct org_record next = {.post = "secretary", .holder = "B", .from_day = 20180301};
	const char *id;

	ok(act(s, &org_post_new, t.east, NULL,
		REC(.post = "secretary", .holder = "A", .from_day = 20150801, .to_day = 20200731)));
	id = item(s, t.east, 20160101, "posts", 0);
	ok(act(s, &org_post_change, t.east, id, &next));
	assert_string_equal(posts(s, t.east, 20180228), "secretary A");
	assert_string_equal(posts(s, t.east, 20180301), "secretary B");
	assert_string_equal(posts(s, t.east, 20200731), "secretary B");
	assert_string_equal(posts(s, t.east, 20200801), "");
	id = item(s, t.east, 20160101, "posts", 0);
	next.from_day = 20150801;
	assert_int_equal(act(s, &org_post_change, t.east, id, &next), ERR_REFUSED);
	assert_true(site_said(s, M_RECORD_CHANGE_WITHIN));
	next.from_day = 20180301;
	assert_int_equal(act(s, &org_post_change, t.east, id, &next), ERR_REFUSED);
}

static void corrects_from_the_start(void **state)
{
	struct site_test *s = site_of(state);
	struct small t = plant(s);
	int64_t then;

	ok(act(s, &org_post_new, t.east, NULL,
		REC(.post = "secretary", .holder = "Lo Van A", .from_day = 20150801)));
	then = s->cx.txn_ms;
	ok(act(s, &org_post_correct, t.east, item(s, t.east, 20160101, "posts", 0),
		REC(.post = "secretary", .holder = "Lò Văn A", .from_day = 20150901,
			.reason = "gõ nhầm")));
	assert_string_equal(posts(s, t.east, 20150831), "");
	assert_string_equal(posts(s, t.east, 20150901), "secretary Lò Văn A");
	s->cx.known = then;
	assert_string_equal(posts(s, t.east, 20150831), "secretary Lo Van A");
	s->cx.known = KNOWN_NOW;
}

static void ends_and_removes(void **state)
{
	struct site_test *s = site_of(state);
	struct small t = plant(s);
	const char *id;

	ok(act(s, &org_post_new, t.east, NULL,
		REC(.post = "secretary", .holder = "A", .from_day = 20150801)));
	id = item(s, t.east, 20160101, "posts", 0);
	assert_int_equal(act(s, &org_post_end, t.east, id, REC(.to_day = 20150731)), ERR_BAD_INPUT);
	ok(act(s, &org_post_end, t.east, id, REC(.to_day = 20171231)));
	assert_string_equal(posts(s, t.east, 20171231), "secretary A");
	assert_string_equal(posts(s, t.east, 20180101), "");
	id = item(s, t.east, 20160101, "posts", 0);
	assert_int_equal(act(s, &org_post_end, t.east, id, REC(.to_day = 20181231)), ERR_REFUSED);
	assert_true(site_said(s, M_RECORD_ENDED));
	ok(act(s, &org_post_remove, t.east, id, REC(.reason = "ghi nhầm")));
	assert_string_equal(posts(s, t.east, 20160101), "");
}

/* Two people open the same row; who comes second is told. */
static void notices_who_came_first(void **state)
{
	struct site_test *s = site_of(state);
	struct small t = plant(s);
	const char *id;

	ok(act(s, &org_post_new, t.east, NULL, REC(.post = "secretary", .holder = "A")));
	id = item(s, t.east, 20160101, "posts", 0);
	ok(act(s, &org_post_end, t.east, id, REC(.to_day = 20171231)));
	assert_int_equal(
		act(s, &org_post_remove, t.east, id, REC(.reason = "ghi nhầm")), ERR_CONFLICT);
	assert_true(site_said(s, M_RECORD_GONE));
	assert_string_equal(posts(s, t.east, 20160101), "secretary A");
	assert_int_equal(act(s, &org_post_remove, t.east, "77", REC(.reason = "x")), ERR_NOT_FOUND);
	/* a row of another organisation is none of this one */
	id = item(s, t.east, 20160101, "posts", 0);
	assert_int_equal(
		act(s, &org_post_remove, t.district, id, REC(.reason = "x")), ERR_NOT_FOUND);
}

static void posts_stay_with_their_body(void **state)
{
	struct site_test *s = site_of(state);
	struct small t = plant(s);
	struct org_record post = {.post = "inspection_head",
		.holder = "C",
		.body_name = "uy ban kiem tra",
		.from_day = 20150801};
	const char *id;
	struct list rows;

	assert_int_equal(act(s, &org_post_new, t.district, NULL, &post), ERR_NOT_FOUND);
	assert_true(site_said(s, M_RECORD_NO_BODIES));
	ok(act(s, &org_body_new, t.district, NULL,
		REC(.kind = "inspection_committee", .name = "Ủy ban Kiểm tra",
			.from_day = 20150101)));
	ok(act(s, &org_post_new, t.district, NULL, &post));
	assert_int_equal(act(s, &org_post_new, t.district, NULL,
				 REC(.post = "head", .holder = "D", .body_name = "nơi khác")),
		ERR_NOT_FOUND);
	assert_true(site_said(s, M_RECORD_NO_BODY));
	id = item(s, t.district, 20160101, "bodies", 0);
	ok(act(s, &org_body_change, t.district, id,
		REC(.kind = "inspection_committee", .name = "Ủy ban Kiểm tra Huyện ủy",
			.from_day = 20170101)));
	rows = staff(s, t.district, 20180101, "bodies");
	assert_int_equal(rows.n, 1);
	id = item(s, t.district, 20180101, "posts", 0);
	assert_non_null(id);
	ok(db_begin(s->db, DB_READ));
	s->cx.item = id;
	s->cx.org = t.district;
	ok(org_record_get(&s->cx, &org_posts, &post));
	db_rollback(s->db);
	assert_string_equal(post.body_name, "Ủy ban Kiểm tra Huyện ủy");
	id = item(s, t.district, 20180101, "bodies", 0);
	assert_int_equal(act(s, &org_body_remove, t.district, id, REC(.reason = "x")), ERR_REFUSED);
	assert_true(site_said(s, M_RECORD_BODY_POSTS));
}

static void warns_of_two_secretaries(void **state)
{
	struct site_test *s = site_of(state);
	struct small t = plant(s);
	struct doc d;

	ok(act(s, &org_post_new, t.east, NULL, REC(.post = "secretary", .holder = "A")));
	ok(site_run(s, &org_post_new, REC(.post = "secretary", .holder = "B", .from_day = 20160101),
		t.east, NULL, &d));
	assert_non_null(doc_find(&d, "note"));
	assert_int_equal(doc_find(&d, "note")->tone, DOC_WARN);
	ok(site_run(s, &org_staff, &(int){0}, t.east, NULL, &d));
	assert_non_null(doc_find(&d, "note"));
	ok(site_run(s, &org_post_new, REC(.post = "deputy", .holder = "C"), t.east, NULL, &d));
	assert_null(doc_find(&d, "note"));
}

static void charges_are_below(void **state)
{
	struct site_test *s = site_of(state);
	struct small t = plant(s);

	ok(act(s, &org_charge_new, t.district, NULL,
		REC(.holder = "A", .over = "cell", .from_day = 20150101)));
	ok(act(s, &org_charge_new, t.district, NULL, REC(.holder = "A", .field = "Dân vận")));
	assert_int_equal(staff(s, t.district, 20160101, "charges").n, 2);
	assert_int_equal(act(s, &org_charge_new, t.east, NULL, REC(.holder = "B", .over = "d")),
		ERR_REFUSED);
	assert_true(site_said(s, M_RECORD_NOT_BELOW));
	assert_int_equal(act(s, &org_charge_new, t.east, NULL, REC(.holder = "B", .over = "east")),
		ERR_REFUSED);
	assert_int_equal(act(s, &org_charge_new, t.east, NULL, REC(.holder = "B")), ERR_BAD_INPUT);
	assert_true(site_said(s, M_RECORD_NO_CHARGE));
}

static void terms_are_listed(void **state)
{
	struct site_test *s = site_of(state);
	struct small t = plant(s);
	const char *id;
	struct doc d;

	ok(act(s, &org_term_new, t.district, NULL,
		REC(.number = "XXI", .from_day = 20100801, .to_day = 20150731)));
	ok(act(s, &org_term_new, t.district, NULL,
		REC(.number = "XXII", .congress_day = 20150805, .from_day = 20150801)));
	assert_int_equal(staff(s, t.district, 20100201, "terms").n, 2);
	id = item(s, t.district, 20160101, "terms", 0);
	ok(site_run(s, &org_term_show, &(int){0}, t.district, id, &d));
	assert_string_equal(field_get_text(field_find(doc_find(&d, "term")->fields, "number"),
				    doc_find(&d, "term")->rec),
		"XXII");
}

/* The file of an organisation has those below it too, with the days as people write them. */
static void lists_all_posts(void **state)
{
	struct site_test *s = site_of(state);
	struct small t = plant(s);
	struct buf b;
	struct doc d;

	ok(act(s, &org_post_new, t.district, NULL, REC(.post = "secretary", .holder = "A")));
	ok(act(s, &org_post_new, t.cell, NULL,
		REC(.post = "secretary", .holder = "B", .member_no = "007", .from_day = 20150801,
			.to_day = 20200731)));
	ok(site_run(s, &org_export_posts, &(int){0}, t.district, NULL, &d));
	assert_int_equal(doc_find(&d, "posts")->rows.n, 2);
	buf_init(&b, 1 << 20);
	ok(render_csv(&s->cx.say, &d, NULL, &b));
	assert_non_null(strstr(b.p, "cell,Bí thư,007,B,2015-08-01,2020-07-31"));
	assert_non_null(strstr(b.p, "d,Bí thư,,A,,\r\n"));
	buf_done(&b);
	ok(site_run(s, &org_export_posts, &(int){0}, t.cell, NULL, &d));
	assert_int_equal(doc_find(&d, "posts")->rows.n, 1);
}

/* The form of a record that is there holds what it says, with the last day instead of the next. */
static void forms_are_filled(void **state)
{
	struct site_test *s = site_of(state);
	struct small t = plant(s);
	struct org_record in = {0};
	struct doc d;

	ok(act(s, &org_post_new, t.east, NULL,
		REC(.post = "secretary", .holder = "A", .from_day = 20150801, .to_day = 20200731)));
	s->cx.item = item(s, t.east, 20160101, "posts", 0);
	s->cx.org = t.east;
	s->cx.action = &org_post_correct;
	doc_init(&d, s->a, LANG_VI);
	ok(db_begin(s->db, DB_READ));
	ok(org_post_correct.fill(&s->cx, &in, &d));
	db_rollback(s->db);
	assert_int_equal(in.from_day, 20150801);
	assert_int_equal(in.to_day, 20200731);
	assert_string_equal(in.holder, "A");
}

static bool offers_to_found(struct site_test *s, int64_t org)
{
	const char *href = arena_printf(s->a, "/org/%lld/found", (long long)org);
	struct doc d;

	ok(site_run(s, &org_show, NULL, org, NULL, &d));
	for (const struct doc_link *l = d.links; l; l = l->next)
		if (str_starts(str_of(l->href), str_of(href)))
			return true;
	return false;
}

static void nothing_is_founded_below_what_has_ended(void **state)
{
	struct site_test *s = site_of(state);
	struct small t = plant(s);

	assert_true(offers_to_found(s, t.cell));
	ok(site_act(s, &(struct org_act){.org = t.cell, .act = "dissolve", .day = 20150101}));
	assert_false(offers_to_found(s, t.cell));
	assert_true(offers_to_found(s, t.east));
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(posts_have_days),
		on_site(refuses_impossible_days), on_site(changes_from_a_day),
		on_site(corrects_from_the_start), on_site(ends_and_removes),
		on_site(notices_who_came_first), on_site(posts_stay_with_their_body),
		on_site(warns_of_two_secretaries), on_site(charges_are_below),
		on_site(terms_are_listed), on_site(lists_all_posts), on_site(forms_are_filled),
		on_site(nothing_is_founded_below_what_has_ended)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

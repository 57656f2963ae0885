#include "demo/demo_fill_test.h"

#include "admission/admission.h"
#include "member/member_plan.h"
#include "village/village_follow.h"

const char *const demo_test_in[] = {"member.taken_over", "member.admitted", "member.readmitted",
	"member.restored", "member.transferred_in", "member.moved_in_with_org", NULL};
const char *const demo_test_out[] = {"member.transferred_out", "member.moved_out_with_org",
	"member.struck_off", "member.resigned", "member.expelled", "member.deceased",
	"member.annulled", NULL};

struct demo_story demo_test_fill(
	struct site_test *s, const char *scenario, const struct demo_life_in *in)
{
	static const struct tree_follower *const followers[] = {
		&village_follower, &member_follower, &flow_follower, NULL};
	static const struct record_watch *const watches[] = {&village_watch, NULL};
	static const struct flow_proc *const procs[] = {&admission_proc, NULL};
	enum err e;

	s->clock.fixed_today = s->cx.say.today = s->cx.day = in->today;
	s->cx.followers = followers;
	s->cx.watches = watches;
	s->cx.procs = procs;
	s->cx.via = "demo";
	e = demo_fill(&s->cx, demo_find(scenario));
	if (e)
		fail_msg("%s: %s", err_name(e), s->f.detail ? s->f.detail : db_error(s->db));
	ok(db_begin(s->db, DB_READ));
	return demo_tell(s->a, in, &s->f);
}

struct figure_ask demo_test_ask(
	struct site_test *s, const char *code, const char *org, day_t from, day_t to)
{
	struct figure_ask ask = {.figure = figure_find(code), .from = from, .to = to, .day = to};

	assert_non_null(ask.figure);
	ok(db_number(s->db, &ask.org, 0, Q_TREE_BY_CODE, org, s->cx.say.today, KNOWN_NOW));
	assert_true(ask.org);
	return ask;
}

int64_t demo_test_figure(
	struct site_test *s, const char *code, const char *org, day_t from, day_t to)
{
	struct figure_ask ask = demo_test_ask(s, code, org, from, to);
	int64_t n;

	ok(figure_value(&s->cx, &ask, &n));
	return n;
}

#include "member/member_test.h"

static enum err write_plan(struct site_test *s, struct member_plan *p)
{
	TRY(member_plan_check(p));
	TRY(txn_start(&s->cx, "test", NULL));
	return member_plan_apply(p);
}

enum err member_test_write(struct site_test *s, struct member_plan *p)
{
	enum err e = write_plan(s, p);

	if (!e)
		return db_commit(s->db);
	db_rollback(s->db);
	return e;
}

static enum err begin(struct site_test *s, struct member_plan **ret)
{
	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	return member_plan_new(&s->cx, ret);
}

int64_t member_test_person(struct site_test *s, const char *name, const struct member_fact *f)
{
	struct member_fact own = *f;
	struct member_plan *p;

	ok(begin(s, &p));
	own.person = member_plan_person(p, &(struct person){.full_name = name});
	ok(member_plan_fact(p, &own));
	ok(member_test_write(s, p));
	return own.person;
}

enum err member_test_fact(struct site_test *s, int64_t person, const struct member_fact *f)
{
	struct member_fact own = *f;
	struct member_plan *p;

	ok(begin(s, &p));
	own.person = person;
	ok(member_plan_fact(p, &own));
	return member_test_write(s, p);
}

static const char *code_of(struct site_test *s, int64_t org)
{
	struct org_spell o;

	if (!org)
		return "-";
	ok(tree_spell_near(&s->cx, org, s->cx.day, &o));
	return o.code;
}

const char *member_test_spells(struct site_test *s, int64_t person)
{
	const struct member_spell *m;
	const char *text = "";
	struct list spells;

	ok(db_begin(s->db, DB_READ));
	ok(member_spells(&s->cx, person, &spells));
	m = spells.rows;
	for (size_t i = 0; i < spells.n; i++) {
		text = arena_printf(s->a, "%s%s%d %s %s%s%s%s%s%s", text, i ? ", " : "",
			(int)m[i].from_day, code_of(s, m[i].cell), m[i].status,
			m[i].exempt ? " x" : "", m[i].away ? " away" : "",
			m[i].suspended ? " suspended" : "",
			m[i].host ? arena_printf(s->a, " at %s",
					    m[i].host < 0 ? "?" : code_of(s, m[i].host))
				  : "",
			m[i].transit ? arena_printf(s->a, " to %s", code_of(s, m[i].transit)) : "");
		if (i + 1 < spells.n)
			assert_true(m[i].to_day <= m[i + 1].from_day);
	}
	db_rollback(s->db);
	return text;
}

const char *member_test_flows(struct site_test *s, int64_t person)
{
	const struct member_flow *f;
	const char *text = "";
	struct list flows;

	ok(db_begin(s->db, DB_READ));
	ok(db_list(s->db, s->a, member_flow_fields, sizeof(*f), &flows, Q_MEMBER_FLOW_ROWS, person,
		s->cx.known));
	f = flows.rows;
	for (size_t i = 0; i < flows.n; i++)
		text = arena_printf(s->a, "%s%s%d %s %s%s%s", text, i ? ", " : "", (int)f[i].day,
			f[i].kind, code_of(s, f[i].cell), f[i].other ? ">" : "",
			f[i].other ? code_of(s, f[i].other) : "");
	db_rollback(s->db);
	return text;
}

const char *member_test_item(struct site_test *s, int64_t person, const char *kind)
{
	const struct member_fact *f;
	struct list facts;
	int64_t id = 0;

	ok(db_begin(s->db, DB_READ));
	ok(member_facts(&s->cx, person, &facts));
	db_rollback(s->db);
	f = facts.rows;
	for (size_t i = 0; i < facts.n; i++)
		if (text_eq(f[i].kind, kind))
			id = f[i].id;
	return arena_printf(s->a, "%lld.%lld", (long long)person, (long long)id);
}

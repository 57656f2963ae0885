#include "tree_test.h"

/* One database for all tests, brought back to what it was before each. */
static struct tree_test shared;

static int group_start(void **state)
{
	(void)state;
	world_start(&shared.w);
	world_keep(&shared.w);
	return 0;
}

static int group_stop(void **state)
{
	(void)state;
	world_stop(&shared.w);
	return 0;
}

int tree_start(void **state)
{
	world_back(&shared.w);
	world_ctx(&shared.w, &shared.cx);
	*state = &shared;
	return 0;
}

int tree_stop(void **state)
{
	struct tree_test *t = *state;

	db_rollback(t->cx.db);
	world_forget(&t->w);
	return 0;
}

void plan_begin(struct tree_test *t)
{
	world_ctx(&t->w, &t->cx);
	ok(db_begin(t->cx.db, DB_WRITE));
	ok(tree_plan_new(&t->cx, &t->p));
}

void plan_add(struct tree_test *t, const struct org_act *a)
{
	ok(tree_plan_act(t->p, a));
}

static enum err carry_out(struct tree_test *t)
{
	TRY(tree_plan_check(t->p));
	TRY(txn_start(&t->cx, "test", NULL));
	TRY(tree_plan_apply(t->p));
	return db_commit(t->cx.db);
}

enum err plan_end(struct tree_test *t)
{
	enum err e = carry_out(t);

	db_rollback(t->cx.db);
	return e;
}

enum err act(struct tree_test *t, const struct org_act *a)
{
	plan_begin(t);
	plan_add(t, a);
	return plan_end(t);
}

bool has_problem(const struct tree_test *t, const char *field, enum msg what)
{
	problem_each (p, t->cx.f)
		if (p->what == what && text_eq(p->field, field))
			return true;
	return false;
}

static void say_problems(const struct tree_test *t)
{
	problem_each (p, t->cx.f)
		print_message("# %s: %s\n", p->field ? p->field : "-",
			msg_fill(t->w.ra, LANG_EN, p->what, p->arg, ERR_ARGS));
}

void done(struct tree_test *t, const struct org_act *a)
{
	enum err e = act(t, a);

	if (e)
		say_problems(t);
	ok(e);
}

void refused(struct tree_test *t, const struct org_act *a, const char *field, enum msg what)
{
	int64_t before, after;
	enum err e;

	read_begin(t);
	ok(tree_version(&t->cx, &before));
	read_end(t);
	e = act(t, a);
	if (e != ERR_REFUSED || !has_problem(t, field, what))
		say_problems(t);
	assert_int_equal(e, ERR_REFUSED);
	assert_true(has_problem(t, field, what));
	read_begin(t);
	ok(tree_version(&t->cx, &after));
	read_end(t);
	assert_int_equal(before, after);
}

struct org_act founding(
	const char *code, const char *name, const char *kind, int64_t parent, day_t day)
{
	return (struct org_act){.act = "found",
		.day = day,
		.code = code,
		.name = name,
		.kind = kind,
		.parent = parent};
}

int64_t founded(struct tree_test *t, const char *code, const char *name, const char *kind,
	int64_t parent, day_t day)
{
	struct org_act a = founding(code, name, kind, parent, day);
	enum err e;

	plan_begin(t);
	a.org = tree_plan_org(t->p);
	plan_add(t, &a);
	e = plan_end(t);
	if (e)
		say_problems(t);
	ok(e);
	return a.org;
}

void read_begin(struct tree_test *t)
{
	world_ctx(&t->w, &t->cx);
	ok(db_begin(t->cx.db, DB_READ));
}

void read_end(struct tree_test *t)
{
	db_rollback(t->cx.db);
}

const struct org_spell *spell_on(struct tree_test *t, int64_t org, day_t day, int64_t known)
{
	struct org_spell *s = arena_new_of(t->w.ra, struct org_spell);
	enum err e;

	read_begin(t);
	t->cx.known = known;
	e = tree_spell(&t->cx, org, day, s);
	read_end(t);
	assert_true(e == ERR_OK || e == ERR_NOT_FOUND);
	return e ? NULL : s;
}

const char *name_on(struct tree_test *t, int64_t org, day_t day)
{
	const struct org_spell *s = spell_on(t, org, day, KNOWN_NOW);

	return s ? s->name : NULL;
}

struct list spells_of(struct tree_test *t, int64_t org, int64_t known)
{
	struct list l;

	read_begin(t);
	t->cx.known = known;
	ok(tree_spells(&t->cx, org, &l));
	read_end(t);
	return l;
}

struct list acts_of(struct tree_test *t, int64_t org)
{
	struct list l;

	read_begin(t);
	ok(tree_acts(&t->cx, org, &l));
	read_end(t);
	return l;
}

const char *path_on(struct tree_test *t, int64_t org, day_t day, int64_t known)
{
	const struct org_step *s;
	const char *text = "";
	struct list path;

	read_begin(t);
	t->cx.known = known;
	ok(tree_path(&t->cx, org, day, &path));
	read_end(t);
	s = path.rows;
	for (size_t i = 0; i < path.n; i++)
		text = arena_printf(t->w.ra, "%s%s%s", text, *text ? "/" : "", s[i].code);
	return text;
}

int main(void)
{
	const struct tests *all[] = {
		&tree_rule_tests, &tree_time_tests, &tree_find_tests, &tree_random_tests};
	struct CMUnitTest tests[100];
	size_t n = 0;

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		for (size_t k = 0; k < all[i]->n && n < 100; k++)
			tests[n++] = all[i]->first[k];
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("core", tests, n, group_start, group_stop);
}

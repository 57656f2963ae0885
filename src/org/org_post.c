/*
 * org_post.c: who may record a post, since posts give functions (rules/functions.csv).
 */
#include "base/text.h"
#include "org/org_record.h"

enum { FUNCTIONS = 16 };

enum err org_self_check(struct ctx *cx, const char *member_no, const char *field)
{
	int64_t n;

	if (!cx->actor->person || text_empty(member_no))
		return ERR_OK;
	TRY(db_number(cx->db, &n, 0, Q_ORG_PERSON_NO, cx->actor->person, member_no));
	return n ? cx_fault(cx, ERR_FORBIDDEN, field, M_RECORD_NOT_SELF) : ERR_OK;
}

/* Secretary, deputy, member of the cell's committee: the lower the later. */
static int rank(const char *func)
{
	static const char order[] = "sul";
	char letter = grant_letter(func);
	const char *at = letter ? strchr(order, letter) : NULL;

	return at ? (int)(at - order) : -1;
}

/* Is the actor of that rank or above, over whatever the action is allowed for? */
static bool ranks(const struct ctx *cx, const char *func)
{
	const struct grant *g = cx->actor->grants.rows;

	for (size_t i = 0; rank(func) >= 0 && i < cx->actor->grants.n; i++)
		if (rank(g[i].func) >= 0 && rank(g[i].func) <= rank(func))
			return true;
	return false;
}

static enum err functions_of(
	struct ctx *cx, const struct org_record *r, const char *ret[FUNCTIONS], size_t *ret_n)
{
	struct cursor c;

	*ret_n = 0;
	TRY(db_query(cx->db, &c, Q_ORG_POST_FUNCTIONS, cx->org, r->body, r->post));
	while (db_next(&c))
		if (*ret_n < FUNCTIONS)
			ret[(*ret_n)++] = arena_strdup(cx->a, db_text(&c, 0));
	return db_end(&c);
}

enum err org_post_check(struct ctx *cx, const struct org_record *r, const char *field)
{
	const char *func[FUNCTIONS];
	bool all, help;
	size_t n;

	if (cx->actor->is_operator || text_empty(r->member_no))
		return ERR_OK;
	TRY(functions_of(cx, r, func, &n));
	if (!n)
		return ERR_OK;
	TRY(org_self_check(cx, r->member_no, field));
	TRY(grant_is_over(cx, PERM_ORG_CHANGE, cx->org, &all));
	/* what a helper types is looked at when somebody else says yes */
	TRY(grant_is_help(cx, PERM_ORG_RECORD, cx->org, &help));
	for (size_t i = 0; !all && !help && i < n; i++)
		if (!ranks(cx, func[i]))
			return cx_fault(cx, ERR_FORBIDDEN, field, M_RECORD_NOT_BEYOND,
				arena_strdup(cx->a,
					cat_name(cx->say.cats, cx->say.lang, "func", func[i])));
	return ERR_OK;
}

/* ---- who may be elected ---- */

enum err org_post_probation(struct ctx *cx, const char *post, const char *member_no, day_t from,
	day_t to, const char **ret_name, day_t *ret_day)
{
	struct cursor c;

	*ret_name = NULL;
	*ret_day = 0;
	if (text_empty(member_no) || !cat_find(cx->say.cats, "post_full", post))
		return ERR_OK;
	TRY(db_query(cx->db, &c, Q_ORG_POST_PROBATION, member_no, day_first(from), to));
	if (db_next(&c)) {
		*ret_name = arena_strdup(cx->a, db_text(&c, 0));
		*ret_day = (day_t)db_int(&c, 1);
	}
	return db_end(&c);
}

enum err org_post_verify(struct ctx *cx, tree_found *found, void *p)
{
	struct cursor c;

	TRY(db_query(cx->db, &c, Q_ORG_POST_PROBATIONS));
	while (db_next(&c))
		found(p, msg_say(cx->a, cx->say.lang, M_CHECK_PROBATION, db_text(&c, 0),
				 cat_name(cx->say.cats, cx->say.lang, "post", db_text(&c, 1)),
				 db_text(&c, 2)));
	return db_end(&c);
}

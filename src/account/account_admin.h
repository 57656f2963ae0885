/*
 * account_admin.h: what the pages and forms about one account share (account_admin.c: the account
 * itself; account_grant.c: its functions and whose it is).
 */
#ifndef GUONG_ACCOUNT_ACCOUNT_ADMIN_H
#define GUONG_ACCOUNT_ACCOUNT_ADMIN_H

#include "account/account.h"

struct why_in {
	const char *reason;
};
extern const struct field why_fields[];

/* The account that the address names, by its id or its sign-in name. */
enum err account_pick(struct ctx *cx, struct account *ret);
/* The same, if the actor may change it: all its functions (struct grant) lie within their reach. */
enum err account_pick_to_change(struct ctx *cx, struct account *ret, struct list *ret_grants);
/* Nobody gives to themselves, closes themselves, or says whose their own account is. */
enum err account_check_not_self(struct ctx *cx, int64_t account);
/* What is to be given with an account: reach, period. `ret_orgs`: over which (int64_t). */
enum err account_check_given(struct ctx *cx, const struct account_new *in, struct list *ret_orgs);
/* Whose an account is to be, as typed (member number or id); within reach, and nobody else's. */
enum err account_find_person(struct ctx *cx, const char *member, int64_t account, int64_t *ret);

/* Forms: the path to the account and a sentence that says which one. */
enum err account_fill(struct ctx *cx, void *in, struct doc *d);
void account_path(struct ctx *cx, struct doc *d, const struct account *acc);
const char *account_href(struct ctx *cx, int64_t account);
/* Tables of the account's page: its functions; whose it is. */
enum err account_add_grants(struct ctx *cx, struct doc *d, const struct account *acc);
enum err account_add_person(struct ctx *cx, struct doc *d, const struct account *acc);

/* The fields with which functions are given; `required`: flags of the function. */
#define ACCOUNT_GRANT_FIELDS(required)                                                             \
	F_CAT(struct account_new, func, M_FIELD_FUNC, CLASS_INSIDE, required, "func"),             \
		{"over", FT_LINES, CLASS_INSIDE, M_FIELD_ORG, 0,                                   \
			FIELD_OFF(struct account_new, over, const char *), 2000, 0, 0,             \
			M_HINT_OVER, 0},                                                           \
		F_CAT(struct account_new, reach, M_FIELD_REACH, CLASS_INSIDE, 0, "reach"),         \
		{"from", FT_DAY, CLASS_INSIDE, M_FIELD_FROM_DAY, 0,                                \
			FIELD_OFF(struct account_new, from_day, day_t), 0, 0, 0, M_NONE, 0},       \
	{                                                                                          \
		"to", FT_DAY, CLASS_INSIDE, M_FIELD_LAST_DAY, 0,                                   \
			FIELD_OFF(struct account_new, to_day, day_t), 0, 0, 0, M_NONE, 0           \
	}
/* Whose it is: of people, and so told to whoever may see the person. */
#define ACCOUNT_MEMBER_FIELD                                                                       \
	{                                                                                          \
		"member", FT_TEXT, CLASS_PERSONAL, M_FIELD_ACCOUNT_OF, 0,                          \
			FIELD_OFF(struct account_new, member, const char *), 60, 0, 0,             \
			M_HINT_ACCOUNT_OF, 0                                                       \
	}

#endif

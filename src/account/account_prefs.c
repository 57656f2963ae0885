/*
 * account_prefs.c: language and size of letters: of this browser, and of whoever is signed in on
 * each of theirs. Beside the register.
 */
#include "account/account.h"
#include "account/account_entry.h"

enum { YEAR_S = 365 * 24 * 3600 };

struct prefs_in {
	const char *lang, *size, *back;
};

static const struct field prefs_fields[] = {
	F_TEXT(struct prefs_in, lang, M_FIELD_LANG, CLASS_PUBLIC, 0, 2),
	F_TEXT(struct prefs_in, size, M_FIELD_SIZE, CLASS_PUBLIC, 0, 3),
	F_TEXT(struct prefs_in, back, M_FIELD_BACK, CLASS_PUBLIC, FF_HIDDEN, 500),
	F_END,
};

static void set_pref(struct ctx *cx, const char *name, const char *value)
{
	struct cookie *c = arena_new_of(cx->a, struct cookie);

	*c = (struct cookie){cx->cookies, name, value, YEAR_S, true};
	cx->cookies = c;
}

static bool is_lang(const char *s)
{
	return text_eq(s, "vi") || text_eq(s, "en");
}

static bool is_size(const char *s)
{
	return text_eq(s, "90") || text_eq(s, "100") || text_eq(s, "125") || text_eq(s, "150");
}

static enum err write_prefs(struct ctx *cx, const struct prefs_in *in)
{
	if (is_lang(in->lang))
		TRY(db_run(cx->side, Q_PREF_LANG, cx->actor->account, in->lang));
	if (is_size(in->size))
		TRY(db_run(cx->side, Q_PREF_SIZE, cx->actor->account, in->size));
	return ERR_OK;
}

static enum err keep(struct ctx *cx, const struct prefs_in *in)
{
	enum err e;

	if (!cx->actor->account || !cx->side)
		return ERR_OK;
	TRY(db_begin_lazy(cx->side));
	e = write_prefs(cx, in);
	if (!e)
		return db_commit(cx->side);
	db_rollback(cx->side);
	return e;
}

static enum err prefs_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	(void)cx;
	(void)in;
	(void)ret_plan;
	(void)d;
	return ERR_OK;
}

static enum err prefs_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct prefs_in *in = vin;

	(void)plan;
	TRY(keep(cx, in));
	if (is_lang(in->lang))
		set_pref(cx, "guong-lang", in->lang);
	if (is_size(in->size))
		set_pref(cx, "guong-size", in->size);
	d->location = account_safe_back(in->back);
	return ERR_OK;
}

const struct action prefs = {.in = prefs_fields,
	.in_size = sizeof(struct prefs_in),
	.plan = prefs_plan,
	.apply = prefs_apply,
	.title = M_ACCOUNT_PREFS,
	.submit = M_ACCOUNT_PREFS,
	.no_txn = true};

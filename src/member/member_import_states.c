/*
 * member_import_states.c: "Miễn công tác, sinh hoạt; Đi làm xa": several states in one cell, as the
 * list of members writes them, and in the remark of a printed roster.
 */
#include "base/text.h"
#include "member/member_import.h"

enum { HOLDS_MOST = 3 };

/* What one part of the cell says; false: nothing that is known. */
static bool part_says(const struct muster *w, const char *text, struct muster_states *ret)
{
	static const enum msg guests[] = {M_MEMBER_LIST_HOSTED, M_MEMBER_LIST_SENT};
	struct arena *a = w->cx->a;
	const char *folded = text_fold(a, text), *code;
	const struct cat_entry *e = cat_match(w->cx->say.cats, a, "member_state", text);

	for (size_t i = 0; i < sizeof(guests) / sizeof(*guests); i++)
		for (int lang = 0; lang < LANGS; lang++)
			ret->guest |=
				text_eq(folded, text_fold(a, msg_text((enum lang)lang, guests[i])));
	ret->guest |= strncmp(folded, "sinh hoat tam", 13) == 0;
	if (!e)
		return ret->guest;
	code = e->code;
	if (text_eq(code, "exempt"))
		ret->exempt = true;
	else if (text_eq(code, "away"))
		ret->away = true;
	else if (text_eq(code, "suspended"))
		ret->suspended = true;
	else if (!text_eq(code, "full") && !text_eq(code, "probationary"))
		ret->left = code;
	return true;
}

/* Parts stand between semicolons; a comma may be of a name, or between two of them. */
static void take_part(const struct muster *w, struct str part, struct muster_states *ret)
{
	struct arena *a = w->cx->a;
	const char *text = arena_strndup(a, part.p, part.n);

	if (!part.n || part_says(w, text, ret))
		return;
	if (!memchr(part.p, ',', part.n)) {
		ret->strange = text;
		return;
	}
	while (part.p && part.n) {
		struct str one = str_trim(str_cut(&part, ','));
		text = arena_strndup(a, one.p, one.n);
		if (one.n && !part_says(w, text, ret))
			ret->strange = text;
	}
}

struct muster_states muster_states_of(const struct muster *w, const char *text)
{
	struct muster_states told = {0};
	struct str rest = str_of(text);

	while (rest.p && rest.n)
		take_part(w, str_trim(str_cut(&rest, ';')), &told);
	return told;
}

const char *muster_states_text(const struct muster *w, const struct member_spell *s)
{
	const struct {
		int on;
		enum msg what;
	} all[HOLDS_MOST] = {{s->exempt, M_FIELD_EXEMPT}, {s->away, M_FIELD_AWAY},
		{s->suspended, M_FIELD_SUSPENDED}};
	const char *text = NULL;

	for (size_t i = 0; i < HOLDS_MOST; i++)
		if (all[i].on)
			text = arena_printf(w->cx->a, "%s%s%s", text ? text : "", text ? "; " : "",
				msg_text(w->cx->say.lang, all[i].what));
	return text;
}

bool muster_states_hold(const struct muster_states *told, const struct member_spell *s)
{
	return (!told->exempt || s->exempt) && (!told->away || s->away) &&
	       (!told->suspended || s->suspended);
}

/* A part of a remark that says only what the register knows, if anything. */
static bool is_known(const struct muster *w, const char *part, const struct member_spell *s)
{
	struct muster_states told = {0};

	return part_says(w, part, &told) && !told.left && muster_states_hold(&told, s);
}

const char *muster_remark_rest(
	const struct muster *w, const char *remark, const struct member_spell *s)
{
	struct arena *a = w->cx->a;
	struct str rest = str_of(remark);
	const char *text = NULL;

	while (rest.p && rest.n) {
		struct str one = str_trim(str_cut(&rest, ';'));
		const char *part = arena_strndup(a, one.p, one.n);
		if (!one.n || is_known(w, part, s))
			continue;
		text = text ? arena_printf(a, "%s; %s", text, part) : part;
	}
	return text;
}

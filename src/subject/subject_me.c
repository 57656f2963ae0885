/*
 * subject_me.c: the page of the person themselves, its export, and the same page for the clerk.
 */
#include "core/look.h"
#include "member/member_file.h"
#include "subject/subject.h"

enum err me_person(struct ctx *cx, int64_t *ret)
{
	if (!cx->actor->person)
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_ME_NOBODY);
	return member_joined(cx, cx->actor->person, ret);
}

static enum err own(struct ctx *cx, struct doc *d, bool all)
{
	int64_t person = 0;

	d->title = msg_text(cx->say.lang, M_ME_TITLE);
	if (cx->actor->person)
		TRY(me_person(cx, &person));
	doc_look(d, "self", person);
	d->lead = doc_say(d, person ? M_ME_LEAD : M_ME_NOBODY, NULL);
	return kept_add(cx, d, person, cx->actor->account, all);
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	(void)in;
	TRY(own(cx, d, false));
	if (d->look.person) {
		doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_ME_ASK), "/me/request");
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_ME_ALL), "/me/export");
	}
	doc_link(d, DOC_EXPORT, "JSON", "/me/export.json");
	return ERR_OK;
}

static enum err export_all(struct ctx *cx, const void *in, struct doc *d)
{
	(void)in;
	doc_path(d, msg_text(cx->say.lang, M_ME_TITLE), "/me");
	TRY(own(cx, d, true));
	doc_text(d, "taken", M_NONE, look_taken(cx));
	doc_link(d, DOC_EXPORT, "JSON", "/me/export.json");
	return ERR_OK;
}

const struct action me_show = {.read = show, .title = M_ME_TITLE};
const struct action me_export = {.read = export_all, .title = M_ME_ALL};

/* For people without an account it is printed and handed over. */
static enum err kept(struct ctx *cx, const void *in, struct doc *d)
{
	int64_t person, into;

	(void)in;
	TRY(member_item(cx, PERM_REQUEST_ANSWER, &person));
	TRY(member_joined(cx, person, &into));
	TRY(member_head(cx, d, into, NULL));
	d->dated = 0;
	doc_look(d, "kept", into);
	d->title = doc_say(d, M_ME_KEPT_OF, d->title, NULL);
	d->lead = msg_text(cx->say.lang, M_ME_KEPT_LEAD);
	doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_REQUEST_NEW), "/member/%lld/request",
		(long long)into);
	doc_link(d, DOC_EXPORT, "JSON", "/member/%lld/kept.json", (long long)into);
	TRY(kept_add(cx, d, into, 0, true));
	doc_text(d, "taken", M_NONE, look_taken(cx));
	return ERR_OK;
}

const struct action member_kept = {.read = kept, .title = M_ME_KEPT};

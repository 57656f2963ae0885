/*
 * subject_request_form.c: asking, by the person or by the clerk for them, and answering.
 */
#include "base/text.h"
#include "member/member_file.h"
#include "subject/subject.h"

enum { WORDS = 2000 };

struct ask {
	const char *kind, *words;
	day_t received;
};

#define LINES(s, m, label, flags, hint)                                                            \
	{                                                                                          \
#m, FT_LINES, CLASS_PERSONAL, label, flags, FIELD_OFF(s, m, const char *), WORDS,  \
			0, 0, hint, 0                                                              \
	}
#define ASKED                                                                                      \
	F_CAT(struct ask, kind, M_FIELD_REQUEST_KIND, CLASS_INSIDE, FF_REQUIRED, "request_kind"),  \
		LINES(struct ask, words, M_FIELD_REQUEST_WORDS, 0, M_HINT_REQUEST_WORDS)

static const struct field own_fields[] = {ASKED, F_END};
static const struct field clerk_fields[] = {
	ASKED,
	{"received", FT_DAY, CLASS_INSIDE, M_FIELD_REQUEST_DAY, FF_REQUIRED,
		FIELD_OFF(struct ask, received, day_t), 0, 0, 0, M_HINT_REQUEST_DAY, 0},
	F_END,
};

static enum err store(struct ctx *cx, const struct request_row *r)
{
	return db_run(cx->db, Q_REQUEST_INSERT, r->id, cx->txn, r->person, r->kind, r->received,
		r->own, r->words, r->state, r->answer, r->answered, cx->txn_ms);
}

/* ---- asking ---- */

static enum err check(struct ctx *cx, const struct ask *in)
{
	if (text_eq(in->kind, "correction") && text_empty(in->words))
		cx_fault(cx, ERR_BAD_INPUT, "words", M_REQUEST_SAY_WHAT);
	if (in->received > cx->say.today)
		cx_fault(cx, ERR_BAD_INPUT, "received", M_REQUEST_AHEAD);
	if (in->received && day_precision(in->received) != DAY_EXACT)
		cx_fault(cx, ERR_BAD_INPUT, "received", M_VALUE_NO_DAY);
	return cx->f->code;
}

static enum err own_fill(struct ctx *cx, void *in, struct doc *d)
{
	int64_t person;

	(void)in;
	TRY(me_person(cx, &person));
	doc_path(d, msg_text(cx->say.lang, M_ME_TITLE), "/me");
	d->lead = msg_text(cx->say.lang, M_REQUEST_OWN_LEAD);
	return ERR_OK;
}

static enum err own_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct request_row *r = arena_new_of(cx->a, struct request_row);
	const struct ask *in = vin;

	(void)d;
	TRY(me_person(cx, &r->person));
	TRY(check(cx, in));
	r->id = id_new(cx->ids);
	r->kind = in->kind;
	r->words = in->words;
	r->received = cx->say.today;
	r->own = 1;
	r->state = "open";
	*ret_plan = r;
	return ERR_OK;
}

static enum err own_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	(void)in;
	TRY(txn_start(cx, "request_new", NULL));
	d->location = "/me#requests";
	return store(cx, plan);
}

const struct action me_request = {.in = own_fields,
	.in_size = sizeof(struct ask),
	.fill = own_fill,
	.plan = own_plan,
	.apply = own_apply,
	.title = M_ME_ASK,
	.submit = M_REQUEST_SEND};

static enum err clerk_fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct ask *in = vin;
	struct person p;
	int64_t person;

	TRY(member_item(cx, PERM_REQUEST_ANSWER, &person));
	TRY(member_head(cx, d, person, &p));
	d->dated = 0;
	d->title = msg_text(cx->say.lang, M_REQUEST_NEW);
	d->lead = doc_say(d, M_REQUEST_NEW_LEAD, p.full_name, NULL);
	in->received = cx->say.today;
	return ERR_OK;
}

static enum err clerk_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct request_row *r = arena_new_of(cx->a, struct request_row);
	const struct ask *in = vin;
	int64_t person;

	(void)d;
	TRY(member_item(cx, PERM_REQUEST_ANSWER, &person));
	TRY(member_joined(cx, person, &r->person));
	TRY(check(cx, in));
	r->id = id_new(cx->ids);
	r->kind = in->kind;
	r->words = in->words;
	r->received = in->received;
	r->state = "open";
	*ret_plan = r;
	return ERR_OK;
}

static enum err clerk_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	const struct request_row *r = plan;

	(void)in;
	TRY(txn_start(cx, "request_new", NULL));
	d->location = arena_printf(cx->a, "/request/%lld", (long long)r->id);
	return store(cx, r);
}

const struct action member_request = {.in = clerk_fields,
	.in_size = sizeof(struct ask),
	.fill = clerk_fill,
	.plan = clerk_plan,
	.apply = clerk_apply,
	.title = M_REQUEST_NEW,
	.submit = M_REQUEST_RECORD};

/* ---- answering ---- */

struct answer {
	const char *state, *answer;
};

static const struct field answer_fields[] = {
	F_CAT(struct answer, state, M_FIELD_REQUEST_OUTCOME, CLASS_INSIDE, FF_REQUIRED,
		"request_outcome"),
	LINES(struct answer, answer, M_FIELD_REQUEST_ANSWER, FF_REQUIRED, M_HINT_REQUEST_ANSWER),
	F_END,
};

static enum err open_item(struct ctx *cx, struct request_row *ret)
{
	TRY(request_item(cx, PERM_REQUEST_ANSWER, ret));
	if (!text_eq(ret->state, "open"))
		return cx_fault(cx, ERR_CONFLICT, NULL, M_REQUEST_ANSWERED_ALREADY);
	if (cx->actor->person && cx->actor->person == ret->person)
		return cx_fault(cx, ERR_FORBIDDEN, NULL, M_REQUEST_NOT_ONES_OWN);
	return ERR_OK;
}

static enum err answer_fill(struct ctx *cx, void *in, struct doc *d)
{
	struct request_row *r = arena_new_of(cx->a, struct request_row);
	struct person p;

	(void)in;
	TRY(open_item(cx, r));
	TRY(member_head(cx, d, r->person, &p));
	d->dated = 0;
	doc_path(d, doc_say(d, M_REQUEST_OF, p.full_name, NULL),
		arena_printf(cx->a, "/request/%lld", (long long)r->id));
	d->title = msg_text(cx->say.lang, M_REQUEST_GO_ANSWER);
	doc_record(d, "request", M_NONE, request_row_fields, r);
	return ERR_OK;
}

static enum err answer_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct request_row *r = arena_new_of(cx->a, struct request_row);
	const struct answer *in = vin;

	(void)d;
	TRY(open_item(cx, r));
	r->state = in->state;
	r->answer = in->answer;
	r->answered = cx->say.today;
	*ret_plan = r;
	return ERR_OK;
}

static enum err answer_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	const struct request_row *r = plan;

	(void)in;
	TRY(txn_start(cx, "request_answer", NULL));
	TRY(db_run(cx->db, Q_REQUEST_VOID, r->id, cx->txn, cx->txn_ms));
	d->location = arena_printf(cx->a, "/request/%lld", (long long)r->id);
	return store(cx, r);
}

const struct action request_answer = {.in = answer_fields,
	.in_size = sizeof(struct answer),
	.fill = answer_fill,
	.plan = answer_plan,
	.apply = answer_apply,
	.title = M_REQUEST_GO_ANSWER,
	.submit = M_REQUEST_SEND_ANSWER};

/*
 * admission_paper.c: the papers of a file in one form: the day on which each was handed in. A day
 * that is changed or emptied takes the paper back.
 */
#include "admission/admission.h"
#include "base/text.h"

struct papers_in {
	day_t consent_province, life_story, opinion_residence, opinion_organisations,
		consent_over_age, self_review, mentor_remarks, opinions_recognition,
		new_member_class, whole_file;
	const char *place;
};

static const struct field fields[] = {
	F_DAY(struct papers_in, life_story, M_PAPER_LIFE_STORY, CLASS_INSIDE, 0),
	F_DAY(struct papers_in, opinion_residence, M_PAPER_OPINION_RESIDENCE, CLASS_INSIDE, 0),
	F_DAY(struct papers_in, opinion_organisations, M_PAPER_OPINION_ORGANISATIONS, CLASS_INSIDE,
		0),
	F_DAY(struct papers_in, consent_over_age, M_PAPER_CONSENT_OVER_AGE, CLASS_INSIDE, 0),
	F_DAY(struct papers_in, consent_province, M_PAPER_CONSENT_PROVINCE, CLASS_INSIDE, 0),
	F_DAY(struct papers_in, self_review, M_PAPER_SELF_REVIEW, CLASS_INSIDE, 0),
	F_DAY(struct papers_in, mentor_remarks, M_PAPER_MENTOR_REMARKS, CLASS_INSIDE, 0),
	F_DAY(struct papers_in, opinions_recognition, M_PAPER_OPINIONS_RECOGNITION, CLASS_INSIDE,
		0),
	F_DAY(struct papers_in, new_member_class, M_PAPER_NEW_MEMBER_CLASS, CLASS_INSIDE, 0),
	{"whole_file", FT_DAY, CLASS_INSIDE, M_PAPER_WHOLE_FILE, 0,
		FIELD_OFF(struct papers_in, whole_file, day_t), 0, 0, 0, M_HINT_WHOLE_FILE, 0},
	F_TEXT(struct papers_in, place, M_FIELD_FILE_KEPT, CLASS_INSIDE, 0, 200),
	F_END,
};

static enum err fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct papers_in *in = vin;
	const struct flow_step *s;
	struct flow_case c;

	TRY(case_item(cx, PERM_CASE_READ, &c));
	TRY(case_head(cx, d, &c, M_STEP_PAPER));
	d->lead = msg_text(cx->say.lang, M_ADMISSION_PAPERS_LEAD);
	field_each (f, fields) {
		s = f->type == FT_DAY ? flow_last(&c, "paper", f->name) : NULL;
		if (s)
			field_set_int(f, in, s->day);
		if (s && text_eq(f->name, "whole_file"))
			in->place = s->place;
	}
	return case_papers_add(cx, d, &c);
}

/* One paper: taken back if its day is another, recorded if there is one. */
static enum err plan_paper(struct ctx *cx, struct flow_plan *p, const struct flow_case *c,
	const struct field *f, const struct papers_in *in)
{
	const struct flow_step *was = flow_last(c, "paper", f->name);
	day_t day = (day_t)field_get_int(f, in);
	struct flow_step step = {.step = "paper", .kind = f->name, .day = day};

	if (was && was->day == day)
		return ERR_OK;
	if (was)
		TRY(flow_plan_undo(p, was->id, msg_text(cx->say.lang, M_ADMISSION_PAPER_CHANGED)));
	if (!day)
		return ERR_OK;
	if (day_precision(day) != DAY_EXACT)
		return cx_fault(cx, ERR_BAD_INPUT, f->name, M_VALUE_NO_DAY);
	if (day > cx->say.today)
		return cx_fault(cx, ERR_BAD_INPUT, f->name, M_FLOW_AHEAD);
	if (text_eq(f->name, "whole_file"))
		step.place = in->place;
	return flow_plan_step(p, &step);
}

static enum err plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct case_planned *w = arena_new_of(cx->a, struct case_planned);

	(void)d;
	TRY(case_item(cx, PERM_CASE_READ, &w->c));
	cx->org = w->c.org;
	TRY(flow_plan_new(cx, &w->c, &w->p));
	field_each (f, fields)
		if (f->type == FT_DAY)
			TRY(plan_paper(cx, w->p, &w->c, f, vin));
	TRY(flow_plan_check(w->p));
	*ret_plan = w->p;
	return ERR_OK;
}

static enum err apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	(void)in;
	return case_write(cx, plan, "case_papers", d);
}

const struct action admission_papers = {.in = fields,
	.in_size = sizeof(struct papers_in),
	.fill = fill,
	.plan = plan,
	.apply = apply,
	.title = M_STEP_PAPER,
	.submit = M_CASE_SAVE,
	.arg = "papers"};

/*
 * admission_check.c: the conditions of the steps, by the rules of their day. What is said here is
 * said on the page of the case before the step is tried (flow_missing), so each says how to go on.
 */
#include "admission/admission.h"
#include "core/rule.h"
#include "member/member_file.h"

/* ---- small questions ---- */

static const char *digits(struct flow_work *w, int64_t n)
{
	return number_text(w->cx->a, w->cx->say.lang, n);
}

static enum err person_of(struct flow_work *w, struct person *ret)
{
	enum err e = member_person(w->cx, w->c->person, w->step->day, ret);

	if (e != ERR_NOT_FOUND)
		return e;
	*ret = (struct person){0};
	return ERR_OK;
}

/* Last step of a name up to the day of this one. */
static const struct flow_step *before(struct flow_work *w, const char *step, const char *kind)
{
	const struct flow_step *s = w->live.rows, *found = NULL;

	for (size_t i = 0; i < w->live.n; i++)
		if (text_eq(s[i].step, step) && (!kind || text_eq(s[i].kind, kind)) &&
			s[i].day <= w->step->day)
			found = &s[i];
	return found;
}

static size_t count_before(struct flow_work *w, const char *step, const char *kind)
{
	const struct flow_step *s = w->live.rows;
	size_t n = 0;

	for (size_t i = 0; i < w->live.n; i++)
		n += text_eq(s[i].step, step) && text_eq(s[i].kind, kind) &&
		     s[i].day <= w->step->day;
	return n;
}

/* Something that has to be typed with the step; a page that asks what is missing passes over it. */
static enum err must_say(struct flow_work *w, const char *field, bool given)
{
	return given || w->asked ? ERR_OK : flow_lack(w, field, M_VALUE_REQUIRED, NULL, NULL);
}

enum err admission_check_number(struct flow_work *w)
{
	return must_say(w, "number", !text_empty(w->step->number));
}

/* ---- before the file ---- */

enum err admission_check_class(struct flow_work *w)
{
	return admission_check_number(w);
}

static int64_t grassroots_of(const struct flow_work *w)
{
	return w->way.at[FLOW_GRASSROOTS] ? w->way.at[FLOW_GRASSROOTS] : w->org;
}

/* Whoever helps is an official member on that day. */
static enum err check_official(struct flow_work *w, struct case_member *m)
{
	bool yes;

	TRY(case_was_member(w->cx, w->step->who, grassroots_of(w), w->step->day, m, &yes));
	if (!yes || !text_eq(m->status, "full"))
		return flow_lack(w, "who", M_ADMISSION_NOT_OFFICIAL, NULL, NULL);
	return ERR_OK;
}

enum err admission_check_mentor(struct flow_work *w)
{
	struct case_member m;

	TRY(must_say(w, "who", w->step->who != 0));
	return w->step->who ? check_official(w, &m) : ERR_OK;
}

/* ---- introducers ---- */

/* In the same grassroots organisation for long enough, whatever they were there. */
static enum err check_long_enough(struct flow_work *w)
{
	struct case_member m;
	struct rule_term term;
	bool yes;

	TRY(rule_term(w->cx, "admission.introducer_together", w->step->day, &term));
	TRY(case_was_member(w->cx, w->step->who, grassroots_of(w),
		day_add_months(w->step->day, (int)-term.n), &m, &yes));
	return yes ? ERR_OK
		   : flow_lack(w, "who", M_ADMISSION_INTRODUCER_NEW, digits(w, term.n), NULL);
}

static bool introduced_already(const struct flow_work *w)
{
	const struct flow_step *s = w->live.rows;

	for (size_t i = 0; i < w->live.n; i++)
		if (text_eq(s[i].step, "introduce") && s[i].who == w->step->who)
			return true;
	return false;
}

enum err admission_check_introduce(struct flow_work *w)
{
	struct case_member m;

	if (!text_eq(w->step->kind, "by_member"))
		return admission_check_number(w);
	TRY(must_say(w, "who", w->step->who != 0));
	if (!w->step->who)
		return ERR_OK;
	if (introduced_already(w))
		return flow_lack(w, "who", M_ADMISSION_INTRODUCED_TWICE, NULL, NULL);
	TRY(check_official(w, &m));
	return check_long_enough(w);
}

/* Two members; or fewer with the Youth Union, for whoever is of it; or the trade union. */
static enum err check_introducers(struct flow_work *w)
{
	int64_t needed, have = (int64_t)count_before(w, "introduce", "by_member");
	const char *rule = "admission.introducers";

	if (before(w, "introduce", "by_youth_union"))
		rule = "admission.introducers_union";
	else if (before(w, "introduce", "by_trade_union"))
		rule = "admission.introducers_trade_union";
	TRY(rule_number(w->cx, rule, w->step->day, &needed));
	if (have >= needed)
		return ERR_OK;
	return flow_lack(w, NULL, M_ADMISSION_INTRODUCERS, digits(w, have), digits(w, needed));
}

enum err admission_check_verify(struct flow_work *w)
{
	return admission_check_number(w);
}

/* ---- the vote of the cell ---- */

static enum err check_age(struct flow_work *w, const struct person *p)
{
	int64_t least, most;
	day_t day = w->step->day;

	if (!p->birth_date)
		return flow_lack(w, NULL, M_ADMISSION_NO_BIRTH, NULL, NULL);
	TRY(rule_number(w->cx, "admission.age_from", day, &least));
	TRY(rule_number(w->cx, "admission.age_to", day, &most));
	if (day_add_months(day_first(p->birth_date), (int)least * 12) > day)
		return flow_lack(w, "day", M_ADMISSION_TOO_YOUNG, digits(w, least), NULL);
	/* counted by month: the month in which the age is full still counts */
	if (day_add_months(day_last(p->birth_date), (int)most * 12 + 1) <= day &&
		!before(w, "paper", "consent_over_age"))
		return flow_lack(w, "day", M_ADMISSION_TOO_OLD, digits(w, most), NULL);
	return ERR_OK;
}

/* The certificate of schooling, the exception for hard areas, or a remedial class finished. */
static enum err check_schooling(struct flow_work *w, const struct person *p)
{
	const struct cat_entry *least, *has;
	const char *word;

	if (before(w, "schooling", "remedial_done") || before(w, "schooling", "exception"))
		return ERR_OK;
	TRY(rule_word(w->cx, "admission.schooling", w->step->day, &word));
	least = cat_find(w->cx->say.cats, "schooling", word);
	has = text_empty(p->schooling) ? NULL
				       : cat_find(w->cx->say.cats, "schooling", p->schooling);
	if (!least || (has && has->pos >= least->pos))
		return ERR_OK;
	return flow_lack(w, NULL, M_ADMISSION_SCHOOLING, least->name[w->cx->say.lang], NULL);
}

/* It may have been taken after all, but later than the day that was typed. */
static enum err lack_step(struct flow_work *w, const char *step, enum msg none)
{
	const struct flow_step *s = flow_live(w->live, step, NULL);

	if (!s)
		return flow_lack(w, NULL, none, NULL, NULL);
	return flow_lack_by_day(
		w, cat_name(w->cx->say.cats, w->cx->say.lang, "flow_step", step), s->day);
}

/* Valid so many months; then the class is attended again. */
static enum err check_certificate(struct flow_work *w)
{
	const struct flow_step *s = before(w, "class", NULL);
	day_t end;

	if (!s)
		return lack_step(w, "class", M_ADMISSION_NO_CLASS);
	TRY(flow_term(w->cx, "admission.certificate", s->day, &end));
	return end >= w->step->day
		       ? ERR_OK
		       : flow_lack(w, "day", M_ADMISSION_CLASS_OLD, cx_day(w->cx, end), NULL);
}

static enum err check_verified(struct flow_work *w)
{
	const struct flow_step *s = before(w, "verify", NULL);

	if (!s)
		return lack_step(w, "verify", M_ADMISSION_NOT_VERIFIED);
	return text_eq(s->kind, "fit") ? ERR_OK : flow_lack(w, NULL, M_ADMISSION_UNFIT, NULL, NULL);
}

enum err admission_check_cell_vote(struct flow_work *w)
{
	struct person p;

	TRY(person_of(w, &p));
	TRY(check_age(w, &p));
	TRY(check_schooling(w, &p));
	TRY(check_certificate(w));
	TRY(check_introducers(w));
	TRY(check_verified(w));
	return admission_check_number(w);
}

/* ---- deciding ---- */

/* A grassroots committee decides only by a vote of its members. */
enum err admission_check_decide(struct flow_work *w)
{
	const struct flow_step *s = w->step;

	if (s->org && s->org == w->way.at[FLOW_GRASSROOTS] && !s->issued)
		TRY(must_say(w, "issued", false));
	return admission_check_number(w);
}

/* Held too late is a fact; held before the decision was received is a mistake: the order says so.
 */
enum err admission_check_ceremony(struct flow_work *w)
{
	const struct flow_step *s = before(w, "receive", NULL);
	day_t end;

	if (!s || w->asked || !text_empty(w->step->note))
		return ERR_OK;
	TRY(flow_term(w->cx, "admission.ceremony", s->day, &end));
	if (w->step->day <= end)
		return ERR_OK;
	return flow_lack(w, "note", M_ADMISSION_CEREMONY_LATE, cx_day(w->cx, end), NULL);
}

/* ---- probation ---- */

static enum err probation_end(struct flow_work *w, day_t *ret)
{
	const struct flow_step *s = before(w, "ceremony", NULL);

	*ret = 0;
	return s ? flow_term(w->cx, "probation.term", s->day, ret) : ERR_OK;
}

enum err admission_check_probation(struct flow_work *w)
{
	day_t end;

	TRY(probation_end(w, &end));
	if (end > w->step->day)
		TRY(flow_lack(w, "day", M_ADMISSION_PROBATION, cx_day(w->cx, end), NULL));
	return admission_check_number(w);
}

enum err admission_check_recognise(struct flow_work *w)
{
	day_t end;

	TRY(probation_end(w, &end));
	if (w->step->second_day && w->step->second_day < end)
		TRY(flow_lack(w, "second_day", M_ADMISSION_PROBATION, cx_day(w->cx, end), NULL));
	return admission_check_number(w);
}

/* A candidate goes where the other cell takes them; a member where they are. */
enum err admission_check_move(struct flow_work *w)
{
	struct member_spell s;
	enum err e;

	TRY(must_say(w, "at", w->step->other != 0));
	if (!w->step->other)
		return ERR_OK;
	e = member_spell_on(w->cx, w->c->person, w->step->day, &s);
	if (e == ERR_NOT_FOUND)
		return grant_over_end(w->cx, PERM_CASE_STEP, w->step->other);
	TRY(e);
	return !s.counted || s.cell == w->step->other
		       ? ERR_OK
		       : flow_lack(w, "at", M_ADMISSION_NOT_THERE, NULL, NULL);
}

/* ---- papers and votes ---- */

bool admission_cond(struct flow_work *w, const char *cond)
{
	struct person p;

	if (text_eq(cond, "youth")) {
		if (person_of(w, &p))
			return false;
		return text_eq(p.youth_union, "yes");
	}
	return true;
}

/*
 * Official members: without those who take part elsewhere, with the guests; exempted ones only if
 * the rule counts all. Those present are known from the count on paper alone.
 */
static enum err cell_base(struct ctx *cx, int64_t org, day_t day, int64_t *ret)
{
	const char *word;

	*ret = 0;
	TRY(rule_word(cx, "vote.base.cell", day, &word));
	if (text_eq(word, "official_present"))
		return ERR_OK;
	return db_number(cx->db, ret, 0, Q_ADMISSION_CELL_BASE, org, day, cx->known,
		(int64_t)text_eq(word, "official_all"));
}

enum err admission_base(struct ctx *cx, int64_t org, enum flow_level level, day_t day, int64_t *ret)
{
	if (level == FLOW_CELL)
		return cell_base(cx, org, day, ret);
	return db_number(cx->db, ret, 0, Q_ADMISSION_COMMITTEE_BASE, org, day, cx->known);
}

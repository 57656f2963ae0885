/*
 * figure_told.c: what is said beside a figure: its target, whether its period was closed and what
 * came after, whom it takes in.
 */
#include "figure/figure_show.h"
#include "http/form.h"

static const char *targets_href(struct show *s)
{
	return arena_printf(s->cx->a, "/org/%lld/targets?period=%s&code=%s", (long long)s->ask.org,
		form_encode(s->cx->a, s->target.period), s->ask.figure->code);
}

/* "Đảng bộ huyện A giao. Đã giao 115 trong 120, còn phải giao 5." */
static enum err handed_text(struct show *s, const char **ret)
{
	struct figure_ask ask = s->ask;
	const struct figure_target *t;
	struct org_spell giver;
	struct list below;
	int64_t sum = 0;

	*ret = NULL;
	ask.from = s->target.from_day;
	ask.to = s->target.to_day == DAY_MAX ? DAY_MAX : day_add(s->target.to_day, -1);
	if (s->target.giver != s->ask.org) {
		TRY(tree_spell_near(s->cx, s->target.giver, s->ask.day, &giver));
		*ret = doc_say(s->d, M_FIGURE_TARGET_BY, giver.name, NULL);
	}
	TRY(target_of_children(s->cx, &ask, false, &below));
	t = below.rows;
	for (size_t i = 0; i < below.n; i++)
		sum += t[i].base ? 0 : t[i].value;
	if (!below.n || s->target.base)
		return ERR_OK;
	*ret = arena_printf(s->cx->a, "%s%s%s", *ret ? *ret : "", *ret ? " " : "",
		target_rest_text(s->cx, &s->target, sum));
	return ERR_OK;
}

static enum err tell_target(struct show *s)
{
	struct doc_part *p;
	const char *text;

	if (!s->target.id)
		return ERR_OK;
	TRY(handed_text(s, &text));
	if (!text)
		return ERR_OK;
	p = doc_text(s->d, "target", M_NONE, text);
	doc_part_link(s->d, p, DOC_ONWARD, msg_text(s->cx->say.lang, M_FIGURE_TARGETS_LINK), "%s",
		targets_href(s));
	return ERR_OK;
}

static void tell_closing(struct show *s)
{
	const struct figure_closing *k = &s->closing;
	bool same = s->closed.value == s->value.value && s->closed.base == s->value.base;
	struct doc_part *p;
	const char *at;

	if (!k->id)
		return;
	at = instant_text(s->cx->a, s->cx->say.lang, k->made_ms);
	p = doc_note(s->d, same ? DOC_PLAIN : DOC_WARN,
		same ? doc_say(s->d, M_FIGURE_CLOSED_SAME, k->period, at, NULL)
		     : doc_say(s->d, M_FIGURE_CLOSED_CHANGED, k->period, at,
			       figure_text(s->cx, &s->closed), figure_text(s->cx, &s->value),
			       NULL));
	doc_part_link(s->d, p, DOC_ONWARD, msg_text(s->cx->say.lang, M_FIGURE_CLOSING_OPEN),
		"/org/%lld/closings/%lld", (long long)k->org, (long long)k->id);
}

/* A commune that was founded within the period: its whole year is that with its predecessors. */
static void tell_lineage(struct show *s)
{
	struct figure_in in = *s->in;
	struct doc_part *p;

	if (s->ask.lineage)
		doc_note(s->d, DOC_PLAIN,
			*s->lineage ? doc_say(s->d, M_FIGURE_LINEAGE_OF, s->lineage, NULL)
				    : msg_text(s->cx->say.lang, M_FIGURE_LINEAGE_NONE));
	if (s->ask.lineage || !s->founded)
		return;
	p = doc_note(s->d, DOC_PLAIN,
		doc_say(s->d, M_FIGURE_LINEAGE_FOUNDED, s->org.name, cx_day(s->cx, s->founded),
			NULL));
	in.lineage = 1;
	doc_part_link(s->d, p, DOC_ONWARD, msg_text(s->cx->say.lang, M_FIGURE_LINEAGE_TRY), "%s",
		figure_href(s, &in, ""));
}

enum err figure_told(struct show *s)
{
	TRY(tell_target(s));
	tell_closing(s);
	TRY(issue_tell(s->cx, s->d, &s->ask, &s->value));
	tell_lineage(s);
	return ERR_OK;
}

enum err figure_told_links(struct show *s)
{
	enum lang lang = s->cx->say.lang;
	const char *period = form_encode(s->cx->a, s->in->period ? s->in->period : "");
	long long org = s->ask.org;
	bool may;

	if (!org)
		return ERR_OK;
	TRY(grant_is_over(s->cx, PERM_FIGURE_PEOPLE, s->ask.org, &may));
	if (!may)
		return ERR_OK;
	if (s->target.id)
		doc_link(s->d, DOC_ONWARD, msg_text(lang, M_FIGURE_TARGETS_LINK), "%s",
			targets_href(s));
	else
		doc_link(s->d, DOC_ONWARD, msg_text(lang, M_FIGURE_TARGETS_LINK),
			"/org/%lld/targets?%s%scode=%s", org, *period ? "period=" : "",
			*period ? arena_printf(s->cx->a, "%s&", period) : "", s->ask.figure->code);
	doc_link(s->d, DOC_ONWARD, msg_text(lang, M_FIGURE_CLOSINGS_LINK), "/org/%lld/closings",
		org);
	TRY(grant_is_over(s->cx, PERM_FIGURE_CLOSE, s->ask.org, &may));
	if (!may || !*period || s->cx->known != KNOWN_NOW)
		return ERR_OK;
	doc_link(s->d, DOC_ACTION, msg_text(lang, M_FIGURE_ISSUE_LINK),
		"/org/%lld/issued/new?code=%s&period=%s&reach=%s%s", org, s->ask.figure->code,
		period, s->ask.own ? "own" : "below", s->ask.lineage ? "&lineage=1" : "");
	return ERR_OK;
}

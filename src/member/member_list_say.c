/*
 * member_list_say.c: what was asked, in words: one sentence, its parts, and the form behind it.
 */
#include "core/filter.h"
#include "http/form.h"
#include "member/member_list.h"

enum { PARTS = 16 };

/* A part of the sentence and the fields that it says. */
struct part {
	const char *text, *fields[2];
};

struct said {
	struct ctx *cx;
	const struct member_asked *in;
	struct part parts[PARTS];
	size_t n;
};

static void say(struct said *s, const char *text, const char *field, const char *field2)
{
	s->parts[s->n++] = (struct part){text, {field, field2}};
}

static const char *words(struct said *s, enum msg m, const char *a, const char *b)
{
	return msg_say(s->cx->a, s->cx->say.lang, m, a, b);
}

/* "từ 18 đến 30 tuổi", with either end left out. */
static void say_range(struct said *s, const enum msg m[3], const char *from, const char *to,
	const char *field, const char *field2)
{
	if (!text_empty(from) && !text_empty(to))
		say(s, words(s, m[0], from, to), field, field2);
	else if (!text_empty(from))
		say(s, words(s, m[1], from, NULL), field, NULL);
	else if (!text_empty(to))
		say(s, words(s, m[2], to, NULL), field2, NULL);
}

static void say_cat(struct said *s, const char *name, enum msg m)
{
	const struct field *f = field_find(member_asked_fields, name);

	if (!field_empty(f, s->in))
		say(s, words(s, m, value_text(&s->cx->say, s->cx->a, f, s->in), NULL), name, NULL);
}

static void say_either(struct said *s, const char *name, const char *first, enum msg m, enum msg n)
{
	const char *v = field_get_text(field_find(member_asked_fields, name), s->in);

	if (!text_empty(v))
		say(s, msg_text(s->cx->say.lang, text_eq(v, first) ? m : n), name, NULL);
}

static const char *number_of(struct said *s, int64_t n)
{
	return n ? number_text(s->cx->a, s->cx->say.lang, n) : NULL;
}

static const char *day_of(struct said *s, day_t d)
{
	return d ? day_text(s->cx->a, s->cx->say.lang, d) : NULL;
}

/* All parts but whose members they are and the state, in the order in which they are read. */
static void say_filters(struct said *s)
{
	static const enum msg ages[] = {
		M_MEMBER_SAY_AGES, M_MEMBER_SAY_AGE_FROM, M_MEMBER_SAY_AGE_TO};
	static const enum msg admitted[] = {
		M_MEMBER_SAY_ADMITTED, M_MEMBER_SAY_ADMITTED_FROM, M_MEMBER_SAY_ADMITTED_TO};
	const struct member_asked *in = s->in;

	if (!text_empty(in->name))
		say(s, words(s, M_MEMBER_SAY_NAME, in->name, NULL), "name", NULL);
	say_either(s, "sex", "female", M_MEMBER_SAY_FEMALE, M_MEMBER_SAY_MALE);
	say_cat(s, "ethnicity", M_MEMBER_SAY_ETHNICITY);
	if (text_eq(in->religion, "none"))
		say(s, msg_text(s->cx->say.lang, M_MEMBER_SAY_NO_RELIGION), "religion", NULL);
	else
		say_cat(s, "religion", M_MEMBER_SAY_RELIGION);
	say_range(s, ages, number_of(s, in->age_from), number_of(s, in->age_to), "age_from",
		"age_to");
	say_cat(s, "schooling", M_MEMBER_SAY_SCHOOLING);
	say_cat(s, "theory_level", M_MEMBER_SAY_THEORY);
	say_cat(s, "occupation", M_MEMBER_SAY_OCCUPATION);
	say_either(s, "youth_union", "yes", M_MEMBER_SAY_YOUTH, M_MEMBER_SAY_NO_YOUTH);
	say_cat(s, "sector", M_MEMBER_SAY_SECTOR);
	say_range(s, admitted, day_of(s, in->admitted_from), day_of(s, in->admitted_to),
		"admitted_from", "admitted_to");
}

static const char *who_of(struct ctx *cx, const struct member_asked *in)
{
	if (text_empty(in->state))
		return msg_text(cx->say.lang, M_MEMBER_SAY_MEMBERS);
	return cat_name(cx->say.cats, cx->say.lang, "member_listed", in->state);
}

const char *member_ask_sentence(struct ctx *cx, const struct member_ask *ask, const char *org_name)
{
	struct said s = {.cx = cx, .in = ask->in};
	const char *who = who_of(cx, ask->in);

	say_filters(&s);
	for (size_t i = 0; i < s.n; i++)
		who = arena_printf(cx->a, "%s, %s", who, s.parts[i].text);
	return msg_say(cx->a, cx->say.lang, M_MEMBER_SAY_OF, who,
		ask->org_name ? ask->org_name : org_name, cx_day(cx, cx->day));
}

/* ---- addresses ---- */

static bool is_left_out(const char *name, const char *const out[2])
{
	return out && ((out[0] && text_eq(name, out[0])) || (out[1] && text_eq(name, out[1])));
}

static const char *query_but(
	struct ctx *cx, const struct member_asked *in, const char *const out[2])
{
	const char *query = cx->query;

	field_each (f, member_asked_fields) {
		if (field_empty(f, in) || is_left_out(f->name, out))
			continue;
		query = query_add(cx, query, f->name, value_raw(cx->a, f, in));
	}
	return query;
}

const char *member_ask_query(struct ctx *cx, const struct member_asked *in)
{
	return query_but(cx, in, NULL);
}

/* ---- the form ---- */

static struct list choices(struct ctx *cx, const struct field *f, const char *value)
{
	struct doc_choice *c;
	size_t n;
	const struct cat_entry *e = cat_all(cx->say.cats, f->arg, &n);

	c = arena_array(cx->a, n + 1, sizeof(*c));
	c[0] = (struct doc_choice){"", msg_text(cx->say.lang, M_MEMBER_SAY_ANY), text_empty(value)};
	for (size_t i = 0; i < n; i++)
		c[i + 1] = (struct doc_choice){
			e[i].code, e[i].name[cx->say.lang], text_eq(e[i].code, value)};
	return (struct list){c, n + 1, sizeof(*c)};
}

/* What the form carries of the frame: the day and the instant that the page is about. */
struct frame_fields {
	day_t day;
	int64_t known;
};

static const struct field frame_fields[] = {
	F_DAY(struct frame_fields, day, M_FIELD_DAY, CLASS_PUBLIC, FF_HIDDEN),
	F_INSTANT(struct frame_fields, known, M_FIELD_KNOWN_AT, CLASS_PUBLIC, FF_HIDDEN),
	F_END,
};

static size_t add_frame(struct ctx *cx, struct doc_form_field *to)
{
	struct frame_fields frame = {.day = cx->day != cx->say.today ? cx->day : 0,
		.known = cx->known != KNOWN_NOW ? cx->known : 0};
	size_t n = 0;

	field_each (f, frame_fields)
		if (!field_empty(f, &frame))
			to[n++] = (struct doc_form_field){
				.f = f, .value = value_raw(cx->a, f, &frame)};
	return n;
}

static struct list form_fields(struct ctx *cx, const struct member_asked *in)
{
	struct doc_form_field *to =
		arena_array(cx->a, field_count(member_asked_fields) + 2, sizeof(*to));
	size_t n = 0;

	field_each (f, member_asked_fields) {
		to[n] = (struct doc_form_field){.f = f, .value = value_raw(cx->a, f, in)};
		if (f->type == FT_CAT)
			to[n].choices = choices(cx, f, to[n].value);
		n++;
	}
	n += add_frame(cx, to + n);
	return (struct list){to, n, sizeof(*to)};
}

static void add_removal(struct ctx *cx, struct doc *d, struct doc_part *p, const struct part *part,
	const struct member_asked *in)
{
	doc_part_link(d, p, DOC_ONWARD,
		msg_say(cx->a, cx->say.lang, M_MEMBER_SAY_WITHOUT, part->text), "%s%s", cx->path,
		query_but(cx, in, part->fields));
}

void member_ask_form(struct ctx *cx, struct doc *d, const struct member_ask *ask)
{
	struct doc_form *form = arena_new_of(cx->a, struct doc_form);
	struct said s = {.cx = cx, .in = ask->in};
	struct doc_part *p;

	/* a file has no form, and the shell has flags */
	if (cx->page.sink || cx->uid >= 0)
		return;
	form->action = cx->path;
	form->get = 1;
	form->fold = msg_text(cx->say.lang, M_MEMBER_SAY_FILTER);
	form->submit = form->fold;
	form->fields = form_fields(cx, ask->in);
	p = doc_form(d, "filter", M_NONE, form);
	if (!text_empty(ask->in->state))
		say(&s, who_of(cx, ask->in), "state", NULL);
	if (ask->org_name)
		say(&s, ask->org_name, "cell", NULL);
	say_filters(&s);
	for (size_t i = 0; i < s.n; i++)
		add_removal(cx, d, p, &s.parts[i], ask->in);
}

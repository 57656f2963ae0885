/*
 * figure_people.c: the members behind one value of a breakdown: their list, asked for as they were
 * counted. What stands is a list of a day with conditions; what happened has none of that kind.
 */
#include "figure/figure_show.h"
#include "http/form.h"

static const struct {
	const char *code, *state;
} lists[] = {{"member.total", ""}, {"member.full", "full"}, {"member.probationary", "probationary"},
	{"member.exempt", "exempt"}, {"member.away", "away"}};

static const char *state_of(const struct figure *f)
{
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		if (text_eq(lists[i].code, f->code))
			return lists[i].state;
	return NULL;
}

static void add(struct ctx *cx, const char **query, const char *name, const char *value)
{
	*query = arena_printf(cx->a, "%s&%s=%s", *query, name, form_encode(cx->a, value));
}

/* "31-40"; the first band takes in who is younger, the last one is "61+". */
static bool add_ages(struct ctx *cx, const char **query, const char *key)
{
	struct str rest = str_of(key), from = str_cut(&rest, '-');

	if (rest.n) {
		if (!str_is(from, "18"))
			add(cx, query, "age_from", arena_strndup(cx->a, from.p, from.n));
		add(cx, query, "age_to", arena_strndup(cx->a, rest.p, rest.n));
		return true;
	}
	if (!str_ends(from, S("+")))
		return false;
	add(cx, query, "age_from", arena_strndup(cx->a, from.p, from.n - 1));
	return true;
}

static const char *condition_of(enum figure_by by)
{
	static const char *const names[BY_COUNT] = {[BY_ORG] = "cell",
		[BY_SECTOR] = "sector",
		[BY_SEX] = "sex",
		[BY_ETHNICITY] = "ethnicity",
		[BY_RELIGION] = "religion",
		[BY_SCHOOLING] = "schooling",
		[BY_THEORY] = "theory_level",
		[BY_OCCUPATION] = "occupation",
		[BY_YOUTH_UNION] = "youth_union"};

	return names[by];
}

/* One half of what the value is of; false if the list cannot ask for it. */
static bool add_half(
	struct show *s, const char **query, day_t *day, enum figure_by by, const char *key)
{
	struct period unit;

	if (by == BY_NOTHING)
		return true;
	if (text_eq(key, "unknown") || text_eq(key, "own") || text_eq(key, "former"))
		return false;
	if (by >= BY_MONTH) {
		if (!period_parse(str_of(key), &unit))
			return false;
		*day = unit.to < s->ask.day ? unit.to : s->ask.day;
		return true;
	}
	if (by == BY_AGE)
		return add_ages(s->cx, query, key);
	if (!condition_of(by))
		return false;
	add(s->cx, query, condition_of(by), key);
	return true;
}

const char *figure_people_href(struct show *s, const char *key, const char *key_2)
{
	const char *state = state_of(s->ask.figure), *query = "";
	day_t day = s->ask.day;
	char iso[DAY_TEXT], known[MS_TEXT];

	if (!state || !s->names || !s->ask.org || s->ask.own || s->ask.lineage)
		return NULL;
	if (!add_half(s, &query, &day, s->cut.by, key) ||
		!add_half(s, &query, &day, s->cut.across, key_2))
		return NULL;
	if (*state)
		add(s->cx, &query, "state", state);
	if (s->cx->known != KNOWN_NOW)
		add(s->cx, &query, "known", ms_print_iso(known, s->cx->known));
	return arena_printf(s->cx->a, "/org/%lld/members?day=%s%s", (long long)s->ask.org,
		day_print_iso(iso, day), query);
}

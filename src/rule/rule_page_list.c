/*
 * rule_page_list.c: what holds on a day, by subject; and what the files of the program would
 * change.
 */
#include "base/text.h"
#include "core/filter.h"
#include "core/listing.h"
#include "core/rule_file.h"
#include "core/rule_text.h"
#include "core/rules_verify.h"
#include "rule/rule_page.h"

#include <stdlib.h>

struct line {
	const char *group, *tone, *href, *code, *title, *value, *source, *state;
	day_t from_day;
	int64_t at;
};

static const struct field line_fields[] = {
	F_TEXT(struct line, group, M_FIELD_RULE_SUBJECT, CLASS_PUBLIC, FF_HIDDEN, 0),
	F_TEXT(struct line, tone, M_FIELD_STATE, CLASS_PUBLIC, FF_HIDDEN, 0),
	F_URL(struct line, href, M_FIELD_RULE, CLASS_PUBLIC, FF_HIDDEN),
	F_TEXT(struct line, code, M_FIELD_CODE, CLASS_PUBLIC, FF_MORE, 0),
	F_TEXT(struct line, title, M_FIELD_RULE, CLASS_PUBLIC, FF_KEY, 0),
	F_TEXT(struct line, value, M_FIELD_VALUE, CLASS_PUBLIC, 0, 0),
	F_DAY(struct line, from_day, M_FIELD_FROM_DAY, CLASS_PUBLIC, 0),
	F_TEXT(struct line, source, M_FIELD_RULE_SOURCE, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct line, state, M_FIELD_STATE, CLASS_PUBLIC, 0, 0),
	F_END,
};

struct list_in {
	const char *q, *subject;
	int doubt, local;
};

enum { FILTERS = 4 };
static const struct field in_fields[FILTERS + 1] = {
	F_TEXT(struct list_in, q, M_FIELD_RULE_Q, CLASS_PUBLIC, 0, 100),
	F_CAT(struct list_in, subject, M_FIELD_RULE_SUBJECT, CLASS_PUBLIC, 0, "rule_subject"),
	F_BOOL(struct list_in, doubt, M_FIELD_RULE_DOUBT, CLASS_PUBLIC, 0),
	F_BOOL(struct list_in, local, M_FIELD_RULE_ONLY_LOCAL, CLASS_PUBLIC, 0),
	F_END,
};

/* ---- one line ---- */

static const char *state_of(struct ctx *cx, bool doubt, bool local)
{
	const char *d = msg_text(cx->say.lang, M_RULE_DOUBT);
	const char *l = msg_text(cx->say.lang, M_RULE_HERE);

	if (doubt && local)
		return arena_printf(cx->a, "%s; %s", d, l);
	return doubt ? d : local ? l : NULL;
}

/* Of a list the newest document counts, and the least sure entry. */
static struct line line_of(struct ctx *cx, const struct rule_use *use, struct list all,
	bool *ret_doubt, bool *ret_local)
{
	const struct rule *const *r = all.rows;
	struct line line = {
		.group = cat_name(cx->say.cats, cx->say.lang, "rule_subject", use->subject),
		.href = arena_printf(cx->a, "/rule/%s%s", use->code, cx->query),
		.code = use->code,
		.title = rule_title(cx, use->code),
		.value = rule_say_all(cx, use, all)};

	*ret_doubt = *ret_local = false;
	for (size_t i = 0; i < all.n; i++) {
		*ret_doubt = *ret_doubt || rule_doubt(cx, r[i]);
		*ret_local = *ret_local || r[i]->local;
		if (!line.source || r[i]->from_day > line.from_day) {
			line.source = r[i]->source;
			line.from_day = r[i]->from_day;
		}
	}
	line.tone = *ret_doubt ? "wait" : NULL;
	line.state = state_of(cx, *ret_doubt, *ret_local);
	return line;
}

static bool found(struct ctx *cx, const struct line *line, const char *q)
{
	const char *all = arena_printf(cx->a, "%s %s %s %s", line->code, line->title, line->value,
		line->source ? line->source : "");

	return text_empty(q) || strstr(text_fold(cx->a, all), text_fold(cx->a, q));
}

static int64_t subject_at(struct ctx *cx, const char *subject)
{
	const struct cat_entry *e = cat_find(cx->say.cats, "rule_subject", subject);

	return e ? e->pos : 0;
}

static int by_subject(const void *pa, const void *pb)
{
	const struct line *a = pa, *b = pb;

	return (a->at > b->at) - (a->at < b->at);
}

static enum err read_lines(struct ctx *cx, const struct list_in *in, struct list *ret)
{
	struct line *lines = arena_array(cx->a, rule_use_count, sizeof(*lines));
	struct list all;
	size_t n = 0;

	TRY(db_list(
		cx->db, cx->a, rule_fields, sizeof(struct rule), &all, Q_RULE_ALL_ROWS, cx->known));
	for (size_t i = 0; i < rule_use_count; i++) {
		const struct rule_use *use = &rule_uses[i];
		struct rule_set s = rule_set_among(all, use->code);
		bool doubt, local;
		lines[n] = line_of(cx, use, rule_all_on(cx->a, &s, cx->day), &doubt, &local);
		lines[n].at = subject_at(cx, use->subject) * 10000 + (int64_t)i;
		n += (!in->doubt || doubt) && (!in->local || local) &&
		     (text_empty(in->subject) || text_eq(in->subject, use->subject)) &&
		     found(cx, &lines[n], in->q);
	}
	qsort(lines, n, sizeof(*lines), by_subject);
	*ret = (struct list){lines, n, sizeof(*lines)};
	return ERR_OK;
}

/* ---- the page ---- */

static enum err list(struct ctx *cx, const void *vin, struct doc *d)
{
	const struct list_in *in = vin;
	struct doc_part *p;
	struct list lines;

	d->dated = 1;
	d->title = msg_text(cx->say.lang, M_RULE_LIST);
	d->lead = doc_say(d, M_RULE_LEAD, cx_day(cx, cx->day), NULL);
	TRY(read_lines(cx, in, &lines));
	filter_form(cx, d, in_fields, FILTERS, in, M_RULE_SHOW);
	p = doc_table(d, "rules", M_NONE, line_fields, lines);
	p->main = 1;
	p->total = (int64_t)lines.n;
	p->empty = msg_text(cx->say.lang, M_RULE_NOT_FOUND);
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_HOLIDAY_TITLE), "/holiday");
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_RULE_FILES_TITLE), "/rule-files");
	listing_exports(cx, d, filter_query(cx, cx->query, in_fields, FILTERS, in));
	return ERR_OK;
}

const struct action rule_list = {
	.in = in_fields, .in_size = sizeof(struct list_in), .read = list, .title = M_RULE_LIST};

/* ---- what the files would change ---- */

struct change {
	const char *what, *code, *title, *value, *source;
	day_t from_day, last_day;
};

static const struct field change_fields[] = {
	F_TEXT(struct change, what, M_FIELD_STATE, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct change, title, M_FIELD_RULE, CLASS_PUBLIC, FF_KEY, 0),
	F_TEXT(struct change, code, M_FIELD_CODE, CLASS_PUBLIC, FF_MORE, 0),
	F_TEXT(struct change, value, M_FIELD_VALUE, CLASS_PUBLIC, 0, 0),
	F_DAY(struct change, from_day, M_FIELD_FROM_DAY, CLASS_PUBLIC, 0),
	F_DAY(struct change, last_day, M_FIELD_LAST_DAY, CLASS_PUBLIC, 0),
	F_TEXT(struct change, source, M_FIELD_RULE_SOURCE, CLASS_PUBLIC, 0, 0),
	F_END,
};

static size_t rules_of(struct ctx *cx, struct list rows, enum msg what, struct change *ret)
{
	const struct rule *r = rows.rows;

	for (size_t i = 0; i < rows.n; i++)
		ret[i] = (struct change){.what = msg_text(cx->say.lang, what),
			.code = r[i].code,
			.title = rule_title(cx, r[i].code),
			.value = rule_say(cx, &r[i]),
			.source = r[i].source,
			.from_day = r[i].from_day,
			.last_day = r[i].to_day == DAY_MAX ? DAY_MAX : day_add(r[i].to_day, -1)};
	return rows.n;
}

static size_t holidays_of(struct ctx *cx, struct list rows, enum msg what, struct change *ret)
{
	const struct holiday *h = rows.rows;

	for (size_t i = 0; i < rows.n; i++)
		ret[i] = (struct change){.what = msg_text(cx->say.lang, what),
			.code = "holiday",
			.title = h[i].name,
			.value = cat_name(cx->say.cats, cx->say.lang, "holiday_kind", h[i].kind),
			.source = h[i].source,
			.from_day = h[i].day,
			.last_day = h[i].day};
	return rows.n;
}

static enum err files(struct ctx *cx, const void *in, struct doc *d)
{
	struct rule_files_diff f;
	struct change *rows;
	struct doc_part *p;
	size_t n = 0;

	(void)in;
	TRY(rule_files_compare(cx, &f));
	rows = arena_array(cx->a,
		f.rules_new.n + f.rules_old.n + f.holidays_new.n + f.holidays_old.n + 1,
		sizeof(*rows));
	n += rules_of(cx, f.rules_new, M_RULE_COMES, rows + n);
	n += rules_of(cx, f.rules_old, M_RULE_GOES, rows + n);
	n += holidays_of(cx, f.holidays_new, M_RULE_COMES, rows + n);
	n += holidays_of(cx, f.holidays_old, M_RULE_GOES, rows + n);
	rule_page_path(cx, d, NULL);
	d->title = msg_text(cx->say.lang, M_RULE_FILES_TITLE);
	d->lead = msg_text(cx->say.lang, M_RULE_FILES_LEAD);
	p = doc_table(d, "changes", M_NONE, change_fields, (struct list){rows, n, sizeof(*rows)});
	p->main = 1;
	p->empty = msg_text(cx->say.lang, M_RULE_FILES_SAME);
	return ERR_OK;
}

const struct action rule_files = {.read = files, .title = M_RULE_FILES_TITLE};

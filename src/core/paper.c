#include "core/paper.h"

#include "base/text.h"

/* "Đảng bộ xã Ẳng Tở" names the place "Ẳng Tở"; the words before it are in the catalogue. */
static const char *place_in(struct ctx *cx, const char *name)
{
	struct str rest = str_of(msg_text(LANG_VI, M_PAPER_LOCALITIES));

	while (rest.p) {
		struct str words = str_cut(&rest, '|');
		if (words.n && str_starts(str_of(name), words) && name[words.n] == ' ')
			return arena_strdup(cx->a, name + words.n + 1);
	}
	return NULL;
}

static const char *place_of(struct ctx *cx, struct list path)
{
	const struct org_step *step = path.rows;

	for (size_t i = path.n; i-- > 0;) {
		const char *place = place_in(cx, step[i].name);
		if (place)
			return place;
	}
	return "……………";
}

/* Two digits, as papers have them: "ngày 05 tháng 02 năm 2018". */
static const char *place_and_day(struct ctx *cx, struct doc *d, struct list path, day_t today)
{
	if (cx->say.lang != LANG_VI)
		return doc_say(d, M_PAPER_PLACE, place_of(cx, path), cx_day(cx, today), NULL);
	return doc_say(d, M_PAPER_PLACE, place_of(cx, path),
		arena_printf(cx->a, "%02d", day_mday(today)),
		arena_printf(cx->a, "%02d", day_month(today)),
		arena_printf(cx->a, "%d", day_year(today)), NULL);
}

static enum msg sign_for(const char *kind)
{
	if (text_eq(kind, "cell") || text_eq(kind, "grassroots_cell"))
		return M_PAPER_FOR_CELL;
	if (text_eq(kind, "grassroots_committee") || text_eq(kind, "departmental"))
		return M_PAPER_FOR_COMMITTEE;
	return M_PAPER_FOR_STANDING;
}

static enum err signer_of(struct ctx *cx, int64_t org, const char **ret)
{
	struct cursor c;

	*ret = NULL;
	TRY(db_query(cx->db, &c, Q_PAPER_SIGNER, org, cx->day, cx->known));
	if (db_next(&c) && db_text(&c, 0))
		*ret = arena_strdup(cx->a, db_text(&c, 0));
	return db_end(&c);
}

static enum err own_and_superior(
	struct ctx *cx, int64_t org, struct list path, struct doc_paper *p, const char **ret_kind)
{
	const struct org_step *step = path.rows;
	struct org_spell near;

	if (!path.n) {
		TRY(tree_spell_near(cx, org, cx->day, &near));
		p->org = text_upper(cx->a, near.name);
		*ret_kind = near.kind;
		return ERR_OK;
	}
	p->org = text_upper(cx->a, step[path.n - 1].name);
	if (path.n > 1)
		p->superior = text_upper(cx->a, step[path.n - 2].name);
	*ret_kind = step[path.n - 1].kind;
	return ERR_OK;
}

static enum err make(struct ctx *cx, struct doc *d, int64_t org, const char *title, day_t dated,
	struct doc_paper **ret)
{
	struct doc_paper *p = arena_new_of(cx->a, struct doc_paper);
	struct list path = cx->way;
	const char *kind = NULL;

	if (org != cx->org || !path.n)
		TRY(tree_path(cx, org, cx->day, &path));
	TRY(own_and_superior(cx, org, path, p, &kind));
	TRY(signer_of(cx, org, &p->signer));
	p->party = doc_say(d, M_PAPER_PARTY, NULL);
	p->place = place_and_day(cx, d, path, dated);
	p->title = text_upper(cx->a, title);
	p->maker = doc_say(d, M_PAPER_MAKER, NULL);
	p->sign_for = doc_say(d, sign_for(kind), NULL);
	p->sign_as = doc_say(d, M_PAPER_SECRETARY, NULL);
	*ret = d->paper = p;
	return ERR_OK;
}

enum err paper_make(struct ctx *cx, struct doc *d, int64_t org, const char *title, day_t day,
	struct doc_paper **ret)
{
	TRY(make(cx, d, org, title, cx->say.today, ret));
	(*ret)->as_of = doc_say(d, M_PAPER_AS_OF, cx_day(cx, day), NULL);
	return ERR_OK;
}

/* Signed by whoever was secretary on its day. */
enum err paper_letter(struct ctx *cx, struct doc *d, int64_t org, const char *title, day_t day,
	struct doc_paper **ret)
{
	day_t asked = cx->day;
	enum err e;

	cx->day = day;
	e = make(cx, d, org, title, day, ret);
	cx->day = asked;
	return e;
}

void paper_face(struct ctx *cx, struct doc *d, bool on_paper, const char *query)
{
	if (on_paper) {
		d->tmpl = "ui/paper.html";
		d->paper->href = arena_printf(cx->a, "%s%s", cx->path, query);
		cx->page.limit = PAPER_ROWS;
		return;
	}
	d->paper->href = arena_printf(cx->a, "%s%s%cpaper=1", cx->path, query, *query ? '&' : '?');
}

void paper_rows(struct ctx *cx, struct doc *d, int64_t shown, int64_t all)
{
	if (cx->page.sink && all > PAPER_ROWS)
		d->paper = NULL;
	if (d->paper && d->tmpl && shown < all)
		doc_note(d, DOC_WARN,
			doc_say(d, M_PAPER_CUT, number_text(cx->a, cx->say.lang, shown),
				number_text(cx->a, cx->say.lang, all), NULL));
}

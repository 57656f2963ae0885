#include "member/member_import_test.h"

#include "base/text.h"
#include "member/member_double.h"
#include "village/village_follow.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

const struct import_options files_plain = {0};

/* ---- taking in ---- */

static struct import *opened(struct site_test *s, const struct import_kind *kind,
	const struct import_options *opt, struct str bytes, const char *file)
{
	struct import *im;
	enum err e;

	site_clean(s);
	s->cx.txn = s->cx.import = 0;
	e = import_open(&s->cx, kind, opt, file, bytes, &im);
	problem_each (p, &s->f)
		print_message("# %s\n", msg_fill(s->a, LANG_VI, p->what, p->arg, ERR_ARGS));
	ok(e);
	return im;
}

struct import *files_planned(struct site_test *s, const struct import_kind *kind,
	const struct import_options *opt, const char *text)
{
	struct import *im = opened(s, kind, opt, str_of(text), "thu.csv");

	(void)!import_preview(im);
	return im;
}

struct import *files_planned_book(
	struct site_test *s, const struct import_options *opt, struct str bytes)
{
	struct import *im = opened(s, &member_import_members, opt, bytes, "thu.xlsx");

	(void)!import_preview(im);
	return im;
}

enum err files_commit(struct site_test *s, const struct import_kind *kind,
	const struct import_options *opt, const char *text, struct import **ret)
{
	*ret = opened(s, kind, opt, str_of(text), "thu.csv");
	return import_commit(*ret);
}

void files_print(const struct import *im)
{
	for (const struct import_problem *p = im->problems; p; p = p->next)
		print_message("# %ld %s “%s”%s: %s\n", p->row, p->column ? p->column : "",
			p->value ? p->value : "",
			p->doubt     ? " ?"
			: p->warning ? " (!)"
				     : "",
			msg_fill(im->cx->a, LANG_VI, p->what, p->arg, ERR_ARGS));
	problem_each (p, im->cx->f)
		print_message("# %s\n", msg_fill(im->cx->a, LANG_VI, p->what, p->arg, ERR_ARGS));
}

struct import *files_done(struct site_test *s, const struct import_kind *kind,
	const struct import_options *opt, const char *text)
{
	struct import *im;
	enum err e = files_commit(s, kind, opt, text, &im);

	if (e)
		files_print(im);
	ok(e);
	return im;
}

int64_t files_taken(struct site_test *s, const struct import_kind *kind,
	const struct import_options *opt, const char *text)
{
	return files_done(s, kind, opt, text)->res.import;
}

enum err files_undone(struct site_test *s, int64_t import)
{
	struct import_done done;
	void *plan;
	enum err e;

	site_clean(s);
	s->cx.txn = s->cx.import = 0;
	ok(db_begin(s->db, DB_WRITE));
	e = import_done_get(&s->cx, arena_printf(s->a, "%lld", (long long)import), &done);
	if (!e)
		e = import_undo_plan(&s->cx, &done, &plan);
	if (!e)
		e = import_undo_apply(&s->cx, &done, plan);
	if (!e)
		e = db_commit(s->db);
	db_rollback(s->db);
	return e;
}

void files_plant(struct site_test *s)
{
	static const struct tree_follower *const followers[] = {
		&village_follower, &member_follower, NULL};
	static const struct record_watch *const watches[] = {&village_watch, NULL};

	s->cx.followers = followers;
	s->cx.watches = watches;
	files_taken(s, &org_import_orgs, &files_plain,
		"Mã,Tên,Loại,Mã cấp trên,Ngày thành lập,Ngày mở sổ\n"
		"h,Đảng bộ huyện Mường Ảng,đảng bộ huyện,,,\n"
		"x,Đảng bộ xã Ẳng Tở,đảng bộ xã,h,,\n"
		"y,Đảng bộ xã Ẳng Cang,đảng bộ xã,h,,1/1/2015\n"
		"co,Chi bộ bản Cò,chi bộ,x,,\n"
		"ca,Chi bộ bản Cọ,chi bộ,x,,\n"
		"th,Chi bộ trường THCS Ẳng Tở,chi bộ,x,,\n"
		"moi,Chi bộ bản Mới,chi bộ,x,1/3/2018,\n"
		"y1,Chi bộ bản Hón,chi bộ,y,,\n"
		"y2,Chi bộ bản Cò,chi bộ,y,,\n");
}

/* ---- looking ---- */

int64_t files_org(struct site_test *s, const char *code)
{
	int64_t id;

	ok(db_begin(s->db, DB_READ));
	ok(db_number(s->db, &id, 0, Q_TREE_BY_CODE, code, s->cx.day, KNOWN_NOW));
	db_rollback(s->db);
	assert_true(id != 0);
	return id;
}

static size_t persons(struct site_test *s, const char *name, int64_t *ret)
{
	const struct member_double *h;
	struct list hits;
	size_t n = 0;

	ok(db_begin(s->db, DB_READ));
	ok(member_double_hits(&s->cx, &(struct double_ask){.full_name = name}, 50, &hits));
	db_rollback(s->db);
	h = hits.rows;
	for (size_t i = 0; i < hits.n; i++)
		if (text_eq(h[i].full_name, name)) {
			*ret = h[i].person;
			n++;
		}
	return n;
}

size_t files_persons(struct site_test *s, const char *name)
{
	int64_t id;

	return persons(s, name, &id);
}

int64_t files_person(struct site_test *s, const char *name)
{
	int64_t id = 0;

	if (persons(s, name, &id) != 1)
		print_message("# “%s”: not one\n", name);
	assert_int_equal(persons(s, name, &id), 1);
	return id;
}

struct person files_attributes(struct site_test *s, const char *name, day_t day)
{
	int64_t id = files_person(s, name);
	struct person p;

	ok(db_begin(s->db, DB_READ));
	ok(member_person(&s->cx, id, day, &p));
	db_rollback(s->db);
	return p;
}

const char *files_spells(struct site_test *s, const char *name)
{
	return member_test_spells(s, files_person(s, name));
}

const char *files_flows(struct site_test *s, const char *name)
{
	return member_test_flows(s, files_person(s, name));
}

static const char *fact_text(struct site_test *s, const char *text, const struct member_fact *f)
{
	text = arena_printf(s->a, "%s%s %d%s", text, f->kind, (int)f->day, f->assumed ? "*" : "");
	if (f->second_day)
		text = arena_printf(s->a, "%s +%d", text, (int)f->second_day);
	if (f->until_day)
		text = arena_printf(s->a, "%s ..%d", text, (int)f->until_day);
	if (!text_empty(f->number))
		text = arena_printf(s->a, "%s no %s", text, f->number);
	if (!text_empty(f->place))
		text = arena_printf(s->a, "%s at %s", text, f->place);
	if (!text_empty(f->status))
		text = arena_printf(s->a, "%s %s", text, f->status);
	return text;
}

const char *files_facts(struct site_test *s, const char *name)
{
	int64_t id = files_person(s, name);
	const struct member_fact *f;
	const char *text = "";
	struct list facts;

	ok(db_begin(s->db, DB_READ));
	ok(member_facts(&s->cx, id, &facts));
	db_rollback(s->db);
	f = facts.rows;
	for (size_t i = 0; i < facts.n; i++)
		text = fact_text(s, i ? arena_printf(s->a, "%s, ", text) : "", &f[i]);
	return text;
}

bool files_told(const struct import *im, long row, const char *column, enum msg what)
{
	for (const struct import_problem *p = im->problems; p; p = p->next)
		if (p->row == row && p->what == what && (!column || text_eq(p->column, column)))
			return true;
	files_print(im);
	return false;
}

const char *files_note(const struct import *im, const char *part)
{
	const char *const *notes = im->res.notes.rows;

	for (size_t i = 0; i < im->res.notes.n; i++)
		if (strstr(notes[i], part))
			return notes[i];
	for (size_t i = 0; i < im->res.notes.n; i++)
		print_message("# %s\n", notes[i]);
	return NULL;
}

const char *files_changes(const struct import *im)
{
	struct list all = import_changes(im);
	const struct import_change *c = all.rows;
	const char *text = "";

	for (size_t i = 0; i < all.n; i++)
		text = arena_printf(im->cx->a, "%s%s%s: %s%s%s %s>%s", text, i ? "; " : "",
			c[i].name, c[i].what, c[i].col ? " " : "", c[i].col ? c[i].col : "",
			c[i].old ? c[i].old : "", c[i].fresh ? c[i].fresh : "");
	return text;
}

/* ---- workbooks ---- */

struct files_book {
	struct site_test *s;
	char path[32];
	lxw_workbook *book;
	lxw_format *day;
};

struct files_book *files_book_new(struct site_test *s)
{
	struct files_book *b = arena_new_of(s->a, struct files_book);
	int fd;

	b->s = s;
	memcpy(b->path, "/tmp/guong-book-XXXXXX", sizeof("/tmp/guong-book-XXXXXX"));
	fd = mkstemp(b->path);
	assert_true(fd >= 0);
	close(fd);
	b->book = workbook_new(b->path);
	b->day = workbook_add_format(b->book);
	format_set_num_format(b->day, "dd/mm/yyyy");
	return b;
}

/* Returns how many columns the cell takes. */
static lxw_col_t book_cell(
	struct files_book *b, lxw_worksheet *w, lxw_row_t r, lxw_col_t c, const char *text)
{
	lxw_datetime when = {0};
	day_t day;

	if (*text == '<') {
		lxw_col_t n = (lxw_col_t)(text[1] - '0');
		worksheet_merge_range(w, r, c, r, (lxw_col_t)(c + n - 1), text + 3, NULL);
		return n;
	}
	if (*text == '=' && day_parse(str_of(text + 1), 26, &day)) {
		when.year = day_year(day);
		when.month = day_month(day);
		when.day = day_mday(day);
		worksheet_write_datetime(w, r, c, &when, b->day);
	} else if (*text) {
		worksheet_write_string(w, r, c, text, NULL);
	}
	return 1;
}

void files_book_sheet(struct files_book *b, const char *name, const char *rows)
{
	lxw_worksheet *w = workbook_add_worksheet(b->book, name);
	struct str rest = str_of(arena_strdup(b->s->a, rows));

	for (lxw_row_t r = 0; rest.p && rest.n; r++) {
		struct str line = str_cut(&rest, '\n');
		for (lxw_col_t c = 0; line.p;) {
			struct str one = str_cut(&line, '|');
			const char *text = arena_strndup(b->s->a, one.p, one.n);
			c = (lxw_col_t)(c + book_cell(b, w, r, c, text));
		}
	}
}

struct str files_book_bytes(struct files_book *b)
{
	size_t room = 1 << 20;
	char *p = arena_alloc(b->s->a, room);
	ssize_t n;
	int fd;

	assert_int_equal(workbook_close(b->book), 0);
	fd = open(b->path, O_RDONLY);
	n = read(fd, p, room);
	assert_true(n > 0);
	close(fd);
	unlink(b->path);
	return (struct str){p, (size_t)n};
}

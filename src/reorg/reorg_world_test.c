/* The district of reorg_test.h, and how forms are filled. */
#include "reorg/reorg_test.h"

#include "core/tree_verify.h"
#include "import/import.h"
#include "member/member_verify.h"

static const char orgs_file[] = "Mã,Tên,Loại,Mã cấp trên\n"
				"t,Đảng bộ tỉnh Thử,đảng bộ tỉnh,\n"
				"h1,Đảng bộ huyện Ẳng,đảng bộ huyện,t\n"
				"h2,Đảng bộ huyện Chà,đảng bộ huyện,t\n"
				"01,Đảng bộ xã Một,đảng bộ xã,h1\n"
				"02,Đảng bộ xã Hai,đảng bộ xã,h1\n"
				"03,Đảng bộ xã Ba,đảng bộ xã,h1\n"
				"04,Đảng bộ xã Bốn,đảng bộ xã,h2\n"
				"05,Đảng bộ phường 05,đảng bộ xã,h2\n"
				"06,Đảng bộ xã Sáu,đảng bộ xã,h2\n"
				"07,Đảng bộ xã Bảy,đảng bộ xã,h2\n"
				"c1,Chi bộ bản Một,chi bộ,01\n"
				"c2,Chi bộ bản Hai,chi bộ,02\n"
				"c3,Chi bộ bản Mới Hai,chi bộ,03\n"
				"c3b,Chi bộ bản Xa,chi bộ,03\n"
				"c4,Chi bộ bản Bốn,chi bộ,04\n"
				"d4,Đảng bộ bộ phận Nà,đảng bộ bộ phận,04\n"
				"c4d,Chi bộ Nà Một,chi bộ,d4\n"
				"c5,Chi bộ tổ 5,chi bộ,05\n"
				"c6,Chi bộ bản Sáu,chi bộ,06\n"
				"c7,Chi bộ bản Bảy,chi bộ,07\n"
				"a1,Chi bộ Trường Tiểu học Xã Bốn,chi bộ cơ sở,h2\n"
				"a2,Đảng bộ Công an huyện Ẳng,đảng bộ cơ sở,h1\n"
				"c8,Chi bộ Công an một,chi bộ,a2\n"
				"a3,Chi bộ Bệnh viện,chi bộ cơ sở,h2\n"
				"a4,Chi bộ Văn phòng tỉnh,chi bộ cơ sở,t\n";

const char reorg_units_file[] = "code,name,kind,parent_code\n"
				"t,Thử,Tỉnh,\n"
				"02,Xã Mới Một,xã,t\n"
				"04,Xã Mới Hai,xã,t\n"
				"05,Phường Mới Ba,phường,t\n"
				"07,Xã Bảy,xã,t\n";

const char reorg_map_file[] =
	"old_code,old_name,old_district,old_province,new_code,new_name,new_province\n"
	"01,Xã Một,Huyện Ẳng,Tỉnh Thử,02,Xã Mới Một,Thử\n"
	"02,Xã Hai,Huyện Ẳng,Tỉnh Thử,02,Xã Mới Một,Thử\n"
	",Xã Ba,Huyện Ẳng,Tỉnh Thử,04,Xã Mới Hai,Thử\n"
	"03,Xã Ba,Huyện Ẳng,Tỉnh Thử,05,Phường Mới Ba,Thử\n"
	"04,Xã Bốn cũ,Huyện Chà,Tỉnh Thử,04,Xã Mới Hai,Thử\n"
	",Phường 5,Huyện Chà,Tỉnh Thử,05,Phường Mới Ba,Thử\n"
	"07,Xã Bảy,Huyện Chà,Tỉnh Thử,07,Xã Bảy,Thử\n"
	"99,Xã Ma,Huyện Chà,Tỉnh Thử,07,Xã Bảy,Thử\n"
	",,,,02,Xã Mới Một,Thử\n"
	"02,Xã Hai,Huyện Ẳng,Tỉnh Thử,98,Xã Không Có,Thử\n"
	"55,Xã Nơi Khác,Huyện Kia,Tỉnh Kia,77,Xã Kia,Kia\n";

static const char *const cells[] = {
	"c1", "c2", "c3", "c3b", "c4", "c4d", "c5", "c6", "c7", "c8", "a1", "a3", "a4"};

void reorg_plant(struct site_test *s)
{
	static const struct tree_follower *const followers[] = {&member_follower, NULL};

	struct import_options opt = {.accept_warnings = 1};
	struct import *im;

	site_clean(s);
	ok(import_open(&s->cx, &org_import_orgs, &opt, "t.csv", str_of(orgs_file), &im));
	ok(import_commit(im));
	s->cx.followers = followers;
	for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++)
		for (size_t k = 0; k <= i % 3; k++)
			story_person(s, WHO(.full_name = "Lò Văn An"),
				FACT(.kind = "admitted", .day = 20100203,
					.cell = reorg_org(s, cells[i])));
	s->cx.say.today = s->cx.day = s->clock.fixed_today = REORG_TODAY;
}

int64_t reorg_org(struct site_test *s, const char *code)
{
	int64_t id;

	ok(db_begin(s->db, DB_READ));
	ok(db_number(s->db, &id, 0, Q_TREE_BY_CODE, code, s->cx.day, KNOWN_NOW));
	db_rollback(s->db);
	assert_true(id != 0);
	return id;
}

/* ---- forms ---- */

static void fill(struct site_test *s, const struct action *action, void *in, const char *said)
{
	const char *eq = strchr(said, '=');
	const struct field *f =
		field_find(action->in, arena_strndup(s->a, said, (size_t)(eq - said)));

	assert_non_null(f);
	if (f->type == FT_FILE)
		*(struct upload *)((char *)in + f->offset) =
			(struct upload){"x.csv", str_of(eq + 1)};
	else
		ok(value_read(&s->cx.say, f, str_of(eq + 1), in, &s->f));
}

enum err reorg_run(struct site_test *s, const struct action *action, const char *item, ...)
{
	void *in = arena_alloc(s->a, action->in_size + 1);
	const char *said;
	struct doc d;
	va_list ap;
	enum err e;

	site_clean(s);
	va_start(ap, item);
	while ((said = va_arg(ap, const char *)))
		fill(s, action, in, said);
	va_end(ap);
	e = site_run(s, action, in, 0, item, &d);
	problem_each (p, &s->f)
		print_message("# (%s) %s\n", p->field ? p->field : "",
			msg_fill(s->a, LANG_VI, p->what, p->arg, ERR_ARGS));
	return e;
}

const char *reorg_made(struct site_test *s)
{
	const struct reorg *r;
	struct list all;

	ok(db_begin(s->db, DB_READ));
	ok(db_list(s->db, s->a, reorg_fields, sizeof(*r), &all, Q_REORG_LIST, (int64_t)9));
	db_rollback(s->db);
	assert_true(all.n > 0);
	r = all.rows;
	return arena_printf(s->a, "%lld", (long long)r[0].id);
}

static struct list lines_of(struct site_test *s, const char *item)
{
	struct list lines;
	long long id;

	assert_true(str_to_int(str_of(item), &id));
	ok(db_begin(s->db, DB_READ));
	ok(reorg_lines(&s->cx, id, &lines));
	db_rollback(s->db);
	return lines;
}

int64_t reorg_open(struct site_test *s, const char *item, const char *ask)
{
	struct list lines = lines_of(s, item);
	const struct reorg_line *l = lines.rows;
	int64_t n = 0;

	for (size_t i = 0; i < lines.n; i++)
		n += !l[i].decided && (!ask || text_eq(l[i].ask, ask));
	return n;
}

const char *reorg_row(struct site_test *s, const char *item, const char *old)
{
	struct list lines = lines_of(s, item);
	const struct reorg_line *l = lines.rows;
	const char *found = NULL;

	ok(db_begin(s->db, DB_READ));
	for (size_t i = 0; i < lines.n && !found; i++) {
		struct org_spell o = {0};
		if (l[i].org)
			ok(tree_spell_near(&s->cx, l[i].org, REORG_DAY - 71, &o));
		if (text_eq(o.code, old) || text_eq(l[i].old_name, old))
			found = arena_printf(s->a, "%lld", (long long)l[i].id);
	}
	db_rollback(s->db);
	return found;
}

struct reorg_work *reorg_worked(struct site_test *s, const char *item, struct reorg_books *ret)
{
	struct reorg_work *w;
	struct reorg r;

	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(reorg_get(&s->cx, item, &r));
	ok(reorg_work_new(&s->cx, &r, &w));
	ok(reorg_build(w));
	ok(reorg_count(w, ret));
	db_rollback(s->db);
	return w;
}

static void tell(void *p, const char *text)
{
	print_message("# %s\n", text);
	++*(int *)p;
}

void reorg_whole(struct site_test *s)
{
	int64_t orgs, persons;
	int wrong = 0;

	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(tree_verify(&s->cx, tell, &wrong, &orgs));
	ok(member_verify(&s->cx, tell, &wrong, &persons));
	db_rollback(s->db);
	assert_int_equal(wrong, 0);
}

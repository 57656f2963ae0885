/*
 * member_import_line.c: the columns of a roster, under all the headers that offices write.
 */
#include "base/map.h"
#include "base/text.h"
#include "member/member_import.h"

#define LINE struct muster_line

/* clang-format off: one column each, headers as they are folded */
const struct field muster_fields[] = {
	IMPORT_TEXT(LINE, member_no, "member_no", M_FIELD_MEMBER_NO, 0, 40,
		"so ly lich|so ly lich dang vien|so ll|so lldv|so ll dang vien|so ho so|so hieu "
		"dang vien|"
		"so ho so dang vien|shdv|ma dang vien|so dang vien"),
	IMPORT_NAME(LINE, full_name, "full_name", M_FIELD_FULL_NAME, FF_REQUIRED, 100,
		"ho ten|ho va ten dang vien|ho ten dang vien|ho va ten khai sinh|ho ten khai sinh|"
		"ten dang vien|name"),
	IMPORT_TEXT(LINE, other_name, "other_name", M_FIELD_OTHER_NAME, 0, 100,
		"ten khac|bi danh|ten thuong dung|ten thuong goi|ho va ten dang dung|ho ten dang "
		"dung|"
		"ho va ten thuong dung|ten goi khac bi danh"),
	IMPORT_DAY(LINE, birth_date, "birth_date", M_FIELD_BIRTH_DATE, 0,
		"nam sinh|ngay thang nam sinh|ngay sinh nam sinh|sinh ngay|sinh "
		"nam|ntns|nsinh|date of birth"),
	IMPORT_CAT(LINE, sex, "sex", M_FIELD_SEX, 0, "sex", "nam nu|gioi|phai|gioi tinh nam nu"),
	IMPORT_CAT(LINE, ethnicity, "ethnicity", M_FIELD_ETHNICITY, 0, "ethnicity",
		"thanh phan dan toc|dan toc gi"),
	IMPORT_CAT(LINE, religion, "religion", M_FIELD_RELIGION, 0, "religion",
		"ton giao gi|theo ton giao"),
	IMPORT_TEXT(LINE, native_place, "native_place", M_FIELD_NATIVE_PLACE, 0, 300,
		"nguyen quan|que|que quan xa huyen tinh|que goc"),
	IMPORT_TEXT(LINE, residence, "residence", M_FIELD_RESIDENCE, 0, 300,
		"noi o hien nay|cho o hien nay|cho o|dia chi|dia chi thuong tru|noi thuong "
		"tru|thuong tru|"
		"noi cu tru|ho khau thuong tru|noi o hien tai|noi dang ky ho khau thuong tru|tru "
		"quan"),
	IMPORT_TEXT(LINE, phone, "phone", M_FIELD_PHONE, 0, 60,
		"so dien thoai|sdt|so dt|dt|di dong|dien thoai di dong|dien thoai lien he"),
	IMPORT_DIGITS(LINE, citizen_no, "citizen_no", M_FIELD_CITIZEN_NO, CLASS_SENSITIVE, 0, 12, 2,
		"cccd|so cccd|can cuoc|can cuoc cong dan|so can cuoc|so can cuoc cong dan|cmnd|so "
		"cmnd|cmt|"
		"so cmt|cmnd cccd|cccd cmnd|so cmnd cccd|so cccd cmnd|so dinh danh ca "
		"nhan|cmtnd|so cmtnd"),
	IMPORT_CAT(LINE, schooling, "schooling", M_FIELD_SCHOOLING, 0, "schooling",
		"trinh do hoc van|trinh do van hoa|van hoa|tdvh|giao duc pho thong|hoc van pho "
		"thong|"
		"trinh do giao duc pho thong|trinh do gdpt|gdpt|trinh do hoc van pho thong|trinh "
		"do pho thong"),
	IMPORT_TEXT(LINE, degree, "degree", M_FIELD_DEGREE, 0, 200,
		"chuyen mon|trinh do chuyen mon nghiep vu|chuyen mon nghiep vu|trinh do "
		"cmnv|cmnv|tdcm|"
		"trinh do chuyen mon ky thuat|chuyen mon ky thuat|bang cap|trinh do dao tao|hoc "
		"vi|trinh do cm"),
	IMPORT_CAT(LINE, theory_level, "theory_level", M_FIELD_THEORY_LEVEL, 0, "theory_level",
		"trinh do ly luan chinh tri|llct|trinh do llct|ly luan|trinh do ly luan|ly luan "
		"ct|chinh tri"),
	IMPORT_TEXT(LINE, occupation, "occupation", M_FIELD_OCCUPATION, 0, 200,
		"nghe|nghe nghiep chuc vu|nghe nghiep hien nay|nghe nghiep hien tai|nghe nghiep "
		"ban than|cong viec|"
		"cong viec hien nay|cong viec dang lam|cong viec chinh dang lam"),
	IMPORT_CAT(LINE, youth_union, "youth_union", M_FIELD_YOUTH_UNION, 0, "yes_no",
		"doan vien tncs|doan vien tncshcm|doan vien thanh nien|la doan vien|doan tncs"),
	IMPORT_TEXT(LINE, cell_code, "cell_code", M_FIELD_CELL_CODE, 0, 60,
		"ma cb|ma to chuc|ma to chuc dang|ma tcd|ma tc dang|org code"),
	IMPORT_TEXT(LINE, cell, "cell", M_FIELD_CELL, 0, 200,
		"ten chi bo|sinh hoat tai chi bo|chi bo sinh hoat|chi bo dang sinh hoat|thuoc chi "
		"bo|"
		"dang sinh hoat tai chi bo|noi sinh hoat|noi sinh hoat dang|sinh hoat tai|to chuc "
		"dang|"
		"noi dang sinh hoat|don vi sinh hoat dang"),
	IMPORT_TEXT(LINE, village_code, "village_code", M_FIELD_VILLAGE_CODE, 0, 60,
		"ma ban|ma to dan pho|ma khu pho|ma xom|ma ap|ma thon ban"),
	IMPORT_DAY(LINE, admitted_on, "admitted_on", M_FIELD_ADMITTED_ON, 0,
		"ngay vao dang|vao dang|ngay vao dang du bi|vao dang du bi|ngay ket nap dang|ket "
		"nap|"
		"ngay ket nap vao dang|ngay du bi|du bi|ngay vao dang cong san viet nam|ngay vao "
		"dang cong san|"
		"ngay quyet dinh ket nap|ngay qd ket nap|thoi gian vao dang du bi|ngay thang nam "
		"vao dang|"
		"ngay thang vao dang|ngay thang nam vao dang du bi|ngay ket nap dang vien"),
	IMPORT_DAY(LINE, ceremony_on, "ceremony_on", M_FIELD_CEREMONY_ON, 0,
		"ngay to chuc le ket nap|le ket nap|ngay lam le ket nap|ngay lam le|ngay to chuc "
		"ket nap|ngay le"),
	IMPORT_TEXT(LINE, admitted_at, "admitted_at", M_FIELD_ADMITTED_AT, 0, 200,
		"noi vao dang|noi ket nap dang|noi ket nap vao dang|chi bo ket nap|ket nap tai|"
		"ket nap tai chi bo|vao dang tai|noi vao dang du bi"),
	IMPORT_DAY(LINE, recognised_on, "recognised_on", M_FIELD_RECOGNISED_ON, 0,
		"chinh thuc|ngay vao dang chinh thuc|vao dang chinh thuc|ngay cong nhan chinh thuc|"
		"cong nhan chinh thuc|ngay cong nhan dang vien chinh thuc|ngay chuyen chinh thuc|"
		"ngay chuyen dang chinh thuc|chuyen dang chinh thuc|chuyen chinh thuc|ngay cong "
		"nhan|"
		"thoi gian vao dang chinh thuc|ngay thang nam vao dang chinh thuc"),
	IMPORT_DAY(LINE, recognition_decided_on, "recognition_decided_on",
		M_FIELD_RECOGNITION_DECIDED_ON, 0,
		"ngay quyet dinh cong nhan chinh thuc|ngay qd cong nhan|ngay qd cong nhan chinh "
		"thuc|"
		"quyet dinh cong nhan|quyet dinh cong nhan chinh thuc|ngay ra quyet dinh cong nhan|"
		"ngay qd chinh thuc|ngay quyet dinh chinh thuc"),
	IMPORT_DAY(LINE, arrived_on, "arrived_on", M_FIELD_ARRIVED_ON, 0,
		"chuyen den ngay|ngay den|ngay chuyen sinh hoat den|ngay tiep nhan|ngay ve chi bo|"
		"ngay chuyen ve|chuyen den|ngay tiep nhan sinh hoat"),
	IMPORT_TEXT(LINE, arrived_from, "arrived_from", M_FIELD_ARRIVED_FROM, 0, 200,
		"den tu|chuyen den tu|chuyen tu|tu dau chuyen den|noi chuyen sinh hoat den|noi "
		"gioi thieu"),
	IMPORT_TEXT(LINE, card_no, "card_no", M_FIELD_CARD_NO, 0, 40,
		"so the dang|so the dang vien|the dang|the dang vien|so tdv|so the dv|ma the"),
	IMPORT_DAY(LINE, card_on, "card_on", M_FIELD_CARD_ON, 0,
		"ngay phat the|ngay cap the dang|ngay phat the dang|ngay cap the dang vien|"
		"ngay phat the dang vien|ngay nhan the|cap the ngay"),
	IMPORT_DAY(LINE, exempt_from, "exempt_from", M_FIELD_EXEMPT_FROM, 0,
		"mien tu|ngay mien|ngay mien sinh hoat|ngay mien sh|mien sinh hoat tu ngay|mien sh "
		"tu ngay|"
		"ngay duoc mien|ngay duoc mien sinh hoat|mien cong tac va sinh hoat tu ngay|"
		"mien cong tac sinh hoat tu ngay|ngay mien cong tac va sinh hoat"),
	IMPORT_DAY(LINE, exempt_until, "exempt_until", M_FIELD_EXEMPT_UNTIL, 0,
		"mien den|mien het ngay|mien den het ngay|mien sinh hoat den ngay|mien sh den "
		"ngay"),
	IMPORT_CAT(LINE, state, "state", M_FIELD_STATE, 0, "member_state",
		"status|"
		"trang thai|tinh trang|tinh trang sinh hoat|trang thai sinh hoat|tinh trang dang "
		"vien|"
		"trang thai dang vien|loai dang vien|dang vien chinh thuc du bi|chinh thuc du bi|"
		"du bi chinh thuc|hien trang"),
	IMPORT_TEXT(LINE, states, "states", M_FIELD_STATES, 0, 300,
		"che do sinh hoat dang|dien sinh hoat"),
	IMPORT_TEXT(LINE, note, "note", M_FIELD_NOTE, 0, 1000, "ghi chu|chu thich|luu y|nhan xet"),
	F_END,
};

const struct import_pair muster_pairs[] = {
	{"ngay sinh nam|nam sinh nam|ngay thang nam sinh nam|sinh ngay nam|sinh nam nam",
		"birth_date", "sex", "male", NULL},
	{"ngay sinh nu|nam sinh nu|ngay thang nam sinh nu|sinh ngay nu|sinh nam nu", "birth_date",
		"sex", "female", NULL},
	{"nu|gioi tinh nu|la nu|dang vien nu", NULL, "sex", "female", "male", "birth_date", false},
	{"nam|gioi tinh nam", NULL, "sex", "male", NULL, "birth_date", false},
	{"ho dem|ho va dem|ho va ten dem|ho ten dem|ho lot|ho va chu lot|ho", "full_name", NULL,
		NULL, NULL, NULL, true},
	{"ten", "full_name", NULL, NULL, NULL, NULL, true},
	{"dang vien du bi|la dang vien du bi", NULL, "state", "probationary", NULL},
	{"mien sinh hoat|mien sh|mien cong tac va sinh hoat|duoc mien sinh hoat|mien ctsh", NULL,
		"state", "exempt", NULL},
	{"di lam xa|di lam an xa", NULL, "state", "away", NULL},
	{NULL, NULL, NULL, NULL, NULL},
};
/* clang-format on */

struct person muster_person(const struct muster_row *r)
{
	const struct muster_line *in = r->in;

	return (struct person){.full_name = in->full_name,
		.other_name = in->other_name,
		.birth_date = in->birth_date,
		.sex = in->sex,
		.ethnicity = in->ethnicity,
		.religion = in->religion,
		.native_place = in->native_place,
		.residence = in->residence,
		.phone = in->phone,
		.citizen_no = in->citizen_no,
		.schooling = in->schooling,
		.degree = in->degree,
		.theory_level = in->theory_level,
		.occupation = r->occupation,
		.youth_union = in->youth_union,
		.village_code = in->village_code,
		.member_no = in->member_no,
		.note = in->note};
}

/* What a text of the column of occupations says. */
struct word {
	const char *code; /* NULL: none of the catalogue */
	bool post, strange;
};

/* "Bí thư chi bộ" is "Bí thư": the words behind say where. */
static bool is_post(struct muster *w, const char *text)
{
	char *words = arena_strdup(w->cx->a, text_fold(w->cx->a, text)), *blank;

	while (!cat_match(w->cx->say.cats, w->cx->a, "post", words)) {
		blank = strrchr(words, ' ');
		if (!blank)
			return false;
		*blank = 0;
	}
	return true;
}

/* Are all parts of it posts, as "Chi ủy viên; Trưởng thôn"? */
static bool all_posts(struct muster *w, struct str rest)
{
	bool any = false;

	while (rest.p && rest.n) {
		size_t n = 0;
		const char *one;
		while (n < rest.n && rest.p[n] != ';' && rest.p[n] != ',')
			n++;
		one = arena_strndup(w->cx->a, rest.p, n);
		if (!is_post(w, one))
			return false;
		any = true;
		n += n < rest.n;
		rest = (struct str){rest.p + n, rest.n - n};
	}
	return any;
}

/* "Hưu trí; Bí thư": an occupation with posts behind it, or only posts. */
static struct word word_of(struct muster *w, const char *text)
{
	const struct cats *cats = w->cx->say.cats;
	const struct cat_entry *e = cat_match(cats, w->cx->a, "occupation", text);
	struct str all = str_of(text);

	if (e)
		return (struct word){.code = e->code};
	if (all_posts(w, all))
		return (struct word){.post = true};
	for (size_t n = all.n; n-- > 1;) {
		if (all.p[n] != ';' && all.p[n] != ',')
			continue;
		e = cat_match(cats, w->cx->a, "occupation", arena_strndup(w->cx->a, all.p, n));
		if (e && all_posts(w, (struct str){all.p + n + 1, all.n - n - 1}))
			return (struct word){.code = e->code, .post = true};
	}
	return (struct word){.strange = true};
}

/* Everybody writes an occupation in words of their own: a strange one is asked about, no more. */
const char *muster_occupation(struct muster *w, size_t i, const char *text)
{
	struct word *word;

	if (text_empty(text))
		return NULL;
	word = map_get(w->words, str_of(text));
	if (!word) {
		word = arena_new_of(w->cx->a, struct word);
		*word = word_of(w, text);
		map_put(w->words, str_of(text), word);
	}
	if (word->post)
		muster_point_out(w, i, NOTE_POST);
	if (word->strange)
		import_warn(w->im, i, "occupation", M_IMPORT_OCCUPATION, text, NULL);
	return word->code;
}

/* ---- what is known, as a row would say it ---- */

static const struct member_fact *last_of(const struct muster_known *k, const char *kind)
{
	const struct member_fact *found = NULL;

	for (size_t i = 0; i < k->n; i++)
		if (text_eq(k->facts[i].kind, kind))
			found = &k->facts[i];
	return found;
}

static const struct member_fact *last_card(const struct muster_known *k)
{
	const struct member_fact *found = NULL;

	for (size_t i = 0; i < k->n; i++)
		if (fact_is_card(&k->facts[i]))
			found = &k->facts[i];
	return found;
}

static void attributes_of(const struct person *p, struct muster_line *l)
{
	l->member_no = p->member_no;
	l->full_name = p->full_name;
	l->other_name = p->other_name;
	l->birth_date = p->birth_date;
	l->sex = p->sex;
	l->ethnicity = p->ethnicity;
	l->religion = p->religion;
	l->native_place = p->native_place;
	l->residence = p->residence;
	l->phone = p->phone;
	l->citizen_no = p->citizen_no;
	l->schooling = p->schooling;
	l->degree = p->degree;
	l->theory_level = p->theory_level;
	l->occupation = p->occupation;
	l->youth_union = p->youth_union;
	l->village_code = p->village_code;
	l->note = p->note;
}

static void admission_of(const struct muster_known *k, struct muster_line *l)
{
	const struct member_fact *f = last_of(k, "admitted");
	const struct member_fact *in = last_of(k, "transfer_in");

	if (f) {
		l->admitted_on = f->assumed ? 0 : f->day;
		l->ceremony_on = f->second_day;
		l->admitted_at = f->place;
	}
	if (in) {
		l->arrived_on = in->assumed ? 0 : in->day;
		l->arrived_from = in->place;
		return;
	}
	in = last_of(k, "taken_over");
	if (in) {
		l->arrived_on = in->second_day;
		l->arrived_from = in->place;
	}
}

static const char *state_of(const struct muster_known *k)
{
	const struct member_spell *s = &k->s;

	if (!s->from_day)
		return NULL;
	return s->suspended ? "suspended" : s->exempt ? "exempt" : s->away ? "away" : s->status;
}

struct muster_line muster_line_of(struct muster *w, const struct muster_known *k)
{
	const struct member_fact *f = last_of(k, "recognised");
	struct muster_line l = {0};

	attributes_of(&k->p, &l);
	admission_of(k, &l);
	if (f) {
		l.recognised_on = f->second_day ? f->second_day : f->assumed ? f->day : 0;
		l.recognition_decided_on = f->assumed ? 0 : f->day;
	}
	f = last_card(k);
	if (f) {
		l.card_no = f->number;
		l.card_on = f->assumed ? 0 : f->day;
	}
	f = last_of(k, "exempt");
	if (f) {
		l.exempt_from = f->assumed ? 0 : f->day;
		l.exempt_until = f->until_day;
	}
	l.state = state_of(k);
	l.states = muster_states_text(w, &k->s);
	return l;
}
